/*
** script.c: what is asked of a damaged store.
*/
#ifndef USHER_FUZZ_SCRIPT_H
#define USHER_FUZZ_SCRIPT_H

#include "fuzz.h"

/* A store with something in every table. */
void script_store(struct fuzz_store *store);

enum { SCRIPT_ALL = 1000 };

/*
** So many questions, from this one on, on a new connection: to every table, function and API, each
** taken back. The answers, "\nnumber: answer" each, to be freed. What is no answer must be an error,
** not a defect; none may take for ever.
*/
char *script_run(const struct fuzz_store *store, int from, int count);

/* A hash of all rows and of the schema as SQLite alone reads them; 0 if it finds any damage. */
uint64_t script_contents(const struct fuzz_store *store);

#endif
