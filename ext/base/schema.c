/*
** What a JSON value must be, in words of JSON Schema (draft 2020-12), with their meaning there:
**
**   type                  one of boolean, integer, number, string, array, object, null, or a list
**   enum                  one of these
**   minimum, maximum      of a number
**   minLength, maxLength  of a string, in characters
**   format                of a string, see below
**   minItems, maxItems, uniqueItems, items
**   properties, required, additionalProperties, maxProperties
**
** An integer is written without a fraction: 2.0 is none. A schema with a word that is not
** listed here is refused, lest it promise what nobody checks. Of images the schema says
** maxWidth, maxHeight (pixels) and maxBytes; their owner looks at these (see image.c).
**
** Rules owned here: schema-form, schema-match.
*/
#include "check.h"
#include "json_tree.h"
#include "text.h"

#include <string.h>

/* ------------------------------------------------------------------ formats */

static int is_hex32(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (!usher_is_digit(text[i]) && (usher_lower(text[i]) < 'a' || usher_lower(text[i]) > 'f'))
            return 0;
    return length == 32;
}

static const struct format {
    const char *name;
    int (*matches)(const char *text, size_t length); /* text has a NUL behind it */
    const char *rule;
} formats[] = {
    {"hex32", is_hex32, "must be 32 hexadecimal digits, without dashes"},
    {"domain", usher_is_domain, "must be a domain like example.org"},
    {"url", usher_is_url, "must be a URL like https://example.org/path"},
};

static const struct format *find_format(const char *name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static const char *const type_names[] = {
    [JSON_OBJECT] = "object",   [JSON_ARRAY] = "array", [JSON_STRING] = "string",
    [JSON_INTEGER] = "integer", [JSON_REAL] = "number", [JSON_TRUE] = "boolean",
    [JSON_FALSE] = "boolean",   [JSON_NULL] = "null"};

static int is_type(const char *name) {
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++)
        if (strcmp(type_names[i], name) == 0)
            return 1;
    return 0;
}

/* --------------------------------------------------------------------- paths */

/* What is looked at, and where it stands: "preferences.search_options[2].id". */
struct place {
    struct usher *usher;
    size_t length;
    char path[200];
};

/* Beyond what a message can hold the path ends early. Returns the length to go back to. */
static size_t enter(struct place *place, const char *format, ...) {
    size_t back = place->length;
    va_list arguments;

    va_start(arguments, format);
    sqlite3_vsnprintf((int)(sizeof place->path - back), place->path + back, format, arguments);
    va_end(arguments);
    place->length += strlen(place->path + back);
    return back;
}

static void leave(struct place *place, size_t back) {
    place->length = back;
    place->path[back] = '\0';
}

static int refuse(const struct place *place, const char *rule) {
    return usher_fail(place->usher, USHER_INVALID, place->path, "%s: %s", place->path, rule);
}

/* The same with numbers in it, as JSON writes them; `last` may be NULL. */
static int refuse_beyond(const struct place *place, const char *before, json_t *bound,
                         const char *after, json_t *last) {
    struct usher_value text, more;
    int result;

    usher_value_null(&text);
    usher_value_null(&more);
    result = usher_tree_write(place->usher, bound, &text);
    if (result == SQLITE_OK && last != NULL)
        result = usher_tree_write(place->usher, last, &more);
    if (result == SQLITE_OK)
        result = usher_fail(place->usher, USHER_INVALID, place->path, "%s: %s%s%s%s", place->path,
                            before, text.text, after, last != NULL ? more.text : "");
    usher_value_clear(&text);
    usher_value_clear(&more);
    return result;
}

/* ------------------------------------------------------------------ matching */

static int match(struct place *place, json_t *schema, json_t *value);

static int has_type(const json_t *value, const char *name) {
    return strcmp(name, type_names[json_typeof(value)]) == 0 ||
           (json_is_integer(value) && strcmp(name, "number") == 0);
}

