/*
** Validators: every rule from both sides of its limit, and hostile input. Each
** text stands in memory of exactly its size, so that reading beyond it shows
** under AddressSanitizer.
*/
#include "base_unit.h"

#define count(array) (sizeof(array) / sizeof(array)[0])

/* `size` times `unit_of`, in one static buffer. */
static const char *repeat(const char *piece, int times) {
    static char text[3 << 20];
    size_t size = strlen(piece);

    for (int i = 0; i < times; i++)
        memcpy(text + (size_t)i * size, piece, size);
    text[(size_t)times * size] = '\0';
    return text;
}

/* --------------------------------------------------------------------- text */

static void test_text(void **state) {
    (void)state;
    accepts(usher_check_text, 5, "a", "a");
    accepts(usher_check_text, 5, "abcde", "abcde");
    refuses(usher_check_text, 5, "abcdef");
    refuses(usher_check_text, 5, "");
    accepts(usher_check_text, 5, " a b ", " a b ");
    accepts(usher_check_text, 0, repeat("x", 1 << 20), repeat("x", 1 << 20));
    refuses(usher_check_text, 1000, repeat("x", 1 << 20));
    for (char c = 1; c < 0x20; c++) {
        const char text[] = {'a', c, 'b', '\0'};

        refuses(usher_check_text, 5, text);
    }
    refuses(usher_check_text, 5, "a\x7F");
    refuses_bytes(usher_check_text, 5, "ab\0", 3);
    refuses_bytes(usher_check_text, 5, "\0", 1);
    refuses_bytes(usher_check_text, 5, "a\0b", 3);
    unit_refuses_types(usher_check_text);
}

/* A limit counts characters, whatever their size. */
static void test_text_limit(void **state) {
    static const char *const pieces[] = {"~", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};

    (void)state;
    for (size_t i = 0; i < count(pieces); i++) {
        accepts(usher_check_text, 40, repeat(pieces[i], 40), repeat(pieces[i], 40));
        refuses(usher_check_text, 40, repeat(pieces[i], 41));
        accepts(usher_check_any_text, 40, repeat(pieces[i], 40), repeat(pieces[i], 40));
        refuses(usher_check_any_text, 40, repeat(pieces[i], 41));
    }
}

static void test_blank(void **state) {
    static const char *const blank[] = {" ",
                                        "   ",
                                        "\xC2\xA0",
                                        "\xC2\x85",
                                        "\xE1\x9A\x80",
                                        "\xE2\x80\x80",
                                        "\xE2\x80\x8A",
                                        "\xE2\x80\xA8",
                                        "\xE2\x80\xA9",
                                        "\xE2\x80\xAF",
                                        "\xE2\x81\x9F",
                                        "\xE3\x80\x80",
                                        " \xC2\xA0 \xE3\x80\x80"};
    static const char *const visible[] = {"\xC2\xA1", "\xE2\x80\x8B", "\xE3\x80\x81", " \xC3\xA9 "};

    (void)state;
    for (size_t i = 0; i < count(blank); i++) {
        refuses(usher_check_text, 0, blank[i]);
        accepts(usher_check_any_text, 0, blank[i], blank[i]);
    }
    for (size_t i = 0; i < count(visible); i++)
        accepts(usher_check_text, 0, visible[i], visible[i]);
}

static void test_any_text(void **state) {
    (void)state;
    accepts(usher_check_any_text, 5, "", "");
    accepts(usher_check_any_text, 5, "\t\r\n a", "\t\r\n a");
    refuses(usher_check_any_text, 5, "abcdef");
    for (char c = 1; c < 0x20; c++) {
        const char text[] = {'a', c, '\0'};

        if (c == '\t' || c == '\n' || c == '\r')
            accepts(usher_check_any_text, 5, text, text);
        else
            refuses(usher_check_any_text, 5, text);
    }
    refuses(usher_check_any_text, 5, "\x7F");
    refuses_bytes(usher_check_any_text, 5, "\0", 1);
    unit_refuses_types(usher_check_any_text);
}

/* Is this, by the definition of RFC 3629, one character? */
static int is_character(const unsigned char *bytes, size_t size) {
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned point = bytes[0];

    if (size > 1) {
        if ((unsigned)bytes[0] >> (7 - size) != (1u << (size + 1)) - 2)
            return 0;
        point = bytes[0] & (0xFFu >> (size + 1));
    } else if (point >= 0x80) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if (bytes[i] >> 6 != 2)
            return 0;
        point = point << 6 | (bytes[i] & 0x3Fu);
    }
    return point >= least[size] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
}

