/*
** The benchmark: see bench.h, and --help.
*/
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: bench [OPTION VALUE]...\n"
    "\n"
    "  --users N       users in the database (environment: USERS; 100000)\n"
    "  --only NAME     this operation alone; --list names them\n"
    "  --rounds N      rounds of which the median is taken (15)\n"
    "  --repeat N      runs of an operation in a round (as many as can be measured)\n"
    "  --columns WHAT  read or skip the columns of the rows (read)\n"
    "  --side SIDE     plain or usher: run that side once, for a profiler\n"
    "  --store FILE    keep the database there, and use it again\n"
    "  --list          names of the operations, and how often a profiler should run them\n"
    "\n"
    "valgrind --tool=callgrind bench --users 1000 --only point --side usher --repeat 20000\n";

static int fail(const char *option) {
    fprintf(stderr, "bench: %s\n\n%s", option, help);
    return 1;
}

static int list(void) {
    for (int i = 0; i < bench_operation_count; i++) {
        printf("%s %d\n", bench_operations[i].name, bench_operations[i].repeat);
    }
    return 0;
}

static int positive(const char *text) {
    long number = strtol(text, NULL, 10);
    return number > 0 && number <= 100000000 ? (int)number : 0;
}

static int known(const char *name) {
    for (int i = 0; i < bench_operation_count; i++) {
        if (strcmp(bench_operations[i].name, name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Returns 0 for an option that is none, or a value that it cannot have. */
static int set(struct bench_options *options, const char *option, const char *value) {
    if (strcmp(option, "--users") == 0) {
        return (options->users = positive(value)) > 0;
    }
    if (strcmp(option, "--rounds") == 0) {
        return (options->rounds = positive(value)) > 0;
    }
    if (strcmp(option, "--repeat") == 0) {
        return (options->repeat = positive(value)) > 0;
    }
    if (strcmp(option, "--only") == 0) {
        options->only = value;
        return known(value);
    }
    if (strcmp(option, "--side") == 0) {
        options->side = strcmp(value, "usher") == 0 ? BENCH_USHER : BENCH_PLAIN;
        return options->side == BENCH_USHER || strcmp(value, "plain") == 0;
    }
    if (strcmp(option, "--columns") == 0) {
        options->skip_columns = strcmp(value, "skip") == 0;
        return options->skip_columns || strcmp(value, "read") == 0;
    }
    options->path = value;
    return strcmp(option, "--store") == 0;
}

/* One side, once: nothing but the operation between start and end. */
static void run_side(const struct bench *bench, const struct bench_options *options) {
    for (int i = 0; i < bench_operation_count; i++) {
        const struct bench_operation *operation = &bench_operations[i];
        struct bench_contestant contestant;
        if (options->only && strcmp(options->only, operation->name) != 0) {
            continue;
        }
        bench_contestant_open(&contestant, bench, operation, (enum bench_side)options->side);
        bench_contestant_run(&contestant, options->repeat ? options->repeat : operation->repeat);
        bench_contestant_close(&contestant);
    }
}

int main(int argc, char **argv) {
    const char *users = getenv("USERS");
    struct bench_options options = {.path = "", .users = 100000, .side = -1, .rounds = 15};
    struct bench bench;
    if (users && *users && !set(&options, "--users", users)) {
        return fail("USERS is not a number of users");
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
    bench_store_open(&bench, options.path, options.users);
    bench.reads_columns = !options.skip_columns;
    if (options.side < 0) {
        bench_measure(&bench, &options);
    } else {
        run_side(&bench, &options);
    }
    bench_store_close(&bench);
    return 0;
}
