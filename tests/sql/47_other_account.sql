-- Whoever acts has rights in their own accounts only: another account's users, invites, settings,
-- memberships and name are closed to its owner.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-0000000000' || column4 AS account_id,
    '00000000-0000-4000-8000-00000000000' || column3 AS id, substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1, 'aa'), ('uma', 'user', 2, 'aa'), ('bert', 'owner', 3, 'ab'), ('beth', 'user', 4, 'ab'), ('bill', 'admin', 5, 'ab'));
INSERT INTO invites (account_id, email, role, token) SELECT account_id, name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts;
INSERT INTO roles (name, account_id) VALUES ('helper', '00000000-0000-4000-8000-0000000000aa');
INSERT INTO invites (id, account_id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'new0000000000000000000000000000000000000000');
CREATE TEMP TABLE before AS SELECT 'u' AS t, id, name, email, account_id, updated_at FROM usher_user
    UNION ALL SELECT 'i', id, role_id, email, account_id, updated_at FROM usher_invite
    UNION ALL SELECT 'm', id, user_id, role_id, account_id, updated_at FROM usher_membership
    UNION ALL SELECT 's', scope_id, key, value, scope, updated_at FROM usher_setting
    UNION ALL SELECT 'a', id, name, NULL, NULL, updated_at FROM usher_account;

SELECT act_as('00000000-0000-4000-8000-000000000003');
-- Its rows are not there: no row is changed, and an id is answered as one that nothing has.
UPDATE users SET name = 'x' WHERE name = 'uma';
UPDATE users SET enabled = 0 WHERE id = '00000000-0000-4000-8000-000000000002';
UPDATE users SET role = 'user' WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET account_id = '00000000-0000-4000-8000-0000000000ab' WHERE name = 'uma';
UPDATE users SET name = 'x' WHERE account_id = '00000000-0000-4000-8000-0000000000aa';
UPDATE users SET name = 'x' WHERE rowid IN (1, 2);
DELETE FROM users WHERE name = 'uma';
DELETE FROM users WHERE account_id <> '00000000-0000-4000-8000-0000000000ab';
UPDATE account_memberships SET user_id = actor() WHERE account_id = '00000000-0000-4000-8000-0000000000aa' AND role = 'owner';
UPDATE account_memberships SET role = 'user' WHERE user_id = '00000000-0000-4000-8000-000000000001';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000002';
UPDATE invites SET role = 'owner' WHERE id = '00000000-0000-4000-8000-0000000000b1';
UPDATE invites SET status = 'revoked' WHERE token = 'new0000000000000000000000000000000000000000';
DELETE FROM invites WHERE id = '00000000-0000-4000-8000-0000000000b1';
UPDATE settings SET value = 'false' WHERE scope_id = '00000000-0000-4000-8000-0000000000aa';
DELETE FROM settings WHERE scope_id <> '00000000-0000-4000-8000-0000000000ab';
UPDATE roles SET permissions = '[]' WHERE name = 'helper';
DELETE FROM roles WHERE name = 'helper';
UPDATE accounts SET name = 'x' WHERE name = 'default';
DELETE FROM accounts WHERE name = 'default';
SELECT changes();
SELECT user_erase('00000000-0000-4000-8000-000000000002');
SELECT usher_error();
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1');
SELECT usher_error();
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
INSERT INTO users (email, account_id) VALUES ('x@example.org', '00000000-0000-4000-8000-0000000000aa');
SELECT usher_error();
INSERT INTO account_memberships (user_id, account_id, role) VALUES (actor(), '00000000-0000-4000-8000-0000000000aa', 'owner');
INSERT INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000002');
SELECT usher_error();
SELECT invite_create('bert@example.org', 'owner', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
INSERT INTO invites (email, account_id) VALUES ('new@example.org', '00000000-0000-4000-8000-0000000000aa');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'invites.life', 60);
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.direct_creation', 'false');
INSERT INTO roles (name, account_id) VALUES ('mine', '00000000-0000-4000-8000-0000000000aa');
-- Another account's role is no role here.
UPDATE users SET role = 'helper' WHERE name = 'beth';
-- What is one's own does not go over there, and nobody makes an account.
UPDATE users SET account_id = '00000000-0000-4000-8000-0000000000aa' WHERE name = 'beth';
UPDATE account_memberships SET account_id = '00000000-0000-4000-8000-0000000000aa' WHERE user_id = actor();
UPDATE settings SET scope_id = '00000000-0000-4000-8000-0000000000aa' WHERE scope_id = '00000000-0000-4000-8000-0000000000ab';
UPDATE accounts SET id = '00000000-0000-4000-8000-0000000000aa';
SELECT invite_accept('new0000000000000000000000000000000000000000');
SELECT invite_decline('new0000000000000000000000000000000000000000');
INSERT INTO accounts (name) VALUES ('x');
-- A name that another account has is taken all the same: SQLite's UNIQUE tells.
UPDATE accounts SET name = 'default';
SELECT act_as(NULL);
SELECT count(*) FROM (SELECT 'u' AS t, id, name, email, account_id, updated_at FROM usher_user
    UNION ALL SELECT 'i', id, role_id, email, account_id, updated_at FROM usher_invite
    UNION ALL SELECT 'm', id, user_id, role_id, account_id, updated_at FROM usher_membership
    UNION ALL SELECT 's', scope_id, key, value, scope, updated_at FROM usher_setting
    UNION ALL SELECT 'a', id, name, NULL, NULL, updated_at FROM usher_account EXCEPT SELECT * FROM before);
