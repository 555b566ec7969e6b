-- To the millisecond: whoever was invited by a key into a role that permits nothing comes in as long as the key may invite. Time is supplied, as
-- where statements are replicated.
.read setup/supplied.sql
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'none', '[]');
CREATE TABLE k AS SELECT api_key_create('inviting', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000aa","user_id":"00000000-0000-4000-8000-0000000000f1","expires_at":"2030-01-01T01:00:00Z","scopes":["invites.create"]}') AS key;
SELECT authenticate(key) FROM k;
CREATE TABLE t AS SELECT invite_create('none@example.org', 'none', '{"expires_at":"2031-01-01T00:00:00Z"}') AS token;
COMMIT;
SELECT invited_by FROM invites WHERE email = 'none@example.org';
.print -- before the end, at the end, and after
BEGIN;
SELECT usher_supply('2030-01-01T00:59:59.999Z', seed) FROM seed;
SELECT invite_accept(token) IS NOT NULL FROM t;
ROLLBACK;
BEGIN;
SELECT usher_supply('2030-01-01T01:00:00Z', seed) FROM seed;
SELECT invite_accept(token) IS NOT NULL FROM t;
ROLLBACK;
BEGIN;
SELECT usher_supply('2030-01-01T01:00:00.001Z', seed) FROM seed;
SELECT invite_accept(token) IS NOT NULL FROM t;
ROLLBACK;
.print -- by somebody who may invite, but into another account
BEGIN;
SELECT usher_supply('2030-01-01T00:30:00Z', seed) FROM seed;
UPDATE usher_invite SET invited_by = '00000000-0000-4000-8000-000000000002' WHERE email = 'none@example.org';
SELECT invite_accept(token) IS NOT NULL FROM t;
ROLLBACK;
