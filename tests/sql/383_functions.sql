-- Functions and the tables `usher` and those of functions: arguments by number and by name, what is returned, rows and
-- their rowids, from where they may be called.
.read setup/people.sql
.mode list
.print -- the table usher: each function once, and again each time it is read
SELECT count(*) > 50, count(*) = count(DISTINCT rowid), min(rowid), max(rowid) = count(*) - 1, count(*) = count(DISTINCT call), count(args) > 40 FROM usher;
SELECT n.column1, (SELECT min(rowid) FROM usher), (SELECT call FROM usher WHERE rowid = 3) = (SELECT call FROM usher LIMIT 1 OFFSET 3) FROM (VALUES (1), (2)) AS n;
SELECT a.call = b.call FROM usher AS a JOIN usher AS b ON a.rowid = b.rowid WHERE a.rowid IN (0, 7) ORDER BY 1;
INSERT INTO usher VALUES ('setting', '["invites.life"]');
SELECT last_insert_rowid() = (SELECT last_insert_rowid());
INSERT INTO usher VALUES ('setting', '["invites.life","00000000-0000-4000-8000-00000000000A"]');
INSERT INTO usher VALUES ('Setting', '["invites.life", null]');
INSERT INTO usher VALUES ('setting', '[]');
INSERT INTO usher VALUES ('setting', '["a","b","c"]');
INSERT INTO usher VALUES ('setting', '{}');
INSERT INTO usher VALUES ('setting', 5);
INSERT INTO usher VALUES ('setting', NULL);
INSERT INTO usher (call) VALUES ('usher_version');
INSERT INTO usher VALUES ('settings', '[]');
INSERT INTO usher VALUES (NULL, '[]');
INSERT INTO usher VALUES (5, '[]');
INSERT INTO usher VALUES (x'00', '[]');
INSERT INTO users (id, account_id, email) VALUES ('00000000-0000-4000-8000-000000000077', '00000000-0000-4000-8000-0000000000aa', 'new@example.org');
SELECT last_insert_rowid();
INSERT INTO usher (rowid, call, args) VALUES (5, 'setting', '["invites.life","00000000-0000-4000-8000-000000000006"]');
SELECT last_insert_rowid();
INSERT INTO usher (call, args) VALUES ('setting', '["invites.life","00000000-0000-4000-8000-000000000006"]');
SELECT last_insert_rowid();
UPDATE usher SET args = '[]';
DELETE FROM usher;
.print -- functions that return rows
SELECT rowid, key FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE rowid < 4 ORDER BY rowid LIMIT 3;
SELECT count(*) = count(DISTINCT rowid), min(rowid), max(rowid) = count(*), count(key) = count(*), count(value) > 20 FROM settings_effective('00000000-0000-4000-8000-000000000006');
SELECT key, value, source, user_id FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE key LIKE 'invites%';
SELECT key, value, source, user_id FROM settings_effective WHERE user_id = '00000000-0000-4000-8000-000000000006' AND key LIKE 'invites%';
SELECT p.name, count(*) = (SELECT count(*) FROM settings_effective('00000000-0000-4000-8000-000000000006')) FROM p JOIN settings_effective(p.id) GROUP BY p.name ORDER BY p.name LIMIT 3;
SELECT count(*) > 0 FROM settings_effective WHERE user_id IN ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000005');
SELECT count(*) FROM settings_effective(1, 2);
SELECT * FROM can_explain;
SELECT * FROM can_explain(NULL);
SELECT rowid, * FROM can_explain('users.update');
SELECT rowid, *, permission, object_id FROM can_explain WHERE permission = 'users.update' AND object_id = '00000000-0000-4000-8000-000000000006';
SELECT c.*, n.column1 FROM (VALUES ('users.update'), ('users.read'), ('x')) AS n, can_explain(n.column1) AS c;
SELECT c.*, n.column1 FROM (VALUES ('users.update'), ('users.read')) AS n LEFT JOIN can_explain AS c ON c.permission = n.column1 AND c.object_id = '00000000-0000-4000-8000-000000000006';
SELECT count(*) FROM can_explain WHERE permission > 'a';
SELECT count(*) FROM can_explain AS a, can_explain AS b WHERE a.permission = b.permission;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT rowid, *, typeof(granted) FROM can_explain('users.update');
SELECT rowid, * FROM can_explain('users.read', '00000000-0000-4000-8000-000000000006');
SELECT rowid, *, permission, object_id FROM can_explain('users.read', '00000000-0000-4000-8000-00000000000B');
SELECT can('users.read', '00000000-0000-4000-8000-000000000006'), can('users.read', NULL), can('users.read');
SELECT can('users.read', 'x');
SELECT can('x');
SELECT can(NULL);
SELECT can(5);
SELECT act_as(NULL);
.print -- text: as it is given, as it is kept, how long it may be
SELECT storage_check(1, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '00000000-0000-4000-8000-000000000003'), typeof(usher_version()), length(usher_version()) > 4;
SELECT setting(printf('%.1000c', 'x'));
SELECT setting(printf('%.1001c', 'x'));
SELECT length(user_json('00000000-0000-4000-8000-000000000006')) > 100, user_json('00000000-0000-4000-8000-000000000006') = user_json(upper('00000000-0000-4000-8000-000000000006'), NULL);
SELECT user_json('00000000-0000-4000-8000-00000000000'), 1;
SELECT user_json('00000000-0000-4000-8000-000000000006', 'vidbeo', 1);
SELECT name, actor() FROM p LIMIT 1;
.print -- not from what a hostile file may hold
CREATE VIEW v1 AS SELECT count(*) FROM usher;
CREATE VIEW v2 AS SELECT count(*) > 0 FROM settings_effective('00000000-0000-4000-8000-000000000006');
CREATE VIEW v3 AS SELECT count(*) > 0 FROM usher_doctor;
CREATE VIEW v4 AS SELECT granted FROM can_explain('users.read');
CREATE VIEW v5 AS SELECT count(*) FROM usher_list;
CREATE VIEW v6 AS SELECT status FROM api('vidbeo', 'GET', '/', NULL, NULL);
CREATE VIEW v7 AS SELECT can('users.read');
CREATE VIEW v8 AS SELECT setting('invites.life', '00000000-0000-4000-8000-000000000006');
CREATE VIEW v9 AS SELECT act_as(NULL);
CREATE VIEW va AS SELECT count(*) > 0 FROM usher_help;
CREATE VIEW vb AS SELECT usher_version() IS NOT NULL;
PRAGMA trusted_schema = 0;
SELECT * FROM v1;
SELECT * FROM v2;
SELECT * FROM v3;
SELECT * FROM v4;
SELECT * FROM v5;
SELECT * FROM v6;
SELECT * FROM v7;
SELECT * FROM v8;
SELECT * FROM v9;
SELECT * FROM va;
SELECT * FROM vb;
PRAGMA trusted_schema = 1;
SELECT * FROM v1;
SELECT * FROM v3;
SELECT * FROM v6;
SELECT * FROM v9;
.print -- constant functions stand in indexes, others do not
CREATE INDEX vi ON usher_file (usher_version());
CREATE INDEX vi ON usher_file (setting('invites.life'));
.print -- tables under other names
ATTACH ':memory:' AS other;
CREATE VIRTUAL TABLE other.people USING users;
CREATE VIRTUAL TABLE temp.people USING users;
CREATE VIRTUAL TABLE people USING users(1);
CREATE VIRTUAL TABLE people USING users;
SELECT count(*), (SELECT count(*) FROM users) FROM people;
PRAGMA table_xinfo(people);
DROP TABLE people;
