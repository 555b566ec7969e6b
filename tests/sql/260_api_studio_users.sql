-- GET /api/user and GET /api/user/:id of studio: the members of the document, member by member; whom one sees; ids, channel,
-- include_viewonly.
.read setup/studio.sql
UPDATE users SET first_name = 'Carl', last_name = 'Cole', name = NULL WHERE name = 'carl';
UPDATE users SET first_name = 'Uma', last_name = 'Unger', name = NULL, disk_space = 524288000 WHERE name = 'uma';
UPDATE usher_user SET disk_space_used = 104857600 WHERE id LIKE '%-000000000006';

-- The fixture has the members, order and types that the document lists (its text shows no JSON): keys, order, types, values.
CREATE TABLE document (body TEXT);
.import --ascii setup/../../api/studio/users.json document
CREATE TABLE answer AS SELECT status, headers, body FROM p JOIN api('studio', 'GET', '/api/user/?channel=00000000-0000-4000-8000-00000000c001&include_viewonly=true', NULL, NULL, json_object('Authorization', 'Token ' || p.token)) WHERE p.name = 'uma';
SELECT status, headers FROM answer;
CREATE VIEW ours AS SELECT row_number() OVER (ORDER BY j.id) AS place, j.fullkey, j.type, j.atom FROM answer, json_tree(body) AS j;
CREATE VIEW theirs AS SELECT row_number() OVER (ORDER BY j.id) AS place, j.fullkey, j.type, j.atom FROM document, json_tree(body) AS j;
SELECT count(*) FROM theirs;
SELECT count(*), sum(o.fullkey IS t.fullkey AND o.type IS t.type AND o.atom IS t.atom) FROM ours AS o LEFT JOIN theirs AS t USING (place);
SELECT body = (SELECT json(body) FROM document) FROM answer;
SELECT count(*), sum(user_json(value ->> 'id', 'studio') = json_insert(value, '$.disk_space', (SELECT disk_space FROM users WHERE id = value ->> 'id'), '$.disk_space_used', (SELECT disk_space_used FROM users WHERE id = value ->> 'id'))) FROM answer, json_each(body);

-- One user: oneself; who shares a channel, without what is private; an administrator sees all of the account, whole. Who is
-- not seen, is unknown or has an id that is none: the same words.
INSERT INTO request (who, method, path) SELECT column1, 'GET', '/api/user/' || column2 FROM (VALUES
    ('uma', '00000000-0000-4000-8000-000000000006'), ('uma', '00000000-0000-4000-8000-000000000006/'), ('uma', '00000000-0000-4000-8000-000000000005'), ('adam', '00000000-0000-4000-8000-000000000006'), ('bert', '00000000-0000-4000-8000-000000000021'),
    ('adam', '00000000-0000-4000-8000-000000000007'), ('adam', '00000000-0000-4000-8000-000000000008'), ('adam', '00000000-0000-4000-8000-000000000009'), ('adam', '00000000-0000-4000-8000-00000000000A'),
    ('uma', '00000000-0000-4000-8000-000000000001'), ('bert', '00000000-0000-4000-8000-000000000006'), ('uma', '00000000-0000-4000-8000-000000000099'), ('uma', 'x'), ('uma', '6'), ('uma', '00000000000040008000000000000006'), ('uma', '00000000-0000-4000-8000-000000000006%20'), ('uma', '%2500000000-0000-4000-8000-000000000006'), ('uma', hex(zeroblob(2000))));
SELECT n, who, substr(request, 1, 40), status, body FROM shown;
.import --ascii setup/../../api/studio/not_found.json document
SELECT count(*), sum(body = (SELECT json(body) FROM document WHERE rowid = 2)) FROM asked WHERE status = 404;

-- The list: everybody whom one sees, but for the deleted, the oldest first.
DELETE FROM request;
INSERT INTO request (who, method, path) VALUES ('uma', 'GET', '/api/user'), ('mia', 'GET', '/api/user'), ('adam', 'GET', '/api/user'), ('bert', 'GET', '/api/user'), ('gus', 'GET', '/api/user'), ('adam', 'HEAD', '/api/user');
SELECT n, who, status, (SELECT group_concat(substr(value ->> 'email', 1, instr(value ->> 'email', '@') - 1) || iif(value -> 'disk_space' IS NULL, '', '+')) FROM json_each(a.body)) AS users FROM asked AS a;

