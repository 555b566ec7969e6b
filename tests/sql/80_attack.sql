-- What a plain user, a manager or an admin who may send any SQL cannot do through the tables and functions: come
-- by rights, touch others, invite, decide for others, leave false traces. Nothing changes but what is theirs.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (id, account_id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'next@example.org', 'owner', 'next000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-0000000000aa', 'low@example.org', 'user', 'low0000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', '00000000-0000-4000-8000-0000000000ab', 'boss@example.org', 'owner', 'boss000000000000000000000000000000000000000');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts;
DELETE FROM users WHERE name = 'abel';
CREATE TEMP VIEW now AS SELECT json_array('user', id, email, name, activated_at, disabled_at, discarded_at, verified_email, disk_space, updated_at) AS row FROM usher_user
    UNION ALL SELECT json_array('membership', id, user_id, account_id, role_id, updated_at) FROM usher_membership
    UNION ALL SELECT json_array('invite', id, email, account_id, role_id, hex(token_hash), expires_at, revoked_at, accepted_at, updated_at) FROM usher_invite
    UNION ALL SELECT json_array('setting', scope_id, key, value, locked, updated_at) FROM usher_setting
    UNION ALL SELECT json_array('account', id, name, updated_at) FROM usher_account
    UNION ALL SELECT json_array('role', r.id, r.name, p.permission) FROM usher_role AS r JOIN usher_role_permission AS p ON p.role_id = r.id
    UNION ALL SELECT json_array('audit', number, real_actor, actor, action, object_id, before, after, created_at) FROM usher_audit;
CREATE TEMP TABLE before AS SELECT * FROM now;

.print -- uma, a plain user
SELECT act_as('00000000-0000-4000-8000-000000000006');
-- come by a role
UPDATE users SET role = 'owner' WHERE id = actor();
UPDATE users SET role = 'owner', name = 'uma' WHERE id = actor();
UPDATE users SET (role, about) = ('owner', 'x') WHERE id = actor();
UPDATE users SET role = v.column1 FROM (VALUES ('owner')) AS v WHERE id = actor();
UPDATE users SET permissions = '["users.role"]' WHERE id = actor();
UPDATE account_memberships SET role = 'owner' WHERE user_id = actor();
INSERT INTO account_memberships (user_id, role) VALUES (actor(), 'owner');
INSERT OR REPLACE INTO account_memberships (user_id, role) VALUES (actor(), 'owner');
INSERT INTO account_memberships (user_id, account_id, role) VALUES (actor(), '00000000-0000-4000-8000-0000000000ab', 'owner');
INSERT INTO users (email, role) VALUES ('me2@example.org', 'owner');
INSERT INTO users (email, account_id) VALUES ('me2@example.org', '00000000-0000-4000-8000-0000000000ab');
INSERT INTO roles (name, permissions) VALUES ('uma', '["users.role"]');
UPDATE roles SET permissions = '["users.role"]' WHERE name = 'user';
UPDATE roles SET name = 'owner' WHERE name = 'user';
-- by an invite
SELECT invite_create('me2@example.org', 'owner');
SELECT invite_create('me2@example.org', 'user');
SELECT invite_create('uma@example.org', 'owner');
INSERT INTO invites (email, role) VALUES ('me2@example.org', 'owner');
INSERT INTO usher VALUES ('invite_create', '["me2@example.org","owner"]');
INSERT INTO invites (email, role, token) VALUES ('next@example.org', 'owner', 'mine000000000000000000000000000000000000000');
UPDATE invites SET role = 'owner' WHERE email = 'low@example.org';
UPDATE invites SET email = 'uma@example.org' WHERE email = 'next@example.org';
UPDATE invites SET token = 'mine000000000000000000000000000000000000000';
UPDATE invites SET user_id = actor() WHERE email = 'next@example.org';
UPDATE invites SET invited_by = actor();
UPDATE invites SET status = 'accepted';
UPDATE invites SET status = 'declined';
UPDATE invites SET status = 'revoked';
UPDATE invites SET account_id = '00000000-0000-4000-8000-0000000000ab';
DELETE FROM invites;
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1');
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
SELECT invite_accept('next000000000000000000000000000000000000000');
SELECT invite_accept('boss000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000006"}');
SELECT invite_decline('low0000000000000000000000000000000000000000');
-- touch others
UPDATE users SET name = 'x' WHERE name = 'olga';
UPDATE users SET about = 'x' WHERE id <> actor();
UPDATE users SET enabled = 0 WHERE name = 'olga';
UPDATE users SET id = '00000000-0000-4000-8000-000000000001' WHERE id = actor();
UPDATE users SET rowid = 1 WHERE id = actor();
UPDATE users SET account_id = '00000000-0000-4000-8000-0000000000ab' WHERE id = actor();
DELETE FROM users WHERE name = 'olga';
DELETE FROM users WHERE id <> actor();
DELETE FROM users WHERE rowid < 6;
DELETE FROM account_memberships WHERE user_id <> actor();
SELECT user_erase('00000000-0000-4000-8000-000000000001');
SELECT user_restore('00000000-0000-4000-8000-000000000004');
-- change what is not theirs to say
UPDATE users SET email = 'olga@example.net' WHERE id = actor();
UPDATE users SET verified_email = 0, disk_space_used = 0 WHERE id = actor();
UPDATE users SET disk_space = 1e12 WHERE id = actor();
UPDATE users SET mfa_required = 0, authentication = 'sso' WHERE id = actor();
UPDATE users SET discarded_at = '2022-01-01T00:00:00Z' WHERE id = actor();
UPDATE users SET created_by = NULL, created_at = '2020-01-01T00:00:00Z' WHERE id = actor();
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.email_change', 'true');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'users.email_change', 'true');
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'false');
UPDATE settings SET value = 'false';
DELETE FROM settings;
UPDATE accounts SET name = 'x';
INSERT INTO accounts (name) VALUES ('mine');
DELETE FROM accounts;
SELECT usher_init();
-- leave no trace, or a false one
DELETE FROM audit_log;
UPDATE audit_log SET actor = 'system';
INSERT INTO audit_log (action, actor) VALUES ('user.role', 'system');
INSERT INTO usher_atomic (version) VALUES (1);
-- in another dress
CREATE VIRTUAL TABLE temp.mine USING users;
UPDATE mine SET role = 'owner' WHERE id = actor();
DELETE FROM mine WHERE name = 'olga';
CREATE VIRTUAL TABLE temp.m2 USING account_memberships;
UPDATE m2 SET role = 'owner';
SELECT * FROM now EXCEPT SELECT * FROM before;
SELECT * FROM before EXCEPT SELECT * FROM now;

