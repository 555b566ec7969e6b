/*
** usher_key().
*/
#include "domain/keys/keys.h"

/*
** usher_key(key [, next]) → 1. key: 32 to 1024 bytes of randomness, text or blob. Gives the master
** key to this connection, which keeps it until it is closed; the first one that a store is given
** is its master key from then on. With `next`: change it, and seal everything anew. System only: it
** is given before usher_lockdown(). invalid (not the one of this store), corrupt.
*/
static int key(struct usher *usher, struct usher_call *call) {
    int rc = usher_master_key(usher, &call->argv[0], call->argc > 1 ? &call->argv[1] : NULL);
    if (rc == SQLITE_OK) {
        usher_value_integer(&call->result, 1);
    }
    return rc;
}

static const struct usher_function functions[] = {
    {"usher_key", 1, 2, USHER_ACTS, USHER_SYSTEM, "key [, next]",
     "Give this connection the master key, or change it to the next. Returns 1", key},
};

const struct usher_function_table usher_key_functions = {functions,
                                                         sizeof(functions) / sizeof(*functions)};
