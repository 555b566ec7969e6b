/*
** Interrupts: at the beginning of the k-th statement that runs, usher's own and triggers among
** them, or at the k-th operation of them all.
*/
#include "torture.h"

static struct {
    int seen;
    int k;
    int due; /* statements to be stopped at their next operation; -1: all */
    enum stop_how how;
    sqlite3 *db;
} stop;

static int at_statement(unsigned event, void *unused, void *statement, void *text) {
    (void)event, (void)unused, (void)statement, (void)text;
    paths_mark();
    if (++stop.seen != stop.k) {
        return 0;
    }
    if (stop.how == STOP_INTERRUPT) {
        sqlite3_interrupt(stop.db);
    } else {
        stop.due = stop.how == STOP_PERSISTENT ? -1 : 1;
    }
    return 0;
}

static int at_operation(void *unused) {
    (void)unused;
    if (stop.how == STOP_OPCODE) {
        paths_mark();
        return ++stop.seen == stop.k;
    }
    if (stop.due > 0) {
        stop.due--;
        return 1;
    }
    return stop.due != 0;
}

void stop_arm(sqlite3 *db, int k, enum stop_how how) {
    stop.seen = 0;
    stop.k = k;
    stop.due = 0;
    stop.how = how;
    stop.db = db;
    sqlite3_progress_handler(db, 1, at_operation, NULL);
    if (how != STOP_OPCODE) {
        sqlite3_trace_v2(db, SQLITE_TRACE_STMT, at_statement, NULL);
    }
}

int stop_disarm(sqlite3 *db) {
    sqlite3_progress_handler(db, 0, NULL, NULL);
    if (stop.how != STOP_OPCODE) {
        sqlite3_trace_v2(db, 0, NULL, NULL);
    }
    return stop.seen;
}
