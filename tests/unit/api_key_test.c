/*
** API keys: what whoever acts by one may do. Exactly what its scopes say, on every path
** that leads to a right; of what is one's own what self.read and self.update say, and nothing
** to credentials.
*/
#include "session_unit.h"

#define DAN "'00000000-0000-7000-8000-00000000b003'"
#define OTTO "'00000000-0000-7000-8000-00000000b004'"
#define GUS "'00000000-0000-7000-8000-00000000b005'"
#define SERVICE "'00000000-0000-7000-8000-00000000b006'"
#define SECOND "'00000000-0000-7000-8000-00000000a002'"
#define SPARE "'00000000-0000-7000-8000-00000000d001'"

/* Bob and the others hold nothing, so that rank is in nobody's way. */
static const char cast[] =
    "INSERT INTO roles (id, name) VALUES (" SPARE ", 'spare'), "
    "('00000000-0000-7000-8000-00000000d002', 'none');"
    "INSERT INTO accounts (id, name) VALUES (" SECOND ", 'second');"
    "UPDATE users SET role = 'none', phone_number = 'bob''s' WHERE id = " BOB ";"
    "UPDATE users SET phone_number = 'ann''s' WHERE id = " ANN ";"
    "SELECT invite_create('dan@a.org', 'none', json_object('account_id', " ACCOUNT
    ", 'token', " TOKEN(
        "E") "));"
             "SELECT invite_accept(" TOKEN(
                 "E") ", json_object('id', " DAN "));"
                      "DELETE FROM users WHERE id = " DAN ";"
                      "SELECT invite_create('otto@a.org', 'owner', "
                      "json_object('account_id', " ACCOUNT ", 'token', " TOKEN(
                          "F") "));"
                               "SELECT invite_accept(" TOKEN(
                                   "F") ", json_object('id', " OTTO "));"
                                        "SELECT invite_create('gus@a.org', 'user', "
                                        "json_object('account_id', " SECOND ", 'token', " TOKEN(
                                            "G") "));"
                                                 "SELECT invite_accept(" TOKEN(
                                                     "G") ", json_object('id', " GUS "));"
                                                          "INSERT INTO settings (scope, scope_id, "
                                                          "key, value) VALUES ('account', " SECOND
                                                          ", 'users.direct_creation', 1);"
                                                          "INSERT INTO account_memberships "
                                                          "(user_id, account_id, role) VALUES (" GUS
                                                          ", " ACCOUNT ", 'none');"
                                                          "INSERT INTO settings (scope, scope_id, "
                                                          "key, value) VALUES ('account', " ACCOUNT
                                                          ", 'invites.life', 7000);"
                                                          "CREATE TABLE app_docs (number INTEGER "
                                                          "PRIMARY KEY, owner_id TEXT, account_id "
                                                          "TEXT, title TEXT);"
                                                          "CREATE VIRTUAL TABLE docs USING "
                                                          "guarded(app_docs, owner=owner_id, "
                                                          "account=account_id, "
                                                          "read='docs.read', write='docs.write');"
                                                          "CREATE VIRTUAL TABLE notes USING "
                                                          "guarded(app_docs, owner=owner_id);"
                                                          "INSERT INTO app_docs (owner_id, "
                                                          "account_id, title) VALUES (" ANN
                                                          ", " ACCOUNT ", 'hers'), (" BOB
                                                          ", " ACCOUNT ", 'his');"
                                                          "CREATE TEMP TABLE made (key TEXT)";

static int open_cast(void **state) {
    open_store(state);
    must(cast);
    return 0;
}

/* Make a key with these scopes, and let it act. `owner`: a user, or NULL for one of the account. */
static void act_by(const char *scopes, const char *owner) {
    must("SELECT act_as(NULL);DELETE FROM made;DELETE FROM api_keys");
    char *sql = owner ? sqlite3_mprintf("INSERT INTO made VALUES (api_key_create('k', json_object("
                                        "'user_id', %s, 'scopes', json(%Q))))",
                                        owner, scopes)
                      : sqlite3_mprintf("INSERT INTO made VALUES (api_key_create('k', json_object("
                                        "'owner', 'account', 'account_id', " ACCOUNT
                                        ", 'scopes', json(%Q))))",
                                        scopes);
    must(sql);
    sqlite3_free(sql);
    must("SELECT authenticate(key) FROM made");
}

