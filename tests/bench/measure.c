/*
** Rounds, medians, the table.
**
** In each round both contestants run the same operation equally often, one
** right after the other, taking turns at going first; what counts is the median
** of the rounds' ratios. The first run warms the cache and finds out how often
** an operation has to run to be measured.
*/
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SECONDS 0.01 /* that a contestant runs for in a round, if it can be had ... */
#define MOST_SECONDS 0.1   /* ... without the other running for this long */
#define MOST_ROUNDS 1001

struct series {
    int count;
    double value[MOST_ROUNDS];
};

static int compare(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The value that `part` of the series lies below; sorts it. */
static double quantile(struct series *series, double part) {
    qsort(series->value, (size_t)series->count, sizeof(*series->value), compare);
    return series->value[(int)(part * (series->count - 1) + 0.5)];
}

/* Comparing contestants that do not do the same would be no use. */
static void check_rows(struct bench_contestant *pair) {
    const struct bench_operation *operation = pair[BENCH_PLAIN].operation;
    for (int turn = 0; turn < 3 && operation->kind <= BENCH_SIGN_IN; turn++) {
        unsigned long long plain = bench_contestant_digest(&pair[BENCH_PLAIN], turn);
        unsigned long long usher = bench_contestant_digest(&pair[BENCH_USHER], turn);
        if (plain != usher) {
            fprintf(stderr, "bench: %s: the contestants give different rows\n", operation->name);
            exit(1);
        }
    }
}

/* A write must find its user as the last one left it. */
static int most_repeats(const struct bench_contestant *contestant) {
    int people = contestant->bench->people;
    if (contestant->operation->kind != BENCH_WRITE) {
        return 1 << 20;
    }
    return people < BENCH_FRESH ? people : BENCH_FRESH;
}

/* Until the faster has run for long enough, or the slower for too long. */
static int find_repeat(struct bench_contestant *pair) {
    int repeat = 1;
    int most = most_repeats(&pair[BENCH_PLAIN]);
    bench_contestant_run(&pair[BENCH_PLAIN], 1);
    bench_contestant_run(&pair[BENCH_USHER], 1);
    while (repeat < most && bench_contestant_run(&pair[BENCH_PLAIN], repeat) < LEAST_SECONDS &&
           bench_contestant_run(&pair[BENCH_USHER], repeat) < MOST_SECONDS) {
        repeat *= 2;
    }
    return repeat < most ? repeat : most;
}

static void print_row(const struct bench_operation *operation, int repeat, struct series *time,
                      struct series *ratio) {
    double plain = quantile(&time[BENCH_PLAIN], 0.5) / repeat * 1e6;
    double usher = quantile(&time[BENCH_USHER], 0.5) / repeat * 1e6;
    printf("%-34s %12.2f %12.2f %16.0f %8.2f   %.2f to %.2f\n", operation->title, plain, usher,
           1e6 / usher, quantile(ratio, 0.5), quantile(ratio, 0.25), quantile(ratio, 0.75));
    fflush(stdout);
}

static void measure(const struct bench *bench, const struct bench_options *options,
                    const struct bench_operation *operation) {
    static struct series time[BENCH_SIDES];
    static struct series ratio;
    struct bench_contestant pair[BENCH_SIDES];
    for (int side = 0; side < BENCH_SIDES; side++) {
        bench_contestant_open(&pair[side], bench, operation, (enum bench_side)side);
        time[side].count = 0;
    }
    check_rows(pair);
    int repeat = options->repeat ? options->repeat : find_repeat(pair);
    int rounds = options->rounds < MOST_ROUNDS ? options->rounds : MOST_ROUNDS;
    bench_contestant_run(&pair[BENCH_USHER], repeat);
    for (ratio.count = 0; ratio.count < rounds; ratio.count++) {
        for (int i = 0; i < BENCH_SIDES; i++) {
            int side = (i + ratio.count) % BENCH_SIDES;
            time[side].value[time[side].count++] = bench_contestant_run(&pair[side], repeat);
        }
        ratio.value[ratio.count] =
            time[BENCH_USHER].value[ratio.count] / time[BENCH_PLAIN].value[ratio.count];
    }
    print_row(operation, repeat, time, &ratio);
    for (int side = 0; side < BENCH_SIDES; side++) {
        bench_contestant_close(&pair[side]);
    }
}

void bench_measure(const struct bench *bench, const struct bench_options *options) {
    printf("SQLite %s, %d users, processor time, columns %s, medians of %d rounds\n\n",
           sqlite3_libversion(), bench->users, bench->reads_columns ? "read" : "skipped",
           options->rounds);
    /* µ takes two bytes, so one more to be as wide as the others */
    printf("%-34s %13s %13s %16s %8s   %s\n", "operation", "plain µs", "usher µs", "usher a second",
           "ratio", "half of the rounds");
    for (int i = 0; i < bench_operation_count; i++) {
        const struct bench_operation *operation = &bench_operations[i];
        if (!options->only || strcmp(options->only, operation->name) == 0) {
            measure(bench, options, operation);
        }
    }
}
