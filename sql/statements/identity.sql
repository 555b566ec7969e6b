-- Who acts and what they may do.

-- name: user_active
SELECT 1 FROM main.usher_user
WHERE id = ?1 AND activated_at IS NOT NULL AND disabled_at IS NULL AND discarded_at IS NULL;

-- name: account_of_user
SELECT account_id, 1 FROM main.usher_user WHERE id = ?1;

-- name: account_only
SELECT min(id), count(*) FROM (SELECT id FROM main.usher_account LIMIT 2);

-- name: user_may
SELECT 1
FROM main.usher_user AS u
JOIN main.usher_membership AS m ON m.user_id = u.id
JOIN main.usher_role_permission AS p ON p.role_id = m.role_id
WHERE u.id = ?1 AND m.account_id = ?2 AND p.permission = ?3
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;

-- A permission of role ?1 that user ?2 does not hold in account ?3.
-- name: grant_lacking
SELECT permission FROM main.usher_role_permission WHERE role_id = ?1
EXCEPT
SELECT p.permission
FROM main.usher_user AS u
JOIN main.usher_membership AS m ON m.user_id = u.id
JOIN main.usher_role_permission AS p ON p.role_id = m.role_id
WHERE u.id = ?2 AND m.account_id = ?3
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
LIMIT 1;

-- An account's own role wins over a built-in one of the same name.
-- name: role_find
SELECT id FROM main.usher_role
WHERE name = ?1 AND (account_id IS NULL OR account_id = ?2)
ORDER BY account_id IS NULL
LIMIT 1;

-- name: role_name
SELECT name FROM main.usher_role WHERE id = ?1;

-- name: role_seed
INSERT INTO main.usher_role (id, name, description, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?4)
ON CONFLICT (id) DO UPDATE SET name = ?2, description = ?3;

-- name: role_permissions_clear
DELETE FROM main.usher_role_permission WHERE role_id = ?1;

-- name: role_permission_add
INSERT INTO main.usher_role_permission (role_id, permission) VALUES (?1, ?2);
