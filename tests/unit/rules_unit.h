/* What tests share of functions below SQL: a store, and the `struct usher` of its connection. */
#ifndef RULES_UNIT_H
#define RULES_UNIT_H

#include "session_unit.h"

#include "domain/domain.h"

static struct usher usher; /* of the connection under test */

static inline void release(void *data) {
    (void)data; /* it is not on the heap */
}

/* As the entry point does it, but with a `struct usher` that the test holds. `first` is done before. */
static inline void open_library_after(const char *first) {
    assert_int_equal(usher_crypto_open(), 0);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    must(first);
    usher = (struct usher){.db = db, .references = 1};
    assert_int_equal(usher_store_open(&usher), SQLITE_OK);
    assert_int_equal(usher_identity_open(&usher), SQLITE_OK);
    assert_int_equal(usher_store_register(&usher, release), SQLITE_OK);
    assert_int_equal(usher_identity_register(&usher, release), SQLITE_OK);
    assert_int_equal(usher_tables_open(&usher, release), SQLITE_OK);
    assert_int_equal(usher_domain_register(&usher, release), SQLITE_OK);
}

static inline void open_rules_after(const char *first) {
    open_library_after(first);
    must(STORE);
}

static inline int open_rules(void **state) {
    (void)state;
    open_rules_after("PRAGMA encoding = 'UTF-8'");
    return 0;
}

static inline int close_rules(void **state) {
    (void)state;
    int rc = sqlite3_close(db);
    usher_domain_close(&usher);
    return rc == SQLITE_OK ? 0 : -1;
}

#endif
