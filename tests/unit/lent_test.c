/*
** The texts of a statement's first row are in memory of the connection's, as long as there is
** room: they stay what they are until the statement goes on, whatever else is run meanwhile.
** And what a connection keeps of many statements.
*/
#include "once_unit.h"

#define MANY 60 /* more than there is room for */
#define FORMS (1 << 9)

static sqlite3_stmt *statement[MANY];

static int open_many(void **state) {
    open_store(state);
    must("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59) "
         "INSERT INTO users (email, first_name, job_title) "
         "SELECT 'u' || i || '@a.org', 'First ' || i, substr(hex(zeroblob(40)), 1, i + 1) FROM n");
    return 0;
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *made;
    if (sqlite3_prepare_v2(db, sql, -1, &made, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    return made;
}

static void begin(int i) {
    char email[20];
    sqlite3_snprintf(sizeof(email), email, "u%d@a.org", i);
    if (!statement[i]) {
        statement[i] = prepare("SELECT email, first_name, job_title FROM users WHERE email = ?");
    }
    sqlite3_bind_text(statement[i], 1, email, -1, SQLITE_TRANSIENT);
    assert_int_equal(sqlite3_step(statement[i]), SQLITE_ROW);
}

static void is_there(int i) {
    char text[200];
    const char *title = (const char *)sqlite3_column_text(statement[i], 2);
    sqlite3_snprintf(sizeof(text), text, "u%d@a.org", i);
    assert_string_equal((const char *)sqlite3_column_text(statement[i], 0), text);
    sqlite3_snprintf(sizeof(text), text, "First %d", i);
    assert_string_equal((const char *)sqlite3_column_text(statement[i], 1), text);
    memset(text, '0', sizeof(text));
    text[i + 1] = '\0';
    assert_string_equal(title, text);
    assert_int_equal(sqlite3_column_bytes(statement[i], 2), i + 1);
}

static void test_many(void **state) {
    (void)state;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < MANY; i++) {
            begin(i);
        }
        for (int i = round; i < MANY; i += 3) { /* some make room, and take it again */
            sqlite3_reset(statement[i]);
        }
        for (int i = MANY - 1; i >= 0; i--) {
            if (sqlite3_stmt_busy(statement[i])) {
                is_there(i);
            }
        }
        for (int i = round; i < MANY; i += 3) {
            begin(i);
        }
        for (int i = 0; i < MANY; i++) {
            is_there(i);
            sqlite3_reset(statement[i]);
        }
    }
}

/* What is taken out of the row is the taker's own. */
static void test_taken(void **state) {
    (void)state;
    begin(7);
    sqlite3_value *value = sqlite3_value_dup(sqlite3_column_value(statement[7], 1));
    sqlite3_stmt *other = prepare("SELECT ?1 || '!'");
    sqlite3_bind_value(other, 1, sqlite3_column_value(statement[7], 0));
    sqlite3_reset(statement[7]);
    begin(8);
    assert_string_equal((const char *)sqlite3_value_text(value), "First 7");
    assert_int_equal(sqlite3_step(other), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(other, 0), "u7@a.org!");
    sqlite3_value_free(value);
    sqlite3_finalize(other);
    sqlite3_reset(statement[8]);
    says("SELECT group_concat(job_title || (SELECT '-' || first_name FROM users WHERE email = "
         "'u3@a.org'), ',') FROM users WHERE email IN ('u1@a.org', 'u2@a.org')",
         "00-First 3,000-First 3");
}

/* In the other encoding, and with a length that is asked for first. */
static void test_read_otherwise(void **state) {
    (void)state;
    begin(9);
    assert_int_equal(sqlite3_column_bytes(statement[9], 1), 7);
    assert_int_equal(sqlite3_column_bytes16(statement[9], 1), 14);
    assert_string_equal((const char *)sqlite3_column_text(statement[9], 1), "First 9");
    is_there(9);
    sqlite3_reset(statement[9]);
}

/* Both sides of what there is room for; and a NUL within. */
static void test_length(void **state) {
    (void)state;
    for (int length = 1000; length < 1040; length++) {
        char sql[200];
        sqlite3_snprintf(sizeof(sql), sql,
                         "UPDATE usher_user SET about = substr(hex(zeroblob(600)), 1, %d) || "
                         "char(0) || 'x' WHERE email = 'u1@a.org'",
                         length);
        must(sql);
        sqlite3_stmt *long_one = prepare("SELECT about FROM users WHERE email = 'u1@a.org'");
        assert_int_equal(sqlite3_step(long_one), SQLITE_ROW);
        assert_int_equal(sqlite3_column_bytes(long_one, 0), length + 2);
        sqlite3_finalize(long_one);
        sqlite3_snprintf(sizeof(sql), sql,
                         "UPDATE usher_user SET about = substr(about, 1, %d) WHERE email = "
                         "'u1@a.org'",
                         length);
        must(sql);
        long_one = prepare("SELECT about, email FROM users WHERE email = 'u1@a.org'");
        assert_int_equal(sqlite3_step(long_one), SQLITE_ROW);
        assert_int_equal(strspn((const char *)sqlite3_column_text(long_one, 0), "0"), length);
        assert_string_equal((const char *)sqlite3_column_text(long_one, 1), "u1@a.org");
        sqlite3_finalize(long_one);
    }
}

