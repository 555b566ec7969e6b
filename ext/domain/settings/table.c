/*
** The table settings. INSERT OR REPLACE is an upsert.
*/
#include "domain/settings/settings.h"

enum { SCOPE, SCOPE_ID, KEY, VALUE, LOCKED, UPDATED_BY, UPDATED_AT };

static int locked_of(const struct usher_record *record) {
    return usher_given(record, LOCKED) ? (int)record->value[LOCKED].integer : -1;
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    struct usher_record *next = change->next;
    struct usher_setting_place place;
    struct usher_definition definition;
    struct usher_setting_change set = {
        &place, &definition, change->number, &next->value[VALUE], locked_of(next), change->replace};
    int rc = usher_definition_open(usher, next->value[KEY].text, &definition);
    if (rc == SQLITE_OK) {
        rc = usher_setting_place_find(usher, usher_scope_find(next->value[SCOPE].text),
                                      usher_record_text(next, SCOPE_ID), &place);
    }
    if (rc == SQLITE_OK) {
        rc = usher_setting_insert(usher, &set);
    }
    change->number = set.number;
    usher_definition_close(&definition);
    return rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    struct usher_record *next = change->next;
    struct usher_setting_place place;
    struct usher_definition definition;
    struct usher_setting_change set = {
        &place,          &definition,
        change->number,  usher_given(next, VALUE) ? &next->value[VALUE] : NULL,
        locked_of(next), 0};
    int rc = usher_definition_open(usher, old->value[KEY].text, &definition);
    if (rc == SQLITE_OK && !definition.known) {
        rc = usher_fail(usher, USHER_INVALID, "key", "there is no setting \"%.60s\"",
                        old->value[KEY].text);
    }
    if (rc == SQLITE_OK) {
        rc = usher_setting_place_of(usher, old, &place);
    }
    if (rc == SQLITE_OK) {
        rc = usher_setting_update(usher, &set, &old->value[VALUE], (int)old->value[LOCKED].integer);
    }
    usher_definition_close(&definition);
    return rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    struct usher_setting_place place;
    int rc = usher_setting_place_of(usher, change->old, &place);
    return rc == SQLITE_OK ? usher_setting_remove(usher, &place, change->old, change->number) : rc;
}

static const struct usher_column columns[] = {
    [SCOPE] = {.name = "scope",
               .affinity = USHER_TEXT,
               .sql = "s.scope",
               .flags = USHER_WORDS | USHER_INSERT | USHER_REQUIRED,
               .check = usher_check_scope,
               .hint = "delete the row and insert another"},
    [SCOPE_ID] = {.name = "scope_id",
                  .affinity = USHER_TEXT,
                  .sql = "s.scope_id",
                  .flags = USHER_WORDS | USHER_INSERT | USHER_INDEXED,
                  .check = usher_check_uuid,
                  .hint = "delete the row and insert another"},
    [KEY] = {.name = "key",
             .affinity = USHER_TEXT,
             .sql = "s.key",
             .flags = USHER_WORDS | USHER_INSERT | USHER_REQUIRED,
             .check = usher_check_setting_key,
             .limit = USHER_SETTING_KEY,
             .hint = "delete the row and insert another"},
    [VALUE] = {.name = "value",
               .affinity = USHER_NONE,
               .sql = "s.value",
               .flags = USHER_INSERT | USHER_UPDATE | USHER_REQUIRED | USHER_JSON},
    [LOCKED] = {.name = "locked",
                .affinity = USHER_INTEGER,
                .sql = "s.locked",
                .flags = USHER_INSERT | USHER_UPDATE,
                .check = usher_check_boolean},
    [UPDATED_BY] = {.name = "updated_by",
                    .affinity = USHER_TEXT,
                    .sql = "s.updated_by",
                    .flags = USHER_WORDS,
                    .hint = "usher keeps it"},
    [UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "s.updated_at", "usher keeps it"),
};

/*
** An account's for whoever holds settings.read there; a team's for its members, and for whoever
** sees and may change the account's teams; a user's for themself, and for whoever sees what is
** private of them. By an API key nobody is a member, and themself by self.read: its scopes say, of
** whom it acts as, too, whom it sees whatever its scopes are.
*/
#define OF_ACCOUNT "s.scope_id IN " USHER_HOLDS("settings.read")
#define OF_TEAM                                                                                    \
    "EXISTS (SELECT 1 FROM main.usher_team_membership AS m "                                       \
    "WHERE m.user_id = $principal AND m.team_id = s.scope_id) "                                    \
    "OR EXISTS (SELECT 1 FROM main.usher_team AS t WHERE t.id = s.scope_id "                       \
    "AND t.account_id IN " USHER_HOLDS("users.read") " AND t.account_id IN " USHER_HOLDS(          \
        "teams.update") ")"
#define OF_USER                                                                                    \
    "s.scope_id = $own "                                                                           \
    "OR EXISTS (SELECT 1 FROM main.usher_user AS u WHERE u.id = s.scope_id "                       \
    "AND (u.id = $actor OR u.account_id IN " USHER_HOLDS(                                          \
        "users.read") ") AND u.account_id IN " USHER_HOLDS("users.read_private") ")"
#define SEEN                                                                                       \
    "CASE s.scope WHEN 'account' THEN " OF_ACCOUNT " WHEN 'team' THEN " OF_TEAM " ELSE " OF_USER   \
    " END"

static const struct usher_policy policy = {
    .own = SEEN,
    .read = USHER_MAY_SETTINGS_READ,
    .account = SEEN,
};

const struct usher_table usher_settings = {
    .name = "settings",
    .noun = "setting",
    .backing = "usher_setting",
    .from = "main.usher_setting AS s",
    .rowid = "s.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
