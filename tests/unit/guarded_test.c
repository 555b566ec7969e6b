/*
** Guarded tables over the life of connections: the schema changes here and elsewhere,
** statements are kept meanwhile, memory runs out, the connection closes.
*/
#include "../brief.h"
#include "once_unit.h"

#define TABLE                                                                                      \
    "CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT, title TEXT);"  \
    "INSERT INTO app_docs VALUES (1, " ANN ", " ACCOUNT ", 'one'), (2, " BOB ", " ACCOUNT          \
    ", 'two')"
#define GUARD                                                                                      \
    "CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=account_id, "       \
    "read='docs.read', write='docs.write')"

static int open_guarded(void **state) {
    open_file(state);
    must(TABLE ";" GUARD);
    return 0;
}

static sqlite3_stmt *prepared(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    return statement;
}

/* -------------------------------------------------------------------- schema */

static void test_two_connections(void **state) {
    (void)state;
    sqlite3 *other = open_scratch(WRITABLE);
    says_on(other, "SELECT count(*) FROM docs", "2");
    must("ALTER TABLE app_docs ADD COLUMN size INTEGER DEFAULT 3");
    says_on(other, "SELECT sum(size) FROM docs", "6");
    must("ALTER TABLE app_docs ADD COLUMN kind TEXT");
    sqlite3_stmt *statement; /* is prepared as if nothing had changed, which is no error */
    assert_int_equal(sqlite3_prepare_v2(other, "SELECT title FROM docs", -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_finalize(statement);
    says_on(other, "SELECT usher_error()", "NULL");
    must_on(other, "ALTER TABLE app_docs RENAME COLUMN title TO name; "
                   "CREATE UNIQUE INDEX app_name ON app_docs (name)");
    says("SELECT name FROM docs WHERE id = 2", "two");
    must("DROP INDEX app_name; UPDATE docs SET name = 'same'");
    says_on(other, "SELECT count(*) FROM docs WHERE name = 'same'", "2");
    must("DROP TABLE docs");
    says_on(other, "SELECT count(*) FROM docs", "no such table: docs");
    must_on(other, GUARD);
    says("SELECT count(*) FROM docs", "2");
    must("DROP TABLE app_docs");
    refused_on(other, "SELECT count(*) FROM docs", "unsupported");
    refused_on(other, "INSERT INTO docs DEFAULT VALUES", "unsupported");
    must_on(other, "DROP TABLE docs");
    says("SELECT count(*) FROM docs", "no such table: docs");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

static int descriptions;

static int at_statement(unsigned event, void *unused, void *statement, void *text) {
    (void)event, (void)unused, (void)text;
    descriptions += strstr(sqlite3_sql(statement), "pragma_table_xinfo(") != NULL;
    return 0;
}

/* What the table looks like is asked when the schema has changed, and not again. */
static void test_described_once(void **state) {
    (void)state;
    says("SELECT count(*) FROM docs", "2");
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, at_statement, NULL);
    for (int i = 0; i < 3; i++) {
        descriptions = 0;
        says("SELECT count(*) FROM docs WHERE title = 'one'", "1");
        must("UPDATE docs SET title = title");
        assert_int_equal(descriptions, i == 1 ? 1 : 0);
        if (i == 0) {
            must("CREATE INDEX app_title ON app_docs (title)");
        }
    }
    sqlite3_trace_v2(db, 0, NULL, NULL);
}

/* Connected for the first time by a connection that knows the schema as it was. */
static void test_connect_late(void **state) {
    (void)state;
    sqlite3 *other = open_scratch(WRITABLE);
    says_on(other, "SELECT count(*) FROM app_docs", "2");
    must("ALTER TABLE app_docs ADD COLUMN size INTEGER DEFAULT 3");
    says_on(other, "SELECT count(*) FROM docs WHERE id = 2", "1");
    says_on(other, "SELECT sum(size) FROM docs", "6");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* Who acts is a matter of the connection, whoever makes the change. */
static void test_rights_of_other_connection(void **state) {
    (void)state;
    sqlite3 *other = open_scratch(WRITABLE);
    must("SELECT act_as(" BOB ")");
    says("SELECT count(*) FROM docs", "1");
    must_on(other, "INSERT INTO usher_role_permission SELECT role_id, 'docs.read' "
                   "FROM usher_membership WHERE user_id = " BOB);
    says("SELECT count(*) FROM docs", "2");
    says("SELECT sum(usher_writable) FROM docs", "1");
    must_on(other, "DELETE FROM usher_role_permission WHERE permission = 'docs.read'");
    says("SELECT count(*) FROM docs", "1");
    must_on(other, "UPDATE users SET enabled = 0 WHERE id = " BOB);
    says("SELECT count(*) FROM docs", "0");
    refused("INSERT INTO docs (title) VALUES ('x')", "unauthenticated");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* Statements are kept while the schema changes under them. */
static void test_kept_statements(void **state) {
    (void)state;
    must("CREATE UNIQUE INDEX app_title ON app_docs (title)");
    sqlite3_stmt *select = prepared("SELECT count(*) FROM docs WHERE title = 'two'");
    sqlite3_stmt *insert = prepared("INSERT INTO docs (title) VALUES ('two')");
    sqlite3_stmt *update = prepared("UPDATE docs SET title = 'two' WHERE title = 'one'");
    sqlite3_stmt *all[] = {select, insert, update};
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(select, 0), 1);
    sqlite3_reset(select);
    assert_int_equal(sqlite3_step(insert), SQLITE_CONSTRAINT);
    sqlite3_reset(insert);
    must("DROP INDEX app_title");
    assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_reset(insert);
    assert_int_equal(sqlite3_step(update), SQLITE_DONE);
    sqlite3_reset(update);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(select, 0), 3);
    sqlite3_reset(select);
    /* Another table of that name: nothing is read from or written to what it is not. */
    must("DROP TABLE app_docs; CREATE TABLE app_docs (title TEXT, owner_id, account_id, secret)");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sqlite3_step(all[i]), SQLITE_ERROR);
        sqlite3_reset(all[i]);
    }
    says("SELECT count(*) FROM app_docs", "0");
    /* The same table again. */
    must("DROP TABLE app_docs; " TABLE);
    assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_reset(insert);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(select, 0), 2);
    for (int i = 0; i < 3; i++) {
        sqlite3_finalize(all[i]);
    }
}

