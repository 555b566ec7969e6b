/*
** setting(): one inner statement for a look-up, whoever asks; what another connection
** sets is seen at once.
*/
#include "session_unit.h"

static int statements; /* that began to run, usher's own too */

static int count(unsigned event, void *context, void *statement, void *text) {
    (void)event, (void)context, (void)statement, (void)text;
    statements++;
    return 0;
}

/* The look-up itself is one statement more. */
static void takes_one(const char *sql, const char *expected) {
    says(sql, expected); /* what is kept for the next time is there */
    statements = 0;
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, count, NULL);
    says(sql, expected);
    sqlite3_trace_v2(db, 0, NULL, NULL);
    assert_int_equal(statements, 2);
}

static void test_one_statement(void **state) {
    (void)state;
    must("INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', 1)");
    must("INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', " BOB ", 'app.x', 2)");
    takes_one("SELECT setting('app.x', " BOB ")", "2");
    takes_one("SELECT setting('app.x', " ANN ")", "1");
    takes_one("SELECT setting('invites.life', " BOB ")", "604800");
    takes_one("SELECT setting('app.y', " BOB ")", "NULL");
    must("SELECT act_as(" BOB ")");
    takes_one("SELECT setting('app.x')", "2");
    takes_one("SELECT setting('app.x', " BOB ")", "2");
    takes_one("SELECT setting('invites.life')", "604800");
    must("SELECT act_as(NULL); SELECT act_as(" ANN ")");
    takes_one("SELECT setting('app.x', " BOB ")", "2");
    takes_one("SELECT setting('app.x')", "1");
    must("SELECT act_as(NULL)");
}

static void test_another_connection(void **state) {
    (void)state;
    sqlite3 *other = open_scratch(WRITABLE);
    must("SELECT act_as(" BOB ")");
    says("SELECT setting('app.x')", "NULL");
    must_on(other, "INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', 1)");
    says("SELECT setting('app.x')", "1");
    must("INSERT INTO settings (scope, key, value) VALUES ('user', 'app.x', 2)");
    says_on(other, "SELECT setting('app.x', " BOB ")", "2");
    must_on(other, "UPDATE settings SET locked = 1 WHERE scope = 'account' AND key = 'app.x'");
    says("SELECT setting('app.x')", "1");
    refused("UPDATE settings SET value = 3 WHERE scope = 'user'", "forbidden");
    must_on(other,
            "BEGIN; UPDATE settings SET value = 4 WHERE scope = 'account' AND key = 'app.x'");
    says_on(other, "SELECT setting('app.x', " BOB ")", "4");
    says("SELECT setting('app.x')", "1");
    must_on(other, "ROLLBACK");
    says_on(other, "SELECT setting('app.x', " BOB ")", "1");
    must("SELECT act_as(NULL)");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* Within a statement that changes it, row by row. */
static void test_own_change(void **state) {
    (void)state;
    must("CREATE TABLE seen (value)");
    must("INSERT INTO seen SELECT setting_patch('account', NULL, 'app.n', column1) || "
         "setting('app.n') FROM (VALUES (1), (2))");
    says("SELECT group_concat(value) FROM seen", "11,22");
    must("BEGIN; DELETE FROM settings; ROLLBACK");
    says("SELECT setting('app.n')", "2");
}

/* Whole numbers are compared exactly, where a double could not. */
static void test_exact_bounds(void **state) {
    (void)state;
    must("INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.big', "
         "'integer', '{\"minimum\":-9007199254740993,\"maximum\":9007199254740993}', 'x')");
    must(
        "INSERT INTO settings (scope, key, value) VALUES ('account', 'app.big', 9007199254740993)");
    refused("UPDATE settings SET value = 9007199254740994 WHERE key = 'app.big'", "invalid");
    must("UPDATE settings SET value = '-9007199254740993' WHERE key = 'app.big'");
    refused("UPDATE settings SET value = '-9007199254740994' WHERE key = 'app.big'", "invalid");
    says("SELECT setting('app.big')", "-9007199254740993");
}

/* The registry's own rows come back with the next version, whatever was done to them. */
static void test_registry_is_in_the_library(void **state) {
    (void)state;
    must("UPDATE usher_setting_definition SET schema = '{}', permission = 'settings.read' "
         "WHERE key = 'invites.life'");
    refused("INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 1)",
            "invalid");
    must("SELECT act_as(" BOB ")");
    refused("INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 90)",
            "forbidden");
    must("SELECT act_as(NULL)");
}

int main(void) {
#define test(name, open) cmocka_unit_test_setup_teardown(name, open, close_db)
    const struct CMUnitTest tests[] = {
        test(test_one_statement, open_store),
        test(test_another_connection, open_file),
        test(test_own_change, open_store),
        test(test_exact_bounds, open_store),
        test(test_registry_is_in_the_library, open_store),
    };
    return cmocka_run_group_tests_name("setting", tests, NULL, NULL);
}
