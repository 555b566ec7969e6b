/*
** Signing in against what one connection and the present time cannot show: two
** connections and one token, a clock that is set, open cursors, a database that
** cannot be written or is held by others.
*/
#include "clock_unit.h"

#include <time.h>

/* Bob's session, whose token begins with this letter. */
static void begin_session(const char *digit, const char *letter) {
    char *sql = sqlite3_mprintf("SELECT session_create(" BOB
                                ", json_object('id', '00000000-0000-7000-8000-00000000d00%s', "
                                "'token', '%s' || '%042d'))",
                                digit, letter, 0);
    must(sql);
    sqlite3_free(sql);
}

#define SHOW(letter) "'" letter "' || printf('%042d', 0)"
#define AUTHENTICATE(letter) "SELECT authenticate(" SHOW(letter) ")"
#define REFRESH(letter, next)                                                                      \
    "SELECT session_refresh(" SHOW(letter) ", json_object('token', " SHOW(next) "))"
#define BOB_ID "00000000-0000-7000-8000-00000000b002"

static void test_ends(void **state) {
    (void)state;
    begin_session("1", "A");
    fake_now += 7 * DAY - 1;
    says(AUTHENTICATE("A"), BOB_ID); /* and used: seven days more */
    fake_now += 7 * DAY - 1;
    says("SELECT name IS NULL FROM users", "1"); /* the one who is seen is Bob */
    fake_now += 1;
    says("SELECT count(*) FROM users", "0"); /* while he acts */
    says(AUTHENTICATE("A"), "NULL");
    says("SELECT actor()", "nobody");
    must("SELECT act_as(NULL)");
    says("SELECT status FROM sessions", "expired");
    /* By being used it lasts, but not for ever. */
    begin_session("2", "B");
    for (int i = 0; i < 5; i++) {
        fake_now += 6 * DAY - 1;
        says(AUTHENTICATE("B"), BOB_ID);
    }
    fake_now += 4;
    says("SELECT count(*) FROM users", "1");
    says(AUTHENTICATE("B"), BOB_ID);
    fake_now += 1;
    says("SELECT count(*) FROM users", "0");
    says(AUTHENTICATE("B"), "NULL");
}

/* Whoever has just signed in acts for as long, by what ends first. */
static void test_login_ends(void **state) {
    (void)state;
    must("INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.memory', 19456), "
         "('account', 'sessions.life', 61), ('account', 'sessions.idle', 60)");
    must("SELECT password_set(" BOB ", 'of bob, alone')");
    must("SELECT login('bob@a.org', 'of bob, alone')");
    fake_now += MINUTE - 1;
    says("SELECT count(*) FROM users", "1");
    fake_now += 1;
    says("SELECT count(*) FROM users", "0");
    must("SELECT act_as(NULL); UPDATE settings SET value = 62 WHERE key = 'sessions.idle'");
    must("SELECT login('bob@a.org', 'of bob, alone')");
    fake_now += 61 * SECOND - 1;
    says("SELECT count(*) FROM users", "1");
    fake_now += 1;
    says("SELECT count(*) FROM users", "0");
}

/* What has ended, by its life or by its idleness, goes when another begins, and its past with it. */
static void test_bury(void **state) {
    (void)state;
    must("INSERT INTO settings (scope, key, value) VALUES ('account', 'sessions.life', 60)");
    begin_session("1", "A");
    must("UPDATE settings SET value = 86400 WHERE key = 'sessions.life';"
         "INSERT INTO settings (scope, key, value) VALUES ('account', 'sessions.idle', 60)");
    begin_session("2", "B");
    must(REFRESH("A", "C"));
    must(REFRESH("B", "D"));
    fake_now += MINUTE - 1;
    begin_session("3", "E");
#define HELD                                                                                       \
    "SELECT group_concat(substr(id, -1), '') || (SELECT count(*) FROM usher_session_past) "        \
    "FROM (SELECT id FROM usher_session ORDER BY id)"
    says(HELD, "1232");
    fake_now += 1;
    begin_session("4", "F");
    says(HELD, "340");
}

