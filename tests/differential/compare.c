/*
** Run a query on both sides and compare what comes back, by type and value.
**
** Rows are compared as a sequence if the order is total. Else as a multiset,
** and the columns that they are ordered by as a sequence, where values that are
** equal to SQLite count as one. With a LIMIT that leaves open which rows come,
** each must be a row of the whole answer. A query that fails must fail on both.
**
** After a change what the table holds is compared, and what SQLite says of it.
*/
#include "differential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 20000
#define MOST_WORK 600 /* of 10,000 instructions each */
#define GLUE '\37'    /* between the cells of a row */

/* ----------------------------------------------------------------- running */

static char *encode(sqlite3_stmt *statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        return sqlite3_mprintf("NULL");
    case SQLITE_INTEGER:
        return sqlite3_mprintf("%lld", sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return sqlite3_mprintf("r%!.17g", sqlite3_column_double(statement, column));
    case SQLITE_TEXT:
        return sqlite3_mprintf("'%s'", sqlite3_column_text(statement, column));
    default: {
        const unsigned char *blob = sqlite3_column_blob(statement, column);
        int size = sqlite3_column_bytes(statement, column);
        sqlite3_str *out = sqlite3_str_new(NULL);
        sqlite3_str_appendall(out, "x'");
        for (int i = 0; i < size; i++) {
            sqlite3_str_appendf(out, "%02x", blob[i]);
        }
        sqlite3_str_appendall(out, "'");
        return sqlite3_str_finish(out);
    }
    }
}

static void take_row(struct result *result, sqlite3_stmt *statement) {
    size_t cells = (size_t)result->columns * (size_t)(result->rows + 1);
    if ((result->rows & (result->rows - 1)) == 0) { /* grows at powers of two */
        size_t size = (cells + (size_t)result->columns * (size_t)result->rows) * sizeof(char *);
        char **grown = realloc(result->cell, size);
        if (!grown) {
            give_up(NULL, "rows");
        }
        result->cell = grown;
    }
    for (int i = 0; i < result->columns; i++) {
        result->cell[result->rows * result->columns + i] = encode(statement, i);
    }
    result->rows++;
}

static int is_too_much(void *context) {
    int *work = context;
    return ++*work > MOST_WORK;
}

/* The n-th parameter gets the value of the one that comes `shift` places later. */
static void bind(sqlite3_stmt *statement, const struct query *query, int shift) {
    int count = sqlite3_bind_parameter_count(statement);
    for (int i = 0; i < count && i < query->parameters; i++) {
        sqlite3_bind_value(statement, i + 1,
                           query->parameter[(i + shift) % query->parameters]->value);
    }
}

/* A statement that has been in use before, for other values, and was not run to its end. */
static void use(sqlite3_stmt *statement, const struct query *query) {
    bind(statement, query, 1);
    for (int i = 0; i < 3 && sqlite3_step(statement) == SQLITE_ROW; i++) {
    }
    sqlite3_reset(statement);
}

static void run(sqlite3 *db, const struct query *query, const char *sql, struct result *result) {
    sqlite3_stmt *statement = NULL;
    int work = 0;
    sqlite3_progress_handler(db, 10000, is_too_much, &work);
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        if (query->parameters > 1 && sqlite3_stmt_readonly(statement)) {
            use(statement, query);
        }
        bind(statement, query, 0);
        result->columns = sqlite3_column_count(statement);
        while ((rc = sqlite3_step(statement)) == SQLITE_ROW && result->rows < MOST_ROWS) {
            take_row(result, statement);
        }
    }
    sqlite3_progress_handler(db, 0, NULL, NULL);
    result->too_much = rc == SQLITE_ROW || rc == SQLITE_INTERRUPT;
    result->code = rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
    if (result->code != SQLITE_OK) {
        snprintf(result->message, sizeof(result->message), "%s", sqlite3_errmsg(db));
    }
    sqlite3_finalize(statement);
}

static void free_result(struct result *result) {
    for (int i = 0; i < result->rows * result->columns; i++) {
        sqlite3_free(result->cell[i]);
    }
    free(result->cell);
    memset(result, 0, sizeof(*result));
}

/* ------------------------------------------------------------- folded rows */

