/*
** POST /api/v1/login and /api/v1/activate: open to nobody.
**
** The document names them and shows no body but the profile: {"token": …} is our choice, and so
** are the members `code` and `group_id` of login, which are for whoever has a second factor, and for an
** address that is in several accounts.
*/
#include "api/filespin/filespin.h"

#include <string.h>

/* ------------------------------------------------------------------- login */

enum { EMAIL, PASSWORD, CODE, GROUP, LOGIN_MEMBERS };

static const struct usher_form_member login_members[LOGIN_MEMBERS] = {
    [EMAIL] = {"email", "text", "must be a string", 1},
    [PASSWORD] = {"password", "text", "must be a string", 1},
    [CODE] = {"code", "text", "must be a string: the code of a second factor", 0},
    [GROUP] = {"group_id", "text", "must be a string: the id of the group", 0},
};

static void append(sqlite3_str *out, const char *name, const struct usher_value *value) {
    if (!usher_is_null(value)) {
        sqlite3_str_appendf(out, "%s\"%s\":", sqlite3_str_length(out) > 1 ? "," : "", name);
        usher_json_append(out, value->text);
    }
}

static int make_options(struct usher_exchange *x, const struct usher_value *form,
                        struct usher_value *options) {
    sqlite3_str *json = sqlite3_str_new(x->usher->db);
    sqlite3_str_appendchar(json, 1, '{');
    append(json, "code", &form[CODE]);
    append(json, "account_id", &form[GROUP]);
    sqlite3_str_appendchar(json, 1, '}');
    return usher_result_take(x->usher, options, sqlite3_str_finish(json));
}

/* Whoever has a second factor is given a challenge, which this API knows no use for. */
static int is_challenge(const struct usher_value *token) {
    return token->length == 4 + USHER_TOKEN_TEXT && /* a session's is shorter, or a JWT */
           USHER_ALWAYS(memcmp(token->text, "mfa_", 4) == 0);
}

static int answer_token(struct usher_exchange *x, const char *token, const void *unused) {
    (void)unused;
    return usher_api_answer(x, 200, sqlite3_mprintf("{\"token\":\"%s\"}", token));
}

static int sign_in(struct usher_exchange *x, const struct usher_value *form) {
    struct usher_value argument[3] = {form[EMAIL], form[PASSWORD]};
    struct usher_value token;
    int rc = make_options(x, form, &argument[2]);
    usher_value_null(&token);
    if (rc == SQLITE_OK) {
        rc = usher_api_call_then(x, &usher_session_functions, "login", 3, argument, answer_token,
                                 NULL, &token);
    }
    usher_filespin_form_clear(&argument[2], 1);
    if (rc == SQLITE_CONSTRAINT && strcmp(x->usher->error.field, "account_id") == 0) {
        rc = usher_api_refuse(x, 422, "group_id", "group_id %s", login_members[GROUP].must);
    }
    if (rc == SQLITE_OK && is_challenge(&token)) {
        rc = usher_api_refuse(x, 401, "code",
                              "a second factor is needed: send its code, too, as code");
    }
    usher_filespin_form_clear(&token, 1);
    return rc;
}

int usher_filespin_login(struct usher_exchange *x) {
    struct usher_value form[LOGIN_MEMBERS];
    unsigned given;
    int rc = usher_filespin_form(x, login_members, LOGIN_MEMBERS, form, &given);
    if (rc == SQLITE_OK) {
        rc = sign_in(x, form);
    }
    usher_filespin_form_clear(form, LOGIN_MEMBERS);
    return rc;
}

/* --------------------------------------------------------------- activation */

enum { TOKEN, CHOSEN, ACTIVATION_MEMBERS };

static const struct usher_form_member activation_members[ACTIVATION_MEMBERS] = {
    [TOKEN] = {"token", "text", "must be a string: the token of the mail", 1},
    [CHOSEN] = {"password", "text", "must be a string", 1},
};

static int make_profile(struct usher_exchange *x, const struct usher_value *password,
                        struct usher_value *profile) {
    sqlite3_str *json = sqlite3_str_new(x->usher->db);
    sqlite3_str_appendall(json, "{\"password\":");
    usher_json_append(json, password->text);
    sqlite3_str_appendchar(json, 1, '}');
    return usher_result_take(x->usher, profile, sqlite3_str_finish(json));
}

/* Whoever has the token of an invite, an administrator or not: they see themself in the answer. */
static int answer_activated(struct usher_exchange *x, const char *id, const void *unused) {
    (void)unused;
    usher_api_act_for(x, id);
    return usher_filespin_answer_user(x, id);
}

static int activate(struct usher_exchange *x, const struct usher_value *form) {
    struct usher_value argument[2] = {form[TOKEN]};
    struct usher_value id;
    int rc = make_profile(x, &form[CHOSEN], &argument[1]);
    usher_value_null(&id);
    if (rc == SQLITE_OK) {
        rc = usher_api_call_then(x, &usher_invite_functions, "invite_accept", 2, argument,
                                 answer_activated, NULL, &id);
    }
    usher_filespin_form_clear(&argument[1], 1);
    usher_value_clear(&id);
    return rc;
}

int usher_filespin_activate(struct usher_exchange *x) {
    struct usher_value form[ACTIVATION_MEMBERS];
    unsigned given;
    int rc = usher_filespin_form(x, activation_members, ACTIVATION_MEMBERS, form, &given);
    if (rc == SQLITE_OK) {
        rc = activate(x, form);
    }
    usher_filespin_form_clear(form, ACTIVATION_MEMBERS);
    return rc;
}
