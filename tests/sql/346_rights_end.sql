-- Who loses what they hold by a statement does not go on with it: row by row, and the statement comes to nothing.
.read setup/people.sql
CREATE TEMP VIEW state AS SELECT group_concat(name || ' ' || status || ' ' || role, ', ') FROM users WHERE name IN ('olga', 'otto', 'adam', 'uma', 'hana') ORDER BY id;
SELECT act_as(id) FROM p WHERE name = 'adam';
DELETE FROM users WHERE name IN ('adam', 'uma');
SELECT usher_error() ->> 'code';
UPDATE users SET name = 'x', role = CASE name WHEN 'uma' THEN 'manager' ELSE role END WHERE name IN ('adam', 'uma');
SELECT act_as(NULL);
SELECT * FROM state;
UPDATE users SET name = 'adam' WHERE name = 'x' AND id LIKE '%000003';
UPDATE users SET name = 'uma' WHERE name = 'x';
SELECT act_as(id) FROM p WHERE name = 'hana';
DELETE FROM account_memberships WHERE account_id LIKE '%0000aa' AND user_id IN (SELECT id FROM p WHERE name IN ('hana', 'gus'));
SELECT usher_error() ->> 'code';
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE users SET role = CASE name WHEN 'olga' THEN 'user' ELSE 'admin' END WHERE name IN ('olga', 'uma');
SELECT usher_error() ->> 'code';
DELETE FROM users WHERE name IN ('olga', 'otto', 'adam');
SELECT usher_error() ->> 'code';
DELETE FROM users WHERE name IN ('otto', 'adam');
SELECT act_as(NULL);
SELECT * FROM state;
SELECT count(*) FROM account_memberships WHERE account_id LIKE '%0000aa';
.print -- by a key, which ends with its owner
CREATE TEMP TABLE k AS SELECT api_key_create('k', json_object('user_id', '00000000-0000-4000-8000-000000000025', 'scopes', json_array('users.read', 'users.delete', 'users.update', 'users.disable'))) AS key;
SELECT substr(authenticate(key), -2) FROM k;
UPDATE users SET enabled = 0 WHERE name IN ('uma', 'hana');
SELECT usher_error() ->> 'code';
DELETE FROM users WHERE name IN ('hana', 'uma');
SELECT usher_error() ->> 'code';
SELECT act_as(NULL);
SELECT * FROM state;
