/*
** xColumn: the values of the present row.
**
** What the inner statement reads is handed on. What it does not read is fetched for
** the row, and the shape learns to read it from next time on (a scan for an UPDATE is
** not told before which columns it will be asked for).
*/
#include "table/internal.h"

struct lent {
    struct usher_texts *texts;
    char text[];
};

/* SQLite needs it no more. */
static void give_back(void *text) {
    const struct lent *lent = (void *)((char *)text - offsetof(struct lent, text));
    lent->texts->lent--;
}

/*
** A copy of a text that needs no memory, NULL if there is no room for it. Once all are
** given back there is room for others; they are with a statement that is not through with
** its row, and with none that outlives the connection.
*/
static char *lend(struct usher_texts *texts, const char *text, size_t length) {
    const size_t align = _Alignof(struct lent);
    const size_t size = (sizeof(struct lent) + length + 1 + align - 1) / align * align;
    if (!texts->lent) {
        texts->used = 0;
    }
    if (size > sizeof(texts->room) - texts->used) {
        return NULL;
    }
    struct lent *lent = (void *)(texts->room + texts->used);
    lent->texts = texts;
    memcpy(lent->text, text, length + 1);
    texts->used += size;
    texts->lent++;
    return lent->text;
}

/*
** A value of the first row. SQLite asks for memory to copy each of its texts; that of the
** rows behind it has, and uses again.
*/
static void result_first(struct usher *usher, sqlite3_context *context, sqlite3_value *value) {
    if (sqlite3_value_type(value) == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_value_text(value);
        size_t length = (size_t)sqlite3_value_bytes(value);
        char *copy = text && strlen(text) == length ? lend(&usher->texts, text, length) : NULL;
        if (copy) {
            sqlite3_result_text(context, copy, -1, give_back);
            return;
        }
    }
    usher_result(context, value);
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
        usher_result(context, sqlite3_column_value(query.statement, 0));
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
        usher_result(context, sqlite3_column_value(cursor->statement, slot));
        return SQLITE_OK;
    }
    const struct usher_column *described = &usher_instance_of(cursor)->table->columns[column];
    if (described->flags & USHER_PARAMETER) {
        result_parameter(cursor, context, column);
        return SQLITE_OK;
    }
    if (is_row_key(usher_instance_of(cursor)->table, described)) {
        usher_result(context, sqlite3_column_value(cursor->statement, 0));
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
        sqlite3_value *value =
            sqlite3_column_value(cursor->statement, cursor->variant->slot[column]);
        if (cursor->lends) {
            result_first(usher_instance_of(cursor)->usher, context, value);
        } else {
            usher_result(context, value);
        }
        return SQLITE_OK;
    }
    return column_otherwise(cursor, context, column);
}
