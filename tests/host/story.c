/*
** What usher does while the process is watched: a store, people, passwords, keys,
** tokens, tables, the APIs, errors, lockdown.
*/
#include "host.h"

#include "usher.h"

#include <stdio.h>
#include <string.h>

#define ANN "'00000000-0000-7000-8000-00000000b001'"
#define TOKEN(letter) "'" letter "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

/* clang-format off */
static const char store[] =
    "SELECT usher_init();"
    "SELECT usher_key('a master key of thirty-two bytes');"
    "SELECT invite_create('ann@a.org', 'owner', json_object('token', " TOKEN("B") "));"
    "SELECT invite_accept(" TOKEN("B") ", json_object('id', " ANN ", 'name', 'Ann', "
    "    'password', 'correct horse battery'));"
    "SELECT invite_create('bob@a.org', 'user', json_object('token', " TOKEN("C") "));"
    "SELECT invite_accept(" TOKEN("C") ");"
    "INSERT INTO teams (name) VALUES ('team');"
    "SELECT act_as(NULL);";

static const char day[] =
    "CREATE TABLE doc (owner, text); CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner);"
    "SELECT login('ann@a.org', 'correct horse battery');"
    "SELECT actor(), can('users.read'), setting('users.direct_creation'), usher_debug(), jwks();"
    "UPDATE users SET name = 'Ann Other', locale = 'de' WHERE id = actor();"
    "SELECT notification_send('[\"ann@a.org\"]', 'Lunch', 'At noon.');"
    "SELECT * FROM notifications; SELECT mark_read('2030-01-01T00:00:00Z');"
    "INSERT INTO files (size, checksum) VALUES (1000, '0123456789abcdef0123456789abcdef');"
    "SELECT storage_refresh(); SELECT storage_used(), storage_available();"
    "SELECT api_key_create('key'); SELECT user_json(actor(), 'vidbeo');"
    "SELECT * FROM api('vidbeo', 'GET', '/v2/users', NULL, 'nobody');"
    "INSERT INTO docs (owner, text) VALUES (actor(), 'mine'); SELECT * FROM docs;"
    "SELECT mfa_enroll(); SELECT * FROM audit_log; SELECT * FROM settings_effective();"
    "DELETE FROM users WHERE email = 'bob@a.org'; SELECT logout();";
/* clang-format on */

int story_load(sqlite3 *db) {
    return sqlite3_usher_init(db, NULL, NULL);
}

static sqlite3 *open_loaded(const char *file) {
    sqlite3 *db;
    if (sqlite3_open(file, &db) != SQLITE_OK || story_load(db) != SQLITE_OK) {
        give_up(db, file);
    }
    return db;
}

/* Each statement on its own, with the beginning of the error that it must give ("": none). */
static const char *tell(sqlite3 *db, const char *sql, const char *error) {
    static char complaint[200];
    sqlite3_stmt *statement;
    while (*sql) {
        const char *rest;
        int rc = sqlite3_prepare_v2(db, sql, -1, &statement, &rest);
        while (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        }
        rc = rc ? rc : sqlite3_finalize(statement);
        const char *said = rc == SQLITE_OK ? "" : sqlite3_errmsg(db);
        if (strncmp(said, error, strlen(error)) != 0 || (*said && !*error)) {
            snprintf(complaint, sizeof(complaint), "%.*s: %s", (int)(rest - sql), sql, said);
            return complaint;
        }
        sql = rest;
    }
    return NULL;
}

static const char *end(sqlite3 *db, const char *complaint) {
    return sqlite3_close(db) == SQLITE_OK ? complaint : "a connection that could not be closed";
}

const char *story_store(const char *file) {
    sqlite3 *db = open_loaded(file);
    const char *complaint = tell(db, "PRAGMA synchronous = OFF", "");
    return end(db, complaint ? complaint : tell(db, store, ""));
}

const char *story_tell(const char *file) {
    static const struct {
        const char *sql, *error;
    } parts[] = {
        {"SELECT usher_key('a master key of thirty-two bytes')", ""},
        {day, ""},
        {"SELECT invite_accept('x')", "usher: invalid"},
        {"SELECT usher_lockdown()", ""},
        {"SELECT * FROM usher_user", "access to usher_user"},
    };
    const char *complaint = story_store(file);
    sqlite3 *db = open_loaded(file);
    for (size_t i = 0; !complaint && i < sizeof(parts) / sizeof(*parts); i++) {
        complaint = tell(db, parts[i].sql, parts[i].error);
    }
    return end(db, complaint);
}
