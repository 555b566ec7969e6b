/*
** One case: surroundings, the statement into the fault, the comparison, and the
** statement again.
*/
#include "atomicity.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally tally;

struct outcome {
    int rc; /* primary */
    char message[300];
};

struct trial {
    const struct combination *what;
    char sql[2000];
    int k;
    int opportunities;
    sqlite3 *db;
    sqlite3_stmt *reader;
    struct state origin; /* before BEGIN */
    struct state before; /* the statement */
    struct state full;   /* after it, if all goes well */
    int busy;            /* statements that run before */
    int failed;
};

static void fail(struct trial *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void fail(struct trial *trial, const char *format, ...) {
    const struct combination *what = trial->what;
    va_list arguments;
    if (trial->failed++ || tally.failed > 40) {
        return;
    }
    printf("FAIL %s | %s | %s | %s %d of %d%s: ", what->kind->name,
           *what->clause ? what->clause : "-", what->surroundings->name, what->fault->name,
           trial->k, trial->opportunities, what->warm ? " (warm)" : "");
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n     %.300s\n", trial->sql);
}

static void count(const struct trial *trial) {
    if (trial->failed) {
        tally.failed++;
    } else {
        tally.passed++;
    }
}

static int is_same(struct state a, struct state b) {
    return a.exact == b.exact;
}

static int is_alike(struct state a, struct state b) {
    return a.shape == b.shape;
}

/* Is all as it was, but for the count of a guess? */
static int is_untouched(const struct trial *trial, struct state a, struct state b) {
    if (trial->what->kind->flags & OPTIONAL && is_alike(a, trial->full)) {
        return 1; /* what is noted by the way may stay */
    }
    return trial->what->kind->flags & COUNTED ? a.uncounted == b.uncounted : is_same(a, b);
}

/* ---------------------------------------------------------------- one trial */

static struct outcome run(sqlite3 *db, const char *sql) {
    struct outcome outcome = {SQLITE_OK, ""};
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        do {
            rc = sqlite3_step(statement);
        } while (rc == SQLITE_ROW);
    }
    if (rc != SQLITE_DONE) {
        outcome.rc = rc & 0xFF;
        const char *message = sqlite3_errmsg(db);
        snprintf(outcome.message, sizeof(outcome.message), "%s", message ? message : "(no memory)");
    }
    sqlite3_finalize(statement);
    return outcome;
}

/* Surroundings as they stand when the statement comes. */
static void begin(struct trial *trial) {
    const struct surroundings *surroundings = trial->what->surroundings;
    must(trial->db, surroundings->begin);
    must(trial->db, trial->what->kind->flags & BARE ? "" : surroundings->earlier);
    if (surroundings->reader) {
        sqlite3_prepare_v2(trial->db, "SELECT id FROM users UNION ALL SELECT id FROM invites", -1,
                           &trial->reader, NULL);
        sqlite3_step(trial->reader);
    }
}

static void stop_reader(struct trial *trial) {
    sqlite3_finalize(trial->reader);
    trial->reader = NULL;
}

/* Statements that run, usher's own among them. */
static int count_busy(sqlite3 *db) {
    sqlite3_stmt *statement = NULL;
    int busy = 0;
    while ((statement = sqlite3_next_stmt(db, statement))) {
        busy += sqlite3_stmt_busy(statement);
    }
    return busy;
}

static void open_trial(struct trial *trial) {
    const struct combination *what = trial->what;
    trial->failed = 0;
    trial->reader = NULL;
    trial->db = state_open(what->kind, what->fault, what->surroundings->journal);
    if (what->warm) {
        must(trial->db, "BEGIN");
        run(trial->db, trial->sql);
        must(trial->db, "ROLLBACK");
    }
    trial->origin = state_of(trial->db);
    begin(trial);
    int worked = what->surroundings->earlier[0] && !(what->kind->flags & BARE);
    trial->before = worked ? state_of(trial->db) : trial->origin;
    trial->busy = count_busy(trial->db);
}

