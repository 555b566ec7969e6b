/*
** Conditions: every operator, over columns of the tables in reach.
*/
#include "differential.h"

#include <string.h>

static void put(struct generator *g, const char *text) {
    sqlite3_str_appendall(g->out, text);
}

static void put_comparison(struct generator *g, int depth) {
    static const char *const operators[] = {"=", "=",  "=", "==", "<>", "!=", "<",      "<=",
                                            ">", ">=", "<", ">",  "IS", "IS", "IS NOT", NULL};
    (void)depth;
    const char *operator= one_of(g, operators);
    if (chance(g, 15)) {
        const struct column *like = g->item[g->items - 1].relation->column[0];
        put_operand(g, like);
        sqlite3_str_appendf(g->out, " %s ", operator);
        put_subject(g);
        return;
    }
    const struct column *like = put_subject(g);
    sqlite3_str_appendf(g->out, " %s ", operator);
    put_operand(g, like);
}

static void put_null_test(struct generator *g, int depth) {
    static const char *const tests[] = {" IS NULL",  " IS NOT NULL", " ISNULL",       " NOTNULL",
                                        " NOT NULL", " IS TRUE",     " IS NOT FALSE", NULL};
    (void)depth;
    put_subject(g);
    put(g, one_of(g, tests));
}

static void put_between(struct generator *g, int depth) {
    (void)depth;
    const struct column *like = put_subject(g);
    put(g, chance(g, 20) ? " NOT BETWEEN " : " BETWEEN ");
    put_operand(g, like);
    put(g, " AND ");
    put_operand(g, like);
}

/* -------------------------------------------------------------------- LIKE */

/* A pattern made of the text of a value that the column holds. */
static void put_pattern(struct generator *g, const struct column *like, int glob) {
    static const char *const likes[] = {"%", "_", "%%", "_%", "", "\\%", NULL};
    static const char *const globs[] = {"*", "?", "[a-z]*", "?*", "", "[^a]", NULL};
    const char *const *wildcards = glob ? globs : likes;
    const struct value *value = likely_value(g, like);
    sqlite3_value *copy = sqlite3_value_dup(value->value);
    const unsigned char *text = sqlite3_value_text(copy);
    if (!text || !*text || chance(g, 10)) {
        put_value(g, value);
        sqlite3_value_free(copy);
        return;
    }
    unsigned length = (unsigned)sqlite3_value_bytes(copy);
    unsigned start = chance(g, 30) ? pick(g, length) : 0;
    unsigned count = chance(g, 50) ? length - start : pick(g, length - start + 1);
    const char *before = start ? one_of(g, wildcards) : "";
    sqlite3_str_appendf(g->out, "'%s%.*q%s'", before, (int)count, text + start,
                        one_of(g, wildcards));
    sqlite3_value_free(copy);
}

static void put_like(struct generator *g, int depth) {
    (void)depth;
    int glob = chance(g, 30);
    sqlite3_str_appendchar(g->out, 1, MARK_PLUS);
    const struct column *like = put_subject(g);
    put(g, chance(g, 20) ? " NOT" : "");
    put(g, glob ? " GLOB " : " LIKE ");
    if (chance(g, 10)) {
        put_operand(g, like);
    } else {
        put_pattern(g, like, glob);
    }
    if (!glob && chance(g, 25)) {
        put(g, " ESCAPE '\\'");
    }
}

/* ---------------------------------------------------------------------- IN */

static void put_in_list(struct generator *g, int depth) {
    static const unsigned sizes[] = {0, 1, 1, 2, 2, 3, 3, 5, 8, 20};
    (void)depth;
    const struct column *like = put_subject(g);
    put(g, chance(g, 25) ? " NOT IN (" : " IN (");
    unsigned size = sizes[pick(g, sizeof(sizes) / sizeof(*sizes))];
    int plain = chance(g, 60);
    for (unsigned i = 0; i < size; i++) {
        put(g, i ? ", " : "");
        if (plain) {
            put_value(g, likely_value(g, like));
        } else {
            put_operand(g, like);
        }
    }
    put(g, ")");
}

/* " FROM … [WHERE …]" of a table for a subquery; the caller takes the item off again. */
static void put_source(struct generator *g, int depth) {
    int helper = chance(g, 70);
    struct item *item = add_item(g, helper ? &g->world->helper : g->query->subject);
    put_from(g, item);
    if (depth > 0 && chance(g, 60)) {
        put(g, " WHERE ");
        put_term(g, depth - 1);
    }
}

static void put_in_select(struct generator *g, int depth) {
    put_subject(g);
    put(g, chance(g, 25) ? " NOT IN (SELECT " : " IN (SELECT ");
    sqlite3_str *out = g->out;
    g->out = sqlite3_str_new(NULL);
    put_source(g, depth);
    char *source = sqlite3_str_finish(g->out);
    g->out = out;
    const struct item *item = &g->item[g->items - 1];
    put_reference(g, reference_of(g, item));
    sqlite3_str_appendf(g->out, "%s)", source);
    sqlite3_free(source);
    g->items--;
}

