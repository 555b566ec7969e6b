/*
** What the schema says of the table below: columns, types, affinities, collations,
** generated columns, indexes, and how its rows are told apart.
*/
#include "domain/guarded/guarded.h"

#include <string.h>

/* Pragmas as tables are virtual ones: usher_open() would not have them. */
static int ask(struct usher *usher, struct usher_query *query, enum usher_sql id,
               const char *table) {
    *query = (struct usher_query){usher, NULL, 1};
    int rc = usher_inner_prepare(usher, usher_sql_text[id], -1, 0, &query->statement);
    if (rc == SQLITE_OK) {
        rc = sqlite3_bind_text(query->statement, 1, table, -1, SQLITE_STATIC);
    }
    if (rc != SQLITE_OK) {
        rc = usher_pass(usher, rc);
        usher_close(query);
    }
    return rc;
}

static const char *text_of(const struct usher_query *query, int column) {
    const unsigned char *text = sqlite3_column_text(query->statement, column);
    return text ? (const char *)text : "";
}

/* --------------------------------------------------------------------- table */

static int is_ours(const char *name) {
    return sqlite3_strnicmp(name, "usher_", 6) == 0 || sqlite3_strnicmp(name, "sqlite_", 7) == 0;
}

static int judge_table(struct usher *usher, const struct usher_query *query, const char *given) {
    const char *name = text_of(query, 0);
    if (is_ours(name)) {
        return usher_fail(usher, USHER_INVALID, "table",
                          "%s cannot be guarded: give a table of your own", name);
    }
    if (strcmp(text_of(query, 1), "view") == 0) {
        return usher_fail(usher, USHER_INVALID, "table",
                          "%s is a view: give the table that it shows", given);
    }
    return sqlite3_column_int(query->statement, 2) == 0
               ? usher_fail(usher, USHER_INVALID, "table",
                            "%s is a virtual table: only an ordinary table can be guarded", given)
               : SQLITE_OK;
}

static int find_table(struct usher *usher, struct guarded *guarded) {
    const char *given = guarded->given.table;
    struct usher_query query;
    int rc = ask(usher, &query, USHER_SQL_guarded_table, given);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_DONE) {
        rc = is_ours(given) ? usher_fail(usher, USHER_INVALID, "table",
                                         "%s cannot be guarded: give a table of your own", given)
                            : usher_fail(usher, USHER_INVALID, "table",
                                         "there is no table \"%s\" in main", given);
    } else if (rc == SQLITE_ROW) {
        rc = judge_table(usher, &query, given);
        /* Their conflict clauses could delete rows: see write.c. */
        guarded->own_conflicts = sqlite3_strlike("%conflict%", text_of(&query, 3), 0) == 0;
        guarded->table.backing = guarded_keep(guarded, sqlite3_mprintf("%s", text_of(&query, 0)));
        guarded->table.from =
            guarded_keep(guarded, sqlite3_mprintf("main.\"%w\" AS b", text_of(&query, 0)));
    }
    usher_close(&query);
    return rc;
}

/* ------------------------------------------------------------------- columns */

static int has(const char *type, const char *pattern) {
    return sqlite3_strlike(pattern, type, 0) == 0;
}

/* As SQLite's documentation has it, section 3.1 of "Datatypes". */
static enum usher_affinity affinity_of(const char *type) {
    if (has(type, "%int%")) {
        return USHER_INTEGER;
    }
    if (has(type, "%char%") || has(type, "%clob%") || has(type, "%text%")) {
        return USHER_TEXT;
    }
    if (!*type || has(type, "%blob%")) {
        return USHER_NONE;
    }
    return has(type, "%real%") || has(type, "%floa%") || has(type, "%doub%") ? USHER_REAL
                                                                             : USHER_NUMERIC;
}

