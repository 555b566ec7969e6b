/*
** Tickets: tokens that are good for one thing, once, and not for long.
**
** 32 random bytes, of which the hash is stored. A user has one of each purpose: asking
** again replaces the one before. It is looked at first (usher_ticket_find), so that what
** is wrong with the rest of a call does not use it up, and used up in the rule that does
** the thing (usher_ticket_use): of several connections one wins.
**
** Rules owned here: ticket-once, ticket-replaced.
*/
#include "domain/passwords/passwords.h"

#include <string.h>

const char *usher_ticket_name(enum usher_ticket_purpose purpose) {
    static const char *const names[] = {[USHER_TICKET_RESET] = "password_reset",
                                        [USHER_TICKET_VERIFY] = "email_verify",
                                        [USHER_TICKET_MFA] = "mfa"};
    return names[purpose];
}

/* ---------------------------------------------------------------------- making */

/* The token's hash, which no other ticket has. */
static int take_token(struct usher *usher, enum usher_ticket_purpose purpose, const char *user_id,
                      char token[USHER_TOKEN_TEXT + 1], unsigned char hash[USHER_HASH_BYTES]) {
    int taken;
    if (!token[0]) {
        usher_token_make(usher, token);
    }
    usher_token_hash(token, USHER_TOKEN_TEXT, hash);
    int rc = usher_exists(usher, &taken, USHER_SQL_ticket_token_taken, "btt", hash,
                          USHER_HASH_BYTES, usher_ticket_name(purpose), user_id);
    return rc == SQLITE_OK && taken ? usher_fail(usher, USHER_CONFLICT, "token",
                                                 "token was given out for something else already: "
                                                 "make a new one")
                                    : rc;
}

int usher_ticket_make(struct usher *usher, enum usher_ticket_purpose purpose, const char *user_id,
                      const char *email, const char *data, sqlite3_int64 seconds,
                      char token[USHER_TOKEN_TEXT + 1]) {
    unsigned char hash[USHER_HASH_BYTES];
    char now[USHER_TIME_TEXT + 1];
    char expires[USHER_TIME_TEXT + 1];
    int rc = take_token(usher, purpose, user_id, token, hash);
    usher_now(usher, now);
    usher_time_after(now, seconds, expires);
    return rc == SQLITE_OK
               ? usher_run(usher, USHER_SQL_ticket_put, "ttbtttt", usher_ticket_name(purpose),
                           user_id, hash, USHER_HASH_BYTES, email, data, now, expires)
               : rc;
}

/* ----------------------------------------------------------------------- using */

static int load(struct usher *usher, sqlite3_stmt *row, struct usher_ticket *ticket) {
    const struct usher_copy copies[] = {
        {1, ticket->user_id, sizeof(ticket->user_id)},
        {2, ticket->email, sizeof(ticket->email)},
        {4, ticket->data, sizeof(ticket->data)},
    };
    ticket->number = sqlite3_column_int64(row, 0);
    ticket->failures = sqlite3_column_int(row, 3);
    int rc = usher_copy_texts(usher, row, copies, sizeof(copies) / sizeof(*copies));
    return rc == SQLITE_OK && sqlite3_column_int(row, 5)
               ? usher_fail(usher, USHER_EXPIRED, "token", "the token has expired: ask for another")
               : rc;
}

static int no_ticket(struct usher *usher) {
    return usher_fail(usher, USHER_NOT_FOUND, "token",
                      "the token is not known: it was used, or another was asked for since");
}

int usher_ticket_find(struct usher *usher, enum usher_ticket_purpose purpose, const char *token,
                      struct usher_ticket *ticket) {
    struct usher_query query;
    if (usher_token_hash(token, (int)strlen(token), ticket->token_hash) != 0) {
        return usher_fail(usher, USHER_INVALID, "token",
                          "token must be the 43 characters that were sent");
    }
    int rc = usher_open(usher, &query, USHER_SQL_ticket_by_token, "bt", ticket->token_hash,
                        USHER_HASH_BYTES, usher_ticket_name(purpose));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    rc = rc == SQLITE_ROW    ? load(usher, query.statement, ticket)
         : rc == SQLITE_DONE ? no_ticket(usher)
                             : rc;
    usher_close(&query);
    return rc;
}

