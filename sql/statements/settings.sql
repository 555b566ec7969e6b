-- Settings.

-- name: setting_find
SELECT value, locked, number FROM main.usher_setting WHERE scope_id = ?1 AND key = ?2 AND scope = ?3;

-- All of an account, team or user.
-- name: settings_end
DELETE FROM main.usher_setting WHERE scope_id = ?1 AND scope = ?2;

-- name: setting_delete
DELETE FROM main.usher_setting WHERE number = ?1;

-- Scopes as bits: 1, 2, 4.
-- name: setting_definition
SELECT type, default_value, schema, permission,
       (instr(scopes, '"account"') > 0) + 2 * (instr(scopes, '"team"') > 0)
       + 4 * (instr(scopes, '"user"') > 0)
FROM main.usher_setting_definition WHERE key = ?1;

-- name: setting_definition_seed
INSERT INTO main.usher_setting_definition
    (key, type, default_value, schema, scopes, permission, builtin, description, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8)
ON CONFLICT (key) DO UPDATE
SET type = ?2, default_value = ?3, schema = ?4, scopes = ?5, permission = ?6, builtin = 1,
    description = ?7;

-- name: setting_definition_exists
SELECT 1 FROM main.usher_setting_definition WHERE key = ?1;

-- name: setting_definition_delete
DELETE FROM main.usher_setting_definition WHERE number = ?1;

-- name: setting_values
SELECT scope, scope_id, value FROM main.usher_setting WHERE key = ?1 ORDER BY number;

-- name: setting_team
SELECT account_id FROM main.usher_team WHERE id = ?1;

-- name: setting_user
SELECT account_id, discarded_at IS NOT NULL FROM main.usher_user WHERE id = ?1;

-- Who has locked key ?1 above a team (?3 is NULL) or user ?3 of account ?2.
-- name: setting_locked_above
SELECT 'the account' FROM main.usher_setting
WHERE scope_id = ?2 AND key = ?1 AND scope = 'account' AND locked = 1
UNION ALL
SELECT 'a team'
FROM main.usher_team_membership AS m
JOIN main.usher_team AS t ON t.id = m.team_id
JOIN main.usher_setting AS s ON s.scope_id = t.id
WHERE m.user_id = ?3 AND t.account_id = ?2
  AND s.key = ?1 AND s.scope = 'team' AND s.locked = 1
LIMIT 1;

-- name: setting_image
SELECT 1 FROM main.usher_setting
WHERE scope_id = ?1 AND key = ?2 AND scope = 'account' AND typeof(value) = 'blob';

-- name: setting_watermark_names
SELECT 1 FROM main.usher_setting
WHERE scope_id = ?1 AND key = 'watermark' AND scope = 'account'
  AND CASE WHEN json_valid(value) THEN value ->> 'image' END = ?2;

-- What is in force of key ?2 for user ?1: what the account or a team has locked, else what is set
-- closest to the user. Of several teams the one of higher priority counts, then the one that they
-- have been in for longer. An image counts only where the watermark names it. And whether it is a
-- key that only accounts have.
-- name: setting_in_force
SELECT CASE WHEN a.locked = 1 THEN a.value WHEN t.locked = 1 THEN t.value
            ELSE coalesce(p.value, t.value, a.value, d.default_value) END,
       u.account_id, d.scopes IS '["account"]'
FROM main.usher_user AS u
LEFT JOIN main.usher_setting AS a
    ON a.scope_id = u.account_id AND a.key = ?2 AND a.scope = 'account'
   AND (?2 <> 'watermark.image'
        OR EXISTS (SELECT 1 FROM main.usher_setting AS w
                   WHERE w.scope_id = u.account_id AND w.key = 'watermark' AND w.scope = 'account'
                     AND CASE WHEN json_valid(w.value) THEN w.value ->> 'image' END = ?2))
