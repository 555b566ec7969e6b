-- Store version 10: a store may be replicated by statements.

-- NULL: it is not. Then nothing in a change goes by the clock or by chance, but by usher_supply().
ALTER TABLE usher_store ADD COLUMN replication TEXT CHECK (replication IN ('statements'));
-- So many supplies were there: of one seed, each makes something else.
ALTER TABLE usher_store ADD COLUMN supplied INTEGER NOT NULL DEFAULT 0 CHECK (supplied >= 0);

-- As before, but for what it was by the clock: who reads it asks for `until` > usher_now().
DROP VIEW usher_held;
CREATE VIEW usher_held (principal, account_id, permission, until) AS
SELECT user_id, account_id, permission, '9999' FROM usher_grant
UNION ALL
SELECT k.id, g.account_id, g.permission, ifnull(k.expires_at, '9999')
FROM usher_api_key AS k
JOIN usher_api_key_scope AS s ON s.key_id = k.id
JOIN usher_grant AS g ON g.user_id = k.user_id AND g.permission = s.permission
WHERE k.owner = 'user'
UNION ALL
SELECT k.id, k.account_id, s.permission, ifnull(k.expires_at, '9999')
FROM usher_api_key AS k
JOIN usher_api_key_scope AS s ON s.key_id = k.id
JOIN usher_user AS u ON u.id = k.user_id
WHERE (k.owner = 'user') = (s.permission IN ('self.read', 'self.update'))
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
UNION ALL
SELECT k.user_id, k.account_id, s.permission, ifnull(k.expires_at, '9999')
FROM usher_api_key AS k
JOIN usher_api_key_scope AS s ON s.key_id = k.id
JOIN usher_user AS u ON u.id = k.user_id
WHERE k.owner = 'account' AND s.permission NOT IN ('self.read', 'self.update')
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;
