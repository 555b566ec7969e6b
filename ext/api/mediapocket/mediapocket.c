/*
** mediapocket: the Media Pocket API (003, 003_51043d703df5bed6.txt): one's own profile.
**
** The credential is shown in the header X-API-KEY: an API key, or a session's token. A person who is
** signed in may do all of this. A key may do what its scopes say (the domain's rule): it sees what is
** private with self.read, and agrees or sets something with self.update, whatever its user's role; as
** does a key that was made without scopes. users.read_private shows it, too, and users.update
** permits it if the key holds all that its user's role does.
*/
#include "api/mediapocket/mediapocket.h"

/*
** {"error": what is wrong}. The document has 401 404 422 500: what is not permitted is 401 there, and
** whatever is wrong with a parameter 422. A request that is none (no JSON, a mangled path) is 400, our choice.
*/
static int fail(struct usher_exchange *x) {
    int status = usher_api_status(x);
    sqlite3_str *body = sqlite3_str_new(x->usher->db);
    if (status == 403) {
        status = 401;
    } else if (status == 409 || status == 410 || status == 412) {
        status = 422;
    }
    sqlite3_str_appendall(body, "{\"error\":");
    usher_json_append(body, x->usher->error.message);
    sqlite3_str_appendall(body, "}");
    return usher_api_answer(x, status, sqlite3_str_finish(body));
}

#define PROFILE "/api/v2/user/profile"

static const struct usher_route routes[] = {
    {"GET", PROFILE, 0, usher_mediapocket_profile},
    {"GET", PROFILE "/terms", USHER_ROUTE_WRITES, usher_mediapocket_terms},
    {"GET", PROFILE "/email_notifications", 0, usher_mediapocket_emails},
    {"POST", PROFILE "/email_notifications", USHER_ROUTE_WRITES, usher_mediapocket_set_emails},
};

const struct usher_profile usher_mediapocket = {
    .name = "mediapocket",
    .type = "application/json",
    .routes = routes,
    .count = sizeof(routes) / sizeof(*routes),
    .fail = fail,
    .user = USHER_SQL_api_mediapocket_user,
};
