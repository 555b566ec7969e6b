/*
** Guesses: by a clock that is set, from two connections, and around what could take them back; and
** what changes while a password is compared.
*/
#include "clock_unit.h"

#define WRONG "SELECT login('bob@a.org', 'wrong')"

static void test_lockout_clock(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        refused(i % 2 ? WRONG : "SELECT login('nobody@a.org', 'wrong')", "unauthenticated");
        refused(i % 2 ? "SELECT login('nobody@a.org', 'wrong')" : WRONG, "unauthenticated");
    }
    says(WRONG, "usher: rate_limited: too many attempts: try again in 60 seconds");
    says_on(other, WRONG, "usher: rate_limited: too many attempts: try again in 60 seconds");
    says("SELECT login('nobody@a.org', 'wrong')",
         "usher: rate_limited: too many attempts: try again in 60 seconds");
    fake_now += 59999;
    says(WRONG, "usher: rate_limited: too many attempts: try again in 1 seconds");
    /* Back by an hour: a minute from there, and not an hour more. */
    fake_now -= 60 * MINUTE;
    says(WRONG, "usher: rate_limited: too many attempts: try again in 60 seconds");
    fake_now += 59999;
    says(WRONG, "usher: rate_limited: too many attempts: try again in 1 seconds");
    fake_now += 1;
    refused(WRONG, "unauthenticated");
    says(WRONG, "usher: rate_limited: too many attempts: try again in 120 seconds");
    /* To and fro: each jump starts the wait anew, and gives no guess. */
    for (int i = 0; i < 5; i++) {
        fake_now += i % 2 ? -MINUTE : MINUTE;
        refused(WRONG, "rate_limited");
    }
    says("SELECT max(failures) FROM usher_attempt", "6");
    /* Doubled up to a day, and forgotten after two. */
    for (int i = 0; i < 12; i++) {
        fake_now += DAY;
        refused(WRONG, "unauthenticated");
    }
    says(WRONG, "usher: rate_limited: too many attempts: try again in 86400 seconds");
    fake_now += DAY - 1;
    refused(WRONG, "rate_limited");
    fake_now += DAY + 1;
    refused(WRONG, "unauthenticated");
    says("SELECT max(failures) FROM usher_attempt", "19");
    fake_now += 2 * DAY + 1;
    refused(WRONG, "unauthenticated");
    says("SELECT max(failures) FROM usher_attempt", "1");
}

/* What SQL can write around it, it does not take back: it is not even tried. */
static void test_lockout_rollback(void **state) {
    (void)state;
    static const char *const tries[] = {
        "INSERT INTO usher VALUES ('login', '[\"bob@a.org\",\"wrong\"]')",
        "INSERT INTO t SELECT login('bob@a.org', 'wrong')",
        "INSERT INTO temp.u SELECT login('bob@a.org', 'wrong')",
        "REPLACE INTO t VALUES (login('bob@a.org', 'wrong'))",
        "CREATE TABLE v AS SELECT login('bob@a.org', 'wrong')",
        "CREATE TEMP TABLE v AS SELECT login('bob@a.org', 'wrong')",
        "UPDATE t SET x = login('bob@a.org', 'wrong')",
        "DELETE FROM t WHERE x = login('bob@a.org', 'wrong')",
        "INSERT INTO t VALUES (2) RETURNING login('bob@a.org', 'wrong')",
        "WITH g AS (SELECT login('bob@a.org', 'wrong') AS x) INSERT INTO t SELECT x FROM g",
        "INSERT INTO users (name) SELECT login('bob@a.org', 'wrong')",
        "UPDATE users SET name = login('bob@a.org', 'wrong')",
    };
    must("CREATE TABLE t (x); INSERT INTO t VALUES (1); CREATE TEMP TABLE u (x)");
    for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
        refused(tries[i], "unsupported");
    }
    must("BEGIN");
    refused(WRONG, "unsupported");
    must("ROLLBACK; SAVEPOINT s");
    refused(WRONG, "unsupported");
    must("ROLLBACK TO s; RELEASE s; BEGIN EXCLUSIVE");
    refused(WRONG, "unsupported");
    must("COMMIT");
    /* Nor beside a statement that has written and waits. */
    sqlite3_stmt *waiting;
    assert_int_equal(
        sqlite3_prepare_v2(db, "INSERT INTO t VALUES (3), (4) RETURNING x", -1, &waiting, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(waiting), SQLITE_ROW);
    refused(WRONG, "conflict");
    sqlite3_finalize(waiting);
    says("SELECT count(*) FROM usher_attempt", "0");
    /* Beside one that reads nobody can act, and nothing is counted. */
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT x FROM t", -1, &waiting, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(waiting), SQLITE_ROW);
    refused(WRONG, "conflict");
    says("SELECT count(*) FROM usher_attempt", "0");
    sqlite3_finalize(waiting);
    /* A guess that was counted stays, whatever becomes of its statement. */
    refused("SELECT login('bob@a.org', 'wrong') FROM t", "unauthenticated");
    says_on(other, "SELECT failures FROM usher_attempt", "1");
}

/* ------------------------------------------------- what changes while Argon2 works */

