/*
** The registry of settings: every key, and the value in force of those that rules ask for.
**
** Those of usher's own come from settings.def, and stand in usher_setting_definition only to
** be read; those of an application are rows there. Unknown keys are refused, unless they are
** under app.
*/
#include "domain/settings/settings.h"

#include <string.h>

enum kind { BOOLEAN, INTEGER };

#define JSON(...) #__VA_ARGS__
#define TYPE_BOOLEAN "boolean"
#define TYPE_INTEGER "integer"
#define TYPE_ARRAY "array"
#define TYPE_OBJECT "object"
#define TYPE_IMAGE "image"
#define INITIAL_BOOLEAN(value) ((value) ? "true" : "false")
#define INITIAL_INTEGER(value) #value
#define SCHEMA_BOOLEAN(least, most) "{}"
#define SCHEMA_INTEGER(least, most) "{\"minimum\":" #least ",\"maximum\":" #most "}"

enum { A = USHER_OF_ACCOUNT, T = USHER_OF_TEAM, U = USHER_OF_USER };

/* What rules ask for, as numbers. */
static const struct number {
    const char *key;
    enum kind kind;
    sqlite3_int64 initial;
    sqlite3_int64 least;
    sqlite3_int64 most;
} numbers[USHER_SETTINGS] = {
#define SETTING(symbol, key, kind, initial, least, most, permission, meaning)                      \
    [USHER_SETTING_##symbol] = {key, kind, initial, least, most},
#define DOCUMENT(key, type, initial, schema, scopes, permission, meaning)
#include "domain/settings/settings.def"
#undef SETTING
#undef DOCUMENT
};

static const struct usher_builtin_setting builtins[] = {
#define SETTING(symbol, key, kind, initial, least, most, permission, meaning)                      \
    {key,                                                                                          \
     TYPE_##kind,                                                                                  \
     INITIAL_##kind(initial),                                                                      \
     SCHEMA_##kind(least, most),                                                                   \
     A,                                                                                            \
     USHER_MAY_##permission,                                                                       \
     meaning},
#define DOCUMENT(key, type, initial, schema, scopes, permission, meaning)                          \
    {key, TYPE_##type, initial, schema, scopes, USHER_MAY_##permission, meaning},
#include "domain/settings/settings.def"
#undef SETTING
#undef DOCUMENT
};

/* --------------------------------------------------------------- definitions */

const struct usher_builtin_setting *usher_setting_builtin(int index) {
    return index < (int)(sizeof(builtins) / sizeof(*builtins)) ? &builtins[index] : NULL;
}

static const struct usher_builtin_setting *find(const char *key) {
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++) {
        if (strcmp(builtins[i].key, key) == 0) {
            return &builtins[i];
        }
    }
    return NULL;
}

int usher_setting_is_free(const char *key) {
    return strncmp(key, "app.", 4) == 0 && key[4] != '\0';
}

/* Of usher's own: who may see an application's is another matter. */
static int no_setting(struct usher *usher, const char *field, const char *key) {
    struct usher_nearest nearest = {.given = key};
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++) {
        usher_nearest_offer(&nearest, builtins[i].key);
    }
    usher_fail(usher, USHER_INVALID, field,
               "there is no setting \"%.60s\": setting_definitions lists them, an "
               "application's own begin with app.",
               key);
    return usher_nearest_tell(usher, &nearest);
}

int usher_check_setting_key(struct usher *usher, const char *field, int limit,
                            struct usher_value *value) {
    int rc = usher_check_text(usher, field, limit, value);
    if (rc == SQLITE_OK && !find(value->text) && !usher_setting_is_free(value->text)) {
        rc = no_setting(usher, field, value->text);
    }
    return rc;
}

static const char *const scope_names[] = {
    [USHER_OF_ACCOUNT] = "account", [USHER_OF_TEAM] = "team", [USHER_OF_USER] = "user"};

const char *usher_scope_name(unsigned scope) {
    return scope_names[scope];
}

int usher_check_scope(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    static const char *const words[] = {"account", "team", "user", NULL};
    (void)limit;
    return usher_check_word(usher, field, value, words);
}

unsigned usher_scope_find(const char *name) {
    for (unsigned scope = USHER_OF_ACCOUNT; scope <= USHER_OF_USER; scope *= 2) {
        if (strcmp(scope_names[scope], name) == 0) {
            return scope;
        }
    }
    return 0;
}

void usher_scopes_write(unsigned scopes, struct usher_value *list) {
    char text[40] = "[";
    size_t length = 1;
    for (unsigned scope = USHER_OF_ACCOUNT; scope <= USHER_OF_USER; scope *= 2) {
        if (scopes & scope) {
            sqlite3_snprintf((int)(sizeof(text) - length), text + length, "%s\"%s\"",
                             length > 1 ? "," : "", scope_names[scope]);
            length = strlen(text);
        }
    }
    text[length] = ']';
    usher_value_small(list, text);
}

