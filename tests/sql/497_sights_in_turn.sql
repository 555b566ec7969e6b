-- What somebody sees does not depend on who asked just before on the same connection, of the same table, in the same words: its
-- statements are kept. Each table by itself, so that they are there when the next one asks; nobody first. (340 asks all of them.)
.read setup/people.sql
.read setup/channels.sql
DELETE FROM usher_channel_member WHERE user_id IN (SELECT id FROM p WHERE name = 'uma');
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'team');
INSERT INTO team_memberships (team_id, user_id) SELECT '00000000-0000-4000-8000-00000000e001', id FROM p WHERE name IN ('uma', 'olga');
INSERT INTO notifications (user_id, event, title, message) SELECT id, 'app.news', 'to ' || name, name FROM p WHERE name IN ('uma', 'bert');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', id, 'app.x', '1' FROM p WHERE name IN ('uma', 'carl', 'bert');
INSERT INTO setting_definitions (key, type, default_value, description) VALUES ('app.x', 'integer', 1, 'x');
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id, account=account_id, read='users.read', write='users.update');
CREATE VIRTUAL TABLE firsts USING guarded(doc, account=account_id, read='accounts.update');
INSERT INTO doc (owner_id, account_id) SELECT id, account_id FROM p WHERE name IN ('olga', 'uma', 'bert', 'gus');
CREATE TABLE c AS SELECT name, session_create(id) AS credential FROM p WHERE name IN ('uma', 'carl', 'olga', 'mia', 'bert', 'bob', 'hana');
INSERT INTO c VALUES ('nobody', NULL);
INSERT INTO c SELECT 'key', api_key_create('k', json_object('user_id', id, 'scopes', '[]')) FROM p WHERE name = 'uma';
INSERT INTO c SELECT 'self', api_key_create('s', json_object('user_id', id, 'scopes', '["self.read"]')) FROM p WHERE name = 'uma';
CREATE TEMP TABLE turn AS SELECT key AS n, value AS name FROM json_each('["nobody","uma","nobody","key","uma","self","key","bert","nobody","bob","bert","bob","hana","carl","uma","carl","olga","mia","nobody","olga","hana","key"]');
CREATE TEMP TABLE question AS SELECT key AS n, value AS sql FROM json_each('["count(*), count(phone_number), count(role) FROM users","count(*), sum(usher_writable) FROM docs","count(*), sum(usher_writable) FROM firsts","count(*) FROM accounts","count(*) FROM account_memberships","count(*) FROM invites",
    "count(*) FROM teams","count(*) FROM team_memberships","count(*) FROM roles","count(*) FROM permissions","count(*) FROM channels","count(*) FROM channel_members","count(*) FROM files","count(*) FROM api_keys","count(*), sum(current) FROM sessions","count(*) FROM settings","count(*) FROM setting_definitions","count(*) FROM notifications","count(*) FROM audit_log"]');
CREATE TABLE answer (n, name, sql, answer);
.once turns.sql
SELECT '.once /dev/null' || char(10) || 'SELECT authenticate(credential) FROM c WHERE name = ' || quote(turn.name) || ';' || char(10) || 'INSERT INTO answer SELECT ' || turn.n || ', ' || quote(turn.name) || ', ' || quote(question.sql)
    || ', (SELECT json_array(' || replace(question.sql, ' FROM ', ') FROM ') || ');' FROM question, turn ORDER BY question.n, turn.n;
.read turns.sql
SELECT act_as(NULL);
.print -- the same each time
SELECT sql, name, group_concat(DISTINCT answer) FROM answer GROUP BY sql, name HAVING count(DISTINCT answer) > 1 OR (name = 'nobody' AND answer NOT IN ('[0]', '[0,0,0]', '[0,null]')) ORDER BY 1, 2;
.print -- and this
SELECT replace(sql, 'count(*)', '#') AS sql, group_concat(name || ' ' || answer, '  ') FROM (SELECT DISTINCT sql, name, answer FROM answer ORDER BY sql, n) GROUP BY 1 ORDER BY 1;
