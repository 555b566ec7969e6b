/*
** Values: one SQL value on its way to or from a rule.
**
** usher_value_null, _integer, _text, _small and _borrow initialise: they do not
** look at what the value held before, so that a value may start as raw memory.
** Whoever reuses one that may own text calls usher_value_clear first. A value
** whose text stands in `small` points into itself: it must not be copied by
** assignment.
**
** Nothing is converted here. What a driver meant by 5.0 or '5' is for the
** validators to say, which know the column (check.c).
*/
#include "base.h"

#include <string.h>

void usher_value_null(struct usher_value *value) {
    value->type = SQLITE_NULL;
    value->length = 0;
    value->integer = 0;
    value->real = 0.0;
    value->text = NULL;
    value->owned = NULL;
    value->small[0] = '\0';
}

void usher_value_integer(struct usher_value *value, sqlite3_int64 integer) {
    usher_value_null(value);
    value->type = SQLITE_INTEGER;
    value->integer = integer;
}

void usher_value_text(struct usher_value *value, const char *text) {
    usher_value_null(value);
    if (text == NULL)
        return;
    value->type = SQLITE_TEXT;
    value->text = text;
    value->length = (int)strlen(text);
}

void usher_value_small(struct usher_value *value, const char *text) {
    size_t length = strlen(text);

    if (length >= sizeof value->small)
        length = sizeof value->small - 1;
    memmove(value->small, text, length); /* `text` may be `small` itself */
    value->type = SQLITE_TEXT;
    value->length = (int)length;
    value->integer = 0;
    value->real = 0.0;
    value->text = value->small;
    value->owned = NULL;
    value->small[length] = '\0';
}

/* What a value owns may be a secret: a password in the arguments of a call, say. */
void usher_value_clear(struct usher_value *value) {
    if (value->owned != NULL)
        usher_wipe(value->owned, (size_t)sqlite3_msize(value->owned));
    sqlite3_free(value->owned);
    usher_value_null(value);
}

int usher_value_keep(struct usher_value *value, const char *bytes, int length) {
    char *copy = sqlite3_malloc64((sqlite3_uint64)length + 1);

    if (copy == NULL)
        return SQLITE_NOMEM;
    memcpy(copy, bytes, (size_t)length);
    copy[length] = '\0';
    value->owned = copy;
    value->text = copy;
    value->length = length;
    return SQLITE_OK;
}

int usher_value_copy(struct usher_value *copy, const struct usher_value *value) {
    *copy = *value;
    copy->owned = NULL;
    return value->type == SQLITE_TEXT ? usher_value_keep(copy, value->text, value->length)
                                      : SQLITE_OK;
}

/*
** sqlite3_value_text and _blob return NULL when memory runs out, but _blob
** also for a blob of no bytes.
*/
int usher_value_borrow(struct usher_value *value, sqlite3_value *from) {
    usher_value_null(value);
    switch (sqlite3_value_type(from)) {
    case SQLITE_INTEGER:
        value->integer = sqlite3_value_int64(from);
        value->type = SQLITE_INTEGER;
        break;
    case SQLITE_FLOAT:
        value->real = sqlite3_value_double(from);
        value->type = SQLITE_FLOAT;
        break;
    case SQLITE_TEXT:
        value->text = (const char *)sqlite3_value_text(from);
        if (value->text == NULL)
            return SQLITE_NOMEM;
        value->length = sqlite3_value_bytes(from);
        value->type = SQLITE_TEXT;
        break;
    case SQLITE_BLOB:
        value->length = sqlite3_value_bytes(from); /* first: it is 0 after a failure */
        value->text = (const char *)sqlite3_value_blob(from);
        if (value->text == NULL) {
            if (value->length > 0) {
                value->length = 0;
                return SQLITE_NOMEM;
            }
            value->text = "";
        }
        value->type = SQLITE_BLOB;
        break;
    default:
        break;
    }
    return SQLITE_OK;
}

/*
** SQLITE_STATIC spares a copy: whoever binds keeps the value alive and
** unchanged until the statement was reset and its bindings cleared or replaced.
*/
int usher_value_bind(sqlite3_stmt *statement, int index, const struct usher_value *value) {
    switch (value->type) {
    case SQLITE_INTEGER:
        return sqlite3_bind_int64(statement, index, value->integer);
    case SQLITE_FLOAT:
        return sqlite3_bind_double(statement, index, value->real);
    case SQLITE_TEXT:
        return sqlite3_bind_text(statement, index, value->text, value->length, SQLITE_STATIC);
    case SQLITE_BLOB:
        return sqlite3_bind_blob(statement, index, value->text, value->length, SQLITE_STATIC);
    default:
        return sqlite3_bind_null(statement, index);
    }
}

/* The value may be gone before SQLite reads the result: it gets a copy. */
void usher_value_result(sqlite3_context *context, const struct usher_value *value) {
    switch (value->type) {
    case SQLITE_INTEGER:
        sqlite3_result_int64(context, value->integer);
        break;
    case SQLITE_FLOAT:
        sqlite3_result_double(context, value->real);
        break;
    case SQLITE_TEXT:
        sqlite3_result_text(context, value->text, value->length, SQLITE_TRANSIENT);
        break;
    case SQLITE_BLOB:
        sqlite3_result_blob(context, value->text, value->length, SQLITE_TRANSIENT);
        break;
    default:
        sqlite3_result_null(context);
        break;
    }
}

/* 1 and 1.0 differ: a change of type is a change to a STRICT column. */
int usher_value_same(const struct usher_value *a, const struct usher_value *b) {
    if (a->type != b->type)
        return 0;
    switch (a->type) {
    case SQLITE_INTEGER:
        return a->integer == b->integer;
    case SQLITE_FLOAT:
        return a->real == b->real;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
        return a->length == b->length && memcmp(a->text, b->text, (size_t)a->length) == 0;
    default:
        return 1;
    }
}
