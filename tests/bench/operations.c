/*
** What is measured. The plain contestant has the backing table and the same
** statement written by hand: the same columns, computed in the same way.
**
** Parameters stand for the values of values.c. A number at the end of the name
** means the user that many turns later.
**
** An ordinary user sees one row: the plain contestant is told which.
**
** Who authenticates by an API key is compared with finding one row by a unique text as
** long as the key's hash; by a session's JWT with libsodium's check of its signature; who
** signs in with libsodium's Argon2, over the same hash.
**
** `insert`, `update` and `delete` compare with writing the one row and no more;
** `…_rows` with writing all rows that usher writes (membership, audit log) by
** hand, without any rule.
*/
#include "bench.h"

#define TEN(tens)                                                                                  \
    ":id" tens "0, :id" tens "1, :id" tens "2, :id" tens "3, :id" tens "4, "                       \
    ":id" tens "5, :id" tens "6, :id" tens "7, :id" tens "8, :id" tens "9"
#define FIFTY TEN("0") ", " TEN("1") ", " TEN("2") ", " TEN("3") ", " TEN("4")

#define FULL_NAME                                                                                  \
    "ifnull(name, nullif(trim(ifnull(first_name, '') || ' ' || ifnull(last_name, '')), ''))"
#define OPEN_INVITE                                                                                \
    "EXISTS (SELECT 1 FROM usher_invite AS i WHERE i.email = u.email "                             \
    "AND i.account_id = u.account_id AND i.accepted_at IS NULL AND i.declined_at IS NULL "         \
    "AND i.revoked_at IS NULL AND i.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"

#define PLAIN_5 "SELECT id, email, " FULL_NAME ", locale, created_at FROM usher_user "
#define USHER_5 "SELECT id, email, name, locale, created_at FROM users "
#define PLAIN_3 "SELECT id, email, " FULL_NAME " FROM usher_user "
#define USHER_3 "SELECT id, email, name FROM users "
#define TWENTY(name, enabled)                                                                      \
    "SELECT id, account_id, email, " name ", first_name, last_name, " enabled                      \
    ", locale, avatar, authentication, mfa_required, verified_email, notifications, "              \
    "disk_space, disk_space_used, company, job_title, phone_number, created_at, updated_at "
#define PAGE "WHERE (created_at, id) > (:created_at, :id) ORDER BY created_at, id LIMIT 25"

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
#define INSERT_USER                                                                                \
    "INSERT INTO usher_user (id, account_id, email, name, locale, created_at, updated_at) "        \
    "VALUES (:new_id, :account, :new_email, :new_name, :locale, :now, :now);"
#define INSERT_MEMBERSHIP                                                                          \
    "INSERT INTO usher_membership (id, user_id, account_id, role_id, created_at, updated_at) "     \
    "VALUES (:new_membership, :new_id, :account, :role, :now, :now);"
#define UPDATE_USER "UPDATE usher_user SET name = :new_name, updated_at = :now WHERE id = :id;"
#define DELETE_USER "UPDATE usher_user SET discarded_at = :now, updated_at = :now WHERE id = :id;"
#define INSERT_INVITE                                                                              \
    "INSERT INTO usher_invite (id, account_id, email, role_id, token_hash, created_at, "           \
    "expires_at, updated_at) VALUES (:new_invite, :account, :new_email, :role, "                   \
    "CAST(:hash AS BLOB), :now, :later, :now);"
#define FIND_INVITE                                                                                \
    "SELECT id, email FROM usher_invite "                                                          \
    "WHERE token_hash = CAST(:hash AS BLOB) AND expires_at > :now;"
#define CLOSE_INVITE                                                                               \
    "UPDATE usher_invite SET accepted_at = :now, user_id = :new_id, updated_at = :now "            \
    "WHERE id = :new_invite;"
#define INSERT_AUDIT                                                                               \
    "INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id, "     \
    "account_id, before, after) "
