/*
** usher_lockdown() against what SQL alone cannot do: the host's C calls, other
** connections, statements from before, memory that runs out.
*/
#include "../brief.h"
#include "once_unit.h"

#include "identity/identity.h"

#define DENIED "not authorized"
#define NO_EMAIL "access to usher_user.email is prohibited"
#define LOCK "SELECT usher_lockdown()"
#define AS_BOB "SELECT act_as(" BOB ")"

/* The statement must fail, with this in its message. */
static void fails_on(sqlite3 *connection, const char *sql, const char *part) {
    const char *answer = ask_on(connection, sql);
    if (!strstr(answer, part)) {
        fail_msg("%s\n  says \"%s\"\n  must say \"%s\"", sql, answer, part);
    }
}

static void fails(const char *sql, const char *part) {
    fails_on(db, sql, part);
}

/* A file with a store, the application's tables, and another connection without usher. */
static sqlite3 *other;

static int open_locked(void **state) {
    open_file(state);
    must("CREATE TABLE note (id INTEGER PRIMARY KEY, title, email);"
         "INSERT INTO note (title) VALUES ('first');"
         "CREATE VIRTUAL TABLE search USING fts5(title);"
         "CREATE VIRTUAL TABLE old USING fts4(title);"
         "CREATE VIRTUAL TABLE people USING users;");
    must(AS_BOB);
    says(LOCK, "1");
    assert_int_equal(sqlite3_open(scratch_path(), &other), SQLITE_OK);
    return 0;
}

static int close_locked(void **state) {
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    return close_db(state);
}

/* ----------------------------------------------------------------- statements */

static void test_prepared_before(void **state) {
    static const char *const attacks[] = {
        "SELECT email FROM usher_user",
        "SELECT email FROM everybody",
        "SELECT email FROM (SELECT 1 AS email) FULL JOIN usher_user USING (email)",
        "UPDATE usher_user SET email = NULL",
        "SELECT act_as(NULL)",
        "PRAGMA writable_schema = 1",
        "CREATE TABLE mine (a)",
        "ATTACH ':memory:' AS mine"};
    enum { COUNT = sizeof(attacks) / sizeof(*attacks) };
    sqlite3_stmt *prepared[COUNT];
    sqlite3_stmt *harmless;
    (void)state;
    must("CREATE VIEW everybody AS SELECT email FROM usher_user");
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(sqlite3_prepare_v2(db, attacks[i], -1, &prepared[i], NULL), SQLITE_OK);
    }
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT id FROM users", -1, &harmless, NULL),
                     SQLITE_OK);
    must(LOCK);
    for (int i = 0; i < COUNT; i++) {
        int rc = sqlite3_step(prepared[i]);
        if (rc != SQLITE_AUTH && rc != SQLITE_INTERRUPT) {
            fail_msg("%s gives %d", attacks[i], rc);
        }
        sqlite3_finalize(prepared[i]);
    }
    assert_int_equal(sqlite3_step(harmless), SQLITE_DONE); /* nobody acts, and sees nothing */
    sqlite3_finalize(harmless);
}

static void test_statement_under_way(void **state) {
    sqlite3_stmt *reader;
    (void)state;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT email FROM usher_user", -1, &reader, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    refused(LOCK, "unsupported");
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    sqlite3_reset(reader);
    says(LOCK, "1");
    assert_int_equal(sqlite3_step(reader), SQLITE_AUTH);
    sqlite3_finalize(reader);
}

/* ---------------------------------------------------------- replaced by the host */

static int allow(void *data, int action, const char *a, const char *b, const char *c,
                 const char *d) {
    (void)data, (void)action, (void)a, (void)b, (void)c, (void)d;
    return SQLITE_OK;
}

static int deny(void *data, int action, const char *a, const char *b, const char *c,
                const char *d) {
    (void)data, (void)action, (void)a, (void)b, (void)c, (void)d;
    return SQLITE_DENY;
}

static int deny_select(void *data, int action, const char *a, const char *b, const char *c,
                       const char *d) {
    (void)data, (void)a, (void)b, (void)c, (void)d;
    return action == SQLITE_SELECT ? SQLITE_DENY : SQLITE_OK;
}

static int trace(unsigned event, void *data, void *statement, void *text) {
    (void)event, (void)data, (void)statement, (void)text;
    return 0;
}

