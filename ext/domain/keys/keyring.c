/*
** The master key: what must be readable again is sealed under it, and the store
** never has it. The connection is given it by usher_key() and keeps a key that is
** derived from it, until it is closed.
**
** Each value is sealed under a key of its own, derived from that one, from what
** the value is for and from its row: moved elsewhere it does not open. A proof
** tells a wrong master key before it does harm.
**
** Rules owned here: master-key, sealed-values.
*/
#include "domain/keys/keys.h"

#include <string.h>

enum { SALT_BYTES = 16, PROOF_BYTES = 16 };

struct usher_keyring {
    unsigned char key[USHER_KEY_BYTES];                  /* derived from the master key */
    unsigned char proof[USHER_SEAL_BYTES + PROOF_BYTES]; /* the store's, when it was right */
    struct usher_chain chain; /* of the audit log, once it was asked for */
};

static const char proof_purpose[] = "usher_secret.proof";

int usher_has_master_key(const struct usher *usher) {
    return usher->keyring != NULL;
}

int usher_require_master_key(struct usher *usher, const char *what) {
    return usher->keyring ? SQLITE_OK
                          : usher_fail(usher, USHER_UNSUPPORTED, NULL,
                                       "%s needs the master key: call usher_key() on this "
                                       "connection first",
                                       what);
}

static void release(struct usher_keyring *keyring) {
    if (keyring) {
        usher_wipe(keyring, sizeof(*keyring));
        sqlite3_free(keyring);
    }
}

void usher_keyring_close(struct usher *usher) {
    release(usher->keyring);
    usher->keyring = NULL;
}

struct usher_chain *usher_keyring_chain(struct usher *usher) {
    return usher->keyring ? &usher->keyring->chain : NULL;
}

void usher_secret_free(char *secret, int size) {
    if (secret) {
        usher_wipe(secret, (size_t)size);
        sqlite3_free(secret);
    }
}

/* ------------------------------------------------------------------- sealing */

static void key_for(const struct usher_keyring *keyring, const char *purpose, const char *id,
                    unsigned char key[USHER_KEY_BYTES]) {
    char name[200];
    sqlite3_snprintf(sizeof(name), name, "%s/%s", purpose, id);
    usher_derive(keyring->key, name, key);
}

int usher_keyring_seal(struct usher *usher, const struct usher_keyring *keyring,
                       const char *purpose, const char *id, const void *plain, int size,
                       unsigned char **sealed) {
    unsigned char key[USHER_KEY_BYTES];
    unsigned char nonce[USHER_NONCE_BYTES];
    *sealed = sqlite3_malloc(size + USHER_SEAL_BYTES);
    if (!*sealed) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    key_for(keyring, purpose, id, key);
    usher_random(usher, nonce, sizeof(nonce));
    usher_seal(key, nonce, plain, (size_t)size, *sealed);
    usher_wipe(key, sizeof(key));
    return SQLITE_OK;
}

static int unseal(struct usher *usher, const struct usher_keyring *keyring, const char *purpose,
                  const char *id, const void *sealed, int size, char **plain, int *plain_size) {
    unsigned char key[USHER_KEY_BYTES];
    *plain = NULL;
    *plain_size = size - USHER_SEAL_BYTES;
    if (*plain_size >= 0 && USHER_ALWAYS(sealed)) { /* as it is not empty */
        *plain = sqlite3_malloc(*plain_size + 1);
        if (!*plain) {
            return usher_pass(usher, SQLITE_NOMEM);
        }
        (*plain)[*plain_size] = '\0';
        key_for(keyring, purpose, id, key);
        int opened = usher_unseal(key, sealed, (size_t)size, *plain) == 0;
        usher_wipe(key, sizeof(key));
        if (opened) {
            return SQLITE_OK;
        }
        sqlite3_free(*plain);
        *plain = NULL;
    }
    return usher_fail(usher, USHER_CORRUPT, purpose,
                      "the store holds a value of %s that the master key does not open", purpose);
}

/* ----------------------------------------------------------- the store's secret */

struct secret {
    unsigned char hash_key[USHER_KEY_BYTES];
    unsigned char salt[SALT_BYTES];
    unsigned char proof[USHER_SEAL_BYTES + PROOF_BYTES];
    int proven; /* a master key is set */
};

