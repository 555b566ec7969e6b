/*
** Attempts to get more rights than one has.
**
** Each begins with the same store. After it nobody may hold a permission that they did
** not hold before, but for what whoever climbs holds themself: that they may give.
*/
#include "hostile.h"

#include <string.h>

#define QUOTED(key) "'" key "'"
#define AS(person) "SELECT act_as(" person ");"

static const struct climb {
    const char *name;
    const char *who;   /* a person; or a key, which has nothing to give */
    const char *setup; /* by the system */
    const char *sql;
} climbs[] = {
    {"an admin sets their own role", PERSON_02, "",
     "UPDATE users SET role = 'owner' WHERE id = actor()"},
    {"an admin sets their own role, among others", PERSON_02, "",
     "UPDATE users SET role = 'owner'"},
    {"an admin sets their own role as a member", PERSON_02, "",
     "UPDATE account_memberships SET role = 'owner' WHERE user_id = actor()"},
    {"an admin allows admins to invite", PERSON_02, "",
     "INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.by_admins', "
     "1)"},
    {"an admin allows it by UPDATE", PERSON_02,
     "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " ACCOUNT_1
     ", 'invites.by_admins', 0)",
     "UPDATE settings SET value = 1 WHERE key = 'invites.by_admins'"},
    {"an admin replaces what forbids it", PERSON_02,
     "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " ACCOUNT_1
     ", 'invites.by_admins', 0)",
     "DELETE FROM settings; UPDATE OR REPLACE settings SET value = 'true'; INSERT INTO settings "
     "(scope, key, value) VALUES ('account', 'invites.by_admins', 'true')"},
    {"an admin makes somebody an owner", PERSON_02, "",
     "UPDATE users SET role = 'owner' WHERE id = " PERSON_04},
    {"an admin inserts an owner", PERSON_02, "",
     "INSERT INTO users (email, role) VALUES ('z@x.org', 'owner')"},
    {"a user sets their own role", PERSON_04, "", "UPDATE users SET role = 'manager'"},
    {"a user sets their own quota", PERSON_04, "",
     "UPDATE users SET disk_space = 999999999999, mfa_required = 0, enabled = 1"},
    {"a manager makes a role", PERSON_03, "",
     "INSERT INTO roles (name, permissions) VALUES ('mine', '[\"users.update\"]')"},
    {"a guest in an account that they manage elsewhere", PERSON_13, "",
     "UPDATE account_memberships SET role = 'owner' WHERE account_id = " ACCOUNT_1},
    {"an owner of another account invites themself", PERSON_11, "",
     "SELECT invite_create('bob@x.org', 'owner', json_object('account_id', " ACCOUNT_1 "))"},
    {"an owner of another account adds themself", PERSON_11, "",
     "INSERT INTO account_memberships (user_id, account_id, role) VALUES (actor(), " ACCOUNT_1
     ", 'owner')"},
    {"an owner of another account moves a role", PERSON_11, "",
     "UPDATE roles SET account_id = " ACCOUNT_1
     "; INSERT INTO roles (account_id, name) VALUES (" ACCOUNT_1 ", 'mine')"},
    {"a role maker makes a role of more than they have", PERSON_04,
     "INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE_7 ", " ACCOUNT_1
     ", 'maker', '[\"roles.update\",\"users.role\",\"users.read\"]'); UPDATE users SET role = "
     "'maker' WHERE id = " PERSON_04,
     "INSERT INTO roles (name, permissions) VALUES ('more', '[\"users.update\"]'); UPDATE users "
     "SET role = 'more' WHERE id = " PERSON_08},
    {"a role maker changes the role that they hold", PERSON_04,
     "INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE_7 ", " ACCOUNT_1
     ", 'maker', '[\"roles.update\",\"users.role\",\"users.read\"]'); UPDATE users SET role = "
     "'maker' WHERE id = " PERSON_04,
     "UPDATE roles SET permissions = '[\"roles.update\",\"users.role\",\"users.erase\"]'"},
    {"a role maker makes a role and adds to it", PERSON_04,
     "INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE_7 ", " ACCOUNT_1
     ", 'maker', '[\"roles.update\",\"users.role\",\"users.read\"]'); UPDATE users SET role = "
     "'maker' WHERE id = " PERSON_04,
     "INSERT INTO roles (id, name, permissions) VALUES (" ROLE_8
     ", 'more', '[]'); UPDATE users SET role = 'more' WHERE id = " PERSON_08
     "; UPDATE roles SET permissions = '[\"users.delete\"]' WHERE name = 'more'"},
    {"a role maker deletes a role and makes it again", PERSON_04,
     "INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE_7 ", " ACCOUNT_1
     ", 'maker', '[\"roles.update\",\"users.role\",\"users.read\"]'); UPDATE users SET role = "
     "'maker' WHERE id = " PERSON_04,
     "DELETE FROM roles WHERE name = 'clerk'; DELETE FROM roles; INSERT INTO roles (id, name, "
     "permissions) VALUES (" ROLE_1 ", 'clerk', '[\"roles.update\",\"users.read\"]')"},
    {"a role that looks built in", PERSON_04,
     "INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE_7 ", " ACCOUNT_1
     ", 'maker', '[\"roles.update\",\"users.role\",\"users.read\"]'); UPDATE users SET role = "
     "'maker' WHERE id = " PERSON_04,
     "INSERT INTO roles (name) VALUES ('Owner'); INSERT INTO roles (name) VALUES ('owner '); "
     "INSERT OR REPLACE INTO roles (id, name) VALUES ('00000000-0000-7000-8000-000000000001', "
     "'x'); UPDATE roles SET name = 'owner' WHERE name = 'owner '; UPDATE users SET role = 'owner "
     "' WHERE id = " PERSON_08 "; UPDATE users SET role = 'owner' WHERE id = " PERSON_08},
    {"a row that gives rights before one that needs them", PERSON_04,
     "INSERT INTO roles (id, account_id, name, permissions) VALUES (" ROLE_7 ", " ACCOUNT_1
     ", 'maker', '[\"roles.update\",\"users.role\",\"users.read\"]'); UPDATE users SET role = "
     "'maker' WHERE id IN (" PERSON_04 ", " PERSON_08 ")",
     "UPDATE users SET role = CASE id WHEN " PERSON_04
     " THEN 'owner' ELSE 'admin' END; UPDATE account_memberships SET role = 'owner' WHERE user_id "
     "IN (" PERSON_04 ", " PERSON_08 ")"},
    {"a role by a name of another case", PERSON_02, "",
     "UPDATE users SET role = 'OWNER' WHERE id = " PERSON_04
     "; UPDATE users SET role = 'owner' || char(0) WHERE id = " PERSON_04},
    {"a user restores, enables and acts", PERSON_04, "",
     "SELECT user_restore(" PERSON_07 "); SELECT act_as(" PERSON_01
     "); SELECT invite_accept(" TOKEN_41 ")"},
    {"an invite for somebody else", PERSON_04, "",
     "SELECT invite_accept(" TOKEN_41 "); SELECT invite_accept(" TOKEN_42 ")"},
    {"an admin turns an open invite to their ends", PERSON_02, "",
     "SELECT invite_resend(" INVITE_41
     "); UPDATE invites SET role = 'owner'; UPDATE invites SET status = 'accepted'; INSERT INTO "
     "invites (email, role) VALUES ('new1@x.org', 'owner')"},
    {"functions in the system's name", PERSON_04, "",
     "INSERT INTO usher (call, args) VALUES ('usher_init', '[]'); INSERT INTO accounts (name) "
     "VALUES ('mine'); DELETE FROM accounts; SELECT usher_init()"},
    {"an owner's key gives what its owner has", QUOTED(READER), "",
     "UPDATE users SET role = 'owner' WHERE id = " PERSON_04
     "; UPDATE account_memberships SET role "
     "= 'owner'; INSERT INTO roles (name, permissions) VALUES ('x', '[\"users.read\"]'); SELECT "
     "invite_create('z@x.org', 'owner'); SELECT invite_accept(" TOKEN_41 ")"},
    {"a key of the account makes more of its user", QUOTED(BOT), "",
     "UPDATE users SET role = 'owner', service = 0 WHERE id = actor(); UPDATE users SET role = "
     "'owner' WHERE id = actor(); UPDATE account_memberships SET role = 'owner' WHERE user_id = "
     "actor(); UPDATE users SET email = 'bot@x.org' WHERE id = actor(); UPDATE users SET role = "
     "'clerk'; SELECT act_as(actor())"},
    {"a key for what is one's own makes more of its user", QUOTED(SELF), "",
     "UPDATE users SET role = 'owner' WHERE id = actor(); UPDATE account_memberships SET role = "
     "'owner'; UPDATE users SET disk_space = 1; UPDATE users SET email = 'z@x.org'; UPDATE users "
     "SET about = 'x', role = 'clerk'; INSERT INTO settings (scope, scope_id, key, value) VALUES "
     "('account', " ACCOUNT_1 ", 'invites.by_admins', 1); SELECT api_key_create('x'); UPDATE "
     "teams SET name = 'mine'; INSERT INTO team_memberships (team_id, user_id) VALUES (" TEAM_1
     ", " PERSON_03 "); SELECT invite_accept(" TOKEN_43 ")"},
    {"a role of what is one's own", PERSON_01, "",
     "INSERT INTO roles (name, permissions) VALUES ('x', '[\"self.read\"]'); UPDATE roles SET "
     "permissions = '[\"self.update\"]' WHERE name = 'clerk'; SELECT api_key_create('x', "
     "'{\"owner\":\"account\",\"scopes\":[\"self.read\"]}')"},
    {"a key makes a key", QUOTED(BOT), "",
     "SELECT api_key_create('x', '{\"scopes\":[\"users.read\",\"users.erase\"]}'); SELECT "
     "api_key_create('x', '{\"owner\":\"account\",\"scopes\":[\"users.read\"]}'); UPDATE api_keys "
     "SET scopes = '[\"users.erase\"]'; UPDATE api_keys SET name = 'x'; INSERT INTO usher VALUES "
     "('api_key_create', '[\"x\"]')"},
    {"an admin makes a key of more than they have", PERSON_02, "",
     "SELECT api_key_create('x', '{\"owner\":\"account\",\"scopes\":[\"users.erase\"]}'); SELECT "
     "api_key_create('x', '{\"scopes\":[\"invites.create\"]}'); SELECT api_key_create('x', "
     "json_object('user_id', " PERSON_01
     ")); SELECT api_key_create('x', json_object('id', " PERSON_01
     ", 'scopes', json('[]'))); UPDATE users SET role = 'owner' WHERE service"},
    {"a user takes the id of a key for themself", PERSON_04, "",
     "SELECT invite_create('z@x.org', 'user', json_object('token', " TOKEN_77
     ")); SELECT invite_accept(" TOKEN_77 ", json_object('id', " KEY("1") "))"},
};

