/*
** session_refresh(): a new token for an old one, which is dead at once.
**
** A token that was replaced comes back either because its owner did not get the
** answer, or because somebody stole it. Shortly after the refresh the one before
** is taken for the former: it opens nothing, and that is all. Any other means
** that two people hold tokens of one session, and it ends for both.
**
** Rules owned here: rotation, reuse.
*/
#include "domain/sessions/sessions.h"

#include <string.h>

enum outcome { REFRESHED, UNKNOWN, EXPIRED, REVOKED, JUST_REFRESHED, REUSED };

struct refresh {
    const struct usher_value *token;
    struct usher_sign_in options; /* the new one may be the caller's */
    struct usher_session session;
    enum outcome outcome;
    char *text; /* the new token */
};

static int audit(struct usher *usher, const struct usher_session *session, const char *action) {
    struct usher_fields after;
    usher_fields_init(&after);
    usher_set_text(&after, "user_id", session->user_id);
    struct usher_event event = {action, "sessions", session->id, session->account_id};
    return usher_audit(usher, &event, NULL, &after);
}

static int replace(struct usher *usher, struct refresh *refresh, char token[USHER_TOKEN_TEXT + 1]) {
    struct usher_session *session = &refresh->session;
    unsigned char hash[USHER_HASH_BYTES];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    if (refresh->options.token[0]) {
        memcpy(token, refresh->options.token, USHER_TOKEN_TEXT + 1);
    } else {
        usher_token_make(usher, token);
    }
    usher_token_hash(token, USHER_TOKEN_TEXT, hash);
    usher_now(usher, now);
    int rc = usher_session_token_free(usher, hash);
    if (rc == SQLITE_OK && !session->jwt) { /* a JWT that was replaced still names its session */
        rc = usher_run(usher, USHER_SQL_session_past_add, "btt", session->hash, USHER_HASH_BYTES,
                       session->id, now);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&fields);
    usher_set_blob(&fields, "token_hash", hash, USHER_HASH_BYTES);
    usher_set_blob(&fields, "previous_hash", session->hash, USHER_HASH_BYTES);
    usher_set_text(&fields, "refreshed_at", now);
    usher_set_text(&fields, "last_used_at", now);
    rc = usher_update(usher, "usher_session", session->number, &fields);
    if (rc == SQLITE_OK) {
        rc = usher_session_token_text(usher, session, token, &refresh->text);
    }
    return rc == SQLITE_OK ? audit(usher, session, "session.refresh") : rc;
}

/* Somebody has shown a token that was replaced. */
static int revoke(struct usher *usher, struct refresh *refresh) {
    const struct usher_session *session = &refresh->session;
    sqlite3_int64 leeway = 0;
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = usher_setting(usher, USHER_SETTING_SESSION_LEEWAY, session->account_id, &leeway);
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (session->previous && session->since <= 1000 * leeway) {
        refresh->outcome = JUST_REFRESHED;
        return SQLITE_OK;
    }
    refresh->outcome = REUSED;
    usher_fields_init(&fields);
    usher_set_text(&fields, "revoked_at", now);
    rc = usher_update(usher, "usher_session", session->number, &fields);
    return rc == SQLITE_OK ? audit(usher, session, "session.reuse") : rc;
}

/* What is found is not an error yet: that would take the revocation back. */
static int refresh_rule(struct usher *usher, void *argument) {
    struct refresh *refresh = argument;
    struct usher_session *session = &refresh->session;
    char token[USHER_TOKEN_TEXT + 1];
    int found = 0;
    int rc =
        usher_session_find(usher, refresh->token->text, refresh->token->length, session, &found);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (!found || session->state != USHER_SESSION_ACTIVE) {
        refresh->outcome = found && session->state == USHER_SESSION_REVOKED   ? REVOKED
                           : found && session->state == USHER_SESSION_EXPIRED ? EXPIRED
                                                                              : UNKNOWN;
        return SQLITE_OK;
    }
    if (!session->present) {
        return revoke(usher, refresh);
    }
    if (session->jwt && refresh->options.token[0]) {
        return usher_fail(usher, USHER_INVALID, "token",
                          "token is that of a session of form opaque");
    }
    rc = replace(usher, refresh, token);
    usher_wipe(token, sizeof(token));
    return rc;
}

static int tell(struct usher *usher, enum outcome outcome) {
    switch (outcome) {
    case UNKNOWN:
        return usher_fail(usher, USHER_UNAUTHENTICATED, "token",
                          "the token is of no session: sign in");
    case EXPIRED:
        return usher_fail(usher, USHER_EXPIRED, "token", "the session has run out: sign in");
    case REVOKED:
        return usher_fail(usher, USHER_REVOKED, "token", "the session was revoked: sign in");
    case JUST_REFRESHED:
        return usher_fail(usher, USHER_CONFLICT, "token",
                          "the token was just refreshed: use the new one");
    case REUSED:
        return usher_fail(usher, USHER_REVOKED, "token",
                          "the token was refreshed before: somebody else may have it, and the "
                          "session is revoked: sign in");
    default:
        return SQLITE_OK;
    }
}

/*
** session_refresh(token [, options]) → a new token of the same form; the old one is dead.
** options: token (a new opaque one). Nobody else acts. unauthenticated (of no session),
** expired, revoked (reused, too), conflict (just refreshed; taken), unsupported (in a
** transaction), forbidden (by an API key), invalid.
*/
int usher_session_refresh(struct usher *usher, struct usher_call *call) {
    static const char *const allowed[] = {"token", NULL};
    struct refresh refresh = {.token = &call->argv[0]};
    int rc = usher_is_null(refresh.token)
                 ? usher_fail(usher, USHER_MISSING, "token", "token is required")
                 : SQLITE_OK;
    if (rc == SQLITE_OK && refresh.token->type != SQLITE_TEXT) {
        rc = usher_fail(usher, USHER_INVALID, "token", "token must be text");
    }
    if (rc == SQLITE_OK) {
        rc = usher_session_options(usher, call->argc > 1 ? &call->argv[1] : NULL, allowed,
                                   &refresh.options);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_person(usher, "refresh a session");
    }
    if (rc == SQLITE_OK) {
        rc =
            usher_require_lasting(usher, "session_refresh", "the end of a session that was stolen");
    }
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, refresh_rule, &refresh);
    }
    if (rc == SQLITE_OK) {
        rc = tell(usher, refresh.outcome);
    }
    if (rc == SQLITE_OK) {
        rc = usher_result_take(usher, &call->result, refresh.text);
    } else if (refresh.text) {
        usher_secret_free(refresh.text, (int)strlen(refresh.text));
    }
    usher_wipe(&refresh, sizeof(refresh));
    return rc;
}
