/*
** Statements stay prepared: to prepare one costs ten times as much as to run it. But a connection
** holds no more memory for them than USHER_KEPT_BYTES: those go that were not used for longest, as
** far as nobody runs them; never the newest ones, which may have been taken and not begun yet.
*/
#include "store/internal.h"

enum { USHER_KEPT_BYTES = 128 * 1024, NEWEST = 16 };

static void unlink_kept(struct usher_store *store, struct usher_kept *kept) {
    *(kept->newer ? &kept->newer->older : &store->newest) = kept->older;
    *(kept->older ? &kept->older->newer : &store->oldest) = kept->newer;
}

static void link_newest(struct usher_store *store, struct usher_kept *kept) {
    kept->newer = NULL;
    kept->older = store->newest;
    *(store->newest ? &store->newest->newer : &store->oldest) = kept;
    store->newest = kept;
}

void usher_kept_use(struct usher *usher, struct usher_kept *kept) {
    if (usher->store->newest != kept) {
        unlink_kept(usher->store, kept);
        link_newest(usher->store, kept);
    }
}

void usher_kept_drop(struct usher *usher, struct usher_kept *kept) {
    sqlite3_stmt *statement = kept->statement;
    if (statement) {
        unlink_kept(usher->store, kept);
        usher->store->kept--;
        usher->store->kept_bytes -= kept->bytes;
        /* First: with it may go the last use of a virtual table, and then its slots. */
        kept->statement = NULL;
        sqlite3_finalize(statement);
    }
}

/* The one that may go first; NULL: none may. There are store->kept of them. */
static struct usher_kept *find_idle(struct usher_store *store) {
    struct usher_kept *kept = store->oldest;
    for (int old = store->kept - NEWEST; old > 0 && USHER_ALWAYS(kept); old--) {
        if (!kept->taken && !sqlite3_stmt_busy(kept->statement)) {
            return kept;
        }
        kept = kept->newer;
    }
    return NULL;
}

/* From the oldest each time: with a statement others may go (see usher_kept_drop()). */
static void make_room(struct usher *usher) {
    struct usher_kept *idle;
    while (usher->store->kept_bytes > USHER_KEPT_BYTES && (idle = find_idle(usher->store))) {
        usher_kept_drop(usher, idle);
    }
}

void usher_keep(struct usher *usher, struct usher_kept *kept, sqlite3_stmt *statement) {
    kept->statement = statement;
    kept->bytes = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_MEMUSED, 0);
    kept->taken = 0;
    link_newest(usher->store, kept);
    usher->store->kept++;
    usher->store->kept_bytes += kept->bytes;
    make_room(usher);
}
