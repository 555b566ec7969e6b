/*
** GET and POST /api/v1/users, which is search; GET /api/v1/user and /api/v1/user/:id.
**
** A group is an account, and its users are the people who belong to it, guests and deleted ones not.
** To look at others takes users.read_private, as every route but those of oneself says: it is for
** administrators (000), and a MANAGER has users.read, too.
*/
#include "api/filespin/filespin.h"

#include <string.h>

enum { PAGE = 30 };

static int own_account(struct usher_exchange *x, char account_id[USHER_UUID_TEXT + 1]) {
    return usher_default_account(x->usher, "group_id", account_id);
}

/* ------------------------------------------------------------------- a list */

enum { EMAIL, FIRST_NAME, LAST_NAME, ENABLED_ONLY, OFFSET, TERMS };

static const struct usher_form_member terms[TERMS] = {
    [EMAIL] = {"email", "text null", "must be a string", 0},
    [FIRST_NAME] = {"first_name", "text null", "must be a string", 0},
    [LAST_NAME] = {"last_name", "text null", "must be a string", 0},
    [ENABLED_ONLY] = {"enabled_only", "true false null", "must be true or false", 0},
    [OFFSET] = {"offset", "integer null", "must be a number, 0 or more", 0},
};

/* No wildcards: % is a percent sign. ASCII letters match without regard to case. */
#define PART(column, term)                                                                         \
    " AND (" term " IS NULL OR instr(lower(ifnull(u." column ", '')), lower(" term ")))"
#define MATCH                                                                                      \
    " WHERE u.account_id = ?1 AND u.service = 0 AND u.discarded_at IS NULL" PART("email", "?2")    \
        PART("first_name", "?3") PART("last_name", "?4") " AND (u.enabled OR ?5 IS NOT 1)"
#define IN_ORDER MATCH " ORDER BY u.rowid LIMIT 30 OFFSET ?6"

static int collect(struct usher_exchange *x, struct usher_query *query, sqlite3_str *list,
                   int *count) {
    int rc;
    *count = 0;
    while ((rc = usher_step(query)) == SQLITE_ROW &&
           USHER_ALWAYS(*count < PAGE)) { /* which is the LIMIT */
        const char *user = (const char *)sqlite3_column_text(query->statement, 0);
        if (!user) {
            return usher_pass(x->usher, SQLITE_NOMEM);
        }
        sqlite3_str_appendf(list, "%s%s", (*count)++ ? "," : "", user);
    }
    /* No row is left: see the LIMIT. */
    return rc == SQLITE_DONE || USHER_NEVER(rc == SQLITE_ROW) ? SQLITE_OK : rc;
}

/* The count stays open meanwhile, so that both see the same users. */
static int write_page(struct usher_exchange *x, const char *account_id,
                      const struct usher_value *term, struct usher_query *counted,
                      sqlite3_str *list) {
    struct usher_query query;
    sqlite3_int64 total = sqlite3_column_int64(counted->statement, 0);
    int count = 0;
    int rc = usher_api_open(x, &query, USHER_SQL_api_filespin_user, IN_ORDER, "tvvvvi", account_id,
                            &term[EMAIL], &term[FIRST_NAME], &term[LAST_NAME], &term[ENABLED_ONLY],
                            usher_is_null(&term[OFFSET]) ? (sqlite3_int64)0 : term[OFFSET].integer);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = collect(x, &query, list, &count);
    usher_close(&query);
    if (rc != SQLITE_OK) {
        return rc;
    }
    const char *users = sqlite3_str_value(list);
    return sqlite3_str_errcode(list) != SQLITE_OK
               ? usher_pass(x->usher, SQLITE_NOMEM)
               : usher_api_answer(x, 200,
                                  sqlite3_mprintf("{\"status\":\"OK\",\"total_users\":%lld,"
                                                  "\"count\":%d,\"users\":[%s]}",
                                                  total, count, users ? users : ""));
}

