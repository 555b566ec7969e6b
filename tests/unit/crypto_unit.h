/*
** What the unit tests of cryptography share: bytes written as hexadecimal digits.
*/
#ifndef CRYPTO_UNIT_H
#define CRYPTO_UNIT_H

#include "base_unit.h"

#include <stdio.h>

/* The bytes, in static memory; *size (may be NULL) is how many. */
static inline const unsigned char *unhex(const char *text, size_t *size) {
    static unsigned char memory[4][512];
    static int next;
    unsigned char *bytes = memory[next++ % 4];
    size_t count = strlen(text) / 2;

    assert_true(count <= sizeof memory[0]);
    for (size_t i = 0; i < count; i++) {
        unsigned byte;

        assert_int_equal(sscanf(text + 2 * i, "%2x", &byte), 1);
        bytes[i] = (unsigned char)byte;
    }
    if (size != NULL)
        *size = count;
    return bytes;
}

#endif