/* All that an owner holds, but for one (may be NULL), as a list. */
static const char *all_but(const char *one) {
    must("SELECT act_as(NULL)");
    char *sql = sqlite3_mprintf("SELECT json_group_array(name) FROM usher_permission "
                                "WHERE name IS NOT %Q AND name NOT LIKE 'self.%%'",
                                one);
    const char *list = ask(sql);
    sqlite3_free(sql);
    return list;
}

/* Did it do anything? A query gives a row that is not 0; what writes changes one. */
static int does(const char *sql) {
    must("BEGIN");
    int before = sqlite3_total_changes(db);
    const char *answer = ask(sql);
    int done = strncmp(answer, "usher: ", 7) != 0 && strcmp(answer, "0") != 0 &&
               strcmp(answer, "NULL") != 0 &&
               (answer[0] != '\0' || sqlite3_total_changes(db) > before);
    must("ROLLBACK");
    return done;
}

/* ------------------------------------------------------------------ the matrix */

/* What needs exactly these scopes: with them it is done, without any one of them it is not. */
static const struct action {
    const char *sql;
    const char *scopes[4];
} actions[] = {
    {"UPDATE accounts SET name = 'x' WHERE id = " ACCOUNT, {"accounts.update"}},
    {"SELECT count(*) FROM audit_log", {"audit.read"}},
    {"SELECT count(before) + count(after) FROM audit_log WHERE object_id = " BOB
     " AND action <> 'user.role'",
     {"audit.read", "users.read_private"}},
    {"SELECT count(before) + count(after) FROM audit_log WHERE object_id = " ANN
     " AND action <> 'user.role'",
     {"audit.read", "users.read_private"}},
    {"SELECT length(invite_create('z@a.org', 'none'))", {"invites.create"}},
    {"INSERT INTO invites (email, role) VALUES ('z@a.org', 'none')", {"invites.create"}},
    {"SELECT length(invite_create('z@a.org', 'user'))", {"invites.create", "settings.read"}},
    {"SELECT count(*) FROM invites", {"invites.read"}},
    {"SELECT invite_revoke(" INVITE ")", {"invites.read", "invites.revoke"}},
    {"DELETE FROM invites WHERE id = " INVITE, {"invites.read", "invites.revoke"}},
    {"UPDATE invites SET status = 'revoked' WHERE id = " INVITE,
     {"invites.read", "invites.revoke"}},
    {"SELECT length(invite_resend(" INVITE "))",
     {"invites.read", "invites.create", "settings.read"}},
    {"UPDATE invites SET name = 'x' WHERE id = " INVITE,
     {"invites.read", "invites.create", "settings.read"}},
    {"DELETE FROM account_memberships WHERE user_id = " GUS " AND account_id = " ACCOUNT,
     {"users.read", "memberships.delete"}},
    {"INSERT INTO roles (name) VALUES ('x')", {"roles.update"}},
    {"INSERT INTO roles (name, permissions) VALUES ('x', '[\"users.erase\"]')",
     {"roles.update", "users.erase"}},
    {"UPDATE roles SET description = 'x' WHERE name = 'spare'", {"roles.update"}},
    {"UPDATE roles SET permissions = '[\"docs.read\"]' WHERE name = 'spare'",
     {"roles.update", "docs.read"}},
    {"DELETE FROM roles WHERE name = 'spare'", {"roles.update"}},
    {"SELECT count(*) FROM settings", {"settings.read"}},
    {"INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.life', 90)",
     {"settings.update"}},
    {"UPDATE settings SET value = 90 WHERE key = 'invites.life'",
     {"settings.read", "settings.update"}},
    {"DELETE FROM settings WHERE key = 'invites.life'", {"settings.read", "settings.update"}},
    {"INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.by_admins', 1)",
     {"roles.update", "invites.create", "invites.revoke"}},
    {"INSERT INTO users (email, role) VALUES ('z@a.org', 'none')", {"users.create"}},
    {"INSERT INTO users (email) VALUES ('z@a.org')", {"users.create", "settings.read"}},
    {"SELECT count(*) FROM users WHERE id = " BOB, {"users.read"}},
    {"SELECT count(*) FROM account_memberships WHERE user_id = " BOB, {"users.read"}},
    {"SELECT count(*) FROM permissions WHERE user_id = " OTTO, {"users.read"}},
    {"SELECT can('users.read', " BOB ")", {"users.read"}},
    {"SELECT count(*) FROM users WHERE phone_number = 'bob''s'",
     {"users.read", "users.read_private"}},
    {"UPDATE users SET about = 'x' WHERE id = " BOB, {"users.read", "users.update"}},
    {"SELECT can('users.update', " BOB ")", {"users.read", "users.update"}},
    {"SELECT count(*) FROM users WHERE id = " BOB " AND actions LIKE '%edit%'",
     {"users.read", "users.update"}},
    {"SELECT count(*) FROM can_explain('users.update', " BOB ") WHERE rule = 'key' AND granted = 1",
     {"users.read", "users.update"}},
    {"UPDATE users SET disk_space = 1 WHERE id = " BOB, {"users.read", "users.update"}},
    {"UPDATE users SET enabled = 0 WHERE id = " BOB, {"users.read", "users.disable"}},
    {"UPDATE users SET role = 'spare' WHERE id = " BOB, {"users.read", "users.role"}},
    {"UPDATE account_memberships SET role = 'spare' WHERE user_id = " BOB,
     {"users.read", "users.role"}},
    {"UPDATE users SET role = 'user' WHERE id = " BOB,
     {"users.read", "users.role", "settings.read"}},
    {"DELETE FROM users WHERE id = " BOB, {"users.read", "users.delete"}},
    {"SELECT user_restore(" DAN ")", {"users.read", "users.delete"}},
    {"SELECT user_erase(" BOB ")", {"users.read", "users.erase"}},
    {"SELECT count(*) FROM docs WHERE title = 'hers'", {"docs.read"}},
    {"SELECT count(*) FROM docs WHERE title = 'his'", {"docs.read"}},
    {"INSERT INTO docs (title) VALUES ('x')", {"docs.write"}},
    {"UPDATE docs SET title = 'x' WHERE title = 'hers'", {"docs.read", "docs.write"}},
    {"DELETE FROM docs WHERE title = 'hers'", {"docs.read", "docs.write"}},
    {"SELECT count(*) FROM docs WHERE title = 'hers' AND usher_writable",
     {"docs.read", "docs.write"}},
    {"SELECT can('files.upload')", {"files.upload"}},
    {"SELECT can('notifications.send')", {"notifications.send"}},
    {"SELECT can('memberships.create')", {"memberships.create"}},
    {"SELECT can('docs.write')", {"docs.write"}},
};

