/*
** SQLite's interface, through the loadable-extension table or, when usher is
** compiled into a program with -DSQLITE_CORE, directly.
*/
#ifndef USHER_SQLITE_H
#define USHER_SQLITE_H

#ifdef SQLITE_CORE
#include <sqlite3.h>
#else
#include <sqlite3ext.h>
extern const sqlite3_api_routines *sqlite3_api;
#endif

#endif
