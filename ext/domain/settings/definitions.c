/*
** The table setting_definitions: every key there is. Those of usher's own stand in settings.def;
** the system adds an application's under app.
**
** Rules: a built-in definition stays as it is; a default fits its own schema; what is stored fits
** the definition, or the definition is not made, changed or deleted.
*/
#include "domain/settings/settings.h"

#include <string.h>

enum {
    KEY,
    TYPE,
    DEFAULT,
    MINIMUM,
    MAXIMUM,
    ENUM,
    LENGTH,
    SCHEMA,
    SCOPES,
    PERMISSION,
    BUILTIN,
    DESCRIPTION,
    CREATED_AT
};

/* ---------------------------------------------------------------- validators */

static int check_free_key(struct usher *usher, const char *field, int limit,
                          struct usher_value *value) {
    int rc = usher_check_text(usher, field, limit, value);
    return rc == SQLITE_OK && !usher_setting_is_free(value->text)
               ? usher_fail(usher, USHER_INVALID, field, "%s must begin with app.", field)
               : rc;
}

static int check_type(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    static const char *const types[] = {"boolean", "integer", "number", "string", "array",
                                        "object",  "any",     "image",  NULL};
    (void)limit;
    return usher_check_word(usher, field, value, types);
}

struct scopes {
    struct usher *usher;
    unsigned found;
};

static int take_scope(void *context, const char *name, struct usher_value *value) {
    struct scopes *scopes = context;
    unsigned scope = 0;
    (void)name;
    if (value->type == SQLITE_TEXT && !value->owned) {
        scope = usher_scope_find(value->text);
    }
    scopes->found |= scope;
    if (scope) {
        return SQLITE_OK;
    }
    static const char *const names[] = {"account", "team", "user", NULL};
    usher_fail(scopes->usher, USHER_INVALID, "scopes",
               "scopes must be a JSON list of account, team and user");
    return usher_suggest(scopes->usher,
                         value->type == SQLITE_TEXT && !value->owned ? value->text : "", names);
}

/* In their own order, each once. */
static int check_scopes(struct usher *usher, const char *field, int limit,
                        struct usher_value *value) {
    struct scopes scopes = {usher, 0};
    (void)limit;
    int rc = usher_json_array(usher, field, value, take_scope, &scopes);
    if (rc == SQLITE_OK && !scopes.found) {
        rc = usher_fail(usher, USHER_INVALID, field, "%s must name one at least", field);
    }
    if (rc == SQLITE_OK) {
        usher_value_clear(value);
        usher_scopes_write(scopes.found, value);
    }
    return rc;
}

/* ------------------------------------------------------------------- writing */

static int stored_misfit(struct usher *usher, const char *key, sqlite3_stmt *row) {
    char reason[sizeof(usher->error.message)];
    sqlite3_snprintf(sizeof(reason), reason, "%s", usher->error.message);
    return usher_fail(usher, USHER_CONFLICT, "key", "a value of %s, of %s %s, does not fit: %s",
                      key, (const char *)sqlite3_column_text(row, 0),
                      (const char *)sqlite3_column_text(row, 1), reason);
}

static int stored_fits(struct usher *usher, const struct usher_definition *definition,
                       sqlite3_stmt *row) {
    char scope[8];
    struct usher_value value;
    int rc = usher_copy_text(usher, row, 0, scope, sizeof(scope));
    if (rc == SQLITE_OK) {
        rc = usher_value_borrow(&value, sqlite3_column_value(row, 2));
        rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = definition->scopes & usher_scope_find(scope)
             ? usher_setting_check_stored(usher, definition, &value)
             : usher_fail(usher, USHER_INVALID, "scopes", "scopes lack its scope");
    usher_value_clear(&value);
    return rc == SQLITE_CONSTRAINT ? stored_misfit(usher, definition->key, row) : rc;
}

static int all_fit(struct usher *usher, const struct usher_definition *definition) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_setting_values, "t", definition->key);
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = stored_fits(usher, definition, query.statement);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The default is made canonical in place; images have none. */
static int check_default(struct usher *usher, const struct usher_definition *definition,
                         struct usher_value *value) {
    if (usher_is_null(value)) {
        return SQLITE_OK;
    }
    if (strcmp(definition->type, "image") == 0) {
        return usher_fail(usher, USHER_INVALID, "default_value",
                          "default_value must be NULL: an image has none");
    }
    struct usher_definition named = *definition;
    named.key = "default_value";
    return usher_setting_check(usher, &named, value);
}

