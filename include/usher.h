/*
** usher: user accounts inside SQLite. The public header.
**
** usher is a loadable extension: most people never include this file, they say
**
**     .load dist/usher              -- sqlite3 shell
**     SELECT load_extension('usher');
**
** Include it to link usher into a program (compile the sources with
** -DSQLITE_CORE, then call sqlite3_usher_init on a connection, or register it
** once with sqlite3_auto_extension), or to get at version and error codes.
*/
#ifndef USHER_H
#define USHER_H

#include <sqlite3.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The one place where the version stands. */
#define USHER_VERSION "0.1.0"

/* The oldest SQLite that usher runs on; checked when the library is loaded. */
#define USHER_SQLITE_FLOOR 3038000

/*
** Every error is `usher: CODE: message`. A row is
**   X(symbol, CODE as text, SQLite result code, HTTP status, meaning)
** The result code is what sqlite3_step() returns; the HTTP status is what
** usher_error() reports, and what a web server would answer.
*/
#define USHER_ERRORS(X)                                                                            \
    X(NOT_INITIALIZED, "not_initialized", SQLITE_ERROR, 503, "the store was not set up yet")       \
    X(INVALID, "invalid", SQLITE_CONSTRAINT, 422, "a value is malformed or not allowed here")      \
    X(MISSING, "missing", SQLITE_CONSTRAINT, 422, "a required value was not given")                \
    X(CONFLICT, "conflict", SQLITE_CONSTRAINT, 409, "the value is taken, or the state forbids it") \
    X(NOT_FOUND, "not_found", SQLITE_ERROR, 404, "there is no such row, or it may not be seen")    \
    X(FORBIDDEN, "forbidden", SQLITE_AUTH, 403, "the actor lacks the permission")                  \
    X(UNAUTHENTICATED, "unauthenticated", SQLITE_AUTH, 401, "nobody is acting, or not validly")    \
    X(EXPIRED, "expired", SQLITE_ERROR, 410, "the token or invite has run out")                    \
    X(REVOKED, "revoked", SQLITE_ERROR, 410, "the token or invite was withdrawn")                  \
    X(QUOTA_EXCEEDED, "quota_exceeded", SQLITE_CONSTRAINT, 412, "the storage quota is used up")    \
    X(RATE_LIMITED, "rate_limited", SQLITE_ERROR, 429, "too many attempts; try again later")       \
    X(LAST_OWNER, "last_owner", SQLITE_CONSTRAINT, 409, "the account would lose its last owner")   \
    X(UNSUPPORTED, "unsupported", SQLITE_ERROR, 405, "this cannot be done this way")               \
    X(CORRUPT, "corrupt", SQLITE_CORRUPT_VTAB, 500, "the store is damaged or was altered")         \
    X(INTERNAL, "internal", SQLITE_ERROR, 500, "a defect in usher itself")

enum usher_code {
    USHER_OK = 0,
#define X(symbol, code, result, status, meaning) USHER_##symbol,
    USHER_ERRORS(X)
#undef X
        USHER_CODES
};

/*
** The entry point. Registers tables and functions on `db`; runs no SQL and
** writes nothing. Calling it twice on one connection changes nothing.
** `error` receives a message (free it with sqlite3_free) on failure; `api` is
** what SQLite passes to a loadable extension, NULL when linked statically.
*/
struct sqlite3_api_routines;
int sqlite3_usher_init(sqlite3 *db, char **error, const struct sqlite3_api_routines *api);

/*
** The same, and every connection that the process opens later has usher from the start. Returns
** SQLITE_OK_LOAD_PERMANENTLY where it succeeds. The entry point of the file `usherauto`.
*/
int sqlite3_usherauto_init(sqlite3 *db, char **error, const struct sqlite3_api_routines *api);

#ifdef __cplusplus
}
#endif
#endif