SELECT count(*) FROM audit_log WHERE actor <> 'system';

SELECT act_as('00000000-0000-4000-8000-000000000003');
-- What is named without an account is meant in one's own.
INSERT INTO users (email) VALUES ('x@example.org');
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 60);
SELECT length(invite_create('y@example.org', 'user'));
UPDATE accounts SET name = 'bert''s' WHERE name = 'second';
SELECT email, account_id FROM users WHERE email = 'x@example.org';
SELECT scope_id, value FROM settings WHERE key = 'invites.life';
SELECT account_id FROM invites WHERE email = 'y@example.org';
SELECT name, updated_by FROM accounts ORDER BY rowid;
-- Somebody of another account as a member: what they are there counts there.
SELECT act_as(NULL);
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000aa', 'manager');
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE users SET name = 'Beth' WHERE name = 'beth';
UPDATE users SET name = 'Uma' WHERE name = 'uma';
SELECT usher_error();
UPDATE users SET enabled = 0 WHERE name = 'uma';
DELETE FROM users WHERE name = 'uma';
UPDATE account_memberships SET role = 'admin' WHERE user_id = '00000000-0000-4000-8000-000000000002';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000002';
INSERT INTO users (email, account_id) VALUES ('z@example.org', '00000000-0000-4000-8000-0000000000aa');
UPDATE settings SET value = 'false' WHERE scope_id = '00000000-0000-4000-8000-0000000000aa';
UPDATE roles SET permissions = '["users.delete"]' WHERE name = 'helper';
UPDATE accounts SET name = 'x' WHERE name = 'default';
UPDATE account_memberships SET role = 'admin' WHERE account_id = '00000000-0000-4000-8000-0000000000aa' AND user_id = actor();
SELECT name FROM users WHERE name IN ('Beth', 'Uma', 'uma') ORDER BY name;
-- What they hold at home does not count there: not to grant, not to outrank.
SELECT act_as(NULL);
INSERT INTO roles (account_id, name, permissions) VALUES
    ('00000000-0000-4000-8000-0000000000aa', 'chief', '["invites.create","invites.read","roles.update","settings.read","users.read","users.role","users.update"]'),
    ('00000000-0000-4000-8000-0000000000aa', 'filer', '["files.upload","settings.read"]');
UPDATE account_memberships SET role = 'chief' WHERE user_id = '00000000-0000-4000-8000-000000000005' AND account_id = '00000000-0000-4000-8000-0000000000aa';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT can('files.upload'), can('files.upload', '00000000-0000-4000-8000-0000000000aa');
UPDATE users SET role = 'filer' WHERE name = 'uma';
SELECT usher_error() ->> 'message';
SELECT invite_create('f@example.org', 'filer', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'mine', '["files.upload"]');
UPDATE roles SET permissions = '["settings.read"]' WHERE name = 'filer';
SELECT act_as(NULL);
UPDATE users SET role = 'filer' WHERE name = 'uma';
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE users SET name = 'Uma' WHERE name = 'uma';
SELECT usher_error() ->> 'message';
SELECT act_as(NULL);
UPDATE users SET role = 'user' WHERE name = 'uma';
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE users SET name = 'Uma' WHERE name = 'uma';
SELECT name, role FROM users WHERE name = 'Uma';
