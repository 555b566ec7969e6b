/*
** Signing in: by e-mail and password, or because the system says so.
**
** Rules: the guess is counted first; who may not sign in gets the answer that a
** wrong password gets, after the same time; whoever needs a second factor gets a
** challenge instead of a session. What was compared is looked at again when the
** session is written: a password that was changed meanwhile opens nothing.
**
** Rules owned here: login, one-answer.
*/
#include "domain/sessions/sessions.h"

#include <string.h>

/* ------------------------------------------------------------------- options */

struct options_walk {
    struct usher *usher;
    struct usher_sign_in *options;
    const char *const *allowed; /* NULL after the last */
};

static int take_form(struct usher *usher, const struct usher_value *value,
                     struct usher_sign_in *options) {
    static const char *const words[] = {"jwt", "opaque", NULL};
    int rc = usher_check_word(usher, "form", value, words);
    sqlite3_snprintf(sizeof(options->form), options->form, "%s",
                     rc == SQLITE_OK ? value->text : "");
    return rc;
}

static int take_text(struct usher *usher, const char *name, struct usher_value *value,
                     usher_check *check, int limit, char *to, int size) {
    int rc = check(usher, name, limit, value);
    sqlite3_snprintf(size, to, "%s", rc == SQLITE_OK ? value->text : "");
    return rc;
}

static int no_option(struct usher *usher, const char *name, const char *const *allowed) {
    char list[100];
    usher_list_names(list, sizeof(list), allowed);
    usher_fail(usher, USHER_INVALID, name, "there is no option \"%.40s\" here: use %s", name, list);
    return usher_suggest(usher, name, allowed);
}

static int take_option(void *context, const char *name, struct usher_value *value) {
    const struct options_walk *walk = context;
    struct usher *usher = walk->usher;
    struct usher_sign_in *options = walk->options;
    const char *const *allowed = walk->allowed;
    while (*allowed && strcmp(*allowed, name) != 0) {
        allowed++;
    }
    if (!*allowed) {
        return no_option(usher, name, walk->allowed);
    }
    if (usher_is_null(value)) {
        return SQLITE_OK;
    }
    switch (*name) {
    case 'a':
        return take_text(usher, name, value, usher_check_uuid, 0, options->account_id,
                         sizeof(options->account_id));
    case 'c':
        return take_text(usher, name, value, usher_check_text, 40, options->code,
                         sizeof(options->code));
    case 'd':
        return take_text(usher, name, value, usher_check_text, 200, options->device,
                         sizeof(options->device));
    case 'f':
        return take_form(usher, value, options);
    case 'i':
        return take_text(usher, name, value, usher_check_uuid, 0, options->id, sizeof(options->id));
    default:
        return take_text(usher, name, value, usher_check_token, 0, options->token,
                         sizeof(options->token));
    }
}

int usher_session_options(struct usher *usher, const struct usher_value *json,
                          const char *const *allowed, struct usher_sign_in *options) {
    struct options_walk walk = {usher, options, allowed};
    memset(options, 0, sizeof(*options));
    int rc = json && !usher_is_null(json)
                 ? usher_json_object(usher, "options", json, take_option, &walk)
                 : SQLITE_OK;
    return rc == SQLITE_OK ? usher_session_form(usher, options) : rc;
}

int usher_session_form(struct usher *usher, const struct usher_sign_in *options) {
    if (strcmp(options->form, "jwt") != 0) {
        return SQLITE_OK;
    }
    return options->token[0] ? usher_fail(usher, USHER_INVALID, "token",
                                          "token is that of a session of form opaque")
                             : usher_require_master_key(usher, "a session of form jwt");
}

int usher_sign_in_options(struct usher *usher, const struct usher_value *json,
                          struct usher_sign_in *options) {
    static const char *const allowed[] = {"account_id", "code",  "device", "form",
                                          "id",         "token", NULL};
    return usher_session_options(usher, json, allowed, options);
}

/* A token is a secret, and not kept: the second step makes one. */
static int write_options(struct usher *usher, const struct usher_sign_in *options, char *json,
                         int size) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_sign_in_json, "tttt", options->account_id,
                        options->id, options->form, options->device);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query.statement, 0);
        sqlite3_snprintf(size, json, "%s", text ? text : "");
        rc = text ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
    }
    usher_close(&query);
    return rc;
}

/* --------------------------------------------------------------- what all end with */

static const char *or_null(const char *text) {
    return text[0] ? text : NULL;
}

/* Whose settings count for the session: the user's own account. not_found if they may have none. */
static int find_home(struct usher *usher, const char *user_id,
                     char account_id[USHER_UUID_TEXT + 1]) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_user_may_have_session, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_text(usher, query.statement, 0, account_id, USHER_UUID_TEXT + 1);
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no active user of this id");
    }
    usher_close(&query);
    return rc;
}

