/*
** Each store of an earlier version is upgraded by usher_init().
**
**     BRIEF=1    faults at some of the steps only
*/
#include "../brief.h"
#include "upgrade.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *upgrade_name = "";
int upgrade_version;

static int passed, failed;
static char *fixture; /* its text */

/* Versions that no library ever wrote: it went from 1 to 4. */
static const int never_written[] = {2, 3};

/* --------------------------------------------------------------------- clock */

static sqlite3_vfs *real;
static sqlite3_int64 ahead; /* how far the real time is, in milliseconds */

static sqlite3_int64 real_time(void) {
    sqlite3_int64 now = 0;
    real->xCurrentTimeInt64(real, &now);
    return now;
}

static int fixture_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = real_time() - ahead;
    return SQLITE_OK;
}

/* From 2026-11-30T02:00 on, when the last fixture was made: their invites and sessions end. */
static void set_clock(void) {
    static sqlite3_vfs clock;
    real = sqlite3_vfs_find(NULL);
    ahead = real_time() - 212662764000000; /* of the Julian calendar */
    clock = *real;
    clock.zName = "clock";
    clock.xCurrentTimeInt64 = fixture_time;
    sqlite3_vfs_register(&clock, 1);
}

/* ------------------------------------------------------------------- helpers */

void expect(int good, const char *what, const char *found) {
    passed += good;
    failed += !good;
    if (!good) {
        printf("FAIL version %d, %s: %s: %s\n", upgrade_version, upgrade_name, what, found);
    }
}

static void die(const char *what, const char *why) {
    printf("version %d: %s: %s\n0 passed, 1 failed\n", upgrade_version, what, why);
    exit(1);
}

const char *ask(sqlite3 *db, const char *sql) {
    static char answers[3][2000];
    static int next;
    char *answer = answers[next++ % 3];
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    rc = rc == SQLITE_OK ? sqlite3_step(statement) : rc;
    const char *text = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    sqlite3_snprintf(sizeof(answers[0]), answer, "%s",
                     rc == SQLITE_ROW    ? (text ? text : "NULL")
                     : rc == SQLITE_DONE ? "no row"
                                         : sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return answer;
}

long ask_number(sqlite3 *db, const char *sql) {
    return strtol(ask(db, sql), NULL, 10);
}

void must(sqlite3 *db, const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        die(sql, error ? error : "");
    }
}

sqlite3 *open_store(const char *file) {
    sqlite3 *db;
    char *error = NULL;
    if (sqlite3_open(file ? file : ":memory:", &db) != SQLITE_OK ||
        sqlite3_usher_init(db, &error, NULL) != SQLITE_OK) {
        die("open", error ? error : sqlite3_errmsg(db));
    }
    return db;
}

sqlite3 *open_fixture(const char *file) {
    if (file) {
        remove(file);
    }
    sqlite3 *db = open_store(file);
    must(db, fixture);
    return db;
}

static void append_rows(sqlite3 *db, sqlite3_str *out, const char *table) {
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    sqlite3_stmt *statement;
    sqlite3_str_appendf(out, "%s\n", table);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        die(sql, sqlite3_errmsg(db));
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            int size = sqlite3_column_bytes(statement, i);
            const unsigned char *bytes = sqlite3_column_blob(statement, i);
            sqlite3_str_appendf(out, "%d:", sqlite3_column_type(statement, i));
            for (int j = 0; j < size; j++) {
                sqlite3_str_appendf(out, "%02x", bytes[j]);
            }
            sqlite3_str_appendchar(out, 1, ' ');
        }
        sqlite3_str_appendchar(out, 1, '\n');
    }
    sqlite3_finalize(statement);
    sqlite3_free(sql);
}

