/*
** One run: statements of one seed on a connection, and all that its host can see of
** each. The run with usher and the run without work on a file of the same name, one
** after the other, and draw the same statements.
*/
#include "host.h"

#include <stdlib.h>
#include <string.h>

struct host {
    struct run *run;
    const char *file;
    sqlite3 *db;
    struct hooks hooks;
};

/* -------------------------------------------------------------- what can be seen */

static void log_value(sqlite3_str *log, sqlite3_stmt *statement, int i) {
    static const char *const types[] = {"", "integer", "real", "text", "blob", "null"};
    int type = sqlite3_column_type(statement, i);
    const unsigned char *bytes = sqlite3_column_blob(statement, i);
    int length = sqlite3_column_bytes(statement, i);
    sqlite3_str_appendf(log, " %s:", types[type]);
    if (type == SQLITE_BLOB) {
        for (int k = 0; k < length; k++) {
            sqlite3_str_appendf(log, "%02x", bytes[k]);
        }
    } else {
        sqlite3_str_appendf(log, "%s", sqlite3_column_text(statement, i));
    }
}

static void log_columns(sqlite3_str *log, sqlite3_stmt *statement) {
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        sqlite3_str_appendf(log, "%s (%s) ", sqlite3_column_name(statement, i),
                            sqlite3_column_decltype(statement, i));
    }
    sqlite3_str_appendf(log, "%d parameters, readonly %d, explain %d\n",
                        sqlite3_bind_parameter_count(statement), sqlite3_stmt_readonly(statement),
                        sqlite3_stmt_isexplain(statement));
}

static void log_connection(sqlite3_str *log, sqlite3 *db) {
    sqlite3_str_appendf(log,
                        "%d %d %s at %d, %d changes of %d, last row %lld, autocommit %d, "
                        "transaction %d\n",
                        sqlite3_errcode(db), sqlite3_extended_errcode(db), sqlite3_errmsg(db),
                        sqlite3_error_offset(db), sqlite3_changes(db), sqlite3_total_changes(db),
                        sqlite3_last_insert_rowid(db), sqlite3_get_autocommit(db),
                        sqlite3_txn_state(db, NULL));
}

/* The plan was the same if the work was. */
static void log_work(sqlite3_str *log, sqlite3_stmt *statement) {
    static const int counters[] = {SQLITE_STMTSTATUS_FULLSCAN_STEP, SQLITE_STMTSTATUS_SORT,
                                   SQLITE_STMTSTATUS_AUTOINDEX,     SQLITE_STMTSTATUS_VM_STEP,
                                   SQLITE_STMTSTATUS_REPREPARE,     SQLITE_STMTSTATUS_RUN};
    sqlite3_str_appendall(log, "work");
    for (size_t i = 0; i < sizeof(counters) / sizeof(*counters); i++) {
        sqlite3_str_appendf(log, " %d", sqlite3_stmt_status(statement, counters[i], 0));
    }
    sqlite3_str_appendall(log, "\n");
}

static int log_statement(struct host *host, const char *sql) {
    sqlite3_str *log = host->hooks.log;
    sqlite3_stmt *statement = NULL;
    host->hooks.progress = 0;
    /* After the greatest rowid SQLite draws them: both sides alike. */
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 7, (sqlite3 *)NULL);
    int rc = sqlite3_prepare_v2(host->db, sql, -1, &statement, NULL);
    if (statement) {
        log_columns(log, statement);
        while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_data_count(statement); i++) {
                log_value(log, statement, i);
            }
            sqlite3_str_appendall(log, "\n");
        }
        log_work(log, statement);
    }
    log_connection(log, host->db);
    sqlite3_finalize(statement);
    sqlite3_str_appendf(log, "progress %d\n", host->hooks.progress);
    return rc == SQLITE_DONE;
}

/* ------------------------------------------------------------- between statements */

/* Another connection holds the file: whose handler waits, and how often? */
static void be_busy(struct host *host) {
    sqlite3 *other;
    if (sqlite3_open(host->file, &other) != SQLITE_OK) {
        give_up(other, "a second connection");
    }
    int rc = sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
    sqlite3_str_appendf(host->hooks.log, "held: %d\n", rc);
    log_statement(host, "UPDATE t0 SET c = 'waited' WHERE k = 1");
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
}

