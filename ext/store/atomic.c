/*
** A rule happens whole or not at all.
**
** SQLite gives no statement journal to a single-row INSERT into a virtual
** table, nor to a SELECT that calls a function, and refuses SAVEPOINT while a
** write statement runs. It does give one to a nested INSERT … SELECT into a
** virtual table. So a rule is handed to the internal table `usher_atomic` and
** runs inside its xUpdate: if it fails, that statement fails, and SQLite takes
** back everything it wrote to `main`, whatever surrounds it.
**
** SQLite drops nothing while another statement runs. So an older store, of which something may
** have to be dropped, is brought up to date within a SAVEPOINT instead (savepoint.c).
*/
#include "store/internal.h"

static int atomic_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                          sqlite3_vtab **out, char **error) {
    (void)db, (void)argc, (void)argv, (void)error;
    return usher_internal_connect(
        auxiliary, "CREATE TABLE x (version INTEGER, replicated INTEGER, supplied INTEGER)", out);
}

static int anchor_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                          sqlite3_vtab **out, char **error) {
    (void)db, (void)argc, (void)argv, (void)error;
    int rc = usher_internal_connect(auxiliary, "CREATE TABLE x (unused)", out);
    if (rc == SQLITE_OK) {
        struct usher *usher = auxiliary;
        usher->store->anchored = 1;
    }
    return rc;
}

/* SQLite calls this at the start of sqlite3_close(): the last moment to let statements go. */
static int anchor_disconnect(sqlite3_vtab *vtab) {
    struct usher *usher = usher_internal_owner(vtab);
    usher_statements_release(usher);
    usher->store->anchored = 0;
    sqlite3_free(vtab);
    return SQLITE_OK;
}

/* The store changed its schema while the statement was kept: make sure it is still ours. */
static int check_store(struct usher *usher, sqlite3_value **row) {
    struct usher_store *store = usher->store;
    sqlite3_int64 version = sqlite3_value_int64(row[0]);
    int prepares = USHER_ALWAYS(store->atomic) /* who asks runs within it, or within a copy */
                       ? sqlite3_stmt_status(store->atomic, SQLITE_STMTSTATUS_REPREPARE, 0)
                       : 0;
    if (prepares != store->atomic_prepares) {
        store->atomic_prepares = prepares;
        store->ready = 0;
    }
    int rc = version > 0 ? usher_store_check_version(usher, version)
                         : usher_store_row_mangled(usher, "version");
    usher_supply_settle(usher, sqlite3_value_int(row[1]), sqlite3_value_int64(row[2]));
    return rc == SQLITE_OK ? usher_store_ready(usher) : rc;
}

static int atomic_update(sqlite3_vtab *vtab, int argc, sqlite3_value **argv, sqlite3_int64 *rowid) {
    struct usher *usher = usher_internal_owner(vtab);
    struct usher_job *job = usher->store->job;
    usher->store->job = NULL;
    if (!job || USHER_NEVER(argc < 5)) { /* a job comes with an INSERT of our own */
        return usher_error_to_vtab(
            usher, vtab,
            usher_fail(usher, USHER_UNSUPPORTED, NULL, "usher_atomic is for usher's own use"));
    }
    job->done = 1;
    int rc = job->setup ? SQLITE_OK : check_store(usher, argv + 2);
    if (rc == SQLITE_OK) {
        rc = job->rule(usher, job->argument);
    }
    job->result = rc;
    *rowid = 0;
    return rc == SQLITE_OK ? SQLITE_OK : usher_error_to_vtab(usher, vtab, rc);
}

static const sqlite3_module anchor_module = {
    .xCreate = NULL, /* eponymous only */
    .xConnect = anchor_connect,
    .xDisconnect = anchor_disconnect,
    USHER_INTERNAL_METHODS,
};

static const sqlite3_module atomic_module = {
    .xCreate = NULL, /* eponymous only */
    .xConnect = atomic_connect,
    .xDisconnect = usher_internal_disconnect,
    .xUpdate = atomic_update,
    USHER_INTERNAL_METHODS,
};

