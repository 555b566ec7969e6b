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

/* What is signed by the log's key, and yet no checkpoint: nothing else signs with it, but who knows. */
static const char *verified(const char *payload) {
    char *token = NULL;
    char sql[600];
    assert_int_equal(usher_audit_sign(&usher, payload, &token), SQLITE_OK);
    sqlite3_snprintf(sizeof(sql), sql, "SELECT audit_verify('%s') ->> '$.whole'", token);
    sqlite3_free(token);
    return ask(sql);
}

static void test_checkpoint(void **state) {
    static const char *const payloads[] = {
        "{}",
        "{\"number\":1}",
        "{\"hash\":\"%s\"}",
        "{\"number\":\"1\",\"hash\":\"%s\"}",
        "{\"number\":1.5,\"hash\":\"%s\"}",
        "{\"number\":0,\"hash\":\"%s\"}",
        "{\"number\":-1,\"hash\":\"%s\"}",
        "{\"number\":1,\"hash\":5}",
        "{\"number\":1,\"hash\":\"%.42s\"}",
        "{\"number\":1,\"hash\":\"%s!\"}",
        "{\"number\":1,\"hash\":\"%sAAAA\"}",
        "[1]",
    };
    unsigned char hash[USHER_HASH_BYTES];
    char text[USHER_BASE64URL(USHER_HASH_BYTES) + 1];
    char payload[200];
    sqlite3_stmt *row;
    (void)state;
    must("SELECT usher_key('" KEY "')");
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT hash FROM usher_audit WHERE number = 1", -1, &row, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_int_equal(sqlite3_column_bytes(row, 0), USHER_HASH_BYTES);
    memcpy(hash, sqlite3_column_blob(row, 0), sizeof(hash));
    sqlite3_finalize(row);
    usher_base64url(hash, sizeof(hash), text);
    for (size_t i = 0; i < sizeof(payloads) / sizeof(*payloads); i++) {
        sqlite3_snprintf(sizeof(payload), payload, payloads[i], text);
        const char *answer = verified(payload);
        if (!strstr(answer, "usher: invalid: ")) {
            fail_msg("%s says %s", payload, answer);
        }
    }
    sqlite3_snprintf(sizeof(payload), payload, "{\"hash\":\"%s\",\"number\":1,\"of\":0}", text);
    assert_string_equal(verified(payload), "1");
    hash[0] ^= 1;
    usher_base64url(hash, sizeof(hash), text);
    sqlite3_snprintf(sizeof(payload), payload, "{\"number\":1,\"hash\":\"%s\"}", text);
    assert_string_equal(verified(payload), "0");
}

/* As audit_prune() does it, on whatever connection. */
static int say_pruned(struct usher *rule, void *number) {
    struct usher_event event = {"audit.prune", "audit_log", number, NULL};
    return usher_audit(rule, &event, NULL, NULL);
}

/* What was cut off by a checkpoint was pruned if a connection with the master key says so, none without. */
static void test_cut(void **state) {
    char number[24];
    char other[] = "1";
    char sql[800];
    (void)state;
    must("SELECT usher_key('" KEY "')");
    must("UPDATE users SET about = 'x' WHERE rowid = 1");
    sqlite3_snprintf(sizeof(number), number, "%s", ask("SELECT max(number) FROM usher_audit"));
    sqlite3_snprintf(sizeof(sql), sql,
                     "INSERT INTO usher_audit_base SELECT 1, number, hash, '%s', created_at "
                     "FROM usher_audit WHERE number = %s; DELETE FROM usher_audit",
                     ask("SELECT audit_checkpoint()"), number);
    must(sql);
    says("SELECT audit_verify() ->> '$.problem'", "base");
    must("BEGIN");
    usher_keyring_close(&usher);
    assert_int_equal(usher_atomic(&usher, say_pruned, number), SQLITE_OK);
    must("SELECT usher_key('" KEY "')");
    must("UPDATE users SET about = 'y' WHERE rowid = 1");
    says("SELECT audit_verify() ->> '$.problem'", "base");
    must("ROLLBACK");
    must("BEGIN");
    assert_int_equal(usher_atomic(&usher, say_pruned, other), SQLITE_OK);
    says("SELECT audit_verify() ->> '$.problem'", "base");
    must("ROLLBACK");
    assert_int_equal(usher_atomic(&usher, say_pruned, number), SQLITE_OK);
    says("SELECT audit_verify() ->> '$.whole'", "1");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_rules, close_rules)

int main(void) {
    const struct CMUnitTest tests[] = {test(test_keys), test(test_public), test(test_checkpoint),
                                       test(test_cut)};
    return cmocka_run_group_tests_name("audit key", tests, NULL, NULL);
}