static int take_secret(struct usher *usher, sqlite3_stmt *row, struct secret *secret) {
    const struct {
        void *to;
        int size;
    } parts[] = {{secret->hash_key, USHER_KEY_BYTES},
                 {secret->salt, SALT_BYTES},
                 {secret->proof, (int)sizeof(secret->proof)}};
    secret->proven = sqlite3_column_type(row, 2) != SQLITE_NULL;
    for (int i = 0; i < 2 + secret->proven; i++) {
        const void *blob = sqlite3_column_blob(row, i);
        if (!blob || sqlite3_column_bytes(row, i) != parts[i].size) {
            return usher_fail(usher, USHER_CORRUPT, "usher_secret",
                              "the store's own secret is mangled");
        }
        memcpy(parts[i].to, blob, (size_t)parts[i].size);
    }
    return SQLITE_OK;
}

static int read_secret(struct usher *usher, struct secret *secret) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_secret, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = take_secret(usher, query.statement, secret);
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_CORRUPT, "usher_secret", "the store has lost its own secret");
    }
    usher_close(&query);
    return rc;
}

int usher_secret_seed(struct usher *usher) {
    unsigned char hash_key[USHER_KEY_BYTES];
    unsigned char salt[SALT_BYTES];
    usher_random(usher, hash_key, sizeof(hash_key));
    usher_random(usher, salt, sizeof(salt));
    int rc =
        usher_run(usher, USHER_SQL_secret_seed, "bb", hash_key, USHER_KEY_BYTES, salt, SALT_BYTES);
    usher_wipe(hash_key, sizeof(hash_key));
    return rc;
}

int usher_hash_key(struct usher *usher, const char *purpose, unsigned char key[USHER_KEY_BYTES]) {
    struct secret secret = {.proven = 0};
    int rc = read_secret(usher, &secret);
    if (rc == SQLITE_OK) {
        usher_derive(secret.hash_key, purpose, key);
    }
    usher_wipe(&secret, sizeof(secret));
    return rc;
}

int usher_keyed_hash(struct usher *usher, const char *purpose, const void *data, size_t size,
                     unsigned char hash[USHER_HASH_BYTES]) {
    unsigned char key[USHER_KEY_BYTES];
    int rc = usher_hash_key(usher, purpose, key);
    if (rc == SQLITE_OK) {
        usher_hash(data, size, key, hash);
        usher_wipe(key, sizeof(key));
    }
    return rc;
}

int usher_keyed_hash_nocase(struct usher *usher, const char *purpose, const char *text,
                            unsigned char hash[USHER_HASH_BYTES]) {
    char lower[255]; /* an address, or an id */
    size_t length = 0;
    for (; USHER_ALWAYS(length < sizeof(lower)) && text[length]; length++) { /* both were checked */
        lower[length] = usher_lower(text[length]);
    }
    return usher_keyed_hash(usher, purpose, lower, length, hash);
}

/* ------------------------------------------------------------------ master key */

static int derive(struct usher *usher, const char *field, const struct usher_value *given,
                  const struct secret *secret, struct usher_keyring *keyring) {
    if ((given->type != SQLITE_TEXT && given->type != SQLITE_BLOB) ||
        given->length < USHER_MASTER_LEAST || given->length > USHER_MASTER_MOST) {
        return usher_fail(usher, USHER_INVALID, field,
                          "%s must be %d to %d bytes of randomness, as text or blob", field,
                          USHER_MASTER_LEAST, USHER_MASTER_MOST);
    }
    usher_derive_master(given->text, (size_t)given->length, secret->salt, keyring->key);
    return SQLITE_OK;
}

/* From now on this is the store's. */
static int set_proof(struct usher *usher, struct usher_keyring *keyring) {
    unsigned char proof[PROOF_BYTES] = {0};
    unsigned char *sealed;
    int rc = usher_keyring_seal(usher, keyring, proof_purpose, "", proof, PROOF_BYTES, &sealed);
    if (rc == SQLITE_OK) {
        memcpy(keyring->proof, sealed, sizeof(keyring->proof));
        rc = usher_run(usher, USHER_SQL_secret_set_proof, "b", sealed, (int)sizeof(keyring->proof));
    }
    sqlite3_free(sealed);
    return rc;
}

