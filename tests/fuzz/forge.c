/*
** Tokens that are changed or made up: as somebody would who knows how they are made.
*/
#include "forge.h"

#include "base/crypto.h"

#include <string.h>

char forge_public_key[64];

/* Triples: what to do, where, with which byte. */
void forge_edit(struct token *token, const uint8_t *edits, size_t size) {
    for (; size >= 3; edits += 3, size -= 3) {
        int at = token->length > 0 ? edits[1] % token->length : 0;
        switch (edits[0] % 8) {
        case 0: /* another byte */
            token->bytes[at] = (char)edits[2];
            break;
        case 1: /* a bit */
            token->bytes[at] = (char)(token->bytes[at] ^ 1 << edits[2] % 8);
            break;
        case 2: /* cut off */
            token->length = at;
            break;
        case 3: /* one more */
            token->bytes[token->length++] = (char)edits[2];
            break;
        case 4: /* one less */
            memmove(token->bytes + at, token->bytes + at + 1, (size_t)(token->length - at));
            token->length -= token->length > 0;
            break;
        case 5: /* its neighbour */
            token->bytes[at] = (char)(token->bytes[at] + (edits[2] & 1 ? 1 : -1));
            break;
        case 6: /* the last, from the end on: what padding bits are in */
            at = token->length > 0 ? token->length - 1 - edits[1] % token->length : 0;
            token->bytes[at] = (char)(token->bytes[at] + edits[2] % 4 + 1);
            break;
        default: /* in other case */
            token->bytes[at] = (char)(token->bytes[at] ^ 32);
        }
    }
}

void forge_append(struct token *token, const char *bytes, int length) {
    memcpy(token->bytes + token->length, bytes, (size_t)length);
    token->length += length;
}

static void append_base64(struct token *token, const void *bytes, size_t size) {
    char text[8192];
    usher_base64url(bytes, size, text);
    forge_append(token, text, (int)strlen(text));
}

/* Header or claims: what the line says, or those of a good token. */
static void append_part(struct token *token, const char *line, int length, const char *good,
                        size_t good_length) {
    if (length == 1 && *line == '$') {
        forge_append(token, good, (int)good_length);
    } else {
        append_base64(token, line, length < 4000 ? (size_t)length : 4000);
    }
}

/* 'n' not at all, 'z' zeros, 'p' 'e' 'h' 'r' with a key that one may know; else that of a good one. */
static void append_signature(struct token *token, char how, const char *good) {
    static const unsigned char zeros[64];
    unsigned char mac[USHER_HMAC256_BYTES];
    unsigned char key[128];
    size_t size = 0;
    size_t length = (size_t)token->length;
    forge_append(token, ".", 1);
    switch (how) {
    case 'n':
        return;
    case 'z':
        append_base64(token, zeros, sizeof(zeros));
        return;
    case 'r': /* the public key as bytes, and as it is told */
        usher_base64url_decode(forge_public_key, strlen(forge_public_key), key, sizeof(key), &size);
        break;
    case 'h':
        size = strlen(forge_public_key);
        memcpy(key, forge_public_key, size);
        break;
    case 'p':
        size = sizeof(FUZZ_KEY) - 1;
        memcpy(key, FUZZ_KEY, size);
        break;
    case 'e':
        break;
    default:
        forge_append(token, good, (int)strlen(good));
        return;
    }
    usher_hmac256(key, size, token->bytes, length, mac);
    append_base64(token, mac, sizeof(mac));
}

void forge_jwt(struct token *token, const uint8_t *data, size_t size, const char *good) {
    const char *at = (const char *)data;
    const char *end = at + size;
    const char *first = strchr(good, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;
    int length;
    if (!second || size < 1) {
        return;
    }
    char how = *at++;
    const char *header = fuzz_line(&at, end, &length);
    append_part(token, header, length, good, (size_t)(first - good));
    forge_append(token, ".", 1);
    append_part(token, at, (int)(end - at), first + 1, (size_t)(second - first - 1));
    append_signature(token, how, second + 1);
}
