/*
** Settings of an account: the registry of keys (settings.def), the value in
** force, and the table `settings`.
**
** A value is JSON text in canonical form. Unknown keys are refused, values are
** checked against the key's definition. INSERT OR REPLACE is an upsert.
*/
#include "domain/domain.h"

#include <string.h>

enum kind { BOOLEAN, INTEGER };

static const struct definition {
    const char *key;
    enum kind kind;
    sqlite3_int64 initial;
    sqlite3_int64 least;
    sqlite3_int64 most;
    enum usher_permission permission; /* to write it */
} definitions[USHER_SETTINGS] = {
#define SETTING(symbol, key, kind, initial, least, most, permission, meaning)                      \
    [USHER_SETTING_##symbol] = {key, kind, initial, least, most, USHER_MAY_##permission},
#include "domain/settings/settings.def"
#undef SETTING
};

/* -------------------------------------------------------------------- table */

enum { SCOPE, SCOPE_ID, KEY, VALUE, LOCKED, UPDATED_BY, UPDATED_AT };

static int check_scope(struct usher *usher, const char *field, int limit,
                       struct usher_value *value) {
    (void)limit;
    return usher_value_is(value, "account")
               ? SQLITE_OK
               : usher_fail(usher, USHER_INVALID, field, "scope must be account");
}

static const struct definition *find(const char *key) {
    for (int i = 0; i < USHER_SETTINGS; i++) {
        if (strcmp(definitions[i].key, key) == 0) {
            return &definitions[i];
        }
    }
    return NULL;
}

static int check_key(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    int rc = usher_check_text(usher, field, limit, value);
    if (rc == SQLITE_OK && !find(value->text)) {
        rc = usher_fail(usher, USHER_INVALID, field, "there is no setting \"%.60s\"", value->text);
    }
    return rc;
}

/* JSON true or false, or 1 or 0: several drivers know no other booleans. */
static int canonical_boolean(struct usher *usher, struct usher_value *value) {
    int on = usher_value_is(value, "true");
    int off = usher_value_is(value, "false");
    if (!on && !off) {
        if (usher_check_boolean(usher, "value", 0, value) != SQLITE_OK) {
            return usher_fail(usher, USHER_INVALID, "value", "value must be true or false");
        }
        on = value->integer == 1;
    }
    usher_value_small(value, on ? "true" : "false");
    return SQLITE_OK;
}

/* Check a value against its key's definition and write it as canonical JSON. */
static int canonical(struct usher *usher, const char *key, struct usher_value *value) {
    const struct definition *definition = find(key);
    if (!definition) {
        return usher_fail(usher, USHER_CORRUPT, "key", "the store holds an unknown setting");
    }
    if (definition->kind == BOOLEAN) {
        return canonical_boolean(usher, value);
    }
    int rc = usher_check_integer(usher, "value", 0, value);
    if (rc == SQLITE_OK &&
        (value->integer < definition->least || value->integer > definition->most)) {
        rc = usher_fail(usher, USHER_INVALID, "value", "value of %s must be from %lld to %lld", key,
                        definition->least, definition->most);
    }
    if (rc == SQLITE_OK) {
        char text[32];
        sqlite3_snprintf(sizeof(text), text, "%lld", value->integer);
        usher_value_small(value, text);
    }
    return rc;
}

/* ------------------------------------------------------------ value in force */

/* The canonical form is the only one that is ever written. */
static int read_value(struct usher *usher, const struct definition *definition,
                      sqlite3_value *stored, sqlite3_int64 *value) {
    struct usher_value found;
    struct usher_value checked;
    int rc = usher_value_borrow(&found, stored);
    if (rc == SQLITE_OK) {
        rc = usher_value_borrow(&checked, stored);
    }
    if (rc != SQLITE_OK) {
        return usher_pass(usher, rc);
    }
    if (canonical(usher, definition->key, &checked) != SQLITE_OK ||
        !usher_value_same(&found, &checked)) {
        return usher_fail(usher, USHER_CORRUPT, "value",
                          "the store holds a malformed value of %s: set it again", definition->key);
    }
    *value = definition->kind == BOOLEAN ? usher_value_is(&checked, "true")
                                         : sqlite3_value_int64(stored);
    return SQLITE_OK;
}

int usher_setting(struct usher *usher, enum usher_setting setting, const char *account_id,
                  sqlite3_int64 *value) {
    const struct definition *definition = &definitions[setting];
    struct usher_query query;
    *value = definition->initial;
    if (!account_id) {
        return SQLITE_OK;
    }
    int rc =
        usher_open(usher, &query, USHER_SQL_setting_of_account, "tt", account_id, definition->key);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = read_value(usher, definition, sqlite3_column_value(query.statement, 0), value);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* ------------------------------------------------------------------- writing */

static int audit(struct usher *usher, const char *action, const char *account_id,
                 const struct usher_record *old, uint64_t old_given,
                 const struct usher_record *next, uint64_t next_given) {
    struct usher_fields before;
    struct usher_fields after;
    usher_fields_init(&before);
    usher_fields_init(&after);
    if (old) {
        usher_audit_fields(&usher_settings, old, old_given, &before);
    }
    if (next) {
        usher_audit_fields(&usher_settings, next, next_given, &after);
    }
    struct usher_event event = {action, "settings", account_id, account_id};
    return usher_audit(usher, &event, &before, &after);
}

#define SET_COLUMNS (1 << KEY | 1 << VALUE | 1 << LOCKED)

/*
** A key that this library does not know may still be deleted. What gives rights takes them: nobody
** grants what they do not have.
*/
static int may_write(struct usher *usher, const char *key, const char *account_id) {
    const struct definition *definition = find(key);
    int rc = usher_require(usher, definition ? definition->permission : USHER_MAY_SETTINGS_UPDATE,
                           account_id);
    if (rc == SQLITE_OK && definition == &definitions[USHER_SETTING_INVITES_BY_ADMINS]) {
        rc = usher_require(usher, USHER_MAY_INVITES_CREATE, account_id);
        rc = rc == SQLITE_OK ? usher_require(usher, USHER_MAY_INVITES_REVOKE, account_id) : rc;
    }
    return rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    const char *account_id = change->old->value[SCOPE_ID].text;
    int rc = may_write(usher, change->old->value[KEY].text, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_setting_delete, "i", change->number);
    }
    return rc == SQLITE_OK
               ? audit(usher, "setting.delete", account_id, change->old, SET_COLUMNS, NULL, 0)
               : rc;
}

/*
** The row that is in the way is a conflict; with OR REPLACE it goes, as in a
** plain table. What it held is `old`, until `query` is closed.
*/
static int make_room(struct usher *usher, const char *account_id, const struct usher_value *key,
                     int replace, struct usher_query *query, struct usher_record *old) {
    int rc = usher_open(usher, query, USHER_SQL_setting_of_account, "tt", account_id, key->text);
    if (rc == SQLITE_OK) {
        rc = usher_step(query);
    }
    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? SQLITE_OK : rc;
    }
    if (!replace) {
        return usher_fail(usher, USHER_CONFLICT, "key",
                          "the setting has a value already: use UPDATE or INSERT OR REPLACE");
    }
    usher_record_set(old, KEY, key);
    old->given = SET_COLUMNS;
    rc = usher_value_borrow(&old->value[VALUE], sqlite3_column_value(query->statement, 0));
    usher_value_integer(&old->value[LOCKED], sqlite3_column_int64(query->statement, 1));
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_setting_delete, "i",
                                       sqlite3_column_int64(query->statement, 2))
                           : usher_pass(usher, rc);
}

