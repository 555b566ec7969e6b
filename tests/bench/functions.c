/*
** What a program would compute without usher, as SQL functions of the benchmark: libsodium's work, and
** no more.
*/
#include "bench.h"

#include "base/crypto.h"

#include <stdio.h>
#include <string.h>

static void make(const struct bench *bench, const char *name, int arguments, void *data,
                 void (*function)(sqlite3_context *, int, sqlite3_value **)) {
    bench_check(bench->db,
                sqlite3_create_function(bench->db, name, arguments, SQLITE_UTF8, data, function,
                                        NULL, NULL) == SQLITE_OK,
                name);
}

/* bench_signed(jwt): is it signed by the store's key? libsodium's work, and no more. */
static void check_signature(sqlite3_context *context, int argc, sqlite3_value **argv) {
    const unsigned char *public_key = sqlite3_user_data(context);
    const char *token = (const char *)sqlite3_value_text(argv[0]);
    const char *point = strrchr(token, '.');
    unsigned char signature[USHER_SIGNATURE_BYTES];
    size_t size = 0;
    (void)argc;
    sqlite3_result_int(context,
                       point &&
                           usher_base64url_decode(point + 1, strlen(point + 1), signature,
                                                  sizeof(signature), &size) == 0 &&
                           size == sizeof(signature) &&
                           usher_signed(public_key, token, (size_t)(point - token), signature));
}

static void take_public_key(const struct bench *bench) {
    static unsigned char public_key[USHER_KEY_BYTES];
    sqlite3_stmt *statement = bench_prepare(
        bench->db, "SELECT public_key FROM usher_signing_key ORDER BY number DESC LIMIT 1");
    size_t size = 0;
    bench_check(bench->db,
                sqlite3_step(statement) == SQLITE_ROW &&
                    usher_base64url_decode((const char *)sqlite3_column_text(statement, 0),
                                           (size_t)sqlite3_column_bytes(statement, 0), public_key,
                                           sizeof(public_key), &size) == 0 &&
                    size == sizeof(public_key),
                "there is no key that signs");
    sqlite3_finalize(statement);
    make(bench, "bench_signed", 1, public_key, check_signature);
}

/* bench_argon2(password): is it that of the hash? libsodium's work, and no more. */
static void compare_password(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)argc;
    sqlite3_result_int(context, usher_password_verify(sqlite3_user_data(context),
                                                      (const char *)sqlite3_value_text(argv[0]),
                                                      (size_t)sqlite3_value_bytes(argv[0])));
}

static void take_hash(const struct bench *bench) {
    static char hash[USHER_PASSWORD_HASH];
    sqlite3_stmt *statement = bench_prepare(bench->db, "SELECT hash FROM usher_password");
    bench_check(bench->db, sqlite3_step(statement) == SQLITE_ROW, "nobody has a password");
    snprintf(hash, sizeof(hash), "%s", sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    make(bench, "bench_argon2", 1, hash, compare_password);
}

/* bench_token_hash(token): what an invite is found by. */
static void hash_token(sqlite3_context *context, int argc, sqlite3_value **argv) {
    unsigned char hash[USHER_HASH_BYTES];
    (void)argc;
    const char *token = (const char *)sqlite3_value_text(argv[0]);
    if (usher_token_hash(token, sqlite3_value_bytes(argv[0]), hash) == 0) {
        sqlite3_result_blob(context, hash, sizeof(hash), SQLITE_TRANSIENT);
    }
}

/* bench_keyed_hash(text): what an API key is found by, and entries of a log are chained by. */
static void hash_keyed(sqlite3_context *context, int argc, sqlite3_value **argv) {
    struct usher_digest digest;
    unsigned char hash[USHER_HASH_BYTES];
    usher_digest_begin(&digest, sqlite3_user_data(context));
    for (int i = 0; i < argc; i++) {
        const void *piece = sqlite3_value_blob(argv[i]);
        usher_digest_add(&digest, piece ? piece : "", (size_t)sqlite3_value_bytes(argv[i]));
    }
    usher_digest_end(&digest, hash);
    sqlite3_result_blob(context, hash, sizeof(hash), SQLITE_TRANSIENT);
}

/* bench_seal(token): as it waits to be mailed. */
static void seal_token(sqlite3_context *context, int argc, sqlite3_value **argv) {
    unsigned char nonce[USHER_NONCE_BYTES];
    unsigned char sealed[USHER_TOKEN_TEXT + USHER_SEAL_BYTES];
    (void)argc;
    const void *token = sqlite3_value_text(argv[0]);
    if (sqlite3_value_bytes(argv[0]) == USHER_TOKEN_TEXT) {
        usher_entropy(nonce, sizeof(nonce));
        usher_seal(sqlite3_user_data(context), nonce, token, USHER_TOKEN_TEXT, sealed);
        sqlite3_result_blob(context, sealed, sizeof(sealed), SQLITE_TRANSIENT);
    }
}

static void take_key(const struct bench *bench) {
    static unsigned char key[USHER_KEY_BYTES];
    sqlite3_stmt *statement = bench_prepare(bench->db, "SELECT hash_key FROM usher_secret");
    bench_check(bench->db, sqlite3_step(statement) == SQLITE_ROW, "the store has no secret");
    usher_derive(sqlite3_column_blob(statement, 0), "api_key", key);
    sqlite3_finalize(statement);
    make(bench, "bench_token_hash", 1, key, hash_token);
    make(bench, "bench_keyed_hash", -1, key, hash_keyed);
    make(bench, "bench_seal", 1, key, seal_token);
}

void bench_functions_open(const struct bench *bench) {
    take_public_key(bench);
    take_hash(bench);
    take_key(bench);
}
