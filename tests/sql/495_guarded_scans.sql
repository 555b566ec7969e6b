-- A guarded table says what the table below it says, whatever index or trigger that has, or has no more; and a scan that inserts
-- goes on to its end, however the rows get their numbers. What SQLite says of the table below is told as it is.
.read setup/people.sql

.print -- before there is a store (in another file): nothing is guarded
.open none.db
.load dist/usher
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT);
INSERT INTO doc VALUES (1, NULL);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
SELECT count(*) FROM sqlite_schema WHERE name = 'docs';
SELECT usher_init() IS NOT NULL;
SELECT usher_lockdown();
SELECT id FROM doc;
.open test.db
.load dist/usher
CREATE TEMP TABLE p AS SELECT name, id FROM users;

.print -- an index that is unique only byte by byte
CREATE TABLE code (id INTEGER PRIMARY KEY, owner_id TEXT, code TEXT COLLATE NOCASE, mark TEXT);
CREATE UNIQUE INDEX code_code ON code (code COLLATE BINARY);
CREATE UNIQUE INDEX code_mark ON code (mark COLLATE NOCASE);
CREATE VIRTUAL TABLE codes USING guarded(code, owner=owner_id);
INSERT INTO codes (code, mark) VALUES ('a', 'm'), ('A', 'n'), ('b', 'o');
SELECT group_concat(code) FROM codes WHERE code = 'a';
SELECT group_concat(mark) FROM codes WHERE mark IN ('m', 'N');
SELECT c.code, d.code FROM codes AS c JOIN codes AS d ON d.code = c.code ORDER BY c.id, d.id;

.print -- an index of the first column that is dropped, while the table is in use
CREATE TABLE word (word TEXT, owner_id TEXT);
CREATE UNIQUE INDEX word_word ON word (word);
CREATE VIRTUAL TABLE words USING guarded(word, owner=owner_id);
INSERT INTO words (word) VALUES ('one'), ('two');
SELECT count(*) FROM words WHERE word = 'one';
DROP INDEX word_word;
INSERT INTO words (word) VALUES ('one'), ('one');
SELECT count(*) FROM words WHERE word = 'one';
SELECT count(*) FROM (VALUES ('one'), ('two')) AS v JOIN words AS w ON w.word = v.column1;

