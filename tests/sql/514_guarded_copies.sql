-- INSERT … SELECT from one guarded table into another of the same table below copies what was there when it began: no row less, be it that
-- ids are supplied, that a trigger ignores a row, or that there are no rowids; and none that it has just made.
.read setup/people.sql
.mode list
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT, title TEXT);
CREATE TABLE loose (owner_id TEXT, title TEXT);
CREATE TABLE keyed (k INTEGER PRIMARY KEY, owner_id TEXT, title TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
CREATE VIRTUAL TABLE docs2 USING guarded(doc, owner=owner_id);
CREATE VIRTUAL TABLE looses USING guarded(loose, owner=owner_id);
CREATE VIRTUAL TABLE looses2 USING guarded(loose, owner=owner_id);
CREATE VIRTUAL TABLE keys USING guarded(keyed, owner=owner_id);
CREATE VIRTUAL TABLE keys2 USING guarded(keyed, owner=owner_id);
INSERT INTO doc SELECT column1, id, column2 FROM p, (VALUES (1000, 'a'), (1010, 'b'), (1020, 'c'), (1030, 'd')) WHERE name = 'uma';
INSERT INTO loose (rowid, owner_id, title) SELECT * FROM doc;
INSERT INTO keyed SELECT * FROM doc;
SELECT act_as(id) FROM p WHERE name = 'uma';
.print -- ids are made
INSERT INTO docs2 (title) SELECT title || '+' FROM docs;
INSERT INTO looses2 (title) SELECT title || '+' FROM looses;
SELECT group_concat(id || title, ' ') FROM doc;
SELECT group_concat(rowid || title, ' ') FROM loose;
.print -- ids are given, behind where the scan is
INSERT INTO docs2 (id, title) SELECT id - 5, title || '-' FROM docs;
INSERT INTO looses2 (rowid, title) SELECT rowid - 5, title || '-' FROM looses WHERE title NOT LIKE '%+';
SELECT group_concat(id || title, ' ') FROM doc;
SELECT group_concat(rowid || title, ' ') FROM loose;
.print -- a trigger ignores the first row; the row that was inserted last is another one
SELECT act_as(NULL);
DELETE FROM doc WHERE title LIKE '_%_';
DELETE FROM loose WHERE title LIKE '_%_';
CREATE TRIGGER doc_ignores BEFORE INSERT ON doc WHEN NEW.title LIKE 'a%' BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER loose_ignores BEFORE INSERT ON loose WHEN NEW.title LIKE 'a%' BEGIN SELECT RAISE(IGNORE); END;
REPLACE INTO doc SELECT 1010, id, 'b' FROM p WHERE name = 'uma';
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO docs2 (title) SELECT title || '+' FROM docs;
SELECT group_concat(id || title, ' ') FROM doc;
SELECT last_insert_rowid();
INSERT INTO looses2 (title) SELECT title || '+' FROM looses;
SELECT group_concat(rowid || title, ' ') FROM loose;
INSERT INTO docs (title) VALUES ('a');
SELECT last_insert_rowid();
.print -- WITHOUT ROWID
CREATE TEMP TABLE other AS SELECT 1;
INSERT INTO other VALUES (2);
INSERT INTO keys2 (k, title) SELECT k - 500, title || '+' FROM keys;
SELECT group_concat(k || title, ' ') FROM keyed;
SELECT last_insert_rowid();
