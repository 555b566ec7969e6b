/*
** May the actor do this in that account, and may they grant that role?
**
** Rights are rows: the view usher_grant (sql/schema/0005_access.sql) is the one
** place that says who holds what, and usher_held (0008_notifications_storage.sql) what
** they hold through an API key, too. A user who is not active, or an unknown role, has
** none. The system has all.
*/
#include "identity/identity.h"

#include <stdlib.h>
#include <string.h>

static const char *const tokens[USHER_PERMISSIONS] = {
#define PERMISSION(symbol, token, roles, meaning) [USHER_MAY_##symbol] = token,
#include "identity/permissions.def"
#undef PERMISSION
};

static int compare(const void *token, const void *other) {
    return strcmp(token, *(const char *const *)other);
}

int usher_permission_find(const char *token) {
    const char *const *found = bsearch(token, tokens, USHER_PERMISSIONS, sizeof(*tokens), compare);
    return found ? (int)(found - tokens) : -1;
}

const char *usher_permission_token(enum usher_permission permission) {
    return tokens[permission];
}

int usher_permission_suggest(struct usher *usher, const char *token) {
    struct usher_nearest nearest = {.given = token};
    for (int i = 0; i < USHER_PERMISSIONS; i++) {
        usher_nearest_offer(&nearest, tokens[i]);
    }
    return usher_nearest_tell(usher, &nearest);
}

int usher_permission_unknown(struct usher *usher, const char *field, const char *token) {
    usher_fail(usher, USHER_INVALID, field,
               "there is no permission \"%.40s\": the table usher_permission lists them", token);
    return usher_permission_suggest(usher, token);
}

int usher_permission_reserved(const char *token) {
    /* Of permissions to come: tables that usher has and that no permission names so far. */
    static const char *const words[] = {"account_memberships", "jwt_keys", "outbox", "usher"};
    size_t length = strcspn(token, ".");
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strlen(words[i]) == length && memcmp(words[i], token, length) == 0) {
            return 1;
        }
    }
    for (int i = 0; i < USHER_PERMISSIONS; i++) {
        if (strncmp(tokens[i], token, length) == 0 && tokens[i][length] == '.') {
            return 1;
        }
    }
    return 0;
}

int usher_permission_is_of_self(int permission) {
    return permission == USHER_MAY_SELF_READ || permission == USHER_MAY_SELF_UPDATE;
}

int usher_permission_require_of_roles(struct usher *usher, const char *field, const char *token) {
    return usher_permission_is_of_self(usher_permission_find(token))
               ? usher_fail(usher, USHER_INVALID, field,
                            "%s: %s is a scope of API keys, and nothing else: in person everybody "
                            "has it of themself",
                            field, token)
               : SQLITE_OK;
}

int usher_permission_add(struct usher *usher, const char *token, const char *meaning, int *added) {
    int found;
    int rc = usher_exists(usher, &found, USHER_SQL_permission_exists, "t", token);
    *added = rc == SQLITE_OK && !found;
    if (*added) {
        rc = usher_run(usher, USHER_SQL_permission_seed, "tt", token, meaning);
    }
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_owner_holds_all, "t", usher_owner_role)
                           : rc;
}

/* Who acts by an API key has no more than it has, whoever asks. */
static const char *principal_of(struct usher *usher, const char *user_id) {
    const char *actor = usher_actor_id(usher);
    return actor && strcmp(actor, user_id) == 0 ? usher_actor_principal(usher) : user_id;
}

int usher_user_may(struct usher *usher, const char *user_id, enum usher_permission permission,
                   const char *account_id, int *may) {
    return usher_exists(usher, may, USHER_SQL_user_may, "ttt", principal_of(usher, user_id),
                        account_id, tokens[permission]);
}

int usher_require(struct usher *usher, enum usher_permission permission, const char *account_id) {
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    const struct usher_rights *rights = NULL;
    int rc = usher_require_actor(usher);
    if (rc == SQLITE_OK) {
        rc = usher_rights_of_actor(usher, &rights);
    }
    if (rc == SQLITE_OK && !usher_rights_hold(rights, permission, account_id)) {
        rc = usher_fail(usher, USHER_FORBIDDEN, NULL, "this needs the permission %s",
                        tokens[permission]);
    }
    return rc;
}

int usher_user_may_grant(struct usher *usher, const char *granter_id, const char *role_id,
                         const char *account_id, int *may) {
    int lacking = 0;
    int rc = granter_id ? usher_exists(usher, &lacking, USHER_SQL_grant_lacking, "ttt", role_id,
                                       principal_of(usher, granter_id), account_id)
                        : SQLITE_OK;
    *may = !lacking;
    return rc;
}

int usher_require_grant(struct usher *usher, const char *granter_id, const char *role_id,
                        const char *account_id) {
    int may;
    int rc = usher_user_may_grant(usher, granter_id, role_id, account_id, &may);
    if (rc == SQLITE_OK && !may) {
        rc = usher_fail(usher, USHER_FORBIDDEN, "role",
                        "the role holds permissions that its granter does not have");
    }
    return rc;
}
