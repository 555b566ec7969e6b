/*
** A store on dqlite's VFS, as its name tells: what would not reach the other nodes is refused
** before it writes. No cluster is needed here; `make cluster` has one.
*/
#include "session_unit.h"

#define STALE "'2022-01-01T00:00:00.000Z'"
#define SESSION TOKEN("S")
#define MAKE_SESSION                                                                               \
    "INSERT INTO usher(call, args) VALUES ('session_create', json_array(" BOB                      \
    ", json_object('token', " SESSION ")))"
#define INVITE_BY_SELECT "SELECT length(invite_create('dan@a.org', 'user'))"
#define EVES TOKEN("E")
#define INVITE_BY_RETURNING                                                                        \
    "INSERT INTO invites(email, role, token) VALUES ('eve@a.org', 'user', " EVES ") RETURNING "    \
    "email"
#define PATCH                                                                                      \
    "SELECT setting_patch('account', " ACCOUNT ", 'app.theme', '{\"colour\":\"red\"}') ->> "       \
    "'colour'"
#define SYNCHRONOUS "SELECT count(*) FROM usher_doctor() WHERE subject = 'synchronous'"
#define CHANGES "SELECT max(number) FROM usher_audit"

static sqlite3_vfs vfs;

/* The same file by the usual VFS, then by one that is named so. */
static int open_as(const char *name) {
    open_file(NULL);
    must(MAKE_SESSION);
    must("UPDATE usher_session SET last_used_at = " STALE
         ", idle_seconds = 999999999, expires_at = '9999-01-01T00:00:00.000Z'");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    vfs = *sqlite3_vfs_find(NULL);
    vfs.zName = name;
    vfs.pNext = NULL;
    assert_int_equal(sqlite3_vfs_register(&vfs, 0), SQLITE_OK);
    assert_int_equal(sqlite3_open_v2(scratch_path(), &db, WRITABLE, name), SQLITE_OK);
    load(db);
    return 0;
}

static int open_replicated(void **state) {
    (void)state;
    return open_as("dqlite-1");
}

static int open_other(void **state) {
    (void)state;
    return open_as("dqlit");
}

static int close_vfs(void **state) {
    int rc = close_db(state);
    sqlite3_vfs_unregister(&vfs);
    return rc;
}

static void test_rows_refused(void **state) {
    (void)state;
    char before[20];
    snprintf(before, sizeof(before), "%s", ask(CHANGES));
    refused(INVITE_BY_SELECT, "unsupported");
    refused(INVITE_BY_RETURNING, "unsupported");
    refused(PATCH, "unsupported");
    refused("SELECT usher_init()", "unsupported");
    refused("SELECT usher_key(zeroblob(32))", "unsupported");
    says("SELECT status FROM api('vidbeo', 'PATCH', '/v2/users/' || " BOB
         ", '{\"name\":\"x\"}', " SESSION ")",
         "405");
    says(CHANGES, before);
}

static void test_upgrade_refused(void **state) {
    (void)state;
    must("UPDATE usher_store SET version = version - 1");
    refused("SELECT usher_init()", "unsupported");
    assert_non_null(strstr(ask("SELECT usher_error()"), "a cluster replicates nothing"));
}

static void test_statements_without_rows(void **state) {
    (void)state;
    must("INSERT INTO usher(call, args) VALUES ('invite_create', '[\"dan@a.org\",\"user\"]');"
         "INSERT INTO invites(email, role) VALUES ('eve@a.org', 'user');"
         "UPDATE users SET name = 'Bob' WHERE id = " BOB ";"
         "DELETE FROM invites WHERE email = 'eve@a.org'");
    says("SELECT count(*) FROM invites WHERE email = 'dan@a.org'", "1");
    says("SELECT name FROM users WHERE id = " BOB, "Bob");
}

static void test_transactions(void **state) {
    (void)state;
    must("BEGIN");
    says(INVITE_BY_SELECT, "43");
    says(INVITE_BY_RETURNING, "eve@a.org");
    must("COMMIT; SAVEPOINT mine");
    says(PATCH, "red");
    says("SELECT usher_init() ->> 'created'", "0");
    must("RELEASE mine");
    says("SELECT count(*) FROM invites WHERE email IN ('dan@a.org', 'eve@a.org')", "2");
    says("SELECT setting('app.theme') ->> 'colour'", "red");
}

/* They commit before they answer: neither way is right. */
static void test_guesses(void **state) {
    (void)state;
    static const char *const sql[] = {"SELECT login('bob@a.org', 'a password of his')",
                                      "SELECT session_refresh(" SESSION ")"};
    for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
        refused(sql[i], "unsupported");
        assert_non_null(strstr(ask("SELECT usher_error()"), "in a cluster"));
        must("BEGIN");
        refused(sql[i], "unsupported");
        must("ROLLBACK");
    }
    says("SELECT count(*) FROM usher_attempt", "0");
}

/* authenticate() reads; the time of use is for the statement that writes. */
static void test_time_of_use(void **state) {
    (void)state;
    says("SELECT authenticate(" SESSION ") = " BOB, "1");
    must("BEGIN");
    says("SELECT authenticate(" SESSION ") = " BOB, "1");
    must("INSERT INTO usher(call, args) VALUES ('authenticate', json_array(" SESSION "))");
    must("COMMIT");
    must("SELECT authenticate(NULL)");
    says("SELECT count(*) FROM usher_session WHERE last_used_at = " STALE, "1");
    must("INSERT INTO usher(call, args) VALUES ('authenticate', json_array(" SESSION "))");
    says("SELECT actor() = " BOB, "1");
    says("SELECT count(*) FROM usher_session WHERE last_used_at = " STALE, "0");
}

/* What dqlite does is right there. */
static void test_doctor(void **state) {
    (void)state;
    must("PRAGMA synchronous = OFF; PRAGMA trusted_schema = ON");
    says(SYNCHRONOUS, "0");
    says("SELECT count(*) FROM usher_doctor() WHERE subject = 'trusted_schema'", "1");
}

/* A name that is no more than like it. */
static void test_other(void **state) {
    (void)state;
    must("PRAGMA synchronous = OFF");
    says(SYNCHRONOUS, "1");
    says(INVITE_BY_SELECT, "43");
    says(INVITE_BY_RETURNING, "eve@a.org");
    says("SELECT authenticate(" SESSION ") = " BOB, "1");
    says("SELECT count(*) FROM usher_session WHERE last_used_at = " STALE, "0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rows_refused, open_replicated, close_vfs),
        cmocka_unit_test_setup_teardown(test_upgrade_refused, open_replicated, close_vfs),
        cmocka_unit_test_setup_teardown(test_statements_without_rows, open_replicated, close_vfs),
        cmocka_unit_test_setup_teardown(test_transactions, open_replicated, close_vfs),
        cmocka_unit_test_setup_teardown(test_guesses, open_replicated, close_vfs),
        cmocka_unit_test_setup_teardown(test_time_of_use, open_replicated, close_vfs),
        cmocka_unit_test_setup_teardown(test_doctor, open_replicated, close_vfs),
        cmocka_unit_test_setup_teardown(test_other, open_other, close_vfs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
