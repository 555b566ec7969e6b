/*
** user_json(user_id [, profile]) → the user in the format of one of the APIs (vidbeo unless it is said),
** as whoever acts sees them; what the APIs' handlers answer with. not_found, invalid.
*/
#include "api/api.h"

int usher_user_json(struct usher *usher, struct usher_call *call) {
    struct usher_exchange x = {.usher = usher};
    struct usher_value name;
    const char *id;
    char *json = NULL;
    usher_value_text(&name, "vidbeo");
    x.profile = usher_api_profile(
        usher, call->argc > 1 && !usher_is_null(&call->argv[1]) ? &call->argv[1] : &name);
    if (!x.profile) {
        return SQLITE_CONSTRAINT;
    }
    int rc = usher_argument_uuid(usher, call, 0, "user_id", &id);
    if (rc == SQLITE_OK) {
        rc = usher_api_user(&x, id, &json);
    }
    return rc == SQLITE_OK ? usher_result_take(usher, &call->result, json) : rc;
}
