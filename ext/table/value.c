/*
** xColumn: the values of the present row.
**
** What the inner statement reads is handed on. What it does not read is fetched for
** the row, and the shape learns to read it from next time on (a scan for an UPDATE is
** not told before which columns it will be asked for).
*/
#include "table/internal.h"

#include <string.h>

/*
** Hand a value on. Copying text is cheaper than sqlite3_result_value(); and SQLite
** copies the terminator only if it is not told the length: whoever reads the text
** would make it copy all again to add one.
*/
static inline void result(sqlite3_context *context, sqlite3_value *value) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        int length = sqlite3_value_bytes(value);
        int whole = text && strlen(text) == (size_t)length; /* no NUL inside */
        sqlite3_result_text(context, text, whole ? -1 : length, SQLITE_TRANSIENT);
        break;
    }
    case SQLITE_INTEGER:
        sqlite3_result_int64(context, sqlite3_value_int64(value));
        break;
    case SQLITE_NULL:
        break;
    default:
        sqlite3_result_value(context, value);
    }
}

/* The value that a parameter column was given in this query. */
static void result_parameter(struct usher_cursor *cursor, sqlite3_context *context, int column) {
    const struct usher_plan *plan = &cursor->shape->plan;
    for (int i = 0; cursor->kept && i < plan->terms; i++) {
        if (plan->term[i].column == column) { /* it has no other terms */
            sqlite3_result_value(context, cursor->argument[i]);
        }
    }
}

/* A column that the scan does not read: fetch it for this row, and read it from next time on. */
static int fetch_column(struct usher_cursor *cursor, sqlite3_context *context, int column) {
    struct usher_instance *instance = usher_instance_of(cursor);
    struct usher_query query;
    struct usher_record record;
    int rc = usher_table_read(instance->usher, instance->table,
                              sqlite3_column_int64(cursor->statement, 0), (uint64_t)1 << column,
                              &cursor->sight, &query, &record);
    if (rc == SQLITE_OK) {
        result(context, sqlite3_column_value(query.statement, 0));
        usher_close(&query);
        cursor->shape->learned |= (uint64_t)1 << column;
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_cursor_fail(cursor, rc);
}

/* WITHOUT ROWID a DELETE finds its rows by their key, and SQLite does not say that it is used. */
static int is_row_key(const struct usher_table *table, const struct usher_column *column) {
    return table->without_rowid && column->sql == table->rowid;
}

/* The key is read as the number is: see usher_vtab_update(). */
static void note_order(struct usher_instance *instance, int column, int unchanged) {
    if (unchanged) {
        instance->from = 1;
    } else if (is_row_key(instance->table, &instance->table->columns[column])) {
        instance->from = 0;
    }
}

static int column_otherwise(struct usher_cursor *cursor, sqlite3_context *context, int column) {
    const int slot = cursor->phantom ? 0 : cursor->variant->slot[column];
    if (cursor->shape->plan.for_update) {
        int unchanged = sqlite3_vtab_nochange(context);
        note_order(usher_instance_of(cursor), column, unchanged);
        if (unchanged) {
            return SQLITE_OK; /* xUpdate sees that it does not change */
        }
    }
    if (slot) {
        result(context, sqlite3_column_value(cursor->statement, slot));
        return SQLITE_OK;
    }
    const struct usher_column *described = &usher_instance_of(cursor)->table->columns[column];
    if (described->flags & USHER_PARAMETER) {
        result_parameter(cursor, context, column);
        return SQLITE_OK;
    }
    if (is_row_key(usher_instance_of(cursor)->table, described)) {
        result(context, sqlite3_column_value(cursor->statement, 0));
        return SQLITE_OK;
    }
    if (cursor->phantom) {
        int rc = usher_cursor_look(cursor);
        return rc == SQLITE_OK ? column_otherwise(cursor, context, column)
                               : usher_cursor_fail(cursor, rc);
    }
    return fetch_column(cursor, context, column);
}

int usher_cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
    struct usher_cursor *cursor = (struct usher_cursor *)(void *)base;
    if (cursor->shows && cursor->variant->slot[column]) { /* the usual */
        result(context, sqlite3_column_value(cursor->statement, cursor->variant->slot[column]));
        return SQLITE_OK;
    }
    return column_otherwise(cursor, context, column);
}
