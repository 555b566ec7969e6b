/*
** Functions that return rows: SELECT * FROM can_explain('users.update', :user_id).
**
** Such a function is an eponymous table. Its arguments are hidden columns, so that
** it can be joined: FROM users AS u JOIN can_explain('users.update', u.id). The
** handler adds all rows when the scan begins.
*/
#include "func/func.h"

#include <stddef.h>
#include <string.h>

struct binding {
    struct usher *usher;
    const struct usher_rows_function *function;
    void (*release)(void *);
};

struct rows_vtab {
    sqlite3_vtab base;
    const struct binding *binding;
};

struct usher_rows {
    struct usher *usher;
    int columns;
    int count; /* values, not rows */
    int room;
    struct usher_value *value; /* text and BLOBs are `owned`, and shared */
};

struct rows_cursor {
    sqlite3_vtab_cursor base;
    struct usher_rows rows;
    sqlite3_value *argument[USHER_MAX_ARGUMENTS];
    int row;
};

/*
** Text of a row, which SQLite holds, too, once it was given out. It is not copied: when a row is there,
** what it tells of may be written already, and nothing may fail any more.
*/
struct shared {
    int holders;
    char bytes[];
};

static void let_go(void *bytes) {
    struct shared *shared = (void *)((char *)bytes - offsetof(struct shared, bytes));
    if (--shared->holders == 0) {
        sqlite3_free(shared);
    }
}

static int share(struct usher *usher, struct usher_value *value) {
    struct shared *shared = sqlite3_malloc64(sizeof(*shared) + (sqlite3_uint64)value->length);
    if (!shared) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    shared->holders = 1;
    if (value->length) {
        memcpy(shared->bytes, value->text, (size_t)value->length);
    }
    value->owned = shared->bytes;
    return SQLITE_OK;
}

static void give(sqlite3_context *context, const struct usher_value *value) {
    if (value->owned) {
        struct shared *shared = (void *)(value->owned - offsetof(struct shared, bytes));
        shared->holders++;
    }
    if (value->type == SQLITE_TEXT) {
        sqlite3_result_text(context, value->owned, value->length, let_go);
    } else if (value->type == SQLITE_BLOB) {
        sqlite3_result_blob(context, value->owned, value->length, let_go);
    } else {
        usher_value_result(context, value);
    }
}

static const struct binding *binding_of(sqlite3_vtab_cursor *cursor) {
    return ((struct rows_vtab *)(void *)cursor->pVtab)->binding;
}

/* -------------------------------------------------------------- declaration */

static int rows_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                        sqlite3_vtab **out, char **error) {
    (void)argc, (void)argv, (void)error;
    const struct binding *binding = auxiliary;
    const struct usher_rows_function *function = binding->function;
    /* It only tells the actor what they may know anyway; or, as a function that writes, is for outer SQL only. */
    sqlite3_vtab_config(db, function->acts || function->anyhow ? SQLITE_VTAB_DIRECTONLY
                                                               : SQLITE_VTAB_INNOCUOUS);
    sqlite3_str *sql = sqlite3_str_new(db);
    sqlite3_str_appendall(sql, "CREATE TABLE x (");
    for (int i = 0; i < function->columns; i++) {
        sqlite3_str_appendf(sql, "%s%s", i ? ", " : "", function->column[i]);
    }
    for (int i = 0; i < function->most; i++) {
        sqlite3_str_appendf(sql, ", %s HIDDEN", function->parameter[i]);
    }
    sqlite3_str_appendchar(sql, 1, ')');
    char *text = sqlite3_str_finish(sql);
    int rc = text ? usher_inner_declare(binding->usher, text) : SQLITE_NOMEM;
    sqlite3_free(text);
    struct rows_vtab *vtab = rc == SQLITE_OK ? sqlite3_malloc64(sizeof(*vtab)) : NULL;
    if (!vtab) {
        return rc == SQLITE_OK ? SQLITE_NOMEM : rc;
    }
    *vtab = (struct rows_vtab){.binding = binding};
    *out = &vtab->base;
    return SQLITE_OK;
}

