-- The story that tests/torture tells into every fault: see story.c for how it is written.
--
-- First a company moves in, step by step; then what may happen to it, each [apart] from the others;
-- then what is asked of it.

-- ------------------------------------------------------------------ moving in

=== the application has a table
BEGIN;
CREATE TABLE app (number INTEGER PRIMARY KEY, value TEXT UNIQUE);
INSERT INTO app (value) VALUES ('one'), ('two');
COMMIT;
=== and a list of what it will ask for
BEGIN;
CREATE TABLE list (n INTEGER PRIMARY KEY, email TEXT, token TEXT, invite TEXT, user TEXT);
INSERT INTO list VALUES (1, 'l1@a.org', 'J^', '~0c001', '~0b004'), (2, 'l2@a.org', 'K^', '~0c002', '~0b007'), (3, 'l3@a.org', 'L^', '~0c003', '~0b004');
COMMIT;
=== and tables for uploads and documents
BEGIN;
CREATE TABLE upload (id INTEGER PRIMARY KEY, uploader TEXT, bytes INTEGER, sum TEXT);
CREATE TABLE document (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT, title TEXT);
INSERT INTO document VALUES (1, '~0b001', '~0a001', 'of olga'), (2, '~0b003', '~0a001', 'of cat');
COMMIT;

=== load, and nothing else [load]
SELECT usher_version() IS NOT NULL, actor(), usher_error();
=== usher_doctor() without a store [apart]
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code <> 'journal';
=== usher_init [load apart]
SELECT usher_init();
=== call usher_init [apart]
INSERT INTO usher (call, args) VALUES ('usher_init', NULL);
=== usher_init for an account
SELECT usher_init(json_object('account_id', '~0a001'));
=== usher_init again
SELECT usher_init();
=== what is set for the only account [apart]
SELECT setting('invites.life');
=== the master key, the first
SELECT usher_key('the master key of the story 1 23456') IS NOT NULL;
=== jwt_key_create, EdDSA [key]
SELECT jwt_key_create('{"kid":"one"}') IS NOT NULL;
=== jwt_key_create, HS256 [key]
SELECT jwt_key_create('{"kid":"two","algorithm":"HS256"}') IS NOT NULL;
=== audit_verify() [key apart]
SELECT json_extract(audit_verify(), '$.whole');
=== audit_checkpoint() [key apart]
SELECT audit_checkpoint() IS NOT NULL, json_extract(audit_verify(audit_checkpoint()), '$.whole');
=== audit_checkpoint() when nothing is prepared [apart key]
<<BEGIN; CREATE TABLE more (x); ROLLBACK;
SELECT audit_checkpoint() IS NOT NULL;
=== audit_prune() [apart key]
SELECT audit_prune(audit_checkpoint()) > 2;
=== audit_verify() of what was pruned [apart key]
<<SELECT audit_prune(audit_checkpoint());
SELECT json_extract(audit_verify(), '$.whole');
=== more accounts
INSERT INTO accounts (id, name) VALUES ('~0a002', 'second'), ('~0a003', 'empty'), ('~0a004', 'void');
=== settings of accounts
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'users.direct_creation', 1), ('account', '~0a002', 'users.direct_creation', 1), ('account', '~0a001', 'invites.life', 86400);
=== olga is invited
SELECT invite_create('olga@a.org', 'owner', json_object('account_id', '~0a001', 'token', 'B^'));
=== olga accepts
SELECT invite_accept('B^', json_object('id', '~0b001', 'name', 'Olga'));
=== ben is invited [olga]
<<SELECT act_as('~0b001');
SELECT invite_create('ben@a.org', 'creator', json_object('account_id', '~0a001', 'token', 'C^'));
=== ben accepts
SELECT invite_accept('C^', json_object('id', '~0b002'));
=== cat is invited, with mail [key]
SELECT invite_create('cat@a.org', 'user', json_object('account_id', '~0a001', 'token', 'D^'));
=== cat accepts
SELECT invite_accept('D^', json_object('id', '~0b003'));
=== dan is invited
SELECT invite_create('dan@a.org', 'user', json_object('account_id', '~0a001', 'token', 'E^'));
=== dan accepts
SELECT invite_accept('E^', json_object('id', '~0b004'));
=== eva is invited elsewhere
SELECT invite_create('eva@b.org', 'owner', json_object('account_id', '~0a002', 'token', 'F^'));
=== eva accepts
SELECT invite_accept('F^', json_object('id', '~0b005'));
=== fay is invited
SELECT invite_create('fay@a.org', 'admin', json_object('account_id', '~0a001', 'token', 'G^'));
=== fay accepts
SELECT invite_accept('G^', json_object('id', '~0b006'));
=== fay is invited elsewhere, too
SELECT invite_create('fay@a.org', 'user', json_object('account_id', '~0a002', 'token', 'H^'));
=== fay becomes a guest
<<SELECT act_as('~0b006');
SELECT invite_accept('H^');
=== gus is invited
SELECT invite_create('gus@a.org', 'user', json_object('account_id', '~0a001', 'token', 'I^'));
=== gus accepts
SELECT invite_accept('I^', json_object('id', '~0b007'));
=== dan and gus go
DELETE FROM users WHERE id IN ('~0b004', '~0b007');
=== hal is created
INSERT INTO users (id, email, account_id) VALUES ('~0b008', 'hal@a.org', '~0a001');
=== invites that stay open [key]
INSERT INTO invites (id, email, role, account_id, token) VALUES ('~0c001', 'p1@a.org', 'user', '~0a001', 'J^'), ('~0c002', 'p2@a.org', 'manager', '~0a001', 'K^'), ('~0c003', 'p3@a.org', 'user', '~0a001', 'L^'), ('~0c004', 'p4@a.org', 'user', '~0a001', 'M^');
=== roles
INSERT INTO roles (id, account_id, name, permissions) VALUES ('~0d001', '~0a001', 'reader', '["users.read"]'), ('~0d002', '~0a002', 'clerk', '["users.read","users.update"]');
=== one is declined
SELECT invite_decline('M^');
=== ben enrolls a second factor [key]
<<SELECT act_as('~0b002');
SELECT mfa_enroll() IS NOT NULL;
=== and confirms it
-- (the code is one of its clock; a recovery code comes in the place of ten that nobody saw)
BEGIN;
UPDATE usher_totp SET confirmed_at = created_at;
UPDATE usher_secret SET hash_key = zeroblob(32);
INSERT INTO usher_recovery_code VALUES ('~0b002', x'79d3feb1f314f663f1ecad9dcb01e9872ef6a0517bce282b8b867b1dbc157a8c');
COMMIT;
=== olga's password
SELECT password_import('~0b001', '$argon2id$v=19$m=8,t=1,p=1$5wQUiVeuZ4FKZmQaMpRUnA$miM4Ot6BCZ/cVQzhCDKO8D26lAsvBn20SJSyhgO0x8c');
=== ben's password
SELECT password_import('~0b002', '$argon2id$v=19$m=8,t=1,p=1$5wQUiVeuZ4FKZmQaMpRUnA$miM4Ot6BCZ/cVQzhCDKO8D26lAsvBn20SJSyhgO0x8c');
=== olga's session
SELECT session_create('~0b001', json_object('id', '~0e001', 'token', 'R^'));
=== ben's session
SELECT session_create('~0b002', json_object('id', '~0e002', 'token', 'S^'));
=== cat's session
SELECT session_create('~0b003', json_object('id', '~0e003', 'token', 'U^'));
=== ben's key [key]
SELECT api_key_create('of ben', json_object('id', '~0f001', 'user_id', '~0b002', 'key', 'usk_readerreaderreaderreaderreaderreaderreaderr2L7MD7', 'readable', 1));
=== a key of an account [key]
SELECT api_key_create('of all', json_object('id', '~0f002', 'owner', 'account', 'account_id', '~0a001', 'user_id', '~0b00f', 'scopes', json_array('users.read'), 'readable', 1)) IS NOT NULL;
=== cat's key
SELECT api_key_create('of cat', json_object('id', '~0f003', 'user_id', '~0b003')) IS NOT NULL;
=== cat shall verify her address [key]
<<UPDATE usher_user SET verified_email = 0 WHERE id = '~0b003';
SELECT email_verify_request('~0b003', json_object('token', 'P^'));
=== cat asks for another password [key]
SELECT password_reset_request('cat@a.org', json_object('token', 'Q^'));
=== teams
INSERT INTO teams (id, account_id, name) VALUES ('~0e001', '~0a001', 'red'), ('~0e002', '~0a002', 'green'), ('~0e003', '~0a001', 'blue'), ('~0e004', '~0a003', 'grey');
=== members of teams
INSERT INTO team_memberships (id, team_id, user_id) VALUES ('~0d001', '~0e001', '~0b002'), ('~0d002', '~0e001', '~0b003'), ('~0d003', '~0e002', '~0b006'), ('~0d004', '~0e003', '~0b002');
=== channels
INSERT INTO channels (id, account_id, name) VALUES ('~1c001', '~0a001', 'one'), ('~1c002', '~0a001', 'two'), ('~1c003', '~0a001', 'gone');
=== channels are shared
INSERT INTO channel_members (id, channel_id, user_id, mode) VALUES ('~1d001', '~1c001', '~0b002', 'edit'), ('~1d002', '~1c001', '~0b003', 'view'), ('~1d003', '~1c002', '~0b002', 'view'), ('~1d004', '~1c003', '~0b002', 'edit');
=== files
INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES ('~0f101', '~0b002', NULL, '00000000000000000000000000000001', 10, 'mp4'), ('~0f102', '~0b002', '~1c001', '00000000000000000000000000000002', 20, 'mp4'), ('~0f103', '~0b003', NULL, '00000000000000000000000000000001', 30, 'mp4');
=== a channel is deleted
DELETE FROM channels WHERE id = '~1c003';
=== invites into teams
UPDATE invites SET teams = json_array(iif(id = '~0c001', '~0e001', '~0e003')) WHERE id IN ('~0c001', '~0c003');
=== settings of teams
INSERT INTO settings (scope, scope_id, key, value) SELECT 'team', id, 'app.x', '1' FROM teams;
=== quotas
UPDATE users SET disk_space = iif(id = '~0b002', 200, 100) WHERE discarded_at IS NULL AND service = 0;
=== mail for events
UPDATE users SET notifications = '["message"]' WHERE id IN ('~0b001', '~0b002');
=== notifications, with mail [key]
INSERT INTO notifications (id, audience, audience_id, message, disposal, created_at) VALUES ('~10001', 'user', '~0b002', 'x', 'keep', '2099-01-01T00:00:00Z'), ('~10002', 'team', '~0e001', 'x', 'on_read', '2099-01-02T00:00:00Z'), ('~10003', 'account', '~0a001', 'x', 'on_read', '2099-01-03T00:00:00Z'), ('~10004', 'user', '~0b003', 'x', 'on_ack', '2099-01-04T00:00:00Z');
=== one is read
UPDATE notifications SET read = id = '~10003' WHERE user_id = '~0b002';
=== ben's is unread again
UPDATE notifications SET read = 0 WHERE user_id = '~0b002';
=== the application's uploads count
SELECT storage_track('upload', json_object('user', 'uploader', 'size', 'bytes', 'checksum', 'sum'));
=== something is uploaded
INSERT INTO upload VALUES (1, '~0b002', 5, '00000000000000000000000000000007');
=== documents are guarded
CREATE VIRTUAL TABLE docs USING guarded(document, owner=owner_id, account=account_id, read='users.read', write='users.update');
=== a table under another name
CREATE VIRTUAL TABLE people USING users;

