/*
** Signed tokens (JWT, RFC 7519, 8725): of an application's own claims, and of
** sessions. The two differ by typ, so that neither can be shown as the other.
**
** Verifying needs no write, and under EdDSA no master key. Who may do what is
** never read from a token.
**
** Rules owned here: jwt-sign, jwt-verify, jwt-session.
*/
#include "domain/keys/keys.h"

#include <string.h>

enum { TTL = 3600, TTL_MOST = 31536000 };

/* Sign what the query gives. It is closed. */
static int sign(struct usher *usher, const struct usher_signing_key *key, enum usher_jwt_type type,
                struct usher_query *query, char **token) {
    int rc = usher_step(query);
    if (rc == SQLITE_ROW) {
        const char *payload = (const char *)sqlite3_column_text(query->statement, 0);
        rc = payload ? usher_jws_sign(usher, key, type, payload, token)
                     : usher_pass(usher, SQLITE_NOMEM);
    }
    usher_close(query);
    return rc;
}

/* ------------------------------------------------------------ an application's */

static int check_ttl(struct usher *usher, struct usher_value *ttl, sqlite3_int64 *seconds) {
    *seconds = TTL;
    if (!ttl || usher_is_null(ttl)) {
        return SQLITE_OK;
    }
    int rc = usher_check_integer(usher, "ttl", 0, ttl);
    *seconds = ttl->integer;
    return rc == SQLITE_OK && (*seconds < 1 || *seconds > TTL_MOST)
               ? usher_fail(usher, USHER_INVALID, "ttl", "ttl must be from 1 to %d seconds",
                            TTL_MOST)
               : rc;
}

/* What is signed must verify, sooner or later. */
static int check_given(struct usher *usher, const struct usher_claims *claims, int ttl,
                       sqlite3_int64 now) {
    if ((claims->has & USHER_HAS_ISS) && !claims->right_issuer) {
        return usher_fail(usher, USHER_INVALID, "iss",
                          "iss must be the issuer of the key: leave it out");
    }
    if ((claims->has & USHER_HAS_EXP) && ttl) {
        return usher_fail(usher, USHER_INVALID, "exp",
                          "exp must not be among the claims if ttl is given");
    }
    if ((claims->has & USHER_HAS_EXP) && claims->exp <= (double)now) {
        return usher_fail(usher, USHER_INVALID, "exp", "exp must be in the future");
    }
    if (claims->iat > (double)(now + USHER_JWT_LEEWAY)) {
        return usher_fail(usher, USHER_INVALID, "iat", "iat must not be in the future");
    }
    return SQLITE_OK;
}

static int sign_claims(struct usher *usher, const struct usher_signing_key *key,
                       const struct usher_value *json, struct usher_value *ttl, char **token) {
    struct usher_claims claims = {.usher = usher, .issuer = key->issuer, .audience = key->audience};
    struct usher_query query;
    sqlite3_int64 seconds;
    int rc = check_ttl(usher, ttl, &seconds);
    if (rc == SQLITE_OK) {
        rc = usher_claims_read(&claims, json);
    }
    if (rc == SQLITE_OK) {
        rc = check_given(usher, &claims, ttl && !usher_is_null(ttl), key->now);
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_jwt_claims, "vttii", json, key->issuer,
                        key->audience, key->now, key->now + seconds);
    }
    return rc == SQLITE_OK ? sign(usher, key, USHER_TYPE_JWT, &query, token) : rc;
}

/* The compact form has no escapes in names, by which SQLite would miss a member. */
int usher_jwt_sign(struct usher *usher, struct usher_value *claims, struct usher_value *ttl,
                   char **token) {
    struct usher_signing_key key;
    *token = NULL;
    int rc = usher_is_null(claims)
                 ? usher_fail(usher, USHER_MISSING, "claims", "claims is required")
                 : usher_json_compact(usher, "claims", claims);
    if (rc == SQLITE_OK) {
        rc = usher_signing_key_current(usher, &key);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = sign_claims(usher, &key, claims, ttl, token);
    usher_signing_key_close(&key);
    return rc;
}

/* ------------------------------------------------------------------- verifying */

/* Read the payload; it is freed unless what it says holds. */
static int check_payload(const struct usher_signing_key *key, struct usher_claims *claims,
                         char **payload) {
    struct usher_value json;
    usher_value_text(&json, *payload);
    claims->issuer = key->issuer;
    if (!claims->audience) {
        claims->audience = key->audience;
    }
    int rc = usher_claims_read(claims, &json);
    if (rc != SQLITE_OK || !usher_claims_hold(claims, key->now)) {
        sqlite3_free(*payload);
        *payload = NULL;
    }
    return rc;
}

/* *payload is NULL if the token is not good, whatever is wrong: that is no error. */
static int verify(struct usher *usher, const char *token, int length, int types,
                  struct usher_claims *claims, char **payload) {
    struct usher_error before = usher->error;
    struct usher_signing_key key;
    int rc = usher_jws_open(usher, token, length, types, &key, payload);
    if (rc == SQLITE_OK && *payload) {
        rc = check_payload(&key, claims, payload);
        usher_signing_key_close(&key);
    }
    if (rc != SQLITE_OK && usher->error.code == USHER_INVALID) {
        usher->error = before;
        rc = SQLITE_OK;
    }
    return rc;
}

int usher_jwt_verify(struct usher *usher, const char *token, int length, const char *audience,
                     char **claims) {
    struct usher_claims read = {.usher = usher, .audience = audience};
    return verify(usher, token, length, USHER_TYPE_JWT | USHER_TYPE_ACCESS, &read, claims);
}

/* -------------------------------------------------------------------- sessions */

int usher_jwt_sign_session(struct usher *usher, const struct usher_session_claims *claims,
                           char **token) {
    struct usher_signing_key key;
    struct usher_query query;
    *token = NULL;
    int rc = usher_signing_key_current(usher, &key);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_open(usher, &query, USHER_SQL_jwt_session_claims, "tttttii", key.issuer,
                    key.audience, claims->user_id, claims->session_id, claims->jti, key.now,
                    claims->expires / 1000);
    if (rc == SQLITE_OK) {
        rc = sign(usher, &key, USHER_TYPE_ACCESS, &query, token);
    }
    usher_signing_key_close(&key);
    return rc;
}

int usher_jwt_verify_session(struct usher *usher, const char *token, int length,
                             struct usher_session_claims *claims, int *valid) {
    struct usher_claims read = {.usher = usher};
    struct usher_error before = usher->error;
    char *payload;
    int rc = verify(usher, token, length, USHER_TYPE_ACCESS, &read, &payload);
    *valid = payload && read.sub[0] && read.sid[0] && read.jti[0];
    sqlite3_free(payload);
    if (rc != SQLITE_OK && usher->error.code == USHER_UNSUPPORTED) {
        usher->error = before;
        return SQLITE_OK;
    }
    if (*valid) {
        memcpy(claims->user_id, read.sub, sizeof(read.sub));
        memcpy(claims->session_id, read.sid, sizeof(read.sid));
        memcpy(claims->jti, read.jti, sizeof(read.jti));
        claims->expires = (sqlite3_int64)read.exp * 1000;
    }
    return rc;
}
