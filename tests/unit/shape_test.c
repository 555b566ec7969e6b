/*
** The text of a plan, taken apart: each letter of its grammar, and what is none, which comes from
** nowhere but would be an index into something. What a value on the right-hand side means
** (argument.c), value by value; when a join may feed one statement with keys (lookup.c), and when
** OFFSET reads nothing that it skips.
*/
#include "session_unit.h"

#include "table/internal.h"

/* Of each kind one; the last is that of usher_table.count - 1. */
enum { TEXT, WORDS, NOCASE, RTRIM, PARAMETER, NONE, NUMERIC, INTEGER, REAL, BLOB, LAST, COLUMNS };

static const struct usher_column columns[COLUMNS] = {
    [TEXT] = {.name = "t", .affinity = USHER_TEXT, .sql = "t"},
    [WORDS] = {.name = "w", .affinity = USHER_TEXT, .sql = "w", .flags = USHER_WORDS | USHER_KEY},
    [NOCASE] = {.name = "c", .affinity = USHER_TEXT, .sql = "c", .collation = "nocase"},
    [RTRIM] = {.name = "r", .affinity = USHER_TEXT, .sql = "r", .collation = "Rtrim"},
    [PARAMETER] = {.name = "p", .affinity = USHER_TEXT, .sql = "p", .flags = USHER_PARAMETER},
    [NONE] = {.name = "n", .affinity = USHER_NONE, .sql = "n", .collation = "Binary"},
    [NUMERIC] = {.name = "m", .affinity = USHER_NUMERIC, .sql = "m"},
    [INTEGER] = {.name = "i", .affinity = USHER_INTEGER, .sql = "i"},
    [REAL] = {.name = "f", .affinity = USHER_REAL, .sql = "f"},
    [BLOB] = {.name = "b", .affinity = USHER_NONE, .sql = "b", .collation = "other"},
    [LAST] = {.name = "x", .affinity = USHER_TEXT, .sql = "x"},
};
static const struct usher_table table = {
    .name = "test", .from = "test", .columns = columns, .count = COLUMNS};
static struct usher_instance instance = {.table = &table};

/* ----------------------------------------------------------------------- parse */

static struct usher_shape *shape_of(const char *text) {
    struct usher_shape *shape = NULL;
    int rc = usher_shape_make(&instance, text, 1, &shape);
    if (rc != SQLITE_OK || !shape) {
        fail_msg("%s is no plan", text);
    }
    assert_string_equal(shape->text, text);
    assert_ptr_equal(usher_shape_of_text(shape->text), shape);
    return shape;
}

/* The plan, said anew from what it was parsed into. */
static void parses(const char *text, const char *expected) {
    struct usher_shape *shape = shape_of(text);
    const struct usher_plan *plan = &shape->plan;
    sqlite3_str *out = sqlite3_str_new(NULL);
    for (int i = 0; i < plan->terms; i++) {
        const struct usher_term *term = &plan->term[i];
        sqlite3_str_appendf(out, "%d%c%c%s ", term->column, term->op,
                            term->collation ? term->collation : '-', term->literal ? "'" : "");
    }
    for (int i = 0; i < plan->orders; i++) {
        sqlite3_str_appendf(out, "/%d%s ", plan->order[i].column,
                            plan->order[i].descending ? " desc" : "");
    }
    sqlite3_str_appendf(out, "%s%s%s%s%s%s%llx", plan->distinct ? "D" : "", plan->limit ? "L" : "",
                        plan->offset ? "O" : "", plan->skip ? "S" : "", plan->unique ? "1" : "",
                        plan->for_update ? "U" : "", (unsigned long long)plan->used);
    char *said = sqlite3_str_finish(out);
    assert_string_equal(said, expected);
    sqlite3_free(said);
    usher_shape_free(NULL, shape);
}

static void is_no_plan(const char *text) {
    struct usher_shape *shape = (void *)&instance;
    if (usher_shape_make(&instance, text, 1, &shape) != SQLITE_INTERNAL || shape) {
        fail_msg("%s is a plan", text);
    }
}

