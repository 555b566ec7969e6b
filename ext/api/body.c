/*
** The body of a request: a JSON object, and what is in it.
*/
#include "api/api.h"

#include <string.h>

static int pass_over(void *context, const char *name, struct usher_value *value) {
    (void)context, (void)name, (void)value;
    return SQLITE_OK;
}

int usher_api_body(struct usher_exchange *x) {
    const struct usher_value *body = x->request.body;
    if (usher_is_null(body) || body->length == 0) {
        return usher_api_refuse(x, 400, NULL, "the body must be a JSON object");
    }
    int rc = usher_json_object(x->usher, "body", body, pass_over, NULL);
    if (rc == SQLITE_CONSTRAINT) { /* its own words say where */
        x->answer.status = 400;
    }
    return rc;
}

static const char *static_type(const char *type) {
    static const char *const types[] = {"null", "true", "false", "integer",
                                        "real", "text", "array", "object"};
    for (size_t i = 0; type && i < sizeof(types) / sizeof(*types); i++) {
        if (strcmp(types[i], type) == 0) {
            return types[i];
        }
    }
    return "";
}

int usher_api_member(struct usher_exchange *x, const char *path, const char **type,
                     struct usher_value *value) {
    struct usher_query query;
    struct usher_value borrowed;
    usher_value_null(value);
    usher_value_null(&borrowed);
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
        *type = static_type((const char *)sqlite3_column_text(query.statement, 0));
        rc = usher_value_borrow(&borrowed, sqlite3_column_value(query.statement, 1));
    }
    if (rc == SQLITE_OK) {
        *value = borrowed;
        if (borrowed.type == SQLITE_TEXT) {
            rc = usher_value_keep(value, borrowed.text, borrowed.length);
        }
        rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(x->usher, rc);
    }
    usher_close(&query);
    return rc;
}
