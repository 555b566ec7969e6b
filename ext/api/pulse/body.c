/*
** The primary data of a body: a resource object.
**
** Only its form is looked at here: is there one, of the right type (409 if not, as JSON:API says) and
** id, are members of the JSON types that a column can take? Whether it may be so is for the table
** to say: `status` is handed to it as `name` is. A member of `attributes` that the type does not have
** is refused, for else a slip of the pen would pass unnoticed: our choice.
*/
#include "api/pulse/pulse.h"

#include <string.h>

#define PATH 100

/* "$.data.type" as the pointer "/data/type". */
static int refuse(struct usher_exchange *x, int status, const char *path, const char *must) {
    char pointer[PATH];
    sqlite3_snprintf(PATH, pointer, "%s", path + 1);
    for (char *p = pointer; *p; p++) {
        *p = *p == '.' ? '/' : *p;
    }
    const char *name = strrchr(pointer, '/');
    return usher_api_refuse(x, status, pointer, "%s %s", /* no path is the whole: "$" */
                            USHER_ALWAYS(name) ? name + 1 : "the body", must);
}

/* The value at the path, which must be of one of these JSON types; "" is none. To be cleared. */
static int take(struct usher_exchange *x, const char *path, const char *types, const char *must,
                const char **type, struct usher_value *value) {
    int rc = usher_api_member(x, path, type, value);
    if (rc == SQLITE_OK && **type && !strstr(types, *type)) {
        usher_value_clear(value);
        return refuse(x, 422, path, must);
    }
    return rc;
}

static int require(struct usher_exchange *x, const char *path, const char *types, const char *must,
                   struct usher_value *value) {
    const char *type;
    int rc = take(x, path, types, must, &type, value);
    return rc == SQLITE_OK && !*type ? refuse(x, 422, path, "is required") : rc;
}

/* -------------------------------------------------------------------- frame */

static int check_type(struct usher_exchange *x, const char *path, enum usher_pulse_name name) {
    struct usher_value value;
    char must[60];
    int rc = require(x, path, "text", "must be a string", &value);
    if (rc == SQLITE_OK && !usher_value_is(&value, usher_pulse_types[name].name)) {
        sqlite3_snprintf(sizeof(must), must, "must be \"%s\"", usher_pulse_types[name].name);
        rc = refuse(x, 409, path, must);
    }
    usher_value_clear(&value);
    return rc;
}

/* Not required: the document's example of PUT has none. */
static int check_id(struct usher_exchange *x, const char *id) {
    struct usher_value value;
    const char *type;
    int rc = take(x, "$.data.id", "text", "must be a string", &type, &value);
    if (rc == SQLITE_OK && *type && id &&
        ((int)strlen(id) != value.length || sqlite3_stricmp(id, value.text) != 0)) {
        rc = refuse(x, 409, "$.data.id", "must be that of the path");
    }
    usher_value_clear(&value);
    return rc;
}

int usher_pulse_read_frame(struct usher_exchange *x, enum usher_pulse_name name, const char *id) {
    static const char *const parts[] = {"$.data.attributes", "$.data.relationships"};
    struct usher_value value;
    const char *type;
    int rc = usher_api_body(x);
    if (rc == SQLITE_OK) {
        rc = require(x, "$.data", "object", "must be a resource object", &value);
        usher_value_clear(&value);
    }
    if (rc == SQLITE_OK) {
        rc = check_type(x, "$.data.type", name);
    }
    if (rc == SQLITE_OK) {
        rc = check_id(x, id);
    }
    for (int i = 0; i < 2 && rc == SQLITE_OK; i++) {
        rc = take(x, parts[i], "object", "must be an object", &type, &value);
        usher_value_clear(&value);
    }
    return rc;
}

/* --------------------------------------------------------- names of members */

struct names {
    struct usher_exchange *x;
    const struct usher_pulse_form *form;
};

/* As a JSON pointer has it; what does not fit is cut. */
static void append_name(char *pointer, int size, const char *name) {
    int length = (int)strlen(pointer);
    for (; *name && length < size - 3; name++) {
        const char *escape = *name == '~' ? "~0" : *name == '/' ? "~1" : NULL;
        length += (int)strlen(sqlite3_snprintf(size - length, pointer + length, "%s",
                                               escape ? escape : (char[]){*name, 0}));
    }
}

static int check_attribute(void *context, const char *name, struct usher_value *value) {
    const struct names *names = context;
    char pointer[64] = "/data/attributes/";
    (void)value;
    for (const struct usher_pulse_attribute *a = names->form->attributes; a->name; a++) {
        if (strcmp(a->name, name) == 0) {
            return SQLITE_OK;
        }
    }
    append_name(pointer, sizeof(pointer), name);
    return usher_api_refuse(names->x, 422, pointer,
                            "a resource of type %s has no attribute \"%.40s\"",
                            usher_pulse_types[names->form->type].name, name);
}

