-- filespin: POST /api/v1/activate: the token of the mail and a password; from then on they sign in, and make users.
.read setup/filespin.sql
UPDATE settings SET value = 'true' WHERE key = 'users.direct_creation';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, k.column1, k.column2 FROM accounts, (VALUES ('passwords.memory', 19456), ('passwords.passes', 2)) AS k;
INSERT INTO invites (id, account_id, email, role, first_name, token, expires_at) SELECT '00000000-0000-4000-8000-00000000100' || column1, '00000000-0000-4000-8000-0000000000ac', column2 || '@example.net', column3, 'New', substr('invite_' || column2 || '0000000000000000000000000000000000000000000', 1, 43), column4
    FROM (VALUES (1, 'ada', 'owner', '2100-01-01T00:00:00.000Z'), (2, 'late', 'admin', '2100-01-01T00:00:00.000Z'), (3, 'gone', 'admin', '2100-01-01T00:00:00.000Z'));
UPDATE usher_invite SET created_at = '2019-01-01T00:00:00.000Z', expires_at = '2020-01-01T00:00:00.000Z' WHERE email = 'late@example.net';
UPDATE invites SET status = 'revoked' WHERE email = 'gone@example.net';
CREATE TEMP VIEW said AS SELECT k.n, a.status, iif(a.status = 200, json_remove(a.body, '$.access_id', '$.permissions'), a.body) AS body FROM ask AS k LEFT JOIN p ON p.name = k.name JOIN api('filespin', 'POST', '/api/v1/activate', k.body, p.token) AS a ORDER BY k.n;
.print -- not: what is no token, or no good any more; a password that is none; bodies. Nothing is used up by it
INSERT INTO ask (body) VALUES ('{"token":"x","password":"correct horse"}'), ('{"token":"invite_nobody000000000000000000000000000000","password":"correct horse"}'), ('{"token":"invite_late00000000000000000000000000000000","password":"correct horse"}'), ('{"token":"invite_gone00000000000000000000000000000000","password":"correct horse"}'), ('{"token":"invite_ada000000000000000000000000000000000","password":"short"}'), ('{"token":"invite_ada000000000000000000000000000000000","password":""}'), ('{"token":"invite_ada000000000000000000000000000000000"}'),
    ('{"token":"invite_ada000000000000000000000000000000000","password":null}'), ('{"token":"invite_ada000000000000000000000000000000000","password":12345678}'), ('{"token":7,"password":"correct horse"}'), ('{"password":"correct horse"}'), ('{"token":"invite_ada000000000000000000000000000000000","password":"correct horse","role_id":1}'), ('[]'), (NULL), ('{"token":"invite_ada000000000000000000000000000000000","password":"a\u0000bbbbbbbbb"}');
SELECT * FROM said;
.print -- by somebody else who is signed in
DELETE FROM ask;
INSERT INTO ask (name, body) VALUES ('uma', '{"token":"invite_ada000000000000000000000000000000000","password":"correct horse"}');
SELECT * FROM said;
SELECT count(*) FROM usher_password;
.print -- activated: a profile; the token is used up
DELETE FROM ask;
INSERT INTO ask (body) VALUES ('{"token":"invite_ada000000000000000000000000000000000","password":"correct horse"}'), ('{"token":"invite_ada000000000000000000000000000000000","password":"correct horse"}');
SELECT * FROM said;
SELECT actor();
SELECT name, status, role, verified_email, substr(account_id, -2) FROM users WHERE email = 'ada@example.net';
.print -- they sign in and make users of their group, who are activated in the same way
SELECT status, length(body ->> '$.token') FROM api('filespin', 'POST', '/api/v1/login', '{"email":"ada@example.net","password":"correct horse"}');
SELECT session_create(id, '{"form":"opaque","token":"ada_ada_ada_ada_ada_ada_ada_ada_ada_ada_adA"}') FROM users WHERE email = 'ada@example.net';
SELECT status, body ->> '$.invite_status', body ->> '$.group_id' FROM api('filespin', 'POST', '/api/v1/user', '{"email":"bea@example.net","role_id":3}', 'ada_ada_ada_ada_ada_ada_ada_ada_ada_ada_adA');
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ac', 'bea@example.net', 'creator', 'bea_bea_bea_bea_bea_bea_bea_bea_bea_bea_beA');
SELECT status, body ->> '$.invite_status', body ->> '$.role_name', body ->> '$.email' FROM api('filespin', 'POST', '/api/v1/activate', '{"token":"bea_bea_bea_bea_bea_bea_bea_bea_bea_bea_beA","password":"correct horse"}');
.print -- on a connection that is locked down
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ac', 'cy@example.net', 'admin', 'cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyA');
SELECT usher_lockdown();
SELECT status, body ->> '$.invite_status', body ->> '$.role_name', body ->> '$.email' FROM api('filespin', 'POST', '/api/v1/activate', '{"token":"cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyy_cyA","password":"correct horse"}');
SELECT actor() IS NULL, count(*) FROM users;
