/*
** Tables of the application that storage_track() counts: whatever is done to them, by this
** connection or by one that has not loaded usher, the usage that is kept is what a naive count
** says. Thousands of random statements: all conflict clauses, all kinds of unique keys, foreign
** keys that come back to the table, triggers of the application's, rollbacks, savepoints.
*/
#include "../brief.h"
#include "session_unit.h"

#define CY "'00000000-0000-7000-8000-00000000b003'"

static sqlite3 *plain; /* has not loaded usher */

static int open_plain(void **state) {
    open_file(state);
    must("INSERT INTO users (id, email) VALUES (" CY ", 'cy@a.org');"
         "UPDATE users SET disk_space = 2000 WHERE id = " BOB ";"
         "UPDATE users SET disk_space = 500 WHERE id = " CY);
    assert_int_equal(sqlite3_open(scratch_path(), &plain), SQLITE_OK);
    must_on(plain, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
    return 0;
}

static int close_plain(void **state) {
    int rc = sqlite3_close(plain);
    return close_db(state) == 0 && rc == SQLITE_OK ? 0 : -1;
}

/* ---------------------------------------------------------------- random words */

static unsigned long long seed;

static int below(int n) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (int)((seed >> 33) % (unsigned)n);
}

static const char *pick(const char *const *words, int count) {
    return words[below(count)];
}

#define PICK(...)                                                                                  \
    pick((const char *const[]){__VA_ARGS__},                                                       \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* Memory for the words of one statement. */
static char room[4000];
static size_t used;

static const char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *say(const char *format, ...) {
    va_list arguments;
    char *text = room + used;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof(room) - used, format, arguments);
    va_end(arguments);
    used += (size_t)length + 1;
    assert_true(used < sizeof(room));
    return text;
}

static const char *number(int n) {
    return say("%d", below(n));
}

static const char *conflict(void) {
    return PICK("", "", "", "OR IGNORE", "OR REPLACE", "OR REPLACE", "OR REPLACE", "OR FAIL",
                "OR ROLLBACK", "OR ABORT");
}

static const char *owner(void) {
    return below(50) == 0 ? "'x'" : PICK(ANN, BOB, BOB, CY, "NULL");
}

static const char *bytes(void) {
    return below(40) == 0 ? PICK("-1", "'x'", "1.5", "x'00'", "9007199254740992")
           : below(15)    ? number(400)
                          : "NULL";
}

static const char *sha(void) {
    return PICK("'a'", "'A'", "'b'", "'c'", "x'61'", "NULL");
}

static const char *key(void) {
    return below(10) ? number(10) : "NULL";
}

/* ------------------------------------------------------------------ statements */

/* One way to have such a table. */
struct shape {
    const char *tables;
    const char *options;
    const char *after; /* what the application adds once the table is tracked */
    const char *id;
    const char *size;
    int checksum;
};

static const char *row(const struct shape *shape) {
    const char *parent =
        below(2) ? "NULL"
                 : say("(SELECT %s FROM f WHERE %s > %d LIMIT 1)", shape->id, shape->id, below(20));
    return say("(%s, %s, %s, %s, %s, %s, %s)", below(2) ? "NULL" : number(20), owner(), bytes(),
               sha(), key(), number(6), parent);
}

static const char *upsert(void) {
    return PICK("", "", "", "", " ON CONFLICT DO NOTHING",
                " ON CONFLICT DO UPDATE SET bytes = excluded.bytes, sha = excluded.sha",
                " ON CONFLICT DO UPDATE SET owner = excluded.owner, b = excluded.b");
}

static const char *an_insert(const struct shape *shape) {
    const char *rows = below(3) ? row(shape) : say("%s, %s", row(shape), row(shape));
    return below(8)
               ? say("INSERT %s INTO f (%s, owner, bytes, sha, a, b, parent) VALUES %s%s",
                     conflict(), shape->id, rows, upsert())
               : say("INSERT %s INTO f (owner, bytes, sha, a, b) SELECT owner, bytes + %d, sha, "
                     "(a + %d) %% 10, b FROM f ORDER BY b, %s LIMIT 4",
                     conflict(), below(5), below(3), shape->id);
}

