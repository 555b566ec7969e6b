-- A guarded table whose key is not the rowid: an INTEGER that is but a part of it, or DESC; by text; without a rowid.
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
SELECT invite_accept(invite_create('olga@example.org', 'owner'), '{"id":"00000000-0000-4000-8000-000000000001"}') IS NOT NULL;
CREATE TABLE pair (a INTEGER, b INTEGER, owner_id TEXT, PRIMARY KEY (a, b));
CREATE TABLE down (id INTEGER PRIMARY KEY DESC, owner_id TEXT, title TEXT);
CREATE TABLE name (id TEXT PRIMARY KEY COLLATE NOCASE, owner_id TEXT, n REAL) WITHOUT ROWID;
CREATE VIRTUAL TABLE pairs USING guarded(pair, owner=owner_id);
CREATE VIRTUAL TABLE downs USING guarded(down, owner=owner_id);
CREATE VIRTUAL TABLE names USING guarded(name, owner=owner_id);
CREATE TABLE every (id INTEGER PRIMARY KEY, rowid, _rowid_, oid, owner_id TEXT);
CREATE VIRTUAL TABLE everyone USING guarded(every, owner=owner_id);
CREATE TABLE nameless (rowid, _rowid_, oid, owner_id TEXT);
CREATE VIRTUAL TABLE nobody USING guarded(nameless, owner=owner_id);
CREATE TABLE many (n INTEGER, m INTEGER, u INTEGER, owner_id TEXT, UNIQUE (u, m));
CREATE INDEX many_n ON many (n);
CREATE VIRTUAL TABLE of_many USING guarded(many, owner=owner_id);
SELECT act_as('00000000-0000-4000-8000-000000000001') IS NOT NULL;
.print -- a part of the key
INSERT INTO pairs (a, b) VALUES (1, 2), (1, 1), (1, 3), (2, 1);
SELECT last_insert_rowid(), (SELECT max(rowid) FROM pair);
SELECT rowid, a, b FROM pairs WHERE a = 1 ORDER BY b DESC;
SELECT a, b FROM pairs WHERE a = 1 ORDER BY abs(b);
SELECT DISTINCT a FROM pairs WHERE a = 1;
INSERT INTO pairs (rowid, a, b) VALUES (77, 5, 5);
SELECT last_insert_rowid(), rowid FROM pairs WHERE a = 5;
INSERT INTO pairs (a, b) VALUES (1, 1);
INSERT OR REPLACE INTO pairs (a, b) VALUES (2, 1);
UPDATE pairs SET b = b + 10 WHERE a = 1 AND b > 1;
UPDATE pairs SET a = 7 WHERE b = 13;
DELETE FROM pairs WHERE a = 1 AND b = 1;
SELECT rowid, a, b FROM pair ORDER BY rowid;
.print -- DESC
INSERT INTO downs (id, title) VALUES (10, 'ten'), (5, 'five');
INSERT INTO downs (title) VALUES ('none');
SELECT last_insert_rowid();
SELECT rowid, id, title FROM downs ORDER BY rowid;
INSERT INTO downs (rowid, id, title) VALUES (99, 1, 'of 99');
SELECT last_insert_rowid(), rowid FROM downs WHERE id = 1;
UPDATE downs SET id = 6 WHERE id = 5;
INSERT INTO downs (id) VALUES (6);
DELETE FROM downs WHERE rowid = 1;
SELECT rowid, id, title FROM down ORDER BY rowid;
.print -- without a rowid
INSERT INTO names (id, n) VALUES ('a', '1'), ('b', 2), ('c', 'x');
INSERT INTO names (id) VALUES ('A');
SELECT id, n, typeof(n) FROM names WHERE id IN ('A', 'B', 'C') AND n >= '1' ORDER BY id DESC;
UPDATE names SET id = 'd' WHERE id = 'C';
DELETE FROM names WHERE id = 'B';
SELECT id, n, typeof(n) FROM name;
SELECT name, type FROM pragma_table_info('names');
.print -- a rowid that is given anew, beside a column of the same value
INSERT INTO downs (rowid, id, title) VALUES (40, 40, 'forty');
UPDATE downs SET rowid = 50 WHERE id = 40;
SELECT rowid, id FROM downs WHERE title = 'forty';
UPDATE downs SET id = 50, rowid = 60 WHERE id = 40;
SELECT rowid, id FROM downs WHERE title = 'forty';
UPDATE downs SET id = 41, rowid = 'x' WHERE id = 50;
SELECT rowid, id FROM downs WHERE title = 'forty';
.print -- all names of the rowid are taken
INSERT INTO everyone (id, rowid, _rowid_, oid) VALUES (7, 'a', 'b', 'c');
UPDATE everyone SET rowid = 'd' WHERE id = 7;
SELECT id, rowid, _rowid_, oid FROM everyone;
.print -- an index that is not unique, and the first column of one that is
INSERT INTO of_many (n, m, u) VALUES (1, 3, 1), (1, 1, 1), (1, 2, 1);
SELECT m FROM of_many WHERE n = 1 ORDER BY abs(m);
SELECT m FROM of_many WHERE u = 1 ORDER BY abs(m);
