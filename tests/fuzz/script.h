/*
** script.c: what is asked of a damaged store.
*/
#ifndef USHER_FUZZ_SCRIPT_H
#define USHER_FUZZ_SCRIPT_H

#include "fuzz.h"

/* A store with something in every table. */
void script_store(struct fuzz_store *store);

/*
** Ask everything of every table, function and API, reading and then writing, on a new connection:
** the answers, one a line, to be freed. What is no answer must be an error, not a defect; none may
** take for ever. `from` is which question comes first, since a first one may hide what the next meets.
*/
char *script_run(const struct fuzz_store *store, int from);

/* A hash of all rows and of the schema as SQLite alone reads them; 0 if it finds any damage. */
uint64_t script_contents(const struct fuzz_store *store);

#endif
