-- On a locked connection nobody gets at the audit log's proof, its keys, or the upkeep: not even an owner.
.read setup/people.sql
SELECT usher_key('a master key of thirty-two bytes, or more');
CREATE TEMP TABLE kept AS SELECT audit_checkpoint() AS token;
.once prune.sql
SELECT replace('SELECT audit_prune(@);' || x'0a' || 'INSERT INTO usher VALUES (''audit_prune'', json_array(@));' || x'0a' || 'SELECT jwt_verify(@) IS NULL, authenticate(@) IS NULL, actor();', '@', quote(token)) FROM kept;
DROP TABLE kept;
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT usher_lockdown();
.print -- what stands below
SELECT * FROM usher_audit_key;
SELECT * FROM usher_audit_base;
SELECT contents FROM usher_audit;
DELETE FROM usher_audit;
REPLACE INTO usher_audit SELECT * FROM usher_audit;
DROP TRIGGER usher_audit_delete;
.print -- what is for the system; a good checkpoint is no credential, either
SELECT audit_verify();
SELECT audit_checkpoint();
.read prune.sql
SELECT usher_prune('2020-01-01T00:00:00Z');
INSERT INTO usher VALUES ('usher_prune', '["2020-01-01T00:00:00Z"]');
SELECT * FROM usher_doctor();
.print -- the log is whole
.open test.db
.load dist/usher
SELECT usher_key('a master key of thirty-two bytes, or more');
SELECT json_extract(audit_verify(), '$.whole');
