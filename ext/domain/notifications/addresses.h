/*
** Notifications to e-mail addresses: what the table and notification_send() share.
*/
#ifndef USHER_ADDRESSES_H
#define USHER_ADDRESSES_H

#include "domain/domain.h"

#define USHER_RECIPIENTS_MOST 50  /* mails */
#define USHER_RECIPIENTS_TOLD 1000 /* that a list may name */

/*
** The rule of an INSERT INTO notifications that gives `recipients`, a JSON list of strings; the
** record is of that table and checked. *number is the notification's; *answer (may be NULL) is SQLite
** memory, JSON: {notification_id, queued_at, channels, accepted_recipients, rejected_recipients}.
** missing (title), invalid (the list, a column that does not fit, nobody left), forbidden,
** not_found (account_id), conflict (the id is taken).
*/
int usher_notification_address(struct usher *usher, const struct usher_record *record,
                               const struct usher_value *recipients, sqlite3_int64 *number,
                               char **answer);

#endif
