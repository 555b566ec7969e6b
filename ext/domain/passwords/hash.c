/*
** Passwords as such: how long they are, how they are hashed, whether one is right.
**
** A comparison takes the time of one Argon2, whoever was asked for. Where there is
** nobody, or nobody with a password, it is made with somebody else's hash, always the
** same for one address: by their times the addresses that nobody has look as mixed as
** those that somebody has. In an empty table there is a hash that nobody's password has.
**
** Rules owned here: password-length, password-cost, password-compare.
*/
#include "domain/passwords/passwords.h"

#include <string.h>

/* 256 characters of 4 bytes each: what is longer is no password, and is not worth hashing. */
enum { MOST_BYTES = 1024 };

int usher_password_check(struct usher *usher, const char *field, const char *account_id,
                         struct usher_value *password) {
    sqlite3_int64 least = 0;
    sqlite3_int64 most = 0;
    int rc = usher_setting(usher, USHER_SETTING_PASSWORD_LEAST, account_id, &least);
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_PASSWORD_MOST, account_id, &most);
    }
    return rc == SQLITE_OK ? usher_check_secret(usher, field, (int)least, (int)most, password) : rc;
}

static int cost_of(struct usher *usher, const char *account_id, struct usher_cost *cost) {
    sqlite3_int64 memory = 0;
    sqlite3_int64 passes = 0;
    int rc = usher_setting(usher, USHER_SETTING_PASSWORD_MEMORY, account_id, &memory);
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_PASSWORD_PASSES, account_id, &passes);
    }
    *cost = (struct usher_cost){(int)memory, (int)passes};
    return rc;
}

int usher_password_make(struct usher *usher, const char *account_id,
                        const struct usher_value *password, char hash[USHER_PASSWORD_HASH]) {
    struct usher_cost cost;
    int rc = SQLITE_OK;
    if (usher_is_replicated(usher)) {
        rc = usher_fail(usher, USHER_UNSUPPORTED, "password",
                        "a store that is replicated by statements takes no password, which would "
                        "stand in them: hash it with Argon2id and call password_import()");
    }
    if (rc == SQLITE_OK) {
        rc = cost_of(usher, account_id, &cost);
    }
    if (rc == SQLITE_OK &&
        usher_password_hash(password->text, (size_t)password->length, &cost, hash) != 0) {
        rc = usher_pass(usher, SQLITE_NOMEM);
    }
    return rc;
}

/* ------------------------------------------------------------------ comparison */

/* The hash in the first row of the query, if there is one that can be compared with. */
static int take_hash(struct usher_query *query, char hash[USHER_PASSWORD_HASH], int *found) {
    int rc = usher_step(query);
    *found = rc == SQLITE_ROW;
    if (*found) {
        rc = usher_copy_text(query->usher, query->statement, 0, hash, USHER_PASSWORD_HASH);
    }
    usher_close(query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Somebody's hash for this address; one that is no password's if there is none. */
static int stand_in(struct usher *usher, const char *email, const struct usher_cost *cost,
                    char hash[USHER_PASSWORD_HASH]) {
    static const char none[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    unsigned char digest[USHER_HASH_BYTES];
    struct usher_query query;
    struct usher_cost bounded;
    int found = 0;
    int rc = usher_keyed_hash_nocase(usher, "password/stand-in", email, digest);
    if (rc == SQLITE_OK) {
        sqlite3_int64 number =
            (sqlite3_int64)digest[0] << 24 | digest[1] << 16 | digest[2] << 8 | digest[3];
        rc = usher_open(usher, &query, USHER_SQL_password_any, "i", number);
    }
    if (rc == SQLITE_OK) {
        rc = take_hash(&query, hash, &found);
    }
    if (rc == SQLITE_OK && (!found || usher_password_cost(hash, &bounded) != 0)) {
        sqlite3_snprintf(USHER_PASSWORD_HASH, hash, "$argon2id$v=19$m=%d,t=%d,p=1$%.22s$%s",
                         cost->memory, cost->passes, none, none);
    }
    return rc;
}

static int is_stale(const char *hash, const struct usher_cost *made,
                    const struct usher_cost *wanted) {
    return made->memory < wanted->memory || made->passes < wanted->passes ||
           strncmp(hash, "$argon2id$", 10) != 0;
}

/* The user's own hash takes the stand-in's place; *own: there is one. */
static int own_hash(struct usher *usher, const char *user_id, char hash[USHER_PASSWORD_HASH],
                    struct usher_cost *cost, int *own) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_password_of, "t", user_id);
    if (rc == SQLITE_OK) {
        rc = take_hash(&query, hash, own);
    }
    return rc == SQLITE_OK && *own && usher_password_cost(hash, cost) != 0
               ? usher_fail(
                     usher, USHER_CORRUPT, "hash",
                     "the store holds a password's hash that is malformed, or costs too much")
               : rc;
}

int usher_password_matches(struct usher *usher, const char *user_id, const char *account_id,
                           const char *email, const struct usher_value *password, int *matches,
                           int *stale) {
    char hash[USHER_PASSWORD_HASH] = "";
    struct usher_cost wanted = {0, 0};
    struct usher_cost cost = {0, 0};
    int own = 0;
    int length = password->length < MOST_BYTES ? password->length : MOST_BYTES;
    *matches = *stale = 0;
    int rc = cost_of(usher, account_id, &wanted);
    if (rc == SQLITE_OK) {
        rc = stand_in(usher, email, &wanted, hash);
    }
    if (rc == SQLITE_OK) {
        rc = own_hash(usher, user_id, hash, &cost, &own);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    int right = usher_password_verify(hash, password->text, (size_t)length);
    if (right < 0) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    *matches = right && own && length == password->length;
    *stale = *matches && is_stale(hash, &cost, &wanted);
    return SQLITE_OK;
}
