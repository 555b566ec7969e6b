/*
** What is kept of the files of users: a randomised test.
**
**   main.c    the cast, the steps, the report
**   steps.c   one random step: files, channels, memberships, users, transactions
**   check.c   after it: kept = storage_refresh() = counted anew in plain SQL
*/
#ifndef STORAGE_TEST_H
#define STORAGE_TEST_H

#include <sqlite3.h>

#define USERS 8
#define CHANNELS_MOST 12

#define ACCOUNT "0a000000-0000-7000-8000-00000000000a"
#define ELSEWHERE "0b000000-0000-7000-8000-00000000000b"

extern sqlite3 *db;

/* The same numbers on every machine, from the seed: 0 to below `most`. */
unsigned random_below(unsigned most);

/* The id of a user of the cast, of a channel. */
const char *user_id(int number, char id[37]);
const char *channel_id(int number, char id[37]);

/* Run it; SQLITE_OK, or what it failed with. */
int attempt(const char *sql);
/* It must not fail. */
void must(const char *sql);
sqlite3_int64 number_of(const char *sql);

/* ----------------------------------------------------------------- steps.c */

/* One step, which may fail: *sql is what was run, sqlite3_malloc()ed. */
const char *step(char **sql, int *result);

/* ----------------------------------------------------------------- check.c */

/* A text that differs where files or what is kept of them do; sqlite3_malloc()ed. */
char *fingerprint(void);
/* Do all three counts agree for each user? Says what does not. */
int agree(void);

#endif
