/*
** A disk that fails: the default VFS, but for the k-th write, truncate or sync
** of a file that is opened through it.
*/
#include "atomicity.h"

#include <string.h>

static struct {
    int armed;
    int seen;
    int k;
    int persistent;
    int result;
} disk;

struct file {
    sqlite3_file base;
    sqlite3_file *real; /* right behind, in the same memory */
};

static sqlite3_vfs *system_vfs;

static sqlite3_file *real(sqlite3_file *file) {
    return ((struct file *)(void *)file)->real;
}

static int strike(void) {
    if (!disk.armed) {
        return SQLITE_OK;
    }
    disk.seen++;
    int fails = disk.k && (disk.seen == disk.k || (disk.persistent && disk.seen > disk.k));
    return fails ? disk.result : SQLITE_OK;
}

static int file_close(sqlite3_file *file) {
    return real(file)->pMethods->xClose(real(file));
}

static int file_read(sqlite3_file *file, void *buffer, int size, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), buffer, size, offset);
}

static int file_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset) {
    int rc = strike();
    return rc == SQLITE_OK ? real(file)->pMethods->xWrite(real(file), data, size, offset) : rc;
}

/* A full disk can be written to where it was written before, and made shorter. */
static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int rc = disk.result == SQLITE_FULL ? SQLITE_OK : strike();
    return rc == SQLITE_OK ? real(file)->pMethods->xTruncate(real(file), size) : rc;
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)file, (void)flags; /* the tests do not cut the power */
    return disk.result == SQLITE_FULL ? SQLITE_OK : strike();
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int file_check_lock(sqlite3_file *file, int *reserved) {
    return real(file)->pMethods->xCheckReservedLock(real(file), reserved);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

static int file_characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend,
                        void volatile **memory) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) {
    real(file)->pMethods->xShmBarrier(real(file));
}

static int file_shm_unmap(sqlite3_file *file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static const sqlite3_io_methods file_methods = {
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

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out) {
    (void)vfs;
    struct file *file = (struct file *)(void *)base;
    file->real = (sqlite3_file *)(void *)(file + 1);
    file->base.pMethods = NULL;
    int rc = system_vfs->xOpen(system_vfs, name, file->real, flags, out);
    if (rc == SQLITE_OK) {
        file->base.pMethods = &file_methods;
    }
    return rc;
}

void vfs_start(void) {
    static sqlite3_vfs failing;
    system_vfs = sqlite3_vfs_find(NULL);
    failing = *system_vfs; /* all else is the system's own */
    failing.zName = FAILING_VFS;
    failing.szOsFile = (int)sizeof(struct file) + system_vfs->szOsFile;
    failing.xOpen = vfs_open;
    failing.pNext = NULL;
    sqlite3_vfs_register(&failing, 0);
}

void vfs_arm(int k, int persistent, int result) {
    disk.seen = 0;
    disk.k = k;
    disk.persistent = persistent;
    disk.result = result;
    disk.armed = 1;
}

int vfs_disarm(void) {
    disk.armed = 0;
    return disk.seen;
}
