/*
** The rules by hand: tables and triggers that stand beside usher's in the same store, under names
** with hand_ for usher_, with the same rows in them.
**
** That they are rules is seen each time: what usher refuses, they must refuse.
*/
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the triggers touch, beside users. */
static const char *const copied[] = {
    "audit", "audit_base",    "membership", "invite",        "session", "session_past", "password",
    "totp",  "recovery_code", "api_key",    "api_key_scope", "ticket",  "outbox"};

/* Of the folder of this file, seen from where make runs. */
static void execute_file(sqlite3 *db, const char *name) {
    char path[256];
    const char *slash = strrchr(__FILE__, '/');
    snprintf(path, sizeof(path), "%.*s%s", slash ? (int)(slash + 1 - __FILE__) : 0, __FILE__, name);
    FILE *file = fopen(path, "r");
    bench_check(NULL, file != NULL, path);
    char *sql = calloc(1, 65536);
    bench_check(NULL, sql && fread(sql, 1, 65535, file) > 0 && feof(file), path);
    fclose(file);
    bench_check(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, name);
    free(sql);
}

/* The table, its indexes and triggers, and what is in it. */
static void copy(const struct bench *bench, const char *name) {
    char *query = sqlite3_mprintf("SELECT replace(sql, 'usher_', 'hand_') FROM sqlite_schema "
                                  "WHERE tbl_name = 'usher_%s' AND sql NOT NULL "
                                  "ORDER BY type <> 'table', type",
                                  name);
    char *sql[16];
    int count = 0;
    sqlite3_stmt *statement = bench_prepare(bench->db, query);
    while (sqlite3_step(statement) == SQLITE_ROW && count < 16) {
        sql[count++] = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    sqlite3_free(query);
    for (int i = 0; i < count; i++) {
        bench_execute(bench->db, sql[i]);
        if (i == 0) {
            bench_execute_format(bench->db, "INSERT INTO hand_%s SELECT * FROM usher_%s", name,
                                 name);
        }
        sqlite3_free(sql[i]);
    }
}

/* `recipient` comes last, and is computed. */
#define COLUMNS                                                                                    \
    "number, id, account_id, email, name, first_name, last_name, locale, avatar, authentication, " \
    "mfa_required, verified_email, notifications, email_notifications, disk_space, "               \
    "disk_space_used, terms_agreed, company, about, job_title, phone_number, favorites, "          \
    "group_asset_access, last_login_at, last_read_at, activated_at, disabled_at, discarded_at, "   \
    "erased_at, created_by, created_at, updated_by, updated_at, service, access_id"

void bench_hand_fill(const struct bench *bench) {
    bench_execute(bench->db, "BEGIN");
    for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++) {
        copy(bench, copied[i]);
    }
    execute_file(bench->db, "hand_user.sql");
    bench_execute(bench->db, "INSERT INTO hand_user (" COLUMNS ") "
                             "SELECT " COLUMNS " FROM usher_user ORDER BY number");
    execute_file(bench->db, "hand_rules.sql");
    bench_execute(bench->db, "COMMIT");
}

/* ---------------------------------------------------------------------- refused */

#define OWNER "(SELECT user_id FROM usher_membership WHERE role_id LIKE '%-000000000001' LIMIT 1)"

