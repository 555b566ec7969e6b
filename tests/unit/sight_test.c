/*
** A statement that stays open for a join looks keys up for one sight: which differ, differ in one of
** its parts at least, whichever that is.
*/
#include "base_unit.h"

#include "table/internal.h"

static const struct usher_sight seen = {.level = 2,
                                        .rows = "1",
                                        .mask = {{.columns = 6, .unless = "0"}},
                                        .actor = "a",
                                        .account = "b",
                                        .principal = "c",
                                        .session = "d",
                                        .own = "e"};

static void test_same(void **state) {
    (void)state;
    struct usher_sight other = seen;
    assert_true(usher_sight_same(&other, &seen));
    const struct usher_sight nobody = {.actor = "a"};
    assert_true(
        usher_sight_same(&nobody, &usher_sight_all)); /* the system's, whatever else it holds */
}

#define DIFFERS(change)                                                                            \
    do {                                                                                           \
        struct usher_sight other = seen;                                                           \
        other.change;                                                                              \
        assert_false(usher_sight_same(&other, &seen));                                             \
        assert_false(usher_sight_same(&seen, &other));                                             \
    } while (0)

static void test_differ(void **state) {
    (void)state;
    DIFFERS(level = 0);
    DIFFERS(level = 1);
    DIFFERS(rows = "0");
    DIFFERS(mask[0].columns = 4);
    DIFFERS(mask[0].unless = "1");
    DIFFERS(mask[USHER_MASKS - 1].columns = 1);
    DIFFERS(actor[0] = 'x');
    DIFFERS(account[0] = 'x');
    DIFFERS(principal[0] = 'x');
    DIFFERS(session[0] = 'x');
    DIFFERS(own[0] = 'x');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
