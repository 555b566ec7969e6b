/*
** Sending: one row is written, whoever it is for, and mail to whoever asked for it.
**
** Rules: event is a word; those of usher's own (they tell of accounts and credentials, and whoever
** they are about cannot switch them off) are for the system to send, to one user; created_at is the
** system's to set. What was written stays out of the audit log, which outlives it.
*/
#include "domain/notifications/notifications.h"

#include <string.h>

static const char *const own_events[] = {"invite", "activation", "password_reset", "email_verify"};

int usher_event_is_own(const char *event) {
    for (size_t i = 0; i < sizeof(own_events) / sizeof(*own_events); i++) {
        if (strcmp(event, own_events[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_event_character(char c) {
    return usher_is_alnum(c) || c == '.' || c == '_' || c == '-';
}

int usher_check_event(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    int rc = usher_check_text(usher, field, limit, value);
    for (int i = 0; i < value->length && rc == SQLITE_OK; i++) {
        if (!is_event_character(value->text[i])) {
            rc = usher_fail(usher, USHER_INVALID, field,
                            "%s must be a word of letters, digits, dots, dashes and underscores",
                            field);
        }
    }
    return rc;
}

int usher_check_disposal(struct usher *usher, const char *field, int limit,
                         struct usher_value *value) {
    static const char *const words[] = {"keep", "on_read", "on_ack", NULL};
    (void)limit;
    return usher_check_word(usher, field, value, words);
}

/* What only the system may say, and of usher's own events to whom. */
static int may_say(struct usher *usher, const struct usher_record *record,
                   const struct usher_notice *notice) {
    if (usher_given(record, NOTIFICATION_CREATED_AT) && !usher_is_system(usher)) {
        return usher_fail(usher, USHER_FORBIDDEN, "created_at",
                          "created_at is the system's to set");
    }
    if (notice->own && !usher_is_system(usher)) {
        return usher_fail(usher, USHER_FORBIDDEN, "event", "%s is the system's to send",
                          notice->event);
    }
    return notice->own && !notice->recipient ? usher_fail(usher, USHER_INVALID, "audience",
                                                          "%s is sent to one user", notice->event)
                                             : SQLITE_OK;
}

static int audit(struct usher *usher, const struct usher_notice *notice,
                 const struct usher_record *record) {
    struct usher_event event = {"notification.send", "notifications", notice->id,
                                notice->account_id[0] ? notice->account_id : NULL};
    struct usher_fields after;
    usher_fields_init(&after);
    usher_set_text(&after, "audience", notice->audience);
    if (notice->audience_id[0]) {
        usher_set_text(&after, "audience_id", notice->audience_id);
    }
    usher_set_text(&after, "event", notice->event);
    if (usher_given(record, NOTIFICATION_DISPOSAL)) {
        usher_set(&after, "disposal", &record->value[NOTIFICATION_DISPOSAL]);
    }
    return usher_audit(usher, &event, NULL, &after);
}

static int write(struct usher *usher, const struct usher_record *record,
                 struct usher_notice *notice, sqlite3_int64 *number) {
    char made[USHER_UUID_TEXT + 1];
    struct usher_fields fields;
    notice->id =
        usher_fields_new_row(usher, &fields, 0, usher_record_text(record, NOTIFICATION_ID), made);
    usher_set_text(&fields, "account_id", notice->account_id[0] ? notice->account_id : NULL);
    usher_set_text(&fields, "audience", notice->audience);
    usher_set_text(&fields, "audience_id", notice->audience_id);
    usher_set_text(&fields, "event", notice->event);
    for (int i = NOTIFICATION_TITLE; i <= NOTIFICATION_DISPOSAL; i++) {
        if (usher_given(record, i)) {
            usher_set(&fields, usher_notifications.columns[i].name, &record->value[i]);
        }
    }
    usher_set_text(&fields, "created_by", usher_actor_id(usher));
    usher_set_text(&fields, "created_at", notice->created_at);
    int rc = usher_insert(usher, "usher_notification", &fields, number);
    if (rc == SQLITE_OK) {
        rc = usher_notification_mail(usher, notice);
    }
    return rc == SQLITE_OK ? audit(usher, notice, record) : rc;
}

int usher_notification_insert(struct usher *usher, struct usher_change *change) {
    const struct usher_record *record = change->next;
    const char *event = usher_record_text(record, NOTIFICATION_EVENT);
    const char *created = usher_record_text(record, NOTIFICATION_CREATED_AT);
    char now[USHER_TIME_TEXT + 1];
    struct usher_notice notice = {.event = event ? event : "message"};
    notice.own = usher_event_is_own(notice.event);
    if (change->number) {
        return usher_fail(usher, USHER_INVALID, "rowid",
                          "rowid cannot be set: it follows from "
                          "the recipient");
    }
    if (usher_given(record, NOTIFICATION_RECIPIENTS)) {
        return usher_notification_address(usher, record, &change->number, NULL);
    }
    int rc = usher_audience_find(usher, record, &notice);
    if (rc == SQLITE_OK) {
        rc = may_say(usher, record, &notice);
    }
    usher_now(usher, now);
    notice.created_at = created ? created : now;
    if (rc == SQLITE_OK) {
        rc = write(usher, record, &notice, &change->number);
    }
    if (rc == SQLITE_OK && notice.recipient) {
        change->number = usher_inbox_rowid(notice.recipient, change->number);
    }
    return rc;
}
