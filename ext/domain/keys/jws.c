/*
** A token's form and its signature: JWS in compact serialization (RFC 7515),
** HEADER.PAYLOAD.SIGNATURE in base64url, with EdDSA (RFC 8037) or HS256 and HS512
** (RFC 7518).
**
** A header that comes in says alg, kid and typ, each once, and nothing else: what
** would name a key (jwk, jku, x5c, x5u), unpack (crit, cty, b64, zip) or nest is
** refused by that. Which key is looked up by kid; the algorithm is the key's own,
** and alg must agree. So none, another case of it, and an HMAC under a public key
** never get as far as a signature. Nothing of the payload is looked at before
** the signature is right.
**
** Rules owned here: jws-form, jws-header, jws-signature.
*/
#include "domain/keys/keys.h"

#include <string.h>

enum { HEADER_MOST = 512 };

static const char *type_name(enum usher_jwt_type type) {
    return type == USHER_TYPE_JWT ? "JWT" : type == USHER_TYPE_ACCESS ? "at+jwt" : "audit+jwt";
}

/* ------------------------------------------------------------------ signature */

static int mac_size(enum usher_algorithm algorithm) {
    return algorithm == USHER_HS256 ? USHER_HMAC256_BYTES : USHER_HMAC512_BYTES;
}

static void make_mac(enum usher_algorithm algorithm, const char *secret, int secret_size,
                     const char *input, size_t size, unsigned char *mac) {
    if (algorithm == USHER_HS256) {
        usher_hmac256(secret, (size_t)secret_size, input, size, mac);
    } else {
        usher_hmac512(secret, (size_t)secret_size, input, size, mac);
    }
}

/* *made is how many bytes the signature has. */
static int make_signature(struct usher *usher, const struct usher_signing_key *key,
                          const char *input, size_t size,
                          unsigned char signature[USHER_SIGNATURE_BYTES], size_t *made) {
    char *secret;
    int secret_size;
    *made = USHER_SIGNATURE_BYTES;
    if (key->seed) {
        usher_sign(key->seed, input, size, signature);
        return SQLITE_OK;
    }
    int rc = usher_signing_key_secret(usher, key, &secret, &secret_size);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (key->algorithm == USHER_EDDSA) {
        usher_sign((const unsigned char *)secret, input, size, signature);
    } else {
        make_mac(key->algorithm, secret, secret_size, input, size, signature);
        *made = (size_t)mac_size(key->algorithm);
    }
    usher_secret_free(secret, secret_size);
    return SQLITE_OK;
}

static int is_signed(struct usher *usher, const struct usher_signing_key *key, const char *input,
                     size_t size, const unsigned char *signature, size_t length, int *right) {
    unsigned char expected[USHER_SIGNATURE_BYTES];
    size_t made = 0;
    *right = 0;
    if (key->algorithm == USHER_EDDSA) {
        *right = length == USHER_SIGNATURE_BYTES &&
                 usher_signed(key->public_key, input, size, signature);
        return SQLITE_OK;
    }
    int rc = make_signature(usher, key, input, size, expected, &made);
    *right = rc == SQLITE_OK && length == made && usher_secret_equal(expected, signature, made);
    usher_wipe(expected, sizeof(expected));
    return rc;
}

/* -------------------------------------------------------------------- signing */

int usher_jws_sign(struct usher *usher, const struct usher_signing_key *key,
                   enum usher_jwt_type type, const char *payload, char **token) {
    char header[HEADER_MOST];
    unsigned char signature[USHER_SIGNATURE_BYTES];
    size_t made = 0;
    *token = NULL;
    sqlite3_snprintf(sizeof(header), header, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}",
                     usher_algorithm_name(key->algorithm), key->kid, type_name(type));
    size_t head = USHER_BASE64URL(strlen(header));
    size_t size = head + 1 + USHER_BASE64URL(strlen(payload));
    if (size + 1 + USHER_BASE64URL(USHER_SIGNATURE_BYTES) > USHER_JWT_MOST) {
        return usher_fail(usher, USHER_INVALID, "claims",
                          "claims must make a token of at most %d bytes", USHER_JWT_MOST);
    }
    char *text = sqlite3_malloc64(size + 1 + USHER_BASE64URL(USHER_SIGNATURE_BYTES) + 1);
    if (!text) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    usher_base64url(header, strlen(header), text);
    text[head] = '.';
    usher_base64url(payload, strlen(payload), text + head + 1);
    int rc = make_signature(usher, key, text, size, signature, &made);
    if (rc != SQLITE_OK) {
        sqlite3_free(text);
        return rc;
    }
    text[size] = '.';
    usher_base64url(signature, made, text + size + 1);
    *token = text;
    return SQLITE_OK;
}

/* -------------------------------------------------------------------- opening */

/* A token taken apart: where its parts begin, and how many characters they have. */
struct parts {
    const char *part[3];
    size_t size[3];
};

enum { HEADER, PAYLOAD, SIGNATURE };

