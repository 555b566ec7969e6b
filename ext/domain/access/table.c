/*
** The table permissions: who holds which permission in which account, and through
** which membership. Users who are not active hold none.
*/
#include "domain/access/access.h"

static const struct usher_column columns[] = {
    USHER_UUID_COLUMN("user_id", "g.user_id", USHER_INDEXED),
    USHER_UUID_COLUMN("account_id", "g.account_id", 0),
    {.name = "permission", .affinity = USHER_TEXT, .sql = "g.permission", .flags = USHER_WORDS},
    {.name = "role", .affinity = USHER_TEXT, .sql = "r.name"},
    USHER_UUID_COLUMN("membership_id", "m.id", 0),
};

static const struct usher_policy policy = {
    .own = "g.user_id = $actor",
    .read = USHER_MAY_USERS_READ,
    .account = "g.user_id = $actor OR g.account_id IN " USHER_HOLDS("users.read"),
};

const struct usher_table usher_permissions = {
    .name = "permissions",
    .noun = "permission",
    .backing = "usher_membership",
    .from = "main.usher_grant AS g JOIN main.usher_membership AS m ON m.number = g.membership "
            "JOIN main.usher_role AS r ON r.id = g.role_id "
            "JOIN main.usher_permission AS p ON p.name = g.permission",
    /* Fits: rowids of memberships are below 2^53, there are far fewer than 1000 permissions. */
    .rowid = "(g.membership * 1000 + p.number)",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .hint = "it follows from memberships and roles",
};
