/*
** INSERT, UPDATE and DELETE of the tables `sample` and `papers`. What they leave behind is
** compared, then taken back.
*/
#include "differential.h"

static void put(struct generator *g, const char *text) {
    sqlite3_str_appendall(g->out, text);
}

static struct item *target(struct generator *g) {
    if (g->query->subject == &g->world->people) {
        g->query->subject = &g->world->sample;
    }
    g->query->change = 1;
    return add_item(g, g->query->subject);
}

static const struct column *writable_column(struct generator *g) {
    const struct relation *relation = g->query->subject;
    for (;;) {
        const struct column *column = relation->column[pick(g, (unsigned)relation->count)];
        if (column->writable) {
            return column;
        }
    }
}

/* What keeps unique columns unique and words words. */
static void put_new_value(struct generator *g, const struct column *column, const char *alias) {
    if (column->unique) {
        sqlite3_str_appendf(g->out, "'~' || %s.%s", alias, column->name);
    } else if (column->words) {
        put_value(g, any_value(&column->values, &g->random));
    } else {
        put_operand(g, column);
    }
}

static void put_assignments(struct generator *g, const char *alias) {
    int start = (int)pick(g, (unsigned)g->query->subject->count);
    int count = 1 + (int)pick(g, 3);
    const char *glue = " SET ";
    for (int i = start; i < g->query->subject->count && count > 0; i++) {
        const struct column *column = g->query->subject->column[i];
        if (column->writable) {
            sqlite3_str_appendf(g->out, "%s%s = ", glue, column->name);
            put_new_value(g, column, alias);
            glue = ", ";
            count--;
        }
    }
    if (*glue == ' ') {
        const struct column *column = writable_column(g);
        sqlite3_str_appendf(g->out, "%s%s = ", glue, column->name);
        put_new_value(g, column, alias);
    }
}

static void put_limit(struct generator *g, const char *alias) {
    if (sqlite3_compileoption_used("ENABLE_UPDATE_DELETE_LIMIT") && chance(g, 15)) {
        put(g, " ORDER BY ");
        put_columns(g, 1);
        sqlite3_str_appendf(g->out, ", %s.rowid LIMIT %u", alias, pick(g, 6));
    }
}

void change_update(struct generator *g) {
    const struct item *item = target(g);
    sqlite3_str_appendf(g->out, "UPDATE %c AS %s", MARK_TABLE, item->alias);
    put_assignments(g, item->alias);
    put_where(g);
    put_limit(g, item->alias);
}

/*
** Each row meets one row of the helper at most: else it is open which one counts.
** The engine reads all columns and refuses a BLOB where TEXT should be.
*/
void change_update_from(struct generator *g) {
    const struct item *item = target(g);
    const struct item *helper = add_item(g, &g->world->helper);
    g->query->commits = 1;
    sqlite3_str_appendf(g->out, "UPDATE %c AS %s", MARK_TABLE, item->alias);
    put_assignments(g, item->alias);
    sqlite3_str_appendf(
        g->out, " FROM helper AS %s WHERE %s.id = %s.%s %% 30 AND typeof(%s.label) <> 'blob'",
        helper->alias, helper->alias, item->alias, chance(g, 50) ? "rowid" : "nth", item->alias);
    if (chance(g, 60)) {
        put(g, " AND ");
        put_term(g, 1);
    }
}

void change_delete(struct generator *g) {
    const struct item *item = target(g);
    sqlite3_str_appendf(g->out, "DELETE FROM %c AS %s", MARK_TABLE, item->alias);
    put_where(g);
    put_limit(g, item->alias);
}

/* Rows made of the table's own, or of another table's over the same rows. */
static void put_rows(struct generator *g, const char *alias) {
    sqlite3_str_appendf(g->out, "SELECT '#' || %s.rowid, %s.plain, %s.amount, ", alias, alias,
                        alias);
    if (chance(g, 50)) {
        sqlite3_str_appendf(g->out, "%s.title || 'z'", alias);
    } else {
        put_columns(g, 1);
    }
    char table = (char)(chance(g, 50) ? MARK_TABLE : MARK_OTHER);
    sqlite3_str_appendf(g->out, ", %s.rank + %u FROM %c AS %s", alias, pick(g, 3), table, alias);
    if (chance(g, 60)) {
        put_where(g);
    }
    put(g, " ORDER BY ");
    if (chance(g, 70)) {
        static const char *const columns[] = {"title", "title", "rank", "rank",
                                              "key",   "plain", "nth",  NULL};
        sqlite3_str_appendf(g->out, "%c%s.%s", MARK_PLUS, alias, one_of(g, columns));
        put(g, chance(g, 30) ? " DESC, " : ", ");
    }
    sqlite3_str_appendf(g->out, "%s.rowid", alias);
    if (chance(g, 50)) {
        sqlite3_str_appendf(g->out, " LIMIT %u", pick(g, 12));
    }
}

void change_insert(struct generator *g) {
    const struct item *item = target(g);
    if (chance(g, 80)) {
        sqlite3_str_appendf(g->out, "INSERT INTO %c (key, plain, amount, title, rank) ",
                            MARK_TABLE);
        put_rows(g, item->alias);
        return;
    }
    /* A DISTINCT scan that is running while rows are added. */
    const char *column = chance(g, 50) ? "title" : "rank";
    unsigned digit = pick(g, 3);
    sqlite3_str_appendf(g->out,
                        "INSERT INTO %c (plain, %s) SELECT 'new', x || '%u' FROM "
                        "(SELECT DISTINCT %s AS x FROM %c ORDER BY %s%s)",
                        MARK_TABLE, column, digit, column, MARK_OTHER, column,
                        chance(g, 30) ? " DESC" : "");
}
