-- An admin cannot touch an owner; a manager touches nobody; below, nobody is there to be touched.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
CREATE TEMP TABLE before AS SELECT * FROM usher_user;
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET name = 'x' WHERE name = 'olga';
SELECT usher_error();
UPDATE users SET enabled = 0 WHERE name = 'otto';
UPDATE users SET role = 'admin' WHERE name = 'otto';
UPDATE users SET disk_space = 0 WHERE name = 'otto';
UPDATE account_memberships SET role = 'user' WHERE user_id = '00000000-0000-4000-8000-000000000002';
DELETE FROM users WHERE name = 'otto';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000002';
SELECT user_erase('00000000-0000-4000-8000-000000000002');
SELECT user_erase('00000000-0000-4000-8000-000000000006');
UPDATE users SET about = 'x';
SELECT * FROM usher_user EXCEPT SELECT * FROM before;
-- A deleted owner is not theirs to bring back, nor a disabled one.
SELECT act_as(NULL);
DELETE FROM users WHERE name = 'otto';
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT user_restore('00000000-0000-4000-8000-000000000002');
DELETE FROM users WHERE name = 'otto';
SELECT act_as(NULL);
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET enabled = 1 WHERE name = 'otto';

-- What an admin may: their like and those below.
UPDATE users SET name = 'Abel', disk_space = 7 WHERE name = 'abel';
UPDATE users SET enabled = 0 WHERE name IN ('Abel', 'mia');
UPDATE users SET role = 'creator' WHERE name = 'uma';
DELETE FROM users WHERE name = 'uma';
SELECT user_restore('00000000-0000-4000-8000-000000000006');
SELECT name, role, status, disk_space FROM users ORDER BY id;
SELECT name, updated_by FROM users WHERE updated_by = actor() ORDER BY id;
-- An admin does not invite.
SELECT invite_create('x@example.org', 'user');
SELECT usher_error();

SELECT act_as(NULL);
UPDATE users SET enabled = 1;
DROP TABLE temp.before;
CREATE TEMP TABLE before AS SELECT * FROM usher_user;
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE users SET name = 'x' WHERE name = 'uma';
SELECT usher_error();
UPDATE users SET enabled = 0 WHERE name = 'uma';
UPDATE users SET role = 'user' WHERE name = 'uma';
DELETE FROM users WHERE name = 'uma';
UPDATE users SET name = 'x';
DELETE FROM users;
SELECT invite_create('x@example.org', 'user');
SELECT act_as('00000000-0000-4000-8000-000000000006');
UPDATE users SET name = 'x' WHERE name = 'mia';
UPDATE users SET enabled = 0 WHERE name = 'olga';
DELETE FROM users WHERE name = 'olga';
DELETE FROM users WHERE id <> actor();
SELECT changes();
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT user_erase('00000000-0000-4000-8000-000000000005');
INSERT INTO users (email) VALUES ('x@example.org');
UPDATE accounts SET name = 'x';
DELETE FROM accounts;
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
SELECT * FROM usher_user EXCEPT SELECT * FROM before;
SELECT count(*) FROM usher_user;
-- Whatever the right, it is over those who hold no more: to disable, delete, erase, give roles, one by one.
SELECT act_as(NULL);
INSERT INTO roles (name, permissions) VALUES ('reaper', '["settings.read","users.delete","users.disable","users.erase","users.read","users.role"]');
UPDATE users SET role = 'reaper' WHERE name = 'mia';
UPDATE users SET role = 'user' WHERE name = 'uma';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT user_erase('00000000-0000-4000-8000-000000000003');
SELECT usher_error();
DELETE FROM users WHERE name = 'adam';
UPDATE users SET enabled = 0 WHERE name = 'adam';
UPDATE users SET role = 'user' WHERE name = 'adam';
UPDATE users SET enabled = 0 WHERE name = 'uma';
UPDATE users SET role = 'reaper' WHERE name = 'uma';
DELETE FROM users WHERE name = 'uma';
SELECT user_restore('00000000-0000-4000-8000-000000000006');
SELECT user_erase('00000000-0000-4000-8000-000000000006');
SELECT id, name, status, role FROM users ORDER BY id;

-- An invite does not lower somebody who was created with more than the inviter has.
SELECT act_as(NULL);
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (id, email, role) VALUES ('00000000-0000-4000-8000-0000000000e1', 'made@example.org', 'admin');
INSERT INTO roles (id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000d9', 'host', '["invites.create","settings.read","users.read"]');
SELECT invite_accept(invite_create('host@example.org', 'host'), '{"id":"00000000-0000-4000-8000-0000000000e2"}');
SELECT act_as('00000000-0000-4000-8000-0000000000e2');
SELECT invite_create('made@example.org', 'user');
SELECT usher_error();
INSERT INTO invites (email) VALUES ('made@example.org');
-- Nor one that was made before they got that role.
SELECT act_as(NULL);
INSERT INTO users (id, email) VALUES ('00000000-0000-4000-8000-0000000000e3', 'late@example.org');
SELECT act_as('00000000-0000-4000-8000-0000000000e2');
SELECT invite_create('late@example.org', 'user', '{"token":"late000000000000000000000000000000000000000"}');
SELECT act_as(NULL);
UPDATE users SET role = 'admin' WHERE email = 'late@example.org';
SELECT invite_accept('late000000000000000000000000000000000000000');
SELECT role, status FROM users WHERE email IN ('made@example.org', 'late@example.org');
