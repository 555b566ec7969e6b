-- The FileSpin User API (000).

-- A profile: exactly the members of the document, in its order. Where the table has nothing, the
-- document's types stand: names and e-mail are strings, "" at the least; en_US is the locale of whoever has
-- none (our choices). What whoever asks may not see is null. A role of the account's own is shown by its
-- name and its number, which is beyond those of the document.
--
-- A key: the newest that stands, one that can be shown before others. The whole of it to nobody but
-- the user themself, signed in, on a connection that can unseal it; else its beginning; null if there is none.
-- name: api_filespin_user
SELECT json_object(
    'id', u.rowid,
    'access_id', u.access_id,
    'apikey', (
        SELECT ifnull(iif(u.id = actor(), k.key, NULL), k.hint || '****')
        FROM main.usher_api_api_keys AS k
        WHERE k.user_id = u.id AND k.kind = 'api' AND k.status = 'active'
        ORDER BY k.key IS NULL, k.created_at DESC, k.rowid DESC LIMIT 1),
    'email', ifnull(u.email, ''),
    'first_name', ifnull(u.first_name, ''),
    'last_name', ifnull(u.last_name, ''),
    'enabled', json(iif(u.enabled, 'true', 'false')),
    'invite_status', iif(u.activated, 'REGISTERED', 'REQUESTED'),
    'role_id', CASE u.role
        WHEN 'owner' THEN 1 WHEN 'admin' THEN 1 WHEN 'manager' THEN 2
        WHEN 'creator' THEN 3 WHEN 'user' THEN 4
        ELSE (SELECT r.rowid FROM main.usher_api_roles AS r
              WHERE r.name = u.role AND r.account_id = u.account_id) END,
    'group_id', u.account_id,
    'locale', ifnull(u.locale, 'en_US'),
    'permissions', json(u.permissions),
    'role_name', CASE u.role
        WHEN 'owner' THEN 'ADMIN' WHEN 'admin' THEN 'ADMIN' WHEN 'manager' THEN 'MANAGER'
        WHEN 'creator' THEN 'CREATOR' WHEN 'user' THEN 'USER' ELSE u.role END,
    'uploadKey', (
        SELECT ifnull(iif(u.id = actor(), k.key, NULL), k.hint || '****')
        FROM main.usher_api_api_keys AS k
        WHERE k.user_id = u.id AND k.kind = 'upload' AND k.status = 'active'
        ORDER BY k.key IS NULL, k.created_at DESC, k.rowid DESC LIMIT 1),
    'group_asset_access', json(CASE u.group_asset_access WHEN 1 THEN 'true'
                                                         WHEN 0 THEN 'false' END),
    'addons', json(u.addons))
FROM main.usher_api_users AS u

-- name: api_filespin_count
SELECT count(*) FROM main.usher_api_users AS u

-- By its number: a person of the account who is not deleted.
-- name: api_filespin_find
SELECT u.id, u.role FROM main.usher_api_users AS u
WHERE u.rowid = CAST(?1 AS INTEGER) AND u.account_id = ?2 AND u.service = 0
    AND u.discarded_at IS NULL;

-- A role of the account's own.
-- name: api_filespin_role
SELECT r.name FROM main.usher_api_roles AS r WHERE r.rowid = ?1 AND r.account_id = ?2;

-- What notifications_fetch() gives. ?1 is a list.
-- name: api_filespin_notifications
SELECT json_object('notifications', json_group_array(json_object(
    'id', n.value ->> 'id',
    'message', n.value ->> 'message',
    'url', n.value ->> 'url',
    'disposal', upper(n.value ->> 'disposal'),
    'timestamp', n.value ->> 'created_at')))
FROM json_each(?1) AS n;

-- name: api_filespin_notification
SELECT n.rowid FROM main.usher_api_notifications AS n WHERE n.user_id = ?1 AND n.id = ?2;

-- What is in force in an account, of a key that an account may have; whoever asks holds settings.read.
-- name: api_filespin_setting
SELECT ifnull(s.value, d.default_value)
FROM main.usher_api_setting_definitions AS d
LEFT JOIN main.usher_api_settings AS s ON s.scope_id = ?1 AND s.key = d.key AND s.scope = 'account'
WHERE d.key = ?2;

-- The same of whatever else it may have set, but for images and the keys that stand in ?2. Keys that
-- nobody has defined are there once set.
-- name: api_filespin_group
SELECT json_object('status', 'OK', 'data', json_group_object(o.key, json(o.value)))
FROM (
    SELECT d.key, ifnull(s.value, d.default_value) AS value
    FROM main.usher_api_setting_definitions AS d
    LEFT JOIN main.usher_api_settings AS s ON s.scope_id = ?1 AND s.key = d.key AND s.scope = 'account'
    WHERE d.type <> 'image' AND instr(d.scopes, '"account"')
        AND d.key NOT IN (SELECT value FROM json_each(?2))
    UNION ALL
    SELECT s.key, s.value FROM main.usher_api_settings AS s
    WHERE s.scope_id = ?1 AND s.scope = 'account' AND typeof(s.value) = 'text'
        AND s.key NOT IN (SELECT d.key FROM main.usher_api_setting_definitions AS d)
    ORDER BY 1) AS o;
