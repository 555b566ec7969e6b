/*
** The life of an invite, as SQL functions.
*/
#include "domain/invites/invites.h"

#include "domain/users/users.h"

static int give_token(struct usher *usher, struct usher_call *call, char *token, int rc) {
    if (rc == SQLITE_OK) {
        rc = usher_result_copy(usher, &call->result, token);
    }
    usher_wipe(token, USHER_TOKEN_TEXT + 1);
    return rc;
}

/*
** invite_create(email, role [, options]) → token. options is a JSON object of
** columns of the table invites: account_id, name, first_name, last_name, teams,
** channel_id, share_mode, authentication, expires_at, and, when the caller makes them, id, token,
** created_at. The token is shown this once. missing, invalid, forbidden,
** conflict (a user already, a deleted channel), not_found (account, channel).
*/
static int create(struct usher *usher, struct usher_call *call) {
    struct usher_record record;
    sqlite3_int64 number = 0;
    char token[USHER_TOKEN_TEXT + 1];
    usher_record_init(&record);
    int rc = call->argc > 2
                 ? usher_record_from_json(usher, &usher_invites, "options", &call->argv[2], &record)
                 : SQLITE_OK;
    if (rc == SQLITE_OK && record.given & ((uint64_t)1 << INVITE_EMAIL | 1 << INVITE_ROLE)) {
        rc = usher_fail(usher, USHER_INVALID, "options",
                        "email and role are arguments, not options");
    }
    if (rc == SQLITE_OK && !usher_is_null(&call->argv[0])) {
        usher_record_set(&record, INVITE_EMAIL, &call->argv[0]);
    }
    if (rc == SQLITE_OK && usher_is_null(&call->argv[1])) {
        rc = usher_fail(usher, USHER_MISSING, "role", "role is required");
    } else if (rc == SQLITE_OK) {
        usher_record_set(&record, INVITE_ROLE, &call->argv[1]);
    }
    if (rc == SQLITE_OK) {
        rc = usher_record_check(usher, &usher_invites, &record, 0);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_open(usher, &record, &number, token);
    }
    usher_record_clear(&record);
    return give_token(usher, call, token, rc);
}

/* What an acceptance comes with. */
struct acceptance {
    struct usher_call *call;
    const char *token;
    struct usher_record profile;
    char hash[USHER_PASSWORD_HASH]; /* of the password that they chose; "": none */
};

static int accept_rule(struct usher *usher, void *argument) {
    struct acceptance *acceptance = argument;
    struct usher_invite invite;
    char user_id[USHER_UUID_TEXT + 1] = "";
    int rc = usher_invite_by_token(usher, acceptance->token, &invite);
    if (rc == SQLITE_OK) {
        rc = usher_invite_take(usher, &invite, &acceptance->profile,
                               acceptance->hash[0] ? acceptance->hash : NULL, user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_result_copy(usher, &acceptance->call->result, user_id);
    }
    return rc == SQLITE_OK ? usher_call_then(acceptance->call, &acceptance->call->result) : rc;
}

/* Hashed before anything is written; and not for whoever has no token that is good. */
static int hash_password(struct usher *usher, struct acceptance *acceptance,
                         struct usher_value *password) {
    struct usher_invite invite;
    int rc = usher_invite_by_token(usher, acceptance->token, &invite);
    if (rc == SQLITE_OK) {
        rc = usher_invite_require_open(usher, &invite);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_check(usher, "password", invite.account_id, password);
    }
    return rc == SQLITE_OK
               ? usher_password_make(usher, invite.account_id, password, acceptance->hash)
               : rc;
}

/*
** invite_accept(token [, profile]) → user id. profile is a JSON object of what
** users may say of themselves (name, locale, avatar, …), id, and password. The
** profile of somebody who is a user already is left alone. invalid, not_found,
** conflict (used; a password, and a user already), expired, revoked, forbidden
** (the inviter may no longer invite).
*/
static int accept(struct usher *usher, struct usher_call *call) {
    struct acceptance acceptance = {.call = call};
    struct usher_record *profile = &acceptance.profile;
    struct usher_value *password = &profile->value[USER_PASSWORD];
    int rc = usher_argument_required(usher, call, 0, "token", &acceptance.token);
    if (rc == SQLITE_OK && call->argc > 1) {
        rc = usher_record_from_json(usher, &usher_users, "profile", &call->argv[1], profile);
    }
    int chosen = usher_given(profile, USER_PASSWORD);
    profile->given &= ~((uint64_t)1 << USER_PASSWORD); /* not a column that is written */
    if (rc == SQLITE_OK) {
        rc = usher_user_check_profile(usher, profile);
    }
    if (rc == SQLITE_OK && chosen) {
        rc = hash_password(usher, &acceptance, password);
    }
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, accept_rule, &acceptance);
    }
    if (chosen) {
        usher_value_clear(password);
    }
    usher_record_clear(profile);
    return rc;
}

