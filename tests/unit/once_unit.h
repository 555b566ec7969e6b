/*
** Allocations that fail, all from one on or that one alone; and usher without SQL's functions in the way.
*/
#ifndef ONCE_UNIT_H
#define ONCE_UNIT_H

#include "session_unit.h"

#include "domain/domain.h"

static sqlite3_mem_methods allocator;
static int left = -1; /* allocations until memory runs out */
static int once;      /* one fails, and those that follow do not */

static inline int runs_out(void) {
    if (left != 0) {
        left -= left > 0;
        return 0;
    }
    left = once ? -1 : 0;
    return 1;
}

static inline void *failing_malloc(int size) {
    return runs_out() ? NULL : allocator.xMalloc(size);
}

static inline void *failing_realloc(void *old, int size) {
    return runs_out() ? NULL : allocator.xRealloc(old, size);
}

/* Before SQLite is initialised. */
static inline void let_allocations_fail(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods failing = allocator;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
}

static inline void release_below(void *data) {
    struct usher *usher = data;
    if (--usher->references == 0) {
        usher_domain_close(usher);
    }
}

/* The store in the scratch file again, as a connection of its own. */
static inline void open_below(struct usher *usher) {
    sqlite3_close(db);
    assert_int_equal(sqlite3_open(scratch_path(), &db), SQLITE_OK);
    memset(usher, 0, sizeof(*usher));
    usher->db = db;
    usher->references = 1;
    assert_int_equal(usher_store_open(usher) || usher_identity_open(usher) ||
                         usher_store_register(usher, release_below) ||
                         usher_tables_open(usher, release_below) ||
                         usher_domain_register(usher, release_below),
                     0);
    release_below(usher);
}

#endif