/* What the record gives, else what the row has. */
static const char *text_of(const struct usher_change *change, int column, const char *otherwise) {
    if (usher_given(change->next, column)) {
        return change->next->value[column].text;
    }
    return usher_given(change->old, column) ? change->old->value[column].text : otherwise;
}

static int check(struct usher *usher, const struct usher_change *change) {
    static const char every_scope[] = "[\"account\",\"team\",\"user\"]";
    const struct usher_definition definition = {
        .key = text_of(change, KEY, ""),
        .type = text_of(change, TYPE, "any"),
        .schema = text_of(change, SCHEMA, "{}"),
        .permission =
            text_of(change, PERMISSION, usher_permission_token(USHER_MAY_SETTINGS_UPDATE))};
    struct scopes scopes = {usher, 0};
    struct usher_value list;
    struct usher_value *initial = &change->next->value[DEFAULT];
    struct usher_value before;
    int known = 0;
    usher_value_text(&before, text_of(change, DEFAULT, NULL));
    usher_value_text(&list, text_of(change, SCOPES, every_scope));
    int rc = usher_json_array(usher, "scopes", &list, take_scope, &scopes);
    struct usher_definition made = definition;
    made.scopes = scopes.found;
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &known, USHER_SQL_permission_exists, "t", definition.permission);
    }
    if (rc == SQLITE_OK && !known) {
        rc = usher_permission_unknown(usher, "permission", definition.permission);
    }
    if (rc == SQLITE_OK) {
        rc = usher_permission_require_of_roles(usher, "permission", definition.permission);
    }
    if (rc == SQLITE_OK) {
        rc = check_default(usher, &made, usher_given(change->next, DEFAULT) ? initial : &before);
    }
    usher_value_clear(&before);
    return rc == SQLITE_OK ? all_fit(usher, &made) : rc;
}

static int audit(struct usher *usher, const char *action, const struct usher_change *change,
                 uint64_t before, uint64_t after) {
    struct usher_event event = {action, "setting_definitions", text_of(change, KEY, ""), NULL};
    struct usher_fields old;
    struct usher_fields next;
    usher_audit_fields(&usher_setting_definitions, change->old, before, &old);
    usher_audit_fields(&usher_setting_definitions, change->next, after, &next);
    return usher_audit(usher, &event, &old, &next);
}

#define COLUMNS                                                                                    \
    ((uint64_t)(1 << TYPE | 1 << DEFAULT | 1 << SCHEMA | 1 << SCOPES | 1 << PERMISSION |           \
                1 << DESCRIPTION))

static void set_given(struct usher_fields *fields, const struct usher_record *next) {
    for (int i = 0; i <= DESCRIPTION; i++) {
        if ((next->given & COLUMNS) >> i & 1) {
            usher_set(fields, usher_setting_definitions.columns[i].name, &next->value[i]);
        }
    }
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    struct usher_fields fields;
    char now[USHER_TIME_TEXT + 1];
    int found = 0;
    int rc = usher_require_system(usher, "define settings");
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &found, USHER_SQL_setting_definition_exists, "v",
                          &next->value[KEY]);
    }
    if (rc == SQLITE_OK && found) {
        rc = usher_fail(usher, USHER_CONFLICT, "key", "the setting is defined already: use UPDATE");
    }
    if (rc == SQLITE_OK) {
        rc = check(usher, change);
    }
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&fields);
    if (change->number) {
        usher_set_integer(&fields, "number", change->number);
    }
    usher_set(&fields, "key", &next->value[KEY]);
    set_given(&fields, next);
    if (!usher_given(next, SCOPES)) {
        usher_set_text(&fields, "scopes", "[\"account\",\"team\",\"user\"]");
    }
    if (!usher_given(next, PERMISSION)) {
        usher_set_text(&fields, "permission", usher_permission_token(USHER_MAY_SETTINGS_UPDATE));
    }
    usher_set_text(&fields, "created_at", now);
    rc = usher_insert(usher, "usher_setting_definition", &fields, &change->number);
    return rc == SQLITE_OK ? audit(usher, "setting_definition.create", change, 0, next->given) : rc;
}

