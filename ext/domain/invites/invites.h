/* What the files about invites know of each other. */
#ifndef USHER_INVITES_H
#define USHER_INVITES_H

#include "domain/domain.h"

enum {
    INVITE_ID,
    INVITE_ACCOUNT,
    INVITE_EMAIL,
    INVITE_NAME,
    INVITE_FIRST_NAME,
    INVITE_LAST_NAME,
    INVITE_ROLE,
    INVITE_TEAMS,
    INVITE_CHANNEL,
    INVITE_SHARE_MODE,
    INVITE_AUTHENTICATION,
    INVITE_STATUS,
    INVITE_USER,
    INVITE_INVITED_BY,
    INVITE_CREATED_AT,
    INVITE_EXPIRES_AT,
    INVITE_ACCEPTED_AT,
    INVITE_DECLINED_AT,
    INVITE_REVOKED_AT,
    INVITE_UPDATED_AT,
    INVITE_TOKEN,
    INVITE_INVITER_NAME,
    INVITE_CHANNEL_NAME,
    INVITE_COLUMNS
};

enum usher_invite_state { PENDING, ACCEPTED, DECLINED, REVOKED, EXPIRED };

/* An invite as rules see it. */
struct usher_invite {
    sqlite3_int64 number;
    char id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1];
    char email[255];
    char role_id[USHER_UUID_TEXT + 1];
    char invited_by[USHER_UUID_TEXT + 1]; /* "" is the system */
    enum usher_invite_state state;
    int disclosed; /* whoever wrote the SQL that invited has seen the token */
    char channel_id[USHER_UUID_TEXT + 1]; /* "": into no channel */
    char share_mode[8];
    int described; /* whoever invited said something of the person */
    int teams;     /* it leads into some */
};

/* not_found unless there is an invite of this id. */
int usher_invite_by_id(struct usher *usher, const char *id, struct usher_invite *invite);
/* invalid unless well-formed, not_found unless known, then by its state. */
int usher_invite_by_token(struct usher *usher, const char *token, struct usher_invite *invite);
/* SQLITE_OK if pending; else conflict, revoked or expired. */
int usher_invite_require_open(struct usher *usher, const struct usher_invite *invite);

/* create.c */
/* invalid unless the time (may be NULL) lies ahead of `now`. */
int usher_invite_check_expiry(struct usher *usher, const char *expires, const char *now);
/*
** Who invited first stays, as long as they may invite into this role; then
** whoever invites again takes their place, or the invite could not be accepted. So
** does who says into which teams: `record` is what is said anew.
*/
int usher_invite_set_inviter(struct usher *usher, struct usher_fields *fields,
                             const struct usher_invite *invite, const char *role_id,
                             const struct usher_record *record);
/*
** The invite of this e-mail into the channel ("": into none; NULL: into whatever) that can still
** be accepted, or has merely expired.
*/
int usher_invite_find_open(struct usher *usher, const char *email, const char *account_id,
                           const char *channel_id, struct usher_invite *open, int *found);
/* The token is made unless the record gives one. */
int usher_invite_open(struct usher *usher, struct usher_record *record, sqlite3_int64 *number,
                      char token[USHER_TOKEN_TEXT + 1]);
int usher_invite_renew(struct usher *usher, const struct usher_invite *invite,
                       struct usher_record *options, char token[USHER_TOKEN_TEXT + 1]);

/* accept.c */
/* forbidden if a user acts who is not active, or whose e-mail the invite is not for. */
int usher_invite_require_addressee(struct usher *usher, const struct usher_invite *invite);
/* Does whoever invited still have the right to bring somebody into the account, in this role? */
int usher_invite_inviter_may(struct usher *usher, const struct usher_invite *invite,
                             const char *role_id, int *may);
/*
** forbidden if the user, who was created in the account, has a role beyond that of
** whoever invites (NULL: the system).
*/
int usher_invite_require_rank(struct usher *usher, const char *inviter, const char *user_id,
                              const char *account_id);
/*
** Part of a rule. `hash` is that of the password that they chose; NULL: none. conflict, forbidden,
** and what usher_invite_require_open() says.
*/
int usher_invite_take(struct usher *usher, const struct usher_invite *invite,
                      struct usher_record *profile, const char *hash,
                      char user_id[USHER_UUID_TEXT + 1]);

/*
** Part of a rule: accepted without the token, by whoever acts and has shown the address to be theirs,
** or speaks for whom it is (usher_invite_speaks()).
*/
int usher_invite_take_own(struct usher *usher, const struct usher_invite *invite);

/* channel.c */
/*
** Whoever acts may invite into the channel that the record names, if it names one; its account
** is left in `account_id`. not_found, forbidden, conflict (deleted), invalid.
*/
int usher_invite_may_channel(struct usher *usher, struct usher_record *record,
                             char account_id[USHER_UUID_TEXT + 1]);
/* Whoever acts may make or change such an invite, into this channel or none (""). forbidden, conflict. */
int usher_invite_require_create(struct usher *usher, const char *channel_id,
                                const char *account_id);
/* May whoever invited still share the channel, if it leads into one? */
int usher_invite_inviter_shares(struct usher *usher, const struct usher_invite *invite, int *may);
/* forbidden unless they may; conflict if the channel is deleted. */
int usher_invite_require_channel(struct usher *usher, const struct usher_invite *invite);
/*
** May whoever acts, in person, accept or decline this invite into a channel for whom it is? As one who
** holds channels.update in its account, for an active member of that, whom they see.
*/
int usher_invite_speaks(struct usher *usher, const struct usher_invite *invite, int *speaks);
/* Part of a rule: the user, who has accepted, comes into it. */
int usher_invite_join_channel(struct usher *usher, const struct usher_invite *invite,
                              const char *user_id);

/* show.c */
/*
** What the token leads to, as JSON {id, account_id, account_name, email, name, role, authentication,
** created_at, expires_at}, in SQLite memory. To whoever has the token, as it is to be accepted:
** invalid, not_found, conflict, expired, revoked.
*/
int usher_invite_show(struct usher *usher, const char *token, char **json);

/* mail.c */
/*
** Part of a rule: the token of the new invite, of which `mail` names what `record` does not, is sent to
** whom it is for.
*/
int usher_invite_mail_first(struct usher *usher, const struct usher_record *record,
                            const char *role_id, struct usher_mail *mail);
/* Part of a rule: the token is sent to whom it is for ("": of no known language), instead of the one before. */
int usher_invite_mail_again(struct usher *usher, sqlite3_int64 number, const char *locale,
                            const char *token);
/* The language of whoever was created in the account for the address; "" if nobody was. */
int usher_invite_locale(struct usher *usher, const char *email, const char *account_id,
                        char locale[USHER_LOCALE + 1]);
/* Part of a rule: the mail that waits says what the invite says by now. */
int usher_invite_mail_follow(struct usher *usher, sqlite3_int64 number);

/* teams.c */
usher_check usher_check_invite_teams;
/* Whoever acts may take people into the teams that the record names, which are the account's. */
int usher_invite_may_teams(struct usher *usher, const struct usher_record *record,
                           const char *account_id);
/* Part of a rule: the user, who has accepted, comes into them. */
int usher_invite_join_teams(struct usher *usher, const struct usher_invite *invite,
                            const char *user_id);

/* close.c */
int usher_invite_revoke(struct usher *usher, const struct usher_invite *invite);
int usher_invite_decline(struct usher *usher, const struct usher_invite *invite);
int usher_invite_row_update(struct usher *usher, struct usher_change *change);
int usher_invite_row_remove(struct usher *usher, struct usher_change *change);

#endif
