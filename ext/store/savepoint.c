/*
** An upgrade happens whole or not at all: within a SAVEPOINT.
**
** When memory has run out, or the connection was interrupted, SQLite runs nothing until the host's
** statement is through, not even ROLLBACK TO. Then the transaction stays open with half an upgrade in
** it. So the upgrade enlists the internal table `usher_guard` in the transaction: it refuses a COMMIT,
** which SQLite makes a ROLLBACK then; and what was left is taken back when usher is entered next.
*/
#include "store/internal.h"

static int guard_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **error) {
    (void)db, (void)argc, (void)argv, (void)error;
    return usher_internal_connect(auxiliary, "CREATE TABLE x (unused)", out);
}

static int guard_update(sqlite3_vtab *vtab, int argc, sqlite3_value **argv, sqlite3_int64 *rowid) {
    (void)argc, (void)argv;
    usher_internal_owner(vtab)->store->enlisted = 1; /* enough: it is told of the end, then */
    *rowid = 0;
    return SQLITE_OK;
}

static int guard_begin(sqlite3_vtab *vtab) {
    (void)vtab;
    return SQLITE_OK;
}

static int guard_sync(sqlite3_vtab *vtab) {
    struct usher *usher = usher_internal_owner(vtab);
    return usher->store->torn
               ? usher_error_to_vtab(usher, vtab,
                                     usher_fail(usher, USHER_CONFLICT, NULL,
                                                "the upgrade of the store failed half-way: the "
                                                "transaction is rolled back"))
               : SQLITE_OK;
}

/* The transaction is over, and what was left in it, or supplied for it. */
static int guard_end(sqlite3_vtab *vtab) {
    struct usher *usher = usher_internal_owner(vtab);
    usher->store->torn = 0;
    usher_supply_over(usher);
    return SQLITE_OK;
}

static const sqlite3_module guard_module = {
    .xCreate = NULL, /* eponymous only */
    .xConnect = guard_connect,
    .xDisconnect = usher_internal_disconnect,
    .xUpdate = guard_update,
    .xBegin = guard_begin,
    .xSync = guard_sync,
    .xCommit = guard_end,
    .xRollback = guard_end,
    USHER_INTERNAL_METHODS,
};

int usher_savepoint_register(struct usher *usher, void (*release)(void *)) {
    usher->references++;
    return sqlite3_create_module_v2(usher->db, "usher_guard", &guard_module, usher, release);
}

int usher_savepoint_settle(struct usher *usher) {
    struct usher_store *store = usher->store;
    if (!store->torn) {
        return SQLITE_OK;
    }
    if (sqlite3_get_autocommit(usher->db)) {
        store->torn = 0; /* SQLite has rolled all of it back by itself */
        return SQLITE_OK;
    }
    int rc = usher_inner_exec(usher, "ROLLBACK TO usher_setup");
    if (rc == SQLITE_OK) {
        store->torn = 0; /* or the end of the savepoint would be refused */
        rc = usher_inner_exec(usher, "RELEASE usher_setup");
        store->torn = rc != SQLITE_OK;
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

static int begin(struct usher *usher) {
    int rc = usher_require_replicable(usher);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_inner_exec(usher, "SAVEPOINT usher_setup");
    if (rc == SQLITE_BUSY) {
        return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                          "a store cannot be upgraded within a statement that writes: call SELECT "
                          "usher_init()");
    }
    return usher_pass(usher, rc);
}

int usher_savepoint(struct usher *usher, usher_rule *rule, void *argument) {
    struct usher_error error;
    int rc = begin(usher);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_pass(usher, usher_inner_exec(usher, "INSERT INTO usher_guard (unused) VALUES (1)"));
    if (rc == SQLITE_OK) {
        rc = rule(usher, argument);
    }
    if (rc == SQLITE_OK) { /* which may be the commit */
        rc = usher_pass(usher, usher_inner_exec(usher, "RELEASE usher_setup"));
    }
    if (rc != SQLITE_OK) {
        error = usher->error;
        usher->store->torn = 1;
        usher_store_doubt(usher);
        usher_savepoint_settle(usher);
        usher->error = error; /* what made it fail, not that it could not be taken back yet */
    }
    return rc;
}