static const char *many(const char *part, int times, const char *head, const char *tail) {
    static char text[400];
    int length = snprintf(text, sizeof(text), "%s", head);
    for (int i = 0; i < times; i++) {
        length += snprintf(text + length, sizeof(text) - (size_t)length, "%s", part);
    }
    snprintf(text + length, sizeof(text) - (size_t)length, "%s", tail);
    return text;
}

static void test_grammar(void **state) {
    (void)state;
    parses("///0", "0");
    parses("///1f", "1f");
    parses("///ffffffffffffffff", "ffffffffffffffff");
    parses("///10", "10");
    parses("//D/0", "D0");
    parses("//L/0", "L0");
    parses("//O/0", "O0");
    parses("//S/0", "S0");
    parses("//1/0", "10");
    parses("//U/0", "U0");
    parses("//DLOS1U/2", "DLOS1U2");
    parses("r=,///0", "-1=B 0");
    parses("0=,0<,0{,0>,0},0i,0s,0n,0x,0k,0g,///0",
           "0=B 0<B 0{B 0>B 0}B 0iB 0sB 0nB 0xB 0kB 0gB 0");
    parses("1=',2=,3=,5=,9=,10=,///0", "1=B' 2=C 3=R 5=B 9=- 10=B 0");
    parses("2=B,2=R,3=C',0=B',///0", "2=B 2=R 3=C' 0=B' 0");
    parses("4@,4@',///0", "4@B 4@B' 0");
    parses("/0+,r-,10-,//0", "/0 /-1 desc /10 desc 0");
    parses("0=,/0+,/D/3", "0=B /0 D3");
    struct usher_shape *shape = shape_of(many("0=,", USHER_MAX_TERMS, "", "///0"));
    assert_int_equal(shape->plan.terms, USHER_MAX_TERMS);
    usher_shape_free(NULL, shape);
    shape = shape_of(many("0+,", USHER_MAX_ORDER, "/", "//0"));
    assert_int_equal(shape->plan.orders, USHER_MAX_ORDER);
    assert_int_equal(shape->readable, (1 << COLUMNS) - 1 - (1 << PARAMETER));
    assert_int_equal(shape->always, 0);
    usher_shape_free(NULL, shape);
}

/* What a scan for an UPDATE reads at once: what could not be fetched later. */
static void test_always(void **state) {
    (void)state;
    static const struct usher_column two[] = {{.name = "a", .sql = "a"},
                                              {.name = "b", .sql = "b", .actor_sql = "c"}};
    struct usher_table other = {.from = "test", .columns = two, .count = 2};
    struct usher_instance own = {.table = &other};
    for (int i = 0; i < 4; i++) {
        struct usher_shape *shape;
        other.foreign = i & 1;
        other.without_rowid = i >> 1;
        assert_int_equal(usher_shape_make(&own, "///0", 1, &shape), SQLITE_OK);
        assert_int_equal(shape->readable, 3);
        assert_int_equal(shape->always, i > 1 ? 3 : 2 * i);
        usher_shape_free(NULL, shape);
    }
}

static void test_no_grammar(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",       "/",        "//",        "///",       "///x",    "///1x",   "///g",
        "///1/",  "//D",      "//DL",      "0",         "0=",      "0=,",     "0=,/",
        "0=///0", "=,///0",   "11=,///0",  "99=,///0",  "0,///0",  "0?,///0", "0==,",
        "0=',",   "0=X,///",  "0=C''///0", "0='C,///0", "0@,///0", "4=,///0", "4n,///0",
        "r@,///", "-1=,///0", "r,///0",    "rr=,///0",  "/0,//0",  "/0+//0",  "/0*,//0",
        "/+,//0", "/4+,//0",  "/11+,//0",  "/0+;//0",   "/0-",     "/0",      "/0+",
        "/0+,",   "/0+,/",    "/-,//0",    "x///0",     "0=, ///0"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        is_no_plan(texts[i]);
    }
    is_no_plan("//\0"
               "5");                /* what stands behind its end does not belong to it */
    is_no_plan("4294967296=,///0"); /* 0 in 32 bits */
    is_no_plan("/4294967296+,//0");
    is_no_plan(many("0=,", USHER_MAX_TERMS + 1, "", "///0"));
    is_no_plan(many("0+,", USHER_MAX_ORDER + 1, "/", "//0"));
}

