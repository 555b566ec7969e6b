/*
** Signing in, as SQL functions.
*/
#include "domain/sessions/sessions.h"

static const struct usher_function functions[] = {
    {"authenticate", 1, 1, USHER_ACTS, USHER_ANYBODY, "credential",
     "Let whoever shows a session's token or an API key act. Returns their id, or NULL",
     usher_authenticate},
    {"login", 2, 3, USHER_ACTS, USHER_ANYBODY, "email, password [, options]",
     "Sign in. Returns the session's token, or a challenge for login_mfa()", usher_login},
    {"logout", 0, 0, USHER_ACTS, USHER_ACTORS, "",
     "End the session by which whoever acts got here. Returns 1", usher_logout},
    {"session_create", 1, 2, USHER_WRITES, USHER_SYSTEM, "user_id [, options]",
     "Sign a user in whom the application has recognised. Returns the session's token",
     usher_session_create},
    {"session_refresh", 1, 2, USHER_ACTS, USHER_ANYBODY, "token [, options]",
     "Replace a session's token. Returns the new one", usher_session_refresh},
};

const struct usher_function_table usher_session_functions = {functions, sizeof(functions) /
                                                                            sizeof(*functions)};
