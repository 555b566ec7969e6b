/*
** SQL that nobody has read, on a connection that was locked down, by somebody who may see little.
**
** A letter says who, another how: '1' and its like on its own, 'E' explained, 'Q' its plan
** explained, else within a transaction that is taken back; the rest is SQL. Nothing that may not be
** seen shows in any value, name or error; nothing that may not be seen is changed; nobody comes to
** act as the system. Time is bounded as the README tells an application to.
*/
#include "secrets.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_STATEMENTS = 24, MOST_ROWS = 300, MOST_TICKS = 300 };

static const char *sql_words(void);

static struct seeker seekers[SEEKERS];
static sqlite3 *open_db[SEEKERS];
static sqlite3_stmt *error_of[SEEKERS];
static sqlite3_stmt *actor_of[SEEKERS];
static char *contents[SEEKERS]; /* what is hidden, as it was */
static int ticks;

/* ------------------------------------------------------------------- connections */

static int tick(void *nothing) {
    (void)nothing;
    return ++ticks > MOST_TICKS;
}

static sqlite3 *db_of(int who) {
    if (!open_db[who]) {
        sqlite3 *db = open_db[who] = fuzz_open(&seekers[who].store);
        fuzz_must(db, seekers[who].enter);
        sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1000000);
        sqlite3_progress_handler(db, 1000, tick, NULL);
        ticks = 0;
        fuzz_must(db, "SELECT usher_lockdown()");
        error_of[who] = fuzz_prepare(db, "SELECT usher_error()");
        actor_of[who] = fuzz_prepare(db, "SELECT actor()");
    }
    return open_db[who];
}

static void close_one(int who) {
    sqlite3_finalize(error_of[who]);
    sqlite3_finalize(actor_of[who]);
    error_of[who] = actor_of[who] = NULL;
    fuzz_close_store(&open_db[who]);
}

static void close_sql(void) {
    for (int who = 0; who < SEEKERS; who++) {
        close_one(who);
    }
}

/* ---------------------------------------------------------------- what must not show */

static int holds(const unsigned char *bytes, int size, const char *mark) {
    int length = (int)strlen(mark);
    for (int at = 0; at + length <= size; at++) {
        int i = 0;
        while (i < length && usher_lower((char)bytes[at + i]) == mark[i]) {
            i++;
        }
        if (i == length) {
            return 1;
        }
    }
    return 0;
}

static void check_bytes(int who, const char *where, const void *bytes, int size) {
    const char *mark;
    for (int i = 0; bytes && (mark = secret_mark(i)) != NULL; i++) {
        if (holds(bytes, size, mark)) {
            fuzz_found("%s sees in %s what is hidden: %.*s", seekers[who].name, where,
                       size < 400 ? size : 400, (const char *)bytes);
        }
    }
}

static void check_text(int who, const char *where, const char *text) {
    check_bytes(who, where, text, text ? (int)strlen(text) : 0);
}

static void check_error(int who) {
    check_text(who, "an error", sqlite3_errmsg(open_db[who]));
    ticks = 0;
    if (sqlite3_step(error_of[who]) == SQLITE_ROW) {
        check_text(who, "usher_error()", (const char *)sqlite3_column_text(error_of[who], 0));
    }
    sqlite3_reset(error_of[who]);
}

static void check_row(int who, sqlite3_stmt *statement) {
    for (int i = 0; i < sqlite3_data_count(statement); i++) {
        int type = sqlite3_column_type(statement, i);
        if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
            const void *bytes = type == SQLITE_BLOB ? sqlite3_column_blob(statement, i)
                                                    : sqlite3_column_text(statement, i);
            check_bytes(who, "a row", bytes, sqlite3_column_bytes(statement, i));
        }
    }
}

static int run_statement(int who, sqlite3_stmt *statement) {
    int rows = 0;
    int rc = SQLITE_ROW;
    ticks = 0;
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        check_text(who, "a column's name", sqlite3_column_name(statement, i));
    }
    while (rows++ < MOST_ROWS && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        check_row(who, statement);
    }
    return rc;
}

/* All of them, also after one that failed. */
static void run_all(int who, const char *sql) {
    for (int n = 0; *sql && n < MOST_STATEMENTS; n++) {
        sqlite3_stmt *statement = NULL;
        const char *rest = sql + strlen(sql);
        ticks = 0;
        int rc = sqlite3_prepare_v2(open_db[who], sql, -1, &statement, &rest);
        if (rc == SQLITE_OK && statement) {
            rc = run_statement(who, statement);
        }
        if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE) {
            check_error(who);
        }
        sqlite3_finalize(statement);
        sql = rest;
    }
}

