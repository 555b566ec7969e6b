/*
** INSERT and UPDATE of exactly the columns that a rule sets.
**
** One statement per set of columns, prepared once: an UPDATE that leaves the
** e-mail alone never touches the index on it.
*/
#include "store/internal.h"

#include <string.h>

static struct usher_value *append(struct usher_fields *fields, const char *column, int json) {
    struct usher_field *field = &fields->field[fields->count++];
    field->column = column;
    field->json = json;
    usher_value_null(&field->value);
    return &field->value;
}

/* The copy borrows: an own buffer stays with the original. */
static void copy(struct usher_value *to, const struct usher_value *from) {
    *to = *from;
    to->owned = NULL;
    if (from->text == from->small) {
        to->text = to->small;
    }
}

void usher_set(struct usher_fields *fields, const char *column, const struct usher_value *value) {
    copy(append(fields, column, 0), value);
}

void usher_set_json(struct usher_fields *fields, const char *column,
                    const struct usher_value *value) {
    copy(append(fields, column, 1), value);
}

void usher_set_text(struct usher_fields *fields, const char *column, const char *text) {
    usher_value_text(append(fields, column, 0), text);
}

void usher_set_integer(struct usher_fields *fields, const char *column, sqlite3_int64 integer) {
    usher_value_integer(append(fields, column, 0), integer);
}

void usher_set_blob(struct usher_fields *fields, const char *column, const void *data, int size) {
    struct usher_value *value = append(fields, column, 0);
    value->type = SQLITE_BLOB;
    value->text = data;
    value->length = size;
}

const char *usher_fields_new_row(struct usher *usher, struct usher_fields *fields,
                                 sqlite3_int64 number, const char *given,
                                 char made[USHER_UUID_TEXT + 1]) {
    usher_fields_init(fields);
    if (number) {
        usher_set_integer(fields, "number", number);
    }
    if (!given) {
        usher_uuid_make(usher, made);
        given = made;
    }
    usher_set_text(fields, "id", given);
    return given;
}

/* parts: the verb, the table, the columns. */
static void write_insert(sqlite3_str *out, const char *const *parts, int count,
                         const void *context) {
    (void)context;
    sqlite3_str_appendf(out, "INSERT INTO main.%s (", parts[1]);
    for (int i = 2; i < count; i++) {
        sqlite3_str_appendf(out, "%s%s", i > 2 ? ", " : "", parts[i]);
    }
    sqlite3_str_appendall(out, ") VALUES (");
    for (int i = 2; i < count; i++) {
        sqlite3_str_appendf(out, "%s?%d", i > 2 ? ", " : "", i - 1);
    }
    sqlite3_str_appendall(out, ")");
}

static void write_update(sqlite3_str *out, const char *const *parts, int count,
                         const void *context) {
    (void)context;
    sqlite3_str_appendf(out, "UPDATE main.%s SET ", parts[1]);
    for (int i = 2; i < count; i++) {
        sqlite3_str_appendf(out, "%s%s = ?%d", i > 2 ? ", " : "", parts[i], i - 1);
    }
    sqlite3_str_appendf(out, " WHERE number = ?%d", count - 1);
}

static int run(struct usher *usher, const char *verb, const char *table,
               const struct usher_fields *fields, usher_sql_writer *write,
               const sqlite3_int64 *number) {
    const char *parts[USHER_MAX_FIELDS + 2] = {verb, table};
    for (int i = 0; i < fields->count; i++) {
        parts[i + 2] = fields->field[i].column;
    }
    sqlite3_stmt *statement;
    int rc = usher_dynamic(usher, parts, fields->count + 2, write, NULL, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    for (int i = 0; i < fields->count && rc == SQLITE_OK; i++) {
        rc = usher_value_bind(statement, i + 1, &fields->field[i].value);
    }
    if (rc == SQLITE_OK && number) {
        rc = sqlite3_bind_int64(statement, fields->count + 1, *number);
    }
    rc = rc == SQLITE_OK ? usher_finish(usher, statement) : usher_pass(usher, rc);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

int usher_insert(struct usher *usher, const char *table, const struct usher_fields *fields,
                 sqlite3_int64 *number) {
    int rc = run(usher, "INSERT", table, fields, write_insert, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_int64 inserted = sqlite3_last_insert_rowid(usher->db);
        /* A number of the caller's choice says nothing about what came before. */
        if (USHER_ALWAYS(usher->inserted) && /* set on loading, by the tables */
            strcmp(fields->field[0].column, "number") != 0) {
            usher->inserted(usher, table, inserted);
        }
        if (number) {
            *number = inserted;
        }
    }
    return rc;
}

int usher_update(struct usher *usher, const char *table, sqlite3_int64 number,
                 const struct usher_fields *fields) {
    return run(usher, "UPDATE", table, fields, write_update, &number);
}
