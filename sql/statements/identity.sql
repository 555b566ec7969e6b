-- Who acts and what they may do.

-- Somebody who may act: no service user, for whom a key does.
-- name: user_active
SELECT 1 FROM main.usher_user
WHERE id = ?1 AND activated_at IS NOT NULL AND disabled_at IS NULL AND discarded_at IS NULL
  AND service = 0;

-- name: account_of_user
SELECT account_id, 1 FROM main.usher_user WHERE id = ?1;

-- name: account_only
SELECT min(id), count(*) FROM (SELECT id FROM main.usher_account LIMIT 2);

-- name: user_may
SELECT 1 FROM main.usher_held
WHERE principal = ?1 AND account_id = ?2 AND permission = ?3 AND until > usher_now();

-- What a user, or a key, holds, account by account. (A user of a key of the account's ends with it.)
-- name: held
SELECT account_id, permission FROM main.usher_held
WHERE principal = ?1 AND until > usher_now() ORDER BY account_id;

-- name: session_stands
SELECT 1 FROM main.usher_session WHERE id = ?1 AND user_id = ?2 AND revoked_at IS NULL;

-- A key whose id is a user's, too, would have that user's rights.
-- name: api_key_stands
SELECT 1 FROM main.usher_api_key
WHERE id = ?1 AND user_id = ?2
  AND (expires_at IS NULL OR expires_at > usher_now())
  AND NOT EXISTS (SELECT 1 FROM main.usher_user WHERE id = ?1);

-- An active user's own account, with whether it has guests; whether they are a guest elsewhere, and
-- in any channel.
-- name: user_home
SELECT u.account_id,
       EXISTS (SELECT 1 FROM main.usher_membership AS m
               WHERE m.account_id = u.account_id AND m.home = 0),
       EXISTS (SELECT 1 FROM main.usher_membership AS m WHERE m.user_id = u.id AND m.home = 0),
       EXISTS (SELECT 1 FROM main.usher_channel_member AS m WHERE m.user_id = u.id)
FROM main.usher_user AS u
WHERE u.id = ?1
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;

-- A permission of role ?1 that user, or key, ?2 does not hold in account ?3.
-- name: grant_lacking
SELECT permission FROM main.usher_role_permission WHERE role_id = ?1
EXCEPT
SELECT permission FROM main.usher_held
WHERE principal = ?2 AND account_id = ?3 AND until > usher_now()
LIMIT 1;

-- An account's own role wins over a built-in one of the same name.
-- name: role_find
SELECT id FROM main.usher_role WHERE name = ?1 AND ifnull(account_id, '') = ?2
UNION ALL
SELECT id FROM main.usher_role WHERE name = ?1 AND ifnull(account_id, '') = ''
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

-- name: permission_seed
INSERT INTO main.usher_permission (name, meaning) VALUES (?1, ?2)
ON CONFLICT (name) DO UPDATE SET meaning = ?2;

-- name: permission_exists
SELECT 1 FROM main.usher_permission WHERE name = ?1;

-- name: role_permission_give
INSERT OR IGNORE INTO main.usher_role_permission (role_id, permission) VALUES (?1, ?2);

-- name: role_is_held_by
SELECT 1 FROM main.usher_membership WHERE role_id = ?1 AND user_id = ?2;

-- name: role_used
SELECT 1 FROM main.usher_membership WHERE role_id = ?1
UNION ALL
SELECT 1 FROM main.usher_invite WHERE role_id = ?1
LIMIT 1;

-- name: role_delete
DELETE FROM main.usher_role WHERE number = ?1;
