/*
** The five built-in roles: owner, admin, manager, creator, user.
**
** They belong to no account and are the same in every store; usher_init()
** writes them, so that a database tells who may do what without the library.
*/
#include "identity/identity.h"

#include <string.h>

enum { O = 1, A = 2, M = 4, C = 8, U = 16 };

#define ROLE_ID(n) "00000000-0000-7000-8000-00000000000" n

const char usher_owner_role[] = ROLE_ID("1");

static const struct builtin {
    const char *id;
    const char *name;
    const char *description;
    unsigned bit;
} builtins[] = {
    {usher_owner_role, "owner", "Owns the account; there is always one", O},
    {ROLE_ID("2"), "admin", "Manages users and settings", A},
    {ROLE_ID("3"), "manager", "Sees users, sends notifications", M},
    {ROLE_ID("4"), "creator", "Adds files", C},
    {ROLE_ID("5"), "user", "Uses what others provide", U},
};

static const struct {
    const char *token;
    unsigned roles;
    const char *meaning;
} permissions[] = {
#define PERMISSION(symbol, token, roles, meaning) {token, roles, meaning},
#include "identity/permissions.def"
#undef PERMISSION
};

const char *usher_permission_meaning(enum usher_permission permission) {
    return permissions[permission].meaning;
}

static int seed_role(struct usher *usher, const struct builtin *role, const char *now) {
    int rc =
        usher_run(usher, USHER_SQL_role_seed, "tttt", role->id, role->name, role->description, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_role_permissions_clear, "t", role->id);
    }
    for (size_t i = 0; i < sizeof(permissions) / sizeof(*permissions) && rc == SQLITE_OK; i++) {
        if (permissions[i].roles & role->bit) {
            rc = usher_run(usher, USHER_SQL_role_permission_add, "tt", role->id,
                           permissions[i].token);
        }
    }
    return rc;
}

int usher_roles_seed(struct usher *usher) {
    char now[USHER_TIME_TEXT + 1];
    int rc = SQLITE_OK;
    usher_now(usher, now);
    for (size_t i = 0; i < sizeof(permissions) / sizeof(*permissions) && rc == SQLITE_OK; i++) {
        rc = usher_run(usher, USHER_SQL_permission_seed, "tt", permissions[i].token,
                       permissions[i].meaning);
    }
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins) && rc == SQLITE_OK; i++) {
        rc = seed_role(usher, &builtins[i], now);
    }
    /* Those of the application's too, which are not in permissions.def. */
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_owner_holds_all, "t", usher_owner_role)
                           : rc;
}

int usher_role_is_to_hold(const char *role_id, enum usher_permission permission) {
    unsigned holds = 0;
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++) {
        if (strcmp(builtins[i].id, role_id) == 0) {
            holds = permissions[permission].roles & builtins[i].bit;
        }
    }
    return holds != 0;
}

int usher_roles_builtin(usher_role_handler *each, void *context) {
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins) && rc == SQLITE_OK; i++) {
        rc = each(context, builtins[i].id, builtins[i].name);
    }
    return rc;
}

int usher_role_is_builtin(const char *name) {
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++) {
        if (sqlite3_stricmp(builtins[i].name, name) == 0) {
            return 1;
        }
    }
    return 0;
}

static int no_role(struct usher *usher, const char *field, const char *name) {
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++) {
        if (strcmp(builtins[i].name, name) == 0) {
            return usher_fail(usher, USHER_CORRUPT, field, "the store has lost the role %s", name);
        }
    }
    struct usher_nearest nearest = {.given = name};
    for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++) {
        usher_nearest_offer(&nearest, builtins[i].name);
    }
    usher_fail(usher, USHER_INVALID, field,
               "there is no role \"%.40s\": use owner, admin, manager, creator, user or a "
               "role of the account",
               name);
    return usher_nearest_tell(usher, &nearest);
}

int usher_role_find(struct usher *usher, const char *field, const char *account_id,
                    const char *name, char id[USHER_UUID_TEXT + 1]) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_role_find, "tt", name, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_text(usher, query.statement, 0, id, USHER_UUID_TEXT + 1);
    } else if (rc == SQLITE_DONE) {
        rc = no_role(usher, field, name);
    }
    usher_close(&query);
    return rc;
}

int usher_role_name(struct usher *usher, const char *id, char name[USHER_ROLE_NAME + 1]) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_role_name, "t", id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_copy_text(usher, query.statement, 0, name, USHER_ROLE_NAME + 1);
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_CORRUPT, "role", "the store has lost a role");
    }
    usher_close(&query);
    return rc;
}
