/*
** GET /api/v1/user/notifications, DELETE of one, POST /api/v1/notifications/send.
**
** `disposal` is ON_READ (gone once it was given out), ON_ACK (stays until DELETE), or, our choice for
** what is sent from elsewhere to be kept, KEEP: DELETE is 409 then.
*/
#include "api/filespin/filespin.h"

#include <string.h>

int usher_filespin_notifications(struct usher_exchange *x) {
    struct usher_query query = {x->usher, NULL, 0};
    struct usher_value list;
    char *json = NULL;
    int rc =
        usher_api_call(x, &usher_notification_functions, "notifications_fetch", 0, NULL, &list);
    if (rc == SQLITE_OK) {
        rc = usher_api_open(x, &query, USHER_SQL_api_filespin_notifications, "", "v", &list);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_text(x, &query, "notification", &json);
    }
    usher_value_clear(&list);
    return rc == SQLITE_OK ? usher_api_answer(x, 200, json) : rc;
}

static int no_notification(struct usher_exchange *x) {
    return usher_api_refuse(x, 404, "id", "there is no such notification");
}

static int find(struct usher_exchange *x, sqlite3_int64 *number) {
    const char *text = x->request.capture[0];
    struct usher_query query;
    struct usher_value id;
    usher_value_small(&id, strlen(text) == USHER_UUID_TEXT ? text : "");
    if (usher_check_uuid(x->usher, "id", 0, &id) != SQLITE_OK) {
        return no_notification(x);
    }
    int rc = usher_api_open(x, &query, USHER_SQL_api_filespin_notification, "", "tv",
                            usher_actor_id(x->usher), &id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        *number = sqlite3_column_int64(query.statement, 0);
    } else if (rc == SQLITE_DONE) {
        rc = no_notification(x);
    }
    usher_close(&query);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int usher_filespin_notification_delete(struct usher_exchange *x) {
    sqlite3_int64 number = 0;
    int rc = find(x, &number);
    if (rc == SQLITE_OK) {
        rc = usher_table_remove(x->usher, &usher_notifications, number);
    }
    return rc == SQLITE_OK ? usher_api_answer(x, 200, sqlite3_mprintf("{\"status\":\"OK\"}")) : rc;
}

/* ------------------------------------------------------------------ sending */

enum { CHANNELS, TO, SUBJECT, BODY, SEND_MEMBERS };

static const struct usher_form_member send_members[SEND_MEMBERS] = {
    [CHANNELS] = {"channels", "array", "must be [\"email\"]", 1},
    [TO] = {"to", "array", "must be an array of 1 to 50 e-mail addresses", 1},
    [SUBJECT] = {"subject", "text", "must be a string", 1},
    [BODY] = {"body", "text", "must be a string", 1},
};

/* An unknown channel is 400, as that API has it; recipients are called `to` there. */
static int explain(struct usher_exchange *x) {
    const struct usher_error *error = &x->usher->error;
    if (strcmp(error->field, "channels") == 0) {
        x->answer.status = 400;
    } else if (strcmp(error->field, "recipients") == 0) {
        return usher_fail(x->usher, error->code, "to", "to: %s", error->message);
    }
    return SQLITE_CONSTRAINT;
}

static int send(struct usher_exchange *x, const struct usher_value *form) {
    struct usher_value argument[4] = {form[TO], form[SUBJECT], form[BODY]};
    struct usher_value sent;
    int rc = usher_result_take(x->usher, &argument[3],
                               sqlite3_mprintf("{\"channels\":%s}", form[CHANNELS].text));
    usher_value_null(&sent);
    if (rc == SQLITE_OK) {
        rc = usher_api_call(x, &usher_address_functions, "notification_send", 4, argument, &sent);
    }
    usher_value_clear(&argument[3]);
    if (rc == SQLITE_OK) {
        rc = usher_api_answer(x, 202, sqlite3_mprintf("{\"data\":%s}", sent.text));
    } else if (rc == SQLITE_CONSTRAINT) {
        rc = explain(x);
    }
    usher_value_clear(&sent);
    return rc;
}

int usher_filespin_send(struct usher_exchange *x) {
    struct usher_value form[SEND_MEMBERS];
    unsigned given;
    int rc = usher_filespin_form(x, send_members, SEND_MEMBERS, form, &given);
    if (rc == SQLITE_OK) {
        rc = send(x, form);
    }
    usher_filespin_form_clear(form, SEND_MEMBERS);
    return rc;
}
