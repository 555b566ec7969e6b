/*
** The key of the audit log, below SQL: of its seed are made two keys that have nothing in common; what
** is signed with it is a checkpoint only if it says what one says.
*/
#include "rules_unit.h"

#include "domain/audit/audit.h"

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

#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" /* 32 bytes */

/* What usher itself has signed, as a checkpoint. */
static int read_signed(const char *payload, struct usher_checkpoint *checkpoint) {
    char *text;
    struct usher_value token;
    memset(checkpoint, 0, sizeof(*checkpoint));
    assert_int_equal(usher_audit_sign(&usher, payload, &text), SQLITE_OK);
    usher_value_text(&token, text);
    int rc = usher_checkpoint_read(&usher, &token, checkpoint);
    sqlite3_free(text);
    assert_int_equal(rc == SQLITE_OK, usher.error.code != USHER_INVALID);
    memset(&usher.error, 0, sizeof(usher.error));
    return rc;
}

static void test_claims(void **state) {
    struct usher_checkpoint checkpoint;
    (void)state;
    must("SELECT usher_key('" KEY "')");
    assert_int_equal(read_signed("{\"number\":7,\"hash\":\"" HASH "\",\"more\":[]}", &checkpoint),
                     SQLITE_OK);
    assert_int_equal(checkpoint.number, 7);
    static const char *const others[] = {"{\"number\":\"7\",\"hash\":\"" HASH "\"}",
                                         "{\"number\":0,\"hash\":\"" HASH "\"}",
                                         "{\"number\":-1,\"hash\":\"" HASH "\"}",
                                         "{\"hash\":\"" HASH "\"}",
                                         "{\"number\":7,\"hash\":7}",
                                         "{\"number\":7,\"hash\":\"" HASH "A\"}",
                                         "{\"number\":7,\"hash\":\"AAAA\"}",
                                         "{\"number\":7,\"hash\":\"no base64!\"}",
                                         "{\"number\":7}",
                                         "[]"};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        assert_int_not_equal(read_signed(others[i], &checkpoint), SQLITE_OK);
    }
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_rules, close_rules)

int main(void) {
    const struct CMUnitTest tests[] = {test(test_keys), test(test_public), test(test_claims)};
    return cmocka_run_group_tests_name("audit key", tests, NULL, NULL);
}