-- ------------------------------------------------------------ what may happen

=== insert user [apart]
INSERT INTO users (id, email, account_id, role) VALUES ('~0b00a', 'n1@a.org', '~0a001', 'user');
=== insert user without id [apart]
INSERT INTO users (email, account_id) VALUES ('n1@a.org', '~0a001');
=== insert users [apart]
INSERT INTO users (id, email, account_id, role) VALUES ('~0b00a', 'n1@a.org', '~0a001', 'user'), ('~0b00b', 'n2@a.org', '~0a001', 'user'), ('~0b00c', 'n3@a.org', '~0a001', 'user');
=== insert users select [apart]
INSERT INTO users (email, account_id) SELECT email, '~0a001' FROM list WHERE n IN (1, 2, 3);
=== insert users by rowid [apart]
INSERT INTO users (rowid, email, account_id) VALUES (101, 'n1@a.org', '~0a001'), (102, 'n2@a.org', '~0a001');
=== insert invite [apart]
INSERT INTO invites (id, email, account_id, role) VALUES ('~0c00a', 'n1@a.org', '~0a001', 'owner');
=== insert invites [apart]
INSERT INTO invites (id, email, account_id, role) VALUES ('~0c00a', 'n1@a.org', '~0a001', 'user'), ('~0c001', 'p1@a.org', '~0a001', 'admin'), ('~0c00c', 'n3@a.org', '~0a001', 'owner');
=== insert invites select [apart]
INSERT INTO invites (email, account_id) SELECT email, '~0a001' FROM list WHERE n IN (1, 2, 3);
=== insert setting [apart]
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'users.email_change', 1);
=== insert settings [apart]
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'users.email_change', 1), ('account', '~0a002', 'invites.life', 90), ('account', '~0a003', 'users.direct_creation', 'true');
=== insert settings of users [apart]
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '~0b001', 'app.x', '{"a":1}'), ('user', '~0b002', 'app.x', 'null'), ('user', '~0b002', 'email_notifications', 0);
=== insert setting definitions [apart]
INSERT INTO setting_definitions (key, type, schema, default_value, description) VALUES ('app.one', 'integer', '{"maximum":5}', 5, 'One'), ('app.two', 'array', '{"uniqueItems":true}', '[1]', 'Two'), ('app.three', 'image', NULL, NULL, 'Three');
=== insert setting_patch() [apart]
INSERT INTO usher (call, args) VALUES ('setting_patch', json_array('user', '~0b001', 'app.x', json('{"a":{"b":1}}'))), ('setting_patch', json_array('account', '~0a001', 'auth', json('{"signed_urls":true}')));
=== replace setting [apart]
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'users.direct_creation', 0), ('account', '~0a001', 'invites.life', 90);
=== insert account [apart]
INSERT INTO accounts (id, name) VALUES ('~0a00a', 'third');
=== insert accounts [apart]
INSERT INTO accounts (id, name) VALUES ('~0a00a', 'third'), ('~0a00b', 'fourth'), ('~0a00c', 'fifth');
=== insert roles [apart]
INSERT INTO roles (id, account_id, name, permissions) VALUES ('~0d00a', '~0a001', 'one', '["users.read","users.update"]'), ('~0d00b', '~0a002', 'two', '[]');
=== insert membership [apart]
INSERT INTO account_memberships (id, user_id, account_id, role) VALUES ('~0d00a', '~0b002', '~0a002', 'owner');
=== insert memberships [apart]
INSERT INTO account_memberships (id, user_id, account_id, role) VALUES ('~0d00a', '~0b002', '~0a002', 'owner'), ('~0d00b', '~0b003', '~0a002', 'user');
=== insert teams [apart]
INSERT INTO teams (id, account_id, name) VALUES ('~0e00a', '~0a001', 'one'), ('~0e00b', '~0a002', 'red');
=== insert notifications [apart]
INSERT INTO notifications (id, audience, audience_id, message) VALUES ('~1000a', 'user', '~0b002', 'x'), ('~1000b', 'team', '~0e001', 'x'), ('~1000c', 'account', '~0a001', 'x');
=== insert team memberships [apart]
INSERT INTO team_memberships (id, team_id, user_id) VALUES ('~0d00a', '~0e001', '~0b001'), ('~0d00b', '~0e003', '~0b003'), ('~0d00c', '~0e002', '~0b005');
=== insert file [apart]
INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES ('~0f10a', '~0b002', NULL, '00000000000000000000000000000003', 70, 'mp4');
=== insert files [apart]
INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES ('~0f10a', '~0b002', '~1c001', '00000000000000000000000000000003', 40, 'mp4'), ('~0f10b', '~0b003', NULL, '00000000000000000000000000000003', 5, 'mp4'), ('~0f10c', '~0b002', NULL, '00000000000000000000000000000002', 25, 'mp4');
=== insert channels [apart]
INSERT INTO channels (id, account_id, name) VALUES ('~1c00a', '~0a001', 'one'), ('~1c00b', '~0a002', 'one');
=== insert channel members [apart]
INSERT INTO channel_members (id, channel_id, user_id, mode) VALUES ('~1d00a', '~1c001', '~0b001', 'edit'), ('~1d00b', '~1c002', '~0b003', 'edit');
=== invite into channels [apart]
INSERT INTO invites (id, email, channel_id, share_mode) VALUES ('~0c00d', 'c1@a.org', '~1c001', 'edit'), ('~0c00e', 'c2@a.org', '~1c002', 'view');
=== update user by id [apart]
UPDATE users SET company = 'x', disk_space = 5 WHERE id = '~0b002';
=== update user by rowid [apart]
UPDATE users SET enabled = 0 WHERE rowid = 2;
=== update users [apart]
UPDATE users SET job_title = 'x', name = 'y' WHERE id IN ('~0b002', '~0b003', '~0b006');
=== update what whoever acts sees as NULL [apart]
<<INSERT INTO roles (account_id, name, permissions) VALUES ('~0a001', 'keeper', '["users.read","users.update"]'), ('~0a001', 'none', '[]');
<<UPDATE users SET phone_number = '555', role = 'none' WHERE id = '~0b002'; UPDATE users SET role = 'keeper' WHERE id = '~0b003'; SELECT act_as('~0b003');
UPDATE users SET phone_number = '555' WHERE id = '~0b002';
=== disable users [apart]
UPDATE users SET enabled = 0 WHERE id IN ('~0b002', '~0b003', '~0b006');
=== update user from [apart]
UPDATE users SET company = list.email FROM list WHERE list.n = 1 AND users.id IN ('~0b002', '~0b003');
=== hand ownership over [apart]
UPDATE users SET role = iif(role = 'owner', 'user', 'owner') WHERE id IN ('~0b001', '~0b002');
=== revoke invites [apart]
UPDATE invites SET status = 'revoked' WHERE id IN ('~0c001', '~0c002', '~0c003');
=== update invite by id [apart]
UPDATE invites SET role = 'owner', name = 'x' WHERE id = '~0c001';
=== update settings [apart]
UPDATE settings SET value = iif(scope_id = '~0a001' AND key = 'invites.life', 5, 0), locked = 1 WHERE rowid IN (1, 2);
=== update accounts [apart]
UPDATE accounts SET name = name || '!' WHERE id IN ('~0a001', '~0a002', '~0a003');
=== rename accounts alike [apart]
UPDATE accounts SET name = 'same' WHERE id IN ('~0a001');
=== update memberships [apart]
UPDATE account_memberships SET role = 'creator' WHERE user_id IN ('~0b002', '~0b003', '~0b006');
=== update roles [apart]
UPDATE roles SET description = 'x', permissions = '["users.read","audit.read"]' WHERE id IN ('~0d001', '~0d002');
=== update teams alike [apart]
UPDATE teams SET description = 'x', name = 'same' WHERE id IN ('~0e001', '~0e002');
=== update team memberships [apart]
UPDATE team_memberships SET role = 'lead' WHERE id IN ('~0d002', '~0d003', '~0d004');
=== update files [apart]
UPDATE files SET checksum = '00000000000000000000000000000005', size = size + 5, channel_id = '~1c001' WHERE id IN ('~0f101', '~0f102', '~0f103');
=== update notifications [apart]
UPDATE notifications SET read = 1 WHERE user_id = '~0b002' AND id IN ('~10001', '~10002', '~10003');
=== update channels [apart]
UPDATE channels SET name = 'x' WHERE id IN ('~1c001', '~1c002');
=== update channel members [apart]
UPDATE channel_members SET mode = iif(mode = 'edit', 'view', 'edit') WHERE id IN ('~1d001', '~1d002', '~1d003');
=== delete files [apart]
DELETE FROM files WHERE id IN ('~0f101', '~0f102', '~0f103');
=== delete channels [apart]
DELETE FROM channels WHERE id IN ('~1c001', '~1c002');
=== delete notifications [apart]
DELETE FROM notifications WHERE user_id = '~0b002' AND id IN ('~10001', '~10002', '~10003');
=== delete channel members [apart]
DELETE FROM channel_members WHERE id IN ('~1d001', '~1d002');
=== delete teams [apart]
DELETE FROM teams WHERE id IN ('~0e001', '~0e002');
=== delete team memberships [apart]
DELETE FROM team_memberships WHERE id IN ('~0d001', '~0d002', '~0d003');
=== delete roles [apart]
DELETE FROM roles WHERE id IN ('~0d001', '~0d002');
=== delete user [apart]
DELETE FROM users WHERE id = '~0b002';
=== delete users [apart]
DELETE FROM users WHERE id IN ('~0b002', '~0b003', '~0b008');
=== delete invites [apart]
DELETE FROM invites WHERE id IN ('~0c001', '~0c002', '~0c004');
=== delete setting [apart]
DELETE FROM settings WHERE rowid = 1;
=== delete membership [apart]
DELETE FROM account_memberships WHERE account_id = '~0a002' AND user_id IN ('~0b006');
=== delete accounts [apart]
DELETE FROM accounts WHERE id IN ('~0a003', '~0a004');
=== invite_create() [apart]
SELECT invite_create('n1@a.org', 'user', json_object('account_id', '~0a001'));
=== invite_create() again [apart]
SELECT invite_create('p1@a.org', 'admin', json_object('account_id', '~0a001'));
=== invite_accept() [apart]
SELECT invite_accept('J^', json_object('id', '~0b00a', 'name', 'Pia'));
=== mark_read() [apart]
SELECT mark_read('2099-01-02T00:00:00Z', '~0b002');
=== notifications_fetch() [apart]
SELECT notifications_fetch(10, '~0b002');
=== usher_doctor() [key]
SELECT severity, code, subject, message, remedy IS NULL FROM usher_doctor() WHERE severity <> 'note';
=== usher_doctor() of rows that are damaged [apart key damaged]
<<PRAGMA foreign_keys = OFF;
<<CREATE TABLE theirs (id INTEGER PRIMARY KEY, owner TEXT REFERENCES usher_user (id), account TEXT NOT NULL REFERENCES usher_account (id), FOREIGN KEY (owner, account) REFERENCES usher_membership (user_id, account_id));
<<INSERT INTO theirs VALUES (1, 'nobody', 'nothing');
<<UPDATE usher_user SET disk_space_used = 3 WHERE id = '~0b001';
<<DELETE FROM usher_role_permission WHERE permission = 'audit.read' AND role_id = (SELECT id FROM usher_role WHERE name = 'admin');
<<INSERT INTO usher_role_permission SELECT id, 'roles.update' FROM usher_role WHERE name = 'user';
<<DELETE FROM usher_role WHERE name = 'creator';
<<UPDATE usher_outbox SET token = zeroblob(length(token)) WHERE token IS NOT NULL;
<<UPDATE usher_totp SET secret = zeroblob(length(secret));
<<UPDATE usher_ticket SET expires_at = '2001-01-01T00:00:00.000Z';
<<INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) VALUES ('user', 'nobody', 'app.x', '1', '2001-01-01T00:00:00.000Z');
<<CREATE TEMP TABLE files (x);
<<CREATE TEMP VIEW users AS SELECT 1;
<<CREATE TEMP TRIGGER sees AFTER UPDATE ON main.usher_user BEGIN SELECT 1; END;
<<CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'usher_invite_email';
<<PRAGMA writable_schema = ON;
<<DELETE FROM sqlite_schema WHERE name = 'usher_invite_email';
<<PRAGMA writable_schema = RESET;
<<UPDATE usher_invite SET email = 'x' || email;
<<PRAGMA writable_schema = ON;
<<INSERT INTO sqlite_schema SELECT * FROM kept;
<<PRAGMA writable_schema = RESET;
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code <> 'journal';
=== usher_doctor() without a permission [apart damaged]
<<PRAGMA foreign_keys = OFF;
<<DELETE FROM usher_role_permission WHERE permission = 'audit.read';
<<DELETE FROM usher_permission WHERE name = 'audit.read';
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code <> 'journal';
=== usher_doctor() of a schema that was altered [apart]
<<CREATE TABLE usher_mine (x);
<<CREATE VIEW usher_seen AS SELECT 1;
<<DROP INDEX usher_user_email;
<<DROP VIEW usher_held;
<<CREATE VIEW usher_held (principal, account_id, permission) AS SELECT 'a', 'b', 'c';
<<ALTER TABLE usher_totp ADD COLUMN more TEXT;
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code <> 'journal';
=== usher_doctor() of a store without its fingerprint [apart]
<<UPDATE usher_store SET fingerprint = zeroblob(32);
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code <> 'journal';
=== usher_doctor() of an older store [apart]
<<UPDATE usher_store SET version = 1;
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code <> 'journal';
=== usher_prune() [apart]
SELECT usher_prune(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
=== call usher_prune() [apart]
INSERT INTO usher (call, args) SELECT 'usher_prune', json_array(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
=== usher_supply() [apart]
BEGIN;
SELECT usher_supply('2022-01-01T12:00:00Z', printf('%064d', 1)), usher_now();
SELECT invite_create('supplied@a.org', 'user', json_object('account_id', '~0a001', 'id', '~0c00e')) IS NOT NULL;
COMMIT;
=== call usher_supply() [apart]
INSERT INTO usher (call, args) SELECT 'usher_supply', json_array('2022-01-01T12:00:00Z', printf('%064d', 2))
UNION ALL SELECT 'invite_create', json_array('supplied@a.org', 'user', json_object('account_id', '~0a001', 'id', '~0c00e'));
=== a store replicated by statements [apart]
BEGIN;
SELECT usher_supply('2022-01-01T12:00:00Z', printf('%064d', 3));
SELECT usher_init('{"replication":"statements"}');
UPDATE users SET locale = 'fr' WHERE id = '~0b002';
COMMIT;
=== notifications_prune() [apart]
SELECT notifications_prune('2099-01-03T00:00:00Z');
=== invite_decline() [apart]
SELECT invite_decline('J^');
=== invite_revoke() [apart]
SELECT invite_revoke('~0c001');
=== invite_resend() [apart]
SELECT invite_resend('~0c001');
=== user_restore() [apart]
SELECT user_restore('~0b004');
=== storage_refresh() [apart]
SELECT storage_refresh('~0b003');
=== user_erase() [apart]
SELECT user_erase('~0b002');
=== channel_restore() [apart]
SELECT channel_restore('~1c003');
=== mfa_remove() [apart]
SELECT mfa_remove('~0b002');
=== call invite_create [apart]
INSERT INTO usher (call, args) VALUES ('invite_create', json_array('n1@a.org', 'user', json_object('account_id', '~0a001')));
=== call invite_accept [apart]
INSERT INTO usher (call, args) VALUES ('invite_accept', json_array('J^')), ('invite_accept', json_array('K^'));
=== call mark_read [apart]
INSERT INTO usher (call, args) VALUES ('mark_read', json_array('2099-01-02T00:00:00Z', '~0b002'));
=== call notifications_fetch [apart]
INSERT INTO usher (call, args) VALUES ('notifications_fetch', json_array(10, '~0b002'));
=== call invite_decline [apart]
INSERT INTO usher (call, args) VALUES ('invite_decline', json_array('J^'));
=== call invite_revoke [apart]
INSERT INTO usher (call, args) VALUES ('invite_revoke', json_array('~0c001'));
=== call invite_resend [apart]
INSERT INTO usher (call, args) VALUES ('invite_resend', json_array('~0c001'));
=== call user_restore [apart]
INSERT INTO usher (call, args) VALUES ('user_restore', json_array('~0b004'));
=== call channel_restore [apart]
INSERT INTO usher (call, args) VALUES ('channel_restore', json_array('~1c003'));
=== call user_erase [apart]
INSERT INTO usher (call, args) VALUES ('user_erase', json_array('~0b002'));
=== call mfa_remove [apart]
INSERT INTO usher (call, args) VALUES ('mfa_remove', json_array('~0b002'));
=== call what a query says [apart]
INSERT INTO usher (call, args) SELECT 'invite_revoke', json_array(invite) FROM list WHERE n IN (1, 2, 3);
=== insert invite_create() [apart]
INSERT INTO app (value) SELECT invite_create(email, 'user', json_object('account_id', '~0a001')) FROM list WHERE n IN (1, 2, 3);
=== insert invite_accept() [apart]
INSERT INTO app (value) SELECT invite_accept(token) FROM list WHERE n IN (1, 2, 3);
=== insert one invite_accept() [apart]
INSERT INTO app (value) VALUES (invite_accept('J^'));
=== insert user_restore() [apart]
INSERT INTO app (value) SELECT user_restore(user) FROM list WHERE n IN (1, 2);
=== update app by function [apart]
UPDATE app SET value = invite_create(value || '@a.org', 'user', json_object('account_id', '~0a001')) WHERE value IN ('one', 'two');
=== create table as function [apart]
CREATE TABLE made AS SELECT invite_revoke(invite) AS id FROM list WHERE n IN (1, 2, 3);
=== invite_create() each [apart]
BEGIN;
SELECT invite_create(email, 'user', json_object('account_id', '~0a001')) FROM list WHERE n IN (1, 2, 3);
COMMIT;
=== invite_accept() each [apart]
BEGIN;
SELECT invite_accept(token) FROM list WHERE n IN (1, 2, 3);
COMMIT;
=== user_restore() each [apart]
BEGIN;
SELECT user_restore(user) FROM list WHERE n IN (1, 2);
COMMIT;
=== password_import() [apart]
SELECT password_import('~0b002', '$argon2id$v=19$m=8,t=1,p=1$5wQUiVeuZ4FKZmQaMpRUnA$miM4Ot6BCZ/cVQzhCDKO8D26lAsvBn20SJSyhgO0x8c');
=== password_reset_request() of whoever asks [apart key locked]
<<SELECT usher_lockdown();
SELECT password_reset_request('cat@a.org');
=== password_reset_request() of whoever asks for nobody [apart key locked]
<<SELECT usher_lockdown();
SELECT password_reset_request('nobody@a.org');
=== password_reset_request() [apart]
SELECT password_reset_request('ben@a.org', json_object('token', 'N^'));
=== email_verify() [apart]
SELECT email_verify('P^');
=== password_reset() [apart]
SELECT password_reset('Q^', 'another password');
=== password_set() [apart]
SELECT password_set('~0b003', 'another password');
=== update password [apart]
UPDATE users SET password = 'another password' WHERE id IN ('~0b001', '~0b003');
=== login() [apart counted]
SELECT login('olga@a.org', 'the password of olga', json_object('token', 'T^'));
=== authenticate() [apart optional]
SELECT authenticate('usk_readerreaderreaderreaderreaderreaderreaderr2L7MD7');
=== logout() [apart olga]
SELECT logout();
=== session_create() [apart]
SELECT session_create('~0b002', json_object('id', '~0e00a', 'token', 'T^'));
=== call session_create [apart key]
INSERT INTO usher (call, args) VALUES ('session_create', json_array('~0b002')), ('session_create', json_array('~0b003'));
=== session_refresh() [apart]
SELECT session_refresh('S^', json_object('token', 'T^'));
=== delete sessions [apart]
DELETE FROM sessions WHERE id IN ('~0e001', '~0e002');
=== api_key_create() [apart]
SELECT api_key_create('mine', json_object('user_id', '~0b003', 'key', 'usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb'));
=== call api_key_create [apart key]
INSERT INTO usher (call, args) VALUES ('api_key_create', json_array('ours', json_object('owner', 'account', 'account_id', '~0a002', 'scopes', json_array('users.read', 'users.update'), 'readable', 1, 'key', 'usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb')));
=== update api_keys [apart]
UPDATE api_keys SET name = iif(name = 'of cat', '', 'x') WHERE id IN ('~0f001', '~0f002');
=== delete api_keys [apart]
DELETE FROM api_keys WHERE id IN ('~0f001', '~0f002', '~0f003');
=== jwt_key_create() [apart key]
SELECT jwt_key_create('{"kid":"new"}');
=== delete jwt_keys [apart]
DELETE FROM jwt_keys WHERE id IN ('one', 'two');
=== usher_key(), another [apart]
SELECT usher_key('the master key of the story 1 23456', 'the master key of the story 2 23456');
=== mfa_enroll() [apart key olga]
SELECT mfa_enroll();
=== call invite_create with mail [apart key]
INSERT INTO usher (call, args) VALUES ('invite_create', json_array('n1@a.org', 'user', json_object('account_id', '~0a001'))), ('invite_create', json_array('p1@a.org', 'user', json_object('account_id', '~0a001')));
=== delete mail [apart]
DELETE FROM outbox WHERE invite_id IN ('~0c001', '~0c002');
=== update mail [apart]
UPDATE outbox SET attempts = 0, error = iif(invite_id = '~0c003', '', 'x') WHERE invite_id IN ('~0c001', '~0c002');
=== outbox_claim() [apart key]
SELECT outbox_claim(2, 60);
=== call outbox_claim [apart key]
INSERT INTO usher (call, args) VALUES ('outbox_claim', '[2, 60]'), ('outbox_claim', '[1, 60]');
=== notification_send() [apart]
SELECT notification_send('["ben@a.org","n1@x.org","cat@a.org"]', 's', 'b', json_object('account_id', '~0a001'));
=== insert notifications to addresses [apart]
INSERT INTO notifications (recipients, title, message, account_id) VALUES ('["ben@a.org"]', 's', 'b', '~0a001'), ('["cat@a.org","ben@a.org"]', 's', 'b', '~0a001');
=== call email_verify_request [apart]
INSERT INTO usher (call, args) VALUES ('email_verify_request', json_array('~0b008'));
=== two functions [apart]
BEGIN;
SELECT invite_revoke('~0c001'), invite_decline('K^');
COMMIT;
=== ben's mail fails and is tried again [apart]
UPDATE outbox SET error = 'mailbox full', attempts = 0 WHERE user_id = '~0b002';
=== a transaction of several tables [apart]
BEGIN;
UPDATE users SET about = 'x' WHERE id = '~0b002';
INSERT INTO teams (id, account_id, name) VALUES ('~0e00a', '~0a001', 'one');
SELECT invite_revoke('~0c001');
INSERT INTO app (value) VALUES ('three');
COMMIT;
=== a savepoint that is taken back [apart]
BEGIN;
UPDATE users SET about = 'x' WHERE id = '~0b002';
SAVEPOINT a;
DELETE FROM users WHERE id = '~0b003';
ROLLBACK TO a;
COMMIT;
=== act_as within a transaction [apart]
BEGIN;
SELECT act_as('~0b001');
UPDATE users SET about = 'x' WHERE id = '~0b002';
SELECT act_as(NULL);
COMMIT;
=== update setting definitions [apart]
<<INSERT INTO setting_definitions (key, type, default_value, description) VALUES ('app.one', 'integer', 5, 'One');
UPDATE setting_definitions SET description = 'Two' WHERE key = 'app.one';
=== delete setting definitions [apart]
<<INSERT INTO setting_definitions (key, type, default_value, description) VALUES ('app.one', 'integer', 5, 'One');
DELETE FROM setting_definitions WHERE key = 'app.one';
=== setting_patch() [apart]
SELECT setting_patch('account', '~0a001', 'auth', '{"signed_urls":true}');
=== remove_self() [apart cat]
SELECT remove_self('~1c001');
=== mfa_confirm() [apart key]
<<SELECT act_as('~0b003'); CREATE TEMP TABLE enrolled AS SELECT mfa_enroll() AS url;
SELECT json_array_length(mfa_confirm(totp(url))) FROM enrolled;
=== mfa_recovery_codes() [apart counted key ben]
SELECT json_array_length(mfa_recovery_codes('abcd-efgh-ijkl-mnop'));
=== mfa_remove(), one's own [apart counted key ben]
SELECT mfa_remove(NULL, 'abcd-efgh-ijkl-mnop');
=== login_mfa() [apart counted key]
<<INSERT INTO usher_ticket (purpose, user_id, token_hash, data, created_at, expires_at) VALUES ('mfa', '~0b002', x'1305ad0422bc9af8b165301dbfc9884f85a572ef4298a4743d004d656e38e071', '{"form":"opaque"}', '2029-12-31T23:59:00.000Z', '2030-01-01T00:04:00.000Z');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop', '{"token":"T^"}');
=== login() of whoever has a second factor [apart counted]
SELECT login('ben@a.org', 'the password of olga') GLOB 'mfa_*';
=== login() with a JWT [apart counted key]
SELECT login('olga@a.org', 'the password of olga', json_object('form', 'jwt', 'id', '~0e00a')) IS NOT NULL;
=== a password of one's own [apart counted olga]
SELECT password_set('~0b001', 'another password of olga', 'the password of olga');
=== upload more [apart]
INSERT INTO upload VALUES (2, '~0b003', 5, '00000000000000000000000000000008'), (3, '~0b002', 6, NULL);
=== change uploads [apart]
UPDATE upload SET bytes = bytes + 1, uploader = '~0b003';
=== delete uploads [apart]
DELETE FROM upload;
=== storage_untrack() [apart]
SELECT storage_untrack('upload');
=== storage_track() anew [apart]
SELECT storage_track('upload', json_object('user', 'uploader', 'size', 'bytes'));
=== tables of all kinds are guarded [apart]
<<CREATE TABLE kinds (id TEXT PRIMARY KEY COLLATE NOCASE, a ANY, b TEXT COLLATE RTRIM, c ANYTHING, owner_id TEXT) WITHOUT ROWID;
<<CREATE INDEX kinds_b ON kinds (b);
<<CREATE TABLE strictly (n INTEGER PRIMARY KEY, a ANY, owner_id TEXT) STRICT;
BEGIN;
CREATE VIRTUAL TABLE kinds_seen USING guarded(kinds, owner=owner_id);
CREATE VIRTUAL TABLE strictly_seen USING guarded("main"."strictly", owner=owner_id);
COMMIT;
=== a guarded table without a rowid is written [apart]
<<CREATE TABLE kinds (id TEXT PRIMARY KEY COLLATE NOCASE, b TEXT, owner_id TEXT) WITHOUT ROWID;
<<INSERT INTO kinds VALUES ('one', 'x', '~0b003');
<<CREATE VIRTUAL TABLE kinds_seen USING guarded(kinds, owner=owner_id);
<<SELECT act_as('~0b003');
UPDATE kinds_seen SET b = 'y' WHERE id = 'one';
=== a guarded row moves to another account [apart cat]
<<UPDATE document SET account_id = '~0a002' WHERE id = 2;
UPDATE docs SET account_id = '~0a001' WHERE id = 2;
=== a guarded row is made, with rights that are not known yet [apart olga]
<<SELECT count(*) FROM docs;
<<UPDATE usher_user SET about = 'x' WHERE id = '~0b003';
INSERT INTO docs (id, owner_id, account_id, title) VALUES (4, '~0b003', '~0a001', 'new');
=== a guarded table whose table has changed [apart]
<<SELECT count(*) FROM docs;
<<CREATE INDEX document_title ON document (title);
<<SELECT act_as('~0b003');
SELECT * FROM docs;
UPDATE docs SET title = 'x' WHERE id = 2;
=== a guarded table whose table is not there [apart]
<<DROP TABLE document;
SELECT name FROM pragma_table_info('docs');
=== write a guarded table [apart olga]
INSERT INTO docs (id, owner_id, account_id, title) VALUES (3, '~0b001', '~0a001', 'new');
=== update a guarded table [apart olga]
UPDATE docs SET title = 'changed' WHERE id IN (1, 2);
=== delete from a guarded table [apart olga]
DELETE FROM docs WHERE id = 1;
=== a table under another name is written [apart]
UPDATE people SET company = 'x' WHERE email IN ('ben@a.org', 'cat@a.org');
=== drop both [apart]
BEGIN;
DROP TABLE docs;
DROP TABLE people;
COMMIT;
=== vacuum, and go on [apart]
<<VACUUM;
UPDATE users SET about = 'x' WHERE id = '~0b002';
=== lock down [apart locked]
SELECT usher_lockdown();
=== lock down, but for some [apart locked]
SELECT usher_lockdown('{"functions":["three","one","two","one"],"modules":["four"]}');
=== work on a locked connection [apart locked]
<<SELECT usher_lockdown();
SELECT authenticate('R^');
UPDATE users SET about = 'x' WHERE id = '~0b002';
=== sign in on a locked connection [apart counted locked]
<<SELECT usher_lockdown();
SELECT login('olga@a.org', 'the password of olga', json_object('token', 'T^'));
=== accept on a locked connection [apart locked]
<<SELECT usher_lockdown();
SELECT invite_accept('J^', json_object('id', '~0b00a', 'name', 'Pia'));
=== close after work [close apart]
UPDATE users SET about = 'x' WHERE id = '~0b002';
SELECT count(*) FROM users;
=== close after api() [close apart key]
SELECT status FROM api('vidbeo', 'GET', '/v2/users', NULL, 'R^');
=== close after nothing [close apart]
SELECT 1;
=== load on a store that is there, and use it [load apart]
SELECT count(*) FROM users;

-- ------------------------------------------- what somebody does to what another has

=== a key of few rights for somebody [apart]
SELECT api_key_create('x', json_object('user_id', '~0b002', 'scopes', json_array('files.upload'))) IS NOT NULL;
=== accept an invite that names the user [apart]
<<INSERT INTO invites (email, role, account_id, token, name, first_name) VALUES ('n1@a.org', 'user', '~0a001', 'V^', 'Nina', 'N');
SELECT invite_accept('V^', json_object('id', '~0b00a'));
=== accept as who was created [apart]
<<SELECT invite_create('hal@a.org', 'user', json_object('account_id', '~0a001', 'token', 'V^'));
SELECT invite_accept('V^');
=== find an invite by its token [apart]
SELECT id, email FROM invites WHERE token = 'J^';
=== invite into one's channel [apart ben]
INSERT INTO invites (id, email, channel_id, share_mode) VALUES ('~0c00d', 'fay@a.org', '~1c001', 'edit');
=== accept into somebody's channel [apart]
<<SELECT act_as('~0b002'); INSERT INTO invites (id, email, channel_id, share_mode, token) VALUES ('~0c00d', 'fay@a.org', '~1c001', 'edit', 'V^'); SELECT act_as(NULL);
SELECT invite_accept('V^');
=== accept into a channel by a token that was seen [apart]
<<SELECT act_as('~0b001'); INSERT INTO invites (id, email, channel_id, share_mode, token) VALUES ('~0c00d', 'fay@a.org', '~1c001', 'edit', 'V^'); SELECT act_as(NULL);
<<UPDATE usher_invite SET disclosed = 1 WHERE id = '~0c00d';
SELECT invite_accept('V^');
=== accept into a channel for a member [apart]
<<SELECT act_as('~0b002'); INSERT INTO invites (id, email, channel_id, share_mode) VALUES ('~0c00d', 'fay@a.org', '~1c001', 'edit'); SELECT act_as('~0b001');
UPDATE invites SET status = 'accepted' WHERE id = '~0c00d';
=== accept into a channel as who was created [apart]
<<INSERT INTO invites (id, email, channel_id, share_mode, token) VALUES ('~0c00d', 'hal@a.org', '~1c001', 'edit', 'V^');
SELECT invite_accept('V^');
=== change somebody's invite [apart]
<<UPDATE users SET role = 'owner' WHERE id = '~0b002'; SELECT act_as('~0b002'); INSERT INTO invites (id, email, account_id) VALUES ('~0c00d', 'n1@a.org', '~0a001'); SELECT act_as('~0b001');
UPDATE invites SET role = 'manager', name = 'x' WHERE id = '~0c00d';
=== change somebody's invite into a channel [apart]
<<SELECT act_as('~0b002'); INSERT INTO invites (id, email, channel_id, share_mode) VALUES ('~0c00d', 'fay@a.org', '~1c001', 'edit'); SELECT act_as('~0b001');
UPDATE invites SET share_mode = 'view', name = 'x' WHERE id = '~0c00d';
=== invite anew who was invited into a channel by a member [apart]
<<SELECT act_as('~0b002'); INSERT INTO invites (id, email, channel_id, share_mode) VALUES ('~0c00d', 'fay@a.org', '~1c001', 'edit'); SELECT act_as(NULL);
<<UPDATE users SET role = 'user' WHERE id = '~0b002'; SELECT act_as('~0b001');
INSERT INTO invites (email, channel_id, share_mode) VALUES ('fay@a.org', '~1c001', 'view');
=== send to a list of domains [apart]
<<INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'notifications.allowed_domains', '["x.org","y.org"]');
SELECT notification_send('["ben@a.org","n1@x.org","no address","z@z.org"]', 's', 'b', json_object('account_id', '~0a001'));
=== settings of somebody else [apart]
<<INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'addons', '{"faces":{"added":true,"enabled":true}}'); SELECT act_as('~0b001');
SELECT setting('app.x', '~0b002'), setting('auth', '~0b002') IS NULL, usher_addons('~0b002');
SELECT count(*) FROM settings_effective('~0b002');
=== asked in a transaction that wrote [apart]
<<INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'addons', '{"faces":{"added":true,"enabled":true}}'); SELECT act_as('~0b001');
BEGIN;
UPDATE teams SET description = 'x' WHERE id = '~0e001';
SELECT setting('app.x', '~0b002'), setting('auth'), usher_addons('~0b002');
SELECT count(*) FROM settings_effective('~0b002');
COMMIT;
=== addons of somebody else [apart olga]
SELECT usher_addons('~0b002');
=== a setting of somebody else [apart olga]
SELECT setting('app.x', '~0b002');
=== a setting of the account [apart olga]
SELECT setting('auth');
=== set for somebody else [apart olga]
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '~0b002', 'app.x', 5);
=== set by a permission of the application's [apart]
<<INSERT INTO usher_permission (name, meaning) VALUES ('app.paint', 'Paint');
<<INSERT INTO setting_definitions (key, type, permission, description) VALUES ('app.p', 'any', 'app.paint', 'P');
<<INSERT INTO roles (account_id, name, permissions) VALUES ('~0a001', 'painter', '["users.read","app.paint","settings.update"]');
<<UPDATE users SET role = 'painter' WHERE id = '~0b006'; SELECT act_as('~0b006');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'app.p', 5);
=== narrow a definition [apart]
<<INSERT INTO setting_definitions (key, type, description) VALUES ('app.one', 'integer', 'One'); INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '~0b002', 'app.one', 3), ('account', '~0a001', 'app.one', 4);
UPDATE setting_definitions SET schema = '{"maximum":4}' WHERE key = 'app.one';
=== set what is defined [apart]
<<INSERT INTO setting_definitions (key, type, schema, default_value, description) VALUES ('app.one', 'integer', '{"maximum":4}', 1, 'One');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '~0b002', 'app.one', 3);
=== delete what is defined [apart olga]
<<SELECT act_as(NULL); INSERT INTO setting_definitions (key, type, description) VALUES ('app.one', 'integer', 'One'); INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '~0b001', 'app.one', 3); SELECT act_as('~0b001');
DELETE FROM settings WHERE key = 'app.one';
=== a watermark by its image [apart]
<<INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'watermark.image', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de00000001494441540028387de80000000049454e44ae426082');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'watermark', '{"image":"watermark.image"}');
=== the image of a watermark goes [apart]
<<INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'watermark.image', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de00000001494441540028387de80000000049454e44ae426082');
DELETE FROM settings WHERE key = 'watermark.image';
=== files of one's own [apart ben]
UPDATE files SET channel_id = NULL, checksum = 'ABCDEF00000000000000000000000005' WHERE id = '~0f102';
=== files of others [apart olga]
UPDATE files SET channel_id = iif(channel_id IS NULL, '~1c002', NULL), checksum = '00000000000000000000000000000005', size = size + 1 WHERE user_id = '~0b002';
=== files where little is left [apart]
<<UPDATE users SET disk_space = 36 WHERE id = '~0b002';
BEGIN;
INSERT INTO files (id, user_id, checksum, size, format) VALUES ('~0f10a', '~0b002', '00000000000000000000000000000002', 15, 'mp4');
UPDATE files SET checksum = '00000000000000000000000000000009', size = 1 WHERE id = '~0f10a';
COMMIT;
=== files of who has no limit [apart]
<<UPDATE users SET disk_space = 5 WHERE id = '~0b001';
INSERT INTO files (id, user_id, checksum, size, format) VALUES ('~0f10a', '~0b001', '00000000000000000000000000000003', 70, 'mp4');
=== what has drifted [apart]
<<UPDATE usher_user SET disk_space_used = 7 WHERE id IN ('~0b002', '~0b003');
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE severity <> 'note';
=== what has lost its triggers [apart]
<<DROP TRIGGER storage_track_1_insert;
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE severity <> 'note';
=== what was tracked and is gone [apart]
<<DROP TABLE upload;
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE severity <> 'note';
=== storage_track() of a table of many keys [apart]
<<CREATE TABLE many (id INTEGER PRIMARY KEY DESC, o TEXT, b INTEGER, c TEXT, UNIQUE (o, b)); CREATE UNIQUE INDEX many_1 ON many (lower(c), b / 2) WHERE c <> '';
SELECT storage_track('many', '{"size":"b","user":"o"}');
=== an address is changed [apart]
<<INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '~0a001', 'users.email_change', 1); SELECT act_as('~0b001');
UPDATE users SET email = 'other@a.org' WHERE id = '~0b003';
=== somebody signs in elsewhere from now on [apart olga]
UPDATE users SET authentication = 'sso' WHERE id = '~0b002';
=== somebody changes their own profile [apart ben]
UPDATE users SET about = 'x', name = 'Benjamin' WHERE id = '~0b002';
=== outbox_claim() of mail with data [apart key]
<<DELETE FROM usher_outbox;
<<INSERT INTO notifications (user_id, message, data) VALUES ('~0b002', 'x', '{"a": [1, 2]}');
SELECT outbox_claim(5, 60);
=== names that others took [apart]
<<CREATE TEMP TABLE teams (a); CREATE TEMP VIEW files AS SELECT 1;
SELECT usher_debug() IS NOT NULL;
=== internal tables are looked at [apart]
SELECT * FROM usher_anchor; SELECT * FROM usher_guard; SELECT * FROM usher_atomic;
=== a join looks rows up [apart olga]
SELECT l.n, u.email FROM list AS l CROSS JOIN users AS u ON u.id = l.user ORDER BY l.n;
=== distinct, and then not [apart]
SELECT DISTINCT role FROM users ORDER BY role; SELECT group_concat(rowid) FROM (SELECT DISTINCT role, rowid FROM users ORDER BY role);
SELECT (SELECT group_concat(DISTINCT u.role) FROM users AS u WHERE u.account_id = a.id) FROM accounts AS a;
=== rows that are merged and told apart [apart]
INSERT INTO users (name, account_id) SELECT DISTINCT role, '~0a001' FROM users WHERE account_id = '~0a001' ORDER BY role;
=== a merged row, and another that comes in behind it [apart]
INSERT INTO users (name, account_id) SELECT i, '~0a001' FROM (SELECT DISTINCT id AS i FROM people WHERE id >= '~0b008' ORDER BY id);
=== merged rows are told apart by their numbers [apart]
SELECT DISTINCT role FROM users WHERE role < 'm' OR rowid > 2 ORDER BY role; SELECT DISTINCT role FROM users WHERE name > '5' AND alive = '1' AND (role < 'm' OR rowid > 2) ORDER BY role;
=== merged rows are told apart by their numbers, as whoever acts sees them [apart olga]
SELECT DISTINCT role FROM users WHERE role < 'm' OR rowid > 2 ORDER BY role;
=== parameters, and rows of which some are looked at [apart]
SELECT count(*) FROM users WHERE q = 'a' AND channel = '~0a001' LIMIT 1; SELECT name FROM users WHERE q = 'a' ORDER BY email LIMIT 1 OFFSET 1;
SELECT email FROM users WHERE q = 'a' AND rowid < 3 UNION ALL SELECT email FROM users WHERE q = 'o' LIMIT 2 OFFSET 2;
=== rows that nobody looked at are looked at [apart]
SELECT count(*), sum(rowid) FROM users; SELECT email FROM users ORDER BY email LIMIT 2 OFFSET 2;
SELECT email FROM users UNION ALL SELECT email FROM users LIMIT 4 OFFSET 7;

