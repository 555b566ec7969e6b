-- Settings of an account: the keys are known, the values are checked; INSERT OR REPLACE is an upsert.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
CREATE TEMP VIEW s AS SELECT scope, scope_id = '00000000-0000-4000-8000-0000000000aa' AS first, key, value, typeof(value), locked FROM settings ORDER BY rowid;
SELECT count(*) FROM settings;
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO settings (scope, key, value, locked) VALUES ('account', 'invites.life', 3600, 1);
SELECT * FROM s;
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 7200);
SELECT usher_error();
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.life', 7200);
INSERT OR IGNORE INTO settings (scope, key, value) VALUES ('account', 'invites.life', 1000);
REPLACE INTO settings (scope, key, value) VALUES ('account', 'users.email_change', 'false');
SELECT * FROM s;
UPDATE settings SET value = 90 WHERE key = 'invites.life';
UPDATE settings SET locked = 1 WHERE key = 'users.email_change';
-- The same in another form is no change.
UPDATE settings SET value = '9e1', locked = 0.0 WHERE key = 'invites.life';
SELECT * FROM s;
DELETE FROM settings WHERE key = 'users.email_change';
SELECT action, object_id, before, after FROM audit_log WHERE object_type = 'settings' ORDER BY id;

-- Booleans and numbers in the forms in which drivers and JSON have them.
UPDATE settings SET value = 1 WHERE key = 'users.direct_creation';
SELECT value FROM s WHERE key = 'users.direct_creation';
UPDATE settings SET value = '0' WHERE key = 'users.direct_creation';
SELECT value FROM s WHERE key = 'users.direct_creation';
UPDATE settings SET value = 1.0 WHERE key = 'users.direct_creation';
UPDATE settings SET value = 'false' WHERE key = 'users.direct_creation';
SELECT value FROM s WHERE key = 'users.direct_creation';
UPDATE settings SET value = 2 WHERE key = 'users.direct_creation';
SELECT usher_error();
UPDATE settings SET value = 'yes' WHERE key = 'users.direct_creation';
UPDATE settings SET value = 'TRUE' WHERE key = 'users.direct_creation';
UPDATE settings SET value = '"true"' WHERE key = 'users.direct_creation';
UPDATE settings SET value = x'74727565' WHERE key = 'users.direct_creation';
UPDATE settings SET value = NULL WHERE key = 'users.direct_creation';
UPDATE settings SET value = 60 WHERE key = 'invites.life';
UPDATE settings SET value = 31536000 WHERE key = 'invites.life';
UPDATE settings SET value = 59 WHERE key = 'invites.life';
SELECT usher_error();
UPDATE settings SET value = 31536001 WHERE key = 'invites.life';
UPDATE settings SET value = -60 WHERE key = 'invites.life';
UPDATE settings SET value = 60.5 WHERE key = 'invites.life';
UPDATE settings SET value = 'long' WHERE key = 'invites.life';
UPDATE settings SET value = 'true' WHERE key = 'invites.life';
UPDATE settings SET value = 9e99 WHERE key = 'invites.life';
UPDATE settings SET value = '[60]' WHERE key = 'invites.life';
UPDATE settings SET locked = 2;
UPDATE settings SET locked = NULL;
UPDATE settings SET key = 'users.email_change' WHERE key = 'invites.life';
UPDATE settings SET scope = 'user';
UPDATE settings SET scope_id = '00000000-0000-4000-8000-0000000000ab';
UPDATE settings SET updated_by = '00000000-0000-4000-8000-000000000001';
UPDATE settings SET updated_at = '2022-01-01T00:00:00Z';
SELECT * FROM s;

-- What is missing, unknown or wrong.
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.color', 'true');
SELECT usher_error();
INSERT INTO settings (scope, key, value) VALUES ('account', 'Users.Email_Change', 'true');
INSERT INTO settings (scope, key, value) VALUES ('account', '', 'true');
INSERT INTO settings (scope, key, value) VALUES ('account', 5, 'true');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.email_change' || char(0), 'true');
INSERT INTO settings (scope, key, value) VALUES ('account', printf('%.*c', 101, 'x'), 'true');
INSERT INTO settings (scope, key) VALUES ('account', 'users.email_change');
SELECT usher_error();
INSERT INTO settings (scope, value) VALUES ('account', 'true');
INSERT INTO settings (key, value) VALUES ('users.email_change', 'true');
INSERT INTO settings (scope, key, value) VALUES ('planet', 'users.email_change', 'true');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', 'x', 'users.email_change', 'true');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'users.email_change', 'true');
SELECT usher_error();
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.life', 'x');
SELECT * FROM s;

-- Several accounts: each has its own; the system must say which.
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 100);
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'invites.life', 100);
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000AB', 'invites.life', 200);
SELECT * FROM s;
-- Owner and admin may, in their own account; others may not. Nobody sees another account's.
SELECT act_as('00000000-0000-4000-8000-000000000003');
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.life', 300);
SELECT first, value FROM s WHERE key = 'invites.life';
SELECT act_as('00000000-0000-4000-8000-000000000005');
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.life', 400);
SELECT usher_error();
UPDATE settings SET value = 400;
DELETE FROM settings;
SELECT act_as(NULL);
SELECT * FROM s;
SELECT updated_by FROM settings WHERE value ->> '$' = 300;
DELETE FROM settings;
SELECT changes();