/* All values that some collation or number type holds to be equal, as one. */
static void fold(char *cell) {
    size_t length = strlen(cell);
    if (*cell == '\'') {
        while (length > 2 && cell[length - 2] == ' ') {
            length--;
        }
        cell[length - 1] = '\'';
        cell[length] = '\0';
        for (char *p = cell; *p; p++) {
            *p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
        }
    } else if (*cell == 'r' && strcmp(cell + length - 2, ".0") == 0) {
        cell[length - 2] = '\0';
        memmove(cell, cell + 1, length - 2);
    }
}

/* The rows as one text each; the first `columns` of them. */
static char **join(const struct result *result, int columns, int loose) {
    char **rows = calloc((size_t)result->rows + 1, sizeof(*rows));
    for (int row = 0; rows && row < result->rows; row++) {
        sqlite3_str *text = sqlite3_str_new(NULL);
        for (int i = 0; i < columns; i++) {
            char *cell = sqlite3_mprintf("%s", result->cell[row * result->columns + i]);
            if (loose) {
                fold(cell);
            }
            sqlite3_str_appendf(text, "%s%c", cell, GLUE);
            sqlite3_free(cell);
        }
        rows[row] = sqlite3_str_finish(text);
    }
    if (!rows) {
        give_up(NULL, "rows");
    }
    return rows;
}

static void free_rows(char **rows) {
    for (char **row = rows; *row; row++) {
        sqlite3_free(*row);
    }
    free(rows);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int is_same_sequence(char **a, char **b) {
    for (; *a && *b; a++, b++) {
        if (strcmp(*a, *b) != 0) {
            return 0;
        }
    }
    return !*a && !*b;
}

/* Is each of `some`, counted, among `all`? Both are sorted here. */
static int is_part(char **some, int some_count, char **all, int all_count) {
    qsort(some, (size_t)some_count, sizeof(*some), by_text);
    qsort(all, (size_t)all_count, sizeof(*all), by_text);
    for (; *some; some++, all++) {
        while (*all && strcmp(*all, *some) < 0) {
            all++;
        }
        if (!*all || strcmp(*all, *some) != 0) {
            return 0;
        }
    }
    return 1;
}

/* -------------------------------------------------------------- comparison */

static int is_ordered_alike(const struct query *query, const struct result *ours,
                            const struct result *twins) {
    int columns = query->keys < ours->columns ? query->keys : ours->columns;
    char **a = join(ours, columns, 1);
    char **b = join(twins, columns, 1);
    int same = is_same_sequence(a, b);
    free_rows(a);
    free_rows(b);
    return same;
}

/* `whole` is the answer that a LIMIT cuts from, or the twin's. */
static const char *compare_rows(const struct query *query, const struct result *ours,
                                const struct result *twins, const struct result *whole) {
    if (ours->columns != twins->columns) {
        return "another number of columns";
    }
    if (ours->rows != twins->rows) {
        return "another number of rows";
    }
    char **a = join(ours, ours->columns, query->loose);
    char **b = join(whole, whole->columns, query->loose);
    const char *why = NULL;
    if (query->total && !query->loose) {
        why = is_same_sequence(a, b) ? NULL : "other rows, or in another order";
    } else if (!is_part(a, ours->rows, b, whole->rows)) {
        why = "other rows";
    } else if (query->keys && !is_ordered_alike(query, ours, twins)) {
        why = "in another order";
    }
    free_rows(a);
    free_rows(b);
    return why;
}

static enum verdict judge(const struct query *query, struct comparison *comparison,
                          const struct result *whole) {
    const struct result *ours = &comparison->ours;
    const struct result *twins = &comparison->twins;
    if (twins->too_much || whole->too_much || (ours->too_much && !query->change)) {
        return SKIPPED;
    }
    if (ours->code != SQLITE_OK || twins->code != SQLITE_OK) {
        comparison->why = "only one of them fails";
        return ours->code && twins->code ? SAME : DIFFERENT;
    }
    comparison->why = compare_rows(query, ours, twins, whole);
    return comparison->why ? DIFFERENT : SAME;
}

static void run_side(const struct world *world, const struct query *query, const char *template,
                     int twin, int limited, struct result *result) {
    char *text = query_text(query, template, twin);
    char *sql = sqlite3_mprintf("%s%s", text, limited && query->limit ? query->limit : "");
    run(world->db, query, sql, result);
    sqlite3_free(sql);
    sqlite3_free(text);
}

static enum verdict compare_select(const struct world *world, const struct query *query,
                                   struct comparison *comparison) {
    struct result whole = {0};
    run_side(world, query, query->sql, 0, 1, &comparison->ours);
    if (query->same) {
        run_side(world, query, query->same, 0, 0, &comparison->twins);
    } else {
        run_side(world, query, query->sql, 1, 1, &comparison->twins);
    }
    int open = query->limit && !(query->total && !query->loose);
    if (open) {
        run_side(world, query, query->sql, 1, 0, &whole);
    }
    enum verdict verdict = judge(query, comparison, open ? &whole : &comparison->twins);
    free_result(&whole);
    return verdict;
}

/* ----------------------------------------------------------------- changes */

/* What a change leaves behind, and what SQLite tells of it. */
static void observe(const struct world *world, const struct query *query, int twin,
                    struct result *result) {
    const struct relation *subject = query->subject;
    const char *name = !twin ? subject->name : query->bare ? subject->bare : subject->twin;
    struct query none = {.subject = subject};
    sqlite3_int64 last = sqlite3_last_insert_rowid(world->db);
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "SELECT rowid, %d, %lld", sqlite3_changes(world->db),
                        strncmp(query->sql, "INSERT", 6) == 0 ? last : 0);
    for (int i = 0; i < subject->count; i++) {
        if (subject->column[i]->writable) {
            sqlite3_str_appendf(sql, ", %s", subject->column[i]->name);
        }
    }
    sqlite3_str_appendf(sql, " FROM %s ORDER BY rowid", name);
    char *text = sqlite3_str_finish(sql);
    run(world->db, &none, text, result);
    sqlite3_free(text);
}

