-- filespin: a profile, the example of its document member by member; who sees what of whom; keys; roles; states.
.read setup/filespin.sql
CREATE TABLE example (body TEXT);
CREATE TABLE types (body TEXT);
.import --ascii setup/../../api/filespin/profile.json example
.import --ascii setup/../../api/filespin/types.json types
SELECT json_valid(e.body), json_valid(t.body) FROM example AS e, types AS t;

-- A user who has all that there is: keys that can be shown, an addon.
SELECT usher_key('the master key of this test store');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"faces":{"added":true,"enabled":true},"text":{"added":true,"enabled":false},"admins":{"added":true,"enabled":true,"permission":"users.update"}}');
UPDATE users SET first_name = 'Uma', last_name = 'Ünï', locale = 'de_DE' WHERE name = 'uma';
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000006', 'kind', column2, 'readable', column3, 'scopes', json('[]'))) AS key
    FROM (VALUES ('api', 'api', 1), ('upload', 'upload', 1), ('hidden', 'api', 0));
CREATE TABLE answer AS SELECT a.* FROM p JOIN api('filespin', 'GET', '/api/v1/user', NULL, NULL, json_object('Authorization', 'Bearer ' || p.token)) AS a WHERE p.name = 'uma';
SELECT status, headers FROM answer;

-- The members of the document, in its order, of the types in its table.
CREATE VIEW ours AS SELECT row_number() OVER (ORDER BY j.id) AS place, j.key, CASE j.type WHEN 'text' THEN 'string' WHEN 'integer' THEN 'number' WHEN 'array' THEN 'List' WHEN 'true' THEN 'boolean' WHEN 'false' THEN 'boolean' ELSE j.type END AS type FROM answer, json_each(body) AS j;
CREATE VIEW theirs AS SELECT row_number() OVER (ORDER BY j.id) AS place, j.key FROM example, json_each(body) AS j;
SELECT count(*) FROM theirs;
SELECT count(*), sum(o.key IS t.key), sum(o.type IS (SELECT body ->> t.key FROM types)) FROM ours AS o LEFT JOIN theirs AS t USING (place);
SELECT body ->> '$.apikey' = (SELECT key FROM keys WHERE name = 'api'), body ->> '$.uploadKey' = (SELECT key FROM keys WHERE name = 'upload') FROM answer;
SELECT json_remove(body, '$.apikey', '$.uploadKey') FROM answer;
SELECT body = user_json('00000000-0000-4000-8000-000000000006', 'filespin') FROM answer; -- the system is not the user

-- With the values of the example: in the order and with the text of the document, but for the two numbers.
UPDATE users SET first_name = 'FIRST NAME', last_name = 'LAST NAME', locale = 'en_US' WHERE name = 'uma';
UPDATE usher_user SET email = 'user@example.org' WHERE name = 'uma';
UPDATE settings SET value = '{"ADDON_ID":{"added":true,"enabled":true}}' WHERE key = 'addons';
SELECT json_set(a.body, '$.id', 'USER_ID', '$.access_id', 'ACCESS_ID', '$.apikey', 'API_KEY', '$.uploadKey', 'UPLOADKEY', '$.role_id', 'ROLE_ID', '$.group_id', 'GROUP_ID', '$.permissions', json('[]')) = (SELECT json(body) FROM example)
    FROM p JOIN api('filespin', 'GET', '/api/v1/user', NULL, p.token) AS a WHERE p.name = 'uma';

.print -- a key: whole for its user, signed in; masked for others who see it, for itself, and without the master key
CREATE TEMP TABLE mask AS SELECT substr(k.key, 1, 8) || '****' AS api, substr(h.key, 1, 8) || '****' AS hidden FROM keys AS k, keys AS h WHERE k.name = 'api' AND h.name = 'hidden';
CREATE TEMP VIEW seen AS SELECT p.name, a.status, iif(a.body ->> '$.apikey' = (SELECT key FROM keys WHERE name = 'api'), 'whole', CASE a.body ->> '$.apikey' WHEN (SELECT api FROM mask) THEN 'masked' WHEN (SELECT hidden FROM mask) THEN 'masked, the newest' END) AS apikey, a.body ->> '$.uploadKey' GLOB 'usk_????[*][*][*][*]' AS upload,
    a.body -> '$.access_id' AS access, a.body -> '$.group_asset_access' AS assets, a.body ->> '$.role_name' AS role FROM p JOIN api('filespin', 'GET', '/api/v1/user/6', NULL, p.token) AS a;
SELECT * FROM seen WHERE name IN ('uma', 'olga', 'adam', 'mia', 'carl', 'bert');
SELECT a.status, a.body ->> '$.apikey' = api, a.body ->> '$.uploadKey', a.body -> '$.access_id' FROM keys JOIN mask JOIN api('filespin', 'GET', '/api/v1/user', NULL, keys.key) AS a WHERE name = 'api';
DELETE FROM api_keys WHERE name = 'api';
SELECT * FROM seen WHERE name = 'uma';
UPDATE usher_api_key SET expires_at = '2020-01-01T00:00:00.000Z';
SELECT * FROM seen WHERE name = 'uma';

.print -- roles: 1 ADMIN, 2 MANAGER, 3 CREATOR, 4 USER; one of the account's own by its number
INSERT INTO roles (rowid, account_id, name, permissions) VALUES (1001, '00000000-0000-4000-8000-0000000000aa', 'press', '["users.read","settings.read"]'), (1002, '00000000-0000-4000-8000-0000000000ab', 'press', '[]');
UPDATE users SET role = 'press' WHERE name = 'otto';
SELECT p.name, a.body ->> '$.role_id', a.body ->> '$.role_name', json_array_length(a.body, '$.permissions') > 0 FROM p JOIN api('filespin', 'GET', '/api/v1/user', NULL, p.token) AS a WHERE a.status = 200 ORDER BY p.id;

.print -- states: created and invited are not activated yet; who is disabled may be or not
INSERT INTO usher VALUES ('invite_create', '["nora@example.org","user",{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO users (id, account_id, email, enabled) VALUES ('00000000-0000-4000-8000-00000000000e', '00000000-0000-4000-8000-0000000000aa', NULL, 0);
SELECT u.name, u.status, u.activated, a.status, a.body -> '$.enabled', a.body ->> '$.invite_status', a.body -> '$.email' FROM users AS u JOIN p JOIN api('filespin', 'GET', '/api/v1/user/' || u.rowid, NULL, p.token) AS a WHERE p.name = 'adam' AND (u.name IN ('uma', 'nora', 'dora', 'dan') OR u.name IS NULL) ORDER BY u.rowid;
UPDATE users SET activated = 1 WHERE name = 'nora';
