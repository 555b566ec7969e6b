/*
** The entry point on a machine or an SQLite that usher cannot work with: these stand in for
** SQLite's own word about its version, and for libsodium's about the machine.
*/
#include "session_unit.h"

#include "base/base.h"

static int version = SQLITE_VERSION_NUMBER;
static int sodium = 0;

#undef sqlite3_libversion_number /* of the table of an extension */
int sqlite3_libversion_number(void) {
    return version;
}

int sodium_init(void);
int sodium_init(void) {
    return sodium;
}

static void is_refused(const char *message) {
    char *error = NULL;
    assert_int_equal(sqlite3_usher_init(db, &error, NULL), SQLITE_ERROR);
    assert_string_equal(error, message);
    sqlite3_free(error);
    assert_int_equal(sqlite3_usher_init(db, NULL, NULL), SQLITE_ERROR);
    says("SELECT usher_version()", "no such function: usher_version");
}

static void test_refused(void **state) {
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    version = 3037002;
    is_refused("usher: unsupported: usher needs SQLite 3.38.0 or newer");
    version = SQLITE_VERSION_NUMBER;
    sodium = -1;
    is_refused("usher: internal: the system has no randomness");
    sodium = 0;
    load(db);
    says("SELECT usher_version() > ''", "1");
    load(db); /* twice does no harm */
    says("SELECT usher_version() > ''", "1");
}

/*
** What is left to SQLite for mistakes of its own is asked of usher's statement where a newer one
** makes them no more: LIKE and GLOB, IS NULL of a join, OFFSET. The answers are the same.
*/
static void test_newer(void **state) {
    static const char *const queries[] = {
        "SELECT group_concat(email) FROM users WHERE email LIKE 'b%' AND enabled = 1",
        "SELECT group_concat(email) FROM users WHERE email GLOB 'b*'",
        "SELECT group_concat(email) FROM users WHERE email LIKE (SELECT 'b%')",
        "SELECT group_concat(email) FROM users WHERE first_name IS NOT NULL OR email = 'bob@a.org'",
        "SELECT group_concat(email) FROM users WHERE email IS NOT NULL AND email LIKE 'b%'",
        "SELECT email FROM users ORDER BY email LIMIT 1 OFFSET 1",
        "SELECT email FROM users WHERE email > 'a' ORDER BY email LIMIT -1 OFFSET 1",
        "SELECT group_concat(u.email) FROM accounts LEFT JOIN users AS u ON u.email LIKE 'b%'",
    };
    (void)state;
    for (version = 3040000; version <= 3060000; version += 20000)
        for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
            says(queries[i], "bob@a.org");
    version = SQLITE_VERSION_NUMBER;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_refused, close_db),
        cmocka_unit_test_setup_teardown(test_newer, open_store, close_db),
    };

    return cmocka_run_group_tests_name("entry", tests, NULL, NULL);
}
