/*
** storage_used(), storage_refresh(), storage_available() and storage_check().
*/
#include "domain/storage/storage.h"

#include <string.h>

enum { NO_LIMIT };

/*
** Whose storage it is about: whoever acts, or the user whom the argument names, if whoever acts
** sees them and may do this to them. not_found, forbidden; missing for the system.
*/
static int find_user(struct usher *usher, struct usher_call *call, int index,
                     enum usher_permission permission, const char *checksum,
                     struct usher_storage *storage) {
    const char *actor = usher_actor_id(usher);
    const char *user_id = actor;
    sqlite3_int64 number;
    int given = index < call->argc && !usher_is_null(&call->argv[index]);
    int rc = SQLITE_OK;
    if (given) {
        rc = usher_argument_uuid(usher, call, index, "user_id", &user_id);
    } else if (!actor) {
        rc = usher_fail(usher, USHER_MISSING, "user_id",
                        "user_id is required: the system has no files of its own");
    }
    if (rc == SQLITE_OK && actor && strcmp(user_id, actor) != 0) {
        rc = usher_table_find(usher, &usher_users, "user_id", user_id, &number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_storage_load(usher, user_id, checksum, storage);
    }
    return rc == SQLITE_OK ? usher_require_user(usher, permission, user_id, storage->account_id)
                           : rc;
}

/* storage_used([user_id]) → the bytes that are kept. */
static int used(struct usher *usher, struct usher_call *call) {
    struct usher_storage storage = {.user_id = NULL};
    int rc = find_user(usher, call, 0, USHER_MAY_USERS_READ_PRIVATE, NULL, &storage);
    usher_value_integer(&call->result, storage.used);
    return rc;
}

/* storage_available([user_id]) → what is left of the quota; NULL where there is none. */
static int available(struct usher *usher, struct usher_call *call) {
    struct usher_storage storage;
    int unlimited = 0;
    int rc = find_user(usher, call, 0, USHER_MAY_USERS_READ_PRIVATE, NULL, &storage);
    if (rc == SQLITE_OK) {
        rc = usher_storage_unlimited(usher, &storage, &unlimited);
    }
    if (rc == SQLITE_OK && !unlimited) {
        usher_value_integer(&call->result, usher_storage_left(&storage));
    }
    return rc;
}

/*
** storage_check(size [, checksum [, user_id]]) → 1 if a file that counts would be taken;
** quota_exceeded. Of a checksum that counts already only what is more is needed.
*/
static int check(struct usher *usher, struct usher_call *call) {
    struct usher_value *size = &call->argv[0];
    const char *checksum = NULL;
    struct usher_storage storage;
    int rc = usher_is_null(size) ? usher_fail(usher, USHER_MISSING, "size", "size is required")
                                 : usher_check_size(usher, "size", NO_LIMIT, size);
    if (rc == SQLITE_OK && call->argc > 1 && !usher_is_null(&call->argv[1])) {
        rc = usher_check_checksum(usher, "checksum", NO_LIMIT, &call->argv[1]);
        checksum = call->argv[1].text;
    }
    if (rc == SQLITE_OK) {
        rc = find_user(usher, call, 2, USHER_MAY_USERS_READ_PRIVATE, checksum, &storage);
    }
    if (rc == SQLITE_OK) {
        rc = usher_storage_require(usher, &storage, size->integer - storage.counted);
    }
    usher_value_integer(&call->result, 1);
    return rc;
}

/* What was kept was not what the files come to. */
static int audit_drift(struct usher *usher, const struct usher_storage *storage,
                       sqlite3_int64 now) {
    struct usher_event event = {"storage.drift", "users", storage->user_id, storage->account_id};
    struct usher_fields before;
    struct usher_fields after;
    usher_fields_init(&before);
    usher_fields_init(&after);
    usher_set_integer(&before, "disk_space_used", storage->used);
    usher_set_integer(&after, "disk_space_used", now);
    return usher_audit(usher, &event, &before, &after);
}

/* storage_refresh([user_id]) → the bytes that the user's files come to, counted anew and kept. */
static int refresh(struct usher *usher, struct usher_call *call) {
    struct usher_storage storage;
    sqlite3_int64 now = 0;
    int rc = find_user(usher, call, 0, USHER_MAY_USERS_UPDATE, NULL, &storage);
    if (rc == SQLITE_OK) {
        rc = usher_storage_refresh(usher, storage.user_id, &now);
    }
    if (rc == SQLITE_OK && now != storage.used) {
        rc = audit_drift(usher, &storage, now);
    }
    usher_value_integer(&call->result, now);
    return rc;
}

static const struct usher_function functions[] = {
    {"storage_used", 0, 1, USHER_READS, USHER_ACTORS, "[user_id]",
     "The bytes that count against a user's disk space, as they are kept", used},
    {"storage_refresh", 0, 1, USHER_WRITES, USHER_ACTORS, "[user_id]",
     "Count them anew from the files, and keep them. Returns the bytes", refresh},
    {"storage_available", 0, 1, USHER_READS, USHER_ACTORS, "[user_id]",
     "The bytes that are left; NULL where there is no quota", available},
    {"storage_check", 1, 3, USHER_READS, USHER_ACTORS, "size [, checksum [, user_id]]",
     "1 if a file of this size would be taken; an error if not", check},
};

const struct usher_function_table usher_storage_functions = {functions, sizeof(functions) /
                                                                            sizeof(*functions)};
