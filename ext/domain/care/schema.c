/*
** Checks of the store's version, and of its schema: object by object against the one that the
** migrations of this library make, in a database of its own in memory. So what was dropped can be made
** again, to the letter, and the fingerprint is right again.
*/
#include "domain/care/care.h"

#include <string.h>

struct state {
    int tables; /* usher_* */
    sqlite3_int64 version;
    int row;       /* the version row is there and can be read */
    int unaltered; /* the schema is the one that the row's fingerprint is of */
    int differences;
    unsigned char fingerprint[USHER_HASH_BYTES]; /* of the schema as it is */
};

/* ---------------------------------------------------------------------- state */

static int count_tables(struct care *care, struct state *state) {
    struct usher_query query;
    int rc = care_open(care, &query,
                       "SELECT count(*) FROM main.sqlite_schema "
                       "WHERE type = 'table' AND name GLOB 'usher_*'",
                       0);
    if (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        state->tables = sqlite3_column_int(query.statement, 0);
        rc = SQLITE_OK;
    }
    usher_close(&query);
    return rc;
}

/* A row that cannot be read is as good as none. */
static int read_row(struct care *care, struct state *state) {
    struct usher_query query;
    int rc = care_open(care, &query,
                       "SELECT version, fingerprint FROM main.usher_store "
                       "WHERE id = 1 AND typeof(version) = 'integer' AND version > 0",
                       0);
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
    }
    if (rc == SQLITE_ROW) {
        const void *blob = sqlite3_column_blob(query.statement, 1);
        state->row = 1;
        state->version = sqlite3_column_int64(query.statement, 0);
        state->unaltered = sqlite3_column_bytes(query.statement, 1) == USHER_HASH_BYTES &&
                           USHER_ALWAYS(blob) && /* as it is not empty */
                           memcmp(blob, state->fingerprint, USHER_HASH_BYTES) == 0;
    }
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE || care->usher->error.code == USHER_CORRUPT
               ? SQLITE_OK
               : rc;
}

/* ---------------------------------------------------------------------- model */

