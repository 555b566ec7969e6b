/*
** Where a step of an upgrade fails: what older libraries left is mended, who has no access_id gets one,
** entries of the log without a hash get theirs. Each is taken back here after it was tried, as an
** upgrade takes it back that fails.
*/
#include "fault_unit.h"

#include "domain/audit/audit.h"

#include <stdio.h>

#define ROOM 65536

static struct {
    int version;        /* of the store that is mended; 0: it is another step */
    const char *before; /* what is made of the store first */
    int (*step)(struct usher *);
    const char *is, *want; /* asked once the step is done */
} trial;

static int prepare(void) {
    must("SAVEPOINT trial");
    if (trial.before) {
        must(trial.before);
    }
    return SQLITE_OK;
}

static int mend(struct usher *unit) {
    int from = trial.version;
    return usher_store_mend(unit, &from);
}

static int run_trial(void) {
    fault_spare(prepare);
    int rc = trial.step(&usher);
    fault.wanted = 0;
    if (rc == SQLITE_OK) {
        assert_string_equal(ask(trial.is), trial.want);
    }
    fault_forget();
    if (!sqlite3_get_autocommit(db)) { /* or SQLite has taken all of it back by itself */
        must("ROLLBACK TO trial; RELEASE trial");
    }
    return rc;
}

static void try_all(const char *name) {
    const struct faulty faulty = {.name = name, .run = run_trial};
    fault_all(&faulty, 1);
}

/* ------------------------------------------------------------------------- mending */

static char *read_fixture(const char *encoding, int version) {
    static char sql[ROOM];
    char path[100];
    int length = snprintf(sql, sizeof(sql), "PRAGMA encoding = '%s';", encoding);
    snprintf(path, sizeof(path), "tests/fixtures/store_v%d.sql", version);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    length += (int)fread(sql + length, 1, sizeof(sql) - (size_t)length - 1, file);
    assert_true(feof(file));
    fclose(file);
    sql[length] = '\0';
    return sql;
}

/* What is not mended makes each trial slower, and no other. */
static void drop_others(void) {
    static const char *const types[] = {"view", "table"};
    for (int i = 0; i < 2; i++) {
        char sql[200];
        char drop[4000];
        snprintf(sql, sizeof(sql),
                 "SELECT group_concat('DROP %s ' || name, ';') FROM sqlite_schema "
                 "WHERE type = '%s' AND name NOT IN ('usher_setting', 'usher_permission', "
                 "'usher_role_permission', 'usher_attempt')",
                 types[i], types[i]);
        snprintf(drop, sizeof(drop), "%s", ask(sql));
        if (strcmp(drop, "NULL") != 0) {
            must(drop);
        }
    }
}

static void mend_store(const char *encoding, int version, const char *is, const char *want) {
    open_library_after(read_fixture(encoding, version));
    drop_others();
    memset(&trial, 0, sizeof(trial));
    trial.version = version;
    trial.step = mend;
    trial.is = is;
    trial.want = want;
    try_all("mending");
    assert_int_equal(close_rules(NULL), 0);
}

#define MADE(name) "SELECT count(*) FROM sqlite_schema WHERE name = '" name "'"
#define TAKES_NONE                                                                                 \
    "SELECT sql NOT LIKE '%failures > 0%' FROM sqlite_schema WHERE name = 'usher_attempt'"

static void test_mending(void **state) {
    static const char *const encodings[] = {"UTF-8", "UTF-16le"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        mend_store(encodings[i], 1, MADE("usher_permission"), "1");
        mend_store(encodings[i], 4, MADE("usher_permission"), "1");
        mend_store(encodings[i], 6, TAKES_NONE, "1");
    }
}

/* ------------------------------------------------------------------------- filling */

static void fill(const char *name, int (*step)(struct usher *), const char *before, const char *is,
                 const char *want) {
    memset(&trial, 0, sizeof(trial));
    trial.step = step;
    trial.before = before;
    trial.is = is;
    trial.want = want;
    try_all(name);
}

static void fill_store(void) {
    fill("access ids", usher_access_seed, "UPDATE usher_user SET access_id = NULL",
         "SELECT count(*) FROM usher_user WHERE access_id IS NULL", "0");
    fill("the log", usher_audit_seed,
         "DROP TRIGGER usher_audit_update; UPDATE usher_audit SET hash = NULL, contents = NULL",
         "SELECT count(*) FROM usher_audit WHERE hash IS NULL", "0");
}

static void test_filling(void **state) {
    (void)state;
    open_rules_after("PRAGMA encoding = 'UTF-8'");
    fill_store();
    assert_int_equal(close_rules(NULL), 0);
    open_rules_after("PRAGMA encoding = 'UTF-16le'");
    fill_store();
    assert_int_equal(close_rules(NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_mending),
                                       cmocka_unit_test(test_filling)};
    fault_prepare();
    fault.stride = 101;
    return cmocka_run_group_tests_name("faults of upgrades", tests, NULL, NULL);
}
