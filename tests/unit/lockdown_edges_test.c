/*
** usher_lockdown() at its edges: an SQLite that does not say what it has, a module that is called
** almost like usher's own, a statement in the place of one that was refused.
*/
#include "session_unit.h"

/* SQLite was built without it, as it were. */
static int no_lists(void *unused, int action, const char *first, const char *second,
                    const char *database, const char *accessor) {
    (void)unused, (void)second, (void)database, (void)accessor;
    return action == SQLITE_PRAGMA && strcmp(first, "function_list") == 0 ? SQLITE_IGNORE
                                                                          : SQLITE_OK;
}

static void test_no_lists(void **state) {
    (void)state;
    sqlite3_set_authorizer(db, no_lists, NULL);
    refused("SELECT usher_lockdown()", "unsupported");
    sqlite3_set_authorizer(db, NULL, NULL);
    says("SELECT usher_lockdown()", "1");
}

static int connect(sqlite3 *connection, void *unused, int argc, const char *const *argv,
                   sqlite3_vtab **out, char **error) {
    (void)unused, (void)argc, (void)argv, (void)error;
    *out = sqlite3_malloc(sizeof(**out));
    memset(*out, 0, sizeof(**out));
    return sqlite3_declare_vtab(connection, "CREATE TABLE x(a)");
}

static int disconnect(sqlite3_vtab *table) {
    sqlite3_free(table);
    return SQLITE_OK;
}

/* In the place that act_as() uses, but another module, of a name as long. */
static void test_other_scope(void **state) {
    static const sqlite3_module module = {
        .xCreate = connect, .xConnect = connect, .xDisconnect = disconnect, .xDestroy = disconnect};
    (void)state;
    sqlite3_create_module(db, "other_scope", &module, NULL);
    must("CREATE VIRTUAL TABLE temp.usher_scope USING other_scope");
    refused("SELECT usher_lockdown()", "conflict");
    must("DROP TABLE temp.usher_scope");
    says("SELECT usher_lockdown()", "1");
}

/*
** What was refused half-way is asked about again, as SQLite may prepare it anew; a statement that
** comes to stand where it stood is another one.
*/
static void test_in_its_place(void **state) {
    static const char refusal[] = "SELECT count(*) AS usher_user FROM (SELECT 1 AS x) JOIN "
                                  "(SELECT 1 AS x) USING (x)";
    sqlite3_stmt *refused_one, *next;
    int same = 0;
    (void)state;
    says("SELECT usher_lockdown()", "1");
    for (int i = 0; i < 50 && !same; i++) {
        assert_int_equal(sqlite3_prepare_v2(db, refusal, -1, &refused_one, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(refused_one), SQLITE_INTERRUPT);
        sqlite3_stmt *place = refused_one;
        sqlite3_finalize(refused_one);
        /* It asks for nothing when it is prepared, but when it runs. */
        assert_int_equal(sqlite3_prepare_v2(db, "VACUUM", -1, &next, NULL), SQLITE_OK);
        same = next == place;
        assert_int_not_equal(sqlite3_step(next), SQLITE_ROW);
        sqlite3_finalize(next);
    }
    says("SELECT count(*) FROM users", "0");
    must("SELECT 1 AS x");
    if (!same) { /* AddressSanitizer gives no place twice */
        skip();
    }
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_file, close_db)

int main(void) {
    const struct CMUnitTest tests[] = {
        test(test_no_lists),
        test(test_other_scope),
        test(test_in_its_place),
    };
    return cmocka_run_group_tests_name("lockdown_edges", tests, NULL, NULL);
}
