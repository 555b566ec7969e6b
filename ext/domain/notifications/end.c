/*
** What is gone for good: what is old, what was sent to somebody or something that is gone, with
** what became of it in inboxes, and mail about it that waits.
*/
#include "domain/notifications/notifications.h"

/* Created before, or sent to the audience, or in the account; NULL is none. *count (may be NULL). */
static int end(struct usher *usher, const char *before, const char *audience,
               const char *audience_id, const char *account_id, sqlite3_int64 *count) {
    static const enum usher_sql steps[] = {USHER_SQL_notifications_end_states,
                                           USHER_SQL_notifications_end_mail,
                                           USHER_SQL_notifications_end};
    int rc = SQLITE_OK;
    for (int i = 0; i < 3 && rc == SQLITE_OK; i++) {
        rc = usher_run(usher, steps[i], "tttt", before, audience, audience_id, account_id);
    }
    if (rc == SQLITE_OK && count) {
        *count = sqlite3_changes64(usher->db);
    }
    return rc;
}

int usher_notifications_end_before(struct usher *usher, const char *before, sqlite3_int64 *count) {
    return end(usher, before, NULL, NULL, NULL, count);
}

int usher_notifications_end(struct usher *usher, const char *audience, const char *audience_id) {
    /* With an account goes what was sent in it. */
    int account = audience[0] == 'a';
    return end(usher, NULL, audience, audience_id, account ? audience_id : NULL, NULL);
}

int usher_notifications_forget(struct usher *usher, const char *user_id) {
    int rc = end(usher, NULL, "user", user_id, NULL, NULL);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_inbox_forget, "t", user_id) : rc;
}
