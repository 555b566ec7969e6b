/* What the files about storage know of each other. */
#ifndef USHER_STORAGE_H
#define USHER_STORAGE_H

#include "domain/domain.h"

/* tracked.c: what the user's rows in the application's tracked tables come to. */
int usher_tracked_used(struct usher *usher, const char *user_id, sqlite3_int64 *bytes);

/* ------------------------------------------------------------------- quota.c */

/* Whoever files are counted against, and what those of one checksum count for. */
struct usher_storage {
    const char *user_id;
    char account_id[USHER_UUID_TEXT + 1]; /* their own */
    int discarded;
    sqlite3_int64 quota;
    sqlite3_int64 used;
    sqlite3_int64 counted;         /* of the checksum; 0 if NULL was asked for */
    char now[USHER_TIME_TEXT + 1]; /* saves the rules a statement */
};

/* not_found; `user_id` must outlive the struct. */
int usher_storage_load(struct usher *usher, const char *user_id, const char *checksum,
                       struct usher_storage *storage);
/* What the user's files of this checksum count for. */
int usher_storage_counted(struct usher *usher, const char *user_id, const char *checksum,
                          sqlite3_int64 *bytes);
/* Has the user no quota? Only the permission storage.unlimited in their own account says so. */
int usher_storage_unlimited(struct usher *usher, const struct usher_storage *storage,
                            int *unlimited);
/* What is left to the user, never below 0. */
static inline sqlite3_int64 usher_storage_left(const struct usher_storage *storage) {
    return storage->quota > storage->used ? storage->quota - storage->used : 0;
}
/* Can so many bytes be added whoever the user is, and without a second look? */
int usher_storage_surely_fits(const struct usher_storage *storage, sqlite3_int64 more);
/*
** The space check (001), the only one: may what counts against the user grow by so many bytes?
** quota_exceeded; invalid if the sum is beyond what an integer holds.
*/
int usher_storage_require(struct usher *usher, const struct usher_storage *storage,
                          sqlite3_int64 more);
/*
** Part of a rule that has changed files: of this checksum, `before` bytes counted; let what counts
** now be kept instead.
*/
int usher_storage_settle(struct usher *usher, const char *user_id, const char *checksum,
                         sqlite3_int64 before);
/* Record that the sum is beyond what an integer holds. */
int usher_storage_too_much(struct usher *usher);

/* ------------------------------------------------------------------- files.c */

usher_check usher_check_size;     /* 0 to 2^53 - 1 */
usher_check usher_check_checksum; /* hexadecimal, of a length that some hash has; lower-cased */

#endif
