/*
** The statements that are made to fail, and the database they work on.
*/
#include "atomicity.h"

#include <stdio.h>
#include <string.h>

/* Identifiers: account, user, invite; a digit each. */
#define ACCOUNT(n) "'00000000-0000-7000-8000-00000000a00" n "'"
#define USER(n) "'00000000-0000-7000-8000-00000000b00" n "'"
#define INVITE(n) "'00000000-0000-7000-8000-00000000c00" n "'"
#define MEMBER(n) "'00000000-0000-7000-8000-00000000d00" n "'"
#define TOKEN(c) "'" c "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

/* Account 1 is the default one, 2 has an owner and a guest of its own, 3 is empty. */
#define JOIN(user, email, role, account, letter)                                                   \
    "SELECT invite_create('" email "', '" role "', json_object('account_id', " ACCOUNT(            \
        account) ", 'token', " TOKEN(letter) "));"                                                 \
                                             "SELECT invite_accept(" TOKEN(                        \
                                                 letter) ", json_object('id', " USER(user) "))"

const char *const template_sql[] = {
    "CREATE TABLE app (number INTEGER PRIMARY KEY, value TEXT UNIQUE)",
    "INSERT INTO app (value) VALUES ('one'), ('two')",
    /* bare: up to here */
    NULL,
    "SELECT usher_init(json_object('account_id', " ACCOUNT("1") "))",
    "INSERT INTO accounts (id, name) VALUES (" ACCOUNT("2") ", 'second'), "
    "(" ACCOUNT("3") ", 'empty'), (" ACCOUNT("4") ", 'void')",
    "INSERT INTO settings (scope, scope_id, key, value) VALUES "
    "('account', " ACCOUNT("1") ", 'users.direct_creation', 1), "
    "('account', " ACCOUNT("2") ", 'users.direct_creation', 1), "
    "('account', " ACCOUNT("1") ", 'invites.life', 86400)",
    JOIN("1", "olga@a.org", "owner", "1", "B"),
    JOIN("2", "ben@a.org", "creator", "1", "C"),
    JOIN("3", "cat@a.org", "user", "1", "D"),
    JOIN("4", "dan@a.org", "user", "1", "E"),
    JOIN("5", "eva@b.org", "owner", "2", "F"),
    JOIN("6", "fay@a.org", "admin", "1", "G"),
    JOIN("6", "fay@a.org", "user", "2", "H"),
    JOIN("7", "gus@a.org", "user", "1", "I"),
    "DELETE FROM users WHERE id IN (" USER("4") ", " USER("7") ")",
    "INSERT INTO users (id, email, account_id) VALUES (" USER("8") ", 'hal@a.org', " ACCOUNT("1")
    ")",
    "INSERT INTO invites (id, email, role, account_id, token) VALUES "
    "(" INVITE("1") ", 'p1@a.org', 'user', " ACCOUNT("1") ", " TOKEN("J") "), "
    "(" INVITE("2") ", 'p2@a.org', 'manager', " ACCOUNT("1") ", " TOKEN("K") "), "
    "(" INVITE("3") ", 'p3@a.org', 'user', " ACCOUNT("1") ", " TOKEN("L") "), "
    "(" INVITE("4") ", 'p4@a.org', 'user', " ACCOUNT("1") ", " TOKEN("M") ")",
    "SELECT invite_decline(" TOKEN("M") ")",
    /* What functions are called for. 9 is always a row that fails. */
    "CREATE TABLE list (n INTEGER PRIMARY KEY, email TEXT, token TEXT, invite TEXT, user TEXT)",
    "INSERT INTO list VALUES "
    "(1, 'l1@a.org', " TOKEN("J") ", " INVITE("1") ", " USER("4") "), "
    "(2, 'l2@a.org', " TOKEN("K") ", " INVITE("2") ", " USER("7") "), "
    "(3, 'l3@a.org', " TOKEN("L") ", " INVITE("3") ", " USER("4") "), "
    "(9, 'ben@a.org', " TOKEN("M") ", " INVITE("4") ", " USER("1") ")",
    NULL,
};

#define OPTIONS "json_object('account_id', " ACCOUNT("1") ")"
#define NEW_USER "INSERT %s INTO users (id, email, account_id, role) VALUES "
#define NEW_INVITE "INSERT %s INTO invites (id, email, account_id, role) VALUES "
#define NEW_SETTING "INSERT %s INTO settings (scope, scope_id, key, value) VALUES "
#define NEW_ACCOUNT "INSERT %s INTO accounts (id, name) VALUES "
#define NEW_MEMBER "INSERT %s INTO account_memberships (id, user_id, account_id, role) VALUES "
#define CALL "INSERT %s INTO usher (call, args) VALUES "

