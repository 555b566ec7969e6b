/*
** filespin: the FileSpin User API 1.0.0 (000, 000_7bac4185d1bc05cb.txt).
**
** The credential is shown as `Authorization: Bearer …`: the token that /login gives, or an API key.
** The document names the operations without their paths; those that SEEDS.md marks C are our choice.
*/
#include "api/filespin/filespin.h"

/*
** {status, message, code}, our choice: the document shows none. What the role does not allow is 401
** in this API. Its codes are 400 401 403 404 405 409 422 429 500 503, and of HTTP 413 and 414: a token that has run
** out or was revoked is not there any more, and what cannot be done on this connection now, as
** signing in within a transaction of the server's, is for the server to mend.
*/
static int fail(struct usher_exchange *x) {
    const struct usher_error *error = &x->usher->error;
    int status = usher_api_status(x);
    sqlite3_str *body = sqlite3_str_new(x->usher->db);
    if (status == 403) {
        status = 401;
    } else if (status == 410) {
        status = 404;
    } else if (status == 412) {
        status = 422;
    } else if (error->code == USHER_UNSUPPORTED) {
        status = 503;
    }
    sqlite3_str_appendall(body, "{\"status\":\"ERROR\",\"message\":");
    usher_json_append(body, error->message);
    sqlite3_str_appendall(body, ",\"code\":");
    usher_json_append(body, usher_error_name(error));
    sqlite3_str_appendchar(body, 1, '}');
    return usher_api_answer(x, status, sqlite3_str_finish(body));
}

#define USER "/api/v1/user"
#define GROUP "/api/v1/group/settings"
#define WRITES USHER_ROUTE_WRITES

/*
** login() counts guesses in a transaction of its own, and invite_accept() hashes the password
** before it writes: neither is within one here.
*/
static const struct usher_route routes[] = {
    {"POST", "/api/v1/login", USHER_ROUTE_OPEN, usher_filespin_login},
    {"POST", "/api/v1/activate", USHER_ROUTE_OPEN, usher_filespin_activate},
    {"GET", "/api/v1/users", 0, usher_filespin_users},
    {"POST", "/api/v1/users", 0, usher_filespin_search},
    {"GET", USER, 0, usher_filespin_user_self},
    {"POST", USER, WRITES, usher_filespin_user_create},
    {"PATCH", USER, WRITES, usher_filespin_user_update_self},
    {"GET", USER "/notifications", WRITES, usher_filespin_notifications},
    {"DELETE", USER "/notifications/:id", WRITES, usher_filespin_notification_delete},
    {"POST", "/api/v1/notifications/send", WRITES, usher_filespin_send},
    {"GET", USER "/settings", 0, usher_filespin_settings},
    {"PATCH", USER "/settings/update", WRITES, usher_filespin_settings_update},
    {"GET", USER "/settings/addons", 0, usher_filespin_addons},
    {"PATCH", USER "/settings/addons", WRITES, usher_filespin_addons_update},
    {"POST", USER "/settings/watermark", WRITES, usher_filespin_watermark},
    {"GET", USER "/preferences", 0, usher_filespin_preferences},
    {"PATCH", USER "/preferences", WRITES, usher_filespin_preferences_update},
    {"GET", GROUP, 0, usher_filespin_group},
    {"PATCH", GROUP, WRITES, usher_filespin_group_update},
    {"GET", USER "/:id", 0, usher_filespin_user}, /* after what it would hide */
    {"PATCH", USER "/:id", WRITES, usher_filespin_user_update},
};

const struct usher_profile usher_filespin = {
    .name = "filespin",
    .type = "application/json",
    .routes = routes,
    .count = sizeof(routes) / sizeof(*routes),
    .fail = fail,
    .user = USHER_SQL_api_filespin_user,
};
