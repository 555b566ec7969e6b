-- api() where it stands: in views and triggers, within itself, under names of others, on a damaged store, without one, on a locked connection.
SELECT status FROM api('vidbeo', 'GET', '/v2/users');
.read setup/api_vidbeo.sql
CREATE TEMP TABLE t AS SELECT token FROM who WHERE name = 'olga';
-- Whoever made the file does not make requests.
CREATE VIEW sly AS SELECT status FROM api('vidbeo', 'GET', '/v2/users');
SELECT * FROM sly;
DROP VIEW sly;
CREATE TABLE notes (body TEXT);
CREATE TRIGGER sly AFTER INSERT ON notes BEGIN INSERT INTO notes SELECT status FROM api('vidbeo', 'GET', '/v2/users'); END;
INSERT INTO notes VALUES ('x');
DROP TRIGGER sly;
-- In TEMP they are the host's own.
CREATE TEMP VIEW mine AS SELECT status, json_array_length(body, '$.result') AS n FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT * FROM mine;
CREATE TEMP TRIGGER mine_too AFTER INSERT ON main.notes WHEN new.body NOT GLOB '2*' BEGIN INSERT INTO notes SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', new.body, token); END;
INSERT INTO notes VALUES ('{"name":"By a trigger"}'), ('{"name":7}');
SELECT * FROM notes;
SELECT name FROM users WHERE email = 'uma@example.org';
DROP TRIGGER mine_too;

-- Tables of these names are not the API's.
CREATE TEMP TABLE users (id TEXT, name TEXT);
INSERT INTO temp.users VALUES ('00000000-0000-4000-8000-000000000006', 'captured');
SELECT status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
DROP TABLE temp.users;
CREATE TEMP TABLE usher_api_users (id TEXT, name TEXT, created_at TEXT, discarded_at TEXT, service INTEGER);
SELECT status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT user_json('00000000-0000-4000-8000-000000000006') ->> 'name';
DROP TABLE temp.usher_api_users;
CREATE TABLE usher_api_users (id TEXT, name TEXT, created_at TEXT, discarded_at TEXT, service INTEGER);
SELECT status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
DROP TABLE main.usher_api_users;
CREATE TEMP VIEW usher_api_users AS SELECT '00000000-0000-4000-8000-000000000006' AS id;
SELECT status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
DROP VIEW usher_api_users;
SELECT status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
CREATE TEMP TABLE api (status INTEGER);
SELECT count(*) FROM api;
DROP TABLE temp.api;

-- An aggregate over no answer, LIMIT 0, a join that asks for the answer's columns, a request for each user.
SELECT count(*) FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token) WHERE status = 500;
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"asked in vain"}', token) LIMIT 0;
SELECT name FROM users WHERE email = 'uma@example.org';
SELECT path, method, profile, request_body, status FROM t, api WHERE profile = 'vidbeo' AND method = 'GET' AND path = '/v2/users?limit=1' AND api.credential = t.token;
SELECT count(*), sum(a.status = 200) FROM t, users AS u, api('vidbeo', 'GET', '/v2/users/' || u.id, NULL, token) AS a;
SELECT changes() FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
INSERT INTO api (status) VALUES (1);
DELETE FROM api;

-- Locked down: requests are all that is needed.
SELECT usher_lockdown();
SELECT actor(), status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT status, body ->> '$.result.name' FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"Locked"}', token);
SELECT status, body ->> '$.result.email' FROM t, api('vidbeo', 'POST', '/v2/invites', '{"email":"locked@example.org"}', token);
SELECT status FROM t, api('vidbeo', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006');
SELECT actor(), (SELECT count(*) FROM users);
SELECT status FROM t, api('vidbeo', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000006', NULL, token);
SELECT count(*) FROM usher_api_users;
SELECT count(*) FROM usher_user;
SELECT actor();
