/*
** The internal table usher_scope: told by SQLite when a transaction is over.
**
** act_as() within a transaction ends with it. A virtual table that was written to
** learns of COMMIT and ROLLBACK, and nothing else does that leaves the host's own
** hooks alone. In a transaction that writes it is the module's own table, which
** stands for one of `main`; in others one in `temp`, so that it takes no lock on
** the database. Nothing of it is ever stored. (To create it makes SQLite give up the
** statements that run as soon as they open another table: INSERT ... SELECT does.)
*/
#include "identity/internal.h"

static int scope_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **error) {
    (void)db, (void)argc, (void)argv, (void)error;
    return usher_internal_connect(auxiliary, "CREATE TABLE x (unused)", out);
}

/* DROP TABLE in the transaction that is to be told of would leave its act_as() in force. */
static int scope_destroy(sqlite3_vtab *vtab) {
    return usher_internal_owner(vtab)->identity->scoped ? SQLITE_LOCKED
                                                        : usher_internal_disconnect(vtab);
}

static int scope_update(sqlite3_vtab *vtab, int argc, sqlite3_value **argv, sqlite3_int64 *rowid) {
    (void)argc, (void)argv;
    struct usher *usher = usher_internal_owner(vtab);
    usher->identity->told = 1;
    *rowid = sqlite3_last_insert_rowid(usher->db); /* as it was: that is the caller's business */
    return SQLITE_OK;
}

static int scope_begin(sqlite3_vtab *vtab) {
    (void)vtab;
    return SQLITE_OK;
}

static int scope_end(sqlite3_vtab *vtab) {
    struct usher *usher = usher_internal_owner(vtab);
    struct usher_identity *identity = usher->identity;
    if (!identity->scoped) {
        return SQLITE_OK;
    }
    identity->scoped = 0;
    if (identity->lending) { /* a request was cut short: who acts afterwards is another */
        usher_actor_relend(usher, &identity->outside);
    } else {
        usher_actor_put(usher, &identity->outside);
    }
    return SQLITE_OK;
}

static const sqlite3_module scope_module = {
    .xCreate = scope_connect,
    .xConnect = scope_connect,
    .xDisconnect = usher_internal_disconnect,
    .xDestroy = scope_destroy,
    .xUpdate = scope_update,
    .xBegin = scope_begin,
    .xCommit = scope_end,
    .xRollback = scope_end,
    USHER_INTERNAL_METHODS,
};

int usher_identity_register(struct usher *usher, void (*release)(void *)) {
    usher->references++;
    return sqlite3_create_module_v2(usher->db, "usher_scope", &scope_module, usher, release);
}

int usher_scope_begin(struct usher *usher) {
    struct usher_identity *identity = usher->identity;
    identity->told = 0;
    int writes = sqlite3_txn_state(usher->db, "main") == SQLITE_TXN_WRITE;
    int rc = usher_inner_exec(
        usher, writes ? "INSERT INTO main.usher_scope VALUES (NULL)"
                      : "CREATE VIRTUAL TABLE IF NOT EXISTS temp.usher_scope USING usher_scope;"
                        "INSERT INTO temp.usher_scope VALUES (NULL)");
    if (rc != SQLITE_OK) {
        return usher_pass(usher, rc);
    }
    if (!identity->told) {
        return usher_fail(usher, USHER_CONFLICT, NULL,
                          "the %s usher_scope is not usher's: names that begin with usher_ are its "
                          "own",
                          writes ? "table" : "temporary table");
    }
    if (!identity->scoped) {
        identity->scoped = 1;
        identity->outside = identity->now;
    }
    return SQLITE_OK;
}
