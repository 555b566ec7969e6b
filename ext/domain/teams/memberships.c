/*
** The table team_memberships: who is in which team, as what.
**
** Rules: only a member of the team's account is in it; whoever holds teams.update there,
** and a lead of the team, takes people in (such as they see) and out and says who leads;
** everybody may leave; who leaves the account leaves its teams.
*/
#include "domain/teams/teams.h"

enum { ID, TEAM, USER, ROLE, CREATED_BY, CREATED_AT, UPDATED_BY, UPDATED_AT };

#define BIT(column) ((uint64_t)1 << (column))

/* ----------------------------------------------------------------------- rules */

/* Of the user, whose id erasing looks for. */
static int audit(struct usher *usher, const char *action, const struct usher_team_member *member,
                 const char *before, const char *after) {
    struct usher_event event = {action, "team_memberships", member->user_id, member->account_id};
    struct usher_fields old;
    struct usher_fields next;
    usher_fields_init(&old);
    usher_fields_init(&next);
    usher_set_text(&old, "team_id", member->team_id);
    usher_set_text(&old, "role", before);
    usher_set_text(&next, "team_id", member->team_id);
    usher_set_text(&next, "role", after);
    return usher_audit(usher, &event, before ? &old : NULL, after ? &next : NULL);
}

static int require_candidate(struct usher *usher, const struct usher_team_member *member) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_team_candidate, "ttt", member->user_id,
                        member->team_id, member->account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = sqlite3_column_int(query.statement, 0)
                 ? usher_fail(usher, USHER_CONFLICT, "user_id",
                              "the user is deleted: call user_restore()")
             : !sqlite3_column_int(query.statement, 1)
                 ? usher_fail(usher, USHER_INVALID, "user_id",
                              "user_id must be that of a member of the team's account")
             : sqlite3_column_int(query.statement, 2)
                 ? usher_fail(usher, USHER_CONFLICT, "user_id", "the user is in the team already")
                 : SQLITE_OK;
    }
    usher_close(&query);
    return rc;
}

int usher_team_join(struct usher *usher, struct usher_team_member *member) {
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = require_candidate(usher, member);
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_new_row(usher, &fields, member->number, member->id, made);
    usher_set_text(&fields, "team_id", member->team_id);
    usher_set_text(&fields, "user_id", member->user_id);
    usher_set_text(&fields, "role", member->role);
    usher_set_text(&fields, "created_by", member->created_by);
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "updated_by", member->created_by);
    usher_set_text(&fields, "updated_at", now);
    rc = usher_insert(usher, "usher_team_membership", &fields, &member->number);
    return rc == SQLITE_OK ? audit(usher, "team_membership.create", member, NULL, member->role)
                           : rc;
}

/* Take the first one that the query finds out of their team; *found is 0 if it finds none. */
static int end_next(struct usher *usher, struct usher_query *query, int *found) {
    struct usher_team_member member = {.id = NULL};
    int rc = usher_step(query);
    *found = rc == SQLITE_ROW;
    if (*found) {
        sqlite3_stmt *row = query->statement;
        member.number = sqlite3_column_int64(row, 0);
        member.user_id = (const char *)sqlite3_column_text(row, 1);
        member.team_id = (const char *)sqlite3_column_text(row, 2);
        member.account_id = (const char *)sqlite3_column_text(row, 4);
        rc = audit(usher, "team_membership.delete", &member,
                   (const char *)sqlite3_column_text(row, 3), NULL);
        rc = rc == SQLITE_OK ? usher_mail_left(usher, member.user_id, member.team_id) : rc;
    }
    usher_close(query);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_team_membership_delete, "i", member.number);
    }
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_team_clear(struct usher *usher, const char *team_id) {
    struct usher_query query;
    int found = 1;
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && found) {
        rc = usher_open(usher, &query, USHER_SQL_team_member_next, "t", team_id);
        if (rc == SQLITE_OK) {
            rc = end_next(usher, &query, &found);
        }
    }
    return rc;
}

int usher_teams_leave(struct usher *usher, const char *user_id, const char *account_id) {
    struct usher_query query;
    int found = 1;
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && found) {
        rc = usher_open(usher, &query, USHER_SQL_team_of_user_next, "tt", user_id, account_id);
        if (rc == SQLITE_OK) {
            rc = end_next(usher, &query, &found);
        }
    }
    return rc;
}

/* ------------------------------------------------------------------------ rows */

