/*
** Operands: values and columns, in all the guises that change their affinity.
*/
#include "differential.h"

unsigned pick(struct generator *g, unsigned count) {
    return (unsigned)(random_next(&g->random) % count);
}

int chance(struct generator *g, unsigned percent) {
    return pick(g, 100) < percent;
}

const char *one_of(struct generator *g, const char *const *list) {
    unsigned count = 0;
    while (list[count]) {
        count++;
    }
    return list[pick(g, count)];
}

/* ------------------------------------------------------------------- columns */

struct reference reference_of(struct generator *g, const struct item *item) {
    const struct relation *relation = item->relation;
    if (relation->rowid && chance(g, 8)) {
        return (struct reference){item, NULL};
    }
    /* The first column is the key. */
    unsigned column = chance(g, 5) ? 0 : pick(g, (unsigned)relation->count);
    return (struct reference){item, relation->column[column]};
}

/* Of any table in reach, of the innermost ones sooner. */
struct reference any_reference(struct generator *g) {
    int i = g->items - 1;
    while (i > 0 && chance(g, 45)) {
        i--;
    }
    return reference_of(g, &g->item[i]);
}

void put_reference(struct generator *g, struct reference reference) {
    sqlite3_str_appendf(g->out, "%s.%s", reference.item->alias,
                        reference.column ? reference.column->name : "rowid");
}

void put_collation(struct generator *g) {
    static const char *const collations[] = {"BINARY", "NOCASE", "RTRIM", NULL};
    if (chance(g, 8)) {
        sqlite3_str_appendf(g->out, " COLLATE %s", one_of(g, collations));
    }
}

static const char *const types[] = {"TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB", NULL};

/* An expression about a column, which hides it from the planner. */
static void put_expression(struct generator *g, struct reference reference) {
    static const char *const before[] = {"+",       "length(", "lower(",    "ifnull(", "CAST(",
                                         "",        "",        "typeof(",   "quote(",  "-",
                                         "substr(", "nullif(", "coalesce(", NULL};
    static const char *const after[] = {"",  ")", ")", ", 'a')",  NULL,     " || ''",    " + 0",
                                        ")", ")", "",  ", 1, 2)", ", '5')", ", NULL, 5)"};
    unsigned i = pick(g, sizeof(after) / sizeof(*after));
    sqlite3_str_appendf(g->out, "(%s", before[i]);
    put_reference(g, reference);
    if (after[i]) {
        sqlite3_str_appendf(g->out, "%s)", after[i]);
    } else {
        sqlite3_str_appendf(g->out, " AS %s))", one_of(g, types));
    }
}

const struct column *put_subject(struct generator *g) {
    struct reference reference = any_reference(g);
    unsigned kind = pick(g, 100);
    if (kind < 12) {
        put_expression(g, reference);
        put_collation(g);
        return reference.column;
    }
    put_reference(g, reference);
    put_collation(g);
    return reference.column;
}

/* -------------------------------------------------------------------- values */

/* Mostly one that the column (NULL: the rowid) holds; else one of another column, or any. */
const struct value *likely_value(struct generator *g, const struct column *like) {
    unsigned kind = pick(g, 100);
    if (like && like->values.count && kind < 70) {
        return any_value(&like->values, &g->random);
    }
    if (!like && kind < 60 && g->world->rowids.count) {
        return any_value(&g->world->rowids, &g->random);
    }
    if (kind < 85) {
        struct reference other = any_reference(g);
        if (other.column && other.column->values.count) {
            return any_value(&other.column->values, &g->random);
        }
    }
    return any_value(&g->world->nasty, &g->random);
}

void put_value(struct generator *g, const struct value *value) {
    unsigned kind = pick(g, 100);
    if (kind < 45 && g->query->parameters < MAX_PARAMETERS - 1) {
        g->query->parameter[g->query->parameters++] = value;
        sqlite3_str_appendf(g->out, "?%d", g->query->parameters);
    } else if (kind < 92) {
        sqlite3_str_appendall(g->out, value->literal);
    } else {
        sqlite3_str_appendf(g->out, "(SELECT %s)", value->literal);
    }
}

/* A column of the helper, which lends its affinity. */
static void put_scalar(struct generator *g) {
    const struct relation *helper = &g->world->helper;
    const struct column *column = helper->column[pick(g, (unsigned)helper->count)];
    sqlite3_str_appendf(g->out, "(SELECT %s FROM helper WHERE id = %u)", column->name, pick(g, 25));
}

static void put_disguised(struct generator *g, const struct value *value) {
    static const char *const before[] = {"+", "'' || ", "0 + ", "- ", NULL};
    sqlite3_str_appendf(g->out, "(%s", one_of(g, before));
    put_value(g, value);
    sqlite3_str_appendall(g->out, ")");
}

void put_operand(struct generator *g, const struct column *like) {
    const struct value *value = likely_value(g, like);
    unsigned kind = pick(g, 100);
    if (like && like->unique && !like->words && kind < 40) {
        sqlite3_str_appendall(g->out, "CAST("); /* one number, many texts */
        put_value(g, value);
        sqlite3_str_appendall(g->out, " AS NUMERIC)");
    } else if (kind < 60) {
        put_value(g, value);
    } else if (kind < 70) {
        sqlite3_str_appendall(g->out, "CAST(");
        put_value(g, value);
        sqlite3_str_appendf(g->out, " AS %s)", one_of(g, types));
    } else if (kind < 78) {
        put_scalar(g);
    } else if (kind < 90) {
        struct reference reference = any_reference(g);
        if (chance(g, 20)) {
            put_expression(g, reference);
        } else {
            put_reference(g, reference);
        }
    } else {
        put_disguised(g, value);
    }
    put_collation(g);
}
