-- usher_doctor(): what is unwise (passwords, settings, keys, mail, the connection, names that are captured); who may call it, and from where.
.read setup/people.sql
.mode list
CREATE TEMP VIEW found AS SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal', 'prune');
.print -- passwords below the cost of now
INSERT INTO usher_password (user_id, hash, updated_at) VALUES
    ('00000000-0000-4000-8000-000000000001', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Kd3Ss2M4HJL1zOBAYBP0S7Zgq6XkFhGMIT+WOaBFZUg', '2022-01-01T00:00:00.000Z'),
    ('00000000-0000-4000-8000-000000000002', '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Kd3Ss2M4HJL1zOBAYBP0S7Zgq6XkFhGMIT+WOaBFZUg', '2022-01-01T00:00:00.000Z'),
    ('00000000-0000-4000-8000-000000000003', '$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$Kd3Ss2M4HJL1zOBAYBP0S7Zgq6XkFhGMIT+WOaBFZUg', '2022-01-01T00:00:00.000Z'),
    ('00000000-0000-4000-8000-000000000004', '$argon2i$v=19$m=65536,t=9,p=1$c29tZXNhbHRzb21lc2FsdA$Kd3Ss2M4HJL1zOBAYBP0S7Zgq6XkFhGMIT+WOaBFZUg', '2022-01-01T00:00:00.000Z'),
    ('00000000-0000-4000-8000-000000000021', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Kd3Ss2M4HJL1zOBAYBP0S7Zgq6XkFhGMIT+WOaBFZUg', '2022-01-01T00:00:00.000Z');
SELECT subject, message, remedy FROM found WHERE code = 'password';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'passwords.passes', 3);
SELECT subject, substr(message, 1, 23) FROM found WHERE code = 'password' ORDER BY subject;
DELETE FROM usher_password;

.print -- settings beyond what is advised; at it they are not
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) SELECT 'account', '00000000-0000-4000-8000-0000000000aa', column1, column2
FROM (VALUES ('emails.verify_life', 604801), ('invites.life', 2592001), ('login.attempts', 11), ('login.lockout', 29), ('mfa.challenge_life', 901), ('notifications.allow_all_domains', 1), ('passwords.memory', 65535), ('passwords.reset_life', 14401), ('sessions.idle', 2592001), ('sessions.leeway', 61), ('sessions.life', 7776001));
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) SELECT 'account', '00000000-0000-4000-8000-0000000000ab', column1, column2
FROM (VALUES ('emails.verify_life', 604800), ('invites.life', 2592000), ('login.attempts', 10), ('login.lockout', 30), ('mfa.challenge_life', 900), ('notifications.allow_all_domains', 0), ('passwords.memory', 65536), ('passwords.reset_life', 14400), ('sessions.idle', 2592000), ('sessions.leeway', 60), ('sessions.life', 7776000));
SELECT severity, subject, message FROM found WHERE code = 'setting';
.output remedies.sql
SELECT remedy || ';' FROM found WHERE code = 'setting';
.output
.read remedies.sql
SELECT count(*) FROM found WHERE code = 'setting';
SELECT count(*) FROM settings WHERE scope_id LIKE '%0000ab';

.print -- mail that was given up
INSERT INTO usher_outbox (id, kind, email, created_at, attempts, leased_until) SELECT '00000000-0000-4000-8005-00000000000' || column1, 'notification', 'x@example.org', '2022-01-01T00:00:00.000Z', 10, column2 FROM (VALUES (1, NULL), (2, '2022-01-01T00:00:00.000Z'), (3, '2099-01-01T00:00:00.000Z'));
SELECT * FROM found WHERE code = 'mail';
.output remedies.sql
SELECT remedy || ';' FROM found WHERE code = 'mail';
.output
.read remedies.sql
SELECT * FROM found WHERE code = 'mail';
SELECT status FROM outbox ORDER BY id;

