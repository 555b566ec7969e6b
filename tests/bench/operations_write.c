/*
** What is written: users. `plain` writes the one row and no more, into the backing table with all its
** indexes; `…_rows` all rows that usher writes (membership, audit log), without any rule; `hand` and
** usher have rules.
*/
#include "operations.h"

#include <stddef.h>

#define INSERT_MEMBERSHIP                                                                          \
    "INSERT INTO usher_membership (id, user_id, account_id, role_id, created_at, updated_at) "     \
    "VALUES (:new_membership, :new_id, :account, :role, :now, :now);"
#define SET_NAME "SET name = :new_name, updated_at = :now WHERE "
#define UPDATE_USER "UPDATE usher_user " SET_NAME "id = :id;"
#define DELETE_USER "UPDATE usher_user SET discarded_at = :now, updated_at = :now WHERE id = :id;"
#define AUDIT_UPDATE                                                                               \
    INSERT_AUDIT "SELECT :now, 'system', 'system', 'user.update', 'users', id, account_id, "       \
                 "json_object('name', name), json_object('name', :new_name) "                      \
                 "FROM usher_user WHERE id = :id;"
#define INSERT_ROWS                                                                                \
    INSERT_USER INSERT_MEMBERSHIP AUDIT(                                                           \
        "user.create", "users", ":new_id",                                                         \
        "'name', :new_name, 'locale', :locale, 'email', :new_email")
#define DELETE_ROWS DELETE_USER AUDIT("user.delete", "users", ":id", "'discarded_at', :now")

#define TEN "(:id00, :id01, :id02, :id03, :id04, :id05, :id06, :id07, :id08, :id09)"
#define COLUMNS                                                                                    \
    "(account_id, email, name, locale) VALUES (:account, :new_email, :new_name, :locale)"

#define HAND_INSERT "INSERT INTO hand_user " COLUMNS
#define HAND_UPDATE "UPDATE hand_user SET name = :new_name WHERE id = :id"
#define HAND_DELETE "DELETE FROM hand_user WHERE id = :id"
#define USHER_INSERT "INSERT INTO users " COLUMNS
#define USHER_UPDATE "UPDATE users SET name = :new_name WHERE id = :id"
#define USHER_DELETE "DELETE FROM users WHERE id = :id"

/* What must be so afterwards. */
#define STATE_INSERT                                                                               \
    "SELECT account_id, email, name, locale, disk_space, activated_at, length(id) "                \
    "FROM usher_user WHERE email = :new_email"
#define STATE_UPDATE "SELECT id, name, discarded_at FROM usher_user WHERE id IN " TEN
#define STATE_DELETE "SELECT id, email, discarded_at IS NULL FROM usher_user WHERE id = :id"
#define LAST_ENTRY                                                                                 \
    "SELECT real_actor, actor, action, object_type, account_id, before, "                          \
    "json_remove(after, '$.discarded_at'), json_type(after, '$.discarded_at') FROM usher_audit "   \
    "ORDER BY number DESC LIMIT 1"
#define NOW                                                                                        \
    " BETWEEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-60 seconds') "                               \
    "AND strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
/* A write that leaves its entry, its membership, its times. */
#define RULES_INSERT                                                                               \
    "SELECT m.role_id, m.home, e.* FROM usher_user AS u JOIN usher_membership AS m "               \
    "ON m.user_id = u.id AND m.account_id = u.account_id JOIN (" LAST_ENTRY ") AS e "              \
    "WHERE u.email = :new_email AND u.updated_at" NOW " AND u.created_at = u.updated_at"
#define RULES_MANY                                                                                 \
    "SELECT real_actor, actor, action, object_type, object_id, account_id, before, after "         \
    "FROM (SELECT * FROM usher_audit ORDER BY number DESC LIMIT 10)"
#define RULES_UPDATE                                                                               \
    "SELECT e.* FROM usher_user AS u JOIN (" LAST_ENTRY                                            \
    ") AS e WHERE u.id = :id AND u.updated_at" NOW
#define RULES_DELETE                                                                               \
    "SELECT e.*, (SELECT count(*) FROM usher_session WHERE user_id = :id), "                       \
    "(SELECT count(*) FROM usher_api_key WHERE user_id = :id) "                                    \
    "FROM usher_user AS u JOIN (" LAST_ENTRY ") AS e "                                             \
    "WHERE u.id = :id AND u.discarded_at" NOW " AND u.updated_at" NOW

const struct bench_operation bench_writes[] = {
    {"insert",
     "insert",
     BENCH_WRITE,
     50,
     {INSERT_USER, HAND_INSERT, USHER_INSERT},
     NULL,
     STATE_INSERT,
     RULES_INSERT},
    {"update",
     "update by id",
     BENCH_WRITE,
     50,
     {UPDATE_USER, HAND_UPDATE, USHER_UPDATE},
     NULL,
     STATE_UPDATE,
     RULES_UPDATE},
    {"delete",
     "delete",
     BENCH_WRITE,
     50,
     {DELETE_USER, HAND_DELETE, USHER_DELETE},
     NULL,
     STATE_DELETE,
     RULES_DELETE},
    {"update_many",
     "update of 10 rows by IN",
     BENCH_WRITE,
     10,
     {"UPDATE usher_user " SET_NAME "id IN " TEN,
      "UPDATE hand_user SET name = :new_name WHERE id IN " TEN,
      "UPDATE users SET name = :new_name WHERE id IN " TEN},
     NULL,
     STATE_UPDATE,
     RULES_MANY},
    {"insert_rows",
     "insert, the same rows",
     BENCH_WRITE,
     50,
     {INSERT_ROWS, NULL, USHER_INSERT},
     NULL,
     STATE_INSERT,
     NULL},
    {"update_rows",
     "update, the same rows",
     BENCH_WRITE,
     50,
     {AUDIT_UPDATE UPDATE_USER, NULL, USHER_UPDATE},
     NULL,
     STATE_UPDATE,
     NULL},
    {"delete_rows",
     "delete, the same rows",
     BENCH_WRITE,
     50,
     {DELETE_ROWS, NULL, USHER_DELETE},
     NULL,
     STATE_DELETE,
     NULL},
    {.name = NULL},
};
