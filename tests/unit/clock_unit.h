/*
** What tests share whose clock is set: it is SQLite's own, by a VFS that says what time it is. Two
** connections to one file read it.
*/
#ifndef CLOCK_UNIT_H
#define CLOCK_UNIT_H

#include "session_unit.h"

#define EPOCH 210866760000000 /* 1970 in SQLite's milliseconds, from -4713 */
#define SECOND ((sqlite3_int64)1000)
#define MINUTE (60 * SECOND)
#define DAY (86400 * SECOND)

static sqlite3_vfs fake;
static sqlite3_int64 fake_now; /* Unix milliseconds */
static sqlite3 *other;         /* another connection to the same file */

static int fake_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = fake_now + EPOCH;
    return SQLITE_OK;
}

static inline int open_clock(void **state) {
    fake = *sqlite3_vfs_find(NULL);
    fake.zName = "fake";
    fake.xCurrentTimeInt64 = fake_milliseconds;
    fake_now = 1640995200000; /* 2022-01-01 */
    if (sqlite3_vfs_register(&fake, 1) != SQLITE_OK) {
        return -1;
    }
    open_file(state);
    other = open_scratch(WRITABLE);
    return 0;
}

static inline int close_clock(void **state) {
    int rc = sqlite3_close(other) == SQLITE_OK ? 0 : -1;
    if (close_db(state) != 0) {
        rc = -1;
    }
    sqlite3_vfs_unregister(&fake);
    return rc;
}

#endif
