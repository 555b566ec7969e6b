/*
** The paths through usher on which a fault can strike.
**
** A path are the calls that are open within this program when something is allocated, asked of the disk
** or run: the innermost DEPTH of them, but for those of the fault itself. What SQLite and the other
** libraries do between them does not count: two opportunities of one path are alike to usher. So one is
** enough, over all steps, if a fault there is refused. One that SQLite does without tells little:
** it is tried once more.
*/
/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
#define _DEFAULT_SOURCE
#include "torture.h"

#include "contents.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unwind.h>

enum {
    DEPTH = 8,
    TRIES = 2,       /* that come to nothing, on one path */
    ROOM = 1u << 18, /* paths, times faults */
};

/* Shared by the processes: two that meet try one path twice, which does no harm. */
static struct path {
    uint64_t name; /* 0: none */
    unsigned absorbed;
    unsigned refused;
} * paths;

/* Of each opportunity that was counted last. */
static struct {
    int on;
    uint64_t *name;
    size_t count;
    size_t room;
} record;

/* ---------------------------------------------------------------- the stack */

/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
extern const char __executable_start[];
extern const char etext[];

struct walk {
    uint64_t hash;
    int depth;
    int outside; /* a library was seen: what called it is not the fault's own */
};

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *frame, void *context) {
    struct walk *walk = context;
    /* Where the program was loaded does not matter. */
    uintptr_t offset = _Unwind_GetIP(frame) - (uintptr_t)__executable_start;
    if (offset >= (uintptr_t)(etext - __executable_start)) {
        walk->outside = 1;
    } else if (walk->outside) {
        walk->hash = mix(walk->hash, &offset, sizeof(offset));
        walk->depth++;
    }
    return walk->depth < DEPTH ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static uint64_t path_here(void) {
    struct walk walk = {1, 0, 0};
    _Unwind_Backtrace(add_frame, &walk);
    return walk.hash;
}

/* ------------------------------------------------------------------- record */

void paths_record(void) {
    record.on = 1;
    record.count = 0;
}

void paths_mark(void) {
    if (!record.on) {
        return;
    }
    memory_pause();
    if (record.count == record.room) {
        record.room = record.room * 2 + 4096;
        record.name = own_memory(record.name, record.room * sizeof(*record.name));
    }
    record.name[record.count++] = path_here();
    memory_resume();
}

void paths_stop(void) {
    record.on = 0;
}

/* -------------------------------------------------------------------- paths */

void paths_start(void) {
    paths = mmap(NULL, ROOM * sizeof(*paths), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                 -1, 0);
    if (paths == MAP_FAILED) {
        exit(2);
    }
    path_here(); /* which may take memory the first time */
}

/* NULL if they are too many. */
static struct path *find_path(uint64_t name) {
    for (unsigned i = 0; i < ROOM; i++) {
        struct path *path = &paths[(name + i) % ROOM];
        uint64_t there = 0;
        if (__atomic_compare_exchange_n(&path->name, &there, name, 0, __ATOMIC_SEQ_CST,
                                        __ATOMIC_SEQ_CST) ||
            there == name) {
            return path;
        }
    }
    return NULL;
}

uint64_t paths_name(int fault, int k) {
    return mix(record.name[k - 1], &fault, sizeof(fault)) | 1;
}

int paths_is_open(uint64_t name) {
    const struct path *path = find_path(name);
    return !path || (!path->refused && path->absorbed < TRIES);
}

void paths_tell(uint64_t name, int refused) {
    struct path *path = find_path(name);
    if (path) {
        __atomic_fetch_add(refused ? &path->refused : &path->absorbed, 1, __ATOMIC_SEQ_CST);
    }
}

int paths_count(void) {
    int count = 0;
    for (unsigned i = 0; i < ROOM; i++) {
        count += paths[i].name != 0;
    }
    return count;
}
