-- Roles of an account: made, changed and deleted by whoever holds roles.update there, with no permission that they lack; nobody
-- changes the role that they hold; a role in use stays; rights change at once.
.read setup/people.sql
CREATE TEMP VIEW own AS SELECT substr(id, -2) AS id, substr(account_id, -2) AS account, name, description, system, permissions FROM roles WHERE NOT system ORDER BY id;

.print -- the system makes roles; the account must be named, as there are several
INSERT INTO roles (name) VALUES ('clerk');
SELECT usher_error();
INSERT INTO roles (id, account_id, name, description, permissions) VALUES ('00000000-0000-4000-8000-0000000000C1', '00000000-0000-4000-8000-0000000000AA', 'clerk', 'Files
and reads', '["users.read","files.upload","users.read"]') RETURNING id, permissions;
INSERT INTO roles (rowid, id, account_id, name) VALUES (77, '00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000aa', 'none');
INSERT INTO roles (id, account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000c3', '00000000-0000-4000-8000-0000000000ab', 'clerk', '[]');
SELECT last_insert_rowid() = rowid, length(created_at), created_at = updated_at FROM roles WHERE id = '00000000-0000-4000-8000-0000000000c3';
SELECT * FROM own;
SELECT rowid FROM roles WHERE name = 'none';

.print -- what is taken, missing or wrong
SELECT act_as(id) FROM p WHERE name = 'olga';
INSERT INTO roles (name) VALUES ('clerk');
SELECT usher_error();
INSERT OR REPLACE INTO roles (name) VALUES ('clerk');
INSERT OR IGNORE INTO roles (name) VALUES ('clerk');
INSERT INTO roles (name) VALUES ('Clerk');
DELETE FROM roles WHERE name = 'Clerk';
UPDATE roles SET name = 'clerk' WHERE name = 'none';
INSERT INTO roles (id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', 'other');
INSERT INTO roles (id, name) VALUES ('00000000-0000-7000-8000-000000000001', 'other');
INSERT INTO roles (rowid, name) VALUES (1, 'other');
INSERT INTO roles (name) VALUES ('owner');
SELECT usher_error();
INSERT INTO roles (name) VALUES ('OWNER'), ('x');
INSERT INTO roles (name) VALUES ('Admin');
INSERT INTO roles (name) VALUES ('mAnager');
INSERT INTO roles (name) VALUES ('creatoR');
INSERT INTO roles (name) VALUES ('User');
UPDATE roles SET name = 'Owner' WHERE name = 'clerk';
INSERT INTO roles (permissions) VALUES ('[]');
SELECT usher_error();
INSERT INTO roles (name) VALUES ('');
INSERT INTO roles (name) VALUES (printf('%.*c', 41, 'x'));
INSERT INTO roles (name) VALUES (5);
INSERT INTO roles (name, description) VALUES ('other', printf('%.*c', 1001, 'x'));
INSERT INTO roles (name, permissions) VALUES ('other', '["users.read","users.fly"]');
SELECT usher_error();
INSERT INTO roles (name, permissions) VALUES ('other', '["Users.read"]');
INSERT INTO roles (name, permissions) VALUES ('other', '["users.read "]');
INSERT INTO roles (name, permissions) VALUES ('other', '[""]');
INSERT INTO roles (name, permissions) VALUES ('other', '["*"]');
INSERT INTO roles (name, permissions) VALUES ('other', '[1]');
INSERT INTO roles (name, permissions) VALUES ('other', '[null]');
INSERT INTO roles (name, permissions) VALUES ('other', '[["users.read"]]');
INSERT INTO roles (name, permissions) VALUES ('other', '{"users.read":1}');
SELECT usher_error();
INSERT INTO roles (name, permissions) VALUES ('other', '"users.read"');
INSERT INTO roles (name, permissions) VALUES ('other', 'users.read');
INSERT INTO roles (name, permissions) VALUES ('other', '["users.read"');
INSERT INTO roles (name, permissions) VALUES ('other', 1);
INSERT INTO roles (name, permissions) VALUES ('other', '');
INSERT INTO roles (name, system) VALUES ('other', 1);
INSERT INTO roles (name, created_at) VALUES ('other', '2022-01-01T00:00:00Z');
UPDATE roles SET permissions = '["users.fly"]' WHERE name = 'clerk';
UPDATE roles SET permissions = NULL WHERE name = 'clerk';
UPDATE roles SET name = NULL WHERE name = 'clerk';
UPDATE roles SET description = NULL WHERE name = 'clerk';
UPDATE roles SET id = '00000000-0000-4000-8000-0000000000c9' WHERE name = 'clerk';
UPDATE roles SET account_id = '00000000-0000-4000-8000-0000000000ab' WHERE name = 'clerk';
UPDATE roles SET account_id = NULL WHERE name = 'clerk';
UPDATE roles SET updated_at = '2022-01-01T00:00:00Z' WHERE name = 'clerk';
UPDATE roles SET rowid = 5 WHERE name = 'clerk';
SELECT * FROM own;

.print -- an owner makes, changes and deletes; what changes nothing writes nothing
INSERT INTO roles (id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000c4', 'chief',
    '["accounts.update","invites.create","invites.read","roles.update","settings.read","users.read","users.role","users.update"]');
UPDATE roles SET name = 'nothing', description = 'x', permissions = '["settings.read"]' WHERE name = 'none';
UPDATE roles SET name = 'nothing', permissions = '["settings.read"]' WHERE name = 'nothing';
UPDATE roles SET permissions = '[ "settings.read" ]' WHERE name = 'nothing';
SELECT * FROM own;
DELETE FROM roles WHERE name = 'nothing';
SELECT changes();
SELECT count(*) FROM usher_role_permission WHERE role_id = '00000000-0000-4000-8000-0000000000c2';
-- Several rows: all or none.
INSERT INTO roles (name) VALUES ('a'), ('b'), ('clerk');
INSERT INTO roles (name, permissions) VALUES ('a', '[]'), ('b', '["x"]');
UPDATE roles SET description = 'all' WHERE name IN ('clerk', 'owner');
UPDATE roles SET permissions = iif(name = 'chief', '["x"]', '[]') WHERE name IN ('clerk', 'chief');
DELETE FROM roles WHERE name IN ('clerk', 'user');
SELECT name, description, permissions FROM own;

.print -- no more than one has: on making, on changing from, on changing to, on deleting
UPDATE users SET role = 'chief' WHERE name = 'adam';
UPDATE users SET role = 'chief' WHERE name = 'mia';
UPDATE users SET role = 'clerk' WHERE name = 'uma';
SELECT act_as(id) FROM p WHERE name = 'adam';
INSERT INTO roles (name, permissions) VALUES ('mine', '["users.read","users.delete"]');
SELECT usher_error();
INSERT INTO roles (name, permissions) VALUES ('mine', '["users.read","users.fly"]');
UPDATE roles SET permissions = '["users.read"]' WHERE name = 'clerk';
SELECT usher_error();
DELETE FROM roles WHERE name = 'clerk';
UPDATE roles SET description = 'x' WHERE name = 'clerk';
INSERT INTO roles (id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000c5', 'mine', '["settings.read","users.read","users.role"]');
UPDATE roles SET permissions = '["users.read","users.delete"]' WHERE name = 'mine';
UPDATE roles SET permissions = '["users.delete"]' WHERE name = 'mine';
UPDATE roles SET permissions = '["settings.read","users.read","users.update"]' WHERE name = 'mine';
-- Nobody their own role, even to have less, or by another name; nor by way of another row of it.
UPDATE roles SET permissions = '[]' WHERE name = 'chief';
SELECT usher_error();
UPDATE roles SET description = 'x' WHERE name = 'chief';
DELETE FROM roles WHERE name = 'chief';
UPDATE roles SET name = 'x' WHERE name IN ('chief', 'mine');
SELECT name, permissions FROM own;
-- Who lacks roles.update: an admin, a manager, a user; an owner of another account does not see it.
SELECT act_as(id) FROM p WHERE name = 'hana';
INSERT INTO roles (name, account_id) VALUES ('h', '00000000-0000-4000-8000-0000000000aa');
SELECT usher_error();
UPDATE roles SET permissions = '[]' WHERE name = 'mine';
DELETE FROM roles WHERE name = 'mine';
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO roles (name) VALUES ('h');
UPDATE roles SET permissions = '["users.role"]' WHERE name = 'clerk';
SELECT act_as(id) FROM p WHERE name = 'bert';
UPDATE roles SET permissions = '[]' WHERE name IN ('mine', 'chief');
DELETE FROM roles WHERE name IN ('mine', 'chief');
SELECT changes();
UPDATE roles SET description = 'bert''s' WHERE name = 'clerk';
UPDATE users SET role = 'mine' WHERE name = 'beth';
UPDATE users SET role = 'clerk' WHERE name = 'gus' AND account_id LIKE '%0000ab';
SELECT act_as(NULL);
SELECT * FROM own;
SELECT m.role, r.account_id LIKE '%0000ab' FROM account_memberships AS m JOIN usher_membership AS b ON b.id = m.id JOIN usher_role AS r ON r.id = b.role_id WHERE m.user_id LIKE '%000024' AND m.account_id LIKE '%0000ab';

.print -- in use: by a member, by an invite, pending or not
SELECT act_as(id) FROM p WHERE name = 'olga';
DELETE FROM roles WHERE name = 'clerk';
SELECT usher_error();
UPDATE users SET role = 'user' WHERE name = 'uma';
INSERT INTO invites (id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000b1', 'new@example.org', 'clerk', 'new0000000000000000000000000000000000000000');
DELETE FROM roles WHERE name = 'clerk';
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
DELETE FROM roles WHERE name = 'clerk';
DELETE FROM invites WHERE email = 'new@example.org';
DELETE FROM roles WHERE name = 'clerk';
SELECT count(*) FROM roles WHERE name = 'clerk';

.print -- rights change at once, in a transaction too, and come back with it
UPDATE users SET role = 'mine' WHERE name = 'uma';
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT count(*) > 5 FROM users;
UPDATE users SET about = 'x' WHERE name = 'gus';
UPDATE users SET about = 'x' WHERE name = 'dora';
SELECT about FROM users WHERE name = 'dora';
SELECT act_as(NULL);
BEGIN;
UPDATE roles SET permissions = '["settings.read"]' WHERE name = 'mine';
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT count(*) FROM users;
UPDATE users SET about = 'y' WHERE name = 'dora';
SELECT changes(), permissions FROM users;
ROLLBACK;
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT count(*) > 5 FROM users;
UPDATE users SET about = 'y' WHERE name = 'dora';
SELECT about FROM users WHERE name = 'dora';
-- While they act: the role is changed, given and taken underneath.
BEGIN;
SELECT count(*) > 5 FROM users;
DELETE FROM usher_role_permission WHERE role_id LIKE '%0000c5' AND permission = 'users.update';
UPDATE users SET about = 'z' WHERE name = 'dora';
DELETE FROM usher_role_permission WHERE role_id LIKE '%0000c5' AND permission = 'users.read';
SELECT count(*) FROM users;
INSERT INTO usher_role_permission VALUES ('00000000-0000-4000-8000-0000000000c5', 'users.read');
SELECT count(*) > 5, count(phone_number) FROM users;
INSERT INTO usher_role_permission VALUES ('00000000-0000-4000-8000-0000000000c5', 'users.read_private');
SELECT count(*) = count(phone_number) + 3 FROM users;
ROLLBACK;
SELECT count(*) > 5, count(phone_number) FROM users;
-- A role that is renamed is held on.
SELECT act_as(NULL);
UPDATE roles SET name = 'theirs' WHERE name = 'mine';
SELECT role, permissions FROM users WHERE name = 'uma';
UPDATE roles SET permissions = '[]' WHERE name = 'theirs';
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT role, permissions FROM users;
SELECT count(*) FROM settings;
-- An invite into it is into what it permits when it is accepted.
SELECT act_as(id) FROM p WHERE name = 'adam';
INSERT INTO invites (email, role, token) VALUES ('late@example.org', 'theirs', 'late000000000000000000000000000000000000000');
SELECT act_as(NULL);
UPDATE roles SET permissions = '["users.delete"]' WHERE name = 'theirs';
SELECT invite_accept('late000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000031"}');
UPDATE roles SET permissions = '["users.read"]' WHERE name = 'theirs';
SELECT invite_accept('late000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000031"}');
SELECT role, permissions FROM users WHERE email = 'late@example.org';
-- Rows of a statement and calls in a transaction that fail leave the role as it was.
BEGIN;
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'half', '["users.read","x"]');
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'half', '["users.read"]');
UPDATE roles SET permissions = '["users.role","x"]' WHERE name = 'half';
SELECT permissions FROM roles WHERE name = 'half';
COMMIT;
SELECT count(*) FROM roles WHERE name = 'half';
-- An account that goes takes its roles along.
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000ac', 'last', '["users.read"]');
DELETE FROM accounts WHERE name = 'third';
SELECT count(*) FROM roles WHERE name = 'last';
PRAGMA foreign_key_check;
