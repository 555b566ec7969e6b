/*
** What somebody holds is read once, and again when it may have changed: how often usher asks
** usher_held for all of it, on both sides of each reason to ask.
*/
#include "session_unit.h"

#define AS_BOB "SELECT act_as(" BOB ")"
#define CAN "SELECT can('users.read')"
#define SESSION(letter) "'" letter "essionAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
#define USERS(credential)                                                                          \
    "SELECT status FROM api('vidbeo', 'GET', '/v2/users', NULL, " credential ")"

static sqlite3 *other;
static int reads;

static int at_statement(unsigned event, void *unused, void *statement, void *text) {
    (void)event, (void)unused, (void)text;
    reads += strncmp(sqlite3_sql(statement), "SELECT account_id, permission FROM", 34) == 0;
    return 0;
}

/* How often it was read since this was asked last. */
static void has_read(int expected) {
    int count = reads;
    reads = 0;
    assert_int_equal(count, expected);
}

static int open_traced(void **state) {
    open_file(state);
    must("PRAGMA journal_mode = WAL");
    other = open_scratch(WRITABLE);
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, at_statement, NULL);
    reads = 0;
    return 0;
}

static int close_both(void **state) {
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    return close_db(state);
}

/* The state of the file, and what others write. */
static void test_file(void **state) {
    (void)state;
    must(AS_BOB);
    has_read(0);
    says(CAN, "0");
    says(CAN, "0");
    has_read(2); /* between statements it may change */
    must("BEGIN");
    says("SELECT count(*) FROM usher_setting", "1");
    says(CAN, "0");
    says(CAN, "0");
    says("SELECT count(*) FROM users", "1");
    has_read(0); /* the file is as it was: others' writes would be seen */
    must_on(other, "UPDATE account_memberships SET role = 'manager' WHERE user_id = " BOB);
    says(CAN, "0");
    has_read(0); /* this transaction began before it */
    must("COMMIT");
    must("BEGIN");
    says("SELECT count(*) FROM usher_setting", "1");
    says(CAN, "1");
    says(CAN, "1");
    has_read(1);
    must("COMMIT");
    must_on(other, "UPDATE users SET enabled = 0 WHERE id = " BOB);
    says(CAN, "0");
    says("SELECT count(*) FROM users", "0");
    has_read(0); /* who is not active holds nothing */
}

/* What this connection writes itself. */
static void test_own_writes(void **state) {
    (void)state;
    must("CREATE TABLE note (a); BEGIN; " AS_BOB);
    says("SELECT count(*) FROM usher_setting", "1");
    says(CAN, "0");
    says(CAN, "0");
    has_read(1);
    must("INSERT INTO note VALUES (1)");
    says(CAN, "0");
    says(CAN, "0");
    has_read(2); /* what is being written is not kept */
    must("UPDATE usher_membership SET role_id = (SELECT id FROM usher_role WHERE name = 'admin') "
         "WHERE user_id = " BOB);
    says(CAN, "1");
    must("COMMIT");
    has_read(1);
}

/* Before a rule, and within it for as long as nothing was written; what a rule knew ends with it. */
static void test_rule(void **state) {
    (void)state;
    must("SELECT act_as(" ANN ")");
    says("SELECT invite_create('new@a.org', 'user') IS NOT NULL", "1");
    has_read(2);
    must("UPDATE users SET role = 'admin' WHERE id = " BOB);
    has_read(3);
    must("UPDATE users SET name = 'x'");
    has_read(5);
    must("BEGIN; UPDATE users SET name = 'y' WHERE id = " BOB);
    has_read(3);
    must("UPDATE users SET name = 'z' WHERE id = " BOB "; COMMIT");
    has_read(3);
    says(CAN, "1");
    has_read(1);
    must_on(other, "UPDATE account_memberships SET role = 'user' WHERE user_id = " BOB);
    must("SELECT act_as(" BOB ")");
    must("UPDATE users SET name = 'by bob' WHERE id = " BOB);
    must("UPDATE users SET name = 'by bob' WHERE id = " BOB); /* which writes nothing */
    must_on(other, "UPDATE account_memberships SET role = 'manager' WHERE user_id = " BOB);
    says(CAN, "1");
}

/* A rule that came to nothing has written nothing: what it knew is not what the next one goes by. */
static void test_failed_rule(void **state) {
    (void)state;
    must("SELECT act_as(" BOB ")");
    refused("SELECT invite_create('new@a.org', 'user')", "forbidden");
    must_on(other, "UPDATE account_memberships SET role = 'owner' WHERE user_id = " BOB);
    says("SELECT invite_create('new@a.org', 'user') IS NOT NULL", "1");
    must_on(other, "UPDATE account_memberships SET role = 'user' WHERE user_id = " BOB);
    refused("SELECT invite_create('newer@a.org', 'user')", "forbidden");
}

/* Somebody else acts. */
static void test_actors(void **state) {
    (void)state;
    must("BEGIN");
    says("SELECT count(*) FROM usher_setting", "1");
    must(AS_BOB);
    says(CAN, "0");
    has_read(1);
    must(AS_BOB);
    says(CAN, "0");
    has_read(1);
    must("SELECT act_as(" ANN ")");
    says(CAN, "1");
    has_read(1);
    must("SELECT act_as(NULL)");
    says(CAN, "1");
    has_read(0);
    must("COMMIT");
}

/* Requests: what the last one held serves the next, if they are by the same credential. */
static void test_requests(void **state) {
    (void)state;
    must("SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', " SESSION(
        "a") "));"
             "SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', " SESSION(
                 "b") "));"
                      "SELECT session_create(" BOB
                      ", json_object('form', 'opaque', 'token', " SESSION("c") "));"
                                                                               "BEGIN");
    says("SELECT count(*) FROM usher_setting", "1");
    says(USERS(SESSION("a")), "200");
    has_read(1);
    says(USERS(SESSION("a")), "200");
    has_read(0);
    says(USERS("NULL"), "401");
    says(USERS(SESSION("a")), "200");
    has_read(0); /* nobody displaces nobody */
    says(USERS(SESSION("b")), "200");
    has_read(1);
    says(USERS(SESSION("a")), "200");
    has_read(1);
    says(USERS(SESSION("c")), "200");
    has_read(1);
    must("SELECT act_as(" ANN ")");
    says(CAN, "1");
    has_read(1);
    says(USERS(SESSION("c")), "200");
    says(CAN, "1");
    has_read(0); /* each has theirs */
    must("COMMIT");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_traced, close_both)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_file),        test(test_own_writes), test(test_rule),
        test(test_failed_rule), test(test_actors),     test(test_requests),
    };
    return cmocka_run_group_tests_name("rights", tests, NULL, NULL);
}
