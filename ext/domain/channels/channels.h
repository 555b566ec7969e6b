/* What the files about channels know of each other, and who is in one of theirs. */
#ifndef USHER_CHANNELS_H
#define USHER_CHANNELS_H

#include "domain/domain.h"

/* The channels that one is in, in person. Of deleted ones, too. */
#define USHER_OWN_CHANNELS                                                                         \
    "(SELECT w.channel_id FROM main.usher_channel_member AS w WHERE w.user_id = $principal)"
/* Of the channel `c`: it is one that whoever acts sees. */
#define USHER_SEES_CHANNEL                                                                         \
    "(c.id IN " USHER_OWN_CHANNELS " OR c.account_id IN " USHER_HOLDS("channels.update") ")"

/* What rules ask of a channel. */
struct usher_channel_state {
    sqlite3_int64 number;
    char account_id[USHER_UUID_TEXT + 1];
    int discarded;
};

/* *found is 0 if there is no such channel. */
int usher_channel_load(struct usher *usher, const char *channel_id,
                       struct usher_channel_state *state, int *found);
/* conflict: a deleted channel cannot be changed. */
int usher_channel_deleted(struct usher *usher, const char *field);
/*
** A channel that whoever acts sees and may change, and that is not deleted: not_found, forbidden,
** conflict. Its account is left in `account_id`.
*/
int usher_channel_require_open(struct usher *usher, const char *field, const char *channel_id,
                               char account_id[USHER_UUID_TEXT + 1]);

/* members.c: remove_self(). */
usher_handler usher_channel_remove_self;

usher_check usher_check_share_mode; /* edit or view */

#endif
