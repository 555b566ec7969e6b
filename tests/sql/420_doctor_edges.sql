-- usher_doctor() at the edges of what it looks for: keys of two columns, tables that cannot be connected, a secret that is lost, a connection without the master key, a store that cannot be counted.
.read setup/people.sql
.mode list
CREATE TEMP VIEW found AS SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal', 'foreign_keys', 'prune');

.print -- a key of two columns leads nowhere: that is told, and left to a person
CREATE TABLE app (id INTEGER PRIMARY KEY, owner TEXT, account TEXT, FOREIGN KEY (owner, account) REFERENCES usher_membership (user_id, account_id));
INSERT INTO app VALUES (1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000aa'), (2, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000ab'), (3, NULL, 'none');
SELECT * FROM found WHERE code = 'reference';
DROP TABLE app;

.print -- a hundred of one code are listed, and once that there are more
WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 105) INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) SELECT 'user', 'gone ' || n, 'app.x', '1', '2022-01-01T00:00:00.000Z' FROM n;
SELECT count(*), sum(message LIKE 'there is more%') FROM found WHERE code = 'setting';
DELETE FROM usher_setting WHERE scope_id LIKE 'gone%';

.print -- a table of usher's that does not connect
CREATE VIRTUAL TABLE people USING users;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE people USING users(no, such, thing)' WHERE name = 'people';
PRAGMA writable_schema = RESET;
SELECT severity, code, subject, message, remedy FROM found WHERE code = 'names';
SELECT usher_lockdown();
PRAGMA writable_schema = ON;
DELETE FROM sqlite_schema WHERE name = 'people';
PRAGMA writable_schema = RESET;
SELECT * FROM found WHERE code = 'names';

.print -- files that are too many to be counted
PRAGMA ignore_check_constraints = 1;
INSERT INTO usher_file (id, user_id, account_id, checksum, size, format, created_at, updated_at) SELECT '00000000-0000-4000-8006-00000000000' || value, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000aa', printf('%032d', value), 9000000000000000000, 'mp4', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z' FROM json_each('[1,2]');
PRAGMA ignore_check_constraints = 0;
SELECT severity, code, subject, message FROM found WHERE code = 'storage';
DELETE FROM usher_file;
SELECT * FROM found WHERE code = 'storage';

.print -- a table of the application that SQLite cannot check: its fault is told, and the rest is looked at
CREATE TABLE loud (x INTEGER CHECK (abs(x) >= 0));
PRAGMA ignore_check_constraints = 1;
INSERT INTO loud VALUES (-9223372036854775808);
PRAGMA ignore_check_constraints = 0;
SELECT * FROM found WHERE code <> 'master_key';
DROP TABLE loud;

.print -- a database that has a table of usher's, and is not the one with the store
ATTACH 'aside.db' AS aside;
CREATE TABLE aside.people (x);
PRAGMA writable_schema = ON;
UPDATE aside.sqlite_schema SET sql = 'CREATE VIRTUAL TABLE people USING users', rootpage = 0 WHERE name = 'people';
PRAGMA writable_schema = OFF;
DETACH aside;
ATTACH 'aside.db' AS aside;
SELECT * FROM found WHERE code = 'names';
SELECT usher_lockdown();
DETACH aside;

.print -- the master key is given on another connection: a note, a warning where mail waits; the audit log is not verified
SELECT severity, code, message FROM found WHERE code IN ('master_key', 'audit');
SELECT usher_key('a master key of thirty-two bytes, or more') IS NOT NULL;
SELECT * FROM found;
UPDATE users SET about = 'sealed' WHERE id LIKE '%-000000000001';
.open test.db
.load dist/usher
CREATE TEMP VIEW found AS SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal', 'foreign_keys', 'prune');
SELECT * FROM found;
SELECT usher_key('a master key of thirty-two bytes, or more') IS NOT NULL;
SELECT invite_create('new@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
.open test.db
.load dist/usher
CREATE TEMP VIEW found AS SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal', 'foreign_keys', 'prune');
SELECT * FROM found;

.print -- the secret is lost
DELETE FROM usher_secret;
SELECT * FROM found WHERE code = 'master_key';

.print -- the version row has a fingerprint that is none; its table is gone
PRAGMA ignore_check_constraints = 1;
UPDATE usher_store SET fingerprint = x'00';
SELECT severity, code, subject, message, substr(remedy, 1, 46) FROM found WHERE code = 'store';
DROP TABLE usher_store;
SELECT severity, code, subject, message, substr(remedy, 1, 30) FROM found WHERE code = 'store';
