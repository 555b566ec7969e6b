-- password_set(): the system sets anybody's, users their own with the old one. Length counts characters.
.read setup/passwords.sql
SELECT password_set('00000000-0000-4000-8000-000000000003', 'correct horse');
SELECT * FROM hashes;
-- Another takes its place; the same again is another hash.
CREATE TEMP TABLE before AS SELECT hash FROM usher_password;
SELECT password_set('00000000-0000-4000-8000-000000000003', 'correct horse');
SELECT count(*), sum(hash IN (SELECT hash FROM before)) FROM usher_password;

.print -- length, in characters
SELECT password_set('00000000-0000-4000-8000-000000000003', '1234567');
SELECT usher_error();
SELECT password_set('00000000-0000-4000-8000-000000000003', '12345678');
SELECT password_set('00000000-0000-4000-8000-000000000003', replace(hex(zeroblob(128)), '00', '00'));
SELECT password_set('00000000-0000-4000-8000-000000000003', hex(zeroblob(128)) || '0');
-- Any Unicode: eight and seven characters of four bytes; controls and blanks, too.
SELECT password_set('00000000-0000-4000-8000-000000000003', '😀😀😀😀😀😀😀😀');
SELECT password_set('00000000-0000-4000-8000-000000000003', '😀😀😀😀😀😀😀');
SELECT password_set('00000000-0000-4000-8000-000000000003', replace(hex(zeroblob(128)), '0', '😀'));
SELECT password_set('00000000-0000-4000-8000-000000000003', '        ');
SELECT password_set('00000000-0000-4000-8000-000000000003', 'a' || char(9, 10, 13, 1, 127) || 'bc');
-- The account says more.
INSERT INTO settings (scope, scope_id, key, value) VALUES
    ('account', '00000000-0000-4000-8000-0000000000aa', 'passwords.least', 15), ('account', '00000000-0000-4000-8000-0000000000aa', 'passwords.most', 64);
SELECT password_set('00000000-0000-4000-8000-000000000003', '12345678901234');
SELECT password_set('00000000-0000-4000-8000-000000000003', '123456789012345');
SELECT password_set('00000000-0000-4000-8000-000000000003', hex(zeroblob(32)));
SELECT password_set('00000000-0000-4000-8000-000000000003', hex(zeroblob(32)) || '0');
SELECT password_set('00000000-0000-4000-8000-000000000007', '12345678');
DELETE FROM settings WHERE key IN ('passwords.least', 'passwords.most');

.print -- malformed
SELECT password_set('00000000-0000-4000-8000-000000000003', NULL);
SELECT usher_error() ->> 'field';
SELECT password_set('00000000-0000-4000-8000-000000000003', 1234567890);
SELECT password_set('00000000-0000-4000-8000-000000000003', x'31323334353637383930');
SELECT password_set('00000000-0000-4000-8000-000000000003', '12345678' || char(0) || '9');
SELECT password_set('00000000-0000-4000-8000-000000000003', CAST(x'3132333435363738ff' AS TEXT));
SELECT password_set('00000000-0000-4000-8000-000000000003', '');
SELECT password_set(NULL, 'correct horse');
SELECT password_set('uma', 'correct horse');
SELECT password_set('00000000-0000-4000-8000-000000000099', 'correct horse');
SELECT password_set('00000000-0000-4000-8000-000000000003', 'correct horse', 'old');
SELECT usher_error() ->> 'field';
SELECT password_set('00000000-0000-4000-8000-000000000003', 'correct horse', NULL);
SELECT password_set('00000000-0000-4000-8000-000000000003');

.print -- who has none
SELECT password_set('00000000-0000-4000-8000-000000000004', 'correct horse');
SELECT usher_error();
DELETE FROM users WHERE name = 'adam';
SELECT password_set('00000000-0000-4000-8000-000000000002', 'correct horse');
UPDATE usher_user SET discarded_at = NULL, service = 1 WHERE name = 'adam';
SELECT password_set('00000000-0000-4000-8000-000000000002', 'correct horse');
UPDATE usher_user SET service = 0 WHERE name = 'adam';
-- Whoever is created or disabled has one as soon as they may sign in.
SELECT password_set('00000000-0000-4000-8000-000000000005', 'correct horse');
SELECT password_set('00000000-0000-4000-8000-000000000006', 'correct horse');
SELECT * FROM hashes;

