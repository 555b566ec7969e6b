/*
** A store that is replicated by statements: each node runs every statement by itself, at a time of
** its own, and all must come to the same. So within a change nothing may go by the clock or by chance
** but by what the statements themselves bring along:
**
**     BEGIN;
**     SELECT usher_supply('2022-01-01T12:00:00Z', :seed);
**     INSERT INTO users ...
**     COMMIT;
**
** What is supplied holds until the transaction ends, of which the internal table usher_guard is told
** (savepoint.c); or until it is taken back with the statement, or to the savepoint, that supplied it.
** The store counts its supplies, by which that is found, and by which a seed that is used again makes
** something else (base/supply.c).
**
** In such a store a change without a supply is refused, whatever it is: there is hardly one that
** writes no time, and who may do it hangs on the time, too. Within a transaction that writes, or a
** statement that does, that goes for reading as well: what is read there may be written. Elsewhere who
** reads, reads by the clock.
**
** Rules owned here: supply-scope, replicated-changes.
*/
#include "store/internal.h"

/* ------------------------------------------------------------------- the mode */

/*
** The store's row: is it replicated, and how many supplies were there? Seldom asked, and not kept:
** whatever looks through the statements of the connection would pass by one more.
*/
static int read_row(struct usher *usher, int *replicated, sqlite3_int64 *supplied) {
    sqlite3_stmt *statement;
    int rc = usher_prepare(
        usher, "SELECT replication IS NOT NULL, supplied FROM main.usher_store WHERE id = 1", -1,
        SQLITE_PREPARE_NO_VTAB, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_inner_step(usher, statement);
    if (rc == SQLITE_ROW) {
        *replicated = sqlite3_column_int(statement, 0);
        *supplied = sqlite3_column_int64(statement, 1);
        rc = SQLITE_OK;
    } else {
        rc = rc == SQLITE_DONE ? usher_store_row_lost(usher) : usher_pass(usher, rc);
    }
    sqlite3_finalize(statement);
    return rc;
}

int usher_is_replicated(const struct usher *usher) {
    return usher->store->replication != USHER_REPLICATION_NONE;
}

int usher_replication(struct usher *usher, int *replicated) {
    struct usher_store *store = usher->store;
    sqlite3_int64 supplied;
    int rc = SQLITE_OK;
    if (store->replication == USHER_REPLICATION_UNKNOWN) {
        rc = read_row(usher, replicated, &supplied);
        store->replication = rc == SQLITE_OK ? *replicated : USHER_REPLICATION_UNKNOWN;
    }
    *replicated = usher_is_replicated(usher);
    return rc;
}

int usher_replicate(struct usher *usher, int replicated) {
    usher->store->replication = USHER_REPLICATION_UNKNOWN; /* this may be taken back */
    return usher_run(usher, USHER_SQL_store_replicate, "t", replicated ? "statements" : NULL);
}

static int is_supplied(const struct usher *usher) {
    return usher->supply.given || sqlite3_txn_state(usher->db, NULL) != SQLITE_TXN_WRITE;
}

int usher_supply_ready(struct usher *usher) {
    int replicated = 0;
    if (is_supplied(usher)) {
        return SQLITE_OK;
    }
    usher->store->replication = USHER_REPLICATION_UNKNOWN;
    int rc = usher_replication(usher, &replicated);
    return rc == SQLITE_OK && replicated ? usher_require_supply(usher) : rc;
}

int usher_require_supply(struct usher *usher) {
    return is_supplied(usher)
               ? SQLITE_OK
               : usher_fail(usher, USHER_MISSING, "usher_supply",
                            "this store is replicated by statements: a change takes its time and "
                            "its chance from usher_supply(now, seed), which has to come first in "
                            "its transaction");
}

/* ----------------------------------------------------------------- the supply */

/* SQLite tells of the end of the transaction from now on; of a SELECT's own, at once. */
static int enlist(struct usher *usher) {
    usher->store->enlisted = 0;
    int rc =
        usher_pass(usher, usher_inner_exec(usher, "INSERT INTO usher_guard (unused) VALUES (1)"));
    return rc == SQLITE_OK && !usher->store->enlisted
               ? usher_fail(usher, USHER_CONFLICT, NULL,
                            "there is no transaction that the supply could hold for: call "
                            "usher_supply() after BEGIN, or as the first row of an INSERT INTO "
                            "usher")
               : rc;
}

static int count(struct usher *usher, void *unused) {
    (void)unused;
    return usher_run(usher, USHER_SQL_store_supplied, "");
}

enum { NO_STORE = -1 };

/* Of a store that is not there yet, or an older one, there is nothing to be known. */
static int look(struct usher *usher, int *replicated, sqlite3_int64 *supplied) {
    struct usher_error kept = usher->error;
    *replicated = 0;
    *supplied = NO_STORE;
    int rc = usher_store_whole(usher);
    if (rc == SQLITE_OK) {
        return read_row(usher, replicated, supplied);
    }
    if (usher->error.code == USHER_NOT_INITIALIZED) {
        usher->error = kept;
        rc = SQLITE_OK;
    }
    return rc;
}

int usher_supply_replicates(struct usher *usher, int *replicated) {
    sqlite3_int64 supplied;
    return look(usher, replicated, &supplied);
}

/* *number becomes that of the next supply; without a store, 0. */
static int take_number(struct usher *usher, sqlite3_int64 now, const unsigned char *seed,
                       sqlite3_int64 *number) {
    int replicated;
    int rc = look(usher, &replicated, number);
    if (rc == SQLITE_OK && *number != NO_STORE) { /* for the counting itself, which is a change */
        usher_supply_begin(usher, now, seed, *number);
        rc = usher_atomic(usher, count, NULL);
    }
    ++*number;
    return rc;
}

int usher_supply_set(struct usher *usher, sqlite3_int64 now,
                     const unsigned char seed[USHER_KEY_BYTES]) {
    sqlite3_int64 number;
    int rc = enlist(usher);
    if (rc == SQLITE_OK) {
        rc = take_number(usher, now, seed, &number);
    }
    if (rc == SQLITE_OK) {
        usher_supply_begin(usher, now, seed, number);
    } else {
        usher_supply_end(usher);
    }
    return rc;
}

void usher_supply_settle(struct usher *usher, int replicated, sqlite3_int64 supplied) {
    usher->store->replication = replicated;
    if (usher->supply.given && usher->supply.number != supplied) {
        usher_supply_end(usher);
    }
}

void usher_supply_over(struct usher *usher) {
    usher->store->enlisted = 0;
    usher->store->replication = USHER_REPLICATION_UNKNOWN;
    usher_supply_end(usher);
}

/* ---------------------------------------------------------------- usher_now() */

/*
** By whom is it asked? Where usher's own SQL does, whoever set that off was let in before. The
** host's own statements are not.
*/
static int let_in(struct usher *usher) {
    struct usher_error kept = usher->error;
    int rc = usher->inner > 0 ? SQLITE_OK : usher_store_ready(usher);
    if (rc != SQLITE_OK && usher->error.code == USHER_NOT_INITIALIZED) {
        usher->error = kept; /* the time is known without a store */
        rc = SQLITE_OK;
    }
    return rc;
}

/* SQLite keeps what has a negative number for the whole statement; each run of a trigger has its own. */
enum { TIME_OF_STATEMENT = -0x7573 };

static void now_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
    struct usher *usher = sqlite3_user_data(context);
    char *text = sqlite3_get_auxdata(context, TIME_OF_STATEMENT);
    (void)argc, (void)argv;
    if (!text) {
        int rc = let_in(usher);
        text = rc == SQLITE_OK ? sqlite3_malloc(USHER_TIME_TEXT + 1) : NULL;
        if (!text) {
            usher_error_to_function(usher, context, rc == SQLITE_OK ? SQLITE_NOMEM : rc);
            return;
        }
        usher_now(usher, text);
        sqlite3_result_text(context, text, USHER_TIME_TEXT, SQLITE_TRANSIENT);
        sqlite3_set_auxdata(context, TIME_OF_STATEMENT, text, sqlite3_free);
        return;
    }
    sqlite3_result_text(context, text, USHER_TIME_TEXT, SQLITE_TRANSIENT);
}

/*
** Not DETERMINISTIC, though it stays the same within a statement, as SQLite's own 'now' does: an index
** or a generated column that says it would be wrong a moment later, so SQLite refuses it there.
** INNOCUOUS: a view or a trigger of the application's may say it; it tells no secret.
*/
int usher_supply_register(struct usher *usher, void (*release)(void *)) {
    if (usher_names_add(&usher->functions, "usher_now") != SQLITE_OK) {
        return SQLITE_NOMEM;
    }
    usher->references++;
    return sqlite3_create_function_v2(usher->db, "usher_now", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
                                      usher, now_function, NULL, NULL, release);
}
