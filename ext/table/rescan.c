/*
** Scans that go on otherwise than they began: rows that need not have been there are looked at after
** all, or rows that were merged must be told apart (cursor.c says when).
*/
#include "table/internal.h"

int usher_shows_phantoms(const struct usher_cursor *cursor) {
    return cursor->reading == USHER_COUNTS_ROWS || cursor->reading == USHER_SKIPS_ROWS;
}

/* Rows that are not there are looked at: scan them, up to the present one. */
static int identify(struct usher_cursor *cursor) {
    const struct usher_plan *plan = &cursor->shape->plan;
    unsigned char push[USHER_MAX_TERMS]; /* of each term */
    uint64_t dropped = usher_arguments_look(cursor, cursor->argument, push);
    usher_variant_release(cursor);
    cursor->reading = USHER_READS_ROWS;
    cursor->phantom = 0;
    int rc = usher_variant_acquire(cursor, dropped, usher_cursor_columns(cursor));
    if (rc == SQLITE_OK) {
        rc = usher_arguments_bind(cursor, plan->terms, cursor->argument, push);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = SQLITE_ROW;
    for (sqlite3_int64 i = 0; i < cursor->place && rc == SQLITE_ROW; i++) {
        rc = usher_cursor_step(cursor);
    }
    return usher_cursor_settle(cursor, rc);
}

/* The first step of a scan that begins with rows that are not there: how many are they? */
int usher_phantoms_begin(struct usher_cursor *cursor, int rc) {
    if (rc == SQLITE_ROW && cursor->reading == USHER_COUNTS_ROWS) {
        cursor->total = sqlite3_column_int64(cursor->statement, 0);
        rc = cursor->total > 0 ? SQLITE_ROW : SQLITE_DONE;
    } else if (rc == SQLITE_DONE) { /* OFFSET is beyond the last row, which may be any */
        cursor->place = 1;
        return identify(cursor);
    }
    cursor->phantom = rc == SQLITE_ROW;
    cursor->place = 1;
    return usher_cursor_settle(cursor, rc);
}

/* The same for whoever looks. */
int usher_cursor_look(struct usher_cursor *cursor) {
    cursor->identified = 1;
    int rc = identify(cursor);
    return rc == SQLITE_OK && cursor->eof ? SQLITE_ABORT : rc; /* deleted meanwhile */
}

/*
** A DISTINCT scan is asked for a rowid (SQLite before 3.41 does not say so when
** it plans), or rows were inserted. Rows that were merged must be told apart after
** all: go on with a scan of all rows in the same order, from the first row of the
** present group. Groups that went before were judged without a rowid, so all of
** their rows would have been judged alike.
*/
int usher_cursor_expand(struct usher_cursor *cursor) {
    struct usher *usher = usher_instance_of(cursor)->usher;
    sqlite3_stmt *ranked = NULL;
    unsigned char push[USHER_MAX_TERMS]; /* of each term */
    const struct usher_plan *plan = &cursor->shape->plan;
    int rc = usher_variant_prepare(cursor, 1, &ranked);
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_stmt *merged = cursor->statement;
    cursor->statement = ranked;
    usher_arguments_look(cursor, cursor->argument, push);
    rc = usher_arguments_bind_terms(cursor, cursor->argument, push);
    cursor->statement = merged;
    if (rc == SQLITE_OK) {
        rc = usher_sight_bind(ranked, plan->terms, &cursor->sight);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_bind_int64(ranked, plan->terms + 1, cursor->fence ? cursor->fence : INT64_MAX);
    }
    sqlite3_int64 group = cursor->groups;
    while (rc == SQLITE_OK && (rc = usher_inner_step(usher, ranked)) == SQLITE_ROW &&
           sqlite3_column_int64(ranked, sqlite3_column_count(ranked) - 1) < group) {
        rc = SQLITE_OK;
    }
    if (rc != SQLITE_ROW) {
        sqlite3_finalize(ranked);
        return usher_pass(usher, rc == SQLITE_DONE ? SQLITE_ABORT : rc); /* deleted meanwhile */
    }
    usher_variant_release(cursor);
    cursor->statement = ranked;
    cursor->expanded = 1;
    return SQLITE_OK;
}