static void check_action(const struct action *action, const char *owner) {
    char scopes[200] = "[";
    for (int i = 0; i < 4 && action->scopes[i]; i++) {
        sqlite3_snprintf((int)(sizeof(scopes) - strlen(scopes)), scopes + strlen(scopes),
                         "%s\"%s\"", i ? "," : "", action->scopes[i]);
    }
    sqlite3_snprintf((int)(sizeof(scopes) - strlen(scopes)), scopes + strlen(scopes), "]");
    act_by(scopes, owner);
    if (!does(action->sql)) {
        fail_msg("%s\n  is not done with %s: %s", action->sql, scopes, ask(action->sql));
    }
    for (int i = 0; i < 4 && action->scopes[i]; i++) {
        act_by(all_but(action->scopes[i]), owner);
        if (does(action->sql)) {
            fail_msg("%s\n  is done without %s", action->sql, action->scopes[i]);
        }
    }
}

static void test_a_users_key(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
        check_action(&actions[i], ANN);
    }
}

static void test_a_key_of_the_account(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
        check_action(&actions[i], NULL);
    }
}

/* What everybody may do to themself takes scopes, and the rank that it takes of others. */
static void test_oneself(void **state) {
    (void)state;
    static const char *const own[] = {
        "UPDATE users SET about = 'x' WHERE id = " ANN,
        "DELETE FROM users WHERE id = " ANN,
        "SELECT can('users.update', actor())",
        "SELECT can('users.delete', actor())",
    };
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
        act_by(all_but(NULL), ANN);
        assert_true(does(own[i]));
        act_by(all_but("docs.read"), ANN);
        if (does(own[i])) {
            fail_msg("%s\n  is done by a key that holds less than its user", own[i]);
        }
        act_by("[\"users.read\",\"users.update\",\"users.delete\"]", ANN);
        assert_false(does(own[i]));
    }
    act_by("[]", ANN);
    says("SELECT count(*) || ' ' || count(phone_number) || ' ' || count(notifications) FROM users",
         "1 0 0");
    says("SELECT count(*) FROM users WHERE phone_number = 'ann''s' OR disk_space > 0", "0");
    says("SELECT can('users.read', actor())", "1");
    says("SELECT can('users.read_private', actor())", "0");
    says("SELECT actions FROM users", "[]");
    act_by("[\"users.read_private\"]", ANN);
    says("SELECT phone_number FROM users", "ann's");
    act_by("[\"users.read\"]", ANN);
    says("SELECT count(*) > 3 AND count(phone_number) = 0 FROM users", "1");
    /* Without guests in the account another condition says so. */
    must("SELECT act_as(NULL);DELETE FROM account_memberships WHERE user_id = " GUS
         " AND account_id = " ACCOUNT ";SELECT authenticate(key) FROM made");
    says("SELECT count(*) > 2 AND count(phone_number) = 0 FROM users", "1");
    must("SELECT act_as(NULL);SELECT act_as(" ANN ")");
    says("SELECT phone_number FROM users WHERE id = actor()", "ann's");
}

