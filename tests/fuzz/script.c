/*
** Everything is asked once, and what changes something is taken back.
*/
#include "script.h"

#include <stdio.h>
#include <string.h>

#define X(n) "'0a000000-0000-7000-8000-0000000000" n "'"
#define ANN X("01")
#define UMA X("02")
#define TOKEN(name) "'" name "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

enum { MOST_TICKS = 3000 }; /* times ten thousand steps: something runs in circles */

static const char *const setup[] = {
    "PRAGMA page_size = 1024",
    "SELECT usher_init('{\"account_id\":\"0a000000-0000-7000-8000-0000000000aa\"}')",
    "SELECT usher_key('" FUZZ_KEY "')",
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true'), "
    "('account', 'passwords.memory', '19456')",
    "INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.shape', "
    "'object', '{\"properties\":{\"a\":{\"type\":\"integer\"}}}', 'a shape')",
    "SELECT invite_accept(invite_create('ann@a.org', 'owner'), json_object('id', " ANN
    ", 'name', 'Ann'))",
    "SELECT invite_accept(invite_create('uma@a.org', 'user'), json_object('id', " UMA "))",
    "INSERT INTO users (email, name) VALUES ('bo@a.org', 'Bo')",
    "INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', " UMA
    ", 'app.mine', '{\"a\":[1,2]}'), ('account', NULL, 'app.shape', '{\"a\":1}')",
    "INSERT INTO roles (id, name, permissions) VALUES (" X("71") ", 'clerk', '[\"users.read\"]')",
    "SELECT session_create(" UMA ", json_object('form', 'opaque', 'token', " TOKEN("uma") "))",
    "SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', " TOKEN("old") "))",
    "SELECT session_refresh(" TOKEN("old") ", json_object('token', " TOKEN("ann") "))",
    "SELECT api_key_create('k', json_object('user_id', " ANN ", 'readable', 1, 'key', "
    "'usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb'))",
    "INSERT INTO teams (id, name) VALUES (" X("e1") ", 'red')",
    "INSERT INTO team_memberships (team_id, user_id) VALUES (" X("e1") ", " UMA ")",
    "INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', " X(
        "e1") ", 'app.ours', '1')",
    "INSERT INTO channels (id, name) VALUES (" X("c1") ", 'films')",
    "INSERT INTO channel_members (channel_id, user_id, mode) VALUES (" X("c1") ", " UMA ", 'edit')",
    "INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES (" X(
        "91") ", " UMA
              ", " X("c1") ", '0123456789abcdef0123456789abcdef', 1000, 'mp4'), (" X(
                  "92") ", " ANN ", NULL, '0123456789abcdef0123456789abcdee', 10, 'png')",
    "INSERT INTO notifications (id, audience, message, disposal, data) VALUES (" X(
        "d1") ", 'account', 'hello', 'on_read', '{\"a\":1}'), (" X("d2") ", 'all', 'hello', "
                                                                         "'keep', NULL)",
    "UPDATE notifications SET read = 1 WHERE user_id = " UMA " AND audience = 'all'",
    "SELECT invite_create('new@a.org', 'user', json_object('id', " X("f1") ", 'token', " TOKEN(
        "new") ", 'channel_id', " X("c1") "))",
    "SELECT password_set(" UMA ", 'uma and her password')",
    "SELECT password_reset_request('uma@a.org', json_object('token', " TOKEN("res") "))",
    "UPDATE usher_user SET verified_email = 0 WHERE id = " ANN,
    "SELECT email_verify_request(" ANN ", json_object('token', " TOKEN("ver") "))",
    "SELECT act_as(" ANN ")",
    "SELECT mfa_enroll()",
    "SELECT act_as(NULL)",
    "INSERT INTO usher_recovery_code SELECT " ANN ", zeroblob(32)",
    "INSERT OR IGNORE INTO usher_attempt SELECT * FROM usher_attempt",
    "CREATE TABLE upload (id INTEGER PRIMARY KEY, bytes INTEGER, owner TEXT)",
    "INSERT INTO upload VALUES (1, 5, " UMA ")",
    "SELECT storage_track('upload', '{\"size\":\"bytes\",\"user\":\"owner\"}')",
    NULL};