static void check_idle(struct trial *trial) {
    if (count_busy(trial->db) > trial->busy) {
        fail(trial, "a statement was left open");
    }
}

static void check_sound(struct trial *trial) {
    const char *damage = state_damage(trial->db);
    if (*damage) {
        fail(trial, "%s", damage);
    }
}

static void close_trial(struct trial *trial) {
    stop_reader(trial);
    state_forget(trial->db);
    int rc = sqlite3_close(trial->db);
    if (rc != SQLITE_OK) {
        fail(trial, "sqlite3_close() gives %d", rc);
        sqlite3_close_v2(trial->db);
    }
    trial->db = NULL;
}

/* The state that these rows alone would lead to. */
struct state state_with(const struct combination *what, unsigned mask) {
    static const struct fault none = {.name = "none"};
    struct surroundings place = *what->surroundings;
    struct combination calm = *what;
    struct trial trial = {.what = &calm};
    calm.fault = what->fault->mechanism == FAULT_TRIGGER ? what->fault : &none;
    place.journal = NULL; /* the file is taken */
    calm.surroundings = &place;
    calm.warm = 0;
    open_trial(&trial);
    if (mask) {
        kind_sql(trial.sql, sizeof(trial.sql), what->kind, what->clause, mask, NULL);
        must(trial.db, trial.sql);
    }
    struct state state = state_of(trial.db);
    stop_reader(&trial);
    state_forget(trial.db);
    sqlite3_close(trial.db);
    return state;
}

/* Some rows were done and others were not: does the statement's form allow it? */
static int is_partly(const struct trial *trial, struct state state, int prefix) {
    unsigned all = (1u << kind_rows(trial->what->kind)) - 1;
    for (unsigned mask = 0; mask <= all; mask++) {
        int is_prefix = (mask & (mask + 1)) == 0;
        if ((is_prefix || !prefix) && is_alike(state, state_with(trial->what, mask))) {
            return 1;
        }
    }
    return 0;
}

/* ------------------------------------------------------------------ verdicts */

static int is_write(const struct kind *kind) {
    return strncmp(kind->head, "SELECT", 6) != 0;
}

/* Does SQLite take the whole transaction back when this goes wrong? */
static int may_lose(const struct trial *trial, int rc) {
    const struct fault *fault = trial->what->fault;
    return rc == SQLITE_NOMEM || rc == SQLITE_INTERRUPT || rc == SQLITE_IOERR ||
           rc == SQLITE_FULL || (fault->mechanism == FAULT_TRIGGER && fault->value == 3);
}

static int must_lose(const struct trial *trial, int rc) {
    const struct fault *fault = trial->what->fault;
    return (is_write(trial->what->kind) && rc == SQLITE_INTERRUPT) ||
           (fault->mechanism == FAULT_TRIGGER && fault->value == 3);
}

static void check_error(struct trial *trial, const struct outcome *outcome) {
    const struct fault *fault = trial->what->fault;
    char prefix[60];
    snprintf(prefix, sizeof(prefix), "usher: %s: ", fault->code);
    if (outcome->rc != fault->result) {
        fail(trial, "gives %d (%s) instead of %d", outcome->rc, outcome->message, fault->result);
    }
    int native = outcome->rc == SQLITE_NOMEM || outcome->rc == SQLITE_INTERRUPT ||
                 outcome->rc == SQLITE_IOERR || outcome->rc == SQLITE_FULL;
    if (strncmp(outcome->message, prefix, strlen(prefix)) != 0 &&
        !(native && strcmp(outcome->message, sqlite3_errstr(outcome->rc)) == 0)) {
        fail(trial, "says \"%s\"", outcome->message);
    }
}

