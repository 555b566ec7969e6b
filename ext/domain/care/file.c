/*
** Checks of the file: what SQLite itself finds wrong with it, and rows that name others which are
** not there, in tables of usher's, or in the application's by a foreign key to one of usher's.
*/
#include "domain/care/care.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ integrity */

/* The index that SQLite complains about: "row 1 missing from index x"; NULL: of another thing. */
static const char *index_in(const char *complaint) {
    static const char *const about[] = {"missing from index ", "# of entries in index ",
                                        "non-unique entry in index "};
    for (size_t i = 0; i < sizeof(about) / sizeof(*about); i++) {
        const char *found = strstr(complaint, about[i]);
        if (found) {
            return found + strlen(about[i]);
        }
    }
    return NULL;
}

/* A disk that fails passes by, and says nothing of the file: SQLite's result code, 0 if it is not that. */
static int disk_error(const char *complaint) {
    static const char page[] = "unable to get the page. error code=";
    const char *found = strstr(complaint, page);
    int code = found ? (int)strtol(found + strlen(page), NULL, 10) : 0;
    return (code & 0xFF) == SQLITE_IOERR ? code : 0;
}

static int take_complaint(struct care *care, const char *complaint, struct usher_names *seen) {
    const char *index = index_in(complaint);
    if (disk_error(complaint)) {
        return usher_pass(care->usher, disk_error(complaint));
    }
    if (!index) {
        return care_find(care, NULL, NULL,
                         "%s: take the newest backup that is whole, or what the shell's .recover "
                         "finds",
                         complaint);
    }
    if (usher_names_have(seen, index)) {
        return SQLITE_OK; /* once, however many rows */
    }
    if (usher_names_add(seen, index) != SQLITE_OK) {
        return usher_pass(care->usher, SQLITE_NOMEM);
    }
    return care_mend(care, index, sqlite3_mprintf("REINDEX main.\"%w\"", index), "%s", complaint);
}

int care_integrity(struct care *care) {
    struct usher_query query;
    struct usher_names seen = {0, 0, NULL};
    int rc = care_open(care, &query, "PRAGMA main.integrity_check", 0);
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        const char *said = care_text(&query, 0);
        rc = strcmp(said, "ok") == 0 ? SQLITE_OK : take_complaint(care, said, &seen);
    }
    usher_close(&query);
    usher_names_clear(&seen);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* ----------------------------------------------------------------- references */

/* Rows of one table that name by one key what is not there. */
struct dangling {
    char table[200];
    char parent[200];
    int key;
    sqlite3_int64 rows;
};

static int is_ours(const char *name) {
    return sqlite3_strnicmp(name, "usher_", 6) == 0;
}

/* A reference that may be empty is emptied, else the row goes. NULL if the key has more columns. */
static int write_remedy(struct care *care, const struct dangling *what, char **remedy) {
    struct usher_query query;
    *remedy = NULL;
    int rc = care_open(care, &query, usher_sql_text[USHER_SQL_doctor_foreign_key], 1);
    if (rc == SQLITE_OK) {
        rc = sqlite3_bind_text(query.statement, 1, what->table, -1, SQLITE_STATIC);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_bind_int(query.statement, 2, what->key);
    }
    rc = rc == SQLITE_OK ? usher_step(&query) : usher_pass(care->usher, rc);
    if (rc == SQLITE_ROW) {
        const char *from = care_text(&query, 0);
        char *where = sqlite3_mprintf(
            "\"%w\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.\"%w\" AS parent "
            "WHERE parent.\"%w\" = main.\"%w\".\"%w\")",
            from, what->parent, care_text(&query, 1), what->table, from);
        *remedy = !where ? NULL
                  : sqlite3_column_int(query.statement, 2)
                      ? sqlite3_mprintf("DELETE FROM main.\"%w\" WHERE %s", what->table, where)
                      : sqlite3_mprintf("UPDATE main.\"%w\" SET \"%w\" = NULL WHERE %s",
                                        what->table, from, where);
        sqlite3_free(where);
        rc = *remedy ? SQLITE_OK : usher_pass(care->usher, SQLITE_NOMEM);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int report(struct care *care, const struct dangling *what) {
    char *remedy;
    int rc = what->rows > 0 ? write_remedy(care, what, &remedy) : SQLITE_OK;
    return rc == SQLITE_OK && what->rows > 0
               ? care_find(
                     care, what->table, remedy,
                     "%lld of its rows name one of %s that is not there: what a backup has of "
                     "those, take back first",
                     what->rows, what->parent)
               : rc;
}

/* SQLite gives them table by table and key by key. */
static int take_row(struct care *care, const struct usher_query *query, struct dangling *what) {
    const char *table = care_text(query, 0);
    const char *parent = care_text(query, 2);
    int key = sqlite3_column_int(query->statement, 3);
    int rc = SQLITE_OK;
    if (!is_ours(table) && !is_ours(parent)) {
        return SQLITE_OK;
    }
    if (strcmp(table, what->table) != 0 || key != what->key) {
        rc = report(care, what);
        *what = (struct dangling){.key = key};
        sqlite3_snprintf(sizeof(what->table), what->table, "%s", table);
        sqlite3_snprintf(sizeof(what->parent), what->parent, "%s", parent);
    }
    what->rows++;
    return rc;
}

int care_references(struct care *care) {
    struct usher_query query;
    struct dangling what = {.key = -1};
    int rc = care_open(care, &query, "PRAGMA main.foreign_key_check", 0);
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = take_row(care, &query, &what);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? report(care, &what) : rc;
}