/* ------------------------------------------------------------------ what must stay */

/*
** The rows of a table that bear a mark, as text. Mail is left out: it goes with what it is about,
** which may be seen; and of what the application's table shows nothing is said here.
*/
static char *marked_rows(sqlite3 *plain, const char *table) {
    char *row = sqlite3_mprintf("SELECT group_concat('quote(\"' || name || '\")', '||'' ''||') "
                                "FROM pragma_table_info('%q')",
                                table);
    char *columns = fuzz_ask(plain, row);
    char *sql = sqlite3_mprintf("SELECT group_concat(r, char(10)) FROM (SELECT %s AS r FROM \"%w\" "
                                "ORDER BY 1) WHERE instr(r, '%q') OR instr(r, '%q') OR instr(r, "
                                "'%q')",
                                columns, table, secret_mark(SECRET_TEXT), secret_mark(SECRET_ID),
                                secret_mark(SECRET_OTHER_ID));
    char *rows = fuzz_ask(plain, sql);
    sqlite3_free(sql);
    sqlite3_free(columns);
    sqlite3_free(row);
    return rows;
}

static char *hidden_contents(const struct fuzz_store *store) {
    sqlite3 *plain = fuzz_open_plain(store);
    sqlite3_stmt *tables = fuzz_prepare(
        plain, "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'usher%' OR "
               "name IN ('note', 'words_content')) AND name <> 'usher_outbox' ORDER BY name");
    sqlite3_str *all = sqlite3_str_new(NULL);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);
        char *rows = marked_rows(plain, table);
        sqlite3_str_appendf(all, "%s:\n%s\n", table, rows ? rows : "");
        sqlite3_free(rows);
    }
    sqlite3_finalize(tables);
    fuzz_close_store(&plain);
    return sqlite3_str_finish(all);
}

static void check_contents(int who) {
    struct fuzz_store now;
    fuzz_store_keep(&now, open_db[who]);
    char *after = hidden_contents(&now);
    sqlite3_free(now.bytes);
    if (strcmp(after, contents[who]) != 0) {
        size_t at = strspn(after, "");
        while (after[at] && after[at] == contents[who][at]) {
            at++;
        }
        at = at > 300 ? at - 300 : 0;
        fuzz_found("%s changed what is hidden:\n%.600s\nwas\n%.600s", seekers[who].name, after + at,
                   contents[who] + at);
    }
    sqlite3_free(after);
}

/* ------------------------------------------------------------------------- a run */

static char *actor_now(int who) {
    ticks = 0;
    char *actor = sqlite3_step(actor_of[who]) == SQLITE_ROW
                      ? sqlite3_mprintf("%s", sqlite3_column_text(actor_of[who], 0))
                      : NULL;
    sqlite3_reset(actor_of[who]);
    if (!actor || strcmp(actor, "system") == 0) {
        fuzz_found("%s acts as %s", seekers[who].name, actor ? actor : "who knows");
    }
    return actor;
}

static void begin(void) {
    sql_words();
    seekers_make(seekers);
    for (int who = 0; who < SEEKERS; who++) {
        contents[who] = hidden_contents(&seekers[who].store);
    }
}

/* Taken back, or looked at: was anything changed? */
static void end(int who, int within, const char *actor, int changes) {
    sqlite3 *db = open_db[who];
    int own = within && !sqlite3_get_autocommit(db);
    if (!sqlite3_get_autocommit(db)) {
        ticks = 0;
        fuzz_must(db, "ROLLBACK");
    }
    char *now = actor_now(who);
    if (own && strcmp(now, actor) != 0) {
        fuzz_found("%s acts as %s after a ROLLBACK", seekers[who].name, now);
    }
    if (!own && sqlite3_total_changes(db) != changes) {
        check_contents(who);
    }
    if (!own || strcmp(now, actor) != 0) {
        close_one(who);
    }
    sqlite3_free(now);
}

/* libFuzzer is told what is compared, in SQLite too, and puts it into what it tries: nobody else can. */
static int knows_mark(const uint8_t *data, size_t size) {
    const char *mark;
    for (int i = 0; (mark = secret_mark(i)) != NULL; i++) {
        if (holds(data, (int)size, mark)) {
            return 1;
        }
    }
    return 0;
}

