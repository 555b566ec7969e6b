/*
** Functions of keys, below SQL, that fail half-way: they say why, and give nothing.
*/
#include "fault_unit.h"

#include "domain/keys/keys.h"

#define KEY "0123456789abcdef0123456789abcdef"
#define NEXT "fedcba9876543210fedcba9876543210"

static unsigned char no_bytes[USHER_KEY_BYTES];
static char *kept[4]; /* tokens, NULL if there is none of the kind */
enum { AUDIT, SESSION, EDDSA, HMAC };

static int gives_text(int rc, char *text, const char *expected) {
    fault_gives(rc, text != NULL);
    if (rc == SQLITE_OK) {
        assert_string_equal(text, expected);
    }
    sqlite3_free(text);
    return rc;
}

static void *const nowhere = &no_bytes; /* what an out-parameter must not keep */

/* ------------------------------------------------------------- the audit log's key */

static int in_use(void) {
    char id[USHER_UUID_TEXT + 1] = "what was there before";
    int rc = usher_audit_key_in_use(&usher, id);
    return fault_gives(rc, id[0] != 0);
}

static char id_in_use[USHER_UUID_TEXT + 1];

static int ask_id(void) {
    return usher_audit_key_in_use(&usher, id_in_use);
}

static int chain_key(void) {
    unsigned char chain[USHER_KEY_BYTES];
    sqlite3_int64 number = -1;
    fault_spare(ask_id);
    usher_keyring_chain(&usher)->id[0] = '\0';
    int rc = usher_audit_chain_key(&usher, id_in_use, &number, chain);
    return fault_gives(rc, number == 1);
}

static int audit_sign(void) {
    char *token = nowhere;
    int rc = usher_audit_sign(&usher, "{\"a\":1}", &token);
    return gives_text(rc, token, kept[AUDIT]);
}

static int audit_open(void) {
    char *payload = nowhere;
    int rc = usher_audit_open(&usher, kept[AUDIT], (int)strlen(kept[AUDIT]), &payload);
    return gives_text(rc, payload, "{\"a\":1}");
}

static int audit_verifier(void) {
    struct usher_signing_key key;
    int found = 7;
    fault_spare(ask_id);
    int rc = usher_audit_key_verifier(&usher, id_in_use, &key, &found);
    return fault_gives(rc, found);
}

static int audit_seed(void) {
    return usher_audit_key_seed(&usher, usher.keyring);
}

/* ----------------------------------------------------------------- signed tokens */

#define CLAIMS "{\"exp\":9999999999,\"iat\":1}"