/* A key of Bob, who holds nothing. */
static const struct {
    const char *sql;
    const char *scopes;
    const char *others; /* not enough */
} own_by_scope[] = {
    {"SELECT count(*) FROM users WHERE phone_number = 'bob''s'", "[\"self.read\"]",
     "[\"self.update\"]"},
    {"SELECT can('users.read_private', actor())", "[\"self.read\"]", "[\"self.update\"]"},
    {"SELECT can('self.read')", "[\"self.read\"]", "[\"self.update\"]"},
    {"SELECT can('self.read', actor())", "[\"self.read\"]", "[\"self.update\"]"},
    {"SELECT count(*) FROM settings WHERE scope_id = actor()", "[\"self.read\"]",
     "[\"self.update\"]"},
    {"SELECT setting('app.mine')", "[\"self.read\"]", "[\"self.update\"]"},
    {"SELECT count(*) FROM notifications", "[\"self.read\"]", "[\"self.update\"]"},
    {"SELECT count(*) FROM files", "[\"self.read\"]", "[\"self.update\"]"},
    {"SELECT storage_used() + 1", "[\"self.read\"]", "[\"self.update\"]"},
    {"UPDATE users SET about = 'x', terms_agreed = 1 WHERE id = actor()", "[\"self.update\"]",
     "[\"self.read\"]"},
    {"SELECT can('users.update', actor())", "[\"self.update\"]", "[\"self.read\"]"},
    {"SELECT count(*) FROM users WHERE actions = '[\"edit\"]'", "[\"self.update\"]",
     "[\"self.read\"]"},
    {"SELECT mark_read('2099-01-01T00:00:00Z')", "[\"self.update\"]", "[\"self.read\"]"},
    {"INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('user', 'app.mine', 2)",
     "[\"self.update\"]", "[\"self.read\"]"},
    {"SELECT storage_refresh() + 1", "[\"self.update\"]", "[\"self.read\"]"},
    {"UPDATE notifications SET read = 1", "[\"self.read\",\"self.update\"]", "[\"self.read\"]"},
    {"DELETE FROM notifications", "[\"self.read\",\"self.update\"]", "[\"self.read\"]"},
    {"SELECT json_array_length(notifications_fetch())", "[\"self.read\",\"self.update\"]",
     "[\"self.update\"]"},
};
static const char *const never_of_self[] = {
    "UPDATE users SET disk_space = 1 WHERE id = actor()",
    "UPDATE users SET group_asset_access = 0 WHERE id = actor()",
    "UPDATE users SET about = 'x', disk_space = 1 WHERE id = actor()",
    "UPDATE users SET email = 'x@a.org' WHERE id = actor()",
    "UPDATE users SET authentication = 'sso' WHERE id = actor()",
    "UPDATE users SET mfa_required = 1 WHERE id = actor()",
    "UPDATE users SET role = 'user' WHERE id = actor()",
    "UPDATE users SET enabled = 0 WHERE id = actor()",
    "DELETE FROM users",
    "SELECT user_erase(actor())",
    "DELETE FROM account_memberships",
    "DELETE FROM files",
    "SELECT count(*) FROM users WHERE id <> actor()",
    "SELECT count(*) FROM sessions",
    "SELECT count(*) FROM invites",
    "SELECT count(*) FROM notes",
    "SELECT can('users.delete', actor())",
};

