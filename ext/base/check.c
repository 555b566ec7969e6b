/*
** Validators: each takes one value that is not NULL, says in the error's field
** and message what would be right, and leaves the value normalised. Other
** layers name them in the descriptions of columns and arguments.
**
**   here              text, any_text, secret, filename, url, integer, boolean, uuid
**   check_email.c     email
**   check_locale.c    locale
**   check_time.c      time
**   json.c            json, string_list
**
** Text is TEXT: a number is not silently made one, because what a driver bound
** as REAL would come out as '5.0'. Characters are Unicode code points. Of
** control characters only tab, line feed and carriage return are taken, and
** only by any_text (a form's text area sends CR LF). White space at the ends
** is kept as given.
**
** Numbers are taken in every form in which drivers bind them: INTEGER, REAL
** with an integral value (JavaScript), TEXT (Perl). TEXT is read exactly, not
** by way of a double, and may be anything that SQLite would store as an integer
** (5, +5, 5.0, 5e2) except that white space around it is refused.
**
** Rules owned here: text-form, file-name, integer-form, boolean-form, uuid-form.
*/
#include "check.h"
#include "text.h"

#include <string.h>

int usher_check_refuse(struct usher *usher, const char *field, const char *rule) {
    return usher_fail(usher, USHER_INVALID, field, "%s %s", usher_check_name(field), rule);
}

int usher_check_too_long(struct usher *usher, const char *field, int limit) {
    return usher_fail(usher, USHER_INVALID, field, "%s must be at most %d characters long",
                      usher_check_name(field), limit);
}

void usher_check_replace(struct usher_value *value, const char *text) {
    char *owned = value->owned; /* `text` may be a part of it */

    usher_value_small(value, text);
    sqlite3_free(owned);
}

/* --------------------------------------------------------------------- text */

/* What both kinds of text have in common. */
static int check_characters(struct usher *usher, const char *field, int limit,
                            const struct usher_value *value, struct usher_text *found) {
    if (value->type != SQLITE_TEXT)
        return usher_check_refuse(usher, field, "must be text");
    usher_text_scan(value->text, value->length, found);
    if (found->malformed)
        return usher_check_refuse(usher, field, "must be valid UTF-8");
    if (found->nul)
        return usher_check_refuse(usher, field, "must not contain a NUL character");
    if (limit > 0 && found->characters > limit)
        return usher_check_too_long(usher, field, limit);
    return SQLITE_OK;
}

int usher_check_text(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    struct usher_text found = {0};
    int result = check_characters(usher, field, limit, value, &found);

    if (result != SQLITE_OK)
        return result;
    if (found.control || found.breaks)
        return usher_check_refuse(usher, field, "must not contain control characters");
    if (!found.visible)
        return usher_check_refuse(usher, field, "must not be empty or blank");
    return SQLITE_OK;
}

int usher_check_any_text(struct usher *usher, const char *field, int limit,
                         struct usher_value *value) {
    struct usher_text found = {0};
    int result = check_characters(usher, field, limit, value, &found);

    if (result == SQLITE_OK && found.control)
        return usher_check_refuse(
            usher, field, "must not contain control characters other than tabs and line breaks");
    return result;
}

int usher_check_secret(struct usher *usher, const char *field, int least, int most,
                       const struct usher_value *value) {
    struct usher_text found = {0};
    int result = check_characters(usher, field, 0, value, &found);

    if (result == SQLITE_OK && (found.characters < least || found.characters > most))
        return usher_fail(usher, USHER_INVALID, field, "%s must be %d to %d characters long",
                          usher_check_name(field), least, most);
    return result;
}

int usher_check_filename(struct usher *usher, const char *field, int limit,
                         struct usher_value *value) {
    int result = usher_check_text(usher, field, limit, value);
    size_t length = (size_t)value->length;

    if (result != SQLITE_OK)
        return result;
    if (memchr(value->text, '/', length) != NULL || memchr(value->text, '\\', length) != NULL ||
        (length == 1 && value->text[0] == '.') ||
        (length == 2 && value->text[0] == '.' && value->text[1] == '.'))
        return usher_check_refuse(usher, field, "must be a bare file name without a directory");
    return SQLITE_OK;
}

