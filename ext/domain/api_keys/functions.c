/*
** api_key_create().
*/
#include "domain/api_keys/api_keys.h"

static int take_name(struct usher *usher, struct usher_call *call, struct usher_record *given) {
    if (usher_given(given, NEW_NAME)) {
        return usher_fail(usher, USHER_INVALID, "options", "name is an argument, not an option");
    }
    if (!usher_is_null(&call->argv[0])) {
        usher_record_set(given, NEW_NAME, &call->argv[0]);
    }
    return usher_record_check(usher, &usher_api_key_creation, given, 0);
}

/*
** api_key_create(name [, options]) → key, which is shown this once. options is a JSON
** object: kind (api, upload), owner (user, account), user_id, account_id, scopes,
** expires_at, readable, and, when the caller makes them, id and key. missing, invalid,
** forbidden, not_found, conflict, unsupported (readable without the master key).
*/
static int create(struct usher *usher, struct usher_call *call) {
    struct usher_record given;
    char text[USHER_API_KEY_TEXT + 1] = "";
    usher_record_init(&given);
    int rc = usher_require_person(usher, "make API keys");
    if (rc == SQLITE_OK && call->argc > 1) {
        rc = usher_record_from_json(usher, &usher_api_key_creation, "options", &call->argv[1],
                                    &given);
    }
    if (rc == SQLITE_OK) {
        rc = take_name(usher, call, &given);
    }
    if (rc == SQLITE_OK) {
        rc = usher_api_key_create(usher, &given, text);
    }
    usher_record_clear(&given);
    if (rc == SQLITE_OK) {
        rc = usher_result_copy(usher, &call->result, text);
    }
    usher_wipe(text, sizeof(text));
    return rc;
}

static const struct usher_function functions[] = {
    {"api_key_create", 1, 2, USHER_WRITES, USHER_ACTORS, "name [, options]",
     "Make a key for a program. Returns it, this once", create},
};

const struct usher_function_table usher_api_key_functions = {functions, sizeof(functions) /
                                                                            sizeof(*functions)};
