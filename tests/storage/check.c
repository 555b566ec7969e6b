/*
** What must hold after each step.
*/
#include "storage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *text_of(const char *sql) {
    sqlite3_stmt *statement;
    char *text = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        const char *found = (const char *)sqlite3_column_text(statement, 0);
        text = sqlite3_mprintf("%s", found ? found : "");
    } else {
        printf("not ok - %s\n  in %s\n", sqlite3_errmsg(db), sql);
        exit(1);
    }
    sqlite3_finalize(statement);
    return text;
}

char *fingerprint(void) {
    return text_of(
        "SELECT (SELECT group_concat(id || account_id || user_id || ifnull(channel_id, '') || "
        "checksum || size || ifnull(format, '-') || tree || updated_at) FROM usher_file) || '|' || "
        "(SELECT group_concat(disk_space_used) FROM usher_user) || '|' || "
        "(SELECT count(*) FROM usher_audit)");
}

/* Written without a look at the view: files, one by one, by what is in their way. */
static const char naive[] =
    "WITH file AS (SELECT f.user_id, f.checksum, f.size, f.channel_id IS NULL AS loose, "
    " (SELECT count(*) FROM usher_channel AS c WHERE c.id = f.channel_id "
    "  AND c.discarded_at IS NULL) AS open, "
    " (SELECT count(*) FROM usher_channel_member AS m WHERE m.channel_id = f.channel_id "
    "  AND m.user_id = f.user_id AND m.mode = 'edit') AS edits "
    " FROM usher_file AS f WHERE tree = 'main' AND format IS NOT NULL "
    " AND format NOT IN ('perseus')), "
    "content AS (SELECT user_id, checksum, max(size) AS size FROM file "
    " WHERE loose = 1 OR (open = 1 AND edits = 1) GROUP BY user_id, checksum) "
    "SELECT u.id, u.disk_space_used, "
    " ifnull((SELECT sum(c.size) FROM content AS c WHERE c.user_id = u.id), 0), "
    " storage_refresh(u.id) FROM usher_user AS u ORDER BY u.id";

int agree(void) {
    sqlite3_stmt *statement;
    int good = 1;
    must("SAVEPOINT agree");
    sqlite3_int64 drifts = number_of("SELECT count(*) FROM usher_audit WHERE action = "
                                     "'storage.drift'");
    if (sqlite3_prepare_v2(db, naive, -1, &statement, NULL) != SQLITE_OK) {
        printf("not ok - %s\n", sqlite3_errmsg(db));
        exit(1);
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
        sqlite3_int64 kept = sqlite3_column_int64(statement, 1);
        sqlite3_int64 counted = sqlite3_column_int64(statement, 2);
        sqlite3_int64 refreshed = sqlite3_column_int64(statement, 3);
        if (kept != counted || refreshed != counted) {
            printf("not ok - of %s %lld bytes are kept, %lld counted, %lld by storage_refresh()\n",
                   sqlite3_column_text(statement, 0), kept, counted, refreshed);
            good = 0;
        }
    }
    if (sqlite3_finalize(statement) != SQLITE_OK) {
        printf("not ok - %s\n", sqlite3_errmsg(db));
        good = 0;
    }
    if (number_of("SELECT count(*) FROM usher_audit WHERE action = 'storage.drift'") != drifts) {
        puts("not ok - storage_refresh() has logged a drift");
        good = 0;
    }
    must("ROLLBACK TO agree; RELEASE agree");
    return good;
}