/* A JWT says when it ends, and that stands, although its session lasts by being used. */
static void test_jwt_ends(void **state) {
    (void)state;
    must("SELECT usher_key('0123456789abcdef0123456789abcdef')");
    must("CREATE TEMP TABLE j AS SELECT session_create(" BOB ", '{\"form\":\"jwt\"}') AS token");
    fake_now += 6 * DAY;
    says("SELECT authenticate(token) FROM j", BOB_ID);
    fake_now += DAY + 59 * SECOND;
    says("SELECT authenticate(token) FROM j", BOB_ID);
    fake_now += SECOND;
    says("SELECT authenticate(token) FROM j", "NULL");
    must("SELECT act_as(NULL)");
    says("SELECT status FROM sessions", "active");
    /* In whole seconds, of which none is after the session's end. */
    fake_now += 999;
    must("INSERT INTO j SELECT session_create(" BOB ", '{\"form\":\"jwt\"}')");
    assert_int_equal(
        strtoll(ask("SELECT jwt_verify(token) ->> 'exp' FROM j WHERE rowid = 2"), NULL, 10),
        (fake_now + 7 * DAY) / 1000);
}

static sqlite3_int64 last_used(void) {
    return strtoll(ask_on(other, "SELECT CAST(round((julianday(last_used_at) - 2440587.5) * "
                                 "86400000) AS INTEGER) FROM usher_session"),
                   NULL, 10);
}

static void test_last_use(void **state) {
    (void)state;
    sqlite3_int64 start = fake_now;
    begin_session("1", "A");
    int changes = sqlite3_total_changes(db);
    says(AUTHENTICATE("A"), BOB_ID);
    fake_now = start + MINUTE - 1;
    says(AUTHENTICATE("A"), BOB_ID);
    assert_int_equal(sqlite3_total_changes(db), changes); /* of now, or of a moment ago */
    assert_int_equal(last_used(), start);
    fake_now = start + MINUTE;
    sqlite3_int64 last_rowid = sqlite3_last_insert_rowid(db);
    says(AUTHENTICATE("A"), BOB_ID);
    assert_int_equal(last_used(), start + MINUTE);
    assert_int_equal(sqlite3_last_insert_rowid(db), last_rowid);
    /* Back: it is put right; and forth. */
    fake_now = start;
    says(AUTHENTICATE("A"), BOB_ID);
    assert_int_equal(last_used(), start);
    /* Not while another statement runs: it could not act then, either. */
    fake_now = start + 2 * MINUTE;
    sqlite3_stmt *scan;
    must("SELECT act_as(NULL)");
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT id FROM users", -1, &scan, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(scan), SQLITE_ROW);
    refused(AUTHENTICATE("A"), "conflict");
    says("SELECT actor()", "system");
    assert_int_equal(last_used(), start);
    sqlite3_finalize(scan);
    /* Nor in a transaction. */
    must("BEGIN");
    says(AUTHENTICATE("A"), BOB_ID);
    must("COMMIT");
    assert_int_equal(last_used(), start);
    says(AUTHENTICATE("A"), BOB_ID);
    assert_int_equal(last_used(), start + 2 * MINUTE);
}

/* The same of an API key, which nobody has used before the first time. */
static void test_last_use_of_key(void **state) {
    (void)state;
    must("CREATE TEMP TABLE k AS SELECT api_key_create('k', json_object('user_id', " BOB
         ")) AS key");
    int before = sqlite3_total_changes(db);
    says("SELECT authenticate(key) FROM k", BOB_ID);
    int changes = sqlite3_total_changes(db);
    assert_true(changes > before);
    fake_now += MINUTE - 1;
    says("SELECT authenticate(key) FROM k", BOB_ID);
    assert_int_equal(sqlite3_total_changes(db), changes);
    fake_now++;
    says("SELECT authenticate(key) FROM k", BOB_ID);
    assert_true(sqlite3_total_changes(db) > changes);
}

/* Whoever writes just now is not waited for. */
static void test_last_use_busy(void **state) {
    (void)state;
    static const char *const modes[] = {"DELETE", "WAL"};
    begin_session("1", "A");
    for (int i = 0; i < 2; i++) {
        char pragma[60];
        snprintf(pragma, sizeof(pragma), "PRAGMA journal_mode = %s", modes[i]);
        must_on(other, pragma);
        sqlite3_int64 before = last_used();
        fake_now += 2 * MINUTE;
        must_on(other, "BEGIN IMMEDIATE");
        sqlite3_busy_timeout(db, 30000);
        time_t start = time(NULL);
        says(AUTHENTICATE("A"), BOB_ID);
        assert_true(time(NULL) - start < 10);
        says("SELECT usher_error()", "NULL"); /* nothing is said of it */
        says("SELECT actor()", BOB_ID);
        must_on(other, "COMMIT");
        assert_int_equal(last_used(), before);
        says(AUTHENTICATE("A"), BOB_ID);
        assert_int_equal(last_used(), fake_now);
    }
}

