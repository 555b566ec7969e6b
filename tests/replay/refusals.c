/*
** What is refused where nothing was supplied: each function and each table within a change, and, in
** autocommit, whatever would be one.
*/
#include "replay.h"

#include <stdio.h>
#include <string.h>

#define NEXT_KEY "'the next master key: 32 bytes and more'"

static const char missing[] =
    "usher: missing: this store is replicated by statements: a change takes "
    "its time and its chance from usher_supply(now, seed), which has to "
    "come first in its transaction";

static void refuses(sqlite3 *db, const char *sql, const char *error) {
    const char *said =
        sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? "nothing" : sqlite3_errmsg(db);
    expect(strcmp(said, error) == 0, sql, said);
}

/* They read no store: what they say is the connection's. And one that is about more than this test. */
static int is_exempt(const char *name) {
    static const char *const names[] = {"usher_init",  "usher_supply", "usher_version",
                                        "usher_error", "usher_debug",  "usher_lockdown",
                                        "actor"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strcmp(names[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* With arguments that mean nothing: it must not come to them. */
static void refuse_call(sqlite3 *db, const char *name, const char *parameters) {
    char sql[300];
    int length = snprintf(sql, sizeof(sql), "SELECT %s(", name);
    for (int i = 0; parameters[i] && parameters[i] != '['; i++) {
        if (i == 0 || parameters[i] == ',') {
            length += snprintf(sql + length, sizeof(sql) - (size_t)length, i ? ", NULL" : "NULL");
        }
    }
    snprintf(sql + length, sizeof(sql) - (size_t)length, ")");
    refuses(db, sql, missing);
}

static void refuse_functions(sqlite3 *db) {
    sqlite3_stmt *row;
    int functions = 0;
    sqlite3_prepare_v2(db, "SELECT call, args FROM usher", -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(row, 0);
        if (!is_exempt(name)) {
            refuse_call(db, name, (const char *)sqlite3_column_text(row, 1));
            functions++;
        }
    }
    sqlite3_finalize(row);
    refuses(db, "SELECT usher_now()", missing);
    expect(functions > 50, "functions", "there are hardly any");
}

/* Reads, too: what is read in a change may be written. */
static void refuse_tables(sqlite3 *db) {
    static const char *const tables[] = {"accounts",
                                         "account_memberships",
                                         "roles",
                                         "users",
                                         "teams",
                                         "team_memberships",
                                         "channels",
                                         "channel_members",
                                         "invites",
                                         "settings",
                                         "setting_definitions",
                                         "sessions",
                                         "audit_log",
                                         "permissions",
                                         "outbox",
                                         "notifications",
                                         "jwt_keys",
                                         "api_keys",
                                         "files",
                                         "settings_effective",
                                         "docs"};
    char sql[200];
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        snprintf(sql, sizeof(sql), "SELECT * FROM %s", tables[i]);
        refuses(db, sql, missing);
        snprintf(sql, sizeof(sql), "INSERT INTO plain SELECT count(*) FROM %s", tables[i]);
        refuses(db, sql, missing);
    }
    refuses(db, "SELECT * FROM api('vidbeo', 'GET', '/v2/users', NULL, 'nobody')", missing);
    refuses(db, "SELECT * FROM can_explain('users.read')", missing);
    refuses(db, "SELECT * FROM usher_doctor()", missing);
}

static const char *const changes[] = {
    "SELECT invite_create('new@example.org', 'user')",
    "INSERT INTO usher (call, args) VALUES ('invite_create', '[\"n@example.org\", \"user\"]')",
    "UPDATE users SET locale = 'en'",
    "DELETE FROM users WHERE email = 'bob@example.org'",
    "DELETE FROM invites",
    "SELECT mark_read('2022-07-01T00:00:00Z', value) FROM kept WHERE name = 'bob'",
    "SELECT storage_refresh(value) FROM kept WHERE name = 'bob'",
    "SELECT session_create(value) FROM kept WHERE name = 'bob'",
    "SELECT api_key_create('new', json_object('user_id', value)) FROM kept WHERE name = 'bob'",
    "SELECT jwt_key_create()",
    "SELECT outbox_claim(1, 60)",
    "SELECT usher_prune('2022-06-01T00:00:00Z')",
    "SELECT notification_send('[\"bob@example.org\"]', 'Lunch', 'At noon.')",
    "SELECT usher_init('{\"replication\":\"none\"}')",
    "INSERT INTO plain VALUES (usher_now())",
    "INSERT INTO plain SELECT expires_at FROM invites",
    "INSERT INTO plain SELECT message FROM usher_doctor()",
    /* What is put aside on one node alone may come back into a change. */
    "CREATE TEMP TABLE aside AS SELECT usher_now() AS n",
    "CREATE TABLE elsewhere.aside AS SELECT status FROM invites",
};

static void check_changes(sqlite3 *db) {
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        refuses(db, changes[i], missing);
    }
    refuses(db,
            "INSERT INTO invites (email, role, token) VALUES ('new@example.org', 'user', "
            "'umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0')",
            missing);
    refuses(db,
            "SELECT password_import(value, '$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
            "OKDaj3D7Sx8MuCdFyxUIuMiHlGzNEtT8dNkwrvEmPLo') FROM kept WHERE name = 'bob'",
            missing);
    refuses(db, "SELECT usher_key(" NEXT_KEY ", 'a master key of thirty-two bytes')", missing);
}

static const char *const unsupported[][2] = {
    {"SELECT password_set(value, 'correct horse battery') FROM kept WHERE name = 'bob'",
     "usher: unsupported: a store that is replicated by statements takes no password, which would "
     "stand in them: hash it with Argon2id and call password_import()"},
    {"SELECT login('bob@example.org', 'correct horse battery')",
     "usher: unsupported: login() cannot be called in a store that is replicated by statements: "
     "one "
     "that fails leaves nothing, and would lose the count of failed attempts"},
    {"SELECT session_refresh(value) FROM kept WHERE name = 'session cat'",
     "usher: unsupported: session_refresh() cannot be called in a store that is replicated by "
     "statements: one that fails leaves nothing, and would lose the end of a session that was "
     "stolen"},
};

static void check_unsupported(sqlite3 *db) {
    for (size_t i = 0; i < sizeof(unsupported) / sizeof(*unsupported); i++) {
        refuses(db, unsupported[i][0], unsupported[i][1]);
        sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
        node_ask(db, "SELECT usher_supply('2022-07-01T00:00:00Z', printf('%064d', 1))");
        refuses(db, unsupported[i][0], unsupported[i][1]);
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
}

/* Who may supply, what, and where. */
static void check_supply(sqlite3 *db) {
    static const char *const bad[][2] = {
        {"SELECT usher_supply(NULL, printf('%064d', 1))", "usher: missing: now is required"},
        {"SELECT usher_supply('today', printf('%064d', 1))",
         "usher: invalid: now must be a time like 2022-01-01T00:00:00.000Z (RFC 3339)"},
        {"SELECT usher_supply('1969-12-31T23:59:59Z', printf('%064d', 1))",
         "usher: invalid: now must not lie before 1970"},
        {"SELECT usher_supply('2022-07-01T00:00:00Z', NULL)",
         "usher: invalid: seed must be 64 hexadecimal digits"},
        {"SELECT usher_supply('2022-07-01T00:00:00Z', printf('%063d', 1))",
         "usher: invalid: seed must be 64 hexadecimal digits"},
        {"SELECT usher_supply('2022-07-01T00:00:00Z', printf('%065d', 1))",
         "usher: invalid: seed must be 64 hexadecimal digits"},
        {"SELECT usher_supply('2022-07-01T00:00:00Z', printf('%063dg', 1))",
         "usher: invalid: seed must be 64 hexadecimal digits"},
        {"SELECT usher_supply('2022-07-01T00:00:00Z', zeroblob(32))",
         "usher: invalid: seed must be 64 hexadecimal digits"},
        {"SELECT usher_supply('2022-07-01T00:00:00Z', 1)",
         "usher: invalid: seed must be 64 hexadecimal digits"},
    };
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        refuses(db, bad[i][0], bad[i][1]);
    }
    refuses(db, changes[0], missing); /* none of them was one */
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    refuses(db, "SELECT usher_supply('2022-07-01T00:00:00Z', printf('%064d', 1))",
            "usher: conflict: there is no transaction that the supply could hold for: call "
            "usher_supply() after BEGIN, or as the first row of an INSERT INTO usher");
    /* Alone it holds for itself, and for nothing after it. */
    const char *said =
        node_ask(db, "INSERT INTO usher (call, args) SELECT 'usher_supply', "
                     "json_array('2022-07-01T00:00:00Z', printf('%064d', 1)) WHERE 0");
    expect(!*said, "no row", said);
    refuses(db, changes[0], missing);
}

/* A connection that was open before the mode was changed by another notices with its next change. */
static void check_switch(sqlite3 *db, const char *file) {
    static const char supply[] = "SELECT usher_supply('2022-07-01T00:00:00Z', printf('%064d', 1))";
    static const char change[] = "UPDATE teams SET description = 'freely' WHERE name = 'red'";
    static const char look[] = "SELECT count(*) FROM users";
    sqlite3 *other = open_usher(file);
    node_ask(db, look);
    refuses(other, supply,
            "usher: unsupported: a change of this store needs the master key: call usher_key() on "
            "this connection first");
    node_ask(other, "SELECT usher_key(" NEXT_KEY ")");
    sqlite3_exec(other, "BEGIN", NULL, NULL, NULL);
    node_ask(other, supply);
    const char *said = node_ask(other, "SELECT usher_init('{\"replication\":\"none\"}')");
    expect(*said == '{', "none", said);
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    refuses(db, change, "nothing");
    node_ask(other, look);
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    node_ask(db, supply);
    said = node_ask(db, "SELECT usher_init('{\"replication\":\"statements\"}')");
    expect(*said == '{', "statements", said);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    refuses(other, change, missing);
    expect(sqlite3_close(other) == SQLITE_OK, "close", sqlite3_errmsg(other));
}

static void check_untrusted(sqlite3 *db) {
    static const char call[] = "SELECT usher_supply('2022-07-01T00:00:00Z', printf('%064d', 1))";
    static const char refused[] = "usher: forbidden: only the system may call usher_supply()";
    const char *said =
        node_ask(db, "SELECT authenticate(value) IS NULL FROM kept WHERE name = 'key dan'");
    expect(strcmp(said, "0") == 0, "authenticate", said);
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    refuses(db, call, refused);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    node_ask(db, "SELECT act_as(value) FROM kept WHERE name = 'dan'"); /* the system is behind it */
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    refuses(db, call,
            "usher: conflict: somebody acts already: in a store that is replicated by statements "
            "call act_as(NULL) before usher_supply(), and act_as() after it");
    node_ask(db, "SELECT act_as(NULL)");
    node_ask(db, call);
    node_ask(db, "SELECT act_as(value) FROM kept WHERE name = 'dan'");
    said = node_ask(db, call);
    expect(strcmp(said, "1") == 0, "a second one, behind act_as()", said);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    node_ask(db, "SELECT act_as(value) FROM kept WHERE name = 'dan'");
    said = node_ask(db, "SELECT usher_lockdown()");
    expect(strcmp(said, "1") == 0, "lockdown", said);
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    refuses(db, call, refused);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    refuses(db, "UPDATE users SET locale = 'en'", missing);
}

void check_refusals(const char *file) {
    sqlite3 *db = open_usher(file);
    const char *key = node_ask(db, "SELECT usher_key(" NEXT_KEY ")");
    expect(strcmp(key, "1") == 0, "the master key", key);
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    refuse_functions(db);
    refuse_tables(db);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_exec(db, "ATTACH ':memory:' AS elsewhere", NULL, NULL, NULL);
    check_changes(db);
    sqlite3_exec(db, "DETACH elsewhere", NULL, NULL, NULL);
    check_unsupported(db);
    check_supply(db);
    check_untrusted(db);
    expect(sqlite3_close(db) == SQLITE_OK, "close", sqlite3_errmsg(db));
}

void check_others(const char *file) {
    sqlite3 *db = open_usher(file);
    check_switch(db, file);
    expect(sqlite3_close(db) == SQLITE_OK, "close", sqlite3_errmsg(db));
}
