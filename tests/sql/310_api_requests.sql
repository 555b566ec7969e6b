-- Requests in unusual dress: bodies of nothing, headers, parameters, places in a list.
.read setup/people.sql
.mode list
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name NOT IN ('dora', 'dan');
CREATE TEMP TABLE t (n INTEGER PRIMARY KEY, profile, who, method, path, body, headers);
CREATE TEMP VIEW answers AS SELECT t.n, t.profile, a.status, a.body FROM t LEFT JOIN p ON p.name = t.who JOIN api(t.profile, t.method, t.path, t.body, p.token, t.headers) AS a ORDER BY t.n;
.print -- pulse
INSERT INTO t (profile, who, method, path, body) VALUES
    ('pulse', 'olga', 'POST', '/api/v1/users/00000000-0000-4000-8000-000000000009/invite', ''),
    ('pulse', 'olga', 'GET', '/api/v1/users?sort=name,-name', NULL),
    ('pulse', 'olga', 'GET', '/api/v1/users?sort=-email,email', NULL),
    ('pulse', 'olga', 'GET', '/api/v1/users?filterx[name]=a', NULL),
    ('pulse', 'olga', 'GET', '/api/v1/users?filter[' || printf('%.*c', 45, 'x') || ']=a', NULL),
    ('pulse', 'olga', 'GET', '/api/v1/users?page=2', NULL),
    ('pulse', 'olga', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006?x' || replace(hex(zeroblob(70)), '00', '&a=b'), '{"data":{"type":"user"}}'),
    ('pulse', 'olga', 'PUT', '/api/v1/users/00000000-0000-4000-8000-0000000000ff', '{"data":{"type":"user","id":"00000000-0000-4000-8000-0000000000ff","attributes":{"name":"U"}}}');
SELECT n, status, iif(status = 200, '', body) FROM answers;
DELETE FROM t;
INSERT INTO t (profile, who, method, path, body, headers) SELECT 'pulse', 'olga', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000006","attributes":{"name":"U"}}}',
    json_object('content-type', column1) FROM (VALUES ('application/vnd.api+json;' || char(9) || 'profile="a"'), ('application/vnd.api+json; profile="a\"b"'), ('application/vnd.api+json; profile="a\'), ('application/vnd.api+json; profile="a\\'));
SELECT n, status FROM answers;
.print -- filespin
DELETE FROM t;
INSERT INTO usher VALUES ('password_set', '["00000000-0000-4000-8000-000000000006","correct horse"]');
INSERT INTO t (profile, who, method, path, body) VALUES
    ('filespin', NULL, 'POST', '/api/v1/login', '{"email":"uma@example.org","password":"correct horse","code":"123456","group_id":"00000000-0000-4000-8000-0000000000aa"}'),
    ('filespin', NULL, 'POST', '/api/v1/login', '{"email":"uma@example.org","password":"correct horse","code":"123456","group_id":"00000000-0000-4000-8000-0000000000ab"}'),
    ('filespin', 'adam', 'POST', '/api/v1/user/settings/watermark', char(9, 13, 10) || '{"image":"x"}');
SELECT n, status, iif(status = 200, '', body) FROM answers;
.print -- vidbeo
DELETE FROM t;
INSERT INTO t (profile, who, method, path, body) VALUES
    ('vidbeo', 'olga', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000004', '{"role":"uploader"}'),
    ('vidbeo', 'olga', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000004', '{"role":"admin"}');
SELECT n, status, iif(status = 200, body ->> '$.result.role', body) FROM answers;
.print -- a format that there is not; places that do not fit
SELECT user_json('00000000-0000-4000-8000-000000000006', 'nothing');
INSERT INTO invites (account_id, email, role) SELECT '00000000-0000-4000-8000-0000000000aa', 'new' || value || '@example.org', 'user' FROM json_each('[1,2,3]');
PRAGMA ignore_check_constraints = 1;
DELETE FROM t;
INSERT INTO t (profile, who, method, path) VALUES ('vidbeo', 'olga', 'GET', '/v2/invites?limit=1');
SELECT status, body ->> '$.links.next' LIKE '/v2/invites?limit=1&cursor=%' FROM answers;
UPDATE usher_invite SET created_at = printf('%.*c', 100, 'x');
SELECT status FROM answers;
UPDATE usher_invite SET created_at = printf('%.*c', 1000, 'x');
SELECT status FROM answers;
