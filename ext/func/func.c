/*
** One trampoline for all functions.
**
** SQL values become usher_values, the handler runs as its effect demands, and
** its result or error goes back. Whoever comes by another way (the table
** `usher`) starts at usher_function_run().
*/
#include "func/func.h"

/* What SQLite hands to a function: its row, on this connection. */
struct binding {
    struct usher *usher;
    const struct usher_function *function;
    void (*release)(void *);
};

struct job {
    const struct usher_function *function;
    struct usher_call *call;
};

int usher_result_keep(struct usher *usher, struct usher_value *result) {
    if (result->type != SQLITE_TEXT || result->owned) {
        return SQLITE_OK;
    }
    int rc = usher_value_keep(result, result->text, result->length);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

int usher_result_copy(struct usher *usher, struct usher_value *result, const char *text) {
    usher_value_text(result, text);
    return text ? usher_result_keep(usher, result) : usher_pass(usher, SQLITE_NOMEM);
}

int usher_result_take(struct usher *usher, struct usher_value *result, char *text) {
    usher_value_text(result, text);
    result->owned = text;
    return text ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
}

static int run_handler(struct usher *usher, void *argument) {
    const struct job *job = argument;
    int rc = job->function->handler(usher, job->call);
    return rc == SQLITE_OK ? usher_result_keep(usher, &job->call->result) : rc;
}

static int may_call(struct usher *usher, const struct usher_function *function) {
    if (function->callers == USHER_ANYBODY) {
        return SQLITE_OK;
    }
    int rc = usher_require_actor(usher);
    return rc == SQLITE_OK && function->callers == USHER_SYSTEM && !usher_is_system(usher)
               ? usher_fail(usher, USHER_FORBIDDEN, NULL, "only the system may call %s()",
                            function->name)
               : rc;
}

int usher_function_run(struct usher *usher, const struct usher_function *function,
                       struct usher_call *call) {
    struct job job = {function, call};
    usher_value_null(&call->result);
    int rc = usher_actor_settle(usher);
    if (rc == SQLITE_OK && function->effect != USHER_PURE) {
        rc = usher_verify(usher);
    }
    if (rc == SQLITE_OK) {
        rc = may_call(usher, function);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (function->effect == USHER_WRITES) {
        return usher_atomic(usher, run_handler, &job);
    }
    if (function->effect == USHER_SETS_UP) {
        return usher_atomic_setup(usher, run_handler, &job);
    }
    rc = function->effect <= USHER_SUPPLIES ? SQLITE_OK : usher_store_ready(usher);
    return rc == SQLITE_OK ? usher_store_explain(usher, function->handler(usher, call)) : rc;
}

/* SQLite takes the text over as it is: nothing can fail any more. */
static void give_result(sqlite3_context *context, struct usher_value *result) {
    if (result->type == SQLITE_TEXT && result->owned) {
        sqlite3_result_text(context, result->owned, -1, sqlite3_free);
        result->owned = NULL;
    } else {
        usher_value_result(context, result);
    }
}

static void trampoline(sqlite3_context *context, int argc, sqlite3_value **argv) {
    struct binding *binding = sqlite3_user_data(context);
    struct usher_call call = {.context = context, .argc = argc};
    int rc = SQLITE_OK;
    for (int i = 0; i < argc && rc == SQLITE_OK; i++) {
        rc = usher_value_borrow(&call.argv[i], argv[i]);
    }
    if (rc != SQLITE_OK) {
        sqlite3_result_error_nomem(context);
        return;
    }
    rc = usher_function_run(binding->usher, binding->function, &call);
    if (rc == SQLITE_OK) {
        give_result(context, &call.result);
    } else {
        usher_error_to_function(binding->usher, context, rc);
    }
    usher_value_clear(&call.result);
    for (int i = 0; i < argc; i++) {
        usher_value_clear(&call.argv[i]);
    }
}

static void release_binding(void *data) {
    struct binding *binding = data;
    binding->release(binding->usher);
    sqlite3_free(binding);
}

/*
** DIRECTONLY: a trigger or a view in a hostile file must not be able to act in
** the name of whoever opened it. What only tells the actor what they may know
** anyway is INNOCUOUS: an application's view may say WHERE owner_id = actor().
*/
static int flags_of(const struct usher_function *function) {
    int reads = function->effect == USHER_PURE || function->effect == USHER_READS;
    return SQLITE_UTF8 | (reads ? SQLITE_INNOCUOUS : SQLITE_DIRECTONLY);
}

static int register_one(struct usher *usher, const struct usher_function *function, int arguments,
                        void (*release)(void *)) {
    struct binding *binding = usher_names_add(&usher->functions, function->name) == SQLITE_OK
                                  ? sqlite3_malloc64(sizeof(*binding))
                                  : NULL;
    if (!binding) {
        return SQLITE_NOMEM;
    }
    *binding = (struct binding){usher, function, release};
    usher->references++;
    /* On failure SQLite calls the destructor itself. */
    return sqlite3_create_function_v2(usher->db, function->name, arguments, flags_of(function),
                                      binding, trampoline, NULL, NULL, release_binding);
}

int usher_functions_register(struct usher *usher, const struct usher_function_table *table,
                             void (*release)(void *)) {
    for (int i = 0; i < table->count; i++) {
        const struct usher_function *function = &table->functions[i];
        for (int n = function->least; n <= function->most; n++) {
            int rc = register_one(usher, function, n, release);
            if (rc != SQLITE_OK) {
                return rc;
            }
        }
    }
    return SQLITE_OK;
}

/* --------------------------------------------------------------- arguments */

int usher_argument_text(struct usher *usher, struct usher_call *call, int index, const char *name,
                        const char **text) {
    *text = NULL;
    if (index >= call->argc || usher_is_null(&call->argv[index])) {
        return SQLITE_OK;
    }
    int rc = usher_check_any_text(usher, name, 1000, &call->argv[index]);
    *text = call->argv[index].text;
    return rc;
}

int usher_argument_required(struct usher *usher, struct usher_call *call, int index,
                            const char *name, const char **text) {
    int rc = usher_argument_text(usher, call, index, name, text);
    return rc == SQLITE_OK && !*text
               ? usher_fail(usher, USHER_MISSING, name, "%s is required", name)
               : rc;
}

int usher_argument_uuid(struct usher *usher, struct usher_call *call, int index, const char *name,
                        const char **text) {
    int rc = usher_argument_required(usher, call, index, name, text);
    if (rc == SQLITE_OK) {
        rc = usher_check_uuid(usher, name, 0, &call->argv[index]);
        *text = call->argv[index].text;
    }
    return rc;
}
