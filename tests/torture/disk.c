/*
** A disk in memory that fails, and a clock that stands still.
**
** It is the default VFS: the time that usher and SQLite ask for is its own. Locks are kept among the
** connections of this process, of which only one works at a time. Closing and unlocking do not fail:
** SQLite does not ask whether they did.
*/
#include "contents.h"
#include "torture.h"

#include <string.h>

struct file {
    sqlite3_file base;
    struct content *content;
    int level; /* of the lock */
    unsigned shared;
    unsigned exclusive; /* locks of the shared memory */
    struct file *next;  /* open files */
};

static struct file *open_files;

static struct {
    int armed;
    int seen;
    int k;
    int persistent;
    int full;
} fuse;

/* One more operation: what does it give? */
static int strike(int result, int needs_room) {
    if (!fuse.armed || (fuse.full && !needs_room)) {
        return SQLITE_OK;
    }
    fuse.seen++;
    paths_mark();
    int fails = fuse.k && (fuse.seen == fuse.k || (fuse.persistent && fuse.seen > fuse.k));
    return !fails ? SQLITE_OK : fuse.full ? SQLITE_FULL : result;
}

void disk_arm(int k, int persistent, int full) {
    fuse.seen = 0;
    fuse.k = k;
    fuse.persistent = persistent;
    fuse.full = full;
    fuse.armed = 1;
}

int disk_disarm(void) {
    fuse.armed = 0;
    return fuse.seen;
}

/* ------------------------------------------------------------------ files */

static struct file *of(sqlite3_file *file) {
    return (struct file *)(void *)file;
}

static int file_close(sqlite3_file *file) {
    struct file **link = &open_files;
    while (*link != of(file)) {
        link = &(*link)->next;
    }
    *link = of(file)->next;
    of(file)->content->handles--;
    drop_content(of(file)->content);
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *buffer, int amount, sqlite3_int64 offset) {
    const struct content *content = of(file)->content;
    int rc = strike(SQLITE_IOERR_READ, 0);
    if (rc != SQLITE_OK) {
        return rc;
    }
    size_t start = (size_t)offset;
    size_t there = content->size > start ? content->size - start : 0;
    size_t size = (size_t)amount < there ? (size_t)amount : there;
    if (size) {
        memcpy(buffer, content->bytes + start, size);
    }
    memset((char *)buffer + size, 0, (size_t)amount - size);
    return size == (size_t)amount ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

/* An error may come when half of it is written. */
static int file_write(sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset) {
    struct content *content = of(file)->content;
    int rc = strike(SQLITE_IOERR_WRITE, 1);
    size_t size = rc == SQLITE_OK ? (size_t)amount : (size_t)amount / 2;
    grow_content(content, (size_t)offset + size);
    memcpy(content->bytes + offset, data, size);
    return rc;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    struct content *content = of(file)->content;
    int rc = strike(SQLITE_IOERR_TRUNCATE, 0);
    if (rc == SQLITE_OK && (size_t)size < content->size) {
        content->size = (size_t)size;
    }
    return rc;
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)file, (void)flags;
    return strike(SQLITE_IOERR_FSYNC, 1);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    *size = (sqlite3_int64)of(file)->content->size;
    return strike(SQLITE_IOERR_FSTAT, 0);
}

static int is_held(const struct file *mine, int level) {
    for (const struct file *file = open_files; file; file = file->next) {
        if (file != mine && file->content == mine->content && file->level >= level) {
            return 1;
        }
    }
    return 0;
}

static int file_lock(sqlite3_file *base, int level) {
    struct file *file = of(base);
    int rc = strike(SQLITE_IOERR_LOCK, 0);
    if (rc != SQLITE_OK || file->level >= level) {
        return rc;
    }
    int against = level == SQLITE_LOCK_SHARED     ? SQLITE_LOCK_PENDING
                  : level == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_RESERVED
                                                  : SQLITE_LOCK_SHARED;
    if (is_held(file, against)) {
        return SQLITE_BUSY;
    }
    file->level = level;
    return SQLITE_OK;
}

static int file_unlock(sqlite3_file *file, int level) {
    of(file)->level = level;
    return SQLITE_OK;
}

