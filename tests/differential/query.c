/*
** A query: of a shape drawn by weight, as text with the table's name left open.
*/
#include "differential.h"

#include <stdlib.h>
#include <string.h>

typedef void make_shape(struct generator *g);

static const struct {
    unsigned weight;
    make_shape *make;
} shapes[] = {
    {24, select_rows},    {6, select_page},        {7, select_aggregate}, {7, select_groups},
    {9, select_distinct}, {3, select_window},      {3, select_partition}, {4, select_count},
    {12, select_join},    {4, select_correlated},  {7, select_compound},  {5, select_derived},
    {3, change_update},   {2, change_update_from}, {2, change_delete},    {3, change_insert}};

enum { SHAPES = sizeof(shapes) / sizeof(*shapes), SELECTS = SHAPES - 4 };

static make_shape *choose(struct generator *g, size_t count) {
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += shapes[i].weight;
    }
    unsigned at = pick(g, sum);
    for (size_t i = 0;; i++) {
        if (at < shapes[i].weight) {
            return shapes[i].make;
        }
        at -= shapes[i].weight;
    }
}

void query_make(struct query *query, const struct world *world, uint64_t seed) {
    struct generator g = {.world = world, .query = query, .random = seed};
    *query = (struct query){.subject = &world->sample};
    g.out = sqlite3_str_new(NULL);
    if (chance(&g, 30)) {
        query->subject = &world->people;
    }
    if (world->theme == GUARDED || world->theme == GUARDED_AS_USER) {
        query->subject = &world->papers;
    } else if (world->theme != USHERS) {
        unsigned which = pick(&g, 2 * CONTENT_TABLES);
        query->subject = &world->content[CONTENT_TABLES - 1]; /* of a view: more of these */
        query->subject = which == 0               ? &world->people
                         : which < CONTENT_TABLES ? &world->content[which - 1]
                                                  : query->subject;
    }
    int reads = world->theme == GUARDED_AS_USER || world->theme >= CONTENTS;
    make_shape *make = choose(&g, reads ? SELECTS : SHAPES);
    if (world->theme >= CONTENTS && query->subject == &world->people && chance(&g, 50)) {
        make = select_channel;
    }
    make(&g);
    query->sql = sqlite3_str_finish(g.out);
    if (!query->sql) {
        give_up(NULL, "making a query");
    }
}

void query_free(struct query *query) {
    sqlite3_free(query->sql);
    sqlite3_free(query->limit);
    sqlite3_free(query->same);
}

char *query_text(const struct query *query, const char *template, int twin) {
    const struct relation *subject = query->subject;
    const char *plain = query->bare ? subject->bare : subject->twin;
    sqlite3_str *text = sqlite3_str_new(NULL);
    for (const char *p = template; *p; p++) {
        if (*p == MARK_TABLE) {
            sqlite3_str_appendall(text, twin ? plain : subject->name);
        } else if (*p == MARK_OTHER) {
            sqlite3_str_appendall(text, twin ? plain : subject->other);
        } else if (*p == MARK_COPY) {
            sqlite3_str_appendall(text, !twin         ? subject->name
                                        : query->bare ? subject->twin
                                                      : subject->bare);
        } else if (*p == MARK_PLUS) {
            sqlite3_str_appendall(text, twin && query->bare ? "+" : "");
        } else if (*p != MARK_OPEN && *p != MARK_CLOSE) {
            sqlite3_str_appendchar(text, 1, *p);
        }
    }
    char *sql = sqlite3_str_finish(text);
    if (!sql) {
        give_up(NULL, template);
    }
    return sql;
}
