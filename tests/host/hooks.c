/*
** Everything that a host can hook in, set before usher is loaded. What a hook is
** told goes to the log of the statement: a hook that was replaced, or that hears of
** what is not the host's, tells the two runs apart.
*/
#include "host.h"

#include <string.h>

#define LOG(hooks, ...)                                                                            \
    do {                                                                                           \
        if ((hooks)->log) {                                                                        \
            sqlite3_str_appendf((hooks)->log, __VA_ARGS__);                                        \
        }                                                                                          \
    } while (0)

static void on_update(void *data, int op, const char *schema, const char *table, sqlite3_int64 id) {
    LOG((struct hooks *)data, "update %d %s.%s %lld\n", op, schema, table, id);
}

static int on_commit(void *data) {
    LOG((struct hooks *)data, "commit\n");
    return 0;
}

static void on_rollback(void *data) {
    LOG((struct hooks *)data, "rollback\n");
}

static int on_wal(void *data, sqlite3 *db, const char *schema, int pages) {
    (void)db;
    LOG((struct hooks *)data, "wal %s %d\n", schema, pages);
    return SQLITE_OK;
}

static int on_authorize(void *data, int action, const char *one, const char *two,
                        const char *schema, const char *inside) {
    LOG((struct hooks *)data, "authorize %d %s %s %s %s\n", action, one, two, schema, inside);
    return action == SQLITE_PRAGMA && strcmp(one, "application_id") == 0 ? SQLITE_DENY : SQLITE_OK;
}

static int on_trace(unsigned int event, void *data, void *subject, void *detail) {
    (void)subject;
    LOG((struct hooks *)data, "trace %u %s\n", event,
        event == SQLITE_TRACE_STMT ? (const char *)detail : "");
    return 0;
}

static int on_progress(void *data) {
    struct hooks *hooks = data;
    hooks->progress += hooks->log != NULL;
    return 0;
}

static int on_busy(void *data, int times) {
    struct hooks *hooks = data;
    hooks->busy++;
    LOG(hooks, "busy %d\n", times);
    return times < 3;
}

static int compare(void *data, int length, const void *one, int other_length, const void *two) {
    (void)data;
    int common = length < other_length ? length : other_length;
    int order = memcmp(one, two, (size_t)common);
    return order ? -order : length - other_length;
}

static void on_collation(void *data, sqlite3 *db, int encoding, const char *name) {
    LOG((struct hooks *)data, "collation %d %s\n", encoding, name);
    sqlite3_create_collation(db, name, SQLITE_UTF8, NULL, compare);
}

#ifndef NO_PREUPDATE_HOOK
static void on_preupdate(void *data, sqlite3 *db, int op, const char *schema, const char *table,
                         sqlite3_int64 old, sqlite3_int64 new) {
    LOG((struct hooks *)data, "preupdate %d %s.%s %lld %lld, %d columns, depth %d\n", op, schema,
        table, old, new, sqlite3_preupdate_count(db), sqlite3_preupdate_depth(db));
}
#endif

static void twice(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    sqlite3_result_double(context, 2 * sqlite3_value_double(values[0]));
}

void hooks_set(struct hooks *hooks, sqlite3 *db) {
    sqlite3_update_hook(db, on_update, hooks);
    sqlite3_commit_hook(db, on_commit, hooks);
    sqlite3_rollback_hook(db, on_rollback, hooks);
    sqlite3_wal_hook(db, on_wal, hooks);
    sqlite3_set_authorizer(db, on_authorize, hooks);
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE | SQLITE_TRACE_ROW, on_trace,
                     hooks);
    sqlite3_progress_handler(db, 20, on_progress, hooks);
    sqlite3_busy_handler(db, on_busy, hooks);
    sqlite3_collation_needed(db, hooks, on_collation);
    sqlite3_create_function(db, "twice", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, hooks, twice, NULL,
                            NULL);
#ifndef NO_PREUPDATE_HOOK
    sqlite3_preupdate_hook(db, on_preupdate, hooks);
#endif
}

void hooks_ask(struct hooks *hooks, sqlite3 *db) {
    LOG(hooks, "update hook: %d\n", sqlite3_update_hook(db, NULL, NULL) == hooks);
    LOG(hooks, "commit hook: %d\n", sqlite3_commit_hook(db, NULL, NULL) == hooks);
    LOG(hooks, "rollback hook: %d\n", sqlite3_rollback_hook(db, NULL, NULL) == hooks);
    LOG(hooks, "WAL hook: %d\n", sqlite3_wal_hook(db, NULL, NULL) == hooks);
#ifndef NO_PREUPDATE_HOOK
    LOG(hooks, "pre-update hook: %d\n", sqlite3_preupdate_hook(db, NULL, NULL) == hooks);
#endif
}
