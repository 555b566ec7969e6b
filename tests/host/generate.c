/*
** Statements out of a grammar: `{x}` is one of the choices of x, drawn anew. All
** tables have the columns k, a, b and c, so that most of what comes out is sound;
** what is not has an error message, which is compared like any other answer.
**
** What depends on the moment or on chance is left out, and EXPLAIN of virtual
** tables, which prints pointers.
*/
#include "host.h"

#include <string.h>

/* splitmix64: small, and the same everywhere. */
static uint32_t draw(uint64_t *state, uint32_t below) {
    uint64_t z = *state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (uint32_t)((z ^ (z >> 31)) >> 32) % below;
}

/* ---------------------------------------------------------------------- grammar */

#define CHOICES(name) static const char *const name[]

/* users, files and settings are the application's own, whatever else bears these names. */
CHOICES(tables) = {"t0", "t0", "t1", "t2", "t3", "t4", "users", "files", "settings", 0};
CHOICES(others) = {"t5", "v0", "v1", "r", "f", "aux.t0", "temp.t6", "sqlite_schema", "nowhere", 0};
CHOICES(columns) = {"k", "a", "b", "c", "a", "b", 0};
CHOICES(numbers) = {"0", "1", "2", "3", "5", "7", "11", "13", "20", "50", 0};
CHOICES(values) = {"{n}",
                   "{n}",
                   "{n}",
                   "-{n}",
                   "NULL",
                   "'x'",
                   "'Ann'",
                   "'ann'",
                   "'{n}'",
                   "{n}.5",
                   "x'00ff'",
                   "'Zoë 😀'",
                   "1e300",
                   "'{\"a\":[{n},{n}]}'",
                   "zeroblob({n})",
                   "9223372036854775807",
                   0};
CHOICES(comparisons) = {"=",    "<>", "<",        "<=",   ">", ">=",  "IS", "IS NOT",
                        "LIKE", "||", "NOT LIKE", "GLOB", "+", "-",   "*",  "/",
                        "%",    "&",  "AND",      "OR",   "|", "->>", 0};
CHOICES(expressions) = {"{c}",
                        "{c}",
                        "{c}",
                        "{v}",
                        "{v}",
                        "({e} {o} {e})",
                        "({e} {o} {e})",
                        "NOT {e}",
                        "CASE WHEN {e} THEN {e} ELSE {e} END",
                        "{e} COLLATE NOCASE",
                        "{c} COLLATE wanted",
                        "CAST({e} AS TEXT)",
                        "CAST({e} AS INTEGER)",
                        "{e} BETWEEN {v} AND {v}",
                        "{e} IN ({v}, {v}, {v})",
                        "{e} IN (SELECT {c} FROM {t})",
                        "EXISTS (SELECT 1 FROM {t} AS i WHERE i.{c} = {e})",
                        "(SELECT max({c}) FROM {t})",
                        "coalesce({e}, {v})",
                        "length({e})",
                        "upper({e})",
                        "substr({e}, {n}, {n})",
                        "typeof({e})",
                        "quote({e})",
                        "hex({e})",
                        "round({c}, 1)",
                        "printf('%s-%d', {e}, {e})",
                        "json_extract({v}, '$.a[0]')",
                        "json_array({e}, {e})",
                        "instr({e}, {v})",
                        "nullif({e}, {e})",
                        "twice({e})",
                        "changes()",
                        "last_insert_rowid()",
                        "abs({c})",
                        "nofunction({e})",
                        0};
CHOICES(wheres) = {"",
                   "WHERE {e}",
                   "WHERE {c} {o} {v}",
                   "WHERE k = {n}",
                   "WHERE {c} < {v} AND {e}",
                   "WHERE {c} = {v} OR {c} = {v}",
                   0};
CHOICES(limits) = {"",
                   "",
                   "LIMIT {n}",
                   "ORDER BY {c}, k",
                   "ORDER BY {c} DESC, k LIMIT {n} OFFSET 1",
                   "ORDER BY {c} COLLATE wanted, k",
                   "ORDER BY {e}, k",
                   0};
CHOICES(conflicts) = {"", "", "", "OR IGNORE", "OR REPLACE", "OR ABORT", "OR FAIL", "OR ROLLBACK",
                      0};
