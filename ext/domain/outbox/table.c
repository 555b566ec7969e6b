/*
** The table outbox: mail to be sent, for the system only.
**
** DELETE says that one was sent, UPDATE … SET error why it was not, SET attempts = 0 that it shall be
** tried all over.
*/
#include "domain/outbox/outbox.h"

enum {
    ID,
    KIND,
    EMAIL,
    NAME,
    LOCALE,
    ACCOUNT,
    USER,
    INVITE,
    NOTIFICATION,
    TOKEN,
    TITLE,
    MESSAGE,
    URL,
    DATA,
    CREATED_AT,
    EXPIRES_AT,
    STATUS,
    ATTEMPTS,
    ATTEMPTS_MOST,
    NEXT_AT,
    LEASED_UNTIL,
    ERROR
};

/* ------------------------------------------------------------------------ rows */

static struct usher_queued queued(const struct usher_change *change) {
    const struct usher_record *old = change->old;
    return (struct usher_queued){change->number, old->value[ID].text,
                                 usher_record_text(old, ACCOUNT), old->value[ATTEMPTS].integer};
}

/* Both at once: that it failed, and that it shall be tried all the same. */
static int update_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    struct usher_queued mail = queued(change);
    int rc = SQLITE_OK;
    if (usher_given(next, ERROR)) {
        rc = usher_mail_failed(usher, &mail, next->value[ERROR].text);
    }
    if (rc == SQLITE_OK && usher_given(next, ATTEMPTS)) {
        rc = usher_mail_revive(usher, &mail);
    }
    return rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    struct usher_queued mail = queued(change);
    return usher_mail_done(usher, &mail);
}

/* ----------------------------------------------------------------- description */

static int check_attempts(struct usher *usher, const char *field, int limit,
                          struct usher_value *value) {
    int rc = usher_check_integer(usher, field, limit, value);
    return rc == SQLITE_OK && value->integer != 0
               ? usher_fail(usher, USHER_INVALID, field,
                            "attempts can be set to 0, which brings the mail back: "
                            "outbox_claim() counts them")
               : rc;
}

/* What a mail server answers may have several lines. */
static int check_error(struct usher *usher, const char *field, int limit,
                       struct usher_value *value) {
    int rc = usher_check_any_text(usher, field, limit, value);
    return rc == SQLITE_OK && value->length == 0
               ? usher_fail(usher, USHER_INVALID, field, "error must say why it could not be sent")
               : rc;
}

#define NOW "usher_now()"

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "o.id", USHER_KEY),
    [KIND] = {.name = "kind", .affinity = USHER_TEXT, .sql = "o.kind", .flags = USHER_WORDS},
    [EMAIL] = {.name = "email", .affinity = USHER_TEXT, .sql = "o.email", .flags = USHER_WORDS},
    [NAME] = {.name = "name", .affinity = USHER_TEXT, .sql = "o.name"},
    [LOCALE] = {.name = "locale", .affinity = USHER_TEXT, .sql = "o.locale"},
    [ACCOUNT] = USHER_UUID_COLUMN("account_id", "o.account_id", USHER_INDEXED),
    [USER] = USHER_UUID_COLUMN("user_id", "o.user_id", USHER_INDEXED),
    [INVITE] = USHER_UUID_COLUMN("invite_id", "o.invite_id", USHER_INDEXED),
    [NOTIFICATION] = USHER_UUID_COLUMN("notification_id", "o.notification_id", USHER_INDEXED),
    /* What is no good any more is not shown, although its row may still be there. */
    [TOKEN] = {.name = "token",
               .affinity = USHER_TEXT,
               .sql = "CASE WHEN o.expires_at IS NULL OR o.expires_at > " NOW
                      " THEN usher_unseal('usher_outbox.token', o.id, o.token) END"},
    [TITLE] = {.name = "title", .affinity = USHER_TEXT, .sql = "n.title"},
    [MESSAGE] = {.name = "message", .affinity = USHER_TEXT, .sql = "n.message"},
    [URL] = {.name = "url", .affinity = USHER_TEXT, .sql = "n.url"},
    [DATA] = {.name = "data", .affinity = USHER_TEXT, .sql = "n.data", .flags = USHER_JSON},
    [CREATED_AT] = USHER_TIME_COLUMN("created_at", "o.created_at", NULL),
    [EXPIRES_AT] = USHER_TIME_COLUMN("expires_at", "o.expires_at", NULL),
    [STATUS] = {.name = "status",
                .affinity = USHER_TEXT,
                .sql = "CASE WHEN o.leased_until > " NOW " THEN 'leased' "
                       "WHEN o.attempts >= o.attempts_most THEN 'dead' ELSE 'waiting' END",
                .flags = USHER_WORDS,
                .hint = "it follows from attempts and leased_until"},
    [ATTEMPTS] = {.name = "attempts",
                  .affinity = USHER_INTEGER,
                  .sql = "o.attempts",
                  .flags = USHER_UPDATE,
                  .check = check_attempts},
    [ATTEMPTS_MOST] = {.name = "attempts_most",
                       .affinity = USHER_INTEGER,
                       .sql = "o.attempts_most",
                       .hint = "it is the setting outbox.attempts of when the mail was queued"},
    [NEXT_AT] = USHER_TIME_COLUMN("next_at", "o.next_at", "set error, or attempts to 0"),
    [LEASED_UNTIL] = USHER_TIME_COLUMN("leased_until", "o.leased_until", "call outbox_claim()"),
    [ERROR] = {.name = "error",
               .affinity = USHER_TEXT,
               .sql = "o.error",
               .flags = USHER_UPDATE,
               .check = check_error,
               .limit = USHER_MAIL_ERROR},
};

const struct usher_table usher_outbox = {
    .name = "outbox",
    .noun = "mail",
    .backing = "usher_outbox",
    .from = "main.usher_outbox AS o LEFT JOIN main.usher_notification AS n ON n.id = "
            "o.notification_id",
    .rowid = "o.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .update = update_row,
    .remove = remove_row,
    .hint = "mail follows from what is done; DELETE a row once it is sent",
};
