/*
** Create the store, or bring an older one up to date.
**
** The migrations are the files sql/schema/NNNN_name.sql in order of number;
** NNNN is the version that the store has afterwards. They run inside the one
** transaction of the caller. A new store may be made within a statement that writes,
** where SQLite lets them create and alter, but not drop; an older one is not upgraded there.
*/
#include "store/internal.h"

int usher_upgrade_failed(struct usher *usher, int rc) {
    return rc == SQLITE_LOCKED
               ? usher_fail(usher, USHER_UNSUPPORTED, NULL,
                            "a store cannot be upgraded while other statements run: call SELECT "
                            "usher_init() by itself")
               : usher_pass(usher, rc);
}

/* *from becomes the version that is really there. */
static int run_migrations(struct usher *usher, int *from) {
    int rc = *from > 0 ? usher_store_mend(usher, from) : SQLITE_OK;
    for (int i = 0; i < usher_migration_count && rc == SQLITE_OK; i++) {
        if (usher_migrations[i].version > *from) {
            rc = usher_upgrade_failed(usher, usher_inner_exec(usher, usher_migrations[i].text));
        }
    }
    return rc;
}

static int record_version(struct usher *usher, int from) {
    char now[USHER_TIME_TEXT + 1];
    unsigned char fingerprint[USHER_HASH_BYTES];
    int rc = usher_store_fingerprint(usher, fingerprint);
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    return usher_run(usher, from == 0 ? USHER_SQL_store_create : USHER_SQL_store_upgrade, "ibt",
                     (sqlite3_int64)usher_store_current(), fingerprint, USHER_HASH_BYTES, now);
}

int usher_store_migrate(struct usher *usher, int *from, int (*seed)(struct usher *)) {
    int rc = usher_store_version(usher, from);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_store_doubt(usher);
    if (*from >= usher_store_current()) {
        return usher_store_whole(usher); /* nothing to migrate: is it one of ours? */
    }
    rc = run_migrations(usher, from);
    if (rc == SQLITE_OK) {
        rc = record_version(usher, *from);
    }
    return rc == SQLITE_OK ? seed(usher) : rc;
}
