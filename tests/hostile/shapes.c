/*
** The shapes of hostile SQL. One row each: what the idea is, and how it is written.
*/
#include "hostile.h"

/* The row that the guess is about, as an attacker finds out whether it is right. */
#define RIGHT "{c} = {k}"

const struct shape shapes[] = {
    /* ------------------------------------------------ conditions that ask for it */
    {"all there is", "SELECT rowid, * FROM {t}", 0},
    {"equals", "SELECT rowid, * FROM {t} WHERE {c} = {k}", 0},
    {"is", "SELECT rowid, {c} FROM {t} WHERE {c} IS {k}", 0},
    {"is not null", "SELECT rowid FROM {t} WHERE {c} IS NOT NULL", 0},
    {"is null", "SELECT rowid FROM {t} WHERE {c} IS NULL", 0},
    {"not equal", "SELECT rowid FROM {t} WHERE {c} <> {k}", 0},
    {"in a list", "SELECT rowid FROM {t} WHERE {c} IN ({k}, 'x', 1)", 0},
    {"in a subquery", "SELECT rowid FROM {t} WHERE {c} IN (SELECT {k} UNION SELECT 'x')", 0},
    {"not in", "SELECT rowid FROM {t} WHERE {c} NOT IN ({k})", 0},
    {"between", "SELECT rowid FROM {t} WHERE {c} BETWEEN {k} AND {k}", 0},
    {"less", "SELECT rowid FROM {t} WHERE {c} < {k}", 0},
    {"more", "SELECT rowid FROM {t} WHERE {c} > {k}", 0},
    {"at least, and no more", "SELECT rowid FROM {t} WHERE {c} >= {k} AND {c} <= {k}", 0},
    {"starts like", "SELECT rowid FROM {t} WHERE {c} LIKE substr({k}, 1, 5) || '%'", 0},
    {"LIKE a literal", "SELECT rowid FROM {t} WHERE {c} LIKE 'c4n4ry%'", 0},
    {"GLOB", "SELECT rowid FROM {t} WHERE {c} GLOB 'c4n4ry*'", 0},
    {"LIKE with ESCAPE", "SELECT rowid FROM {t} WHERE {c} LIKE '%c4n4ry_%' ESCAPE '!'", 0},
    {"the column as pattern", "SELECT count(*) FROM {t} WHERE {k} LIKE '%' || {c} || '%'", 0},
    {"the column as ESCAPE", "SELECT count(*) FROM {t} WHERE 'a' LIKE 'a' ESCAPE {c}", 0},
    {"the column as GLOB", "SELECT count(*) FROM {t} WHERE {k} GLOB {c}", 0},
    {"instr", "SELECT rowid FROM {t} WHERE instr({c}, 'c4') > 0", 0},
    {"one character after another", "SELECT rowid FROM {t} WHERE substr({c}, 1, 1) >= 'c'", 0},
    {"unicode", "SELECT unicode({c}) FROM {t}", 0},
    {"hex", "SELECT hex({c}) FROM {t}", 0},
    {"length", "SELECT length({c}), length(CAST({c} AS BLOB)) FROM {t}", 0},
    {"replace", "SELECT replace({c}, 'c4', 'd5'), upper({c}), trim({c}, 'c') FROM {t}", 0},
    {"typeof, quote", "SELECT typeof({c}), quote({c}) FROM {t}", 0},
    {"printf", "SELECT printf('%s %d %q', {c}, {c}, {c}) FROM {t}", 0},
    {"COALESCE, NULLIF, IIF",
     "SELECT coalesce({c}, 'none'), nullif({c}, {k}), iif(" RIGHT ", 1, 0) FROM {t}", 0},
    {"CASE", "SELECT CASE {c} WHEN {k} THEN 'yes' ELSE 'no' END FROM {t}", 0},
    {"arithmetic", "SELECT {c} + 0, -{c}, {c} & 1, {c} % 7, ~{c}, {c} || '' FROM {t}", 0},
    {"CAST", "SELECT CAST({c} AS INTEGER), CAST({c} AS BLOB), CAST({c} AS REAL) FROM {t}", 0},
    {"date functions", "SELECT julianday({c}), date({c}, '+1 day') FROM {t}", 0},
    {"likelihood", "SELECT rowid FROM {t} WHERE likelihood(" RIGHT ", 0.01)", 0},
    {"unary plus", "SELECT rowid FROM {t} WHERE +{c} = {k}", 0},
    {"a collation", "SELECT rowid FROM {t} WHERE {c} = upper({k}) COLLATE NOCASE", 0},
    {"another collation", "SELECT rowid FROM {t} WHERE {c} = {k} || ' ' COLLATE RTRIM", 0},
    {"MATCH", "SELECT rowid FROM {t} WHERE {c} MATCH {k}", 0},
    {"REGEXP", "SELECT rowid FROM {t} WHERE {c} REGEXP {k}", 0},
    {"soundex and friends", "SELECT sqlite_offset({c}) FROM {t}", 0},

    /* ---------------------------------------------------------- errors as oracles */
    {"abs(least integer)",
     "SELECT abs(CASE WHEN " RIGHT " THEN -9223372036854775808 ELSE 1 END) FROM {t}", 0},
    {"malformed JSON",
     "SELECT json_extract(CASE WHEN " RIGHT " THEN '{' ELSE '{}' END, '$') FROM {t}", 0},
    {"malformed path", "SELECT json_extract('{}', {c}) FROM {t}", 0},
    {"division by zero", "SELECT 1 / (" RIGHT ") FROM {t}", 0},
    {"integer overflow",
     "SELECT sum(CASE WHEN " RIGHT " THEN 9223372036854775807 ELSE 2 END) FROM {t}", 0},
    {"zeroblob", "SELECT length(zeroblob({c})) FROM {t} WHERE {c} < 1000", 0},
    {"too big", "SELECT zeroblob(CASE WHEN " RIGHT " THEN 9999999999 ELSE 1 END) FROM {t}", 0},
    {"printf, too wide", "SELECT printf('%*d', min(length({c}), 99), 1) FROM {t}", 0},
    {"unhex", "SELECT unhex({c}) FROM {t}", 0},
    {"a function that is not allowed",
     "SELECT CASE WHEN " RIGHT " THEN load_extension('/none') END FROM {t}", 0},
    {"a pattern too complex",
     "SELECT count(*) FROM {t} WHERE 'x' LIKE replace(hex(zeroblob(" RIGHT " * 30000)), '0', '%')",
     0},
    {"fts3_tokenizer", "SELECT fts3_tokenizer({c}) FROM {t}", 0},
    {"RAISE in a trigger",
     "CREATE TEMP TABLE probe (x); CREATE TEMP TRIGGER tell AFTER INSERT ON probe "
     "WHEN EXISTS (SELECT 1 FROM {t} WHERE " RIGHT ") BEGIN SELECT RAISE(ABORT, 'yes'); END; "
     "INSERT INTO probe VALUES (1); SELECT count(*) FROM probe",
     0},
    {"RAISE(IGNORE) in a trigger",
     "CREATE TEMP TABLE probe (x); CREATE TEMP TRIGGER tell BEFORE INSERT ON probe "
     "WHEN new.x IN (SELECT {c} FROM {t}) BEGIN SELECT RAISE(IGNORE); END; "
     "INSERT INTO probe VALUES ({k}); SELECT count(*), changes() FROM probe",
     0},
    {"a CHECK",
     "CREATE TEMP TABLE probe (x CHECK (x <> {k})); INSERT INTO probe SELECT {c} FROM {t}", 0},
    {"a UNIQUE of the attacker's",
     "CREATE TEMP TABLE probe (x UNIQUE); INSERT INTO probe VALUES ({k}); "
     "INSERT INTO probe SELECT {c} FROM {t}",
     0},
    {"a STRICT column",
     "CREATE TEMP TABLE probe (x INTEGER) STRICT; INSERT INTO probe SELECT {c} FROM {t}", 0},
    {"a scalar subquery of a row", "SELECT (SELECT {c}, rowid FROM {t}) = (1, 2)", 0},

    /* ------------------------------------------------- order, LIMIT and OFFSET */
    {"order by the column", "SELECT rowid FROM {t} ORDER BY {c}", 0},
    {"the greatest", "SELECT rowid FROM {t} ORDER BY {c} DESC LIMIT 1", 0},
    {"order by the guess", "SELECT rowid FROM {t} ORDER BY " RIGHT ", rowid", 0},
    {"order by CASE", "SELECT rowid FROM {t} ORDER BY CASE WHEN {c} > {k} THEN 1 ELSE 2 END, rowid",
     0},
    {"order by with a collation", "SELECT rowid FROM {t} ORDER BY {c} COLLATE NOCASE, rowid", 0},
    {"order by, NULLS LAST", "SELECT rowid FROM {t} ORDER BY {c} NULLS LAST", 0},
    {"LIMIT by a subquery",
     "SELECT 1 FROM (VALUES (1), (2)) LIMIT (SELECT count(*) FROM {t} WHERE " RIGHT ")", 0},
    {"OFFSET by a subquery", "SELECT rowid FROM {t} LIMIT 1 OFFSET (SELECT count({c}) FROM {t})",
     0},
    {"the first of them", "SELECT rowid, {c} FROM {t} WHERE {c} > '' LIMIT 1", 0},
    {"a page by key", "SELECT rowid FROM {t} WHERE ({c}, rowid) > ({k}, 0) ORDER BY {c} LIMIT 3",
     0},

    /* ---------------------------------------------------------------- aggregates */
    {"count", "SELECT count(*) FROM {t}", 0},
    {"count of the right", "SELECT count(*) FROM {t} WHERE " RIGHT, 0},
    {"count of values", "SELECT count({c}), count(DISTINCT {c}) FROM {t}", 0},
    {"sum, total, avg", "SELECT sum({c}), total({c}), avg({c}) FROM {t}", 0},
    {"min and max", "SELECT min({c}), max({c}) FROM {t}", 0},
    {"a bare column beside max", "SELECT max({c}), rowid FROM {t}", 0},
    {"group_concat", "SELECT group_concat({c}), group_concat(DISTINCT {c}) FROM {t}", 0},
    {"JSON aggregates", "SELECT json_group_array({c}), json_group_object(rowid, {c}) FROM {t}", 0},
    {"FILTER", "SELECT count(*) FILTER (WHERE " RIGHT ") FROM {t}", 0},
    {"GROUP BY", "SELECT {c}, count(*) FROM {t} GROUP BY {c}", 0},
    {"GROUP BY and HAVING", "SELECT rowid FROM {t} GROUP BY rowid HAVING max({c}) = {k}", 0},
    {"DISTINCT", "SELECT DISTINCT {c} FROM {t}", 0},
    {"DISTINCT and the rowid", "SELECT DISTINCT {c}, rowid FROM {t}", 0},
    {"DISTINCT, sorted", "SELECT DISTINCT {c} FROM {t} ORDER BY {c} DESC LIMIT 5", 0},
    {"DISTINCT, a subquery of rowids",
     "SELECT count(*) FROM (SELECT DISTINCT {c} FROM {t} WHERE rowid > 0)", 0},

    /* ------------------------------------------------------------------- windows */
    {"row_number", "SELECT rowid, row_number() OVER (ORDER BY {c}, rowid) FROM {t}", 0},
    {"rank", "SELECT rowid, rank() OVER w, dense_rank() OVER w FROM {t} WINDOW w AS (ORDER BY {c})",
     0},
    {"lag and lead",
     "SELECT rowid, lag({c}) OVER w, lead({c}) OVER w FROM {t} "
     "WINDOW w AS (ORDER BY rowid)",
     0},
    {"nth_value",
     "SELECT first_value({c}) OVER w, nth_value({c}, 2) OVER w FROM {t} "
     "WINDOW w AS (ORDER BY {c})",
     0},
    {"a running sum", "SELECT sum({c}) OVER (ORDER BY rowid), count(*) OVER () FROM {t}", 0},
    {"ntile",
     "SELECT rowid, ntile(2) OVER (ORDER BY {c}), cume_dist() OVER (ORDER BY {c}) FROM {t}", 0},
    {"a partition", "SELECT rowid, count(*) OVER (PARTITION BY {c}) FROM {t}", 0},

    /* --------------------------------------------------------------- subqueries */
    {"EXISTS", "SELECT EXISTS (SELECT 1 FROM {t} WHERE " RIGHT ")", 0},
    {"NOT EXISTS", "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM {t} WHERE {c} >= {k})", 0},
    {"a scalar subquery", "SELECT (SELECT {c} FROM {t} WHERE rowid = {r})", 0},
    {"a correlated subquery",
     "SELECT rowid, (SELECT count(*) FROM {t} AS b WHERE b.{c} < a.{c}) FROM {t} AS a", 0},
    {"a correlated subquery, outside in",
     "SELECT column1, (SELECT count(*) FROM {t} WHERE {c} = column1) FROM (VALUES ({k}), (1))", 0},
    {"the guess among them", "SELECT {k} IN (SELECT {c} FROM {t})", 0},
    {"a row among them", "SELECT ({r}, {k}) IN (SELECT rowid, {c} FROM {t})", 0},
    {"row values", "SELECT rowid FROM {t} WHERE (rowid, {c}) = ({r}, {k})", 0},
    {"a recursive CTE",
     "WITH RECURSIVE w(x) AS (SELECT min({c}) FROM {t} UNION ALL "
     "SELECT (SELECT min({c}) FROM {t} WHERE {c} > x) FROM w WHERE x IS NOT NULL LIMIT 60) "
     "SELECT x FROM w",
     0},
    {"a recursive CTE that guesses",
     "WITH RECURSIVE w(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM w WHERE n < 8) "
     "SELECT n, (SELECT count(*) FROM {t} WHERE substr({c}, n, 1) >= '4') FROM w",
     0},
    {"a CTE, materialized",
     "WITH w AS MATERIALIZED (SELECT rowid AS n, {c} AS v FROM {t}) SELECT * FROM w WHERE v = {k}",
     0},
    {"a CTE, not materialized",
     "WITH w AS NOT MATERIALIZED (SELECT rowid AS n, {c} AS v FROM {t}) "
     "SELECT * FROM w WHERE v = {k} OR n = {r}",
     0},

    /* --------------------------------------------------------------------- joins */
    {"self join", "SELECT a.rowid, b.rowid FROM {t} AS a JOIN {t} AS b ON a.{c} = b.{c}", 0},
    {"NATURAL JOIN", "SELECT count(*) FROM {t} AS a NATURAL JOIN {t} AS b", 0},
    {"NATURAL JOIN with users", "SELECT count(*) FROM {t} NATURAL JOIN users", 0},
    {"JOIN USING", "SELECT count(*) FROM {t} AS a JOIN {t} AS b USING ({c})", 0},
    {"a join with guesses",
     "SELECT v.column1 FROM (VALUES ({k}), ('x')) AS v JOIN {t} ON {c} = column1", 0},
    {"LEFT JOIN", "SELECT column1, {t}.rowid FROM (VALUES ({k})) LEFT JOIN {t} ON {c} = column1",
     0},
    {"RIGHT JOIN", "SELECT column1, {t}.{c} FROM (VALUES ({k})) RIGHT JOIN {t} ON {c} = column1",
     0},
    {"FULL JOIN",
     "SELECT column1, {t}.rowid, {t}.{c} FROM {t} FULL JOIN (VALUES ({k}), (2)) ON {c} = column1",
     0},
    {"what is left of a LEFT JOIN",
     "SELECT column1 FROM (VALUES ({k})) LEFT JOIN {t} ON {c} = column1 WHERE {t}.rowid IS NULL",
     0},
    {"CROSS JOIN of all", "SELECT count(*) FROM users, {t}, accounts WHERE {t}.{c} = {k}", 0},
    {"an application's table",
     "CREATE TEMP TABLE app (owner, note); INSERT INTO app VALUES ({u}, {k}), ({me}, 'mine'); "
     "SELECT note, {t}.rowid FROM app LEFT JOIN {t} ON {t}.{c} = note",
     0},
    {"an application's index",
     "CREATE TEMP TABLE app (note PRIMARY KEY) WITHOUT ROWID; INSERT INTO app VALUES ({k}); "
     "SELECT note FROM {t} CROSS JOIN app ON note = {c}",
     0},

    /* -------------------------------------------------------- compound selects */
    {"UNION", "SELECT {c} FROM {t} UNION SELECT {k}", 0},
    {"UNION ALL", "SELECT {c} FROM {t} UNION ALL SELECT {c} FROM {t} ORDER BY 1 LIMIT 4 OFFSET 1",
     0},
    {"EXCEPT", "SELECT {k} EXCEPT SELECT {c} FROM {t}", 0},
    {"INTERSECT", "SELECT {k} INTERSECT SELECT {c} FROM {t}", 0},

    /* ------------------------------------------------------------------- rowids */
    {"a rowid", "SELECT * FROM {t} WHERE rowid = {r}", 0},
    {"rowids in a list", "SELECT rowid, {c} FROM {t} WHERE rowid IN ({r}, 1, 2, 3, 4, 5, 6)", 0},
    {"a range of rowids", "SELECT rowid, {c} FROM {t} WHERE rowid BETWEEN 0 AND 9999999", 0},
    {"OR, term by term", "SELECT rowid FROM {t} WHERE rowid = {r} OR {c} = {k} OR {c} IS 'x'", 0},
    {"OR of ANDs",
     "SELECT rowid FROM {t} WHERE (rowid = {r} AND {c} > '') OR ({c} = {k} AND rowid > 1)", 0},
    {"the greatest rowid", "SELECT max(rowid), min(rowid), sum(rowid) FROM {t}", 0},
    {"the rowid's names", "SELECT oid, _rowid_ FROM {t} WHERE oid = {r}", 0},
    {"the key", "SELECT rowid FROM {t} WHERE (SELECT {u}) IN ({c})", 0},

    /* ------------------------------------------------------------ hidden columns */
    {"q", "SELECT id FROM users WHERE q = 'c4n4ry'", 0},
    {"q, a piece", "SELECT id FROM users WHERE q = '@x.org'", 0},
    {"q, everything", "SELECT id FROM users WHERE q = ''", 0},
    {"q, the guess", "SELECT count(*) FROM {t} JOIN users ON q = {k}", 0},
    {"q in an OR", "SELECT id FROM users WHERE q = 'c4n4' OR phone_number = {k}", 0},
    {"a table as a function", "SELECT * FROM users('c4n4ry')", 0},
    {"token", "SELECT * FROM invites WHERE token = " TOKEN("41"), 0},
    {"token, read back", "SELECT token FROM invites UNION ALL SELECT q FROM users", 0},
    {"tokens in a list", "SELECT id FROM invites WHERE token IN (" TOKEN("41") ", '')", 0},

    /* -------------------------------------------------------------- functions */
    {"can", "SELECT can('users.read', {u}), can('users.update', {u}), can('users.delete', {u})", 0},
    {"can, by a hidden value", "SELECT can({k}), can('users.read', {k})", 0},
    {"can_explain", "SELECT * FROM can_explain('users.role', {u})", 0},
    {"can_explain, joined", "SELECT e.* FROM {t}, can_explain('users.update', {t}.{c}) AS e", 0},
    {"actions", "SELECT id, actions FROM users", 0},
    {"actions, taken apart", "SELECT id, a.value FROM users, json_each(actions) AS a", 0},
    {"user_restore", "SELECT user_restore({u})", WRITES},
    {"user_erase", "SELECT user_erase({u})", WRITES},
    {"invite_revoke", "SELECT invite_revoke({u})", WRITES},
    {"invite_resend", "SELECT length(invite_resend({u}))", WRITES},
    {"invite_decline", "SELECT invite_decline({u})", WRITES},
    {"functions by DML", "INSERT INTO usher (call, args) SELECT {k}, json_array({u})", WRITES},
    {"functions by DML, over a table", "INSERT INTO usher (call, args) SELECT {c}, '[]' FROM {t}",
     WRITES},
    {"debug, version, error", "SELECT usher_error(), usher_version(), actor()", 0},
    {"functions in WHERE", "SELECT rowid FROM {t} WHERE can('users.read', {c})", 0},

    /* ------------------------------------------------------------------ act_as() */
    {"act_as() before the rest",
     "SELECT act_as(NULL), (SELECT count(*) FROM {t}), (SELECT group_concat({c}) FROM {t})", 0},
    {"act_as() in WHERE", "SELECT rowid, {c} FROM {t} WHERE act_as(NULL) IS NULL", 0},
    {"act_as() in a CTE",
     "WITH a AS MATERIALIZED (SELECT act_as(NULL) AS x) SELECT {t}.{c} FROM a CROSS JOIN {t}", 0},
    {"act_as() row by row",
     "SELECT column1, (SELECT count(*) FROM {t} WHERE rowid > column1) "
     "FROM (VALUES (0), (1), (2)) WHERE act_as(NULL) IS NULL",
     0},
    {"act_as() beside a table that runs SQL",
     "CREATE VIRTUAL TABLE temp.words USING fts5 (word); INSERT INTO words VALUES ('a'), ('b'); "
     "WITH a AS MATERIALIZED (SELECT act_as(NULL) AS x) "
     "SELECT {t}.rowid, {t}.{c} FROM a CROSS JOIN words CROSS JOIN {t}",
     0},
    {"act_as() and a DISTINCT scan that is told apart",
     "WITH a AS MATERIALIZED (SELECT act_as(NULL) AS x) SELECT (SELECT group_concat({c}) FROM {t}) "
     "FROM a CROSS JOIN (SELECT DISTINCT actions, rowid FROM users)",
     0},

    /* ------------------------------------------------- views, triggers, copies */
    {"a view",
     "CREATE TEMP VIEW v AS SELECT rowid AS n, * FROM {t}; SELECT {c} FROM v WHERE {c} = {k}", 0},
    {"a view in main", "CREATE VIEW v AS SELECT * FROM {t}; SELECT {c}, count(*) FROM v", 0},
    {"a view that is written",
     "CREATE TEMP VIEW v AS SELECT * FROM {t}; CREATE TEMP TABLE found (x); "
     "CREATE TEMP TRIGGER w INSTEAD OF UPDATE ON v BEGIN INSERT INTO found VALUES (old.{c}); END; "
     "UPDATE v SET {c} = 1; SELECT * FROM found",
     0},
    {"a trigger that reads",
     "CREATE TEMP TABLE app (x); CREATE TEMP TABLE found (x); CREATE TEMP TRIGGER w AFTER INSERT "
     "ON "
     "app BEGIN INSERT INTO found SELECT {c} FROM {t}; END; INSERT INTO app VALUES (1); "
     "SELECT * FROM found",
     0},
    {"another name",
     "CREATE VIRTUAL TABLE other USING {t}; SELECT rowid, {c} FROM other WHERE {c} = {k}", 0},
    {"another name, joined",
     "CREATE VIRTUAL TABLE other USING {t}; SELECT a.{c}, b.{c} FROM other AS a JOIN {t} AS b ON "
     "a.rowid = b.rowid",
     0},
    {"another name in temp", "CREATE VIRTUAL TABLE temp.other USING {t}; SELECT * FROM other", 0},
    {"a name of usher's taken",
     "CREATE TEMP TABLE usher_list (value); CREATE TEMP TABLE json_each (value); "
     "SELECT {c} FROM {t} WHERE {c} IN ({k}, 1)",
     0},
    {"CREATE TABLE AS",
     "CREATE TEMP TABLE copy AS SELECT rowid AS n, * FROM {t}; SELECT * FROM copy", 0},
    {"INSERT of a SELECT",
     "CREATE TEMP TABLE copy (x); INSERT INTO copy SELECT {c} FROM {t}; SELECT x FROM copy; "
     "SELECT changes()",
     0},
    {"RETURNING a subquery",
     "CREATE TEMP TABLE copy (x); INSERT INTO copy VALUES (1) RETURNING "
     "(SELECT group_concat({c}) FROM {t})",
     0},
    {"an upsert that asks",
     "CREATE TEMP TABLE copy (x PRIMARY KEY, y); INSERT INTO copy VALUES (1, 1), (1, 1) ON "
     "CONFLICT "
     "(x) DO UPDATE SET y = (SELECT max({c}) FROM {t}); SELECT * FROM copy",
     0},
    {"full text over it",
     "CREATE VIRTUAL TABLE temp.words USING fts5 (word); INSERT INTO words SELECT {c} FROM {t}; "
     "SELECT count(*) FROM words WHERE words MATCH 'c4n4ry1'",
     0},
    {"a JSON each of it", "SELECT e.value FROM {t}, json_each(json_array({c})) AS e", 0},
    {"a JSON tree of it",
     "SELECT e.fullkey, e.atom FROM {t}, json_tree(iif(json_valid({c}), {c}, '0')) AS e", 0},
    {"generate a value", "SELECT json_patch('{}', json_object('x', {c})) FROM {t}", 0},

    /* --------------------------------------------------------------- savepoints */
    {"a savepoint rolled back",
     "SAVEPOINT a; UPDATE users SET about = 'x'; ROLLBACK TO a; SELECT {c} FROM {t}; RELEASE a", 0},
    {"a savepoint in a savepoint",
     "SAVEPOINT a; SAVEPOINT b; DELETE FROM users; RELEASE b; SELECT {c} FROM {t}; ROLLBACK TO a; "
     "SELECT {c} FROM {t} WHERE " RIGHT,
     0},

    /* --------------------------------------------------------- schema and plans */
    {"EXPLAIN", "EXPLAIN SELECT {c} FROM {t} WHERE " RIGHT, 0},
    {"EXPLAIN QUERY PLAN", "EXPLAIN QUERY PLAN SELECT {c} FROM {t} WHERE {c} > {k} ORDER BY {c}",
     0},
    {"EXPLAIN of a write", "EXPLAIN UPDATE {t} SET {w} = {k} WHERE " RIGHT, 0},
    {"the columns' names",
     "SELECT x.*, count({t}.{c}) FROM pragma_table_xinfo('{t}') AS x, {t} "
     "GROUP BY x.cid",
     0},
    {"a name that is a value", "SELECT * FROM {t} AS a JOIN pragma_table_info(a.{c}) AS i", 0},
    {"modules and functions",
     "SELECT count(*) FROM pragma_module_list, pragma_database_list, pragma_collation_list", 0},
    {"an index hint", "SELECT {c} FROM {t} INDEXED BY {t}_{c}", 0},
    {"ANALYZE", "ANALYZE temp; ANALYZE {t}; SELECT {c} FROM {t} WHERE " RIGHT, 0},
    {"pragmas that change reading",
     "PRAGMA reverse_unordered_selects = 1; SELECT rowid FROM {t}; "
     "PRAGMA reverse_unordered_selects = 0",
     0},
    {"case_sensitive_like",
     "PRAGMA case_sensitive_like = 1; SELECT rowid FROM {t} WHERE {c} LIKE {k}; "
     "PRAGMA case_sensitive_like = 0",
     0},
    {"a column name as a value", "SELECT {c} AS \"{c}\", \"{c}\" FROM {t} LIMIT 1", 0},
    {"sqlite_schema", "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%c4n4ry%'", 0},

    /* ------------------------------------------------------------------ UPDATE */
    {"set to the guess", "UPDATE {t} SET {c} = {k}; SELECT changes()", WRITES | BLIND | TAKES},
    {"set one row to the guess", "UPDATE {t} SET {c} = {k} WHERE rowid = {r}",
     WRITES | BLIND | TAKES},
    {"set what others are to the guess",
     "UPDATE users SET {c} = {k} WHERE id <> {me}; SELECT changes()", WRITES | BLIND},
    {"set each to the guess", "UPDATE OR IGNORE {t} SET {c} = {k} WHERE {c} IS NULL",
     WRITES | BLIND | TAKES},
    {"set to itself", "UPDATE {t} SET {c} = {c}", WRITES},
    {"set to NULL", "UPDATE {t} SET {c} = NULL WHERE rowid <> {r}", WRITES | BLIND},
    {"set where the guess is right", "UPDATE {t} SET {w} = 'x' WHERE " RIGHT "; SELECT changes()",
     WRITES},
    {"set a hidden row", "UPDATE {t} SET {w} = 'x' WHERE rowid = {r}; SELECT changes()", WRITES},
    {"set what is seen to what is not", "UPDATE {t} SET {w} = {c}", WRITES},
    {"one's own text from a hidden column",
     "UPDATE users SET about = phone_number; SELECT about FROM users", WRITES},
    {"one's own text from a subquery",
     "UPDATE users SET about = (SELECT group_concat({c}) FROM {t}) WHERE id = {me}; "
     "SELECT about FROM users WHERE id = {me}",
     WRITES},
    {"one's own text, twice",
     "UPDATE users SET about = {c}, job_title = actions WHERE id = {me}; "
     "UPDATE users SET about = {c}, job_title = actions WHERE id = {me}",
     WRITES},
    {"one's own text, if the guess is right",
     "UPDATE users SET about = CASE WHEN EXISTS (SELECT 1 FROM {t} WHERE " RIGHT
     ") THEN 'y' ELSE 'n' "
     "END WHERE id = {me}; SELECT about FROM users WHERE id = {me}",
     WRITES},
    {"UPDATE … FROM",
     "UPDATE users SET about = h.v FROM (SELECT group_concat({c}) AS v FROM {t}) AS h "
     "WHERE users.id = {me}; SELECT about FROM users WHERE id = {me}",
     WRITES | ALONE},
    {"UPDATE … FROM, all that is seen",
     "UPDATE users SET about = h.v FROM (SELECT 'x' AS v) AS h WHERE users.role = 'user'",
     WRITES | ALONE},
    {"UPDATE … FROM, what others are",
     "UPDATE users SET company = h.v FROM (SELECT 'x' AS v) AS h WHERE users.id <> {me} AND "
     "users.id < '00000000-0000-7000-8000-000000000b05'",
     WRITES | ALONE},
    {"the order in which rows are visited", "UPDATE users SET about = json_extract('{}', id)",
     WRITES},
    {"the order in which guests are visited",
     "UPDATE users SET about = json_extract('{}', id) WHERE account_id = " ACCOUNT("2"), WRITES},
    {"an error for the right row",
     "UPDATE users SET about = abs(CASE WHEN phone_number LIKE 'c4n4ry1%' THEN "
     "-9223372036854775808 END)",
     WRITES},

    /* --------------------------------------------------------- DELETE and INSERT */
    {"delete where the guess is right", "DELETE FROM {t} WHERE " RIGHT "; SELECT changes()",
     WRITES},
    {"delete a hidden row", "DELETE FROM {t} WHERE rowid = {r}; SELECT changes()", WRITES},
    {"delete all but oneself", "DELETE FROM {t} WHERE {c} IS NOT {me}; SELECT changes()",
     WRITES | BLIND},
    {"delete, returning", "DELETE FROM {t} WHERE {c} = {k} RETURNING *", WRITES},
    {"delete by a subquery", "DELETE FROM users WHERE id IN (SELECT {c} FROM {t})", WRITES | BLIND},
    {"a member who is hidden",
     "INSERT INTO account_memberships (user_id, account_id) VALUES ({u}, " ACCOUNT("1") ")",
     WRITES},
    {"an account that is hidden",
     "INSERT INTO users (id, account_id, email, name) VALUES "
     "('00000000-0000-7000-8000-00000000ffff', {u}, 'z@x.org', 'Z')",
     WRITES},
    {"an invite into a hidden account",
     "SELECT length(invite_create('z@x.org', 'user', json_object('account_id', {u})))", WRITES},
    {"an invite into a hidden role", "INSERT INTO invites (email, role) VALUES ('z@x.org', {k})",
     WRITES},
    {"a setting of a hidden account",
     "INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES "
     "('account', {u}, 'invites.life', 100)",
     WRITES},
    {"replace a row", "INSERT OR REPLACE INTO {t} (rowid, {c}) VALUES (77, {k})", WRITES | TAKES},
    {"ignore a row", "INSERT OR IGNORE INTO {t} (rowid, {c}) VALUES (77, {k}); SELECT changes()",
     WRITES | TAKES},
    {"all into itself", "INSERT INTO {t} SELECT * FROM {t}", WRITES | TAKES},
    {"an upsert", "INSERT INTO {t} ({c}) VALUES ({k}) ON CONFLICT DO UPDATE SET {c} = {k}",
     WRITES | TAKES},
    {"insert, returning",
     "INSERT INTO {t} ({c}) VALUES ({k}) RETURNING *, (SELECT max({c}) FROM {t})", WRITES | TAKES},
    {"last_insert_rowid", "SELECT last_insert_rowid(), changes()", 0},

    /* ------------------------------------------------------------------ alone */
    {"ATTACH",
     "ATTACH ':memory:' AS m; CREATE TABLE m.copy AS SELECT * FROM {t}; SELECT {c} FROM m.copy; "
     "SELECT {c} FROM m.{t} WHERE " RIGHT "; DETACH m",
     ALONE},
    {"another name in an attached database",
     "ATTACH ':memory:' AS m; CREATE VIRTUAL TABLE m.other USING {t}; SELECT * FROM m.other",
     ALONE},
    {"a transaction that fails",
     "BEGIN; UPDATE users SET about = 'x'; SELECT {c} FROM {t}; ROLLBACK; SELECT {c} FROM {t} "
     "WHERE " RIGHT,
     ALONE},
    {"a transaction that is committed",
     "BEGIN; UPDATE users SET about = 'x' WHERE id = {me}; COMMIT; SELECT {c} FROM {t}", ALONE},
    {"a foreign key that fails at COMMIT",
     "PRAGMA foreign_keys = 1; CREATE TABLE app (x REFERENCES usher_user (id) DEFERRABLE INITIALLY "
     "DEFERRED); BEGIN; INSERT INTO app VALUES ('x'); SELECT count(*) FROM {t}; COMMIT; "
     "SELECT {c} FROM {t}; ROLLBACK; SELECT {c} FROM {t}",
     ALONE},
};

const int shape_count = sizeof(shapes) / sizeof(*shapes);