/*
** Every sequence of one and two bytes and, at the edges of what each byte may
** be, of three and four: accepted if and only if it is made of characters.
*/
static void test_utf8(void **state) {
    static const unsigned char edges[] = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                          0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                                          0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    unsigned char b[4];

    (void)state;
    for (unsigned i = 0x80; i < 0x10000; i++) {
        struct usher_value value = {0};
        size_t size = i < 0x100 ? 1 : 2;
        int right;

        b[0] = (unsigned char)(size == 1 ? i : i >> 8);
        b[1] = (unsigned char)i;
        if (b[0] < 0x20 || b[0] == 0x7F || (size == 2 && (b[1] < 0x20 || b[1] == 0x7F)))
            continue;
        right = is_character(b, size) || (size == 2 && b[0] < 0x80 && b[1] < 0x80);
        value.type = SQLITE_TEXT;
        value.text = (char *)b;
        value.length = (int)size;
        assert_int_equal(usher_check_any_text(&unit, "thing", 0, &value) == SQLITE_OK, right);
    }
    for (size_t i = 0; i < count(edges) * count(edges) * count(edges) * count(edges); i++) {
        struct usher_value value = {0};

        b[0] = edges[i % count(edges)];
        b[1] = edges[i / count(edges) % count(edges)];
        b[2] = edges[i / count(edges) / count(edges) % count(edges)];
        b[3] = edges[i / count(edges) / count(edges) / count(edges)];
        if (b[0] < 0xE0)
            continue;
        value.type = SQLITE_TEXT;
        value.text = (char *)b;
        value.length = b[0] < 0xF0 ? 3 : 4;
        assert_int_equal(usher_check_text(&unit, "thing", 0, &value) == SQLITE_OK,
                         is_character(b, (size_t)value.length));
    }
}

static void test_truncated(void **state) {
    static const char *const characters[] = {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};

    (void)state;
    for (size_t i = 0; i < count(characters); i++)
        for (size_t size = 1; size < strlen(characters[i]); size++) {
            char text[8] = "a";

            memcpy(text + 1, characters[i], size);
            refuses_bytes(usher_check_text, 0, text, size + 1);
            refuses_bytes(usher_check_any_text, 0, text + 1, size);
            text[size + 1] = 'b';
            refuses_bytes(usher_check_text, 0, text, size + 2);
        }
}

static void test_filename(void **state) {
    static const char *const wrong[] = {".",     "..",  "/", "a/b", "/etc/passwd",
                                        "..\\x", "a\\", "",  " ",   "a\nb"};
    static const char *const right[] = {"a",   "a.png", "...", ".a",          "ab",
                                        "..a", "a..",   "C:x", "\xC3\xA9.png"};

    (void)state;
    for (size_t i = 0; i < count(wrong); i++)
        refuses(usher_check_filename, 255, wrong[i]);
    for (size_t i = 0; i < count(right); i++)
        accepts(usher_check_filename, 255, right[i], right[i]);
    accepts(usher_check_filename, 255, repeat("x", 255), repeat("x", 255));
    refuses(usher_check_filename, 255, repeat("x", 256));
    refuses_bytes(usher_check_filename, 255, "a.php\0.png", 10);
    unit_refuses_types(usher_check_filename);
}

/* ------------------------------------------------------------------ numbers */

static void takes_text(usher_check *check, const char *text, sqlite3_int64 expected) {
    sqlite3_int64 before = sqlite3_memory_used();
    struct usher_value value = unit_text(text, strlen(text));

    if (check(&unit, "thing", 0, &value) != SQLITE_OK)
        fail_msg("refused '%s'", text);
    assert_int_equal(value.type, SQLITE_INTEGER);
    assert_true(value.integer == expected);
    assert_null(value.owned);
    assert_int_equal(sqlite3_memory_used(), before);
}

static const char *const no_integers[] = {"",
                                          "-",
                                          "+",
                                          ".",
                                          "-.",
                                          "e5",
                                          ".e5",
                                          "5e",
                                          "5e+",
                                          "5e-",
                                          "5.5",
                                          "0.1",
                                          "1e-1",
                                          "15e-2",
                                          " 5",
                                          "5 ",
                                          "\t5",
                                          "5\n",
                                          "0x5",
                                          "5a",
                                          "a5",
                                          "--5",
                                          "+-5",
                                          "5.0.0",
                                          "5e5e5",
                                          "5,0",
                                          "NaN",
                                          "inf",
                                          "1_000",
                                          "\xD9\xA5",
                                          "9223372036854775808",
                                          "-9223372036854775809",
                                          "18446744073709551616",
                                          "18446744073709551617",
                                          "36893488147419103232",
                                          "1e19",
                                          "18446744073709551e4",
                                          "-1e19",
                                          "1e99999999999999999999",
                                          "1e-99999999999999999999",
                                          "9223372036854775807.5",
                                          "100000000000000000000000000000000000000000000000001"};

