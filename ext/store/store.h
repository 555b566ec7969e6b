/*
** The store layer: everything between a rule and the backing tables.
**
**   store.c      is there a store, which version, was it altered
**   migrate.c    create it or bring it up to date
**   mend.c       what the earliest libraries left otherwise
**   statements.c SQL statements, prepared once per connection
**   keep.c       and kept, as far as memory for them goes
**   write.c      INSERT and UPDATE of exactly the columns that a rule sets
**   atomic.c     a rule happens whole or not at all
**   savepoint.c  and so does an upgrade
**   supply.c     what time it is, and what chance gives, where statements are replicated
**
** Every statement that the cache holds is finalised when SQLite disconnects
** the internal table `usher_anchor`, which it does at the start of
** sqlite3_close(): a module's or function's destructor would be too late.
*/
#ifndef USHER_STORE_H
#define USHER_STORE_H

#include "base/base.h"
#include <stdarg.h>
#include "sql.h" /* generated from sql/: enum usher_sql, the migrations */

int usher_store_open(struct usher *usher); /* allocates usher->store */
void usher_store_close(struct usher *usher);
/* Registers usher_anchor and usher_atomic; called by the entry point. */
int usher_store_register(struct usher *usher, void (*release)(void *));

/* ---------------------------------------------------------------- version */

/*
** SQLITE_OK if a store of our version is there, unaltered; else not_initialized, ... To be asked
** before usher reads or writes it: missing if that takes a supply.
*/
int usher_store_ready(struct usher *usher);
int usher_store_current(void); /* the version that this library writes */
/* A hash over the schema of all usher_* objects, as it is. */
int usher_store_fingerprint(struct usher *usher, unsigned char hash[USHER_HASH_BYTES]);
/* The version of the store in the file, 0 if there is none; corrupt if it was altered. */
int usher_store_version(struct usher *usher, int *version);
/* Look again before the next use: the schema changed under us. */
void usher_store_doubt(struct usher *usher);
/*
** As long as this stays the same, and is not 0, the store is the one that it was: what of it never
** changes may be kept.
*/
unsigned usher_store_era(const struct usher *usher);
/* The same as usher_store_ready(), for when a statement is prepared: has the schema changed? */
int usher_store_unchanged(struct usher *usher);
/*
** A failed rule or scan: if the store looks damaged, is it there at all? (The
** transaction that made it may have been rolled back.) Returns the error to
** report, which stays `result` unless there is a better one.
*/
int usher_store_explain(struct usher *usher, int result);
/*
** Create or upgrade the store, as part of a rule: `seed` is called after the
** migrations, in the same transaction. *from is the version that was there.
*/
int usher_store_migrate(struct usher *usher, int *from, int (*seed)(struct usher *));

/* ------------------------------------------------------------ replication */

/* Is the store replicated by statements? */
int usher_replication(struct usher *usher, int *replicated);
/* The same, where usher_store_ready() has just asked; as long as nobody knows, it is. */
int usher_is_replicated(const struct usher *usher);
/* From now on it is, or is not. Part of a rule. */
int usher_replicate(struct usher *usher, int replicated);
/* missing, within a change, unless its time and chance were supplied: of a store that is replicated. */
int usher_require_supply(struct usher *usher);
/* As usher_require_supply(), if the store is replicated, of which it asks the file. */
int usher_supply_ready(struct usher *usher);
/* Is it, says the file; a store that is not there yet is not. */
int usher_supply_replicates(struct usher *usher, int *replicated);
/*
** Until the transaction ends this is the time, in milliseconds since 1970, and chance follows from
** the seed. conflict where nothing of the transaction is left: in a SELECT by itself.
*/
int usher_supply_set(struct usher *usher, sqlite3_int64 now,
                     const unsigned char seed[USHER_KEY_BYTES]);

/* -------------------------------------------------------------- atomicity */

/*
** Run a rule so that all it writes to `main` happens or nothing does, whatever
** fails and whatever surrounds it: autocommit, BEGIN, SAVEPOINT, a SELECT that
** calls a function, a single-row INSERT into a virtual table.
**
** How: the rule runs inside one nested statement that SQLite gives a statement
** journal, an INSERT … SELECT into the internal table `usher_atomic`. The same
** statement reads the store's version, so that nothing is ever written to a
** store that this library does not understand.
*/
typedef int usher_rule(struct usher *usher, void *argument);
int usher_atomic(struct usher *usher, usher_rule *rule, void *argument);
/* The same, without a store: only for usher_init(). */
int usher_atomic_setup(struct usher *usher, usher_rule *rule, void *argument);

/* Would a ROLLBACK take back what is written now? */
int usher_is_provisional(const struct usher *usher);
/* Is the store in a cluster? (dqlite; cluster.c says what follows) */
int usher_in_cluster(const struct usher *usher);

/* ------------------------------------------------------------- statements */

struct usher_query {
    struct usher *usher;
    sqlite3_stmt *statement;
    int temporary; /* finalise it when the query is closed */
};

/*
** Formats, one letter a parameter: t text (const char *, NULL is NULL),
** i sqlite3_int64, n NULL (no argument), v struct usher_value *,
** b blob (const void *, int). The arguments must live until the query is
** closed. All return SQLITE_OK or an error already recorded.
*/
int usher_open(struct usher *usher, struct usher_query *query, enum usher_sql id,
               const char *format, ...);
/* The same of a statement that is prepared already. */
int usher_bind(struct usher *usher, sqlite3_stmt *statement, const char *format, va_list arguments);
/* SQLITE_ROW, SQLITE_DONE or an error; read with sqlite3_column_*(query->statement, …). */
int usher_step(struct usher_query *query);
void usher_close(struct usher_query *query);

