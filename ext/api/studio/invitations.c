/*
** Invitations: invites that lead into a channel. Others are none of this API.
**
** GET /api/invitation, POST /api/invitation/:id/accept and /decline, POST /api/send_invitation_email.
*/
#include "api/studio/studio.h"

#include "domain/channels/channels.h"
#include "domain/invites/invites.h"

#define BY_INVITED                                                                                 \
    " AND i.email = (SELECT w.email FROM usher_api_users AS w WHERE w.id = lower(?1))"
#define BY_CHANNEL " AND i.channel_id = lower(?2)"
#define ORDER " ORDER BY i.created_at, i.id"

/* Those that whoever asks sees; to the address of the user `invited`, into `channel`, or both. */
int usher_studio_invitations(struct usher_exchange *x) {
    const char *invited;
    const char *channel = NULL;
    struct usher_query query;
    enum usher_sql id = USHER_SQL_api_studio_invitation;
    int rc = usher_api_query(x, "invited", &invited);
    if (rc == SQLITE_OK) {
        rc = usher_api_query(x, "channel", &channel);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = invited && channel
             ? usher_api_open(x, &query, id, BY_INVITED BY_CHANNEL ORDER, "tt", invited, channel)
         : channel ? usher_api_open(x, &query, id, BY_CHANNEL ORDER, "tt", NULL, channel)
         : invited ? usher_api_open(x, &query, id, BY_INVITED ORDER, "t", invited)
                   : usher_api_open(x, &query, id, ORDER, "");
    return rc == SQLITE_OK ? usher_studio_list(x, &query) : rc;
}

/* ----------------------------------------------------------------- answering one */

/* That of the path, which whoever asks sees. */
static int find(struct usher_exchange *x, struct usher_invite *invite) {
    struct usher_query query;
    char *id = NULL;
    int rc = usher_api_open(x, &query, USHER_SQL_api_studio_invitation_id, "", "t",
                            x->request.capture[0]);
    if (rc == SQLITE_OK) {
        rc = usher_api_text(x, &query, "invitation", &id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_by_id(x->usher, id, invite);
    }
    sqlite3_free(id);
    return rc;
}

/*
** By the rule, not by an UPDATE, to which setting what stands there is no change: what was answered
** already is refused (400), and whoever it is not for (403). What a body says is not looked at.
*/
static int answer(struct usher_exchange *x,
                  int (*rule)(struct usher *usher, const struct usher_invite *invite)) {
    struct usher_invite invite;
    int rc = find(x, &invite);
    if (rc == SQLITE_OK) {
        rc = rule(x->usher, &invite);
    }
    return rc == SQLITE_OK ? usher_api_answer(x, 200, sqlite3_mprintf("{\"status\":\"success\"}"))
                           : rc;
}

int usher_studio_accept(struct usher_exchange *x) {
    return answer(x, usher_invite_take_own);
}

int usher_studio_decline(struct usher_exchange *x) {
    return answer(x, usher_invite_decline);
}

/* -------------------------------------------------------------------- inviting */

static int answer_invitation(struct usher_exchange *x, sqlite3_int64 number) {
    struct usher_query query;
    char *json = NULL;
    int rc = usher_api_open(x, &query, USHER_SQL_api_studio_invitation, " AND i.rowid = ?1", "i",
                            number);
    if (rc == SQLITE_OK) {
        rc = usher_api_text(x, &query, "invitation", &json);
    }
    return rc == SQLITE_OK ? usher_api_answer(x, 200, json) : rc;
}

int usher_studio_invite(struct usher_exchange *x) {
    static const char *const names[] = {"user_email", "channel_id", "share_mode", NULL};
    struct usher_record record = {.given = 0};
    sqlite3_int64 number = 0;
    record.given = (uint64_t)1 << INVITE_EMAIL | (uint64_t)1 << INVITE_CHANNEL |
                   (uint64_t)1 << INVITE_SHARE_MODE;
    int rc = usher_studio_body(x, names);
    if (rc == SQLITE_OK) {
        rc = usher_studio_text(x, names[0], usher_check_email, 254, &record.value[INVITE_EMAIL]);
    }
    if (rc == SQLITE_OK) {
        rc = usher_studio_text(x, names[1], usher_check_uuid, 0, &record.value[INVITE_CHANNEL]);
    }
    if (rc == SQLITE_OK) {
        rc = usher_studio_text(x, names[2], usher_check_share_mode, 0,
                               &record.value[INVITE_SHARE_MODE]);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_insert(x->usher, &usher_invites, &record, &number);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK ? answer_invitation(x, number) : rc;
}
