-- The built-in roles and their permissions: the same in every store, not to be changed.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
.mode line
SELECT id, account_id, name, description, system, permissions FROM roles ORDER BY id;
.mode list
UPDATE roles SET name = 'boss' WHERE name = 'owner';
SELECT usher_error();
UPDATE roles SET description = 'boss' WHERE name = 'owner';
UPDATE roles SET permissions = '[]';
UPDATE roles SET permissions = '["users.role"]' WHERE name = 'user';
UPDATE roles SET system = 0 WHERE name = 'user';
UPDATE roles SET account_id = '00000000-0000-4000-8000-0000000000aa' WHERE name = 'user';
DELETE FROM roles;
DELETE FROM roles WHERE name = 'user';
DELETE FROM roles WHERE name = 'nobody';
SELECT count(*) FROM roles;
-- Not by an owner, either.
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
SELECT invite_accept('olga000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT act_as('00000000-0000-4000-8000-000000000001');
UPDATE roles SET permissions = '["users.role"]' WHERE name = 'user';
DELETE FROM roles WHERE name = 'creator';
SELECT act_as(NULL);
SELECT count(*) FROM roles;
-- An owner has what an admin has, and so on down.
SELECT a.name, b.name FROM roles AS a, roles AS b
WHERE NOT EXISTS (SELECT value FROM json_each(b.permissions) EXCEPT SELECT value FROM json_each(a.permissions))
ORDER BY a.id, b.id;
SELECT value FROM roles, json_each(permissions) WHERE name = 'admin' AND value LIKE 'users.%';
SELECT name FROM roles WHERE id = '00000000-0000-7000-8000-000000000003';
SELECT r.name FROM (VALUES ('creator')) AS v JOIN roles AS r ON r.name = v.column1;
