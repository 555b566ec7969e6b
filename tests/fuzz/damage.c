/*
** A damaged store: an error or a right answer, never a crash, a hang or a leak.
**
** As a target: five bytes are a change: two for the page, two for the place in it, the value; a
** byte behind them says which questions are asked.
** Where SQLite itself still reads the same schema and the same rows, and finds no damage, every
** answer must be what it was before.
*/
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 1024, FEW = 8, MORE = 26 };

static int questions = FEW; /* that are asked each time */

static struct fuzz_store whole;
static char *answers; /* of the whole store */
static uint64_t contents;

static void begin(void) {
    if (!whole.bytes) {
        script_store(&whole);
        answers = script_run(&whole, 0, SCRIPT_ALL);
        contents = script_contents(&whole);
        if (!contents || !answers) {
            fuzz_found("the store is not whole to begin with");
        }
    }
}

static void nothing(void) {
}

static struct fuzz_store copy(void) {
    struct fuzz_store store = {sqlite3_malloc64((sqlite3_uint64)whole.size), whole.size};
    if (!store.bytes) {
        fuzz_found("memory");
    }
    memcpy(store.bytes, whole.bytes, (size_t)whole.size);
    return store;
}

/*
** The header of a file says things that SQLite does not look at as long as it only reads: who may
** write, say. So an error is in order, if that is what was changed.
*/
static int may_refuse(const struct fuzz_store *damaged, const char *line) {
    return memcmp(damaged->bytes, whole.bytes, 100) != 0 &&
           strncmp(line + strspn(line, "0123456789"), ": error: ", 9) == 0;
}

/* The answer with this number, of all; up to where the next one begins. */
static const char *expected_answer(const char *number, size_t *length) {
    char begin[16];
    snprintf(begin, sizeof(begin), "\n%d: ", (int)strtol(number, NULL, 10));
    const char *found = strstr(answers, begin);
    *length = found ? strcspn(found + 1, "\n") : 0;
    return found ? found + 1 : "";
}

static void must_be_same(const struct fuzz_store *damaged, const char *what, const char *said) {
    while (*said == '\n') {
        size_t length = strcspn(++said, "\n");
        size_t other;
        const char *expected = expected_answer(said, &other);
        if ((length != other || strncmp(said, expected, length) != 0) &&
            !may_refuse(damaged, said)) {
            fuzz_found("%s changes nothing that SQLite reads, but\n%.*s\nwas\n%.*s", what,
                       (int)length, said, (int)other, expected);
        }
        said += length;
    }
}

/* Takes the bytes. */
static void check(struct fuzz_store *damaged, int from, const char *what) {
    int unchanged = script_contents(damaged) == contents;
    char *said = script_run(damaged, from, questions);
    if (unchanged) {
        must_be_same(damaged, what, said);
    }
    sqlite3_free(said);
    sqlite3_free(damaged->bytes);
}

static void run_damage(const uint8_t *data, size_t size) {
    begin();
    struct fuzz_store damaged = copy();
    for (size_t i = 0; i + 5 <= size; i += 5) {
        size_t page = (size_t)(data[i] << 8 | data[i + 1]) % (size_t)(whole.size / PAGE);
        size_t place = (size_t)(data[i + 2] << 8 | data[i + 3]) % PAGE;
        damaged.bytes[page * PAGE + place] = data[i + 4];
    }
    check(&damaged, size % 5 ? data[size - 1] : size > 3 ? data[3] : 0, "what was damaged");
}

const struct fuzz_target fuzz_damage = {"damage", run_damage, nothing, 1, 300, NULL};

/* ----------------------------------------------------------------- every single byte */

/* What is lost shows after each. */
static void must_be_back(sqlite3_int64 before, const char *what) {
    if (sqlite3_memory_used() != before) {
        fuzz_found("%s: %lld bytes of SQLite's are lost", what,
                   (long long)(sqlite3_memory_used() - before));
    }
}