int usher_sign_in(struct usher *usher, const char *user_id, const struct usher_sign_in *options,
                  const char *action, int mfa, char **token, struct usher_credential *credential) {
    char account_id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields after;
    int rc = find_home(usher, user_id, account_id);
    struct usher_new_session session = {.user_id = user_id,
                                        .account_id = account_id,
                                        .id = or_null(options->id),
                                        .token = or_null(options->token),
                                        .form = or_null(options->form),
                                        .device = or_null(options->device),
                                        .mfa = mfa};
    if (rc == SQLITE_OK) {
        rc = usher_session_start(usher, &session, token, credential);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_user_logged_in, "tt", user_id, now);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&after);
    usher_set_text(&after, "user_id", user_id);
    usher_set_text(&after, "device", session.device);
    usher_set_integer(&after, "mfa", mfa);
    struct usher_event event = {action, "sessions", credential->id, account_id};
    return usher_audit(usher, &event, NULL, &after);
}

/* ------------------------------------------------------------------------- login */

struct login {
    const char *email;
    const struct usher_value *password;
    struct usher_sign_in options;
    char asked[USHER_UUID_TEXT + 1];   /* the account whose settings count; "" is none */
    char user_id[USHER_UUID_TEXT + 1]; /* "": nobody who may sign in */
    char account_id[USHER_UUID_TEXT + 1];
    char compared[USHER_PASSWORD_HASH]; /* with what the password was */
    char rehashed[USHER_PASSWORD_HASH]; /* "": as good as can be */
    int second;                         /* a second factor is needed... */
    int wrong;                          /* ...and was shown, but is not theirs */
    int challenged;
    char *token;
    struct usher_credential credential;
    const struct usher_call *call;
};

static int wrong_login(struct usher *usher) {
    return usher_fail(usher, USHER_UNAUTHENTICATED, NULL,
                      "the e-mail address or the password is wrong");
}

/* The account that is named, or the only one. */
static int find_account(struct usher *usher, struct login *login) {
    struct usher_query query;
    memcpy(login->asked, login->options.account_id, sizeof(login->asked));
    if (login->asked[0]) {
        return SQLITE_OK;
    }
    int rc = usher_open(usher, &query, USHER_SQL_account_only, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) { /* it counts: there is always one */
        rc = sqlite3_column_int(query.statement, 1) == 1
                 ? usher_copy_text(usher, query.statement, 0, login->asked, sizeof(login->asked))
                 : SQLITE_OK;
    }
    usher_close(&query);
    return rc;
}

static int find_candidate(struct usher *usher, struct login *login) {
    const struct usher_copy copies[] = {{0, login->user_id, sizeof(login->user_id)},
                                        {1, login->account_id, sizeof(login->account_id)},
                                        {3, login->compared, sizeof(login->compared)}};
    struct usher_query query;
    memcpy(login->account_id, login->asked, sizeof(login->account_id));
    int rc = usher_open(usher, &query, USHER_SQL_login_candidate, "tt", login->email,
                        or_null(login->options.account_id));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        login->second = sqlite3_column_int(query.statement, 2);
        rc = usher_copy_texts(usher, query.statement, copies, sizeof(copies) / sizeof(*copies));
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Who is it? Slow, whatever the answer. */
static int compare(struct usher *usher, struct login *login) {
    int matches = 0;
    int stale = 0;
    int enrolled = 0;
    int rc = usher_password_matches(usher, or_null(login->user_id), or_null(login->account_id),
                                    login->email, login->password, &matches, &stale);
    if (rc == SQLITE_OK && (!matches || USHER_NEVER(!login->user_id[0]))) {
        rc = wrong_login(usher); /* nobody has a password that matches */
    }
    if (rc == SQLITE_OK) {
        rc = usher_mfa_enrolled(usher, login->user_id, &enrolled);
        login->second |= enrolled;
    }
    return rc == SQLITE_OK && stale
               ? usher_password_make(usher, login->account_id, login->password, login->rehashed)
               : rc;
}

static int challenge(struct usher *usher, struct login *login) {
    char token[USHER_TOKEN_TEXT + 1] = "";
    char data[1000];
    sqlite3_int64 life = 0;
    int rc = write_options(usher, &login->options, data, sizeof(data));
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_MFA_CHALLENGE_LIFE, login->account_id, &life);
    }
    if (rc == SQLITE_OK) {
        rc = usher_ticket_make(usher, USHER_TICKET_MFA, login->user_id, NULL, data, life, token);
    }
    if (rc == SQLITE_OK) {
        login->token = sqlite3_mprintf("mfa_%s", token);
        rc = login->token ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
    }
    login->challenged = 1;
    usher_wipe(token, sizeof(token));
    return rc;
}