/* Half-way through a scan: rows come and go, columns are added. */
static void test_change_while_reading(void **state) {
    (void)state;
    sqlite3_stmt *reader = prepared("SELECT title FROM docs ORDER BY id");
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    must("INSERT INTO docs (title) VALUES ('three')");
    must("INSERT INTO docs (id, title) VALUES (-1, 'before')");
    must("CREATE INDEX app_title ON app_docs (title)");
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(reader, 0), "two");
    assert_int_equal(sqlite3_finalize(reader), SQLITE_OK);
    says("SELECT count(*) FROM docs", "4");
}

/* --------------------------------------------------------------------- close */

/* Each line on a connection of its own. What fails may fail; closing may not. */
static void test_close_after_use(void **state) {
    static const char *const uses[] = {
        "",
        "SELECT * FROM docs",
        "SELECT * FROM docs WHERE title IN ('one', 'x') OR id = 2 ORDER BY title",
        "INSERT INTO docs (title) VALUES ('x'), ('y'); UPDATE docs SET title = title || id; "
        "DELETE FROM docs WHERE id > 1",
        "SELECT act_as(" BOB "); UPDATE docs SET title = usher_writable; DELETE FROM docs; "
        "INSERT INTO docs (title) VALUES ('x')",
        "INSERT INTO docs (id) VALUES (1)",
        "CREATE TRIGGER t AFTER INSERT ON app_docs WHEN new.id < 9 BEGIN INSERT INTO docs (title) "
        "SELECT title || '+' FROM docs WHERE id = new.id; END; INSERT INTO docs (title) "
        "VALUES ('x'); UPDATE docs SET title = 'y'",
        "CREATE TRIGGER t AFTER UPDATE ON app_docs BEGIN DELETE FROM docs WHERE id <> new.id; END; "
        "UPDATE docs SET title = 'y'; ALTER TABLE app_docs ADD COLUMN x; UPDATE docs SET x = 1; "
        "SELECT * FROM docs",
        "CREATE TRIGGER t AFTER INSERT ON app_docs BEGIN SELECT RAISE(ROLLBACK, 'no'); END; "
        "BEGIN; INSERT INTO docs (title) VALUES ('x'); SELECT * FROM docs",
        "BEGIN; INSERT INTO docs (title) VALUES ('x'); ALTER TABLE app_docs ADD COLUMN x; "
        "UPDATE docs SET x = 1; ROLLBACK; SELECT * FROM docs",
        "DROP TABLE app_docs; SELECT * FROM docs",
        "SELECT * FROM docs; DROP TABLE docs; SELECT * FROM docs",
        "CREATE VIRTUAL TABLE more USING guarded(app_docs, owner=nobody)",
        "CREATE VIRTUAL TABLE more USING guarded(app_docs, owner=title); "
        "INSERT INTO docs (title) SELECT title FROM more; DROP TABLE more",
        "CREATE VIRTUAL TABLE IF NOT EXISTS docs USING guarded(nothing)",
        "ATTACH ':memory:' AS other; SELECT * FROM docs; VACUUM; UPDATE docs SET title = 'v'",
        "DROP TABLE usher_permission; SELECT * FROM docs",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++) {
        sqlite3_open(":memory:", &db);
        load(db);
        must(STORE ";" TABLE ";" GUARD);
        sqlite3_exec(db, uses[i], NULL, NULL, NULL);
        if (sqlite3_close(db) != SQLITE_OK) {
            fail_msg("sqlite3_close() after %s", uses[i]);
        }
    }
    open_bare(state);
}

