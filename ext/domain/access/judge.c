/*
** May whoever acts do this to that? The one place where it is decided.
**
** Rules ask usher_require_user() before they change somebody; can() and
** can_explain() ask the same and tell the steps. In their order:
**
**   actor       the system may do everything; nobody, and who is not active, nothing
**   object      what may not be seen is not there
**   self        everybody updates, deletes and sees themself, ends their own sessions,
**               and leaves; nobody disables themself or changes their own role; a lead
**               is in charge of their team, an editor of their channel and what is in it,
**               who brought a file of the file
**   key         an API key manages no credentials, and has of what one may do to oneself
**               what self.read and self.update say, nor does it lead a team or edit a channel:
**               what its scopes permit is all
**   membership  rights are held in accounts
**   role        what the role permits; `setting` where the account permits more
**   rank        nobody touches a user whose role holds more than they have
*/
#include "domain/access/access.h"

#include "domain/channels/channels.h"

#include <string.h>

struct usher_judgement_step *usher_judgement_add(struct usher_judgement *judgement,
                                                 const char *rule, int granted,
                                                 const struct usher_object *object,
                                                 const char *detail) {
    struct usher_judgement_step *step = &judgement->step[judgement->count++];
    step->rule = rule;
    step->granted = granted;
    step->role[0] = '\0';
    step->detail = detail;
    sqlite3_snprintf(sizeof(step->account_id), step->account_id, "%s", object->account_id);
    if (granted >= 0) {
        judgement->granted = granted;
    }
    return step;
}

/* What one may do to oneself, and what one may not. 1, 0, or -1: as everybody else. */
static int judge_self(int permission, const char **why) {
    switch (permission) {
    case USHER_MAY_USERS_READ:
    case USHER_MAY_USERS_READ_PRIVATE:
        *why = "everybody sees themself";
        return 1;
    case USHER_MAY_INVITES_READ:
        *why = "everybody sees their own invites";
        return 1;
    case USHER_MAY_USERS_UPDATE:
        *why = "everybody updates their own profile";
        return 1;
    case USHER_MAY_USERS_DELETE:
        *why = "everybody may delete themself";
        return 1;
    case USHER_MAY_MEMBERSHIPS_DELETE:
        *why = "everybody may leave";
        return 1;
    case USHER_MAY_SESSIONS_DELETE:
        *why = "everybody ends their own sessions";
        return 1;
    case USHER_MAY_API_KEYS_DELETE:
        *why = "everybody revokes their own keys";
        return 1;
    case USHER_MAY_USERS_DISABLE:
        *why = "nobody disables themself";
        return 0;
    case USHER_MAY_USERS_ROLE:
        *why = "nobody changes their own role";
        return 0;
    default:
        return -1;
    }
}

/* What lets an API key do to whom it acts as what everybody may do to themself; -1: nothing does. */
static int scope_of_self(int permission) {
    return permission == USHER_MAY_USERS_READ_PRIVATE ? (int)USHER_MAY_SELF_READ
           : permission == USHER_MAY_USERS_UPDATE     ? (int)USHER_MAY_SELF_UPDATE
                                                      : -1;
}

/* What one may do to oneself, in person; by an API key one sees whom it acts as. Else: not decided. */
static void judge_own(const struct usher *usher, int permission, const struct usher_object *object,
                      struct usher_judgement *judgement) {
    const char *why;
    int self = judge_self(permission, &why);
    if (self == 0 ||
        (self > 0 && (!usher_acts_by_key(usher) || permission == USHER_MAY_USERS_READ))) {
        usher_judgement_add(judgement, "self", self, object, why);
    }
}

/* More of oneself, by an API key whose scopes say so. Else: not decided. */
static int judge_scope(struct usher *usher, int permission, const struct usher_object *object,
                       struct usher_judgement *judgement) {
    const struct usher_rights *rights;
    int scope = usher_acts_by_key(usher) ? scope_of_self(permission) : -1;
    int rc = scope < 0 ? SQLITE_OK : usher_rights_of_actor(usher, &rights);
    if (rc == SQLITE_OK && scope >= 0 &&
        usher_rights_of_self(usher, rights, (enum usher_permission)scope)) {
        usher_judgement_add(judgement, "key", 1, object,
                            scope == USHER_MAY_SELF_READ ? "the API key holds self.read"
                                                         : "the API key holds self.update");
    }
    return rc;
}

