-- The second factor.

-- name: totp
SELECT number, secret, last_step, confirmed_at IS NOT NULL FROM main.usher_totp WHERE user_id = ?1;

-- name: totp_used
UPDATE main.usher_totp SET last_step = ?2, confirmed_at = ifnull(confirmed_at, ?3) WHERE number = ?1;

-- name: totp_delete
DELETE FROM main.usher_totp WHERE user_id = ?1;

-- name: recovery_find
SELECT 1 FROM main.usher_recovery_code WHERE user_id = ?1 AND code_hash = ?2;

-- name: recovery_insert
INSERT INTO main.usher_recovery_code (user_id, code_hash) VALUES (?1, ?2);

-- name: recovery_delete
DELETE FROM main.usher_recovery_code WHERE user_id = ?1 AND code_hash = ?2;

-- name: recovery_delete_all
DELETE FROM main.usher_recovery_code WHERE user_id = ?1;

-- name: recovery_left
SELECT count(*) FROM main.usher_recovery_code WHERE user_id = ?1;

-- Who signs in with a password, and so may have a second factor; what an app shall call it.
-- name: mfa_user
SELECT ifnull(u.email, u.id), a.name
FROM main.usher_user AS u JOIN main.usher_account AS a ON a.id = u.account_id
WHERE u.id = ?1 AND u.authentication = 'password' AND NOT u.service
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;

-- name: mfa_wrong
UPDATE main.usher_ticket SET failures = failures + 1 WHERE number = ?1;