.print -- oneself
SELECT password_set('00000000-0000-4000-8000-000000000003', 'first password');
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_set(actor(), 'second password');
SELECT usher_error() ->> 'field';
SELECT password_set(actor(), 'second password', NULL);
SELECT password_set(actor(), 'second password', 'not it at all');
SELECT usher_error();
SELECT password_set(actor(), 'second password', 'first password ');
SELECT password_set(actor(), 'second password', '');
SELECT password_set(actor(), 'second password', 12345678);
SELECT password_set(actor(), 'short', 'first password');
SELECT password_set(actor(), 'second password', 'first password');
SELECT password_set(actor(), 'third password', 'first password');
SELECT password_set(actor(), 'third password', 'second password');
SELECT password_set(actor(), 'third password', 'third password');
-- What is too long to be a password is none, although it begins with one.
SELECT act_as(NULL);
SELECT password_set('00000000-0000-4000-8000-000000000003', replace(hex(zeroblob(128)), '0', '😀'));
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_set(actor(), 'third password', replace(hex(zeroblob(128)), '0', '😀') || 'x');
SELECT password_set(actor(), 'third password', replace(hex(zeroblob(128)), '0', '😀'));

.print -- others
SELECT password_set('00000000-0000-4000-8000-000000000001', 'correct horse', 'third password');
SELECT usher_error();
SELECT password_set('00000000-0000-4000-8000-000000000007', 'correct horse');
SELECT password_set('00000000-0000-4000-8000-000000000099', 'correct horse');
SELECT act_as('00000000-0000-4000-8000-000000000007');
SELECT password_set('00000000-0000-4000-8000-000000000003', 'correct horse');
-- Without a password there is no old one to show.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT password_set('00000000-0000-4000-8000-000000000003', 'correct horse');
SELECT password_set(actor(), 'correct horse');
SELECT usher_error();
SELECT password_set(actor(), 'correct horse', '');
SELECT act_as(NULL);

.print -- in a transaction, and several at once
BEGIN;
SELECT password_set('00000000-0000-4000-8000-000000000001', 'correct horse');
SELECT * FROM hashes;
ROLLBACK;
SELECT * FROM hashes;
INSERT INTO usher SELECT 'password_set', json_array(id, 'correct horse ' || name) FROM users WHERE name IN ('olga', 'bob');
SELECT * FROM hashes;
INSERT INTO usher SELECT 'password_set', json_array(id, 'battery staple') FROM users WHERE name IN ('olga', 'sam') ORDER BY name;
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT password_set(actor(), 'battery staple', 'correct horse olga');
SELECT act_as(NULL);

.print -- the column: written by the system, never read
SELECT password FROM users WHERE name = 'uma';
SELECT count(*) FROM users WHERE password IS NOT NULL OR password = 'correct horse' OR password LIKE '%' OR password > '';
UPDATE users SET password = 'by the column', job_title = 'Cook' WHERE name = 'uma';
UPDATE users SET password = 'short' WHERE name = 'uma';
SELECT usher_error() ->> 'field';
UPDATE users SET password = 12345678 WHERE name = 'uma';
UPDATE users SET password = hex(zeroblob(128)) || '0' WHERE name = 'uma';
UPDATE users SET password = 'by the column' WHERE name = 'sam';
UPDATE users SET password = 'by the column', authentication = 'sso' WHERE name = 'bob';
SELECT name, authentication, job_title FROM users WHERE name IN ('bob', 'uma') ORDER BY name;
UPDATE users SET password = 'by the column', authentication = 'password' WHERE name = 'sam';
SELECT * FROM hashes;
UPDATE users SET password = NULL WHERE name = 'sam';
SELECT * FROM hashes;
INSERT INTO users (email, account_id, password) VALUES ('new@example.org', '00000000-0000-4000-8000-0000000000aa', 'by the column');
SELECT usher_error() ->> 'field';
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET password = 'another one' WHERE id = actor();
SELECT usher_error();
SELECT password_set(actor(), 'another one', 'by the column');
SELECT act_as('00000000-0000-4000-8000-000000000001');
UPDATE users SET password = 'another one' WHERE name = 'uma';
SELECT act_as(NULL);
-- A mangled hash, or one that would cost too much, is not worked on.
UPDATE usher_password SET hash = replace(hash, 'm=19456', 'm=99999999') WHERE user_id = '00000000-0000-4000-8000-000000000003';
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_set(actor(), 'yet another', 'another one');
SELECT usher_error();
SELECT act_as(NULL);

.print -- what is logged, and that it is no password
SELECT * FROM log;
SELECT before, after FROM audit_log WHERE action = 'user.update' AND after LIKE '%Cook%';
SELECT count(*) FROM audit_log WHERE after || before LIKE '%column%' OR after LIKE '%argon%';
