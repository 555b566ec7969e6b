/*
** A shape: a plan, parsed, with the inner statements that answer it.
**
** Statements are kept per variant: which terms are left out (argument.c) and
** which columns are read. They are made on first use, in cursor.c.
*/
#include "table/internal.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ parse */

static int parse_column(const char **p) {
    if (**p == 'r') {
        (*p)++;
        return USHER_ROWID;
    }
    char *end;
    int column = (int)strtol(*p, &end, 10);
    *p = end;
    return column;
}

static char collation_of(const struct usher_instance *instance, int column) {
    const char *collation =
        column == USHER_ROWID ? NULL : instance->table->columns[column].collation;
    return collation ? (collation[0] == 'N' ? 'C' : 'R') : 'B';
}

/* The text is our own work (plan.c): it is well-formed. */
static void parse(const struct usher_instance *instance, const char *p, struct usher_plan *plan) {
    while (*p != '/') {
        struct usher_term *term = &plan->term[plan->terms++];
        term->column = parse_column(&p);
        term->op = *p++;
        term->collation = collation_of(instance, term->column);
        if (*p == 'B' || *p == 'C' || *p == 'R') {
            term->collation = *p++;
        }
        if (*p == '\'') {
            term->literal = 1;
            p++;
        }
        p++; /* the comma */
    }
    for (p++; *p != '/'; p += 2) {
        struct usher_order *order = &plan->order[plan->orders++];
        order->column = parse_column(&p);
        order->descending = *p == '-';
    }
    for (p++; *p != '/'; p++) {
        plan->distinct |= *p == 'D';
        plan->limit |= *p == 'L';
        plan->offset |= *p == 'O';
        plan->unique |= *p == '1';
        plan->for_update |= *p == 'U';
    }
    plan->used = strtoull(p + 1, NULL, 16);
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

struct usher_shape *usher_shape_make(struct usher_instance *instance, const char *text,
                                     int temporary) {
    size_t length = strlen(text);
    struct usher_shape *shape = sqlite3_malloc64(sizeof(*shape) + length + 1);
    if (!shape) {
        return NULL;
    }
    memset(shape, 0, sizeof(*shape));
    memcpy(shape->text, text, length + 1);
    parse(instance, text, &shape->plan);
    if (!temporary) {
        struct usher_shape **chain = &instance->shape[chain_of(text)];
        shape->next = *chain;
        *chain = shape;
        instance->shapes++;
    }
    return shape;
}

struct usher_shape *usher_shape_of_text(const char *text) {
    uintptr_t address = (uintptr_t)text - offsetof(struct usher_shape, text);
    return (struct usher_shape *)address;
}

void usher_shape_free(struct usher_shape *shape) {
    while (shape->variants) {
        struct usher_variant *variant = shape->variants;
        shape->variants = variant->next;
        for (int i = 0; i < variant->idle; i++) {
            sqlite3_finalize(variant->statement[i]);
        }
        sqlite3_free(variant);
    }
    sqlite3_free(shape);
}

/* -------------------------------------------------------------------- SQL */

static const struct usher_column *column_of(const struct usher_instance *instance, int column) {
    return column == USHER_ROWID ? &usher_rowid_column : &instance->table->columns[column];
}

static const char *expression(const struct usher_instance *instance, int column) {
    return column == USHER_ROWID ? instance->table->rowid : instance->table->columns[column].sql;
}

static const char *collate(char collation) {
    return collation == 'C' ? " COLLATE NOCASE" : collation == 'R' ? " COLLATE RTRIM" : "";
}

/* A condition of the description, with the value in the place of each @. */
static void append_parameter(sqlite3_str *sql, const char *condition, int argument) {
    for (; *condition; condition++) {
        if (*condition == '@') {
            sqlite3_str_appendf(sql, "?%d", argument);
        } else {
            sqlite3_str_appendchar(sql, 1, *condition);
        }
    }
}

static void append_term(sqlite3_str *sql, const struct usher_instance *instance,
                        const struct usher_term *term, int argument) {
    const char *left = expression(instance, term->column);
    const char *collation = collate(term->collation);
    /* BINARY must be said where the column's own collation is another. */
    if (term->collation == 'B' && collation_of(instance, term->column) != 'B') {
        collation = " COLLATE BINARY";
    }
    switch (term->op) {
    case '@':
        append_parameter(sql, left, argument);
        break;
    case 'i':
        sqlite3_str_appendf(sql, "%s%s IN (SELECT value FROM usher_list(?%d))", left, collation,
                            argument);
        break;
    case 'n':
        sqlite3_str_appendf(sql, "%s IS NULL", left);
        break;
    case 'x':
        sqlite3_str_appendf(sql, "%s IS NOT NULL", left);
        break;
    case 'k': /* `+`: else the statement is prepared again for each pattern */
        sqlite3_str_appendf(sql, "%s LIKE +?%d", left, argument);
        break;
    case 'g':
        sqlite3_str_appendf(sql, "%s GLOB +?%d", left, argument);
        break;
    default: {
        const char *op = term->op == 's'   ? "IS"
                         : term->op == '{' ? "<="
                         : term->op == '}' ? ">="
                         : term->op == '<' ? "<"
                         : term->op == '>' ? ">"
                                           : "=";
        if (usher_term_keeps_numbers(column_of(instance, term->column), term)) {
            sqlite3_str_appendf(sql, "%s%s %s max(?%d%s, ':')", left, collation, op, argument,
                                collation);
        } else {
            sqlite3_str_appendf(sql, "%s%s %s ?%d", left, collation, op, argument);
        }
    }
    }
}

static void append_where(sqlite3_str *sql, const struct usher_instance *instance,
                         const struct usher_plan *plan, uint64_t dropped, int ranked) {
    const char *glue = " WHERE ";
    if (ranked) {
        sqlite3_str_appendf(sql, "%s%s <= ?%d", glue, instance->table->rowid, plan->terms + 1);
        glue = " AND ";
    }
    for (int i = 0; i < plan->terms; i++) {
        if (dropped >> i & 1) {
            continue;
        }
        sqlite3_str_appendall(sql, glue);
        append_term(sql, instance, &plan->term[i], i + 1);
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
static void append_order(sqlite3_str *sql, const struct usher_instance *instance,
                         const struct usher_plan *plan, uint64_t columns) {
    for (int i = 0; i < plan->orders; i++) {
        sqlite3_str_appendf(sql, "%s%s%s%s", i ? ", " : "",
                            expression(instance, plan->order[i].column),
                            collate(collation_of(instance, plan->order[i].column)),
                            plan->order[i].descending ? " DESC" : "");
    }
    for (int i = 0; plan->distinct && i < instance->table->count; i++) {
        if ((columns >> i & 1) && !(is_ordered(plan, i) && collation_of(instance, i) == 'B')) {
            sqlite3_str_appendf(sql, ", %s COLLATE BINARY", expression(instance, i));
        }
    }
}

/*
** `ranked` is for a DISTINCT scan that turned out to need rowids: every row up to
** a fence is there again, in the same order, with the number of its group behind.
*/
char *usher_shape_sql(const struct usher_instance *instance, const struct usher_plan *plan,
                      uint64_t dropped, uint64_t columns, int ranked) {
    sqlite3_str *sql = sqlite3_str_new(instance->usher->db);
    int distinct = plan->distinct && !ranked;
    sqlite3_str_appendf(sql, "SELECT %s%s", distinct ? "DISTINCT " : "",
                        distinct ? "0" : instance->table->rowid);
    for (int i = 0; i < instance->table->count; i++) {
        if (columns >> i & 1) {
            sqlite3_str_appendf(sql, ", %s%s", instance->table->columns[i].sql,
                                distinct ? " COLLATE BINARY" : "");
        }
    }
    if (ranked) {
        sqlite3_str_appendall(sql, ", dense_rank() OVER (ORDER BY ");
        append_order(sql, instance, plan, columns);
        sqlite3_str_appendchar(sql, 1, ')');
    }
    sqlite3_str_appendf(sql, " FROM %s", instance->table->from);
    append_where(sql, instance, plan, dropped, ranked);
    if (plan->orders) {
        sqlite3_str_appendall(sql, " ORDER BY ");
        append_order(sql, instance, plan, columns);
    } else if (plan->for_update && instance->table->update_order && !plan->unique) {
        sqlite3_str_appendf(sql, " ORDER BY %s", instance->table->update_order);
    }
    if (plan->limit) {
        sqlite3_str_appendf(sql, " LIMIT ?%d", plan->terms + 1);
        if (plan->offset) {
            sqlite3_str_appendf(sql, " OFFSET ?%d", plan->terms + 2);
        }
    }
    return sqlite3_str_finish(sql);
}
