/*
** The teams that an invite leads into: a JSON list of ids.
**
** Rules: teams of the invite's account, which whoever invites sees and may take people
** into; who accepts comes into those that are still there and that whoever invited may
** still take people into.
*/
#include "domain/invites/invites.h"

#include <string.h>

enum { TEAMS_MOST = 100 };

/* ------------------------------------------------------------------- their form */

struct list {
    struct usher *usher;
    sqlite3_str *text; /* the list as it is stored */
    int count;
};

static int add_id(void *context, const char *name, struct usher_value *value) {
    (void)name;
    struct list *list = context;
    if (usher_check_uuid(list->usher, "teams", 0, value) != SQLITE_OK) {
        return usher_fail(list->usher, USHER_INVALID, "teams",
                          "teams must be a JSON list of ids of teams");
    }
    if (list->count++ == TEAMS_MOST) {
        return usher_fail(list->usher, USHER_INVALID, "teams", "teams must be at most %d",
                          TEAMS_MOST);
    }
    const char *before = sqlite3_str_value(list->text); /* NULL: no memory, which shows below */
    if (before && strstr(before, value->text)) {
        return usher_fail(list->usher, USHER_INVALID, "teams",
                          "teams must not have the same team twice");
    }
    sqlite3_str_appendf(list->text, "%s\"%s\"", list->count > 1 ? "," : "[", value->text);
    return SQLITE_OK;
}

int usher_check_invite_teams(struct usher *usher, const char *field, int limit,
                             struct usher_value *value) {
    (void)limit;
    struct list list = {usher, sqlite3_str_new(usher->db), 0};
    int rc = usher_json_array(usher, field, value, add_id, &list);
    sqlite3_str_appendall(list.text, list.count ? "]" : "[]");
    int length = sqlite3_str_length(list.text);
    char *text = sqlite3_str_finish(list.text);
    if (rc == SQLITE_OK && !text) {
        rc = usher_pass(usher, SQLITE_NOMEM);
    }
    if (rc != SQLITE_OK) {
        sqlite3_free(text);
        return rc;
    }
    usher_value_clear(value);
    *value =
        (struct usher_value){.type = SQLITE_TEXT, .length = length, .text = text, .owned = text};
    return SQLITE_OK;
}

/* -------------------------------------------------------------- whether they may */

struct invitation {
    struct usher *usher;
    const char *account_id;
    const struct usher_invite *invite; /* being accepted */
    const char *user_id;               /* by them */
    int manages;                       /* whoever invited holds teams.update */
};

static int require_id(void *context, const char *name, struct usher_value *value) {
    (void)name;
    struct invitation *invitation = context;
    struct usher *usher = invitation->usher;
    char account_id[USHER_UUID_TEXT + 1] = "";
    sqlite3_int64 number;
    int found;
    int rc = usher_table_find(usher, &usher_teams, "teams", value->text, &number);
    if (rc == SQLITE_OK) {
        rc = usher_team_account(usher, value->text, account_id, &found);
    }
    if (rc == SQLITE_OK && strcmp(account_id, invitation->account_id) != 0) {
        rc = usher_fail(usher, USHER_INVALID, "teams", "teams must be of the invite's account");
    }
    return rc == SQLITE_OK ? usher_require_team(usher, value->text) : rc;
}

int usher_invite_may_teams(struct usher *usher, const struct usher_record *record,
                           const char *account_id) {
    struct invitation invitation = {usher, account_id, NULL, NULL, 0};
    return usher_given(record, INVITE_TEAMS)
               ? usher_json_array(usher, "teams", &record->value[INVITE_TEAMS], require_id,
                                  &invitation)
               : SQLITE_OK;
}

/* --------------------------------------------------------------------- accepting */

/* What is not there any more, or was not to be given any more, is passed over. */
static int join_team(void *context, const char *name, struct usher_value *value) {
    (void)name;
    struct invitation *invitation = context;
    struct usher *usher = invitation->usher;
    const char *inviter = invitation->invite->invited_by;
    struct usher_team_member member = {.team_id = value->text,
                                       .user_id = invitation->user_id,
                                       .account_id = invitation->account_id,
                                       .role = "member",
                                       .created_by = inviter[0] ? inviter : NULL};
    char account_id[USHER_UUID_TEXT + 1];
    int found = 0;
    int leads = 0;
    int member_already = 0;
    int rc = usher_team_account(usher, member.team_id, account_id, &found);
    if (rc == SQLITE_OK && !invitation->manages) {
        rc = usher_exists(usher, &leads, USHER_SQL_team_lead, "tt", member.team_id, inviter);
    }
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &member_already, USHER_SQL_team_membership_exists, "tt",
                          member.team_id, member.user_id);
    }
    return rc == SQLITE_OK && found && !member_already && (invitation->manages || leads)
               ? usher_team_join(usher, &member)
               : rc;
}

static int join_teams(struct invitation *invitation, const struct usher_value *teams) {
    struct usher *usher = invitation->usher;
    int rc = usher_json_array(usher, "teams", teams, join_team, invitation);
    return rc != SQLITE_OK && usher->error.code == USHER_INVALID
               ? usher_fail(usher, USHER_CORRUPT, "teams", "the invite has malformed teams")
               : rc;
}

int usher_invite_join_teams(struct usher *usher, const struct usher_invite *invite,
                            const char *user_id) {
    struct invitation invitation = {usher, invite->account_id, invite, user_id, 1};
    struct usher_query query;
    struct usher_value teams;
    int rc = SQLITE_OK;
    if (!invite->teams) {
        return SQLITE_OK;
    }
    if (invite->invited_by[0]) {
        rc = usher_user_may(usher, invite->invited_by, USHER_MAY_TEAMS_UPDATE, invite->account_id,
                            &invitation.manages);
    }
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_invite_teams, "i", invite->number);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_value_borrow(&teams, sqlite3_column_value(query.statement, 0));
        rc = rc == SQLITE_OK ? join_teams(&invitation, &teams) : usher_pass(usher, rc);
    }
    usher_close(&query);
    return USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK : rc; /* the invite was found just now */
}
