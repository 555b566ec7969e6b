/*
** Records: the values of one row on their way into a rule.
**
** Whether they come from an INSERT, an UPDATE, a function or a JSON object,
** they pass through usher_record_check(): which columns may be given, which
** must be, and each column's validator.
*/
#include "table/internal.h"

#include <string.h>

void usher_record_init(struct usher_record *record) {
    record->given = 0;
}

void usher_record_clear(struct usher_record *record) {
    for (int i = 0; (i = usher_next_column(record->given, i)) >= 0; i++) {
        usher_value_clear(&record->value[i]);
    }
    record->given = 0;
}

void usher_record_set(struct usher_record *record, int column, const struct usher_value *value) {
    record->value[column] = *value;
    record->value[column].owned = NULL;
    if (value->text == value->small) {
        record->value[column].text = record->value[column].small;
    }
    record->given |= (uint64_t)1 << column;
}

const char *usher_record_text(const struct usher_record *record, int column) {
    return usher_given(record, column) ? record->value[column].text : NULL;
}

int usher_column_find(const struct usher_table *table, const char *name) {
    for (int i = 0; i < table->count; i++) {
        if (sqlite3_stricmp(table->columns[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static int check_column(struct usher *usher, const struct usher_column *column,
                        struct usher_value *value, int update) {
    if (!(column->flags & (update ? USHER_UPDATE : USHER_INSERT))) {
        return usher_fail(usher, USHER_INVALID, column->name, "%s cannot be set%s%s", column->name,
                          column->hint ? ": " : "", column->hint ? column->hint : "");
    }
    if (!usher_is_null(value)) {
        return column->check ? column->check(usher, column->name, column->limit, value) : SQLITE_OK;
    }
    if (column->flags & USHER_CLEARABLE) {
        return SQLITE_OK;
    }
    return usher_fail(usher, USHER_MISSING, column->name, "%s cannot be NULL", column->name);
}

int usher_record_check(struct usher *usher, const struct usher_table *table,
                       struct usher_record *record, int update) {
    for (int i = 0; i < table->count; i++) {
        const struct usher_column *column = &table->columns[i];
        int rc = SQLITE_OK;
        if (usher_given(record, i)) {
            rc = check_column(usher, column, &record->value[i], update);
        } else if (!update && (column->flags & USHER_REQUIRED)) {
            rc = usher_fail(usher, USHER_MISSING, column->name, "%s is required", column->name);
        }
        if (rc != SQLITE_OK) {
            return rc;
        }
    }
    return SQLITE_OK;
}

struct json_target {
    struct usher *usher;
    const struct usher_table *table;
    struct usher_record *record;
};

static int no_member(const struct json_target *target, const char *name) {
    struct usher_nearest nearest = {.given = name};
    for (int i = 0; i < target->table->count; i++) {
        if (target->table->columns[i].flags & USHER_INSERT) {
            usher_nearest_offer(&nearest, target->table->columns[i].name);
        }
    }
    usher_fail(target->usher, USHER_INVALID, name, "there is no option \"%.40s\"", name);
    return usher_nearest_tell(target->usher, &nearest);
}

static int take_member(void *context, const char *name, struct usher_value *value) {
    struct json_target *target = context;
    int column = usher_column_find(target->table, name);
    if (column < 0) {
        return no_member(target, name);
    }
    if (usher_is_null(value)) {
        return SQLITE_OK; /* as in an INSERT: NULL is not given */
    }
    if (usher_given(target->record, column)) {
        return usher_fail(target->usher, USHER_INVALID, name, "%s is given twice", name);
    }
    /* A nested object or array arrives as text, which is not a name. */
    if (value->owned && !(target->table->columns[column].flags & USHER_JSON)) {
        return usher_fail(target->usher, USHER_INVALID, name, "%s must not be an object or array",
                          name);
    }
    target->record->given |= (uint64_t)1 << column;
    int rc = usher_value_copy(&target->record->value[column], value);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(target->usher, rc);
}

int usher_record_from_json(struct usher *usher, const struct usher_table *table, const char *field,
                           const struct usher_value *json, struct usher_record *record) {
    struct json_target target = {usher, table, record};
    return usher_is_null(json) ? SQLITE_OK
                               : usher_json_object(usher, field, json, take_member, &target);
}

/* ------------------------------------------------------------- reading a row */

struct row_source {
    const struct usher_table *table;
    uint64_t columns;
    const struct usher_sight *sight;
};

static void write_row_query(sqlite3_str *out, const char *const *parts, int count,
                            const void *context) {
    (void)parts, (void)count;
    const struct row_source *source = context;
    const char *glue = "SELECT ";
    for (int i = 0; (i = usher_next_column(source->columns, i)) >= 0; i++) {
        sqlite3_str_appendall(out, glue);
        usher_append_column(out, source->table, i, source->sight, 1);
        glue = ", ";
    }
    sqlite3_str_appendf(out, " FROM %s WHERE ", source->table->from);
    usher_append_rowid_is(out, source->table, "=", 1);
}

static int borrow_row(sqlite3_stmt *statement, uint64_t columns, struct usher_record *record) {
    int slot = 0;
    int rc = SQLITE_OK;
    for (int i = 0; rc == SQLITE_OK && (i = usher_next_column(columns, i)) >= 0; i++) {
        rc = usher_value_borrow(&record->value[i], sqlite3_column_value(statement, slot++));
        record->given |= (uint64_t)1 << i;
    }
    return rc;
}

int usher_table_pass(struct usher *usher, const struct usher_table *table, int result) {
    return table->foreign ? usher_pass_foreign(usher, result) : usher_pass(usher, result);
}

int usher_table_read(struct usher *usher, const struct usher_table *table, sqlite3_int64 number,
                     uint64_t columns, const struct usher_sight *sight, struct usher_query *query,
                     struct usher_record *record) {
    const char *parts[USHER_MAX_COLUMNS + 3] = {"ROW", table->name, usher_sight_name(sight)};
    int count = 3;
    for (int i = 0; (i = usher_next_column(columns, i)) >= 0; i++) {
        parts[count++] = table->columns[i].name;
    }
    struct row_source source = {table, columns, sight};
    *query = (struct usher_query){usher, NULL, 0};
    int rc = usher_dynamic(usher, parts, count, write_row_query, &source, &query->statement);
    if (rc == SQLITE_OK) {
        sqlite3_bind_int64(query->statement, 1, number);
        usher_sight_bind(query->statement, 1, sight);
        rc = usher_inner_step(usher, query->statement);
        rc = rc == SQLITE_DONE
                 ? usher_fail(usher, USHER_NOT_FOUND, NULL, "there is no such %s", table->noun)
             : rc == SQLITE_ROW ? borrow_row(query->statement, columns, record)
                                : usher_table_pass(usher, table, rc);
    }
    if (rc != SQLITE_OK) {
        usher_close(query);
    }
    return rc;
}
