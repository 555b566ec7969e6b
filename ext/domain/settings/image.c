/*
** Images among the settings, and the watermark, which names one.
**
** An image is checked by its real header (base/image.c). That of a key is in force only when
** the setting `watermark` names that key, so what it names must be there.
*/
#include "domain/settings/settings.h"

#include <string.h>

struct bounds {
    sqlite3_int64 width;
    sqlite3_int64 height;
    sqlite3_int64 bytes;
};

static int take_bound(void *context, const char *name, struct usher_value *value) {
    struct bounds *bounds = context;
    if (strcmp(name, "maxWidth") == 0) {
        bounds->width = value->integer;
    } else if (strcmp(name, "maxHeight") == 0) {
        bounds->height = value->integer;
    } else if (strcmp(name, "maxBytes") == 0) {
        bounds->bytes = value->integer;
    }
    return SQLITE_OK;
}

int usher_image_check(struct usher *usher, const char *key, const char *schema,
                      const struct usher_value *value) {
    struct bounds bounds = {10000, 10000, 1 << 20}; /* where the schema says nothing */
    struct usher_value text;
    int width;
    int height;
    usher_value_text(&text, schema);
    int rc = usher_json_object(usher, key, &text, take_bound, &bounds);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (value->type != SQLITE_BLOB) {
        return usher_fail(usher, USHER_INVALID, key, "%s: must be a BLOB: a PNG or JPEG image",
                          key);
    }
    if (value->length > bounds.bytes) {
        return usher_fail(usher, USHER_INVALID, key, "%s: must be at most %lld bytes", key,
                          bounds.bytes);
    }
    if (usher_image_size(value->text, (size_t)value->length, &width, &height) != 0) {
        return usher_fail(usher, USHER_INVALID, key, "%s: must be a whole PNG or JPEG image", key);
    }
    if (width > bounds.width || height > bounds.height) {
        return usher_fail(usher, USHER_INVALID, key,
                          "%s: must be at most %lldx%lld pixels, not %dx%d", key, bounds.width,
                          bounds.height, width, height);
    }
    return SQLITE_OK;
}

/* ---------------------------------------------------------------- watermark */

struct watermark {
    struct usher *usher;
    const char *account_id;
};

static int check_member(void *context, const char *name, struct usher_value *value) {
    const struct watermark *watermark = context;
    int found = 1;
    int rc = SQLITE_OK;
    if (strcmp(name, "image") == 0 && !usher_is_null(value)) {
        rc = usher_exists(watermark->usher, &found, USHER_SQL_setting_image, "tv",
                          watermark->account_id, value);
    }
    return rc == SQLITE_OK && !found
               ? usher_fail(watermark->usher, USHER_CONFLICT, "watermark.image",
                            "watermark.image: the account has no image in its setting \"%.60s\"",
                            value->text)
               : rc;
}

int usher_watermark_check(struct usher *usher, const char *account_id, const char *key,
                          const struct usher_value *value) {
    struct watermark watermark = {usher, account_id};
    return strcmp(key, "watermark") == 0
               ? usher_json_object(usher, key, value, check_member, &watermark)
               : SQLITE_OK;
}

int usher_watermark_unused(struct usher *usher, const char *account_id, const char *key) {
    int named;
    int rc = usher_exists(usher, &named, USHER_SQL_setting_watermark_names, "tt", account_id, key);
    return rc == SQLITE_OK && named
               ? usher_fail(usher, USHER_CONFLICT, "key",
                            "the setting watermark names this image: change that first")
               : rc;
}
