/*
** A query that differs: drop what conditions can be dropped while it still does,
** then show it with both answers and the plan.
*/
#include "differential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_ROWS 4
#define SHOWN_CELLS 8

/* ------------------------------------------------------------------ smaller */

static const char *closing(const char *open) {
    int depth = 0;
    for (const char *p = open; *p; p++) {
        depth += *p == MARK_OPEN;
        depth -= *p == MARK_CLOSE;
        if (depth == 0) {
            return p;
        }
    }
    return NULL;
}

/* The text with the n-th condition replaced, or NULL if there are fewer. */
static char *without(const char *sql, int n, const char *instead) {
    for (const char *p = sql; *p; p++) {
        if (*p == MARK_OPEN && n-- == 0) {
            const char *end = closing(p);
            return end ? sqlite3_mprintf("%.*s%s%s", (int)(p - sql), sql, instead, end + 1) : NULL;
        }
    }
    return NULL;
}

static int still_differs(const struct world *world, struct query *query) {
    struct comparison comparison;
    int differs = compare(world, query, &comparison) == DIFFERENT;
    comparison_free(&comparison);
    return differs;
}

static int try_text(const struct world *world, struct query *query, char *text) {
    char *former = query->sql;
    query->sql = text;
    if (still_differs(world, query)) {
        sqlite3_free(former);
        return 1;
    }
    query->sql = former;
    sqlite3_free(text);
    return 0;
}

/* Partitions have their condition in two texts: they stay as they are. */
static void minimise(const struct world *world, struct query *query) {
    static const char *const instead[] = {"1", "0", "NULL"};
    for (int n = 0; !query->same; n++) {
        char *probe = without(query->sql, n, "1");
        if (!probe) {
            return;
        }
        sqlite3_free(probe);
        for (size_t i = 0; i < sizeof(instead) / sizeof(*instead); i++) {
            if (try_text(world, query, without(query->sql, n, instead[i]))) {
                n--;
                break;
            }
        }
    }
}

/* --------------------------------------------------------------------- show */

static int is_same_row(const struct result *a, int row, const struct result *b, int other) {
    for (int i = 0; i < a->columns; i++) {
        if (strcmp(a->cell[row * a->columns + i], b->cell[other * b->columns + i]) != 0) {
            return 0;
        }
    }
    return 1;
}

static int has_row(const struct result *result, const struct result *from, int row) {
    for (int i = 0; i < result->rows; i++) {
        if (is_same_row(from, row, result, i)) {
            return 1;
        }
    }
    return 0;
}

static void show_row(const struct result *result, int row, const char *remark) {
    for (int i = 0; i < result->columns && i < SHOWN_CELLS; i++) {
        printf("%s%.40s", i ? " | " : "    ", result->cell[row * result->columns + i]);
    }
    printf("%s\n", remark);
}

/* How many rows there are, and some: of those that only this side has, if there are such. */
static void show_result(const char *name, const struct result *result, const struct result *other) {
    int shown = 0;
    if (result->code != SQLITE_OK) {
        printf("  %s: error %d, %s\n", name, result->code, result->message);
        return;
    }
    printf("  %s: %d rows\n", name, result->rows);
    int comparable = other->code == SQLITE_OK && other->columns == result->columns;
    for (int row = 0; comparable && row < result->rows && shown < SHOWN_ROWS; row++) {
        if (!has_row(other, result, row)) {
            show_row(result, row, "   <- not there");
            shown++;
        }
    }
    for (int row = 0; !shown && row < result->rows && row < SHOWN_ROWS; row++) {
        show_row(result, row, "");
    }
}

static void show_plan(const struct world *world, const char *sql) {
    sqlite3_stmt *statement;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    if (sqlite3_prepare_v2(world->db, explain, -1, &statement, NULL) == SQLITE_OK) {
        while (sqlite3_step(statement) == SQLITE_ROW) {
            printf("  plan: %s\n", sqlite3_column_text(statement, 3));
        }
    }
    sqlite3_finalize(statement);
    sqlite3_free(explain);
}

void report(const struct world *world, struct query *query, uint64_t seed, int number) {
    struct comparison comparison;
    minimise(world, query);
    compare(world, query, &comparison);
    char *text = query_text(query, query->sql, 0);
    char *sql = sqlite3_mprintf("%s%s", text, query->limit ? query->limit : "");
    printf("FAIL query %d of seed %llu: %s\n  %s\n", number, (unsigned long long)seed,
           comparison.why ? comparison.why : "no longer", sql);
    for (int i = 0; i < query->parameters; i++) {
        char name[16];
        snprintf(name, sizeof(name), "?%d", i + 1);
        if (strstr(sql, name)) {
            printf("  %s = %s\n", name, query->parameter[i]->literal);
        }
    }
    if (query->same) {
        char *same = query_text(query, query->same, 0);
        printf("  must be the same: %s\n", same);
        sqlite3_free(same);
    }
    show_result("usher", &comparison.ours, &comparison.twins);
    show_result("plain", &comparison.twins, &comparison.ours);
    show_plan(world, sql);
    sqlite3_free(sql);
    sqlite3_free(text);
    comparison_free(&comparison);
    fflush(stdout);
}
