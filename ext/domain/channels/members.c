/*
** The table channel_members: who edits which channel, and who views it only.
**
** Rules: only a member of the channel's account is in it, once; whoever may change the
** channel takes people in (such as they see) and out and says who edits; everybody may leave,
** a deleted channel, too; who leaves the account leaves its channels. What a user's files in
** the channel count for follows.
*/
#include "domain/channels/channels.h"

#include <string.h>

enum { ID, CHANNEL, USER, MODE, CREATED_BY, CREATED_AT, UPDATED_BY, UPDATED_AT };

/* ----------------------------------------------------------------------- rules */

/* Of the user, whose id erasing looks for. */
static int audit(struct usher *usher, const struct usher_channel_share *share, const char *before,
                 const char *after) {
    struct usher_event event = {!before  ? "channel_member.create"
                                : !after ? "channel_member.delete"
                                         : "channel_member.update",
                                "channel_members", share->user_id, share->account_id};
    struct usher_fields old;
    struct usher_fields next;
    usher_fields_init(&old);
    usher_fields_init(&next);
    usher_set_text(&old, "channel_id", share->channel_id);
    usher_set_text(&old, "mode", before);
    usher_set_text(&next, "channel_id", share->channel_id);
    usher_set_text(&next, "mode", after);
    return usher_audit(usher, &event, before ? &old : NULL, after ? &next : NULL);
}

/* Who is to come into a channel, as the store has them: number is 0 unless they are in it. */
struct candidate {
    sqlite3_int64 number;
    char mode[8]; /* that they have now */
};

static int find_candidate(struct usher *usher, const struct usher_channel_share *share,
                          struct candidate *candidate) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_channel_candidate, "ttt", share->user_id,
                        share->channel_id, share->account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *mode = (const char *)sqlite3_column_text(query.statement, 3);
        candidate->number = sqlite3_column_int64(query.statement, 2);
        sqlite3_snprintf(sizeof(candidate->mode), candidate->mode, "%s", mode ? mode : "");
        rc = sqlite3_column_int(query.statement, 0)
                 ? usher_fail(usher, USHER_CONFLICT, "user_id",
                              "the user is deleted: call user_restore()")
             : !sqlite3_column_int(query.statement, 1)
                 ? usher_fail(usher, USHER_INVALID, "user_id",
                              "user_id must be that of a member of the channel's account")
                 : SQLITE_OK;
    } else if (USHER_NEVER(rc == SQLITE_DONE)) { /* whoever asks has found them */
        rc = usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

/* Where they are in it already, they have another mode from now on. */
static int set_mode(struct usher *usher, const struct usher_channel_share *share,
                    sqlite3_int64 number, const char *before) {
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    if (before && strcmp(share->mode, before) == 0) { /* NULL: of a damaged store */
        return SQLITE_OK;
    }
    usher_now(usher, now);
    usher_fields_init(&fields);
    usher_set_text(&fields, "mode", share->mode);
    usher_set_text(&fields, "updated_by", share->created_by);
    usher_set_text(&fields, "updated_at", now);
    int rc = usher_update(usher, "usher_channel_member", number, &fields);
    if (rc == SQLITE_OK) {
        rc = usher_storage_recount(usher, share->user_id);
    }
    return rc == SQLITE_OK ? audit(usher, share, before, share->mode) : rc;
}

static int join(struct usher *usher, struct usher_channel_share *share) {
    char made[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    usher_now(usher, now);
    usher_fields_new_row(usher, &fields, share->number, share->id, made);
    usher_set_text(&fields, "channel_id", share->channel_id);
    usher_set_text(&fields, "user_id", share->user_id);
    usher_set_text(&fields, "mode", share->mode);
    usher_set_text(&fields, "created_by", share->created_by);
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "updated_by", share->created_by);
    usher_set_text(&fields, "updated_at", now);
    int rc = usher_insert(usher, "usher_channel_member", &fields, &share->number);
    if (rc == SQLITE_OK) {
        rc = usher_storage_recount(usher, share->user_id);
    }
    return rc == SQLITE_OK ? audit(usher, share, NULL, share->mode) : rc;
}

int usher_channel_share(struct usher *usher, struct usher_channel_share *share) {
    struct candidate candidate = {.number = 0};
    int rc = find_candidate(usher, share, &candidate);
    if (rc == SQLITE_OK && candidate.number) {
        share->number = candidate.number;
        return set_mode(usher, share, candidate.number, candidate.mode);
    }
    return rc == SQLITE_OK ? join(usher, share) : rc;
}

/* `share` says who they were, and their mode. */
static int leave(struct usher *usher, const struct usher_channel_share *share) {
    int rc = usher_run(usher, USHER_SQL_channel_member_delete, "i", share->number);
    if (rc == SQLITE_OK) {
        rc = usher_storage_recount(usher, share->user_id);
    }
    return rc == SQLITE_OK ? audit(usher, share, share->mode, NULL) : rc;
}

/* Take them out of a channel of the account; *found is 0 if they are in none. */
static int leave_next(struct usher *usher, const char *user_id, const char *account_id,
                      int *found) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_channel_of_user_next, "tt", user_id, account_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    char ids[2][USHER_UUID_TEXT + 1];
    char mode[8];
    struct usher_channel_share share = {
        .channel_id = ids[0], .user_id = user_id, .account_id = ids[1], .mode = mode};
    const struct usher_copy copies[] = {
        {1, ids[0], sizeof(ids[0])}, {2, ids[1], sizeof(ids[1])}, {3, mode, sizeof(mode)}};
    *found = rc == SQLITE_ROW;
    if (*found) {
        share.number = sqlite3_column_int64(query.statement, 0);
        rc = usher_copy_texts(usher, query.statement, copies, sizeof(copies) / sizeof(*copies));
    }
    usher_close(&query);
    return rc == SQLITE_OK ? leave(usher, &share) : rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_channels_leave(struct usher *usher, const char *user_id, const char *account_id) {
    int found = 1;
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && found) {
        rc = leave_next(usher, user_id, account_id, &found);
    }
    return rc;
}

