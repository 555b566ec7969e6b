/*
** Parts of the engine of the tables, asked directly: keys that are fed to a statement, records, an
** argument for which memory lacks; and what a statement meets that was prepared before all changed.
*/
#include "session_unit.h"

#include "table/internal.h"

/* Each key is there once; where there is no other, the list ends. */
static void test_feed(void **state) {
    (void)state;
    struct usher_feed feed = {NULL};
    sqlite3_stmt *keys;
    sqlite3_stmt *list;
    const char *read = "SELECT value FROM usher_list(?1)";
    assert_int_equal(sqlite3_prepare_v2(db, "VALUES ('a', 'b')", -1, &keys, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(keys), SQLITE_ROW);
    assert_int_equal(sqlite3_prepare_v2(db, read, -1, &list, NULL), SQLITE_OK);
    sqlite3_bind_pointer(list, 1, &feed, "usher_feed", NULL);
    for (int i = 0; i < 2; i++) {
        feed.key = sqlite3_column_value(keys, i);
        assert_int_equal(sqlite3_step(list), SQLITE_ROW);
        assert_string_equal(sqlite3_column_text(list, 0), i ? "b" : "a");
        assert_null(feed.key);
    }
    assert_int_equal(sqlite3_step(list), SQLITE_DONE);
    sqlite3_finalize(list);
    sqlite3_finalize(keys);
}

/* A short text stands in the value itself, and so in the record's. */
static void test_record(void **state) {
    (void)state;
    struct usher_record record;
    struct usher_value value;
    usher_record_init(&record);
    assert_int_equal(record.given, 0);
    usher_value_small(&value, "abc");
    usher_record_set(&record, 3, &value);
    usher_value_small(&value, "xyz");
    assert_int_equal(record.given, 8);
    assert_string_equal(usher_record_text(&record, 3), "abc");
    assert_null(usher_record_text(&record, 0));
    usher_value_text(&value, "a text that stands elsewhere");
    usher_record_set(&record, 0, &value);
    assert_ptr_equal(usher_record_text(&record, 0), value.text);
    usher_record_clear(&record);
    assert_int_equal(record.given, 0);
    assert_null(usher_record_text(&record, 3));
}

/* ------------------------------------------------------------------ without memory */

/* Characters of two bytes in UTF-16, and of three in UTF-8. */
enum { LONG = 2000000 };

static int open_wide(void **state) {
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    must("PRAGMA encoding = 'UTF-16le'");
    load(db);
    must(STORE);
    return 0;
}

/* There is room for a copy, but not in another encoding as well. */
static int step_without_memory(sqlite3_stmt *statement) {
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + (sqlite3_int64)LONG * 2 + 200000);
    int rc = sqlite3_step(statement);
    sqlite3_hard_heap_limit64(0);
    return rc;
}

/* An argument. */
static void test_given(void **state) {
    static char text[2 * LONG];
    (void)state;
    sqlite3_stmt *statement;
    const char *sql = "SELECT count(*) FROM users WHERE company = ?1";
    memset(text, 1, sizeof(text));
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_text16(statement, 1, text, sizeof(text), SQLITE_STATIC);
    assert_int_equal(step_without_memory(statement), SQLITE_NOMEM);
    sqlite3_reset(statement);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    sqlite3_finalize(statement);
}

/* A value of a row. */
static void test_read(void **state) {
    (void)state;
    sqlite3_stmt *statement;
    must("CREATE TABLE doc (title TEXT, owner TEXT); CREATE VIRTUAL TABLE docs USING "
         "guarded(doc, owner=owner)");
    char *sql = sqlite3_mprintf("INSERT INTO doc (title) SELECT replace(printf('%%.*c', %d, 'x'), "
                                "'x', char(8364))",
                                LONG);
    must(sql);
    sqlite3_free(sql);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT title FROM docs", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(step_without_memory(statement), SQLITE_NOMEM);
    sqlite3_reset(statement);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    sqlite3_finalize(statement);
}

/* ------------------------------------------------------------------ another connection */

/* Another connection alters the tables while a statement waits: its first step tells. */
static void test_altered(void **state) {
    static const char *const questions[] = {"SELECT name FROM users", "SELECT count(*) FROM users",
                                            "SELECT name FROM users LIMIT 1 OFFSET 1",
                                            "SELECT DISTINCT role FROM users ORDER BY role"};
    (void)state;
    for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
        sqlite3_stmt *statement;
        says("SELECT count(*) FROM users WHERE id = " ANN, "1");
        assert_int_equal(sqlite3_prepare_v2(db, questions[i], -1, &statement, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        sqlite3_reset(statement);
        sqlite3 *other = open_scratch(WRITABLE);
        must_on(other, "CREATE TEMP TABLE was AS SELECT sql FROM sqlite_schema WHERE name = "
                       "'usher_user_created'; DROP INDEX usher_user_created");
        assert_int_equal(sqlite3_step(statement), SQLITE_CORRUPT);
        assert_non_null(strstr(sqlite3_errmsg(db), "usher: corrupt: the schema"));
        sqlite3_finalize(statement);
        char *sql = sqlite3_mprintf("%s", ask_on(other, "SELECT sql FROM was"));
        must_on(other, sql);
        sqlite3_free(sql);
        assert_int_equal(sqlite3_close(other), SQLITE_OK);
    }
}

/* And what is gone altogether is said by the same words, not by SQLite's. */
static void test_dropped(void **state) {
    sqlite3_stmt *statement;
    (void)state;
    says("SELECT key FROM settings", "users.direct_creation");
    const char *sql = "SELECT key FROM settings";
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    sqlite3_reset(statement);
    sqlite3 *other = open_scratch(WRITABLE);
    must_on(other, "DROP TABLE usher_setting");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_CORRUPT);
    const char *message = sqlite3_errmsg(db);
    if (!strstr(message, "usher: corrupt: the schema of the usher_* tables")) {
        fail_msg("it says %s", message);
    }
    sqlite3_finalize(statement);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_file, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_feed),
        test(test_record),
        cmocka_unit_test_setup_teardown(test_given, open_wide, close_db),
        cmocka_unit_test_setup_teardown(test_read, open_wide, close_db),
        test(test_altered),
        test(test_dropped),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
