/*
** What is pushed down, of which query, and what the inner statements are: tests/unit/plans.txt has a
** block for each query, which is compared whole. `$` in a query is the table that usher keeps; each
** query is asked of the plain table below it, too, and the rows must be the same ones.
**
**     query
**     = rows          how many; and their values, if there is no plain table to compare with
**     > plan          what EXPLAIN QUERY PLAN says of the query
**     : statement     an inner statement that no query before had
**     ~ runs          how many statements ran for it: its own, that on the plain table, and usher's
**
** From a line `! version` on usher takes SQLite for that one, whose faults it need not go round.
**
** UPDATE=1 writes the file anew: read what has changed. Another SQLite than 3.40 may plan otherwise:
** there only the rows are compared.
*/
#include "session_unit.h"

#define FILE_NAME "tests/unit/plans.txt"

static int version; /* 0: what it is */

#undef sqlite3_libversion_number /* of the table of an extension */
int sqlite3_libversion_number(void) {
    return version ? version : SQLITE_VERSION_NUMBER;
}

static sqlite3_str *out;
static sqlite3_str *known; /* all inner statements that were told */

/* How many statements have begun to run: those of the query, and usher's for it. */
static int runs;

static int count_run(unsigned kind, void *context, void *statement, void *text) {
    (void)kind, (void)context, (void)statement, (void)text;
    runs++;
    return 0;
}

/* A collation of the application's. */
static int compare_backwards(void *unused, int a, const void *left, int b, const void *right) {
    (void)unused;
    int order = memcmp(right, left, (size_t)(a < b ? a : b));
    return order ? order : b - a;
}

static sqlite3_int64 memory;

static int open_plans(void **state) {
    memory = sqlite3_memory_used();
    open_file(state);
    must(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT UNIQUE, i TEXT, n INTEGER, m NUMERIC, r "
        "REAL, "
        "x, c TEXT COLLATE NOCASE UNIQUE, s TEXT COLLATE RTRIM, p TEXT, j INTEGER, o TEXT, a TEXT);"
        "CREATE INDEX t_i ON t (i); CREATE INDEX t_n ON t (n); CREATE INDEX t_s ON t (s);"
        "CREATE TABLE w (k TEXT PRIMARY KEY, v INTEGER, o TEXT) WITHOUT ROWID;"
        "CREATE TABLE pick (v, t TEXT, n INTEGER);"
        "WITH RECURSIVE g (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM g WHERE v < 40) "
        "INSERT INTO t SELECT v, 'k' || v, 'i' || (v % 7), v % 5, CASE v % 4 WHEN 0 THEN NULL "
        "WHEN 1 THEN v * 0.5 ELSE v END, v / 4.0, CASE v % 5 WHEN 0 THEN '5' WHEN 1 THEN 5 WHEN 2 "
        "THEN 5.0 WHEN 3 THEN x'35' END, CASE v % 2 WHEN 0 THEN 'C' ELSE 'c' END || v, "
        "'s' || (v % 6) || substr('   ', 1, v % 3), CASE v % 6 WHEN 0 THEN NULL WHEN 1 THEN '5' "
        "WHEN 2 "
        "THEN '05' WHEN 3 THEN 'abc' WHEN 4 THEN 'ABD' ELSE ':' END, v % 3, " ANN ", " ACCOUNT
        " FROM g;"
        "INSERT INTO w SELECT k, n, o FROM t;"
        "INSERT INTO pick VALUES (NULL, NULL, NULL), (1, 'k1', 1), ('5', '5', 5), (5.0, 'K2', 2), "
        "(x'35', 's1', 3), ('i3', 'i3', 4), ('05', 'c3 ', 0), (' 5 ', 'C4', 9), ('+5e0', 's2 ', "
        "7), ('-Inf', 'x', 8),"
        "('5e', '.', 1), ('', '', 1), ('.5', ' 5', 1), ('5.', '5x', 1), ('inf', 'Inf', 1), ('e5', "
        "'5e5', 2), ('- 5', '-5', 3);"
        "CREATE VIRTUAL TABLE tv USING guarded(t, owner=o, account=a);"
        "CREATE VIRTUAL TABLE wv USING guarded(w, owner=o);"
        "CREATE VIRTUAL TABLE uv USING guarded(t, owner=o, account=a);"
        "CREATE VIRTUAL TABLE people USING users; CREATE VIRTUAL TABLE inbox USING notifications");
    sqlite3_create_collation(db, "backwards", SQLITE_UTF8, NULL, compare_backwards);
    out = sqlite3_str_new(NULL);
    known = sqlite3_str_new(NULL);
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, count_run, NULL);
    return 0;
}

