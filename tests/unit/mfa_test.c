/*
** The second factor over time: codes of other steps, a clock that jumps, challenges that
** die, two connections. Under a VFS whose time the test sets.
*/
#include "session_unit.h"

#include "domain/mfa/mfa.h"

#define EPOCH 210866760000000 /* 1970 in SQLite's milliseconds, from -4713 */
#define START 1640995200000   /* the first moment of a step */
#define STEP ((sqlite3_int64)30000)

static sqlite3_vfs fake;
static sqlite3_int64 fake_now; /* Unix milliseconds */

static int fake_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = fake_now + EPOCH;
    return SQLITE_OK;
}

static unsigned char secret[USHER_TOTP_SECRET]; /* of Bob's app */

/* RFC 4648, 6; the last character has spare bits. */
static void read_base32(const char *text, unsigned char *bytes, int size) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0;
    int bits = 0;
    assert_non_null(text);
    for (int i = 0; text && i < size; text++) {
        const char *at = strchr(alphabet, *text);
        assert_non_null(at);
        held = held << 5 | (unsigned)(at - alphabet);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes[i++] = (unsigned char)(held >> bits & 255);
        }
    }
}

static void scan_url(const char *url) {
    const char *text = strstr(url, "secret=");
    if (!text || strncmp(url, "otpauth://totp/default:bob%40a.org?", 35) != 0) {
        fail_msg("%s", url);
    }
    assert_non_null(strstr(url, "&issuer=default&algorithm=SHA256&digits=6&period=30"));
    read_base32(text + 7, secret, USHER_TOTP_SECRET);
}

/* What Bob's app shows so many steps from now. */
static const char *shown(int steps) {
    static char codes[4][9];
    static int next;
    struct usher_totp totp = {USHER_TOTP_SHA256, USHER_TOTP_DIGITS, secret, sizeof(secret)};
    char *code = codes[next++ % 4];
    usher_totp_code(&totp, usher_totp_step(fake_now) + steps, code);
    return code;
}

/* A code that is none of those that could be right. */
static const char *wrong(void) {
    for (int i = 0; i < 4; i++) {
        static const char *const candidates[] = {"000000", "000001", "000002", "000003"};
        if (strcmp(candidates[i], shown(-1)) != 0 && strcmp(candidates[i], shown(0)) != 0 &&
            strcmp(candidates[i], shown(1)) != 0) {
            return candidates[i];
        }
    }
    return NULL;
}

static const char *sql(const char *format, ...) {
    static char texts[4][1000];
    static int next;
    char *text = texts[next++ % 4];
    va_list arguments;
    va_start(arguments, format);
    sqlite3_vsnprintf(1000, text, format, arguments);
    va_end(arguments);
    return text;
}

#define KEY "SELECT usher_key('0123456789abcdef0123456789abcdef')"

static int open_clock(void **state) {
    fake = *sqlite3_vfs_find(NULL);
    fake.zName = "fake";
    fake.iVersion = 2;
    fake.xCurrentTimeInt64 = fake_milliseconds;
    fake_now = START;
    sqlite3_vfs_register(&fake, 1);
    open_file(state);
    must(KEY);
    return 0;
}

static int close_clock(void **state) {
    int rc = close_db(state);
    sqlite3_vfs_unregister(&fake);
    return rc;
}

/* Bob acts, and has a second factor; his recovery codes, each behind its quote. */
static const char *enroll(void) {
    must("SELECT act_as(" BOB ")");
    scan_url(ask("SELECT mfa_enroll()"));
    return ask(sql("SELECT mfa_confirm(%Q)", shown(0)));
}

static void forget(void) {
    must("UPDATE usher_totp SET last_step = 0; DELETE FROM usher_attempt");
}

/* A token of 32 zero bytes. */
#define ZEROS "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define CHALLENGE "'mfa_" ZEROS "'"

