/*
** Mangled values in every column, values of a type that the column cannot have,
** and flipped bytes: an error or an answer, never a crash, and never `internal`,
** which is a defect of usher.
**
**     MANGLED=5000 tests/unit/mangled_test     that many files with flipped bytes (20)
**     SEED=7                                   and others than by default
*/
#include "damage_unit.h"

/* Whatever is mangled, a defect of usher or a bare error of SQLite is never the answer. */
static void test_values(void **state) {
    static const char *const mangled[] = {"''",
                                          "'x'",
                                          "'{'",
                                          "'zzzz'",
                                          "x'00'",
                                          "-1",
                                          "9223372036854775807",
                                          "1e300",
                                          "CAST(x'ff' AS TEXT)",
                                          "char(0)",
                                          "NULL"};
    (void)state;
    sqlite3_stmt *column;
    sqlite3 *list = copy_of(db);
    sqlite3_prepare_v2(list,
                       "SELECT 'UPDATE OR IGNORE ' || t.name || ' SET ' || c.name || ' = ' "
                       "FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c "
                       "WHERE t.type = 'table' AND t.name LIKE 'usher%' AND "
                       "t.name <> 'usher_store' AND c.name <> 'number'",
                       -1, &column, NULL);
    while (sqlite3_step(column) == SQLITE_ROW) {
        for (size_t i = 0; i < sizeof(mangled) / sizeof(*mangled); i++) {
            char damage[200];
            snprintf(damage, sizeof(damage), "%s%s", sqlite3_column_text(column, 0), mangled[i]);
            must("PRAGMA ignore_check_constraints = 1; SAVEPOINT damage");
            sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
            int rc = sqlite3_exec(db, damage, NULL, NULL, NULL);
            sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
            must("PRAGMA ignore_check_constraints = 0");
            for (int k = 0; k < PROBES && rc == SQLITE_OK; k++) {
                const char *answer = probe(db, k);
                if (is_code(answer, "internal") || strstr(answer, "constraint failed")) {
                    fail_msg("after %s\n  %s\n  says \"%s\"", damage, probes[k], answer);
                }
            }
            must("ROLLBACK TO damage; RELEASE damage");
        }
    }
    sqlite3_finalize(column);
    sqlite3_close(list);
    check_healthy("mangling");
}

/* --------------------------------------------------------------- against the schema */

#define SCHEMA(change)                                                                             \
    "PRAGMA writable_schema = 1;"                                                                  \
    "UPDATE sqlite_schema AS s SET sql = " change " WHERE name LIKE 'usher%';"                     \
    "PRAGMA writable_schema = RESET"

