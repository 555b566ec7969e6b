-- Accounts and memberships.

-- name: account_used
SELECT 1 FROM main.usher_membership WHERE account_id = ?1
UNION ALL
SELECT 1 FROM main.usher_user WHERE account_id = ?1
UNION ALL
SELECT 1 FROM main.usher_file WHERE account_id = ?1
LIMIT 1;

-- name: account_delete_invites
DELETE FROM main.usher_invite WHERE account_id = ?1;

-- name: account_delete_role_permissions
DELETE FROM main.usher_role_permission
WHERE role_id IN (SELECT id FROM main.usher_role WHERE account_id = ?1);

-- name: account_delete_roles
DELETE FROM main.usher_role WHERE account_id = ?1;

-- name: account_delete_team_settings
DELETE FROM main.usher_setting
WHERE scope = 'team' AND scope_id IN (SELECT id FROM main.usher_team WHERE account_id = ?1);

-- name: account_delete_teams
DELETE FROM main.usher_team WHERE account_id = ?1;

-- name: account_delete
DELETE FROM main.usher_account WHERE id = ?1;

-- The account has no active owner. 000…1 is the built-in role owner.
-- name: account_bereft
SELECT 1
WHERE NOT EXISTS (
    SELECT 1
    FROM main.usher_membership AS m
    JOIN main.usher_user AS u ON u.id = m.user_id
    WHERE m.account_id = ?1 AND m.role_id = '00000000-0000-7000-8000-000000000001'
      AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
      AND u.service = 0
);

-- One of the accounts that the user owns has no active owner.
-- name: owner_bereft
SELECT 1
FROM main.usher_membership AS own
WHERE own.user_id = ?1 AND own.role_id = '00000000-0000-7000-8000-000000000001'
  AND NOT EXISTS (
      SELECT 1
      FROM main.usher_membership AS m
      JOIN main.usher_user AS u ON u.id = m.user_id
      WHERE m.account_id = own.account_id AND m.role_id = own.role_id
        AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
        AND u.service = 0
  )
LIMIT 1;

-- name: membership_find
SELECT m.number, m.role_id, r.name, u.discarded_at IS NOT NULL, u.service
FROM main.usher_membership AS m
JOIN main.usher_role AS r ON r.id = m.role_id
JOIN main.usher_user AS u ON u.id = m.user_id
WHERE m.user_id = ?1 AND m.account_id = ?2;

-- name: membership_exists
SELECT 1 FROM main.usher_membership WHERE user_id = ?1 AND account_id = ?2;

-- name: membership_set_role
UPDATE main.usher_membership SET role_id = ?2, updated_by = ?3, updated_at = ?4
WHERE number = ?1;

-- name: membership_is_home
SELECT 1 FROM main.usher_user WHERE id = ?1 AND account_id = ?2;

-- name: membership_delete
DELETE FROM main.usher_membership WHERE number = ?1;