static void test_read_only(void **state) {
    (void)state;
    begin_session("1", "A");
    fake_now += 2 * MINUTE;
    sqlite3_int64 before = last_used();
    sqlite3 *reader = open_scratch(SQLITE_OPEN_READONLY);
    says_on(reader, AUTHENTICATE("A"), BOB_ID);
    says_on(reader, "SELECT count(*) FROM users", "1");
    says_on(reader, "SELECT usher_error()", "NULL");
    says_on(reader, AUTHENTICATE("B"), "NULL");
    says_on(reader, "SELECT actor()", "nobody");
    refused_on(reader, "SELECT login('bob@a.org', 'correct horse battery')", "readonly");
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    must("PRAGMA query_only = 1");
    says(AUTHENTICATE("A"), BOB_ID);
    says("SELECT usher_error()", "NULL");
    must("PRAGMA query_only = 0");
    assert_int_equal(last_used(), before);
    /* Nobody saw that it was used: it ends by the last use that stands there. */
    fake_now += 7 * DAY - 2 * MINUTE;
    says(AUTHENTICATE("A"), "NULL");
}

/* ------------------------------------------------------------------- one winner */

/* The second connection stands between the first one's reading and its writing. */
static void test_refresh_race(void **state) {
    (void)state;
    begin_session("1", "A");
    says(REFRESH("A", "B"), ask("SELECT " SHOW("B")));
    refused_on(other, REFRESH("A", "C"), "conflict");
    says_on(other, AUTHENTICATE("A"), "NULL");
    says_on(other, AUTHENTICATE("C"), "NULL");
    says_on(other, AUTHENTICATE("B"), BOB_ID);
    /* One holds the file: the other does not get past it, and the token is still good. */
    must("BEGIN IMMEDIATE");
    refused_on(other, REFRESH("B", "C"), "busy");
    must("COMMIT");
    says_on(other, REFRESH("B", "C"), ask("SELECT " SHOW("C")));
    refused(REFRESH("B", "D"), "conflict");
    fake_now += 10000;
    refused(REFRESH("B", "D"), "conflict");
    fake_now += 1;
    refused(REFRESH("B", "D"), "revoked");
    /* It lasts although its statement failed, for everybody, who acts by it, too. */
    says_on(other, "SELECT count(*) FROM users", "0");
    refused_on(other, REFRESH("C", "D"), "revoked");
    says("SELECT group_concat(action) FROM audit_log WHERE action LIKE 'session.%'",
         "session.create,session.refresh,session.refresh,session.reuse");
}

/* A clock that steps back a little is no reuse; one that jumps is. */
static void test_refresh_back(void **state) {
    (void)state;
    begin_session("1", "A");
    says(REFRESH("A", "B"), ask("SELECT " SHOW("B")));
    fake_now -= 10000;
    refused(REFRESH("A", "C"), "conflict");
    fake_now -= 1;
    refused(REFRESH("A", "C"), "revoked");
    says("SELECT revoked_at FROM usher_session", "2021-12-31T23:59:49.999Z");
}

/* ----------------------------------------------------------------- who acts then */

/* A statement that was left half-way sees what its actor saw, or nothing more. */
static void test_two_cursors(void **state) {
    (void)state;
    sqlite3_stmt *scan;
    begin_session("1", "A");
    must("BEGIN");
    says(AUTHENTICATE("A"), BOB_ID);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT invites.id FROM invites, json_each('[1,2]')",
                                        -1, &scan, NULL),
                     SQLITE_OK);
    sqlite3_step(scan);
    refused("SELECT authenticate('x')", "conflict");
    says("SELECT actor()", BOB_ID);
    sqlite3_finalize(scan);
    must("COMMIT");
    says("SELECT actor()", "system");
    /* The transaction ends while the system's statement waits: it does not go on as somebody. */
    must("SELECT authenticate('x')");
    must("BEGIN; SELECT act_as(NULL)");
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT id FROM users", -1, &scan, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(scan), SQLITE_ROW);
    must("COMMIT");
    says("SELECT actor()", "nobody");
    while (sqlite3_step(scan) == SQLITE_ROW) {
    }
    sqlite3_finalize(scan);
    says("SELECT count(*) FROM users", "0");
    /* A failed one in between: an error of the store's leaves nobody. */
    must("SELECT act_as(" BOB ")");
    must_on(other, "BEGIN EXCLUSIVE");
    says(AUTHENTICATE("A"), "usher: busy: database is locked");
    must_on(other, "COMMIT");
    says("SELECT actor()", "nobody");
}

