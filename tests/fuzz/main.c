/*
** Without a fuzzer: what is in the corpus, then inputs made from that, always the same ones.
**
**   fuzz [N]                 all targets, so many runs each (less where BRIEF is set); then single
**                            bytes (FLIPS of them) and columns of a store
**   fuzz --target=NAME [N]   one of them; `flips` and `edits` are names, too
**   fuzz --target=NAME FILE  what is in the file: a finding of a fuzzer
**
** SEED=8 makes other inputs; FUZZ_ONLY=NAME is the same as --target=NAME.
*/
#include "../brief.h"
#include "fuzz.h"

#ifndef LIBFUZZER

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SEEDS = 1000, MOST_BYTES = 4096 };

struct seed {
    char *bytes;
    size_t size;
};

static struct seed seeds[MOST_SEEDS];
static size_t seed_count;

/* ---------------------------------------------------------------------- corpus */

static int read_seed(const char *path, struct seed *seed) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return 0;
    }
    seed->bytes = malloc(1 << 20);
    seed->size = seed->bytes ? fread(seed->bytes, 1, 1 << 20, file) : 0;
    fclose(file);
    return seed->bytes != NULL;
}

static void forget_seeds(void) {
    while (seed_count > 0) {
        free(seeds[--seed_count].bytes);
    }
}

static int is_seed(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void read_corpus(const char *name) {
    char path[512];
    struct dirent **entries = NULL;
    snprintf(path, sizeof(path), "tests/fuzz/corpus/%s", name);
    int count = scandir(path, &entries, is_seed, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof(path), "tests/fuzz/corpus/%s/%s", name, entries[i]->d_name);
        if (seed_count < MOST_SEEDS && read_seed(path, &seeds[seed_count])) {
            seed_count++;
        }
        free(entries[i]);
    }
    free(entries);
    if (seed_count == 0) {
        fuzz_found("there is no corpus tests/fuzz/corpus/%s", name);
    }
}

/* ------------------------------------------------------------------------ runs */

static const char *running;
static const char *input;
static size_t input_size;

/* What crashed, as C would write it; nothing here that a signal handler must not call. */
static void tell(int number) {
    static const char digits[] = "0123456789abcdef";
    char text[4];
    (void)!write(2, "fuzz: ", 6);
    (void)!write(2, running, strlen(running));
    (void)!write(2, " died of: ", 10);
    for (size_t i = 0; i < input_size; i++) {
        unsigned char c = (unsigned char)input[i];
        int plain = c >= ' ' && c < 127 && c != '\\';
        text[0] = '\\';
        text[1] = 'x';
        text[2] = digits[c >> 4];
        text[3] = digits[c & 15];
        (void)!write(2, plain ? &input[i] : text, plain ? 1 : 4);
    }
    (void)!write(2, "\n", 1);
    signal(number, SIG_DFL);
    raise(number);
}

static void run(const struct fuzz_target *target, const char *bytes, size_t size) {
    input = bytes;
    input_size = size;
    fuzz_run(target, (const uint8_t *)bytes, size);
}

static const struct seed *any_seed(void) {
    return &seeds[fuzz_below(seed_count)];
}

static void run_mutant(const struct fuzz_target *target) {
    static char text[MOST_BYTES];
    const struct seed *seed = any_seed();
    size_t length = seed->size < sizeof(text) ? seed->size : sizeof(text);
    memcpy(text, seed->bytes, length);
    for (size_t n = 1 + fuzz_below(4); n > 0; n--) {
        const struct seed *other = any_seed();
        length = fuzz_mutate(text, length, sizeof(text), other->bytes, other->size,
                             target->words ? target->words() : NULL);
    }
    if (fuzz_below(4) == 0 && length > 1) { /* most begin with two letters that choose something */
        text[fuzz_below(2)] = (char)(fuzz_below(2) ? '0' + fuzz_below(10) : 'A' + fuzz_below(26));
    }
    run(target, text, length);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static long sample(const struct fuzz_target *target, long amount, uint64_t seed) {
    double start = seconds();
    running = target->name;
    read_corpus(target->name);
    fuzz_seed(seed);
    for (size_t i = 0; i < seed_count; i++) {
        run(target, seeds[i].bytes, seeds[i].size);
    }
    for (long i = 0; i < amount; i++) {
        alarm(300); /* none of them takes so long, a hundredth of it */
        run_mutant(target);
    }
    alarm(0);
    fuzz_close(target);
    printf("# %-8s %7ld inputs and %zu of the corpus, %.1f s\n", target->name, amount, seed_count,
           seconds() - start);
    long count = amount + (long)seed_count;
    forget_seeds();
    return count;
}

static long report(const char *name, long count, double start) {
    printf("# %-8s %7ld, %.1f s\n", name, count, seconds() - start);
    return count;
}

/* ----------------------------------------------------------------------- options */

static int is_wanted(const char *only, const char *name) {
    return !only || strcmp(only, name) == 0;
}

static long number_of(const char *variable, long otherwise) {
    const char *text = getenv(variable);
    return text && *text ? strtol(text, NULL, 10) : otherwise;
}

static long run_all(const char *only, long amount, int brief, uint64_t seed) {
    long count = 0;
    for (int i = 0; fuzz_targets[i]; i++) {
        const struct fuzz_target *target = fuzz_targets[i];
        if (is_wanted(only, target->name)) {
            count += sample(target,
                            amount > 0 ? amount
                            : brief    ? target->sample / 5 / one_in(3, 3)
                                       : target->sample,
                            seed);
            fflush(stdout);
        }
    }
    input_size = 0;
    double start = seconds();
    if (is_wanted(only, "flips")) {
        running = "flips";
        count += report("flips", fuzz_flips(number_of("FLIPS", brief ? 200 : 1000)), start);
    }
    start = seconds();
    if (is_wanted(only, "edits")) {
        running = "edits";
        count += report("edits", fuzz_edits(number_of("EDITS", 0) != 0), start);
    }
    return count;
}

static long run_file(const char *name, const char *path) {
    const struct fuzz_target *target = fuzz_find(name ? name : "");
    struct seed seed;
    if (!target || !read_seed(path, &seed)) {
        fuzz_found("%s: no such file or no such target", path);
    }
    running = target->name;
    run(target, seed.bytes, seed.size);
    fuzz_close(target);
    free(seed.bytes);
    return 1;
}

int main(int argc, char **argv) {
    static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM};
    static const char option[] = "--target=";
    const char *only = getenv("FUZZ_ONLY");
    uint64_t seed = (uint64_t)number_of("SEED", 7);
    long count = 0;
    long amount = 0;
    if (argc > 1 && strncmp(argv[1], option, sizeof(option) - 1) == 0) {
        only = argv[1] + sizeof(option) - 1;
        argv++;
        argc--;
    }
    for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
        signal(signals[i], tell);
    }
    fuzz_start();
    if (argc > 1) {
        char *end;
        amount = strtol(argv[1], &end, 10);
        count = *end ? run_file(only, argv[1]) : 0;
    }
    if (count == 0) {
        printf("# seed %llu\n", (unsigned long long)seed);
        count = run_all(only, amount, brief_level() > 0, seed);
    }
    printf("%ld passed, 0 failed\n", count);
    return count == 0;
}

#endif
