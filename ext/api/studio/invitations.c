/*
** Invitations: invites that lead into a channel. Others are none of this API.
**
** GET /api/invitation, POST /api/invitation/:id/accept and /decline, POST /api/send_invitation_email.
*/
#include "api/studio/studio.h"

#include "domain/channels/channels.h"
#include "domain/invites/invites.h"

#define BY_INVITED " AND i.email = (SELECT w.email FROM usher_api_users AS w WHERE w.id = lower(?1))"
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
static int find(struct usher_exchange *x, sqlite3_int64 *number) {
    struct usher_query query;
    int rc = usher_api_open(x, &query, USHER_SQL_api_studio_invitation_number, "", "t",
                            x->request.capture[0]);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *number = rc == SQLITE_ROW ? sqlite3_column_int64(query.statement, 0) : 0;
    usher_close(&query);
    return rc == SQLITE_ROW    ? SQLITE_OK
           : rc == SQLITE_DONE ? usher_api_refuse(x, 404, "id", "there is no such invitation")
                               : rc;
}

/* What a body says is not looked at: there is nothing to be said. */
static int set_status(struct usher_exchange *x, const char *status) {
    struct usher_record record;
    struct usher_value value;
    sqlite3_int64 number;
    int rc = find(x, &number);
    usher_record_init(&record);
    usher_value_text(&value, status);
    usher_record_set(&record, INVITE_STATUS, &value);
    if (rc == SQLITE_OK) {
        rc = usher_table_update(x->usher, &usher_invites, number, &record);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK
               ? usher_api_answer(x, 200, sqlite3_mprintf("{\"status\":\"success\"}"))
               : rc;
}

int usher_studio_accept(struct usher_exchange *x) {
    return set_status(x, "accepted");
}

int usher_studio_decline(struct usher_exchange *x) {
    return set_status(x, "declined");
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
    struct usher_record record;
    sqlite3_int64 number = 0;
    usher_record_init(&record);
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