static int require_proof(struct usher *usher, struct usher_keyring *keyring,
                         const struct secret *secret) {
    unsigned char key[USHER_KEY_BYTES];
    unsigned char proof[PROOF_BYTES];
    key_for(keyring, proof_purpose, "", key);
    int opened = usher_unseal(key, secret->proof, sizeof(secret->proof), proof) == 0;
    usher_wipe(key, sizeof(key));
    memcpy(keyring->proof, secret->proof, sizeof(keyring->proof));
    return opened
               ? SQLITE_OK
               : usher_fail(usher, USHER_INVALID, "key", "key is not the master key of this store");
}

struct job {
    const struct usher_value *key;
    const struct usher_value *next; /* NULL: it stays */
    struct usher_keyring old;
    struct usher_keyring *keyring; /* what the connection keeps */
};

static int audit(struct usher *usher, const char *action) {
    struct usher_event event = {action, "store", "1", NULL};
    return usher_audit(usher, &event, NULL, NULL);
}

static int first_rule(struct usher *usher, void *argument) {
    struct job *job = argument;
    struct secret secret = {.proven = 0};
    int rc = read_secret(usher, &secret);
    if (rc == SQLITE_OK && secret.proven) { /* another connection was faster */
        rc = require_proof(usher, job->keyring, &secret);
    } else if (rc == SQLITE_OK) {
        rc = set_proof(usher, job->keyring);
        rc = rc == SQLITE_OK ? audit(usher, "key.set") : rc;
        rc = rc == SQLITE_OK ? usher_signing_key_seed(usher, job->keyring) : rc;
    }
    usher_wipe(&secret, sizeof(secret));
    return rc == SQLITE_OK ? usher_audit_key_seed(usher, job->keyring) : rc;
}

/* A store that had its master key before its log had a chain is written to, once. */
static int give(struct usher *usher, struct job *job) {
    struct secret secret = {.proven = 0};
    int has_chain = 0;
    int rc = read_secret(usher, &secret);
    if (rc == SQLITE_OK) {
        rc = derive(usher, "key", job->key, &secret, job->keyring);
    }
    if (rc == SQLITE_OK && secret.proven) {
        rc = require_proof(usher, job->keyring, &secret);
        rc =
            rc == SQLITE_OK ? usher_exists(usher, &has_chain, USHER_SQL_audit_key_current, "") : rc;
    }
    if (rc == SQLITE_OK && !has_chain) {
        rc = usher_atomic(usher, first_rule, job);
    }
    usher_wipe(&secret, sizeof(secret));
    return rc;
}

/* Where sealed values are: "table.column". */
static const struct place {
    const char *purpose;
    const char *table;
    const char *column;
} places[] = {{"usher_signing_key.secret", "usher_signing_key", "secret"},
              {"usher_api_key.sealed", "usher_api_key", "sealed"},
              {"usher_totp.secret", "usher_totp", "secret"},
              {"usher_outbox.token", "usher_outbox", "token"},
              {"usher_audit_key.secret", "usher_audit_key", "secret"}};

static int reseal_one(struct usher *usher, const struct job *job, sqlite3_stmt *row) {
    const struct place *place = &places[sqlite3_column_int(row, 0)];
    const char *id = (const char *)sqlite3_column_text(row, 2);
    char *plain = NULL;
    int size = 0;
    unsigned char *sealed = NULL;
    int rc = id ? unseal(usher, &job->old, place->purpose, id, sqlite3_column_blob(row, 3),
                         sqlite3_column_bytes(row, 3), &plain, &size)
                : usher_pass(usher, SQLITE_NOMEM);
    if (rc == SQLITE_OK) {
        rc = usher_keyring_seal(usher, job->keyring, place->purpose, id, plain, size, &sealed);
    }
    if (rc == SQLITE_OK) {
        struct usher_fields fields;
        usher_fields_init(&fields);
        usher_set_blob(&fields, place->column, sealed, size + USHER_SEAL_BYTES);
        rc = usher_update(usher, place->table, sqlite3_column_int64(row, 1), &fields);
    }
    usher_secret_free(plain, size);
    sqlite3_free(sealed);
    return rc;
}

