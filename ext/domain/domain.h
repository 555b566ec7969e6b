/*
** The domain layer: the business rules of user accounts.
**
**   setup.c      usher_init(), usher_version(), usher_error(), usher_debug()
**   actors.c     act_as(), actor(), usher_lockdown()
**   access/      may they? can(), can_explain(), permissions
**   accounts/    accounts, account_memberships, roles; the last owner
**   users/       users: the life cycle, profile, restore, erase
**   invites/     invites: create, accept, decline, revoke, resend
**   settings/    settings: the registry of keys, and what is in force
**   audit/       the audit row that every change writes
**   guarded/     row security for the application's own tables
**   tables.c     the list of all tables and functions
**
** Each folder holds rules first (rules.c), then what SQL sees of them: the
** table's description (table.c) and the function rows (functions.c).
*/
#ifndef USHER_DOMAIN_H
#define USHER_DOMAIN_H

#include "func/func.h"
#include "identity/identity.h"
#include "table/table.h"

/* Register all tables and functions. */
int usher_domain_register(struct usher *usher, void (*release)(void *));
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

/* ------------------------------------------------------------------ access */

/*
** forbidden unless whoever acts may do this to the user, in the account: by the
** permission, by rank, or because it is themself. The user is one that they see.
*/
int usher_require_user(struct usher *usher, enum usher_permission permission, const char *user_id,
                       const char *account_id);
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
    const char *created_by;
    const char *now;
    int activated; /* by an accepted invite: may sign in */
    int verified;  /* the address is theirs */
};

int usher_user_create(struct usher *usher, const struct usher_new_user *user, sqlite3_int64 *number,
                      char id[USHER_UUID_TEXT + 1]);
/* Take the profile's columns over and activate a user who was created directly. */
int usher_user_activate(struct usher *usher, sqlite3_int64 number, const char *id,
                        const struct usher_new_user *user);
/* Record the conflict that a deleted user cannot be changed. */
int usher_user_deleted(struct usher *usher);
/*
** conflict if somebody who is not discarded has this e-mail, in the account or
** in another that `except_id` (may be NULL), whose e-mail it is, belongs to.
*/
int usher_user_email_free(struct usher *usher, const char *email, const char *account_id,
                          const char *except_id);
/* invalid unless only what a user may say of themself is given (and an id). */
int usher_user_check_profile(struct usher *usher, struct usher_record *profile);

/* ----------------------------------------------------------------- invites */

/* Revoke the open invite of this e-mail, if there is one: its user was deleted. */
int usher_invite_withdraw(struct usher *usher, const char *email, const char *account_id);

/* ---------------------------------------------------------------- settings */

enum usher_setting {
#define SETTING(symbol, key, kind, initial, least, most, permission, meaning)                      \
    USHER_SETTING_##symbol,
#include "domain/settings/settings.def"
#undef SETTING
    USHER_SETTINGS
};

/* The value in force in an account; booleans are 0 and 1. */
int usher_setting(struct usher *usher, enum usher_setting setting, const char *account_id,
                  sqlite3_int64 *value);

/* ----------------------------------------------------------------- guarded */

/* Registers the module `guarded`. */
int usher_guarded_register(struct usher *usher, void (*release)(void *));

/* --------------------------------------------------- tables and functions */

extern const struct usher_table usher_accounts;
extern const struct usher_table usher_account_memberships;
extern const struct usher_table usher_roles;
extern const struct usher_table usher_users;
extern const struct usher_table usher_invites;
extern const struct usher_table usher_settings;
extern const struct usher_table usher_audit_log;
extern const struct usher_table usher_permissions;

extern const struct usher_rows_function usher_can_explain;

extern const struct usher_function_table usher_setup_functions;
extern const struct usher_function_table usher_access_functions;
extern const struct usher_function_table usher_actor_functions;
extern const struct usher_function_table usher_user_functions;
extern const struct usher_function_table usher_invite_functions;

usher_check usher_check_authentication; /* password or sso */

/* Is the value this text, and nothing behind it? */
static inline int usher_value_is(const struct usher_value *value, const char *text) {
    struct usher_value other;
    usher_value_text(&other, text);
    return usher_value_same(value, &other);
}

/* A column of a description: less to write, the same in every table. */
#define USHER_UUID_COLUMN(column, expression, more)                                                \
    {                                                                                              \
        .name = (column), .affinity = USHER_TEXT, .sql = (expression),                             \
        .flags = USHER_WORDS | (more), .check = usher_check_uuid                                   \
    }
#define USHER_TIME_COLUMN(column, expression, why)                                                 \
    {                                                                                              \
        .name = (column), .affinity = USHER_TEXT, .sql = (expression), .flags = USHER_WORDS,       \
        .check = usher_check_time, .hint = (why)                                                   \
    }

#endif
