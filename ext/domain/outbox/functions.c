/*
** outbox_claim(): for who sends the mail.
*/
#include "domain/outbox/outbox.h"

/* A required integer from 1 to `most`. */
static int take_integer(struct usher *usher, struct usher_call *call, int index, const char *name,
                        sqlite3_int64 most) {
    struct usher_value *value = &call->argv[index];
    if (usher_is_null(value)) {
        return usher_fail(usher, USHER_MISSING, name, "%s is required", name);
    }
    int rc = usher_check_integer(usher, name, 0, value);
    return rc == SQLITE_OK && (value->integer < 1 || value->integer > most)
               ? usher_fail(usher, USHER_INVALID, name, "%s must be from 1 to %lld", name, most)
               : rc;
}

/*
** outbox_claim(n, lease_seconds) → JSON list of the oldest n mails (1 to 1000) that may be sent now,
** objects of the columns of outbox. Nobody else gets them for so many seconds (1 to 86400). System
** only. Without the master key those that have a token are left alone. missing, invalid.
*/
static int claim(struct usher *usher, struct usher_call *call) {
    char *list = NULL;
    int rc = take_integer(usher, call, 0, "n", USHER_CLAIM_MOST);
    if (rc == SQLITE_OK) {
        rc = take_integer(usher, call, 1, "lease_seconds", USHER_CLAIM_SECONDS_MOST);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mail_claim(usher, (int)call->argv[0].integer, call->argv[1].integer, &list);
    }
    return rc == SQLITE_OK ? usher_result_take(usher, &call->result, list) : rc;
}

static const struct usher_function functions[] = {
    {"outbox_claim", 2, 2, USHER_WRITES, USHER_SYSTEM, "n, lease_seconds",
     "Take the oldest mails that are to be sent, for a while. Returns them as JSON", claim},
};

const struct usher_function_table usher_outbox_functions = {functions,
                                                            sizeof(functions) / sizeof(*functions)};
