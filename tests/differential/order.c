/*
** ORDER BY and LIMIT. What a query is ordered by are the first columns of its
** result, so that the order can be told from it where ties leave it open.
*/
#include "differential.h"

/* An expression as text of its own. */
static char *expression(struct generator *g, int plain, int *is_column) {
    sqlite3_str *out = g->out;
    g->out = sqlite3_str_new(NULL);
    *is_column = plain || chance(g, 75);
    if (*is_column) {
        put_reference(g, any_reference(g));
    } else {
        put_subject(g);
        put_collation(g);
    }
    char *text = sqlite3_str_finish(g->out);
    g->out = out;
    return text;
}

static void add_key(struct order *order, char *text, const char *collation, const char *suffix) {
    order->key[order->count].expression = text;
    sqlite3_snprintf(sizeof(order->key->suffix), order->key[order->count].suffix, "%s%s", collation,
                     suffix);
    order->count++;
}

void order_make(struct generator *g, struct order *order, int total) {
    static const char *const suffixes[] = {
        "", "", "", " ASC", " DESC", " DESC", " DESC", " NULLS LAST", " DESC NULLS FIRST", NULL};
    static const char *const plain_suffixes[] = {"", "", " DESC", NULL};
    static const char *const collations[] = {" COLLATE NOCASE", " COLLATE BINARY", " COLLATE RTRIM",
                                             NULL};
    order->count = 0;
    order->columns_only = 1;
    int plain = chance(g, 50);
    unsigned count = total ? pick(g, 3) : pick(g, 4);
    for (unsigned i = 0; i < count; i++) {
        int is_column;
        char *text = expression(g, plain, &is_column);
        const char *collation = !plain && chance(g, 15) ? one_of(g, collations) : "";
        const char *suffix = one_of(g, plain ? plain_suffixes : suffixes);
        order->columns_only &= is_column && !*collation;
        add_key(order, text, collation, suffix);
    }
    for (int i = 0; total && i < g->items; i++) {
        add_key(order, sqlite3_mprintf("%s.rowid", g->item[i].alias), "",
                one_of(g, plain_suffixes));
    }
    g->query->keys = order->count;
    g->query->total = total;
}

void order_free(struct order *order) {
    for (int i = 0; i < order->count; i++) {
        sqlite3_free(order->key[i].expression);
    }
}

void order_put_columns(struct generator *g, const struct order *order) {
    for (int i = 0; i < order->count; i++) {
        sqlite3_str_appendf(g->out, "%s, ", order->key[i].expression);
    }
}

void order_put(struct generator *g, const struct order *order) {
    for (int i = 0; i < order->count; i++) {
        sqlite3_str_appendf(g->out, "%s%c%s%s", i ? ", " : " ORDER BY ", MARK_PLUS,
                            order->key[i].expression, order->key[i].suffix);
    }
}

/* A parameter that is bound to a small integer. */
static int small_parameter(struct generator *g) {
    const struct value *value;
    do {
        value = any_value(&g->world->nasty, &g->random);
    } while (sqlite3_value_type(value->value) != SQLITE_INTEGER ||
             sqlite3_value_int64(value->value) != sqlite3_value_int(value->value));
    g->query->parameter[g->query->parameters++] = value;
    return g->query->parameters;
}

void limit_make(struct generator *g) {
    static const char *const limits[] = {
        "0",     "1",   "1",   "2",    "3",   "5", "5", "10", "25", "-1", "1000000000000",
        "2 + 1", "'3'", "2.0", "NULL", "'x'", NULL};
    static const char *const offsets[] = {
        "0", "1", "2", "3", "5", "10", "-1", "1000000000000", "1 + 1", "'2'", NULL};
    const char *limit = one_of(g, limits);
    const char *offset = one_of(g, offsets);
    if (chance(g, 96) && (*limit == 'N' || (*limit == '\'' && limit[1] == 'x'))) {
        limit = "4";
    }
    unsigned kind = pick(g, 100);
    g->query->limit = kind < 45   ? sqlite3_mprintf(" LIMIT %s", limit)
                      : kind < 50 ? sqlite3_mprintf(" LIMIT (SELECT %s)", limit)
                      : kind < 70 ? sqlite3_mprintf(" LIMIT ?%d", small_parameter(g))
                      : kind < 92 ? sqlite3_mprintf(" LIMIT %s OFFSET %s", limit, offset)
                                  : sqlite3_mprintf(" LIMIT %s, %s", offset, limit);
}
