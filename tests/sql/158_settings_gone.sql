-- Settings go with what they belong to: an account, a user who is erased; a user who is merely deleted keeps them.
-- What is private of users is private in the log, too.
.read setup/people.sql
.read setup/setting_teams.sql
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', id, 'app.x', json_quote(name) FROM p WHERE name IN ('uma', 'carl', 'mia', 'olga');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'app.x', '1' FROM accounts;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.x', '2');
CREATE TEMP VIEW s AS SELECT scope, substr(scope_id, 33) AS whose, value FROM settings WHERE key = 'app.x' ORDER BY rowid;
SELECT * FROM s;
-- Deleted, and restored.
DELETE FROM users WHERE name = 'uma';
SELECT value FROM s WHERE whose = '0006';
UPDATE settings SET value = '1' WHERE scope_id = '00000000-0000-4000-8000-000000000006';
SELECT usher_error();
SELECT setting('app.x', '00000000-0000-4000-8000-000000000006');
SELECT user_restore('00000000-0000-4000-8000-000000000006');
SELECT setting('app.x', '00000000-0000-4000-8000-000000000006');
UPDATE settings SET value = '"again"' WHERE scope_id = '00000000-0000-4000-8000-000000000006';
-- Disabled: others may still set theirs.
SELECT value FROM s WHERE whose = '0006';
-- Erased: nothing stays, in the log neither.
SELECT count(*) FROM audit_log WHERE object_id = '00000000-0000-4000-8000-000000000006' AND object_type = 'settings' AND after IS NOT NULL;
SELECT user_erase('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT * FROM s;
SELECT count(*) FROM audit_log WHERE object_id = '00000000-0000-4000-8000-000000000006' AND object_type = 'settings' AND (before IS NOT NULL OR after IS NOT NULL);
-- If that fails, they are there as before: olga is no more the only owner, then she is.
DELETE FROM users WHERE name = 'otto';
SELECT user_erase('00000000-0000-4000-8000-000000000001');
SELECT value FROM s WHERE whose = '0001';
-- An account without users goes, and its settings.
DELETE FROM accounts WHERE name = 'third';
SELECT * FROM s;
-- Nothing is orphaned.
SELECT count(*) FROM usher_setting AS s WHERE NOT EXISTS (SELECT 1 FROM usher_account WHERE id = scope_id AND scope = 'account') AND NOT EXISTS (SELECT 1 FROM usher_team WHERE id = scope_id AND scope = 'team') AND NOT EXISTS (SELECT 1 FROM usher_user WHERE id = scope_id AND scope = 'user');

-- The log: of a user's settings for whoever sees what is private of them; of others for all who read it.
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'auditor', '["audit.read","users.read"]');
UPDATE users SET role = 'auditor' WHERE name = 'carl';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT substr(object_id, 33), after FROM audit_log WHERE object_type = 'settings' AND action = 'setting.set' AND object_id > '00000000-0000-4000-8000-000000000000' ORDER BY id;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT substr(object_id, 33), after FROM audit_log WHERE object_type = 'settings' AND object_id IN ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000005');
SELECT act_as(NULL);

-- A new user's quota is the account's setting.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'storage.quota', 1000);
INSERT INTO users (account_id, email, disk_space) VALUES ('00000000-0000-4000-8000-0000000000aa', 'q1@example.org', NULL), ('00000000-0000-4000-8000-0000000000aa', 'q2@example.org', 7), ('00000000-0000-4000-8000-0000000000ab', 'q3@example.org', NULL);
SELECT email, disk_space FROM users WHERE email LIKE 'q%' ORDER BY email;
-- A setting whose key this library does not know can only be deleted; one that lost its team, too.
INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'future', '1', '2022-01-01T00:00:00.000Z'), ('team', '00000000-0000-4000-8000-00000000dead', 'app.x', '1', '2022-01-01T00:00:00.000Z');
UPDATE settings SET value = 2 WHERE key = 'future';
SELECT usher_error();
DELETE FROM settings WHERE key = 'future' OR scope_id = '00000000-0000-4000-8000-00000000dead';
SELECT changes();
