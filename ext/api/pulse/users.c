/*
** GET, POST /api/v1/users; GET, PUT, PATCH, DELETE /api/v1/users/:id.
**
** Deleted users stay in the list, with the status deleted; this API does not restore them: neither the
** document nor what is known of it has a request for that. user_restore() does.
*/
#include "api/pulse/pulse.h"

#include "domain/users/users.h"

static const char text_or_null[] = "must be a string or null";

/* All of the document. What cannot be set is for the table to refuse, unless it stays as it is. */
static const struct usher_pulse_attribute attributes[] = {
    {"discarded_at", USER_DISCARDED_AT, "text null", text_or_null},
    {"email", USER_EMAIL, "text null", text_or_null},
    {"status", USER_STATUS, "text null", text_or_null},
    {"name", USER_NAME, "text null", text_or_null},
    {"avatar", USER_AVATAR, "text null", text_or_null},
    {NULL, 0, NULL, NULL},
};
static const struct usher_pulse_reference references[] = {
    {"account", USER_ACCOUNT, PULSE_ACCOUNT}, /* of whoever asks, unless it is said */
    {NULL, 0, PULSE_TYPES},
};
/* Of an update it names no relationship. */
static const struct usher_pulse_form new_user = {PULSE_USER, attributes, references};
static const struct usher_pulse_form changed_user = {PULSE_USER, attributes, &references[1]};

int usher_pulse_users(struct usher_exchange *x) {
    struct usher_pulse_query query;
    int rc = usher_pulse_query_read(x, PULSE_TAKES_INCLUDE | PULSE_TAKES_LIST, &query);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_show_users(x, &query);
    }
    usher_pulse_query_clear(&query);
    return rc;
}

/* The query of one user, and who it is. */
static int find(struct usher_exchange *x, struct usher_pulse_query *query, sqlite3_int64 *number) {
    int rc = usher_pulse_query_read(x, PULSE_TAKES_INCLUDE, query);
    return rc == SQLITE_OK ? usher_pulse_find(x, &usher_users, number) : rc;
}

int usher_pulse_user(struct usher_exchange *x) {
    struct usher_pulse_query query;
    struct usher_value key;
    sqlite3_int64 number = 0;
    int rc = find(x, &query, &number);
    usher_value_integer(&key, number);
    return rc == SQLITE_OK ? usher_pulse_show(x, 200, PULSE_USER, &key, &query) : rc;
}

int usher_pulse_user_create(struct usher_exchange *x) {
    struct usher_pulse_query query;
    struct usher_record record;
    sqlite3_int64 number = 0;
    usher_record_init(&record);
    int rc = usher_pulse_query_read(x, PULSE_TAKES_INCLUDE, &query);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_read(x, &new_user, NULL, &record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_insert(x->usher, &usher_users, &record, &number);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? usher_pulse_written(x, 201, PULSE_USER, number, &query) : rc;
}

int usher_pulse_user_update(struct usher_exchange *x) {
    struct usher_pulse_query query;
    struct usher_record record;
    sqlite3_int64 number = 0;
    usher_record_init(&record);
    int rc = find(x, &query, &number);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_read(x, &changed_user, x->request.capture[0], &record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_update(x->usher, &usher_users, number, &record);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? usher_pulse_written(x, 200, PULSE_USER, number, &query) : rc;
}

int usher_pulse_user_delete(struct usher_exchange *x) {
    struct usher_pulse_query query;
    sqlite3_int64 number = 0;
    int rc = find(x, &query, &number);
    if (rc == SQLITE_OK) {
        rc = usher_table_remove(x->usher, &usher_users, number);
    }
    return rc == SQLITE_OK ? usher_pulse_written(x, 200, PULSE_USER, number, &query) : rc;
}
