/*
** What rules ask about passwords, below SQL: whose it is, whether its hash is stale, that a
** comparison with nobody's costs as much; and what who acts by an API key may not do.
*/
#include "rules_unit.h"

#include <time.h>

static int open_cheap(void **state) {
    int rc = open_rules(state);
    must("INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.memory', 19456)");
    return rc;
}

static const char account[] = "00000000-0000-7000-8000-00000000a001";
static const char ann[] = "00000000-0000-7000-8000-00000000b001";
static const char bob[] = "00000000-0000-7000-8000-00000000b002";

static int compare(const char *user_id, const char *email, const char *text, int *stale) {
    struct usher_value password;
    int matches = -1;
    usher_value_text(&password, text);
    assert_int_equal(
        usher_password_matches(&usher, user_id, account, email, &password, &matches, stale),
        SQLITE_OK);
    return matches;
}

static int is_right(const char *user_id, const char *text) {
    int stale = -1;
    int matches = compare(user_id, "whoever@a.org", text, &stale);
    assert_int_equal(stale, 0);
    return matches;
}

/* Whatever stands in for a hash that is not there, its password is nobody else's. */
static void test_stand_in(void **state) {
    (void)state;
    assert_int_equal(is_right(NULL, "of ann, alone"), 0);
    assert_int_equal(is_right(bob, "of ann, alone"), 0);
    must("SELECT password_set(" ANN ", 'of ann, alone')");
    assert_int_equal(is_right(ann, "of ann, alone"), 1);
    assert_int_equal(is_right(ann, "of ann, alone "), 0);
    assert_int_equal(is_right(ann, ""), 0);
    assert_int_equal(is_right(NULL, "of ann, alone"), 0);
    assert_int_equal(is_right(bob, "of ann, alone"), 0);
    assert_int_equal(is_right("00000000-0000-7000-8000-00000000b009", "of ann, alone"), 0);
    /* A stand-in that nothing can be compared with concerns nobody else. */
    must("SELECT password_set(" BOB ", 'of bob, alone')");
    must("UPDATE usher_password SET hash = replace(hash, 'm=19456', 'm=9999999') "
         "WHERE user_id = " BOB);
    for (int i = 0; i < 8; i++) {
        char email[30];
        int stale;
        snprintf(email, sizeof email, "nobody%d@a.org", i);
        assert_int_equal(compare(NULL, email, "of bob, alone", &stale), 0);
        assert_int_equal(compare(ann, email, "of ann, alone", &stale), 1);
    }
}

/* Whose number stands in for a number that is drawn? The hash begins with it. */
static int stands_in(sqlite3_int64 drawn) {
    struct usher_query query;
    assert_int_equal(usher_open(&usher, &query, USHER_SQL_password_any, "i", drawn), SQLITE_OK);
    assert_int_equal(usher_step(&query), SQLITE_ROW);
    int number = sqlite3_column_int(query.statement, 0);
    usher_close(&query);
    return number;
}

/* Anybody's hash may stand in, that of the last and that of the first, too; for a gap the next. */
static void test_stand_in_is_anybodys(void **state) {
    (void)state;
    must("INSERT INTO usher_password (number, user_id, hash, updated_at) "
         "SELECT column1, column2, printf('%-50d', column1), '2022-01-01T00:00:00.000Z' FROM "
         "(VALUES (1, " ANN "), (4, " BOB "))");
    assert_int_equal(stands_in(0), 1);
    assert_int_equal(stands_in(1), 4);
    assert_int_equal(stands_in(2), 4);
    assert_int_equal(stands_in(3), 4);
    assert_int_equal(stands_in(4), 1);
    assert_int_equal(stands_in(4294967295), 4);
}

static void test_mangled(void **state) {
    struct usher_value password;
    int matches;
    int stale;
    (void)state;
    must("SELECT password_set(" BOB ", 'of bob, alone')");
    must("UPDATE usher_password SET hash = replace(hash, 't=2', 't=99')");
    usher_value_text(&password, "of bob, alone");
    assert_int_not_equal(
        usher_password_matches(&usher, bob, account, "bob@a.org", &password, &matches, &stale),
        SQLITE_OK);
    assert_int_equal(usher.error.code, USHER_CORRUPT);
    assert_int_equal(matches, 0);
}

static int is_stale(const char *text) {
    int stale = -1;
    assert_int_equal(compare(bob, "bob@a.org", text, &stale), 1);
    return stale;
}

