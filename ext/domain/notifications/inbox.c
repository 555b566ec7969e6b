/*
** The inbox: what a recipient does with what was sent to them.
**
** Rules: everything up to the watermark is read (001: it never moves back), but for single rows that
** were marked otherwise, which stand in usher_notification_state. Dismissed rows are gone from this
** inbox; those that are kept are marked read instead. Nobody reads another's inbox; who may update a
** user may mark it read. An API key needs self.update, or what others need.
*/
#include "domain/notifications/notifications.h"

#include <string.h>

/* ---------------------------------------------------------------- single rows */

/* Whose row it is, and whether whoever acts may change it. */
static int may_change(struct usher *usher, const struct usher_record *old) {
    struct usher_inbox inbox;
    int rc = usher_is_system(usher)
                 ? SQLITE_OK
                 : usher_inbox_find(usher, old->value[NOTIFICATION_USER].text, &inbox);
    return rc == SQLITE_OK && !usher_is_system(usher)
               ? usher_require_user(usher, USHER_MAY_USERS_UPDATE, inbox.user_id, inbox.account_id)
               : rc;
}

static int audit_row(struct usher *usher, const char *action, const struct usher_record *old,
                     const struct usher_value *read) {
    struct usher_event event = {action, "notifications", old->value[NOTIFICATION_ID].text,
                                usher_record_text(old, NOTIFICATION_ACCOUNT)};
    struct usher_fields before;
    struct usher_fields after;
    usher_fields_init(&before);
    usher_fields_init(&after);
    usher_set(&before, "user_id", &old->value[NOTIFICATION_USER]);
    if (read) {
        usher_set(&before, "read", &old->value[NOTIFICATION_READ]);
        usher_set(&after, "read", read);
    }
    return usher_audit(usher, &event, &before, read ? &after : NULL);
}

int usher_notification_update(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    const struct usher_value *read = &change->next->value[NOTIFICATION_READ];
    char now[USHER_TIME_TEXT + 1];
    int rc = may_change(usher, old);
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc =
            usher_run(usher, USHER_SQL_inbox_read, "titit", old->value[NOTIFICATION_USER].text,
                      change->number & USHER_INBOX_NUMBER, old->value[NOTIFICATION_CREATED_AT].text,
                      read->integer, read->integer ? now : NULL);
    }
    return rc == SQLITE_OK ? audit_row(usher, "notification.update", old, read) : rc;
}

static int dispose(struct usher *usher, const char *user_id, sqlite3_int64 number,
                   const char *created_at, sqlite3_int64 read, const char *now) {
    return usher_run(usher, USHER_SQL_inbox_dispose, "titit", user_id, number, created_at, read,
                     now);
}

int usher_notification_remove(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    char now[USHER_TIME_TEXT + 1];
    int rc = may_change(usher, old);
    if (rc == SQLITE_OK && !usher_is_system(usher) &&
        usher_value_is(&old->value[NOTIFICATION_DISPOSAL], "keep")) {
        rc = usher_fail(usher, USHER_CONFLICT, "disposal",
                        "the notification is kept: mark it read, SET read = 1");
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = dispose(usher, old->value[NOTIFICATION_USER].text, change->number & USHER_INBOX_NUMBER,
                     old->value[NOTIFICATION_CREATED_AT].text,
                     old->value[NOTIFICATION_READ].integer, now);
    }
    return rc == SQLITE_OK ? audit_row(usher, "notification.dismiss", old, NULL) : rc;
}

/* ------------------------------------------------------------------ all of it */

static int load(struct usher *usher, struct usher_inbox *inbox, int *deleted) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_inbox_owner, "t", inbox->user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *account = (const char *)sqlite3_column_text(query.statement, 1);
        const char *last = (const char *)sqlite3_column_text(query.statement, 3);
        inbox->number = sqlite3_column_int64(query.statement, 0);
        sqlite3_snprintf(sizeof(inbox->account_id), inbox->account_id, "%s",
                         account ? account : "");
        sqlite3_snprintf(sizeof(inbox->last_read_at), inbox->last_read_at, "%s", last ? last : "");
        *deleted = sqlite3_column_int(query.statement, 2);
    }
    usher_close(&query);
    return rc == SQLITE_ROW ? SQLITE_OK
           : USHER_NEVER(rc == SQLITE_DONE) /* they act, or were found */
               ? usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no such user")
               : rc;
}

int usher_inbox_find(struct usher *usher, const char *user_id, struct usher_inbox *inbox) {
    const char *actor = usher_actor_id(usher);
    int deleted = 0;
    int rc = SQLITE_OK;
    if (!user_id && !actor) {
        return usher_fail(usher, USHER_MISSING, "user_id",
                          "user_id is required: the system has no inbox");
    }
    if (user_id && (!actor || strcmp(user_id, actor) != 0)) {
        sqlite3_int64 number;
        rc = usher_table_find(usher, &usher_users, "user_id", user_id, &number);
    }
    sqlite3_snprintf(sizeof(inbox->user_id), inbox->user_id, "%s", user_id ? user_id : actor);
    if (rc == SQLITE_OK) {
        rc = load(usher, inbox, &deleted);
    }
    return rc == SQLITE_OK && deleted ? usher_user_deleted(usher) : rc;
}