static void test_integer_text(void **state) {
    (void)state;
    takes_text(usher_check_integer, "0", 0);
    takes_text(usher_check_integer, "-0", 0);
    takes_text(usher_check_integer, "5", 5);
    takes_text(usher_check_integer, "+5", 5);
    takes_text(usher_check_integer, "-5", -5);
    takes_text(usher_check_integer, "007", 7);
    takes_text(usher_check_integer, "5.", 5);
    takes_text(usher_check_integer, "5.0", 5);
    takes_text(usher_check_integer, "-5.000", -5);
    takes_text(usher_check_integer, ".0", 0);
    takes_text(usher_check_integer, "5e2", 500);
    takes_text(usher_check_integer, "5E+2", 500);
    takes_text(usher_check_integer, "500e-2", 5);
    takes_text(usher_check_integer, "1.25e2", 125);
    takes_text(usher_check_integer, "0e999999999999999999999", 0);
    takes_text(usher_check_integer, "0.000e-5", 0);
    takes_text(usher_check_integer, "1000000000000000000", 1000000000000000000);
    takes_text(usher_check_integer, "1e18", 1000000000000000000);
    takes_text(usher_check_integer, "9223372036854775807", INT64_MAX);
    takes_text(usher_check_integer, "9223372036854775807.0", INT64_MAX);
    takes_text(usher_check_integer, "-9223372036854775808", INT64_MIN);
    takes_text(usher_check_integer, "9007199254740993.0", 9007199254740993); /* not by a double */
    takes_text(usher_check_integer, "1000000000000000000000000000000e-29", 10);
    takes_text(usher_check_integer, repeat("0", 1 << 20), 0);
    for (size_t i = 0; i < count(no_integers); i++)
        refuses(usher_check_integer, 0, no_integers[i]);
    refuses(usher_check_integer, 0, repeat("9", 1 << 20));
    refuses_bytes(usher_check_integer, 0, "5\0", 2);
    refuses_bytes(usher_check_integer, 0, "5\0005", 3);
}

static void test_integer_types(void **state) {
    static const double right[] = {
        0.0, -0.0, 5.0, -5.0, 9007199254740992.0, -9223372036854775808.0, 9223372036854774784.0};
    static const double wrong[] = {
        0.5, -0.5, 1e300, -1e300, 9223372036854775808.0, -9223372036854777856.0};
    struct usher_value value;

    (void)state;
    usher_value_integer(&value, INT64_MIN);
    assert_int_equal(usher_check_integer(&unit, "thing", 0, &value), SQLITE_OK);
    assert_true(value.integer == INT64_MIN);
    for (size_t i = 0; i < count(right); i++) {
        usher_value_null(&value);
        value.type = SQLITE_FLOAT;
        value.real = right[i];
        assert_int_equal(usher_check_integer(&unit, "thing", 0, &value), SQLITE_OK);
        assert_int_equal(value.type, SQLITE_INTEGER);
        assert_true((double)value.integer == right[i]);
    }
    for (size_t i = 0; i < count(wrong); i++) {
        usher_value_null(&value);
        value.type = SQLITE_FLOAT;
        value.real = wrong[i];
        unit_is_refused(usher_check_integer(&unit, "thing", 0, &value), "thing");
    }
    usher_value_null(&value);
    value.type = SQLITE_FLOAT;
    value.real = strtod("inf", NULL);
    unit_is_refused(usher_check_integer(&unit, "thing", 0, &value), "thing");
    value.real = strtod("nan", NULL);
    unit_is_refused(usher_check_integer(&unit, "thing", 0, &value), "thing");
    usher_value_text(&value, "5");
    value.type = SQLITE_BLOB;
    unit_is_refused(usher_check_integer(&unit, "thing", 0, &value), "thing");
}

