-- What somebody sees does not depend on who asked before on the same connection, which keeps its statements: everybody on a
-- connection of their own; one after the other; and the other way round. All tables, what may be done to whom, and the
-- application's own under row security.
.read setup/people.sql
.read setup/channels.sql
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000ab', 'reader', '["users.read"]');
UPDATE account_memberships SET role = 'reader' WHERE user_id = (SELECT id FROM p WHERE name = 'beth');
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'team');
INSERT INTO team_memberships (team_id, user_id) SELECT '00000000-0000-4000-8000-00000000e001', id FROM p WHERE name = 'uma';
INSERT INTO notifications (user_id, event, title, message) SELECT id, 'app.news', 'to ' || name, name FROM p WHERE name IN ('uma', 'bob');
CREATE TABLE doc (id TEXT PRIMARY KEY, owner_id TEXT COLLATE NOCASE, account_id TEXT, title TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id, account=account_id, read='users.read', write='users.update');
CREATE VIRTUAL TABLE own_docs USING guarded(doc, owner=owner_id);
CREATE VIRTUAL TABLE account_docs USING guarded(doc, account=account_id, read='docs.read');
INSERT INTO doc SELECT substr(id, -2), id, account_id, name FROM p WHERE name IN ('olga', 'uma', 'bert', 'gus');
INSERT INTO doc VALUES ('x', NULL, NULL, 'of nobody'), ('y', upper((SELECT id FROM p WHERE name = 'uma')), '00000000-0000-4000-8000-0000000000ac', 'of a third');

CREATE TABLE turn (number INTEGER PRIMARY KEY, name, credential);
INSERT INTO turn (name, credential) SELECT name, session_create(id) FROM p WHERE name NOT IN ('dan', 'dora') ORDER BY id;
INSERT INTO turn (name, credential) SELECT p.name || ' ' || s.key, api_key_create(p.name || s.key, json_object('user_id', p.id, 'scopes', json(s.value)))
FROM p, json_each('{"bare":[],"self":["self.read"],"reads":["self.read","users.read"],"private":["users.read","users.read_private"]}') AS s
WHERE p.name IN ('adam', 'uma', 'bob', 'hana') AND (p.name <> 'uma' OR s.key IN ('bare', 'self')) AND (p.name <> 'bob' OR s.key <> 'private');
INSERT INTO turn (name, credential) SELECT 'dora', NULL;
CREATE TABLE person AS SELECT id, name FROM p;
CREATE TABLE answer (run, name, question, answer);
CREATE TABLE question (name, sql);
INSERT INTO question VALUES
    ('users', 'SELECT group_concat(x, '' '') FROM (SELECT substr(id, -2) || ifnull('':'' || substr(phone_number, 5), '''') || ifnull(''='' || role, '''') || ifnull(''/'' || json_array_length(permissions), '''') AS x FROM users ORDER BY id)'),
    ('users by id', 'SELECT group_concat(x, '' '') FROM (SELECT person.name || ifnull('':'' || phone_number, '''') AS x FROM person JOIN users ON users.id = person.id ORDER BY person.id)'),
    ('private terms', 'SELECT count(*) FROM users WHERE phone_number LIKE ''tel%'' OR disk_space > 0'),
    ('may', 'SELECT group_concat(x, '' '') FROM (SELECT substr(id, -2) || can(''users.read'', id) || can(''users.update'', id) || can(''users.role'', id) AS x FROM person ORDER BY id)'),
    ('may, of others', 'SELECT can(''accounts.update'', ''00000000-0000-4000-8000-0000000000aa'') || can(''channels.update'', ''00000000-0000-4000-8000-00000000c001'') || can(''files.read'', ''00000000-0000-4000-8000-00000000b001'') || can(''teams.update'', ''00000000-0000-4000-8000-00000000e001'') || can(''self.read'') || can(''users.read'')'),
    ('memberships', 'SELECT group_concat(x, '' '') FROM (SELECT substr(user_id, -2) || substr(account_id, -2) AS x FROM account_memberships ORDER BY user_id, account_id)'),
    ('accounts', 'SELECT group_concat(x, '' '') FROM (SELECT substr(id, -2) AS x FROM accounts ORDER BY id)'),
    ('counts', 'SELECT (SELECT count(*) FROM invites) || '' '' || (SELECT count(*) FROM roles) || '' '' || (SELECT count(*) FROM permissions) || '' '' || (SELECT count(*) FROM teams) || '' '' || (SELECT count(*) FROM team_memberships) || '' '' || (SELECT count(*) FROM channels) || '' '' || (SELECT count(*) FROM channel_members) || '' '' || (SELECT count(*) FROM files) || '' '' || (SELECT count(*) FROM api_keys) || '' '' || (SELECT count(*) FROM sessions) || '' '' || (SELECT count(*) FROM settings) || '' '' || (SELECT count(*) FROM notifications) || '' '' || (SELECT count(*) FROM audit_log WHERE action = ''user.create'')'),
    ('current', 'SELECT sum(current) FROM sessions'),
    ('docs', 'SELECT group_concat(x, '' '') FROM (SELECT id || usher_writable AS x FROM docs ORDER BY id)'),
    ('own docs', 'SELECT group_concat(x, '' '') FROM (SELECT id || usher_writable AS x FROM own_docs ORDER BY id)'),
    ('account docs', 'SELECT group_concat(x, '' '') FROM (SELECT id || usher_writable AS x FROM account_docs ORDER BY id)');

