/*
** Where time and chance come from. What follows from a seed stands here as bytes: nodes of one cluster
** may have different versions of usher, and a log may be replayed by a later one.
*/
#include "crypto_unit.h"

static const unsigned char seed[USHER_KEY_BYTES] = {1, 2, 3};
static const sqlite3_int64 noon = 1640995200000; /* 2022-01-01 */

static int supply_close(void **state) {
    usher_supply_end(&unit);
    memset(&unit.clock, 0, sizeof unit.clock);
    return unit_close(state);
}

static void begin(sqlite3_int64 now, sqlite3_int64 number) {
    usher_supply_end(&unit);
    usher_supply_begin(&unit, now, seed, number);
}

/* ---------------------------------------------------------------------- time */

static void test_time(void **state) {
    (void)state;
    assert_true(usher_clock_now(&unit) > noon);
    begin(noon, 1);
    assert_int_equal(usher_clock_now(&unit), noon);
    assert_int_equal(usher_clock_now(&unit), noon);
    begin(0, 1);
    assert_int_equal(usher_clock_now(&unit), 0);
    usher_supply_end(&unit);
    assert_true(usher_clock_now(&unit) > noon);
}

static void reads_back(sqlite3_int64 time) {
    char text[USHER_TIME_TEXT + 1], again[USHER_TIME_TEXT + 1];

    usher_clock_text(time, text);
    assert_int_equal(usher_clock_of(text), time);
    usher_clock_text(usher_clock_of(text), again);
    assert_string_equal(text, again);
}

/* Each day from 1970 to 2400, at some time of the day; and the last moment there is. */
static void test_time_of_text(void **state) {
    (void)state;
    for (sqlite3_int64 day = 0; day < 157000; day++)
        reads_back(day * 86400000 + day * 7919 % 86400000);
    reads_back(253402300799999);
    assert_int_equal(usher_clock_of("2022-01-01T00:00:00.000Z"), noon);
    assert_int_equal(usher_clock_of("2024-02-29T23:59:59.999Z"), 1709251199999);
    assert_true(usher_clock_of("0001-01-01T00:00:00.000Z") < 0);
}

static void is_after(const char *time, sqlite3_int64 seconds, const char *expected) {
    char text[USHER_TIME_TEXT + 1];

    usher_time_after(time, seconds, text);
    assert_string_equal(text, expected);
}

static void test_time_after(void **state) {
    (void)state;
    is_after("2024-02-28T23:59:59.999Z", 1, "2024-02-29T00:00:00.999Z");
    is_after("2023-12-31T00:00:00.120Z", 86400, "2024-01-01T00:00:00.120Z");
    is_after("2022-01-01T00:00:00.000Z", 31536000, "2023-01-01T00:00:00.000Z");
    is_after("2022-01-01T00:00:00.000Z", 0, "2022-01-01T00:00:00.000Z");
    is_after("9999-12-31T23:59:58.999Z", 86400, "9999-12-31T23:59:59.999Z"); /* the last there is */
}

/* -------------------------------------------------------------------- chance */

static void draws(const char *expected) {
    unsigned char bytes[64];
    char text[129];
    size_t size = strlen(expected) / 2;

    usher_random(&unit, bytes, size);
    usher_hex(bytes, size, text);
    assert_string_equal(text, expected);
}

static void test_known(void **state) {
    char token[USHER_TOKEN_TEXT + 1], uuid[USHER_UUID_TEXT + 1];

    (void)state;
    begin(noon, 1);
    draws("e1cc89791b6fd209b6936054b2aecfa2");
    draws("517739932ad6426d154d404405b89275670d5b069a5224b6a1e5911a106f358091d2ccfdbbf9a411");
    usher_token_make(&unit, token);
    assert_string_equal(token, "TRf2E94pb4y0SwEIPyDBxa438RRUTfd_2JrW7zaChFg");
    usher_uuid_make(&unit, uuid);
    assert_string_equal(uuid, "017e12ef-9c00-722d-868c-2baae472113e");
    assert_int_equal(usher_random_below(&unit, 62), 44);
}

/* The seed, the number and the time: each of them makes others. The longer draw begins like the shorter. */
static void test_stream(void **state) {
    unsigned char bytes[5][40], other_seed[USHER_KEY_BYTES] = {1, 2, 4};

    (void)state;
    begin(noon, 1);
    usher_random(&unit, bytes[0], 32);
    begin(noon, 1);
    usher_random(&unit, bytes[1], 40);
    assert_memory_equal(bytes[0], bytes[1], 32);
    usher_random(&unit, bytes[1], 32);
    assert_memory_not_equal(bytes[0], bytes[1], 32);
    begin(noon, 2);
    usher_random(&unit, bytes[2], 32);
    begin(noon + 1, 1);
    usher_random(&unit, bytes[3], 32);
    usher_supply_end(&unit);
    usher_supply_begin(&unit, noon, other_seed, 1);
    usher_random(&unit, bytes[4], 32);
    for (int i = 1; i < 5; i++)
        for (int k = 0; k < i; k++)
            assert_memory_not_equal(bytes[i], bytes[k], 32);
}

