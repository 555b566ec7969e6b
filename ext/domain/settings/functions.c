/*
** setting(), setting_patch(), settings_effective() and usher_addons().
*/
#include "domain/settings/settings.h"

#include <string.h>

/* The user whom the argument names; NULL for whoever acts, and for the system. */
static int find_user(struct usher *usher, struct usher_call *call, int index, const char **id) {
    *id = usher_actor_id(usher);
    return index < call->argc && !usher_is_null(&call->argv[index])
               ? usher_argument_uuid(usher, call, index, "user_id", id)
               : SQLITE_OK;
}

static int required_key(struct usher *usher, struct usher_call *call, int index, const char **key) {
    int rc = usher_argument_required(usher, call, index, "key", key);
    return rc == SQLITE_OK
               ? usher_check_setting_key(usher, "key", USHER_SETTING_KEY, &call->argv[index])
               : rc;
}

/* ------------------------------------------------------------------- setting */

/* The row is gone when the query is closed. */
static int keep(struct usher *usher, sqlite3_stmt *row, struct usher_value *result) {
    struct usher_value found;
    int rc = usher_value_borrow(&found, sqlite3_column_value(row, 0));
    if (rc == SQLITE_OK && !usher_is_null(&found)) {
        result->type = found.type;
        rc = usher_value_keep(result, found.text, found.length);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

/* Of a user who is not seen nothing is said, not even that there is something to be forbidden. */
static int may_look_up(struct usher *usher, const char *user_id, const char *account_id) {
    const struct usher_rights *rights;
    sqlite3_int64 number;
    int rc = usher_require_actor(usher);
    if (rc != SQLITE_OK || usher_is_system(usher) ||
        strcmp(user_id, usher_actor_principal(usher)) == 0) {
        return rc;
    }
    rc = usher_rights_of_actor(usher, &rights);
    if (rc == SQLITE_OK && !usher_rights_hold(rights, USHER_MAY_USERS_READ, account_id)) {
        rc = usher_table_find(usher, &usher_users, "user_id", user_id, &number);
    }
    return rc == SQLITE_OK ? usher_setting_require_private(usher, user_id, account_id) : rc;
}

/* The settings that only accounts have. */
static int sees_account(struct usher *usher, const char *account_id, int *sees) {
    const struct usher_rights *rights;
    *sees = 1;
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_rights_of_actor(usher, &rights);
    *sees = rc == SQLITE_OK && usher_rights_hold(rights, USHER_MAY_SETTINGS_READ, account_id);
    return rc;
}

static int require_account(struct usher *usher, const char *account_id) {
    int sees;
    int rc = sees_account(usher, account_id, &sees);
    return rc == SQLITE_OK && !sees
               ? usher_fail(usher, USHER_FORBIDDEN, NULL, "this needs the permission settings.read")
               : rc;
}

/*
** Whether whoever acts may know is looked at while the row is at hand: within the same view of
** the file, rights need not be read again, and the look-up is one inner statement. What users
** may have set is what counts for them; what only accounts have takes settings.read.
*/
static int look_up(struct usher *usher, const char *user_id, const char *key,
                   struct usher_value *result) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_setting_in_force, "tt", user_id, key);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        char account_id[USHER_UUID_TEXT + 1];
        rc = usher_copy_text(usher, query.statement, 1, account_id, sizeof(account_id));
        if (rc == SQLITE_OK) {
            rc = may_look_up(usher, user_id, account_id);
        }
        if (rc == SQLITE_OK && sqlite3_column_int(query.statement, 2)) {
            rc = require_account(usher, account_id);
        }
        rc = rc == SQLITE_OK ? keep(usher, query.statement, result) : rc;
    } else if (rc == SQLITE_DONE) {
        rc = usher_require_actor(usher);
        rc = rc == SQLITE_OK
                 ? usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no such user")
                 : rc;
    }
    usher_close(&query);
    return rc;
}

/* Without a user: for the system. */
static int look_up_account(struct usher *usher, const char *key, struct usher_value *result) {
    char account_id[USHER_UUID_TEXT + 1];
    struct usher_query query = {usher, NULL, 0};
    int rc = usher_require_actor(usher);
    if (rc == SQLITE_OK) {
        rc = usher_default_account(usher, "user_id", account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_setting_of_account, "tt", account_id, key);
    }
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
        rc = rc == SQLITE_ROW ? keep(usher, query.statement, result) : rc;
    }
    usher_close(&query);
    return rc;
}