LEFT JOIN main.usher_setting AS t
    ON t.number = (SELECT s.number
                   FROM main.usher_team_membership AS m
                   JOIN main.usher_team AS g ON g.id = m.team_id
                   JOIN main.usher_setting AS s
                       ON s.scope_id = g.id AND s.key = ?2 AND s.scope = 'team'
                   WHERE m.user_id = u.id AND g.account_id = u.account_id
                   ORDER BY s.locked DESC, g.priority DESC, m.created_at, m.number
                   LIMIT 1)
LEFT JOIN main.usher_setting AS p ON p.scope_id = u.id AND p.key = ?2 AND p.scope = 'user'
LEFT JOIN main.usher_setting_definition AS d ON d.key = ?2
WHERE u.id = ?1;

-- The same of account ?1, without a user.
-- name: setting_of_account
SELECT coalesce(a.value, d.default_value)
FROM (SELECT 1)
LEFT JOIN main.usher_setting AS a
    ON a.scope_id = ?1 AND a.key = ?2 AND a.scope = 'account'
   AND (?2 <> 'watermark.image'
        OR EXISTS (SELECT 1 FROM main.usher_setting AS w
                   WHERE w.scope_id = ?1 AND w.key = 'watermark' AND w.scope = 'account'
                     AND CASE WHEN json_valid(w.value) THEN w.value ->> 'image' END = ?2))
LEFT JOIN main.usher_setting_definition AS d ON d.key = ?2;

-- Every key with what is in force of it for user ?1 (may be NULL) of account ?2, and where it is from;
-- those that only accounts have, if ?3.
-- name: settings_in_force
WITH team (id, priority, since, number) AS (
    SELECT g.id, g.priority, m.created_at, m.number
    FROM main.usher_team_membership AS m
    JOIN main.usher_team AS g ON g.id = m.team_id
    WHERE m.user_id = ?1 AND g.account_id = ?2
), known (key, initial) AS (
    SELECT key, default_value FROM main.usher_setting_definition
    WHERE ?3 OR scopes <> '["account"]'
    UNION ALL
    SELECT DISTINCT s.key, NULL
    FROM main.usher_setting AS s
    WHERE s.scope_id IN (SELECT ?1 UNION ALL SELECT ?2 UNION ALL SELECT id FROM team)
      AND s.key NOT IN (SELECT key FROM main.usher_setting_definition)
), found (key, initial, number) AS (
    SELECT k.key, k.initial,
           CASE WHEN a.locked = 1 THEN a.number WHEN t.locked = 1 THEN t.number
                ELSE coalesce(p.number, t.number, a.number) END
    FROM known AS k
    LEFT JOIN main.usher_setting AS a
        ON a.scope_id = ?2 AND a.key = k.key AND a.scope = 'account'
       AND (k.key <> 'watermark.image'
            OR EXISTS (SELECT 1 FROM main.usher_setting AS w
                       WHERE w.scope_id = ?2 AND w.key = 'watermark' AND w.scope = 'account'
                         AND CASE WHEN json_valid(w.value) THEN w.value ->> 'image' END = k.key))
    LEFT JOIN main.usher_setting AS t
        ON t.number = (SELECT s.number
                       FROM team AS g
                       JOIN main.usher_setting AS s
                           ON s.scope_id = g.id AND s.key = k.key AND s.scope = 'team'
                       ORDER BY s.locked DESC, g.priority DESC, g.since, g.number
                       LIMIT 1)
    LEFT JOIN main.usher_setting AS p ON p.scope_id = ?1 AND p.key = k.key AND p.scope = 'user'
)
SELECT f.key, coalesce(s.value, f.initial), coalesce(s.scope, 'default'), s.scope_id,
       coalesce(s.locked, 0)
FROM found AS f
LEFT JOIN main.usher_setting AS s ON s.number = f.number
ORDER BY f.key;

-- The addons of a user's account, and which account that is.
-- name: setting_addons
SELECT u.account_id, s.value
FROM main.usher_user AS u
LEFT JOIN main.usher_setting AS s
    ON s.scope_id = u.account_id AND s.key = 'addons' AND s.scope = 'account'
WHERE u.id = ?1;
