-- To the millisecond: what is held by a key ends when the key does, for who acts by it and for who was invited by it. Time is
-- supplied, as where statements are replicated.
.read setup/supplied.sql
CREATE TABLE k AS SELECT api_key_create('inviting', json_object('owner', 'account', 'account_id', '00000000-0000-4000-8000-0000000000aa', 'user_id', '00000000-0000-4000-8000-0000000000f1', 'expires_at', '2030-01-01T01:00:00Z',
    'scopes', json_group_array(permission))) AS key
FROM (SELECT permission FROM usher_role_permission WHERE role_id = (SELECT id FROM usher_role WHERE name = 'user') UNION VALUES ('invites.create'), ('users.read'));
CREATE TABLE own AS SELECT api_key_create('own', '{"user_id":"00000000-0000-4000-8000-000000000001"}') AS key;
SELECT authenticate(key) FROM k;
CREATE TABLE t AS SELECT invite_create('new@example.org', 'user', '{"expires_at":"2031-01-01T00:00:00Z"}') AS token;
COMMIT;
SELECT invited_by FROM invites WHERE email = 'new@example.org';

.print -- who was invited by it
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
.print -- and by somebody who may elsewhere only
BEGIN;
SELECT usher_supply('2030-01-01T00:30:00Z', seed) FROM seed;
UPDATE usher_invite SET invited_by = '00000000-0000-4000-8000-000000000002' WHERE email = 'new@example.org';
SELECT invite_accept(token) IS NOT NULL FROM t;
UPDATE usher_invite SET invited_by = '00000000-0000-4000-8000-000000000001' WHERE email = 'new@example.org';
SELECT invite_accept(token) IS NOT NULL FROM t;
ROLLBACK;

.print -- who acts by it
BEGIN;
SELECT usher_supply('2030-01-01T00:59:59.999Z', seed) FROM seed;
SELECT authenticate(key), can('users.read') FROM k;
SELECT can('users.read'), (SELECT granted FROM can_explain('users.read') ORDER BY step DESC LIMIT 1), count(*) FROM users;
COMMIT;
BEGIN;
SELECT usher_supply('2030-01-01T01:00:00Z', seed) FROM seed;
SELECT authenticate(key) FROM k;
COMMIT;
.print -- and when its end is set while somebody acts by it
BEGIN;
SELECT usher_supply('2030-01-01T01:00:00Z', seed) FROM seed;
SELECT authenticate(key) FROM own;
SELECT can('users.read'), count(*) FROM users;
UPDATE usher_api_key SET expires_at = '2030-01-01T01:00:00.001Z' WHERE name = 'own';
SELECT can('users.read'), count(*) FROM users;
UPDATE usher_api_key SET expires_at = '2030-01-01T01:00:00.000Z' WHERE name = 'own';
SELECT can('users.read'), count(*) FROM users;
UPDATE usher_api_key SET expires_at = '2030-01-01T00:59:59.999Z' WHERE name = 'own';
SELECT can('users.read'), count(*) FROM users;
UPDATE usher_api_key SET expires_at = NULL WHERE name = 'own';
SELECT can('users.read'), count(*) FROM users;
ROLLBACK;

.print -- a store that has lost roles: what names them is refused
BEGIN;
SELECT usher_supply('2030-01-01T00:10:00Z', seed) FROM seed;
PRAGMA defer_foreign_keys = 1;
DELETE FROM usher_role WHERE name IN ('owner', 'user');
SELECT invite_create('n@example.org', 'owner', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT invite_create('n@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT invite_create('n@example.org', 'usr', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT invite_accept(token) FROM t;
SELECT usher_error();
ROLLBACK;
