-- Settings.

-- name: setting_of_account
SELECT value, locked, number FROM main.usher_setting WHERE scope_id = ?1 AND key = ?2 AND scope = 'account';

-- name: setting_delete
DELETE FROM main.usher_setting WHERE number = ?1;
