/*
** What the tests of faults below SQL share: a function is called until no fault meets it any more,
** each time with the next one, of all the memory that SQLite asks for and of all the steps that it
** takes. It must give the reason and nothing else, or do all that it is for.
*/
#ifndef FAULT_UNIT_H
#define FAULT_UNIT_H

#include "rules_unit.h"

#include "store/internal.h"

enum fault { MEMORY, STOP };

static struct {
    const char *name; /* of what it meets */
    enum fault kind;
    int wanted; /* 0: none */
    int seen;
    int stride; /* it is stopped after every so many steps; 0: after each */
} fault;

static sqlite3_mem_methods fault_allocator;

static inline int fault_strikes(enum fault kind) {
    return fault.wanted && fault.kind == kind && ++fault.seen == fault.wanted;
}

static inline void *fault_malloc(int size) {
    return fault_strikes(MEMORY) ? NULL : fault_allocator.xMalloc(size);
}

static inline void *fault_realloc(void *memory, int size) {
    return fault_strikes(MEMORY) ? NULL : fault_allocator.xRealloc(memory, size);
}

static inline int fault_stop(void *unused) {
    (void)unused;
    return fault_strikes(STOP);
}

/* Before SQLite does anything else. */
static inline void fault_prepare(void) {
    sqlite3_mem_methods failing;
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &fault_allocator);
    failing = fault_allocator;
    failing.xMalloc = fault_malloc;
    failing.xRealloc = fault_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
}

/* A function under test. What it gives it checks itself, by the code that it returns. */
struct faulty {
    const char *name;
    const char *before; /* how the store is before it */
    int (*run)(void);
    const char *after, *is; /* what it is if it succeeded; NULL */
};

/* Statements are prepared anew; that the store is ours is not asked again. */
static inline void fault_forget(void) {
    int ready = usher.store->ready;
    usher_statements_release(&usher);
    usher.store->ready = ready;
}

/* In between, for what a function is given: no fault. */
static inline void fault_spare(int (*given)(void)) {
    int wanted = fault.wanted;
    fault.wanted = 0;
    assert_int_equal(given(), SQLITE_OK);
    fault_forget();
    fault.wanted = wanted;
}

static inline int fault_is_reason(int rc) {
    return fault.kind == STOP ? rc == SQLITE_INTERRUPT
                              : rc == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM;
}

/* What is given is there exactly if the function succeeded. */
static inline int fault_gives(int rc, int there) {
    if ((rc == SQLITE_OK) != there) {
        fail_msg("%s, fault %d of kind %d, says %d, but %s", fault.name, fault.wanted, fault.kind,
                 rc, there ? "gives something" : "gives nothing");
    }
    return rc;
}

/* Returns whether the fault came. */
static inline int fault_meet(const struct faulty *faulty, int wanted) {
    if (faulty->before) {
        must(faulty->before);
    }
    fault_forget();
    memset(&usher.error, 0, sizeof(usher.error));
    fault.name = faulty->name;
    fault.seen = 0;
    fault.wanted = wanted;
    int rc = faulty->run();
    fault.wanted = 0;
    if (rc != SQLITE_OK && !fault_is_reason(rc)) {
        fail_msg("%s, fault %d of kind %d, says %d: %s", faulty->name, wanted, fault.kind, rc,
                 usher.error.message);
    }
    if (rc == SQLITE_OK && fault.kind == STOP && fault.seen >= wanted) {
        fail_msg("%s, stopped at %d, does not say so", faulty->name, wanted);
    }
    if (rc == SQLITE_OK && faulty->after && strcmp(ask(faulty->after), faulty->is) != 0) {
        fail_msg("%s, fault %d of kind %d, left \"%s\"\n  must leave \"%s\"", faulty->name, wanted,
                 fault.kind, ask(faulty->after), faulty->is);
    }
    assert_true(rc == SQLITE_OK || fault.seen >= wanted);
    return fault.seen >= wanted;
}

static inline void fault_all(const struct faulty *faulty, int count) {
    sqlite3_progress_handler(db, 1, fault_stop, NULL);
    for (int i = 0; i < count; i++) {
        for (fault.kind = MEMORY; fault.kind <= STOP; fault.kind++) {
            int wanted = 1;
            while (fault_meet(&faulty[i], wanted)) {
                wanted += fault.kind == STOP && fault.stride ? fault.stride : 1;
            }
            assert_true(wanted > 1);
        }
    }
    sqlite3_progress_handler(db, 0, NULL, NULL);
}

/* What a store that is opened and closed leaves, which a test below SQL does: as much, and no more. */
static sqlite3_int64 fault_left;

static inline void fault_open(void (*open_after)(const char *), int (*close)(void **),
                              const char *first) {
    sqlite3_int64 before = 0;
    for (int i = 0; i < 2; i++) {
        before = sqlite3_memory_used();
        open_after(first);
        assert_int_equal(close(NULL), 0);
    }
    fault_left = 2 * sqlite3_memory_used() - before;
    open_after(first);
}

static inline int fault_close(int rc) {
    if (sqlite3_memory_used() != fault_left) {
        print_error("%d bytes are left\n", (int)(sqlite3_memory_used() - fault_left));
    }
    return rc == 0 && sqlite3_memory_used() == fault_left ? 0 : -1;
}

#endif
