/*
** What an operation takes: processor time, so that others on the same machine matter little; or
** instructions in user mode, of usher and of SQLite, if all of this runs under callgrind, which is
** told where an operation starts and ends. (A processor would count them, too, but virtual machines
** rarely let a program ask.)
*/
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS
#define RUNNING_ON_VALGRIND 0
#endif

static const char *dumps; /* where they go; NULL: it is time that is measured */
static int dumped;
static double started;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void bench_meter_count(const char *path) {
    bench_check(NULL, RUNNING_ON_VALGRIND != 0,
                "instructions are counted under callgrind: tests/bench/instructions.sh");
    dumps = path;
    CALLGRIND_START_INSTRUMENTATION;
}

int bench_meter_counts(void) {
    return dumps != NULL;
}

/* Callgrind tells its counts to nobody but a file, of which the last line but one has the sum. */
static double read_dump(void) {
    char path[512];
    char line[512];
    double total = -1;
    snprintf(path, sizeof(path), "%s.%d", dumps, ++dumped);
    FILE *file = fopen(path, "r");
    bench_check(NULL, file != NULL, path);
    while (fgets(line, sizeof(line), file)) {
        if (strncmp(line, "totals: ", 8) == 0) {
            total = strtod(line + 8, NULL);
        }
    }
    fclose(file);
    remove(path);
    bench_check(NULL, total >= 0, "callgrind's dump has no total");
    return total;
}

void bench_meter_start(void) {
    if (dumps) {
        CALLGRIND_ZERO_STATS;
    } else {
        started = seconds();
    }
}

double bench_meter_stop(void) {
    if (!dumps) {
        return seconds() - started;
    }
    CALLGRIND_DUMP_STATS;
    return read_dump();
}