static int insert_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    char account_id[USHER_UUID_TEXT + 1] = "";
    sqlite3_int64 seen;
    int found;
    struct usher_team_member member = {usher_record_text(next, ID),
                                       next->value[TEAM].text,
                                       next->value[USER].text,
                                       account_id,
                                       usher_given(next, ROLE) ? next->value[ROLE].text : "member",
                                       usher_actor_id(usher),
                                       change->number};
    int rc = usher_table_find(usher, &usher_teams, "team_id", member.team_id, &seen);
    if (rc == SQLITE_OK) {
        rc = usher_require_team(usher, member.team_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_table_find(usher, &usher_users, "user_id", member.user_id, &seen);
    }
    if (rc == SQLITE_OK) {
        rc = usher_team_account(usher, member.team_id, account_id, &found);
    }
    if (rc == SQLITE_OK) {
        rc = usher_team_join(usher, &member);
    }
    change->number = member.number;
    return rc;
}

/* The row as it stands, with the account of its team. */
static int member_of(struct usher *usher, const struct usher_change *change,
                     char account_id[USHER_UUID_TEXT + 1], struct usher_team_member *member) {
    const struct usher_record *old = change->old;
    int found;
    *member = (struct usher_team_member){.team_id = old->value[TEAM].text,
                                         .user_id = old->value[USER].text,
                                         .account_id = account_id,
                                         .role = old->value[ROLE].text,
                                         .number = change->number};
    int rc = usher_team_account(usher, member->team_id, account_id, &found);
    return rc == SQLITE_OK && !found
               ? usher_fail(usher, USHER_CORRUPT, "team_id", "the team of the membership is lost")
               : rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    const char *role = change->next->value[ROLE].text;
    char account_id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_team_member member;
    struct usher_fields fields;
    int rc = member_of(usher, change, account_id, &member);
    if (rc == SQLITE_OK) {
        rc = usher_require_team(usher, member.team_id);
    }
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_fields_init(&fields);
    usher_set_text(&fields, "role", role);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    rc = usher_update(usher, "usher_team_membership", member.number, &fields);
    return rc == SQLITE_OK ? audit(usher, "team_membership.update", &member, member.role, role)
                           : rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    char account_id[USHER_UUID_TEXT + 1];
    struct usher_team_member member;
    int self = 0;
    int rc = member_of(usher, change, account_id, &member);
    if (rc == SQLITE_OK) {
        rc = usher_is_actor(usher, member.user_id, &self);
    }
    if (rc == SQLITE_OK && !self) {
        rc = usher_require_team(usher, member.team_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_team_membership_delete, "i", member.number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_mail_left(usher, member.user_id, member.team_id);
    }
    return rc == SQLITE_OK ? audit(usher, "team_membership.delete", &member, member.role, NULL)
                           : rc;
}

/* ---------------------------------------------------------------- description */

static int check_role(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    static const char *const words[] = {"lead", "member", NULL};
    (void)limit;
    return usher_check_word(usher, field, value, words);
}

static const char kept[] = "usher keeps it";

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "m.id", USHER_KEY | USHER_INSERT),
    [TEAM] =
        USHER_UUID_COLUMN("team_id", "m.team_id", USHER_INDEXED | USHER_INSERT | USHER_REQUIRED),
    [USER] =
        USHER_UUID_COLUMN("user_id", "m.user_id", USHER_INDEXED | USHER_INSERT | USHER_REQUIRED),
    [ROLE] = {.name = "role",
              .affinity = USHER_TEXT,
              .sql = "m.role",
              .flags = USHER_WORDS | USHER_INSERT | USHER_UPDATE,
              .check = check_role},
    USHER_STAMP_COLUMNS("m", kept),
};

/* One's own; and who is in a team that one leads. */
#define OWN_MEMBERS                                                                                \
    "m.user_id = $actor OR m.team_id IN (SELECT v.team_id FROM main.usher_team_membership AS v "   \
    "WHERE v.user_id = $principal AND v.role = 'lead')"

static const struct usher_policy policy = {
    .own = OWN_MEMBERS,
    .read = USHER_MAY_USERS_READ,
    .account = OWN_MEMBERS " OR m.team_id IN (SELECT t.id FROM main.usher_team AS t "
                           "WHERE t.account_id IN " USHER_HOLDS("users.read") ")",
};

const struct usher_table usher_team_memberships = {
    .name = "team_memberships",
    .noun = "team membership",
    .backing = "usher_team_membership",
    .from = "main.usher_team_membership AS m",
    .rowid = "m.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
