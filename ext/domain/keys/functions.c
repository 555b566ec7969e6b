/*
** usher_key(), jwt_key_create(), jwt_sign(), jwt_verify() and jwks().
*/
#include "domain/keys/keys.h"

/*
** usher_key(key [, next]) → 1. key: 32 to 1024 bytes of randomness, text or blob. Gives the master
** key to this connection, which keeps it until it is closed; the first one that a store is given
** is its master key from then on, and brings a key that signs tokens. With `next`: change it, and
** seal everything anew. System only: it is given before usher_lockdown(). invalid (not the one of
** this store), corrupt.
*/
static int key(struct usher *usher, struct usher_call *call) {
    int rc = usher_master_key(usher, &call->argv[0], call->argc > 1 ? &call->argv[1] : NULL);
    if (rc == SQLITE_OK) {
        usher_value_integer(&call->result, 1);
    }
    return rc;
}

/*
** jwt_key_create([options]) → kid. options: algorithm (EdDSA, HS256, HS512), kid, secret (base64url),
** issuer, audience, grace (seconds for which the older keys verify). System only. unsupported
** without the master key, invalid, conflict (the kid is taken).
*/
static int key_create(struct usher *usher, struct usher_call *call) {
    return usher_signing_key_create(usher, call->argc > 0 ? &call->argv[0] : NULL, &call->result);
}

/*
** jwt_sign(claims [, ttl]) → token. claims: a JSON object; iss, aud, iat and exp are added unless
** they are there. System only, and not in views and triggers of the file. invalid, unsupported
** (no master key, or no key that signs).
*/
static int sign(struct usher *usher, struct usher_call *call) {
    char *token;
    int rc = usher_jwt_sign(usher, &call->argv[0], call->argc > 1 ? &call->argv[1] : NULL, &token);
    return rc == SQLITE_OK ? usher_result_take(usher, &call->result, token) : rc;
}

/*
** jwt_verify(token [, audience]) → claims, or NULL: it is not one of ours, or not good now. Whether
** a session's token still stands is not asked: authenticate() does that. unsupported: it is of an
** HMAC key, and the master key was not given.
*/
static int verify(struct usher *usher, struct usher_call *call) {
    const char *audience;
    char *claims = NULL;
    int rc = usher_argument_text(usher, call, 1, "audience", &audience);
    if (rc == SQLITE_OK && call->argv[0].type == SQLITE_TEXT) {
        rc = usher_jwt_verify(usher, call->argv[0].text, call->argv[0].length, audience, &claims);
    }
    return claims ? usher_result_take(usher, &call->result, claims) : rc;
}

/* jwks() → the public keys whose tokens verify, as a JWK set (RFC 7517) of OKP keys (RFC 8037). */
static int jwks(struct usher *usher, struct usher_call *call) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_jwks, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_result_copy(usher, &call->result,
                               (const char *)sqlite3_column_text(query.statement, 0));
    }
    usher_close(&query);
    return rc;
}

static const struct usher_function functions[] = {
    {"usher_key", 1, 2, USHER_ACTS, USHER_SYSTEM, "key [, next]",
     "Give this connection the master key, or change it to the next. Returns 1", key},
    {"jwt_key_create", 0, 1, USHER_WRITES, USHER_SYSTEM, "[options]",
     "Make a key that signs tokens from now on. Returns its id", key_create},
    /* ACTS: a trigger of a hostile file must not have tokens signed. */
    {"jwt_sign", 1, 2, USHER_ACTS, USHER_SYSTEM, "claims [, ttl]",
     "Sign a JSON object of claims. Returns the token", sign},
    {"jwt_verify", 1, 2, USHER_READS, USHER_ANYBODY, "token [, audience]",
     "The claims of a token, or NULL if it is not good", verify},
    {"jwks", 0, 0, USHER_READS, USHER_ANYBODY, "",
     "The public keys that verify tokens, as a JWK set", jwks},
};

const struct usher_function_table usher_key_functions = {functions,
                                                         sizeof(functions) / sizeof(*functions)};
