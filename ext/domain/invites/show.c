/*
** What an invite leads to, for whoever has its token and is to decide whether to accept it.
**
** Rules: the token is the right to look, as it is the right to accept; an invite that cannot be
** accepted any more is not shown, but says why.
*/
#include "domain/invites/invites.h"

static int read_json(struct usher *usher, struct usher_query *query, char **json) {
    int rc = usher_step(query);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query->statement, 0);
        *json = text ? sqlite3_mprintf("%s", text) : NULL;
        return *json ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
    }
    return rc == SQLITE_DONE ? usher_fail(usher, USHER_CORRUPT, "invite", "the invite is gone")
                             : rc;
}

int usher_invite_show(struct usher *usher, const char *token, char **json) {
    struct usher_invite invite;
    struct usher_query query;
    *json = NULL;
    int rc = usher_invite_by_token(usher, token, &invite);
    if (rc == SQLITE_OK) {
        rc = usher_invite_require_open(usher, &invite);
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_invite_show, "i", invite.number);
    }
    if (rc == SQLITE_OK) {
        rc = read_json(usher, &query, json);
        usher_close(&query);
    }
    return rc;
}
