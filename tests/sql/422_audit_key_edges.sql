-- The key of the audit log: its row is damaged, gone, or another connection has changed the master key; who has only the checkpoint, and not the key.
.mode list
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT usher_key('a master key of thirty-two bytes, or more') IS NOT NULL;
SELECT invite_create('ann@example.org', 'owner', '{"token":"ann0000000000000000000000000000000000000000"}') IS NOT NULL;
CREATE TABLE kept AS SELECT audit_checkpoint() AS token;
CREATE TABLE good AS SELECT * FROM usher_audit_key;
SELECT json_extract(audit_verify(token), '$.whole') FROM kept;
PRAGMA ignore_check_constraints = 1;

.print -- a public key that is too short, one that is another's, a number that is none
UPDATE usher_audit_key SET public_key = 'AAAA';
SELECT audit_verify(token) FROM kept;
SELECT audit_checkpoint();
UPDATE usher_audit_key SET public_key = 'PRxj-kWhToqAxCP9UJ0-ajNw5ihaEgXe6Nbvfi4KOMc';
SELECT audit_verify(token) FROM kept;
UPDATE usher_audit_key SET public_key = (SELECT public_key FROM good), number = -1;
SELECT audit_verify(token) FROM kept;
UPDATE usher_audit_key SET number = (SELECT number FROM good);
SELECT json_extract(audit_verify(token), '$.whole') FROM kept;

.print -- its id is another: the checkpoint is of nobody's; it is gone: nothing is signed
UPDATE usher_audit_key SET id = '00000000-0000-4000-8000-000000000001';
SELECT audit_verify(token) FROM kept;
UPDATE usher_audit_key SET id = (SELECT id FROM good);
DELETE FROM usher_audit_key;
SELECT audit_checkpoint();
SELECT audit_verify(token) FROM kept;
INSERT INTO usher_audit_key SELECT * FROM good;
SELECT json_extract(audit_verify(token), '$.whole') FROM kept;

.print -- another connection, without the master key: it cannot verify what is sealed
.connection 1
.open test.db
.load dist/usher
SELECT audit_verify(token) FROM kept;
SELECT audit_checkpoint();

.print -- it changes the master key: the first one neither signs nor seals any more
SELECT usher_key('a master key of thirty-two bytes, or more') IS NOT NULL;
SELECT usher_key('a master key of thirty-two bytes, or more', 'another master key, which is as long as it') IS NOT NULL;
.connection 0
SELECT audit_checkpoint();
SELECT audit_checkpoint();
SELECT invite_create('ben@example.org', 'owner') IS NOT NULL;

.print -- the sealed entries are gone, and the key with them: there is nothing to sign with
.connection 1
.once trigger.sql
SELECT sql || ';' FROM sqlite_schema WHERE name = 'usher_audit_delete';
BEGIN;
DROP TRIGGER usher_audit_delete;
DELETE FROM usher_audit WHERE number >= (SELECT min(number) FROM usher_audit WHERE key_number IS NOT NULL);
.read trigger.sql
SELECT json_extract(audit_verify(), '$.whole', '$.sealed');
DELETE FROM usher_audit_key;
SELECT audit_checkpoint();
ROLLBACK;
