/*
** What goes wrong during an upgrade, at the k-th opportunity: no memory (once, and from then on), an
** inner statement that is not authorized, an interrupt (once, and from then on), a full disk.
*/
#include "upgrade.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where tests/run.sh lets each test write; others may run this program at the same time. */
static const char *file_name(void) {
    static char name[500];
    const char *folder = getenv("TMPDIR");
    snprintf(name, sizeof(name), "%s/usher-upgrade-%d.db", folder ? folder : "/tmp", (int)getpid());
    return name;
}

static struct {
    int armed;
    int persistent;
    long seen; /* opportunities */
    long k;    /* the one to fail at, 0: none */
} fuse;

/* One more opportunity: fail now? */
static int strike(void) {
    if (!fuse.armed) {
        return 0;
    }
    fuse.seen++;
    return fuse.k && (fuse.seen == fuse.k || (fuse.persistent && fuse.seen > fuse.k));
}

/* --------------------------------------------------------------------- means */

static sqlite3_mem_methods allocator;
static int memory_fails;

static void *failing_malloc(int size) {
    return memory_fails && strike() ? NULL : allocator.xMalloc(size);
}

static void *failing_realloc(void *old, int size) {
    return memory_fails && strike() ? NULL : allocator.xRealloc(old, size);
}

void faults_start(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods failing = allocator;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
}

static int deny(void *context, int action, const char *a, const char *b, const char *c,
                const char *d) {
    (void)context, (void)action, (void)a, (void)b, (void)c, (void)d;
    return strike() ? SQLITE_DENY : SQLITE_OK;
}

static int interrupt(void *context) {
    (void)context;
    return strike();
}

enum means { MEMORY, AUTHORIZER, PROGRESS, DISK };

static const struct mechanism {
    const char *name;
    enum means means;
    int persistent;
    int result; /* that the call must have */
} mechanisms[] = {
    {"no memory once", MEMORY, 0, SQLITE_NOMEM},
    {"no memory", MEMORY, 1, SQLITE_NOMEM},
    {"not authorized", AUTHORIZER, 0, SQLITE_AUTH},
    {"interrupt once", PROGRESS, 0, SQLITE_INTERRUPT},
    {"interrupts", PROGRESS, 1, SQLITE_INTERRUPT},
    {"disk full", DISK, 1, SQLITE_FULL},
};

/* ---------------------------------------------------------------------- one run */

/* usher_init() while it may fail; its result. A full disk is one that has k pages more. */
static int run(sqlite3 *db, const struct mechanism *how, long k) {
    sqlite3_stmt *statement;
    if (how->means == DISK && k) {
        char sql[100];
        long pages = ask_number(db, "PRAGMA page_count");
        sqlite3_snprintf(sizeof(sql), sql, "PRAGMA max_page_count = %ld", pages + k - 1);
        must(db, sql);
    }
    int rc = sqlite3_prepare_v2(db, "SELECT usher_init()", -1, &statement, NULL);
    sqlite3_set_authorizer(db, how->means == AUTHORIZER ? deny : NULL, NULL);
    sqlite3_progress_handler(db, 1, how->means == PROGRESS ? interrupt : NULL, NULL);
    memory_fails = how->means == MEMORY;
    fuse.persistent = how->persistent;
    fuse.seen = 0;
    fuse.k = how->means == DISK ? 0 : k;
    fuse.armed = 1;
    rc = rc == SQLITE_OK ? sqlite3_step(statement) : rc;
    fuse.armed = 0;
    sqlite3_set_authorizer(db, NULL, NULL);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    sqlite3_finalize(statement);
    must(db, "PRAGMA max_page_count = 1000000");
    return rc;
}

/* Where nothing could run any more, half of it may be there: until COMMIT, which fails, or usher is used. */
static void finish(sqlite3 *db, const char *what, long k) {
    if (sqlite3_get_autocommit(db)) {
        return;
    }
    if (k % 2) {
        expect(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK, what,
               "half an upgrade is committed");
    } else {
        ask(db, "SELECT count(*) FROM users");
    }
    expect(sqlite3_get_autocommit(db), what, "the transaction is open");
}

static void check_after(sqlite3 *db, const struct mechanism *how, long k, int rc,
                        const char *before) {
    char what[100];
    sqlite3_snprintf(sizeof(what), what, "%s %ld of the upgrade", how->name, k);
    finish(db, what, k);
    char *after = dump(db);
    int whole = strstr(ask(db, "SELECT count(*) FROM users"), "not_initialized") == NULL;
    if (rc != SQLITE_ROW) {
        int denied = how->means == AUTHORIZER &&
                     rc == SQLITE_ERROR; /* of a function: no result of its own */
        expect((rc & 0xFF) == how->result || denied, what, sqlite3_errstr(rc));
    }
    /* SQLite could do without; or it was done, and the host was not told any more. */
    expect(whole || (rc != SQLITE_ROW && strcmp(before, after) == 0), what,
           "the old store is not what it was");
    sqlite3_free(after);
    upgrade(db);
    const char *found = ask(db, "PRAGMA integrity_check");
    expect(strcmp(found, "ok") == 0, what, found);
    found = ask(db, "SELECT count(*) FROM users");
    expect(strcmp(found, "3") == 0, what, found);
}

static void try_one(const struct mechanism *how, long k) {
    sqlite3 *db = open_fixture(how->means == DISK ? file_name() : NULL);
    char *before = dump(db);
    int rc = run(db, how, k);
    check_after(db, how, k, rc, before);
    sqlite3_free(before);
    expect(sqlite3_close(db) == SQLITE_OK, how->name, "close: busy");
}

/* How often it could fail; of a disk: by how many pages the file grows. */
static long opportunities(const struct mechanism *how) {
    sqlite3 *db = open_fixture(how->means == DISK ? file_name() : NULL);
    long pages = ask_number(db, "PRAGMA page_count");
    expect(run(db, how, 0) == SQLITE_ROW, "the upgrade without a fault", sqlite3_errmsg(db));
    long count = how->means == DISK ? ask_number(db, "PRAGMA page_count") - pages : fuse.seen;
    sqlite3_close(db);
    return count;
}

void check_faults(int places) {
    for (size_t i = 0; i < sizeof(mechanisms) / sizeof(*mechanisms); i++) {
        const struct mechanism *how = &mechanisms[i];
        upgrade_name = how->name;
        long count = opportunities(how);
        long most = places;
        long tries = count < most ? count : most;
        /* What version 10 brings has room where the file has it. */
        int roomy = how->means == DISK && upgrade_version == 9;
        expect(count > 3 || roomy, "opportunities", "there are hardly any");
        for (long n = 0; n < tries; n++) { /* the first and the last, and evenly between */
            try_one(how, 1 + n * (count - 1) / (tries > 1 ? tries - 1 : 1));
        }
        printf("# version %d, %s: failed at %ld of %ld\n", upgrade_version, how->name, tries,
               count);
    }
    remove(file_name());
}
