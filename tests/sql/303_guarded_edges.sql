-- Guarded tables in unusual dress: how their arguments may be written, what the table below may be, whose rights count.
.read setup/people.sql
CREATE TABLE "t$1é" (id INTEGER PRIMARY KEY, o, a, c CLOB, v VARCHAR(10), f FLOAT, d DOUBLE, n DECIMAL, g GENERATED);
CREATE VIRTUAL TABLE d USING guarded(	"t$1é"
,
	owner	=
o , account
=a, read='users.read', write=users.update);
CREATE VIRTUAL TABLE d2 USING guarded(t$1é, owner=o);
CREATE VIRTUAL TABLE d3 USING guarded(t~, owner=o);
CREATE VIRTUAL TABLE d3 USING guarded("t$1é", owner="");
CREATE VIRTUAL TABLE d3 USING guarded("t$1é", owner=o, account=a, read='user.fly_2');
CREATE VIRTUAL TABLE d4 USING guarded("t$1é", owner=o, account=a, read='a~.b');
CREATE VIRTUAL TABLE d4 USING guarded("t$1é", owner=o, account=a, read='a.b:');
CREATE VIRTUAL TABLE d4 USING guarded("t$1é", owner=o, account=a, read='1a.b');
SELECT name, type FROM pragma_table_xinfo('d');
INSERT INTO d (o, a) VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa'), ('00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-0000000000ab'), (NULL, NULL);
INSERT INTO d (rowid) VALUES (9);
INSERT INTO d (rowid, c) VALUES (10, 'c');
UPDATE OR REPLACE d SET id = 9 WHERE id = 10;
SELECT id, c FROM d;
PRAGMA count_changes = 1;
UPDATE d SET c = 'x' WHERE id = 9;
DELETE FROM d WHERE id = 9;
PRAGMA count_changes = 0;
SELECT id, c FROM d;
UPDATE d SET usher_writable = 0;

-- Permissions of usher's own stand as an application's do: in how many accounts one has it is asked of each.
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT id, usher_writable FROM d;
UPDATE d SET c = 'by adam';
UPDATE d SET c = 'by adam' WHERE id = 1;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000025');
SELECT id, usher_writable FROM d;
UPDATE d SET c = 'by hana' WHERE id = 2;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT id, usher_writable FROM d;
SELECT act_as(NULL);
-- An owner has the application's permissions, too.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT count(*) FROM d;
SELECT act_as(NULL);
-- A row that is nobody's, of a table without owners, and no permission to write.
CREATE TABLE plain (id INTEGER PRIMARY KEY, a, x);
CREATE VIRTUAL TABLE seen_plain USING guarded(plain, account=a, read='users.read');
INSERT INTO seen_plain (a, x) VALUES ('00000000-0000-4000-8000-0000000000aa', 1);
CREATE TABLE owned (id INTEGER PRIMARY KEY, o, a, x);
CREATE VIRTUAL TABLE seen_owned USING guarded(owned, owner=o, account=a, read='users.read');
INSERT INTO seen_owned (o, a, x) VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000aa', 1), ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', 1);
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE seen_plain SET x = 2;
SELECT x FROM seen_plain;
UPDATE seen_owned SET x = 2 WHERE id = 2;
SELECT id, x FROM seen_owned;
SELECT act_as(NULL);
-- Somebody who is in many accounts.
INSERT INTO accounts (id, name) SELECT '00000000-0000-4000-8000-0000000001' || printf('%02d', value), 'account ' || value FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts WHERE name LIKE 'account %';
INSERT INTO account_memberships (user_id, account_id, role) SELECT '00000000-0000-4000-8000-000000000003', id, 'admin' FROM accounts WHERE name LIKE 'account %';
INSERT INTO d (o, a) SELECT NULL, id FROM accounts WHERE name IN ('account 9', 'account 16');
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT count(*) FROM accounts;
SELECT count(*) FROM d;
SELECT act_as(NULL);

-- The table below is another one, which looks the same.
CREATE TABLE one (id INTEGER PRIMARY KEY, o, x INTEGER);
CREATE VIRTUAL TABLE seen USING guarded(one, owner=o);
SELECT count(*) FROM seen;
DROP TABLE one;
CREATE TABLE One (id INTEGER PRIMARY KEY, o, x INTEGER);
SELECT count(*) FROM seen;
DROP TABLE One;
CREATE TABLE one (id INTEGER PRIMARY KEY DESC, o, x INTEGER);
SELECT count(*) FROM seen;
DROP TABLE one;
CREATE TABLE one (id INTEGER PRIMARY KEY, o, x INTEGER AS (1));
SELECT count(*) FROM seen;
DROP TABLE one;
CREATE TABLE one (id INTEGER PRIMARY KEY, o, x INTEGER UNIQUE ON CONFLICT IGNORE);
SELECT count(*) FROM seen;
DROP TABLE one;
CREATE TABLE one (id INTEGER PRIMARY KEY, o, x INTEGER);
SELECT count(*) FROM seen;
CREATE TABLE two (a TEXT, o, PRIMARY KEY (a COLLATE NOCASE)) WITHOUT ROWID;
CREATE VIRTUAL TABLE second USING guarded(two, owner=o);
SELECT count(*) FROM second;
DROP TABLE two;
CREATE TABLE two (a TEXT, o, PRIMARY KEY (a COLLATE RTRIM)) WITHOUT ROWID;
SELECT count(*) FROM second;
CREATE TABLE three (a TEXT PRIMARY KEY, o, x) WITHOUT ROWID;
CREATE INDEX three_x ON three (x || 'y', lower(a));
CREATE VIRTUAL TABLE third USING guarded(three, owner=o);
INSERT INTO third (a) VALUES ('a');
SELECT a FROM third WHERE x IS NULL;

-- A connection that finds the table below gone can ask, and is told why not.
DROP TABLE one;
.open test.db
.load dist/usher
SELECT unusable FROM seen WHERE unusable = 1 ORDER BY unusable;
SELECT DISTINCT unusable FROM seen ORDER BY unusable;
SELECT count(*) FROM seen;
UPDATE seen SET unusable = 1;
DELETE FROM seen;
DROP TABLE seen;