static const char *an_update(const struct shape *shape) {
    const char *set = NULL;
    switch (below(7)) {
    case 0:
        set = say("bytes = %s", bytes());
        break;
    case 1:
        set = say("owner = %s", owner());
        break;
    case 2:
        set = say("sha = %s", sha());
        break;
    case 3:
        set = say("%s = %s + %d", shape->id, shape->id, below(4));
        break;
    case 4:
        set = say("a = %s, bytes = bytes + %d", key(), below(50));
        break;
    case 5:
        set = say("b = %d, a = a + %d", below(6), below(3));
        break;
    default:
        set = say("owner = %s, bytes = %s, sha = %s, %s = %d", owner(), bytes(), sha(), shape->id,
                  below(20));
    }
    return say("UPDATE %s f SET %s WHERE %s %% %d = %d", conflict(), set, shape->id, 1 + below(8),
               below(4));
}

static const char *a_statement(const struct shape *shape) {
    used = 0;
    switch (below(24)) {
    case 0:
        return "BEGIN";
    case 1:
        return "COMMIT";
    case 2:
        return "ROLLBACK";
    case 3:
        return "SAVEPOINT s";
    case 4:
        return "ROLLBACK TO s";
    case 5:
        return "RELEASE s";
    case 6:
        return PICK("PRAGMA recursive_triggers = 0", "PRAGMA recursive_triggers = 1",
                    "PRAGMA foreign_keys = 0", "PRAGMA foreign_keys = 1");
    case 7:
    case 8:
        return say("DELETE FROM f WHERE %s %% %d = %d", shape->id, 2 + below(8), below(2));
    case 9:
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
        return an_update(shape);
    default:
        return an_insert(shape);
    }
}

/* ---------------------------------------------------------------------- checks */

/* Whose usage is not what their rows come to. */
static const char *naive(const struct shape *shape) {
    static char sql[1000];
    snprintf(
        sql, sizeof(sql),
        shape->checksum
            ? "SELECT group_concat(email || ' ' || disk_space_used) FROM usher_user AS u WHERE "
              "disk_space_used <> (SELECT ifnull(sum(m), 0) FROM (SELECT max(%s) AS m FROM f "
              "WHERE owner = u.id AND sha NOT NULL GROUP BY sha COLLATE BINARY)) + "
              "(SELECT ifnull(sum(%s), 0) FROM f WHERE owner = u.id AND sha IS NULL)"
            : "SELECT group_concat(email || ' ' || disk_space_used) FROM usher_user AS u WHERE "
              "disk_space_used <> (SELECT ifnull(sum(%s), 0) FROM f WHERE owner = u.id)",
        shape->size, shape->size);
    return sql;
}

#define USED "SELECT disk_space_used FROM usher_user WHERE id = "

static long number_of(sqlite3 *on, const char *sql) {
    return strtol(ask_on(on, sql), NULL, 10);
}

/* What passed, and what did not for want of space. */
struct tally {
    int passed;
    int refused;
};

static void step(sqlite3 *on, const struct shape *shape, struct tally *tally) {
    long bob = number_of(on, USED BOB);
    long cy = number_of(on, USED CY);
    const char *sql = a_statement(shape);
    int before = sqlite3_total_changes(on);
    const char *answer = ask_on(on, sql);
    tally->passed += sqlite3_total_changes(on) > before;
    tally->refused += strncmp(answer, "usher: quota_exceeded: ", 23) == 0;
    const char *wrong = ask_on(on, naive(shape));
    if (strcmp(wrong, "NULL") != 0) {
        fail_msg("after %s (%s)\n  counted wrong: %s", sql, answer, wrong);
    }
    /* A rollback, too, leads back to what was within bounds. */
    assert_true(strstr(sql, "ROLLBACK") || number_of(on, USED BOB) <= (bob > 2000 ? bob : 2000));
    assert_true(strstr(sql, "ROLLBACK") || number_of(on, USED CY) <= (cy > 500 ? cy : 500));
}

