/*
** The library's file, as SQLite's loader meets it: by another SQLite of the process, as a copy of the
** file, by an SQLite that lacks something, and for a pool when memory runs out. LIBRARY says which file.
*/
/* NOLINTNEXTLINE(*-reserved-identifier,cert-dcl*) */
#define _DEFAULT_SOURCE
#ifndef SQLITE_CORE
#define SQLITE_CORE /* it calls SQLite itself, not by the table that it hands out */
#endif
#include <sqlite3ext.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int entry_point(sqlite3 *db, char **error, const sqlite3_api_routines *api);

static int passed, failed;

static void expect(int good, const char *what) {
    passed += good;
    failed += !good;
    if (!good) {
        printf("FAIL %s\n", what);
    }
}

/* ------------------------------------------------------------------- memory */

static sqlite3_mem_methods allocator;
static long allocations;
static long failing; /* this one, 0: none */

static void *limited_malloc(int size) {
    return ++allocations == failing ? NULL : allocator.xMalloc(size);
}

static void *limited_realloc(void *old, int size) {
    return ++allocations == failing ? NULL : allocator.xRealloc(old, size);
}

static void start_memory(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods limited = allocator;
    limited.xMalloc = limited_malloc;
    limited.xRealloc = limited_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &limited);
}

/* ------------------------------------------------------------------ loading */

static const sqlite3_api_routines *engine; /* what SQLite hands to extensions */

static int take_engine(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
    (void)db, (void)error;
    engine = api;
    return SQLITE_OK;
}

static sqlite3 *open_database(void) {
    sqlite3 *db = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) {
        printf("%s\n0 passed, 1 failed\n", sqlite3_errmsg(db));
        exit(1);
    }
    return db;
}

static void find_engine(void) {
    sqlite3_auto_extension((void (*)(void))take_engine);
    sqlite3_close(open_database());
    sqlite3_reset_auto_extension();
}

static entry_point *entry(const char *file, const char *name) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    entry_point *found = NULL;
    void *symbol = library ? dlsym(library, name) : NULL;
    memcpy(&found, &symbol, sizeof(found));
    if (!found) {
        printf("%s\n0 passed, 1 failed\n", dlerror());
        exit(1);
    }
    return found;
}

static int has_usher(sqlite3 *db) {
    return sqlite3_exec(db, "SELECT usher_version()", NULL, NULL, NULL) == SQLITE_OK;
}

/* -------------------------------------------------------------------- tests */

static void test_other_engine(const char *file) {
    entry_point *load = entry(file, "sqlite3_usher_init");
    sqlite3 *db = open_database();
    sqlite3 *other = open_database();
    sqlite3_api_routines copy = *engine;
    char *error = NULL;
    expect(load(db, &error, engine) == SQLITE_OK && has_usher(db), "the first engine loads");
    expect(load(other, &error, &copy) == SQLITE_ERROR, "another engine is refused");
    expect(error && strstr(error, "usher: unsupported: another SQLite of this process") == error,
           "and is told why");
    expect(load(other, NULL, &copy) == SQLITE_ERROR, "also if it does not ask why");
    expect(!has_usher(other), "and has got nothing");
    sqlite3_free(error);
    sqlite3_close(other);
    sqlite3_close(db);
}

static void test_copy(const char *file, const char *copy) {
    sqlite3 *db = open_database();
    char *error = NULL;
    expect(entry(file, "sqlite3_usher_init")(db, &error, engine) == SQLITE_OK, "the file loads");
    sqlite3_exec(db, "SELECT usher_init(); CREATE TEMP TABLE t AS SELECT usher_lockdown()", NULL,
                 NULL, NULL);
    expect(entry(copy, "sqlite3_usher_init")(db, &error, engine) == SQLITE_OK,
           "a copy of the file stands aside");
    expect(has_usher(db), "and what was there, stays");
    expect(sqlite3_exec(db, "SELECT * FROM usher_user", NULL, NULL, NULL) == SQLITE_AUTH,
           "locked down as it was");
    sqlite3_close(db);
}

/* SQLite may be built without tracing: then no connection can be locked down. */
static void test_untraced(const char *copy) {
    static sqlite3_api_routines untraced;
    sqlite3 *db = open_database();
    char *error = NULL;
    untraced = *engine;
    untraced.trace_v2 = NULL;
    expect(entry(copy, "sqlite3_usher_init")(db, &error, &untraced) == SQLITE_OK && has_usher(db),
           "an SQLite without tracing will do");
    expect(sqlite3_exec(db, "SELECT usher_init()", NULL, NULL, NULL) == SQLITE_OK, "for a store");
    expect(sqlite3_exec(db, "SELECT usher_lockdown()", NULL, NULL, &error) == SQLITE_ERROR &&
               strstr(error, "usher: unsupported: this SQLite was built without") == error,
           "but not for lockdown");
    sqlite3_free(error);
    expect(sqlite3_exec(db, "SELECT * FROM usher_user", NULL, NULL, NULL) == SQLITE_OK,
           "which has not begun");
    sqlite3_close(db);
}

static int pool_has_usher(void) {
    sqlite3 *db = open_database();
    int has = has_usher(db);
    sqlite3_close(db);
    return has;
}

/* Whichever allocation fails: the next connections have usher only if the call went well. */
static void test_pool(const char *file) {
    entry_point *load = entry(file, "sqlite3_usherauto_init");
    int refused = 0;
    int rc;
    long k = 0;
    long reached;
    do {
        sqlite3 *db = open_database();
        char *error = NULL;
        allocations = 0;
        failing = ++k;
        rc = load(db, &error, engine);
        reached = allocations;
        failing = 0;
        sqlite3_free(error);
        sqlite3_close(db);
        if (rc == SQLITE_OK_LOAD_PERMANENTLY) { /* it could do without, or nothing failed */
            expect(pool_has_usher(), "later connections have usher");
            sqlite3_reset_auto_extension();
        } else {
            expect(rc == SQLITE_NOMEM && !pool_has_usher(), "no memory, no usher for others");
            refused++;
        }
    } while (reached >= k);
    expect(refused > 100, "memory ran out at every step");
    expect(rc == SQLITE_OK_LOAD_PERMANENTLY, "and was enough in the end");
}

/* Each copy is a library of its own, that has met no SQLite yet. */
static void make_copy(const char *file, int number, char copy[500]) {
    char command[1200];
    const char *folder = getenv("TMPDIR");
    snprintf(copy, 500, "%s/usher-copy-%d-%d.so", folder ? folder : "/tmp", (int)getpid(), number);
    snprintf(command, sizeof(command), "cp '%s' '%s'", file, copy);
    if (system(command) != 0) { /* NOLINT(cert-env33-c,concurrency-mt-unsafe) */
        printf("%s cannot be copied\n0 passed, 1 failed\n", file);
        exit(1);
    }
}

int main(void) {
    char copy[2][500];
    const char *file = getenv("LIBRARY");
    file = file ? file : "dist/usher.so";
    start_memory();
    for (int i = 0; i < 2; i++) {
        make_copy(file, i, copy[i]);
    }
    find_engine();
    test_other_engine(file);
    test_copy(file, copy[0]);
    test_untraced(copy[1]);
    test_pool(file);
    unlink(copy[0]);
    unlink(copy[1]);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
