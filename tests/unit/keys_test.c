/*
** Functions of keys and tokens, below SQL: what they give at their edges, and that whoever gets
** nothing finds nothing where it would have been.
*/
#include "rules_unit.h"

#include "domain/keys/keys.h"

#define KEY "0123456789abcdef0123456789abcdef"

static unsigned char nothing[USHER_KEY_BYTES];
static void *const nowhere = &nothing; /* what must not stay where something is to be given */

static int open_keys(void **state) {
    open_rules(state);
    must("SELECT usher_key('" KEY "')");
    return 0;
}

/* ------------------------------------------------------------------ no master key */

static void test_no_master_key(void **state) {
    char id[USHER_UUID_TEXT + 1] = "another";
    char *token = nowhere;
    char *plain = nowhere;
    unsigned char *sealed = nowhere;
    int size = 5;
    (void)state;
    assert_int_equal(usher_seal_value(&usher, "a.b", "1", "plain", 5, &sealed), SQLITE_OK);
    usher_keyring_close(&usher);
    assert_int_equal(
        usher_unseal_value(&usher, "a.b", "1", sealed, 5 + USHER_SEAL_BYTES, &plain, &size),
        SQLITE_ERROR);
    assert_null(plain);
    assert_int_equal(size, 0);
    sqlite3_free(sealed);
    sealed = nowhere;
    assert_int_equal(usher_seal_value(&usher, "a.b", "1", "plain", 5, &sealed), SQLITE_ERROR);
    assert_null(sealed);
    assert_int_equal(usher_audit_sign(&usher, "{}", &token), SQLITE_ERROR);
    assert_null(token);
    assert_int_equal(usher_audit_key_in_use(&usher, id), SQLITE_OK);
    assert_string_equal(id, "");
}

/* Where the store has a master key the connection must have it; where it has none, nobody must. */
static void test_key_of_store(void **state) {
    (void)state;
    assert_int_equal(usher_require_key_of_store(&usher, "this"), SQLITE_OK);
    usher_keyring_close(&usher);
    assert_int_equal(usher_require_key_of_store(&usher, "this"), SQLITE_ERROR);
    assert_int_equal(usher.error.code, USHER_UNSUPPORTED);
    must("UPDATE usher_secret SET proof = NULL");
    assert_int_equal(usher_require_key_of_store(&usher, "this"), SQLITE_OK);
}

/* Of the same value, for the same row, no two seals are alike. */
static void test_seals_differ(void **state) {
    unsigned char *one, *two;
    (void)state;
    assert_int_equal(usher_seal_value(&usher, "a.b", "1", "plain", 5, &one), SQLITE_OK);
    assert_int_equal(usher_seal_value(&usher, "a.b", "1", "plain", 5, &two), SQLITE_OK);
    assert_memory_not_equal(one, two, USHER_NONCE_BYTES);
    sqlite3_free(one);
    sqlite3_free(two);
}

/* Two stores have nothing in common, by which what one of them hashes or seals could be looked up. */
static void test_stores_differ(void **state) {
    char *hash_key = sqlite3_mprintf("%s", ask("SELECT hex(hash_key) FROM usher_secret"));
    char *salt = sqlite3_mprintf("%s", ask("SELECT hex(salt) FROM usher_secret"));
    (void)state;
    assert_int_equal(strlen(hash_key), 2 * USHER_KEY_BYTES);
    must("DELETE FROM usher_secret");
    assert_int_equal(usher_secret_seed(&usher), SQLITE_OK);
    assert_string_not_equal(ask("SELECT hex(hash_key) FROM usher_secret"), hash_key);
    assert_string_not_equal(ask("SELECT hex(salt) FROM usher_secret"), salt);
    sqlite3_free(hash_key);
    sqlite3_free(salt);
}

/* --------------------------------------------------------------- the log's key */

static void test_no_audit_key(void **state) {
    char id[USHER_UUID_TEXT + 1] = "another";
    char *token = nowhere;
    (void)state;
    must("DELETE FROM usher_audit_key");
    assert_int_equal(usher_audit_sign(&usher, "{}", &token), SQLITE_ERROR);
    assert_int_equal(usher.error.code, USHER_UNSUPPORTED);
    assert_non_null(strstr(usher.error.message, "has no key yet"));
    assert_null(token);
    assert_int_equal(usher_audit_key_in_use(&usher, id), SQLITE_OK);
    assert_string_equal(id, "");
}

