/*
** Rules that are begun without knowing who acts, by what statement, or where a failed upgrade left the
** store: as after somebody else's commit. Each part fails in turn.
*/
#include "fault_unit.h"

#include "domain/settings/settings.h"
#include "identity/internal.h"

#define ANN_ID "00000000-0000-7000-8000-00000000b001"
#define BOB_ID "00000000-0000-7000-8000-00000000b002"
#define ACCOUNT_ID "00000000-0000-7000-8000-00000000a001"
#define FILE_ID "00000000-0000-7000-8000-00000000f001"
#define CHECKSUM "0123456789abcdef0123456789abcdef"

static void put(struct usher_record *record, const struct usher_table *table, const char *column,
                const char *text) {
    int i = 0;
    while (strcmp(table->columns[i].name, column) != 0) {
        assert_true(++i < table->count);
    }
    usher_value_text(&record->value[i], text);
    record->given |= (uint64_t)1 << i;
}

static sqlite3_int64 number_of(const char *table, const char *id) {
    char sql[200];
    int wanted = fault.wanted;
    fault.wanted = 0;
    sqlite3_snprintf(sizeof(sql), sql, "SELECT number FROM %s WHERE id = '%s'", table, id);
    sqlite3_int64 number = strtoll(ask(sql), NULL, 10);
    fault.wanted = wanted;
    usher_rights_forget(&usher); /* somebody else has committed */
    return number;
}

/* ------------------------------------------------------------------------- tables */

static struct usher_record old, next;

static struct usher_change change_of(const struct usher_table *table, sqlite3_int64 number) {
    usher_record_init(&old);
    usher_record_init(&next);
    return (struct usher_change){.table = table, .number = number, .old = &old, .next = &next};
}

static int let_go(int rc) {
    usher_record_clear(&old);
    usher_record_clear(&next);
    return rc;
}

static int rename_self(void) {
    struct usher_change change = change_of(&usher_users, number_of("usher_user", ANN_ID));
    put(&old, &usher_users, "id", ANN_ID);
    put(&old, &usher_users, "account_id", ACCOUNT_ID);
    put(&old, &usher_users, "name", "Ann");
    put(&old, &usher_users, "discarded_at", NULL);
    put(&next, &usher_users, "name", "Anna");
    return let_go(usher_users.update(&usher, &change));
}

static int update_table(void) {
    struct usher_change change = change_of(&usher_users, number_of("usher_user", ANN_ID));
    put(&next, &usher_users, "name", "Anne");
    return let_go(usher_table_update(&usher, &usher_users, change.number, &next));
}

static int remove_from_table(void) {
    return usher_table_remove(&usher, &usher_users, number_of("usher_user", BOB_ID));
}

static int move_file(void) {
    struct usher_change change = change_of(&usher_files, number_of("usher_file", FILE_ID));
    put(&old, &usher_files, "id", FILE_ID);
    put(&old, &usher_files, "user_id", ANN_ID);
    put(&old, &usher_files, "account_id", ACCOUNT_ID);
    put(&old, &usher_files, "checksum", CHECKSUM);
    put(&old, &usher_files, "channel_id", NULL);
    put(&next, &usher_files, "channel_id", NULL);
    return let_go(usher_files.update(&usher, &change));
}

/* Where it is set was found before: the right to do so is what is asked first. */
static int set_by_own_permission(void) {
    struct usher_setting_place place = {.scope = USHER_OF_ACCOUNT};
    struct usher_definition definition;
    struct usher_value value;
    struct usher_setting_change change = {&place, &definition, 0, &value, -1, 1};
    int wanted = fault.wanted;
    strcpy(place.id, ACCOUNT_ID);
    strcpy(place.account_id, ACCOUNT_ID);
    usher_value_text(&value, "true");
    fault.wanted = 0;
    assert_int_equal(usher_definition_open(&usher, "app.reports", &definition), SQLITE_OK);
    fault.wanted = wanted;
    usher_rights_forget(&usher);
    int rc = usher_setting_insert(&usher, &change);
    usher_definition_close(&definition);
    usher_value_clear(&value);
    return rc;
}

/* Why not is on record, too, for usher_error(). */
static int read_rights(void) {
    const struct usher_rights *rights;
    number_of("usher_user", ANN_ID);
    int rc = usher_rights_of_actor(&usher, &rights);
    assert_true(rc == SQLITE_OK || usher.error.code != USHER_OK);
    assert_true(rc != SQLITE_OK || usher_rights_hold(rights, USHER_MAY_USERS_UPDATE, ACCOUNT_ID));
    return rc;
}

