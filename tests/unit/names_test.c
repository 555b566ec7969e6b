/*
** The tables under other names: CREATE VIRTUAL TABLE people USING users, in
** main, in temp, and what an attached database means.
*/
#include "session_unit.h"

static void works_as(const char *name) {
    char sql[300];
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", name);
    says(sql, "2");
    snprintf(sql, sizeof(sql), "SELECT email FROM %s WHERE id IN (" BOB ", 'x')", name);
    says(sql, "bob@a.org");
    snprintf(sql, sizeof(sql), "UPDATE %s SET name = '%s' WHERE email = 'BOB@a.org'", name, name);
    must(sql);
    snprintf(sql, sizeof(sql), "SELECT name FROM users WHERE id = " BOB);
    says(sql, name);
    snprintf(sql, sizeof(sql), "INSERT INTO %s (email) VALUES ('new@a.org')", name);
    must(sql);
    snprintf(sql, sizeof(sql), "INSERT INTO %s (email) VALUES ('new@a.org')", name);
    refused(sql, "conflict");
    snprintf(sql, sizeof(sql), "DELETE FROM %s WHERE email = 'new@a.org'", name);
    must(sql);
    says("DELETE FROM usher_membership WHERE user_id NOT IN (" ANN ", " BOB ")", "");
    must("DELETE FROM usher_user WHERE id NOT IN (" ANN ", " BOB ")");
}

static void test_another_name(void **state) {
    (void)state;
    must("CREATE VIRTUAL TABLE people USING users");
    works_as("people");
    works_as("main.people");
    works_as("users");
    must("CREATE VIRTUAL TABLE folk USING users()");
    works_as("folk");
    must("DROP TABLE people");
    says("SELECT count(*) FROM people", "no such table: people");
    works_as("folk");
    works_as("users");
    must("DROP TABLE folk");
    says("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%VIRTUAL%'", "0");
}

static void test_every_table(void **state) {
    static const char *const tables[] = {
        "users", "invites", "settings",         "accounts", "account_memberships",
        "roles", "teams",   "team_memberships", "audit_log"};
    (void)state;
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        char sql[200];
        snprintf(sql, sizeof(sql), "CREATE VIRTUAL TABLE other USING %s", tables[i]);
        must(sql);
        snprintf(sql, sizeof(sql),
                 "SELECT (SELECT count(*) FROM other) = (SELECT count(*) FROM %s)", tables[i]);
        says(sql, "1");
        must("DROP TABLE other");
    }
}

static void test_rename(void **state) {
    (void)state;
    must("CREATE VIRTUAL TABLE people USING users");
    says("SELECT count(*) FROM people", "2");
    must("ALTER TABLE people RENAME TO folk");
    works_as("folk");
    says("SELECT count(*) FROM people", "no such table: people");
    must("PRAGMA legacy_alter_table = 1");
    must("ALTER TABLE folk RENAME TO people");
    works_as("people");
    says("ALTER TABLE people RENAME COLUMN email TO mail",
         "cannot rename columns of virtual table \"people\"");
    says("ALTER TABLE people ADD COLUMN size", "virtual tables may not be altered");
    says("CREATE INDEX i ON people (email)", "virtual tables may not be indexed");
    says("CREATE TRIGGER t BEFORE INSERT ON people BEGIN SELECT 1; END",
         "cannot create triggers on virtual tables");
}

static void test_rolled_back(void **state) {
    (void)state;
    must("BEGIN");
    must("CREATE VIRTUAL TABLE people USING users");
    works_as("people");
    must("ROLLBACK");
    says("SELECT count(*) FROM people", "no such table: people");
    must("CREATE VIRTUAL TABLE people USING users");
    must("SAVEPOINT a");
    must("DROP TABLE people");
    must("ROLLBACK TO a");
    works_as("people");
    must("RELEASE a");
}

/* The application has a table `users` of its own, and ours goes by another name. */
static void test_shadowed(void **state) {
    (void)state;
    must("CREATE TABLE users (shoe)");
    must("INSERT INTO users VALUES (42)");
    must("CREATE VIRTUAL TABLE people USING users");
    says("SELECT count(*) FROM people", "2");
    says("SELECT shoe FROM users", "42");
    says("SELECT usher_init() ->> '$.shadowed[0].name'", "users");
    says("SELECT usher_debug() ->> '$.shadowed[0].schema'", "main");
    must("SELECT invite_create('x@a.org', 'user')");
    must("DROP TABLE users");
    works_as("users");
    must("CREATE TEMP VIEW invites AS SELECT 1 AS one");
    says("SELECT one FROM invites", "1");
    must("SELECT invite_create('x@a.org', 'user')");
    says("SELECT usher_debug() ->> '$.shadowed[0].schema'", "temp");
}

