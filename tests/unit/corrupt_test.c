/*
** A damaged store: dropped and altered tables, lost and mangled rows, flipped
** bytes. Whatever is asked, the answer is the right one or `corrupt`; never a
** crash, never a rule that was silently not held.
**
**     CORRUPT=5000 tests/unit/corrupt_test     that many files with flipped bytes (300)
*/
#include "session_unit.h"

#include <time.h>

#define MORE "'00000000-0000-7000-8000-00000000b00f'"

/* What is asked: every table and every function, reading and writing. */
static const char *const probes[] = {
    "SELECT group_concat(email || role || status) FROM (SELECT * FROM users ORDER BY email)",
    "SELECT group_concat(email) FROM (SELECT * FROM users WHERE status = 'active' ORDER BY 1)",
    "SELECT email FROM users WHERE id = " BOB,
    "SELECT email FROM users WHERE email = 'BOB@a.org'",
    "SELECT json_array_length(permissions) || actions FROM users WHERE id = " ANN,
    "SELECT count(*) FROM users WHERE q = 'a.org' AND alive",
    "SELECT count(*) FROM users WHERE id IN (" ANN ", " BOB ", 'x')",
    "SELECT group_concat(email || status || role) FROM (SELECT * FROM invites ORDER BY email)",
    "SELECT email FROM invites WHERE token = " TOKEN("D"),
    "SELECT group_concat(key || value) FROM (SELECT * FROM settings ORDER BY key)",
    "SELECT group_concat(name) FROM accounts",
    "SELECT group_concat(role || system) FROM (SELECT role, 1 AS system FROM account_memberships "
    "ORDER BY user_id)",
    "SELECT group_concat(name) FROM (SELECT * FROM roles ORDER BY name)",
    "SELECT sum(json_array_length(permissions)) FROM roles",
    "SELECT count(*) FROM audit_log WHERE action LIKE 'user.%'",
    "INSERT INTO users (email) VALUES ('x@a.org')",
    "INSERT INTO users (email) VALUES ('bob@a.org')",
    "INSERT INTO users (id, email) VALUES (" BOB ", 'x@a.org')",
    "UPDATE users SET name = 'x' WHERE id = " BOB,
    "UPDATE users SET role = 'admin' WHERE id = " BOB,
    "UPDATE users SET role = 'user' WHERE id = " ANN,
    "UPDATE users SET enabled = 0 WHERE id = " BOB,
    "UPDATE users SET enabled = 0 WHERE id = " ANN,
    "DELETE FROM users WHERE id = " BOB,
    "DELETE FROM users WHERE id = " ANN,
    "INSERT INTO invites (email) VALUES ('x@a.org')",
    "INSERT INTO invites (email) VALUES ('bob@a.org')",
    "INSERT INTO invites (email) VALUES ('cat@a.org')",
    "UPDATE invites SET role = 'admin' WHERE id = " INVITE,
    "UPDATE invites SET status = 'revoked' WHERE id = " INVITE,
    "DELETE FROM invites WHERE id = " INVITE,
    "INSERT OR REPLACE INTO settings (scope, key, value) VALUES "
    "('account', 'users.direct_creation', 0)",
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'users.email_change', 1)",
    "UPDATE settings SET value = 0",
    "DELETE FROM settings",
    "INSERT INTO accounts (name) VALUES ('second')",
    "UPDATE accounts SET name = 'second'",
    "DELETE FROM accounts",
    "INSERT INTO account_memberships (user_id) VALUES (" BOB ")",
    "UPDATE account_memberships SET role = 'user'",
    "DELETE FROM account_memberships WHERE user_id = " BOB,
    "SELECT length(invite_create('x@a.org', 'owner'))",
    "SELECT length(invite_create('cat@a.org', 'owner'))",
    "SELECT length(invite_create('ann@a.org', 'owner'))",
    "SELECT invite_accept(" TOKEN("D") ", json_object('id', " MORE "))",
    "SELECT invite_accept(" TOKEN("C") ")",
    "SELECT invite_decline(" TOKEN("D") ")",
    "SELECT invite_revoke(" INVITE ")",
    "SELECT length(invite_resend(" INVITE "))",
    "SELECT user_erase(" BOB ")",
    "SELECT user_erase(" ANN ")",
    "SELECT user_restore(" BOB ")",
    "INSERT INTO usher VALUES ('invite_create', '[\"x@a.org\", \"user\"]')",
    "INSERT INTO usher VALUES ('user_erase', json_array(" BOB "))",
    "SELECT act_as(" BOB ")",
    "SELECT act_as(" ANN ")",
    "SELECT usher_init()",
};

enum { PROBES = sizeof(probes) / sizeof(*probes) };

static char healthy[PROBES][400];

/* Asked, and taken back. */
static const char *probe(sqlite3 *connection, int i) {
    must_on(connection, "SAVEPOINT probe");
    const char *answer = ask_on(connection, probes[i]);
    if (strncmp(probes[i], "SELECT act_as", 13) == 0) {
        sqlite3_exec(connection, "SELECT act_as(NULL)", NULL, NULL, NULL);
    }
    must_on(connection, "ROLLBACK TO probe; RELEASE probe");
    return answer;
}

static int is_code(const char *answer, const char *code) {
    char prefix[60];
    snprintf(prefix, sizeof(prefix), "usher: %s: ", code);
    return strncmp(answer, prefix, strlen(prefix)) == 0;
}

static void learn(void) {
    for (int i = 0; i < PROBES; i++) {
        snprintf(healthy[i], sizeof(healthy[i]), "%s", probe(db, i));
        if (is_code(healthy[i], "corrupt") || is_code(healthy[i], "internal")) {
            fail_msg("%s\n  says \"%s\" of a healthy store", probes[i], healthy[i]);
        }
    }
}