static int match_type(const struct place *place, json_t *type, const json_t *value) {
    char rule[160] = "must be ";

    if (json_is_string(type)) {
        if (has_type(value, json_string_value(type)))
            return SQLITE_OK;
        sqlite3_snprintf(sizeof rule, rule, "must be %s %s",
                         strchr("aio", json_string_value(type)[0]) != NULL ? "an" : "a",
                         json_string_value(type));
        return refuse(place, rule);
    }
    for (size_t i = 0; i < json_array_size(type); i++) {
        const char *name = json_string_value(json_array_get(type, i));
        size_t used = strlen(rule);

        if (has_type(value, name))
            return SQLITE_OK;
        sqlite3_snprintf((int)(sizeof rule - used), rule + used, "%s%s", i > 0 ? " or " : "", name);
    }
    return json_is_array(type) ? refuse(place, rule) : SQLITE_OK;
}

static int match_enum(const struct place *place, json_t *choices, json_t *value) {
    for (size_t i = 0; i < json_array_size(choices); i++)
        if (json_equal(json_array_get(choices, i), value))
            return SQLITE_OK;
    return json_is_array(choices) ? refuse_beyond(place, "must be one of ", choices, "", NULL)
                                  : SQLITE_OK;
}

/* -1, 0 or 1; two integers exactly. */
static int compare(const json_t *a, const json_t *b) {
    double x = json_number_value(a), y = json_number_value(b);

    if (json_is_integer(a) && json_is_integer(b)) {
        json_int_t i = json_integer_value(a), j = json_integer_value(b);
        return (i > j) - (i < j);
    }
    return (x > y) - (x < y);
}

static int match_number(const struct place *place, json_t *schema, const json_t *value) {
    json_t *least = json_object_get(schema, "minimum");
    json_t *most = json_object_get(schema, "maximum");
    int under = least != NULL && compare(value, least) < 0;
    int over = most != NULL && compare(value, most) > 0;

    if (!under && !over)
        return SQLITE_OK;
    if (least != NULL && most != NULL)
        return refuse_beyond(place, "must be from ", least, " to ", most);
    return under ? refuse_beyond(place, "must be at least ", least, "", NULL)
                 : refuse_beyond(place, "must be at most ", most, "", NULL);
}

/* Is the count below, or beyond, what the word says? */
static int below(json_t *schema, const char *word, size_t count) {
    json_t *bound = json_object_get(schema, word);

    return bound != NULL && (json_int_t)count < json_integer_value(bound);
}

static int beyond(json_t *schema, const char *word, size_t count) {
    json_t *bound = json_object_get(schema, word);

    return bound != NULL && (json_int_t)count > json_integer_value(bound);
}

static int match_string(const struct place *place, json_t *schema, const json_t *value) {
    const char *text = json_string_value(value);
    const json_t *format = json_object_get(schema, "format");
    struct usher_text found;

    usher_text_scan(text, (int)json_string_length(value), &found);
    if (below(schema, "minLength", (size_t)found.characters))
        return refuse_beyond(place, "must have at least ", json_object_get(schema, "minLength"),
                             " characters", NULL);
    if (beyond(schema, "maxLength", (size_t)found.characters))
        return refuse_beyond(place, "must have at most ", json_object_get(schema, "maxLength"),
                             " characters", NULL);
    if (format != NULL) {
        const struct format *known = find_format(json_string_value(format));

        if (!known->matches(text, json_string_length(value)))
            return refuse(place, known->rule);
    }
    return SQLITE_OK;
}

/* Items are told apart by their text: a set of them takes no longer than the list. */
static int match_unique(struct place *place, json_t *value) {
    json_t *seen = json_object();
    int result = seen != NULL ? SQLITE_OK : usher_pass(place->usher, SQLITE_NOMEM);

    for (size_t i = 0; i < json_array_size(value) && result == SQLITE_OK; i++) {
        struct usher_value text;

        usher_value_null(&text);
        result = usher_tree_write(place->usher, json_array_get(value, i), &text);
        if (result == SQLITE_OK && json_object_get(seen, text.text) != NULL) {
            enter(place, "[%d]", (int)i);
            result = refuse(place, "must not be in the list twice");
        }
        if (result == SQLITE_OK && json_object_set_new_nocheck(seen, text.text, json_true()) != 0)
            result = usher_pass(place->usher, SQLITE_NOMEM);
        usher_value_clear(&text);
    }
    json_decref(seen);
    return result;
}

