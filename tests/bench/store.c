/*
** A database with many users: made, opened, closed.
*/
#include "bench.h"

#include "usher.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[256]; /* "" if there is none */
static char path[sizeof(folder) + 32];

/* -------------------------------------------------------------------- helpers */

void bench_check(sqlite3 *db, int ok, const char *what) {
    if (!ok) {
        fprintf(stderr, "bench: %s%s%s\n", what, db ? ": " : "", db ? sqlite3_errmsg(db) : "");
        exit(1);
    }
}

void bench_execute(sqlite3 *db, const char *sql) {
    bench_check(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

void bench_execute_format(sqlite3 *db, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    bench_check(db, sql != NULL, "out of memory");
    bench_execute(db, sql);
    sqlite3_free(sql);
}

sqlite3_stmt *bench_prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    bench_check(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, sql);
    return statement;
}

sqlite3_int64 bench_integer(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = bench_prepare(db, sql);
    bench_check(db, sqlite3_step(statement) == SQLITE_ROW, sql);
    sqlite3_int64 integer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return integer;
}

/* splitmix64 */
unsigned long long bench_random(unsigned long long *state) {
    unsigned long long z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int bench_random_below(unsigned long long *state, int limit) {
    return (int)(bench_random(state) % (unsigned)limit);
}

void bench_random_uuid(unsigned long long *state, sqlite3_int64 milliseconds, char uuid[37]) {
    unsigned long long random = bench_random(state);
    snprintf(uuid, 37, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(milliseconds >> 16),
             (unsigned)(milliseconds & 0xFFFF), (unsigned)(random >> 52),
             (unsigned)(0x8000 | (random >> 32 & 0x3FFF)),
             (random & 0xFFFFFFFF) << 16 | (bench_random(state) & 0xFFFF));
}

/* ---------------------------------------------------------------------- files */

static void remove_folder(void) {
    static const char *const names[] = {"users.db", "users.db-wal", "users.db-shm"};
    char name[sizeof(folder) + 32];
    for (int i = 0; folder[0] && i < 3; i++) {
        snprintf(name, sizeof(name), "%s/%s", folder, names[i]);
        remove(name);
    }
    if (folder[0]) {
        rmdir(folder);
        folder[0] = '\0';
    }
}

static void make_path(void) {
    static int registered;
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof(folder), "%s/usher-bench-%ld", temporary ? temporary : "/tmp",
             (long)getpid());
    bench_check(NULL, mkdir(folder, 0700) == 0, "no temporary folder");
    if (!registered) {
        registered = 1;
        atexit(remove_folder);
    }
    snprintf(path, sizeof(path), "%s/users.db", folder);
}

/* The virtual table must see what was put under it. */
static void check_sight(const struct bench *bench) {
    bench_check(NULL, bench_integer(bench->db, "SELECT count(*) FROM users") == bench->users,
                "the table users does not show all users");
    bench_check(NULL,
                bench_integer(bench->db, "SELECT count(*) FROM users AS a JOIN usher_user AS b "
                                         "USING (id) WHERE a.email = b.email") == bench->users,
                "the table users shows other users");
}

/* -------------------------------------------------------------- open and close */

sqlite3 *bench_connect_plain(void) {
    sqlite3 *db;
    bench_check(NULL, sqlite3_open(path, &db) == SQLITE_OK, path);
    return db;
}

sqlite3 *bench_connect(void) {
    sqlite3 *db = bench_connect_plain();
    char *error = NULL;
    bench_check(db, sqlite3_usher_init(db, &error, NULL) == SQLITE_OK, "usher");
    return db;
}

/* What a store has beside what is usher's: once. */
static void complete(struct bench *bench) {
    if (bench_integer(bench->db, "SELECT count(*) FROM usher_file") == 0) {
        bench_fill_files(bench);
        bench_hand_fill(bench);
    }
}

void bench_store_open(struct bench *bench, const char *given, int users, int undo_memory) {
    memset(bench, 0, sizeof(*bench));
    if (*given) {
        snprintf(path, sizeof(path), "%s", given);
    } else {
        make_path();
    }
    bench->db = bench_connect();
    bench_execute(bench->db, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
    bench_execute(bench->db, "PRAGMA cache_size = -4000000"); /* all of it: reads are warm */
    if (undo_memory) {
        bench_execute(bench->db, "PRAGMA temp_store = MEMORY");
    }
    for (int i = 0; i < BENCH_ACCOUNTS; i++) {
        snprintf(bench->account[i], 37, "0d000000-0000-7000-8000-%012d", i + 1);
    }
    bench->users = users;
    if (bench_integer(bench->db, "SELECT count(*) FROM sqlite_schema") == 0) {
        bench_fill(bench);
    }
    bench->users = (int)bench_integer(bench->db, "SELECT count(*) FROM usher_user");
    check_sight(bench);
    bench_samples_take(bench);
    bench_inbox_open(bench);
    complete(bench);
    bench_execute(bench->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    bench_functions_open(bench);
    bench_hand_open(bench);
}

void bench_store_close(struct bench *bench) {
    bench_check(bench->db, sqlite3_close(bench->db) == SQLITE_OK, "close");
    free(bench->person);
    free(bench->fresh);
    free(bench->key);
    remove_folder();
}
