-- api('vidbeo', …): /v2/users and /v2/users/:id, as each role may use them. What whoever asks does not see is not there (404), what
-- they see and may not do is 403; PATCH leaves alone what it does not name; who is deleted is gone.
.read setup/api_vidbeo.sql
INSERT INTO ask (who, method, path) SELECT column1, 'GET', '/v2/users' FROM (VALUES ('olga'), ('adam'), ('mia'), ('carl'), ('uma'), ('bert'), ('gina'));
INSERT INTO ask (who, method, path) VALUES
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-000000000007'),
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-000000000009'),
    ('uma', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('mia', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006'), -- sees others, and not what concerns signing in
    ('uma', 'GET', '/v2/users/00000000-0000-4000-8000-000000000001'), -- unseen
    ('bert', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006'), -- of another account
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-000000000008'), -- deleted
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-000000000099'),
    ('olga', 'GET', '/v2/users/6'),
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-00000000000A?x=1'),
    (NULL, 'GET', '/v2/users'),
    (NULL, 'GET', '/v2/users/00000000-0000-4000-8000-000000000006');
.read setup/api_vidbeo_ask.sql

-- Changing.
INSERT INTO ask (who, method, path, body) SELECT column1, 'PATCH', '/v2/users/00000000-0000-4000-8000-0000000000' || column2, column3 FROM (VALUES
    ('olga', '06', '{"name":"Example User"}'),
    ('olga', '06', '{"notifications":["upload.done","Ünïcode"],"mfa_required":true,"authentication":"sso"}'),
    ('olga', '06', '{"role":"uploader"}'),
    ('uma', '06', '{"name":"By herself"}'),
    ('uma', '06', '{"role":"owner"}'),
    ('uma', '06', '{"enabled":false}'),
    ('olga', '06', '{"role":"admin","enabled":false}'), -- which ends her sessions
    ('olga', '06', '{"role":"viewer","enabled":true,"authentication":"password","mfa_required":false,"notifications":[]}'),
    ('olga', '06', '{"n\u0061me":"By another spelling"}'),
    ('olga', '04', '{"role":"uploader"}'), -- who manages is one already
    ('adam', '06', '{"name":"By an admin"}'),
    ('mia', '06', '{"name":"By a manager"}'),
    ('adam', '01', '{"name":"The owner"}'),
    ('adam', '06', '{"role":"owner"}'), -- nobody gives what they do not have
    ('carl', '01', '{"name":"unseen"}'),
    ('adam', '03', '{"enabled":false}'),
    ('adam', '03', '{"role":"viewer"}'),
    ('bert', '06', '{"name":"of another account"}'),
    ('olga', '08', '{"name":"deleted"}'),
    (NULL, '06', '{"name":"nobody"}'));
.read setup/api_vidbeo_ask.sql
SELECT name, role, enabled FROM users WHERE email IN ('uma@example.org', 'mia@example.org');

-- Deleting. An account keeps an owner.
INSERT INTO ask (who, method, path) VALUES
    ('carl', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000006'), -- unseen
    ('carl', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000005'),
    ('mia', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('bert', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('olga', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('olga', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('olga', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000002'),
    ('olga', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000001'),
    ('olga', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000001'),
    (NULL, 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000005');
.read setup/api_vidbeo_ask.sql
SELECT name, status FROM users WHERE account_id LIKE '%0000aa' ORDER BY rowid;

-- The user behind a key of the account is nobody of them, and the key asks for them all the same.
SELECT act_as('00000000-0000-4000-8000-000000000001');
CREATE TEMP TABLE k AS SELECT api_key_create('robot', '{"owner":"account","scopes":["users.read"]}') AS key;
SELECT act_as(NULL);
SELECT count(*) FROM users WHERE service;
SELECT status, (SELECT json_group_array(value ->> 'name') FROM json_each(body, '$.result')) FROM api('vidbeo', 'GET', '/v2/users', NULL, (SELECT key FROM k));
SELECT DISTINCT a.status FROM users AS u, api('vidbeo', 'GET', '/v2/users/' || u.id, NULL, (SELECT token FROM who WHERE name = 'olga')) AS a WHERE u.service;
SELECT status, body ->> '$.errors[0].code' FROM api('vidbeo', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000005', NULL, 'Bearer ' || (SELECT key FROM k));
SELECT action, actor, count(*) FROM audit_log WHERE actor <> 'system' AND object_type = 'users' GROUP BY 1, 2;
