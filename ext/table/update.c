/*
** xUpdate: check the values, then call the description's rule.
**
** SQLite gives no defaults and no affinity, and an omitted column looks like an
** explicit NULL. An UPDATE passes every column: those that it does not name are
** marked unchanged, except after UPDATE … FROM in older SQLites, so all are compared
** with the row.
**
** SQLITE_VTAB_CONSTRAINT_SUPPORT is not set: with it OR IGNORE and OR FAIL keep
** what a failing row had written. Instead OR IGNORE is decided here, after the
** rule was taken back whole. OR FAIL and OR ROLLBACK act as OR ABORT.
*/
#include "table/internal.h"

struct request {
    struct usher_change change;
    int from; /* see is_from() */
    int argc;
    sqlite3_value **argv;
};

/* 2^53 - 1: beyond it JavaScript rounds, and SQLite must still find numbers after it. */
#define MOST_ROWID 9007199254740991LL
#define FIRST_COLUMN 2 /* argv: old rowid, new rowid, columns */

static int borrow(struct usher *usher, struct usher_record *record, int column,
                  sqlite3_value *value) {
    int rc = usher_value_borrow(&record->value[column], value);
    record->given |= (uint64_t)1 << column;
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

/* ------------------------------------------------------------------ insert */

static int insert_rule(struct usher *usher, void *argument) {
    struct request *request = argument;
    struct usher_change *change = &request->change;
    int rc = SQLITE_OK;
    for (int i = 0; i < change->table->count && rc == SQLITE_OK; i++) {
        sqlite3_value *value = request->argv[FIRST_COLUMN + i];
        if (sqlite3_value_type(value) != SQLITE_NULL) {
            rc = borrow(usher, change->next, i, value);
        }
    }
    if (rc == SQLITE_OK && sqlite3_value_type(request->argv[1]) != SQLITE_NULL) {
        change->number = sqlite3_value_int64(request->argv[1]);
        if (change->number < 1 || change->number > MOST_ROWID) {
            rc = usher_fail(usher, USHER_INVALID, "rowid", "rowid must be from 1 to %lld",
                            MOST_ROWID);
        }
    }
    if (rc == SQLITE_OK) {
        rc = usher_record_check(usher, change->table, change->next, 0);
    }
    return rc == SQLITE_OK ? change->table->insert(usher, change) : rc;
}

/* ----------------------------------------------------------- update, delete */

/* Columns that a rule may want of the row as it stands. */
static uint64_t wanted(const struct usher_table *table) {
    uint64_t columns = table->wanted;
    for (int i = 0; !table->wanted && i < table->count; i++) {
        const struct usher_column *column = &table->columns[i];
        if (!(column->flags & USHER_PARAMETER) &&
            (column->flags & (USHER_INSERT | USHER_UPDATE | USHER_KEY | USHER_INDEXED))) {
            columns |= (uint64_t)1 << i;
        }
    }
    return columns;
}

static uint64_t named(const struct request *request) {
    const struct usher_table *table = request->change.table;
    uint64_t columns = 0;
    for (int i = 0; i < table->count; i++) {
        if (!sqlite3_value_nochange(request->argv[FIRST_COLUMN + i])) {
            columns |= (uint64_t)1 << i;
        }
    }
    return columns;
}

/*
** UPDATE … FROM? Up to SQLite 3.50 nothing else names all columns, hidden ones too. Later it marks those
** that do not change, as a plain UPDATE does, but reads them after the row's number; that reads it last.
*/
static int is_from(const struct request *request) {
    const struct usher_table *table = request->change.table;
    return USHER_LATER(request->from) || named(request) == ((uint64_t)1 << table->count) - 1;
}

static uint64_t readable(const struct usher_table *table, uint64_t columns) {
    for (int i = 0; (i = usher_next_column(columns, i)) >= 0; i++) {
        if (table->columns[i].flags & USHER_PARAMETER) {
            columns &= ~((uint64_t)1 << i);
        }
    }
    return columns;
}

/*
** What the statement names and what differs from the row as it is `seen`: as given, or once
** normalised. Were it compared with what is not seen, a guess would tell by not being a change.
*/
static int collect_changes(struct usher *usher, struct usher_change *change,
                           const struct usher_record *seen) {
    uint64_t given = change->next->given;
    for (int i = 0; (i = usher_next_column(given, i)) >= 0; i++) {
        const struct usher_column *column = &change->table->columns[i];
        struct usher_value *value = &change->next->value[i];
        int rc = SQLITE_OK;
        struct usher_value unset;
        usher_value_null(&unset);
        const struct usher_value *old = usher_given(seen, i)          ? &seen->value[i]
                                        : usher_given(change->old, i) ? &change->old->value[i]
                                                                      : &unset;
        int same = usher_value_same(old, value);
        if (!same && !usher_is_null(value) && column->check && (column->flags & USHER_UPDATE)) {
            rc = column->check(usher, column->name, column->limit, value);
            same = usher_value_same(old, value);
        }
        if (rc != SQLITE_OK) {
            return rc;
        }
        if (same) {
            usher_value_clear(value);
            change->next->given &= ~((uint64_t)1 << i);
        }
    }
    return SQLITE_OK;
}

/* What no row is without: what an INSERT must give, keys, and which account or user it is of. */
static int is_essential(const struct usher_column *column) {
    return (column->flags & (USHER_REQUIRED | USHER_KEY)) ||
           ((column->flags & USHER_INSERT) && !(column->flags & USHER_CLEARABLE) &&
            column->check == usher_check_uuid);
}

/* The row as it stands. Rules rely on it: what cannot be there is found here. */
static int read_old(struct usher *usher, struct usher_change *change, uint64_t columns,
                    struct usher_query *query) {
    const struct usher_table *table = change->table;
    int rc = usher_table_read(usher, table, change->number, columns, &usher_sight_all, query,
                              change->old);
    for (int i = 0; rc == SQLITE_OK && (i = usher_next_column(columns, i)) >= 0; i++) {
        const struct usher_column *column = &table->columns[i];
        int type = change->old->value[i].type;
        if (is_essential(column) &&
            (type == SQLITE_NULL || (column->affinity == USHER_TEXT && type != SQLITE_TEXT))) {
            rc = usher_fail(usher, USHER_CORRUPT, column->name, "the row has a malformed %s",
                            column->name);
            usher_close(query);
        }
    }
    return rc;
}

/* Of what is given, what whoever acts sees otherwise than it is. */
static int find_changes(struct usher *usher, struct usher_change *change) {
    struct usher_query query = {.usher = usher};
    struct usher_record seen;
    struct usher_sight sight;
    usher_record_init(&seen);
    int rc = usher_sight_of(usher, change->table, &sight);
    if (rc != SQLITE_OK) {
        return rc;
    }
    uint64_t altered =
        readable(change->table, change->next->given) & usher_sight_alters(change->table, &sight);
    if (altered) {
        rc = usher_table_read(usher, change->table, change->number, altered, &sight, &query, &seen);
    }
    if (rc == SQLITE_OK) {
        rc = collect_changes(usher, change, &seen);
        usher_close(&query);
    }
    return rc;
}

/* The row gets what is given of change->next, as far as that is another value. */
static int apply_update(struct usher *usher, struct usher_change *change) {
    struct usher_query query;
    uint64_t columns = wanted(change->table) | readable(change->table, change->next->given);
    int rc = read_old(usher, change, columns, &query);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = find_changes(usher, change);
    if (rc == SQLITE_OK && change->next->given) {
        rc = usher_record_check(usher, change->table, change->next, 1);
        if (rc == SQLITE_OK) {
            rc = change->table->update(usher, change);
        }
    }
    usher_close(&query);
    return rc;
}

static int update_rule(struct usher *usher, void *argument) {
    struct request *request = argument;
    struct usher_change *change = &request->change;
    uint64_t columns = named(request);
    int rc = SQLITE_OK;
    change->number = sqlite3_value_int64(request->argv[0]);
    if (sqlite3_value_type(request->argv[1]) != SQLITE_INTEGER ||
        sqlite3_value_int64(request->argv[1]) != change->number) {
        return usher_fail(usher, USHER_INVALID, "rowid", "rowid cannot be changed");
    }
    for (int i = 0; rc == SQLITE_OK && (i = usher_next_column(columns, i)) >= 0; i++) {
        rc = borrow(usher, change->next, i, request->argv[FIRST_COLUMN + i]);
    }
    return rc == SQLITE_OK ? apply_update(usher, change) : rc;
}

static int apply_remove(struct usher *usher, struct usher_change *change) {
    struct usher_query query;
    int rc = read_old(usher, change, wanted(change->table), &query);
    if (rc == SQLITE_OK) {
        rc = change->table->remove(usher, change);
        usher_close(&query);
    }
    return rc;
}

static int remove_rule(struct usher *usher, void *argument) {
    struct request *request = argument;
    request->change.number = sqlite3_value_int64(request->argv[0]);
    return apply_remove(usher, &request->change);
}

/* ------------------------------------------------------------- for the layers above */

static int insert_or(struct usher *usher, const struct usher_table *table, int replace,
                     struct usher_record *row, sqlite3_int64 *number) {
    struct usher_record old;
    struct usher_change change = {.table = table, .replace = replace, .old = &old, .next = row};
    usher_record_init(&old);
    int rc = usher_require_actor(usher);
    if (rc == SQLITE_OK) {
        rc = usher_record_check(usher, table, row, 0);
    }
    if (rc == SQLITE_OK) {
        rc = table->insert(usher, &change);
    }
    *number = change.number;
    return rc;
}

int usher_table_insert(struct usher *usher, const struct usher_table *table,
                       struct usher_record *row, sqlite3_int64 *number) {
    return insert_or(usher, table, 0, row, number);
}

int usher_table_replace(struct usher *usher, const struct usher_table *table,
                        struct usher_record *row, sqlite3_int64 *number) {
    return insert_or(usher, table, 1, row, number);
}

int usher_table_update(struct usher *usher, const struct usher_table *table, sqlite3_int64 number,
                       struct usher_record *row) {
    struct usher_record old;
    struct usher_change change = {.table = table, .number = number, .old = &old, .next = row};
    usher_record_init(&old);
    int rc = usher_require_actor(usher);
    return rc == SQLITE_OK ? apply_update(usher, &change) : rc;
}

int usher_table_remove(struct usher *usher, const struct usher_table *table, sqlite3_int64 number) {
    struct usher_record old;
    struct usher_record next;
    struct usher_change change = {.table = table, .number = number, .old = &old, .next = &next};
    usher_record_init(&old);
    usher_record_init(&next);
    int rc = usher_require_actor(usher);
    return rc == SQLITE_OK ? apply_remove(usher, &change) : rc;
}

/* ------------------------------------------------------------------ xUpdate */

static int write_rule(struct usher *usher, void *argument) {
    struct request *request = argument;
    return request->change.table->write(usher, &request->change, request->argc, request->argv);
}

static int unsupported(struct usher *usher, const struct usher_table *table, const char *verb) {
    return usher_fail(usher, USHER_UNSUPPORTED, NULL, "%s cannot be %s: %s", table->name, verb,
                      table->hint);
}

static int dispatch(struct usher *usher, struct request *request) {
    const struct usher_table *table = request->change.table;
    int rc = usher_require_actor(usher);
    if (rc == SQLITE_OK && table->current) {
        rc = table->current(usher, table);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (request->argc == 1) {
        return table->write    ? usher_atomic(usher, write_rule, request)
               : table->remove ? usher_atomic(usher, remove_rule, request)
                               : unsupported(usher, table, "deleted from");
    }
    if (sqlite3_value_type(request->argv[0]) == SQLITE_NULL) {
        return table->write    ? usher_atomic(usher, write_rule, request)
               : table->insert ? usher_atomic(usher, insert_rule, request)
                               : unsupported(usher, table, "inserted into");
    }
    if (!table->update && !table->write) {
        return unsupported(usher, table, "updated");
    }
    /* SQLite gives UPDATE … FROM no statement journal: the rows before a failing one would stay. */
    if (is_from(request) && !sqlite3_get_autocommit(usher->db)) {
        return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                          "UPDATE ... FROM cannot be taken back within a transaction: use "
                          "SET column = (SELECT ...)");
    }
    return usher_atomic(usher, table->write ? write_rule : update_rule, request);
}

/* OR IGNORE passes over what a plain table's constraints would have refused. */
static int ignorable(const struct usher *usher, int rc) {
    return rc == SQLITE_CONSTRAINT &&
           (usher->error.code == USHER_CONFLICT || usher->error.code == USHER_MISSING ||
            usher->error.code == USHER_INVALID);
}

int usher_vtab_update(sqlite3_vtab *vtab, int argc, sqlite3_value **argv, sqlite3_int64 *rowid) {
    struct usher_instance *instance = (struct usher_instance *)(void *)vtab;
    struct usher *usher = instance->usher;
    struct usher_record old;
    struct usher_record next;
    usher_record_init(&old);
    usher_record_init(&next);
    int conflict = sqlite3_vtab_on_conflict(usher->db);
    struct request request = {.change = {.table = instance->table, .old = &old, .next = &next},
                              .from = instance->from,
                              .argc = argc,
                              .argv = argv};
    request.change.replace = conflict == SQLITE_REPLACE;
    int rc = usher_actor_settle(usher);
    if (rc == SQLITE_OK) {
        rc = usher_verify(usher);
    }
    if (rc == SQLITE_OK) {
        rc = dispatch(usher, &request);
    }
    usher_record_clear(&next);
    *rowid = request.change.number; /* SQLite looks at it where a row came in */
    if (rc != SQLITE_OK && conflict == SQLITE_IGNORE && ignorable(usher, rc)) {
        *rowid = sqlite3_last_insert_rowid(usher->db); /* as it was: no row came in */
        return SQLITE_OK;
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_error_to_vtab(usher, vtab, rc);
}
