/*
** Cursors: where a page of a list ended, as the client hands it back.
**
** A cursor is the place in base64url, with a hash of it under a key of the store in front: it says
** nothing by itself, and one that was made up or altered is refused. It holds a position, not a
** count, so that rows that come and go between two pages do not shift them.
*/
#include "api/api.h"

#include "base/crypto.h"

#include <string.h>

enum { TAG = 16 };

static int make_tag(struct usher *usher, const char *purpose, const char *place,
                    unsigned char tag[USHER_HASH_BYTES]) {
    char name[60];
    sqlite3_snprintf(sizeof(name), name, "api cursor %s", purpose);
    return usher_keyed_hash(usher, name, place, strlen(place), tag);
}

int usher_api_cursor_make(struct usher_exchange *x, const char *purpose, const char *place,
                          char cursor[USHER_CURSOR_TEXT]) {
    unsigned char tag[USHER_HASH_BYTES];
    unsigned char bytes[TAG + USHER_CURSOR_TEXT];
    size_t length = strlen(place);
    if (USHER_BASE64URL(TAG + length) >= USHER_CURSOR_TEXT) {
        return usher_fail(x->usher, USHER_INTERNAL, NULL, "a cursor's place is too long");
    }
    int rc = make_tag(x->usher, purpose, place, tag);
    if (rc == SQLITE_OK) {
        memcpy(bytes, tag, TAG);
        memcpy(bytes + TAG, place, length + 1);
        usher_base64url(bytes, TAG + length, cursor);
    }
    return rc;
}

static int refuse(struct usher_exchange *x) {
    return usher_api_refuse(x, 400, "cursor", "cursor is none that was given out for this list");
}

int usher_api_cursor_read(struct usher_exchange *x, const char *purpose, const char *cursor,
                          char place[USHER_CURSOR_TEXT]) {
    unsigned char tag[USHER_HASH_BYTES];
    char bytes[USHER_CURSOR_TEXT + 1] = ""; /* it ends with a NUL, however long the cursor is */
    size_t size = 0;
    if (usher_base64url_decode(cursor, strlen(cursor), bytes, USHER_CURSOR_TEXT, &size) != 0 ||
        TAG + strlen(bytes + TAG) != size) {
        return refuse(x);
    }
    int rc = make_tag(x->usher, purpose, bytes + TAG, tag);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (!usher_secret_equal(tag, bytes, TAG)) {
        return refuse(x);
    }
    memcpy(place, bytes + TAG, size - TAG + 1);
    return SQLITE_OK;
}
