/*
** Cursors of lists, below SQL: a place comes back as it was given, and nothing else is one.
*/
#include "rules_unit.h"

#include "api/api.h"

static struct usher_exchange exchange;

static int open_cursor(void **state) {
    int rc = open_rules(state);
    exchange = (struct usher_exchange){.usher = &usher};
    return rc;
}

static int reads(const char *purpose, const char *cursor, const char *place) {
    char read[USHER_CURSOR_TEXT] = "nothing";
    exchange.answer.status = 0;
    if (usher_api_cursor_read(&exchange, purpose, cursor, read) == SQLITE_OK) {
        assert_string_not_equal(read, "nothing");
        return strcmp(read, place) == 0;
    }
    assert_int_equal(usher.error.code, USHER_INVALID);
    assert_int_equal(exchange.answer.status, 400);
    assert_string_equal(read, "nothing");
    return 0;
}

/* As long as a cursor has room for; and what is too long for one is none. */
static void test_length(void **state) {
    char place[USHER_CURSOR_TEXT] = "";
    char cursor[USHER_CURSOR_TEXT];
    char longer[2 * USHER_CURSOR_TEXT] = "";
    (void)state;
    for (size_t length = 1; length <= 133; length++) {
        memset(place, 'p', length);
        assert_int_equal(usher_api_cursor_make(&exchange, "list", place, cursor), SQLITE_OK);
        assert_int_equal(strlen(cursor), USHER_BASE64URL(16 + length));
        assert_true(reads("list", cursor, place));
    }
    assert_int_equal(strlen(cursor), USHER_CURSOR_TEXT - 1);
    place[133] = 'p';
    assert_int_equal(usher_api_cursor_make(&exchange, "list", place, cursor), SQLITE_ERROR);
    assert_int_equal(usher.error.code, USHER_INTERNAL);
    for (size_t length = 0; length < sizeof(longer) - 1; length++) {
        longer[length] = 'A';
        assert_false(reads("list", longer, ""));
    }
}

static void test_altered(void **state) {
    unsigned char bytes[USHER_CURSOR_TEXT] = "";
    char cursor[USHER_CURSOR_TEXT];
    char other[USHER_CURSOR_TEXT];
    size_t size;
    (void)state;
    assert_int_equal(usher_api_cursor_make(&exchange, "list", "place", cursor), SQLITE_OK);
    assert_true(reads("list", cursor, "place"));
    assert_false(reads("other", cursor, "place"));
    for (size_t i = 0; cursor[i]; i++) {
        memcpy(other, cursor, sizeof(other));
        other[i] = cursor[i] == 'Q' ? 'g' : 'Q';
        assert_false(reads("list", other, "place"));
        other[i] = '\0';
        assert_false(reads("list", other, "place"));
    }
    /* What follows a NUL is not under the hash. */
    assert_int_equal(usher_base64url_decode(cursor, strlen(cursor), bytes, sizeof(bytes), &size),
                     0);
    bytes[size + 1] = 'x';
    usher_base64url(bytes, size + 2, other);
    assert_false(reads("list", other, "place"));
}

/* Without the store's secret nobody can tell: that is no fault of whoever asks. */
static void test_damaged(void **state) {
    char cursor[USHER_CURSOR_TEXT];
    char place[USHER_CURSOR_TEXT] = "";
    (void)state;
    assert_int_equal(usher_api_cursor_make(&exchange, "list", "place", cursor), SQLITE_OK);
    must("DELETE FROM usher_secret");
    assert_int_equal(usher_api_cursor_read(&exchange, "list", cursor, place), SQLITE_CORRUPT_VTAB);
    assert_int_equal(usher.error.code, USHER_CORRUPT);
    assert_int_equal(usher_api_cursor_make(&exchange, "list", "place", cursor),
                     SQLITE_CORRUPT_VTAB);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_cursor, close_rules)

int main(void) {
    const struct CMUnitTest tests[] = {test(test_length), test(test_altered), test(test_damaged)};
    return cmocka_run_group_tests_name("cursor", tests, NULL, NULL);
}
