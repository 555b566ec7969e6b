-- Settings on a connection that was locked down while a user acted: they see and set their own.
.read setup/people.sql
.read setup/setting_teams.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.x', '1'), ('account', '00000000-0000-4000-8000-0000000000aa', 'app.x', '2'), ('team', '00000000-0000-4000-8000-00000000f002', 'app.y', '3'),
    ('user', '00000000-0000-4000-8000-000000000005', 'app.x', '4'), ('account', '00000000-0000-4000-8000-0000000000ab', 'app.x', '5');
DROP TABLE temp.p;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT usher_lockdown();
SELECT scope, value FROM settings WHERE key LIKE 'app.%';
SELECT count(*) > 20 FROM setting_definitions;
SELECT key, value, source FROM settings_effective WHERE key LIKE 'app.%';
SELECT setting('app.x'), setting('app.y'), usher_addons('00000000-0000-4000-8000-000000000006');
SELECT setting_patch('user', NULL, 'app.x', '{"a":1}');
UPDATE settings SET value = '{"a":2}' WHERE scope = 'user';
REPLACE INTO settings (scope, key, value) VALUES ('user', 'app.z', '6');
DELETE FROM settings WHERE key = 'app.x' AND scope = 'user';
SELECT key, value, source FROM settings_effective WHERE key LIKE 'app.%';
UPDATE settings SET value = '7' WHERE scope = 'account';
INSERT INTO setting_definitions (key, type, description) VALUES ('app.y', 'any', 'x');
SELECT setting('app.x', '00000000-0000-4000-8000-000000000005');
SELECT value FROM usher_setting;