int usher_ticket_use(struct usher *usher, const struct usher_ticket *ticket, int *used) {
    int rc = usher_exists(usher, used, USHER_SQL_ticket_stands, "ib", ticket->number,
                          ticket->token_hash, USHER_HASH_BYTES);
    return rc == SQLITE_OK && *used ? usher_run(usher, USHER_SQL_ticket_delete, "i", ticket->number)
                                    : rc;
}

int usher_ticket_spend(struct usher *usher, const struct usher_ticket *ticket) {
    int used;
    int rc = usher_ticket_use(usher, ticket, &used);
    return rc == SQLITE_OK && !used ? no_ticket(usher) : rc;
}

int usher_tickets_end(struct usher *usher, const char *user_id) {
    int rc = usher_run(usher, USHER_SQL_tickets_delete, "t", user_id);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_mail_withdraw_tickets, "ttt", user_id,
                                       usher_ticket_name(USHER_TICKET_RESET),
                                       usher_ticket_name(USHER_TICKET_VERIFY))
                           : rc;
}

/* --------------------------------------------------------------- asking for one */

static int take_option(void *context, const char *name, struct usher_value *value) {
    struct usher_ticket_options *options = context;
    struct usher *usher = options->usher;
    if (usher_is_null(value)) {
        return SQLITE_OK;
    }
    if (options->accounts && strcmp(name, "account_id") == 0) {
        int rc = usher_check_uuid(usher, name, 0, value);
        sqlite3_snprintf(sizeof(options->account_id), options->account_id, "%s",
                         rc == SQLITE_OK ? value->text : "");
        return rc;
    }
    if (strcmp(name, "token") != 0) {
        static const char *const names[] = {"account_id", "token", NULL};
        usher_fail(usher, USHER_INVALID, name, "there is no option \"%.40s\": use %stoken", name,
                   options->accounts ? "account_id or " : "");
        return usher_suggest(usher, name, options->accounts ? names : names + 1);
    }
    if (!usher_is_system(usher)) {
        return usher_fail(usher, USHER_FORBIDDEN, name, "token is the system's to give");
    }
    int rc = usher_check_token(usher, name, 0, value);
    sqlite3_snprintf(sizeof(options->token), options->token, "%s",
                     rc == SQLITE_OK ? value->text : "");
    return rc;
}

int usher_ticket_options(struct usher *usher, struct usher_call *call, int index,
                         struct usher_ticket_options *options) {
    options->usher = usher;
    return call->argc > index && !usher_is_null(&call->argv[index])
               ? usher_json_object(usher, "options", &call->argv[index], take_option, options)
               : SQLITE_OK;
}

int usher_ticket_mail(struct usher *usher, enum usher_ticket_purpose purpose,
                      const struct usher_password_user *user, const char *now,
                      struct usher_ticket_options *options) {
    sqlite3_int64 life = 0;
    char expires[USHER_TIME_TEXT + 1];
    int rc = usher_setting(usher,
                           purpose == USHER_TICKET_RESET ? USHER_SETTING_PASSWORD_RESET_LIFE
                                                         : USHER_SETTING_EMAIL_VERIFY_LIFE,
                           user->account_id, &life);
    if (rc == SQLITE_OK) {
        usher_time_after(now, life, expires);
        rc = usher_ticket_make(usher, purpose, user->id, user->email, NULL, life, options->token);
    }
    struct usher_mail mail = {.kind = usher_ticket_name(purpose),
                              .account_id = user->account_id,
                              .user_id = user->id,
                              .email = user->email,
                              .name = user->name[0] ? user->name : NULL,
                              .locale = user->locale[0] ? user->locale : NULL,
                              .token = options->token,
                              .expires_at = expires};
    return rc == SQLITE_OK ? usher_mail_send(usher, &mail) : rc;
}

int usher_ticket_result(struct usher *usher, struct usher_call *call,
                        char token[USHER_TOKEN_TEXT + 1]) {
    int rc = SQLITE_OK;
    if (usher_is_system(usher) && token[0]) {
        rc = usher_result_copy(usher, &call->result, token);
    }
    usher_wipe(token, USHER_TOKEN_TEXT + 1);
    return rc;
}
