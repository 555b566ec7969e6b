/*
** What is in the database, as a number: every row of every table and the schema, but for the
** identifiers that usher made, which a second attempt makes anew.
*/
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFSET 14695981039346656037u /* after FNV-1a */
#define PRIME 1099511628211u

uint64_t mix(uint64_t hash, const void *data, size_t size) {
    const char *p = data;
    for (; size >= 8; size -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        hash = (hash ^ word) * PRIME;
        hash ^= hash >> 29;
    }
    while (size-- > 0) {
        hash = (hash ^ (unsigned char)*p++) * PRIME;
    }
    return hash ^ hash >> 29;
}

/* A UUIDv7 of the clock's moment. */
static const char *made_id(void) {
    static char start[30];
    if (!start[0]) {
        char digits[20];
        snprintf(digits, sizeof(digits), "%012llx", (unsigned long long)NOW_MS);
        snprintf(start, sizeof(start), "%.8s-%s-7", digits, digits + 8);
    }
    return start;
}

uint64_t mix_text(uint64_t hash, const char *text, size_t size) {
    const char *start = made_id();
    size_t length = strlen(start);
    size_t done = 0;
    for (size_t i = 0; i + 36 <= size; i++) {
        if (text[i] == start[0] && memcmp(text + i, start, length) == 0) {
            hash = mix(mix(hash, text + done, i - done), "?", 1);
            done = i + 36;
            i = done - 1;
        }
    }
    return mix(hash, text + done, size - done);
}

const char *bytes_of(sqlite3_stmt *row, int column) {
    memory_pause();
    const char *bytes = sqlite3_column_type(row, column) == SQLITE_TEXT
                            ? (const char *)sqlite3_column_text(row, column)
                            : sqlite3_column_blob(row, column);
    memory_resume();
    return bytes;
}

/* Rows in any order. */
static struct state mix_rows(sqlite3 *db, const char *sql) {
    struct state state = {{OFFSET, OFFSET}, {OFFSET, OFFSET}};
    sqlite3_stmt *row;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    while (rc == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW) {
        uint64_t exact = OFFSET;
        uint64_t alike = OFFSET;
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            char type = (char)sqlite3_column_type(row, i);
            const char *value = bytes_of(row, i);
            size_t size = (size_t)sqlite3_column_bytes(row, i);
            exact = mix_text(mix(exact, &type, 1), value ? value : "", size);
            alike =
                mix_text(mix(alike, &type, 1), value ? value : "", type == SQLITE_BLOB ? 0 : size);
        }
        state.exact[0] = state.exact[1] += exact;
        state.alike[0] = state.alike[1] += alike;
    }
    if (sqlite3_finalize(row) != SQLITE_OK || rc != SQLITE_OK) {
        printf("FAIL %s: %s\n", sql, sqlite3_errmsg(db));
        return (struct state){{0, 0}, {0, 0}};
    }
    return state;
}

static void add_table(struct state *state, sqlite3 *db, const char *table) {
    char sql[100];
    snprintf(sql, sizeof(sql), "SELECT * FROM main.\"%s\"", table);
    struct state own = mix_rows(db, sql);
    int counts = strcmp(table, "usher_attempt") == 0 || strcmp(table, "usher_ticket") == 0;
    for (int i = 0; i < 2 - counts; i++) {
        state->exact[i] = (state->exact[i] ^ own.exact[0]) * PRIME;
        state->alike[i] = (state->alike[i] ^ own.alike[0]) * PRIME;
    }
}

static struct state mix_tables(sqlite3 *db) {
    struct state state = mix_rows(db, "SELECT name, sql FROM main.sqlite_schema");
    sqlite3_stmt *names;
    sqlite3_prepare_v2(db,
                       "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0 "
                       "ORDER BY name",
                       -1, &names, NULL);
    while (sqlite3_step(names) == SQLITE_ROW) {
        add_table(&state, db, (const char *)sqlite3_column_text(names, 0));
    }
    sqlite3_finalize(names);
    return state;
}

static const char *complaint(sqlite3 *db) {
    static char text[200];
    sqlite3_stmt *row;
    text[0] = '\0';
    if (sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &row, NULL) != SQLITE_OK ||
        sqlite3_step(row) != SQLITE_ROW ||
        strcmp((const char *)sqlite3_column_text(row, 0), "ok") != 0) {
        snprintf(text, sizeof(text), "integrity_check: %s",
                 row ? (const char *)sqlite3_column_text(row, 0) : sqlite3_errmsg(db));
    }
    sqlite3_finalize(row);
    sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &row, NULL);
    if (sqlite3_step(row) == SQLITE_ROW) {
        snprintf(text, sizeof(text), "foreign_key_check: %s",
                 (const char *)sqlite3_column_text(row, 0));
    }
    sqlite3_finalize(row);
    return text[0] ? text : NULL;
}

struct state state_of(sqlite3 *db, const char **damage) {
    sqlite3 *own = NULL;
    if (!db && sqlite3_open_v2(STORE, &own, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        sqlite3_close(own);
        return (struct state){{0, 0}, {0, 0}};
    }
    struct state state = mix_tables(db ? db : own);
    if (damage) {
        *damage = complaint(db ? db : own);
    }
    sqlite3_close(own);
    return state;
}
