/*
** The key of the audit log (usher_audit_key): one seed, sealed under the master key, of which are
** made the key of the entries' hashes and the Ed25519 key that signs checkpoints.
**
** A store gets one with its master key. It outlives a change of the master key, or nobody could tell
** afterwards whether the older entries are whole.
**
** Rules owned here: audit-key.
*/
#include "domain/keys/keys.h"

#include <string.h>

static const char purpose[] = "usher_audit_key.secret";

enum { NUMBER, ID, PUBLIC_KEY, SECRET };

/* -------------------------------------------------------------------- finding */

static int malformed(struct usher *usher) {
    return usher_fail(usher, USHER_CORRUPT, "usher_audit_key",
                      "the store holds a malformed key of the audit log");
}

static void derive(const unsigned char secret[USHER_KEY_BYTES], struct usher_audit_key *key) {
    usher_derive(secret, "chain", key->chain);
    usher_derive(secret, "sign", key->seed);
}

static int take_public(struct usher *usher, sqlite3_stmt *row, struct usher_audit_key *key) {
    const char *id = (const char *)sqlite3_column_text(row, ID);
    const char *text = (const char *)sqlite3_column_text(row, PUBLIC_KEY);
    size_t size = 0;
    if (!id || !text) {
        return usher_pass(usher, SQLITE_NOMEM); /* neither may be NULL */
    }
    key->number = sqlite3_column_int64(row, NUMBER);
    sqlite3_snprintf(sizeof(key->id), key->id, "%s", id);
    return usher_base64url_decode(text, strlen(text), key->public_key, sizeof(key->public_key),
                                  &size) == 0 &&
                   size == sizeof(key->public_key) && key->number > 0
               ? SQLITE_OK
               : malformed(usher);
}

/* The seed must be the one that the public key is of. */
static int take_secret(struct usher *usher, sqlite3_stmt *row, struct usher_audit_key *key) {
    unsigned char public_key[USHER_KEY_BYTES];
    char *secret;
    int size;
    int rc = usher_unseal_value(usher, purpose, key->id, sqlite3_column_blob(row, SECRET),
                                sqlite3_column_bytes(row, SECRET), &secret, &size);
    if (rc != SQLITE_OK) {
        return rc;
    }
    int whole = 0;
    if (USHER_ALWAYS(size == USHER_KEY_BYTES)) { /* no other was sealed */
        derive((const unsigned char *)secret, key);
        usher_sign_public(key->seed, public_key);
        whole = memcmp(public_key, key->public_key, USHER_KEY_BYTES) == 0;
    }
    usher_secret_free(secret, size);
    return whole ? SQLITE_OK : malformed(usher);
}

