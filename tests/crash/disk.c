/*
** A disk in memory, and a log of what was done to it.
*/
#include "crash.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define VFS_NAME "crash"
#define REGION 32768
#define BEGINNING (210866760000000LL + 1893456000000LL) /* 2030-01-01, from -4713 */

struct disk *disk_current;

static sqlite3_int64 now;
static struct dice chaos;

struct file {
    sqlite3_file base;
    struct disk *disk;
    int stored;
};

/* ------------------------------------------------------------------ a disk */

struct disk *disk_new(void) {
    return must_have(calloc(1, sizeof(struct disk)));
}

static struct stored *append(struct disk *disk, const char *name) {
    disk->stored =
        must_have(realloc(disk->stored, (size_t)(disk->files + 1) * sizeof(*disk->stored)));
    struct stored *stored = &disk->stored[disk->files++];
    memset(stored, 0, sizeof(*stored));
    if (name) {
        stored->name = must_have(sqlite3_mprintf("%s", name));
    }
    stored->linked = 1;
    return stored;
}

static unsigned char *copy_of(const unsigned char *data, sqlite3_int64 size) {
    unsigned char *copy = must_have(malloc((size_t)size + 1));
    if (size > 0) {
        memcpy(copy, data, (size_t)size);
    }
    return copy;
}

void disk_add(struct disk *disk, const char *name, const unsigned char *data, sqlite3_int64 size) {
    struct stored *stored = append(disk, name);
    stored->data = copy_of(data, size);
    stored->base = copy_of(data, size);
    stored->size = stored->capacity = stored->base_size = size;
    stored->based = 1;
}

struct disk *disk_copy(const struct disk *disk) {
    struct disk *copy = disk_new();
    for (int i = 0; i < disk->files; i++) {
        const struct stored *stored = &disk->stored[i];
        if (stored->linked && stored->name) {
            disk_add(copy, stored->name, stored->data, stored->size);
        }
    }
    return copy;
}

static void free_memory(struct stored *stored) {
    for (int i = 0; i < stored->regions; i++) {
        free(stored->memory[i]);
    }
    free((void *)stored->memory);
    stored->memory = NULL;
    stored->regions = 0;
}

void disk_free(struct disk *disk) {
    for (int i = 0; i < disk->files; i++) {
        free_memory(&disk->stored[i]);
        sqlite3_free(disk->stored[i].name);
        free(disk->stored[i].data);
        free(disk->stored[i].base);
    }
    for (int i = 0; i < disk->ops; i++) {
        free(disk->op[i].data);
    }
    free(disk->stored);
    free(disk->op);
    free(disk);
}

/* A negative number if there is no such name. */
static int find(const struct disk *disk, const char *name) {
    int i = disk->files - 1;
    while (i >= 0 && !(disk->stored[i].linked && disk->stored[i].name &&
                       strcmp(disk->stored[i].name, name) == 0)) {
        i--;
    }
    return i;
}

static struct op *note(struct disk *disk, enum op_kind kind, int file) {
    static struct op unwanted;
    if (!disk->stored[file].name) {
        unwanted.data = NULL;
        return &unwanted;
    }
    if ((disk->ops & (disk->ops - 1)) == 0) { /* doubled at each power of two */
        size_t room = disk->ops ? 2 * (size_t)disk->ops : 1;
        disk->op = must_have(realloc(disk->op, room * sizeof(*disk->op)));
    }
    struct op *op = &disk->op[disk->ops++];
    *op = (struct op){.kind = kind, .file = file};
    return op;
}

/* ----------------------------------------------------------------- a file */

static struct file *file_of(sqlite3_file *base) {
    return (struct file *)(void *)base;
}

static struct stored *stored_of(sqlite3_file *base) {
    return &file_of(base)->disk->stored[file_of(base)->stored];
}

static int file_close(sqlite3_file *base) {
    struct stored *stored = stored_of(base);
    if (!stored->name) {
        stored->linked = 0;
        free(stored->data);
        stored->data = NULL;
        stored->size = stored->capacity = 0;
    }
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset) {
    const struct stored *stored = stored_of(base);
    sqlite3_int64 there = stored->size - offset;
    if (there >= size) {
        memcpy(buffer, stored->data + offset, (size_t)size);
        return SQLITE_OK;
    }
    memset(buffer, 0, (size_t)size);
    if (there > 0) {
        memcpy(buffer, stored->data + offset, (size_t)there);
    }
    return SQLITE_IOERR_SHORT_READ;
}

static void make_room(struct stored *stored, sqlite3_int64 size) {
    if (size > stored->capacity) {
        stored->capacity = 2 * size;
        stored->data = must_have(realloc(stored->data, (size_t)stored->capacity));
    }
    if (size > stored->size) {
        memset(stored->data + stored->size, 0, (size_t)(size - stored->size));
        stored->size = size;
    }
}

