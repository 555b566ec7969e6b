/*
** Queries of several tables, and queries made of queries.
*/
#include "differential.h"

#include <string.h>

static void put(struct generator *g, const char *text) {
    sqlite3_str_appendall(g->out, text);
}

static void put_table(struct generator *g, const struct item *item) {
    if (item->relation == subject(g)) {
        sqlite3_str_appendchar(g->out, 1, MARK_TABLE);
    } else {
        put(g, item->relation->name);
    }
    sqlite3_str_appendf(g->out, " AS %s", item->alias);
}

/* ------------------------------------------------------------------- joins */

static const char *const inner_joins[] = {" JOIN ", " JOIN ", " CROSS JOIN ", ", ", NULL};
static const char *const outer_joins[] = {" LEFT JOIN ", " LEFT JOIN ", " RIGHT JOIN ",
                                          " FULL JOIN ", NULL};

static const char *join_operator(struct generator *g) {
    if (chance(g, 55)) {
        return one_of(g, inner_joins);
    }
    /* RIGHT and FULL came with 3.39. */
    return sqlite3_libversion_number() < 3039000 ? " LEFT JOIN " : one_of(g, outer_joins);
}

/* A condition that ties the last table to one before it. */
static void put_tie(struct generator *g, int strict) {
    static const char *const operators[] = {"=", "=", "=", "=", "IS", "<", ">=", "LIKE", NULL};
    const struct item *last = &g->item[g->items - 1];
    const struct item *other = &g->item[pick(g, (unsigned)g->items - 1)];
    struct reference a = reference_of(g, last);
    struct reference b = reference_of(g, other);
    if (last->relation == other->relation && chance(g, 70)) {
        b.column = a.column; /* the same column holds the same values */
    }
    if (chance(g, 50)) {
        struct reference swap = a;
        a = b;
        b = swap;
    }
    put_reference(g, a);
    put_collation(g);
    sqlite3_str_appendf(g->out, " %s ", strict ? "=" : one_of(g, operators));
    put_reference(g, b);
    put_collation(g);
}

static void put_on(struct generator *g, int strict) {
    put(g, " ON ");
    put_tie(g, strict);
    if (chance(g, 25)) {
        put(g, " AND ");
        put_term(g, 1);
    }
}

static void put_joined(struct generator *g) {
    const struct relation *helper = &g->world->helper;
    int first = chance(g, 50);
    put(g, " FROM ");
    put_table(g, add_item(g, first ? subject(g) : helper));
    unsigned tables = chance(g, 20) ? 2 : 1;
    for (unsigned i = 0; i < tables; i++) {
        int again = first && chance(g, 35);
        put(g, join_operator(g));
        put_table(g, add_item(g, !first || again ? subject(g) : helper));
        first = 1;
        put_on(g, again || i > 0);
    }
}

/* FROM comes first, so that the rest knows the tables. */
void select_join(struct generator *g) {
    struct order order = {0};
    sqlite3_str *out = g->out;
    g->out = sqlite3_str_new(NULL);
    put_joined(g);
    char *from = sqlite3_str_finish(g->out);
    g->out = out;
    int count = chance(g, 20);
    if (count) {
        put(g, "SELECT count(*), count(t0.rowid), count(t1.rowid), sum(t0.rowid)");
    } else {
        order_make(g, &order, chance(g, 50));
        put(g, chance(g, 10) && !order.count ? "SELECT DISTINCT " : "SELECT ");
        order_put_columns(g, &order);
        put_columns(g, 1 + (int)pick(g, 3));
        put(g, ", t0.rowid, t1.rowid");
    }
    put(g, from);
    sqlite3_free(from);
    if (chance(g, 60)) {
        put_where(g);
    }
    order_put(g, &order);
    order_free(&order);
    if (!count && chance(g, 25)) {
        limit_make(g);
    }
}

/* --------------------------------------------------------------- subqueries */

/* (SELECT … FROM t1 WHERE t1.x = t0.y …) in the list of columns. */
static void put_correlated(struct generator *g) {
    static const char *const functions[] = {"count(*)", "min(%s.rowid)", "sum(%s.rowid)",
                                            "max(%s.rowid)", NULL};
    struct item *item = add_item(g, chance(g, 70) ? subject(g) : &g->world->helper);
    put(g, "(SELECT ");
    if (chance(g, 60)) {
        sqlite3_str_appendf(g->out, one_of(g, functions), item->alias);
        put_from(g, item);
        put(g, " WHERE ");
        put_tie(g, 0);
        if (chance(g, 30)) {
            put(g, " AND ");
            put_term(g, 1);
        }
    } else {
        struct reference reference = reference_of(g, item);
        put_reference(g, reference);
        put_from(g, item);
        put(g, " WHERE ");
        put_tie(g, 0);
        sqlite3_str_appendf(g->out, " ORDER BY %s.rowid%s LIMIT 1", item->alias,
                            chance(g, 40) ? " DESC" : "");
    }
    put(g, ")");
    g->items--;
}

