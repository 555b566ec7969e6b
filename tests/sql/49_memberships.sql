-- The table account_memberships: who belongs to which account, as what.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ab', 'bert@example.org', 'owner', 'bert000000000000000000000000000000000000000');
SELECT invite_accept('bert000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000007","name":"bert"}');
CREATE TEMP VIEW members AS SELECT u.name, a.name, m.role FROM account_memberships AS m
    JOIN users AS u ON u.id = m.user_id JOIN accounts AS a ON a.id = m.account_id WHERE a.name = 'second' ORDER BY m.rowid;

-- Without an invite only where the account allows it; then only by whoever may, in no role beyond theirs.
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000ab');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'users.direct_creation', 'true');
INSERT INTO account_memberships (id, user_id, account_id) VALUES ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000ab') RETURNING id;
INSERT INTO account_memberships (rowid, user_id, account_id, role) VALUES (90, '00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000ab', 'admin');
SELECT last_insert_rowid();
SELECT * FROM members;
SELECT action, object_type, object_id, account_id, before, after FROM audit_log WHERE action LIKE 'membership.%';

-- What is taken, missing or wrong.
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000ab');
SELECT usher_error();
INSERT INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000003');
SELECT usher_error();
INSERT INTO account_memberships (account_id) VALUES ('00000000-0000-4000-8000-0000000000ab');
SELECT usher_error();
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000099', '00000000-0000-4000-8000-0000000000ab');
SELECT usher_error();
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000ac');
SELECT usher_error();
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000ab', 'boss');
SELECT usher_error() ->> 'field';
INSERT INTO account_memberships (user_id, account_id) VALUES ('uma', '00000000-0000-4000-8000-0000000000ab');
INSERT INTO account_memberships (user_id, account_id) VALUES (6, '00000000-0000-4000-8000-0000000000ab');
INSERT INTO account_memberships (user_id, account_id, created_at) VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000ab', '2022-01-01T00:00:00Z');
INSERT INTO account_memberships (id, user_id, account_id) VALUES ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000ab');
SELECT usher_error() ->> 'field';
DELETE FROM users WHERE name = 'abel';
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-0000000000ab');
UPDATE account_memberships SET user_id = '00000000-0000-4000-8000-000000000003' WHERE rowid = 90;
UPDATE account_memberships SET account_id = '00000000-0000-4000-8000-0000000000aa' WHERE rowid = 90;
UPDATE account_memberships SET id = '00000000-0000-4000-8000-0000000000f2' WHERE rowid = 90;
UPDATE account_memberships SET role = NULL WHERE rowid = 90;
UPDATE account_memberships SET role = 'boss' WHERE rowid = 90;
UPDATE account_memberships SET created_by = NULL WHERE rowid = 90;
UPDATE account_memberships SET created_by = '00000000-0000-4000-8000-000000000001' WHERE rowid = 90;
SELECT * FROM members;

-- Changing the role here is changing it for this account; in the user's own it is the role in users.
UPDATE account_memberships SET role = 'manager' WHERE rowid = 90;
SELECT u.role, m.role FROM users AS u JOIN account_memberships AS m ON m.user_id = u.id WHERE u.name = 'mia' ORDER BY m.rowid;
UPDATE account_memberships SET role = 'creator' WHERE user_id = '00000000-0000-4000-8000-000000000005' AND account_id = '00000000-0000-4000-8000-0000000000aa';
SELECT u.role, m.role FROM users AS u JOIN account_memberships AS m ON m.user_id = u.id WHERE u.name = 'mia' ORDER BY m.rowid;
UPDATE users SET role = 'manager' WHERE name = 'mia';
SELECT u.role, m.role FROM users AS u JOIN account_memberships AS m ON m.user_id = u.id WHERE u.name = 'mia' ORDER BY m.rowid;

-- An owner there adds, changes and removes; an admin there does not add or remove.
-- Only a user whom they see, so one who is a member somewhere where they may see users.
SELECT act_as('00000000-0000-4000-8000-000000000007');
INSERT INTO account_memberships (user_id, role) VALUES ('00000000-0000-4000-8000-000000000003', 'admin');
SELECT usher_error();
SELECT act_as(NULL);
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.direct_creation', 'true');
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000007', '00000000-0000-4000-8000-0000000000aa', 'manager');
SELECT act_as('00000000-0000-4000-8000-000000000007');
INSERT INTO account_memberships (user_id, role) VALUES ('00000000-0000-4000-8000-000000000003', 'admin');
DELETE FROM account_memberships WHERE rowid = 90;
DELETE FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000aa' AND user_id = actor();
SELECT act_as('00000000-0000-4000-8000-000000000003');
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000ab');
SELECT usher_error();
DELETE FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000ab' AND user_id = '00000000-0000-4000-8000-000000000006';
UPDATE account_memberships SET role = 'user' WHERE account_id = '00000000-0000-4000-8000-0000000000ab' AND user_id = '00000000-0000-4000-8000-000000000007';
UPDATE account_memberships SET role = 'owner' WHERE account_id = '00000000-0000-4000-8000-0000000000ab' AND user_id = actor();
-- Everybody may leave, but not their own account.
DELETE FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000ab' AND user_id = actor();
DELETE FROM account_memberships WHERE user_id = actor();
SELECT usher_error();
SELECT act_as(NULL);
SELECT * FROM members;
SELECT actor, action, object_id, account_id, before, after FROM audit_log WHERE action LIKE 'membership.%' AND actor <> 'system';