static int write_row(struct usher *usher, struct usher_change *change, const char *account_id) {
    const struct usher_record *next = change->next;
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&fields);
    if (change->number) {
        usher_set_integer(&fields, "number", change->number);
    }
    usher_set_text(&fields, "scope", "account");
    usher_set_text(&fields, "scope_id", account_id);
    usher_set(&fields, "key", &next->value[KEY]);
    usher_set(&fields, "value", &next->value[VALUE]);
    usher_set_integer(&fields, "locked",
                      usher_given(next, LOCKED) ? next->value[LOCKED].integer : 0);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    return usher_insert(usher, "usher_setting", &fields, &change->number);
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    struct usher_record *next = change->next;
    struct usher_record old = {.given = 0};
    struct usher_query replaced = {usher, NULL, 0};
    char account_id[USHER_UUID_TEXT + 1];
    int rc = usher_account_of(usher, "scope_id", usher_record_text(next, SCOPE_ID), account_id);
    if (rc == SQLITE_OK) {
        rc = may_write(usher, next->value[KEY].text, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = canonical(usher, next->value[KEY].text, &next->value[VALUE]);
    }
    if (rc == SQLITE_OK) {
        rc = make_room(usher, account_id, &next->value[KEY], change->replace, &replaced, &old);
    }
    if (rc == SQLITE_OK) {
        rc = write_row(usher, change, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = audit(usher, "setting.set", account_id, &old, old.given, next,
                   next->given & SET_COLUMNS);
    }
    usher_close(&replaced);
    return rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    struct usher_record *next = change->next;
    const char *account_id = change->old->value[SCOPE_ID].text;
    char now[USHER_TIME_TEXT + 1];
    int rc = may_write(usher, change->old->value[KEY].text, account_id);
    if (rc == SQLITE_OK && usher_given(next, VALUE)) {
        rc = canonical(usher, change->old->value[KEY].text, &next->value[VALUE]);
        if (usher_value_same(&next->value[VALUE], &change->old->value[VALUE])) {
            usher_value_clear(&next->value[VALUE]);
            next->given &= ~((uint64_t)1 << VALUE);
        }
    }
    if (rc != SQLITE_OK || !next->given) {
        return rc;
    }
    rc = usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    struct usher_fields fields;
    usher_audit_fields(&usher_settings, next, next->given, &fields);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    rc = usher_update(usher, "usher_setting", change->number, &fields);
    usher_record_set(next, KEY, &change->old->value[KEY]); /* which one, in both halves */
    return rc == SQLITE_OK ? audit(usher, "setting.set", account_id, change->old, next->given, next,
                                   next->given)
                           : rc;
}

static const struct usher_column columns[] = {
    [SCOPE] = {.name = "scope",
               .affinity = USHER_TEXT,
               .sql = "s.scope",
               .flags = USHER_WORDS | USHER_INSERT | USHER_REQUIRED,
               .check = check_scope,
               .hint = "delete the row and insert another"},
    [SCOPE_ID] = {.name = "scope_id",
                  .affinity = USHER_TEXT,
                  .sql = "s.scope_id",
                  .flags = USHER_WORDS | USHER_INSERT | USHER_INDEXED,
                  .check = usher_check_uuid,
                  .hint = "delete the row and insert another"},
    [KEY] = {.name = "key",
             .affinity = USHER_TEXT,
             .sql = "s.key",
             .flags = USHER_WORDS | USHER_INSERT | USHER_REQUIRED,
             .check = check_key,
             .limit = 100,
             .hint = "delete the row and insert another"},
    [VALUE] = {.name = "value",
               .affinity = USHER_NONE,
               .sql = "s.value",
               .flags = USHER_INSERT | USHER_UPDATE | USHER_REQUIRED | USHER_JSON},
    [LOCKED] = {.name = "locked",
                .affinity = USHER_INTEGER,
                .sql = "s.locked",
                .flags = USHER_INSERT | USHER_UPDATE,
                .check = usher_check_boolean},
    [UPDATED_BY] = {.name = "updated_by",
                    .affinity = USHER_TEXT,
                    .sql = "s.updated_by",
                    .flags = USHER_WORDS,
                    .hint = "usher keeps it"},
    [UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "s.updated_at", "usher keeps it"),
};

static const struct usher_policy policy = {
    .read = USHER_MAY_SETTINGS_READ,
    .account = "s.scope = 'account' AND s.scope_id IN " USHER_HOLDS("settings.read"),
};

const struct usher_table usher_settings = {
    .name = "settings",
    .noun = "setting",
    .backing = "usher_setting",
    .from = "main.usher_setting AS s",
    .rowid = "s.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
