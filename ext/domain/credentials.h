/*
** How somebody shows who they are: the keys that seal, passwords, sessions, API keys, the second
** factor. Included by domain.h.
*/
#ifndef USHER_DOMAIN_CREDENTIALS_H
#define USHER_DOMAIN_CREDENTIALS_H

#include "identity/identity.h"

/* -------------------------------------------------------------------- keys */

/* Was the master key given on this connection? */
int usher_has_master_key(const struct usher *usher);
/* unsupported unless it was: "<what> needs the master key: ...". */
int usher_require_master_key(struct usher *usher, const char *what);
/* The same, if the store has one. */
int usher_require_key_of_store(struct usher *usher, const char *what);
/*
** Seal something for one row: `purpose` is "table.column", `id` that of the row. *sealed is
** SQLite memory of size + USHER_SEAL_BYTES bytes.
*/
int usher_seal_value(struct usher *usher, const char *purpose, const char *id, const void *plain,
                     int size, unsigned char **sealed);
/*
** The reverse; `size` is that of `sealed`. *plain is SQLite memory with a NUL behind, to be given to
** usher_secret_free(). corrupt if it does not open.
*/
int usher_unseal_value(struct usher *usher, const char *purpose, const char *id, const void *sealed,
                       int size, char **plain, int *plain_size);
void usher_secret_free(char *secret, int size); /* wipes, too */
/* A hash that nobody can make who does not have the store. `purpose` tells uses apart. */
int usher_keyed_hash(struct usher *usher, const char *purpose, const void *data, size_t size,
                     unsigned char hash[USHER_HASH_BYTES]);
/* The same of a text without regard to the case of ASCII letters, as e-mail addresses compare. */
int usher_keyed_hash_nocase(struct usher *usher, const char *purpose, const char *text,
                            unsigned char hash[USHER_HASH_BYTES]);
/* The key of such hashes, for who makes many. */
int usher_hash_key(struct usher *usher, const char *purpose, unsigned char key[USHER_KEY_BYTES]);
/* The store's own secret, and the salt of the master key; part of usher_init(). */
int usher_secret_seed(struct usher *usher);
void usher_keyring_close(struct usher *usher);

/* Registers usher_unseal(), which only usher's own SQL may call. */
int usher_unseal_register(struct usher *usher, void (*release)(void *));

/* What a session's JWT says. */
struct usher_session_claims {
    char user_id[USHER_UUID_TEXT + 1];    /* sub */
    char session_id[USHER_UUID_TEXT + 1]; /* sid */
    char jti[USHER_TOKEN_TEXT + 1];       /* a token, of which the session has the hash */
    sqlite3_int64 expires;                /* exp: milliseconds since 1970, a whole second */
};
/* *token is SQLite memory. unsupported without the master key, or a key that signs. */
int usher_jwt_sign_session(struct usher *usher, const struct usher_session_claims *claims,
                           char **token);
/*
** *valid is 0 for whatever is no such token of ours, or cannot be told to be: that of an HMAC key
** needs the master key. Errors are those of the store. Whether the session stands is not asked.
*/
int usher_jwt_verify_session(struct usher *usher, const char *token, int length,
                             struct usher_session_claims *claims, int *valid);

/* A key of the audit log: of its seed are made the key of the hashes and the key that signs. */
struct usher_audit_key {
    sqlite3_int64 number; /* usher_audit_key; 0: there is none such */
    char id[USHER_UUID_TEXT + 1];
    unsigned char public_key[USHER_KEY_BYTES];
    unsigned char chain[USHER_KEY_BYTES]; /* what entries are hashed with: see below */
    unsigned char seed[USHER_KEY_BYTES];  /* of Ed25519 */
};
/* To be wiped. chain and seed are zeros unless the master key was given. corrupt. */
int usher_audit_key_find(struct usher *usher, sqlite3_int64 number, struct usher_audit_key *key);
/* The id of the key in use; "" if there is none, or the connection may not know it. */
int usher_audit_key_in_use(struct usher *usher, char id[USHER_UUID_TEXT + 1]);
/* The number of this key, and what entries are hashed with; 0 if the id is "" or it cannot be opened. */
int usher_audit_chain_key(struct usher *usher, const char *id, sqlite3_int64 *number,
                          unsigned char chain[USHER_KEY_BYTES]);
