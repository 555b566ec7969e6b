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
    return instance->table->foreign ? usher_pass_foreign(instance->usher, result)
                                    : usher_pass(instance->usher, result);
}

/* The scan is over. */
static void release(struct usher_cursor *cursor) {
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
    cursor->shows = cursor->steps = 0;
    cursor->groups = cursor->fence = 0;
    cursor->eof = 1;
}

/* ------------------------------------------------------------ open and close */

int usher_cursor_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
    struct usher_cursor *cursor = sqlite3_malloc64(sizeof(*cursor));
    if (!cursor) {
        return SQLITE_NOMEM;
    }
    memset(cursor, 0, sizeof(*cursor));
    cursor->eof = 1;
    struct usher *usher = ((struct usher_instance *)(void *)vtab)->usher;
    cursor->next = usher->cursors;
    usher->cursors = cursor;
    *out = &cursor->base;
    return SQLITE_OK;
}

int usher_cursor_close(sqlite3_vtab_cursor *base) {
    struct usher_cursor *cursor = (struct usher_cursor *)(void *)base;
    struct usher_cursor **link = &usher_instance_of(cursor)->usher->cursors;
    while (*link != cursor) {
        link = &(*link)->next;
    }
    *link = cursor->next;
    release(cursor);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

/* -------------------------------------------------------------------- filter */

static const struct usher_column *term_column(const struct usher_cursor *cursor,
                                              const struct usher_term *term) {
    const struct usher_instance *instance = (const void *)cursor->base.pVtab;
    return term->column == USHER_ROWID ? &usher_rowid_column
                                       : &instance->table->columns[term->column];
}

static int shows_phantoms(const struct usher_cursor *cursor) {
    return cursor->reading == USHER_COUNTS_ROWS || cursor->reading == USHER_SKIPS_ROWS;
}

/* Keep what will be asked for after xFilter, when SQLite's values are gone. */
static int keep_arguments(struct usher_cursor *cursor, sqlite3_value **argv) {
    const struct usher_plan *plan = &cursor->shape->plan;
    for (int i = 0; i < plan->terms; i++) {
        if (plan->distinct || shows_phantoms(cursor) || plan->term[i].op == '@') {
            cursor->kept = 1;
            cursor->argument[i] = sqlite3_value_dup(argv[i]);
            if (!cursor->argument[i]) {
                return usher_pass(usher_instance_of(cursor)->usher, SQLITE_NOMEM);
            }
        }
    }
    return SQLITE_OK;
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
        rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
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
        return bind_parameter(cursor, term_column(cursor, term), i + 1, value);
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

static int bind_arguments(struct usher_cursor *cursor, int argc, sqlite3_value **argv,
                          const unsigned char *push) {
    const struct usher_plan *plan = &cursor->shape->plan;
    int rc = SQLITE_OK;
    for (int i = 0; i < plan->terms && rc == SQLITE_OK; i++) {
        rc = bind_argument(cursor, i, argv[i], push[i]);
    }
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

static inline int step(struct usher_cursor *cursor) {
    int rc = usher_inner_step(usher_instance_of(cursor)->usher, cursor->statement);
    return cursor->fence ? step_to_fence(cursor, rc) : rc;
}

/* Take note of what a step came to. */
static int settle(struct usher_cursor *cursor, int rc) {
    if (rc == SQLITE_ROW) {
        cursor->groups++;
        return SQLITE_OK;
    }
    rc = rc == SQLITE_DONE ? SQLITE_OK : usher_cursor_pass(cursor, rc);
    release(cursor);
    return rc;
}

static int identify(struct usher_cursor *cursor);

/* A key that was looked up gives one row, which is empty where there is none: no other follows. */
static int settle_lookup(struct usher_cursor *cursor, int rc) {
    cursor->feed.key = NULL; /* it was read: it is SQLite's, and goes with xFilter */
    if (rc == SQLITE_ROW && sqlite3_column_type(cursor->statement, 0) == SQLITE_NULL) {
        cursor->eof = 1;
        return SQLITE_OK;
    }
    return settle(cursor, rc);
}

/* The first step of a scan that begins with rows that are not there: how many are they? */
static int begin_phantoms(struct usher_cursor *cursor, int rc) {
    if (rc == SQLITE_ROW && cursor->reading == USHER_COUNTS_ROWS) {
        cursor->total = sqlite3_column_int64(cursor->statement, 0);
        sqlite3_reset(cursor->statement);
        rc = cursor->total > 0 ? SQLITE_ROW : SQLITE_DONE;
    } else if (rc == SQLITE_DONE) { /* OFFSET is beyond the last row, which may be any */
        cursor->place = 1;
        return identify(cursor);
    }
    cursor->phantom = rc == SQLITE_ROW;
    cursor->place = 1;
    return settle(cursor, rc);
}

/* The first step tells whether the schema changed since the statement was prepared. */
static int first_step(struct usher_cursor *cursor) {
    struct usher *usher = usher_instance_of(cursor)->usher;
    int prepares = sqlite3_stmt_status(cursor->statement, SQLITE_STMTSTATUS_REPREPARE, 0);
    cursor->eof = 0;
    int rc = step(cursor);
    if (sqlite3_stmt_status(cursor->statement, SQLITE_STMTSTATUS_REPREPARE, 0) != prepares) {
        usher_store_doubt(usher);
        int ready = usher_store_ready(usher);
        if (ready != SQLITE_OK) {
            return ready;
        }
    }
    return cursor->reading == USHER_LOOKS_ROWS_UP ? settle_lookup(cursor, rc)
           : shows_phantoms(cursor)               ? begin_phantoms(cursor, rc)
                                                  : settle(cursor, rc);
}

/* An UPDATE's scan is not told what will be asked for. */
static uint64_t columns_to_read(const struct usher_cursor *cursor) {
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

/* Is it a search for one row by its key, in one table of usher's own? */
static int looks_up(const struct usher_cursor *cursor) {
    const struct usher_plan *plan = &cursor->shape->plan;
    const struct usher_table *table =
        ((const struct usher_instance *)(const void *)cursor->base.pVtab)->table;
    return plan->unique && plan->terms == 1 && plan->term[0].op == '=' &&
           plan->term[0].column != USHER_ROWID && !plan->distinct && !plan->limit && !plan->skip &&
           !plan->for_update && !table->foreign && !table->found_by &&
           !strstr(table->from, " JOIN ");
}

static enum usher_reading reading_of(struct usher_cursor *cursor, sqlite3_value **argv) {
    const struct usher_instance *instance = (const void *)cursor->base.pVtab;
    const struct usher_plan *plan = &cursor->shape->plan;
    if (cursor->again && looks_up(cursor)) {
        return USHER_LOOKS_ROWS_UP;
    }
    if (cursor->shape->identified || has_list(plan) || instance->table->without_rowid) {
        return USHER_READS_ROWS;
    }
    if (plan->skip) {
        cursor->total = sqlite3_value_int64(argv[plan->terms]);
        return cursor->total > 0 && !plan->for_update ? USHER_SKIPS_ROWS : USHER_READS_ROWS;
    }
    return plan->used || plan->limit || plan->distinct || plan->unique ? USHER_READS_ROWS
                                                                       : USHER_COUNTS_ROWS;
}

/* Which terms mean nothing for these arguments, and what to do with the others. */
static uint64_t look_at_arguments(const struct usher_cursor *cursor, sqlite3_value **argv,
                                  unsigned char *push) {
    const struct usher_plan *plan = &cursor->shape->plan;
    uint64_t dropped = 0;
    for (int i = 0; i < plan->terms; i++) {
        const struct usher_term *term = &plan->term[i];
        push[i] = (unsigned char)usher_argument(term_column(cursor, term), term, argv[i]);
        dropped |= (uint64_t)(push[i] == USHER_DROP) << i;
    }
    return dropped;
}

static int finds_nothing(const struct usher_plan *plan, sqlite3_value **argv) {
    for (int i = 0; i < plan->terms; i++) {
        if (plan->term[i].op == '@' && sqlite3_value_type(argv[i]) == SQLITE_NULL) {
            return 1; /* nothing equals NULL */
        }
    }
    return 0;
}

static int start(struct usher_cursor *cursor, int argc, sqlite3_value **argv) {
    const struct usher_plan *plan = &cursor->shape->plan;
    unsigned char push[USHER_MAX_TERMS] = {0};
    int rc = SQLITE_OK;
    if (finds_nothing(plan, argv)) {
        release(cursor);
        return SQLITE_OK;
    }
    cursor->reading = reading_of(cursor, argv);
    if (plan->distinct || shows_phantoms(cursor) || strchr(cursor->shape->text, '@')) {
        rc = keep_arguments(cursor, argv);
    }
    uint64_t dropped = look_at_arguments(cursor, argv, push);
    if (dropped && cursor->reading == USHER_LOOKS_ROWS_UP) {
        cursor->reading = USHER_READS_ROWS;
    }
    if (rc == SQLITE_OK) {
        rc = usher_variant_acquire(cursor, dropped, columns_to_read(cursor));
    }
    if (rc == SQLITE_OK) {
        rc = bind_arguments(cursor, argc, argv, push);
    }
    cursor->shows = !shows_phantoms(cursor) && !plan->for_update;
    cursor->steps = cursor->reading == USHER_READS_ROWS && !plan->unique && !plan->distinct;
    return rc == SQLITE_OK ? first_step(cursor) : rc;
}

/* The system's says nothing but so. */
static int same_sight(const struct usher_sight *a, const struct usher_sight *b) {
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

static void take_sight(struct usher_cursor *cursor, const struct usher_sight *sight) {
    if (sight->level) {
        cursor->sight = *sight;
    } else {
        cursor->sight.level = 0;
    }
}

/* Feed the open statement. Returns 0 if it cannot look this key up. */
static int look_up_next(struct usher_cursor *cursor, sqlite3_value *key, int *result) {
    const struct usher_term *term = &cursor->shape->plan.term[0];
    if (!cursor->statement || usher_argument(term_column(cursor, term), term, key) == USHER_DROP) {
        return 0;
    }
    cursor->fence = 0;
    cursor->eof = 0;
    cursor->feed.key = key;
    *result = settle_lookup(cursor, step(cursor));
    if (*result != SQLITE_OK) {
        release(cursor);
    }
    return 1;
}

int usher_cursor_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
                        sqlite3_value **argv) {
    struct usher_cursor *cursor = (struct usher_cursor *)(void *)base;
    struct usher_instance *instance = usher_instance_of(cursor);
    struct usher_sight sight;
    sight.level = USHER_SEES_NOTHING;
    int rc = usher_actor_settle(instance->usher);
    if (rc == SQLITE_OK) {
        rc = usher_store_ready(instance->usher);
    }
    if (rc == SQLITE_OK) {
        rc = usher_sight_of(instance->usher, instance->table, &sight);
    }
    cursor->again = number == 1 && cursor->last == text;
    if (rc == SQLITE_OK && cursor->again && cursor->reading == USHER_LOOKS_ROWS_UP &&
        same_sight(&sight, &cursor->sight) && look_up_next(cursor, argv[0], &rc)) {
        return rc == SQLITE_OK ? SQLITE_OK : usher_cursor_fail(cursor, rc);
    }
    release(cursor);
    cursor->last = number == 1 ? text : NULL;
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
        release(cursor);
        return usher_cursor_fail(cursor, rc);
    }
    return SQLITE_OK;
}

/*
** A DISTINCT scan is asked for a rowid (SQLite before 3.41 does not say so when
** it plans), or rows were inserted. Rows that were merged must be told apart after
** all: go on with a scan of all rows in the same order, from the first row of the
** present group. Groups that went before were judged without a rowid, so all of
** their rows would have been judged alike.
*/
static int expand(struct usher_cursor *cursor) {
    struct usher *usher = usher_instance_of(cursor)->usher;
    sqlite3_stmt *ranked = NULL;
    const struct usher_plan *plan = &cursor->shape->plan;
    int rc = usher_variant_prepare(cursor, 1, &ranked);
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_stmt *merged = cursor->statement;
    cursor->statement = ranked;
    for (int i = 0; i < plan->terms && rc == SQLITE_OK; i++) {
        enum usher_push push = usher_argument(term_column(cursor, &plan->term[i]), &plan->term[i],
                                              cursor->argument[i]);
        rc = bind_argument(cursor, i, cursor->argument[i], push);
    }
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
        return usher_pass(usher, rc == SQLITE_DONE ? SQLITE_ERROR : rc);
    }
    usher_variant_release(cursor);
    cursor->statement = ranked;
    cursor->expanded = 1;
    return SQLITE_OK;
}

/* Rows that are not there are looked at: scan them, up to the present one. */
static int identify(struct usher_cursor *cursor) {
    const struct usher_plan *plan = &cursor->shape->plan;
    unsigned char push[USHER_MAX_TERMS] = {0};
    uint64_t dropped = look_at_arguments(cursor, cursor->argument, push);
    usher_variant_release(cursor);
    cursor->reading = USHER_READS_ROWS;
    cursor->phantom = 0;
    int rc = usher_variant_acquire(cursor, dropped, columns_to_read(cursor));
    if (rc == SQLITE_OK) {
        rc = bind_arguments(cursor, plan->terms, cursor->argument, push);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = SQLITE_ROW;
    for (sqlite3_int64 i = 0; i < cursor->place && rc == SQLITE_ROW; i++) {
        rc = step(cursor);
    }
    return settle(cursor, rc);
}

/* The same for whoever looks. */
int usher_cursor_look(struct usher_cursor *cursor) {
    cursor->identified = 1;
    int rc = identify(cursor);
    if (rc == SQLITE_OK && cursor->eof) { /* deleted meanwhile */
        usher_pass(usher_instance_of(cursor)->usher, SQLITE_ABORT);
        return SQLITE_ABORT;
    }
    return rc;
}

/* All but the usual: a row of an open statement. */
static int next_otherwise(struct usher_cursor *cursor) {
    int rc = SQLITE_OK;
    if (cursor->reading == USHER_LOOKS_ROWS_UP) {
        cursor->eof = 1;
        return SQLITE_OK;
    }
    if (cursor->phantom) {
        cursor->phantom = ++cursor->place <= cursor->total;
        if (!cursor->phantom && cursor->reading == USHER_COUNTS_ROWS) {
            release(cursor);
        }
        return SQLITE_OK;
    }
    if (cursor->shape->plan.unique && !cursor->variant->dropped &&
        !usher_instance_of(cursor)->table->found_by) {
        release(cursor); /* there is no other */
        return SQLITE_OK;
    }
    if (cursor->fence && cursor->shape->plan.distinct && !cursor->expanded) {
        rc = expand(cursor);
    }
    if (rc == SQLITE_OK) {
        rc = settle(cursor, step(cursor));
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_cursor_fail(cursor, rc);
}

/* Apart, so that a row which nobody looks at costs no more than to be counted. */
__attribute__((noinline)) static int next_row(struct usher_cursor *cursor) {
    if (!cursor->steps || cursor->fence) {
        return next_otherwise(cursor);
    }
    int rc = usher_inner_step(usher_instance_of(cursor)->usher, cursor->statement);
    if (rc != SQLITE_ROW) {
        rc = settle(cursor, rc);
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
        rc = expand(cursor);
    }
    if (rc != SQLITE_OK) {
        return usher_cursor_fail(cursor, rc);
    }
    cursor->identified |= !cursor->shape->plan.skip;
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
        if (!cursor->eof && !cursor->fence &&
            strcmp(usher_instance_of(cursor)->table->backing, backing) == 0) {
            cursor->fence = number - 1;
        }
    }
}