static void is_closed(void) {
    static const char *const doors[] = {
        "SELECT email FROM users",
        "SELECT count(*) FROM people",
        "SELECT id FROM invites",
        "UPDATE users SET name = 'x' WHERE id = actor()",
        "DELETE FROM users",
        "INSERT INTO users (email) VALUES ('x@a.org')",
        LOCK,
        "SELECT invite_create('x@a.org', 'user')",
        "INSERT INTO usher VALUES ('invite_create', '[\"x@a.org\",\"user\"]')"};
    for (size_t i = 0; i < sizeof(doors) / sizeof(*doors); i++) {
        fails(doors[i], "usher: forbidden: the authorizer or the trace callback");
    }
    fails("SELECT email FROM usher_user", NO_EMAIL);
    fails("SELECT email FROM (SELECT 1 AS email) JOIN usher_user USING (email)", "");
    fails("CREATE TABLE mine (a)", DENIED);
    says("SELECT title FROM note", "first");
    says("SELECT usher_error() ->> 'code'", "forbidden");
}

static void test_authorizer_replaced(void **state) {
    (void)state;
    says("SELECT count(*) FROM users WHERE id = " BOB, "1");
    sqlite3_set_authorizer(db, allow, NULL);
    fails("SELECT email FROM users", "usher: forbidden");
    is_closed();
}

/* Statements that the application keeps are planned again, and the plan fails. */
static void test_kept_statement(void **state) {
    sqlite3_stmt *kept;
    (void)state;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT email FROM users", -1, &kept, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(kept), SQLITE_ROW);
    sqlite3_reset(kept);
    sqlite3_set_authorizer(db, allow, NULL);
    assert_int_equal(sqlite3_step(kept), SQLITE_ERROR);
    assert_non_null(strstr(sqlite3_errmsg(db), "usher: forbidden"));
    sqlite3_finalize(kept);
    is_closed();
}

static void test_authorizer_removed(void **state) {
    (void)state;
    sqlite3_set_authorizer(db, NULL, NULL);
    fails("SELECT invite_create('x@a.org', 'user')", "usher: forbidden: the authorizer");
    is_closed();
}

static void test_authorizer_removed_before_write(void **state) {
    sqlite3_stmt *kept;
    (void)state;
    assert_int_equal(
        sqlite3_prepare_v2(db, "INSERT INTO users (email) VALUES ('x@a.org')", -1, &kept, NULL),
        SQLITE_OK);
    sqlite3_set_authorizer(db, NULL, NULL);
    assert_int_equal(sqlite3_step(kept), SQLITE_AUTH);
    sqlite3_finalize(kept);
    is_closed();
}

static void test_authorizer_denies(void **state) {
    sqlite3_stmt *kept;
    (void)state;
    assert_int_equal(sqlite3_prepare_v2(db, "DELETE FROM users WHERE id = " BOB, -1, &kept, NULL),
                     SQLITE_OK);
    sqlite3_set_authorizer(db, deny, NULL);
    assert_int_equal(sqlite3_step(kept), SQLITE_AUTH);
    sqlite3_finalize(kept);
    sqlite3_set_authorizer(db, NULL, NULL);
    fails("SELECT email FROM users", "usher: forbidden");
    is_closed();
}

/* Not the statement, of which a DELETE has no SELECT, but what usher asks to be seen by. */
static void test_authorizer_denies_reading(void **state) {
    (void)state;
    sqlite3_set_authorizer(db, deny_select, NULL);
    fails("DELETE FROM users WHERE id = " BOB, "usher: forbidden: the authorizer");
    is_closed();
}

static void test_trace_replaced(void **state) {
    (void)state;
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, trace, NULL);
    fails("SELECT email FROM users", "usher: forbidden");
    is_closed();
}

/* ------------------------------------------------------------------- host's calls */

static void test_load_again(void **state) {
    char *error = NULL;
    (void)state;
    load(db);
    says("SELECT actor() = " BOB, "1");
    refused("SELECT act_as(NULL)", "forbidden");
    fails("SELECT email FROM usher_user", NO_EMAIL);
    assert_int_not_equal(sqlite3_load_extension(db, "dist/usher", NULL, &error), SQLITE_OK);
    assert_string_equal(error, DENIED);
    sqlite3_free(error);
}

