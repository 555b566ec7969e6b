-- usher_lockdown() refuses, naming what is in the way, and then nothing has changed: the system still acts,
-- on the backing tables, too. Once all of it is gone, the connection is locked, here with nobody acting.
SELECT usher_lockdown();
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
CREATE TABLE note (id INTEGER PRIMARY KEY, title, email);

.print -- The moment
BEGIN;
SELECT usher_lockdown();
COMMIT;
SAVEPOINT s;
SELECT usher_lockdown();
RELEASE s;
SELECT email, usher_lockdown() FROM invites;
INSERT INTO usher SELECT 'usher_lockdown', '[]' FROM invites;

.print -- Options
SELECT usher_lockdown('{"functions":["load_extension"]}');
SELECT usher_lockdown('{"functions":["SQLITE_LOG"]}');
SELECT usher_lockdown('{"modules":["sqlite_dbpage"]}');
SELECT usher_lockdown('{"modules":["usher_atomic"]}');
SELECT usher_lockdown('{"functions":[""]}');
SELECT usher_lockdown('{"functions":{}}');
SELECT usher_lockdown('{"pragmas":["x"]}');
SELECT usher_lockdown(1);

.print -- Triggers
CREATE TRIGGER spy AFTER INSERT ON usher_user BEGIN INSERT INTO note (title) VALUES (NEW.email); END;
SELECT usher_lockdown();
SELECT usher_error() ->> 'code', actor(), count(*) FROM usher_user;
DROP TRIGGER spy;
CREATE TRIGGER "Usher_Spy" BEFORE DELETE ON "USHER_AUDIT" BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER "Usher_Spy";
CREATE TEMP TRIGGER spy AFTER INSERT ON note BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER spy;
CREATE TEMP TRIGGER spy AFTER INSERT ON main.usher_invite BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER spy;
CREATE TRIGGER spy AFTER INSERT ON note BEGIN INSERT INTO note (email) SELECT email FROM (SELECT 1 AS email) FULL JOIN usher_user USING (email); END;
SELECT usher_lockdown();
DROP TRIGGER spy;

.print -- Names
CREATE TABLE users (a);
SELECT usher_lockdown();
DROP TABLE users;
CREATE TEMP TABLE Invites (a);
SELECT usher_lockdown();
DROP TABLE temp.Invites;
CREATE VIEW usher AS SELECT 1;
SELECT usher_lockdown();
DROP VIEW usher;
CREATE TEMP VIEW usher_user AS SELECT 1;
SELECT usher_lockdown();
DROP VIEW temp.usher_user;
CREATE TABLE "USHER_LIST" (value, list);
SELECT usher_lockdown();
DROP TABLE "USHER_LIST";
CREATE TEMP TABLE usher_atomic (a);
SELECT usher_lockdown();
DROP TABLE temp.usher_atomic;
CREATE VIRTUAL TABLE people USING users;
CREATE TEMP TABLE people (email);
SELECT usher_lockdown();
DROP TABLE temp.people;
CREATE TEMP TABLE note (title);
SELECT usher_lockdown();
DROP TABLE temp.note;
ATTACH ':memory:' AS other;
CREATE TABLE other.accounts (a);
SELECT usher_lockdown();
DROP TABLE other.accounts;
CREATE TABLE other.usher_list (a);
SELECT usher_lockdown();
DROP TABLE other.usher_list;
CREATE VIRTUAL TABLE other.pages USING sqlite_dbdata;
CREATE VIEW emails AS SELECT email FROM note NATURAL JOIN usher_user;
SELECT usher_lockdown();
DROP VIEW emails;

.print -- Virtual tables
CREATE VIRTUAL TABLE /* a */ "sizes, USING fts5(" -- b
    USING [dbstat];
SELECT usher_lockdown();
DROP TABLE "sizes, USING fts5(";
CREATE VIRTUAL TABLE temp.terms USING fts3tokenize;
SELECT usher_lockdown();
DROP TABLE temp.terms;
CREATE VIRTUAL TABLE search USING fts5(email, content='usher_user', content_rowid=number);
SELECT usher_lockdown();
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts4(email, content="Usher_Invite");
SELECT usher_lockdown();
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5(title, content='note');
CREATE VIRTUAL TABLE terms USING fts5vocab(search, row);

.print -- Nothing has changed
SELECT actor(), act_as(NULL), email FROM usher_invite;
CREATE TABLE more (a);
PRAGMA user_version = 3;

.print -- Now
SELECT usher_lockdown('{"functions":["sha3"],"modules":["completion"]}');
SELECT actor();
SELECT length(sha3('x')), count(*) FROM completion('sel', 'sel');
SELECT usher_lockdown('{"functions":["sha3","ieee754"]}');
SELECT usher_lockdown('{"functions":["SHA3"]}'), usher_lockdown('{"modules":[]}'), length(sha3('x'));
SELECT count(*) FROM completion('sel', 'sel');
SELECT usher_lockdown('{"functions":[]}');
SELECT sha3('x');
SELECT email FROM usher_invite;
SELECT act_as(NULL);
UPDATE users SET name = 'x';
INSERT INTO accounts (name) VALUES ('mine');
SELECT name FROM other.sqlite_schema;
SELECT title FROM note;