/* The system's, and none of usher's own. */
static int may_change(struct usher *usher, const struct usher_change *change) {
    int rc = usher_require_system(usher, "define settings");
    return rc == SQLITE_OK && !usher_setting_is_free(change->old->value[KEY].text)
               ? usher_fail(usher, USHER_CONFLICT, "key",
                            "the setting %s is built in: it stays as it is",
                            change->old->value[KEY].text)
               : rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    struct usher_fields fields;
    int rc = may_change(usher, change);
    if (rc == SQLITE_OK) {
        rc = check(usher, change);
    }
    usher_fields_init(&fields);
    set_given(&fields, change->next);
    if (rc == SQLITE_OK) {
        rc = usher_update(usher, "usher_setting_definition", change->number, &fields);
    }
    return rc == SQLITE_OK ? audit(usher, "setting_definition.update", change, change->next->given,
                                   change->next->given)
                           : rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    const char *key = change->old->value[KEY].text;
    int used = 0;
    int rc = may_change(usher, change);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &used, USHER_SQL_setting_values, "t", key);
    }
    if (rc == SQLITE_OK && used) {
        rc = usher_fail(usher, USHER_CONFLICT, "key",
                        "the setting %s has values: delete them first", key);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_setting_definition_delete, "i", change->number);
    }
    return rc == SQLITE_OK ? audit(usher, "setting_definition.delete", change, COLUMNS, 0) : rc;
}

/* --------------------------------------------------------------------- table */

#define WRITABLE (USHER_INSERT | USHER_UPDATE)
static const char from_schema[] = "it follows from schema";

static const struct usher_column columns[] = {
    [KEY] = {.name = "key",
             .affinity = USHER_TEXT,
             .sql = "d.key",
             .flags = USHER_WORDS | USHER_KEY | USHER_INSERT | USHER_REQUIRED,
             .check = check_free_key,
             .limit = USHER_SETTING_KEY,
             .hint = "delete the row and insert another"},
    [TYPE] = {.name = "type",
              .affinity = USHER_TEXT,
              .sql = "d.type",
              .flags = USHER_WORDS | WRITABLE | USHER_REQUIRED,
              .check = check_type},
    [DEFAULT] = {.name = "default_value",
                 .affinity = USHER_TEXT,
                 .sql = "d.default_value",
                 .flags = WRITABLE | USHER_CLEARABLE | USHER_JSON},
    [MINIMUM] = {.name = "minimum",
                 .affinity = USHER_NUMERIC,
                 .sql = "(d.schema ->> 'minimum')",
                 .hint = from_schema},
    [MAXIMUM] = {.name = "maximum",
                 .affinity = USHER_NUMERIC,
                 .sql = "(d.schema ->> 'maximum')",
                 .hint = from_schema},
    [ENUM] = {.name = "enum",
              .affinity = USHER_TEXT,
              .sql = "(d.schema ->> 'enum')",
              .flags = USHER_JSON,
              .hint = from_schema},
    [LENGTH] = {.name = "length",
                .affinity = USHER_INTEGER,
                .sql = "coalesce(d.schema ->> 'maxLength', d.schema ->> 'maxItems', "
                       "d.schema ->> 'maxProperties', d.schema ->> 'maxBytes')",
                .hint = from_schema},
    [SCHEMA] = {.name = "schema",
                .affinity = USHER_TEXT,
                .sql = "d.schema",
                .flags = WRITABLE | USHER_JSON,
                .check = usher_check_schema,
                .limit = USHER_SETTING_MOST},
    [SCOPES] = {.name = "scopes",
                .affinity = USHER_TEXT,
                .sql = "d.scopes",
                .flags = WRITABLE | USHER_JSON,
                .check = check_scopes},
    [PERMISSION] = {.name = "permission",
                    .affinity = USHER_TEXT,
                    .sql = "d.permission",
                    .flags = USHER_WORDS | WRITABLE,
                    .check = usher_check_text,
                    .limit = USHER_PERMISSION_TEXT},
    [BUILTIN] = {.name = "builtin",
                 .affinity = USHER_INTEGER,
                 .sql = "d.builtin",
                 .hint = "usher keeps it"},
    [DESCRIPTION] = {.name = "description",
                     .affinity = USHER_TEXT,
                     .sql = "d.description",
                     .flags = WRITABLE | USHER_REQUIRED,
                     .check = usher_check_text,
                     .limit = 1000},
    [CREATED_AT] = USHER_TIME_COLUMN("created_at", "d.created_at", "usher keeps it"),
};

/* Whoever acts may know what there is to be set. */
static const struct usher_policy policy = {
    .own = "1",
    .read = USHER_MAY_SETTINGS_READ,
    .account = "1",
};

const struct usher_table usher_setting_definitions = {
    .name = "setting_definitions",
    .noun = "setting",
    .backing = "usher_setting_definition",
    .from = "main.usher_setting_definition AS d",
    .rowid = "d.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