static int setting(int id) {
    int value = -1;
    sqlite3_db_config(db, id, -1, &value);
    return value;
}

static void test_hardened(void **state) {
    (void)state;
    must("PRAGMA writable_schema = 1");
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 5000);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    must(LOCK);
    assert_int_equal(setting(SQLITE_DBCONFIG_DEFENSIVE), 1);
    assert_int_equal(setting(SQLITE_DBCONFIG_WRITABLE_SCHEMA), 0);
    assert_int_equal(setting(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION), 0);
    assert_int_equal(setting(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER), 0);
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, -1), 0);
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, -1), 0);
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, -1), 500);
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, -1), 5000); /* never raised */
    fails("UPDATE sqlite_schema SET sql = ''", "may not be modified");
}

/* Even if the host allows it afterwards, what SQLite asks of an UPDATE is not allowed. */
static void test_writable_schema_after(void **state) {
    (void)state;
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    must("UPDATE sqlite_schema SET sql = 'x', name = 'x' WHERE name = 'note'");
    says("SELECT count(*) FROM sqlite_schema WHERE name = 'x' OR sql = 'x'", "0");
    fails("DELETE FROM sqlite_schema", DENIED);
    fails("INSERT INTO sqlite_schema (name) VALUES ('x')", DENIED);
}

/* --------------------------------------------------------------- other connections */

/* What another connection puts in the way closes usher until it is gone again. */
static void in_the_way(const char *create, const char *drop) {
    must_on(other, create);
    fails("UPDATE users SET name = 'Robert' WHERE id = actor()", "usher: forbidden: the conn");
    fails("SELECT id FROM invites", "usher: forbidden: the connection is locked down");
    refused("SELECT invite_create('x@a.org', 'user')", "forbidden");
    says("SELECT count(*) FROM note", "1");
    must_on(other, drop);
    must("UPDATE users SET name = 'Bob' WHERE id = actor()");
    must("SELECT id FROM invites");
}

static void test_schema_changed(void **state) {
    (void)state;
    in_the_way("CREATE TRIGGER spy AFTER UPDATE ON usher_user BEGIN "
               "INSERT INTO note (email) VALUES (NEW.email); END",
               "DROP TRIGGER spy");
    in_the_way("CREATE TABLE accounts (a)", "DROP TABLE accounts");
    in_the_way("CREATE VIEW settings AS SELECT 1", "DROP VIEW settings");
    in_the_way("CREATE TABLE \"Usher_List\" (value, list)", "DROP TABLE \"Usher_List\"");
    in_the_way("CREATE VIRTUAL TABLE copy USING fts5(email, content='usher_user')",
               "DROP TABLE copy");
    in_the_way("CREATE VIEW emails AS SELECT email FROM note NATURAL JOIN usher_user",
               "DROP VIEW emails");
    says_on(other, "SELECT count(*) FROM note", "1");
}

/* The application's own changes are none of usher's business; its virtual tables connect again. */
static void test_schema_of_the_application(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        must_on(other, i == 0 ? "CREATE TABLE more (a)" : "ALTER TABLE more ADD COLUMN b");
        must("INSERT INTO search VALUES ('word')");
        says("SELECT title FROM search WHERE search MATCH 'word'", "word");
        must("INSERT INTO old VALUES ('word')");
        says("SELECT title FROM old WHERE old MATCH 'word'", "word");
        must("INSERT INTO more (a) VALUES (1)");
        says("SELECT count(*) FROM people WHERE id = actor()", "1");
        must("UPDATE people SET name = 'Bob' WHERE id = actor()");
        must_on(other, i == 0 ? "DELETE FROM more" : "DROP TABLE more; CREATE TABLE more (a)");
    }
}

