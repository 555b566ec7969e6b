-- What a user signs in with ends with their right to.
.read setup/passwords.sql
CREATE TEMP VIEW held AS SELECT u.name, (SELECT count(*) FROM usher_password WHERE user_id = u.id) AS passwords,
    (SELECT group_concat(purpose) FROM (SELECT purpose FROM usher_ticket WHERE user_id = u.id ORDER BY purpose)) AS tickets,
    (SELECT group_concat(kind) FROM (SELECT kind FROM usher_outbox WHERE user_id = u.id ORDER BY kind)) AS mail
    FROM usher_user AS u WHERE u.number <= 7 ORDER BY u.id;
SELECT usher_key('0123456789abcdef0123456789abcdef');
.read setup/credentials.sql
SELECT * FROM held;
.print -- sso: no password, no tickets
UPDATE users SET authentication = 'sso' WHERE name IN ('adam', 'uma');
SELECT * FROM held;
UPDATE users SET authentication = 'password' WHERE name IN ('adam', 'uma');
SELECT * FROM held;
.read setup/credentials.sql
-- Saying it again changes nothing.
UPDATE users SET authentication = 'password' WHERE name = 'uma';
SELECT * FROM held WHERE name = 'uma';
.print -- another address: what was sent to the old one is void
UPDATE users SET email = 'UMA@example.org' WHERE name = 'uma';
SELECT * FROM held WHERE name = 'uma';
UPDATE users SET email = 'uma2@example.org' WHERE name = 'uma';
UPDATE users SET email = NULL WHERE name = 'adam';
SELECT * FROM held WHERE name IN ('adam', 'uma');
UPDATE users SET email = 'adam@example.org' WHERE name = 'adam';
.print -- another password: what the old one opened, or was to replace it
.read setup/credentials.sql
SELECT password_set('00000000-0000-4000-8000-000000000003', 'battery staple');
UPDATE users SET password = 'battery staple' WHERE name = 'adam';
SELECT password_import('00000000-0000-4000-8000-000000000007', (SELECT hash FROM usher_password WHERE user_id = '00000000-0000-4000-8000-000000000003'));
SELECT password_reset((SELECT token FROM outbox WHERE email = 'olga@example.org' AND kind = 'password_reset'), 'battery staple');
SELECT * FROM held;
.print -- disabled: the password stays, for when they are enabled
.read setup/credentials.sql
UPDATE users SET enabled = 0 WHERE name = 'uma';
SELECT * FROM held WHERE name = 'uma';
SELECT password_reset((SELECT token FROM outbox WHERE user_id = '00000000-0000-4000-8000-000000000003' AND kind = 'password_reset'), 'battery staple');
UPDATE users SET enabled = 1 WHERE name = 'uma';
.print -- deleted: tickets and mail go; restored they have their password
.read setup/credentials.sql
BEGIN;
DELETE FROM users WHERE name IN ('adam', 'uma');
SELECT * FROM held;
ROLLBACK;
DELETE FROM users WHERE name = 'uma';
SELECT user_restore('00000000-0000-4000-8000-000000000003');
SELECT * FROM held;
.print -- erased: all goes
.read setup/credentials.sql
INSERT INTO invites (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'new@example.org');
INSERT INTO users (id, email, account_id) VALUES ('00000000-0000-4000-8000-000000000008', 'new@example.org', '00000000-0000-4000-8000-0000000000aa');
SELECT kind, email FROM outbox WHERE email IN ('adam@example.org', 'new@example.org') ORDER BY email, kind;
SELECT user_erase('00000000-0000-4000-8000-000000000002');
SELECT user_erase('00000000-0000-4000-8000-000000000008');
SELECT kind, email FROM outbox WHERE email IN ('adam@example.org', 'new@example.org') ORDER BY email, kind;
SELECT * FROM held;
-- Whoever owns the account last keeps all.
SELECT user_erase('00000000-0000-4000-8000-000000000001');
DELETE FROM users WHERE name = 'olga';
SELECT * FROM held WHERE name = 'olga';
