/*
** user_restore() and user_erase().
*/
#include "domain/users/users.h"

/* The user whose id is the first argument, if the actor sees them. */
static int find(struct usher *usher, struct usher_call *call, struct usher_user_state *state) {
    const char *id;
    int rc = usher_argument_uuid(usher, call, 0, "user_id", &id);
    if (rc == SQLITE_OK) {
        rc = usher_table_find(usher, &usher_users, "user_id", id, &state->number);
    }
    return rc == SQLITE_OK ? usher_user_load(usher, id, state) : rc;
}

/*
** user_restore(user_id) → id. Undoes DELETE. The user stays disabled (001) until
** enabled. not_found, conflict if the e-mail was taken meanwhile or the user
** was erased.
*/
static int restore(struct usher *usher, struct usher_call *call) {
    struct usher_user_state state = {.number = 0};
    const char *id = state.id;
    char now[USHER_TIME_TEXT + 1];
    int rc = find(usher, call, &state);
    if (rc == SQLITE_OK) {
        rc = usher_require_user(usher, USHER_MAY_USERS_DELETE, id, state.account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_user_require_human(usher, state.service);
    }
    if (rc == SQLITE_OK && (!state.discarded || state.erased)) {
        rc = usher_fail(usher, USHER_CONFLICT, "user_id",
                        state.erased ? "the user was erased for good" : "the user is not deleted");
    }
    if (rc == SQLITE_OK && state.email[0]) {
        rc = usher_user_email_free(usher, state.email, state.account_id, id);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_user_restore, "itt", state.number, now,
                       usher_actor_id(usher));
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? id : "");
    struct usher_event event = {"user.restore", "users", id, state.account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
}

/* Nothing personal stays: not in the row, in invites, in settings. */
static int scrub(struct usher *usher, const struct usher_user_state *state, const char *now) {
    int rc =
        usher_run(usher, USHER_SQL_user_erase, "itt", state->number, now, usher_actor_id(usher));
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_user_erase_invites, "ttt", state->id, state->email,
                       state->account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_notifications_forget(usher, state->id);
    }
    return rc == SQLITE_OK ? usher_settings_end(usher, "user", state->id) : rc;
}

/* With what they signed in; and the mail that names them, before the invites that it is about go. */
static int clear_credentials(struct usher *usher, const struct usher_user_state *state) {
    int rc = usher_user_sign_out(usher, state->id);
    if (rc == SQLITE_OK) {
        rc = usher_password_clear(usher, state->id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_clear(usher, state->id);
    }
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_user_erase_mail, "ttt", state->id,
                                       state->email, state->account_id)
                           : rc;
}

/*
** user_erase(user_id) → id. Scrubs the personal data of a user for good; the row
** stays, deleted, so that what refers to it still does. not_found, last_owner.
*/
static int erase(struct usher *usher, struct usher_call *call) {
    struct usher_user_state state = {.number = 0};
    const char *id = state.id;
    char now[USHER_TIME_TEXT + 1];
    int rc = find(usher, call, &state);
    if (rc == SQLITE_OK) {
        rc = usher_require_user(usher, USHER_MAY_USERS_ERASE, id, state.account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_user_require_human(usher, state.service);
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? id : "");
    if (rc != SQLITE_OK || state.erased) {
        return rc; /* erasing twice changes nothing */
    }
    usher_now(usher, now);
    rc = clear_credentials(usher, &state);
    if (rc == SQLITE_OK) {
        rc = usher_teams_leave(usher, id, NULL); /* before: what the log says of it goes, too */
    }
    if (rc == SQLITE_OK) {
        rc = usher_channels_leave(usher, id, NULL);
    }
    if (rc == SQLITE_OK) {
        rc = scrub(usher, &state, now);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_keys_end(usher, id);
    }
    if (rc == SQLITE_OK && state.activated && !state.disabled && !state.discarded) {
        rc = usher_owner_remains(usher, id);
    }
    struct usher_event event = {"user.erase", "users", id, state.account_id};
    return rc == SQLITE_OK ? usher_audit_erase(usher, &event, state.email) : rc;
}

static const struct usher_function functions[] = {
    {"user_restore", 1, 1, USHER_WRITES, USHER_ACTORS, "user_id",
     "Undo a soft delete; the user stays disabled. Returns the id", restore},
    {"user_erase", 1, 1, USHER_WRITES, USHER_ACTORS, "user_id",
     "Scrub a user's personal data for good. Returns the id", erase},
};

const struct usher_function_table usher_user_functions = {functions,
                                                          sizeof(functions) / sizeof(*functions)};
