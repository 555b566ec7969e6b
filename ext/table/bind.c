/*
** The arguments of a scan, on their way to the inner statement: what each means (argument.c), and
** which of them will be asked for once SQLite's values are gone.
*/
#include "table/internal.h"

const struct usher_column *usher_term_column(const struct usher_cursor *cursor,
                                             const struct usher_term *term) {
    const struct usher_instance *instance = (const void *)cursor->base.pVtab;
    return term->column == USHER_ROWID ? &usher_rowid_column
                                       : &instance->table->columns[term->column];
}

/* Keep what will be asked for after xFilter, when SQLite's values are gone. */
int usher_arguments_keep(struct usher_cursor *cursor, sqlite3_value **argv) {
    const struct usher_plan *plan = &cursor->shape->plan;
    for (int i = 0; i < plan->terms; i++) {
        if (plan->distinct || usher_shows_phantoms(cursor) || plan->term[i].op == '@') {
            cursor->kept = 1;
            cursor->argument[i] = sqlite3_value_dup(argv[i]);
            if (!cursor->argument[i]) {
                return usher_pass(usher_instance_of(cursor)->usher, SQLITE_NOMEM);
            }
        }
    }
    return SQLITE_OK;
}

/* Which terms mean nothing for these arguments, and what to do with the others. */
uint64_t usher_arguments_look(const struct usher_cursor *cursor, sqlite3_value **argv,
                              unsigned char *push) {
    const struct usher_plan *plan = &cursor->shape->plan;
    uint64_t dropped = 0;
    for (int i = 0; i < plan->terms; i++) {
        const struct usher_term *term = &plan->term[i];
        push[i] = (unsigned char)usher_argument(usher_term_column(cursor, term), term, argv[i]);
        dropped |= (uint64_t)(push[i] == USHER_DROP) << i;
    }
    return dropped;
}

int usher_arguments_find_nothing(const struct usher_plan *plan, sqlite3_value **argv) {
    for (int i = 0; i < plan->terms; i++) {
        if (plan->term[i].op == '@' && sqlite3_value_type(argv[i]) == SQLITE_NULL) {
            return 1; /* nothing equals NULL */
        }
    }
    return 0;
}

static int bind_parameter(struct usher_cursor *cursor, const struct usher_column *column, int index,
                          sqlite3_value *given) {
    struct usher *usher = usher_instance_of(cursor)->usher;
    struct usher_value bound;
    usher_value_null(&bound);
    int rc = column->parameter(usher, given, &bound);
    if (rc == SQLITE_OK) {
        rc = bound.type == SQLITE_BLOB   ? sqlite3_bind_blob(cursor->statement, index, bound.text,
                                                             bound.length, SQLITE_TRANSIENT)
             : bound.type == SQLITE_TEXT ? sqlite3_bind_text(cursor->statement, index, bound.text,
                                                             bound.length, SQLITE_TRANSIENT)
             : bound.type == SQLITE_INTEGER
                 ? sqlite3_bind_int64(cursor->statement, index, bound.integer)
                 : sqlite3_bind_null(cursor->statement, index);
    }
    usher_value_clear(&bound);
    return rc;
}

static int bind_argument(struct usher_cursor *cursor, int i, sqlite3_value *value,
                         enum usher_push push) {
    const struct usher_term *term = &cursor->shape->plan.term[i];
    int rc = SQLITE_OK;
    if (push == USHER_DROP || term->op == 'n' || term->op == 'x') {
        return SQLITE_OK;
    }
    if (term->op == '@') {
        return bind_parameter(cursor, usher_term_column(cursor, term), i + 1, value);
    }
    if (cursor->reading == USHER_LOOKS_ROWS_UP) {
        cursor->feed.key = value;
        rc = sqlite3_bind_pointer(cursor->statement, i + 1, &cursor->feed, "usher_feed", NULL);
    } else if (term->op == 'i') {
        /* Read during the first step, within xFilter: the list lives that long. */
        rc = sqlite3_bind_pointer(cursor->statement, i + 1, value, "usher_list", NULL);
    } else {
        rc = sqlite3_bind_value(cursor->statement, i + 1, value);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher_instance_of(cursor)->usher, rc);
}

/* Those of the terms: what an expanded scan is given again. */
int usher_arguments_bind_terms(struct usher_cursor *cursor, sqlite3_value **argv,
                               const unsigned char *push) {
    const struct usher_plan *plan = &cursor->shape->plan;
    int rc = SQLITE_OK;
    for (int i = 0; i < plan->terms && rc == SQLITE_OK; i++) {
        rc = bind_argument(cursor, i, argv[i], push[i]);
    }
    return rc;
}

int usher_arguments_bind(struct usher_cursor *cursor, int argc, sqlite3_value **argv,
                         const unsigned char *push) {
    const struct usher_plan *plan = &cursor->shape->plan;
    int rc = usher_arguments_bind_terms(cursor, argv, push);
    if (plan->skip && cursor->reading != USHER_SKIPS_ROWS) {
        argc = plan->terms;
    }
    for (int i = plan->terms; i < argc && rc == SQLITE_OK; i++) { /* LIMIT, OFFSET */
        rc = sqlite3_bind_value(cursor->statement, i + 1, argv[i]);
    }
    if (rc == SQLITE_OK) {
        rc = usher_sight_bind(cursor->statement, plan->terms, &cursor->sight);
    }
    /* Rows beyond a fence must not count: SQLite stops the scan, too. */
    if (rc == SQLITE_OK && plan->limit &&
        sqlite3_txn_state(usher_instance_of(cursor)->usher->db, "main") == SQLITE_TXN_WRITE) {
        rc = sqlite3_bind_int(cursor->statement, plan->terms + 1, -1);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher_instance_of(cursor)->usher, rc);
}
