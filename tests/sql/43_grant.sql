-- Nobody grants what they do not have: on inviting, on changing a role, on creating.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
-- Two roles of the account: an inviter with little else, and one who may do what an owner may, but for one thing.
INSERT INTO roles (name, permissions) VALUES ('inviter',
    '["invites.create","invites.read","invites.revoke","settings.read","users.create","users.read","users.role","memberships.create"]');
INSERT INTO roles (name, permissions)
SELECT 'nearly', json_group_array(value) FROM roles, json_each(permissions) WHERE name = 'owner' AND value <> 'files.upload';
SELECT name, system FROM roles ORDER BY name;
UPDATE users SET role = 'inviter' WHERE name = 'mia';
UPDATE users SET role = 'nearly' WHERE name = 'abel';
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO invites (id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'pending@example.org', 'owner', 'pending000000000000000000000000000000000000');

SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT length(invite_create('u@example.org', 'user')), length(invite_create('i@example.org', 'inviter'));
SELECT invite_create('c@example.org', 'creator');
SELECT usher_error();
INSERT INTO invites (email, role) VALUES ('o@example.org', 'owner');
UPDATE invites SET role = 'admin' WHERE email = 'u@example.org';
INSERT INTO users (email, role) VALUES ('o@example.org', 'manager');
UPDATE users SET role = 'manager' WHERE name = 'uma';
UPDATE users SET role = 'user' WHERE name = 'adam';
UPDATE account_memberships SET role = 'user' WHERE user_id = '00000000-0000-4000-8000-000000000001';
-- Nor over an invite into a role beyond their own: not its token, not its role, not its place.
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1');
INSERT INTO invites (email, role) VALUES ('pending@example.org', 'user');
UPDATE invites SET role = 'user' WHERE email = 'pending@example.org';
UPDATE invites SET expires_at = '2100-01-01T00:00:00Z' WHERE email = 'pending@example.org';
SELECT email, role FROM invites WHERE token = 'pending000000000000000000000000000000000000';
-- What they have they may give.
INSERT INTO users (email, role) VALUES ('n@example.org', 'inviter');
UPDATE users SET role = 'inviter' WHERE name = 'uma';
UPDATE users SET role = 'user' WHERE name = 'uma';

SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT length(invite_create('m@example.org', 'nearly'));
SELECT invite_create('o@example.org', 'owner');
SELECT invite_create('a@example.org', 'admin');
UPDATE users SET role = 'owner' WHERE name = 'uma';
UPDATE users SET role = 'manager' WHERE name = 'olga';
UPDATE users SET role = 'inviter' WHERE name = 'uma';

-- Who may remove members removes none who has more.
SELECT act_as(NULL);
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000ab', 'guest@example.org', 'guest00000000000000000000000000000000000000');
SELECT invite_accept('guest00000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000007"}');
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000007', '00000000-0000-4000-8000-0000000000aa', 'owner');
SELECT act_as('00000000-0000-4000-8000-000000000004');
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000007' AND role = 'owner';
SELECT act_as(NULL);
UPDATE account_memberships SET role = 'nearly' WHERE user_id = '00000000-0000-4000-8000-000000000007' AND role = 'owner';
SELECT act_as('00000000-0000-4000-8000-000000000004');
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000007' AND role = 'nearly';
SELECT changes();

-- The built-in ones: an admin grants what an admin has, an owner all.
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET role = 'owner' WHERE name = 'uma';
SELECT usher_error();
UPDATE users SET role = 'admin' WHERE name = 'uma';
INSERT INTO users (email, role) VALUES ('o@example.org', 'owner');
INSERT INTO users (email, role) VALUES ('b@example.org', 'admin');
SELECT act_as('00000000-0000-4000-8000-000000000001');
UPDATE users SET role = 'owner' WHERE name = 'uma';
SELECT length(invite_create('o@example.org', 'owner'));
SELECT act_as(NULL);
SELECT email, role, status FROM users ORDER BY rowid;
SELECT email, role, status FROM invites WHERE status = 'pending' ORDER BY rowid;
