/*
** usher leaves the host alone and stands what the host does: pragmas, backups,
** dumps, encodings, foreign keys, views and triggers.
*/
#include "session_unit.h"

/* ------------------------------------------------------------ what is left alone */

static void test_last_insert_rowid(void **state) {
    (void)state;
    must("CREATE TABLE app (number INTEGER PRIMARY KEY, value)");
    must("INSERT INTO app VALUES (4711, 'x')");
    must("SELECT invite_create('x@a.org', 'user')");
    must("SELECT invite_accept(" TOKEN("D") ")");
    must("UPDATE users SET name = 'x'");
    must("DELETE FROM invites WHERE email = 'x@a.org'");
    must("SELECT usher_init()");
    says("SELECT last_insert_rowid()", "4711");
    must("INSERT INTO users (email) VALUES ('a@a.org')");
    says("SELECT email FROM users WHERE rowid = last_insert_rowid()", "a@a.org");
    must("INSERT INTO users (email) VALUES ('b@a.org'), ('c@a.org')");
    says("SELECT email FROM users WHERE rowid = last_insert_rowid()", "c@a.org");
    must("INSERT INTO users (rowid, email) VALUES (777, 'd@a.org')");
    says("SELECT last_insert_rowid()", "777");
    must("INSERT INTO invites (email) VALUES ('e@a.org')");
    says("SELECT email FROM invites WHERE rowid = last_insert_rowid()", "e@a.org");
    must("INSERT INTO app VALUES (4712, 'x')");
    refused("INSERT INTO users (email) VALUES ('a@a.org')", "conflict");
    must("INSERT OR IGNORE INTO users (email) VALUES ('a@a.org')");
    says("SELECT last_insert_rowid()", "4712");
    must("INSERT INTO app (value) SELECT invite_create('f@a.org', 'user')");
    says("SELECT last_insert_rowid()", "4713");
}

static void test_changes(void **state) {
    (void)state;
    must("INSERT INTO users (email) VALUES ('a@a.org'), ('b@a.org'), ('c@a.org')");
    says("SELECT changes()", "3");
    must("UPDATE users SET name = 'x'");
    says("SELECT changes()", "5");
    must("UPDATE users SET name = 'x' WHERE id = 'nobody'");
    says("SELECT changes()", "0");
    must("DELETE FROM users WHERE email = 'a@a.org'");
    says("SELECT changes()", "1");
}

static void test_host_pragmas(void **state) {
    (void)state;
    must("PRAGMA user_version = 42; PRAGMA application_id = 43");
    must(STORE);
    must("SELECT usher_init()");
    must("UPDATE users SET name = 'x'");
    says("PRAGMA user_version", "42");
    says("PRAGMA application_id", "43");
    must("PRAGMA user_version = 7");
    says("SELECT count(*) FROM users", "2");
}

static void test_pragmas(void **state) {
    static const char *const pragmas[] = {"foreign_keys = 0",
                                          "foreign_keys = 1",
                                          "recursive_triggers = 0",
                                          "recursive_triggers = 1",
                                          "case_sensitive_like = 1",
                                          "legacy_alter_table = 1",
                                          "trusted_schema = 0",
                                          "reverse_unordered_selects = 1",
                                          "automatic_index = 0",
                                          "defer_foreign_keys = 1",
                                          "cell_size_check = 1",
                                          "secure_delete = 1",
                                          "temp_store = 2",
                                          "cache_size = 1",
                                          "locking_mode = EXCLUSIVE",
                                          "count_changes = 1",
                                          "full_column_names = 1",
                                          "short_column_names = 0",
                                          "empty_result_callbacks = 1"};
    (void)state;
    for (size_t i = 0; i < sizeof(pragmas) / sizeof(*pragmas); i++) {
        char sql[100];
        assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
        load(db);
        snprintf(sql, sizeof(sql), "PRAGMA %s", pragmas[i]);
        must(sql);
        must(STORE);
        says("SELECT count(*) FROM users WHERE email = 'BOB@A.ORG'", "1");
        says("SELECT group_concat(email) FROM (SELECT email FROM users ORDER BY email)",
             "ann@a.org,bob@a.org");
        says("SELECT count(*) FROM users WHERE q = 'bo'", "1");
        must("DELETE FROM users WHERE email = 'bob@a.org'");
        must("SELECT user_erase(" BOB ")");
        refused("DELETE FROM users", "last_owner");
        says("PRAGMA integrity_check", "ok");
        says("PRAGMA foreign_key_check", "");
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
    }
    open_bare(state);
}