.print -- the master key: none, not here, mail under it; values that it does not open
SELECT severity, message, remedy FROM found WHERE code = 'master_key';
SELECT usher_key('a master key that is long enough for all');
SELECT invite_create('eve@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
SELECT api_key_create('k', json_object('user_id', id, 'readable', 1)) IS NOT NULL FROM users WHERE name = 'uma';
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT mfa_enroll() IS NOT NULL;
SELECT act_as(NULL);
SELECT count(*) FROM found WHERE code IN ('master_key', 'sealed');
UPDATE usher_outbox SET token = zeroblob(length(token)) WHERE token IS NOT NULL;
UPDATE usher_api_key SET sealed = substr(sealed, 2);
UPDATE usher_totp SET secret = zeroblob(3);
UPDATE usher_signing_key SET secret = zeroblob(length(secret)), id = 'k';
SELECT severity, iif(subject = 'k', 'k', ''), message, substr(remedy, 1, 36) FROM found WHERE code = 'sealed';
.output remedies.sql
SELECT remedy || ';' FROM found WHERE code = 'sealed' AND remedy IS NOT NULL;
.output
.read remedies.sql
SELECT message FROM found WHERE code = 'sealed';
SELECT (SELECT count(*) FROM usher_api_key), (SELECT count(*) FROM usher_outbox WHERE token IS NOT NULL), (SELECT count(*) FROM jwt_keys);
DELETE FROM usher_totp;

.print -- what may go
SELECT message FROM usher_doctor() WHERE code = 'prune';
.output remedies.sql
SELECT remedy || ';' FROM usher_doctor() WHERE code = 'prune';
.output
.read remedies.sql
SELECT message FROM usher_doctor() WHERE code = 'prune';

.print -- the clock
BEGIN;
INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id) VALUES ('2999-01-01T00:00:00.000Z', 'system', 'system', 'x', 'x', 'x');
SELECT * FROM found WHERE code = 'clock';
SELECT * FROM found WHERE code = 'audit';
ROLLBACK;

.print -- the connection: each pragma is set wrong, and mended
PRAGMA trusted_schema = ON;
PRAGMA writable_schema = ON;
PRAGMA ignore_check_constraints = ON;
PRAGMA read_uncommitted = ON;
PRAGMA synchronous = OFF;
PRAGMA secure_delete = OFF;
PRAGMA cell_size_check = OFF;
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code IN ('pragma', 'journal');
.output remedies.sql
SELECT remedy || ';' FROM usher_doctor() WHERE code IN ('pragma', 'journal');
.output
.read remedies.sql
SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code IN ('pragma', 'journal');
PRAGMA journal_mode = MEMORY;
SELECT severity, subject, remedy FROM usher_doctor() WHERE code = 'journal';
PRAGMA journal_mode = OFF;
SELECT severity, subject, remedy FROM usher_doctor() WHERE code = 'journal';
PRAGMA journal_mode = DELETE;

.print -- names and rows that are captured
CREATE TABLE invites (x);
CREATE VIEW settings AS SELECT 1;
CREATE TEMP TABLE "Usher_user" (x);
CREATE TEMP TABLE files (x);
CREATE TABLE other (x);
CREATE TRIGGER main.sees AFTER UPDATE ON usher_user BEGIN INSERT INTO other VALUES (NEW.email); END;
CREATE TEMP TABLE other (x);
CREATE TEMP TRIGGER too AFTER UPDATE ON main.other BEGIN SELECT 1; END;
SELECT * FROM found WHERE code = 'names';
.output remedies.sql
SELECT remedy || ';' FROM found WHERE code = 'names' AND remedy IS NOT NULL;
.output
.read remedies.sql
SELECT * FROM found WHERE code = 'names';
DROP VIEW settings;
SELECT count(*) FROM found WHERE code = 'names';

.print -- a hundred of one code, and no more
WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100) INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) SELECT 'user', 'gone ' || n, 'app.x', '1', '2022-01-01T00:00:00.000Z' FROM n;
SELECT count(*), sum(message LIKE 'there is more%') FROM found WHERE code = 'setting';
INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) VALUES ('user', 'gone too', 'app.x', '1', '2022-01-01T00:00:00.000Z');
SELECT count(*), sum(message LIKE 'there is more%') FROM found WHERE code = 'setting';
DELETE FROM usher_setting WHERE scope_id LIKE 'gone%';

.print -- the system only; for outer SQL, not for a view of the file; the last error stays what it was
SELECT usher_prune('soon');
SELECT count(*) FROM found;
SELECT json_extract(usher_error(), '$.field');
SELECT * FROM usher_doctor(1);
CREATE VIEW v AS SELECT * FROM usher_doctor();
SELECT * FROM v;
DROP VIEW v;
SELECT total_changes() FROM (SELECT total_changes() AS n FROM usher_doctor() LIMIT 1) WHERE n <> total_changes();
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT * FROM usher_doctor();
SELECT act_as(NULL);
BEGIN;
UPDATE usher_user SET disk_space_used = 5 WHERE id LIKE '%000001';
SELECT code FROM found WHERE code = 'storage';
ROLLBACK;
SELECT code FROM found WHERE code = 'storage';
DROP VIEW found;
SELECT usher_lockdown();
SELECT * FROM usher_doctor();