/* A store of this version as usher_init() makes it, but for its rows. To be closed in any case. */
static int open_model(struct usher *usher, struct usher *model) {
    int rc =
        sqlite3_open_v2(":memory:", &model->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    for (int i = 0; i < usher_migration_count && rc == SQLITE_OK; i++) {
        rc = usher_inner_exec(model, usher_migrations[i].text);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc); /* for want of memory, what else */
}

static const char objects[] = "SELECT type, name, sql FROM main.sqlite_schema "
                              "WHERE name GLOB 'usher_*' ORDER BY type = 'index', name";
static const char one_object[] = "SELECT type, name, sql FROM main.sqlite_schema WHERE name = ?1";

/* The object of this name: SQLITE_ROW, or SQLITE_DONE. To be closed. */
static int find_object(struct usher *usher, struct usher_query *query, const char *name) {
    *query = (struct usher_query){usher, NULL, 1};
    int rc = usher_inner_prepare(usher, one_object, -1, SQLITE_PREPARE_NO_VTAB, &query->statement);
    if (rc == SQLITE_OK) {
        rc = sqlite3_bind_text(query->statement, 1, name, -1, SQLITE_STATIC);
    }
    return rc == SQLITE_OK ? usher_step(query) : usher_pass(usher, rc);
}

/* For what holds no data. */
static char *drop(const char *type, const char *name) {
    const char *what = strcmp(type, "index") == 0  ? "INDEX"
                       : strcmp(type, "view") == 0 ? "VIEW"
                                                   : "TRIGGER";
    return sqlite3_mprintf("DROP %s IF EXISTS main.\"%w\"", what, name);
}

static int differs(struct care *care, struct state *state, const char *type, const char *name) {
    state->differences++;
    return strcmp(type, "table") == 0
               ? care_find(care, name, NULL,
                           "the %s is not the one that usher_init() makes: take it back from a "
                           "backup",
                           type)
               : care_mend(care, name, drop(type, name),
                           "the %s is not the one that usher_init() makes, and is made anew after "
                           "this",
                           type);
}

static int is_missing(struct care *care, struct state *state, const char *type, const char *name,
                      const char *sql) {
    state->differences++;
    return care_mend(care, name, sqlite3_mprintf("%s", sql), "the %s is not there%s", type,
                     strcmp(type, "table") == 0 ? ": its rows are in a backup, if at all" : "");
}

/* An object of the model against the store's. */
static int compare(struct care *care, struct state *state, const struct usher_query *expected) {
    struct usher_query found;
    const char *type = care_text(expected, 0);
    const char *name = care_text(expected, 1);
    const char *sql = care_text(expected, 2);
    int rc = find_object(care->usher, &found, name);
    if (rc == SQLITE_DONE) {
        rc = is_missing(care, state, type, name, sql);
    } else if (rc == SQLITE_ROW) {
        rc = strcmp(care_text(&found, 0), type) == 0 && strcmp(care_text(&found, 2), sql) == 0
                 ? SQLITE_OK
                 : differs(care, state, care_text(&found, 0), name);
    }
    usher_close(&found);
    return rc;
}

/* An object of the store that may be none of the model's. */
static int known(struct care *care, struct state *state, struct usher *model,
                 const struct usher_query *found) {
    struct usher_query expected;
    const char *type = care_text(found, 0);
    const char *name = care_text(found, 1);
    int rc = find_object(model, &expected, name);
    usher_close(&expected);
    if (rc != SQLITE_DONE) {
        return rc == SQLITE_ROW ? SQLITE_OK : usher_pass(care->usher, rc);
    }
    char *remedy =
        strcmp(type, "table") == 0
            ? sqlite3_mprintf("ALTER TABLE main.\"%w\" RENAME TO \"renamed_%w\"", name, name)
            : drop(type, name);
    state->differences++;
    return care_mend(care, name, remedy,
                     "the %s is none of usher's, and names that begin with usher_ are", type);
}

static int compare_all(struct care *care, struct state *state) {
    struct usher model = {.db = NULL};
    struct usher_query query = {&model, NULL, 1};
    int rc = open_model(care->usher, &model);
    if (rc == SQLITE_OK) {
        rc = usher_inner_prepare(&model, objects, -1, 0, &query.statement);
    }
    while (rc == SQLITE_OK && (rc = usher_inner_step(&model, query.statement)) == SQLITE_ROW) {
        rc = compare(care, state, &query);
    }
    usher_close(&query);
    if (rc == SQLITE_DONE) {
        rc = care_open(care, &query, objects, 0);
    } else if (care->usher->error.code == USHER_OK) {
        rc = usher_pass(care->usher, rc);
    }
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = known(care, state, &model, &query);
    }
    usher_close(&query);
    sqlite3_close(model.db);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* -------------------------------------------------------------------- the row */

/* The schema is right, its row is not. */
static int mend_row(struct care *care, const struct state *state) {
    char hex[2 * USHER_HASH_BYTES + 1];
    usher_hex(state->fingerprint, USHER_HASH_BYTES, hex);
    char *remedy =
        state->row
            ? sqlite3_mprintf("UPDATE main.usher_store SET fingerprint = x'%s' WHERE id = 1", hex)
            : sqlite3_mprintf("INSERT OR REPLACE INTO main.usher_store (id, version, fingerprint, "
                              "created_at) VALUES (1, %d, x'%s', '%s')",
                              usher_store_current(), hex, care->now);
    return care_mend(care, "usher_store", remedy,
                     state->row ? "the fingerprint is not that of the schema, which is right"
                                : "the version row is lost; the schema is right");
}

static int check_schema(struct care *care, struct state *state) {
    care->severity = state->unaltered ? CARE_WARNING : CARE_ERROR;
    int rc = compare_all(care, state);
    care->severity = CARE_ERROR;
    if (rc == SQLITE_OK && state->differences == 0 && !state->unaltered) {
        rc = mend_row(care, state);
    } else if (rc == SQLITE_OK && !state->row) {
        rc = care_find(care, "usher_store", NULL,
                       "the version row is lost: mend the schema first, then ask again");
    }
    return rc;
}

int care_store(struct care *care) {
    static const char init[] = "SELECT usher_init()";
    struct state state = {.tables = 0};
    int rc = count_tables(care, &state);
    if (rc == SQLITE_OK && state.tables == 0) {
        return care_mend(care, NULL, sqlite3_mprintf("%s", init), "this database has no store yet");
    }
    if (rc == SQLITE_OK) {
        rc = usher_store_fingerprint(care->usher, state.fingerprint);
    }
    if (rc == SQLITE_OK) {
        rc = read_row(care, &state);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (state.row && state.version < usher_store_current()) {
        return care_mend(care, NULL, sqlite3_mprintf("%s", init),
                         "the store is of version %lld, this library needs %d", state.version,
                         usher_store_current());
    }
    if (state.row && state.version > usher_store_current()) {
        return care_find(care, NULL, NULL,
                         "the store is of version %lld, newer than this library (%d): load a newer "
                         "usher",
                         state.version, usher_store_current());
    }
    care->current = state.row;
    return check_schema(care, &state);
}
