/*
** The table `usher`: every function as a write statement.
**
**     INSERT INTO usher(call, args) VALUES ('invite_accept', json_array(:token));
**
** For engines that replicate only what their write path runs. `args` is a JSON
** array of the function's arguments, in order; the result is not returned, so
** the caller supplies what it needs to know (ids, tokens). Reading the table
** lists what can be called.
*/
#include "func/func.h"

#include <string.h>

enum { CALL, ARGS };

struct call_auxiliary {
    struct usher *usher;
    const struct usher_function_table *const *tables;
    const struct usher_function_table *more;
    int count; /* of tables, without `more` */
    void (*release)(void *);
};

/* NULL after the last. */
static const struct usher_function_table *table_at(const struct call_auxiliary *auxiliary, int i) {
    return i < auxiliary->count    ? auxiliary->tables[i]
           : i == auxiliary->count ? auxiliary->more
                                   : NULL;
}

struct call_vtab {
    sqlite3_vtab base;
    const struct call_auxiliary *auxiliary;
};

struct call_cursor {
    sqlite3_vtab_cursor base;
    int table;
    int function;
    int row;
};

static int call_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                        sqlite3_vtab **out, char **error) {
    const struct call_auxiliary *calls = auxiliary;
    (void)argc, (void)argv, (void)error;
    /* As the functions themselves: not from a trigger or view of a hostile file. */
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    int rc = usher_inner_declare(calls->usher, "CREATE TABLE x (call TEXT, args TEXT)");
    struct call_vtab *vtab = rc == SQLITE_OK ? sqlite3_malloc64(sizeof(*vtab)) : NULL;
    if (!vtab) {
        return rc == SQLITE_OK ? SQLITE_NOMEM : rc;
    }
    *vtab = (struct call_vtab){.auxiliary = calls};
    *out = &vtab->base;
    return SQLITE_OK;
}

static int call_disconnect(sqlite3_vtab *vtab) {
    sqlite3_free(vtab);
    return SQLITE_OK;
}

static int call_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
    (void)vtab;
    info->estimatedCost = 50;
    info->estimatedRows = 50;
    return SQLITE_OK;
}

static int call_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
    (void)vtab;
    struct call_cursor *cursor = sqlite3_malloc64(sizeof(*cursor));
    if (!cursor) {
        return SQLITE_NOMEM;
    }
    *out = &cursor->base;
    return SQLITE_OK;
}

static int call_close(sqlite3_vtab_cursor *cursor) {
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int call_filter(sqlite3_vtab_cursor *base, int number, const char *plan, int argc,
                       sqlite3_value **argv) {
    (void)number, (void)plan, (void)argc, (void)argv;
    struct call_cursor *cursor = (struct call_cursor *)(void *)base;
    cursor->table = cursor->function = cursor->row = 0;
    return SQLITE_OK;
}

static const struct call_auxiliary *auxiliary_of(sqlite3_vtab_cursor *base) {
    return ((struct call_vtab *)(void *)base->pVtab)->auxiliary;
}

static int call_next(sqlite3_vtab_cursor *base) {
    struct call_cursor *cursor = (struct call_cursor *)(void *)base;
    cursor->row++;
    if (++cursor->function == table_at(auxiliary_of(base), cursor->table)->count) {
        cursor->table++;
        cursor->function = 0;
    }
    return SQLITE_OK;
}

static int call_eof(sqlite3_vtab_cursor *base) {
    return !table_at(auxiliary_of(base), ((struct call_cursor *)(void *)base)->table);
}

static int call_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
    struct call_cursor *cursor = (struct call_cursor *)(void *)base;
    const struct usher_function *function =
        &table_at(auxiliary_of(base), cursor->table)->functions[cursor->function];
    sqlite3_result_text(context, column == CALL ? function->name : function->parameters, -1,
                        SQLITE_STATIC);
    return SQLITE_OK;
}

static int call_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
    struct call_cursor *cursor = (struct call_cursor *)(void *)base;
    *rowid = cursor->row;
    return SQLITE_OK;
}

static const struct usher_function *find(const struct call_auxiliary *auxiliary, const char *name) {
    const struct usher_function_table *table;
    for (int i = 0; (table = table_at(auxiliary, i)) != NULL; i++) {
        for (int k = 0; k < table->count; k++) {
            if (sqlite3_stricmp(table->functions[k].name, name) == 0) {
                return &table->functions[k];
            }
        }
    }
    return NULL;
}

