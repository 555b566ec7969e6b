/*
** A scan: one inner statement, cached by shape, answers it whole.
**
** xFilter decides for each argument what it means (argument.c), takes the
** statement of the variant that follows from it (variant.c), binds and steps.
** Values are handed on as they come.
**
** What the actor may see (sight.c) is settled when the scan begins, and is part of
** the variant.
**
** If nothing of the rows is read (`SELECT count(*)`), one inner count answers, and
** the scan shows so many rows that are not there. So it does with those that OFFSET
** passes over. SQLite does not say whether it will ask for rowids, and older ones hand
** OFFSET to a scan that it is not about; if a row that is not there is looked at after
** all, the rows are scanned, and the next scan of the shape begins with that.
**
** A scan does not meet rows that were inserted after it began: an INSERT …
** SELECT from one table of usher into another may share a backing table, which
** SQLite cannot know. Rows beyond the fence are passed over.
*/
#include "table/internal.h"

#include <string.h>

int usher_cursor_fail(struct usher_cursor *cursor, int result) {
    struct usher_instance *instance = usher_instance_of(cursor);
    result = usher_store_explain(instance->usher, result);
    return usher_error_to_vtab(instance->usher, &instance->base, result);
}

/* What the inner statement came to grief over. */
int usher_cursor_pass(struct usher_cursor *cursor, int result) {
    const struct usher_instance *instance = usher_instance_of(cursor);
    return usher_table_pass(instance->usher, instance->table, result);
}

/* The scan is over. */
void usher_cursor_release(struct usher_cursor *cursor) {
    if (cursor->statement) {
        usher_variant_release(cursor);
    }
    if (cursor->shape && (cursor->identified || !cursor->shape->plan.skip)) {
        cursor->shape->identified = cursor->identified;
    }
    for (int i = 0; cursor->kept && i < USHER_MAX_TERMS; i++) {
        sqlite3_value_free(cursor->argument[i]);
        cursor->argument[i] = NULL;
    }
    if (cursor->temporary) {
        usher_shape_free(usher_instance_of(cursor)->usher, cursor->shape);
    }
    cursor->shape = NULL;
    cursor->temporary = cursor->kept = cursor->expanded = 0;
    cursor->reading = USHER_READS_ROWS;
    cursor->phantom = cursor->identified = 0;
    cursor->groups = cursor->fence = 0;
    cursor->eof = 1;
}

/* ------------------------------------------------------------ open and close */

int usher_cursor_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
    struct usher *usher = ((struct usher_instance *)(void *)vtab)->usher;
    struct usher_cursor *cursor = usher->spare;
    if (!cursor && !(cursor = sqlite3_malloc64(sizeof(*cursor)))) {
        return SQLITE_NOMEM;
    }
    usher->spare = NULL;
    memset(cursor, 0, sizeof(*cursor));
    cursor->fresh = 1;
    cursor->next = usher->cursors;
    usher->cursors = cursor;
    *out = &cursor->base;
    return SQLITE_OK;
}

int usher_cursor_close(sqlite3_vtab_cursor *base) {
    struct usher_cursor *cursor = (struct usher_cursor *)(void *)base;
    struct usher *usher = usher_instance_of(cursor)->usher;
    struct usher_cursor **link = &usher->cursors;
    while (*link != cursor) {
        link = &(*link)->next;
    }
    *link = cursor->next;
    usher_cursor_release(cursor);
    sqlite3_free(usher->spare);
    usher->spare = cursor;
    return SQLITE_OK;
}

/* -------------------------------------------------------------------- filter */

/* Rows that came in after the scan began are passed over. */
static int step_to_fence(struct usher_cursor *cursor, int rc) {
    const struct usher_instance *instance = usher_instance_of(cursor);
    sqlite3_int64 mask = instance->table->mask ? instance->table->mask : -1;
    while (rc == SQLITE_ROW &&
           (sqlite3_column_int64(cursor->statement, 0) & mask) > cursor->fence) {
        rc = usher_inner_step(instance->usher, cursor->statement);
    }
    return rc;
}

int usher_cursor_step(struct usher_cursor *cursor) {
    int rc = usher_inner_step(usher_instance_of(cursor)->usher, cursor->statement);
    return cursor->fence ? step_to_fence(cursor, rc) : rc;
}

/* Take note of what a step came to. */
int usher_cursor_settle(struct usher_cursor *cursor, int rc) {
    if (rc == SQLITE_ROW) {
        cursor->groups++;
        return SQLITE_OK;
    }
    rc = rc == SQLITE_DONE ? SQLITE_OK : usher_cursor_pass(cursor, rc);
    usher_cursor_release(cursor);
    return rc;
}

