/*
** A join looks one row up for each row of another table, by its key. From the second time on one inner
** statement stays open for that, and is fed with the keys (list.c): each gives one row, which is
** empty where nothing is found.
*/
#include "table/internal.h"

#include <string.h>

/*
** Is it a search for one row by its key, in one table of usher's own? Only an exact term makes it one, and
** such means something for any key.
*/
int usher_plan_looks_up(const struct usher_table *table, const struct usher_plan *plan) {
    return plan->unique && plan->terms == 1 && plan->term[0].op == '=' &&
           plan->term[0].column != USHER_ROWID && !plan->distinct && !plan->limit && !plan->skip &&
           !plan->for_update && !table->foreign && !table->found_by &&
           !strstr(table->from, " JOIN "); /* which LEFT JOIN would take apart */
}

/* A key that was looked up gives one row, which is empty where there is none: no other follows. */
int usher_lookup_settle(struct usher_cursor *cursor, int rc) {
    if (rc == SQLITE_ROW && sqlite3_column_type(cursor->statement, 0) == SQLITE_NULL) {
        cursor->eof = 1;
        return SQLITE_OK;
    }
    return usher_cursor_settle(cursor, rc);
}

/* The system's says nothing but so. */
int usher_sight_same(const struct usher_sight *a, const struct usher_sight *b) {
    int same = a->level == b->level;
    if (!same || !a->level) {
        return same;
    }
    for (int i = 0; i < USHER_MASKS; i++) {
        same &= a->mask[i].columns == b->mask[i].columns && a->mask[i].unless == b->mask[i].unless;
    }
    return same && a->rows == b->rows && strcmp(a->actor, b->actor) == 0 &&
           strcmp(a->account, b->account) == 0 && strcmp(a->principal, b->principal) == 0 &&
           strcmp(a->session, b->session) == 0 && strcmp(a->own, b->own) == 0;
}

/* Feed the open statement. A search that finds one row is exact: no key is dropped from it. */
int usher_lookup_next(struct usher_cursor *cursor, sqlite3_value *key) {
    const struct usher_term *term = &cursor->shape->plan.term[0];
    usher_argument(usher_term_column(cursor, term), term, key); /* a number, if the column is one */
    cursor->fence = 0;
    cursor->eof = 0;
    cursor->feed.key = key;
    return usher_lookup_settle(cursor, usher_cursor_step(cursor));
}
