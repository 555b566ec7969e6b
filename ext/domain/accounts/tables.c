/*
** The tables accounts and account_memberships.
*/
#include "domain/domain.h"

#include <string.h>

/* ------------------------------------------------------------------ accounts */

enum { A_ID, A_NAME, A_CREATED_BY, A_CREATED_AT, A_UPDATED_BY, A_UPDATED_AT };

static int require_system(struct usher *usher, const char *what) {
    return usher_is_system(usher) ? SQLITE_OK
                                  : usher_fail(usher, USHER_FORBIDDEN, NULL,
                                               "only the system may %s an account", what);
}

static int account_insert(struct usher *usher, struct usher_change *change) {
    int rc = require_system(usher, "make");
    return rc == SQLITE_OK ? usher_account_create(usher, usher_record_text(change->next, A_ID),
                                                  change->next->value[A_NAME].text, &change->number)
                           : rc;
}

static int account_update(struct usher *usher, struct usher_change *change) {
    const char *id = change->old->value[A_ID].text;
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields before;
    struct usher_fields after;
    int rc = usher_require(usher, USHER_MAY_ACCOUNTS_UPDATE, id);
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_audit_fields(&usher_accounts, change->old, change->next->given, &before);
    usher_audit_fields(&usher_accounts, change->next, change->next->given, &after);
    struct usher_fields fields = after;
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    rc = usher_update(usher, "usher_account", change->number, &fields);
    struct usher_event event = {"account.update", "accounts", id, id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, &after) : rc;
}

/* An account goes only when nobody was ever in it; what is of it goes along. */
static int account_remove(struct usher *usher, struct usher_change *change) {
    const char *id = change->old->value[A_ID].text;
    int used = 0;
    int rc = require_system(usher, "delete");
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &used, USHER_SQL_account_used, "t", id);
    }
    if (rc == SQLITE_OK && used) {
        rc = usher_fail(usher, USHER_CONFLICT, "id", "the account has users, or had");
    }
    if (rc == SQLITE_OK) {
        rc = usher_notifications_end(usher, "account", id);
    }
    static const enum usher_sql steps[] = {
        USHER_SQL_mail_withdraw_account,           USHER_SQL_account_delete_invites,
        USHER_SQL_account_delete_role_permissions, USHER_SQL_account_delete_roles,
        USHER_SQL_account_delete_team_settings,    USHER_SQL_account_delete_teams, /* one a line */
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && rc == SQLITE_OK; i++) {
        rc = usher_run(usher, steps[i], "t", id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_channels_end(usher, id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_account_delete, "t", id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_settings_end(usher, "account", id);
    }
    struct usher_event event = {"account.delete", "accounts", id, id};
    struct usher_fields before;
    usher_audit_fields(&usher_accounts, change->old, 1 << A_NAME, &before);
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, NULL) : rc;
}

static const char kept[] = "usher keeps it";

static const struct usher_column account_columns[] = {
    [A_ID] = USHER_UUID_COLUMN("id", "a.id", USHER_KEY | USHER_INSERT),
    [A_NAME] = {.name = "name",
                .affinity = USHER_TEXT,
                .collation = "NOCASE",
                .sql = "a.name",
                .flags = USHER_INDEXED | USHER_INSERT | USHER_UPDATE | USHER_REQUIRED,
                .check = usher_check_text,
                .limit = 100},
    [A_CREATED_BY] = USHER_WORD_COLUMN("created_by", "a.created_by", kept),
    [A_CREATED_AT] = USHER_TIME_COLUMN("created_at", "a.created_at", kept),
    [A_UPDATED_BY] = USHER_WORD_COLUMN("updated_by", "a.updated_by", kept),
    [A_UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "a.updated_at", kept),
};

#define OWN_ACCOUNTS                                                                               \
    "(SELECT v.account_id FROM main.usher_membership AS v WHERE v.user_id = $actor)"

/* The accounts that one belongs to. */
static const struct usher_policy account_policy = {
    .own = "a.id IN " OWN_ACCOUNTS,
    .read = USHER_MAY_USERS_READ,
    .account = "a.id IN " OWN_ACCOUNTS,
};

const struct usher_table usher_accounts = {
    .name = "accounts",
    .noun = "account",
    .backing = "usher_account",
    .from = "main.usher_account AS a",
    .rowid = "a.number",
    .columns = account_columns,
    .count = sizeof(account_columns) / sizeof(*account_columns),
    .sight = usher_sight_plain,
    .policy = &account_policy,
    .insert = account_insert,
    .update = account_update,
    .remove = account_remove,
};

/* --------------------------------------------------------------- memberships */

enum { M_ID, M_ACCOUNT, M_USER, M_ROLE, M_CREATED_BY, M_CREATED_AT, M_UPDATED_BY, M_UPDATED_AT };

/* As with users: without an invite only where the account allows it. */
static int may_add_member(struct usher *usher, const char *account_id, const char *role,
                          char role_id[USHER_UUID_TEXT + 1]) {
    sqlite3_int64 direct = 0;
    int rc = usher_require(usher, USHER_MAY_MEMBERSHIPS_CREATE, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_DIRECT_CREATION, account_id, &direct);
    }
    if (rc == SQLITE_OK && !direct) {
        rc = usher_fail(usher, USHER_FORBIDDEN, NULL,
                        "members join by accepting an invite; the account's setting "
                        "users.direct_creation would allow this");
    }
    if (rc == SQLITE_OK) {
        rc = usher_role_find(usher, "role", account_id, role, role_id);
    }
    return rc == SQLITE_OK ? usher_require_grant(usher, usher_actor_id(usher), role_id, account_id)
                           : rc;
}

