/*
** What is under way when usher writes, and what that means for a store in a cluster.
**
** dqlite replicates what a statement has committed once the call that executes it is through, and only
** that: what a statement that returns rows commits is lost, or the node aborts over it at the next one.
** (Within a transaction it is COMMIT that is executed; anything may write before it.) So on its VFS
** such a statement is refused before it writes.
**
** Rules owned here: replicable.
*/
#include "store/internal.h"

#include <string.h>

int usher_cluster_detect(const struct usher *usher) {
    sqlite3_vfs *vfs = NULL;
    int rc = sqlite3_file_control(usher->db, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    return USHER_ALWAYS(rc == SQLITE_OK && vfs) && /* of main, a file in memory too, there is one */
           strncmp(vfs->zName, "dqlite-", 7) == 0;
}

int usher_in_cluster(const struct usher *usher) {
    return usher->store->clustered;
}

/* Is a statement running that writes, and returns no rows if it must not? */
static int is_writing(const struct usher *usher, int may_return) {
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(usher->db, statement)) != NULL) {
        if (sqlite3_stmt_busy(statement) && !sqlite3_stmt_readonly(statement) &&
            (may_return || sqlite3_column_count(statement) == 0)) {
            return 1;
        }
    }
    return 0;
}

int usher_is_provisional(const struct usher *usher) {
    /* What is written within a statement that writes is taken back if it fails. */
    return !sqlite3_get_autocommit(usher->db) || is_writing(usher, 1);
}

int usher_require_replicable(struct usher *usher) {
    if (!usher->store->clustered || !sqlite3_get_autocommit(usher->db) || is_writing(usher, 0)) {
        return SQLITE_OK;
    }
    return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                      "a cluster replicates nothing that a statement writes which returns rows: "
                      "begin a transaction before it, or INSERT INTO usher(call, args)");
}
