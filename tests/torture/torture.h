/*
** One story into every fault.
**
**   story.sql   the story: steps that reach every table, function and operation of api()
**   story.c     reads it
**   reach.c     proves that it reaches them
**   memory.c    memory that runs out: SQLite's, the JSON library's, malloc() under libsodium
**   disk.c      a disk in memory that fails, with a clock that stands still
**   contents.c  what its files hold
**   stop.c      interrupts
**   paths.c     on which paths through usher they strike
**   chance.c    randomness that is the same each time, and passwords at a cost that takes no time
**   state.c     what is in the database, as a number
**   trial.c     a step into a fault: what came of it, and what comes of it the next time
**   main.c      steps x faults, and the figures
**
** A trial runs one step on a fresh copy of the database as it is when the step's turn comes, on
** a connection of its own, and fails the k-th allocation, operation of the disk or statement. It
** passes if the step then gives the answer that it gives in peace, or an error that says what went
** wrong and nothing but the state before; if on the same connection it then gives the answer
** that it gives in peace; if the file is sound; if the connection closes and leaves no memory.
*/
#ifndef TORTURE_H
#define TORTURE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------------ story */

enum {
    APART = 1,     /* the story goes on as if it had not happened */
    KEYED = 2,     /* the connection has the master key */
    LOAD = 4,      /* the extension is loaded within the fault */
    CLOSE = 8,     /* the statements run in peace, and the connection is closed within the fault */
    LOCKED = 16,   /* the connection may not read the backing tables any more */
    COUNTED = 32,  /* a guess, which counts even if it fails */
    OPTIONAL = 64, /* notes by the way that somebody came: it works without */
    DAMAGED = 128  /* the file is not sound before it, either */
};

struct step {
    char *name;
    unsigned flags;
    char *before; /* run in peace on the connection; "" if there is nothing */
    char *sql;
};

struct story {
    struct step *step;
    int count;
};

/* Exits if it cannot be read. */
struct story story_read(const char *path);

/* ----------------------------------------------------------------- memory */

/* Before SQLite is initialised. */
void memory_start(void);
/* Fail at the k-th allocation from now on (0: only count); and from there on, if persistent. */
void memory_arm(int k, int persistent);
/* How many there were. */
int memory_disarm(void);
/* Bytes of SQLite and blocks of the JSON library that are in use. */
sqlite3_int64 memory_used(void);
/* The test's own allocations do not take part. */
void memory_pause(void);
void memory_resume(void);

/* ------------------------------------------------------------------- disk */

#define STORE "/story.db"
/* As a UUID of the clock's one moment begins. */
#define NOW_MS ((sqlite3_int64)1893456000000) /* 2030-01-01 */

struct image {
    unsigned char *bytes;
    size_t size;
};

void disk_start(void);
/* Nothing is there but STORE, with this content, in this journal mode. */
void disk_restore(const struct image *image, int wal);
/* Does STORE hold just this, and nothing is left to be rolled back or taken over? */
int disk_is(const struct image *image);
/* What STORE holds, to be freed. */
struct image disk_image(void);
/* Fail the k-th operation: with SQLITE_FULL those that may need room, else all, by their own codes. */
void disk_arm(int k, int persistent, int full);
int disk_disarm(void);

/* ------------------------------------------------------------------- stop */

enum stop_how {
    STOP_INTERRUPT,  /* sqlite3_interrupt() as the k-th statement begins */
    STOP_ONCE,       /* the progress handler stops the k-th statement... */
    STOP_PERSISTENT, /* ...and whatever follows */
    STOP_OPCODE      /* ...at the k-th operation of them all */
};

void stop_arm(sqlite3 *db, int k, enum stop_how how);
int stop_disarm(sqlite3 *db);

/* ------------------------------------------------------------------ paths */

void paths_start(void);
/* Between these, each opportunity leaves a mark: by which path it was reached. */
void paths_record(void);
void paths_mark(void);
void paths_stop(void);
/* The path of the k-th of them, of which each fault has its own. */
uint64_t paths_name(int fault, int k);
/* Is there more to be learnt on it? */
int paths_is_open(uint64_t name);
void paths_tell(uint64_t name, int refused);
/* How many were asked for. */
int paths_count(void);

/* ----------------------------------------------------------------- chance */

void chance_start(void);
/* From here on the numbers are those of this seed. */
void chance_seed(uint64_t seed);
/* SQL may ask for totp(url), the code of a second factor. */
void chance_function(sqlite3 *db);

/* ------------------------------------------------------------------ state */

uint64_t mix(uint64_t hash, const void *data, size_t size);
/* Text without the identifiers that the clock's moment made. */
uint64_t mix_text(uint64_t hash, const char *text, size_t size);
/* A value of the row, text as UTF-8; what that takes of memory does not count. */
const char *bytes_of(sqlite3_stmt *row, int column);
/*
** All tables of STORE as this connection sees them, or one of its own (NULL). If `damage` is given,
** it is what PRAGMA integrity_check and foreign_key_check complain about, or NULL.
*/
struct state {
    uint64_t exact[2]; /* every value; [1]: but for the count of guesses */
    uint64_t alike[2]; /* BLOBs, which are hashes or sealed, do not count */
};

struct state state_of(sqlite3 *db, const char **damage);

/* ------------------------------------------------------------------ trial */

enum kind { MEMORY, DISK, STOP, KINDS };

struct fault {
    const char *name;
    enum kind kind;
    int persistent;
    int detail; /* DISK: 1 full; STOP: how */
    int wal;    /* -1: as the scene says */
};

extern const struct fault faults[];
extern const int fault_count;

struct outcome {
    int rc;
    uint64_t answer;
    char message[200];
};

struct tally {
    int tried[KINDS];
    int absorbed[KINDS];
    int refused[KINDS]; /* an error, and nothing done */
    int passed;
    int failed;
};

struct calm {
    uint64_t answer;
    struct state before;
    struct state after;
};

/* An empty database, to be freed. */
struct image trial_begin(const char *encoding);
sqlite3 *trial_open(const struct step *step, int load);
struct outcome trial_run(sqlite3 *db, const char *sql);
/* The step without a fault; exits if it fails. Leaves STORE as it is then. */
struct calm trial_calm(const struct step *step, const struct image *image);
/* A step, and where it begins and ends. */
struct scene {
    const struct step *step;
    const struct image *image;
    const struct calm *calm;
    int wal; /* for faults that strike in either journal mode */
};

/* Returns how many opportunities there are; paths.c knows on which path each is. */
int trial_count(const struct scene *scene, const struct fault *fault);
/* Returns whether the fault struck. */
int trial_fault(const struct scene *scene, const struct fault *fault, int k, struct tally *tally);

/* ------------------------------------------------------------------ reach */

/* Note what this step reaches. */
void reach_note(const struct step *step, const struct image *image);
/* Print what was never reached; returns how many. */
int reach_check(const struct image *image, int *passed);

#endif