/* ---------------------------------------------------------------- addresses */

static int begins(const char *text, size_t length, const char *with) {
    size_t size = strlen(with);

    return length >= size && memcmp(text, with, size) == 0;
}

int usher_is_url(const char *text, size_t length) {
    size_t scheme = begins(text, length, "https://") ? 8 : begins(text, length, "http://") ? 7 : 0;
    size_t at = scheme;

    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7F)
            return 0;
    while (at < length && strchr(":/?#", text[at]) == NULL)
        at++;
    if (scheme == 0 || !usher_is_domain(text + scheme, at - scheme))
        return 0;
    if (at < length && text[at] == ':')
        for (at++; at < length && usher_is_digit(text[at]);)
            at++;
    return at == length || strchr("/?#", text[at]) != NULL;
}

/* Of checked text. A path is the site's own: "//host" and "/\\host" are none to a browser. */
static int is_path(const char *text, size_t length) {
    if (text[0] != '/' || begins(text, length, "//"))
        return 0;
    return memchr(text, ' ', length) == NULL && memchr(text, '\\', length) == NULL;
}

int usher_check_url(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    int result = usher_check_text(usher, field, limit, value);
    size_t length = (size_t)value->length;

    if (result == SQLITE_OK && !usher_is_url(value->text, length) && !is_path(value->text, length))
        return usher_check_refuse(
            usher, field, "must be a URL like https://example.org/path, or a path like /inbox");
    return result;
}

/* ------------------------------------------------------------------ numbers */

/* A decimal number as it is read: (-1)^negative * digits * 10^exponent. */
struct decimal {
    sqlite3_uint64 digits; /* without trailing zeros; those count in the exponent */
    int zeros;             /* met since the last other digit */
    int exponent;
    int negative;
    int overflow;
};

static void decimal_times_ten(struct decimal *number) {
    if (number->digits > UINT64_MAX / 10)
        number->overflow = 1;
    number->digits *= 10;
}

/* Zeros wait until a digit follows: "5.000" is 5 and "1000" is 1e3. */
static void decimal_digit(struct decimal *number, char c) {
    if (c == '0') {
        number->zeros++;
        return;
    }
    if (number->digits != 0)
        for (; number->zeros >= 0 && !number->overflow; number->zeros--)
            decimal_times_ten(number);
    number->zeros = 0;
    if (number->digits > UINT64_MAX - (sqlite3_uint64)(c - '0'))
        number->overflow = 1;
    number->digits += (sqlite3_uint64)(c - '0');
}

/* Reads digits; returns how many. */
static int decimal_digits(struct decimal *number, const char *p, const char *end) {
    const char *start = p;

    for (; p < end && usher_is_digit(*p); p++)
        decimal_digit(number, *p);
    return (int)(p - start);
}

/* Reads "e+12" from p < end up to it; 0 if it is not that. Huge exponents stay huge. */
static int decimal_exponent(struct decimal *number, const char *p, const char *end) {
    int negative, exponent = 0;

    if (*p != 'e' && *p != 'E')
        return 0;
    p++;
    negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end)
        return 0;
    for (; p < end && usher_is_digit(*p); p++)
        if (exponent < 100000000)
            exponent = exponent * 10 + (*p - '0');
    number->exponent = negative ? -exponent : exponent;
    return p == end;
}

/* The whole text as a decimal number; 0 if it is none. */
static int decimal_read(struct decimal *number, const char *p, const char *end) {
    int whole, part = 0;

    number->negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    whole = decimal_digits(number, p, end);
    p += whole;
    if (p < end && *p == '.') {
        part = decimal_digits(number, p + 1, end);
        p += 1 + part;
    }
    if (whole + part == 0)
        return 0;
    if (p < end && !decimal_exponent(number, p, end))
        return 0;
    number->exponent += number->zeros - part;
    return 1;
}

