/*
** GET, POST /v2/invites, GET, DELETE /v2/invites/:id. There is no PATCH: invite again.
**
** The document names these requests and does not show them. Our choice, in the manner of its users: the
** members of api_vidbeo_invite. The token goes to the address that is invited, by mail, and is not shown.
** Whoever is invited again keeps the id of their invite.
*/
#include "api/vidbeo/vidbeo.h"

#include "domain/invites/invites.h"

#define ORDER " ORDER BY i.created_at, i.id LIMIT ?1"

static const struct usher_api_list list = {
    .path = "/v2/invites",
    .least = 1,
    .usual = 25,
    .most = 100,
    .sql = USHER_SQL_api_vidbeo_invite,
    .first = ORDER,
    .after = " WHERE (i.created_at, i.id) > (?2, ?3)" ORDER,
};

int usher_vidbeo_invites(struct usher_exchange *x) {
    return usher_vidbeo_list(x, &list);
}

int usher_vidbeo_invite(struct usher_exchange *x) {
    return usher_vidbeo_one(x, USHER_SQL_api_vidbeo_invite, " WHERE i.id = ?1", "invite");
}

static const struct usher_api_field fields[] = {
    {"name", INVITE_NAME, "text", "be a string of 1 to 40 characters"},
    {"email", INVITE_EMAIL, "text", "be an e-mail address"},
    {"role", INVITE_ROLE, "text", "be viewer, uploader, admin or owner"},
    {"authentication", INVITE_AUTHENTICATION, "text", "be password or sso"},
};

int usher_vidbeo_invite_create(struct usher_exchange *x) {
    struct usher_record record;
    sqlite3_int64 number = 0;
    usher_record_init(&record);
    int rc = usher_api_record(x, fields, sizeof(fields) / sizeof(*fields), NULL, &record);
    if (rc == SQLITE_OK) {
        rc = usher_vidbeo_name(x, &record, INVITE_NAME);
    }
    if (rc == SQLITE_OK) {
        rc = usher_vidbeo_role(x, &record, INVITE_ROLE);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_insert(x->usher, &usher_invites, &record, &number);
    }
    usher_record_clear(&record);
    return rc == SQLITE_OK
               ? usher_vidbeo_written(x, USHER_SQL_api_vidbeo_invite, " WHERE i.rowid = ?1", number)
               : rc;
}

int usher_vidbeo_invite_delete(struct usher_exchange *x) {
    sqlite3_int64 number;
    char id[USHER_UUID_TEXT + 1];
    int rc = usher_api_uuid(x, 0, "invite", id);
    if (rc == SQLITE_OK) {
        rc = usher_table_find(x->usher, &usher_invites, "id", id, &number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_remove(x->usher, &usher_invites, number);
    }
    return rc == SQLITE_OK ? usher_vidbeo_answer(x, sqlite3_mprintf("{}"), NULL) : rc;
}
