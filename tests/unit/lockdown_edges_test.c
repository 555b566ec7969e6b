/*
** usher_lockdown() at its edges: an SQLite that does not say what it has, a module that is called
** almost like usher's own, a statement in the place of one that was refused, what the host had set
** or sets again, interrupts.
*/
#include "session_unit.h"

#include "identity/lockdown.h"

/* SQLite was built without it, as it were. */
static int no_lists(void *unused, int action, const char *first, const char *second,
                    const char *database, const char *accessor) {
    (void)unused, (void)second, (void)database, (void)accessor;
    return action == SQLITE_PRAGMA && strcmp(first, "function_list") == 0 ? SQLITE_IGNORE
                                                                          : SQLITE_OK;
}

static void test_no_lists(void **state) {
    (void)state;
    sqlite3_set_authorizer(db, no_lists, NULL);
    refused("SELECT usher_lockdown()", "unsupported");
    sqlite3_set_authorizer(db, NULL, NULL);
    says("SELECT usher_lockdown()", "1");
}

static int connect(sqlite3 *connection, void *unused, int argc, const char *const *argv,
                   sqlite3_vtab **out, char **error) {
    (void)unused, (void)argc, (void)argv, (void)error;
    *out = sqlite3_malloc(sizeof(**out));
    memset(*out, 0, sizeof(**out));
    return sqlite3_declare_vtab(connection, "CREATE TABLE x(a)");
}

static int disconnect(sqlite3_vtab *table) {
    sqlite3_free(table);
    return SQLITE_OK;
}

/* In the place that act_as() uses, but another module: of a name as long, or the beginning of it. */
static void test_other_scope(void **state) {
    static const sqlite3_module module = {
        .xCreate = connect, .xConnect = connect, .xDisconnect = disconnect, .xDestroy = disconnect};
    (void)state;
    sqlite3_create_module(db, "other_scope", &module, NULL);
    sqlite3_create_module(db, "usher_s", &module, NULL);
    must("CREATE VIRTUAL TABLE temp.usher_scope USING other_scope");
    refused("SELECT usher_lockdown()", "conflict");
    must("DROP TABLE temp.usher_scope; CREATE VIRTUAL TABLE temp.usher_scope USING usher_s");
    refused("SELECT usher_lockdown()", "conflict");
    must("DROP TABLE temp.usher_scope");
    says("SELECT usher_lockdown()", "1");
}

/*
** What was refused half-way is asked about again, as SQLite may prepare it anew; a statement that
** comes to stand where it stood is another one.
*/
static void test_in_its_place(void **state) {
    static const char refusal[] = "SELECT count(*) AS usher_user FROM (SELECT 1 AS x) JOIN "
                                  "(SELECT 1 AS x) USING (x)";
    sqlite3_stmt *refused_one, *next;
    int same = 0;
    (void)state;
    says("SELECT usher_lockdown()", "1");
    for (int i = 0; i < 50 && !same; i++) {
        assert_int_equal(sqlite3_prepare_v2(db, refusal, -1, &refused_one, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(refused_one), SQLITE_INTERRUPT);
        sqlite3_stmt *place = refused_one;
        sqlite3_finalize(refused_one);
        /* It asks for nothing when it is prepared, but when it runs. */
        assert_int_equal(sqlite3_prepare_v2(db, "VACUUM", -1, &next, NULL), SQLITE_OK);
        same = next == place;
        assert_int_not_equal(sqlite3_step(next), SQLITE_ROW);
        sqlite3_finalize(next);
    }
    says("SELECT count(*) FROM users", "0");
    must("SELECT 1 AS x");
    if (!same) { /* AddressSanitizer gives no place twice */
        skip();
    }
}

/* A statement that is refused when it runs. */
static sqlite3_stmt *refuse(void) {
    sqlite3_stmt *refused_one;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT count(*) AS usher_user FROM (SELECT 1 AS x) "
                                        "JOIN (SELECT 1 AS x) USING (x)",
                                        -1, &refused_one, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(refused_one), SQLITE_INTERRUPT);
    return refused_one;
}

