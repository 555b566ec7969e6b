/*
** Accepting an invite: how a person becomes a user.
**
** Rules: single use; bound to its e-mail; the inviter's right is looked at
** again. The token proves that the person reads mail to that address, so the
** e-mail counts as verified, unless the token was shown on a connection that is
** locked down. Who was created here directly is activated; who acts as a user of
** another account becomes a member of this one as well; else a user is made. Into
** a channel: whoever is a member already simply comes into it. By whoever acts and
** has shown the address to be theirs an invite is accepted without the token, too; one into
** a channel also by whoever may take its addressee, a member, into it (channel.c).
*/
#include "domain/invites/invites.h"

#include "domain/users/users.h"

#include <string.h>

int usher_invite_require_addressee(struct usher *usher, const struct usher_invite *invite) {
    int same = 0;
    if (!usher_actor_id(usher)) {
        return SQLITE_OK; /* the system; or nobody, to whom the token is what they have */
    }
    int rc = usher_require_actor(usher);
    if (rc == SQLITE_OK) {
        rc = usher_require_person(usher, "accept or decline an invite");
    }
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &same, USHER_SQL_active_user_has_email, "tt",
                          usher_actor_id(usher), invite->email);
    }
    return rc == SQLITE_OK && !same
               ? usher_fail(usher, USHER_FORBIDDEN, "invite", "the invite is for somebody else")
               : rc;
}

int usher_invite_inviter_may(struct usher *usher, const struct usher_invite *invite,
                             const char *role_id, int *may) {
    const char *inviter = invite->invited_by;
    *may = 1;
    if (!inviter[0]) {
        return SQLITE_OK; /* the system's right does not lapse */
    }
    int rc = usher_user_may(usher, inviter, USHER_MAY_INVITES_CREATE, invite->account_id, may);
    return rc == SQLITE_OK && *may
               ? usher_user_may_grant(usher, inviter, role_id, invite->account_id, may)
               : rc;
}

/* The same for members and for whoever is none: it shall not tell who is a member. */
static int members_only(struct usher *usher) {
    return usher_fail(usher, USHER_FORBIDDEN, "invite",
                      "whoever invited shares with members of the account only, who sign in to "
                      "accept: ask for an invite into the account");
}

static int require_inviter(struct usher *usher, const struct usher_invite *invite) {
    int may;
    int rc = usher_invite_inviter_may(usher, invite, invite->role_id, &may);
    if (rc != SQLITE_OK || may) {
        return rc;
    }
    return invite->channel_id[0]
               ? members_only(usher)
               : usher_fail(usher, USHER_FORBIDDEN, "invite",
                            "whoever invited may no longer invite into this role: ask for a new "
                            "invite");
}

/* Who is the person already? kind: 'm' member here, 'u' user elsewhere, 0 nobody. */
struct person {
    char kind;
    struct usher_user_state state;
};

