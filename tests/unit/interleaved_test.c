/*
** Statements that wait with a row while others run, and while whoever acts changes: a statement
** that began as somebody does not go on as another.
*/
#include "session_unit.h"

#define SOMEBODY_ELSE "usher: conflict: somebody else acts since the statement began: run it again"
#define ACTORS "SELECT actor() FROM json_each('[1,2,3]')"
#define AS_BOB "SELECT act_as(" BOB ")"
#define BOB_ID "00000000-0000-7000-8000-00000000b002"
#define MANY 16 /* so many are remembered */

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    return statement;
}

static void row(sqlite3_stmt *statement, const char *expected) {
    if (sqlite3_step(statement) != SQLITE_ROW) {
        fail_msg("%s: %s", sqlite3_sql(statement), sqlite3_errmsg(db));
    }
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), expected);
}

/* It has its first row, and waits. */
static sqlite3_stmt *begun(const char *sql, const char *expected) {
    sqlite3_stmt *statement = prepare(sql);
    row(statement, expected);
    return statement;
}

static void stopped(sqlite3_stmt *statement) {
    assert_int_not_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal(sqlite3_errmsg(db), SOMEBODY_ELSE);
}

static void done(sqlite3_stmt *statement) {
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

/* Bob acts until the transaction ends. */
static void begin_as_bob(void) {
    must("BEGIN; " AS_BOB);
}

static void test_transaction_ends(void **state) {
    (void)state;
    begin_as_bob();
    sqlite3_stmt *statement = begun(ACTORS, BOB_ID);
    sqlite3_stmt *other = begun("SELECT value FROM json_each('[1,2]')", "1");
    must("COMMIT");
    says("SELECT actor()", "system"); /* those that wait are in nobody's way */
    says("SELECT count(*) FROM users", "2");
    row(other, "2"); /* usher is not asked */
    done(other);
    stopped(statement);
    refused("SELECT act_as('x')", "invalid"); /* the statement is over: it does not matter now */
    sqlite3_reset(statement);
    row(statement, "system"); /* another run of it */
    row(statement, "system");
    row(statement, "system");
    done(statement);
}

static void test_rolled_back(void **state) {
    (void)state;
    begin_as_bob();
    sqlite3_stmt *statement = begun(ACTORS, BOB_ID);
    must("ROLLBACK"); /* which ends what reads tables; this reads none */
    says("SELECT actor()", "system");
    stopped(statement);
    sqlite3_finalize(statement);
}

/* What each of several did that wait: only those that go on are stopped, in whatever order. */
static void test_several(void **state) {
    (void)state;
    for (int first = 0; first < 3; first++) {
        sqlite3_stmt *statement[3];
        begin_as_bob();
        for (int i = 0; i < 3; i++) {
            statement[i] = begun(ACTORS, BOB_ID);
        }
        must("COMMIT");
        sqlite3_finalize(statement[first]);
        says("SELECT actor()", "system"); /* and it is forgotten */
        stopped(statement[(first + 1) % 3]);
        says("SELECT actor()", "system");
        stopped(statement[(first + 2) % 3]);
        sqlite3_finalize(statement[(first + 1) % 3]);
        sqlite3_finalize(statement[(first + 2) % 3]);
        statement[first] = begun(ACTORS, "system");
        row(statement[first], "system");
        sqlite3_finalize(statement[first]);
    }
}

static void wait_many(const char *sql, int count, int result) {
    sqlite3_stmt *statement[MANY + 1];
    begin_as_bob();
    for (int i = 0; i < count; i++) {
        statement[i] = begun(sql, BOB_ID);
    }
    must("COMMIT");
    for (int i = 0; i < count; i++) {
        assert_int_equal(sqlite3_step(statement[i]) & 0xff, result);
    }
    for (int i = 0; i < count; i++) {
        sqlite3_finalize(statement[i]);
    }
    says("SELECT actor()", "system");
}

static void test_many(void **state) {
    (void)state;
    wait_many(ACTORS, MANY, SQLITE_CONSTRAINT);
    wait_many(ACTORS, MANY + 1, SQLITE_INTERRUPT); /* none goes on */
    wait_many(ACTORS, 1, SQLITE_CONSTRAINT);
    /* What usher itself reads with, for them, is not counted. */
    wait_many("SELECT actor() FROM users, json_each('[1,2]')", MANY, SQLITE_CONSTRAINT);
}

/* Another statement where one was that is no more: it has done less. */
static void test_same_place(void **state) {
    (void)state;
    begin_as_bob();
    sqlite3_stmt *statement =
        begun("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
              "WHERE i < 9999) SELECT actor() FROM n WHERE i > 5000",
              BOB_ID);
    const sqlite3_stmt *place = statement;
    must("COMMIT");
    sqlite3_finalize(statement);
    sqlite3_stmt *taken[100];
    int count = 0;
    do {
        taken[count] = prepare(ACTORS);
    } while (taken[count] != place && ++count < 100);
    if (count < 100) { /* memory is given again at once, almost always */
        row(taken[count], "system");
        row(taken[count++], "system");
    }
    while (count > 0) {
        sqlite3_finalize(taken[--count]);
    }
}

/* Usher's own statements wait, too, for those of the host; they are not counted. */
static void test_many_scans(void **state) {
    sqlite3_stmt *statement[MANY];
    (void)state;
    must("BEGIN; SELECT act_as(" ANN ")");
    for (int i = 0; i < MANY; i++) {
        statement[i] = begun("SELECT email, actor() FROM users ORDER BY rowid", "ann@a.org");
    }
    must("COMMIT");
    for (int i = 0; i < MANY; i++) {
        stopped(statement[i]);
        sqlite3_finalize(statement[i]);
    }
    says("SELECT actor()", "system");
}

/*
** The statement that called act_as() is given up at its row, and another one is where it was; what
** began meanwhile, before or after it in SQLite's list, began as somebody else.
*/
static void test_given_up(void **state) {
    (void)state;
    int same = 0;
    for (int i = 0; i < 100 && !same; i++) {
        sqlite3_stmt *statement = begun(AS_BOB, BOB_ID);
        const sqlite3_stmt *place = statement;
        sqlite3_stmt *other = i % 2 ? begun("SELECT value, CASE value WHEN 2 THEN actor() END FROM "
                                            "json_each('[1,2]')",
                                            "1")
                                    : NULL;
        sqlite3_finalize(statement);
        sqlite3_stmt *next =
            prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999) "
                    "SELECT iif(i = 501, 'not asked', actor()) FROM n WHERE i > 500");
        same = i > 10 && next == place;
        row(next, "not asked"); /* by now it has done more than the other had */
        row(next, BOB_ID);
        sqlite3_finalize(next);
        if (other) {
            stopped(other);
            sqlite3_finalize(other);
        }
        must("SELECT act_as(NULL)");
    }
}

