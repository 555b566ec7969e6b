/*
** A shape: a plan, parsed, with the inner statements that answer it.
**
** Statements are kept per variant: which terms are left out (argument.c), which
** columns are read, what the actor sees. They are made on first use, in variant.c.
*/
#include "table/internal.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ parse */

/* The column that a plan names, from `*p` on; `none` if there is no such. */
static int parse_column(const struct usher_instance *instance, const char **p, int *none) {
    if (**p == 'r') {
        (*p)++;
        return USHER_ROWID;
    }
    int column = 0;
    const char *start = *p;
    for (; **p >= '0' && **p <= '9' && column < USHER_MAX_COLUMNS; (*p)++) {
        column = 10 * column + (**p - '0');
    }
    *none |= *p == start || column >= instance->table->count;
    return *none ? USHER_ROWID : column;
}

char usher_collation_code(const char *name) {
    if (!name || sqlite3_stricmp(name, "BINARY") == 0) {
        return 'B';
    }
    if (sqlite3_stricmp(name, "NOCASE") == 0) {
        return 'C';
    }
    return sqlite3_stricmp(name, "RTRIM") == 0 ? 'R' : '\0';
}

static char collation_of(const struct usher_instance *instance, int column) {
    return usher_collation_code(column == USHER_ROWID ? NULL
                                                      : instance->table->columns[column].collation);
}

static int is_parameter(const struct usher_instance *instance, int column) {
    return column != USHER_ROWID && (instance->table->columns[column].flags & USHER_PARAMETER) != 0;
}

/* Up to the slash behind them; NULL where there is none, or something else. */
static const char *parse_terms(const struct usher_instance *instance, const char *p,
                               struct usher_plan *plan) {
    int none = 0;
    while (*p != '/') {
        if (plan->terms == USHER_MAX_TERMS) {
            return NULL;
        }
        struct usher_term *term = &plan->term[plan->terms++];
        term->column = parse_column(instance, &p, &none);
        if (none || !*p || !strchr("=<{>}isnxkg@", *p) ||
            (*p == '@') != is_parameter(instance, term->column)) {
            return NULL;
        }
        plan->parameter |= *p == '@';
        term->op = *p++;
        term->collation = collation_of(instance, term->column);
        if (*p == 'B' || *p == 'C' || *p == 'R') {
            term->collation = *p++;
        }
        if (*p == '\'') {
            term->literal = 1;
            p++;
        }
        if (*p++ != ',') {
            return NULL;
        }
    }
    return p;
}

static const char *parse_orders(const struct usher_instance *instance, const char *p,
                                struct usher_plan *plan) {
    int none = 0;
    while (*p != '/') {
        if (plan->orders == USHER_MAX_ORDER) {
            return NULL;
        }
        struct usher_order *order = &plan->order[plan->orders++];
        order->column = parse_column(instance, &p, &none);
        order->descending = *p == '-';
        if (none || (*p != '+' && *p != '-') || p[1] != ',' ||
            is_parameter(instance, order->column)) {
            return NULL;
        }
        p += 2;
    }
    return p;
}

/*
** The text is our own work (plan.c) and comes from nowhere else. It is looked at all the same, once
** for each shape: what is none must not become an index into something.
*/
static int parse(const struct usher_instance *instance, const char *p, struct usher_plan *plan) {
    p = parse_terms(instance, p, plan);
    p = p ? parse_orders(instance, p + 1, plan) : NULL;
    if (!p) {
        return 0;
    }
    for (p++; *p && *p != '/'; p++) {
        plan->distinct |= *p == 'D';
        plan->limit |= *p == 'L';
        plan->offset |= *p == 'O';
        plan->skip |= *p == 'S';
        plan->unique |= *p == '1';
        plan->for_update |= *p == 'U';
    }
    if (!*p) {
        return 0;
    }
    char *end;
    plan->used = strtoull(p + 1, &end, 16);
    return end > p + 1 && !*end;
}

/* ------------------------------------------------------------ shape table */

static unsigned chain_of(const char *text) {
    unsigned hash = 2166136261u;
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    }
    return hash % USHER_SHAPE_LISTS;
}

struct usher_shape *usher_shape_find(struct usher_instance *instance, const char *text) {
    struct usher_shape *shape = instance->shape[chain_of(text)];
    while (shape && strcmp(shape->text, text) != 0) {
        shape = shape->next;
    }
    return shape;
}