#define AUDIT(action, type, id, after)                                                             \
    INSERT_AUDIT "VALUES (:now, 'system', 'system', '" action "', '" type "', " id                 \
                 ", :account, NULL, json_object(" after "));"
#define AUDIT_UPDATE                                                                               \
    INSERT_AUDIT "SELECT :now, 'system', 'system', 'user.update', 'users', id, account_id, "       \
                 "json_object('name', name), json_object('name', :new_name) "                      \
                 "FROM usher_user WHERE id = :id;"

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

#define INSERT_ROWS                                                                                \
    INSERT_USER INSERT_MEMBERSHIP AUDIT(                                                           \
        "user.create", "users", ":new_id",                                                         \
        "'name', :new_name, 'locale', :locale, 'email', :new_email")
#define DELETE_ROWS DELETE_USER AUDIT("user.delete", "users", ":id", "'discarded_at', :now")
#define CREATE_ROWS                                                                                \
    INSERT_INVITE AUDIT("invite.create", "invites", ":new_invite",                                 \
                        "'email', :new_email, 'role', 'user'")
#define ACCEPT_ROWS                                                                                \
    FIND_INVITE INSERT_USER INSERT_MEMBERSHIP AUDIT("user.create", "users", ":new_id",             \
                                                    "'email', :new_email")                         \
        CLOSE_INVITE AUDIT("invite.accept", "invites", ":new_invite", "'user_id', :new_id")

#define USHER_INSERT                                                                               \
    "INSERT INTO users (account_id, email, name, locale) "                                         \
    "VALUES (:account, :new_email, :new_name, :locale)"
#define USHER_UPDATE "UPDATE users SET name = :new_name WHERE id = :id"
#define USHER_DELETE "DELETE FROM users WHERE id = :id"
#define USHER_CREATE "SELECT invite_create(:new_email, 'user', :options);"
#define USHER_ACCEPT "SELECT invite_accept(:token)"

/* The value in force: what the account or a team has locked, else what is set closest to the user. */
#define OF_TEAM                                                                                    \
    "(SELECT s.value FROM usher_team_membership AS m JOIN usher_team AS g ON g.id = m.team_id "    \
    "JOIN usher_setting AS s ON s.scope_id = g.id AND s.key = 'app.theme' AND s.scope = 'team' "   \
    "WHERE m.user_id = u.id AND g.account_id = u.account_id AND s.locked = "
#define IN_ORDER " ORDER BY g.priority DESC, m.created_at, m.number LIMIT 1), "
#define OF_ACCOUNT                                                                                 \
    "(SELECT value FROM usher_setting WHERE scope_id = u.account_id AND key = 'app.theme' "        \
    "AND scope = 'account'"
#define OF_USER                                                                                    \
    "(SELECT value FROM usher_setting WHERE scope_id = u.id AND key = 'app.theme' "                \
    "AND scope = 'user'), "
#define OF_DEFAULT "(SELECT default_value FROM usher_setting_definition WHERE key = 'app.theme')"
#define PLAIN_SETTING                                                                              \
    "SELECT coalesce(" OF_ACCOUNT " AND locked = 1), " OF_TEAM "1" IN_ORDER OF_USER OF_TEAM        \
    "0" IN_ORDER OF_ACCOUNT "), " OF_DEFAULT ") FROM usher_user AS u WHERE u.id = "

/* How many unread notifications somebody has, whatever they were sent to. */
#define BEYOND "ifnull(u.last_read_at || ' ', '')"
#define UNMARKED                                                                                   \
    " AND NOT EXISTS (SELECT 1 FROM usher_notification_state AS s "                                \
    "WHERE s.user_id = u.id AND s.notification = n.number))"