/* Reads, which must leave no more trace than one of the schema: they begin a transaction, too. */
static void wake(struct host *host) {
    static const char reads[] =
        "SELECT count(*) FROM sqlite_schema;"
        "SELECT count(*), max(name) FROM teams JOIN accounts ON accounts.id = account_id;"
        "SELECT setting('users.direct_creation'); SELECT actor(), can('users.read');"
        "SELECT count(*) FROM invites; SELECT * FROM roles ORDER BY name LIMIT 2;"
        "SELECT usher_debug();";
    sqlite3_str *log = host->hooks.log;
    host->hooks.log = NULL;
    sqlite3_exec(host->db, host->run->loaded ? reads : "SELECT count(*) FROM sqlite_schema", NULL,
                 NULL, NULL);
    host->hooks.log = log;
}

/* ---------------------------------------------------------------- start and end */

static void log_settings(sqlite3_str *log, sqlite3 *db) {
    for (int id = 0; id <= SQLITE_LIMIT_WORKER_THREADS; id++) {
        sqlite3_str_appendf(log, "limit %d: %d\n", id, sqlite3_limit(db, id, -1));
    }
    for (int id = SQLITE_DBCONFIG_ENABLE_FKEY; id <= SQLITE_DBCONFIG_MAX; id++) {
        int value = -1;
        int rc = sqlite3_db_config(db, id, -1, &value);
        sqlite3_str_appendf(log, "db_config %d: %d %d\n", id, rc, value);
    }
}

static void begin(struct host *host) {
    if (sqlite3_open(host->file, &host->db) != SQLITE_OK) {
        give_up(host->db, host->file);
    }
    hooks_set(&host->hooks, host->db);
    if (host->run->loaded && story_load(host->db) != SQLITE_OK) {
        give_up(host->db, "load");
    }
}

static void end(struct host *host) {
    if (!sqlite3_get_autocommit(host->db)) {
        log_statement(host, "ROLLBACK");
    }
    log_settings(host->hooks.log, host->db);
    hooks_ask(&host->hooks, host->db);
    sqlite3_str_appendf(host->hooks.log, "close: %d\n", sqlite3_close(host->db));
}

/* ------------------------------------------------------------------------- a run */

static void keep(struct run *run, int i, char *sql, sqlite3_str *log) {
    run->sql[i] = sql;
    run->seen[i] = sqlite3_str_finish(log);
    if (!run->seen[i] || !run->sql[i]) {
        give_up(NULL, "memory");
    }
}

static void step(struct host *host, int i, uint64_t *state) {
    struct run *run = host->run;
    char *sql = i > 0 ? generate(state) : sqlite3_mprintf("%s", generate_schema(state));
    host->hooks.log = sqlite3_str_new(NULL);
    if (i == 0) {
        log_connection(host->hooks.log, host->db);
        int rc = sqlite3_exec(host->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
        rc = rc ? rc : sqlite3_exec(host->db, sql, NULL, NULL, NULL);
        if (rc != SQLITE_OK) {
            give_up(host->db, "the schema");
        }
    } else if (i % 50 == 0) {
        be_busy(host);
    }
    if (run->manner == AWAKE && i % 7 == 0) {
        wake(host);
    }
    if (i > 0) {
        run->done += log_statement(host, sql);
    }
    keep(run, i, sql, host->hooks.log);
}

void run_all(struct run *run, const char *file) {
    struct host host = {.run = run, .file = file};
    uint64_t state = run->seed;
    size_t count = (size_t)run->statements + 1;
    run->sql = calloc(count, sizeof(*run->sql));
    run->seen = calloc(count, sizeof(*run->seen));
    if (!run->sql || !run->seen) {
        give_up(NULL, "memory");
    }
    begin(&host);
    for (int i = 0; i < run->statements; i++) {
        step(&host, i, &state);
    }
    host.hooks.log = sqlite3_str_new(NULL);
    end(&host);
    keep(run, run->statements, sqlite3_mprintf("the end"), host.hooks.log);
}

void run_free(struct run *run) {
    for (int i = 0; i <= run->statements; i++) {
        sqlite3_free(run->sql[i]);
        sqlite3_free(run->seen[i]);
    }
    free(run->sql);
    free(run->seen);
}