static void check_own(const char *sql, const char *scopes, const char *others) {
    act_by(scopes, BOB);
    if (!does(sql)) {
        fail_msg("%s\n  is not done with %s: %s", sql, scopes, ask(sql));
    }
    act_by(others, BOB);
    if (does(sql)) {
        fail_msg("%s\n  is done with %s", sql, others);
    }
}

static void test_scopes_of_self(void **state) {
    (void)state;
    must("SELECT act_as(NULL);INSERT INTO settings (scope, scope_id, key, value) VALUES "
         "('user', " BOB
         ", 'app.mine', 1);INSERT INTO notifications (user_id, message, disposal) VALUES (" BOB
         ", 'to bob', 'on_ack');INSERT INTO files (user_id, checksum, size) VALUES (" BOB
         ", '00000000000000000000000000000000', 1);SELECT session_create(" BOB
         ");SELECT invite_create('bob@a.org', 'user', json_object('account_id', " SECOND "))");
    for (size_t i = 0; i < sizeof(own_by_scope) / sizeof(*own_by_scope); i++) {
        check_own(own_by_scope[i].sql, own_by_scope[i].scopes, own_by_scope[i].others);
    }
    says("SELECT can('self.read', " ACCOUNT ")", "0");
    for (size_t i = 0; i < sizeof(never_of_self) / sizeof(*never_of_self); i++) {
        act_by("[\"self.read\",\"self.update\"]", BOB);
        if (does(never_of_self[i])) {
            fail_msg("%s\n  is done", never_of_self[i]);
        }
    }
}

/* What nobody does by a key, whatever its scopes. */
static void test_never(void **state) {
    (void)state;
    static const char *const never[] = {
        "SELECT api_key_create('x')",
        "SELECT api_key_create('x', '{\"owner\":\"account\",\"scopes\":[]}')",
        "INSERT INTO usher VALUES ('api_key_create', '[\"x\"]')",
        "UPDATE api_keys SET name = 'x'",
        "DELETE FROM api_keys",
        "SELECT count(key) FROM api_keys",
        "SELECT can('api_keys.create')",
        "SELECT can('api_keys.delete')",
        "SELECT can('api_keys.delete', actor())",
        "SELECT can('sessions.delete')",
        "SELECT can('sessions.delete', " BOB ")",
        "UPDATE users SET authentication = 'sso' WHERE id = " BOB,
        "UPDATE users SET mfa_required = 1 WHERE id = " BOB,
        "UPDATE users SET mfa_required = 1, about = 'x' WHERE id = " ANN,
        "UPDATE users SET enabled = 0 WHERE id = actor()",
        "UPDATE users SET role = 'admin' WHERE id = actor()",
        "SELECT invite_accept(" TOKEN("H") ")",
        "SELECT invite_decline(" TOKEN("H") ")",
        "SELECT count(*) FROM notes",
        "INSERT INTO notes (title) VALUES ('x')",
        "UPDATE notes SET title = 'x'",
        "DELETE FROM notes",
        "INSERT INTO accounts (name) VALUES ('x')",
        "SELECT usher_init()",
        "SELECT usher_key(hex(zeroblob(32)))",
        "SELECT usher_unseal('usher_api_key.sealed', 'x', x'00')",
    };
    must("SELECT invite_create('ann@a.org', 'user', json_object('account_id', " SECOND
         ", 'token', " TOKEN("H") "))");
    for (size_t i = 0; i < 2 * sizeof(never) / sizeof(*never); i++) {
        act_by(all_but(NULL), i % 2 ? ANN : NULL);
        if (does(never[i / 2])) {
            fail_msg("%s\n  is done", never[i / 2]);
        }
    }
    act_by(all_but(NULL), ANN);
    refused("SELECT api_key_create('x')", "forbidden");
    says("SELECT usher_error() ->> 'message'", "an API key cannot make API keys: sign in");
    refused("DELETE FROM api_keys", "forbidden");
    refused("SELECT invite_accept(" TOKEN("H") ")", "forbidden");
    refused("SELECT invite_decline(" TOKEN("H") ")", "forbidden");
    refused("UPDATE users SET mfa_required = 1 WHERE id = " BOB, "forbidden");
    says("SELECT rule || ' ' || granted || ' ' || detail FROM can_explain('api_keys.create') "
         "ORDER BY step DESC LIMIT 1",
         "key 0 an API key cannot manage credentials: sign in");
    /* In person it is hers again. */
    must("SELECT act_as(NULL);SELECT act_as(" ANN ")");
    assert_true(does("SELECT count(*) FROM notes"));
    assert_true(does("SELECT invite_accept(" TOKEN("H") ")"));
}

