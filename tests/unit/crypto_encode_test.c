/*
** base64url and base32: the vectors of RFC 4648, section 10, in the forms that are
** used here (no padding), and all that a strict decoder refuses.
*/
#include "crypto_unit.h"

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static void test_base64url(void **state) {
    static const char *const vectors[][2] = {
        {"", ""},
        {"f", "Zg"},
        {"fo", "Zm8"},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg"},
        {"fooba", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xbf", "-_-_"},
        {"\xff\xe0", "_-A"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const char *plain = vectors[i][0], *encoded = vectors[i][1];
        char text[20], bytes[20];
        size_t size = 99;

        usher_base64url(plain, strlen(plain), text);
        assert_string_equal(text, encoded);
        assert_int_equal(USHER_BASE64URL(strlen(plain)), strlen(encoded));
        assert_int_equal(
            usher_base64url_decode(encoded, strlen(encoded), bytes, strlen(plain), &size), 0);
        assert_int_equal(size, strlen(plain));
        assert_memory_equal(bytes, plain, size);
    }
}

static int decodes(const char *text, size_t length) {
    char *exact = malloc(length + 1), bytes[64]; /* for AddressSanitizer to guard */
    size_t size;

    assert_non_null(exact);
    memcpy(exact, text, length);
    int result = usher_base64url_decode(exact, length, bytes, sizeof bytes, &size);
    free(exact);
    assert_true(result == 0 || result == -1);
    return result == 0;
}

static void test_base64url_strict(void **state) {
    static const char *const refused[] = {
        "Z",   "Zg=",  "Zg==",  "Zm8=",   "Zm9v=", "Zm9v====",  " Zg",          "Zg ",
        "Z g", "Zg\n", "Zm\n9", "Zm9v\r", "Zm9\t", "+/+/",      "Zm9v.",        "Zm9vZ",
        "=Zg", "====", "Zm9v,", "Z-g=",   "Zg.",   "Zm9v Zm9v", "Zm9vYg==Zm9v",
    };

    (void)state;
    assert_true(decodes("", 0));
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (decodes(refused[i], strlen(refused[i])))
            fail_msg("'%s' is taken", refused[i]);
    assert_false(decodes("Zm\0v", 4));
    assert_false(decodes("Zg\0", 3));
}

/* Bits of the last character that stand for nothing must be zero: one text for each value. */
static void test_base64url_stray_bits(void **state) {
    int taken2 = 0, taken3 = 0;

    (void)state;
    for (int i = 0; i < 64; i++) {
        char two[] = {'Z', ALPHABET[i]}, three[] = {'Z', 'm', ALPHABET[i]};

        assert_int_equal(decodes(two, 2), i % 16 == 0);
        assert_int_equal(decodes(three, 3), i % 4 == 0);
        taken2 += decodes(two, 2);
        taken3 += decodes(three, 3);
    }
    assert_int_equal(taken2, 4);
    assert_int_equal(taken3, 16);
}

/* In every place, every byte that is not of the alphabet; libsodium takes some above 0x7F. */
static void test_base64url_bytes(void **state) {
    (void)state;
    for (int place = 0; place < 8; place++)
        for (int byte = 0; byte < 256; byte++) {
            char text[] = "AAAAAAAA";

            text[place] = (char)byte;
            if (decodes(text, 8) != (byte != 0 && strchr(ALPHABET, byte) != NULL))
                fail_msg("byte %d in place %d", byte, place);
        }
}

static void test_base64url_room(void **state) {
    char bytes[3] = {1, 2, 3};
    size_t size;

    (void)state;
    assert_int_equal(usher_base64url_decode("Zm9v", 4, bytes, 2, &size), -1);
    assert_int_equal(bytes[2], 3);
    assert_int_equal(usher_base64url_decode("Zm9v", 4, bytes, 3, &size), 0);
    assert_int_equal(usher_base64url_decode("Zg", 2, bytes, 0, &size), -1);
    size = 99;
    assert_int_equal(usher_base64url_decode("+/+/", 4, bytes, 3, &size), -1);
    assert_int_equal(size, 0);
}

static void test_base64(void **state) {
    static const char *const taken[][2] = {
        {"", ""}, {"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"+/+/", "\xfb\xff\xbf"},
    };
    static const char *const refused[] = {
        "Z",      "Zg",    "Zg=",  "Zm8",  "=",         "====", "Zg==Zg==", "Zh==",    "-_-_",
        "Zm9v\n", " Zg==", "Z=g=", "Zg=x", "Zm9vZg===", "Zm9=", "Zm\xc3v",  "Zm9v===="};
    char bytes[16];
    size_t size;

    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        assert_int_equal(usher_base64_decode(taken[i][0], strlen(taken[i][0]), bytes, 3, &size), 0);
        assert_int_equal(size, strlen(taken[i][1]));
        assert_memory_equal(bytes, taken[i][1], size);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (usher_base64_decode(refused[i], strlen(refused[i]), bytes, sizeof bytes, &size) == 0)
            fail_msg("'%s' is taken", refused[i]);
    assert_int_equal(usher_base64_decode("Zm9v", 4, bytes, 2, &size), -1);
    size = 99;
    assert_int_equal(usher_base64_decode("-_-_", 4, bytes, 3, &size), -1);
    assert_int_equal(size, 0);
}

static void test_base32(void **state) {
    static const char *const vectors[][2] = {
        {"", ""},
        {"f", "MY"},
        {"fo", "MZXQ"},
        {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"},
        {"fooba", "MZXW6YTB"},
        {"foobar", "MZXW6YTBOI"},
        {"\xff\xff\xff\xff\xff", "77777777"},
        {"\xff", "74"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        char text[20];

        memset(text, 'x', sizeof text);
        usher_base32(vectors[i][0], strlen(vectors[i][0]), text);
        assert_string_equal(text, vectors[i][1]);
        assert_int_equal(USHER_BASE32(strlen(vectors[i][0])), strlen(vectors[i][1]));
    }
}

static void test_hex(void **state) {
    static const char *const refused[] = {"",         "0f",     "0ff00",  "0ff0a",  "0ff0a50",
                                          "0ff0a55a", "0ff0ag", "0x0ff0", " 0ff0a", "0f:f0a"};
    static const unsigned char bytes[] = {0x0f, 0xf0, 0xa5};
    unsigned char read[3];
    char text[7];

    (void)state;
    usher_hex(bytes, sizeof bytes, text);
    assert_string_equal(text, "0ff0a5");
    assert_int_equal(usher_hex_decode(text, 6, read, sizeof read), 0);
    assert_memory_equal(read, bytes, sizeof read);
    assert_int_equal(usher_hex_decode("0FF0A5", 6, read, sizeof read), 0);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (usher_hex_decode(refused[i], strlen(refused[i]), read, sizeof read) != -1)
            fail_msg("'%s' is taken", refused[i]);
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_base64url),
        test(test_base64url_strict),
        test(test_base64url_stray_bits),
        test(test_base64url_bytes),
        test(test_base64url_room),
        test(test_base64),
        test(test_base32),
        test(test_hex),
    };

    return cmocka_run_group_tests_name("crypto_encode", tests, NULL, NULL);
}