/* What fetch_column() could not read later: it goes by rowid, and of the application's tables sees all. */
static void set_columns(const struct usher_table *table, struct usher_shape *shape) {
    for (int i = 0; i < table->count; i++) {
        const struct usher_column *column = &table->columns[i];
        if (!(column->flags & USHER_PARAMETER)) {
            shape->readable |= (uint64_t)1 << i;
            if (table->without_rowid || (table->foreign && column->actor_sql)) {
                shape->always |= (uint64_t)1 << i;
            }
        }
    }
}

/* The plan, and room for its terms and orders behind the text. */
static struct usher_shape *new_shape(const char *text, const struct usher_plan *plan) {
    const size_t align = _Alignof(struct usher_term);
    const size_t length = strlen(text) + 1;
    const size_t behind = (offsetof(struct usher_shape, text) + length + align - 1) / align * align;
    const size_t terms = (size_t)plan->terms * sizeof(*plan->term);
    const size_t orders = (size_t)plan->orders * sizeof(*plan->order);
    char *memory = sqlite3_malloc64(behind + terms + orders);
    if (!memory) {
        return NULL;
    }
    struct usher_shape *shape = (void *)memory;
    memset(shape, 0, sizeof(*shape));
    memcpy(shape->text, text, length);
    shape->plan = *plan;
    shape->plan.term = memcpy(memory + behind, plan->term, terms);
    shape->plan.order = memcpy(memory + behind + terms, plan->order, orders);
    return shape;
}

int usher_shape_make(struct usher_instance *instance, const char *text, int temporary,
                     struct usher_shape **out) {
    struct usher_term terms[USHER_MAX_TERMS] = {{0}};
    struct usher_order orders[USHER_MAX_ORDER];
    struct usher_plan plan = {.term = terms, .order = orders};
    *out = NULL;
    if (!parse(instance, text, &plan)) {
        return SQLITE_INTERNAL;
    }
    struct usher_shape *shape = *out = new_shape(text, &plan);
    if (!shape) {
        return SQLITE_NOMEM;
    }
    set_columns(instance->table, shape);
    shape->looks_up = usher_plan_looks_up(instance->table, &shape->plan);
    if (!temporary) {
        struct usher_shape **chain = &instance->shape[chain_of(text)];
        shape->next = *chain;
        *chain = shape;
        instance->shapes++;
    }
    return SQLITE_OK;
}

struct usher_shape *usher_shape_of_text(const char *text) {
    uintptr_t address = (uintptr_t)text - offsetof(struct usher_shape, text);
    return (struct usher_shape *)address;
}

void usher_shape_free(struct usher *usher, struct usher_shape *shape) {
    while (shape->variants) {
        struct usher_variant *variant = shape->variants;
        shape->variants = variant->next;
        usher_variant_free(usher, variant);
    }
    sqlite3_free(shape);
}

/* -------------------------------------------------------------------- SQL */

/* What an inner statement is made of. */
struct maker {
    sqlite3_str *sql;
    const struct usher_instance *instance;
    const struct usher_plan *plan;
    const struct usher_variant *variant;
    const struct usher_sight *sight;
    int driving; /* the term whose list drives the scan, -1: none */
    int late;    /* rows that OFFSET passes over are not read: see usher_shape_sql() */
};

static const struct usher_column *column_of(const struct usher_instance *instance, int column) {
    return column == USHER_ROWID ? &usher_rowid_column : &instance->table->columns[column];
}

static const char *collate(char collation) {
    return collation == 'C' ? " COLLATE NOCASE" : collation == 'R' ? " COLLATE RTRIM" : "";
}

static void append_expression(const struct maker *m, int column) {
    usher_append_column(m->sql, m->instance->table, column, m->sight, m->plan->terms);
}

static void append_comparison(const struct maker *m, const struct usher_term *term, int argument,
                              const char *collation) {
    const char *op = term->op == 's'   ? "IS"
                     : term->op == '{' ? "<="
                     : term->op == '}' ? ">="
                     : term->op == '<' ? "<"
                     : term->op == '>' ? ">"
                                       : "=";
    if (term->column == USHER_ROWID && (term->op == '=' || term->op == 's')) {
        usher_append_rowid_is(m->sql, m->instance->table, op, argument);
        return;
    }
    append_expression(m, term->column);
    if (usher_term_keeps_numbers(column_of(m->instance, term->column), term)) {
        sqlite3_str_appendf(m->sql, "%s %s max(?%d%s, ':')", collation, op, argument, collation);
    } else {
        sqlite3_str_appendf(m->sql, "%s %s ?%d", collation, op, argument);
    }
}

