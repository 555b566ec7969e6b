/*
** What the files about the audit log know of each other.
**
**   write.c      the entry that every change writes
**   chain.c      an entry's hash, over itself and the entry before it
**   erase.c      what an entry says of a user is erased, and the chain holds
**   verify.c     audit_verify(): is the chain whole?
**   checkpoint.c audit_checkpoint(): its head, signed; audit_prune()
**   table.c      the table audit_log
**   upgrade.c    older stores
**   functions.c  what SQL calls
*/
#ifndef USHER_AUDIT_H
#define USHER_AUDIT_H

#include "domain/domain.h"

/* ------------------------------------------------------------------- chain.c */

/* Text as the store has it; size -1: NULL. */
struct usher_piece {
    const char *text;
    int size;
};

/* In the order of the statements audit_insert and audit_entries, from the second column on. */
enum {
    ENTRY_CREATED_AT,
    ENTRY_REAL_ACTOR,
    ENTRY_ACTOR,
    ENTRY_ACTION,
    ENTRY_OBJECT_TYPE,
    ENTRY_OBJECT_ID,
    ENTRY_ACCOUNT_ID,
    ENTRY_BEFORE,
    ENTRY_AFTER,
    ENTRY_PIECES
};

#define USHER_SALT_BYTES 16

struct usher_entry {
    sqlite3_int64 number;
    sqlite3_int64 key; /* usher_audit_key; 0: the store's own */
    struct usher_piece piece[ENTRY_PIECES];
    int has_contents;                         /* before or after is not NULL, or was not */
    unsigned char salt[USHER_SALT_BYTES];     /* all that is lost when they are erased */
    unsigned char contents[USHER_HASH_BYTES]; /* the salted hash of before and after */
};

/* The entry's number and pieces, which belong to the row. */
int usher_entry_take(struct usher *usher, sqlite3_stmt *row, struct usher_entry *entry);
/* The hash of before and after, by the entry's salt. */
void usher_entry_contents(const struct usher_entry *entry, unsigned char hash[USHER_HASH_BYTES]);
/* Salt the entry, and set its contents, if it has any. */
void usher_entry_salt(struct usher *usher, struct usher_entry *entry);
/* The entry's hash, after the hash of the one before it. */
void usher_entry_hash(const struct usher_entry *entry, const unsigned char key[USHER_KEY_BYTES],
                      const unsigned char previous[USHER_HASH_BYTES],
                      unsigned char hash[USHER_HASH_BYTES]);
/* What entries are hashed with by those who do not know the secret key: see usher_hash_key(). */
#define USHER_CHAIN_PURPOSE "usher_audit.hash"

/* The last entry that was pruned, where the chain begins; number 0 and zeros if none was. */
struct usher_audit_base {
    sqlite3_int64 number;
    unsigned char hash[USHER_HASH_BYTES];
};
int usher_audit_base(struct usher *usher, struct usher_audit_base *base);
/* The same, of a row of audit_base. */
int usher_audit_base_take(struct usher *usher, sqlite3_stmt *row, struct usher_audit_base *base);

/* ------------------------------------------------------------------ verify.c */

/* What was found; `problem` is NULL if the chain is whole. */
struct usher_audit_report {
    const char *problem; /* missing, changed, unhashed, erased, base */
    sqlite3_int64 entry; /* where */
    sqlite3_int64 first; /* entry; 0: there is none */
    sqlite3_int64 last;
    sqlite3_int64 sealed;                 /* the last entry under the secret key; 0: none */
    sqlite3_int64 erased;                 /* how many */
    unsigned char hash[USHER_HASH_BYTES]; /* of the last entry */
};
int usher_audit_check(struct usher *usher, struct usher_audit_report *report);

/* -------------------------------------------------------------- checkpoint.c */

/* What a checkpoint says. */
struct usher_checkpoint {
    sqlite3_int64 number;
    unsigned char hash[USHER_HASH_BYTES];
    int complete;
};
/* *token is SQLite memory. unsupported without the master key; conflict: there is no entry. */
int usher_checkpoint_make(struct usher *usher, char **token);
/* invalid: it is none of this store's. */
int usher_checkpoint_read(struct usher *usher, const struct usher_value *token,
                          struct usher_checkpoint *checkpoint);
/* *problem: the log has that entry no more (missing), or otherwise (changed); NULL: it has. */
int usher_checkpoint_find(struct usher *usher, const struct usher_checkpoint *checkpoint,
                          const char **problem);
/* Part of a rule: what comes before it, and the entry itself, goes. */
int usher_audit_prune(struct usher *usher, const struct usher_value *token, sqlite3_int64 *count);

#endif