-- --------------------------------------------------------------- what is asked

=== read every table as the system [apart key]
SELECT * FROM users ORDER BY email;
SELECT * FROM accounts; SELECT * FROM account_memberships; SELECT * FROM roles; SELECT * FROM permissions;
SELECT * FROM teams; SELECT * FROM team_memberships; SELECT * FROM channels; SELECT * FROM channel_members;
SELECT * FROM files; SELECT * FROM invites; SELECT * FROM notifications; SELECT * FROM settings;
SELECT * FROM setting_definitions; SELECT * FROM api_keys; SELECT * FROM jwt_keys; SELECT * FROM sessions;
SELECT * FROM outbox; SELECT * FROM audit_log; SELECT * FROM docs; SELECT * FROM people; SELECT * FROM usher;
=== read as the owner [apart olga]
SELECT id, email, actions, permissions, teams, unread FROM users WHERE email IN (SELECT email FROM list UNION SELECT 'ben@a.org') OR role = 'user';
SELECT * FROM invites WHERE status = 'pending' ORDER BY created_at DESC LIMIT 2;
SELECT * FROM notifications; SELECT * FROM audit_log WHERE action LIKE 'user.%'; SELECT * FROM docs;
=== read as a user [apart cat]
SELECT * FROM users; SELECT * FROM channels; SELECT * FROM files; SELECT * FROM docs; SELECT * FROM sessions;
SELECT u.name, c.name FROM users AS u JOIN channel_members AS m ON m.user_id = u.id JOIN channels AS c ON c.id = m.channel_id;
=== read users in many ways [apart]
SELECT count(*) FROM users; SELECT DISTINCT role FROM users; SELECT role, count(*) FROM users GROUP BY role;
SELECT email FROM users WHERE id IN ('~0b001', '~0b002') ORDER BY created_at LIMIT 1 OFFSET 1;
SELECT email FROM users WHERE email LIKE 'b%' OR rowid = 1; SELECT email FROM users WHERE channel = '~1c001';
SELECT email FROM users WHERE q = 'cat'; SELECT email FROM users WHERE (email, role) > ('a', 'b');
=== can, and why [apart olga]
SELECT can('users.update', '~0b002'), can('users.read');
SELECT * FROM can_explain('users.update', '~0b002');
=== can a role be changed, and one be seen [apart cat]
SELECT can('users.read', '~0b002'), can('self.read', '~0b003'), can('files.read', '~0f102');
SELECT * FROM can_explain('users.read', '~0b002');
=== can, with rights that are not known yet [apart olga]
<<UPDATE usher_user SET about = 'x' WHERE id = '~0b003';
SELECT can('roles.update', '~0d001'), can('roles.update');
SELECT * FROM can_explain('roles.update', '~0d001');
=== can, by an API key [apart key]
<<SELECT authenticate('usk_readerreaderreaderreaderreaderreaderreaderr2L7MD7');
<<UPDATE usher_user SET about = 'x' WHERE id = '~0b003';
SELECT can('users.read_private', '~0b002');
SELECT can('users.update', '~0b002'), can('self.update');
=== can, by an API key, about itself [apart key]
<<SELECT authenticate('usk_readerreaderreaderreaderreaderreaderreaderr2L7MD7');
<<UPDATE usher_user SET about = 'x' WHERE id = '~0b003';
SELECT can('self.update');
=== permissions of the application's [apart]
<<INSERT INTO usher_permission (name, meaning) SELECT 'app.p' || value, '' FROM json_each('[1,2,3,4,5,6,7,8,9]');
<<INSERT INTO usher_role_permission SELECT '~0d001', name FROM usher_permission WHERE name LIKE 'app.p%';
<<UPDATE usher_membership SET role_id = '~0d001' WHERE user_id = '~0b003';
<<SELECT act_as('~0b003');
SELECT can('app.p9'), can('app.p1', '~0b003');
SELECT * FROM can_explain('app.p1');
=== all that there is to be known of usher [apart]
SELECT * FROM usher_help;
=== what is there, and what is spelt like it [apart]
SELECT * FROM usher_help WHERE near = 'emial'; SELECT * FROM usher_help WHERE near = 'invite_creat';
SELECT * FROM usher_help WHERE near = 'sesions.life'; SELECT * FROM usher_help WHERE near = 'users.raed';
=== settings in force [apart cat]
SELECT setting('preferences'), setting('app.x');
SELECT * FROM settings_effective();
=== what is stored [apart ben]
SELECT storage_used(), storage_available(), storage_check(5, '00000000000000000000000000000009');
=== a user in five formats [apart key]
SELECT user_json('~0b002'), user_json('~0b002', 'filespin'), user_json('~0b002', 'mediapocket'), user_json('~0b002', 'pulse'), user_json('~0b002', 'studio');
=== tokens are signed and verified [apart key]
SELECT jwt_verify(jwt_sign('{"sub":"x"}', 60)), json_array_length(jwks(), '$.keys');
=== what usher says of itself [apart key]
SELECT usher_debug() IS NOT NULL, usher_addons('~0b002');
=== authenticate by JWT [apart optional key]
<<CREATE TEMP TABLE jwt AS SELECT session_create('~0b002', '{"form":"jwt"}') AS token;
SELECT authenticate(token) FROM jwt;