/* Written at once, or not at all. */
static int login_rule(struct usher *usher, void *argument) {
    struct login *login = argument;
    char now[USHER_TIME_TEXT + 1];
    int stands = 0;
    int right = 1;
    int rc =
        usher_exists(usher, &stands, USHER_SQL_login_stands, "tt", login->user_id, login->compared);
    if (rc == SQLITE_OK && !stands) {
        rc = wrong_login(usher);
    }
    if (rc == SQLITE_OK && login->rehashed[0]) {
        usher_now(usher, now);
        rc = usher_password_store(usher, login->user_id, login->rehashed, now);
    }
    if (rc == SQLITE_OK && login->second && !login->options.code[0]) {
        return challenge(usher, login);
    }
    if (rc == SQLITE_OK && login->second) {
        rc = usher_mfa_check(usher, login->user_id, login->options.code, &right);
        login->wrong = !right;
    }
    if (rc != SQLITE_OK || login->wrong) {
        return rc;
    }
    struct usher_value token;
    rc = usher_attempt_take_back(usher, "login", login->email, login->user_id);
    if (rc == SQLITE_OK) {
        rc = usher_sign_in(usher, login->user_id, &login->options, "user.login", login->second,
                           &login->token, &login->credential);
    }
    usher_value_text(&token, login->token);
    return rc == SQLITE_OK ? usher_call_then(login->call, &token) : rc;
}

static int sign_in(struct usher *usher, struct usher_call *call, struct login *login) {
    int rc = find_account(usher, login);
    login->call = call;
    if (rc == SQLITE_OK) {
        rc = find_candidate(usher, login);
    }
    if (rc == SQLITE_OK) {
        rc = usher_attempt_begin(usher, "login", or_null(login->asked), "login", login->email,
                                 login->user_id[0] ? login->user_id : login->email);
    }
    if (rc == SQLITE_OK) {
        rc = compare(usher, login);
    }
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, login_rule, login);
    }
    if (rc == SQLITE_OK && login->wrong) {
        rc = usher_fail(usher, USHER_UNAUTHENTICATED, "code", "the code is wrong");
    }
    return rc == SQLITE_OK
               ? usher_act_by(usher, call->context, login->challenged ? NULL : login->user_id,
                              &login->credential)
               : rc;
}

/* The password goes to Argon2 as it is: any text that is not absurdly long. */
static int take_password(struct usher *usher, struct usher_call *call, struct login *login) {
    enum { MOST = 4096 };
    login->password = &call->argv[1];
    if (usher_is_null(login->password)) {
        return usher_fail(usher, USHER_MISSING, "password", "password is required");
    }
    return login->password->type == SQLITE_TEXT && login->password->length <= MOST
               ? SQLITE_OK
               : usher_fail(usher, USHER_INVALID, "password",
                            "password must be text of at most %d bytes", MOST);
}

/*
** login(email, password [, options]) → the session's token, or a challenge ("mfa_…")
** for login_mfa(). Whoever signed in acts; after a challenge nobody does. options:
** account_id, form (jwt, opaque), device, id, token (of form opaque), code (the second
** factor). unauthenticated, rate_limited, unsupported (in a transaction), invalid,
** conflict (another statement is running; id or token taken).
*/
int usher_login(struct usher *usher, struct usher_call *call) {
    struct login login;
    memset(&login, 0, sizeof(login));
    int rc = usher_argument_required(usher, call, 0, "email", &login.email);
    if (rc == SQLITE_OK) {
        rc = usher_check_email(usher, "email", 254, &call->argv[0]);
        login.email = call->argv[0].text;
    }
    if (rc == SQLITE_OK) {
        rc = take_password(usher, call, &login);
    }
    if (rc == SQLITE_OK) {
        rc = usher_sign_in_options(usher, call->argc > 2 ? &call->argv[2] : NULL, &login.options);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_alone(usher, call->context);
    }
    if (rc == SQLITE_OK) {
        rc = sign_in(usher, call, &login);
    }
    if (rc == SQLITE_OK) {
        rc = usher_result_take(usher, &call->result, login.token);
    } else if (login.token) {
        usher_secret_free(login.token, (int)strlen(login.token));
    }
    usher_wipe(&login, sizeof(login));
    return rc;
}

/*
** session_create(user_id [, options]) → the token of a new session: for whom the
** application has recognised in its own way (SSO, a link that was mailed). Nobody acts by
** it yet. options: form, device, id, token. not_found, invalid, conflict.
*/
int usher_session_create(struct usher *usher, struct usher_call *call) {
    static const char *const allowed[] = {"device", "form", "id", "token", NULL};
    struct usher_sign_in options = {.form = ""};
    struct usher_credential credential;
    const char *user_id;
    char *token = NULL;
    memset(&options, 0, sizeof(options));
    int rc = usher_argument_uuid(usher, call, 0, "user_id", &user_id);
    if (rc == SQLITE_OK) {
        rc =
            usher_session_options(usher, call->argc > 1 ? &call->argv[1] : NULL, allowed, &options);
    }
    if (rc == SQLITE_OK) {
        rc = usher_sign_in(usher, user_id, &options, "session.create", 0, &token, &credential);
    }
    if (rc == SQLITE_OK) {
        rc = usher_result_take(usher, &call->result, token);
    } else if (token) {
        usher_secret_free(token, (int)strlen(token));
    }
    usher_wipe(&options, sizeof(options));
    return rc;
}
