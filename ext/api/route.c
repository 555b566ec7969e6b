/*
** Which handler answers a request.
**
** A known path with another method is 405, and says in Allow which methods there are; HEAD is
** GET without its body, OPTIONS tells Allow. A path that nothing stands at is 404. Of patterns that
** match the same path the one that is listed first has it: `/user/settings` before `/user/:id`.
*/
#include "api/api.h"

#include <string.h>

/* Does the path match? What stands for a :name is captured. */
static int matches(struct usher_request *request, const char *pattern) {
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

static int refuse_method(struct usher_exchange *x, sqlite3_str *allowed) {
    char *methods = sqlite3_str_finish(allowed);
    if (!methods) {
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    usher_api_add_header(x, "Allow", methods);
    int rc = usher_api_refuse(x, 405, NULL, "this path takes %s", methods);
    sqlite3_free(methods);
    return rc;
}

int usher_api_route(struct usher_exchange *x) {
    const struct usher_profile *profile = x->profile;
    const char *method = strcmp(x->request.method, "HEAD") == 0 ? "GET" : x->request.method;
    const char *pattern = NULL;
    sqlite3_str *allowed = sqlite3_str_new(x->usher->db);
    for (int i = 0; i < profile->count; i++) {
        if (pattern ? strcmp(pattern, profile->routes[i].pattern) != 0
                    : !matches(&x->request, profile->routes[i].pattern)) {
            continue;
        }
        pattern = profile->routes[i].pattern;
        if (strcmp(method, profile->routes[i].method) == 0) {
            sqlite3_free(sqlite3_str_finish(allowed));
            x->route = &profile->routes[i];
            return SQLITE_OK;
        }
        sqlite3_str_appendf(allowed, "%s%s", sqlite3_str_length(allowed) ? ", " : "",
                            profile->routes[i].method);
    }
    if (sqlite3_str_length(allowed)) {
        return refuse_method(x, allowed);
    }
    sqlite3_free(sqlite3_str_finish(allowed));
    return usher_api_refuse(x, 404, NULL, "there is nothing at this path");
}
