/*
** A store of every earlier version is upgraded by usher_init(), whole or not at
** all, and keeps its data. An older one is made here from the migrations that
** were there then, as an older library would have left it.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/internal.h"
#include "identity/identity.h"

#define ACCOUNT "0a000000-0000-7000-8000-000000000001"
#define USER "0a000000-0000-7000-8000-000000000002"
#define ROLE "0a000000-0000-7000-8000-000000000003"
#define TIME "'2022-01-01T00:00:00.000Z'"

static sqlite3 *db;

static void must(const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        fail_msg("%s: %s", sql, error);
    }
}

/* The first column of the first row, in static memory; "NULL", or the error. */
static const char *ask(const char *sql) {
    static char answer[4000];
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(statement);
    }
    const unsigned char *text = rc == SQLITE_ROW ? sqlite3_column_text(statement, 0) : NULL;
    sqlite3_snprintf(sizeof(answer), answer, "%s",
                     rc == SQLITE_ROW ? (text ? (const char *)text : "NULL") : sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return answer;
}

/* A store as the library of that version left it, with a user in it once there were users. */
static void make_store(int version) {
    struct usher usher = {.db = db};
    unsigned char fingerprint[USHER_HASH_BYTES];
    for (int i = 0; i < usher_migration_count; i++) {
        if (usher_migrations[i].version <= version) {
            must(usher_migrations[i].text);
        }
    }
    if (version >= 3 && version < 8) { /* version 8 has put another in its place */
        must("CREATE UNIQUE INDEX usher_invite_open ON usher_invite (email, account_id) WHERE "
             "accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL");
    }
    assert_int_equal(usher_store_fingerprint(&usher, fingerprint), SQLITE_OK);
    sqlite3_stmt *statement;
    sqlite3_prepare_v2(db, "INSERT INTO usher_store VALUES (1, ?1, ?2, " TIME ", NULL)", -1,
                       &statement, NULL);
    sqlite3_bind_int(statement, 1, version);
    sqlite3_bind_blob(statement, 2, fingerprint, USHER_HASH_BYTES, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    if (version >= 2) {
        must("INSERT INTO usher_account VALUES (1, '" ACCOUNT "', 'Acme', NULL, " TIME
             ", NULL, " TIME ");"
             "INSERT INTO usher_role VALUES (9, '" ROLE "', NULL, 'owner', '', " TIME ", " TIME ");"
             "UPDATE usher_role SET id = '00000000-0000-7000-8000-000000000001';"
             "INSERT INTO usher_user (number, id, account_id, email, activated_at, created_at, "
             "updated_at) VALUES (7, '" USER "', '" ACCOUNT "', 'ann@example.com', " TIME ", " TIME
             ", " TIME ");"
             "INSERT INTO usher_membership (number, id, user_id, account_id, role_id, created_at, "
             "updated_at) VALUES (1, '" USER "', '" USER "', '" ACCOUNT
             "', '00000000-0000-7000-8000-000000000001', " TIME ", " TIME ");");
    }
}

static int open_db(void **state) {
    (void)state;
    char *error = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    return sqlite3_usher_init(db, &error, NULL) == SQLITE_OK ? 0 : -1;
}

static int close_db(void **state) {
    (void)state;
    return sqlite3_close(db) == SQLITE_OK ? 0 : -1;
}

static int newest(void) {
    return usher_migrations[usher_migration_count - 1].version;
}

static void test_upgrade(void **state) {
    for (int version = 1; version < newest(); version++) {
        char expected[200];
        make_store(version);
        sqlite3_snprintf(sizeof(expected), expected,
                         "usher: not_initialized: the store is of version %d, this library needs "
                         "%d: call SELECT usher_init() to upgrade it",
                         version, newest());
        assert_string_equal(ask("SELECT count(*) FROM users"), expected);
        assert_string_equal(ask("SELECT invite_create('bob@example.com', 'user')"), expected);
        sqlite3_snprintf(sizeof(expected), expected, "{\"version\":%d,\"created\":false}",
                         newest());
        assert_string_equal(ask("SELECT usher_init()"), expected);
        assert_string_equal(ask("SELECT usher_init()"), expected);
        assert_string_equal(ask("SELECT count(*) FROM accounts"), "1");
        assert_string_equal(ask("SELECT count(*) FROM roles"), "5");
        if (version >= 2) {
            assert_string_equal(ask("SELECT email || ' ' || role || ' ' || status FROM users"),
                                "ann@example.com owner active");
            assert_string_equal(ask("SELECT rowid FROM users"), "7");
            assert_string_equal(ask("SELECT length(access_id) || service FROM users"), "320");
        }
        assert_string_equal(ask("SELECT length(invite_create('bob@example.com', 'user'))"), "43");
        assert_string_equal(ask("SELECT upgraded_at IS NOT NULL FROM usher_store"), "1");
        assert_string_equal(ask("PRAGMA integrity_check"), "ok");
        assert_string_equal(ask("SELECT count(*) FROM pragma_foreign_key_check"), "0");
        close_db(state);
        open_db(state);
    }
}

/* Who owns an account still holds what the application needs: nobody else could grant it. */
static void test_upgrade_keeps_permissions(void **state) {
    (void)state;
    make_store(newest() - 1);
    must("INSERT INTO usher_permission (name, meaning) VALUES ('docs.read', '')");
    must("INSERT INTO usher_role_permission (role_id, permission) SELECT id, 'docs.read' "
         "FROM usher_role WHERE name = 'owner'");
    ask("SELECT usher_init()");
    assert_string_equal(ask("SELECT group_concat(r.name) FROM usher_role_permission AS p "
                            "JOIN usher_role AS r ON r.id = p.role_id "
                            "WHERE p.permission = 'docs.read'"),
                        "owner");
    must("SELECT act_as('" USER "')");
    assert_string_equal(ask("SELECT can('docs.read')"), "1");
}

/* What a role of usher's own held in an older version, and holds no more; and what it held and holds. */
static void test_upgrade_renews_roles(void **state) {
    (void)state;
    make_store(newest() - 1);
    must("INSERT INTO usher_permission (name, meaning) VALUES ('users.read', ''), "
         "('self.update', ''), ('roles.update', '')");
    must("INSERT INTO usher_role_permission (role_id, permission) SELECT r.id, p.name "
         "FROM usher_role AS r JOIN usher_permission AS p WHERE r.name = 'owner'");
    ask("SELECT usher_init()");
    assert_string_equal(ask("SELECT group_concat(p.permission) FROM usher_role_permission AS p "
                            "JOIN usher_role AS r ON r.id = p.role_id WHERE r.name = 'owner' AND "
                            "p.permission IN ('users.read', 'self.update', 'roles.update')"),
                        "roles.update,users.read");
}

static int take_two(void *context, const char *role_id, const char *name) {
    int *told = context;
    (void)role_id;
    assert_string_equal(name, *told == 0 ? "owner" : "admin");
    return ++*told < 2 ? SQLITE_OK : SQLITE_NOMEM;
}

/* Whoever is told of them is told no more once it fails, and its failure is. */
static void test_roles_are_told(void **state) {
    int told = 0;
    (void)state;
    assert_int_equal(usher_roles_builtin(take_two, &told), SQLITE_NOMEM);
    assert_int_equal(told, 2);
}

/* Everything in the file, as text. */
static char *dump(void) {
    return sqlite3_mprintf("%s", ask("SELECT group_concat(sql, ';') || (SELECT version || "
                                     "hex(fingerprint) FROM usher_store) FROM sqlite_schema"));
}

static const char *forbidden_table;

static int forbid(void *context, int action, const char *name, const char *b, const char *c,
                  const char *d) {
    (void)context, (void)b, (void)c, (void)d;
    return action == SQLITE_CREATE_TABLE && strcmp(name, forbidden_table) == 0 ? SQLITE_DENY
                                                                               : SQLITE_OK;
}

/* An upgrade that fails half-way leaves the old store, in every surrounding. */
static void test_failed_upgrade(void **state) {
    static const char *const calls[] = {"SELECT usher_init()",
                                        "INSERT INTO usher(call) VALUES ('usher_init')"};
    static const char *const refusals[] = {
        "usher: auth: not authorized",
        "usher: unsupported: a store cannot be upgraded within a statement that writes: call "
        "SELECT usher_init()"};
    static const char *const around[] = {"SELECT 1", "BEGIN", "SAVEPOINT s"};
    for (int i = 0; i < 6; i++) {
        make_store(1);
        char *before = dump();
        must(around[i % 3]);
        forbidden_table = "usher_setting"; /* of the last migration */
        sqlite3_set_authorizer(db, forbid, NULL);
        assert_string_equal(ask(calls[i / 3]), refusals[i / 3]);
        sqlite3_set_authorizer(db, NULL, NULL);
        char *after = dump();
        assert_string_equal(after, before);
        sqlite3_free(after);
        must(i % 3 == 0 ? "SELECT 1" : i % 3 == 1 ? "COMMIT" : "RELEASE s");
        after = dump();
        assert_string_equal(after, before);
        sqlite3_free(after);
        sqlite3_free(before);
        assert_string_equal(ask("PRAGMA integrity_check"), "ok");
        must("SELECT usher_init()");
        assert_string_equal(ask("SELECT count(*) FROM settings"), "0");
        close_db(state);
        open_db(state);
    }
}

/* SQLite drops nothing while somebody reads; what is to be dropped stands in version 7. */
static void test_upgrade_while_reading(void **state) {
    (void)state;
    make_store(7);
    char *before = dump();
    assert_string_equal(ask("SELECT usher_init() FROM usher_user"),
                        "usher: unsupported: a store cannot be upgraded while other statements "
                        "run: call SELECT usher_init() by itself");
    char *after = dump();
    assert_string_equal(after, before);
    sqlite3_free(after);
    sqlite3_free(before);
    must("SELECT usher_init()");
}

/* By the time that was supplied; and not at all, where none was. */
static void test_upgrade_to_replication(void **state) {
    static const char init[] = "SELECT usher_init('{\"replication\":\"statements\"}')";
    (void)state;
    make_store(newest() - 1);
    char *before = dump();
    assert_non_null(strstr(ask(init), "usher: missing: this store is replicated by statements"));
    char *after = dump();
    assert_string_equal(after, before);
    sqlite3_free(after);
    sqlite3_free(before);
    must("BEGIN");
    assert_string_equal(ask("SELECT usher_supply('2022-03-01T10:00:00Z', printf('%064d', 1))"),
                        "1");
    must(init);
    must("UPDATE users SET locale = 'fr'"); /* the supply is as good as before */
    must("COMMIT");
    assert_string_equal(ask("SELECT replication || supplied || upgraded_at FROM usher_store"),
                        "statements02022-03-01T10:00:00.000Z");
    assert_string_equal(ask("SELECT locale || updated_at FROM users"),
                        "fr2022-03-01T10:00:00.000Z");
    assert_non_null(strstr(ask("SELECT invite_create('bob@example.com', 'user')"), "missing"));
}

static void test_altered_store_is_not_upgraded(void **state) {
    (void)state;
    make_store(2);
    must("DROP INDEX usher_user_email");
    assert_non_null(strstr(ask("SELECT usher_init()"), "usher: corrupt:"));
    assert_string_equal(ask("SELECT version FROM usher_store"), "2");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_db, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_upgrade),
        test(test_upgrade_keeps_permissions),
        test(test_upgrade_renews_roles),
        test(test_roles_are_told),
        test(test_failed_upgrade),
        test(test_upgrade_while_reading),
        test(test_upgrade_to_replication),
        test(test_altered_store_is_not_upgraded),
    };
    return cmocka_run_group_tests_name("upgrade", tests, NULL, NULL);
}
