/*
** The table channels: what is shared, with those who edit it and those who view it only.
**
** Rules: whoever holds channels.create in the account makes them, and edits what they made;
** an editor, or whoever holds channels.update there, changes, deletes and restores them.
** DELETE is soft: who is in the channel stays in it, and its files count for nobody until it
** is restored. A deleted channel is neither changed nor shared.
*/
#include "domain/channels/channels.h"

enum {
    ID,
    ACCOUNT,
    NAME,
    DESCRIPTION,
    MEMBERS,
    DISCARDED_AT,
    CREATED_BY,
    CREATED_AT,
    UPDATED_BY,
    UPDATED_AT
};

#define BIT(column) ((uint64_t)1 << (column))
#define SET_COLUMNS (BIT(NAME) | BIT(DESCRIPTION))

int usher_channel_load(struct usher *usher, const char *channel_id,
                       struct usher_channel_state *state, int *found) {
    struct usher_query query;
    state->number = 0;
    state->account_id[0] = '\0';
    state->discarded = 0;
    *found = 0;
    int rc = usher_open(usher, &query, USHER_SQL_channel_state, "t", channel_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *found = rc == SQLITE_ROW;
    if (*found) {
        state->number = sqlite3_column_int64(query.statement, 0);
        rc = usher_copy_text(usher, query.statement, 1, state->account_id,
                             sizeof(state->account_id));
        state->discarded = sqlite3_column_int(query.statement, 2);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_channel_account(struct usher *usher, const char *channel_id,
                          char account_id[USHER_UUID_TEXT + 1], int *found) {
    struct usher_channel_state state = {.discarded = 0};
    int rc = usher_channel_load(usher, channel_id, &state, found);
    *found = *found && !state.discarded;
    sqlite3_snprintf(USHER_UUID_TEXT + 1, account_id, "%s", *found ? state.account_id : "");
    return rc;
}

int usher_channel_deleted(struct usher *usher, const char *field) {
    return usher_fail(usher, USHER_CONFLICT, field,
                      "the channel is deleted: call channel_restore()");
}

int usher_channel_require_open(struct usher *usher, const char *field, const char *channel_id,
                               char account_id[USHER_UUID_TEXT + 1]) {
    sqlite3_int64 number;
    int found = 0;
    int rc = usher_table_find(usher, &usher_channels, field, channel_id, &number);
    if (rc == SQLITE_OK) {
        rc = usher_require_channel(usher, channel_id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_channel_account(usher, channel_id, account_id, &found);
    }
    return rc == SQLITE_OK && !found ? usher_channel_deleted(usher, field) : rc;
}

/* -------------------------------------------------------------------- writing */

static int audit(struct usher *usher, const char *action, const char *id, const char *account_id,
                 const struct usher_record *before, const struct usher_record *after,
                 uint64_t given) {
    struct usher_event event = {action, "channels", id, account_id};
    return usher_audit_change(usher, &event, &usher_channels, before, after, given);
}

static int write_channel(struct usher *usher, const struct usher_change *change,
                         const char *account_id, const char *id, sqlite3_int64 *number) {
    const struct usher_record *next = change->next;
    const char *actor = usher_actor_id(usher);
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    usher_now(usher, now);
    usher_fields_new_row(usher, &fields, change->number, id, NULL);
    usher_set_text(&fields, "account_id", account_id);
    for (int i = NAME; i <= DESCRIPTION; i++) {
        if (usher_given(next, i)) {
            usher_set(&fields, usher_channels.columns[i].name, &next->value[i]);
        }
    }
    usher_set_text(&fields, "created_by", actor);
    usher_set_text(&fields, "created_at", now);
    usher_set_text(&fields, "updated_by", actor);
    usher_set_text(&fields, "updated_at", now);
    int rc = usher_insert(usher, "usher_channel", &fields, number);
    return rc == SQLITE_OK ? audit(usher, "channel.create", id, account_id, NULL, next,
                                   next->given & SET_COLUMNS)
                           : rc;
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    const char *id = usher_record_text(change->next, ID);
    char account_id[USHER_UUID_TEXT + 1];
    char made[USHER_UUID_TEXT + 1];
    int rc =
        usher_account_of(usher, "account_id", usher_record_text(change->next, ACCOUNT), account_id);
    if (rc == SQLITE_OK) {
        rc = usher_require(usher, USHER_MAY_CHANNELS_CREATE, account_id);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (!id) {
        usher_uuid_make(usher, made);
        id = made;
    }
    rc = write_channel(usher, change, account_id, id, &change->number);
    const char *actor = usher_actor_id(usher);
    struct usher_channel_share share = {.channel_id = id,
                                        .user_id = actor,
                                        .account_id = account_id,
                                        .mode = "edit",
                                        .created_by = actor};
    return rc == SQLITE_OK && actor ? usher_channel_share(usher, &share) : rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    const char *id = change->old->value[ID].text;
    char account_id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields fields;
    int rc = usher_channel_require_open(usher, "id", id, account_id);
    usher_now(usher, now);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_audit_fields(&usher_channels, next, next->given, &fields);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    rc = usher_update(usher, "usher_channel", change->number, &fields);
    return rc == SQLITE_OK
               ? audit(usher, "channel.update", id, account_id, change->old, next, next->given)
               : rc;
}

/* Deleted at this time, or NULL: not any more. Its files follow. */
static int set_discarded(struct usher *usher, const char *id,
                         const struct usher_channel_state *state, int discarded) {
    struct usher_event event = {discarded ? "channel.delete" : "channel.restore", "channels", id,
                                state->account_id};
    char now[USHER_TIME_TEXT + 1];
    struct usher_fields after;
    usher_now(usher, now);
    int rc = usher_run(usher, USHER_SQL_channel_discard, "ittt", state->number,
                       discarded ? now : NULL, now, usher_actor_id(usher));
    if (rc == SQLITE_OK) {
        rc = usher_storage_recount_channel(usher, id);
    }
    usher_fields_init(&after);
    usher_set_text(&after, "discarded_at", discarded ? now : NULL);
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, discarded ? &after : NULL) : rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    const char *id = change->old->value[ID].text;
    struct usher_channel_state state = {.discarded = 0};
    int found = 0;
    int rc = usher_require_channel(usher, id);
    if (rc == SQLITE_OK) {
        rc = usher_channel_load(usher, id, &state, &found);
    }
    return rc != SQLITE_OK || USHER_NEVER(!found) || /* it was there to be required */
                   state.discarded                   /* a deleted channel stays deleted */
               ? rc
               : set_discarded(usher, id, &state, 1);
}

/* channel_restore(id) → id. Undoes DELETE. not_found, forbidden, conflict (not deleted). */
static int restore(struct usher *usher, struct usher_call *call) {
    struct usher_channel_state state = {.discarded = 0};
    sqlite3_int64 number;
    const char *id;
    int found = 0;
    int rc = usher_argument_uuid(usher, call, 0, "channel_id", &id);
    if (rc == SQLITE_OK) {
        rc = usher_table_find(usher, &usher_channels, "channel_id", id, &number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require_channel(usher, id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_channel_load(usher, id, &state, &found);
    }
    if (rc == SQLITE_OK && !state.discarded) {
        rc = usher_fail(usher, USHER_CONFLICT, "channel_id", "the channel is not deleted");
    }
    if (rc == SQLITE_OK && USHER_ALWAYS(found)) { /* by usher_table_find() */
        rc = set_discarded(usher, id, &state, 0);
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? id : "");
    return rc;
}

/* ---------------------------------------------------------------- description */

static const char kept[] = "usher keeps it";

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "c.id", USHER_KEY | USHER_INSERT),
    [ACCOUNT] = USHER_UUID_COLUMN("account_id", "c.account_id", USHER_INDEXED | USHER_INSERT),
    [NAME] = {.name = "name",
              .affinity = USHER_TEXT,
              .sql = "c.name",
              .flags = USHER_INSERT | USHER_UPDATE | USHER_REQUIRED,
              .check = usher_check_text,
              .limit = 200},
    [DESCRIPTION] = {.name = "description",
                     .affinity = USHER_TEXT,
                     .sql = "c.description",
                     .flags = USHER_INSERT | USHER_UPDATE,
                     .check = usher_check_any_text,
                     .limit = 1000},
    [MEMBERS] = {.name = "members",
                 .affinity = USHER_INTEGER,
                 .sql = "(SELECT count(*) FROM main.usher_channel_member AS v "
                        "JOIN main.usher_user AS u ON u.id = v.user_id "
                        "WHERE v.channel_id = c.id AND u.discarded_at IS NULL)",
                 .hint = "the table channel_members says who they are"},
    [DISCARDED_AT] =
        USHER_TIME_COLUMN("discarded_at", "c.discarded_at", "use DELETE and channel_restore()"),
    USHER_STAMP_COLUMNS("c", kept),
};

/* The channels that one is in; and where channels.update is held, the account's. */
static const struct usher_policy policy = {
    .own = "c.id IN " USHER_OWN_CHANNELS,
    .read = USHER_MAY_CHANNELS_UPDATE,
    .account = USHER_SEES_CHANNEL,
};

const struct usher_table usher_channels = {
    .name = "channels",
    .noun = "channel",
    .backing = "usher_channel",
    .from = "main.usher_channel AS c",
    .rowid = "c.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};

/* remove_self() stands in members.c. */
static const struct usher_function functions[] = {
    {"channel_restore", 1, 1, USHER_WRITES, USHER_ACTORS, "channel_id",
     "Undo the deletion of a channel. Returns the id", restore},
    {"remove_self", 1, 1, USHER_WRITES, USHER_ACTORS, "channel_id",
     "Leave a channel. Returns its id", usher_channel_remove_self},
};

const struct usher_function_table usher_channel_functions = {functions, sizeof(functions) /
                                                                            sizeof(*functions)};
