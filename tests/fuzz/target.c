/*
** The targets, and what holds for all of them: every connection can be closed, and what SQLite
** gave has come back then.
*/
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct fuzz_target *const fuzz_targets[] = {&fuzz_sql,      &fuzz_api,   &fuzz_tokens,
                                                  &fuzz_settings, &fuzz_image, &fuzz_plan,
                                                  &fuzz_damage,   NULL};

const struct fuzz_target *fuzz_find(const char *name) {
    for (int i = 0; fuzz_targets[i]; i++) {
        if (strcmp(fuzz_targets[i]->name, name) == 0) {
            return fuzz_targets[i];
        }
    }
    return NULL;
}

void fuzz_found(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("fuzz: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}

/* ----------------------------------------------------------------------- clock */

static sqlite3_vfs still;

static int still_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = 210866760000000 + 0x18CC251F400; /* Julian milliseconds of 2024-01-01 */
    return SQLITE_OK;
}

void fuzz_start(void) {
    if (still.zName) {
        return;
    }
    still = *sqlite3_vfs_find(NULL);
    still.zName = "still";
    still.xCurrentTimeInt64 = still_time;
    if (sqlite3_vfs_register(&still, 1) != SQLITE_OK) {
        fuzz_found("clock");
    }
    sqlite3_hard_heap_limit64(256 << 20);
}

/* ------------------------------------------------------------------------- runs */

static long runs;
static sqlite3_int64 memory = -1; /* what is in use when nothing is open */

void fuzz_close(const struct fuzz_target *target) {
    target->close();
    sqlite3_int64 left = sqlite3_memory_used();
    if (memory >= 0 && left != memory) {
        fuzz_found("%s: %lld bytes of SQLite's are lost", target->name, (long long)(left - memory));
    }
    memory = left;
}

void fuzz_run(const struct fuzz_target *target, const uint8_t *data, size_t size) {
    static const struct fuzz_target *last;
    if (last != target) {
        fuzz_start();
        memory = -1; /* of the next one the store is yet to be made */
        runs = 0;
        last = target;
    }
    target->run(data, size); /* the first makes what all begin with, be it empty */
    if (++runs % target->every == 0 || runs == 1) {
        fuzz_close(target);
    }
}

#ifdef LIBFUZZER

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t room, unsigned seed);

static const struct fuzz_target *chosen;

static void close_chosen(void) {
    fuzz_close(chosen);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    static const char option[] = "--target=";
    for (int i = 1; i < *argc; i++) {
        if (strncmp((*argv)[i], option, sizeof(option) - 1) == 0) {
            chosen = fuzz_find((*argv)[i] + sizeof(option) - 1);
        }
    }
    if (!chosen) {
        fuzz_found("--target=NAME is missing, or none of the targets");
    }
    return atexit(close_chosen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_run(chosen, data, size);
    return 0;
}

/* The fuzzer's own mutations, and as often ours, which know words. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed) {
    const char *words = chosen->words ? chosen->words() : NULL;
    fuzz_seed(seed);
    return words && seed % 2 ? fuzz_mutate((char *)data, size, room, "", 0, words)
                             : LLVMFuzzerMutate(data, size, room);
}

/* The head of one, the tail of another. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t room, unsigned seed) {
    fuzz_seed(seed);
    size_t head = fuzz_below(one_size + 1);
    size_t tail = fuzz_below(other_size + 1);
    head = head < room ? head : room;
    tail = tail < room - head ? tail : room - head;
    memcpy(out, one, head);
    memcpy(out + head, other + other_size - tail, tail);
    return head + tail;
}

#endif
