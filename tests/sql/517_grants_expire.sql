-- To the millisecond: whoever was invited by a key into a role that permits nothing comes in as long as the key may invite. Time is supplied, as
-- where statements are replicated.
CREATE TEMP TABLE seed AS SELECT '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' AS seed;
BEGIN;
SELECT usher_supply('2030-01-01T00:00:00Z', seed) FROM seed;
SELECT usher_init('{"replication":"statements","account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'other');
SELECT invite_accept(invite_create('olga@example.org', 'owner', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}'), '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT invite_accept(invite_create('otto@example.org', 'owner', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}'), '{"id":"00000000-0000-4000-8000-000000000002"}');
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
