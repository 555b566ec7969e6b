/*
** Time-based one-time passwords (RFC 6238), on HMAC with SHA-256 or SHA-512.
** Pure: no store, no clock.
**
** Rules owned here: totp-form, totp-window.
*/
#include "domain/mfa/mfa.h"

sqlite3_int64 usher_totp_step(sqlite3_int64 milliseconds) {
    return milliseconds < 0 ? -1 : milliseconds / (USHER_TOTP_SECONDS * (sqlite3_int64)1000);
}

/* RFC 4226, 5.3: four bytes from where the last half byte points to, without the sign. */
static unsigned truncate(const unsigned char *mac, size_t size) {
    const unsigned char *from = mac + (mac[size - 1] & 15);
    return (from[0] & 127U) << 24 | (unsigned)from[1] << 16 | (unsigned)from[2] << 8 | from[3];
}

void usher_totp_code(const struct usher_totp *totp, sqlite3_int64 step, char code[9]) {
    unsigned char message[8];
    unsigned char mac[USHER_HMAC512_BYTES];
    size_t size = totp->hash == USHER_TOTP_SHA256 ? USHER_HMAC256_BYTES : USHER_HMAC512_BYTES;
    for (int i = 0; i < 8; i++) {
        message[i] = (unsigned char)((sqlite3_uint64)step >> (56 - 8 * i) & 255);
    }
    if (totp->hash == USHER_TOTP_SHA256) {
        usher_hmac256(totp->secret, totp->size, message, sizeof(message), mac);
    } else {
        usher_hmac512(totp->secret, totp->size, message, sizeof(message), mac);
    }
    unsigned rest = truncate(mac, size);
    code[totp->digits] = '\0';
    for (int i = totp->digits - 1; i >= 0; i--, rest /= 10) {
        code[i] = (char)('0' + rest % 10);
    }
    usher_wipe(mac, sizeof(mac));
}

int usher_totp_matches(const struct usher_totp *totp, const char *code, sqlite3_int64 now,
                       sqlite3_int64 last, sqlite3_int64 *step) {
    char expected[9];
    int matches = 0;
    for (sqlite3_int64 candidate = now - 1; candidate <= now + 1; candidate++) {
        usher_totp_code(totp, candidate, expected);
        if (usher_secret_equal(expected, code, (size_t)totp->digits) && candidate > last) {
            *step = candidate;
            matches = 1;
        }
    }
    usher_wipe(expected, sizeof(expected));
    return matches;
}
