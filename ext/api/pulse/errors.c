/*
** Error objects: {status, code, title, detail, source}.
**
** `source` is where the fault lies: the parameter of the query, the header, or, as a JSON pointer, the
** place in the body; its nearest parent if the body lacks it, for a pointer must point to something.
** What handlers refuse names the pointer; what the domain refuses names its column.
*/
#include "api/pulse/pulse.h"

#include <string.h>

static const char *title_of(int status) {
    static const struct {
        int status;
        const char *title;
    } titles[] = {
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
    };
    for (size_t i = 0; USHER_ALWAYS(i < sizeof(titles) / sizeof(*titles)); i++) {
        if (titles[i].status == status) {
            return titles[i].title;
        }
    }
    return "Service Unavailable";
}

/* ---------------------------------------------------------------- a pointer */

#define POINTER 160

/* Does the body have it? `pointer` is made of plain names. */
static int is_there(struct usher_exchange *x, const char *pointer) {
    char path[2 * POINTER] = "$";
    int found = 0;
    size_t length = 1;
    for (const char *p = pointer; *p; p++) {
        path[length++] = *p == '/' ? '.' : *p;
    }
    path[length] = '\0';
    return usher_exists(x->usher, &found, USHER_SQL_api_pulse_place, "vt", x->request.body, path) ==
               SQLITE_OK &&
           found;
}

static int is_plain(const char *name) {
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz_/")] == '\0';
}

/* Where a column of the domain stands in a resource object. */
static void point_at(const char *field, char pointer[POINTER]) {
    static const struct {
        const char *field;
        const char *pointer;
    } places[] = {
        {"body", ""},
        {"id", "/data/id"},
        {"account_id", "/data/relationships/account"},
        {"team_id", "/data/relationships/team"},
        {"user_id", "/data/relationships/user"},
    };
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        if (strcmp(places[i].field, field) == 0) {
            sqlite3_snprintf(POINTER, pointer, "%s", places[i].pointer);
            return;
        }
    }
    sqlite3_snprintf(POINTER, pointer, "/data/attributes/%s", is_plain(field) ? field : "");
}

/* As a handler said it, it is there, or what it lacks is. */
static void find_pointer(struct usher_exchange *x, const char *field, char pointer[POINTER]) {
    if (field[0] == '/') {
        sqlite3_snprintf(POINTER, pointer, "%s", field);
    } else {
        point_at(field, pointer);
    }
    while (is_plain(pointer) && *pointer && !is_there(x, pointer)) {
        *strrchr(pointer, '/') = '\0';
    }
}

/* ----------------------------------------------------------------- a source */

static int is_parameter(const struct usher_exchange *x, const char *field) {
    for (int i = 0; i < x->request.queries; i++) {
        if (strcmp(x->request.query[i].name, field) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_header(const char *field) {
    return strcmp(field, "Content-Type") == 0 || strcmp(field, "Accept") == 0;
}

/* Of the path, of what a token leads to: no part of a document. */
static int is_elsewhere(const char *field) {
    return strcmp(field, "path") == 0 || strcmp(field, "query") == 0 ||
           strcmp(field, "token") == 0 || strcmp(field, "invite") == 0 ||
           strcmp(field, "user") == 0;
}

static void add_source(struct usher_exchange *x, const char *field, sqlite3_str *body) {
    char pointer[POINTER];
    const char *kind = is_parameter(x, field) ? "parameter" : is_header(field) ? "header" : NULL;
    int has_body = !usher_is_null(x->request.body) && x->request.body->length > 0;
    if (!kind && (!has_body || !field[0] || is_elsewhere(field))) {
        return;
    }
    if (!kind) {
        find_pointer(x, field, pointer);
        field = pointer;
    }
    sqlite3_str_appendf(body, ",\"source\":{\"%s\":", kind ? kind : "pointer");
    usher_json_append(body, field);
    sqlite3_str_appendall(body, "}");
}

int usher_pulse_fail(struct usher_exchange *x) {
    const struct usher_error error = x->usher->error; /* looking for the source may leave another */
    int status = usher_api_status(x);
    if (error.code == USHER_UNSUPPORTED) {
        status = 422; /* 405 is of methods */
    }
    sqlite3_str *body = sqlite3_str_new(x->usher->db);
    sqlite3_str_appendf(body, "{\"errors\":[{\"status\":\"%d\",\"code\":", status);
    usher_json_append(body, usher_error_name(&error));
    sqlite3_str_appendall(body, ",\"title\":");
    usher_json_append(body, title_of(status));
    sqlite3_str_appendall(body, ",\"detail\":");
    usher_json_append(body, error.message);
    add_source(x, error.field, body);
    sqlite3_str_appendall(body, "}]}");
    x->usher->error = error;
    return usher_api_answer(x, status, sqlite3_str_finish(body));
}