/* The first step tells whether the schema changed since the statement was prepared. */
static int first_step(struct usher_cursor *cursor) {
    struct usher *usher = usher_instance_of(cursor)->usher;
    int prepares = sqlite3_stmt_status(cursor->statement, SQLITE_STMTSTATUS_REPREPARE, 0);
    cursor->eof = 0;
    int rc = usher_cursor_step(cursor);
    if (sqlite3_stmt_status(cursor->statement, SQLITE_STMTSTATUS_REPREPARE, 0) != prepares) {
        usher_store_doubt(usher);
        int ready = usher_store_ready(usher);
        if (ready != SQLITE_OK) {
            return ready;
        }
    }
    return cursor->reading == USHER_LOOKS_ROWS_UP ? usher_lookup_settle(cursor, rc)
           : usher_shows_phantoms(cursor)         ? usher_phantoms_begin(cursor, rc)
                                                  : usher_cursor_settle(cursor, rc);
}

/* An UPDATE's scan is not told what will be asked for. */
uint64_t usher_cursor_columns(const struct usher_cursor *cursor) {
    const struct usher_shape *shape = cursor->shape;
    return shape->plan.for_update ? (shape->learned & shape->readable) | shape->always
                                  : shape->plan.used & shape->readable;
}

/* A list cannot be kept, should the rows have to be scanned after all. */
static int has_list(const struct usher_plan *plan) {
    for (int i = 0; i < plan->terms; i++) {
        if (plan->term[i].op == 'i') {
            return 1;
        }
    }
    return 0;
}

static enum usher_reading reading_of(struct usher_cursor *cursor, sqlite3_value **argv) {
    const struct usher_instance *instance = (const void *)cursor->base.pVtab;
    const struct usher_plan *plan = &cursor->shape->plan;
    if (cursor->again && cursor->shape->looks_up) {
        return USHER_LOOKS_ROWS_UP;
    }
    if (cursor->shape->identified || has_list(plan) || instance->table->without_rowid) {
        return USHER_READS_ROWS;
    }
    if (plan->skip) {
        cursor->total = sqlite3_value_int64(argv[plan->terms]);
        return cursor->total > 0 ? USHER_SKIPS_ROWS : USHER_READS_ROWS;
    }
    /* DISTINCT is of columns that are used. */
    return plan->used || plan->limit || USHER_NEVER(plan->distinct) || plan->unique
               ? USHER_READS_ROWS
               : USHER_COUNTS_ROWS;
}

static int start(struct usher_cursor *cursor, int argc, sqlite3_value **argv) {
    const struct usher_plan *plan = &cursor->shape->plan;
    unsigned char push[USHER_MAX_TERMS]; /* of each term */
    int rc = SQLITE_OK;
    if (plan->parameter && usher_arguments_find_nothing(plan, argv)) {
        usher_cursor_release(cursor);
        return SQLITE_OK;
    }
    cursor->reading = reading_of(cursor, argv);
    if (plan->distinct || usher_shows_phantoms(cursor) || plan->parameter) {
        rc = usher_arguments_keep(cursor, argv);
    }
    uint64_t dropped = usher_arguments_look(cursor, argv, push);
    if (rc == SQLITE_OK) {
        rc = usher_variant_acquire(cursor, dropped, usher_cursor_columns(cursor));
    }
    if (rc == SQLITE_OK) {
        rc = usher_arguments_bind(cursor, argc, argv, push);
    }
    cursor->shows = !usher_shows_phantoms(cursor) && !plan->for_update;
    cursor->steps = cursor->reading == USHER_READS_ROWS && !plan->unique && !plan->distinct;
    return rc == SQLITE_OK ? first_step(cursor) : rc;
}

/* Whoever acts is the same all through a statement; the system's sight says nothing but so. */
static void take_sight(struct usher_cursor *cursor, const struct usher_sight *sight) {
    if (sight->level) {
        cursor->sight = *sight;
    }
}