/*
** setting(key [, user_id]) → the value in force, JSON or a BLOB; NULL if there is none. For
** the system without a user: the account's, if there is one only. invalid, not_found, forbidden,
** missing.
*/
static int setting(struct usher *usher, struct usher_call *call) {
    const char *user_id = NULL;
    const char *key;
    int rc = required_key(usher, call, 0, &key);
    if (rc == SQLITE_OK) {
        rc = find_user(usher, call, 1, &user_id);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    return user_id ? look_up(usher, user_id, key, &call->result)
                   : look_up_account(usher, key, &call->result);
}

/* --------------------------------------------------------------------- patch */

/*
** setting_patch(scope, scope_id, key, patch) → the new value. A JSON Merge Patch (RFC 7396) of
** what is stored there; where nothing is, of what is in force above. All errors of an UPDATE.
*/
static int patch(struct usher *usher, struct usher_call *call) {
    struct usher_setting_place place;
    struct usher_definition definition = {.query = {usher, NULL, 0}};
    const char *scope = NULL;
    const char *scope_id = NULL;
    const char *key = NULL;
    int rc = usher_argument_required(usher, call, 0, "scope", &scope);
    if (rc == SQLITE_OK) {
        struct usher_value word;
        usher_value_text(&word, scope);
        rc = usher_check_scope(usher, "scope", 0, &word);
    }
    if (rc == SQLITE_OK && !usher_is_null(&call->argv[1])) {
        rc = usher_argument_uuid(usher, call, 1, "scope_id", &scope_id);
    }
    if (rc == SQLITE_OK) {
        rc = required_key(usher, call, 2, &key);
    }
    if (rc == SQLITE_OK && usher_is_null(&call->argv[3])) {
        rc = usher_fail(usher, USHER_MISSING, "patch", "patch is required");
    }
    if (rc == SQLITE_OK) {
        rc = usher_definition_open(usher, key, &definition);
    }
    if (rc == SQLITE_OK) {
        rc = usher_setting_place_find(usher, usher_scope_find(scope), scope_id, &place);
    }
    if (rc == SQLITE_OK) {
        struct usher_setting_change change = {&place, &definition, 0, &call->result, -1, 0};
        rc = usher_setting_merge(usher, &change, &call->argv[3]);
    }
    usher_definition_close(&definition);
    return rc;
}

/* ----------------------------------------------------------------- effective */

static int add_row(struct usher *usher, sqlite3_stmt *row, struct usher_rows *rows) {
    struct usher_value value[5];
    for (int i = 0; i < 5; i++) {
        int rc = usher_value_borrow(&value[i], sqlite3_column_value(row, i));
        if (rc != SQLITE_OK) {
            return usher_pass(usher, rc);
        }
    }
    return usher_rows_add(rows, value);
}

/* The account of the user, whom the actor must see; without one, that of the system. */
static int find_account(struct usher *usher, const char *user_id,
                        struct usher_setting_place *place) {
    sqlite3_int64 number;
    if (!user_id) {
        return usher_default_account(usher, "user_id", place->account_id);
    }
    int rc = usher_table_find(usher, &usher_users, "user_id", user_id, &number);
    if (rc == SQLITE_OK) {
        rc = usher_setting_place_find(usher, USHER_OF_USER, user_id, place);
    }
    return rc == SQLITE_OK ? usher_setting_require_private(usher, user_id, place->account_id) : rc;
}

/*
** settings_effective([user_id]) → a row for each key that whoever acts may know: key, value, source
** (user, team, account, default), scope_id (of the source; NULL of a default), locked. missing,
** not_found, forbidden.
*/
static int effective(struct usher *usher, struct usher_call *call, struct usher_rows *rows) {
    struct usher_setting_place place;
    struct usher_query query = {usher, NULL, 0};
    const char *user_id;
    int all = 0;
    int rc = usher_require_actor(usher);
    if (rc == SQLITE_OK) {
        rc = find_user(usher, call, 0, &user_id);
    }
    if (rc == SQLITE_OK) {
        rc = find_account(usher, user_id, &place);
    }
    if (rc == SQLITE_OK) {
        rc = sees_account(usher, place.account_id, &all);
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_settings_in_force, "tti", user_id,
                        place.account_id, (sqlite3_int64)all);
    }
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = add_row(usher, query.statement, rows);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static const char *const columns[] = {"key TEXT", "value", "source TEXT", "scope_id TEXT",
                                      "locked INTEGER"};
static const char *const parameters[] = {"user_id"};

const struct usher_rows_function usher_settings_effective = {
    .name = "settings_effective",
    .column = columns,
    .columns = sizeof(columns) / sizeof(*columns),
    .parameter = parameters,
    .least = 0,
    .most = 1,
    .parameters = "[user_id]",
    .meaning = "Every key with the value in force and the scope that it comes from",
    .handler = effective,
};

/* -------------------------------------------------------------------- addons */

/*
** usher_addons(user_id) → JSON list, what users.addons shows. NULL if that is not the id of
** somebody whom the actor sees: the table shows a mangled row as it stands.
*/
static int addons(struct usher *usher, struct usher_call *call) {
    sqlite3_int64 number;
    int found = 0;
    if (call->argv[0].type != SQLITE_TEXT) {
        return SQLITE_OK;
    }
    int rc = usher_table_seen(usher, &usher_users, call->argv[0].text, &number, &found);
    return rc == SQLITE_OK && found ? usher_addons_of(usher, call->argv[0].text, &call->result)
                                    : rc;
}

static const struct usher_function functions[] = {
    {"setting", 1, 2, USHER_READS, USHER_ANYBODY, "key [, user_id]",
     "The value in force: user, team, account, default; what is locked above wins", setting},
    {"setting_patch", 4, 4, USHER_WRITES, USHER_ACTORS, "scope, scope_id, key, patch",
     "Apply a JSON Merge Patch to one value. Returns the new one", patch},
    {"usher_addons", 1, 1, USHER_READS, USHER_ACTORS, "user_id",
     "The addons that a user has, as users.addons shows them", addons},
};

const struct usher_function_table usher_setting_functions = {functions, sizeof(functions) /
                                                                            sizeof(*functions)};
