/*
** Settings: a letter, then lines: scope, key, and what the letter asks for.
**
**   S  value                        P  value, patch (the value is set first)
**   D  type, schema, default, value: a definition, and then a value of it
**   B  value, as a BLOB             G  user, nothing else: what is in force
**
** What is taken is JSON, comes back as it is stored, and can be stored again as it came; what a
** patch makes is what RFC 7396 says, by another implementation of it; a default fits its own
** schema. What is not taken is the caller's fault, and says so.
*/
#include "fuzz.h"

#include <jansson.h>
#include <string.h>

#define ANN "0a000000-0000-7000-8000-000000000001"
#define TEAM "0a000000-0000-7000-8000-0000000000e1"

static const char *const setup[] = {
    "SELECT usher_init('{\"account_id\":\"0a000000-0000-7000-8000-0000000000aa\"}')",
    "SELECT invite_accept(invite_create('ann@a.org', 'owner'), '{\"id\":\"" ANN "\"}')",
    "INSERT INTO teams (id, name) VALUES ('" TEAM "', 'red')",
    "INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.shape', "
    "'object', '{\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":9},\"b\":{"
    "\"type\":\"string\",\"maxLength\":5},\"c\":{\"type\":\"array\",\"maxItems\":3,"
    "\"uniqueItems\":true,\"items\":{\"type\":[\"string\",\"null\"],\"enum\":[\"x\",\"y\",null]}},"
    "\"d\":{\"format\":\"url\"}},\"required\":[\"a\"],\"additionalProperties\":{\"type\":"
    "\"number\"},\"maxProperties\":5}', 'a shape'), ('app.word', 'string', "
    "'{\"minLength\":2,\"maxLength\":8}', 'a word'), ('app.number', 'number', "
    "'{\"minimum\":-1.5,\"maximum\":1e6}', 'a number')",
    NULL};

static struct fuzz_store store;
static sqlite3 *db;
static sqlite3_stmt *set;
static sqlite3_stmt *stored;
static sqlite3_stmt *patch;
static sqlite3_stmt *define;

static void close_settings(void) {
    sqlite3_stmt **const all[] = {&set, &stored, &patch, &define};
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        sqlite3_finalize(*all[i]);
        *all[i] = NULL;
    }
    if (db) {
        fuzz_must_be_whole(db);
    }
    fuzz_close_store(&db);
}

static void start_anew(void) {
    if (!store.bytes) {
        fuzz_store_make(&store, setup);
    }
    db = fuzz_open(&store);
    set = fuzz_prepare(db, "INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES "
                           "(?1, ?2, ?3, ?4)");
    stored = fuzz_prepare(db, "SELECT value, json_valid(value), typeof(value) FROM settings WHERE "
                              "scope = ?1 AND scope_id = ?2 AND key = ?3");
    patch = fuzz_prepare(db, "SELECT setting_patch(?1, ?2, ?3, ?4)");
    define = fuzz_prepare(db, "INSERT INTO setting_definitions (key, type, schema, default_value, "
                              "description) VALUES (?3, ?4, ?5, ?6, 'x')");
}

/* ----------------------------------------------------------------------- the input */

struct text {
    const char *bytes;
    int length;
};

struct place {
    struct text scope;
    const char *scope_id;
    struct text key;
};

static struct text line(const char **at, const char *end) {
    struct text text;
    text.bytes = fuzz_line(at, end, &text.length);
    return text;
}

static void bind(sqlite3_stmt *statement, int i, struct text text) {
    sqlite3_bind_text(statement, i, text.bytes, text.length, SQLITE_STATIC);
}

static void bind_place(sqlite3_stmt *statement, const struct place *place) {
    sqlite3_reset(statement);
    bind(statement, 1, place->scope);
    sqlite3_bind_text(statement, 2, place->scope_id, -1, SQLITE_STATIC);
    bind(statement, 3, place->key);
}

static const char *id_of(struct text scope) {
    return scope.length == 4 && memcmp(scope.bytes, "team", 4) == 0   ? TEAM
           : scope.length == 4 && memcmp(scope.bytes, "user", 4) == 0 ? ANN
                                                                      : "0a000000-0000-7000-8000-"
                                                                        "0000000000aa";
}

/* --------------------------------------------------------------------- what must hold */

/* 1 if it was done; what was not is invalid, or the like, and never a defect of usher. */
static int done(sqlite3_stmt *statement, const char *what) {
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_DONE || rc == SQLITE_ROW) {
        return 1;
    }
    sqlite3_reset(statement);
    if (rc != SQLITE_CONSTRAINT && rc != SQLITE_ERROR && rc != SQLITE_AUTH) {
        fuzz_found("%s: %s", what, sqlite3_errmsg(db));
    }
    if (fuzz_error_is(db, "internal") || fuzz_error_is(db, "corrupt")) {
        fuzz_found("%s: %s", what, sqlite3_errmsg(db));
    }
    return 0;
}

static char *read_back(const struct place *place, int is_image) {
    bind_place(stored, place);
    if (sqlite3_step(stored) != SQLITE_ROW) {
        fuzz_found("what was stored is not there");
    }
    if (!is_image && (!sqlite3_column_int(stored, 1) ||
                      strcmp((const char *)sqlite3_column_text(stored, 2), "text") != 0)) {
        fuzz_found("stored, and no JSON: %s", sqlite3_column_text(stored, 0));
    }
    char *value = sqlite3_mprintf("%s", sqlite3_column_text(stored, 0));
    sqlite3_reset(stored);
    return value;
}