static int steps(void) {
    return 2000 / one_in(7, 1);
}

static void play(const struct shape *shape) {
    struct tally tally = {0, 0};
    must(shape->tables);
    must(shape->options);
    must(shape->after);
    for (int i = 0; i < steps(); i++) {
        step(plain, shape, &tally);
        if (number_of(plain, "SELECT count(*) FROM f") > 60) {
            ask_on(plain, say("DELETE FROM f WHERE %s %% 3", shape->id));
        }
    }
    if (!sqlite3_get_autocommit(plain)) {
        must_on(plain, "COMMIT");
    }
    must_on(plain, "PRAGMA foreign_keys = 0; PRAGMA recursive_triggers = 0");
    assert_true(tally.passed > steps() / 8);
    assert_true(tally.refused > 0);
    /* What is counted anew is the same; and nothing is left. */
    must(shape->options);
    says(naive(shape), "NULL");
    must("SELECT storage_untrack('f')");
    says("SELECT sum(disk_space_used) FROM usher_user", "0");
    says("SELECT count(*) FROM usher_tracked_doubt", "0");
    says("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'storage_track%'", "0");
}

#define TRACK(size, checksum)                                                                      \
    "SELECT storage_track('f', '{\"size\":\"" size "\",\"user\":\"owner\"" checksum "}')"
#define SHA ",\"checksum\":\"sha\""

static void test_integer_key(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (id INTEGER PRIMARY KEY, owner TEXT, bytes INTEGER, sha TEXT, "
        "a UNIQUE, b, parent)",
        TRACK("bytes", SHA),
        "",
        "id",
        "bytes",
        1};
    (void)state;
    seed = 1;
    play(&shape);
}

static void test_no_key_but_the_rowid(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (owner, bytes, sha, a, b, parent); CREATE INDEX fo ON f (owner, sha)",
        TRACK("bytes", SHA),
        "",
        "rowid",
        "bytes",
        1};
    (void)state;
    seed = 2;
    play(&shape);
}

static void test_several_columns(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (owner, bytes, sha, a, b, parent, UNIQUE (a, b), UNIQUE (sha, owner))",
        TRACK("bytes", ""),
        "",
        "rowid",
        "bytes",
        0};
    (void)state;
    seed = 3;
    play(&shape);
}

static void test_expressions_and_parts(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT, bytes INT, "
        "sha TEXT COLLATE NOCASE, a TEXT, b INT, parent INTEGER);"
        "CREATE UNIQUE INDEX fa ON f (sha COLLATE RTRIM DESC, b) WHERE b > /* two ) */ 2 AND a > 4;"
        "CREATE UNIQUE INDEX \"f (b\" ON f (a || '),' || ifnull(sha, b) -- a comment, (\n"
        " COLLATE NOCASE DESC, -b)",
        TRACK("bytes", SHA),
        "",
        "id",
        "bytes",
        1};
    (void)state;
    seed = 4;
    play(&shape);
}

static void test_text_key_and_generated_size(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (a TEXT PRIMARY KEY, owner TEXT, bytes INTEGER, sha BLOB, b, parent, "
        "double INTEGER AS (bytes * 2), rowid TEXT)",
        TRACK("double", SHA),
        "",
        "oid",
        "double",
        1};
    (void)state;
    seed = 5;
    play(&shape);
}

static void test_cascades(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (id INTEGER PRIMARY KEY, owner TEXT, bytes INTEGER, sha TEXT, a UNIQUE, b, "
        "parent REFERENCES f (id) ON DELETE CASCADE ON UPDATE CASCADE);"
        "CREATE UNIQUE INDEX fp ON f (parent, b)",
        TRACK("bytes", SHA),
        "",
        "id",
        "bytes",
        1};
    (void)state;
    seed = 6;
    must_on(plain, "PRAGMA foreign_keys = 1");
    play(&shape);
}

