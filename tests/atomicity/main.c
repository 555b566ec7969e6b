/*
** kinds x conflict clauses x surroundings x faults.
**
**     tests/atomicity                 a sample: one failure in each combination without
**                                     a conflict clause, in one of four with
**     ATOMICITY=20 tests/atomicity    up to 20 in each combination
**     ATOMICITY=all tests/atomicity   every opportunity to fail (an hour)
**     ATOMICITY_KIND='insert user'    only kinds whose name begins so
*/
#include "atomicity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const clauses[] = {"",          "OR ABORT",   "OR FAIL",
                                      "OR IGNORE", "OR REPLACE", "OR ROLLBACK"};

#define EARLIER                                                                                    \
    "INSERT INTO app (value) VALUES ('earlier');"                                                  \
    "UPDATE users SET about = 'earlier' WHERE email = 'cat@a.org';"                                \
    "SELECT invite_create('earlier@a.org', 'user', json_object('account_id', "                     \
    "(SELECT id FROM accounts WHERE name = 'default')))"

static const struct surroundings surroundings[] = {
    {"autocommit", "", "", "", NULL, 0},
    {"autocommit, file", "", "", "", "DELETE", 0},
    {"autocommit, reader", "", "", "", "WAL", 1},
    {"BEGIN", "BEGIN", "", "COMMIT", NULL, 0},
    {"BEGIN IMMEDIATE", "BEGIN IMMEDIATE", "", "COMMIT", "WAL", 0},
    {"SAVEPOINT", "SAVEPOINT a", "", "RELEASE a", NULL, 0},
    {"nested SAVEPOINT", "BEGIN; SAVEPOINT a; SAVEPOINT b", "", "RELEASE b", "TRUNCATE", 0},
    {"BEGIN and work", "BEGIN", EARLIER, "COMMIT", "DELETE", 0},
    {"SAVEPOINT, work, reader", "SAVEPOINT a", EARLIER "; SAVEPOINT b", "RELEASE a", NULL, 1},
};

#define SAMPLE (-1)

enum { SURROUNDINGS = sizeof(surroundings) / sizeof(*surroundings) };

static int applies(const struct kind *kind, const struct surroundings *where,
                   const struct fault *fault) {
    if ((fault->mechanism == FAULT_DISK && !where->journal) ||
        (kind->flags & ALONE && where->begin[0])) {
        return 0;
    }
    return !(kind->flags & BARE) || (fault->mechanism != FAULT_TRIGGER && !where->reader);
}

/* What was counted before holds, to within a few, whatever clause and surroundings. */
static int opportunities(const struct combination *combination, int exactly) {
    static struct {
        const struct kind *kind;
        int count;
    } known[MAX_FAULTS][2][2];
    int file = combination->surroundings->journal != NULL;
    int f = (int)(combination->fault - faults);
    if (exactly || known[f][file][combination->warm].kind != combination->kind) {
        known[f][file][combination->warm].kind = combination->kind;
        known[f][file][combination->warm].count = count_opportunities(combination);
    }
    return known[f][file][combination->warm].count;
}

static void try_surroundings(const struct kind *kind, const char *clause,
                             const struct surroundings *where, int quota, unsigned seed) {
    static const struct fault none = {.name = "no fault"};
    struct combination combination = {kind, clause, where, &none, seed >> 16 & 1};
    struct state full;
    if (!applies(kind, where, &none) || !try_calm(&combination, &full)) {
        return;
    }
    try_breaches(&combination);
    for (int f = 0; f < fault_count; f++) {
        seed = seed * 1664525u + 1013904223u;
        combination.fault = &faults[f];
        combination.warm = seed >> 16 & 1;
        if (quota == SAMPLE && clause[0] && (seed >> 20) % 4 != 0) {
            continue;
        }
        if (applies(kind, where, &faults[f])) {
            try_faults(&combination, full, opportunities(&combination, !quota),
                       quota == SAMPLE ? 1 : quota, seed);
        }
    }
}

static void try_kind(const struct kind *kind, int quota, unsigned seed) {
    int count = strstr(kind->head, "%s") ? (int)(sizeof(clauses) / sizeof(*clauses)) : 1;
    for (int c = 0; c < count; c++) {
        for (int s = 0; s < SURROUNDINGS; s++) {
            seed = seed * 1664525u + 1013904223u;
            try_surroundings(kind, clauses[c], &surroundings[s], quota, seed);
        }
    }
}

int main(void) {
    const char *amount = getenv("ATOMICITY");
    const char *only = getenv("ATOMICITY_KIND");
    int quota = !amount ? SAMPLE : strcmp(amount, "all") == 0 ? 0 : atoi(amount);
    setvbuf(stdout, NULL, _IOLBF, 0);
    faults_start();
    vfs_start();
    state_start();
    for (int k = 0; k < kind_count; k++) {
        if (!only || strncmp(kinds[k].name, only, strlen(only)) == 0) {
            try_kind(&kinds[k], quota, (unsigned)k * 7919u + 1);
        }
    }
    printf("# faults that SQLite did without: %d\n", tally.absorbed);
    printf("# transactions taken back whole, by SQLite: RAISE(ROLLBACK) %d, interrupt %d, "
           "memory %d, disk %d\n",
           tally.lost[FAULT_TRIGGER], tally.lost[FAULT_INTERRUPT], tally.lost[FAULT_MEMORY],
           tally.lost[FAULT_DISK]);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed || !tally.passed;
}
