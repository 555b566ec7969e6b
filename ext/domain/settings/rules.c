/*
** Who may set what, where.
**
** Rules: a key is set only in the scopes that its definition names; an account's by whoever
** holds the key's permission, a team's by teams.update or its leads, a user's by themself or by
** users.update and rank; what a higher scope has locked is not set below it, by anybody; only
** accounts and teams lock.
*/
#include "domain/settings/settings.h"

#include <string.h>

/* -------------------------------------------------------------------- places */

/* The account that a team or user belongs to, "" if there is no such row. */
static int find_account(struct usher *usher, struct usher_setting_place *place) {
    struct usher_query query;
    int user = place->scope == USHER_OF_USER;
    place->account_id[0] = '\0';
    int rc = usher_open(usher, &query, user ? USHER_SQL_setting_user : USHER_SQL_setting_team, "t",
                        place->id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_text(usher, query.statement, 0, place->account_id,
                             sizeof(place->account_id));
        place->deleted = user && sqlite3_column_int(query.statement, 1);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int find_user(struct usher *usher, const char *given, struct usher_setting_place *place) {
    sqlite3_int64 number;
    const char *id = given ? given : usher_actor_id(usher);
    if (!id) {
        return usher_fail(usher, USHER_MISSING, "scope_id", "scope_id is required: say which user");
    }
    sqlite3_snprintf(sizeof(place->id), place->id, "%s", id);
    return usher_table_find(usher, &usher_users, "scope_id", place->id, &number);
}

static int find_team(struct usher *usher, const char *given, struct usher_setting_place *place) {
    sqlite3_int64 number;
    if (!given) {
        return usher_fail(usher, USHER_MISSING, "scope_id", "scope_id is required: say which team");
    }
    sqlite3_snprintf(sizeof(place->id), place->id, "%s", given);
    return usher_table_find(usher, &usher_teams, "scope_id", place->id, &number);
}

int usher_setting_place_find(struct usher *usher, unsigned scope, const char *given,
                             struct usher_setting_place *place) {
    *place = (struct usher_setting_place){.scope = scope};
    if (scope == USHER_OF_ACCOUNT) {
        int rc = usher_account_of(usher, "scope_id", given, place->id);
        memcpy(place->account_id, place->id, sizeof(place->id));
        return rc;
    }
    int rc =
        scope == USHER_OF_USER ? find_user(usher, given, place) : find_team(usher, given, place);
    if (rc == SQLITE_OK) {
        rc = find_account(usher, place);
    }
    return rc == SQLITE_OK && !place->account_id[0]
               ? usher_fail(usher, USHER_NOT_FOUND, "scope_id", "there is no such %s",
                            usher_scope_name(scope))
               : rc;
}

int usher_setting_place_of(struct usher *usher, const struct usher_record *row,
                           struct usher_setting_place *place) {
    *place = (struct usher_setting_place){.scope = usher_scope_find(row->value[0].text)};
    sqlite3_snprintf(sizeof(place->id), place->id, "%s", row->value[1].text);
    memcpy(place->account_id, place->id, sizeof(place->id));
    return place->scope == USHER_OF_ACCOUNT ? SQLITE_OK : find_account(usher, place);
}

/* -------------------------------------------------------------------- rights */

/* A permission of the application's own, too. */
static int require_token(struct usher *usher, const char *token, const char *account_id) {
    const struct usher_rights *rights;
    int permission = usher_permission_find(token);
    if (permission >= 0) {
        return usher_require(usher, (enum usher_permission)permission, account_id);
    }
    int rc = usher_rights_of_actor(usher, &rights);
    return rc == SQLITE_OK && !usher_rights_hold_token(rights, token, account_id)
               ? usher_fail(usher, USHER_FORBIDDEN, NULL, "this needs the permission %s", token)
               : rc;
}

/* What gives rights takes them, too: nobody grants what they do not have. */
static int may_write_account(struct usher *usher, const struct usher_definition *definition,
                             const char *account_id) {
    int rc = require_token(usher, definition->permission, account_id);
    if (rc == SQLITE_OK && strcmp(definition->key, "invites.by_admins") == 0) {
        rc = usher_require(usher, USHER_MAY_INVITES_CREATE, account_id);
        rc = rc == SQLITE_OK ? usher_require(usher, USHER_MAY_INVITES_REVOKE, account_id) : rc;
    }
    return rc;
}

static int may_write(struct usher *usher, const struct usher_setting_place *place,
                     const struct usher_definition *definition) {
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    switch (place->scope) {
    case USHER_OF_ACCOUNT:
        return may_write_account(usher, definition, place->id);
    case USHER_OF_TEAM:
        return usher_require_team(usher, place->id);
    default:
        return usher_require_user(usher, USHER_MAY_USERS_UPDATE, place->id, place->account_id);
    }
}

int usher_setting_require_private(struct usher *usher, const char *user_id,
                                  const char *account_id) {
    const struct usher_rights *rights;
    if (usher_is_system(usher) || strcmp(user_id, usher_actor_principal(usher)) == 0) {
        return SQLITE_OK;
    }
    int own = strcmp(user_id, usher_actor_id(usher)) == 0; /* by an API key */
    int rc = usher_rights_of_actor(usher, &rights);
    if (rc != SQLITE_OK || usher_rights_hold(rights, USHER_MAY_USERS_READ_PRIVATE, account_id) ||
        (own && usher_rights_of_self(usher, rights, USHER_MAY_SELF_READ))) {
        return rc;
    }
    return usher_fail(usher, USHER_FORBIDDEN, "user_id",
                      "what a user has set takes the permission users.read_private%s",
                      own ? ", or the scope self.read" : "");
}

static int is_unlocked(struct usher *usher, const struct usher_setting_place *place,
                       const char *key) {
    struct usher_query query;
    if (place->scope == USHER_OF_ACCOUNT) {
        return SQLITE_OK;
    }
    int rc = usher_open(usher, &query, USHER_SQL_setting_locked_above, "ttt", key,
                        place->account_id, place->scope == USHER_OF_USER ? place->id : NULL);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_fail(usher, USHER_FORBIDDEN, "key", "%s is locked by %s", key,
                        (const char *)sqlite3_column_text(query.statement, 0));
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int fits_scope(struct usher *usher, const struct usher_setting_change *change) {
    const struct usher_setting_place *place = change->place;
    if (!(change->definition->scopes & place->scope)) {
        struct usher_value list;
        usher_scopes_write(change->definition->scopes, &list);
        return usher_fail(usher, USHER_INVALID, "scope",
                          "%s cannot be set for a %s: its scopes are %s", change->definition->key,
                          usher_scope_name(place->scope), list.text);
    }
    return change->locked == 1 && place->scope == USHER_OF_USER
               ? usher_fail(usher, USHER_INVALID, "locked",
                            "locked must be 0: only an account or a team locks")
               : SQLITE_OK;
}

/* May it be set there, and to this? */
static int check(struct usher *usher, const struct usher_setting_change *change) {
    const struct usher_definition *definition = change->definition;
    const struct usher_setting_place *place = change->place;
    int rc = fits_scope(usher, change);
    if (rc == SQLITE_OK) {
        rc = may_write(usher, place, definition);
    }
    if (rc == SQLITE_OK && place->deleted) {
        rc = usher_user_deleted(usher);
    }
    if (rc == SQLITE_OK) {
        rc = is_unlocked(usher, place, definition->key);
    }
    return rc;
}

static int check_value(struct usher *usher, const struct usher_setting_change *change) {
    int rc = usher_setting_check(usher, change->definition, change->value);
    return rc == SQLITE_OK ? usher_watermark_check(usher, change->place->account_id,
                                                   change->definition->key, change->value)
                           : rc;
}

/* --------------------------------------------------------------------- audit */

/* Members of an audit row. Of an image its size is enough. */
struct half {
    const struct usher_value *value; /* NULL: not named */
    int locked;                      /* -1: not named */
};

static void fill_half(struct usher_fields *fields, const char *key, const struct half *half) {
    usher_fields_init(fields);
    if (!half) {
        return;
    }
    usher_set_text(fields, "key", key);
    if (half->value && half->value->type == SQLITE_BLOB) {
        struct usher_value size;
        char text[32];
        sqlite3_snprintf(sizeof(text), text, "{\"bytes\":%d}", half->value->length);
        usher_value_small(&size, text);
        usher_set_json(fields, "value", &size);
    } else if (half->value) {
        usher_set_json(fields, "value", half->value);
    }
    if (half->locked >= 0) {
        usher_set_integer(fields, "locked", half->locked);
    }
}

static int audit(struct usher *usher, const char *action, const struct usher_setting_place *place,
                 const char *key, const struct half *old, const struct half *next) {
    struct usher_fields before;
    struct usher_fields after;
    struct usher_event event = {action, "settings", place->id,
                                place->account_id[0] ? place->account_id : NULL};
    fill_half(&before, key, old);
    fill_half(&after, key, next);
    return usher_audit(usher, &event, &before, &after);
}

/* ------------------------------------------------------------------- writing */

/* What is stored there; `query` lends the value until it is closed. number 0: nothing. */
struct stored {
    struct usher_query query;
    sqlite3_int64 number;
    struct usher_value value;
    int locked;
};

static int find_stored(struct usher *usher, const struct usher_setting_place *place,
                       const char *key, struct stored *stored) {
    *stored = (struct stored){.query = {usher, NULL, 0}};
    int rc = usher_open(usher, &stored->query, USHER_SQL_setting_find, "ttt", place->id, key,
                        usher_scope_name(place->scope));
    if (rc == SQLITE_OK) {
        rc = usher_step(&stored->query);
    }
    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? SQLITE_OK : rc;
    }
    stored->locked = sqlite3_column_int(stored->query.statement, 1);
    stored->number = sqlite3_column_int64(stored->query.statement, 2);
    rc = usher_value_borrow(&stored->value, sqlite3_column_value(stored->query.statement, 0));
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

static int write_row(struct usher *usher, struct usher_setting_change *change) {
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    usher_now(usher, now);
    usher_fields_init(&fields);
    if (change->number) {
        usher_set_integer(&fields, "number", change->number);
    }
    usher_set_text(&fields, "scope", usher_scope_name(change->place->scope));
    usher_set_text(&fields, "scope_id", change->place->id);
    usher_set_text(&fields, "key", change->definition->key);
    usher_set(&fields, "value", change->value);
    usher_set_integer(&fields, "locked", change->locked == 1);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    return usher_insert(usher, "usher_setting", &fields, &change->number);
}

/* The row that is in the way is a conflict; with OR REPLACE it goes, as in a plain table. */
static int insert_over(struct usher *usher, struct usher_setting_change *change,
                       const struct stored *stored) {
    const struct half old = {&stored->value, stored->locked};
    const struct half next = {change->value, change->locked};
    int rc = SQLITE_OK;
    if (stored->number && !change->replace) {
        rc = usher_fail(usher, USHER_CONFLICT, "key",
                        "the setting has a value already: use UPDATE or INSERT OR REPLACE");
    } else if (stored->number) {
        rc = usher_run(usher, USHER_SQL_setting_delete, "i", stored->number);
    }
    if (rc == SQLITE_OK) {
        rc = write_row(usher, change);
    }
    return rc == SQLITE_OK ? audit(usher, "setting.set", change->place, change->definition->key,
                                   stored->number ? &old : NULL, &next)
                           : rc;
}

int usher_setting_insert(struct usher *usher, struct usher_setting_change *change) {
    struct stored stored = {.query = {usher, NULL, 0}};
    int rc = check(usher, change);
    if (rc == SQLITE_OK) {
        rc = check_value(usher, change);
    }
    if (rc == SQLITE_OK) {
        rc = find_stored(usher, change->place, change->definition->key, &stored);
    }
    if (rc == SQLITE_OK) {
        rc = insert_over(usher, change, &stored);
    }
    usher_close(&stored.query);
    return rc;
}

/* Only what differs; nothing, if nothing does. */
static int change_row(struct usher *usher, const struct usher_setting_change *change,
                      const struct usher_value *old, int old_locked) {
    const struct usher_value *value = change->value;
    const int locked = change->locked; /* other than it was: xUpdate leaves out what is the same */
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    if (value && usher_value_same(value, old)) {
        value = NULL;
    }
    if (!value && locked < 0) {
        return SQLITE_OK;
    }
    usher_now(usher, now);
    usher_fields_init(&fields);
    if (value) {
        usher_set(&fields, "value", value);
    }
    if (locked >= 0) {
        usher_set_integer(&fields, "locked", locked);
    }
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    int rc = usher_update(usher, "usher_setting", change->number, &fields);
    const struct half before = {value ? old : NULL, locked < 0 ? -1 : old_locked};
    const struct half after = {value, locked};
    return rc == SQLITE_OK ? audit(usher, "setting.set", change->place, change->definition->key,
                                   &before, &after)
                           : rc;
}

int usher_setting_update(struct usher *usher, struct usher_setting_change *change,
                         const struct usher_value *old, int old_locked) {
    int rc = check(usher, change);
    if (rc == SQLITE_OK && change->value) {
        rc = check_value(usher, change);
    }
    return rc == SQLITE_OK ? change_row(usher, change, old, old_locked) : rc;
}

/* A key that this library does not know may still be deleted, and one below a lock. */
int usher_setting_remove(struct usher *usher, const struct usher_setting_place *place,
                         const struct usher_record *row, sqlite3_int64 number) {
    const char *key = row->value[2].text;
    const struct half old = {&row->value[3], (int)row->value[4].integer};
    struct usher_definition definition;
    int rc = usher_definition_open(usher, key, &definition);
    if (rc == SQLITE_OK) {
        rc = may_write(usher, place, &definition);
    }
    usher_definition_close(&definition);
    if (rc == SQLITE_OK && place->scope == USHER_OF_ACCOUNT && old.value->type == SQLITE_BLOB) {
        rc = usher_watermark_unused(usher, place->id, key);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_setting_delete, "i", number);
    }
    return rc == SQLITE_OK ? audit(usher, "setting.delete", place, key, &old, NULL) : rc;
}

/* Whose settings they were has its own row in the log. */
int usher_settings_end(struct usher *usher, const char *scope, const char *scope_id) {
    return usher_run(usher, USHER_SQL_settings_end, "tt", scope_id, scope);
}

/* --------------------------------------------------------------------- merge */

/* What a patch is applied to where nothing is stored: what is in force above. */
static int open_base(struct usher *usher, const struct usher_setting_change *change,
                     struct usher_query *query, struct usher_value *base) {
    const struct usher_setting_place *place = change->place;
    int user = place->scope == USHER_OF_USER;
    int rc =
        usher_open(usher, query, user ? USHER_SQL_setting_in_force : USHER_SQL_setting_of_account,
                   "tt", user ? place->id : place->account_id, change->definition->key);
    if (rc == SQLITE_OK) {
        rc = usher_step(query);
    }
    if (rc == SQLITE_ROW) {
        rc = usher_value_borrow(base, sqlite3_column_value(query->statement, 0));
        return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
    }
    return USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK : rc; /* whose it is was looked up */
}

static int merge_into(struct usher *usher, struct usher_setting_change *change,
                      const struct stored *stored, const struct usher_value *patch) {
    struct usher_query query = {usher, NULL, 0};
    int rc = SQLITE_OK;
    usher_value_null(change->value);
    if (stored->number) {
        *change->value = stored->value;
    } else {
        rc = open_base(usher, change, &query, change->value);
    }
    if (rc == SQLITE_OK) {
        rc = usher_json_merge(usher, change->definition->key, change->value, patch);
    }
    if (rc == SQLITE_OK) {
        rc = check_value(usher, change);
    }
    if (rc == SQLITE_OK) {
        change->number = stored->number;
        rc = stored->number ? change_row(usher, change, &stored->value, stored->locked)
                            : insert_over(usher, change, stored);
    }
    usher_close(&query);
    return rc;
}

int usher_setting_merge(struct usher *usher, struct usher_setting_change *change,
                        const struct usher_value *patch) {
    struct stored stored = {.query = {usher, NULL, 0}};
    int rc = check(usher, change);
    if (rc == SQLITE_OK &&
        change->place->scope == USHER_OF_USER) { /* the new value tells the old */
        rc = usher_setting_require_private(usher, change->place->id, change->place->account_id);
    }
    if (rc == SQLITE_OK && strcmp(change->definition->type, "image") == 0) {
        rc = usher_fail(usher, USHER_INVALID, "key", "%s: an image cannot be patched",
                        change->definition->key);
    }
    if (rc == SQLITE_OK) {
        rc = find_stored(usher, change->place, change->definition->key, &stored);
    }
    if (rc == SQLITE_OK) {
        rc = merge_into(usher, change, &stored, patch);
    }
    usher_close(&stored.query);
    return rc;
}
