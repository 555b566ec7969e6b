/*
** What the unit tests of whole connections share: open, load, ask, and say what
** the answer must be.
*/
#ifndef SESSION_UNIT_H
#define SESSION_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "usher.h"

#define ACCOUNT "'00000000-0000-7000-8000-00000000a001'"
#define ANN "'00000000-0000-7000-8000-00000000b001'"
#define BOB "'00000000-0000-7000-8000-00000000b002'"
#define INVITE "'00000000-0000-7000-8000-00000000c001'"
#define TOKEN(letter) "'" letter "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

/* A store with an owner, a user, an open invite, and direct creation. */
#define STORE                                                                                      \
    "SELECT usher_init(json_object('account_id', " ACCOUNT "));"                                   \
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 1);"     \
    "SELECT invite_create('ann@a.org', 'owner', json_object('token', " TOKEN(                      \
        "B") "));"                                                                                 \
             "SELECT invite_accept(" TOKEN(                                                        \
                 "B") ", json_object('id', " ANN "));"                                             \
                      "SELECT invite_create('bob@a.org', 'user', json_object('token', " TOKEN(     \
                          "C") "));"                                                               \
                               "SELECT invite_accept(" TOKEN(                                      \
                                   "C") ", json_object('id', " BOB "));"                           \
                                        "SELECT invite_create('cat@a.org', 'user', "               \
                                        "json_object('id', " INVITE ", 'token', " TOKEN("D") "))"

static sqlite3 *db; /* the connection under test */

static inline void load(sqlite3 *connection) {
    char *error = NULL;
    int rc = sqlite3_usher_init(connection, &error, NULL);
    if (rc != SQLITE_OK || error) {
        fail_msg("sqlite3_usher_init gives %d: %s", rc, error ? error : "");
    }
}

static inline void must_on(sqlite3 *connection, const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(connection, sql, NULL, NULL, &error) != SQLITE_OK) {
        fail_msg("%s: %s", sql, error);
    }
}

static inline void must(const char *sql) {
    must_on(db, sql);
}

/* The first column of the first row, in static memory; "NULL", "" without a row; or the error. */
static inline const char *ask_on(sqlite3 *connection, const char *sql) {
    static char answers[4][4000]; /* so that two can be compared */
    static int next;
    char *answer = answers[next++ % 4];
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(connection, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(statement);
    }
    const char *text = rc == SQLITE_ROW    ? (const char *)sqlite3_column_text(statement, 0)
                       : rc == SQLITE_DONE ? ""
                                           : sqlite3_errmsg(connection);
    sqlite3_snprintf(4000, answer, "%s", text ? text : "NULL");
    while (rc == SQLITE_ROW) {
        rc = sqlite3_step(statement);
    }
    if (rc != SQLITE_DONE) {
        sqlite3_snprintf(4000, answer, "%s", sqlite3_errmsg(connection));
    }
    sqlite3_finalize(statement);
    return answer;
}

static inline const char *ask(const char *sql) {
    return ask_on(db, sql);
}

static inline void says_on(sqlite3 *connection, const char *sql, const char *expected) {
    const char *answer = ask_on(connection, sql);
    if (strcmp(answer, expected) != 0) {
        fail_msg("%s\n  says \"%s\"\n  must say \"%s\"", sql, answer, expected);
    }
}

static inline void says(const char *sql, const char *expected) {
    says_on(db, sql, expected);
}

/* The statement fails with this code, in its message and in usher_error(), whole. */
static inline void refused_on(sqlite3 *connection, const char *sql, const char *code) {
    char prefix[60];
    snprintf(prefix, sizeof(prefix), "usher: %s: ", code);
    const char *answer = ask_on(connection, sql);
    if (strncmp(answer, prefix, strlen(prefix)) != 0) {
        fail_msg("%s\n  says \"%s\"\n  must be %s", sql, answer, code);
    }
    says_on(connection, "SELECT usher_error() ->> 'code'", code);
    says_on(connection,
            "SELECT group_concat(type) FROM (SELECT key || ' ' || type AS type "
            "FROM json_each(usher_error()))",
            ask_on(connection, "SELECT CASE WHEN usher_error() ->> 'field' IS NULL THEN "
                               "'code text,status integer,message text,field null' ELSE "
                               "'code text,status integer,message text,field text' END"));
}

static inline void refused(const char *sql, const char *code) {
    refused_on(db, sql, code);
}

/* ------------------------------------------------------------------ database */

static inline const char *scratch_path(void) {
    static char path[300];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof(path), "%s/usher-unit-%ld.db", folder ? folder : "/tmp", (long)getpid());
    return path;
}

static inline void remove_scratch(void) {
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    char path[320];
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof(path), "%s%s", scratch_path(), endings[i]);
        unlink(path);
    }
}

static inline sqlite3 *open_scratch(int flags) {
    sqlite3 *connection;
    assert_int_equal(sqlite3_open_v2(scratch_path(), &connection, flags, NULL), SQLITE_OK);
    load(connection);
    return connection;
}

#define WRITABLE (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)

static inline int open_bare(void **state) {
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    load(db);
    return 0;
}

static inline int open_store(void **state) {
    open_bare(state);
    must(STORE);
    return 0;
}

static inline int open_file(void **state) {
    (void)state;
    remove_scratch();
    db = open_scratch(WRITABLE);
    must(STORE);
    return 0;
}

/* Whatever a test did, sqlite3_close() has nothing to object to, and no memory is kept. */
static inline int close_db(void **state) {
    (void)state;
    int rc = sqlite3_close(db);
    if (rc != SQLITE_OK) {
        print_error("sqlite3_close() gives %d\n", rc);
        sqlite3_close_v2(db);
    }
    remove_scratch();
    sqlite3_int64 kept = sqlite3_memory_used();
    if (kept != 0) {
        print_error("%d bytes of memory are kept\n", (int)kept);
    }
    return rc == SQLITE_OK && kept == 0 ? 0 : -1;
}

#endif
