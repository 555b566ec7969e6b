-- What usher reads again from a store that somebody else wrote to: mangled, orphaned, misplaced.
.read setup/people.sql
SELECT usher_key('a master key of thirty-two bytes, or more') IS NOT NULL;
PRAGMA ignore_check_constraints = 1;
PRAGMA foreign_keys = 0;
.print -- the data of a mail that is no JSON
INSERT INTO notifications (audience, audience_id, message, data) VALUES ('user', '00000000-0000-4000-8000-000000000001', 'm', '{"a":1}');
UPDATE users SET notifications = '["message"]', email_notifications = 1 WHERE name = 'olga';
UPDATE usher_user SET verified_email = 1 WHERE name = 'olga';
INSERT INTO notifications (audience, audience_id, message, data, event) VALUES ('user', '00000000-0000-4000-8000-000000000001', 'm', '{"a":1}', 'message');
SELECT count(*) > 0 FROM outbox;
UPDATE usher_notification SET data = '{';
SELECT json_extract(value, '$.data'), json_extract(value, '$.kind') FROM json_each(outbox_claim(50, 60)) WHERE json_extract(value, '$.kind') = 'notification';
.print -- the log, and a checkpoint that it agreed with
CREATE TEMP TABLE kept AS SELECT audit_checkpoint() AS token;
SELECT json_extract(audit_verify(token), '$.whole') FROM kept;
BEGIN;
REPLACE INTO usher_audit SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before, after, NULL, contents, key_number, erased_by FROM usher_audit WHERE number = 1;
SELECT json_extract(audit_verify(token), '$.problem') FROM kept;
ROLLBACK;
BEGIN;
INSERT INTO usher_audit (number, created_at, real_actor, actor, action, object_type, object_id) VALUES (9223372036854775807, '', 'x', 'x', 'x', 'x', 'x');
UPDATE users SET about = 'x' WHERE name = 'olga';
ROLLBACK;
BEGIN;
.dbconfig enable_trigger off
DELETE FROM usher_audit;
SELECT audit_checkpoint();
INSERT INTO usher_audit_base (id, number, hash, checkpoint, pruned_at) VALUES (1, -5, zeroblob(32), 'x', '2022-01-01T00:00:00.000Z');
SELECT json_extract(audit_verify(), '$.problem');
UPDATE users SET about = 'x' WHERE name = 'olga';
DELETE FROM usher_audit_base;
INSERT INTO usher_audit (number, created_at, real_actor, actor, action, object_type, object_id) VALUES (-5, '', 'x', 'x', 'x', 'x', 'x');
UPDATE users SET about = 'x' WHERE name = 'olga';
.dbconfig enable_trigger on
ROLLBACK;
.print -- a checkpoint is a token of its own kind
SELECT audit_verify(jwt_sign('{"number":1}', 60));
SELECT audit_verify(5), audit_verify('x');
.print -- an invite whose account is gone
SELECT invite_create('new@example.org', 'user', json_object('account_id', '00000000-0000-4000-8000-0000000000ac', 'token', 'newnewnewnewnewnewnewnewnewnewnewnewnewnewA')) IS NOT NULL;
DELETE FROM usher_account WHERE id = '00000000-0000-4000-8000-0000000000ac';
SELECT status, body FROM api('pulse', 'GET', '/api/v1/auth/join/newnewnewnewnewnewnewnewnewnewnewnewnewnewA');
.print -- a ticket whose user is gone
INSERT INTO usher_ticket (purpose, user_id, token_hash, data, created_at, expires_at) VALUES ('mfa', '00000000-0000-4000-8000-000000000024', x'1305ad0422bc9af8b165301dbfc9884f85a572ef4298a4743d004d656e38e071', '{"form":"opaque"}', '2022-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z');
DELETE FROM usher_user WHERE id = '00000000-0000-4000-8000-000000000024';
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT mfa_remove('00000000-0000-4000-8000-000000000024');
.print -- whoever acts is gone
SELECT act_as('00000000-0000-4000-8000-000000000006');
DELETE FROM usher_user WHERE id = '00000000-0000-4000-8000-000000000006';
SELECT mark_read('2099-01-01T00:00:00Z');
SELECT storage_used();
SELECT count(*) FROM users;
SELECT act_as(NULL);
.print -- a row that its table would not take
SELECT name FROM teams;
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'red');
.dbconfig defensive off
CREATE TEMP TABLE was AS SELECT sql FROM sqlite_schema WHERE name = 'usher_team';
PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'usher_team';
PRAGMA writable_schema = RESET;
UPDATE usher_team SET name = x'00';
PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = (SELECT sql FROM was) WHERE name = 'usher_team';
PRAGMA writable_schema = RESET;
SELECT typeof(name) FROM teams;
UPDATE teams SET name = 'blue';
UPDATE teams SET description = 'x';
