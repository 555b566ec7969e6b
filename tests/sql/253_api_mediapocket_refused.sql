-- mediapocket: whose credential opens nothing, which paths and methods there are. One error body; nothing changes.
.read setup/people.sql
.mode list
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name IN ('uma', 'mia', 'carl', 'adam');
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000003', 'scopes', json('["users.read","users.read_private","users.update"]'))) AS key FROM (VALUES ('good'), ('expired'), ('revoked'));
UPDATE usher_api_key SET expires_at = '2020-01-01T00:00:00.000Z' WHERE name = 'expired';
DELETE FROM api_keys WHERE name = 'revoked';
-- mia is disabled, carl deleted, adam signed out; gus of the second account is a guest here.
UPDATE users SET enabled = 0 WHERE name = 'mia';
DELETE FROM users WHERE name = 'carl';
DELETE FROM sessions WHERE user_id = '00000000-0000-4000-8000-000000000003';

CREATE TEMP TABLE operation AS SELECT column1 AS method, '/api/v2/user/profile' || column2 AS path, column3 AS body FROM (VALUES ('GET', '', NULL), ('GET', '/terms', NULL), ('GET', '/email_notifications', NULL), ('POST', '/email_notifications', '{"email_notifications":"false"}'));
CREATE TEMP TABLE credential AS
    SELECT 'none' AS name, NULL AS text UNION ALL SELECT 'empty', '' UNION ALL SELECT 'wrong', 'x' UNION ALL SELECT 'never issued', 'nobody_nobody_nobody_nobody_nobody_nobody_nA'
    UNION ALL SELECT 'mangled', substr(key, 1, 20) || iif(substr(key, 21, 1) = 'x', 'y', 'x') || substr(key, 22) FROM keys WHERE name = 'good' UNION ALL SELECT name, key FROM keys WHERE name <> 'good'
    UNION ALL SELECT name, token FROM p WHERE name IN ('mia', 'carl', 'adam') UNION ALL SELECT 'long', hex(zeroblob(20000)) UNION ALL SELECT 'a number', 7 UNION ALL SELECT 'a BLOB', x'00ff' UNION ALL SELECT 'NUL', 'a' || char(0) || 'b' UNION ALL SELECT 'scheme', 'Bearer ';
SELECT c.name, count(*), group_concat(DISTINCT a.status), group_concat(DISTINCT a.headers), group_concat(DISTINCT a.body) FROM credential AS c JOIN operation AS o JOIN api('mediapocket', o.method, o.path, o.body, c.text) AS a GROUP BY c.rowid;
-- In the header, which is not looked at beside a credential.
SELECT status, body FROM api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, '{"X-API-KEY":"x"}');
SELECT status, body FROM api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, '{"X-API-KEY":7}');
SELECT status FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, 'wrong', json_object('X-API-KEY', token)) WHERE name = 'uma';
SELECT status FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, json_object('Content-Type', 'application/json', 'x-api-key', token)) WHERE name = 'uma';
-- Whose user is disabled between two requests.
SELECT a.status FROM keys JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, key) AS a WHERE name = 'good';
UPDATE users SET enabled = 0 WHERE name = 'adam';
SELECT a.status FROM keys JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, key) AS a WHERE name = 'good';
SELECT count(*) FROM users WHERE terms_agreed = 1 OR email_notifications = 0;

-- Paths and methods, as uma.
CREATE TEMP TABLE request (n INTEGER PRIMARY KEY, method, path);
INSERT INTO request (method, path) VALUES ('POST', '/api/v2/user/profile'), ('PATCH', '/api/v2/user/profile'), ('DELETE', '/api/v2/user/profile/terms'), ('POST', '/api/v2/user/profile/terms'), ('PUT', '/api/v2/user/profile/email_notifications'), ('OPTIONS', '/api/v2/user/profile/email_notifications'), ('get', '/api/v2/user/profile'), ('', '/api/v2/user/profile'),
    ('GET', '/api/v2/user/profiles'), ('GET', '/api/v2/user'), ('GET', '/api/v1/user/profile'), ('GET', '/api/v2/user/profile/terms/x'), ('GET', '/api/v2/user/PROFILE'), ('GET', '/'), ('GET', '/api/v2/user/profile/00000000-0000-4000-8000-000000000006'),
    ('GET', '/api/v2/user/../user/profile'), ('GET', '/api/v2/user/./profile'), ('GET', '//api/v2/user/profile'), ('GET', '/api/v2//user/profile'), ('GET', '/api/v2/user%2fprofile'), ('GET', '/api/v2/user/%2e%2e/user/profile'), ('GET', '/api/v2/user/%70rofile'), ('GET', '/api/v2/user/profile/'), ('GET', '/api/v2/user/profile//'),
    ('GET', '/api/v2/user/profile%00'), ('GET', '/api/v2/user/profile%'), ('GET', '/api/v2/user/profile%zz'), ('GET', '/api/v2/user/%ff'), ('GET', 'api/v2/user/profile'), ('GET', ''), ('GET', '/api/v2/user/profile' || char(0) || 'x'), ('GET', '/' || hex(zeroblob(5000))), ('GET', '/api/v2/user/profile?x=%'), ('GET', '/api/v2/user/profile?%00=1'), ('GET', '/api/v2/user/profile?&&=&a'), ('GET', '/1/2/3/4/5/6/7/8/9/10/11/12');
SELECT r.n, r.method, iif(length(r.path) > 100, 'long', replace(r.path, char(0), '^@')), a.status, a.headers ->> '$.Allow', iif(a.status = 200, 'ok', a.body) FROM p JOIN request AS r JOIN api('mediapocket', r.method, r.path, NULL, p.token) AS a WHERE p.name = 'uma' ORDER BY r.n;
SELECT count(*) FROM users WHERE terms_agreed = 1 OR email_notifications = 0;
SELECT actor() IS NULL;

-- On a connection that is locked down, and one that may not write.
CREATE TABLE token AS SELECT name, token FROM p WHERE name = 'uma';
PRAGMA query_only = 1;
SELECT status FROM token JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, token);
SELECT status FROM token JOIN api('mediapocket', 'GET', '/api/v2/user/profile/terms', NULL, token);
PRAGMA query_only = 0;
SELECT usher_lockdown();
SELECT status, body FROM token JOIN api('mediapocket', 'GET', '/api/v2/user/profile/terms', NULL, token);
SELECT status, body FROM token JOIN api('mediapocket', 'POST', '/api/v2/user/profile/email_notifications', '{"email_notifications":"false"}', token);
SELECT status, body ->> '$.profile.terms_agreed' FROM token JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, token);
SELECT count(*) FROM users;
-- A request within a transaction ends with it.
BEGIN;
SELECT status FROM token JOIN api('mediapocket', 'POST', '/api/v2/user/profile/email_notifications', '{"email_notifications":"true"}', token);
ROLLBACK;
SELECT status, body FROM token JOIN api('mediapocket', 'GET', '/api/v2/user/profile/email_notifications', NULL, token);
