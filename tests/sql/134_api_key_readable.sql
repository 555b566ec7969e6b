-- A key that can be shown again: to its user and the system, on a connection that has the master key.
.read setup/people.sql
.mode list
CREATE TEMP TABLE made (name, key);
SELECT usher_key('the master key of this test store');
SELECT act_as('00000000-0000-4000-8000-000000000006');
INSERT INTO made SELECT 'shown', api_key_create('shown', '{"readable":1,"id":"00000000-0000-4000-8000-00000000e001"}');
INSERT INTO made SELECT 'hidden', api_key_create('hidden', '{"readable":0}');
SELECT k.name, k.key = m.key AS same FROM api_keys AS k JOIN made AS m ON m.name = k.name ORDER BY 1;
SELECT name FROM api_keys WHERE key = (SELECT key FROM made WHERE name = 'shown');
SELECT name FROM api_keys WHERE key IS NOT NULL;
-- Not to who may see and revoke it, nor to the key itself.
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT name, key FROM api_keys ORDER BY name;
SELECT count(*) FROM api_keys WHERE key = (SELECT key FROM made WHERE name = 'shown') OR key LIKE 'usk%';
SELECT authenticate(key) FROM made WHERE name = 'shown';
SELECT name, key FROM api_keys ORDER BY name;
-- The account's: to the system.
SELECT act_as('00000000-0000-4000-8000-000000000001');
INSERT INTO made SELECT 'bot', api_key_create('bot', '{"readable":1,"owner":"account","scopes":[]}');
SELECT name, key FROM api_keys ORDER BY name;
SELECT act_as(NULL);
SELECT k.name, k.key = m.key AS same FROM api_keys AS k JOIN made AS m ON m.name = k.name ORDER BY 1;

-- Sealed, each for its own row, and not to be opened by other SQL.
SELECT typeof(sealed), length(sealed) FROM usher_api_key ORDER BY number;
SELECT usher_unseal('usher_api_key.sealed', id, sealed) FROM usher_api_key WHERE name = 'shown';
SELECT usher_error() ->> 'code';
CREATE VIEW opened AS SELECT usher_unseal('usher_api_key.sealed', id, sealed) AS key FROM usher_api_key;
SELECT key FROM opened;
CREATE TEMP VIEW opened2 AS SELECT usher_unseal('usher_api_key.sealed', id, sealed) AS key FROM usher_api_key;
SELECT key FROM opened2;
DROP VIEW opened;
DROP VIEW opened2;
CREATE TEMP TRIGGER opens AFTER INSERT ON made BEGIN UPDATE made SET key = (SELECT usher_unseal('usher_api_key.sealed', id, sealed) FROM usher_api_key LIMIT 1); END;
INSERT INTO made VALUES ('x', 'x');
DROP TRIGGER opens;
-- Sealed anew when the master key changes.
SELECT usher_key('the master key of this test store', 'another master key of this test store');
SELECT k.name, k.key = m.key AS same FROM api_keys AS k JOIN made AS m ON m.name = k.name ORDER BY 1;
-- A sealed value that was moved, or mangled, does not open; but the key can be revoked.
UPDATE usher_api_key SET sealed = (SELECT sealed FROM usher_api_key WHERE name = 'bot') WHERE name = 'shown';
SELECT name FROM api_keys ORDER BY name;
SELECT key FROM api_keys WHERE name = 'shown';
SELECT usher_error() ->> 'code';
UPDATE usher_api_key SET sealed = x'00' WHERE name = 'shown';
SELECT key FROM api_keys WHERE name = 'shown';
UPDATE api_keys SET name = 'still there' WHERE name = 'shown';
DELETE FROM api_keys WHERE name = 'still there';
SELECT name FROM api_keys ORDER BY name;

-- Without the master key, and with one that is not the store's any more: NULL, and all else works.
UPDATE usher_secret SET proof = zeroblob(length(proof));
SELECT name, key FROM api_keys ORDER BY name;
SELECT name, key FROM api_keys ORDER BY name;
SELECT api_key_create('x', '{"readable":1,"user_id":"00000000-0000-4000-8000-000000000006"}');
SELECT length(api_key_create('x', '{"user_id":"00000000-0000-4000-8000-000000000006"}'));
