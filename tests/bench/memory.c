/*
** What a connection holds: without usher and with it, once all statements of the program are
** finalized. Everything that is allocated counts (SQLite's, jansson's), but for the cache of pages,
** which the application sizes. What usher holds is the difference; it must not grow with use.
*/
#include "bench.h"

#include <stdio.h>

#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
#include <malloc.h>
#endif

#define BAR_KB 256
#define MANY 100000
#define BLOCK 100 /* operations between preparing a statement and finalizing it */
#define CHEAP 20  /* whose `repeat` is at least that is run many times */

struct holding {
    double total; /* KB */
    double of_statements;
    int statements;
};

enum stage { OPENED, USED, USED_ON, STAGES };

static const char *const stage_names[STAGES] = {
    "opened, and the schema read", "after every operation once", "after 100,000 operations more"};

static sqlite3_int64 allocated(void) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    struct mallinfo2 info = mallinfo2();
    return (sqlite3_int64)info.uordblks + (sqlite3_int64)info.hblkhd;
#else
    return sqlite3_memory_used();
#endif
}

static double held_kb(sqlite3 *db, sqlite3_int64 before) {
    int pages;
    int most;
    sqlite3_db_release_memory(db);
    sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_USED, &pages, &most, 0);
    return (double)(allocated() - before - pages) / 1024;
}

/* What usher keeps prepared: the program has finalized its own. */
static int kept(sqlite3 *db) {
    int count = 0;
    for (sqlite3_stmt *at = NULL; (at = sqlite3_next_stmt(db, at));) {
        count++;
    }
    return count;
}

static struct holding look(sqlite3 *db, sqlite3_int64 before) {
    int bytes;
    int most;
    struct holding holding = {.total = held_kb(db, before), .statements = kept(db)};
    sqlite3_db_status(db, SQLITE_DBSTATUS_STMT_USED, &bytes, &most, 0);
    holding.of_statements = (double)bytes / 1024;
    return holding;
}

static int takes_part(const struct bench_operation *operation, enum bench_side side) {
    return operation->sql[side] != NULL;
}

/* A block of runs, as a program would do it that keeps nothing. */
static void run_block(const struct bench *bench, const struct bench_operation *operation,
                      enum bench_side side, int first, int count) {
    static struct bench_script before;
    static struct bench_script script;
    int acts = operation->kind == BENCH_OWN || operation->kind == BENCH_SIGN_IN;
    int usher = side == BENCH_USHER;
    if (usher && operation->kind == BENCH_OWN) {
        bench_execute_format(bench->db, "SELECT act_as(%Q)", bench->me);
    }
    bench_script_open(&script, bench, operation->sql[side]);
    if (operation->kind == BENCH_WRITE) {
        bench_execute(bench->db, "BEGIN IMMEDIATE");
        bench_script_open(&before, bench, usher ? operation->before : NULL);
    }
    for (int turn = first; turn < first + count; turn++) {
        bench_script_run(&before, bench, turn);
        bench_script_run(&script, bench, turn);
    }
    bench_script_close(&before);
    bench_script_close(&script);
    if (operation->kind == BENCH_WRITE) {
        bench_execute(bench->db, "ROLLBACK");
    }
    if (usher && acts) {
        bench_execute(bench->db, "SELECT act_as(NULL)");
    }
}

static void use_once(const struct bench *bench, enum bench_side side) {
    for (int i = 0; bench_operation(i); i++) {
        if (takes_part(bench_operation(i), side)) {
            run_block(bench, bench_operation(i), side, 0, 1);
        }
    }
}

static void use_on(const struct bench *bench, enum bench_side side) {
    for (int done = 0, i = 0; done < MANY; i++) {
        const struct bench_operation *operation = bench_operation(i);
        if (!operation) {
            i = -1;
        } else if (takes_part(operation, side) && operation->repeat >= CHEAP) {
            run_block(bench, operation, side, done % 400, BLOCK);
            done += BLOCK;
        }
    }
}

static void measure_side(const struct bench *bench, enum bench_side side, struct holding *holding) {
    struct bench own = *bench;
    sqlite3_int64 before = allocated();
    own.db = side == BENCH_USHER ? bench_connect() : bench_connect_plain();
    bench_functions_open(&own);
    if (side == BENCH_USHER) {
        bench_execute(own.db, "SELECT usher_key('the master key of the benchmark''s store')");
    }
    bench_execute(own.db, "SELECT * FROM usher_user LIMIT 0");
    holding[OPENED] = look(own.db, before);
    use_once(&own, side);
    holding[USED] = look(own.db, before);
    use_on(&own, side);
    holding[USED_ON] = look(own.db, before);
    bench_check(own.db, sqlite3_close(own.db) == SQLITE_OK, "close");
}

void bench_memory(const struct bench *bench) {
    struct holding plain[STAGES];
    struct holding usher[STAGES];
    measure_side(bench, BENCH_PLAIN, plain);
    measure_side(bench, BENCH_USHER, usher);
    printf("\nMemory of a connection without its cache of pages, %d users, KB\n\n", bench->users);
    printf("%-34s %9s %9s %11s %7s   %s\n", "", "plain", "usher", "difference", "bar",
           "usher keeps prepared");
    for (int stage = 0; stage < STAGES; stage++) {
        double held = usher[stage].total - plain[stage].total;
        printf("%-34s %9.1f %9.1f %11.1f %7d %c %d statements, %.1f KB\n", stage_names[stage],
               plain[stage].total, usher[stage].total, held, BAR_KB, held > BAR_KB ? '!' : ' ',
               usher[stage].statements, usher[stage].of_statements);
    }
}
