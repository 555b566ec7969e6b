/*
** The permission matrix: who may do what, to whom. Every cell is tried.
**
** For each action, each role and each target (oneself, a user of the same account,
** a user of another account) the action is run as a member with that role, on a
** store made for it, and taken back. What succeeded is the table that stands in
** README.md, row after row and nothing between. `matrix --print` prints the table.
*/
#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACCOUNT_A "0a000000-0000-7000-8000-00000000000a"
#define ACCOUNT_B "0a000000-0000-7000-8000-00000000000b"

enum target { OWN, SAME, OTHER, TARGETS };
static const char *const target_names[TARGETS] = {"own", "same", "other"};

enum { ROLES = 5 };
static const char *const roles[ROLES] = {"owner", "admin", "manager", "creator", "user"};

/*
** In the statements T stands for the target's id, A for its account's, E for the id of
** an invite of that account, G for a guest of it, R for a role of it, M for a team of it
** that the target is in, N for one that nobody is in, C for a channel of it that nobody
** is in, unless `before` takes its members or the target in. A statement
** that begins with SELECT succeeds when it gives 1, a call when it gives no error,
** another when more is written than SQLite counts for the row itself: the rule's rows.
** `before` is run by the system. What names no user is not tried for oneself.
*/
struct action {
    const char *name;
    const char *sql;
    const char *before;
};

/* The account's members but the target: of a channel where whoever acts is in it, none is elsewhere. */
#define TAKE_IN(mode)                                                                              \
    "INSERT INTO channel_members(channel_id, user_id, mode) SELECT 'C', id, '" mode "' FROM "      \
    "users WHERE account_id = 'A' AND job_title = 'member'"

#define ADD_FILE(channel)                                                                          \
    "INSERT INTO files(user_id, channel_id, checksum, size) VALUES ('T', " channel                 \
    ", '00000000000000000000000000000000', 1)"

