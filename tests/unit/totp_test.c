/*
** One-time passwords: the test vectors of RFC 6238, appendix B, and which codes are right.
*/
#include "base_unit.h"

#include "domain/mfa/mfa.h"

#include <string.h>

#define DIGITS "1234567890123456789012345678901234567890123456789012345678901234"

/* Appendix B: the secret is the digits, as many as the hash has bytes. */
static void test_vectors(void **state) {
    static const struct {
        sqlite3_int64 time;
        const char *sha256;
        const char *sha512;
    } vectors[] = {
        {59, "46119246", "90693936"},         {1111111109, "68084774", "25091201"},
        {1111111111, "67062674", "99943326"}, {1234567890, "91819424", "93441116"},
        {2000000000, "90698825", "38618901"}, {20000000000, "77737706", "47863826"},
    };
    struct usher_totp sha256 = {USHER_TOTP_SHA256, 8, (const unsigned char *)DIGITS, 32};
    struct usher_totp sha512 = {USHER_TOTP_SHA512, 8, (const unsigned char *)DIGITS, 64};
    char code[9];

    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
        sqlite3_int64 step = usher_totp_step(vectors[i].time * 1000);

        usher_totp_code(&sha256, step, code);
        assert_string_equal(code, vectors[i].sha256);
        usher_totp_code(&sha512, step, code);
        assert_string_equal(code, vectors[i].sha512);
        sha256.digits = 6; /* the last ones of the same number */
        usher_totp_code(&sha256, step, code);
        assert_string_equal(code, vectors[i].sha256 + 2);
        sha256.digits = 8;
    }
}

static void test_steps(void **state) {
    (void)state;
    assert_int_equal(usher_totp_step(-1), -1);
    assert_int_equal(usher_totp_step(0), 0);
    assert_int_equal(usher_totp_step(29999), 0);
    assert_int_equal(usher_totp_step(30000), 1);
    assert_int_equal(usher_totp_step(59999), 1);
    assert_int_equal(usher_totp_step(20000000000000), 666666666);
}

static int is_right(sqlite3_int64 of, sqlite3_int64 now, sqlite3_int64 last) {
    struct usher_totp totp = {USHER_TOTP_SHA256, 6, (const unsigned char *)DIGITS, 32};
    sqlite3_int64 step = -2;
    char code[9];

    usher_totp_code(&totp, of, code);
    int right = usher_totp_matches(&totp, code, now, last, &step);
    assert_int_equal(step, right ? of : -2);
    return right;
}

static void test_window(void **state) {
    (void)state;
    assert_false(is_right(998, 1000, 0));
    assert_true(is_right(999, 1000, 0));
    assert_true(is_right(1000, 1000, 0));
    assert_true(is_right(1001, 1000, 0));
    assert_false(is_right(1002, 1000, 0));
}

/* A step that was used closes itself and those before, wherever the clock goes. */
static void test_once(void **state) {
    (void)state;
    assert_false(is_right(999, 1000, 999));
    assert_true(is_right(1000, 1000, 999));
    assert_false(is_right(1000, 1000, 1000));
    assert_true(is_right(1001, 1000, 1000));
    assert_false(is_right(1001, 1000, 1001));
    assert_false(is_right(900, 900, 1000));
}

/* What people type: with or without what is for the eye only. */
static void test_form(void **state) {
    static const struct {
        const char *typed;
        enum usher_code_kind kind;
        const char *read;
    } forms[] = {
        {"012345", USHER_CODE_TOTP, "012345"},
        {" 012 345 ", USHER_CODE_TOTP, "012345"},
        {"012-345", USHER_CODE_TOTP, "012345"},
        {"01234", USHER_CODE_MALFORMED, NULL},
        {"0123456", USHER_CODE_MALFORMED, NULL},
        {"01234a", USHER_CODE_MALFORMED, NULL},
        {"abcdef", USHER_CODE_MALFORMED, NULL},
        {"012345\n", USHER_CODE_MALFORMED, NULL},
        {"+12345", USHER_CODE_MALFORMED, NULL},
        {"", USHER_CODE_MALFORMED, NULL},
        {"abcd-efgh-ijkl-2347", USHER_CODE_RECOVERY, "abcdefghijkl2347"},
        {"ABCD efgh IJKL 2347", USHER_CODE_RECOVERY, "abcdefghijkl2347"},
        {"zyxwvutsrqponm76", USHER_CODE_RECOVERY, "zyxwvutsrqponm76"},
        {"2222222222222222", USHER_CODE_RECOVERY, "2222222222222222"},
        {"abcd-efgh-ijkl-234", USHER_CODE_MALFORMED, NULL},
        {"abcd-efgh-ijkl-23477", USHER_CODE_MALFORMED, NULL},
        {"abcd-efgh-ijkl-2340", USHER_CODE_MALFORMED, NULL},
        {"abcd-efgh-ijkl-2341", USHER_CODE_MALFORMED, NULL},
        {"abcd-efgh-ijkl-2348", USHER_CODE_MALFORMED, NULL},
        {"abcd_efgh_ijkl_2347", USHER_CODE_MALFORMED, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        struct usher_mfa_code code;

        usher_mfa_read_code(forms[i].typed, &code);
        if (code.kind != forms[i].kind)
            fail_msg("\"%s\" is read as %d", forms[i].typed, (int)code.kind);
        if (forms[i].read)
            assert_string_equal(code.text, forms[i].read);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors), cmocka_unit_test(test_steps), cmocka_unit_test(test_window),
        cmocka_unit_test(test_once),    cmocka_unit_test(test_form),
    };

    return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
