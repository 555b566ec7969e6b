-- With the master key the audit log's entries are hashed with a key that nobody else can have, and its head is signed, to be kept elsewhere.
.read setup/people.sql
.once trigger.sql
SELECT group_concat(sql, ';') || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'usher_audit';
CREATE TEMP VIEW verified AS SELECT json_remove(audit_verify(), '$.hash', '$.first', '$.erased') AS report;
CREATE TEMP TABLE kept (name, token);

.print -- without the master key there is no signature
SELECT audit_checkpoint();
SELECT audit_prune('x');
SELECT audit_verify('x');
SELECT usher_error();
SELECT audit_verify(5), audit_prune(NULL);

.print -- with it: the entries from then on are sealed, and what was before them with them
SELECT usher_key('a master key of thirty-two bytes, or more');
SELECT report FROM verified;
UPDATE users SET about = 'sealed' WHERE id LIKE '%-000000000001';
SELECT report ->> '$.sealed' = report ->> '$.last' AND report ->> '$.whole' FROM verified;
SELECT length(public_key), length(secret) FROM usher_audit_key;
SELECT DISTINCT key_number FROM usher_audit ORDER BY 1;
INSERT INTO kept SELECT 'first', audit_checkpoint();
SELECT json_extract(audit_verify(token), '$.whole') FROM kept;
SELECT length(token) - length(replace(token, '.', '')), token GLOB 'eyJhbGciOiJFZERTQSIs*' FROM kept;

.print -- it is no JWT of another type, nor is one of those a checkpoint; nothing forged is one
SELECT jwt_verify(token) IS NULL FROM kept;
SELECT audit_verify(jwt_sign('{"number":1,"hash":"PRxj-kWhToqAxCP9UJ0-ajNw5ihaEgXe6Nbvfi4KOMc"}'));
SELECT audit_verify(substr(token, 1, length(token) - 2) || iif(substr(token, -2) = 'AA', 'BA', 'AA')) FROM kept;
SELECT audit_verify(token || 'A') FROM kept;
SELECT audit_verify(replace(token, '.', '..')) FROM kept;
SELECT audit_verify(CAST(token AS BLOB)) FROM kept;
SELECT audit_verify('');
SELECT audit_prune('x');
SELECT audit_prune(NULL);

.print -- cut off at the end, or replaced: only who kept a checkpoint knows
BEGIN;
DROP TRIGGER usher_audit_delete;
DROP TRIGGER usher_audit_update;
DELETE FROM usher_audit WHERE number > (SELECT max(number) FROM usher_audit) - 3;
.read trigger.sql
SELECT report -> '$.whole' FROM verified;
SELECT json_extract(audit_verify(token), '$.problem'), json_extract(audit_verify(token), '$.entry') = (SELECT max(number) + 3 FROM usher_audit) FROM kept;
ROLLBACK;
BEGIN;
DROP TRIGGER usher_audit_delete;
DROP TRIGGER usher_audit_update;
DELETE FROM usher_audit WHERE number > (SELECT max(number) FROM usher_audit) - 1;
.read trigger.sql
UPDATE users SET about = 'otherwise' WHERE id LIKE '%-000000000001';
SELECT report -> '$.whole' FROM verified;
SELECT json_extract(audit_verify(token), '$.problem'), json_extract(audit_verify(token), '$.entry') = (SELECT max(number) FROM usher_audit) FROM kept;
ROLLBACK;

.print -- a log that is not whole is not signed
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, 'x', object_type, object_id, account_id, before, after, hash, contents, key_number, erased_by FROM usher_audit WHERE number = 5;
SELECT audit_checkpoint();
ROLLBACK;

.print -- who has not the master key can write, and make nothing that is sealed; nor verify it
.open test.db
.load dist/usher
UPDATE users SET about = 'not sealed' WHERE id LIKE '%-000000000001';
SELECT audit_verify();
SELECT key_number IS NULL FROM usher_audit ORDER BY number DESC LIMIT 1;
SELECT usher_key('a master key of thirty-two bytes, or more');
CREATE TEMP VIEW verified AS SELECT json_remove(audit_verify(), '$.hash', '$.first', '$.erased') AS report;
CREATE TEMP TABLE kept (name, token);
SELECT report -> '$.whole', report ->> '$.sealed' = report ->> '$.last' - 1 FROM verified;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, 1, erased_by FROM usher_audit ORDER BY number DESC LIMIT 1;
SELECT report -> '$.problem' FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, 2, erased_by FROM usher_audit ORDER BY number DESC LIMIT 1;
SELECT report -> '$.problem' FROM verified;
ROLLBACK;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, hash, contents, NULL, erased_by FROM usher_audit WHERE key_number ORDER BY number DESC LIMIT 1;
SELECT report -> '$.problem' FROM verified;
ROLLBACK;
UPDATE users SET about = 'sealed again' WHERE id LIKE '%-000000000001';
SELECT report -> '$.whole', report ->> '$.sealed' = report ->> '$.last' FROM verified;

