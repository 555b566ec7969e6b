/*
** SQL put together of static pieces.
**
** The pieces tell statements apart, so that each is prepared once (usher_dynamic_foreign()). What a
** request says is only ever bound. In a piece `@` is a parameter, `#` the column that comes next.
*/
#include "api/pulse/pulse.h"

#include <string.h>

static const char tag[] = "PULSE";

void usher_pulse_begin(struct usher_pulse_statement *sql) {
    sql->count = 0;
    sql->values = 0;
    usher_pulse_add(sql, tag);
}

/* There is room: a request has USHER_API_QUERY parameters at most, a resource some twenty members. */
void usher_pulse_add(struct usher_pulse_statement *sql, const char *part) {
    if (*part && USHER_ALWAYS(sql->count < PULSE_PARTS)) {
        sql->part[sql->count++] = part;
    }
}

void usher_pulse_bind(struct usher_pulse_statement *sql, const char *part,
                      const struct usher_value *value) {
    usher_pulse_add(sql, part);
    if (strchr(part, '@') && USHER_ALWAYS(sql->values < PULSE_VALUES)) {
        sql->value[sql->values++] = value;
    }
}

static void write_piece(sqlite3_str *out, const char *piece, const char *column, int parameter) {
    for (; *piece; piece++) {
        if (*piece == '@') {
            sqlite3_str_appendf(out, "?%d", parameter);
        } else if (*piece == '#') {
            sqlite3_str_appendall(out, column);
        } else {
            sqlite3_str_appendchar(out, 1, *piece);
        }
    }
}

static void write_statement(sqlite3_str *out, const char *const *parts, int count,
                            const void *context) {
    (void)context;
    int parameter = 0;
    for (int i = 1; i < count; i++) {
        const char *piece = parts[i];
        int takes_column =
            strchr(piece, '#') != NULL && USHER_ALWAYS(i + 1 < count); /* it follows */
        parameter += strchr(piece, '@') != NULL;
        write_piece(out, piece, takes_column ? parts[i + 1] : "", parameter);
        i += takes_column;
    }
}

int usher_pulse_open(struct usher_exchange *x, const struct usher_pulse_statement *sql,
                     struct usher_query *query) {
    int rc = usher_dynamic_foreign(x->usher, sql->part, sql->count, write_statement, NULL, query);
    for (int i = 0; i < sql->values && rc == SQLITE_OK; i++) {
        rc = usher_value_bind(query->statement, i + 1, sql->value[i]);
        rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(x->usher, rc);
    }
    if (rc != SQLITE_OK) {
        usher_close(query);
    }
    return rc;
}
