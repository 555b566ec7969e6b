/*
** Checks of what is set on the connection and on the file: SQLite's pragmas, of which most last as
** long as the connection does.
*/
#include "domain/care/care.h"

#include <string.h>

/* --------------------------------------------------------------------- pragmas */

static const struct {
    const char *name;
    int unwise; /* its value */
    enum care_severity severity;
    const char *better;
    const char *message;
} pragmas[] = {
    {"trusted_schema", 1, CARE_NOTE, "OFF",
     "views, triggers and CHECKs of a file from elsewhere may call the application's functions"},
    {"writable_schema", 1, CARE_WARNING, "OFF", "a slip of the pen can destroy the whole file"},
    {"ignore_check_constraints", 1, CARE_WARNING, "OFF",
     "what is written now may be what no rule has looked at"},
    {"read_uncommitted", 1, CARE_WARNING, "OFF",
     "in shared cache mode rights are read from what another connection may take back"},
    {"synchronous", 0, CARE_WARNING, "FULL",
     "a power failure may damage the file, or lose what was acknowledged"},
    {"secure_delete", 0, CARE_NOTE, "ON",
     "what is deleted (old hashes, sealed tokens) stays in free pages until they are used again"},
    {"cell_size_check", 0, CARE_NOTE, "ON",
     "damage is noticed later than it could be, where the file may come from elsewhere"},
};

/* The pragma's value as text in the query, which is to be closed; SQLITE_ROW, as SQLite has each of them. */
static int read_pragma(struct care *care, struct usher_query *query, const char *name) {
    char *sql = sqlite3_mprintf("PRAGMA main.%s", name);
    int rc = sql ? care_open(care, query, sql, 0) : usher_pass(care->usher, SQLITE_NOMEM);
    sqlite3_free(sql);
    return rc == SQLITE_OK ? usher_step(query) : rc;
}

/* In a cluster it is the nodes' own log that lasts; the database is in their memory. */
static int matters(const struct care *care, const char *name) {
    return strcmp(name, "synchronous") != 0 || !usher_in_cluster(care->usher);
}

/* Each PRAGMA that is read below has a row. */
int care_pragmas(struct care *care) {
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof(pragmas) / sizeof(*pragmas) && rc == SQLITE_OK; i++) {
        struct usher_query query = {care->usher, NULL, 1};
        rc = read_pragma(care, &query, pragmas[i].name);
        int unwise =
            rc == SQLITE_ROW && sqlite3_column_int(query.statement, 0) == pragmas[i].unwise;
        usher_close(&query);
        rc = rc == SQLITE_ROW || USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK : rc;
        if (unwise && matters(care, pragmas[i].name)) {
            care->severity = pragmas[i].severity;
            rc = care_mend(
                care, pragmas[i].name,
                sqlite3_mprintf("PRAGMA main.%s = %s", pragmas[i].name, pragmas[i].better), "%s",
                pragmas[i].message);
        }
    }
    return rc;
}

/* --------------------------------------------------------------------- journal */

static const struct {
    const char *mode;
    enum care_severity severity;
    const char *message;
} journals[] = {
    {"off", CARE_ERROR, "nothing can be taken back: a rule that fails leaves its half behind"},
    {"memory", CARE_WARNING, "a process that dies while it writes damages the file"},
    {"delete", CARE_NOTE, "readers and the writer wait for each other; with WAL they do not"},
    {"truncate", CARE_NOTE, "readers and the writer wait for each other; with WAL they do not"},
    {"persist", CARE_NOTE, "readers and the writer wait for each other; with WAL they do not"},
};

/* Of a database in memory there is nothing to be said. */
int care_journal(struct care *care) {
    struct usher_query query = {care->usher, NULL, 1};
    const char *file = sqlite3_db_filename(care->usher->db, "main");
    if (USHER_NEVER(!file) || !*file) { /* "" so far; SQLite's manual would allow NULL */
        return SQLITE_OK;
    }
    int rc = read_pragma(care, &query, "journal_mode");
    for (size_t i = 0; i < sizeof(journals) / sizeof(*journals) && rc == SQLITE_ROW; i++) {
        if (strcmp(care_text(&query, 0), journals[i].mode) == 0) {
            care->severity = journals[i].severity;
            rc =
                care_mend(care, journals[i].mode, sqlite3_mprintf("PRAGMA main.journal_mode = WAL"),
                          "%s", journals[i].message);
        }
    }
    usher_close(&query);
    return rc == SQLITE_ROW || USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK : rc;
}

/* ---------------------------------------------------------------- foreign keys */

/* usher keeps its own references by itself: it matters to tables of the application. */
int care_foreign_keys(struct care *care) {
    struct usher_query query = {care->usher, NULL, 1};
    int rc = read_pragma(care, &query, "foreign_keys");
    int off = rc == SQLITE_ROW && sqlite3_column_int(query.statement, 0) == 0;
    usher_close(&query);
    if (rc != SQLITE_ROW || !off) {
        return rc == SQLITE_ROW || USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK : rc;
    }
    rc = care_open(care, &query, usher_sql_text[USHER_SQL_doctor_referring], 1);
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = care_mend(care, care_text(&query, 0), sqlite3_mprintf("PRAGMA foreign_keys = ON"),
                       "it refers to %s, and on this connection nobody sees to that",
                       care_text(&query, 1));
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
