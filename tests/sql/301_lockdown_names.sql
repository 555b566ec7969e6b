-- What is called or declared in an unusual way is seen for what it is before a connection is locked down.
.read setup/people.sql
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'adam');
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, sha256 TEXT, path TEXT);
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');
CREATE TABLE app (a);
CREATE TABLE loot (id, email);

-- A trigger that bears the name of the view by which the quota's triggers learn who may do what.
CREATE TRIGGER usher_grant AFTER INSERT ON app BEGIN INSERT INTO loot SELECT id, email FROM usher_user; END;
SELECT usher_lockdown();
DROP TRIGGER usher_grant;
CREATE TRIGGER Usher_x AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER Usher_x;
-- Declarations with comments and quotation marks.
CREATE VIRTUAL TABLE /* of a */ "pe""ople" -- strange
    /**/ USING /* ) */ -- module
    users;
CREATE VIRTUAL TABLE [of people] USING users;
CREATE VIRTUAL TABLE strange USING /* x */ "rtree" /* y */ (id, low, high);
-- What stands where act_as() leaves a table of its own.
CREATE TEMP TABLE usher_scope (x);
SELECT usher_lockdown();
DROP TABLE temp.usher_scope;
CREATE VIRTUAL TABLE temp.usher_scope USING users;
SELECT usher_lockdown();
DROP TABLE temp.usher_scope;
-- Names in all places, then, once it is locked down.
CREATE TEMP TABLE mine (a);
INSERT INTO mine VALUES ('in temp');
CREATE TEMP VIEW of_mine AS SELECT a FROM mine;
CREATE TABLE "two words" (id INTEGER PRIMARY KEY, owner_id, x);
CREATE VIRTUAL TABLE docs USING guarded("two words", owner=owner_id);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT usher_lockdown(json('{"functions":["dbstat"]}'));
SELECT a FROM of_mine;
INSERT INTO uploads (owner_id, bytes, sha256) VALUES ('00000000-0000-4000-8000-000000000006', 10, 'x');
SELECT count(*) FROM "pe""ople";
SELECT count(*) FROM strange;
SELECT count(*) FROM [of people];
PRAGMA table_info;
PRAGMA table_info(pragma_table_list);
PRAGMA table_info(app);
UPDATE sqlite_schema SET sql = '';
UPDATE temp.sqlite_schema SET sql = '';
-- Joins by USING: a word that is not refused, and names that are.
SELECT count(*) AS usings FROM (SELECT 1 AS x) JOIN (SELECT 1 AS x) USING (x);
SELECT count(*) AS dbstat FROM (SELECT 1 AS x) JOIN (SELECT 1 AS x) USING (x);
SELECT count(*) FROM (SELECT 1 AS x) JOIN "two words" USING (x);
SELECT count(*) AS "two words" FROM (SELECT 1 AS x) JOIN (SELECT 1 AS x) USING (x);
