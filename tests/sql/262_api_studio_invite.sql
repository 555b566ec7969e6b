-- POST /api/send_invitation_email and GET /api/invitation of studio: the members of an invitation; one that is open is used
-- again; who may invite; who sees which.
.read setup/studio.sql
INSERT INTO usher_channel_member (id, channel_id, user_id, mode, created_at, updated_at) VALUES ('00000000-0000-4000-8000-00000000d009', '00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000004', 'edit', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z');
UPDATE users SET first_name = 'Carl', last_name = 'Cole', name = NULL WHERE name = 'carl';
CREATE TEMP TABLE send (n INTEGER PRIMARY KEY, who TEXT, body);
CREATE TEMP VIEW sent AS SELECT s.n, s.who, a.status, a.headers, a.body FROM send AS s LEFT JOIN p ON p.name = s.who JOIN api('studio', 'POST', '/api/send_invitation_email', s.body, p.token) AS a ORDER BY s.n;
CREATE TEMP TABLE got (n INTEGER, status, body);
CREATE TEMP VIEW stands AS SELECT row_number() OVER (ORDER BY number) AS place, email, substr(channel_id, -4), share_mode, substr(invited_by, -2), revoked_at IS NOT NULL AS revoked FROM usher_invite WHERE channel_id IS NOT NULL;

-- By an editor: 200 and the invitation. It is what GET shows.
INSERT INTO send VALUES (1, 'carl', '{"user_email":"Gina@Example.org","channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"edit"}');
INSERT INTO got SELECT n, status, body FROM sent;
SELECT status, json_remove(body, '$.id', '$.created') FROM got;
SELECT group_concat(key || ' ' || type, ', ') FROM got, json_each(body);
SELECT (SELECT id = body ->> 'id' AND created_at = body ->> 'created' FROM invites WHERE email = 'gina@example.org' AND channel_id IS NOT NULL) FROM got;
SELECT a.status, json(a.body) = json_array(json(got.body)) FROM got JOIN p ON p.name = 'carl' JOIN api('studio', 'GET', '/api/invitation', NULL, p.token) AS a;
SELECT * FROM stands;

-- Again, by another editor: the same id, the first sender; the mode is the new one. By an administrator, too.
DELETE FROM send;
INSERT INTO send VALUES (2, 'mia', '{"share_mode":"view","channel_id":"00000000-0000-4000-8000-00000000C001","user_email":"gina@example.org"}'), (3, 'olga', '{"user_email":"new@example.org","channel_id":"00000000-0000-4000-8000-00000000c002","share_mode":"view"}');
INSERT INTO got SELECT n, status, body FROM sent;
SELECT n, status, body ->> 'id' = (SELECT body ->> 'id' FROM got WHERE n = 1) AS same, json_remove(body, '$.id', '$.created') FROM got WHERE n > 1;
SELECT * FROM stands;
-- The token goes by mail alone.
SELECT count(*) FROM got WHERE body LIKE '%token%';

-- Not: a viewer (403), whoever does not see the channel (404), who views it only by API key or not at all; a channel that is
-- unknown (404), deleted (400).
DELETE FROM send;
INSERT INTO send (who, body) SELECT column1, json_object('user_email', 'x@example.org', 'channel_id', '00000000-0000-4000-8000-00000000' || column2, 'share_mode', 'view') FROM (VALUES ('uma', 'c001'), ('gus', 'c001'), ('bert', 'c001'), ('gina', 'c002'), ('otto', 'c004'), ('carl', 'c002'), ('carl', 'c999'), ('carl', 'c003'), (NULL, 'c001'), ('dora', 'c001'));
SELECT n, who, status, body FROM sent;
-- The form of the body: each member is required, a string, of its form; there is no other.
DELETE FROM send;
INSERT INTO send (who, body) SELECT 'carl', json_patch('{"user_email":"x@example.org","channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"view"}', column1) FROM (VALUES ('{"user_email":null}'), ('{"channel_id":null}'), ('{"share_mode":null}'), ('{"user_email":""}'), ('{"user_email":"x"}'), ('{"user_email":5}'), ('{"user_email":["x@example.org"]}'), ('{"user_email":"a b@example.org"}'),
    ('{"channel_id":""}'), ('{"channel_id":"c001"}'), ('{"channel_id":1}'), ('{"channel_id":{}}'), ('{"share_mode":""}'), ('{"share_mode":"EDIT"}'), ('{"share_mode":"own"}'), ('{"share_mode":true}'), ('{"role":"owner"}'), ('{"id":"00000000-0000-4000-8000-000000000bad"}'), ('{"sender":"00000000-0000-4000-8000-000000000001"}'));
INSERT INTO send (who, body) VALUES ('carl', json_object('user_email', hex(zeroblob(200)) || '@example.org', 'channel_id', '00000000-0000-4000-8000-00000000c001', 'share_mode', 'view')), ('carl', '{"user_email":null}'), ('carl', '{}'), ('carl', NULL), ('carl', ''), ('carl', '[]'), ('carl', '{'), ('carl', CAST(x'7b22ff223a317d' AS TEXT)), ('carl', '{"user_email":"x@example.org","user_email":"y@example.org"}'), ('carl', json_object('user_email', 'x@example.org' || char(0), 'channel_id', '', 'share_mode', '')), ('carl', json_object(hex(zeroblob(300)), 1)), ('carl', json_object('"' || char(10) || '\', 1));
SELECT n, status, body FROM sent;
SELECT count(*) FROM stands;
SELECT count(*) FROM invites WHERE email LIKE 'x@%';

-- Who sees which: editors those into their channel, an administrator all of the account, whom it is for their own.
DELETE FROM request;
CREATE TEMP VIEW seen AS SELECT n, who, replace(path, '00000000-0000-4000-8000-00000000', '~') AS path, status, CASE WHEN status = 200 THEN (SELECT group_concat(substr(value ->> 'email', 1, instr(value ->> 'email', '@') - 1) || ' ' || substr(value ->> 'channel', -4) || ' ' || ifnull(substr(value ->> 'invited', -2), '-') || ' ' || ifnull(value ->> 'sender_name', '-'), ', ') FROM json_each(a.body)) ELSE body END AS answer FROM asked AS a;
INSERT INTO send (n, who, body) VALUES (100, 'adam', '{"user_email":"uma@example.org","channel_id":"00000000-0000-4000-8000-00000000c002","share_mode":"edit"}'), (101, 'bert', '{"user_email":"uma@example.org","channel_id":"00000000-0000-4000-8000-00000000c004","share_mode":"edit"}');
SELECT n, status FROM sent WHERE n >= 100;
UPDATE usher_invite SET created_at = printf('2022-01-01T00:00:00.%03dZ', number);
INSERT INTO request (who, method, path) VALUES ('carl', 'GET', '/api/invitation/'), ('mia', 'GET', '/api/invitation'), ('adam', 'GET', '/api/invitation'), ('gina', 'GET', '/api/invitation'), ('uma', 'GET', '/api/invitation'), ('bert', 'GET', '/api/invitation'), ('gus', 'GET', '/api/invitation'), ('hana', 'GET', '/api/invitation'), (NULL, 'GET', '/api/invitation'),
    ('adam', 'GET', '/api/invitation?channel=00000000-0000-4000-8000-00000000c002'), ('adam', 'GET', '/api/invitation?channel=00000000-0000-4000-8000-00000000C001'), ('adam', 'GET', '/api/invitation?channel=00000000-0000-4000-8000-00000000c004'), ('adam', 'GET', '/api/invitation?channel=x'), ('adam', 'GET', '/api/invitation?channel='), ('adam', 'GET', '/api/invitation?channel=x&channel=y'),
    ('uma', 'GET', '/api/invitation?invited=00000000-0000-4000-8000-000000000006'), ('adam', 'GET', '/api/invitation?invited=00000000-0000-4000-8000-000000000006'), ('carl', 'GET', '/api/invitation?invited=00000000-0000-4000-8000-000000000006'), ('uma', 'GET', '/api/invitation?invited=00000000-0000-4000-8000-000000000003'), ('uma', 'GET', '/api/invitation?invited=x'), ('uma', 'GET', '/api/invitation?invited='), ('uma', 'GET', '/api/invitation?invited=a&invited=b'),
    ('uma', 'GET', '/api/invitation?invited=00000000-0000-4000-8000-000000000006&channel=00000000-0000-4000-8000-00000000c002'), ('uma', 'GET', '/api/invitation?invited=00000000-0000-4000-8000-000000000006&channel=00000000-0000-4000-8000-00000000c001'),
    ('uma', 'POST', '/api/invitation'), ('uma', 'GET', '/api/send_invitation_email'), ('uma', 'GET', '/api/invitation?x=1&ids=%zz');
SELECT * FROM seen;
-- Whom it is for is told the channel's name, which they do not see by themselves.
SELECT value ->> 'channel_name' FROM asked, json_each(iif(status = 200, body, '[]')) WHERE n = 16;
SELECT count(*) FROM p JOIN api('studio', 'GET', '/api/user?channel=00000000-0000-4000-8000-00000000c002', NULL, p.token) AS a, json_each(a.body) WHERE p.name = 'uma';
