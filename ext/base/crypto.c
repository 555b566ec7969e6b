/*
** Hashes, tokens and randomness. The only user of libsodium.
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

#define TOKEN_VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(sodium_base64_ENCODED_LEN(USHER_TOKEN_BYTES, TOKEN_VARIANT) == USHER_TOKEN_TEXT + 1,
               "a token's text has the length that base64url gives");
_Static_assert(USHER_HASH_BYTES >= crypto_generichash_BYTES_MIN &&
                   USHER_HASH_BYTES <= crypto_generichash_BYTES_MAX,
               "BLAKE2b can make a hash of this size");

/* sodium_init may be called again, and from several threads at once. */
int usher_crypto_open(void) {
    return sodium_init() < 0 ? -1 : 0;
}

const char *usher_crypto_library(void) {
    return sodium_version_string();
}

void usher_random(void *buffer, size_t size) {
    randombytes_buf(buffer, size);
}

void usher_wipe(void *buffer, size_t size) {
    sodium_memzero(buffer, size);
}

int usher_secret_equal(const void *a, const void *b, size_t size) {
    return sodium_memcmp(a, b, size) == 0;
}

/* ------------------------------------------------------------------- tokens */

void usher_token_make(char text[USHER_TOKEN_TEXT + 1]) {
    unsigned char bytes[USHER_TOKEN_BYTES];

    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(text, USHER_TOKEN_TEXT + 1, bytes, sizeof bytes, TOKEN_VARIANT);
    sodium_memzero(bytes, sizeof bytes);
}

/*
** The bytes of a well-formed token. sodium_base642bin is not strict enough: it
** takes some bytes above 0x7F for letters (1.0.18 does). Only the one text that
** the bytes would be written as is well-formed.
*/
static int decode(const char *text, int length, unsigned char bytes[USHER_TOKEN_BYTES]) {
    char again[USHER_TOKEN_TEXT + 1];
    size_t size = 0;
    int same;

    if (length != USHER_TOKEN_TEXT)
        return -1;
    if (sodium_base642bin(bytes, USHER_TOKEN_BYTES, text, USHER_TOKEN_TEXT, NULL, &size, NULL,
                          TOKEN_VARIANT) != 0 ||
        size != USHER_TOKEN_BYTES)
        return -1;
    sodium_bin2base64(again, sizeof again, bytes, USHER_TOKEN_BYTES, TOKEN_VARIANT);
    same = sodium_memcmp(again, text, USHER_TOKEN_TEXT) == 0;
    sodium_memzero(again, sizeof again);
    return same ? 0 : -1;
}

int usher_token_hash(const char *text, int length, unsigned char hash[USHER_HASH_BYTES]) {
    unsigned char bytes[USHER_TOKEN_BYTES];
    int result = decode(text, length, bytes);

    if (result == 0)
        result = crypto_generichash(hash, USHER_HASH_BYTES, bytes, sizeof bytes, NULL, 0);
    sodium_memzero(bytes, sizeof bytes);
    return result;
}

/* ------------------------------------------------------------------- digest */

/*
** libsodium wants its state at a multiple of 64 bytes, which no allocator of
** SQLite's promises: the state stands at the first such place in `room`.
*/
struct usher_digest {
    crypto_generichash_state *state;
    unsigned char room[sizeof(crypto_generichash_state) + 63];
};

struct usher_digest *usher_digest_begin(void) {
    struct usher_digest *digest = sqlite3_malloc((int)sizeof *digest);

    if (digest == NULL)
        return NULL;
    digest->state = (void *)(digest->room + (64 - (uintptr_t)digest->room % 64) % 64);
    crypto_generichash_init(digest->state, NULL, 0, USHER_HASH_BYTES);
    return digest;
}

void usher_digest_add(struct usher_digest *digest, const void *data, size_t size) {
    crypto_generichash_update(digest->state, data, size);
}

void usher_digest_end(struct usher_digest *digest, unsigned char hash[USHER_HASH_BYTES]) {
    crypto_generichash_final(digest->state, hash, USHER_HASH_BYTES);
    sodium_memzero(digest, sizeof *digest);
    sqlite3_free(digest);
}