static int match_array(struct place *place, json_t *schema, json_t *value) {
    json_t *items = json_object_get(schema, "items");
    int result = SQLITE_OK;

    if (below(schema, "minItems", json_array_size(value)))
        return refuse_beyond(place, "must have at least ", json_object_get(schema, "minItems"),
                             " items", NULL);
    if (beyond(schema, "maxItems", json_array_size(value)))
        return refuse_beyond(place, "must have at most ", json_object_get(schema, "maxItems"),
                             " items", NULL);
    for (size_t i = 0; i < json_array_size(value) && result == SQLITE_OK && items != NULL; i++) {
        size_t back = enter(place, "[%d]", (int)i);

        result = match(place, items, json_array_get(value, i));
        if (result == SQLITE_OK)
            leave(place, back);
    }
    if (result == SQLITE_OK && json_is_true(json_object_get(schema, "uniqueItems")))
        result = match_unique(place, value);
    return result;
}

static int match_required(struct place *place, json_t *schema, json_t *value) {
    const json_t *required = json_object_get(schema, "required");

    for (size_t i = 0; i < json_array_size(required); i++) {
        const char *name = json_string_value(json_array_get(required, i));

        if (json_object_get(value, name) == NULL) {
            enter(place, ".%s", name);
            return usher_fail(place->usher, USHER_MISSING, place->path, "%s: is required",
                              place->path);
        }
    }
    return SQLITE_OK;
}

static int match_member(struct place *place, json_t *schema, const char *name, json_t *value) {
    json_t *rule = json_object_get(json_object_get(schema, "properties"), name);
    size_t back = enter(place, ".%s", name);
    int result = SQLITE_OK;

    if (rule == NULL)
        rule = json_object_get(schema, "additionalProperties");
    if (json_is_false(rule))
        result = refuse(place, "there is no such member");
    else if (json_is_object(rule))
        result = match(place, rule, value);
    if (result == SQLITE_OK)
        leave(place, back);
    return result;
}

static int match_object(struct place *place, json_t *schema, json_t *value) {
    int result = match_required(place, schema, value);

    if (result == SQLITE_OK && beyond(schema, "maxProperties", json_object_size(value)))
        return refuse_beyond(place, "must have at most ", json_object_get(schema, "maxProperties"),
                             " members", NULL);
    for (void *iterator = json_object_iter(value); iterator != NULL && result == SQLITE_OK;
         iterator = json_object_iter_next(value, iterator))
        result = match_member(place, schema, json_object_iter_key(iterator),
                              json_object_iter_value(iterator));
    return result;
}

/* After an error the path is that of what is at fault. */
static int match(struct place *place, json_t *schema, json_t *value) {
    int result = match_type(place, json_object_get(schema, "type"), value);

    if (result == SQLITE_OK)
        result = match_enum(place, json_object_get(schema, "enum"), value);
    if (result != SQLITE_OK)
        return result;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return match_object(place, schema, value);
    case JSON_ARRAY:
        return match_array(place, schema, value);
    case JSON_STRING:
        return match_string(place, schema, value);
    case JSON_INTEGER:
    case JSON_REAL:
        return match_number(place, schema, value);
    default:
        return SQLITE_OK;
    }
}

/* ------------------------------------------------------------ schemas themselves */

static int check_schema(struct place *place, json_t *schema);

static int is_count(const json_t *value) {
    return json_is_integer(value) && json_integer_value(value) >= 0 &&
           json_integer_value(value) <= INT32_MAX;
}

static int is_list_of_strings(const json_t *value) {
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!json_is_string(json_array_get(value, i)))
            return 0;
    return json_is_array(value);
}

static int check_count(struct place *place, json_t *value) {
    return is_count(value) ? SQLITE_OK : refuse(place, "must be a count, from 0 to 2147483647");
}

static int check_bound(struct place *place, json_t *value) {
    return json_is_number(value) ? SQLITE_OK : refuse(place, "must be a number");
}

static int check_flag(struct place *place, json_t *value) {
    return json_is_boolean(value) ? SQLITE_OK : refuse(place, "must be true or false");
}

static int check_choices(struct place *place, json_t *value) {
    return json_array_size(value) > 0 ? SQLITE_OK : refuse(place, "must be a list of values");
}

static int check_names(struct place *place, json_t *value) {
    return is_list_of_strings(value) ? SQLITE_OK : refuse(place, "must be a list of strings");
}

static int check_format(struct place *place, json_t *value) {
    return json_is_string(value) && find_format(json_string_value(value)) != NULL
               ? SQLITE_OK
               : refuse(place, "must be hex32, domain or url");
}

