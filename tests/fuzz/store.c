/*
** Stores are bytes, and a connection begins with a copy of them: a new one takes a millisecond.
*/
#include "fuzz.h"

#include "usher.h"

#include <string.h>

static void load(sqlite3 *db) {
    char *error = NULL;
    if (sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        fuzz_found("load: %s", error ? error : "");
    }
}

void fuzz_must(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fuzz_found("%s: %s", sql, sqlite3_errmsg(db));
    }
}

sqlite3_stmt *fuzz_prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        fuzz_found("%s: %s", sql, sqlite3_errmsg(db));
    }
    return statement;
}

char *fuzz_ask(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = fuzz_prepare(db, sql);
    char *answer = NULL;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        answer = text ? sqlite3_mprintf("%s", text) : NULL;
    } else {
        answer = sqlite3_mprintf("");
    }
    if (sqlite3_finalize(statement) != SQLITE_OK) {
        fuzz_found("%s: %s", sql, sqlite3_errmsg(db));
    }
    return answer;
}

int fuzz_error_is(sqlite3 *db, const char *code) {
    char *said = fuzz_ask(db, "SELECT usher_error() ->> 'code'");
    int same = said && strcmp(said, code) == 0;
    sqlite3_free(said);
    return same;
}

void fuzz_must_be_whole(sqlite3 *db) {
    char *wrong =
        fuzz_ask(db, "SELECT (SELECT integrity_check FROM pragma_integrity_check) <> 'ok' OR "
                     "(SELECT count(*) FROM pragma_foreign_key_check) OR actor() <> 'system'");
    if (!wrong || strcmp(wrong, "0") != 0) {
        fuzz_found("the store is not whole");
    }
    sqlite3_free(wrong);
}

/* ----------------------------------------------------------------------- bytes */

void fuzz_store_keep(struct fuzz_store *store, sqlite3 *db) {
    store->bytes = sqlite3_serialize(db, "main", &store->size, 0);
    if (!store->bytes) {
        fuzz_found("serialize");
    }
}

void fuzz_store_make(struct fuzz_store *store, const char *const *setup) {
    sqlite3 *db = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) {
        fuzz_found("open");
    }
    load(db);
    for (int i = 0; setup[i]; i++) {
        fuzz_must(db, setup[i]);
    }
    fuzz_store_keep(store, db);
    fuzz_close_store(&db);
}

sqlite3 *fuzz_open_plain(const struct fuzz_store *store) {
    sqlite3 *db = NULL;
    unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)store->size);
    if (!copy || sqlite3_open(":memory:", &db) != SQLITE_OK) {
        fuzz_found("open");
    }
    memcpy(copy, store->bytes, (size_t)store->size);
    if (sqlite3_deserialize(db, "main", copy, store->size, store->size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) !=
        SQLITE_OK) {
        fuzz_found("deserialize");
    }
    return db;
}

sqlite3 *fuzz_open(const struct fuzz_store *store) {
    sqlite3 *db = fuzz_open_plain(store);
    load(db);
    return db;
}

void fuzz_close_store(sqlite3 **db) {
    if (*db && sqlite3_close(*db) != SQLITE_OK) {
        fuzz_found("close: %s", sqlite3_errmsg(*db));
    }
    *db = NULL;
}

/* ----------------------------------------------------------------------- input */

const char *fuzz_line(const char **text, const char *end, int *length) {
    const char *line = *text;
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    *length = (int)((stop ? stop : end) - line);
    *text = stop ? stop + 1 : end;
    return line;
}
