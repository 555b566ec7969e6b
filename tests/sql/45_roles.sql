-- The built-in roles and their permissions: the same in every store, not to be changed.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
.mode line
SELECT id, account_id, name, description, system, permissions FROM roles ORDER BY id;
.mode list
INSERT INTO roles (name) VALUES ('boss');
SELECT usher_error();
UPDATE roles SET name = 'boss' WHERE name = 'owner';
UPDATE roles SET permissions = '[]';
DELETE FROM roles;
INSERT OR IGNORE INTO roles (name) VALUES ('boss');
DELETE FROM roles WHERE name = 'nobody';
SELECT count(*) FROM roles;
-- An owner has what an admin has, and so on down.
SELECT a.name, b.name FROM roles AS a, roles AS b
WHERE NOT EXISTS (SELECT value FROM json_each(b.permissions) EXCEPT SELECT value FROM json_each(a.permissions))
ORDER BY a.id, b.id;
SELECT value FROM roles, json_each(permissions) WHERE name = 'admin' AND value LIKE 'users.%';
SELECT name FROM roles WHERE id = '00000000-0000-7000-8000-000000000003';
SELECT r.name FROM (VALUES ('creator')) AS v JOIN roles AS r ON r.name = v.column1;
