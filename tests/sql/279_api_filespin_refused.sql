-- filespin: whose credential opens nothing, bodies that are none, paths and methods. One error body; nothing changes.
.read setup/filespin.sql
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000003', 'scopes', json('["users.read"]'))) AS key FROM (VALUES ('good'), ('expired'), ('revoked'));
UPDATE usher_api_key SET expires_at = '2020-01-01T00:00:00.000Z' WHERE name = 'expired';
DELETE FROM api_keys WHERE name = 'revoked';
-- mia is disabled, carl deleted, otto signed out.
UPDATE users SET enabled = 0 WHERE name = 'mia';
DELETE FROM users WHERE name = 'carl';
DELETE FROM sessions WHERE user_id = '00000000-0000-4000-8000-000000000002';
CREATE TEMP TABLE operation AS SELECT column1 AS method, '/api/v1/' || column2 AS path, column3 AS body FROM (VALUES ('GET', 'users', NULL), ('POST', 'users', '{}'), ('POST', 'user', '{"email":"x@example.org"}'), ('GET', 'user/6', NULL), ('PATCH', 'user/6', '{"first_name":"X"}'), ('GET', 'user', NULL), ('PATCH', 'user', '{"first_name":"X"}'), ('GET', 'user/notifications', NULL), ('DELETE', 'user/notifications/00000000-0000-4000-8000-00000000f001', NULL), ('POST', 'notifications/send', '{"channels":["email"],"to":["uma@example.org"],"subject":"S","body":"B"}'), ('GET', 'user/settings', NULL), ('PATCH', 'user/settings/update', '{"key":"image","value":{"quality":1}}'),
    ('GET', 'user/settings/addons', NULL), ('PATCH', 'user/settings/addons', '{}'), ('POST', 'user/settings/watermark', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9'), ('GET', 'user/preferences', NULL), ('PATCH', 'user/preferences', '{"toggle_view":1}'), ('GET', 'group/settings', NULL), ('PATCH', 'group/settings', '{"app.x":1}'));
CREATE TEMP TABLE credential AS
    SELECT 'none' AS name, NULL AS text UNION ALL SELECT 'empty', '' UNION ALL SELECT 'wrong', 'x' UNION ALL SELECT 'never issued', 'nobody_nobody_nobody_nobody_nobody_nobody_nA'
    UNION ALL SELECT 'mangled', substr(key, 1, 20) || iif(substr(key, 21, 1) = 'x', 'y', 'x') || substr(key, 22) FROM keys WHERE name = 'good' UNION ALL SELECT name, key FROM keys WHERE name <> 'good'
    UNION ALL SELECT name, token FROM p WHERE name IN ('mia', 'carl', 'otto') UNION ALL SELECT 'no JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' UNION ALL SELECT 'long', hex(zeroblob(20000)) UNION ALL SELECT 'a number', 7 UNION ALL SELECT 'a BLOB', x'00ff' UNION ALL SELECT 'NUL', 'a' || char(0) || 'b' UNION ALL SELECT 'scheme', 'Bearer ';
SELECT c.name, count(*), group_concat(DISTINCT a.status), group_concat(DISTINCT a.headers), group_concat(DISTINCT a.body) FROM credential AS c JOIN operation AS o JOIN api('filespin', o.method, o.path, o.body, c.text) AS a GROUP BY c.rowid;
.print -- whoever acts on the connection lends nothing to a request
SELECT count(*), group_concat(DISTINCT a.status) FROM operation AS o JOIN api('filespin', o.method, o.path, o.body) AS a;
SELECT actor();
SELECT count(*) FROM audit_log WHERE action IN ('user.update', 'setting.set', 'notification.send') AND actor <> 'system';

.print -- bodies that are none, to everything that takes one
CREATE TEMP TABLE junk (n INTEGER PRIMARY KEY, what, body);
INSERT INTO junk (what, body) VALUES ('none', NULL), ('empty', ''), ('blank', '  '), ('text', 'x'), ('number', '7'), ('string', '"x"'), ('null', 'null'), ('array', '[]'), ('cut', '{"email":'), ('two', '{}{}'), ('comma', '{"a":1,}'), ('twice', '{"x":1,"x":2}'), ('NUL', '{"x":"\u0000"}'), ('bytes', x'7b22ff223a317d'), ('NUL behind', x'7b7d00'), ('BOM', x'efbbbf7b7d'), ('deep', replace(hex(zeroblob(500)), '00', '[')), ('deep object', replace(hex(zeroblob(100)), '00', '{"a":') || '1' || replace(hex(zeroblob(100)), '00', '}')), ('unknown', '{"nonsense":1}'), ('too long', '{"a":"' || hex(zeroblob(500000)) || '"}');
SELECT j.what, count(*), group_concat(DISTINCT a.status), count(DISTINCT a.body), sum(json_valid(a.body) AND (SELECT group_concat(key) FROM json_each(a.body)) = 'status,message,code') FROM junk AS j JOIN operation AS o JOIN p JOIN api('filespin', o.method, o.path, j.body, p.token) AS a WHERE o.body IS NOT NULL AND p.name = 'adam' AND o.path NOT LIKE '%watermark' GROUP BY j.n;
SELECT j.what, group_concat(DISTINCT a.status) FROM junk AS j JOIN (SELECT '/api/v1/login' AS path UNION ALL SELECT '/api/v1/activate' UNION ALL SELECT '/api/v1/user/settings/watermark') AS o JOIN p JOIN api('filespin', 'POST', o.path, j.body, p.token) AS a WHERE p.name = 'adam' GROUP BY j.n;
SELECT DISTINCT a.body FROM junk AS j JOIN p JOIN api('filespin', 'PATCH', '/api/v1/user', j.body, p.token) AS a WHERE p.name = 'adam';

.print -- paths and methods, as adam
CREATE TEMP TABLE request (n INTEGER PRIMARY KEY, method, path);
INSERT INTO request (method, path) SELECT DISTINCT 'PUT', path FROM operation;
INSERT INTO request (method, path) VALUES ('GET', '/api/v1/login'), ('DELETE', '/api/v1/activate'), ('OPTIONS', '/api/v1/user'), ('DELETE', '/api/v1/user/6'), ('PATCH', '/api/v1/user/notifications'), ('PATCH', '/api/v1/user/settings'), ('POST', '/api/v1/user/preferences'), ('GET', '/api/v1/user/notifications/00000000-0000-4000-8000-00000000f001'), ('get', '/api/v1/user'), ('', '/api/v1/user'),
    ('GET', '/api/v1'), ('GET', '/api/v2/user'), ('GET', '/api/v1/USER'), ('GET', '/api/v1/user/6/x'), ('GET', '/'), ('GET', '/api/v1/users/../user'), ('GET', '/api/v1/./user'), ('GET', '//api/v1/user'), ('GET', '/api//v1/user'), ('GET', '/api/v1%2fuser'), ('GET', '/api/v1/%2e%2e/v1/user'), ('GET', '/api/v1/user/'), ('GET', '/api/v1/user//'), ('GET', '/api/v1/%75ser'),
    ('GET', '/api/v1/user%00'), ('GET', '/api/v1/user%'), ('GET', '/api/v1/user/%zz'), ('GET', '/api/v1/user/%ff'), ('GET', '/api/v1/user/%20'), ('GET', '/api/v1/user/6%2f'), ('GET', 'api/v1/user'), ('GET', ''), ('GET', '/api/v1/user' || char(0) || 'x'), ('GET', '/' || hex(zeroblob(5000))), ('GET', '/api/v1/user?x=%'), ('GET', '/api/v1/user?%00=1'), ('GET', '/api/v1/user?&&=&a'), ('HEAD', '/api/v1/user'), ('HEAD', '/api/v1/nowhere');
SELECT r.n, r.method, iif(length(r.path) > 100, 'long', replace(r.path, char(0), '^@')), a.status, a.headers ->> '$.Allow', iif(a.status = 200, 'ok', a.body) FROM p JOIN request AS r JOIN api('filespin', r.method, r.path, NULL, p.token) AS a WHERE p.name = 'adam' ORDER BY r.n;

.print -- on a connection that may not write, one that is locked down, and within a transaction
CREATE TABLE token AS SELECT name, token FROM p WHERE name = 'adam';
PRAGMA query_only = 1;
SELECT status FROM token JOIN api('filespin', 'GET', '/api/v1/users', NULL, token);
SELECT status FROM token JOIN api('filespin', 'PATCH', '/api/v1/user', '{"first_name":"X"}', token);
PRAGMA query_only = 0;
SELECT usher_lockdown();
SELECT status, body ->> '$.total_users' FROM token JOIN api('filespin', 'GET', '/api/v1/users', NULL, token);
SELECT status, body ->> '$.first_name' FROM token JOIN api('filespin', 'PATCH', '/api/v1/user/6', '{"first_name":"X"}', token);
SELECT status FROM token JOIN api('filespin', 'GET', '/api/v1/group/settings', NULL, token);
BEGIN;
SELECT status FROM token JOIN api('filespin', 'PATCH', '/api/v1/user/6', '{"first_name":"Y"}', token);
ROLLBACK;
SELECT body ->> '$.first_name' FROM token JOIN api('filespin', 'GET', '/api/v1/user/6', NULL, token);
SELECT count(*) FROM users;