static void test_set_null(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (id INTEGER PRIMARY KEY, owner TEXT, bytes INTEGER, sha TEXT, a UNIQUE, "
        "b UNIQUE, parent REFERENCES f (id) ON DELETE SET NULL ON UPDATE SET NULL)",
        TRACK("bytes", SHA),
        "",
        "id",
        "bytes",
        1};
    (void)state;
    seed = 7;
    must_on(plain, "PRAGMA foreign_keys = 1");
    play(&shape);
}

/* Triggers that change other rows, the same row, or add one; before and after ours. */
static void test_triggers(void **state) {
    static const struct shape shape = {
        "CREATE TABLE f (id INTEGER PRIMARY KEY, owner TEXT, bytes INTEGER, sha TEXT, a UNIQUE, b, "
        "parent, touched INTEGER);"
        "CREATE TRIGGER grow AFTER INSERT ON f WHEN NEW.b = 3 BEGIN "
        "UPDATE f SET bytes = ifnull(bytes, 0) + 7 WHERE id = NEW.id; END;"
        "CREATE TRIGGER touch_new AFTER INSERT ON f BEGIN "
        "UPDATE f SET touched = 1 WHERE id = NEW.id; END;"
        "CREATE TRIGGER more AFTER INSERT ON f WHEN NEW.b = 4 BEGIN "
        "INSERT INTO f (owner, bytes, sha, b) VALUES (NEW.owner, NEW.bytes, NEW.sha, 0); END",
        TRACK("bytes", SHA),
        "CREATE TRIGGER touch AFTER UPDATE ON f WHEN NEW.touched IS OLD.touched BEGIN "
        "UPDATE f SET touched = ifnull(touched, 0) + 1 WHERE id = NEW.id; END;"
        "CREATE TRIGGER shrink AFTER UPDATE OF bytes ON f WHEN NEW.b = 2 BEGIN "
        "UPDATE f SET bytes = bytes / 2 WHERE b = 2 AND bytes > 90; END;"
        "CREATE TRIGGER follow AFTER DELETE ON f WHEN OLD.b = 1 BEGIN "
        "DELETE FROM f WHERE b = 1; END;"
        "CREATE TRIGGER before_one BEFORE DELETE ON f WHEN OLD.b = 5 BEGIN "
        "INSERT INTO f (owner, bytes, sha, b) VALUES (OLD.owner, OLD.bytes, OLD.sha, 0); END",
        "id",
        "bytes",
        1};
    (void)state;
    seed = 8;
    play(&shape);
}

/* ------------------------------------------------------------------ one by one */

/* 2^63 - 1024 in 1024 rows; nothing more goes, not even under OR IGNORE. */
static void test_most_of_all(void **state) {
    (void)state;
    must("CREATE TABLE f (id INTEGER PRIMARY KEY, owner, bytes); " TRACK("bytes", ""));
    must_on(plain,
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1024) "
            "INSERT INTO f SELECT i, " ANN ", 9007199254740991 FROM n");
    says(USED ANN, "9223372036854774784");
    must_on(plain, "INSERT INTO f VALUES (2000, " ANN ", 1023)");
    says(USED ANN, "9223372036854775807");
    says_on(plain, "INSERT OR IGNORE INTO f VALUES (2001, " ANN ", 1)",
            "usher: invalid: all files of a user must come to at most 9223372036854775807 bytes");
    says_on(plain, "UPDATE f SET bytes = 1024 WHERE id = 2000",
            "usher: invalid: all files of a user must come to at most 9223372036854775807 bytes");
    must_on(plain, "INSERT INTO f VALUES (2001, " ANN
                   ", 0); INSERT OR REPLACE INTO f VALUES (1, " ANN ", 5)");
    says(USED ANN, "9214364837600034821");
    must("SELECT storage_untrack('f')");
    must_on(plain, "INSERT INTO f VALUES (3000, " ANN ", 9007199254740991), (3001, " ANN ", 9007)");
    must_on(plain, "UPDATE f SET bytes = 9007199254740991 WHERE id < 2000");
    refused(TRACK("bytes", ""), "invalid");
    says(USED ANN, "0");
    says("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'storage_track%'", "0");
}

