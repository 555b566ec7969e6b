/*
** The second factor of who signs in with a password: enrolment, confirmation, check.
**
** Rules: one factor a user; begun, it is replaced at will, and opens nothing; confirmed by
** its first code, it stays until it is removed. A code is good for its step, the one
** before and the one after, and once: steps only go up, also when the clock goes back.
** Its secret is sealed under the master key.
*/
#include "domain/mfa/mfa.h"

#include "domain/users/users.h"

#include <string.h>

static const char purpose[] = "usher_totp.secret";

int usher_mfa_audit(struct usher *usher, const char *action, const char *user_id,
                    const struct usher_fields *after) {
    struct usher_user_state user = {.number = 0};
    int rc = usher_user_load(usher, user_id, &user);
    struct usher_event event = {action, "users", user_id, user.account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, after) : rc;
}

int usher_mfa_oneself(struct usher *usher, const char **user_id) {
    int rc = usher_require_actor(usher);
    *user_id = usher_actor_id(usher);
    if (rc == SQLITE_OK && !*user_id) {
        rc = usher_fail(usher, USHER_FORBIDDEN, NULL,
                        "the system has no second factor: act as the user");
    }
    return rc == SQLITE_OK ? usher_require_person(usher, "manage a second factor") : rc;
}

int usher_mfa_require_form(struct usher *usher, const char *text) {
    struct usher_mfa_code code;
    usher_mfa_read_code(text, &code);
    return code.kind == USHER_CODE_MALFORMED
               ? usher_fail(usher, USHER_INVALID, "code",
                            "code must be the 6 digits that the app shows, or a recovery code")
           : code.kind == USHER_CODE_TOTP ? usher_require_master_key(usher, "a code of an app")
                                          : SQLITE_OK;
}

/* ----------------------------------------------------------------- the factor */

struct factor {
    sqlite3_int64 number;
    sqlite3_int64 last_step;
    enum usher_mfa_state state;
    unsigned char secret[USHER_TOTP_SECRET];
};

static int unseal(struct usher *usher, sqlite3_stmt *row, const char *user_id,
                  struct factor *factor) {
    char *secret;
    int size;
    int rc = usher_unseal_value(usher, purpose, user_id, sqlite3_column_blob(row, 1),
                                sqlite3_column_bytes(row, 1), &secret, &size);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (USHER_ALWAYS(size == USHER_TOTP_SECRET)) { /* no other was sealed for them */
        memcpy(factor->secret, secret, USHER_TOTP_SECRET);
    } else {
        rc = usher_fail(usher, USHER_CORRUPT, purpose, "a secret of the second factor is mangled");
    }
    usher_secret_free(secret, size);
    return rc;
}

/* With its secret, if that is wanted. The state is USHER_MFA_NONE if there is none. */
static int load(struct usher *usher, const char *user_id, int secret, struct factor *factor) {
    struct usher_query query;
    factor->state = USHER_MFA_NONE;
    int rc = usher_open(usher, &query, USHER_SQL_totp, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        factor->number = sqlite3_column_int64(query.statement, 0);
        factor->last_step = sqlite3_column_int64(query.statement, 2);
        factor->state =
            sqlite3_column_int(query.statement, 3) ? USHER_MFA_CONFIRMED : USHER_MFA_BEGUN;
        rc = secret ? unseal(usher, query.statement, user_id, factor) : SQLITE_OK;
    } else if (rc == SQLITE_DONE) {
        rc = SQLITE_OK;
    }
    usher_close(&query);
    return rc;
}

int usher_mfa_state(struct usher *usher, const char *user_id, enum usher_mfa_state *state) {
    struct factor factor;
    int rc = load(usher, user_id, 0, &factor);
    *state = factor.state;
    return rc;
}

int usher_mfa_enrolled(struct usher *usher, const char *user_id, int *enrolled) {
    enum usher_mfa_state state;
    int rc = usher_mfa_state(usher, user_id, &state);
    *enrolled = state == USHER_MFA_CONFIRMED;
    return rc;
}