static int file_check_lock(sqlite3_file *file, int *reserved) {
    *reserved = is_held(of(file), SQLITE_LOCK_RESERVED);
    return strike(SQLITE_IOERR_CHECKRESERVEDLOCK, 0);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    (void)file, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *file) {
    (void)file;
    return 512;
}

static int file_characteristics(sqlite3_file *file) {
    (void)file;
    return 0;
}

/* ---------------------------------------------------------- shared memory */

static int file_shm_map(sqlite3_file *file, int region, int size, int extend,
                        void volatile **memory) {
    struct content *content = of(file)->content;
    int rc = strike(SQLITE_IOERR_SHMMAP, 0);
    *memory = NULL;
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (region >= MAX_REGIONS || size > REGION) {
        return SQLITE_IOERR_SHMSIZE;
    }
    if (!content->region[region] && extend) {
        content->region[region] = own_memory(NULL, REGION);
    }
    *memory = content->region[region];
    return SQLITE_OK;
}

static int file_shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    struct file *mine = of(base);
    unsigned mask = ((1u << count) - 1) << offset;
    if (flags & SQLITE_SHM_UNLOCK) {
        mine->shared &= ~mask;
        mine->exclusive &= ~mask;
        return SQLITE_OK;
    }
    int rc = strike(SQLITE_IOERR_SHMLOCK, 0);
    for (const struct file *file = open_files; file && rc == SQLITE_OK; file = file->next) {
        unsigned held =
            flags & SQLITE_SHM_EXCLUSIVE ? file->shared | file->exclusive : file->exclusive;
        if (file != mine && file->content == mine->content && held & mask) {
            return SQLITE_BUSY;
        }
    }
    if (rc == SQLITE_OK && flags & SQLITE_SHM_EXCLUSIVE) {
        mine->exclusive |= mask;
    } else if (rc == SQLITE_OK) {
        mine->shared |= mask;
    }
    return rc;
}

static void file_shm_barrier(sqlite3_file *file) {
    (void)file;
}

static int file_shm_unmap(sqlite3_file *file, int remove) {
    struct file *mine = of(file);
    mine->shared = mine->exclusive = 0;
    if (remove) {
        drop_regions(mine->content);
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* -------------------------------------------------------------------- VFS */

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out) {
    (void)vfs;
    struct file *file = of(base);
    struct content *content = name ? find_content(name) : NULL;
    *file = (struct file){.content = content};
    int rc = strike(SQLITE_CANTOPEN, 0);
    if (rc != SQLITE_OK || (!content && !(flags & SQLITE_OPEN_CREATE))) {
        return SQLITE_CANTOPEN;
    }
    file->content = content ? content : make_content(name ? name : "");
    file->content->handles++;
    file->base.pMethods = &methods;
    file->next = open_files;
    open_files = file;
    if (out) {
        *out = flags;
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs, (void)sync;
    int rc = strike(SQLITE_IOERR_DELETE, 0);
    if (rc == SQLITE_OK) {
        remove_content(name);
    }
    return rc;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs, (void)flags;
    const struct content *content = find_content(name);
    *result = content && content->size > 0;
    return strike(SQLITE_IOERR_ACCESS, 0);
}

static int vfs_full_name(sqlite3_vfs *vfs, const char *name, int room, char *full) {
    (void)vfs;
    sqlite3_snprintf(room, full, "%s", name);
    return SQLITE_OK;
}

static int vfs_now(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = NOW_MS + 210866760000000; /* since noon, 24 November 4714 B.C. */
    return SQLITE_OK;
}

static int vfs_now_in_days(sqlite3_vfs *vfs, double *days) {
    (void)vfs;
    *days = (double)(NOW_MS + 210866760000000) / 86400000.0;
    return SQLITE_OK;
}

static int vfs_random(sqlite3_vfs *vfs, int size, char *bytes) {
    (void)vfs;
    memset(bytes, 7, (size_t)size);
    return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *text) {
    (void)vfs, (void)size, (void)text;
    return 0;
}

void disk_start(void) {
    static sqlite3_vfs vfs = {
        .iVersion = 2,
        .szOsFile = sizeof(struct file),
        .mxPathname = 39,
        .zName = "torture",
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_name,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_now_in_days,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_now,
    };
    sqlite3_vfs_register(&vfs, 1);
}
