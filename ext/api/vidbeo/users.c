/*
** GET /v2/users, GET, PATCH, DELETE /v2/users/:id. There is no POST: a user exists only once an
** invite was accepted.
*/
#include "api/vidbeo/vidbeo.h"

#include "domain/users/users.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------- a page */

struct page {
    int limit;
    char place[USHER_CURSOR_TEXT]; /* "created_at id" of the last one before; "": the beginning */
};

static int read_limit(struct usher_exchange *x, int *limit) {
    const char *text;
    *limit = 25;
    int rc = usher_api_query(x, "limit", &text);
    if (rc != SQLITE_OK || !text) {
        return rc;
    }
    *limit = strspn(text, "0123456789") == strlen(text) && strlen(text) < 4 ? atoi(text) : 0;
    return *limit >= 1 && *limit <= 100
               ? SQLITE_OK
               : usher_api_refuse(x, 400, "limit", "limit must be from 1 to 100");
}

static int read_page(struct usher_exchange *x, struct page *page) {
    static const char *const names[] = {"limit", "cursor", NULL};
    const char *cursor = NULL;
    page->place[0] = '\0';
    int rc = usher_api_queries(x, names);
    if (rc == SQLITE_OK) {
        rc = read_limit(x, &page->limit);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_query(x, "cursor", &cursor);
    }
    return rc == SQLITE_OK && cursor && *cursor
               ? usher_api_cursor_read(x, "vidbeo users", cursor, page->place)
               : rc;
}

/* {"next": a complete relative URL}. */
static char *next_link(struct usher_exchange *x, const struct page *page, const char *place) {
    char cursor[USHER_CURSOR_TEXT];
    return usher_api_cursor_make(x, "vidbeo users", place, cursor) == SQLITE_OK
               ? sqlite3_mprintf("{\"next\":\"/v2/users?limit=%d&cursor=%s\"}", page->limit, cursor)
               : NULL;
}

/* As many as the page has; `place` is that of the last one, "" if none follows. */
static int collect(struct usher_exchange *x, struct usher_query *query, const struct page *page,
                   char place[USHER_CURSOR_TEXT], char **result) {
    sqlite3_str *list = sqlite3_str_new(x->usher->db);
    char last[USHER_CURSOR_TEXT] = "";
    int count = 0;
    int rc;
    place[0] = '\0';
    sqlite3_str_appendchar(list, 1, '[');
    while ((rc = usher_step(query)) == SQLITE_ROW) {
        if (count == page->limit) { /* there is one more */
            memcpy(place, last, sizeof(last));
            rc = SQLITE_DONE;
            break;
        }
        sqlite3_str_appendf(list, "%s%s", count++ ? "," : "",
                            (const char *)sqlite3_column_text(query->statement, 0));
        sqlite3_snprintf(sizeof(last), last, "%s %s",
                         (const char *)sqlite3_column_text(query->statement, 1),
                         (const char *)sqlite3_column_text(query->statement, 2));
    }
    sqlite3_str_appendchar(list, 1, ']');
    *result = sqlite3_str_finish(list);
    return rc != SQLITE_DONE ? rc : *result ? SQLITE_OK : usher_pass(x->usher, SQLITE_NOMEM);
}

#define ORDER " ORDER BY u.created_at, u.id LIMIT ?1"

static int open_page(struct usher_exchange *x, struct page *page, struct usher_query *query) {
    char *id = strchr(page->place, ' ');
    sqlite3_int64 limit = page->limit + 1;
    if (!id) {
        return usher_api_open(x, query, USHER_SQL_api_vidbeo_user,
                              " WHERE u.discarded_at IS NULL" ORDER, "i", limit);
    }
    *id++ = '\0';
    return usher_api_open(x, query, USHER_SQL_api_vidbeo_user,
                          " WHERE u.discarded_at IS NULL AND (u.created_at, u.id) > (?2, ?3)" ORDER,
                          "itt", limit, page->place, id);
}