-- --------------------------------------------------------------------- filespin

=== filespin login [apart counted key]
SELECT status, headers, length(body) FROM api('filespin', 'POST', '/api/v1/login', '{"email":"olga@a.org","password":"the password of olga"}');
=== filespin login with a code [apart counted]
SELECT status, headers, length(body) FROM api('filespin', 'POST', '/api/v1/login', '{"email":"ben@a.org","password":"the password of olga","code":"abcd-efgh-ijkl-mnop"}');
=== filespin activate [apart]
SELECT status, headers, body FROM api('filespin', 'POST', '/api/v1/activate', '{"token":"J^","password":"correct horse"}');
=== filespin users [apart]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/users?offset=0', NULL, 'R^');
=== filespin search [apart]
SELECT status, headers, body FROM api('filespin', 'POST', '/api/v1/users', '{"email":"a.org","enabled_only":true}', 'R^');
=== filespin own profile [apart key]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/user', NULL, 'S^');
=== filespin create [apart]
SELECT status, headers, body FROM api('filespin', 'POST', '/api/v1/user', '{"email":"new@a.org","first_name":"N","role_id":4}', 'R^');
=== filespin create with a role of the account's own [apart]
SELECT status, headers, body FROM api('filespin', 'POST', '/api/v1/user', json_object('email', 'new@a.org', 'role_id', (SELECT number FROM usher_role WHERE id = '~0d001')), 'R^');
=== filespin settings that are too large [apart]
SELECT status, headers, body FROM api('filespin', 'PATCH', '/api/v1/user/settings/update', '{"key":"image","value":{"quality":500}}', 'R^');
=== filespin update oneself [apart]
SELECT status, headers, body FROM api('filespin', 'PATCH', '/api/v1/user', '{"locale":"en_US","first_name":"Ben"}', 'S^');
=== filespin notifications [apart]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/user/notifications', NULL, 'U^');
=== filespin acknowledge [apart]
SELECT status, headers, body FROM api('filespin', 'DELETE', '/api/v1/user/notifications/~10004', NULL, 'U^');
=== filespin send [apart key]
SELECT status, headers, body FROM api('filespin', 'POST', '/api/v1/notifications/send', '{"channels":["email"],"to":["cat@a.org","x"],"subject":"s","body":"b"}', 'R^');
=== filespin settings [apart]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/user/settings', NULL, 'S^');
=== filespin update settings [apart]
SELECT status, headers, body FROM api('filespin', 'PATCH', '/api/v1/user/settings/update', '{"key":"image","value":{"quality":50}}', 'R^');
=== filespin addons [apart]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/user/settings/addons', NULL, 'S^');
=== filespin update addons [apart]
SELECT status, headers, body FROM api('filespin', 'PATCH', '/api/v1/user/settings/addons', '{"faces":{"added":true,"enabled":true}}', 'R^');
=== filespin watermark [apart]
SELECT status, headers, body FROM api('filespin', 'POST', '/api/v1/user/settings/watermark', '{"image":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAAUlEQVQAKDh96AAAAABJRU5ErkJggg=="}', 'R^');
=== filespin preferences [apart]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/user/preferences', NULL, 'S^');
=== filespin update preferences [apart]
SELECT status, headers, body FROM api('filespin', 'PATCH', '/api/v1/user/preferences', '{"toggle_view":1}', 'S^');
=== filespin group settings [apart]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/group/settings', NULL, 'R^');
=== filespin update group settings [apart]
SELECT status, headers, body FROM api('filespin', 'PATCH', '/api/v1/group/settings', '{"app.text":"changed"}', 'R^');
=== filespin another's profile [apart]
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/user/3', NULL, 'R^');
=== filespin update another [apart]
SELECT status, headers, body FROM api('filespin', 'PATCH', '/api/v1/user/3', '{"first_name":"Cat","enabled":false}', 'R^');

