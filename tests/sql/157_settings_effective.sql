-- settings_effective(): every key, its value, and where that is from.
.read setup/people.sql
.read setup/setting_teams.sql
SELECT name FROM pragma_table_xinfo('settings_effective') WHERE hidden = 0;
-- Without anything set, every definition with its default, once, in order.
SELECT count(*) FROM (SELECT key, default_value, 'default', NULL, 0 FROM setting_definitions WHERE key <> 'users.direct_creation' EXCEPT SELECT * FROM settings_effective('00000000-0000-4000-8000-000000000006'));
SELECT count(*) = (SELECT count(*) FROM setting_definitions), count(*) = count(DISTINCT key) FROM settings_effective('00000000-0000-4000-8000-000000000006');
SELECT group_concat(key) = (SELECT group_concat(key) FROM (SELECT key FROM setting_definitions ORDER BY key)) FROM settings_effective('00000000-0000-4000-8000-000000000006');
-- What is set, free keys too, of their account, their teams, and themself; nobody else's.
INSERT INTO settings (scope, scope_id, key, value, locked) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.account', '1', 0), ('account', '00000000-0000-4000-8000-0000000000ab', 'app.elsewhere', '1', 0),
    ('team', '00000000-0000-4000-8000-00000000f001', 'app.red', '1', 1), ('team', '00000000-0000-4000-8000-00000000f002', 'app.blue', '[1]', 0), ('team', '00000000-0000-4000-8000-00000000f004', 'app.far', '1', 0),
    ('user', '00000000-0000-4000-8000-000000000006', 'app.uma', '{"a":"b"}', 0), ('user', '00000000-0000-4000-8000-000000000005', 'app.carl', '1', 0), ('user', '00000000-0000-4000-8000-000000000006', 'email_notifications', 0, 0),
    ('account', '00000000-0000-4000-8000-0000000000aa', 'app.null', 'null', 0);
SELECT key, value, source, substr(scope_id, 33), locked FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE source <> 'default';
SELECT key, value, source, substr(scope_id, 33), locked FROM settings_effective('00000000-0000-4000-8000-000000000005') WHERE source <> 'default';
SELECT key, value, source, substr(scope_id, 33), locked FROM settings_effective('00000000-0000-4000-8000-000000000024') WHERE source <> 'default';
-- It agrees with setting() for everybody and every key.
SELECT count(*) > 300, sum(e.value IS setting(e.key, p.id)) = count(*) FROM p JOIN settings_effective(p.id) AS e;
-- Joined; an argument that is NULL is not given.
SELECT p.name, e.value FROM p JOIN settings_effective(p.id) AS e WHERE e.key = 'email_notifications' AND p.name IN ('uma', 'carl') ORDER BY p.name;
SELECT key FROM settings_effective(NULL);
SELECT key FROM settings_effective('00000000-0000-4000-8000-0000000000ff');
SELECT usher_error();
-- As whoever acts.
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT key, value, source FROM settings_effective WHERE source NOT IN ('default', 'account');
SELECT count(*) FROM settings_effective('00000000-0000-4000-8000-000000000006');
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT key, source FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE key LIKE 'app.%';
SELECT act_as(NULL);
-- A view of the file may ask, for whoever acts.
CREATE VIEW mine AS SELECT key, value FROM settings_effective WHERE source = 'user';
CREATE VIEW page AS SELECT setting('email_notifications') AS value;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT * FROM mine;
SELECT * FROM page;
SELECT act_as(NULL);
-- What only accounts have takes settings.read; what users may have set counts for them, wherever it is from.
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'helper', '["users.read","users.read_private"]');
UPDATE users SET role = 'helper' WHERE name = 'carl';
INSERT INTO setting_definitions (key, type, scopes, default_value, description) VALUES ('app.house', 'integer', '["account"]', 1, 'x');
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT setting('app.account'), setting('email_notifications'), setting('app.uma', '00000000-0000-4000-8000-000000000006');
SELECT setting('invites.life');
SELECT usher_error();
SELECT setting('app.house');
SELECT setting('webhook', '00000000-0000-4000-8000-000000000006');
SELECT setting('webhook', '00000000-0000-4000-8000-000000000021');
SELECT key, source FROM settings_effective;
SELECT group_concat(key) FROM settings_effective('00000000-0000-4000-8000-000000000006');
SELECT act_as(NULL);
