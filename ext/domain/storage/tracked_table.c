/*
** What the schema says of a table that is tracked, or is to be: is it one that can be, its
** columns, how its rows are told apart, and by which keys SQLite may replace them.
*/
#include "domain/storage/storage.h"

#include <string.h>

static int no_memory(struct usher *usher) {
    return usher_pass(usher, SQLITE_NOMEM);
}

/* Pragmas as tables are virtual ones: usher_open() would not have them. */
static int ask(struct usher *usher, struct usher_query *query, enum usher_sql id,
               const char *name) {
    *query = (struct usher_query){usher, NULL, 1};
    int rc = usher_inner_prepare(usher, usher_sql_text[id], -1, 0, &query->statement);
    if (rc == SQLITE_OK) {
        rc = sqlite3_bind_text(query->statement, 1, name, -1, SQLITE_STATIC);
    }
    if (rc != SQLITE_OK) {
        usher_close(query);
    }
    return usher_pass(usher, rc);
}

static const char *text_of(const struct usher_query *query, int column) {
    const unsigned char *text = sqlite3_column_text(query->statement, column);
    return text ? (const char *)text : "";
}

static int copy_text(struct usher *usher, const char *text, char **copy) {
    *copy = sqlite3_mprintf("%s", text);
    return *copy ? SQLITE_OK : no_memory(usher);
}

/* --------------------------------------------------------------------- table */

static int is_ours(const char *name) {
    return sqlite3_strnicmp(name, "usher_", 6) == 0 || sqlite3_strnicmp(name, "sqlite_", 7) == 0;
}

static int judge_table(struct usher *usher, const char *name, const char *type, int without_rowid) {
    if (is_ours(name)) {
        return usher_fail(usher, USHER_INVALID, "table",
                          "%.100s cannot be tracked: give a table of your own", name);
    }
    if (strcmp(type, "table") != 0) {
        return usher_fail(usher, USHER_INVALID, "table",
                          "%.100s is a %s%s: only an ordinary table can be tracked", name, type,
                          strcmp(type, "view") == 0 ? "" : " table");
    }
    return without_rowid ? usher_fail(usher, USHER_INVALID, "table",
                                      "%.100s is WITHOUT ROWID: only an ordinary table can be "
                                      "tracked",
                                      name)
                         : SQLITE_OK;
}

int tracked_find_table(struct usher *usher, const char *given, char **name) {
    struct usher_query query;
    int rc = ask(usher, &query, USHER_SQL_tracked_table, given);
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
    }
    if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_INVALID, "table", "there is no table \"%.100s\" in main",
                        given);
    } else if (rc == SQLITE_ROW) {
        rc = judge_table(usher, text_of(&query, 0), text_of(&query, 1),
                         sqlite3_column_int(query.statement, 2));
        if (rc == SQLITE_OK) {
            rc = copy_text(usher, text_of(&query, 0), name);
        }
    }
    usher_close(&query);
    return rc;
}

/* ------------------------------------------------------------------- columns */

/* As usher_nearest_offer(), of a name that does not last; those beyond `kept` are near to nothing. */
static void offer_copy(struct usher_nearest *nearest, const char *name, char kept[80]) {
    const char *before = nearest->name;
    usher_nearest_offer(nearest, name);
    if (nearest->name != before) {
        sqlite3_snprintf(80, kept, "%s", name);
        nearest->name = kept;
    }
}

int tracked_find_column(struct usher *usher, const char *table, const char *field,
                        const char *given, char **name) {
    struct usher_query query;
    struct usher_nearest nearest = {.given = given};
    char kept[80];
    int rc = ask(usher, &query, USHER_SQL_tracked_columns, table);
    while (rc == SQLITE_OK && !*name && (rc = usher_step(&query)) == SQLITE_ROW) {
        offer_copy(&nearest, text_of(&query, 0), kept);
        rc = sqlite3_stricmp(text_of(&query, 0), given) == 0
                 ? copy_text(usher, text_of(&query, 0), name)
                 : SQLITE_OK;
    }
    usher_close(&query);
    if (rc != SQLITE_DONE) {
        return rc;
    }
    usher_fail(usher, USHER_INVALID, field, "%s: %.100s has no column \"%.100s\"", field, table,
               given);
    return usher_nearest_tell(usher, &nearest);
}

/* What the columns say of the rowid. */
struct columns {
    sqlite3_str *as_new; /* NEW."a" AS "a", … */
    int named;           /* a bit for each of SQLite's names of the rowid that a column has */
    int keys;            /* columns of the primary key */
    char *integer;       /* one that is INTEGER */
    int indexed;         /* the primary key has an index: that column is not the rowid */
};

static const char *const rowid_names[] = {"rowid", "_rowid_", "oid", NULL};

static int take_column(struct usher *usher, struct columns *columns, const char *name,
                       const char *type, int key) {
    sqlite3_str_appendf(columns->as_new, "%sNEW.\"%w\" AS \"%w\"",
                        sqlite3_str_length(columns->as_new) ? ", " : "", name, name);
    for (int i = 0; rowid_names[i]; i++) {
        columns->named |= (sqlite3_stricmp(name, rowid_names[i]) == 0) << i;
    }
    columns->keys += key > 0;
    return key > 0 && !columns->integer && sqlite3_stricmp(type, "integer") == 0
               ? copy_text(usher, name, &columns->integer)
               : SQLITE_OK;
}

