/*
** Entropy, tokens, hashes, comparison, wiping.
**
** A token is 32 random bytes, handed out once as 43 characters of base64url
** (RFC 4648, section 5, without padding) and stored as the BLAKE2b-256 hash of
** the bytes. It needs no salt and no slow hash: nobody can guess 256 bits. Text
** that stands for the same bytes in another way (padding, spare bits in the
** last character, white space, the other alphabet) is not the token.
**
** libsodium aborts the host when it is misused (a buffer too small) or finds no
** source of randomness after it was opened; sizes here are constants.
**
** Rules owned here: token-form, token-hash.
*/
#include "base.h"

#include <sodium.h>
#include <string.h>

_Static_assert(USHER_BASE64URL(USHER_TOKEN_BYTES) == USHER_TOKEN_TEXT,
               "a token's text has the length that base64url gives");
_Static_assert(USHER_HASH_BYTES >= crypto_generichash_BYTES_MIN &&
                   USHER_HASH_BYTES <= crypto_generichash_BYTES_MAX,
               "BLAKE2b can make a hash of this size");
_Static_assert(USHER_KEY_BYTES == randombytes_SEEDBYTES, "a key is a seed");
_Static_assert(USHER_KEY_BYTES >= crypto_generichash_KEYBYTES_MIN &&
                   USHER_KEY_BYTES <= crypto_generichash_KEYBYTES_MAX,
               "BLAKE2b takes a key of this size");

/* sodium_init may be called again, and from several threads at once. */
int usher_crypto_open(void) {
    return sodium_init() < 0 ? -1 : 0;
}

const char *usher_crypto_library(void) {
    return sodium_version_string();
}

void usher_entropy(void *buffer, size_t size) {
    randombytes_buf(buffer, size);
}

void usher_stretch(const unsigned char seed[USHER_KEY_BYTES], void *buffer, size_t size) {
    randombytes_buf_deterministic(buffer, size, seed);
}

void usher_wipe(void *buffer, size_t size) {
    sodium_memzero(buffer, size);
}

int usher_secret_equal(const void *a, const void *b, size_t size) {
    return sodium_memcmp(a, b, size) == 0;
}

/* ------------------------------------------------------------------- tokens */

int usher_token_hash(const char *text, int length, unsigned char hash[USHER_HASH_BYTES]) {
    unsigned char bytes[USHER_TOKEN_BYTES];
    size_t size = 0;
    int result = -1;

    if (length == USHER_TOKEN_TEXT &&
        usher_base64url_decode(text, USHER_TOKEN_TEXT, bytes, sizeof bytes, &size) == 0 &&
        USHER_ALWAYS(size == sizeof bytes)) { /* 43 characters are 32 bytes */
        usher_hash(bytes, sizeof bytes, NULL, hash);
        result = 0;
    }
    sodium_memzero(bytes, sizeof bytes);
    return result;
}

/* ------------------------------------------------------------------- hashes */

void usher_hash(const void *data, size_t size, const unsigned char key[USHER_KEY_BYTES],
                unsigned char hash[USHER_HASH_BYTES]) {
    crypto_generichash(hash, USHER_HASH_BYTES, data, size, key, key ? USHER_KEY_BYTES : 0);
}

/* libsodium's state in room of our own, so that its header stays in this layer. */
_Static_assert(USHER_DIGEST_ROOM >= sizeof(crypto_generichash_state) &&
                   64 % _Alignof(crypto_generichash_state) == 0,
               "libsodium's state fits");

static crypto_generichash_state *state_of(struct usher_digest *digest) {
    /* cppcheck-suppress ctuuninitvar ; its address is all that is taken */
    return (void *)digest->room;
}

void usher_digest_begin(struct usher_digest *digest, const unsigned char key[USHER_KEY_BYTES]) {
    crypto_generichash_init(state_of(digest), key, key ? USHER_KEY_BYTES : 0, USHER_HASH_BYTES);
}

void usher_digest_add(struct usher_digest *digest, const void *data, size_t size) {
    crypto_generichash_update(state_of(digest), data, size);
}

void usher_digest_end(struct usher_digest *digest, unsigned char hash[USHER_HASH_BYTES]) {
    crypto_generichash_final(state_of(digest), hash, USHER_HASH_BYTES);
    sodium_memzero(digest, sizeof *digest);
}
