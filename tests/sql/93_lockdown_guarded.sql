-- On a connection that is locked down a guarded table is open, and the table below it is not.
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
.mode list
SELECT invite_accept(invite_create('olga@example.org', 'owner'), '{"id":"00000000-0000-4000-8000-000000000001"}') IS NOT NULL;
SELECT invite_accept(invite_create('uma@example.org', 'user'), '{"id":"00000000-0000-4000-8000-000000000002"}') IS NOT NULL;
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT REFERENCES usher_user (id), title TEXT UNIQUE);
CREATE TABLE app_log (line TEXT);
CREATE TABLE "odd ""docs" (owner_id TEXT, body TEXT);
INSERT INTO app_docs (owner_id, title) VALUES ('00000000-0000-4000-8000-000000000001', 'secret'), ('00000000-0000-4000-8000-000000000002', 'own');
INSERT INTO "odd ""docs" VALUES ('00000000-0000-4000-8000-000000000001', 'secret');
CREATE TRIGGER app_docs_log AFTER UPDATE ON app_docs BEGIN INSERT INTO app_log VALUES (new.title); END;
CREATE VIEW titles AS SELECT title FROM app_docs;
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
CREATE VIRTUAL TABLE odd USING guarded("odd ""docs", owner=owner_id);
CREATE VIRTUAL TABLE gone USING guarded(app_log, owner=line);
DROP TABLE gone;
-- A full-text index over it would hand its rows out: it is in the way.
CREATE VIRTUAL TABLE search USING fts5(title, content=app_docs);
SELECT usher_lockdown();
DROP TABLE search;
.print -- locked
PRAGMA foreign_keys = ON;
SELECT act_as('00000000-0000-4000-8000-000000000002'), usher_lockdown();
SELECT id, title FROM docs;
SELECT count(*) FROM odd;
INSERT INTO docs (title) VALUES ('new');
UPDATE docs SET title = 'newer' WHERE title = 'new';
DELETE FROM docs WHERE id = 1;
SELECT id, title, owner_id = actor() FROM docs;
SELECT line FROM app_log;
INSERT INTO docs (title) VALUES ('secret');
INSERT INTO docs (owner_id, title) VALUES ('00000000-0000-4000-8000-000000000001', 'x');
.print -- the tables below
SELECT title FROM app_docs;
SELECT count(*) FROM App_Docs;
SELECT title FROM main."app_docs";
SELECT title FROM titles;
SELECT body FROM "odd ""docs";
INSERT INTO app_docs (title) VALUES ('x');
UPDATE app_docs SET owner_id = actor();
DELETE FROM app_docs;
INSERT INTO app_log SELECT title FROM app_docs;
SELECT title FROM (SELECT 'secret' AS title) NATURAL JOIN app_docs;
SELECT title FROM (SELECT 'secret' AS title) FULL JOIN app_docs USING (title);
SELECT body FROM (SELECT 'x' AS body) FULL JOIN "odd ""docs" USING (body);
SELECT body FROM (SELECT 'x' AS body) FULL JOIN [odd "docs] USING (body);
PRAGMA table_info(app_docs);
CREATE VIRTUAL TABLE mine USING guarded(app_docs, owner=owner_id);
DROP TABLE docs;
SELECT title FROM docs JOIN app_docs USING (id);
WITH app_docs AS (SELECT title FROM docs) SELECT title FROM app_docs;
