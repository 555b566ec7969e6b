/*
** A request as it comes: method, path with its query, headers, body.
**
** The path is percent-decoded segment by segment, so that an encoded slash stays part of its
** segment. A path that nothing can stand at (an empty segment, `.` or `..`) is not found; one
** that is malformed (a lone %, NUL, what is not UTF-8) is a bad request.
*/
#include "api/api.h"

#include <string.h>

static int hexadecimal(char c) {
    c = usher_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* In place; `plus` is a blank in a query. 0 if it is malformed. */
static int decode(char *text, int plus) {
    char *to = text;
    for (const char *p = text; *p; p++) {
        if (*p == '%') {
            int high = hexadecimal(p[1]);
            int low = high >= 0 ? hexadecimal(p[2]) : -1;
            if (low < 0 || (high == 0 && low == 0)) {
                return 0;
            }
            *to++ = (char)(high * 16 + low);
            p += 2;
        } else {
            *to++ = *p == '+' && plus ? ' ' : *p;
        }
    }
    *to = '\0';
    return 1;
}

static int bad_path(struct usher_exchange *x, const char *why) {
    return usher_api_refuse(x, 400, "path", "path %s", why);
}

/* Well-formed once decoded? */
static int check_decoded(struct usher_exchange *x, char *text) {
    struct usher_value value;
    usher_value_text(&value, text);
    return usher_check_any_text(x->usher, "path", USHER_API_PATH, &value) == SQLITE_OK
               ? SQLITE_OK
               : bad_path(x, "must be UTF-8 without control characters, once it is decoded");
}

static int split_query(struct usher_exchange *x, char *text) {
    struct usher_request *request = &x->request;
    while (text && *text) {
        char *next = strchr(text, '&');
        if (next) {
            *next++ = '\0';
        }
        char *value = strchr(text, '=');
        if (value) {
            *value++ = '\0';
        }
        if (request->queries == USHER_API_QUERY) {
            return usher_api_refuse(x, 400, "query", "the query has too many parameters");
        }
        if (!decode(text, 1) || (value && !decode(value, 1))) {
            return bad_path(x, "has a malformed percent-encoding in its query");
        }
        int rc = check_decoded(x, text);
        if (rc == SQLITE_OK && value) {
            rc = check_decoded(x, value);
        }
        if (rc != SQLITE_OK) {
            return rc;
        }
        if (*text) {
            request->query[request->queries++] = (struct usher_pair){text, value ? value : ""};
        }
        text = next;
    }
    return SQLITE_OK;
}

static int nowhere(struct usher_exchange *x) {
    return usher_api_refuse(x, 404, NULL, "there is nothing at this path");
}

static int split_path(struct usher_exchange *x, char *text) {
    struct usher_request *request = &x->request;
    if (*text != '/') {
        return bad_path(x, "must begin with /");
    }
    char *next = text + 1;
    while (next) {
        char *segment = next;
        next = strchr(segment, '/');
        if (next) {
            *next++ = '\0';
        }
        if (next && !*next) { /* one slash at the end is nothing */
            next = NULL;
        }
        if (!decode(segment, 0)) {
            return bad_path(x, "has a malformed percent-encoding");
        }
        int rc = check_decoded(x, segment);
        if (rc != SQLITE_OK) {
            return rc;
        }
        if (!*segment || strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0 ||
            request->segments == USHER_API_SEGMENTS) {
            return nowhere(x);
        }
        request->segment[request->segments++] = segment;
    }
    return SQLITE_OK;
}

int usher_api_parse(struct usher_exchange *x, const struct usher_value *path) {
    struct usher_request *request = &x->request;
    if (path->length > USHER_API_PATH) {
        return usher_api_refuse(x, 414, "path", "path must be at most %d bytes", USHER_API_PATH);
    }
    if ((int)strlen(path->text) != path->length) {
        return bad_path(x, "must be without NUL");
    }
    request->path = sqlite3_mprintf("%s", path->text);
    if (!request->path) {
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    request->path[strcspn(request->path, "#")] = '\0';
    char *query = strchr(request->path, '?');
    if (query) {
        *query++ = '\0';
    }
    int rc = split_path(x, request->path);
    return rc == SQLITE_OK ? split_query(x, query) : rc;
}

void usher_request_clear(struct usher_request *request) {
    sqlite3_free(request->path);
    request->path = NULL;
}

/* ------------------------------------------------------------------- query */

int usher_api_query(struct usher_exchange *x, const char *name, const char **value) {
    *value = NULL;
    for (int i = 0; i < x->request.queries; i++) {
        if (strcmp(x->request.query[i].name, name) != 0) {
            continue;
        }
        if (*value) {
            return usher_api_refuse(x, 400, name, "%s is given twice", name);
        }
        *value = x->request.query[i].value;
    }
    return SQLITE_OK;
}

int usher_api_queries(struct usher_exchange *x, const char *const *names) {
    for (int i = 0; i < x->request.queries; i++) {
        const char *name = x->request.query[i].name;
        int known = 0;
        for (int n = 0; names[n] && !known; n++) {
            known = strcmp(names[n], name) == 0;
        }
        if (!known) {
            return usher_api_refuse(x, 400, name, "there is no parameter \"%.40s\"", name);
        }
    }
    return SQLITE_OK;
}

/* ----------------------------------------------------------------- headers */

struct header_search {
    struct usher *usher;
    const char *name;
    struct usher_value *value;
};

static int take_header(void *context, const char *name, struct usher_value *value) {
    struct header_search *search = context;
    if (sqlite3_stricmp(name, search->name) != 0 || value->type != SQLITE_TEXT || value->owned) {
        return SQLITE_OK;
    }
    if (!usher_is_null(search->value)) { /* which one is meant is not ours to guess */
        return usher_fail(search->usher, USHER_INVALID, "headers", "%s is given twice",
                          search->name);
    }
    search->value->type = SQLITE_TEXT;
    int rc = usher_value_keep(search->value, value->text, value->length);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(search->usher, rc);
}

int usher_api_header(struct usher_exchange *x, const char *name, struct usher_value *value) {
    struct header_search search = {x->usher, name, value};
    usher_value_null(value);
    if (usher_is_null(x->request.headers)) {
        return SQLITE_OK;
    }
    int rc = usher_json_object(x->usher, "headers", x->request.headers, take_header, &search);
    if (rc != SQLITE_OK) {
        usher_value_clear(value);
    }
    return usher_api_malformed(x, rc);
}