.once alone.sql
SELECT '.open test.db' || char(10) || '.load dist/usher' || char(10) || 'PRAGMA synchronous = OFF;' || char(10) || '.once /dev/null' || char(10) || 'SELECT ' || CASE WHEN name = 'dora' THEN 'authenticate(NULL)' ELSE 'authenticate(credential) FROM turn WHERE number = ' || number END || ';' || char(10)
    || (SELECT group_concat('INSERT INTO answer SELECT ''alone'', ' || quote(turn.name) || ', ' || quote(question.name) || ', (' || sql || ');', char(10)) FROM question) FROM turn ORDER BY number;
.once forward.sql
SELECT '.once /dev/null' || char(10) || 'SELECT ' || CASE WHEN name = 'dora' THEN 'authenticate(NULL)' ELSE 'authenticate(credential) FROM turn WHERE number = ' || number END || ';' || char(10)
    || (SELECT group_concat('INSERT INTO answer SELECT ''forward'', ' || quote(turn.name) || ', ' || quote(question.name) || ', (' || sql || ');', char(10)) FROM question) FROM turn ORDER BY number;
.once back.sql
SELECT '.once /dev/null' || char(10) || 'SELECT ' || CASE WHEN name = 'dora' THEN 'authenticate(NULL)' ELSE 'authenticate(credential) FROM turn WHERE number = ' || number END || ';' || char(10)
    || (SELECT group_concat('INSERT INTO answer SELECT ''back'', ' || quote(turn.name) || ', ' || quote(question.name) || ', (' || sql || ');', char(10)) FROM question) FROM turn ORDER BY number DESC;
.read alone.sql
.open test.db
.load dist/usher
PRAGMA synchronous = OFF;
.read forward.sql
.open test.db
.load dist/usher
PRAGMA synchronous = OFF;
.read back.sql

.print -- each alone
SELECT question, turn.name, answer FROM answer JOIN turn USING (name) JOIN question AS q ON q.name = question WHERE run = 'alone' ORDER BY q.rowid, number;
.print -- in either order the same
SELECT run, count(*) FROM answer GROUP BY 1 ORDER BY 1;
SELECT other.run, name, question, other.answer, alone.answer FROM answer AS alone JOIN answer AS other USING (name, question) WHERE alone.run = 'alone' AND other.answer IS NOT alone.answer;
