/*
** What the files about mail know of each other.
**
**   rules.c       what is queued, what is withdrawn; a mailer's word on what failed
**   claim.c       outbox_claim(): who sends what, until when
**   table.c       the table outbox
**   functions.c   the function rows
*/
#ifndef USHER_OUTBOX_H
#define USHER_OUTBOX_H

#include "domain/domain.h"

#define USHER_CLAIM_MOST 1000 /* mails */
#define USHER_CLAIM_SECONDS_MOST 86400
#define USHER_MAIL_ERROR 1000 /* characters */

/* A mail of the table, for rules that an operator or a mailer calls for. */
struct usher_queued {
    sqlite3_int64 number;
    const char *id;
    const char *account_id; /* may be NULL */
    sqlite3_int64 attempts;
};

/*
** Part of a rule. It could not be sent, this is why: it is given back, and waits, or is a dead letter
** if that was the last attempt.
*/
int usher_mail_failed(struct usher *usher, const struct usher_queued *mail, const char *error);
/* Part of a rule: all its attempts are before it again, the first at once unless it is being sent. */
int usher_mail_revive(struct usher *usher, const struct usher_queued *mail);
/* Part of a rule: it was sent, or need not be. */
int usher_mail_done(struct usher *usher, const struct usher_queued *mail);

/*
** Part of a rule: the oldest that may be sent now, at most so many, are the caller's for so many
** seconds. *list is SQLite memory: JSON, an object of the columns of outbox for each.
*/
int usher_mail_claim(struct usher *usher, int most, sqlite3_int64 seconds, char **list);

#endif
