/*
** What the fixtures hold (tests/fixtures/scenario.sql), asked of a store that was upgraded.
*/
#include "upgrade.h"

#include <string.h>

#define ANN "00000000-0000-4000-8000-000000000001"
#define BOB "00000000-0000-4000-8000-000000000002"

/* From version `since` on the store has this in it; in order, as later ones change it. */
static const struct {
    int since;
    const char *sql;
    const char *answer;
} questions[] = {
    /* as it was */
    {1,
     "SELECT group_concat(name || ' ' || email || ' ' || role || ' ' || status, '; ') FROM (SELECT "
     "* "
     "FROM users ORDER BY id)",
     "Ann Archer ann@example.org owner active; Bob Baker bob@example.org admin active; "
     "Dan dan@example.org user deleted"},
    {1, "SELECT about || ' ' || phone_number FROM users WHERE id = '" BOB "'",
     "It's \"Bob\" +44 20 7946 0000"},
    {1,
     "SELECT group_concat(email || ' ' || status, '; ') FROM (SELECT * FROM invites "
     "WHERE email NOT LIKE 'flo%' ORDER BY email)",
     "ann@example.org accepted; bob@example.org accepted; cas@example.org pending; "
     "dan@example.org accepted; eve@example.org declined"},
    {1, "SELECT value FROM settings WHERE key = 'invites.life'", "86400"},
    {1, "SELECT count(*) > 10 FROM audit_log", "1"},
    {1, "SELECT actor || ' ' || action FROM audit_log ORDER BY id LIMIT 1",
     "system account.create"},
    {5,
     "SELECT group_concat(accounts.name || ' ' || users.name || ' ' || m.role, '; ') FROM accounts "
     "JOIN account_memberships AS m ON m.account_id = accounts.id JOIN users ON users.id = "
     "m.user_id "
     "WHERE accounts.name = 'second'",
     "second Bob Baker owner"},
    {5, "SELECT permissions FROM roles WHERE name = 'reader'", "[\"users.read\"]"},
    {6, "SELECT device || ' ' || status FROM sessions", "phone active"},
    {6, "SELECT name || ' ' || status FROM api_keys", "of ann active"},
    {6, "SELECT count(*) FROM usher_attempt WHERE failures = 3", "1"},
    {7, "SELECT value FROM settings_effective('" ANN "') WHERE key = 'app.shoe_size'", "43"},
    {7, "SELECT teams ->> '$[0].name' FROM users WHERE id = '" ANN "'", "red"},
    {8, "SELECT editable_channels ->> '$[0]' FROM users WHERE id = '" BOB "'",
     "00000000-0000-4000-8008-000000000001"},
    {8, "SELECT disk_space_used FROM users WHERE id = '" ANN "'", "711"},
    {8, "SELECT unread FROM users WHERE id = '" ANN "'", "1"},
    {8, "SELECT unread FROM users WHERE id = '" BOB "'", "1"},
    {9, "SELECT job_title FROM users WHERE id = '" BOB "'", "Builder"},
    /* rules work on it */
    {1,
     "SELECT invite_accept('cas0000000000000000000000000000000000000000', '{\"id\":"
     "\"00000000-0000-4000-8000-000000000004\",\"name\":\"Cas\"}')",
     "00000000-0000-4000-8000-000000000004"},
    {1, "SELECT role || ' ' || status FROM users WHERE name = 'Cas'", "user active"},
    {1, "SELECT user_restore('00000000-0000-4000-8000-000000000003')",
     "00000000-0000-4000-8000-000000000003"},
    {1, "SELECT usher_key('the master key of the fixtures, 32 bytes and more')", "1"},
    {1, "SELECT password_reset_request('bob@example.org') IS NOT NULL", "1"},
    {1, "SELECT password_reset_request('nobody@example.org')", "NULL"},
    {1, "SELECT count(*) FROM outbox WHERE kind = 'password_reset'", "1"},
    {6, "SELECT token FROM outbox WHERE kind IN ('invite', 'activation') AND email LIKE 'flo%'",
     "flo0000000000000000000000000000000000000000"},
    {6, "SELECT key FROM api_keys", "usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb"},
    {6, "SELECT jwt_verify(jwt_sign('{\"sub\":\"x\"}')) ->> 'sub'", "x"},
    {8, "INSERT INTO uploads VALUES (2, '" ANN "', 1)", "no row"},
    {8, "SELECT disk_space_used FROM users WHERE id = '" ANN "'", "712"},
    {8, "SELECT storage_refresh('" ANN "')", "712"},
    {6, "SELECT length(login('ann@example.org', 'correct horse battery', '{\"form\":\"opaque\"}'))",
     "43"},
    {6, "SELECT actor()", ANN},
    {6, "SELECT act_as(NULL)", "NULL"},
    {6, "SELECT authenticate('s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1A')", ANN},
    {6, "SELECT act_as(NULL)", "NULL"},
    {6, "SELECT authenticate('usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb')", ANN},
    {6, "SELECT act_as(NULL)", "NULL"},
    {1, "SELECT act_as('" BOB "')", BOB},
    {1, "SELECT count(*) FROM users WHERE name = 'Ann Archer'", "1"},
    {1, "SELECT can('roles.update')", "0"},
    {1, "SELECT act_as(NULL)", "NULL"},
    {1, "SELECT audit_verify() ->> 'whole'", "1"},
    {1, "SELECT audit_verify() ->> 'sealed' = (SELECT max(id) FROM audit_log)", "1"},
    {1, "SELECT audit_verify(audit_checkpoint()) ->> 'whole'", "1"},
    {1, "SELECT count(*) FROM usher_doctor() WHERE severity = 'error'", "0"},
    {1, "PRAGMA integrity_check", "ok"},
    {1, "SELECT count(*) FROM pragma_foreign_key_check", "0"},
};

