/*
** vidbeo: the Vidbeo API v2 (004, 004_129770c4d88c0f59.txt).
**
** Every answer is {success, result, links, errors}: `links` is {} or {"next": url} of a list, null
** of a single result, `result` {} after DELETE. Pages have 25 unless `limit` says otherwise, 1 to 100
** (our choice), and go on by an opaque cursor.
*/
#include "api/vidbeo/vidbeo.h"

#include <string.h>

/* ---------------------------------------------------------------- answering */

int usher_vidbeo_answer(struct usher_exchange *x, char *result, const char *links) {
    char *body = result ? sqlite3_mprintf("{\"success\":true,\"result\":%s,\"links\":%s,"
                                          "\"errors\":[]}",
                                          result, links ? links : "null")
                        : NULL;
    sqlite3_free(result);
    return usher_api_answer(x, 200, body);
}

int usher_vidbeo_list(struct usher_exchange *x, const struct usher_api_list *list) {
    char *items;
    char *next;
    int rc = usher_api_page(x, list, &items, &next);
    if (rc != SQLITE_OK) {
        return rc;
    }
    char *links = next ? sqlite3_mprintf("{\"next\":\"%s\"}", next) : NULL;
    if (next && !links) {
        sqlite3_free(items);
        items = NULL; /* which is NOMEM */
    }
    rc = usher_vidbeo_answer(x, items, links ? links : "{}");
    sqlite3_free(links);
    sqlite3_free(next);
    return rc;
}

/* The one text that the query gives; 404 if there is none. */
static int answer_query(struct usher_exchange *x, struct usher_query *query, const char *noun) {
    char *json = NULL;
    int rc = usher_step(query);
    if (rc == SQLITE_ROW) {
        json = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(query->statement, 0));
        rc = SQLITE_OK;
    } else if (rc == SQLITE_DONE) {
        rc = usher_api_refuse(x, 404, "id", "there is no such %s", noun);
    }
    usher_close(query);
    return rc == SQLITE_OK ? usher_vidbeo_answer(x, json, NULL) : rc;
}

int usher_vidbeo_one(struct usher_exchange *x, enum usher_sql sql, const char *where,
                     const char *noun) {
    struct usher_query query;
    char id[USHER_UUID_TEXT + 1];
    int rc = usher_api_uuid(x, 0, noun, id);
    if (rc == SQLITE_OK) {
        rc = usher_api_open(x, &query, sql, where, "t", id);
    }
    return rc == SQLITE_OK ? answer_query(x, &query, noun) : rc;
}

int usher_vidbeo_written(struct usher_exchange *x, enum usher_sql sql, const char *where,
                         sqlite3_int64 number) {
    struct usher_query query;
    int rc = usher_api_open(x, &query, sql, where, "i", number);
    return rc == SQLITE_OK ? answer_query(x, &query, "row") : rc;
}

/* ------------------------------------------------------------------- members */

int usher_vidbeo_name(struct usher_exchange *x, struct usher_record *record, int column) {
    return usher_given(record, column)
               ? usher_check_text(x->usher, "name", 40, &record->value[column])
               : SQLITE_OK;
}

int usher_vidbeo_role(struct usher_exchange *x, struct usher_record *record, int column) {
    static const struct {
        const char *theirs;
        const char *ours;
    } roles[] = {{"viewer", "user"},
                 {"uploader", "creator"},
                 {"user", NULL}, /* no names of this API */
                 {"creator", NULL},
                 {"manager", NULL}};
    struct usher_value *value = &record->value[column];
    for (size_t i = 0; usher_given(record, column) && i < sizeof(roles) / sizeof(*roles); i++) {
        if (!usher_value_is(value, roles[i].theirs)) {
            continue;
        }
        if (!roles[i].ours) {
            return usher_api_refuse(x, 400, "role",
                                    "role must be viewer, uploader, admin or owner");
        }
        usher_value_clear(value);
        usher_value_text(value, roles[i].ours);
        break;
    }
    return SQLITE_OK;
}

/* -------------------------------------------------------------------- errors */

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
    {"GET", "/v2/invites", 0, usher_vidbeo_invites},
    {"POST", "/v2/invites", USHER_ROUTE_WRITES, usher_vidbeo_invite_create},
    {"GET", "/v2/invites/:id", 0, usher_vidbeo_invite},
    {"DELETE", "/v2/invites/:id", USHER_ROUTE_WRITES, usher_vidbeo_invite_delete},
};

const struct usher_profile usher_vidbeo = {
    .name = "vidbeo",
    .type = "application/json",
    .routes = routes,
    .count = sizeof(routes) / sizeof(*routes),
    .fail = fail,
    .user = USHER_SQL_api_vidbeo_user,
};