static int close_plans(void **state) {
    sqlite3_free(sqlite3_str_finish(out));
    sqlite3_free(sqlite3_str_finish(known));
    int rc = close_db(state);
    assert_int_equal(sqlite3_memory_used(), memory); /* nothing is left of all the plans */
    return rc;
}

/* `$` stands for tv and wv, of which the plain tables are t and w. */
static char *with_table(const char *query, int plain) {
    sqlite3_str *text = sqlite3_str_new(NULL);
    for (; *query; query++) {
        if (*query != '$') {
            sqlite3_str_appendchar(text, 1, *query);
        } else if (!plain) {
            sqlite3_str_appendchar(text, 1, 'v');
        }
    }
    return sqlite3_str_finish(text);
}

/* All values of all rows. */
static char *rows_of(const char *query, int plain, int *count) {
    char *sql = with_table(query, plain);
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    for (*count = 0; rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW; ++*count) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *value = (const char *)sqlite3_column_text(statement, i);
            sqlite3_str_appendf(text, "%d%s|", sqlite3_column_type(statement, i),
                                value ? value : "");
        }
        sqlite3_str_appendall(text, "\n");
        rc = SQLITE_OK;
    }
    if (rc != SQLITE_DONE) {
        sqlite3_str_appendall(text, sqlite3_errmsg(db));
    }
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return sqlite3_str_finish(text);
}

static void tell_rows(const char *query) {
    int count;
    int plain_count;
    char *rows = rows_of(query, 0, &count);
    char *plain = rows_of(query, 1, &plain_count);
    int alone = strchr(query, '$') == NULL; /* there is no plain table */
    int same = alone || (count == plain_count && (!rows || strcmp(rows, plain) == 0));
    for (char *p = rows; alone && p && *p; p++) {
        *p = *p == '\n' ? ';' : *p;
    }
    sqlite3_str_appendf(out, "= %d%s%s\n", count, alone && rows ? ": " : "",
                        alone && rows ? rows : "");

    if (!same) {
        print_error("%s\nusher:\n%s\nplain:\n%s\n", query, rows, plain);
    }
    assert_true(same);
    sqlite3_free(rows);
    sqlite3_free(plain);
}

static void tell_plan(const char *query) {
    char *sql = with_table(query, 0);
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, explain, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
        sqlite3_str_appendf(out, "> %s\n", sqlite3_column_text(statement, 3));
    }
    sqlite3_finalize(statement);
    sqlite3_free(explain);
    sqlite3_free(sql);
}

static int is_new(const char *sql) {
    return strncmp(sql, "SELECT ", 7) == 0 && !strchr(sql, '\n') && /* those of sql/ have lines */
           (strstr(sql, " main.\"t\"") || strstr(sql, " main.\"w\"") || strstr(sql, " AS u") ||
            strstr(sql, "usher_inbox")) &&
           !(sqlite3_str_length(known) && strstr(sqlite3_str_value(known), sql));
}

static void tell_statements(void) {
    const char *found[20]; /* the newest comes first */
    int count = 0;
    for (sqlite3_stmt *s = sqlite3_next_stmt(db, NULL); s; s = sqlite3_next_stmt(db, s)) {
        if (is_new(sqlite3_sql(s)) && count < 20) {
            found[count++] = sqlite3_sql(s);
        }
    }
    while (count-- > 0) {
        sqlite3_str_appendf(out, ": %s\n", found[count]);
        sqlite3_str_appendf(known, "%s\n", found[count]);
    }
}

