/*
** make bench: what usher costs, against the plain backing table.
**
**   main.c        options; measure, or run one contestant for a profiler
**   operations.c  what is measured: SQL for each contestant, one row an operation
**   contestant.c  an operation's statements, prepared, bound and stepped
**   values.c      what their parameters stand for
**   store.c       a database with many users
**   inbox.c       what they are notified of
**   files.c       and files
**   measure.c     rounds, medians, the table
**
** instructions.sh counts instructions instead of time.
*/
#ifndef USHER_BENCH_H
#define USHER_BENCH_H

#include <sqlite3.h>

#define BENCH_ACCOUNTS 5
#define BENCH_TASKS 1000   /* rows of the application's table */
#define BENCH_FRESH 4096   /* users that are not there yet: an upper limit to writes at a time */
#define BENCH_PEOPLE 20000 /* users that are looked up, at most */
#define BENCH_FILES 10000  /* of the ordinary user */
#define BENCH_LOCALES 12
#define BENCH_PEERS 1000
#define BENCH_KEYS 100                                 /* users who have an API key and a session */
#define BENCH_PASSWORD "the password of the benchmark" /* of the first of them */

/* A user of the database. */
struct bench_person {
    char id[37];
    char email[64];
    char created_at[25];
};

/* Somebody whom the owner of the first account sees. */
struct bench_peer {
    char id[37];
};

/* A user to be. */
struct bench_fresh {
    char id[37];
    char membership[37];
    char invite[37];
    char email[64];
    char name[64];
    char token[44];
    char hash[33]; /* what a contestant without usher stores in place of the token's hash */
    char options[160];
};

/* What somebody signs in with. */
struct bench_key {
    char user_id[37];
    char key[54];
    char hash[33]; /* under which the plain table has the key */
    char jwt[1000];
};

struct bench {
    sqlite3 *db;
    int reads_columns; /* of the rows that it gets */
    int users;
    int people; /* how many of them are in `person`, in random order */
    struct bench_person *person;
    char me[37];    /* an ordinary user... */
    char note[24];  /* ...and a row of theirs in the application's guarded table */
    char crowd[37]; /* an account of everybody */
    struct bench_fresh *fresh;
    struct bench_key *key;
    struct bench_peer peer[BENCH_PEERS];
    char owner[64]; /* an API key of the first account's owner */
    char account[BENCH_ACCOUNTS][37];
};

/* ------------------------------------------------------------- operations */

enum bench_side { BENCH_PLAIN, BENCH_USHER, BENCH_SIDES };

enum bench_kind {
    BENCH_READ,    /* run the statements; both contestants must give the same rows */
    BENCH_OWN,     /* the same, where usher answers an ordinary user, who sees one row */
    BENCH_SIGN_IN, /* the same, and somebody acts afterwards */
    BENCH_WRITE,   /* the same, in a transaction that is rolled back */
    BENCH_PREPARE, /* prepare the statement, and no more */
};

struct bench_operation {
    const char *name; /* for --only */
    const char *title;
    enum bench_kind kind;
    int repeat; /* how often instructions.sh runs it */
    const char *sql[BENCH_SIDES];
};

extern const struct bench_operation bench_operations[];
extern const int bench_operation_count;

/* ------------------------------------------------------------ contestants */

#define BENCH_STATEMENTS 10
#define BENCH_SLOTS 64

/* One parameter of a statement: which value, of the user how far from the present one. */
struct bench_slot {
    int value;
    int offset;
};

struct bench_contestant {
    const struct bench *bench;
    const struct bench_operation *operation;
    const char *sql;
    int statements;
    sqlite3_stmt *statement[BENCH_STATEMENTS];
    int slots[BENCH_STATEMENTS];
    struct bench_slot slot[BENCH_STATEMENTS][BENCH_SLOTS];
};

void bench_contestant_open(struct bench_contestant *contestant, const struct bench *bench,
                           const struct bench_operation *operation, enum bench_side side);
void bench_contestant_close(struct bench_contestant *contestant);
/* The operation, `repeat` times, each time for another user. Returns seconds of processor time. */
double bench_contestant_run(struct bench_contestant *contestant, int repeat);
/* Rows that the operation gives for the `turn`th user, in whatever order, as one number. */
unsigned long long bench_contestant_digest(struct bench_contestant *contestant, int turn);

/* ----------------------------------------------------------------- values */

/* The value that the parameter `name` (":id", ":id07") stands for. */
struct bench_slot bench_value_find(const char *name);
const char *bench_value(const struct bench *bench, struct bench_slot slot, int turn);

/* ------------------------------------------------------------------ store */

extern const char *const bench_locales[BENCH_LOCALES];

/*
** Open the database `path`, or "" for one in a temporary folder that goes with
** the program. It is made if it is not there.
*/
void bench_store_open(struct bench *bench, const char *path, int users);
void bench_store_close(struct bench *bench);
/* What inbox.c adds to a new store; and what it wants of any, once the ordinary user is known. */
void bench_inbox_fill(sqlite3 *db);
void bench_inbox_open(struct bench *bench);
/* files.c: part of that; the people are known, of whom the first gets them. */
void bench_fill_files(const struct bench *bench);
void bench_execute(sqlite3 *db, const char *sql);
sqlite3_int64 bench_integer(sqlite3 *db, const char *sql);
/* Say what went wrong and leave, if anything did. */
void bench_check(sqlite3 *db, int ok, const char *what);

/* ---------------------------------------------------------------- measure */

struct bench_options {
    const char *only; /* name of an operation; NULL: all */
    const char *path;
    int users;
    int side;   /* run this one only, without measuring; -1: measure both */
    int repeat; /* 0: as often as it takes to be measured */
    int rounds;
    int skip_columns;
};

void bench_measure(const struct bench *bench, const struct bench_options *options);

#endif
