/*
** A damaged store: dropped and altered tables, a lost version, lost and mangled
** rows. Whatever is asked, the answer is the right one or `corrupt`; never a
** crash, never a rule that was silently not held.
*/
#include "../brief.h"
#include "damage_unit.h"

#define SECOND "'00000000-0000-7000-8000-00000000a002'"

/* Every answer is `corrupt`, or else the healthy one where that is allowed, or one of `codes`. */
static void check_probes(sqlite3 *connection, const char *damage, int strict, const char *codes) {
    for (int i = 0; i < PROBES; i++) {
        const char *answer = probe(connection, i);
        int good = is_code(answer, "corrupt") || (!strict && strcmp(answer, healthy[i]) == 0);
        char code[40] = "";
        sscanf(answer, "usher: %39[a-z_]:", code);
        if (!good && !(code[0] && codes && strstr(codes, code))) {
            fail_msg("after %s%s\n  %s\n  says \"%s\"\n  and said \"%s\"", damage,
                     connection == db ? "" : " (fresh connection)", probes[i], answer, healthy[i]);
        }
    }
}

/* The connection that does the damage, one that comes to it fresh, and all is well without it. */
static void check_damage(const char *damage, int strict, const char *codes) {
    sqlite3 *kept = db;
    sqlite3 *damaged = copy_of(db);
    must_on(damaged, "PRAGMA ignore_check_constraints = 1");
    must_on(damaged, damage);
    must_on(damaged, "PRAGMA ignore_check_constraints = 0");
    sqlite3 *fresh = copy_of(damaged);
    check_probes(fresh, damage, strict, codes);
    assert_int_equal(sqlite3_close(fresh), SQLITE_OK);
    assert_int_equal(sqlite3_close(damaged), SQLITE_OK);

    must("PRAGMA ignore_check_constraints = 1");
    must("SAVEPOINT damage");
    must(damage);
    must("PRAGMA ignore_check_constraints = 0");
    check_probes(db, damage, strict, codes);
    must("ROLLBACK TO damage; RELEASE damage");
    check_healthy(damage);
    assert_ptr_equal(db, kept);
}

/* -------------------------------------------------------------------- the schema */