/* What verifies is found by its id, or nothing is. */
static void test_verifier(void **state) {
    struct usher_signing_key key, before;
    int found = 7;
    (void)state;
    memset(&key, 0x55, sizeof(key));
    before = key;
    assert_int_equal(usher_audit_key_verifier(&usher, "no such id", &key, &found), SQLITE_OK);
    assert_int_equal(found, 0);
    assert_memory_equal(&key, &before, sizeof(key));
    must("PRAGMA ignore_check_constraints = 1;"
         "UPDATE usher_audit_key SET id = 'damaged', public_key = 'AAAA'");
    found = 7;
    assert_int_equal(usher_audit_key_verifier(&usher, "damaged", &key, &found),
                     SQLITE_CORRUPT_VTAB);
    assert_int_equal(found, 0);
    assert_memory_equal(&key, &before, sizeof(key));
}

/* A key that cannot be opened is not taken for the one that was used before. */
static void test_chain_of_damaged(void **state) {
    unsigned char chain[USHER_KEY_BYTES];
    char id[USHER_UUID_TEXT + 1];
    sqlite3_int64 number = -1;
    (void)state;
    assert_int_equal(usher_audit_key_in_use(&usher, id), SQLITE_OK);
    assert_int_equal(usher_audit_chain_key(&usher, id, &number, chain), SQLITE_OK);
    assert_int_equal(number, 1);
    must("PRAGMA ignore_check_constraints = 1;"
         "UPDATE usher_audit_key SET id = 'damaged', public_key = 'AAAA'");
    assert_int_equal(usher_audit_chain_key(&usher, "damaged", &number, chain), SQLITE_CORRUPT_VTAB);
    assert_int_equal(number, 0);
}

/* Of two keys the newer one is in use, and signs. */
static void test_newest(void **state) {
    char id[USHER_UUID_TEXT + 1];
    char *old_token, *token;
    (void)state;
    assert_int_equal(usher_audit_sign(&usher, "{}", &old_token), SQLITE_OK);
    must("CREATE TABLE kept AS SELECT * FROM usher_audit_key; DELETE FROM usher_audit_key");
    assert_int_equal(usher_audit_key_seed(&usher, usher.keyring), SQLITE_OK);
    must("UPDATE usher_audit_key SET number = 9; INSERT INTO usher_audit_key SELECT * FROM kept");
    assert_int_equal(usher_audit_key_in_use(&usher, id), SQLITE_OK);
    says("SELECT id FROM usher_audit_key WHERE number = 9", id);
    assert_int_equal(usher_audit_sign(&usher, "{}", &token), SQLITE_OK);
    assert_string_not_equal(token, old_token);
    sqlite3_free(old_token);
    sqlite3_free(token);
}

/* ---------------------------------------------------------------------- tokens */

static void test_too_long(void **state) {
    struct usher_signing_key key;
    char payload[USHER_JWT_MOST];
    char *token = nowhere;
    (void)state;
    memset(payload, 'x', sizeof(payload) - 1);
    payload[sizeof(payload) - 1] = '\0';
    assert_int_equal(usher_signing_key_current(&usher, &key), SQLITE_OK);
    assert_int_equal(usher_jws_sign(&usher, &key, USHER_TYPE_JWT, payload, &token),
                     SQLITE_CONSTRAINT);
    assert_null(token);
    usher_signing_key_close(&key);
    struct usher_value null;
    usher_value_null(&null);
    token = nowhere;
    assert_int_equal(usher_jwt_sign(&usher, &null, NULL, &token), SQLITE_CONSTRAINT);
    assert_null(token);
}

static void opens(const char *token, int length, int result, int opened) {
    struct usher_signing_key key;
    char *payload = nowhere;
    assert_int_equal(usher_jws_open(&usher, token, length, USHER_TYPE_JWT, &key, &payload), result);
    assert_int_equal(payload != NULL, opened);
    if (payload) {
        usher_signing_key_close(&key);
        sqlite3_free(payload);
    }
}

/* What is no header is called that, and is not one that says nothing. */
static void test_header(void **state) {
    static const char token[] = "*.e30.AA";
    (void)state;
    opens(token, (int)strlen(token), SQLITE_CONSTRAINT, 0);
    assert_non_null(strstr(usher.error.message, "header must be base64url"));
}

