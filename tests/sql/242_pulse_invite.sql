-- pulse: a user who was created is invited, the invite revoked; whoever has its token looks at it and accepts
-- it, with a profile and a password; and each way in which that fails. The token is in no answer.
.read setup/pulse.sql
-- Mail is sealed under the master key; without it there is none.
SELECT usher_key('0123456789abcdef0123456789abcdef') IS NOT NULL;
.parameter set @nora_id "'00000000-0000-4000-8000-000000000009'"
.parameter set @token "'join-join-join-join-join-join-join-join-joA'"
CREATE TEMP VIEW nora AS SELECT status, (SELECT group_concat(i.status) FROM invites AS i WHERE i.email = u.email) AS invites FROM users AS u WHERE u.id LIKE '%000000000009';

.print ---- invited: in the role that they have; again: the same invite; the token goes out by mail
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/' || @nora_id || '/invite', NULL, @olga);
SELECT role, name, account_id FROM invites WHERE email = 'nora@example.org';
SELECT status, body ->> '$.data.meta.actions', json_array_length(body, '$.included') FROM api('pulse', 'POST', '/api/v1/users/' || @nora_id || '/invite?include=account,teams', '{}', @olga);
SELECT * FROM nora;
SELECT count(*) FROM outbox WHERE email = 'nora@example.org';
.print ---- not invited: active, deactivated, deleted, without an address, of nobody, by whom may not, with data
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/00000000-0000-4000-8000-000000000005/invite', NULL, @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/00000000-0000-4000-8000-000000000007/invite', NULL, @olga);
SELECT status FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000032"}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/00000000-0000-4000-8000-000000000032/invite', NULL, @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/00000000-0000-4000-8000-0000000000ff/invite', NULL, @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/' || @nora_id || '/invite', NULL, @adam);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/' || @nora_id || '/invite', '{"data":{"type":"user"}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/' || @nora_id || '/invite', '[]', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users/' || @nora_id || '/invite?sort=name', NULL, @olga);

.print ---- not revoked by whom may not, or of whom there is none
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/' || @nora_id || '/invite', NULL, @adam);
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/' || @nora_id || '/invite', NULL, @mia);
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000005/invite', NULL, @olga);
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000032/invite', NULL, @olga);
SELECT * FROM nora;
.print ---- revoked
SELECT status, body ->> '$.data.attributes.status', body ->> '$.data.meta.actions' FROM api('pulse', 'DELETE', '/api/v1/users/' || @nora_id || '/invite', NULL, @olga);
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/' || @nora_id || '/invite', NULL, @olga);
SELECT * FROM nora;

.print ---- looked at, by nobody and by somebody; a token that is none, or was never given out
INSERT INTO invites (id, account_id, email, name, role, token, expires_at) VALUES
    ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000aa', 'nora@example.org', 'Nora', 'user', @token, '2099-01-01T00:00:00Z');
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/auth/join/' || @token);
SELECT status, body ->> '$.data' FROM api('pulse', 'GET', '/api/v1/auth/join/' || @token || '?fields[invite]=role', NULL, @uma);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/auth/join/' || @token || '?include=account');
SELECT status, body FROM api('pulse', 'GET', '/api/v1/auth/join/short');
SELECT status, body FROM api('pulse', 'GET', '/api/v1/auth/join/join-join-join-join-join-join-join-join-joE');

.print ---- not accepted: no password that may be, what cannot be set, another type, no data, by somebody else
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user","attributes":{"password":"short"}}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user","attributes":{"email":"other@example.org"}}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user","attributes":{"role":"owner"}}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user","attributes":{"nickname":"no"}}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user","attributes":{"name":{"first":"no"}}}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"invite"}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user","id":"00000000-0000-4000-8000-0000000000fe"}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user"}}', @uma);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/short', '{"data":{"type":"user"}}');
SELECT * FROM nora;

.print ---- accepted, once; and signed in
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token || '?include=account', '{"data":{"type":"user","attributes":{"name":"Nora N.","avatar":"nora.png","password":"a long enough password"}}}');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/auth/join/' || @token, '{"data":{"type":"user","attributes":{"name":"again"}}}');
SELECT status, body FROM api('pulse', 'GET', '/api/v1/auth/join/' || @token);
SELECT * FROM nora;
SELECT actor();
SELECT length(login('nora@example.org', 'a long enough password')) > 0 AS signed_in;
SELECT act_as(NULL) IS NULL;

.print ---- somebody new, who says the id
INSERT INTO invites (id, account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'user', 'new--join-join-join-join-join-join-join-joA');
SELECT status, body ->> '$.data.id', body ->> '$.data.attributes.status' FROM api('pulse', 'POST', '/api/v1/auth/join/new--join-join-join-join-join-join-join-joA', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000041","attributes":{"name":"New"}}}');
.print ---- somebody of another account, who becomes a member of this one
INSERT INTO invites (id, account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000d3', '00000000-0000-4000-8000-0000000000aa', 'bob@example.org', 'user', 'bob--join-join-join-join-join-join-join-joA');
SELECT status, body ->> '$.data.id', body ->> '$.data.attributes.name' FROM api('pulse', 'POST', '/api/v1/auth/join/bob--join-join-join-join-join-join-join-joA', '{"data":{"type":"user"}}', @bob);
SELECT count(*) FROM account_memberships WHERE user_id LIKE '%000026';
.print ---- revoked, declined, run out
INSERT INTO invites (id, account_id, email, role, token) SELECT '00000000-0000-4000-8000-0000000000' || column1, '00000000-0000-4000-8000-0000000000aa', column1 || '@example.org', 'user', column1 || '--join-join-join-join-join-join-join-joiA'
FROM (VALUES ('d4'), ('d5'), ('d6'));
UPDATE invites SET status = 'revoked' WHERE id LIKE '%0000d4';
SELECT invite_decline('d5--join-join-join-join-join-join-join-joiA') IS NOT NULL;
UPDATE usher_invite SET expires_at = '2022-01-01T00:00:00.000Z' WHERE id LIKE '%0000d6';
SELECT a.status, a.body FROM (VALUES ('d4'), ('d5'), ('d6')) AS t, api('pulse', 'GET', '/api/v1/auth/join/' || t.column1 || '--join-join-join-join-join-join-join-joiA') AS a;
SELECT a.status, a.body ->> '$.errors[0].code' FROM (VALUES ('d4'), ('d5'), ('d6')) AS t, api('pulse', 'POST', '/api/v1/auth/join/' || t.column1 || '--join-join-join-join-join-join-join-joiA', '{"data":{"type":"user"}}') AS a;
.print ---- another method
SELECT status, headers FROM api('pulse', 'PUT', '/api/v1/auth/join/' || @token, '{}');
SELECT status, headers FROM api('pulse', 'GET', '/api/v1/users/' || @nora_id || '/invite', NULL, @olga);
