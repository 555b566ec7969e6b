/*
** Row security for the application's own tables.
**
**   CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id,
**       account=account_id, read='docs.read', write='docs.write');
**
**   guarded.c    the module: create, connect, drop; which tables are guarded
**   arguments.c  what stands between the parentheses
**   description.c what the engine knows of a table, and whether it is still so
**   schema.c     what the table's schema says
**   sight.c      who sees and who may write which rows
**   write.c      INSERT, UPDATE and DELETE, by one inner statement each
*/
#ifndef USHER_GUARDED_H
#define USHER_GUARDED_H

#include "domain/domain.h"

/* Beyond the columns of the table there is one more, usher_writable. */
#define GUARDED_MAX_COLUMNS (USHER_MAX_COLUMNS - 1)

struct guarded_arguments {
    char *table;
    char *owner;   /* column, or NULL */
    char *account; /* column, or NULL */
    char *read;    /* permission, or NULL */
    char *write;   /* permission, or NULL */
};

struct guarded_text; /* a text that lives as long as the description */

struct guarded {
    struct usher_table table; /* first: the engine hands it back */
    struct usher *usher;
    const char *name; /* of the virtual table */
    const char *declaration;
    const char *broken; /* why it cannot be used, or NULL */
    int schema;         /* schema_version that all this follows from */
    struct guarded_arguments given;
    int owner;         /* columns, -1: none */
    int account;       /* */
    int alias;         /* the column that is the rowid, -1: none */
    int own_conflicts; /* the table's constraints may have ON CONFLICT clauses */
    const char *rowid_name;
    const char *key;      /* what is compared to find a row again */
    const char *own;      /* conditions on rows: the actor's own */
    const char *own_home; /* those, and the ones of $account */
    const char *own_many; /* those, and the ones of all accounts where `read` is held */
    uint64_t generated;   /* columns that cannot be set */
    struct usher_column column[USHER_MAX_COLUMNS];
    struct guarded_text *texts;
    int incomplete; /* there was no memory for one of them */
};

/* arguments.c: argv as a module gets it. `given` is cleared by the caller in any case. */
int guarded_arguments_parse(struct usher *usher, int argc, const char *const *argv,
                            struct guarded_arguments *given);
void guarded_arguments_clear(struct guarded_arguments *given);

/* schema.c: fill in what follows from the schema of given.table. */
int guarded_describe(struct usher *usher, struct guarded *guarded);

/* description.c: the description of given->table. *out is set if it is SQLITE_OK. */
int guarded_make(struct usher *usher, const char *name, const struct guarded_arguments *given,
                 struct guarded **out);
/* One that cannot be used, and says why. NULL when out of memory. */
struct guarded *guarded_make_broken(const char *name, const char *why);
void guarded_free(struct guarded *guarded);
/* Keep a text that sqlite3_mprintf() made. When out of memory "", and the description is incomplete. */
char *guarded_keep(struct guarded *guarded, char *text);
/* The number of SQLite's schema. */
int guarded_schema_version(struct usher *usher, int *version);
int guarded_current(struct usher *usher, const struct usher_table *table);

/* sight.c */
usher_sight_rule guarded_sight;
/* Write down the conditions that guarded_sight() chooses from. */
void guarded_conditions(struct guarded *guarded);

/* Whose a row is: ids, "" where the row names nobody. */
struct guarded_whose {
    char owner[USHER_UUID_TEXT + 1];
    char account[USHER_UUID_TEXT + 1];
};

/* An id that a column holds. */
void guarded_id(char id[USHER_UUID_TEXT + 1], sqlite3_value *value);
/* forbidden unless the acting user may change or delete such a row; put one there. */
int guarded_require_touch(struct usher *usher, const struct guarded *guarded,
                          const struct guarded_whose *whose);
int guarded_require_place(struct usher *usher, const struct guarded *guarded,
                          const struct guarded_whose *whose);

/* write.c */
usher_table_writer guarded_write;

static inline const struct guarded *guarded_of(const struct usher_table *table) {
    return (const struct guarded *)(const void *)table;
}

#endif