/* What the open query finds; closes it. */
static int take(struct usher *usher, struct usher_query *query, struct usher_audit_key *key) {
    int rc = usher_step(query);
    if (rc == SQLITE_ROW) {
        rc = take_public(usher, query->statement, key);
        if (rc == SQLITE_OK && usher_has_master_key(usher)) {
            rc = take_secret(usher, query->statement, key);
        }
    }
    usher_close(query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_audit_key_find(struct usher *usher, sqlite3_int64 number, struct usher_audit_key *key) {
    struct usher_query query;
    memset(key, 0, sizeof(*key));
    int rc = usher_open(usher, &query, USHER_SQL_audit_key, "i", number);
    return rc == SQLITE_OK ? take(usher, &query, key) : rc;
}

static int find_by_id(struct usher *usher, const char *id, struct usher_audit_key *key) {
    struct usher_query query;
    memset(key, 0, sizeof(*key));
    int rc = usher_open(usher, &query, USHER_SQL_audit_key_by_id, "t", id);
    return rc == SQLITE_OK ? take(usher, &query, key) : rc;
}

int usher_audit_key_in_use(struct usher *usher, char id[USHER_UUID_TEXT + 1]) {
    struct usher_query query;
    id[0] = '\0';
    if (!usher_has_master_key(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_open(usher, &query, USHER_SQL_audit_key_in_use, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query.statement, 0);
        sqlite3_snprintf(USHER_UUID_TEXT + 1, id, "%s", text ? text : "");
        rc = text ? SQLITE_DONE : usher_pass(usher, SQLITE_NOMEM);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Another connection may have changed the master key: then this one hashes as those without. */
static int keep_chain(struct usher *usher, const char *id) {
    struct usher_audit_key key;
    struct usher_error error = usher->error;
    int rc = find_by_id(usher, id, &key);
    struct usher_chain *kept = usher_keyring_chain(usher);
    if (rc != SQLITE_OK && !kept) {
        usher->error = error;
        rc = SQLITE_OK;
    } else if (rc == SQLITE_OK && USHER_ALWAYS(kept)) { /* or who has read the key? */
        sqlite3_snprintf(sizeof(kept->id), kept->id, "%s", id);
        kept->number = key.number;
        memcpy(kept->key, key.chain, USHER_KEY_BYTES);
    }
    usher_wipe(&key, sizeof(key));
    return rc;
}

int usher_audit_chain_key(struct usher *usher, const char *id, sqlite3_int64 *number,
                          unsigned char chain[USHER_KEY_BYTES]) {
    int rc = SQLITE_OK;
    *number = 0;
    if (!id[0]) {
        return SQLITE_OK;
    }
    if (strcmp(usher_keyring_chain(usher)->id, id) != 0) {
        rc = keep_chain(usher, id);
    }
    const struct usher_chain *kept = usher_keyring_chain(usher); /* it may be gone now */
    if (rc == SQLITE_OK && kept) {
        *number = kept->number;
        memcpy(chain, kept->key, USHER_KEY_BYTES);
    }
    return rc;
}

/* -------------------------------------------------------------------- signing */

int usher_audit_sign(struct usher *usher, const char *payload, char **token) {
    struct usher_query query;
    struct usher_audit_key key = {.number = 0};
    *token = NULL;
    int rc = usher_require_master_key(usher, "signing the audit log");
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_audit_key_current, "");
    }
    if (rc == SQLITE_OK) {
        rc = take(usher, &query, &key);
    }
    if (rc == SQLITE_OK && key.number == 0) {
        rc = usher_fail(usher, USHER_UNSUPPORTED, NULL,
                        "the audit log has no key yet: call usher_key()");
    }
    if (rc == SQLITE_OK) {
        struct usher_signing_key signer = {
            .algorithm = USHER_EDDSA, .kid = key.id, .seed = key.seed};
        rc = usher_jws_sign(usher, &signer, USHER_TYPE_AUDIT, payload, token);
    }
    usher_wipe(&key, sizeof(key));
    return rc;
}

int usher_audit_key_verifier(struct usher *usher, const char *kid, struct usher_signing_key *key,
                             int *found) {
    struct usher_audit_key audit;
    int rc = find_by_id(usher, kid, &audit);
    *found = rc == SQLITE_OK && audit.number;
    if (*found) {
        *key = (struct usher_signing_key){.query = {.usher = usher}, .algorithm = USHER_EDDSA};
        memcpy(key->public_key, audit.public_key, USHER_KEY_BYTES);
    }
    usher_wipe(&audit, sizeof(audit));
    return rc;
}

/* What is no token is an error of usher_jws_open() in some ways, and NULL in others. */
int usher_audit_open(struct usher *usher, const char *token, int length, char **payload) {
    struct usher_signing_key key;
    int rc = usher_jws_open(usher, token, length, USHER_TYPE_AUDIT, &key, payload);
    if (rc == SQLITE_OK && *payload) {
        usher_signing_key_close(&key);
    }
    return rc;
}

/* --------------------------------------------------------------------- making */

static int make(struct usher *usher, const struct usher_keyring *keyring,
                const unsigned char secret[USHER_KEY_BYTES]) {
    struct usher_audit_key key;
    char now[USHER_TIME_TEXT + 1];
    char text[USHER_BASE64URL(USHER_KEY_BYTES) + 1];
    unsigned char *sealed = NULL;
    usher_uuid_make(usher, key.id);
    derive(secret, &key);
    usher_sign_public(key.seed, key.public_key);
    usher_base64url(key.public_key, sizeof(key.public_key), text);
    usher_now(usher, now);
    int rc = usher_keyring_seal(usher, keyring, purpose, key.id, secret, USHER_KEY_BYTES, &sealed);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_audit_key_insert, "ttbt", key.id, text, sealed,
                       USHER_KEY_BYTES + USHER_SEAL_BYTES, now);
    }
    struct usher_event event = {"audit_key.create", "audit_log", key.id, NULL};
    rc = rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
    usher_wipe(&key, sizeof(key));
    sqlite3_free(sealed);
    return rc;
}

int usher_audit_key_seed(struct usher *usher, const struct usher_keyring *keyring) {
    unsigned char secret[USHER_KEY_BYTES];
    int any = 0;
    int rc = usher_exists(usher, &any, USHER_SQL_audit_key_current, "");
    if (rc == SQLITE_OK && !any) {
        usher_random(usher, secret, sizeof(secret));
        rc = make(usher, keyring, secret);
        usher_wipe(secret, sizeof(secret));
    }
    return rc;
}
