/*
** SELECT status, headers, body FROM api(profile, method, path, body, credential [, headers])
**
** One row: what a web server sends back. `credential` is what the request shows (a session's token,
** an API key; `Bearer …` as it stands in the header Authorization is fine); NULL is nobody. `headers`
** is a JSON object of the request's; without a credential, Authorization and X-API-KEY are looked at there.
**
** One request is one transaction: whoever is recognised acts for its time and no longer, what fails is
** taken back whole, and whoever acted on the connection acts again afterwards. What a caller can
** send gets an answer; what is wrong with the database or the system (busy, full, out of
** memory, a damaged store) is an error of SQL.
**
** DIRECTONLY, as every function that writes: a view or trigger in a file from elsewhere does not call it.
*/
#include "api/api.h"

#include <string.h>

static const struct usher_profile *const profiles[] = {
    &usher_filespin, &usher_mediapocket, &usher_pulse, &usher_studio, &usher_vidbeo, NULL,
};

const struct usher_profile *usher_api_profile(struct usher *usher, const struct usher_value *name) {
    for (int i = 0; profiles[i]; i++) {
        if (usher_value_is(name, profiles[i]->name)) {
            return profiles[i];
        }
    }
    struct usher_nearest nearest = {.given = name->type == SQLITE_TEXT ? name->text : ""};
    for (int i = 0; profiles[i]; i++) {
        usher_nearest_offer(&nearest, profiles[i]->name);
    }
    usher_fail(usher, USHER_INVALID, "profile",
               "profile must be filespin, mediapocket, pulse, studio or vidbeo");
    usher_nearest_tell(usher, &nearest);
    return NULL;
}

/* ----------------------------------------------------------- who is asking */

static int is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* The bytes of the scheme and the blanks behind it, 0 if the text begins otherwise. */
static int scheme_length(const struct usher_value *credential, const char *scheme) {
    int length = (int)strlen(scheme);
    if (credential->type != SQLITE_TEXT || credential->length <= length ||
        sqlite3_strnicmp(credential->text, scheme, length) != 0 ||
        !is_blank(credential->text[length])) {
        return 0;
    }
    while (is_blank(credential->text[length])) {
        length++;
    }
    return length;
}

/* `Bearer x` is x; so is `Token x`, as Django's REST framework has it (001). */
static void strip_scheme(struct usher_value *credential) {
    int length = scheme_length(credential, "bearer");
    length = length ? length : scheme_length(credential, "token");
    if (length > 0) {
        credential->text += length;
        credential->length -= length;
    }
}

/* By the argument; else by a header, of which a caller may say anything. */
static int find_credential(struct usher_exchange *x) {
    static const char *const headers[] = {"Authorization", "X-API-KEY"};
    struct usher_value credential = *x->request.credential;
    struct usher_value header;
    int rc = SQLITE_OK;
    usher_value_null(&header);
    for (int i = 0; i < 2 && rc == SQLITE_OK && usher_is_null(&credential); i++) {
        rc = usher_api_header(x, headers[i], &header);
        credential = header;
    }
    strip_scheme(&credential);
    if (rc == SQLITE_OK) {
        rc = usher_credential_find(x->usher, &credential, &x->shown);
    }
    usher_value_clear(&header);
    return rc;
}

/* Whoever is recognised acts from here on, instead of nobody. */
static int recognise(struct usher_exchange *x) {
    int rc = find_credential(x);
    if (rc == SQLITE_OK && x->shown.found) {
        usher_actor_borrow(x->usher, x->shown.user_id, &x->shown.credential);
    }
    if (rc == SQLITE_OK && !(x->route->flags & USHER_ROUTE_OPEN)) {
        rc = usher_require_actor(x->usher);
    }
    return rc;
}

/* --------------------------------------------------------------- answering */