/* What is taken is what a STRICT INTEGER column would make of it. */
static void test_integer_as_sqlite(void **state) {
    static const char *const texts[] = {"5",   "+5",     "-5",     "5.0", "5.",   ".0",
                                        "5e2", "1.25e2", "500e-2", "007", "1e18", "5.5",
                                        "0x5", "abc",    "1e",     "--5"};
    sqlite3_stmt *statement;

    (void)state;
    sqlite3_exec(unit.db, "CREATE TABLE t(a INTEGER) STRICT", NULL, NULL, NULL);
    sqlite3_prepare_v2(unit.db, "INSERT INTO t VALUES(?) RETURNING a", -1, &statement, NULL);
    for (size_t i = 0; i < count(texts); i++) {
        struct usher_value value = unit_text(texts[i], strlen(texts[i]));
        int taken = usher_check_integer(&unit, "thing", 0, &value) == SQLITE_OK;

        sqlite3_bind_text(statement, 1, texts[i], -1, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(statement) == SQLITE_ROW, taken);
        if (taken)
            assert_true(sqlite3_column_int64(statement, 0) == value.integer);
        sqlite3_reset(statement);
        usher_value_clear(&value);
    }
    sqlite3_finalize(statement);
}

static void test_boolean(void **state) {
    static const char *const wrong[] = {"2", "-1", "", "true", "false", "0.5", "yes", " 1"};
    struct usher_value value;

    (void)state;
    takes_text(usher_check_boolean, "0", 0);
    takes_text(usher_check_boolean, "1", 1);
    takes_text(usher_check_boolean, "1.0", 1);
    for (size_t i = 0; i < count(wrong); i++) {
        value = unit_text(wrong[i], strlen(wrong[i]));
        unit_is_refused(usher_check_boolean(&unit, "thing", 0, &value), "thing");
        usher_value_clear(&value);
    }
    for (int i = -1; i <= 2; i++) {
        usher_value_integer(&value, i);
        assert_int_equal(usher_check_boolean(&unit, "thing", 0, &value) == SQLITE_OK,
                         i == 0 || i == 1);
        usher_value_null(&value);
        value.type = SQLITE_FLOAT;
        value.real = i;
        assert_int_equal(usher_check_boolean(&unit, "thing", 0, &value) == SQLITE_OK,
                         i == 0 || i == 1);
    }
    usher_value_integer(&value, INT64_C(0x100000001));
    unit_is_refused(usher_check_boolean(&unit, "thing", 0, &value), "thing");
}

/* --------------------------------------------------------------------- UUID */

static void test_uuid(void **state) {
    static const char right[] = "018f3c5e-7a10-7c3b-9f21-5d6e8a90b1c2";
    char text[40];

    (void)state;
    accepts(usher_check_uuid, 0, right, right);
    accepts(usher_check_uuid, 0, "018F3C5E-7A10-7C3B-9F21-5D6E8A90B1C2", right);
    accepts(usher_check_uuid, 0, "00000000-0000-0000-0000-000000000000",
            "00000000-0000-0000-0000-000000000000");
    accepts(usher_check_uuid, 0, "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF",
            "ffffffff-ffff-ffff-ffff-ffffffffffff");
    for (size_t i = 0; i < 36; i++) { /* one wrong character in each place */
        memcpy(text, right, sizeof right);
        text[i] = text[i] == '-' ? '0' : '-';
        refuses(usher_check_uuid, 0, text);
        text[i] = 'g';
        refuses(usher_check_uuid, 0, text);
        text[i] = '`';
        refuses(usher_check_uuid, 0, text);
        text[i] = '\0';
        refuses_bytes(usher_check_uuid, 0, text, 36);
        refuses_bytes(usher_check_uuid, 0, right, i);
    }
    refuses(usher_check_uuid, 0, "018f3c5e-7a10-7c3b-9f21-5d6e8a90b1c20");
    refuses(usher_check_uuid, 0, "{018f3c5e-7a10-7c3b-9f21-5d6e8a90b1c2}");
    refuses(usher_check_uuid, 0, "018f3c5e7a107c3b9f215d6e8a90b1c2");
    unit_refuses_types(usher_check_uuid);
}

/* ------------------------------------------------------------------- e-mail */

