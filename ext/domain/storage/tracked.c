/*
** Tables of the application whose rows are files: which they are, and what their rows count for.
**
** A table is found by its triggers, which SQLite takes along when it, or a column, is renamed. If
** they are gone, counting fails and says what mends it; if the table itself was dropped, it counts
** for nothing. storage_track() and storage_untrack() count what can be counted: or of two tables
** that have lost their triggers, each would stand in the way of the other.
*/
#include "domain/storage/storage.h"

#include <string.h>

void tracked_clear(struct tracked *tracked) {
    sqlite3_free(tracked->table);
    sqlite3_free(tracked->known);
    sqlite3_free(tracked->size);
    sqlite3_free(tracked->user);
    sqlite3_free(tracked->checksum);
    sqlite3_free(tracked->rowid);
    for (int i = 0; i < tracked->keys; i++) {
        sqlite3_free(tracked->key[i]);
    }
    sqlite3_free(tracked->key);
}

static int copy_column(struct usher *usher, sqlite3_stmt *row, int column, char **copy) {
    const char *text = (const char *)sqlite3_column_text(row, column);
    *copy = text ? sqlite3_mprintf("%s", text) : NULL;
    return *copy || sqlite3_column_type(row, column) == SQLITE_NULL
               ? SQLITE_OK
               : usher_pass(usher, SQLITE_NOMEM);
}

/* Renamed columns have their new names in the trigger. */
static void follow_columns(const char *sql, struct tracked *tracked) {
    char **column[] = {&tracked->size, &tracked->user, &tracked->checksum};
    for (int i = 0; i < 3; i++) {
        char *now = tracked_column_in(sql, i);
        if (now) {
            sqlite3_free(*column[i]);
            *column[i] = now;
        }
    }
}

int tracked_load(struct usher *usher, sqlite3_stmt *row, struct tracked *tracked) {
    memset(tracked, 0, sizeof(*tracked));
    tracked->number = sqlite3_column_int64(row, 0);
    tracked->triggers = sqlite3_column_int(row, 6);
    int rc = copy_column(usher, row, tracked->triggers > 0 ? 5 : 7, &tracked->table);
    if (rc == SQLITE_OK) {
        rc = copy_column(usher, row, 1, &tracked->known);
    }
    if (rc == SQLITE_OK) {
        rc = copy_column(usher, row, 2, &tracked->size);
    }
    if (rc == SQLITE_OK) {
        rc = copy_column(usher, row, 3, &tracked->user);
    }
    if (rc == SQLITE_OK) {
        rc = copy_column(usher, row, 4, &tracked->checksum);
    }
    const char *sql = (const char *)sqlite3_column_text(row, 8);
    if (sql) {
        follow_columns(sql, tracked);
    }
    return rc;
}

/* Has the table the columns? (One that was made anew may not.) */
static int has_columns(struct usher *usher, const struct tracked *tracked) {
    const char *const column[] = {tracked->size, tracked->user, tracked->checksum};
    for (int i = 0; i < 3; i++) { /* of no column it says whether the table is there */
        if (sqlite3_table_column_metadata(usher->db, "main", tracked->table, column[i], NULL, NULL,
                                          NULL, NULL, NULL) != SQLITE_OK) {
            return 0;
        }
    }
    return 1;
}

/* conflict unless the table is kept by its triggers, or was dropped. */
static int require_kept(struct usher *usher, const struct tracked *tracked) {
    return tracked->table && (tracked->triggers != TRACKED_TRIGGERS || !has_columns(usher, tracked))
               ? usher_fail(usher, USHER_CONFLICT, "table",
                            "the table %.100s has lost what storage_track() gave it: call that "
                            "again, or storage_untrack()",
                            tracked->table)
               : SQLITE_OK;
}

/* A statement on tables of the application's. */
static int prepare(struct usher *usher, char *sql, sqlite3_stmt **statement) {
    int rc =
        sql ? usher_inner_prepare(usher, sql, -1, SQLITE_PREPARE_NO_VTAB, statement) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass_foreign(usher, rc);
}

/* SQLite's sum() fails where it would not fit. */
static int pass_sum(struct usher *usher, int rc) {
    return strcmp(sqlite3_errmsg(usher->db), "integer overflow") == 0
               ? usher_storage_too_much(usher)
               : usher_pass_foreign(usher, rc);
}

/* ---------------------------------------------------------------------- one user */

/* In a damaged store either may be less than nothing. */
static int add_bytes(struct usher *usher, sqlite3_int64 more, sqlite3_int64 *bytes) {
    if (*bytes > 0 ? more > INT64_MAX - *bytes : more < INT64_MIN - *bytes) {
        return usher_storage_too_much(usher);
    }
    *bytes += more;
    return SQLITE_OK;
}

