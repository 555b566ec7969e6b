/*
** `crash [SEED]`: BRIEF in the environment for less of it, CRASH=all for all of it.
*/
#include "crash.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally tally;
int all;
int brief;

unsigned dice_below(struct dice *dice, unsigned most) {
    uint64_t z = dice->state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (unsigned)((z ^ (z >> 31)) >> 32) % most;
}

int dice_chance(struct dice *dice, unsigned percent) {
    return dice_below(dice, 100) < percent;
}

void *must_have(void *memory) {
    if (!memory) {
        fputs("no memory\n", stderr);
        exit(2);
    }
    return memory;
}

void fail(const char *format, ...) {
    va_list arguments;
    if (tally.failed++ < 20) {
        va_start(arguments, format);
        printf("not ok - ");
        vprintf(format, arguments);
        putchar('\n');
        va_end(arguments);
    }
}

void must(sqlite3 *db, const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        fail("%s: %.300s", error, sql);
        sqlite3_free(error);
    }
}

static int is_set(const char *name, const char *value) {
    const char *found = getenv(name);
    return found && (value ? strcmp(found, value) == 0 : *found != '\0');
}

int main(int argc, char **argv) {
    if (argc > 2) {
        return writer_main(argc, argv);
    }
    all = is_set("CRASH", "all");
    brief = !all && is_set("BRIEF", NULL);
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 20220101;
    setvbuf(stdout, NULL, _IOLBF, 0);
    test_loss(seed);
    test_kill(seed, argv[0]);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed != 0;
}
