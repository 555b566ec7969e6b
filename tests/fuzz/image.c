/*
** Pictures: a letter, then the bytes. 'C' sets the checksum of IHDR right first, 'S' makes it an
** account's setting, too.
**
** What is taken for a whole picture has a size, and is none any more when its last byte is gone or
** another follows. The bytes lie in memory of just their size, so that reading beyond shows.
*/
#include "fuzz.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

static const char *const setup[] = {
    "SELECT usher_init()",
    "INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.picture', "
    "'image', '{\"maxWidth\":300,\"maxHeight\":200,\"maxBytes\":2000}', 'a picture')",
    NULL};

static struct fuzz_store store;
static sqlite3 *db;
static sqlite3_stmt *set;

static void close_image(void) {
    sqlite3_finalize(set);
    set = NULL;
    fuzz_close_store(&db);
}

/* -------------------------------------------------------------------- the header */

static void write32(unsigned char *p, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        p[i] = (unsigned char)(value >> (24 - 8 * i));
    }
}

/* CRC-32 over type and body of the first chunk, as a decoder wants it. */
static void mend_checksum(unsigned char *png, size_t size) {
    uint32_t crc = 0xFFFFFFFFu;
    if (size < 33) {
        return;
    }
    for (int i = 12; i < 29; i++) {
        crc ^= png[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1u ? 0xEDB88320u : 0u);
        }
    }
    write32(png + 29, ~crc);
}

static int measure(const unsigned char *bytes, size_t size, int *width, int *height) {
    unsigned char *exact = malloc(size ? size : 1);
    if (!exact) {
        fuzz_found("memory");
    }
    memcpy(exact, bytes, size);
    int rc = usher_image_size(exact, size, width, height);
    free(exact);
    return rc;
}

/* Of `picture`, which has room for one byte more. */
static int check_size(unsigned char *picture, size_t size, int *width, int *height) {
    int other;
    int rc = measure(picture, size, width, height);
    if (rc != 0) {
        return rc;
    }
    picture[size] = 0;
    if (*width <= 0 || *height <= 0) {
        fuzz_found("a picture of %dx%d", *width, *height);
    }
    if (measure(picture, size - 1, &other, &other) == 0) {
        fuzz_found("a picture without its last byte is whole");
    }
    if (measure(picture, size + 1, &other, &other) == 0) {
        fuzz_found("a picture with a byte behind it is whole");
    }
    return 0;
}

/* -------------------------------------------------------------------- the setting */

static void check_setting(const unsigned char *picture, size_t size, int allowed) {
    if (!db) {
        db = fuzz_open(&store);
        set = fuzz_prepare(db, "INSERT OR REPLACE INTO settings (scope, key, value) VALUES "
                               "('account', 'app.picture', ?1)");
    }
    fuzz_must(db, "BEGIN");
    sqlite3_bind_blob(set, 1, picture, (int)size, SQLITE_STATIC);
    int rc = sqlite3_step(set);
    sqlite3_reset(set);
    if ((rc == SQLITE_DONE) != allowed || (!allowed && !fuzz_error_is(db, "invalid"))) {
        fuzz_found("as a setting: %d %s", rc, sqlite3_errmsg(db));
    }
    if (allowed) {
        char *same = fuzz_ask(db, "SELECT typeof(setting('app.picture')) || length(value) FROM "
                                  "settings WHERE key = 'app.picture'");
        char *expected = sqlite3_mprintf("blob%d", (int)size);
        if (strcmp(same, expected) != 0) {
            fuzz_found("%s came back of %d bytes", same, (int)size);
        }
        sqlite3_free(expected);
        sqlite3_free(same);
    }
    fuzz_must(db, "ROLLBACK");
}

static void run_image(const uint8_t *data, size_t size) {
    int width;
    int height;
    if (!store.bytes) {
        fuzz_store_make(&store, setup);
    }
    if (size < 2) {
        return;
    }
    size_t length = size - 1;
    unsigned char *picture = malloc(length + 1);
    if (!picture) {
        fuzz_found("memory");
    }
    memcpy(picture, data + 1, length);
    if (data[0] != 'R') {
        mend_checksum(picture, length);
    }
    int rc = check_size(picture, length, &width, &height);
    if (data[0] == 'S') {
        check_setting(picture, length, rc == 0 && width <= 300 && height <= 200 && length <= 2000);
    }
    free(picture);
}

const struct fuzz_target fuzz_image = {"image", run_image, close_image, 4096, 40000, NULL};
