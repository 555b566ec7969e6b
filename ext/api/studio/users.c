/*
** GET /api/user, GET /api/user/:id, and what whoever asks does with their own storage and
** notifications.
*/
#include "api/studio/studio.h"

#include <string.h>

/* -------------------------------------------------------------------- users */

enum { IDS_MOST = 50 }; /* what comes behind is cut off (001) */

/* The ids as a JSON list. What is no id stands in it, too, and matches nobody. NULL is NOMEM. */
static char *split_ids(struct usher_exchange *x, const char *ids) {
    sqlite3_str *list = sqlite3_str_new(x->usher->db);
    int complete = 1;
    for (int count = 0; ids && complete && count < IDS_MOST; count++) {
        size_t length = strcspn(ids, ",");
        char *id = sqlite3_mprintf("%.*s", (int)length, ids);
        complete = id != NULL;
        sqlite3_str_appendall(list, count ? "," : "[");
        usher_json_append(list, id ? id : "");
        sqlite3_free(id);
        ids = ids[length] ? ids + length + 1 : NULL;
    }
    sqlite3_str_appendchar(list, 1, ']');
    char *text = sqlite3_str_finish(list);
    if (!complete) {
        sqlite3_free(text);
        return NULL;
    }
    return text;
}

/* 1 and true, as the API's own; 0, false and nothing are the opposite; else it is a mistake. */
static int read_include(struct usher_exchange *x, sqlite3_int64 *include) {
    static const char name[] = "include_viewonly";
    const char *text;
    int rc = usher_api_query(x, name, &text);
    *include = rc == SQLITE_OK && text && (!strcmp(text, "1") || !sqlite3_stricmp(text, "true"));
    return rc != SQLITE_OK || *include || !text || !*text || !strcmp(text, "0") ||
                   !sqlite3_stricmp(text, "false")
               ? rc
               : usher_api_refuse(x, 400, name, "%s must be true or false", name);
}

#define ALIVE " WHERE u.discarded_at IS NULL"
#define BY_ID " AND u.id IN (SELECT lower(value) FROM json_each(?1))"
#define BY_CHANNEL " AND u.channel = lower(?2) AND u.include_view_only = ?3"
#define ORDER " ORDER BY u.created_at, u.id"

/*
** Everybody whom whoever asks sees, but for the deleted; those of `ids`, who edit `channel`, or both. A
** parameter that is there and empty matches nobody: our choice.
*/
int usher_studio_users(struct usher_exchange *x) {
    const char *ids;
    const char *channel = NULL;
    sqlite3_int64 include = 0;
    struct usher_query query;
    int rc = usher_api_query(x, "ids", &ids);
    if (rc == SQLITE_OK) {
        rc = usher_api_query(x, "channel", &channel);
    }
    if (rc == SQLITE_OK) {
        rc = read_include(x, &include);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    enum usher_sql id = USHER_SQL_api_studio_user;
    char *list = ids ? split_ids(x, ids) : NULL;
    if (ids && !list) {
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    rc = ids && channel ? usher_api_open(x, &query, id, ALIVE BY_ID BY_CHANNEL ORDER, "tti", list,
                                         channel, include)
         : channel ? usher_api_open(x, &query, id, ALIVE BY_CHANNEL ORDER, "nti", channel, include)
         : ids     ? usher_api_open(x, &query, id, ALIVE BY_ID ORDER, "t", list)
                   : usher_api_open(x, &query, id, ALIVE ORDER, "");
    if (rc == SQLITE_OK) {
        rc = usher_studio_list(x, &query);
    }
    sqlite3_free(list);
    return rc;
}

int usher_studio_user(struct usher_exchange *x) {
    struct usher_query query;
    char *json = NULL;
    int rc = usher_api_open(x, &query, USHER_SQL_api_studio_user, " WHERE u.id = lower(?1)", "t",
                            x->request.capture[0]);
    if (rc == SQLITE_OK) {
        rc = usher_api_text(x, &query, "user", &json);
    }
    return rc == SQLITE_OK ? usher_api_answer(x, 200, json) : rc;
}

/* ------------------------------------------------------------------- storage */

/* A function that returns bytes, of whoever asks. */
static int answer_bytes(struct usher_exchange *x, const char *function) {
    struct usher_value bytes;
    int rc = usher_api_call(x, &usher_storage_functions, function, 0, NULL, &bytes);
    if (rc == SQLITE_OK) {
        rc = usher_api_answer(x, 200, sqlite3_mprintf("%lld", bytes.integer));
    }
    usher_value_clear(&bytes);
    return rc;
}

int usher_studio_storage(struct usher_exchange *x) {
    return answer_bytes(x, "storage_used");
}

/* A GET that changes something, as the document has it. */
int usher_studio_storage_refresh(struct usher_exchange *x) {
    return answer_bytes(x, "storage_refresh");
}

/* ------------------------------------------------------------- notifications */

int usher_studio_mark_read(struct usher_exchange *x) {
    static const char *const names[] = {"timestamp", NULL};
    struct usher_value until;
    struct usher_value watermark;
    usher_value_null(&until);
    usher_value_null(&watermark);
    int rc = usher_studio_body(x, names);
    if (rc == SQLITE_OK) {
        rc = usher_studio_text(x, names[0], usher_check_time, 0, &until);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_call(x, &usher_notification_functions, "mark_read", 1, &until, &watermark);
    }
    usher_value_clear(&until);
    usher_value_clear(&watermark);
    return rc == SQLITE_OK ? usher_api_empty(x, 204) : rc;
}
