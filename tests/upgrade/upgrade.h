/*
** Stores that earlier versions of usher left (tests/fixtures/store_vN.sql) are upgraded: whole, with all
** that is in them, or not at all.
*/
#ifndef UPGRADE_H
#define UPGRADE_H

#include "usher.h"

#include <sqlite3.h>

/* ------------------------------------------------------------------ main.c */

extern const char *upgrade_name; /* of what is being tested, for messages */
extern int upgrade_version;      /* of the fixture */

/* Counts, and says what is wrong. */
void expect(int good, const char *what, const char *found);
/* The first column of the first row, "NULL", or the error; in static memory until the next but two. */
const char *ask(sqlite3 *db, const char *sql);
long ask_number(sqlite3 *db, const char *sql);
void must(sqlite3 *db, const char *sql);
/* A connection with usher loaded to this file (NULL: in memory). */
sqlite3 *open_store(const char *file);
/* The same to a new store of the fixture. */
sqlite3 *open_fixture(const char *file);
/* All of the database: its schema and each row of each table, as text. sqlite3_free() it. */
char *dump(sqlite3 *db);
/* usher_init() of the old store, as the newest version answers it. */
int upgrade(sqlite3 *db);

/* ---------------------------------------------------------------- contents.c */

/* What was in the fixture is there, and rules work on it. */
void check_contents(sqlite3 *db);
/* Schema and seeds are those of a new store. */
void check_schema(sqlite3 *db);

/* ------------------------------------------------------------------ faults.c */

/* The upgrade fails at so many places, by each means: the old store is there as it was. */
void check_faults(int places);
/* Before the first connection. */
void faults_start(void);

#endif
