/*
** The form of an API key: usk_, 43 characters of base62, and 6 of a checksum.
**
** The 43 are uniform, 256 bits. The checksum is the first 4 bytes of BLAKE2b-256 over
** all that stands before it, big endian, in base62 with 0 in front: whoever scans
** texts for keys that leaked, or mistyped one, needs no store to tell.
*/
#include "domain/api_keys/api_keys.h"

#include <string.h>

enum { PREFIX = 4, SECRET = 43, CHECKED = PREFIX + SECRET };

static const char prefix[] = "usk_";
static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static void add_checksum(char text[USHER_API_KEY_TEXT + 1]) {
    unsigned char hash[USHER_HASH_BYTES];
    usher_hash(text, CHECKED, NULL, hash);
    uint32_t sum = (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 | (uint32_t)hash[2] << 8 |
                   (uint32_t)hash[3];
    for (int i = USHER_API_KEY_TEXT - 1; i >= CHECKED; i--) {
        text[i] = digits[sum % 62];
        sum /= 62;
    }
    text[USHER_API_KEY_TEXT] = '\0';
}

void usher_api_key_make(struct usher *usher, char text[USHER_API_KEY_TEXT + 1]) {
    memcpy(text, prefix, PREFIX);
    for (int i = PREFIX; i < CHECKED; i++) {
        text[i] = digits[usher_random_below(usher, 62)];
    }
    add_checksum(text);
}

int usher_api_key_formed(const char *text, int length) {
    char right[USHER_API_KEY_TEXT + 1];
    if (length != USHER_API_KEY_TEXT || memcmp(text, prefix, PREFIX) != 0) {
        return 0;
    }
    for (int i = PREFIX; i < USHER_API_KEY_TEXT; i++) {
        if (!usher_is_alnum(text[i])) {
            return 0;
        }
    }
    memcpy(right, text, CHECKED);
    add_checksum(right);
    int formed = usher_secret_equal(right, text, USHER_API_KEY_TEXT);
    usher_wipe(right, sizeof(right));
    return formed;
}