static char *read_file(void) {
    FILE *file = fopen(FILE_NAME, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    assert_true(length >= 0);
    rewind(file);
    char *text = malloc((size_t)length + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    text[length] = '\0';
    fclose(file);
    return text;
}

static void write_file(const char *text) {
    FILE *file = fopen(FILE_NAME, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void tell_query(const char *line, size_t length) {
    char *query = sqlite3_mprintf("%.*s", (int)length, line);
    sqlite3_str_appendf(out, "%s\n", query);
    runs = 0;
    if (strncmp(query, "SELECT", 6) == 0 || strncmp(query, "WITH", 4) == 0) {
        tell_rows(query);
    } else if (*query != '-') {
        must(query);
    }
    int ran = runs;
    if (*query != '-') {
        tell_plan(query);
        tell_statements();
        sqlite3_str_appendf(out, "~ %d\n", ran);
    }
    sqlite3_free(query);
}

static void test_plans(void **state) {
    (void)state;
    char *expected = read_file();
    for (const char *line = expected; *line;) {
        size_t length = strcspn(line, "\n");
        if (length == 0 || *line == '!') {
            sqlite3_str_appendf(out, "%.*s\n", (int)length, line);
            version = length ? (int)strtol(line + 1, NULL, 10) : version;
        } else if (!strchr("=>:~", *line)) {
            tell_query(line, length);
        }
        line += length + (line[length] == '\n');
    }
    version = 0;
    const char *told = sqlite3_str_value(out);
    if (getenv("UPDATE")) {
        write_file(told);
    } else if (strcmp(told, expected) != 0 && strncmp(sqlite3_libversion(), "3.40.", 5) == 0) {
        size_t at = 0;
        while (told[at] == expected[at]) {
            at++;
        }
        while (at > 0 && told[at - 1] != '\n') {
            at--;
        }
        fail_msg("%s says\n%.400s\nand not\n%.400s", FILE_NAME, told + at, expected + at);
    }
    free(expected);
}

/* So many shapes an instance keeps (USHER_SHAPES); one more lives as long as its scan. */
static void test_many_shapes(void **state) {
    (void)state;
    static const char *const column[] = {"id", "k", "i", "n", "m", "r", "c", "s", "p", "j"};
    int kept = 0;
    for (int mask = 1; mask < 600; mask++) {
        char sql[200];
        int length = snprintf(sql, sizeof(sql), "SELECT 1");
        for (int i = 0; i < 10; i++) {
            length += mask >> i & 1
                          ? snprintf(sql + length, sizeof(sql) - (size_t)length, ", %s", column[i])
                          : 0;
        }
        snprintf(sql + length, sizeof(sql) - (size_t)length, " FROM tv WHERE rowid = 7");
        says(sql, "1");
        char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
        sqlite3_stmt *statement;
        assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &statement, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        kept += strstr((const char *)sqlite3_column_text(statement, 3), "INDEX 1:") != NULL;
        sqlite3_finalize(statement);
        sqlite3_free(explain);
    }
    assert_int_equal(kept, 512);
}

/* A row that is found by its key is changed as it is found: SQLite keeps no list of one. */
static void test_one_pass(void **state) {
    (void)state;
    for (int by_key = 0; by_key < 2; by_key++) {
        sqlite3_stmt *statement;
        int lists = 0;
        int rc = sqlite3_prepare_v2(db,
                                    by_key ? "EXPLAIN UPDATE tv SET n = 1 WHERE k = 'k7'"
                                           : "EXPLAIN UPDATE tv SET n = 1 WHERE i = 'i1'",
                                    -1, &statement, NULL);
        for (; rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;) {
            lists += strcmp((const char *)sqlite3_column_text(statement, 1), "OpenEphemeral") == 0;
        }
        sqlite3_finalize(statement);
        assert_int_equal(rc, SQLITE_OK);
        assert_int_equal(lists, !by_key);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_one_pass, open_plans, close_plans),
        cmocka_unit_test_setup_teardown(test_plans, open_plans, close_plans),
        cmocka_unit_test_setup_teardown(test_many_shapes, open_plans, close_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
