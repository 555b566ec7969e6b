-- api('vidbeo', …): /v2/invites and /v2/invites/:id. Only owners invite; the token goes by mail and is never shown; inviting again reuses the
-- invite; deleting an accepted one leaves the user.
.read setup/api_vidbeo.sql
SELECT usher_key('the master key of this test, long enough');
DELETE FROM invites WHERE email <> 'uma@example.org' AND account_id LIKE '%0000aa';
INSERT INTO ask (who, method, path, body) VALUES
    ('olga', 'POST', '/v2/invites', '{"name":"New Person","email":"New.Person@example.org","role":"uploader","authentication":"sso"}'),
    ('olga', 'POST', '/v2/invites', '{"email":"plain@example.org"}'),
    ('adam', 'POST', '/v2/invites', '{"email":"other@example.org","role":"viewer"}'),
    ('uma', 'POST', '/v2/invites', '{"email":"other@example.org"}'),
    (NULL, 'POST', '/v2/invites', '{"email":"other@example.org"}'),
    ('olga', 'POST', '/v2/invites', '{"email":"uma@example.org","role":"viewer"}'), -- is there already
    ('olga', 'POST', '/v2/invites', '{"email":"other@example.org","role":"manager"}'), -- not one of the document's
    ('olga', 'POST', '/v2/invites', '{"email":"other@example.org","role":"emperor"}'),
    ('olga', 'POST', '/v2/invites', '{"email":"other@example.org","authentication":"none"}'),
    ('olga', 'POST', '/v2/invites', '{"email":"no address"}'),
    ('olga', 'POST', '/v2/invites', '{"email":null}'),
    ('olga', 'POST', '/v2/invites', '{"email":["other@example.org"]}'),
    ('olga', 'POST', '/v2/invites', '{"name":"No Address"}'),
    ('olga', 'POST', '/v2/invites', '{"name":"","email":"other@example.org"}'),
    ('olga', 'POST', '/v2/invites', '{"name":"' || substr(hex(zeroblob(21)), 1, 41) || '","email":"other@example.org"}'),
    ('olga', 'POST', '/v2/invites', '{"token":"tess000000000000000000000000000000000000000","email":"other@example.org"}'),
    ('olga', 'POST', '/v2/invites', '{"expires_time":"2099-01-01T00:00:00.000Z","email":"other@example.org"}'),
    ('olga', 'POST', '/v2/invites', '[]'),
    ('olga', 'POST', '/v2/invites', NULL);
CREATE TEMP TABLE answer AS SELECT ask.*, status, api.body AS answered FROM ask CROSS JOIN api('vidbeo', ask.method, ask.path, ask.body, (SELECT token FROM who WHERE who.name = ask.who));
SELECT who, status, json_remove(answered, '$.result.id', '$.result.created_time', '$.result.updated_time', '$.result.expires_time') FROM answer;
SELECT group_concat(key || ' ' || type) FROM answer, json_each(answered, '$.result') WHERE body LIKE '%New Person%';
DELETE FROM ask;
SELECT kind, email, name, token IS NOT NULL FROM outbox;
SELECT email, name, role, authentication, status, invited_by FROM invites WHERE status = 'pending';
-- Of no token anything is told.
SELECT count(*) FROM outbox, answer WHERE instr(answered, token);

-- Inviting again: the same invite.
CREATE TEMP TABLE i AS SELECT id FROM invites WHERE name = 'New Person';
SELECT status, (body ->> '$.result.id') = (SELECT id FROM i), body ->> '$.result.role', body ->> '$.result.name' FROM who, api('vidbeo', 'POST', '/v2/invites', '{"email":"new.person@example.org","role":"admin"}', token) WHERE name = 'olga';

-- Reading.
DROP TABLE answer;
INSERT INTO ask (who, method, path) SELECT column1, 'GET', '/v2/invites' FROM (VALUES ('olga'), ('adam'), ('mia'), ('uma'), ('bert'), (NULL));
.read setup/api_vidbeo_ask.sql
SELECT who.name, status, body ->> '$.result.email', body ->> '$.result.status' FROM who, i, api('vidbeo', 'GET', '/v2/invites/' || i.id, NULL, token) WHERE name IN ('olga', 'adam', 'mia', 'uma', 'bert');

-- No PATCH; deleting.
SELECT who.name, status, headers FROM who, i, api('vidbeo', 'PATCH', '/v2/invites/' || i.id, '{}', token) WHERE name = 'olga';
SELECT who.name, status, body FROM who, i, api('vidbeo', 'DELETE', '/v2/invites/' || i.id, NULL, token) WHERE name IN ('adam', 'uma', 'bert');
SELECT who.name, status, headers, body FROM who, i, api('vidbeo', 'DELETE', '/v2/invites/' || i.id, NULL, token) WHERE name = 'olga';
SELECT who.name, status, body FROM who, i, api('vidbeo', 'DELETE', '/v2/invites/' || i.id, NULL, token) WHERE name = 'olga';
SELECT kind, email FROM outbox;
INSERT INTO ask (who, method, path) VALUES
    ('olga', 'DELETE', '/v2/invites/00000000-0000-4000-8001-000000000006'), -- accepted
    ('olga', 'GET', '/v2/invites/00000000-0000-4000-8001-000000000006'),
    ('olga', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006'),
    ('olga', 'DELETE', '/v2/invites/nonsense'),
    ('olga', 'GET', '/v2/invites/nonsense'),
    ('olga', 'GET', '/v2/invites/00000000-0000-4000-8001-000000000099');
.read setup/api_vidbeo_ask.sql

-- invites.by_admins lets administrators invite: the rule is the table's.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'invites.by_admins', 'true');
SELECT status, body ->> '$.result.created_by' FROM who, api('vidbeo', 'POST', '/v2/invites', '{"email":"byadmin@example.org"}', token) WHERE name = 'adam';
