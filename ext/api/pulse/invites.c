/*
** POST, DELETE /api/v1/users/:id/invite; GET, POST /api/v1/auth/join/:token.
**
** Inviting a user is an invite to their address, into the role that they have; inviting again makes a
** new token for the same invite. The token goes out by mail (the outbox) and is in no answer. Whoever
** has it may look at the invite, and accept it with a profile and a password; they sign in afterwards.
** That the answers are the user's document, and an invite is a resource of the type invite, is our
** choice.
*/
#include "api/pulse/pulse.h"

#include "domain/invites/invites.h"
#include "domain/users/users.h"

#include <string.h>

/* ------------------------------------------------------------------ inviting */

/* Nothing can be said besides: no body, or an empty object. */
static int refuse_member(void *context, const char *name, struct usher_value *value) {
    (void)name, (void)value;
    return usher_api_refuse(context, 422, "body", "this request takes no data");
}

static int check_no_body(struct usher_exchange *x) {
    if (usher_is_null(x->request.body) || x->request.body->length == 0) {
        return SQLITE_OK;
    }
    int rc = usher_api_body(x);
    return rc == SQLITE_OK ? usher_json_object(x->usher, "body", x->request.body, refuse_member, x)
                           : rc;
}

static int find(struct usher_exchange *x, struct usher_pulse_query *query, sqlite3_int64 *number) {
    int rc = usher_pulse_query_read(x, PULSE_TAKES_INCLUDE, query);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_find(x, &usher_users, number);
    }
    return rc == SQLITE_OK ? check_no_body(x) : rc;
}

/* Email, account, role, name of the user, borrowed from the open query. */
static int open_invitee(struct usher_exchange *x, sqlite3_int64 number, struct usher_query *query) {
    int rc =
        usher_api_open(x, query, USHER_SQL_api_pulse_invitee, " WHERE u.rowid = ?1", "i", number);
    if (rc == SQLITE_OK) {
        rc = usher_step(query);
        rc = USHER_NEVER(rc == SQLITE_DONE) /* they were found in this transaction */
                 ? usher_fail(x->usher, USHER_NOT_FOUND, "user", "there is no such user")
                 : rc == SQLITE_ROW ? SQLITE_OK : rc;
        if (rc != SQLITE_OK) {
            usher_close(query);
        }
    }
    return rc;
}

static int invite(struct usher_exchange *x, sqlite3_int64 number) {
    static const int columns[] = {INVITE_EMAIL, INVITE_ACCOUNT, INVITE_ROLE, INVITE_NAME};
    struct usher_query query;
    struct usher_record record;
    sqlite3_int64 made;
    usher_record_init(&record);
    int rc = open_invitee(x, number, &query);
    if (rc != SQLITE_OK) {
        return rc;
    }
    for (int i = 0; i < 4 && rc == SQLITE_OK; i++) {
        if (sqlite3_column_type(query.statement, i) != SQLITE_NULL) {
            rc = usher_value_borrow(&record.value[columns[i]],
                                    sqlite3_column_value(query.statement, i));
            rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(x->usher, rc);
            record.given |= (uint64_t)1 << columns[i];
        }
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_insert(x->usher, &usher_invites, &record, &made);
    }
    usher_record_clear(&record);
    usher_close(&query);
    return rc;
}

int usher_pulse_invite(struct usher_exchange *x) {
    struct usher_pulse_query query;
    sqlite3_int64 number = 0;
    int rc = find(x, &query, &number);
    if (rc == SQLITE_OK) {
        rc = invite(x, number);
    }
    return rc == SQLITE_OK ? usher_pulse_written(x, 200, PULSE_USER, number, &query) : rc;
}

/* ------------------------------------------------------------------ revoking */

static int revoke_one(struct usher_exchange *x, const char *id) {
    struct usher_value argument;
    struct usher_value result;
    usher_value_text(&argument, id);
    int rc = usher_api_call(x, &usher_invite_functions, "invite_revoke", 1, &argument, &result);
    usher_value_clear(&result);
    return rc;
}

