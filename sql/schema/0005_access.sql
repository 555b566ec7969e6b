-- Store version 5: access. Who holds which permission, and through what.

-- A guest is a member of an account that is not their own.
ALTER TABLE usher_membership ADD COLUMN home INTEGER NOT NULL DEFAULT 1 CHECK (home IN (0, 1));
UPDATE usher_membership SET home = 0
WHERE account_id <> (SELECT account_id FROM usher_user WHERE id = user_id);
CREATE INDEX usher_membership_guest ON usher_membership (account_id, user_id) WHERE home = 0;

-- The token was shown to SQL that is not trusted: having it does not prove the address.
ALTER TABLE usher_invite ADD COLUMN disclosed INTEGER NOT NULL DEFAULT 0 CHECK (disclosed IN (0, 1));

-- Who may do what: active users, through a membership. The one place where
-- rights are read from. Owners invite; administrators (role 000…2) do where the
-- account's setting invites.by_admins says so.
CREATE VIEW usher_grant (user_id, account_id, permission, membership, role_id) AS
SELECT m.user_id, m.account_id, p.permission, m.number, m.role_id
FROM usher_user AS u
JOIN usher_membership AS m ON m.user_id = u.id
JOIN usher_role_permission AS p ON p.role_id = m.role_id
WHERE u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
UNION ALL
SELECT m.user_id, m.account_id, p.name, m.number, m.role_id
FROM usher_user AS u
JOIN usher_membership AS m ON m.user_id = u.id
JOIN usher_setting AS s ON s.scope_id = m.account_id
JOIN usher_permission AS p
WHERE u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
  AND m.role_id = '00000000-0000-7000-8000-000000000002'
  AND s.scope = 'account' AND s.key = 'invites.by_admins' AND s.value = 'true'
  AND p.name IN ('invites.create', 'invites.revoke');
