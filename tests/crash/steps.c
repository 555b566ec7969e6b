/*
** One random statement. Some are refused: what they try does not fit, and nothing may come of it.
*/
#include "crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PHC                                                                                        \
    "'$argon2id$v=19$m=8,t=1,p=1$5wQUiVeuZ4FKZmQaMpRUnA$"                                          \
    "miM4Ot6BCZ/cVQzhCDKO8D26lAsvBn20SJSyhgO0x8c'"
#define FIRST "'00000000-0000-7000-8000-00000000a001'"

/*
** In braces: a new id or token, a token of the last few, a new number, a digit, a text that may be
** long; a new token for a session, that of the last one; or the id of a row, by chance (see `rows`).
*/
static struct kind {
    const char *name;
    unsigned weight;
    const char *sql;
    int done;
    int refused;
} kinds[] = {
    /* clang-format off */
    {"invite", 8, "SELECT invite_create('p{new}@a.org', 'user', json_object('account_id', {account}, 'token', {token}))", 0, 0},
    {"invite into a team", 4, "INSERT INTO invites (id, email, role, account_id, teams, token) VALUES ({id}, 'q{new}@a.org', 'creator', " FIRST ", (SELECT json_group_array(id) FROM usher_team WHERE account_id = " FIRST "), {token})", 0, 0},
    {"invite into a channel", 3, "INSERT INTO invites (id, email, channel_id, share_mode, token) VALUES ({id}, 'r{new}@a.org', {channel}, 'edit', {token})", 0, 0},
    {"invite several", 3, "INSERT INTO usher (call, args) VALUES ('invite_create', json_array('s{new}@a.org', 'user', json_object('account_id', " FIRST ", 'token', {token}))), ('invite_create', json_array('t{new}@a.org', 'manager', json_object('account_id', " FIRST ", 'token', {token})))", 0, 0},
    {"accept", 12, "SELECT invite_accept({last}, json_object('id', {id}, 'name', 'Name {n}'))", 0, 0},
    {"accept by call", 4, "INSERT INTO usher (call, args) VALUES ('invite_accept', json_array({last}))", 0, 0},
    {"decline", 2, "SELECT invite_decline({last})", 0, 0},
    {"revoke", 2, "SELECT invite_revoke({invite})", 0, 0},
    {"resend", 2, "SELECT invite_resend({invite})", 0, 0},
    {"change invites", 2, "UPDATE invites SET role = 'creator', name = 'Name {n}' WHERE status = 'pending' AND account_id = " FIRST, 0, 0},
    {"delete invites", 1, "DELETE FROM invites WHERE id = {invite}", 0, 0},
    {"create users", 5, "INSERT INTO users (id, email, account_id, role, about) VALUES ({id}, 'u{new}@a.org', " FIRST ", 'user', {text}), ({id}, 'v{new}@a.org', " FIRST ", 'creator', {text}), ({id}, 'w{new}@a.org', " FIRST ", 'user', {text})", 0, 0},
    {"update users", 8, "UPDATE users SET company = {text}, job_title = 'Title {n}', disk_space = 10000{n} WHERE id IN ({user}, {user}, {user})", 0, 0},
    {"update all users", 2, "UPDATE users SET about = {text} WHERE discarded_at IS NULL AND service = 0", 0, 0},
    {"disable", 2, "UPDATE users SET enabled = {n} > 4 WHERE id = {user}", 0, 0},
    {"change role", 2, "UPDATE users SET role = iif({n} > 5, 'manager', 'user') WHERE id IN ({user}, {user})", 0, 0},
    {"delete users", 5, "DELETE FROM users WHERE id IN ({user}, {user})", 0, 0},
    {"restore", 2, "SELECT user_restore({gone})", 0, 0},
    {"erase", 1, "SELECT user_erase({gone})", 0, 0},
    {"set", 6, "INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('user', {user}, 'app.k{n}', json_quote({text})), ('account', " FIRST ", 'app.k{n}', json_quote({text}))", 0, 0},
    {"patch", 3, "SELECT setting_patch('account', " FIRST ", 'app.p{n}', json_object('a{n}', {text}, 'b', NULL))", 0, 0},
    {"lock settings", 2, "UPDATE settings SET locked = 1 - locked WHERE scope = 'account' AND key GLOB 'app.*'", 0, 0},
    {"delete settings", 2, "DELETE FROM settings WHERE scope = 'user' AND scope_id = {user}", 0, 0},
    {"notify", 7, "INSERT INTO notifications (id, audience, audience_id, message, disposal) VALUES ({id}, 'user', {user}, {text}, 'keep'), ({id}, 'team', {team}, 'x{n}', 'on_read'), ({id}, 'account', " FIRST ", 'y{n}', 'on_ack')", 0, 0},
    {"mark read", 5, "SELECT mark_read(strftime('%Y-%m-%dT%H:%M:%fZ'), {user})", 0, 0},
    {"mark read by call", 3, "INSERT INTO usher (call, args) VALUES ('mark_read', json_array(strftime('%Y-%m-%dT%H:%M:%fZ'), {user}))", 0, 0},
    {"fetch", 3, "SELECT notifications_fetch(3, {user})", 0, 0},
    {"unread", 3, "UPDATE notifications SET read = {n} > 4 WHERE user_id = {user}", 0, 0},
    {"dismiss", 2, "DELETE FROM notifications WHERE user_id = {user} AND read = 1", 0, 0},
    {"prune", 1, "SELECT notifications_prune(strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 seconds'))", 0, 0},
    {"add files", 9, "INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES ({id}, {user}, NULL, printf('%032x', {n}), 100{n}, 'mp4'), ({id}, {user}, NULL, printf('%032x', {n}), 20{n}, 'mp4'), ({id}, {user}, NULL, printf('%032x', {n}), 3{n}, 'pdf')", 0, 0},
    {"add a shared file", 3, "INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES ({id}, {user}, {channel}, printf('%032x', {n}), 100{n}, 'mp4')", 0, 0},
    {"add too much", 2, "INSERT INTO files (id, user_id, checksum, size, format) VALUES ({id}, {user}, printf('%032x', 77), 10, 'mp4'), ({id}, {user}, printf('%032x', 99), 99999999999, 'mp4')", 0, 0},
    {"change files", 3, "UPDATE files SET size = size + {n}, channel_id = NULL WHERE id IN ({file}, {file})", 0, 0},
    {"delete files", 3, "DELETE FROM files WHERE id IN ({file}, {file}, {file})", 0, 0},
    {"refresh", 1, "SELECT storage_refresh({user})", 0, 0},
    {"teams", 2, "INSERT INTO teams (id, account_id, name) VALUES ({id}, " FIRST ", 'team {new}'), ({id}, " FIRST ", 'group {new}')", 0, 0},
    {"mates", 4, "INSERT OR IGNORE INTO team_memberships (id, team_id, user_id) VALUES ({id}, {team}, {user}), ({id}, {team}, {user})", 0, 0},
    {"delete a team", 1, "DELETE FROM teams WHERE id = {team}", 0, 0},
    {"channels", 3, "INSERT INTO channels (id, account_id, name) VALUES ({id}, " FIRST ", 'channel {new}')", 0, 0},
    {"sharers", 4, "INSERT OR IGNORE INTO channel_members (id, channel_id, user_id, mode) VALUES ({id}, {channel}, {user}, 'edit'), ({id}, {channel}, {user}, 'view')", 0, 0},
    {"change sharers", 2, "UPDATE channel_members SET mode = iif(mode = 'edit', 'view', 'edit') WHERE channel_id = {channel}", 0, 0},
    {"delete a channel", 1, "DELETE FROM channels WHERE id = {channel}", 0, 0},
    {"api key", 3, "SELECT api_key_create('key {n}', json_object('id', {id}, 'user_id', {user}))", 0, 0},
    {"api key of all", 1, "SELECT api_key_create('key {n}', json_object('owner', 'account', 'account_id', " FIRST ", 'scopes', json_array('users.read')))", 0, 0},
    {"delete api keys", 1, "DELETE FROM api_keys WHERE rowid % 3 = {n}", 0, 0},
    {"session", 3, "SELECT session_create({user}, json_object('id', {id}, 'token', {pass}))", 0, 0},
    {"refresh a session", 3, "SELECT session_refresh({session}, json_object('token', {pass}))", 0, 0},
    {"delete sessions", 1, "DELETE FROM sessions WHERE user_id = {user}", 0, 0},
    {"password", 2, "SELECT password_import({user}, " PHC ")", 0, 0},
    {"claim mail", 2, "SELECT outbox_claim(2, 60)", 0, 0},
    {"delete mail", 1, "DELETE FROM outbox WHERE rowid % 3 = {n}", 0, 0},
    {"role", 1, "INSERT INTO roles (id, account_id, name, permissions) VALUES ({id}, " FIRST ", 'role {new}', '[\"users.read\",\"users.update\"]')", 0, 0},
    {"account", 1, "INSERT INTO accounts (id, name) VALUES ({id}, 'account {new}')", 0, 0},
    {"of the application", 4, "INSERT INTO app (user_id, value) SELECT id, {text} FROM usher_user WHERE number % 3 = {n} % 3", 0, 0},
    {"by function", 3, "INSERT INTO app (value) SELECT invite_create('x{new}' || n || '@a.org', 'user', json_object('account_id', " FIRST ")) FROM (SELECT 1 AS n UNION ALL SELECT 2)", 0, 0},
    {"no more of it", 2, "DELETE FROM app WHERE number % 4 = {n}", 0, 0},
    /* clang-format on */
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds), TOKENS = 4 };

