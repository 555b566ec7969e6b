/*
** email_verify_request() and email_verify(): an address is somebody's who has shown a
** token that was sent there. Only the system is handed one.
*/
#include "domain/passwords/passwords.h"

/* ------------------------------------------------------------------ asking for it */

/* Whoever acts, unless somebody is named; the system names somebody. */
static int whose(struct usher *usher, struct usher_call *call, struct usher_password_user *user) {
    const char *id = usher_actor_id(usher);
    int own = 0;
    int rc = SQLITE_OK;
    if (!id || (call->argc > 0 && !usher_is_null(&call->argv[0]))) {
        rc = usher_argument_uuid(usher, call, 0, "user_id", &id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_person(usher, "have an address verified");
    }
    if (rc == SQLITE_OK && !usher_is_system(usher)) {
        rc = usher_is_actor(usher, id, &own);
        if (rc == SQLITE_OK && !own) {
            rc = usher_fail(usher, USHER_FORBIDDEN, "user_id",
                            "others' addresses are the system's to have verified");
        }
    }
    return rc == SQLITE_OK ? usher_password_user(usher, id, user) : rc;
}

static int require_unverified(struct usher *usher, const struct usher_password_user *user) {
    if (user->discarded) {
        return usher_user_deleted(usher);
    }
    if (!user->email[0]) {
        return usher_fail(usher, USHER_CONFLICT, "email", "the user has no e-mail address");
    }
    return user->verified ? usher_fail(usher, USHER_CONFLICT, "email",
                                       "the e-mail address is verified already")
                          : SQLITE_OK;
}

int usher_email_verify_request(struct usher *usher, struct usher_call *call) {
    struct usher_ticket_options options = {.accounts = 0};
    struct usher_password_user user;
    char now[USHER_TIME_TEXT + 1];
    int recent = 0;
    int rc = whose(usher, call, &user);
    if (rc == SQLITE_OK) {
        rc = require_unverified(usher, &user);
    }
    if (rc == SQLITE_OK) {
        rc = usher_ticket_options(usher, call, 1, &options);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK && !usher_is_system(usher)) {
        rc = usher_require_master_key(usher, "email_verify_request()");
        if (rc == SQLITE_OK) {
            rc = usher_exists(usher, &recent, USHER_SQL_ticket_recent, "tttt", user.id,
                              usher_ticket_name(USHER_TICKET_VERIFY), user.email, now);
        }
    }
    if (rc == SQLITE_OK && !recent) {
        struct usher_event event = {"email.verify_request", "users", user.id, user.account_id};
        rc = usher_ticket_mail(usher, USHER_TICKET_VERIFY, &user, now, &options);
        rc = rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
    }
    if (rc == SQLITE_OK) {
        rc = usher_ticket_result(usher, call, options.token);
    }
    usher_wipe(options.token, sizeof(options.token));
    return rc;
}

/* ------------------------------------------------------------------------ using it */

int usher_email_verify(struct usher *usher, struct usher_call *call) {
    struct usher_ticket ticket;
    struct usher_password_user user;
    char now[USHER_TIME_TEXT + 1];
    const char *token;
    int rc = usher_argument_required(usher, call, 0, "token", &token);
    if (rc == SQLITE_OK) {
        rc = usher_ticket_find(usher, USHER_TICKET_VERIFY, token, &ticket);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_user(usher, ticket.user_id, &user);
    }
    if (rc == SQLITE_OK && sqlite3_stricmp(user.email, ticket.email) != 0) {
        rc = usher_fail(usher, USHER_CONFLICT, "token", "the token is for another address");
    }
    if (rc == SQLITE_OK) {
        rc = usher_ticket_spend(usher, &ticket);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_password_email_verified, "ttt", user.id, user.email, now);
    }
    if (rc == SQLITE_OK) { /* it may have been read before it was sent */
        rc = usher_run(usher, USHER_SQL_mail_replace_user, "tt",
                       usher_ticket_name(USHER_TICKET_VERIFY), user.id);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_value_small(&call->result, user.id);
    struct usher_event event = {"email.verify", "users", user.id, user.account_id};
    return usher_audit(usher, &event, NULL, NULL);
}