static sqlite3_stmt *half_way(const char *sql) {
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    return statement;
}

/* However many there are; and one that begins anew belongs to the present. */
static void test_left_half_way(void **state) {
    (void)state;
    enum { MANY = 20 };
    sqlite3_stmt *scan[MANY];
    must("SELECT authenticate('x')");
    must("BEGIN; SELECT act_as(NULL)");
    for (int i = 0; i < MANY; i++) {
        scan[i] = half_way("SELECT id FROM users");
    }
    must("COMMIT");
    for (int i = 0; i < MANY; i++) {
        assert_int_not_equal(sqlite3_step(scan[i]), SQLITE_ROW);
        sqlite3_finalize(scan[i]);
    }
    says("SELECT count(*) FROM users", "0");
    must("BEGIN; SELECT act_as(NULL)");
    scan[0] = half_way("SELECT value FROM json_each('[1,2,3]')");
    must("COMMIT");
    sqlite3_reset(scan[0]);
    assert_int_equal(sqlite3_step(scan[0]), SQLITE_ROW);
    says("SELECT count(*) FROM users", "0");
    assert_int_equal(sqlite3_step(scan[0]), SQLITE_ROW);
    sqlite3_finalize(scan[0]);
    /* That which changes the actor is among them, and another. */
    must("BEGIN; SELECT act_as(NULL)");
    scan[0] = half_way("SELECT act_as(" BOB ") FROM json_each('[1,2,3]')");
    scan[1] = half_way("SELECT id FROM users");
    must("ROLLBACK");
    sqlite3_finalize(scan[0]);
    assert_int_not_equal(sqlite3_step(scan[1]), SQLITE_ROW);
    sqlite3_finalize(scan[1]);
}

/* Acting by a session that another connection ends. */
static void test_ended_elsewhere(void **state) {
    (void)state;
    begin_session("1", "A");
    begin_session("2", "B");
    says(AUTHENTICATE("A"), BOB_ID);
    says_on(other, AUTHENTICATE("B"), BOB_ID);
    says_on(other, "SELECT group_concat(current) FROM (SELECT current FROM sessions ORDER BY id)",
            "0,1");
    says("SELECT count(*) FROM users", "1");
    must_on(other, "DELETE FROM sessions WHERE NOT current");
    says("SELECT count(*) FROM users", "0");
    refused("SELECT logout()", "unauthenticated");
}

static void test_lockdown(void **state) {
    (void)state;
    begin_session("1", "A");
    begin_session("2", "B");
    must("SELECT authenticate(" SHOW("A") "), usher_lockdown()");
    says("SELECT actor()", BOB_ID);
    refused("SELECT act_as(NULL)", "forbidden");
    says("SELECT id FROM sessions WHERE current", "00000000-0000-7000-8000-00000000d001");
    fake_now += 7 * DAY;
    says("SELECT count(*) FROM users", "0"); /* its end is theirs, locked or not */
    says("SELECT authenticate(" SHOW("B") ")", "NULL");
    must_on(other, "SELECT session_create(" BOB ", json_object('token', " SHOW("C") "))");
    must("BEGIN");
    says(AUTHENTICATE("C"), BOB_ID);
    says("SELECT count(*) FROM users", "1");
    must("ROLLBACK");
    says("SELECT actor()", "nobody");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_clock, close_clock)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_ends),
        test(test_last_use),
        test(test_last_use_busy),
        test(test_read_only),
        test(test_refresh_race),
        test(test_refresh_back),

        test(test_two_cursors),
        test(test_left_half_way),
        test(test_ended_elsewhere),
        test(test_lockdown),

        test(test_login_ends),
        test(test_jwt_ends),
        test(test_bury),
        test(test_last_use_of_key),
    };
    return cmocka_run_group_tests_name("sessions", tests, NULL, NULL);
}
