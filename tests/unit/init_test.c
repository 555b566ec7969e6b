/*
** A store before there is one, while it is made, and when it is newer or older
** than the library.
*/
#include "session_unit.h"

static const char *const tables[] = {
    "users", "invites", "settings",         "accounts", "account_memberships",
    "roles", "teams",   "team_memberships", "audit_log"};

enum { TABLES = sizeof(tables) / sizeof(*tables) };

/* A call with as many NULLs as the function needs; NULL for what needs no store. */
static const char *call_of(sqlite3_stmt *row) {
    static char sql[200];
    const char *name = (const char *)sqlite3_column_text(row, 0);
    const char *parameters = (const char *)sqlite3_column_text(row, 1);
    static const char *const pure[] = {"usher_init",  "usher_supply", "usher_version",
                                       "usher_error", "usher_debug",  "actor"};
    for (size_t i = 0; i < sizeof(pure) / sizeof(*pure); i++) {
        if (strcmp(name, pure[i]) == 0) {
            return NULL;
        }
    }
    int length = snprintf(sql, sizeof(sql), "SELECT %s(", name);
    for (int i = 0; parameters[i] && parameters[i] != '['; i++) {
        if (i == 0 || parameters[i] == ',') {
            length += snprintf(sql + length, sizeof(sql) - (size_t)length, i ? ", NULL" : "NULL");
        }
    }
    snprintf(sql + length, sizeof(sql) - (size_t)length, ")");
    return sql;
}

static void refused_saying(sqlite3 *connection, const char *sql, const char *code,
                           const char *text) {
    if (!strstr(ask_on(connection, sql), text)) {
        fail_msg("%s\n  says \"%s\"", sql, ask_on(connection, sql));
    }
    refused_on(connection, sql, code);
}

/* SQLite itself refuses a write before usher hears of it; a function is refused by usher. */
static void refused_natively(sqlite3 *connection, const char *sql, int result) {
    assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), result);
}

/* Every function, called in both forms, fails with this code. */
static void refused_functions(sqlite3 *connection, const char *code, const char *text) {
    sqlite3_stmt *row;
    int functions = 0;
    sqlite3_prepare_v2(connection, "SELECT call, args FROM usher", -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        char insert[200];
        const char *sql = call_of(row);
        if (sql) {
            int arguments = 0;
            for (const char *p = sql; (p = strstr(p, "NULL")); p++) {
                arguments++;
            }
            snprintf(insert, sizeof(insert), "INSERT INTO usher VALUES ('%s', '[%.*s]')",
                     (const char *)sqlite3_column_text(row, 0), arguments ? 6 * arguments - 2 : 0,
                     "null, null, null, null, null");
            refused_saying(connection, sql, code, text);
            refused_on(connection, insert, code);
            functions++;
        }
    }
    sqlite3_finalize(row);
    assert_true(functions >= 8);
}

/* Every table refuses to be read and written; what it never takes is unsupported anyway. */
static void refused_tables(sqlite3 *connection, const char *code, const char *text) {
    for (int i = 0; i < TABLES; i++) {
        static const char *const forms[] = {"SELECT * FROM %s",
                                            "SELECT count(*) FROM %s",
                                            "SELECT * FROM %s WHERE rowid = 1",
                                            "SELECT * FROM %s WHERE id IN ('x', 'y') ORDER BY id",
                                            "UPDATE %s SET %s = 1",
                                            "DELETE FROM %s",
                                            "INSERT INTO %s DEFAULT VALUES"};
        for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
            char sql[200];
            int setting = strcmp(tables[i], "settings") == 0;
            snprintf(sql, sizeof(sql), forms[k], tables[i], setting ? "value" : "id");
            if (setting && strstr(sql, "'x'")) {
                continue; /* has no id */
            }
            const char *answer = ask_on(connection, sql);
            if (strncmp(sql, "INSERT", 6) == 0 && strstr(answer, "cannot be inserted into")) {
                continue;
            }
            refused_saying(connection, sql, code, text);
        }
    }
}

