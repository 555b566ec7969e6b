/*
** JSON as the other layers see it: walk an object or an array, make a text
** compact, validate it. Only here, and in the files that work on its trees
** (json_merge.c, schema.c), jansson is used.
**
** Coming in, JSON is taken strictly: RFC 8259, valid UTF-8, no NUL in any form,
** no member twice at any depth, no number that 64 bits or a double cannot hold,
** at most 64 levels deep and 1 MB long. Tokens come from lexer.c (which says
** why) and become a jansson tree, which keeps the members in order. Going out,
** JSON is compact (json_write.c has strings and reals).
**
** jansson allocates with malloc, and stays so: json_set_alloc_funcs is for the
** whole process, and the host may have jansson memory of its own at hand. What
** leaves this file is SQLite memory. A constructor that returns NULL is out of
** memory, never "invalid".
**
** A member or element that is itself an object or an array reaches the walker's
** callback as compact text in value->owned; a string has nothing there. That is
** how to tell the string "[1]" from the array [1]. Both live until the callback
** returns. A boolean is 1 or 0, with its first letter in value->small.
**
** Rules owned here: json-form, json-limits, string-list.
*/
#include "check.h"
#include "json_tree.h"
#include "json_write.h"
#include "lexer.h"
#include "text.h"

#include <math.h>
#include <string.h>

enum { DEPTH_MOST = 64, BYTES_MOST = 1 << 20 };

const char *usher_json_library(void) {
    return jansson_version_str();
}

/* ------------------------------------------------------------------ reading */

struct parser {
    struct usher_lexer lexer;
    struct usher *usher;
    const char *field;
    const char *start; /* of the text, for positions */
    int depth;
    int result; /* SQLITE_OK until something fails; then functions return NULL */
};

static json_t *parse_value(struct parser *parser, enum usher_token token);

static json_t *refuse(struct parser *parser, const char *rule) {
    parser->result = usher_check_refuse(parser->usher, parser->field, rule);
    return NULL;
}

static json_t *malformed(struct parser *parser) {
    parser->result = usher_fail(
        parser->usher, USHER_INVALID, parser->field, "%s must be valid JSON (malformed at byte %d)",
        usher_check_name(parser->field), (int)(parser->lexer.p - parser->start) + 1);
    return NULL;
}

/* What a jansson constructor returned. */
static json_t *made(struct parser *parser, json_t *value) {
    if (value == NULL)
        parser->result = usher_pass(parser->usher, SQLITE_NOMEM);
    return value;
}

static enum usher_token next(struct parser *parser) {
    return usher_lexer_next(&parser->lexer);
}

/* `"name": value` with the name read already. */
static int parse_member(struct parser *parser, json_t *object) {
    const char *name = parser->lexer.string;
    json_t *value;

    if (json_object_get(object, name) != NULL)
        return parser->result = usher_fail(parser->usher, USHER_INVALID, parser->field,
                                           "%s must not have the member \"%.40s\" twice",
                                           usher_check_name(parser->field), name);
    if (next(parser) != USHER_TOKEN_COLON) {
        malformed(parser);
        return parser->result;
    }
    value = parse_value(parser, next(parser));
    if (value != NULL && json_object_set_new_nocheck(object, name, value) != 0)
        parser->result = usher_pass(parser->usher, SQLITE_NOMEM);
    return parser->result;
}

static json_t *parse_object(struct parser *parser) {
    json_t *object = made(parser, json_object());
    enum usher_token token = next(parser);

    if (object == NULL || token == USHER_TOKEN_BRACE_END)
        return object;
    for (;;) {
        if (token != USHER_TOKEN_STRING)
            break;
        if (parse_member(parser, object) != SQLITE_OK)
            goto failed;
        token = next(parser);
        if (token == USHER_TOKEN_BRACE_END)
            return object;
        if (token != USHER_TOKEN_COMMA)
            break;
        token = next(parser);
    }
    malformed(parser);
failed:
    json_decref(object);
    return NULL;
}

