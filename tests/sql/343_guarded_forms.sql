-- Guarded tables: each limit of their arguments from both sides, tables of every form, and whose a row is where columns are
-- in an unusual place.
.read setup/people.sql
CREATE TABLE azAZ09_Āé (id INTEGER PRIMARY KEY, zZ09Āo, a);
CREATE VIRTUAL TABLE plain USING guarded(azAZ09_Āé, owner=zZ09Āo, account=a, read=az09_.z9_, write='z.a0');
SELECT name FROM usher_permission WHERE name IN ('az09_.z9_', 'z.a0');
SELECT name, permissions LIKE '%z.a0%', permissions LIKE '%self.read%' FROM roles WHERE name = 'owner';
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id, account_id);
CREATE INDEX doc_owner ON doc (owner_id);
CREATE VIRTUAL TABLE d USING guarded(.doc, owner=owner_id);
CREATE VIRTUAL TABLE d USING guarded(main.doc.x, owner=owner_id);
CREATE VIRTUAL TABLE d USING guarded(temp.doc, owner=owner_id);
CREATE VIRTUAL TABLE d USING guarded(doc_owner, owner=owner_id);
CREATE VIRTUAL TABLE d USING guarded("", owner=owner_id);
CREATE VIRTUAL TABLE d USING guarded(, owner=owner_id);
CREATE VIRTUAL TABLE d USING guarded(doc, owner=);
CREATE VIRTUAL TABLE d USING guarded(doc, =owner_id);
CREATE VIRTUAL TABLE d USING guarded(doc, own.er=owner_id);
CREATE VIRTUAL TABLE d USING guarded(doc, owner=owner_id, account=account_id, read='a.b-c');
CREATE VIRTUAL TABLE d USING guarded(doc, owner=owner_id, account=account_id, read='a.b/c');
CREATE VIRTUAL TABLE d USING guarded(doc, owner=owner_id, account=account_id, read='a.{');
CREATE VIRTUAL TABLE d USING guarded(doc, owner=owner_id, account=account_id, read='a.b`');
CREATE VIRTUAL TABLE d USING guarded(doc, owner=owner_id, account=account_id, read='a23456789.b23456789.c23456789.d23456789.e23456789.f23456789.g2345');
CREATE VIRTUAL TABLE d USING guarded(doc, owner=owner_id, account=account_id, read='a23456789.b23456789.c23456789.d23456789.e23456789.f23456789.g234', write='users.read');
CREATE VIRTUAL TABLE odd USING guarded(doc, owner="owner_id", account=[account_id], read=usher.x);
CREATE VIRTUAL TABLE odd USING guarded(doc, owner="owner_id", account=[account_id], read=usherx.y);
SELECT name, "notnull" FROM pragma_table_info('d');
CREATE TABLE "it's" (id INTEGER PRIMARY KEY, o "it's");
CREATE VIRTUAL TABLE strange USING guarded("it's", owner=o);
SELECT usher_error() ->> 'code';
SELECT count(*) FROM sqlite_schema WHERE name = 'strange';