/* Sets it; the value as it is stored then, or NULL. */
static char *store_value(const struct place *place, struct text value) {
    bind_place(set, place);
    bind(set, 4, value);
    int taken = done(set, "INSERT INTO settings");
    sqlite3_reset(set);
    return taken ? read_back(place, 0) : NULL;
}

/* What came back can be stored again, and is the same then. */
static void check_again(const struct place *place, const char *value) {
    struct text again = {value, (int)strlen(value)};
    char *same = store_value(place, again);
    if (!same || strcmp(same, value) != 0) {
        fuzz_found("%s is stored again as %s", value, same ? same : sqlite3_errmsg(db));
    }
    sqlite3_free(same);
}

/* ------------------------------------------------------------------------ RFC 7396 */

static json_t *merge(json_t *target, json_t *change) {
    const char *name;
    json_t *member;
    if (!json_is_object(change)) {
        return json_deep_copy(change);
    }
    json_t *result = json_is_object(target) ? json_copy(target) : json_object();
    json_object_foreach(change, name, member) {
        if (json_is_null(member)) {
            json_object_del(result, name);
        } else {
            json_object_set_new(result, name, merge(json_object_get(target, name), member));
        }
    }
    return result;
}

static void check_merge(const char *before, struct text change, const char *after) {
    json_t *old = json_loads(before, JSON_DECODE_ANY, NULL);
    json_t *difference = json_loadb(change.bytes, (size_t)change.length, JSON_DECODE_ANY, NULL);
    json_t *new = json_loads(after, JSON_DECODE_ANY, NULL);
    json_t *expected = merge(old, difference);
    if (!old || !difference || !new || !json_equal(expected, new)) {
        fuzz_found("%s patched by %.*s becomes %s", before, change.length, change.bytes, after);
    }
    json_decref(expected);
    json_decref(new);
    json_decref(difference);
    json_decref(old);
}

/* ---------------------------------------------------------------------------- runs */

static void try_patch(const struct place *place, struct text value, struct text change) {
    char *before = store_value(place, value);
    if (!before) {
        return;
    }
    bind_place(patch, place);
    bind(patch, 4, change);
    if (done(patch, "setting_patch()")) {
        const char *returned = (const char *)sqlite3_column_text(patch, 0);
        char *after = read_back(place, 0);
        if (!returned || strcmp(returned, after) != 0) {
            fuzz_found("setting_patch() returns %s and stores %s", returned, after);
        }
        check_merge(before, change, after);
        sqlite3_reset(patch);
        check_again(place, after);
        sqlite3_free(after);
    }
    sqlite3_reset(patch);
    sqlite3_free(before);
}

static void try_definition(const struct place *place, const char **at, const char *end) {
    struct text type = line(at, end);
    struct text schema = line(at, end);
    struct text initial = line(at, end);
    bind_place(define, place);
    bind(define, 4, type);
    bind(define, 5, schema);
    sqlite3_bind_null(define, 6);
    if (initial.length > 0) {
        bind(define, 6, initial);
    }
    int defined = done(define, "INSERT INTO setting_definitions");
    sqlite3_reset(define);
    char *value = fuzz_ask(db, "SELECT default_value FROM setting_definitions ORDER BY rowid DESC "
                               "LIMIT 1");
    if (defined && value) {
        const struct text account = {"account", 7};
        const struct place everywhere = {account, id_of(account), place->key};
        check_again(&everywhere, value);
    }
    sqlite3_free(value);
}

static void run_settings(const uint8_t *data, size_t size) {
    const char *at = (const char *)data + 1;
    const char *end = (const char *)data + size;
    if (!db) {
        start_anew();
    }
    if (size < 2) {
        return;
    }
    struct place place = {line(&at, end), NULL, {NULL, 0}};
    place.scope_id = id_of(place.scope);
    place.key = line(&at, end);
    fuzz_must(db, "BEGIN");
    if (data[0] == 'P') {
        struct text value = line(&at, end);
        struct text change = {at, (int)(end - at)};
        try_patch(&place, value, change);
    } else if (data[0] == 'B') {
        bind_place(set, &place);
        sqlite3_bind_blob(set, 4, at, (int)(end - at), SQLITE_STATIC);
        done(set, "INSERT INTO settings");
        sqlite3_reset(set);
    } else {
        if (data[0] == 'D') {
            try_definition(&place, &at, end);
        }
        struct text value = {at, (int)(end - at)};
        char *taken = store_value(&place, value);
        if (taken) {
            check_again(&place, taken);
        }
        sqlite3_free(taken);
    }
    fuzz_must(db, "ROLLBACK");
}

static const char *json_words(void) {
    return "{}\n[]\nnull\ntrue\nfalse\n\"\"\n0\n-0\n1.5\n1e400\n9223372036854775807\n\"a\"\n{\"a\":"
           "\n[null,\n\"type\"\n\"enum\"\n\"minimum\"\n\"maximum\"\n\"minLength\"\n\"maxLength\"\n"
           "\"format\"\n\"url\"\n\"domain\"\n\"hex32\"\n\"minItems\"\n\"maxItems\"\n"
           "\"uniqueItems\"\n\"items\"\n\"properties\"\n\"required\"\n\"additionalProperties\"\n"
           "\"maxProperties\"\n\"integer\"\n\"object\"\n\"string\"\n\"array\"\nuser\nteam\naccount"
           "\n"
           "app.shape\napp.word\napp.free\nwatermark\ninvites.life\nauth\nstorage\nwebhook\n"
           "\\u0000\n\\ud800\n\"\xc3\xa9\"";
}

const struct fuzz_target fuzz_settings = {"settings", run_settings, close_settings,
                                          2048,       12000,        json_words};