static int add_table(struct usher *usher, const struct tracked *tracked, const char *user_id,
                     sqlite3_int64 *bytes) {
    sqlite3_stmt *statement = NULL;
    sqlite3_str *out = sqlite3_str_new(usher->db);
    sqlite3_str_appendall(out, "SELECT ifnull(sum(bytes), 0) FROM (");
    tracked_append_counted(out, tracked, 1);
    sqlite3_str_appendall(out, ")");
    int rc = prepare(usher, sqlite3_str_finish(out), &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = sqlite3_bind_text(statement, 1, user_id, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK) {
        rc = usher_inner_step(usher, statement);
    }
    rc = rc == SQLITE_ROW ? add_bytes(usher, sqlite3_column_int64(statement, 0), bytes)
                          : pass_sum(usher, rc);
    sqlite3_finalize(statement);
    return rc;
}

static int add_used(struct usher *usher, sqlite3_stmt *row, const char *user_id,
                    sqlite3_int64 *bytes) {
    struct tracked tracked;
    int rc = tracked_load(usher, row, &tracked);
    if (rc == SQLITE_OK) {
        rc = require_kept(usher, &tracked);
    }
    if (rc == SQLITE_OK && tracked.table) {
        rc = add_table(usher, &tracked, user_id, bytes);
    }
    tracked_clear(&tracked);
    return rc;
}

int usher_tracked_add(struct usher *usher, const char *user_id, sqlite3_int64 *bytes) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_tracked_all, "n");
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = add_used(usher, query.statement, user_id, bytes);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* ---------------------------------------------------------------------- everybody */

static int append_table(struct usher *usher, sqlite3_str *out, sqlite3_stmt *row) {
    struct tracked tracked;
    int rc = tracked_load(usher, row, &tracked);
    if (rc == SQLITE_OK && tracked.table && has_columns(usher, &tracked)) {
        sqlite3_str_appendall(out, "\nUNION ALL ");
        tracked_append_counted(out, &tracked, 0);
    }
    tracked_clear(&tracked);
    return rc;
}

static int append_tables(struct usher *usher, sqlite3_str *out) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_tracked_all, "n");
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = append_table(usher, out, query.statement);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* A statement on `n`: the number and bytes of everybody whose usage is kept wrong. */
static int prepare_wrong(struct usher *usher, const char *head, const char *tail,
                         sqlite3_stmt **statement) {
    sqlite3_str *out = sqlite3_str_new(usher->db);
    sqlite3_str_appendf(
        out,
        "%s FROM (SELECT u.number AS number, ifnull(c.bytes, 0) AS bytes "
        "FROM main.usher_user AS u LEFT JOIN (SELECT user_id, sum(bytes) AS bytes FROM ("
        "SELECT user_id, max(size) AS bytes FROM main.usher_counted_file "
        "GROUP BY user_id, checksum",
        head);
    int rc = append_tables(usher, out);
    sqlite3_str_appendf(out, ") GROUP BY user_id) AS c ON c.user_id = u.id) AS n %s", tail);
    char *sql = sqlite3_str_finish(out);
    if (rc != SQLITE_OK) {
        sqlite3_free(sql);
        return rc;
    }
    return prepare(usher, sql, statement);
}

int usher_storage_recount_all(struct usher *usher) {
    sqlite3_stmt *statement = NULL;
    int rc = prepare_wrong(usher, "UPDATE main.usher_user SET disk_space_used = n.bytes",
                           "WHERE n.number = usher_user.number "
                           "AND n.bytes <> usher_user.disk_space_used",
                           &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    do {
        rc = usher_inner_step(usher, statement);
    } while (rc == SQLITE_ROW); /* PRAGMA count_changes */
    rc = rc == SQLITE_DONE ? SQLITE_OK : pass_sum(usher, rc);
    sqlite3_finalize(statement);
    return rc;
}

int usher_storage_drifts(struct usher *usher, usher_storage_drift *each, void *context) {
    sqlite3_stmt *statement = NULL;
    int rc = prepare_wrong(usher, "SELECT k.id, k.disk_space_used, n.bytes",
                           "JOIN main.usher_user AS k ON k.number = n.number "
                           "WHERE n.bytes <> k.disk_space_used ORDER BY k.number",
                           &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_inner_step(usher, statement)) == SQLITE_ROW) {
        rc = each(context, (const char *)sqlite3_column_text(statement, 0),
                  sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 2));
        if (rc != SQLITE_OK) {
            sqlite3_finalize(statement);
            return rc;
        }
    }
    rc = rc == SQLITE_DONE ? SQLITE_OK : pass_sum(usher, rc);
    sqlite3_finalize(statement);
    return rc;
}

