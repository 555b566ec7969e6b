/*
** page[number], from 1 on, and page[size], 1 to 100, 25 unless it is said (our choice).
**
** Links are complete relative URLs which keep the other parameters; one that leads nowhere is null.
*/
#include "api/pulse/pulse.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE = 25, SIZE_MOST = 100, NUMBER_MOST = 1000000000 };

static int read_number(struct usher_exchange *x, const char *name, int most, int initial,
                       sqlite3_int64 *number) {
    const char *text;
    *number = initial;
    int rc = usher_api_query(x, name, &text);
    if (USHER_NEVER(rc != SQLITE_OK) || !text) { /* given twice it was refused before */
        return rc;
    }
    *number = strspn(text, "0123456789") == strlen(text) && strlen(text) <= 10
                  ? strtoll(text, NULL, 10)
                  : 0;
    return *number >= 1 && *number <= most
               ? SQLITE_OK
               : usher_api_refuse(x, 400, name, "%s must be from 1 to %d", name, most);
}

int usher_pulse_page_read(struct usher_exchange *x, struct usher_pulse_query *query) {
    int rc = read_number(x, "page[number]", NUMBER_MOST, 1, &query->number);
    return rc == SQLITE_OK ? read_number(x, "page[size]", SIZE_MOST, SIZE, &query->size) : rc;
}

/* ------------------------------------------------------------------- links */

static void append_encoded(sqlite3_str *out, const char *text) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-._~:,!";
    for (; *text; text++) {
        if (strchr(plain, *text)) {
            sqlite3_str_appendchar(out, 1, *text);
        } else {
            sqlite3_str_appendf(out, "%%%02X", (unsigned char)*text);
        }
    }
}

/* `name` in front, null instead of a page 0. */
static void append_link(struct usher_exchange *x, const struct usher_pulse_query *query,
                        sqlite3_str *out, const char *name, sqlite3_int64 number) {
    sqlite3_str_appendf(out, "\"%s\":", name);
    if (number == 0) {
        sqlite3_str_appendall(out, "null");
        return;
    }
    sqlite3_str_appendall(out, "\"" PULSE_PATH "users?");
    for (int i = 0; i < x->request.queries; i++) {
        const struct usher_pair *pair = &x->request.query[i];
        if (strncmp(pair->name, "page[", 5) != 0) {
            append_encoded(out, pair->name);
            sqlite3_str_appendchar(out, 1, '=');
            append_encoded(out, pair->value);
            sqlite3_str_appendchar(out, 1, '&');
        }
    }
    sqlite3_str_appendf(out, "page%%5Bnumber%%5D=%lld&page%%5Bsize%%5D=%lld\"", number,
                        query->size);
}

char *usher_pulse_links(struct usher_exchange *x, const struct usher_pulse_query *query,
                        sqlite3_int64 total) {
    sqlite3_int64 last = total ? (total + query->size - 1) / query->size : 1;
    sqlite3_int64 previous = query->number > last ? last : query->number - 1;
    const struct {
        const char *name;
        sqlite3_int64 number;
    } links[] = {{"self", query->number},
                 {"first", 1},
                 {"prev", previous},
                 {"next", query->number < last ? query->number + 1 : 0},
                 {"last", last}};
    sqlite3_str *out = sqlite3_str_new(x->usher->db);
    for (int i = 0; i < 5; i++) {
        sqlite3_str_appendchar(out, 1, i ? ',' : '{');
        append_link(x, query, out, links[i].name, links[i].number);
    }
    sqlite3_str_appendchar(out, 1, '}');
    return sqlite3_str_finish(out);
}
