/*
** Users: deletion.
**
** Rules: DELETE is soft; an account keeps an owner; with the user end the open invites of their
** address, and whatever they sign in with or are sent, but the password, for user_restore().
*/
#include "domain/users/users.h"

int usher_user_sign_out(struct usher *usher, const char *id) {
    int rc = usher_sessions_end(usher, id, NULL);
    if (rc == SQLITE_OK) {
        rc = usher_api_keys_end(usher, id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_tickets_end(usher, id);
    }
    return rc == SQLITE_OK ? usher_mail_withdraw(usher, id, NULL) : rc;
}

int usher_user_remove(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    const char *id = old->value[USER_ID].text;
    const char *account_id = old->value[USER_ACCOUNT].text;
    const char *email = old->value[USER_EMAIL].text;
    char now[USHER_TIME_TEXT + 1];
    int rc = usher_require_user(usher, USHER_MAY_USERS_DELETE, id, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_user_require_human(usher, (int)old->value[USER_SERVICE].integer);
    }
    if (rc != SQLITE_OK || !usher_is_null(&old->value[USER_DISCARDED_AT])) {
        return rc; /* a deleted user stays deleted */
    }
    usher_now(usher, now);
    rc =
        usher_run(usher, USHER_SQL_user_discard, "itt", change->number, now, usher_actor_id(usher));
    if (rc == SQLITE_OK && usher_user_was_active(old)) {
        rc = usher_owner_remains(usher, id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_invite_withdraw(usher, email ? email : "", account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_user_sign_out(usher, id);
    }
    struct usher_fields after;
    usher_fields_init(&after);
    usher_set_text(&after, "discarded_at", now);
    struct usher_event event = {"user.delete", "users", id, account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, &after) : rc;
}