int usher_cursor_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
                        sqlite3_value **argv) {
    struct usher_cursor *cursor = (struct usher_cursor *)(void *)base;
    struct usher_instance *instance = usher_instance_of(cursor);
    struct usher_sight sight; /* usher_sight_of() fills it: the usual is but its level */
    int rc = usher_actor_settle(instance->usher);
    if (rc == SQLITE_OK) {
        rc = usher_store_ready(instance->usher);
    }
    if (rc == SQLITE_OK) {
        rc = usher_sight_of(instance->usher, instance->table, &sight);
    }
    cursor->again = cursor->last == text;
    if (rc == SQLITE_OK && cursor->again && cursor->reading == USHER_LOOKS_ROWS_UP &&
        usher_sight_same(&sight, &cursor->sight)) {
        rc = usher_lookup_next(cursor, argv[0]);
        return rc == SQLITE_OK ? SQLITE_OK : usher_cursor_fail(cursor, rc);
    }
    usher_cursor_release(cursor);
    cursor->last = number == 1 ? text : NULL;
    cursor->lends = cursor->fresh;
    cursor->fresh = 0;
    if (rc == SQLITE_OK) {
        take_sight(cursor, &sight);
        if (number == 1) {
            cursor->shape = usher_shape_of_text(text);
        } else {
            rc = usher_shape_make(instance, text, 1, &cursor->shape);
            cursor->temporary = cursor->shape != NULL;
        }
        rc = cursor->shape ? start(cursor, argc, argv) : usher_pass(instance->usher, rc);
    }
    if (rc != SQLITE_OK) {
        usher_cursor_release(cursor);
        return usher_cursor_fail(cursor, rc);
    }
    return SQLITE_OK;
}

/* All but the usual: a row of an open statement. */
static int next_otherwise(struct usher_cursor *cursor) {
    int rc = SQLITE_OK;
    if (cursor->reading == USHER_LOOKS_ROWS_UP) {
        cursor->eof = 1;
        return SQLITE_OK;
    }
    if (cursor->phantom) { /* the last one: usher_cursor_next() passes over those before */
        cursor->place++;
        cursor->phantom = 0;
        if (cursor->reading == USHER_COUNTS_ROWS) {
            usher_cursor_release(cursor);
        }
        return SQLITE_OK;
    }
    if (cursor->shape->plan.unique) {
        usher_cursor_release(cursor); /* there is no other */
        return SQLITE_OK;
    }
    if (cursor->fence && cursor->shape->plan.distinct && !cursor->expanded) {
        rc = usher_cursor_expand(cursor);
    }
    if (rc == SQLITE_OK) {
        rc = usher_cursor_settle(cursor, usher_cursor_step(cursor));
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_cursor_fail(cursor, rc);
}

/* Apart, so that a row which nobody looks at costs no more than to be counted. */
__attribute__((noinline)) static int next_row(struct usher_cursor *cursor) {
    cursor->lends = 0;
    if (!cursor->steps || cursor->fence) {
        return next_otherwise(cursor);
    }
    int rc = usher_inner_step(usher_instance_of(cursor)->usher, cursor->statement);
    if (rc != SQLITE_ROW) {
        rc = usher_cursor_settle(cursor, rc);
        return rc == SQLITE_OK ? SQLITE_OK : usher_cursor_fail(cursor, rc);
    }
    return SQLITE_OK;
}

int usher_cursor_next(sqlite3_vtab_cursor *base) {
    struct usher_cursor *cursor = (struct usher_cursor *)(void *)base;
    if (cursor->phantom && cursor->place < cursor->total) {
        cursor->place++;
        return SQLITE_OK;
    }
    return next_row(cursor);
}

int usher_cursor_eof(sqlite3_vtab_cursor *base) {
    return ((struct usher_cursor *)(void *)base)->eof;
}

int usher_cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
    struct usher_cursor *cursor = (struct usher_cursor *)(void *)base;
    int rc = SQLITE_OK;
    if (cursor->phantom) {
        rc = usher_cursor_look(cursor);
    } else if (cursor->shape->plan.distinct && !cursor->expanded) {
        rc = usher_cursor_expand(cursor);
    }
    if (rc != SQLITE_OK) {
        return usher_cursor_fail(cursor, rc);
    }
    cursor->identified |= !cursor->shape->plan.skip;
    usher_instance_of(cursor)->from = 0;
    *rowid = sqlite3_column_int64(cursor->statement, 0);
    return SQLITE_OK;
}

int usher_cursors_own(const struct usher *usher, const sqlite3_stmt *statement) {
    const struct usher_cursor *cursor = usher->cursors;
    while (cursor && cursor->statement != statement) {
        cursor = cursor->next;
    }
    return cursor != NULL;
}

void usher_cursors_inserted(struct usher *usher, const char *backing, sqlite3_int64 number) {
    for (struct usher_cursor *cursor = usher->cursors; cursor; cursor = cursor->next) {
        if (!cursor->fence && strcmp(usher_instance_of(cursor)->table->backing, backing) == 0) {
            cursor->fence = number - 1;
        }
    }
}