static const struct action actions[] = {
    {"see a user", "SELECT count(*) FROM users WHERE id = 'T'", NULL},
    {"see private columns", "SELECT phone_number IS NOT NULL FROM users WHERE id = 'T'", NULL},
    {"see what a user may do", "SELECT count(*) > 0 FROM permissions WHERE user_id = 'T'", NULL},
    {"update a profile", "UPDATE users SET job_title = 'new' WHERE id = 'T'", NULL},
    {"change a quota", "UPDATE users SET disk_space = 1 WHERE id = 'T'", NULL},
    {"change a role", "UPDATE users SET role = 'own' WHERE id = 'T'", NULL},
    {"disable", "UPDATE users SET enabled = 0 WHERE id = 'T'", NULL},
    {"enable", "UPDATE users SET enabled = 1 WHERE id = 'T'",
     "UPDATE users SET enabled = 0 WHERE id = 'T' AND job_title = 'target'"},
    {"delete", "DELETE FROM users WHERE id = 'T'", NULL},
    {"restore", "CALL user_restore('T')",
     "DELETE FROM users WHERE id = 'T' AND job_title = 'target'"},
    {"erase", "CALL user_erase('T')", NULL},
    {"take a second factor away", "CALL mfa_remove('T')",
     "INSERT INTO usher_totp(user_id, secret, created_at) "
     "VALUES ('T', zeroblob(72), '2022-01-01T00:00:00.000Z')"},
    {"create a user directly", "INSERT INTO users(account_id, email) VALUES ('A', 'new@x.org')",
     "INSERT OR REPLACE INTO settings(scope, scope_id, key, value) "
     "VALUES ('account', 'A', 'users.direct_creation', 'true')"},
    {"see an account", "SELECT count(*) FROM accounts WHERE id = 'A'", NULL},
    {"rename an account", "UPDATE accounts SET name = 'new' WHERE id = 'A'", NULL},
    {"make an account", "INSERT INTO accounts(name) VALUES ('new')", NULL},
    {"see its invites", "SELECT count(*) FROM invites WHERE id = 'E'", NULL},
    {"invite", "CALL invite_create('new@x.org', 'user', '{\"account_id\":\"A\"}')", NULL},
    {"invite, where admins may",
     "CALL invite_create('new@x.org', 'user', '{\"account_id\":\"A\"}')",
     "INSERT OR REPLACE INTO settings(scope, scope_id, key, value) "
     "VALUES ('account', 'A', 'invites.by_admins', 'true')"},
    {"resend an invite", "CALL invite_resend('E')", NULL},
    {"revoke an invite", "CALL invite_revoke('E')", NULL},
    {"delete an invite", "DELETE FROM invites WHERE id = 'E'", NULL},
    {"see members",
     "SELECT count(*) FROM account_memberships WHERE user_id = 'T' AND account_id = 'A'", NULL},
    {"remove a guest, or leave",
     "DELETE FROM account_memberships WHERE user_id = 'G' AND account_id = 'A'", NULL},
    {"see its roles", "SELECT count(*) FROM roles WHERE id = 'R'", NULL},
    {"make a role",
     "INSERT INTO roles(account_id, name, permissions) VALUES ('A', 'new', '[\"users.read\"]')",
     NULL},
    {"change a custom role", "UPDATE roles SET permissions = '[]' WHERE id = 'R'", NULL},
    {"delete a custom role", "DELETE FROM roles WHERE id = 'R'", NULL},
    {"change a built-in role", "UPDATE roles SET description = 'new' WHERE name = 'user'", NULL},
    {"see a team", "SELECT count(*) FROM teams WHERE id = 'N'", NULL},
    {"make a team", "INSERT INTO teams(account_id, name) VALUES ('A', 'new')", NULL},
    {"change a team", "UPDATE teams SET priority = 1 WHERE id = 'M'", NULL},
    {"delete a team", "DELETE FROM teams WHERE id = 'N'", NULL},
    {"add a team member", "INSERT INTO team_memberships(team_id, user_id) VALUES ('N', 'T')", NULL},
    {"remove a team member, or leave",
     "DELETE FROM team_memberships WHERE team_id = 'M' AND user_id = 'T'", NULL},
    {"see a channel", "SELECT count(*) FROM channels WHERE id = 'C'", NULL},
    {"see a channel that one views", "SELECT count(*) FROM channels WHERE id = 'C'",
     TAKE_IN("view")},
    {"make a channel", "INSERT INTO channels(account_id, name) VALUES ('A', 'new')", NULL},
    {"change a channel", "UPDATE channels SET name = 'new' WHERE id = 'C'", TAKE_IN("view")},
    {"change a channel that one edits", "UPDATE channels SET name = 'new' WHERE id = 'C'",
     TAKE_IN("edit")},
    {"delete a channel", "DELETE FROM channels WHERE id = 'C'", TAKE_IN("view")},
    {"restore a channel", "CALL channel_restore('C')", "DELETE FROM channels WHERE id = 'C'"},
    {"share a channel", "INSERT INTO channel_members(channel_id, user_id) VALUES ('C', 'T')", NULL},
    {"stop sharing a channel, or leave it",
     "DELETE FROM channel_members WHERE channel_id = 'C' AND user_id = 'T'",
     "INSERT INTO channel_members(channel_id, user_id) VALUES ('C', 'T')"},
    {"invite into a channel", "CALL invite_create('new@x.org', 'user', '{\"channel_id\":\"C\"}')",
     TAKE_IN("view")},
    {"invite into a channel that one edits",
     "CALL invite_create('new@x.org', 'user', '{\"channel_id\":\"C\"}')", TAKE_IN("edit")},
    {"see a file", "SELECT count(*) FROM files WHERE user_id = 'T'", ADD_FILE("NULL")},
    {"see a file in a channel that one views", "SELECT count(*) FROM files WHERE user_id = 'T'",
     TAKE_IN("view") ";" ADD_FILE("'C'")},
    {"add a file", ADD_FILE("NULL"), NULL},
    {"add a file to a channel", ADD_FILE("'C'"), TAKE_IN("view")},
    {"add a file to a channel that one edits", ADD_FILE("'C'"), TAKE_IN("edit")},
    {"change a file", "UPDATE files SET format = 'new' WHERE user_id = 'T'",
     TAKE_IN("view") ";" ADD_FILE("'C'")},
    {"change a file in a channel that one edits",
     "UPDATE files SET format = 'new' WHERE user_id = 'T'", TAKE_IN("edit") ";" ADD_FILE("'C'")},
    {"delete a file", "DELETE FROM files WHERE user_id = 'T'", ADD_FILE("NULL")},
    {"delete a file in a channel that one edits", "DELETE FROM files WHERE user_id = 'T'",
     TAKE_IN("edit") ";" ADD_FILE("'C'")},
    {"see how much is stored", "SELECT storage_used('T') = 0", NULL},
    {"count what is stored anew", "CALL storage_refresh('T')", NULL},
    {"see settings", "SELECT count(*) FROM settings WHERE scope_id = 'A' AND key = 'invites.life'",
     NULL},
    {"change settings",
     "UPDATE settings SET value = '7200' WHERE scope_id = 'A' AND key = 'invites.life'", NULL},
    {"read the audit log", "SELECT count(*) > 0 FROM audit_log WHERE account_id = 'A'", NULL},
    {"see sessions", "SELECT count(*) FROM sessions WHERE user_id = 'T'", NULL},
    {"end a session", "DELETE FROM sessions WHERE user_id = 'T'", NULL},
    {"see notifications", "SELECT count(*) FROM notifications WHERE user_id = 'T'",
     "INSERT INTO notifications(user_id, account_id, message) SELECT id, account_id, 'x' FROM "
     "users "
     "WHERE id = 'T'"},
    {"mark a notification read", "UPDATE notifications SET read = 1 WHERE user_id = 'T'",
     "INSERT INTO notifications(user_id, account_id, message) SELECT id, account_id, 'x' FROM "
     "users "
     "WHERE id = 'T'"},
    {"mark notifications read", "CALL mark_read('2099-01-01T00:00:00Z', 'T')", NULL},
    {"send to a user",
     "INSERT INTO notifications(user_id, account_id, message) VALUES ('T', 'A', 'x')", NULL},
    {"send to a team that one is in",
     "INSERT INTO notifications(audience, audience_id, message) VALUES ('team', 'M', 'x')", NULL},
    {"send to an account",
     "INSERT INTO notifications(audience, audience_id, message) VALUES ('account', 'A', 'x')",
     NULL},
    {"send as mail",
     "CALL notification_send('[\"some@example.org\"]', 's', 'b', '{\"account_id\":\"A\"}')", NULL},
    {"send to everybody", "INSERT INTO notifications(audience, message) VALUES ('all', 'x')", NULL},
    {"set up the store", "CALL usher_init()", NULL},
};

