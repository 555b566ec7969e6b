-- usher_lockdown() takes words for what they are: names that merely contain or begin like others, comments and quotation
-- marks of declarations, objects of every kind that are called as usher's own are.
.read setup/people.sql
CREATE TABLE note (id INTEGER PRIMARY KEY, title UNIQUE);
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id, title);
CREATE TABLE docket (id INTEGER PRIMARY KEY, title);
CREATE TABLE pragma_notes (a);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
INSERT INTO doc VALUES (1, '00000000-0000-4000-8000-000000000006', 'of uma'), (2, '00000000-0000-4000-8000-000000000001', 'of olga');
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER);
ATTACH ':memory:' AS other;
CREATE TABLE other.note (a);
CREATE TABLE other.names AS SELECT 'x' AS name;

.print -- What is in the way: a module of usher's own elsewhere, by another name, a view in its place
CREATE VIRTUAL TABLE main.usher_scope USING usher_scope;
SELECT usher_lockdown();
DROP TABLE main.usher_scope;
CREATE VIRTUAL TABLE temp.other_scope USING usher_scope;
SELECT usher_lockdown();
DROP TABLE temp.other_scope;
CREATE TEMP VIEW usher_scope AS SELECT usher_scope FROM (SELECT 1 AS usher_scope);
SELECT usher_lockdown();
DROP VIEW temp.usher_scope;
CREATE TRIGGER other.usher_x AFTER INSERT ON note BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER other.usher_x;
CREATE VIRTUAL TABLE copy USING fts5(title, content='doc');
SELECT usher_lockdown();
.print -- to have asked usher_doctor() about it does not move it out
SELECT code, subject, message FROM usher_doctor() WHERE subject LIKE '%copy%' OR message LIKE '%copy%';
SELECT usher_lockdown();
DROP TABLE copy;
.print -- names of options: 200 characters; which of the two is wrong
SELECT usher_lockdown(json_object('functions', json_array(printf('%.201c', 'x'))));
SELECT usher_error() ->> 'field';
SELECT usher_lockdown('{"functions":[],"modules":[1]}');
SELECT usher_error() ->> 'field';

.print -- What is not
CREATE VIRTUAL TABLE docket_search USING fts5(title, content='docket');
CREATE VIRTUAL TABLE a--c
USING fts5(x);
CREATE VIRTUAL TABLE b/*c*/USING/*d*/fts5/**/(x);
CREATE VIRTUAL TABLE d/*/c*/USING fts5(x);
CREATE VIRTUAL TABLE "e""" USING fts5(x);
CREATE VIRTUAL TABLE f USING "fts5"(x);
CREATE INDEX users ON note (title);
CREATE INDEX usher_index ON note (title);
CREATE TRIGGER unnatural_usher AFTER INSERT ON note BEGIN INSERT INTO docket (title) VALUES (NEW.title); END;
CREATE VIEW natural_usher_view AS SELECT title AS focusing, id AS usher_id FROM note;
SELECT usher_lockdown(json_object('functions', json_array(printf('%.200c', 'x')), 'modules', json_array(printf('%.200c', 'y'))));
SELECT act_as(NULL);
INSERT INTO note VALUES (1, 'n');
SELECT title FROM docket;
SELECT focusing FROM natural_usher_view;
SELECT count(*) FROM "e""";

.print -- Words
SELECT 1 AS usinga, 2 AS usher_x;
SELECT 1 AS naturally, 2 AS usher_x;
SELECT 1 AS focusing, 2 AS usher_x;
SELECT 1 AS unnatural, 2 AS usher_x;
SELECT 1 AS within, 2 AS storage_track_x, 3 AS usher_grant;
SELECT 1 AS herewith, 2 AS storage_track_x, 3 AS usher_grant;
WITH c AS (SELECT 1 AS x) SELECT x AS usher_grants FROM c;
WITH c AS (SELECT 1 AS x) SELECT x AS my_usher_grant FROM c;
WITH c AS (SELECT 1 AS x) SELECT x AS my_storage_track_ FROM c;
WITH c AS (SELECT 1 AS x) SELECT x AS usher_grant FROM c;
WITH c AS (SELECT 1 AS x) SELECT x AS storage_track_x FROM c;
SELECT x AS my_usher_user FROM (SELECT 1 AS x) JOIN (SELECT 1 AS x) USING (x);
SELECT x AS docx FROM (SELECT 1 AS x) JOIN (SELECT 1 AS x) USING (x);
SELECT x AS doc FROM (SELECT 1 AS x) JOIN (SELECT 1 AS x) USING (x);
SELECT x AS doc FROM (SELECT 1 AS x) NATURAL JOIN (SELECT 1 AS x);
SELECT x AS usher_user FROM (SELECT 1 AS x) JOIN (SELECT 1 AS x) USING (x);

.print -- Tables and pragmas
INSERT INTO pragma_notes VALUES (1);
PRAGMA table_info(pragma_notes);
PRAGMA index_info(sqlite_autoindex_note_1);
PRAGMA index_info(usher_index);
PRAGMA index_list(note);
WITH usher_grant AS (SELECT email FROM usher_user) SELECT email FROM usher_grant;
WITH storage_track_1_insert AS (SELECT id FROM usher_user) SELECT id FROM storage_track_1_insert;
SELECT title FROM doc;
SELECT name FROM other.names;