/*
** A statement that is refused when it starts may be prepared again within that
** very step, because the schema has changed. It must not slip through.
*/
static void test_schema_changed_between(void **state) {
    static const char *const attacks[] = {
        "SELECT email FROM (SELECT 'x' AS email) FULL JOIN usher_user USING (email)",
        "INSERT INTO old SELECT email FROM (SELECT 'x' AS email) NATURAL FULL JOIN usher_user"};
    (void)state;
    for (int i = 0; i < 4; i++) {
        sqlite3_stmt *attack;
        int rc = i < 2 ? sqlite3_prepare_v2(db, attacks[i], -1, &attack, NULL)
                       : sqlite3_prepare(db, attacks[i - 2], -1, &attack, NULL);
        assert_int_equal(rc, SQLITE_OK);
        must_on(other, i % 2 ? "DROP TABLE more" : "CREATE TABLE more (a)");
        rc = sqlite3_step(attack);
        assert_true(rc == SQLITE_AUTH || rc == SQLITE_ERROR);
        sqlite3_reset(attack);
        says("SELECT count(*) FROM old", "0"); /* others are not kept from running */
        rc = sqlite3_step(attack);
        assert_true(rc == SQLITE_INTERRUPT || rc == SQLITE_ERROR);
        sqlite3_finalize(attack);
        says("SELECT count(*) FROM old", "0");
    }
}

/* ------------------------------------------------------------- every shape of query */

/* Does the statement open one of the tables whose root pages are given? */
static int opens(const char *sql, const int *roots) {
    char explain[700];
    sqlite3_stmt *statement;
    int found = 0;
    snprintf(explain, sizeof(explain), "EXPLAIN %s", sql);
    if (sqlite3_prepare_v2(db, explain, -1, &statement, NULL) != SQLITE_OK) {
        return 0;
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *code = (const char *)sqlite3_column_text(statement, 1);
        int page = sqlite3_column_int(statement, 3);
        for (int i = 0; roots[i] && (!strncmp(code, "Open", 4) || !strcmp(code, "ReopenIdx"));
             i++) {
            found |= roots[i] == page && strncmp(code, "OpenE", 5) != 0;
        }
    }
    sqlite3_finalize(statement);
    return found;
}

static int refused_shapes; /* those that only usher_watch() found */

static void try_shape(const char *sql, const int *roots) {
    sqlite3_stmt *statement;
    if (!opens(sql, roots)) {
        return; /* refused, or it reads nothing of ours */
    }
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    int rc = sqlite3_step(statement);
    sqlite3_finalize(statement);
    if (rc != SQLITE_INTERRUPT) {
        fail_msg("%s gives %d", sql, rc);
    }
    refused_shapes++;
}

/* The pages where usher's tables and indexes begin, and a 0. */
static void find_roots(int roots[32]) {
    sqlite3_stmt *pages;
    assert_int_equal(sqlite3_prepare_v2(other,
                                        "SELECT rootpage FROM sqlite_schema "
                                        "WHERE tbl_name LIKE 'usher%' AND rootpage > 0 LIMIT 31",
                                        -1, &pages, NULL),
                     SQLITE_OK);
    for (int i = 0; sqlite3_step(pages) == SQLITE_ROW; i++) {
        roots[i] = sqlite3_column_int(pages, 0);
    }
    sqlite3_finalize(pages);
}

/*
** Whatever the authorizer is not asked about is found here: statements of many
** shapes that get at usher_user, and whose program opens it, must not run.
*/
static void test_shapes(void **state) {
    static const char *const from[] = {"usher_user",
                                       "(usher_user)",
                                       "usher_user AS x",
                                       "main.usher_user NOT INDEXED",
                                       "note, usher_user",
                                       "note LEFT JOIN usher_user ON 1",
                                       "note RIGHT JOIN usher_user ON 1",
                                       "note JOIN usher_user USING (email)",
                                       "note NATURAL FULL JOIN usher_user",
                                       "note LEFT JOIN (usher_user) USING (email)",
                                       "(SELECT count(*) FROM usher_user)",
                                       "(SELECT note.id FROM note NATURAL JOIN usher_user)",
                                       "(SELECT 1 FROM usher_user LIMIT 1)",
                                       "users JOIN usher_user USING (id)",
                                       "json_each('[1]') JOIN usher_user",
                                       "(SELECT 1 AS id) AS t FULL JOIN usher_user USING (id)"};
    static const char *const what[] = {"1",       "*",  "count(*)",   "count(*) OVER ()",
                                       "note.id", "id", "max(email)", "email"};
    static const char *const around[] = {"%s",
                                         "SELECT (%s)",
                                         "SELECT EXISTS (%s)",
                                         "SELECT 1 IN (%s)",
                                         "WITH c AS MATERIALIZED (%s) SELECT count(*) FROM c",
                                         "WITH c AS (%s) SELECT * FROM c",
                                         "INSERT INTO note (title) %s",
                                         "UPDATE note SET title = (%s)",
                                         "DELETE FROM note WHERE title IN (%s)",
                                         "INSERT INTO note (id) VALUES (9) RETURNING (%s)",
                                         "SELECT 1 FROM note ORDER BY (%s)",
                                         "SELECT 1 FROM note LIMIT (%s)",
                                         "SELECT sum((%s)) OVER () FROM note",
                                         "SELECT 1 UNION %s",
                                         "SELECT iif(0, (%s), 1)",
                                         "SELECT count(*) FILTER (WHERE EXISTS (%s)) FROM note",
                                         "EXPLAIN QUERY PLAN %s",
                                         "UPDATE users SET name = (%s) WHERE id = actor()",
                                         "SELECT * FROM json_each((%s))"};
    int roots[32] = {0};
    (void)state;
    find_roots(roots);
    for (size_t f = 0; f < sizeof(from) / sizeof(*from); f++) {
        for (size_t w = 0; w < sizeof(what) / sizeof(*what); w++) {
            for (size_t a = 0; a < sizeof(around) / sizeof(*around); a++) {
                char inner[300];
                char sql[600];
                snprintf(inner, sizeof(inner), "SELECT %s FROM %s", what[w], from[f]);
                sqlite3_snprintf((int)sizeof(sql), sql, around[a], inner);
                try_shape(sql, roots);
            }
        }
    }
    assert_true(refused_shapes > 50);
    says_on(other, "SELECT group_concat(title) FROM note", "first");
}

