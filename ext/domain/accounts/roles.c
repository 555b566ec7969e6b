/*
** The table roles: what an account makes of its own, beside the built-in ones.
**
** Rules: built-in roles are fixed, and their names are taken; nobody makes a role,
** or changes one, that holds more than they have; nobody changes the role that they
** hold; a role that somebody holds, or is invited into, is not deleted.
*/
#include "domain/domain.h"

enum { ID, ACCOUNT, NAME, DESCRIPTION, SYSTEM, PERMISSIONS, CREATED_AT, UPDATED_AT };

static int check_name(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    int rc = usher_check_text(usher, field, limit, value);
    return rc == SQLITE_OK && usher_role_is_builtin(value->text)
               ? usher_fail(usher, USHER_INVALID, field,
                            "%s must not be that of a built-in role: owner, admin, manager, "
                            "creator, user",
                            field)
               : rc;
}

/* --------------------------------------------------------------- permissions */

struct grant {
    struct usher *usher;
    const char *role_id;
};

static int add_permission(void *context, const char *name, struct usher_value *value) {
    (void)name;
    const struct grant *grant = context;
    int found;
    int rc = usher_exists(grant->usher, &found, USHER_SQL_permission_exists, "v", value);
    if (rc == SQLITE_OK && !found) {
        rc = usher_permission_unknown(grant->usher, "permissions", value->text);
    }
    if (rc == SQLITE_OK) {
        rc = usher_permission_require_of_roles(grant->usher, "permissions", value->text);
    }
    return rc == SQLITE_OK ? usher_run(grant->usher, USHER_SQL_role_permission_give, "tv",
                                       grant->role_id, value)
                           : rc;
}

/* The role holds these from now on; whoever acts must hold them all. */
static int set_permissions(struct usher *usher, const char *role_id, const char *account_id,
                           const struct usher_value *list) {
    struct grant grant = {usher, role_id};
    int rc = usher_run(usher, USHER_SQL_role_permissions_clear, "t", role_id);
    if (rc == SQLITE_OK) {
        rc = usher_json_array(usher, "permissions", list, add_permission, &grant);
    }
    return rc == SQLITE_OK ? usher_require_grant(usher, usher_actor_id(usher), role_id, account_id)
                           : rc;
}

/* -------------------------------------------------------------------- writing */

static int audit(struct usher *usher, const char *action, const char *id, const char *account_id,
                 const struct usher_record *before, const struct usher_record *after,
                 uint64_t given) {
    struct usher_event event = {action, "roles", id, account_id};
    return usher_audit_change(usher, &event, &usher_roles, before, after, given);
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    const char *id = usher_record_text(next, ID);
    char account_id[USHER_UUID_TEXT + 1];
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = usher_account_of(usher, "account_id", usher_record_text(next, ACCOUNT), account_id);
    if (rc == SQLITE_OK) {
        rc = usher_require(usher, USHER_MAY_ROLES_UPDATE, account_id);
    }
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    id = usher_fields_new_row(usher, &fields, change->number, id, made);
    usher_set_text(&fields, "account_id", account_id);
    usher_set(&fields, "name", &next->value[NAME]);
    if (usher_given(next, DESCRIPTION)) {
        usher_set(&fields, "description", &next->value[DESCRIPTION]);
    }
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "updated_at", now);
    rc = usher_insert(usher, "usher_role", &fields, &change->number);
    if (rc == SQLITE_OK && usher_given(next, PERMISSIONS)) {
        rc = set_permissions(usher, id, account_id, &next->value[PERMISSIONS]);
    }
    return rc == SQLITE_OK ? audit(usher, "role.create", id, account_id, NULL, next,
                                   next->given & ~((uint64_t)1 << ID | (uint64_t)1 << ACCOUNT))
                           : rc;
}