CHOICES(queries) = {
    "SELECT * FROM {t} {w} {l}",
    "SELECT k, {e} AS x, {e} FROM {t} {w} {l}",
    "SELECT rowid, * FROM {x} {l}",
    "SELECT count(*), sum({c}), avg(b), min({e}), group_concat({c}) FROM {t} {w}",
    "SELECT {c}, count(*) FROM {t} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1, 2",
    "SELECT DISTINCT {c} FROM {t} {w} ORDER BY 1",
    "SELECT x.k, y.k FROM {t} AS x JOIN {t} AS y ON x.{c} = y.{c} ORDER BY 1, 2 LIMIT 30",
    "SELECT x.a, y.b FROM {t} AS x LEFT JOIN {t} AS y USING (k) ORDER BY x.k, y.k LIMIT 30",
    "SELECT k, a FROM {t} UNION SELECT k, b FROM {t} ORDER BY 1, 2 LIMIT 40",
    "SELECT {c} FROM {t} EXCEPT SELECT {c} FROM {t} ORDER BY 1",
    "WITH RECURSIVE n (i) AS (VALUES (1) UNION SELECT i + 1 FROM n LIMIT {n}) SELECT i FROM n",
    "WITH s AS MATERIALIZED (SELECT * FROM {t} {w}) SELECT * FROM s JOIN {t} USING (k) ORDER BY k",
    "SELECT k, sum(b) OVER w, lag({c}) OVER w FROM {t} WINDOW w AS (ORDER BY k ROWS 2 PRECEDING)",
    "SELECT k, row_number() OVER (PARTITION BY {c} ORDER BY k), max({c}) OVER () FROM {t}",
    "SELECT j.key, j.value FROM {t} AS t, json_each(json_array(t.a, t.b)) AS j ORDER BY t.k, j.key",
    "SELECT json_group_array(json_object('k', k, 'a', quote(a))) FROM {t}",
    "SELECT rowid, snippet(f, 0, '[', ']', '.', 4) FROM f WHERE f MATCH 'ann' ORDER BY rowid",
    "SELECT k FROM r WHERE x0 > {n} AND x1 < 50 ORDER BY k",
    "SELECT name, seq FROM pragma_database_list",
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name LIKE 't%' ORDER BY name",
    "SELECT * FROM pragma_table_xinfo('{t}')",
    "SELECT changes(), total_changes(), last_insert_rowid()",
    "SELECT {c} FROM",
    "SELECT nocolumn, {c} FROM {t}",
    0};
CHOICES(changes) = {
    "INSERT {r} INTO {t} (k, a, b) VALUES ({n}, {v}, {v})",
    "INSERT {r} INTO {t} (a, b) VALUES ({v}, {v}), ({v}, {n}), ({v}, {v})",
    "INSERT {r} INTO {t} (k, a, b, c) VALUES ({n}{n}, {v}, {n}, {v})",
    "INSERT {r} INTO {t} (a, b) SELECT a, b + {n} FROM {t} {w} LIMIT {n}",
    "INSERT INTO {t} (k, a, b) VALUES ({n}, {v}, {n}) ON CONFLICT DO NOTHING",
    "INSERT INTO {t} (k, a) VALUES ({n}, {v}) ON CONFLICT (k) DO UPDATE SET a = {v} RETURNING *",
    "INSERT INTO {t} (a, b) VALUES ({v}, {n}{n}{n}) RETURNING k, {e}",
    "INSERT INTO {t} DEFAULT VALUES",
    "INSERT INTO v0 (a, b) VALUES ({v}, {n})",
    "INSERT INTO {x} SELECT * FROM {t}",
    "REPLACE INTO {t} (k, a) VALUES ({n}, {v})",
    "UPDATE {r} {t} SET {c} = {e} {w}",
    "UPDATE {t} SET a = {e}, b = {v} {w}",
    "UPDATE {t} SET a = {e} WHERE k = {n} RETURNING k, a",
    "UPDATE {t} SET a = o.a FROM {t} AS o WHERE o.b = {t}.b",
    "UPDATE {t} SET k = k + 1000 WHERE k = {n}",
    "DELETE FROM {t} WHERE k = {n}",
    "DELETE FROM {t} WHERE {c} = {v}",
    "DELETE FROM {t} WHERE {e} AND k % 5 = 0 RETURNING *",
    "DELETE FROM {t} WHERE k > {n}{n}{n}",
    "INSERT INTO f (rowid, a, b) VALUES ({n}, 'Ann and {n}', {v})",
    "DELETE FROM f WHERE rowid = {n}",
    "INSERT OR REPLACE INTO r VALUES ({n}, {n}, {n} + 50)",
    "DELETE FROM r WHERE k = {n}",
    0};
