/*
** What the files about the store's upkeep know of each other.
**
**   prune.c      usher_prune(): what is over goes
**   doctor.c     usher_doctor(): the list of checks, run one by one
**   findings.c   what a finding is, and how checks in SQL give theirs
**   integrity.c  checks of the file, of references and of the schema
**   settings.c   checks of the connection's own settings (pragmas)
**   tracked.c    checks of counts, of the application's tables, of what stands in lockdown's way
*/
#ifndef USHER_CARE_H
#define USHER_CARE_H

#include "domain/domain.h"

/* -------------------------------------------------------------------- prune.c */

/* How many rows usher_prune(`before`) would take something of, at the time `now`. */
int usher_prune_count(struct usher *usher, const char *before, const char *now,
                      sqlite3_int64 *count);

#endif
