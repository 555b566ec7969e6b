/*
** Is it a value that the key may have?
**
** A value is JSON in canonical form: compact, no member twice. Booleans and numbers are taken
** in every form in which drivers bind them. A string is JSON, too: it has its quotes.
*/
#include "domain/settings/settings.h"

#include <string.h>

/* JSON true or false, or 1 or 0: several drivers know no other booleans. */
static int canonical_boolean(struct usher *usher, const char *key, struct usher_value *value) {
    int on = usher_value_is(value, "true");
    int off = usher_value_is(value, "false");
    if (!on && !off) {
        if (usher_check_boolean(usher, key, 0, value) != SQLITE_OK) {
            return usher_fail(usher, USHER_INVALID, key, "%s: must be true or false", key);
        }
        on = value->integer == 1;
    }
    usher_value_clear(value);
    usher_value_small(value, on ? "true" : "false");
    return SQLITE_OK;
}

static int canonical_integer(struct usher *usher, const char *key, struct usher_value *value) {
    char text[24];
    if (usher_check_integer(usher, key, 0, value) != SQLITE_OK) {
        return usher_fail(usher, USHER_INVALID, key,
                          "%s: must be a whole number of at most 64 bits", key);
    }
    sqlite3_snprintf(sizeof(text), text, "%lld", value->integer);
    usher_value_small(value, text);
    return SQLITE_OK;
}

/* The commonest mistake has an answer of its own. */
static int require_quotes(struct usher *usher, const char *key, const struct usher_value *value) {
    return value->type == SQLITE_TEXT && value->length > 0 && value->text[0] == '"'
               ? SQLITE_OK
               : usher_fail(usher, USHER_INVALID, key,
                            "%s: must be a JSON string, with its quotes: '\"...\"'", key);
}

int usher_setting_check_stored(struct usher *usher, const struct usher_definition *definition,
                               struct usher_value *value) {
    if (strcmp(definition->type, "image") == 0) {
        return usher_image_check(usher, definition->key, definition->schema, value);
    }
    int rc =
        usher_schema_match(usher, definition->key, definition->type, definition->schema, value);
    return rc == SQLITE_OK && value->length > USHER_SETTING_MOST
               ? usher_fail(usher, USHER_INVALID, definition->key, "%s: must be at most %d bytes",
                            definition->key, USHER_SETTING_MOST)
               : rc;
}

int usher_setting_check(struct usher *usher, const struct usher_definition *definition,
                        struct usher_value *value) {
    int rc = SQLITE_OK;
    if (strcmp(definition->type, "boolean") == 0) {
        rc = canonical_boolean(usher, definition->key, value);
    } else if (strcmp(definition->type, "integer") == 0) {
        rc = canonical_integer(usher, definition->key, value);
    } else if (strcmp(definition->type, "string") == 0) {
        rc = require_quotes(usher, definition->key, value);
    }
    return rc == SQLITE_OK ? usher_setting_check_stored(usher, definition, value) : rc;
}
