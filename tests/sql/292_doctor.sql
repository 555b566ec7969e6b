-- usher_doctor(): what is wrong with rows, each with the statement that mends it: that statement is run, and the finding is gone.
.read setup/people.sql
.mode list
CREATE TEMP VIEW found AS SELECT severity, code, subject, message FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal', 'foreign_keys', 'master_key', 'prune');
CREATE TEMP VIEW remedies AS SELECT remedy || ';' FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal', 'foreign_keys', 'master_key', 'prune');
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'red');
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'one');
.print -- the cast is well
SELECT * FROM found;
SELECT count(*) FROM usher_doctor() WHERE severity = 'error';

.print -- who belongs where
DELETE FROM usher_membership WHERE user_id LIKE '%000006';
UPDATE usher_membership SET home = 1 - home WHERE user_id LIKE '%000023' OR user_id LIKE '%000005';
INSERT INTO roles (id, account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000ab', 'theirs', '[]');
UPDATE usher_membership SET role_id = '00000000-0000-4000-8000-0000000000f1' WHERE user_id LIKE '%000004';
UPDATE usher_invite SET role_id = '00000000-0000-4000-8000-0000000000f1' WHERE email = 'adam@example.org';
INSERT INTO usher_team_membership (number, id, team_id, user_id, created_at, updated_at) VALUES (7, '00000000-0000-4000-8000-000000000071', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000022', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z');
INSERT INTO usher_channel_member (number, id, channel_id, user_id, mode, created_at, updated_at) VALUES (7, '00000000-0000-4000-8000-000000000072', '00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-000000000022', 'view', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z');
SELECT severity, code, iif(code = 'membership' AND subject NOT LIKE '0000%', 'made', subject), message FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
SELECT name, role FROM users WHERE name IN ('uma', 'mia') ORDER BY name;
SELECT length(id), home FROM usher_membership WHERE user_id LIKE '%000006';

.print -- nobody owns an account: who did is let in again; or somebody is invited
UPDATE usher_user SET disabled_at = created_at WHERE id LIKE '%000021';
UPDATE usher_user SET discarded_at = created_at WHERE id LIKE '%0000000001' OR id LIKE '%0000000002';
SELECT * FROM found;
SELECT remedy FROM usher_doctor() WHERE code = 'owner';
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT subject FROM found;
SELECT enabled FROM users WHERE name = 'bert';
SELECT length(invite_create('new@example.org', 'owner', json_object('account_id', '00000000-0000-4000-8000-0000000000aa')));
SELECT * FROM found;
UPDATE usher_user SET discarded_at = NULL WHERE id LIKE '%0000000001' OR id LIKE '%0000000002';

.print -- what is left behind by what is gone
INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) SELECT column1, '00000000-0000-4000-8000-00000000009' || column2, 'app.x', '1', '2022-01-01T00:00:00.000Z' FROM (VALUES ('account', 1), ('team', 2), ('user', 3), ('user', 4));
INSERT INTO usher_notification (id, audience, audience_id, event, created_at) SELECT '00000000-0000-4000-8000-00000000008' || column2, column1, '00000000-0000-4000-8000-00000000009' || column2, 'message', '2022-01-01T00:00:00.000Z' FROM (VALUES ('account', 1), ('team', 2), ('user', 3), ('user', 4));
INSERT INTO notifications (id, audience, audience_id, message) VALUES ('00000000-0000-4000-8000-000000000085', 'user', '00000000-0000-4000-8000-000000000006', 'x');
INSERT INTO usher_notification_state SELECT '00000000-0000-4000-8000-000000000006', number, '2001-01-01T00:00:00.000Z', 0, NULL, NULL FROM usher_notification;
UPDATE usher_user SET recipient = NULL WHERE id LIKE '%000005' OR id LIKE '%000006';
SELECT * FROM found;
PRAGMA foreign_keys = ON;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
PRAGMA foreign_keys = OFF;
SELECT * FROM found;
SELECT count(DISTINCT recipient), count(*) FROM usher_user;
SELECT unread FROM users WHERE name = 'uma';

.print -- of who is deleted
SELECT session_create(id) IS NOT NULL, api_key_create('k', json_object('user_id', id)) IS NOT NULL FROM users WHERE name = 'uma';
SELECT api_key_create('all', json_object('owner', 'account', 'account_id', '00000000-0000-4000-8000-0000000000aa', 'scopes', json_array('users.read'), 'user_id', '00000000-0000-4000-8000-0000000000b1')) IS NOT NULL;
INSERT INTO usher_ticket (purpose, user_id, token_hash, created_at, expires_at) VALUES ('email_verify', '00000000-0000-4000-8000-000000000006', zeroblob(32), '2022-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z');
INSERT INTO usher_outbox (id, kind, user_id, email, created_at) VALUES ('00000000-0000-4000-8000-000000000061', 'notification', '00000000-0000-4000-8000-000000000006', 'uma@example.org', '2022-01-01T00:00:00.000Z');
UPDATE usher_user SET discarded_at = '2022-01-01T00:00:00.000Z' WHERE id LIKE '%000006';
DELETE FROM usher_api_key_scope WHERE key_id IN (SELECT id FROM usher_api_key WHERE owner = 'account');
DELETE FROM usher_api_key WHERE owner = 'account';
SELECT * FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
UPDATE usher_user SET discarded_at = NULL WHERE id LIKE '%000006';

.print -- counts that have drifted
INSERT INTO files (user_id, checksum, size, format) SELECT id, '00000000000000000000000000000001', 7, 'mp4' FROM p WHERE name = 'olga';
UPDATE usher_user SET disk_space_used = 5 WHERE id LIKE '%000001' OR id LIKE '%000021';
SELECT * FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
SELECT name, disk_space_used FROM users WHERE name IN ('olga', 'bert') ORDER BY name;

.print -- tables that are tracked, and are not kept: without a trigger, with another, without a column, gone
CREATE TABLE a (bytes INTEGER, owner TEXT, sum TEXT);
CREATE TABLE b (bytes INTEGER, owner TEXT);
CREATE TABLE c (bytes INTEGER, owner TEXT);
CREATE TABLE "d's" (bytes INTEGER, owner TEXT);
INSERT INTO usher SELECT 'storage_track', json_array(column1, json_object('size', 'bytes', 'user', 'owner')) FROM (VALUES ('b'), ('c'), ('d''s'));
SELECT storage_track('a', '{"size":"bytes","user":"owner","checksum":"sum"}');
SELECT * FROM found;
DROP TRIGGER storage_track_4_insert;
DROP TRIGGER storage_track_1_delete;
CREATE TRIGGER storage_track_1_delete AFTER DELETE ON b BEGIN SELECT 1; END;
DROP TABLE "d's";
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE c (bytes INTEGER)' WHERE name = 'c';
DELETE FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'c';
PRAGMA writable_schema = RESET;
INSERT INTO a VALUES (9, '00000000-0000-4000-8000-000000000001', 'x');
SELECT * FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
SELECT disk_space_used FROM users WHERE name = 'olga';

.print -- built-in roles
DELETE FROM usher_role_permission WHERE permission = 'audit.read';
DELETE FROM usher_permission WHERE name = 'audit.read';
SELECT * FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
INSERT INTO usher_role_permission SELECT id, 'roles.update' FROM usher_role WHERE name = 'user';
DELETE FROM usher_role_permission WHERE role_id IN (SELECT id FROM usher_role WHERE name = 'manager');
DELETE FROM usher_role WHERE name = 'creator';
SELECT severity, code, subject, iif(code = 'reference', '', message) FROM found WHERE subject <> 'manager';
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
SELECT r.name, count(*) FROM usher_role AS r JOIN usher_role_permission AS p ON p.role_id = r.id WHERE r.account_id IS NULL GROUP BY r.name;
SELECT count(*) FROM usher_membership;
PRAGMA foreign_key_check;

.print -- rows that name what is not there: emptied where they may be, or gone; also the application's
CREATE TABLE app (id INTEGER PRIMARY KEY, owner TEXT REFERENCES usher_user (id), account TEXT NOT NULL REFERENCES usher_account (id), x TEXT REFERENCES app (id));
INSERT INTO app VALUES (1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000aa', NULL), (2, 'nobody', '00000000-0000-4000-8000-0000000000aa', NULL), (3, NULL, 'none', NULL), (4, NULL, '00000000-0000-4000-8000-0000000000aa', 'lost, but not our affair');
UPDATE usher_invite SET invited_by = 'nobody' WHERE email = 'adam@example.org';
UPDATE usher_file SET user_id = 'nobody';
INSERT INTO usher_session_past VALUES (zeroblob(32), 'none', '2022-01-01T00:00:00.000Z');
SELECT * FROM found;
.output remedies.sql
SELECT * FROM remedies;
.output
.read remedies.sql
SELECT * FROM found;
SELECT * FROM app;
SELECT (SELECT count(*) FROM usher_invite WHERE invited_by = 'nobody'), (SELECT count(*) FROM usher_invite WHERE email = 'adam@example.org'), (SELECT count(*) FROM usher_file);
PRAGMA foreign_keys = OFF;
SELECT code, subject, message, remedy FROM usher_doctor() WHERE code = 'foreign_keys';
PRAGMA foreign_keys = ON;
SELECT code, subject, message, remedy FROM usher_doctor() WHERE code = 'foreign_keys';
