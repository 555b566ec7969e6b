/*
** What the unit tests of cryptography share: bytes written as hexadecimal digits.
*/
#ifndef CRYPTO_UNIT_H
#define CRYPTO_UNIT_H

#include "base_unit.h"

/* The bytes, in static memory; *size (may be NULL) is how many. */
static inline const unsigned char *unhex(const char *text, size_t *size) {
    static unsigned char memory[4][512];
    static int next;
    unsigned char *bytes = memory[next++ % 4];
    size_t count = strlen(text) / 2;

    assert_true(count <= sizeof memory[0]);
    for (size_t i = 0; i < count; i++) {
        const char digits[] = {text[2 * i], text[2 * i + 1], '\0'};
        char *end;

        bytes[i] = (unsigned char)strtoul(digits, &end, 16);
        assert_true(*end == '\0');
    }
    if (size != NULL)
        *size = count;
    return bytes;
}

#endif
