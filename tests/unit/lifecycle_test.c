/*
** Loading usher and closing the connection: in any order, after any use, with
** memory running out.
*/
#include "../brief.h"
#include "session_unit.h"

/* ---------------------------------------------------------------------- load */

static void test_load_twice(void **state) {
    (void)state;
    must("SELECT act_as(" BOB ")");
    refused("SELECT invite_create('x@a.org', 'user')", "forbidden");
    long modules = strtol(ask("SELECT count(*) FROM pragma_module_list"), NULL, 10);
    load(db);
    says("SELECT actor()", "00000000-0000-7000-8000-00000000b002");
    says("SELECT usher_error() ->> 'code'", "forbidden");
    assert_int_equal(strtol(ask("SELECT count(*) FROM pragma_module_list"), NULL, 10), modules);
    says("SELECT count(*) FROM users", "1"); /* Bob sees himself */
}

/* A SELECT is half-way, and goes on as if nothing had happened. */
static void test_load_twice_while_reading(void **state) {
    (void)state;
    sqlite3_stmt *reader;
    sqlite3_prepare_v2(db, "SELECT email FROM users ORDER BY email", -1, &reader, NULL);
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    load(db);
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(reader, 0), "bob@a.org");
    assert_int_equal(sqlite3_step(reader), SQLITE_DONE);
    assert_int_equal(sqlite3_finalize(reader), SQLITE_OK);
}

static void test_two_connections(void **state) {
    (void)state;
    sqlite3 *other = open_scratch(WRITABLE);
    must("SELECT act_as(" BOB ")");
    says_on(other, "SELECT actor()", "system");
    says_on(other, "SELECT count(*) FROM users", "2");
    refused("SELECT usher_init()", "forbidden");
    says_on(other, "SELECT coalesce(usher_error(), 'none')", "none");
    must_on(other, "SELECT invite_create('dan@a.org', 'user')");
    says("SELECT count(*) FROM invites WHERE status = 'pending'", "0");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    must("SELECT act_as(NULL)");
    says("SELECT count(*) FROM invites WHERE status = 'pending'", "2");
    says("SELECT count(*) FROM users", "2");
}

static void test_auto_extension(void **state) {
    (void)state;
    sqlite3 *other;
    assert_int_equal(sqlite3_auto_extension((void (*)(void))sqlite3_usher_init), SQLITE_OK);
    assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
    says_on(other, "SELECT usher_version()", USHER_VERSION);
    load(other);
    must_on(other, STORE);
    says_on(other, "SELECT count(*) FROM users", "2");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(sqlite3_cancel_auto_extension((void (*)(void))sqlite3_usher_init), 1);
    sqlite3_reset_auto_extension(); /* or the empty list is kept */
}

/* For pools: one connection loads it, and each that is opened later has it. */
static void test_auto_entry_point(void **state) {
    (void)state;
    sqlite3 *other;
    assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
    assert_int_equal(sqlite3_usherauto_init(db, NULL, NULL), SQLITE_OK_LOAD_PERMANENTLY);
    assert_int_equal(sqlite3_usherauto_init(db, NULL, NULL), SQLITE_OK_LOAD_PERMANENTLY);
    says_on(other, "SELECT usher_version()", "no such function: usher_version"); /* open before */
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
    says_on(other, "SELECT usher_version()", USHER_VERSION);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    sqlite3_reset_auto_extension();
}

