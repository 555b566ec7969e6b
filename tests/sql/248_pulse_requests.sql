-- pulse: who asks, and media types. Nobody, and whoever's credential does not stand, is 401 everywhere but
-- under auth/join; Content-Type and Accept by JSON:API 1.1, if the request's headers are handed on.
.read setup/pulse.sql
.print ---- without a credential that stands
SELECT t.column1, t.column2, a.status, a.body FROM (VALUES ('GET', 'users'), ('POST', 'users'), ('GET', 'users/00000000-0000-4000-8000-000000000006'), ('PUT', 'users/00000000-0000-4000-8000-000000000006'), ('PATCH', 'users/00000000-0000-4000-8000-000000000006'),
    ('DELETE', 'users/00000000-0000-4000-8000-000000000006'), ('POST', 'users/00000000-0000-4000-8000-000000000009/invite'), ('DELETE', 'users/00000000-0000-4000-8000-000000000009/invite'), ('GET', 'users/00000000-0000-4000-8000-000000000006/notification_settings'),
    ('PUT', 'users/00000000-0000-4000-8000-000000000006/notification_settings'), ('POST', 'account_memberships'), ('POST', 'team_memberships'), ('GET', 'account_memberships/x'), ('GET', 'team_memberships/x')) AS t, api('pulse', t.column1, '/api/v1/' || t.column2) AS a;
INSERT INTO usher VALUES ('session_create', '["00000000-0000-4000-8000-000000000005",{"token":"session-to-run-out-000000000000000000000000"}]');
UPDATE usher_session SET expires_at = '2022-01-01T00:00:00.000Z' WHERE user_id LIKE '%000005' AND created_at = (SELECT max(created_at) FROM usher_session);
UPDATE users SET enabled = 0 WHERE name = 'otto';
SELECT t.column1, a.status FROM (VALUES (''), ('x'), ('session-to-run-out-000000000000000000000000'), (@otto), ('Bearer ' || @olga), ('bearer  ' || @olga), ('Basic ' || @olga), (@olga || ' '), (@bert)) AS t, api('pulse', 'GET', '/api/v1/users', NULL, t.column1) AS a;
.print ---- of another account: nothing of this one
SELECT status, (SELECT group_concat(value ->> '$.attributes.name') FROM json_each(body, '$.data')) FROM api('pulse', 'GET', '/api/v1/users', NULL, @bert);
SELECT t.column1, a.status FROM (VALUES ('GET'), ('PUT'), ('DELETE')) AS t, api('pulse', t.column1, '/api/v1/users/00000000-0000-4000-8000-000000000006', '{"data":{"type":"user","attributes":{"name":"x"}}}', @bert) AS a;
.print ---- the header Authorization
SELECT status FROM api('pulse', 'GET', '/api/v1/users', NULL, NULL, json_object('authorization', 'Bearer ' || @olga));

.print ---- Content-Type of a body
SELECT t.column1, a.status, a.body ->> '$.errors[0].source.header' FROM (VALUES ('application/vnd.api+json'), ('Application/VND.API+JSON'), ('application/vnd.api+json;profile="http://example.org/a http://example.org/b"'), ('application/vnd.api+json ; profile=x'), ('application/vnd.api+json;'), ('application/vnd.api+json;ext=""'),
    ('application/vnd.api+json; charset=utf-8'), ('application/vnd.api+json;ext="https://jsonapi.org/ext/atomic"'), ('application/vnd.api+json;EXT=x'), ('application/vnd.api+json;q=1;charset=utf-8'), ('application/json'), ('text/plain'), (''), (';'), ('application/vnd.api+jsonx'), ('application/vnd.api+json, text/plain'), ('application/vnd.api+json;profile="a'), ('application/vnd.api+json x'), ('application/vnd.api+json;"')) AS t,
    api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006', '{"data":{"type":"user","attributes":{"name":"uma"}}}', @uma, json_object('Content-Type', t.column1)) AS a;
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006', '{}', @uma, '{"content-type":"application/json"}');
.print ---- of no body it does not matter, nor without headers
SELECT status FROM api('pulse', 'GET', '/api/v1/users', NULL, @uma, '{"Content-Type":"text/plain"}');
SELECT status FROM api('pulse', 'GET', '/api/v1/users', '', @uma, '{"Content-Type":"text/plain"}');
SELECT status FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006', '{"data":{"type":"user"}}', @uma, '{}');
.print ---- Accept
SELECT t.column1, a.status FROM (VALUES ('application/vnd.api+json'), ('*/*'), ('text/html'), (''), ('application/vnd.api+json;profile=x'), ('application/vnd.api+json;q=0.5'), ('application/vnd.api+json;charset=utf-8, application/vnd.api+json'), ('application/vnd.api+json;q=0.1;level=1'), ('text/html, application/vnd.api+json;ext=""'),
    ('application/vnd.api+json;charset=utf-8'), ('text/html,application/vnd.api+json;a=b'), ('application/vnd.api+json;ext="x", application/vnd.api+json; v="1,2"'), ('application/vnd.api+json;version=1;q=0.5')) AS t,
    api('pulse', 'GET', '/api/v1/users', NULL, @uma, json_object('Accept', t.column1)) AS a;
SELECT status, body FROM api('pulse', 'GET', '/api/v1/users', NULL, @uma, '{"ACCEPT":"application/vnd.api+json;charset=utf-8"}');
.print ---- known paths, other methods; unknown paths
SELECT t.column1, t.column2, a.status, a.headers ->> '$.Allow' FROM (VALUES ('PUT', 'users'), ('DELETE', 'users'), ('POST', 'users/x'), ('OPTIONS', 'users'), ('get', 'users'), ('GET', 'user'), ('GET', ''), ('GET', 'users/x/y'), ('GET', 'auth/join'), ('DELETE', 'team_memberships/x')) AS t, api('pulse', t.column1, '/api/v1/' || t.column2, NULL, @olga) AS a;
SELECT actor();
.print ---- on a connection that is locked down, where nobody acts
INSERT INTO invites (id, account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'user', 'new--join-join-join-join-join-join-join-joA');
SELECT usher_lockdown();
SELECT status, json_array_length(body, '$.data'), json_array_length(body, '$.included') FROM api('pulse', 'GET', '/api/v1/users?include=teams,account,account_memberships,team_memberships&filter[name]=in:uma,mia&filter[avatar]=blank&sort=-alive', NULL, 'session-of-olga-olga00000000000000000000000');
SELECT status FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006', '{"data":{"type":"user","attributes":{"name":"Uma"}}}', 'session-of-olga-olga00000000000000000000000');
SELECT status, body ->> '$.data' FROM api('pulse', 'GET', '/api/v1/auth/join/new--join-join-join-join-join-join-join-joA?fields[invite]=email');
SELECT status, body ->> '$.data.attributes.status' FROM api('pulse', 'POST', '/api/v1/auth/join/new--join-join-join-join-join-join-join-joA', '{"data":{"type":"user","attributes":{"password":"a long enough password"}}}');
SELECT status FROM api('pulse', 'GET', '/api/v1/users');
SELECT actor(), (SELECT count(*) FROM users);
