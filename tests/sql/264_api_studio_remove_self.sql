-- DELETE /api/channeluser/:id/remove_self?channel_id= of studio: the user leaves, or an editor takes them out; not a viewer
-- (403); no such channel (404); what is no request (400).
.read setup/studio.sql
CREATE TEMP VIEW inside AS SELECT substr(channel_id, -4) AS channel, group_concat(substr(user_id, -2) || ' ' || mode) AS members FROM (SELECT * FROM channel_members ORDER BY user_id) GROUP BY 1;
CREATE TEMP TABLE leave (n INTEGER PRIMARY KEY, who, user, query);
CREATE TEMP VIEW left_ AS SELECT l.n, l.who, l.user, l.query, a.status, a.headers, a.body FROM leave AS l LEFT JOIN p ON p.name = l.who JOIN api('studio', 'DELETE', '/api/channeluser/' || iif(length(l.user) = 2, '00000000-0000-4000-8000-0000000000' || l.user, l.user) || '/remove_self' || replace(l.query, '~', 'channel_id=00000000-0000-4000-8000-00000000'), NULL, p.token) AS a ORDER BY l.n;
SELECT * FROM inside;

-- Not: nothing is changed. A viewer takes out nobody else; whoever does not see the channel, or one that is unknown.
INSERT INTO leave (who, user, query) VALUES ('uma', '05', '?~c001'), ('uma', '24', '?~c001'), ('gus', '21', '?~c004'), ('bert', '06', '?~c001'), ('carl', '03', '?~c002'), ('uma', '06', '?~c002'), ('uma', '06', '?~c999'), ('uma', '06', '?~c004'),
    ('uma', '99', '?~c001'), ('uma', 'x', '?~c001'), ('uma', '6', '?~c001'), ('uma', '../x', '?~c001'), ('uma', '%00', '?~c001'),
    ('carl', '01', '?~c001'), ('adam', '03', '?~c001'), ('adam', '04', '?~c001'),
    ('uma', '06', ''), ('uma', '06', '?channel_id'), ('uma', '06', '?channel_id='), ('uma', '06', '?channel_id=c001'), ('uma', '06', '?channel=00000000-0000-4000-8000-00000000c001'), ('uma', '06', '?~c001&~c001'), ('uma', '06', '?channel_id=%'), ('uma', '06', '?channel_id=%ff'), ('uma', '06', '?~c001%20'), ('uma', '06', '?channel_id=' || hex(zeroblob(2000))), (NULL, '06', '?~c001'), ('dora', '06', '?~c001');
SELECT n, who, user, substr(query, 1, 30), status, body FROM left_;
SELECT * FROM inside;

-- A viewer and an editor leave; an editor takes a viewer out, an administrator an editor; also of a channel that is deleted.
-- What their files count for follows: carl's 100 bytes.
DELETE FROM leave;
INSERT INTO leave (who, user, query) VALUES ('uma', '06', '?~C001'), ('carl', '24', '?~c001'), ('carl', '05', '/?~c001'), ('olga', '03', '?x=1&~c002'), ('uma', '06', '?~c003'), ('carl', '05', '?~c001'), ('adam', '05', '?~c001');
SELECT disk_space_used FROM users WHERE name = 'carl';
SELECT n, who, user, status, headers, body IS NULL, body FROM left_;
SELECT * FROM inside;
SELECT disk_space_used FROM users WHERE name = 'carl';
SELECT substr(actor, -2), substr(object_id, -2), before FROM audit_log WHERE action = 'channel_member.delete' ORDER BY id;
-- Another method; by an API key it is not oneself.
INSERT INTO request (who, method, path) VALUES ('gus', 'POST', '/api/channeluser/00000000-0000-4000-8000-000000000024/remove_self?channel_id=00000000-0000-4000-8000-00000000c004'), ('gus', 'DELETE', '/api/channeluser/00000000-0000-4000-8000-000000000024'), ('gus', 'DELETE', '/api/channeluser');
SELECT n, status, headers ->> '$.Allow', body FROM asked;
CREATE TEMP TABLE k AS SELECT api_key_create('gus', '{"user_id":"00000000-0000-4000-8000-000000000024","scopes":["settings.read"]}') AS key;
SELECT status, body FROM k JOIN api('studio', 'DELETE', '/api/channeluser/00000000-0000-4000-8000-000000000024/remove_self?channel_id=00000000-0000-4000-8000-00000000c004', NULL, key);