static const struct row {
    const char *name;
    const char *sql;
} rows[] = {
    {"account", "SELECT id FROM usher_account WHERE number <= 2 ORDER BY random()"},
    {"user", "SELECT id FROM usher_user WHERE discarded_at IS NULL AND service = 0 "
             "ORDER BY random()"},
    {"gone", "SELECT id FROM usher_user WHERE discarded_at IS NOT NULL ORDER BY random()"},
    {"invite", "SELECT id FROM usher_invite WHERE accepted_at IS NULL AND declined_at IS NULL AND "
               "revoked_at IS NULL ORDER BY random()"},
    {"team", "SELECT id FROM usher_team ORDER BY random()"},
    {"channel", "SELECT id FROM usher_channel WHERE discarded_at IS NULL ORDER BY random()"},
    {"file", "SELECT id FROM usher_file ORDER BY random()"},
};

static char tokens[TOKENS][44]; /* the last ones */
static char session[44];        /* that of the last session */
static unsigned made;

static void append_row(sqlite3_str *out, sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    const char *found = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        found = (const char *)sqlite3_column_text(statement, 0);
    }
    sqlite3_str_appendf(out, "%Q", found);
    sqlite3_finalize(statement);
}

static void append_id(sqlite3_str *out, struct dice *dice) {
    sqlite3_str_appendf(out, "'0f%06x-%04x-7000-8000-%06x%06x'", dice_below(dice, 1 << 24),
                        dice_below(dice, 1 << 16), dice_below(dice, 1 << 24),
                        dice_below(dice, 1 << 24));
}

