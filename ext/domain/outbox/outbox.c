/*
** The outbox: what must leave as mail is a row here, written in the transaction
** of its cause, so that what is rolled back is never sent. A mailer reads the
** table, sends, and deletes the row.
**
** A token waits here sealed under the master key, and no longer than it is good. The
** system reads it where the master key was given.
*/
#include "domain/domain.h"

/* --------------------------------------------------------------------- writing */

static int seal_token(struct usher *usher, const char *id, const char *token,
                      struct usher_fields *fields, unsigned char **sealed) {
    int rc = usher_seal_value(usher, "usher_outbox.token", id, token, USHER_TOKEN_TEXT, sealed);
    if (rc == SQLITE_OK) {
        usher_set_blob(fields, "token", *sealed, USHER_TOKEN_TEXT + USHER_SEAL_BYTES);
    }
    return rc;
}

/* Of tokens only the newest is good. */
static int replace(struct usher *usher, const struct usher_mail *mail, const char *now) {
    int rc = usher_run(usher, USHER_SQL_mail_expire, "t", now);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_mail_replace, "ttt", mail->kind,
                                       mail->user_id, mail->invite_id)
                           : rc;
}

int usher_mail_send(struct usher *usher, const struct usher_mail *mail) {
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    unsigned char *sealed = NULL;
    sqlite3_int64 attempts = 0;
    struct usher_fields fields;
    if (mail->token && !usher_has_master_key(usher)) {
        return SQLITE_OK;
    }
    int rc = usher_now(usher, now);
    if (rc == SQLITE_OK && mail->token) {
        rc = replace(usher, mail, now);
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
    return usher_run(usher, USHER_SQL_mail_withdraw, "tt", user_id, invite_id);
}

/* --------------------------------------------------------------------- the table */

enum { ID, KIND, EMAIL, NAME, LOCALE, ACCOUNT, USER, INVITE, TOKEN, CREATED_AT, EXPIRES_AT };

/* DELETE: it was sent, or need not be. */
static int remove_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    struct usher_event event = {"mail.delete", "outbox", old->value[ID].text,
                                usher_record_text(old, ACCOUNT)};
    int rc = usher_run(usher, USHER_SQL_mail_delete, "i", change->number);
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
}

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "o.id", USHER_KEY),
    [KIND] = {.name = "kind", .affinity = USHER_TEXT, .sql = "o.kind", .flags = USHER_WORDS},
    [EMAIL] = {.name = "email", .affinity = USHER_TEXT, .sql = "o.email", .flags = USHER_WORDS},
    [NAME] = {.name = "name", .affinity = USHER_TEXT, .sql = "o.name"},
    [LOCALE] = {.name = "locale", .affinity = USHER_TEXT, .sql = "o.locale"},
    [ACCOUNT] = USHER_UUID_COLUMN("account_id", "o.account_id", USHER_INDEXED),
    [USER] = USHER_UUID_COLUMN("user_id", "o.user_id", USHER_INDEXED),
    [INVITE] = USHER_UUID_COLUMN("invite_id", "o.invite_id", USHER_INDEXED),
    /* What is no good any more is not shown, although its row may still be there. */
    [TOKEN] = {.name = "token",
               .affinity = USHER_TEXT,
               .sql = "CASE WHEN o.expires_at IS NULL "
                      "OR o.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now') "
                      "THEN usher_unseal('usher_outbox.token', o.id, o.token) END"},
    [CREATED_AT] = USHER_TIME_COLUMN("created_at", "o.created_at", NULL),
    [EXPIRES_AT] = USHER_TIME_COLUMN("expires_at", "o.expires_at", NULL),
};

const struct usher_table usher_outbox = {
    .name = "outbox",
    .noun = "mail",
    .backing = "usher_outbox",
    .from = "main.usher_outbox AS o",
    .rowid = "o.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .remove = remove_row,
    .hint = "mail follows from what is done; DELETE a row once it is sent",
};