static void run_sql(const uint8_t *data, size_t size) {
    if (!seekers[0].name) {
        begin();
    }
    if (size < 3 || knows_mark(data, size)) {
        return;
    }
    int who = data[0] % SEEKERS;
    int within = data[1] < '0' || data[1] > '4';
    sqlite3 *db = db_of(who);
    char *sql = sqlite3_mprintf("%s%.*s",
                                data[1] == 'E'   ? "EXPLAIN "
                                : data[1] == 'Q' ? "EXPLAIN QUERY PLAN "
                                                 : "",
                                (int)size - 2, data + 2);
    char *actor = actor_now(who);
    int changes = sqlite3_total_changes(db);
    ticks = 0;
    if (within) {
        fuzz_must(db, "BEGIN");
    }
    run_all(who, sql);
    end(who, within, actor, changes);
    sqlite3_free(actor);
    sqlite3_free(sql);
}

/* ------------------------------------------------------------------------ words */

static char *words;

/* Names of tables, columns and functions, as usher has them; and words of SQL. */
static const char *sql_words(void) {
    if (!words) {
        struct fuzz_store store = {NULL, 0};
        static const char *const setup[] = {"SELECT usher_init()", NULL};
        fuzz_store_make(&store, setup);
        sqlite3 *plain = fuzz_open_plain(&store);
        sqlite3 *db = fuzz_open(&store);
        char *functions = fuzz_ask(
            plain, "SELECT json_group_array(name) FROM (SELECT name FROM pragma_function_list "
                   "UNION SELECT name FROM pragma_module_list)");
        char *list = sqlite3_mprintf(
            "WITH t(name) AS (SELECT name FROM pragma_module_list WHERE name NOT IN (SELECT value "
            "FROM json_each(%Q)) AND name NOT IN ('guarded')) SELECT group_concat(w, char(10)) "
            "FROM (SELECT name AS w FROM t UNION SELECT name || '(' FROM pragma_function_list "
            "WHERE name NOT IN (SELECT value FROM json_each(%Q)) UNION SELECT c.name FROM t JOIN "
            "pragma_table_xinfo(t.name) AS c UNION SELECT name FROM sqlite_schema WHERE name LIKE "
            "'usher%%' UNION SELECT column1 FROM (VALUES ('SELECT'), ('SELECT * FROM '), "
            "(' UNION ALL SELECT '), (' FROM '), (' WHERE '), (' JOIN '), (' NATURAL JOIN '), "
            "('LEFT JOIN '), (' ON '), (' USING ('), (' ORDER BY '), (' GROUP BY '), "
            "(' HAVING '), (' LIMIT 1 OFFSET 1'), ('DISTINCT '), (' IN (SELECT '), "
            "(' EXISTS (SELECT '), ('group_concat('), ('json_group_array('), ('hex('), "
            "('quote('), (' COLLATE NOCASE '), (' LIKE '), (' GLOB '), (' IS NOT NULL'), "
            "('count(*)'), ('rowid'), ('INSERT INTO '), ('INSERT OR REPLACE INTO '), "
            "(' VALUES ('), ('UPDATE '), ('UPDATE OR IGNORE '), (' SET '), ('DELETE FROM '), "
            "(' RETURNING *'), ('WITH x AS (SELECT '), ('WITH RECURSIVE '), ('PRAGMA '), "
            "('table_info('), ('EXPLAIN '), ('ATTACH '), ('CREATE TEMP '), ('TRIGGER '), "
            "('VIEW '), ('json_each('), ('CAST('), (' AS BLOB)'), ('SAVEPOINT s;'), "
            "('ROLLBACK TO s;'), ('COMMIT;'), ('note'), ('papers'), ('paper'), ('words'), "
            "('sqlite_schema'), ('sqlite_stat1'), ('dbstat'), ('main.'), ('temp.'), (' AS x'), "
            "(' OVER (ORDER BY '), ('NULL'), ('actor()'), ('json_object('), ('coalesce(')))",
            functions, functions);
        words = fuzz_ask(db, list);
        sqlite3_free(list);
        sqlite3_free(functions);
        fuzz_close_store(&db);
        fuzz_close_store(&plain);
        sqlite3_free(store.bytes);
    }
    return words;
}

const struct fuzz_target fuzz_sql = {"sql", run_sql, close_sql, 512, 3000, sql_words};