static void test_close_after_unfinished(void **state) {
    (void)state;
    sqlite3_stmt *reader = prepared("SELECT * FROM docs WHERE id IN (1, 2) ORDER BY title");
    assert_int_equal(sqlite3_step(reader), SQLITE_ROW);
    assert_int_equal(sqlite3_close(db), SQLITE_BUSY);
    must("UPDATE docs SET title = 'x'");
    assert_int_equal(sqlite3_finalize(reader), SQLITE_OK);
}

/* -------------------------------------------------------------------- memory */

#define RETITLE "UPDATE docs SET title = title || '!', account_id = " ACCOUNT

/* What all attempts begin with, made once: a store, and the guarded table if `guarded`. */
static unsigned char *make_template(int guarded, sqlite3_int64 *size) {
    sqlite3_open(":memory:", &db);
    load(db);
    must(STORE ";" TABLE);
    must(guarded ? GUARD : "");
    unsigned char *bytes = sqlite3_serialize(db, "main", size, 0);
    assert_non_null(bytes);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return bytes;
}

static void open_template(const unsigned char *bytes, sqlite3_int64 size) {
    unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)size);
    assert_non_null(copy);
    memcpy(copy, bytes, (size_t)size);
    sqlite3_open(":memory:", &db);
    assert_int_equal(
        sqlite3_deserialize(db, "main", copy, size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE),
        SQLITE_OK);
    load(db);
}

/* Out of memory at any step: all or nothing, and the connection is as good as before. */
static void test_without_memory(void **state) {
    static const char *const uses[] = {
        GUARD,
        "SELECT * FROM docs WHERE title = 'one'",
        "INSERT INTO docs (title) VALUES ('three'), ('four')",
        RETITLE,
        "DELETE FROM docs",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++) {
        sqlite3_int64 size = 0;
        unsigned char *template = make_template(i > 0, &size);
        int rc = SQLITE_NOMEM;
        int stride = one_in(7, 3);
        for (int n = 0; rc != SQLITE_OK && n < 50000;
             n += stride * (n < 200    ? 1
                            : n < 2000 ? 5
                                       : 25)) { /* late ones are alike */
            open_template(template, size);
            must(i ? "SELECT act_as(" ANN ")" : "");
            must("SELECT count(*) FROM app_docs");
            left = n;
            rc = sqlite3_exec(db, uses[i], NULL, NULL, NULL);
            left = -1;
            if (rc != SQLITE_OK) {
                assert_int_equal(rc, SQLITE_NOMEM);
                says("SELECT count(*) || group_concat(title, '') FROM app_docs", "2onetwo");
                must(uses[i]);
            }
            says("SELECT count(*) FROM usher_permission WHERE name GLOB 'docs*'", "2");
            assert_int_equal(sqlite3_close(db), SQLITE_OK);
        }
        assert_int_equal(rc, SQLITE_OK);
        sqlite3_free(template);
    }
    open_bare(state);
}

/* `use`, after `before`, when the n-th allocation fails. Is there one? */
static int one_fails(int n, const char *before, const char *use, const char *answer) {
    sqlite3_exec(db, before, NULL, NULL, NULL); /* it may fail: that is then the last error */
    left = n;
    int rc = sqlite3_exec(db, use, NULL, NULL, NULL);
    int reached = left < 0;
    left = -1;
    if (rc != SQLITE_NOMEM) {
        assert_string_equal(sqlite3_errmsg(db), answer);
    }
    sqlite3_exec(db, use, NULL, NULL, NULL);
    assert_string_equal(sqlite3_errmsg(db), answer);
    return reached;
}

