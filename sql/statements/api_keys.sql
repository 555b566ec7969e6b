-- API keys.

-- Whose is it? Of an active user; whether it has expired is for the caller to see.
-- name: api_key_find
SELECT k.id, k.user_id,
       CASE WHEN k.expires_at IS NULL THEN 0
            ELSE CAST(round((julianday(k.expires_at) - 2440587.5) * 86400000.0) AS INTEGER) END,
       k.last_used_at
FROM main.usher_api_key AS k
JOIN main.usher_user AS u ON u.id = k.user_id
WHERE k.key_hash = ?1
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;

-- name: api_key_used
UPDATE main.usher_api_key SET last_used_at = ?2 WHERE id = ?1;

-- name: api_key_exists
SELECT 1 FROM main.usher_api_key WHERE id = ?1;

-- name: api_key_taken
SELECT 1 FROM main.usher_api_key WHERE key_hash = ?1;

-- Does the user hold it anywhere; in account ?3, if that is given?
-- name: api_key_may_hold
SELECT 1 FROM main.usher_held
WHERE principal = ?1 AND permission = ?2 AND (?3 IS NULL OR account_id = ?3)
  AND until > usher_now();

-- name: api_key_scope_add
INSERT OR IGNORE INTO main.usher_api_key_scope (key_id, permission) VALUES (?1, ?2);

-- All that the user holds anywhere, and has of themself.
-- name: api_key_scope_all
INSERT INTO main.usher_api_key_scope (key_id, permission)
SELECT ?1, permission FROM main.usher_held WHERE principal = ?2 AND until > usher_now()
UNION
SELECT ?1, name FROM main.usher_permission WHERE name IN ('self.read', 'self.update');

-- name: api_key_scopes
SELECT json_group_array(permission) FROM (
    SELECT permission FROM main.usher_api_key_scope WHERE key_id = ?1 ORDER BY permission
);

-- A permission of the account's key behind service user ?1 that user, or key, ?2 does not hold.
-- name: api_key_lacking
SELECT s.permission
FROM main.usher_api_key AS k
JOIN main.usher_api_key_scope AS s ON s.key_id = k.id
WHERE k.user_id = ?1 AND k.owner = 'account'
EXCEPT
SELECT permission FROM main.usher_held
WHERE principal = ?2 AND account_id = ?3 AND until > usher_now()
LIMIT 1;

-- Of one key (?1), or of all that act as a user (?2).
-- name: api_key_scopes_delete
DELETE FROM main.usher_api_key_scope WHERE key_id = ?1;

-- name: api_key_delete
DELETE FROM main.usher_api_key WHERE id = ?1;

-- name: api_keys_of_user
SELECT id FROM main.usher_api_key WHERE user_id = ?1;

-- name: api_keys_delete
DELETE FROM main.usher_api_key WHERE user_id = ?1;

-- name: service_user_number
SELECT number FROM main.usher_user WHERE id = ?1 AND service = 1;

-- name: users_without_access
SELECT number FROM main.usher_user WHERE access_id IS NULL AND erased_at IS NULL;

-- A user or a key has this id: rights are looked up under either.
-- name: api_key_id_taken
SELECT 1 FROM main.usher_user WHERE id = ?1
UNION ALL
SELECT 1 FROM main.usher_api_key WHERE id = ?1;