static void test_find(void **state) {
    (void)state;
    static struct usher_instance own = {.table = &table};
    char text[20];
    int chains = 0;
    for (int i = 0; i < 300; i++) {
        struct usher_shape *shape;
        snprintf(text, sizeof(text), "///%x", i);
        assert_null(usher_shape_find(&own, text));
        assert_int_equal(usher_shape_make(&own, text, 0, &shape), SQLITE_OK);
        assert_ptr_equal(usher_shape_find(&own, text), shape);
        assert_int_equal(own.shapes, i + 1);
    }
    for (int i = 0; i < 300; i++) {
        snprintf(text, sizeof(text), "///%x", i);
        assert_int_equal(usher_shape_find(&own, text)->plan.used, i);
    }
    for (int i = 0; i < USHER_SHAPE_LISTS; i++) {
        chains += own.shape[i] != NULL;
        while (own.shape[i]) {
            struct usher_shape *shape = own.shape[i];
            own.shape[i] = shape->next;
            usher_shape_free(NULL, shape);
        }
    }
    assert_true(chains > USHER_SHAPE_LISTS / 2); /* it is looked for in few places */
    struct usher_shape *temporary;
    assert_int_equal(usher_shape_make(&own, "///1", 1, &temporary), SQLITE_OK);
    assert_null(usher_shape_find(&own, "///1"));
    assert_int_equal(own.shapes, 300);
    usher_shape_free(NULL, temporary);
}

static void test_collations(void **state) {
    (void)state;
    assert_int_equal(usher_collation_code(NULL), 'B');
    assert_int_equal(usher_collation_code("binary"), 'B');
    assert_int_equal(usher_collation_code("NOCASE"), 'C');
    assert_int_equal(usher_collation_code("rtrim"), 'R');
    assert_int_equal(usher_collation_code("RTRIMS"), '\0');
    assert_int_equal(usher_collation_code(""), '\0');
}

/* -------------------------------------------------------------------- arguments */

/* possible, exact, keeps numbers: of a term, and of the same with a text literal. */
static void means(int column, const char *ops, const char *expected) {
    for (const char *op = ops; *op; op++) {
        char said[10] = "";
        char *next = said;
        for (int literal = 0; literal < 2; literal++) {
            struct usher_term term = {column, *op, 'B', (char)literal};
            const struct usher_column *of = &columns[column];
            *next++ = usher_term_possible(of, &term) ? 'p' : '-';
            *next++ = usher_term_exact(of, &term) ? 'e' : '-';
            *next++ = usher_term_keeps_numbers(of, &term) ? 'k' : '-';
        }
        if (strcmp(said, expected) != 0) {
            fail_msg("%s %c is %s, not %s", columns[column].name, *op, said, expected);
        }
    }
}

static void test_meaning(void **state) {
    (void)state;
    for (int i = 0; i < COLUMNS; i++) {
        int none = columns[i].affinity == USHER_NONE;
        means(i, "nx", "pe-pe-");
        means(i, "kg", "p--p--");
        if (none) {
            means(i, "<>{}i", "------");
            means(i, "=s", "p--p--");
        }
    }
    static const int numeric[] = {NUMERIC, INTEGER, REAL};
    for (int i = 0; i < 3; i++) {
        means(numeric[i], "=si", "pe-pe-");
        means(numeric[i], "<>{}", "pe--e-");
    }
    means(TEXT, "=si", "p--pe-");
    means(TEXT, ">}", "p--pe-");
    means(TEXT, "<{", "p-kpe-");
    means(WORDS, "=si", "pe-pe-");
    means(WORDS, "<>{}", "p--pe-");
}

static sqlite3_value *value_of(const char *expression) {
    char *sql = sqlite3_mprintf("SELECT %s", expression);
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    sqlite3_value *value = sqlite3_value_dup(sqlite3_column_value(statement, 0));
    assert_non_null(value);
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return value;
}