void check_contents(sqlite3 *db) {
    for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
        if (upgrade_version >= questions[i].since) {
            const char *found = ask(db, questions[i].sql);
            expect(strcmp(found, questions[i].answer) == 0, questions[i].sql, found);
        }
    }
}

/* A list of what there is, in words: to be the same in both. */
static const char *const lists[] = {
    "SELECT group_concat(type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, ''), ';') "
    "FROM "
    "(SELECT * FROM sqlite_schema WHERE name LIKE 'usher_%' ORDER BY type, name)",
    "SELECT hex(fingerprint) FROM usher_store",
    "SELECT group_concat(name || ' ' || meaning, ';') FROM (SELECT * FROM usher_permission ORDER "
    "BY "
    "name)",
    "SELECT group_concat(role_id || ' ' || permission, ';') FROM (SELECT p.* FROM "
    "usher_role_permission AS p JOIN usher_role AS r ON r.id = p.role_id WHERE r.account_id IS "
    "NULL "
    "ORDER BY role_id, permission)",
    "SELECT group_concat(id || ' ' || name || ' ' || description, ';') FROM (SELECT * FROM "
    "usher_role "
    "WHERE account_id IS NULL ORDER BY id)",
    "SELECT group_concat(key || ' ' || type || ' ' || ifnull(default_value, '') || schema || "
    "scopes || "
    "permission || description, ';') FROM (SELECT * FROM usher_setting_definition WHERE builtin "
    "ORDER "
    "BY key)",
};

/* Longer than what ask() keeps. */
static char *ask_all(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    char *text = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return text ? text : sqlite3_mprintf("error: %s", sqlite3_errmsg(db));
}

void check_schema(sqlite3 *db) {
    sqlite3 *fresh = open_store(NULL);
    must(fresh, "SELECT usher_init()");
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        char *expected = ask_all(fresh, lists[i]);
        char *found = ask_all(db, lists[i]);
        size_t same = 0;
        while (found[same] && found[same] == expected[same]) {
            same++;
        }
        expect(strncmp(expected, "error", 5) != 0, lists[i], expected);
        expect(strcmp(expected, found) == 0, lists[i], found + (same > 40 ? same - 40 : 0));
        sqlite3_free(expected);
        sqlite3_free(found);
    }
    const char *found = ask(db, "SELECT upgraded_at IS NOT NULL FROM usher_store");
    expect(strcmp(found, "1") == 0, "upgraded_at", found);
    sqlite3_close(fresh);
}
