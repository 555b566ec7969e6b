/*
** What a disk may hold after the power failed.
**
** What was synced is there. Of what was written since, every sector of every write may be there or
** not, or be garbage; they may have reached the disk in any order. A disk that is not `powersafe`
** spoils a whole sector, with the bytes beside those that were written. A name that was created or
** deleted since the directory was synced may or may not be; of one name, in the order of events.
*/
#include "crash.h"

#include <stdlib.h>
#include <string.h>

struct fates fates;

struct image {
    unsigned char *data;
    sqlite3_int64 size;
    sqlite3_int64 capacity;
    int linked;
};

struct platter {
    const struct disk *disk;
    int op;
    struct image *image; /* of each file: what is durable */
    int *pending;        /* operations on contents that are not durable */
    int pendings;
    int *entries; /* and on names */
    int entry_count;
};

/* A part of a write that reaches the disk as a whole or not; or a truncate. */
struct piece {
    const struct op *op;
    sqlite3_int64 from; /* in the file */
    sqlite3_int64 to;
    int garbage;
};

/* ------------------------------------------------------------------ images */

static void set_size(struct image *image, sqlite3_int64 size) {
    if (size > image->capacity) {
        image->capacity = size + size / 4;
        image->data = must_have(realloc(image->data, (size_t)image->capacity));
    }
    if (size > image->size) {
        memset(image->data + image->size, 0, (size_t)(size - image->size));
    }
    image->size = size;
}

static void set_contents(struct image *image, const unsigned char *data, sqlite3_int64 size) {
    set_size(image, size);
    if (size > 0) {
        memcpy(image->data, data, (size_t)size);
    }
}

static void put(struct image *image, const struct op *op, sqlite3_int64 from, sqlite3_int64 to) {
    if (to > image->size) {
        set_size(image, to);
    }
    memcpy(image->data + from, op->data + (from - op->offset), (size_t)(to - from));
}

static void apply(struct image *image, const struct op *op) {
    if (op->kind == OP_TRUNCATE) {
        set_size(image, op->offset);
    } else {
        put(image, op, op->offset, op->offset + op->size);
    }
}

/* ------------------------------------------------------------------ in time */

struct platter *platter_new(const struct disk *disk) {
    struct platter *platter = must_have(calloc(1, sizeof(*platter)));
    size_t files = (size_t)disk->files + 1;
    size_t ops = (size_t)disk->ops + 1;
    platter->disk = disk;
    platter->image = must_have(calloc(files, sizeof(*platter->image)));
    platter->pending = must_have(calloc(ops, sizeof(int)));
    platter->entries = must_have(calloc(ops, sizeof(int)));
    for (int i = 0; i < disk->files; i++) {
        const struct stored *stored = &disk->stored[i];
        if (stored->based) {
            set_contents(&platter->image[i], stored->base, stored->base_size);
            platter->image[i].linked = 1;
        }
    }
    return platter;
}

static void sync_file(struct platter *platter, int file) {
    int left = 0;
    for (int i = 0; i < platter->pendings; i++) {
        const struct op *op = &platter->disk->op[platter->pending[i]];
        if (op->file == file) {
            apply(&platter->image[file], op);
        } else {
            platter->pending[left++] = platter->pending[i];
        }
    }
    platter->pendings = left;
}

/* A file that has no name any more is of no use to anybody. */
static void forget(struct platter *platter, int file) {
    struct image *image = &platter->image[file];
    sync_file(platter, file);
    free(image->data);
    *image = (struct image){.data = NULL};
}

static void sync_directory(struct platter *platter) {
    for (int i = 0; i < platter->entry_count; i++) {
        const struct op *op = &platter->disk->op[platter->entries[i]];
        platter->image[op->file].linked = op->kind == OP_CREATE;
        if (op->kind == OP_DELETE) {
            forget(platter, op->file);
        }
    }
    platter->entry_count = 0;
}

void platter_advance(struct platter *platter, int until) {
    for (; platter->op < until; platter->op++) {
        const struct op *op = &platter->disk->op[platter->op];
        if (op->kind == OP_WRITE || op->kind == OP_TRUNCATE) {
            platter->pending[platter->pendings++] = platter->op;
        } else if (op->kind == OP_SYNC) {
            sync_file(platter, op->file);
        } else if (op->kind == OP_DIRECTORY) {
            sync_directory(platter);
        } else {
            platter->entries[platter->entry_count++] = platter->op;
            if (!platter->disk->lazy) {
                sync_directory(platter);
            }
        }
    }
}

void platter_free(struct platter *platter) {
    for (int i = 0; i < platter->disk->files; i++) {
        free(platter->image[i].data);
    }
    free(platter->image);
    free(platter->pending);
    free(platter->entries);
    free(platter);
}

/* -------------------------------------------------------------- the failure */

/* How bad it is: in per cent. */
struct weather {
    unsigned drop;    /* a write that does not reach the disk */
    unsigned tear;    /* one of which some sectors do not */
    unsigned garbage; /* a sector of a torn one, instead of nothing */
    int reorder;
};

static const struct weather weathers[] = {
    {0, 0, 0, 0},   /* a process that died */
    {100, 0, 0, 0}, /* everything that waited is lost */
    {30, 20, 30, 1}, {50, 0, 0, 1}, {10, 60, 60, 0},  {5, 5, 0, 1},
    {0, 100, 0, 0},  {0, 0, 0, 1},  {80, 10, 100, 1}, {40, 40, 10, 0},
};

