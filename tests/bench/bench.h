/*
** make bench: what usher costs, against the plain backing table and against the same rules by hand.
**
** Three contestants run the same operations on one store: `plain` has the backing table and the
** statement written by hand, without any rule; `hand` has usher's rules as CHECKs, triggers and
** views in SQL (hand_*.sql says which); `usher` is usher.
**
**   main.c               options, sizes
**   operations.c         what is measured, and the bars; operations_*.c: SQL for each contestant
**   contestant.c         an operation's statements, prepared, bound and stepped
**   compare.c            do they do the same?
**   values.c             what their parameters stand for
**   measure.c            rounds, medians; instructions
**   meter.c              processor time, or instructions by callgrind
**   report.c             the tables
**   memory.c             what a connection holds
**   store.c              a database with many users; fill.c, inbox.c, files.c: what is in it;
**                        samples.c: whom the operations are about
**   hand.c               the rules by hand: hand_user.sql, hand_rules.sql, hand_session.sql
**   functions.c          what a program would compute without usher, as SQL functions
**
** instructions.sh counts instructions instead of time.
*/
#ifndef USHER_BENCH_H
#define USHER_BENCH_H

#include <sqlite3.h>

#define BENCH_ACCOUNTS 5
#define BENCH_FRESH 4096   /* users that are not there yet: an upper limit to writes at a time */
#define BENCH_PEOPLE 20000 /* users that are looked up, at most */
#define BENCH_FILES 10000  /* of the ordinary user */
#define BENCH_LOCALES 12
#define BENCH_PEERS 1000
#define BENCH_KEYS 100                                 /* users who have an API key and a session */
#define BENCH_PASSWORD "the password of the benchmark" /* of the first of them */
#define BENCH_NOTIFICATIONS 1000000                    /* at most; ten for each user */

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
    char hash[33]; /* what stands for a file's checksum */
    char options[208];
};