/* One byte of each page in turn, more often where a page begins: that is where it hurts. */
long fuzz_flips(long count) {
    char what[80];
    begin();
    questions = FEW; /* of so many changes that each question comes to each page */
    for (long i = 0; i < count; i++) {
        sqlite3_int64 before = sqlite3_memory_used();
        struct fuzz_store damaged = copy();
        sqlite3_int64 page = i % (whole.size / PAGE);
        size_t place = fuzz_below(fuzz_below(4) == 0 ? 40 : PAGE);
        unsigned char *byte = &damaged.bytes[page * PAGE + (sqlite3_int64)place];
        unsigned char old = *byte;
        *byte = (unsigned char)(fuzz_below(2) ? old ^ 1u << fuzz_below(8) : fuzz_below(256));
        snprintf(what, sizeof(what), "byte %zu of page %lld, %d instead of %d,", place,
                 (long long)page + 1, *byte, old);
        check(&damaged, (int)(i * 7), what);
        must_be_back(before, what);
    }
    return count;
}

/* ---------------------------------------------------------------- every single column */

static const char *const values[] = {"NULL",
                                     "''",
                                     "'x'",
                                     "'{'",
                                     "x'00ff'",
                                     "1.5",
                                     "-1",
                                     "9223372036854775807",
                                     "CAST(x'ff' AS TEXT)",
                                     "char(0)",
                                     "'a' || char(0) || 'b'",
                                     "replace(hex(zeroblob(50000)), '00', 'long ')"};
enum { VALUES = sizeof(values) / sizeof(*values) };

/* No types, no NOT NULL, no CHECK: a copy in which every column takes every value. */
static void loosen(sqlite3 *plain) {
    fuzz_must(plain,
              "PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1;"
              "PRAGMA writable_schema = 1; CREATE TABLE original AS SELECT name, sql FROM "
              "sqlite_schema; UPDATE sqlite_schema SET sql = replace(replace(replace(replace("
              "replace(replace(sql, 'TEXT NOT NULL', 'TEXT'), 'INTEGER NOT NULL', 'INTEGER'), "
              "'ANY NOT NULL', 'ANY'), 'BLOB NOT NULL', 'BLOB'), ') STRICT', ')'), "
              "'STRICT, WITHOUT ROWID', 'WITHOUT ROWID') WHERE type = 'table' AND name LIKE "
              "'usher%'; PRAGMA writable_schema = RESET");
}

static void tighten(sqlite3 *plain) {
    fuzz_must(plain, "PRAGMA writable_schema = 1; UPDATE sqlite_schema AS s SET sql = (SELECT "
                     "o.sql FROM original AS o WHERE o.name = s.name) WHERE type = 'table' AND "
                     "name LIKE 'usher%'; PRAGMA writable_schema = RESET; DROP TABLE original");
}

/* 0 if the column does not take it after all: a key that is the rowid. */
static int edit(const char *assignment, const char *value, int from) {
    struct fuzz_store damaged;
    sqlite3 *plain = fuzz_open_plain(&whole);
    char *sql = sqlite3_mprintf("%s%s", assignment, value);
    sqlite3_db_config(plain, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    loosen(plain);
    int rc = sqlite3_exec(plain, sql, NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        tighten(plain);
        fuzz_store_keep(&damaged, plain);
        fuzz_close_store(&plain);
        check(&damaged, from, sql);
    }
    fuzz_close_store(&plain);
    sqlite3_free(sql);
    return rc == SQLITE_OK;
}

/* Each value in each column of each table; a sample: one of them in each. */
long fuzz_edits(int all) {
    long count = 0;
    begin();
    questions = all ? SCRIPT_ALL : MORE;
    sqlite3 *list = fuzz_open_plain(&whole);
    sqlite3_stmt *column =
        fuzz_prepare(list, "SELECT 'UPDATE OR IGNORE ' || t.name || ' SET ' || c.name || ' = ' "
                           "FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c WHERE "
                           "t.type = 'table' AND t.name LIKE 'usher%'");
    for (int turn = 0; sqlite3_step(column) == SQLITE_ROW; turn++) {
        const char *assignment = (const char *)sqlite3_column_text(column, 0);
        for (int i = 0; i < VALUES; i++) {
            if (all || i == turn % VALUES || i == 0) {
                sqlite3_int64 before = sqlite3_memory_used();
                count += edit(assignment, values[i], turn + i);
                must_be_back(before, assignment);
            }
        }
    }
    sqlite3_finalize(column);
    fuzz_close_store(&list);
    return count;
}