static void refused_everywhere(sqlite3 *connection, const char *code, const char *text) {
    refused_tables(connection, code, text);
    refused_functions(connection, code, text);
}

static int64_t size_of(sqlite3 *connection) {
    return strtoll(ask_on(connection, "SELECT count(*) FROM sqlite_schema"), NULL, 10);
}

/* ----------------------------------------------------------------- no store yet */

static void test_not_initialized(void **state) {
    (void)state;
    refused_everywhere(db, "not_initialized", "usher_init()");
    assert_int_equal(size_of(db), 0);
    must("CREATE TABLE app (x)");
    refused_everywhere(db, "not_initialized", "usher_init()");
    says("SELECT usher_error() ->> 'status'", "503");
    says("SELECT usher_version()", USHER_VERSION);
    says("SELECT actor()", "system");
    says("SELECT usher_debug() ->> 'usher'", USHER_VERSION);
    says("SELECT count(*) > 8 FROM usher", "1");
}

static void test_first_error_only_is_null(void **state) {
    (void)state;
    says("SELECT usher_error()", "NULL");
    must("SELECT usher_init()");
    says("SELECT usher_error()", "NULL");
    refused("SELECT invite_revoke(" INVITE ")", "not_found");
    must("SELECT * FROM users");
    says("SELECT usher_error() ->> 'code'", "not_found"); /* stays until the next */
}

/* ------------------------------------------------------------------- usher_init */

static void test_init_again(void **state) {
    (void)state;
    const char *first = ask("SELECT usher_init()");
    assert_non_null(strstr(first, "\"created\":true"));
    must(STORE);
    int changes = sqlite3_total_changes(db);
    const char *again = ask("SELECT usher_init()");
    assert_non_null(strstr(again, "\"created\":false"));
    must("INSERT INTO usher VALUES ('usher_init', NULL)");
    must("INSERT INTO usher VALUES ('usher_init', '[]')");
    /* SQLite counts the rows of virtual tables, too: two of `usher`, one inner for each call. */
    says("SELECT count(*) FROM audit_log WHERE action = 'account.create'", "1");
    says("SELECT count(*) FROM users", "2");
    assert_true(sqlite3_total_changes(db) - changes <= 5);
}

static void test_init_rolled_back(void **state) {
    static const struct {
        const char *begin;
        const char *end;
    } frames[] = {{"BEGIN", "ROLLBACK"},
                  {"BEGIN IMMEDIATE", "ROLLBACK"},
                  {"SAVEPOINT a", "ROLLBACK TO a; RELEASE a"},
                  {"BEGIN; SAVEPOINT a", "ROLLBACK TO a; COMMIT"}};
    (void)state;
    for (size_t i = 0; i < sizeof(frames) / sizeof(*frames); i++) {
        must(frames[i].begin);
        must(STORE);
        says("SELECT count(*) FROM users", "2");
        must("UPDATE users SET name = 'x'");
        must(frames[i].end);
        refused_everywhere(db, "not_initialized", "usher_init()");
        assert_int_equal(size_of(db), 0);
        must("CREATE TABLE usher_account (x)"); /* the names are free again */
        must("DROP TABLE usher_account");
    }
    must(STORE);
    says("SELECT count(*) FROM users", "2");
    says("PRAGMA integrity_check", "ok");
}

