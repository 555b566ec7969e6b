/*
** A database is opened again: what is on it, is it sound, does it work?
*/
#include "crash.h"

#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFSET 14695981039346656037u /* after FNV-1a */
#define PRIME 1099511628211u

sqlite3 *examine_open(void) {
    sqlite3 *db = NULL;
    char *error = NULL;
    sqlite3_open_v2(DATABASE, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        fprintf(stderr, "sqlite3_usher_init: %s\n", error);
        exit(2);
    }
    must(db, "PRAGMA foreign_keys = ON");
    return db;
}

/* ----------------------------------------------------------------- the hash */

static uint64_t mix(uint64_t hash, const unsigned char *data, int size) {
    for (; size >= 8; data += 8, size -= 8) {
        uint64_t word;
        memcpy(&word, data, 8);
        hash = (hash ^ word) * PRIME;
        hash ^= hash >> 29;
    }
    for (; size > 0; data++, size--) {
        hash = (hash ^ *data) * PRIME;
    }
    return hash ^ hash >> 29;
}

/* What a query gives, up to its end or an error. */
static int mix_rows(sqlite3 *db, const char *sql, uint64_t *hash) {
    sqlite3_stmt *row = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(row)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            unsigned char type = (unsigned char)sqlite3_column_type(row, i);
            const unsigned char *data = sqlite3_column_blob(row, i);
            *hash = mix(mix(*hash, &type, 1), data, data ? sqlite3_column_bytes(row, i) : 0);
        }
        *hash = mix(*hash, (const unsigned char *)"\n", 1);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(row);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

uint64_t examine_state(sqlite3 *db, char trouble[300]) {
    uint64_t hash = OFFSET;
    sqlite3_stmt *tables = NULL;
    int rc = mix_rows(db, "SELECT type, name, sql FROM sqlite_schema ORDER BY name", &hash);
    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v2(db,
                                "SELECT printf('SELECT * FROM main.\"%w\"', name) FROM "
                                "sqlite_schema WHERE type = 'table' AND name NOT GLOB "
                                "'sqlite*' ORDER BY name",
                                -1, &tables, NULL);
    }
    while (rc == SQLITE_OK && (rc = sqlite3_step(tables)) == SQLITE_ROW) {
        rc = mix_rows(db, (const char *)sqlite3_column_text(tables, 0), &hash);
    }
    sqlite3_snprintf(300, trouble, "%s", rc == SQLITE_DONE ? "" : sqlite3_errmsg(db));
    sqlite3_finalize(tables);
    return rc == SQLITE_DONE ? hash : 0;
}

int examine_works(sqlite3 *db) {
    return sqlite3_exec(db, "SELECT count(*) FROM users", NULL, NULL, NULL) == SQLITE_OK;
}

/* -------------------------------------------------------------------- after it */

static void complain(struct finding *finding, const char *what, const char *which) {
    if (which && !finding->trouble[0]) {
        sqlite3_snprintf(sizeof(finding->trouble), finding->trouble, "%s: %s", what, which);
    }
}

/* The store is made if there is none, brought up to date if it is old; then somebody is invited. */
static void go_on(sqlite3 *db, struct finding *finding) {
    static const char sql[] =
        "SELECT usher_init();"
        "INSERT INTO usher (call, args) SELECT 'invite_create', json_array('late@a.org', 'user', "
        "json_object('account_id', id)) FROM usher_account ORDER BY number LIMIT 1;"
        "BEGIN;"
        "INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'app.late', '1' "
        "FROM usher_account;"
        "COMMIT";
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        complain(finding, "it works no more", sqlite3_errmsg(db));
    } else if (!examine_works(db)) {
        complain(finding, "it cannot be read any more", sqlite3_errmsg(db));
    }
}

void examine(struct disk *disk, struct finding *finding) {
    char trouble[300];
    disk_current = disk;
    sqlite3 *db = examine_open();
    memset(finding, 0, sizeof(*finding));
    finding->state = examine_state(db, trouble);
    finding->ops = disk->ops;
    if (finding->state) {
        finding->works = examine_works(db);
        complain(finding, "the database", check_sound(db));
        if (finding->works) {
            complain(finding, "the store", check_store(db));
        }
    } else {
        complain(finding, "the database", trouble);
    }
    if (!finding->trouble[0]) {
        go_on(db, finding);
    }
    if (!finding->trouble[0]) {
        complain(finding, "after another change", check_sound(db));
    }
    if (sqlite3_close(db) != SQLITE_OK) {
        complain(finding, "close", sqlite3_errmsg(db));
    }
}
