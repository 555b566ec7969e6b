-- usher_doctor() where it is needed most: without a store, with a damaged one, with one that was altered; what captures names; who may call it.
CREATE TEMP VIEW found AS SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE severity <> 'note';
CREATE TEMP VIEW remedies AS SELECT remedy || ';' FROM usher_doctor() WHERE severity <> 'note' AND code <> 'clock';
.print -- without a store
SELECT * FROM found;
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT * FROM found;
SELECT invite_create('ann@example.org', 'owner', '{"token":"ann0000000000000000000000000000000000000000"}') IS NOT NULL;
SELECT invite_accept('ann0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001","name":"ann"}');

.print -- what was dropped or altered is made again to the letter; what is none of usher's goes, but no rows do
DROP INDEX usher_user_email;
DROP VIEW usher_held;
CREATE VIEW usher_held (principal, account_id, permission) AS SELECT 'a', 'b', 'c';
CREATE TABLE usher_mine (x);
INSERT INTO usher_mine VALUES ('kept');
CREATE INDEX usher_mine_x ON usher_mine (x);
CREATE VIEW usher_seen AS SELECT 1;
CREATE TRIGGER usher_captures AFTER INSERT ON usher_user BEGIN SELECT 1; END;
SELECT count(*) FROM users;
SELECT severity, code, subject, message, substr(remedy, 1, 60) FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT severity, code, subject, message, substr(remedy, 1, 60) FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
SELECT name FROM users;
SELECT x FROM renamed_usher_mine;
DROP TABLE renamed_usher_mine;

.print -- a table that is gone, or has another column
DROP TABLE usher_recovery_code;
ALTER TABLE usher_totp ADD COLUMN more TEXT;
SELECT severity, code, subject, message, remedy FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
ALTER TABLE usher_totp DROP COLUMN more;
SELECT severity, code, subject, message FROM found;

.print -- the version row
UPDATE usher_store SET fingerprint = zeroblob(32);
SELECT name FROM users;
SELECT severity, code, subject, message, substr(remedy, 1, 54) FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT name FROM users;
DELETE FROM usher_store;
SELECT name FROM users;
SELECT severity, code, subject, message, substr(remedy, 1, 54) FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT name FROM users;
SELECT * FROM found;
UPDATE usher_store SET version = 1000000;
SELECT severity, code, iif(message GLOB 'the store is of version 1000000, newer than this library (*): load a newer usher', 'newer', message), remedy FROM found;
UPDATE usher_store SET version = 1;
SELECT severity, code, iif(message GLOB 'the store is of version 1, this library needs *', 'older', message), remedy FROM found;
PRAGMA ignore_check_constraints = 1;
UPDATE usher_store SET version = -1;
PRAGMA ignore_check_constraints = 0;
SELECT count(*) FROM found WHERE code = 'store' AND subject = 'usher_store' AND remedy LIKE 'INSERT OR REPLACE%';
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;

.print -- an index that lacks a row
CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'usher_invite_email';
PRAGMA writable_schema = ON;
DELETE FROM sqlite_schema WHERE name = 'usher_invite_email';
PRAGMA writable_schema = RESET;
INSERT INTO usher_invite (id, account_id, email, role_id, created_at, expires_at, updated_at) SELECT '00000000-0000-4000-8001-00000000000' || n, account_id, 'x' || n || '@example.org', role_id, created_at, expires_at, updated_at FROM usher_invite, (SELECT 1 AS n UNION SELECT 2);
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema SELECT * FROM kept;
PRAGMA writable_schema = RESET;
SELECT severity, code, subject, remedy FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
.print -- a page that is none: what can be looked at, is
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'usher_user_email') WHERE name = 'usher_team';
PRAGMA writable_schema = RESET;
SELECT DISTINCT severity, code, iif(message LIKE 'this could%', 'could not', 'found') FROM found;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET rootpage = (SELECT max(rootpage) + 1000 FROM sqlite_schema) WHERE name = 'usher_team';
PRAGMA writable_schema = RESET;
SELECT count(*) > 0 FROM found WHERE code = 'integrity';