/* Another one in its place, which asks while it runs: full-text search prepares what it needs. */
static void test_runs_in_its_place(void **state) {
    sqlite3_stmt *refused_one, *next;
    int same = 0;
    (void)state;
    must("CREATE VIRTUAL TABLE search USING fts5(word)");
    says("SELECT usher_lockdown()", "1");
    for (int i = 0; i < 50 && !same; i++) {
        refused_one = refuse();
        sqlite3_stmt *place = refused_one;
        sqlite3_finalize(refused_one);
        assert_int_equal(
            sqlite3_prepare_v2(db, "INSERT INTO search VALUES ('word')", -1, &next, NULL),
            SQLITE_OK);
        same = next == place;
        assert_int_equal(sqlite3_step(next), SQLITE_DONE);
        sqlite3_finalize(next);
    }
}

/* Nor is it one of usher's own, that waits with a row while others are prepared. */
static void test_own_in_its_place(void **state) {
    sqlite3_stmt *refused_one, *waits;
    int same = 0;
    (void)state;
    must("SELECT act_as(" ANN ")");
    says("SELECT usher_lockdown()", "1");
    for (int i = 1; i < 200 && !same; i++) {
        char sql[200] = "SELECT id";
        static const char *const more[] = {"email",  "name", "status", "locale",
                                           "avatar", "role", "about",  "company"};
        for (int k = 0; k < 8; k++) { /* of a shape that was not asked for yet */
            sqlite3_snprintf((int)(sizeof(sql) - strlen(sql)), sql + strlen(sql), "%s%s",
                             i >> k & 1 ? ", " : "", i >> k & 1 ? more[k] : "");
        }
        sqlite3_snprintf((int)(sizeof(sql) - strlen(sql)), sql + strlen(sql), " FROM users");
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &waits, NULL), SQLITE_OK);
        refused_one = refuse();
        const sqlite3_stmt *place = refused_one;
        sqlite3_finalize(refused_one);
        assert_int_equal(sqlite3_step(waits), SQLITE_ROW);
        for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(db, s)) != NULL;) {
            same |= s == place && sqlite3_stmt_busy(s);
        }
        says("SELECT 1 AS x", "1");
        sqlite3_finalize(waits);
    }
    if (!same) { /* AddressSanitizer gives no place twice */
        skip();
    }
}

/* Each limit: lowered to what is allowed, and a lower one is left as it is. */
static void test_limits(void **state) {
    static const int limits[][2] = {
        {SQLITE_LIMIT_LENGTH, 64 << 20},          {SQLITE_LIMIT_SQL_LENGTH, 1000000},
        {SQLITE_LIMIT_EXPR_DEPTH, 500},           {SQLITE_LIMIT_COMPOUND_SELECT, 100},
        {SQLITE_LIMIT_VDBE_OP, 250000},           {SQLITE_LIMIT_TRIGGER_DEPTH, 100},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 5000}, {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_WORKER_THREADS, 0}};
    enum { COUNT = sizeof(limits) / sizeof(*limits) };
    (void)state;
    for (int less = 0; less <= 1; less++) {
        sqlite3 *locked = open_scratch(WRITABLE);
        for (int i = 0; i < COUNT; i++) { /* as much as SQLite allows, or almost nothing */
            sqlite3_limit(locked, limits[i][0],
                          less ? limits[i][1] - (limits[i][1] > 0) : 2000000000);
        }
        says_on(locked, "SELECT usher_lockdown()", "1");
        for (int i = 0; i < COUNT; i++) {
            assert_int_equal(sqlite3_limit(locked, limits[i][0], -1),
                             limits[i][1] - (less && limits[i][1] > 0));
        }
        assert_int_equal(sqlite3_close(locked), SQLITE_OK);
    }
}

static int setting(int id, int value) {
    sqlite3_db_config(db, id, value, &value);
    return value;
}

