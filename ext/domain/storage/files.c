/*
** The table files: what users have brought. The content stands elsewhere.
**
** Rules: whoever holds files.upload in the account adds files, in a channel only such that
** they edit; a file is of whoever brings it. Its owner, who edits its channel, and who holds
** files.update change and delete it; a new content is an upload, too. To move it takes the
** rights in both channels; its owner takes it out of one that they do not see, be it deleted or not. What counts against the owner's disk space must fit (quota.c).
*/
#include "domain/storage/storage.h"

#include "domain/channels/channels.h"

#include <string.h>

enum {
    ID,
    ACCOUNT,
    USER,
    CHANNEL,
    CHECKSUM,
    SIZE,
    FORMAT,
    TREE,
    CREATED_AT,
    UPDATED_BY,
    UPDATED_AT
};

#define BIT(column) ((uint64_t)1 << (column))
#define CONTENT (BIT(CHECKSUM) | BIT(SIZE))
#define LOGGED                                                                                     \
    (BIT(USER) | BIT(CHANNEL) | BIT(CHECKSUM) | BIT(SIZE) | BIT(FORMAT) | BIT(TREE) |              \
     BIT(CREATED_AT))

#define MOST_BYTES 9007199254740991LL /* 2^53 - 1 */

/* A file as a rule finds it, and as it will be. */
struct file {
    struct usher_storage storage; /* of its owner, and the checksum that it will have */
    char account_id[USHER_UUID_TEXT + 1];
    const char *channel_id; /* NULL: in none */
    const char *checksum;
    sqlite3_int64 size;
};

/* ------------------------------------------------------------------- permission */

/* Into a channel: one that they edit. The account is the channel's, or the owner's own. */
static int find_account(struct usher *usher, struct file *file) {
    if (file->channel_id) {
        return usher_channel_require_open(usher, "channel_id", file->channel_id, file->account_id);
    }
    memcpy(file->account_id, file->storage.account_id, sizeof(file->account_id));
    return SQLITE_OK;
}

/* What only the system says: whose a file is, and since when. */
static int require_own(struct usher *usher, const struct usher_record *next) {
    if (usher_is_system(usher)) {
        return usher_given(next, USER)
                   ? SQLITE_OK
                   : usher_fail(usher, USHER_MISSING, "user_id",
                                "user_id is required: the system has no files of its own");
    }
    if (usher_given(next, USER) && strcmp(usher_actor_id(usher), next->value[USER].text) != 0) {
        return usher_fail(usher, USHER_FORBIDDEN, "user_id",
                          "user_id must be that of whoever acts: files of others are the system's "
                          "to add");
    }
    return usher_given(next, CREATED_AT) ? usher_fail(usher, USHER_FORBIDDEN, "created_at",
                                                      "created_at is the system's to set")
                                         : SQLITE_OK;
}

/* Of a file that whoever acts sees. */
static int require_change(struct usher *usher, const struct usher_record *old) {
    return usher_require_file(usher, old->value[ID].text, old->value[ACCOUNT].text);
}

/* Another content is another upload, but for who may change all files. */
static int require_upload(struct usher *usher, const char *account_id) {
    int may = 1;
    int rc = usher_is_system(usher) ? SQLITE_OK
                                    : usher_user_may(usher, usher_actor_id(usher),
                                                     USHER_MAY_FILES_UPDATE, account_id, &may);
    return rc == SQLITE_OK && !may ? usher_require(usher, USHER_MAY_FILES_UPLOAD, account_id) : rc;
}

/*
** Out of where it is. A channel that whoever acts does not see is not there, nor one that was
** deleted: its owner takes a file out of it, in person; for others it takes what it takes to see.
*/
static int require_taking(struct usher *usher, const char *channel_id, int self) {
    char account_id[USHER_UUID_TEXT + 1];
    sqlite3_int64 number;
    int seen = 0;
    int stands = 0;
    int rc = usher_table_seen(usher, &usher_channels, channel_id, &number, &seen);
    if (seen) {
        rc = usher_channel_account(usher, channel_id, account_id, &stands);
    }
    return rc == SQLITE_OK && (stands || !(seen || self)) ? usher_require_channel(usher, channel_id)
                                                          : rc;
}