/* self.read and self.update themselves, which are about nobody else, and no role's to hold. */
static int judge_of_self(struct usher *usher, int permission, const struct usher_object *object,
                         struct usher_judgement *judgement) {
    const struct usher_rights *rights;
    int rc = usher_rights_of_actor(usher, &rights);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (object->kind && !object->own) {
        usher_judgement_add(judgement, "self", 0, object, "that is about oneself, and nobody else");
    } else if (!usher_acts_by_key(usher)) {
        usher_judgement_add(judgement, "self", 1, object, "everybody has it of themself");
    } else {
        int held = usher_rights_of_self(usher, rights, (enum usher_permission)permission);
        usher_judgement_add(judgement, "key", held, object,
                            held ? "the API key holds the permission"
                                 : "the API key does not hold the permission");
    }
    return SQLITE_OK;
}

static int is_about_credentials(int permission) {
    return permission == USHER_MAY_API_KEYS_CREATE || permission == USHER_MAY_API_KEYS_DELETE ||
           permission == USHER_MAY_SESSIONS_DELETE;
}

static int is_bound_by_rank(int permission) {
    return permission == USHER_MAY_USERS_UPDATE || permission == USHER_MAY_USERS_DISABLE ||
           permission == USHER_MAY_USERS_DELETE || permission == USHER_MAY_USERS_ERASE ||
           permission == USHER_MAY_USERS_ROLE || permission == USHER_MAY_MEMBERSHIPS_DELETE ||
           permission == USHER_MAY_SESSIONS_DELETE || permission == USHER_MAY_API_KEYS_DELETE;
}

/* What the membership permits; or, of an API key, its scopes. */
static struct usher_judgement_step *judge_grant(const struct usher *usher, int granted, int by_role,
                                                const struct usher_object *object,
                                                struct usher_judgement *judgement) {
    if (usher_acts_by_key(usher)) {
        return usher_judgement_add(judgement, "key", granted, object,
                                   granted ? "the API key holds the permission"
                                           : "the API key does not hold the permission");
    }
    return granted && !by_role
               ? usher_judgement_add(judgement, "setting", 1, object,
                                     "the account's settings permit it")
               : usher_judgement_add(judgement, "role", granted, object,
                                     granted ? "the role holds the permission"
                                             : "the role does not hold the permission");
}

/* The actor's membership of the account, and what it permits. */
static int judge_role(struct usher *usher, const char *token, const struct usher_object *object,
                      struct usher_judgement *judgement) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_judge_role, "tttt", usher_actor_id(usher),
                        object->account_id, token, usher_actor_principal(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *role = (const char *)sqlite3_column_text(query.statement, 0);
        int by_role = sqlite3_column_int(query.statement, 1);
        int granted = sqlite3_column_int(query.statement, 2);
        struct usher_judgement_step *step =
            usher_judgement_add(judgement, "membership", -1, object, "a member of the account");
        sqlite3_snprintf(sizeof(step->role), step->role, "%s", role ? role : "");
        step = judge_grant(usher, granted, by_role, object, judgement);
        sqlite3_snprintf(sizeof(step->role), step->role, "%s", role ? role : "");
    } else if (rc == SQLITE_DONE) {
        usher_judgement_add(judgement, "membership", 0, object, "not a member of the account");
    }
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int judge_rank(struct usher *usher, const struct usher_object *object,
                      struct usher_judgement *judgement) {
    int may;
    int rc = usher_member_outranked(usher, object->user_id, object->account_id, &may);
    if (rc == SQLITE_OK) {
        usher_judgement_add(
            judgement, "rank", may ? -1 : 0, object,
            may ? "the user's role holds nothing that whoever acts does not have"
                : "the user's role holds permissions that whoever acts does not have");
    }
    return rc;
}

static int is_role(const struct usher_object *object) {
    return object->kind && strcmp(object->kind, "roles") == 0;
}

/* A role of the account: not the one that they hold, nor one that permits more than they may. */
static int judge_role_change(struct usher *usher, const struct usher_object *object,
                             struct usher_judgement *judgement) {
    int held = 0;
    int may = 0;
    if (object->fixed) {
        usher_judgement_add(judgement, "object", 0, object, "built-in roles are fixed");
        return SQLITE_OK;
    }
    int rc = usher_exists(usher, &held, USHER_SQL_role_is_held_by, "tt", object->id,
                          usher_actor_id(usher));
    if (rc == SQLITE_OK && held) {
        usher_judgement_add(judgement, "self", 0, object, "nobody changes the role that they hold");
        return SQLITE_OK;
    }
    if (rc == SQLITE_OK) {
        rc = usher_user_may_grant(usher, usher_actor_id(usher), object->id, object->account_id,
                                  &may);
    }
    if (rc == SQLITE_OK) {
        usher_judgement_add(judgement, "rank", may ? -1 : 0, object,
                            may ? "the role holds nothing that whoever acts does not have"
                                : "the role holds permissions that whoever acts does not have");
    }
    return rc;
}