static int answer_page(struct usher_exchange *x, const struct usher_value *term) {
    char account_id[USHER_UUID_TEXT + 1];
    struct usher_query counted = {x->usher, NULL, 0};
    if (term[OFFSET].type == SQLITE_INTEGER && term[OFFSET].integer < 0) {
        return usher_api_refuse(x, 400, "offset", "offset %s", terms[OFFSET].must);
    }
    int rc = own_account(x, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_require(x->usher, USHER_MAY_USERS_READ_PRIVATE, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_open(x, &counted, USHER_SQL_api_filespin_count, MATCH, "tvvvv", account_id,
                            &term[EMAIL], &term[FIRST_NAME], &term[LAST_NAME], &term[ENABLED_ONLY]);
    }
    if (rc == SQLITE_OK) {
        rc = usher_step(&counted);
    }
    if (rc == SQLITE_ROW) {
        sqlite3_str *list = sqlite3_str_new(x->usher->db);
        rc = write_page(x, account_id, term, &counted, list);
        sqlite3_free(sqlite3_str_finish(list));
    }
    usher_close(&counted);
    return rc;
}

static int read_offset(struct usher_exchange *x, struct usher_value *offset) {
    static const char *const names[] = {"offset", NULL};
    const char *text = NULL;
    int rc = usher_api_queries(x, names);
    if (rc == SQLITE_OK) {
        rc = usher_api_query(x, "offset", &text);
    }
    if (rc != SQLITE_OK || !text) {
        return rc;
    }
    if (!*text || strlen(text) > 15 || strspn(text, "0123456789") != strlen(text)) {
        return usher_api_refuse(x, 400, "offset", "offset %s", terms[OFFSET].must);
    }
    usher_value_text(offset, text);
    return usher_check_integer(x->usher, "offset", 0, offset);
}

int usher_filespin_users(struct usher_exchange *x) {
    struct usher_value term[TERMS];
    for (int i = 0; i < TERMS; i++) {
        usher_value_null(&term[i]);
    }
    int rc = read_offset(x, &term[OFFSET]);
    return rc == SQLITE_OK ? answer_page(x, term) : rc;
}

int usher_filespin_search(struct usher_exchange *x) {
    struct usher_value term[TERMS];
    unsigned given;
    int rc = usher_filespin_form(x, terms, TERMS, term, &given);
    if (rc == SQLITE_OK) {
        rc = answer_page(x, term);
    }
    usher_filespin_form_clear(term, TERMS);
    return rc;
}

/* ----------------------------------------------------------------- one user */

int usher_filespin_answer_user(struct usher_exchange *x, const char *id) {
    char *json;
    int rc = usher_api_user(x, id, &json);
    return rc == SQLITE_OK ? usher_api_answer(x, 200, json) : rc;
}

static int load(struct usher_exchange *x, const char *number,
                struct usher_filespin_person *person) {
    struct usher_query query;
    int rc = usher_api_open(x, &query, USHER_SQL_api_filespin_find, "", "tt", number,
                            person->account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(query.statement, 0);
        const char *role = (const char *)sqlite3_column_text(query.statement, 1);
        sqlite3_snprintf(sizeof(person->id), person->id, "%s", id ? id : "");
        person->owner = role && strcmp(role, "owner") == 0;
    }
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* One's own number is found by everybody; who else there is, is not for everybody to know. */
int usher_filespin_find(struct usher_exchange *x, struct usher_filespin_person *person) {
    const char *number = x->request.capture[0];
    person->id[0] = '\0';
    person->owner = 0;
    int rc = own_account(x, person->account_id);
    if (rc == SQLITE_OK && strlen(number) <= 16 && strspn(number, "0123456789") == strlen(number)) {
        rc = load(x, number, person);
    }
    if (rc == SQLITE_OK && strcmp(person->id, usher_actor_id(x->usher)) != 0) {
        rc = usher_require(x->usher, USHER_MAY_USERS_READ_PRIVATE, person->account_id);
    }
    return rc == SQLITE_OK && !person->id[0]
               ? usher_api_refuse(x, 404, "id", "there is no such user")
               : rc;
}

int usher_filespin_self(struct usher_exchange *x, struct usher_filespin_person *person) {
    person->owner = 0; /* nobody changes their own role */
    sqlite3_snprintf(sizeof(person->id), person->id, "%s", usher_actor_id(x->usher));
    return own_account(x, person->account_id);
}

int usher_filespin_user(struct usher_exchange *x) {
    struct usher_filespin_person person;
    int rc = usher_filespin_find(x, &person);
    return rc == SQLITE_OK ? usher_filespin_answer_user(x, person.id) : rc;
}

int usher_filespin_user_self(struct usher_exchange *x) {
    return usher_filespin_answer_user(x, usher_actor_id(x->usher));
}
