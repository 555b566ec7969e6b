/*
** Queries of one table.
*/
#include "differential.h"

static void put(struct generator *g, const char *text) {
    sqlite3_str_appendall(g->out, text);
}

/* ------------------------------------------------------------------ pieces */

struct item *add_item(struct generator *g, const struct relation *relation) {
    struct item *item = &g->item[g->items++];
    sqlite3_snprintf(sizeof(item->alias), item->alias, "t%d", g->aliases++);
    item->relation = relation;
    return item;
}

const struct relation *subject(struct generator *g) {
    return g->query->subject;
}

void put_from(struct generator *g, const struct item *item) {
    put(g, " FROM ");
    if (item->relation == g->query->subject) {
        /* SQLite 3.40 lets a subquery see what an UPDATE of the same table has changed. */
        sqlite3_str_appendchar(g->out, 1, g->query->change ? MARK_COPY : MARK_TABLE);
    } else {
        put(g, item->relation->name);
    }
    sqlite3_str_appendf(g->out, " AS %s", item->alias);
}

void put_columns(struct generator *g, int count) {
    for (int i = 0; i < count; i++) {
        sqlite3_str_appendf(g->out, "%s%c", i ? ", " : "", MARK_PLUS);
        put_reference(g, any_reference(g));
    }
}

static int is_exact(const struct column *column) {
    return !column || (column->collation == 'B' && column->affinity != '-');
}

void put_equal_columns(struct generator *g, int count) {
    for (int i = 0; i < count; i++) {
        struct reference reference = any_reference(g);
        sqlite3_str_appendf(g->out, "%s%c", i ? ", " : "", MARK_PLUS);
        put_reference(g, reference);
        g->query->loose |= !is_exact(reference.column);
        if (chance(g, 8)) {
            put(g, " COLLATE NOCASE");
            g->query->loose = 1;
        }
    }
}

/* ------------------------------------------------------------------ shapes */

/* SELECT … FROM t WHERE … ORDER BY … LIMIT … */
void select_rows(struct generator *g) {
    struct order order;
    const struct item *item = add_item(g, subject(g));
    order_make(g, &order, chance(g, 60));
    put(g, "SELECT ");
    order_put_columns(g, &order);
    if (chance(g, 20)) {
        sqlite3_str_appendf(g->out, "%s.*", item->alias);
    } else {
        put_columns(g, 1 + (int)pick(g, 4));
    }
    put_from(g, item);
    put_where(g);
    order_put(g, &order);
    order_free(&order);
    if (chance(g, 40)) {
        limit_make(g);
    }
}

/* The next page after a row: WHERE (a, b) > (?, ?) ORDER BY a, b LIMIT n. */
void select_page(struct generator *g) {
    static const char *const operators[] = {">", ">=", "<", "<=", NULL};
    const struct item *item = add_item(g, subject(g));
    struct reference a = reference_of(g, item);
    struct reference b = reference_of(g, item);
    put(g, "SELECT ");
    put_reference(g, a);
    put(g, ", ");
    put_reference(g, b);
    sqlite3_str_appendf(g->out, ", %s.rowid", item->alias);
    put_from(g, item);
    put(g, " WHERE ");
    if (chance(g, 20)) {
        put_term(g, 0);
        put(g, " AND ");
    }
    if (chance(g, 70)) {
        put(g, "(");
        put_reference(g, a);
        put(g, ", ");
        put_reference(g, b);
        sqlite3_str_appendf(g->out, ") %s (", one_of(g, operators));
        put_value(g, likely_value(g, a.column));
        put(g, ", ");
        put_value(g, likely_value(g, b.column));
        put(g, ")");
    } else {
        put_reference(g, a);
        sqlite3_str_appendf(g->out, " %s ", one_of(g, operators));
        put_value(g, likely_value(g, a.column));
    }
    sqlite3_str_appendf(g->out, " ORDER BY %c", MARK_PLUS);
    put_reference(g, a);
    sqlite3_str_appendf(g->out, "%s%c", chance(g, 30) ? " DESC, " : ", ", MARK_PLUS);
    put_reference(g, b);
    sqlite3_str_appendf(g->out, ", %s.rowid", item->alias);
    g->query->keys = 3;
    g->query->total = 1;
    limit_make(g);
}

