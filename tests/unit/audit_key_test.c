/*
** The key of the audit log, below SQL: of its seed are made two keys that have nothing in common.
*/
#include "rules_unit.h"

#define KEY "0123456789abcdef0123456789abcdef"

static struct usher_audit_key find(sqlite3_int64 number) {
    struct usher_audit_key key;
    memset(&key, 0xAA, sizeof(key));
    assert_int_equal(usher_audit_key_find(&usher, number, &key), SQLITE_OK);
    assert_int_equal(key.number == number, key.id[0] != '\0');
    return key;
}

static void test_keys(void **state) {
    static const unsigned char nothing[USHER_KEY_BYTES];
    (void)state;
    must("SELECT usher_key('" KEY "')");
    struct usher_audit_key key = find(1);
    struct usher_audit_key again = find(1);
    assert_memory_equal(&key, &again, sizeof(key));
    assert_memory_not_equal(key.chain, nothing, sizeof(nothing));
    assert_memory_not_equal(key.seed, nothing, sizeof(nothing));
    assert_memory_not_equal(key.chain, key.seed, sizeof(nothing));
    assert_memory_not_equal(key.chain, key.public_key, sizeof(nothing));
    struct usher_audit_key none = find(2);
    assert_int_equal(none.number, 0);
    assert_memory_equal(none.chain, nothing, sizeof(nothing));
}

/* Who has not the master key knows the public one, and nothing else. */
static void test_public(void **state) {
    static const unsigned char nothing[USHER_KEY_BYTES];
    (void)state;
    must("SELECT usher_key('" KEY "')");
    struct usher_audit_key key = find(1);
    usher_keyring_close(&usher);
    struct usher_audit_key seen = find(1);
    assert_memory_equal(seen.public_key, key.public_key, sizeof(nothing));
    assert_memory_equal(seen.chain, nothing, sizeof(nothing));
    assert_memory_equal(seen.seed, nothing, sizeof(nothing));
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_rules, close_rules)

int main(void) {
    const struct CMUnitTest tests[] = {test(test_keys), test(test_public)};
    return cmocka_run_group_tests_name("audit key", tests, NULL, NULL);
}
