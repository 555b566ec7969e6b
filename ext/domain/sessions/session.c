/*
** Sessions: what it means that somebody is signed in, on whatever connection.
**
** A session is a row; the token that names it is opaque, or a JWT whose jti is
** such a token. Of either only the hash is stored. A session ends when it was not
** used for a while, at a fixed time in any case, when it is revoked, and with its
** user's right to act.
**
** Rules owned here: session-life, last-use.
*/
#include "domain/sessions/sessions.h"

#include <string.h>

/* -------------------------------------------------------------------- tokens */

int usher_session_token_text(struct usher *usher, const struct usher_session *session,
                             const char token[USHER_TOKEN_TEXT + 1], char **text) {
    if (!session->jwt) {
        *text = sqlite3_mprintf("%s", token);
        return *text ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
    }
    struct usher_session_claims claims = {.expires = session->ends - session->ends % 1000};
    memcpy(claims.user_id, session->user_id, sizeof(claims.user_id));
    memcpy(claims.session_id, session->id, sizeof(claims.session_id));
    memcpy(claims.jti, token, sizeof(claims.jti));
    int rc = usher_jwt_sign_session(usher, &claims, text);
    usher_wipe(&claims, sizeof(claims));
    return rc;
}

int usher_session_token_free(struct usher *usher, const unsigned char hash[USHER_HASH_BYTES]) {
    int taken;
    int rc =
        usher_exists(usher, &taken, USHER_SQL_session_token_taken, "b", hash, USHER_HASH_BYTES);
    return rc == SQLITE_OK && taken ? usher_fail(usher, USHER_CONFLICT, "token",
                                                 "token is that of another session: make a new one")
                                    : rc;
}

/* -------------------------------------------------------------------- beginning */

/* When it ends: at most then, and in milliseconds since 1970 if it is never used. */
static int make_terms(struct usher *usher, const char *account_id, const char *now,
                      sqlite3_int64 *idle, char expires[USHER_TIME_TEXT + 1], sqlite3_int64 *ends) {
    struct usher_query query;
    sqlite3_int64 life = 0;
    int rc = usher_setting(usher, USHER_SETTING_SESSION_IDLE, account_id, idle);
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_SESSION_LIFE, account_id, &life);
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_session_terms, "tii", now, *idle, life);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query.statement, 0);
        sqlite3_snprintf(USHER_TIME_TEXT + 1, expires, "%s", text ? text : "");
        *ends = sqlite3_column_int64(query.statement, 1);
        rc = text ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
    }
    usher_close(&query);
    return rc;
}

/* Those that are dead go when a new one begins. */
static int bury(struct usher *usher, const char *user_id, const char *now) {
    int rc = usher_run(usher, USHER_SQL_sessions_past_bury, "tt", user_id, now);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_sessions_bury, "tt", user_id, now) : rc;
}

/* The id and the token, given or made; both must be free. */
static int name_session(struct usher *usher, const struct usher_new_session *asked,
                        struct usher_session *session, char token[USHER_TOKEN_TEXT + 1]) {
    int taken = 0;
    int rc = SQLITE_OK;
    if (asked->id) {
        sqlite3_snprintf(sizeof(session->id), session->id, "%s", asked->id);
        rc = usher_exists(usher, &taken, USHER_SQL_session_id_taken, "t", asked->id);
    } else {
        usher_uuid_make(usher, session->id);
    }
    if (rc == SQLITE_OK && taken) {
        rc = usher_fail(usher, USHER_CONFLICT, "id", "id is that of another session");
    }
    if (asked->token) {
        sqlite3_snprintf(USHER_TOKEN_TEXT + 1, token, "%s", asked->token);
    } else {
        usher_token_make(usher, token);
    }
    usher_token_hash(token, USHER_TOKEN_TEXT, session->hash);
    return rc == SQLITE_OK ? usher_session_token_free(usher, session->hash) : rc;
}

