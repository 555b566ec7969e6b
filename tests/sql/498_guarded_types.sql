-- A guarded table compares as the table below does, whatever the types of its columns: each with numbers, with texts that look like
-- numbers and others, with what has no type, on their own and as columns of another table. (62 has more of the values, fewer types.)
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
CREATE TABLE kind (id INTEGER PRIMARY KEY, owner_id TEXT, a VARCHAR(9), b CLOB, c TEXT, d, e BLOB, f FLOAT, g DOUBLE PRECISION, h REAL, i DECIMAL(9, 2), j INT, k DATE,
    l FLOAT HIDDEN, m DOUBLE HIDDEN, n REAL HIDDEN, o INT HIDDEN, p CHAR HIDDEN, q CLOB HIDDEN, r TEXT HIDDEN, s BLOB HIDDEN, t DATE HIDDEN);
CREATE VIRTUAL TABLE kinds USING guarded(kind, owner=owner_id);
SELECT group_concat(name || ' ' || type, ', ') FROM pragma_table_xinfo('kinds');
CREATE TEMP TABLE v AS SELECT column1 AS v FROM (VALUES (5), ('5'), ('05'), (5.0), ('5.0'), (x'35'), ('five'), (''), (NULL), (-1), ('1e1'), (10));
INSERT INTO kind (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t) SELECT v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v FROM v;
CREATE TABLE other (int INTEGER, txt TEXT, num NUMERIC, raw);
INSERT INTO other SELECT v, v, v, v FROM v;
CREATE TABLE answer (term, below INTEGER, guarded INTEGER);
CREATE TEMP TABLE col AS SELECT name FROM pragma_table_info('kind') WHERE length(name) = 1;
CREATE TEMP TABLE op AS SELECT value AS op FROM json_each('["=","<>","<",">=","IS"]');
.once asked.sql
SELECT 'INSERT INTO answer VALUES (' || quote(term) || ', (SELECT sum(1000 + t.id) FROM kind AS t' || rest || '), (SELECT sum(1000 + t.id) FROM kinds AS t' || rest || '));' FROM (
    SELECT name || ' ' || op || ' ' || quote(v) AS term, ' WHERE ' || name || ' ' || op || ' ' || quote(v) AS rest FROM col, op, v
    UNION ALL SELECT name || ' ' || op || ' ' || side, ' JOIN other ON t.' || name || ' ' || op || ' other.' || side FROM col, op, (SELECT name AS side FROM pragma_table_info('other'))
    UNION ALL SELECT name || ' IN ' || list, ' WHERE ' || name || ' IN ' || list FROM col, (SELECT column1 AS list FROM (VALUES ('(5)'), ('(''5'')'), ('(5, ''05'')'), ('(SELECT raw FROM other)'), ('(SELECT txt FROM other)'))));
BEGIN;
.read asked.sql
COMMIT;
SELECT count(*), count(DISTINCT below) > 50 FROM answer;
SELECT * FROM answer WHERE below IS NOT guarded;
.print -- DISTINCT, and in order
.once listed.sql
SELECT 'SELECT ' || quote(name) || ' WHERE (SELECT group_concat(quote(x)) FROM (SELECT DISTINCT ' || name || ' AS x FROM kind ORDER BY ' || name || ', typeof(' || name || '))) IS NOT (SELECT group_concat(quote(x)) FROM (SELECT DISTINCT ' || name || ' AS x FROM kinds ORDER BY ' || name || ', typeof(' || name || ')));' FROM col;
.read listed.sql