/* A connection that was locked before: it knows the triggers once usher has looked again. */
static void test_locked_meanwhile(void **state) {
    (void)state;
    sqlite3 *locked = open_scratch(WRITABLE);
    must("CREATE TABLE f (id INTEGER PRIMARY KEY, owner, bytes)");
    must_on(locked, "SELECT act_as(" BOB "); SELECT usher_lockdown()");
    must_on(locked, "INSERT INTO f VALUES (1, " BOB ", 10)");
    must(TRACK("bytes", ""));
    says_on(locked, "SELECT disk_space_used FROM users WHERE id = actor()", "10");
    must_on(locked, "INSERT INTO f VALUES (2, " BOB ", 10)");
    says_on(locked, "SELECT disk_space_used FROM users WHERE id = actor()", "20");
    says_on(locked, "INSERT INTO f VALUES (3, " BOB ", 1981)",
            "usher: quota_exceeded: the user has not so much disk space left");
    /* What is not ours to the letter is in the way. */
    must_on(plain, "DROP TRIGGER storage_track_1_delete; CREATE TRIGGER storage_track_1_delete "
                   "AFTER DELETE ON f BEGIN SELECT 1; END");
    refused_on(locked, "SELECT id FROM users", "forbidden");
    must(TRACK("bytes", ""));
    says_on(locked, "SELECT disk_space_used FROM users WHERE id = actor()", "20");
    assert_int_equal(sqlite3_close(locked), SQLITE_OK);
}

/* ----------------------------------------------------------------- out of memory */

static sqlite3_mem_methods allocator;
static int left = -1; /* allocations that succeed; -1: all */

static void *failing_malloc(int size) {
    if (left == 0) {
        return NULL;
    }
    left -= left > 0;
    return allocator.xMalloc(size);
}

static void *failing_realloc(void *old, int size) {
    if (left == 0) {
        return NULL;
    }
    left -= left > 0;
    return allocator.xRealloc(old, size);
}

/* At any step: nothing has changed, and the same call does it afterwards. */
static void test_without_memory(void **state) {
    (void)state;
    int rc = SQLITE_NOMEM;
    must("CREATE TABLE f (id INTEGER PRIMARY KEY, owner, bytes, sha, a);"
         "CREATE UNIQUE INDEX fa ON f (a || sha) WHERE a > 1;"
         "INSERT INTO f VALUES (1, " BOB ", 10, 'a', 2)");
    for (int n = 0; rc != SQLITE_OK && n < 20000; n += n < 100 ? 1 : 37) {
        left = n;
        rc = sqlite3_exec(db, TRACK("bytes", SHA), NULL, NULL, NULL);
        left = -1;
        if (rc != SQLITE_OK) {
            assert_int_equal(rc, SQLITE_NOMEM);
            says("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'storage_track%'", "0");
            says("SELECT count(*) FROM usher_tracked", "0");
            says(USED BOB, "0");
        }
    }
    assert_int_equal(rc, SQLITE_OK);
    says(USED BOB, "10");
    rc = SQLITE_NOMEM;
    for (int n = 0; rc != SQLITE_OK && n < 20000; n += n < 100 ? 1 : 37) {
        left = n;
        rc = sqlite3_exec(db, "SELECT storage_untrack('f')", NULL, NULL, NULL);
        left = -1;
        says(USED BOB, rc == SQLITE_OK ? "0" : "10");
    }
    assert_int_equal(rc, SQLITE_OK);
}

#define SESSION(test) cmocka_unit_test_setup_teardown(test, open_plain, close_plain)

int main(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator);
    sqlite3_mem_methods failing = allocator;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    const struct CMUnitTest tests[] = {
        SESSION(test_integer_key),
        SESSION(test_no_key_but_the_rowid),
        SESSION(test_several_columns),
        SESSION(test_expressions_and_parts),
        SESSION(test_text_key_and_generated_size),
        SESSION(test_cascades),
        SESSION(test_set_null),
        SESSION(test_triggers),
        SESSION(test_most_of_all),
        SESSION(test_locked_meanwhile),
        SESSION(test_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