static int file_write(sqlite3_file *base, const void *data, int size, sqlite3_int64 offset) {
    struct file *file = file_of(base);
    struct op *op = note(file->disk, OP_WRITE, file->stored);
    struct stored *stored = stored_of(base);
    make_room(stored, offset + size);
    memcpy(stored->data + offset, data, (size_t)size);
    op->offset = offset;
    op->size = size;
    if (stored->name) {
        op->data = copy_of(data, size);
    }
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    struct file *file = file_of(base);
    note(file->disk, OP_TRUNCATE, file->stored)->offset = size;
    make_room(stored_of(base), size);
    stored_of(base)->size = size;
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *base, int flags) {
    (void)flags;
    struct file *file = file_of(base);
    if (!file->disk->lies) {
        note(file->disk, OP_SYNC, file->stored);
        if (stored_of(base)->fresh) {
            note(file->disk, OP_DIRECTORY, file->stored);
            stored_of(base)->fresh = 0;
        }
    }
    return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    *size = stored_of(base)->size;
    return SQLITE_OK;
}

/* There is never more than one connection to a disk. */
static int file_lock(sqlite3_file *base, int level) {
    (void)base, (void)level;
    return SQLITE_OK;
}

static int file_check_lock(sqlite3_file *base, int *reserved) {
    (void)base;
    *reserved = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
    (void)base, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *base) {
    return file_of(base)->disk->sector;
}

static int file_characteristics(sqlite3_file *base) {
    return file_of(base)->disk->powersafe ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

static int file_shm_map(sqlite3_file *base, int region, int size, int extend,
                        void volatile **memory) {
    struct stored *stored = stored_of(base);
    *memory = NULL;
    if (size != REGION) {
        return SQLITE_IOERR_SHMSIZE;
    }
    while (extend && stored->regions <= region) {
        stored->memory = must_have(realloc((void *)stored->memory, (size_t)(stored->regions + 1) *
                                                                       sizeof(*stored->memory)));
        stored->memory[stored->regions++] = must_have(calloc(1, REGION));
    }
    if (region < stored->regions) {
        *memory = stored->memory[region];
    }
    return SQLITE_OK;
}

static int file_shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    (void)base, (void)offset, (void)count, (void)flags;
    return SQLITE_OK;
}

static void file_shm_barrier(sqlite3_file *base) {
    (void)base;
}

static int file_shm_unmap(sqlite3_file *base, int remove) {
    (void)remove;
    free_memory(stored_of(base));
    return SQLITE_OK;
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
    .xUnlock = file_lock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* ---------------------------------------------------------------- the VFS */

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out) {
    (void)vfs;
    struct file *file = file_of(base);
    struct disk *disk = disk_current;
    int found = name ? find(disk, name) : -1;
    file->base.pMethods = NULL;
    if (found < 0 && !(flags & SQLITE_OPEN_CREATE)) {
        return SQLITE_CANTOPEN;
    }
    if (found < 0) {
        struct stored *stored = append(disk, name);
        found = disk->files - 1;
        stored->fresh = flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL) ? 1 : 0;
        note(disk, OP_CREATE, found);
    }
    file->disk = disk;
    file->stored = found;
    file->base.pMethods = &file_methods;
    if (out) {
        *out = flags;
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    int found = find(disk_current, name);
    if (found < 0) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    disk_current->stored[found].linked = 0;
    note(disk_current, OP_DELETE, found);
    if (sync && !disk_current->lies) {
        note(disk_current, OP_DIRECTORY, found);
    }
    return SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs, (void)flags;
    *result = find(disk_current, name) >= 0;
    return SQLITE_OK;
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out) {
    (void)vfs;
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out) {
    (void)vfs;
    for (int i = 0; i < size; i++) {
        out[i] = (char)dice_below(&chaos, 256);
    }
    return size;
}

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
    (void)vfs;
    *milliseconds = BEGINNING + ++now;
    return SQLITE_OK;
}

static sqlite3_vfs memory_vfs;

static const char *source_name(void) {
    return VFS_NAME;
}

static uint32_t source_random(void) {
    return dice_below(&chaos, 0xFFFFFFFF);
}

static void source_fill(void *const out, const size_t size) {
    vfs_randomness(NULL, (int)size, out);
}

void disk_start(void) {
    static randombytes_implementation source = {
        .implementation_name = source_name, .random = source_random, .buf = source_fill};
    randombytes_set_implementation(&source);
    memory_vfs = *sqlite3_vfs_find(NULL);
    memory_vfs.zName = VFS_NAME;
    memory_vfs.iVersion = 2;
    memory_vfs.szOsFile = (int)sizeof(struct file);
    memory_vfs.pNext = NULL;
    memory_vfs.xOpen = vfs_open;
    memory_vfs.xDelete = vfs_delete;
    memory_vfs.xAccess = vfs_access;
    memory_vfs.xFullPathname = vfs_full_pathname;
    memory_vfs.xRandomness = vfs_randomness;
    memory_vfs.xCurrentTimeInt64 = vfs_time;
    sqlite3_vfs_register(&memory_vfs, 1);
}

void disk_stop(void) {
    sqlite3_vfs_unregister(&memory_vfs);
}

void disk_seed(uint64_t seed) {
    chaos.state = seed;
    now = 0;
    sqlite3_randomness(0, NULL); /* what it had drawn before is forgotten */
}