/* As login() leaves it, after Bob's password. */
static void challenge(const char *data) {
    unsigned char hash[USHER_HASH_BYTES];
    sqlite3_stmt *statement;
    assert_int_equal(usher_token_hash(ZEROS, USHER_TOKEN_TEXT, hash), 0);
    must("DELETE FROM usher_ticket");
    sqlite3_prepare_v2(db,
                       "INSERT INTO usher_ticket (purpose, user_id, token_hash, data, created_at, "
                       "expires_at) VALUES ('mfa', " BOB ", ?1, ?2, "
                       "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), "
                       "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+300 seconds'))",
                       -1, &statement, NULL);
    sqlite3_bind_blob(statement, 1, hash, sizeof(hash), SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, data, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

static const char *step_two(const char *code) {
    return sql("SELECT length(login_mfa(" CHALLENGE ", %Q, '{\"token\":\"" ZEROS "\"}'))", code);
}

#define DATA "{\"form\":\"opaque\"}"

/* ------------------------------------------------------------------- codes */

static void test_window(void **state) {
    (void)state;
    enroll();
    for (sqlite3_int64 at = 0; at < STEP;
         at += STEP - 1) { /* from its first millisecond to its last */
        fake_now = START + 10 * STEP + at;
        for (int steps = -3; steps <= 3; steps++) {
            const char *ask_codes = sql("SELECT length(mfa_recovery_codes(%Q))", shown(steps));
            forget();
            if (steps < -1 || steps > 1) {
                refused(ask_codes, "unauthenticated");
            } else {
                says(ask_codes, "221");
            }
        }
    }
}

static void test_once(void **state) {
    (void)state;
    enroll();
    refused(sql("SELECT mfa_recovery_codes(%Q)", shown(0)), "unauthenticated"); /* it confirmed */
    says(sql("SELECT length(mfa_recovery_codes(%Q))", shown(1)), "221");
    refused(sql("SELECT mfa_recovery_codes(%Q)", shown(1)), "unauthenticated");
    fake_now += STEP;
    refused(sql("SELECT mfa_recovery_codes(%Q)", shown(0)), "unauthenticated");
    refused(sql("SELECT mfa_recovery_codes(%Q)", shown(-1)), "unauthenticated");
    says(sql("SELECT length(mfa_recovery_codes(%Q))", shown(1)), "221");
}

/* What was used stays used; a recovery code opens meanwhile. */
static void test_clock_back(void **state) {
    char recovery[20];
    (void)state;
    fake_now += 1000 * STEP;
    snprintf(recovery, sizeof(recovery), "%.19s", enroll() + 2);
    fake_now -= 100 * STEP;
    forget();
    must(sql("UPDATE usher_totp SET last_step = %lld", usher_totp_step(fake_now) + 100));
    for (int steps = -1; steps <= 1; steps++) {
        refused(sql("SELECT mfa_recovery_codes(%Q)", shown(steps)), "unauthenticated");
    }
    says(sql("SELECT length(mfa_recovery_codes(%Q))", recovery), "221");
    fake_now += 100 * STEP;
    refused(sql("SELECT mfa_recovery_codes(%Q)", shown(0)), "unauthenticated");
    says(sql("SELECT length(mfa_recovery_codes(%Q))", shown(1)), "221");
}

static void test_confirm(void **state) {
    (void)state;
    must("SELECT act_as(" BOB ")");
    refused("SELECT mfa_confirm('123456')", "conflict");
    scan_url(ask("SELECT mfa_enroll()"));
    refused(sql("SELECT mfa_confirm(%Q)", wrong()), "invalid");
    const char *old = shown(0);
    scan_url(ask("SELECT mfa_enroll()")); /* another secret */
    refused(sql("SELECT mfa_confirm(%Q)", old), "invalid");
    refused("SELECT mfa_confirm('aaaa-aaaa-aaaa-aaaa')", "invalid");
    const char *list = ask(sql("SELECT mfa_confirm(%Q)", shown(-1)));
    says(sql("SELECT count(DISTINCT value) || ' ' || min(value GLOB "
             "'[a-z2-7][a-z2-7][a-z2-7][a-z2-7]-[a-z2-7][a-z2-7][a-z2-7][a-z2-7]-"
             "[a-z2-7][a-z2-7][a-z2-7][a-z2-7]-[a-z2-7][a-z2-7][a-z2-7][a-z2-7]') "
             "FROM json_each(%Q)",
             list),
         "10 1");
    refused(sql("SELECT mfa_confirm(%Q)", shown(0)), "conflict");
    refused("SELECT mfa_enroll()", "conflict");
    must("SELECT act_as(NULL)");
    says("SELECT group_concat(action) FROM (SELECT action FROM audit_log WHERE action GLOB "
         "'mfa.*' ORDER BY id)",
         "mfa.enroll,mfa.enroll,mfa.confirm");
}

/* -------------------------------------------------------------- recovery codes */

static void test_recovery(void **state) {
    char list[300];
    char code[20];
    char shape[40];
    (void)state;
    snprintf(list, sizeof(list), "%s", enroll());
    for (int i = 0; i < 9; i++) { /* as it was shown, in capitals, with spaces or nothing between */
        snprintf(code, sizeof(code), "%.19s", list + 2 + (size_t)i * 22);
        snprintf(shape, sizeof(shape), "%s",
                 ask(sql("SELECT CASE %d %% 4 WHEN 0 THEN %Q WHEN 1 THEN upper(%Q) "
                         "WHEN 2 THEN replace(%Q, '-', ' ') ELSE replace(%Q, '-', '') END",
                         i, code, code, code, code)));
        challenge(DATA);
        must("SELECT act_as(NULL); DELETE FROM usher_session");
        says(step_two(shape), "43");
        must("SELECT act_as(NULL); DELETE FROM usher_session");
        challenge(DATA);
        refused(step_two(code), "unauthenticated");
        says("SELECT count(*) FROM usher_recovery_code", sql("%d", 9 - i));
        says("SELECT after ->> 'left' FROM audit_log WHERE action = 'mfa.recovery' "
             "ORDER BY id DESC LIMIT 1",
             sql("%d", 9 - i));
        must("DELETE FROM usher_attempt");
    }
    must("SELECT act_as(" BOB ")"); /* new ones kill the old */
    says(sql("SELECT length(mfa_recovery_codes(%Q))", shown(1)), "221");
    snprintf(code, sizeof(code), "%.19s", list + 2 + (size_t)9 * 22);
    refused(sql("SELECT mfa_recovery_codes(%Q)", code), "unauthenticated");
    must("SELECT act_as(NULL)");
    says("SELECT count(*) FROM usher_recovery_code", "10");
}

/* Somebody else's opens nothing. */
static void test_recovery_of_others(void **state) {
    char code[20];
    (void)state;
    snprintf(code, sizeof(code), "%.19s", enroll() + 2);
    must("SELECT act_as(" ANN ")");
    refused(sql("SELECT mfa_recovery_codes(%Q)", code), "conflict");
    must("SELECT act_as(NULL);"
         "INSERT INTO usher_totp (user_id, secret, confirmed_at, created_at) "
         "SELECT " ANN ", secret, confirmed_at, created_at FROM usher_totp;"
         "SELECT act_as(" ANN ")");
    refused(sql("SELECT mfa_recovery_codes(%Q)", code), "unauthenticated");
    refused(sql("SELECT mfa_recovery_codes(%Q)", shown(1)), "corrupt"); /* sealed for Bob */
}

/* ------------------------------------------------------------------- login */

static void test_login(void **state) {
    (void)state;
    enroll();
    must("SELECT act_as(NULL)");
    challenge("{\"form\":\"opaque\",\"device\":\"a phone\",\"id\":" /* as login() was told */
              "\"00000000-0000-7000-8000-00000000d001\"}");
    fake_now += STEP;
    refused(sql("SELECT login_mfa('" ZEROS "', %Q)", shown(0)), "invalid");
    refused("SELECT login_mfa(" CHALLENGE ", '12345')", "invalid");
    refused("SELECT login_mfa(" CHALLENGE ", 123456)", "invalid");
    refused("SELECT login_mfa(" CHALLENGE ", NULL)", "missing");
    refused("SELECT login_mfa(NULL, '123456')", "missing");
    refused("SELECT login_mfa(" CHALLENGE ", '123456', '{\"token\":\"x\"}')", "invalid");
    refused("SELECT login_mfa(" CHALLENGE ", '123456', '{\"id\":\"x\"}')", "invalid");
    refused("SELECT login_mfa(" CHALLENGE ", '123456', '[]')", "invalid");
    says("SELECT failures FROM usher_ticket", "0"); /* none of that was a guess */
    says("SELECT actor()", "system");
    says(step_two(shown(0)), "43");
    says("SELECT actor()", "00000000-0000-7000-8000-00000000b002");
    must("SELECT act_as(NULL)");
    says("SELECT id || ' ' || user_id || ' ' || form || ' ' || device || ' ' || mfa "
         "FROM usher_session",
         "00000000-0000-7000-8000-00000000d001 00000000-0000-7000-8000-00000000b002 opaque "
         "a phone 1");
    says("SELECT last_login_at FROM users WHERE id = " BOB, "2022-01-01T00:00:30.000Z");
    says("SELECT action || ' ' || object_id FROM audit_log ORDER BY id DESC LIMIT 1",
         "user.login 00000000-0000-7000-8000-00000000d001");
    refused(step_two(shown(1)), "not_found");
    says("SELECT count(*) FROM usher_ticket", "0");
}

/* A token of the caller's is an opaque one: the first step may have asked for a JWT. */
static void test_login_form(void **state) {
    (void)state;
    enroll();
    must("SELECT act_as(NULL)");
    challenge("{\"form\":\"jwt\"}");
    fake_now += STEP;
    refused(step_two(shown(0)), "invalid");
    says("SELECT failures FROM usher_ticket", "0");
    says(sql("SELECT login_mfa(" CHALLENGE ", %Q) LIKE 'ey%%.%%.%%'", shown(0)), "1");
}

static void test_five_wrong(void **state) {
    (void)state;
    enroll();
    fake_now += STEP;
    must("SELECT act_as(NULL)");
    challenge(DATA);
    for (int i = 1; i <= 4; i++) {
        refused(step_two(wrong()), "unauthenticated");
        says("SELECT failures FROM usher_ticket", sql("%d", i));
    }
    must("DELETE FROM usher_attempt");
    says(step_two(shown(0)), "43"); /* the fifth may still be right */
    must("SELECT act_as(NULL); DELETE FROM usher_session");
    fake_now += STEP;
    challenge(DATA);
    for (int i = 1; i <= 5; i++) {
        refused(step_two(wrong()), "unauthenticated");
    }
    says("SELECT count(*) FROM usher_ticket", "0");
    refused(step_two(shown(0)), "not_found");
    challenge(DATA); /* another challenge: the user is locked all the same */
    refused(step_two(shown(0)), "rate_limited");
    must("DELETE FROM usher_attempt");
    says(step_two(shown(0)), "43");
    must("SELECT act_as(NULL)");
    says("SELECT count(*) FROM usher_attempt", "0"); /* forgotten */
}

/* Guesses against who is signed in are counted with the same. */
static void test_guesses_of_a_session(void **state) {
    (void)state;
    enroll();
    fake_now += STEP;
    for (int i = 0; i < 5; i++) {
        refused(i % 2 ? sql("SELECT mfa_remove(NULL, %Q)", wrong())
                      : sql("SELECT mfa_recovery_codes(%Q)", wrong()),
                "unauthenticated");
    }
    refused(sql("SELECT mfa_remove(NULL, %Q)", shown(0)), "rate_limited");
    challenge(DATA);
    refused(step_two(shown(0)), "rate_limited");
    must("DELETE FROM usher_attempt");
    says(sql("SELECT mfa_remove(NULL, %Q)", shown(0)), "00000000-0000-7000-8000-00000000b002");
    says("SELECT count(*) FROM usher_attempt", "0");
    says("SELECT (SELECT count(*) FROM usher_totp) + (SELECT count(*) FROM usher_recovery_code)",
         "0");
    refused("SELECT mfa_remove(NULL, '123456')", "conflict");
}

static void test_expired(void **state) {
    (void)state;
    enroll();
    must("SELECT act_as(NULL)");
    challenge(DATA);
    fake_now += 300000 - 1;
    says(step_two(shown(0)), "43");
    must("SELECT act_as(NULL); DELETE FROM usher_session");
    challenge(DATA);
    fake_now += 300000;
    refused(step_two(shown(0)), "expired");
    refused("SELECT mfa_enroll(" CHALLENGE ")", "expired");
}

/* mfa_required, and nothing enrolled: the challenge is good for that, too. */
static void test_enroll_by_challenge(void **state) {
    (void)state;
    challenge(DATA);
    refused(step_two("123456"), "unauthenticated");
    scan_url(ask("SELECT mfa_enroll(" CHALLENGE ")"));
    refused(step_two(wrong()), "unauthenticated");
    says("SELECT confirmed_at IS NULL FROM usher_totp", "1");
    scan_url(ask("SELECT mfa_enroll(" CHALLENGE ")"));
    says(step_two(shown(0)), "43");
    says("SELECT actor()", "00000000-0000-7000-8000-00000000b002");
    must("SELECT act_as(NULL)");
    says("SELECT confirmed_at FROM usher_totp", "2022-01-01T00:00:00.000Z");
    refused("SELECT mfa_enroll(" CHALLENGE ")", "not_found");
    challenge(DATA);
    refused("SELECT mfa_enroll(" CHALLENGE ")", "conflict");
    refused(step_two(shown(0)), "unauthenticated");
    must("SELECT act_as(" BOB ")");
    says(sql("SELECT length(mfa_recovery_codes(%Q))", shown(1)), "221");
}

/* Who may not sign in any more does not by a challenge of before. */
static void test_disabled(void **state) {
    static const char *const changes[] = {"disabled_at = updated_at", "discarded_at = updated_at",
                                          "activated_at = NULL", "authentication = 'sso'",
                                          "service = 1"};
    (void)state;
    enroll();
    must("SELECT act_as(NULL); PRAGMA foreign_keys = OFF; CREATE TABLE kept AS SELECT * FROM "
         "usher_user WHERE id = " BOB);
    fake_now += STEP;
    for (int i = 0; i < 5; i++) {
        challenge(DATA);
        must(sql("UPDATE usher_user SET %s WHERE id = " BOB, changes[i]));
        refused(step_two(shown(0)), "not_found");
        says("SELECT count(*) FROM usher_session", "0");
        must("DELETE FROM usher_user WHERE id = " BOB
             "; INSERT INTO usher_user SELECT * FROM kept; DELETE FROM usher_attempt");
    }
    challenge(DATA);
    says(step_two(shown(0)), "43");
}

/* A ROLLBACK would undo the count. */
static void test_transaction(void **state) {
    sqlite3_stmt *running;
    (void)state;
    enroll();
    fake_now += STEP;
    must("BEGIN");
    refused(sql("SELECT mfa_recovery_codes(%Q)", shown(0)), "unsupported");
    refused(sql("SELECT mfa_remove(NULL, %Q)", shown(0)), "unsupported");
    must("ROLLBACK; SELECT act_as(NULL)");
    challenge(DATA);
    must("BEGIN");
    refused(step_two(shown(0)), "unsupported");
    must("ROLLBACK");
    refused(sql("INSERT INTO usher VALUES ('login_mfa', json_array(" CHALLENGE ", %Q))", shown(0)),
            "unsupported");
    must("CREATE TABLE t (x)");
    refused(sql("INSERT INTO t SELECT login_mfa(" CHALLENGE ", %Q)", shown(0)), "unsupported");
    refused(sql("CREATE TEMP TABLE u AS SELECT login_mfa(" CHALLENGE ", %Q)", shown(0)),
            "unsupported");
    sqlite3_prepare_v2(db, "SELECT 1 UNION ALL SELECT 2", -1, &running, NULL);
    assert_int_equal(sqlite3_step(running), SQLITE_ROW); /* nothing is used up in vain */
    refused(step_two(shown(0)), "conflict");
    sqlite3_finalize(running);
    says(step_two(shown(0)), "43");
}

/* ------------------------------------------------------------- connections */

static void test_two_connections(void **state) {
    (void)state;
    enroll();
    fake_now += STEP;
    sqlite3 *other = open_scratch(WRITABLE);
    must_on(other, KEY);
    must("SELECT act_as(NULL)");
    challenge(DATA);
    says(step_two(shown(0)), "43");
    refused_on(other, step_two(shown(1)), "not_found");
    challenge("{\"form\":\"opaque\"}");
    refused_on(other, step_two(shown(0)), "unauthenticated"); /* used on the first */
    must_on(other, "DELETE FROM usher_session");
    says_on(other, step_two(shown(1)), "43");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* Without the master key an app's code cannot be checked; it is no guess then. */
static void test_no_master_key(void **state) {
    char code[20];
    (void)state;
    snprintf(code, sizeof(code), "%.19s", enroll() + 2);
    fake_now += STEP;
    must("SELECT act_as(NULL)");
    challenge(DATA);
    sqlite3 *bare = open_scratch(WRITABLE);
    refused_on(bare, step_two(shown(0)), "unsupported");
    says_on(bare, "SELECT usher_error() ->> 'message'",
            "a code of an app needs the master key: call usher_key() on this connection first");
    says_on(bare,
            "SELECT failures || ' ' || (SELECT count(*) FROM usher_attempt) FROM usher_ticket",
            "0 0");
    must_on(bare, "SELECT act_as(" ANN ")");
    refused_on(bare, "SELECT mfa_enroll()", "unsupported");
    says_on(bare, "SELECT usher_error() ->> 'message'",
            "a second factor needs the master key: call usher_key() on this connection first");
    must_on(bare, "SELECT act_as(NULL)");
    says_on(bare, step_two(code), "43"); /* a recovery code needs none */
    assert_int_equal(sqlite3_close(bare), SQLITE_OK);
}

/* Changing the master key leaves the app as it is. */
static void test_new_master_key(void **state) {
    (void)state;
    enroll();
    must("SELECT act_as(NULL); SELECT usher_key('0123456789abcdef0123456789abcdef', "
         "'another 0123456789abcdef0123456789abcdef')");
    fake_now += STEP;
    challenge(DATA);
    says(step_two(shown(0)), "43");
}

static void test_mangled(void **state) {
    (void)state;
    enroll();
    fake_now += STEP;
    must("SELECT act_as(NULL)");
    challenge("{\"form\":");
    refused(step_two(shown(0)), "corrupt");
    challenge(NULL);
    must("UPDATE usher_totp SET secret = zeroblob(72)");
    refused(step_two(shown(0)), "corrupt");
    says("SELECT failures FROM usher_ticket", "0");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_clock, close_clock)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_window),          test(test_once),
        test(test_clock_back),      test(test_confirm),
        test(test_recovery),        test(test_recovery_of_others),
        test(test_login),           test(test_login_form),
        test(test_five_wrong),      test(test_guesses_of_a_session),
        test(test_expired),         test(test_enroll_by_challenge),
        test(test_disabled),        test(test_transaction),
        test(test_two_connections), test(test_no_master_key),
        test(test_new_master_key),  test(test_mangled),
    };

    return cmocka_run_group_tests_name("mfa", tests, NULL, NULL);
}
