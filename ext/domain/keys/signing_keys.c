/*
** The keys that sign tokens (usher_signing_key), and what SQL sees of them.
**
**   SELECT jwt_key_create();                      -- a new Ed25519 key signs from now on
**   SELECT jwt_key_create('{"grace":0}');         -- and the older ones are no good any more
**   DELETE FROM jwt_keys WHERE id = 'stolen';     -- nor is this one
**
** One key signs: the one that does not expire. A new one lets the older ones
** verify for a grace time, in which the tokens that they signed come to their end.
** The algorithm belongs to the key: what a token says of it must agree (RFC 8725, 3.1).
**
** Rules owned here: signing-key, key-rotation.
*/
#include "domain/keys/keys.h"

#include <string.h>

enum { SECRET_LEAST = 32, SECRET_MOST = 1024, KID_MOST = 100, NAME_MOST = 200, GRACE = 604800 };

#define GRACE_MOST 31536000

static const char purpose[] = "usher_signing_key.secret";

/* The bytes of secrets that are made here: as many as the hash has. */
static const struct {
    const char *name;
    int secret;
} algorithms[USHER_ALGORITHMS] = {
    [USHER_EDDSA] = {"EdDSA", 32},
    [USHER_HS256] = {"HS256", 32},
    [USHER_HS512] = {"HS512", 64},
};

const char *usher_algorithm_name(enum usher_algorithm algorithm) {
    return algorithms[algorithm].name;
}

/* USHER_ALGORITHMS if there is no such algorithm. */
static enum usher_algorithm find_algorithm(const char *name) {
    enum usher_algorithm found = USHER_EDDSA;
    while (found < USHER_ALGORITHMS && strcmp(algorithms[found].name, name) != 0) {
        found++;
    }
    return found;
}

/* -------------------------------------------------------------------- finding */

enum { ID, ALGORITHM, PUBLIC_KEY, SECRET, ISSUER, AUDIENCE, NOW };

static int malformed(struct usher *usher) {
    return usher_fail(usher, USHER_CORRUPT, "usher_signing_key",
                      "the store holds a malformed key that signs tokens");
}

static int take_public_key(struct usher *usher, struct usher_signing_key *key) {
    sqlite3_stmt *row = key->query.statement;
    int missing = sqlite3_column_type(row, PUBLIC_KEY) == SQLITE_NULL;
    const char *text = (const char *)sqlite3_column_text(row, PUBLIC_KEY);
    int length = sqlite3_column_bytes(row, PUBLIC_KEY);
    size_t size = 0;
    if (!text && !missing) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    return text &&
                   usher_base64url_decode(text, (size_t)length, key->public_key,
                                          sizeof(key->public_key), &size) == 0 &&
                   size == sizeof(key->public_key)
               ? SQLITE_OK
               : malformed(usher);
}

static int is_whole(const struct usher_signing_key *key) {
    for (int i = ID; i <= AUDIENCE; i++) {
        if (i != PUBLIC_KEY && /* the others are NOT NULL */
            USHER_NEVER(sqlite3_column_type(key->query.statement, i) == SQLITE_NULL)) {
            return 0;
        }
    }
    return key->algorithm != USHER_ALGORITHMS;
}

static int take_key(struct usher *usher, struct usher_signing_key *key) {
    sqlite3_stmt *row = key->query.statement;
    const char *algorithm = (const char *)sqlite3_column_text(row, ALGORITHM);
    key->seed = NULL;
    key->kid = (const char *)sqlite3_column_text(row, ID);
    key->issuer = (const char *)sqlite3_column_text(row, ISSUER);
    key->audience = (const char *)sqlite3_column_text(row, AUDIENCE);
    key->now = sqlite3_column_int64(row, NOW);
    if (!algorithm || !key->kid || !key->issuer || !key->audience) {
        return usher_pass(usher, SQLITE_NOMEM); /* none may be NULL */
    }
    key->algorithm = find_algorithm(algorithm);
    if (!is_whole(key)) {
        return malformed(usher);
    }
    return key->algorithm == USHER_EDDSA ? take_public_key(usher, key) : SQLITE_OK;
}

/* Take what the open query finds. */
static int find(struct usher *usher, struct usher_signing_key *key, int *found) {
    int rc = usher_step(&key->query);
    *found = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW) {
        rc = take_key(usher, key);
    } else if (rc == SQLITE_DONE) {
        rc = SQLITE_OK;
    }
    if (rc != SQLITE_OK || !*found) {
        usher_signing_key_close(key);
    }
    return rc;
}

int usher_signing_key_find(struct usher *usher, const char *kid, struct usher_signing_key *key,
                           int *found) {
    int rc = usher_open(usher, &key->query, USHER_SQL_signing_key, "t", kid);
    return rc == SQLITE_OK ? find(usher, key, found) : rc;
}