static const struct usher_session_claims session = {
    .user_id = "00000000-0000-7000-8000-00000000b001",
    .session_id = "00000000-0000-7000-8000-00000000d001",
    .jti = "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    .expires = 9999999999000};

static int jwt_sign(void) {
    struct usher_value claims;
    char *token = nowhere;
    usher_value_text(&claims, CLAIMS);
    int rc = usher_jwt_sign(&usher, &claims, NULL, &token);
    usher_value_clear(&claims);
    return gives_text(rc, token, kept[EDDSA]);
}

static int sign_session(void) {
    char *token = nowhere;
    int rc = usher_jwt_sign_session(&usher, &session, &token);
    fault_gives(rc, token != NULL);
    sqlite3_free(token);
    return rc;
}

static int verify_session(void) {
    struct usher_session_claims claims = {.expires = 5};
    int valid = 7;
    int rc = usher_jwt_verify_session(&usher, kept[SESSION], (int)strlen(kept[SESSION]), &claims,
                                      &valid);
    fault_gives(rc, valid);
    assert_int_equal(claims.expires, rc == SQLITE_OK ? 9999999999000 : 5);
    return rc;
}

static int verify(const char *token) {
    char *claims = nowhere;
    int rc = usher_jwt_verify(&usher, token, (int)strlen(token), NULL, &claims);
    fault_gives(rc, claims != NULL);
    sqlite3_free(claims);
    return rc;
}

static int verify_eddsa(void) {
    return verify(kept[EDDSA]);
}

static int verify_hmac(void) {
    return verify(kept[HMAC]);
}

static int call(const char *name, const char *argument) {
    struct usher_call call;
    memset(&call, 0, sizeof(call));
    call.argc = argument != NULL;
    usher_value_text(&call.argv[0], argument);
    int i = 0;
    while (strcmp(usher_key_functions.functions[i].name, name) != 0) {
        i++;
    }
    int rc = usher_key_functions.functions[i].handler(&usher, &call);
    fault_gives(rc, rc == SQLITE_OK && call.result.text); /* of an error nobody looks at it */
    usher_value_clear(&call.argv[0]);
    usher_value_clear(&call.result);
    return rc;
}

static int jwks(void) {
    return call("jwks", NULL);
}

static int key_create(void) {
    return call("jwt_key_create", "{\"kid\":\"new\",\"issuer\":\"us\"}");
}

static int key_seed(void) {
    return usher_signing_key_seed(&usher, usher.keyring);
}

/* ---------------------------------------------------------------- the master key */

static int give_key(void) {
    struct usher_value key;
    usher_value_text(&key, KEY);
    usher_keyring_close(&usher);
    int rc = usher_master_key(&usher, &key, NULL);
    fault.wanted = 0;
    assert_true(rc != SQLITE_OK || usher_require_key_of_store(&usher, "this") == SQLITE_OK);
    return fault_gives(rc, usher_has_master_key(&usher));
}

/* And back, without a fault. SQLite may stop a statement when it is over: then the change has been. */
static int change_key(void) {
    struct usher_value key, next;
    usher_value_text(&key, KEY);
    usher_value_text(&next, NEXT);
    int rc = usher_master_key(&usher, &key, &next);
    int stopped = fault.kind == STOP && rc != SQLITE_OK;
    fault.wanted = 0;
    int changed =
        rc == SQLITE_OK || (stopped && usher_require_key_of_store(&usher, "this") != SQLITE_OK &&
                            usher_master_key(&usher, &next, NULL) == SQLITE_OK);
    assert_int_equal(usher_require_key_of_store(&usher, "this"), SQLITE_OK);
    if (changed) {
        assert_int_equal(usher_master_key(&usher, &next, &key), SQLITE_OK);
    }
    return rc;
}

static int seal(void) {
    unsigned char *sealed = nowhere;
    int rc = usher_seal_value(&usher, "a.b", "1", "plain", 5, &sealed);
    fault_gives(rc, sealed != NULL);
    sqlite3_free(sealed);
    return rc;
}

static unsigned char *sealed_before;

static int unseal(void) {
    char *plain = nowhere;
    int size = 7;
    int rc =
        usher_unseal_value(&usher, "a.b", "1", sealed_before, 5 + USHER_SEAL_BYTES, &plain, &size);
    fault_gives(rc, plain && size == 5);
    usher_secret_free(plain, size);
    return rc;
}

static int hash_key(void) {
    unsigned char key[USHER_KEY_BYTES] = {0};
    int rc = usher_hash_key(&usher, "purpose", key);
    return fault_gives(rc, memcmp(key, no_bytes, sizeof(key)) != 0);
}

static int require_key_of_store(void) {
    return usher_require_key_of_store(&usher, "this");
}

/* ------------------------------------------------------------------------- all */

static const struct faulty all[] = {
    {"the key in use", NULL, in_use, NULL, NULL},
    {"the chain's key", NULL, chain_key, NULL, NULL},
    {"the log signs", NULL, audit_sign, NULL, NULL},
    {"the log opens", NULL, audit_open, NULL, NULL},
    {"the log's key verifies", NULL, audit_verifier, NULL, NULL},
    {"jwt_sign()", NULL, jwt_sign, NULL, NULL},
    {"a session's token", NULL, sign_session, NULL, NULL},
    {"a session's token is shown", NULL, verify_session, NULL, NULL},
    {"jwt_verify()", NULL, verify_eddsa, NULL, NULL},
    {"jwt_verify(), HMAC", NULL, verify_hmac, NULL, NULL},
    {"jwks()", NULL, jwks, NULL, NULL},
    {"a value is sealed", NULL, seal, NULL, NULL},
    {"a value is opened", NULL, unseal, NULL, NULL},
    {"a key of hashes", NULL, hash_key, NULL, NULL},
    {"the key of the store", NULL, require_key_of_store, NULL, NULL},
    {"the master key is given", NULL, give_key, NULL, NULL},
    {"the master key is changed", NULL, change_key, "SELECT count(*) FROM usher_signing_key", "3"},
    {"jwt_key_create()", "DELETE FROM usher_signing_key WHERE id = 'new'", key_create,
     "SELECT count(*) FROM usher_signing_key WHERE id = 'new'", "1"},
    {"the first key that signs", "DELETE FROM usher_signing_key", key_seed,
     "SELECT count(*) FROM usher_signing_key", "1"},
    {"the first key of the log", "DELETE FROM usher_audit_key", audit_seed,
     "SELECT count(*) FROM usher_audit_key", "1"},
    {"the first master key",
     "UPDATE usher_secret SET proof = NULL; DELETE FROM usher_audit_key;"
     "DELETE FROM usher_signing_key; DROP TABLE IF EXISTS mark;"
     "CREATE TABLE mark AS SELECT max(number) AS number FROM usher_audit",
     give_key,
     "SELECT (SELECT count(proof) FROM usher_secret) || (SELECT count(*) FROM usher_audit_key) || "
     "(SELECT count(*) FROM usher_signing_key) || (SELECT group_concat(action, ' ') FROM "
     "usher_audit WHERE number > (SELECT number FROM mark))",
     "111key.set jwt_key.create audit_key.create"},
};

static void test_all(void **state) {
    (void)state;
    fault_all(all, (int)(sizeof(all) / sizeof(*all)));
}

static void open_keys_after(const char *first) {
    open_rules_after(first);
    must("SELECT usher_key('" KEY "');"
         "SELECT jwt_key_create('{\"algorithm\":\"HS256\",\"kid\":\"mac\"}')");
    kept[HMAC] = sqlite3_mprintf("%s", ask("SELECT jwt_sign('{}')"));
    must("SELECT jwt_key_create('{\"kid\":\"eddsa\"}')");
    kept[EDDSA] = sqlite3_mprintf("%s", ask("SELECT jwt_sign('" CLAIMS "')"));
    assert_int_equal(usher_audit_sign(&usher, "{\"a\":1}", &kept[AUDIT]), SQLITE_OK);
    assert_int_equal(usher_jwt_sign_session(&usher, &session, &kept[SESSION]), SQLITE_OK);
    assert_int_equal(usher_seal_value(&usher, "a.b", "1", "plain", 5, &sealed_before), SQLITE_OK);
}

static int close_keys(void **state) {
    for (int i = 0; i < 4; i++) {
        sqlite3_free(kept[i]);
    }
    sqlite3_free(sealed_before);
    return close_rules(state);
}

static int open_keys(void **state) {
    (void)state;
    fault_open(open_keys_after, close_keys, "PRAGMA encoding = 'UTF-8'");
    return 0;
}

/* Each text that is bound or read takes memory. */
static int open_wide(void **state) {
    (void)state;
    fault_open(open_keys_after, close_keys, "PRAGMA encoding = 'UTF-16le'");
    return 0;
}

static int close_counted(void **state) {
    return fault_close(close_keys(state));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all, open_keys, close_counted),
        cmocka_unit_test_setup_teardown(test_all, open_wide, close_counted),
    };
    fault_prepare();
    return cmocka_run_group_tests_name("faults of keys", tests, NULL, NULL);
}