static void test_init_kept(void **state) {
    static const char *const frames[][2] = {{"BEGIN", "COMMIT"},
                                            {"SAVEPOINT a", "RELEASE a"},
                                            {"BEGIN; SAVEPOINT a", "RELEASE a; COMMIT"},
                                            {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof(frames) / sizeof(*frames); i++) {
        sqlite3 *other;
        assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
        load(other);
        must_on(other, frames[i][0]);
        must_on(other, "INSERT INTO usher VALUES ('usher_init', json_array(json_object("
                       "'account_id', " ACCOUNT ")))");
        must_on(other, frames[i][1]);
        says_on(other, "SELECT id FROM accounts", "00000000-0000-7000-8000-00000000a001");
        must_on(other, STORE);
        assert_int_equal(sqlite3_close(other), SQLITE_OK);
    }
}

static void test_init_options(void **state) {
    static const char *const bad[] = {"'[]'",
                                      "'{\"size\":1}'",
                                      "'{\"account_id\":1}'",
                                      "'{\"account_id\":\"x\"}'",
                                      "'{\"account_id\":null}'",
                                      "'{'",
                                      "1",
                                      "x'00'",
                                      "''"};
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        char sql[100];
        snprintf(sql, sizeof(sql), "SELECT usher_init(%s)", bad[i]);
        refused(sql, "invalid");
        assert_int_equal(size_of(db), 0);
    }
    must("SELECT usher_init(NULL)");
    says("SELECT name FROM accounts", "default");
}

/* ------------------------------------------------- files and other connections */

static void test_read_only(void **state) {
    (void)state;
    sqlite3 *reader = open_scratch(SQLITE_OPEN_READONLY);
    says_on(reader, "SELECT count(*) FROM users", "2");
    says_on(reader, "SELECT email FROM users WHERE id = " BOB, "bob@a.org");
    must_on(reader, "SELECT act_as(" BOB ")");
    must_on(reader, "SELECT act_as(NULL)");
    refused_natively(reader, "INSERT INTO users (email) VALUES ('x@a.org')", SQLITE_READONLY);
    refused_natively(reader, "UPDATE users SET name = 'x'", SQLITE_READONLY);
    refused_natively(reader, "DELETE FROM invites", SQLITE_READONLY);
    refused_on(reader, "SELECT invite_create('x@a.org', 'user')", "readonly");
    refused_on(reader,
               "SELECT usher_init('{\"account_id\":"
               "\"00000000-0000-7000-8000-00000000a001\"}')",
               "readonly");
    must_on(reader, "PRAGMA query_only = 1");
    says_on(reader, "SELECT count(*) FROM invites", "3");
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
}

static void test_read_only_without_store(void **state) {
    (void)state;
    must("PRAGMA foreign_keys = 0");
    remove_scratch();
    sqlite3 *maker;
    assert_int_equal(sqlite3_open(scratch_path(), &maker), SQLITE_OK);
    must_on(maker, "CREATE TABLE app (x)");
    assert_int_equal(sqlite3_close(maker), SQLITE_OK);
    sqlite3 *reader = open_scratch(SQLITE_OPEN_READONLY);
    refused_on(reader, "SELECT count(*) FROM users", "not_initialized");
    refused_on(reader, "SELECT invite_revoke(" INVITE ")", "not_initialized");
    refused_on(reader, "SELECT usher_init()", "readonly");
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
}

static void test_query_only(void **state) {
    (void)state;
    must("PRAGMA query_only = 1");
    says("SELECT count(*) FROM users", "2");
    refused_natively(db, "UPDATE users SET name = 'x'", SQLITE_READONLY);
    refused("SELECT invite_create('x@a.org', 'user')", "readonly");
    must("PRAGMA query_only = 0");
    must("UPDATE users SET name = 'x'");
}

/* Two connections on one file; whoever comes too early is told to try again. */
static void two_connections(const char *journal) {
    char pragma[60];
    sqlite3 *first;
    sqlite3 *second;
    remove_scratch();
    first = open_scratch(WRITABLE);
    second = open_scratch(WRITABLE);
    snprintf(pragma, sizeof(pragma), "PRAGMA journal_mode = %s", journal);
    must_on(first, pragma);
    refused_on(second, "SELECT count(*) FROM users", "not_initialized");
    must_on(first, "BEGIN IMMEDIATE");
    refused_on(second, "SELECT usher_init()", "busy");
    must_on(first, STORE);
    refused_on(second, "SELECT count(*) FROM users", "not_initialized");
    refused_on(second, "SELECT usher_init()", "busy");
    must_on(first, "COMMIT");
    says_on(second, "SELECT count(*) FROM users", "2");
    assert_non_null(strstr(ask_on(second, "SELECT usher_init()"), "\"created\":false"));
    must_on(second, "BEGIN; UPDATE users SET name = 'second'");
    refused_on(first, "SELECT invite_create('x@a.org', 'user')", "busy");
    refused_natively(first, "UPDATE users SET name = 'first'", SQLITE_BUSY);
    says_on(first, "SELECT usher_error() ->> 'status'", "503");
    must_on(second, "COMMIT");
    must_on(first, "UPDATE users SET name = 'first'");
    says_on(second, "SELECT count(*) FROM users WHERE name = 'first'", "2");
    assert_int_equal(sqlite3_close(first), SQLITE_OK);
    assert_int_equal(sqlite3_close(second), SQLITE_OK);
}