/* By both; `hand` is told of users by their table, usher by its own. */
static const struct {
    int own; /* an ordinary user acts */
    const char *hand;
    const char *usher;
} refused[] = {
    {0, "INSERT INTO hand_user (account_id, email) VALUES (:account, 'nobody')",
     "INSERT INTO users (account_id, email) VALUES (:account, 'nobody')"},
    {0, "INSERT INTO hand_user (account_id, email) VALUES (:account, 'a..b@example.com')",
     "INSERT INTO users (account_id, email) VALUES (:account, 'a..b@example.com')"},
    {0, "INSERT INTO hand_user (account_id, email) VALUES (:account, 'a@-example.com')",
     "INSERT INTO users (account_id, email) VALUES (:account, 'a@-example.com')"},
    {0,
     "INSERT INTO hand_user (account_id, email) SELECT account_id, upper(email) FROM hand_user "
     "WHERE id = :id",
     "INSERT INTO users (account_id, email) SELECT account_id, upper(email) FROM hand_user "
     "WHERE id = :id"},
    {0, "INSERT INTO hand_user (account_id, email) VALUES (:me, 'a@example.com')",
     "INSERT INTO users (account_id, email) VALUES (:me, 'a@example.com')"},
    {0, "INSERT INTO hand_user (account_id, email, verified_email) VALUES (:account, 'a@b.de', 1)",
     "INSERT INTO users (account_id, email, verified_email) VALUES (:account, 'a@b.de', 1)"},
    {0, "UPDATE hand_user SET verified_email = 1 - verified_email WHERE id = :id",
     "UPDATE users SET verified_email = 1 - verified_email WHERE id = :id"},
    {0, "UPDATE hand_user SET disk_space_used = 1 WHERE id = :id",
     "UPDATE users SET disk_space_used = 1 WHERE id = :id"},
    {0, "UPDATE hand_user SET updated_at = :now WHERE id = :id",
     "UPDATE users SET updated_at = :now WHERE id = :id"},
    {0, "UPDATE hand_user SET discarded_at = :now WHERE id = :id",
     "UPDATE users SET discarded_at = :now WHERE id = :id"},
    {0, "UPDATE hand_user SET email = :new_email WHERE id = :id",
     "UPDATE users SET email = :new_email WHERE id = :id"},
    {0, "UPDATE hand_user SET locale = 'English please' WHERE id = :id",
     "UPDATE users SET locale = 'English please' WHERE id = :id"},
    {0, "UPDATE hand_user SET name = char(10) WHERE id = :id",
     "UPDATE users SET name = char(10) WHERE id = :id"},
    {0, "UPDATE hand_user SET notifications = '{}' WHERE id = :id",
     "UPDATE users SET notifications = '{}' WHERE id = :id"},
    {0,
     "UPDATE hand_user SET name = 'x' WHERE number = (SELECT number FROM hand_user "
     "WHERE discarded_at NOT NULL LIMIT 1)",
     "UPDATE users SET name = 'x' WHERE rowid = (SELECT number FROM hand_user "
     "WHERE discarded_at NOT NULL LIMIT 1)"},
    {0, "DELETE FROM hand_user WHERE id = " OWNER, "DELETE FROM users WHERE id = " OWNER},
    {0,
     "UPDATE hand_user SET disabled_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = " OWNER,
     "UPDATE users SET enabled = 0 WHERE id = " OWNER},
    {0,
     "UPDATE hand_membership SET role_id = '00000000-0000-7000-8000-000000000005' "
     "WHERE user_id = " OWNER " AND home = 1",
     "UPDATE users SET role = 'user' WHERE id = " OWNER},
    {1, "INSERT INTO hand_user (account_id, email) VALUES (:account, 'a@example.com')",
     "INSERT INTO users (account_id, email) VALUES (:account, 'a@example.com')"},
    {1, "UPDATE hand_user SET disk_space = 1 WHERE id = :me",
     "UPDATE users SET disk_space = 1 WHERE id = :me"},
    {1, "UPDATE hand_user SET disabled_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = :me",
     "UPDATE users SET enabled = 0 WHERE id = :me"},
    {1,
     "UPDATE hand_membership SET role_id = '00000000-0000-7000-8000-000000000002' "
     "WHERE user_id = :me AND home = 1",
     "UPDATE users SET role = 'admin' WHERE id = :me"},
};

static void check_refused(const struct bench *bench, const char *sql) {
    struct bench_script script;
    bench_script_open(&script, bench, sql);
    bench_script_bind(&script, bench, 0, 0);
    int rc = sqlite3_step(script.statement[0]);
    bench_check(NULL, rc != SQLITE_ROW && rc != SQLITE_DONE, sql);
    bench_script_close(&script);
}

/* Owners but the first of each account are owners no more, for the time being. */
#define FEW_OWNERS(table)                                                                          \
    "UPDATE " table " SET role_id = '00000000-0000-7000-8000-000000000005' "                       \
    "WHERE role_id = '00000000-0000-7000-8000-000000000001' AND user_id NOT IN "                   \
    "(SELECT id FROM usher_user ORDER BY number LIMIT 5);"

static void check_rules(const struct bench *bench) {
    bench_execute(bench->db, "BEGIN;" FEW_OWNERS("usher_membership") FEW_OWNERS("hand_membership"));
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        bench_act_as(bench, refused[i].own ? bench->me : NULL);
        check_refused(bench, refused[i].hand);
        check_refused(bench, refused[i].usher);
    }
    bench_execute(bench->db, "ROLLBACK");
    bench_act_as(bench, NULL);
}

void bench_hand_open(const struct bench *bench) {
    execute_file(bench->db, "hand_session.sql");
    check_rules(bench);
}

void bench_act_as(const struct bench *bench, const char *user_id) {
    bench_execute_format(bench->db, "SELECT act_as(%Q); UPDATE temp.hand_actor SET user_id = %Q",
                         user_id, user_id);
}
