/*
** Is the audit log whole? Every entry is hashed again, from where the chain begins.
**
** Whoever can write the file can hash as connections without the master key do. So what is proven is
** proven up to the last entry under the secret key; and that nothing was cut off at the end, or all of
** it replaced, only by a checkpoint that was kept elsewhere.
**
** Rules owned here: audit-verify.
*/
#include "domain/audit/audit.h"

#include <string.h>

enum {
    NUMBER,
    PIECES, /* nine of them */
    CONTENTS = PIECES + ENTRY_PIECES,
    KEY,
    HASH,
    ERASED,
    LISTED
};

struct walk {
    struct usher *usher;
    struct usher_audit_report *report;
    struct usher_audit_base last;
    sqlite3_int64 base; /* that of the last entry that was pruned; 0 */
    int pruned;         /* an entry under the secret key says so */
    unsigned char store_key[USHER_KEY_BYTES];
    struct usher_audit_key key; /* the last that was needed */
};

static void found(struct walk *walk, const char *problem, sqlite3_int64 entry) {
    walk->report->problem = problem;
    walk->report->entry = entry;
}

/* -------------------------------------------------------------------- one entry */

/* Does before and after agree with their hash, or were they erased as they may be? */
static const char *check_contents(struct walk *walk, sqlite3_stmt *row, struct usher_entry *entry) {
    const unsigned char *contents = sqlite3_column_blob(row, CONTENTS);
    int size = contents ? sqlite3_column_bytes(row, CONTENTS) : 0;
    int empty = entry->piece[ENTRY_BEFORE].size < 0 && entry->piece[ENTRY_AFTER].size < 0;
    int erased = sqlite3_column_int(row, ERASED);
    unsigned char hash[USHER_HASH_BYTES];
    entry->has_contents = size > 0;
    if (size == 0) {
        return empty && !erased ? NULL : "changed";
    }
    if (size == USHER_HASH_BYTES) {
        memcpy(entry->contents, contents, USHER_HASH_BYTES);
        walk->report->erased++;
        return empty && sqlite3_column_int(row, LISTED) ? NULL : "erased";
    }
    if (size != USHER_SALT_BYTES + USHER_HASH_BYTES || erased) {
        return "changed";
    }
    memcpy(entry->salt, contents, USHER_SALT_BYTES);
    memcpy(entry->contents, contents + USHER_SALT_BYTES, USHER_HASH_BYTES);
    usher_entry_contents(entry, hash);
    return memcmp(hash, entry->contents, USHER_HASH_BYTES) == 0 ? NULL : "changed";
}

/* NULL: there is none of this number, so nobody can have made a hash with it. */
static int find_key(struct walk *walk, sqlite3_int64 number, const unsigned char **key) {
    int rc = SQLITE_OK;
    *key = walk->store_key;
    if (number && walk->key.number != number) {
        rc = usher_require_master_key(walk->usher, "verifying the audit log");
        rc = rc == SQLITE_OK ? usher_audit_key_find(walk->usher, number, &walk->key) : rc;
    }
    if (number) {
        *key = walk->key.number == number ? walk->key.chain : NULL;
    }
    return rc;
}

static int check_hash(struct walk *walk, sqlite3_stmt *row, const struct usher_entry *entry) {
    const void *stored = sqlite3_column_blob(row, HASH);
    const unsigned char *key;
    if (!stored || sqlite3_column_bytes(row, HASH) != USHER_HASH_BYTES) {
        found(walk, "unhashed", entry->number);
        return SQLITE_OK;
    }
    int rc = find_key(walk, entry->key, &key);
    if (rc != SQLITE_OK) {
        return rc;
    }
    unsigned char hash[USHER_HASH_BYTES];
    if (key) {
        usher_entry_hash(entry, key, walk->last.hash, hash);
    }
    if (!key || !usher_secret_equal(hash, stored, USHER_HASH_BYTES)) {
        found(walk, "changed", entry->number);
        return SQLITE_OK;
    }
    walk->last.number = entry->number;
    memcpy(walk->last.hash, stored, USHER_HASH_BYTES);
    return SQLITE_OK;
}

