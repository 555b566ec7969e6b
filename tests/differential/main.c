/*
** differential [QUERIES [SEED [ONLY]]], or the variables QUERIES and SEED.
**
** Most queries run on a UTF-8 database, the others on a UTF-16 one. Half as many again
** are about a guarded table, asked by the system and by a user who sees some rows; and again
** as many about what people have brought and were sent.
*/
#include "../brief.h"
#include "differential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUERIES 20000
#define SEED 20220101
#define MOST_FAILURES 20

struct tally {
    int passed;
    int failed;
    int skipped;
};

static const char *setting(int argc, char **argv, int index, const char *variable) {
    return argc > index ? argv[index] : getenv(variable);
}

static uint64_t mix(uint64_t seed, int number) {
    uint64_t random = seed * 1000003 + (uint64_t)number;
    return random_next(&random);
}

static void check(const struct world *world, uint64_t seed, int number, struct tally *tally) {
    struct query query;
    struct comparison comparison;
    query_make(&query, world, mix(seed, number));
    enum verdict verdict = compare(world, &query, &comparison);
    comparison_free(&comparison);
    tally->passed += verdict == SAME;
    tally->skipped += verdict == SKIPPED;
    if (verdict == DIFFERENT) {
        tally->failed++;
        report(world, &query, seed, number);
    }
    query_free(&query);
}

/* Numbers `first` to `last`, or `only` if that is one of them. */
static void check_range(const char *encoding, enum theme theme, uint64_t seed, int first, int last,
                        int only, struct tally *tally) {
    static struct world world;
    if (first > last || tally->failed == MOST_FAILURES || (only && (only < first || only > last))) {
        return;
    }
    world_open(&world, seed, encoding, theme);
    for (int i = only ? only : first; i <= (only ? only : last); i++) {
        check(&world, seed, i, tally);
        if (tally->failed == MOST_FAILURES) {
            break;
        }
    }
    world_close(&world);
}

int main(int argc, char **argv) {
    const char *queries = setting(argc, argv, 1, "QUERIES");
    const char *seed_text = setting(argc, argv, 2, "SEED");
    const char *only_text = setting(argc, argv, 3, "ONLY");
    /* run.sh says so when everything is many times slower. */
    int count = queries && *queries ? (int)strtol(queries, NULL, 10)
                : brief_level() > 0 ? QUERIES / 20
                                    : QUERIES;
    uint64_t seed = seed_text && *seed_text ? strtoull(seed_text, NULL, 10) : SEED;
    int only = only_text ? (int)strtol(only_text, NULL, 10) : 0;
    struct tally tally = {0};
    int narrow = count - count / 8;
    int guarded = count + count / 4;
    check_range("UTF-8", USHERS, seed, 1, narrow, only, &tally);
    check_range("UTF-16", USHERS, seed, narrow + 1, count, only, &tally);
    check_range("UTF-8", GUARDED, seed, count + 1, guarded, only, &tally);
    check_range("UTF-8", GUARDED_AS_USER, seed, guarded + 1, guarded + count / 4, only, &tally);
    int contents = guarded + count / 4;
    check_range("UTF-8", CONTENTS, seed, contents + 1, contents + count / 4, only, &tally);
    check_range("UTF-8", CONTENTS_AS_USER, seed, contents + count / 4 + 1, contents + count / 2,
                only, &tally);
    if (tally.skipped) {
        printf("%d queries were too big\n", tally.skipped);
    }
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed > 0 || tally.passed == 0;
}
