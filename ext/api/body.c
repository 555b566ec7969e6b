/*
** The body of a request: a JSON object, and what is in it.
*/
#include "api/api.h"

#include <string.h>

/* 400 if there is none: it says so in one way whatever is asked of it. */
static int require_body(struct usher_exchange *x) {
    const struct usher_value *body = x->request.body;
    return usher_is_null(body) || body->length == 0
               ? usher_api_refuse(x, 400, NULL, "the body must be a JSON object")
               : SQLITE_OK;
}

static int pass_over(void *context, const char *name, struct usher_value *value) {
    (void)context, (void)name, (void)value;
    return SQLITE_OK;
}

/* Compact it names each member in one way: SQLite's JSON functions do not undo escapes in names. */
int usher_api_body(struct usher_exchange *x) {
    int rc = require_body(x);
    if (rc == SQLITE_OK) {
        rc = usher_api_malformed(
            x, usher_json_object(x->usher, "body", x->request.body, pass_over, NULL));
    }
    return rc == SQLITE_OK ? usher_json_compact(x->usher, "body", x->request.body) : rc;
}

/* Of the words that json_type() knows. */
static const char *static_type(const char *type) {
    static const char *const types[] = {"null", "true", "false", "integer",
                                        "real", "text", "array", "object"};
    for (size_t i = 0; type && USHER_ALWAYS(i < sizeof(types) / sizeof(*types)); i++) {
        if (strcmp(types[i], type) == 0) {
            return types[i];
        }
    }
    return "";
}

/* The row's type and value. The statement's text ends with it: it is kept. */
static int take_row(sqlite3_stmt *row, const char **type, struct usher_value *value) {
    int missing = sqlite3_column_type(row, 0) == SQLITE_NULL;
    const char *name = (const char *)sqlite3_column_text(row, 0);
    if (!name && !missing) {
        return SQLITE_NOMEM;
    }
    *type = static_type(name);
    int rc = usher_value_borrow(value, sqlite3_column_value(row, 1));
    return rc == SQLITE_OK && value->type == SQLITE_TEXT
               ? usher_value_keep(value, value->text, value->length)
               : rc;
}

int usher_api_member(struct usher_exchange *x, const char *path, const char **type,
                     struct usher_value *value) {
    struct usher_query query;
    usher_value_null(value);
    *type = "";
    if (usher_is_null(x->request.body) || x->request.body->length == 0) {
        return SQLITE_OK;
    }
    int rc = usher_open(x->usher, &query, USHER_SQL_api_member, "vt", x->request.body, path);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = take_row(query.statement, type, value);
        rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(x->usher, rc);
    }
    usher_close(&query);
    return rc;
}

/* --------------------------------------------------------- what is of a table */

struct filling {
    struct usher_exchange *x;
    const struct usher_api_field *fields;
    int count;
    int (*other)(struct usher_exchange *x, const char *name);
    struct usher_record *record;
};

static const char *type_of(const struct usher_value *value) {
    switch (value->type) {
    case SQLITE_NULL:
        return "null";
    case SQLITE_INTEGER:
        return value->small[0] == 't' ? "true" : value->small[0] == 'f' ? "false" : "integer";
    case SQLITE_FLOAT:
        return "real";
    default:
        return !value->owned ? "text" : value->text[0] == '[' ? "array" : "object";
    }
}

/* Is the type one of those, which blanks part? No name of a type is part of another's. */
static int may_be(const char *types, const char *type) {
    return strstr(types, type) != NULL;
}

static int take(const struct filling *filling, const struct usher_api_field *field,
                const struct usher_value *value) {
    struct usher_exchange *x = filling->x;
    struct usher_value *own = &filling->record->value[field->column];
    if (!may_be(field->types, type_of(value))) {
        return usher_api_refuse(x, 400, field->name, "%s must %s", field->name, field->must);
    }
    filling->record->given |= (uint64_t)1 << field->column;
    *own = *value;
    own->owned = NULL;
    int rc =
        value->type == SQLITE_TEXT ? usher_value_keep(own, value->text, value->length) : SQLITE_OK;
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(x->usher, rc);
}

static int take_member(void *context, const char *name, struct usher_value *value) {
    const struct filling *filling = context;
    for (int i = 0; i < filling->count; i++) {
        if (strcmp(filling->fields[i].name, name) == 0) {
            return take(filling, &filling->fields[i], value);
        }
    }
    return filling->other ? filling->other(filling->x, name)
                          : usher_api_refuse(filling->x, 400, name, "%.40s cannot be set", name);
}

int usher_api_record(struct usher_exchange *x, const struct usher_api_field *fields, int count,
                     int (*other)(struct usher_exchange *x, const char *name),
                     struct usher_record *record) {
    struct filling filling = {x, fields, count, other, record};
    int rc = require_body(x);
    return rc == SQLITE_OK
               ? usher_api_malformed(
                     x, usher_json_object(x->usher, "body", x->request.body, take_member, &filling))
               : rc;
}