/* Whoever has a checkpoint could delete up to it, but not write this. */
static int says_pruned(const struct walk *walk, const struct usher_entry *entry) {
    char number[24];
    if (entry->key == 0 || strcmp(entry->piece[ENTRY_ACTION].text, "audit.prune") != 0) {
        return 0;
    }
    sqlite3_snprintf(sizeof(number), number, "%lld", walk->base);
    return strcmp(entry->piece[ENTRY_OBJECT_ID].text, number) == 0;
}

static int check_entry(struct walk *walk, sqlite3_stmt *row) {
    struct usher_entry entry;
    int rc = usher_entry_take(walk->usher, row, &entry);
    if (rc != SQLITE_OK) {
        return rc;
    }
    entry.key = sqlite3_column_int64(row, KEY);
    if (entry.number <= walk->last.number) { /* put in front */
        found(walk, "changed", entry.number);
        return SQLITE_OK;
    }
    if (entry.number > walk->last.number + 1) {
        found(walk, "missing", walk->last.number + 1);
        return SQLITE_OK;
    }
    const char *problem = check_contents(walk, row, &entry);
    rc = check_hash(walk, row, &entry);
    if (rc == SQLITE_OK && problem && !walk->report->problem) {
        found(walk, problem, entry.number);
    }
    if (rc == SQLITE_OK && !walk->report->problem) {
        walk->report->first = walk->report->first ? walk->report->first : entry.number;
        walk->report->sealed = entry.key ? entry.number : walk->report->sealed;
        walk->pruned |= walk->base != 0 && says_pruned(walk, &entry);
    }
    return rc;
}

/* --------------------------------------------------------------------- the walk */

/* Where the chain begins, and the checkpoint up to which it was pruned. */
static int take_base(struct walk *walk, sqlite3_stmt *row, struct usher_checkpoint *checkpoint) {
    struct usher_error kept = walk->usher->error;
    struct usher_value token;
    int rc = usher_audit_base_take(walk->usher, row, &walk->last);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_value_borrow(&token, sqlite3_column_value(row, 2));
    rc = rc == SQLITE_OK ? usher_checkpoint_read(walk->usher, &token, checkpoint)
                         : usher_pass(walk->usher, rc);
    if (rc == SQLITE_OK || walk->usher->error.code != USHER_INVALID) {
        return rc;
    }
    walk->usher->error = kept; /* it is none of ours */
    return SQLITE_OK;
}

/* The chain begins with a checkpoint of ours, or it was cut off in front. */
static int check_base(struct walk *walk) {
    struct usher_query query;
    struct usher_checkpoint checkpoint = {.number = 0};
    memset(&walk->last, 0, sizeof(walk->last));
    int rc = usher_open(walk->usher, &query, USHER_SQL_audit_base, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = take_base(walk, query.statement, &checkpoint);
        walk->base = walk->last.number;
    }
    usher_close(&query);
    if (rc == SQLITE_OK && (checkpoint.number != walk->last.number ||
                            memcmp(checkpoint.hash, walk->last.hash, USHER_HASH_BYTES) != 0)) {
        found(walk, "base", walk->last.number);
    }
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int walk_entries(struct walk *walk) {
    struct usher_query query;
    int rc = usher_open(walk->usher, &query, USHER_SQL_audit_entries, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    while (!walk->report->problem && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = check_entry(walk, query.statement);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_audit_check(struct usher *usher, struct usher_audit_report *report) {
    struct walk walk = {.usher = usher, .report = report};
    memset(report, 0, sizeof(*report));
    int rc = usher_hash_key(usher, USHER_CHAIN_PURPOSE, walk.store_key);
    if (rc == SQLITE_OK) {
        rc = check_base(&walk);
    }
    if (rc == SQLITE_OK && !report->problem) {
        rc = walk_entries(&walk);
    }
    if (rc == SQLITE_OK && !report->problem && walk.base != 0 && !walk.pruned) {
        found(&walk, "base", walk.base);
    }
    report->last = walk.last.number;
    memcpy(report->hash, walk.last.hash, USHER_HASH_BYTES);
    usher_wipe(&walk, sizeof(walk));
    return rc;
}

int usher_audit_whole(struct usher *usher, const char **problem, sqlite3_int64 *entry) {
    struct usher_audit_report report = {.problem = NULL};
    int rc = usher_audit_check(usher, &report);
    *problem = report.problem;
    *entry = report.entry;
    return rc;
}