static void test_two_connections(void **state) {
    (void)state;
    two_connections("DELETE");
    two_connections("WAL");
    two_connections("TRUNCATE");
}

/* ------------------------------------------------------------- other versions */

static const char fingerprint[] =
    "SELECT hex(group_concat(quote(number) || quote(updated_at))) || (SELECT count(*) FROM "
    "usher_audit) || (SELECT count(*) FROM usher_invite) || (SELECT hex(group_concat(version)) "
    "FROM usher_store) FROM usher_user";

static void other_version(const char *version, const char *code, const char *text) {
    char sql[100];
    must(STORE);
    snprintf(sql, sizeof(sql), "UPDATE usher_store SET version = %s", version);
    must(sql);
    char before[4000];
    snprintf(before, sizeof(before), "%s", ask(fingerprint));
    /* On the connection that knew the store, writing finds out; then nothing works. */
    refused("UPDATE users SET name = 'x' WHERE rowid = 1", code);
    refused_everywhere(db, code, text);
    assert_string_equal(before, ask(fingerprint));
    sqlite3 *fresh;
    assert_int_equal(sqlite3_open(":memory:", &fresh), SQLITE_OK);
    sqlite3_backup *backup = sqlite3_backup_init(fresh, "main", db, "main");
    sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    load(fresh);
    refused_everywhere(fresh, code, text);
    assert_string_equal(before, ask_on(fresh, fingerprint));
    assert_int_equal(sqlite3_close(fresh), SQLITE_OK);
}

static void test_newer_store(void **state) {
    (void)state;
    other_version("99", "unsupported", "newer");
    refused("SELECT usher_init()", "unsupported");
    must("UPDATE usher_store SET version = 4294967296 + (SELECT usher_init FROM (SELECT 4 AS "
         "usher_init))");
    refused("SELECT count(*) FROM users", "unsupported");
    must("UPDATE usher_store SET version = 9223372036854775807");
    refused("UPDATE users SET name = 'x'", "unsupported");
}

/* The schema is there already, so there is nothing that usher_init() could do. */
static void test_older_store(void **state) {
    (void)state;
    other_version("1", "not_initialized", "usher_init()");
    char before[4000];
    snprintf(before, sizeof(before), "%s", ask(fingerprint));
    const char *answer = ask("SELECT usher_init()");
    assert_memory_equal(answer, "usher: ", 7);
    assert_string_equal(before, ask(fingerprint));
    says("PRAGMA integrity_check", "ok");
}

int main(void) {
#define test(name, open) cmocka_unit_test_setup_teardown(name, open, close_db)
    const struct CMUnitTest tests[] = {
        test(test_not_initialized, open_bare), test(test_first_error_only_is_null, open_bare),
        test(test_init_again, open_bare),      test(test_init_rolled_back, open_bare),
        test(test_init_kept, open_bare),       test(test_init_options, open_bare),
        test(test_read_only, open_file),       test(test_read_only_without_store, open_bare),
        test(test_query_only, open_file),      test(test_two_connections, open_bare),
        test(test_newer_store, open_bare),     test(test_older_store, open_bare),
    };
    return cmocka_run_group_tests_name("init", tests, NULL, NULL);
}
