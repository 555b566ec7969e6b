/*
** Which handler answers a request.
**
** Of several patterns that match a path the first is meant: a profile lists `/users/me` before
** `/users/:id`, whatever the method. A known path with another method is 405, and says in
** Allow which methods there are; HEAD is GET without its body, OPTIONS tells Allow. A path that
** nothing stands at is 404.
*/
#include "api/api.h"

#include <string.h>

/* Does it match? What its :names stand for is captured. */
static int match(struct usher_request *request, const char *pattern) {
    int captured = 0;
    for (int i = 0; i < request->segments; i++) {
        if (*pattern++ != '/') {
            return 0;
        }
        size_t length = strcspn(pattern, "/");
        if (*pattern == ':') {
            request->capture[captured++] = request->segment[i];
        } else if (strlen(request->segment[i]) != length ||
                   memcmp(request->segment[i], pattern, length) != 0) {
            return 0;
        }
        pattern += length;
    }
    return *pattern == '\0';
}

/* The pattern that is meant, with its captures; NULL if nothing stands at the path. */
static const char *find_pattern(struct usher_exchange *x) {
    const struct usher_profile *profile = x->profile;
    for (int i = 0; i < profile->count; i++) {
        if (match(&x->request, profile->routes[i].pattern)) {
            return profile->routes[i].pattern;
        }
    }
    return NULL;
}

static int answer_methods(struct usher_exchange *x, sqlite3_str *allowed) {
    char *methods = sqlite3_str_finish(allowed);
    if (!methods) {
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    usher_api_add_header(x, "Allow", methods);
    int rc = strcmp(x->request.method, "OPTIONS") == 0
                 ? usher_api_empty(x, 204)
                 : usher_api_refuse(x, 405, NULL, "this path takes %s", methods);
    sqlite3_free(methods);
    return rc;
}

int usher_api_route(struct usher_exchange *x) {
    const struct usher_profile *profile = x->profile;
    const char *method = strcmp(x->request.method, "HEAD") == 0 ? "GET" : x->request.method;
    const char *pattern = find_pattern(x);
    if (!pattern) {
        return usher_api_refuse(x, 404, NULL, "there is nothing at this path");
    }
    sqlite3_str *allowed = sqlite3_str_new(x->usher->db);
    int methods = 0;
    for (int i = 0; i < profile->count; i++) {
        if (strcmp(profile->routes[i].pattern, pattern) != 0) {
            continue;
        }
        if (strcmp(method, profile->routes[i].method) == 0) {
            sqlite3_free(sqlite3_str_finish(allowed));
            x->route = &profile->routes[i];
            return SQLITE_OK;
        }
        sqlite3_str_appendf(allowed, "%s%s", methods++ ? ", " : "", profile->routes[i].method);
    }
    return answer_methods(x, allowed);
}