static json_t *parse_array(struct parser *parser) {
    json_t *array = made(parser, json_array());
    enum usher_token token = next(parser);

    if (array == NULL || token == USHER_TOKEN_BRACKET_END)
        return array;
    for (;;) {
        json_t *value = parse_value(parser, token);

        if (value == NULL)
            goto failed;
        if (json_array_append_new(array, value) != 0) {
            made(parser, NULL);
            goto failed;
        }
        token = next(parser);
        if (token == USHER_TOKEN_BRACKET_END)
            return array;
        if (token != USHER_TOKEN_COMMA)
            break;
        token = next(parser);
    }
    malformed(parser);
failed:
    json_decref(array);
    return NULL;
}

static json_t *parse_nested(struct parser *parser, enum usher_token token) {
    json_t *value;

    if (parser->depth == DEPTH_MOST)
        return refuse(parser, "must not be nested beyond 64 levels");
    parser->depth++;
    value = token == USHER_TOKEN_BRACE ? parse_object(parser) : parse_array(parser);
    parser->depth--;
    return value;
}

static json_t *parse_value(struct parser *parser, enum usher_token token) {
    const struct usher_lexer *lexer = &parser->lexer;

    switch (token) {
    case USHER_TOKEN_BRACE:
    case USHER_TOKEN_BRACKET:
        return parse_nested(parser, token);
    case USHER_TOKEN_STRING:
        return made(parser, json_stringn_nocheck(lexer->string, lexer->length));
    case USHER_TOKEN_INTEGER:
        return made(parser, json_integer(lexer->integer));
    case USHER_TOKEN_REAL:
        return made(parser, json_real(lexer->real));
    case USHER_TOKEN_TRUE:
        return json_true();
    case USHER_TOKEN_FALSE:
        return json_false();
    case USHER_TOKEN_NULL:
        return json_null();
    case USHER_TOKEN_HUGE:
        return refuse(parser, "must not have a number beyond 64 bits");
    default:
        return malformed(parser);
    }
}

/* Parse a writable copy of the text. */
static json_t *parse_copy(struct parser *parser, const struct usher_value *text) {
    char *copy = sqlite3_malloc(text->length + 1);
    json_t *tree;

    if (copy == NULL)
        return made(parser, NULL);
    memcpy(copy, text->text, (size_t)text->length);
    copy[text->length] = '\0';
    parser->start = copy;
    parser->lexer.p = copy;
    tree = parse_value(parser, next(parser));
    if (tree != NULL && next(parser) != USHER_TOKEN_END) {
        json_decref(tree);
        tree = malformed(parser);
    }
    usher_wipe(copy, (size_t)text->length); /* an option may be a secret */
    sqlite3_free(copy);
    return tree;
}

/* The tree of a JSON text; the caller ends it with json_decref. NULL on failure. */
static int read_tree(struct usher *usher, const char *field, const struct usher_value *text,
                     json_t **tree) {
    struct parser parser = {.usher = usher, .field = field, .result = SQLITE_OK};
    struct usher_text found;

    *tree = NULL;
    if (text->type != SQLITE_TEXT)
        return usher_check_refuse(usher, field, "must be JSON text");
    if (text->length > BYTES_MOST)
        return usher_check_refuse(usher, field, "must be at most 1 MB of JSON");
    usher_text_scan(text->text, text->length, &found);
    if (found.malformed)
        return usher_check_refuse(usher, field, "must be valid UTF-8");
    if (found.nul)
        return usher_check_refuse(usher, field, "must not contain a NUL character");
    *tree = parse_copy(&parser, text);
    return parser.result;
}

/* ------------------------------------------------------------------ writing */

static void write_value(sqlite3_str *out, json_t *value);

