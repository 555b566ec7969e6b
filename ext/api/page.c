/*
** Lists in pages: ?limit=25&cursor=…
**
** A page begins behind the place where the one before ended, whatever has come or gone meanwhile. One
** row more than the page has is asked for, which tells whether another page follows.
*/
#include "api/api.h"

#include <stdlib.h>
#include <string.h>

struct page {
    int limit;
    char place[USHER_CURSOR_TEXT]; /* "text text" of the last one before; "": the beginning */
};

static int read_limit(struct usher_exchange *x, const struct usher_api_list *list, int *limit) {
    const char *text;
    *limit = list->usual;
    int rc = usher_api_query(x, "limit", &text);
    if (rc != SQLITE_OK || !text) {
        return rc;
    }
    *limit = strspn(text, "0123456789") == strlen(text) && strlen(text) < 6
                 ? (int)strtol(text, NULL, 10)
                 : 0;
    return *limit >= list->least && *limit <= list->most
               ? SQLITE_OK
               : usher_api_refuse(x, 400, "limit", "limit must be from %d to %d", list->least,
                                  list->most);
}

static int read_page(struct usher_exchange *x, const struct usher_api_list *list,
                     struct page *page) {
    static const char *const names[] = {"limit", "cursor", NULL};
    const char *cursor = NULL;
    page->place[0] = '\0';
    int rc = usher_api_queries(x, names);
    if (rc == SQLITE_OK) {
        rc = read_limit(x, list, &page->limit);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_query(x, "cursor", &cursor);
    }
    return rc == SQLITE_OK && cursor && *cursor
               ? usher_api_cursor_read(x, list->path, cursor, page->place)
               : rc;
}

static int open_page(struct usher_exchange *x, const struct usher_api_list *list, struct page *page,
                     struct usher_query *query) {
    char *second = strchr(page->place, ' ');
    sqlite3_int64 limit = page->limit + 1;
    if (!second) {
        return usher_api_open(x, query, list->sql, list->first, "i", limit);
    }
    *second++ = '\0';
    return usher_api_open(x, query, list->sql, list->after, "itt", limit, page->place, second);
}

static const char *text_at(const struct usher_query *query, int column, int *length) {
    const char *text = (const char *)sqlite3_column_text(query->statement, column);
    *length = sqlite3_column_bytes(query->statement, column);
    return text;
}

/* Takes one row; `place` is where it stands. */
static int take(struct usher_exchange *x, const struct usher_query *query, sqlite3_str *list,
                char place[USHER_CURSOR_TEXT]) {
    int length[3];
    const char *text[3];
    for (int i = 0; i < 3; i++) {
        text[i] = text_at(query, i, &length[i]);
        if (!text[i]) {
            return usher_pass(x->usher, SQLITE_NOMEM);
        }
    }
    if (length[1] + length[2] + 2 > USHER_CURSOR_TEXT) {
        return usher_fail(x->usher, USHER_CORRUPT, NULL, "a row has a malformed id or time");
    }
    sqlite3_str_append(list, text[0], length[0]);
    memcpy(place, text[1], (size_t)length[1]);
    place[length[1]] = ' ';
    memcpy(place + length[1] + 1, text[2], (size_t)length[2] + 1);
    return SQLITE_OK;
}

/* As many as the page has; `place` is that of the last one, "" if none follows. */
static int collect(struct usher_exchange *x, struct usher_query *query, int limit,
                   char place[USHER_CURSOR_TEXT], char **items) {
    sqlite3_str *list = sqlite3_str_new(x->usher->db);
    int count = 0;
    int rc;
    sqlite3_str_appendchar(list, 1, '[');
    while ((rc = usher_step(query)) == SQLITE_ROW && count < limit) {
        if (count++) {
            sqlite3_str_appendchar(list, 1, ',');
        }
        rc = take(x, query, list, place);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    sqlite3_str_appendchar(list, 1, ']');
    if (rc == SQLITE_DONE) {
        place[0] = '\0';
    }
    *items = sqlite3_str_finish(list);
    return rc != SQLITE_ROW && rc != SQLITE_DONE ? rc
           : *items                              ? SQLITE_OK
                                                 : usher_pass(x->usher, SQLITE_NOMEM);
}

static int link_next(struct usher_exchange *x, const struct usher_api_list *list, int limit,
                     const char *place, char **next) {
    char cursor[USHER_CURSOR_TEXT];
    int rc = usher_api_cursor_make(x, list->path, place, cursor);
    if (rc == SQLITE_OK) {
        *next = sqlite3_mprintf("%s?limit=%d&cursor=%s", list->path, limit, cursor);
        rc = *next ? SQLITE_OK : usher_pass(x->usher, SQLITE_NOMEM);
    }
    return rc;
}

int usher_api_page(struct usher_exchange *x, const struct usher_api_list *list, char **items,
                   char **next) {
    struct page page;
    struct usher_query query;
    char place[USHER_CURSOR_TEXT] = "";
    *items = *next = NULL;
    int rc = read_page(x, list, &page);
    if (rc == SQLITE_OK) {
        rc = open_page(x, list, &page, &query);
    }
    if (rc == SQLITE_OK) {
        rc = collect(x, &query, page.limit, place, items);
        usher_close(&query);
    }
    if (rc == SQLITE_OK && place[0]) {
        rc = link_next(x, list, page.limit, place, next);
    }
    if (rc != SQLITE_OK) {
        sqlite3_free(*items);
        *items = NULL;
    }
    return rc;
}
