/*
** Cryptography as the other layers see it; libsodium does the work (crypto*.c).
**
**   crypto.c           entropy, tokens, hashes, comparison, wiping
**   crypto_password.c  Argon2id, in the PHC string form
**   crypto_seal.c      secretbox, and keys derived from one another
**   crypto_sign.c      Ed25519 and HMAC-SHA-2
**   encode.c           base64, base64url, base32, hex (RFC 4648)
**
** Nothing here knows a connection: results are 0 and -1 unless they say otherwise.
*/
#ifndef USHER_CRYPTO_H
#define USHER_CRYPTO_H

#include <stddef.h>

#define USHER_TOKEN_BYTES 32
#define USHER_TOKEN_TEXT 43 /* base64url without padding */
#define USHER_HASH_BYTES 32
#define USHER_KEY_BYTES 32
#define USHER_NONCE_BYTES 24
#define USHER_SEAL_BYTES 40 /* a nonce and an authenticator of 16, in front */
#define USHER_SIGNATURE_BYTES 64
#define USHER_PASSWORD_HASH 128 /* with its NUL */

int usher_crypto_open(void);            /* once per process; -1 if there is no randomness */
const char *usher_crypto_library(void); /* libsodium's version */
/* The system's randomness, for supply.c alone: others ask usher_random(). */
void usher_entropy(void *buffer, size_t size);
/* As much as is wanted of a seed (ChaCha20): always the same. */
void usher_stretch(const unsigned char seed[USHER_KEY_BYTES], void *buffer, size_t size);
/* Equal, in a time that does not depend on where they differ. */
int usher_secret_equal(const void *a, const void *b, size_t size);
void usher_wipe(void *buffer, size_t size);

/* ------------------------------------------------------------------ tokens */

/* The hash under which a token is stored. -1 if `text` is not a well-formed token. */
int usher_token_hash(const char *text, int length, unsigned char hash[USHER_HASH_BYTES]);

/* ------------------------------------------------------------------ hashes */

/* BLAKE2b-256; `key` may be NULL. */
void usher_hash(const void *data, size_t size, const unsigned char key[USHER_KEY_BYTES],
                unsigned char hash[USHER_HASH_BYTES]);
/* A running hash over several pieces (BLAKE2b-256): between `begin` and `end`, which wipes it. */
#define USHER_DIGEST_ROOM 384
struct usher_digest {
    _Alignas(64) unsigned char room[USHER_DIGEST_ROOM];
};
/* `key` may be NULL. */
void usher_digest_begin(struct usher_digest *digest, const unsigned char key[USHER_KEY_BYTES]);
void usher_digest_add(struct usher_digest *digest, const void *data, size_t size);
void usher_digest_end(struct usher_digest *digest, unsigned char hash[USHER_HASH_BYTES]);

/* --------------------------------------------------------------- passwords */

struct usher_cost {
    int memory; /* KiB */
    int passes;
};

/* What is taken of others' hashes, and the least that is made here (OWASP: 19 MiB, 2 passes). */
#define USHER_COST_MEMORY_LEAST 19456
#define USHER_COST_MEMORY_MOST 1048576
#define USHER_COST_PASSES_LEAST 2
#define USHER_COST_PASSES_MOST 16

/* Argon2id, with a salt of libsodium's own. -1 if there is not enough memory. */
int usher_password_hash(const char *password, size_t length, const struct usher_cost *cost,
                        char hash[USHER_PASSWORD_HASH]);
/* 1 if it is the password, 0 if it is not, -1 if there is not enough memory. The hash is bounded. */
int usher_password_verify(const char *hash, const char *password, size_t length);
/* The cost of an Argon2i or Argon2id string (PHC form). -1 unless well-formed and bounded. */
int usher_password_cost(const char *hash, struct usher_cost *cost);

/* ----------------------------------------------------------------- sealing */

/* A key for one purpose, made of another key; `name` tells purposes apart. */
void usher_derive(const unsigned char key[USHER_KEY_BYTES], const char *name,
                  unsigned char derived[USHER_KEY_BYTES]);
/* A key of whatever a person keeps as one, and the store's salt. */
void usher_derive_master(const void *secret, size_t size, const unsigned char salt[16],
                         unsigned char key[USHER_KEY_BYTES]);
/* `sealed` has room for size + USHER_SEAL_BYTES; `drawn` is random, anew for each. */
void usher_seal(const unsigned char key[USHER_KEY_BYTES],
                const unsigned char drawn[USHER_NONCE_BYTES], const void *plain, size_t size,
                unsigned char *sealed);
/* `plain` has room for size - USHER_SEAL_BYTES. -1 if it was sealed otherwise, or altered. */
int usher_unseal(const unsigned char key[USHER_KEY_BYTES], const unsigned char *sealed, size_t size,
                 void *plain);

/* -------------------------------------------------------------- signatures */

/* Ed25519 (RFC 8032): the key pair of a seed of 32 bytes. */
void usher_sign_public(const unsigned char seed[USHER_KEY_BYTES],
                       unsigned char public_key[USHER_KEY_BYTES]);
void usher_sign(const unsigned char seed[USHER_KEY_BYTES], const void *message, size_t size,
                unsigned char signature[USHER_SIGNATURE_BYTES]);
/* 1 if the signature is the key's. */
int usher_signed(const unsigned char public_key[USHER_KEY_BYTES], const void *message, size_t size,
                 const unsigned char signature[USHER_SIGNATURE_BYTES]);
/* HMAC (RFC 2104, 4231) with SHA-256 or SHA-512; keys of any length. */
#define USHER_HMAC256_BYTES 32
#define USHER_HMAC512_BYTES 64
void usher_hmac256(const void *key, size_t key_size, const void *message, size_t size,
                   unsigned char mac[USHER_HMAC256_BYTES]);
void usher_hmac512(const void *key, size_t key_size, const void *message, size_t size,
                   unsigned char mac[USHER_HMAC512_BYTES]);

/* --------------------------------------------------------------- encodings */

/* Characters for so many bytes, without a NUL. */
#define USHER_BASE64URL(size) (((size)*4 + 2) / 3)
#define USHER_BASE32(size) (((size)*8 + 4) / 5)

/* Lower-case hexadecimal digits; `text` gets a NUL, too. */
void usher_hex(const void *bytes, size_t size, char *text);
/* Of either case, and exactly so many bytes; or -1. */
int usher_hex_decode(const char *text, size_t length, void *bytes, size_t size);
/* base64url without padding (RFC 4648, 5); `text` gets a NUL, too. */
void usher_base64url(const void *bytes, size_t size, char *text);
/*
** Strict: no padding, no white space, no stray bits in the last character. -1 if it is not that, or
** more than `most` bytes.
*/
int usher_base64url_decode(const char *text, size_t length, void *bytes, size_t most, size_t *size);
/* The same of base64 with padding (RFC 4648, 4). */
int usher_base64_decode(const char *text, size_t length, void *bytes, size_t most, size_t *size);
/* base32 without padding, in upper case (RFC 4648, 6); `text` gets a NUL, too. */
void usher_base32(const void *bytes, size_t size, char *text);

#endif
