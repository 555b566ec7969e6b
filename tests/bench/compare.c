/*
** Do the contestants do the same? Reads must give the same rows, in whatever order; after a write
** `state` must give the same rows, and `rules` of both that have rules.
*/
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TURNS = 3, MOST_SECONDS = 1 };

static double seconds(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

/* FNV-1a over the values of a row, each with its type. */
static unsigned long long digest_row(sqlite3_stmt *statement) {
    unsigned long long hash = 14695981039346656037u;
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        hash = (hash ^ (unsigned)sqlite3_column_type(statement, i)) * 1099511628211u;
        const unsigned char *text = sqlite3_column_text(statement, i);
        for (; text && *text; text++) {
            hash = (hash ^ *text) * 1099511628211u;
        }
    }
    return hash;
}

/* Of the rows of a script's first statement. */
static unsigned long long digest(const struct bench_script *script, const struct bench *bench,
                                 int turn) {
    unsigned long long sum = 0;
    int rc;
    sqlite3_stmt *statement = script->statement[0];
    bench_script_bind(script, bench, 0, turn);
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        sum += digest_row(statement);
    }
    bench_check(bench->db, rc == SQLITE_DONE, sqlite3_sql(statement));
    sqlite3_reset(statement);
    return sum;
}

/* With hand_ for usher_. */
static char *of_hand(const char *sql) {
    sqlite3_str *own = sqlite3_str_new(NULL);
    for (const char *at; (at = strstr(sql, "usher_")); sql = at + 6) {
        sqlite3_str_append(own, sql, (int)(at - sql));
        sqlite3_str_appendall(own, "hand_");
    }
    sqlite3_str_appendall(own, sql);
    return sqlite3_str_finish(own);
}

/* What `sql` gives after the contestant's write. */
static unsigned long long digest_after(struct bench_contestant *contestant, const char *sql,
                                       int turn) {
    const struct bench *bench = contestant->bench;
    struct bench_script script;
    char *own = contestant->side == BENCH_HAND ? of_hand(sql) : sqlite3_mprintf("%s", sql);
    bench_script_open(&script, bench, own);
    bench_execute(bench->db, "BEGIN IMMEDIATE");
    bench_script_run(&contestant->before, bench, turn);
    bench_script_run(&contestant->script, bench, turn);
    unsigned long long sum = digest(&script, bench, turn);
    bench_check(NULL, sum != 0, "a write left nothing to be compared");
    bench_script_close(&script);
    bench_execute(bench->db, "ROLLBACK");
    sqlite3_free(own);
    return sum;
}

static unsigned long long digest_of(struct bench_contestant *contestant, const char *sql,
                                    int turn) {
    return contestant->operation->kind == BENCH_WRITE
               ? digest_after(contestant, sql, turn)
               : digest(&contestant->script, contestant->bench, turn);
}

static void compare(struct bench_contestant *one, struct bench_contestant *usher, const char *sql) {
    if (!one->sql || (one->operation->kind == BENCH_WRITE && !sql)) {
        return;
    }
    double start = seconds();
    for (int turn = 0; turn < TURNS && seconds() - start < MOST_SECONDS; turn++) {
        if (digest_of(one, sql, turn) != digest_of(usher, sql, turn)) {
            fprintf(stderr, "bench: %s: %s and usher do not give the same rows\n",
                    one->operation->name, bench_side_names[one->side]);
            exit(1);
        }
    }
}

void bench_compare(struct bench_contestant *contestants) {
    const struct bench_operation *operation = contestants[0].operation;
    if (operation->kind == BENCH_PREPARE) {
        return; /* what they prepare is compared by other operations */
    }
    compare(&contestants[BENCH_PLAIN], &contestants[BENCH_USHER], operation->state);
    compare(&contestants[BENCH_HAND], &contestants[BENCH_USHER], operation->state);
    compare(&contestants[BENCH_HAND], &contestants[BENCH_USHER], operation->rules);
}