/* Everybody's permissions, as SQL to ask whether there are more. */
static void remember(sqlite3 *db) {
    must(db, "CREATE TEMP TABLE before AS SELECT principal AS user_id, account_id, permission FROM "
             "main.usher_held");
}

static char *gained(sqlite3 *db, const char *who) {
    char *sql = sqlite3_mprintf(
        "SELECT g.user_id || ' holds ' || g.permission FROM (SELECT principal AS user_id, "
        "account_id, "
        "permission FROM main.usher_held) AS g WHERE NOT EXISTS "
        "(SELECT 1 FROM temp.before AS b WHERE b.permission = g.permission AND b.account_id = "
        "g.account_id AND b.user_id IN (g.user_id, %s)) OR (g.user_id = %s AND NOT EXISTS (SELECT "
        "1 FROM temp.before AS b WHERE b.permission = g.permission AND b.account_id = g.account_id "
        "AND b.user_id = %s))",
        who, who, who);
    char *answer = ask(db, sql);
    sqlite3_free(sql);
    return answer;
}

/* Each statement on its own: one that is refused does not stop the next. */
static void run_each(sqlite3 *db, const char *sql) {
    while (*sql) {
        sqlite3_stmt *statement = NULL;
        const char *rest = sql + strlen(sql);
        if (sqlite3_prepare_v2(db, sql, -1, &statement, &rest) == SQLITE_OK && statement) {
            while (sqlite3_step(statement) == SQLITE_ROW) {
            }
        }
        sqlite3_finalize(statement);
        sql = rest;
    }
}

