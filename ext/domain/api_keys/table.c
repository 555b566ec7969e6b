/*
** The table api_keys, and what api_key_create() takes.
*/
#include "domain/api_keys/api_keys.h"

#include <string.h>

static int check_kind(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    static const char *const words[] = {"api", "upload", NULL};
    (void)limit;
    return usher_check_word(usher, field, value, words);
}

static int check_owner(struct usher *usher, const char *field, int limit,
                       struct usher_value *value) {
    static const char *const words[] = {"user", "account", NULL};
    (void)limit;
    return usher_check_word(usher, field, value, words);
}

static int check_key(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    (void)limit;
    return value->type == SQLITE_TEXT && usher_api_key_formed(value->text, value->length)
               ? SQLITE_OK
               : usher_fail(usher, USHER_INVALID, field,
                            "%s must be usk_, 43 characters of base62 and its checksum", field);
}

static const struct usher_column creation[NEW_COLUMNS] = {
    [NEW_NAME] = {.name = "name",
                  .affinity = USHER_TEXT,
                  .flags = USHER_INSERT | USHER_REQUIRED,
                  .check = usher_check_text,
                  .limit = 100},
    [NEW_ID] = USHER_UUID_COLUMN("id", NULL, USHER_INSERT),
    [NEW_KEY] = {.name = "key",
                 .affinity = USHER_TEXT,
                 .flags = USHER_INSERT | USHER_SECRET,
                 .check = check_key},
    [NEW_KIND] = {.name = "kind",
                  .affinity = USHER_TEXT,
                  .flags = USHER_INSERT,
                  .check = check_kind},
    [NEW_OWNER] = {.name = "owner",
                   .affinity = USHER_TEXT,
                   .flags = USHER_INSERT,
                   .check = check_owner},
    [NEW_USER] = USHER_UUID_COLUMN("user_id", NULL, USHER_INSERT),
    [NEW_ACCOUNT] = USHER_UUID_COLUMN("account_id", NULL, USHER_INSERT),
    [NEW_SCOPES] = {.name = "scopes",
                    .affinity = USHER_TEXT,
                    .flags = USHER_INSERT | USHER_JSON,
                    .check = usher_check_string_list},
    [NEW_EXPIRES_AT] = {.name = "expires_at",
                        .affinity = USHER_TEXT,
                        .flags = USHER_INSERT,
                        .check = usher_check_time},
    [NEW_READABLE] = {.name = "readable",
                      .affinity = USHER_INTEGER,
                      .flags = USHER_INSERT,
                      .check = usher_check_boolean},
};

const struct usher_table usher_api_key_creation = {
    .name = "api_key_create",
    .noun = "API key",
    .columns = creation,
    .count = NEW_COLUMNS,
};

/* ----------------------------------------------------------------- the table */

static const char fixed[] = "make a new key, and revoke this one";
static const char kept[] = "usher keeps it";

#define WHOLE_KEY "usher_unseal('usher_api_key.sealed', k.id, k.sealed)"

static const struct usher_column columns[KEY_COLUMNS] = {
    [KEY_ID] = USHER_UUID_COLUMN("id", "k.id", USHER_KEY),
    [KEY_KIND] = {.name = "kind",
                  .affinity = USHER_TEXT,
                  .sql = "k.kind",
                  .flags = USHER_WORDS,
                  .hint = fixed},
    [KEY_OWNER] = {.name = "owner",
                   .affinity = USHER_TEXT,
                   .sql = "k.owner",
                   .flags = USHER_WORDS,
                   .hint = fixed},
    [KEY_USER] = {.name = "user_id",
                  .affinity = USHER_TEXT,
                  .sql = "k.user_id",
                  .flags = USHER_WORDS | USHER_INDEXED,
                  .hint = fixed},
    [KEY_ACCOUNT] = {.name = "account_id",
                     .affinity = USHER_TEXT,
                     .sql = "k.account_id",
                     .flags = USHER_WORDS | USHER_INDEXED,
                     .hint = fixed},
    [KEY_NAME] = {.name = "name",
                  .affinity = USHER_TEXT,
                  .sql = "k.name",
                  .flags = USHER_UPDATE,
                  .check = usher_check_text,
                  .limit = 100},
    [KEY_HINT] = {.name = "hint",
                  .affinity = USHER_TEXT,
                  .sql = "k.hint",
                  .flags = USHER_WORDS,
                  .hint = fixed},
    /* To whoever can sign in as its user, and to the system. */
    [KEY_KEY] = {.name = "key",
                 .affinity = USHER_TEXT,
                 .sql = WHOLE_KEY,
                 .actor_sql = "CASE WHEN k.user_id = $principal THEN " WHOLE_KEY " END",
                 .flags = USHER_WORDS | USHER_SECRET,
                 .hint = fixed},
    [KEY_SCOPES] = {.name = "scopes",
                    .affinity = USHER_TEXT,
                    .sql = "(SELECT json_group_array(permission) FROM (SELECT permission "
                           "FROM main.usher_api_key_scope AS s WHERE s.key_id = k.id "
                           "ORDER BY permission))",
                    .flags = USHER_JSON,
                    .hint = fixed},
    [KEY_CREATED_BY] = USHER_WORD_COLUMN("created_by", "k.created_by", kept),
    [KEY_CREATED_AT] = USHER_TIME_COLUMN("created_at", "k.created_at", kept),
    [KEY_EXPIRES_AT] = USHER_TIME_COLUMN("expires_at", "k.expires_at", fixed),
    [KEY_LAST_USED_AT] = USHER_TIME_COLUMN("last_used_at", "k.last_used_at", kept),
    [KEY_STATUS] = {.name = "status",
                    .affinity = USHER_TEXT,
                    .sql = "CASE WHEN k.expires_at <= usher_now() "
                           "THEN 'expired' ELSE 'active' END",
                    .flags = USHER_WORDS,
                    .hint = "DELETE revokes a key"},
};

#define OWN_KEYS "k.user_id = $principal OR k.id = $principal"

/* One's own; who acts by a key sees that key. */
static const struct usher_policy policy = {
    .own = OWN_KEYS,
    .read = USHER_MAY_API_KEYS_DELETE,
    .account = OWN_KEYS " OR k.account_id IN " USHER_HOLDS("api_keys.delete"),
};

const struct usher_table usher_api_keys = {
    .name = "api_keys",
    .noun = "API key",
    .backing = "usher_api_key",
    .from = "main.usher_api_key AS k",
    .rowid = "k.number",
    .columns = columns,
    .count = KEY_COLUMNS,
    .sight = usher_sight_plain,
    .policy = &policy,
    .update = usher_api_key_update,
    .remove = usher_api_key_remove,
    .hint = "call api_key_create()",
};