/* Of what some users are in charge, each of their own, whatever their role: what they may, and why. */
static const struct charge {
    const char *kind;
    enum usher_permission permission;
    enum usher_sql held; /* by user ?2, of object ?1 */
    const char *who;
} charges[] = {
    {"teams", USHER_MAY_TEAMS_UPDATE, USHER_SQL_team_lead, "a lead of the team"},
    {"channels", USHER_MAY_CHANNELS_UPDATE, USHER_SQL_channel_editor, "an editor of the channel"},
    {"invites", USHER_MAY_INVITES_REVOKE, USHER_SQL_invite_of_channel,
     "somebody who may change the channel that it leads into"},
    {"files", USHER_MAY_FILES_UPDATE, USHER_SQL_file_owner, "the owner of the file"},
    {"files", USHER_MAY_FILES_UPDATE, USHER_SQL_file_of_channel,
     "somebody who may change the channel that the file is in"},
};

/* The next one after the last (NULL: the first); NULL: no more. */
static const struct charge *charge_of(const struct usher_object *object, int permission,
                                      const struct charge *last) {
    const struct charge *end = charges + sizeof(charges) / sizeof(*charges);
    const struct charge *next = last ? last + 1 : charges;
    for (; object->kind && next < end; next++) {
        if (strcmp(object->kind, next->kind) == 0 && permission == (int)next->permission) {
            return next;
        }
    }
    return NULL;
}

/* In person, or by a permission that the key holds: an API key is in charge of nothing. */
static int judge_charges(struct usher *usher, int permission, const struct usher_object *object,
                         struct usher_judgement *judgement) {
    int held = 0;
    int rc = SQLITE_OK;
    const struct charge *charge = NULL;
    while (rc == SQLITE_OK && !held && (charge = charge_of(object, permission, charge))) {
        rc = usher_exists(usher, &held, charge->held, "tt", object->id,
                          usher_actor_principal(usher));
        if (rc == SQLITE_OK && held) {
            usher_judgement_add(judgement, "self", 1, object, charge->who);
        }
    }
    return rc;
}

/* Whoever acts was found to be active. */
int usher_judge_object(struct usher *usher, const char *token, const struct usher_object *object,
                       struct usher_judgement *judgement) {
    int permission = usher_permission_find(token); /* -1: of an application */
    int before = judgement->count;
    int rc = SQLITE_OK;
    if (usher_permission_is_of_self(permission)) {
        return judge_of_self(usher, permission, object, judgement);
    }
    if (usher_acts_by_key(usher) && is_about_credentials(permission)) {
        usher_judgement_add(judgement, "key", 0, object,
                            "an API key cannot manage credentials: sign in");
        return SQLITE_OK;
    }
    if (object->own) {
        judge_own(usher, permission, object, judgement);
        rc = judge_scope(usher, permission, object, judgement); /* of what the former leaves open */
    }
    if (rc != SQLITE_OK || judgement->count > before) {
        return rc;
    }
    rc = judge_charges(usher, permission, object, judgement);
    if (rc != SQLITE_OK || judgement->granted) {
        return rc;
    }
    rc = judge_role(usher, token, object, judgement);
    if (rc == SQLITE_OK && judgement->granted && is_role(object) &&
        permission == USHER_MAY_ROLES_UPDATE) {
        return judge_role_change(usher, object, judgement);
    }
    if (rc == SQLITE_OK && judgement->granted && object->user_id[0] &&
        is_bound_by_rank(permission)) {
        rc = judge_rank(usher, object, judgement);
    }
    return rc;
}

/* --------------------------------------------------------------------- for rules */

/* The one that is told to who may not. */
static const struct charge *last_charge(const struct usher_object *object,
                                        enum usher_permission permission) {
    const struct charge *charge = NULL;
    const struct charge *next = NULL;
    while ((next = charge_of(object, (int)permission, next))) {
        charge = next;
    }
    return charge;
}

/* What is needed: the permission, or what else would do. */
static int lacks(struct usher *usher, enum usher_permission permission,
                 const struct usher_object *object) {
    const char *token = usher_permission_token(permission);
    const struct charge *charge = usher_acts_by_key(usher) ? NULL : last_charge(object, permission);
    int scope = object->own ? scope_of_self((int)permission) : -1; /* in person, one has it */
    if (charge) {
        return usher_fail(usher, USHER_FORBIDDEN, NULL, "this needs the permission %s, or to be %s",
                          token, charge->who);
    }
    return scope < 0
               ? usher_fail(usher, USHER_FORBIDDEN, NULL, "this needs the permission %s", token)
               : usher_fail(usher, USHER_FORBIDDEN, NULL,
                            "this needs the permission %s, or the scope %s", token,
                            usher_permission_token((enum usher_permission)scope));
}

