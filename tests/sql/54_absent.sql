-- A row that may not be seen does not exist: the same answer and the same error as for an id that nothing has, in SELECT,
-- UPDATE, DELETE, every function that takes an id, and an INSERT that names it.
.read setup/people.sql
INSERT INTO invites (id, account_id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'new0000000000000000000000000000000000000000');
INSERT INTO roles (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'helper');
CREATE TEMP TABLE told (what, error);
CREATE TEMP VIEW differs AS SELECT what, count(*) AS errors, count(DISTINCT error) AS different, iif(error LIKE '{%', error ->> 'code', '') AS code, iif(error LIKE '{%', error ->> 'message', error) AS answer
    FROM told GROUP BY what ORDER BY what;
CREATE TEMP VIEW state AS SELECT 'u' AS t, id, name, account_id, email, phone_number, updated_at, updated_by, discarded_at, disabled_at FROM usher_user
    UNION ALL SELECT 'm', id, user_id, account_id, role_id, home || '', updated_at, updated_by, NULL, NULL FROM usher_membership
    UNION ALL SELECT 'i', id, email, account_id, role_id, hex(token_hash), updated_at, revoked_at, declined_at, expires_at FROM usher_invite
    UNION ALL SELECT 's', scope_id, key, value, locked || '', scope, updated_at, updated_by, NULL, NULL FROM usher_setting
    UNION ALL SELECT 'r', id, name, account_id, description, (SELECT group_concat(permission) FROM usher_role_permission WHERE role_id = r.id), updated_at, NULL, NULL, NULL FROM usher_role AS r
    UNION ALL SELECT 'a', id, name, NULL, NULL, NULL, updated_at, updated_by, NULL, NULL FROM usher_account
    UNION ALL SELECT 'l', number || '', action, actor, NULL, NULL, created_at, NULL, NULL, NULL FROM usher_audit;
CREATE TEMP TABLE before AS SELECT * FROM state;

