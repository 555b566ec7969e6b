-- Whoever belongs to the account, active or disabled, cannot be invited into it. Who was deleted can.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES
    ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000'),
    ('uma@example.org', 'user', 'uma0000000000000000000000000000000000000000');
INSERT INTO usher VALUES
    ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]'),
    ('invite_accept', '["uma0000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000002"}]');
SELECT invite_create('olga@example.org', 'user');
SELECT usher_error();
SELECT invite_create('OLGA@EXAMPLE.ORG', 'owner');
INSERT INTO invites (email) VALUES ('uma@example.org');
UPDATE users SET enabled = 0 WHERE email = 'uma@example.org';
INSERT INTO invites (email) VALUES ('uma@example.org');
-- A multi-row statement fails whole.
INSERT INTO invites (email) VALUES ('new@example.org'), ('uma@example.org'), ('newer@example.org');
SELECT count(*) FROM invites;
-- OR IGNORE passes over what fails.
INSERT OR IGNORE INTO invites (email) VALUES ('new@example.org'), ('uma@example.org'), ('newer@example.org');
SELECT email, status FROM invites ORDER BY rowid;

DELETE FROM users WHERE email = 'uma@example.org';
INSERT INTO invites (email, token) VALUES ('uma@example.org', 'uma2000000000000000000000000000000000000000');
SELECT invite_accept('uma2000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000003"}');
SELECT id, status FROM users WHERE email = 'uma@example.org' ORDER BY id;

-- Nor can an invite be accepted that was made before its address became that of a user.
INSERT INTO invites (email, token) VALUES ('other@example.org', 'other00000000000000000000000000000000000000');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.email_change', 'true');
UPDATE users SET email = 'other@example.org' WHERE id = '00000000-0000-4000-8000-000000000003';
SELECT invite_accept('other00000000000000000000000000000000000000', '{"name":"x"}');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT email, name, role FROM users WHERE id = '00000000-0000-4000-8000-000000000003';

-- Another account knows nothing of it.
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
SELECT length(invite_create('olga@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}'));
-- With several accounts, the system must say which.
SELECT invite_create('x@example.org', 'user');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000ac"}');
SELECT usher_error();