/* ------------------------------------------------------------------- hidden tables */

static const char *two_tables(const struct usher *usher, int index) {
    static const char *const names[] = {"docs", "odd \"name", NULL};
    (void)usher;
    return names[index];
}

/* Tables below guarded ones. */
static void test_hidden(void **state) {
    static const char *const attacks[] = {
        "SELECT * FROM docs",
        "SELECT count(*) FROM Docs",
        "SELECT * FROM \"DOCS\" AS d",
        "UPDATE docs SET body = ''",
        "DELETE FROM main.docs",
        "INSERT INTO docs VALUES (1)",
        "SELECT * FROM seen",
        "PRAGMA table_info(docs)",
        "DELETE FROM \"odd \"\"name\"",
        "SELECT body FROM (SELECT 1 AS body) FULL JOIN docs USING (body)",
        "SELECT a FROM (SELECT 1 AS a) FULL JOIN \"odd \"\"name\" USING (a)"};
    struct usher usher = {.db = db};
    (void)state;
    assert_int_equal(usher_identity_open(&usher), SQLITE_OK);
    usher.guarded = two_tables;
    must("CREATE TABLE docs (body); CREATE TABLE \"odd \"\"name\" (a); CREATE TABLE note (body);"
         "CREATE VIEW seen AS SELECT * FROM docs;"
         "CREATE VIRTUAL TABLE search USING fts5(body, content = docs)");
    assert_int_equal(usher_lockdown(&usher, NULL), SQLITE_CONSTRAINT);
    assert_non_null(strstr(usher.error.message, "main.search names a table"));
    must("DROP TABLE search; DELETE FROM docs");
    assert_int_equal(usher_lockdown(&usher, NULL), SQLITE_OK);
    for (size_t i = 0; i < sizeof(attacks) / sizeof(*attacks); i++) {
        const char *answer = ask(attacks[i]);
        if (!strstr(answer, "prohibited") && !strstr(answer, DENIED) &&
            strcmp(answer, "interrupted") != 0) {
            fail_msg("%s says \"%s\"", attacks[i], answer);
        }
    }
    must("SELECT body FROM note AS docs; INSERT INTO note VALUES ('docs')");
    sqlite3_set_authorizer(db, NULL, NULL);
    sqlite3_trace_v2(db, 0, NULL, NULL);
    usher_lockdown_close(&usher);
    usher_identity_close(&usher);
}

/* --------------------------------------------------------------------- memory */