#define USER_ROW(n, email) "(" USER(n) ", '" email "', " ACCOUNT("1") ", 'user')"
#define INVITE_ROW(n, email, role) "(" INVITE(n) ", '" email "', " ACCOUNT("1") ", '" role "')"
#define SETTING_ROW(account, key, value)                                                           \
    "('account', " ACCOUNT(account) ", '" key "', " value ")"
#define ACCOUNT_ROW(n, name) "(" ACCOUNT(n) ", '" name "')"
#define MEMBER_ROW(n, user, role)                                                                  \
    "(" MEMBER(n) ", " USER(user) ", " ACCOUNT("2") ", '" role "')"

const struct kind kinds[] = {
    /* ------------------------------------------------------------ INSERT */
    {"insert user", NEW_USER, {USER_ROW("a", "n1@a.org")}, NULL, "", 0,
     {{USER_ROW("b", "BEN@a.org"), "conflict"}, {USER_ROW("2", "n2@a.org"), "conflict"},
      {USER_ROW("b", "nobody"), "invalid"}}},
    {"insert user without id", "INSERT %s INTO users (email, account_id) VALUES ",
     {"('n1@a.org', " ACCOUNT("1") ")"}, NULL, "", 0,
     {{"('n1@a.org', " ACCOUNT("3") ")", "forbidden"}, {"('n1@a.org', " ACCOUNT("9") ")", "not_found"}}},
    {"insert users", NEW_USER,
     {USER_ROW("a", "n1@a.org"), USER_ROW("b", "n2@a.org"), USER_ROW("c", "n3@a.org")}, ", ", "", 0,
     {{USER_ROW("d", "ben@A.org"), "conflict"},
      {"(" USER("d") ", 'n4@a.org', " ACCOUNT("3") ", 'user')", "forbidden"},
      {"(" USER("d") ", 'n4@a.org', " ACCOUNT("1") ", 'king')", "invalid"}}},
    {"insert users select",
     "INSERT %s INTO users (email, account_id) SELECT email, " ACCOUNT("1") " FROM list WHERE n IN (",
     {"1", "2", "3"}, ", ", ")", 0, {{"9", "conflict"}}},
    {"insert users by rowid", "INSERT %s INTO users (rowid, email, account_id) VALUES ",
     {"(101, 'n1@a.org', " ACCOUNT("1") ")", "(102, 'n2@a.org', " ACCOUNT("1") ")"}, ", ", "", 0,
     {{"(1, 'n3@a.org', " ACCOUNT("1") ")", "conflict"},
      {"(-1, 'n3@a.org', " ACCOUNT("1") ")", "invalid"}}},
    {"insert invite", NEW_INVITE, {INVITE_ROW("a", "n1@a.org", "owner")}, NULL, "", 0,
     {{INVITE_ROW("a", "ben@a.org", "user"), "conflict"},
      {INVITE_ROW("1", "n1@a.org", "user"), "conflict"},
      {INVITE_ROW("a", "n1@a.org", "king"), "invalid"}}},
    {"insert invites", NEW_INVITE,
     {INVITE_ROW("a", "n1@a.org", "user"), INVITE_ROW("1", "p1@a.org", "admin"),
      INVITE_ROW("c", "n3@a.org", "owner")}, ", ", "", 0,
     {{INVITE_ROW("d", "p2@a.org", "user"), "conflict"},
      {INVITE_ROW("d", "cat@a.org", "user"), "conflict"},
      {"(" INVITE("d") ", 'n4@a.org', " ACCOUNT("9") ", 'user')", "not_found"}}},
    {"insert invites select",
     "INSERT %s INTO invites (email, account_id) SELECT email, " ACCOUNT("1")
     " FROM list WHERE n IN (",
     {"1", "2", "3"}, ", ", ")", 0, {{"9", "conflict"}}},
    {"insert setting", NEW_SETTING, {SETTING_ROW("1", "users.email_change", "1")}, NULL, "", 0,
     {{SETTING_ROW("1", "users.email_change", "7"), "invalid"},
      {SETTING_ROW("1", "users.shoe_size", "7"), "invalid"},
      {SETTING_ROW("9", "users.email_change", "1"), "not_found"}}},
    {"insert settings", NEW_SETTING,
     {SETTING_ROW("1", "users.email_change", "1"), SETTING_ROW("2", "invites.life", "90"),
      SETTING_ROW("3", "users.direct_creation", "'true'")}, ", ", "", 0,
     {{SETTING_ROW("4", "invites.life", "59"), "invalid"},
      {SETTING_ROW("4", "invites.life", "NULL"), "missing"}}},
    {"replace setting", "INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ",
     {SETTING_ROW("1", "users.direct_creation", "0"), SETTING_ROW("1", "invites.life", "90")}, ", ",
     "", 0, {{SETTING_ROW("1", "invites.life", "5"), "invalid"}}},
    {"insert account", NEW_ACCOUNT, {ACCOUNT_ROW("a", "third")}, NULL, "", 0,
     {{ACCOUNT_ROW("a", "SECOND"), "conflict"}, {ACCOUNT_ROW("1", "third"), "conflict"}}},
    {"insert accounts", NEW_ACCOUNT,
     {ACCOUNT_ROW("a", "third"), ACCOUNT_ROW("b", "fourth"), ACCOUNT_ROW("c", "fifth")}, ", ", "",
     0, {{ACCOUNT_ROW("d", "empty"), "conflict"}, {ACCOUNT_ROW("d", ""), "invalid"}}},
    {"insert membership", NEW_MEMBER, {MEMBER_ROW("a", "2", "owner")}, NULL, "", 0,
     {{MEMBER_ROW("a", "6", "user"), "conflict"}, {MEMBER_ROW("a", "9", "user"), "not_found"}}},
    {"insert memberships", NEW_MEMBER,
     {MEMBER_ROW("a", "2", "owner"), MEMBER_ROW("b", "3", "user")}, ", ", "", 0,
     {{MEMBER_ROW("c", "6", "user"), "conflict"}, {MEMBER_ROW("a", "1", "user"), "conflict"},
      {MEMBER_ROW("c", "1", "king"), "invalid"}}},
    /* ------------------------------------------------------------ UPDATE */
    {"update user by id", "UPDATE %s users SET company = 'x', disk_space = 5 WHERE id = ",
     {USER("2")}, NULL, "", 0, {{USER("4"), "conflict"}}},
    {"update user by rowid", "UPDATE %s users SET enabled = 0 WHERE rowid = ", {"2"}, NULL, "", 0,
     {{"1", "last_owner"}}},
    {"update users", "UPDATE %s users SET job_title = 'x', name = 'y' WHERE id IN (",
     {USER("2"), USER("3"), USER("6")}, ", ", ")", 0, {{USER("7"), "conflict"}}},
    {"disable users", "UPDATE %s users SET enabled = 0 WHERE id IN (",
     {USER("2"), USER("3"), USER("6")}, ", ", ")", 0, {{USER("1"), "last_owner"}}},
    {"update user from", "UPDATE %s users SET company = list.email FROM list "
     "WHERE list.n = 1 AND users.id IN (", {USER("2"), USER("3")}, ", ", ")", ALONE,
     {{USER("7"), "conflict"}}},
    {"hand ownership over", "UPDATE %s users SET role = iif(role = 'owner', 'user', 'owner') "
     "WHERE id IN (", {USER("1") ", " USER("2")}, NULL, ")", 0, {{USER("1"), "last_owner"}}},
    {"revoke invites", "UPDATE %s invites SET status = 'revoked' WHERE id IN (",
     {INVITE("1"), INVITE("2"), INVITE("3")}, ", ", ")", 0, {{INVITE("4"), "conflict"}}},
    {"update invite by id", "UPDATE %s invites SET role = 'owner', name = 'x' WHERE id = ",
     {INVITE("1")}, NULL, "", 0, {{INVITE("4"), "conflict"}}},
    {"update settings", "UPDATE %s settings SET value = iif(scope_id = " ACCOUNT("1")
     " AND key = 'invites.life', 5, 0), locked = 1 WHERE rowid IN (", {"1", "2"}, ", ", ")", 0,
     {{"3", "invalid"}}},
    {"update accounts", "UPDATE %s accounts SET name = name || '!' WHERE id IN (",
     {ACCOUNT("1"), ACCOUNT("2"), ACCOUNT("3")}, ", ", ")", 0, {{NULL, NULL}}},
    {"rename accounts alike", "UPDATE %s accounts SET name = 'same' WHERE id IN (",
     {ACCOUNT("1")}, NULL, ")", 0, {{ACCOUNT("2") ", " ACCOUNT("1"), "conflict"}}},
    {"update memberships", "UPDATE %s account_memberships SET role = 'creator' WHERE user_id IN (",
     {USER("2"), USER("3"), USER("6")}, ", ", ")", 0, {{USER("5"), "last_owner"}}},
    /* ------------------------------------------------------------ DELETE */
    {"delete user", "DELETE FROM users WHERE id = ", {USER("2")}, NULL, "", 0,
     {{USER("1"), "last_owner"}}},
    {"delete users", "DELETE FROM users WHERE id IN (", {USER("2"), USER("3"), USER("8")}, ", ",
     ")", 0, {{USER("1"), "last_owner"}}},
    {"delete invites", "DELETE FROM invites WHERE id IN (",
     {INVITE("1"), INVITE("2"), INVITE("4")}, ", ", ")", 0, {{NULL, NULL}}},
    {"delete setting", "DELETE FROM settings WHERE rowid = ", {"1"}, NULL, "", 0, {{NULL, NULL}}},
    {"delete membership", "DELETE FROM account_memberships WHERE account_id = " ACCOUNT("2")
     " AND user_id IN (", {USER("6")}, ", ", ")", 0, {{USER("5"), "conflict"}}},
    {"delete accounts", "DELETE FROM accounts WHERE id IN (", {ACCOUNT("3"), ACCOUNT("4")}, ", ",
     ")", 0, {{ACCOUNT("1"), "conflict"}}},
    /* --------------------------------------------------------- functions */
    {"usher_init", "SELECT usher_init()", {""}, NULL, "", BARE, {{NULL, NULL}}},
    {"usher_init for account", "SELECT usher_init(json_object('account_id', " ACCOUNT("1") "))",
     {""}, NULL, "", BARE, {{NULL, NULL}}},
    {"call usher_init", CALL, {"('usher_init', NULL)"}, NULL, "", BARE,
     {{"('usher_init', '[{\"size\": 1}]')", "invalid"}}},
    {"invite_create()", "SELECT invite_create(", {"'n1@a.org', 'user', " OPTIONS}, NULL, ")", 0,
     {{"'cat@a.org', 'user', " OPTIONS, "conflict"}, {"'n1@a.org', 'king', " OPTIONS, "invalid"},
      {"'n1@a.org', 'user'", "missing"}}},
    {"invite_create() again", "SELECT invite_create(", {"'p1@a.org', 'admin', " OPTIONS}, NULL, ")",
     0, {{NULL, NULL}}},
    {"invite_accept()", "SELECT invite_accept(",
     {TOKEN("J") ", json_object('id', " USER("a") ", 'name', 'Pia')"}, NULL, ")", 0,
     {{TOKEN("C"), "conflict"}, {TOKEN("Z"), "not_found"},
      {TOKEN("J") ", json_object('id', " USER("2") ")", "conflict"}}},
    {"invite_decline()", "SELECT invite_decline(", {TOKEN("J")}, NULL, ")", 0,
     {{TOKEN("M"), "conflict"}}},
    {"invite_revoke()", "SELECT invite_revoke(", {INVITE("1")}, NULL, ")", 0,
     {{INVITE("4"), "conflict"}}},
    {"invite_resend()", "SELECT invite_resend(", {INVITE("1")}, NULL, ")", 0,
     {{INVITE("4"), "conflict"}}},
    {"user_restore()", "SELECT user_restore(", {USER("4")}, NULL, ")", 0, {{USER("2"), "conflict"}}},
    {"user_erase()", "SELECT user_erase(", {USER("2")}, NULL, ")", 0, {{USER("1"), "last_owner"}}},
    {"call invite_create", CALL, {"('invite_create', json_array('n1@a.org', 'user', " OPTIONS "))"},
     NULL, "", 0,
     {{"('invite_create', json_array('cat@a.org', 'user', " OPTIONS "))", "conflict"},
      {"('invite_created', NULL)", "invalid"}, {"(NULL, NULL)", "missing"}}},
    {"call invite_accept", CALL,
     {"('invite_accept', json_array(" TOKEN("J") "))", "('invite_accept', json_array(" TOKEN("K")
      "))"}, ", ", "", 0,
     {{"('invite_accept', json_array(" TOKEN("K") "))", "conflict"}}},
    {"call invite_decline", CALL, {"('invite_decline', json_array(" TOKEN("J") "))"}, ", ", "", 0,
     {{"('invite_decline', json_array(" TOKEN("M") "))", "conflict"}}},
    {"call invite_revoke", CALL, {"('invite_revoke', json_array(" INVITE("1") "))"}, ", ", "", 0,
     {{"('invite_revoke', json_array(" INVITE("4") "))", "conflict"}}},
    {"call invite_resend", CALL, {"('invite_resend', json_array(" INVITE("1") "))"}, ", ", "", 0,
     {{"('invite_resend', json_array(" INVITE("4") "))", "conflict"}}},
    {"call user_restore", CALL, {"('user_restore', json_array(" USER("4") "))"}, ", ", "", 0,
     {{"('user_restore', json_array(" USER("4") "))", "conflict"}}},
    {"call user_erase", CALL, {"('user_erase', json_array(" USER("2") "))"}, ", ", "", 0,
     {{"('user_erase', json_array(" USER("1") "))", "last_owner"}}},
    {"call what a query says",
     "INSERT %s INTO usher (call, args) SELECT 'invite_revoke', json_array(invite) FROM list "
     "WHERE n IN (", {"1", "2", "3"}, ", ", ")", 0, {{"9", "conflict"}}},
    /* ------------------------------------------------- functions and rows */
    {"insert invite_create()",
     "INSERT %s INTO app (value) SELECT invite_create(email, 'user', " OPTIONS
     ") FROM list WHERE n IN (", {"1", "2", "3"}, ", ", ")", 0, {{"9", "conflict"}}},
    {"insert invite_accept()",
     "INSERT %s INTO app (value) SELECT invite_accept(token) FROM list WHERE n IN (",
     {"1", "2", "3"}, ", ", ")", 0, {{"9", "conflict"}}},
    {"insert one invite_accept()", "INSERT %s INTO app (value) VALUES (invite_accept(",
     {TOKEN("J")}, NULL, "))", 0, {{TOKEN("M"), "conflict"}}},
    {"insert user_restore()",
     "INSERT %s INTO app (value) SELECT user_restore(user) FROM list WHERE n IN (", {"1", "2"},
     ", ", ")", 0, {{"9", "conflict"}}},
    {"update app by function", "UPDATE %s app SET value = invite_create(value || '@a.org', 'user', "
     OPTIONS ") WHERE value IN (", {"'one'", "'two'"}, ", ", ")", 0, {{NULL, NULL}}},
    {"create table as function",
     "CREATE TABLE made AS SELECT invite_revoke(invite) AS id FROM list WHERE n IN (",
     {"1", "2", "3"}, ", ", ")", 0, {{"9", "conflict"}}},
    {"invite_create() each",
     "SELECT invite_create(email, 'user', " OPTIONS ") FROM list WHERE n IN (", {"1", "2", "3"},
     ", ", ")", EACH, {{"9", "conflict"}}},
    {"invite_accept() each", "SELECT invite_accept(token) FROM list WHERE n IN (",
     {"1", "2", "3"}, ", ", ")", EACH, {{"9", "conflict"}}},
    {"user_restore() each", "SELECT user_restore(user) FROM list WHERE n IN (", {"1", "2"}, ", ",
     ")", EACH, {{"9", "conflict"}}},
    {"two functions", "SELECT ",
     {"invite_revoke(" INVITE("1") ")", "invite_decline(" TOKEN("K") ")"}, ", ", "", EACH,
     {{"invite_revoke(" INVITE("4") ")", "conflict"}}},
};

const int kind_count = sizeof(kinds) / sizeof(*kinds);

int kind_rows(const struct kind *kind) {
    int rows = 0;
    while (rows < MAX_ROWS && kind->row[rows]) {
        rows++;
    }
    return rows;
}

void kind_sql(char *sql, int size, const struct kind *kind, const char *clause, unsigned mask,
              const char *breach) {
    const char *place = strstr(kind->head, "%s");
    int used = snprintf(sql, (size_t)size, "%.*s%s%s",
                        place ? (int)(place - kind->head) : (int)strlen(kind->head), kind->head,
                        place ? clause : "", place ? place + 2 : "");
    const char *glue = "";
    for (int i = 0; i < kind_rows(kind); i++) {
        if (mask >> i & 1) {
            used += snprintf(sql + used, (size_t)(size - used), "%s%s", glue, kind->row[i]);
            glue = kind->glue ? kind->glue : "";
        }
    }
    if (breach) {
        used += snprintf(sql + used, (size_t)(size - used), "%s%s", glue, breach);
    }
    snprintf(sql + used, (size_t)(size - used), "%s", kind->tail);
}
