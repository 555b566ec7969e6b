/* What the files about signing in know of each other. */
#ifndef USHER_SESSIONS_H
#define USHER_SESSIONS_H

#include "domain/domain.h"

enum usher_session_state {
    USHER_SESSION_ACTIVE,
    USHER_SESSION_EXPIRED,
    USHER_SESSION_REVOKED,
    USHER_SESSION_USERLESS, /* its user may not act */
};

/* A session as rules see it, found by a token that is or was its own. */
struct usher_session {
    sqlite3_int64 number;
    char id[USHER_UUID_TEXT + 1];
    char user_id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1]; /* the user's own */
    int jwt;
    unsigned char hash[USHER_HASH_BYTES]; /* of the token that was shown */
    int present;                          /* it is the token of now */
    int previous;                         /* it is the one before */
    char last_used_at[USHER_TIME_TEXT + 1];
    enum usher_session_state state;
    sqlite3_int64 ends;  /* if it is used now: milliseconds since 1970 */
    sqlite3_int64 since; /* it was refreshed: milliseconds */
};

/* *found is 0 for whatever is no token of a session, of now or of before. */
int usher_session_find(struct usher *usher, const char *token, int length,
                       struct usher_session *session, int *found);
/* Part of a rule: the row goes, and what is known of its tokens. */
int usher_session_remove(struct usher *usher, const char *id);
/* Part of a rule. conflict unless no session has or had the token. */
int usher_session_token_free(struct usher *usher, const unsigned char hash[USHER_HASH_BYTES]);
/* A session's token: its present form. `token` is opaque or the jti. *text is SQLite memory. */
int usher_session_token_text(struct usher *usher, const struct usher_session *session,
                             const char token[USHER_TOKEN_TEXT + 1], char **text);

usher_handler usher_login;
usher_handler usher_session_create;
usher_handler usher_session_refresh;
usher_handler usher_authenticate;
usher_handler usher_logout;

#endif