int usher_mfa_clear(struct usher *usher, const char *user_id) {
    int rc = usher_run(usher, USHER_SQL_totp_delete, "t", user_id);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_recovery_delete_all, "t", user_id) : rc;
}

/* ---------------------------------------------------------------------- check */

static int use_step(struct usher *usher, const char *user_id, const struct factor *factor,
                    sqlite3_int64 step) {
    char now[USHER_TIME_TEXT + 1];
    usher_now(usher, now);
    int rc = usher_run(usher, USHER_SQL_totp_used, "iit", factor->number, step, now);
    return rc == SQLITE_OK && factor->state == USHER_MFA_BEGUN
               ? usher_mfa_audit(usher, "mfa.confirm", user_id, NULL)
               : rc;
}

static int check_totp(struct usher *usher, const char *user_id, const char *text, int *right) {
    struct factor factor;
    int rc = load(usher, user_id, 1, &factor);
    if (rc == SQLITE_OK && factor.state != USHER_MFA_NONE) {
        struct usher_totp totp = {USHER_TOTP_SHA256, USHER_TOTP_DIGITS, factor.secret,
                                  USHER_TOTP_SECRET};
        sqlite3_int64 step;
        *right = usher_totp_matches(&totp, text, usher_totp_step(usher_clock_now(usher)),
                                    factor.last_step, &step);
        rc = *right ? use_step(usher, user_id, &factor, step) : SQLITE_OK;
    }
    usher_wipe(&factor, sizeof(factor));
    return rc;
}

int usher_mfa_check(struct usher *usher, const char *user_id, const char *code, int *right) {
    struct usher_mfa_code read;
    int rc = SQLITE_OK;
    *right = 0;
    usher_mfa_read_code(code, &read);
    if (read.kind == USHER_CODE_TOTP) {
        rc = check_totp(usher, user_id, read.text, right);
    } else if (read.kind == USHER_CODE_RECOVERY) {
        rc = usher_recovery_use(usher, user_id, &read, right);
    }
    usher_wipe(&read, sizeof(read));
    return rc;
}

/* ------------------------------------------------------------------ enrolment */

static char *put(char *out, const char *text) {
    while (*text) {
        *out++ = *text++;
    }
    return out;
}

/* RFC 3986, 2.3: what is not unreserved is written as its bytes. */
static char *put_encoded(char *out, const char *text) {
    static const char digits[] = "0123456789ABCDEF";
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (usher_is_alnum((char)c) || c == '-' || c == '.' || c == '_' || c == '~') {
            *out++ = (char)c;
        } else {
            *out++ = '%';
            *out++ = digits[c >> 4];
            *out++ = digits[c & 15];
        }
    }
    return out;
}

/* As authenticator apps read it from a QR code (the Key Uri Format of Google Authenticator). */
static int write_url(struct usher *usher, const char *label, const char *issuer,
                     const unsigned char secret[USHER_TOTP_SECRET], char **url) {
    char text[USHER_BASE32(USHER_TOTP_SECRET) + 1];
    size_t most = 3 * (2 * strlen(issuer) + strlen(label)) + sizeof(text) + 100;
    char *out = *url = sqlite3_malloc64(most);
    if (!out) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    usher_base32(secret, USHER_TOTP_SECRET, text);
    out = put(out, "otpauth://totp/");
    out = put_encoded(out, issuer);
    out = put(out, ":");
    out = put_encoded(out, label);
    out = put(out, "?secret=");
    out = put(out, text);
    out = put(out, "&issuer=");
    out = put_encoded(out, issuer);
    out = put(out, "&algorithm=SHA256&digits=6&period=30");
    *out = '\0';
    usher_wipe(text, sizeof(text));
    return SQLITE_OK;
}

