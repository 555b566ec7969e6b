/*
** Which addons a user has: those that are added and enabled in the setting `addons` of their own
** account, and whose permission, if one is named, they hold (000).
*/
#include "domain/settings/settings.h"

#include <string.h>

struct addon {
    int added;
    int enabled;
    char permission[4 * USHER_PERMISSION_TEXT + 1]; /* "" if none is named */
};

static int take_member(void *context, const char *name, struct usher_value *value) {
    struct addon *addon = context;
    if (strcmp(name, "added") == 0) {
        addon->added = value->integer == 1;
    } else if (strcmp(name, "enabled") == 0) {
        addon->enabled = value->integer == 1;
    } else if (strcmp(name, "permission") == 0 && value->type == SQLITE_TEXT) {
        sqlite3_snprintf(sizeof(addon->permission), addon->permission, "%s", value->text);
    }
    return SQLITE_OK;
}

struct list {
    struct usher *usher;
    const char *user_id;
    const char *account_id;
    sqlite3_str *text; /* the JSON so far */
};

static int take_addon(void *context, const char *name, struct usher_value *value) {
    struct list *list = context;
    struct addon addon = {0, 0, ""};
    int may = 1;
    int rc = usher_json_object(list->usher, "addons", value, take_member, &addon);
    if (rc == SQLITE_OK && addon.permission[0]) {
        rc = usher_exists(list->usher, &may, USHER_SQL_user_may, "ttt", list->user_id,
                          list->account_id, addon.permission);
    }
    if (rc == SQLITE_OK && addon.added && addon.enabled && may) {
        sqlite3_str_appendall(list->text, sqlite3_str_length(list->text) > 1 ? "," : "");
        usher_json_append(list->text, name);
    }
    return rc;
}

static int collect(struct usher *usher, const char *user_id, sqlite3_stmt *row,
                   struct usher_value *list) {
    struct usher_value addons;
    struct list ids = {usher, user_id, (const char *)sqlite3_column_text(row, 0),
                       sqlite3_str_new(usher->db)};
    int rc = usher_value_borrow(&addons, sqlite3_column_value(row, 1));
    rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
    sqlite3_str_appendchar(ids.text, 1, '[');
    if (rc == SQLITE_OK && !usher_is_null(&addons)) {
        rc = usher_json_object(usher, "addons", &addons, take_addon, &ids);
    }
    if (rc == SQLITE_CONSTRAINT) {
        rc = usher_fail(usher, USHER_CORRUPT, "value",
                        "the store holds a malformed value of addons: set it again");
    }
    sqlite3_str_appendchar(ids.text, 1, ']');
    list->owned = sqlite3_str_finish(ids.text);
    if (rc == SQLITE_OK && !list->owned) {
        rc = usher_pass(usher, SQLITE_NOMEM);
    }
    list->type = SQLITE_TEXT;
    list->text = list->owned;
    list->length = list->owned ? (int)strlen(list->owned) : 0;
    return rc;
}

/* A guest is known by name only: what they have at home is not for others. */
static int may_see(struct usher *usher, const char *user_id, const char *account_id, int *may) {
    const struct usher_rights *rights;
    *may = usher_is_system(usher) || strcmp(user_id, usher_actor_id(usher)) == 0;
    if (*may) {
        return SQLITE_OK;
    }
    int rc = usher_rights_of_actor(usher, &rights);
    *may = rc == SQLITE_OK && usher_rights_hold(rights, USHER_MAY_USERS_READ, account_id);
    return rc;
}

int usher_addons_of(struct usher *usher, const char *user_id, struct usher_value *list) {
    struct usher_query query;
    const char *account_id;
    int may = 0;
    usher_value_null(list);
    int rc = usher_open(usher, &query, USHER_SQL_setting_addons, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        account_id = (const char *)sqlite3_column_text(query.statement, 0);
        rc = may_see(usher, user_id, account_id ? account_id : "", &may);
        if (rc == SQLITE_OK && may) {
            rc = collect(usher, user_id, query.statement, list);
        }
    }
    usher_close(&query);
    return USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK : rc; /* whoever asks has seen the user */
}
