/*
** An entry's hash, over itself and the entry before it (BLAKE2b-256).
**
** What was before and after is in there by a salted hash of its own: when they are erased, with the
** salt, nobody can guess any more what they were, and the entry's hash stays what it is.
**
** Rules owned here: audit-chain.
*/
#include "domain/audit/audit.h"

#include <string.h>

int usher_entry_take(struct usher *usher, sqlite3_stmt *row, struct usher_entry *entry) {
    memset(entry, 0, sizeof(*entry));
    entry->number = sqlite3_column_int64(row, 0);
    for (int i = 0; i < ENTRY_PIECES; i++) {
        struct usher_piece *piece = &entry->piece[i];
        *piece = (struct usher_piece){NULL, -1};
        if (sqlite3_column_type(row, i + 1) != SQLITE_NULL) {
            piece->text = (const char *)sqlite3_column_text(row, i + 1);
            piece->size = sqlite3_column_bytes(row, i + 1);
            if (!piece->text) {
                return usher_pass(usher, SQLITE_NOMEM);
            }
        }
    }
    return SQLITE_OK;
}

/* Numbers in the same bytes on every machine. */
static void add_number(struct usher_digest *digest, sqlite3_int64 number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)number >> 8 * i);
    }
    usher_digest_add(digest, bytes, sizeof(bytes));
}

/* Its size in front keeps a piece apart from the next, and NULL from the empty one. */
static void add_piece(struct usher_digest *digest, const struct usher_piece *piece) {
    add_number(digest, piece->size);
    if (piece->size > 0) {
        usher_digest_add(digest, piece->text, (size_t)piece->size);
    }
}

void usher_entry_contents(const struct usher_entry *entry, unsigned char hash[USHER_HASH_BYTES]) {
    struct usher_digest digest;
    usher_digest_begin(&digest, NULL);
    usher_digest_add(&digest, entry->salt, sizeof(entry->salt));
    add_piece(&digest, &entry->piece[ENTRY_BEFORE]);
    add_piece(&digest, &entry->piece[ENTRY_AFTER]);
    usher_digest_end(&digest, hash);
}

void usher_entry_salt(struct usher *usher, struct usher_entry *entry) {
    entry->has_contents =
        entry->piece[ENTRY_BEFORE].size >= 0 || entry->piece[ENTRY_AFTER].size >= 0;
    if (entry->has_contents) {
        usher_random(usher, entry->salt, sizeof(entry->salt));
        usher_entry_contents(entry, entry->contents);
    }
}

void usher_entry_hash(const struct usher_entry *entry, const unsigned char key[USHER_KEY_BYTES],
                      const unsigned char previous[USHER_HASH_BYTES],
                      unsigned char hash[USHER_HASH_BYTES]) {
    struct usher_digest digest;
    usher_digest_begin(&digest, key);
    usher_digest_add(&digest, previous, USHER_HASH_BYTES);
    add_number(&digest, entry->number);
    add_number(&digest, entry->key);
    for (int i = ENTRY_CREATED_AT; i <= ENTRY_ACCOUNT_ID; i++) {
        add_piece(&digest, &entry->piece[i]);
    }
    if (entry->has_contents) {
        usher_digest_add(&digest, entry->contents, sizeof(entry->contents));
    }
    usher_digest_end(&digest, hash);
}

int usher_audit_base_take(struct usher *usher, sqlite3_stmt *row, struct usher_audit_base *base) {
    const void *hash = sqlite3_column_blob(row, 1);
    base->number = sqlite3_column_int64(row, 0);
    if (base->number > 0 && hash && sqlite3_column_bytes(row, 1) == USHER_HASH_BYTES) {
        memcpy(base->hash, hash, USHER_HASH_BYTES);
        return SQLITE_OK;
    }
    return usher_fail(usher, USHER_CORRUPT, "usher_audit_base",
                      "the store does not tell where the audit log begins");
}

int usher_audit_base(struct usher *usher, struct usher_audit_base *base) {
    struct usher_query query;
    memset(base, 0, sizeof(*base));
    int rc = usher_open(usher, &query, USHER_SQL_audit_base, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = usher_audit_base_take(usher, query.statement, base);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
