/*
** What goes wrong, at the k-th opportunity.
**
** Every mechanism counts its opportunities while it is armed, so that a run
** without a fault tells how many there are.
*/
#include "atomicity.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct fault faults[] = {
    {"trigger abort", FAULT_TRIGGER, 1, 0, 0, SQLITE_CONSTRAINT, "conflict"},
    {"temp trigger abort", FAULT_TRIGGER, 1, 1, 0, SQLITE_CONSTRAINT, "conflict"},
    {"trigger fail", FAULT_TRIGGER, 2, 0, 0, SQLITE_CONSTRAINT, "conflict"},
    {"trigger rollback", FAULT_TRIGGER, 3, 0, 0, SQLITE_CONSTRAINT, "conflict"},
    {"not authorized", FAULT_AUTHORIZE, 0, 0, 0, SQLITE_AUTH, "auth"},
    {"progress handler", FAULT_INTERRUPT, 0, 0, 0, SQLITE_INTERRUPT, "interrupt"},
    {"sqlite3_interrupt", FAULT_INTERRUPT, 1, 0, 0, SQLITE_INTERRUPT, "interrupt"},
    {"no memory once", FAULT_MEMORY, 0, 0, 0, SQLITE_NOMEM, "nomem"},
    {"no memory", FAULT_MEMORY, 0, 0, 1, SQLITE_NOMEM, "nomem"},
    {"disk error", FAULT_DISK, SQLITE_IOERR_WRITE, 0, 0, SQLITE_IOERR, "ioerr"},
    {"disk full", FAULT_DISK, SQLITE_FULL, 0, 1, SQLITE_FULL, "full"},
};

const int fault_count = sizeof(faults) / sizeof(*faults);

static struct {
    int armed;
    int seen; /* opportunities */
    int k;    /* the one to fail at, 0: none */
    int persistent;
    int value;
} fuse;

/* One more opportunity: fail now? */
static int strike(void) {
    if (!fuse.armed) {
        return 0;
    }
    fuse.seen++;
    return fuse.k && (fuse.seen == fuse.k || (fuse.persistent && fuse.seen > fuse.k));
}

/* ----------------------------------------------------------------- memory */

static sqlite3_mem_methods allocator;

static void *failing_malloc(int size) {
    return fuse.value == FAULT_MEMORY && strike() ? NULL : allocator.xMalloc(size);
}

static void *failing_realloc(void *old, int size) {
    return fuse.value == FAULT_MEMORY && strike() ? NULL : allocator.xRealloc(old, size);
}

/* The JSON library takes part: its memory runs out like SQLite's. */
static void *json_allocate(size_t size) {
    return fuse.value == FAULT_MEMORY && strike() ? NULL : malloc(size);
}

void faults_start(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods failing = allocator;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    json_set_alloc_funcs(json_allocate, free);
}

/* ------------------------------------------------------- triggers, and more */

static void raise_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)argc, (void)argv;
    int value = fuse.value; /* a trigger may fire while it is not armed */
    sqlite3_result_int(context, strike() ? value : 0);
}

static int authorize(void *unused, int action, const char *first, const char *second,
                     const char *database, const char *trigger) {
    (void)unused, (void)second, (void)database, (void)trigger;
    int inner =
        first && strncmp(first, "usher_", 6) == 0 &&
        (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE ||
         action == SQLITE_READ || action == SQLITE_CREATE_TABLE || action == SQLITE_CREATE_INDEX);
    return inner && strike() ? SQLITE_DENY : SQLITE_OK;
}

static int interrupt(void *db) {
    if (!strike()) {
        return 0;
    }
    if (fuse.value == 0) {
        return 1; /* stops one statement */
    }
    sqlite3_interrupt(db); /* stops all that run */
    return 0;
}

void fault_function(sqlite3 *db) {
    sqlite3_create_function(db, "strike", 0, SQLITE_UTF8, NULL, raise_function, NULL, NULL);
}

void fault_triggers(sqlite3 *db, int temporary) {
    static const char *const tables[] = {
        "account", "user",        "membership", "invite", "setting", "audit",    "session",
        "api_key", "signing_key", "ticket",     "secret", "outbox",  "password", "notification"};
    static const char *const moments[] = {"BEFORE INSERT", "AFTER INSERT",  "BEFORE UPDATE",
                                          "AFTER UPDATE",  "BEFORE DELETE", "AFTER DELETE"};
    char sql[400];
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        for (int m = 0; m < 6; m++) {
            snprintf(sql, sizeof(sql),
                     "CREATE %s TRIGGER fault_%s_%d %s ON %susher_%s BEGIN SELECT "
                     "CASE strike() WHEN 1 THEN RAISE(ABORT, 'fault') WHEN 2 THEN "
                     "RAISE(FAIL, 'fault') WHEN 3 THEN RAISE(ROLLBACK, 'fault') END; END",
                     temporary ? "TEMP" : "", tables[i], m, moments[m], temporary ? "main." : "",
                     tables[i]);
            must(db, sql);
        }
    }
}

/* -------------------------------------------------------------- arm, disarm */

void fault_arm(sqlite3 *db, const struct fault *fault, int k) {
    fuse.seen = 0;
    fuse.k = k;
    fuse.persistent = fault->persistent;
    fuse.value = fault->mechanism == FAULT_MEMORY ? FAULT_MEMORY : fault->value;
    switch (fault->mechanism) {
    case FAULT_AUTHORIZE:
        sqlite3_set_authorizer(db, authorize, NULL);
        break;
    case FAULT_INTERRUPT:
        sqlite3_progress_handler(db, 1, interrupt, db);
        break;
    case FAULT_DISK:
        vfs_arm(k, fault->persistent, fault->value);
        break;
    default:
        break;
    }
    fuse.armed = fault->mechanism != FAULT_NONE;
}

int fault_disarm(sqlite3 *db, const struct fault *fault) {
    fuse.armed = 0;
    fuse.value = 0;
    sqlite3_set_authorizer(db, NULL, NULL);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    return fault->mechanism == FAULT_DISK ? vfs_disarm() : fuse.seen;
}
