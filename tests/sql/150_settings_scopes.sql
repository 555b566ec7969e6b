-- Settings of an account, a team, a user: what is in force, who may write them, who sees them.
.read setup/people.sql
.read setup/setting_teams.sql
CREATE TEMP VIEW uma AS SELECT value, source, substr(scope_id, 33) AS whose, locked FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE key = 'app.color';
CREATE TEMP VIEW s AS SELECT scope, substr(scope_id, 33) AS whose, key, value, locked FROM settings WHERE key LIKE 'app.%' ORDER BY rowid;

-- User, then team, then account, then default; setting() and settings_effective() agree.
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006') IS NULL, * FROM uma;
INSERT INTO setting_definitions (key, type, default_value, description) VALUES ('app.color', 'string', '"grey"', 'A colour');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), * FROM uma;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.color', '"account"');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), * FROM uma;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f003', 'app.color', '"late"');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), * FROM uma;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.color', '"uma"');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), * FROM uma;
DELETE FROM settings WHERE scope = 'user';

-- Several teams: by priority, then who has been in for longer, then the older row. Not by name, nor by when it was set.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.color', '"red"');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), * FROM uma;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f002', 'app.color', '"blue"');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), * FROM uma;
UPDATE usher_team SET priority = 1 WHERE name = 'late';
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), * FROM uma;
-- A team of the home account only: gus, of the second account, is in red, too.
SELECT setting('app.color', '00000000-0000-4000-8000-000000000024');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f004', 'app.color', '"far"');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000024');
SELECT * FROM s;

-- Without a user: whoever acts; the system must say which account, if there are several.
SELECT setting('app.color');
SELECT usher_error();
SELECT key FROM settings_effective;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT setting('app.color'), setting('app.color', NULL), setting('app.nothing'), setting('invites.life');
SELECT value, source FROM settings_effective WHERE key = 'app.color';
SELECT value, source FROM settings_effective(NULL) WHERE key = 'app.color';
SELECT setting('nothing');
SELECT usher_error();
SELECT setting('app.');
SELECT setting(NULL);
SELECT setting(5);
SELECT setting('app.color', 'x');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000001');
SELECT usher_error();
SELECT key FROM settings_effective('00000000-0000-4000-8000-000000000001');
SELECT key FROM settings_effective('x');

-- uma writes her own and, as its lead, red's; not blue's, nor another's. What she does not see is not there.
INSERT INTO settings (scope, key, value) VALUES ('user', 'app.color', '"mine"');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.color', '"rot"');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f002', 'app.color', '"blau"');
SELECT usher_error();
UPDATE settings SET value = '"blau"' WHERE scope_id = '00000000-0000-4000-8000-00000000f002';
DELETE FROM settings WHERE scope_id = '00000000-0000-4000-8000-00000000f002';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f004', 'app.x', '1');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000ffff', 'app.x', '1');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000005', 'app.x', '1');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.x', '1');
INSERT INTO settings (scope, key, value) VALUES ('team', 'app.x', '1');
SELECT * FROM s;
SELECT act_as(NULL);
-- carl sees blue, of which he is a member.
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT * FROM s;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f002', 'app.x', '1');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.x', '1');
SELECT act_as(NULL);
-- mia may change teams, and sees users, but not what is private of them.
SELECT act_as('00000000-0000-4000-8000-000000000004');
UPDATE settings SET value = '"mia"' WHERE scope_id = '00000000-0000-4000-8000-00000000f002';
SELECT * FROM s;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.y', '1');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f004', 'app.y', '1');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006');
SELECT usher_error();
SELECT key FROM settings_effective('00000000-0000-4000-8000-000000000006');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000004');
SELECT act_as(NULL);
-- hana, an admin as a guest, sees who is there; gina, a guest with her, has her own account elsewhere.
SELECT act_as('00000000-0000-4000-8000-000000000025');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006'), setting('app.color', '00000000-0000-4000-8000-000000000025');
SELECT setting('app.color', '00000000-0000-4000-8000-000000000023');
SELECT act_as(NULL);
-- Who may change a user but not see what is private of them, is not told by a patch.
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'clerk', '["users.read","users.update","settings.read"]');
UPDATE users SET role = 'clerk' WHERE name = 'carl';
SELECT act_as('00000000-0000-4000-8000-000000000005');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000002', 'app.clerk', '1');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000005', 'app.clerk', '{}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000009', 'app.clerk', '{}');
SELECT usher_error();
SELECT act_as(NULL);
DELETE FROM settings WHERE key = 'app.clerk';
-- adam writes those of users, but not of an owner.
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT * FROM s;
UPDATE settings SET value = '"adam"' WHERE scope = 'user';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000001', 'app.y', '1');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000021', 'app.y', '1');
SELECT usher_error();
SELECT setting('app.color', '00000000-0000-4000-8000-000000000006');
DELETE FROM settings WHERE scope = 'user';
SELECT act_as(NULL);
-- beth, of the other account, sees and reaches nothing here.
SELECT act_as('00000000-0000-4000-8000-000000000022');
SELECT * FROM s;
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.color', '"beth"');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.y', '1');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.color', '"beth"');
SELECT act_as(NULL);

-- The system says whose it is; a deleted user's stay as they are.
INSERT INTO settings (scope, key, value) VALUES ('user', 'app.y', '1');
INSERT INTO settings (scope, key, value) VALUES ('team', 'app.y', '1');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-0000000000ff', 'app.y', '1');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000008', 'app.y', '1');
SELECT usher_error();
-- A key only where its definition says so.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'users.direct_creation', 'true');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'storage.quota', '1');
-- In a statement of many rows: all or none.
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', id, 'app.many', '1' FROM p WHERE name <> 'dan';
SELECT count(*) FROM settings WHERE key = 'app.many';
DELETE FROM settings WHERE key = 'app.many';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', id, 'app.many', '1' FROM p;
BEGIN;
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', id, 'app.many', '1' FROM p ORDER BY id;
COMMIT;
SELECT count(*) FROM settings WHERE key = 'app.many';
SELECT * FROM s;