enum { ACTIONS = sizeof(actions) / sizeof(*actions) };

static sqlite3 *db;

static void run(const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        printf("matrix: %s\n  in %s\n", error, sql);
        exit(1);
    }
}

/* ------------------------------------------------------------------- the store */

/* Ids tell what they are of: account a or b, and a number. */
static void make_id(char id[37], char account, char kind, int number) {
    snprintf(id, 37, "0%c000000-0000-7000-8000-%c%011d", kind, account, number);
}

static void add_user(char account, int number, const char *role, const char *title) {
    char id[37];
    make_id(id, account, 'e', number);
    char *sql = sqlite3_mprintf(
        "SELECT invite_accept(invite_create('%c%d@example.org', %Q, '{\"account_id\":\"%s\"}'), "
        "'{\"id\":\"%s\",\"job_title\":\"%s\",\"phone_number\":\"1\"}'); SELECT session_create(%Q)",
        account, number, role, account == 'a' ? ACCOUNT_A : ACCOUNT_B, id, title, id);
    run(sql);
    sqlite3_free(sql);
}

/* An owner who stays, a member of each role, a user to be the target; an invite, a role, teams, a channel. */
static void fill_account(char account) {
    const char *account_id = account == 'a' ? ACCOUNT_A : ACCOUNT_B;
    char invite[37];
    char role[37];
    char team[37];
    char empty[37];
    char channel[37];
    add_user(account, 9, "owner", "first");
    for (int i = 0; i < ROLES; i++) {
        add_user(account, i, roles[i], "member");
    }
    add_user(account, 8, "user", "target");
    make_id(invite, account, 'f', 1);
    make_id(role, account, 'd', 1);
    make_id(team, account, 'a', 1);
    make_id(empty, account, 'a', 2);
    make_id(channel, account, 'b', 1);
    char *sql = sqlite3_mprintf(
        "INSERT INTO invites(id, account_id, email) VALUES (%Q, %Q, 'open%c@example.org');"
        "INSERT INTO roles(id, account_id, name, permissions) VALUES (%Q, %Q, 'own', "
        "'[\"users.read\"]');"
        "INSERT INTO teams(id, account_id, name) VALUES (%Q, %Q, 'team'), (%Q, %Q, 'empty');"
        "INSERT INTO team_memberships(team_id, user_id) SELECT %Q, id FROM users "
        "WHERE account_id = %Q;"
        "INSERT INTO channels(id, account_id, name) VALUES (%Q, %Q, 'shared');"
        "INSERT INTO settings(scope, scope_id, key, value) VALUES ('account', %Q, 'invites.life', "
        "'3600')",
        invite, account_id, account, role, account_id, team, account_id, empty, account_id, team,
        account_id, channel, account_id, account_id);
    run(sql);
    sqlite3_free(sql);
}