/* Out of memory at any step of locking: locked, or as it was and able to lock. */
static void test_lock_while_allocations_fail(void **state) {
    int stride = one_in(11, 1);
    int locked = 0;
    int failed = 0;
    (void)state;
    for (int n = 0; !locked && n < 5000; n += stride) {
        sqlite3 *one;
        assert_int_equal(sqlite3_open(":memory:", &one), SQLITE_OK);
        load(one);
        must_on(one, STORE);
        must_on(one, "CREATE VIRTUAL TABLE people USING users;"
                     "CREATE VIRTUAL TABLE search USING fts5(title)");
        left = n;
        int rc = sqlite3_exec(one, "SELECT usher_lockdown('{\"functions\":[\"f\",\"g\"]}')", NULL,
                              NULL, NULL);
        left = -1;
        locked = rc == SQLITE_OK;
        if (!locked) {
            failed++;
            assert_int_equal(rc, SQLITE_NOMEM);
            says_on(one, "SELECT actor()", "system");
            says_on(one, "SELECT count(*) FROM usher_user", "2");
            must_on(one, "CREATE TABLE t (a); " AS_BOB);
            must_on(one, LOCK);
        }
        fails_on(one, "SELECT email FROM usher_user", NO_EMAIL);
        fails_on(one, "CREATE TABLE u (a)", DENIED);
        assert_int_equal(sqlite3_close(one), SQLITE_OK);
    }
    assert_true(locked);
    assert_true(failed > 100 / stride);
}

/* Out of memory while a locked connection works never closes it, nor opens it. */
static void test_work_while_allocations_fail(void **state) {
    static const char *const work[] = {
        "SELECT email FROM people WHERE id = actor()",
        "UPDATE users SET name = 'B' WHERE id = actor()",
        "SELECT usher_lockdown('{\"functions\":[]}')",
        "SELECT email FROM (SELECT 1 AS email) FULL JOIN usher_user USING (email)"};
    (void)state;
    for (size_t i = 0; i < sizeof(work) / sizeof(*work); i++) {
        int rc = SQLITE_NOMEM;
        for (int n = 0; rc == SQLITE_NOMEM && n < 5000; n++) {
            sqlite3_stmt *statement = NULL;
            left = n;
            rc = sqlite3_prepare_v2(db, work[i], -1, &statement, NULL);
            if (rc == SQLITE_OK) {
                rc = sqlite3_step(statement);
            }
            left = -1;
            sqlite3_finalize(statement);
        }
        assert_int_equal(rc, i == 1 ? SQLITE_DONE : i == 3 ? SQLITE_INTERRUPT : SQLITE_ROW);
        says("SELECT count(*) FROM people WHERE id = actor()", "1");
        fails("SELECT email FROM usher_user", NO_EMAIL);
    }
}

/* A word of a statement for which there was no memory is not taken for a harmless one. */
static void test_attack_while_one_fails(void **state) {
    (void)state;
    int reached = 1;
    once = 1;
    for (int n = 0; reached; n++) {
        sqlite3_stmt *statement = NULL;
        left = n;
        int rc = sqlite3_prepare_v2(
            db, "SELECT email FROM (SELECT 1 AS email) FULL JOIN usher_user USING (email)", -1,
            &statement, NULL);
        if (rc == SQLITE_OK) {
            rc = sqlite3_step(statement);
        }
        reached = left < 0;
        left = -1;
        sqlite3_finalize(statement);
        assert_true(rc == SQLITE_NOMEM || rc == SQLITE_INTERRUPT);
    }
    once = 0;
}

int main(void) {
#define test(name, open) cmocka_unit_test_setup_teardown(name, open, close_db)
#define locked(name) cmocka_unit_test_setup_teardown(name, open_locked, close_locked)
    const struct CMUnitTest tests[] = {
        test(test_prepared_before, open_store),
        test(test_statement_under_way, open_store),
        locked(test_authorizer_replaced),
        locked(test_kept_statement),
        locked(test_authorizer_removed),
        locked(test_authorizer_removed_before_write),
        locked(test_authorizer_denies),
        locked(test_authorizer_denies_reading),
        locked(test_trace_replaced),
        locked(test_load_again),
        test(test_hardened, open_store),
        locked(test_writable_schema_after),
        locked(test_schema_changed),
        locked(test_schema_of_the_application),
        locked(test_schema_changed_between),
        locked(test_shapes),
        test(test_hidden, open_bare),
        test(test_lock_while_allocations_fail, open_bare),
        locked(test_work_while_allocations_fail),
        locked(test_attack_while_one_fails),
    };
    let_allocations_fail();
    return cmocka_run_group_tests_name("lockdown", tests, NULL, NULL);
}
