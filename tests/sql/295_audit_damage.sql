-- What the audit log's proof rests on, damaged in every part: each is noticed.
.read setup/people.sql
SELECT usher_key('a master key of thirty-two bytes, or more');
CREATE TEMP VIEW verified AS SELECT json_extract(audit_verify(), '$.problem') AS problem, json_extract(audit_verify(), '$.entry') AS entry;
UPDATE users SET about = 'sealed' WHERE id LIKE '%-000000000001';
SELECT json_extract(audit_verify(NULL), '$.whole');
PRAGMA ignore_check_constraints = 1;

.print -- the values of an entry, and their hash
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, NULL, key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT * FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, '{}', after, hash, NULL, key_number, erased_by FROM usher_audit WHERE action = 'key.set';
SELECT problem, entry = (SELECT number FROM usher_audit WHERE action = 'key.set') FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, number + 1 FROM usher_audit WHERE action = 'key.set';
SELECT problem, entry = (SELECT number FROM usher_audit WHERE action = 'key.set') FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, substr(contents, 17), key_number, 2 FROM usher_audit WHERE number = 1;
SELECT * FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, substr(contents, 9), key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT * FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, key_number, 2 FROM usher_audit WHERE number = 1;
SELECT * FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, substr(hash, 2), contents, key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT * FROM verified;
UPDATE users SET about = 'after a mangled hash' WHERE id LIKE '%-000000000001';
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, substr(hash, 2), contents, key_number, erased_by FROM usher_audit ORDER BY number DESC LIMIT 1;
UPDATE users SET about = 'after a mangled hash' WHERE id LIKE '%-000000000001';
SELECT problem, entry = (SELECT max(number) - 1 FROM usher_audit) FROM verified;
ROLLBACK;
BEGIN;
INSERT INTO usher_audit (number, created_at, real_actor, actor, action, object_type, object_id) VALUES (-9223372036854775807, '', 'x', 'x', 'x', 'x', 'x');
SELECT * FROM verified;
ROLLBACK;

.print -- the key of the log
BEGIN;
UPDATE usher_audit_key SET public_key = substr(public_key, 3);
SELECT audit_checkpoint();
ROLLBACK;
BEGIN;
UPDATE usher_audit_key SET number = -1;
SELECT audit_checkpoint();
ROLLBACK;

.print -- a checkpoint whose entry is not there so
CREATE TEMP TABLE kept AS SELECT audit_checkpoint() AS token;
UPDATE users SET about = 'later' WHERE id LIKE '%-000000000001';
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, NULL, contents, key_number, erased_by FROM usher_audit WHERE number = (SELECT max(number) - 1 FROM usher_audit);
SELECT audit_prune(token) FROM kept;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, x'00', contents, key_number, erased_by FROM usher_audit WHERE number = (SELECT max(number) - 1 FROM usher_audit);
SELECT audit_prune(token) FROM kept;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, randomblob(32), contents, key_number, erased_by FROM usher_audit WHERE number = (SELECT max(number) - 1 FROM usher_audit);
SELECT audit_prune(token) FROM kept;
ROLLBACK;

.print -- where the log begins
SELECT audit_prune(token) > 10 FROM kept;
BEGIN;
UPDATE usher_audit_base SET hash = randomblob(32);
SELECT audit_prune(token) FROM kept;
ROLLBACK;
BEGIN;
UPDATE usher_audit_base SET number = 0;
SELECT * FROM verified;
ROLLBACK;
BEGIN;
UPDATE usher_audit_base SET hash = x'00';
SELECT * FROM verified;
ROLLBACK;
BEGIN;
UPDATE usher_audit_base SET hash = zeroblob(0);
SELECT * FROM verified;
ROLLBACK;
SELECT json_extract(audit_verify(), '$.whole');