/* An inviter's invite that was made to say more is that of whoever made it say so. */
static void launder(sqlite3 *master) {
    sqlite3 *db = copy_open(master);
    must(db, "INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', " ACCOUNT_1
             ", 'invites.by_admins', 1)");
    must(db, AS(PERSON_01));
    must(db, "SELECT invite_create('pal@x.org', 'user')");
    must(db, AS(PERSON_02));
    must(db, "UPDATE invites SET role = 'admin' WHERE email = 'pal@x.org';INSERT INTO invites "
             "(email, role, token) VALUES ('pal@x.org', 'admin', " TOKEN_77 ")");
    must(db, "SELECT act_as(NULL)");
    must(db, "UPDATE users SET role = 'user' WHERE id = " PERSON_02);
    check(sqlite3_exec(db, "SELECT invite_accept(" TOKEN_77 ")", NULL, NULL, NULL) == SQLITE_AUTH,
          "an admin who was dismissed brings in another");
    sqlite3_close(db);
}

void try_to_climb(sqlite3 *master) {
    for (size_t i = 0; i < sizeof(climbs) / sizeof(*climbs); i++) {
        sqlite3 *db = copy_open(master);
        must(db, climbs[i].setup);
        remember(db);
        int by_key = strncmp(climbs[i].who, "'usk_", 5) == 0;
        char *enter = sqlite3_mprintf("SELECT %s(%s); SELECT 1", by_key ? "authenticate" : "act_as",
                                      climbs[i].who);
        must(db, enter);
        sqlite3_free(enter);
        run_each(db, climbs[i].sql);
        char *more = gained(db, climbs[i].who);
        check(!more, "%s: %s", climbs[i].name, more);
        sqlite3_free(more);
        sqlite3_close(db);
    }
    launder(master);
}