static void test_email(void **state) {
    static const char *const right[] = {
        "a@b",       "ann@example.org",           "Ann@Example.ORG", "a.b.c@d.e.f", "a+tag@x.org",
        "a@1.2.3.4", "!#$%&'*+-/=?^_`{|}~@x.org", "a@x-y.org",       "a@x--y.org",  "1@2",
        "-@x.org",   "a@xn--bcher-kva.example"};
    static const char *const wrong[] = {"",
                                        "@",
                                        "a",
                                        "a@",
                                        "@b",
                                        "a@b@c",
                                        "a b@c",
                                        "a@b c",
                                        ".a@b",
                                        "a.@b",
                                        "a..b@c",
                                        "a@.b",
                                        "a@b.",
                                        "a@b..c",
                                        "a@-b",
                                        "a@b-",
                                        "a@b-.c",
                                        "a@b.-c",
                                        "a@b_c",
                                        "\"a\"@b",
                                        "a@[127.0.0.1]",
                                        "a(comment)@b",
                                        "a@b(comment)",
                                        "a,b@c",
                                        "a;b@c",
                                        "a:b@c",
                                        "a<b@c",
                                        "a>b@c",
                                        "<a@b>",
                                        "a[b@c",
                                        "a]b@c",
                                        "a\\b@c",
                                        " a@b",
                                        "a@b ",
                                        "a@b\n",
                                        "a\r@b",
                                        "\xC3\xA9@b",
                                        "a@\xC3\xA9",
                                        "a@b/c",
                                        "a@b%c",
                                        "a\x7F@b",
                                        "Ann <a@b>"};

    (void)state;
    for (size_t i = 0; i < count(right); i++)
        accepts(usher_check_email, 0, right[i], right[i]);
    for (size_t i = 0; i < count(wrong); i++)
        refuses(usher_check_email, 0, wrong[i]);
    refuses_bytes(usher_check_email, 0, "a@b\0", 4);
    refuses_bytes(usher_check_email, 0, "a\0@b", 4);
    refuses_bytes(usher_check_email, 0, "a@b\0.example.org", 16);
    unit_refuses_types(usher_check_email);
}

/* "aaa...@bbb....bbb...." with a local part and labels of these lengths; 0 ends. */
static const char *email_of(int local, const int *labels) {
    static char text[1000];
    char *p = text;

    memset(p, 'a', (size_t)local);
    p += local;
    *p++ = '@';
    for (int i = 0; labels[i] > 0; i++) {
        if (i > 0)
            *p++ = '.';
        memset(p, 'b', (size_t)labels[i]);
        p += labels[i];
    }
    *p = '\0';
    return text;
}

static void test_email_limits(void **state) {
    static const int one[] = {1, 0}, label[] = {63, 0}, long_label[] = {64, 0};
    static const int inner[] = {3, 63, 3, 0}, long_inner[] = {3, 64, 3, 0};
    static const int most[] = {63, 63, 61, 0}, more[] = {63, 63, 62, 0};

    (void)state;
    accepts(usher_check_email, 0, email_of(64, one), email_of(64, one));
    refuses(usher_check_email, 0, email_of(65, one));
    accepts(usher_check_email, 0, email_of(1, label), email_of(1, label));
    refuses(usher_check_email, 0, email_of(1, long_label));
    accepts(usher_check_email, 0, email_of(1, inner), email_of(1, inner));
    refuses(usher_check_email, 0, email_of(1, long_inner));
    assert_int_equal(strlen(email_of(64, most)), 254);
    accepts(usher_check_email, 0, email_of(64, most), email_of(64, most));
    refuses(usher_check_email, 0, email_of(64, more));
    accepts(usher_check_email, 1000, email_of(64, most), email_of(64, most));
    accepts(usher_check_email, 15, "ann@example.org", "ann@example.org");
    refuses(usher_check_email, 14, "ann@example.org");
    refuses(usher_check_email, 0, repeat("a", 1 << 20));
}

static void test_email_message(void **state) {
    struct usher_value value;

    (void)state;
    usher_value_text(&value, "nobody");
    usher_check_email(&unit, "email", 100, &value);
    assert_string_equal(unit.error.message,
                        "email must be like name@example.org (at most 100 characters)");
    usher_check_email(&unit, NULL, 0, &value);
    assert_string_equal(unit.error.message,
                        "the value must be like name@example.org (at most 254 characters)");
    assert_string_equal(unit.error.field, "");
    usher_check_email(&unit, "", 0, &value);
    assert_string_equal(unit.error.message,
                        "the value must be like name@example.org (at most 254 characters)");
}

/* -------------------------------------------------------------------- places */