/* The same statement from its beginning: that is another run. */
static void test_run_again(void **state) {
    (void)state;
    begin_as_bob();
    sqlite3_stmt *statement = begun(ACTORS, BOB_ID);
    must("COMMIT");
    sqlite3_reset(statement);
    row(statement, "system");
    row(statement, "system");
    sqlite3_finalize(statement);
}

/* The same person acts afterwards: the statement goes on. */
static void test_same_actor(void **state) {
    (void)state;
    must(AS_BOB);
    begin_as_bob();
    sqlite3_stmt *statement = begun(ACTORS, BOB_ID);
    must("COMMIT");
    row(statement, BOB_ID);
    row(statement, BOB_ID);
    done(statement);
}

static void test_error_is_not_shown(void **state) {
    (void)state;
    begin_as_bob();
    refused("SELECT invite_create('x@a.org', 'user')", "forbidden");
    says("SELECT usher_error() ->> 'code'", "forbidden");
    must("COMMIT");
    says("SELECT usher_error()", "NULL"); /* it may quote what he was told */
}

/* The host leaves the statement that called act_as() at its row, and runs others. */
static void test_left_at_its_row(void **state) {
    (void)state;
    sqlite3_stmt *statement = begun(AS_BOB, BOB_ID);
    says("SELECT actor()", BOB_ID);
    done(statement);
    says("SELECT actor()", BOB_ID);
    statement = begun("SELECT actor(), act_as(NULL) FROM json_each('[1,2]')", BOB_ID);
    says("SELECT actor()", "system");
    stopped(statement); /* it began as Bob */
    sqlite3_finalize(statement);
    says("SELECT actor()", "system");
}

/* The statement that calls act_as() is left at its row, and ends while another waits. */
static void test_another_waits(void **state) {
    (void)state;
    sqlite3_stmt *caller = begun(AS_BOB, BOB_ID);
    sqlite3_stmt *other =
        begun("SELECT iif(value = 1, 'not asked', actor()) FROM json_each('[1,2]')", "not asked");
    sqlite3_finalize(caller);
    says("SELECT actor()", BOB_ID);
    stopped(other);
    sqlite3_reset(other);
    row(other, "not asked");
    row(other, BOB_ID);
    done(other);
}

