/*
** GET /v2/users, GET, PATCH, DELETE /v2/users/:id. There is no POST: a user exists only once an
** invite was accepted.
**
** Our choice, where the document is silent: who was deleted is not there any more (404), and the users
** behind an account's own API keys are no people, so they are not there either.
*/
#include "api/vidbeo/vidbeo.h"

#include "domain/users/users.h"

#include <string.h>

#define PEOPLE "u.discarded_at IS NULL AND u.service = 0"
#define ORDER " ORDER BY u.created_at, u.id LIMIT ?1"

static const struct usher_api_list list = {
    .path = "/v2/users",
    .least = 1,
    .usual = 25,
    .most = 100, /* our choice */
    .sql = USHER_SQL_api_vidbeo_user,
    .first = " WHERE " PEOPLE ORDER,
    .after = " WHERE " PEOPLE " AND (u.created_at, u.id) > (?2, ?3)" ORDER,
};

int usher_vidbeo_users(struct usher_exchange *x) {
    return usher_vidbeo_list(x, &list);
}

int usher_vidbeo_user(struct usher_exchange *x) {
    return usher_vidbeo_one(x, USHER_SQL_api_vidbeo_user, " WHERE u.id = ?1 AND " PEOPLE, "user");
}

/* ---------------------------------------------------------------- changing */

/* The user of the path, whom whoever asks sees. */
struct found {
    sqlite3_int64 number;
    char role[170]; /* 40 characters; "": it is not theirs to see */
};

static int find(struct usher_exchange *x, struct found *found) {
    struct usher_query query;
    char id[USHER_UUID_TEXT + 1];
    int rc = usher_api_uuid(x, 0, "user", id);
    if (rc == SQLITE_OK) {
        rc = usher_api_open(x, &query, USHER_SQL_api_vidbeo_user_find, "", "t", id);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *role = (const char *)sqlite3_column_text(query.statement, 1);
        found->number = sqlite3_column_int64(query.statement, 0);
        sqlite3_snprintf(sizeof(found->role), found->role, "%s", role ? role : "");
        rc = SQLITE_OK;
    } else if (rc == SQLITE_DONE) {
        rc = usher_api_refuse(x, 404, "id", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

static const struct usher_api_field fields[] = {
    {"name", USER_NAME, "text", "be a string of 1 to 40 characters"},
    {"role", USER_ROLE, "text", "be viewer, uploader, admin or owner"},
    {"authentication", USER_AUTHENTICATION, "text", "be password or sso"},
    {"notifications", USER_NOTIFICATIONS, "array", "be an array of strings"},
    {"enabled", USER_ENABLED, "true false", "be true or false"},
    {"mfa_required", USER_MFA_REQUIRED, "true false", "be true or false"},
};

/* What is not listed cannot be set; the address has a reason of its own. */
static int refuse_member(struct usher_exchange *x, const char *name) {
    return strcmp(name, "email") == 0
               ? usher_api_refuse(x, 400, name,
                                  "email cannot be changed: send an invite to the new address")
               : usher_api_refuse(x, 400, name, "%.40s cannot be set", name);
}

/* Who manages is an uploader to this API: saying so again does not take it from them. */
static int read_role(struct usher_exchange *x, const struct found *found,
                     struct usher_record *record) {
    if (usher_given(record, USER_ROLE) && strcmp(found->role, "manager") == 0 &&
        strcmp(record->value[USER_ROLE].text, "uploader") == 0) {
        usher_value_clear(&record->value[USER_ROLE]);
        usher_value_text(&record->value[USER_ROLE], "manager");
        return SQLITE_OK;
    }
    return usher_vidbeo_role(x, record, USER_ROLE);
}

static int read_changes(struct usher_exchange *x, const struct found *found,
                        struct usher_record *record) {
    int rc = usher_api_record(x, fields, sizeof(fields) / sizeof(*fields), refuse_member, record);
    if (rc == SQLITE_OK && !record->given) { /* "one, or more, attributes" */
        rc = usher_api_refuse(x, 400, NULL, "the body must have one member or more");
    }
    if (rc == SQLITE_OK) {
        rc = usher_vidbeo_name(x, record, USER_NAME);
    }
    return rc == SQLITE_OK ? read_role(x, found, record) : rc;
}

int usher_vidbeo_user_update(struct usher_exchange *x) {
    struct usher_record record;
    struct found found = {.number = 0};
    usher_record_init(&record);
    int rc = find(x, &found);
    if (rc == SQLITE_OK) {
        rc = read_changes(x, &found, &record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_update(x->usher, &usher_users, found.number, &record);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? usher_vidbeo_user(x) : rc;
}

int usher_vidbeo_user_delete(struct usher_exchange *x) {
    struct found found = {.number = 0};
    int rc = find(x, &found);
    if (rc == SQLITE_OK) {
        rc = usher_table_remove(x->usher, &usher_users, found.number);
    }
    return rc == SQLITE_OK ? usher_vidbeo_answer(x, sqlite3_mprintf("{}"), NULL) : rc;
}
