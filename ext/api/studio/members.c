/*
** DELETE /api/channeluser/:id/remove_self?channel_id=: the user leaves the channel, or is taken out
** by whoever may change it.
*/
#include "api/studio/studio.h"

/* The row that says that they are in it: channel_members has it, as far as whoever asks sees it. */
static int find(struct usher_exchange *x, const struct usher_value *channel_id,
                sqlite3_int64 *number) {
    struct usher_query query;
    *number = 0;
    int rc = usher_api_open(x, &query, USHER_SQL_api_studio_member, "", "tv", x->request.capture[0],
                            channel_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        *number = sqlite3_column_int64(query.statement, 0);
        rc = *number ? SQLITE_OK
             : sqlite3_column_int(query.statement, 1)
                 ? usher_api_refuse(x, 400, NULL, "the user is not in the channel")
                 : usher_api_refuse(x, 404, NULL, "there is no such user, or channel");
    }
    usher_close(&query);
    return rc;
}

int usher_studio_remove_self(struct usher_exchange *x) {
    struct usher_value channel_id;
    sqlite3_int64 number = 0;
    int rc = usher_studio_parameter(x, "channel_id", usher_check_uuid, &channel_id);
    if (rc == SQLITE_OK) {
        rc = find(x, &channel_id, &number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_remove(x->usher, &usher_channel_members, number);
    }
    usher_value_clear(&channel_id);
    return rc == SQLITE_OK ? usher_api_empty(x, 204) : rc;
}
