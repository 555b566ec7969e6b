/*
** All or nothing, proven by failing.
**
**   kinds.c     the statements: every table and function, one row and several
**   statement.c puts a statement together
**   template.c  the database that they work on
**   faults.c    what goes wrong: triggers, authorizer, interrupt, memory, disk
**   vfs.c       a disk that fails
**   state.c     the database before and after, as two hashes
**   engine.c    one case: run a statement into a fault, compare, try again
**   main.c      kinds x conflict clauses x surroundings x faults
**
** A case passes if the database is what it was, or what the statement makes of
** it as a whole; if the transaction around it lives on as it would for a plain
** table; if the error names its code; and if the same statement works once the
** fault is gone.
*/
#ifndef ATOMICITY_H
#define ATOMICITY_H

#include <sqlite3.h>
#include <stdint.h>

/* ------------------------------------------------------------------ kinds */

enum {
    EACH = 1,       /* a function called for each row: every call stands for itself */
    BARE = 2,       /* on a database without a store */
    ALONE = 4,      /* refused inside a transaction */
    SOLO = 8,       /* refused while another statement is running */
    KEYED = 16,     /* the connection has the master key */
    FIRST_KEY = 32, /* the store has none yet */
    SIGNED_IN = 64, /* the owner acts, by a session */
    COUNTED = 128,  /* is a guess, and counted as one if it fails */
    OPTIONAL = 256, /* it works without what it writes */
    NO_WORK = 512,  /* a ROLLBACK leaves the connection a key that is wrong for other work */
};

/* Of 'the password of olga', at a cost that takes no time. */
#define PHC                                                                                        \
    "'$argon2id$v=19$m=8,t=1,p=1$5wQUiVeuZ4FKZmQaMpRUnA$"                                          \
    "miM4Ot6BCZ/cVQzhCDKO8D26lAsvBn20SJSyhgO0x8c'"
#define MASTER_KEY "'the master key of the template 1'"
#define API_KEY "'usk_readerreaderreaderreaderreaderreaderreaderr2L7MD7'"

#define MAX_ROWS 3
#define MAX_BREACHES 3

/* What usher refuses: a row that is put last, or alone if the kind has `lone` rows. */
struct breach {
    const char *row;
    const char *code;
};

/* A statement is: head with its `%s` replaced by a conflict clause, rows, tail. */
struct kind {
    const char *name;
    const char *head; /* without `%s`: takes no conflict clause */
    const char *row[MAX_ROWS];
    const char *glue; /* between rows; NULL: one row a statement */
    const char *tail;
    unsigned flags;
    struct breach breach[MAX_BREACHES];
};

extern const struct kind kinds[];
extern const int kind_count;

/* Identifiers, a digit each; a token, by its first letter. */
#define ACCOUNT(n) "'00000000-0000-7000-8000-00000000a00" n "'"
#define USER(n) "'00000000-0000-7000-8000-00000000b00" n "'"
#define INVITE(n) "'00000000-0000-7000-8000-00000000c00" n "'"
#define ROLE(n) "'00000000-0000-7000-8000-00000000d00" n "'"
#define SESSION(n) "'00000000-0000-7000-8000-00000000e00" n "'"
#define KEY(n) "'00000000-0000-7000-8000-00000000f00" n "'"
#define MEMBER(n) "'00000000-0000-7000-8000-00000000d00" n "'"
#define TEAM(n) "'00000000-0000-7000-8000-00000000e00" n "'"
#define FILE_ID(n) "'00000000-0000-7000-8000-00000000f10" n "'"
#define CHANNEL(n) "'00000000-0000-7000-8000-00000000f20" n "'"
#define CHECKSUM(n) "'0000000000000000000000000000000" n "'"
#define NOTE(n) "'00000000-0000-7000-8000-00000001000" n "'"
#define TOKEN(c) "'" c "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

/* SQL that fills the database on which the kinds work; up to the first NULL without a store. */
extern const char *const template_sql[];

