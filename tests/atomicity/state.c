/*
** The database before and after: templates, copies, and a hash over all rows.
*/
#include "atomicity.h"

#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OFFSET 14695981039346656037u /* after FNV-1a */
#define PRIME 1099511628211u

static struct {
    unsigned char *bytes;
    sqlite3_int64 size;
} templates[3];

enum { STORE, BARE_FILE, TRIGGERS };

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
    fault_function(db);
    must(db, "PRAGMA page_size = 1024");
    int i = 0;
    while (template_sql[i]) {
        must(db, template_sql[i++]);
    }
    keep(db, BARE_FILE);
    while (template_sql[++i]) {
        must(db, template_sql[i]);
    }
    keep(db, STORE);
    fault_triggers(db, 0);
    keep(db, TRIGGERS);
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

void state_enter(sqlite3 *db, const struct kind *kind) {
    if (kind->flags & SIGNED_IN) {
        must(db, "SELECT authenticate(" TOKEN("R") ")");
    }
}

sqlite3 *state_open(const struct kind *kind, const struct fault *fault, const char *journal) {
    sqlite3 *db;
    int triggers = fault->mechanism == FAULT_TRIGGER && !fault->temporary;
    int which = kind->flags & BARE ? BARE_FILE : triggers ? TRIGGERS : STORE;
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
    fault_function(db);
    if (kind->flags & FIRST_KEY) {
        must(db, "UPDATE usher_secret SET proof = NULL; DELETE FROM usher_signing_key");
    } else if (kind->flags & KEYED) {
        must(db, "SELECT usher_key(" MASTER_KEY ")");
    }
    state_enter(db, kind);
    if (fault->temporary) {
        fault_triggers(db, 1);
    }
    return db;
}

/* -------------------------------------------------------------------- hash */

static uint64_t mix(uint64_t hash, const char *data, int size) {
    while (size >= 8) {
        uint64_t word;
        memcpy(&word, data, 8);
        hash = (hash ^ word) * PRIME;
        hash ^= hash >> 29;
        data += 8;
        size -= 8;
    }
    while (size-- > 0) {
        hash = (hash ^ (unsigned char)*data++) * PRIME;
    }
    return hash ^ hash >> 29;
}

static int fits(const char *text, const char *form) {
    while (*form && (*form == 'x' ? (*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'f')
                     : *form == 'd' ? *text >= '0' && *text <= '9'
                                    : *text == *form)) {
        form++, text++;
    }
    return !*form;
}

/* How long is the identifier or time that stands here? 0 if there is none. */
static int accidental(const char *text, int left) {
    if (left >= 36 && text[8] == '-' && fits(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")) {
        return 36;
    }
    return left >= 24 && text[4] == '-' && fits(text, "dddd-dd-ddTdd:dd:dd.dddZ") ? 24 : 0;
}

static uint64_t mix_shape(uint64_t hash, const char *text, int size) {
    int done = 0;
    for (int i = 0; i < size; i++) {
        int length = accidental(text + i, size - i);
        if (length) {
            hash = mix(mix(hash, text + done, i - done), "?", 1);
            done = i + length;
            i = done - 1;
        }
    }
    return mix(hash, text + done, size - done);
}

static void mix_value(struct state *state, sqlite3_stmt *row, int column) {
    char type = (char)sqlite3_column_type(row, column);
    const char *text = sqlite3_column_blob(row, column);
    int size = text ? sqlite3_column_bytes(row, column) : 0;
    state->exact = mix(mix(state->exact, &type, 1), text, size);
    state->shape = mix(state->shape, &type, 1);
    /* A blob is a hash or random; 43 characters are a token, 32 digits an access_id. */
    int random = type == SQLITE_BLOB || size == 43 ||
                 (text && size > 50 && memcmp(text, "$argon2", 7) == 0) ||
                 (size == 32 && fits(text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
    if (!random) {
        state->shape = mix_shape(state->shape, text, size);
    }
}

/* ------------------------------------------------------------------- looking */

#define MAX_TABLES 64

/* The statements that read a connection's tables, kept as long as the schema stays. */
struct camera {
    sqlite3 *db;
    uint64_t schema;
    sqlite3_stmt *list;
    sqlite3_stmt *table[MAX_TABLES];
    int tables;
};

static struct camera cameras[2]; /* a trial, and one that shows what should be */

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(2);
    }
    return statement;
}

static void forget_tables(struct camera *camera) {
    while (camera->tables > 0) {
        sqlite3_finalize(camera->table[--camera->tables]);
    }
}

void state_forget(sqlite3 *db) {
    for (int i = 0; i < 2; i++) {
        if (cameras[i].db == db) {
            forget_tables(&cameras[i]);
            sqlite3_finalize(cameras[i].list);
            cameras[i] = (struct camera){.db = NULL};
        }
    }
}

static struct camera *camera_of(sqlite3 *db) {
    struct camera *camera = cameras[0].db == db || !cameras[0].db ? &cameras[0] : &cameras[1];
    if (camera->db != db) {
        state_forget(camera->db);
        camera->db = db;
        camera->list =
            prepare(db, "SELECT name, sql FROM main.sqlite_schema WHERE type <> 'trigger' "
                        "ORDER BY name");
    }
    return camera;
}

static void find_tables(struct camera *camera) {
    sqlite3_stmt *names = prepare(camera->db, "SELECT name FROM main.sqlite_schema WHERE "
                                              "type = 'table' AND name NOT LIKE 'sqlite%'");
    forget_tables(camera);
    while (sqlite3_step(names) == SQLITE_ROW && camera->tables < MAX_TABLES) {
        char sql[100];
        snprintf(sql, sizeof(sql), "SELECT * FROM main.\"%s\"",
                 (const char *)sqlite3_column_text(names, 0));
        camera->table[camera->tables++] = prepare(camera->db, sql);
    }
    sqlite3_finalize(names);
}

static void mix_rows(struct state *state, sqlite3_stmt *row) {
    int rc;
    while ((rc = sqlite3_step(row)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            mix_value(state, row, i);
        }
    }
    if (rc != SQLITE_DONE) {
        fprintf(stderr, "%s: %s\n", sqlite3_sql(row), sqlite3_errmsg(sqlite3_db_handle(row)));
        exit(2);
    }
    sqlite3_reset(row);
}

static void add_table(struct state *state, sqlite3_stmt *table) {
    struct state own = {OFFSET, OFFSET, 0};
    mix_rows(&own, table);
    state->exact = (state->exact ^ own.exact) * PRIME;
    state->shape = (state->shape ^ own.shape) * PRIME;
    if (!strstr(sqlite3_sql(table), "usher_attempt")) {
        state->uncounted = (state->uncounted ^ own.exact) * PRIME;
    }
}

struct state state_of(sqlite3 *db) {
    struct state state = {OFFSET, OFFSET, 0};
    struct camera *camera = camera_of(db);
    mix_rows(&state, camera->list);
    if (camera->schema != state.exact) {
        find_tables(camera);
        camera->schema = state.exact;
    }
    for (int i = 0; i < camera->tables; i++) {
        add_table(&state, camera->table[i]);
    }
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