static void test_temp(void **state) {
    (void)state;
    must("CREATE VIRTUAL TABLE temp.people USING users");
    works_as("people");
    works_as("temp.people");
    must("CREATE TEMP TABLE usher_user (x)"); /* a temp table of our name is not ours */
    says("SELECT count(*) FROM people", "2");
    says("SELECT count(*) FROM users", "2");
    must("SELECT invite_create('x@a.org', 'user')");
    must("UPDATE people SET name = 'y'");
    says("SELECT count(*) FROM usher_user", "0");
    says("SELECT count(*) FROM main.usher_user WHERE name = 'y'", "2");
    must("DROP TABLE temp.usher_user");
    must("ALTER TABLE people RENAME TO folk");
    works_as("folk");
    must("DROP TABLE folk");
}

static void test_attached(void **state) {
    (void)state;
    must("ATTACH ':memory:' AS aux");
    says("CREATE VIRTUAL TABLE aux.people USING users",
         "usher: unsupported: a table of usher belongs into the database that holds the store, "
         "main");
    says("SELECT count(*) FROM aux.sqlite_schema", "0");
    says("CREATE VIRTUAL TABLE people USING users(x)", "usher: invalid: users takes no arguments");
    must("CREATE TABLE aux.usher_user (x)");
    says("SELECT count(*) FROM users", "2");
    must("UPDATE users SET name = 'x'");
    says("SELECT count(*) FROM aux.usher_user", "0");
    must("DETACH aux");
    says("SELECT count(*) FROM users", "2");
}

/* A store that is attached is not the store of this connection. */
static void test_attached_store(void **state) {
    (void)state;
    char sql[400];
    sqlite3 *other;
    assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
    load(other);
    snprintf(sql, sizeof(sql), "ATTACH '%s' AS store", scratch_path());
    must_on(other, sql);
    says_on(other, "SELECT count(*) FROM store.usher_user", "2");
    refused_on(other, "SELECT count(*) FROM users", "not_initialized");
    refused_on(other, "SELECT invite_create('x@a.org', 'user')", "not_initialized");
    must_on(other, "SELECT usher_init()");
    says_on(other, "SELECT count(*) FROM users", "0");
    says_on(other, "SELECT count(*) FROM store.usher_user", "2");
    must_on(other, "DETACH store");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* The name is in the file; who opens it without usher can still use everything else. */
static void test_reopened(void **state) {
    (void)state;
    sqlite3 *plain;
    must("CREATE VIRTUAL TABLE people USING users");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(sqlite3_open(scratch_path(), &plain), SQLITE_OK);
    says_on(plain, "SELECT count(*) FROM people", "no such module: users");
    says_on(plain, "SELECT count(*) FROM usher_user", "2");
    load(plain);
    says_on(plain, "SELECT count(*) FROM people", "2");
    assert_int_equal(sqlite3_close(plain), SQLITE_OK);
    db = open_scratch(WRITABLE);
    works_as("people");
    must("DROP TABLE people");
}

/* A foreign table usher_user without a store is told apart from a damaged one. */
static void test_foreign_names(void **state) {
    (void)state;
    must("CREATE TABLE usher_user (x); CREATE TABLE usher_mine (x)");
    const char *answer = ask("SELECT count(*) FROM users");
    assert_memory_equal(answer, "usher: corrupt: ", 16);
    answer = ask("SELECT usher_init()");
    assert_memory_equal(answer, "usher: ", 7);
    says("SELECT count(*) FROM sqlite_schema", "2");
    must("DROP TABLE usher_user; DROP TABLE usher_mine");
    must(STORE);
    must("CREATE TABLE \"Usher_mine\" (x)"); /* the prefix is ours in small letters only */
    says("SELECT count(*) FROM users", "2");
}

int main(void) {
#define test(name, open) cmocka_unit_test_setup_teardown(name, open, close_db)
    const struct CMUnitTest tests[] = {
        test(test_another_name, open_store), test(test_every_table, open_store),
        test(test_rename, open_store),       test(test_rolled_back, open_store),
        test(test_shadowed, open_store),     test(test_temp, open_store),
        test(test_attached, open_store),     test(test_attached_store, open_file),
        test(test_reopened, open_file),      test(test_foreign_names, open_bare),
    };
    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