static int reseal_all(struct usher *usher, const struct job *job) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_sealed_values, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        rc = reseal_one(usher, job, query.statement);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int change_rule(struct usher *usher, void *argument) {
    struct job *job = argument;
    struct secret secret = {.proven = 0};
    int rc = read_secret(usher, &secret);
    if (rc == SQLITE_OK && !secret.proven) {
        rc = usher_fail(usher, USHER_CONFLICT, "key", "this store has no master key yet: give one");
    }
    if (rc == SQLITE_OK) {
        rc = derive(usher, "key", job->key, &secret, &job->old);
    }
    if (rc == SQLITE_OK) {
        rc = derive(usher, "next", job->next, &secret, job->keyring);
    }
    if (rc == SQLITE_OK) {
        rc = require_proof(usher, &job->old, &secret);
    }
    usher_wipe(&secret, sizeof(secret));
    if (rc == SQLITE_OK) { /* first: the log's key opens by what the connection holds still */
        rc = audit(usher, "key.change");
    }
    if (rc == SQLITE_OK) {
        rc = reseal_all(usher, job);
    }
    return rc == SQLITE_OK ? set_proof(usher, job->keyring) : rc;
}

/* Once the store is changed nothing may fail: there is room for what the connection keeps. */
int usher_master_key(struct usher *usher, const struct usher_value *key,
                     const struct usher_value *next) {
    struct usher_keyring *keyring = sqlite3_malloc64(sizeof(*keyring));
    struct job job = {.key = key, .next = next, .keyring = keyring};
    if (!keyring) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    memset(keyring, 0, sizeof(*keyring));
    int rc = next ? usher_atomic(usher, change_rule, &job) : give(usher, &job);
    if (rc == SQLITE_OK) {
        job.keyring = usher->keyring; /* goes */
        usher->keyring = keyring;
    }
    release(job.keyring);
    usher_wipe(&job, sizeof(job));
    return rc;
}

/* ------------------------------------------------------------- for other rules */

/*
** Another connection may have changed the master key, or a ROLLBACK have undone that it was given
** or changed here: what is sealed now would never open.
*/
static int require_present(struct usher *usher, const char *what) {
    struct secret secret = {.proven = 0};
    int rc = usher_require_master_key(usher, what);
    if (rc == SQLITE_OK) {
        rc = read_secret(usher, &secret);
    }
    if (rc == SQLITE_OK && (!secret.proven || memcmp(secret.proof, usher->keyring->proof,
                                                     sizeof(secret.proof)) != 0)) {
        usher_keyring_close(usher);
        rc = usher_fail(
            usher, USHER_UNSUPPORTED, NULL,
            "the store's master key is not the one that this connection was given any more: "
            "call usher_key() with the present one");
    }
    usher_wipe(&secret, sizeof(secret));
    return rc;
}

int usher_require_key_of_store(struct usher *usher, const char *what) {
    struct secret secret = {.proven = 0};
    int rc = read_secret(usher, &secret);
    int proven = secret.proven;
    usher_wipe(&secret, sizeof(secret));
    return rc == SQLITE_OK && proven ? require_present(usher, what) : rc;
}

int usher_require_keyring(struct usher *usher, const char *what,
                          const struct usher_keyring **keyring) {
    int rc = require_present(usher, what);
    *keyring = usher->keyring;
    return rc;
}

int usher_seal_value(struct usher *usher, const char *purpose, const char *id, const void *plain,
                     int size, unsigned char **sealed) {
    int rc = require_present(usher, purpose);
    *sealed = NULL;
    return rc == SQLITE_OK
               ? usher_keyring_seal(usher, usher->keyring, purpose, id, plain, size, sealed)
               : rc;
}

int usher_unseal_value(struct usher *usher, const char *purpose, const char *id, const void *sealed,
                       int size, char **plain, int *plain_size) {
    int rc = require_present(usher, purpose);
    *plain = NULL;
    *plain_size = 0;
    return rc == SQLITE_OK
               ? unseal(usher, usher->keyring, purpose, id, sealed, size, plain, plain_size)
               : rc;
}
