/*
** Accounts and who belongs to them: the rules.
**
** Rules: an account always keeps one active owner (last_owner); nobody changes
** their own role; nobody gives, or takes from others, more than they have.
*/
#include "domain/domain.h"

#include <string.h>

int usher_account_create(struct usher *usher, const char *id, const char *name,
                         sqlite3_int64 *number) {
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    usher_now(usher, now);
    id = usher_fields_new_row(usher, &fields, *number, id, made);
    usher_set_text(&fields, "name", name);
    usher_set_text(&fields, "created_by", usher_actor_id(usher));
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    int rc = usher_insert(usher, "usher_account", &fields, number);
    if (rc == SQLITE_OK) {
        struct usher_event event = {"account.create", "accounts", id, id};
        struct usher_fields after;
        usher_fields_init(&after);
        usher_set_text(&after, "name", name);
        rc = usher_audit(usher, &event, NULL, &after);
    }
    return rc;
}

int usher_account_of(struct usher *usher, const char *field, const char *given,
                     char id[USHER_UUID_TEXT + 1]) {
    if (!given) {
        return usher_default_account(usher, field, id);
    }
    sqlite3_snprintf(USHER_UUID_TEXT + 1, id, "%s", given);
    sqlite3_int64 number;
    return usher_table_find(usher, &usher_accounts, field, id, &number);
}

/* ------------------------------------------------------------- memberships */

int usher_member_add(struct usher *usher, struct usher_member *member) {
    char made[USHER_UUID_TEXT + 1];
    struct usher_fields fields;
    usher_fields_new_row(usher, &fields, member->number, member->id, made);
    usher_set_text(&fields, "user_id", member->user_id);
    usher_set_text(&fields, "account_id", member->account_id);
    usher_set_text(&fields, "role_id", member->role_id);
    usher_set_integer(&fields, "home", !member->guest);
    usher_set_text(&fields, "created_by", member->created_by);
    usher_set_text(&fields, "created_at", member->now);
    usher_set_text(&fields, "updated_by", member->created_by);
    usher_set_text(&fields, "updated_at", member->now);
    return usher_insert(usher, "usher_membership", &fields, &member->number);
}

int usher_member_join(struct usher *usher, struct usher_member *member) {
    char role[USHER_ROLE_NAME + 1];
    struct usher_event event = {"membership.create", "account_memberships", member->user_id,
                                member->account_id};
    struct usher_fields after;
    int rc = usher_member_add(usher, member);
    if (rc == SQLITE_OK) {
        rc = usher_role_name(usher, member->role_id, role);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&after);
    usher_set_text(&after, "role", role);
    return usher_audit(usher, &event, NULL, &after);
}

static int last_owner(struct usher *usher) {
    return usher_fail(usher, USHER_LAST_OWNER, "role",
                      "the account must keep an active owner: make somebody else owner first, "
                      "or in the same statement");
}

int usher_owner_remains(struct usher *usher, const char *user_id) {
    int bereft;
    int rc = usher_exists(usher, &bereft, USHER_SQL_owner_bereft, "t", user_id);
    return rc == SQLITE_OK && bereft ? last_owner(usher) : rc;
}

/* The user has just ceased to own the account: was theirs the last active ownership? */
int usher_owner_left(struct usher *usher, const char *user_id, const char *account_id) {
    int active;
    int bereft = 0;
    int rc = usher_exists(usher, &active, USHER_SQL_user_active, "t", user_id);
    if (rc == SQLITE_OK && active) {
        rc = usher_exists(usher, &bereft, USHER_SQL_account_bereft, "t", account_id);
    }
    return rc == SQLITE_OK && bereft ? last_owner(usher) : rc;
}

struct membership {
    sqlite3_int64 number;
    char role_id[USHER_UUID_TEXT + 1];
    char role[USHER_ROLE_NAME + 1];
    int deleted; /* the user is */
    int service; /* the user is an API key's */
};

static int find_membership(struct usher *usher, const char *user_id, const char *account_id,
                           struct membership *found) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_membership_find, "tt", user_id, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        found->number = sqlite3_column_int64(query.statement, 0);
        const struct usher_copy copies[] = {{1, found->role_id, sizeof(found->role_id)},
                                            {2, found->role, sizeof(found->role)}};
        found->deleted = sqlite3_column_int(query.statement, 3);
        found->service = sqlite3_column_int(query.statement, 4);
        rc = usher_copy_texts(usher, query.statement, copies, sizeof(copies) / sizeof(*copies));
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_CORRUPT, "role",
                        "the user has lost the membership or role "
                        "that every user has");
    }
    usher_close(&query);
    return rc;
}

int usher_member_role(struct usher *usher, const char *user_id, const char *account_id,
                      char role_id[USHER_UUID_TEXT + 1]) {
    struct membership membership;
    int rc = find_membership(usher, user_id, account_id, &membership);
    sqlite3_snprintf(USHER_UUID_TEXT + 1, role_id, "%s", rc == SQLITE_OK ? membership.role_id : "");
    return rc;
}

int usher_member_outranked(struct usher *usher, const char *user_id, const char *account_id,
                           int *may) {
    char role_id[USHER_UUID_TEXT + 1];
    int lacking = 0;
    int rc = usher_member_role(usher, user_id, account_id, role_id);
    if (rc == SQLITE_OK) {
        rc = usher_user_may_grant(usher, usher_actor_id(usher), role_id, account_id, may);
    }
    if (rc == SQLITE_OK && *may) { /* a service user has what their key has */
        rc = usher_exists(usher, &lacking, USHER_SQL_api_key_lacking, "ttt", user_id,
                          usher_actor_principal(usher), account_id);
        *may = !lacking;
    }
    return rc;
}

static int audit_role(struct usher *usher, const char *user_id, const char *account_id,
                      const char *before, const char *after) {
    struct usher_event event = {"user.role", "users", user_id, account_id};
    struct usher_fields old;
    struct usher_fields next;
    usher_fields_init(&old);
    usher_fields_init(&next);
    usher_set_text(&old, "role", before);
    usher_set_text(&next, "role", after);
    return usher_audit(usher, &event, &old, &next);
}

int usher_member_set_role(struct usher *usher, const char *user_id, const char *account_id,
                          const char *role_name) {
    struct membership membership = {.number = 0};
    char role_id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    int rc = usher_require_user(usher, USHER_MAY_USERS_ROLE, user_id, account_id);
    if (rc == SQLITE_OK) {
        rc = find_membership(usher, user_id, account_id, &membership);
    }
    if (rc == SQLITE_OK) {
        rc = usher_role_find(usher, "role", account_id, role_name, role_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_grant(usher, usher_actor_id(usher), role_id, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_user_require_human(usher, membership.service);
    }
    if (rc == SQLITE_OK && membership.deleted) {
        rc = usher_user_deleted(usher);
    }
    usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_membership_set_role, "ittt", membership.number, role_id,
                       usher_actor_id(usher), now);
    }
    if (rc == SQLITE_OK && strcmp(membership.role_id, usher_owner_role) == 0) {
        rc = usher_owner_left(usher, user_id, account_id);
    }
    return rc == SQLITE_OK ? audit_role(usher, user_id, account_id, membership.role, role_name)
                           : rc;
}