static int write_session(struct usher *usher, const struct usher_new_session *asked,
                         struct usher_session *session) {
    struct usher_fields fields;
    char now[USHER_TIME_TEXT + 1];
    char expires[USHER_TIME_TEXT + 1];
    sqlite3_int64 idle = 0;
    usher_now(usher, now);
    int rc = make_terms(usher, asked->account_id, now, &idle, expires, &session->ends);
    if (rc == SQLITE_OK) {
        rc = bury(usher, asked->user_id, now);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_new_row(usher, &fields, 0, session->id, NULL);
    usher_set_text(&fields, "user_id", asked->user_id);
    usher_set_text(&fields, "form", session->jwt ? "jwt" : "opaque");
    usher_set_blob(&fields, "token_hash", session->hash, USHER_HASH_BYTES);
    usher_set_text(&fields, "device", asked->device);
    usher_set_integer(&fields, "mfa", asked->mfa);
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "last_used_at", now);
    usher_set_integer(&fields, "idle_seconds", idle);
    usher_set_text(&fields, "expires_at", expires);
    return usher_insert(usher, "usher_session", &fields, &session->number);
}

int usher_session_start(struct usher *usher, const struct usher_new_session *asked, char **token,
                        struct usher_credential *credential) {
    struct usher_session session = {.number = 0};
    char secret[USHER_TOKEN_TEXT + 1];
    *token = NULL;
    session.jwt = asked->form ? strcmp(asked->form, "jwt") == 0
                              : !asked->token && usher_has_master_key(usher);
    sqlite3_snprintf(sizeof(session.user_id), session.user_id, "%s", asked->user_id);
    int rc = name_session(usher, asked, &session, secret);
    if (rc == SQLITE_OK) {
        rc = write_session(usher, asked, &session);
    }
    if (rc == SQLITE_OK) {
        rc = usher_session_token_text(usher, &session, secret, token);
    }
    usher_wipe(secret, sizeof(secret));
    *credential = (struct usher_credential){.kind = USHER_BY_SESSION, .expires = session.ends};
    memcpy(credential->id, session.id, sizeof(session.id));
    return rc;
}

/* -------------------------------------------------------------------------- end */

int usher_session_remove(struct usher *usher, const char *id) {
    int rc = usher_run(usher, USHER_SQL_session_past_delete, "t", id);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_session_delete, "t", id) : rc;
}

int usher_sessions_end(struct usher *usher, const char *user_id, const char *except_id) {
    int any;
    int rc = usher_run_each(usher, &any, USHER_SQL_sessions_of_user, USHER_SQL_session_past_delete,
                            "tt", user_id, except_id);
    return rc == SQLITE_OK && any
               ? usher_run(usher, USHER_SQL_sessions_end, "tt", user_id, except_id)
               : rc;
}

/* ---------------------------------------------------------------------- finding */

static int same_hash(sqlite3_stmt *row, int column, const unsigned char hash[USHER_HASH_BYTES]) {
    const void *stored = sqlite3_column_blob(row, column);
    return stored && sqlite3_column_bytes(row, column) == USHER_HASH_BYTES &&
           usher_secret_equal(stored, hash, USHER_HASH_BYTES);
}

static int take_session(struct usher *usher, sqlite3_stmt *row, struct usher_session *session) {
    char form[8];
    const struct usher_copy copies[] = {
        {1, session->id, sizeof(session->id)},
        {2, session->user_id, sizeof(session->user_id)},
        {3, session->account_id, sizeof(session->account_id)},
        {4, form, sizeof(form)},
        {7, session->last_used_at, sizeof(session->last_used_at)},
    };
    session->number = sqlite3_column_int64(row, 0);
    int rc = usher_copy_texts(usher, row, copies, sizeof(copies) / sizeof(*copies));
    if (rc != SQLITE_OK) {
        return rc;
    }
    session->jwt = strcmp(form, "jwt") == 0;
    session->present = same_hash(row, 5, session->hash);
    session->previous = same_hash(row, 6, session->hash);
    session->state = (enum usher_session_state)sqlite3_column_int(row, 8);
    session->ends = sqlite3_column_int64(row, 9);
    session->since = sqlite3_column_int64(row, 10);
    if (session->ends <= 0 && session->state == USHER_SESSION_ACTIVE) {
        session->state = USHER_SESSION_EXPIRED; /* 0 would mean that it never ends */
    }
    return SQLITE_OK;
}