static void check_failure(struct trial *trial, const struct outcome *outcome, int transaction) {
    struct state after = state_of(trial->db);
    int lost = transaction && sqlite3_get_autocommit(trial->db);
    if (outcome->rc == SQLITE_INTERRUPT && is_alike(after, trial->full)) {
        return; /* a progress handler may interrupt a statement that is through */
    }
    if (lost && !may_lose(trial, outcome->rc)) {
        fail(trial, "the transaction is gone after %d", outcome->rc);
    } else if (transaction && !lost && must_lose(trial, outcome->rc)) {
        fail(trial, "the transaction goes on after %d", outcome->rc);
    }
    if (lost) {
        tally.lost[trial->what->fault->mechanism]++;
    }
    if (!is_untouched(trial, after, lost ? trial->origin : trial->before) &&
        !((trial->what->kind->flags & EACH) && is_partly(trial, after, 1))) {
        fail(trial, "something of it stayed%s (%s)", is_alike(after, trial->full) ? ": all" : "",
             outcome->message);
    }
}

static void check_success(struct trial *trial, int struck, int transaction) {
    struct state after = state_of(trial->db);
    tally.absorbed += struck != 0;
    if (transaction && sqlite3_get_autocommit(trial->db)) {
        fail(trial, "succeeded, but the transaction is gone");
    }
    int optional = trial->what->kind->flags & OPTIONAL && struck;
    if (is_alike(after, trial->full) || (optional && is_same(after, trial->before))) {
        return;
    }
    if (!struck || !strstr(trial->what->clause, "IGNORE") || !is_partly(trial, after, 0)) {
        fail(trial, "succeeded, but not whole");
    }
}

/* The fault is gone: the same statement does its work. */
static void check_again(struct trial *trial, int transaction) {
    stop_reader(trial);
    int lost = transaction && sqlite3_get_autocommit(trial->db);
    if (trial->what->kind->flags & EACH || is_alike(state_of(trial->db), trial->full)) {
        if (!transaction) {
            return; /* what was done stays done */
        }
        if (!lost) {
            must(trial->db, "ROLLBACK");
            lost = 1;
        }
    }
    state_enter(trial->db, trial->what->kind); /* signing out may have gone wrong half-way */
    if (lost) {
        begin(trial);
    }
    struct outcome outcome = run(trial->db, trial->sql);
    if (outcome.rc != SQLITE_OK) {
        fail(trial, "without the fault: %s", outcome.message);
    } else if (!is_alike(state_of(trial->db), trial->full)) {
        fail(trial, "without the fault it does something else");
    }
}

static void finish(struct trial *trial, int commit) {
    stop_reader(trial);
    if (sqlite3_get_autocommit(trial->db)) {
        return;
    }
    struct outcome outcome =
        run(trial->db, commit ? trial->what->surroundings->finish : "ROLLBACK");
    if (outcome.rc != SQLITE_OK) {
        fail(trial, "cannot end the transaction: %s", outcome.message);
    }
    if (!sqlite3_get_autocommit(trial->db)) {
        must(trial->db, "COMMIT");
    }
    struct state after = state_of(trial->db);
    if (commit ? !is_alike(after, trial->full) : !is_same(after, trial->origin)) {
        fail(trial, "%s does something else", commit ? "COMMIT" : "ROLLBACK");
    }
}

static void try_at(struct trial *trial, int k, unsigned turn) {
    const struct fault *fault = trial->what->fault;
    trial->k = k;
    open_trial(trial);
    int transaction = !sqlite3_get_autocommit(trial->db);
    fault_arm(trial->db, fault, k);
    struct outcome outcome = run(trial->db, trial->sql);
    int seen = fault_disarm(trial->db, fault);
    check_idle(trial);
    if (fault->mechanism == FAULT_INTERRUPT) {
        stop_reader(trial); /* sqlite3_interrupt() holds until nothing runs any more */
    }
    if (outcome.rc == SQLITE_OK) {
        check_success(trial, seen >= k, transaction);
    } else {
        check_error(trial, &outcome);
        check_failure(trial, &outcome, transaction);
        check_again(trial, transaction);
    }
    check_sound(trial);
    if (!(trial->what->clause[0] && outcome.rc == SQLITE_OK)) {
        finish(trial, turn & 1);
    }
    close_trial(trial);
    count(trial);
}

