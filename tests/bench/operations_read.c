/*
** What the system reads. The plain contestant has the backing table and the same statement written by
** hand: the same columns, computed in the same way; `hand` has the view with row security.
*/
#include "operations.h"

#include <stddef.h>

#define TEN(tens)                                                                                  \
    ":id" tens "0, :id" tens "1, :id" tens "2, :id" tens "3, :id" tens "4, "                       \
    ":id" tens "5, :id" tens "6, :id" tens "7, :id" tens "8, :id" tens "9"
#define FIFTY TEN("0") ", " TEN("1") ", " TEN("2") ", " TEN("3") ", " TEN("4")

#define OPEN_INVITE                                                                                \
    "EXISTS (SELECT 1 FROM usher_invite AS i WHERE i.email = u.email "                             \
    "AND i.account_id = u.account_id AND i.accepted_at IS NULL AND i.declined_at IS NULL "         \
    "AND i.revoked_at IS NULL AND i.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"

#define THREE(name, table) "SELECT id, email, " name " FROM " table " "
#define ALL_3(rest)                                                                                \
    {                                                                                              \
        THREE(FULL_NAME, "usher_user")                                                             \
        rest, THREE("name", "hand_users") rest, THREE("name", "users") rest                        \
    }
#define TWENTY(name, enabled, table)                                                               \
    "SELECT id, account_id, email, " name ", first_name, last_name, " enabled                      \
    ", locale, avatar, authentication, mfa_required, verified_email, notifications, "              \
    "disk_space, disk_space_used, company, job_title, phone_number, created_at, updated_at "       \
    "FROM " table
/* The columns are the backing table's. */
#define ALL(columns, rest)                                                                         \
    { columns "usher_user " rest, columns "hand_users " rest, columns "users " rest }
#define INSIDE(name, table)                                                                        \
    "SELECT a.number, " name " FROM bench_task AS a CROSS JOIN " table                             \
    " AS u ON u.id = a.user_id "                                                                   \
    "WHERE a.number <= 1000"
#define OUTSIDE(name, table)                                                                       \
    "SELECT a.number, " name " FROM " table " AS u CROSS JOIN bench_task AS a ON a.user_id = u.id"

const struct bench_operation bench_reads[] = {
    {"point", "point by id, 5 columns", BENCH_READ, 200, ALL_5("WHERE id = :id"), NULL, NULL, NULL},
    {"email", "by e-mail", BENCH_READ, 200, ALL_5("WHERE email = :email"), NULL, NULL, NULL},
    {"page", "keyset page of 25", BENCH_READ, 100, ALL_5(PAGE), NULL, NULL, NULL},
    {"in", "IN list of 50", BENCH_READ, 50, ALL_5("WHERE id IN (" FIFTY ")"), NULL, NULL, NULL},
    {"offset", "LIMIT 25 OFFSET 800", BENCH_READ, 20,
     ALL_5("ORDER BY created_at, id LIMIT 25 OFFSET 800"), NULL, NULL, NULL},
    {"scan3", "scan of 3 columns", BENCH_READ, 5, ALL_3(""), NULL, NULL, NULL},
    {"scan20",
     "scan of 20 columns",
     BENCH_READ,
     5,
     {TWENTY(FULL_NAME, "disabled_at IS NULL", "usher_user"),
      TWENTY("name", "enabled", "hand_users"), TWENTY("name", "enabled", "users")},
     NULL,
     NULL,
     NULL},
    {"status",
     "scan with status and role",
     BENCH_READ,
     5,
     {"SELECT u.id, CASE WHEN u.discarded_at IS NOT NULL THEN 'deleted' "
      "WHEN u.disabled_at IS NOT NULL THEN 'deactivated' "
      "WHEN u.activated_at IS NOT NULL THEN 'active' "
      "WHEN " OPEN_INVITE " THEN 'invited' ELSE 'created' END, r.name "
      "FROM usher_user AS u LEFT JOIN usher_membership AS m "
      "ON m.user_id = u.id AND m.account_id = u.account_id "
      "LEFT JOIN usher_role AS r ON r.id = m.role_id",
      "SELECT id, status, role FROM hand_users", "SELECT id, status, role FROM users"},
     NULL,
     NULL,
     NULL},
    {"filtered", "filtered scan", BENCH_READ, 12, ALL_3("WHERE locale = :locale"), NULL, NULL,
     NULL},
    {"count", "count(*)", BENCH_READ, 10, ALL("SELECT count(*) FROM ", ""), NULL, NULL, NULL},
    {"count_filtered", "filtered count", BENCH_READ, 12,
     ALL("SELECT count(*) FROM ", "WHERE locale = :locale"), NULL, NULL, NULL},
    {"group_covering", "GROUP BY account_id: covering", BENCH_READ, 5,
     ALL("SELECT account_id, count(*) FROM ", "GROUP BY account_id"), NULL, NULL, NULL},
    {"group", "GROUP BY locale: no index", BENCH_READ, 5,
     ALL("SELECT locale, count(*) FROM ", "GROUP BY locale"), NULL, NULL, NULL},
    {"distinct_covering", "DISTINCT account_id: covering", BENCH_READ, 5,
     ALL("SELECT DISTINCT account_id FROM ", ""), NULL, NULL, NULL},
    {"distinct", "DISTINCT locale: no index", BENCH_READ, 5,
     ALL("SELECT DISTINCT locale FROM ", ""), NULL, NULL, NULL},
    {"join_inside",
     "join of 1,000, usher inside",
     BENCH_READ,
     3,
     {INSIDE(FULL_NAME, "usher_user"), INSIDE("u.name", "hand_users"), INSIDE("u.name", "users")},
     NULL,
     NULL,
     NULL},
    {"join_outside",
     "join of all, usher outside",
     BENCH_READ,
     3,
     {OUTSIDE(FULL_NAME, "usher_user"), OUTSIDE("u.name", "hand_users"),
      OUTSIDE("u.name", "users")},
     NULL,
     NULL,
     NULL},
    {"prepare_point", "prepare: point", BENCH_PREPARE, 50, ALL_5("WHERE id = :id"), NULL, NULL,
     NULL},
    {"prepare_page", "prepare: keyset", BENCH_PREPARE, 50, ALL_5(PAGE), NULL, NULL, NULL},
    {.name = NULL},
};
