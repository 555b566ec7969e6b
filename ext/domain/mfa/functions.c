/*
** The second factor, as SQL functions.
*/
#include "domain/mfa/mfa.h"

#include "domain/users/users.h"

#include <string.h>

/* A text that the handler made becomes the result; what failed is wiped. */
static int give(struct usher *usher, struct usher_call *call, char *text, int rc) {
    if (rc == SQLITE_OK) {
        return usher_result_take(usher, &call->result, text);
    }
    usher_secret_free(text, text ? (int)strlen(text) : 0);
    return rc;
}

/*
** mfa_enroll([challenge]) → otpauth URL, to be shown as a QR code. For whoever acts, or, by the
** challenge that login() returned, for who must have a second factor to sign in. Replaces
** what was begun before. conflict, unsupported (no master key), forbidden.
*/
static int enroll(struct usher *usher, struct usher_call *call) {
    struct usher_ticket ticket;
    const char *challenge;
    const char *user_id = ticket.user_id;
    char *url = NULL;
    int rc = usher_argument_text(usher, call, 0, "challenge", &challenge);
    if (rc == SQLITE_OK) {
        rc = challenge ? usher_mfa_challenge(usher, challenge, &ticket)
                       : usher_mfa_oneself(usher, &user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_begin(usher, user_id, &url);
    }
    return give(usher, call, url, rc);
}

/* mfa_confirm(code) → JSON list of recovery codes, shown this once. invalid, conflict, forbidden. */
static int confirm(struct usher *usher, struct usher_call *call) {
    const char *code;
    const char *user_id;
    char *list = NULL;
    int rc = usher_argument_required(usher, call, 0, "code", &code);
    if (rc == SQLITE_OK) {
        rc = usher_mfa_oneself(usher, &user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_confirm(usher, user_id, code, &list);
    }
    return give(usher, call, list, rc);
}

/*
** login_mfa(challenge, code [, options]) → token: the second step of login(), whose options it
** takes over. options: token, an opaque one that the caller supplies. The user acts then.
** invalid, not_found, expired, unauthenticated (wrong), rate_limited, unsupported.
*/
static int login(struct usher *usher, struct usher_call *call) {
    static const char *const allowed[] = {"token", NULL};
    struct usher_sign_in options = {.form = ""};
    struct usher_mfa_login login = {.token = options.token};
    char *token = NULL;
    int rc = usher_argument_required(usher, call, 0, "challenge", &login.challenge);
    if (rc == SQLITE_OK) {
        rc = usher_argument_required(usher, call, 1, "code", &login.code);
    }
    if (rc == SQLITE_OK) {
        rc =
            usher_session_options(usher, call->argc > 2 ? &call->argv[2] : NULL, allowed, &options);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_login(usher, call->context, &login, &token);
    }
    usher_wipe(&options, sizeof(options));
    return give(usher, call, token, rc);
}

static int make_codes(struct usher *usher, const char *user_id, void *list) {
    int rc = usher_recovery_make(usher, user_id, list);
    return rc == SQLITE_OK ? usher_mfa_audit(usher, "mfa.recovery_codes", user_id, NULL) : rc;
}

/*
** mfa_recovery_codes(code) → JSON list of new recovery codes; the old ones are dead. invalid,
** conflict (no second factor), unauthenticated (wrong), rate_limited, forbidden.
*/
static int recovery_codes(struct usher *usher, struct usher_call *call) {
    char *list = NULL;
    struct usher_mfa_guess guess = {
        .function = "mfa_recovery_codes", .then = make_codes, .argument = &list};
    int rc = usher_argument_required(usher, call, 0, "code", &guess.text);
    if (rc == SQLITE_OK) {
        rc = usher_mfa_oneself(usher, &guess.user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_guess(usher, &guess);
    }
    return give(usher, call, list, rc);
}

static int remove_factor(struct usher *usher, const char *user_id, void *unused) {
    (void)unused;
    int rc = usher_mfa_clear(usher, user_id);
    return rc == SQLITE_OK ? usher_mfa_audit(usher, "mfa.remove", user_id, NULL) : rc;
}

static int remove_rule(struct usher *usher, void *user_id) {
    return remove_factor(usher, user_id, NULL);
}

/* One's own, by a code; what was merely begun is no factor yet. */
static int remove_own(struct usher *usher, struct usher_call *call, const char *user_id) {
    struct usher_mfa_guess guess = {
        .function = "mfa_remove", .user_id = user_id, .then = remove_factor};
    int rc = usher_argument_required(usher, call, 1, "code", &guess.text);
    return rc == SQLITE_OK ? usher_mfa_guess(usher, &guess) : rc;
}

/* Another's, who lost it. */
static int remove_others(struct usher *usher, const char *user_id) {
    struct usher_user_state user = {.number = 0};
    enum usher_mfa_state state = USHER_MFA_NONE;
    int rc = usher_table_find(usher, &usher_users, "user_id", user_id, &user.number);
    if (rc == SQLITE_OK) {
        rc = usher_user_load(usher, user_id, &user);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_user(usher, USHER_MAY_USERS_UPDATE, user_id, user.account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_state(usher, user_id, &state);
    }
    if (rc == SQLITE_OK && state == USHER_MFA_NONE) {
        rc = usher_fail(usher, USHER_CONFLICT, "user_id", "the user has no second factor");
    }
    return rc == SQLITE_OK ? usher_atomic(usher, remove_rule, user.id) : rc;
}

/*
** mfa_remove([user_id [, code]]) → user id. One's own (NULL) takes a code; another's, who lost it,
** the permission users.update. missing, invalid, not_found, forbidden, conflict (there is none),
** unauthenticated (wrong code), rate_limited.
*/
static int removal(struct usher *usher, struct usher_call *call) {
    const char *user_id = usher_actor_id(usher);
    int named = call->argc > 0 && !usher_is_null(&call->argv[0]);
    int own = 1;
    int rc = SQLITE_OK;
    if (named || usher_is_system(usher)) {
        rc = usher_argument_uuid(usher, call, 0, "user_id", &user_id);
    }
    if (rc == SQLITE_OK && !usher_is_system(usher)) {
        const char *actor;
        rc = usher_mfa_oneself(usher, &actor);
        own = rc == SQLITE_OK && strcmp(actor, user_id) == 0;
    } else {
        own = 0;
    }
    if (rc == SQLITE_OK) {
        rc = own ? remove_own(usher, call, user_id) : remove_others(usher, user_id);
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? user_id : "");
    return rc;
}

static const struct usher_function functions[] = {
    {"login_mfa", 2, 3, USHER_ACTS, USHER_ANYBODY, "challenge, code [, options]",
     "The second step of login(). Returns the session's token", login},
    {"mfa_enroll", 0, 1, USHER_WRITES, USHER_ANYBODY, "[challenge]",
     "Begin to enrol a second factor. Returns an otpauth URL", enroll},
    {"mfa_confirm", 1, 1, USHER_WRITES, USHER_ACTORS, "code",
     "Confirm it by its first code. Returns recovery codes", confirm},
    {"mfa_recovery_codes", 1, 1, USHER_ACTS, USHER_ACTORS, "code",
     "Make new recovery codes; the old ones are dead. Returns them", recovery_codes},
    {"mfa_remove", 0, 2, USHER_ACTS, USHER_ACTORS, "[user_id [, code]]",
     "Take a second factor away. Returns the user's id", removal},
};

const struct usher_function_table usher_mfa_functions = {functions,
                                                         sizeof(functions) / sizeof(*functions)};