int usher_signing_key_current(struct usher *usher, struct usher_signing_key *key) {
    int found = 0;
    int rc = usher_require_master_key(usher, "signing a token");
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &key->query, USHER_SQL_signing_key_current, "");
    }
    if (rc == SQLITE_OK) {
        rc = find(usher, key, &found);
    }
    return rc == SQLITE_OK && !found
               ? usher_fail(usher, USHER_UNSUPPORTED, NULL,
                            "there is no key that signs tokens: call jwt_key_create()")
               : rc;
}

void usher_signing_key_close(struct usher_signing_key *key) {
    usher_close(&key->query);
}

int usher_signing_key_secret(struct usher *usher, const struct usher_signing_key *key,
                             char **secret, int *size) {
    sqlite3_stmt *row = key->query.statement;
    int rc = usher_require_master_key(usher, "the secret of a key that signs tokens");
    if (rc == SQLITE_OK) {
        rc = usher_unseal_value(usher, purpose, key->kid, sqlite3_column_blob(row, SECRET),
                                sqlite3_column_bytes(row, SECRET), secret, size);
    }
    if (rc == SQLITE_OK &&
        (key->algorithm == USHER_EDDSA ? *size != USHER_KEY_BYTES : *size < SECRET_LEAST)) {
        usher_secret_free(*secret, *size);
        *secret = NULL;
        rc = malformed(usher);
    }
    return rc;
}

/* --------------------------------------------------------------------- making */

/* What a new key is to be. Names have up to 4 bytes a character. */
struct making {
    struct usher *usher;
    enum usher_algorithm algorithm;
    char kid[KID_MOST + 1];
    char issuer[4 * NAME_MOST + 1];
    char audience[4 * NAME_MOST + 1];
    unsigned char secret[SECRET_MOST];
    size_t size; /* of the secret; 0: make one */
    sqlite3_int64 grace;
};

static int take_algorithm(struct making *making, const char *name, struct usher_value *value) {
    making->algorithm = value->type == SQLITE_TEXT ? find_algorithm(value->text) : USHER_ALGORITHMS;
    return making->algorithm == USHER_ALGORITHMS
               ? usher_fail(making->usher, USHER_INVALID, name,
                            "algorithm must be EdDSA, HS256 or HS512")
               : SQLITE_OK;
}

/* What stands for itself in JSON, in a URL and in a file's name (RFC 3986, unreserved). */
static int take_kid(struct making *making, const char *name, struct usher_value *value) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    if (value->type != SQLITE_TEXT || value->length < 1 || value->length > KID_MOST ||
        strspn(value->text, letters) != (size_t)value->length) {
        return usher_fail(making->usher, USHER_INVALID, name,
                          "kid must be 1 to %d letters, digits and - . _ ~", KID_MOST);
    }
    memcpy(making->kid, value->text, (size_t)value->length + 1);
    return SQLITE_OK;
}

static int take_secret(struct making *making, const char *name, struct usher_value *value) {
    return value->type != SQLITE_TEXT ||
                   usher_base64url_decode(value->text, (size_t)value->length, making->secret,
                                          sizeof(making->secret), &making->size) != 0 ||
                   making->size < SECRET_LEAST
               ? usher_fail(making->usher, USHER_INVALID, name,
                            "secret must be base64url, without padding, of %d to %d bytes",
                            SECRET_LEAST, SECRET_MOST)
               : SQLITE_OK;
}

static int take_name(struct making *making, const char *name, struct usher_value *value,
                     char to[4 * NAME_MOST + 1]) {
    int rc = usher_is_null(value) || value->owned
                 ? usher_fail(making->usher, USHER_INVALID, name, "%s must be text", name)
                 : usher_check_text(making->usher, name, NAME_MOST, value);
    if (rc == SQLITE_OK) {
        memcpy(to, value->text, (size_t)value->length + 1);
    }
    return rc;
}

static int take_grace(struct making *making, const char *name, struct usher_value *value) {
    int rc =
        usher_is_null(value) ? SQLITE_ERROR : usher_check_integer(making->usher, name, 0, value);
    making->grace = value->integer;
    return rc != SQLITE_OK || making->grace < 0 || making->grace > GRACE_MOST
               ? usher_fail(making->usher, USHER_INVALID, name, "grace must be 0 to %d seconds",
                            GRACE_MOST)
               : SQLITE_OK;
}

