-- What an API key may do to whom it acts as: self.read shows what is their own, self.update changes it, whatever their role,
-- as both say alone; never credentials, quota, role or what others have, nor does it delete or leave.
.read setup/people.sql
.mode list
.parameter init
.parameter set :aa "'00000000-0000-4000-8000-0000000000aa'"
.parameter set :ab "'00000000-0000-4000-8000-0000000000ab'"
.parameter set :adam "'00000000-0000-4000-8000-000000000003'"
.parameter set :mia "'00000000-0000-4000-8000-000000000004'"
.parameter set :uma "'00000000-0000-4000-8000-000000000006'"
.parameter set :gina "'00000000-0000-4000-8000-000000000023'"
INSERT INTO roles (account_id, name, permissions) VALUES (:aa, 'bare', '[]'), (:aa, 'inviter', '["invites.create","users.read","users.update","users.role","settings.read"]');
INSERT INTO usher SELECT 'session_create', json_array(:uma);
INSERT INTO invites (account_id, email, role) VALUES (:ab, 'uma@example.org', 'user');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', :uma, 'preferences', '{"results_per_page":10}'), ('user', :mia, 'app.k', '2'), ('account', :aa, 'app.k', '1');
INSERT INTO notifications (id, user_id, message, disposal, created_at) VALUES ('00000000-0000-4000-8000-0000000000d1', :uma, 'one', 'on_ack', '2099-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d2', :uma, 'two', 'on_ack', '2099-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d3', :uma, 'three', 'on_read', '2099-01-03T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d4', :mia, 'to mia', 'on_ack', '2099-01-01T00:00:00Z');
INSERT INTO files (user_id, checksum, size, format) VALUES (:uma, '00000000000000000000000000000001', 3, 'mp4'), (:mia, '00000000000000000000000000000002', 3, 'mp4');
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=account_id);
INSERT INTO app_docs (owner_id, account_id) VALUES (:uma, :aa);
UPDATE usher_user SET mfa_required = 0;

.print -- scopes of everybody's key, and of a user's only; no role's, no table's and no setting's
CREATE TEMP TABLE made (name, key);
INSERT INTO made SELECT column1, api_key_create(column1, json_object('user_id', column2, 'scopes', json(column3)))
FROM (VALUES ('none', :uma, '[]'), ('sees', :uma, '["self.read"]'), ('sets', :uma, '["self.update"]'), ('both', :uma, '["self.read","self.update"]'), ('adam', :adam, '["self.read","self.update"]'),
    ('adam+', :adam, '["self.read","self.update","users.read","users.update","audit.read"]'), ('mia', :mia, '["self.read","self.update","users.read"]'), ('gina', :gina, '["self.read","self.update"]'));
