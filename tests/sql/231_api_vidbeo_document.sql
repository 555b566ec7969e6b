-- The example responses of the document (tests/api/vidbeo, as they stand there): the same members, in the same order, of the same types.
.read setup/api_vidbeo.sql
CREATE TEMP TABLE fixture (name TEXT, json TEXT);
CREATE TEMP TABLE file (json TEXT);
.import --ascii setup/../../api/vidbeo/users.json file
INSERT INTO fixture SELECT 'users', json FROM file;
DELETE FROM file;
.import --ascii setup/../../api/vidbeo/user.json file
INSERT INTO fixture SELECT 'user', json FROM file;
DELETE FROM file;
.import --ascii setup/../../api/vidbeo/user_patch.json file
INSERT INTO fixture SELECT 'user_patch', json FROM file;
DELETE FROM file;
.import --ascii setup/../../api/vidbeo/user_delete.json file
INSERT INTO fixture SELECT 'user_delete', json FROM file;
SELECT name, json_valid(json) FROM fixture;

-- Tess was invited by an owner, so that it is known who created her.
SELECT act_as('00000000-0000-4000-8000-000000000021');
INSERT INTO invites (email, name, role, token) VALUES ('tess@example.org', 'Test User', 'user', 'tess000000000000000000000000000000000000000');
DELETE FROM users WHERE id IN (SELECT id FROM users WHERE role <> 'owner');
SELECT act_as(NULL);
CREATE TEMP TABLE tess AS SELECT invite_accept('tess000000000000000000000000000000000000000') AS id;
CREATE TEMP TABLE answer AS
SELECT 'user' AS name, status, headers, body FROM tess, who, api('vidbeo', 'GET', '/v2/users/' || tess.id, NULL, token) WHERE name = 'bert';
INSERT INTO answer
SELECT 'user_patch', status, headers, body FROM tess, who, api('vidbeo', 'PATCH', '/v2/users/' || tess.id, '{"name":"Example User"}', token) WHERE name = 'bert';
-- A list of the one: bert has no creator.
INSERT INTO answer
SELECT 'users', status, headers, json_remove(body, '$.result[0]') FROM who, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE name = 'bert';
INSERT INTO answer
SELECT 'user_delete', status, headers, body FROM tess, who, api('vidbeo', 'DELETE', '/v2/users/' || tess.id, NULL, token) WHERE name = 'bert';

CREATE TEMP TABLE shape AS
SELECT 'document' AS side, f.name, t.id, fullkey, replace(replace(t.type, 'true', 'boolean'), 'false', 'boolean') AS type, row_number() OVER (PARTITION BY f.name ORDER BY t.id) AS n FROM fixture AS f, json_tree(f.json) AS t
UNION ALL
SELECT 'usher', a.name, t.id, fullkey, replace(replace(t.type, 'true', 'boolean'), 'false', 'boolean'), row_number() OVER (PARTITION BY a.name ORDER BY t.id) FROM answer AS a, json_tree(a.body) AS t;
SELECT name, count(*) FROM shape WHERE side = 'document' GROUP BY name;
SELECT name, n, fullkey, type FROM shape WHERE side = 'document' EXCEPT SELECT name, n, fullkey, type FROM shape WHERE side = 'usher';
SELECT name, n, fullkey, type FROM shape WHERE side = 'usher' EXCEPT SELECT name, n, fullkey, type FROM shape WHERE side = 'document';
-- What the document says of the values, too.
SELECT name, status, headers, body ->> '$.result.name', body ->> '$.result.role', body ->> '$.result.verified_email', length(body ->> '$.result.created_time') FROM answer ORDER BY name;
SELECT f.name, f.json -> 'success' = a.body -> 'success', f.json -> 'links' = a.body -> 'links', json(f.json -> 'errors') = a.body -> 'errors' FROM fixture AS f JOIN answer AS a USING (name);