/* Rows as they were, from a table that was not changed. */
static void restore(const struct world *world, const struct query *query, int twin) {
    const struct relation *subject = query->subject;
    if (!twin) {
        char *sql = sqlite3_mprintf("INSERT OR REPLACE INTO %s SELECT * FROM %s", subject->backing,
                                    subject->saved);
        must(world->db, sql);
        sqlite3_free(sql);
        return;
    }
    sqlite3_str *list = sqlite3_str_new(NULL);
    for (int i = 0; i < subject->count; i++) {
        sqlite3_str_appendf(list, ", %s", subject->column[i]->name);
    }
    char *columns = sqlite3_str_finish(list);
    char *sql = sqlite3_mprintf("INSERT OR REPLACE INTO %s (rowid%s) SELECT rowid%s FROM %s",
                                query->bare ? subject->bare : subject->twin, columns, columns,
                                query->bare ? subject->twin : subject->bare);
    must(world->db, sql);
    sqlite3_free(sql);
    sqlite3_free(columns);
}

static void change_side(const struct world *world, const struct query *query, int twin,
                        struct result *result) {
    must(world->db, query->commits ? "" : "BEGIN");
    run_side(world, query, query->sql, twin, 0, result);
    if (result->code == SQLITE_OK) {
        free_result(result);
        observe(world, query, twin, result);
    }
    must(world->db, sqlite3_get_autocommit(world->db) ? "" : "ROLLBACK");
    if (query->commits) {
        restore(world, query, twin);
    }
}

static enum verdict compare_once(const struct world *world, const struct query *query,
                                 struct comparison *comparison) {
    memset(comparison, 0, sizeof(*comparison));
    if (!query->change) {
        return compare_select(world, query, comparison);
    }
    change_side(world, query, 0, &comparison->ours);
    change_side(world, query, 1, &comparison->twins);
    return judge(query, comparison, &comparison->twins);
}

enum verdict compare(const struct world *world, struct query *query,
                     struct comparison *comparison) {
    query->bare = 0;
    enum verdict verdict = compare_once(world, query, comparison);
    if (verdict == DIFFERENT && !query->same) {
        comparison_free(comparison);
        query->bare = 1;
        verdict = compare_once(world, query, comparison);
    }
    return verdict;
}

void comparison_free(struct comparison *comparison) {
    free_result(&comparison->ours);
    free_result(&comparison->twins);
}