static int find_person(struct usher *usher, const struct usher_invite *invite,
                       struct person *person) {
    struct usher_query query;
    char id[USHER_UUID_TEXT + 1];
    person->kind = 0;
    person->state.id[0] = '\0';
    int rc = usher_open(usher, &query, USHER_SQL_invite_person, "ttt", invite->email,
                        invite->account_id, usher_actor_id(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        person->kind = sqlite3_column_int(query.statement, 1) ? 'm' : 'u';
        rc = usher_copy_text(usher, query.statement, 0, id, sizeof(id));
    }
    usher_close(&query);
    if (rc == SQLITE_OK) {
        return usher_user_load(usher, id, &person->state);
    }
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The invite's role takes the place of the one that they were created with. */
int usher_invite_require_rank(struct usher *usher, const char *inviter, const char *user_id,
                              const char *account_id) {
    char role_id[USHER_UUID_TEXT + 1];
    int may = 1;
    int rc = inviter ? usher_member_role(usher, user_id, account_id, role_id) : SQLITE_OK;
    if (rc == SQLITE_OK && inviter) {
        rc = usher_user_may_grant(usher, inviter, role_id, account_id, &may);
    }
    return rc == SQLITE_OK && !may
               ? usher_fail(usher, USHER_FORBIDDEN, "email",
                            "the user was created with a role beyond that of whoever invites")
               : rc;
}

/* What the inviter wrote of the person stands until they say otherwise. */
static int invited_profile(struct usher *usher, const struct usher_invite *invite,
                           struct usher_record *profile, struct usher_query *query) {
    static const int columns[] = {USER_NAME, USER_FIRST_NAME, USER_LAST_NAME, USER_AUTHENTICATION};
    int rc = invite->described
                 ? usher_open(usher, query, USHER_SQL_invite_profile, "i", invite->number)
                 : SQLITE_OK;
    if (rc != SQLITE_OK || !invite->described) {
        return rc;
    }
    rc = usher_step(query);
    if (rc != SQLITE_ROW) { /* the number was read just now */
        return USHER_NEVER(rc == SQLITE_DONE)
                   ? usher_fail(usher, USHER_CORRUPT, "invite", "the invite is gone")
                   : rc;
    }
    for (int i = 0; i < 4; i++) {
        if (!usher_given(profile, columns[i]) &&
            sqlite3_column_type(query->statement, i) != SQLITE_NULL) {
            profile->given |= (uint64_t)1 << columns[i];
            rc = usher_value_borrow(&profile->value[columns[i]],
                                    sqlite3_column_value(query->statement, i));
            if (rc != SQLITE_OK) {
                return usher_pass(usher, rc);
            }
        }
    }
    return SQLITE_OK;
}

/*
** The user was inserted directly and now takes the account up, in the invite's
** role, unless that leads into a channel. Only in their own account: another cannot
** make somebody active in it.
*/
static int activate_user(struct usher *usher, const struct usher_invite *invite,
                         const struct usher_user_state *state, const struct usher_new_user *user) {
    int elsewhere = strcmp(state->account_id, user->account_id) != 0;
    if (state->activated || state->disabled || elsewhere) {
        return usher_fail(usher, USHER_CONFLICT, "email", "%s",
                          state->disabled ? "the user of this e-mail is deactivated"
                                          : "email belongs to a user of the account already");
    }
    struct usher_new_user activated = *user;
    char role_id[USHER_UUID_TEXT + 1];
    char role[USHER_ROLE_NAME + 1];
    int rc = usher_invite_require_rank(usher, user->created_by, state->id, user->account_id);
    if (rc == SQLITE_OK && invite->channel_id[0]) {
        rc = usher_member_role(usher, state->id, user->account_id, role_id);
        rc = rc == SQLITE_OK ? usher_role_name(usher, role_id, role) : rc;
        activated.role_id = role_id;
        activated.role = role;
    } else if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_membership_role_of_invite, "tttt", state->id,
                       user->account_id, user->role_id, user->now);
    }
    return rc == SQLITE_OK ? usher_user_activate(usher, state->number, state->id, &activated) : rc;
}

static int join_account(struct usher *usher, const struct usher_invite *invite,
                        const struct usher_user_state *state, const char *now) {
    struct usher_member member = {NULL,
                                  state->id,
                                  invite->account_id,
                                  invite->role_id,
                                  invite->invited_by[0] ? invite->invited_by : NULL,
                                  now,
                                  0,
                                  1};
    return usher_member_join(usher, &member);
}

/* What the acceptance is made of. */
struct acceptance {
    const struct usher_invite *invite;
    struct usher_record *profile;
    const char *hash;
    char role[USHER_ROLE_NAME + 1]; /* the invite's */
    char now[USHER_TIME_TEXT + 1];
    int own;    /* by whoever acts, for themself, without the token */
    int speaks; /* by whoever acts, for a member who is to come into a channel */
    struct person person;
};

/* Somebody who is there already stays as they are. */
static int require_unchanged(struct usher *usher, const struct acceptance *acceptance, int stays) {
    const char *id = usher_record_text(acceptance->profile, USER_ID);
    const struct person *person = &acceptance->person;
    if (person->kind && id && strcmp(id, person->state.id) != 0) {
        return usher_fail(usher, USHER_CONFLICT, "id",
                          "the user is there already, under another id");
    }
    return stays && acceptance->hash
               ? usher_fail(usher, USHER_CONFLICT, "password",
                            "whoever acts is a user already, and keeps the password that they have")
               : SQLITE_OK;
}

static int somebody_else(struct usher *usher) {
    return usher_fail(usher, USHER_CONFLICT, "email",
                      "email belongs to a user of the account already");
}

/*
** A member of the account, who merely comes into the channel. Where whoever wrote the SQL that
** invited has seen the token, and may not bring people in, the token does not speak for them.
*/
static int require_member(struct usher *usher, const struct acceptance *acceptance) {
    const struct usher_invite *invite = acceptance->invite;
    const struct usher_user_state *state = &acceptance->person.state;
    const char *actor = usher_actor_id(usher);
    int brings = 1;
    int rc = SQLITE_OK;
    if (actor && !acceptance->speaks && strcmp(actor, state->id) != 0) {
        return somebody_else(usher);
    }
    if (!actor && invite->disclosed) {
        rc = usher_invite_inviter_may(usher, invite, invite->role_id, &brings);
    }
    if (rc == SQLITE_OK && !brings) {
        return members_only(usher);
    }
    return rc == SQLITE_OK && state->disabled ? usher_fail(usher, USHER_CONFLICT, "email",
                                                           "the user of this e-mail is deactivated")
                                              : rc;
}

