/*
** usher_prune(before): what was over before that time goes, and nothing that still counts.
**
**     SELECT usher_prune(strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 days'));
**
** Each kind is a row: a table and a condition, in which ?1 is `before` and ?2 the time now. Of
** some only the secret goes, and the row stays as history: an invite keeps its status, and can be
** sent again. The past tokens of a session that is alive stay, or a stolen one would not be known
** when it comes back; guesses stay for as long as somebody may have to wait for them. The log and
** the notifications are not touched (audit_checkpoint(), notifications_prune()); mail that was
** acknowledged is gone already, by DELETE.
**
** Rules owned here: prune.
*/
#include "domain/care/care.h"

#include <string.h>

struct kind {
    const char *name;  /* in the result */
    const char *table; /* usher_… */
    const char *blank; /* the column that is set to NULL; NULL: the row is deleted */
    const char *where;
};

/* A session that is dead, and has been since before ?1. */
#define DEAD_SESSION                                                                               \
    "(revoked_at < ?1 OR expires_at < ?1 "                                                         \
    "OR strftime('%Y-%m-%dT%H:%M:%fZ', last_used_at, idle_seconds || ' seconds') < ?1)"

static const struct kind kinds[] = {
    {"invites", "usher_invite", "token_hash",
     "token_hash IS NOT NULL AND ifnull(coalesce(accepted_at, declined_at, revoked_at), "
     "expires_at) < ?1"},
    /* Before the sessions: they name them. */
    {"session_tokens", "usher_session_past", NULL,
     "session_id IN (SELECT id FROM main.usher_session WHERE " DEAD_SESSION ")"},
    {"sessions", "usher_session", NULL, DEAD_SESSION},
    {"tickets", "usher_ticket", NULL, "expires_at < ?1"},
    /* No wait is as long as two days (attempts.c); that a reset was asked for counts for a minute. */
    {"attempts", "usher_attempt", NULL,
     "last_at < ?1 AND last_at < strftime('%Y-%m-%dT%H:%M:%fZ', ?2, "
     "iif(failures = 0, '-60 seconds', '-2 days'))"},
    /* No longer good; or given up, which the log knows the time of. Nobody is sending it just now. */
    {"mail", "usher_outbox", NULL,
     "(leased_until IS NULL OR leased_until < ?1) "
     "AND (expires_at < ?1 OR (attempts >= attempts_most AND created_at < ?1 "
     "AND NOT EXISTS (SELECT 1 FROM main.usher_audit AS a WHERE a.object_id = usher_outbox.id "
     "AND a.object_type = 'outbox' AND a.action = 'mail.dead' AND a.created_at >= ?1)))"},
    {"api_keys", "usher_api_key", "sealed", "sealed IS NOT NULL AND expires_at < ?1"},
    {"jwt_keys", "usher_signing_key", NULL, "expires_at < ?1"},
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

/* parts: the verb, the kind's name. */
static void write_sql(sqlite3_str *out, const char *const *parts, int count, const void *context) {
    (void)count;
    const struct kind *kind = context;
    if (strcmp(parts[0], "count") == 0) {
        sqlite3_str_appendf(out, "SELECT count(*) FROM main.%s WHERE ", kind->table);
    } else if (kind->blank) {
        sqlite3_str_appendf(out, "UPDATE main.%s SET %s = NULL WHERE ", kind->table, kind->blank);
    } else {
        sqlite3_str_appendf(out, "DELETE FROM main.%s WHERE ", kind->table);
    }
    sqlite3_str_appendall(out, kind->where);
}

static int bind_times(struct usher *usher, sqlite3_stmt *statement, const char *before,
                      const char *now) {
    int rc = sqlite3_bind_text(statement, 1, before, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK && sqlite3_bind_parameter_count(statement) > 1) {
        rc = sqlite3_bind_text(statement, 2, now, -1, SQLITE_STATIC);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

/* Run it for one kind: to prune (or only to count) what there is; *count of it. */
static int run(struct usher *usher, const char *verb, const struct kind *kind, const char *before,
               const char *now, sqlite3_int64 *count) {
    const char *const parts[] = {verb, kind->name};
    sqlite3_stmt *statement;
    *count = 0;
    int rc = usher_dynamic(usher, parts, 2, write_sql, kind, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = bind_times(usher, statement, before, now);
    if (rc == SQLITE_OK && sqlite3_stmt_readonly(statement)) {
        rc = usher_inner_step(usher, statement);
        *count = rc == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
        rc = rc == SQLITE_ROW ? SQLITE_OK : usher_pass(usher, rc);
    } else if (rc == SQLITE_OK) {
        rc = usher_finish(usher, statement);
        *count = rc == SQLITE_OK ? sqlite3_changes64(usher->db) : 0;
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

int usher_prune_count(struct usher *usher, const char *before, const char *now,
                      sqlite3_int64 *count) {
    int rc = SQLITE_OK;
    *count = 0;
    for (int i = 0; i < KINDS && rc == SQLITE_OK; i++) {
        sqlite3_int64 more;
        rc = run(usher, "count", &kinds[i], before, now, &more);
        *count += more;
    }
    return rc;
}

static int audit(struct usher *usher, const char *before, const sqlite3_int64 count[KINDS]) {
    struct usher_event event = {"store.prune", "store", before, NULL};
    struct usher_fields after;
    usher_fields_init(&after);
    for (int i = 0; i < KINDS; i++) {
        if (count[i] > 0) {
            usher_set_integer(&after, kinds[i].name, count[i]);
        }
    }
    return after.count > 0 ? usher_audit(usher, &event, NULL, &after) : SQLITE_OK;
}

static int give_counts(struct usher *usher, struct usher_call *call,
                       const sqlite3_int64 count[KINDS]) {
    sqlite3_str *out = sqlite3_str_new(usher->db);
    for (int i = 0; i < KINDS; i++) {
        sqlite3_str_appendf(out, "%s\"%s\":%lld", i ? "," : "{", kinds[i].name, count[i]);
    }
    sqlite3_str_appendchar(out, 1, '}');
    int failed = sqlite3_str_errcode(out) != SQLITE_OK;
    char *json = sqlite3_str_finish(out);
    if (failed) {
        sqlite3_free(json);
        json = NULL;
    }
    return usher_result_take(usher, &call->result, json);
}

/* A time that is not ahead, normalised. */
static int take_before(struct usher *usher, struct usher_call *call, const char **before,
                       char now[USHER_TIME_TEXT + 1]) {
    int rc = usher_argument_required(usher, call, 0, "before", before);
    if (rc == SQLITE_OK) {
        rc = usher_check_time(usher, "before", 0, &call->argv[0]);
        *before = call->argv[0].text;
    }
    usher_now(usher, now);
    return rc == SQLITE_OK && strcmp(*before, now) > 0
               ? usher_fail(usher, USHER_INVALID, "before",
                            "before must not be in the future: what lies ahead is not over")
               : rc;
}

/*
** usher_prune(before) → JSON: how many of each kind. invalid (no time, a future one), missing;
** forbidden but to the system.
*/
static int prune(struct usher *usher, struct usher_call *call) {
    const char *before = NULL;
    char now[USHER_TIME_TEXT + 1];
    sqlite3_int64 count[KINDS] = {0};
    int rc = take_before(usher, call, &before, now);
    for (int i = 0; i < KINDS && rc == SQLITE_OK; i++) {
        rc = run(usher, "prune", &kinds[i], before, now, &count[i]);
    }
    if (rc == SQLITE_OK) {
        rc = audit(usher, before, count);
    }
    return rc == SQLITE_OK ? give_counts(usher, call, count) : rc;
}

static const struct usher_function functions[] = {
    {"usher_prune", 1, 1, USHER_WRITES, USHER_SYSTEM, "before",
     "Delete what was over before a time: secrets of closed invites, dead sessions, expired tokens "
     "and keys, old guesses, mail that was given up. Returns JSON, how many of each",
     prune},
};

const struct usher_function_table usher_care_functions = {functions,
                                                          sizeof(functions) / sizeof(*functions)};
