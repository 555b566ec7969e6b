/*
** usher_list(list): the values of an IN list, for the inner statement; or the keys that a join looks
** up, one by one: one row for each, as long as there is another when it is asked for.
**
** The argument is a pointer that only cursor.c can bind, so that from outside
** the table is always empty.
*/
#include "table/internal.h"

struct list_table {
    sqlite3_vtab base;
    const struct usher *usher;
};

struct list_cursor {
    sqlite3_vtab_cursor base;
    sqlite3_value *list;
    struct usher_feed *feed;
    sqlite3_value *value;
};

static int list_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                        sqlite3_vtab **out, char **error) {
    (void)argc, (void)argv, (void)error;
    /* Hands out nothing that the caller did not bring along. */
    sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
    int rc = usher_inner_declare(auxiliary, "CREATE TABLE x (value, list HIDDEN)");
    struct list_table *table = rc == SQLITE_OK ? sqlite3_malloc64(sizeof(*table)) : NULL;
    if (!table) {
        return rc == SQLITE_OK ? SQLITE_NOMEM : rc;
    }
    table->usher = auxiliary;
    *out = &table->base;
    return SQLITE_OK;
}

static int list_disconnect(sqlite3_vtab *vtab) {
    sqlite3_free(vtab);
    return SQLITE_OK;
}

static int list_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
    (void)vtab;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn == 1 && info->aConstraint[i].usable &&
            info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ) {
            info->aConstraintUsage[i].argvIndex = 1;
            info->aConstraintUsage[i].omit = 1;
            break;
        }
    }
    info->estimatedCost = 25;
    info->estimatedRows = 25;
    return SQLITE_OK;
}

static int list_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
    (void)vtab;
    struct list_cursor *cursor = sqlite3_malloc64(sizeof(*cursor));
    if (!cursor) {
        return SQLITE_NOMEM;
    }
    *out = &cursor->base; /* xFilter sets the rest */
    return SQLITE_OK;
}

static int list_close(sqlite3_vtab_cursor *cursor) {
    sqlite3_free(cursor);
    return SQLITE_OK;
}

/* SQLITE_DONE from the list is the end, not an error: then there is no value. */
static int settle(int rc) {
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int take_key(struct list_cursor *cursor) {
    cursor->value = cursor->feed->key;
    cursor->feed->key = NULL; /* each is there once */
    return SQLITE_OK;
}

static int list_filter(sqlite3_vtab_cursor *base, int number, const char *plan, int argc,
                       sqlite3_value **argv) {
    (void)number, (void)plan;
    struct list_cursor *cursor = (struct list_cursor *)(void *)base;
    cursor->value = NULL;
    cursor->list = argc > 0 ? sqlite3_value_pointer(argv[0], "usher_list") : NULL;
    cursor->feed = argc > 0 ? sqlite3_value_pointer(argv[0], "usher_feed") : NULL;
    if (cursor->feed) {
        return take_key(cursor);
    }
    return cursor->list ? settle(sqlite3_vtab_in_first(cursor->list, &cursor->value)) : SQLITE_OK;
}

static int list_next(sqlite3_vtab_cursor *base) {
    struct list_cursor *cursor = (struct list_cursor *)(void *)base;
    if (cursor->feed) {
        return take_key(cursor);
    }
    return settle(sqlite3_vtab_in_next(cursor->list, &cursor->value));
}

static int list_eof(sqlite3_vtab_cursor *base) {
    return ((struct list_cursor *)(void *)base)->value == NULL;
}

static int list_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
    sqlite3_value *value = ((struct list_cursor *)(void *)base)->value;
    if (USHER_NEVER(column != 0)) { /* nobody else has rows, and usher asks for values only */
        return SQLITE_OK;
    }
    if (((struct list_table *)(void *)base->pVtab)->usher->utf16) {
        sqlite3_result_value(context, value); /* what is malformed there has no UTF-8 */
    } else {
        usher_result(context, value);
    }
    return SQLITE_OK;
}

static int list_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
    (void)base;
    *rowid = 0; /* nobody asks */
    return SQLITE_OK;
}

static const sqlite3_module list_module = {
    .xCreate = NULL, /* eponymous only */
    .xConnect = list_connect,
    .xBestIndex = list_best_index,
    .xDisconnect = list_disconnect,
    .xOpen = list_open,
    .xClose = list_close,
    .xFilter = list_filter,
    .xNext = list_next,
    .xEof = list_eof,
    .xColumn = list_column,
    .xRowid = list_rowid,
};

int usher_list_register(struct usher *usher, void (*release)(void *)) {
    usher->references++;
    return sqlite3_create_module_v2(usher->db, "usher_list", &list_module, usher, release);
}
