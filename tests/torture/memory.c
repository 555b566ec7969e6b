/*
** Memory that runs out.
**
** SQLite and the JSON library are given allocators. libsodium takes its memory from malloc() and
** mmap(): with glibc ours stand in front of them, unless a sanitizer or valgrind does.
*/
/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
#define _DEFAULT_SOURCE
#include "torture.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct {
    int armed;
    int seen;
    int k;
    int persistent;
    int paused;  /* somebody who counts for themself asks malloc() */
    int objects; /* of the JSON library */
} fuse;

__attribute__((noinline)) static int strike(void) {
    if (!fuse.armed || fuse.paused) {
        return 0;
    }
    fuse.seen++;
    paths_mark();
    return fuse.k && (fuse.seen == fuse.k || (fuse.persistent && fuse.seen > fuse.k));
}

void memory_pause(void) {
    fuse.paused++;
}

void memory_resume(void) {
    fuse.paused--;
}

/* ----------------------------------------------------------------- SQLite */

static sqlite3_mem_methods allocator;

static void *failing_malloc(int size) {
    if (strike()) {
        return NULL;
    }
    memory_pause();
    void *memory = allocator.xMalloc(size);
    memory_resume();
    return memory;
}

static void *failing_realloc(void *old, int size) {
    if (strike()) {
        return NULL;
    }
    memory_pause();
    void *memory = allocator.xRealloc(old, size);
    memory_resume();
    return memory;
}

/* ------------------------------------------------------------------- JSON */

static void *json_allocate(size_t size) {
    if (strike()) {
        return NULL;
    }
    memory_pause();
    void *memory = malloc(size);
    memory_resume();
    fuse.objects += memory != NULL;
    return memory;
}

static void json_release(void *memory) {
    fuse.objects -= memory != NULL;
    free(memory);
}

/* ----------------------------------------------------------------- malloc */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
#define SHOWN __attribute__((visibility("default")))

/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
extern void *__libc_malloc(size_t size);

SHOWN void *malloc(size_t size) {
    if (strike()) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_malloc(size);
}

SHOWN void *mmap(void *place, size_t size, int protection, int flags, int file, off_t offset) {
    if (strike()) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    return (void *)syscall(SYS_mmap, place, size, protection, flags, file, offset);
}
#endif

/* ------------------------------------------------------------ arm, disarm */

void memory_start(void) {
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0); /* each allocation is one that may fail */
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods failing = allocator;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    json_set_alloc_funcs(json_allocate, json_release);
}

void memory_arm(int k, int persistent) {
    fuse.seen = 0;
    fuse.k = k;
    fuse.persistent = persistent;
    fuse.armed = 1;
}

int memory_disarm(void) {
    fuse.armed = 0;
    return fuse.seen;
}

sqlite3_int64 memory_used(void) {
    return sqlite3_memory_used() + fuse.objects;
}