static void put_exists(struct generator *g, int depth) {
    put(g, chance(g, 30) ? "NOT EXISTS (SELECT 1" : "EXISTS (SELECT 1");
    put_source(g, 0);
    const struct item *item = &g->item[g->items - 1];
    put(g, " WHERE ");
    struct reference inner = reference_of(g, item);
    struct reference outer = reference_of(g, &g->item[pick(g, (unsigned)g->items - 1)]);
    put_reference(g, inner);
    put(g, chance(g, 70) ? " = " : " < ");
    put_reference(g, outer);
    if (depth > 0 && chance(g, 50)) {
        put(g, " AND ");
        put_term(g, depth - 1);
    }
    put(g, ")");
    g->items--;
}

/* -------------------------------------------------------------- row values */

static void put_row_value(struct generator *g, int depth) {
    static const char *const operators[] = {
        "=", "<", "<=", ">", ">=", ">", "<>", "IS", "IS NOT", NULL};
    (void)depth;
    const struct item *item = &g->item[g->items - 1];
    struct reference a = reference_of(g, item);
    struct reference b = reference_of(g, item);
    put(g, "(");
    put_reference(g, a);
    put(g, ", ");
    put_reference(g, b);
    sqlite3_str_appendf(g->out, ") %s (", one_of(g, operators));
    put_operand(g, a.column);
    put(g, ", ");
    put_operand(g, b.column);
    put(g, ")");
}

static void put_row_in(struct generator *g, int depth) {
    (void)depth;
    const struct item *item = &g->item[g->items - 1];
    const struct relation *helper = &g->world->helper;
    struct reference a = reference_of(g, item);
    struct reference b = reference_of(g, item);
    put(g, "(");
    put_reference(g, a);
    put(g, ", ");
    put_reference(g, b);
    put(g, ") IN (");
    if (chance(g, 50)) {
        const struct column *c = helper->column[pick(g, (unsigned)helper->count)];
        const struct column *d = helper->column[pick(g, (unsigned)helper->count)];
        sqlite3_str_appendf(g->out, "SELECT %s, %s FROM helper", c->name, d->name);
    } else {
        unsigned rows = 1 + pick(g, 3);
        for (unsigned i = 0; i < rows; i++) {
            put(g, i ? ", (" : "VALUES (");
            put_value(g, likely_value(g, a.column));
            put(g, ", ");
            put_value(g, likely_value(g, b.column));
            put(g, ")");
        }
    }
    put(g, ")");
}

/* ------------------------------------------------------------------- nests */

static void put_boolean(struct generator *g, int depth) {
    (void)depth;
    put_subject(g);
}

static void put_nest(struct generator *g, int depth) {
    static const char *const glues[] = {" AND ", " OR ", " OR ", NULL};
    if (chance(g, 25)) {
        put(g, "NOT ");
        put_term(g, depth - 1);
        return;
    }
    const char *glue = one_of(g, glues);
    unsigned count = 2 + pick(g, 2);
    for (unsigned i = 0; i < count; i++) {
        put(g, i ? glue : "");
        put_term(g, depth - 1);
    }
}

typedef void put_kind(struct generator *g, int depth);

/* The same column with several values: SQLite makes an IN of it. */
static void put_alternatives(struct generator *g, int depth) {
    (void)depth;
    struct reference reference = any_reference(g);
    unsigned count = 2 + pick(g, 3);
    for (unsigned i = 0; i < count; i++) {
        put(g, i ? " OR " : "");
        put_reference(g, reference);
        put(g, " = ");
        put_value(g, likely_value(g, reference.column));
    }
}

static const struct {
    unsigned weight;
    int depth; /* needs */
    put_kind *put;
} kinds[] = {{38, 0, put_comparison},  {6, 0, put_null_test}, {6, 0, put_between},
             {9, 0, put_like},         {10, 0, put_in_list},  {7, 0, put_in_select},
             {4, 0, put_row_value},    {2, 0, put_row_in},    {2, 0, put_boolean},
             {3, 0, put_alternatives}, {4, 1, put_exists},    {12, 1, put_nest}};

static put_kind *choose(struct generator *g, int depth) {
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        sum += kinds[i].depth <= depth ? kinds[i].weight : 0;
    }
    unsigned at = pick(g, sum);
    for (size_t i = 0;; i++) {
        unsigned weight = kinds[i].depth <= depth ? kinds[i].weight : 0;
        if (at < weight) {
            return kinds[i].put;
        }
        at -= weight;
    }
}

void put_term(struct generator *g, int depth) {
    if (g->items + 1 >= MAX_ITEMS) {
        depth = 0;
    }
    sqlite3_str_appendchar(g->out, 1, MARK_OPEN);
    put(g, "(");
    put_kind *kind = choose(g, depth);
    kind(g, depth);
    put(g, ")");
    sqlite3_str_appendchar(g->out, 1, MARK_CLOSE);
}

void put_terms(struct generator *g, int count) {
    for (int i = 0; i < count; i++) {
        put(g, i ? " AND " : "");
        put_term(g, count > 6 ? 0 : 2);
    }
}

void put_where(struct generator *g) {
    static const int counts[] = {0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4};
    int count = counts[pick(g, sizeof(counts) / sizeof(*counts))];
    if (chance(g, 4)) { /* the key alone */
        const struct item *item = &g->item[g->items - 1];
        sqlite3_str_appendf(g->out, " WHERE %s.%s = ", item->alias,
                            item->relation->column[0]->name);
        put_operand(g, item->relation->column[0]);
        return;
    }
    if (chance(g, 1)) {
        count = 12 + (int)pick(g, 30); /* SQLite keeps books of the first 16, and of 32 */
    }
    if (count) {
        put(g, " WHERE ");
        put_terms(g, count);
    }
}