int kind_rows(const struct kind *kind);
/* The statement with the rows of `mask`, and `breach` last (may be NULL). */
void kind_sql(char *sql, int size, const struct kind *kind, const char *clause, unsigned mask,
              const char *breach);

/* ----------------------------------------------------------------- faults */

enum fault_mechanism {
    FAULT_NONE,
    FAULT_TRIGGER,   /* RAISE in a trigger on a backing table */
    FAULT_AUTHORIZE, /* an inner statement is not authorized */
    FAULT_INTERRUPT,
    FAULT_MEMORY,
    FAULT_DISK
};

struct fault {
    const char *name;
    enum fault_mechanism mechanism;
    int value;        /* TRIGGER: 1 ABORT, 2 FAIL, 3 ROLLBACK; DISK: the result; INTERRUPT: 1 all */
    int temporary;    /* TRIGGER: in temp */
    int persistent;   /* fails from the k-th time on, not just once */
    int result;       /* primary result code that the statement must give */
    const char *code; /* and the code in its message */
};

#define MAX_FAULTS 16

extern const struct fault faults[];
extern const int fault_count;

void faults_start(void); /* before SQLite is initialised */
void fault_function(sqlite3 *db);
void fault_triggers(sqlite3 *db, int temporary); /* on every backing table that is written */
/* Fail at the k-th opportunity from now on (0: only count). */
void fault_arm(sqlite3 *db, const struct fault *fault, int k);
/* Returns the number of opportunities there were. */
int fault_disarm(sqlite3 *db, const struct fault *fault);

/* vfs.c: the k-th write, truncate or sync gives `result`. */
#define FAILING_VFS "failing"
void vfs_start(void);
void vfs_arm(int k, int persistent, int result);
int vfs_disarm(void);

/* ------------------------------------------------------------------ state */

struct state {
    uint64_t exact;
    uint64_t shape;     /* identifiers, times and hashes do not count */
    uint64_t uncounted; /* guesses do not count */
};

void state_start(void); /* builds the templates */
struct state state_of(sqlite3 *db);
void state_forget(sqlite3 *db); /* before it is closed */
/* What PRAGMA integrity_check and foreign_key_check complain about, "" if nothing. */
const char *state_damage(sqlite3 *db);
/* A connection to a fresh copy of the template. */
sqlite3 *state_open(const struct kind *kind, const struct fault *fault, const char *journal);
/* Let the kind's actor act. */
void state_enter(sqlite3 *db, const struct kind *kind);
void must(sqlite3 *db, const char *sql);

/* ----------------------------------------------------------------- engine */

struct surroundings {
    const char *name;
    const char *begin;   /* "" in autocommit */
    const char *earlier; /* work that must survive; only with a store */
    const char *finish;  /* after success, half of the time; else ROLLBACK */
    const char *journal; /* NULL: in memory */
    int reader;          /* a SELECT on users stands half-way */
};

struct combination {
    const struct kind *kind;
    const char *clause;
    const struct surroundings *surroundings;
    const struct fault *fault;
    int warm; /* the statement ran once before on this connection */
};

/* What the statement leads to when nothing goes wrong. */
struct state state_with(const struct combination *what, unsigned mask);
#define ALL_ROWS ((1u << MAX_ROWS) - 1)

/* Run it without a fault: the state that must come of it. */
int try_calm(const struct combination *combination, struct state *full);
int count_opportunities(const struct combination *combination);
/* Fail at `quota` of the opportunities (0: at all). */
void try_faults(const struct combination *combination, struct state full, int opportunities,
                int quota, unsigned seed);
/* The breaches of the kind: rules that fail in the last row. */
void try_breaches(const struct combination *combination);

struct tally {
    int passed;
    int failed;
    int lost[6];  /* by mechanism: the whole transaction was taken back, by SQLite */
    int absorbed; /* a fault that SQLite could do without */
};

extern struct tally tally;

#endif
