-- studio: who shows nothing, or nothing that opens; paths and methods that are none; nothing of it changes anything. On a
-- connection that is locked down; within a transaction.
.read setup/studio.sql
CREATE TABLE file (body TEXT);
.import --ascii setup/../../api/studio/unauthenticated.json file
.import --ascii setup/../../api/studio/not_found.json file
INSERT INTO invites (id, email, channel_id) VALUES ('00000000-0000-4000-8000-00000000e001', 'uma@example.org', '00000000-0000-4000-8000-00000000c001');
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, '{"user_id":"00000000-0000-4000-8000-000000000003"}') AS key FROM (VALUES ('good'), ('expired'), ('revoked'));
UPDATE usher_api_key SET expires_at = '2020-01-01T00:00:00.000Z' WHERE name = 'expired';
DELETE FROM api_keys WHERE name = 'revoked';
-- mia is disabled, carl deleted, otto signed out, beth's session has expired; bert is of another account.
UPDATE users SET enabled = 0 WHERE name = 'mia';
DELETE FROM sessions WHERE user_id LIKE '%-000000000002';
UPDATE usher_session SET expires_at = '2020-01-01T00:00:00.000Z' WHERE user_id LIKE '%-000000000022';
CREATE TEMP TABLE operation AS SELECT column1 AS method, column2 AS path, column3 AS body FROM (VALUES ('GET', '/api/user', NULL), ('GET', '/api/user/00000000-0000-4000-8000-000000000006', NULL), ('GET', '/api/user/get_storage_used', NULL), ('GET', '/api/user/refresh_storage_used', NULL), ('POST', '/api/user/mark_notifications_read', '{"timestamp":"2024-01-15T10:30:00Z"}'), ('GET', '/api/invitation', NULL),
    ('POST', '/api/invitation/00000000-0000-4000-8000-00000000e001/accept', NULL), ('POST', '/api/invitation/00000000-0000-4000-8000-00000000e001/decline', NULL), ('POST', '/api/send_invitation_email', '{"user_email":"x@example.org","channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"edit"}'), ('DELETE', '/api/channeluser/00000000-0000-4000-8000-000000000006/remove_self?channel_id=00000000-0000-4000-8000-00000000c001', NULL));
CREATE TEMP TABLE credential AS
    SELECT 'none' AS name, NULL AS text UNION ALL SELECT 'empty', '' UNION ALL SELECT 'wrong', 'x' UNION ALL SELECT 'never issued', 'nobody_nobody_nobody_nobody_nobody_nobody_nA'
    UNION ALL SELECT 'mangled', substr(key, 1, 20) || iif(substr(key, 21, 1) = 'x', 'y', 'x') || substr(key, 22) FROM keys WHERE name = 'good' UNION ALL SELECT name, key FROM keys WHERE name <> 'good'
    UNION ALL SELECT name, token FROM p WHERE name IN ('mia', 'otto', 'beth', 'dora') UNION ALL SELECT 'long', hex(zeroblob(20000)) UNION ALL SELECT 'a number', 7 UNION ALL SELECT 'a BLOB', x'00ff' UNION ALL SELECT 'NUL', 'a' || char(0) || 'b' UNION ALL SELECT 'scheme', 'Token ' UNION ALL SELECT 'schemes', 'Token Bearer ' || token FROM p WHERE name = 'uma' UNION ALL SELECT 'no blank', 'Token' || token FROM p WHERE name = 'uma' UNION ALL SELECT 'basic', 'Basic ' || token FROM p WHERE name = 'uma';
CREATE TEMP TABLE before AS SELECT (SELECT group_concat(id || ifnull(last_read_at, '') || disk_space_used) FROM usher_user) AS users, (SELECT group_concat(id || mode) FROM usher_channel_member) AS members, (SELECT count(*) || max(updated_at) FROM usher_invite) AS invites, (SELECT count(*) FROM usher_audit) AS log;
CREATE TEMP VIEW unchanged AS SELECT (SELECT group_concat(id || ifnull(last_read_at, '') || disk_space_used) FROM usher_user) = users AND (SELECT group_concat(id || mode) FROM usher_channel_member) = members AND (SELECT count(*) || max(updated_at) FROM usher_invite) = invites AND (SELECT count(*) FROM usher_audit) = log AS unchanged FROM before;
SELECT c.name, count(*), group_concat(DISTINCT a.status), group_concat(DISTINCT a.headers), sum(a.body = (SELECT json(body) FROM file WHERE rowid = 1)) FROM credential AS c JOIN operation AS o JOIN api('studio', o.method, o.path, o.body, c.text) AS a GROUP BY c.rowid;
SELECT * FROM unchanged;
-- Of another account: what is not theirs is not there.
SELECT a.status, o.method, replace(o.path, '00000000-0000-4000-8000-00000000', '~'), iif(a.status < 300, '', a.body) FROM operation AS o JOIN p ON p.name = 'bob' JOIN api('studio', o.method, o.path, o.body, p.token) AS a WHERE o.path GLOB '*0000*' OR o.body GLOB '*c001*' ORDER BY o.rowid;
SELECT * FROM unchanged;
-- As a header, by either scheme, in any case; a header beside a credential is not looked at.
SELECT h.column1, a.status FROM (VALUES ('Token '), ('Bearer '), ('TOKEN  '), (''), ('Basic ')) AS h JOIN p ON p.name = 'uma' JOIN api('studio', 'GET', '/api/user/get_storage_used', NULL, NULL, json_object('authorization', h.column1 || p.token)) AS a;
SELECT a.status FROM p JOIN api('studio', 'GET', '/api/user/get_storage_used', NULL, 'wrong', json_object('Authorization', 'Token ' || p.token)) AS a WHERE p.name = 'uma';

