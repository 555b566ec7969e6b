/*
** Run the same SQL on both stores, and compare all that comes back.
*/
#include "hostile.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally tally;

void check(int good, const char *format, ...) {
    if (good) {
        tally.passed++;
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    char *text = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    tally.failed++;
    printf("FAIL %s\n", text ? text : "");
    sqlite3_free(text);
}

/* --------------------------------------------------------------- transcripts */

/* EXPLAIN shows where in memory a table is. */
static void add_text(sqlite3_str *out, const char *text) {
    static const char place[] = "vtab:";
    sqlite3_str_appendall(out, strncmp(text, place, sizeof(place) - 1) == 0 ? place : text);
}

/*
** An entry's hash goes over the one before, which may be hidden: with a key that nobody has who
** cannot read the file, so that it is as good as random to them. Of an entry that is new, that is.
*/
static int is_new_hash(sqlite3_stmt *statement, int column) {
    return strcmp(sqlite3_column_name(statement, column), "hash") == 0 &&
           strcmp(sqlite3_column_name(statement, 0), "rowid") == 0 &&
           sqlite3_column_int64(statement, 0) > LAST_ROW;
}

static void add_value(sqlite3_str *out, sqlite3_stmt *statement, int column) {
    static const char types[] = "?IFTBN";
    sqlite3_str_appendchar(out, 1, '|');
    sqlite3_str_appendchar(out, 1, types[sqlite3_column_type(statement, column)]);
    if (is_new_hash(statement, column)) {
        return;
    }
    const char *text = (const char *)sqlite3_column_text(statement, column);
    if (text) {
        add_text(out, text);
    }
}

static void add_error(sqlite3_str *out, sqlite3 *db, sqlite3_stmt *error) {
    sqlite3_str_appendf(out, "= %d %s, changes %d\n", sqlite3_extended_errcode(db),
                        sqlite3_errmsg(db), sqlite3_changes(db));
    if (sqlite3_step(error) == SQLITE_ROW) {
        sqlite3_str_appendf(out, "  %s\n", sqlite3_column_text(error, 0));
    }
    sqlite3_reset(error);
}

/* EXPLAIN tells how often the schema was read. */
static int is_told(sqlite3_stmt *statement) {
    return sqlite3_stmt_isexplain(statement) != 1 ||
           strcmp((const char *)sqlite3_column_text(statement, 1), "Transaction") != 0;
}

static void run_statement(sqlite3_str *out, sqlite3_stmt *statement) {
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        sqlite3_str_appendf(out, "|%s", sqlite3_column_name(statement, i));
    }
    sqlite3_str_appendchar(out, 1, '\n');
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; is_told(statement) && i < sqlite3_data_count(statement); i++) {
            add_value(out, statement, i);
        }
        sqlite3_str_appendchar(out, 1, '\n');
    }
}

/* All statements, also after one that failed. */
static void run_all(sqlite3_str *out, sqlite3 *db, const char *sql) {
    sqlite3_stmt *error;
    if (sqlite3_prepare_v2(db, "SELECT usher_error()", -1, &error, NULL) != SQLITE_OK) {
        give_up(db, "usher_error");
    }
    while (*sql) {
        sqlite3_stmt *statement = NULL;
        int before = sqlite3_total_changes(db);
        const char *rest = sql + strlen(sql);
        if (sqlite3_prepare_v2(db, sql, -1, &statement, &rest) == SQLITE_OK && statement) {
            run_statement(out, statement);
        }
        sqlite3_finalize(statement);
        add_error(out, db, error);
        sqlite3_str_appendf(out, "  total %d\n", sqlite3_total_changes(db) - before);
        sql = rest + strspn(rest, "; \n");
    }
    sqlite3_finalize(error);
}

/* Ids that usher makes are random behind the time, which stands still. */
static void blur_ids(char *text) {
    static const char made[] = "018cc251-f400-7";
    for (char *p = strstr(text, made); p; p = strstr(p + 1, made)) {
        for (int i = (int)sizeof(made) - 1; i < 36 && p[i]; i++) {
            p[i] = 'x';
        }
    }
}

/* So is a new user's access_id: a value of 32 hexadecimal digits. */
static void blur_access(char *text) {
    for (char *p = strstr(text, "|T"); p; p = strstr(p + 2, "|T")) {
        if (strspn(p + 2, "0123456789abcdef") == 32 && strchr("|\n", p[34])) {
            memset(p + 2, 'x', 32);
        }
    }
}

static char *transcript(sqlite3 *db, const struct shape *shape, const struct blanks *blanks,
                        const char *sql) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    sqlite3_exec(db, "SELECT can('nothing')", NULL, NULL, NULL); /* an error of one's own */
    if (!(shape->flags & ALONE)) {
        must(db, "BEGIN");
    }
    run_all(out, db, sql);
    if (shape->flags & WRITES) {
        char *after = sqlite3_mprintf("SELECT rowid, * FROM \"%w\"", blanks->table);
        run_all(out, db, after);
        sqlite3_free(after);
    }
    char *text = sqlite3_str_finish(out);
    if (!text) {
        give_up(db, "transcript");
    }
    blur_ids(text);
    blur_access(text);
    return text;
}