static int find_columns(struct usher *usher, const struct tracked *tracked,
                        struct columns *columns) {
    struct usher_query query;
    int rc = ask(usher, &query, USHER_SQL_tracked_columns, tracked->table);
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = take_column(usher, columns, text_of(&query, 0), text_of(&query, 1),
                         sqlite3_column_int(query.statement, 2));
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* A column that is the rowid follows when it is renamed, and no other can take its name. */
static int find_rowid(struct usher *usher, struct tracked *tracked, const struct columns *columns) {
    if (columns->integer && columns->keys == 1 && !columns->indexed) {
        return copy_text(usher, columns->integer, &tracked->rowid);
    }
    for (int i = 0; rowid_names[i]; i++) {
        if (!(columns->named >> i & 1)) {
            return copy_text(usher, rowid_names[i], &tracked->rowid);
        }
    }
    return usher_fail(
        usher, USHER_INVALID, "table",
        "%.100s has columns named rowid, oid and _rowid_: its rows have no other name",
        tracked->table);
}

/* ---------------------------------------------------------------------- keys */

static int add_key(struct usher *usher, struct tracked *tracked, char *condition) {
    char **more = condition
                      ? sqlite3_realloc64(tracked->key, (size_t)(tracked->keys + 1) * sizeof(*more))
                      : NULL;
    if (!more) {
        sqlite3_free(condition);
        return no_memory(usher);
    }
    tracked->key = more;
    tracked->key[tracked->keys++] = condition;
    return SQLITE_OK;
}

/* An index that is being looked at. */
struct index {
    const char *name;
    const char *sql; /* "" of a key that the table declares */
    int partial;
    const char *as_new;
};

/* A column without a name is an expression: it is worked out from a row of NEW's values. */
static int append_term(sqlite3_str *out, const struct index *index, int place, const char *column,
                       const char *collation) {
    sqlite3_str_appendall(out, place ? " AND " : "");
    if (*column) {
        sqlite3_str_appendf(out, "t.\"%w\" = NEW.\"%w\" COLLATE \"%w\"", column, column, collation);
        return SQLITE_OK;
    }
    char *term = tracked_index_term(index->sql, place);
    if (!term) {
        return SQLITE_NOMEM;
    }
    sqlite3_str_appendf(out, "(%s) = (SELECT (%s) FROM (SELECT %s)) COLLATE \"%w\"", term, term,
                        index->as_new, collation);
    sqlite3_free(term);
    return SQLITE_OK;
}

/* SQLite finds the rows of a partial index only if its condition is there as it stands. */
static int append_condition(sqlite3_str *out, const struct index *index) {
    if (!index->partial) {
        return SQLITE_OK;
    }
    char *condition = tracked_index_condition(index->sql);
    if (!condition) {
        return SQLITE_NOMEM;
    }
    sqlite3_str_appendf(out, " AND (%s)", condition);
    sqlite3_free(condition);
    return SQLITE_OK;
}

static int add_index(struct usher *usher, struct tracked *tracked, const struct index *index) {
    struct usher_query query;
    sqlite3_str *out = sqlite3_str_new(usher->db);
    int rc = ask(usher, &query, USHER_SQL_tracked_index_terms, index->name);
    for (int place = 0; rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW; place++) {
        rc = append_term(out, index, place, text_of(&query, 0), text_of(&query, 1));
    }
    usher_close(&query);
    if (rc == SQLITE_DONE) {
        rc = append_condition(out, index);
    }
    char *condition = sqlite3_str_finish(out);
    if (rc == SQLITE_OK) {
        return add_key(usher, tracked, condition);
    }
    sqlite3_free(condition);
    return rc == SQLITE_NOMEM ? no_memory(usher) : rc;
}

static int find_keys(struct usher *usher, struct tracked *tracked, struct columns *columns,
                     const char *as_new) {
    struct usher_query query;
    int rc = ask(usher, &query, USHER_SQL_tracked_indexes, tracked->table);
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        struct index index = {text_of(&query, 0), text_of(&query, 3),
                              sqlite3_column_int(query.statement, 1), as_new};
        columns->indexed |= sqlite3_column_int(query.statement, 2);
        rc = add_index(usher, tracked, &index);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int tracked_describe(struct usher *usher, struct tracked *tracked) {
    struct columns columns = {.as_new = sqlite3_str_new(usher->db)};
    int rc = find_columns(usher, tracked, &columns);
    char *as_new = sqlite3_str_finish(columns.as_new);
    if (rc == SQLITE_OK && !as_new) {
        rc = no_memory(usher);
    }
    if (rc == SQLITE_OK) {
        rc = find_keys(usher, tracked, &columns, as_new);
    }
    if (rc == SQLITE_OK) {
        rc = find_rowid(usher, tracked, &columns);
    }
    sqlite3_free(as_new);
    sqlite3_free(columns.integer);
    return rc;
}