static int take_option(void *context, const char *name, struct usher_value *value) {
    struct making *making = context;
    if (strcmp(name, "algorithm") == 0) {
        return take_algorithm(making, name, value);
    }
    if (strcmp(name, "kid") == 0) {
        return take_kid(making, name, value);
    }
    if (strcmp(name, "secret") == 0) {
        return take_secret(making, name, value);
    }
    if (strcmp(name, "issuer") == 0) {
        return take_name(making, name, value, making->issuer);
    }
    if (strcmp(name, "audience") == 0) {
        return take_name(making, name, value, making->audience);
    }
    if (strcmp(name, "grace") == 0) {
        return take_grace(making, name, value);
    }
    static const char *const names[] = {"algorithm", "kid",   "secret", "issuer",
                                        "audience",  "grace", NULL};
    usher_fail(making->usher, USHER_INVALID, name,
               "there is no option \"%.40s\": use algorithm, kid, secret, issuer, audience "
               "or grace",
               name);
    return usher_suggest(making->usher, name, names);
}

/* The members come in any order: what they are together is looked at last. */
static int complete(struct making *making) {
    struct usher *usher = making->usher;
    if (making->algorithm == USHER_EDDSA && making->size > 0 && making->size != USHER_KEY_BYTES) {
        return usher_fail(usher, USHER_INVALID, "secret",
                          "secret of an EdDSA key must be a seed of %d bytes", USHER_KEY_BYTES);
    }
    if (making->size == 0) {
        making->size = (size_t)algorithms[making->algorithm].secret;
        usher_random(usher, making->secret, making->size);
    }
    if (!making->kid[0]) {
        usher_uuid_make(usher, making->kid);
    }
    int taken = 0;
    int rc = usher_exists(usher, &taken, USHER_SQL_signing_key_taken, "t", making->kid);
    return rc == SQLITE_OK && taken
               ? usher_fail(usher, USHER_CONFLICT, "kid", "there is a key of this kid already")
               : rc;
}

static int audit(struct usher *usher, const struct making *making) {
    struct usher_event event = {"jwt_key.create", "jwt_keys", making->kid, NULL};
    struct usher_fields after;
    usher_fields_init(&after);
    usher_set_text(&after, "algorithm", algorithms[making->algorithm].name);
    usher_set_text(&after, "issuer", making->issuer);
    usher_set_text(&after, "audience", making->audience);
    return usher_audit(usher, &event, NULL, &after);
}

static int insert(struct usher *usher, const struct making *making, const char *now,
                  const unsigned char *sealed) {
    unsigned char public_key[USHER_KEY_BYTES];
    char text[USHER_BASE64URL(USHER_KEY_BYTES) + 1];
    if (making->algorithm == USHER_EDDSA) {
        usher_sign_public(making->secret, public_key);
        usher_base64url(public_key, sizeof(public_key), text);
    }
    return usher_run(usher, USHER_SQL_signing_key_insert, "tttbttt", making->kid,
                     algorithms[making->algorithm].name,
                     making->algorithm == USHER_EDDSA ? text : NULL, sealed,
                     (int)making->size + USHER_SEAL_BYTES, making->issuer, making->audience, now);
}

static int make(struct making *making, const struct usher_keyring *keyring) {
    struct usher *usher = making->usher;
    char now[USHER_TIME_TEXT + 1];
    unsigned char *sealed = NULL;
    int rc = complete(making);
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_keyring_seal(usher, keyring, purpose, making->kid, making->secret,
                                (int)making->size, &sealed);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_signing_keys_retire, "ti", now, making->grace);
    }
    if (rc == SQLITE_OK) {
        rc = insert(usher, making, now, sealed);
    }
    sqlite3_free(sealed);
    return rc == SQLITE_OK ? audit(usher, making) : rc;
}

int usher_signing_key_create(struct usher *usher, const struct usher_value *options,
                             struct usher_value *kid) {
    struct making making = {.usher = usher, .issuer = "usher", .audience = "usher", .grace = GRACE};
    const struct usher_keyring *keyring;
    int rc = usher_require_keyring(usher, "a key that signs tokens", &keyring);
    if (rc == SQLITE_OK && options && !usher_is_null(options)) {
        rc = usher_json_object(usher, "options", options, take_option, &making);
    }
    if (rc == SQLITE_OK) {
        rc = make(&making, keyring);
    }
    if (rc == SQLITE_OK) {
        rc = usher_result_copy(usher, kid, making.kid);
    }
    usher_wipe(&making, sizeof(making));
    return rc;
}

int usher_signing_key_seed(struct usher *usher, const struct usher_keyring *keyring) {
    struct making making = {.usher = usher, .issuer = "usher", .audience = "usher"};
    int any = 0;
    int rc = usher_exists(usher, &any, USHER_SQL_signing_key_any, "");
    if (rc == SQLITE_OK && !any) {
        rc = make(&making, keyring);
    }
    usher_wipe(&making, sizeof(making));
    return rc;
}