/* And into where it will be: to an account that it was not of, it is as if it were added there. */
static int require_move(struct usher *usher, const struct usher_record *old, int self,
                        struct file *file) {
    const char *from = usher_record_text(old, CHANNEL);
    int rc = from ? require_taking(usher, from, self) : SQLITE_OK;
    if (rc == SQLITE_OK) {
        rc = find_account(usher, file);
    }
    if (rc != SQLITE_OK ||
        (!file->channel_id && usher_value_is(&old->value[ACCOUNT], file->account_id))) {
        return rc;
    }
    return usher_require(usher,
                         self || file->channel_id ? USHER_MAY_FILES_UPLOAD : USHER_MAY_FILES_UPDATE,
                         file->account_id);
}

/* ---------------------------------------------------------------------- writing */

/*
** The row is written. What it counts for is known by now, and must fit; `before` is what the
** files of its old checksum, if that is another, counted for.
*/
static int settle(struct usher *usher, const struct file *file, const char *old_checksum,
                  sqlite3_int64 before) {
    const struct usher_storage *storage = &file->storage;
    int rc = SQLITE_OK;
    if (!usher_storage_surely_fits(storage, file->size - storage->counted)) {
        sqlite3_int64 counted;
        sqlite3_int64 released = 0;
        rc = usher_storage_counted(usher, storage->user_id, file->checksum, &counted);
        if (rc == SQLITE_OK) { /* 0 of none */
            rc = usher_storage_counted(usher, storage->user_id, old_checksum, &released);
            released = before - released;
        }
        if (rc == SQLITE_OK) {
            rc = usher_storage_require(usher, storage, counted - storage->counted - released);
        }
    }
    if (rc == SQLITE_OK && old_checksum) {
        rc = usher_storage_settle(usher, storage->user_id, old_checksum, before);
    }
    return rc == SQLITE_OK
               ? usher_storage_settle(usher, storage->user_id, file->checksum, storage->counted)
               : rc;
}

static int write_new(struct usher *usher, struct usher_change *change, const struct file *file,
                     struct usher_event *event, char made[USHER_UUID_TEXT + 1]) {
    const struct usher_record *next = change->next;
    const char *created = usher_record_text(next, CREATED_AT);
    struct usher_fields fields;
    event->object_id =
        usher_fields_new_row(usher, &fields, change->number, usher_record_text(next, ID), made);
    usher_set_text(&fields, "account_id", file->account_id);
    usher_set_text(&fields, "user_id", file->storage.user_id);
    for (int i = CHANNEL; i <= TREE; i++) {
        if (usher_given(next, i)) {
            usher_set(&fields, usher_files.columns[i].name, &next->value[i]);
        }
    }
    usher_set_text(&fields, "created_at", created ? created : file->storage.now);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", file->storage.now);
    return usher_insert(usher, "usher_file", &fields, &change->number);
}