static int rows_disconnect(sqlite3_vtab *vtab) {
    sqlite3_free(vtab);
    return SQLITE_OK;
}

/* The plan is a bit for each argument that is given. */
static int rows_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
    const struct usher_rows_function *function =
        ((struct rows_vtab *)(void *)vtab)->binding->function;
    int place[USHER_MAX_ARGUMENTS];
    memset(place, -1, sizeof(place));
    for (int i = 0; i < info->nConstraint; i++) {
        int argument = info->aConstraint[i].iColumn - function->columns;
        if (argument < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) {
            continue;
        }
        if (!info->aConstraint[i].usable) {
            return SQLITE_CONSTRAINT;
        }
        place[argument] = i;
    }
    int given = 0;
    for (int i = 0; i < function->most; i++) {
        if (place[i] >= 0) {
            info->idxNum |= 1 << i;
            info->aConstraintUsage[place[i]].argvIndex = ++given;
            info->aConstraintUsage[place[i]].omit = 1;
        }
    }
    info->estimatedCost = 100;
    info->estimatedRows = 10;
    return SQLITE_OK;
}

/* -------------------------------------------------------------------- scan */

static int rows_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
    struct rows_cursor *cursor = sqlite3_malloc64(sizeof(*cursor));
    if (!cursor) {
        return SQLITE_NOMEM;
    }
    const struct binding *binding = ((struct rows_vtab *)(void *)vtab)->binding;
    memset(cursor, 0, sizeof(*cursor));
    cursor->rows.usher = binding->usher;
    cursor->rows.columns = binding->function->columns;
    *out = &cursor->base;
    return SQLITE_OK;
}

void usher_rows_drop(struct usher_rows *rows) {
    for (int i = 0; i < rows->count; i++) {
        if (rows->value[i].owned) {
            let_go(rows->value[i].owned);
        }
    }
    rows->count = 0;
}

static void clear(struct rows_cursor *cursor) {
    usher_rows_drop(&cursor->rows);
    for (int i = 0; i < USHER_MAX_ARGUMENTS; i++) {
        sqlite3_value_free(cursor->argument[i]);
        cursor->argument[i] = NULL;
    }
    cursor->row = 0;
}