int usher_store_register(struct usher *usher, void (*release)(void *)) {
    usher->references++;
    int rc = sqlite3_create_module_v2(usher->db, "usher_anchor", &anchor_module, usher, release);
    if (rc == SQLITE_OK) {
        usher->references++;
        rc = sqlite3_create_module_v2(usher->db, "usher_atomic", &atomic_module, usher, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_savepoint_register(usher, release);
    }
    return rc == SQLITE_OK ? usher_supply_register(usher, release) : rc;
}

/* The kept statement, or a copy when it is busy: a rule that sets off another. */
static int acquire(struct usher *usher, int setup, sqlite3_stmt **statement, int *temporary) {
    struct usher_store *store = usher->store;
    *temporary = 0;
    if (!setup && store->atomic && !sqlite3_stmt_busy(store->atomic)) {
        *statement = store->atomic;
        return SQLITE_OK;
    }
    int rc = usher_anchor(usher);
    if (rc == SQLITE_OK && !setup) {
        rc = usher_store_ready(usher);
    }
    if (rc == SQLITE_OK) {
        rc = usher_prepare(usher,
                           setup ? "INSERT INTO usher_atomic (version) SELECT ?1"
                                 : "INSERT INTO usher_atomic "
                                   "SELECT version, replication IS NOT NULL, supplied "
                                   "FROM main.usher_store WHERE id = 1",
                           -1, SQLITE_PREPARE_PERSISTENT, statement);
    }
    if (rc == SQLITE_OK && !setup && !store->atomic) {
        store->atomic = *statement;
        store->atomic_prepares = 0;
    } else {
        *temporary = 1;
    }
    return rc;
}

static int run(struct usher *usher, struct usher_job *job) {
    sqlite3_stmt *statement = NULL;
    int temporary;
    /* A rule that another sets off is within the statement that this one ran in. */
    int rc = usher->rule ? SQLITE_OK : usher_require_replicable(usher);
    if (rc == SQLITE_OK) {
        rc = acquire(usher, job->setup, &statement, &temporary);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_int64 last_rowid = sqlite3_last_insert_rowid(usher->db);
    unsigned outer = usher->rule;
    usher->rule = ++usher->rules;
    usher->store->job = job;
    do {
        rc = usher_inner_step(usher, statement);
    } while (rc == SQLITE_ROW); /* PRAGMA count_changes */
    usher->store->job = NULL;
    usher->rule = outer ? ++usher->rules : 0; /* what was taken back is not as it was within */
    if (rc != SQLITE_DONE && (!job->done || job->result == SQLITE_OK)) {
        rc = usher_pass(usher, rc); /* SQLite's own failure: at commit, say */
    } else if (rc != SQLITE_DONE) {
        rc = job->result;
    } else {
        rc = job->done ? SQLITE_OK : usher_store_row_lost(usher);
    }
    if (temporary) {
        sqlite3_finalize(statement);
    } else {
        sqlite3_reset(statement);
    }
    /* What a rule inserts is nobody's business: keep the caller's last_insert_rowid(). */
    sqlite3_set_last_insert_rowid(usher->db, last_rowid);
    return job->setup ? rc : usher_store_explain(usher, rc);
}

int usher_atomic(struct usher *usher, usher_rule *rule, void *argument) {
    struct usher_job job = {.rule = rule, .argument = argument};
    return run(usher, &job);
}

int usher_atomic_setup(struct usher *usher, usher_rule *rule, void *argument) {
    struct usher_job job = {.rule = rule, .argument = argument, .setup = 1};
    int version;
    int rc = usher_store_version(usher, &version);
    if (rc != SQLITE_OK) {
        return rc;
    }
    return version > 0 && version < usher_store_current() ? usher_savepoint(usher, rule, argument)
                                                          : run(usher, &job);
}
