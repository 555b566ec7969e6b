/*
** The domain layer: the business rules of user accounts.
**
**   setup.c      usher_init(), usher_version(), usher_error(), usher_debug()
**   actors.c     act_as(), actor(), usher_lockdown()
**   access/      may they? can(), can_explain(), permissions
**   accounts/    accounts, account_memberships, roles; the last owner
**   users/       users: the life cycle, profile, restore, erase
**   teams/       teams, team_memberships
**   invites/     invites: create, accept, decline, revoke, resend
**   settings/    settings: the registry of keys, and what is in force
**   keys/        the master key, what is sealed under it, signed tokens (JWT)
**   passwords/   passwords, and the tokens that are good for one thing, once
**   sessions/    login, lockout, sessions, authenticate()
**   api_keys/    api_keys: keys for programs
**   mfa/         the second factor
**   outbox/      mail to be sent
**   channels/    channels and who edits or views them
**   storage/     files, what they count for, quotas; tables of the application that hold files
**   notifications/ the inbox: what is sent to whom, what is read
**   audit/       the audit row that every change writes, and the proof that none is amiss
**   guarded/     row security for the application's own tables
**   care/        what is wrong with a store, and how to mend it; what is over and may go
**   tables.c     the list of all tables and functions; tables.h declares them
**   credentials.h declares what is in keys, passwords, sessions, api_keys and mfa
**
** Each folder holds rules first (rules.c), then what SQL sees of them: the
** table's description (table.c) and the function rows (functions.c).
*/
#ifndef USHER_DOMAIN_H
#define USHER_DOMAIN_H

#include "domain/credentials.h"
#include "domain/tables.h"
#include "identity/identity.h"

/* Register all tables and functions. */
int usher_domain_register(struct usher *usher, void (*release)(void *));
/* All functions but those of the api layer; NULL after the last. */
extern const struct usher_function_table *const usher_domain_functions[];
/* Let go of what the layers hold for the connection; the last reference is gone. */
void usher_domain_close(struct usher *usher);

/* ------------------------------------------------------------------- audit */

/* What a change is about. All static or alive during the call. */
struct usher_event {
    const char *action;      /* "user.update" */
    const char *object_type; /* the table */
    const char *object_id;
    const char *account_id; /* may be NULL */
};

/*
** Write one audit row: who really, who effectively, what, which, and the
** members before and after (either may be NULL). Part of the rule that changes.
*/
int usher_audit(struct usher *usher, const struct usher_event *event,
                const struct usher_fields *before, const struct usher_fields *after);
/* The given members of a record as fields, without secrets. */
void usher_audit_fields(const struct usher_table *table, const struct usher_record *values,
                        uint64_t given, struct usher_fields *fields);
/* Both at once: the given members of the rows before and after (either may be NULL). */
int usher_audit_change(struct usher *usher, const struct usher_event *event,
                       const struct usher_table *table, const struct usher_record *before,
                       const struct usher_record *after, uint64_t given);
/*
** The event is that a user is erased: what the log says of them, and of invites to this e-mail in the
** event's account, goes. Writes the audit row, too.
*/
int usher_audit_erase(struct usher *usher, const struct usher_event *event, const char *email);
/*
** Is the log as it was written? *problem is NULL, or says what is amiss with the entry. unsupported:
** that takes the master key.
*/
int usher_audit_whole(struct usher *usher, const char **problem, sqlite3_int64 *entry);
/* Forget what the connection keeps to write entries. */
void usher_audit_close(struct usher *usher);
/* The log of an older store gets its hashes; part of usher_init(). */
int usher_audit_seed(struct usher *usher);

/* ------------------------------------------------------------------ access */

/*
** forbidden unless whoever acts may do this to the user, in the account: by the
** permission, by rank, or because it is themself. The user is one that they see.
*/
int usher_require_user(struct usher *usher, enum usher_permission permission, const char *user_id,
                       const char *account_id);
/* The same of what is more than one may do to oneself: oneself is judged as anybody else is. */
int usher_require_user_as_other(struct usher *usher, enum usher_permission permission,
                                const char *user_id, const char *account_id);
/* forbidden unless whoever acts may change or delete this role, which is the account's own. */
int usher_require_role(struct usher *usher, const char *role_id, const char *account_id);

/* ---------------------------------------------------------------- accounts */

int usher_account_create(struct usher *usher, const char *id, const char *name,
                         sqlite3_int64 *number);
/* The account that is given in `field`, if the actor sees it, or the default one if that is NULL. */
int usher_account_of(struct usher *usher, const char *field, const char *given,
                     char id[USHER_UUID_TEXT + 1]);

/* Who is made a member of what, as what. */
struct usher_member {
    const char *id; /* of the membership; NULL: make one */
    const char *user_id;
    const char *account_id;
    const char *role_id;
    const char *created_by;
    const char *now;
    sqlite3_int64 number;
    int guest; /* of an account that is not their own */
};