/* A guest of each account, at home in a third. */
static void add_guest(char account) {
    const char *account_id = account == 'a' ? ACCOUNT_A : ACCOUNT_B;
    char id[37];
    make_id(id, account, 'c', 1);
    char *sql = sqlite3_mprintf(
        "SELECT invite_accept(invite_create('guest%c@example.org', 'user', "
        "'{\"account_id\":\"0a000000-0000-7000-8000-00000000000c\"}'), '{\"id\":\"%s\"}');"
        "INSERT INTO invites(account_id, email, token) "
        "VALUES (%Q, 'guest%c@example.org', '%c%042d'); SELECT act_as(%Q);"
        "SELECT invite_accept('%c%042d'); SELECT act_as(NULL)",
        account, id, account_id, account, account, 0, id, account, 0);
    run(sql);
    sqlite3_free(sql);
}

static void make_store(void) {
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
        puts("matrix: usher cannot be loaded");
        exit(1);
    }
    run("SELECT usher_init('{\"account_id\":\"" ACCOUNT_A "\"}');"
        "INSERT INTO accounts(id, name) VALUES ('" ACCOUNT_B "', 'other'), "
        "('0a000000-0000-7000-8000-00000000000c', 'third')");
    fill_account('a');
    fill_account('b');
    add_guest('a');
    add_guest('b');
}

/* --------------------------------------------------------------------- a cell */

/* Each 'X' in quotes, and each "X" in JSON, with what it stands for. */
static char *fill_in(const char *sql, int role, enum target target) {
    char account = target == OTHER ? 'b' : 'a';
    char id[8][37];
    make_id(id[0], account, 'e', target == OWN ? role : 8);
    snprintf(id[1], 37, "%s", account == 'a' ? ACCOUNT_A : ACCOUNT_B);
    make_id(id[2], account, 'f', 1);
    if (target == OWN) {
        make_id(id[3], account, 'e', role);
    } else {
        make_id(id[3], account, 'c', 1);
    }
    make_id(id[4], account, 'd', 1);
    make_id(id[5], account, 'a', 1);
    make_id(id[6], account, 'a', 2);
    make_id(id[7], account, 'b', 1);
    static const char letters[] = "TAEGRMNC";
    sqlite3_str *out = sqlite3_str_new(db);
    for (; *sql; sql++) {
        const char *letter = strchr(letters, sql[1]);
        if ((*sql == '\'' || *sql == '"') && sql[1] && letter && sql[2] == *sql) {
            sqlite3_str_appendf(out, "%c%s%c", *sql, id[letter - letters], *sql);
            sql += 2;
        } else {
            sqlite3_str_appendchar(out, 1, *sql);
        }
    }
    return sqlite3_str_finish(out);
}