static const char *const questions[] = {
    "SELECT * FROM users",
    "SELECT * FROM users WHERE email = 'UMA@a.org'",
    "SELECT * FROM users WHERE id = " UMA,
    "SELECT name FROM users WHERE q = 'a' ORDER BY name DESC",
    "SELECT * FROM invites",
    "SELECT id FROM invites WHERE token = " TOKEN("new"),
    "SELECT * FROM settings ORDER BY key",
    "SELECT * FROM setting_definitions",
    "SELECT * FROM accounts",
    "SELECT * FROM account_memberships",
    "SELECT * FROM roles",
    "SELECT * FROM permissions",
    "SELECT * FROM teams",
    "SELECT * FROM team_memberships",
    "SELECT * FROM channels",
    "SELECT * FROM channel_members",
    "SELECT * FROM files",
    "SELECT * FROM notifications",
    "SELECT * FROM sessions",
    "SELECT * FROM api_keys",
    "SELECT * FROM jwt_keys",
    "SELECT * FROM outbox",
    "SELECT * FROM audit_log",
    "SELECT * FROM settings_effective(" UMA ")",
    "SELECT * FROM can_explain('users.read', " UMA ")",
    "SELECT user_json(" UMA "), user_json(" UMA ", 'pulse'), usher_addons(" UMA ")",
    "SELECT storage_used(" UMA "), storage_available(" UMA "), storage_check(5, NULL, " UMA ")",
    "SELECT setting('app.shape'), setting('invites.life', " UMA ")",
    "SELECT jwks(), jwt_verify('a.b.c')",
    "SELECT * FROM api('vidbeo', 'GET', '/v2/users', NULL, " TOKEN("ann") ")",
    "SELECT * FROM api('vidbeo', 'GET', '/v2/invites', NULL, " TOKEN("ann") ")",
    "SELECT * FROM api('pulse', 'GET', '/api/v1/users?include=teams', NULL, " TOKEN(
        "ann") ", '{\"Accept\":\"*/*\"}')",
    "SELECT * FROM api('studio', 'GET', '/api/user', NULL, " TOKEN("uma") ")",
    "SELECT * FROM api('studio', 'GET', '/api/user/get_storage_used', NULL, " TOKEN("uma") ")",
    "SELECT * FROM api('filespin', 'GET', '/api/v1/user/settings', NULL, " TOKEN("ann") ")",
    "SELECT * FROM api('filespin', 'GET', '/api/v1/user/notifications', NULL, " TOKEN("uma") ")",
    "SELECT * FROM api('mediapocket', 'GET', '/api/v2/user/profile', NULL, " TOKEN("uma") ")",
    /* and what changes something */
    "SELECT authenticate(" TOKEN("uma") ")",
    "SELECT authenticate('usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb')",
    "SELECT act_as(" UMA ")",
    "UPDATE users SET name = 'x'",
    "UPDATE users SET role = 'admin' WHERE id = " UMA,
    "DELETE FROM users WHERE id = " UMA,
    "SELECT user_erase(" UMA ")",
    "INSERT INTO users (email) VALUES ('x@a.org')",
    "SELECT invite_accept(" TOKEN("new") ", '{\"name\":\"New\"}') IS NULL",
    "SELECT invite_decline(" TOKEN("new") ")",
    "SELECT length(invite_resend(" X("f1") "))",
    "SELECT length(invite_create('y@a.org', 'user'))",
    "SELECT setting_patch('user', " UMA ", 'app.mine', '{\"a\":null,\"b\":1}')",
    "INSERT INTO teams (name) VALUES ('blue')",
    "DELETE FROM teams",
    "UPDATE channel_members SET mode = 'view'",
    "DELETE FROM channels",
    "INSERT INTO files (user_id, checksum, size, format) VALUES (" UMA
    ", '0123456789abcdef0123456789abcded', 7, 'mp4')",
    "DELETE FROM files",
    "SELECT storage_refresh(" UMA ")",
    "UPDATE upload SET bytes = 6",
    "INSERT INTO notifications (user_id, message) VALUES (" UMA ", 'to uma')",
    "SELECT mark_read('2024-01-01T00:00:00Z', " UMA ")",
    "SELECT notifications_fetch(10, " UMA ")",
    "DELETE FROM notifications",
    "SELECT notifications_prune('2030-01-01T00:00:00Z')",
    "SELECT length(session_create(" UMA ", '{\"form\":\"opaque\"}'))",
    "SELECT length(session_create(" UMA "))",
    "DELETE FROM sessions",
    "DELETE FROM api_keys",
    "SELECT email_verify(" TOKEN("ver") ")",
    "SELECT length(password_reset_request('uma@a.org'))",
    "SELECT mfa_remove(" ANN ")",
    "SELECT json_array_length(outbox_claim(10, 60))",
    "SELECT length(api_key_create('n', json_object('user_id', " UMA ")))",
    "SELECT length(jwt_sign('{\"a\":1}'))",
    "UPDATE roles SET description = 'd' WHERE name = 'clerk'",
    "INSERT INTO usher (call, args) VALUES ('channel_restore', json_array(" X("c1") "))",
    "SELECT usher_init()",
};
enum { QUESTIONS = sizeof(questions) / sizeof(*questions) };

void script_store(struct fuzz_store *store) {
    fuzz_store_make(store, setup);
}

/* ------------------------------------------------------------------------- answers */

static int ticks;

static int tick(void *nothing) {
    (void)nothing;
    return ++ticks > MOST_TICKS;
}

