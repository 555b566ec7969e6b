/*
** Thousands of random steps, after each of which what is kept of each user's files must be what
** they come to. What fails must change nothing. BRIEF in the environment: fewer of them.
**
** `storage [SEED [STEPS]]`: another sequence of steps.
*/
#include "../brief.h"
#include "storage.h"

#include "usher.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sqlite3 *db;

static uint64_t state;

unsigned random_below(unsigned most) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % most;
}

const char *user_id(int number, char id[37]) {
    snprintf(id, 37, "0e000000-0000-7000-8000-%012d", number);
    return id;
}

const char *channel_id(int number, char id[37]) {
    snprintf(id, 37, "0c000000-0000-7000-8000-%012d", number);
    return id;
}

int attempt(const char *sql) {
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

void must(const char *sql) {
    if (attempt(sql) != SQLITE_OK) {
        printf("not ok - %s\n  in %s\n0 passed, 1 failed\n", sqlite3_errmsg(db), sql);
        exit(1);
    }
}

sqlite3_int64 number_of(const char *sql) {
    sqlite3_stmt *statement;
    sqlite3_int64 number = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        number = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return number;
}

/* ----------------------------------------------------------------------- the cast */

/* Two who have no quota, a user who may add nothing, one of the other account. */
static void make_store(void) {
    static const char *const roles[USERS] = {"owner",   "admin", "manager", "creator",
                                             "creator", "user",  "creator", "creator"};
    char id[37];
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
        puts("not ok - usher cannot be loaded\n0 passed, 1 failed");
        exit(1);
    }
    must("SELECT usher_init('{\"account_id\":\"" ACCOUNT "\"}');"
         "INSERT INTO accounts (id, name) VALUES ('" ELSEWHERE "', 'elsewhere')");
    for (int i = 0; i < USERS; i++) {
        char *sql = sqlite3_mprintf(
            "SELECT invite_accept(invite_create('u%d@example.org', %Q, '{\"account_id\":\"%s\"}'), "
            "'{\"id\":\"%s\"}'); UPDATE users SET disk_space = %d WHERE id = %Q",
            i, roles[i], i == 6 ? ELSEWHERE : ACCOUNT, user_id(i, id), 150 + 40 * i, id);
        must(sql);
        sqlite3_free(sql);
    }
    for (int i = 0; i < 4; i++) {
        char *sql = sqlite3_mprintf("INSERT INTO channels (id, account_id, name) VALUES (%Q, %Q, "
                                    "'channel')",
                                    channel_id(i, id), i == 3 ? ELSEWHERE : ACCOUNT);
        must(sql);
        sqlite3_free(sql);
    }
    must("INSERT INTO channel_members (channel_id, user_id, mode) SELECT c.id, u.id, 'edit' "
         "FROM channels AS c JOIN users AS u ON u.account_id = c.account_id");
}

/* ----------------------------------------------------------------------- the report */

#define KINDS_MOST 32

static struct tally {
    const char *name;
    int done;
    int refused;
} tallies[KINDS_MOST];

static void count(const char *name, int result) {
    struct tally *tally = tallies;
    while (tally->name && tally->name != name) {
        tally++;
    }
    tally->name = name;
    if (result == SQLITE_OK) {
        tally->done++;
    } else {
        tally->refused++;
    }
}

/* A test in which nothing happens would pass, too. */
static int report(void) {
    int idle = 0;
    for (int i = 0; i < KINDS_MOST && tallies[i].name; i++) {
        printf("# %s: %d done, %d refused\n", tallies[i].name, tallies[i].done, tallies[i].refused);
        if (tallies[i].done == 0) {
            printf("not ok - %s: it was never done\n", tallies[i].name);
            idle++;
        }
    }
    return idle;
}

/* Steps that a rule refuses, of one statement: nothing may be otherwise than before. */
static int holds(const char *sql, int result, const char *before) {
    char *after = fingerprint();
    int good = agree();
    if (result != SQLITE_OK && !strchr(sql, ';') && strcmp(before, after) != 0) {
        puts("not ok - it failed, and has changed something");
        good = 0;
    }
    sqlite3_free(after);
    return good;
}

int main(int argc, char **argv) {
    int steps = argc > 2 ? (int)strtol(argv[2], NULL, 10) : brief_level() > 0 ? 1000 : 6000;
    int passed = 0;
    int failed = 0;
    state = argc > 1 ? strtoull(argv[1], NULL, 10) : 20220101;
    make_store();
    for (int i = 0; i < steps && failed < 5; i++) {
        char *before = fingerprint();
        char *sql;
        int result;
        const char *name = step(&sql, &result);
        count(name, result);
        if (holds(sql, result, before)) {
            passed++;
        } else {
            printf("  after step %d, which %s: %s\n", i,
                   result == SQLITE_OK ? "was done" : sqlite3_errstr(result), sql);
            failed++;
        }
        sqlite3_free(sql);
        sqlite3_free(before);
    }
    failed += report();
    if (sqlite3_close(db) != SQLITE_OK) {
        puts("not ok - the connection does not close");
        failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