/* As of a plain table: the pragma decides, whatever is pushed down. */
static void test_case_sensitive_like(void **state) {
    (void)state;
    static const char sql[] = "SELECT count(*) FROM users WHERE email LIKE 'BOB%'";
    says(sql, "1");
    must("PRAGMA case_sensitive_like = 1");
    says("SELECT count(*) FROM usher_user WHERE email LIKE 'BOB%'", "0");
    says(sql, "0");
    must("PRAGMA case_sensitive_like = 0");
    says(sql, "1");
}

/* ------------------------------------------------------------------------ copies */

static void is_good_copy(sqlite3 *copy) {
    load(copy);
    says_on(copy, "SELECT group_concat(email) FROM (SELECT email FROM users ORDER BY email)",
            "ann@a.org,bob@a.org");
    must_on(copy, "SELECT invite_accept(" TOKEN("D") ")");
    refused_on(copy, "INSERT INTO users (email) VALUES ('CAT@a.org')", "conflict");
    must_on(copy, "DELETE FROM users WHERE email = 'cat@a.org'");
    says_on(copy, "PRAGMA integrity_check", "ok");
    assert_int_equal(sqlite3_close(copy), SQLITE_OK);
}

static void test_vacuum(void **state) {
    (void)state;
    char sql[400];
    sqlite3 *copy;
    must("UPDATE users SET name = 'x'");
    must("VACUUM");
    must("UPDATE users SET name = 'y'");
    snprintf(sql, sizeof(sql), "VACUUM INTO '%s'", scratch_path());
    remove_scratch();
    must(sql);
    assert_int_equal(sqlite3_open(scratch_path(), &copy), SQLITE_OK);
    is_good_copy(copy);
    says("SELECT count(*) FROM users", "2");
}

static void test_backup(void **state) {
    (void)state;
    sqlite3 *copy;
    assert_int_equal(sqlite3_open(":memory:", &copy), SQLITE_OK);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", db, "main");
    assert_int_equal(sqlite3_backup_step(backup, 5), SQLITE_OK);
    must("UPDATE users SET name = 'meanwhile'");
    assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(backup), SQLITE_OK);
    is_good_copy(copy);
}

/* A store is written over the database of a connection that is at work. */
static void test_restore(void **state) {
    (void)state;
    sqlite3 *copy;
    assert_int_equal(sqlite3_open(":memory:", &copy), SQLITE_OK);
    load(copy);
    must_on(copy, STORE);
    must_on(copy, "UPDATE users SET name = 'old'");
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", db, "main");
    assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(backup), SQLITE_OK);
    says_on(copy, "SELECT count(*) FROM users WHERE name = 'old'", "0");
    is_good_copy(copy);
}

/* The row that runs the statement as SQL of its own on the copy. */
static void copy_rows(sqlite3 *copy, const char *query) {
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        must_on(copy, (const char *)sqlite3_column_text(row, 0));
    }
    sqlite3_finalize(row);
}

/* Statements that insert the rows of every table, as .dump writes them. */
static const char dump_rows[] = "SELECT 'SELECT ''INSERT INTO ' || name || ' VALUES ('' || ' || "
                                "(SELECT group_concat('quote(' || c.name || ')', ' || '','' || ') "
                                "FROM pragma_table_info(t.name) AS c) || ' || '')'' FROM ' || name "
                                "FROM sqlite_schema AS t WHERE type = 'table' ORDER BY rowid";

