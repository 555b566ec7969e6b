/*
** GET, PUT, PATCH /api/v1/users/:id/notification_settings: one's own only.
**
** A resource of the type notification_setting with the user's id (our choice): `notifications`, the
** events to be e-mailed about, and `email_notifications`, whether any e-mail is sent.
*/
#include "api/pulse/pulse.h"

#include "domain/users/users.h"

static const struct usher_pulse_attribute attributes[] = {
    {"notifications", USER_NOTIFICATIONS, "array", "must be an array of strings"},
    {"email_notifications", USER_EMAIL_NOTIFICATIONS, "true false", "must be true or false"},
    {NULL, 0, NULL, NULL},
};
static const struct usher_pulse_reference references[] = {
    {NULL, 0, PULSE_TYPES},
};
static const struct usher_pulse_form form = {PULSE_NOTIFICATION_SETTING, attributes, references};

/*
** The path is the user's own: whose settings these are, and not who may see them; that the columns
** are private is the table's to know.
*/
static int find(struct usher_exchange *x, struct usher_pulse_query *query, sqlite3_int64 *number) {
    char id[USHER_UUID_TEXT + 1];
    int own = 0;
    int rc = usher_pulse_query_read(x, 0, query);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_find_id(x, &usher_users, number, id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_is_actor(x->usher, id, &own);
    }
    return rc == SQLITE_OK && !own ? usher_fail(x->usher, USHER_FORBIDDEN, "path",
                                                "notification settings are the user's own")
                                   : rc;
}

int usher_pulse_notification_settings(struct usher_exchange *x) {
    struct usher_pulse_query query;
    struct usher_value key;
    sqlite3_int64 number = 0;
    int rc = find(x, &query, &number);
    usher_value_integer(&key, number);
    return rc == SQLITE_OK ? usher_pulse_show(x, 200, PULSE_NOTIFICATION_SETTING, &key, &query)
                           : rc;
}

int usher_pulse_notification_settings_update(struct usher_exchange *x) {
    struct usher_pulse_query query;
    struct usher_record record;
    sqlite3_int64 number = 0;
    usher_record_init(&record);
    int rc = find(x, &query, &number);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_read(x, &form, x->request.capture[0], &record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_update(x->usher, &usher_users, number, &record);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? usher_pulse_written(x, 200, PULSE_NOTIFICATION_SETTING, number, &query)
                           : rc;
}