/* Run a statement to its end. One that writes may give a row, too: PRAGMA count_changes. */
int usher_finish(struct usher *usher, sqlite3_stmt *statement);
/* Run a statement that returns no row. */
int usher_run(struct usher *usher, enum usher_sql id, const char *format, ...);
/*
** Run a statement of one parameter for each id that a query, whose arguments come last, finds. *any:
** there was one. Of few rows that is a tenth of what `IN (SELECT ...)` costs, for a transient table.
*/
int usher_run_each(struct usher *usher, int *any, enum usher_sql ids, enum usher_sql id,
                   const char *format, ...);
/* Does the query return a row? */
int usher_exists(struct usher *usher, int *found, enum usher_sql id, const char *format, ...);

/* Copies of a row's texts, "" for NULL. SQLITE_NOMEM, of which SQLite says NULL, too, is told apart. */
struct usher_copy {
    int column;
    char *to;
    size_t size;
};
int usher_copy_texts(struct usher *usher, sqlite3_stmt *row, const struct usher_copy *copies,
                     int count);
int usher_copy_text(struct usher *usher, sqlite3_stmt *row, int column, char *to, size_t size);

/* The present time as text; the same within a rule is up to the caller. */
void usher_now(struct usher *usher, char text[USHER_TIME_TEXT + 1]);

/*
** A statement made at run time, cached under `parts`, an array of pointers to
** static strings that identifies it. `write` produces its SQL on first use, from
** the parts and from `context`, which must follow from the parts.
*/
typedef void usher_sql_writer(sqlite3_str *out, const char *const *parts, int count,
                              const void *context);
int usher_dynamic(struct usher *usher, const char *const *parts, int count, usher_sql_writer *write,
                  const void *context, sqlite3_stmt **statement);

/*
** The same for a statement on a table of the application's: its triggers may write to
** virtual tables, and come back to the same statement. To be closed.
*/
int usher_dynamic_foreign(struct usher *usher, const char *const *parts, int count,
                          usher_sql_writer *write, const void *context, struct usher_query *query);
/* Let go of all that are cached under this part, which is about to cease. */
void usher_dynamic_forget(struct usher *usher, const char *part);

/* ------------------------------------------------------------- kept statements */

/* A statement that stays prepared; all zero: there is none. It is let go of when others take its room. */
struct usher_kept {
    struct usher_kept *newer; /* in order of use */
    struct usher_kept *older;
    sqlite3_stmt *statement;
    int bytes;
    int taken; /* somebody is about to run it: it stays */
};
void usher_keep(struct usher *usher, struct usher_kept *kept, sqlite3_stmt *statement);
void usher_kept_use(struct usher *usher, struct usher_kept *kept);
void usher_kept_drop(struct usher *usher, struct usher_kept *kept);

/* ----------------------------------------------------------------- writes */

/* One column to be written. `column` is a static string; JSON text stays JSON in the audit log. */
struct usher_field {
    const char *column;
    int json;
    struct usher_value value;
};

#define USHER_MAX_FIELDS 63

struct usher_fields {
    int count;
    struct usher_field field[USHER_MAX_FIELDS];
};

static inline void usher_fields_init(struct usher_fields *fields) {
    fields->count = 0;
}

void usher_set(struct usher_fields *fields, const char *column, const struct usher_value *value);
void usher_set_json(struct usher_fields *fields, const char *column,
                    const struct usher_value *value);
void usher_set_text(struct usher_fields *fields, const char *column, const char *text);
void usher_set_integer(struct usher_fields *fields, const char *column, sqlite3_int64 integer);
void usher_set_blob(struct usher_fields *fields, const char *column, const void *data, int size);

/*
** Begin the fields of a new row: its number, unless that is 0, and its id, which is
** made unless it is given (NULL: it is not). Returns the id, which `made` may hold.
*/
const char *usher_fields_new_row(struct usher *usher, struct usher_fields *fields,
                                 sqlite3_int64 number, const char *given,
                                 char made[USHER_UUID_TEXT + 1]);

/* `table` is a static string; number may be NULL. */
int usher_insert(struct usher *usher, const char *table, const struct usher_fields *fields,
                 sqlite3_int64 *number);
int usher_update(struct usher *usher, const char *table, sqlite3_int64 number,
                 const struct usher_fields *fields);

/* --------------------------------------------------------- internal tables */

/* Connect a table of usher's own that is always empty (internal_table.c). */
int usher_internal_connect(struct usher *usher, const char *declaration, sqlite3_vtab **out);
struct usher *usher_internal_owner(sqlite3_vtab *vtab);
int usher_internal_disconnect(sqlite3_vtab *vtab);
int usher_internal_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info);
int usher_internal_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out);
int usher_internal_close(sqlite3_vtab_cursor *cursor);
int usher_internal_filter(sqlite3_vtab_cursor *cursor, int number, const char *plan, int argc,
                          sqlite3_value **argv);
int usher_internal_next(sqlite3_vtab_cursor *cursor);
int usher_internal_eof(sqlite3_vtab_cursor *cursor);
int usher_internal_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column);
int usher_internal_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid);

#define USHER_INTERNAL_METHODS                                                                     \
    .iVersion = 0, .xBestIndex = usher_internal_best_index, .xOpen = usher_internal_open,          \
    .xClose = usher_internal_close, .xFilter = usher_internal_filter,                              \
    .xNext = usher_internal_next, .xEof = usher_internal_eof, .xColumn = usher_internal_column,    \
    .xRowid = usher_internal_rowid

#endif
