-- Credentials whose rows were damaged open nothing, and what cannot be right is called damage.
.read setup/people.sql
PRAGMA ignore_check_constraints = 1;
CREATE TEMP TABLE s AS SELECT name, id, replace(id, '4000-8000', '4000-8002') AS session, substr(token, 1, 42) || 'A' AS token FROM p;

.print -- the key of API keys
SELECT usher_key('0123456789abcdef0123456789abcdef');
CREATE TEMP TABLE k AS SELECT api_key_create('one', '{"user_id":"00000000-0000-4000-8000-000000000006"}') AS key;
SELECT authenticate(key) = '00000000-0000-4000-8000-000000000006' FROM k;
SELECT authenticate(substr(key, 1, 20) || '{' || substr(key, 22)) IS NULL FROM k;
SELECT act_as(NULL);
SELECT api_key_create('two', '{"user_id":"00000000-0000-4000-8000-000000000006","key":5}');
SELECT api_key_create('two', '{"user_id":"00000000-0000-4000-8000-000000000006","key":"usk_5"}');
SELECT session_create('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT authenticate(key) = '00000000-0000-4000-8000-000000000006' FROM k;
DELETE FROM sessions;
DELETE FROM api_keys;
SELECT act_as(NULL);
UPDATE usher_api_key SET expires_at = 'never';
SELECT authenticate(key) FROM k;
SELECT act_as(NULL);

.print -- a session, opaque and JWT
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name = 'uma';
UPDATE usher_session SET previous_hash = x'00';
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT act_as(NULL);
UPDATE usher_session SET created_at = '1960-01-01T00:00:00.000Z', expires_at = '1970-01-01T00:00:00.000Z';
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT act_as(NULL);
UPDATE usher_session SET expires_at = '3x', idle_seconds = 95000000000;
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT act_as(NULL);
UPDATE usher_session SET idle_seconds = -9000000000, expires_at = '2100-01-01T00:00:00.000Z';
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT act_as(NULL);
DELETE FROM usher_session;
CREATE TEMP TABLE j AS SELECT session_create('00000000-0000-4000-8000-000000000006', '{"form":"jwt"}') AS token;
SELECT authenticate(token) = '00000000-0000-4000-8000-000000000006' FROM j;
SELECT act_as(NULL);
UPDATE usher_session SET form = 'opaque';
SELECT authenticate(token) IS NULL FROM j;
SELECT act_as(NULL);
UPDATE usher_session SET form = 'jwt', user_id = '00000000-0000-4000-8000-000000000005';
SELECT authenticate(token) IS NULL FROM j;
SELECT act_as(NULL);

.print -- keys that sign
SELECT jwt_key_create('{"kid":"h","algorithm":"HS256","secret":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2BnWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}');
UPDATE usher_signing_key SET algorithm = 'EdDSA', public_key = (SELECT public_key FROM usher_signing_key WHERE public_key IS NOT NULL) WHERE id = 'h';
SELECT jwt_sign('{}');
UPDATE usher_signing_key SET algorithm = 'RS256' WHERE id = 'h';
SELECT jwt_sign('{}');
UPDATE usher_signing_key SET algorithm = 'EdDSA', public_key = 'AAAA' WHERE id = 'h';
SELECT jwt_sign('{}');
UPDATE usher_signing_key SET algorithm = 'EdDSA', public_key = NULL WHERE id = 'h';
SELECT jwt_sign('{}');
DELETE FROM usher_signing_key WHERE id = 'h';

.print -- the store's own secret
UPDATE usher_secret SET salt = x'00';
SELECT login('uma@example.org', 'x');
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT usher_error();