.print -- the key of the log: outlives the master key; mangled, or gone
SELECT usher_key('a master key of thirty-two bytes, or more', 'another key of thirty-two bytes, or more');
UPDATE users SET about = 'sealed still' WHERE id LIKE '%-000000000001';
SELECT report -> '$.whole', report ->> '$.sealed' = report ->> '$.last' FROM verified;
BEGIN;
UPDATE usher_audit_key SET public_key = replace(public_key, substr(public_key, 1, 1), iif(substr(public_key, 1, 1) = 'A', 'B', 'A'));
SELECT report FROM verified;
SELECT audit_checkpoint();
ROLLBACK;
BEGIN;
UPDATE usher_audit_key SET public_key = substr(public_key, 2) || '!';
SELECT audit_checkpoint();
ROLLBACK;
BEGIN;
UPDATE usher_audit_key SET secret = randomblob(length(secret));
SELECT report FROM verified;
UPDATE users SET about = 'kept key' WHERE id LIKE '%-000000000001';
ROLLBACK;
BEGIN;
DELETE FROM usher_audit_key;
SELECT json_extract(report, '$.problem') FROM verified;
SELECT audit_checkpoint();
UPDATE users SET about = 'not sealed' WHERE id LIKE '%-000000000001';
SELECT key_number IS NULL FROM usher_audit ORDER BY number DESC LIMIT 1;
ROLLBACK;

.print -- pruned: up to a checkpoint, by the system; the chain begins there from then on
INSERT INTO kept SELECT 'early', audit_checkpoint();
UPDATE users SET about = 'later' WHERE id LIKE '%-000000000001';
INSERT INTO kept SELECT 'late', audit_checkpoint();
UPDATE users SET about = 'last' WHERE id LIKE '%-000000000001';
CREATE TEMP TABLE before AS SELECT count(*) AS entries FROM usher_audit;
SELECT audit_prune(token || 'A') FROM kept WHERE name = 'early';
SELECT audit_prune(token) = entries - 2 FROM kept, before WHERE name = 'early';
SELECT action, after FROM audit_log ORDER BY id;
SELECT report -> '$.whole', (SELECT json_extract(audit_verify(), '$.first')) = (SELECT min(number) FROM usher_audit) FROM verified;
SELECT name, json_extract(audit_verify(token), '$.whole') FROM kept;
SELECT audit_prune(token) FROM kept WHERE name = 'early';
INSERT INTO usher SELECT 'audit_prune', json_array(token) FROM kept WHERE name = 'late';
SELECT name, json_extract(audit_verify(token), '$.whole') FROM kept;
SELECT action, after FROM audit_log ORDER BY id;
SELECT audit_prune(token) FROM kept WHERE name = 'early';
SELECT report -> '$.whole' FROM verified;
DELETE FROM usher_audit WHERE number <= (SELECT number FROM usher_audit_base);
DELETE FROM usher_audit WHERE number = (SELECT number + 1 FROM usher_audit_base);

.print -- all of it; the numbers go on
INSERT INTO kept SELECT 'all', audit_checkpoint();
SELECT audit_prune(token) FROM kept WHERE name = 'all';
SELECT id = (SELECT number + 1 FROM usher_audit_base), action FROM audit_log;
SELECT report -> '$.whole' FROM verified;

.print -- where the chain begins must be signed, too
BEGIN;
UPDATE usher_audit_base SET hash = randomblob(32);
SELECT json_extract(report, '$.problem'), json_extract(report, '$.entry') = (SELECT number FROM usher_audit_base) FROM verified;
ROLLBACK;
BEGIN;
UPDATE usher_audit_base SET number = number - 1;
SELECT json_extract(report, '$.problem') FROM verified;
ROLLBACK;
BEGIN;
UPDATE usher_audit_base SET checkpoint = 'x';
SELECT json_extract(report, '$.problem') FROM verified;
ROLLBACK;
SELECT usher_error();

.print -- pruned in a transaction that is rolled back; by a checkpoint that the log does not bear out
INSERT INTO kept SELECT 'again', audit_checkpoint();
BEGIN;
SELECT audit_prune(token) FROM kept WHERE name = 'again';
ROLLBACK;
SELECT count(*), report -> '$.whole' FROM audit_log, verified;
BEGIN;
DROP TRIGGER usher_audit_delete;
DROP TRIGGER usher_audit_update;
DELETE FROM usher_audit;
.read trigger.sql
SELECT audit_prune(token) FROM kept WHERE name = 'again';
ROLLBACK;