/* ------------------------------------------------------------------------ functions */

static int ask_to_verify(void) {
    struct usher_call call = {.argc = 0};
    number_of("usher_user", ANN_ID);
    for (int i = 0; i < usher_password_functions.count; i++) {
        const struct usher_function *function = &usher_password_functions.functions[i];
        if (strcmp(function->name, "email_verify_request") == 0) {
            int rc = function->handler(&usher, &call);
            usher_value_clear(&call.result);
            return rc;
        }
    }
    return SQLITE_NOTFOUND;
}

/* ----------------------------------------------------------------------- statements */

static int rename_in_store(sqlite3_int64 number) {
    struct usher_fields fields;
    usher_fields_init(&fields);
    usher_set_text(&fields, "name", "Bobby");
    return usher_update(&usher, "usher_user", number, &fields);
}

static int write_after_schema(void) {
    return rename_in_store(number_of("usher_user", BOB_ID));
}

/* What keeps statements is not there, because somebody has taken its name. */
static void test_hidden(void **state) {
    (void)state;
    open_library_after("CREATE TABLE usher_user (number INTEGER PRIMARY KEY, name TEXT);"
                       "CREATE TABLE usher_anchor (x); INSERT INTO usher_user VALUES (1, 'Bob')");
    assert_int_equal(rename_in_store(1), SQLITE_CONSTRAINT);
    assert_int_equal(usher.error.code, USHER_CONFLICT);
    assert_string_equal(usher.error.field, "usher_anchor");
    assert_string_equal(ask("SELECT name FROM usher_user"), "Bob");
    assert_int_equal(close_rules(NULL), 0);
}

/* ------------------------------------------------------------------------ savepoints */

static int do_nothing(struct usher *unit, void *argument) {
    (void)unit, (void)argument;
    return SQLITE_OK;
}

static int begin_savepoint(void) {
    int rc = usher_savepoint(&usher, do_nothing, NULL);
    fault.wanted = 0;
    assert_int_equal(usher_savepoint_settle(&usher), SQLITE_OK);
    return rc;
}

/* As an upgrade leaves it that could not be taken back. */
static int tear(void) {
    must("SAVEPOINT usher_setup; UPDATE usher_user SET name = 'torn'");
    usher.store->torn = 1;
    return SQLITE_OK;
}

static int mended(int rc) {
    fault.wanted = 0;
    assert_true(rc != SQLITE_OK || !usher.store->torn);
    assert_int_equal(usher_savepoint_settle(&usher), SQLITE_OK);
    assert_true(sqlite3_get_autocommit(db));
    assert_string_equal(ask("SELECT count(*) FROM usher_user WHERE name = 'torn'"), "0");
    return rc;
}

static int version_of_torn(void) {
    int version;
    fault_spare(tear);
    return mended(usher_store_version(&usher, &version));
}

static int look_at_torn(void) {
    fault_spare(tear);
    usher_store_doubt(&usher);
    return mended(usher_store_ready(&usher));
}

static int settle_in_transaction(void) {
    int wanted = fault.wanted;
    fault.wanted = 0;
    must("BEGIN; UPDATE usher_user SET locale = 'de'");
    fault_forget();
    fault.wanted = wanted;
    int rc = usher_supply_ready(&usher);
    fault.wanted = 0;
    if (!sqlite3_get_autocommit(db)) {
        must("ROLLBACK");
    }
    return rc;
}

static int refuse(void *unused) {
    (void)unused;
    return 1;
}

/* The host refuses the commit that ends the savepoint: it can be ended when it does not any more. */
static void test_refused(void **state) {
    (void)state;
    must("UPDATE usher_user SET name = 'whole'");
    tear();
    sqlite3_commit_hook(db, refuse, NULL);
    assert_int_not_equal(usher_savepoint_settle(&usher), SQLITE_OK);
    sqlite3_commit_hook(db, NULL, NULL);
    assert_int_equal(usher_savepoint_settle(&usher), SQLITE_OK);
    assert_int_equal(usher.store->torn, 0);
    assert_true(sqlite3_get_autocommit(db));
    assert_string_equal(ask("SELECT DISTINCT name FROM usher_user"), "whole");
}

