/*
** Mail that is claimed, by the hour: a clock that is set; and by several at once: two connections,
** two processes, and each mail is one's.
*/
#include "clock_unit.h"

#include <sys/wait.h>

#define KEY "SELECT usher_key('0123456789abcdefghijklmnopqrstuvwxyz')"

static int open_two(void **state) {
    int rc = open_clock(state);
    must(KEY "; INSERT INTO settings (scope, key, value) "
             "VALUES ('account', 'notifications.allow_all_domains', 1)");
    must_on(other, KEY);
    return rc;
}

/* Mails to m<first>@x.org and so on. */
static void send(int first, int count) {
    char *sql = sqlite3_mprintf(
        "WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
        "SELECT notification_send(json_group_array('m' || i || '@x.org'), 's', 'b') FROM n",
        first, first + count - 1);
    must(sql);
    sqlite3_free(sql);
}

/* Who is written to, by the mails of a claim. */
#define NAMES(n, seconds)                                                                          \
    "SELECT ifnull(group_concat(substr(m, 1, instr(m, '@') - 1), ' '), '') "                       \
    "FROM (SELECT value ->> 'email' AS m FROM json_each(outbox_claim(" n ", " seconds ")))"

/* ------------------------------------------------------------------- connections */

static void test_connections(void **state) {
    (void)state;
    send(1, 5);
    says(NAMES("2", "60"), "m1 m2");
    says_on(other, NAMES("2", "60"), "m3 m4");
    says(NAMES("2", "60"), "m5");
    says_on(other, NAMES("2", "60"), "");
    /* What is taken back was never claimed. */
    send(6, 2);
    must("BEGIN");
    says(NAMES("1", "60"), "m6");
    if (strncmp(ask_on(other, NAMES("1", "60")), "usher: busy", 11) != 0 &&
        strcmp(ask_on(other, NAMES("1", "60")), "database is locked") != 0) {
        fail_msg("two claim at once: %s", ask_on(other, NAMES("1", "60")));
    }
    must("ROLLBACK");
    says_on(other, NAMES("2", "60"), "m6 m7");
    says("SELECT group_concat(attempts, '') FROM outbox", "1111111");
}

/* Whoever has read before others claimed does not claim by what it read. */
static void test_snapshot(void **state) {
    (void)state;
    must("PRAGMA journal_mode = WAL");
    send(1, 2);
    must("BEGIN");
    says("SELECT count(*) FROM outbox WHERE attempts = 0", "2");
    says_on(other, NAMES("1", "60"), "m1");
    refused(NAMES("1", "60"), "busy");
    must("ROLLBACK");
    says(NAMES("2", "60"), "m2");
}

/* --------------------------------------------------------------------- processes */

enum { MAILS = 300 };

/* Claim until nothing is left; the numbers in the addresses are written to `out`. */
static int work(const char *path, FILE *out) {
    sqlite3 *mine;
    sqlite3_stmt *statement;
    const char *list = "";
    assert_int_equal(sqlite3_open(path, &mine), SQLITE_OK);
    load(mine);
    sqlite3_busy_timeout(mine, 60000);
    int rc = sqlite3_prepare_v2(mine, "SELECT outbox_claim(3, 3600)", -1, &statement, NULL);
    while (rc == SQLITE_OK && strcmp(list, "[]") != 0) {
        rc = sqlite3_step(statement);
        list = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : "[]";
        for (const char *at = list; (at = strstr(at, "\"email\":\"m")) != NULL; at++) {
            fprintf(out, "%ld\n", strtol(at + 10, NULL, 10));
        }
        list = strcmp(list, "[]") == 0 ? "[]" : "";
        rc = sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return sqlite3_close(mine) == SQLITE_OK && rc == SQLITE_OK && fclose(out) == 0 ? 0 : 1;
}

static void test_processes(void **state) {
    static int claimed[MAILS + 1];
    char path[300]; /* it has this process in its name */
    char line[20];
    int pipes[3][2];
    (void)state;
    for (int i = 0; i < MAILS / 50; i++) {
        send(1 + i * 50, 50);
    }
    snprintf(path, sizeof(path), "%s", scratch_path());
    assert_int_equal(sqlite3_close(db), SQLITE_OK); /* a child must not have it */
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pipe(pipes[i]), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            _exit(work(path, fdopen(pipes[i][1], "w")));
        }
        close(pipes[i][1]);
    }
    for (int i = 0; i < 3; i++) {
        int status = -1;
        FILE *in = fdopen(pipes[i][0], "r");
        while (fgets(line, sizeof(line), in)) {
            long number = strtol(line, NULL, 10);
            assert_in_range(number, 1, MAILS);
            claimed[number]++;
        }
        fclose(in);
        wait(&status);
        assert_int_equal(status, 0);
    }
    for (int i = 1; i <= MAILS; i++) {
        assert_int_equal(claimed[i], 1);
    }
    db = open_scratch(WRITABLE);
    other = open_scratch(WRITABLE);
    says("SELECT count(*) FROM outbox WHERE attempts = 1 AND status = 'leased'", "300");
}

/* -------------------------------------------------------------------------- time */

