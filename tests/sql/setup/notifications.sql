-- People, two teams, and views of what is in inboxes. Times are far ahead: all have joined by then.
.read setup/people.sql
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'red'), ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000ab', 'blue');
INSERT INTO team_memberships (team_id, user_id) SELECT '00000000-0000-4000-8000-0000000000e' || column1, p.id FROM (VALUES (1, 'carl'), (1, 'uma'), (1, 'gus'), (2, 'bert'), (2, 'gus')) JOIN p ON p.name = column2;
CREATE TEMP VIEW sent AS SELECT iif(n.id LIKE '0000%', substr(n.id, -2), '') AS id, substr(n.account_id, -2) AS account, n.audience, substr(n.audience_id, -2) AS audience_id, n.event, n.title, n.message, n.url, n.data, n.disposal, substr(n.created_by, -2) AS created_by, substr(n.created_at, 1, 16) AS created_at
FROM usher_notification AS n ORDER BY n.number;
CREATE TEMP VIEW got AS SELECT group_concat(name || iif(read, '', '*')) AS recipients FROM (SELECT p.name, n.read FROM notifications AS n JOIN p ON p.id = n.user_id ORDER BY n.created_at, n.id, p.id);
CREATE TEMP VIEW mine AS SELECT substr(id, -2) AS id, message, read, read_at IS NOT NULL AS at FROM notifications WHERE user_id = ifnull(actor(), user_id) ORDER BY created_at, id, user_id;
CREATE TEMP VIEW counts AS SELECT group_concat(name || ' ' || unread || iif(has_new, '!', '')) AS unread FROM (SELECT name, unread, has_new FROM users WHERE unread > 0 OR has_new ORDER BY id);
CREATE TEMP TABLE seen (id);
CREATE TEMP VIEW logged AS SELECT action, object_type, iif(object_id LIKE '0000%', substr(object_id, -2), '') AS object, substr(account_id, -2) AS account, substr(actor, -2) AS actor, before, after FROM audit_log WHERE action LIKE 'notification%' AND id > (SELECT ifnull(max(id), 0) FROM seen) ORDER BY id;
