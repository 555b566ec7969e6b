-- By an API key nobody leads a team, is a member of it, or themself without self.read: its scopes say what of teams and settings one
-- sees and changes. A team, and the service user of a key, take their settings along.
.read setup/people.sql
.read setup/setting_teams.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.k', '1'), ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '2'),
    ('team', '00000000-0000-4000-8000-00000000f003', 'app.k', '3'), ('user', '00000000-0000-4000-8000-000000000006', 'app.k', '4'), ('user', '00000000-0000-4000-8000-000000000003', 'app.k', '5'), ('user', '00000000-0000-4000-8000-000000000003', 'app.p', '{"a":1}');
CREATE TEMP VIEW s AS SELECT scope, substr(scope_id, 33) AS whose, key, value FROM settings WHERE key LIKE 'app.%' ORDER BY rowid;
CREATE TEMP TABLE made AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', column2, 'scopes', json(column3))) AS key
FROM (VALUES ('uma', '00000000-0000-4000-8000-000000000006', '["settings.read"]'),
    ('reader', '00000000-0000-4000-8000-000000000003', '["users.read","users.read_private","audit.read"]'),
    ('editor', '00000000-0000-4000-8000-000000000003', '["users.read","users.read_private","users.update","settings.read","settings.update"]'),
    ('teams', '00000000-0000-4000-8000-000000000003', '["users.read","teams.update"]'),
    ('log', '00000000-0000-4000-8000-000000000003', '["audit.read"]'));
CREATE TEMP TABLE whole AS SELECT api_key_create('whole', json_object('user_id', '00000000-0000-4000-8000-000000000003')) AS key;

-- uma leads red, and may write her own settings. Her key sees that she is in teams, and the account's settings.
SELECT authenticate(key) FROM made WHERE name = 'uma';
SELECT actor(), can('teams.update', '00000000-0000-4000-8000-00000000f001'), can('users.update', actor()), can('settings.read');
SELECT rule, granted, detail FROM can_explain('teams.update', '00000000-0000-4000-8000-00000000f001');
SELECT name FROM teams ORDER BY name;
SELECT count(*), count(DISTINCT user_id) FROM team_memberships;
SELECT * FROM s;
UPDATE teams SET description = 'x' WHERE name = 'red';
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-00000000f001', '00000000-0000-4000-8000-000000000006');
UPDATE team_memberships SET role = 'lead' WHERE team_id = '00000000-0000-4000-8000-00000000f002';
DELETE FROM team_memberships WHERE team_id = '00000000-0000-4000-8000-00000000f002';
SELECT invite_create('new@example.org', 'user', '{"teams":["00000000-0000-4000-8000-00000000f001"]}');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '9');
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('user', 'app.k', '9');
SELECT setting_patch('user', NULL, 'app.k', '9');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.z', '9');
UPDATE settings SET value = '9';
DELETE FROM settings;
SELECT setting('app.k');
SELECT usher_error();
SELECT key FROM settings_effective;
SELECT addons, json_array_length(teams) FROM users;

-- What is private of users, is so of whom the key acts as.
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT * FROM s;
SELECT setting('app.k'), setting('app.k', '00000000-0000-4000-8000-000000000006');
SELECT source, value FROM settings_effective WHERE key = 'app.k';
SELECT count(*), count(after) FROM audit_log WHERE object_type = 'settings' AND object_id IN ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000006');
UPDATE settings SET value = '9' WHERE scope_id = actor();
SELECT authenticate(key) FROM made WHERE name = 'log';
SELECT count(*), count(after) FROM audit_log WHERE object_type = 'settings' AND object_id = actor();
SELECT * FROM s;

-- With the scopes: settings of users whom it outranks, and the account's; no team's. It has less than adam has.
SELECT authenticate(key) FROM made WHERE name = 'editor';
SELECT * FROM s;
UPDATE settings SET value = '6' WHERE scope = 'user' AND key = 'app.k' AND scope_id = '00000000-0000-4000-8000-000000000006';
SELECT can('users.update', '00000000-0000-4000-8000-000000000006'), can('users.update', actor()), can('teams.update');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', NULL, 'app.z', '7');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('user', NULL, 'app.k', '7');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '7');
-- With all of adam's, his own, too.
SELECT authenticate(key) FROM whole;
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('user', NULL, 'app.k', '7');
-- Teams, and theirs.
SELECT authenticate(key) FROM made WHERE name = 'teams';
SELECT * FROM s;
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '8');
UPDATE teams SET description = 'by a key' WHERE name = 'red';
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-00000000f003', '00000000-0000-4000-8000-000000000005', 'lead');
SELECT act_as(NULL);
SELECT * FROM s;

-- A team goes with its settings, and its people stay.
SELECT setting('app.k', '00000000-0000-4000-8000-000000000005');
DELETE FROM teams WHERE name = 'late';
SELECT * FROM s WHERE scope = 'team';
SELECT setting('app.k', '00000000-0000-4000-8000-000000000005');
-- A key of the account is a member of it: its service user may be in a team, and have settings.
CREATE TEMP TABLE bot AS SELECT api_key_create('bot', json_object('owner', 'account', 'account_id', '00000000-0000-4000-8000-0000000000aa', 'user_id', '00000000-0000-4000-8000-0000000000b0', 'scopes', json('["users.read","users.read_private","settings.read"]'))) AS key;
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-00000000f001', '00000000-0000-4000-8000-0000000000b0', 'lead');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-0000000000b0', 'app.b', '1');
SELECT authenticate(key) FROM bot;
SELECT setting('app.k'), setting('app.b'), can('teams.update', '00000000-0000-4000-8000-00000000f001');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '9');
SELECT act_as(NULL);
DELETE FROM api_keys WHERE name = 'bot';
SELECT (SELECT count(*) FROM settings WHERE scope_id = '00000000-0000-4000-8000-0000000000b0'), (SELECT count(*) FROM team_memberships WHERE user_id = '00000000-0000-4000-8000-0000000000b0');
-- Who is a guest and leaves, leaves the teams.
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000024' AND account_id = '00000000-0000-4000-8000-0000000000aa';
SELECT substr(team_id, 33) FROM team_memberships WHERE user_id = '00000000-0000-4000-8000-000000000024';
-- Who may change teams, but sees none of them, sees and reaches none of their settings either.
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'packer', '["teams.update","settings.read"]');
UPDATE users SET role = 'packer' WHERE name = 'mia';
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT count(*) FROM teams;
SELECT * FROM s;
UPDATE settings SET value = '9' WHERE scope = 'team';
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '9');
SELECT setting_patch('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '9');
SELECT act_as(NULL);
