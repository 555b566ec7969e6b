/*
** What a connection took is given back when it is closed, also of what fails half-way: SQLite counts
** the bytes, in which usher keeps all that it keeps. (What libsodium and jansson hold, `make asan` sees.)
*/
#include "session_unit.h"

static sqlite3_int64 before;

static int open_counted(void **state) {
    open_file(state); /* once, for what is kept for the life of the process */
    close_db(state);
    before = sqlite3_memory_used();
    return open_file(state);
}

static int close_counted(void **state) {
    int rc = close_db(state);
    sqlite3_int64 left = sqlite3_memory_used() - before;
    if (left != 0) {
        print_error("%lld bytes are left\n", left);
    }
    return rc == 0 && left == 0 ? 0 : -1;
}

static void ask_all(const char *const *sql) {
    for (; *sql; sql++) {
        ask(*sql);
    }
}

static void test_functions(void **state) {
    (void)state;
    static const char *const sql[] = {
        "SELECT user_json(" BOB ")",
        "SELECT user_json(upper(" BOB "), 'vidbeo')",
        "SELECT user_json('x')",
        "SELECT storage_check(1, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', upper(" BOB "))",
        "SELECT storage_check('1', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'x')",
        "SELECT storage_check(99999999999, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', " BOB ")",
        "SELECT can('users.read', upper(" BOB "))",
        "SELECT setting('invites.life', upper(" BOB "))",
        "SELECT setting_patch('account', NULL, 'app.x', '{\"a\":{\"b\":1}}')",
        "SELECT setting_patch('account', NULL, 'app.x', '{\"a\":{\"b\":')",
        "SELECT usher_error()",
        "SELECT group_concat(key || value || source) FROM settings_effective(upper(" BOB "))",
        "SELECT count(*) FROM settings_effective('x')",
        "SELECT count(*) FROM users AS u, settings_effective(u.id) AS s WHERE s.key LIKE 'i%'",
        "SELECT group_concat(step || reason) FROM can_explain('users.read', upper(" BOB "))",
        "SELECT count(*) FROM can_explain",
        "SELECT count(*) FROM users AS u, can_explain('users.read', u.id)",
        "SELECT count(message) FROM usher_doctor",
        "SELECT group_concat(topic) FROM usher_help",
        "SELECT group_concat(call || args) FROM usher",
        "INSERT INTO usher VALUES ('setting', json_array('invites.life', upper(" BOB ")))",
        "INSERT INTO usher VALUES ('storage_check', json_array(1, "
        "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', upper(" BOB ")))",
        "INSERT INTO usher VALUES ('storage_check', json_array(1, x'00'))",
        "INSERT INTO usher VALUES ('setting', '[\"a\", {\"b\":[1]}, \"c\", \"d\"]')",
        "INSERT INTO usher VALUES ('none', '[]')",
        "SELECT status || body FROM api('vidbeo', 'GET', '/v1/users', NULL, NULL)",
        "SELECT invite_create('eve@a.org', 'user', '{\"first_name\":\"Eve\",\"token\":\"x\"}')",
        "SELECT invite_create('eve@a.org', 'user')",
        "SELECT invite_create('fay@a.org', 'user', json_object('id', upper(" BOB "), 'name', 'F'))",
        "SELECT invite_create('fay@a.org', 'user', json_object('id', 'none'))",
        "SELECT usher_key('0123456789abcdefghijklmnopqrstuvwxyz')",
        "SELECT jwt_sign('{\"some\": \"claims\", \"of\": \"an application\"}')",
        "SELECT notification_send('[\"bob@a.org\"]', 'subject', 'body')",
        NULL};
    ask_all(sql);
}

static void test_tables(void **state) {
    (void)state;
    static const char *const sql[] = {
        "UPDATE users SET name = '  Bob  ', about = 'x', locale = 'EN_us' WHERE id = " BOB,
        "UPDATE users SET name = '  Bob  ', about = 'x', email = 5 WHERE id = " BOB,
        "UPDATE users SET name = u.n FROM (SELECT 'Bo' AS n) AS u WHERE id = " BOB,
        "INSERT INTO users (id, email, name) VALUES ('00000000-0000-7000-8000-00000000B007', "
        "'Dan@a.org', 'dan')",
        "INSERT INTO users (id, email, name) VALUES ('00000000-0000-7000-8000-00000000B007', "
        "'Dan@a.org', x'00')",
        "INSERT INTO files (user_id, checksum, size, format) VALUES (upper(" BOB
        "), 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '5', 'mp4')",
        "UPDATE files SET checksum = 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB', size = 6",
        "UPDATE files SET checksum = 'CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC', size = -6",
        "DELETE FROM files WHERE checksum = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'",
        "INSERT OR IGNORE INTO users (email) VALUES ('bob@a.org')",
        "INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'app.y', '[1, 2, "
        "{\"a\": \"b\"}]')",
        "INSERT INTO settings (scope, key, value) VALUES ('account', 'app.y', '[1, 2')",
        "DELETE FROM users WHERE id = " BOB,
        "DELETE FROM users WHERE id = " ANN,
        "CREATE VIRTUAL TABLE people USING users",
        "SELECT group_concat(email || name) FROM people WHERE email IN ('ann@a.org', 'dan@a.org')",
        "DROP TABLE people",
        "CREATE VIRTUAL TABLE people USING users(x)",
        "ATTACH ':memory:' AS other",
        "CREATE VIRTUAL TABLE other.people USING users",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, o TEXT, v TEXT UNIQUE)",
        "CREATE VIRTUAL TABLE tv USING guarded(t, owner=o, read='t.read', write='t.write')",
        "INSERT INTO tv (v) VALUES ('a'), ('b'), (x'00')",
        "UPDATE tv SET v = v || 'x'",
        "UPDATE tv SET v = 'x'",
        "SELECT DISTINCT v, rowid FROM tv ORDER BY v",
        "ALTER TABLE t ADD COLUMN w",
        "SELECT group_concat(w) FROM tv",
        "CREATE VIRTUAL TABLE uv USING guarded(t, owner=none)",
        "CREATE VIRTUAL TABLE uv USING guarded(t, owner=o, read='x y')",
        "DROP TABLE t",
        "SELECT * FROM tv",
        "DROP TABLE tv",
        NULL};
    ask_all(sql);
}