/* can() of a key with one scope says 1 to that one, and to no other. */
static void test_one_by_one(void **state) {
    (void)state;
    static const char wrong[] =
        "SELECT group_concat(p.name) FROM usher_permission AS p WHERE can(p.name) <> "
        "(p.name = %Q AND p.name NOT IN ('api_keys.create', 'api_keys.delete', 'sessions.delete'))";
    must("CREATE TEMP TABLE permission AS SELECT row_number() OVER (ORDER BY name) AS n, name "
         "FROM usher_permission");
    int count = (int)strtol(ask("SELECT count(*) FROM temp.permission"), NULL, 10);
    assert_true(count > 20);
    for (int i = 1; i <= 2 * count; i++) {
        char number[80];
        sqlite3_snprintf(sizeof(number), number, "SELECT name FROM temp.permission WHERE n = %d",
                         (i + 1) / 2);
        const char *name = ask(number);
        char scopes[80];
        sqlite3_snprintf(sizeof(scopes), scopes, "[\"%s\"]", name);
        act_by(scopes, i % 2 || strncmp(name, "self.", 5) == 0 ? ANN : NULL);
        char *sql = sqlite3_mprintf(wrong, name);
        says(sql, "NULL");
        sqlite3_free(sql);
    }
}

/* ------------------------------------------------------------- rights that end */

/* A key has no more than its owner has at that moment. */
static void test_an_owner_who_loses_rights(void **state) {
    (void)state;
    act_by("[\"users.read\",\"settings.read\"]", ANN);
    says("SELECT can('users.read') || can('settings.read')", "11");
    must("BEGIN;SELECT act_as(NULL);UPDATE users SET role = 'user' WHERE id = " ANN ";COMMIT");
    must("SELECT authenticate(key) FROM made");
    says("SELECT can('users.read') || can('settings.read')", "01");
    says("SELECT group_concat(id) FROM users", "00000000-0000-7000-8000-00000000b001");
    must("SELECT act_as(NULL);UPDATE users SET role = 'owner' WHERE id = " ANN
         ";SELECT authenticate(key) FROM made");
    says("SELECT can('users.read')", "1");
}

/* Nor what its owner came to have since it was made. */
static void test_an_owner_who_gains_rights(void **state) {
    (void)state;
    act_by("[]", BOB);
    must("SELECT act_as(NULL);UPDATE users SET role = 'owner' WHERE id = " BOB
         ";SELECT authenticate(key) FROM made");
    says("SELECT can('settings.read')", "0");
    says("SELECT count(*) FROM users", "1");
}

/* ------------------------------------------------------------------ connections */

static sqlite3 *other; /* another connection to the same file, acting by the key */

static sqlite3_vfs set_clock;
static sqlite3_int64 ahead; /* milliseconds that the clock is ahead */
static sqlite3_vfs *real_vfs;

static int clock_now(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    int rc = real_vfs->xCurrentTimeInt64(real_vfs, now);
    *now += ahead;
    return rc;
}

static int open_two(void **state) {
    real_vfs = sqlite3_vfs_find(NULL);
    set_clock = *real_vfs;
    set_clock.zName = "set_clock";
    set_clock.xCurrentTimeInt64 = clock_now;
    ahead = 0;
    sqlite3_vfs_register(&set_clock, 1);
    open_file(state);
    must(cast);
    must("CREATE TABLE app_keys (key TEXT)");
    other = open_scratch(WRITABLE);
    return 0;
}

static int close_two(void **state) {
    int rc = sqlite3_close(other);
    assert_int_equal(rc, SQLITE_OK);
    rc = close_db(state);
    sqlite3_vfs_unregister(&set_clock);
    return rc;
}

