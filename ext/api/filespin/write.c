/*
** POST /api/v1/user, PATCH /api/v1/user/:id, and PATCH /api/v1/user of oneself.
**
** A user who is created has no credentials until an invite is accepted: invite_status REQUESTED.
*/
#include "api/filespin/filespin.h"

#include "domain/users/users.h"

#include <string.h>

enum { ROLE_ID = 3, MEMBERS = 7 };

/* What can be set; everything else of a profile follows from something, or is made. */
static const struct usher_form_member members[MEMBERS] = {
    {"email", "text", "must be a string", 0},
    {"first_name", "text null", "must be a string of at most 100 characters, or null", 0},
    {"last_name", "text null", "must be a string of at most 100 characters, or null", 0},
    [ROLE_ID] = {"role_id", "integer", "must be 1 (ADMIN), 2 (MANAGER), 3 (CREATOR), 4 (USER)", 0},
    {"enabled", "true false", "must be true or false", 0},
    {"locale", "text null", "must be a string, or null", 0},
    {"group_asset_access", "true false", "must be true or false", 0},
};
static const int columns[MEMBERS] = {
    USER_EMAIL,   USER_FIRST_NAME, USER_LAST_NAME,          USER_ROLE,
    USER_ENABLED, USER_LOCALE,     USER_GROUP_ASSET_ACCESS,
};

/* ------------------------------------------------------------------- a role */

static int custom_role(struct usher_exchange *x, sqlite3_int64 number, const char *account_id,
                       struct usher_value *role) {
    struct usher_query query;
    int rc = usher_api_open(x, &query, USHER_SQL_api_filespin_role, "", "it", number, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(query.statement, 0);
        rc = usher_result_copy(x->usher, role, name);
    } else if (rc == SQLITE_DONE) {
        rc = usher_api_refuse(x, 422, "role_id", "role_id %s", members[ROLE_ID].must);
    }
    usher_close(&query);
    return rc;
}

/* Its number becomes its name. */
static int name_role(struct usher_exchange *x, const char *account_id, struct usher_value *role) {
    static const char *const names[] = {"admin", "manager", "creator", "user"};
    sqlite3_int64 number = role->integer;
    if (number >= 1 && number <= 4) {
        usher_value_text(role, names[number - 1]);
        return SQLITE_OK;
    }
    return custom_role(x, number, account_id, role);
}

/* ------------------------------------------------------------------ a record */

/* "" is what a profile shows of whoever has no name. */
static void clear_empty(struct usher_value *value) {
    if (value->type == SQLITE_TEXT && value->length == 0) {
        usher_value_clear(value);
        usher_value_null(value);
    }
}

/* An owner is ADMIN already: to say so again takes nothing from them. */
static int read_record(struct usher_exchange *x, const struct usher_filespin_person *person,
                       struct usher_record *record, struct usher_value *form) {
    unsigned given;
    int rc = usher_filespin_form(x, members, MEMBERS, form, &given);
    if (rc == SQLITE_OK && (given >> ROLE_ID & 1)) {
        if (person->owner && form[ROLE_ID].integer == 1) {
            given &= ~(1u << ROLE_ID);
        } else {
            rc = name_role(x, person->account_id, &form[ROLE_ID]);
        }
    }
    for (int i = 0; i < MEMBERS && rc == SQLITE_OK; i++) {
        if (given >> i & 1) {
            if (columns[i] == USER_FIRST_NAME || columns[i] == USER_LAST_NAME) {
                clear_empty(&form[i]);
            }
            usher_record_set(record, columns[i], &form[i]);
        }
    }
    return rc;
}

/* ---------------------------------------------------------------- the routes */

static int answer_number(struct usher_exchange *x, sqlite3_int64 number) {
    struct usher_query query;
    char *json = NULL;
    int rc =
        usher_api_open(x, &query, USHER_SQL_api_filespin_user, " WHERE u.rowid = ?1", "i", number);
    if (rc == SQLITE_OK) {
        rc = usher_api_text(x, &query, "user", &json);
    }
    return rc == SQLITE_OK ? usher_api_answer(x, 200, json) : rc;
}

int usher_filespin_user_create(struct usher_exchange *x) {
    struct usher_filespin_person person;
    struct usher_record record;
    struct usher_value form[MEMBERS];
    sqlite3_int64 number = 0;
    usher_record_init(&record);
    int rc = usher_filespin_self(x, &person); /* into the group of whoever creates */
    int read = rc == SQLITE_OK;
    if (read) {
        rc = read_record(x, &person, &record, form);
    }
    if (rc == SQLITE_OK && !usher_given(&record, USER_EMAIL)) {
        rc = usher_api_refuse(x, 400, "email", "email is required");
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_insert(x->usher, &usher_users, &record, &number);
    }
    usher_record_clear(&record);
    usher_filespin_form_clear(form, read ? MEMBERS : 0);
    return rc == SQLITE_OK ? answer_number(x, number) : rc;
}

static int update(struct usher_exchange *x, const struct usher_filespin_person *person) {
    struct usher_record record;
    struct usher_value form[MEMBERS];
    sqlite3_int64 number = 0;
    usher_record_init(&record);
    int rc = read_record(x, person, &record, form);
    if (rc == SQLITE_OK) {
        rc = usher_table_find(x->usher, &usher_users, "id", person->id, &number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_update(x->usher, &usher_users, number, &record);
    }
    usher_record_clear(&record);
    usher_filespin_form_clear(form, MEMBERS);
    return rc == SQLITE_OK ? usher_filespin_answer_user(x, person->id) : rc;
}

int usher_filespin_user_update(struct usher_exchange *x) {
    struct usher_filespin_person person;
    int rc = usher_filespin_find(x, &person);
    return rc == SQLITE_OK ? update(x, &person) : rc;
}

int usher_filespin_user_update_self(struct usher_exchange *x) {
    struct usher_filespin_person person;
    int rc = usher_filespin_self(x, &person);
    return rc == SQLITE_OK ? update(x, &person) : rc;
}
