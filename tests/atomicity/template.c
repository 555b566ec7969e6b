/*
** The database on which the statements work.
*/
#include "atomicity.h"

#include <stddef.h>

/* Account 1 is the default one, 2 has an owner and a guest of its own, 3 is empty. */
#define JOIN(user, email, role, account, letter)                                                   \
    "SELECT invite_create('" email "', '" role                                                     \
    "', json_object('account_id', " ACCOUNT(account) ", 'token', " TOKEN(                          \
        letter) "));"                                                                              \
                "SELECT invite_accept(" TOKEN(letter) ", json_object('id', " USER(user) "))"

#define TEAM_OF(n, account, name) "(" TEAM(n) ", " ACCOUNT(account) ", '" name "')"
#define MATE(n, team, user) "(" MEMBER(n) ", " TEAM(team) ", " USER(user) ")"

const char *const template_sql[] = {
    "CREATE TABLE app (number INTEGER PRIMARY KEY, value TEXT UNIQUE)",
    "INSERT INTO app (value) VALUES ('one'), ('two')",
    /* bare: up to here */
    NULL,
    "SELECT usher_init(json_object('account_id', " ACCOUNT("1") "))",
    "SELECT usher_key(" MASTER_KEY "); SELECT jwt_key_create('{\"kid\":\"one\"}'); "
    "SELECT jwt_key_create('{\"kid\":\"two\",\"algorithm\":\"HS256\"}')",
    "INSERT INTO accounts (id, name) VALUES (" ACCOUNT(
        "2") ", 'second'), "
             "(" ACCOUNT("3") ", 'empty'), (" ACCOUNT("4") ", 'void')",
    "INSERT INTO settings (scope, scope_id, key, value) VALUES "
    "('account', " ACCOUNT("1") ", 'users.direct_creation', 1), "
                                "('account', " ACCOUNT("2") ", 'users.direct_creation', 1), "
                                                            "('account', " ACCOUNT(
                                                                "1") ", 'invites.life', 86400)",
    JOIN("1", "olga@a.org", "owner", "1", "B"),
    JOIN("2", "ben@a.org", "creator", "1", "C"),
    JOIN("3", "cat@a.org", "user", "1", "D"),
    JOIN("4", "dan@a.org", "user", "1", "E"),
    JOIN("5", "eva@b.org", "owner", "2", "F"),
    JOIN("6", "fay@a.org", "admin", "1", "G"),
    "SELECT invite_create('fay@a.org', 'user', json_object('account_id', " ACCOUNT(
        "2") ", 'token', " TOKEN("H") "))",
    "SELECT act_as(" USER("6") ")",
    "SELECT invite_accept(" TOKEN("H") ")",
    "SELECT act_as(NULL)",
    JOIN("7", "gus@a.org", "user", "1", "I"),
    "DELETE FROM users WHERE id IN (" USER("4") ", " USER("7") ")",
    "INSERT INTO users (id, email, account_id) VALUES (" USER("8") ", 'hal@a.org', " ACCOUNT(
        "1") ")",
    "INSERT INTO invites (id, email, role, account_id, token) VALUES "
    "(" INVITE("1") ", 'p1@a.org', 'user', " ACCOUNT("1") ", " TOKEN(
        "J") "), "
             "(" INVITE("2") ", 'p2@a.org', 'manager', " ACCOUNT("1") ", " TOKEN(
                 "K") "), "
                      "(" INVITE("3") ", 'p3@a.org', 'user', " ACCOUNT("1") ", " TOKEN(
                          "L") "), "
                               "(" INVITE("4") ", 'p4@a.org', 'user', " ACCOUNT("1") ", " TOKEN(
                                   "M") ")",
    "INSERT INTO roles (id, account_id, name, permissions) VALUES "
    "(" ROLE("1") ", " ACCOUNT("1") ", 'reader', '[\"users.read\"]'), "
                                    "(" ROLE("2") ", " ACCOUNT(
                                        "2") ", 'clerk', '[\"users.read\",\"users.update\"]')",
    "SELECT invite_decline(" TOKEN("M") ")",
    "SELECT act_as(" USER("2") ")",
    "SELECT mfa_enroll()",
    "SELECT act_as(NULL)",
    "UPDATE usher_totp SET confirmed_at = created_at",
    "INSERT INTO usher_recovery_code VALUES (" USER("2") ", zeroblob(32))",
    /* What somebody signs in with, and what is good for one thing. */
    "SELECT password_import(" USER("1") ", " PHC ")",
    "SELECT session_create(" USER("1") ", json_object('id', " SESSION("1") ", 'token', " TOKEN(
        "R") "))",
    "SELECT session_create(" USER("2") ", json_object('id', " SESSION("2") ", 'token', " TOKEN(
        "S") "))",
    "SELECT api_key_create('of ben', json_object('id', " KEY("1") ", 'user_id', " USER(
        "2") ", 'key', " API_KEY ", 'readable', 1))",
    "SELECT api_key_create('of all', json_object('id', " KEY(
        "2") ", 'owner', 'account', "
             "'account_id', " ACCOUNT("1") ", 'user_id', " USER(
                 "f") ", 'scopes', "
                      "json_array('users.read'), 'readable', 1))",
    "SELECT api_key_create('of cat', json_object('id', " KEY("3") ", 'user_id', " USER("3") "))",
    "UPDATE usher_user SET verified_email = 0 WHERE id = " USER("3"),
    "SELECT email_verify_request(" USER("3") ", json_object('token', " TOKEN("P") "))",
    "SELECT password_reset_request('cat@a.org', json_object('token', " TOKEN("Q") "))",
    "INSERT INTO teams (id, account_id, name) VALUES " TEAM_OF("1", "1", "red"),
    "INSERT INTO teams (id, account_id, name) VALUES " TEAM_OF("2", "2", "green"),
    "INSERT INTO teams (id, account_id, name) VALUES " TEAM_OF("3", "1", "blue"),
    "INSERT INTO teams (id, account_id, name) VALUES " TEAM_OF("4", "3", "grey"),
    "INSERT INTO team_memberships (id, team_id, user_id) VALUES " MATE("1", "1", "2"),
    "INSERT INTO team_memberships (id, team_id, user_id) VALUES " MATE("2", "1", "3"),
    "INSERT INTO team_memberships (id, team_id, user_id) VALUES " MATE("3", "2", "6"),
    "INSERT INTO team_memberships (id, team_id, user_id) VALUES " MATE("4", "3", "2"),
    "INSERT INTO channels (id, account_id, name) VALUES (" CHANNEL("1") ", " ACCOUNT(
        "1") ", 'one'), (" CHANNEL("2") ", " ACCOUNT("1") ", 'two'), (" CHANNEL("3") ", " ACCOUNT("1") ", 'gone')",
    "INSERT INTO channel_members (id, channel_id, user_id, mode) VALUES (" SHARER("1") ", " CHANNEL("1") ", " USER("2") ", 'edit'), (" SHARER("2") ", " CHANNEL(
        "1") ", " USER("3") ", 'view'), (" SHARER("3") ", " CHANNEL("2") ", " USER("2") ", "
                                                                                        "'view'), "
                                                                                        "(" SHARER("4") ", " CHANNEL(
                                                                                            "3") ","
                                                                                                 " " USER(
                                                                                                     "2") ", 'edit')",
    "INSERT INTO usher_file (id, account_id, user_id, channel_id, checksum, size, format, "
    "created_at, updated_at) SELECT id, " ACCOUNT(
        "1") ", user_id, channel_id, hex(randomblob(16)), "
             "100, 'mp4', created_at, created_at FROM usher_channel_member",
    "UPDATE usher_user SET disk_space_used = 200 WHERE id = " USER("2"),
    "DELETE FROM channels WHERE id = " CHANNEL("3"),
    "UPDATE invites SET teams = json_array(" TEAM("1") ") WHERE id = " INVITE("1"),
    "UPDATE invites SET teams = json_array(" TEAM("3") ") WHERE id = " INVITE("3"),
    "INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) SELECT 'team', id, "
    "'app.x', '1', created_at FROM usher_team",
    "UPDATE usher_outbox SET attempts = 3 WHERE invite_id = " INVITE("2"),
    "INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES "
    "(" FILE_ID("1") ", " USER("2") ", NULL, " CHECKSUM(
        "1") ", 10, 'mp4'), "
             "(" FILE_ID("2") ", " USER("2") ", " CHANNEL("1") ", " CHECKSUM(
                 "2") ", 20, 'mp4'), "
                      "(" FILE_ID("3") ", " USER("3") ", NULL, " CHECKSUM("1") ", 30, 'mp4')",
    "UPDATE users SET disk_space = iif(id = " USER("2") ", 200, 100) WHERE discarded_at IS NULL "
                                                        "AND service = 0", /* 70 are left to them */
    "UPDATE usher_user SET disk_space_used = 31 WHERE id = " USER("3"),    /* which has drifted */
    "UPDATE users SET notifications = '[\"message\"]' WHERE id IN (" USER("1") ", " USER("2") ")",
    "INSERT INTO notifications (id, audience, audience_id, message, disposal, created_at) VALUES "
    "(" NOTE("1") ", 'user', " USER(
        "2") ", 'x', 'keep', '2099-01-01T00:00:00Z'), "
             "(" NOTE("2") ", 'team', " TEAM(
                 "1") ", 'x', 'on_read', '2099-01-02T00:00:00Z'), "
                      "(" NOTE("3") ", 'account', " ACCOUNT(
                          "1") ", 'x', 'on_read', '2099-01-03T00:00:00Z'), "
                               "(" NOTE("4") ", 'user', " USER(
                                   "3") ", 'x', 'on_ack', '2099-01-04T00:00:00Z')",
    "UPDATE notifications SET read = id = " NOTE("3") " WHERE user_id = " USER("2"),
    "UPDATE notifications SET read = 0 WHERE user_id = " USER("2"),
    /* What usher_prune() takes. */
    "UPDATE usher_invite SET declined_at = '2001-01-01T00:00:00.000Z' WHERE declined_at IS NOT "
    "NULL",
    "INSERT INTO usher_attempt VALUES (zeroblob(32), 3, '2001-01-01T00:00:00.000Z')",
    "INSERT INTO usher_session (id, user_id, form, token_hash, created_at, last_used_at, "
    "idle_seconds, expires_at) VALUES (" SESSION("3") ", " USER(
        "5") ", 'opaque', zeroblob(32), "
             "'2001-01-01T00:00:00.000Z', '2001-01-01T00:00:00.000Z', 60, "
             "'2001-02-01T00:00:00.000Z')",
    "INSERT INTO usher_session_past VALUES (zeroblob(32), " SESSION(
        "3") ", "
             "'2001-01-01T00:00:00.000Z')",
    /* What functions are called for. 9 is always a row that fails. */
    "CREATE TABLE list (n INTEGER PRIMARY KEY, email TEXT, token TEXT, invite TEXT, user TEXT)",
    "INSERT INTO list VALUES "
    "(1, 'l1@a.org', " TOKEN("J") ", " INVITE("1") ", " USER(
        "4") "), "
             "(2, 'l2@a.org', " TOKEN("K") ", " INVITE("2") ", " USER(
                 "7") "), "
                      "(3, 'l3@a.org', " TOKEN("L") ", " INVITE("3") ", " USER(
                          "4") "), "
                               "(9, 'ben@a.org', " TOKEN("M") ", " INVITE("4") ", " USER("1") ")",
    NULL,
};
