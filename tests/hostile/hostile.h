/*
** Hostile SQL: what may not be seen must not exist.
**
** Two stores differ in nothing but what an actor may not see: every value of every
** hidden row and column, and how many hidden rows there are. Each shape of hostile
** SQL runs on both as that actor. Answers, errors, column names, changes() and
** total_changes() must be the same on both, and no hidden value may show in them.
**
**   world.c   the stores, the actors, and what is hidden from each
**   shapes.c  the shapes, as templates: one row each
**   fill.c    a template becomes SQL for a table, a column, a guess
**   run.c     run on both stores and compare
**   games.c   what takes more than SQL: kept statements, other connections
**   climb.c   attempts to get more rights
*/
#ifndef HOSTILE_H
#define HOSTILE_H

#include "base/sqlite.h"
#include "usher.h"

#define ACCOUNT(n) "'00000000-0000-7000-8000-0000000000a" n "'"
#define PERSON(n) "'00000000-0000-7000-8000-000000000b" n "'"
#define ROLE(n) "'00000000-0000-7000-8000-0000000000c" n "'"
#define INVITE(n) "'00000000-0000-7000-8000-000000000d" n "'"
#define TOKEN(n) "'" n "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

/* ------------------------------------------------------------------- world */

/* Conditions on the backing tables: the rows that the actor may see. */
struct actor {
    const char *name;
    const char *id;    /* as a literal */
    const char *enter; /* makes them act. For nobody: usher_lockdown() */
    const char *leave; /* done to the store behind their back, "" for nothing */
    const char *users;
    const char *private; /* of those users: whose private columns */
    const char *home;    /* of those users: whose role and author */
    const char *accounts;
    const char *memberships;
    const char *roles;
    const char *invites;
    const char *settings;
    const char *audit;
    const char *changes; /* of those entries: whose before and after */
};

extern const struct actor actors[];
extern const int actor_count;

extern const char *const tables[]; /* NULL at the end */

/* The store that all begin with, system acting; to be closed by the caller. */
sqlite3 *world_open(const char *file);
/* The same rows again, for the system. */
sqlite3 *copy_open(sqlite3 *from);
/* A copy of `master` in which what is hidden from the actor has other values. */
sqlite3 *variant_open(sqlite3 *master, const struct actor *actor, int variant);
/* Let the actor act. */
void actor_enter(sqlite3 *db, const struct actor *actor);
/* Counts the hidden values that are still in the backing tables. */
sqlite3_stmt *hidden_values(sqlite3 *db);

_Noreturn void give_up(sqlite3 *db, const char *what);
void must(sqlite3 *db, const char *sql);
/* The first column of the first row, NULL if there is none. To be freed. */
char *ask(sqlite3 *db, const char *sql);

/* ------------------------------------------------------------------ shapes */

enum {
    WRITES = 1, /* look at the table afterwards, and whether hidden values are still there */
    ALONE = 2,  /* in no transaction; the stores are made anew */
    BLIND = 4,  /* who may update, may overwrite what they do not see */
    TAKES = 8,  /* gives what is unique: that it is taken shows */
};

struct shape {
    const char *name;
    const char *sql;
    int flags;
};

extern const struct shape shapes[];
extern const int shape_count;

/* -------------------------------------------------------------------- fill */

/*
** What stands for what in a template:
**   {t} the table    {c} a column          {w} a column that can be written
**   {k} the value of that column in a hidden row, or any other; a literal
**   {u} the first column of a hidden row   {r} its rowid    {me} the actor's id
*/
struct blanks {
    const char *table;
    const char *column;
    const char *guess;
    const char *key;
    const char *rowid;
    const char *me;
};

char *fill(const char *sql, const struct blanks *blanks);
int has_blank(const char *sql, const char *blank);
/* A value that the system sees in the column and the actor does not. To be freed. */
char *hidden_value(sqlite3 *system, sqlite3 *db, const char *table, const char *column);

/* --------------------------------------------------------------------- run */

extern struct tally {
    int passed;
    int failed;
    int taken; /* of those that passed: a hidden row showed by having the same id or name */
} tally;

/* Count a check; what failed is printed. */
void check(int good, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct twins {
    const struct actor *actor;
    sqlite3 *fresh[2]; /* for the system, and unchanged */
    sqlite3 *db[2];    /* for the actor */
    sqlite3_stmt *hidden[2];
    int count[2]; /* of hidden values at the beginning */
    int updates;  /* may the actor update others? */
};

void twins_open(struct twins *twins, sqlite3 *master, const struct actor *actor);
void twins_close(struct twins *twins);
void try_shape(struct twins *twins, const struct shape *shape, const struct blanks *blanks);

void play_games(sqlite3 *master);
void try_to_climb(sqlite3 *master);

#endif