/* The application's definition of the key, if it made one. */
static int open_defined(struct usher *usher, const char *key, struct usher_definition *definition) {
    struct usher_query *query = &definition->query;
    int rc = usher_open(usher, query, USHER_SQL_setting_definition, "t", key);
    if (rc == SQLITE_OK) {
        rc = usher_step(query);
    }
    if (rc == SQLITE_ROW) {
        sqlite3_stmt *row = query->statement;
        definition->type = (const char *)sqlite3_column_text(row, 0);
        definition->initial = (const char *)sqlite3_column_text(row, 1);
        definition->schema = (const char *)sqlite3_column_text(row, 2);
        definition->permission = (const char *)sqlite3_column_text(row, 3);
        definition->scopes = (unsigned)sqlite3_column_int(row, 4);
        return definition->type && definition->schema && definition->permission
                   ? SQLITE_OK
                   : usher_pass(usher, SQLITE_NOMEM);
    }
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_definition_open(struct usher *usher, const char *key,
                          struct usher_definition *definition) {
    const struct usher_builtin_setting *builtin = find(key);
    *definition =
        (struct usher_definition){key, "any", NULL, "{}", NULL, A | T | U, 1, {usher, NULL, 0}};
    definition->permission = usher_permission_token(USHER_MAY_SETTINGS_UPDATE);
    if (builtin) {
        definition->type = builtin->type;
        definition->initial = builtin->initial;
        definition->schema = builtin->schema;
        definition->permission = usher_permission_token(builtin->permission);
        definition->scopes = builtin->scopes;
        return SQLITE_OK;
    }
    definition->known = usher_setting_is_free(key);
    return definition->known ? open_defined(usher, key, definition) : SQLITE_OK;
}

void usher_definition_close(struct usher_definition *definition) {
    usher_close(&definition->query);
}

/* ---------------------------------------------------------------------- seed */

static int compact(struct usher *usher, const char *field, const char *text,
                   struct usher_value *value) {
    usher_value_text(value, text);
    return text ? usher_json_compact(usher, field, value) : SQLITE_OK;
}

static int seed_one(struct usher *usher, const struct usher_builtin_setting *builtin,
                    const char *now) {
    struct usher_value initial;
    struct usher_value schema;
    struct usher_value scopes;
    usher_value_null(&schema);
    usher_scopes_write(builtin->scopes, &scopes);
    int rc = compact(usher, "initial", builtin->initial, &initial);
    if (rc == SQLITE_OK) {
        rc = compact(usher, "schema", builtin->schema, &schema);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_setting_definition_seed, "ttvvvttt", builtin->key,
                       builtin->type, &initial, &schema, &scopes,
                       usher_permission_token(builtin->permission), builtin->meaning, now);
    }
    usher_value_clear(&initial);
    usher_value_clear(&schema);
    return rc;
}

int usher_settings_seed(struct usher *usher) {
    char now[USHER_TIME_TEXT + 1];
    int rc = SQLITE_OK;
    usher_now(usher, now);
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins) && rc == SQLITE_OK; i++) {
        rc = seed_one(usher, &builtins[i], now);
    }
    return rc;
}

/* ------------------------------------------------------------ value in force */

/* The canonical form is the only one that is ever written. */
static int read_value(struct usher *usher, const struct number *number, sqlite3_stmt *row,
                      sqlite3_int64 *value) {
    char canonical[24];
    const char *text =
        sqlite3_column_type(row, 0) == SQLITE_TEXT ? (const char *)sqlite3_column_text(row, 0) : "";
    if (!text) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    if (number->kind == BOOLEAN) {
        *value = strcmp(text, "true") == 0;
        sqlite3_snprintf(sizeof(canonical), canonical, *value ? "true" : "false");
    } else {
        *value = sqlite3_column_int64(row, 0);
        sqlite3_snprintf(sizeof(canonical), canonical, "%lld", *value);
    }
    if (strcmp(text, canonical) != 0 || *value < number->least || *value > number->most) {
        return usher_fail(usher, USHER_CORRUPT, "value",
                          "the store holds a malformed value of %s: set it again", number->key);
    }
    return SQLITE_OK;
}

int usher_setting_is_on(struct usher *usher, const char *key, const char *user_id, int *on) {
    struct usher_query query;
    *on = 0;
    int rc = usher_open(usher, &query, USHER_SQL_setting_in_force, "tt", user_id, key);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query.statement, 0);
        *on = text && strcmp(text, "true") == 0;
    }
    usher_close(&query);
    return rc == SQLITE_ROW || USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK
                                                              : rc; /* the user is there */
}

int usher_setting(struct usher *usher, enum usher_setting setting, const char *account_id,
                  sqlite3_int64 *value) {
    const struct number *number = &numbers[setting];
    struct usher_query query;
    *value = number->initial;
    if (!account_id) {
        return SQLITE_OK;
    }
    int rc = usher_open(usher, &query, USHER_SQL_setting_find, "ttt", account_id, number->key,
                        usher_scope_name(USHER_OF_ACCOUNT));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = read_value(usher, number, query.statement, value);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