.print -- scans that insert: with numbers that are given, below those that are there
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT, x INTEGER);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
CREATE VIRTUAL TABLE docs_too USING guarded(doc, owner=owner_id); -- or SQLite would read all of it first
INSERT INTO docs (id, x) VALUES (101, 1), (102, 2), (103, 3);
INSERT INTO docs (id, x) SELECT id - 100, x + 10 FROM docs_too;
SELECT group_concat(id || ':' || x, ' ') FROM (SELECT id, x FROM docs ORDER BY id);
DELETE FROM docs WHERE id < 100;
INSERT INTO docs (rowid, x) SELECT id - 100, x + 10 FROM docs_too;
SELECT group_concat(id || ':' || x, ' ') FROM (SELECT id, x FROM docs ORDER BY id);
CREATE TABLE plain (owner_id TEXT, x INTEGER);
CREATE VIRTUAL TABLE plains USING guarded(plain, owner=owner_id);
CREATE VIRTUAL TABLE plains_too USING guarded(plain, owner=owner_id);
INSERT INTO plains (rowid, x) VALUES (101, 1), (102, 2), (103, 3);
INSERT INTO plains (rowid, x) SELECT rowid - 100, x + 10 FROM plains_too;
SELECT group_concat(n || ':' || x, ' ') FROM (SELECT rowid AS n, x FROM plains ORDER BY rowid);
.print -- with none, by whose rows they are
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
INSERT INTO plains (x) VALUES (7);
SELECT last_insert_rowid();
INSERT INTO plains (x) SELECT x + 1 FROM plains_too;
INSERT INTO plains (x) SELECT x + 10 FROM plains_too;
SELECT group_concat(n || ':' || x, ' ') FROM (SELECT rowid AS n, x FROM plains ORDER BY rowid);
INSERT INTO plains DEFAULT VALUES;
SELECT rowid, x FROM plains WHERE x IS NULL;
SELECT act_as(NULL);
.print -- what a trigger ignores, when the last row that was inserted had a low number
CREATE TABLE app (a INTEGER PRIMARY KEY);
CREATE TRIGGER ignored BEFORE INSERT ON doc WHEN NEW.x BETWEEN 100 AND 111 BEGIN SELECT RAISE(IGNORE); END;
INSERT INTO app VALUES (2);
INSERT INTO docs (x) SELECT x + 99 FROM docs_too;
SELECT group_concat(id || ':' || x, ' ') FROM (SELECT id, x FROM docs WHERE x > 99 ORDER BY id);
.print -- without a rowid
CREATE TABLE keyed (k TEXT PRIMARY KEY, owner_id TEXT, x INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE keyeds USING guarded(keyed, owner=owner_id);
CREATE VIRTUAL TABLE keyeds_too USING guarded(keyed, owner=owner_id);
INSERT INTO keyeds (k, x) VALUES ('a', 1), ('b', 2), ('c', 3);
INSERT INTO app VALUES (0);
INSERT INTO keyeds (k, x) SELECT '0' || k, x + 10 FROM keyeds_too;
SELECT last_insert_rowid(), group_concat(k || ':' || x, ' ') FROM (SELECT k, x FROM keyeds ORDER BY k);

.print -- a row that goes while others are changed: whose it would have been does not matter
INSERT INTO plain (rowid, owner_id, x) SELECT 200 + column1, id, column1 FROM p, (VALUES (1), (2), (3)) WHERE name = 'carl';
CREATE TRIGGER goes AFTER UPDATE ON plain WHEN new.x = 51 BEGIN DELETE FROM plain WHERE x = 2; END;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'carl';
UPDATE plains SET x = x + 50, owner_id = iif(x = 2, (SELECT id FROM p WHERE name = 'uma'), owner_id);
SELECT group_concat(n || ':' || x, ' ') FROM (SELECT rowid AS n, x FROM plains ORDER BY rowid);
CREATE TEMP TABLE asked (n);
SELECT act_as(NULL);
CREATE TRIGGER goes_too AFTER DELETE ON plain WHEN old.x = 51 BEGIN DELETE FROM plain WHERE x = 53; END;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'carl';
DELETE FROM plains;
SELECT count(*) FROM plains;

.print -- a trigger that cannot run; what went well leaves no error
SELECT act_as(NULL);
CREATE TRIGGER lost AFTER INSERT ON code WHEN new.code = 'lost' BEGIN INSERT INTO nowhere VALUES (1); END;
INSERT INTO codes (code) VALUES ('fine');
SELECT usher_error() ->> 'code', usher_error() ->> 'message';
DROP TRIGGER lost;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'carl';
INSERT INTO codes (code) VALUES ('fine');
UPDATE codes SET code = 'finer' WHERE code = 'fine';
DELETE FROM codes WHERE code = 'finer';
SELECT usher_error();

.print -- only the system guards, and only in main
CREATE VIRTUAL TABLE temp.mine USING guarded(doc, owner=owner_id);
SELECT usher_error() ->> 'code';
SELECT act_as(NULL);
CREATE VIRTUAL TABLE temp.mine USING guarded(doc, owner=owner_id);
SELECT usher_error() ->> 'code';
CREATE VIRTUAL TABLE wrong USING guarded(doc, owner=nothing);
CREATE TABLE made (a TEXT AS (upper(b)), b TEXT);
CREATE VIRTUAL TABLE wrong USING guarded(made, owner=a);
CREATE VIRTUAL TABLE wrong USING guarded(doc, owner=nothing, account=x, read='docs.read');
CREATE VIRTUAL TABLE wrong USING guarded(doc, owner=x, account=x, read='docs.read');
CREATE VIRTUAL TABLE wrong USING guarded(doc, account=x, read='accounts.read');
SELECT usher_error() ->> 'field';
