/*
** base64, base64url, base32 and hexadecimal digits (RFC 4648), strict in what they take.
**
** Rules owned here: base64url-form.
*/
#include "crypto.h"
#include "never.h"

#include <sodium.h>
#include <string.h>

#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

void usher_hex(const void *bytes, size_t size, char *text) {
    sodium_bin2hex(text, 2 * size + 1, bytes, size);
}

int usher_hex_decode(const char *text, size_t length, void *bytes, size_t size) {
    size_t decoded = 0;
    return length == 2 * size &&
                   sodium_hex2bin(bytes, size, text, length, NULL, &decoded, NULL) == 0 &&
                   USHER_ALWAYS(decoded == size) /* or it would have refused it */
               ? 0
               : -1;
}

void usher_base64url(const void *bytes, size_t size, char *text) {
    sodium_bin2base64(text, USHER_BASE64URL(size) + 1, bytes, size, VARIANT);
}

/*
** sodium_base642bin is not strict enough: it takes some bytes above 0x7F for
** letters (1.0.18 does). So the alphabet is looked at first.
*/
static int is_base64(const char *text, size_t length, const char *more) {
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
              c == more[0] || c == more[1] || c == more[2])) {
            return 0;
        }
    }
    return 1;
}

/* It refuses stray bits in the last character by itself. */
int usher_base64url_decode(const char *text, size_t length, void *bytes, size_t most,
                           size_t *size) {
    *size = 0;
    return is_base64(text, length, "-__") &&
                   sodium_base642bin(bytes, most, text, length, NULL, size, NULL, VARIANT) == 0
               ? 0
               : -1;
}

int usher_base64_decode(const char *text, size_t length, void *bytes, size_t most, size_t *size) {
    *size = 0;
    return is_base64(text, length, "+/=") &&
                   sodium_base642bin(bytes, most, text, length, NULL, size, NULL,
                                     sodium_base64_VARIANT_ORIGINAL) == 0
               ? 0
               : -1;
}

void usher_base32(const void *bytes, size_t size, char *text) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const unsigned char *next = bytes;
    unsigned held = 0; /* bits that wait, the newest lowest */
    int bits = 0;
    while (size > 0 || bits > 0) {
        if (bits < 5 && size > 0) {
            held = held << 8 | *next++;
            bits += 8;
            size--;
        } else if (bits < 5) {
            held <<= 5 - bits; /* the last character is filled up with zeros */
            bits = 5;
        }
        bits -= 5;
        *text++ = alphabet[held >> bits & 31];
    }
    *text = '\0';
}