#define SENT_TO(audience) "usher_notification AS n WHERE n.audience = '" audience "' AND "
#define PLAIN_UNREAD                                                                               \
    "SELECT (SELECT count(*) FROM usher_notification_state AS s WHERE s.user_id = u.id "           \
    "AND s.read = 0 AND s.disposed_at IS NULL) + "                                                 \
    "(SELECT count(*) FROM " SENT_TO(                                                              \
        "user") "n.audience_id = u.id AND n.created_at >= " BEYOND UNMARKED                        \
                " + (SELECT count(*) FROM usher_team_membership AS m CROSS JOIN " SENT_TO(         \
                    "team") "m.user_id = u.id AND n.audience_id = m.team_id "                      \
                            "AND n.created_at >= max(m.created_at, " BEYOND ")" UNMARKED           \
                            " + (SELECT count(*) FROM usher_membership AS m CROSS JOIN " SENT_TO(  \
                                "account") "m.user_id = u.id AND n.audience_id = m.account_id "    \
                                           "AND n.created_at >= max(m.created_at, " BEYOND         \
                                           ")" UNMARKED " + (SELECT count(*) FROM " SENT_TO(       \
                                               "all") "n.audience_id = '' AND n.created_at >= "    \
                                                      "max(u.created_at, " BEYOND ")" UNMARKED     \
                                                      " FROM usher_user AS u WHERE u.id = "
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
const struct bench_operation bench_operations[] = {
    {"point",
     "point by id, 5 columns",
     BENCH_READ,
     20000,
     {PLAIN_5 "WHERE id = :id", USHER_5 "WHERE id = :id"}},
    {"email",
     "by e-mail",
     BENCH_READ,
     20000,
     {PLAIN_5 "WHERE email = :email", USHER_5 "WHERE email = :email"}},
    {"page", "keyset page of 25", BENCH_READ, 2000, {PLAIN_5 PAGE, USHER_5 PAGE}},
    {"in",
     "IN list of 50",
     BENCH_READ,
     1000,
     {PLAIN_5 "WHERE id IN (" FIFTY ")", USHER_5 "WHERE id IN (" FIFTY ")"}},
    {"offset",
     "LIMIT 25 OFFSET 800",
     BENCH_READ,
     500,
     {PLAIN_5 "ORDER BY created_at, id LIMIT 25 OFFSET 800",
      USHER_5 "ORDER BY created_at, id LIMIT 25 OFFSET 800"}},
    {"scan3", "scan of 3 columns", BENCH_READ, 100, {PLAIN_3, USHER_3}},
    {"scan20",
     "scan of 20 columns",
     BENCH_READ,
     50,
     {TWENTY(FULL_NAME, "disabled_at IS NULL") "FROM usher_user",
      TWENTY("name", "enabled") "FROM users"}},
    {"status",
     "scan with status and role",
     BENCH_READ,
     50,
     {"SELECT u.id, CASE WHEN u.discarded_at IS NOT NULL THEN 'deleted' "
      "WHEN u.disabled_at IS NOT NULL THEN 'deactivated' "
      "WHEN u.activated_at IS NOT NULL THEN 'active' "
      "WHEN " OPEN_INVITE " THEN 'invited' ELSE 'created' END, r.name "
      "FROM usher_user AS u LEFT JOIN usher_membership AS m "
      "ON m.user_id = u.id AND m.account_id = u.account_id "
      "LEFT JOIN usher_role AS r ON r.id = m.role_id",
      "SELECT id, status, role FROM users"}},
    {"filtered",
     "filtered scan",
     BENCH_READ,
     200,
     {PLAIN_3 "WHERE locale = :locale", USHER_3 "WHERE locale = :locale"}},
    {"count",
     "count(*)",
     BENCH_READ,
     200,
     {"SELECT count(*) FROM usher_user", "SELECT count(*) FROM users"}},
    {"count_filtered",
     "filtered count",
     BENCH_READ,
     200,
     {"SELECT count(*) FROM usher_user WHERE locale = :locale",
      "SELECT count(*) FROM users WHERE locale = :locale"}},
    {"group",
     "GROUP BY locale",
     BENCH_READ,
     50,
     {"SELECT locale, count(*) FROM usher_user GROUP BY locale",
      "SELECT locale, count(*) FROM users GROUP BY locale"}},
    {"group_covering",
     "GROUP BY account_id",
     BENCH_READ,
     100,
     {"SELECT account_id, count(*) FROM usher_user GROUP BY account_id",
      "SELECT account_id, count(*) FROM users GROUP BY account_id"}},
    {"distinct",
     "DISTINCT locale",
     BENCH_READ,
     100,
     {"SELECT DISTINCT locale FROM usher_user", "SELECT DISTINCT locale FROM users"}},
    {"join_inside",
     "join of 1,000, usher inside",
     BENCH_READ,
     20,
     {"SELECT a.number, " FULL_NAME " FROM bench_task AS a CROSS JOIN usher_user AS u "
      "ON u.id = a.user_id",
      "SELECT a.number, u.name FROM bench_task AS a CROSS JOIN users AS u ON u.id = a.user_id"}},
    {"join_outside",
     "join of 1,000, usher outside",
     BENCH_READ,
     20,
     {"SELECT a.number, " FULL_NAME " FROM usher_user AS u CROSS JOIN bench_task AS a "
      "ON a.user_id = u.id",
      "SELECT a.number, u.name FROM users AS u CROSS JOIN bench_task AS a ON a.user_id = u.id"}},
    {"own_row",
     "an ordinary user: own row",
     BENCH_OWN,
     20000,
     {PLAIN_5 "WHERE id = :me", USHER_5 "WHERE id = :me"}},
    {"own_page",
     "an ordinary user: page of 25",
     BENCH_OWN,
     20000,
     {PLAIN_5 "WHERE id = :me ORDER BY created_at, id LIMIT 25",
      USHER_5 "ORDER BY created_at, id LIMIT 25"}},
    {"own_count",
     "an ordinary user: count(*)",
     BENCH_OWN,
     20000,
     {"SELECT count(*) FROM usher_user WHERE id = :me", "SELECT count(*) FROM users"}},
    {"guarded_row",
     "guarded: own row",
     BENCH_OWN,
     20000,
     {"SELECT title, created_at FROM bench_note WHERE number = :note AND user_id = :me",
      "SELECT title, created_at FROM notes WHERE number = :note"}},
    {"guarded_page",
     "guarded: own page of 25",
     BENCH_OWN,
     5000,
     {"SELECT number, title, created_at FROM bench_note WHERE user_id = :me "
      "ORDER BY created_at LIMIT 25",
      "SELECT number, title, created_at FROM notes ORDER BY created_at LIMIT 25"}},
    {"guarded_count",
     "guarded: own count(*)",
     BENCH_OWN,
     5000,
     {"SELECT count(*) FROM bench_note WHERE user_id = :me", "SELECT count(*) FROM notes"}},
    {"api_key",
     "authenticate: API key",
     BENCH_SIGN_IN,
     20000,
     {"SELECT user_id FROM bench_key WHERE key_hash = :key_hash", "SELECT authenticate(:key)"}},
    {"jwt",
     "authenticate: JWT, or its signature",
     BENCH_SIGN_IN,
     5000,
     {"SELECT iif(bench_signed(:jwt), :key_user, NULL)", "SELECT authenticate(:jwt)"}},
    {"setting",
     "setting() of a user, three levels",
     BENCH_READ,
     10000,
     {PLAIN_SETTING ":id", "SELECT setting('app.theme', :id)"}},
    {"own_setting",
     "an ordinary user: setting()",
     BENCH_OWN,
     10000,
     {PLAIN_SETTING ":me", "SELECT setting('app.theme')"}},
    {"login",
     "login, or Argon2 alone",
     BENCH_SIGN_IN,
     20,
     {"SELECT bench_argon2('" BENCH_PASSWORD "')",
      "SELECT login((SELECT email FROM usher_user WHERE id = "
      "(SELECT user_id FROM bench_key WHERE number = 1)), '" BENCH_PASSWORD "') IS NOT NULL"}},
    {"api_user",
     "api: a user by id",
     BENCH_READ,
     5000,
     {"SELECT " USER_JSON " FROM usher_user AS u WHERE u.id = :peer",
      "SELECT substr(body, 26, length(body) - 25 - 26) "
      "FROM api('vidbeo', 'GET', '/v2/users/' || :peer, NULL, :owner)"}},
    {"api_users",
     "api: a list of 25 users",
     BENCH_READ,
     500,
     {USER_LIST, "SELECT substr(body, 26, instr(body, ',\"links\"') - 26) "
                 "FROM api('vidbeo', 'GET', '/v2/users', NULL, :owner)"}},
    {"prepare_point",
     "prepare: point",
     BENCH_PREPARE,
     2000,
     {PLAIN_5 "WHERE id = :id", USHER_5 "WHERE id = :id"}},
    {"prepare_page", "prepare: keyset", BENCH_PREPARE, 2000, {PLAIN_5 PAGE, USHER_5 PAGE}},
    {"insert", "insert", BENCH_WRITE, 1000, {INSERT_USER, USHER_INSERT}},
    {"update", "update by id", BENCH_WRITE, 1000, {UPDATE_USER, USHER_UPDATE}},
    {"delete", "delete", BENCH_WRITE, 500, {DELETE_USER, USHER_DELETE}},
    {"insert_rows", "insert, the same rows", BENCH_WRITE, 1000, {INSERT_ROWS, USHER_INSERT}},
    {"update_rows",
     "update, the same rows",
     BENCH_WRITE,
     1000,
     {AUDIT_UPDATE UPDATE_USER, USHER_UPDATE}},
    {"delete_rows", "delete, the same rows", BENCH_WRITE, 500, {DELETE_ROWS, USHER_DELETE}},
    {"invite_create",
     "invite_create, the same rows",
     BENCH_WRITE,
     500,
     {CREATE_ROWS, USHER_CREATE}},
    {"invite_accept",
     "create and accept, the same rows",
     BENCH_WRITE,
     500,
     {CREATE_ROWS ACCEPT_ROWS, USHER_CREATE USHER_ACCEPT}},
    {"unread",
     "unread: 100 of many",
     BENCH_OWN,
     5000,
     {PLAIN_UNREAD ":me", "SELECT unread FROM users"}},
    {"unread_rows",
     "unread: count of the rows",
     BENCH_OWN,
     5000,
     {PLAIN_UNREAD ":me", "SELECT count(*) FROM notifications WHERE read = 0"}},
    {"mark_read",
     "mark_read() of all, the same rows",
     BENCH_WRITE,
     1000,
     {PLAIN_MARK, "SELECT mark_read(:later, :id)"}},
    {"broadcast",
     "broadcast to everybody, same rows",
     BENCH_WRITE,
     1000,
     {PLAIN_SEND,
      "INSERT INTO notifications (audience, audience_id, event, title, message, created_at) "
      "VALUES ('account', :crowd, 'news', :new_name, 'what there is to be known', :later)"}},
    {"file_insert",
     "insert a file, triggers do the same",
     BENCH_WRITE,
     1000,
     {INSERT_FILE, USHER_INSERT_FILE}},
    {"storage_refresh",
     "storage_refresh of 10,000 files",
     BENCH_WRITE,
     20,
     {REFRESH, "SELECT storage_refresh(:filer);"}},
    {"audit_verify",
     "audit_verify(), or reading the log",
     BENCH_READ,
     200,
     {"SELECT max(number) + 0 * (sum(length(created_at)) + sum(length(object_id)) + "
      "sum(length(before)) + sum(length(after)) + sum(length(hash))) FROM usher_audit",
      "SELECT json_extract(audit_verify(), '$.last')"}},
};

const int bench_operation_count = sizeof(bench_operations) / sizeof(*bench_operations);