/* A hash is stale once the account's cost is above its own; not if it is below. */
static void test_stale(void **state) {
    int stale;
    (void)state;
    must("SELECT password_set(" BOB ", 'of bob, alone')");
    assert_int_equal(is_stale("of bob, alone"), 0);
    must("UPDATE settings SET value = 19457 WHERE key = 'passwords.memory'");
    assert_int_equal(is_stale("of bob, alone"), 1);
    assert_int_equal(compare(bob, "bob@a.org", "not of bob", &stale), 0);
    assert_int_equal(stale, 0);
    must("UPDATE settings SET value = 19456 WHERE key = 'passwords.memory'");
    must("INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.passes', 3)");
    assert_int_equal(is_stale("of bob, alone"), 1);
    must("SELECT password_set(" BOB ", 'of bob, alone')");
    must("UPDATE settings SET value = 2 WHERE key = 'passwords.passes'");
    assert_int_equal(is_stale("of bob, alone"), 0);
    /* Argon2i, of the same cost: "password", made by the reference implementation. */
    must(
        "SELECT password_import(" BOB ", "
        "'$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA')");
    assert_int_equal(is_stale("password"), 1);
}

static double seconds(const char *user_id, const char *text) {
    struct timespec from;
    struct timespec to;
    int stale;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    compare(user_id, "whoever@a.org", text, &stale);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static double least_seconds(const char *user_id, const char *text) {
    double least = 1e9;
    for (int i = 0; i < 7; i++) {
        double took = seconds(user_id, text);
        least = took < least ? took : least;
    }
    return least;
}

/* Nobody, nobody with a password, wrong, right: the time of one Argon2; in an empty table, too. */
static void test_same_time(void **state) {
    (void)state;
    double empty = least_seconds(NULL, "of bob, alone");
    must("SELECT password_set(" BOB ", 'of bob, alone')");
    double right = least_seconds(bob, "of bob, alone");
    const double others[] = {empty, least_seconds(NULL, "of bob, alone"),
                             least_seconds(ann, "of bob, alone"), least_seconds(bob, "wrong")};
    for (int i = 0; i < 4; i++) {
        if (others[i] < right / 2 || others[i] > right * 2) {
            fail_msg("the comparison %d takes %f s, the right one %f s", i, others[i], right);
        }
    }
}

/* Who acts by a key does not set a password: the key would outlive its own revocation. */
static void test_by_api_key(void **state) {
    struct usher_credential key = {USHER_BY_API_KEY, "00000000-0000-7000-8000-00000000d001", 0};
    struct usher_credential session = {USHER_BY_SESSION, "00000000-0000-7000-8000-00000000d002", 0};
    (void)state;
    must("SELECT password_set(" BOB ", 'of bob, alone')");
    must("INSERT INTO usher_api_key (id, user_id, account_id, owner, name, hint, key_hash, "
         "created_at) "
         "VALUES ('00000000-0000-7000-8000-00000000d001', " BOB ", " ACCOUNT
         ", 'user', 'k', 'usk_0000', zeroblob(32), '2022-01-01T00:00:00.000Z')");
    must("INSERT INTO usher_session (id, user_id, form, token_hash, created_at, last_used_at, "
         "idle_seconds, expires_at) VALUES ('00000000-0000-7000-8000-00000000d002', " BOB
         ", 'opaque', zeroblob(32), '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z', 60, "
         "'2100-01-01T00:00:00.000Z')");
    assert_int_equal(usher_act_by(&usher, NULL, bob, &key), SQLITE_OK);
    says("SELECT password_set(actor(), 'of the holder', 'of bob, alone')",
         "usher: forbidden: an API key cannot set a password: sign in");
    must("SELECT act_as(NULL)");
    assert_int_equal(usher_act_by(&usher, NULL, bob, &session), SQLITE_OK);
    says("SELECT password_set(actor(), 'of bob again', 'of bob, alone') = actor()", "1");
    must("SELECT act_as(NULL)");
    assert_int_equal(is_right(bob, "of bob again"), 1);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_cheap, close_rules)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_stand_in),  test(test_stand_in_is_anybodys), test(test_mangled), test(test_stale),
        test(test_same_time), test(test_by_api_key),
    };
    return cmocka_run_group_tests_name("password rules", tests, NULL, NULL);
}