/* Of 'correct horse battery', at the least cost. */
#define HASH                                                                                       \
    "'$argon2id$v=19$m=19456,t=2,p=1$v/2BPxGPxqUYHNjWyVK8nA$r6lDHh"                                \
    "EqgjOkMmVaNoBzT+W6cpCNUQ4Q1BwmiwTJ0Ic'"
#define RIGHT "SELECT length(login('bob@a.org', 'correct horse battery'))"

/* Once it is known whom the password is to be compared with, another connection does this. */
static int meanwhile(unsigned event, void *change, void *statement, void *sql) {
    static int known;
    (void)event, (void)sql;
    int asked = strstr(sqlite3_sql(statement), "LEFT JOIN main.usher_password") != NULL;
    if (known && !asked) { /* the next statement, before it begins */
        must_on(other, change);
    }
    known = asked;
    return 0;
}

static void test_login_meanwhile(void **state) {
    (void)state;
    static char changes[][200] = {
        "UPDATE usher_password SET hash = replace(hash, 'm=19456', 'm=19457') WHERE user_id = " BOB,
        "DELETE FROM usher_password WHERE user_id = " BOB,
        "UPDATE usher_user SET disabled_at = created_at WHERE id = " BOB,
        "UPDATE usher_user SET discarded_at = created_at WHERE id = " BOB,
        "UPDATE usher_user SET authentication = 'sso' WHERE id = " BOB,
        "UPDATE usher_user SET service = 1 WHERE id = " BOB,
        "UPDATE usher_user SET activated_at = NULL WHERE id = " BOB,
    };
    static const char restore[] =
        "UPDATE usher_user SET disabled_at = NULL, discarded_at = NULL, service = 0, "
        "activated_at = created_at, authentication = 'password'; REPLACE INTO usher_password "
        "(user_id, hash, updated_at) "
        "SELECT id, " HASH ", created_at FROM usher_user";
    must(
        "INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.memory', '19456')");
    must(restore);
    says(RIGHT, "43");
    must("SELECT act_as(NULL)");
    const size_t count = sizeof(changes) / sizeof(*changes);
    for (size_t i = 0; i < 2 * count; i++) {
        if (i == count) { /* once more, where the account wants the password hashed anew */
            must("UPDATE settings SET value = 20000 WHERE key = 'passwords.memory'");
        }
        sqlite3_trace_v2(db, SQLITE_TRACE_STMT, meanwhile, changes[i % count]);
        refused(RIGHT, "unauthenticated");
        sqlite3_trace_v2(db, 0, NULL, NULL);
        says("SELECT count(*) FROM usher_session", "1");
        says("SELECT count(*) FROM usher_password WHERE hash LIKE '%m=20000,%'", "0");
        must(restore);
        must("DELETE FROM usher_attempt");
    }
    says(RIGHT, "43");
    says("SELECT count(*) FROM usher_password WHERE hash LIKE '%m=20000,%'", "1");
}

static int refuse_commit(void *unused) {
    (void)unused;
    return 1;
}

/* What cannot be counted is not compared. */
static void test_lockout_uncounted(void **state) {
    (void)state;
    must_on(other, "BEGIN IMMEDIATE");
    refused(WRONG, "busy");
    must_on(other, "COMMIT");
    sqlite3_commit_hook(db, refuse_commit, NULL);
    const char *answer = ask(WRONG);
    assert_null(strstr(answer, "unauthenticated"));
    assert_non_null(strstr(answer, "usher: "));
    sqlite3_commit_hook(db, NULL, NULL);
    says("SELECT count(*) FROM usher_attempt", "0");
    refused(WRONG, "unauthenticated");
}

static int commits; /* that are not refused */

static int refuse_later(void *unused) {
    (void)unused;
    return commits-- <= 0;
}

/* Of a code that is wrong nothing is said unless it was counted that it was. */
static void test_code_uncounted(void **state) {
    (void)state;
#define WRONG_CODE                                                                                 \
    "SELECT login('bob@a.org', 'correct horse battery', '{\"code\":\"abcd-efgh-ijkl-mno2\"}')"
    must("INSERT INTO usher_password (user_id, hash, updated_at) VALUES (" BOB ", " HASH
         ", '2022-01-01T00:00:00.000Z'); INSERT INTO usher_totp (user_id, secret, confirmed_at, "
         "created_at) SELECT id, zeroblob(72), created_at, created_at FROM usher_user");
    says(WRONG_CODE, "usher: unauthenticated: the code is wrong");
    says("SELECT max(failures) FROM usher_attempt", "1");
    commits = 1; /* that the login is begun */
    sqlite3_commit_hook(db, refuse_later, NULL);
    const char *answer = ask(WRONG_CODE);
    sqlite3_commit_hook(db, NULL, NULL);
    assert_int_equal(commits, -1);
    if (strstr(answer, "unauthenticated")) {
        fail_msg("%s", answer);
    }
    says("SELECT max(failures) FROM usher_attempt", "2");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_clock, close_clock)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_lockout_clock),   test(test_lockout_rollback), test(test_lockout_uncounted),
        test(test_login_meanwhile), test(test_code_uncounted),
    };
    return cmocka_run_group_tests_name("lockout", tests, NULL, NULL);
}
