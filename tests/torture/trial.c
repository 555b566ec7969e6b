/*
** A step into a fault: what came of it, and what comes of it the next time.
*/
#include "torture.h"

#include "usher.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct fault faults[] = {
    {"no memory once", MEMORY, 0, 0, -1},
    {"no memory", MEMORY, 1, 0, -1},
    {"disk error once", DISK, 0, 0, 0},
    {"disk error", DISK, 1, 0, 0},
    {"disk error once, WAL", DISK, 0, 0, 1},
    {"disk error, WAL", DISK, 1, 0, 1},
    {"disk full once", DISK, 0, 1, 0},
    {"disk full", DISK, 1, 1, 0},
    {"disk full once, WAL", DISK, 0, 1, 1},
    {"disk full, WAL", DISK, 1, 1, 1},
    {"interrupt", STOP, 1, STOP_INTERRUPT, -1},
    {"statement stopped", STOP, 0, STOP_ONCE, -1},
    {"statements stopped", STOP, 1, STOP_PERSISTENT, -1},
    {"operation stopped", STOP, 0, STOP_OPCODE, -1},
};
const int fault_count = sizeof(faults) / sizeof(*faults);

enum { MOST_TOLD = 20 }; /* by one process, which is one step */

struct trial {
    const struct step *step;
    const struct fault *fault;
    const struct calm *calm;
    const struct image *image;
    int k;
    int failed;
    sqlite3 *db;
};

static void fail(struct trial *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void fail(struct trial *trial, const char *format, ...) {
    static int told;
    va_list arguments;
    if (trial->failed++ || told++ > MOST_TOLD) {
        return;
    }
    printf("FAIL %s | %s %d: ", trial->step->name, trial->fault->name, trial->k);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

static void give_up(const struct step *step, sqlite3 *db, const char *sql) {
    printf("FAIL %s: %s\n  in %s\n", step->name, sqlite3_errmsg(db), sql);
    fflush(stdout);
    exit(2);
}

/* ------------------------------------------------------------ connections */

static void must(const struct step *step, sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        give_up(step, db, sql);
    }
}

sqlite3 *trial_open(const struct step *step, int load) {
    sqlite3 *db;
    if (sqlite3_open_v2(STORE, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
        SQLITE_OK) {
        give_up(step, db, "open");
    }
    sqlite3_extended_result_codes(db, 1);
    chance_function(db);
    must(step, db, "PRAGMA foreign_keys = ON; SELECT count(*) FROM sqlite_schema");
    if (load) {
        chance_seed(mix(1, step->name, strlen(step->name)));
        if (sqlite3_usher_init(db, NULL, NULL) != SQLITE_OK) {
            give_up(step, db, "load");
        }
        must(step, db, step->before);
    }
    return db;
}

static int wide; /* the store's text is UTF-16 */

struct image trial_begin(const char *encoding) {
    static char none[] = "";
    const struct step nothing = {.name = none, .before = none, .sql = none};
    char sql[80];
    snprintf(sql, sizeof(sql), "PRAGMA encoding = '%s'; CREATE TABLE x (y); DROP TABLE x",
             encoding);
    wide = strcmp(encoding, "UTF-8") != 0;
    disk_restore(&(struct image){NULL, 0}, 0);
    sqlite3 *db = trial_open(&nothing, 0);
    must(&nothing, db, sql);
    sqlite3_close(db);
    return disk_image();
}

/* -------------------------------------------------------------- the step */

static uint64_t mix_row(uint64_t answer, sqlite3_stmt *row) {
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        char type = (char)sqlite3_column_type(row, i);
        answer = mix(answer, &type, 1);
        if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
            const char *text = bytes_of(row, i);
            answer = mix_text(answer, text ? text : "", (size_t)sqlite3_column_bytes(row, i));
        } else { /* not as text, which would take memory */
            double number = sqlite3_column_double(row, i);
            answer = mix(answer, &number, sizeof(number));
        }
    }
    return mix(answer, "|", 1);
}

static int run_one(sqlite3 *db, const char *sql, const char **rest, uint64_t *answer) {
    sqlite3_stmt *row;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, rest);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = sqlite3_step(row)) == SQLITE_ROW) {
        *answer = mix_row(*answer, row);
    }
    sqlite3_finalize(row);
    return rc;
}

/* All its statements up to one that fails; a transaction that is left open is taken back. */
struct outcome trial_run(sqlite3 *db, const char *sql) {
    struct outcome outcome = {SQLITE_DONE, 1, ""};
    while (*(sql += strspn(sql, " \n")) && outcome.rc == SQLITE_DONE) {
        outcome.rc = run_one(db, sql, &sql, &outcome.answer);
    }
    if (outcome.rc != SQLITE_DONE) {
        const char *message = sqlite3_errmsg(db);
        snprintf(outcome.message, sizeof(outcome.message), "%s", message ? message : "");
    }
    return outcome;
}