CHOICES(definitions) = {
    "CREATE INDEX i{n} ON {t} ({c}, {e})",
    "CREATE INDEX i{n} ON {t} ({c} DESC) WHERE b > {n}",
    "CREATE UNIQUE INDEX i{n} ON {t} (k, {c})",
    "DROP INDEX i{n}",
    "DROP INDEX IF EXISTS i{n}",
    "CREATE TABLE IF NOT EXISTS t5 (k INTEGER PRIMARY KEY, a, b, c DEFAULT {v})",
    "CREATE TABLE t5 AS SELECT k, a, b, c FROM {t} {w} LIMIT {n}",
    "DROP TABLE IF EXISTS t5",
    "ALTER TABLE t5 ADD COLUMN d{n} DEFAULT {v}",
    "ALTER TABLE t5 RENAME COLUMN c TO cc",
    "ALTER TABLE t5 DROP COLUMN b",
    "ALTER TABLE t5 RENAME TO t7",
    "DROP TABLE t7",
    "CREATE VIEW v1 AS SELECT k, a, b, {e} AS c FROM {t} {w}",
    "DROP VIEW IF EXISTS v1",
    "CREATE TRIGGER g{n} AFTER UPDATE ON {t} BEGIN REPLACE INTO t3 (k, a) VALUES (new.b, 'g'); END",
    "CREATE TRIGGER g{n} BEFORE DELETE ON {t} WHEN old.k = {n} BEGIN SELECT RAISE({y}); END",
    "DROP TRIGGER IF EXISTS g{n}",
    "CREATE TEMP TABLE IF NOT EXISTS t6 (k INTEGER PRIMARY KEY, a, b, c)",
    "INSERT INTO temp.t6 (a, b) SELECT a, b FROM {t}",
    "DROP TABLE IF EXISTS temp.t6",
    "ATTACH 'other.db' AS aux",
    "CREATE TABLE aux.t0 (k INTEGER PRIMARY KEY, a, b, c)",
    "INSERT INTO aux.t0 (a, b) SELECT a, b FROM main.{t}",
    "DETACH aux",
    "REINDEX",
    "ANALYZE",
    "ANALYZE {t}",
    "VACUUM",
    0};
CHOICES(raises) = {"IGNORE", "ABORT, 'no'", "FAIL, 'no'", "ROLLBACK, 'no'", 0};
CHOICES(transactions) = {"BEGIN",
                         "BEGIN IMMEDIATE",
                         "COMMIT",
                         "COMMIT",
                         "COMMIT",
                         "ROLLBACK",
                         "SAVEPOINT s{n}",
                         "SAVEPOINT s",
                         "RELEASE s",
                         "RELEASE s{n}",
                         "ROLLBACK TO s",
                         "END",
                         "ROLLBACK TO s{n}",
                         0};
CHOICES(pragmas) = {"PRAGMA user_version = {n}",
                    "PRAGMA user_version",
                    "PRAGMA application_id = {n}",
                    "PRAGMA application_id",
                    "PRAGMA foreign_keys = {b}",
                    "PRAGMA recursive_triggers = {b}",
                    "PRAGMA case_sensitive_like = {b}",
                    "PRAGMA reverse_unordered_selects = {b}",
                    "PRAGMA count_changes = {b}",
                    "PRAGMA defer_foreign_keys = {b}",
                    "PRAGMA automatic_index = {b}",
                    "PRAGMA integrity_check",
                    "PRAGMA quick_check",
                    "PRAGMA foreign_key_check",
                    "PRAGMA table_list('{t}')",
                    "PRAGMA index_list({t})",
                    "PRAGMA index_xinfo(i{n})",
                    "PRAGMA schema_version",
                    "PRAGMA data_version",
                    "PRAGMA page_count",
                    "PRAGMA freelist_count",
                    "PRAGMA incremental_vacuum({n})",
                    "PRAGMA journal_mode = wal",
                    "PRAGMA journal_mode = delete",
                    "PRAGMA journal_mode = truncate",
                    "PRAGMA wal_checkpoint(truncate)",
                    "PRAGMA cache_spill = {b}",
                    "PRAGMA cache_size = {n}",
                    "PRAGMA optimize",
                    "PRAGMA collation_list",
                    "PRAGMA encoding",
                    "PRAGMA busy_timeout",
                    "PRAGMA trusted_schema = {b}",
                    "PRAGMA nosuch",
                    0};
CHOICES(booleans) = {"0", "1", 0};
CHOICES(explained) = {"EXPLAIN QUERY PLAN {q}", "EXPLAIN SELECT {c}, {e} FROM {t} {w} {l}",
                      "EXPLAIN UPDATE {t} SET {c} = {e} {w}", 0};
CHOICES(statements) = {"{q}", "{q}", "{q}", "{q}", "{q}", "{q}", "{q}", "{u}",
                       "{u}", "{u}", "{u}", "{u}", "{u}", "{u}", "{u}", "{d}",
                       "{d}", "{z}", "{z}", "{p}", "{p}", "{h}", 0};

