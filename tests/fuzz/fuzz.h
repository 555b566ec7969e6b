/*
** make fuzz: what nobody would think of, thrown at everything that takes bytes from outside.
**
**   main.c       without a fuzzer: inputs made from the corpus, for `make test`
**   mutate.c     how one input is made from others
**   target.c     the targets by name; what must hold after each, whatever it is
**   store.c      stores as bytes, connections to them
**
** and the targets, a file each:
**
**   sql.c        arbitrary SQL on a locked-down connection, for secrets that must not show
**   secrets.c    the store for it: random marks in all that the actor may not see
**   api.c        requests to api()
**   tokens.c     every function that takes a token or a code: nothing forged is accepted
**   forge.c      tokens that are changed or made up
**   settings.c   settings, their patches, definitions and schemas
**   image.c      pictures
**   plan.c       combinations of constraints, and plans that no planner made
**   damage.c     a store with bytes changed; each byte of a sample; each column of each table
**   script.c     what is asked of a damaged store
**
** tests/fuzz/corpus/NAME holds what each begins with, and what once was found. With clang's
** libFuzzer (LIBFUZZER is defined then) --target=NAME chooses one.
*/
#ifndef USHER_FUZZ_H
#define USHER_FUZZ_H

#include "base/sqlite.h"

#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------------ target.c */

struct fuzz_target {
    const char *name;
    void (*run)(const uint8_t *data, size_t size);
    void (*close)(void);        /* all that is open */
    int every;                  /* runs after which it is closed, so that what was lost shows */
    long sample;                /* runs of `make test` */
    const char *(*words)(void); /* what the mutator likes to put in, each with a newline; or NULL */
};

extern const struct fuzz_target fuzz_sql, fuzz_api, fuzz_tokens, fuzz_settings, fuzz_image,
    fuzz_plan, fuzz_damage;
extern const struct fuzz_target *const fuzz_targets[]; /* NULL after the last */

const struct fuzz_target *fuzz_find(const char *name);
/* One input; aborts when something does not hold. */
void fuzz_run(const struct fuzz_target *target, const uint8_t *data, size_t size)
    __attribute__((nonnull(1)));
/* Close everything; what SQLite gave must have come back. */
void fuzz_close(const struct fuzz_target *target);
/* Something does not hold: say what, and abort. */
_Noreturn void fuzz_found(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The clock of all stores stands still, so that tokens and codes stay as they are. */
void fuzz_start(void);

/* ------------------------------------------------------------------ mutate.c */

void fuzz_seed(uint64_t seed);
size_t fuzz_below(size_t limit);
/* Change `text`; pieces of `other` and of `words` (may be NULL) are put in. Returns the new length. */
size_t fuzz_mutate(char *text, size_t length, size_t room, const char *other, size_t other_length,
                   const char *words);

/* ------------------------------------------------------------------- store.c */

#define FUZZ_KEY "the master key of whoever tries everything"

struct fuzz_store {
    unsigned char *bytes;
    sqlite3_int64 size;
};

/* These statements on an empty store. Not freed: it is what each connection begins with. */
void fuzz_store_make(struct fuzz_store *store, const char *const *setup);
void fuzz_store_keep(struct fuzz_store *store, sqlite3 *db);
/* A connection to a copy of it; with usher, but for the plain one. */
sqlite3 *fuzz_open(const struct fuzz_store *store);
sqlite3 *fuzz_open_plain(const struct fuzz_store *store);
/* NULL as well; everything must have been finalised. */
void fuzz_close_store(sqlite3 **db);

sqlite3_stmt *fuzz_prepare(sqlite3 *db, const char *sql);
void fuzz_must(sqlite3 *db, const char *sql);
/* The first column of the first row; "" where there is none, NULL for NULL. To be freed. */
char *fuzz_ask(sqlite3 *db, const char *sql);
/* Structure, references, and who acts. */
void fuzz_must_be_whole(sqlite3 *db);
/* Does usher's last error say this? */
int fuzz_error_is(sqlite3 *db, const char *code);

/* A line of the input, without its end; `text` moves behind it. */
const char *fuzz_line(const char **text, const char *end, int *length);

/* ------------------------------------------------------------------ damage.c */

/* Of `make test`: single bytes, and values that columns cannot have. How many were tried. */
long fuzz_flips(long count);
long fuzz_edits(int all);

#endif
