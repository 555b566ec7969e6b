/*
** studio: the Kolibri Studio User API (001, 001_16d07fca6a243adf.txt): users as those who share
** channels see them, their storage and notifications, invitations into channels.
**
** Lists are bare arrays without pages. What goes wrong is told as Django's REST framework does:
** {"detail": "…"}, or {"field": ["…"]} of a member or parameter. Parameters that the API does not
** know are passed over, as there; unknown members of a body are refused, our choice: what is
** misspelled must not look as if it were done.
*/
#include "api/studio/studio.h"

#include <string.h>

/* ------------------------------------------------------------------ reading */

struct form {
    struct usher_exchange *x;
    const char *const *names;
};

static int check_name(void *context, const char *name, struct usher_value *value) {
    struct form *form = context;
    const char *const *names = form->names;
    (void)value;
    while (*names && strcmp(*names, name) != 0) {
        names++;
    }
    return *names ? SQLITE_OK : usher_api_refuse(form->x, 400, name, "There is no such field.");
}

/* Without a body each member is missing, which is told by its name. */
int usher_studio_body(struct usher_exchange *x, const char *const *names) {
    const struct usher_value *body = x->request.body;
    struct form form = {x, names};
    if (usher_is_null(body) || body->length == 0) {
        return SQLITE_OK;
    }
    int rc = usher_api_body(x);
    return rc == SQLITE_OK ? usher_json_object(x->usher, "body", body, check_name, &form) : rc;
}

static int is_missing(struct usher_exchange *x, const char *name) {
    return usher_fail(x->usher, USHER_MISSING, name, "This field is required.");
}

int usher_studio_text(struct usher_exchange *x, const char *name, usher_check *check, int limit,
                      struct usher_value *value) {
    char path[40];
    const char *type;
    sqlite3_snprintf(sizeof(path), path, "$.%s", name);
    int rc = usher_api_member(x, path, &type, value);
    if (rc != SQLITE_OK) {
        return rc;
    }
    return !*type || strcmp(type, "null") == 0 ? is_missing(x, name)
           : strcmp(type, "text") == 0
               ? check(x->usher, name, limit, value)
               : usher_api_refuse(x, 400, name, "%s must be a string", name);
}

int usher_studio_parameter(struct usher_exchange *x, const char *name, usher_check *check,
                           struct usher_value *value) {
    const char *text;
    usher_value_null(value);
    int rc = usher_api_query(x, name, &text);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (!text || !*text) {
        return is_missing(x, name);
    }
    usher_value_text(value, text);
    return check(x->usher, name, 0, value);
}

/* ---------------------------------------------------------------- answering */

int usher_studio_list(struct usher_exchange *x, struct usher_query *query) {
    sqlite3_str *list = sqlite3_str_new(x->usher->db);
    int rc;
    sqlite3_str_appendchar(list, 1, '[');
    for (int count = 0; (rc = usher_step(query)) == SQLITE_ROW; count++) {
        const char *json = (const char *)sqlite3_column_text(query->statement, 0);
        if (!json) {
            rc = usher_pass(x->usher, SQLITE_NOMEM);
            break;
        }
        sqlite3_str_appendf(list, "%s%s", count ? "," : "", json);
    }
    sqlite3_str_appendchar(list, 1, ']');
    usher_close(query);
    char *body = sqlite3_str_finish(list);
    if (rc != SQLITE_DONE) {
        sqlite3_free(body);
        return rc;
    }
    return usher_api_answer(x, 200, body);
}

/* What that framework says, which tells nothing of what there is; else what is wrong. */
static const char *find_detail(struct usher_exchange *x, int status) {
    char method[120]; /* 20 characters of anything; recording it makes it fit to be shown */
    switch (status) {
    case 401:
        return "Authentication credentials were not provided.";
    case 403:
        return "You do not have permission to perform this action.";
    case 404:
        return "Not found.";
    case 405:
        sqlite3_snprintf(sizeof(method), method, "%!.20s", x->request.method);
        usher_fail(x->usher, USHER_INVALID, NULL, "Method \"%s\" not allowed.", method);
        return x->usher->error.message;
    default:
        return x->usher->error.message;
    }
}

/* Is the error about a member of the body or a parameter? Else the field says what it was found in. */
static int is_field(const char *name) {
    static const char *const others[] = {"", "body", "path", "query", "headers", "invite"};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        if (strcmp(others[i], name) == 0) {
            return 0;
        }
    }
    return 1;
}

/* Of the domain's findings only a quota has a status of its own (412, 001); the others are 400. */
static int fail(struct usher_exchange *x) {
    const struct usher_error *error = &x->usher->error;
    int status = usher_api_status(x);
    sqlite3_str *body = sqlite3_str_new(x->usher->db);
    if (status == 409 || status == 410 || status == 422) {
        status = 400;
    }
    if ((status == 400 || status == 412) && is_field(error->field)) {
        sqlite3_str_appendall(body, "{");
        usher_json_append(body, error->field);
        sqlite3_str_appendall(body, ":[");
        usher_json_append(body, error->message);
        sqlite3_str_appendall(body, "]}");
    } else {
        sqlite3_str_appendall(body, "{\"detail\":");
        usher_json_append(body, find_detail(x, status));
        sqlite3_str_appendall(body, "}");
    }
    return usher_api_answer(x, status, sqlite3_str_finish(body));
}

#define USERS "/api/user"
#define INVITATIONS "/api/invitation"

static const struct usher_route routes[] = {
    {"GET", USERS, 0, usher_studio_users},
    {"GET", USERS "/get_storage_used", 0, usher_studio_storage},
    {"GET", USERS "/refresh_storage_used", USHER_ROUTE_WRITES, usher_studio_storage_refresh},
    {"POST", USERS "/mark_notifications_read", USHER_ROUTE_WRITES, usher_studio_mark_read},
    {"GET", USERS "/:id", 0, usher_studio_user},
    {"GET", INVITATIONS, 0, usher_studio_invitations},
    {"POST", INVITATIONS "/:id/accept", USHER_ROUTE_WRITES, usher_studio_accept},
    {"POST", INVITATIONS "/:id/decline", USHER_ROUTE_WRITES, usher_studio_decline},
    {"POST", "/api/send_invitation_email", USHER_ROUTE_WRITES, usher_studio_invite},
    {"DELETE", "/api/channeluser/:id/remove_self", USHER_ROUTE_WRITES, usher_studio_remove_self},
};

const struct usher_profile usher_studio = {
    .name = "studio",
    .type = "application/json",
    .routes = routes,
    .count = sizeof(routes) / sizeof(*routes),
    .fail = fail,
    .user = USHER_SQL_api_studio_user,
};