static void write_object(sqlite3_str *out, json_t *object) {
    void *iterator = json_object_iter(object);

    sqlite3_str_appendchar(out, 1, '{');
    while (iterator != NULL) {
        const char *name = json_object_iter_key(iterator);

        usher_write_string(out, name, strlen(name));
        sqlite3_str_appendchar(out, 1, ':');
        write_value(out, json_object_iter_value(iterator));
        iterator = json_object_iter_next(object, iterator);
        if (iterator != NULL)
            sqlite3_str_appendchar(out, 1, ',');
    }
    sqlite3_str_appendchar(out, 1, '}');
}

static void write_array(sqlite3_str *out, json_t *array) {
    sqlite3_str_appendchar(out, 1, '[');
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i > 0)
            sqlite3_str_appendchar(out, 1, ',');
        write_value(out, json_array_get(array, i));
    }
    sqlite3_str_appendchar(out, 1, ']');
}

static void write_value(sqlite3_str *out, json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(out, value);
        break;
    case JSON_ARRAY:
        write_array(out, value);
        break;
    case JSON_STRING:
        usher_write_string(out, json_string_value(value), json_string_length(value));
        break;
    case JSON_INTEGER:
        sqlite3_str_appendf(out, "%lld", (sqlite3_int64)json_integer_value(value));
        break;
    case JSON_REAL:
        usher_write_real(out, json_real_value(value));
        break;
    case JSON_TRUE:
        sqlite3_str_append(out, "true", 4);
        break;
    case JSON_FALSE:
        sqlite3_str_append(out, "false", 5);
        break;
    case JSON_NULL:
        sqlite3_str_append(out, "null", 4);
        break;
    }
}

int usher_tree_write(struct usher *usher, json_t *tree, struct usher_value *value) {
    sqlite3_str *out = sqlite3_str_new(NULL);

    write_value(out, tree);
    usher_value_clear(value);
    return usher_pass(usher, usher_write_finish(out, value));
}

/* ------------------------------------------------------------------ walking */

/* What a member or element is for the callback. */
static int as_value(struct usher *usher, json_t *json, struct usher_value *value) {
    usher_value_null(value);
    switch (json_typeof(json)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        return usher_tree_write(usher, json, value);
    case JSON_STRING:
        value->type = SQLITE_TEXT;
        value->text = json_string_value(json);
        value->length = (int)json_string_length(json);
        break;
    case JSON_INTEGER:
        usher_value_integer(value, json_integer_value(json));
        break;
    case JSON_REAL:
        value->type = SQLITE_FLOAT;
        value->real = json_real_value(json);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        usher_value_integer(value, json_is_true(json));
        value->small[0] = json_is_true(json) ? 't' : 'f';
        break;
    case JSON_NULL:
        break;
    }
    return SQLITE_OK;
}

/* jansson lends its text as const; it is about to be freed. */
static void wipe(json_t *string) {
    union {
        const char *lent;
        char *text;
    } memory = {json_string_value(string)};

    usher_wipe(memory.text, json_string_length(string));
}

static int visit(struct usher *usher, const char *name, json_t *json, usher_json_member *member,
                 void *context) {
    struct usher_value value;
    int result = as_value(usher, json, &value);

    if (result == SQLITE_OK)
        result = member(context, name, &value);
    usher_value_clear(&value);
    if (json_is_string(json))
        wipe(json);
    return result;
}

/* Arguments and profiles hold passwords and tokens: nothing of them stays in memory. */
static void wipe_tree(json_t *json) {
    void *iterator = json_object_iter(json);

    if (json_is_string(json))
        usher_wipe((char *)(uintptr_t)json_string_value(json), json_string_length(json));
    for (size_t i = 0; i < json_array_size(json); i++)
        wipe_tree(json_array_get(json, i));
    for (; iterator != NULL; iterator = json_object_iter_next(json, iterator))
        wipe_tree(json_object_iter_value(iterator));
}