/* ---------------------------------------------------------------------------- plans */

/* A plan for which there is no room is taken apart each time that it runs. */
static int read_by_unkept_plan(void) {
    sqlite3_stmt *statement;
    int wanted = fault.wanted;
    fault.wanted = 0;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT id, created_at, about FROM users ORDER BY id",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    fault.wanted = wanted;
    int rc = sqlite3_step(statement);
    fault.wanted = 0;
    sqlite3_finalize(statement);
    usher.error.code = rc == SQLITE_ROW ? USHER_OK : USHER_INTERNAL; /* it is SQLite that says it */
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static void take_all_room(void) {
    sqlite3_stmt *name;
    char pairs[4000][40];
    int count = 0;
    sqlite3_prepare_v2(db,
                       "SELECT a.name || ', ' || b.name FROM pragma_table_info('users') AS a "
                       "JOIN pragma_table_info('users') AS b ON b.cid > a.cid",
                       -1, &name, NULL);
    while (sqlite3_step(name) == SQLITE_ROW && count < 4000) {
        sqlite3_snprintf(sizeof(pairs[0]), pairs[count++], "%s", sqlite3_column_text(name, 0));
    }
    sqlite3_finalize(name);
    assert_true(count > 300);
    for (int i = 0; i < count; i++) {
        char sql[100];
        sqlite3_snprintf(sizeof(sql), sql, "SELECT %s FROM users LIMIT 0", pairs[i]);
        must(sql);
    }
}

/* ------------------------------------------------------------------------------ all */

static const struct faulty all[] = {
    {"own name", NULL, rename_self, NULL, NULL},
    {"name by table", NULL, update_table, NULL, NULL},
    {"removal by table", "UPDATE usher_user SET discarded_at = NULL WHERE id = '" BOB_ID "'",
     remove_from_table, NULL, NULL},
    {"file", NULL, move_file, NULL, NULL},
    {"setting of a permission", NULL, set_by_own_permission, NULL, NULL},
    {"rights", NULL, read_rights, NULL, NULL},
    {"request to verify",
     "UPDATE usher_user SET verified_email = 0; DELETE FROM usher_ticket; "
     "DELETE FROM usher_attempt",
     ask_to_verify, NULL, NULL},
    {"after the schema", "BEGIN; CREATE TABLE more (x); ROLLBACK", write_after_schema,
     "SELECT name FROM usher_user WHERE id = '" BOB_ID "'", "Bobby"},
    {"savepoint", NULL, begin_savepoint, NULL, NULL},
    {"torn, its version", NULL, version_of_torn, NULL, NULL},
    {"torn, a look", NULL, look_at_torn, NULL, NULL},
    {"supply", NULL, settle_in_transaction, NULL, NULL},
    {"a plan", NULL, read_by_unkept_plan, NULL, NULL},
};

static void test_all(void **state) {
    (void)state;
    take_all_room();
    fault_all(all, (int)(sizeof(all) / sizeof(*all)));
}

static int open_in(const char *encoding) {
    open_rules_after(encoding);
    must("SELECT usher_key('0123456789abcdef0123456789abcdef');"
         "INSERT INTO usher_permission (name, meaning) VALUES ('reports.read', '');"
         "INSERT INTO setting_definitions (key, type, default_value, scopes, permission, "
         "description) "
         "VALUES ('app.reports', 'boolean', 'false', '[\"account\"]', 'reports.read', 'reports');"
         "INSERT INTO usher_role_permission VALUES ('00000000-0000-7000-8000-000000000001', "
         "'reports.read');"
         "INSERT INTO files (id, user_id, checksum, size) VALUES ('" FILE_ID "', '" ANN_ID
         "', '" CHECKSUM "', 1);"
         "SELECT act_as('" ANN_ID "')");
    return 0;
}

static int open_narrow(void **state) {
    (void)state;
    return open_in("PRAGMA encoding = 'UTF-8'");
}

/* Each text that is bound or read takes memory, besides what takes some anyhow. */
static int open_wide(void **state) {
    (void)state;
    return open_in("PRAGMA encoding = 'UTF-16le'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all, open_wide, close_rules),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test_setup_teardown(test_refused, open_narrow, close_rules),
    };
    fault_prepare();
    fault.stride = 23;
    return cmocka_run_group_tests_name("faults of rules", tests, NULL, NULL);
}
