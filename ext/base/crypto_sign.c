/*
** Signatures: Ed25519 (RFC 8032), HMAC with SHA-256 and SHA-512 (RFC 2104, 4231).
*/
#include "crypto.h"

#include <sodium.h>

_Static_assert(USHER_SIGNATURE_BYTES == crypto_sign_BYTES, "a signature of Ed25519 has this size");
_Static_assert(USHER_KEY_BYTES == crypto_sign_SEEDBYTES, "a seed of Ed25519 has this size");
_Static_assert(USHER_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "a public key has this size");

void usher_sign_public(const unsigned char seed[USHER_KEY_BYTES],
                       unsigned char public_key[USHER_KEY_BYTES]) {
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public_key, secret_key, seed);
    sodium_memzero(secret_key, sizeof secret_key);
}

void usher_sign(const unsigned char seed[USHER_KEY_BYTES], const void *message, size_t size,
                unsigned char signature[USHER_SIGNATURE_BYTES]) {
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public_key, secret_key, seed);
    crypto_sign_detached(signature, NULL, message, size, secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
}

int usher_signed(const unsigned char public_key[USHER_KEY_BYTES], const void *message, size_t size,
                 const unsigned char signature[USHER_SIGNATURE_BYTES]) {
    return crypto_sign_verify_detached(signature, message, size, public_key) == 0;
}

void usher_hmac256(const void *key, size_t key_size, const void *message, size_t size,
                   unsigned char mac[USHER_HMAC256_BYTES]) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, key_size);
    crypto_auth_hmacsha256_update(&state, message, size);
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_memzero(&state, sizeof state);
}

void usher_hmac512(const void *key, size_t key_size, const void *message, size_t size,
                   unsigned char mac[USHER_HMAC512_BYTES]) {
    crypto_auth_hmacsha512_state state;
    crypto_auth_hmacsha512_init(&state, key, key_size);
    crypto_auth_hmacsha512_update(&state, message, size);
    crypto_auth_hmacsha512_final(&state, mac);
    sodium_memzero(&state, sizeof state);
}
