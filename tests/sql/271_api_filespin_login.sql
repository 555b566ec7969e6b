-- filespin: POST /api/v1/login: a token, opaque or a JWT; who gets none; lockout; a second factor; where it cannot be.
.read setup/filespin.sql
.read setup/known_passwords.sql
CREATE TEMP VIEW said AS SELECT n, a.status, a.headers, a.body FROM ask JOIN api('filespin', 'POST', '/api/v1/login', ask.body) AS a ORDER BY n;

.print -- without the master key an opaque token; nobody acts by it on the connection
WITH got AS MATERIALIZED (SELECT * FROM api('filespin', 'POST', '/api/v1/login', '{"email":"Uma@Example.org","password":"correct horse battery"}'))
SELECT got.status, got.headers, json_remove(got.body, '$.token'), length(got.body ->> '$.token'), a.status, a.body ->> '$.email' FROM got JOIN api('filespin', 'GET', '/api/v1/user', NULL, NULL, json_object('Authorization', 'Bearer ' || (got.body ->> '$.token'))) AS a;
SELECT actor();
SELECT form, count(*) FROM sessions WHERE user_id = '00000000-0000-4000-8000-000000000006' GROUP BY form ORDER BY form;
.print -- with it a JWT, which opens as much
SELECT usher_key('the master key of this test store');
SELECT status, length(body ->> '$.token') > 200, body ->> '$.token' GLOB 'ey*.*.*' FROM api('filespin', 'POST', '/api/v1/login', '{"email":"uma@example.org","password":"correct horse battery"}', '', '{"Content-Type":"application/json"}');
WITH t AS MATERIALIZED (SELECT body ->> '$.token' AS token FROM api('filespin', 'POST', '/api/v1/login', '{"email":"uma@example.org","password":"correct horse battery"}')) SELECT jwt_verify(token) ->> 'sub', a.status, a.body ->> '$.email' FROM t JOIN api('filespin', 'GET', '/api/v1/user', NULL, token) AS a;
.print -- whoever shows a credential may sign in as somebody else; they do not act as two
SELECT a.status FROM p JOIN api('filespin', 'POST', '/api/v1/login', '{"email":"adam@example.org","password":"correct horse battery"}', p.token) AS a WHERE p.name = 'uma';
SELECT a.status, a.body ->> '$.email' FROM p JOIN api('filespin', 'GET', '/api/v1/user', NULL, p.token) AS a WHERE p.name = 'uma';

.print -- nobody learns who there is
INSERT INTO ask (body) VALUES ('{"email":"uma@example.org","password":"wrong"}'), ('{"email":"nobody@example.org","password":"wrong"}'), ('{"email":"dora@example.org","password":"correct horse battery"}'), ('{"email":"dan@example.org","password":"correct horse battery"}'), ('{"email":"nora@example.org","password":""}');
SELECT count(*), group_concat(DISTINCT status), group_concat(DISTINCT body) FROM said;
.print -- the group, where an address is in several
INSERT INTO ask (n, body) VALUES (20, '{"email":"bert@example.org","password":"correct horse battery","group_id":"00000000-0000-4000-8000-0000000000ab"}'), (21, '{"email":"bert@example.org","password":"correct horse battery","group_id":"00000000-0000-4000-8000-0000000000ac"}'), (22, '{"email":"bert@example.org","password":"correct horse battery","group_id":"second"}');
SELECT n, status, iif(status = 200, '', body) FROM said WHERE n >= 20;
.print -- bodies
DELETE FROM usher_attempt;
DELETE FROM ask;
INSERT INTO ask (body) VALUES (NULL), (''), ('[]'), ('"x"'), ('{'), ('{"email":"uma@example.org"}'), ('{"password":"x"}'), ('{"email":7,"password":"x"}'), ('{"email":"uma@example.org","password":["x"]}'), ('{"email":"uma@example.org","password":null}'), ('{"email":"uma","password":"x"}'), ('{"email":"","password":"x"}'),
    ('{"email":"uma@example.org","password":"x","device":"y"}'), ('{"email":"uma@example.org","email":"adam@example.org","password":"x"}'), ('{"email":"uma@example.org","password":"a\u0000b"}'), ('{"email":"uma@example.org","password":"' || hex(zeroblob(3000)) || '"}'), ('{"email":"uma@example.org","password":"x","code":"' || hex(zeroblob(30)) || '"}'), (CAST(x'7b22656d61696c223a22ff227d' AS TEXT));