static void take_back(struct trial *trial) {
    if (!sqlite3_get_autocommit(trial->db) &&
        sqlite3_exec(trial->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK) {
        fail(trial, "ROLLBACK: %s", sqlite3_errmsg(trial->db));
    }
}

static struct outcome attempt(const struct step *step, sqlite3 *db, int load) {
    chance_seed(mix(2, step->name, strlen(step->name)));
    int rc = load ? sqlite3_usher_init(db, NULL, NULL) : SQLITE_OK;
    if (rc != SQLITE_OK) {
        return (struct outcome){rc, 0, "(while loading)"};
    }
    return trial_run(db, step->sql);
}

struct calm trial_calm(const struct step *step, const struct image *image) {
    const char *damage = NULL;
    struct calm calm;
    disk_restore(image, 0);
    sqlite3 *db = trial_open(step, !(step->flags & LOAD));
    calm.before = state_of(NULL, NULL);
    struct outcome outcome = attempt(step, db, step->flags & LOAD);
    if (outcome.rc != SQLITE_DONE || !sqlite3_get_autocommit(db)) {
        give_up(step, db, step->sql);
    }
    calm.answer = outcome.answer;
    calm.after = state_of(NULL, step->flags & DAMAGED ? NULL : &damage);
    if (damage || sqlite3_close(db) != SQLITE_OK) {
        give_up(step, db, damage ? damage : "close");
    }
    return calm;
}

/* ----------------------------------------------------------------- faults */

static void arm(sqlite3 *db, const struct fault *fault, int k) {
    switch (fault->kind) {
    case MEMORY:
        memory_arm(k, fault->persistent);
        break;
    case DISK:
        disk_arm(k, fault->persistent, fault->detail);
        break;
    default:
        stop_arm(db, k, (enum stop_how)fault->detail);
        break;
    }
}

/* The database is gone if it was closed. */
static int disarm(sqlite3 *db, const struct fault *fault) {
    switch (fault->kind) {
    case MEMORY:
        return memory_disarm();
    case DISK:
        return disk_disarm();
    default:
        return db ? stop_disarm(db) : 0;
    }
}

static int is_result(const struct fault *fault, int rc) {
    switch (fault->kind) {
    case MEMORY:
        return (rc & 0xFF) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM;
    case DISK:
        return (rc & 0xFF) == (fault->detail ? SQLITE_FULL : SQLITE_IOERR) ||
               (rc & 0xFF) == SQLITE_CANTOPEN;
    default:
        return (rc & 0xFF) == SQLITE_INTERRUPT;
    }
}

/* What goes wrong while a statement is planned SQLite calls SQLITE_ERROR; the message tells. */
static int is_told(const char *message) {
    return strncmp(message, "usher: ioerr: ", 14) == 0 ||
           strncmp(message, "usher: full: ", 13) == 0 ||
           strncmp(message, "usher: interrupt: ", 18) == 0;
}

static int is_expected(const struct fault *fault, const struct outcome *outcome) {
    return is_result(fault, outcome->rc) ||
           (outcome->rc == SQLITE_ERROR && fault->kind != MEMORY && is_told(outcome->message));
}

/* -------------------------------------------------------------- verdicts */

static void check_idle(struct trial *trial) {
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(trial->db, statement))) {
        if (sqlite3_stmt_busy(statement)) {
            fail(trial, "left open: %s", sqlite3_sql(statement));
        }
    }
}

static struct state look(struct trial *trial) {
    int check = !(trial->step->flags & DAMAGED);
    const char *damage = NULL;
    if (trial->fault->kind != DISK && disk_is(trial->image)) { /* byte for byte */
        return trial->calm->before;
    }
    struct state state =
        state_of(trial->step->flags & LOCKED ? NULL : trial->db, check ? &damage : NULL);
    if (damage) {
        fail(trial, "%s", damage);
    }
    return state;
}

static int is_before(const struct trial *trial, struct state state) {
    int counted = trial->step->flags & COUNTED ? 1 : 0;
    return state.exact[counted] == trial->calm->before.exact[counted];
}

static int is_after(const struct trial *trial, struct state state) {
    int counted = trial->step->flags & COUNTED ? 1 : 0;
    return state.alike[counted] == trial->calm->after.alike[counted] ||
           (trial->step->flags & OPTIONAL && is_before(trial, state));
}

static void check_success(struct trial *trial, const struct outcome *outcome) {
    if (outcome->answer != trial->calm->answer) {
        fail(trial, "gives another answer");
    }
    if (!is_after(trial, look(trial))) {
        fail(trial, "succeeded, but not whole");
    }
}