/* They are a user of their own from now on: made, or activated if they were merely created. */
static int become_active(struct usher *usher, const struct acceptance *acceptance,
                         char user_id[USHER_UUID_TEXT + 1]) {
    const struct usher_invite *invite = acceptance->invite;
    struct usher_query invited = {usher, NULL, 0};
    sqlite3_int64 number = 0;
    struct usher_new_user user = {.profile = acceptance->profile,
                                  .email = invite->email,
                                  .account_id = invite->account_id,
                                  .role_id = invite->role_id,
                                  .role = acceptance->role,
                                  .created_by = invite->invited_by[0] ? invite->invited_by : NULL,
                                  .now = acceptance->now,
                                  .activated = 1,
                                  .verified = !invite->disclosed};
    int rc = invited_profile(usher, invite, acceptance->profile, &invited);
    if (rc == SQLITE_OK && acceptance->person.kind == 'm') {
        rc = activate_user(usher, invite, &acceptance->person.state, &user);
    } else if (rc == SQLITE_OK) {
        rc = usher_user_create(usher, &user, &number, user_id);
    }
    usher_close(&invited);
    return rc == SQLITE_OK && acceptance->hash
               ? usher_password_put(usher, user_id, acceptance->hash, NULL, "password.set")
               : rc;
}

static int become_user(struct usher *usher, struct acceptance *acceptance,
                       char user_id[USHER_UUID_TEXT + 1]) {
    const struct usher_invite *invite = acceptance->invite;
    struct person *person = &acceptance->person;
    int rc = find_person(usher, invite, person);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (acceptance->own && strcmp(person->state.id, usher_actor_id(usher)) != 0) {
        return somebody_else(usher);
    }
    int joins = invite->channel_id[0] && person->kind == 'm' &&
                (person->state.activated || person->state.disabled);
    rc = joins ? require_member(usher, acceptance) : require_inviter(usher, invite);
    if (rc == SQLITE_OK) {
        rc = require_unchanged(usher, acceptance, joins || person->kind == 'u');
    }
    if (rc == SQLITE_OK && person->kind) {
        memcpy(user_id, person->state.id, sizeof(person->state.id));
    }
    if (rc != SQLITE_OK || joins) {
        return rc;
    }
    return person->kind == 'u' ? join_account(usher, invite, &person->state, acceptance->now)
                               : become_active(usher, acceptance, user_id);
}

static int take(struct usher *usher, struct acceptance *acceptance,
                char user_id[USHER_UUID_TEXT + 1]) {
    const struct usher_invite *invite = acceptance->invite;
    int rc = usher_role_name(usher, invite->role_id, acceptance->role); /* is it still there? */
    if (rc == SQLITE_OK) {
        rc = usher_invite_require_channel(usher, invite);
    }
    usher_now(usher, acceptance->now);
    if (rc == SQLITE_OK) {
        rc = become_user(usher, acceptance, user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_join_teams(usher, invite, user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_join_channel(usher, invite, user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_invite_accepted, "itt", invite->number, acceptance->now,
                       user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mail_withdraw(usher, NULL, invite->id);
    }
    struct usher_event event = {"invite.accept", "invites", invite->id, invite->account_id};
    struct usher_fields after;
    usher_fields_init(&after);
    usher_set_text(&after, "user_id", user_id);
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, &after) : rc;
}

int usher_invite_take(struct usher *usher, const struct usher_invite *invite,
                      struct usher_record *profile, const char *hash,
                      char user_id[USHER_UUID_TEXT + 1]) {
    struct acceptance acceptance = {.invite = invite, .profile = profile, .hash = hash};
    int rc = usher_invite_require_open(usher, invite);
    if (rc == SQLITE_OK) {
        rc = usher_invite_require_addressee(usher, invite);
    }
    return rc == SQLITE_OK ? take(usher, &acceptance, user_id) : rc;
}

/* They act, and have shown the address to be theirs. */
static int require_own(struct usher *usher, const struct usher_invite *invite) {
    int verified = 0;
    int rc = usher_invite_require_addressee(usher, invite);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &verified, USHER_SQL_user_verified, "t", usher_actor_id(usher));
    }
    return rc == SQLITE_OK && !verified
               ? usher_fail(usher, USHER_FORBIDDEN, "invite",
                            "the e-mail of whoever acts was not verified: use invite_accept() with "
                            "the token")
               : rc;
}

int usher_invite_take_own(struct usher *usher, const struct usher_invite *invite) {
    struct usher_record nothing = {.given = 0};
    struct acceptance acceptance = {.invite = invite, .profile = &nothing};
    char user_id[USHER_UUID_TEXT + 1] = "";
    int rc = usher_invite_speaks(usher, invite, &acceptance.speaks);
    acceptance.own = !acceptance.speaks;
    if (rc == SQLITE_OK && acceptance.own) {
        rc = require_own(usher, invite);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_require_open(usher, invite);
    }
    return rc == SQLITE_OK ? take(usher, &acceptance, user_id) : rc;
}
