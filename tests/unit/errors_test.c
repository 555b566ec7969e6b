/*
** The error channel: what is recorded for our own errors and for SQLite's, how
** it reads at both edges, and that no message is ever torn, unclean or lost.
*/
#include "base_unit.h"

static void is_error(enum usher_code code, int result, const char *field, const char *message) {
    assert_int_equal(unit.error.code, code);
    assert_int_equal(unit.error.result, result);
    assert_string_equal(unit.error.field, field);
    assert_string_equal(unit.error.message, message);
}

/* Run SQL that fails and pass its error on. */
static int pass(const char *sql) {
    int result = sqlite3_exec(unit.db, sql, NULL, NULL, NULL);

    assert_int_not_equal(result, SQLITE_OK);
    return usher_pass(&unit, result);
}

static void setup(const char *sql) {
    assert_int_equal(sqlite3_exec(unit.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* ----------------------------------------------------------------- our own */

static void test_codes(void **state) {
    (void)state;
#define X(symbol, code, result, status, meaning)                                                   \
    assert_string_equal(usher_code_name(USHER_##symbol), code);                                    \
    assert_int_equal(usher_code_status(USHER_##symbol), status);                                   \
    assert_int_equal(usher_fail(&unit, USHER_##symbol, "f", "m %d", 5), result);                   \
    is_error(USHER_##symbol, result, "f", "m 5");                                                  \
    assert_string_equal(usher_error_name(&unit.error), code);                                      \
    assert_int_equal(usher_error_status(&unit.error), status);
    USHER_ERRORS(X)
#undef X
    assert_string_equal(usher_code_name((enum usher_code)(USHER_CODES + 5)), "internal");
    assert_int_equal(usher_code_status((enum usher_code)(USHER_CODES + 5)), 500);
    assert_int_equal(usher_fail(&unit, USHER_OK, NULL, "x"), SQLITE_ERROR);
    is_error(USHER_INTERNAL, SQLITE_ERROR, "", "x");
    assert_int_equal(usher_fail(&unit, USHER_CODES, NULL, "y"), SQLITE_ERROR);
    is_error(USHER_INTERNAL, SQLITE_ERROR, "", "y");
}

static void test_fail_replaces(void **state) {
    (void)state;
    usher_fail(&unit, USHER_INVALID, "email", "first");
    usher_fail(&unit, USHER_CONFLICT, unit.error.field, "then %s", unit.error.message);
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT, "email", "then first");
}

/* Messages are cut between characters, whatever the width and the place. */
static void test_cut(void **state) {
    static const char *const characters[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    char text[1000];

    (void)state;
    for (size_t size = 1; size <= 4; size++) {
        for (size_t shift = 0; shift < 4; shift++) {
            size_t length = shift;

            memset(text, 'x', shift);
            for (; length + size < sizeof text; length += size)
                memcpy(text + length, characters[size - 1], size);
            text[length] = '\0';
            usher_fail(&unit, USHER_INVALID, text, "%s", text);
            assert_int_equal((strlen(unit.error.message) - shift) % size, 0);
            assert_true(strlen(unit.error.message) > sizeof unit.error.message - 1 - size);
            assert_memory_equal(unit.error.message, text, strlen(unit.error.message));
            assert_int_equal((strlen(unit.error.field) - shift) % size, 0);
            assert_true(strlen(unit.error.field) > sizeof unit.error.field - 1 - size);
        }
    }
}

static void test_clean(void **state) {
    const char *nothing = getenv("no such variable"); /* NULL, unseen by the compiler */

    (void)state;
    usher_fail(&unit, USHER_INVALID, "a\xFF", "%s", "a\nb\x1B[0m\x7F \xC3(\xED\xA0\x80) \xC3");
    is_error(USHER_INVALID, SQLITE_CONSTRAINT, "a?", "a b [0m  ?(?\?\?) ?");
    usher_fail(&unit, USHER_INVALID, NULL, "%s", nothing);
    is_error(USHER_INVALID, SQLITE_CONSTRAINT, "", "");
    /* Cut: only the start of a character goes, and only from the end. */
    usher_fail(&unit, USHER_INVALID, NULL, "\xC3(%*sab\x80\xC3\xA9", 400 - 6, "");
    assert_int_equal(strlen(unit.error.message), 399);
    assert_memory_equal(unit.error.message, "?(", 2);
    assert_string_equal(unit.error.message + 395, " ab?");
}

/* ------------------------------------------------------------- what SQLite said */

static void test_constraints(void **state) {
    (void)state;
    setup("CREATE TABLE usher_user(id INTEGER PRIMARY KEY, account_id INT, email TEXT NOT NULL,"
          " age INT CONSTRAINT age CHECK (age > 0), size INT CHECK (size > 0),"
          " UNIQUE(account_id, email)) STRICT;"
          "CREATE TABLE usher_child(user INT REFERENCES usher_user);"
          "PRAGMA foreign_keys = 1;"
          "INSERT INTO usher_user(id, account_id, email) VALUES(1, 1, 'a')");
    assert_int_equal(pass("INSERT INTO usher_user(id, email) VALUES(1, 'z')"), SQLITE_CONSTRAINT);
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT, "id", "id is already taken");
    pass("INSERT INTO usher_user(account_id, email) VALUES(1, 'a')");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT, "email", "email is already taken");
    /* An index on an expression is named for the column; one of the host's says what it likes. */
    setup("CREATE UNIQUE INDEX usher_user_email ON usher_user(lower(email))");
    pass("INSERT INTO usher_user(account_id, email) VALUES(2, 'A')");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT, "email", "email is already taken");
    setup(
        "DROP INDEX usher_user_email; CREATE UNIQUE INDEX [no (name)] ON usher_user(lower(email))");
    pass("INSERT INTO usher_user(account_id, email) VALUES(2, 'A')");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT, "", "the value is already taken");
    pass("INSERT INTO usher_user(account_id) VALUES(1)");
    is_error(USHER_MISSING, SQLITE_CONSTRAINT, "email", "email is required");
    pass("INSERT INTO usher_user(email, age) VALUES('b', 0)");
    is_error(USHER_INVALID, SQLITE_CONSTRAINT, "age", "age has a value that is not allowed");
    pass("INSERT INTO usher_user(email, size) VALUES('b', 0)");
    is_error(USHER_INVALID, SQLITE_CONSTRAINT, "", "a value must satisfy size > 0");
    pass("INSERT INTO usher_user(email, size) VALUES('b', 'x')");
    is_error(USHER_INVALID, SQLITE_CONSTRAINT, "size",
             "cannot store TEXT value in INT column usher_user.size");
    pass("INSERT INTO usher_child VALUES(9)");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT_FOREIGNKEY, "",
             "the row names one that does not exist, or others still name it");
}

#define LONG_NAME "a_name_of_more_than_thirty_one_letters"

static int unusual_code;

static void unusual(sqlite3_context *context, int count, sqlite3_value **arguments) {
    (void)count;
    (void)arguments;
    sqlite3_result_error(context, "no_such_rule", -1);
    sqlite3_result_error_code(context, unusual_code);
}

/* What a schema of ours has not: a name that is no field's is none. */
static void test_unusual(void **state) {
    (void)state;
    setup("CREATE TABLE t(" LONG_NAME " NOT NULL, [two words] UNIQUE)");
    pass("INSERT INTO t VALUES(NULL, 1)");
    is_error(USHER_MISSING, SQLITE_CONSTRAINT, "", "a value is required");
    setup("INSERT INTO t VALUES(1, 1)");
    pass("INSERT INTO t VALUES(2, 1)");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT, "", "the value is already taken");
    pass("INSERT INTO t(rowid, " LONG_NAME ") VALUES(1, 1)");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT, "rowid", "rowid is already taken");
    sqlite3_create_function(unit.db, "unusual", 0, SQLITE_UTF8, NULL, unusual, NULL, NULL);
    unusual_code = SQLITE_CONSTRAINT_CHECK;
    pass("SELECT unusual()");
    is_error(USHER_INVALID, SQLITE_CONSTRAINT, "no_such_rule",
             "no_such_rule has a value that is not allowed");
    unusual_code = SQLITE_FORMAT;
    assert_int_equal(pass("SELECT unusual()"), SQLITE_CORRUPT_VTAB);
}

static void test_triggers(void **state) {
    (void)state;
    setup("CREATE TABLE t(a);"
          "CREATE TRIGGER one BEFORE INSERT ON t WHEN new.a = 1"
          " BEGIN SELECT raise(ABORT, 'not on a Sunday'); END;"
          "CREATE TRIGGER two BEFORE INSERT ON t WHEN new.a = 2"
          " BEGIN SELECT raise(ABORT, 'usher: last_owner: the account needs an owner'); END;"
          "CREATE TRIGGER three BEFORE INSERT ON t WHEN new.a = 3"
          " BEGIN SELECT raise(ABORT, 'usher: nonsense: x'); END;"
          "CREATE TRIGGER four BEFORE INSERT ON t WHEN new.a = 4"
          " BEGIN SELECT raise(ABORT, 'usher: on leave'); END");
    assert_int_equal(pass("INSERT INTO t VALUES(1)"), SQLITE_CONSTRAINT_TRIGGER);
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT_TRIGGER, "", "not on a Sunday");
    assert_int_equal(pass("INSERT INTO t VALUES(2)"), SQLITE_CONSTRAINT_TRIGGER);
    is_error(USHER_LAST_OWNER, SQLITE_CONSTRAINT_TRIGGER, "", "the account needs an owner");
    pass("INSERT INTO t VALUES(3)");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT_TRIGGER, "", "usher: nonsense: x");
    pass("INSERT INTO t VALUES(4)");
    is_error(USHER_CONFLICT, SQLITE_CONSTRAINT_TRIGGER, "", "usher: on leave");
}

static int nested_code = USHER_QUOTA_EXCEEDED;

static void nested(sqlite3_context *context, int count, sqlite3_value **arguments) {
    int result;

    (void)count;
    (void)arguments;
    if (nested_code == USHER_OK)
        result = usher_pass(&unit, SQLITE_BUSY);
    else
        result = usher_fail(&unit, (enum usher_code)nested_code, "disk_space", "no room for %d", 5);
    usher_error_to_function(&unit, context, result);
}

/* A rule that fails inside a statement of another rule is not told twice. */
static void test_nested(void **state) {
    (void)state;
    sqlite3_create_function(unit.db, "nested", 0, SQLITE_UTF8, NULL, nested, NULL, NULL);
    nested_code = USHER_QUOTA_EXCEEDED;
    assert_int_equal(pass("SELECT nested()"), SQLITE_CONSTRAINT);
    is_error(USHER_QUOTA_EXCEEDED, SQLITE_CONSTRAINT, "disk_space", "no room for 5");
    nested_code = USHER_FORBIDDEN;
    assert_int_equal(pass("SELECT nested()"), SQLITE_AUTH);
    is_error(USHER_FORBIDDEN, SQLITE_AUTH, "disk_space", "no room for 5");
    nested_code = USHER_CORRUPT;
    assert_int_equal(pass("SELECT nested()"), SQLITE_CORRUPT_VTAB);
    nested_code = USHER_OK;
    assert_int_equal(pass("SELECT nested()"), SQLITE_BUSY);
    is_error(USHER_INTERNAL, SQLITE_BUSY, "", "database is locked");
    /* another error was recorded meanwhile, of the same words or code: no stale field */
    nested_code = USHER_QUOTA_EXCEEDED;
    for (int i = 0; i < 2; i++) {
        assert_int_not_equal(sqlite3_exec(unit.db, "SELECT nested()", NULL, NULL, NULL), SQLITE_OK);
        if (i == 0)
            usher_fail(&unit, USHER_INVALID, "name", "no room for 5");
        else
            usher_fail(&unit, USHER_QUOTA_EXCEEDED, "name", "no room for 6");
        assert_int_equal(usher_pass(&unit, SQLITE_CONSTRAINT), SQLITE_CONSTRAINT);
        is_error(USHER_QUOTA_EXCEEDED, SQLITE_CONSTRAINT, "", "no room for 5");
    }
    nested_code = USHER_EXPIRED; /* as long a name */
    assert_int_not_equal(sqlite3_exec(unit.db, "SELECT nested()", NULL, NULL, NULL), SQLITE_OK);
    usher_fail(&unit, USHER_REVOKED, "name", "no room for 5");
    assert_int_equal(usher_pass(&unit, SQLITE_ERROR), SQLITE_ERROR);
    is_error(USHER_EXPIRED, SQLITE_ERROR, "", "no room for 5");
}

static void test_natives(void **state) {
    static const struct {
        int result, status;
        const char *name;
    } natives[] = {
        {SQLITE_NOMEM, 503, "nomem"},
        {SQLITE_FULL, 503, "full"},
        {SQLITE_IOERR, 500, "ioerr"},
        {SQLITE_IOERR_FSYNC, 500, "ioerr"},
        {SQLITE_BUSY, 503, "busy"},
        {SQLITE_BUSY_SNAPSHOT, 503, "busy"},
        {SQLITE_LOCKED, 503, "locked"},
        {SQLITE_LOCKED_SHAREDCACHE, 503, "locked"},
        {SQLITE_INTERRUPT, 503, "interrupt"},
        {SQLITE_ABORT, 503, "abort"},
        {SQLITE_ABORT_ROLLBACK, 503, "abort"},
        {SQLITE_SCHEMA, 503, "schema"},
        {SQLITE_PROTOCOL, 503, "protocol"},
        {SQLITE_READONLY, 500, "readonly"},
        {SQLITE_READONLY_DBMOVED, 500, "readonly"},
        {SQLITE_CANTOPEN, 500, "cantopen"},
        {SQLITE_CANTOPEN_ISDIR, 500, "cantopen"},
        {SQLITE_PERM, 500, "perm"},
        {SQLITE_AUTH, 500, "auth"},
        {SQLITE_TOOBIG, 500, "toobig"},
        {SQLITE_NOLFS, 500, "nolfs"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++) {
        assert_int_equal(usher_pass(&unit, natives[i].result), natives[i].result);
        is_error(USHER_INTERNAL, natives[i].result, "", sqlite3_errstr(natives[i].result));
        assert_string_equal(usher_error_name(&unit.error), natives[i].name);
        assert_int_equal(usher_error_status(&unit.error), natives[i].status);
    }
    assert_int_equal(usher_pass(&unit, SQLITE_IOERR_NOMEM), SQLITE_NOMEM);
    unit_forget();
    assert_int_equal(usher_pass(&unit, SQLITE_OK), SQLITE_OK);
    assert_int_equal(usher_pass(&unit, SQLITE_ROW), SQLITE_ROW);
    assert_int_equal(usher_pass(&unit, SQLITE_DONE), SQLITE_DONE);
    is_error(USHER_OK, 0, "", "");
}

/* Real ones, with what the connection has to say. */
static void test_native_messages(void **state) {
    (void)state;
    setup("CREATE TABLE t(a); PRAGMA query_only = 1");
    assert_int_equal(pass("INSERT INTO t VALUES(1)"), SQLITE_READONLY);
    is_error(USHER_INTERNAL, SQLITE_READONLY, "", "attempt to write a readonly database");
    setup("PRAGMA query_only = 0; PRAGMA max_page_count = 3");
    assert_int_equal(pass("INSERT INTO t VALUES(zeroblob(100000))"), SQLITE_FULL);
    is_error(USHER_INTERNAL, SQLITE_FULL, "", "database or disk is full");
    sqlite3_limit(unit.db, SQLITE_LIMIT_LENGTH, 1000);
    assert_int_equal(pass("SELECT zeroblob(2000)"), SQLITE_TOOBIG);
    is_error(USHER_INTERNAL, SQLITE_TOOBIG, "", "string or blob too big");
}

static void test_damage(void **state) {
    (void)state;
    setup("CREATE TABLE usher_user(id INTEGER PRIMARY KEY); CREATE TABLE other(a)");
    assert_int_equal(pass("SELECT 1 FROM main.usher_invite"), SQLITE_CORRUPT_VTAB);
    is_error(USHER_CORRUPT, SQLITE_CORRUPT_VTAB, "",
             "the store is damaged: no such table: main.usher_invite");
    assert_int_equal(pass("SELECT u.email FROM usher_user u"), SQLITE_CORRUPT_VTAB);
    is_error(USHER_CORRUPT, SQLITE_CORRUPT_VTAB, "",
             "the store is damaged: no such column: u.email");
    assert_int_equal(pass("SELECT 1 FROM usher_user INDEXED BY usher_x"), SQLITE_CORRUPT_VTAB);
    assert_int_equal(pass("INSERT INTO usher_user(email) VALUES(1)"), SQLITE_CORRUPT_VTAB);
    assert_int_equal(pass("INSERT INTO usher_user VALUES('x')"), SQLITE_CORRUPT_VTAB);
    is_error(USHER_CORRUPT, SQLITE_CORRUPT_VTAB, "", "the store is damaged: datatype mismatch");
    for (int result = 0; result < 3; result++) {
        static const int damage[] = {SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_INDEX};

        assert_int_equal(usher_pass(&unit, damage[result]), SQLITE_CORRUPT_VTAB);
    }
    assert_int_equal(pass("SELECT 1 FROM documents"), SQLITE_ERROR);
    is_error(USHER_INTERNAL, SQLITE_ERROR, "", "no such table: documents");
    assert_int_equal(pass("INSERT INTO other(b) VALUES(1)"), SQLITE_ERROR);
    assert_int_equal(pass("SELEC"), SQLITE_ERROR);
    is_error(USHER_INTERNAL, SQLITE_ERROR, "", "near \"SELEC\": syntax error");
    assert_string_equal(usher_error_name(&unit.error), "internal");
    assert_int_equal(usher_error_status(&unit.error), 500);
    assert_int_equal(usher_pass(&unit, SQLITE_MISUSE), SQLITE_ERROR);
}

/* The connection's message is used only if it is about the same failure. */
static void test_unrelated(void **state) {
    (void)state;
    pass("SELEC");
    assert_int_equal(usher_pass(&unit, SQLITE_NOMEM), SQLITE_NOMEM);
    is_error(USHER_INTERNAL, SQLITE_NOMEM, "", "out of memory");
}

/* -------------------------------------------------------------------- edges */

static void test_vtab(void **state) {
    sqlite3_vtab vtab = {0};

    (void)state;
    assert_int_equal(usher_error_to_vtab(&unit, &vtab, SQLITE_BUSY), SQLITE_BUSY);
    assert_string_equal(vtab.zErrMsg, "usher: busy: database is locked"); /* of no record */
    sqlite3_free(vtab.zErrMsg);
    vtab.zErrMsg = sqlite3_mprintf("older");
    usher_fail(&unit, USHER_NOT_FOUND, "id", "there is no user %d", 5);
    assert_int_equal(usher_error_to_vtab(&unit, &vtab, SQLITE_ERROR), SQLITE_ERROR);
    assert_string_equal(vtab.zErrMsg, "usher: not_found: there is no user 5");
    assert_int_equal(usher_error_to_vtab(&unit, &vtab, usher_pass(&unit, SQLITE_BUSY)),
                     SQLITE_BUSY);
    assert_string_equal(vtab.zErrMsg, "usher: busy: database is locked");
    assert_int_equal(usher_error_to_vtab(&unit, &vtab, SQLITE_FULL), SQLITE_FULL);
    assert_string_equal(vtab.zErrMsg, "usher: full: database or disk is full");
    assert_int_equal(usher_error_to_vtab(&unit, &vtab, SQLITE_NOMEM), SQLITE_NOMEM);
    assert_null(vtab.zErrMsg);
    assert_string_equal(usher_error_name(&unit.error), "nomem");
}

static int edge_result;

static void edge(sqlite3_context *context, int count, sqlite3_value **arguments) {
    (void)count;
    (void)arguments;
    usher_error_to_function(&unit, context, edge_result);
}

static void edge_is(int result, const char *message) {
    edge_result = result;
    assert_int_equal(sqlite3_exec(unit.db, "SELECT edge()", NULL, NULL, NULL), result);
    assert_string_equal(sqlite3_errmsg(unit.db), message);
}

static void test_function(void **state) {
    char text[1000];

    (void)state;
    sqlite3_create_function(unit.db, "edge", 0, SQLITE_UTF8, NULL, edge, NULL, NULL);
    edge_is(usher_fail(&unit, USHER_EXPIRED, NULL, "it ran out"), "usher: expired: it ran out");
    edge_is(usher_fail(&unit, USHER_INVALID, NULL, "no"), "usher: invalid: no");
    edge_is(usher_fail(&unit, USHER_UNAUTHENTICATED, NULL, "who?"), "usher: unauthenticated: who?");
    edge_is(usher_pass(&unit, SQLITE_READONLY),
            "usher: readonly: attempt to write a readonly database");
    edge_is(SQLITE_NOMEM, "out of memory");
    memset(text, 'm', sizeof text);
    text[sizeof text - 1] = '\0';
    usher_fail(&unit, USHER_UNAUTHENTICATED, NULL, "%s", text);
    memcpy(text, "usher: unauthenticated: ", 24);
    text[24 + sizeof unit.error.message - 1] = '\0';
    edge_is(SQLITE_AUTH, text);
}

#define test(name) cmocka_unit_test_setup_teardown(name, unit_open, unit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_codes),    test(test_fail_replaces), test(test_cut),
        test(test_clean),    test(test_constraints),   test(test_triggers),
        test(test_nested),   test(test_natives),       test(test_native_messages),
        test(test_damage),   test(test_unrelated),     test(test_vtab),
        test(test_function), test(test_unusual),
    };

    return cmocka_run_group_tests_name("errors", tests, NULL, NULL);
}
