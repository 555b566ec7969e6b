/*
** The table sessions.
*/
#include "domain/sessions/sessions.h"

enum {
    ID,
    USER,
    FORM,
    DEVICE,
    MFA,
    CREATED_AT,
    REFRESHED_AT,
    LAST_USED_AT,
    EXPIRES_AT,
    STATUS,
    CURRENT,
    COLUMNS
};

#define ENDS                                                                                       \
    "min(s.expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', s.last_used_at, "                            \
    "s.idle_seconds || ' seconds'))"

#define STATUS_SQL                                                                                 \
    "CASE WHEN s.revoked_at IS NOT NULL THEN 'revoked' "                                           \
    "WHEN " ENDS " > usher_now() THEN 'active' ELSE 'expired' END"

static const struct usher_column columns[COLUMNS] = {
    [ID] = USHER_UUID_COLUMN("id", "s.id", USHER_KEY),
    [USER] = USHER_UUID_COLUMN("user_id", "s.user_id", USHER_INDEXED),
    [FORM] = {.name = "form", .affinity = USHER_TEXT, .sql = "s.form", .flags = USHER_WORDS},
    [DEVICE] = {.name = "device", .affinity = USHER_TEXT, .sql = "s.device"},
    [MFA] = {.name = "mfa", .affinity = USHER_INTEGER, .sql = "s.mfa"},
    [CREATED_AT] = USHER_TIME_COLUMN("created_at", "s.created_at", NULL),
    [REFRESHED_AT] = USHER_TIME_COLUMN("refreshed_at", "s.refreshed_at", NULL),
    [LAST_USED_AT] = USHER_TIME_COLUMN("last_used_at", "s.last_used_at", NULL),
    [EXPIRES_AT] = USHER_TIME_COLUMN("expires_at", ENDS, NULL),
    [STATUS] = {.name = "status", .affinity = USHER_TEXT, .sql = STATUS_SQL, .flags = USHER_WORDS},
    [CURRENT] = {.name = "current",
                 .affinity = USHER_INTEGER,
                 .sql = "0",
                 .actor_sql = "(s.id = $session)"},
};

/*
** Signed in is signed in everywhere: whose user it is at home decides. Who acts by an API key
** has not signed in: their own are not for the key to see.
*/
static const struct usher_policy policy = {
    .own = "s.user_id = $principal",
    .read = USHER_MAY_SESSIONS_DELETE,
    .account = "s.user_id = $principal OR (SELECT v.account_id FROM main.usher_user AS v "
               "WHERE v.id = s.user_id) IN " USHER_HOLDS("sessions.delete"),
};

/* The session ends at once, for whoever acts by it, too. */
static int remove_row(struct usher *usher, struct usher_change *change) {
    const char *id = change->old->value[ID].text;
    const char *user_id = change->old->value[USER].text;
    struct usher_query query;
    char account_id[USHER_UUID_TEXT + 1] = "";
    int rc = usher_open(usher, &query, USHER_SQL_account_of_user, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_text(usher, query.statement, 0, account_id, sizeof(account_id));
    }
    usher_close(&query);
    if (rc == SQLITE_OK || rc == SQLITE_DONE) {
        rc = usher_require_user(usher, USHER_MAY_SESSIONS_DELETE, user_id, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_session_remove(usher, id);
    }
    struct usher_event event = {"session.delete", "sessions", id, account_id};
    struct usher_fields before;
    usher_audit_fields(&usher_sessions, change->old, 1 << USER, &before);
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, NULL) : rc;
}

const struct usher_table usher_sessions = {
    .name = "sessions",
    .noun = "session",
    .backing = "usher_session",
    .from = "main.usher_session AS s",
    .rowid = "s.number",
    .columns = columns,
    .count = COLUMNS,
    .sight = usher_sight_plain,
    .policy = &policy,
    .remove = remove_row,
    .hint = "login() and session_create() make sessions, session_refresh() renews them",
};
