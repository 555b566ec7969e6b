/*
** Files: ten thousand of one user, half of them in a channel that they edit; and what
** stands beside `files`: a table of the same columns and indexes, with triggers that do by hand
** what usher does about the quota, what is kept of it, and the log.
*/
#include "bench.h"

#include <stddef.h>

/* Does the new row count? As usher_counted_file says. */
#define COUNTS                                                                                     \
    "new.tree = 'main' AND new.format <> 'perseus' AND (new.channel_id IS NULL OR EXISTS ("        \
    "SELECT 1 FROM usher_channel_member AS m JOIN usher_channel AS c ON c.id = m.channel_id "      \
    "WHERE m.user_id = new.user_id AND m.channel_id = new.channel_id AND m.mode = 'edit' "         \
    "AND c.discarded_at IS NULL))"
#define IS_KNOWN                                                                                   \
    "EXISTS (SELECT 1 FROM bench_file WHERE user_id = new.user_id AND checksum = new.checksum "    \
    "AND tree = 'main' AND format <> 'perseus')"

static const char plain_table[] =
    "CREATE TABLE bench_file (number INTEGER PRIMARY KEY, "
    "id TEXT NOT NULL UNIQUE CHECK (length(id) = 36), account_id TEXT NOT NULL, "
    "user_id TEXT NOT NULL, channel_id TEXT, "
    "checksum TEXT NOT NULL CHECK (length(checksum) BETWEEN 32 AND 128), "
    "size INTEGER NOT NULL CHECK (size BETWEEN 0 AND 9007199254740991), "
    "format TEXT CHECK (length(format) BETWEEN 1 AND 40), "
    "tree TEXT NOT NULL DEFAULT 'main' CHECK (length(tree) BETWEEN 1 AND 40), "
    "created_at TEXT NOT NULL CHECK (length(created_at) = 24), updated_by TEXT, "
    "updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)) STRICT;"
    "INSERT INTO bench_file SELECT * FROM usher_file;"
    "CREATE INDEX bench_file_user ON bench_file (user_id, checksum);"
    "CREATE INDEX bench_file_channel ON bench_file (channel_id) WHERE channel_id IS NOT NULL;"
    "CREATE INDEX bench_file_account ON bench_file (account_id, created_at, id);"
    "CREATE TRIGGER bench_file_quota BEFORE INSERT ON bench_file WHEN " COUNTS " BEGIN "
    "SELECT RAISE (ABORT, 'quota_exceeded') WHERE NOT " IS_KNOWN " AND new.size > "
    "(SELECT max(disk_space - disk_space_used, 0) FROM usher_user WHERE id = new.user_id);"
    "UPDATE usher_user SET disk_space_used = disk_space_used + new.size "
    "WHERE id = new.user_id AND NOT " IS_KNOWN "; END;"
    "CREATE TRIGGER bench_file_log AFTER INSERT ON bench_file BEGIN "
    "INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id, "
    "account_id, after) VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'system', 'system', "
    "'file.create', 'files', new.id, new.account_id, json_object('user_id', new.user_id, "
    "'checksum', new.checksum, 'size', new.size, 'format', new.format)); END";

void bench_fill_files(const struct bench *bench) {
    const char *filer = bench->person[0].id;
    bench_execute_format(
        bench->db,
        "INSERT INTO channels (id, account_id, name) "
        "SELECT '0c000000-0000-7000-8000-000000000001', account_id, 'shared' FROM usher_user "
        "WHERE id = %Q;"
        "INSERT INTO channel_members (channel_id, user_id, mode) "
        "VALUES ('0c000000-0000-7000-8000-000000000001', %Q, 'edit');"
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %d) "
        "INSERT INTO usher_file (id, account_id, user_id, channel_id, checksum, size, format, "
        "created_at, updated_at) SELECT printf('0b000000-0000-7000-8000-%%012d', n), "
        "u.account_id, u.id, iif(n %% 2, NULL, '0c000000-0000-7000-8000-000000000001'), "
        "printf('%%032x', n * 7919 %% 9973), n, 'mp4', u.created_at, u.created_at "
        "FROM usher_user AS u, n WHERE u.id = %Q; SELECT storage_refresh(%Q)",
        filer, filer, BENCH_FILES, filer, filer);
    bench_execute(bench->db, plain_table);
}