/* Ids that usher makes begin with the time, which stands still, and end at random. */
static void blur(char *text) {
    static const char made[] = "018cc251-f400-7";
    for (char *p = strstr(text, made); p; p = strstr(p + 1, made)) {
        for (int i = (int)sizeof(made) - 1; i < 36 && p[i]; i++) {
            p[i] = 'x';
        }
    }
}

static void append_rows(sqlite3_str *out, sqlite3_stmt *statement) {
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_data_count(statement); i++) {
            int blob = sqlite3_column_type(statement, i) == SQLITE_BLOB; /* may hold a new line */
            const char *text = (const char *)sqlite3_column_text(statement, i);
            sqlite3_str_appendf(out, "%s|", blob ? "BLOB" : text ? text : "NULL");
        }
    }
}

static void check_error(sqlite3 *db, const char *question) {
    const char *said = sqlite3_errmsg(db);
    if (strncmp(said, "usher: internal:", 16) == 0) {
        fuzz_found("%s: %s", question, said);
    }
    if (sqlite3_errcode(db) == SQLITE_INTERRUPT) {
        fuzz_found("%s: takes for ever", question);
    }
}

static void ask(sqlite3_str *out, sqlite3 *db, const char *question) {
    sqlite3_stmt *statement = NULL;
    ticks = 0;
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    int rc = sqlite3_prepare_v2(db, question, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        append_rows(out, statement);
        rc = sqlite3_reset(statement);
    }
    if (rc != SQLITE_OK) {
        check_error(db, question);
        sqlite3_str_appendf(out, "error: %s", sqlite3_errmsg(db));
    }
    sqlite3_finalize(statement);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_exec(db, "SELECT act_as(NULL)", NULL, NULL, NULL);
}

char *script_run(const struct fuzz_store *store, int from, int count) {
    sqlite3 *db = fuzz_open(store);
    sqlite3_str *out = sqlite3_str_new(NULL);
    sqlite3_progress_handler(db, 10000, tick, NULL);
    ticks = 0;
    sqlite3_exec(db, "SELECT usher_key('" FUZZ_KEY "')", NULL, NULL, NULL);
    for (int i = 0; i < QUESTIONS && i < count; i++) {
        int which = (from + i) % QUESTIONS;
        sqlite3_str_appendf(out, "\n%d: ", which);
        ask(out, db, questions[which]);
    }
    fuzz_close_store(&db);
    char *text = sqlite3_str_finish(out);
    blur(text);
    return text;
}

/* ------------------------------------------------------------------------ contents */

/* FNV-1a */
static void add(uint64_t *hash, const void *bytes, int size) {
    for (const unsigned char *p = bytes; size > 0; size--, p++) {
        *hash = (*hash ^ *p) * 1099511628211u;
    }
}

static int add_rows(uint64_t *hash, sqlite3 *plain, const char *sql) {
    sqlite3_stmt *rows = NULL;
    int rc = sqlite3_prepare_v2(plain, sql, -1, &rows, NULL);
    while (rc == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_data_count(rows); i++) {
            char what[40];
            int size = sqlite3_column_bytes(rows, i);
            snprintf(what, sizeof(what), "%d %d ", sqlite3_column_type(rows, i), size);
            add(hash, what, (int)strlen(what));
            add(hash, sqlite3_column_blob(rows, i), size);
        }
    }
    return rc == SQLITE_OK ? sqlite3_finalize(rows) : rc;
}

static int is_sound(sqlite3 *plain) {
    sqlite3_stmt *check = NULL;
    int rc = sqlite3_prepare_v2(plain, "PRAGMA integrity_check(1)", -1, &check, NULL);
    int sound = rc == SQLITE_OK && sqlite3_step(check) == SQLITE_ROW &&
                sqlite3_stricmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
    sqlite3_finalize(check);
    return sound;
}

uint64_t script_contents(const struct fuzz_store *store) {
    static const char schema[] = "SELECT * FROM sqlite_schema";
    sqlite3 *plain = fuzz_open_plain(store);
    sqlite3_stmt *tables = NULL;
    uint64_t hash = 14695981039346656037u;
    int rc = is_sound(plain) ? add_rows(&hash, plain, schema) : SQLITE_CORRUPT;
    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v2(plain,
                                "SELECT printf('SELECT * FROM \"%w\"', name) FROM sqlite_schema "
                                "WHERE type = 'table'",
                                -1, &tables, NULL);
    }
    while (rc == SQLITE_OK && sqlite3_step(tables) == SQLITE_ROW) {
        rc = add_rows(&hash, plain, (const char *)sqlite3_column_text(tables, 0));
    }
    int last = sqlite3_finalize(tables);
    fuzz_close_store(&plain);
    return rc == SQLITE_OK && last == SQLITE_OK ? hash : 0;
}
