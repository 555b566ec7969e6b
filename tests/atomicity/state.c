/*
** The database before and after: templates, copies, and a hash over all rows.
*/
#include "atomicity.h"

#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OFFSET 14695981039346656037u /* FNV-1a */
#define PRIME 1099511628211u

static struct {
    unsigned char *bytes;
    sqlite3_int64 size;
} templates[2]; /* with a store, bare */

static char path[200];

void must(sqlite3 *db, const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, error);
        exit(2);
    }
}

static void load(sqlite3 *db) {
    char *error = NULL;
    if (sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        fprintf(stderr, "sqlite3_usher_init: %s\n", error);
        exit(2);
    }
}

static void keep(sqlite3 *db, int which) {
    templates[which].bytes = sqlite3_serialize(db, "main", &templates[which].size, 0);
}

void state_start(void) {
    sqlite3 *db;
    sqlite3_open(":memory:", &db);
    load(db);
    must(db, "PRAGMA page_size = 1024");
    int i = 0;
    while (template_sql[i]) {
        must(db, template_sql[i++]);
    }
    keep(db, 1);
    while (template_sql[++i]) {
        must(db, template_sql[i]);
    }
    keep(db, 0);
    sqlite3_close(db);
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof(path), "%s/usher-atomicity-%ld.db", folder ? folder : "/tmp",
             (long)getpid());
}

static void write_file(int which) {
    char other[220];
    snprintf(other, sizeof(other), "%s-wal", path);
    unlink(other);
    snprintf(other, sizeof(other), "%s-shm", path);
    unlink(other);
    snprintf(other, sizeof(other), "%s-journal", path);
    unlink(other);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(templates[which].bytes, 1, (size_t)templates[which].size, file) !=
                     (size_t)templates[which].size) {
        perror(path);
        exit(2);
    }
    fclose(file);
}

static sqlite3 *open_memory(int which) {
    sqlite3 *db;
    sqlite3_int64 size = templates[which].size;
    sqlite3_open(":memory:", &db);
    unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)size);
    memcpy(copy, templates[which].bytes, (size_t)size);
    sqlite3_deserialize(db, "main", copy, size, size,
                        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    return db;
}

sqlite3 *state_open(const struct kind *kind, const struct fault *fault, const char *journal) {
    sqlite3 *db;
    int which = (kind->flags & BARE) != 0;
    if (journal) {
        char pragma[80];
        write_file(which);
        sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, FAILING_VFS);
        snprintf(pragma, sizeof(pragma), "PRAGMA synchronous = %s; PRAGMA journal_mode = %s",
                 fault->mechanism == FAULT_DISK ? "FULL" : "OFF", journal);
        must(db, pragma);
    } else {
        db = open_memory(which);
    }
    sqlite3_extended_result_codes(db, 1);
    must(db, "PRAGMA foreign_keys = ON");
    load(db);
    if (!which) {
        fault_install(db, fault);
    }
    return db;
}

/* -------------------------------------------------------------------- hash */

static uint64_t mix(uint64_t hash, const void *data, size_t size) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ bytes[i]) * PRIME;
    }
    return hash;
}

/* How long is the identifier, time or hash that stands here? 0 if there is none. */
static int accidental(const char *text, int left) {
    static const char uuid[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    static const char time[] = "dddd-dd-ddTdd:dd:dd.dddZ";
    const char *const forms[] = {uuid, time};
    for (int f = 0; f < 2; f++) {
        const char *p = text;
        const char *form = forms[f];
        if (left < (int)strlen(form)) {
            continue;
        }
        while (*form && (*form == 'x'   ? strchr("0123456789abcdef", *p) != NULL
                         : *form == 'd' ? *p >= '0' && *p <= '9'
                                        : *p == *form)) {
            form++, p++;
        }
        if (!*form) {
            return (int)(p - text);
        }
    }
    return 0;
}

static uint64_t mix_shape(uint64_t hash, const char *text, int size) {
    for (int i = 0; i < size;) {
        int length = accidental(text + i, size - i);
        hash = length ? mix(hash, "?", 1) : mix(hash, text + i, 1);
        i += length ? length : 1;
    }
    return hash;
}

static void mix_value(struct state *state, sqlite3_stmt *row, int column) {
    int type = sqlite3_column_type(row, column);
    const char *text = sqlite3_column_blob(row, column);
    int size = sqlite3_column_bytes(row, column);
    state->exact = mix(mix(state->exact, &type, 1), &size, sizeof(size));
    state->exact = text ? mix(state->exact, text, (size_t)size) : state->exact;
    state->shape = mix(state->shape, &type, 1);
    /* 32 bytes are a hash, 43 characters a token. */
    if (text && size != 32 && size != 43) {
        state->shape = mix_shape(state->shape, text, size);
    }
}

static void mix_query(struct state *state, sqlite3 *db, const char *sql) {
    sqlite3_stmt *row;
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(2);
    }
    int rc;
    while ((rc = sqlite3_step(row)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            mix_value(state, row, i);
        }
    }
    if (rc != SQLITE_DONE) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        state->exact++; /* unlike any other */
    }
    sqlite3_finalize(row);
}

struct state state_of(sqlite3 *db) {
    struct state state = {OFFSET, OFFSET};
    sqlite3_stmt *tables;
    sqlite3_prepare_v2(db,
                       "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' "
                       "AND name NOT LIKE 'sqlite%' ORDER BY name",
                       -1, &tables, NULL);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        char sql[100];
        snprintf(sql, sizeof(sql), "SELECT * FROM main.\"%s\"",
                 (const char *)sqlite3_column_text(tables, 0));
        mix_value(&state, tables, 0);
        mix_value(&state, tables, 1);
        mix_query(&state, db, sql);
    }
    sqlite3_finalize(tables);
    mix_query(&state, db, "SELECT name, sql FROM main.sqlite_schema ORDER BY name");
    return state;
}

const char *state_damage(sqlite3 *db) {
    static char text[200];
    sqlite3_stmt *row;
    text[0] = '\0';
    sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &row, NULL);
    if (sqlite3_step(row) != SQLITE_ROW ||
        strcmp((const char *)sqlite3_column_text(row, 0), "ok") != 0) {
        snprintf(text, sizeof(text), "integrity_check: %s",
                 (const char *)sqlite3_column_text(row, 0));
    }
    sqlite3_finalize(row);
    sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &row, NULL);
    if (sqlite3_step(row) == SQLITE_ROW) {
        snprintf(text, sizeof(text), "foreign_key_check: %s",
                 (const char *)sqlite3_column_text(row, 0));
    }
    sqlite3_finalize(row);
    return text;
}
