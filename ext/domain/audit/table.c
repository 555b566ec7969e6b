/*
** What SQL sees of the audit log: the table audit_log, which is read only.
*/
#include "domain/domain.h"

enum { BEFORE = 8, AFTER };

static const struct usher_column columns[] = {
    {.name = "id", .affinity = USHER_INTEGER, .sql = "a.number", .flags = USHER_KEY},
    USHER_TIME_COLUMN("created_at", "a.created_at", NULL),
    {.name = "real_actor", .affinity = USHER_TEXT, .sql = "a.real_actor", .flags = USHER_WORDS},
    {.name = "actor", .affinity = USHER_TEXT, .sql = "a.actor", .flags = USHER_WORDS},
    {.name = "action", .affinity = USHER_TEXT, .sql = "a.action", .flags = USHER_WORDS},
    {.name = "object_type", .affinity = USHER_TEXT, .sql = "a.object_type", .flags = USHER_WORDS},
    {.name = "object_id",
     .affinity = USHER_TEXT,
     .sql = "a.object_id",
     .flags = USHER_WORDS | USHER_INDEXED},
    {.name = "account_id", .affinity = USHER_TEXT, .sql = "a.account_id", .flags = USHER_WORDS},
    [BEFORE] = {.name = "before", .affinity = USHER_TEXT, .sql = "a.before", .flags = USHER_JSON},
    [AFTER] = {.name = "after", .affinity = USHER_TEXT, .sql = "a.after", .flags = USHER_JSON},
    {.name = "hash", .affinity = USHER_NONE, .sql = "a.hash"},
};

static const struct usher_policy policy = {
    .read = USHER_MAY_AUDIT_READ,
    .account = "a.account_id IN " USHER_HOLDS("audit.read"),
};

/* What is private of users is private here, too, and their settings are; which role they have is not. */
static void sight(const struct usher_table *table, const struct usher_rights *rights,
                  struct usher_sight *sight) {
    usher_sight_plain(table, rights, sight);
    sight->mask[0] = (struct usher_mask){
        (uint64_t)1 << BEFORE | (uint64_t)1 << AFTER,
        "a.action = 'user.role' OR a.object_id = $own OR CASE a.object_type WHEN 'users' "
        "THEN 0 "
        "WHEN 'settings' THEN NOT EXISTS (SELECT 1 FROM main.usher_user AS u WHERE u.id = "
        "a.object_id) "
        "ELSE 1 END "
        "OR a.account_id IN " USHER_HOLDS("users.read_private")};
}

const struct usher_table usher_audit_log = {
    .name = "audit_log",
    .noun = "entry",
    .backing = "usher_audit",
    .from = "main.usher_audit AS a",
    .rowid = "a.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = sight,
    .policy = &policy,
    .hint = "every change writes its own row",
};