static int no_function(struct usher *usher, const struct call_auxiliary *auxiliary,
                       const char *name) {
    struct usher_nearest nearest = {.given = name};
    const struct usher_function_table *table;
    for (int i = 0; (table = table_at(auxiliary, i)) != NULL; i++) {
        for (int k = 0; k < table->count; k++) {
            usher_nearest_offer(&nearest, table->functions[k].name);
        }
    }
    usher_fail(usher, USHER_INVALID, "call", "there is no function \"%.40s\"", name);
    return usher_nearest_tell(usher, &nearest);
}

struct collector {
    struct usher *usher;
    struct usher_call *call;
};

static int take_argument(void *context, const char *name, struct usher_value *value) {
    (void)name;
    struct collector *collector = context;
    struct usher_call *call = collector->call;
    if (call->argc == USHER_MAX_ARGUMENTS) {
        return usher_fail(collector->usher, USHER_INVALID, "args", "args has too many elements");
    }
    int rc = usher_value_copy(&call->argv[call->argc++], value);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(collector->usher, rc);
}

static int collect(struct usher *usher, sqlite3_value *value, struct usher_call *call) {
    struct collector collector = {usher, call};
    struct usher_value args;
    int rc = usher_value_borrow(&args, value);
    if (rc != SQLITE_OK) {
        return usher_pass(usher, rc);
    }
    return usher_is_null(&args) ? SQLITE_OK
                                : usher_json_array(usher, "args", &args, take_argument, &collector);
}

static int run(struct usher *usher, const struct call_auxiliary *auxiliary, sqlite3_value **argv) {
    const char *name = (const char *)sqlite3_value_text(argv[2 + CALL]);
    if (!name) {
        return usher_fail(usher, USHER_MISSING, "call", "call is required: the function's name");
    }
    const struct usher_function *function = find(auxiliary, name);
    if (!function) {
        return no_function(usher, auxiliary, name);
    }
    struct usher_call call = {.argc = 0}; /* and no context */
    int rc = collect(usher, argv[2 + ARGS], &call);
    if (rc == SQLITE_OK && (call.argc < function->least || call.argc > function->most)) {
        rc = usher_fail(usher, USHER_INVALID, "args", "use %s(%s)", function->name,
                        function->parameters);
    }
    if (rc == SQLITE_OK) {
        rc = usher_function_run(usher, function, &call);
        usher_value_clear(&call.result);
    }
    for (int i = 0; i < call.argc; i++) {
        usher_value_clear(&call.argv[i]); /* wipes: it may be a password */
    }
    return rc;
}

static int call_update(sqlite3_vtab *base, int argc, sqlite3_value **argv, sqlite3_int64 *rowid) {
    const struct call_auxiliary *auxiliary = ((struct call_vtab *)(void *)base)->auxiliary;
    struct usher *usher = auxiliary->usher;
    int rc;
    (void)argc;
    if (sqlite3_value_type(argv[0]) != SQLITE_NULL) { /* the number of a row that is there */
        rc = usher_fail(usher, USHER_UNSUPPORTED, NULL,
                        "usher only takes INSERT: each one calls a function");
    } else {
        rc = run(usher, auxiliary, argv);
        *rowid = 0;
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_error_to_vtab(usher, base, rc);
}

static const sqlite3_module call_module = {
    .xCreate = NULL, /* eponymous only */
    .xConnect = call_connect,
    .xBestIndex = call_best_index,
    .xDisconnect = call_disconnect,
    .xOpen = call_open,
    .xClose = call_close,
    .xFilter = call_filter,
    .xNext = call_next,
    .xEof = call_eof,
    .xColumn = call_column,
    .xRowid = call_rowid,
    .xUpdate = call_update,
};

static void release_auxiliary(void *data) {
    struct call_auxiliary *auxiliary = data;
    auxiliary->release(auxiliary->usher);
    sqlite3_free(auxiliary);
}

int usher_call_register(struct usher *usher, const struct usher_function_table *const *tables,
                        const struct usher_function_table *more, void (*release)(void *)) {
    struct call_auxiliary *auxiliary = usher_names_add(&usher->tables, "usher") == SQLITE_OK
                                           ? sqlite3_malloc64(sizeof(*auxiliary))
                                           : NULL;
    if (!auxiliary) {
        return SQLITE_NOMEM;
    }
    *auxiliary = (struct call_auxiliary){usher, tables, more, 0, release};
    while (tables[auxiliary->count]) {
        auxiliary->count++;
    }
    usher->references++;
    return sqlite3_create_module_v2(usher->db, "usher", &call_module, auxiliary, release_auxiliary);
}
