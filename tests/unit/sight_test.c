/*
** A statement that stays open for a join looks keys up for one sight: which differ, differ in one of
** its parts at least, whichever that is. And how a sight is written into a statement.
*/
#include "base_unit.h"

#include "table/internal.h"

static const struct usher_sight seen = {.level = 2,
                                        .rows = "1",
                                        .mask = {{.columns = 6, .unless = "0"}},
                                        .actor = "a",
                                        .account = "b",
                                        .principal = "c",
                                        .session = "d",
                                        .own = "e"};

static void test_same(void **state) {
    (void)state;
    struct usher_sight other = seen;
    assert_true(usher_sight_same(&other, &seen));
    const struct usher_sight nobody = {.actor = "a"};
    assert_true(
        usher_sight_same(&nobody, &usher_sight_all)); /* the system's, whatever else it holds */
}

#define DIFFERS(change)                                                                            \
    do {                                                                                           \
        struct usher_sight other = seen;                                                           \
        other.change;                                                                              \
        assert_false(usher_sight_same(&other, &seen));                                             \
        assert_false(usher_sight_same(&seen, &other));                                             \
    } while (0)

static void test_differ(void **state) {
    (void)state;
    DIFFERS(level = 0);
    DIFFERS(level = 1);
    DIFFERS(rows = "0");
    DIFFERS(mask[0].columns = 4);
    DIFFERS(mask[0].unless = "1");
    DIFFERS(mask[USHER_MASKS - 1].columns = 1);
    DIFFERS(actor[0] = 'x');
    DIFFERS(account[0] = 'x');
    DIFFERS(principal[0] = 'x');
    DIFFERS(session[0] = 'x');
    DIFFERS(own[0] = 'x');
}

/* ------------------------------------------------------------------- as SQL */

static const struct usher_column columns[] = {
    {.name = "id", .sql = "t.id", .actor_sql = "iif($own = t.id, t.id, $actor)"},
    {.name = "phone", .sql = "t.phone"},
    {.name = "found", .sql = "f(@, @limited)"},
    {.name = "limited", .sql = "@"},
    {.name = "limited_more", .sql = "@"},
    {.name = "another", .sql = "@"},
    {.name = "beyond", .sql = "t.beyond", .actor_sql = "NULL"},
};
static const struct usher_table table = {
    .name = "t", .rowid = "t.number", .columns = columns, .count = 6};

static void writes(sqlite3_str *out, const char *expected) {
    char *text = sqlite3_str_finish(out);
    assert_string_equal(text ? text : "", expected);
    sqlite3_free(text);
}

static void test_text(void **state) {
    (void)state;
    sqlite3_str *out = sqlite3_str_new(NULL);
    usher_append_text(out, "$actor $account $principal $session $own \"$own @\" x", 2);
    writes(out, "?5 ?6 ?7 ?8 ?9 \"$own @\" x");
}

/* The system sees all as it is, whatever else its sight holds. */
static void test_column(void **state) {
    struct usher_sight sight = {.mask = {{.columns = 3, .unless = "t.id = $account"}}};
    (void)state;
    for (int column = USHER_ROWID; column < 2; column++) {
        sqlite3_str *out = sqlite3_str_new(NULL);
        usher_append_column(out, &table, column, &sight, 1);
        writes(out, column == USHER_ROWID ? "t.number" : column == 0 ? "t.id" : "t.phone");
    }
    sight.level = 1;
    sqlite3_str *out = sqlite3_str_new(NULL);
    usher_append_column(out, &table, 0, &sight, 1);
    writes(out, "CASE WHEN t.id = ?5 THEN iif(?8 = t.id, t.id, ?4) END");
    out = sqlite3_str_new(NULL);
    usher_append_column(out, &table, 1, &sight, 0);
    writes(out, "CASE WHEN t.id = ?4 THEN t.phone END");
    sight.mask[0].columns = 0;
    out = sqlite3_str_new(NULL);
    usher_append_column(out, &table, 1, &sight, 0);
    writes(out, "t.phone");
}

static void test_alters(void **state) {
    struct usher_sight sight = {.mask = {{.columns = 2}, {.columns = 8}}};
    const struct usher_table plain = {.columns = columns + 1, .count = 5};
    (void)state;
    assert_int_equal(usher_sight_alters(&table, &sight), 0);
    sight.level = 1;
    assert_int_equal(usher_sight_alters(&table, &sight), 1 | 2 | 8);
    assert_int_equal(usher_sight_alters(&plain, &sight), 2 | 8);
    sight.mask[0].columns = sight.mask[1].columns = 0;
    assert_int_equal(usher_sight_alters(&table, &sight), 1);
    assert_int_equal(usher_sight_alters(&plain, &sight), 0);
}

/* A parameter that another names has a value if it is among the terms, in whatever order. */
static void test_parameter(void **state) {
    struct usher_plan plan = {.terms = 2,
                              .term = (struct usher_term[]){{3, '@', 'B', 0}, {2, '@', 'B', 0}}};
    (void)state;
    sqlite3_str *out = sqlite3_str_new(NULL);
    usher_append_parameter(out, &table, &plan, 1, &usher_sight_all);
    writes(out, "f(?2, ?1)");
    plan.term[0].op = '='; /* that is left to SQLite */
    out = sqlite3_str_new(NULL);
    usher_append_parameter(out, &table, &plan, 1, &usher_sight_all);
    writes(out, "f(?2, NULL)");
    plan = (struct usher_plan){
        .terms = 4,
        .term = (struct usher_term[]){
            {4, '@', 'B', 0}, {2, '@', 'B', 0}, {5, '@', 'B', 0}, {3, '@', 'B', 0}}};
    out = sqlite3_str_new(NULL);
    usher_append_parameter(out, &table, &plan, 1, &usher_sight_all);
    writes(out, "f(?2, ?4)");
    plan = (struct usher_plan){.terms = 1,
                               .term = (struct usher_term[]){{2, '@', 'B', 0}, {3, '@', 'B', 0}}};
    out = sqlite3_str_new(NULL);
    usher_append_parameter(out, &table, &plan, 0, &usher_sight_all);
    writes(out, "f(?1, NULL)");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),   cmocka_unit_test(test_differ),
        cmocka_unit_test(test_text),   cmocka_unit_test(test_column),
        cmocka_unit_test(test_alters), cmocka_unit_test(test_parameter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
