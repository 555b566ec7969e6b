/*
** Allocations that fail: all from one on, or that one alone.
*/
#ifndef ONCE_UNIT_H
#define ONCE_UNIT_H

#include "session_unit.h"

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

#endif
