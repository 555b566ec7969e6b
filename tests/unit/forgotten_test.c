/*
** Forgotten passwords and addresses to verify, by a clock that is set: how soon they may be asked
** for again, what is kept of that, and that whoever asks cannot tell whether anybody has the address.
*/
#include "clock_unit.h"

#define CAT "'00000000-0000-7000-8000-00000000b003'"
#define SECOND_ACCOUNT "'00000000-0000-7000-8000-00000000a002'"

/* Ann asks; Cat has Bob's address, in another account. */
static int open_forgotten(void **state) {
    int rc = open_clock(state);
    must("SELECT usher_key('0123456789abcdef0123456789abcdef');"
         "INSERT INTO accounts (id, name) VALUES (" SECOND_ACCOUNT ", 'second');"
         "SELECT invite_create('bob@a.org', 'owner', json_object('account_id', " SECOND_ACCOUNT
         ", 'token', " TOKEN("E") "));"
                                  "SELECT invite_accept(" TOKEN("E") ", json_object('id', " CAT
                                                                     "));"
                                                                     "UPDATE usher_user SET "
                                                                     "verified_email = 0;"
                                                                     "SELECT act_as(" ANN ")");
    return rc;
}

/* The hash of the ticket of this purpose, in hexadecimal. */
static const char *ticket(const char *user, const char *purpose) {
    char sql[300];
    snprintf(sql, sizeof(sql),
             "SELECT hex(token_hash) FROM usher_ticket WHERE user_id = %s AND purpose = '%s'", user,
             purpose);
    return ask_on(other, sql);
}

/* Does the request make another ticket? */
static int asks(const char *sql, const char *user, const char *purpose) {
    const char *before = ticket(user, purpose);
    says(sql, "NULL"); /* whoever asks learns nothing */
    return strcmp(before, ticket(user, purpose)) != 0;
}

static int asks_reset(const char *email, const char *user) {
    char sql[100];
    snprintf(sql, sizeof(sql), "SELECT password_reset_request('%s')", email);
    return asks(sql, user, "password_reset");
}

/* Within a minute nothing happens; a clock that has jumped back has not run. */
static void test_reset_minute(void **state) {
    (void)state;
    sqlite3_int64 start = fake_now;
    assert_true(asks_reset("ann@a.org", ANN));
    assert_false(asks_reset("ann@a.org", ANN));
    assert_true(asks_reset("bob@a.org", BOB)); /* another's minute is none of theirs */
    fake_now = start + MINUTE - 1;
    assert_false(asks_reset("ann@a.org", ANN));
    fake_now = start + MINUTE;
    assert_true(asks_reset("ann@a.org", ANN));
    fake_now = start;
    assert_true(asks_reset("ann@a.org", ANN));
    assert_false(asks_reset("ann@a.org", ANN));
}

/* A row that somebody has altered shuts nobody out for longer. */
static void test_reset_altered(void **state) {
    (void)state;
    sqlite3_int64 start = fake_now;
    assert_true(asks_reset("ann@a.org", ANN));
    must_on(other, "UPDATE usher_attempt SET failures = 1");
    fake_now = start + MINUTE - 1;
    assert_false(asks_reset("ann@a.org", ANN));
    fake_now = start + MINUTE;
    assert_true(asks_reset("ann@a.org", ANN));
    fake_now = start;
    assert_true(asks_reset("ann@a.org", ANN));
}

/* When it was asked for is known for a minute, and not if that lies ahead; wrong guesses stay. */
static void test_reset_forgotten(void **state) {
    (void)state;
    sqlite3_int64 start = fake_now;
#define NOTES                                                                                      \
    "SELECT group_concat(substr(last_at, 15, 9)) FROM "                                            \
    "(SELECT last_at FROM usher_attempt WHERE failures = 0 ORDER BY last_at)"
    must("SELECT password_reset_request('one@a.org')");
    fake_now = start + 1;
    must("SELECT password_reset_request('two@a.org'), password_reset_request('bob@a.org')");
    must_on(other, "INSERT INTO usher_attempt SELECT zeroblob(32), 1, min(last_at) "
                   "FROM usher_attempt; INSERT INTO usher_attempt "
                   "VALUES (randomblob(32), 1, '2022-01-01T00:01:01.000Z')");
    says_on(other, NOTES, "00:00.000,00:00.001,00:00.001");
    fake_now = start + MINUTE;
    must("SELECT password_reset_request('three@a.org')");
    says_on(other, NOTES, "00:00.001,00:00.001,01:00.000");
    fake_now = start + MINUTE + 1;
    must("SELECT password_reset_request('three@a.org')"); /* in vain; it forgets all the same */
    says_on(other, NOTES, "01:00.000");
    fake_now = start + MINUTE;
    must("SELECT password_reset_request('four@a.org')"); /* one of just now stays */
    says_on(other, NOTES, "01:00.000,01:00.000");
    fake_now = start + MINUTE - 1;
    must("SELECT password_reset_request('five@a.org')");
    says_on(other, NOTES, "00:59.999");
    says_on(other, "SELECT count(*) FROM usher_attempt WHERE failures = 1", "2");
}

