/*
** The identity layer: who acts on this connection, and what they may do.
**
**   actor.c         the real and the effective actor
**   scope.c         the end of a transaction, which is the end of its act_as()
**   rights.c        what the actor holds, account by account, kept
**   permissions.c   may the actor do this in that account; may they grant a role
**   roles.c         the five built-in roles, seeded by usher_init()
**   lockdown.c      usher_lockdown(): hand the connection out to untrusted SQL
**   authorizer.c    what outer SQL may do then
**   inspect.c       what in the schema stands in its way
**   permissions.def every permission, one row each
*/
#ifndef USHER_IDENTITY_H
#define USHER_IDENTITY_H

#include "store/store.h"

int usher_identity_open(struct usher *usher); /* allocates usher->identity; system acts */
void usher_identity_close(struct usher *usher);

/* Registers the internal table usher_scope; called by the entry point. */
int usher_identity_register(struct usher *usher, void (*release)(void *));

/* ------------------------------------------------------------------ actor */

enum usher_actor_kind {
    USHER_ACTOR_SYSTEM, /* may do everything */
    USHER_ACTOR_USER,
    USHER_ACTOR_NOBODY, /* after usher_lockdown(), until somebody authenticates */
};

int usher_is_system(const struct usher *usher);
/* The id of the user that acts, NULL for the system and for nobody. */
const char *usher_actor_id(const struct usher *usher);
/* "system", "nobody" or the user's id, as the audit log writes it. */
const char *usher_actor_name(const struct usher *usher);
/* The same for who is really on the connection, behind act_as(). */
const char *usher_real_actor_name(const struct usher *usher);
/* Is it this user who acts, in person, and still an active one? */
int usher_is_actor(struct usher *usher, const char *user_id, int *is);
/* How whoever acts was recognised: act_as() leaves nothing of it. */
enum usher_credential_kind { USHER_BY_NOTHING, USHER_BY_SESSION, USHER_BY_API_KEY };
struct usher_credential {
    enum usher_credential_kind kind;
    char id[USHER_UUID_TEXT + 1]; /* of the session or key */
    sqlite3_int64 expires;        /* milliseconds since 1970; 0: never */
};
const struct usher_credential *usher_actor_credential(const struct usher *usher);
/* Under which id usher_held has the rights of who acts: a user's, or their API key's. */
const char *usher_actor_principal(const struct usher *usher);
/* Not in person: by an API key, which may do what its scopes say, of what is one's own, too. */
int usher_acts_by_key(const struct usher *usher);
/* forbidden for an API key: "an API key cannot %s: sign in". */
int usher_require_person(struct usher *usher, const char *what);
/*
** Let this active user, who was recognised by the credential, act; user_id NULL:
** nobody. Takes effect, and ends, as usher_act_as() does. conflict: nothing has changed.
** Where nobody is to act, that is so after any other error, too.
*/
int usher_act_by(struct usher *usher, sqlite3_context *context, const char *user_id,
                 const struct usher_credential *credential);
/*
** conflict while another statement is running: who acts cannot be changed then. To be asked before
** anything is written: usher_act_by() does not fail afterwards.
*/
int usher_require_alone(struct usher *usher, sqlite3_context *context);
/*
** Act as a user (NULL: as the system again) from the end of the statement on that
** `context` belongs to (NULL: at once); within a transaction until that ends. Not on
** a locked connection; the user must be active. not_found, forbidden, conflict.
*/
int usher_act_as(struct usher *usher, sqlite3_context *context, const char *user_id);
/*
** Nobody acts for a while within a statement; then this active user, who was recognised by the
** credential. Whoever acted does again after usher_actor_give_back(). conflict if that is so already.
*/
int usher_actor_lend(struct usher *usher);
void usher_actor_borrow(struct usher *usher, const char *user_id,
                        const struct usher_credential *credential);
void usher_actor_give_back(struct usher *usher);
/*
** Called wherever SQLite enters: a change of actor may be due. conflict if the statement
** that enters began as another actor.
*/
int usher_actor_settle(struct usher *usher);

/* unauthenticated unless the system or an active user acts. */
int usher_require_actor(struct usher *usher);
/* forbidden unless the system acts: "only the system may %s". */
int usher_require_system(struct usher *usher, const char *what);

/* Whoever acts stays, as the real actor; if it was the system, nobody acts any more. */
void usher_actor_give_up_system(struct usher *usher);

/*
** The account that is meant when none is named: the actor's; for the system
** the only one there is. missing if there are several.
*/
int usher_default_account(struct usher *usher, const char *field, char id[USHER_UUID_TEXT + 1]);

/* --------------------------------------------------------------- lockdown */

/*
** Lock the connection for the rest of its life. `options` (may be NULL) is a JSON
** object: `functions` and `modules` of the application that outer SQL may use.
** Called again it can only take away. conflict names what stands in the way;
** unsupported within a transaction or while other statements are under way;
** nothing has changed then.
*/
int usher_lockdown(struct usher *usher, const struct usher_value *options);
void usher_lockdown_close(struct usher *usher);
/* forbidden if the authorizer of a locked connection was replaced. */
int usher_lockdown_verify(struct usher *usher);
/* What in the schema stands in lockdown's way (inspect.c). All alive during the call. */
struct usher_obstacle {
    const char *database;
    const char *type;
    const char *name;
    const char *why; /* a predicate: "hides a table of usher: rename it" */
    int named;       /* it is its name that does */
};
typedef int usher_obstacle_handler(void *context, const struct usher_obstacle *obstacle);
/* Call `each` for all of them, until it does not return SQLITE_OK. The connection is not locked. */
int usher_inspect_each(struct usher *usher, usher_obstacle_handler *each, void *context);
/* To be asked before usher reads or writes for outer SQL. */
static inline int usher_verify(struct usher *usher) {
    return usher->locked ? usher_lockdown_verify(usher) : SQLITE_OK;
}