static void test_url(void **state) {
    static const char *const right[] = {
        "http://a.org",   "https://a.org:8080",     "https://a.org?q",
        "https://a.org#", "https://a.org/\xC3\xA9", "/",
        "/inbox"};
    static const char *const wrong[] = {"ftp://a.org",
                                        "https://a.org:80x",
                                        "https://a .org/",
                                        "https://",
                                        "//a.org",
                                        "/\\a.org",
                                        "/a b",
                                        "/\x7F",
                                        "a.org",
                                        "https://-/"};

    (void)state;
    for (size_t i = 0; i < count(right); i++)
        accepts(usher_check_url, 100, right[i], right[i]);
    for (size_t i = 0; i < count(wrong); i++)
        refuses(usher_check_url, 100, wrong[i]);
}

/* ------------------------------------------------------------------- locale */

static const char *const tags[] = {"en",
                                   "EN",
                                   "deu",
                                   "root",
                                   "abcde",
                                   "abcdefgh",
                                   "en-GB",
                                   "en-gb",
                                   "es-419",
                                   "zh-Hant",
                                   "zh-Hant-TW",
                                   "zh-cmn",
                                   "zh-cmn-Hans-CN",
                                   "zh-gan-yue-hak",
                                   "sl-rozaj",
                                   "sl-rozaj-biske",
                                   "de-CH-1901",
                                   "de-1901-1996",
                                   "sl-Latn-IT-nedis",
                                   "de-DE-u-co-phonebk",
                                   "en-a-bbb-x-a-ccc-d",
                                   "x-whatever",
                                   "x-a",
                                   "x-1-2",
                                   "X-Y",
                                   "de-x-goethe",
                                   "en-US-u-islamcal",
                                   "ar-a-aaa-b-bbb-a0",
                                   "en-0-ab",
                                   "art-lojban",
                                   "qaa-Qaaa-QM-x-southern",
                                   "abcde-Latn",
                                   "sr-Latn-RS",
                                   "en-x-abcdefgh",
                                   "en-u-abcdefgh",
                                   "hy-Latn-IT-arevela",
                                   "inf-x-a",
                                   "info"};

static const char *const no_tags[] = {"",
                                      "e",
                                      "-",
                                      "en-",
                                      "-en",
                                      "en--GB",
                                      "abcdefghi",
                                      "a1b2c3d4",
                                      "en-abcdefghi",
                                      "1en",
                                      "e1",
                                      "en-GBR-",
                                      "en-1",
                                      "en-u",
                                      "en-x",
                                      "en-u-",
                                      "en-u-a",
                                      "en-u-x-a",
                                      "x",
                                      "x-",
                                      "x-abcdefghi",
                                      "de-419-DE",
                                      "a-DE",
                                      "ar-a-aaa-b-bbb-a-ccc",
                                      "de-1901-1901",
                                      "sl-rozaj-ROZAJ",
                                      "zh-gan-yue-hak-cdo",
                                      "root-abc",
                                      "en-Latn-Latn",
                                      "en-GB-US",
                                      "en-GB-oed",
                                      "i-klingon",
                                      "en-GB-Latn",
                                      "en GB",
                                      "en-\xC3\xA9",
                                      "en-u-co-a",
                                      "en-01",
                                      "en-0123-u-ab-u-cd",
                                      "en-Lat1",
                                      "Inf",
                                      "inf",
                                      "en_US-x"};

static void test_bcp47(void **state) {
    (void)state;
    for (size_t i = 0; i < count(tags); i++)
        accepts(usher_check_locale, 0, tags[i], tags[i]);
    for (size_t i = 0; i < count(no_tags); i++)
        refuses(usher_check_locale, 0, no_tags[i]);
    refuses_bytes(usher_check_locale, 0, "en\0", 3);
    refuses_bytes(usher_check_locale, 0, "en\0GB", 5);
    unit_refuses_types(usher_check_locale);
}

static void test_locale_limit(void **state) {
    (void)state;
    accepts(usher_check_locale, 0, "en-x-abcdefgh-abcdefgh-abcdefgh-abc",
            "en-x-abcdefgh-abcdefgh-abcdefgh-abc"); /* 35 */
    refuses(usher_check_locale, 0, "en-x-abcdefgh-abcdefgh-abcdefgh-abcd");
    refuses(usher_check_locale, 100, "en-x-abcdefgh-abcdefgh-abcdefgh-abcd");
    accepts(usher_check_locale, 5, "en-GB", "en-GB");
    refuses(usher_check_locale, 4, "en-GB");
    accepts(usher_check_locale, 0, "x-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q",
            "x-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q");
    accepts(usher_check_locale, 0, "en-0-aa-1-aa-2-aa-3-aa-4-aa-5-aa-ab",
            "en-0-aa-1-aa-2-aa-3-aa-4-aa-5-aa-ab");
    refuses(usher_check_locale, 0, repeat("-", 35));
    refuses(usher_check_locale, 0, repeat("a-", 17));
    refuses(usher_check_locale, 0, repeat("en-", 1 << 19));
}