static int is_dropped(int column, char op, int literal, const char *expression) {
    struct usher_term term = {column, op, 'B', (char)literal};
    sqlite3_value *value = value_of(expression);
    enum usher_push push = usher_argument(&columns[column], &term, value);
    sqlite3_value_free(value);
    return push == USHER_DROP;
}

static void test_values(void **state) {
    (void)state;
    static const char *const numbers[] = {"5",
                                          "5.0",
                                          "'5'",
                                          "' 5 '",
                                          "'+5'",
                                          "'-5'",
                                          "'5.'",
                                          "'.5'",
                                          "'5e5'",
                                          "'5E+5'",
                                          "'5e-05'",
                                          "'-.5e1 '",
                                          "'05'",
                                          "'\t5\n'",
                                          "'Inf'",
                                          "'-inf'",
                                          "'0'",
                                          "'9'",
                                          "'10.50'",
                                          "'1e1'",
                                          "'\v7\f'",
                                          "'\r8'",
                                          "'123456789012345678901234567890'"};
    static const char *const others[] = {
        "NULL",   "x'35'",  "''",      "' '",    "'x'",    "'5x'",    "'5e'",  "'5e+'", "'e5'",
        "'.'",    "'+'",    "'-'",     "'+-5'",  "'5 5'",  "'5.5.5'", "'- 5'", "'.e5'", "'5e5.5'",
        "'Infi'", "'+Inf'", "'--Inf'", "'0x10'", "'5e 5'", "' . '",   "'5-'",  "'Info'"};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        for (const char *op = "=<>{}s"; *op; op++) {
            if (!is_dropped(TEXT, *op, 0, numbers[i]) || is_dropped(TEXT, *op, 1, numbers[i])) {
                fail_msg("t %c %s", *op, numbers[i]);
            }
        }
        assert_true(is_dropped(NONE, '=', 0, numbers[i]));
        assert_false(is_dropped(NUMERIC, '=', 0, numbers[i]));
        assert_false(is_dropped(INTEGER, '<', 0, numbers[i]));
        assert_false(is_dropped(WORDS, '=', 0, numbers[i]));
        assert_false(is_dropped(WORDS, 's', 0, numbers[i]));
        assert_true(is_dropped(WORDS, '<', 0, numbers[i]));
        assert_true(is_dropped(WORDS, '}', 0, numbers[i]));
        for (const char *op = "nxkg@"; *op; op++) {
            assert_false(is_dropped(TEXT, *op, 0, numbers[i]));
        }
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        for (const char *op = "=<>{}s"; *op; op++) {
            if (is_dropped(TEXT, *op, 0, others[i])) {
                fail_msg("t %c %s", *op, others[i]);
            }
        }
        assert_false(is_dropped(NONE, '=', 0, others[i]));
    }
}

/* Text becomes a number where the column is one: it is bound as it is then. */
static void test_numeric(void **state) {
    (void)state;
    struct usher_term term = {REAL, '<', 'B', 0};
    sqlite3_value *value = value_of("'5.5'");
    assert_int_equal(usher_argument(&columns[REAL], &term, value), USHER_PUSH);
    assert_int_equal(sqlite3_value_type(value), SQLITE_FLOAT);
    sqlite3_value_free(value);
}

/* --------------------------------------------------------------------- lookups */

static void looks_up(const char *text, int expected) {
    struct usher_shape *shape = shape_of(text);
    if (shape->looks_up != expected) {
        fail_msg("%s: %d", text, shape->looks_up);
    }
    usher_shape_free(NULL, shape);
}

static void test_lookups(void **state) {
    (void)state;
    looks_up("0=,//1/0", 1);
    looks_up("0=,///0", 0);
    looks_up("0=,1=,//1/0", 0);
    looks_up("0s,//1/0", 0);
    looks_up("r=,//1/0", 0);
    looks_up("0=,//1D/0", 0);
    looks_up("0=,//1L/0", 0);
    looks_up("0=,//1S/0", 0);
    looks_up("0=,//1U/0", 0);
    struct usher_table other = table;
    struct usher_plan plan = {
        .unique = 1, .terms = 1, .term = (struct usher_term[]){{.column = 0, .op = '='}}};
    assert_true(usher_plan_looks_up(&other, &plan));
    other.foreign = 1;
    assert_false(usher_plan_looks_up(&other, &plan));
    other = table;
    other.found_by = "1";
    assert_false(usher_plan_looks_up(&other, &plan));
    other = table;
    other.from = "a JOIN b";
    assert_false(usher_plan_looks_up(&other, &plan));
    plan.terms = 0;
    assert_false(usher_plan_looks_up(&table, &plan));
}

