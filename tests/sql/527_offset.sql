-- Rows behind an OFFSET are those of the whole list, for whoever looks, in each table, in the order of an index and in
-- any other, with a condition and without; and rows that are not there are not.
.read setup/people.sql
.read setup/channels.sql
CREATE TABLE doc (id INTEGER PRIMARY KEY, number INTEGER, owner_id TEXT, account_id TEXT, title TEXT);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id, account=account_id, read='users.read', write='users.update');
INSERT INTO doc (number, owner_id, account_id, title) SELECT 100 - rowid, id, account_id, name FROM p;
INSERT INTO notifications (user_id, event, title, message) SELECT id, 'app.news', 'to ' || name, name FROM p WHERE name IN ('uma', 'bob');
INSERT INTO notifications (user_id, event, title, message) SELECT id, 'app.news', 'again to ' || name, name FROM p WHERE name IN ('uma', 'bob');
CREATE TEMP TABLE list AS SELECT column1 AS name, column2 AS columns, column3 AS condition, column4 AS place FROM (VALUES
    ('users', 'id, email, phone_number', '1', 'created_at, id'), ('users', 'id', '1', 'created_at DESC, id DESC'),
    ('users', 'name, role', '1', 'id'), ('users', 'name', 'account_id = ''00000000-0000-4000-8000-0000000000aa''', 'email DESC'),
    ('users', 'name, status', 'name > ''b''', 'phone_number, name'), ('invites', 'email, status, role', '1', 'created_at, id'),
    ('invites', 'email', 'email > ''b''', 'email'), ('account_memberships', 'user_id, role', '1', 'user_id, account_id'),
    ('roles', 'name, permissions', '1', 'name, id'), ('accounts', 'name', '1', 'id'), ('channels', 'name', '1', 'id'),
    ('channel_members', 'user_id, mode', '1', 'user_id, channel_id'), ('notifications', 'title, read', '1', 'created_at, id'), ('notifications', 'title', '1', 'rowid'),
    ('outbox', 'kind, email', '1', 'id'), ('audit_log', 'action, object_id', 'action <> ''user.create''', 'object_id, rowid'),
    ('settings', 'key, value', '1', 'key, scope, scope_id'), ('permissions', 'user_id, permission', '1', 'user_id, permission, account_id'),
    ('docs', 'title', '1', 'number'), ('docs', 'title, id', '1', 'id'), ('docs', 'title', 'number < 95', 'title'));
CREATE TEMP TABLE offset AS SELECT value FROM json_each('[1,2,3,5,1000]');

.output offset.sql
SELECT 'BEGIN; SELECT ' || quote(a.name) || CASE a.name WHEN 'system' THEN '' ELSE ' || substr(act_as(' || quote(a.id) || '), 1, 0)' END || ';'
    || group_concat('INSERT INTO answer SELECT ' || quote(l.name || ' ' || l.place || ' ' || o.value) || ', (SELECT group_concat(x, '';'') FROM (SELECT json_array(' || l.columns
    || ') AS x FROM ' || l.name || iif(l.condition = '1', '', ' WHERE ' || l.condition) || ' ORDER BY ' || l.place || ' LIMIT 100 OFFSET ' || o.value || ')), (SELECT group_concat(x, '';'') FROM (SELECT x FROM (SELECT row_number() OVER (ORDER BY '
    || l.place || ') AS n, json_array(' || l.columns || ') AS x FROM ' || l.name || iif(l.condition = '1', '', ' WHERE ' || l.condition) || ') WHERE n BETWEEN ' || (o.value + 1) || ' AND ' || (o.value + 100) || ' ORDER BY n));', char(10))
    || 'SELECT count(*), count(expected), sum(found IS NOT expected) FROM answer; SELECT question FROM answer WHERE found IS NOT expected; ROLLBACK;'
FROM (SELECT name, id FROM p WHERE name IN ('olga', 'uma', 'gina', 'bert') UNION ALL VALUES ('system', NULL)) AS a, list AS l, offset AS o GROUP BY a.name;
.output
CREATE TEMP TABLE answer (question, found, expected);
.read offset.sql