static const struct {
    char name;
    const char *const *choices;
} grammar[] = {
    {'b', booleans},  {'c', columns},    {'d', definitions}, {'e', expressions},  {'h', explained},
    {'l', limits},    {'n', numbers},    {'o', comparisons}, {'p', pragmas},      {'q', queries},
    {'r', conflicts}, {'s', statements}, {'t', tables},      {'u', changes},      {'v', values},
    {'w', wheres},    {'x', others},     {'y', raises},      {'z', transactions},
};

/* -------------------------------------------------------------------- expansion */

static const char *choose(uint64_t *state, char name, int depth) {
    if (name == 'e' && depth > 4) {
        name = 'c'; /* or it might never end */
    }
    for (size_t i = 0; i < sizeof(grammar) / sizeof(*grammar); i++) {
        if (grammar[i].name == name) {
            uint32_t count = 1; /* none is empty */
            while (grammar[i].choices[count]) {
                count++;
            }
            return grammar[i].choices[draw(state, count)];
        }
    }
    give_up(NULL, "a symbol that the grammar lacks");
    return "";
}

static void expand(sqlite3_str *out, uint64_t *state, const char *text, int depth) {
    while (*text) {
        if (text[0] == '{' && text[1] && text[2] == '}') {
            expand(out, state, choose(state, text[1], depth), depth + 1);
            text += 3;
        } else {
            sqlite3_str_appendchar(out, 1, *text++);
        }
    }
}

char *generate(uint64_t *state) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    expand(out, state, "{s}", 0);
    char *sql = sqlite3_str_finish(out);
    if (!sql) {
        give_up(NULL, "memory");
    }
    return sql;
}

/* ----------------------------------------------------------------------- schema */

#define SCHEMA                                                                                     \
    "CREATE TABLE IF NOT EXISTS t0 (k INTEGER PRIMARY KEY, a, b, c);"                              \
    "CREATE TABLE t1 (k INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE, b INTEGER "      \
    "UNIQUE, c REAL DEFAULT 1.5);"                                                                 \
    "CREATE TABLE t2 (k TEXT PRIMARY KEY DEFAULT 'x', a, b NUMERIC, c BLOB) WITHOUT ROWID;"        \
    "CREATE TABLE t3 (k INTEGER PRIMARY KEY, a TEXT, b INT, c ANY) STRICT;"                        \
    "CREATE TABLE t4 (k INTEGER PRIMARY KEY, a, b REFERENCES t0 ON DELETE CASCADE, "               \
    "c AS (a || b) STORED, d AS (b * 2), CHECK (b IS NOT 13));"                                    \
    "CREATE TABLE users (k INTEGER PRIMARY KEY, a, b, c);"                                         \
    "CREATE TABLE files (k INTEGER PRIMARY KEY, a TEXT, b UNIQUE, c);"                             \
    "CREATE TABLE settings (k, a, b, c, PRIMARY KEY (k, a));"                                      \
    "CREATE INDEX i0 ON t0 (a, b); CREATE INDEX i1 ON users (b) WHERE a IS NOT NULL;"              \
    "CREATE VIEW v0 AS SELECT k, a, b, c FROM t0;"                                                 \
    "CREATE TRIGGER g0 INSTEAD OF INSERT ON v0 BEGIN "                                             \
    "INSERT INTO t0 (a, b) VALUES (new.a, new.b); END;"                                            \
    "CREATE TRIGGER g1 AFTER INSERT ON t1 BEGIN "                                                  \
    "UPDATE users SET c = coalesce(c, 0) + 1 WHERE k = new.b; END;"                                \
    "CREATE VIRTUAL TABLE f USING fts5 (a, b); CREATE VIRTUAL TABLE r USING rtree (k, x0, x1);"    \
    "INSERT INTO t0 (a, b) VALUES ('Ann', 1), ('ann', 2), (3, 3), (NULL, 5), (x'00ff', 7);"        \
    "INSERT INTO users (a, b) SELECT a, b * 2 FROM t0;"

const char *generate_schema(uint64_t *state) {
    static const char *const schemas[] = {
        SCHEMA,
        "PRAGMA page_size = 1024; PRAGMA auto_vacuum = incremental; " SCHEMA,
        "PRAGMA encoding = 'UTF-16le'; PRAGMA journal_mode = wal; " SCHEMA,
        "PRAGMA auto_vacuum = full; PRAGMA secure_delete = 0; " SCHEMA,
    };
    return schemas[draw(state, sizeof(schemas) / sizeof(*schemas))];
}
