-- Nobody changes their own role or disables themself; everybody may delete themself, and say who they are.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
SELECT act_as('00000000-0000-4000-8000-000000000001');
UPDATE users SET role = 'admin' WHERE id = actor();
SELECT usher_error();
UPDATE users SET enabled = 0 WHERE id = actor();
SELECT usher_error();
UPDATE account_memberships SET role = 'admin' WHERE user_id = actor();
UPDATE users SET role = iif(id = actor(), 'admin', 'owner') WHERE name IN ('olga', 'adam');
SELECT user_erase(actor()), act_as(NULL) IS NULL;
SELECT name, status FROM users WHERE name IS NULL OR name = 'olga';

SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET role = 'owner' WHERE id = actor();
UPDATE users SET role = 'user' WHERE id = actor();
UPDATE users SET role = 'admin', enabled = 1 WHERE id = actor();
UPDATE users SET enabled = 0, name = 'x' WHERE id = actor();

-- What a plain user may say of themself, and what not.
SELECT act_as('00000000-0000-4000-8000-000000000006');
UPDATE users SET name = 'Uma', first_name = 'U', last_name = 'M', locale = 'de', avatar = 'a.png', notifications = '["x"]',
    email_notifications = 0, terms_agreed = 1, company = 'C', about = 'A', job_title = 'J', phone_number = '1', favorites = '[1]'
WHERE id = actor();
UPDATE users SET role = 'owner' WHERE id = actor();
UPDATE users SET enabled = 0 WHERE id = actor();
UPDATE users SET email = 'x@example.org' WHERE id = actor();
UPDATE users SET authentication = 'sso' WHERE id = actor();
UPDATE users SET mfa_required = 1 WHERE id = actor();
UPDATE users SET disk_space = 1 WHERE id = actor();
UPDATE users SET group_asset_access = 0 WHERE id = actor();
UPDATE users SET name = 'x', disk_space = 1 WHERE id = actor();
UPDATE account_memberships SET role = 'owner' WHERE user_id = actor();
SELECT user_erase(actor());
SELECT name, role, enabled, email, authentication, mfa_required, disk_space, group_asset_access, updated_by = id FROM users WHERE id = actor();
DELETE FROM users WHERE id = actor();
SELECT changes();

-- From then on they may nothing, not even for themself, and see nothing.
SELECT count(*) FROM users;
UPDATE users SET name = 'x' WHERE id = actor();
SELECT changes();
SELECT user_restore(actor());
SELECT actor();
SELECT usher_error() ->> 'code';
SELECT act_as(NULL);
SELECT actor, real_actor, action, object_id, after FROM audit_log WHERE actor LIKE '%00006' AND action <> 'user.delete';
SELECT status, updated_by = id FROM users WHERE name = 'Uma';
SELECT name, role, status FROM users ORDER BY id;