/* Values of a type that the column cannot have: written while the schema was another. */
static void test_types(void **state) {
    static const char *const mangled[] = {"NULL", "x'00ff'", "'x'", "1.5"};
    (void)state;
    sqlite3 *loose = copy_of(db);
    must_on(loose, "PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1");
    must_on(loose, "CREATE TABLE original AS SELECT name, sql FROM sqlite_schema");
    must_on(loose, SCHEMA("replace(replace(replace(replace(replace(sql, 'TEXT NOT NULL', 'TEXT'), "
                          "'INTEGER NOT NULL', 'INTEGER'), 'ANY NOT NULL', 'ANY'), ') STRICT', "
                          "')'), '), WITHOUT', ') WITHOUT')"));
    sqlite3_stmt *column;
    sqlite3 *list = copy_of(db);
    sqlite3_prepare_v2(list,
                       "SELECT 'UPDATE OR IGNORE ' || t.name || ' SET ' || c.name || ' = ' "
                       "FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c "
                       "WHERE t.type = 'table' AND t.name LIKE 'usher%' AND t.sql NOT LIKE "
                       "'%WITHOUT ROWID%' AND c.pk = 0",
                       -1, &column, NULL);
    while (sqlite3_step(column) == SQLITE_ROW) {
        for (int i = 0; i < 4; i++) {
            char damage[200];
            sqlite3 *damaged = copy_of(loose);
            must_on(damaged, "PRAGMA ignore_check_constraints = 1");
            snprintf(damage, sizeof(damage), "%s%s", sqlite3_column_text(column, 0), mangled[i]);
            sqlite3_db_config(damaged, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
            must_on(damaged, damage);
            must_on(damaged, SCHEMA("(SELECT sql FROM original AS o WHERE o.name = s.name)"));
            must_on(damaged, "DROP TABLE original");
            sqlite3 *fresh = copy_of(damaged);
            for (int k = 0; k < PROBES; k++) {
                const char *answer = probe(fresh, k);
                if (is_code(answer, "internal")) {
                    fail_msg("after %s\n  %s\n  says \"%s\"", damage, probes[k], answer);
                }
            }
            assert_int_equal(sqlite3_close(fresh), SQLITE_OK);
            assert_int_equal(sqlite3_close(damaged), SQLITE_OK);
        }
    }
    sqlite3_finalize(column);
    sqlite3_close(list);
    assert_int_equal(sqlite3_close(loose), SQLITE_OK);
}

/* ------------------------------------------------------------------- flipped bytes */

static unsigned random_state = 20220101;

static unsigned roll(unsigned limit) {
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

static int watch(void *steps) {
    return ++*(int *)steps > 2000; /* times a million: something runs in circles */
}

/* Flip some bytes, more often in the headers of pages, where they hurt. */
static void flip(unsigned char *bytes, sqlite3_int64 size, int page) {
    for (unsigned n = 1 + roll(8); n > 0; n--) {
        unsigned place = roll((unsigned)size);
        if (roll(3) == 0) {
            place -= place % (unsigned)page;
            place += roll(40);
        }
        bytes[place] ^= (unsigned char)(1u << roll(8));
        if (roll(4) == 0) {
            bytes[place] = (unsigned char)roll(256);
        }
    }
}

/* A database of these bytes, which it frees. */
static sqlite3 *open_bytes(unsigned char *bytes, sqlite3_int64 size) {
    sqlite3 *connection;
    assert_int_equal(sqlite3_open(":memory:", &connection), SQLITE_OK);
    sqlite3_deserialize(connection, "main", bytes, size, size,
                        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    load(connection);
    return connection;
}

static unsigned char *copy_bytes(const unsigned char *bytes, sqlite3_int64 size) {
    unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)size);
    assert_non_null(copy);
    return memcpy(copy, bytes, (size_t)size);
}

/* Everything, beginning with one that depends on `first`. */
static void check_bytes(unsigned char *bytes, sqlite3_int64 size, int first, const char *damage) {
    int steps = 0;
    sqlite3 *damaged = open_bytes(bytes, size);
    sqlite3_progress_handler(damaged, 1000000, watch, &steps);
    for (int k = 0; k < PROBES; k++) {
        const char *question = probes[(k * 7 + first) % PROBES];
        const char *answer = ask_on(damaged, question);
        sqlite3_exec(damaged, "SELECT act_as(NULL)", NULL, NULL, NULL);
        if (is_code(answer, "internal")) {
            fail_msg("%s: %s\n  says \"%s\"", damage, question, answer);
        }
    }
    assert_true(steps <= 2000);
    assert_int_equal(sqlite3_close(damaged), SQLITE_OK);
}

/* Each byte of the file's header, by itself. */
static void test_header(void **state) {
    static const unsigned char flips[] = {0x01, 0x10, 0xff};
    char damage[60];
    sqlite3_int64 size;
    (void)state;
    unsigned char *bytes = sqlite3_serialize(db, "main", &size, 0);
    for (int place = 0; place < 100; place++) {
        for (int i = 0; i < 3; i++) {
            unsigned char *copy = copy_bytes(bytes, size);
            copy[place] ^= flips[i];
            snprintf(damage, sizeof(damage), "byte %d is %d", place, copy[place]);
            check_bytes(copy, size, place + i, damage);
        }
    }
    sqlite3_free(bytes);
}

static void test_flipped_bytes(void **state) {
    (void)state;
    sqlite3_int64 size;
    char damage[60];
    const char *amount = getenv("MANGLED");
    const char *brief = getenv("BRIEF"); /* of tests/run.sh: under valgrind and its like */
    const char *seed = getenv("SEED");
    random_state = seed && *seed ? (unsigned)strtoul(seed, NULL, 10) : random_state;
    int files = amount ? (int)strtol(amount, NULL, 10) : brief && *brief ? 5 : 20;
    unsigned char *bytes = sqlite3_serialize(db, "main", &size, 0);
    for (int i = 0; i < files; i++) {
        unsigned char *copy = copy_bytes(bytes, size);
        snprintf(damage, sizeof(damage), "file %d (%u)", i, random_state);
        flip(copy, size, (int)strtol(ask("PRAGMA page_size"), NULL, 10));
        check_bytes(copy, size, i, damage);
    }
    sqlite3_free(bytes);
}

int main(void) {
#define test(name) cmocka_unit_test_setup_teardown(name, open_probed, close_db)
    const struct CMUnitTest tests[] = {test(test_values), test(test_types), test(test_header),
                                       test(test_flipped_bytes)};
    return cmocka_run_group_tests_name("mangled", tests, NULL, NULL);
}
