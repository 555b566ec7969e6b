/*
** Does usher leave its host alone? One run of generated SQL with it, one without,
** compared statement by statement; and the process before and after.
**
**     main.c       the runs, and the count
**     generate.c   statements out of a grammar and a seed
**     run.c        one run: what the host sees of each statement, as text
**     hooks.c      everything that a host can hook in, hooked in
**     process.c    what a process has that a library could change
**     story.c      what usher does meanwhile
*/
#ifndef HOST_H
#define HOST_H

#define SQLITE_ENABLE_PREUPDATE_HOOK /* the declarations; whether it is there, see hooks.c */
#include <sqlite3.h>
#include <stdint.h>

/* ------------------------------------------------------------------- generate.c */

/* The next of the series that belongs to a seed; to be freed with sqlite3_free(). */
char *generate(uint64_t *state);

/* What each run starts with, in one of several shapes. */
const char *generate_schema(uint64_t *state);

/* ------------------------------------------------------------------------ run.c */

enum manner {
    BARE,  /* a database without a store */
    IDLE,  /* with a store, of which nothing is used */
    AWAKE, /* its tables and functions are read now and then */
    MANNERS,
};

struct run {
    uint64_t seed;
    enum manner manner;
    int loaded;     /* with usher */
    int statements; /* how many to run */
    int done;       /* that came to an end without error */
    char **seen;    /* what the host saw of each, and last of the end */
    char **sql;
};

/* Runs `run->statements` statements on the file, which is there or is made. */
void run_all(struct run *run, const char *file);
void run_free(struct run *run);

/* ---------------------------------------------------------------------- hooks.c */

struct hooks {
    sqlite3_str *log; /* NULL: what happens is not the host's doing */
    int progress;
    int busy;
};

void hooks_set(struct hooks *hooks, sqlite3 *db);
/* Says of each hook that can be asked whether it is still the host's; removes it. */
void hooks_ask(struct hooks *hooks, sqlite3 *db);

/* -------------------------------------------------------------------- process.c */

/* Everything at once, a line each, as text; to be freed with sqlite3_free(). */
char *process_state(void);
/* How often a variable of the environment was asked for, and which last; not those of SQLite. */
int process_asked(const char **name);
/* Sends what is written to stdout and stderr aside, and tells how much it was. */
void process_mute(void);
long process_unmute(void);
/* Bytes that are allocated, where the system can tell; else 0. */
long process_memory(void);

/* ---------------------------------------------------------------------- story.c */

/* Opens, loads, does something of everything and closes; NULL, or what did not go as it should. */
const char *story_tell(const char *file);
/* Loads usher. */
int story_load(sqlite3 *db);
/* A store on which a run can work, without the extension if need be. */
const char *story_store(const char *file);

/* ----------------------------------------------------------------------- main.c */

void give_up(sqlite3 *db, const char *what);

#endif
