/* What the files about the second factor know of each other. */
#ifndef USHER_MFA_H
#define USHER_MFA_H

#include "domain/domain.h"

/* -------------------------------------------------------------------- totp.c */

enum { USHER_TOTP_SECONDS = 30, USHER_TOTP_SECRET = 32, USHER_TOTP_DIGITS = 6 };

/* RFC 6238 leaves the hash and the number of digits (6 to 8) open. */
enum usher_totp_hash { USHER_TOTP_SHA256, USHER_TOTP_SHA512 };
struct usher_totp {
    enum usher_totp_hash hash;
    int digits;
    const unsigned char *secret;
    size_t size; /* of the secret */
};

/* The step of a time in milliseconds since 1970; -1 before that. */
sqlite3_int64 usher_totp_step(sqlite3_int64 milliseconds);
/* The code of a step; `code` receives the digits and a NUL. */
void usher_totp_code(const struct usher_totp *totp, sqlite3_int64 step, char code[9]);
/*
** Is it the code of the step `now`, of the one before or of the one after, and of none up to
** `last`? *step is which. Takes the same time whatever the answer.
*/
int usher_totp_matches(const struct usher_totp *totp, const char *code, sqlite3_int64 now,
                       sqlite3_int64 last, sqlite3_int64 *step);

/* ------------------------------------------------------------------- codes.c */

enum { USHER_RECOVERY_CODES = 10, USHER_RECOVERY_BYTES = 10, USHER_RECOVERY_TEXT = 16 };

/* A code as somebody typed it, without what is for the eye only. */
enum usher_code_kind { USHER_CODE_MALFORMED, USHER_CODE_TOTP, USHER_CODE_RECOVERY };
struct usher_mfa_code {
    enum usher_code_kind kind;
    char text[USHER_RECOVERY_TEXT + 1];
};
void usher_mfa_read_code(const char *text, struct usher_mfa_code *code);

/* Part of a rule: make new recovery codes; *list is SQLite memory, a JSON list of them. */
int usher_recovery_make(struct usher *usher, const char *user_id, char **list);
/* Part of a rule: is it one of theirs? It is used up then. */
int usher_recovery_use(struct usher *usher, const char *user_id, const struct usher_mfa_code *code,
                       int *right);

/* ------------------------------------------------------------------- rules.c */

enum usher_mfa_state { USHER_MFA_NONE, USHER_MFA_BEGUN, USHER_MFA_CONFIRMED };
int usher_mfa_state(struct usher *usher, const char *user_id, enum usher_mfa_state *state);
/*
** What an app is to call a user who signs in with a password: label and issuer, borrowed until
** the query is closed. *is 0: it is not such a user, or not an active one.
*/
int usher_mfa_user(struct usher *usher, const char *user_id, struct usher_query *query, int *is);
/*
** The user that acts, who may see to their own second factor: not the system, and not by
** an API key. forbidden, unauthenticated.
*/
int usher_mfa_oneself(struct usher *usher, const char **user_id);
/* invalid unless it looks like a code; unsupported if it takes the master key, which is not there. */
int usher_mfa_require_form(struct usher *usher, const char *text);
/* Part of a rule. *url is SQLite memory. conflict if a factor is confirmed. */
int usher_mfa_begin(struct usher *usher, const char *user_id, char **url);
/* Part of a rule. *list as of usher_recovery_make(). invalid (wrong code), conflict. */
int usher_mfa_confirm(struct usher *usher, const char *user_id, const char *text, char **list);
/* `after` may be NULL. */
int usher_mfa_audit(struct usher *usher, const char *action, const char *user_id,
                    const struct usher_fields *after);

/* ------------------------------------------------------------------- guess.c */

/*
** What a right code opens: `then` is part of the rule that uses the code up. Wrong ones are
** counted, so not within a transaction. `function` is named in errors. invalid,
** unauthenticated (wrong), rate_limited, unsupported.
*/
struct usher_mfa_guess {
    const char *function;
    const char *user_id;
    const char *text;
    int (*then)(struct usher *usher, const char *user_id, void *argument);
    void *argument;
    int right;
};
int usher_mfa_guess(struct usher *usher, struct usher_mfa_guess *guess);

/* ------------------------------------------------------------------- login.c */

/* The ticket of a challenge: "mfa_" and its token. invalid, not_found, expired. */
int usher_mfa_challenge(struct usher *usher, const char *challenge, struct usher_ticket *ticket);

struct usher_mfa_login {
    const char *challenge;
    const char *code;
    const char *token; /* of the session; "": make one */
};
/*
** The second step of login(): *token is SQLite memory. invalid, not_found, expired,
** unauthenticated (wrong), rate_limited, unsupported, conflict.
*/
int usher_mfa_login(struct usher *usher, sqlite3_context *context,
                    const struct usher_mfa_login *login, char **token);

#endif