int usher_session_find(struct usher *usher, const char *token, int length,
                       struct usher_session *session, int *found) {
    struct usher_session_claims claims = {.expires = 0};
    struct usher_query query;
    int jwt = length != USHER_TOKEN_TEXT;
    int valid = 0;
    int rc = SQLITE_OK;
    *found = 0;
    if (jwt) {
        rc = usher_jwt_verify_session(usher, token, length, &claims, &valid);
        token = claims.jti;
    }
    if (rc != SQLITE_OK || valid != jwt ||
        usher_token_hash(token, USHER_TOKEN_TEXT, session->hash) != 0) {
        return rc;
    }
    rc = jwt ? usher_open(usher, &query, USHER_SQL_session_find, "nt", claims.session_id)
             : usher_open(usher, &query, USHER_SQL_session_find, "bn", session->hash,
                          USHER_HASH_BYTES);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = take_session(usher, query.statement, session);
        *found = rc == SQLITE_OK && session->jwt == jwt &&
                 (!jwt || strcmp(session->user_id, claims.user_id) == 0);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* --------------------------------------------------------------------- last use */

struct use {
    enum usher_sql update;
    const char *id;
    const char *now;
};

static int write_use(struct usher *usher, void *argument) {
    const struct use *use = argument;
    return usher_run(usher, use->update, "tt", use->id, use->now);
}

/* Is the statement that asks the only one that is running? */
static int is_alone(const struct usher *usher) {
    sqlite3_stmt *statement = NULL;
    int running = 0;
    while ((statement = sqlite3_next_stmt(usher->db, statement)) != NULL) {
        running += sqlite3_stmt_busy(statement) != 0;
    }
    return running <= 1;
}

/*
** Not where a ROLLBACK would undo it: it is not worth a lock. But in a cluster only within a statement
** that writes, INSERT INTO usher(call, args); and where statements are replicated, within what is
** written anyhow, whatever else the node has running.
*/
static int may_write(struct usher *usher) {
    if (sqlite3_db_readonly(usher->db, "main") != 0) {
        return 0;
    }
    if (usher_is_replicated(usher)) {
        return usher->supply.given;
    }
    int provisional = usher_is_provisional(usher);
    return is_alone(usher) &&
           (usher_in_cluster(usher) ? provisional && sqlite3_get_autocommit(usher->db)
                                    : !provisional);
}

/* Once a minute, and when the clock has jumped back. */
static int is_due(struct usher *usher, const char *last_used_at) {
    char now[USHER_TIME_TEXT + 1];
    char minute_ago[USHER_TIME_TEXT + 1];
    sqlite3_int64 time = usher_clock_now(usher);
    usher_clock_text(time, now);
    usher_clock_text(time - 60000, minute_ago);
    return !last_used_at || strcmp(last_used_at, now) > 0 || strcmp(last_used_at, minute_ago) <= 0;
}

void usher_touch(struct usher *usher, enum usher_sql update, const char *id,
                 const char *last_used_at) {
    struct usher_query query;
    if (!is_due(usher, last_used_at)) {
        return;
    }
    struct usher_error kept = usher->error;
    int rc = may_write(usher) ? usher_open(usher, &query, USHER_SQL_time_of_use, "") : SQLITE_DONE;
    if (rc != SQLITE_OK) {
        usher->error = kept;
        return;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        struct use use = {update, id, (const char *)sqlite3_column_text(query.statement, 0)};
        if (use.now) { /* if it cannot be written now, the next use is */
            usher_atomic(usher, write_use, &use);
        }
    }
    usher_close(&query);
    usher->error = kept;
}
