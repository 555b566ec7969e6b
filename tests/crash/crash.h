/*
** What was acknowledged stays, what was not is there whole or not at all: after the power failed,
** and after a process was killed.
**
**   disk.c      a disk in memory, a VFS on it, and a log of what was done to it
**   power.c     what such a disk may hold after the power failed at some point of its log
**   steps.c     one random statement: every table, most functions
**   run.c       a database, and a random mix of such statements and of transactions on it
**   examine.c   a database is opened again: what is on it, is it sound, does it work
**   loss.c      runs x points of their logs x fates of what was not synced
**   kill.c      writers that are killed at random moments, and a reader beside them
**   writer.c    what these processes do
**   checks.c    what must hold of every store
**   main.c      the tests, and the report
**
** A run is made once, and its log kept. The disk after a failure of power is put together from
** the log: whatever was not synced is kept, lost, torn, or comes before what was written earlier.
** After each acknowledged change a hash over all rows was noted: what is found afterwards must be
** the last one that was acknowledged, or the one after it. Where nothing is synced this must fail,
** or the test sees nothing; so it is the control.
*/
#ifndef CRASH_H
#define CRASH_H

#include <sqlite3.h>
#include <stdint.h>

/* ------------------------------------------------------------------- dice */

struct dice {
    uint64_t state;
};

unsigned dice_below(struct dice *dice, unsigned most); /* 0 to below `most` */
int dice_chance(struct dice *dice, unsigned percent);
void *must_have(void *memory); /* or the program ends */

/* ------------------------------------------------------------------- disk */

enum op_kind {
    OP_WRITE,
    OP_TRUNCATE,
    OP_SYNC,      /* what was done to the file before is there for good */
    OP_CREATE,    /* of a name */
    OP_DELETE,    /* of a name */
    OP_DIRECTORY, /* names created and deleted before are so for good */
};

struct op {
    enum op_kind kind;
    int file;
    sqlite3_int64 offset; /* of a write; the size after a truncate */
    int size;
    unsigned char *data;
};

/* One life of a name. */
struct stored {
    char *name; /* NULL: temporary, of which no log is kept */
    unsigned char *data;
    sqlite3_int64 size;
    sqlite3_int64 capacity;
    unsigned char *base; /* what was there when the log began */
    sqlite3_int64 base_size;
    int based;  /* the name was there, too */
    int linked; /* the name is there now */
    int fresh;  /* syncing it makes its name durable as well, as SQLite's VFS for Unix has it */
    unsigned char **memory; /* shared, of the WAL's index */
    int regions;
};

struct disk {
    int sector;    /* bytes */
    int powersafe; /* a write that fails harms no byte beside those written */
    int lazy;      /* names created and deleted may be so later than the call says */
    int lies;      /* says that it has synced */
    struct stored *stored;
    int files;
    struct op *op;
    int ops;
};

/* The disk that the VFS is about. */
extern struct disk *disk_current;
/* With what it held at the end, as if that had always been there. */
struct disk *disk_copy(const struct disk *disk);
struct disk *disk_new(void);
void disk_add(struct disk *disk, const char *name, const unsigned char *data, sqlite3_int64 size);
void disk_free(struct disk *disk);
/* Makes it, and a clock and randomness that are the same every time, the ones in use. */
void disk_start(void);
void disk_stop(void);
/* Time and randomness begin anew. */
void disk_seed(uint64_t seed);

/* ------------------------------------------------------------------ power */

struct platter;

/* What is durable after the first `op` steps of a log, and what is not; `op` only grows. */
struct platter *platter_new(const struct disk *disk);
void platter_advance(struct platter *platter, int op);
void platter_free(struct platter *platter);

struct fates {
    sqlite3_int64 kept, dropped, torn, garbage, reordered;
    sqlite3_int64 revived, vanished; /* names: a deletion, a creation was lost */
};

extern struct fates fates;

/* The disk after the power failed here. */
struct disk *platter_fail(const struct platter *platter, uint64_t seed, int *revived);

/* ------------------------------------------------------------------ steps */

/* What earlier runs did is forgotten. */
void step_begin(void);
/* A random statement, sqlite3_malloc()ed; its kind goes to *kind. */
char *step_write(sqlite3 *db, struct dice *dice, int *kind);
void step_count(int kind, int rc);
/* Prints what was done; the number of kinds that never were. */
int step_report(void);

/* -------------------------------------------------------------------- run */

enum origin { STORE, EMPTY, OLD }; /* a store, an empty file, a store of an older version */
enum promise {
    DURABLE, /* what was acknowledged is there */
    WHOLE,   /* or something older, as a whole */
    CONTROL, /* the promise of DURABLE, which must be broken */
};

struct setting {
    const char *name;
    const char *journal;
    const char *synchronous;
    int sector;
    int powersafe;
    int lazy;
    int page_size;
    int cache; /* pages */
    enum origin origin;
    enum promise promise;
    int lies;  /* the disk does */
    int split; /* what should be a transaction is none */
    /*
    ** Nothing is taken back within a transaction; otherwise, with a WAL, no page is spilled.
    ** SQLite (3.40.1) loses a commit with both: see loss.c.
    */
    int straight;
};

/* Acknowledged after `op` steps of the log. */
struct mark {
    int op;
    uint64_t state;
    int works; /* there is a store to work with */
};

struct run {
    const struct setting *setting;
    struct disk *disk;
    struct mark *mark;
    int marks;
    int spills;
};

struct run *run_make(const struct setting *setting, uint64_t seed, int units);
void run_free(struct run *run);

/* ---------------------------------------------------------------- examine */

struct finding {
    uint64_t state;
    int works;
    int ops; /* of the log, once it was opened and looked at */
    char trouble[300];
};

#define DATABASE "/store.db"

/* A connection to DATABASE of the current disk, with usher. */
sqlite3 *examine_open(void);
/* A hash over the schema and all rows; 0 if they cannot be read: the error goes to `trouble`. */
uint64_t examine_state(sqlite3 *db, char trouble[300]);
int examine_works(sqlite3 *db);
/* Opens the database of a disk, looks at everything, goes on working, and closes it. */
void examine(struct disk *disk, struct finding *finding);

/* ----------------------------------------------------------------- checks */

/* integrity_check and foreign_key_check: NULL, or what is wrong. */
const char *check_sound(sqlite3 *db);
/* What usher promises of every store: NULL, or what is wrong. */
const char *check_store(sqlite3 *db);

/* ------------------------------------------------------------------ tests */

struct tally {
    int passed;
    int failed;
};

extern struct tally tally;
extern int all;   /* CRASH=all */
extern int brief; /* BRIEF */

/* Says so, and counts it. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void must(sqlite3 *db, const char *sql);

void test_loss(uint64_t seed);
void test_kill(uint64_t seed, const char *program);
/* The process that test_kill() starts. */
int writer_main(int argc, char **argv);

#endif
