/*
** The outbox: what must leave as mail is a row here, written in the transaction
** of its cause, so that what is rolled back is never sent. A mailer claims some
** (claim.c), sends them, and deletes each row, or says why it could not.
**
** A token waits here sealed under the master key, and no longer than it is good. The
** system reads it where the master key was given.
**
** Rules owned here: mail-replaced, mail-backoff (a minute after the first attempt, twice as long
** after each, up to a day), mail-dead.
*/
#include "domain/outbox/outbox.h"

/* --------------------------------------------------------------------- writing */

static int seal_token(struct usher *usher, const char *id, const char *token,
                      struct usher_fields *fields, unsigned char **sealed) {
    int rc = usher_seal_value(usher, "usher_outbox.token", id, token, USHER_TOKEN_TEXT, sealed);
    if (rc == SQLITE_OK) {
        usher_set_blob(fields, "token", *sealed, USHER_TOKEN_TEXT + USHER_SEAL_BYTES);
    }
    return rc;
}

/* Of tokens only the newest is good; what waits about an invite may be of another kind. */
static int replace(struct usher *usher, const struct usher_mail *mail, const char *now) {
    int rc = usher_run(usher, USHER_SQL_mail_expire, "t", now);
    if (rc == SQLITE_OK && mail->user_id) {
        rc = usher_run(usher, USHER_SQL_mail_replace_user, "tt", mail->kind, mail->user_id);
    }
    return rc == SQLITE_OK && mail->invite_id && !mail->first
               ? usher_mail_withdraw(usher, NULL, mail->invite_id)
               : rc;
}

int usher_mail_send(struct usher *usher, const struct usher_mail *mail) {
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    unsigned char *sealed = NULL;
    sqlite3_int64 attempts = 0;
    struct usher_fields fields;
    int rc = SQLITE_OK;
    usher_now(usher, now);
    if (mail->token) {
        rc = replace(usher, mail, now);
    }
    if (rc == SQLITE_OK && mail->token && !usher_has_master_key(usher)) {
        return SQLITE_OK;
    }
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_OUTBOX_ATTEMPTS, mail->account_id, &attempts);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    const char *id = usher_fields_new_row(usher, &fields, 0, NULL, made);
    usher_set_text(&fields, "kind", mail->kind);
    usher_set_text(&fields, "account_id", mail->account_id);
    usher_set_text(&fields, "user_id", mail->user_id);
    usher_set_text(&fields, "invite_id", mail->invite_id);
    usher_set_text(&fields, "notification_id", mail->notification_id);
    usher_set_integer(&fields, "attempts_most", attempts);
    usher_set_text(&fields, "email", mail->email);
    usher_set_text(&fields, "name", mail->name);
    usher_set_text(&fields, "locale", mail->locale);
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "expires_at", mail->expires_at);
    if (mail->token) {
        rc = seal_token(usher, id, mail->token, &fields, &sealed);
    }
    if (rc == SQLITE_OK) {
        rc = usher_insert(usher, "usher_outbox", &fields, NULL);
    }
    sqlite3_free(sealed);
    return rc;
}

int usher_mail_withdraw(struct usher *usher, const char *user_id, const char *invite_id) {
    return user_id ? usher_run(usher, USHER_SQL_mail_withdraw_user, "t", user_id)
                   : usher_run(usher, USHER_SQL_mail_withdraw_invite, "t", invite_id);
}

int usher_mail_left(struct usher *usher, const char *user_id, const char *audience_id) {
    return usher_run(usher, USHER_SQL_mail_withdraw_left, "tt", user_id, audience_id);
}

/* --------------------------------------------------------------------- sending */

enum { FIRST_WAIT = 60, LONGEST_WAIT = 86400 };

static int audit(struct usher *usher, const char *action, const struct usher_queued *mail,
                 const struct usher_fields *after) {
    struct usher_event event = {action, "outbox", mail->id, mail->account_id};
    return usher_audit(usher, &event, NULL, after);
}

static sqlite3_int64 seconds_after(sqlite3_int64 attempts) {
    sqlite3_int64 seconds = FIRST_WAIT;
    for (; attempts > 1 && seconds < LONGEST_WAIT; attempts--) {
        seconds *= 2;
    }
    return seconds < LONGEST_WAIT ? seconds : LONGEST_WAIT;
}

/* The log has no word of the error, in which addresses stand. */
int usher_mail_failed(struct usher *usher, const struct usher_queued *mail, const char *error) {
    char now[USHER_TIME_TEXT + 1];
    char next[USHER_TIME_TEXT + 1];
    int dead = 0;
    struct usher_fields after;
    int rc = usher_exists(usher, &dead, USHER_SQL_mail_dead, "i", mail->number);
    usher_now(usher, now);
    usher_time_after(now, seconds_after(mail->attempts), next);
    if (rc == SQLITE_OK) {
        rc =
            usher_run(usher, USHER_SQL_mail_failed, "itt", mail->number, error, dead ? NULL : next);
    }
    usher_fields_init(&after);
    usher_set_integer(&after, "attempts", mail->attempts);
    return rc == SQLITE_OK ? audit(usher, dead ? "mail.dead" : "mail.fail", mail, &after) : rc;
}

int usher_mail_revive(struct usher *usher, const struct usher_queued *mail) {
    char now[USHER_TIME_TEXT + 1];
    usher_now(usher, now);
    int rc = usher_run(usher, USHER_SQL_mail_revive, "it", mail->number, now);
    return rc == SQLITE_OK ? audit(usher, "mail.revive", mail, NULL) : rc;
}

int usher_mail_done(struct usher *usher, const struct usher_queued *mail) {
    int rc = usher_run(usher, USHER_SQL_mail_delete, "i", mail->number);
    return rc == SQLITE_OK ? audit(usher, "mail.delete", mail, NULL) : rc;
}