-- Methods: /api/user is for reading. Each that is known there is told.
INSERT INTO request (who, method, path) VALUES ('adam', 'POST', '/api/user'), ('adam', 'PATCH', '/api/user'), ('adam', 'DELETE', '/api/user'), ('adam', 'PUT', '/api/user/'), ('adam', 'POST', '/api/user/00000000-0000-4000-8000-000000000006'), ('adam', 'PATCH', '/api/user/00000000-0000-4000-8000-000000000006'), ('adam', 'DELETE', '/api/user/00000000-0000-4000-8000-000000000006'), ('adam', 'DELETE', '/api/invitation'), ('adam', 'get', '/api/user'), ('adam', '', '/api/user'), ('adam', 'A"B\C', '/api/user'), ('adam', CAST(x'41ff0a42' AS TEXT), '/api/user'), ('adam', 'a' || hex(zeroblob(50)), '/api/user'), ('adam', 'ÄÖÜäöüßÄÖÜäöüßÄÖÜäöüß', '/api/user'), (NULL, 'POST', '/api/user'), ('adam', 'CONNECT', '/api/send_invitation_email');
SELECT n, status, headers ->> '$.Allow', body FROM asked;
-- Paths.
DELETE FROM request;
INSERT INTO request (who, method, path) SELECT 'adam', 'GET', column1 FROM (VALUES ('/'), ('/api'), ('/api/users'), ('/API/user'), ('/api/user/00000000-0000-4000-8000-000000000006/x'), ('/api/user/../user'), ('/api/./user'), ('//api/user'), ('/api//user'), ('/api%2fuser'), ('/api/%2e%2e/api/user'), ('/api/%75ser'), ('/api/user//'), ('/api/user/?'), ('/api/user/#x?ids=a'), ('/api/user%00'), ('/api/user%'), ('/api/user%zz'), ('/api/%ff'), ('/api/user%0a'), ('api/user'), (''), ('/api/user' || char(0) || 'x'), ('/api/user?' || replace(hex(zeroblob(40)), '0', 'a&')), ('/1/2/3/4/5/6/7/8/9/10/11/12'), ('/' || hex(zeroblob(5000))));
SELECT n, iif(length(path) > 60, 'long', replace(path, char(0), '^@')), status, iif(status = 200, json_array_length(body), body) FROM asked;
SELECT sum(status = 404), sum(body = (SELECT json(body) FROM file WHERE rowid = 2)) FROM asked;
SELECT * FROM unchanged;
SELECT actor();

-- On a connection that may not write: what reads is answered, what writes is an error of SQL.
PRAGMA query_only = 1;
SELECT a.status FROM p JOIN api('studio', 'GET', '/api/user/get_storage_used', NULL, token) AS a WHERE name = 'uma';
SELECT a.status FROM p JOIN api('studio', 'GET', '/api/user/refresh_storage_used', NULL, token) AS a WHERE name = 'uma';
PRAGMA query_only = 0;
-- Within a transaction a request ends with it, as if nothing had been.
BEGIN;
SELECT o.method, a.status FROM operation AS o JOIN p ON p.name = 'uma' JOIN api('studio', o.method, o.path, o.body, p.token) AS a WHERE o.rowid IN (4, 5, 7, 10) ORDER BY o.rowid;
ROLLBACK;
SELECT * FROM unchanged;
-- Locked down.
CREATE TABLE token AS SELECT name, token FROM p;
CREATE TABLE asking AS SELECT rowid AS n, * FROM operation;
SELECT usher_lockdown();
SELECT o.n, o.method, a.status, CASE WHEN a.status < 300 THEN substr(a.body, 1, 20) ELSE a.body END FROM asking AS o JOIN token ON name = 'uma' JOIN api('studio', o.method, o.path, o.body, token) AS a WHERE n <> 9 ORDER BY o.n;
SELECT a.status, a.body ->> '$.share_mode' FROM asking AS o JOIN token ON name = 'carl' JOIN api('studio', o.method, o.path, o.body, token) AS a WHERE n = 9;
SELECT count(*) FROM users;
