-- An account always keeps one active owner, whatever would take the last one away.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
CREATE TEMP VIEW owners AS SELECT group_concat(name || ' ' || status, ', ') FROM (SELECT name, status FROM users WHERE role = 'owner' ORDER BY id);
SELECT * FROM owners;

-- One of two may go. Then the other must stay: not deleted, disabled, demoted, erased.
DELETE FROM users WHERE name = 'otto';
SELECT * FROM owners;
DELETE FROM users WHERE name = 'olga';
SELECT usher_error();
UPDATE users SET enabled = 0 WHERE name = 'olga';
UPDATE users SET role = 'admin' WHERE name = 'olga';
UPDATE account_memberships SET role = 'admin' WHERE user_id = '00000000-0000-4000-8000-000000000001';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000001';
SELECT user_erase('00000000-0000-4000-8000-000000000001');
INSERT INTO usher VALUES ('user_erase', '["00000000-0000-4000-8000-000000000001"]');
UPDATE users SET role = 'admin', name = 'x', enabled = 0 WHERE name = 'olga';
-- In one statement with others: all or nothing.
DELETE FROM users;
DELETE FROM users WHERE alive;
UPDATE users SET enabled = 0 WHERE alive;
UPDATE users SET role = 'user' WHERE alive;
UPDATE account_memberships SET role = 'user' WHERE role <> 'user' AND user_id <> '00000000-0000-4000-8000-000000000002';
UPDATE OR IGNORE users SET role = 'user' WHERE name = 'olga';
DELETE FROM usher WHERE call = 'user_erase';
SELECT name, role, status FROM users ORDER BY id;
-- In a transaction the same, and it goes on.
BEGIN;
DELETE FROM users WHERE name = 'olga';
UPDATE users SET enabled = 0 WHERE name = 'olga';
COMMIT;
SELECT * FROM owners;

-- A disabled or deleted owner does not count; nor one who was never activated.
SELECT user_restore('00000000-0000-4000-8000-000000000002');
DELETE FROM users WHERE name = 'olga';
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (name, role) VALUES ('omar', 'owner');
DELETE FROM users WHERE name = 'olga';
SELECT * FROM owners;
-- They may go, though.
DELETE FROM users WHERE name = 'omar';
UPDATE users SET role = 'admin' WHERE name = 'otto';
SELECT * FROM owners;

-- Another owner first: then it works.
UPDATE users SET role = 'owner' WHERE name = 'mia';
UPDATE users SET enabled = 0 WHERE name = 'olga';
SELECT * FROM owners;
UPDATE users SET enabled = 0 WHERE name = 'mia';
UPDATE users SET enabled = 1 WHERE name = 'olga';
UPDATE users SET enabled = 0 WHERE name = 'mia';
SELECT * FROM owners;

-- Each account for itself: an owner of two must stay in both.
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ab', 'uma@example.org', 'owner', 'xuma000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT invite_accept('xuma000000000000000000000000000000000000000');
SELECT act_as(NULL);
DELETE FROM users WHERE name = 'uma';
SELECT usher_error() ->> 'code';
UPDATE users SET enabled = 0 WHERE name = 'uma';
SELECT user_erase('00000000-0000-4000-8000-000000000006');
DELETE FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000ab';
UPDATE account_memberships SET role = 'user' WHERE account_id = '00000000-0000-4000-8000-0000000000ab';
SELECT act_as('00000000-0000-4000-8000-000000000006');
DELETE FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000ab' AND user_id = actor();
DELETE FROM users WHERE id = actor();
SELECT act_as(NULL);
SELECT m.role, u.status FROM account_memberships AS m JOIN users AS u ON u.id = m.user_id WHERE u.name = 'uma' ORDER BY m.role;
-- An account that nobody owns yet can be left by all.
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ac', 'third');
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ac', 'adam@example.org', 'user', 'xadam00000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT invite_accept('xadam00000000000000000000000000000000000000');
SELECT act_as(NULL);
DELETE FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000ac';
SELECT changes();
