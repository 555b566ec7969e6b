/*
** The tables: one line an operation, with the bars beside the ratios, and a ! where one is missed.
*/
#include "bench.h"

#include <stdio.h>

static int missed;

void bench_report_head(const struct bench *bench, const struct bench_options *options) {
    missed = 0;
    if (bench_meter_counts()) {
        printf("\nSQLite %s, %d users, instructions in user mode, columns %s\n\n",
               sqlite3_libversion(), bench->users, bench->reads_columns ? "read" : "skipped");
    } else {
        printf("\nSQLite %s, %d users, %lld notifications, microseconds of processor time, columns "
               "%s, medians of %d rounds%s\n\n",
               sqlite3_libversion(), bench->users,
               (long long)bench_integer(bench->db, "SELECT count(*) FROM usher_notification"),
               bench->reads_columns ? "read" : "skipped", options->rounds,
               options->undo_memory ? ", temp_store = MEMORY" : "");
    }
    printf("%-34s %11s %11s %11s %9s %7s   %9s %7s%s\n", "operation", "plain", "by hand", "usher",
           "÷ plain", "bar", "÷ hand", "bar", bench_meter_counts() ? "" : "   half of the rounds");
}

static void print_value(double value) {
    if (value == 0) {
        printf(" %11s", "-");
    } else if (bench_meter_counts()) {
        printf(" %11.0f", value);
    } else {
        printf(" %11.2f", value * 1e6);
    }
}

static void print_ratio(double ratio, double bar) {
    char text[2][16] = {"-", ""};
    if (ratio != 0) {
        snprintf(text[0], sizeof(text[0]), ratio < 0.095 ? "%.5f" : "%.2f", ratio);
    }
    if (bar != 0) {
        snprintf(text[1], sizeof(text[1]), bar < 0.095 ? "%.3f" : "%.2f", bar);
    }
    int fails = bar != 0 && ratio > bar;
    missed += fails;
    printf(" %8s %7s %c", text[0], text[1], fails ? '!' : ' ');
}

void bench_report(const struct bench *bench, const struct bench_operation *operation,
                  const struct bench_result *result) {
    static const double none[2];
    const struct bench_bar *bar = bench_bar(operation);
    /* They are set for 1,000 users, in time for 100,000. */
    const double *bars = bench_meter_counts()     ? bar->instructions
                         : bench->users == 100000 ? bar->time
                                                  : none;
    printf("%-34s", operation->title);
    for (int side = 0; side < BENCH_SIDES; side++) {
        print_value(result->value[side]);
    }
    print_ratio(result->ratio[0], bars[0]);
    print_ratio(result->ratio[1], bars[1]);
    if (!bench_meter_counts()) {
        printf("  %.2f to %.2f", result->low, result->high);
    } else if (bar->per_row) {
        double per_row = result->value[BENCH_USHER] / bench->users;
        missed += per_row > bar->per_row;
        printf("  %.0f a row, bar %d%s", per_row, bar->per_row, per_row > bar->per_row ? " !" : "");
    }
    printf("\n");
    fflush(stdout);
}

void bench_report_foot(void) {
    printf("\n%d bars missed\n", missed);
    fflush(stdout);
}

void bench_report_growth(const int *sizes, int count, const struct bench_options *options,
                         struct bench_result (*results)[BENCH_SIZES]) {
    printf("\nusher ÷ plain, and usher ÷ by hand, by the number of users\n\n%-34s", "operation");
    for (int side = BENCH_PLAIN; side <= BENCH_HAND; side++) {
        for (int i = 0; i < count; i++) {
            printf(" %9d", sizes[i]);
        }
        printf("  ");
    }
    printf("\n");
    for (int i = 0; bench_operation(i); i++) {
        const struct bench_operation *operation = bench_operation(i);
        if (options->only && bench_operation_find(options->only) != operation) {
            continue;
        }
        printf("%-34s", operation->title);
        for (int side = BENCH_PLAIN; side <= BENCH_HAND; side++) {
            for (int size = 0; size < count; size++) {
                double ratio = results[i][size].ratio[side];
                if (ratio == 0) {
                    printf(" %9s", "-");
                } else {
                    printf(ratio < 0.095 ? " %9.5f" : " %9.2f", ratio);
                }
            }
            printf("  ");
        }
        printf("\n");
    }
}
