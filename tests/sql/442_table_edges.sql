-- The engine of the tables where a scan goes on otherwise than it began, and what keys may look like.
.read setup/people.sql
CREATE TABLE task (n INTEGER PRIMARY KEY, owner);
INSERT INTO task (owner) SELECT id FROM users WHERE name IN ('olga', 'otto', 'mia') ORDER BY name;
.print -- numbers as texts of a column that holds any text
UPDATE users SET company = '1E2' WHERE name = 'olga';
UPDATE users SET company = '100' WHERE name = 'otto';
CREATE TABLE key (n INTEGER PRIMARY KEY, x NUMERIC, t TEXT, y);
INSERT INTO key VALUES (1, 100, '1E2', '1E2'), (2, '1E2', '100', '1E+2'), (3, NULL, NULL, NULL), (4, 5, '5e', 5.0), (5, '1E', '1E', '.'), (6, ' 1E2 ', ' 1E2', '1.e2');
SELECT n, u.name FROM key CROSS JOIN users AS u WHERE u.company = key.x ORDER BY n, u.name;
SELECT n, u.name FROM key CROSS JOIN users AS u WHERE u.company = key.t ORDER BY n, u.name;
SELECT n, u.name FROM key CROSS JOIN users AS u WHERE u.company = key.y ORDER BY n, u.name;
SELECT n, u.name FROM key CROSS JOIN users AS u WHERE u.company < key.y AND u.company <> '' ORDER BY n, u.name;
SELECT name FROM users WHERE company = 1E2 ORDER BY name;
SELECT name FROM users WHERE company IS NOT NULL AND company = +'1E2' ORDER BY name;
.print -- keys of every kind, one after another
CREATE TABLE kind (n INTEGER PRIMARY KEY, x);
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', '5');
INSERT INTO kind (x) VALUES ('a'), ('b'), (5), ('5'), (5.0), (x'35'), ('5.0'), (NULL), ('c'), ('5');
SELECT n, typeof(x), r.id IS NOT NULL FROM kind LEFT JOIN roles AS r ON r.name = x ORDER BY n;
SELECT n, typeof(x), u.id IS NOT NULL FROM kind LEFT JOIN users AS u ON u.id = x ORDER BY n;
SELECT n, typeof(x), s.key FROM kind LEFT JOIN setting_definitions AS s ON s.key = x ORDER BY n;
SELECT n, typeof(x), s.name FROM kind LEFT JOIN permissions AS s ON s.name = x ORDER BY n;
SELECT usher_key('a master key of thirty-two bytes, or more') IS NOT NULL;
SELECT length(jwt_key_create('{"kid":"5"}')) > 0, length(jwt_key_create('{"kid":"a"}')) > 0;
SELECT n, typeof(x), k.id FROM kind LEFT JOIN jwt_keys AS k ON k.id = x ORDER BY n;
SELECT n, typeof(x), k.id FROM kind CROSS JOIN jwt_keys AS k ON k.id = +x ORDER BY n;
SELECT n, typeof(x), m.id IS NOT NULL FROM kind LEFT JOIN notifications AS m ON m.id = x ORDER BY n LIMIT 3;
.print -- a limit, and nothing that is read; a search term
SELECT 1 FROM users LIMIT 2;
SELECT 1 FROM users ORDER BY role LIMIT 2;
SELECT DISTINCT role FROM users WHERE q = 'o' ORDER BY role;
SELECT DISTINCT role, q FROM users WHERE q = 'o' ORDER BY role;
SELECT DISTINCT role FROM users ORDER BY role LIMIT 2;
SELECT DISTINCT 1 FROM users;
SELECT name FROM users UNION ALL SELECT name FROM users LIMIT 4 OFFSET 14;
SELECT role FROM users UNION ALL SELECT name FROM users LIMIT 3 OFFSET 1;
SELECT name FROM users WHERE role = 'owner' UNION ALL SELECT name FROM users WHERE role = 'admin' LIMIT 9 OFFSET 1;
.print -- the list of the engine's own holds nothing for others
SELECT count(*) FROM usher_list(1);
SELECT value, list FROM usher_list(1);
SELECT count(*) FROM kind, usher_list(kind.x);
SELECT count(*) FROM usher_list WHERE list > 1;
.print -- a row that goes while it is being changed
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'one');
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-0000000000c1', id, 'edit' FROM users WHERE name IN ('uma', 'carl');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT count(*) FROM channel_members;
UPDATE channel_members SET mode = CASE WHEN remove_self('00000000-0000-4000-8000-0000000000c1') IS NULL THEN 'view' ELSE 'view' END WHERE user_id = '00000000-0000-4000-8000-000000000006';
SELECT count(*) FROM channel_members;
.print -- a row that goes before it is looked at
CREATE TEMP TABLE twice (n);
INSERT INTO twice VALUES (1), (2);
SELECT CASE n WHEN 1 THEN remove_self('00000000-0000-4000-8000-0000000000c1') IS NULL ELSE m.rowid END
FROM channel_members AS m CROSS JOIN twice;
SELECT act_as(NULL);
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-0000000000c1', id, 'edit' FROM users WHERE name = 'uma' AND NOT EXISTS (SELECT 1 FROM usher_channel_member AS m WHERE m.user_id = users.id);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT DISTINCT mode FROM channel_members WHERE CASE WHEN remove_self('00000000-0000-4000-8000-0000000000c1') IS NULL THEN rowid > 0 ELSE rowid > 1 END;
SELECT count(*) FROM channel_members;
SELECT act_as(NULL);
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000aa', 'two');
DELETE FROM channel_members;
INSERT INTO channel_members (channel_id, user_id, mode) SELECT id, '00000000-0000-4000-8000-000000000006', 'edit' FROM channels;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT CASE (SELECT count(*) FROM usher_channel_member AS x WHERE x.mode = 'edit' AND n > 0)
       WHEN 2 THEN remove_self('00000000-0000-4000-8000-0000000000c1') IS NULL
       WHEN 1 THEN remove_self('00000000-0000-4000-8000-0000000000c2') IS NULL ELSE m.rowid END
FROM channel_members AS m CROSS JOIN twice;
SELECT act_as(NULL);
.print -- whoever acts loses a right while keys are looked up
CREATE TABLE work (n INTEGER PRIMARY KEY, path TEXT, x TEXT);
INSERT INTO work (path, x) SELECT '/v2/users/' || iif(row_number() OVER (ORDER BY id) < 4, '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000003'), id
FROM users WHERE account_id LIKE '%0000aa' AND name <> 'dan';
SELECT session_create('00000000-0000-4000-8000-000000000001', json_object('token', 'R' || substr('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 1, 42))) IS NOT NULL;
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT w.n, a.status, u.name, u.phone_number
FROM work AS w CROSS JOIN api('vidbeo', 'PATCH', w.path, '{"role":"viewer"}', 'R' || substr('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 1, 42)) AS a
LEFT JOIN users AS u ON u.id = w.x ORDER BY +w.n;
SELECT act_as(NULL);
.print -- rows that are merged, written to while they are read
INSERT INTO users (name, account_id) SELECT DISTINCT role, '00000000-0000-4000-8000-0000000000ac' FROM users ORDER BY role;
SELECT count(*) FROM users WHERE account_id LIKE '%0000ac';
