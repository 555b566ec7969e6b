/*
** The entries of a store that knew no chain get one, as they are found.
*/
#include "domain/audit/audit.h"

#include <string.h>

/* *previous becomes the hash of this one. */
static int chain(struct usher *usher, sqlite3_stmt *row, const unsigned char *key,
                 unsigned char previous[USHER_HASH_BYTES]) {
    struct usher_entry entry;
    unsigned char contents[USHER_SALT_BYTES + USHER_HASH_BYTES];
    int rc = usher_entry_take(usher, row, &entry);
    if (rc != SQLITE_OK) {
        return rc;
    }
    usher_entry_salt(usher, &entry);
    usher_entry_hash(&entry, key, previous, previous);
    memcpy(contents, entry.salt, USHER_SALT_BYTES);
    memcpy(contents + USHER_SALT_BYTES, entry.contents, USHER_HASH_BYTES);
    return entry.has_contents
               ? usher_run(usher, USHER_SQL_audit_chain, "ibb", entry.number, contents,
                           (int)sizeof(contents), previous, USHER_HASH_BYTES)
               : usher_run(usher, USHER_SQL_audit_chain, "inb", entry.number, previous,
                           USHER_HASH_BYTES);
}

int usher_audit_seed(struct usher *usher) {
    struct usher_query query;
    unsigned char key[USHER_KEY_BYTES];
    unsigned char previous[USHER_HASH_BYTES] = {0};
    int rc = usher_hash_key(usher, USHER_CHAIN_PURPOSE, key);
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_audit_unchained, "");
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        rc = chain(usher, query.statement, key, previous);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
