-- act_as(): only an active user; NULL is the system again. Rights are looked up as they are now.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
SELECT actor();
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT actor();
-- A statement sees one actor: what act_as() changes takes effect when it is over.
SELECT act_as('00000000-0000-4000-8000-000000000005'), actor();
SELECT act_as(NULL), actor();
SELECT actor();

-- Not whoever is disabled, deleted, merely created or unknown; who acts stays.
UPDATE users SET enabled = 0 WHERE name = 'mia';
DELETE FROM users WHERE name = 'uma';
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (id, name) VALUES ('00000000-0000-4000-8000-000000000007', 'carl');
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT usher_error();
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT act_as('00000000-0000-4000-8000-000000000007');
SELECT act_as('00000000-0000-4000-8000-000000000009');
SELECT act_as('x');
SELECT usher_error();
SELECT act_as('');
SELECT act_as('system');
SELECT act_as(3);
SELECT act_as();
SELECT actor();
-- Upper case is the same id.
SELECT act_as(upper('00000000-0000-4000-8000-000000000001'));
SELECT name FROM users WHERE id = actor();

-- As a write statement.
INSERT INTO usher VALUES ('act_as', '["00000000-0000-4000-8000-000000000003"]');
SELECT actor();
INSERT INTO usher VALUES ('act_as', '[null]');
SELECT actor();

-- Rights end at once with the role, with being enabled, with the account.
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET name = 'Mia' WHERE name = 'mia';
UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000003' WHERE user_id = actor();
UPDATE users SET name = 'MIA' WHERE name = 'Mia';
SELECT name FROM users WHERE name IN ('Mia', 'otto');
UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000005' WHERE user_id = actor();
UPDATE users SET name = 'MIA' WHERE name = 'Mia';
SELECT changes(), count(*) FROM users;
UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000002' WHERE user_id = actor();
UPDATE users SET name = 'MIA' WHERE name = 'Mia';
SELECT changes(), count(*) FROM users;
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT name, status FROM users;
UPDATE users SET name = 'mia' WHERE name = 'MIA';
UPDATE users SET name = 'x' WHERE id = actor();
SELECT changes();
DELETE FROM users WHERE id = actor();
INSERT INTO users (name) VALUES ('x');
INSERT INTO users (name, account_id) VALUES ('x', '00000000-0000-4000-8000-0000000000aa');
INSERT INTO roles (name) VALUES ('x');
INSERT INTO audit_log (action) VALUES ('x');
INSERT INTO invites (email) VALUES ('x@example.org');
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 60);
SELECT invite_create('x@example.org', 'user');
SELECT user_erase(actor());
SELECT usher_error() ->> 'code', usher_error() ->> 'message', actor();
-- The system is still behind them.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT name, status FROM users WHERE name IN ('adam', 'MIA');
SELECT act_as(NULL);
-- Also when another connection says so.
UPDATE usher_user SET disabled_at = NULL;
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT count(*) FROM users;
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_user SET disabled_at = created_at WHERE name = 'olga'"
SELECT count(*) FROM users;
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_user SET disabled_at = NULL WHERE name = 'olga'"
SELECT count(*) FROM users;
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000005' WHERE user_id LIKE '%00001'"
SELECT count(*), name, role FROM users;
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000001' WHERE user_id LIKE '%00001'"
SELECT count(*) FROM users;
-- And when what this one said is taken back.
BEGIN;
UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000005' WHERE user_id = actor();
SELECT count(*) FROM users;
ROLLBACK;
SELECT count(*) FROM users;
BEGIN;
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT count(*) FROM users;
ROLLBACK;
SELECT count(*) FROM users;
SELECT act_as(NULL);
-- A role without permissions has none.
UPDATE usher_user SET disabled_at = NULL;
SELECT act_as('00000000-0000-4000-8000-000000000003');
DELETE FROM usher_role_permission WHERE role_id = '00000000-0000-7000-8000-000000000002' AND permission <> 'users.read';
UPDATE users SET name = 'mia' WHERE name = 'MIA';
DELETE FROM usher_role_permission WHERE role_id = '00000000-0000-7000-8000-000000000002';
SELECT name FROM users;