int usher_member_add(struct usher *usher, struct usher_member *member);
/* The same for a user of another account, with an audit row of its own. */
int usher_member_join(struct usher *usher, struct usher_member *member);
/*
** Give a member another role: permission users.role, not one's own, neither
** role beyond the actor's, and not the last owner's.
*/
int usher_member_set_role(struct usher *usher, const char *user_id, const char *account_id,
                          const char *role_name);
/* The id of the user's role in the account; corrupt if they have none. */
int usher_member_role(struct usher *usher, const char *user_id, const char *account_id,
                      char role_id[USHER_UUID_TEXT + 1]);
/* Does the acting user hold all that the other's role in the account grants? */
int usher_member_outranked(struct usher *usher, const char *user_id, const char *account_id,
                           int *may);
/*
** Checked after a change, which is taken back if it fails with last_owner: the
** user, who was active, is so no more; or has ceased to own this account.
*/
int usher_owner_remains(struct usher *usher, const char *user_id);
int usher_owner_left(struct usher *usher, const char *user_id, const char *account_id);

/* ------------------------------------------------------------------- users */

/* Create a user and their membership. `now` for all times. */
struct usher_new_user {
    const struct usher_record *profile; /* of the table users; may lack anything */
    const char *email;
    const char *account_id;
    const char *role_id;
    const char *role; /* its name */
    const char *created_by;
    const char *now;
    int activated; /* by an accepted invite: may sign in */
    int verified;  /* the address is theirs */
    int service;   /* stands for an API key of the account */
};

int usher_user_create(struct usher *usher, const struct usher_new_user *user, sqlite3_int64 *number,
                      char id[USHER_UUID_TEXT + 1]);
/* Take the profile's columns over and activate a user who was created directly. */
int usher_user_activate(struct usher *usher, sqlite3_int64 number, const char *id,
                        const struct usher_new_user *user);
#define USHER_ACCESS_TEXT 32
/* Users of older stores get an access_id; part of usher_init(). */
int usher_access_seed(struct usher *usher);
/* conflict if it is a service user, who is changed and deleted through their key. */
int usher_user_require_human(struct usher *usher, int service);
/* Record the conflict that a deleted user cannot be changed. */
int usher_user_deleted(struct usher *usher);
/*
** conflict if somebody who is not discarded has this e-mail, in the account or
** in another that `except_id` (may be NULL), whose e-mail it is, belongs to.
*/
int usher_user_email_free(struct usher *usher, const char *email, const char *account_id,
                          const char *except_id);
/* invalid unless only what a user may say of themself is given (and an id); not a password. */
int usher_user_check_profile(struct usher *usher, struct usher_record *profile);

/* ------------------------------------------------------------------- teams */

/*
** forbidden unless whoever acts holds teams.update in the team's account, or is a lead of the
** team, which is one that they see.
*/
int usher_require_team(struct usher *usher, const char *team_id);
/* The account that the team belongs to; *found is 0 if there is no such team. */
int usher_team_account(struct usher *usher, const char *team_id,
                       char account_id[USHER_UUID_TEXT + 1], int *found);

/* Who comes into what, as what. */
struct usher_team_member {
    const char *id; /* of the membership; NULL: make one */
    const char *team_id;
    const char *user_id;
    const char *account_id; /* the team's */
    const char *role;       /* lead, member */
    const char *created_by;
    sqlite3_int64 number;
};
/*
** Part of a rule: the user is in the team from now on. conflict if they are deleted or in it
** already, invalid unless they belong to the team's account.
*/
int usher_team_join(struct usher *usher, struct usher_team_member *member);
/* Part of a rule: the user is in no team of the account (NULL: of any) any more. */
int usher_teams_leave(struct usher *usher, const char *user_id, const char *account_id);

/* ----------------------------------------------------------------- invites */

/* Revoke the open invites of this e-mail, if there are any: its user was deleted. */
int usher_invite_withdraw(struct usher *usher, const char *email, const char *account_id);

/* ---------------------------------------------------------------- settings */

enum usher_setting {
#define SETTING(symbol, key, kind, initial, least, most, permission, meaning)                      \
    USHER_SETTING_##symbol,
#define DOCUMENT(key, type, initial, schema, scopes, permission, meaning)
#include "domain/settings/settings.def"
#undef SETTING
#undef DOCUMENT
    USHER_SETTINGS
};

/* The value in force in an account (NULL: in none); booleans are 0 and 1. */
int usher_setting(struct usher *usher, enum usher_setting setting, const char *account_id,
                  sqlite3_int64 *value);

/* Is this one, a boolean, on for the user, as account, team and user have it? */
int usher_setting_is_on(struct usher *usher, const char *key, const char *user_id, int *on);