.print -- columns: what is NOT NULL, what keeps all it is given, what compares how
CREATE TABLE strict (o TEXT, x ANY, n TEXT NOT NULL DEFAULT 'n') STRICT;
CREATE TABLE lax (o TEXT, x ANY, n TEXT NOT NULL DEFAULT 'n');
CREATE TEMP TABLE lax (o TEXT, x ANY) STRICT;
CREATE VIRTUAL TABLE strict_g USING guarded(strict, owner=o);
CREATE VIRTUAL TABLE lax_g USING guarded(lax, owner=o);
SELECT name, type, "notnull" FROM pragma_table_info('strict_g');
SELECT name, type, "notnull" FROM pragma_table_info('lax_g');
INSERT INTO strict_g (x) VALUES (1), ('1'), (1.0), ('a');
INSERT INTO lax_g (x) VALUES (1), ('1'), (1.0), ('a');
SELECT (SELECT count(*) FROM strict WHERE x = '1'), (SELECT count(*) FROM strict_g WHERE x = '1'), (SELECT count(*) FROM strict_g WHERE x = 1), (SELECT count(*) FROM strict_g WHERE +x = '1'), (SELECT count(*) FROM strict_g WHERE x IN ('1', 'a'));
SELECT (SELECT count(*) FROM main.lax WHERE x = '1'), (SELECT count(*) FROM lax_g WHERE x = '1'), (SELECT count(*) FROM lax_g WHERE x = 1), (SELECT count(*) FROM lax_g WHERE x IN ('1', 'a'));
CREATE TABLE cased (id INTEGER PRIMARY KEY, o, x COLLATE NOCASE, y);
CREATE UNIQUE INDEX cased_x ON cased (x COLLATE BINARY);
CREATE UNIQUE INDEX cased_y ON cased (y COLLATE NOCASE);
CREATE VIRTUAL TABLE cased_g USING guarded(cased, owner=o);
INSERT INTO cased_g (o, x, y) VALUES (NULL, 'a', 'p'), (NULL, 'A', 'q');
SELECT id FROM cased_g WHERE x = 'a' ORDER BY id DESC;
SELECT a.id, b.id FROM cased_g AS a JOIN cased_g AS b ON a.x = b.x ORDER BY a.id DESC, b.id;
SELECT id FROM cased_g WHERE y = 'P';

.print -- rows by other names
CREATE TABLE named (_rowid_ TEXT, oid TEXT, o TEXT);
CREATE VIRTUAL TABLE named_g USING guarded(named, owner=o);
INSERT INTO named_g VALUES ('a', 'b', '00000000-0000-4000-8000-000000000006');
UPDATE named_g SET oid = 'c';
SELECT rowid, * FROM named_g;
CREATE TABLE unnamed (rowid, _rowid_, oid, o);
CREATE VIRTUAL TABLE unnamed_g USING guarded(unnamed, owner=o);
CREATE TABLE keyed (rowid, _rowid_, oid, k TEXT PRIMARY KEY, o);
CREATE VIRTUAL TABLE keyed_g USING guarded(keyed, owner=o);
INSERT INTO keyed_g (k, o) VALUES ('k', NULL), ('l', NULL);
UPDATE keyed_g SET oid = 1 WHERE k = 'l';
SELECT k, oid FROM keyed_g ORDER BY k;
CREATE TABLE number (rowid, _rowid_, oid, k INTEGER PRIMARY KEY, o);
CREATE VIRTUAL TABLE number_g USING guarded(number, owner=o);
INSERT INTO number_g (k, o) VALUES (5, NULL);
UPDATE number_g SET oid = 1, k = 6;
SELECT k, oid FROM number_g;
CREATE TABLE pair (k, l, o, PRIMARY KEY (k, l)) WITHOUT ROWID;
CREATE VIRTUAL TABLE pair_g USING guarded(pair, owner=o);
CREATE TABLE pairs (k INTEGER, l INTEGER, o, PRIMARY KEY (k, l));
CREATE VIRTUAL TABLE pairs_g USING guarded(pairs, owner=o);
INSERT INTO pairs_g VALUES (2, 1, NULL), (1, 1, NULL);
UPDATE pairs_g SET o = '00000000-0000-4000-8000-000000000006' WHERE k = 1;
SELECT rowid, * FROM pairs_g;

