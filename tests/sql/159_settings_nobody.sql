-- Settings on a connection that is locked down: nobody sees or sets any; a user sees and sets their own.
.read setup/people.sql
.read setup/setting_teams.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.x', '1'), ('account', '00000000-0000-4000-8000-0000000000aa', 'app.x', '2'), ('team', '00000000-0000-4000-8000-00000000f002', 'app.x', '3');
DROP TABLE temp.p;
SELECT usher_lockdown();
SELECT actor();
SELECT count(*) FROM settings;
SELECT count(*) FROM setting_definitions;
SELECT count(*) FROM settings_effective;
SELECT usher_error();
SELECT count(*) FROM settings_effective('00000000-0000-4000-8000-000000000006');
SELECT setting('app.x');
SELECT usher_error();
SELECT setting('app.x', '00000000-0000-4000-8000-000000000006');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000006', 'app.x', '2');
SELECT usher_addons('00000000-0000-4000-8000-000000000006');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.y', '1');
INSERT INTO setting_definitions (key, type, description) VALUES ('app.y', 'any', 'x');
UPDATE settings SET value = '5';
DELETE FROM settings;
SELECT value FROM usher_setting;
SELECT key FROM usher_setting_definition;
