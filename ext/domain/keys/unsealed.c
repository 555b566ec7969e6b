/*
** usher_unsealed(purpose, id, sealed): what was sealed, for a column of a table.
**
** Only usher's own statements may call it. Others are told so; once the connection is
** locked the authorizer does not know the function at all.
*/
#include "domain/domain.h"

#include <string.h>

static void wipe_and_free(void *text) {
    usher_secret_free(text, (int)strlen(text));
}

static void unsealed(sqlite3_context *context, int argc, sqlite3_value **argv) {
    struct usher *usher = sqlite3_user_data(context);
    char *plain = NULL;
    int size = 0;
    int rc = SQLITE_OK;
    (void)argc;
    if (usher->inner == 0) {
        rc = usher_fail(usher, USHER_FORBIDDEN, NULL, "usher_unsealed is for usher's own use");
    } else if (usher_has_master_key(usher) && sqlite3_value_type(argv[2]) != SQLITE_NULL) {
        const char *purpose = (const char *)sqlite3_value_text(argv[0]);
        const char *id = (const char *)sqlite3_value_text(argv[1]);
        const void *sealed = sqlite3_value_blob(argv[2]);
        rc = purpose && id ? usher_unseal_value(usher, purpose, id, sealed,
                                                sqlite3_value_bytes(argv[2]), &plain, &size)
                           : usher_pass(usher, SQLITE_NOMEM);
    }
    if (rc != SQLITE_OK) {
        usher_error_to_function(usher, context, rc);
    } else if (plain) {
        sqlite3_result_text(context, plain, size, wipe_and_free);
    }
}

/* DIRECTONLY: a view or trigger of a file, which inner statements set off, is not usher's own. */
int usher_unsealed_register(struct usher *usher, void (*release)(void *)) {
    usher->references++;
    return sqlite3_create_function_v2(usher->db, "usher_unsealed", 3,
                                      SQLITE_UTF8 | SQLITE_DIRECTONLY, usher, unsealed, NULL, NULL,
                                      release);
}