int usher_api_give(struct usher_exchange *x) {
    struct usher_value values[3];
    sqlite3_str *headers = x->answer.headers;
    if (x->answer.body) {
        usher_api_add_header(x, "Content-Type", x->profile->type);
    }
    sqlite3_str *object = sqlite3_str_new(x->usher->db);
    sqlite3_str_appendf(object, "{%s}",
                        sqlite3_str_length(headers) ? sqlite3_str_value(headers) : "");
    int failed = sqlite3_str_errcode(headers) != SQLITE_OK;
    char *text = sqlite3_str_finish(object);
    if (failed || !text) {
        sqlite3_free(text);
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    usher_value_integer(&values[0], x->answer.status);
    usher_value_text(&values[1], text);
    usher_value_text(&values[2], strcmp(x->request.method, "HEAD") == 0 ? NULL : x->answer.body);
    int rc = usher_rows_add(x->rows, values);
    x->given = rc == SQLITE_OK;
    sqlite3_free(text);
    return rc;
}

/* What is written is not kept unless the answer, too, is there. */
static int run_handler(struct usher *usher, void *argument) {
    struct usher_exchange *x = argument;
    (void)usher;
    int rc = x->route->handler(x);
    return rc == SQLITE_OK && !x->given ? usher_api_give(x) : rc;
}

/*
** All that is read is of one state of the file, as long as a statement has begun to read it; and
** what whoever asks holds has to be looked up once.
*/
static int run_reading(struct usher_exchange *x) {
    struct usher_query snapshot;
    int rc = usher_open(x->usher, &snapshot, USHER_SQL_api_snapshot, "");
    if (rc == SQLITE_OK) {
        rc = usher_step(&snapshot);
        rc = rc == SQLITE_ROW ? recognise(x) : rc; /* the store's one row */
        if (rc == SQLITE_OK) {
            rc = run_handler(x->usher, x);
        }
        usher_close(&snapshot);
    }
    return rc;
}

static int run(struct usher_exchange *x) {
    if (x->route->flags & USHER_ROUTE_WRITES) {
        int rc = recognise(x);
        return rc == SQLITE_OK ? usher_atomic(x->usher, run_handler, x) : rc;
    }
    if (strcmp(x->route->method, "GET") == 0) {
        return usher_store_explain(x->usher, run_reading(x));
    }
    int rc = recognise(x); /* it may sign somebody in, which needs a statement to be alone */
    return usher_store_explain(x->usher, rc == SQLITE_OK ? run_handler(x->usher, x) : rc);
}

static int answer(struct usher_exchange *x) {
    int rc = usher_api_parse(x, x->request.whole);
    if (rc == SQLITE_OK) {
        rc = usher_api_route(x);
    }
    if (rc == SQLITE_OK && !x->route) { /* OPTIONS: all is said */
        return usher_api_give(x);
    }
    if (rc == SQLITE_OK && x->profile->check) {
        rc = x->profile->check(x);
    }
    if (rc == SQLITE_OK && x->request.body->length > USHER_API_BODY) {
        rc = usher_api_refuse(x, 413, NULL, "the body must be at most %d bytes", USHER_API_BODY);
    }
    return rc == SQLITE_OK ? run(x) : rc;
}

/* Is it something that a caller can bring about? */
static int is_answerable(const struct usher *usher) {
    enum usher_code code = usher->error.code;
    return code != USHER_CORRUPT && code != USHER_INTERNAL &&
           USHER_ALWAYS(code != USHER_OK && code != USHER_NOT_INITIALIZED); /* asked before */
}

/* Retry-After, where it is known. */
static void tell_wait(struct usher_exchange *x) {
    char seconds[16];
    if (x->usher->error.wait > 0) {
        sqlite3_snprintf(sizeof(seconds), seconds, "%d", x->usher->error.wait);
        usher_api_add_header(x, "Retry-After", seconds);
    }
}

/* What a handler had begun to answer is gone with what it did. */
static int answer_failure(struct usher_exchange *x) {
    usher_rows_drop(x->rows);
    sqlite3_free(x->answer.body);
    x->answer.body = NULL;
    tell_wait(x);
    int rc = x->profile->fail(x);
    if (rc == SQLITE_OK && x->answer.status == 401) { /* RFC 9110, 11.6.1 */
        usher_api_add_header(x, "WWW-Authenticate", "Bearer");
    }
    return rc == SQLITE_OK ? usher_api_give(x) : rc;
}

void usher_api_act_for(struct usher_exchange *x, const char *user_id) {
    static const struct usher_credential none = {.kind = USHER_BY_NOTHING};
    usher_actor_borrow(x->usher, user_id, &none);
}

/* Nobody acts, or whoever is recognised, until the answer is written. */
static int exchange(struct usher_exchange *x) {
    struct usher *usher = x->usher;
    int rc = usher_actor_lend(usher);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = answer(x);
    if (rc != SQLITE_OK && is_answerable(usher)) {
        rc = answer_failure(x);
    }
    usher_actor_give_back(usher);
    return rc;
}

/* ------------------------------------------------------------- the function */

enum { PROFILE, METHOD, PATH, BODY, CREDENTIAL, HEADERS, PARAMETERS };

static int require_text(struct usher *usher, const struct usher_value *value, const char *name) {
    return value->type == SQLITE_TEXT ? SQLITE_OK
           : usher_is_null(value) ? usher_fail(usher, USHER_MISSING, name, "%s is required", name)
                                  : usher_fail(usher, USHER_INVALID, name, "%s must be text", name);
}

/* What the server says, not the caller: its faults are errors of SQL. */
static int prepare(struct usher_exchange *x, struct usher_call *call) {
    struct usher *usher = x->usher;
    struct usher_value *argv = call->argv;
    int rc = require_text(usher, &argv[METHOD], "method");
    if (rc == SQLITE_OK) {
        rc = require_text(usher, &argv[PATH], "path");
    }
    if (rc == SQLITE_OK && argv[BODY].type == SQLITE_BLOB) { /* as several drivers bind it */
        argv[BODY].type = SQLITE_TEXT;
    }
    if (rc == SQLITE_OK && !usher_is_null(&argv[BODY])) {
        rc = require_text(usher, &argv[BODY], "body");
    }
    x->request.method = argv[METHOD].text;
    x->request.whole = &argv[PATH];
    x->request.body = &argv[BODY];
    x->request.credential = &argv[CREDENTIAL];
    x->request.headers = &argv[HEADERS];
    return rc;
}

/* Noted once the answer is there; where that cannot be written at once it is left out. */
static void note_use(const struct usher_exchange *x) {
    if (x->shown.found) {
        usher_touch(x->usher, x->shown.used, x->shown.credential.id,
                    x->shown.last_used_at[0] ? x->shown.last_used_at : NULL);
    }
}

static int api(struct usher *usher, struct usher_call *call, struct usher_rows *rows) {
    struct usher_exchange x = {.usher = usher, .rows = rows};
    x.profile = usher_api_profile(usher, &call->argv[PROFILE]);
    if (!x.profile) {
        return SQLITE_CONSTRAINT;
    }
    x.answer.headers = sqlite3_str_new(usher->db);
    int rc = prepare(&x, call);
    if (rc == SQLITE_OK) {
        rc = exchange(&x);
    }
    if (rc == SQLITE_OK) {
        note_use(&x);
    }
    usher_request_clear(&x.request);
    usher_answer_clear(&x.answer);
    return rc;
}

static const char *const columns[] = {"status INTEGER", "headers TEXT", "body TEXT"};
static const char *const parameters[] = {"profile",      "method",     "path",
                                         "request_body", "credential", "request_headers"};

const struct usher_rows_function usher_api = {
    .name = "api",
    .column = columns,
    .columns = 3,
    .parameter = parameters,
    .least = 3,
    .most = PARAMETERS,
    .acts = 1,
    .parameters = "profile, method, path [, body [, credential [, headers]]]",
    .meaning = "Answer a request to one of the HTTP APIs",
    .handler = api,
};

/* Under these names the api layer's SQL finds the tables whatever the database has. */
static int register_tables(struct usher *usher, void (*release)(void *)) {
    static const struct {
        const struct usher_table *table;
        const char *name;
    } aliases[] = {
        {&usher_accounts, "usher_api_accounts"},
        {&usher_account_memberships, "usher_api_account_memberships"},
        {&usher_api_keys, "usher_api_api_keys"},
        {&usher_channels, "usher_api_channels"},
        {&usher_channel_members, "usher_api_channel_members"},
        {&usher_invites, "usher_api_invites"},
        {&usher_notifications, "usher_api_notifications"},
        {&usher_roles, "usher_api_roles"},
        {&usher_settings, "usher_api_settings"},
        {&usher_setting_definitions, "usher_api_setting_definitions"},
        {&usher_teams, "usher_api_teams"},
        {&usher_team_memberships, "usher_api_team_memberships"},
        {&usher_users, "usher_api_users"},
    };
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases) && rc == SQLITE_OK; i++) {
        rc = usher_table_alias(usher, aliases[i].table, aliases[i].name, release);
    }
    return rc;
}

static const struct usher_function functions[] = {
    {"user_json", 1, 2, USHER_READS, USHER_ACTORS, "user_id [, profile]",
     "A user as one of the HTTP APIs shows them", usher_user_json},
};

const struct usher_function_table usher_api_functions = {functions,
                                                         sizeof(functions) / sizeof(*functions)};

int usher_api_register(struct usher *usher, void (*release)(void *)) {
    int rc = register_tables(usher, release);
    if (rc == SQLITE_OK) {
        rc = usher_functions_register(usher, &usher_api_functions, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_rows_register(usher, &usher_api, release);
    }
    return rc == SQLITE_OK
               ? usher_call_register(usher, usher_domain_functions, &usher_api_functions, release)
               : rc;
}