int usher_mfa_user(struct usher *usher, const char *user_id, struct usher_query *query, int *is) {
    *is = 0;
    int rc = usher_open(usher, query, USHER_SQL_mfa_user, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(query);
    *is = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int make_url(struct usher *usher, const char *user_id,
                    const unsigned char secret[USHER_TOTP_SECRET], char **url) {
    struct usher_query query = {usher, NULL, 0};
    int is;
    int rc = usher_mfa_user(usher, user_id, &query, &is);
    if (rc == SQLITE_OK && !is) {
        rc = usher_fail(usher, USHER_CONFLICT, NULL,
                        "a second factor is for who signs in with a password");
    }
    if (rc == SQLITE_OK) {
        const char *label = (const char *)sqlite3_column_text(query.statement, 0);
        const char *issuer = (const char *)sqlite3_column_text(query.statement, 1);
        rc = label && issuer ? write_url(usher, label, issuer, secret, url)
                             : usher_pass(usher, SQLITE_NOMEM);
    }
    usher_close(&query);
    return rc;
}

static int store_secret(struct usher *usher, const char *user_id,
                        const unsigned char secret[USHER_TOTP_SECRET]) {
    char now[USHER_TIME_TEXT + 1];
    unsigned char *sealed;
    struct usher_fields fields;
    int rc = usher_seal_value(usher, purpose, user_id, secret, USHER_TOTP_SECRET, &sealed);
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_mfa_clear(usher, user_id);
    }
    if (rc == SQLITE_OK) {
        usher_fields_init(&fields);
        usher_set_text(&fields, "user_id", user_id);
        usher_set_blob(&fields, "secret", sealed, USHER_TOTP_SECRET + USHER_SEAL_BYTES);
        usher_set_text(&fields, "created_at", now);
        rc = usher_insert(usher, "usher_totp", &fields, NULL);
    }
    sqlite3_free(sealed);
    return rc;
}

int usher_mfa_begin(struct usher *usher, const char *user_id, char **url) {
    enum usher_mfa_state state;
    unsigned char secret[USHER_TOTP_SECRET];
    int rc = usher_mfa_state(usher, user_id, &state);
    if (rc == SQLITE_OK && state == USHER_MFA_CONFIRMED) {
        rc = usher_fail(usher, USHER_CONFLICT, NULL,
                        "there is a second factor already: mfa_remove() takes it away");
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_master_key(usher, "a second factor");
    }
    usher_random(usher, secret, sizeof(secret));
    if (rc == SQLITE_OK) {
        rc = make_url(usher, user_id, secret, url);
    }
    if (rc == SQLITE_OK) {
        rc = store_secret(usher, user_id, secret);
    }
    usher_wipe(secret, sizeof(secret));
    return rc == SQLITE_OK ? usher_mfa_audit(usher, "mfa.enroll", user_id, NULL) : rc;
}

int usher_mfa_confirm(struct usher *usher, const char *user_id, const char *text, char **list) {
    enum usher_mfa_state state;
    struct usher_mfa_code code;
    int right = 0;
    int rc = usher_mfa_state(usher, user_id, &state);
    usher_mfa_read_code(text, &code);
    if (rc == SQLITE_OK && state != USHER_MFA_BEGUN) {
        rc = usher_fail(usher, USHER_CONFLICT, NULL, "%s",
                        state == USHER_MFA_NONE ? "no enrolment has begun: call mfa_enroll()"
                                                : "the second factor is confirmed already");
    }
    if (rc == SQLITE_OK && code.kind != USHER_CODE_TOTP) {
        rc = usher_fail(usher, USHER_INVALID, "code",
                        "code must be the 6 digits that the app shows");
    }
    if (rc == SQLITE_OK) {
        rc = check_totp(usher, user_id, code.text, &right);
    }
    usher_wipe(&code, sizeof(code));
    if (rc == SQLITE_OK && !right) {
        rc = usher_fail(usher, USHER_INVALID, "code",
                        "code is not the one of now: is the app's clock right, and does it take "
                        "SHA-256?");
    }
    return rc == SQLITE_OK ? usher_recovery_make(usher, user_id, list) : rc;
}
