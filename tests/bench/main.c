/*
** The benchmark: see bench.h, and --help.
*/
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_OPERATIONS 100

static const char help[] =
    "usage: bench [OPTION VALUE]...\n"
    "\n"
    "  --sizes LIST    users in the database, one table a size (environment: SIZES; 1000 100000)\n"
    "  --only NAME     this operation alone; --list names them\n"
    "  --rounds N      rounds of which the median is taken (15)\n"
    "  --repeat N      runs of an operation in a round (as many as can be measured)\n"
    "  --columns WHAT  read or skip the columns of the rows (read)\n"
    "  --side SIDE     plain, hand or usher: run that side once, for a profiler\n"
    "  --undo WHERE    what takes a statement back is kept in a file from 64 KB on, or in memory "
    "(file)\n"
    "  --store FILE    keep the database there, and use it again\n"
    "  --count FILE    instructions, under callgrind, which dumps to FILE: see instructions.sh\n"
    "  --memory 1      what a connection holds instead\n"
    "  --list          names of the operations, and how often a profiler should run them\n"
    "\n"
    "valgrind --tool=callgrind bench --sizes 1000 --only point --side usher --repeat 20000\n";

static int fail(const char *option) {
    fprintf(stderr, "bench: %s\n\n%s", option, help);
    return 1;
}

static int list(void) {
    for (int i = 0; bench_operation(i); i++) {
        printf("%s %d\n", bench_operation(i)->name, bench_operation(i)->repeat);
    }
    return 0;
}

static int positive(const char *text) {
    long number = strtol(text, NULL, 10);
    return number > 0 && number <= 100000000 ? (int)number : 0;
}

static int set_side(struct bench_options *options, const char *value) {
    for (int side = 0; side < BENCH_SIDES; side++) {
        if (strcmp(value, bench_side_names[side]) == 0) {
            options->side = side;
            return 1;
        }
    }
    return 0;
}

/* Returns 0 for an option that is none, or a value that it cannot have. */
static int set(struct bench_options *options, const char *option, const char *value) {
    if (strcmp(option, "--sizes") == 0) {
        options->sizes = value;
        return positive(value) > 0;
    }
    if (strcmp(option, "--rounds") == 0) {
        return (options->rounds = positive(value)) > 0;
    }
    if (strcmp(option, "--repeat") == 0) {
        return (options->repeat = positive(value)) > 0;
    }
    if (strcmp(option, "--only") == 0) {
        options->only = value;
        return bench_operation_find(value) != NULL;
    }
    if (strcmp(option, "--side") == 0) {
        return set_side(options, value);
    }
    if (strcmp(option, "--memory") == 0) {
        return (options->memory = strcmp(value, "1") == 0);
    }
    if (strcmp(option, "--columns") == 0) {
        options->skip_columns = strcmp(value, "skip") == 0;
        return options->skip_columns || strcmp(value, "read") == 0;
    }
    if (strcmp(option, "--undo") == 0) {
        options->undo_memory = strcmp(value, "memory") == 0;
        return options->undo_memory || strcmp(value, "file") == 0;
    }
    if (strcmp(option, "--count") == 0) {
        options->count = value;
        return 1;
    }
    options->path = value;
    return strcmp(option, "--store") == 0;
}

static int wanted(const struct bench_options *options, const struct bench_operation *operation) {
    return !options->only || strcmp(options->only, operation->name) == 0;
}

/* One side, once: nothing but the operation between start and end. */
static void run_side(const struct bench *bench, const struct bench_options *options) {
    static struct bench_contestant contestant;
    for (int i = 0; bench_operation(i); i++) {
        const struct bench_operation *operation = bench_operation(i);
        if (!wanted(options, operation) || !operation->sql[options->side]) {
            continue;
        }
        bench_contestant_open(&contestant, bench, operation, (enum bench_side)options->side);
        bench_contestant_run(&contestant, options->repeat ? options->repeat : operation->repeat);
        bench_contestant_close(&contestant);
    }
}

static void measure_all(const struct bench *bench, const struct bench_options *options,
                        struct bench_result (*results)[BENCH_SIZES], int size) {
    bench_report_head(bench, options);
    for (int i = 0; bench_operation(i); i++) {
        if (wanted(options, bench_operation(i))) {
            bench_measure(bench, options, bench_operation(i), &results[i][size]);
            bench_report(bench, bench_operation(i), &results[i][size]);
        }
    }
    bench_report_foot();
}

static void run(const struct bench_options *options) {
    static struct bench_result results[MOST_OPERATIONS][BENCH_SIZES];
    static struct bench bench;
    int sizes[BENCH_SIZES];
    int count = 0;
    for (const char *at = options->sizes; positive(at) && count < BENCH_SIZES; count++) {
        bench_store_open(&bench, options->path, positive(at), options->undo_memory);
        bench.reads_columns = !options->skip_columns;
        sizes[count] = bench.users;
        if (options->memory) {
            bench_memory(&bench);
        } else if (options->side >= 0) {
            run_side(&bench, options);
        } else {
            if (options->count) {
                bench_meter_count(options->count);
            }
            measure_all(&bench, options, results, count);
        }
        bench_store_close(&bench);
        at += strspn(at, " ");
        at += strspn(at, "0123456789");
    }
    if (count > 1 && options->side < 0 && !options->memory) {
        bench_report_growth(sizes, count, options, results);
    }
}

int main(int argc, char **argv) {
    const char *sizes = getenv("SIZES");
    struct bench_options options = {.path = "", .sizes = "1000 100000", .side = -1, .rounds = 15};
    if (sizes && *sizes && !set(&options, "--sizes", sizes)) {
        return fail("SIZES is not a list of numbers of users");
    }
    for (int i = 1; i < argc; i += 2) {
        if (strcmp(argv[i], "--list") == 0) {
            return list();
        }
        if (strcmp(argv[i], "--help") == 0) {
            return fputs(help, stdout) < 0;
        }
        if (i + 1 == argc || !set(&options, argv[i], argv[i + 1])) {
            return fail(argv[i]);
        }
    }
    run(&options);
    return 0;
}