/* May the role as it stands be changed or deleted? */
static int may_change(struct usher *usher, const struct usher_record *old) {
    const char *account_id = old->value[ACCOUNT].text;
    return account_id
               ? usher_require_role(usher, old->value[ID].text, account_id)
               : usher_fail(usher, USHER_CONFLICT, "name",
                            "the role %s is built in: it stays as it is", old->value[NAME].text);
}

static int update_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    const char *id = change->old->value[ID].text;
    const char *account_id = change->old->value[ACCOUNT].text;
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = may_change(usher, change->old);
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_audit_fields(&usher_roles, next, next->given & ~((uint64_t)1 << PERMISSIONS), &fields);
    usher_set_text(&fields, "updated_at", now);
    rc = usher_update(usher, "usher_role", change->number, &fields);
    if (rc == SQLITE_OK && usher_given(next, PERMISSIONS)) {
        rc = set_permissions(usher, id, account_id, &next->value[PERMISSIONS]);
    }
    return rc == SQLITE_OK
               ? audit(usher, "role.update", id, account_id, change->old, next, next->given)
               : rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    const char *id = change->old->value[ID].text;
    int used = 0;
    int rc = may_change(usher, change->old);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &used, USHER_SQL_role_used, "t", id);
    }
    if (rc == SQLITE_OK && used) {
        rc = usher_fail(usher, USHER_CONFLICT, "id",
                        "the role is held by members, or named by invites: change or delete those "
                        "first");
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_role_permissions_clear, "t", id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_role_delete, "i", change->number);
    }
    return rc == SQLITE_OK
               ? audit(
                     usher, "role.delete", id, change->old->value[ACCOUNT].text, change->old, NULL,
                     (uint64_t)1 << NAME | (uint64_t)1 << DESCRIPTION | (uint64_t)1 << PERMISSIONS)
               : rc;
}

/* ---------------------------------------------------------------- description */

static const char kept[] = "usher keeps it";

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "r.id", USHER_KEY | USHER_INSERT),
    [ACCOUNT] = {.name = "account_id",
                 .affinity = USHER_TEXT,
                 .sql = "r.account_id",
                 .flags = USHER_WORDS | USHER_INSERT | USHER_CLEARABLE, /* built-in: NULL */
                 .check = usher_check_uuid},
    [NAME] = {.name = "name",
              .affinity = USHER_TEXT,
              .sql = "r.name",
              .flags = USHER_INDEXED | USHER_INSERT | USHER_UPDATE | USHER_REQUIRED,
              .check = check_name,
              .limit = 40},
    [DESCRIPTION] = {.name = "description",
                     .affinity = USHER_TEXT,
                     .sql = "r.description",
                     .flags = USHER_INSERT | USHER_UPDATE,
                     .check = usher_check_any_text,
                     .limit = 1000},
    [SYSTEM] = {.name = "system",
                .affinity = USHER_INTEGER,
                .sql = "(r.account_id IS NULL)",
                .hint = "a role that is made here is the account's own"},
    [PERMISSIONS] = {.name = "permissions",
                     .affinity = USHER_TEXT,
                     .sql = "(SELECT json_group_array(permission) FROM (SELECT permission "
                            "FROM main.usher_role_permission AS p WHERE p.role_id = r.id "
                            "ORDER BY permission))",
                     .flags = USHER_JSON | USHER_INSERT | USHER_UPDATE,
                     .check = usher_check_string_list},
    [CREATED_AT] = USHER_TIME_COLUMN("created_at", "r.created_at", kept),
    [UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "r.updated_at", kept),
};

#define VISIBLE                                                                                    \
    "r.account_id IS NULL OR r.account_id IN (SELECT v.account_id "                                \
    "FROM main.usher_membership AS v WHERE v.user_id = $actor)"

/* The built-in roles, and those of the accounts that one belongs to. */
static const struct usher_policy policy = {
    .own = VISIBLE, .read = USHER_MAY_USERS_READ, .account = VISIBLE};

const struct usher_table usher_roles = {
    .name = "roles",
    .noun = "role",
    .backing = "usher_role",
    .from = "main.usher_role AS r",
    .rowid = "r.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
