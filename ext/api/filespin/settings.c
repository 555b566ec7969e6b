/*
** Settings: the account's eight, addons by themselves, the group's others, the user's preferences.
**
** Our choices: every answer is {status, data}, and that of a PATCH what GET gives, so whoever
** writes must be one who may read: settings.read, which every role has that is built in. `settings` are the eight keys of the document; `group` is whatever else the account may
** have set, under usher's names and the application's. A value that is patched is merged into the one
** in force (RFC 7396), but for those of which the API's documentation wants all members:
** storage, auth and addons are replaced whole.
*/
#include "api/filespin/filespin.h"

#include <string.h>

static const struct key {
    const char *name;
    int whole;
} keys[] = {
    {"storage", 1}, {"auth", 1},  {"webhook", 0}, {"database", 0},
    {"image", 0},   {"video", 0}, {"addons", 1},  {"watermark", 0},
};
enum { KEYS = sizeof(keys) / sizeof(*keys) };
#define KEY_LIST "storage, auth, webhook, database, image, video, addons or watermark"

static const struct key *find_key(const char *name) {
    for (int i = 0; i < KEYS; i++) {
        if (strcmp(keys[i].name, name) == 0) {
            return &keys[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------- reading */

/* The account of whoever asks, if they may know what it has set: an API key, too, by its scopes. */
static int open_account(struct usher_exchange *x, char account_id[USHER_UUID_TEXT + 1]) {
    int rc = usher_default_account(x->usher, "group_id", account_id);
    return rc == SQLITE_OK ? usher_require(x->usher, USHER_MAY_SETTINGS_READ, account_id) : rc;
}

static int look_up(struct usher_exchange *x, const char *account_id, const char *key,
                   char **value) {
    struct usher_query query;
    *value = NULL;
    int rc = usher_api_open(x, &query, USHER_SQL_api_filespin_setting, "", "tt", account_id, key);
    return rc == SQLITE_OK ? usher_api_text(x, &query, "setting", value) : rc;
}

/* {status, data}: of one setting; takes its value over. */
static int answer_value(struct usher_exchange *x, char *value) {
    char *body = sqlite3_mprintf("{\"status\":\"OK\",\"data\":%s}", value);
    sqlite3_free(value);
    return usher_api_answer(x, 200, body);
}

static int write_all(struct usher_exchange *x, const char *account_id, sqlite3_str *data) {
    int rc = SQLITE_OK;
    for (int i = 0; i < KEYS && rc == SQLITE_OK; i++) {
        char *value;
        rc = look_up(x, account_id, keys[i].name, &value);
        sqlite3_str_appendf(data, "%c\"%s\":%s", i ? ',' : '{', keys[i].name, value ? value : "");
        sqlite3_free(value);
    }
    sqlite3_str_appendchar(data, 1, '}');
    return rc;
}

int usher_filespin_settings(struct usher_exchange *x) {
    char account_id[USHER_UUID_TEXT + 1];
    int rc = open_account(x, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_str *data = sqlite3_str_new(x->usher->db);
    rc = write_all(x, account_id, data);
    char *text = sqlite3_str_finish(data);
    if (rc == SQLITE_OK) {
        return text ? answer_value(x, text) : usher_pass(x->usher, SQLITE_NOMEM);
    }
    sqlite3_free(text);
    return rc;
}

int usher_filespin_addons(struct usher_exchange *x) {
    char account_id[USHER_UUID_TEXT + 1];
    char *value = NULL;
    int rc = open_account(x, account_id);
    if (rc == SQLITE_OK) {
        rc = look_up(x, account_id, "addons", &value);
    }
    return rc == SQLITE_OK ? answer_value(x, value) : rc;
}

/* What is in force for whoever asks. */
int usher_filespin_preferences(struct usher_exchange *x) {
    struct usher_value key;
    struct usher_value value;
    usher_value_text(&key, "preferences");
    int rc = usher_api_call(x, &usher_setting_functions, "setting", 1, &key, &value);
    if (rc == SQLITE_OK) {
        rc = usher_api_answer(x, 200,
                              sqlite3_mprintf("{\"status\":\"OK\",\"data\":%s}", value.text));
    }
    usher_value_clear(&value);
    return rc;
}

/* ------------------------------------------------------------------- writing */

int usher_filespin_set(struct usher_exchange *x, const char *key, const struct usher_value *value) {
    struct usher_record record;
    struct usher_value scope;
    struct usher_value name;
    sqlite3_int64 number;
    usher_value_text(&scope, "account");
    usher_value_text(&name, key);
    usher_record_init(&record);
    usher_record_set(&record, usher_column_find(&usher_settings, "scope"), &scope);
    usher_record_set(&record, usher_column_find(&usher_settings, "key"), &name);
    usher_record_set(&record, usher_column_find(&usher_settings, "value"), value);
    int rc = usher_table_replace(x->usher, &usher_settings, &record, &number);
    usher_record_clear(&record);
    return rc;
}

/* Merge a patch into what is in force there: the account's, or one's own. */
static int merge(struct usher_exchange *x, const char *scope, const char *key,
                 const struct usher_value *patch) {
    struct usher_value argument[4];
    struct usher_value merged;
    usher_value_text(&argument[0], scope);
    usher_value_null(&argument[1]);
    usher_value_text(&argument[2], key);
    argument[3] = *patch;
    int rc = usher_api_call(x, &usher_setting_functions, "setting_patch", 4, argument, &merged);
    usher_value_clear(&merged);
    return rc;
}

enum { KEY, VALUE, UPDATE_MEMBERS };

static const struct usher_form_member update_members[UPDATE_MEMBERS] = {
    [KEY] = {"key", "text", "must be " KEY_LIST, 1},
    [VALUE] = {"value", "object", "must be an object", 1},
};

static int update(struct usher_exchange *x, const struct usher_value *form) {
    const struct key *key = find_key(form[KEY].text);
    if (!key) {
        return usher_api_refuse(x, 400, "key", "key %s", update_members[KEY].must);
    }
    return key->whole ? usher_filespin_set(x, key->name, &form[VALUE])
                      : merge(x, "account", key->name, &form[VALUE]);
}

int usher_filespin_settings_update(struct usher_exchange *x) {
    struct usher_value form[UPDATE_MEMBERS];
    unsigned given;
    int rc = usher_filespin_form(x, update_members, UPDATE_MEMBERS, form, &given);
    if (rc == SQLITE_OK) {
        rc = update(x, form);
    }
    usher_filespin_form_clear(form, UPDATE_MEMBERS);
    return rc == SQLITE_OK ? usher_filespin_settings(x) : rc;
}

int usher_filespin_addons_update(struct usher_exchange *x) {
    int rc = usher_api_body(x);
    if (rc == SQLITE_OK) {
        rc = usher_filespin_set(x, "addons", x->request.body);
    }
    return rc == SQLITE_OK ? usher_filespin_addons(x) : rc;
}

int usher_filespin_preferences_update(struct usher_exchange *x) {
    int rc = usher_api_body(x);
    if (rc == SQLITE_OK) {
        rc = merge(x, "user", "preferences", x->request.body);
    }
    return rc == SQLITE_OK ? usher_filespin_preferences(x) : rc;
}

/* ----------------------------------------------------------------- the group */

int usher_filespin_group(struct usher_exchange *x) {
    char account_id[USHER_UUID_TEXT + 1];
    struct usher_query query = {x->usher, NULL, 0};
    sqlite3_str *list = sqlite3_str_new(x->usher->db);
    char *json = NULL;
    for (int i = 0; i < KEYS; i++) {
        sqlite3_str_appendf(list, "%c\"%s\"", i ? ',' : '[', keys[i].name);
    }
    sqlite3_str_appendchar(list, 1, ']');
    char *apart = sqlite3_str_finish(list);
    int rc = apart ? open_account(x, account_id) : usher_pass(x->usher, SQLITE_NOMEM);
    if (rc == SQLITE_OK) {
        rc = usher_api_open(x, &query, USHER_SQL_api_filespin_group, "", "tt", account_id, apart);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_text(x, &query, "setting", &json);
    }
    sqlite3_free(apart);
    return rc == SQLITE_OK ? usher_api_answer(x, 200, json) : rc;
}

static int set_member(struct usher_exchange *x, sqlite3_stmt *member) {
    const char *key = (const char *)sqlite3_column_text(member, 0);
    struct usher_value value;
    if (!key || usher_value_borrow(&value, sqlite3_column_value(member, 1)) != SQLITE_OK) {
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    return find_key(key) ? usher_api_refuse(x, 400, key,
                                            "%s is a setting of the account: PATCH "
                                            "/api/v1/user/settings/update changes it",
                                            key)
                         : merge(x, "account", key, &value);
}

static int set_members(struct usher_exchange *x) {
    struct usher_query query;
    int rc = usher_api_open(x, &query, USHER_SQL_api_members, "", "v", x->request.body);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        rc = set_member(x, query.statement);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_filespin_group_update(struct usher_exchange *x) {
    int rc = usher_api_body(x);
    if (rc == SQLITE_OK) {
        rc = set_members(x);
    }
    return rc == SQLITE_OK ? usher_filespin_group(x) : rc;
}
