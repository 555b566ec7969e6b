/*
** A secret in all the forms that it could leak in: as text, as the bytes that the text
** stands for, and either in hexadecimal digits.
*/
#include "secrets.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 4000 };

static int has(const unsigned char *data, size_t size, const void *needle, size_t length) {
    const unsigned char *first = needle;
    const unsigned char *at = data;
    while (size >= length && (at = memchr(data, first[0], size - length + 1)) != NULL) {
        if (memcmp(at, needle, length) == 0) {
            return 1;
        }
        size -= (size_t)(at + 1 - data);
        data = at + 1;
    }
    return 0;
}

static int has_hex(const unsigned char *data, size_t size, const void *bytes, size_t length) {
    char digits[2 * LONGEST + 1];
    sodium_bin2hex(digits, sizeof(digits), bytes, length);
    if (has(data, size, digits, 2 * length)) {
        return 1;
    }
    for (char *c = digits; *c; c++) {
        *c = (char)toupper((unsigned char)*c);
    }
    return has(data, size, digits, 2 * length);
}

int read_base32(const char *text, unsigned char *bytes, int most) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0;
    int bits = 0;
    int size = 0;
    for (; *text; text++) {
        const char *at = strchr(alphabet, *text);
        if (!at || size == most) {
            return -1;
        }
        held = held << 5 | (unsigned)(at - alphabet);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes[size++] = (unsigned char)(held >> bits & 255);
        }
    }
    return size;
}

/*
** A code without its dashes, a token without what stands in front of it ("mfa_"), an API key
** without its checksum either.
*/
static const char *bare(const char *secret, char out[LONGEST]) {
    char *end = out;
    if (strncmp(secret, "usk_", 4) == 0 && strlen(secret) == 53) {
        snprintf(out, LONGEST, "%.43s", secret + 4);
        return out;
    }
    const char *mark = strlen(secret) == 47 ? strchr(secret, '_') : NULL;
    if (mark && mark - secret == 3) {
        return mark + 1;
    }
    if (strlen(secret) == 19 && secret[4] == '-') {
        for (; *secret; secret++) {
            if (*secret != '-') {
                *end++ = *secret;
            }
        }
        *end = '\0';
        return out;
    }
    return secret;
}

static int is_decoded(const unsigned char *data, size_t size, const unsigned char *bytes,
                      size_t length) {
    return has(data, size, bytes, length) || has_hex(data, size, bytes, length);
}

/* Its signature, and the token in its payload, of which a session has the hash. */
static int search_jwt(const void *data, size_t size, const char *jwt, const char **form) {
    char payload[LONGEST];
    char token[44];
    size_t length = 0;
    const char *from = strchr(jwt, '.') + 1;
    const char *signature = strrchr(jwt, '.') + 1;
    sodium_base642bin((unsigned char *)payload, sizeof(payload) - 1, from,
                      (size_t)(signature - from - 1), NULL, &length, NULL,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    payload[length] = '\0';
    const char *jti = strstr(payload, "\"jti\":\"");
    snprintf(token, sizeof(token), "%s", jti ? jti + 7 : "");
    return search(data, size, signature, form) || (jti && search(data, size, token, form));
}

int search(const void *data, size_t size, const char *secret, const char **form) {
    unsigned char bytes[LONGEST];
    char room[LONGEST] = "";
    char raised[LONGEST] = "";
    size_t length = 0;
    const char *text = bare(secret, room);
    for (size_t i = 0; i < strlen(text); i++) {
        raised[i] = (char)toupper((unsigned char)text[i]);
    }
    if (has(data, size, secret, strlen(secret)) || has(data, size, text, strlen(text)) ||
        has(data, size, raised, strlen(raised))) {
        *form = "text";
        return 1;
    }
    if (has_hex(data, size, text, strlen(text))) {
        *form = "its text in hexadecimal digits";
        return 1;
    }
    if (strncmp(text, "eyJ", 3) == 0 && strchr(text, '.') != strrchr(text, '.')) {
        return search_jwt(data, size, text, form);
    }
    /* A token or an HMAC has 32 bytes, a signature 64. */
    if (sodium_base642bin(bytes, sizeof(bytes), text, strlen(text), NULL, &length, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
        (length == 32 || length == 64) && is_decoded(data, size, bytes, length)) {
        *form = "the bytes of a token";
        return 1;
    }
    int decoded = read_base32(raised, bytes, sizeof(bytes));
    if (decoded >= 10 && is_decoded(data, size, bytes, (size_t)decoded)) {
        *form = "the bytes of a code";
        return 1;
    }
    return 0;
}