/* What the host had switched on, is off. */
static void test_settings(void **state) {
    static const int ids[] = {SQLITE_DBCONFIG_WRITABLE_SCHEMA,
                              SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER,
                              SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION};
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(setting(ids[i], 1), 1);
    }
    says("SELECT usher_lockdown()", "1");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(setting(ids[i], -1), 0);
    }
    assert_int_equal(setting(SQLITE_DBCONFIG_DEFENSIVE, -1), 1);
}

/* The schema of an attached file is nobody's to declare. */
static void test_attached(void **state) {
    (void)state;
    must("ATTACH ':memory:' AS other; CREATE TABLE other.t (a)");
    says("SELECT usher_lockdown()", "1");
    setting(SQLITE_DBCONFIG_DEFENSIVE, 0);
    setting(SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1);
    says("UPDATE other.sqlite_master SET sql = 'x'", "not authorized");
    says("UPDATE main.sqlite_master SET sql = 'x'", "");
    says("SELECT count(*) FROM sqlite_master WHERE sql = 'x'", "0");
}

static int deny_select(void *unused, int action, const char *first, const char *second,
                       const char *database, const char *accessor) {
    (void)unused, (void)first, (void)second, (void)database, (void)accessor;
    return action == SQLITE_SELECT ? SQLITE_DENY : SQLITE_OK;
}

/* An authorizer that the host puts there, however often: usher's own is back in its place. */
static void test_put_back(void **state) {
    (void)state;
    must("CREATE TABLE note (title); INSERT INTO note VALUES ('x')");
    says("SELECT usher_lockdown()", "1");
    for (int i = 0; i < 3; i++) {
        sqlite3_set_authorizer(db, i == 0 ? deny_select : NULL, NULL);
        assert_non_null(strstr(ask("INSERT INTO users (email) VALUES ('x@a.org')"), "forbidden"));
        says("SELECT title FROM note", "x");
        says("SELECT email FROM usher_user", "access to usher_user.email is prohibited");
    }
}

static int allow_all(void *unused, int action, const char *first, const char *second,
                     const char *database, const char *accessor) {
    (void)unused, (void)action, (void)first, (void)second, (void)database, (void)accessor;
    return SQLITE_OK;
}

/* Whatever comes first after the host put another in the place of usher's authorizer. */
static void test_each_door(void **state) {
    static const char *const doors[] = {
        "SELECT can('users.read')",
        "SELECT setting('invites.life')",
        "SELECT name FROM users",
        "INSERT INTO users (email) VALUES ('x@a.org')",
        ("UPDATE users SET name = 'x' WHERE id = " BOB),
        ("DELETE FROM users WHERE id = " BOB),
        "SELECT invite_create('x@a.org', 'user')",
        "INSERT INTO usher VALUES ('invite_create', '[\"x@a.org\",\"user\"]')",
        "SELECT status FROM api('vidbeo', 'GET', '/v2/users', NULL, NULL)",
        "SELECT count(*) FROM usher_doctor",
        "SELECT count(*) FROM can_explain('users.read')",
        "SELECT count(*) FROM settings_effective()",
    };
    (void)state;
    must("SELECT act_as(" ANN ")");
    says("SELECT usher_lockdown()", "1");
    for (size_t i = 0; i < sizeof(doors) / sizeof(*doors); i++) {
        sqlite3_set_authorizer(db, allow_all, NULL);
        says("SELECT usher_version() IS NOT NULL", "1"); /* it asks nothing of the store */
        says("SELECT count(*) > 99 FROM usher_help", "1");
        const char *answer = ask(doors[i]);
        if (!strstr(answer, "usher: forbidden: the authorizer")) {
            fail_msg("%s says %s", doors[i], answer);
        }
    }
}

static int stop_at;

static int at_operation(void *unused) {
    (void)unused;
    return --stop_at == 0;
}