-- ------------------------------------------------------------------ mediapocket

=== mediapocket profile [apart]
SELECT status, headers, body FROM api('mediapocket', 'GET', '/api/v2/user/profile', NULL, 'S^');
=== mediapocket profile by key [apart optional]
SELECT status, headers, body FROM api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, '{"X-API-KEY":"usk_readerreaderreaderreaderreaderreaderreaderr2L7MD7"}');
=== mediapocket terms [apart]
SELECT status, headers, body FROM api('mediapocket', 'GET', '/api/v2/user/profile/terms', NULL, 'S^');
=== mediapocket mail [apart]
SELECT status, headers, body FROM api('mediapocket', 'GET', '/api/v2/user/profile/email_notifications', NULL, 'S^');
=== mediapocket set mail [apart]
SELECT status, headers, body FROM api('mediapocket', 'POST', '/api/v2/user/profile/email_notifications', '{"email_notifications":"false"}', 'S^');

-- ------------------------------------------------------------------------ pulse

=== pulse users [apart]
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/users?include=teams,account&sort=-alive&filter[name]=blank&page[size]=2', NULL, 'R^');
=== pulse users of a list [apart]
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/users?filter[name]=in:Ben,Cat&filter[created_at]=!in:2022-01-01T00:00:05Z', NULL, 'R^');
=== pulse create [apart]
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"name":"N","email":"n@a.org"}}}', 'R^');
=== pulse user [apart]
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/users/~0b002?include=teams', NULL, 'R^');
=== pulse update [apart]
SELECT status, headers, body FROM api('pulse', 'PUT', '/api/v1/users/~0b002', '{"data":{"type":"user","id":"~0b002","attributes":{"name":"M"}}}', 'R^');
=== pulse patch [apart]
SELECT status, headers, body FROM api('pulse', 'PATCH', '/api/v1/users/~0b002', '{"data":{"type":"user","attributes":{"name":"M"}}}', 'R^');
=== pulse delete [apart]
SELECT status, headers, body FROM api('pulse', 'DELETE', '/api/v1/users/~0b002', NULL, 'R^');
=== pulse invite [apart key]
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/users/~0b008/invite', NULL, 'R^');
=== pulse revoke [apart]
<<SELECT invite_create('hal@a.org', 'user', json_object('account_id', '~0a001', 'token', 'V^'));
SELECT status, headers, body FROM api('pulse', 'DELETE', '/api/v1/users/~0b008/invite', NULL, 'R^');
=== pulse notification settings [apart]
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/users/~0b003/notification_settings', NULL, 'U^');
=== pulse update notification settings [apart]
SELECT status, headers, body FROM api('pulse', 'PUT', '/api/v1/users/~0b003/notification_settings', '{"data":{"type":"notification_setting","attributes":{"email_notifications":false}}}', 'U^');
=== pulse patch notification settings [apart]
SELECT status, headers, body FROM api('pulse', 'PATCH', '/api/v1/users/~0b003/notification_settings', '{"data":{"type":"notification_setting","attributes":{"notifications":["x"]}}}', 'U^');
=== pulse look at an invite [apart]
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/auth/join/J^');
=== pulse join [apart]
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/auth/join/J^', '{"data":{"type":"user","attributes":{"name":"New","password":"correct horse"}}}');
=== pulse account membership [apart]
<<SELECT invite_accept(invite_create('x@b.org', 'user', json_object('account_id', '~0a002')), json_object('id', '~0b009'));
<<INSERT INTO account_memberships (user_id, account_id, role) VALUES ('~0b001', '~0a002', 'owner');
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/account_memberships', '{"data":{"type":"account_membership","relationships":{"user":{"data":{"type":"user","id":"~0b009"}},"account":{"data":{"type":"account","id":"~0a001"}}}}}', 'R^');
=== pulse show account membership [apart]
<<UPDATE usher_membership SET id = '~0d00e' WHERE user_id = '~0b002';
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/account_memberships/~0d00e', NULL, 'R^');
=== pulse team membership [apart]
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/team_memberships', '{"data":{"type":"team_membership","relationships":{"user":{"data":{"type":"user","id":"~0b003"}},"team":{"data":{"type":"team","id":"~0e003"}}}}}', 'R^');
=== pulse show team membership [apart]
SELECT status, headers, body FROM api('pulse', 'GET', '/api/v1/team_memberships/~0d001', NULL, 'R^');