/* How many rows are written to each table while `email` is asked for, those that are taken back too. */
static char written[1000];

static void count_row(void *data, int operation, const char *database, const char *table,
                      sqlite3_int64 rowid) {
    size_t length = strlen(written);
    (void)data, (void)database, (void)rowid;
    snprintf(written + length, sizeof(written) - length, "%d %s,", operation, table);
}

static const char *rows_of(const char *email) {
    static char all[4][1000];
    static int next;
    char sql[100];
    snprintf(sql, sizeof(sql), "SELECT password_reset_request('%s')", email);
    must_on(other, "DELETE FROM usher_attempt; DELETE FROM usher_ticket; DELETE FROM usher_outbox");
    written[0] = '\0';
    sqlite3_update_hook(db, count_row, NULL);
    says(sql, "NULL");
    says("SELECT usher_error()", "NULL");
    sqlite3_update_hook(db, NULL, NULL);
    char *kept = all[next++ % 4];
    memcpy(kept, written, sizeof(written));
    return kept;
}

/* For an address that nobody has it is done for somebody else, who has one, and taken back. */
static void test_reset_same_work(void **state) {
    (void)state;
    const char *known = rows_of("bob@a.org");
    assert_non_null(strstr(known, "usher_ticket,"));
    assert_non_null(strstr(known, "usher_outbox,"));
    const char *unknown = rows_of("nobody@a.org");
    assert_non_null(strstr(unknown, "usher_ticket,"));
    assert_non_null(strstr(unknown, "usher_outbox,"));
    says_on(other, "SELECT count(*) FROM usher_ticket", "0");
    must_on(other, "UPDATE usher_user SET email = NULL WHERE id = " ANN); /* the first of all */
    assert_string_equal(rows_of("nobody@a.org"), unknown);
}

static int asks_verify(void) {
    return asks("SELECT email_verify_request()", ANN, "email_verify");
}

/* The same of an address to verify, where only a ticket for the same counts. */
static void test_verify_minute(void **state) {
    (void)state;
    sqlite3_int64 start = fake_now;
    assert_true(asks_reset("ann@a.org", ANN)); /* for something else */
    assert_true(asks_verify());
    assert_false(asks_verify());
    fake_now = start + MINUTE - 1;
    assert_false(asks_verify());
    fake_now = start + MINUTE;
    assert_true(asks_verify());
    fake_now = start;
    assert_true(asks_verify());
    must_on(other,
            "UPDATE usher_user SET email = 'ann2@a.org' WHERE id = " ANN); /* past all rules */
    assert_true(asks_verify());
    must("SELECT act_as(NULL); SELECT act_as(" BOB "); SELECT email_verify_request()");
    must("SELECT act_as(NULL); SELECT act_as(" CAT ")"); /* whose address is the same */
    assert_true(asks("SELECT email_verify_request()", CAT, "email_verify"));
}

/* The one who had the token has shown that the address is theirs, and nobody else's row is touched. */
static void test_verified(void **state) {
    (void)state;
#define VERIFIED                                                                                   \
    "SELECT group_concat(substr(id, -1) || ':' || verified_email || ':' || "                       \
    "substr(updated_at, 12, 5), ' ') FROM (SELECT * FROM usher_user ORDER BY id)"
    fake_now += MINUTE;
    says_on(other,
            "SELECT email_verify_request(" BOB ", json_object('token', " TOKEN("V") ")) IS "
                                                                                    "NULL",
            "0");
    fake_now += MINUTE;
    says_on(other, "SELECT email_verify(" TOKEN("V") ") = " BOB, "1");
    says_on(other, VERIFIED, "1:0:00:00 2:1:00:02 3:0:00:00");
    /* A password that is set anew shows it, too: unless the address is another by now. */
    must_on(other, "SELECT password_reset_request('bob@a.org', json_object('account_id', " ACCOUNT
                   ", 'token', " TOKEN("W") "))");
    fake_now += MINUTE;
    says_on(other, "SELECT password_reset(" TOKEN("W") ", 'a new password') = " BOB, "1");
    says_on(other, VERIFIED, "1:0:00:00 2:1:00:02 3:0:00:00");
    must_on(other, "SELECT password_reset_request('ann@a.org', json_object('token', " TOKEN(
                       "X") "));"
                            "UPDATE usher_user SET email = 'ann2@a.org' WHERE id = " ANN);
    says_on(other, "SELECT password_reset(" TOKEN("X") ", 'a new password') = " ANN, "1");
    says_on(other, VERIFIED, "1:0:00:00 2:1:00:02 3:0:00:00");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_forgotten, close_clock)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_reset_minute),  test(test_reset_forgotten), test(test_reset_same_work),
        test(test_verify_minute), test(test_verified),        test(test_reset_altered),
    };
    return cmocka_run_group_tests_name("forgotten", tests, NULL, NULL);
}