int usher_json_object(struct usher *usher, const char *field, const struct usher_value *text,
                      usher_json_member *member, void *context) {
    json_t *tree;
    int result = read_tree(usher, field, text, &tree);

    if (result != SQLITE_OK)
        return result;
    if (!json_is_object(tree))
        result = usher_check_refuse(usher, field, "must be a JSON object");
    for (void *iterator = json_object_iter(tree); iterator != NULL && result == SQLITE_OK;
         iterator = json_object_iter_next(tree, iterator))
        result = visit(usher, json_object_iter_key(iterator), json_object_iter_value(iterator),
                       member, context);
    wipe_tree(tree);
    json_decref(tree);
    return result;
}

int usher_json_array(struct usher *usher, const char *field, const struct usher_value *text,
                     usher_json_member *member, void *context) {
    json_t *tree;
    int result = read_tree(usher, field, text, &tree);

    if (result != SQLITE_OK)
        return result;
    if (!json_is_array(tree))
        result = usher_check_refuse(usher, field, "must be a JSON array");
    for (size_t i = 0; i < json_array_size(tree) && result == SQLITE_OK; i++)
        result = visit(usher, NULL, json_array_get(tree, i), member, context);
    wipe_tree(tree);
    json_decref(tree);
    return result;
}

/* --------------------------------------------------------------- validating */

/* What was written must be short enough to be read again. */
static int check_size(struct usher *usher, const char *field, int limit,
                      const struct usher_value *value) {
    struct usher_text found;

    if (value->length > BYTES_MOST)
        return usher_check_refuse(usher, field, "must be at most 1 MB of JSON");
    if (limit <= 0 || value->length <= limit)
        return SQLITE_OK;
    usher_text_scan(value->text, value->length, &found);
    return found.characters > limit ? usher_check_too_long(usher, field, limit) : SQLITE_OK;
}

/*
** A number is JSON, too, and drivers bind `40` as a number where the column
** would make it text. REAL with an integral value is an integer, as everywhere;
** 2^53 is as far as that is exact.
*/
static json_t *number_tree(const struct usher_value *value) {
    if (value->type == SQLITE_INTEGER)
        return json_integer(value->integer);
    if (fabs(value->real) <= 9007199254740992.0 && (double)(json_int_t)value->real == value->real)
        return json_integer((json_int_t)value->real);
    return json_real(value->real);
}

int usher_tree_read(struct usher *usher, const char *field, const struct usher_value *text,
                    json_t **tree) {
    if (text->type != SQLITE_INTEGER && !(text->type == SQLITE_FLOAT && isfinite(text->real)))
        return read_tree(usher, field, text, tree);
    *tree = number_tree(text);
    return *tree == NULL ? usher_pass(usher, SQLITE_NOMEM) : SQLITE_OK;
}

int usher_check_json(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    json_t *tree;
    int result = usher_tree_read(usher, field, value, &tree);

    if (tree != NULL)
        result = usher_tree_write(usher, tree, value);
    json_decref(tree);
    return result == SQLITE_OK ? check_size(usher, field, limit, value) : result;
}

int usher_json_compact(struct usher *usher, const char *field, struct usher_value *value) {
    return usher_check_json(usher, field, 0, value);
}

static int is_string_list(const json_t *tree) {
    if (!json_is_array(tree))
        return 0;
    for (size_t i = 0; i < json_array_size(tree); i++)
        if (!json_is_string(json_array_get(tree, i)))
            return 0;
    return 1;
}

int usher_check_string_list(struct usher *usher, const char *field, int limit,
                            struct usher_value *value) {
    json_t *tree;
    int result = read_tree(usher, field, value, &tree);

    if (result != SQLITE_OK)
        return result;
    if (is_string_list(tree))
        result = usher_tree_write(usher, tree, value);
    else
        result = usher_check_refuse(usher, field, "must be a JSON array of strings");
    json_decref(tree);
    return result == SQLITE_OK ? check_size(usher, field, limit, value) : result;
}
