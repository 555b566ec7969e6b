/*
** The clock and the identifiers that are made by it, under a VFS whose time the
** test sets.
*/
#include "base_unit.h"

#define EPOCH 210866760000000 /* 1970 in SQLite's milliseconds, from -4713 */

/* ----------------------------------------------------------- a clock to be set */

static sqlite3_vfs fake;
static sqlite3_int64 fake_now; /* Unix milliseconds */
static int fake_result;

static int fake_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = fake_now + EPOCH;
    return fake_result;
}

static int fake_days(sqlite3_vfs *vfs, double *now) {
    (void)vfs;
    *now = (double)(fake_now + EPOCH) / 86400000.0;
    return fake_result;
}

static int clock_open(void **state) {
    if (unit_open(state) != 0)
        return -1;
    fake = *sqlite3_vfs_find(NULL);
    fake.zName = "fake";
    fake.xCurrentTimeInt64 = fake_milliseconds;
    fake.xCurrentTime = fake_days;
    fake_now = 1640995200000;
    fake_result = SQLITE_OK;
    return sqlite3_vfs_register(&fake, 1);
}

static int clock_close(void **state) {
    sqlite3_vfs_unregister(&fake);
    return unit_close(state);
}

/* -------------------------------------------------------------------- tests */

static void test_now(void **state) {
    (void)state;
    assert_int_equal(usher_clock_now(&unit), 1640995200000);
    fake_now = -5;
    assert_int_equal(usher_clock_now(&unit), -5);
    fake_now = 1640995200123;
    fake.iVersion = 1;
    fake.xCurrentTimeInt64 = NULL;
    assert_int_equal(usher_clock_now(&unit), 1640995200123);
    fake_result = SQLITE_ERROR;
    assert_int_equal(usher_clock_now(&unit), 0);
    unit.clock.milliseconds = 77;
    assert_int_equal(usher_clock_now(&unit), 77);
    fake.iVersion = 3;
    fake_result = SQLITE_OK;
    assert_int_equal(usher_clock_now(&unit), 1640995200123);
    fake_result = SQLITE_ERROR;
    fake.xCurrentTimeInt64 = fake_milliseconds;
    assert_int_equal(usher_clock_now(&unit), 77);
}

/* A program may take away all that SQLite has. */
static void test_no_vfs(void **state) {
    sqlite3_vfs *known[20];
    int count = 0;

    (void)state;
    while (count < 20 && (known[count] = sqlite3_vfs_find(NULL)) != NULL)
        sqlite3_vfs_unregister(known[count++]);
    unit.clock.milliseconds = 78;
    assert_null(sqlite3_vfs_find(NULL));
    assert_int_equal(usher_clock_now(&unit), 78);
    while (count > 0)
        sqlite3_vfs_register(known[--count], 1);
}

/* Without a VFS of ours: the time of day, as SQLite tells it. */
static void test_real_now(void **state) {
    sqlite3_stmt *statement;
    sqlite3_int64 ours, its;

    (void)state;
    sqlite3_vfs_unregister(&fake);
    ours = usher_clock_now(&unit);
    sqlite3_prepare_v2(unit.db, "SELECT unixepoch()", -1, &statement, NULL);
    sqlite3_step(statement);
    its = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    assert_true(its - ours / 1000 >= 0 && its - ours / 1000 <= 2);
}

