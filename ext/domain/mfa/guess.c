/*
** A code opens something for who is signed in: a session that was stolen must not be
** enough to guess it, so wrong ones are counted.
*/
#include "domain/mfa/mfa.h"

#include "domain/users/users.h"

static int guess_rule(struct usher *usher, void *argument) {
    struct usher_mfa_guess *guess = argument;
    int rc = usher_mfa_check(usher, guess->user_id, guess->text, &guess->right);
    if (rc != SQLITE_OK || !guess->right) {
        return rc;
    }
    rc = usher_attempt_clear(usher, "mfa", guess->user_id);
    return rc == SQLITE_OK ? guess->then(usher, guess->user_id, guess->argument) : rc;
}

int usher_mfa_guess(struct usher *usher, struct usher_mfa_guess *guess) {
    enum usher_mfa_state state = USHER_MFA_NONE;
    struct usher_user_state user = {.number = 0};
    int rc = usher_mfa_require_form(usher, guess->text);
    if (rc == SQLITE_OK) {
        rc = usher_mfa_state(usher, guess->user_id, &state);
    }
    if (rc == SQLITE_OK && state != USHER_MFA_CONFIRMED) {
        rc = usher_fail(usher, USHER_CONFLICT, NULL,
                        "there is no second factor: mfa_enroll() begins one");
    }
    if (rc == SQLITE_OK) {
        rc = usher_user_load(usher, guess->user_id, &user);
    }
    if (rc == SQLITE_OK) {
        rc = usher_attempt_begin(usher, guess->function, user.account_id, "mfa", guess->user_id,
                                 NULL);
    }
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, guess_rule, guess);
    }
    return rc == SQLITE_OK && !guess->right
               ? usher_fail(usher, USHER_UNAUTHENTICATED, "code", "the code is wrong")
               : rc;
}
