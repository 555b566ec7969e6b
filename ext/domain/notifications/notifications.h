/*
** What the files about notifications know of each other.
**
**   audience.c    whom a notification is for
**   send.c        what is sent
**   addresses.c   the same to e-mail addresses; notification_send()
**   mail.c        who gets it as mail, too
**   inbox.c       read, unread, dismissed; the watermark
**   end.c         what is gone for good
**   table.c       the table notifications
**   functions.c   mark_read(), notifications_fetch(), notifications_prune()
**
** One row is stored whoever it is for (usher_notification); the view usher_inbox has a row for
** each recipient, usher_notification_state what became of it there.
*/
#ifndef USHER_NOTIFICATIONS_H
#define USHER_NOTIFICATIONS_H

#include "domain/domain.h"

enum {
    NOTIFICATION_ID,
    NOTIFICATION_USER,
    NOTIFICATION_ACCOUNT,
    NOTIFICATION_AUDIENCE,
    NOTIFICATION_AUDIENCE_ID,
    NOTIFICATION_EVENT,
    NOTIFICATION_TITLE,
    NOTIFICATION_MESSAGE,
    NOTIFICATION_URL,
    NOTIFICATION_DATA,
    NOTIFICATION_DISPOSAL,
    NOTIFICATION_CREATED_BY,
    NOTIFICATION_CREATED_AT,
    NOTIFICATION_READ,
    NOTIFICATION_READ_AT,
    NOTIFICATION_RECIPIENTS,
    NOTIFICATION_COLUMNS
};

/* The rowid of a recipient's row: see usher_user.recipient. */
#define USHER_INBOX_NUMBER 0xffffffffLL
static inline sqlite3_int64 usher_inbox_rowid(sqlite3_int64 recipient, sqlite3_int64 number) {
    return recipient << 32 | number;
}

/* ------------------------------------------------------------- audience.c */

/* What is sent, as far as usher has to know. */
struct usher_notice {
    const char *id;
    const char *audience; /* user, team, account, all */
    const char *event;
    const char *created_at;
    int own;                               /* the event is one of usher's own */
    char account_id[USHER_UUID_TEXT + 1];  /* "": for everybody */
    char audience_id[USHER_UUID_TEXT + 1]; /* the same */
    sqlite3_int64 recipient;               /* of one user, else 0 */
};

/*
** Fill in the audience that the record names; whoever acts may send to it. missing, invalid,
** not_found (also what they do not see), forbidden, conflict (a user who is deleted).
*/
int usher_audience_find(struct usher *usher, const struct usher_record *record,
                        struct usher_notice *notice);
usher_check usher_check_audience;

/* ----------------------------------------------------------------- send.c */

usher_check usher_check_event;    /* a word */
usher_check usher_check_disposal; /* keep, on_read, on_ack */
usher_table_rule usher_notification_insert;

/* Only the system may send it, and only to one user. */
int usher_event_is_own(const char *event);

/* ------------------------------------------------------------ addresses.c */

#define USHER_RECIPIENTS_MOST 50   /* mails */
#define USHER_RECIPIENTS_TOLD 1000 /* that a list may name */

/*
** The rule of an INSERT that gives `recipients`; the record is checked. *number is the
** notification's; *answer (may be NULL) is SQLite memory, JSON: {notification_id, queued_at, channels,
** accepted_recipients, rejected_recipients}. missing (title), invalid (the list, a column that does
** not fit, nobody left), forbidden, not_found (account_id), conflict (the id is taken).
*/
int usher_notification_address(struct usher *usher, const struct usher_record *record,
                               sqlite3_int64 *number, char **answer);

/* ----------------------------------------------------------------- mail.c */

/* Part of a rule: whoever asked for it gets it as mail. */
int usher_notification_mail(struct usher *usher, const struct usher_notice *notice);

/* ---------------------------------------------------------------- inbox.c */

usher_table_rule usher_notification_update;
usher_table_rule usher_notification_remove;

enum { USHER_INBOX_MOST = 100 }; /* that are fetched at a time (000) */

/* Whose inbox it is. */
struct usher_inbox {
    sqlite3_int64 number;
    char user_id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1];   /* their own */
    char last_read_at[USHER_TIME_TEXT + 1]; /* "": never */
};
/* NULL is that of whoever acts. missing (the system has none), not_found, conflict (deleted). */
int usher_inbox_find(struct usher *usher, const char *user_id, struct usher_inbox *inbox);
/* Everything up to this time is read; last_read_at becomes the watermark in force. forbidden. */
int usher_inbox_mark_read(struct usher *usher, struct usher_inbox *inbox, const char *until);
/* A JSON list of the newest. Those that go by being read are gone. forbidden. */
int usher_inbox_fetch(struct usher *usher, const struct usher_inbox *inbox, sqlite3_int64 most,
                      struct usher_value *list);

/* ------------------------------------------------------------------ end.c */

/* Part of a rule: what was created before is gone; *count of them. */
int usher_notifications_end_before(struct usher *usher, const char *before, sqlite3_int64 *count);

#endif
