/* What the files of the store layer know of each other. */
#ifndef USHER_STORE_INTERNAL_H
#define USHER_STORE_INTERNAL_H

#include "store/store.h"

#define USHER_DYNAMIC_SLOTS 128 /* statements made at run time, per connection */

struct usher_dynamic_statement {
    const char **parts;
    int count;
    struct usher_kept kept;
};

struct usher_job {
    usher_rule *rule;
    void *argument;
    int setup;  /* usher_init(): there may be no store yet */
    int done;   /* the rule was run */
    int result; /* what it returned */
};

enum { USHER_REPLICATION_NONE, USHER_REPLICATION_STATEMENTS, USHER_REPLICATION_UNKNOWN };

struct usher_store {
    int anchored;          /* usher_anchor is connected: statements may be kept */
    int ready;             /* the store was found to be ours and unaltered */
    int schema;            /* SQLite's schema_version at that time */
    unsigned era;          /* how often it was */
    int replication;       /* of a store that is ready */
    int enlisted;          /* usher_guard is told of the end of the transaction */
    struct usher_job *job; /* handed to usher_atomic, not yet taken */
    int clustered;         /* it is in a cluster: cluster.c */
    int torn;              /* an upgrade failed, and could not be taken back yet */
    sqlite3_stmt *atomic;
    int atomic_prepares; /* how often SQLite has prepared it again */
    struct usher_kept fixed[USHER_SQL_COUNT];
    struct usher_dynamic_statement dynamic[USHER_DYNAMIC_SLOTS];
    struct usher_kept *newest; /* of all that is kept: keep.c */
    struct usher_kept *oldest;
    int kept; /* so many */
    int kept_bytes;
    int next_dynamic; /* the slot that is given up when all are taken */
};

/* statements.c */
int usher_prepare(struct usher *usher, const char *sql, int length, unsigned flags,
                  sqlite3_stmt **statement);
int usher_anchor(struct usher *usher); /* connect usher_anchor, once */
void usher_statements_release(struct usher *usher);

/* cluster.c */
int usher_cluster_detect(const struct usher *usher);
/* unsupported: what is about to be written would not reach the other nodes. */
int usher_require_replicable(struct usher *usher);

/* savepoint.c */
int usher_savepoint_register(struct usher *usher, void (*release)(void *));
/* Run an upgrade whole or not at all. */
int usher_savepoint(struct usher *usher, usher_rule *rule, void *argument);
/* Take back what a failed one has left, before the store is looked at. */
int usher_savepoint_settle(struct usher *usher);

/* supply.c */
int usher_supply_register(struct usher *usher, void (*release)(void *));
/* What the store's row says: a supply that it does not count was taken back. */
void usher_supply_settle(struct usher *usher, int replicated, sqlite3_int64 supplied);
void usher_supply_over(struct usher *usher); /* the transaction is */

/* migrate.c */
int usher_upgrade_failed(struct usher *usher,
                         int rc); /* what SQLite said of it, if not SQLITE_OK */

/*
** mend.c: before an upgrade, what early libraries left otherwise. *from is the version whose
** tables are there by then.
*/
int usher_store_mend(struct usher *usher, int *from);

/* store.c */
int usher_store_whole(struct usher *usher);    /* as usher_store_ready(), but for a supply */
int usher_store_row_lost(struct usher *usher); /* corrupt */
int usher_store_row_mangled(struct usher *usher, const char *column);
int usher_store_check_version(struct usher *usher, sqlite3_int64 version);

#endif
