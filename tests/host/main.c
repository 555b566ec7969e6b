/*
** Ordinary SQL behaves with usher as without; and the process is as it was before.
**
**     tests/host                   some seeds of each manner
**     HOST=40 tests/host           so many seeds of each
**     HOST_SEED=7 tests/host       that seed alone
*/
#include "../brief.h"
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATEMENTS = 900, WARM = 20, LOADS = 200 };

static const char file[] = "host.db";
static const char *const manners[MANNERS] = {"without a store", "with an idle store",
                                             "with a store in use"};
static struct {
    int passed, failed;
    long statements, done;
} tally;

void give_up(sqlite3 *db, const char *what) {
    printf("%s: %s\n0 passed, 1 failed\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
}

static void check(int good, const char *what, const char *detail) {
    tally.passed += good;
    tally.failed += !good;
    if (!good) {
        printf("not ok - %s: %s\n", what, detail);
    }
}

/* -------------------------------------------------------------------------- files */

static void remove_files(void) {
    static const char *const names[] = {"host.db",     "host.db-journal", "host.db-wal",
                                        "host.db-shm", "other.db",        "other.db-journal",
                                        "other.db-wal"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        unlink(names[i]);
    }
}

/* What a file holds, to be freed; NULL if there is none. */
static char *contents(const char *name, long *length) {
    FILE *stream = fopen(name, "rb");
    *length = 0;
    if (!stream) {
        return NULL;
    }
    fseek(stream, 0, SEEK_END);
    *length = ftell(stream);
    rewind(stream);
    char *bytes = malloc((size_t)*length + 1);
    if (!bytes || fread(bytes, 1, (size_t)*length, stream) != (size_t)*length) {
        give_up(NULL, name);
    }
    fclose(stream);
    return bytes;
}

static void write_file(const char *name, const char *bytes, long length) {
    FILE *stream = fopen(name, "wb");
    if (!stream || fwrite(bytes, 1, (size_t)length, stream) != (size_t)length || fclose(stream)) {
        give_up(NULL, name);
    }
}

/* ---------------------------------------------------------------- generated work */

/* From the line on where they part. */
static void tell_apart(const char *one, const char *one_is, const char *other,
                       const char *other_is) {
    size_t line = 0;
    for (size_t i = 0; one[i] && one[i] == other[i]; i++) {
        line = one[i] == '\n' ? i + 1 : line;
    }
    printf("# %s: %.*s\n", one_is, (int)strcspn(one + line, "\n"), one + line);
    printf("# %s: %.*s\n", other_is, (int)strcspn(other + line, "\n"), other + line);
}

struct aftermath {
    char *bytes[2]; /* of the database and of the attached one */
    long length[2];
};

static void work(struct run *run, const char *store, long length, struct aftermath *left) {
    static const char *const names[] = {"host.db", "other.db"};
    remove_files();
    if (run->manner != BARE) {
        write_file(file, store, length);
    }
    run_all(run, file);
    for (int i = 0; i < 2; i++) {
        left->bytes[i] = contents(names[i], &left->length[i]);
    }
}

static int same_bytes(const struct aftermath *one, const struct aftermath *two) {
    int same = 1;
    for (int i = 0; i < 2; i++) {
        same =
            same && one->length[i] == two->length[i] && !one->bytes[i] == !two->bytes[i] &&
            (!one->bytes[i] || memcmp(one->bytes[i], two->bytes[i], (size_t)one->length[i]) == 0);
    }
    return same;
}

/* The first statement that went another way, and what the host saw of it. */
static int same_answers(const struct run *with, const struct run *without) {
    for (int i = 0; i <= with->statements; i++) {
        if (strcmp(with->seen[i], without->seen[i]) != 0) {
            printf("# seed %llu, statement %d: %s\n", (unsigned long long)with->seed, i,
                   with->sql[i]);
            tell_apart(with->seen[i], "with usher", without->seen[i], "without");
            return 0;
        }
    }
    return 1;
}

static void compare(uint64_t seed, enum manner manner, const char *store, long length) {
    struct run with = {.seed = seed, .manner = manner, .loaded = 1, .statements = STATEMENTS};
    struct run without = {.seed = seed, .manner = manner, .statements = STATEMENTS};
    struct aftermath left[2];
    work(&with, store, length, &left[0]);
    work(&without, store, length, &left[1]);
    int same = same_answers(&with, &without);
    check(same, "the same answers", manners[manner]);
    check(!same || same_bytes(&left[0], &left[1]), "the same files", manners[manner]);
    check(without.done * 3 > STATEMENTS, "most of it is sound SQL", manners[manner]);
    tally.statements += STATEMENTS;
    tally.done += without.done;
    run_free(&with);
    run_free(&without);
    for (int i = 0; i < 4; i++) {
        free(left[i / 2].bytes[i % 2]);
    }
}

/* -------------------------------------------------------------------- the process */

/* What usher asks of the environment, says or leaves behind when it is used for the first time. */
static void watch_the_process(int asked) {
    const char *name;
    char *before = process_state();
    process_mute();
    const char *complaint = story_tell(file);
    long said = process_unmute();
    char *after = process_state();
    int same = before && after && strcmp(before, after) == 0;
    check(!complaint, "the story", complaint);
    check(said == 0, "nothing is said", "but there is something on stdout or stderr");
    check(process_asked(&name) == asked, "the environment is not read", name);
    check(same, "the process is as before", "but it is not");
    if (!same && before && after) {
        tell_apart(before, "before", after, "after");
    }
    sqlite3_free(before);
    sqlite3_free(after);
}

/* What is opened, loaded, used and closed leaves nothing allocated, beyond the first time. */
static void watch_memory(void) {
    long settled = 0;
    sqlite3_int64 sqlite_settled = 0;
    for (int i = 0; i < LOADS; i++) {
        sqlite3 *db;
        if (i == WARM) {
            settled = process_memory();
            sqlite_settled = sqlite3_memory_used();
        }
        if (sqlite3_open(":memory:", &db) != SQLITE_OK || story_load(db) != SQLITE_OK) {
            give_up(db, "load");
        }
        sqlite3_exec(db, "SELECT usher_init(); SELECT * FROM users; SELECT usher_debug()", NULL,
                     NULL, NULL);
        sqlite3_close(db);
    }
    check(sqlite3_memory_used() == sqlite_settled, "SQLite's memory", "some of it is kept");
    /* Less than the smallest piece for each; the allocator itself keeps some, or not. */
    check(process_memory() - settled < 16L * (LOADS - WARM), "memory", "some of it is kept");
}

/* ------------------------------------------------------------------------ the runs */

static void compare_all(long seeds, const char *only) {
    long length;
    remove_files();
    const char *complaint = story_store(file);
    if (complaint) {
        give_up(NULL, complaint);
    }
    char *store = contents(file, &length);
    for (uint64_t i = 1; i <= (uint64_t)seeds; i++) {
        for (int manner = 0; manner < MANNERS; manner++) {
            uint64_t seed = only ? strtoull(only, NULL, 10) : i * MANNERS + (uint64_t)manner;
            compare(seed, (enum manner)manner, store, length);
        }
    }
    free(store);
    remove_files();
}

int main(void) {
    const char *wish = getenv("HOST");
    const char *only = getenv("HOST_SEED");
    const char *name;
    long seeds = wish ? strtol(wish, NULL, 10) : brief_level() > 0 ? 1 : 5;
    char folder[] = "/tmp/usher-host-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0) {
        give_up(NULL, "a folder");
    }
    watch_the_process(process_asked(&name));
    watch_memory();
    compare_all(only ? 1 : seeds, only);
    if (chdir("/") != 0 || rmdir(folder) != 0) {
        perror(folder);
    }
    printf("# %ld statements, of which %ld came to an end without an error, twice each\n",
           tally.statements, tally.done);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed || !tally.passed;
}
