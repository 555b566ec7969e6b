/*
** Where time and chance come from: from the clock and from the system, or from the caller.
**
** Nothing else in usher reads a clock or draws randomness (tests/layers.sh looks), its SQL
** neither: that says usher_now(). The clock is that of SQLite's default VFS, so that it agrees with
** CURRENT_TIMESTAMP and a test's own VFS can set it.
**
** Instead, a caller may supply a time and a seed, which hold until the transaction ends
** (store/supply.c). The time stands still then; and what is drawn follows from the seed, from the
** supply's number in the store and from how much was drawn before, so that the same statements make
** the same ids, salts and tokens wherever and whenever they are run. The same seed, used again in the
** same store, makes others: the number is another.
**
** Rules owned here: clock-source, supplied-chance.
*/
#include "base.h"

#include <string.h>

#define JULIAN_EPOCH_MS (21086676 * (sqlite3_int64)10000000) /* 1970-01-01, from -4713 */

/* ---------------------------------------------------------------------- time */

static sqlite3_int64 read_clock(const struct usher *usher) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    sqlite3_int64 milliseconds = 0;
    double days = 0.0;

    if (vfs != NULL && vfs->iVersion >= 2 && vfs->xCurrentTimeInt64 != NULL) {
        if (vfs->xCurrentTimeInt64(vfs, &milliseconds) == SQLITE_OK)
            return milliseconds - JULIAN_EPOCH_MS;
    } else if (vfs != NULL && vfs->xCurrentTime(vfs, &days) == SQLITE_OK) {
        return (sqlite3_int64)(days * 86400000.0 + 0.5) - JULIAN_EPOCH_MS;
    }
    return usher->clock.milliseconds; /* no clock: time stands still, order remains */
}

sqlite3_int64 usher_clock_now(const struct usher *usher) {
    return usher->supply.given ? usher->supply.now : read_clock(usher);
}

/* -------------------------------------------------------------------- chance */

/* The same bytes on every machine. */
static void put_number(unsigned char bytes[8], sqlite3_int64 number) {
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> 8 * i);
}

/* Each draw has a stream of its own: what one of them takes moves no other. */
static void draw(struct usher_supply *supply, void *buffer, size_t size) {
    unsigned char number[8], seed[USHER_HASH_BYTES];

    put_number(number, supply->drawn++);
    usher_hash(number, sizeof number, supply->key, seed);
    usher_stretch(seed, buffer, size);
    usher_wipe(seed, sizeof seed);
}

void usher_random(struct usher *usher, void *buffer, size_t size) {
    if (usher->supply.given)
        draw(&usher->supply, buffer, size);
    else
        usher_entropy(buffer, size);
}

/* Of 2^32 values the lowest that are no whole multiple of the bound are drawn again. */
unsigned usher_random_below(struct usher *usher, unsigned bound) {
    uint32_t excess = (uint32_t)(((uint64_t)1 << 32) % bound);
    uint32_t value;

    do {
        unsigned char bytes[4];
        usher_random(usher, bytes, sizeof bytes);
        value = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                (uint32_t)bytes[3] << 24;
    } while (value < excess);
    return value % bound;
}

void usher_token_make(struct usher *usher, char text[USHER_TOKEN_TEXT + 1]) {
    unsigned char bytes[USHER_TOKEN_BYTES];

    usher_random(usher, bytes, sizeof bytes);
    usher_base64url(bytes, sizeof bytes, text);
    usher_wipe(bytes, sizeof bytes);
}

/* -------------------------------------------------------------------- supply */

/* A second one in the same transaction goes on counting: nothing is drawn twice. */
void usher_supply_begin(struct usher *usher, sqlite3_int64 now,
                        const unsigned char seed[USHER_KEY_BYTES], sqlite3_int64 number) {
    static const char purpose[] = "usher_supply";
    struct usher_supply *supply = &usher->supply;
    struct usher_digest digest;
    unsigned char bytes[8];

    usher_digest_begin(&digest, seed);
    usher_digest_add(&digest, purpose, sizeof purpose);
    put_number(bytes, number);
    usher_digest_add(&digest, bytes, sizeof bytes);
    put_number(bytes, now);
    usher_digest_add(&digest, bytes, sizeof bytes);
    usher_digest_end(&digest, supply->key);
    supply->given = 1;
    supply->now = now;
    supply->number = number;
}

void usher_supply_end(struct usher *usher) {
    usher_wipe(&usher->supply, sizeof usher->supply);
}
