/*
** Invites that lead into a channel (001).
**
** Rules: whoever may change the channel invites into it, whomever they like, and is told
** nothing of who is there already; that right is looked at again on accepting. Whoever is a
** member of the account joins the channel in the mode of the invite. Bringing somebody into
** the account, or activating them, takes what other invites take: without it one shares
** with members only. Whoever looks after the account's channels (channels.update) may accept
** or decline for somebody whom they could take in or keep out just as well: an active member
** of the account, whom they see. Nobody else speaks for another.
*/
#include "domain/invites/invites.h"

#include "domain/channels/channels.h"

#include <string.h>

int usher_invite_may_channel(struct usher *usher, struct usher_record *record,
                             char account_id[USHER_UUID_TEXT + 1]) {
    const char *channel_id = usher_record_text(record, INVITE_CHANNEL);
    const char *account = usher_record_text(record, INVITE_ACCOUNT);
    if (!channel_id) {
        return usher_given(record, INVITE_SHARE_MODE)
                   ? usher_fail(usher, USHER_INVALID, "share_mode",
                                "share_mode is for an invite to a channel: give channel_id, too")
                   : SQLITE_OK;
    }
    int rc = usher_channel_require_open(usher, "channel_id", channel_id, account_id);
    return rc == SQLITE_OK && account && strcmp(account, account_id) != 0
               ? usher_fail(usher, USHER_INVALID, "channel_id",
                            "channel_id must be that of a channel of the invite's account")
               : rc;
}

int usher_invite_require_create(struct usher *usher, const char *channel_id,
                                const char *account_id) {
    char of[USHER_UUID_TEXT + 1];
    int found = 0;
    if (!channel_id[0]) {
        return usher_require(usher, USHER_MAY_INVITES_CREATE, account_id);
    }
    int rc = usher_require_channel(usher, channel_id);
    if (rc == SQLITE_OK) {
        rc = usher_channel_account(usher, channel_id, of, &found);
    }
    return rc == SQLITE_OK && !found ? usher_channel_deleted(usher, "channel_id") : rc;
}

int usher_invite_inviter_shares(struct usher *usher, const struct usher_invite *invite, int *may) {
    *may = 1;
    return invite->channel_id[0] && invite->invited_by[0]
               ? usher_exists(usher, may, USHER_SQL_invite_inviter_shares, "tt", invite->invited_by,
                              invite->channel_id)
               : SQLITE_OK;
}

int usher_invite_require_channel(struct usher *usher, const struct usher_invite *invite) {
    char account_id[USHER_UUID_TEXT + 1];
    int found = 1;
    int may = 0;
    int rc = usher_invite_inviter_shares(usher, invite, &may);
    if (rc == SQLITE_OK && !may) {
        rc = usher_fail(usher, USHER_FORBIDDEN, "invite",
                        "whoever invited may no longer share the channel: ask for a new invite");
    }
    if (rc == SQLITE_OK && invite->channel_id[0]) {
        rc = usher_channel_account(usher, invite->channel_id, account_id, &found);
    }
    return rc == SQLITE_OK && !found
               ? usher_fail(usher, USHER_CONFLICT, "invite", "the channel was deleted")
               : rc;
}

/* The active member of the account whose e-mail it is, if whoever acts sees them. */
static int sees_member(struct usher *usher, const struct usher_invite *invite, int *sees) {
    struct usher_query query;
    char id[USHER_UUID_TEXT + 1] = "";
    sqlite3_int64 number;
    *sees = 0;
    int rc = usher_open(usher, &query, USHER_SQL_invite_active_member, "tt", invite->email,
                        invite->account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_text(usher, query.statement, 0, id, sizeof(id));
    }
    usher_close(&query);
    return rc == SQLITE_OK     ? usher_table_seen(usher, &usher_users, id, &number, sees)
           : rc == SQLITE_DONE ? SQLITE_OK
                               : rc;
}

int usher_invite_speaks(struct usher *usher, const struct usher_invite *invite, int *speaks) {
    const char *actor = usher_actor_id(usher);
    *speaks = 0;
    if (!invite->channel_id[0] || !actor || usher_acts_by_key(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_user_may(usher, actor, USHER_MAY_CHANNELS_UPDATE, invite->account_id, speaks);
    return rc == SQLITE_OK && *speaks ? sees_member(usher, invite, speaks) : rc;
}

int usher_invite_join_channel(struct usher *usher, const struct usher_invite *invite,
                              const char *user_id) {
    struct usher_channel_share share = {.channel_id = invite->channel_id,
                                        .user_id = user_id,
                                        .account_id = invite->account_id,
                                        .mode = invite->share_mode,
                                        .created_by =
                                            invite->invited_by[0] ? invite->invited_by : NULL};
    return invite->channel_id[0] ? usher_channel_share(usher, &share) : SQLITE_OK;
}