/* In how many pieces SQLite asks for memory in this step. */
static int pieces_of(sqlite3_stmt *run) {
    const int enough = 1000000;
    left = enough;
    assert_int_equal(sqlite3_step(run), SQLITE_ROW);
    int pieces = enough - left;
    left = -1;
    sqlite3_reset(run);
    return pieces;
}

/* The room is used again once all was given back; where there is none, SQLite has to make some. */
static void test_again(void **state) {
    (void)state;
    assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0), SQLITE_OK);
    sqlite3_stmt *lent = prepare("SELECT email, first_name, job_title FROM users WHERE email = "
                                 "'u50@a.org'");
    pieces_of(lent);
    int pieces = pieces_of(lent);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(pieces_of(lent), pieces);
    }
    for (int i = 0; i < MANY; i++) {
        begin(i);
    }
    assert_true(pieces_of(lent) >= pieces + 3); /* a text each, and more for the scan */
    for (int i = 0; i < MANY; i++) {
        sqlite3_reset(statement[i]);
    }
    assert_int_equal(pieces_of(lent), pieces);
    sqlite3_finalize(lent);
}

/* A connection that is closed lives on until its last statement is through. */
static void test_closed(void **state) {
    (void)state;
    begin(5);
    for (int i = 0; i < MANY; i++) {
        if (i != 5) {
            sqlite3_finalize(statement[i]);
            statement[i] = NULL;
        }
    }
    assert_int_equal(sqlite3_close(db), SQLITE_BUSY);
    is_there(5);
    sqlite3_close_v2(db);
    is_there(5);
    sqlite3_finalize(statement[5]);
    statement[5] = NULL;
    db = NULL;
}

/* 511 statements: each set of these columns, behind something else. */
static void run_forms(const char *where) {
    static const char *const columns[] = {"id",   "account_id", "email",      "name",   "last_name",
                                          "role", "locale",     "first_name", "company"};
    for (int i = 1; i < FORMS; i++) {
        sqlite3_str *sql = sqlite3_str_new(db);
        sqlite3_str_appendall(sql, "SELECT 1");
        for (int bit = 0; bit < 9; bit++) {
            if (i >> bit & 1) {
                sqlite3_str_appendf(sql, ", %s", columns[bit]);
            }
        }
        sqlite3_str_appendall(sql, where);
        char *text = sqlite3_str_finish(sql);
        sqlite3_stmt *other = prepare(text);
        sqlite3_free(text);
        assert_int_equal(sqlite3_step(other), SQLITE_ROW);
        sqlite3_finalize(other);
    }
}

/*
** A scan whose kept statement went, and which goes on with one of its own: what it reads
** which column from stays, also when what no statement is kept for is freed.
*/
static void test_scan_without_a_kept_statement(void **state) {
    (void)state;
    sqlite3_stmt *scan = prepare("SELECT DISTINCT job_title FROM users WHERE rowid % 2 = 1 "
                                 "ORDER BY job_title"); /* rows that were merged: expanded */
    assert_int_equal(sqlite3_step(scan), SQLITE_ROW);
    assert_int_equal(sqlite3_column_type(scan, 0), SQLITE_NULL); /* of who was there before */
    assert_int_equal(sqlite3_step(scan), SQLITE_ROW);
    run_forms(" FROM users WHERE email = 'u1@a.org'");
    int last = sqlite3_column_bytes(scan, 0);
    for (int rows = 1; rows < 30; rows++) {
        assert_int_equal(sqlite3_step(scan), SQLITE_ROW);
        assert_int_equal(sqlite3_column_bytes(scan, 0), last + 2);
        assert_int_equal(strspn((const char *)sqlite3_column_text(scan, 0), "0"), last + 2);
        last += 2;
    }
    assert_int_equal(sqlite3_step(scan), SQLITE_DONE);
    sqlite3_finalize(scan);
}

/* What a statement was made from goes with it, but for its plan. */
static void test_forms(void **state) {
    (void)state;
    run_forms(" FROM users WHERE email = 'u1@a.org'");
    sqlite3_int64 before = sqlite3_memory_used();
    run_forms(" FROM users WHERE first_name = 'First 1'");
    assert_true(sqlite3_memory_used() - before < 110LL * FORMS);
}

static int close_many(void **state) {
    for (int i = 0; i < MANY; i++) {
        sqlite3_finalize(statement[i]);
        statement[i] = NULL;
    }
    return db ? close_db(state) : 0;
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_many, close_many)

int main(void) {
    let_allocations_fail(); /* or be counted */
    const struct CMUnitTest tests[] = {
        test(test_many),
        test(test_taken),
        test(test_read_otherwise),
        test(test_length),
        test(test_again),
        test(test_closed),
        test(test_scan_without_a_kept_statement),
        test(test_forms),
    };
    return cmocka_run_group_tests_name("lent", tests, NULL, NULL);
}
