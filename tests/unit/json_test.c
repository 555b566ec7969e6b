/*
** JSON in and out: the grammar from both sides, the limits, what walkers see,
** jansson as a second opinion, and every allocation failing in turn.
*/
#include "base_unit.h"

#include <jansson.h>
#include <locale.h>
#include <stdio.h>

#define count(array) (sizeof(array) / sizeof(array)[0])

/* ----------------------------------------------------------------- compact */

static void test_compact(void **state) {
    static const char *const pairs[][2] = {
        {"{}", "{}"},
        {"[]", "[]"},
        {" \t\r\n{ \"a\" :\n1 , \"b\" : [ true , false , null ] } ",
         "{\"a\":1,\"b\":[true,false,null]}"},
        {"\"\"", "\"\""},
        {"\"a\"", "\"a\""},
        {"0", "0"},
        {"-0", "0"},
        {"-5", "-5"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"0.1", "0.1"},
        {"5.0", "5.0"},
        {"-0.0", "-0.0"},
        {"1.50", "1.5"},
        {"1e2", "100.0"},
        {"1E+2", "100.0"},
        {"1e-7", "1e-07"},
        {"1e400000000000000000000e", NULL},
        {"12345678901234567890.0", "1.2345678901234567e+19"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"1.7976931348623157e308", "1.7976931348623157e+308"},
        {"5e-324", "4.94065645841247e-324"},
        {"1e-400", "0.0"},
        {"true", "true"},
        {"null", "null"},
        {"{\"z\":1,\"a\":2,\"m\":3}", "{\"z\":1,\"a\":2,\"m\":3}"},
        {"{\"\":1,\" \":2}", "{\"\":1,\" \":2}"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
        {"\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"", "\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
        {"\"\\u0001\\u001F\\u007f\"", "\"\\u0001\\u001f\x7F\""},
        {"\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
        {"{\"\\u0061\\n\":[{\"b\":{}},[[]]]}", "{\"a\\n\":[{\"b\":{}},[[]]]}"},
        {"\"\\uFFFF\\uD7FF\\uE000\"", "\"\xEF\xBF\xBF\xED\x9F\xBF\xEE\x80\x80\""},
    };

    (void)state;
    for (size_t i = 0; i < count(pairs); i++) {
        if (pairs[i][1] == NULL) {
            refuses(usher_check_json, 0, pairs[i][0]);
            continue;
        }
        accepts(usher_check_json, 0, pairs[i][0], pairs[i][1]);
        accepts(usher_check_json, 0, pairs[i][1], pairs[i][1]); /* stable */
    }
}

static const char *const malformed[] = {"",
                                        " ",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        "{]",
                                        "[}",
                                        "[1",
                                        "{\"a\"",
                                        "{\"a\":",
                                        "{\"a\":1",
                                        "{\"a\":1,",
                                        "{\"a\":1,}",
                                        "[1,]",
                                        "[,1]",
                                        "[,]",
                                        "{,}",
                                        "[1 2]",
                                        "{\"a\" 1}",
                                        "{\"a\":1 \"b\":2}",
                                        "{a:1}",
                                        "{'a':1}",
                                        "'a'",
                                        "{1:2}",
                                        "{null:1}",
                                        "{\"a\":}",
                                        "{\"a\"::1}",
                                        "[1]]",
                                        "{}{}",
                                        "1 2",
                                        "1,2",
                                        "\"a\"x",
                                        "tru",
                                        "truE",
                                        "True",
                                        "TRUE",
                                        "truefalse",
                                        "nul",
                                        "nulll",
                                        "nil",
                                        "NaN",
                                        "Infinity",
                                        "-Infinity",
                                        "undefined",
                                        "01",
                                        "-01",
                                        "00",
                                        "-",
                                        "+1",
                                        ".5",
                                        "5.",
                                        "1.e5",
                                        "1e",
                                        "1e+",
                                        "1e-",
                                        "0x10",
                                        "1_000",
                                        "--1",
                                        "1.2.3",
                                        "1e5.5",
                                        "\"",
                                        "\"a",
                                        "\"\\\"",
                                        "\"\\",
                                        "\"\\x41\"",
                                        "\"\\'\"",
                                        "\"\\u\"",
                                        "\"\\u12\"",
                                        "\"\\u123\"",
                                        "\"\\u123g\"",
                                        "\"\\u 123\"",
                                        "\"\\u+123\"",
                                        "\"\\u0000\"",
                                        "{\"\\u0000\":1}",
                                        "{\"a\\u0000b\":1}",
                                        "\"\\ud800\"",
                                        "\"\\udc00\"",
                                        "\"\\ud800x\"",
                                        "\"\\ud800\\n\"",
                                        "\"\\ud800\\u0041\"",
                                        "\"\\ud800\\ud800\"",
                                        "\"\\ud800\\ue000\"",
                                        "\"\\udfff\\ud800\"",
                                        "\"\\ud83d\\u\"",
                                        "\"\\ud83d\\ude\"",
                                        "\"a\nb\"",
                                        "\"a\tb\"",
                                        "\"\x01\"",
                                        "\"\x1F\"",
                                        "// x\n1",
                                        "/* x */1",
                                        "[1,/**/2]",
                                        "\xEF\xBB\xBF{}",
                                        "\xC2\xA0{}",
                                        "\f{}",
                                        "\v1",
                                        "{\"a\":1}\\",
                                        "\\u0041",
                                        "[1}",
                                        "{\"a\":1]",
                                        "\x7F"};

static void test_malformed(void **state) {
    (void)state;
    for (size_t i = 0; i < count(malformed); i++)
        refuses(usher_check_json, 0, malformed[i]);
}

static void test_bytes(void **state) {
    static const char *const not_utf8[] = {
        "\"\x80\"",     "\"\xC3\"",     "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"",
        "\"\xE2\x82\"", "{\"\xFF\":1}", "\xFF"};

    (void)state;
    for (size_t i = 0; i < count(not_utf8); i++)
        refuses(usher_check_json, 0, not_utf8[i]);
    refuses_bytes(usher_check_json, 0, "{}\0", 3);
    refuses_bytes(usher_check_json, 0, "5\0", 2);
    refuses_bytes(usher_check_json, 0, "\0", 1);
    refuses_bytes(usher_check_json, 0, "\"a\0b\"", 5);
    refuses_bytes(usher_check_json, 0, "{}\0{}", 5);
    refuses_bytes(usher_check_json, 0, "{\"a\0\":1}", 8);
}

/* Every text that is cut short is refused, and nothing behind its end is read. */
static void test_truncated(void **state) {
    static const char text[] =
        "{\"a\\u00e9\\ud83d\\ude00\":[1,-2.5e+10,true,false,null,\"\xC3\xA9\"],"
        "\"b\":{\"c\":{}}}";

    (void)state;
    for (size_t i = 0; i < sizeof text - 1; i++)
        refuses_bytes(usher_check_json, 0, text, i);
    accepts(usher_check_json, 0, text,
            "{\"a\xC3\xA9\xF0\x9F\x98\x80\":[1,-25000000000.0,true,false,null,\"\xC3\xA9\"],"
            "\"b\":{\"c\":{}}}");
}

static void test_duplicates(void **state) {
    (void)state;
    refuses(usher_check_json, 0, "{\"a\":1,\"a\":1}");
    refuses(usher_check_json, 0, "{\"a\":null,\"b\":2,\"a\":null}");
    refuses(usher_check_json, 0, "{\"a\":1,\"\\u0061\":2}");
    refuses(usher_check_json, 0, "{\"\":1,\"\":2}");
    refuses(usher_check_json, 0, "[{\"x\":{\"a\":1,\"a\":2}}]");
    accepts(usher_check_json, 0, "{\"a\":1,\"A\":{\"a\":2}}", "{\"a\":1,\"A\":{\"a\":2}}");
}

static void test_numbers_out_of_range(void **state) {
    static const char *const huge[] = {
        "9223372036854775808", "-9223372036854775809", "[99999999999999999999]", "1e309", "-1e309",
        "{\"a\":1e999}"};

    (void)state;
    for (size_t i = 0; i < count(huge); i++) {
        struct usher_value value;

        usher_value_text(&value, huge[i]);
        assert_int_equal(usher_json_compact(&unit, "data", &value), SQLITE_CONSTRAINT);
        assert_string_equal(unit.error.message, "data must not have a number beyond 64 bits");
        assert_string_equal(unit.error.field, "data");
    }
}

/* ------------------------------------------------------------------- limits */

/* [[[...]]] or {"a":{"a":...1}} */
static char *nested(int depth, const char *open, const char *inside, const char *close) {
    char *text = malloc((size_t)depth * (strlen(open) + strlen(close)) + strlen(inside) + 1),
         *p = text;

    assert_non_null(text);
    for (int i = 0; i < depth; i++, p += strlen(open))
        memcpy(p, open, strlen(open));
    memcpy(p, inside, strlen(inside));
    p += strlen(inside);
    for (int i = 0; i < depth; i++, p += strlen(close))
        memcpy(p, close, strlen(close));
    *p = '\0';
    return text;
}

static void test_depth(void **state) {
    static const char *const shapes[][3] = {
        {"[", "", "]"}, {"[", "1", "]"}, {"{\"a\":", "1", "}"}, {"[{\"a\":", "1", "}]"}};
    char *row, *beside;

    (void)state;
    for (size_t i = 0; i < count(shapes); i++) {
        int most = i == 3 ? 32 : 64;
        char *right = nested(most, shapes[i][0], shapes[i][1], shapes[i][2]);
        char *wrong = nested(most + 1, shapes[i][0], shapes[i][1], shapes[i][2]);
        char *absurd = nested(100000, shapes[i][0], shapes[i][1], shapes[i][2]);

        accepts(usher_check_json, 0, right, right);
        refuses(usher_check_json, 0, wrong);
        assert_true(strlen(absurd) < 1 << 20);
        refuses(usher_check_json, 0, absurd);
        absurd[strlen(absurd) / 2] = '\0';
        refuses(usher_check_json, 0, absurd);
        free(right);
        free(wrong);
        free(absurd);
    }
    row = nested(50, "[],{},", "[]", "");
    beside = nested(1, "[", row, "]");
    accepts(usher_check_json, 0, beside, beside); /* beside one another is not deep */
    free(row);
    free(beside);
}

static void test_size(void **state) {
    const size_t most = 1 << 20;
    char *text = malloc(most + 2);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', most);
    text[0] = text[most - 1] = '"';
    text[most] = '\0';
    accepts(usher_check_json, 0, text, text);
    text[most - 1] = 'x';
    text[most] = '"';
    text[most + 1] = '\0';
    refuses(usher_check_json, 0, text);
    memset(text, ' ', most);
    text[0] = '5';
    text[most] = '\0';
    accepts(usher_check_json, 0, text, "5");
    text[most] = ' ';
    text[most + 1] = '\0';
    refuses(usher_check_json, 0, text);
    for (size_t i = 0; i < most; i += 4) /* would grow from 1 MB to 5 MB */
        memcpy(text + i, i + 4 < most ? "9e9," : " 9e9", 4);
    text[0] = '[';
    memcpy(text + 1, "1,1,", 3);
    memcpy(text + most - 4, "9e9]", 4);
    text[most] = '\0';
    refuses(usher_check_json, 0, text);
    free(text);
}

static void test_limit(void **state) {
    (void)state;
    accepts(usher_check_json, 7, "{ \"a\" : 1 }", "{\"a\":1}");
    refuses(usher_check_json, 6, "{\"a\":1}");
    accepts(usher_check_json, 4, "\"\xC3\xA9\xC3\xA9\"", "\"\xC3\xA9\xC3\xA9\"");
    refuses(usher_check_json, 3, "\"\xC3\xA9\xC3\xA9\"");
}

/* -------------------------------------------------------- numbers and lists */

static void number_is(int type, sqlite3_int64 integer, double real, const char *expected) {
    struct usher_value value;

    usher_value_null(&value);
    value.type = type;
    value.integer = integer;
    value.real = real;
    assert_int_equal(usher_check_json(&unit, "thing", 0, &value), SQLITE_OK);
    unit_is_text(&value, expected);
    usher_value_clear(&value);
}

/* SQL numbers are JSON numbers; blobs are nothing. */
static void test_sql_numbers(void **state) {
    struct usher_value value;

    (void)state;
    number_is(SQLITE_INTEGER, 40, 0.0, "40");
    number_is(SQLITE_INTEGER, INT64_MIN, 0.0, "-9223372036854775808");
    number_is(SQLITE_FLOAT, 0, 40.0, "40");
    number_is(SQLITE_FLOAT, 0, -0.5, "-0.5");
    number_is(SQLITE_FLOAT, 0, 0.1, "0.1");
    number_is(SQLITE_FLOAT, 0, 9007199254740992.0, "9007199254740992");
    number_is(SQLITE_FLOAT, 0, 1e300, "1e+300");
    usher_value_null(&value);
    value.type = SQLITE_FLOAT;
    value.real = strtod("inf", NULL);
    unit_is_refused(usher_check_json(&unit, "thing", 0, &value), "thing");
    usher_value_text(&value, "{}");
    value.type = SQLITE_BLOB;
    unit_is_refused(usher_check_json(&unit, "thing", 0, &value), "thing");
    unit_is_refused(usher_json_compact(&unit, "thing", &value), "thing");
}

static void test_string_list(void **state) {
    static const char *const wrong[] = {"{}",     "\"a\"",     "[1]",        "[\"a\",1]",
                                        "[null]", "[[\"a\"]]", "[\"a\",{}]", "a,b",
                                        "",       "[\"a\"",    "[true]",     "5"};

    (void)state;
    accepts(usher_check_string_list, 0, "[]", "[]");
    accepts(usher_check_string_list, 0, " [ \"a\" , \"\\u0062\", \"a\" ] ", "[\"a\",\"b\",\"a\"]");
    for (size_t i = 0; i < count(wrong); i++)
        refuses(usher_check_string_list, 0, wrong[i]);
    accepts(usher_check_string_list, 5, "[\"a\"]", "[\"a\"]");
    refuses(usher_check_string_list, 4, "[\"a\"]");
    unit_refuses_types(usher_check_string_list);
}

/* ------------------------------------------------------------------ walking */

/* What a walk met, written down as text. */
static char met[1000];
static int stop_at;

static int meet(void *context, const char *name, struct usher_value *value) {
    size_t length = strlen(met);
    char *p = met + length;
    int size = (int)(sizeof met - length);

    assert_ptr_equal(context, met);
    if (name != NULL)
        p += snprintf(p, (size_t)size, "%s=", name);
    size = (int)(sizeof met - (size_t)(p - met));
    switch (value->type) {
    case SQLITE_INTEGER:
        sqlite3_snprintf(size, p, "i%lld;", value->integer);
        break;
    case SQLITE_FLOAT:
        sqlite3_snprintf(size, p, "r%g;", value->real);
        break;
    case SQLITE_TEXT:
        assert_int_equal(value->length, strlen(value->text));
        sqlite3_snprintf(size, p, "%c%s;", value->owned != NULL ? 'j' : 't', value->text);
        break;
    default:
        assert_int_equal(value->type, SQLITE_NULL);
        sqlite3_snprintf(size, p, "n;");
        break;
    }
    return stop_at > 0 && --stop_at == 0 ? SQLITE_AUTH : SQLITE_OK;
}

typedef int walker(struct usher *usher, const char *field, const struct usher_value *text,
                   usher_json_member *member, void *context);

static int walk(walker *how, const char *text) {
    sqlite3_int64 before = sqlite3_memory_used();
    struct usher_value value = unit_text(text, strlen(text));
    int result;

    met[0] = '\0';
    result = how(&unit, "args", &value, meet, met);
    usher_value_clear(&value);
    assert_int_equal(sqlite3_memory_used(), before);
    return result;
}

static void test_walk(void **state) {
    (void)state;
    assert_int_equal(walk(usher_json_object,
                          " { \"z\" : 1, \"a\":\"x\\u00e9\", \"r\":0.5, \"t\":true,"
                          "\"f\":false,\"n\":null,\"o\":{ \"b\" : [ ] },\"l\":[ 1 ],"
                          "\"s\":\"[1]\", \"\":\"\"}"),
                     SQLITE_OK);
    assert_string_equal(met,
                        "z=i1;a=tx\xC3\xA9;r=r0.5;t=i1;f=i0;n=n;o=j{\"b\":[]};l=j[1];s=t[1];=t;");
    assert_int_equal(walk(usher_json_array, "[1,\"a\",null,[2],{},1.0]"), SQLITE_OK);
    assert_string_equal(met, "i1;ta;n;j[2];j{};r1;");
    assert_int_equal(walk(usher_json_object, "{}"), SQLITE_OK);
    assert_int_equal(walk(usher_json_array, "[]"), SQLITE_OK);
    assert_string_equal(met, "");
}

static void test_walk_stops(void **state) {
    (void)state;
    stop_at = 2;
    assert_int_equal(walk(usher_json_object, "{\"a\":1,\"b\":[2],\"c\":3}"), SQLITE_AUTH);
    assert_string_equal(met, "a=i1;b=j[2];");
    stop_at = 1;
    assert_int_equal(walk(usher_json_array, "[1,2,3]"), SQLITE_AUTH);
    assert_string_equal(met, "i1;");
    stop_at = 0;
}

static void test_walk_refuses(void **state) {
    struct usher_value value;

    (void)state;
    unit_is_refused(walk(usher_json_object, "[1]"), "args");
    unit_is_refused(walk(usher_json_object, "null"), "args");
    unit_is_refused(walk(usher_json_object, "\"{}\""), "args");
    unit_is_refused(walk(usher_json_array, "{\"a\":1}"), "args");
    unit_is_refused(walk(usher_json_array, "5"), "args");
    for (size_t i = 0; i < count(malformed); i++) {
        unit_is_refused(walk(usher_json_object, malformed[i]), "args");
        unit_is_refused(walk(usher_json_array, malformed[i]), "args");
    }
    unit_is_refused(walk(usher_json_object, "{\"a\":1,\"a\":2}"), "args");
    assert_string_equal(met, ""); /* nothing was seen of what is malformed further on */
    usher_value_null(&value);
    unit_is_refused(usher_json_object(&unit, "args", &value, meet, met), "args");
    usher_value_integer(&value, 5);
    unit_is_refused(usher_json_array(&unit, "args", &value, meet, met), "args");
}

static int steal(void *context, const char *name, struct usher_value *value) {
    (void)name;
    *(char **)context = value->owned;
    value->owned = NULL;
    return SQLITE_OK;
}

/* A callback may keep the text of what is nested. */
static void test_walk_steal(void **state) {
    struct usher_value value;
    char *kept = NULL;

    (void)state;
    usher_value_text(&value, "[{\"a\":1}]");
    assert_int_equal(usher_json_array(&unit, "args", &value, steal, &kept), SQLITE_OK);
    assert_string_equal(kept, "{\"a\":1}");
    sqlite3_free(kept);
}

/* -------------------------------------------------------------------- error */

static void error_is(const char *expected) {
    struct usher_value value;

    assert_int_equal(usher_json_error(&unit, &value), SQLITE_OK);
    unit_is_text(&value, expected);
    usher_value_clear(&value);
}

static void test_error(void **state) {
    struct usher_value value;

    (void)state;
    assert_int_equal(usher_json_error(&unit, &value), SQLITE_OK);
    assert_true(usher_is_null(&value));
    usher_fail(&unit, USHER_NOT_FOUND, "id", "there is no \"x\\y\"\n\xC3\xA9\xFF");
    error_is("{\"code\":\"not_found\",\"status\":404,\"message\":\"there is no \\\"x\\\\y\\\" "
             "\xC3\xA9?\","
             "\"field\":\"id\"}");
    usher_fail(&unit, USHER_INVALID, NULL, "no");
    error_is("{\"code\":\"invalid\",\"status\":422,\"message\":\"no\",\"field\":null}");
    usher_pass(&unit, SQLITE_BUSY);
    error_is(
        "{\"code\":\"busy\",\"status\":503,\"message\":\"database is locked\",\"field\":null}");
    usher_fail(&unit, USHER_INTERNAL, NULL, "oops");
    error_is("{\"code\":\"internal\",\"status\":500,\"message\":\"oops\",\"field\":null}");
}

static void test_messages(void **state) {
    struct usher_value value;

    (void)state;
    usher_value_text(&value, "{\"a\":tru}");
    usher_json_compact(&unit, "data", &value);
    assert_string_equal(unit.error.message, "data must be valid JSON (malformed at byte 6)");
    usher_value_text(&value, "{\"abc\":1,\"abc\":2}");
    usher_json_compact(&unit, "data", &value);
    assert_string_equal(unit.error.message, "data must not have the member \"abc\" twice");
    usher_value_text(&value, "[");
    usher_json_compact(&unit, NULL, &value);
    assert_string_equal(unit.error.message, "the value must be valid JSON (malformed at byte 2)");
}

/* ----------------------------------------------------------- second opinion */

/* jansson's own parser agrees on what is JSON and what it says. */
static void agree(const char *text) {
    struct usher_value value;
    json_t *theirs = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    int result;

    usher_value_text(&value, text);
    result = usher_json_compact(&unit, "thing", &value);
    if ((result == SQLITE_OK) != (theirs != NULL))
        fail_msg("'%s': %s", text, result == SQLITE_OK ? "only we take it" : unit.error.message);
    if (theirs != NULL) {
        json_t *ours = json_loads(value.text, JSON_DECODE_ANY, NULL);

        assert_true(json_equal(ours, theirs));
        json_decref(ours);
    }
    json_decref(theirs);
    usher_value_clear(&value);
}

static unsigned seed = 1;

static unsigned dice(unsigned sides) {
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % sides;
}

/* Random texts put together from JSON's pieces, and from pieces of right ones. */
static void test_jansson_agrees(void **state) {
    static const char *const pieces[] = {
        "{",           "}",         "[",     "]",      ":",       ",",
        "\"a\"",       "\"b\"",     "\"",    "\\",     "\\u00e9", "\\ud83d\\ude00",
        "1",           "-",         "0",     ".",      "e",       "5.5",
        "1e5",         "true",      "false", "null",   " ",       "\n",
        "\xC3\xA9",    "{\"a\":1}", "[1,2]", "\"x\":", "x",       "\t",
        "99999999999", "E+",        "\\n",   "/"};
    static const char right[] =
        "{\"a\":[1,-2.5e3,\"\\u00e9\\n\",true],\"b\":{\"c\":null,\"d\":[]}}";

    (void)state;
    for (size_t i = 0; i < count(malformed); i++)
        agree(malformed[i]);
    for (int i = 0; i < 20000; i++) {
        char text[200];
        size_t length = 0;

        for (unsigned j = dice(8) + 1; j > 0; j--) {
            const char *piece = pieces[dice(count(pieces))];

            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
        text[length] = '\0';
        agree(text);
    }
    for (int i = 0; i < 20000; i++) {
        char text[200];

        memcpy(text, right, sizeof right);
        for (unsigned j = dice(3) + 1; j > 0; j--)
            text[dice(sizeof right - 1)] = right[dice(sizeof right - 1)];
        agree(text);
    }
}

/* The host's locale, if this machine has one with commas, changes no real. */
static void test_locale(void **state) {
    static const char *const commas[] = {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "fr_FR"};

    (void)state;
    for (size_t i = 0; i < count(commas); i++)
        if (setlocale(LC_NUMERIC, commas[i]) != NULL) {
            accepts(usher_check_json, 0, "[1.5,1.0,1e20,1.25e-5]", "[1.5,1.0,1e+20,1.25e-05]");
            setlocale(LC_NUMERIC, "C");
        }
}

/*
** A host whose decimal point has two bytes, as that of ps_AF, which few machines have: these take
** the place of the C library's.
*/
static int far_away;

struct lconv *localeconv(void) {
    static char dot[] = ".", arabic[] = "\xD9\xAB";
    static struct lconv convention;

    convention.decimal_point = far_away ? arabic : dot;
    return &convention;
}

int snprintf(char *text, size_t size, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(text, size, format, arguments);
    va_end(arguments);
    char *point = far_away ? strchr(text, '.') : NULL;
    if (point != NULL && (size_t)length + 1 < size) {
        memmove(point + 1, point, strlen(point) + 1);
        point[0] = '\xD9';
        point[1] = '\xAB';
        length++;
    }
    return length;
}

double strtod(const char *text, char **end) {
    char copy[80] = "";
    const char *point = far_away ? strstr(text, "\xD9\xAB") : NULL;
    double number = 0.0;
    int size = 0;

    /* NOLINTBEGIN(cert-err34-c): this stands in for strtod() */
    if (point == NULL) {
        sscanf(text, "%lf%n", &number, &size);
    } else {
        sqlite3_snprintf(sizeof copy, copy, "%.*s.%s", (int)(point - text), text, point + 2);
        sscanf(copy, "%lf%n", &number, &size);
        size += size > point - text; /* its point is longer */
    }
    /* NOLINTEND(cert-err34-c) */
    if (end != NULL)
        *end = (char *)(uintptr_t)(text + size);
    return number;
}

/* Such a number is not read, rather than wrongly; it is written as everywhere. */
static void test_far_away(void **state) {
    struct usher_value value;

    (void)state;
    far_away = 1;
    refuses(usher_check_json, 0, "[1.5]");
    accepts(usher_check_json, 0, "[15]", "[15]");
    usher_value_null(&value);
    value.type = SQLITE_FLOAT;
    value.real = 1.25e-5;
    assert_int_equal(usher_check_json(&unit, "thing", 0, &value), SQLITE_OK);
    far_away = 0;
    unit_is_text(&value, "1.25e-05");
    usher_value_clear(&value);
}

/* ------------------------------------------------------------ out of memory */

static int countdown; /* allocations that still succeed; -1: all */
static int stay_out;  /* after a failure, all others fail, too */
static sqlite3_mem_methods memory;

static int run_out(void) {
    if (countdown < 0)
        return 0;
    if (countdown > 0) {
        countdown--;
        return 0;
    }
    if (!stay_out)
        countdown = -1;
    return 1;
}

static void *short_malloc(int size) {
    return run_out() ? NULL : memory.xMalloc(size);
}

static void *short_realloc(void *old, int size) {
    return run_out() ? NULL : memory.xRealloc(old, size);
}

static void *jansson_malloc(size_t size) {
    return run_out() ? NULL : malloc(size);
}

/* Before SQLite starts. */
static int short_memory(void **state) {
    sqlite3_mem_methods methods;

    (void)state;
    sqlite3_shutdown();
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory) != SQLITE_OK)
        return -1;
    methods = memory;
    methods.xMalloc = short_malloc;
    methods.xRealloc = short_realloc;
    countdown = -1;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK ? 0 : -1;
}

static int use(void *context, const char *name, struct usher_value *value) {
    (void)context;
    (void)name;
    (void)value;
    return SQLITE_OK;
}

enum { COMPACT, LIST, OBJECT, ARRAY, ERROR, NUMBER, MERGE, MATCH, SCHEMA, ACTIONS };

static int match_all(struct usher_value *value) {
    return usher_schema_match(
        &unit, "thing", "object",
        "{\"required\":[\"b\"],\"properties\":{\"d\":{\"type\":[\"integer\",\"null\"],\"maximum\":"
        "1},"
        "\"c\":{\"uniqueItems\":true,\"maxItems\":2,\"items\":{\"maxLength\":3}}}}",
        value);
}

static int merge_all(struct usher_value *value) {
    struct usher_value patch;

    usher_value_text(&patch, "{\"i\":{\"j\":null,\"more than sixteen characters\":{}},\"b\":[1]}");
    return usher_json_merge(&unit, "thing", value, &patch);
}

static int act(int action, struct usher_value *value) {
    static const char object[] =
        "{\"a string long enough to grow\":[1234567890123456789,2.5,"
        "{\"x\":\"\\u00e9 and more than sixteen\"}],\"b\":null,\"c\":[],\"d\":1,"
        "\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":{\"j\":true}}";
    static const char list[] =
        "[\"a string long enough to grow\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\","
        "\"h\",\"i\",\"j\",\"k\",\"l\"]";

    usher_value_text(value, action == LIST || action == ARRAY ? list : object);
    switch (action) {
    case COMPACT:
        return usher_check_json(&unit, "thing", 0, value);
    case LIST:
        return usher_check_string_list(&unit, "thing", 0, value);
    case OBJECT:
        return usher_json_object(&unit, "thing", value, use, NULL);
    case ARRAY:
        return usher_json_array(&unit, "thing", value, use, NULL);
    case NUMBER:
        usher_value_integer(value, 5);
        return usher_check_json(&unit, "thing", 0, value);
    case MERGE:
        return merge_all(value);
    case MATCH:
        usher_value_text(value, "{\"b\":{\"x\":[]},\"c\":[\"one\",\"two\"],\"d\":1}");
        return match_all(value);
    case SCHEMA:
        usher_value_text(value,
                         "{\"items\":{\"properties\":{\"more than sixteen\":{\"enum\":[1]}}}}");
        return usher_check_schema(&unit, "thing", 0, value);
    default:
        unit.error.code = USHER_INVALID;
        return usher_json_error(&unit, value);
    }
}

/* Fail the nth allocation, for each n until none is left to fail. */
static void test_no_memory(void **state) {
    (void)state;
    json_set_alloc_funcs(jansson_malloc, free);
    for (int i = 0; i < 2 * ACTIONS; i++) {
        int action = i / 2, result = SQLITE_NOMEM, failures = 0;

        stay_out = i % 2;
        for (int n = 0; result != SQLITE_OK; n++) {
            sqlite3_int64 before = sqlite3_memory_used();
            struct usher_value value;

            unit_forget();
            countdown = n;
            result = act(action, &value);
            countdown = -1;
            if (result != SQLITE_OK) {
                assert_int_equal(result, SQLITE_NOMEM);
                if (action != ERROR)
                    assert_string_equal(usher_error_name(&unit.error), "nomem");
                failures++;
            }
            usher_value_clear(&value);
            assert_int_equal(sqlite3_memory_used(), before);
        }
        assert_true(failures >= (action == ERROR || action == NUMBER ? 1 : 5));
    }
    json_set_alloc_funcs(malloc, free);
}

static int borrowed;

static void borrow(sqlite3_context *context, int arguments, sqlite3_value **argument) {
    struct usher_value value;

    (void)context;
    (void)arguments;
    countdown = 0;
    borrowed = usher_value_borrow(&value, argument[0]);
    countdown = -1;
    assert_int_equal(value.length, 0);
}

/* SQLite makes the bytes of a zero blob when they are asked for. */
static void test_no_memory_of_blob(void **state) {
    sqlite3_stmt *statement;

    (void)state;
    assert_int_equal(SQLITE_OK, sqlite3_create_function(unit.db, "borrow", 1, SQLITE_UTF8, NULL,
                                                        borrow, NULL, NULL));
    sqlite3_prepare_v2(unit.db, "SELECT borrow(?1)", -1, &statement, NULL);
    sqlite3_bind_zeroblob(statement, 1, 100000);
    assert_int_equal(sqlite3_step(statement), SQLITE_NOMEM);
    sqlite3_finalize(statement);
    assert_int_equal(borrowed, SQLITE_NOMEM);
}

static void test_library(void **state) {
    (void)state;
    assert_int_equal(usher_json_library()[0], '2');
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_compact),
        test(test_malformed),
        test(test_bytes),
        test(test_truncated),
        test(test_duplicates),
        test(test_numbers_out_of_range),
        test(test_depth),
        test(test_size),
        test(test_limit),
        test(test_sql_numbers),
        test(test_string_list),
        test(test_walk),
        test(test_walk_stops),
        test(test_walk_refuses),
        test(test_walk_steal),
        test(test_error),
        test(test_messages),
        test(test_jansson_agrees),
        test(test_locale),
        test(test_far_away),
        test(test_no_memory),
        test(test_library),
        test(test_no_memory_of_blob),
    };

    return cmocka_run_group_tests_name("json", tests, short_memory, NULL);
}
