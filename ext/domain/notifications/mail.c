/*
** Notifications as mail: a row in the outbox for each recipient who asked for it.
**
** Rules: the user's list `notifications` holds the event, their `email_notifications` is on, and so
** is the setting of that name which is in force for them. Events of usher's own ask for neither. Mail
** goes to active users, at addresses that are known to be theirs.
*/
#include "domain/notifications/notifications.h"

static int send_one(struct usher *usher, sqlite3_stmt *row, const struct usher_notice *notice) {
    const char *text[5];
    int wanted = notice->own;
    for (int i = 0; i < 5; i++) {
        text[i] = (const char *)sqlite3_column_text(row, i);
        if (!text[i] && i < 3) {
            return usher_pass(usher, SQLITE_NOMEM);
        }
    }
    struct usher_mail mail = {.kind = "notification",
                              .account_id = notice->account_id[0] ? notice->account_id : text[1],
                              .user_id = text[0],
                              .notification_id = notice->id,
                              .email = text[2],
                              .name = text[3],
                              .locale = text[4]};
    int rc = wanted ? SQLITE_OK
                    : usher_setting_is_on(usher, "email_notifications", mail.user_id, &wanted);
    return rc == SQLITE_OK && wanted ? usher_mail_send(usher, &mail) : rc;
}

int usher_notification_mail(struct usher *usher, const struct usher_notice *notice) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_notification_mailed, "tttti", notice->audience,
                        notice->audience_id, notice->event, notice->created_at,
                        (sqlite3_int64)notice->own);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        rc = send_one(usher, query.statement, notice);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
