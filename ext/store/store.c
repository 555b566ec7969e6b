/*
** Is there a store, which version is it, and was it altered?
**
** The version stands in the store's own row (user_version is the host's). A
** fingerprint over the schema of all usher_* objects stands beside it, so that
** a dropped index or an altered table is found before it can do harm. Both are
** looked at once per connection, and again whenever SQLite had to prepare a
** statement anew because the schema had changed.
*/
#include "store/internal.h"

#include <limits.h>
#include <string.h>

int usher_store_current(void) {
    return usher_migrations[usher_migration_count - 1].version;
}

int usher_store_open(struct usher *usher) {
    usher->store = sqlite3_malloc64(sizeof(*usher->store));
    if (!usher->store) {
        return SQLITE_NOMEM;
    }
    memset(usher->store, 0, sizeof(*usher->store));
    usher->store->clustered = usher_cluster_detect(usher);
    return SQLITE_OK;
}

void usher_store_close(struct usher *usher) {
    sqlite3_free(usher->store);
    usher->store = NULL;
}

void usher_store_doubt(struct usher *usher) {
    usher->store->ready = 0;
}

int usher_store_fingerprint(struct usher *usher, unsigned char hash[USHER_HASH_BYTES]) {
    sqlite3_stmt *statement;
    int rc = usher_prepare(usher,
                           "SELECT type, name, tbl_name, sql FROM main.sqlite_schema "
                           "WHERE name GLOB 'usher_*' ORDER BY name",
                           -1, SQLITE_PREPARE_NO_VTAB, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    struct usher_digest digest;
    usher_digest_begin(&digest, NULL);
    while ((rc = usher_inner_step(usher, statement)) == SQLITE_ROW) {
        for (int i = 0; i < 4; i++) {
            const void *text = sqlite3_column_blob(statement, i);
            int size = sqlite3_column_bytes(statement, i);
            usher_digest_add(&digest, &size, sizeof(size)); /* keeps the fields apart */
            usher_digest_add(&digest, text ? text : "", (size_t)size);
        }
    }
    usher_digest_end(&digest, hash);
    rc = rc == SQLITE_DONE ? SQLITE_OK : usher_pass(usher, rc);
    sqlite3_finalize(statement);
    return rc;
}

/* How many of our tables are there: tells a missing store from a damaged one. */
static int count_tables(struct usher *usher, int *count) {
    sqlite3_stmt *statement;
    *count = 0;
    int rc = usher_prepare(usher,
                           "SELECT count(*) FROM main.sqlite_schema "
                           "WHERE type = 'table' AND name GLOB 'usher_*'",
                           -1, SQLITE_PREPARE_NO_VTAB, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_inner_step(usher, statement);
    if (rc == SQLITE_ROW) {
        *count = sqlite3_column_int(statement, 0);
    }
    rc = rc == SQLITE_ROW ? SQLITE_OK : usher_pass(usher, rc);
    sqlite3_finalize(statement);
    return rc;
}

int usher_store_row_lost(struct usher *usher) {
    return usher_fail(usher, USHER_CORRUPT, "usher_store", "the store has lost its version row");
}

int usher_store_row_mangled(struct usher *usher, const char *column) {
    return usher_fail(usher, USHER_CORRUPT, "usher_store",
                      "the store's version row holds no valid %s", column);
}

static int take_row(struct usher *usher, sqlite3_stmt *row, sqlite3_int64 *version,
                    unsigned char *fingerprint) {
    *version = sqlite3_column_type(row, 0) == SQLITE_INTEGER ? sqlite3_column_int64(row, 0) : 0;
    if (*version <= 0) {
        *version = 0;
        return usher_store_row_mangled(usher, "version");
    }
    if (sqlite3_column_bytes(row, 1) != USHER_HASH_BYTES) {
        return usher_store_row_mangled(usher, "fingerprint");
    }
    memcpy(fingerprint, sqlite3_column_blob(row, 1), USHER_HASH_BYTES);
    usher->utf16 = sqlite3_column_bytes(row, 2) != 1;
    return SQLITE_OK;
}

/* The store's row. *version is 0 if there is no store at all. */
static int read_row(struct usher *usher, sqlite3_int64 *version, unsigned char *fingerprint) {
    int tables;
    *version = 0;
    int rc = count_tables(usher, &tables);
    if (rc != SQLITE_OK || tables == 0) {
        return rc;
    }
    sqlite3_stmt *statement;
    rc = usher_prepare(usher,
                       "SELECT version, fingerprint, CAST('1' AS BLOB) FROM main.usher_store "
                       "WHERE id = 1",
                       -1, SQLITE_PREPARE_NO_VTAB, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_inner_step(usher, statement);
    if (rc == SQLITE_ROW) {
        rc = take_row(usher, statement, version, fingerprint);
    } else if (rc == SQLITE_DONE) {
        rc = usher_store_row_lost(usher);
    } else {
        rc = usher_pass(usher, rc);
    }
    sqlite3_finalize(statement);
    return rc;
}

int usher_store_check_version(struct usher *usher, sqlite3_int64 version) {
    if (version == usher_store_current()) {
        return SQLITE_OK;
    }
    usher_store_doubt(usher);
    if (version == 0) {
        return usher_fail(usher, USHER_NOT_INITIALIZED, NULL,
                          "this database has no store yet: call SELECT usher_init()");
    }
    if (version < usher_store_current()) {
        return usher_fail(usher, USHER_NOT_INITIALIZED, NULL,
                          "the store is of version %lld, this library needs %d: "
                          "call SELECT usher_init() to upgrade it",
                          version, usher_store_current());
    }
    return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                      "the store is of version %lld, newer than this library (%d): "
                      "load a newer usher",
                      version, usher_store_current());
}

/* Compare the schema with the fingerprint that usher_init() left. */
static int check_fingerprint(struct usher *usher, const unsigned char *expected) {
    unsigned char found[USHER_HASH_BYTES];
    int rc = usher_store_fingerprint(usher, found);
    if (rc == SQLITE_OK && memcmp(expected, found, USHER_HASH_BYTES) != 0) {
        rc = usher_fail(usher, USHER_CORRUPT, NULL,
                        "the schema of the usher_* tables is not the one that usher_init() made: "
                        "restore what was dropped or altered");
    }
    return rc;
}

int usher_store_version(struct usher *usher, int *version) {
    unsigned char fingerprint[USHER_HASH_BYTES];
    sqlite3_int64 stored;
    int rc = usher_savepoint_settle(usher);
    stored = 0;
    if (rc == SQLITE_OK) {
        rc = read_row(usher, &stored, fingerprint);
    }
    *version = stored < INT_MAX ? (int)stored : INT_MAX;
    return rc == SQLITE_OK && stored > 0 ? check_fingerprint(usher, fingerprint) : rc;
}

static int schema_version(struct usher *usher, int *version) {
    struct usher_query query;
    *version = 0;
    int rc = usher_open(usher, &query, USHER_SQL_schema_version, "");
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
        if (rc == SQLITE_ROW) {
            *version = sqlite3_column_int(query.statement, 0);
        }
        usher_close(&query);
    }
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int usher_store_unchanged(struct usher *usher) {
    int schema;
    int rc = schema_version(usher, &schema);
    if (rc == SQLITE_OK && schema != usher->store->schema) {
        usher_store_doubt(usher);
    }
    return rc == SQLITE_OK ? usher_store_ready(usher) : rc;
}

static int look(struct usher *usher) {
    sqlite3_int64 version;
    unsigned char fingerprint[USHER_HASH_BYTES];
    int rc = usher_savepoint_settle(usher);
    if (rc == SQLITE_OK) {
        rc = read_row(usher, &version, fingerprint);
    }
    if (rc == SQLITE_OK) {
        rc = usher_store_check_version(usher, version);
    }
    if (rc == SQLITE_OK) {
        rc = check_fingerprint(usher, fingerprint);
    }
    if (rc == SQLITE_OK) {
        rc = schema_version(usher, &usher->store->schema);
    }
    if (rc == SQLITE_OK && usher->inspect) {
        rc = usher->inspect(usher); /* until what is in the way is gone, nothing is ready */
    }
    usher->store->ready = rc == SQLITE_OK;
    usher->store->era += rc == SQLITE_OK;
    usher->store->replication = USHER_REPLICATION_UNKNOWN;
    return rc;
}

int usher_store_whole(struct usher *usher) {
    return usher->store->ready ? SQLITE_OK : look(usher);
}

int usher_store_ready(struct usher *usher) {
    const struct usher_store *store = usher->store;
    int replicated = 0;
    if (store->ready && store->replication == USHER_REPLICATION_NONE) {
        return SQLITE_OK;
    }
    int rc = usher_store_whole(usher);
    if (rc == SQLITE_OK) {
        rc = usher_replication(usher, &replicated);
    }
    return rc == SQLITE_OK && replicated ? usher_supply_ready(usher) : rc;
}

unsigned usher_store_era(const struct usher *usher) {
    return usher->store->ready ? usher->store->era : 0;
}

int usher_store_explain(struct usher *usher, int result) {
    if (result == SQLITE_OK || usher->error.code != USHER_CORRUPT) {
        return result;
    }
    usher_store_doubt(usher);
    int rc = usher_store_ready(usher);
    return rc == SQLITE_OK ? result : rc;
}