static int succeeds(const char *sql) {
    int call = strncmp(sql, "CALL ", 5) == 0;
    char *text = call ? sqlite3_mprintf("SELECT %s", sql + 5) : sqlite3_mprintf("%s", sql);
    sqlite3_stmt *statement = NULL;
    int before = sqlite3_total_changes(db);
    int good = sqlite3_prepare_v2(db, text, -1, &statement, NULL) == SQLITE_OK;
    int rc = good ? sqlite3_step(statement) : SQLITE_ERROR;
    int one = rc == SQLITE_ROW && sqlite3_column_int(statement, 0) == 1;
    good = call ? rc == SQLITE_ROW
           : strncmp(sql, "SELECT", 6) == 0
               ? one
               : rc == SQLITE_DONE && sqlite3_total_changes(db) > before + 2;
    sqlite3_finalize(statement);
    sqlite3_free(text);
    return good;
}

static int try_cell(const struct action *action, int role, enum target target) {
    char id[37];
    char *sql;
    make_id(id, 'a', 'e', role);
    run("BEGIN");
    if (action->before) {
        sql = fill_in(action->before, role, target);
        run(sql);
        sqlite3_free(sql);
    }
    sql = sqlite3_mprintf("SELECT act_as(%Q)", id);
    run(sql);
    sqlite3_free(sql);
    sql = fill_in(action->sql, role, target);
    int good = succeeds(sql);
    sqlite3_free(sql);
    run("ROLLBACK"); /* and the system acts again */
    return good;
}

/* ------------------------------------------------------------------- the table */

static char *make_row(const struct action *action) {
    sqlite3_str *row = sqlite3_str_new(db);
    sqlite3_str_appendf(row, "| %s |", action->name);
    for (int role = 0; role < ROLES; role++) {
        const char *glue = " ";
        int names_user = strstr(action->sql, "'T'") || strstr(action->sql, "'G'");
        for (int target = names_user ? OWN : SAME; target < TARGETS; target++) {
            if (try_cell(action, role, (enum target)target)) {
                sqlite3_str_appendf(row, "%s%s", glue, target_names[target]);
                glue = ", ";
            }
        }
        sqlite3_str_appendall(row, *glue == ',' ? " |" : "  |");
    }
    return sqlite3_str_finish(row);
}

static char *read_readme(void) {
    FILE *file = fopen("README.md", "rb");
    char *text = file ? calloc(1, 1 << 20) : NULL;
    if (!text || fread(text, 1, (1 << 20) - 1, file) == 0) {
        puts("matrix: README.md cannot be read");
        exit(1);
    }
    fclose(file);
    return text;
}

static void print_table(void) {
    for (int i = 0; i < ACTIONS; i++) {
        char *row = make_row(&actions[i]);
        puts(row);
        sqlite3_free(row);
    }
}

/* How many rows README.md has otherwise, or not in their place. */
static int check_table(const char *readme) {
    const char *place = NULL; /* where the next row must stand: anywhere, at first */
    int bad = 0;
    for (int i = 0; i < ACTIONS; i++) {
        char *row = make_row(&actions[i]);
        const char *found = strstr(readme, row);
        size_t length = strlen(row);
        if (!found || (place && found != place) || found[length] != '\n') {
            printf("README.md lacks the row as it is, or has it elsewhere:\n%s\n", row);
            bad++;
        }
        place = found ? found + length + 1 : NULL;
        sqlite3_free(row);
    }
    if (place && *place != '\n') {
        puts("README.md has more in the table than its rows");
        bad++;
    }
    return bad;
}

int main(int argc, char **argv) {
    make_store();
    if (argc > 1 && strcmp(argv[1], "--print") == 0) {
        print_table();
        return sqlite3_close(db) != SQLITE_OK;
    }
    char *readme = read_readme();
    int bad = check_table(readme);
    int good = (ACTIONS - bad) * ROLES * TARGETS;
    free(readme);
    if (sqlite3_close(db) != SQLITE_OK) {
        puts("matrix: the connection cannot be closed");
        bad++;
    }
    printf("%d passed, %d failed\n", good, bad);
    return bad != 0;
}
