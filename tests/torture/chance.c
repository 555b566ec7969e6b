/*
** Randomness and passwords, for a story that comes out the same each time.
**
** usher asks libsodium for random bytes, which asks us. A password is hashed by libsodium itself,
** but at the least cost that it takes: a trial more or less costs nothing.
*/
/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
#define _GNU_SOURCE
#include "torture.h"

#include <dlfcn.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static uint64_t number;

/* splitmix64 */
static uint64_t next_number(void) {
    uint64_t z = number += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint32_t chance_word(void) {
    return (uint32_t)next_number();
}

static void chance_bytes(void *const buffer, const size_t size) {
    unsigned char *bytes = buffer;
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)next_number();
    }
}

static const char *chance_name(void) {
    return "the same each time";
}

void chance_seed(uint64_t seed) {
    number = seed;
}

void chance_start(void) {
    static struct randombytes_implementation same = {
        .implementation_name = chance_name, .random = chance_word, .buf = chance_bytes};
    randombytes_set_implementation(&same);
    if (sodium_init() < 0) {
        __builtin_abort();
    }
}

typedef int hash_function(char *out, const char *password, unsigned long long length,
                          unsigned long long passes, size_t memory, int algorithm);

/* In the place of libsodium's. */
__attribute__((visibility("default"))) int crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES],
                                                                 const char *const password,
                                                                 unsigned long long length,
                                                                 unsigned long long passes,
                                                                 size_t memory, int algorithm) {
    static hash_function *real;
    (void)passes, (void)memory;
    if (!real) {
        memory_pause();
        *(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash_str_alg");
        memory_resume();
    }
    return real(out, password, length, 1, 8192, algorithm);
}

/* ------------------------------------------------------------------- codes */

/* totp(url): the code of the present moment (RFC 6238, SHA-256), of an otpauth URL. */
static void totp(sqlite3_context *context, int argc, sqlite3_value **argv) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const char *url = (const char *)sqlite3_value_text(argv[0]);
    const char *secret = url ? strstr(url, "secret=") : NULL;
    unsigned char key[crypto_auth_hmacsha256_KEYBYTES] = {0};
    unsigned char counter[8] = {0};
    unsigned char code[crypto_auth_hmacsha256_BYTES];
    char text[8];
    (void)argc;
    if (!url && sqlite3_value_type(argv[0]) == SQLITE_TEXT) { /* it is in another encoding */
        sqlite3_result_error_nomem(context);
        return;
    }
    for (size_t bit = 0; secret && bit < sizeof(key) * 8; bit++) {
        const char *place = strchr(alphabet, secret[strlen("secret=") + bit / 5]);
        unsigned value = place ? (unsigned)(place - alphabet) : 0;
        key[bit / 8] |= (unsigned char)((value >> (4 - bit % 5) & 1) << (7 - bit % 8));
    }
    for (int i = 0; i < 8; i++) {
        counter[i] = (unsigned char)(NOW_MS / 30000 >> (56 - 8 * i));
    }
    crypto_auth_hmacsha256(code, counter, sizeof(counter), key);
    const unsigned char *at = code + (code[31] & 15);
    unsigned number_of =
        (unsigned)(at[0] & 127) << 24 | (unsigned)at[1] << 16 | (unsigned)at[2] << 8 | at[3];
    snprintf(text, sizeof(text), "%06u", number_of % 1000000);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

void chance_function(sqlite3 *db) {
    sqlite3_create_function(db, "totp", 1, SQLITE_UTF8, NULL, totp, NULL, NULL);
}
