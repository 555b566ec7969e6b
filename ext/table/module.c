/*
** A description becomes a virtual table.
**
** Every table is eponymous: it is there after `.load`. It may also be given
** another name, `CREATE VIRTUAL TABLE people USING users`, in `main` or `temp`;
** in an attached database it would have to mean that database's store, so it is
** refused there.
*/
#include "table/internal.h"

#include <string.h>

/* What SQLite hands to xConnect: the description, on this connection. */
struct binding {
    struct usher *usher;
    const struct usher_table *table;
    void (*release)(void *);
};

static const char *type_name(enum usher_affinity affinity) {
    static const char *const names[] = {[USHER_NONE] = "",
                                        [USHER_TEXT] = " TEXT",
                                        [USHER_NUMERIC] = " NUMERIC",
                                        [USHER_INTEGER] = " INTEGER",
                                        [USHER_REAL] = " REAL"};
    return names[affinity];
}

static int declare(struct usher *usher, const struct usher_table *table) {
    sqlite3_str *sql = sqlite3_str_new(usher->db);
    sqlite3_str_appendall(sql, "CREATE TABLE x (");
    for (int i = 0; i < table->count; i++) {
        const struct usher_column *column = &table->columns[i];
        sqlite3_str_appendf(sql, "%s\"%w\"%s%s%s%s", i ? ", " : "", column->name,
                            type_name(column->affinity), column->collation ? " COLLATE " : "",
                            column->collation ? column->collation : "",
                            column->flags & USHER_HIDDEN ? " HIDDEN" : "");
    }
    sqlite3_str_appendchar(sql, 1, ')');
    char *text = sqlite3_str_finish(sql);
    int rc = text ? usher_inner_declare(usher, text) : SQLITE_NOMEM;
    sqlite3_free(text);
    return rc;
}

static int connect_table(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **error) {
    struct binding *binding = auxiliary;
    (void)db;
    if (strcmp(argv[1], "main") != 0 && strcmp(argv[1], "temp") != 0) {
        *error = sqlite3_mprintf("usher: unsupported: a table of usher belongs into the database "
                                 "that holds the store, main");
        return SQLITE_ERROR;
    }
    if (argc > 3) {
        *error = sqlite3_mprintf("usher: invalid: %s takes no arguments", argv[0]);
        return SQLITE_ERROR;
    }
    int rc = declare(binding->usher, binding->table);
    return rc == SQLITE_OK ? usher_table_connect(binding->usher, binding->table, out) : rc;
}

int usher_table_connect(struct usher *usher, const struct usher_table *table, sqlite3_vtab **out) {
    struct usher_instance *instance = sqlite3_malloc64(sizeof(*instance));
    if (!instance) {
        return SQLITE_NOMEM;
    }
    memset(instance, 0, sizeof(*instance));
    instance->usher = usher;
    instance->table = table;
    *out = &instance->base;
    return SQLITE_OK;
}

const struct usher_table *usher_table_of(const sqlite3_vtab *vtab) {
    return ((const struct usher_instance *)(const void *)vtab)->table;
}

static int disconnect_table(sqlite3_vtab *vtab) {
    struct usher_instance *instance = (struct usher_instance *)(void *)vtab;
    for (int i = 0; i < USHER_SHAPE_LISTS; i++) {
        while (instance->shape[i]) {
            struct usher_shape *shape = instance->shape[i];
            instance->shape[i] = shape->next;
            usher_shape_free(instance->usher, shape);
        }
    }
    if (instance->table->release) {
        usher_dynamic_forget(instance->usher, instance->table->name);
        instance->table->release(instance->table);
    }
    sqlite3_free(instance);
    return SQLITE_OK;
}

static const sqlite3_module module = {
    /* No transaction methods, so iVersion 0: the backing tables are SQLite's own. */
    .xCreate = connect_table,        .xConnect = connect_table,      .xBestIndex = usher_best_index,
    .xDisconnect = disconnect_table, .xDestroy = disconnect_table,   .xOpen = usher_cursor_open,
    .xClose = usher_cursor_close,    .xFilter = usher_cursor_filter, .xNext = usher_cursor_next,
    .xEof = usher_cursor_eof,        .xColumn = usher_cursor_column, .xRowid = usher_cursor_rowid,
    .xUpdate = usher_vtab_update,
};

void usher_table_methods(sqlite3_module *methods) {
    *methods = module;
}

static void release_binding(void *data) {
    struct binding *binding = data;
    binding->release(binding->usher);
    sqlite3_free(binding);
}

int usher_table_alias(struct usher *usher, const struct usher_table *table, const char *name,
                      void (*release)(void *)) {
    struct binding *binding = sqlite3_malloc64(sizeof(*binding));
    if (!binding) {
        return SQLITE_NOMEM;
    }
    *binding = (struct binding){usher, table, release};
    usher->references++;
    /* On failure SQLite calls the destructor itself. */
    return sqlite3_create_module_v2(usher->db, name, &module, binding, release_binding);
}

int usher_table_register(struct usher *usher, const struct usher_table *table,
                         void (*release)(void *)) {
    int rc = usher_names_add(&usher->tables, table->name);
    return rc == SQLITE_OK ? usher_table_alias(usher, table, table->name, release) : rc;
}

int usher_tables_open(struct usher *usher, void (*release)(void *)) {
    usher->inserted = usher_cursors_inserted;
    usher->is_inner = usher_cursors_own;
    return usher_list_register(usher, release);
}
