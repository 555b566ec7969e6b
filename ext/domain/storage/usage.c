/*
** What counts against a user's disk space. The formula is the view usher_counted_file
** (sql/schema/0008_notifications_storage.sql); what it comes to is kept in
** usher_user.disk_space_used, and counted anew where many files change what they count for.
*/
#include "domain/storage/storage.h"

#include <string.h>

/* SQLite's sum() fails where it would not fit. */
static int files_used(struct usher *usher, const char *user_id, sqlite3_int64 *bytes) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_storage_files_used, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        *bytes = sqlite3_column_int64(query.statement, 0);
    } else if (strcmp(usher->error.message, "integer overflow") == 0) {
        rc = usher_storage_too_much(usher);
    }
    usher_close(&query);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int usher_storage_refresh(struct usher *usher, const char *user_id, sqlite3_int64 *bytes) {
    int rc = files_used(usher, user_id, bytes);
    if (rc == SQLITE_OK) {
        rc = usher_tracked_add(usher, user_id, bytes);
    }
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_storage_set_used, "ti", user_id, *bytes)
                           : rc;
}

int usher_storage_recount(struct usher *usher, const char *user_id) {
    sqlite3_int64 bytes;
    return usher_storage_refresh(usher, user_id, &bytes);
}

int usher_storage_recount_channel(struct usher *usher, const char *channel_id) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_storage_users_of_channel, "t", channel_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        char user_id[USHER_UUID_TEXT + 1];
        rc = usher_copy_text(usher, query.statement, 0, user_id, sizeof(user_id));
        if (rc == SQLITE_OK) {
            rc = usher_storage_recount(usher, user_id);
        }
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
