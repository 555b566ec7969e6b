/*
** The inner statements of a shape: one kind, a variant, for each level of sight, each
** set of terms that are left out and each set of columns that is read. A scan takes one
** and gives it back; they are made on first use.
*/
#include "table/internal.h"

#include <string.h>

void usher_variant_free(struct usher *usher, struct usher_variant *variant) {
    for (int i = 0; i < USHER_IDLE_STATEMENTS; i++) {
        usher_kept_drop(usher, &variant->kept[i]);
    }
    sqlite3_free(variant);
}

/* Has it no statement any more (keep.c), and no scan? */
static int is_idle(const struct usher *usher, const struct usher_variant *variant) {
    for (int i = 0; i < USHER_IDLE_STATEMENTS; i++) {
        if (variant->kept[i].statement) {
            return 0;
        }
    }
    const struct usher_cursor *cursor = usher->cursors;
    while (cursor && !(cursor->shape && cursor->variant == variant)) {
        cursor = cursor->next;
    }
    return !cursor;
}

/* A connection does not hold more with each query that was new to it. */
static void free_idle(struct usher_instance *instance) {
    for (int i = 0; i < USHER_SHAPE_LISTS; i++) {
        for (struct usher_shape *shape = instance->shape[i]; shape; shape = shape->next) {
            struct usher_variant **link = &shape->variants;
            while (*link) {
                struct usher_variant *variant = *link;
                if (is_idle(instance->usher, variant)) {
                    *link = variant->next;
                    sqlite3_free(variant);
                } else {
                    link = &variant->next;
                }
            }
        }
    }
}

static struct usher_variant *find(const struct usher_cursor *cursor, uint64_t dropped,
                                  uint64_t columns) {
    struct usher_variant *variant = cursor->shape->variants;
    while (variant &&
           (variant->dropped != dropped || variant->columns != columns ||
            variant->level != cursor->sight.level || variant->reading != cursor->reading)) {
        variant = variant->next;
    }
    return variant;
}

static struct usher_variant *make(struct usher_instance *instance, struct usher_cursor *cursor,
                                  uint64_t dropped, uint64_t columns) {
    free_idle(instance);
    struct usher_variant *variant = sqlite3_malloc64(sizeof(*variant));
    if (!variant) {
        return NULL;
    }
    memset(variant, 0, sizeof(*variant));
    variant->level = cursor->sight.level;
    variant->reading = cursor->reading;
    variant->dropped = dropped;
    variant->columns = columns;
    unsigned char slot = 1; /* 0 is the rowid */
    for (int i = 0; i < instance->table->count; i++) {
        variant->slot[i] = columns >> i & 1 ? slot++ : 0;
    }
    variant->next = cursor->shape->variants;
    cursor->shape->variants = variant;
    return variant;
}

int usher_variant_prepare(struct usher_cursor *cursor, int ranked, sqlite3_stmt **statement) {
    struct usher_instance *instance = usher_instance_of(cursor);
    const struct usher_variant *variant = cursor->variant;
    int rc = usher_store_unchanged(instance->usher);
    if (rc != SQLITE_OK) {
        return rc;
    }
    char *sql = usher_shape_sql(instance, &cursor->shape->plan, variant, &cursor->sight, ranked);
    rc = sql ? usher_inner_prepare(instance->usher, sql, -1, SQLITE_PREPARE_PERSISTENT, statement)
             : SQLITE_NOMEM;
    sqlite3_free(sql);
    return rc == SQLITE_OK ? SQLITE_OK : usher_cursor_pass(cursor, rc);
}

static int take(struct usher_cursor *cursor, struct usher_kept *kept) {
    usher_kept_use(usher_instance_of(cursor)->usher, kept);
    kept->taken = 1;
    cursor->kept_statement = kept;
    cursor->statement = kept->statement;
    return SQLITE_OK;
}

int usher_variant_acquire(struct usher_cursor *cursor, uint64_t dropped, uint64_t columns) {
    struct usher_instance *instance = usher_instance_of(cursor);
    struct usher_variant *variant = find(cursor, dropped, columns);
    if (!variant && !(variant = make(instance, cursor, dropped, columns))) {
        return usher_pass(instance->usher, SQLITE_NOMEM);
    }
    cursor->variant = variant;
    struct usher_kept *room = NULL;
    for (int i = 0; i < USHER_IDLE_STATEMENTS; i++) {
        struct usher_kept *kept = &variant->kept[i];
        if (!kept->statement) {
            room = kept;
        } else if (!kept->taken) {
            return take(cursor, kept);
        }
    }
    int rc = usher_variant_prepare(cursor, 0, &cursor->statement);
    if (rc == SQLITE_OK && room) {
        usher_keep(instance->usher, room, cursor->statement);
        return take(cursor, room);
    }
    return rc;
}

void usher_variant_release(struct usher_cursor *cursor) {
    sqlite3_reset(cursor->statement);
    if (cursor->kept_statement) {
        sqlite3_clear_bindings(cursor->statement);
        cursor->kept_statement->taken = 0;
        cursor->kept_statement = NULL;
    } else {
        sqlite3_finalize(cursor->statement);
    }
    cursor->statement = NULL;
}
