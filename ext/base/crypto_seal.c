/*
** Sealing: XSalsa20-Poly1305 under a key that is derived for what is sealed, so
** that a value moved to another row, or to another column, does not open.
**
** Rules owned here: seal-form, key-derivation.
*/
#include "crypto.h"

#include <sodium.h>
#include <string.h>

_Static_assert(USHER_NONCE_BYTES == crypto_secretbox_NONCEBYTES, "a nonce has this size");
_Static_assert(USHER_SEAL_BYTES == USHER_NONCE_BYTES + crypto_secretbox_MACBYTES,
               "a sealed value is this much longer");
_Static_assert(USHER_KEY_BYTES == crypto_secretbox_KEYBYTES, "a derived key seals");

void usher_derive(const unsigned char key[USHER_KEY_BYTES], const char *name,
                  unsigned char derived[USHER_KEY_BYTES]) {
    crypto_generichash(derived, USHER_KEY_BYTES, (const unsigned char *)name, strlen(name), key,
                       USHER_KEY_BYTES);
}

/* The secret has the entropy of a key, or no hash would help it: a fast one will do. */
void usher_derive_master(const void *secret, size_t size, const unsigned char salt[16],
                         unsigned char key[USHER_KEY_BYTES]) {
    static const unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES] = "usher_key";
    unsigned char inner[USHER_KEY_BYTES];
    crypto_generichash(inner, sizeof inner, secret, size, NULL, 0);
    crypto_generichash_blake2b_salt_personal(key, USHER_KEY_BYTES, inner, sizeof inner, NULL, 0,
                                             salt, personal);
    sodium_memzero(inner, sizeof inner);
}

/*
** The nonce depends on the plaintext, too: if what is drawn comes again, because a caller supplies
** the same seed for another attempt, no two texts get the same stream.
*/
void usher_seal(const unsigned char key[USHER_KEY_BYTES],
                const unsigned char drawn[USHER_NONCE_BYTES], const void *plain, size_t size,
                unsigned char *sealed) {
    static const unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES] = "usher_nonce";
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init_salt_personal(&state, key, USHER_KEY_BYTES, USHER_NONCE_BYTES,
                                                  NULL, personal);
    crypto_generichash_blake2b_update(&state, drawn, USHER_NONCE_BYTES);
    crypto_generichash_blake2b_update(&state, plain, size);
    crypto_generichash_blake2b_final(&state, sealed, USHER_NONCE_BYTES);
    crypto_secretbox_easy(sealed + USHER_NONCE_BYTES, plain, size, sealed, key);
}

int usher_unseal(const unsigned char key[USHER_KEY_BYTES], const unsigned char *sealed, size_t size,
                 void *plain) {
    if (size < USHER_SEAL_BYTES) {
        return -1;
    }
    return crypto_secretbox_open_easy(plain, sealed + USHER_NONCE_BYTES, size - USHER_NONCE_BYTES,
                                      sealed, key);
}