/* The object's ids are set; it is one that the actor sees. */
static int require(struct usher *usher, enum usher_permission permission,
                   const struct usher_object *object) {
    struct usher_judgement judgement = {.granted = 0};
    int rc = usher_require_actor(usher);
    if (rc == SQLITE_OK) {
        rc = usher_judge_object(usher, usher_permission_token(permission), object, &judgement);
    }
    if (rc != SQLITE_OK || judgement.granted) {
        return rc;
    }
    /* Whoever judges says by what rule. */
    const int last = judgement.count - 1;
    const char *rule = USHER_ALWAYS(last >= 0) ? judgement.step[last].rule : "role";
    if (strcmp(rule, "role") == 0 || strcmp(rule, "membership") == 0 ||
        (strcmp(rule, "key") == 0 && !is_about_credentials((int)permission))) {
        return lacks(usher, permission, object);
    }
    return usher_fail(usher, USHER_FORBIDDEN,
                      permission == USHER_MAY_USERS_ROLE      ? "role"
                      : permission == USHER_MAY_USERS_DISABLE ? "enabled"
                                                              : NULL,
                      "%s", judgement.step[last].detail);
}

static int require_user(struct usher *usher, enum usher_permission permission, const char *user_id,
                        const char *account_id, int own) {
    struct usher_object object = {.kind = "users", .own = own};
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    sqlite3_snprintf(sizeof(object.user_id), object.user_id, "%s", user_id);
    sqlite3_snprintf(sizeof(object.account_id), object.account_id, "%s", account_id);
    return require(usher, permission, &object);
}

int usher_require_user(struct usher *usher, enum usher_permission permission, const char *user_id,
                       const char *account_id) {
    const char *actor = usher_actor_id(usher);
    return require_user(usher, permission, user_id, account_id,
                        actor && strcmp(user_id, actor) == 0);
}

int usher_require_user_as_other(struct usher *usher, enum usher_permission permission,
                                const char *user_id, const char *account_id) {
    return require_user(usher, permission, user_id, account_id, 0);
}

int usher_require_role(struct usher *usher, const char *role_id, const char *account_id) {
    struct usher_object object = {.kind = "roles"};
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    sqlite3_snprintf(sizeof(object.id), object.id, "%s", role_id);
    sqlite3_snprintf(sizeof(object.account_id), object.account_id, "%s", account_id);
    return require(usher, USHER_MAY_ROLES_UPDATE, &object);
}

int usher_require_team(struct usher *usher, const char *team_id) {
    struct usher_object object = {.kind = "teams"};
    int found;
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_team_account(usher, team_id, object.account_id, &found);
    sqlite3_snprintf(sizeof(object.id), object.id, "%s", team_id);
    return rc == SQLITE_OK ? require(usher, USHER_MAY_TEAMS_UPDATE, &object) : rc;
}

int usher_require_channel(struct usher *usher, const char *channel_id) {
    struct usher_object object = {.kind = "channels"};
    struct usher_channel_state state;
    int found;
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_channel_load(usher, channel_id, &state, &found);
    sqlite3_snprintf(sizeof(object.id), object.id, "%s", channel_id);
    sqlite3_snprintf(sizeof(object.account_id), object.account_id, "%s", state.account_id);
    return rc == SQLITE_OK ? require(usher, USHER_MAY_CHANNELS_UPDATE, &object) : rc;
}

int usher_require_channel_invite(struct usher *usher, const char *invite_id,
                                 const char *account_id) {
    struct usher_object object = {.kind = "invites"};
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    sqlite3_snprintf(sizeof(object.id), object.id, "%s", invite_id);
    sqlite3_snprintf(sizeof(object.account_id), object.account_id, "%s", account_id);
    return require(usher, USHER_MAY_INVITES_REVOKE, &object);
}

int usher_require_file(struct usher *usher, const char *file_id, const char *account_id) {
    struct usher_object object = {.kind = "files"};
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    sqlite3_snprintf(sizeof(object.id), object.id, "%s", file_id);
    sqlite3_snprintf(sizeof(object.account_id), object.account_id, "%s", account_id);
    return require(usher, USHER_MAY_FILES_UPDATE, &object);
}