char *dump(sqlite3 *db) {
    sqlite3_str *out = sqlite3_str_new(db);
    sqlite3_stmt *statement;
    append_rows(db, out, "sqlite_schema");
    sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1,
                       &statement, NULL);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        append_rows(db, out, (const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return sqlite3_str_finish(out);
}

static int newest(void) {
    sqlite3 *db = open_store(NULL);
    must(db, "SELECT usher_init()");
    int version = (int)ask_number(db, "SELECT version FROM usher_store");
    sqlite3_close(db);
    return version;
}

int upgrade(sqlite3 *db) {
    char expected[100];
    sqlite3_snprintf(sizeof(expected), expected, "{\"version\":%d,\"created\":false}", newest());
    const char *found = ask(db, "SELECT usher_init()");
    expect(strcmp(found, expected) == 0, "usher_init()", found);
    return strcmp(found, expected) == 0;
}

/* -------------------------------------------------------------------- fixtures */

static char *read_fixture(int version) {
    char name[100];
    sqlite3_snprintf(sizeof(name), name, "tests/fixtures/store_v%d.sql", version);
    FILE *file = fopen(name, "rb");
    if (!file) {
        return NULL;
    }
    char *text = calloc(1, 1 << 20);
    size_t size = text ? fread(text, 1, (1 << 20) - 1, file) : 0;
    fclose(file);
    if (size == 0) {
        die(name, "cannot be read");
    }
    return text;
}

static int was_written(int version) {
    for (size_t i = 0; i < sizeof(never_written) / sizeof(*never_written); i++) {
        if (never_written[i] == version) {
            return 0;
        }
    }
    return 1;
}

/* -------------------------------------------------------------------- the whole */

static void check_old(sqlite3 *db) {
    const char *found = ask(db, "SELECT count(*) FROM users");
    expect(strstr(found, "usher: not_initialized: the store is of version ") == found,
           "before the upgrade", found);
    char *before = dump(db);
    ask(db, "SELECT invite_create('x@example.org', 'user')");
    ask(db, "INSERT INTO users (email) VALUES ('x@example.org')");
    found = ask(db, "SELECT remedy FROM usher_doctor() WHERE code = 'store'");
    expect(strcmp(found, "SELECT usher_init()") == 0, "usher_doctor()", found);
    char *after = dump(db);
    expect(strcmp(before, after) == 0, "before the upgrade nothing is written", "it was");
    sqlite3_free(before);
    sqlite3_free(after);
}

/* Once more is nothing; and so it is by another connection to a file. */
static void check_again(sqlite3 *db) {
    char *before = dump(db);
    upgrade(db);
    char *after = dump(db);
    expect(strcmp(before, after) == 0, "a second usher_init() changes nothing", "it did");
    sqlite3_free(before);
    sqlite3_free(after);
}

static void try_upgrade(const char *name, const char *around, const char *finish) {
    upgrade_name = name;
    sqlite3 *db = open_fixture(NULL);
    check_old(db);
    must(db, around);
    if (upgrade(db)) {
        must(db, finish);
        check_again(db);
        check_schema(db);
        check_contents(db);
    }
    expect(sqlite3_close(db) == SQLITE_OK, "close", "busy");
}

/* The transaction around it is taken back. */
static void try_rollback(void) {
    upgrade_name = "ROLLBACK";
    sqlite3 *db = open_fixture(NULL);
    char *before = dump(db);
    must(db, "BEGIN");
    upgrade(db);
    must(db, "ROLLBACK");
    char *after = dump(db);
    expect(strcmp(before, after) == 0, "the old store", "is not what it was");
    check_old(db);
    sqlite3_free(before);
    sqlite3_free(after);
    sqlite3_close(db);
}

/* A store of a version that this library does not know. */
static void try_newer(void) {
    upgrade_name = "newer";
    sqlite3 *db = open_fixture(NULL);
    char sql[100];
    sqlite3_snprintf(sizeof(sql), sql, "UPDATE usher_store SET version = %d", newest() + 1);
    must(db, sql);
    char *before = dump(db);
    const char *const calls[] = {"SELECT usher_init()", "SELECT count(*) FROM users",
                                 "INSERT INTO usher (call) VALUES ('usher_init')",
                                 "SELECT usher_prune('2020-01-01T00:00:00Z')",
                                 "INSERT INTO users (email) VALUES ('x@example.org')"};
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        const char *found = ask(db, calls[i]);
        expect(strstr(found, "usher: unsupported: ") == found &&
                   strstr(found, "load a newer usher") != NULL,
               calls[i], found);
    }
    char *after = dump(db);
    expect(strcmp(before, after) == 0, "nothing is touched", "it was");
    sqlite3_free(before);
    sqlite3_free(after);
    sqlite3_close(db);
}

/* At how many places an upgrade is made to fail, by each means: UPGRADE=40 in `make torture`. */
static int count_places(void) {
    const char *given = getenv("UPGRADE");
    return given ? (int)strtol(given, NULL, 10) : 12 / one_in(2, 1) / one_in(2, 3);
}

int main(void) {
    int places = count_places();
    int versions = 0;
    faults_start();
    set_clock();
    int current = newest();
    for (upgrade_version = 1; upgrade_version <= current; upgrade_version++) {
        fixture = read_fixture(upgrade_version);
        if (!fixture) {
            upgrade_name = "fixture";
            expect(upgrade_version == current || !was_written(upgrade_version),
                   "there is none: see tests/fixtures/make.sh", "");
            continue;
        }
        try_newer();
        if (upgrade_version < current) {
            try_upgrade("autocommit", "SELECT 1", "SELECT 1");
            try_upgrade("BEGIN", "BEGIN", "COMMIT");
            try_upgrade("SAVEPOINT", "SAVEPOINT s", "RELEASE s");
            try_upgrade("foreign keys", "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys = OFF");
            try_rollback();
            check_faults(places);
        } else {
            upgrade_name = "current";
            sqlite3 *db = open_fixture(NULL);
            check_again(db);
            check_contents(db);
            sqlite3_close(db);
        }
        free(fixture);
        versions++;
    }
    printf("# %d versions\n%d passed, %d failed\n", versions, passed, failed);
    return failed > 0;
}
