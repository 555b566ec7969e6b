/*
** The mail that an invite is sent by: written with it, gone with it.
**
** Into the role owner of an account that has no active one, it is the mail by which
** the account itself is activated (000).
*/
#include "domain/invites/invites.h"

#include <string.h>

/* The name, or first and last name without the spaces around them; NULL if all are missing or "". */
static const char *full_name(const char *name, const char *first, const char *last,
                             char made[USHER_FULL_NAME + 1]) {
    if (name && *name) {
        return name;
    }
    sqlite3_snprintf(USHER_FULL_NAME + 1, made, "%s %s", first ? first : "", last ? last : "");
    size_t length = strlen(made);
    while (length > 0 && made[length - 1] == ' ') {
        made[--length] = '\0';
    }
    made += strspn(made, " ");
    return *made ? made : NULL;
}

static int choose_kind(struct usher *usher, const char *role_id, struct usher_mail *mail) {
    int bereft = 0;
    int rc = strcmp(role_id, usher_owner_role) == 0
                 ? usher_exists(usher, &bereft, USHER_SQL_account_bereft, "t", mail->account_id)
                 : SQLITE_OK;
    mail->kind = bereft ? "activation" : "invite";
    return rc;
}

int usher_invite_mail_first(struct usher *usher, const struct usher_record *record,
                            const char *role_id, struct usher_mail *mail) {
    char made[USHER_FULL_NAME + 1];
    mail->first = 1;
    mail->email = record->value[INVITE_EMAIL].text;
    mail->name = full_name(usher_record_text(record, INVITE_NAME),
                           usher_record_text(record, INVITE_FIRST_NAME),
                           usher_record_text(record, INVITE_LAST_NAME), made);
    int rc = choose_kind(usher, role_id, mail);
    return rc == SQLITE_OK ? usher_mail_send(usher, mail) : rc;
}

int usher_invite_locale(struct usher *usher, const char *email, const char *account_id,
                        char locale[USHER_LOCALE + 1]) {
    struct usher_query query;
    locale[0] = '\0';
    int rc = usher_open(usher, &query, USHER_SQL_invite_locale, "tt", email, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_text(usher, query.statement, 0, locale, USHER_LOCALE + 1);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* What the row says; "" for NULL. */
struct written {
    char id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1];
    char email[255];
    char name[USHER_FULL_NAME + 1];
    char first[USHER_FULL_NAME + 1];
    char last[USHER_FULL_NAME + 1];
    char made[USHER_FULL_NAME + 1];
    char expires[USHER_TIME_TEXT + 1];
    char role_id[USHER_UUID_TEXT + 1];
};

static int read_row(struct usher *usher, sqlite3_int64 number, struct written *written) {
    const struct usher_copy copies[] = {{0, written->id, sizeof(written->id)},
                                        {1, written->account_id, sizeof(written->account_id)},
                                        {2, written->email, sizeof(written->email)},
                                        {3, written->name, sizeof(written->name)},
                                        {4, written->first, sizeof(written->first)},
                                        {5, written->last, sizeof(written->last)},
                                        {6, written->expires, sizeof(written->expires)},
                                        {7, written->role_id, sizeof(written->role_id)}};
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_invite_mail, "i", number);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_texts(usher, query.statement, copies, sizeof(copies) / sizeof(*copies));
    } else if (USHER_NEVER(rc == SQLITE_DONE)) { /* it was written just now */
        rc = usher_fail(usher, USHER_CORRUPT, "invite", "the invite is gone");
    }
    usher_close(&query);
    return rc;
}

static int read_back(struct usher *usher, sqlite3_int64 number, struct written *written,
                     struct usher_mail *mail) {
    int rc = read_row(usher, number, written);
    if (rc != SQLITE_OK) {
        return rc;
    }
    *mail = (struct usher_mail){
        .account_id = written->account_id,
        .invite_id = written->id,
        .email = written->email,
        .name = full_name(written->name, written->first, written->last, written->made),
        .expires_at = written->expires};
    return choose_kind(usher, written->role_id, mail);
}

int usher_invite_mail_again(struct usher *usher, sqlite3_int64 number, const char *locale,
                            const char *token) {
    struct written written = {.id = ""};
    struct usher_mail mail;
    int rc = read_back(usher, number, &written, &mail);
    if (rc == SQLITE_OK) {
        mail.token = token;
        mail.locale = locale[0] ? locale : NULL;
        rc = usher_mail_send(usher, &mail);
    }
    return rc;
}

int usher_invite_mail_follow(struct usher *usher, sqlite3_int64 number) {
    struct written written = {.id = ""};
    struct usher_mail mail;
    int rc = read_back(usher, number, &written, &mail);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_mail_follow, "tttt", mail.invite_id,
                                       mail.kind, mail.name, mail.expires_at)
                           : rc;
}