/* invite_decline(token) → invite id. invalid, not_found, conflict, expired, revoked. */
static int decline(struct usher *usher, struct usher_call *call) {
    struct usher_invite invite;
    const char *token;
    int rc = usher_argument_required(usher, call, 0, "token", &token);
    if (rc == SQLITE_OK) {
        rc = usher_invite_by_token(usher, token, &invite);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_decline(usher, &invite);
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? invite.id : "");
    return rc;
}

static int find(struct usher *usher, struct usher_call *call, struct usher_invite *invite) {
    const char *id;
    sqlite3_int64 number;
    int rc = usher_argument_uuid(usher, call, 0, "id", &id);
    if (rc == SQLITE_OK) {
        rc = usher_table_find(usher, &usher_invites, "id", id, &number);
    }
    return rc == SQLITE_OK ? usher_invite_by_id(usher, id, invite) : rc;
}

/* invite_revoke(id) → id. not_found, forbidden, conflict (accepted, declined). */
static int revoke(struct usher *usher, struct usher_call *call) {
    struct usher_invite invite;
    int rc = find(usher, call, &invite);
    if (rc == SQLITE_OK) {
        rc = usher_invite_revoke(usher, &invite);
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? invite.id : "");
    return rc;
}

/*
** invite_resend(id [, options]) → new token; the old one is dead. options:
** token, expires_at. Also brings an expired invite back. not_found, forbidden,
** conflict, revoked.
*/
static int resend(struct usher *usher, struct usher_call *call) {
    struct usher_record options;
    struct usher_invite invite;
    char token[USHER_TOKEN_TEXT + 1];
    usher_record_init(&options);
    int rc = find(usher, call, &invite);
    if (rc == SQLITE_OK && call->argc > 1) {
        rc = usher_record_from_json(usher, &usher_invites, "options", &call->argv[1], &options);
    }
    if (rc == SQLITE_OK &&
        options.given & ~((uint64_t)1 << INVITE_TOKEN | (uint64_t)1 << INVITE_EXPIRES_AT)) {
        rc = usher_fail(usher, USHER_INVALID, "options", "options can be token and expires_at");
    }
    for (int i = INVITE_EXPIRES_AT; rc == SQLITE_OK && i < INVITE_COLUMNS; i++) {
        if (usher_given(&options, i)) {
            rc = usher_invites.columns[i].check(usher, usher_invites.columns[i].name,
                                                usher_invites.columns[i].limit, &options.value[i]);
        }
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_renew(usher, &invite, &options, token);
    }
    usher_record_clear(&options);
    return give_token(usher, call, token, rc);
}

static const struct usher_function functions[] = {
    {"invite_create", 2, 3, USHER_WRITES, USHER_ACTORS, "email, role [, options]",
     "Invite somebody into the account. Returns the token", create},
    {"invite_accept", 1, 2, USHER_ACTS, USHER_ANYBODY, "token [, profile]",
     "Accept an invite and become a user. Returns the user's id", accept},
    {"invite_decline", 1, 1, USHER_WRITES, USHER_ANYBODY, "token",
     "Decline an invite. Returns its id", decline},
    {"invite_revoke", 1, 1, USHER_WRITES, USHER_ACTORS, "id", "Withdraw an invite. Returns its id",
     revoke},
    {"invite_resend", 1, 2, USHER_WRITES, USHER_ACTORS, "id [, options]",
     "Make a new token, which kills the old one. Returns it", resend},
};

const struct usher_function_table usher_invite_functions = {functions,
                                                            sizeof(functions) / sizeof(*functions)};
