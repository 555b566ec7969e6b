-- A scan that fails half-way says so: rows that went before are no answer. Of a guarded table in SQLite's words.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TABLE e (id INTEGER PRIMARY KEY, o TEXT, j TEXT, v AS (j ->> '$.a'));
CREATE INDEX e_o ON e (o);
INSERT INTO e (id, o, j) VALUES (1, 'x', '{"a":1}'), (2, 'x', '{"a":2}'), (4, 'x', '{"a":4}');
CREATE VIRTUAL TABLE ev USING guarded(e, owner=o);
CREATE VIRTUAL TABLE ew USING guarded(e, owner=o);
SELECT id, v FROM ev;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '$.a', '$.a') WHERE name = 'e';
PRAGMA writable_schema = RESET;
CREATE TABLE made (id INTEGER PRIMARY KEY, o TEXT, j TEXT);
INSERT INTO made SELECT id, o, j FROM e UNION ALL SELECT 3, 'x', '{';
DROP TABLE e;
ALTER TABLE made RENAME TO e;
ALTER TABLE e ADD COLUMN v AS (j ->> '$.a');
.print -- row by row, and the last before it
SELECT id, v FROM ev;
SELECT usher_error();
SELECT id, v FROM ev LIMIT 2;
SELECT id, v FROM ev LIMIT 3;
SELECT id, v FROM ev LIMIT 2 OFFSET 1;
SELECT id FROM ev;
.print -- in order, merged, grouped, by a term, by a key
SELECT DISTINCT id, v FROM ev ORDER BY id;
SELECT id, v FROM ev ORDER BY v;
SELECT o, v FROM ev ORDER BY o;
SELECT DISTINCT o, v FROM ev ORDER BY o;
SELECT v, count(*) FROM ev GROUP BY v;
SELECT id FROM ev WHERE v = 1;
SELECT count(*) FROM ev WHERE v > 0;
SELECT v FROM ev WHERE id = 2;
SELECT v FROM ev WHERE id = 3;
SELECT id, v FROM ev WHERE id IN (1, 3);
SELECT p.column1, (SELECT v FROM ev WHERE id = p.column1) FROM (VALUES (1), (3)) AS p;
SELECT p.column1, ev.v FROM (VALUES (2), (3), (4)) AS p LEFT JOIN ev ON ev.id = p.column1;
SELECT id, rowid FROM ev WHERE rowid > 1 AND v IS NOT NULL;
.print -- what writes has written nothing
UPDATE ev SET o = 'y' || v;
UPDATE ev SET o = 'y' WHERE v > 0;
DELETE FROM ev WHERE v > 0;
INSERT INTO ew (o, j) SELECT 'z', '{"a":' || v || '}' FROM ev;
INSERT INTO ew (id, o, j) SELECT id + 10, 'z', '{"a":' || v || '}' FROM ev WHERE id < 3;
INSERT INTO ew (id, o, j) SELECT DISTINCT id + 20, v, '{}' FROM ev ORDER BY id;
SELECT id, o, j FROM e;
.print -- a row that was deleted meanwhile
SELECT count(*) FROM ev WHERE id > 100;
DELETE FROM ev WHERE id = 3;
SELECT id, v FROM ev;
DROP TABLE ew;
DROP TABLE ev;
SELECT count(*) FROM ev;
