/*
** kinds x conflict clauses x surroundings x faults.
**
**     tests/atomicity                 a sample: one failure in one of three combinations without
**                                     a conflict clause, in one of twelve with
**     ATOMICITY=1 tests/atomicity     one in each combination; ATOMICITY=20: up to 20
**     ATOMICITY=all tests/atomicity   every opportunity to fail (an hour)
**     ATOMICITY_KIND='insert user'    only kinds whose name begins so
*/
#include "../brief.h"
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

/* How much of it all: failures in a combination (0: all), and one combination in how many. */
static struct {
    int quota;
    unsigned places; /* surroundings */
    unsigned faults; /* of a statement that has a conflict clause */
} dose = {1, 3, 4};

static unsigned roll(unsigned *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

enum { SURROUNDINGS = sizeof(surroundings) / sizeof(*surroundings) };

static int applies(const struct kind *kind, const struct surroundings *where,
                   const struct fault *fault) {
    if ((fault->mechanism == FAULT_DISK && !where->journal) ||
        (kind->flags & ALONE && where->begin[0]) || (kind->flags & SOLO && where->reader) ||
        (kind->flags & NO_WORK && where->earlier[0])) {
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
                             const struct surroundings *where, unsigned seed) {
    static const struct fault none = {.name = "no fault"};
    struct combination combination = {kind, clause, where, &none, roll(&seed) & 1};
    struct state full;
    if (!applies(kind, where, &none) || !try_calm(&combination, &full)) {
        return;
    }
    try_breaches(&combination);
    for (int f = 0; f < fault_count; f++) {
        combination.fault = &faults[f];
        combination.warm = roll(&seed) & 1;
        if (applies(kind, where, &faults[f]) && roll(&seed) % (clause[0] ? dose.faults : 1) == 0) {
            try_faults(&combination, full, opportunities(&combination, !dose.quota), dose.quota,
                       roll(&seed));
        }
    }
}

static void try_kind(const struct kind *kind, unsigned seed) {
    int count = strstr(kind->head, "%s") ? (int)(sizeof(clauses) / sizeof(*clauses)) : 1;
    for (int c = 0; c < count; c++) {
        for (int s = 0; s < SURROUNDINGS; s++) {
            if (roll(&seed) % dose.places == 0) {
                try_surroundings(kind, clauses[c], &surroundings[s], seed);
            }
        }
    }
}

static void set_dose(void) {
    const char *amount = getenv("ATOMICITY");
    if (amount) {
        dose.quota = strcmp(amount, "all") == 0 ? 0 : (int)strtol(amount, NULL, 10);
        dose.faults = 1;
        dose.places = 1;
    } else if (brief_level() > 0) {
        dose.places = 24;
    }
}

int main(void) {
    const char *only = getenv("ATOMICITY_KIND");
    set_dose();
    setvbuf(stdout, NULL, _IOLBF, 0);
    faults_start();
    vfs_start();
    state_start();
    for (int k = 0; k < kind_count; k++) {
        if (!only || strncmp(kinds[k].name, only, strlen(only)) == 0) {
            try_kind(&kinds[k], (unsigned)k * 7919u + 1);
        }
    }
    printf("# %d surroundings, %d kinds of faults\n", SURROUNDINGS, fault_count);
    printf("# faults that SQLite did without: %d\n", tally.absorbed);
    printf("# transactions taken back whole, by SQLite: RAISE(ROLLBACK) %d, interrupt %d, "
           "memory %d, disk %d\n",
           tally.lost[FAULT_TRIGGER], tally.lost[FAULT_INTERRUPT], tally.lost[FAULT_MEMORY],
           tally.lost[FAULT_DISK]);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed || !tally.passed;
}
