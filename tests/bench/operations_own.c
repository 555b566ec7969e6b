/*
** Who acts, and as whom.
**
** An ordinary user sees one row: the plain contestant is told which, the view with row security finds
** out. Most people write its condition with OR, as hand_session.sql has it; `hand_split` shows what the
** same condition gives as a view whose parts SQLite can each answer by an index.
**
** Who authenticates by an API key is compared with the one statement that a program would run which has
** hashed the key: the row by its hash, of an active user, unless it has expired. By a session's JWT
** with libsodium's check of its signature; who signs in with libsodium's Argon2, over the same hash.
*/
#include "operations.h"

#include <stddef.h>

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
#define SPLIT_5 FIVE("name", "hand_users_split")

const struct bench_operation bench_persons[] = {
    {"own_point", "ordinary user: own row by id", BENCH_OWN, 20, ALL_5("WHERE id = :me"), NULL,
     NULL, NULL},
    {"own_row",
     "ordinary user: what they see",
     BENCH_OWN,
     20,
     {PLAIN_5 "WHERE id = :me", HAND_5, USHER_5},
     NULL,
     NULL,
     NULL},
    {"own_page",
     "ordinary user: page of 25",
     BENCH_OWN,
     20,
     {PLAIN_5 "WHERE id = :me ORDER BY created_at, id LIMIT 25",
      HAND_5 "ORDER BY created_at, id LIMIT 25", USHER_5 "ORDER BY created_at, id LIMIT 25"},
     NULL,
     NULL,
     NULL},
    {"own_count",
     "ordinary user: count(*)",
     BENCH_OWN,
     20,
     {"SELECT count(*) FROM usher_user WHERE id = :me", "SELECT count(*) FROM hand_users",
      "SELECT count(*) FROM users"},
     NULL,
     NULL,
     NULL},
    {"own_unread",
     "ordinary user: unread, 100 of many",
     BENCH_OWN,
     20,
     {PLAIN_UNREAD ":me", "SELECT unread FROM hand_unread", "SELECT unread FROM users"},
     NULL,
     NULL,
     NULL},
    {"own_page_split",
     "page of 25, ÷ a view in parts",
     BENCH_OWN,
     20,
     {NULL, SPLIT_5 "ORDER BY created_at, id LIMIT 25", USHER_5 "ORDER BY created_at, id LIMIT 25"},
     NULL,
     NULL,
     NULL},
    {"point_split",
     "the system's point, ÷ that view",
     BENCH_READ,
     200,
     {NULL, SPLIT_5 "WHERE id = :id", USHER_5 "WHERE id = :id"},
     NULL,
     NULL,
     NULL},
    {"unread_rows",
     "unread: count of the rows",
     BENCH_OWN,
     50,
     {PLAIN_UNREAD ":me", NULL, "SELECT count(*) FROM notifications WHERE read = 0"},
     NULL,
     NULL,
     NULL},
    {"guarded_row",
     "guarded: own row",
     BENCH_OWN,
     200,
     {"SELECT title, created_at FROM bench_note WHERE number = :note AND user_id = :me", NULL,
      "SELECT title, created_at FROM notes WHERE number = :note"},
     NULL,
     NULL,
     NULL},
    {"guarded_page",
     "guarded: own page of 25",
     BENCH_OWN,
     100,
     {"SELECT number, title, created_at FROM bench_note WHERE user_id = :me "
      "ORDER BY created_at LIMIT 25",
      NULL, "SELECT number, title, created_at FROM notes ORDER BY created_at LIMIT 25"},
     NULL,
     NULL,
     NULL},
    {"guarded_count",
     "guarded: own count(*)",
     BENCH_OWN,
     100,
     {"SELECT count(*) FROM bench_note WHERE user_id = :me", NULL, "SELECT count(*) FROM notes"},
     NULL,
     NULL,
     NULL},
    {"setting",
     "setting() of a user, three levels",
     BENCH_READ,
     100,
     {PLAIN_SETTING ":id", NULL, "SELECT setting('app.theme', :id)"},
     NULL,
     NULL,
     NULL},
    {"own_setting",
     "ordinary user: setting()",
     BENCH_OWN,
     20,
     {PLAIN_SETTING ":me", NULL, "SELECT setting('app.theme')"},
     NULL,
     NULL,
     NULL},
    {"api_key",
     "authenticate: API key",
     BENCH_SIGN_IN,
     100,
     {"SELECT k.user_id FROM usher_api_key AS k JOIN usher_user AS u ON u.id = k.user_id "
      "WHERE k.key_hash = bench_keyed_hash(:key) AND (k.expires_at IS NULL "
      "OR k.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) AND u.activated_at IS NOT NULL "
      "AND u.disabled_at IS NULL AND u.discarded_at IS NULL",
      NULL, "SELECT authenticate(:key)"},
     NULL,
     NULL,
     NULL},
    {"jwt",
     "authenticate: JWT, or its signature",
     BENCH_SIGN_IN,
     20,
     {"SELECT iif(bench_signed(:jwt), :key_user, NULL)", NULL, "SELECT authenticate(:jwt)"},
     NULL,
     NULL,
     NULL},
    {"login",
     "login, or Argon2 alone",
     BENCH_SIGN_IN,
     1,
     {"SELECT bench_argon2('" BENCH_PASSWORD "')", NULL,
      "SELECT login((SELECT email FROM usher_user WHERE id = "
      "(SELECT user_id FROM bench_key WHERE number = 1)), '" BENCH_PASSWORD "') IS NOT NULL"},
     NULL,
     NULL,
     NULL},
    {.name = NULL},
};