/* Nor is it taken for another failure, such as the last one, or for a table that is not what it was. */
static void test_one_allocation_fails(void **state) {
    static const struct {
        const char *before, *use, *answer;
    } cases[] = {
        {"SELECT invite_revoke('x')", "SELECT * FROM docs", "not an error"},
        {"SELECT count(*) FROM docs; CREATE INDEX app_title ON app_docs (title);"
         "SELECT invite_revoke('x')",
         "SELECT * FROM docs", "not an error"},
        {"DROP TABLE app_docs; SELECT invite_revoke('x')", "SELECT * FROM docs",
         "usher: unsupported: docs cannot be used: there is no table \"app_docs\" in main: put "
         "that "
         "right, or DROP TABLE docs and create it again"},
        {"INSERT INTO usher_role_permission SELECT role_id, 'docs.read' FROM usher_membership "
         "WHERE user_id = " BOB "; SELECT act_as(" BOB ")",
         "UPDATE docs SET title = 'x' WHERE id = 1",
         "usher: forbidden: docs: to change this row needs its owner, or the permission docs.write "
         "in its account"},
        {"SELECT act_as(" ANN ")", "UPDATE docs SET title = 'x' WHERE id = 1", "not an error"},
        {"CREATE TABLE kind (k TEXT PRIMARY KEY, owner TEXT, account TEXT) WITHOUT ROWID;"
         "CREATE VIRTUAL TABLE kinds USING guarded(kind, owner=owner, account=account, "
         "read=docs.read);"
         "INSERT INTO kind VALUES (printf('%.3000c', 'k'), " ANN ", " ACCOUNT ");"
         "INSERT INTO usher_role_permission SELECT role_id, 'docs.read' FROM usher_membership "
         "WHERE user_id = " BOB "; SELECT act_as(" BOB ")",
         "UPDATE kinds SET k = 'two' WHERE k LIKE 'kkk%'",
         "usher: forbidden: kinds: only its owner may change this row"},
    };
    (void)state;
    sqlite3_int64 size = 0;
    unsigned char *template = make_template(1, &size);
    once = 1;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int reached = 1;
        for (int n = 0; reached; n += one_in(7, 3)) {
            open_template(template, size);
            reached = one_fails(n, cases[i].before, cases[i].use, cases[i].answer);
            assert_int_equal(sqlite3_close(db), SQLITE_OK);
        }
    }
    once = 0;
    sqlite3_free(template);
    open_bare(state);
}

/* ------------------------------------------------------------------ registry */

static int is_base(const struct usher *usher, const char *name) {
    const char *base;
    for (int i = 0; (base = usher->guarded(usher, i)) != NULL; i++) {
        if (sqlite3_stricmp(base, name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Which tables are guarded: those that were connected, until they are dropped. */
static void test_guarded_bases(void **state) {
    static struct usher usher;
    (void)state;
    open_below(&usher);
    assert_int_equal(is_base(&usher, "app_docs"), 0);
    must("SELECT 1 FROM docs LIMIT 0");
    assert_int_equal(is_base(&usher, "App_Docs"), 1);
    assert_int_equal(is_base(&usher, "docs"), 0);
    must("CREATE VIRTUAL TABLE mine USING guarded(app_docs, owner=owner_id)");
    must("DROP TABLE docs");
    assert_int_equal(is_base(&usher, "app_docs"), 1);
    must("ALTER TABLE app_docs ADD COLUMN x"); /* SQLite disconnects what it knows */
    assert_int_equal(is_base(&usher, "app_docs"), 1);
    must("DROP TABLE mine");
    assert_int_equal(is_base(&usher, "app_docs"), 0);
    must("CREATE VIRTUAL TABLE mine USING guarded(app_docs, owner=owner_id)");
    must("ALTER TABLE app_docs ADD COLUMN y");
    assert_int_equal(sqlite3_drop_modules(db, NULL), SQLITE_OK);
    assert_int_equal(is_base(&usher, "app_docs"), 0);
}

/* And whichever allocation fails while one is connected: it is in the list, and goes from it. */
static void test_guarded_bases_when_one_fails(void **state) {
    static struct usher usher;
    (void)state;
    int reached = 1;
    once = 1;
    for (int n = 0; reached; n++) {
        open_below(&usher);
        must("SELECT count(*) FROM app_docs");
        left = n;
        int rc = sqlite3_exec(db, "SELECT 1 FROM docs LIMIT 0", NULL, NULL, NULL);
        reached = left < 0;
        left = -1;
        assert_true(rc == SQLITE_OK || rc == SQLITE_NOMEM);
        must("SELECT 1 FROM docs LIMIT 0");
        assert_int_equal(is_base(&usher, "app_docs"), 1);
        must("BEGIN; DROP TABLE docs");
        assert_int_equal(is_base(&usher, "app_docs"), 0);
        must("ROLLBACK");
    }
    once = 0;
}

#define SESSION(test) cmocka_unit_test_setup_teardown(test, open_guarded, close_db)

int main(void) {
    let_allocations_fail();
    const struct CMUnitTest tests[] = {
        SESSION(test_two_connections),
        SESSION(test_described_once),
        SESSION(test_connect_late),
        SESSION(test_rights_of_other_connection),
        SESSION(test_kept_statements),
        SESSION(test_change_while_reading),
        cmocka_unit_test_teardown(test_close_after_use, close_db),
        SESSION(test_close_after_unfinished),
        cmocka_unit_test_teardown(test_without_memory, close_db),
        cmocka_unit_test_teardown(test_one_allocation_fails, close_db),
        SESSION(test_guarded_bases),
        SESSION(test_guarded_bases_when_one_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
