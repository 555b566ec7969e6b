-- POST /api/invitation/:id/accept and /decline of studio: by whom it is for; not by an editor (403), a stranger (404); by an
-- administrator; what is revoked, or answered already, is 400. The rows are kept.
.read setup/studio.sql
INSERT INTO invites (id, account_id, email, role, channel_id, share_mode) SELECT '00000000-0000-4000-8000-00000000e0' || column1, '00000000-0000-4000-8000-0000000000' || column2, column3 || '@example.org', 'user', '00000000-0000-4000-8000-00000000' || column4, column5
FROM (VALUES ('01', 'aa', 'mia', 'c001', 'edit'), ('02', 'aa', 'gus', 'c001', 'edit'), ('03', 'aa', 'carl', 'c001', 'view'), ('04', 'aa', 'mia', 'c002', 'edit'), ('05', 'aa', 'uma', 'c001', 'edit'), ('06', 'aa', 'bob', 'c002', 'view'), ('07', 'aa', 'new', 'c001', 'view'), ('08', 'aa', 'else', NULL, NULL), ('09', 'aa', 'beth', 'c002', 'edit'), ('10', 'aa', 'otto', 'c001', 'edit'), ('11', 'aa', 'otto', 'c002', 'edit'), ('12', 'aa', 'gina', 'c002', 'view'));
CREATE TEMP VIEW i AS SELECT substr(id, -2) AS id, email, status, substr(user_id, -2) AS user FROM invites WHERE id LIKE '%00000000e0__' ORDER BY id;
CREATE TEMP VIEW inside AS SELECT c.name, group_concat(u.email || ' ' || m.mode) AS members FROM channels AS c JOIN (SELECT * FROM channel_members ORDER BY user_id) AS m ON m.channel_id = c.id JOIN users AS u ON u.id = m.user_id WHERE c.name IN ('one', 'two') GROUP BY 1;
SELECT * FROM inside;

-- Whom it is for accepts: a member comes in, a viewer edits, an editor views from now on.
INSERT INTO request (who, method, path) SELECT column1, 'POST', '/api/invitation/00000000-0000-4000-8000-00000000' || column2 FROM (VALUES ('mia', 'E001/accept/'), ('gus', 'e002/accept'), ('carl', 'e003/accept'), ('mia', 'e004/decline'));
SELECT n, who, request, status, body FROM shown;
SELECT * FROM i WHERE id < '05';
SELECT * FROM inside;
-- As the list has them: the rows are kept.
SELECT a.value ->> 'email', a.value ->> 'accepted', a.value -> 'accepted', a.value -> 'declined', a.value -> 'revoked' FROM p JOIN api('studio', 'GET', '/api/invitation', NULL, p.token) AS q JOIN json_each(q.body) AS a WHERE p.name = 'mia' AND a.value ->> 'email' LIKE 'mia@%' ORDER BY a.value ->> 'id';

-- Answered already: 400. Revoked: 400, for whoever sees it. An editor (mia is one now): 403. A stranger, an unknown one, one
-- that leads into no channel, an id that is none: 404. Nothing is changed.
UPDATE invites SET status = 'revoked' WHERE id LIKE '%0000e005';
DELETE FROM request;
INSERT INTO request (who, method, path) SELECT column1, 'POST', '/api/invitation/' || column2 FROM (VALUES
    ('mia', '00000000-0000-4000-8000-00000000e001/accept'), ('mia', '00000000-0000-4000-8000-00000000e001/decline'), ('mia', '00000000-0000-4000-8000-00000000e004/accept'), ('mia', '00000000-0000-4000-8000-00000000e004/decline'),
    ('uma', '00000000-0000-4000-8000-00000000e005/accept'), ('uma', '00000000-0000-4000-8000-00000000e005/decline'), ('adam', '00000000-0000-4000-8000-00000000e005/accept'),
    ('mia', '00000000-0000-4000-8000-00000000e010/accept'), ('mia', '00000000-0000-4000-8000-00000000e010/decline'), ('mia', '00000000-0000-4000-8000-00000000e002/accept'), ('mia', '00000000-0000-4000-8000-00000000e005/accept'),
    ('uma', '00000000-0000-4000-8000-00000000e010/accept'), ('carl', '00000000-0000-4000-8000-00000000e011/accept'), ('bert', '00000000-0000-4000-8000-00000000e010/decline'), ('gus', '00000000-0000-4000-8000-00000000e012/accept'),
    ('uma', '00000000-0000-4000-8000-00000000e099/accept'), ('adam', '00000000-0000-4000-8000-00000000e008/accept'), ('adam', 'x/accept'), ('adam', '1/decline'), ('adam', '%2e%2e/accept'), ('adam', '../accept'), ('adam', '%00/accept'), ('adam', 'accept'), ('adam', '00000000-0000-4000-8000-00000000e010'), ('adam', '00000000-0000-4000-8000-00000000e010/revoke'), (NULL, '00000000-0000-4000-8000-00000000e010/accept'));