/* Every row of the query is a damage. */
static int check_each(const char *query) {
    sqlite3 *list = copy_of(db);
    sqlite3_stmt *row;
    int count = 0;
    assert_int_equal(sqlite3_prepare_v2(list, query, -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        if (count++ % one_in(5, 3) == 0) {
            check_damage((const char *)sqlite3_column_text(row, 0), 1, NULL);
        }
    }
    sqlite3_finalize(row);
    sqlite3_close(list);
    return count;
}

static void test_dropped_tables(void **state) {
    (void)state;
    assert_true(check_each("SELECT 'DROP TABLE ' || name FROM sqlite_schema "
                           "WHERE type = 'table' AND name LIKE 'usher%'") >= 9);
}

static void test_dropped_indexes(void **state) {
    (void)state;
    assert_true(check_each("SELECT 'DROP INDEX ' || name FROM sqlite_schema "
                           "WHERE type = 'index' AND sql IS NOT NULL") >= 10);
}

static void test_renamed_tables(void **state) {
    (void)state;
    check_each("SELECT 'ALTER TABLE ' || name || ' RENAME TO lost' FROM sqlite_schema "
               "WHERE type = 'table' AND name LIKE 'usher%'");
}

/* One in four: the fingerprint does not know one column from another. */
static void test_renamed_columns(void **state) {
    (void)state;
    assert_true(check_each("SELECT 'ALTER TABLE ' || t.name || ' RENAME COLUMN ' || c.name || "
                           "' TO ' || c.name || '_x' FROM sqlite_schema AS t "
                           "JOIN pragma_table_info(t.name) AS c "
                           "WHERE t.type = 'table' AND t.name LIKE 'usher%' "
                           "AND c.cid % 4 = 1") >= 60);
}

static void test_added(void **state) {
    static const char *const additions[] = {
        "ALTER TABLE usher_user ADD COLUMN shoe_size INTEGER",
        "CREATE TABLE usher_more (x)",
        "CREATE UNIQUE INDEX usher_more ON usher_user (name)",
        "CREATE TRIGGER usher_more BEFORE INSERT ON usher_user BEGIN SELECT 1; END",
        "CREATE VIEW usher_more AS SELECT 1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(additions) / sizeof(*additions); i++) {
        check_damage(additions[i], 1, NULL);
    }
    must("CREATE INDEX mine ON usher_user (company)"); /* the application's own is no damage */
    must("CREATE TRIGGER mine_too AFTER INSERT ON usher_user BEGIN SELECT 1; END");
    check_healthy("CREATE INDEX");
}

/* --------------------------------------------------------------------- the version */

static void test_version_row(void **state) {
    static const char *const damages[] = {
        "DELETE FROM usher_store",
        "UPDATE usher_store SET id = 2",
        "UPDATE usher_store SET version = 0",
        "UPDATE usher_store SET version = -4",
        "UPDATE usher_store SET fingerprint = NULL",
        "UPDATE usher_store SET fingerprint = x''",
        "UPDATE usher_store SET fingerprint = zeroblob(32)",
        "UPDATE usher_store SET fingerprint = CAST(fingerprint || x'00' AS BLOB)",
        "UPDATE usher_store SET fingerprint = substr(fingerprint, 1, 31)",
        ("UPDATE usher_store SET fingerprint = CAST(substr(fingerprint, 1, 31) || x'00' AS "
         "BLOB)"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
        char sql[200];
        /* SQLite tells of a change of rows to nobody: a known store is looked at when it is written. */
        snprintf(sql, sizeof(sql), "%s; CREATE TABLE other (x)", damages[i]);
        check_damage(sql, 1, NULL);
        check_damage(damages[i], 0, NULL);
    }
    must("PRAGMA ignore_check_constraints = 1");
    must(
        "INSERT INTO usher_store (id, version, fingerprint, created_at) "
        "SELECT 2, version + 1, fingerprint, created_at FROM usher_store"); /* not ours: means nothing */
    check_healthy("another row");
}

/* ------------------------------------------------------------------------ the rows */

#define LIFE                                                                                       \
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 3600);"           \
    "UPDATE usher_setting SET value = "

/* What must be said of rows that were lost or mangled: the code, or the answer. */
static const struct {
    const char *damage;
    const char *probe;
    const char *expected;
} rows[] = {
    {"DELETE FROM usher_membership WHERE user_id = " BOB,
     "SELECT coalesce(role, 'none') || permissions FROM users WHERE id = " BOB, "none[]"},
    {"DELETE FROM usher_membership WHERE user_id = " BOB,
     "UPDATE users SET role = 'admin' WHERE id = " BOB, "corrupt"},
    {"DELETE FROM usher_membership WHERE user_id = " BOB,
     "INSERT INTO users (email) VALUES ('bob@a.org')", "conflict"},
    {"DELETE FROM usher_membership",
     "SELECT count(*) FROM users WHERE permissions <> '[]' OR role <> ''", "0"},
    {"DELETE FROM usher_role WHERE name = 'user'", "INSERT INTO users (email) VALUES ('x@a.org')",
     "corrupt"},
    {"DELETE FROM usher_role WHERE name = 'user'",
     "UPDATE users SET role = 'admin' WHERE id = " BOB, "corrupt"},
    {"DELETE FROM usher_role WHERE name = 'user'", "SELECT invite_accept(" TOKEN("D") ")",
     "corrupt"},
    {"DELETE FROM usher_role WHERE name = 'owner'", "SELECT invite_create('x@a.org', 'owner')",
     "corrupt"},
    {"DELETE FROM usher_role WHERE name = 'owner'",
     "UPDATE users SET role = 'user' WHERE id = " ANN, "corrupt"},
    {"DELETE FROM usher_account", "INSERT INTO users (email) VALUES ('x@a.org')", "missing"},
    {"UPDATE usher_membership SET role_id = 'x' WHERE user_id = " BOB,
     "SELECT coalesce(role, 'none') || permissions FROM users WHERE id = " BOB, "none[]"},
    {"UPDATE usher_membership SET role_id = 'x' WHERE user_id = " BOB,
     "UPDATE users SET role = 'admin' WHERE id = " BOB, "corrupt"},
    {"UPDATE usher_membership SET role_id = 'x'", "UPDATE account_memberships SET role = 'admin'",
     "corrupt"},
    {"INSERT INTO accounts (id, name) VALUES (" SECOND ", 'second');"
     "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " SECOND
     ", 'users.direct_creation', 1);"
     "INSERT INTO account_memberships (user_id, account_id, role) VALUES (" BOB ", " SECOND
     ", 'manager'); DELETE FROM usher_role WHERE name = 'manager'",
     "DELETE FROM account_memberships WHERE account_id = " SECOND, ""},
    {"UPDATE usher_invite SET role_id = 'x'", "SELECT invite_accept(" TOKEN("D") ")", "corrupt"},
    {"UPDATE usher_invite SET expires_at = ''", "SELECT invite_accept(" TOKEN("D") ")", "expired"},
    {"UPDATE usher_invite SET invited_by = 'x'", "SELECT invite_accept(" TOKEN("D") ")",
     "forbidden"},
    {"UPDATE usher_invite SET token_hash = x'00' WHERE id = " INVITE,
     "SELECT invite_accept(" TOKEN("D") ")", "not_found"},
    {"UPDATE usher_setting SET value = 'maybe'", "INSERT INTO users (email) VALUES ('x@a.org')",
     "corrupt"},
    {"UPDATE usher_setting SET value = x'00'", "INSERT INTO users (email) VALUES ('x@a.org')",
     "corrupt"},
    {"UPDATE usher_setting SET value = 1", "INSERT INTO users (email) VALUES ('x@a.org')",
     "corrupt"},
    {"UPDATE usher_setting SET value = 'maybe'", "UPDATE settings SET value = 0", ""},
    {LIFE "'60.0'", "SELECT invite_create('x@a.org', 'user')", "corrupt"},
    {LIFE "'59'", "SELECT invite_create('x@a.org', 'user')", "corrupt"},
    {LIFE "'99999999999999999999'", "SELECT invite_create('x@a.org', 'user')", "corrupt"},
    {LIFE "'60'", "SELECT length(invite_create('x@a.org', 'user'))", "43"},
    {LIFE "'x'", "SELECT length(invite_resend(" INVITE "))", "corrupt"},
    {"UPDATE usher_user SET notifications = '{'", "UPDATE users SET notifications = '[\"a.b\"]'",
     ""},
    {"UPDATE usher_user SET activated_at = NULL WHERE id = " ANN, "SELECT act_as(" ANN ")",
     "not_found"},
    {"UPDATE usher_user SET account_id = 'x' WHERE id = " BOB,
     "UPDATE users SET role = 'admin' WHERE id = " BOB, "corrupt"},
    {"UPDATE usher_role SET name = 'king' WHERE name = 'user'",
     "INSERT INTO users (email) VALUES ('x@a.org')", "corrupt"},
};

static void check_row(sqlite3 *connection, int i) {
    must_on(connection, "PRAGMA foreign_keys = 0; SAVEPOINT probe");
    must_on(connection, "PRAGMA ignore_check_constraints = 1");
    must_on(connection, rows[i].damage);
    must_on(connection, "PRAGMA ignore_check_constraints = 0");
    const char *answer = ask_on(connection, rows[i].probe);
    if (strcmp(answer, rows[i].expected) != 0 && !is_code(answer, rows[i].expected)) {
        fail_msg("after %s\n  %s\n  says \"%s\" instead of %s", rows[i].damage, rows[i].probe,
                 answer, rows[i].expected);
    }
    must_on(connection, "ROLLBACK TO probe; RELEASE probe");
}

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        sqlite3 *fresh = copy_of(db);
        check_row(fresh, (int)i);
        check_row(db, (int)i);
        assert_int_equal(sqlite3_close(fresh), SQLITE_OK);
    }
    check_healthy("the damage to the rows");
}

int main(void) {
#define test(name) cmocka_unit_test_setup_teardown(name, open_probed, close_db)
    const struct CMUnitTest tests[] = {
        test(test_dropped_tables), test(test_dropped_indexes),
        test(test_renamed_tables), test(test_renamed_columns),
        test(test_added),          test(test_version_row),
        test(test_rows),
    };
    return cmocka_run_group_tests_name("corrupt", tests, NULL, NULL);
}