-- ----------------------------------------------------------------------- studio

=== studio users [apart]
SELECT status, headers, body FROM api('studio', 'GET', '/api/user?ids=~0b002,~0b003&channel=~1c001&include_viewonly=1', NULL, 'R^');
=== studio storage [apart]
SELECT status, headers, body FROM api('studio', 'GET', '/api/user/get_storage_used', NULL, 'S^');
=== studio refresh storage [apart]
SELECT status, headers, body FROM api('studio', 'GET', '/api/user/refresh_storage_used', NULL, 'S^');
=== studio mark read [apart]
SELECT status, headers, body FROM api('studio', 'POST', '/api/user/mark_notifications_read', '{"timestamp":"2099-01-02T00:00:00Z"}', 'S^');
=== studio user [apart]
SELECT status, headers, body FROM api('studio', 'GET', '/api/user/~0b003', NULL, 'S^');
=== studio invitations [apart]
SELECT status, headers, body FROM api('studio', 'GET', '/api/invitation?channel=~1c001', NULL, 'S^');
=== studio accept [apart]
<<UPDATE usher_user SET verified_email = 1;
<<SELECT invite_create('cat@a.org', 'user', json_object('id', '~0c00f', 'channel_id', '~1c002', 'share_mode', 'edit'));
SELECT status, headers, body FROM api('studio', 'POST', '/api/invitation/~0c00f/accept', NULL, 'U^');
=== studio decline [apart]
<<UPDATE usher_user SET verified_email = 1;
<<SELECT invite_create('cat@a.org', 'user', json_object('id', '~0c00f', 'channel_id', '~1c002', 'share_mode', 'edit'));
SELECT status, headers, body FROM api('studio', 'POST', '/api/invitation/~0c00f/decline', NULL, 'U^');
=== what was shown is accepted by nobody [apart locked]
<<SELECT act_as('~0b001');
<<SELECT invite_create('cat@a.org', 'user', json_object('id', '~0c00f', 'channel_id', '~1c002', 'share_mode', 'view', 'token', 'V^'));
<<SELECT act_as(NULL);
<<UPDATE usher_invite SET disclosed = 1 WHERE id = '~0c00f';
<<SELECT usher_lockdown();
SELECT invite_accept('V^');
=== olga takes a member into a channel [apart]
<<SELECT invite_create('cat@a.org', 'user', json_object('id', '~0c00f', 'channel_id', '~1c002', 'share_mode', 'view', 'token', 'V^'));
<<BEGIN; CREATE TABLE more (x); ROLLBACK;
SELECT status, headers, body FROM api('studio', 'POST', '/api/invitation/~0c00f/accept', NULL, 'R^');
=== somebody is taken into a team, when nothing is prepared [apart]
<<SELECT act_as('~0b001');
<<SELECT invite_create('new@a.org', 'user', json_object('id', '~0c00f', 'account_id', '~0a001', 'teams', json_array('~0e001'), 'token', 'V^'));
<<SELECT act_as(NULL);
<<BEGIN; CREATE TABLE more (x); ROLLBACK;
SELECT invite_accept('V^', json_object('id', '~0b009'));
=== who is invited while those who are get listed [apart]
INSERT INTO usher SELECT 'invite_create', json_array('x' || email, 'user', json_object('account_id', '~0a001')) FROM (SELECT DISTINCT email FROM invites);
=== studio invite [apart key]
SELECT status, headers, body FROM api('studio', 'POST', '/api/send_invitation_email', '{"user_email":"fay@a.org","channel_id":"~1c001","share_mode":"view"}', 'S^');
=== studio remove self [apart]
SELECT status, headers, body FROM api('studio', 'DELETE', '/api/channeluser/~0b003/remove_self?channel_id=~1c001', NULL, 'U^');