void select_correlated(struct generator *g) {
    const struct item *item = add_item(g, chance(g, 60) ? &g->world->helper : subject(g));
    sqlite3_str_appendf(g->out, "SELECT %s.rowid, ", item->alias);
    put_correlated(g);
    put_from(g, item);
    put_where(g);
}

/* ---------------------------------------------------------------- compound */

static void put_arm(struct generator *g, int columns, int plain) {
    int ours = plain || chance(g, 85);
    const struct item *item = add_item(g, ours ? subject(g) : &g->world->helper);
    put(g, "SELECT ");
    put_columns(g, columns);
    put_from(g, item);
    if (!plain) {
        put_where(g);
    }
    g->items--;
}

void select_compound(struct generator *g) {
    static const char *const operators[] = {" UNION ALL ", " UNION ALL ", " UNION ALL ", " UNION ",
                                            " INTERSECT ", " EXCEPT ",    NULL};
    int columns = 1 + (int)pick(g, 3);
    int plain = chance(g, 20); /* arms that could be limited */
    put_arm(g, columns, plain);
    for (unsigned i = 1 + pick(g, 2); i > 0; i--) {
        const char *operator= plain ? " UNION ALL " : one_of(g, operators);
        g->query->loose |= strcmp(operator, " UNION ALL ") != 0;
        put(g, operator);
        put_arm(g, columns, plain);
    }
    if (chance(g, 35)) {
        sqlite3_str_appendf(g->out, " ORDER BY 1%s%s", chance(g, 30) ? " DESC" : "",
                            columns > 1 ? ", 2" : "");
        g->query->keys = 1;
    }
    if (chance(g, 60)) {
        limit_make(g);
    }
}

/* ----------------------------------------------------- subqueries in FROM */

/* A query of the table, limited in a way that leaves nothing open, as a table `d`. */
static void put_inner(struct generator *g, const struct relation *derived) {
    const struct item *item = add_item(g, subject(g));
    put(g, "(SELECT ");
    if (chance(g, 15)) {
        put(g, "DISTINCT ");
        g->query->loose = 1;
    }
    for (int i = 0; i < derived->count; i++) {
        sqlite3_str_appendf(g->out, "%s%s.%s", i ? ", " : "", item->alias,
                            derived->column[i]->name);
    }
    put_from(g, item);
    put_where(g);
    if (!g->query->loose && chance(g, 60)) {
        put(g, " ORDER BY ");
        if (chance(g, 50)) {
            put_columns(g, 1);
            put(g, chance(g, 30) ? " DESC, " : ", ");
        }
        sqlite3_str_appendf(g->out, "%s.rowid LIMIT %u", item->alias, pick(g, 30));
        if (chance(g, 40)) {
            sqlite3_str_appendf(g->out, " OFFSET %u", pick(g, 5));
        }
    }
    put(g, ")");
    g->items--;
}

void select_derived(struct generator *g) {
    static const char *const hints[] = {"AS ", "AS MATERIALIZED ", "AS NOT MATERIALIZED ", NULL};
    struct relation derived = {.name = "d"};
    const struct relation *table = subject(g);
    int count = 2 + (int)pick(g, 3);
    unsigned start = pick(g, (unsigned)(table->count - count + 1));
    for (int i = 0; i < count; i++) {
        derived.column[derived.count++] = table->column[start + (unsigned)i];
    }
    int common = chance(g, 50);
    if (common) {
        sqlite3_str_appendf(g->out, "WITH d %s", one_of(g, hints));
        put_inner(g, &derived);
    }
    struct item *item = add_item(g, &derived);
    sqlite3_str *out = g->out;
    g->out = sqlite3_str_new(NULL);
    if (common) {
        sqlite3_str_appendf(g->out, " FROM d AS %s", item->alias);
        if (chance(g, 30)) {
            put(g, " JOIN helper AS t9 ON t9.id = 1");
        }
    } else {
        put(g, " FROM ");
        put_inner(g, &derived);
        sqlite3_str_appendf(g->out, " AS %s", item->alias);
    }
    put_where(g);
    char *rest = sqlite3_str_finish(g->out);
    g->out = out;
    put(g, " SELECT ");
    if (g->query->loose && chance(g, 50)) {
        put(g, "count(*)");
    } else {
        put_columns(g, 1 + (int)pick(g, 3));
    }
    put(g, rest);
    sqlite3_free(rest);
    if (chance(g, 20)) {
        limit_make(g);
    }
}