SELECT n, status, body FROM said;
SELECT count(*) FROM usher_attempt;

.print -- lockout: 429 says when to come back, also to whoever has the right password by then
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'login.attempts', 1 FROM accounts;
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'login.lockout', 4000 FROM accounts;
CREATE TEMP TABLE login AS SELECT '{"email":"mia@example.org","group_id":"00000000-0000-4000-8000-0000000000aa","password":"' AS head;
SELECT a.status FROM login JOIN api('filespin', 'POST', '/api/v1/login', head || 'wrong"}') AS a;
SELECT a.status, a.headers ->> '$.Retry-After' + 0 BETWEEN 3900 AND 4000, a.body LIKE '%try again in % seconds%', a.body ->> '$.code', a.body ->> '$.status' FROM login JOIN api('filespin', 'POST', '/api/v1/login', head || 'correct horse battery"}') AS a;
UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-4000 seconds');
SELECT a.status, a.headers FROM login JOIN api('filespin', 'POST', '/api/v1/login', head || 'correct horse battery"}') AS a;
SELECT a.status, a.headers FROM p JOIN api('filespin', 'GET', '/api/v1/nowhere', NULL, p.token) AS a WHERE p.name = 'uma';

.print -- where a ROLLBACK would take the count back it cannot be: 503, for the server to mend
DELETE FROM usher_attempt;
BEGIN;
SELECT status, body FROM api('filespin', 'POST', '/api/v1/login', '{"email":"uma@example.org","password":"wrong"}');
ROLLBACK;
CREATE TEMP TABLE written AS SELECT status, body ->> '$.code' AS code FROM api('filespin', 'POST', '/api/v1/login', '{"email":"uma@example.org","password":"wrong"}');
SELECT * FROM written;
SELECT count(*) FROM usher_attempt;

.print -- a second factor: its code at once
UPDATE usher_secret SET hash_key = zeroblob(32);
INSERT INTO usher_totp (user_id, secret, confirmed_at, created_at) SELECT id, zeroblob(72), created_at, created_at FROM usher_user WHERE name = 'carl';
INSERT INTO usher_recovery_code SELECT id, x'79d3feb1f314f663f1ecad9dcb01e9872ef6a0517bce282b8b867b1dbc157a8c' FROM usher_user WHERE name = 'carl';
DELETE FROM settings WHERE key GLOB 'login.*';
SELECT status, body FROM api('filespin', 'POST', '/api/v1/login', '{"email":"carl@example.org","password":"correct horse battery"}');
SELECT status, body FROM api('filespin', 'POST', '/api/v1/login', '{"email":"carl@example.org","password":"wrong","code":"abcd-efgh-ijkl-mnop"}');
SELECT status, body FROM api('filespin', 'POST', '/api/v1/login', '{"email":"carl@example.org","password":"correct horse battery","code":"abcd-efgh-ijkl-mnoq"}');
SELECT status, json_remove(body, '$.token') FROM api('filespin', 'POST', '/api/v1/login', '{"email":"carl@example.org","password":"correct horse battery","code":"abcd-efgh-ijkl-mnop"}');

.print -- on a connection that is locked down; nobody acts afterwards
SELECT usher_lockdown();
SELECT status, json_remove(body, '$.token') FROM api('filespin', 'POST', '/api/v1/login', '{"email":"adam@example.org","password":"correct horse battery"}');
SELECT actor() IS NULL, count(*) FROM users;
