/*
** The table teams: groups of an account's members, for settings and the like.
**
** Rules: whoever holds teams.update in the account makes, changes and deletes them; a
** team takes its memberships and settings along, and invites lose it. What a lead may
** besides stands in memberships.c.
*/
#include "domain/teams/teams.h"

enum {
    ID,
    ACCOUNT,
    NAME,
    DESCRIPTION,
    PRIORITY,
    MEMBERS,
    CREATED_BY,
    CREATED_AT,
    UPDATED_BY,
    UPDATED_AT
};

#define BIT(column) ((uint64_t)1 << (column))
#define SET_COLUMNS (BIT(NAME) | BIT(DESCRIPTION) | BIT(PRIORITY))

enum { PRIORITY_MOST = 1000000 };

static int check_priority(struct usher *usher, const char *field, int limit,
                          struct usher_value *value) {
    int rc = usher_check_integer(usher, field, limit, value);
    return rc == SQLITE_OK && (value->integer < -limit || value->integer > limit)
               ? usher_fail(usher, USHER_INVALID, field, "%s must be from %d to %d", field, -limit,
                            limit)
               : rc;
}

int usher_team_account(struct usher *usher, const char *team_id,
                       char account_id[USHER_UUID_TEXT + 1], int *found) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_team_account, "t", team_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *found = rc == SQLITE_ROW;
    if (*found) {
        rc = usher_copy_text(usher, query.statement, 0, account_id, USHER_UUID_TEXT + 1);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* -------------------------------------------------------------------- writing */

static int audit(struct usher *usher, const char *action, const char *id, const char *account_id,
                 const struct usher_record *before, const struct usher_record *after,
                 uint64_t given) {
    struct usher_event event = {action, "teams", id, account_id};
    return usher_audit_change(usher, &event, &usher_teams, before, after, given);
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    const char *actor = usher_actor_id(usher);
    char account_id[USHER_UUID_TEXT + 1];
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = usher_account_of(usher, "account_id", usher_record_text(next, ACCOUNT), account_id);
    if (rc == SQLITE_OK) {
        rc = usher_require(usher, USHER_MAY_TEAMS_UPDATE, account_id);
    }
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    const char *id =
        usher_fields_new_row(usher, &fields, change->number, usher_record_text(next, ID), made);
    usher_set_text(&fields, "account_id", account_id);
    for (int i = NAME; i <= PRIORITY; i++) {
        if (usher_given(next, i)) {
            usher_set(&fields, usher_teams.columns[i].name, &next->value[i]);
        }
    }
    usher_set_text(&fields, "created_by", actor);
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "updated_by", actor);
    usher_set_text(&fields, "updated_at", now);
    rc = usher_insert(usher, "usher_team", &fields, &change->number);
    return rc == SQLITE_OK
               ? audit(usher, "team.create", id, account_id, NULL, next, next->given & SET_COLUMNS)
               : rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    const char *account_id = change->old->value[ACCOUNT].text;
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = usher_require(usher, USHER_MAY_TEAMS_UPDATE, account_id);
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_audit_fields(&usher_teams, next, next->given, &fields);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    rc = usher_update(usher, "usher_team", change->number, &fields);
    return rc == SQLITE_OK ? audit(usher, "team.update", change->old->value[ID].text, account_id,
                                   change->old, next, next->given)
                           : rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    const char *id = change->old->value[ID].text;
    const char *account_id = change->old->value[ACCOUNT].text;
    int rc = usher_require(usher, USHER_MAY_TEAMS_UPDATE, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_team_clear(usher, id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_settings_end(usher, "team", id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_notifications_end(usher, "team", id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_team_leave_invites, "tt", id, account_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_team_delete, "i", change->number);
    }
    return rc == SQLITE_OK
               ? audit(usher, "team.delete", id, account_id, change->old, NULL, SET_COLUMNS)
               : rc;
}

/* ---------------------------------------------------------------- description */

static const char kept[] = "usher keeps it";

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "t.id", USHER_KEY | USHER_INSERT),
    [ACCOUNT] = USHER_UUID_COLUMN("account_id", "t.account_id", USHER_INDEXED | USHER_INSERT),
    [NAME] = {.name = "name",
              .affinity = USHER_TEXT,
              .collation = "NOCASE",
              .sql = "t.name",
              .flags = USHER_INSERT | USHER_UPDATE | USHER_REQUIRED,
              .check = usher_check_text,
              .limit = 100},
    [DESCRIPTION] = {.name = "description",
                     .affinity = USHER_TEXT,
                     .sql = "t.description",
                     .flags = USHER_INSERT | USHER_UPDATE,
                     .check = usher_check_any_text,
                     .limit = 1000},
    [PRIORITY] = {.name = "priority",
                  .affinity = USHER_INTEGER,
                  .sql = "t.priority",
                  .flags = USHER_INSERT | USHER_UPDATE,
                  .check = check_priority,
                  .limit = PRIORITY_MOST},
    [MEMBERS] = {.name = "members",
                 .affinity = USHER_INTEGER,
                 .sql = "(SELECT count(*) FROM main.usher_team_membership AS v "
                        "JOIN main.usher_user AS u ON u.id = v.user_id "
                        "WHERE v.team_id = t.id AND u.discarded_at IS NULL)",
                 .hint = "the table team_memberships says who they are"},
    USHER_STAMP_COLUMNS("t", kept),
};

#define OWN_TEAMS                                                                                  \
    "t.id IN (SELECT v.team_id FROM main.usher_team_membership AS v WHERE v.user_id = $actor)"

/* The teams that one is in. */
static const struct usher_policy policy = {
    .own = OWN_TEAMS,
    .read = USHER_MAY_USERS_READ,
    .account = OWN_TEAMS " OR t.account_id IN " USHER_HOLDS("users.read"),
};

const struct usher_table usher_teams = {
    .name = "teams",
    .noun = "team",
    .backing = "usher_team",
    .from = "main.usher_team AS t",
    .rowid = "t.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