int usher_channels_end(struct usher *usher, const char *account_id) {
    int rc = usher_run(usher, USHER_SQL_channels_delete_members, "t", account_id);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_channels_delete, "t", account_id) : rc;
}

/* ------------------------------------------------------------------------ rows */

static int insert_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    char account_id[USHER_UUID_TEXT + 1] = "";
    struct candidate candidate = {.number = 0};
    sqlite3_int64 seen;
    struct usher_channel_share share = {usher_record_text(next, ID),
                                        next->value[CHANNEL].text,
                                        next->value[USER].text,
                                        account_id,
                                        usher_given(next, MODE) ? next->value[MODE].text : "view",
                                        usher_actor_id(usher),
                                        change->number};
    int rc = usher_channel_require_open(usher, "channel_id", share.channel_id, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_table_find(usher, &usher_users, "user_id", share.user_id, &seen);
    }
    if (rc == SQLITE_OK) {
        rc = find_candidate(usher, &share, &candidate);
    }
    if (rc == SQLITE_OK && candidate.number) {
        rc = usher_fail(usher, USHER_CONFLICT, "user_id", "the user is in the channel already");
    }
    if (rc == SQLITE_OK) {
        rc = join(usher, &share);
    }
    change->number = share.number;
    return rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    char account_id[USHER_UUID_TEXT + 1] = "";
    struct usher_channel_share share = {.channel_id = old->value[CHANNEL].text,
                                        .user_id = old->value[USER].text,
                                        .account_id = account_id,
                                        .mode = change->next->value[MODE].text,
                                        .created_by = usher_actor_id(usher)};
    int rc = usher_channel_require_open(usher, "channel_id", share.channel_id, account_id);
    return rc == SQLITE_OK ? set_mode(usher, &share, change->number, old->value[MODE].text) : rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    struct usher_channel_state state;
    int found = 0;
    int own = 0;
    struct usher_channel_share share = {.channel_id = old->value[CHANNEL].text,
                                        .user_id = old->value[USER].text,
                                        .account_id = state.account_id,
                                        .mode = old->value[MODE].text,
                                        .number = change->number};
    int rc = usher_channel_load(usher, share.channel_id, &state, &found);
    if (rc == SQLITE_OK) {
        rc = usher_is_actor(usher, share.user_id, &own); /* in person */
    }
    if (rc == SQLITE_OK && !own) {
        rc = usher_channel_require_open(usher, "channel_id", share.channel_id, state.account_id);
    }
    return rc == SQLITE_OK ? leave(usher, &share) : rc;
}