/* ------------------------------------------------------------ permissions */

enum usher_permission {
#define PERMISSION(symbol, token, roles, meaning) USHER_MAY_##symbol,
#include "identity/permissions.def"
#undef PERMISSION
    USHER_PERMISSIONS
};

#define USHER_PERMISSION_TEXT 64 /* longest name */

/* The permission of this name, -1 if there is none. */
int usher_permission_find(const char *token);
const char *usher_permission_token(enum usher_permission permission);
const char *usher_permission_meaning(enum usher_permission permission);
/* invalid: there is no such permission. Says which one of usher's own was meant. */
int usher_permission_unknown(struct usher *usher, const char *field, const char *token);
/* Add which one of usher's own was meant to the error that is recorded; return its result code. */
int usher_permission_suggest(struct usher *usher, const char *token);
/* What everybody has of themself in person, and by an API key as its scopes say. */
int usher_permission_is_of_self(int permission);
/* invalid for such: no role holds it, and no table or setting of an account asks for it. */
int usher_permission_require_of_roles(struct usher *usher, const char *field, const char *token);
/* Does the name begin like one of usher's own ("users.…")? The application's do not. */
int usher_permission_reserved(const char *token);
/*
** Make a permission of the application's known, if it is not yet: owners hold it, and
** can grant it. *added tells whether it is new.
*/
int usher_permission_add(struct usher *usher, const char *token, const char *meaning, int *added);

/* What the acting user holds. The system's and nobody's are empty. */
struct usher_rights {
    int active;                     /* is the user an active one? */
    char home[USHER_UUID_TEXT + 1]; /* their own account */
    int guests;                     /* has it members from other accounts? */
    int guest;                      /* are they a member of other accounts? */
    int shares;                     /* are they in any channel? */
    int count;
    struct usher_rights_in {
        char account_id[USHER_UUID_TEXT + 1];
        uint64_t permissions; /* a bit for each usher_permission */
    } * in;
    int others; /* permissions that the application has named */
    struct usher_rights_other {
        char account_id[USHER_UUID_TEXT + 1];
        char token[USHER_PERMISSION_TEXT + 1];
    } * other;
};

/* Borrowed until anything else is asked of this layer. */
int usher_rights_of_actor(struct usher *usher, const struct usher_rights **rights);
int usher_rights_hold(const struct usher_rights *rights, enum usher_permission permission,
                      const char *account_id);
/* In how many accounts? */
int usher_rights_count(const struct usher_rights *rights, enum usher_permission permission);
/* Of oneself: 1 in person; by an API key, if it has self.read, or self.update. */
int usher_rights_of_self(struct usher *usher, const struct usher_rights *rights,
                         enum usher_permission permission);
/* The same by name, for permissions of the application's too. */
int usher_rights_hold_token(const struct usher_rights *rights, const char *token,
                            const char *account_id);
/* *account_id is set to one of the accounts, if there is any. */
int usher_rights_count_token(const struct usher_rights *rights, const char *token,
                             const char **account_id);

/* forbidden unless the actor holds the permission in the account. */
int usher_require(struct usher *usher, enum usher_permission permission, const char *account_id);
/* Does this user, as an active member of the account, hold it? */
int usher_user_may(struct usher *usher, const char *user_id, enum usher_permission permission,
                   const char *account_id, int *may);
/* Does the granter (NULL: the system) hold every permission of the role in the account? */
int usher_user_may_grant(struct usher *usher, const char *granter_id, const char *role_id,
                         const char *account_id, int *may);
/*
** Nobody grants what they do not have: the role's permissions must be a subset
** of those that the granter (NULL: the system) holds in the account.
*/
int usher_require_grant(struct usher *usher, const char *granter_id, const char *role_id,
                        const char *account_id);

/* ------------------------------------------------------------------ roles */

/* The id of the built-in role `owner`. */
extern const char usher_owner_role[];

/* The role of this name in the account, or built in; `invalid` lists what there is. */
int usher_role_find(struct usher *usher, const char *field, const char *account_id,
                    const char *name, char id[USHER_UUID_TEXT + 1]);
/* Is it the name of a built-in role, in any case? */
int usher_role_is_builtin(const char *name);
#define USHER_ROLE_NAME 160 /* bytes: 40 characters */
/* The name of a role, as the audit log says it; corrupt if there is no such role. */
int usher_role_name(struct usher *usher, const char *id, char name[USHER_ROLE_NAME + 1]);
/* Does the built-in role of this id hold one of usher's own permissions, as permissions.def says? */
int usher_role_is_to_hold(const char *role_id, enum usher_permission permission);
/* Call it for each built-in role, until it does not return SQLITE_OK. */
typedef int usher_role_handler(void *context, const char *role_id, const char *name);
int usher_roles_builtin(usher_role_handler *each, void *context);
/* Write the built-in roles and their permissions; part of usher_init(). */
int usher_roles_seed(struct usher *usher);

#endif