static void test_tracked(void **state) {
    (void)state;
    static const char *const sql[] = {
        "CREATE TABLE t (id INTEGER PRIMARY KEY, o TEXT, b INTEGER, c TEXT UNIQUE, d TEXT)",
        "CREATE UNIQUE INDEX t_d ON t (lower(d), b DESC) WHERE b > 0",
        "SELECT storage_track('T', '{\"size\":\"B\",\"user\":\"O\",\"checksum\":\"C\"}')",
        "INSERT INTO t SELECT 1, id, 5, 'x', 'y' FROM users WHERE email = 'bob@a.org'",
        "SELECT storage_refresh(id) FROM users WHERE email = 'bob@a.org'",
        "SELECT storage_track('t', '{\"size\":\"b\",\"user\":\"o\"}')",
        "SELECT storage_track('t', '{\"size\":\"b\",\"user\":\"none\"}')",
        "SELECT storage_track('t', '{\"size\":\"b\",\"user\":\"b\"}')",
        "SELECT storage_track('t', '{\"size\":\"b\",\"owner\":\"b\"}')",
        "SELECT storage_track('none', '{\"size\":\"b\",\"user\":\"o\"}')",
        "CREATE TABLE u (rowid, oid, _rowid_, o TEXT, b INTEGER)",
        "SELECT storage_track('u', '{\"size\":\"b\",\"user\":\"o\"}')",
        "SELECT count(*) FROM usher_doctor",
        "ALTER TABLE t RENAME COLUMN b TO bytes",
        "SELECT storage_refresh(id) FROM users WHERE email = 'bob@a.org'",
        "DROP TRIGGER storage_track_1_update",
        "SELECT storage_refresh(id) FROM users WHERE email = 'bob@a.org'",
        "SELECT count(*) FROM usher_doctor",
        "CREATE TRIGGER storage_track_1_update AFTER UPDATE ON t BEGIN SELECT 1; END",
        "SELECT count(*) FROM usher_doctor",
        "DROP TABLE t",
        "SELECT count(*) FROM usher_doctor",
        "SELECT storage_untrack('t')",
        "SELECT storage_untrack('t')",
        NULL};
    ask_all(sql);
}

static void test_locked(void **state) {
    (void)state;
    static const char *const sql[] = {"CREATE TABLE t (id INTEGER PRIMARY KEY, o TEXT)",
                                      "CREATE VIRTUAL TABLE tv USING guarded(t, owner=o)",
                                      "SELECT act_as(" BOB ")",
                                      "SELECT count(phone_number) FROM users",
                                      "UPDATE users SET phone_number = '+1' WHERE id = " BOB,
                                      "UPDATE users SET phone_number = '+1' WHERE id = " ANN,
                                      "SELECT act_as(NULL)",
                                      "SELECT usher_lockdown()",
                                      "SELECT count(*) FROM users",
                                      "SELECT count(*) FROM usher_user",
                                      "SELECT login('bob@a.org', 'x')",
                                      "SELECT authenticate('x')",
                                      "SELECT * FROM tv",
                                      NULL};
    ask_all(sql);
}

/* A token that is made already when what made it fails. */
static void test_credentials(void **state) {
    (void)state;
    must(
        "INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.memory', 19456);"
        "SELECT password_set(" BOB ", 'a password of his');"
        "SELECT session_create(" BOB ", json_object('token', " TOKEN(
            "S") "));"
                 "CREATE TRIGGER no BEFORE INSERT ON usher_audit WHEN NEW.action IN ('user.login', "
                 "'session.create', 'session.refresh') BEGIN SELECT RAISE(ABORT, 'no'); END");
    refused("SELECT login('bob@a.org', 'a password of his')", "conflict");
    refused("SELECT session_create(" BOB ")", "conflict");
    refused("SELECT session_refresh(" TOKEN("S") ")", "conflict");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_functions, open_counted, close_counted),
        cmocka_unit_test_setup_teardown(test_tables, open_counted, close_counted),
        cmocka_unit_test_setup_teardown(test_tracked, open_counted, close_counted),
        cmocka_unit_test_setup_teardown(test_locked, open_counted, close_counted),
        cmocka_unit_test_setup_teardown(test_credentials, open_counted, close_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
