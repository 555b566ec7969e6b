/*
** Rounds, medians.
**
** In each round all contestants run the same operation, one right after the other, taking turns at
** going first; what counts is the median of the rounds' ratios. The first runs warm the cache and find
** out how often each has to run to be measured. Instructions are the same every time: they are counted
** once, after as many runs that warm the cache.
*/
#include "bench.h"

#include <stdlib.h>

#define LEAST_SECONDS 0.01 /* that a contestant runs for in a round */
#define MOST_SECONDS 8     /* for all rounds but the first three */
#define LEAST_ROUNDS 3
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
    return series->count ? series->value[(int)(part * (series->count - 1) + 0.5)] : 0;
}

/* A write must find its user as the last one left it. */
static int most_repeats(const struct bench_contestant *contestant) {
    int people = contestant->bench->people;
    if (contestant->operation->kind != BENCH_WRITE) {
        return 1 << 20;
    }
    return people < BENCH_FRESH ? people : BENCH_FRESH;
}

static int find_repeat(struct bench_contestant *contestant) {
    int repeat = 1;
    int most = most_repeats(contestant);
    bench_contestant_run(contestant, 1);
    while (repeat < most && bench_contestant_run(contestant, repeat) < LEAST_SECONDS) {
        repeat *= 2;
    }
    return repeat < most ? repeat : most;
}

/* Those that take part run equally often if they write: what they write to grows with each run. */
static void find_repeats(struct bench_contestant *contestants, int given, int *repeat) {
    int least = 1 << 20;
    for (int side = 0; side < BENCH_SIDES; side++) {
        if (contestants[side].sql) {
            repeat[side] = given ? given : find_repeat(&contestants[side]);
            least = repeat[side] < least ? repeat[side] : least;
        }
    }
    for (int side = 0; contestants[0].operation->kind == BENCH_WRITE && side < BENCH_SIDES;
         side++) {
        repeat[side] = least;
    }
}

static void time_rounds(struct bench_contestant *contestants, const struct bench_options *options,
                        struct bench_result *result) {
    static struct series time[BENCH_SIDES];
    static struct series ratio[2];
    int repeat[BENCH_SIDES] = {0};
    double total = 0;
    int rounds = options->rounds < MOST_ROUNDS ? options->rounds : MOST_ROUNDS;
    find_repeats(contestants, options->repeat, repeat);
    time[BENCH_PLAIN].count = time[BENCH_HAND].count = time[BENCH_USHER].count = 0;
    ratio[0].count = ratio[1].count = 0;
    for (int round = 0; round < rounds && (round < LEAST_ROUNDS || total < MOST_SECONDS); round++) {
        double taken[BENCH_SIDES] = {0};
        for (int i = 0; i < BENCH_SIDES; i++) {
            int side = (i + round) % BENCH_SIDES;
            if (contestants[side].sql) {
                double seconds = bench_contestant_run(&contestants[side], repeat[side]);
                taken[side] = seconds / repeat[side];
                time[side].value[time[side].count++] = taken[side];
                total += seconds;
            }
        }
        for (int side = BENCH_PLAIN; side <= BENCH_HAND; side++) {
            if (contestants[side].sql) {
                ratio[side].value[ratio[side].count++] = taken[BENCH_USHER] / taken[side];
            }
        }
    }
    for (int side = 0; side < BENCH_SIDES; side++) {
        result->value[side] = quantile(&time[side], 0.5);
    }
    result->ratio[0] = quantile(&ratio[0], 0.5);
    result->ratio[1] = quantile(&ratio[1], 0.5);
    result->low = quantile(&ratio[0], 0.25);
    result->high = quantile(&ratio[0], 0.75);
}

static void count_once(struct bench_contestant *contestants, const struct bench_options *options,
                       struct bench_result *result) {
    int repeat = options->repeat ? options->repeat : contestants[0].operation->repeat;
    for (int side = 0; side < BENCH_SIDES; side++) {
        if (contestants[side].sql) {
            bench_contestant_run(&contestants[side], repeat); /* pages are in the cache then */
            result->value[side] = bench_contestant_run(&contestants[side], repeat) / repeat;
        }
    }
    for (int side = BENCH_PLAIN; side <= BENCH_HAND; side++) {
        if (contestants[side].sql) {
            result->ratio[side] = result->value[BENCH_USHER] / result->value[side];
        }
    }
    result->low = result->high = result->ratio[0];
}

void bench_measure(const struct bench *bench, const struct bench_options *options,
                   const struct bench_operation *operation, struct bench_result *result) {
    static struct bench_contestant contestants[BENCH_SIDES];
    *result = (struct bench_result){.low = 0};
    for (int side = 0; side < BENCH_SIDES; side++) {
        bench_contestant_open(&contestants[side], bench, operation, (enum bench_side)side);
    }
    bench_compare(contestants);
    (bench_meter_counts() ? count_once : time_rounds)(contestants, options, result);
    for (int side = 0; side < BENCH_SIDES; side++) {
        bench_contestant_close(&contestants[side]);
    }
}
