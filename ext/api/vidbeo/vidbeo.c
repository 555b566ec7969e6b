/*
** vidbeo: the Vidbeo API v2 (004, 004_129770c4d88c0f59.txt).
**
** Every answer is {success, result, links, errors}: `links` is {} or {"next": url} of a list, null
** of a single result, `result` {} after DELETE. Pages have 25 unless `limit` says otherwise, 1 to 100
** (our choice), and go on by an opaque cursor.
*/
#include "api/vidbeo/vidbeo.h"

#include <string.h>

/* {success, result, links, errors}; takes `result` over. `links` is JSON. */
int usher_vidbeo_answer(struct usher_exchange *x, char *result, const char *links) {
    char *body = result ? sqlite3_mprintf("{\"success\":true,\"result\":%s,\"links\":%s,"
                                          "\"errors\":[]}",
                                          result, links)
                        : NULL;
    sqlite3_free(result);
    return usher_api_answer(x, 200, body);
}

/* Of an error: its status, and in `errors` what was wrong; our choice: the document shows none. */
static int fail(struct usher_exchange *x) {
    const struct usher_error *error = &x->usher->error;
    int status = usher_api_status(x);
    sqlite3_str *body = sqlite3_str_new(x->usher->db);
    if (status == 409 || status == 410 || status == 412 || status == 422) {
        status = 400; /* the document's codes are 200 400 401 403 404 429 500 503, and 405 */
    }
    sqlite3_str_appendall(body, "{\"success\":false,\"result\":null,\"links\":null,\"errors\":[{"
                                "\"code\":");
    usher_json_append(body, usher_error_name(error));
    sqlite3_str_appendall(body, ",\"message\":");
    usher_json_append(body, error->message);
    if (error->field[0]) {
        sqlite3_str_appendall(body, ",\"field\":");
        usher_json_append(body, error->field);
    }
    sqlite3_str_appendall(body, "}]}");
    return usher_api_answer(x, status, sqlite3_str_finish(body));
}

static const struct usher_route routes[] = {
    {"GET", "/v2/users", 0, usher_vidbeo_users},
    {"GET", "/v2/users/:id", 0, usher_vidbeo_user},
    {"PATCH", "/v2/users/:id", USHER_ROUTE_WRITES, usher_vidbeo_user_update},
    {"DELETE", "/v2/users/:id", USHER_ROUTE_WRITES, usher_vidbeo_user_delete},
};

const struct usher_profile usher_vidbeo = {
    .name = "vidbeo",
    .type = "application/json",
    .routes = routes,
    .count = sizeof(routes) / sizeof(*routes),
    .fail = fail,
    .user = USHER_SQL_api_vidbeo_user,
};