/* All that are open, and how many those were. One that has run out is not revived by a resend then. */
static int revoke_open(struct usher_exchange *x, const char *email, const char *account_id,
                       int *count) {
    struct usher_query query;
    int rc =
        usher_api_open(x, &query, USHER_SQL_api_pulse_open_invites, "", "tt", email, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        rc = revoke_one(x, (const char *)sqlite3_column_text(query.statement, 0));
        if (rc != SQLITE_OK) {
            break;
        }
        ++*count;
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Whoever may not revoke may not see the invites either: what they lack is the permission. */
static int revoke(struct usher_exchange *x, sqlite3_int64 number) {
    char email[255];
    char account_id[USHER_UUID_TEXT + 1];
    const struct usher_copy copies[] = {{0, email, sizeof(email)},
                                        {1, account_id, sizeof(account_id)}};
    struct usher_query query;
    int count = 0;
    int rc = open_invitee(x, number, &query);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_copy_texts(x->usher, query.statement, copies, sizeof(copies) / sizeof(*copies));
    if (rc == SQLITE_OK && email[0]) {
        rc = revoke_open(x, email, account_id, &count);
    }
    if (rc == SQLITE_OK && !count) {
        rc = usher_require(x->usher, USHER_MAY_INVITES_REVOKE, account_id);
    }
    usher_close(&query);
    return rc == SQLITE_OK && !count
               ? usher_fail(x->usher, USHER_NOT_FOUND, "user", "the user has no open invite")
               : rc;
}

int usher_pulse_invite_revoke(struct usher_exchange *x) {
    struct usher_pulse_query query;
    sqlite3_int64 number = 0;
    int rc = find(x, &query, &number);
    if (rc == SQLITE_OK) {
        rc = revoke(x, number);
    }
    return rc == SQLITE_OK ? usher_pulse_written(x, 200, PULSE_USER, number, &query) : rc;
}

/* ------------------------------------------------------------------- joining */

/* A token that cannot be one leads nowhere, as one that was never given out. */
static int explain_token(struct usher_exchange *x, int rc) {
    return rc != SQLITE_OK && x->usher->error.code == USHER_INVALID &&
                   strcmp(x->usher->error.field, "token") == 0
               ? usher_api_refuse(x, 404, "token", "there is no such invite")
               : rc;
}

int usher_pulse_join_show(struct usher_exchange *x) {
    struct usher_pulse_query query;
    struct usher_value invite;
    char *json = NULL;
    int rc = usher_pulse_query_read(x, 0, &query);
    if (rc == SQLITE_OK) {
        rc = explain_token(x, usher_invite_show(x->usher, x->request.capture[0], &json));
    }
    if (rc == SQLITE_OK) {
        usher_value_text(&invite, json);
        rc = usher_pulse_show(x, 200, PULSE_INVITE, &invite, &query);
    }
    sqlite3_free(json);
    return rc;
}

/* What invite_accept() takes: the attributes, whatever they are, and the id. To be wiped: a password. */
static int read_profile(struct usher_exchange *x, char **profile) {
    struct usher_query query;
    *profile = NULL;
    int rc = usher_open(x->usher, &query, USHER_SQL_api_pulse_profile, "v", x->request.body);
    return rc == SQLITE_OK ? usher_api_text(x, &query, "body", profile) : rc;
}

/* Whoever has accepted is that user, who sees themself: to write the answer, not to stay. */
static int show_joined(struct usher_exchange *x, const char *user_id, const void *argument) {
    const struct usher_pulse_query *query = argument;
    sqlite3_int64 number = 0;
    if (!usher_actor_id(x->usher)) {
        usher_api_act_for(x, user_id);
    }
    int rc = usher_table_find(x->usher, &usher_users, "user", user_id, &number);
    return rc == SQLITE_OK ? usher_pulse_written(x, 200, PULSE_USER, number, query) : rc;
}

static int accept(struct usher_exchange *x, const char *profile,
                  const struct usher_pulse_query *query) {
    struct usher_value arguments[2];
    struct usher_value user_id;
    usher_value_text(&arguments[0], x->request.capture[0]);
    usher_value_text(&arguments[1], profile);
    int rc = usher_api_call_then(x, &usher_invite_functions, "invite_accept", 2, arguments,
                                 show_joined, query, &user_id);
    usher_value_clear(&user_id);
    return rc;
}

int usher_pulse_join(struct usher_exchange *x) {
    struct usher_pulse_query query;
    char *profile = NULL;
    int rc = usher_pulse_query_read(x, PULSE_TAKES_INCLUDE, &query);
    if (rc == SQLITE_OK) {
        rc = usher_pulse_read_frame(x, PULSE_USER, NULL);
    }
    if (rc == SQLITE_OK) {
        rc = read_profile(x, &profile);
    }
    if (rc == SQLITE_OK) {
        rc = explain_token(x, accept(x, profile, &query));
    }
    if (profile) {
        usher_wipe(profile, strlen(profile));
        sqlite3_free(profile);
    }
    return rc;
}
