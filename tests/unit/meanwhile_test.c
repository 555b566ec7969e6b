/*
** What happens meanwhile: a request within a request, a credential that is used while a statement
** waits, a master key that another connection gives first.
*/
#include "session_unit.h"

#define KEY "'0123456789abcdef0123456789abcdef'"
#define SESSION "'sessionAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
#define USERS "SELECT status FROM api('vidbeo', 'GET', '/v2/users', NULL, " SESSION ")"

static char said[500];

static void ask_again(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)context, (void)argc, (void)argv;
    sqlite3_snprintf(sizeof(said), said, "%s", ask(USERS));
}

static const char *change;

static void change_again(sqlite3_context *context, int argc, sqlite3_value **argv) {
    static int within;
    (void)context, (void)argc, (void)argv;
    if (!within) {
        within = 1;
        sqlite3_snprintf(sizeof(said), said, "%s", ask(change));
        within = 0;
    }
}

/* A trigger of the application's asks the API while that answers. */
static void test_within(void **state) {
    (void)state;
    sqlite3_create_function(db, "ask_again", 0, SQLITE_UTF8, NULL, ask_again, NULL, NULL);
    must("SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', " SESSION "));"
         "CREATE TRIGGER again BEFORE UPDATE ON usher_user BEGIN SELECT ask_again(); END");
    says("SELECT status FROM api('vidbeo', 'PATCH', '/v2/users/' || " BOB
         ", '{\"name\":\"Bob\"}', " SESSION ")",
         "200");
    assert_string_equal(said, "usher: conflict: a request is being answered already");
    says("SELECT name FROM users WHERE id = " BOB, "Bob");
    says(USERS, "200");
}

/* A trigger of the application's changes, through a function, what usher is changing. */
static void test_change_within(void **state) {
    static const char *const names[] = {"name",    "first_name", "last_name", "locale",
                                        "company", "about",      "job_title", "phone_number"};
    (void)state;
    sqlite3_create_function(db, "ask_again", 0, SQLITE_UTF8, NULL, change_again, NULL, NULL);
    must("CREATE TRIGGER again BEFORE UPDATE ON usher_user BEGIN SELECT ask_again(); END");
    for (unsigned columns = 1; columns < 1u << 8; columns++) {
        sqlite3_str *sql = sqlite3_str_new(NULL);
        for (int i = 0; i < 8; i++) {
            if (columns >> i & 1) {
                sqlite3_str_appendf(sql, "%s %s = 'en'",
                                    sqlite3_str_length(sql) ? "," : "UPDATE users SET", names[i]);
            }
        }
        sqlite3_str_appendall(sql, " WHERE email = 'bob@a.org'");
        char *text = sqlite3_str_finish(sql);
        change = text;
        char outer[100]; /* another value each time, or nothing would change */
        sqlite3_snprintf(sizeof(outer), outer,
                         "UPDATE users SET name = 'outer', about = '%u' WHERE email = 'ann@a.org'",
                         columns);
        must(outer);
        sqlite3_free(text);
    }
    says("SELECT name || about FROM users WHERE email = 'ann@a.org'", "outer255");
    /* The very statement that runs. */
    change = "UPDATE users SET name = 'x', about = 'y' WHERE email = 'bob@a.org'";
    must("UPDATE users SET name = 'outermost', about = 'outermost' WHERE email = 'ann@a.org'");
    assert_string_equal(said, "usher: unsupported: a trigger changes usher's data from within one "
                              "of usher's own changes");
}

static int call;

/* The third call changes; each says which it is. */
static void change_at_third(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)argc, (void)argv;
    if (++call == 3) {
        must(change);
    }
    sqlite3_result_int(context, call);
}

/* Rows that are counted, and looked at when fewer are left: another is the third, or none. */
static void test_fewer(void **state) {
    (void)state;
    sqlite3_create_function(db, "third", 0, SQLITE_UTF8, NULL, change_at_third, NULL, NULL);
    must("INSERT INTO teams (name) VALUES ('a'), ('b'), ('c'), ('d'), ('e')");
    change = "DELETE FROM teams WHERE name = 'a'";
    call = 0;
    says("SELECT group_concat(iif(third() < 3, 'x', rowid)) FROM teams", "x,x,4,5");
    change = "DELETE FROM teams WHERE name <> 'c'";
    call = 0;
    says("SELECT group_concat(iif(third() < 3, 'x', rowid)) FROM teams WHERE rowid > 0",
         "usher: abort: query aborted");
}

