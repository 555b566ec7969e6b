/*
** Slips of the pen: as many as a definition written down plainly says, and what is near enough to be meant.
*/
#include "base_unit.h"

#include <ctype.h>

/* The definition: the last characters agree, or one of four slips comes last. */
static int plainly(const char *a, int m, const char *b, int n) {
    if (m == 0 || n == 0)
        return m + n;
    int fewest = plainly(a, m - 1, b, n - 1) + (tolower(a[m - 1]) != tolower(b[n - 1]));
    int other = 1 + plainly(a, m - 1, b, n);
    fewest = other < fewest ? other : fewest;
    other = 1 + plainly(a, m, b, n - 1);
    fewest = other < fewest ? other : fewest;
    if (m > 1 && n > 1 && tolower(a[m - 1]) == tolower(b[n - 2]) &&
        tolower(a[m - 2]) == tolower(b[n - 1])) {
        other = 1 + plainly(a, m - 2, b, n - 2);
        fewest = other < fewest ? other : fewest;
    }
    return fewest;
}

/* Each text of up to four of a, b and C against each: 121 squared. */
static void text_of(int number, char *text) {
    for (; number > 0; number = (number - 1) / 3)
        *text++ = "abC"[(number - 1) % 3];
    *text = '\0';
}

static void test_all_short_texts(void **state) {
    char a[8] = {0};
    char b[8] = {0};

    (void)state;
    for (int i = 0; i < 121; i++) {
        for (int k = 0; k < 121; k++) {
            text_of(i, a);
            text_of(k, b);
            assert_int_equal(usher_slips(a, b), plainly(a, (int)strlen(a), b, (int)strlen(b)));
        }
    }
}

static void test_words(void **state) {
    (void)state;
    assert_int_equal(usher_slips("emial", "email"), 1);
    assert_int_equal(usher_slips("EMAIL", "email"), 0);
    assert_int_equal(usher_slips("invite_creat", "invite_create"), 1);
    assert_int_equal(usher_slips("kitten", "sitting"), 3);
}

/* 64 characters are compared, 65 are near to nothing, not even to themselves. */
static void test_long_texts(void **state) {
    char longest[66];

    (void)state;
    memset(longest, 'a', sizeof longest);
    longest[64] = '\0';
    assert_int_equal(usher_slips(longest, longest), 0);
    assert_int_equal(usher_slips(longest, ""), 64);
    longest[64] = 'a';
    longest[65] = '\0';
    assert_true(usher_slips(longest, longest) > 64);
    assert_true(usher_slips("a", longest) > 64);
}

static void test_suggestion(void **state) {
    static const char *const names[] = {"size", "user", "users", "checksum", NULL};

    (void)state;
    assert_int_equal(usher_fail(&unit, USHER_INVALID, NULL, "no \"usres\""), SQLITE_CONSTRAINT);
    assert_int_equal(usher_suggest(&unit, "usres", names), SQLITE_CONSTRAINT);
    assert_string_equal(unit.error.message, "no \"usres\"; did you mean \"users\"?");
    usher_fail(&unit, USHER_INVALID, NULL, "no");
    usher_suggest(&unit, "use", names); /* of three letters one may be wrong; user is near */
    assert_string_equal(unit.error.message, "no; did you mean \"user\"?");
    usher_fail(&unit, USHER_INVALID, NULL, "no");
    usher_suggest(&unit, "us", names);
    usher_suggest(&unit, "colour", names);
    assert_string_equal(unit.error.message, "no");
}

/* A message that is full stays as it is, whole. */
static void test_no_room(void **state) {
    static const char *const names[] = {"user", NULL};
    char said[sizeof unit.error.message];

    (void)state;
    for (int length = (int)sizeof said - 40; length < (int)sizeof said; length++) {
        usher_fail(&unit, USHER_INVALID, NULL, "%*s", length, "x");
        memcpy(said, unit.error.message, sizeof said);
        usher_suggest(&unit, "usr", names);
        assert_true(strcmp(unit.error.message, said) == 0 ||
                    strstr(unit.error.message, "; did you mean \"user\"?") != NULL);
        assert_true(strlen(unit.error.message) < sizeof said);
    }
    assert_string_equal(unit.error.message, said);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_short_texts),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test_setup_teardown(test_suggestion, unit_open, unit_close),
        cmocka_unit_test_setup_teardown(test_no_room, unit_open, unit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
