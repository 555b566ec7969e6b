-- api(): whose request it is: a session's token, an API key, as they are or behind Bearer, as an argument or in the headers.
.read setup/api_vidbeo.sql
SELECT usher_key('the master key of this test, long enough');
CREATE TEMP TABLE c (what TEXT, credential, headers TEXT);
INSERT INTO c SELECT 'session', token, NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'Bearer', 'Bearer ' || token, NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'bearer', 'bearer ' || char(9) || ' ' || token, NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'Authorization', NULL, json_object('authorization', 'Bearer ' || token) FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'X-API-KEY', NULL, json_object('Host', 'x', 'x-api-key', token) FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'both', NULL, json_object('X-API-Key', 'nonsense', 'Authorization', token) FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'argument first', token, json_object('Authorization', 'nonsense') FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'jwt', session_create(id, '{"form":"jwt"}'), NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'key', api_key_create('k', json_object('user_id', id)), NULL FROM who WHERE name = 'uma';
SELECT what, status, body ->> '$.result.name' FROM c, api('vidbeo', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006', NULL, c.credential, c.headers) AS a;

-- Nobody's: one answer, which does not tell why.
DELETE FROM c WHERE what NOT IN ('session', 'jwt', 'key');
INSERT INTO c VALUES ('none', NULL, NULL), ('empty', '', NULL), ('nonsense', 'nonsense', NULL), ('Basic', 'Basic dW1hOnVtYQ==', NULL), ('Bearer alone', 'Bearer', NULL), ('Bearer blank', 'Bearer   ', NULL), ('number', 7, NULL), ('real', 1.5, NULL), ('huge', hex(zeroblob(100000)), NULL), ('not UTF-8', CAST(x'FFFE' AS TEXT), NULL), ('quote', ''' OR 1=1 --', NULL),
    ('empty headers', NULL, '{}'), ('other header', NULL, '{"Cookie":"x"}'), ('number in header', NULL, '{"Authorization":7}'), ('array in header', NULL, '{"Authorization":["x"]}'), ('null header', NULL, '{"Authorization":null}'),
    ('the id', '00000000-0000-4000-8000-000000000006', NULL);
INSERT INTO c SELECT 'blob', CAST(token AS BLOB), NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'NUL', token || char(0) || 'x', NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'longer', token || '0', NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'twice', token || ' ' || token, NULL FROM who WHERE name = 'uma';
INSERT INTO c SELECT 'jwt of none', substr(credential, 1, instr(credential, '.')) || 'e30.', NULL FROM c WHERE what = 'jwt';
INSERT INTO c SELECT 'changed key', substr(credential, 1, 20) || iif(substr(credential, 21, 1) = 'a', 'b', 'a') || substr(credential, 22), NULL FROM c WHERE what = 'key';
SELECT what, status, a.headers, body FROM c, api('vidbeo', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006', NULL, c.credential, c.headers) AS a WHERE what NOT IN ('session', 'jwt', 'key') AND status <> 401;
SELECT count(*), a.headers, body FROM c, api('vidbeo', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006', NULL, c.credential, c.headers) AS a WHERE what NOT IN ('session', 'jwt', 'key') GROUP BY 2, 3;
-- Headers that are none are the request's fault as well.
SELECT status, body -> 'errors' FROM (VALUES ('['), ('7'), ('{"a":"b"'), ('{"authorization":"x","Authorization":"y"}'), (CAST(x'7B22FF223A2278227D' AS TEXT))), api('vidbeo', 'GET', '/v2/users', NULL, NULL, column1);

-- What ends: expired, revoked, disabled, deleted.
DELETE FROM c WHERE what NOT IN ('session', 'jwt', 'key');
INSERT INTO c SELECT 'expiring', session_create(id, '{"token":"expire0000000000000000000000000000000000000"}'), NULL FROM who WHERE name = 'uma';
UPDATE usher_session SET expires_at = '2022-01-01T00:00:00.000Z' WHERE token_hash = (SELECT token_hash FROM usher_session ORDER BY number DESC LIMIT 1);
UPDATE usher_api_key SET expires_at = '2022-01-01T00:00:00.000Z';
DELETE FROM sessions WHERE id = '00000000-0000-4000-8002-000000000006';
SELECT what, status FROM c, api('vidbeo', 'GET', '/v2/users', NULL, c.credential);
SELECT status FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name = 'carl';
UPDATE users SET enabled = 0 WHERE name = 'carl';
SELECT status FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name = 'carl';
DELETE FROM users WHERE name = 'uma';
SELECT what, status FROM c, api('vidbeo', 'GET', '/v2/users', NULL, c.credential);

-- What somebody holds is theirs for one request, and not what it was before.
SELECT json_array_length(body, '$.result') FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name IN ('mia', 'adam', 'olga', 'bert', 'beth');
UPDATE account_memberships SET role = 'user' WHERE user_id = '00000000-0000-4000-8000-000000000004';
SELECT json_array_length(body, '$.result') FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name = 'mia';
UPDATE account_memberships SET role = 'manager' WHERE user_id = '00000000-0000-4000-8000-000000000004';
SELECT json_array_length(body, '$.result') FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name = 'mia';
BEGIN;
UPDATE account_memberships SET role = 'user' WHERE user_id = '00000000-0000-4000-8000-000000000004';
SELECT json_array_length(body, '$.result') FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name = 'mia';
ROLLBACK;
SELECT json_array_length(body, '$.result') FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name = 'mia';