.print -- rowids that are set: to themselves, to nothing, to what is none; against the column
INSERT INTO d (rowid, owner_id) VALUES (0, '00000000-0000-4000-8000-000000000006'), (7, NULL);
UPDATE d SET rowid = rowid WHERE rowid = 7;
UPDATE d SET rowid = 'x' WHERE rowid = 0;
UPDATE d SET rowid = NULL WHERE rowid = 0;
UPDATE d SET rowid = 8 WHERE rowid = 7;
UPDATE d SET rowid = 9, id = 10 WHERE id = 8;
INSERT INTO d (rowid, id) VALUES (20, 21);
INSERT INTO d (rowid, owner_id) VALUES (NULL, 'next');
SELECT last_insert_rowid(), count(*) FROM d WHERE id = 22;
SELECT id, owner_id FROM d;
CREATE TABLE calc (c AS (1), o, x, PRIMARY KEY (x)) WITHOUT ROWID;
CREATE VIRTUAL TABLE calc_g USING guarded(calc, owner=o);
INSERT INTO calc_g (c, o, x) VALUES (5, NULL, 1);
INSERT INTO calc_g (o, x) VALUES (NULL, 1);
UPDATE calc_g SET c = 2;
INSERT INTO d (id, owner_id, account_id, usher_writable) VALUES (30, 'o', 'a', 1);
UPDATE d SET owner_id = s.v FROM (SELECT 'from' AS v) AS s WHERE id = 22;
SELECT id, owner_id FROM d WHERE id >= 22;

.print -- the first column says whose a row is
CREATE TABLE first (o, a, x);
CREATE VIRTUAL TABLE owned USING guarded(first, owner=o);
CREATE VIRTUAL TABLE both USING guarded(first, owner=o, account=a, read='users.read', write='users.update');
CREATE TABLE placed (a, x);
CREATE VIRTUAL TABLE here USING guarded(placed, account=a, read='users.read', write='users.update');
INSERT INTO first VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', 'of uma'), ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000aa', 'of adam'), (NULL, '00000000-0000-4000-8000-0000000000ab', 'of ab'), (NULL, NULL, 'of nobody');
INSERT INTO placed VALUES ('00000000-0000-4000-8000-0000000000aa', 'of aa'), ('00000000-0000-4000-8000-0000000000ab', 'of ab'), (NULL, 'of nobody');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT x, usher_writable FROM owned;
UPDATE owned SET x = x || '!';
UPDATE owned SET o = '00000000-0000-4000-8000-000000000003';
SELECT usher_error() ->> 'field';
INSERT INTO owned (x) VALUES ('new');
INSERT INTO owned (o, x) VALUES ('00000000-0000-4000-8000-000000000003', 'another''s');
SELECT usher_error() ->> 'field';
INSERT INTO both (a, x) VALUES ('00000000-0000-4000-8000-0000000000ab', 'elsewhere');
SELECT usher_error() ->> 'field';
INSERT INTO here (x) VALUES ('here');
SELECT usher_error() ->> 'field';
DELETE FROM both WHERE x = 'of adam';
DELETE FROM both WHERE x = 'new';
INSERT INTO calc_g (x) VALUES (3);
UPDATE calc_g SET x = 4 WHERE x = 3;
SELECT * FROM calc_g;
DELETE FROM calc_g;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT x, usher_writable FROM both;
UPDATE both SET x = x || '?';
UPDATE here SET x = x || '?';
INSERT INTO here (x) VALUES ('by adam');
UPDATE here SET a = NULL WHERE x = 'by adam';
SELECT usher_error() ->> 'field';
UPDATE here SET a = '00000000-0000-4000-8000-0000000000ab' WHERE x = 'by adam';
DELETE FROM here WHERE x = 'of aa?';
SELECT act_as(NULL);
SELECT * FROM first;
SELECT * FROM placed;
SELECT * FROM calc;

.print -- dropped after it was connected anew: the table below is open again, and others stay closed
ALTER TABLE doc ADD COLUMN more;
SELECT count(*) FROM d;
ALTER TABLE doc ADD COLUMN still_more;
SELECT count(*) FROM d;
DROP TABLE d;
DROP TABLE odd;
DROP TABLE temp.lax;
SELECT usher_lockdown();
SELECT count(*) FROM doc;
SELECT count(*) FROM first;
SELECT count(*) FROM placed;
