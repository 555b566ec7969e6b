/*
** secrets.c: what an actor may not see, marked so that it can be told.
*/
#ifndef USHER_FUZZ_SECRETS_H
#define USHER_FUZZ_SECRETS_H

#include "fuzz.h"

enum { SEEKERS = 8, SECRETS = 16, MARK_TEXT = 64 };
enum {
    SECRET_TEXT,
    SECRET_ID,
    SECRET_OTHER_ID
}; /* marks in the tables; others are nowhere in clear */

struct seeker {
    const char *name;
    char *enter; /* SQL by which they come to act, before the lock */
    struct fuzz_store store;
};

void seekers_make(struct seeker *all);

/* The i-th mark, in lower case; NULL after the last. */
const char *secret_mark(int i);

#endif