/* Within a transaction the count goes on, even if a seed and a number come again. */
static void test_goes_on(void **state) {
    unsigned char first[32], second[32];
    char one[USHER_UUID_TEXT + 1], two[USHER_UUID_TEXT + 1];

    (void)state;
    begin(noon, 1);
    usher_random(&unit, first, sizeof first);
    usher_uuid_make(&unit, one);
    usher_supply_begin(&unit, noon, seed, 1);
    usher_random(&unit, second, sizeof second);
    usher_uuid_make(&unit, two);
    assert_memory_not_equal(first, second, sizeof first);
    assert_true(strcmp(one, two) < 0);
}

/* What the connection made before, by its clock, moves nothing; nor does a supply move that. */
static void test_identifiers(void **state) {
    char before[USHER_UUID_TEXT + 1], one[USHER_UUID_TEXT + 1], two[USHER_UUID_TEXT + 1];
    char after[USHER_UUID_TEXT + 1];

    (void)state;
    begin(noon, 1);
    usher_uuid_make(&unit, one);
    usher_supply_end(&unit);
    for (int i = 0; i < 5000; i++)
        usher_uuid_make(&unit, before);
    begin(noon, 1);
    usher_uuid_make(&unit, two);
    assert_string_equal(one, two);
    assert_memory_equal(one, "017e12ef-9c00", 13);
    usher_supply_end(&unit);
    usher_uuid_make(&unit, after);
    assert_true(strcmp(before, after) < 0);
}

static void test_below(void **state) {
    int seen[62] = {0};

    (void)state;
    for (int supplied = 0; supplied < 2; supplied++) {
        memset(seen, 0, sizeof seen);
        usher_supply_end(&unit);
        if (supplied)
            begin(noon, 1);
        for (int i = 0; i < 62 * 100; i++) {
            unsigned value = usher_random_below(&unit, 62);

            assert_true(value < 62);
            seen[value]++;
        }
        for (int i = 0; i < 62; i++)
            assert_in_range(seen[i], 50, 160);
        assert_int_equal(usher_random_below(&unit, 1), 0);
    }
}

/* Of a bound that 2^32 is far from a multiple of: no third of the numbers comes more often. */
static void test_even(void **state) {
    const unsigned third = 1u << 30;

    (void)state;
    for (int supplied = 0; supplied < 2; supplied++) {
        int seen[3] = {0};

        usher_supply_end(&unit);
        if (supplied)
            begin(noon, 1);
        for (int i = 0; i < 6000; i++) {
            unsigned value = usher_random_below(&unit, 3 * third);

            assert_true(value < 3 * third);
            seen[value / third]++;
        }
        for (int i = 0; i < 3; i++)
            assert_in_range(seen[i], 1700, 2300);
    }
}

/* Nothing of a seed stays behind. */
static void test_wiped(void **state) {
    static const struct usher_supply none;

    (void)state;
    begin(noon, 1);
    assert_memory_not_equal(&unit.supply, &none, sizeof none);
    usher_supply_end(&unit);
    assert_memory_equal(&unit.supply, &none, sizeof none);
}

static void test_hex(void **state) {
    unsigned char bytes[4];

    (void)state;
    assert_int_equal(usher_hex_decode("00fFA9b1", 8, bytes, 4), 0);
    assert_memory_equal(bytes, "\x00\xff\xa9\xb1", 4);
    assert_int_equal(usher_hex_decode("00ffa9b", 7, bytes, 4), -1);
    assert_int_equal(usher_hex_decode("00ffa9b1c", 9, bytes, 4), -1);
    assert_int_equal(usher_hex_decode("00ffa9bg", 8, bytes, 4), -1);
    assert_int_equal(usher_hex_decode("00 ffa9b", 8, bytes, 4), -1);
    assert_int_equal(usher_hex_decode("", 0, bytes, 4), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_time, unit_open, supply_close),
        cmocka_unit_test(test_time_after),
        cmocka_unit_test_setup_teardown(test_time_of_text, unit_open, supply_close),
        cmocka_unit_test_setup_teardown(test_known, unit_open, supply_close),
        cmocka_unit_test_setup_teardown(test_stream, unit_open, supply_close),
        cmocka_unit_test_setup_teardown(test_goes_on, unit_open, supply_close),
        cmocka_unit_test_setup_teardown(test_identifiers, unit_open, supply_close),
        cmocka_unit_test_setup_teardown(test_below, unit_open, supply_close),
        cmocka_unit_test_setup_teardown(test_even, unit_open, supply_close),
        cmocka_unit_test_setup_teardown(test_wiped, unit_open, supply_close),
        cmocka_unit_test(test_hex),
    };
    return cmocka_run_group_tests_name("supply", tests, NULL, NULL);
}