/*
** The user must be one whom the actor sees, not be a member already, and nobody else
** have their e-mail.
*/
static int member_fits(struct usher *usher, const char *user_id, const char *account_id) {
    struct usher_query query;
    sqlite3_int64 number;
    int member = 0;
    int rc = usher_table_find(usher, &usher_users, "user_id", user_id, &number);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &member, USHER_SQL_membership_exists, "tt", user_id, account_id);
    }
    if (rc == SQLITE_OK && member) {
        rc = usher_fail(usher, USHER_CONFLICT, "user_id", "the user is a member already");
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_user_email, "t", user_id);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *email = (const char *)sqlite3_column_text(query.statement, 0);
        rc = usher_user_require_human(usher, sqlite3_column_int(query.statement, 1));
        if (rc == SQLITE_OK && email) {
            rc = usher_user_email_free(usher, email, account_id, user_id);
        }
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

static int member_insert(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    char account_id[USHER_UUID_TEXT + 1];
    char role_id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    const char *role = usher_given(next, M_ROLE) ? next->value[M_ROLE].text : "user";
    int rc = usher_account_of(usher, "account_id", usher_record_text(next, M_ACCOUNT), account_id);
    if (rc == SQLITE_OK) {
        rc = may_add_member(usher, account_id, role, role_id);
    }
    if (rc == SQLITE_OK) {
        rc = member_fits(usher, next->value[M_USER].text, account_id);
    }
    usher_now(usher, now);
    struct usher_member member = {usher_record_text(next, M_ID),
                                  next->value[M_USER].text,
                                  account_id,
                                  role_id,
                                  usher_actor_id(usher),
                                  now,
                                  change->number,
                                  1};
    if (rc == SQLITE_OK) {
        rc = usher_member_join(usher, &member);
    }
    change->number = member.number;
    return rc;
}

static int member_update(struct usher *usher, struct usher_change *change) {
    return usher_member_set_role(usher, change->old->value[M_USER].text,
                                 change->old->value[M_ACCOUNT].text,
                                 change->next->value[M_ROLE].text);
}

static int member_remove(struct usher *usher, struct usher_change *change) {
    const char *user_id = change->old->value[M_USER].text;
    const char *account_id = change->old->value[M_ACCOUNT].text;
    int home = 0;
    int rc = usher_require_user(usher, USHER_MAY_MEMBERSHIPS_DELETE, user_id, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &home, USHER_SQL_membership_is_home, "tt", user_id, account_id);
    }
    if (rc == SQLITE_OK && home) {
        rc = usher_fail(usher, USHER_CONFLICT, "account_id",
                        "this is the user's own account: delete the user instead");
    }
    if (rc == SQLITE_OK) {
        rc = usher_teams_leave(usher, user_id, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_channels_leave(usher, user_id, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_membership_delete, "i", change->number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mail_left(usher, user_id, account_id);
    }
    const char *role = change->old->value[M_ROLE].text; /* NULL if the role is lost */
    if (rc == SQLITE_OK && role && strcmp(role, "owner") == 0) {
        rc = usher_owner_left(usher, user_id, account_id);
    }
    struct usher_event event = {"membership.delete", "account_memberships", user_id, account_id};
    struct usher_fields before;
    usher_audit_fields(&usher_account_memberships, change->old, 1 << M_ROLE, &before);
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, NULL) : rc;
}

static const struct usher_column member_columns[] = {
    [M_ID] = USHER_UUID_COLUMN("id", "m.id", USHER_KEY | USHER_INSERT),
    [M_ACCOUNT] = USHER_UUID_COLUMN("account_id", "m.account_id", USHER_INDEXED | USHER_INSERT),
    [M_USER] =
        USHER_UUID_COLUMN("user_id", "m.user_id", USHER_INDEXED | USHER_INSERT | USHER_REQUIRED),
    [M_ROLE] = {.name = "role",
                .affinity = USHER_TEXT,
                .sql = "r.name",
                .flags = USHER_INSERT | USHER_UPDATE,
                .check = usher_check_text,
                .limit = 40},
    [M_CREATED_BY] = USHER_WORD_COLUMN("created_by", "m.created_by", kept),
    [M_CREATED_AT] = USHER_TIME_COLUMN("created_at", "m.created_at", kept),
    [M_UPDATED_BY] = USHER_WORD_COLUMN("updated_by", "m.updated_by", kept),
    [M_UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "m.updated_at", kept),
};

static const struct usher_policy member_policy = {
    .own = "m.user_id = $actor",
    .read = USHER_MAY_USERS_READ,
    .account = "m.user_id = $actor OR m.account_id IN " USHER_HOLDS("users.read"),
};

const struct usher_table usher_account_memberships = {
    .name = "account_memberships",
    .noun = "membership",
    .backing = "usher_membership",
    .from = "main.usher_membership AS m LEFT JOIN main.usher_role AS r ON r.id = m.role_id",
    .rowid = "m.number",
    .columns = member_columns,
    .count = sizeof(member_columns) / sizeof(*member_columns),
    /* Owners last: handing ownership over in one statement first makes the new one. */
    .update_order = "r.name = 'owner'",
    .sight = usher_sight_plain,
    .policy = &member_policy,
    .insert = member_insert,
    .update = member_update,
    .remove = member_remove,
};