/* The other connection acts by a key of Ann's. */
static void let_other_act(const char *options) {
    char *sql = sqlite3_mprintf("INSERT INTO app_keys VALUES (api_key_create('k', json_patch("
                                "json_object('id', '00000000-0000-7000-8000-00000000e001', "
                                "'user_id', " ANN ", 'scopes', json_array('users.read')), %Q)))",
                                options);
    must(sql);
    sqlite3_free(sql);
    says_on(other, "SELECT authenticate(key) = " ANN " FROM app_keys", "1");
    says_on(other, "SELECT count(*) > 3 FROM users", "1");
}

static void check_ended(void) {
    says_on(other, "SELECT count(*) FROM users", "0");
    says_on(other, "SELECT can('users.read')", "0");
    refused_on(other, "INSERT INTO users (email) VALUES ('z@a.org')", "unauthenticated");
    refused_on(other, "SELECT invite_create('z@a.org', 'none')", "unauthenticated");
    says_on(other, "SELECT authenticate(key) FROM app_keys", "NULL");
    says_on(other, "SELECT actor()", "nobody");
}

static void test_revoked_while_it_acts(void **state) {
    (void)state;
    let_other_act("{}");
    must("DELETE FROM api_keys");
    check_ended();
}

static void test_owner_disabled_while_it_acts(void **state) {
    (void)state;
    let_other_act("{}");
    must("UPDATE users SET enabled = 0 WHERE id = " ANN);
    check_ended();
    must("UPDATE users SET enabled = 1 WHERE id = " ANN);
    says_on(other, "SELECT authenticate(key) = " ANN " FROM app_keys", "1");
    must("DELETE FROM users WHERE id = " ANN);
    check_ended();
    must("SELECT user_restore(" ANN ");UPDATE users SET enabled = 1 WHERE id = " ANN);
    check_ended();
}

/* A statement that began by the key goes on as it began; the next one does not. */
static void test_revoked_within_a_statement(void **state) {
    (void)state;
    sqlite3_stmt *statement;
    must("PRAGMA journal_mode = WAL");
    let_other_act("{}");
    assert_int_equal(
        sqlite3_prepare_v2(other, "SELECT id, can('users.read') FROM users", -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    must("DELETE FROM api_keys");
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 1), 1);
    sqlite3_reset(statement);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    check_ended();
}

/* Both sides of the limit, to the millisecond. */
static void test_expiry(void **state) {
    (void)state;
    let_other_act("{\"expires_at\":\"2100-01-01T00:00:00Z\"}");
    sqlite3_int64 now =
        strtoll(ask("SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INT)"), NULL, 10);
    ahead = 4102444800000 - now - 60000; /* a minute before it */
    says_on(other, "SELECT count(*) > 3 FROM users", "1");
    says_on(other, "SELECT authenticate(key) = " ANN " FROM app_keys", "1");
    says("SELECT status FROM api_keys", "active");
    ahead += 60001;
    check_ended();
    says("SELECT status FROM api_keys", "expired");
    ahead -= 120000; /* the clock steps back */
    says_on(other, "SELECT authenticate(key) = " ANN " FROM app_keys", "1");
    must("UPDATE usher_api_key SET expires_at = '2099-01-01T00:00:00.000Z'");
    check_ended();
}

/* A key whose expiry stands still; the store says when it was used, at most once a minute. */
static void test_last_use(void **state) {
    (void)state;
    static const char used[] = "SELECT (julianday(last_used_at) - julianday('now')) * 86400 "
                               "BETWEEN -1 AND 1 FROM api_keys";
    let_other_act("{}");
    says(used, "1");
    must("UPDATE usher_api_key SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', "
         "'-50 seconds')");
    must_on(other, "SELECT authenticate(key) FROM app_keys");
    says(used, "0");
    must("UPDATE usher_api_key SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', "
         "'-60 seconds')");
    must_on(other, "BEGIN;SELECT authenticate(key) FROM app_keys;COMMIT");
    says(used, "0");
    must("BEGIN IMMEDIATE"); /* somebody else writes: that it cannot be written does not matter */
    says_on(other, "SELECT authenticate(key) = " ANN " FROM app_keys", "1");
    must("ROLLBACK");
    says(used, "0");
    must_on(other, "SELECT authenticate(key) FROM app_keys");
    says(used, "1");
    /* A clock that jumped back. */
    must("UPDATE usher_api_key SET last_used_at = '2100-01-01T00:00:00.000Z'");
    must_on(other, "SELECT authenticate(key) FROM app_keys");
    says(used, "1");
    /* What was mangled is mended by the next use. */
    must("UPDATE usher_api_key SET last_used_at = 'yesterday'");
    must_on(other, "SELECT authenticate(key) FROM app_keys");
    says(used, "1");
}