static void put_aggregate(struct generator *g) {
    static const char *const functions[] = {"count(",
                                            "min(",
                                            "max(",
                                            "sum(length(",
                                            "count(DISTINCT ",
                                            "total(length(",
                                            "max(typeof(",
                                            "sum(length(quote(",
                                            NULL};
    if (chance(g, 15)) {
        put(g, "count(*)");
        return;
    }
    const char *function = one_of(g, functions);
    put(g, function);
    put_equal_columns(g, 1);
    for (; *function; function++) {
        put(g, *function == '(' ? ")" : "");
    }
    if (chance(g, 15)) {
        put(g, " FILTER (WHERE ");
        put_term(g, 0);
        put(g, ")");
    }
}

void select_aggregate(struct generator *g) {
    const struct item *item = add_item(g, subject(g));
    put(g, "SELECT ");
    if (chance(g, 20)) {
        sqlite3_str_appendf(g->out, "%s(%s.rowid), ", chance(g, 50) ? "min" : "max", item->alias);
        put_columns(g, 2); /* of that row */
    } else {
        put_aggregate(g);
        for (unsigned i = pick(g, 3); i > 0; i--) {
            put(g, ", ");
            put_aggregate(g);
        }
    }
    put_from(g, item);
    put_where(g);
    if (chance(g, 10)) {
        limit_make(g);
    }
}

void select_groups(struct generator *g) {
    const struct item *item = add_item(g, subject(g));
    sqlite3_str *out = g->out;
    g->out = sqlite3_str_new(NULL);
    put_equal_columns(g, 1 + (int)pick(g, 2));
    char *groups = sqlite3_str_finish(g->out);
    g->out = out;
    sqlite3_str_appendf(g->out, "SELECT %s, ", groups);
    put_aggregate(g);
    put(g, ", count(*)");
    put_from(g, item);
    put_where(g);
    sqlite3_str_appendf(g->out, " GROUP BY %s", groups);
    if (chance(g, 30)) {
        put(g, " HAVING count(*) > 1");
    }
    if (chance(g, 40)) {
        sqlite3_str_appendf(g->out, " ORDER BY %s%s", groups, chance(g, 30) ? " DESC" : "");
        g->query->keys = 1;
    }
    sqlite3_free(groups);
    if (chance(g, 20)) {
        limit_make(g);
    }
}

/* A column of the sort that DISTINCT takes unequal values of for one. */
static struct reference folded_reference(struct generator *g, const struct item *item) {
    struct reference reference = reference_of(g, item);
    for (int i = 0; i < 6 && is_exact(reference.column); i++) {
        reference = reference_of(g, item);
    }
    return reference;
}

/* Conditions that tell rows apart which DISTINCT takes for one, some of them in disguise. */
static void put_telling_terms(struct generator *g, const struct item *item,
                              struct reference reference) {
    static const char *const tests[] = {"%s.rowid %% 2 = 0", "%s.rowid + 0 > 5",
                                        "%s.rowid %% 3 <> 1 OR %s.rowid > 20", NULL};
    if (chance(g, 35)) {
        put(g, " AND (");
        sqlite3_str_appendf(g->out, one_of(g, tests), item->alias, item->alias);
        put(g, ")");
    }
    if (chance(g, 65)) {
        static const char *const disguises[] = {
            " COLLATE BINARY = ", " COLLATE BINARY >= ", " || '' = ", " || '' > ", NULL};
        put(g, " AND ");
        put_reference(g, reference);
        put(g, one_of(g, disguises));
        put_value(g, likely_value(g, reference.column));
    }
}

void select_distinct(struct generator *g) {
    const struct item *item = add_item(g, subject(g));
    struct reference reference = folded_reference(g, item);
    unsigned more = pick(g, 2);
    sqlite3_str_appendf(g->out, "SELECT DISTINCT %c", MARK_PLUS);
    put_reference(g, reference);
    g->query->loose = !is_exact(reference.column);
    if (more) {
        put(g, ", ");
        put_equal_columns(g, 1);
    }
    put_from(g, item);
    if (chance(g, 30) && g->items < 2) {
        put(g, chance(g, 50) ? " JOIN helper AS t9 ON " : " LEFT JOIN helper AS t9 ON ");
        put_term(g, 0);
    }
    put(g, " WHERE 1");
    if (chance(g, 50)) {
        put(g, " AND ");
        put_term(g, 1);
    }
    put_telling_terms(g, item, reference);
    if (chance(g, 40)) {
        put(g, chance(g, 30) ? " ORDER BY 1 DESC" : " ORDER BY 1");
        put(g, more && chance(g, 50) ? ", 2" : "");
        g->query->keys = 1;
    }
    if (chance(g, 25)) {
        limit_make(g);
    }
}