/* Are rows put in order by their numbers, so that those that OFFSET skips are not read? */
static void is_late(const struct usher_table *of, const char *text, enum usher_reading reading,
                    int expected) {
    static struct usher usher;
    const struct usher_sight system = {.level = 0};
    struct usher_instance own = {.table = of, .usher = &usher};
    struct usher_variant variant = {.reading = reading, .columns = 1, .slot = {[TEXT] = 1}};
    struct usher_shape *shape;
    assert_int_equal(usher_shape_make(&own, text, 1, &shape), SQLITE_OK);
    char *sql = usher_shape_sql(&own, &shape->plan, &variant, &system, 0);
    assert_non_null(sql);
    if ((strstr(sql, "usher_late") != NULL) != expected) {
        fail_msg("%s: %s", text, sql);
    }
    sqlite3_free(sql);
    usher_shape_free(NULL, shape);
}

/* Only if no two rows are equal in that order, and a number finds its row in the same table. */
static void test_late(void **state) {
    (void)state;
    struct usher_table other = table;
    other.rowid = "number";
    is_late(&other, "/r+,/LS/1", USHER_SKIPS_ROWS, 1);
    is_late(&other, "/1-,/LS/1", USHER_SKIPS_ROWS, 1);
    is_late(&other, "/0+,r-,/LS/1", USHER_SKIPS_ROWS, 1);
    is_late(&other, "/0+,2+,/LS/1", USHER_SKIPS_ROWS, 0);
    is_late(&other, "//LS/1", USHER_SKIPS_ROWS, 0);
    is_late(&other, "/r+,/LS/1", USHER_READS_ROWS, 0);
    other.foreign = 1;
    is_late(&other, "/r+,/LS/1", USHER_SKIPS_ROWS, 0);
    other.foreign = 0;
    other.found_by = "number = @";
    is_late(&other, "/r+,/LS/1", USHER_SKIPS_ROWS, 0);
}

static void test_sights(void **state) {
    (void)state;
    static const char rows[] = "rows";
    static const char unless[] = "unless";
    const struct usher_sight a = {
        .level = 2, .rows = rows, .mask = {{1, unless}, {2, unless}}, "a", "b", "c", "d", "e"};
    struct usher_sight b = a;
    assert_true(usher_sight_same(&a, &b));
#define DIFFERS(change)                                                                            \
    b = a;                                                                                         \
    b.change;                                                                                      \
    assert_false(usher_sight_same(&a, &b));                                                        \
    assert_false(usher_sight_same(&b, &a))
    DIFFERS(level = 3);
    DIFFERS(level = 0);
    DIFFERS(rows = NULL);
    DIFFERS(mask[0].columns = 3);
    DIFFERS(mask[1].columns = 3);
    DIFFERS(mask[0].unless = NULL);
    DIFFERS(mask[1].unless = NULL);
    DIFFERS(actor[0] = 'x');
    DIFFERS(account[0] = 'x');
    DIFFERS(principal[0] = 'x');
    DIFFERS(session[0] = 'x');
    DIFFERS(own[0] = 'x');
    b = a;
    b.level = 0;
    struct usher_sight c = {.level = 0}; /* what else they say is that of a scan before */
    assert_true(usher_sight_same(&b, &c));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grammar),
        cmocka_unit_test(test_always),
        cmocka_unit_test(test_no_grammar),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_collations),
        cmocka_unit_test(test_meaning),
        cmocka_unit_test_setup_teardown(test_values, open_bare, close_db),
        cmocka_unit_test_setup_teardown(test_numeric, open_bare, close_db),
        cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_sights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