static void test_dump(void **state) {
    (void)state;
    sqlite3 *copy;
    sqlite3_stmt *table;
    assert_int_equal(sqlite3_open(":memory:", &copy), SQLITE_OK);
    must_on(copy, "PRAGMA foreign_keys = 0; BEGIN");
    copy_rows(copy, "SELECT sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
    assert_int_equal(sqlite3_prepare_v2(db, dump_rows, -1, &table, NULL), SQLITE_OK);
    while (sqlite3_step(table) == SQLITE_ROW) {
        copy_rows(copy, (const char *)sqlite3_column_text(table, 0));
    }
    sqlite3_finalize(table);
    copy_rows(copy, "SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL");
    must_on(copy, "COMMIT");
    is_good_copy(copy);
}

/* --------------------------------------------------------------------- encodings */

static void test_utf16(void **state) {
    static const char *const encodings[] = {"UTF-16le", "UTF-16be"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        char sql[60];
        assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
        snprintf(sql, sizeof(sql), "PRAGMA encoding = '%s'", encodings[i]);
        must(sql);
        load(db);
        must(STORE);
        says("PRAGMA encoding", encodings[i]);
        must("UPDATE users SET name = 'Zoë €😀' WHERE id = " ANN);
        says("SELECT name FROM users WHERE name = 'Zoë €😀'", "Zoë €😀");
        says("SELECT hex(name) FROM users WHERE id = " ANN,
             i ? "005A006F00EB002020ACD83DDE00" : "5A006F00EB002000AC203DD800DE");
        says("SELECT count(*) FROM users WHERE email IN ('BOB@a.org', 'x')", "1");
        must("SELECT invite_accept(" TOKEN("D") ", '{\"name\":\"Ünal\"}')");
        says("SELECT name FROM users WHERE q = 'nal'", "Ünal");
        says("SELECT after ->> 'name' FROM audit_log WHERE action = 'user.update'", "Zoë €😀");
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
    }
    open_bare(state);
}

/* ------------------------------------------------------------------ shared cache */

static void test_shared_cache(void **state) {
    (void)state;
    sqlite3 *one;
    sqlite3 *two;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
    assert_int_equal(sqlite3_open_v2("file:shared?mode=memory&cache=shared", &one, flags, NULL), 0);
    assert_int_equal(sqlite3_open_v2("file:shared?mode=memory&cache=shared", &two, flags, NULL), 0);
    load(one);
    load(two);
    refused_on(two, "SELECT count(*) FROM users", "not_initialized");
    must_on(one, STORE);
    says_on(two, "SELECT count(*) FROM users", "2");
    must_on(two, "UPDATE users SET name = 'two'");
    says_on(one, "SELECT count(*) FROM users WHERE name = 'two'", "2");
    must_on(one, "BEGIN; UPDATE users SET name = 'one'");
    refused_on(two, "SELECT count(*) FROM users", "locked");
    must_on(one, "ROLLBACK");
    says_on(two, "SELECT count(*) FROM users WHERE name = 'two'", "2");
    assert_int_equal(sqlite3_close(one), SQLITE_OK);
    says_on(two, "SELECT count(*) FROM users", "2");
    assert_int_equal(sqlite3_close(two), SQLITE_OK);
}

/* ------------------------------------------------- the application's own schema */

static void test_foreign_key(void **state) {
    (void)state;
    must("PRAGMA foreign_keys = 1");
    must("CREATE TABLE post (id INTEGER PRIMARY KEY, author TEXT NOT NULL REFERENCES "
         "usher_user (id), text TEXT)");
    must("INSERT INTO post (author, text) SELECT id, 'hello' FROM users");
    says("INSERT INTO post (author) VALUES ('nobody')", "FOREIGN KEY constraint failed");
    must("DELETE FROM users WHERE id = " BOB); /* soft: the row stays */
    must("SELECT user_erase(" BOB ")");
    says("SELECT count(*) FROM post JOIN users ON users.id = post.author", "2");
    says("PRAGMA foreign_key_check", "");
}

static void test_views(void **state) {
    (void)state;
    must("CREATE VIEW active AS SELECT id, email FROM users WHERE status = 'active'");
    says("SELECT group_concat(email) FROM (SELECT email FROM active ORDER BY 1)",
         "ann@a.org,bob@a.org");
    must("CREATE TEMP VIEW pending AS SELECT email FROM invites WHERE status = 'pending'");
    says("SELECT email FROM pending", "cat@a.org");
    must("CREATE TRIGGER rename INSTEAD OF UPDATE ON active BEGIN "
         "UPDATE users SET name = new.email WHERE id = old.id; END");
    must("UPDATE active SET email = 'renamed'");
    says("SELECT count(*) FROM users WHERE name = 'renamed'", "2");
    must("PRAGMA trusted_schema = 0");
    says("SELECT count(*) FROM active", "unsafe use of virtual table \"users\"");
    says("UPDATE active SET email = 'again'", "unsafe use of virtual table \"users\"");
    says("SELECT count(*) FROM users WHERE status = 'active'", "2");
    says("SELECT email FROM pending", "cat@a.org"); /* one's own: temp is always trusted */
}

/* A trigger of the application that writes to our tables is part of its statement. */
static void test_triggers(void **state) {
    (void)state;
    must("CREATE TABLE wish (email TEXT)");
    must("CREATE TRIGGER invite AFTER INSERT ON wish BEGIN "
         "INSERT INTO invites (email) VALUES (new.email); END");
    must("INSERT INTO wish VALUES ('x@a.org'), ('y@a.org')");
    says("SELECT count(*) FROM invites WHERE status = 'pending'", "3");
    refused("INSERT INTO wish VALUES ('z@a.org'), ('bob@a.org')", "conflict");
    must("BEGIN");
    refused("INSERT INTO wish VALUES ('bob@a.org')", "conflict");
    refused("INSERT INTO wish VALUES ('z@a.org'), ('bob@a.org')", "conflict");
    must("COMMIT");
    says("SELECT count(*) FROM wish", "2");
    says("SELECT count(*) FROM invites WHERE status = 'pending'", "3");
}

/* A trigger of the application on a backing table sees every change, but cannot set off more. */
static void test_triggers_on_ours(void **state) {
    (void)state;
    must("CREATE TABLE seen (email TEXT)");
    must("CREATE TRIGGER note AFTER INSERT ON usher_user BEGIN "
         "INSERT INTO seen VALUES (new.email); END");
    must("INSERT INTO users (email) VALUES ('w@a.org'), ('x@a.org')");
    must("SELECT invite_accept(" TOKEN("D") ")");
    says("SELECT group_concat(email) FROM seen", "w@a.org,x@a.org,cat@a.org");
    refused("INSERT INTO users (email) VALUES ('y@a.org'), ('bob@a.org')", "conflict");
    says("SELECT count(*) FROM seen", "3");
    must("CREATE TRIGGER welcome AFTER INSERT ON usher_user BEGIN "
         "INSERT INTO invites (email) VALUES ('friend-of-' || new.email); END");
    refused("INSERT INTO users (email) VALUES ('y@a.org')", "internal");
    says("SELECT count(*) FROM users WHERE email = 'y@a.org'", "0");
    must("DROP TRIGGER welcome");
    must("CREATE TRIGGER refuse BEFORE INSERT ON usher_user WHEN new.email LIKE '%@b.org' BEGIN "
         "SELECT RAISE(ABORT, 'usher: forbidden: not from b.org'); END");
    says("INSERT INTO users (email) VALUES ('y@b.org')", "usher: forbidden: not from b.org");
    says("SELECT usher_error() ->> 'code'", "forbidden");
}

/* DIRECTONLY: not from the schema of a file that somebody else has made. */
static void test_functions_in_schema(void **state) {
    static const char *const views[] = {"SELECT invite_create('x@a.org', 'owner')",
                                        "SELECT act_as(NULL)", "SELECT invite_revoke(" INVITE ")",
                                        "SELECT user_erase(" BOB ")", "SELECT usher_init()"};
    (void)state;
    must("CREATE TABLE app (x)");
    for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++) {
        char sql[300];
        snprintf(sql, sizeof(sql), "CREATE VIEW v AS %s", views[i]);
        must(sql);
        assert_memory_equal(ask("SELECT * FROM v"), "unsafe use of", 13);
        snprintf(sql, sizeof(sql), "CREATE TRIGGER t AFTER INSERT ON app BEGIN %s; END", views[i]);
        must(sql);
        assert_memory_equal(ask("INSERT INTO app VALUES (1)"), "unsafe use of", 13);
        must("DROP VIEW v; DROP TRIGGER t");
    }
    must("CREATE TRIGGER t AFTER INSERT ON app BEGIN "
         "INSERT INTO usher VALUES ('user_erase', json_array(" BOB ")); END");
    const char *answer = ask("INSERT INTO app VALUES (1)");
    if (sqlite3_libversion_number() >= 3040000) { /* older ones do not look at writes */
        assert_string_equal(answer, "unsafe use of virtual table \"usher\"");
    }
    must("DROP TRIGGER t; CREATE VIEW v AS SELECT usher_version() AS version");
    says("SELECT version FROM v", USHER_VERSION);
}

int main(void) {
#define test(name, open) cmocka_unit_test_setup_teardown(name, open, close_db)
    const struct CMUnitTest tests[] = {
        test(test_last_insert_rowid, open_store),
        test(test_changes, open_store),
        test(test_host_pragmas, open_bare),
        cmocka_unit_test_teardown(test_pragmas, close_db),
        test(test_case_sensitive_like, open_store),
        test(test_vacuum, open_store),
        test(test_backup, open_store),
        test(test_restore, open_store),
        test(test_dump, open_store),
        cmocka_unit_test_teardown(test_utf16, close_db),
        test(test_shared_cache, open_bare),
        test(test_foreign_key, open_store),
        test(test_views, open_store),
        test(test_triggers, open_store),
        test(test_triggers_on_ours, open_store),
        test(test_functions_in_schema, open_store),
    };
    return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
