-- `actions` of users agrees with what is possible: for each kind of actor and each row that they see, what is listed succeeds,
-- and what is not listed changes nothing. (Tried one by one, and taken back, by a shell of
-- its own, so that what fails can be counted.)
.read setup/people.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'invites.life', 3600);
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'helper',
    '["files.upload","invites.create","settings.read","users.disable","users.read","users.update"]');
UPDATE users SET role = 'helper' WHERE name = 'carl';
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'writer', '["settings.read","users.read","users.update"]');
UPDATE account_memberships SET role = 'writer' WHERE user_id = '00000000-0000-4000-8000-000000000023' AND account_id = '00000000-0000-4000-8000-0000000000aa';
INSERT INTO users (id, account_id, email, name) VALUES
    ('00000000-0000-4000-8000-000000000010', '00000000-0000-4000-8000-0000000000aa', 'ivo@example.org', 'ivo'),
    ('00000000-0000-4000-8000-000000000011', '00000000-0000-4000-8000-0000000000aa', NULL, 'noel'),
    ('00000000-0000-4000-8000-000000000012', '00000000-0000-4000-8000-0000000000aa', 'ed@example.org', 'ed'),
    ('00000000-0000-4000-8000-000000000013', '00000000-0000-4000-8000-0000000000aa', 'dina@example.org', 'dina');
INSERT INTO invites (id, account_id, email) VALUES ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'ivo@example.org');
UPDATE users SET enabled = 0 WHERE name = 'dina';
SELECT length(user_erase('00000000-0000-4000-8000-000000000012'));
UPDATE usher_user SET name = 'ed' WHERE id = '00000000-0000-4000-8000-000000000012';

CREATE TABLE listed (actor, user, status, actions);
CREATE TABLE tried (actor, user, action, done INTEGER);
CREATE TEMP TABLE way (action, statement);
INSERT INTO way VALUES
    ('edit', 'UPDATE users SET company = ''x'' WHERE id = ''%s'''),
    ('disable', 'UPDATE users SET enabled = 0 WHERE id = ''%s'''),
    ('enable', 'UPDATE users SET enabled = 1 WHERE id = ''%s'''),
    ('delete', 'DELETE FROM users WHERE id = ''%s'''),
    ('restore', 'INSERT INTO usher VALUES (''user_restore'', json_array(''%s''))'),
    ('erase', 'INSERT INTO usher VALUES (''user_erase'', json_array(''%s''))'),
    ('invite', 'INSERT INTO usher SELECT ''invite_create'', json_array(email, ''user'') FROM users WHERE id = ''%s'' AND discarded_at IS NULL'),
    ('revoke_invitation', 'INSERT INTO usher SELECT ''invite_revoke'', json_array(i.id) FROM users AS u JOIN usher_invite AS i ON i.email = u.email WHERE u.id = ''%s'' AND i.accepted_at IS NULL');

SELECT act_as(id) FROM p WHERE name = 'olga';
INSERT INTO listed SELECT 'olga', id, status, actions FROM users;
SELECT act_as(id) FROM p WHERE name = 'adam';
INSERT INTO listed SELECT 'adam', id, status, actions FROM users;
SELECT act_as(id) FROM p WHERE name = 'mia';
INSERT INTO listed SELECT 'mia', id, status, actions FROM users;
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO listed SELECT 'carl', id, status, actions FROM users;
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO listed SELECT 'uma', id, status, actions FROM users;
SELECT act_as(id) FROM p WHERE name = 'hana';
INSERT INTO listed SELECT 'hana', id, status, actions FROM users;
SELECT act_as(id) FROM p WHERE name = 'gina';
INSERT INTO listed SELECT 'gina', id, status, actions FROM users;
SELECT act_as(NULL);
.print -- what is listed
SELECT l.actor, u.name, l.status, l.actions FROM listed AS l JOIN usher_user AS u ON u.id = l.user WHERE l.actor IN ('olga', 'adam', 'carl', 'uma') ORDER BY l.rowid;
SELECT l.actor, u.name, l.actions FROM listed AS l JOIN usher_user AS u ON u.id = l.user WHERE l.actor IN ('mia', 'gina', 'hana') AND l.actions <> '[]' ORDER BY l.rowid;

.print -- what is tried and fails, by reason
.output try.sql
SELECT printf('INSERT INTO usher VALUES (''act_as'', json_array(''%s''));
SAVEPOINT s;
%s;
SELECT ''%s'', ''%s'', ''%s'', count(*) > %d FROM usher_audit;
ROLLBACK TO s;
RELEASE s;', p.id, printf(way.statement, l.user), l.actor, l.user, way.action, (SELECT count(*) FROM usher_audit))
FROM listed AS l JOIN p ON p.name = l.actor JOIN way ORDER BY l.rowid, way.rowid;
.output
.shell ${SQLITE:-sqlite3} -batch -init /dev/null -cmd '.load dist/usher' test.db <try.sql >done.txt 2>errors.txt; true
.shell unset LD_PRELOAD; sed 's/.* near line [0-9]*: //' errors.txt | LC_ALL=C sort | uniq -c | sed 's/^ *//'
.import done.txt tried

.print -- done but not listed, listed but not done: nothing; and how often each was done
SELECT t.actor, u.name, t.action, t.done FROM tried AS t JOIN listed AS l USING (actor, user) JOIN usher_user AS u ON u.id = t.user
WHERE t.done <> (SELECT count(*) FROM json_each(l.actions) WHERE value = t.action);
SELECT count(*) = (SELECT count(*) FROM listed) * 8, sum(done) = (SELECT sum(json_array_length(actions)) FROM listed) FROM tried;
SELECT actor, group_concat(n, ' ') FROM (SELECT actor, action || ' ' || sum(done) AS n FROM tried GROUP BY actor, action) GROUP BY actor;

-- It tells what the actor and the row permit; whether an owner remains, the change itself says.
UPDATE users SET role = 'user' WHERE name = 'otto';
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT actions FROM users WHERE id = actor();
DELETE FROM users WHERE id = actor();
-- The system's are what the row permits.
SELECT act_as(NULL);
SELECT name, actions FROM users WHERE name IN ('olga', 'dora', 'dan', 'ed', 'nora', 'ivo', 'noel') ORDER BY id;
-- It is a column as others are.
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT name FROM users WHERE actions = '[]' ORDER BY name;
SELECT actions, count(*) FROM users GROUP BY actions ORDER BY 2, 1;
SELECT name FROM users WHERE actions LIKE '%restore%';
UPDATE users SET actions = '[]' WHERE name = 'uma';
UPDATE users SET about = actions WHERE name = 'uma';
SELECT about FROM users WHERE name = 'uma';