/* What a signature lacks is not taken for zeros: its last byte is one of 16, now and then a zero. */
static void test_signature_cut(void **state) {
    int zeros = 0;
    (void)state;
    for (int i = 0; i < 400; i++) {
        char sql[80];
        snprintf(sql, sizeof(sql), "SELECT jwt_sign('{\"exp\":9999999999,\"iat\":%d}')", i);
        const char *token = ask(sql);
        int length = (int)strlen(token);
        opens(token, length, SQLITE_OK, 1);
        opens(token, length - 3, SQLITE_OK, 0);      /* 62 bytes and some bits */
        if (strcmp(token + length - 2, "AA") == 0) { /* 63 bytes: 84 characters */
            zeros++;
            opens(token, length - 2, SQLITE_OK, 0);
        }
    }
    assert_true(zeros > 0);
}

/* To the second, and without exp never, even by a clock of 1970. */
static void test_claims_hold(void **state) {
    static const sqlite3_int64 now = 1640995200;
    struct usher_claims claims = {.has = USHER_HAS_EXP | USHER_HAS_ISS,
                                  .exp = (double)(now - USHER_JWT_LEEWAY + 1),
                                  .nbf = (double)(now + USHER_JWT_LEEWAY),
                                  .iat = (double)(now + USHER_JWT_LEEWAY),
                                  .right_issuer = 1,
                                  .right_audience = 1};
    (void)state;
    assert_true(usher_claims_hold(&claims, now));
    claims.exp--;
    assert_false(usher_claims_hold(&claims, now));
    claims.exp++;
    claims.nbf++;
    assert_false(usher_claims_hold(&claims, now));
    claims.nbf--;
    claims.iat++;
    assert_false(usher_claims_hold(&claims, now));
    claims = (struct usher_claims){.has = USHER_HAS_ISS, .right_issuer = 1, .right_audience = 1};
    assert_false(usher_claims_hold(&claims, 0));
    claims.has |= USHER_HAS_EXP;
    assert_true(usher_claims_hold(&claims, 0));
}

/* Of a session's token that is not good nothing is told. */
static void test_no_session(void **state) {
    struct usher_session_claims claims = {.expires = 5, .jti = "as it was"};
    int valid = 7;
    (void)state;
    assert_int_equal(usher_jwt_verify_session(&usher, "a.b.c", 5, &claims, &valid), SQLITE_OK);
    assert_int_equal(valid, 0);
    assert_int_equal(claims.expires, 5);
    assert_string_equal(claims.jti, "as it was");
}

/* A secret of a length that no key has. */
static void test_secret_size(void **state) {
    struct usher_signing_key key;
    unsigned char *sealed;
    char *secret = nowhere;
    char sql[400];
    int found, size;
    (void)state;
    must("SELECT jwt_key_create('{\"kid\":\"k\"}')");
    assert_int_equal(usher_seal_value(&usher, "usher_signing_key.secret", "k", "five!", 5, &sealed),
                     SQLITE_OK);
    char *hex = sqlite3_malloc(2 * (5 + USHER_SEAL_BYTES) + 1);
    usher_hex(sealed, 5 + USHER_SEAL_BYTES, hex);
    sqlite3_snprintf(sizeof(sql), sql,
                     "PRAGMA ignore_check_constraints = 1;"
                     "UPDATE usher_signing_key SET secret = x'%s' WHERE id = 'k'",
                     hex);
    must(sql);
    assert_int_equal(usher_signing_key_find(&usher, "k", &key, &found), SQLITE_OK);
    assert_int_equal(found, 1);
    assert_int_equal(usher_signing_key_secret(&usher, &key, &secret, &size), SQLITE_CORRUPT_VTAB);
    assert_null(secret);
    usher_signing_key_close(&key);
    sqlite3_free(sealed);
    sqlite3_free(hex);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_keys, close_rules)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_no_master_key),    test(test_key_of_store),  test(test_seals_differ),
        test(test_stores_differ),    test(test_no_audit_key),  test(test_verifier),
        test(test_chain_of_damaged), test(test_newest),        test(test_too_long),
        test(test_header),           test(test_signature_cut), test(test_claims_hold),
        test(test_no_session),       test(test_secret_size),
    };
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