SELECT act_as(:uma);
INSERT INTO made SELECT 'all', api_key_create('all');
INSERT INTO made SELECT 'mine', api_key_create('mine', '{"scopes":["self.update","self.read"]}');
SELECT api_key_create('x', '{"scopes":["self.read","users.update"]}');
SELECT api_key_create('x', '{"scopes":["self.delete"]}');
SELECT act_as(NULL);
SELECT name, scopes FROM api_keys WHERE name IN ('all', 'mine') ORDER BY name;
SELECT api_key_create('x', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000aa","scopes":["self.read"]}');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT api_key_create('x', '{"owner":"account","scopes":["users.read","self.update"]}');
INSERT INTO roles (name, permissions) VALUES ('x', '["self.read"]');
UPDATE roles SET permissions = '["users.read","self.update"]' WHERE name = 'bare';
SELECT act_as(NULL);
INSERT INTO setting_definitions (key, type, description, permission) VALUES ('app.self', 'string', 'x', 'self.update');
CREATE VIRTUAL TABLE x USING guarded(app_docs, account=account_id, read='self.read');
CREATE VIRTUAL TABLE x USING guarded(app_docs, account=account_id, read='self.mine');
SELECT count(*) FROM usher_role_permission WHERE permission LIKE 'self%';
SELECT count(*) FROM permissions WHERE permission LIKE 'self%';
SELECT principal = (SELECT id FROM api_keys WHERE name = 'both'), account_id, permission FROM usher_held WHERE permission LIKE 'self%' AND principal = (SELECT id FROM api_keys WHERE name = 'both');
SELECT count(*) FROM usher_held WHERE permission LIKE 'self%' AND principal IN (SELECT id FROM users);

CREATE TEMP VIEW sight AS SELECT name, phone_number, terms_agreed, disk_space, disk_space_used, authentication, unread, access_id IS NOT NULL AS access, actions FROM users WHERE id = actor();
CREATE TEMP VIEW may AS SELECT group_concat(p.name) FROM usher_permission AS p WHERE can(p.name, actor());
CREATE TEMP VIEW here AS SELECT (SELECT count(*) FROM users) AS users, (SELECT group_concat(scope || ' ' || key) FROM settings) AS settings, (SELECT group_concat(message) FROM notifications) AS notifications, (SELECT count(*) FROM files) AS files,
    (SELECT count(*) FROM sessions) AS sessions, (SELECT count(*) FROM invites) AS invites, (SELECT group_concat(name) FROM api_keys) AS keys, (SELECT count(*) FROM audit_log) AS log, (SELECT count(*) FROM docs) AS docs;

.print -- neither scope
SELECT authenticate(key) FROM made WHERE name = 'none';
SELECT * FROM sight; SELECT * FROM may; SELECT * FROM here;
SELECT can('self.read'), can('self.update'), can('self.read', actor());
SELECT setting('preferences') ->> '$.results_per_page';
SELECT storage_used();
UPDATE users SET about = 'x' WHERE id = actor();
UPDATE users SET about = 'x', disk_space = 1 WHERE id = actor();
SELECT mark_read('2099-01-01T00:00:00Z');

.print -- self.read
SELECT authenticate(key) FROM made WHERE name = 'sees';
SELECT * FROM sight; SELECT * FROM may; SELECT * FROM here;
SELECT name FROM users WHERE phone_number = 'tel uma' ORDER BY phone_number;
SELECT setting('preferences') ->> '$.results_per_page', (SELECT source FROM settings_effective WHERE key = 'preferences');
SELECT storage_used(), storage_available() + 3 = (SELECT disk_space FROM users), storage_check(1);
SELECT rule, granted, role, detail FROM can_explain('users.read_private', actor());
SELECT rule, granted, role, detail FROM can_explain('self.read');
SELECT rule, granted, role, detail FROM can_explain('self.update');
SELECT rule, granted, role, detail FROM can_explain('users.update', actor());
SELECT rule, granted, role, detail FROM can_explain('users.read_private');
UPDATE users SET about = 'x' WHERE id = actor();
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('user', 'app.k', '9');
DELETE FROM settings;
UPDATE notifications SET read = 1;
DELETE FROM notifications;
SELECT notifications_fetch();
SELECT mark_read('2099-01-01T00:00:00Z');
SELECT storage_refresh();
DELETE FROM files;

.print -- self.update: it changes what it is not shown
SELECT authenticate(key) FROM made WHERE name = 'sets';
SELECT * FROM sight; SELECT * FROM may; SELECT * FROM here;
UPDATE users SET terms_agreed = 1, about = 'by key', phone_number = 'new', favorites = '[1]', notifications = '["a"]', email_notifications = 0, locale = 'de', company = 'c' WHERE id = actor();
SELECT rule, granted, role, detail FROM can_explain('users.update', actor());
SELECT rule, granted, role, detail FROM can_explain('self.update', actor());
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('user', 'app.k', '9');
SELECT setting_patch('user', NULL, 'app.k', '8');
SELECT mark_read('2099-01-01T00:00:00Z');
SELECT storage_refresh();
SELECT notifications_fetch();
SELECT storage_used();

.print -- both
SELECT authenticate(key) FROM made WHERE name = 'both';
SELECT * FROM sight; SELECT * FROM may; SELECT * FROM here;
SELECT about, locale, company, favorites, notifications, email_notifications, last_read_at FROM users;
UPDATE settings SET value = '7' WHERE key = 'app.k';
DELETE FROM settings WHERE key = 'app.k';
UPDATE notifications SET read = 1 WHERE message = 'two';
SELECT message, read FROM notifications ORDER BY message;
DELETE FROM notifications WHERE message = 'one';
SELECT json_array_length(notifications_fetch());
SELECT group_concat(message) FROM notifications;
.print -- and what it may not: credentials
UPDATE users SET email = 'x@example.org' WHERE id = actor();
UPDATE users SET authentication = 'sso' WHERE id = actor();
UPDATE users SET mfa_required = 1, about = 'x' WHERE id = actor();
UPDATE users SET password = 'correct horse battery' WHERE id = actor();
SELECT password_set(actor(), 'correct horse battery');
SELECT email_verify_request();
SELECT mfa_enroll();
SELECT mfa_remove();
SELECT api_key_create('more');
UPDATE api_keys SET name = 'x';
DELETE FROM api_keys;
DELETE FROM sessions;
SELECT logout();
.print -- what is more than one's profile: quota, role, being there
UPDATE users SET disk_space = 1 WHERE id = actor();
UPDATE users SET about = 'x', group_asset_access = 0 WHERE id = actor();
UPDATE users SET role = 'creator' WHERE id = actor();
UPDATE users SET enabled = 0 WHERE id = actor();
UPDATE users SET enabled = 0, about = 'x' WHERE id = actor();
UPDATE users SET status = 'active' WHERE id = actor();
DELETE FROM users WHERE id = actor();
SELECT user_erase(actor());
DELETE FROM account_memberships WHERE user_id = actor();
UPDATE account_memberships SET role = 'owner' WHERE user_id = actor();
DELETE FROM files;
UPDATE files SET size = 1;
.print -- others, and the account
UPDATE users SET about = 'x';
SELECT count(*) FROM users WHERE name <> 'uma';
SELECT storage_used('00000000-0000-4000-8000-000000000004');
SELECT setting('app.k', '00000000-0000-4000-8000-000000000004');
SELECT mark_read('2099-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000004');
SELECT notifications_fetch(1, '00000000-0000-4000-8000-000000000004');
SELECT user_erase('00000000-0000-4000-8000-000000000004');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000004', 'app.k', '9');
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'app.k', '9');
SELECT can('self.read', '00000000-0000-4000-8000-0000000000aa'), can('self.read', '00000000-0000-4000-8000-000000000004'), can('self.update', actor());
SELECT rule, granted, detail FROM can_explain('self.read', '00000000-0000-4000-8000-0000000000aa');
SELECT count(*) FROM invites;
INSERT INTO notifications (user_id, message) VALUES (actor(), 'x');
INSERT INTO docs (owner_id) VALUES (actor());

