/*
** What notifications and files are measured on: an account that everybody is a guest of, with
** ten times as many broadcasts as there are users, and a user who has ten thousand files.
**
** Nobody has read anything but for the ordinary user, who has a hundred left. The plain table
** of files has the columns and indexes of usher's, and a trigger that does what usher does:
** quota, usage, audit row.
*/
#include "bench.h"

#include <stdio.h>

#define CROWD "0d000000-0000-7000-8000-0000000000cc"
#define CHANNEL "0d000000-0000-7000-8000-0000000000cd"

static const char crowd[] =
    "INSERT INTO usher_account (id, name, created_at, updated_at) "
    "SELECT '" CROWD "', 'crowd', created_at, created_at FROM usher_account LIMIT 1;"
    "INSERT INTO usher_membership (id, user_id, account_id, role_id, home, created_at, updated_at) "
    "SELECT printf('0c000000-0000-7000-8000-%012d', number), id, '" CROWD "', "
    "'00000000-0000-7000-8000-000000000005', 0, created_at, created_at FROM usher_user;"
    "UPDATE usher_user SET recipient = number;"
    "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n "
    "WHERE n < (SELECT 10 * count(*) FROM usher_user)) "
    "INSERT INTO usher_notification (id, account_id, audience, audience_id, event, title, message, "
    "created_at) SELECT printf('0b000000-0000-7000-8000-%012d', n), '" CROWD "', 'account', "
    "'" CROWD "', 'news', 'News ' || n, 'What there is to be known of ' || n, "
    "strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-02', n || ' seconds') FROM n";

static const char files[] =
    "INSERT INTO usher_channel (id, account_id, name, created_at, updated_at) "
    "SELECT '" CHANNEL "', id, 'films', created_at, created_at FROM usher_account LIMIT 1;"
    "INSERT INTO usher_channel_member (id, channel_id, user_id, mode, created_at, updated_at) "
    "SELECT '" CHANNEL "', '" CHANNEL "', id, 'edit', created_at, created_at "
    "FROM usher_user WHERE number = 7;"
    "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10000) "
    "INSERT INTO usher_file (id, account_id, user_id, channel_id, checksum, size, format, "
    "created_at, updated_at) SELECT printf('0a000000-0000-7000-8000-%012d', n), u.account_id, "
    "u.id, "
    "iif(n % 2, '" CHANNEL "', NULL), printf('%032x', n * 7919 % 9000), 1000 + n * 7919 % 9000, "
    "'mp4', u.created_at, u.created_at FROM n, usher_user AS u WHERE u.number = 7;"
    "CREATE TABLE bench_file (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "account_id TEXT NOT NULL REFERENCES usher_account (id), "
    "user_id TEXT NOT NULL REFERENCES usher_user (id), "
    "channel_id TEXT REFERENCES usher_channel (id), checksum TEXT NOT NULL, "
    "size INTEGER NOT NULL, format TEXT, tree TEXT NOT NULL DEFAULT 'main', "
    "created_at TEXT NOT NULL, updated_by TEXT, updated_at TEXT NOT NULL) STRICT;"
    "CREATE INDEX bench_file_user ON bench_file (user_id, checksum);"
    "CREATE INDEX bench_file_channel ON bench_file (channel_id) WHERE channel_id IS NOT NULL;"
    "CREATE INDEX bench_file_account ON bench_file (account_id, created_at, id);";

static const char trigger[] =
    "CREATE TRIGGER bench_file_insert AFTER INSERT ON bench_file "
    "WHEN new.tree = 'main' AND new.format <> 'perseus' AND (new.channel_id IS NULL "
    "OR EXISTS (SELECT 1 FROM usher_channel_member AS m JOIN usher_channel AS c "
    "ON c.id = m.channel_id WHERE m.user_id = new.user_id AND m.channel_id = new.channel_id "
    "AND m.mode = 'edit' AND c.discarded_at IS NULL)) "
    "AND NOT EXISTS (SELECT 1 FROM bench_file WHERE user_id = new.user_id "
    "AND checksum = new.checksum AND number <> new.number) BEGIN "
    "SELECT RAISE(ABORT, 'the file does not fit') FROM usher_user AS u WHERE u.id = new.user_id "
    "AND max(u.disk_space - u.disk_space_used, 0) < new.size AND NOT EXISTS (SELECT 1 FROM "
    "usher_grant WHERE user_id = u.id AND account_id = u.account_id "
    "AND permission = 'storage.unlimited');"
    "UPDATE usher_user SET disk_space_used = disk_space_used + new.size WHERE id = new.user_id;"
    "END;"
    "CREATE TRIGGER bench_file_log AFTER INSERT ON bench_file BEGIN "
    "INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id, "
    "account_id, before, after) VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'system', 'system', "
    "'file.create', 'files', new.id, new.account_id, NULL, json_object('user_id', new.user_id, "
    "'checksum', new.checksum, 'size', new.size, 'format', new.format)); END";

void bench_inbox_fill(sqlite3 *db) {
    bench_execute(db, crowd);
    bench_execute(db, files);
    bench_execute(db, trigger);
}

void bench_inbox_open(struct bench *bench) {
    char *sql = sqlite3_mprintf("UPDATE usher_user SET last_read_at = (SELECT created_at FROM "
                                "usher_notification WHERE number = (SELECT max(number) - 100 FROM "
                                "usher_notification)) WHERE id = %Q",
                                bench->me);
    bench_execute(bench->db, sql);
    sqlite3_free(sql);
    snprintf(bench->crowd, sizeof(bench->crowd), "%s", CROWD);
    sqlite3_stmt *statement;
    bench_check(bench->db,
                sqlite3_prepare_v2(bench->db, "SELECT id FROM usher_user WHERE number = 7", -1,
                                   &statement, NULL) == SQLITE_OK &&
                    sqlite3_step(statement) == SQLITE_ROW,
                "nobody has files");
    snprintf(bench->filer, sizeof(bench->filer), "%s", sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}