/*
** remove_self(channel_id) → channel id. Whoever acts is in the channel no more (001).
** not_found (the channel), conflict (they are not in it), forbidden (an API key).
*/
int usher_channel_remove_self(struct usher *usher, struct usher_call *call) {
    const char *user_id = usher_actor_id(usher);
    struct usher_channel_state state;
    struct candidate candidate = {.number = 0};
    struct usher_channel_share share = {.user_id = user_id, .account_id = state.account_id};
    sqlite3_int64 seen;
    int found = 0;
    int rc = usher_argument_uuid(usher, call, 0, "channel_id", &share.channel_id);
    if (rc == SQLITE_OK) {
        rc = usher_table_find(usher, &usher_channels, "channel_id", share.channel_id, &seen);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_person(usher, "leave a channel");
    }
    if (rc == SQLITE_OK) {
        rc = usher_channel_load(usher, share.channel_id, &state, &found);
    }
    if (rc == SQLITE_OK && user_id) {
        rc = find_candidate(usher, &share, &candidate);
    }
    if (rc == SQLITE_OK && !candidate.number) {
        rc = usher_fail(usher, USHER_CONFLICT, "channel_id", "whoever acts is not in the channel");
    }
    share.number = candidate.number;
    share.mode = candidate.mode;
    if (rc == SQLITE_OK) {
        rc = leave(usher, &share);
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? share.channel_id : "");
    return rc;
}

/* ---------------------------------------------------------------- description */

int usher_check_share_mode(struct usher *usher, const char *field, int limit,
                           struct usher_value *value) {
    static const char *const words[] = {"edit", "view", NULL};
    (void)limit;
    return usher_check_word(usher, field, value, words);
}

static const char kept[] = "usher keeps it";

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "m.id", USHER_KEY | USHER_INSERT),
    [CHANNEL] = USHER_UUID_COLUMN("channel_id", "m.channel_id",
                                  USHER_INDEXED | USHER_INSERT | USHER_REQUIRED),
    [USER] =
        USHER_UUID_COLUMN("user_id", "m.user_id", USHER_INDEXED | USHER_INSERT | USHER_REQUIRED),
    [MODE] = {.name = "mode",
              .affinity = USHER_TEXT,
              .sql = "m.mode",
              .flags = USHER_WORDS | USHER_INSERT | USHER_UPDATE,
              .check = usher_check_share_mode},
    USHER_STAMP_COLUMNS("m", kept),
};

/* One's own; and who is in a channel that one is in. */
#define OWN_MEMBERS "m.channel_id IN " USHER_OWN_CHANNELS

static const struct usher_policy policy = {
    .own = OWN_MEMBERS,
    .read = USHER_MAY_CHANNELS_UPDATE,
    .account = OWN_MEMBERS " OR m.channel_id IN (SELECT c.id FROM main.usher_channel AS c "
                           "WHERE c.account_id IN " USHER_HOLDS("channels.update") ")",
};

const struct usher_table usher_channel_members = {
    .name = "channel_members",
    .noun = "channel member",
    .backing = "usher_channel_member",
    .from = "main.usher_channel_member AS m",
    .rowid = "m.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