/* 0 if the number has a fraction or is beyond 64 bits. */
static int decimal_integer(struct decimal *number, sqlite3_int64 *integer) {
    const sqlite3_uint64 most = (sqlite3_uint64)INT64_MAX;

    if (number->overflow)
        return 0; /* before all else: what is left of the digits means nothing */
    if (number->digits == 0) {
        *integer = 0;
        return 1;
    }
    if (number->exponent < 0 || number->exponent > 18)
        return 0;
    for (; number->exponent > 0; number->exponent--)
        decimal_times_ten(number);
    if (number->overflow || number->digits > most + (number->negative ? 1u : 0u))
        return 0;
    if (!number->negative)
        *integer = (sqlite3_int64)number->digits;
    else /* in this order because -2^63 has no positive twin */
        *integer = -(sqlite3_int64)(number->digits - 1) - 1;
    return 1;
}

static int text_integer(const struct usher_value *value, sqlite3_int64 *integer) {
    struct decimal number = {0};

    if (!decimal_read(&number, value->text, value->text + value->length))
        return 0;
    return decimal_integer(&number, integer);
}

/* 2^63 is exact as a double, 2^63 - 1 is not; a NaN fails both comparisons. */
static int real_integer(double real, sqlite3_int64 *integer) {
    if (!(real >= -9223372036854775808.0 && real < 9223372036854775808.0))
        return 0;
    *integer = (sqlite3_int64)real;
    return (double)*integer == real;
}

/* The value as an INTEGER; 0 if it is none. */
static int make_integer(struct usher_value *value) {
    sqlite3_int64 integer = 0;

    if (value->type == SQLITE_INTEGER)
        return 1;
    if (value->type == SQLITE_FLOAT) {
        if (!real_integer(value->real, &integer))
            return 0;
    } else if (value->type != SQLITE_TEXT || !text_integer(value, &integer)) {
        return 0;
    }
    usher_value_clear(value);
    usher_value_integer(value, integer);
    return 1;
}

int usher_check_integer(struct usher *usher, const char *field, int limit,
                        struct usher_value *value) {
    (void)limit;
    if (make_integer(value))
        return SQLITE_OK;
    return usher_check_refuse(usher, field, "must be a whole number of at most 64 bits");
}

int usher_check_boolean(struct usher *usher, const char *field, int limit,
                        struct usher_value *value) {
    (void)limit;
    if (make_integer(value) && (value->integer == 0 || value->integer == 1))
        return SQLITE_OK;
    return usher_check_refuse(usher, field, "must be 0 or 1");
}

/* --------------------------------------------------------------------- UUID */

int usher_check_uuid(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    char small[USHER_UUID_TEXT + 1];
    int i = 0;

    (void)limit;
    if (value->type == SQLITE_TEXT && value->length == USHER_UUID_TEXT) {
        for (; i < USHER_UUID_TEXT; i++) {
            int dash = i == 8 || i == 13 || i == 18 || i == 23;

            small[i] = usher_lower(value->text[i]);
            if (dash ? small[i] != '-'
                     : !usher_is_digit(small[i]) && (small[i] < 'a' || small[i] > 'f'))
                break;
        }
    }
    if (i < USHER_UUID_TEXT)
        return usher_check_refuse(usher, field,
                                  "must be a UUID like 018f3c5e-7a10-7c3b-9f21-5d6e8a90b1c2");
    small[USHER_UUID_TEXT] = '\0';
    usher_check_replace(value, small);
    return SQLITE_OK;
}

int usher_check_token(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    unsigned char hash[USHER_HASH_BYTES];

    (void)limit;
    return value->type == SQLITE_TEXT && usher_token_hash(value->text, value->length, hash) == 0
               ? SQLITE_OK
               : usher_check_refuse(usher, field, "must be 32 bytes as 43 characters of base64url");
}
