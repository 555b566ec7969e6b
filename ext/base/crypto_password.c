/*
** Passwords: Argon2id (RFC 9106) through libsodium, in its string form, the one
** of the PHC: $argon2id$v=19$m=65536,t=2,p=1$SALT$HASH.
**
** A hash that comes from elsewhere, and every stored one before it is used, must
** be bounded: an absurd cost would hang whoever verifies.
**
** Rules owned here: password-cost.
*/
#include "crypto.h"
#include "never.h"

#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(USHER_PASSWORD_HASH == crypto_pwhash_STRBYTES, "a hash fits");
_Static_assert(USHER_COST_PASSES_LEAST >= crypto_pwhash_OPSLIMIT_MIN, "libsodium takes so few");

int usher_password_hash(const char *password, size_t length, const struct usher_cost *cost,
                        char hash[USHER_PASSWORD_HASH]) {
    return crypto_pwhash_str_alg(hash, password, length, (unsigned long long)cost->passes,
                                 (size_t)cost->memory * 1024, crypto_pwhash_ALG_ARGON2ID13);
}

/* A decimal number without a sign or leading zeros, and what must follow it. */
static int take_number(const char **text, const char *before, char after, int *number) {
    size_t length = strlen(before);
    long long value = 0;
    if (strncmp(*text, before, length) != 0) {
        return -1;
    }
    const char *p = *text + length;
    if (*p < '1' || *p > '9') {
        return -1;
    }
    for (; *p >= '0' && *p <= '9'; p++) {
        value = value * 10 + (*p - '0');
        if (value > INT_MAX) {
            return -1;
        }
    }
    if (*p != after) {
        return -1;
    }
    *number = (int)value;
    *text = p + 1;
    return 0;
}

/* So many characters of base64, up to `after`. */
static int take_base64(const char **text, char after, size_t least, size_t most) {
    size_t length =
        strspn(*text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    if (length < least || length > most || (*text)[length] != after) {
        return -1;
    }
    *text += length + (after != '\0');
    return 0;
}

int usher_password_cost(const char *hash, struct usher_cost *cost) {
    int lanes;
    size_t length = strlen(hash);
    if (length >= USHER_PASSWORD_HASH) {
        return -1;
    }
    const char *rest = strncmp(hash, "$argon2id", 9) == 0 ? hash + 9 : hash;
    rest = rest == hash && strncmp(hash, "$argon2i", 8) == 0 ? hash + 8 : rest;
    if (rest == hash || strncmp(rest, "$v=19$", 6) != 0) {
        return -1;
    }
    rest += 6;
    if (take_number(&rest, "m=", ',', &cost->memory) != 0 ||
        take_number(&rest, "t=", ',', &cost->passes) != 0 ||
        take_number(&rest, "p=", '$', &lanes) != 0 || take_base64(&rest, '$', 11, 64) != 0 ||
        take_base64(&rest, '\0', 22, 86) != 0) {
        return -1;
    }
    return cost->memory >= 8 * lanes && cost->memory <= USHER_COST_MEMORY_MOST &&
                   cost->passes <= USHER_COST_PASSES_MOST && lanes <= 16
               ? 0
               : -1;
}

/* ------------------------------------------------------------- verification */

/*
** crypto_pwhash_str_verify() says the same of a wrong password and of no memory. So what libsodium
** hashed itself (Argon2id, one lane) is hashed anew, which tells, and compared here.
*/
struct parts {
    struct usher_cost cost;
    unsigned char salt[crypto_pwhash_SALTBYTES];
    unsigned char hash[32];
};

static int decode(const char *text, size_t length, unsigned char *bytes, size_t size) {
    size_t decoded = 0;
    return sodium_base642bin(bytes, size, text, length, NULL, &decoded, NULL,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           decoded == size;
}

static int take_apart(const char *text, struct parts *parts) {
    const char *salt = strstr(text, ",p=1$");
    if (strncmp(text, "$argon2id$", 10) != 0 || usher_password_cost(text, &parts->cost) != 0 ||
        !salt) {
        return 0;
    }
    salt += strlen(",p=1$");
    size_t length = strcspn(salt, "$");
    return USHER_ALWAYS(salt[length] == '$') && /* its parts have been read */
           decode(salt, length, parts->salt, sizeof parts->salt) &&
           decode(salt + length + 1, strlen(salt + length + 1), parts->hash, sizeof parts->hash);
}

static int verify_own(const struct parts *parts, const char *password, size_t length) {
    unsigned char hash[sizeof parts->hash];
    int made = crypto_pwhash(hash, sizeof hash, password, length, parts->salt,
                             (unsigned long long)parts->cost.passes,
                             (size_t)parts->cost.memory * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0;
    int right = made && sodium_memcmp(hash, parts->hash, sizeof hash) == 0;
    sodium_memzero(hash, sizeof hash);
    return made ? right : -1;
}

/*
** For one that comes from elsewhere: was there enough memory? The pointer is volatile, or a compiler
** assumes that malloc() succeeds, since nothing else is done with it.
*/
static int has_memory(const char *hash) {
    struct usher_cost cost;
    if (usher_password_cost(hash, &cost) != 0) {
        return 1;
    }
    void *volatile room = malloc((size_t)cost.memory * 1024);
    int enough = room != NULL;
    free(room);
    return enough;
}

static int verify_foreign(const char *hash, const char *password, size_t length) {
    int right = crypto_pwhash_str_verify(hash, password, length) == 0;
    return right ? 1 : has_memory(hash) ? 0 : -1;
}

int usher_password_verify(const char *hash, const char *password, size_t length) {
    char text[USHER_PASSWORD_HASH] = ""; /* libsodium reads all of it */
    struct parts parts;
    strncpy(text, hash, sizeof text - 1);
    int right = take_apart(text, &parts) ? verify_own(&parts, password, length)
                                         : verify_foreign(text, password, length);
    sodium_memzero(text, sizeof text);
    sodium_memzero(&parts, sizeof parts);
    return right;
}