/* As SQLite writes it: each day of a long life, then some of each decade. */
static void test_text(void **state) {
    char text[USHER_TIME_TEXT + 1];
    sqlite3_stmt *statement;

    (void)state;
    sqlite3_prepare_v2(unit.db,
                       "SELECT strftime('%Y-%m-%dT%H:%M:%S', ?1 / 1000, 'unixepoch') || "
                       "printf('.%03dZ', ?1 % 1000)",
                       -1, &statement, NULL);
    for (sqlite3_int64 day = 0; day < 2932897; day += day < 50000 ? 1 : 97) {
        sqlite3_int64 time = day * 86400000 + day * 7919 * 997 % 86400000;
        sqlite3_bind_int64(statement, 1, time);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        usher_clock_text(time, text);
        assert_string_equal(text, (const char *)sqlite3_column_text(statement, 0));
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    usher_clock_text(-1, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000Z");
    usher_clock_text(253402300799999, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
    usher_clock_text(253402300800000, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
}

/* The milliseconds and the counter that an identifier holds. */
static sqlite3_int64 uuid_time(const char *uuid) {
    char digits[13];

    memcpy(digits, uuid, 8);
    memcpy(digits + 8, uuid + 9, 5);
    digits[12] = '\0';
    return strtoll(digits, NULL, 16);
}

static long uuid_counter(const char *uuid) {
    return strtol(uuid + 15, NULL, 16); /* stops at the dash */
}

static void test_uuid_form(void **state) {
    (void)state;
    for (int i = 0; i < 1000; i++) {
        char uuid[USHER_UUID_TEXT + 1];
        struct usher_value value;

        fake_now += i % 2;
        usher_uuid_make(&unit, uuid);
        assert_int_equal(strlen(uuid), USHER_UUID_TEXT);
        usher_value_text(&value, uuid);
        assert_int_equal(usher_check_uuid(&unit, "id", 0, &value), SQLITE_OK);
        unit_is_text(&value, uuid); /* lower case already */
        assert_int_equal(uuid[14], '7');
        assert_non_null(strchr("89ab", uuid[19]));
        assert_true(uuid_time(uuid) >= fake_now);
    }
}

/* A fresh millisecond seeds the counter anew, with its top bit clear. */
static void test_uuid_seed(void **state) {
    char uuid[USHER_UUID_TEXT + 1];
    long all = 0;

    (void)state;
    for (int i = 0; i < 300; i++) {
        fake_now++;
        usher_uuid_make(&unit, uuid);
        assert_int_equal(uuid_time(uuid), fake_now);
        assert_true(uuid_counter(uuid) < 0x800);
        all |= uuid_counter(uuid);
    }
    assert_int_equal(all, 0x7FF);
}

/* 10,000 in one millisecond, then a clock that steps back, then one that goes on. */
static void test_uuid_order(void **state) {
    char last[USHER_UUID_TEXT + 1] = "", uuid[USHER_UUID_TEXT + 1];

    (void)state;
    for (int i = 0; i < 30000; i++) {
        if (i == 10000)
            fake_now -= 3600000;
        if (i >= 20000)
            fake_now += 500;
        usher_uuid_make(&unit, uuid);
        assert_true(strcmp(last, uuid) < 0);
        memcpy(last, uuid, sizeof uuid);
    }
    assert_int_equal(uuid_time(uuid), fake_now);
}

static void test_uuid_overflow(void **state) {
    char uuid[USHER_UUID_TEXT + 1];

    (void)state;
    usher_uuid_make(&unit, uuid);
    unit.clock.counter = 0xFFE;
    usher_uuid_make(&unit, uuid);
    assert_int_equal(uuid_time(uuid), fake_now);
    assert_int_equal(uuid_counter(uuid), 0xFFF);
    usher_uuid_make(&unit, uuid);
    assert_int_equal(uuid_time(uuid), fake_now + 1);
    assert_true(uuid_counter(uuid) < 0x800);
    fake_now++;
    usher_uuid_make(&unit, uuid); /* the clock catches up: no step back, no fresh seed */
    assert_int_equal(uuid_time(uuid), fake_now);
}

static void test_uuid_edges(void **state) {
    char uuid[USHER_UUID_TEXT + 1];

    (void)state;
    fake_now = -1000;
    usher_uuid_make(&unit, uuid);
    assert_int_equal(uuid_time(uuid), 0);
    fake_now = INT64_MAX - EPOCH;
    usher_uuid_make(&unit, uuid);
    assert_int_equal(uuid_time(uuid), 0xFFFFFFFFFFFF);
    assert_int_equal(uuid[14], '7');
}

/* Two connections never meet: 62 bits are random. */
static void test_uuid_unique(void **state) {
    struct usher other = {0};
    char one[USHER_UUID_TEXT + 1], two[USHER_UUID_TEXT + 1];

    (void)state;
    other.db = unit.db;
    usher_uuid_make(&unit, one);
    other.clock = unit.clock;
    unit.clock.counter--;
    other.clock.counter--;
    usher_uuid_make(&unit, one);
    usher_uuid_make(&other, two);
    assert_memory_equal(one, two, 18);
    assert_string_not_equal(one + 19, two + 19);
}

#define test(name) cmocka_unit_test_setup_teardown(name, clock_open, clock_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_now),           test(test_real_now),   test(test_text),
        test(test_uuid_form),     test(test_uuid_seed),  test(test_uuid_order),
        test(test_uuid_overflow), test(test_uuid_edges), test(test_uuid_unique),
        test(test_no_vfs),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