static int split(const char *token, int length, struct parts *parts) {
    const char *end = token + length;
    for (int i = 0; i < 3; i++) {
        const char *dot = memchr(token, '.', (size_t)(end - token));
        if ((dot == NULL) != (i == SIGNATURE)) {
            return 0;
        }
        parts->part[i] = token;
        parts->size[i] = (size_t)((dot ? dot : end) - token);
        token = dot ? dot + 1 : end;
    }
    return 1;
}

struct header {
    struct usher *usher;
    char alg[8];
    char kid[101];
    char typ[10];
};

/* Each member has a place, which it must fit. */
static int take_header(void *context, const char *name, struct usher_value *value) {
    struct header *header = context;
    const struct {
        const char *name;
        char *to;
        size_t room;
    } members[] = {{"alg", header->alg, sizeof(header->alg)},
                   {"kid", header->kid, sizeof(header->kid)},
                   {"typ", header->typ, sizeof(header->typ)}};
    for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
        if (strcmp(name, members[i].name) == 0 && value->type == SQLITE_TEXT && !value->owned &&
            (size_t)value->length < members[i].room) {
            memcpy(members[i].to, value->text, (size_t)value->length + 1);
            return SQLITE_OK;
        }
    }
    return usher_fail(header->usher, USHER_INVALID, "token",
                      "a token's header must have alg, kid and typ, and nothing else");
}

static int take_type(struct usher *usher, const char *name, int types) {
    for (int type = USHER_TYPE_JWT; type <= USHER_TYPE_AUDIT; type *= 2) {
        if ((types & type) && strcmp(name, type_name((enum usher_jwt_type)type)) == 0) {
            return SQLITE_OK;
        }
    }
    return usher_fail(usher, USHER_INVALID, "token", "a token's typ must be one that is wanted");
}

/* invalid for whatever is no header of ours. */
static int read_header(struct header *header, const struct parts *parts, int types) {
    char text[HEADER_MOST + 1];
    struct usher_value json;
    size_t size;
    if (usher_base64url_decode(parts->part[HEADER], parts->size[HEADER], text, HEADER_MOST,
                               &size) != 0) {
        return usher_fail(header->usher, USHER_INVALID, "token",
                          "a token's header must be base64url of at most %d bytes", HEADER_MOST);
    }
    text[size] = '\0';
    usher_value_text(&json, text);
    json.length = (int)size;
    int rc = usher_json_object(header->usher, "token", &json, take_header, header);
    return rc == SQLITE_OK ? take_type(header->usher, header->typ, types) : rc;
}

/* The payload as text; NULL if it is not base64url. */
static int decode_payload(struct usher *usher, const struct parts *parts, char **payload) {
    size_t most = parts->size[PAYLOAD] / 4 * 3 + 3;
    size_t size;
    char *text = sqlite3_malloc64(most + 1);
    if (!text) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    if (usher_base64url_decode(parts->part[PAYLOAD], parts->size[PAYLOAD], text, most, &size) !=
        0) {
        sqlite3_free(text);
        return SQLITE_OK;
    }
    text[size] = '\0';
    if (strlen(text) != size) { /* JSON has no NUL */
        sqlite3_free(text);
        return SQLITE_OK;
    }
    *payload = text;
    return SQLITE_OK;
}

static int open_signed(struct usher *usher, const struct parts *parts,
                       const struct usher_signing_key *key, char **payload) {
    unsigned char signature[USHER_SIGNATURE_BYTES] = {0}; /* not what lay there before */
    size_t size;
    int right = 0;
    if (usher_base64url_decode(parts->part[SIGNATURE], parts->size[SIGNATURE], signature,
                               sizeof(signature), &size) != 0) {
        return SQLITE_OK;
    }
    size_t input = parts->size[HEADER] + 1 + parts->size[PAYLOAD];
    int rc = is_signed(usher, key, parts->part[HEADER], input, signature, size, &right);
    return rc == SQLITE_OK && right ? decode_payload(usher, parts, payload) : rc;
}

static int find_key(struct usher *usher, int types, const char *kid, struct usher_signing_key *key,
                    int *found) {
    return types == USHER_TYPE_AUDIT ? usher_audit_key_verifier(usher, kid, key, found)
                                     : usher_signing_key_find(usher, kid, key, found);
}

int usher_jws_open(struct usher *usher, const char *token, int length, int types,
                   struct usher_signing_key *key, char **payload) {
    struct header header = {.usher = usher};
    struct parts parts;
    int found = 0;
    *payload = NULL;
    if (length > USHER_JWT_MOST || !split(token, length, &parts)) {
        return SQLITE_OK;
    }
    int rc = read_header(&header, &parts, types);
    if (rc == SQLITE_OK) {
        rc = find_key(usher, types, header.kid, key, &found);
    }
    if (rc != SQLITE_OK || !found) {
        return rc;
    }
    if (strcmp(header.alg, usher_algorithm_name(key->algorithm)) == 0) {
        rc = open_signed(usher, &parts, key, payload);
    }
    if (!*payload) {
        usher_signing_key_close(key);
    }
    return rc;
}