.print -- mia, a manager: sees the account, and touches nothing of it
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE users SET role = 'owner' WHERE id = actor();
UPDATE users SET role = 'admin' WHERE name = 'uma';
UPDATE users SET role = 'user' WHERE name = 'adam';
UPDATE account_memberships SET role = 'user' WHERE user_id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET name = 'x' WHERE name = 'uma';
UPDATE users SET about = 'x';
UPDATE users SET about = phone_number WHERE name = 'uma';
UPDATE users SET about = email WHERE name = 'uma';
UPDATE users SET enabled = 0 WHERE name = 'uma';
UPDATE users SET email = 'x@example.org' WHERE name = 'uma';
UPDATE users SET disk_space = 1 WHERE id = actor();
DELETE FROM users WHERE name = 'uma';
DELETE FROM users;
DELETE FROM account_memberships WHERE user_id <> actor();
SELECT user_erase('00000000-0000-4000-8000-000000000006');
SELECT user_restore('00000000-0000-4000-8000-000000000004');
INSERT INTO users (email) VALUES ('me2@example.org');
INSERT INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000006');
INSERT INTO roles (name, permissions) VALUES ('mia', '["users.role"]');
DELETE FROM roles;
SELECT invite_create('me2@example.org', 'user');
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b2');
DELETE FROM invites WHERE email <> 'mia@example.org';
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'false');
UPDATE settings SET locked = 1;
DELETE FROM settings;
UPDATE accounts SET name = 'x';
DELETE FROM audit_log;
SELECT count(*) FROM audit_log;
SELECT * FROM now EXCEPT SELECT * FROM before;
SELECT * FROM before EXCEPT SELECT * FROM now;

.print -- adam, an admin: not more than an admin has
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET role = 'owner' WHERE id = actor();
UPDATE users SET role = 'owner' WHERE name = 'uma';
UPDATE account_memberships SET role = 'owner' WHERE user_id = '00000000-0000-4000-8000-000000000006';
INSERT INTO users (email, role) VALUES ('mine@example.org', 'owner');
INSERT INTO users (email, created_at) VALUES ('mine@example.org', '2020-01-01T00:00:00Z');
INSERT INTO users (email, account_id) VALUES ('mine@example.org', '00000000-0000-4000-8000-0000000000ab');
INSERT INTO account_memberships (user_id, account_id) VALUES (actor(), '00000000-0000-4000-8000-0000000000ab');
SELECT invite_create('mine@example.org', 'user');
INSERT INTO invites (email, role) VALUES ('next@example.org', 'admin');
UPDATE invites SET role = 'admin' WHERE email = 'next@example.org';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1');
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
DELETE FROM invites;
UPDATE users SET enabled = 0 WHERE name IN ('mia', 'olga');
DELETE FROM users WHERE name = 'olga';
UPDATE users SET email = 'adam2@example.org' WHERE name = 'olga';
SELECT user_erase('00000000-0000-4000-8000-000000000006');
UPDATE settings SET value = 'false' WHERE scope_id = '00000000-0000-4000-8000-0000000000ab';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'invites.life', 60);
UPDATE accounts SET name = 'x' WHERE name = 'second';
DELETE FROM audit_log;
SELECT * FROM now EXCEPT SELECT * FROM before;
SELECT * FROM before EXCEPT SELECT * FROM now;
