/*
** What the files about the store's upkeep know of each other.
**
**   prune.c       usher_prune(): what is over goes
**   doctor.c      usher_doctor(): the list of checks, which are made one by one
**   file.c        checks of the file: its integrity, references to rows that are not there
**   schema.c      checks of the store's version and schema, against those that this library makes
**   connection.c  checks of what is set on the connection and the file (pragmas)
**   counts.c      checks of what is kept beside what it follows from: usage, roles, sealed values, the audit log
**   names.c       checks of what captures names or rows of usher
**
** Checks that SQL can say are statements in sql/statements/doctor.sql: a row for each finding, with
** its subject, message and remedy.
*/
#ifndef USHER_CARE_H
#define USHER_CARE_H

#include "domain/domain.h"

/* -------------------------------------------------------------------- prune.c */

/* How many rows usher_prune(`before`) would take something of, at the time `now`. */
int usher_prune_count(struct usher *usher, const char *before, const char *now,
                      sqlite3_int64 *count);

/* ------------------------------------------------------------------- doctor.c */

enum care_severity {
    CARE_ERROR,   /* something is wrong, or will be */
    CARE_WARNING, /* something should be otherwise */
    CARE_NOTE     /* something could be better, or is worth knowing */
};

/* What one call of usher_doctor() has found so far. */
struct care {
    struct usher *usher;
    struct usher_rows *rows;
    const char *code;            /* of the check that is being made */
    enum care_severity severity; /* of its findings */
    int found;                   /* by it */
    int current;                 /* the store is of this library's version */
    char now[USHER_TIME_TEXT + 1];
};

/* A code's findings beyond these are not listed one by one. */
enum { CARE_MOST = 100 };

/*
** Add a finding. `remedy` is one SQL statement that mends it, NULL if there is none: the message
** says what to do then. It is SQLite memory, and freed.
*/
int care_find(struct care *care, const char *subject, char *remedy, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same where there is a remedy: NULL is one that did not fit in memory. */
int care_mend(struct care *care, const char *subject, char *remedy, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* A statement that is not kept: a pragma, or one that reads virtual tables (`tables`). */
int care_open(struct care *care, struct usher_query *query, const char *sql, int tables);
/* The text of a column, "" if it is NULL. */
const char *care_text(const struct usher_query *query, int column);

typedef int care_check(struct care *care);

care_check care_integrity; /* file.c */
care_check care_references;
care_check care_store;   /* schema.c */
care_check care_pragmas; /* connection.c */
care_check care_journal;
care_check care_foreign_keys;
care_check care_usage; /* counts.c */
care_check care_tracked;
care_check care_roles;
care_check care_master_key;
care_check care_sealed;
care_check care_audit;
care_check care_prunable;
care_check care_names; /* names.c */

#endif
