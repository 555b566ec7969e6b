/*
** One side of an operation: its statements are prepared once, then bound and
** stepped to the end, time and again. Each column is read once, as every driver
** does; with --columns skip none is, which shows the difference at its largest.
*/
#include "bench.h"

#include <string.h>

const char *const bench_side_names[BENCH_SIDES] = {"plain", "hand", "usher"};

/* -------------------------------------------------------------------- scripts */

static void find_slots(struct bench_script *script, int i) {
    sqlite3_stmt *statement = script->statement[i];
    script->slots[i] = sqlite3_bind_parameter_count(statement);
    bench_check(NULL, script->slots[i] <= BENCH_SLOTS, "too many parameters");
    for (int j = 0; j < script->slots[i]; j++) {
        script->slot[i][j] = bench_value_find(sqlite3_bind_parameter_name(statement, j + 1));
    }
}

void bench_script_open(struct bench_script *script, const struct bench *bench, const char *sql) {
    script->statements = 0;
    while (sql && *sql) {
        int i = script->statements++;
        bench_check(NULL, i < BENCH_STATEMENTS, "too many statements");
        int rc = sqlite3_prepare_v2(bench->db, sql, -1, &script->statement[i], &sql);
        bench_check(bench->db, rc == SQLITE_OK, "an operation does not compile");
        find_slots(script, i);
    }
}

void bench_script_close(struct bench_script *script) {
    for (int i = 0; i < script->statements; i++) {
        sqlite3_finalize(script->statement[i]);
    }
    script->statements = 0;
}

void bench_script_bind(const struct bench_script *script, const struct bench *bench, int i,
                       int turn) {
    for (int j = 0; j < script->slots[i]; j++) {
        const char *value = bench_value(bench, script->slot[i][j], turn);
        sqlite3_bind_text(script->statement[i], j + 1, value, -1, SQLITE_STATIC);
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

void bench_script_run(const struct bench_script *script, const struct bench *bench, int turn) {
    for (int i = 0; i < script->statements; i++) {
        int rc;
        bench_script_bind(script, bench, i, turn);
        while ((rc = sqlite3_step(script->statement[i])) == SQLITE_ROW) {
            if (bench->reads_columns) {
                read_row(script->statement[i]);
            }
        }
        bench_check(bench->db, rc == SQLITE_DONE, sqlite3_sql(script->statement[i]));
        sqlite3_reset(script->statement[i]);
    }
}

/* ---------------------------------------------------------------- contestants */

void bench_contestant_open(struct bench_contestant *contestant, const struct bench *bench,
                           const struct bench_operation *operation, enum bench_side side) {
    memset(contestant, 0, sizeof(*contestant));
    contestant->bench = bench;
    contestant->operation = operation;
    contestant->side = side;
    contestant->sql = operation->sql[side];
    if (operation->kind == BENCH_OWN) {
        bench_act_as(bench, bench->me);
    }
    bench_script_open(&contestant->script, bench, contestant->sql);
    bench_script_open(&contestant->before, bench, operation->before);
}

void bench_contestant_close(struct bench_contestant *contestant) {
    enum bench_kind kind = contestant->operation->kind;
    bench_script_close(&contestant->script);
    bench_script_close(&contestant->before);
    if (kind == BENCH_OWN || kind == BENCH_SIGN_IN) {
        bench_act_as(contestant->bench, NULL);
    }
}

static void prepare_once(const struct bench_contestant *contestant) {
    sqlite3_stmt *statement;
    sqlite3_prepare_v2(contestant->bench->db, contestant->sql, -1, &statement, NULL);
    sqlite3_finalize(statement);
}

double bench_contestant_run(struct bench_contestant *contestant, int repeat) {
    const struct bench *bench = contestant->bench;
    int writes = contestant->operation->kind == BENCH_WRITE;
    if (writes) {
        bench_execute(bench->db, "BEGIN IMMEDIATE");
        for (int turn = 0; turn < repeat; turn++) {
            bench_script_run(&contestant->before, bench, turn);
        }
    }
    bench_meter_start();
    for (int turn = 0; turn < repeat; turn++) {
        if (contestant->operation->kind == BENCH_PREPARE) {
            prepare_once(contestant);
        } else {
            bench_script_run(&contestant->script, bench, turn);
        }
    }
    double taken = bench_meter_stop();
    if (writes) {
        bench_execute(bench->db, "ROLLBACK");
    }
    return taken;
}
