/* What the files about storage know of each other. */
#ifndef USHER_STORAGE_H
#define USHER_STORAGE_H

#include "domain/domain.h"

/* ------------------------------------------- tables of the application that hold files */

/* Of one that is tracked. All texts are SQLite memory. */
struct tracked {
    sqlite3_int64 number;
    char *table;    /* its name at present; NULL if it was dropped */
    char *known;    /* what it was called when usher was last told */
    int triggers;   /* how many of its triggers are there */
    char *size;     /* its columns */
    char *user;     /* holds the id of the user whose files they are */
    char *checksum; /* NULL: each row counts */
    /* From the schema, once tracked_describe() has asked it: */
    char *rowid; /* what its rowid is called */
    char **key;  /* a condition for each unique key: has the row `t` the same as NEW? */
    int keys;
};

void tracked_clear(struct tracked *tracked);

/* tracked_table.c */
/* Find the table; its name as the schema has it. invalid unless it can be tracked. */
int tracked_find_table(struct usher *usher, const char *given, char **name);
/* Its column of this name, as the schema has it. invalid. */
int tracked_find_column(struct usher *usher, const char *table, const char *field,
                        const char *given, char **name);
/* Fill in what the schema says. */
int tracked_describe(struct usher *usher, struct tracked *tracked);

/* tracked_index.c */
/* Of the text of a CREATE INDEX: the expression that is its column `index`; its condition, of a partial one. */
char *tracked_index_term(const char *sql, int index);
char *tracked_index_condition(const char *sql);

/* tracked_sql.c */
#define TRACKED_TRIGGERS 6
/* "_insert": trigger i of table 7 is called storage_track_7_insert. NULL ends them. */
extern const char *const tracked_trigger[TRACKED_TRIGGERS + 1];
/* The greatest size of a row. */
#define TRACKED_MOST "9007199254740991"
/* A trigger as the schema stores it. SQLite memory, NULL if there is none. */
char *tracked_trigger_sql(const struct tracked *tracked, int trigger);
/* The name of column `index` (size, user, checksum) in the text of the trigger "insert"; NULL. */
char *tracked_column_in(const char *sql, int index);
/* user_id, bytes: what the rows count for, group by group; of the user ?1 only, if `one`. */
void tracked_append_counted(sqlite3_str *out, const struct tracked *tracked, int one);
/* The first row whose size, or user, is none: its rowid and the column. */
char *tracked_unsound_sql(const struct tracked *tracked, int user);

/* tracked.c */
/* Copies the row of tracked_all; table and columns as they are called by now. */
int tracked_load(struct usher *usher, sqlite3_stmt *row, struct tracked *tracked);
/* Loads the row of this number, if it is there. */
int tracked_find(struct usher *usher, sqlite3_int64 number, struct tracked *tracked);
/* Add what the user's rows in all tracked tables come to. */
int usher_tracked_add(struct usher *usher, const char *user_id, sqlite3_int64 *bytes);
/* Count everybody's files anew, each table read once: whatever of them can be counted. */
int usher_storage_recount_all(struct usher *usher);

/* ------------------------------------------------------------------- quota.c */

/* Whoever files are counted against, and what those of one checksum count for. */
struct usher_storage {
    const char *user_id;
    char account_id[USHER_UUID_TEXT + 1]; /* their own */
    int discarded;
    sqlite3_int64 quota;
    sqlite3_int64 used;
    sqlite3_int64 counted;         /* of the checksum; 0 if NULL was asked for */
    char now[USHER_TIME_TEXT + 1]; /* saves the rules a statement */
};

/* not_found; `user_id` must outlive the struct. */
int usher_storage_load(struct usher *usher, const char *user_id, const char *checksum,
                       struct usher_storage *storage);
/* What the user's files of this checksum count for. */
int usher_storage_counted(struct usher *usher, const char *user_id, const char *checksum,
                          sqlite3_int64 *bytes);
/* Has the user no quota? Only the permission storage.unlimited in their own account says so. */
int usher_storage_unlimited(struct usher *usher, const struct usher_storage *storage,
                            int *unlimited);
/* What is left to the user, never below 0. */
static inline sqlite3_int64 usher_storage_left(const struct usher_storage *storage) {
    return storage->quota > storage->used ? storage->quota - storage->used : 0;
}
/* Can so many bytes be added whoever the user is, and without a second look? */
int usher_storage_surely_fits(const struct usher_storage *storage, sqlite3_int64 more);
/*
** The space check (001), the only one: may what counts against the user grow by so many bytes?
** quota_exceeded; invalid if the sum is beyond what an integer holds.
*/
int usher_storage_require(struct usher *usher, const struct usher_storage *storage,
                          sqlite3_int64 more);
/*
** Part of a rule that has changed files: of this checksum, `before` bytes counted; let what counts
** now be kept instead.
*/
int usher_storage_settle(struct usher *usher, const char *user_id, const char *checksum,
                         sqlite3_int64 before);
/* Record that the sum is beyond what an integer holds. */
int usher_storage_too_much(struct usher *usher);

/* ------------------------------------------------------------------- usage.c */

/* usher_storage_recount(), which says what it comes to. */
int usher_storage_refresh(struct usher *usher, const char *user_id, sqlite3_int64 *bytes);

/* ------------------------------------------------------------------- files.c */

usher_check usher_check_size;     /* 0 to 2^53 - 1 */
usher_check usher_check_checksum; /* hexadecimal, of a length that some hash has; lower-cased */

#endif