/* Without a fault: what does the statement lead to, and is all well then? */
int try_calm(const struct combination *combination, struct state *full) {
    struct trial trial = {.what = combination};
    kind_sql(trial.sql, sizeof(trial.sql), combination->kind, combination->clause, ALL_ROWS, NULL);
    open_trial(&trial);
    struct outcome outcome = run(trial.db, trial.sql);
    *full = trial.full = state_of(trial.db);
    if (outcome.rc != SQLITE_OK) {
        fail(&trial, "fails without a fault: %s", outcome.message);
    } else if (is_alike(trial.full, trial.before)) {
        fail(&trial, "changes nothing");
    }
    check_idle(&trial);
    check_sound(&trial);
    finish(&trial, 1);
    close_trial(&trial);
    count(&trial);
    return !trial.failed;
}

int count_opportunities(const struct combination *combination) {
    struct trial trial = {.what = combination};
    kind_sql(trial.sql, sizeof(trial.sql), combination->kind, combination->clause, ALL_ROWS, NULL);
    open_trial(&trial);
    fault_arm(trial.db, combination->fault, 0);
    run(trial.db, trial.sql);
    int opportunities = fault_disarm(trial.db, combination->fault);
    close_trial(&trial);
    return opportunities;
}

void try_faults(const struct combination *combination, struct state full, int opportunities,
                int quota, unsigned seed) {
    struct trial trial = {.what = combination, .opportunities = opportunities, .full = full};
    kind_sql(trial.sql, sizeof(trial.sql), combination->kind, combination->clause, ALL_ROWS, NULL);
    if (!quota || quota > opportunities) {
        quota = opportunities;
    }
    for (int i = 0; i < quota; i++) { /* one in each part */
        int from = (int)((sqlite3_int64)opportunities * i / quota);
        int to = (int)((sqlite3_int64)opportunities * (i + 1) / quota);
        seed = seed * 1664525u + 1013904223u;
        try_at(&trial, from + 1 + (int)((seed >> 8) % (unsigned)(to - from)), seed >> 4);
    }
}

/* ------------------------------------------------------------------ breaches */

static int may_ignore(const char *clause, const char *code) {
    return strstr(clause, "IGNORE") &&
           (strcmp(code, "conflict") == 0 || strcmp(code, "missing") == 0 ||
            strcmp(code, "invalid") == 0);
}

static void try_breach(const struct combination *combination, const struct breach *breach) {
    struct trial trial = {.what = combination};
    const struct kind *kind = combination->kind;
    char prefix[60];
    unsigned mask = kind->glue ? ALL_ROWS : 0;
    kind_sql(trial.sql, sizeof(trial.sql), kind, combination->clause, mask, breach->row);
    open_trial(&trial);
    int transaction = !sqlite3_get_autocommit(trial.db);
    struct outcome outcome = run(trial.db, trial.sql);
    struct state after = state_of(trial.db);
    int native = kind->flags & EACH || strncmp(kind->head, "INSERT %s INTO usher", 20) == 0 ||
                 strstr(kind->head, " app ") || !strstr(kind->head, "%s");
    snprintf(prefix, sizeof(prefix), "usher: %s: ", breach->code);
    if (may_ignore(combination->clause, breach->code) && !native) {
        if (outcome.rc != SQLITE_OK) {
            fail(&trial, "OR IGNORE: %s", outcome.message);
        } else if (mask ? !is_alike(after, state_with(combination, mask))
                        : !is_same(after, trial.before)) {
            fail(&trial, "OR IGNORE does something else");
        }
    } else if (strncmp(outcome.message, prefix, strlen(prefix)) != 0) {
        fail(&trial, "gives %d \"%s\" instead of %s", outcome.rc, outcome.message, breach->code);
    } else {
        check_failure(&trial, &outcome, transaction);
    }
    check_idle(&trial);
    check_sound(&trial);
    close_trial(&trial);
    count(&trial);
}

void try_breaches(const struct combination *combination) {
    for (int i = 0; i < MAX_BREACHES && combination->kind->breach[i].row; i++) {
        try_breach(combination, &combination->kind->breach[i]);
    }
}