/* Sign JSON with the key in use. *token is SQLite memory. unsupported: no master key, or no key. */
int usher_audit_sign(struct usher *usher, const char *payload, char **token);
/* *payload is what such a token says, SQLite memory, or NULL: it is none of ours. */
int usher_audit_open(struct usher *usher, const char *token, int length, char **payload);
/* Part of a rule: a store that has a master key has a key of the audit log. */
int usher_audit_key_seed(struct usher *usher, const struct usher_keyring *keyring);

/* --------------------------------------------------------------- passwords */

/* invalid unless a password of the account may be this: its length. */
int usher_password_check(struct usher *usher, const char *field, const char *account_id,
                         struct usher_value *password);
/* Hash it at the account's cost. Slow: outside of a rule, where that can be. */
int usher_password_make(struct usher *usher, const char *account_id,
                        const struct usher_value *password, char hash[USHER_PASSWORD_HASH]);
/* Part of a rule: it is the user's from now on. */
int usher_password_store(struct usher *usher, const char *user_id, const char *hash,
                         const char *now);
/* Part of a rule: the user has none any more, and no open tickets. */
int usher_password_clear(struct usher *usher, const char *user_id);
/*
** Part of a rule, for whoever was found to be allowed to: the hash is that of the user's password from
** now on; conflict if they have none. What the old one opened ends: tickets, and sessions but for one
** (may be NULL). `action` is written to the audit log.
*/
int usher_password_put(struct usher *usher, const char *user_id, const char *hash,
                       const char *except_session_id, const char *action);
/*
** Is it the user's? Takes the time of one Argon2 whatever the answer: user_id NULL is nobody, and
** `email` is what was asked for. *stale: the hash was made at less than the account's cost.
*/
int usher_password_matches(struct usher *usher, const char *user_id, const char *account_id,
                           const char *email, const struct usher_value *password, int *matches,
                           int *stale);

/* Good for one thing, once (usher_ticket). */
enum usher_ticket_purpose { USHER_TICKET_RESET, USHER_TICKET_VERIFY, USHER_TICKET_MFA };
struct usher_ticket {
    sqlite3_int64 number;
    unsigned char token_hash[USHER_HASH_BYTES];
    char user_id[USHER_UUID_TEXT + 1];
    char email[255]; /* the address that it proves; "" */
    int failures;
    char data[1000]; /* JSON, or "" */
};
/* Part of a rule. Replaces the one before; `token` is filled, or given if token[0]. conflict. */
int usher_ticket_make(struct usher *usher, enum usher_ticket_purpose purpose, const char *user_id,
                      const char *email, const char *data, sqlite3_int64 seconds,
                      char token[USHER_TOKEN_TEXT + 1]);
/* invalid (no token), not_found (used, replaced), expired. */
int usher_ticket_find(struct usher *usher, enum usher_ticket_purpose purpose, const char *token,
                      struct usher_ticket *ticket);
/* Part of a rule: it is used up. *used is 0 if another was faster. */
int usher_ticket_use(struct usher *usher, const struct usher_ticket *ticket, int *used);
/* Part of a rule: the user's open tickets, and the mail that waits for them, are gone. */
int usher_tickets_end(struct usher *usher, const char *user_id);

/* ---------------------------------------------------------------- sessions */

/*
** unsupported within a transaction or a statement that writes: "<function>() cannot be called ...: a
** ROLLBACK would undo <what>". Unsupported in a cluster, too.
*/
int usher_require_lasting(struct usher *usher, const char *function, const char *what);
/*
** Guesses are counted before they are looked at, in a transaction of their own, or a ROLLBACK
** would undo the count. unsupported within a transaction or a statement that writes; rate_limited
** while `subject` (lower case, under its `kind`) is locked. `function` is named in errors;
** `account_id` (may be NULL) is whose settings count. Of a subject that several people may have,
** `whom` is the one who is guessed at, the subject itself if it is nobody's; else NULL.
*/
int usher_attempt_begin(struct usher *usher, const char *function, const char *account_id,
                        const char *kind, const char *subject, const char *whom);
/* It was right: forget the count. Part of a rule. */
int usher_attempt_clear(struct usher *usher, const char *kind, const char *subject);
/* The same where several people may have the subject: forget what counts as `whom`'s, or nobody's. */
int usher_attempt_take_back(struct usher *usher, const char *kind, const char *subject,
                            const char *whom);

