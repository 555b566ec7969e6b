/*
** Declining, revoking, changing and deleting an invite.
**
** Rules: only the addressee declines, and accepts without the token, or who speaks for
** them (channel.c); only who may invite revokes, and who may change the channel that the invite leads into; a
** closed invite stays closed; deleting an accepted invite leaves the user; deleting a
** user revokes the invites that would bring them back.
*/
#include "domain/invites/invites.h"

#include <string.h>

static int close_invite(struct usher *usher, const struct usher_invite *invite, enum usher_sql how,
                        const char *action) {
    char now[USHER_TIME_TEXT + 1];
    usher_now(usher, now);
    int rc = usher_run(usher, how, "it", invite->number, now);
    if (rc == SQLITE_OK) {
        rc = usher_mail_withdraw(usher, NULL, invite->id);
    }
    struct usher_event event = {action, "invites", invite->id, invite->account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
}

int usher_invite_revoke(struct usher *usher, const struct usher_invite *invite) {
    int rc = invite->channel_id[0]
                 ? usher_require_channel_invite(usher, invite->id, invite->account_id)
                 : usher_require(usher, USHER_MAY_INVITES_REVOKE, invite->account_id);
    if (rc != SQLITE_OK || invite->state == REVOKED) {
        return rc; /* revoking twice changes nothing */
    }
    if (invite->state != EXPIRED) {
        rc = usher_invite_require_open(usher, invite);
    }
    return rc == SQLITE_OK ? close_invite(usher, invite, USHER_SQL_invite_revoked, "invite.revoke")
                           : rc;
}

int usher_invite_decline(struct usher *usher, const struct usher_invite *invite) {
    int speaks = 0;
    int rc = usher_invite_speaks(usher, invite, &speaks);
    if (rc == SQLITE_OK && !speaks) {
        rc = usher_invite_require_addressee(usher, invite);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_require_open(usher, invite);
    }
    return rc == SQLITE_OK
               ? close_invite(usher, invite, USHER_SQL_invite_declined, "invite.decline")
               : rc;
}

int usher_invite_withdraw(struct usher *usher, const char *email, const char *account_id) {
    struct usher_invite invite;
    int found = 1;
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && found) {
        rc = usher_invite_find_open(usher, email, account_id, NULL, &invite, &found);
        if (rc == SQLITE_OK && found) {
            rc = close_invite(usher, &invite, USHER_SQL_invite_revoked, "invite.revoke");
        }
    }
    return rc;
}

/* ---------------------------------------------------------------------- rows */

static int set_status(struct usher *usher, const struct usher_invite *invite, const char *status) {
    if (strcmp(status, "revoked") == 0) {
        return usher_invite_revoke(usher, invite);
    }
    if (strcmp(status, "declined") == 0) {
        return usher_invite_decline(usher, invite);
    }
    if (strcmp(status, "accepted") == 0 && usher_actor_id(usher)) {
        return usher_invite_take_own(usher, invite);
    }
    return usher_fail(usher, USHER_INVALID, "status",
                      "status can be set to revoked or declined, or by whom it is for to accepted; "
                      "else use invite_accept() with the token");
}

/* As inviting again: the old role is taken away, and a new one given, by whoever has both. */
static int may_change(struct usher *usher, const struct usher_invite *invite,
                      const struct usher_record *next, char role_id[USHER_UUID_TEXT + 1]) {
    const char *actor = usher_actor_id(usher);
    int rc = usher_invite_require_create(usher, invite->channel_id, invite->account_id);
    if (rc == SQLITE_OK && usher_given(next, INVITE_SHARE_MODE) && !invite->channel_id[0]) {
        rc = usher_fail(usher, USHER_INVALID, "share_mode",
                        "share_mode is for an invite to a channel");
    }
    if (rc == SQLITE_OK && invite->state != EXPIRED) {
        rc = usher_invite_require_open(usher, invite);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_grant(usher, actor, invite->role_id, invite->account_id);
    }
    memcpy(role_id, invite->role_id, sizeof(invite->role_id));
    if (rc == SQLITE_OK && usher_given(next, INVITE_ROLE)) {
        rc = usher_role_find(usher, "role", invite->account_id, next->value[INVITE_ROLE].text,
                             role_id);
        if (rc == SQLITE_OK) {
            rc = usher_require_grant(usher, actor, role_id, invite->account_id);
        }
    }
    return rc;
}

static int change_open(struct usher *usher, const struct usher_invite *invite,
                       struct usher_change *change) {
    struct usher_record *next = change->next;
    struct usher_fields before;
    struct usher_fields after;
    char role_id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    int rc = may_change(usher, invite, next, role_id);
    if (rc == SQLITE_OK) {
        rc = usher_invite_may_teams(usher, next, invite->account_id);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_invite_check_expiry(usher, usher_record_text(next, INVITE_EXPIRES_AT), now);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_audit_fields(&usher_invites, change->old, next->given, &before);
    usher_audit_fields(&usher_invites, next, next->given, &after);
    struct usher_fields fields;
    usher_fields_init(&fields);
    for (int i = 0; i < after.count; i++) {
        if (strcmp(after.field[i].column, "role") != 0) {
            usher_set(&fields, after.field[i].column, &after.field[i].value);
        }
    }
    usher_set_text(&fields, "role_id", role_id);
    usher_set_text(&fields, "updated_at", now);
    rc = usher_invite_set_inviter(usher, &fields, invite, role_id, next);
    if (rc == SQLITE_OK) {
        rc = usher_update(usher, "usher_invite", invite->number, &fields);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_mail_follow(usher, invite->number);
    }
    struct usher_event event = {"invite.update", "invites", invite->id, invite->account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, &after) : rc;
}

int usher_invite_row_update(struct usher *usher, struct usher_change *change) {
    struct usher_invite invite;
    int rc = usher_invite_by_id(usher, change->old->value[INVITE_ID].text, &invite);
    if (rc == SQLITE_OK && usher_given(change->next, INVITE_STATUS)) {
        rc = set_status(usher, &invite, change->next->value[INVITE_STATUS].text);
        change->next->given &= ~((uint64_t)1 << INVITE_STATUS);
        if (rc == SQLITE_OK && change->next->given) {
            rc = usher_fail(usher, USHER_INVALID, "status", "status must be changed by itself");
        }
        return rc;
    }
    return rc == SQLITE_OK ? change_open(usher, &invite, change) : rc;
}

int usher_invite_row_remove(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    const char *id = old->value[INVITE_ID].text;
    const char *account_id = old->value[INVITE_ACCOUNT].text;
    struct usher_fields before;
    int rc = usher_require(usher, USHER_MAY_INVITES_REVOKE, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_invite_delete, "i", change->number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mail_withdraw(usher, NULL, id);
    }
    usher_audit_fields(&usher_invites, old,
                       (uint64_t)1 << INVITE_EMAIL | (uint64_t)1 << INVITE_ROLE, &before);
    struct usher_event event = {"invite.delete", "invites", id, account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, NULL) : rc;
}