static int check_reference(void *context, const char *name, struct usher_value *value) {
    const struct names *names = context;
    char pointer[64] = "/data/relationships/";
    (void)value;
    for (const struct usher_pulse_reference *r = names->form->references; r->name; r++) {
        if (strcmp(r->name, name) == 0) {
            return SQLITE_OK;
        }
    }
    append_name(pointer, sizeof(pointer), name);
    return usher_api_refuse(names->x, 403, pointer, "the relationship \"%.40s\" cannot be set here",
                            name);
}

static int check_names(struct usher_exchange *x, const char *path, usher_json_member *check,
                       const struct usher_pulse_form *form) {
    struct names names = {x, form};
    struct usher_value value;
    const char *type;
    int rc = usher_api_member(x, path, &type, &value);
    if (rc == SQLITE_OK && *type) {
        rc = usher_json_object(x->usher, "body", &value, check, &names);
    }
    usher_value_clear(&value);
    return rc;
}

/* ------------------------------------------------------------------- values */

/* A new row takes null for what is not given, as INSERT does. */
static int take_attribute(struct usher_exchange *x, const struct usher_pulse_attribute *attribute,
                          int is_new, struct usher_record *record) {
    struct usher_value *value = &record->value[attribute->column];
    char path[PATH];
    const char *type;
    sqlite3_snprintf(PATH, path, "$.data.attributes.%s", attribute->name);
    int rc = take(x, path, attribute->types, attribute->must, &type, value);
    if (rc == SQLITE_OK && *type && !(is_new && usher_is_null(value))) {
        record->given |= (uint64_t)1 << attribute->column;
    }
    return rc;
}

static int take_reference(struct usher_exchange *x, const struct usher_pulse_reference *reference,
                          struct usher_record *record) {
    struct usher_value *value = &record->value[reference->column];
    char path[PATH];
    char member[PATH];
    const char *type;
    sqlite3_snprintf(PATH, path, "$.data.relationships.%s", reference->name);
    int rc = take(x, path, "object", "must be an object with data", &type, value);
    usher_value_clear(value);
    if (rc != SQLITE_OK || !*type) {
        return rc; /* the table says what it requires */
    }
    sqlite3_snprintf(PATH, path, "$.data.relationships.%s.data", reference->name);
    rc = require(x, path, "object", "must be a resource identifier", value);
    usher_value_clear(value);
    if (rc == SQLITE_OK) {
        sqlite3_snprintf(PATH, member, "%s.type", path);
        rc = check_type(x, member, reference->type);
    }
    if (rc == SQLITE_OK) {
        sqlite3_snprintf(PATH, member, "%s.id", path);
        rc = require(x, member, "text", "must be a string", value);
    }
    if (rc == SQLITE_OK) {
        record->given |= (uint64_t)1 << reference->column;
    }
    return rc;
}

static int take_id(struct usher_exchange *x, struct usher_record *record) {
    const char *type;
    int rc = usher_api_member(x, "$.data.id", &type, &record->value[0]);
    if (rc == SQLITE_OK && *type) {
        record->given |= 1;
    }
    return rc;
}

int usher_pulse_read(struct usher_exchange *x, const struct usher_pulse_form *form, const char *id,
                     struct usher_record *record) {
    int rc = usher_pulse_read_frame(x, form->type, id);
    if (rc == SQLITE_OK) {
        rc = check_names(x, "$.data.attributes", check_attribute, form);
    }
    if (rc == SQLITE_OK) {
        rc = check_names(x, "$.data.relationships", check_reference, form);
    }
    if (rc == SQLITE_OK && !id) {
        rc = take_id(x, record);
    }
    for (const struct usher_pulse_attribute *a = form->attributes; a->name && rc == SQLITE_OK;
         a++) {
        rc = take_attribute(x, a, !id, record);
    }
    for (const struct usher_pulse_reference *r = form->references; r->name && rc == SQLITE_OK;
         r++) {
        rc = take_reference(x, r, record);
    }
    return rc;
}

/* --------------------------------------------------------------------- path */

int usher_pulse_find_id(struct usher_exchange *x, const struct usher_table *table,
                        sqlite3_int64 *number, char id[USHER_UUID_TEXT + 1]) {
    const char *given = x->request.capture[0];
    struct usher_value value;
    usher_value_small(&value, strlen(given) == USHER_UUID_TEXT ? given : "");
    if (usher_check_uuid(x->usher, "path", 0, &value) != SQLITE_OK) {
        return usher_api_refuse(x, 404, "path", "there is no such %s", table->noun);
    }
    sqlite3_snprintf(USHER_UUID_TEXT + 1, id, "%s", value.text);
    return usher_table_find(x->usher, table, "path", id, number);
}

int usher_pulse_find(struct usher_exchange *x, const struct usher_table *table,
                     sqlite3_int64 *number) {
    char id[USHER_UUID_TEXT + 1];
    return usher_pulse_find_id(x, table, number, id);
}