static void spoil(struct image *image, sqlite3_int64 from, sqlite3_int64 to, struct dice *dice) {
    if (to > image->size) {
        set_size(image, to);
    }
    for (sqlite3_int64 i = from; i < to; i++) {
        image->data[i] = (unsigned char)dice_below(dice, 256);
    }
}

static void add_sectors(struct piece *pieces, int *count, const struct op *op, int sector,
                        const struct weather *weather, struct dice *dice) {
    sqlite3_int64 end = op->offset + op->size;
    for (sqlite3_int64 from = op->offset; from < end;) {
        sqlite3_int64 next = (from / sector + 1) * sector;
        sqlite3_int64 to = next < end ? next : end;
        int garbage = dice_chance(dice, weather->garbage);
        if (garbage || dice_chance(dice, 50)) {
            pieces[(*count)++] = (struct piece){op, from, to, garbage};
            fates.garbage += garbage;
        }
        from = to;
    }
}

/* What does reach the disk, in the order of the log. */
static int choose(const struct platter *platter, const struct weather *weather, struct dice *dice,
                  struct piece *pieces) {
    int count = 0;
    for (int i = 0; i < platter->pendings; i++) {
        const struct op *op = &platter->disk->op[platter->pending[i]];
        if (dice_chance(dice, weather->drop)) {
            fates.dropped++;
        } else if (op->kind == OP_WRITE && dice_chance(dice, weather->tear)) {
            fates.torn++;
            add_sectors(pieces, &count, op, platter->disk->sector, weather, dice);
        } else {
            fates.kept++;
            pieces[count++] = (struct piece){op, op->offset, op->offset + op->size, 0};
        }
    }
    return count;
}

static void shuffle(struct piece *pieces, int count, struct dice *dice) {
    for (int i = count - 1; i > 0; i--) {
        int j = (int)dice_below(dice, (unsigned)i + 1);
        struct piece piece = pieces[i];
        pieces[i] = pieces[j];
        pieces[j] = piece;
        fates.reordered += i != j;
    }
}

static size_t most_pieces(const struct platter *platter) {
    size_t most = 1;
    for (int i = 0; i < platter->pendings; i++) {
        most +=
            (size_t)platter->disk->op[platter->pending[i]].size / (size_t)platter->disk->sector + 2;
    }
    return most;
}

static void reach(struct image *images, const struct disk *disk, const struct piece *piece,
                  struct dice *dice) {
    struct image *image = &images[piece->op->file];
    if (piece->op->kind == OP_TRUNCATE) {
        set_size(image, piece->op->offset);
    } else if (!piece->garbage) {
        put(image, piece->op, piece->from, piece->to);
    } else if (disk->powersafe) {
        spoil(image, piece->from, piece->to, dice);
    } else {
        sqlite3_int64 from = piece->from / disk->sector * disk->sector;
        sqlite3_int64 to = from + disk->sector;
        /* A file ends where it did: its length is not kept in its sectors. */
        sqlite3_int64 end = piece->to > image->size ? piece->to : image->size;
        spoil(image, from, to < end ? to : end, dice);
    }
}

/* Of each name, a part of what happened to it happened for good. */
static void settle_names(const struct platter *platter, struct image *images, struct dice *dice,
                         int *revived) {
    for (int i = 0; i < platter->entry_count; i++) {
        const struct op *op = &platter->disk->op[platter->entries[i]];
        const char *name = platter->disk->stored[op->file].name;
        int first = 1;
        for (int j = 0; j < i && first; j++) {
            int file = platter->disk->op[platter->entries[j]].file;
            first = strcmp(name, platter->disk->stored[file].name) != 0;
        }
        int good = dice_chance(dice, 50);
        for (int j = i; first && j < platter->entry_count; j++) {
            const struct op *later = &platter->disk->op[platter->entries[j]];
            if (strcmp(name, platter->disk->stored[later->file].name) != 0) {
                continue;
            }
            if (good) {
                images[later->file].linked = later->kind == OP_CREATE;
                good = dice_chance(dice, 70);
            } else {
                fates.vanished += later->kind == OP_CREATE;
                fates.revived += later->kind == OP_DELETE;
                *revived |= later->kind == OP_DELETE;
            }
        }
    }
}

struct disk *platter_fail(const struct platter *platter, uint64_t seed, int *revived) {
    const struct disk *disk = platter->disk;
    struct dice dice = {seed};
    const struct weather *weather =
        &weathers[dice_below(&dice, sizeof(weathers) / sizeof(*weathers))];
    struct piece *pieces = must_have(calloc(most_pieces(platter), sizeof(*pieces)));
    struct image *images = must_have(calloc((size_t)disk->files + 1, sizeof(*images)));
    for (int i = 0; i < disk->files; i++) {
        set_contents(&images[i], platter->image[i].data, platter->image[i].size);
        images[i].linked = platter->image[i].linked;
    }
    int count = choose(platter, weather, &dice, pieces);
    if (weather->reorder) {
        shuffle(pieces, count, &dice);
    }
    for (int i = 0; i < count; i++) {
        reach(images, disk, &pieces[i], &dice);
    }
    *revived = 0;
    settle_names(platter, images, &dice, revived);
    struct disk *after = disk_new();
    after->sector = disk->sector;
    after->powersafe = disk->powersafe;
    after->lazy = disk->lazy;
    after->lies = disk->lies;
    for (int i = 0; i < disk->files; i++) {
        if (images[i].linked) {
            disk_add(after, disk->stored[i].name, images[i].data, images[i].size);
        }
        free(images[i].data);
    }
    free(images);
    free(pieces);
    return after;
}