static int is_strict(struct usher *usher, const char *table, int *strict) {
    struct usher_query query;
    int rc = ask(usher, &query, USHER_SQL_guarded_is_strict, table);
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
        *strict = rc == SQLITE_ROW;
        usher_close(&query);
    }
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The collation of the column's own, or NULL for BINARY. */
static int find_collation(struct usher *usher, struct guarded *guarded,
                          struct usher_column *column) {
    const char *collation = NULL;
    int rc = sqlite3_table_column_metadata(usher->db, "main", guarded->table.backing, column->name,
                                           NULL, &collation, NULL, NULL, NULL);
    if (rc == SQLITE_OK && sqlite3_stricmp(collation, "BINARY") != 0) {
        column->collation = guarded_keep(guarded, sqlite3_mprintf("%s", collation));
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

/* What the declaration says of a column. A type that means something else there is replaced. */
static void declare_column(sqlite3_str *out, const struct usher_column *column, const char *type,
                           int not_null) {
    static const char *const plain[] = {[USHER_NONE] = "",
                                        [USHER_TEXT] = "TEXT",
                                        [USHER_NUMERIC] = "NUMERIC",
                                        [USHER_INTEGER] = "INTEGER",
                                        [USHER_REAL] = "REAL"};
    int odd =
        affinity_of(type) != column->affinity || has(type, "%hidden%") || has(type, "%generated%");
    sqlite3_str_appendf(out, "\"%w\" %s", column->name, odd ? plain[column->affinity] : type);
    if (column->collation) {
        sqlite3_str_appendf(out, " COLLATE \"%w\"", column->collation);
    }
    sqlite3_str_appendall(out, not_null ? " NOT NULL, " : ", ");
}

static int too_many(struct usher *usher, const struct guarded *guarded) {
    return usher_fail(usher, USHER_INVALID, "table",
                      "%s has too many columns: at most %d can be guarded", guarded->table.backing,
                      GUARDED_MAX_COLUMNS);
}

/* A row of guarded_columns. */
static int add_column(struct usher *usher, struct guarded *guarded, const struct usher_query *query,
                      sqlite3_str *declaration) {
    if (guarded->table.count == GUARDED_MAX_COLUMNS) {
        return too_many(usher, guarded);
    }
    int index = guarded->table.count++;
    struct usher_column *column = &guarded->column[index];
    const char *name = (const char *)sqlite3_column_text(query->statement, 0);
    const char *type = text_of(query, 1);
    int strict = 0;
    int rc = SQLITE_OK;
    column->name = guarded_keep(guarded, name ? sqlite3_mprintf("%s", name) : NULL);
    column->sql = guarded_keep(guarded, sqlite3_mprintf("b.\"%w\"", column->name));
    if (sqlite3_stricmp(column->name, "usher_writable") == 0) {
        return usher_fail(usher, USHER_INVALID, "table",
                          "%s has a column usher_writable, which is the name of one of usher's own",
                          guarded->table.backing);
    }
    column->affinity = affinity_of(type);
    if (sqlite3_stricmp(type, "any") == 0) { /* in a STRICT table only it keeps what it is given */
        rc = is_strict(usher, guarded->table.backing, &strict);
        column->affinity = strict ? USHER_NONE : USHER_NUMERIC;
    }
    if (rc == SQLITE_OK) {
        rc = find_collation(usher, guarded, column);
    }
    if (sqlite3_column_int(query->statement, 4)) {
        guarded->generated |= (uint64_t)1 << index;
    }
    declare_column(declaration, column, type, sqlite3_column_int(query->statement, 2));
    return rc;
}

static int find_columns(struct usher *usher, struct guarded *guarded, sqlite3_str *declaration,
                        int *keys, int *key) {
    struct usher_query query;
    int rc = ask(usher, &query, USHER_SQL_guarded_columns, guarded->table.backing);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        if (sqlite3_column_int(query.statement, 3)) {
            *key = guarded->table.count;
            ++*keys;
        }
        rc = add_column(usher, guarded, &query, declaration);
    }
    usher_close(&query);
    if (rc != SQLITE_DONE) {
        return rc;
    }
    guarded->column[guarded->table.count] =
        (struct usher_column){.name = "usher_writable",
                              .affinity = USHER_INTEGER,
                              .sql = "(1 = 1)", /* a mere 1 would be a column to ORDER BY */
                              .flags = USHER_HIDDEN};
    guarded->generated |= (uint64_t)1 << guarded->table.count++;
    sqlite3_str_appendall(declaration, "usher_writable INTEGER HIDDEN");
    return SQLITE_OK;
}

/* ------------------------------------------------------------- indexes and keys */

/* Of an index, which is always named, and of a column. */
static int same_collation(const char *a, const char *b) {
    return sqlite3_stricmp(a, b ? b : "BINARY") == 0;
}

struct primary {
    int indexed; /* the primary key has an index of its own: it is not the rowid */
    const char *collation;
};

static int find_indexes(struct usher *usher, struct guarded *guarded, struct primary *primary) {
    struct usher_query query;
    int rc = ask(usher, &query, USHER_SQL_guarded_indexes, guarded->table.backing);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        int index = sqlite3_column_int(query.statement, 0);
        if (sqlite3_column_int(query.statement, 3)) {
            primary->indexed = 1;
            primary->collation = guarded_keep(guarded, sqlite3_mprintf("%s", text_of(&query, 1)));
        }
        if (index >= 0 && same_collation(text_of(&query, 1), guarded->column[index].collation)) {
            guarded->column[index].flags |=
                sqlite3_column_int(query.statement, 2) ? USHER_KEY : USHER_INDEXED;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* A name for the rowid that no column has, or NULL. */
static const char *rowid_name(const struct guarded *guarded) {
    static const char *const names[] = {"rowid", "_rowid_", "oid", NULL};
    const char *const *name = names;
    while (*name && usher_column_find(&guarded->table, *name) >= 0) {
        name++;
    }
    return *name;
}

/* How SQLite tells the rows apart: by rowid, or by a primary key of one column. */
static int find_key(struct usher *usher, struct guarded *guarded, const struct primary *primary,
                    int keys, int key, sqlite3_str *declaration) {
    struct usher_table *table = &guarded->table;
    /* A primary key that has no index is an INTEGER PRIMARY KEY; without any, key is -1. */
    guarded->alias = primary->indexed ? -1 : key;
    if (guarded->alias >= 0) {
        guarded->column[guarded->alias].flags |= USHER_KEY;
    }
    const char *name = rowid_name(guarded);
    int has_rowid =
        guarded->alias >= 0 ||
        (name && sqlite3_table_column_metadata(usher->db, "main", table->backing, name, NULL, NULL,
                                               NULL, NULL, NULL) == SQLITE_OK);
    if (has_rowid) {
        const char *expression = name ? name : guarded->column[guarded->alias].name;
        guarded->rowid_name = guarded->key =
            guarded_keep(guarded, sqlite3_mprintf("\"%w\"", expression));
        table->rowid = guarded_keep(guarded, sqlite3_mprintf("b.\"%w\"", expression));
    } else if (!primary->indexed) {
        return usher_fail(
            usher, USHER_INVALID, "table",
            "%s has columns named rowid, oid and _rowid_: its rows have no other name",
            table->backing);
    } else if (keys != 1) {
        return usher_fail(usher, USHER_INVALID, "table",
                          "%s is WITHOUT ROWID and has a key of several columns: SQLite lets only "
                          "one be written through a virtual table",
                          table->backing);
    } else {
        table->without_rowid = 1;
        table->rowid = guarded->column[key].sql;
        guarded->key =
            guarded_keep(guarded, sqlite3_mprintf("\"%w\" COLLATE \"%w\"",
                                                  guarded->column[key].name, primary->collation));
        sqlite3_str_appendf(declaration, ", PRIMARY KEY (\"%w\")", guarded->column[key].name);
    }
    return SQLITE_OK;
}

/* --------------------------------------------------------------- whose a row is */

static int find_role(struct usher *usher, const struct guarded *guarded, const char *field,
                     const char *name, int *column) {
    *column = -1;
    if (!name) {
        return SQLITE_OK;
    }
    *column = usher_column_find(&guarded->table, name);
    if (*column < 0 || *column == guarded->table.count - 1) {
        struct usher_nearest nearest = {.given = name};
        for (int i = 0; i < guarded->table.count - 1; i++) {
            usher_nearest_offer(&nearest, guarded->table.columns[i].name);
        }
        usher_fail(usher, USHER_INVALID, field, "%s: %s has no column \"%.60s\"", field,
                   guarded->table.backing, name);
        return usher_nearest_tell(usher, &nearest);
    }
    return guarded->generated >> *column & 1
               ? usher_fail(usher, USHER_INVALID, field,
                            "%s: %s is a generated column, which nobody can set", field, name)
               : SQLITE_OK;
}

static int find_roles(struct usher *usher, struct guarded *guarded) {
    const struct guarded_arguments *given = &guarded->given;
    int rc = find_role(usher, guarded, "owner", given->owner, &guarded->owner);
    if (rc == SQLITE_OK) {
        rc = find_role(usher, guarded, "account", given->account, &guarded->account);
    }
    if (rc == SQLITE_OK && guarded->owner == guarded->account) { /* one of them is given */
        rc = usher_fail(usher, USHER_INVALID, "account",
                        "owner and account must be two columns, not both %s", given->owner);
    }
    return rc;
}

/* ------------------------------------------------------------------ description */

int guarded_describe(struct usher *usher, struct guarded *guarded) {
    struct primary primary = {0, NULL};
    int keys = 0;
    int key = -1;
    sqlite3_str *declaration = sqlite3_str_new(usher->db);
    sqlite3_str_appendall(declaration, "CREATE TABLE x (");
    int rc = guarded_schema_version(usher, &guarded->schema);
    if (rc == SQLITE_OK) {
        rc = find_table(usher, guarded);
    }
    if (rc == SQLITE_OK) {
        rc = find_columns(usher, guarded, declaration, &keys, &key);
    }
    if (rc == SQLITE_OK) {
        rc = find_indexes(usher, guarded, &primary);
    }
    if (rc == SQLITE_OK) {
        rc = find_key(usher, guarded, &primary, keys, key, declaration);
    }
    if (rc == SQLITE_OK) {
        rc = find_roles(usher, guarded);
    }
    sqlite3_str_appendall(declaration, guarded->table.without_rowid ? ") WITHOUT ROWID" : ")");
    guarded->declaration = guarded_keep(guarded, sqlite3_str_finish(declaration));
    if (rc == SQLITE_OK) {
        guarded_conditions(guarded);
    }
    return rc;
}
