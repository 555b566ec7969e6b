/*
** What a change of a password is, whoever makes it.
**
** Users who sign in by sso have none; neither have those who stand for an API key. With
** the old one goes what it opened: sessions, a login that waits for its second factor,
** and a reset that was asked for.
**
** Rules owned here: password-who, password-ends.
*/
#include "domain/passwords/passwords.h"

static int load(struct usher *usher, sqlite3_stmt *row, const char *id,
                struct usher_password_user *user) {
    const struct usher_copy copies[] = {
        {0, user->account_id, sizeof(user->account_id)},
        {1, user->email, sizeof(user->email)},
        {2, user->name, sizeof(user->name)},
        {3, user->locale, sizeof(user->locale)},
        {4, user->hash, sizeof(user->hash)},
    };
    sqlite3_snprintf(sizeof(user->id), user->id, "%s", id);
    user->sso = sqlite3_column_int(row, 5);
    user->service = sqlite3_column_int(row, 6);
    user->discarded = sqlite3_column_int(row, 7);
    user->active = sqlite3_column_int(row, 8);
    user->verified = sqlite3_column_int(row, 9);
    return usher_copy_texts(usher, row, copies, sizeof(copies) / sizeof(*copies));
}

int usher_password_user(struct usher *usher, const char *id, struct usher_password_user *user) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_password_user, "t", id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = load(usher, query.statement, id, user);
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

int usher_password_require(struct usher *usher, const struct usher_password_user *user) {
    if (user->discarded) {
        return usher_user_deleted(usher);
    }
    if (user->service) {
        return usher_fail(usher, USHER_CONFLICT, "user_id",
                          "the user stands for an API key and does not sign in");
    }
    return user->sso ? usher_fail(usher, USHER_CONFLICT, "authentication",
                                  "the user signs in by sso and has no password")
                     : SQLITE_OK;
}

int usher_password_argument(struct usher *usher, const char *account_id,
                            struct usher_value *password) {
    return usher_is_null(password)
               ? usher_fail(usher, USHER_MISSING, "password", "password is required")
               : usher_password_check(usher, "password", account_id, password);
}

int usher_password_store(struct usher *usher, const char *user_id, const char *hash,
                         const char *now) {
    return usher_run(usher, USHER_SQL_password_put, "ttt", user_id, hash, now);
}

static int end_tickets(struct usher *usher, const char *user_id) {
    int rc = usher_run(usher, USHER_SQL_tickets_of_password, "t", user_id);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_mail_replace_user, "tt",
                                       usher_ticket_name(USHER_TICKET_RESET), user_id)
                           : rc;
}

int usher_password_put(struct usher *usher, const char *user_id, const char *hash,
                       const char *except_session_id, const char *action) {
    struct usher_password_user user = {.discarded = 0};
    char now[USHER_TIME_TEXT + 1];
    int rc = usher_password_user(usher, user_id, &user);
    if (rc == SQLITE_OK) {
        rc = usher_password_require(usher, &user);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_password_store(usher, user_id, hash, now);
    }
    if (rc == SQLITE_OK) {
        rc = end_tickets(usher, user_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_sessions_end(usher, user_id, except_session_id);
    }
    struct usher_event event = {action, "users", user_id, user.account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
}

int usher_password_clear(struct usher *usher, const char *user_id) {
    int rc = usher_run(usher, USHER_SQL_password_delete, "t", user_id);
    return rc == SQLITE_OK ? usher_tickets_end(usher, user_id) : rc;
}
