/*
** act_as(), actor() and usher_lockdown().
*/
#include "domain/domain.h"

/*
** act_as(user_id) → the user's id; act_as(NULL) → NULL: the system acts again.
** For the system only (behind an act_as(), too). Takes effect when the statement is
** over; within a transaction it ends with the transaction. not_found, forbidden,
** conflict while another statement is running.
*/
static int act_as(struct usher *usher, struct usher_call *call) {
    const char *id = NULL;
    int rc = SQLITE_OK;
    if (!usher_is_null(&call->argv[0])) {
        rc = usher_argument_uuid(usher, call, 0, "user_id", &id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_act_as(usher, call->context, id);
    }
    if (rc == SQLITE_OK && id) {
        usher_value_small(&call->result, id);
    }
    return rc;
}

/* actor() → 'system', 'nobody', or the id of the user who acts. */
static int actor(struct usher *usher, struct usher_call *call) {
    usher_value_small(&call->result, usher_actor_name(usher));
    return SQLITE_OK;
}

/*
** usher_lockdown([options]) → 1. Gives the system's rights up and hands the
** connection out; see identity/lockdown.c. Writes nothing. conflict, unsupported.
*/
static int lockdown(struct usher *usher, struct usher_call *call) {
    int rc = usher_lockdown(usher, call->argc > 0 ? &call->argv[0] : NULL);
    if (rc == SQLITE_OK) {
        usher_value_integer(&call->result, 1);
    }
    return rc;
}

static const struct usher_function functions[] = {
    {"act_as", 1, 1, USHER_ACTS, USHER_ANYBODY, "user_id or NULL",
     "Act as a user; NULL: as the system again. Returns the id", act_as},
    {"actor", 0, 0, USHER_PURE, USHER_ANYBODY, "", "Who acts: system, nobody, or a user's id",
     actor},
    {"usher_lockdown", 0, 1, USHER_ACTS, USHER_ANYBODY, "[options]",
     "Give up system rights on this connection for good, and hand it out. Returns 1", lockdown},
};

const struct usher_function_table usher_actor_functions = {functions,
                                                           sizeof(functions) / sizeof(*functions)};
