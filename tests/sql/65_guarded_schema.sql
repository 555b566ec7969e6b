-- The table below a guarded table changes: what can be followed is followed, all else is one clear error,
-- and DROP TABLE always works.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, title TEXT, rank INTEGER);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
INSERT INTO docs (title, rank) VALUES ('b', 1), ('a', 1);
SELECT * FROM docs;

ALTER TABLE app_docs ADD COLUMN size INTEGER DEFAULT 3;
INSERT INTO docs (title, rank) VALUES ('c', 2);
SELECT * FROM docs WHERE size = 3;
ALTER TABLE app_docs RENAME COLUMN title TO name;
SELECT name FROM docs ORDER BY name;
ALTER TABLE app_docs DROP COLUMN size;
UPDATE docs SET rank = 3 WHERE name = 'c';
SELECT * FROM docs;

-- An index comes and goes: plans follow, answers stay.
EXPLAIN QUERY PLAN SELECT * FROM docs WHERE rank = 3;
CREATE UNIQUE INDEX app_rank ON app_docs (rank) WHERE rank > 1;
EXPLAIN QUERY PLAN SELECT * FROM docs WHERE rank = 3;
DROP INDEX app_rank;
UPDATE docs SET rank = id;
CREATE UNIQUE INDEX app_rank ON app_docs (rank);
EXPLAIN QUERY PLAN SELECT * FROM docs WHERE rank = 3;
SELECT name FROM docs WHERE rank = 3 ORDER BY name;
DROP INDEX app_rank;
UPDATE docs SET rank = 3;
EXPLAIN QUERY PLAN SELECT * FROM docs WHERE rank = 3;
SELECT name FROM docs WHERE rank = 3 ORDER BY name;
BEGIN;
UPDATE docs SET rank = id;
CREATE UNIQUE INDEX app_rank ON app_docs (rank);
SELECT name FROM docs WHERE rank = 3 ORDER BY name;
ROLLBACK;
SELECT name FROM docs WHERE rank = 3 ORDER BY name;

-- The table is gone, or its owner column, or it is another one.
ALTER TABLE app_docs RENAME TO app_papers;
SELECT * FROM docs;
SELECT count(*) FROM docs;
SELECT usher_error();
INSERT INTO docs VALUES (1);
DELETE FROM docs;
SELECT usher_is_not_a_function FROM docs;
ALTER TABLE app_papers RENAME TO app_docs;
SELECT count(*) FROM docs;
ALTER TABLE app_docs RENAME COLUMN owner_id TO whose;
SELECT * FROM docs;
ALTER TABLE app_docs RENAME COLUMN whose TO owner_id;
SELECT count(*) FROM docs;
DROP TABLE app_docs;
SELECT * FROM docs;
INSERT INTO docs (name) VALUES ('x');
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, name TEXT, rank INTEGER);
INSERT INTO docs (name) VALUES ('the same again');
SELECT * FROM docs;
DROP TABLE app_docs;
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, name BLOB, rank TEXT);
SELECT * FROM docs;
INSERT INTO docs (name) VALUES ('x');
UPDATE docs SET name = 'x';
SELECT count(*) FROM app_docs;
DROP TABLE docs;
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
INSERT INTO docs (name) VALUES ('x');
BEGIN;
DROP TABLE app_docs;
SELECT count(*) FROM docs;
ROLLBACK;
SELECT name FROM docs;
DROP TABLE app_docs;
DROP TABLE docs;
SELECT name FROM sqlite_schema WHERE name GLOB '*docs*';

-- A collation that the connection lacks is an error, as for the table itself.
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, title TEXT COLLATE RTRIM);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = replace(sql, 'RTRIM', 'mine') WHERE name = 'app_docs';
PRAGMA writable_schema = RESET;
SELECT * FROM docs;
SELECT id FROM app_docs ORDER BY title;
DROP TABLE docs;
-- The guarded table itself can be renamed, and nothing else.
CREATE TABLE app_more (owner_id);
CREATE VIRTUAL TABLE more USING guarded(app_more, owner=owner_id);
ALTER TABLE more ADD COLUMN x;
CREATE INDEX more_index ON more (owner_id);
CREATE TRIGGER more_trigger AFTER INSERT ON more BEGIN SELECT 1; END;
ALTER TABLE more RENAME TO less;
INSERT INTO less VALUES ('x');
SELECT * FROM less;
DROP TABLE less;
SELECT * FROM app_more;
