/*
** The entry that every change writes.
**
** One INSERT per change, as part of the rule: what is undone leaves no entry, and what is done always
** has one. `before` and `after` hold the members that changed, never a secret; of users, they are for
** those who see private columns. A connection that has the master key hashes with a key that is sealed
** under it; others with one of the store's, which the next entry under the secret one confirms.
**
** Rules owned here: audit-entry.
*/
#include "domain/audit/audit.h"

#include <limits.h>
#include <string.h>

/* ---------------------------------------------------------------------- JSON */

/*
** JSON stays JSON. What was mangled in the store is kept as text, so that it can be mended.
*/
static int append_json(struct usher *usher, sqlite3_str *out, const struct usher_field *field) {
    struct usher_error kept = usher->error;
    struct usher_value copy = field->value;
    copy.owned = NULL;
    int rc = usher_json_compact(usher, field->column, &copy);
    if (rc == SQLITE_OK) {
        sqlite3_str_append(out, copy.text, copy.length);
    } else if (usher->error.code == USHER_INVALID) {
        usher_json_append_value(out, &field->value);
        usher->error = kept;
        rc = SQLITE_OK;
    }
    usher_value_clear(&copy);
    return rc;
}

enum { LONGEST_NAME = 60 }; /* of the columns that are logged, which are usher's own */

/* Needs no escapes. In one piece: text that is begun with single characters is moved often. */
static void append_name(sqlite3_str *out, const char *name, int first) {
    char text[LONGEST_NAME + 4];
    size_t length = strlen(name);
    if (USHER_NEVER(length > LONGEST_NAME)) {
        length = LONGEST_NAME;
    }
    text[0] = first ? '{' : ',';
    text[1] = '"';
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): it goes on */
    memcpy(text + 2, name, length);
    text[length + 2] = '"';
    text[length + 3] = ':';
    sqlite3_str_append(out, text, (int)length + 4);
}

/* Appends them as an object, if there are any. */
static int append_fields(struct usher *usher, sqlite3_str *out, const struct usher_fields *fields,
                         struct usher_piece *piece) {
    int start = sqlite3_str_length(out);
    int rc = SQLITE_OK;
    *piece = (struct usher_piece){NULL, -1};
    if (!fields || fields->count == 0) {
        return SQLITE_OK;
    }
    for (int i = 0; i < fields->count && rc == SQLITE_OK; i++) {
        const struct usher_field *field = &fields->field[i];
        append_name(out, field->column, i == 0);
        if (field->json && field->value.type == SQLITE_TEXT) {
            rc = append_json(usher, out, field);
        } else {
            usher_json_append_value(out, &field->value);
        }
    }
    sqlite3_str_appendchar(out, 1, '}');
    piece->size = sqlite3_str_length(out) - start;
    return rc;
}

/* Both in one text, which is SQLite memory; it may be NULL: neither is there. */
static int make_objects(struct usher *usher, const struct usher_fields *before,
                        const struct usher_fields *after, char **text, struct usher_entry *entry) {
    struct usher_piece *old = &entry->piece[ENTRY_BEFORE];
    struct usher_piece *next = &entry->piece[ENTRY_AFTER];
    sqlite3_str *out = sqlite3_str_new(usher->db);
    int rc = append_fields(usher, out, before, old);
    if (rc == SQLITE_OK) {
        rc = append_fields(usher, out, after, next);
    }
    int failed = sqlite3_str_errcode(out);
    *text = sqlite3_str_finish(out);
    old->text = old->size < 0 ? NULL : *text;
    next->text = next->size < 0 ? NULL : *text + (old->size < 0 ? 0 : old->size);
    return rc == SQLITE_OK && failed != SQLITE_OK ? usher_pass(usher, failed) : rc;
}

/* --------------------------------------------------------------------- chain */

/* What the new entry comes after, and is hashed with. */
struct head {
    struct usher_audit_base last;
    sqlite3_int64 key; /* 0: the store's own */
    unsigned char secret[USHER_KEY_BYTES];
};