/* The same, and then it comes to its end: what it was before, given up at its row, does not matter. */
static void test_another_waits_again(void **state) {
    static const char waits[] =
        "SELECT iif(value = 1, 'not asked', actor()) FROM json_each('[1,2]')";
    (void)state;
    sqlite3_stmt *caller = prepare("SELECT ifnull(act_as(iif(actor() = 'system', " BOB
                                   ", NULL)), 'system') FROM json_each('[1]')");
    row(caller, BOB_ID);
    sqlite3_stmt *other = begun(waits, "not asked");
    sqlite3_reset(caller);
    sqlite3_finalize(other);
    row(caller, "system");
    other = begun(waits, "not asked");
    done(caller);
    stopped(other); /* it began as Bob */
    sqlite3_finalize(other);
    says("SELECT actor()", "system");
}

/* A statement waits: nobody else begins to act. */
static void test_not_meanwhile(void **state) {
    (void)state;
    sqlite3_stmt *statement = begun(ACTORS, "system");
    refused(AS_BOB, "conflict");
    refused("INSERT INTO usher VALUES ('act_as', json_array(" BOB "))", "conflict");
    row(statement, "system");
    sqlite3_reset(statement);
    must("INSERT INTO usher VALUES ('act_as', json_array(" BOB "))");
    row(statement, BOB_ID);
    refused("SELECT act_as(NULL)", "conflict");
    sqlite3_finalize(statement);
    must("SELECT act_as(NULL)");
}

static void run(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)argc;
    sqlite3_result_text(context, ask((const char *)sqlite3_value_text(argv[0])), -1,
                        SQLITE_TRANSIENT);
}

/* Nor does it do, by a function of the application's, what it may not itself. */
static void test_within(void **state) {
    (void)state;
    sqlite3_create_function(db, "run", 1, SQLITE_UTF8, NULL, run, NULL, NULL);
    must("CREATE TABLE list (sql); INSERT INTO list VALUES ('SELECT 1'),"
         "('INSERT INTO users (email) VALUES (''x@a.org'')'), ('SELECT count(*) FROM users'),"
         "('UPDATE users SET name = ''x'''), ('SELECT can(''users.read'')'),"
         "('INSERT INTO usher VALUES (''setting'', ''[\"invites.life\"]'')')");
    begin_as_bob();
    sqlite3_stmt *statement = begun("SELECT run(sql) FROM list", "1");
    must("COMMIT");
    for (int i = 0; i < 5; i++) {
        row(statement, SOMEBODY_ELSE);
    }
    done(statement);
    says("SELECT count(*), group_concat(name) FROM users", "2");
}

/* Functions that give rows, and scans: who acts now is asked, or one that goes on as another is stopped. */
static void test_rows(void **state) {
    static const char *const asks[] = {
        "SELECT value FROM json_each('[1,2]') CROSS JOIN can_explain('users.read', " BOB ")"
        " WHERE step = 1",
        "SELECT value FROM json_each('[1,2]') CROSS JOIN "
        "api('vidbeo', 'GET', '/v2/users', NULL, NULL)",
        "SELECT e.value FROM json_each('[1,2]') AS e CROSS JOIN settings_effective() AS s "
        "WHERE s.key = 'invites.life'",
        "SELECT value, (SELECT count(*) FROM users WHERE rowid > value) FROM json_each('[1,2]')",
    };
    (void)state;
    sqlite3_stmt *statement = begun(AS_BOB, BOB_ID);
    says("SELECT detail FROM can_explain('users.delete') LIMIT 1", "an active user");
    done(statement);
    must("SELECT act_as(NULL)");
    for (size_t i = 0; i < sizeof(asks) / sizeof(*asks); i++) {
        begin_as_bob();
        statement = begun(asks[i], "1");
        must("COMMIT");
        stopped(statement);
        sqlite3_finalize(statement);
    }
    begin_as_bob();
    statement = begun("SELECT value FROM json_each('[1,2]') CROSS JOIN usher_help('can_explain') "
                      "WHERE name = 'can_explain'",
                      "1");
    must("COMMIT");
    row(statement, "2"); /* it is the same for everybody */
    done(statement);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_file, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_transaction_ends),
        test(test_rolled_back),
        test(test_several),
        test(test_many),
        test(test_same_place),
        test(test_run_again),
        test(test_many_scans),
        test(test_given_up),
        test(test_same_actor),
        test(test_error_is_not_shown),
        test(test_left_at_its_row),
        test(test_rows),
        test(test_within),
        test(test_another_waits),
        test(test_another_waits_again),
        test(test_not_meanwhile),
    };
    return cmocka_run_group_tests_name("interleaved", tests, NULL, NULL);
}
