/* What the files about storage know of each other. */
#ifndef USHER_STORAGE_H
#define USHER_STORAGE_H

#include "domain/domain.h"

/* usage.c: invalid, what a user's files come to is beyond what an integer holds. */
int usher_storage_too_much(struct usher *usher);

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
/* Of the text of a CREATE INDEX: the expression that is its column `index`, and its condition (or NULL). */
char *tracked_index_term(const char *sql, int index);
char *tracked_index_condition(const char *sql);

/* tracked_sql.c */
#define TRACKED_TRIGGERS 6
/* "insert": trigger i of table 7 is called storage_track_7_insert. */
extern const char *const tracked_trigger[TRACKED_TRIGGERS];
/* The greatest size of a row. */
#define TRACKED_MOST "9007199254740991"
/* A trigger as the schema stores it. SQLite memory, NULL if there is none. */
char *tracked_trigger_sql(const struct tracked *tracked, int trigger);
/* user_id, bytes: what the rows count for, group by group; of the user ?1 only, if `one`. */
void tracked_append_counted(sqlite3_str *out, const struct tracked *tracked, int one);
/* The first row whose size, or user, is none: its rowid and the column. */
char *tracked_unsound_sql(const struct tracked *tracked, int user);

/* tracked.c */
/* Copies the row of tracked_all. */
int tracked_load(struct usher *usher, sqlite3_stmt *row, struct tracked *tracked);
/* Are the table and its triggers there? *there is 0 if it was dropped. conflict. */
int tracked_check(struct usher *usher, const struct tracked *tracked, int *there);
/* What the user's rows in all tracked tables come to. */
int usher_tracked_used(struct usher *usher, const char *user_id, sqlite3_int64 *bytes);
/* Count everybody's files anew, each table read once. */
int usher_storage_recount_all(struct usher *usher);

#endif