static int rows_close(sqlite3_vtab_cursor *base) {
    struct rows_cursor *cursor = (struct rows_cursor *)(void *)base;
    clear(cursor);
    sqlite3_free(cursor->rows.value);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int make_room(struct usher_rows *rows) {
    if (rows->count + rows->columns <= rows->room) {
        return SQLITE_OK;
    }
    int room = 2 * rows->room + 8 * rows->columns;
    struct usher_value *more = sqlite3_realloc64(rows->value, (sqlite3_uint64)room * sizeof(*more));
    if (!more) {
        return usher_pass(rows->usher, SQLITE_NOMEM);
    }
    rows->value = more;
    rows->room = room;
    return SQLITE_OK;
}

int usher_rows_add(struct usher_rows *rows, const struct usher_value *values) {
    int rc = make_room(rows);
    for (int i = 0; i < rows->columns && rc == SQLITE_OK; i++) {
        struct usher_value *own = &rows->value[rows->count];
        *own = values[i];
        if (own->type == SQLITE_TEXT || own->type == SQLITE_BLOB) {
            rc = share(rows->usher, own);
        }
        rows->count += rc == SQLITE_OK;
    }
    return rc;
}

/*
** Arguments are kept: the handler normalises them, and their columns show them. It also says which it
** cannot do without.
*/
static int take_arguments(struct rows_cursor *cursor, int given, sqlite3_value **argv,
                          struct usher_call *call) {
    const struct usher_rows_function *function = binding_of(&cursor->base)->function;
    for (int i = 0; i < function->most; i++) {
        if (!(given >> i & 1)) {
            usher_value_null(&call->argv[i]);
            continue;
        }
        cursor->argument[i] = sqlite3_value_dup(*argv++);
        if (!cursor->argument[i] ||
            usher_value_borrow(&call->argv[i], cursor->argument[i]) != SQLITE_OK) {
            return usher_pass(cursor->rows.usher, SQLITE_NOMEM);
        }
    }
    return SQLITE_OK;
}

static int rows_filter(sqlite3_vtab_cursor *base, int given, const char *plan, int argc,
                       sqlite3_value **argv) {
    (void)plan, (void)argc;
    struct rows_cursor *cursor = (struct rows_cursor *)(void *)base;
    const struct binding *binding = binding_of(base);
    struct usher_call call = {.argc = binding->function->most};
    clear(cursor);
    int anyhow = binding->function->anyhow;
    int open = binding->function->open;
    int rc = open ? SQLITE_OK : usher_actor_settle(binding->usher);
    if (rc == SQLITE_OK && !open) {
        rc = usher_verify(binding->usher);
    }
    if (rc == SQLITE_OK && !anyhow && !open) {
        rc = usher_store_ready(binding->usher);
    }
    if (rc == SQLITE_OK) {
        rc = take_arguments(cursor, given, argv, &call);
    }
    if (rc == SQLITE_OK) {
        rc = binding->function->handler(binding->usher, &call, &cursor->rows);
        rc = anyhow || open ? rc : usher_store_explain(binding->usher, rc);
    }
    for (int i = 0; i < call.argc; i++) {
        usher_value_clear(&call.argv[i]);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_error_to_vtab(binding->usher, base->pVtab, rc);
}

static int rows_next(sqlite3_vtab_cursor *base) {
    ((struct rows_cursor *)(void *)base)->row++;
    return SQLITE_OK;
}

static int rows_eof(sqlite3_vtab_cursor *base) {
    const struct rows_cursor *cursor = (struct rows_cursor *)(void *)base;
    return cursor->row * cursor->rows.columns >= cursor->rows.count;
}

static int rows_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
    struct rows_cursor *cursor = (struct rows_cursor *)(void *)base;
    if (column < cursor->rows.columns) {
        give(context, &cursor->rows.value[cursor->row * cursor->rows.columns + column]);
    } else if (cursor->argument[column - cursor->rows.columns]) {
        sqlite3_result_value(context, cursor->argument[column - cursor->rows.columns]);
    }
    return SQLITE_OK;
}

static int rows_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
    *rowid = ((struct rows_cursor *)(void *)base)->row + 1;
    return SQLITE_OK;
}

static const sqlite3_module rows_module = {
    .xCreate = NULL, /* eponymous only */
    .xConnect = rows_connect,
    .xBestIndex = rows_best_index,
    .xDisconnect = rows_disconnect,
    .xOpen = rows_open,
    .xClose = rows_close,
    .xFilter = rows_filter,
    .xNext = rows_next,
    .xEof = rows_eof,
    .xColumn = rows_column,
    .xRowid = rows_rowid,
};

static void release_binding(void *data) {
    struct binding *binding = data;
    binding->release(binding->usher);
    sqlite3_free(binding);
}

int usher_rows_register(struct usher *usher, const struct usher_rows_function *function,
                        void (*release)(void *)) {
    struct binding *binding = usher_names_add(&usher->tables, function->name) == SQLITE_OK
                                  ? sqlite3_malloc64(sizeof(*binding))
                                  : NULL;
    if (!binding) {
        return SQLITE_NOMEM;
    }
    *binding = (struct binding){usher, function, release};
    usher->references++;
    /* On failure SQLite calls the destructor itself. */
    return sqlite3_create_module_v2(usher->db, function->name, &rows_module, binding,
                                    release_binding);
}