-- ----------------------------------------------------------------------- vidbeo

=== vidbeo users [apart]
SELECT status, headers, body FROM api('vidbeo', 'GET', '/v2/users?limit=2', NULL, 'R^');
=== vidbeo users, the next page [apart]
<<CREATE TEMP TABLE page AS SELECT json_extract(body, '$.links.next') AS next FROM api('vidbeo', 'GET', '/v2/users?limit=2', NULL, 'R^');
SELECT status, headers, body FROM page, api('vidbeo', 'GET', next, NULL, 'R^');
=== vidbeo user [apart]
SELECT status, headers, body FROM api('vidbeo', 'GET', '/v2/users/~0b002', NULL, 'R^');
=== vidbeo update [apart]
SELECT status, headers, body FROM api('vidbeo', 'PATCH', '/v2/users/~0b002', '{"name":"N","role":"uploader","notifications":["a"]}', 'R^');
=== vidbeo update by who may not [apart]
SELECT status, headers, body FROM api('vidbeo', 'PATCH', '/v2/users/~0b002', '{"name":"N"}', 'U^');
=== vidbeo delete [apart]
SELECT status, headers, body FROM api('vidbeo', 'DELETE', '/v2/users/~0b003', NULL, 'R^');
=== vidbeo invites [apart]
SELECT status, headers, body FROM api('vidbeo', 'GET', '/v2/invites', NULL, 'R^');
=== vidbeo invite [apart key]
SELECT status, headers, body FROM api('vidbeo', 'POST', '/v2/invites', '{"email":"q@a.org","role":"viewer"}', 'R^');
=== vidbeo show invite [apart]
SELECT status, headers, body FROM api('vidbeo', 'GET', '/v2/invites/~0c001', NULL, 'R^');
=== vidbeo delete invite [apart]
SELECT status, headers, body FROM api('vidbeo', 'DELETE', '/v2/invites/~0c001', NULL, 'R^');
=== not found, not allowed, nobody [apart]
SELECT status, headers, body FROM api('vidbeo', 'GET', '/v2/nothing', NULL, 'R^');
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/users/~0b002', NULL, 'R^');
SELECT status, headers, body FROM api('filespin', 'GET', '/api/v1/users');
SELECT status, headers, body FROM api('studio', 'OPTIONS', '/api/user');