struct usher_new_session {
    const char *user_id;
    const char *account_id; /* whose settings count */
    const char *id;         /* NULL: make one */
    const char *token;      /* an opaque one; NULL: make one */
    const char *form;       /* jwt, opaque; NULL: jwt if the master key is there */
    const char *device;     /* may be NULL */
    int mfa;                /* a second factor was shown */
};
/* Part of a rule. *token is SQLite memory; `credential` is for usher_act_by(). */
int usher_session_start(struct usher *usher, const struct usher_new_session *session, char **token,
                        struct usher_credential *credential);
/* What whoever signs in may choose; "" is not chosen. */
struct usher_sign_in {
    char account_id[USHER_UUID_TEXT + 1];
    char id[USHER_UUID_TEXT + 1];
    char form[8];
    char device[801];                 /* 200 characters */
    char token[USHER_TOKEN_TEXT + 1]; /* a secret */
    char code[161];                   /* 40 characters */
};
/*
** The options of login() as JSON (NULL, or a value that is NULL: none), and what the data of a
** ticket for the second factor holds of them. invalid; unsupported (a JWT without the master key).
*/
int usher_sign_in_options(struct usher *usher, const struct usher_value *json,
                          struct usher_sign_in *options);
/* The same where fewer may be said: their names, NULL after the last. */
int usher_session_options(struct usher *usher, const struct usher_value *json,
                          const char *const *allowed, struct usher_sign_in *options);
/* Do they agree, once they are complete? Both of the above ask. invalid, unsupported. */
int usher_session_form(struct usher *usher, const struct usher_sign_in *options);
/*
** Part of a rule: what every way of signing in ends with. The session, the user's last login, an
** audit row of this action. *token is SQLite memory; `credential` is for usher_act_by(). not_found
** unless the user is active.
*/
int usher_sign_in(struct usher *usher, const char *user_id, const struct usher_sign_in *options,
                  const char *action, int mfa, char **token, struct usher_credential *credential);
/* What a request shows, and whose it is. */
struct usher_shown {
    int found; /* 0 for whatever opens nothing */
    char user_id[USHER_UUID_TEXT + 1];
    struct usher_credential credential;
    char last_used_at[USHER_TIME_TEXT + 1]; /* "": never */
    enum usher_sql used;                    /* for usher_touch() */
};
/* A session's token, opaque or a JWT, or an API key. */
int usher_credential_find(struct usher *usher, const struct usher_value *text,
                          struct usher_shown *shown);
/*
** Note that a credential was used, at most once a minute, where that can be written at once:
** outside of a transaction, while no other statement runs, on a database that can be written. If
** not, or if it fails, nothing happens. `update` takes the id and the time; `last_used_at` (NULL:
** never) is what stands there.
*/
void usher_touch(struct usher *usher, enum usher_sql update, const char *id,
                 const char *last_used_at);
/* Part of a rule: end the user's sessions, but for one (may be NULL). */
int usher_sessions_end(struct usher *usher, const char *user_id, const char *except_id);

/* ---------------------------------------------------------------- API keys */

/* Does the text look like one: its form and its checksum? Needs no store. */
int usher_api_key_formed(const char *text, int length);
/* Whose key it is that looks like one; *found is 0 for whatever is none that stands, of a user who is active. */
struct usher_api_key {
    char user_id[USHER_UUID_TEXT + 1];
    struct usher_credential credential;
    char last_used_at[USHER_TIME_TEXT + 1]; /* "": never */
};
int usher_api_key_find(struct usher *usher, const char *text, struct usher_api_key *key,
                       int *found);
void usher_api_keys_close(struct usher *usher);
/* Part of a rule: delete the user's keys. */
int usher_api_keys_end(struct usher *usher, const char *user_id);

/* --------------------------------------------------------------------- mfa */

/* Has the user a second factor that is confirmed? */
int usher_mfa_enrolled(struct usher *usher, const char *user_id, int *enrolled);
/*
** Part of a rule. Is it the user's code of now (confirms an enrolment that has begun), or one of
** their recovery codes? It is used up then.
*/
int usher_mfa_check(struct usher *usher, const char *user_id, const char *code, int *right);
/* Part of a rule: the user has none any more. */
int usher_mfa_clear(struct usher *usher, const char *user_id);

#endif
