/*
** What the unit tests of ext/base/ share: a connection to fail on, values to
** check, and an allocator that runs out when told.
*/
#ifndef BASE_UNIT_H
#define BASE_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"

static struct usher unit; /* the connection under test */

static inline int unit_open(void **state) {
    (void)state;
    memset(&unit, 0, sizeof unit);
    if (usher_crypto_open() != 0)
        return -1;
    return sqlite3_open(":memory:", &unit.db) == SQLITE_OK ? 0 : -1;
}

static inline int unit_close(void **state) {
    (void)state;
    return sqlite3_close(unit.db) == SQLITE_OK ? 0 : -1;
}

static inline void unit_forget(void) {
    memset(&unit.error, 0, sizeof unit.error);
}

/* A TEXT of `length` bytes in memory of exactly that size, for AddressSanitizer to guard. */
static inline struct usher_value unit_text(const char *text, size_t length) {
    struct usher_value value;

    usher_value_null(&value);
    value.type = SQLITE_TEXT;
    value.length = (int)length;
    value.owned = sqlite3_malloc((int)length + (length == 0));
    assert_non_null(value.owned);
    memcpy(value.owned, text, length);
    value.text = value.owned;
    return value;
}

static inline void unit_is_text(const struct usher_value *value, const char *expected) {
    assert_int_equal(value->type, SQLITE_TEXT);
    assert_int_equal(value->length, strlen(expected));
    assert_memory_equal(value->text, expected, strlen(expected));
}

/* `invalid`, naming the field, with a message that starts with it. */
static inline void unit_is_refused(int result, const char *field) {
    assert_int_equal(result, SQLITE_CONSTRAINT);
    assert_int_equal(unit.error.code, USHER_INVALID);
    assert_string_equal(unit.error.field, field);
    assert_memory_equal(unit.error.message, field, strlen(field));
    assert_non_null(strstr(unit.error.message, " must "));
    unit_forget();
}

#define accepts(check, limit, text, expected)                                                      \
    do {                                                                                           \
        struct usher_value value_ = unit_text(text, strlen(text));                                 \
        int result_ = check(&unit, "thing", limit, &value_);                                       \
        if (result_ != SQLITE_OK)                                                                  \
            fail_msg("refused '%s': %s", text, unit.error.message);                                \
        unit_is_text(&value_, expected);                                                           \
        usher_value_clear(&value_);                                                                \
    } while (0)

#define refuses_bytes(check, limit, bytes, size)                                                   \
    do {                                                                                           \
        struct usher_value value_ = unit_text(bytes, size);                                        \
        int result_ = check(&unit, "thing", limit, &value_);                                       \
        if (result_ == SQLITE_OK)                                                                  \
            fail_msg("accepted '%s'", bytes);                                                      \
        unit_is_refused(result_, "thing");                                                         \
        assert_int_equal(value_.type, SQLITE_TEXT);                                                \
        usher_value_clear(&value_);                                                                \
    } while (0)

#define refuses(check, limit, text) refuses_bytes(check, limit, text, strlen(text))

/* What is no text is refused by a check for text. */
static inline void unit_refuses_types(usher_check *check) {
    struct usher_value value;

    usher_value_integer(&value, 5);
    unit_is_refused(check(&unit, "thing", 0, &value), "thing");
    value.type = SQLITE_FLOAT;
    value.real = 5.0;
    unit_is_refused(check(&unit, "thing", 0, &value), "thing");
    usher_value_text(&value, "en");
    value.type = SQLITE_BLOB;
    unit_is_refused(check(&unit, "thing", 0, &value), "thing");
}

#endif
