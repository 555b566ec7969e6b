/*
** Pieces of JSON text, in SQLite memory: strings, reals, and the last error.
**
** Reals are written with as few digits as bring the same number back, where
** jansson would make 0.1 into 0.10000000000000001.
**
** sqlite3_str remembers that memory ran out; usher_write_finish asks it once.
**
** Rules owned here: error-json.
*/
#include "json_write.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Runs of plain characters are written at once. */
void usher_write_string(sqlite3_str *out, const char *text, size_t length) {
    static const char characters[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *end = text + length;

    sqlite3_str_appendchar(out, 1, '"');
    while (text < end) {
        const char *p = text, *special;

        while (p < end && (unsigned char)*p >= 0x20 && *p != '"' && *p != '\\')
            p++;
        sqlite3_str_append(out, text, (int)(p - text));
        if (p == end)
            break;
        special = strchr(characters, *p);
        if (special != NULL) {
            sqlite3_str_appendchar(out, 1, '\\');
            sqlite3_str_appendchar(out, 1, names[special - characters]);
        } else {
            sqlite3_str_appendf(out, "\\u%04x", (unsigned)*p);
        }
        text = p + 1;
    }
    sqlite3_str_appendchar(out, 1, '"');
}

/*
** The host's decimal point, of one byte or several, becomes '.'. Returns whether
** there was anything but digits.
*/
static int unlocalise(char *text) {
    char *out = text;
    int plain = 1;

    for (const char *p = text; *p != '\0'; p++) {
        if (usher_is_digit(*p) || *p == '-') {
            *out++ = *p;
            continue;
        }
        plain = 0;
        if (*p == 'e' || *p == '+')
            *out++ = *p;
        else if (out[-1] != '.')
            *out++ = '.';
    }
    *out = '\0';
    return !plain;
}

/* printf writes no fraction for an integral number; it would come back as an integer. */
void usher_write_real(sqlite3_str *out, double real) {
    char text[40];
    int plain;

    for (int digits = 15; USHER_ALWAYS(digits <= 17); digits++) { /* with 17, any comes back */
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    plain = !unlocalise(text);
    sqlite3_str_appendall(out, text);
    if (plain)
        sqlite3_str_append(out, ".0", 2);
}

int usher_write_finish(sqlite3_str *out, struct usher_value *value) {
    int result = sqlite3_str_errcode(out);
    int length = sqlite3_str_length(out);
    char *text = sqlite3_str_finish(out);

    usher_value_null(value);
    if (result != SQLITE_OK) /* then there is no text; else there is one, as JSON is not empty */
        return result;
    value->type = SQLITE_TEXT;
    value->length = length;
    value->text = text;
    value->owned = text;
    return SQLITE_OK;
}

/* -------------------------------------------------------------------- error */

void usher_json_append(sqlite3_str *out, const char *text) {
    usher_write_string(out, text, strlen(text));
}

void usher_json_append_value(sqlite3_str *out, const struct usher_value *value) {
    switch (value->type) {
    case SQLITE_INTEGER:
        sqlite3_str_appendf(out, "%lld", value->integer);
        break;
    case SQLITE_FLOAT:
        usher_write_real(out, value->real);
        break;
    case SQLITE_TEXT:
        usher_write_string(out, value->text, (size_t)value->length);
        break;
    default: /* no table of ours that is not about secrets has a BLOB */
        sqlite3_str_appendall(out, "null");
    }
}

/*
** {"code":...,"status":...,"message":...,"field":...}; the field is null if the
** error names none. Whoever asks for the error must not cause another: running
** out of memory is returned, not recorded.
*/
int usher_json_error(const struct usher *usher, struct usher_value *value) {
    const struct usher_error *error = &usher->error;
    sqlite3_str *out;

    usher_value_null(value);
    if (error->code == USHER_OK)
        return SQLITE_OK;
    out = sqlite3_str_new(NULL);
    sqlite3_str_appendall(out, "{\"code\":");
    usher_json_append(out, usher_error_name(error));
    sqlite3_str_appendf(out, ",\"status\":%d,\"message\":", usher_error_status(error));
    usher_json_append(out, error->message);
    sqlite3_str_appendall(out, ",\"field\":");
    if (error->field[0] != '\0')
        usher_json_append(out, error->field);
    else
        sqlite3_str_appendall(out, "null");
    sqlite3_str_appendchar(out, 1, '}');
    return usher_write_finish(out, value);
}
