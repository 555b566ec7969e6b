/*
** The outbox: what must leave as mail is a row here, written in the transaction
** of its cause, so that what is rolled back is never sent. A mailer reads the
** table, sends, and deletes the row.
**
** A token waits here sealed under the master key, and no longer than it is good.
*/
#include "domain/domain.h"

static int seal_token(struct usher *usher, const char *id, const char *token,
                      struct usher_fields *fields, unsigned char **sealed) {
    int rc = usher_seal_value(usher, "usher_outbox.token", id, token, USHER_TOKEN_TEXT, sealed);
    if (rc == SQLITE_OK) {
        usher_set_blob(fields, "token", *sealed, USHER_TOKEN_TEXT + USHER_SEAL_BYTES);
    }
    return rc;
}

int usher_mail_send(struct usher *usher, const struct usher_mail *mail) {
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    unsigned char *sealed = NULL;
    struct usher_fields fields;
    if (!usher_has_master_key(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_mail_expire, "t", now);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_mail_replace, "ttt", mail->kind, mail->user_id,
                       mail->invite_id);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    const char *id = usher_fields_new_row(usher, &fields, 0, NULL, made);
    usher_set_text(&fields, "kind", mail->kind);
    usher_set_text(&fields, "account_id", mail->account_id);
    usher_set_text(&fields, "user_id", mail->user_id);
    usher_set_text(&fields, "invite_id", mail->invite_id);
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
    return usher_run(usher, USHER_SQL_mail_withdraw, "tt", user_id, invite_id);
}