static void test_read_only(void **state) {
    (void)state;
    let_other_act("{}");
    must("UPDATE usher_api_key SET last_used_at = NULL");
    sqlite3 *reader = open_scratch(SQLITE_OPEN_READONLY);
    says_on(reader, "SELECT authenticate(key) = " ANN " FROM app_keys", "1");
    says_on(reader, "SELECT count(*) > 3 FROM users", "1");
    must_on(other, "PRAGMA query_only = 1");
    says_on(other, "SELECT authenticate(key) = " ANN " FROM app_keys", "1");
    says("SELECT last_used_at FROM api_keys", "NULL");
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
}

/* A key that has the id of a user, which no rule lets happen, has no rights at all. */
static void test_the_id_of_a_user(void **state) {
    (void)state;
    act_by("[]", BOB);
    must("SELECT act_as(NULL);UPDATE usher_api_key SET id = " ANN);
    must("SELECT authenticate(key) FROM made");
    says("SELECT can('users.read')", "0");
    says("SELECT count(*) FROM users", "0");
    refused("SELECT invite_create('z@a.org', 'none')", "unauthenticated");
}

/* What the connection keeps to find keys is that of the store that is there. */
static void test_another_store(void **state) {
    (void)state;
    static const char begin[] =
        "SELECT usher_init(json_object('account_id', " ACCOUNT "));"
        "SELECT invite_create('ann@a.org', 'owner', json_object('token', " TOKEN(
            "B") "));"
                 "SELECT invite_accept(" TOKEN(
                     "B") ", json_object('id', " ANN "));"
                          "CREATE TABLE made AS SELECT api_key_create('k', "
                          "json_object('user_id', " ANN ")) AS key";
    must("BEGIN");
    must(begin);
    says("SELECT authenticate(key) = " ANN " FROM made", "1");
    must("SELECT act_as(NULL);ROLLBACK");
    must(begin);
    says("SELECT authenticate(key) = " ANN " FROM made", "1");
    says("SELECT can('users.read')", "1");
}

/* Nothing that the database holds tells the key. */
static void test_no_key_in_the_file(void **state) {
    (void)state;
    char key[60];
    static char file[4 << 20];
    snprintf(key, sizeof(key), "%s",
             ask("SELECT api_key_create('secret', json_object('user_id', " ANN "))"));
    assert_int_equal(strlen(key), 53);
    says("SELECT count(*) FROM api_keys", "1");
    must("SELECT usher_key('0123456789abcdef0123456789abcdef')");
    char readable[60];
    snprintf(
        readable, sizeof(readable), "%s",
        ask("SELECT api_key_create('readable', json_object('user_id', " ANN ", 'readable', 1))"));
    says("SELECT key FROM api_keys WHERE name = 'readable'", readable);
    FILE *stream = fopen(scratch_path(), "rb");
    assert_non_null(stream);
    size_t size = fread(file, 1, sizeof(file), stream);
    fclose(stream);
    assert_true(size > 100000);
    for (size_t i = 0; i + 20 < size; i++) {
        assert_false(memcmp(file + i, key + 9, 20) == 0);
        assert_false(memcmp(file + i, readable + 9, 20) == 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_users_key, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_a_key_of_the_account, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_oneself, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_scopes_of_self, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_never, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_one_by_one, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_an_owner_who_loses_rights, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_an_owner_who_gains_rights, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_the_id_of_a_user, open_cast, close_db),
        cmocka_unit_test_setup_teardown(test_revoked_while_it_acts, open_two, close_two),
        cmocka_unit_test_setup_teardown(test_owner_disabled_while_it_acts, open_two, close_two),
        cmocka_unit_test_setup_teardown(test_revoked_within_a_statement, open_two, close_two),
        cmocka_unit_test_setup_teardown(test_expiry, open_two, close_two),
        cmocka_unit_test_setup_teardown(test_last_use, open_two, close_two),
        cmocka_unit_test_setup_teardown(test_read_only, open_two, close_two),
        cmocka_unit_test_setup_teardown(test_another_store, open_bare, close_db),
        cmocka_unit_test_setup_teardown(test_no_key_in_the_file, open_file, close_db),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