INSERT INTO request (who, method, path) VALUES ('adam', 'GET', '/api/invitation/00000000-0000-4000-8000-00000000e010/accept'), ('adam', 'PATCH', '/api/invitation/00000000-0000-4000-8000-00000000e010/decline');
SELECT n, who, request, status, body FROM shown;
SELECT * FROM i WHERE id IN ('01', '04', '05', '08', '10', '11', '12');

-- An administrator: for a member; not for who is none (403). Who is of another account comes in as a guest, if whoever
-- invited may bring people in, here the system.
DELETE FROM request;
INSERT INTO request (who, method, path) SELECT column1, 'POST', '/api/invitation/00000000-0000-4000-8000-00000000' || column2 FROM (VALUES ('adam', 'e010/accept'), ('olga', 'e011/decline'), ('adam', 'e007/accept'), ('adam', 'e006/decline'), ('beth', 'e009/accept'), ('bob', 'e006/decline'), ('gina', 'e012/accept'));
SELECT n, who, request, status, body FROM shown;
SELECT * FROM i;
SELECT * FROM inside;
SELECT iif(actor = 'system', actor, substr(actor, -2)), action, substr(object_id, -2), after FROM audit_log WHERE action IN ('invite.accept', 'invite.decline') AND object_id LIKE '%00000000e0__' ORDER BY id;

-- Expired; the channel deleted; whoever invited shares it no longer: nothing is changed.
INSERT INTO invites (id, email, channel_id) SELECT '00000000-0000-4000-8000-00000000e0' || column1, 'uma@example.org', '00000000-0000-4000-8000-00000000' || column2 FROM (VALUES ('21', 'c001'), ('22', 'c002'));
UPDATE usher_invite SET expires_at = '2022-01-01T00:00:00.000Z' WHERE id LIKE '%0000e021';
DELETE FROM channels WHERE name = 'two';
DELETE FROM request;
INSERT INTO request (who, method, path) SELECT 'uma', 'POST', '/api/invitation/00000000-0000-4000-8000-00000000' || column1 FROM (VALUES ('e021/accept'), ('e022/accept'));
SELECT n, status, body FROM shown;
UPDATE usher_invite SET expires_at = '2100-01-01T00:00:00.000Z', invited_by = '00000000-0000-4000-8000-000000000024' WHERE id LIKE '%0000e021';
DELETE FROM channel_members WHERE user_id LIKE '%000024' AND channel_id LIKE '%0000c001';
SELECT n, status, body FROM shown WHERE n = 1;
SELECT editable_channels, view_only_channels FROM users WHERE name = 'uma';

-- An address that was not shown to be theirs; an API key.
UPDATE usher_user SET verified_email = 0 WHERE name = 'uma';
SELECT n, status, body FROM shown WHERE n = 1;
CREATE TEMP TABLE k AS SELECT api_key_create('adam', '{"user_id":"00000000-0000-4000-8000-000000000003"}') AS key;
SELECT status, body FROM k JOIN api('studio', 'POST', '/api/invitation/00000000-0000-4000-8000-00000000e021/accept', NULL, key);
SELECT status, json_array_length(body) > 0 FROM k JOIN api('studio', 'GET', '/api/invitation', NULL, key);
