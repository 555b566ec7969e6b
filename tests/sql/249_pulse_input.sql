-- pulse: what is no JSON:API document, no path, no query: one error body each, never 500, and nothing changed.
.read setup/pulse.sql
CREATE TEMP TABLE before AS SELECT (SELECT count(*) FROM usher_user) AS users, (SELECT count(*) FROM usher_audit) AS audit, (SELECT count(*) FROM usher_invite) AS invites;
CREATE TEMP TABLE body (n INTEGER PRIMARY KEY, body);
INSERT INTO body (body) VALUES (NULL), (''), (' '), ('x'), ('{'), ('null'), ('7'), ('"data"'), ('[]'), ('{}'), ('{"data":null}'), ('{"data":[]}'), ('{"data":[{"type":"user"}]}'), ('{"data":"user"}'), ('{"data":{}}'),
    ('{"data":{"type":null}}'), ('{"data":{"type":7}}'), ('{"data":{"type":""}}'), ('{"data":{"type":"user","id":7}}'), ('{"data":{"type":"user","id":null}}'), ('{"data":{"type":"user","id":""}}'), ('{"data":{"type":"user","attributes":null}}'), ('{"data":{"type":"user","attributes":[]}}'),
    ('{"data":{"type":"user","attributes":{"name":"a","name":"b"}}}'), ('{"data":{"type":"user"},"data":{"type":"user"}}'), ('{"data":{"type":"user","attributes":{"name":"a' || char(92) || 'u0000b"}}}'), ('{"data":{"type":"user","attributes":{"name":"a' || char(92) || 'ud800"}}}'),
    (CAST(x'7b2264617461223aff7d' AS TEXT)), (x'7b2264617461223aff7d'), (CAST(x'7b7d00' AS TEXT)), ('{"data":{"type":"user","attributes":{"name":1e999}}}'), ('{"data":{"type":"user","attributes":{"":1}}}'), ('{"data":{"type":"user","attributes":{"na\"me":1}}}'), ('{"data":{"type":"user","attributes":{"$.x":1}}}'),
    ('{"data":{"type":"user","attributes":{"' || printf('%.*c', 300, 'n') || '":1}}}'), ('{"data":{"type":"user","relationships":[]}}'), ('{"data":{"type":"user","relationships":{"account":null}}}'), ('{"data":{"type":"user","relationships":{"account":{"data":[]}}}}'), ('{"data":{"type":"user","attributes":{"name":""}}}'), ('{"data":{"type":"user","attributes":{"email":" a@b.c"}}}'),
    ('{"errors":[]}'), ('{"data":' || printf('%.*c', 200, '[') || printf('%.*c', 200, ']') || '}'), ('{"data":{"type":"user","attributes":{"name":"' || printf('%.*c', 1000000, 'x') || '"}}}'), ('{"data":{"type":"user","attributes":{"name":"' || printf('%.*c', 900000, 'x') || '"}}}');
.print ---- bodies of POST users
SELECT a.status, CASE WHEN instr(CAST(b.body AS BLOB), x'ff') THEN 'not UTF-8' WHEN length(b.body) < 90 THEN b.body ELSE length(b.body) END, a.body FROM body AS b, api('pulse', 'POST', '/api/v1/users', b.body, @olga) AS a;
.print ---- of every other request that takes one: the same statuses, but where the type is another
SELECT t.column1, t.column2, (SELECT group_concat(a.status, ' ') FROM body AS b, api('pulse', t.column1, '/api/v1/' || t.column2, b.body, t.column3) AS a)
FROM (VALUES ('PUT', 'users/00000000-0000-4000-8000-000000000006', @olga), ('PATCH', 'users/00000000-0000-4000-8000-000000000006', @olga), ('PUT', 'users/00000000-0000-4000-8000-000000000006/notification_settings', @uma), ('POST', 'account_memberships', @olga), ('POST', 'team_memberships', @olga), ('POST', 'auth/join/join-join-join-join-join-join-join-join-joA', NULL)) AS t;
.print ---- paths
SELECT t.column1, a.status, a.body ->> '$.errors[0].detail' FROM (VALUES (''), ('api/v1/users'), ('/'), ('//api/v1/users'), ('/api//v1/users'), ('/api/v1/users/'), ('/api/v1/users//'), ('/api/v1/./users'), ('/api/v1/x/../users'), ('/api/v1/%2e%2e/users'), ('/api/v1/users/%2e%2e'), ('/api/v1/users/%2'), ('/api/v1/users/%zz'), ('/api/v1/users/%00'), ('/api/v1/users/%ff'), ('/api/v1%2Fusers'), ('/API/v1/users'), ('/api/v1/%75sers?page[size]=1&fields[user]='), ('/api/v1/users/00000000-0000-4000-8000-00000000000%36?fields[user]=name'),
    ('/api/v1/users/' || printf('%.*c', 5000, 'a')), ('/api/v1/users/' || printf('%.*c', 9000, 'a')), ('/api/v1/users/1/2/3/4/5/6/7/8/9/10/11'), ('/api/v1/users/00000000-0000-4000-8000-000000000006''--'), ('/api/v1/users/''%20OR%201=1')) AS t, api('pulse', 'GET', t.column1, NULL, @olga) AS a
WHERE length(t.column1) < 100;
SELECT length(t.column1), a.status FROM (VALUES ('/api/v1/users/' || printf('%.*c', 5000, 'a')), ('/api/v1/users/' || printf('%.*c', 9000, 'a'))) AS t, api('pulse', 'GET', t.column1, NULL, @olga) AS a;
SELECT status FROM api('pulse', 'GET', CAST(x'2f6170692f76312f75736572730078' AS TEXT), NULL, @olga);
.print ---- queries
SELECT t.column1, a.status, a.body ->> '$.errors[0].source.parameter' FROM (VALUES ('?'), ('?&'), ('?&&&'), ('?='), ('?=x'), ('?x'), ('?%00=1'), ('?include=%00'), ('?include'), ('?sort'), ('?page[size]=1#x'), ('?page[size]=1?x'), ('?fields[user]=name&amp;x')) AS t, api('pulse', 'GET', '/api/v1/users' || t.column1, NULL, @olga) AS a;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 65)
SELECT status, body FROM (SELECT group_concat('x' || i || '=1', '&') AS q FROM n), api('pulse', 'GET', '/api/v1/users?' || q, NULL, @olga);
.print ---- as many filters as there can be
WITH filter (q) AS (SELECT group_concat('filter[' || a.column1 || ']=' || o.column1 || ':2022-01-01T00:00:00Z', '&') FROM (VALUES ('name'), ('email'), ('status'), ('avatar'), ('created_at'), ('discarded_at')) AS a, (VALUES ('!eq'), ('gt'), ('gte'), ('lt'), ('lte'), ('pre'), ('suf'), ('!ct'), ('ct'), ('!in')) AS o)
SELECT status, json_array_length(body, '$.data') FROM filter, api('pulse', 'GET', '/api/v1/users?sort=-alive,name,-email,created_at,status&include=teams,account,team_memberships,account_memberships&fields[user]=name,teams&' || q, NULL, @olga);
.print ---- nothing of all this changed anything
SELECT a.column1 - b.users, a.column2 - b.audit, a.column3 - b.invites FROM before AS b, (SELECT (SELECT count(*) FROM usher_user) AS column1, (SELECT count(*) FROM usher_audit) AS column2, (SELECT count(*) FROM usher_invite) AS column3) AS a;
SELECT actor();
