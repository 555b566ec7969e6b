/*
** What usher's internal virtual tables share. They are always empty: SQLite calls
** them at the right moment, and that is what they are for.
*/
#include "store/store.h"

struct internal_vtab {
    sqlite3_vtab base;
    struct usher *usher;
};

int usher_internal_connect(struct usher *usher, const char *declaration, sqlite3_vtab **out) {
    /* Only usher's own statements mean anything here: no trigger or view may name it. */
    sqlite3_vtab_config(usher->db, SQLITE_VTAB_DIRECTONLY);
    int rc = usher_inner_declare(usher, declaration);
    struct internal_vtab *vtab = rc == SQLITE_OK ? sqlite3_malloc64(sizeof(*vtab)) : NULL;
    if (!vtab) {
        return rc == SQLITE_OK ? SQLITE_NOMEM : rc;
    }
    *vtab = (struct internal_vtab){.usher = usher};
    *out = &vtab->base;
    return SQLITE_OK;
}

struct usher *usher_internal_owner(sqlite3_vtab *vtab) {
    return ((struct internal_vtab *)vtab)->usher;
}

int usher_internal_disconnect(sqlite3_vtab *vtab) {
    sqlite3_free(vtab);
    return SQLITE_OK;
}

int usher_internal_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
    (void)vtab;
    info->estimatedCost = 1;
    info->estimatedRows = 1;
    return SQLITE_OK;
}

int usher_internal_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
    (void)vtab;
    *out = sqlite3_malloc64(sizeof(**out));
    return *out ? SQLITE_OK : SQLITE_NOMEM;
}

int usher_internal_close(sqlite3_vtab_cursor *cursor) {
    sqlite3_free(cursor);
    return SQLITE_OK;
}

int usher_internal_filter(sqlite3_vtab_cursor *cursor, int number, const char *plan, int argc,
                          sqlite3_value **argv) {
    (void)cursor, (void)number, (void)plan, (void)argc, (void)argv;
    return SQLITE_OK;
}

int usher_internal_next(sqlite3_vtab_cursor *cursor) {
    (void)cursor;
    return SQLITE_OK;
}

int usher_internal_eof(sqlite3_vtab_cursor *cursor) {
    (void)cursor;
    return 1;
}

int usher_internal_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column) {
    (void)cursor, (void)context, (void)column;
    return SQLITE_OK;
}

int usher_internal_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid) {
    (void)cursor;
    *rowid = 0;
    return SQLITE_OK;
}
