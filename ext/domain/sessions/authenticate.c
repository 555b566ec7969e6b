/*
** authenticate() and logout(): who acts, by what they can show.
**
** A credential is a session's token, opaque or a JWT, or an API key. Whatever is
** none of these, or none any more, gives NULL, and nobody acts: who acted before
** does not stay by mistake. Reads only, but for the last use (usher_touch()),
** which may be left out: it works on a database that cannot be written.
**
** Rules owned here: authenticate, logout.
*/
#include "domain/sessions/sessions.h"

#include <string.h>

static int find_key(struct usher *usher, const struct usher_value *text,
                    struct usher_shown *shown) {
    struct usher_api_key key;
    shown->used = USHER_SQL_api_key_used;
    int rc = usher_api_key_find(usher, text->text, &key, &shown->found);
    if (rc == SQLITE_OK && shown->found) {
        memcpy(shown->user_id, key.user_id, sizeof(shown->user_id));
        memcpy(shown->last_used_at, key.last_used_at, sizeof(shown->last_used_at));
        shown->credential = key.credential;
    }
    return rc;
}

static int find_session(struct usher *usher, const struct usher_value *text,
                        struct usher_shown *shown) {
    struct usher_session session = {.number = 0};
    int found = 0;
    shown->used = USHER_SQL_session_used;
    int rc = usher_session_find(usher, text->text, text->length, &session, &found);
    shown->found = found && session.present && session.state == USHER_SESSION_ACTIVE;
    if (rc == SQLITE_OK && shown->found) {
        memcpy(shown->user_id, session.user_id, sizeof(shown->user_id));
        memcpy(shown->last_used_at, session.last_used_at, sizeof(shown->last_used_at));
        memcpy(shown->credential.id, session.id, sizeof(session.id));
        shown->credential.kind = USHER_BY_SESSION;
        shown->credential.expires = session.ends;
    }
    return rc;
}

int usher_credential_find(struct usher *usher, const struct usher_value *text,
                          struct usher_shown *shown) {
    *shown = (struct usher_shown){.found = 0};
    if (text->type != SQLITE_TEXT) {
        return SQLITE_OK;
    }
    return usher_api_key_formed(text->text, text->length) ? find_key(usher, text, shown)
                                                          : find_session(usher, text, shown);
}

/*
** authenticate(credential) → the id of the user who acts from then on, or NULL: nobody
** does. Takes effect, and ends, as act_as() does. conflict while another statement is
** running; then, and only then, who acts stays.
*/
int usher_authenticate(struct usher *usher, struct usher_call *call) {
    const struct usher_value *text = &call->argv[0];
    struct usher_shown shown = {.found = 0};
    /* First, so that nobody acts whatever fails. */
    int rc = usher_act_by(usher, call->context, NULL, NULL);
    if (rc == SQLITE_OK) {
        rc = usher_credential_find(usher, text, &shown);
    }
    if (rc != SQLITE_OK || !shown.found) {
        return rc;
    }
    /* Before the use is noted, so that nothing fails after it. */
    rc = usher_result_take(usher, &call->result, sqlite3_mprintf("%s", shown.user_id));
    if (rc == SQLITE_OK) {
        rc = usher_act_by(usher, call->context, shown.user_id, &shown.credential);
    }
    if (rc == SQLITE_OK) {
        usher_touch(usher, shown.used, shown.credential.id,
                    shown.last_used_at[0] ? shown.last_used_at : NULL);
    }
    return rc;
}

static int logout_rule(struct usher *usher, void *argument) {
    const struct usher_credential *credential = argument;
    char account_id[USHER_UUID_TEXT + 1];
    int rc = usher_default_account(usher, NULL, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_session_remove(usher, credential->id);
    }
    struct usher_event event = {"user.logout", "sessions", credential->id, account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
}

/*
** logout() → 1. Ends the session by which whoever acts got here; nobody acts then.
** unauthenticated, conflict (they got here otherwise; another statement is running).
*/
int usher_logout(struct usher *usher, struct usher_call *call) {
    struct usher_credential credential = *usher_actor_credential(usher);
    int rc = credential.kind == USHER_BY_SESSION
                 ? usher_require_alone(usher, call->context)
                 : usher_fail(usher, USHER_CONFLICT, NULL,
                              "whoever acts did not sign in: there is no session to end");
    if (rc == SQLITE_OK) {
        rc = usher_atomic(usher, logout_rule, &credential);
    }
    if (rc == SQLITE_OK) {
        rc = usher_act_by(usher, call->context, NULL, NULL);
    }
    if (rc == SQLITE_OK) {
        usher_value_integer(&call->result, 1);
    }
    return rc;
}
