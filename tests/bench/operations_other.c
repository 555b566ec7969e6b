/*
** What has no bar, and is to be known all the same: the API, files, the inbox, the log.
*/
#include "operations.h"

#include <stddef.h>

/* A user as the API vidbeo shows them. */
#define USER_JSON                                                                                  \
    "json_object('id', u.id, 'name', " FULL_NAME ", 'email', u.email, 'role', (SELECT CASE "       \
    "r.name WHEN 'user' THEN 'viewer' WHEN 'creator' THEN 'uploader' "                             \
    "WHEN 'manager' THEN 'uploader' ELSE r.name END FROM usher_membership AS m "                   \
    "JOIN usher_role AS r ON r.id = m.role_id WHERE m.user_id = u.id "                             \
    "AND m.account_id = u.account_id), 'authentication', u.authentication, 'notifications', "      \
    "json(u.notifications), 'enabled', json(iif(u.disabled_at IS NULL, 'true', 'false')), "        \
    "'mfa_required', json(iif(u.mfa_required, 'true', 'false')), 'verified_email', "               \
    "json(iif(u.verified_email, 'true', 'false')), 'created_by', u.created_by, 'created_time', "   \
    "u.created_at, 'updated_by', u.updated_by, 'updated_time', u.updated_at)"
#define USER_LIST                                                                                  \
    "SELECT json_group_array(" USER_JSON ") FROM (SELECT * FROM usher_user AS v "                  \
    "WHERE v.account_id = :account AND v.discarded_at IS NULL AND v.service = 0 "                  \
    "ORDER BY v.created_at, v.id LIMIT 25) AS u"
#define INSERT_FILE                                                                                \
    "INSERT INTO bench_file (id, account_id, user_id, checksum, size, format, created_at, "        \
    "updated_at) VALUES (:new_id, :account, :id, :hash, 1000, 'mp4', :now, :now);"
#define USHER_INSERT_FILE                                                                          \
    "INSERT INTO files (id, user_id, checksum, size, format) "                                     \
    "VALUES (:new_id, :id, :hash, 1000, 'mp4');"
/* What usher_counted_file says, written out. */
#define REFRESH                                                                                    \
    "UPDATE usher_user SET disk_space_used = (SELECT ifnull(sum(size), 0) FROM ("                  \
    "SELECT max(f.size) AS size FROM usher_file AS f WHERE f.user_id = :filer "                    \
    "AND f.tree = 'main' AND f.format <> 'perseus' AND (f.channel_id IS NULL OR EXISTS ("          \
    "SELECT 1 FROM usher_channel_member AS m JOIN usher_channel AS c ON c.id = m.channel_id "      \
    "WHERE m.user_id = f.user_id AND m.channel_id = f.channel_id AND m.mode = 'edit' "             \
    "AND c.discarded_at IS NULL)) GROUP BY f.checksum)) WHERE id = :filer;"

#define PLAIN_SEND                                                                                 \
    "INSERT INTO usher_notification (id, account_id, audience, audience_id, event, title, "        \
    "message, created_at) VALUES (:new_id, :crowd, 'account', :crowd, 'news', :new_name, "         \
    "'what there is to be known', :later);" INSERT_AUDIT                                           \
    "VALUES (:now, 'system', 'system', 'notification.create', 'notifications', :new_id, :crowd, "  \
    "NULL, json_object('audience', 'account', 'event', 'news'));"
#define PLAIN_MARK                                                                                 \
    "UPDATE usher_user SET last_read_at = max(ifnull(last_read_at, ''), :later) WHERE id = :id;"   \
    "DELETE FROM usher_notification_state WHERE user_id = :id AND read = 0 "                       \
    "AND disposed_at IS NULL AND created_at <= :later;" INSERT_AUDIT                               \
    "VALUES (:now, 'system', 'system', 'user.mark_read', 'users', :id, :account, "                 \
    "NULL, json_object('last_read_at', :later));"
const struct bench_operation bench_others[] = {
    {"api_user",
     "api: a user by id",
     BENCH_READ,
     50,
     {"SELECT " USER_JSON " FROM usher_user AS u WHERE u.id = :peer", NULL,
      "SELECT substr(body, 26, length(body) - 25 - 26) "
      "FROM api('vidbeo', 'GET', '/v2/users/' || :peer, NULL, :owner)"},
     NULL,
     NULL,
     NULL},
    {"api_users",
     "api: a list of 25 users",
     BENCH_READ,
     20,
     {USER_LIST, NULL,
      "SELECT substr(body, 26, instr(body, ',\"links\"') - 26) "
      "FROM api('vidbeo', 'GET', '/v2/users', NULL, :owner)"},
     NULL,
     NULL,
     NULL},
    {"mark_read",
     "mark_read() of all, the same rows",
     BENCH_WRITE,
     50,
     {PLAIN_MARK, NULL, "SELECT mark_read(:later, :id)"},
     NULL,
     "SELECT last_read_at FROM usher_user WHERE id = :id",
     NULL},
    {"broadcast",
     "broadcast to everybody, same rows",
     BENCH_WRITE,
     5,
     {PLAIN_SEND, NULL,
      "INSERT INTO notifications (audience, audience_id, event, title, message, created_at) "
      "VALUES ('account', :crowd, 'news', :new_name, 'what there is to be known', :later)"},
     NULL,
     "SELECT account_id, audience, audience_id, event, title, message, created_at "
     "FROM usher_notification ORDER BY number DESC LIMIT 1",
     NULL},
    {"file_insert",
     "insert a file, ÷ triggers: the same",
     BENCH_WRITE,
     50,
     {NULL, INSERT_FILE, USHER_INSERT_FILE},
     NULL,
     "SELECT disk_space_used FROM users WHERE id = :id",
     NULL},
    {"storage_refresh",
     "storage_refresh of 10,000 files",
     BENCH_WRITE,
     2,
     {REFRESH, NULL, "SELECT storage_refresh(:filer);"},
     NULL,
     "SELECT disk_space_used FROM usher_user WHERE id = :filer",
     NULL},
    {"audit_verify",
     "audit_verify(), or reading the log",
     BENCH_READ,
     5,
     {"SELECT max(number) + 0 * (sum(length(created_at)) + sum(length(object_id)) + "
      "sum(length(before)) + sum(length(after)) + sum(length(hash))) FROM usher_audit",
      NULL, "SELECT json_extract(audit_verify(), '$.last')"},
     NULL,
     NULL,
     NULL},
    {.name = NULL},
};
