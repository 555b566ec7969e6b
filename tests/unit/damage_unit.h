/*
** What the tests of damaged stores share: questions to every table and every
** function, and what a healthy store answers.
*/
#ifndef DAMAGE_UNIT_H
#define DAMAGE_UNIT_H

#include "session_unit.h"

#define MORE "'00000000-0000-7000-8000-00000000b00f'"

/* What is asked: every table and every function, reading and writing. */
static const char *const probes[] = {
    "SELECT group_concat(email || role || status) FROM (SELECT * FROM users ORDER BY email)",
    "SELECT group_concat(email) FROM (SELECT * FROM users WHERE status = 'active' ORDER BY 1)",
    "SELECT email FROM users WHERE id = " BOB,
    "SELECT email FROM users WHERE email = 'BOB@a.org'",
    "SELECT json_array_length(permissions) || actions FROM users WHERE id = " ANN,
    "SELECT count(*) FROM users WHERE q = 'a.org' AND alive",
    "SELECT count(*) FROM users WHERE id IN (" ANN ", " BOB ", 'x')",
    "SELECT group_concat(email || status || role) FROM (SELECT * FROM invites ORDER BY email)",
    "SELECT email FROM invites WHERE token = " TOKEN("D"),
    "SELECT group_concat(key || value) FROM (SELECT * FROM settings ORDER BY key)",
    "SELECT group_concat(name) FROM accounts",
    "SELECT group_concat(role || system) FROM (SELECT role, 1 AS system FROM account_memberships "
    "ORDER BY user_id)",
    "SELECT group_concat(name) FROM (SELECT * FROM roles ORDER BY name)",
    "SELECT sum(json_array_length(permissions)) FROM roles",
    "SELECT count(*) FROM audit_log WHERE action LIKE 'user.%'",
    "INSERT INTO users (email) VALUES ('x@a.org')",
    "INSERT INTO users (email) VALUES ('bob@a.org')",
    "INSERT INTO users (id, email) VALUES (" BOB ", 'x@a.org')",
    "UPDATE users SET name = 'x' WHERE id = " BOB,
    "UPDATE users SET role = 'admin' WHERE id = " BOB,
    "UPDATE users SET role = 'user' WHERE id = " ANN,
    "UPDATE users SET enabled = 0 WHERE id = " BOB,
    "UPDATE users SET enabled = 0 WHERE id = " ANN,
    "DELETE FROM users WHERE id = " BOB,
    "DELETE FROM users WHERE id = " ANN,
    "INSERT INTO invites (email) VALUES ('x@a.org')",
    "INSERT INTO invites (email) VALUES ('bob@a.org')",
    "INSERT INTO invites (email) VALUES ('cat@a.org')",
    "UPDATE invites SET role = 'admin' WHERE id = " INVITE,
    "UPDATE invites SET status = 'revoked' WHERE id = " INVITE,
    "DELETE FROM invites WHERE id = " INVITE,
    "INSERT OR REPLACE INTO settings (scope, key, value) VALUES "
    "('account', 'users.direct_creation', 0)",
    "INSERT INTO settings (scope, key, value) VALUES ('account', 'users.email_change', 1)",
    "UPDATE settings SET value = 0",
    "DELETE FROM settings",
    "INSERT INTO accounts (name) VALUES ('second')",
    "UPDATE accounts SET name = 'second'",
    "DELETE FROM accounts",
    "INSERT INTO account_memberships (user_id) VALUES (" BOB ")",
    "UPDATE account_memberships SET role = 'user'",
    "DELETE FROM account_memberships WHERE user_id = " BOB,
    "SELECT length(invite_create('x@a.org', 'owner'))",
    "SELECT length(invite_create('cat@a.org', 'owner'))",
    "SELECT length(invite_create('ann@a.org', 'owner'))",
    "SELECT invite_accept(" TOKEN("D") ", json_object('id', " MORE "))",
    "SELECT invite_accept(" TOKEN("C") ")",
    "SELECT invite_decline(" TOKEN("D") ")",
    "SELECT invite_revoke(" INVITE ")",
    "SELECT length(invite_resend(" INVITE "))",
    "SELECT user_erase(" BOB ")",
    "SELECT user_erase(" ANN ")",
    "SELECT user_restore(" BOB ")",
    "INSERT INTO usher VALUES ('invite_create', '[\"x@a.org\", \"user\"]')",
    "INSERT INTO usher VALUES ('user_erase', json_array(" BOB "))",
    "SELECT act_as(" BOB ")",
    "SELECT act_as(" ANN ")",
    "SELECT usher_init()",
};

enum { PROBES = sizeof(probes) / sizeof(*probes) };

static char healthy[PROBES][400];

/* Asked, and taken back. */
static inline const char *probe(sqlite3 *connection, int i) {
    must_on(connection, "SAVEPOINT probe");
    const char *answer = ask_on(connection, probes[i]);
    if (strncmp(probes[i], "SELECT act_as", 13) == 0) {
        sqlite3_exec(connection, "SELECT act_as(NULL)", NULL, NULL, NULL);
    }
    must_on(connection, "ROLLBACK TO probe; RELEASE probe");
    return answer;
}

static inline int is_code(const char *answer, const char *code) {
    char prefix[60];
    snprintf(prefix, sizeof(prefix), "usher: %s: ", code);
    return strncmp(answer, prefix, strlen(prefix)) == 0;
}

static inline void learn(void) {
    for (int i = 0; i < PROBES; i++) {
        snprintf(healthy[i], sizeof(healthy[i]), "%s", probe(db, i));
        if (is_code(healthy[i], "corrupt") || is_code(healthy[i], "internal")) {
            fail_msg("%s\n  says \"%s\" of a healthy store", probes[i], healthy[i]);
        }
    }
}

static inline int open_probed(void **state) {
    open_bare(state);
    must("PRAGMA foreign_keys = 0");
    must(STORE);
    learn();
    return 0;
}

static inline sqlite3 *copy_of(sqlite3 *original) {
    sqlite3 *copy;
    assert_int_equal(sqlite3_open(":memory:", &copy), SQLITE_OK);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", original, "main");
    assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(backup), SQLITE_OK);
    load(copy);
    return copy;
}

/* All is well (again). */
static inline void check_healthy(const char *damage) {
    for (int i = 0; i < PROBES; i++) {
        const char *answer = probe(db, i);
        if (strcmp(answer, healthy[i]) != 0) {
            fail_msg("%s was undone, but\n  %s\n  says \"%s\"\n  and said \"%s\"", damage,
                     probes[i], answer, healthy[i]);
        }
    }
}

#endif