static void test_lease(void **state) {
    (void)state;
    send(1, 1);
    says("SELECT status FROM outbox", "waiting");
    says(NAMES("1", "90"), "m1");
    says("SELECT status FROM outbox", "leased");
    says("SELECT leased_until || ' ' || next_at FROM outbox",
         "2022-01-01T00:01:30.000Z 2022-01-01T00:01:30.000Z");
    fake_now += 90 * SECOND - 1;
    says("SELECT status FROM outbox", "leased");
    says_on(other, NAMES("1", "90"), "");
    fake_now += 1;
    says("SELECT status FROM outbox", "waiting");
    says_on(other, NAMES("1", "86400"), "m1");
    says("SELECT attempts FROM outbox", "2");
    says("SELECT leased_until FROM outbox", "2022-01-02T00:01:30.000Z");
}

/* A minute, doubled by each attempt, up to a day; then it is dead. */
static void test_backoff(void **state) {
    static const int waits[] = {60,   120,   240,   480,   960,   1920, 3840,
                                7680, 15360, 30720, 61440, 86400, 86400};
    char text[40];
    (void)state;
    must("INSERT INTO settings (scope, key, value) VALUES ('account', 'outbox.attempts', 14)");
    send(1, 1);
    for (int i = 0; i < 13; i++) {
        says(NAMES("9", "60"), "m1");
        fake_now += 10 * SECOND;
        must("UPDATE outbox SET error = 'no route'"); /* each time the same */
        snprintf(text, sizeof(text), "waiting %d %d", i + 1, waits[i]);
        says("SELECT status || ' ' || attempts || ' ' || (unixepoch(next_at) - unixepoch('now')) "
             "FROM outbox WHERE leased_until IS NULL AND error = 'no route'",
             text);
        fake_now += waits[i] * SECOND - 1;
        says(NAMES("9", "60"), "");
        fake_now += 1;
    }
    says(NAMES("9", "60"), "m1");
    says("SELECT status FROM outbox", "leased");
    must("UPDATE outbox SET error = 'no route'");
    says("SELECT status FROM outbox", "dead");
    fake_now += 366 * DAY;
    says(NAMES("9", "60"), "");
    says("SELECT attempts || next_at IS NULL FROM outbox", "1");
    must("UPDATE outbox SET attempts = 0");
    says("SELECT status FROM outbox", "waiting");
    says(NAMES("9", "60"), "m1");
    says("SELECT attempts FROM outbox", "1");
    says("SELECT group_concat(action || ifnull(after ->> 'attempts', ''), ' ') FROM audit_log "
         "WHERE object_type = 'outbox'",
         "mail.fail1 mail.fail2 mail.fail3 mail.fail4 mail.fail5 mail.fail6 mail.fail7 mail.fail8 "
         "mail.fail9 mail.fail10 mail.fail11 mail.fail12 mail.fail13 mail.dead14 mail.revive");
}

/* Nobody says anything. */
static void test_silence(void **state) {
    (void)state;
    must("INSERT INTO settings (scope, key, value) VALUES ('account', 'outbox.attempts', 2)");
    send(1, 1);
    says(NAMES("9", "60"), "m1");
    fake_now += 60 * SECOND;
    says(NAMES("9", "60"), "m1");
    /* Who is sending it keeps it. */
    must("UPDATE outbox SET attempts = 0");
    says("SELECT status || attempts FROM outbox", "leased0");
    says_on(other, NAMES("9", "60"), "");
    fake_now += 60 * SECOND;
    says_on(other, NAMES("9", "60"), "m1");
    fake_now += 60 * SECOND;
    says_on(other, NAMES("9", "60"), "m1");
    fake_now += 60 * SECOND - 1;
    says("SELECT status FROM outbox", "leased");
    fake_now += 1;
    says("SELECT status FROM outbox", "dead");
    says(NAMES("9", "60"), "");
    must("DELETE FROM outbox");
    says("SELECT count(*) FROM usher_outbox", "0");
}

/* A token that is no good is not sent. */
static void test_expired(void **state) {
    (void)state;
    must("SELECT invite_create('dan@a.org', 'user', json_object('token', " TOKEN("E") "))");
    send(1, 1);
    fake_now += 7 * DAY - 1;
    says(NAMES("9", "1"), "dan m1");
    says("SELECT token FROM outbox WHERE kind = 'invite'",
         "EAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    fake_now += 1;
    says("SELECT token FROM outbox WHERE kind = 'invite'", "NULL");
    fake_now += 1000;
    says(NAMES("9", "1"), "m1");
    says("SELECT count(*) FROM usher_outbox WHERE kind = 'invite'", "0");
}

/* The key that a connection was given is not the store's any more: it is told, and takes nothing. */
static void test_stale_key(void **state) {
    (void)state;
    must("SELECT invite_create('dan@a.org', 'user')");
    send(1, 1);
    must("SELECT usher_key('0123456789abcdefghijklmnopqrstuvwxyz', "
         "'zyxwvutsrqponmlkjihgfedcba9876543210')");
    refused_on(other, NAMES("9", "60"), "unsupported");
    says("SELECT sum(attempts) FROM outbox", "0");
    says_on(other, NAMES("9", "60"), "m1");
    says(NAMES("9", "60"), "dan");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_connections, open_two, close_clock),
        cmocka_unit_test_setup_teardown(test_snapshot, open_two, close_clock),
        cmocka_unit_test_setup_teardown(test_processes, open_two, close_clock),
        cmocka_unit_test_setup_teardown(test_lease, open_two, close_clock),
        cmocka_unit_test_setup_teardown(test_backoff, open_two, close_clock),
        cmocka_unit_test_setup_teardown(test_silence, open_two, close_clock),
        cmocka_unit_test_setup_teardown(test_expired, open_two, close_clock),
        cmocka_unit_test_setup_teardown(test_stale_key, open_two, close_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