/*
** A list of keys drives the scan: one search for each value, without a second copy of
** the list. SQLite has made its values distinct in the comparison's collation and
** affinity; one that has numbers where the column has texts is dropped (argument.c).
*/
static int driving_term(const struct usher_instance *instance, const struct usher_plan *plan,
                        const struct usher_variant *variant) {
    for (int i = 0; i < plan->terms; i++) {
        const struct usher_term *term = &plan->term[i];
        const struct usher_column *column = column_of(instance, term->column);
        if (term->op == 'i' && !(variant->dropped >> i & 1) &&
            (column->flags & (USHER_KEY | USHER_INDEXED)) &&
            term->collation == usher_collation_code(column->collation)) {
            return i;
        }
    }
    return -1;
}

static void append_term(const struct maker *m, const struct usher_term *term, int argument) {
    const char *collation = collate(term->collation);
    if (m->variant->reading == USHER_LOOKS_ROWS_UP) {
        append_expression(m, term->column);
        sqlite3_str_appendf(m->sql, "%s = +usher_list.value", collation);
        return;
    }
    /* BINARY must be said where the column's own collation is another. */
    if (term->collation == 'B' && collation_of(m->instance, term->column) != 'B') {
        collation = " COLLATE BINARY";
    }
    switch (term->op) {
    case '@':
        usher_append_parameter(m->sql, m->instance->table, m->plan, argument - 1, m->sight);
        break;
    case 'i':
        append_expression(m, term->column);
        if (argument == m->driving + 1) {
            sqlite3_str_appendf(m->sql, "%s = +usher_list.value", collation);
        } else {
            sqlite3_str_appendf(m->sql, "%s IN (SELECT value FROM usher_list(?%d))", collation,
                                argument);
        }
        break;
    case 'n':
        append_expression(m, term->column);
        sqlite3_str_appendall(m->sql, " IS NULL");
        break;
    case 'x':
        append_expression(m, term->column);
        sqlite3_str_appendall(m->sql, " IS NOT NULL");
        break;
    case 'k': /* `+`: else the statement is prepared again for each pattern */
        append_expression(m, term->column);
        sqlite3_str_appendf(m->sql, " LIKE +?%d", argument);
        break;
    case 'g':
        append_expression(m, term->column);
        sqlite3_str_appendf(m->sql, " GLOB +?%d", argument);
        break;
    default:
        append_comparison(m, term, argument, collation);
    }
}

static void append_where(const struct maker *m, int ranked) {
    /* The row that is fed stays, also where nothing is found. */
    const char *glue = m->variant->reading == USHER_LOOKS_ROWS_UP ? " ON " : " WHERE ";
    if (m->sight->level) {
        sqlite3_str_appendf(m->sql, "%s(", glue);
        usher_append_text(m->sql, m->sight->rows, m->plan->terms);
        sqlite3_str_appendchar(m->sql, 1, ')');
        glue = " AND ";
    }
    if (ranked) {
        const struct usher_table *table = m->instance->table;
        sqlite3_str_appendf(m->sql, "%s%s", glue, table->rowid);
        if (table->mask) {
            sqlite3_str_appendf(m->sql, " & %lld", table->mask);
        }
        sqlite3_str_appendf(m->sql, " <= ?%d", m->plan->terms + 1);
        glue = " AND ";
    }
    for (int i = 0; i < m->plan->terms; i++) {
        if (m->variant->dropped >> i & 1) {
            continue;
        }
        sqlite3_str_appendall(m->sql, glue);
        append_term(m, &m->plan->term[i], i + 1);
        glue = " AND ";
    }
}

static int is_ordered(const struct usher_plan *plan, int column) {
    for (int i = 0; i < plan->orders; i++) {
        if (plan->order[i].column == column) {
            return 1;
        }
    }
    return 0;
}

/*
** The order that was asked for. A DISTINCT scan goes on to tell apart all that
** is read, byte by byte: what SQLite still has to look at must not be merged.
*/
static void append_order(const struct maker *m) {
    const struct usher_plan *plan = m->plan;
    for (int i = 0; i < plan->orders; i++) {
        sqlite3_str_appendall(m->sql, i ? ", " : "");
        append_expression(m, plan->order[i].column);
        sqlite3_str_appendf(m->sql, "%s%s",
                            collate(collation_of(m->instance, plan->order[i].column)),
                            plan->order[i].descending ? " DESC" : "");
    }
    for (int i = 0; plan->distinct && i < m->instance->table->count; i++) {
        if ((m->variant->columns >> i & 1) &&
            !(is_ordered(plan, i) && collation_of(m->instance, i) == 'B')) {
            sqlite3_str_appendall(m->sql, ", ");
            append_expression(m, i);
            sqlite3_str_appendall(m->sql, " COLLATE BINARY");
        }
    }
}