static void test_posix(void **state) {
    static const char *const right[] = {
        "C",           "POSIX",    "C.UTF-8",     "POSIX.UTF-8",          "en_US",
        "es_419",      "ast_ES",   "en_US.UTF-8", "de_DE@euro",           "de_DE.ISO8859-15@euro",
        "sr_RS@latin", "en.UTF-8", "de@euro",     "ca_ES.UTF-8@valencia", "fr_FR.iso_8859-1"};
    static const char *const wrong[] = {"c",

                                        "CC.UTF-8",    "POSIXX.UTF-8", "C_US",
                                        "C@euro",      "C.",           "POSIX.",
                                        "en_",         "en_us",        "en_U",
                                        "en_USA",      "en_U1",        "en_1ab",
                                        "en_12a",      "en~",          "EN_US",
                                        "en_41",       "en_4190",      "e_US",
                                        "abcd_US",     "en_US.",       "en_US@",
                                        "en_US.@euro", "en_US.UTF-8@", "en_US@euro.UTF-8",
                                        "en_US.UTF 8", "en_US/UTF-8",  "en_US.utf8.x",
                                        "en_US@a@b",   "zh_Hans_CN",   ".UTF-8",
                                        "@euro",       "_US",          "../../etc/passwd"};

    (void)state;
    for (size_t i = 0; i < count(right); i++)
        accepts(usher_check_locale, 0, right[i], right[i]);
    for (size_t i = 0; i < count(wrong); i++)
        refuses(usher_check_locale, 0, wrong[i]);
    refuses_bytes(usher_check_locale, 0, "en_US\0", 6);
}

/* --------------------------------------------------------------------- time */