.print -- bert: an owner of another account
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT user_restore('00000000-0000-4000-8000-000000000001');
INSERT INTO told VALUES ('user_restore', usher_error());
SELECT user_restore('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('user_restore', usher_error());
SELECT user_erase('00000000-0000-4000-8000-000000000001');
INSERT INTO told VALUES ('user_erase', usher_error());
SELECT user_erase('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('user_erase', usher_error());
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
INSERT INTO told VALUES ('invite_revoke', usher_error());
SELECT invite_revoke('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('invite_revoke', usher_error());
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1');
INSERT INTO told VALUES ('invite_resend', usher_error());
SELECT invite_resend('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('invite_resend', usher_error());
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"role":1}');
INSERT INTO told VALUES ('invite_resend of nonsense', usher_error());
SELECT invite_resend('00000000-0000-4000-8000-000000000099', '{"role":1}');
INSERT INTO told VALUES ('invite_resend of nonsense', usher_error());
INSERT INTO usher VALUES ('invite_revoke', json_array('00000000-0000-4000-8000-0000000000b1'));
INSERT INTO told VALUES ('usher(invite_revoke)', usher_error());
INSERT INTO usher VALUES ('invite_revoke', json_array('00000000-0000-4000-8000-000000000099'));
INSERT INTO told VALUES ('usher(invite_revoke)', usher_error());
INSERT INTO users (email, account_id) VALUES ('x@example.org', '00000000-0000-4000-8000-0000000000aa');
INSERT INTO told VALUES ('users.account_id', usher_error());
INSERT INTO users (email, account_id) VALUES ('x@example.org', '00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('users.account_id', usher_error());
INSERT INTO users (email, account_id, role) VALUES ('x@example.org', '00000000-0000-4000-8000-0000000000aa', 'helper');
INSERT INTO told VALUES ('users.account_id, bad role', usher_error());
INSERT INTO users (email, account_id, role) VALUES ('x@example.org', '00000000-0000-4000-8000-000000000099', 'helper');
INSERT INTO told VALUES ('users.account_id, bad role', usher_error());
INSERT INTO invites (email, account_id) VALUES ('new@example.org', '00000000-0000-4000-8000-0000000000aa');
INSERT INTO told VALUES ('invites.account_id', usher_error());
INSERT INTO invites (email, account_id) VALUES ('new@example.org', '00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('invites.account_id', usher_error());
SELECT invite_create('olga@example.org', 'owner', json_object('account_id', '00000000-0000-4000-8000-0000000000aa'));
INSERT INTO told VALUES ('invite_create.account_id', usher_error());
SELECT invite_create('olga@example.org', 'owner', json_object('account_id', '00000000-0000-4000-8000-000000000099'));
INSERT INTO told VALUES ('invite_create.account_id', usher_error());
INSERT INTO account_memberships (user_id, account_id) VALUES (actor(), '00000000-0000-4000-8000-0000000000aa');
INSERT INTO told VALUES ('memberships.account_id', usher_error());
INSERT INTO account_memberships (user_id, account_id) VALUES (actor(), '00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('memberships.account_id', usher_error());
INSERT INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000001');
INSERT INTO told VALUES ('memberships.user_id', usher_error());
INSERT INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('memberships.user_id', usher_error());
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.direct_creation', 'true');
INSERT INTO told VALUES ('settings.scope_id', usher_error());
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-000000000099', 'users.direct_creation', 'true');
INSERT INTO told VALUES ('settings.scope_id', usher_error());
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.direct_creation', 'true');
INSERT INTO told VALUES ('settings.scope_id, REPLACE', usher_error());
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-000000000099', 'users.direct_creation', 'true');
INSERT INTO told VALUES ('settings.scope_id, REPLACE', usher_error());
INSERT INTO roles (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'helper');
INSERT INTO told VALUES ('roles.account_id', usher_error());
INSERT INTO roles (account_id, name) VALUES ('00000000-0000-4000-8000-000000000099', 'helper');
INSERT INTO told VALUES ('roles.account_id', usher_error());
INSERT INTO told VALUES ('can', (SELECT group_concat(can(name, '00000000-0000-4000-8000-000000000001')) FROM usher_permission)), ('can', (SELECT group_concat(can(name, '00000000-0000-4000-8000-000000000099')) FROM usher_permission));
INSERT INTO told VALUES ('can_explain', (SELECT json_group_array(json_array(step, rule, granted, account_id, role, detail)) FROM can_explain('users.read', '00000000-0000-4000-8000-000000000001'))),
    ('can_explain', (SELECT json_group_array(json_array(step, rule, granted, account_id, role, detail)) FROM can_explain('users.read', '00000000-0000-4000-8000-000000000099')));
INSERT INTO told VALUES ('can_explain', (SELECT json_group_array(json_array(step, rule, granted, account_id, role, detail)) FROM can_explain('users.read', '00000000-0000-4000-8000-0000000000aa'))),
    ('can_explain', (SELECT json_group_array(json_array(step, rule, granted, account_id, role, detail)) FROM can_explain('users.read', '00000000-0000-4000-8000-000000000099')));
INSERT INTO told VALUES ('can_explain', (SELECT json_group_array(json_array(step, rule, granted, account_id, role, detail)) FROM can_explain('users.read', '00000000-0000-4000-8000-0000000000b1'))),
    ('can_explain', (SELECT json_group_array(json_array(step, rule, granted, account_id, role, detail)) FROM can_explain('users.read', '00000000-0000-4000-8000-000000000099')));
SELECT * FROM differs;
DELETE FROM told;
-- Statements that name it change nothing and fail as little as any that finds no row.
UPDATE users SET name = 'x' WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET name = '' WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET role = 'nonsense', id = 1 WHERE rowid = 1;
DELETE FROM users WHERE email = 'olga@example.org';
UPDATE account_memberships SET role = 'user' WHERE user_id = '00000000-0000-4000-8000-000000000001';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000001';
UPDATE invites SET status = 'revoked' WHERE id = '00000000-0000-4000-8000-0000000000b1';
UPDATE invites SET status = 'declined' WHERE token = 'new0000000000000000000000000000000000000000';
DELETE FROM invites WHERE email = 'new@example.org';
DELETE FROM audit_log WHERE id = 1;
UPDATE audit_log SET action = 'x' WHERE object_id = '00000000-0000-4000-8000-000000000001';
DELETE FROM permissions WHERE user_id = '00000000-0000-4000-8000-000000000001';
UPDATE accounts SET name = 'x' WHERE id = '00000000-0000-4000-8000-0000000000aa';
DELETE FROM accounts WHERE id = '00000000-0000-4000-8000-0000000000aa';
UPDATE settings SET value = 1 WHERE scope_id = '00000000-0000-4000-8000-0000000000aa';
DELETE FROM settings WHERE scope_id = '00000000-0000-4000-8000-0000000000aa';
UPDATE roles SET permissions = '[]' WHERE name = 'helper';
DELETE FROM roles WHERE name = 'helper';
SELECT count(*) FROM (SELECT * FROM state EXCEPT SELECT * FROM before);

.print -- uma: a user, who sees nobody else of the account, and no invite but her own
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT user_restore('00000000-0000-4000-8000-000000000001');
INSERT INTO told VALUES ('user_restore', usher_error());
SELECT user_restore('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('user_restore', usher_error());
SELECT user_erase('00000000-0000-4000-8000-000000000001');
INSERT INTO told VALUES ('user_erase', usher_error());
SELECT user_erase('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('user_erase', usher_error());
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
INSERT INTO told VALUES ('invite_revoke', usher_error());
SELECT invite_revoke('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('invite_revoke', usher_error());
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1');
INSERT INTO told VALUES ('invite_resend', usher_error());
SELECT invite_resend('00000000-0000-4000-8000-000000000099');
INSERT INTO told VALUES ('invite_resend', usher_error());
INSERT INTO told VALUES ('can', (SELECT group_concat(can(name, '00000000-0000-4000-8000-000000000001')) FROM usher_permission)),
    ('can', (SELECT group_concat(can(name, '00000000-0000-4000-8000-000000000099')) FROM usher_permission));
SELECT * FROM differs;
DELETE FROM told;
UPDATE users SET name = '' WHERE id = '00000000-0000-4000-8000-000000000001';
DELETE FROM users WHERE rowid = 1;
UPDATE account_memberships SET role = 'nonsense' WHERE user_id = '00000000-0000-4000-8000-000000000001';
DELETE FROM invites WHERE id = '00000000-0000-4000-8000-0000000000b1';
DELETE FROM audit_log;
SELECT count(*) FROM (SELECT * FROM state EXCEPT SELECT * FROM before);

.print -- a role of another account is no role; a setting of it decides nothing
SELECT act_as(id) FROM p WHERE name = 'bert';
UPDATE users SET role = 'helper' WHERE name = 'gus' AND account_id LIKE '%0000ab';
UPDATE users SET role = 'nobody' WHERE name = 'gus' AND account_id LIKE '%0000ab';
SELECT invite_create('x@example.org', 'helper');
SELECT invite_create('olga@example.org', 'user', '{"token":"olga200000000000000000000000000000000000000"}');
SELECT status FROM invites WHERE email = 'olga@example.org';

.print -- where it cannot be kept: an id, a number and an account's name are there once, and who inserts one learns that it is taken
INSERT INTO users (id, email) VALUES ('00000000-0000-4000-8000-000000000001', 'y@example.org');
INSERT INTO users (rowid, email) VALUES (1, 'y@example.org');
INSERT INTO invites (id, email) VALUES ('00000000-0000-4000-8000-0000000000b1', 'y@example.org');
UPDATE accounts SET name = 'default' WHERE name = 'second';
SELECT count(*) FROM users WHERE email = 'y@example.org';