static int open_probed(void **state) {
    open_bare(state);
    must("PRAGMA foreign_keys = 0");
    must(STORE);
    learn();
    return 0;
}

static sqlite3 *copy_of(sqlite3 *original) {
    sqlite3 *copy;
    assert_int_equal(sqlite3_open(":memory:", &copy), SQLITE_OK);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", original, "main");
    assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(backup), SQLITE_OK);
    load(copy);
    return copy;
}

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

static void check_healthy(const char *damage) {
    for (int i = 0; i < PROBES; i++) {
        const char *answer = probe(db, i);
        if (strcmp(answer, healthy[i]) != 0) {
            fail_msg("%s was undone, but\n  %s\n  says \"%s\"\n  and said \"%s\"", damage,
                     probes[i], answer, healthy[i]);
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
        check_damage((const char *)sqlite3_column_text(row, 0), 1, NULL);
        count++;
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

static void test_renamed_columns(void **state) {
    (void)state;
    assert_true(check_each("SELECT 'ALTER TABLE ' || t.name || ' RENAME COLUMN ' || c.name || "
                           "' TO ' || c.name || '_x' FROM sqlite_schema AS t "
                           "JOIN pragma_table_info(t.name) AS c "
                           "WHERE t.type = 'table' AND t.name LIKE 'usher%'") >= 60);
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
        "UPDATE usher_store SET fingerprint = CAST(substr(fingerprint, 1, 31) || x'00' AS "
        "BLOB)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
        char sql[200];
        /* SQLite tells of a change of rows to nobody: a known store is looked at when it is written. */
        snprintf(sql, sizeof(sql), "%s; CREATE TABLE other (x)",
                 damages[i]);
        check_damage(sql, 1, NULL);
        check_damage(damages[i], 0, NULL);
    }
    must("PRAGMA ignore_check_constraints = 1");
    must("INSERT INTO usher_store SELECT 2, version + 1, fingerprint, created_at, upgraded_at "
         "FROM usher_store"); /* another row is not ours, and means nothing */
    check_healthy("another row");
}

/* ------------------------------------------------------------------------ the rows */

static void test_rows(void **state) {
    static const char *const damages[] = {
        "DELETE FROM usher_membership WHERE user_id = " BOB,
        "DELETE FROM usher_membership",
        "DELETE FROM usher_role WHERE name = 'user'",
        "DELETE FROM usher_role WHERE name = 'owner'",
        "DELETE FROM usher_role",
        "DELETE FROM usher_role_permission",
        "DELETE FROM usher_account",
        "DELETE FROM usher_user WHERE id = " BOB,
        "DELETE FROM usher_setting",
        "UPDATE usher_membership SET role_id = 'x' WHERE user_id = " BOB,
        "UPDATE usher_membership SET role_id = 'x' WHERE user_id = " ANN,
        "UPDATE usher_membership SET account_id = 'x'",
        "UPDATE usher_membership SET user_id = 'x' WHERE user_id = " BOB,
        "UPDATE usher_role SET id = 'x' WHERE name = 'user'",
        "UPDATE usher_role SET name = '' WHERE name = 'user'",
        "UPDATE usher_user SET id = 'x' WHERE id = " BOB,
        "UPDATE usher_user SET account_id = 'x'",
        "UPDATE usher_user SET email = '' WHERE id = " BOB,
        "UPDATE usher_user SET email = NULL WHERE id = " BOB,
        "UPDATE usher_user SET created_at = 'x', updated_at = ''",
        "UPDATE usher_user SET activated_at = 'x', authentication = 'x', mfa_required = 7",
        "UPDATE usher_user SET notifications = 'x', favorites = '{'",
        "UPDATE usher_user SET disk_space = -1, disk_space_used = -1",
        "UPDATE usher_invite SET role_id = 'x'",
        "UPDATE usher_invite SET account_id = 'x'",
        "UPDATE usher_invite SET id = 'x' WHERE id = " INVITE,
        "UPDATE usher_invite SET token_hash = NULL",
        "UPDATE usher_invite SET token_hash = x'00' WHERE id = " INVITE,
        "UPDATE usher_invite SET expires_at = ''",
        "UPDATE usher_invite SET expires_at = 'zzzz'",
        "UPDATE usher_invite SET invited_by = 'x'",
        "UPDATE usher_setting SET value = 'maybe'",
        "UPDATE usher_setting SET value = NULL",
        "UPDATE usher_setting SET value = x'00'",
        "UPDATE usher_setting SET key = 'x'",
        "INSERT INTO usher_setting SELECT 9, scope, scope_id, 'invites.life', 'x', 0, NULL, "
        "updated_at FROM usher_setting",
        "INSERT INTO usher_setting SELECT 9, scope, scope_id, 'invites.life', 1000000000000000000, "
        "0, NULL, updated_at FROM usher_setting",
        "INSERT INTO usher_setting SELECT 9, scope, scope_id, 'invites.life', -5, 0, NULL, "
        "updated_at FROM usher_setting",
        "UPDATE usher_audit SET before = '{', after = 'x', created_at = ''",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
        check_damage(damages[i], 0, NULL);
    }
}

int main(void) {
#define test(name) cmocka_unit_test_setup_teardown(name, open_probed, close_db)
    const struct CMUnitTest tests[] = {
        test(test_dropped_tables), test(test_dropped_indexes), test(test_renamed_tables),
        test(test_renamed_columns), test(test_added), test(test_version_row), test(test_rows),
    };
    return cmocka_run_group_tests_name("corrupt", tests, NULL, NULL);
}
