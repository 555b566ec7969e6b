/*
** What the files about keys know of each other.
**
**   keyring.c       the master key, and what is sealed under it
**   signing_keys.c  the keys that sign tokens: made, found, retired; the table jwt_keys
**   jws.c           a token's form and its signature (RFC 7515)
**   claims.c        what a token says, and whether that holds now (RFC 7519)
**   jwt.c           tokens signed and verified, for applications and for sessions
**   audit_key.c     the key of the audit log, and what it signs
**   functions.c     what SQL calls
*/
#ifndef USHER_KEYS_H
#define USHER_KEYS_H

#include "domain/domain.h"

/* ------------------------------------------------------------------ keyring.c */

#define USHER_MASTER_LEAST 32 /* bytes */
#define USHER_MASTER_MOST 1024

/*
** The connection gets to know the master key, which the store's proof must agree with; if none is
** set yet, this is the one from now on. With `next` (may be NULL) that is the one, and everything
** that is sealed is sealed anew. invalid.
*/
int usher_master_key(struct usher *usher, const struct usher_value *key,
                     const struct usher_value *next);
/* The connection's, if it is the store's; as usher_require_master_key(). */
int usher_require_keyring(struct usher *usher, const char *what,
                          const struct usher_keyring **keyring);
/* As usher_seal_value(), under this master key. */
int usher_keyring_seal(struct usher *usher, const struct usher_keyring *keyring,
                       const char *purpose, const char *id, const void *plain, int size,
                       unsigned char **sealed);

/* The key that the audit log's entries are hashed with. */
struct usher_chain {
    char id[USHER_UUID_TEXT + 1]; /* "": not looked for yet */
    sqlite3_int64 number;
    unsigned char key[USHER_KEY_BYTES];
};
/* What the connection keeps of it; NULL: it was not given the master key. */
struct usher_chain *usher_keyring_chain(struct usher *usher);

/* ------------------------------------------------------------- signing_keys.c */

enum usher_algorithm { USHER_EDDSA, USHER_HS256, USHER_HS512, USHER_ALGORITHMS };
const char *usher_algorithm_name(enum usher_algorithm algorithm);

/* To be closed; the texts belong to it. */
struct usher_signing_key {
    struct usher_query query;
    enum usher_algorithm algorithm;
    const char *kid;
    const char *issuer;
    const char *audience;
    unsigned char public_key[USHER_KEY_BYTES]; /* of EdDSA */
    const unsigned char *seed;                 /* that of the audit log's; NULL: a row holds it */
    sqlite3_int64 now;                         /* seconds since 1970, when it was found */
};

/* The key of this id, if tokens of it are still good. */
int usher_signing_key_find(struct usher *usher, const char *kid, struct usher_signing_key *key,
                           int *found);
/* The key that signs. unsupported: no master key, or no key that signs. */
int usher_signing_key_current(struct usher *usher, struct usher_signing_key *key);
void usher_signing_key_close(struct usher_signing_key *key);
/* Its secret, to be given to usher_secret_free(). unsupported, corrupt. */
int usher_signing_key_secret(struct usher *usher, const struct usher_signing_key *key,
                             char **secret, int *size);
/* Part of a rule: a store that gets its master key gets a key, too, unless it has one. */
int usher_signing_key_seed(struct usher *usher, const struct usher_keyring *keyring);
/* Part of a rule: make a key as the options (a JSON object, may be NULL) say. */
int usher_signing_key_create(struct usher *usher, const struct usher_value *options,
                             struct usher_value *kid);

/* ---------------------------------------------------------------------- jws.c */

#define USHER_JWT_MOST 8192 /* bytes of a token */

/* RFC 8725, 3.11: no token is taken for one of another type. at+jwt is that of RFC 9068. */
enum usher_jwt_type { USHER_TYPE_JWT = 1, USHER_TYPE_ACCESS = 2, USHER_TYPE_AUDIT = 4 };

/* *token is SQLite memory. invalid if it would be too long. */
int usher_jws_sign(struct usher *usher, const struct usher_signing_key *key,
                   enum usher_jwt_type type, const char *payload, char **token);
/*
** A token of one of the `types` (added up), with its payload: NULL unless it is signed by a key of
** ours, that of the audit log if the type is. The payload is SQLite memory; `key`, by which it is signed, is to be closed then.
*/
int usher_jws_open(struct usher *usher, const char *token, int length, int types,
                   struct usher_signing_key *key, char **payload);

/* ------------------------------------------------------------------- claims.c */

#define USHER_JWT_LEEWAY 60 /* seconds by which others' clocks may differ */

enum { USHER_HAS_EXP = 1, USHER_HAS_ISS = 2 };

struct usher_claims {
    struct usher *usher;
    const char *issuer;   /* that is wanted */
    const char *audience; /* that is wanted */
    int has;
    double exp, nbf, iat; /* seconds since 1970; 0: not there */
    int right_issuer;
    int right_audience;
    char sub[USHER_UUID_TEXT + 1]; /* these are "" unless they have that length */
    char sid[USHER_UUID_TEXT + 1];
    char jti[USHER_TOKEN_TEXT + 1];
};

/* Read them. invalid: no JSON object, or a registered claim of a wrong type. */
int usher_claims_read(struct usher_claims *claims, const struct usher_value *json);
/* Do they hold? `now` is in seconds since 1970. */
int usher_claims_hold(const struct usher_claims *claims, sqlite3_int64 now);

/* ---------------------------------------------------------------------- jwt.c */

/* Sign the claims, a JSON object. `ttl` may be NULL. */
int usher_jwt_sign(struct usher *usher, struct usher_value *claims, struct usher_value *ttl,
                   char **token);
/* *claims is NULL or SQLite memory. `audience` may be NULL: the key's. */
int usher_jwt_verify(struct usher *usher, const char *token, int length, const char *audience,
                     char **claims);

/* ---------------------------------------------------------------- audit_key.c */

/* The audit log's key of this id, if there is one, as a key that verifies. */
int usher_audit_key_verifier(struct usher *usher, const char *kid, struct usher_signing_key *key,
                             int *found);

#endif
