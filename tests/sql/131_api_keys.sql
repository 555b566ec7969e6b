-- The table api_keys: who sees, renames and revokes which key.
.read setup/people.sql
.mode list
CREATE TEMP TABLE k AS SELECT name || ' key' AS name, id AS user_id, substr(id, 1, 32) || 'e0' || substr(id, 35) AS id FROM p WHERE name IN ('olga', 'adam', 'mia', 'uma', 'bert', 'gina');
CREATE TEMP TABLE made AS SELECT name, api_key_create(name, json_object('id', id, 'user_id', user_id)) AS key FROM k;
SELECT act_as('00000000-0000-4000-8000-000000000001');
INSERT INTO made SELECT 'owner''s', api_key_create('owner''s', '{"id":"00000000-0000-4000-8000-00000000e0c1","owner":"account","user_id":"00000000-0000-4000-8000-00000000e0d1","scopes":["users.read","users.erase"]}');
SELECT act_as('00000000-0000-4000-8000-000000000003');
INSERT INTO made SELECT 'admin''s', api_key_create('admin''s', '{"id":"00000000-0000-4000-8000-00000000e0c2","owner":"account","user_id":"00000000-0000-4000-8000-00000000e0d2","scopes":["users.read"]}');
SELECT act_as(NULL);

-- Sight: one's own; with api_keys.delete the account's, and those of its users.
SELECT act_as(NULL);
SELECT name, owner, user_id, account_id, key FROM api_keys ORDER BY name;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT name, length(hint), key FROM api_keys ORDER BY name;
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT name, length(hint), key FROM api_keys ORDER BY name;
SELECT act_as('00000000-0000-4000-8000-000000000022');
SELECT name FROM api_keys ORDER BY name;
SELECT act_as('00000000-0000-4000-8000-000000000023');
SELECT name FROM api_keys ORDER BY name;
-- A guest who is an admin here.
SELECT act_as('00000000-0000-4000-8000-000000000025');
SELECT name FROM api_keys ORDER BY name;

-- What cannot be written.
SELECT act_as(NULL);
INSERT INTO api_keys (name) VALUES ('x');
UPDATE api_keys SET key = 'x' WHERE name = 'uma key';
UPDATE api_keys SET scopes = '[]' WHERE name = 'uma key';
UPDATE api_keys SET expires_at = '2100-01-01T00:00:00Z' WHERE name = 'uma key';
UPDATE api_keys SET user_id = '00000000-0000-4000-8000-000000000001' WHERE name = 'uma key';
UPDATE api_keys SET owner = 'account' WHERE name = 'uma key';
UPDATE api_keys SET last_used_at = NULL, status = 'expired' WHERE name = 'uma key';
UPDATE api_keys SET name = NULL WHERE name = 'uma key';
UPDATE api_keys SET name = '' WHERE name = 'uma key';
UPDATE api_keys SET name = printf('%.101c', 'x') WHERE name = 'uma key';

-- Renaming: one's own; those of whom one outranks; a key of the account by what it may do.
SELECT act_as('00000000-0000-4000-8000-000000000006');
UPDATE api_keys SET name = 'my key';
UPDATE api_keys SET name = 'not mine' WHERE id = '00000000-0000-4000-8000-00000000e001';
SELECT changes();
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE api_keys SET name = 'uma renamed' WHERE user_id = '00000000-0000-4000-8000-000000000006';
UPDATE api_keys SET name = 'x' WHERE user_id = '00000000-0000-4000-8000-000000000001';
UPDATE api_keys SET name = 'x' WHERE name = 'owner''s';
SELECT usher_error();
UPDATE api_keys SET name = 'still admin''s' WHERE name = 'admin''s';
SELECT k.name, u.name, u.service FROM api_keys AS k JOIN users AS u ON u.id = k.user_id WHERE k.owner = 'account' ORDER BY 1;
SELECT can('api_keys.delete', '00000000-0000-4000-8000-000000000006'), can('api_keys.delete', '00000000-0000-4000-8000-000000000001'), can('api_keys.delete', '00000000-0000-4000-8000-00000000e0d1'), can('api_keys.delete', '00000000-0000-4000-8000-00000000e0d2'), can('api_keys.delete', actor());

-- Revoking.
DELETE FROM api_keys WHERE name = 'olga key';
DELETE FROM api_keys WHERE name = 'owner''s';
DELETE FROM api_keys WHERE name = 'bert key';
SELECT changes();
DELETE FROM api_keys WHERE name = 'mia key';
DELETE FROM api_keys WHERE name = 'adam key';
DELETE FROM api_keys WHERE owner = 'account';
DELETE FROM api_keys WHERE name = 'still admin''s';
SELECT act_as('00000000-0000-4000-8000-000000000006');
DELETE FROM api_keys;
SELECT changes();
SELECT act_as('00000000-0000-4000-8000-000000000001');
DELETE FROM api_keys WHERE name = 'owner''s';
SELECT act_as(NULL);
SELECT name FROM api_keys ORDER BY name;
SELECT name, status, service FROM users WHERE service = 1 ORDER BY id;
SELECT count(*) FROM usher_api_key_scope WHERE key_id NOT IN (SELECT id FROM usher_api_key);

-- A user's keys end with the user, whatever foreign keys say.
PRAGMA foreign_keys = OFF;
SELECT length(api_key_create('second', '{"user_id":"00000000-0000-4000-8000-000000000005"}'));
SELECT length(api_key_create('third', '{"user_id":"00000000-0000-4000-8000-000000000004"}'));
DELETE FROM users WHERE name = 'carl';
SELECT user_erase('00000000-0000-4000-8000-000000000004');
SELECT name FROM api_keys ORDER BY name;
SELECT count(*) FROM usher_api_key_scope WHERE key_id NOT IN (SELECT id FROM usher_api_key);
SELECT user_restore('00000000-0000-4000-8000-000000000005');
SELECT count(*) FROM api_keys WHERE user_id = '00000000-0000-4000-8000-000000000005';

-- Nor does the log say any more what an erased user called them.
SELECT action, before, after FROM audit_log WHERE object_id = '00000000-0000-4000-8000-00000000e004' OR before ->> 'name' LIKE 'mia%' OR after ->> 'name' IN ('mia key', 'third') ORDER BY id;

-- Expired.
UPDATE usher_api_key SET expires_at = '2020-01-01T00:00:00.000Z' WHERE name = 'olga key';
SELECT name, status FROM api_keys ORDER BY name;
SELECT name FROM api_keys WHERE status = 'expired';

-- What is on record.
SELECT actor, action, object_type, object_id, before, iif(action = 'user.delete', '-', after) FROM audit_log WHERE action LIKE 'api_key.%' AND action <> 'api_key.create' OR object_id LIKE '%e0d_' ORDER BY id;
