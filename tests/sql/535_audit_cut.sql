-- Whoever can write the file, and was given checkpoints, but not the master key, cuts the log off as if it had been pruned.
.read setup/people.sql
SELECT usher_key('a master key of thirty-two bytes, or more') IS NULL;
CREATE TEMP TABLE kept (name, token);
CREATE TEMP VIEW verified AS SELECT audit_verify() ->> '$.whole' AS whole, audit_verify() ->> '$.problem' AS problem, audit_verify() ->> '$.entry' = (SELECT number FROM usher_audit_base) AS base;
UPDATE users SET about = 'first' WHERE id LIKE '%-000000000001';
INSERT INTO kept SELECT 'first', audit_checkpoint();
UPDATE users SET about = 'second' WHERE id LIKE '%-000000000001';
UPDATE users SET about = 'third' WHERE id LIKE '%-000000000001';
INSERT INTO kept SELECT 'second', audit_checkpoint();
CREATE TEMP TABLE head AS SELECT name, number, hash, token FROM kept, usher_audit WHERE number = (SELECT max(number) FROM usher_audit) - iif(name = 'first', 2, 0);

.print -- all of it
BEGIN;
INSERT INTO usher_audit_base SELECT 1, number, hash, token, strftime('%Y-%m-%dT%H:%M:%fZ') FROM head WHERE name = 'second';
DELETE FROM usher_audit;
SELECT count(*) FROM audit_log;
SELECT * FROM verified;
SELECT name, audit_verify(token) ->> '$.problem' FROM kept;
SELECT message FROM usher_doctor() WHERE code = 'audit';
SELECT audit_checkpoint();
-- what comes after makes it no better
UPDATE users SET about = 'fourth' WHERE id LIKE '%-000000000001';
SELECT * FROM verified;
ROLLBACK;

.print -- up to the first
BEGIN;
INSERT INTO usher_audit_base SELECT 1, number, hash, token, strftime('%Y-%m-%dT%H:%M:%fZ') FROM head WHERE name = 'first';
DELETE FROM usher_audit WHERE number <= (SELECT number FROM head WHERE name = 'first');
SELECT count(*) FROM audit_log;
SELECT * FROM verified;
ROLLBACK;

.print -- after it was pruned, which was by the first, up to the second
SELECT audit_prune(token) > 0 FROM kept WHERE name = 'first';
SELECT * FROM verified;
BEGIN;
UPDATE usher_audit_base SET (number, hash, checkpoint) = (SELECT number, hash, token FROM head WHERE name = 'second');
DELETE FROM usher_audit WHERE number <= (SELECT number FROM head WHERE name = 'second');
SELECT * FROM verified;
ROLLBACK;
.print -- as it may be
SELECT audit_prune(token) > 0 FROM kept WHERE name = 'second';
SELECT * FROM verified;
SELECT action, object_id = (SELECT number FROM usher_audit_base) FROM audit_log;