/* ------------------------------------------------------------------- judgement */

/* A mark of a hidden value, as it is or in another form. */
static const char *find_mark(const char *text) {
    static const char *const marks[] = {"c4n4ry",       "C4N4RY",       "c4c4c4c4", "C4C4C4C4",
                                        "63346E347279", "63346e347279", "77315",    "7.7315"};
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        if (strstr(text, marks[i])) {
            return marks[i];
        }
    }
    return NULL;
}

/* Where two texts begin to differ, for the report: that line of each. */
static void show_difference(const char *a, const char *b) {
    size_t at = 0;
    while (a[at] && a[at] == b[at]) {
        at++;
    }
    while (at > 0 && a[at - 1] != '\n') {
        at--;
    }
    printf("  one:   %.*s\n  other: %.*s\n", (int)strcspn(a + at, "\n"), a + at,
           (int)strcspn(b + at, "\n"), b + at);
}

static int count_hidden(const struct twins *twins, int which) {
    sqlite3_step(twins->hidden[which]);
    int count = sqlite3_column_int(twins->hidden[which], 0);
    sqlite3_reset(twins->hidden[which]);
    return count;
}

/* The one thing that may tell the stores apart: an id or an account's name is unique in all. */
static int is_taken(const struct shape *shape, char *text[2]) {
    static const char taken[] = " is already taken";
    int one = strstr(text[0], taken) != NULL;
    int other = strstr(text[1], taken) != NULL;
    return shape->flags & TAKES && one != other;
}

static void judge(struct twins *twins, const struct shape *shape, const char *sql, char *text[2]) {
    int same = strcmp(text[0], text[1]) == 0;
    if (!same && is_taken(shape, text)) {
        tally.taken++;
        same = 1;
    }
    int knows = has_blank(shape->sql, "{k}") || has_blank(shape->sql, "{u}") ||
                has_blank(shape->sql, "{r}") || has_blank(shape->sql, "c4n4ry");
    const char *mark = knows ? NULL : find_mark(text[0]);
    int kept = 1;
    if (shape->flags & WRITES && !(shape->flags & BLIND && twins->updates)) {
        for (int i = 0; i < 2; i++) {
            kept = kept && count_hidden(twins, i) >= twins->count[i];
        }
    }
    check(same && !mark && kept, "%s, %s: %s\n  %s", twins->actor->name, shape->name,
          !same  ? "what is hidden makes a difference"
          : mark ? "a hidden value shows"
                 : "what is hidden was changed",
          sql);
    if (!same) {
        show_difference(text[0], text[1]);
    } else if (mark) {
        printf("  mark:  %.60s\n", strstr(text[0], mark));
    }
}

/* ----------------------------------------------------------------------- twins */

static void open_both(struct twins *twins) {
    for (int i = 0; i < 2; i++) {
        twins->db[i] = copy_open(twins->fresh[i]);
        actor_enter(twins->db[i], twins->actor);
        twins->hidden[i] = hidden_values(twins->db[i]);
        twins->count[i] = count_hidden(twins, i);
    }
}

static void close_both(struct twins *twins) {
    for (int i = 0; i < 2; i++) {
        sqlite3_finalize(twins->hidden[i]);
        sqlite3_close(twins->db[i]);
    }
}

void twins_open(struct twins *twins, sqlite3 *master, const struct actor *actor) {
    twins->actor = actor;
    twins->fresh[0] = variant_open(master, actor, 1);
    twins->fresh[1] = variant_open(master, actor, 2);
    open_both(twins);
    char *updates = ask(twins->db[0], "SELECT can('users.update')");
    twins->updates = updates && strcmp(updates, "1") == 0;
    sqlite3_free(updates);
}

void twins_close(struct twins *twins) {
    close_both(twins);
    sqlite3_close(twins->fresh[0]);
    sqlite3_close(twins->fresh[1]);
}

void try_shape(struct twins *twins, const struct shape *shape, const struct blanks *blanks) {
    char *text[2];
    char *sql = fill(shape->sql, blanks);
    for (int i = 0; i < 2; i++) {
        text[i] = transcript(twins->db[i], shape, blanks, sql);
    }
    judge(twins, shape, sql, text);
    for (int i = 0; i < 2; i++) {
        sqlite3_free(text[i]);
        if (!sqlite3_get_autocommit(twins->db[i])) {
            must(twins->db[i], "ROLLBACK");
        }
    }
    if (shape->flags & (ALONE | TAKES)) { /* what was taken in one of them only leaves a rowid */
        close_both(twins);
        open_both(twins);
    }
    sqlite3_free(sql);
}