/* The order must not tell what is masked: who may change what it is about sees that. */
static void append_update_order(const struct maker *m) {
    int masks = 0;
    sqlite3_str_appendall(m->sql, " ORDER BY ");
    for (int i = 0; i < USHER_MASKS && m->sight->level; i++) {
        if (m->sight->mask[i].columns) {
            sqlite3_str_appendall(m->sql, "CASE WHEN ");
            usher_append_text(m->sql, m->sight->mask[i].unless, m->plan->terms);
            sqlite3_str_appendall(m->sql, " THEN ");
            masks++;
        }
    }
    sqlite3_str_appendall(m->sql, m->instance->table->update_order);
    for (; masks > 0; masks--) {
        sqlite3_str_appendall(m->sql, " END");
    }
}

/*
** May rows be put in order by their numbers alone? SQLite may go about that otherwise: no two
** rows must be equal in it, or pages would not fit each other.
*/
static int may_be_late(const struct usher_instance *instance, const struct usher_plan *plan) {
    for (int i = 0; i < plan->orders; i++) {
        if (column_of(instance, plan->order[i].column)->flags & USHER_KEY) {
            return !instance->table->found_by && !instance->table->foreign;
        }
    }
    return 0;
}

static void append_columns(const struct maker *m, int distinct) {
    if (m->variant->reading == USHER_COUNTS_ROWS) {
        sqlite3_str_appendall(m->sql, "SELECT count(*)");
        return;
    }
    sqlite3_str_appendf(m->sql, "SELECT %s%s", distinct ? "DISTINCT " : "",
                        distinct ? "0" : m->instance->table->rowid);
    for (int i = 0; i < m->instance->table->count; i++) {
        if (m->variant->columns >> i & 1) {
            sqlite3_str_appendall(m->sql, ", ");
            append_expression(m, i);
            sqlite3_str_appendall(m->sql, distinct ? " COLLATE BINARY" : "");
        }
    }
}

/*
** `ranked` is for a DISTINCT scan that turned out to need rowids: every row up to
** a fence is there again, in the same order, with the number of its group behind.
**
** Where OFFSET passes over the first rows, their numbers are put in order, for which an
** index may do, and only those behind them are looked up: a CROSS JOIN keeps the order.
*/
char *usher_shape_sql(const struct usher_instance *instance, const struct usher_plan *plan,
                      const struct usher_variant *variant, const struct usher_sight *sight,
                      int ranked) {
    const struct maker m = {sqlite3_str_new(instance->usher->db),
                            instance,
                            plan,
                            variant,
                            sight,
                            driving_term(instance, plan, variant),
                            variant->reading == USHER_SKIPS_ROWS && may_be_late(instance, plan)};
    append_columns(&m, plan->distinct && !ranked);
    if (ranked) {
        sqlite3_str_appendall(m.sql, ", dense_rank() OVER (ORDER BY ");
        append_order(&m);
        sqlite3_str_appendchar(m.sql, 1, ')');
    }
    sqlite3_str_appendall(m.sql, " FROM ");
    if (variant->reading == USHER_LOOKS_ROWS_UP) {
        sqlite3_str_appendall(m.sql, "usher_list(?1) LEFT JOIN ");
    } else if (m.driving >= 0) {
        sqlite3_str_appendf(m.sql, "usher_list(?%d) CROSS JOIN ", m.driving + 1);
    }
    if (m.late) {
        sqlite3_str_appendf(m.sql, "(SELECT %s AS number FROM ", instance->table->rowid);
    }
    sqlite3_str_appendall(m.sql, instance->table->from);
    append_where(&m, ranked);
    if (variant->reading == USHER_COUNTS_ROWS || variant->reading == USHER_LOOKS_ROWS_UP) {
        return sqlite3_str_finish(m.sql); /* one row, or one for each key: in no order */
    }
    if (plan->orders) {
        sqlite3_str_appendall(m.sql, " ORDER BY ");
        append_order(&m);
    } else if (plan->for_update && instance->table->update_order && !plan->unique) {
        append_update_order(&m);
    }
    if (plan->limit) {
        sqlite3_str_appendf(m.sql, " LIMIT ?%d", plan->terms + 1);
        if (plan->offset) {
            sqlite3_str_appendf(m.sql, " OFFSET ?%d", plan->terms + 2);
        }
    } else if (variant->reading == USHER_SKIPS_ROWS) {
        sqlite3_str_appendf(m.sql, " LIMIT -1 OFFSET ?%d", plan->terms + 1);
    }
    if (m.late) {
        sqlite3_str_appendf(m.sql, ") AS usher_late CROSS JOIN %s WHERE %s = usher_late.number",
                            instance->table->from, instance->table->rowid);
    }
    return sqlite3_str_finish(m.sql);
}
