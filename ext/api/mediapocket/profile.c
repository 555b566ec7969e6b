/*
** GET /api/v2/user/profile, and below it terms and email_notifications: of whoever asks.
*/
#include "api/mediapocket/mediapocket.h"

#include "domain/users/users.h"

#include <string.h>

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

/* ------------------------------------------------------------------ changing */

/* A column of one's own row that is true or false. Where it is that already, nothing is written. */
static int set(struct usher_exchange *x, int column, int value) {
    struct usher_record record;
    sqlite3_int64 number;
    int rc = usher_table_find(x->usher, &usher_users, "user", usher_actor_id(x->usher), &number);
    usher_record_init(&record);
    record.given = (uint64_t)1 << column;
    usher_value_integer(&record.value[column], value);
    if (rc == SQLITE_OK) {
        rc = usher_table_update(x->usher, &usher_users, number, &record);
    }
    usher_record_clear(&record);
    return rc;
}

/* A GET that changes something, as the document has it. Who fetches it again has agreed already. */
int usher_mediapocket_terms(struct usher_exchange *x) {
    int rc = set(x, USER_TERMS_AGREED, 1);
    return rc == SQLITE_OK ? usher_api_answer(x, 200, sqlite3_mprintf("{\"ok\":\"Terms agreed\"}"))
                           : rc;
}

/* ------------------------------------------------------ email_notifications */

static int answer_emails(struct usher_exchange *x, int wanted) {
    return usher_api_answer(
        x, 200, sqlite3_mprintf("{\"email_notifications\":%s}", wanted ? "true" : "false"));
}

/* The document knows true and false only: what a key is not shown is not there for it. */
int usher_mediapocket_emails(struct usher_exchange *x) {
    struct usher_query query;
    int rc = usher_api_open(x, &query, USHER_SQL_api_mediapocket_emails, "", "t",
                            usher_actor_id(x->usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = answer_emails(x, sqlite3_column_int(query.statement, 0));
    } else if (rc == SQLITE_DONE) {
        rc = usher_api_refuse(x, 404, "email_notifications",
                              "email_notifications is not shown to this API key: it takes the "
                              "scope self.read");
    }
    usher_close(&query);
    return rc;
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
    int wanted = 0;
    int rc = read_choice(x, &wanted);
    if (rc == SQLITE_OK) {
        rc = set(x, USER_EMAIL_NOTIFICATIONS, wanted);
    }
    return rc == SQLITE_OK ? answer_emails(x, wanted) : rc;
}
