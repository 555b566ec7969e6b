/*
** Passwords and proofs of an address, as SQL functions.
**
** password_set(user_id, password [, old]) → user id. Other sessions of the user end.
** missing, invalid (length), forbidden, unauthenticated (old is wrong), rate_limited,
** unsupported (with old, in a transaction: a ROLLBACK would undo the count of guesses),
** conflict (sso, deleted), not_found.
**
** password_import(user_id, phc) → user id. A hash that was made elsewhere.
**
** password_reset_request(email [, options]) → the token for the system, if anybody can use
** it; NULL for everybody else, always. options: account_id, token (the system's).
** unsupported: no master key here, so nothing could be sent; but for the system, in a
** transaction: a ROLLBACK would undo that it was asked for.
**
** password_reset(token, password) → user id. All sessions end, and the lockout of login.
** invalid, not_found (used, replaced), expired, conflict.
**
** email_verify_request([user_id [, options]]) → the token for the system, else NULL.
** options: token. conflict (verified already, no address).
**
** email_verify(token) → user id. invalid, not_found, expired.
*/
#include "domain/passwords/passwords.h"

static const struct usher_function functions[] = {
    {"password_set", 2, 3, USHER_ACTS, USHER_ACTORS, "user_id, password [, old]",
     "Give a user another password; users show the old one. Returns the user's id",
     usher_password_set},
    {"password_import", 2, 2, USHER_WRITES, USHER_SYSTEM, "user_id, phc",
     "Take an Argon2 hash over that was made elsewhere. Returns the user's id",
     usher_password_import},
    {"password_reset_request", 1, 2, USHER_ACTS, USHER_ANYBODY, "email [, options]",
     "Have a token sent that resets a password. Returns it to the system only",
     usher_password_reset_request},
    {"password_reset", 2, 2, USHER_ACTS, USHER_ANYBODY, "token, password",
     "Set a password by a token that was sent. Returns the user's id", usher_password_reset},
    {"email_verify_request", 0, 2, USHER_WRITES, USHER_ACTORS, "[user_id [, options]]",
     "Have a token sent that verifies an address. Returns it to the system only",
     usher_email_verify_request},
    {"email_verify", 1, 1, USHER_WRITES, USHER_ANYBODY, "token",
     "Show that the address is the user's. Returns the user's id", usher_email_verify},
};

const struct usher_function_table usher_password_functions = {functions, sizeof(functions) /
                                                                             sizeof(*functions)};
