/*
** Whom a notification is for, and who may send it to them.
**
** Rules: sending takes notifications.send in the account; one user must be a member of it,
** whom the sender sees, and not deleted; a team, one that they see; everybody is for the
** system to address. `user_id` says the same as `audience_id` does of one user.
*/
#include "domain/notifications/notifications.h"

#include <string.h>

/* What is said twice must be the same. */
static int agree(struct usher *usher, const struct usher_record *record, int column, int other,
                 const char **id) {
    const char *one = usher_record_text(record, column);
    const char *two = usher_record_text(record, other);
    *id = one ? one : two;
    return one && two && strcmp(one, two) != 0
               ? usher_fail(usher, USHER_INVALID, usher_notifications.columns[other].name,
                            "%s and %s must be the same, or one of them left out",
                            usher_notifications.columns[column].name,
                            usher_notifications.columns[other].name)
               : SQLITE_OK;
}

static int refuse(struct usher *usher, const struct usher_record *record, int column,
                  const char *audience) {
    const char *name = usher_notifications.columns[column].name;
    return usher_given(record, column)
               ? usher_fail(usher, USHER_INVALID, name, "%s cannot be given for the audience %s",
                            name, audience)
               : SQLITE_OK;
}

static int may_send(struct usher *usher, const char *account_id) {
    return usher_require(usher, USHER_MAY_NOTIFICATIONS_SEND, account_id);
}

/* -------------------------------------------------------------------- one user */

/* The account that it is sent in; "" if that is the recipient's own. */
static int user_account(struct usher *usher, const struct usher_record *record,
                        struct usher_notice *notice) {
    const char *given = usher_record_text(record, NOTIFICATION_ACCOUNT);
    return given || !usher_is_system(usher)
               ? usher_account_of(usher, "account_id", given, notice->account_id)
               : SQLITE_OK;
}

static int require_candidate(struct usher *usher, struct usher_notice *notice) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_notification_candidate, "tt", notice->audience_id,
                        notice->account_id[0] ? notice->account_id : NULL);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        sqlite3_stmt *row = query.statement;
        const char *account = (const char *)sqlite3_column_text(row, 3);
        notice->recipient = sqlite3_column_int64(row, 0);
        rc = !sqlite3_column_int(row, 2)
                 ? usher_fail(usher, USHER_INVALID, "account_id",
                              "account_id must be that of an account which the user belongs to")
             : sqlite3_column_int(row, 1) ? usher_fail(usher, USHER_CONFLICT, "audience_id",
                                                       "the user is deleted: call user_restore()")
             : notice->recipient < 1
                 ? usher_fail(usher, USHER_CORRUPT, "user_id", "the user has no inbox")
                 : SQLITE_OK;
        sqlite3_snprintf(sizeof(notice->account_id), notice->account_id, "%s",
                         account ? account : "");
    } else if (USHER_NEVER(rc == SQLITE_DONE)) { /* find_user() found them */
        rc = usher_fail(usher, USHER_NOT_FOUND, "audience_id", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

static int find_user(struct usher *usher, const struct usher_record *record,
                     struct usher_notice *notice) {
    const char *id;
    sqlite3_int64 number;
    int rc = agree(usher, record, NOTIFICATION_AUDIENCE_ID, NOTIFICATION_USER, &id);
    if (rc == SQLITE_OK && !id) {
        rc = usher_fail(usher, USHER_MISSING, "audience_id",
                        "audience_id is required: the id of a user or team");
    }
    if (rc == SQLITE_OK) {
        rc = user_account(usher, record, notice);
    }
    if (rc == SQLITE_OK && notice->account_id[0]) {
        rc = may_send(usher, notice->account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_find(
            usher, &usher_users,
            usher_given(record, NOTIFICATION_AUDIENCE_ID) ? "audience_id" : "user_id", id, &number);
    }
    if (rc == SQLITE_OK) {
        sqlite3_snprintf(sizeof(notice->audience_id), notice->audience_id, "%s", id);
        rc = require_candidate(usher, notice);
    }
    return rc;
}

/* ----------------------------------------------------------------- several ones */

static int find_team(struct usher *usher, const struct usher_record *record,
                     struct usher_notice *notice) {
    const char *id = usher_record_text(record, NOTIFICATION_AUDIENCE_ID);
    const char *account = usher_record_text(record, NOTIFICATION_ACCOUNT);
    sqlite3_int64 number;
    int found;
    int rc = refuse(usher, record, NOTIFICATION_USER, "team");
    if (rc == SQLITE_OK && !id) {
        rc = usher_fail(usher, USHER_MISSING, "audience_id",
                        "audience_id is required: the id of a user or team");
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_find(usher, &usher_teams, "audience_id", id, &number);
    }
    if (rc == SQLITE_OK) {
        sqlite3_snprintf(sizeof(notice->audience_id), notice->audience_id, "%s", id);
        rc = usher_team_account(usher, id, notice->account_id, &found);
    }
    if (rc == SQLITE_OK && account && strcmp(account, notice->account_id) != 0) {
        rc = usher_fail(usher, USHER_INVALID, "account_id",
                        "account_id must be that of the team's account");
    }
    return rc == SQLITE_OK ? may_send(usher, notice->account_id) : rc;
}

static int find_account(struct usher *usher, const struct usher_record *record,
                        struct usher_notice *notice) {
    const char *id;
    int rc = refuse(usher, record, NOTIFICATION_USER, "account");
    if (rc == SQLITE_OK) {
        rc = agree(usher, record, NOTIFICATION_AUDIENCE_ID, NOTIFICATION_ACCOUNT, &id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_account_of(usher, "audience_id", id, notice->account_id);
    }
    memcpy(notice->audience_id, notice->account_id, sizeof(notice->audience_id));
    return rc == SQLITE_OK ? may_send(usher, notice->account_id) : rc;
}

static int find_everybody(struct usher *usher, const struct usher_record *record,
                          struct usher_notice *notice) {
    (void)notice;
    static const int unfit[] = {NOTIFICATION_USER, NOTIFICATION_ACCOUNT, NOTIFICATION_AUDIENCE_ID};
    int rc = usher_require_system(usher, "send to everybody");
    for (int i = 0; i < 3 && rc == SQLITE_OK; i++) {
        rc = refuse(usher, record, unfit[i], "all");
    }
    return rc;
}

/* ---------------------------------------------------------------- which of them */

typedef int finder(struct usher *usher, const struct usher_record *record,
                   struct usher_notice *notice);

static const struct audience {
    const char *name;
    finder *find;
} audiences[] = {
    {"user", find_user},
    {"team", find_team},
    {"account", find_account},
    {"all", find_everybody},
};

enum { AUDIENCES = sizeof(audiences) / sizeof(*audiences) };

int usher_check_audience(struct usher *usher, const char *field, int limit,
                         struct usher_value *value) {
    const char *names[AUDIENCES + 1] = {NULL};
    (void)limit;
    for (int i = 0; i < AUDIENCES; i++) {
        names[i] = audiences[i].name;
    }
    return usher_check_word(usher, field, value, names);
}

int usher_audience_find(struct usher *usher, const struct usher_record *record,
                        struct usher_notice *notice) {
    const char *name = usher_record_text(record, NOTIFICATION_AUDIENCE);
    const struct audience *audience = &audiences[0];
    for (int i = 1; i < AUDIENCES && name; i++) {
        audience = strcmp(audiences[i].name, name) == 0 ? &audiences[i] : audience;
    }
    notice->audience = audience->name;
    notice->account_id[0] = notice->audience_id[0] = '\0';
    notice->recipient = 0;
    return audience->find(usher, record, notice);
}
