-- The audit log is append-only, and audit_verify() finds the first entry that is not as it was written.
.read setup/people.sql
.once trigger.sql
SELECT group_concat(sql, ';') || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'usher_audit';
-- What it says, without what differs from run to run.
CREATE TEMP VIEW verified AS SELECT json_remove(audit_verify(), '$.hash') AS report;

.print -- every entry has a hash of its own; where before or after is, a salted one of them, too
SELECT count(*) = count(DISTINCT hash), min(length(hash)), max(length(hash)) FROM usher_audit;
SELECT DISTINCT before IS NOT NULL OR after IS NOT NULL, length(contents) FROM usher_audit ORDER BY 1;
SELECT report -> '$.whole', report -> '$.first', report ->> '$.last' = (SELECT max(id) FROM audit_log), report -> '$.sealed', report -> '$.erased' FROM verified;

.print -- append-only, for whoever writes: past usher, and by the table
UPDATE usher_audit SET action = 'x';
UPDATE OR REPLACE usher_audit SET number = number + 1 WHERE number = 3;
UPDATE usher_audit SET hash = NULL;
UPDATE usher_audit SET before = NULL, after = NULL, contents = substr(contents, 17);
DELETE FROM usher_audit;
DELETE FROM usher_audit WHERE number = 1;
UPDATE audit_log SET action = 'x';
DELETE FROM audit_log;
INSERT INTO audit_log (action) VALUES ('x');
SELECT report -> '$.whole' FROM verified;

.print -- changed: in any column
SELECT name FROM pragma_table_info('usher_audit') WHERE name <> 'number' AND name NOT IN ('key_number', 'erased_by');
BEGIN;
REPLACE INTO usher_audit SELECT number, '2000-01-01T00:00:00.000Z', real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 2;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, 'x', actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 3;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, 'x', action, object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 4;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, 'x', object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 5;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type || 's', substr(object_id, 2), account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 6;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, NULL, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 7;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, after, before, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after || ' ', hash, contents, key_number, erased_by FROM usher_audit WHERE number = 8;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, randomblob(32), contents, key_number, erased_by FROM usher_audit WHERE number = 9;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, randomblob(48), key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, NULL, NULL, hash, NULL, key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, 1, erased_by FROM usher_audit WHERE number = 2;
SELECT report FROM verified;
ROLLBACK;

.print -- put there at the end, in front; in another order; the same one twice
BEGIN;
INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id) VALUES ('2000-01-01T00:00:00.000Z', 'x', 'x', 'x', 'x', 'x');
SELECT json_extract(report, '$.problem'), json_extract(report, '$.entry') = (SELECT max(number) FROM usher_audit) FROM verified;
UPDATE users SET about = 'x' WHERE id LIKE '%000001';
SELECT json_extract(report, '$.problem'), json_extract(report, '$.entry') = (SELECT max(number) FROM usher_audit) - 1 FROM verified;
ROLLBACK;
BEGIN;
INSERT INTO usher_audit SELECT 0, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
INSERT INTO usher_audit SELECT -5, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
CREATE TEMP TABLE pair AS SELECT * FROM usher_audit WHERE number IN (4, 5);
REPLACE INTO usher_audit SELECT 9 - number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM pair;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
INSERT INTO usher_audit SELECT number + 1, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit ORDER BY number DESC LIMIT 1;
SELECT json_extract(report, '$.problem'), json_extract(report, '$.entry') = (SELECT max(number) FROM usher_audit) FROM verified;
ROLLBACK;

.print -- removed: one, several, the first; what is cut off at the end only a checkpoint tells
BEGIN;
DROP TRIGGER usher_audit_update;
DROP TRIGGER usher_audit_delete;
DELETE FROM usher_audit WHERE number IN (6, 7, 9);
.read trigger.sql
SELECT report FROM verified;
ROLLBACK;
BEGIN;
DROP TRIGGER usher_audit_update;
DROP TRIGGER usher_audit_delete;
DELETE FROM usher_audit WHERE number = 1;
.read trigger.sql
SELECT report FROM verified;
ROLLBACK;
BEGIN;
DROP TRIGGER usher_audit_update;
DROP TRIGGER usher_audit_delete;
DELETE FROM usher_audit WHERE number > 5;
.read trigger.sql
SELECT report FROM verified;
ROLLBACK;
BEGIN;
DROP TRIGGER usher_audit_update;
SELECT audit_verify();
ROLLBACK;

.print -- erased: the chain holds, and it is known which entries those were; not without an entry that says so
SELECT user_erase('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT report -> '$.whole', report ->> '$.erased' > 0, report ->> '$.erased' = (SELECT json_array_length(after, '$.entries') FROM audit_log WHERE action = 'user.erase') FROM verified;
SELECT count(*) FROM usher_audit WHERE erased_by IS NOT NULL AND (before IS NOT NULL OR after IS NOT NULL OR length(contents) <> 32);
BEGIN;
UPDATE usher_audit SET before = NULL, after = NULL, contents = substr(contents, 17), erased_by = (SELECT max(number) FROM usher_audit) WHERE number = 1;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
UPDATE usher_audit SET before = NULL, after = NULL, contents = substr(contents, 17), erased_by = 99999 WHERE number = 1;
SELECT report FROM verified;
ROLLBACK;
BEGIN;
UPDATE usher_audit SET after = '{}' WHERE erased_by IS NOT NULL;
UPDATE usher_audit SET erased_by = NULL WHERE erased_by IS NOT NULL;
UPDATE usher_audit SET erased_by = number + 1 WHERE erased_by IS NOT NULL;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, '{"entries":[1]}', hash, contents, key_number, erased_by FROM usher_audit WHERE action = 'user.erase';
SELECT json_extract(report, '$.problem'), json_extract(report, '$.entry') = (SELECT min(number) FROM usher_audit WHERE erased_by IS NOT NULL) FROM verified;
ROLLBACK;
SELECT report -> '$.whole' FROM verified;

.print -- the store's own secret is what its entries are hashed with; the number after the last there can be
BEGIN;
UPDATE usher_secret SET hash_key = randomblob(32);
SELECT report FROM verified;
ROLLBACK;
BEGIN;
DELETE FROM usher_secret;
SELECT report FROM verified;
UPDATE users SET about = 'x' WHERE id LIKE '%000001';
ROLLBACK;
BEGIN;
INSERT INTO usher_audit (number, created_at, real_actor, actor, action, object_type, object_id) VALUES (9223372036854775807, '2000-01-01T00:00:00.000Z', 'x', 'x', 'x', 'x', 'x');
UPDATE users SET about = 'x' WHERE id LIKE '%000001';
SELECT json_extract(report, '$.problem'), json_extract(report, '$.entry') = (SELECT count(*) FROM usher_audit) FROM verified;
ROLLBACK;

.print -- what fails, and what is taken back, leaves no entry, and the chain goes on
BEGIN;
UPDATE users SET about = 'x' WHERE id LIKE '%000001';
SAVEPOINT s;
UPDATE users SET about = 'y' WHERE id LIKE '%000001';
ROLLBACK TO s;
UPDATE users SET about = 'z' WHERE id LIKE '%000001';
UPDATE users SET disk_space = -1;
COMMIT;
SELECT report -> '$.whole' FROM verified;

.print -- who may ask: the system
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT audit_verify();
SELECT audit_checkpoint();
SELECT audit_prune('x');
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT audit_verify();
SELECT act_as(NULL);
SELECT usher_lockdown();
SELECT audit_verify();
SELECT audit_checkpoint();
SELECT audit_prune('x');
