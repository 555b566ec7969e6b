/*
** One side of an operation: its statements are prepared once, then bound and
** stepped to the end, time and again. Each column is read once, as every driver
** does; with --columns skip none is, which shows the difference at its largest.
**
** Time is processor time, so that others on the same machine matter little.
*/
#include "bench.h"

#include <string.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ------------------------------------------------------------ open and close */

static void find_slots(struct bench_contestant *contestant, int i) {
    sqlite3_stmt *statement = contestant->statement[i];
    contestant->slots[i] = sqlite3_bind_parameter_count(statement);
    bench_check(NULL, contestant->slots[i] <= BENCH_SLOTS, "too many parameters");
    for (int j = 0; j < contestant->slots[i]; j++) {
        contestant->slot[i][j] = bench_value_find(sqlite3_bind_parameter_name(statement, j + 1));
    }
}

void bench_contestant_open(struct bench_contestant *contestant, const struct bench *bench,
                           const struct bench_operation *operation, enum bench_side side) {
    memset(contestant, 0, sizeof(*contestant));
    contestant->bench = bench;
    contestant->operation = operation;
    contestant->sql = operation->sql[side];
    if (operation->kind == BENCH_OWN && side == BENCH_USHER) {
        char *sql = sqlite3_mprintf("SELECT act_as(%Q)", bench->me);
        bench_execute(bench->db, sql);
        sqlite3_free(sql);
    }
    const char *sql = contestant->sql;
    while (*sql) {
        int i = contestant->statements++;
        bench_check(NULL, i < BENCH_STATEMENTS, "too many statements");
        int rc = sqlite3_prepare_v2(bench->db, sql, -1, &contestant->statement[i], &sql);
        bench_check(bench->db, rc == SQLITE_OK, operation->name);
        find_slots(contestant, i);
    }
}

void bench_contestant_close(struct bench_contestant *contestant) {
    for (int i = 0; i < contestant->statements; i++) {
        sqlite3_finalize(contestant->statement[i]);
    }
    contestant->statements = 0;
    if (contestant->operation->kind == BENCH_OWN || contestant->operation->kind == BENCH_SIGN_IN) {
        bench_execute(contestant->bench->db, "SELECT act_as(NULL)");
    }
}

/* ----------------------------------------------------------------------- run */

static void bind(const struct bench_contestant *contestant, int i, int turn) {
    for (int j = 0; j < contestant->slots[i]; j++) {
        const char *value = bench_value(contestant->bench, contestant->slot[i][j], turn);
        sqlite3_bind_text(contestant->statement[i], j + 1, value, -1, SQLITE_STATIC);
    }
}

static void read_row(sqlite3_stmt *statement) {
    int columns = sqlite3_column_count(statement);
    for (int i = 0; i < columns; i++) {
        switch (sqlite3_column_type(statement, i)) {
        case SQLITE_INTEGER:
            sqlite3_column_int64(statement, i);
            break;
        case SQLITE_TEXT:
            sqlite3_column_text(statement, i);
            sqlite3_column_bytes(statement, i);
            break;
        default: /* there are no others */
            break;
        }
    }
}

static void run_once(const struct bench_contestant *contestant, int turn) {
    for (int i = 0; i < contestant->statements; i++) {
        int rc;
        bind(contestant, i, turn);
        while ((rc = sqlite3_step(contestant->statement[i])) == SQLITE_ROW) {
            if (contestant->bench->reads_columns) {
                read_row(contestant->statement[i]);
            }
        }
        bench_check(contestant->bench->db, rc == SQLITE_DONE, contestant->operation->name);
        sqlite3_reset(contestant->statement[i]);
    }
}

static void prepare_once(const struct bench_contestant *contestant) {
    sqlite3_stmt *statement;
    sqlite3_prepare_v2(contestant->bench->db, contestant->sql, -1, &statement, NULL);
    sqlite3_finalize(statement);
}

double bench_contestant_run(struct bench_contestant *contestant, int repeat) {
    int writes = contestant->operation->kind == BENCH_WRITE;
    if (writes) {
        bench_execute(contestant->bench->db, "BEGIN IMMEDIATE");
    }
    double start = seconds();
    for (int turn = 0; turn < repeat; turn++) {
        if (contestant->operation->kind == BENCH_PREPARE) {
            prepare_once(contestant);
        } else {
            run_once(contestant, turn);
        }
    }
    double taken = seconds() - start;
    if (writes) {
        bench_execute(contestant->bench->db, "ROLLBACK");
    }
    return taken;
}

/* -------------------------------------------------------------------- digest */

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

unsigned long long bench_contestant_digest(struct bench_contestant *contestant, int turn) {
    unsigned long long sum = 0;
    int rc;
    sqlite3_stmt *statement = contestant->statement[0];
    bind(contestant, 0, turn);
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        sum += digest_row(statement);
    }
    bench_check(contestant->bench->db, rc == SQLITE_DONE, contestant->operation->name);
    sqlite3_reset(statement);
    return sum;
}