/* Rows that nobody looks at are counted once: what is done before the last is shown changes nothing. */
static void test_counted(void **state) {
    static const char *const changes[] = {
        "DELETE FROM teams WHERE name = 'a'",
        "INSERT INTO teams (name) VALUES ('f')",
        "CREATE INDEX mine ON usher_team (id)",
        "SELECT act_as((SELECT max(id) FROM usher_user))",
        "SELECT act_as(NULL)",
    };
    sqlite3_stmt *scan;
    (void)state;
    must("INSERT INTO teams (name) VALUES ('a'), ('b'), ('c')");
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT 'x' FROM teams", -1, &scan, NULL), SQLITE_OK);
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        int total = (int)strtol(ask("SELECT count(*) FROM teams"), NULL, 10);
        int rows = 0;
        for (; sqlite3_step(scan) == SQLITE_ROW; rows++) {
            if (rows == 0) {
                sqlite3_exec(db, changes[i], NULL, NULL, NULL);
            }
        }
        sqlite3_reset(scan);
        if (rows != total) {
            fail_msg("%s: %d rows of %d", changes[i], rows, total);
        }
    }
    must("SELECT act_as(NULL); BEGIN; UPDATE teams SET name = 'g' WHERE name = 'b'");
    assert_int_equal(sqlite3_step(scan), SQLITE_ROW);
    must("ROLLBACK");
    assert_int_equal(sqlite3_step(scan), SQLITE_ROW); /* as of a plain table: no schema changed */
    sqlite3_reset(scan);
    assert_int_equal(sqlite3_step(scan), SQLITE_ROW);
    sqlite3_finalize(scan); /* half-way: close_db() finds nothing left open */
    says("SELECT count(*) FROM teams WHERE name = 'b'", "1");
}

/* A trigger of the application's ends the transaction that a request, and an act_as(), is in. */
static void test_rolled_back(void **state) {
    (void)state;
    must("SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', " SESSION "));"
         "CREATE TRIGGER again BEFORE UPDATE ON usher_user WHEN NEW.name = 'boom' BEGIN "
         "SELECT RAISE(ROLLBACK, 'boom'); END");
    for (int as_bob = 0; as_bob <= 1; as_bob++) {
        must(as_bob ? "SELECT act_as(" BOB ")" : "SELECT act_as(NULL)");
        must("BEGIN");
        says("SELECT count(*) FROM usher_setting", "1");
        must("SELECT act_as(" ANN ")");
        says("SELECT can('users.read')", "1");
        says("SELECT status FROM api('vidbeo', 'PATCH', '/v2/users/' || " BOB
             ", '{\"name\":\"boom\"}', " SESSION ")",
             "400");
        assert_int_equal(sqlite3_get_autocommit(db), 1);
        must("BEGIN");
        says("SELECT count(*) FROM usher_setting", "1");
        says("SELECT can('users.read')", as_bob ? "0" : "1");
        says("SELECT actor() = " BOB, as_bob ? "1" : "0");
        must("COMMIT");
    }
    must("SELECT act_as(NULL)");
}

/* When it was used is not written while somebody reads. */
static void test_use(void **state) {
    sqlite3_stmt *waits;
    (void)state;
    must("SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', " SESSION "));"
         "UPDATE usher_session SET last_used_at = '2022-01-01T00:00:00.000Z', idle_seconds = 9e9");
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT id FROM users", -1, &waits, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(waits), SQLITE_ROW);
    says(USERS, "200");
    says("SELECT last_used_at FROM usher_session", "2022-01-01T00:00:00.000Z");
    sqlite3_finalize(waits);
    says(USERS, "200");
    says("SELECT last_used_at > '2023' FROM usher_session", "1");
}

/* ----------------------------------------------------------------- the faster one */

static sqlite3 *other;
static const char *others_key;
static int given;

/* Just before the first statement that writes. */
static int on_statement(unsigned event, void *unused, void *statement, void *text) {
    (void)event, (void)unused, (void)text;
    if (!given && !sqlite3_stmt_readonly(statement)) {
        given = 1;
        must_on(other, others_key);
    }
    return 0;
}

static void give_key(const char *by_other, const char *answer) {
    other = open_scratch(WRITABLE);
    others_key = by_other;
    given = 0;
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, on_statement, NULL);
    const char *ours = ask("SELECT usher_key(" KEY ")");
    sqlite3_trace_v2(db, 0, NULL, NULL);
    assert_string_equal(ours, answer);
    assert_int_equal(given, 1);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

static void test_same_key(void **state) {
    (void)state;
    give_key("SELECT usher_key(" KEY ")", "1");
    says(
        "SELECT (SELECT count(*) FROM usher_audit_key) || (SELECT count(*) FROM usher_signing_key) "
        "|| (SELECT count(*) FROM audit_log WHERE action IN ('key.set', 'audit_key.create'))",
        "112"); /* one of each, which the other made */
    must("SELECT jwt_sign('{}')");
}

static void test_other_key(void **state) {
    (void)state;
    give_key("SELECT usher_key('fedcba9876543210fedcba9876543210')",
             "usher: invalid: key is not the master key of this store");
    refused("SELECT jwt_sign('{}')", "unsupported");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_file, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_within), test(test_change_within), test(test_fewer),    test(test_counted),
        test(test_use),    test(test_rolled_back),   test(test_same_key), test(test_other_key),
    };
    return cmocka_run_group_tests_name("meanwhile", tests, NULL, NULL);
}