static void append_token(sqlite3_str *out, struct dice *dice, char token[44]) {
    memset(token, 'A', 43);
    for (int i = 0; i < 40; i++) {
        token[i] = (char)('a' + (int)dice_below(dice, 26));
    }
    sqlite3_str_appendf(out, "'%s'", token);
}

static void append_text(sqlite3_str *out, struct dice *dice) {
    unsigned length = dice_chance(dice, 30) ? dice_below(dice, 1500) : dice_below(dice, 40);
    sqlite3_str_appendall(out, "'a");
    for (unsigned i = 0; i < length; i++) {
        sqlite3_str_appendchar(out, 1, (char)('a' + (int)dice_below(dice, 26)));
    }
    sqlite3_str_appendall(out, "'");
}

static int is_word(const char *word, int length, const char *name) {
    return (int)strlen(name) == length && strncmp(word, name, (size_t)length) == 0;
}

static void append_word(sqlite3_str *out, sqlite3 *db, struct dice *dice, const char *word,
                        int length) {
    if (is_word(word, length, "id")) {
        append_id(out, dice);
    } else if (is_word(word, length, "token")) {
        append_token(out, dice, tokens[made++ % TOKENS]);
    } else if (is_word(word, length, "pass")) {
        append_token(out, dice, session);
    } else if (is_word(word, length, "session")) {
        sqlite3_str_appendf(out, "'%s'", session);
    } else if (is_word(word, length, "last")) {
        sqlite3_str_appendf(out, "'%s'", tokens[dice_below(dice, TOKENS)]);
    } else if (is_word(word, length, "new")) {
        sqlite3_str_appendf(out, "%08x", dice_below(dice, 1u << 31));
    } else if (is_word(word, length, "n")) {
        sqlite3_str_appendf(out, "%u", dice_below(dice, 10));
    } else if (is_word(word, length, "text")) {
        append_text(out, dice);
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (is_word(word, length, rows[i].name)) {
            append_row(out, db, rows[i].sql);
        }
    }
}

void step_begin(void) {
    memset(tokens, 0, sizeof(tokens));
    memset(session, 0, sizeof(session));
    made = 0;
}

char *step_write(sqlite3 *db, struct dice *dice, int *kind) {
    unsigned total = 0;
    for (int i = 0; i < KINDS; i++) {
        total += kinds[i].weight;
    }
    unsigned place = dice_below(dice, total);
    for (*kind = 0; place >= kinds[*kind].weight; ++*kind) {
        place -= kinds[*kind].weight;
    }
    sqlite3_str *out = sqlite3_str_new(db);
    for (const char *rest = kinds[*kind].sql; *rest;) {
        int plain = (int)strcspn(rest, "{");
        sqlite3_str_append(out, rest, plain);
        rest += plain;
        if (*rest) {
            int length = (int)strcspn(rest + 1, "}");
            append_word(out, db, dice, rest + 1, length);
            rest += length + 2;
        }
    }
    return must_have(sqlite3_str_finish(out));
}

void step_count(int kind, int rc) {
    if (rc == SQLITE_OK) {
        kinds[kind].done++;
    } else {
        kinds[kind].refused++;
    }
}

int step_report(void) {
    int idle = 0;
    int done = 0;
    int refused = 0;
    for (int i = 0; i < KINDS; i++) {
        done += kinds[i].done;
        refused += kinds[i].refused;
        if (kinds[i].done == 0 && strcmp(kinds[i].name, "add too much") != 0) {
            printf("# never done: %s (%d refused)\n", kinds[i].name, kinds[i].refused);
            idle++;
        }
    }
    printf("# statements: %d done, %d refused, of %d kinds\n", done, refused, (int)KINDS);
    return idle;
}
