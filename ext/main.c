/*
** The entry points: one makes usher known to one connection, the other also to all
** that the process opens later.
**
** They register tables and functions, and nothing else: no SQL runs, nothing is
** written, no connection that is open is touched. Loading twice changes nothing.
*/
#include "help/help.h"

#include <stdatomic.h>
#include <string.h>

#ifndef SQLITE_CORE
const sqlite3_api_routines *sqlite3_api;
#endif

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/*
** Connections that have usher, so that a second load finds the first. Guarded,
** as sqlite3_api is, because connections are opened in any thread.
*/
static atomic_flag guard = ATOMIC_FLAG_INIT;
static struct usher *connections;

static void lock(void) {
    while (atomic_flag_test_and_set_explicit(&guard, memory_order_acquire)) {
    }
}

static void unlock(void) {
    atomic_flag_clear_explicit(&guard, memory_order_release);
}

/* Does this copy of the library know the connection, and has it loaded all? */
static int is_known(const sqlite3 *db, int *loaded) {
    int known = 0;
    lock();
    for (const struct usher *usher = connections; usher; usher = usher->next) {
        if (usher->db == db) {
            known = 1;
            *loaded |= usher->loaded;
        }
    }
    unlock();
    return known;
}

static void enlist(struct usher *usher) {
    lock();
    usher->next = connections;
    connections = usher;
    unlock();
}

static void strike(const struct usher *usher) {
    lock();
    struct usher **link = &connections;
    while (*link != usher) { /* it was enlisted when it was made */
        link = &(*link)->next;
    }
    *link = usher->next;
    unlock();
}

/* Every module and function holds a reference; the last one to go takes all with it. */
static void release(void *data) {
    struct usher *usher = data;
    if (--usher->references > 0) {
        return;
    }
    strike(usher);
    usher_domain_close(usher);
    sqlite3_free(usher);
}

static int refuse(char **error, int result, const char *message) {
    if (error) {
        *error = sqlite3_mprintf("usher: %s", message);
    }
    return result;
}

static int open_connection(sqlite3 *db, struct usher **out) {
    struct usher *usher = sqlite3_malloc64(sizeof(*usher));
    *out = usher;
    if (!usher) {
        return SQLITE_NOMEM;
    }
    memset(usher, 0, sizeof(*usher));
    usher->db = db;
    usher->references = 1; /* the entry point's own */
    enlist(usher);
    int rc = usher_store_open(usher);
    return rc == SQLITE_OK ? usher_identity_open(usher) : rc;
}

static int register_all(struct usher *usher) {
    int rc = usher_store_register(usher, release);
    if (rc == SQLITE_OK) {
        rc = usher_identity_register(usher, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_tables_open(usher, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_domain_register(usher, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_register(usher, release);
    }
    return rc == SQLITE_OK ? usher_help_register(usher, release) : rc;
}

/*
** Another copy of the library's file may have been here. Then that stays, as a first load does. One
** statement is prepared, not run, to ask SQLite; the empty one makes sqlite3_errcode() forget that
** it failed, which sqlite3_open() would take for a failure of an automatic extension.
*/
static int look_for_copy(struct usher *usher, int *found) {
    sqlite3_stmt *statement;
    int rc = usher_inner_prepare(usher, "SELECT usher_version()", -1, SQLITE_PREPARE_NO_VTAB,
                                 &statement);
    sqlite3_finalize(statement);
    *found = rc == SQLITE_OK;
    if (rc != SQLITE_OK && rc != SQLITE_NOMEM) {
        rc = usher_inner_prepare(usher, "", 0, SQLITE_PREPARE_NO_VTAB, &statement);
    }
    return rc == SQLITE_NOMEM ? rc : SQLITE_OK;
}

/*
** In a process usher belongs to the SQLite that loaded it first. Another one, as some drivers bring
** their own, has structures that the first does not know.
*/
static int claim_engine(char **error, const sqlite3_api_routines *api) {
    int rc = SQLITE_OK;
#ifdef SQLITE_CORE
    (void)error;
    (void)api;
#else
    lock();
    if (!sqlite3_api) { /* written once: another thread may be reading it */
        sqlite3_api = api;
    }
    rc = sqlite3_api == api ? SQLITE_OK : SQLITE_ERROR;
    unlock();
    if (rc != SQLITE_OK && error) {
        *error =
            api->mprintf("usher: unsupported: another SQLite of this process has loaded usher: "
                         "load a copy of the library's file here");
    }
#endif
    return rc;
}

/*
** Static: SQLite makes what a library exports known to all of the process, so that a call of
** sqlite3_usher_init() would reach the copy that was loaded first.
*/
static int load(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
    if (claim_engine(error, api) != SQLITE_OK) {
        return SQLITE_ERROR;
    }
    if (sqlite3_libversion_number() < USHER_SQLITE_FLOOR) {
        return refuse(error, SQLITE_ERROR, "unsupported: usher needs SQLite 3.38.0 or newer");
    }
    int loaded = 0;
    int known = is_known(db, &loaded);
    if (loaded) {
        return SQLITE_OK;
    }
    if (usher_crypto_open() != 0) {
        return refuse(error, SQLITE_ERROR, "internal: the system has no randomness");
    }
    struct usher *usher;
    int rc = open_connection(db, &usher);
    if (rc == SQLITE_OK && !known) {
        rc = look_for_copy(usher, &loaded);
    }
    if (rc == SQLITE_OK && !loaded) {
        rc = register_all(usher);
        usher->loaded = rc == SQLITE_OK; /* after a failure a second attempt registers all anew */
    }
    if (usher) {
        release(usher);
    }
    return rc == SQLITE_OK ? SQLITE_OK : refuse(error, rc, sqlite3_errstr(rc));
}

EXPORT int sqlite3_usher_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
    return load(db, error, api);
}

/*
** For pools, which open connections where nobody can load anything: what this connection gets,
** every later one of the process gets when it is opened. SQLite keeps the library.
*/
EXPORT int sqlite3_usherauto_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
    int rc = load(db, error, api);
    if (rc == SQLITE_OK) {
        rc = sqlite3_auto_extension((void (*)(void))load);
        return rc == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : refuse(error, rc, sqlite3_errstr(rc));
    }
    return rc;
}
