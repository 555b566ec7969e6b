/*
** The table jwt_keys: the keys that sign tokens, without their secrets. DELETE
** kills a key, and every token that it signed, at once.
*/
#include "domain/keys/keys.h"

enum { ID };

static const struct usher_column columns[] = {
    [ID] = {.name = "id", .affinity = USHER_TEXT, .sql = "k.id", .flags = USHER_KEY},
    {.name = "algorithm", .affinity = USHER_TEXT, .sql = "k.algorithm", .flags = USHER_WORDS},
    {.name = "issuer", .affinity = USHER_TEXT, .sql = "k.issuer"},
    {.name = "audience", .affinity = USHER_TEXT, .sql = "k.audience"},
    {.name = "public_key", .affinity = USHER_TEXT, .sql = "k.public_key"},
    USHER_TIME_COLUMN("created_at", "k.created_at", NULL),
    USHER_TIME_COLUMN("expires_at", "k.expires_at", NULL),
    {.name = "current", .affinity = USHER_INTEGER, .sql = "k.expires_at IS NULL"},
};

static int remove_row(struct usher *usher, struct usher_change *change) {
    struct usher_event event = {"jwt_key.delete", "jwt_keys", change->old->value[ID].text, NULL};
    int rc = usher_run(usher, USHER_SQL_signing_key_delete, "i", change->number);
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, NULL) : rc;
}

const struct usher_table usher_jwt_keys = {
    .name = "jwt_keys",
    .noun = "key",
    .backing = "usher_signing_key",
    .from = "main.usher_signing_key AS k",
    .rowid = "k.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .remove = remove_row,
    .hint = "jwt_key_create() makes a key, which retires the one before",
};