/* Is it to be tried again? */
static int check_error(struct trial *trial, const struct outcome *outcome) {
    if (!is_expected(trial->fault, outcome)) {
        fail(trial, "gives %d (%s)", outcome->rc, outcome->message);
    }
    take_back(trial);
    struct state state = look(trial);
    if (is_before(trial, state)) {
        return 1;
    }
    /*
    ** A progress handler may interrupt a statement that is through. And what a function returns,
    ** SQLite turns into UTF-16 after it, with memory that it has not got then.
    */
    int late = trial->fault->kind == STOP || (wide && (outcome->rc & 0xFF) == SQLITE_NOMEM);
    if (!late || !is_after(trial, state)) {
        fail(trial, "%d (%s), but %s of it stayed", outcome->rc, outcome->message,
             is_after(trial, state) ? "all" : "something");
    }
    return 0;
}

static void check_again(struct trial *trial) {
    struct outcome outcome = attempt(trial->step, trial->db, trial->step->flags & LOAD);
    if (outcome.rc != SQLITE_DONE) {
        fail(trial, "without the fault: %d %s", outcome.rc, outcome.message);
    } else if (outcome.answer != trial->calm->answer) {
        fail(trial, "without the fault it gives another answer");
    }
    if (!is_after(trial, look(trial))) {
        fail(trial, "without the fault it does something else");
    }
}

/* ------------------------------------------------------------------ trials */

static int close_within(struct trial *trial, struct outcome *outcome) {
    *outcome = attempt(trial->step, trial->db, 0);
    arm(trial->db, trial->fault, trial->k);
    int rc = sqlite3_close(trial->db);
    int seen = disarm(rc == SQLITE_OK ? NULL : trial->db, trial->fault);
    if (rc != SQLITE_OK) {
        fail(trial, "sqlite3_close() gives %d", rc);
    } else {
        trial->db = NULL;
    }
    check_success(trial, outcome);
    return seen;
}

static int run_within(struct trial *trial, struct outcome *outcome) {
    arm(trial->db, trial->fault, trial->k);
    *outcome = attempt(trial->step, trial->db, trial->step->flags & LOAD);
    int seen = disarm(trial->db, trial->fault);
    check_idle(trial);
    if (outcome->rc == SQLITE_DONE) {
        check_success(trial, outcome);
    } else if (check_error(trial, outcome)) {
        check_again(trial);
    }
    return seen;
}

static void close_trial(struct trial *trial) {
    int rc = trial->db ? sqlite3_close(trial->db) : SQLITE_OK;
    if (rc != SQLITE_OK) {
        fail(trial, "sqlite3_close() gives %d", rc);
        sqlite3_close_v2(trial->db);
    }
}

int trial_count(const struct scene *scene, const struct fault *fault) {
    const struct step *step = scene->step;
    disk_restore(scene->image, fault->wal < 0 ? scene->wal : fault->wal);
    sqlite3 *db = trial_open(step, !(step->flags & LOAD));
    if (step->flags & CLOSE) {
        attempt(step, db, 0);
        arm(db, fault, 0);
        paths_record();
        sqlite3_close(db);
        paths_stop();
        return disarm(NULL, fault);
    }
    arm(db, fault, 0);
    paths_record();
    struct outcome outcome = attempt(step, db, step->flags & LOAD);
    paths_stop();
    int seen = disarm(db, fault);
    if (outcome.rc != SQLITE_DONE) {
        give_up(step, db, outcome.message);
    }
    sqlite3_close(db);
    return seen;
}

int trial_fault(const struct scene *scene, const struct fault *fault, int k, struct tally *tally) {
    const struct step *step = scene->step;
    struct trial trial = {step, fault, scene->calm, scene->image, k, 0, NULL};
    struct outcome outcome;
    sqlite3_int64 used = memory_used();
    disk_restore(scene->image, fault->wal < 0 ? scene->wal : fault->wal);
    trial.db = trial_open(step, !(step->flags & LOAD));
    int seen = step->flags & CLOSE ? close_within(&trial, &outcome) : run_within(&trial, &outcome);
    close_trial(&trial);
    if (memory_used() != used) {
        fail(&trial, "%lld bytes or blocks are left", (long long)(memory_used() - used));
    }
    if (seen >= k) {
        tally->tried[fault->kind]++;
        tally->absorbed[fault->kind] += outcome.rc == SQLITE_DONE;
        tally->refused[fault->kind] += outcome.rc != SQLITE_DONE;
        tally->failed += trial.failed != 0;
        tally->passed += trial.failed == 0;
    }
    return seen >= k;
}