/* Write what settings.def says; part of usher_init(). */
int usher_settings_seed(struct usher *usher);
/* Part of a rule: delete the settings of an account, team or user. */
int usher_settings_end(struct usher *usher, const char *scope, const char *scope_id);

/* ------------------------------------------------------------------ outbox */

/* Bytes of a first and a last name of 100 characters each and the space between; of a locale. */
enum { USHER_FULL_NAME = 4 * 100 + 1 + 4 * 100, USHER_LOCALE = 35 };

struct usher_mail {
    int first;        /* nothing of it can wait yet */
    const char *kind; /* activation, invite, password_reset, email_verify, notification */
    const char *account_id;
    const char *user_id;         /* may be NULL */
    const char *invite_id;       /* may be NULL */
    const char *notification_id; /* may be NULL */
    const char *email;
    const char *name;       /* may be NULL */
    const char *locale;     /* may be NULL */
    const char *token;      /* may be NULL */
    const char *expires_at; /* may be NULL */
};
/*
** Part of a rule: let this mail be sent. One with a token goes instead of any of the same kind to the
** same user, or of any about the same invite, whose tokens are good no more; without the master key it
** does not go: its token could not be kept.
*/
int usher_mail_send(struct usher *usher, const struct usher_mail *mail);
/* Part of a rule: what it was about is over. One of the two ids is given. */
int usher_mail_withdraw(struct usher *usher, const char *user_id, const char *invite_id);
/* Part of a rule: the user has left the team or account; what was sent to it is not for them. */
int usher_mail_left(struct usher *usher, const char *user_id, const char *audience_id);

/* ---------------------------------------------------------------- channels */

/*
** forbidden unless whoever acts edits the channel, or holds channels.update in its account. It is
** one that they see.
*/
int usher_require_channel(struct usher *usher, const char *channel_id);
/*
** forbidden unless whoever acts may withdraw this invite into a channel: by invites.revoke, or as
** one who may change the channel.
*/
int usher_require_channel_invite(struct usher *usher, const char *invite_id,
                                 const char *account_id);
/* The account that the channel is of; *found is 0 if there is no such channel, or it is deleted. */
int usher_channel_account(struct usher *usher, const char *channel_id,
                          char account_id[USHER_UUID_TEXT + 1], int *found);
/* Who comes into what, as what. */
struct usher_channel_share {
    const char *id; /* of the membership; NULL: make one */
    const char *channel_id;
    const char *user_id;
    const char *account_id; /* the channel's */
    const char *mode;       /* edit, view */
    const char *created_by;
    sqlite3_int64 number;
};
/*
** Part of a rule: the user edits, or views, the channel from now on, and no longer does the other
** (001). What counts against their disk space follows. invalid unless they belong to the account.
*/
int usher_channel_share(struct usher *usher, struct usher_channel_share *share);
/* Part of a rule: the user is in no channel of the account (NULL: of any) any more. */
int usher_channels_leave(struct usher *usher, const char *user_id, const char *account_id);
/* Part of a rule: the account's channels are gone for good, with who was in them. */
int usher_channels_end(struct usher *usher, const char *account_id);

/* ----------------------------------------------------------------- storage */

/*
** forbidden unless whoever acts may change this file: their own, in a channel that they may change,
** or by files.update in its account. It is one that they see.
*/
int usher_require_file(struct usher *usher, const char *file_id, const char *account_id);
/*
** Part of a rule: what counts against the user's disk space is counted anew and kept. invalid if
** it is beyond what an integer holds.
*/
int usher_storage_recount(struct usher *usher, const char *user_id);
/* The same for everybody who has files in the channel. */
int usher_storage_recount_channel(struct usher *usher, const char *channel_id);
/* Called for each user whose usage is kept wrong, until it does not return SQLITE_OK. */
typedef int usher_storage_drift(void *context, const char *user_id, sqlite3_int64 kept,
                                sqlite3_int64 counted);
int usher_storage_drifts(struct usher *usher, usher_storage_drift *each, void *context);
/* The same of tracked tables that are not kept any more. `remedy` is the statement that mends it, to be freed. */
typedef int usher_tracked_fault(void *context, const char *table, const char *what, char *remedy);
int usher_tracked_faults(struct usher *usher, usher_tracked_fault *each, void *context);
/* *own is set if this trigger, which is called storage_track_…, is what storage_track() makes. For inspect.c. */
int usher_tracked_own(struct usher *usher, const char *name, const char *sql, int *own);

/* ----------------------------------------------------------- notifications */

/* Part of a rule: what was sent to the user, and what they have read, is gone. */
int usher_notifications_forget(struct usher *usher, const char *user_id);
/* Part of a rule: what was sent to this team or account is gone; `audience` says which it is. */
int usher_notifications_end(struct usher *usher, const char *audience, const char *audience_id);

/* ----------------------------------------------------------------- guarded */

/* Registers the module `guarded`. */
int usher_guarded_register(struct usher *usher, void (*release)(void *));

#endif
