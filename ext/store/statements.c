/*
** SQL statements, prepared once per connection.
**
** Statements are prepared lazily, PERSISTENT, and NO_VTAB: inside usher a name
** can never mean one of usher's own virtual tables, so recursion is impossible.
** A statement that is busy (a rule inside a rule) is not taken over: a second
** copy is prepared for the occasion and finalised after use.
*/
#include "store/internal.h"

#include <string.h>

int usher_prepare(struct usher *usher, const char *sql, int length, unsigned flags,
                  sqlite3_stmt **statement) {
    *statement = NULL;
    int rc = usher_inner_prepare(usher, sql, length, flags, statement);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

static void empty_slot(struct usher *usher, struct usher_dynamic_statement *slot) {
    const char **parts = slot->parts;
    slot->parts = NULL;
    slot->count = 0;
    usher_kept_drop(usher, &slot->kept);
    sqlite3_free(parts);
}

/* Finalise all: called while SQLite disconnects usher_anchor. */
void usher_statements_release(struct usher *usher) {
    struct usher_store *store = usher->store;
    for (int i = 0; i < USHER_SQL_COUNT; i++) {
        usher_kept_drop(usher, &store->fixed[i]);
    }
    for (int i = 0; i < USHER_DYNAMIC_SLOTS; i++) {
        empty_slot(usher, &store->dynamic[i]);
    }
    sqlite3_finalize(store->atomic);
    store->atomic = NULL;
    store->atomic_prepares = 0;
    store->ready = 0;
}

int usher_anchor(struct usher *usher) {
    if (usher->store->anchored) {
        return SQLITE_OK;
    }
    sqlite3_stmt *statement;
    int rc = usher_inner_prepare(usher, "SELECT 1 FROM usher_anchor LIMIT 0", -1, 0, &statement);
    sqlite3_finalize(statement);
    if (rc == SQLITE_ERROR && strstr(sqlite3_errmsg(usher->db), "no such table: ")) {
        return usher_fail(usher, USHER_INTERNAL, NULL,
                          "usher's tables are gone from this connection: was "
                          "sqlite3_drop_modules() called?");
    }
    if (rc == SQLITE_OK && !usher->store->anchored) {
        return usher_fail(usher, USHER_CONFLICT, "usher_anchor",
                          "a table or view named usher_anchor hides an internal table of usher: "
                          "rename it");
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

int usher_bind(struct usher *usher, sqlite3_stmt *statement, const char *format,
               va_list arguments) {
    int rc = SQLITE_OK;
    for (int i = 1; *format && rc == SQLITE_OK; format++, i++) {
        switch (*format) {
        case 't': {
            const char *text = va_arg(arguments, const char *);
            rc = text ? sqlite3_bind_text(statement, i, text, -1, SQLITE_STATIC)
                      : sqlite3_bind_null(statement, i);
            break;
        }
        case 'i':
            rc = sqlite3_bind_int64(statement, i, va_arg(arguments, sqlite3_int64));
            break;
        case 'v':
            rc = usher_value_bind(statement, i, va_arg(arguments, const struct usher_value *));
            break;
        case 'b': {
            const void *data = va_arg(arguments, const void *);
            int size = va_arg(arguments, int);
            rc = sqlite3_bind_blob(statement, i, data, size, SQLITE_STATIC);
            break;
        }
        default:
            rc = sqlite3_bind_null(statement, i);
        }
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

static int acquire(struct usher *usher, enum usher_sql id, struct usher_query *query) {
    struct usher_kept *kept = &usher->store->fixed[id];
    if (kept->statement && !sqlite3_stmt_busy(kept->statement)) {
        usher_kept_use(usher, kept);
        query->statement = kept->statement;
        return SQLITE_OK;
    }
    int rc = usher_anchor(usher);
    if (rc == SQLITE_OK) {
        rc = usher_prepare(usher, usher_sql_text[id], -1,
                           SQLITE_PREPARE_PERSISTENT | SQLITE_PREPARE_NO_VTAB, &query->statement);
    }
    if (rc == SQLITE_OK && !kept->statement) {
        usher_keep(usher, kept, query->statement);
    } else {
        query->temporary = 1;
    }
    return rc;
}

static int open_query(struct usher *usher, struct usher_query *query, enum usher_sql id,
                      const char *format, va_list arguments) {
    *query = (struct usher_query){usher, NULL, 0};
    int rc = acquire(usher, id, query);
    if (rc == SQLITE_OK) {
        rc = usher_bind(usher, query->statement, format, arguments);
    }
    if (rc != SQLITE_OK) {
        usher_close(query);
    }
    return rc;
}

int usher_open(struct usher *usher, struct usher_query *query, enum usher_sql id,
               const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int rc = open_query(usher, query, id, format, arguments);
    va_end(arguments);
    return rc;
}

int usher_step(struct usher_query *query) {
    int rc = usher_inner_step(query->usher, query->statement);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? rc : usher_pass(query->usher, rc);
}

void usher_close(struct usher_query *query) {
    if (query->temporary) {
        sqlite3_finalize(query->statement);
    } else if (query->statement) {
        sqlite3_reset(query->statement);
        sqlite3_clear_bindings(query->statement);
    }
    query->statement = NULL;
}

int usher_finish(struct usher *usher, sqlite3_stmt *statement) {
    int rc;
    do {
        rc = usher_inner_step(usher, statement);
    } while (rc == SQLITE_ROW);
    return rc == SQLITE_DONE ? SQLITE_OK : usher_pass(usher, rc);
}

int usher_run(struct usher *usher, enum usher_sql id, const char *format, ...) {
    struct usher_query query;
    va_list arguments;
    va_start(arguments, format);
    int rc = open_query(usher, &query, id, format, arguments);
    va_end(arguments);
    if (rc == SQLITE_OK) {
        rc = usher_finish(usher, query.statement);
        usher_close(&query);
    }
    return rc;
}

int usher_run_each(struct usher *usher, int *any, enum usher_sql ids, enum usher_sql id,
                   const char *format, ...) {
    struct usher_query query;
    va_list arguments;
    va_start(arguments, format);
    *any = 0;
    int rc = open_query(usher, &query, ids, format, arguments);
    va_end(arguments);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query.statement, 0);
        *any = 1;
        int ran = text ? usher_run(usher, id, "t", text) : usher_pass(usher, SQLITE_NOMEM);
        if (ran != SQLITE_OK) {
            rc = ran;
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_exists(struct usher *usher, int *found, enum usher_sql id, const char *format, ...) {
    struct usher_query query;
    va_list arguments;
    va_start(arguments, format);
    *found = 0;
    int rc = open_query(usher, &query, id, format, arguments);
    va_end(arguments);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *found = rc == SQLITE_ROW;
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_copy_text(struct usher *usher, sqlite3_stmt *row, int column, char *to, size_t size) {
    int missing = sqlite3_column_type(row, column) == SQLITE_NULL;
    const char *text = (const char *)sqlite3_column_text(row, column);
    sqlite3_snprintf((int)size, to, "%s", text ? text : "");
    return text || missing ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
}

int usher_copy_texts(struct usher *usher, sqlite3_stmt *row, const struct usher_copy *copies,
                     int count) {
    int rc = SQLITE_OK;
    for (int i = 0; i < count && rc == SQLITE_OK; i++) {
        rc = usher_copy_text(usher, row, copies[i].column, copies[i].to, copies[i].size);
    }
    return rc;
}

void usher_now(struct usher *usher, char text[USHER_TIME_TEXT + 1]) {
    usher_clock_text(usher_clock_now(usher), text);
}

/* -------------------------------------------------- statements made at run time */

static int same_parts(const struct usher_dynamic_statement *slot, const char *const *parts,
                      int count) {
    return slot->count == count && memcmp(slot->parts, parts, (size_t)count * sizeof(*parts)) == 0;
}

/* What a statement made at run time follows from. */
struct source {
    const char *const *parts;
    int count;
    usher_sql_writer *write;
    const void *context;
    int foreign; /* it writes to a table of the application's */
};

static int prepare_source(struct usher *usher, const struct source *source,
                          sqlite3_stmt **statement) {
    sqlite3_str *out = sqlite3_str_new(usher->db);
    source->write(out, source->parts, source->count, source->context);
    int rc = SQLITE_OK;
    char *sql = sqlite3_str_finish(out);
    if (!sql) {
        rc = usher_pass(usher, SQLITE_NOMEM);
    } else if (source->foreign) { /* its triggers may write to a full-text index */
        rc = usher_inner_prepare(usher, sql, -1, SQLITE_PREPARE_PERSISTENT, statement);
        rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass_foreign(usher, rc);
    } else {
        rc = usher_prepare(usher, sql, -1, SQLITE_PREPARE_PERSISTENT | SQLITE_PREPARE_NO_VTAB,
                           statement);
    }
    sqlite3_free(sql);
    return rc;
}

/* The slot holds the parts, or is to. */
static int fill_slot(struct usher *usher, struct usher_dynamic_statement *slot,
                     const struct source *source) {
    size_t size = (size_t)source->count * sizeof(*source->parts);
    const char **copy = NULL;
    sqlite3_stmt *statement = NULL;
    if (!same_parts(slot, source->parts, source->count)) {
        copy = sqlite3_malloc64(size);
        if (!copy) {
            return usher_pass(usher, SQLITE_NOMEM);
        }
        memcpy(copy, source->parts, size);
    }
    int rc = prepare_source(usher, source, &statement);
    if (rc != SQLITE_OK) {
        sqlite3_free(copy);
        return rc;
    }
    if (copy) {
        empty_slot(usher, slot);
        slot->parts = copy;
        slot->count = source->count;
    }
    usher_kept_drop(usher, &slot->kept); /* preparing it may have led here before */
    usher_keep(usher, &slot->kept, statement);
    return SQLITE_OK;
}

static struct usher_dynamic_statement *choose_slot(struct usher_store *store,
                                                   const struct source *source) {
    struct usher_dynamic_statement *slot;
    for (int i = 0; i < USHER_DYNAMIC_SLOTS; i++) {
        if (same_parts(&store->dynamic[i], source->parts, source->count)) {
            return &store->dynamic[i];
        }
    }
    do { /* a busy one belongs to a rule further up */
        slot = &store->dynamic[store->next_dynamic];
        store->next_dynamic = (store->next_dynamic + 1) % USHER_DYNAMIC_SLOTS;
    } while (slot->kept.statement && sqlite3_stmt_busy(slot->kept.statement));
    return slot;
}

/* The slot of this statement, which is prepared if it is not there. */
static int find_slot(struct usher *usher, const struct source *source,
                     struct usher_dynamic_statement **out) {
    struct usher_dynamic_statement *slot = *out = choose_slot(usher->store, source);
    if (slot->kept.statement && same_parts(slot, source->parts, source->count)) {
        usher_kept_use(usher, &slot->kept);
        return SQLITE_OK;
    }
    int rc = usher_anchor(usher);
    return rc == SQLITE_OK ? fill_slot(usher, slot, source) : rc;
}

int usher_dynamic(struct usher *usher, const char *const *parts, int count, usher_sql_writer *write,
                  const void *context, sqlite3_stmt **statement) {
    const struct source source = {parts, count, write, context, 0};
    struct usher_dynamic_statement *slot = NULL;
    int rc = find_slot(usher, &source, &slot);
    if (rc == SQLITE_OK && sqlite3_stmt_busy(slot->kept.statement)) {
        rc = usher_fail(usher, USHER_UNSUPPORTED, NULL,
                        "a trigger changes usher's data from within one of usher's own changes");
    }
    *statement = rc == SQLITE_OK ? slot->kept.statement : NULL;
    return rc;
}

int usher_dynamic_foreign(struct usher *usher, const char *const *parts, int count,
                          usher_sql_writer *write, const void *context, struct usher_query *query) {
    const struct source source = {parts, count, write, context, 1};
    struct usher_dynamic_statement *slot = NULL;
    *query = (struct usher_query){usher, NULL, 0};
    int rc = find_slot(usher, &source, &slot);
    if (rc == SQLITE_OK && sqlite3_stmt_busy(slot->kept.statement)) {
        query->temporary = 1; /* a trigger has come back to the guarded table */
        return prepare_source(usher, &source, &query->statement);
    }
    if (rc == SQLITE_OK) {
        query->statement = slot->kept.statement;
    }
    return rc;
}

static int has_part(const struct usher_dynamic_statement *slot, const char *part) {
    for (int i = 0; i < slot->count; i++) {
        if (slot->parts[i] == part) {
            return 1;
        }
    }
    return 0;
}

void usher_dynamic_forget(struct usher *usher, const char *part) {
    for (int i = 0; i < USHER_DYNAMIC_SLOTS; i++) {
        struct usher_dynamic_statement *slot = &usher->store->dynamic[i];
        if (has_part(slot, part)) {
            empty_slot(usher, slot);
        }
    }
}