static void test_time(void **state) {
    static const char *const pairs[][2] = {
        {"2022-01-01T00:00:00Z", "2022-01-01T00:00:00.000Z"},
        {"2022-01-01t00:00:00z", "2022-01-01T00:00:00.000Z"},
        {"2022-01-01T00:00:00.000Z", "2022-01-01T00:00:00.000Z"},
        {"2022-01-01T00:00:00.1Z", "2022-01-01T00:00:00.100Z"},
        {"2022-01-01T00:00:00.12Z", "2022-01-01T00:00:00.120Z"},
        {"2022-12-31T23:59:59.9999999Z", "2022-12-31T23:59:59.999Z"},
        {"2022-01-01T00:00:00.0009Z", "2022-01-01T00:00:00.000Z"},
        {"2022-01-01T01:00:00+01:00", "2022-01-01T00:00:00.000Z"},
        {"2022-01-01T00:00:00-00:00", "2022-01-01T00:00:00.000Z"},
        {"2022-01-01T00:00:00+00:00", "2022-01-01T00:00:00.000Z"},
        {"2022-01-01T00:30:00+01:00", "2021-12-31T23:30:00.000Z"},
        {"2021-12-31T23:30:00-01:00", "2022-01-01T00:30:00.000Z"},
        {"2022-03-01T00:00:00+00:01", "2022-02-28T23:59:00.000Z"},
        {"2024-03-01T00:00:00+00:01", "2024-02-29T23:59:00.000Z"},
        {"2022-01-01T00:00:00+23:59", "2021-12-31T00:01:00.000Z"},
        {"2022-01-01T23:59:59.999-23:59", "2022-01-02T23:58:59.999Z"},
        {"2022-06-01T12:00:00+05:45", "2022-06-01T06:15:00.000Z"},
        {"2000-02-29T12:00:00Z", "2000-02-29T12:00:00.000Z"},
        {"1900-02-28T23:59:59-00:01", "1900-03-01T00:00:59.000Z"},
        {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
        {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
        {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999Z"},
        {"9999-12-31T23:59:59+00:01", "9999-12-31T23:58:59.000Z"},
    };
    char text[1100] = "2022-01-01T00:00:00.";

    (void)state;
    for (size_t i = 0; i < count(pairs); i++)
        accepts(usher_check_time, 0, pairs[i][0], pairs[i][1]);
    memset(text + 20, '9', 1000);
    memcpy(text + 1020, "Z", 2);
    accepts(usher_check_time, 0, text, "2022-01-01T00:00:00.999Z");
}

static const char *const no_times[] = {"",
                                       "2022",
                                       "2022-01-01",
                                       "12:00:00",
                                       "now",
                                       "1640995200",
                                       "2459580.5",
                                       "2022-01-01 00:00:00Z",
                                       "2022-01-01T00:00:00",
                                       "2022-01-01T00:00Z",
                                       "2022-01-01T00Z",
                                       "2022-01-01T00:00:00.Z",
                                       "2022-01-01T00:00:00,5Z",
                                       "2022-01-01T00:00:00.5",
                                       "2022-00-01T00:00:00Z",
                                       "2022-13-01T00:00:00Z",
                                       "2022-01-00T00:00:00Z",
                                       "2022-01-32T00:00:00Z",
                                       "2022-02-29T00:00:00Z",
                                       "2022-02-30T00:00:00Z",
                                       "2022-02-31T00:00:00Z",
                                       "2024-02-30T00:00:00Z",
                                       "2022-04-31T00:00:00Z",
                                       "2022-06-31T00:00:00Z",
                                       "2022-09-31T00:00:00Z",
                                       "2022-11-31T00:00:00Z",
                                       "1900-02-29T00:00:00Z",
                                       "2100-02-29T00:00:00Z",
                                       "2022-01-01T24:00:00Z",
                                       "2022-01-01T23:60:00Z",
                                       "2022-01-01T23:59:60Z",
                                       "2022-12-31T23:59:60Z",
                                       "2016-12-31T23:59:60Z",
                                       "2022-01-01T00:00:00+24:00",
                                       "2022-01-01T00:00:00+23:60",
                                       "2022-01-01T00:00:00+1:00",
                                       "2022-01-01T00:00:00+0100",
                                       "2022-01-01T00:00:00+01",
                                       "2022-01-01T00:00:00+01:0",
                                       "2022-01-01T00:00:00+01:000",
                                       "2022-01-01T00:00:00*01:00",
                                       "2022-01-01T00:00:00ZZ",
                                       "2022-01-01T00:00:00Z ",
                                       " 2022-01-01T00:00:00Z",
                                       "2022-01-01T00:00:00 Z",
                                       "2022-01-01T00:00:00Z+01:00",
                                       "22-01-01T00:00:00Z",
                                       "12022-01-01T00:00:00Z",
                                       "+2022-01-01T00:00:00Z",
                                       "-022-01-01T00:00:00Z",
                                       "2022-1-01T00:00:00Z",
                                       "2022-01-1T00:00:00Z",
                                       "2022/01/01T00:00:00Z",
                                       "2022-01-01X00:00:00Z",
                                       "2022-01-01T00.00.00Z",
                                       "2022-01-01T0a:00:00Z",
                                       "2022-01-01T00:00:0aZ",
                                       "2022-01-01T00:00:00.5aZ",
                                       "2022-01-01T-1:00:00Z",
                                       "0000-01-01T00:00:00+00:01",
                                       "0000-01-01T00:00:00.999+23:59",
                                       "9999-12-31T23:59:59-00:01",
                                       "9999-12-31T23:59:00-00:01",
                                       "2022-001T00:00:00Z",
                                       "2022-W01-1T00:00:00Z"};

static void test_time_refused(void **state) {
    static const char right[] = "2022-01-01T00:00:00.123+01:00";

    (void)state;
    for (size_t i = 0; i < count(no_times); i++)
        refuses(usher_check_time, 0, no_times[i]);
    for (size_t i = 0; i < sizeof right - 1; i++)
        refuses_bytes(usher_check_time, 0, right, i);
    refuses_bytes(usher_check_time, 0, "2022-01-01T00:00:00Z\0", 21);
    refuses_bytes(usher_check_time, 0, "2022-01-01T00:00:00.\0Z", 22);
    refuses(usher_check_time, 0, repeat("2022-01-01T00:00:00.", 1 << 16));
    unit_refuses_types(usher_check_time);
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_text),          test(test_text_limit),
        test(test_blank),         test(test_any_text),
        test(test_utf8),          test(test_truncated),
        test(test_filename),      test(test_integer_text),
        test(test_integer_types), test(test_integer_as_sqlite),
        test(test_boolean),       test(test_uuid),
        test(test_email),         test(test_email_limits),
        test(test_email_message), test(test_url),
        test(test_bcp47),         test(test_locale_limit),
        test(test_posix),         test(test_time),
        test(test_time_refused),
    };

    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