/* An interrupt, wherever it hits, is no reason to close the connection for good. */
static void test_stopped(void **state) {
    static const char *const questions[] = {"SELECT count(*) FROM users",
                                            "SELECT can('users.read')",
                                            "SELECT count(*) FROM invites WHERE email LIKE 'c%'"};
    (void)state;
    must("SELECT act_as(" ANN ")");
    says("SELECT usher_lockdown()", "1");
    for (int i = 0; i < 3; i++) {
        char expected[20];
        sqlite3_snprintf(sizeof(expected), expected, "%s", ask(questions[i]));
        for (int at = 1; at < 300; at++) {
            stop_at = at;
            sqlite3_progress_handler(db, 1, at_operation, NULL);
            const char *answer = ask(questions[i]);
            sqlite3_progress_handler(db, 0, NULL, NULL);
            if (strcmp(answer, expected) != 0 && !strstr(answer, "interrupted")) {
                fail_msg("%s says \"%s\" when stopped at %d", questions[i], answer, at);
            }
            says(questions[i], expected);
        }
    }
}

/* It is one for what was to be done, also where usher cannot see any more who put what in its place. */
static void test_stopped_and_replaced(void **state) {
    static const char *const doors[] = {"INSERT INTO users (email) VALUES ('x@a.org')",
                                        "SELECT can('users.read')",
                                        "SELECT count(*) FROM can_explain('users.read')"};
    (void)state;
    for (int i = 0; i < 30 * 3; i++) {
        sqlite3 *locked = open_scratch(WRITABLE);
        must_on(locked, "SELECT act_as(" ANN ")");
        says_on(locked, "SELECT usher_lockdown()", "1");
        sqlite3_set_authorizer(locked, allow_all, NULL);
        stop_at = 1 + i / 3;
        sqlite3_progress_handler(locked, 1, at_operation, NULL);
        const char *answer = ask_on(locked, doors[i % 3]);
        sqlite3_progress_handler(locked, 0, NULL, NULL);
        if (!strstr(answer, "interrupted") && !strstr(answer, "usher: forbidden: the authorizer")) {
            fail_msg("%s says \"%s\" when stopped at %d", doors[i % 3], answer, 1 + i / 3);
        }
        assert_int_equal(sqlite3_close(locked), SQLITE_OK);
    }
    says("SELECT count(*) FROM users", "2");
}

static void interrupt(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)argc, (void)argv;
    sqlite3_interrupt(sqlite3_context_db_handle(context));
    sqlite3_result_int(context, 1);
}

/* Nor one that comes before usher looks whether the connection is still what it was. */
static void test_stopped_before(void **state) {
    (void)state;
    must("SELECT act_as(" ANN ")");
    sqlite3_create_function(db, "stop", 0, SQLITE_UTF8, NULL, interrupt, NULL, NULL);
    says("SELECT usher_lockdown('{\"functions\":[\"stop\"]}')", "1");
    assert_non_null(strstr(ask("SELECT stop(), can('users.read')"), "interrupted"));
    says("SELECT can('users.read')", "1");
    says("SELECT count(*) FROM users", "2");
}

/* Where a word begins is seen in the text alone, whatever stands before it in memory. */
static void test_words(void **state) {
    static const char after_word[] = "xusing";
    static const char after_mark[] = "\xEF\xBB\xBF"
                                     "using";
    (void)state;
    assert_false(usher_text_names(after_word, "using", 1));
    assert_true(usher_text_names(after_word + 1, "using", 1));
    assert_true(usher_text_names(after_mark, "using", 1));
    assert_false(usher_text_names(after_mark + 1, "using", 1));
    assert_false(usher_text_names(after_mark + 2, "using", 1));
    assert_true(usher_text_names(after_mark + 3, "using", 1));
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_file, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_no_lists),       test(test_other_scope),
        test(test_in_its_place),   test(test_runs_in_its_place),
        test(test_limits),         test(test_settings),
        test(test_attached),       test(test_put_back),
        test(test_stopped),        test(test_own_in_its_place),
        test(test_stopped_before), test(test_words),
        test(test_each_door),      test(test_stopped_and_replaced),
    };
    return cmocka_run_group_tests_name("lockdown_edges", tests, NULL, NULL);
}
