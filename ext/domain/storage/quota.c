/*
** The quota, and what is kept of what counts against it.
**
** What a file counts for is asked of the view usher_counted_file alone, before and after it
** changes: of all files of one user and one checksum, which an index finds. The difference
** is added to usher_user.disk_space_used. So a change of one file costs the same however
** many there are; where many change at once, usage.c counts anew.
**
** The check asks by how much what counts would grow. So a content that counts already
** needs nothing (001), and a file that is replaced by a smaller one is never too large.
*/
#include "domain/storage/storage.h"

#include <limits.h>

int usher_storage_too_much(struct usher *usher) {
    return usher_fail(usher, USHER_INVALID, "size",
                      "size: all files of the user must come to at "
                      "most 9223372036854775807 bytes");
}

int usher_storage_load(struct usher *usher, const char *user_id, const char *checksum,
                       struct usher_storage *storage) {
    struct usher_query query;
    storage->user_id = user_id;
    int rc = usher_open(usher, &query, USHER_SQL_storage_of_user, "tt", user_id, checksum);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        sqlite3_stmt *row = query.statement;
        const struct usher_copy copies[] = {{0, storage->account_id, sizeof(storage->account_id)},
                                            {5, storage->now, sizeof(storage->now)}};
        storage->discarded = sqlite3_column_int(row, 1);
        storage->quota = sqlite3_column_int64(row, 2);
        storage->used = sqlite3_column_int64(row, 3);
        storage->counted = sqlite3_column_int64(row, 4);
        rc = usher_copy_texts(usher, row, copies, sizeof(copies) / sizeof(*copies));
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

int usher_storage_counted(struct usher *usher, const char *user_id, const char *checksum,
                          sqlite3_int64 *bytes) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_storage_counted, "tt", user_id, checksum);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *bytes = sqlite3_column_int64(query.statement, 0);
    usher_close(&query);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int usher_storage_unlimited(struct usher *usher, const struct usher_storage *storage,
                            int *unlimited) {
    return usher_exists(usher, unlimited, USHER_SQL_storage_unlimited, "tt", storage->user_id,
                        storage->account_id);
}

int usher_storage_surely_fits(const struct usher_storage *storage, sqlite3_int64 more) {
    return more <= usher_storage_left(storage); /* which an integer holds, with what is used */
}

int usher_storage_require(struct usher *usher, const struct usher_storage *storage,
                          sqlite3_int64 more) {
    sqlite3_int64 left = usher_storage_left(storage);
    int unlimited = 0;
    if (more <= left) {
        return SQLITE_OK;
    }
    if (more > LLONG_MAX - storage->used) {
        return usher_storage_too_much(usher);
    }
    int rc = usher_storage_unlimited(usher, storage, &unlimited);
    return rc == SQLITE_OK && !unlimited
               ? usher_fail(usher, USHER_QUOTA_EXCEEDED, "size",
                            "size: %lld bytes are left of the user's disk_space, %lld are needed",
                            left, more)
               : rc;
}

int usher_storage_settle(struct usher *usher, const char *user_id, const char *checksum,
                         sqlite3_int64 before) {
    return usher_run(usher, USHER_SQL_storage_settle, "tti", user_id, checksum, before);
}
