/*
** The second step of login(): a challenge, which the first step gave, and a code.
**
** Rules: a challenge is good once, for a short time, and dies with the fifth wrong code;
** guesses are counted per user besides, whatever the challenge, and by the settings of their own
** account: that of another might be laxer. What options the first step was given wait in the
** challenge's ticket.
*/
#include "domain/mfa/mfa.h"

#include "domain/users/users.h"

#include <string.h>

enum { WRONG_CODES = 5 };

static const char prefix[] = "mfa_";

static int gone(struct usher *usher) {
    return usher_fail(usher, USHER_NOT_FOUND, "challenge",
                      "there is no such challenge, or it was used: sign in again");
}

int usher_mfa_challenge(struct usher *usher, const char *challenge, struct usher_ticket *ticket) {
    size_t size = sizeof(prefix) - 1;
    int formed = strncmp(challenge, prefix, size) == 0;
    int rc =
        formed ? usher_ticket_find(usher, USHER_TICKET_MFA, challenge + size, ticket) : SQLITE_OK;
    if (!formed || (rc != SQLITE_OK && usher->error.code == USHER_INVALID)) {
        rc = usher_fail(usher, USHER_INVALID, "challenge",
                        "challenge must be what login() returned: mfa_ and a token");
    } else if (rc != SQLITE_OK && usher->error.code == USHER_NOT_FOUND) {
        rc = gone(usher);
    } else if (rc != SQLITE_OK && usher->error.code == USHER_EXPIRED) {
        rc = usher_fail(usher, USHER_EXPIRED, "challenge",
                        "the challenge has expired: sign in again");
    }
    return rc;
}

/* ------------------------------------------------------------- the first step's options */

static int read_options(struct usher *usher, const struct usher_ticket *ticket,
                        struct usher_sign_in *options) {
    struct usher_value data;
    usher_value_text(&data, ticket->data[0] ? ticket->data : NULL);
    int rc = usher_sign_in_options(usher, &data, options);
    return rc != SQLITE_OK && usher->error.code == USHER_INVALID
               ? usher_fail(usher, USHER_CORRUPT, "data", "what login() kept is mangled")
               : rc;
}

/* -------------------------------------------------------------------------- the step */

struct step {
    const struct usher_mfa_login *login;
    struct usher_ticket ticket;
    struct usher_user_state user;
    struct usher_sign_in options;
    struct usher_credential credential;
    char *token;
    int right;
    int dead; /* the challenge */
};

static int sign_in(struct usher *usher, struct step *step) {
    int rc = usher_attempt_clear(usher, "mfa", step->user.id);
    if (rc == SQLITE_OK) {
        rc = usher_attempt_take_back(usher, "login", step->user.email, step->user.id);
    }
    return rc == SQLITE_OK ? usher_sign_in(usher, step->user.id, &step->options, "user.login", 1,
                                           &step->token, &step->credential)
                           : rc;
}

/* Counted in the challenge, and the count stays although login_mfa() fails. */
static int count_wrong(struct usher *usher, struct step *step) {
    int used;
    step->dead = step->ticket.failures + 1 >= WRONG_CODES;
    return step->dead ? usher_ticket_use(usher, &step->ticket, &used)
                      : usher_run(usher, USHER_SQL_mfa_wrong, "i", step->ticket.number);
}

static int step_rule(struct usher *usher, void *argument) {
    struct step *step = argument;
    struct usher_query query = {usher, NULL, 0};
    int active = 0;
    int used = 0;
    /* Again: another connection may have been faster. */
    int rc = usher_mfa_challenge(usher, step->login->challenge, &step->ticket);
    if (rc == SQLITE_OK) {
        rc = usher_mfa_user(usher, step->user.id, &query, &active);
        usher_close(&query);
    }
    if (rc == SQLITE_OK && !active) { /* disabled meanwhile, say */
        rc = gone(usher);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_check(usher, step->user.id, step->login->code, &step->right);
    }
    if (rc == SQLITE_OK && !step->right) {
        return count_wrong(usher, step);
    }
    if (rc == SQLITE_OK) {
        rc = usher_ticket_use(usher, &step->ticket, &used);
    }
    if (rc == SQLITE_OK && !used) {
        rc = gone(usher);
    }
    return rc == SQLITE_OK ? sign_in(usher, step) : rc;
}

static int prepare(struct usher *usher, sqlite3_context *context, struct step *step) {
    int rc = usher_mfa_challenge(usher, step->login->challenge, &step->ticket);
    if (rc == SQLITE_OK) {
        rc = usher_mfa_require_form(usher, step->login->code);
    }
    if (rc == SQLITE_OK) {
        rc = read_options(usher, &step->ticket, &step->options);
    }
    memcpy(step->options.token, step->login->token, sizeof(step->options.token));
    if (rc == SQLITE_OK) {
        rc = usher_session_form(usher, &step->options);
    }
    if (rc == SQLITE_OK) {
        rc = usher_user_load(usher, step->ticket.user_id, &step->user);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_alone(usher, context);
    }
    return rc == SQLITE_OK ? usher_attempt_begin(usher, "login_mfa", step->user.account_id, "mfa",
                                                 step->user.id, NULL)
                           : rc;
}

int usher_mfa_login(struct usher *usher, sqlite3_context *context,
                    const struct usher_mfa_login *login, char **token) {
    struct step step = {.login = login};
    int rc = prepare(usher, context, &step);
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, step_rule, &step);
    }
    if (rc == SQLITE_OK && !step.right) {
        rc = usher_fail(usher, USHER_UNAUTHENTICATED, "code", "%s",
                        step.dead ? "the code is wrong, and was too often: sign in again"
                                  : "the code is wrong");
    }
    if (rc == SQLITE_OK) {
        rc = usher_act_by(usher, context, step.user.id, &step.credential);
    }
    *token = step.token;
    usher_wipe(&step.options, sizeof(step.options));
    return rc;
}