/* ------------------------------------------------------------------------ all of them */

static char *describe(const struct tracked *tracked) {
    return tracked->checksum
               ? sqlite3_mprintf("SELECT storage_track(%Q, json_object('size', %Q, "
                                 "'user', %Q, 'checksum', %Q))",
                                 tracked->table, tracked->size, tracked->user, tracked->checksum)
               : sqlite3_mprintf("SELECT storage_track(%Q, json_object('size', %Q, "
                                 "'user', %Q))",
                                 tracked->table, tracked->size, tracked->user);
}

/* Are its triggers to the letter what storage_track() makes? */
static int is_kept(struct usher *usher, const struct tracked *tracked, int *kept) {
    struct usher_query query;
    *kept = tracked->triggers == TRACKED_TRIGGERS && has_columns(usher, tracked);
    int rc = usher_open(usher, &query, USHER_SQL_tracked_triggers, "it", tracked->number,
                        tracked->table);
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        int own = 0;
        const char *name = (const char *)sqlite3_column_text(query.statement, 0);
        const char *sql = (const char *)sqlite3_column_text(query.statement, 1);
        rc = name && sql ? usher_tracked_own(usher, name, sql, &own)
                         : usher_pass(usher, SQLITE_NOMEM);
        *kept = *kept && own;
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int judge_kept(struct usher *usher, const struct tracked *tracked, usher_tracked_fault *each,
                      void *context) {
    int kept = 0;
    int rc = is_kept(usher, tracked, &kept);
    if (rc != SQLITE_OK || kept) {
        return rc;
    }
    int again = tracked->table && has_columns(usher, tracked);
    char *remedy =
        again ? describe(tracked) : sqlite3_mprintf("SELECT storage_untrack(%Q)", tracked->known);
    if (!remedy) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    return each(
        context, tracked->table ? tracked->table : tracked->known,
        again ? "it has lost what storage_track() gave it: what its rows count for is not kept"
        : tracked->table ? "it has not the columns that storage_track() was told"
                         : "it is tracked, and not there",
        remedy);
}

int usher_tracked_faults(struct usher *usher, usher_tracked_fault *each, void *context) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_tracked_all, "n");
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        struct tracked tracked;
        rc = tracked_load(usher, query.statement, &tracked);
        if (rc == SQLITE_OK) {
            rc = judge_kept(usher, &tracked, each, context);
        }
        tracked_clear(&tracked);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* -------------------------------------------------------------------- to the letter */

/* Which trigger it may be by its name, and of which number: only its text says that it is. */
static int parse_name(const char *name, sqlite3_int64 *number) {
    const char *p = name + strlen("storage_track_");
    *number = 0;
    for (int digits = 0; *p >= '0' && *p <= '9' && digits < 18; p++, digits++) {
        *number = *number * 10 + (*p - '0');
    }
    int trigger = 0;
    for (int i = 0; tracked_trigger[i]; i++) {
        trigger = strcmp(p, tracked_trigger[i]) == 0 ? i : trigger;
    }
    return trigger;
}

int tracked_find(struct usher *usher, sqlite3_int64 number, struct tracked *tracked) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_tracked_all, "i", number);
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
    }
    if (rc == SQLITE_ROW) {
        rc = tracked_load(usher, query.statement, tracked);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int judge_text(struct usher *usher, struct tracked *tracked, int trigger, const char *sql,
                      int *own) {
    char *name = NULL;
    int rc = tracked_find_table(usher, tracked->table, &name);
    sqlite3_free(name);
    if (rc == SQLITE_OK) {
        rc = tracked_describe(usher, tracked);
    }
    if (rc != SQLITE_OK) { /* made anew, as what cannot be tracked */
        return rc == SQLITE_CONSTRAINT ? SQLITE_OK : rc;
    }
    char *expected = tracked_trigger_sql(tracked, trigger);
    if (!expected) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    *own = strcmp(expected, sql) == 0;
    sqlite3_free(expected);
    return SQLITE_OK;
}

int usher_tracked_own(struct usher *usher, const char *name, const char *sql, int *own) {
    struct tracked tracked = {.table = NULL};
    sqlite3_int64 number;
    int trigger = parse_name(name, &number);
    int rc = tracked_find(usher, number, &tracked);
    if (rc == SQLITE_OK && tracked.table) {
        rc = judge_text(usher, &tracked, trigger, sql, own);
    }
    tracked_clear(&tracked);
    return rc;
}