/* What somebody signs in with. */
struct bench_key {
    char user_id[37];
    char key[54];
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

enum bench_side { BENCH_PLAIN, BENCH_HAND, BENCH_USHER, BENCH_SIDES };

extern const char *const bench_side_names[BENCH_SIDES];

enum bench_kind {
    BENCH_READ,    /* run the statements; all contestants must give the same rows */
    BENCH_OWN,     /* the same, where an ordinary user acts, who sees one row */
    BENCH_SIGN_IN, /* the same, and somebody acts afterwards */
    BENCH_WRITE,   /* the same, in a transaction that is rolled back */
    BENCH_PREPARE, /* prepare the statement, and no more */
};

struct bench_operation {
    const char *name; /* for --only */
    const char *title;
    enum bench_kind kind;
    int repeat;                   /* how often it runs while instructions are counted */
    const char *sql[BENCH_SIDES]; /* NULL: that contestant does not take part */
    const char *before;           /* of a write: run for each turn beforehand, not measured */
    /*
    ** Of a write: what must be so afterwards for all, and for those who have the rules. Of the tables
    ** of `hand`, usher_ stands for hand_.
    */
    const char *state;
    const char *rules;
};

/* What is asked of usher ÷ plain and usher ÷ hand. 0: nothing. */
struct bench_bar {
    const char *name;
    double instructions[2];
    double time[2];
    int per_row; /* instructions of usher a user, instead of usher ÷ plain */
};

/* The `i`th operation, or NULL. */
const struct bench_operation *bench_operation(int i);
const struct bench_operation *bench_operation_find(const char *name);
/* Without bars: all 0. */
const struct bench_bar *bench_bar(const struct bench_operation *operation);

/* ------------------------------------------------------------ contestants */

#define BENCH_STATEMENTS 24
#define BENCH_SLOTS 64

/* One parameter of a statement: which value, of the user how far from the present one. */
struct bench_slot {
    int value;
    int offset;
};

struct bench_script {
    int statements;
    sqlite3_stmt *statement[BENCH_STATEMENTS];
    int slots[BENCH_STATEMENTS];
    struct bench_slot slot[BENCH_STATEMENTS][BENCH_SLOTS];
};

struct bench_contestant {
    const struct bench *bench;
    const struct bench_operation *operation;
    enum bench_side side;
    const char *sql; /* NULL: does not take part */
    struct bench_script before;
    struct bench_script script;
};

void bench_script_open(struct bench_script *script, const struct bench *bench, const char *sql);
void bench_script_close(struct bench_script *script);
void bench_script_bind(const struct bench_script *script, const struct bench *bench, int i,
                       int turn);
void bench_script_run(const struct bench_script *script, const struct bench *bench, int turn);

void bench_contestant_open(struct bench_contestant *contestant, const struct bench *bench,
                           const struct bench_operation *operation, enum bench_side side);
void bench_contestant_close(struct bench_contestant *contestant);
/* The operation, `repeat` times, each time for another user. Returns what the meter says. */
double bench_contestant_run(struct bench_contestant *contestant, int repeat);

/* Comparing contestants that do not do the same would be no use: leave, if they do not. */
void bench_compare(struct bench_contestant *contestants);

/* ------------------------------------------------------------------ meter */

/* From now on instructions are counted, by callgrind, whose dumps are `path`.1 and so on. */
void bench_meter_count(const char *path);
int bench_meter_counts(void);
void bench_meter_start(void);
double bench_meter_stop(void); /* seconds of processor time, or instructions */

/* ----------------------------------------------------------------- values */

/* The value that the parameter `name` (":id", ":id07") stands for. */
struct bench_slot bench_value_find(const char *name);
const char *bench_value(const struct bench *bench, struct bench_slot slot, int turn);

/* ------------------------------------------------------------------ store */

extern const char *const bench_locales[BENCH_LOCALES];

/*
** Open the database `path`, or "" for one in a temporary folder that goes with
** it. It is made if it is not there. Where `undo_memory`, what takes a statement back is kept in
** memory, however much it is.
*/
void bench_store_open(struct bench *bench, const char *path, int users, int undo_memory);
void bench_store_close(struct bench *bench);
/* Another connection to the database, with usher; without. */
sqlite3 *bench_connect(void);
sqlite3 *bench_connect_plain(void);

void bench_fill(const struct bench *bench); /* fill.c: a store that is new */
void bench_fill_inbox(const struct bench *bench);
void bench_fill_files(const struct bench *bench); /* once the people are known */
void bench_hand_fill(const struct bench *bench);
/* What the contestants want of any store, each time that it is opened. */
void bench_inbox_open(struct bench *bench);
void bench_hand_open(const struct bench *bench);
void bench_functions_open(const struct bench *bench);
void bench_samples_take(struct bench *bench);
/* NULL: the system. For both that have rules. */
void bench_act_as(const struct bench *bench, const char *user_id);

void bench_execute(sqlite3 *db, const char *sql);
/* The same, of a format of sqlite3_mprintf(). */
void bench_execute_format(sqlite3 *db, const char *format, ...);
sqlite3_stmt *bench_prepare(sqlite3 *db, const char *sql);
sqlite3_int64 bench_integer(sqlite3 *db, const char *sql);
/* Say what went wrong and leave, if anything did. */
void bench_check(sqlite3 *db, int ok, const char *what);

/* Values that are the same every time: splitmix64, and UUIDs of it. */
unsigned long long bench_random(unsigned long long *state);
int bench_random_below(unsigned long long *state, int limit);
void bench_random_uuid(unsigned long long *state, sqlite3_int64 milliseconds, char uuid[37]);
/* The name and the time of the `number`th user to be. */
#define BENCH_FIRST_MS 1577836800000 /* 2020-01-01 */
#define BENCH_SPREAD_MS 157680000000 /* five years */
extern const char *const bench_first_names[16];
extern const char *const bench_last_names[16];

/* ---------------------------------------------------------------- measure */

struct bench_options {
    const char *only; /* name of an operation; NULL: all */
    const char *path;
    const char *count; /* where callgrind dumps; NULL: time is measured */
    const char *sizes;
    int side;   /* run this one only, without measuring; -1: measure all */
    int repeat; /* 0: as often as it takes to be measured */
    int rounds;
    int skip_columns;
    int undo_memory;
    int memory;
};

/* Of one operation; seconds, or instructions, of one run. */
struct bench_result {
    double value[BENCH_SIDES]; /* medians; 0: did not take part */
    double ratio[2];           /* usher ÷ plain, usher ÷ hand: medians of the rounds' */
    double low, high;          /* half of the rounds had usher ÷ plain in there */
};

void bench_measure(const struct bench *bench, const struct bench_options *options,
                   const struct bench_operation *operation, struct bench_result *result);

/* ----------------------------------------------------------------- report */

void bench_report_head(const struct bench *bench, const struct bench_options *options);
void bench_report(const struct bench *bench, const struct bench_operation *operation,
                  const struct bench_result *result);
void bench_report_foot(void);

/* How usher ÷ plain goes with the number of users. */
#define BENCH_SIZES 8
void bench_report_growth(const int *sizes, int count, const struct bench_options *options,
                         struct bench_result (*results)[BENCH_SIZES]);

void bench_memory(const struct bench *bench);

#endif