static int move_watermark(struct usher *usher, struct usher_inbox *inbox, const char *until) {
    struct usher_fields fields;
    usher_fields_init(&fields);
    usher_set_text(&fields, "last_read_at", until);
    return usher_update(usher, "usher_user", inbox->number, &fields);
}

static int audit_mark(struct usher *usher, const struct usher_inbox *inbox, const char *until) {
    struct usher_event event = {"notification.mark_read", "users", inbox->user_id,
                                inbox->account_id};
    struct usher_fields before;
    struct usher_fields after;
    usher_fields_init(&before);
    usher_fields_init(&after);
    usher_set_text(&before, "last_read_at", inbox->last_read_at[0] ? inbox->last_read_at : NULL);
    usher_set_text(&after, "last_read_at", until);
    return usher_audit(usher, &event, &before, &after);
}

int usher_inbox_mark_read(struct usher *usher, struct usher_inbox *inbox, const char *until) {
    int later = strcmp(until, inbox->last_read_at) > 0;
    int changed = later;
    int rc = usher_require_user(usher, USHER_MAY_USERS_UPDATE, inbox->user_id, inbox->account_id);
    if (rc == SQLITE_OK && later) {
        rc = move_watermark(usher, inbox, until);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_inbox_unmark, "tt", inbox->user_id, until);
        changed |= rc == SQLITE_OK && sqlite3_changes(usher->db) > 0;
    }
    if (rc == SQLITE_OK && changed) {
        rc = audit_mark(usher, inbox, later ? until : inbox->last_read_at);
    }
    if (later) {
        sqlite3_snprintf(sizeof(inbox->last_read_at), inbox->last_read_at, "%s", until);
    }
    return rc;
}

/* ---------------------------------------------------------------- fetching it */

/* Those that go by being read. */
struct fetched {
    int count;
    struct {
        sqlite3_int64 number;
        char created_at[USHER_TIME_TEXT + 1];
        sqlite3_int64 read;
    } gone[USHER_INBOX_MOST];
};

/* Nobody but the user, in person or by a key that may do both. */
static int may_fetch(struct usher *usher, const struct usher_inbox *inbox) {
    const char *actor = usher_actor_id(usher);
    if (actor && strcmp(actor, inbox->user_id) != 0) {
        return usher_fail(usher, USHER_FORBIDDEN, "user_id",
                          "nobody reads another's notifications");
    }
    int rc =
        usher_require_user(usher, USHER_MAY_USERS_READ_PRIVATE, inbox->user_id, inbox->account_id);
    return rc == SQLITE_OK ? usher_require_user(usher, USHER_MAY_USERS_UPDATE, inbox->user_id,
                                                inbox->account_id)
                           : rc;
}

static int add_fetched(struct usher *usher, sqlite3_stmt *row, sqlite3_str *json,
                       struct fetched *fetched) {
    const char *text = (const char *)sqlite3_column_text(row, 0);
    const char *created = (const char *)sqlite3_column_text(row, 3);
    if (!text || !created) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    sqlite3_str_appendf(json, "%s%s", sqlite3_str_length(json) > 1 ? "," : "", text);
    if (sqlite3_column_int(row, 1) &&
        USHER_ALWAYS(fetched->count < USHER_INBOX_MOST)) { /* the LIMIT */
        int i = fetched->count++;
        fetched->gone[i].number = sqlite3_column_int64(row, 2);
        fetched->gone[i].read = sqlite3_column_int64(row, 4);
        sqlite3_snprintf(sizeof(fetched->gone[i].created_at), fetched->gone[i].created_at, "%s",
                         created);
    }
    return SQLITE_OK;
}

static int read_newest(struct usher *usher, const struct usher_inbox *inbox, sqlite3_int64 most,
                       sqlite3_str *json, struct fetched *fetched) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_inbox_newest, "ti", inbox->user_id, most);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        rc = add_fetched(usher, query.statement, json, fetched);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int dispose_fetched(struct usher *usher, const struct usher_inbox *inbox,
                           const struct fetched *fetched) {
    struct usher_event event = {"notification.fetch", "users", inbox->user_id, inbox->account_id};
    struct usher_fields after;
    char now[USHER_TIME_TEXT + 1];
    int rc = SQLITE_OK;
    usher_now(usher, now);
    for (int i = 0; i < fetched->count && rc == SQLITE_OK; i++) {
        rc = dispose(usher, inbox->user_id, fetched->gone[i].number, fetched->gone[i].created_at,
                     fetched->gone[i].read, now);
    }
    usher_fields_init(&after);
    usher_set_integer(&after, "disposed", fetched->count);
    return rc == SQLITE_OK && fetched->count > 0 ? usher_audit(usher, &event, NULL, &after) : rc;
}

int usher_inbox_fetch(struct usher *usher, const struct usher_inbox *inbox, sqlite3_int64 most,
                      struct usher_value *list) {
    struct fetched fetched = {.count = 0};
    int rc = may_fetch(usher, inbox);
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_str *json = sqlite3_str_new(usher->db);
    sqlite3_str_appendchar(json, 1, '[');
    rc = read_newest(usher, inbox, most, json, &fetched);
    sqlite3_str_appendchar(json, 1, ']');
    int taken = usher_result_take(usher, list, sqlite3_str_finish(json));
    rc = rc == SQLITE_OK ? taken : rc;
    return rc == SQLITE_OK ? dispose_fetched(usher, inbox, &fetched) : rc;
}