/* One that was written past usher has no hash: zeros. */
static void take_last(sqlite3_stmt *row, struct usher_audit_base *last) {
    const void *hash = sqlite3_column_blob(row, 1);
    last->number = sqlite3_column_int64(row, 0);
    memset(last->hash, 0, sizeof(last->hash));
    if (hash && sqlite3_column_bytes(row, 1) == USHER_HASH_BYTES) {
        memcpy(last->hash, hash, USHER_HASH_BYTES);
    }
}

static int take_key_id(struct usher *usher, sqlite3_stmt *row, char key_id[USHER_UUID_TEXT + 1]) {
    if (sqlite3_column_type(row, 2) == SQLITE_NULL) {
        return SQLITE_OK;
    }
    const char *id = (const char *)sqlite3_column_text(row, 2);
    if (!id) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    sqlite3_snprintf(USHER_UUID_TEXT + 1, key_id, "%s", id);
    return SQLITE_OK;
}

/* And the id of the log's key in use: "" if there is none, or the connection may not know it. */
static int find_last(struct usher *usher, struct usher_audit_base *last,
                     char key_id[USHER_UUID_TEXT + 1]) {
    struct usher_query query;
    key_id[0] = '\0';
    last->number = 0;
    int rc = usher_open(usher, &query, USHER_SQL_audit_last, "i",
                        (sqlite3_int64)usher_has_master_key(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        take_last(query.statement, last);
        rc = take_key_id(usher, query.statement, key_id);
    }
    usher_close(&query);
    if (rc == SQLITE_DONE) { /* all were pruned, or none was written yet */
        rc = usher_audit_base(usher, last);
        rc = rc == SQLITE_OK ? usher_audit_key_in_use(usher, key_id) : rc;
    }
    return rc == SQLITE_OK && (last->number < 0 || last->number == LLONG_MAX)
               ? usher_fail(usher, USHER_CORRUPT, "usher_audit",
                            "the audit log has an entry of number %lld, after which none can be",
                            last->number)
               : rc;
}

/* A store's own key never changes: to read it for each entry would cost as much as the last entry. */
struct usher_chain_cache {
    unsigned era; /* 0: nothing is kept */
    unsigned char key[USHER_KEY_BYTES];
};

static int store_key(struct usher *usher, unsigned char key[USHER_KEY_BYTES]) {
    struct usher_chain_cache *kept = usher->chain;
    unsigned era = usher_store_era(usher);
    if (kept && kept->era == era && era) {
        memcpy(key, kept->key, USHER_KEY_BYTES);
        return SQLITE_OK;
    }
    int rc = usher_hash_key(usher, USHER_CHAIN_PURPOSE, key);
    if (rc == SQLITE_OK && !kept) {
        kept = usher->chain = sqlite3_malloc(sizeof(*kept));
        rc = kept ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
    }
    if (rc == SQLITE_OK && USHER_ALWAYS(kept)) { /* or it was no memory */
        kept->era = era;
        memcpy(kept->key, key, USHER_KEY_BYTES);
    }
    return rc;
}

void usher_audit_close(struct usher *usher) {
    if (usher->chain) {
        usher_wipe(usher->chain, sizeof(*usher->chain));
        sqlite3_free(usher->chain);
        usher->chain = NULL;
    }
}

static int find_head(struct usher *usher, struct head *head) {
    char key_id[USHER_UUID_TEXT + 1];
    int rc = find_last(usher, &head->last, key_id);
    if (rc == SQLITE_OK) {
        rc = usher_audit_chain_key(usher, key_id, &head->key, head->secret);
    }
    return rc == SQLITE_OK && head->key == 0 ? store_key(usher, head->secret) : rc;
}

/* ------------------------------------------------------------------- writing */

static struct usher_piece piece_of(const char *text) {
    return (struct usher_piece){text, text ? (int)strlen(text) : -1};
}

static void name_pieces(struct usher *usher, const struct usher_event *event, const char *now,
                        struct usher_entry *entry) {
    entry->piece[ENTRY_CREATED_AT] = piece_of(now);
    entry->piece[ENTRY_REAL_ACTOR] = piece_of(usher_real_actor_name(usher));
    entry->piece[ENTRY_ACTOR] = piece_of(usher_actor_name(usher));
    entry->piece[ENTRY_ACTION] = piece_of(event->action);
    entry->piece[ENTRY_OBJECT_TYPE] = piece_of(event->object_type);
    entry->piece[ENTRY_OBJECT_ID] = piece_of(event->object_id);
    entry->piece[ENTRY_ACCOUNT_ID] = piece_of(event->account_id);
}

static int bind_entry(sqlite3_stmt *statement, const struct usher_entry *entry,
                      const unsigned char *contents, const unsigned char *hash) {
    int rc = sqlite3_bind_int64(statement, 1, entry->number);
    for (int i = 0; i < ENTRY_PIECES && rc == SQLITE_OK; i++) {
        rc = sqlite3_bind_text(statement, i + 2, entry->piece[i].text, entry->piece[i].size,
                               SQLITE_STATIC);
    }
    if (rc == SQLITE_OK && entry->has_contents) {
        rc = sqlite3_bind_blob(statement, ENTRY_PIECES + 2, contents,
                               USHER_SALT_BYTES + USHER_HASH_BYTES, SQLITE_STATIC);
    }
    if (rc == SQLITE_OK && entry->key) {
        rc = sqlite3_bind_int64(statement, ENTRY_PIECES + 3, entry->key);
    }
    return rc == SQLITE_OK ? sqlite3_bind_blob(statement, ENTRY_PIECES + 4, hash, USHER_HASH_BYTES,
                                               SQLITE_STATIC)
                           : rc;
}

static int insert(struct usher *usher, struct usher_entry *entry, const struct head *head) {
    struct usher_query query;
    unsigned char hash[USHER_HASH_BYTES];
    unsigned char contents[USHER_SALT_BYTES + USHER_HASH_BYTES];
    entry->number = head->last.number + 1;
    entry->key = head->key;
    usher_entry_salt(usher, entry);
    usher_entry_hash(entry, head->secret, head->last.hash, hash);
    memcpy(contents, entry->salt, USHER_SALT_BYTES);
    memcpy(contents + USHER_SALT_BYTES, entry->contents, USHER_HASH_BYTES);
    int rc = usher_open(usher, &query, USHER_SQL_audit_insert, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = bind_entry(query.statement, entry, contents, hash);
    rc = rc == SQLITE_OK ? usher_finish(usher, query.statement) : usher_pass(usher, rc);
    usher_close(&query);
    return rc;
}

int usher_audit(struct usher *usher, const struct usher_event *event,
                const struct usher_fields *before, const struct usher_fields *after) {
    struct head head;
    struct usher_entry entry = {.number = 0};
    char now[USHER_TIME_TEXT + 1];
    char *text;
    int rc = make_objects(usher, before, after, &text, &entry);
    if (rc == SQLITE_OK) {
        rc = find_head(usher, &head);
    }
    if (rc == SQLITE_OK) {
        usher_clock_text(usher_clock_now(usher), now);
        name_pieces(usher, event, now, &entry);
        rc = insert(usher, &entry, &head);
        usher_wipe(head.secret, sizeof(head.secret));
    }
    sqlite3_free(text);
    return rc;
}

void usher_audit_fields(const struct usher_table *table, const struct usher_record *values,
                        uint64_t given, struct usher_fields *fields) {
    usher_fields_init(fields);
    struct usher_value unset;
    usher_value_null(&unset);
    for (int i = 0; i < table->count; i++) {
        const struct usher_column *column = &table->columns[i];
        if (!(given >> i & 1) || (column->flags & USHER_SECRET)) {
            continue;
        }
        /* What is logged was read, or given. */
        const struct usher_value *value =
            USHER_ALWAYS(usher_given(values, i)) ? &values->value[i] : &unset;
        if (column->flags & USHER_JSON) {
            usher_set_json(fields, column->name, value);
        } else {
            usher_set(fields, column->name, value);
        }
    }
}

int usher_audit_change(struct usher *usher, const struct usher_event *event,
                       const struct usher_table *table, const struct usher_record *before,
                       const struct usher_record *after, uint64_t given) {
    struct usher_fields old;
    struct usher_fields next;
    if (before) {
        usher_audit_fields(table, before, given, &old);
    }
    if (after) {
        usher_audit_fields(table, after, given, &next);
    }
    return usher_audit(usher, event, before ? &old : NULL, after ? &next : NULL);
}
