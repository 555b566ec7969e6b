/*
** POST /api/v1/user/settings/watermark: a JPG or PNG image, which the setting `watermark` may then name.
**
** Our choice of the form: the body is the image itself (a BLOB, or what a driver makes of bytes), or a
** JSON object {"image": base64}. An image does not begin with a brace.
*/
#include "api/filespin/filespin.h"

#define KEY "watermark.image"

static const struct usher_form_member members[] = {
    {"image", "text", "must be a string: a JPG or PNG image in base64", 1},
};

static int store(struct usher_exchange *x, const char *bytes, int length) {
    struct usher_value image = {.type = SQLITE_BLOB, .text = bytes, .length = length};
    int rc = usher_filespin_set(x, KEY, &image);
    return rc == SQLITE_OK
               ? usher_api_answer(
                     x, 200, sqlite3_mprintf("{\"status\":\"OK\",\"data\":{\"key\":\"" KEY "\"}}"))
               : rc;
}

static int store_base64(struct usher_exchange *x, const struct usher_value *text) {
    size_t most = (size_t)text->length / 4 * 3;
    size_t size = 0;
    char *bytes = sqlite3_malloc64(most + 1);
    if (!bytes) {
        return usher_pass(x->usher, SQLITE_NOMEM);
    }
    int rc = usher_base64_decode(text->text, (size_t)text->length, bytes, most, &size) == 0
                 ? store(x, bytes, (int)size)
                 : usher_api_refuse(x, 400, "image", "image %s", members[0].must);
    sqlite3_free(bytes);
    return rc;
}

static int is_object(const struct usher_value *body) {
    int i = 0;
    while (i < body->length && (body->text[i] == ' ' || body->text[i] == '\t' ||
                                body->text[i] == '\r' || body->text[i] == '\n')) {
        i++;
    }
    return i < body->length && body->text[i] == '{';
}

int usher_filespin_watermark(struct usher_exchange *x) {
    const struct usher_value *body = x->request.body;
    struct usher_value image;
    unsigned given;
    if (usher_is_null(body) || body->length == 0) {
        return usher_api_refuse(x, 400, NULL,
                                "the body must be a JPG or PNG image, or a JSON "
                                "object with image, that image in base64");
    }
    if (!is_object(body)) {
        return store(x, body->text, body->length);
    }
    int rc = usher_filespin_form(x, members, 1, &image, &given);
    if (rc == SQLITE_OK) {
        rc = store_base64(x, &image);
    }
    usher_filespin_form_clear(&image, 1);
    return rc;
}
