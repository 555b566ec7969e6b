-- Ownership is handed over in one statement, in whichever order the rows come.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
CREATE TEMP VIEW owners AS SELECT group_concat(name, ', ') FROM (SELECT name FROM users WHERE role = 'owner' ORDER BY id);
UPDATE users SET role = 'user' WHERE name = 'otto';
SELECT * FROM owners;

-- In autocommit: from the first row to the last, and back.
UPDATE users SET role = CASE name WHEN 'olga' THEN 'user' ELSE 'owner' END WHERE name IN ('olga', 'uma');
SELECT * FROM owners;
UPDATE users SET role = CASE name WHEN 'olga' THEN 'owner' ELSE 'user' END WHERE name IN ('olga', 'uma');
SELECT * FROM owners;
UPDATE users SET role = iif(role = 'owner', 'user', 'owner') WHERE name IN ('uma', 'olga');
SELECT * FROM owners;
UPDATE users SET role = iif(id = '00000000-0000-4000-8000-000000000001', 'owner', 'user') WHERE alive;
SELECT * FROM owners;

-- In a transaction.
BEGIN;
UPDATE users SET role = iif(role = 'owner', 'user', 'owner') WHERE name IN ('uma', 'olga');
UPDATE users SET role = iif(role = 'owner', 'user', 'owner') WHERE name IN ('uma', 'olga');
UPDATE users SET role = iif(role = 'owner', 'user', 'owner') WHERE name IN ('uma', 'olga');
COMMIT;
SELECT * FROM owners;

-- Through the memberships, both ways.
UPDATE account_memberships SET role = iif(role = 'owner', 'user', 'owner') WHERE user_id IN ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000006');
SELECT * FROM owners;
UPDATE account_memberships SET role = iif(role = 'owner', 'user', 'owner') WHERE user_id IN ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000006');
SELECT * FROM owners;
UPDATE account_memberships SET role = iif(role = 'owner', 'user', 'owner') WHERE user_id IN ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000006');
SELECT * FROM owners;

-- By UPDATE ... FROM rows come in the order of the join: the new owner goes first.
UPDATE users SET role = n.role FROM (SELECT '00000000-0000-4000-8000-000000000002' AS id, 'owner' AS role
    UNION ALL SELECT '00000000-0000-4000-8000-000000000001', 'user') AS n WHERE n.id = users.id;
SELECT * FROM owners;

-- Taking the old owner out at the same time.
UPDATE users SET role = iif(name = 'mia', 'owner', role), enabled = iif(name = 'otto', 0, enabled) WHERE name IN ('otto', 'mia');
SELECT * FROM owners;
SELECT name, role, enabled FROM users WHERE name IN ('otto', 'mia') ORDER BY id;
-- A disabled owner who is enabled while the other is demoted.
UPDATE users SET enabled = 1, role = iif(name = 'otto', role, 'manager') WHERE name IN ('mia', 'otto');
SELECT name, role, enabled FROM users WHERE name IN ('otto', 'mia') ORDER BY id;

-- To nobody, to a deleted or a disabled one: refused whole.
UPDATE users SET role = iif(name = 'otto', 'user', 'admin') WHERE name IN ('otto', 'mia');
UPDATE users SET enabled = 0 WHERE name = 'abel';
UPDATE users SET role = iif(name = 'otto', 'user', 'owner') WHERE name IN ('otto', 'abel');
DELETE FROM users WHERE name = 'abel';
UPDATE users SET role = iif(name = 'otto', 'user', 'owner') WHERE name IN ('otto', 'abel');
UPDATE users SET role = iif(name = 'otto', 'user', 'boss') WHERE name IN ('otto', 'uma');
SELECT name, role, status FROM users ORDER BY id;
SELECT count(*) FROM audit_log WHERE action = 'user.role';