static int insert_row(struct usher *usher, struct usher_change *change) {
    struct usher_record *next = change->next;
    char made[USHER_UUID_TEXT + 1];
    struct usher_event event = {"file.create", "files", NULL, NULL};
    struct file file = {.channel_id = usher_record_text(next, CHANNEL),
                        .checksum = next->value[CHECKSUM].text,
                        .size = next->value[SIZE].integer};
    int rc = require_own(usher, next);
    if (rc == SQLITE_OK) {
        const char *user_id = usher_record_text(next, USER);
        rc = usher_storage_load(usher, user_id ? user_id : usher_actor_id(usher), file.checksum,
                                &file.storage);
    }
    if (rc == SQLITE_OK) {
        rc = find_account(usher, &file);
    }
    if (rc == SQLITE_OK) {
        rc = usher_require(usher, USHER_MAY_FILES_UPLOAD, file.account_id);
    }
    if (rc == SQLITE_OK && file.storage.discarded) {
        rc = usher_fail(usher, USHER_CONFLICT, "user_id",
                        "the user is deleted: call user_restore()");
    }
    if (rc == SQLITE_OK) {
        rc = write_new(usher, change, &file, &event, made);
    }
    if (rc == SQLITE_OK) {
        rc = settle(usher, &file, NULL, 0);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    event.account_id = file.account_id;
    if (!usher_given(next, USER)) {
        usher_value_text(&next->value[USER], file.storage.user_id);
        next->given |= BIT(USER);
    }
    return usher_audit_change(usher, &event, &usher_files, NULL, next, next->given & LOGGED);
}

static int write_changes(struct usher *usher, const struct usher_change *change,
                         const struct file *file) {
    struct usher_fields fields;
    usher_audit_fields(&usher_files, change->next, change->next->given, &fields);
    if (usher_given(change->next, CHANNEL)) {
        usher_set_text(&fields, "account_id", file->account_id);
    }
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", file->storage.now);
    return usher_update(usher, "usher_file", change->number, &fields);
}

/* May whoever acts change this, and where is the file to be? */
static int may_update(struct usher *usher, const struct usher_change *change, struct file *file) {
    const struct usher_record *old = change->old;
    int self = 0;
    int rc = usher_is_actor(usher, old->value[USER].text, &self);
    if (rc == SQLITE_OK) {
        rc = require_change(usher, old);
    }
    if (rc == SQLITE_OK && usher_given(change->next, CHANNEL)) {
        rc = require_move(usher, old, self, file);
    }
    return rc == SQLITE_OK && (change->next->given & CONTENT)
               ? require_upload(usher, old->value[ACCOUNT].text)
               : rc;
}

static int update_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    const struct usher_record *next = change->next;
    const char *user_id = old->value[USER].text;
    const char *old_checksum = usher_given(next, CHECKSUM) ? old->value[CHECKSUM].text : NULL;
    struct file file = {.channel_id = usher_record_text(next, CHANNEL),
                        .checksum = (old_checksum ? next : old)->value[CHECKSUM].text,
                        .size = (usher_given(next, SIZE) ? next : old)->value[SIZE].integer};
    sqlite3_int64 before = 0;
    int rc = usher_storage_load(usher, user_id, file.checksum, &file.storage);
    if (rc == SQLITE_OK) {
        rc = may_update(usher, change, &file);
    }
    if (rc == SQLITE_OK && old_checksum) {
        rc = usher_storage_counted(usher, user_id, old_checksum, &before);
    }
    if (rc == SQLITE_OK) {
        rc = write_changes(usher, change, &file);
    }
    if (rc == SQLITE_OK) {
        rc = settle(usher, &file, old_checksum, before);
    }
    struct usher_event event = {"file.update", "files", old->value[ID].text,
                                usher_given(next, CHANNEL) ? file.account_id
                                                           : old->value[ACCOUNT].text};
    return rc == SQLITE_OK ? usher_audit_change(usher, &event, &usher_files, old, next, next->given)
                           : rc;
}

static int remove_row(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    const char *user_id = old->value[USER].text;
    const char *checksum = old->value[CHECKSUM].text;
    sqlite3_int64 before = 0;
    int rc = require_change(usher, old);
    if (rc == SQLITE_OK) {
        rc = usher_storage_counted(usher, user_id, checksum, &before);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_file_delete, "i", change->number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_storage_settle(usher, user_id, checksum, before);
    }
    struct usher_event event = {"file.delete", "files", old->value[ID].text,
                                old->value[ACCOUNT].text};
    return rc == SQLITE_OK
               ? usher_audit_change(usher, &event, &usher_files, old, NULL, old->given & LOGGED)
               : rc;
}

/* ---------------------------------------------------------------------- checks */

int usher_check_size(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    int rc = usher_check_integer(usher, field, limit, value);
    return rc == SQLITE_OK && (value->integer < 0 || value->integer > MOST_BYTES)
               ? usher_fail(usher, USHER_INVALID, field, "%s must be from 0 to %lld", field,
                            MOST_BYTES)
               : rc;
}

/* MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512 and those of the same lengths. */
static int is_length_of_hash(size_t length) {
    return length == 32 || length == 40 || length == 56 || length == 64 || length == 96 ||
           length == 128;
}

int usher_check_checksum(struct usher *usher, const char *field, int limit,
                         struct usher_value *value) {
    char lower[129];
    size_t length = (size_t)value->length;
    (void)limit;
    if (value->type != SQLITE_TEXT || !is_length_of_hash(length) ||
        strspn(value->text, "0123456789abcdefABCDEF") != length) {
        return usher_fail(usher, USHER_INVALID, field,
                          "%s must be 32, 40, 56, 64, 96 or 128 hexadecimal digits", field);
    }
    if (strcspn(value->text, "ABCDEF") == length) {
        return SQLITE_OK;
    }
    for (size_t i = 0; i < length; i++) {
        lower[i] = usher_lower(value->text[i]);
    }
    char *owned = value->owned;
    int rc = usher_value_keep(value, lower, (int)length);
    if (rc != SQLITE_OK) {
        return usher_pass(usher, rc);
    }
    sqlite3_free(owned);
    return SQLITE_OK;
}

