/*
** mark_read(), notifications_fetch() and notifications_prune().
*/
#include "domain/notifications/notifications.h"

/* A required time, normalised. */
static int argument_time(struct usher *usher, struct usher_call *call, const char *name,
                         const char **time) {
    int rc = usher_argument_required(usher, call, 0, name, time);
    if (rc == SQLITE_OK) {
        rc = usher_check_time(usher, name, 0, &call->argv[0]);
        *time = call->argv[0].text;
    }
    return rc;
}

/* The inbox of the user whom the argument names; of whoever acts if there is none. */
static int argument_inbox(struct usher *usher, struct usher_call *call, int index,
                          struct usher_inbox *inbox) {
    const char *id = NULL;
    int rc = index < call->argc && !usher_is_null(&call->argv[index])
                 ? usher_argument_uuid(usher, call, index, "user_id", &id)
                 : SQLITE_OK;
    return rc == SQLITE_OK ? usher_inbox_find(usher, id, inbox) : rc;
}

static int mark_read(struct usher *usher, struct usher_call *call) {
    struct usher_inbox inbox;
    const char *until;
    int rc = argument_time(usher, call, "until", &until);
    if (rc == SQLITE_OK) {
        rc = argument_inbox(usher, call, 1, &inbox);
    }
    if (rc == SQLITE_OK) {
        rc = usher_inbox_mark_read(usher, &inbox, until);
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? inbox.last_read_at : "");
    return rc;
}

static int argument_limit(struct usher *usher, struct usher_call *call, sqlite3_int64 *limit) {
    struct usher_value *given = call->argc > 0 ? &call->argv[0] : NULL;
    *limit = USHER_INBOX_MOST;
    if (!given || usher_is_null(given)) {
        return SQLITE_OK;
    }
    int rc = usher_check_integer(usher, "limit", 0, given);
    if (rc == SQLITE_OK && (given->integer < 1 || given->integer > USHER_INBOX_MOST)) {
        rc = usher_fail(usher, USHER_INVALID, "limit", "limit must be from 1 to %d",
                        USHER_INBOX_MOST);
    }
    *limit = given->integer;
    return rc;
}

static int fetch(struct usher *usher, struct usher_call *call) {
    struct usher_inbox inbox;
    sqlite3_int64 limit;
    int rc = argument_limit(usher, call, &limit);
    if (rc == SQLITE_OK) {
        rc = argument_inbox(usher, call, 1, &inbox);
    }
    return rc == SQLITE_OK ? usher_inbox_fetch(usher, &inbox, limit, &call->result) : rc;
}

static int prune(struct usher *usher, struct usher_call *call) {
    struct usher_event event = {"notification.prune", "notifications", NULL, NULL};
    struct usher_fields after;
    sqlite3_int64 count = 0;
    int rc = argument_time(usher, call, "before", &event.object_id);
    if (rc == SQLITE_OK) {
        rc = usher_notifications_end_before(usher, event.object_id, &count);
    }
    usher_value_integer(&call->result, count);
    usher_fields_init(&after);
    usher_set_integer(&after, "notifications", count);
    return rc == SQLITE_OK && count > 0 ? usher_audit(usher, &event, NULL, &after) : rc;
}

static const struct usher_function functions[] = {
    {"mark_read", 1, 2, USHER_WRITES, USHER_ACTORS, "until [, user_id]",
     "Mark all notifications up to a time read. Returns the watermark in force, which never moves "
     "back",
     mark_read},
    {"notifications_fetch", 0, 2, USHER_WRITES, USHER_ACTORS, "[limit [, user_id]]",
     "The newest notifications as a JSON list; those with disposal on_read are gone then", fetch},
    {"notifications_prune", 1, 1, USHER_WRITES, USHER_SYSTEM, "before",
     "Delete notifications that were created before a time. Returns how many", prune},
};

const struct usher_function_table usher_notification_functions = {
    functions, sizeof(functions) / sizeof(*functions)};
