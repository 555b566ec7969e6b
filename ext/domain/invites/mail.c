/*
** The mail that an invite is sent by: written with it, gone with it.
**
** Into the role owner of an account that has no active one, it is the mail by which
** the account itself is activated (000).
*/
#include "domain/invites/invites.h"

#include <string.h>

/* The query that holds the texts must stay open as long as they are needed. */
static int describe(struct usher *usher, sqlite3_int64 number, struct usher_query *query,
                    struct usher_mail *mail) {
    int bereft = 0;
    int rc = usher_open(usher, query, USHER_SQL_invite_mail, "i", number);
    if (rc == SQLITE_OK) {
        rc = usher_step(query);
    }
    if (rc != SQLITE_ROW) { /* it was written just now */
        return USHER_NEVER(rc == SQLITE_DONE)
                   ? usher_fail(usher, USHER_CORRUPT, "invite", "the invite is gone")
                   : rc;
    }
    const char *texts[7];
    for (int i = 0; i < 7; i++) {
        texts[i] = (const char *)sqlite3_column_text(query->statement, i);
    }
    *mail = (struct usher_mail){.kind = "invite",
                                .account_id = texts[1],
                                .invite_id = texts[0],
                                .email = texts[2],
                                .name = texts[3],
                                .locale = texts[4],
                                .expires_at = texts[5]};
    if (texts[6] && strcmp(texts[6], usher_owner_role) == 0) {
        rc = usher_exists(usher, &bereft, USHER_SQL_account_bereft, "t", mail->account_id);
        mail->kind = bereft ? "activation" : "invite";
    } else {
        rc = SQLITE_OK;
    }
    return rc;
}

int usher_invite_mail(struct usher *usher, sqlite3_int64 number, const char *token) {
    struct usher_query query = {usher, NULL, 0};
    struct usher_mail mail = {.kind = NULL};
    int rc = describe(usher, number, &query, &mail);
    mail.token = token;
    if (rc == SQLITE_OK) {
        rc = usher_mail_send(usher, &mail);
    }
    usher_close(&query);
    return rc;
}

int usher_invite_mail_follow(struct usher *usher, sqlite3_int64 number) {
    struct usher_query query = {usher, NULL, 0};
    struct usher_mail mail = {.kind = NULL};
    int rc = describe(usher, number, &query, &mail);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_mail_follow, "tttt", mail.invite_id, mail.kind, mail.name,
                       mail.expires_at);
    }
    usher_close(&query);
    return rc;
}