void select_window(struct generator *g) {
    static const char *const functions[] = {
        "row_number()",  "rank()",        "dense_rank()", "count(*)",
        "sum(t0.rowid)", "lag(t0.rowid)", "ntile(3)",     NULL};
    const struct item *item = add_item(g, subject(g));
    put(g, "SELECT t0.rowid");
    for (unsigned i = 1 + pick(g, 2); i > 0; i--) {
        sqlite3_str_appendf(g->out, ", %s OVER (", one_of(g, functions));
        if (chance(g, 60)) {
            put(g, "PARTITION BY ");
            put_columns(g, 1);
        }
        put(g, " ORDER BY ");
        put_columns(g, 1);
        put(g, chance(g, 30) ? " DESC, t0.rowid)" : ", t0.rowid)");
    }
    put_from(g, item);
    put_where(g);
    if (chance(g, 50)) {
        put(g, " ORDER BY t0.rowid");
        g->query->keys = 1;
        g->query->total = 1;
        if (chance(g, 50)) {
            limit_make(g);
        }
    }
}

/* ------------------------------------------------------- without the twin */

static char *condition(struct generator *g) {
    sqlite3_str *out = g->out;
    g->out = sqlite3_str_new(NULL);
    put_term(g, 2);
    char *text = sqlite3_str_finish(g->out);
    g->out = out;
    return text;
}

/* Where p, where not p and where p is unknown: together they are all rows. */
void select_partition(struct generator *g) {
    const struct item *item = add_item(g, subject(g));
    char *p = condition(g);
    const char table[] = {MARK_TABLE, 0};
    g->query->same = sqlite3_mprintf(
        "SELECT rowid FROM %s AS %s WHERE %s UNION ALL SELECT rowid FROM %s AS %s WHERE NOT %s "
        "UNION ALL SELECT rowid FROM %s AS %s WHERE %s IS NULL",
        table, item->alias, p, table, item->alias, p, table, item->alias, p);
    sqlite3_str_appendf(g->out, "SELECT rowid FROM %s", table);
    sqlite3_free(p);
}

/* The rows that are found against those of which it is true. */
void select_count(struct generator *g) {
    const struct item *item = add_item(g, subject(g));
    char *p = condition(g);
    const char table[] = {MARK_TABLE, 0};
    g->query->same =
        sqlite3_mprintf("SELECT ifnull(sum(%s IS TRUE), 0) FROM %s AS %s", p, table, item->alias);
    sqlite3_str_appendf(g->out, "SELECT count(*) FROM %s AS %s WHERE %s", table, item->alias, p);
    sqlite3_free(p);
}

/* ------------------------------------------------------------- parameters */

/* Who edits a channel, or views it, too: asked by parameters, or of the tables that say it. */
void select_channel(struct generator *g) {
    static const char *const switches[] = {"1", "1.0", "'1'", "0", "2", "NULL", "'x'", NULL};
    const struct item *item = add_item(g, subject(g));
    const struct value *channel = likely_value(g, g->world->content[0].column[0]);
    const char *view_only = chance(g, 75) ? one_of(g, switches) : NULL;
    char *p = condition(g);
    int first = chance(g, 50);
    const char *and = view_only ? " AND " : "";
    char *switched = view_only
                         ? sqlite3_mprintf("%s.include_view_only = %s", item->alias, view_only)
                         : sqlite3_mprintf("");
    sqlite3_str_appendf(g->out, "SELECT %s.rowid, %s.email FROM %c AS %s WHERE %s%s", item->alias,
                        item->alias, MARK_TABLE, item->alias, first ? switched : "",
                        first ? and : "");
    sqlite3_str_appendf(g->out, "%s.channel = %s%s%s AND %s", item->alias, channel->literal,
                        first ? "" : and, first ? "" : switched, p);
    g->query->same = sqlite3_mprintf(
        "SELECT %s.rowid, %s.email FROM %s AS %s WHERE %s.id IN (SELECT m.user_id FROM "
        "channel_members_twin AS m JOIN channels_twin AS c ON c.id = m.channel_id WHERE "
        "c.discarded_at IS NULL AND m.channel_id = %s AND (m.mode = 'edit' OR CAST(%s AS NUMERIC) "
        "IS 1)) AND %s IS NOT NULL AND %s",
        item->alias, item->alias, subject(g)->twin, item->alias, item->alias, channel->literal,
        view_only ? view_only : "0", view_only ? view_only : "0", p);
    sqlite3_free(switched);
    sqlite3_free(p);
}