static int check_type(struct place *place, json_t *value) {
    int known = json_is_string(value) ? is_type(json_string_value(value))
                                      : json_array_size(value) > 0 && is_list_of_strings(value);

    for (size_t i = 0; i < json_array_size(value) && known; i++)
        known = is_type(json_string_value(json_array_get(value, i)));
    return known ? SQLITE_OK
                 : refuse(place, "must be boolean, integer, number, string, array, object, null, "
                                 "or a list of these");
}

static int check_properties(struct place *place, json_t *value) {
    int result = json_is_object(value) ? SQLITE_OK : refuse(place, "must be an object");

    for (void *iterator = json_object_iter(value); iterator != NULL && result == SQLITE_OK;
         iterator = json_object_iter_next(value, iterator)) {
        size_t back = enter(place, ".%s", json_object_iter_key(iterator));

        result = check_schema(place, json_object_iter_value(iterator));
        if (result == SQLITE_OK)
            leave(place, back);
    }
    return result;
}

static int check_additional(struct place *place, json_t *value) {
    return json_is_boolean(value) ? SQLITE_OK : check_schema(place, value);
}

static const struct word {
    const char *name;
    int (*check)(struct place *place, json_t *value);
} words[] = {
    {"type", check_type},           {"enum", check_choices},
    {"minimum", check_bound},       {"maximum", check_bound},
    {"minLength", check_count},     {"maxLength", check_count},
    {"format", check_format},       {"minItems", check_count},
    {"maxItems", check_count},      {"uniqueItems", check_flag},
    {"items", check_schema},        {"properties", check_properties},
    {"required", check_names},      {"additionalProperties", check_additional},
    {"maxProperties", check_count}, {"maxWidth", check_count},
    {"maxHeight", check_count},     {"maxBytes", check_count},
};

static int check_word(struct place *place, const char *name, json_t *value) {
    size_t back = enter(place, ".%s", name);
    int result;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].name, name) == 0) {
            result = words[i].check(place, value);
            if (result == SQLITE_OK)
                leave(place, back);
            return result;
        }
    }
    struct usher_nearest nearest = {.given = name};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        usher_nearest_offer(&nearest, words[i].name);
    refuse(place, "there is no such word");
    return usher_nearest_tell(place->usher, &nearest);
}

static int check_schema(struct place *place, json_t *schema) {
    int result = json_is_object(schema) ? SQLITE_OK : refuse(place, "must be an object");

    for (void *iterator = json_object_iter(schema); iterator != NULL && result == SQLITE_OK;
         iterator = json_object_iter_next(schema, iterator))
        result =
            check_word(place, json_object_iter_key(iterator), json_object_iter_value(iterator));
    return result;
}

/* -------------------------------------------------------------------- public */

int usher_check_schema(struct usher *usher, const char *field, int limit,
                       struct usher_value *value) {
    struct place place = {usher, 0, ""};
    json_t *tree;
    int result = usher_tree_read(usher, field, value, &tree);

    enter(&place, "%s", usher_check_name(field));
    if (result == SQLITE_OK)
        result = check_schema(&place, tree);
    if (result == SQLITE_OK)
        result = usher_tree_write(usher, tree, value);
    json_decref(tree);
    if (result == SQLITE_OK && limit > 0 && value->length > limit)
        result = usher_check_too_long(usher, field, limit);
    return result;
}

int usher_schema_match(struct usher *usher, const char *name, const char *type, const char *schema,
                       struct usher_value *value) {
    struct place place = {usher, 0, ""};
    struct usher_value text;
    json_t *rule = NULL, *tree = NULL, *kind = NULL;
    int result = usher_tree_read(usher, name, value, &tree);

    enter(&place, "%s", name);
    usher_value_text(&text, schema);
    if (result == SQLITE_OK)
        result = usher_tree_read(usher, name, &text, &rule);
    if (result == SQLITE_OK && strcmp(type, "any") != 0) {
        kind = json_string(type);
        result = kind != NULL ? match_type(&place, kind, tree) : usher_pass(usher, SQLITE_NOMEM);
    }
    if (result == SQLITE_OK)
        result = match(&place, rule, tree);
    if (result == SQLITE_OK)
        result = usher_tree_write(usher, tree, value);
    json_decref(kind);
    json_decref(rule);
    json_decref(tree);
    return result;
}