.print -- whatever the role: an administrator's key has of theirs no more than this, nor do they outrank it
SELECT authenticate(key) FROM made WHERE name = 'adam';
SELECT * FROM sight; SELECT * FROM may; SELECT users, settings, files, log FROM here;
UPDATE users SET about = 'by key' WHERE id = actor();
UPDATE users SET disk_space = 1 WHERE id = actor();
.print -- users.update stays what it is: a quota takes it, and the rank
SELECT authenticate(key) FROM made WHERE name = 'adam+';
UPDATE users SET about = 'x' WHERE id = actor();
UPDATE users SET disk_space = 1 WHERE id = actor();
UPDATE users SET about = 'x' WHERE id = '00000000-0000-4000-8000-000000000003' OR name = 'carl';
SELECT name, phone_number FROM users WHERE name IN ('adam', 'uma') ORDER BY name;
SELECT action, after FROM audit_log WHERE object_type = 'users' AND action = 'user.update' AND object_id IN ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000006') ORDER BY id DESC LIMIT 3;
.print -- a custom role, of nothing; of one who invites and outranks as before
SELECT act_as(NULL);
UPDATE users SET role = 'bare' WHERE name = 'uma';
UPDATE users SET role = 'inviter' WHERE name = 'mia';
SELECT authenticate(key) FROM made WHERE name = 'all';
SELECT name, role, permissions, phone_number, actions FROM users;
SELECT can('settings.read'), can('self.read'), can('self.update');
UPDATE users SET about = 'bare' WHERE id = actor();
SELECT act_as(:mia);
SELECT length(invite_create('new@example.org', 'user')), can('users.update', :uma), can('self.read'), can('self.update', actor()), can('self.update', :uma);
UPDATE users SET role = 'user' WHERE name = 'uma';
.print -- of the account's users, oneself alone; a guest's is at home
SELECT authenticate(key) FROM made WHERE name = 'mia';
SELECT name, phone_number, actions FROM users WHERE name IN ('mia', 'uma') ORDER BY name;
SELECT group_concat(message), (SELECT group_concat(key || value) FROM settings) FROM notifications;
SELECT authenticate(key) FROM made WHERE name = 'gina';
SELECT name, phone_number, actions FROM users;
UPDATE users SET about = 'x';
.print -- as a key of the account it has no self, whatever its scopes
SELECT act_as(NULL);
INSERT INTO made SELECT 'bot', api_key_create('bot', json_object('owner', 'account', 'account_id', :aa, 'user_id', '00000000-0000-4000-8000-0000000000b0', 'scopes', json('["settings.read"]')));
INSERT INTO usher_api_key_scope SELECT id, 'self.read' FROM usher_api_key WHERE name = 'bot';
SELECT authenticate(key) FROM made WHERE name = 'bot';
SELECT * FROM sight; SELECT * FROM may; SELECT can('self.read'), can('self.update');
UPDATE users SET about = 'x';
.print -- it ends with the key, and with the user
SELECT act_as(NULL);
UPDATE users SET enabled = 0 WHERE name = 'uma';
SELECT authenticate(key) FROM made WHERE name = 'both';
SELECT count(*) FROM usher_held WHERE principal = (SELECT id FROM usher_api_key WHERE name = 'both');
SELECT act_as(NULL);
UPDATE users SET enabled = 1 WHERE name = 'uma';
.print -- on a locked connection; in person all of it is there without a scope
CREATE TABLE app_keys AS SELECT * FROM made;
CREATE TEMP TABLE quiet AS SELECT session_create('00000000-0000-4000-8000-000000000006', '{"token":"umas-session-umas-session-umas-session-umaA"}');
SELECT usher_lockdown();
SELECT authenticate(key) FROM app_keys WHERE name = 'both';
SELECT * FROM sight;
UPDATE users SET job_title = 'x' WHERE id = actor();
SELECT authenticate('umas-session-umas-session-umas-session-umaA');
SELECT can('self.read'), can('self.update', actor()), can('self.read', '00000000-0000-4000-8000-0000000000aa');
SELECT rule, granted, detail FROM can_explain('self.update');
SELECT authenticate(NULL);
SELECT can('self.read');
