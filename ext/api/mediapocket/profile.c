/*
** GET /api/v2/user/profile, and below it terms and email_notifications: of whoever asks.
*/
#include "api/mediapocket/mediapocket.h"

#include "domain/users/users.h"

#include <string.h>

/* What is shown to whoever asks of their own row; -1: it is not (a key without the scope). */
struct own {
    sqlite3_int64 number;
    int terms_agreed;
    int email_notifications;
};

static int flag(sqlite3_stmt *row, int column) {
    return sqlite3_column_type(row, column) == SQLITE_NULL ? -1 : sqlite3_column_int(row, column);
}

static int find(struct usher_exchange *x, struct own *own) {
    struct usher_query query;
    int rc =
        usher_api_open(x, &query, USHER_SQL_api_mediapocket_own, "", "t", usher_actor_id(x->usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        own->number = sqlite3_column_int64(query.statement, 0);
        own->terms_agreed = flag(query.statement, 1);
        own->email_notifications = flag(query.statement, 2);
        rc = SQLITE_OK;
    } else if (rc == SQLITE_DONE) {
        rc = usher_api_refuse(x, 404, "user", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

/* One of the user's columns that are true or false. */
static int set(struct usher_exchange *x, const struct own *own, int column, int value) {
    struct usher_record record;
    usher_record_init(&record);
    record.given = (uint64_t)1 << column;
    usher_value_integer(&record.value[column], value);
    int rc = usher_table_update(x->usher, &usher_users, own->number, &record);
    usher_record_clear(&record);
    return rc;
}

/* ------------------------------------------------------------------ profile */

int usher_mediapocket_profile(struct usher_exchange *x) {
    char *json;
    int rc = usher_api_user(x, usher_actor_id(x->usher), &json);
    if (rc == SQLITE_OK) {
        rc = usher_api_answer(x, 200, sqlite3_mprintf("{\"profile\":%s}", json));
    }
    sqlite3_free(json);
    return rc;
}

/* -------------------------------------------------------------------- terms */

/*
** A GET that changes something, as the document has it: who fetches it again (a browser that
** looks ahead, a proxy) has agreed already, and nothing more is written.
*/
int usher_mediapocket_terms(struct usher_exchange *x) {
    struct own own;
    int rc = find(x, &own);
    if (rc == SQLITE_OK && own.terms_agreed != 1) {
        rc = set(x, &own, USER_TERMS_AGREED, 1);
    }
    return rc == SQLITE_OK ? usher_api_answer(x, 200, sqlite3_mprintf("{\"ok\":\"Terms agreed\"}"))
                           : rc;
}

/* ------------------------------------------------------ email_notifications */

static int answer_emails(struct usher_exchange *x, int wanted) {
    return usher_api_answer(
        x, 200, sqlite3_mprintf("{\"email_notifications\":%s}", wanted ? "true" : "false"));
}

/* The document knows true and false only: what is not shown does not exist. */
int usher_mediapocket_emails(struct usher_exchange *x) {
    struct own own;
    int rc = find(x, &own);
    if (rc == SQLITE_OK && own.email_notifications < 0) {
        rc = usher_api_refuse(x, 404, "email_notifications",
                              "email_notifications is not shown to this API key: it takes the "
                              "scope users.read_private");
    }
    return rc == SQLITE_OK ? answer_emails(x, own.email_notifications) : rc;
}

static int must_be_string(struct usher_exchange *x) {
    return usher_api_refuse(x, 422, "email_notifications",
                            "email_notifications must be a String: \"true\" or \"false\"");
}

static int is_missing(struct usher_exchange *x) {
    return usher_api_refuse(x, 422, "email_notifications",
                            "email_notifications is required: \"true\" or \"false\"");
}

/* There is no other parameter; what is misspelled must not look as if it were done. */
static int check_name(void *context, const char *name, struct usher_value *value) {
    struct usher_exchange *x = context;
    (void)value;
    return strcmp(name, "email_notifications") == 0
               ? SQLITE_OK
               : usher_api_refuse(x, 422, name, "there is no parameter \"%.40s\"", name);
}

static int read_choice(struct usher_exchange *x, int *wanted) {
    const struct usher_value *body = x->request.body;
    struct usher_value value;
    const char *type;
    if (usher_is_null(body) || body->length == 0) {
        return is_missing(x);
    }
    int rc = usher_api_body(x);
    if (rc == SQLITE_OK) {
        rc = usher_json_object(x->usher, "body", body, check_name, x);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_api_member(x, "$.email_notifications", &type, &value);
    if (rc == SQLITE_OK) {
        *wanted = usher_value_is(&value, "true");
        rc = !*type                                       ? is_missing(x)
             : *wanted || usher_value_is(&value, "false") ? SQLITE_OK
                                                          : must_be_string(x);
    }
    usher_value_clear(&value);
    return rc;
}

/* What was set is the answer: a key may set it without the scope that shows it. */
int usher_mediapocket_set_emails(struct usher_exchange *x) {
    struct own own;
    int wanted = 0;
    int rc = read_choice(x, &wanted);
    if (rc == SQLITE_OK) {
        rc = find(x, &own);
    }
    if (rc == SQLITE_OK) {
        rc = set(x, &own, USER_EMAIL_NOTIFICATIONS, wanted);
    }
    return rc == SQLITE_OK ? answer_emails(x, wanted) : rc;
}