int usher_vidbeo_users(struct usher_exchange *x) {
    struct page page;
    struct usher_query query;
    char place[USHER_CURSOR_TEXT];
    char *result = NULL;
    char *links = NULL;
    int rc = read_page(x, &page);
    if (rc == SQLITE_OK) {
        rc = open_page(x, &page, &query);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = collect(x, &query, &page, place, &result);
    usher_close(&query);
    if (rc == SQLITE_OK && place[0]) {
        links = next_link(x, &page, place);
        rc = links ? SQLITE_OK : usher_pass(x->usher, SQLITE_NOMEM);
    }
    if (rc == SQLITE_OK) {
        rc = usher_vidbeo_answer(x, result, links ? links : "{}");
        result = NULL;
    }
    sqlite3_free(result);
    sqlite3_free(links);
    return rc;
}

/* ------------------------------------------------------------------ one user */

/* The user of the path, whom whoever asks sees. */
static int find(struct usher_exchange *x, sqlite3_int64 *number, const char **id) {
    struct usher_value value;
    usher_value_small(&value, "");
    if (strlen(x->request.capture[0]) == USHER_UUID_TEXT) {
        usher_value_small(&value, x->request.capture[0]);
    }
    *id = x->request.capture[0];
    if (usher_check_uuid(x->usher, "id", 0, &value) != SQLITE_OK) {
        return usher_api_refuse(x, 404, "id", "there is no such user");
    }
    return usher_table_find(x->usher, &usher_users, "id", value.text, number);
}

static int answer_user(struct usher_exchange *x, sqlite3_int64 number) {
    struct usher_query query;
    char *json;
    int rc =
        usher_api_open(x, &query, USHER_SQL_api_vidbeo_user, " WHERE u.rowid = ?1", "i", number);
    if (rc == SQLITE_OK) {
        rc = usher_api_text(x, &query, "user", &json);
    }
    return rc == SQLITE_OK ? usher_vidbeo_answer(x, json, "null") : rc;
}

int usher_vidbeo_user(struct usher_exchange *x) {
    sqlite3_int64 number;
    const char *id;
    int rc = find(x, &number, &id);
    return rc == SQLITE_OK ? answer_user(x, number) : rc;
}

/* ---------------------------------------------------------------- changing */

/* What the document's members are of the table users; `type` is what JSON has for it. */
static const struct member {
    const char *path;
    int column;
    const char *types; /* of JSON, as json_type() calls them */
    const char *must;
} members[] = {
    {"$.name", USER_NAME, "text", "must be a string of 1 to 40 characters"},
    {"$.role", USER_ROLE, "text", "must be viewer, uploader, admin or owner"},
    {"$.authentication", USER_AUTHENTICATION, "text", "must be password or sso"},
    {"$.notifications", USER_NOTIFICATIONS, "array", "must be an array of strings"},
    {"$.enabled", USER_ENABLED, "true false", "must be true or false"},
    {"$.mfa_required", USER_MFA_REQUIRED, "true false", "must be true or false"},
};

static const char *role_of(const char *name) {
    return strcmp(name, "viewer") == 0 ? "user" : strcmp(name, "uploader") == 0 ? "creator" : name;
}

static int take_member(struct usher_exchange *x, const struct member *member,
                       struct usher_record *record) {
    const char *name = member->path + 2;
    struct usher_value *value = &record->value[member->column];
    const char *type;
    int rc = usher_api_member(x, member->path, &type, value);
    if (rc != SQLITE_OK || !*type) {
        return rc;
    }
    record->given |= (uint64_t)1 << member->column;
    if (!strstr(member->types, type)) {
        return usher_api_refuse(x, 400, name, "%s %s", name, member->must);
    }
    if (member->column == USER_ROLE) {
        const char *role = role_of(value->text);
        if (role != value->text) {
            usher_value_clear(value);
            usher_value_text(value, role);
        }
    }
    if (member->column == USER_NAME) { /* 40 at most here, 100 in the table */
        rc = usher_check_text(x->usher, name, 40, value);
    }
    return rc;
}

static int is_member(const char *name) {
    for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
        if (strcmp(members[i].path + 2, name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What is not listed cannot be set; the address has a reason of its own. */
static int check_name(void *context, const char *name, struct usher_value *value) {
    struct usher_exchange *x = context;
    (void)value;
    if (is_member(name)) {
        return SQLITE_OK;
    }
    return strcmp(name, "email") == 0
               ? usher_api_refuse(x, 400, name,
                                  "email cannot be changed: send an invite to the new address")
               : usher_api_refuse(x, 400, name, "%.40s cannot be set", name);
}

int usher_vidbeo_user_update(struct usher_exchange *x) {
    struct usher_record record;
    sqlite3_int64 number;
    const char *id;
    usher_record_init(&record);
    int rc = find(x, &number, &id);
    if (rc == SQLITE_OK) {
        rc = usher_api_body(x);
    }
    if (rc == SQLITE_OK) {
        rc = usher_json_object(x->usher, "body", x->request.body, check_name, x);
    }
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof(members) / sizeof(*members); i++) {
        rc = take_member(x, &members[i], &record);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_update(x->usher, &usher_users, number, &record);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? answer_user(x, number) : rc;
}

int usher_vidbeo_user_delete(struct usher_exchange *x) {
    sqlite3_int64 number;
    const char *id;
    int rc = find(x, &number, &id);
    if (rc == SQLITE_OK) {
        rc = usher_table_remove(x->usher, &usher_users, number);
    }
    return rc == SQLITE_OK ? usher_vidbeo_answer(x, sqlite3_mprintf("{}"), "null") : rc;
}