/* A word: what tells one tree of a channel from another. */
static int check_tree(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return value->type != SQLITE_TEXT || value->length < 1 || value->length > limit ||
                   strspn(value->text, letters) != (size_t)value->length
               ? usher_fail(usher, USHER_INVALID, field,
                            "%s must be 1 to %d of a-z, A-Z, 0-9, _ and -", field, limit)
               : SQLITE_OK;
}

/* ----------------------------------------------------------------- description */

static const char kept[] = "usher keeps it";

static const struct usher_column columns[] = {
    [ID] = USHER_UUID_COLUMN("id", "f.id", USHER_KEY | USHER_INSERT),
    [ACCOUNT] = {.name = "account_id",
                 .affinity = USHER_TEXT,
                 .sql = "f.account_id",
                 .flags = USHER_WORDS | USHER_INDEXED,
                 .check = usher_check_uuid,
                 .hint = "it is the channel's, or the user's own"},
    [USER] = {.name = "user_id",
              .affinity = USHER_TEXT,
              .sql = "f.user_id",
              .flags = USHER_WORDS | USHER_INDEXED | USHER_INSERT,
              .check = usher_check_uuid,
              .hint = "a file stays that of whoever brought it"},
    [CHANNEL] = USHER_UUID_COLUMN("channel_id", "f.channel_id",
                                  USHER_INDEXED | USHER_INSERT | USHER_UPDATE | USHER_CLEARABLE),
    [CHECKSUM] = {.name = "checksum",
                  .affinity = USHER_TEXT,
                  .sql = "f.checksum",
                  .flags = USHER_INSERT | USHER_UPDATE | USHER_REQUIRED,
                  .check = usher_check_checksum},
    [SIZE] = {.name = "size",
              .affinity = USHER_INTEGER,
              .sql = "f.size",
              .flags = USHER_INSERT | USHER_UPDATE | USHER_REQUIRED,
              .check = usher_check_size},
    [FORMAT] = {.name = "format",
                .affinity = USHER_TEXT,
                .sql = "f.format",
                .flags = USHER_INSERT | USHER_UPDATE | USHER_CLEARABLE,
                .check = usher_check_text,
                .limit = 40},
    [TREE] = {.name = "tree",
              .affinity = USHER_TEXT,
              .sql = "f.tree",
              .flags = USHER_INSERT | USHER_UPDATE,
              .check = check_tree,
              .limit = 40},
    [CREATED_AT] = {.name = "created_at",
                    .affinity = USHER_TEXT,
                    .sql = "f.created_at",
                    .flags = USHER_WORDS | USHER_INSERT,
                    .check = usher_check_time,
                    .hint = kept},
    [UPDATED_BY] = USHER_WORD_COLUMN("updated_by", "f.updated_by", kept),
    [UPDATED_AT] = USHER_TIME_COLUMN("updated_at", "f.updated_at", kept),
};

/*
** One's own, by an API key if it has self.read; and, but for who sees only such (000), those in the
** channels that one edits or views.
*/
#define OWN_FILES                                                                                  \
    "f.user_id = $own OR f.channel_id IN (SELECT m.channel_id "                                    \
    "FROM main.usher_channel_member AS m JOIN main.usher_channel AS c ON c.id = m.channel_id "     \
    "JOIN main.usher_user AS u ON u.id = m.user_id WHERE m.user_id = $principal "                  \
    "AND c.discarded_at IS NULL AND u.group_asset_access = 1)"

static const struct usher_policy policy = {
    .own = OWN_FILES,
    .read = USHER_MAY_FILES_READ,
    .account = OWN_FILES " OR f.account_id IN " USHER_HOLDS("files.read"),
};

const struct usher_table usher_files = {
    .name = "files",
    .noun = "file",
    .backing = "usher_file",
    .from = "main.usher_file AS f",
    .rowid = "f.number",
    .columns = columns,
    .count = sizeof(columns) / sizeof(*columns),
    .sight = usher_sight_plain,
    .policy = &policy,
    .insert = insert_row,
    .update = update_row,
    .remove = remove_row,
};