-- ids: as many as 50; what is none, is not seen, is there twice or beyond the fiftieth. An empty one names nobody.
DELETE FROM request;
CREATE TEMP VIEW found AS SELECT n, who, substr(replace(path, '00000000-0000-4000-8000-00000000', '~'), 1, 90) AS request, status, CASE WHEN status = 200 THEN (SELECT group_concat(substr(value ->> 'id', -2)) FROM json_each(a.body)) ELSE body END AS answer, json_type(body) AS type FROM asked AS a;
INSERT INTO request (who, method, path) SELECT column1, 'GET', '/api/user?' || column2 FROM (VALUES
    ('adam', 'ids=00000000-0000-4000-8000-000000000006'), ('adam', 'ids=00000000-0000-4000-8000-000000000006,00000000-0000-4000-8000-000000000003,00000000-0000-4000-8000-000000000006'), ('adam', 'ids=x,00000000-0000-4000-8000-000000000006,,5,%22,00000000-0000-4000-8000-000000000021,00000000-0000-4000-8000-000000000008'),
    ('adam', 'ids=00000000-0000-4000-8000-000000000006%2C00000000-0000-4000-8000-000000000005'), ('adam', 'ids='), ('adam', 'ids=,'), ('adam', 'ids=x'), ('adam', 'ids=%'), ('adam', 'ids=a&ids=b'), ('adam', 'ids=%00'), ('adam', 'ids=%ff'), ('uma', 'ids=00000000-0000-4000-8000-000000000001,00000000-0000-4000-8000-000000000005'),
    ('adam', 'page=2&q=x&=&&a'));
INSERT INTO request (who, method, path) SELECT 'adam', 'GET', '/api/user?ids=' || group_concat(iif(value = column1, '00000000-0000-4000-8000-000000000006', printf('00000000-0000-4000-8000-00000000%04x', value + 4096))) FROM (VALUES (50), (51)) CROSS JOIN (WITH n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 60) SELECT value FROM n) GROUP BY column1;
SELECT * FROM found;

-- channel: who edits it; with include_viewonly who views it, too. One that is not seen, is deleted or is none: nobody.
DELETE FROM request;
INSERT INTO request (who, method, path) SELECT column1, 'GET', '/api/user?' || column2 FROM (VALUES
    ('uma', 'channel=00000000-0000-4000-8000-00000000c001'), ('uma', 'channel=00000000-0000-4000-8000-00000000C001&include_viewonly=1'), ('uma', 'channel=00000000-0000-4000-8000-00000000c001&include_viewonly=True'), ('uma', 'include_viewonly=0&channel=00000000-0000-4000-8000-00000000c001'), ('uma', 'channel=00000000-0000-4000-8000-00000000c001&include_viewonly=false'), ('uma', 'channel=00000000-0000-4000-8000-00000000c001&include_viewonly='),
    ('uma', 'channel=00000000-0000-4000-8000-00000000c001&include_viewonly=yes'), ('uma', 'channel=00000000-0000-4000-8000-00000000c001&include_viewonly=1&include_viewonly=1'), ('uma', 'channel=00000000-0000-4000-8000-00000000c001&channel=x'), ('uma', 'include_viewonly=1'),
    ('uma', 'channel=00000000-0000-4000-8000-00000000c002'), ('uma', 'channel=00000000-0000-4000-8000-00000000c003'), ('uma', 'channel=00000000-0000-4000-8000-00000000c004'), ('uma', 'channel=00000000-0000-4000-8000-00000000c999'), ('uma', 'channel=x'), ('uma', 'channel='),
    ('adam', 'channel=00000000-0000-4000-8000-00000000c001&include_viewonly=1'), ('adam', 'channel=00000000-0000-4000-8000-00000000c003&include_viewonly=1'), ('adam', 'channel=00000000-0000-4000-8000-00000000c004&include_viewonly=1'),
    ('adam', 'channel=00000000-0000-4000-8000-00000000c001&include_viewonly=1&ids=00000000-0000-4000-8000-000000000006,00000000-0000-4000-8000-000000000003'), ('adam', 'channel=00000000-0000-4000-8000-00000000c001&ids=00000000-0000-4000-8000-000000000006'));
SELECT * FROM found;

-- A user in several channels, and by turns: each channel is there once.
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000006', 'edit');
SELECT user_json('00000000-0000-4000-8000-000000000006', 'studio') -> '$.editable_channels', user_json('00000000-0000-4000-8000-000000000006', 'studio') -> '$.view_only_channels';
-- is_active is activated, and neither disabled nor deleted.
SELECT name, user_json(id, 'studio') -> '$.is_active' FROM users WHERE name IN ('dora', 'dan', 'nora', 'adam') ORDER BY rowid;
-- By an API key: of its user what is private only with users.read_private; nobody of the channels.
CREATE TEMP TABLE k AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000006', 'scopes', json(column2))) AS key FROM (VALUES ('plain', '["settings.read"]'));
CREATE TEMP TABLE admin AS SELECT api_key_create('admin', '{"user_id":"00000000-0000-4000-8000-000000000003"}') AS key;
SELECT status, body FROM k JOIN api('studio', 'GET', '/api/user', NULL, key);
SELECT status, json_array_length(body), body -> '$[0].disk_space' FROM admin JOIN api('studio', 'GET', '/api/user', NULL, key);
SELECT actor();
