/*
** What a token says (RFC 7519), and whether that holds now.
**
** Registered claims have their types: iss, sub and jti are strings, aud a string
** or an array of them, exp, nbf and iat numbers from 1970 to the year 9999. The
** string "1700000000" is no number, nor is true. exp, iss and aud are required.
** The clocks of whoever signs and of whoever verifies may differ by 60 seconds.
**
** Rules owned here: jwt-claims, jwt-leeway.
*/
#include "domain/keys/keys.h"

#include <string.h>

#define TIME_MOST 253402300799.0 /* 9999-12-31T23:59:59 */

static int refuse(const struct usher_claims *claims, const char *name, const char *rule) {
    return usher_fail(claims->usher, USHER_INVALID, name, "%s must be %s", name, rule);
}

static int is_string(const struct usher_value *value) {
    return value->type == SQLITE_TEXT && !value->owned;
}

static int take_time(struct usher_claims *claims, const char *name, const struct usher_value *value,
                     double *time) {
    int integer = value->type == SQLITE_INTEGER && !value->small[0]; /* true is 1, too */
    *time = integer ? (double)value->integer : value->real;
    return (!integer && value->type != SQLITE_FLOAT) || *time < 0 || *time > TIME_MOST
               ? refuse(claims, name, "a number of seconds since 1970")
               : SQLITE_OK;
}

/* What has another length is none of ours. */
static void take_text(const struct usher_value *value, char *to, int length) {
    if (value->length == length) {
        memcpy(to, value->text, (size_t)length + 1);
    }
}

static int take_audience(void *context, const char *name, struct usher_value *value) {
    struct usher_claims *claims = context;
    (void)name;
    if (!is_string(value)) {
        return refuse(claims, "aud", "a string or an array of strings");
    }
    claims->right_audience |= usher_value_is(value, claims->audience);
    return SQLITE_OK;
}

static int take_audiences(struct usher_claims *claims, struct usher_value *value) {
    return value->owned ? usher_json_array(claims->usher, "aud", value, take_audience, claims)
                        : take_audience(claims, NULL, value);
}

static int take_string(struct usher_claims *claims, const char *name,
                       const struct usher_value *value) {
    if (!is_string(value)) {
        return refuse(claims, name, "a string");
    }
    if (strcmp(name, "iss") == 0) {
        claims->has |= USHER_HAS_ISS;
        claims->right_issuer = usher_value_is(value, claims->issuer);
    } else if (strcmp(name, "sub") == 0) {
        take_text(value, claims->sub, USHER_UUID_TEXT);
    } else {
        take_text(value, claims->jti, USHER_TOKEN_TEXT);
    }
    return SQLITE_OK;
}

static int take_claim(void *context, const char *name, struct usher_value *value) {
    struct usher_claims *claims = context;
    if (strcmp(name, "exp") == 0) {
        claims->has |= USHER_HAS_EXP;
        return take_time(claims, name, value, &claims->exp);
    }
    if (strcmp(name, "nbf") == 0) {
        return take_time(claims, name, value, &claims->nbf);
    }
    if (strcmp(name, "iat") == 0) {
        return take_time(claims, name, value, &claims->iat);
    }
    if (strcmp(name, "aud") == 0) {
        return take_audiences(claims, value);
    }
    if (strcmp(name, "iss") == 0 || strcmp(name, "sub") == 0 || strcmp(name, "jti") == 0) {
        return take_string(claims, name, value);
    }
    if (strcmp(name, "sid") == 0 && is_string(value)) {
        take_text(value, claims->sid, USHER_UUID_TEXT);
    }
    return SQLITE_OK;
}

int usher_claims_read(struct usher_claims *claims, const struct usher_value *json) {
    return usher_json_object(claims->usher, "claims", json, take_claim, claims);
}

int usher_claims_hold(const struct usher_claims *claims, sqlite3_int64 now) {
    double earliest = (double)(now - USHER_JWT_LEEWAY);
    double latest = (double)(now + USHER_JWT_LEEWAY);
    return (claims->has & USHER_HAS_EXP) && claims->exp > earliest && claims->nbf <= latest &&
           claims->iat <= latest && /* which are 0 if they are not there */
           claims->right_issuer && claims->right_audience;
}
