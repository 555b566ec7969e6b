/*
** usher_unseal(purpose, id, sealed): a sealed value, for a column of a virtual table.
**
** Only usher's own statements may call it: what it opens would be anybody's else who
** can write SQL. It is not among the functions that a locked connection allows, either.
** NULL without the master key, or when that was changed elsewhere.
*/
#include "domain/keys/keys.h"

#include <string.h>

static int open_value(struct usher *usher, sqlite3_value **argv, char **plain, int *size) {
    const char *purpose = (const char *)sqlite3_value_text(argv[0]);
    const char *id = (const char *)sqlite3_value_text(argv[1]);
    const void *sealed = sqlite3_value_blob(argv[2]);
    if (!purpose || !id) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    struct usher_error kept = usher->error;
    int rc =
        usher_unseal_value(usher, purpose, id, sealed, sqlite3_value_bytes(argv[2]), plain, size);
    if (rc != SQLITE_OK && !usher_has_master_key(usher)) { /* it is not the right one any more */
        usher->error = kept;
        rc = SQLITE_OK;
    }
    return rc;
}

static void wipe_and_free(void *text) {
    usher_secret_free(text, (int)strlen(text));
}

static void unseal(sqlite3_context *context, int argc, sqlite3_value **argv) {
    struct usher *usher = sqlite3_user_data(context);
    char *plain = NULL;
    int size = 0;
    int rc = SQLITE_OK;
    (void)argc;
    if (usher->inner == 0) {
        rc = usher_fail(usher, USHER_FORBIDDEN, NULL, "usher_unseal is for usher's own use");
    } else if (usher_has_master_key(usher) && sqlite3_value_type(argv[2]) != SQLITE_NULL) {
        rc = open_value(usher, argv, &plain, &size);
    }
    if (rc != SQLITE_OK) {
        usher_error_to_function(usher, context, rc);
    } else if (plain) {
        sqlite3_result_text(context, plain, size, wipe_and_free);
    }
}

/* DIRECTONLY: no view or trigger of the file may open anything. */
int usher_unseal_register(struct usher *usher, void (*release)(void *)) {
    usher->references++;
    return sqlite3_create_function_v2(usher->db, "usher_unseal", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                      usher, unseal, NULL, NULL, release);
}
