/*
** The answer: status, headers as a JSON object, body.
*/
#include "api/api.h"

#include <stdarg.h>
#include <string.h>

int usher_api_refuse(struct usher_exchange *x, int status, const char *field, const char *format,
                     ...) {
    va_list arguments;
    va_start(arguments, format);
    char *message = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    if (!message) {
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    x->answer.status = status;
    int rc = usher_fail(x->usher,
                        status == 404   ? USHER_NOT_FOUND
                        : status == 401 ? USHER_UNAUTHENTICATED
                        : status == 403 ? USHER_FORBIDDEN
                        : status == 409 ? USHER_CONFLICT
                                        : USHER_INVALID,
                        field, "%s", message);
    sqlite3_free(message);
    return rc;
}

int usher_api_malformed(struct usher_exchange *x, int rc) {
    if (rc == SQLITE_CONSTRAINT && !x->answer.status) {
        x->answer.status = 400; /* its own words say where */
    }
    return rc;
}

int usher_api_answer(struct usher_exchange *x, int status, char *body) {
    sqlite3_free(x->answer.body);
    x->answer.status = status;
    x->answer.body = body;
    return body ? SQLITE_OK : usher_pass(x->usher, SQLITE_NOMEM);
}

int usher_api_empty(struct usher_exchange *x, int status) {
    sqlite3_free(x->answer.body);
    x->answer.status = status;
    x->answer.body = NULL;
    return SQLITE_OK;
}

void usher_api_add_header(struct usher_exchange *x, const char *name, const char *value) {
    sqlite3_str *headers = x->answer.headers;
    if (sqlite3_str_length(headers)) {
        sqlite3_str_appendchar(headers, 1, ',');
    }
    usher_json_append(headers, name);
    sqlite3_str_appendchar(headers, 1, ':');
    usher_json_append(headers, value);
}

int usher_api_status(const struct usher_exchange *x) {
    return x->answer.status ? x->answer.status : usher_error_status(&x->usher->error);
}

void usher_answer_clear(struct usher_answer *answer) {
    sqlite3_free(answer->body);
    sqlite3_free(sqlite3_str_finish(answer->headers));
    answer->body = NULL;
    answer->headers = NULL;
}
