/*
** SQL on usher's own tables, and its functions, as whoever acts may use them.
*/
#include "api/api.h"

#include <stdarg.h>
#include <string.h>

static void write_statement(sqlite3_str *out, const char *const *parts, int count,
                            const void *context) {
    (void)count, (void)context;
    sqlite3_str_appendf(out, "%s%s", parts[1], parts[2]);
}

/* What the application's SQL comes to grief over is its own affair; here it is a defect of usher's. */
static int blame_usher(struct usher *usher, int rc) {
    struct usher_error error = usher->error;
    return USHER_NEVER(error.code == USHER_INVALID) /* all of it is tried by tests */
               ? usher_fail(usher, USHER_INTERNAL, NULL, "%s", error.message)
               : rc;
}

int usher_api_open(struct usher_exchange *x, struct usher_query *query, enum usher_sql id,
                   const char *more, const char *format, ...) {
    const char *const parts[] = {"API", usher_sql_text[id], more};
    va_list arguments;
    int rc = usher_dynamic_foreign(x->usher, parts, 3, write_statement, NULL, query);
    if (rc != SQLITE_OK) {
        rc = blame_usher(x->usher, rc);
    } else {
        va_start(arguments, format);
        rc = usher_bind(x->usher, query->statement, format, arguments);
        va_end(arguments);
    }
    if (rc != SQLITE_OK) {
        usher_close(query);
    }
    return rc;
}

int usher_api_text(struct usher_exchange *x, struct usher_query *query, const char *field,
                   char **text) {
    *text = NULL;
    int rc = usher_step(query);
    if (rc == SQLITE_ROW) {
        const char *json = (const char *)sqlite3_column_text(query->statement, 0);
        *text = json ? sqlite3_mprintf("%s", json) : NULL;
        rc = *text ? SQLITE_OK : usher_pass(x->usher, SQLITE_NOMEM);
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(x->usher, USHER_NOT_FOUND, field, "there is no such %s", field);
    }
    usher_close(query);
    return rc;
}

struct sequel {
    struct usher_exchange *x;
    usher_api_then *then;
    const void *argument;
};

static int follow(void *argument, const struct usher_value *result) {
    const struct sequel *sequel = argument;
    int rc = sequel->then(sequel->x, result->text, sequel->argument);
    return rc == SQLITE_OK ? usher_api_give(sequel->x) : rc;
}

static int call_with(struct usher_exchange *x, const struct usher_function_table *functions,
                     const char *name, struct usher_call *call, const struct usher_value *argv,
                     struct usher_value *result) {
    const struct usher_function *function = NULL;
    for (int i = 0; i < functions->count && !function; i++) {
        function =
            strcmp(functions->functions[i].name, name) == 0 ? &functions->functions[i] : NULL;
    }
    usher_value_null(result);
    if (USHER_NEVER(!function)) { /* the names stand in this code */
        return usher_fail(x->usher, USHER_INTERNAL, NULL, "there is no function %s", name);
    }
    for (int i = 0; i < call->argc; i++) { /* borrowed, and may be normalised in place */
        call->argv[i] = argv[i];
        call->argv[i].owned = NULL;
        if (argv[i].text == argv[i].small) {
            call->argv[i].text = call->argv[i].small;
        }
    }
    int rc = usher_function_run(x->usher, function, call);
    for (int i = 0; i < call->argc; i++) {
        usher_value_clear(&call->argv[i]);
    }
    *result = call->result;
    if (call->result.text == call->result.small) {
        result->text = result->small;
    }
    return rc;
}

int usher_api_call(struct usher_exchange *x, const struct usher_function_table *functions,
                   const char *name, int argc, const struct usher_value *argv,
                   struct usher_value *result) {
    struct usher_call call = {.context = NULL, .argc = argc};
    return call_with(x, functions, name, &call, argv, result);
}

int usher_api_call_then(struct usher_exchange *x, const struct usher_function_table *functions,
                        const char *name, int argc, const struct usher_value *argv,
                        usher_api_then *then, const void *argument, struct usher_value *result) {
    struct sequel sequel = {x, then, argument};
    struct usher_call call = {.context = NULL, .argc = argc, .then = follow, .argument = &sequel};
    return call_with(x, functions, name, &call, argv, result);
}

int usher_api_uuid(struct usher_exchange *x, int capture, const char *noun,
                   char id[USHER_UUID_TEXT + 1]) {
    const char *text = x->request.capture[capture];
    struct usher_value value;
    usher_value_small(&value, strlen(text) == USHER_UUID_TEXT ? text : "");
    if (usher_check_uuid(x->usher, "id", 0, &value) != SQLITE_OK) {
        return usher_api_refuse(x, 404, "id", "there is no such %s", noun);
    }
    memcpy(id, value.text, USHER_UUID_TEXT + 1);
    return SQLITE_OK;
}

int usher_api_user(struct usher_exchange *x, const char *id, char **json) {
    struct usher_query query;
    *json = NULL;
    int rc = usher_api_open(x, &query, x->profile->user, " WHERE u.id = ?1", "t", id);
    return rc == SQLITE_OK ? usher_api_text(x, &query, "user", json) : rc;
}
