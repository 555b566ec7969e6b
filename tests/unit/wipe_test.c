/*
** What is secret does not stay in memory that was given back: whatever a function of
** credentials frees is searched for it. The caller binds its secrets where they stand, so
** that SQLite itself makes no copy.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "usher.h"

#include <sqlite3.h>

#define USER "0a000000-0000-7000-8000-000000000002"
#define OLD "a secret of old, and long"
#define NEW "a secret of now, and longer"
#define KEY "0123456789abcdefghijklmnopqrstuvwxyz"
#define NEXT "zyxwvutsrqponmlkjihgfedcba9876543210"

static sqlite3_mem_methods allocator;
static const char *hidden[3]; /* NULL after the last */
static int seen;

static int holds(const char *memory, int size, const char *text) {
    int length = (int)strlen(text);
    for (int i = 0; i + length <= size; i++) {
        if (memory[i] == *text && memcmp(memory + i, text, (size_t)length) == 0) {
            return 1;
        }
    }
    return 0;
}

static void searching_free(void *memory) {
    for (int i = 0; memory && hidden[i]; i++) {
        seen += holds(memory, allocator.xSize(memory), hidden[i]);
    }
    allocator.xFree(memory);
}

/* What grows may move: the old place is searched like any that is freed. */
static void *searching_realloc(void *memory, int size) {
    void *moved = allocator.xMalloc(size);
    int old = allocator.xSize(memory);
    if (moved) {
        memcpy(moved, memory, (size_t)(old < size ? old : size));
        searching_free(memory);
    }
    return moved;
}

static sqlite3 *db;

static void must(const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        fail_msg("%s: %s", sql, error);
    }
}

/* Run it with these values; `result` is what it must come to. */
static void run(const char *sql, const char *first, const char *second, int result) {
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_text(statement, 1, first, -1, SQLITE_STATIC);
    if (second) {
        sqlite3_bind_text(statement, 2, second, -1, SQLITE_STATIC);
    }
    hidden[0] = first;
    hidden[1] = second;
    seen = 0;
    int rc = sqlite3_step(statement);
    sqlite3_reset(statement);
    hidden[0] = NULL;
    if (rc != result) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    if (seen) {
        fail_msg("%s\n  left a secret behind, %d times", sql, seen);
    }
    sqlite3_finalize(statement);
}

static int open_db(void **state) {
    char *error = NULL;
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_usher_init(db, &error, NULL), SQLITE_OK);
    must("SELECT usher_init();"
         "INSERT INTO settings (scope, key, value) VALUES ('account', 'passwords.memory', 19456);"
         "SELECT invite_accept(invite_create('ann@example.com', 'owner'), '{\"id\":\"" USER
         "\"}')");
    return 0;
}

static int close_db(void **state) {
    (void)state;
    return sqlite3_close(db) == SQLITE_OK ? 0 : -1;
}

static void test_passwords(void **state) {
    (void)state;
    run("SELECT password_set('" USER "', ?1)", OLD, NULL, SQLITE_ROW);
    run("SELECT login('ann@example.com', ?1)", NEW, NULL, SQLITE_AUTH);
    run("SELECT login('ann@example.com', ?1)", OLD, NULL, SQLITE_ROW);
    run("SELECT password_set('" USER "', ?1, ?2)", NEW, OLD, SQLITE_ROW);
}

static void test_keys(void **state) {
    (void)state;
    run("SELECT usher_key(?1)", KEY, NULL, SQLITE_ROW);
    run("SELECT usher_key(?1, ?2)", KEY, NEXT, SQLITE_ROW);
    run("SELECT usher_key(?1)", KEY, NULL, SQLITE_CONSTRAINT);
}

/* It does find what is left: an e-mail address, which is no secret. */
static void test_search(void **state) {
    (void)state;
    hidden[0] = "bob@example.com";
    seen = 0;
    must("SELECT json_array('bob@example.com', upper('x'))");
    hidden[0] = NULL;
    assert_true(seen > 0);
}

int main(void) {
#define test(name) cmocka_unit_test_setup_teardown(name, open_db, close_db)
    const struct CMUnitTest tests[] = {test(test_passwords), test(test_keys), test(test_search)};
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods searching = allocator;
    searching.xFree = searching_free;
    searching.xRealloc = searching_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &searching);
    return cmocka_run_group_tests_name("wipe", tests, NULL, NULL);
}
