/*
** Values: what is borrowed from SQLite, bound and returned is what was given.
*/
#include "base_unit.h"

/* f(x) returns x by way of a value, and says in `seen` what it was. */
static struct usher_value seen;

static void echo(sqlite3_context *context, int count, sqlite3_value **arguments) {
    struct usher_value value;

    (void)count;
    assert_int_equal(usher_value_borrow(&value, arguments[0]), SQLITE_OK);
    seen = value;
    usher_value_result(context, &value);
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement = NULL;

    assert_int_equal(sqlite3_prepare_v2(unit.db, sql, -1, &statement, NULL), SQLITE_OK);
    return statement;
}

static void echoes(const char *sql, int type, int length) {
    sqlite3_stmt *statement = prepare(sql);

    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 0), 1);
    assert_int_equal(seen.type, type);
    assert_int_equal(seen.length, length);
    sqlite3_finalize(statement);
}

static void test_round_trip(void **state) {
    (void)state;
    sqlite3_create_function(unit.db, "f", 1, SQLITE_UTF8, NULL, echo, NULL, NULL);
    echoes("SELECT f(NULL) IS NULL", SQLITE_NULL, 0);
    echoes("SELECT f(9223372036854775807) IS 9223372036854775807", SQLITE_INTEGER, 0);
    echoes("SELECT f(-0.5) IS -0.5 AND typeof(f(5.0)) = 'real'", SQLITE_FLOAT, 0);
    echoes("SELECT f('a' || char(0) || 'b') IS 'a' || char(0) || 'b'", SQLITE_TEXT, 3);
    echoes("SELECT f('') IS ''", SQLITE_TEXT, 0);
    echoes("SELECT f(x'00ff') IS x'00ff'", SQLITE_BLOB, 2);
    echoes("SELECT f(zeroblob(3)) IS x'000000'", SQLITE_BLOB, 3);
    echoes("SELECT f(x'') IS x'' AND typeof(f(x'')) = 'blob'", SQLITE_BLOB, 0);
    echoes("SELECT f(5) IS NOT '5' AND f('5') IS NOT 5", SQLITE_TEXT, 1);
}

/* The text of a UTF-16 database arrives as UTF-8. */
static void test_utf16(void **state) {
    (void)state;
    sqlite3_exec(unit.db, "PRAGMA encoding = 'UTF-16'", NULL, NULL, NULL);
    sqlite3_create_function(unit.db, "f", 1, SQLITE_UTF8, NULL, echo, NULL, NULL);
    echoes("SELECT f('h' || char(233) || char(128512)) IS 'h' || char(233) || char(128512)",
           SQLITE_TEXT, 7);
}

static void binds(const struct usher_value *value, const char *condition) {
    char sql[100];
    sqlite3_stmt *statement;

    sqlite3_snprintf(sizeof sql, sql, "SELECT %s FROM (SELECT ? AS v)", condition);
    statement = prepare(sql);
    assert_int_equal(usher_value_bind(statement, 2, value), SQLITE_RANGE);
    assert_int_equal(usher_value_bind(statement, 1, value), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 0), 1);
    sqlite3_finalize(statement);
}

static void test_bind(void **state) {
    struct usher_value value;

    (void)state;
    usher_value_null(&value);
    binds(&value, "v IS NULL");
    usher_value_integer(&value, INT64_MIN);
    binds(&value, "v IS -9223372036854775807 - 1");
    usher_value_null(&value);
    value.type = SQLITE_FLOAT;
    value.real = 0.1;
    binds(&value, "v IS 0.1");
    usher_value_text(&value, "abc");
    binds(&value, "v IS 'abc'");
    value.length = 2;
    binds(&value, "v IS 'ab'");
    value.type = SQLITE_BLOB;
    binds(&value, "v IS x'6162'");
    value.length = 0;
    binds(&value, "v IS x''");
    usher_value_text(&value, "");
    binds(&value, "v IS ''");
    usher_value_text(&value, NULL);
    binds(&value, "v IS NULL");
}

static void test_small(void **state) {
    struct usher_value value;
    char long_text[60];

    (void)state;
    memset(&value, 0xA5, sizeof value); /* an initialiser does not look */
    usher_value_small(&value, "abc");
    unit_is_text(&value, "abc");
    assert_ptr_equal(value.text, value.small);
    assert_null(value.owned);
    usher_value_small(&value, value.small + 1);
    unit_is_text(&value, "bc");
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    usher_value_small(&value, long_text + 20);
    assert_int_equal(value.length, 39);
    usher_value_small(&value, long_text);
    assert_int_equal(value.length, 39);
    assert_int_equal(value.small[39], '\0');
    usher_value_clear(&value);
    assert_true(usher_is_null(&value));
}

static void test_clear(void **state) {
    sqlite3_int64 before = sqlite3_memory_used();
    struct usher_value value = unit_text("owned", 5);

    (void)state;
    usher_value_clear(&value);
    assert_true(usher_is_null(&value));
    assert_null(value.owned);
    usher_value_clear(&value);
    assert_int_equal(sqlite3_memory_used(), before);
}

static void test_same(void **state) {
    struct usher_value a, b;

    (void)state;
    usher_value_null(&a);
    usher_value_null(&b);
    assert_true(usher_value_same(&a, &b));
    usher_value_integer(&b, 0);
    assert_false(usher_value_same(&a, &b));
    usher_value_integer(&a, 0);
    assert_true(usher_value_same(&a, &b));
    usher_value_integer(&a, 1);
    assert_false(usher_value_same(&a, &b));
    a.type = b.type = SQLITE_FLOAT;
    a.real = 0.5;
    assert_false(usher_value_same(&a, &b));
    b.real = 0.5;
    assert_true(usher_value_same(&a, &b));
    usher_value_text(&a, "Abc");
    usher_value_text(&b, "abc");
    assert_false(usher_value_same(&a, &b));
    usher_value_small(&a, "abc");
    assert_true(usher_value_same(&a, &b));
    b.type = SQLITE_BLOB;
    assert_false(usher_value_same(&a, &b));
    usher_value_text(&b, "abcd");
    assert_false(usher_value_same(&a, &b));
    b.length = 3;
    assert_true(usher_value_same(&a, &b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trip, unit_open, unit_close),
        cmocka_unit_test_setup_teardown(test_utf16, unit_open, unit_close),
        cmocka_unit_test_setup_teardown(test_bind, unit_open, unit_close),
        cmocka_unit_test_setup_teardown(test_small, unit_open, unit_close),
        cmocka_unit_test_setup_teardown(test_clear, unit_open, unit_close),
        cmocka_unit_test_setup_teardown(test_same, unit_open, unit_close),
    };

    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
