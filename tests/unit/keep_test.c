/*
** Prepared statements are kept as far as the memory for them goes, and no further, whatever a
** connection is used for; those that are in use stay.
*/
#include "session_unit.h"

enum {
    MOST = 128 * 1024,
    SLACK = 32 * 1024
}; /* a statement grows when it is run; the newest stay */

/* What is kept, in bytes; the test itself has none. */
static int kept(void) {
    int bytes = 0;
    for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(db, s)) != NULL;) {
        bytes += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_MEMUSED, 0);
    }
    return bytes;
}

static void ask_otherwise(unsigned columns) {
    static const char *const names[] = {"id",     "email", "name",    "status",
                                        "locale", "role",  "company", "created_at"};
    char sql[400] = "SELECT count(*)";
    for (int i = 0; i < 8; i++) {
        if (columns >> i & 1) {
            sqlite3_snprintf((int)(sizeof(sql) - strlen(sql)), sql + strlen(sql), ", max(%s)",
                             names[i]);
        }
    }
    sqlite3_snprintf((int)(sizeof(sql) - strlen(sql)), sql + strlen(sql),
                     " FROM users WHERE email > 'a'");
    says(sql, "2");
}

static void test_many(void **state) {
    (void)state;
    for (unsigned columns = 0; columns < 256; columns++) {
        ask_otherwise(columns);
        assert_in_range(kept(), 0, MOST + SLACK);
    }
    /* It is reached, or nothing was tested; and what was let go of is prepared again. */
    assert_in_range(kept(), MOST / 2, MOST + SLACK);
    ask_otherwise(0);
}

/* Rules in turn, which take more statements than are kept. */
static void test_rules(void **state) {
    (void)state;
    for (int i = 0; i < 10; i++) {
        must("INSERT INTO users (email) VALUES ('new@a.org');"
             "UPDATE users SET name = name || 'x', locale = 'de' WHERE email = 'new@a.org';"
             "SELECT invite_accept(invite_create('next@a.org', 'user'));"
             "DELETE FROM users WHERE email IN ('new@a.org', 'next@a.org');"
             "SELECT user_erase(id) FROM users WHERE status = 'deleted';"
             "SELECT setting('invites.life')");
        assert_in_range(kept(), 0, MOST + SLACK);
    }
    says("SELECT count(*) FROM users WHERE status = 'deleted'", "20");
}

/* A scan that waits keeps its statement, whatever others do meanwhile. */
static void test_waiting(void **state) {
    sqlite3_stmt *waits;
    (void)state;
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT email FROM users ORDER BY email", -1, &waits, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(waits), SQLITE_ROW);
    for (unsigned columns = 0; columns < 128; columns++) {
        ask_otherwise(columns);
    }
    assert_string_equal((const char *)sqlite3_column_text(waits, 0), "ann@a.org");
    assert_int_equal(sqlite3_step(waits), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(waits, 0), "bob@a.org");
    assert_int_equal(sqlite3_step(waits), SQLITE_DONE);
    sqlite3_finalize(waits);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_many, open_store, close_db),
        cmocka_unit_test_setup_teardown(test_rules, open_store, close_db),
        cmocka_unit_test_setup_teardown(test_waiting, open_store, close_db),
    };
    return cmocka_run_group_tests_name("keep", tests, NULL, NULL);
}
