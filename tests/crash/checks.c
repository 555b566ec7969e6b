/*
** What must hold of every store, whatever happened to it.
*/
#include "crash.h"

#include <string.h>

/* Written without a look at the view: files, one by one, by what is in their way. */
#define COUNTED                                                                                    \
    "ifnull((SELECT sum(size) FROM (SELECT max(f.size) AS size FROM usher_file AS f "              \
    " WHERE f.user_id = u.id AND f.tree = 'main' AND f.format IS NOT NULL "                        \
    " AND f.format NOT IN ('perseus') AND (f.channel_id IS NULL OR ("                              \
    "  f.channel_id IN (SELECT id FROM usher_channel WHERE discarded_at IS NULL) "                 \
    "  AND f.channel_id IN (SELECT m.channel_id FROM usher_channel_member AS m "                   \
    "   WHERE m.user_id = u.id AND m.mode = 'edit'))) GROUP BY f.checksum)), 0)"

/* Each finds what must not be there. */
static const struct check {
    const char *promise;
    const char *sql;
} checks[] = {
    {"what is kept of a user's files is what they come to",
     "SELECT u.id, u.disk_space_used, " COUNTED " FROM usher_user AS u "
     "WHERE u.disk_space_used <> " COUNTED},
    {"unread is a count",
     "SELECT u.id, u.unread FROM users AS u WHERE u.unread <> (SELECT count(*) FROM notifications "
     "AS n WHERE n.user_id = u.id AND n.read = 0)"},
    {"an account that has members has an owner",
     "SELECT a.id FROM usher_account AS a WHERE EXISTS (SELECT 1 FROM usher_membership AS m WHERE "
     "m.account_id = a.id) AND NOT EXISTS (SELECT 1 FROM usher_membership AS m JOIN usher_role AS "
     "r ON r.id = m.role_id JOIN usher_user AS u ON u.id = m.user_id WHERE m.account_id = a.id AND "
     "r.name = 'owner' AND u.disabled_at IS NULL AND u.activated_at IS NOT NULL AND u.discarded_at "
     "IS "
     "NULL)"},
    {"whoever is in is a member",
     "SELECT u.id FROM usher_user AS u WHERE u.discarded_at IS NULL AND u.service = 0 AND NOT "
     "EXISTS (SELECT 1 FROM usher_membership AS m WHERE m.user_id = u.id AND m.account_id = "
     "u.account_id)"},
    {"an accepted invite has brought somebody",
     "SELECT i.id FROM usher_invite AS i WHERE i.accepted_at IS NOT NULL AND i.user_id IS NULL"},
    {"a made row has its audit row",
     "WITH made (id) AS (SELECT id FROM usher_user UNION ALL SELECT id FROM usher_invite UNION ALL "
     "SELECT id FROM usher_team UNION ALL SELECT id FROM usher_channel UNION ALL SELECT id FROM "
     "usher_file UNION ALL SELECT id FROM usher_session UNION ALL SELECT id FROM usher_api_key) "
     "SELECT id FROM made WHERE id NOT IN (SELECT object_id FROM usher_audit)"},
    {"sessions and keys end with their user",
     "SELECT s.id FROM usher_session AS s JOIN usher_user AS u ON u.id = s.user_id WHERE "
     "u.discarded_at IS NOT NULL"},
};

static char found[300];

/* NULL, or the first row of what must not be there. */
static const char *find(sqlite3 *db, const char *promise, const char *sql) {
    sqlite3_stmt *row = NULL;
    const char *answer = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    rc = rc == SQLITE_OK ? sqlite3_step(row) : rc;
    if (rc != SQLITE_DONE) {
        const char *what =
            rc == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0) : sqlite3_errmsg(db);
        answer = sqlite3_snprintf(sizeof(found), found, "%s: %s", promise, what ? what : "NULL");
    }
    sqlite3_finalize(row);
    return answer;
}

const char *check_sound(sqlite3 *db) {
    const char *answer = find(db, "integrity_check",
                              "SELECT * FROM pragma_integrity_check(1) WHERE integrity_check <> "
                              "'ok'");
    return answer ? answer
                  : find(db, "foreign_key_check", "SELECT * FROM pragma_foreign_key_check");
}

const char *check_store(sqlite3 *db) {
    const char *answer = NULL;
    for (size_t i = 0; i < sizeof(checks) / sizeof(*checks) && !answer; i++) {
        answer = find(db, checks[i].promise, checks[i].sql);
    }
    return answer;
}