/* Loading runs no SQL and writes nothing: not even a locked database keeps it off. */
static void test_load_does_nothing(void **state) {
    (void)state;
    sqlite3 *other;
    must("BEGIN EXCLUSIVE");
    assert_int_equal(sqlite3_open(scratch_path(), &other), SQLITE_OK);
    load(other);
    says_on(other, "SELECT usher_version()", USHER_VERSION);
    assert_int_equal(sqlite3_total_changes(other), 0);
    must("COMMIT");
    says_on(other, "SELECT count(*) FROM users", "2");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* --------------------------------------------------------------------- memory */

static sqlite3_mem_methods allocator;
static int left = -1; /* allocations until memory runs out */

static void *failing_malloc(int size) {
    if (left == 0) {
        return NULL;
    }
    left -= left > 0;
    return allocator.xMalloc(size);
}

static void *failing_realloc(void *old, int size) {
    if (left == 0) {
        return NULL;
    }
    left -= left > 0;
    return allocator.xRealloc(old, size);
}

/* Out of memory at any step of loading: an error, and a second attempt does all of it. */
static void test_load_without_memory(void **state) {
    (void)state;
    int rc = SQLITE_NOMEM;
    for (int n = 0; rc != SQLITE_OK && n < 2000; n += one_in(7, 3)) {
        sqlite3 *other;
        char *error = NULL;
        assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
        left = n;
        rc = sqlite3_usher_init(other, &error, NULL);
        left = -1;
        if (rc != SQLITE_OK) {
            assert_int_equal(rc, SQLITE_NOMEM);
            load(other);
        }
        sqlite3_free(error);
        must_on(other, STORE);
        says_on(other, "SELECT count(*) FROM users", "2");
        says_on(other, "SELECT count(*) > 10 FROM usher", "1");
        assert_int_equal(sqlite3_close(other), SQLITE_OK);
    }
    assert_int_equal(rc, SQLITE_OK);
}

static void test_close_after_failed_load(void **state) {
    (void)state;
    for (int n = 0; n < 200; n += n < 20 ? 1 : 7) {
        sqlite3 *other;
        assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
        left = n;
        sqlite3_usher_init(other, NULL, NULL);
        left = -1;
        assert_int_equal(sqlite3_close(other), SQLITE_OK);
    }
}

/* ---------------------------------------------------------------------- close */

static void ignore(const char *sql) {
    sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static void test_close_after_nothing(void **state) {
    (void)state;
}

/* Each line on a connection of its own, which close_db() closes. */
static void test_close_after_use(void **state) {
    static const char *const uses[] = {
        "SELECT * FROM users",
        "SELECT * FROM users WHERE email = 'ann@a.org'",
        "SELECT * FROM users WHERE id IN (SELECT user_id FROM account_memberships)",
        "UPDATE users SET name = 'x'",
        "DELETE FROM users WHERE email = 'bob@a.org'",
        "INSERT INTO users (email) VALUES ('x@a.org'), ('y@a.org')",
        "INSERT INTO users (email) VALUES ('bob@a.org')",
        "UPDATE users SET enabled = 0",
        "SELECT invite_create('x@a.org', 'king')",
        "SELECT usher_init('[]')",
        "SELECT usher_init(1, 2)",
        "BEGIN; UPDATE users SET name = 'x'",
        "SAVEPOINT a; INSERT INTO users (email) VALUES ('x@a.org')",
        "INSERT INTO usher VALUES ('no', NULL)",
        "CREATE VIRTUAL TABLE people USING users; SELECT * FROM people",
        "CREATE VIRTUAL TABLE people USING users; SELECT * FROM people; DROP TABLE people",
        "SELECT * FROM usher_list",
        "SELECT * FROM usher_atomic",
        "SELECT * FROM usher_anchor",
        "INSERT INTO usher_atomic VALUES (1)",
        "DROP TABLE usher_audit; UPDATE users SET name = 'x'",
        "BEGIN; DROP TABLE usher_audit; UPDATE users SET name = 'x'; ROLLBACK; SELECT * FROM users",
        "PRAGMA foreign_keys = 0; DROP TABLE usher_user; SELECT * FROM users",
        "ATTACH ':memory:' AS other; SELECT * FROM users; DETACH other",
        "VACUUM; UPDATE users SET name = 'x'; VACUUM",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++) {
        for (int stored = 0; stored <= 1; stored++) {
            sqlite3_open(":memory:", &db);
            load(db);
            ignore(stored ? STORE : "");
            ignore(uses[i]);
            if (sqlite3_close(db) != SQLITE_OK) {
                fail_msg("sqlite3_close() after %s", uses[i]);
            }
        }
    }
    open_bare(state);
}

static void test_close_after_unfinished(void **state) {
    static const char *const readers[] = {
        "SELECT * FROM users",
        "SELECT * FROM users WHERE id IN (" ANN ", " BOB ") ORDER BY rowid",
        "SELECT DISTINCT account_id FROM users",
        "SELECT u.id FROM users AS u JOIN account_memberships AS m ON m.user_id = u.id",
        "SELECT invite_revoke(id) FROM invites WHERE status = 'pending'",
        "SELECT call FROM usher",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
        sqlite3_stmt *reader;
        assert_int_equal(sqlite3_prepare_v2(db, readers[i], -1, &reader, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
        assert_int_equal(sqlite3_finalize(reader), SQLITE_OK);
    }
}

/* Refused while a statement is open; the connection is as good as before. */
static void test_busy_close(void **state) {
    (void)state;
    sqlite3_stmt *reader;
    sqlite3_prepare_v2(db, "SELECT email FROM users ORDER BY email", -1, &reader, NULL);
    for (int step = 0; step < 2; step++) { /* merely prepared; half-way */
        assert_int_equal(sqlite3_close(db), SQLITE_BUSY);
        must("UPDATE users SET name = 'x'");
        must("SELECT invite_create('x@a.org', 'user')");
        says("SELECT count(*) FROM users", "2");
        assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    }
    assert_string_equal(sqlite3_column_text(reader, 0), "bob@a.org");
    assert_int_equal(sqlite3_close(db), SQLITE_BUSY);
    sqlite3_finalize(reader);
    says("SELECT count(*) FROM users", "2");
    refused("INSERT INTO users (email) VALUES ('ann@a.org')", "conflict");
}

/* A zombie: what began may be read to its end; nothing new begins, and nothing is half done. */
static void test_close_v2(void **state) {
    (void)state;
    sqlite3_stmt *reader;
    sqlite3_stmt *writer;
    sqlite3_prepare_v2(db, "SELECT email FROM users ORDER BY email", -1, &reader, NULL);
    sqlite3_prepare_v2(db, "UPDATE users SET name = 'zombie'", -1, &writer, NULL);
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    assert_int_equal(sqlite3_close_v2(db), SQLITE_OK);
    int read = sqlite3_step(reader);
    int end = sqlite3_step(reader);
    int written = sqlite3_step(writer);
    sqlite3_finalize(reader);
    sqlite3_finalize(writer);
    db = open_scratch(WRITABLE);
    assert_int_equal(read, SQLITE_ROW);
    assert_int_equal(end, SQLITE_DONE);
    says("SELECT count(*) FROM users WHERE name = 'zombie'", written == SQLITE_DONE ? "2" : "0");
}

/* -------------------------------------------------------------------- modules */

static void test_drop_modules(void **state) {
    (void)state;
    must("UPDATE users SET name = 'x'");
    assert_int_equal(sqlite3_drop_modules(db, NULL), SQLITE_OK);
    says("SELECT count(*) FROM users", "no such table: users");
    says("SELECT invite_create('x@a.org', 'user')",
         "usher: internal: usher's tables are gone from this connection: was "
         "sqlite3_drop_modules() called?");
    says("SELECT usher_version()", USHER_VERSION);
    load(db); /* the functions are there: nothing to be done */
    says("SELECT count(*) FROM usher_user", "2");
}

static void test_keep_modules(void **state) {
    static const char *keep[] = {"users", "usher_atomic", "usher_anchor", NULL};
    (void)state;
    assert_int_equal(sqlite3_drop_modules(db, keep), SQLITE_OK);
    says("SELECT count(*) FROM users", "2");
    must("SELECT invite_create('x@a.org', 'user')");
    says("SELECT count(*) FROM invites", "no such table: invites");
}

static int never(sqlite3 *connection, void *data, int argc, const char *const *argv,
                 sqlite3_vtab **out, char **error) {
    (void)connection, (void)data, (void)argc, (void)argv, (void)out, (void)error;
    return SQLITE_ERROR;
}

/* The application puts a module of its own in the place of ours. */
static void test_replaced_module(void **state) {
    static const sqlite3_module none = {.xCreate = never}; /* not eponymous */
    (void)state;
    says("SELECT count(*) FROM users", "2");
    assert_int_equal(sqlite3_create_module(db, "users", &none, NULL), SQLITE_OK);
    says("SELECT count(*) FROM users", "no such table: users");
    says("SELECT count(*) > 0 FROM invites", "1");
    must("SELECT invite_create('x@a.org', 'user')");
}

int main(void) {
#define test(name, open) cmocka_unit_test_setup_teardown(name, open, close_db)
    const struct CMUnitTest tests[] = {
        test(test_load_twice, open_store),
        test(test_load_twice_while_reading, open_store),
        test(test_two_connections, open_file),
        test(test_auto_extension, open_bare),
        test(test_auto_entry_point, open_bare),
        test(test_load_does_nothing, open_file),
        test(test_load_without_memory, open_bare),
        test(test_close_after_failed_load, open_bare),
        test(test_close_after_nothing, open_bare),
        cmocka_unit_test_teardown(test_close_after_use, close_db),
        test(test_close_after_unfinished, open_store),
        test(test_busy_close, open_store),
        test(test_close_v2, open_file),
        test(test_drop_modules, open_store),
        test(test_keep_modules, open_store),
        test(test_replaced_module, open_store),
    };
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods failing = allocator;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    return cmocka_run_group_tests_name("lifecycle", tests, NULL, NULL);
}
