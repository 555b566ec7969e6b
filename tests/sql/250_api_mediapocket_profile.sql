-- GET /api/v2/user/profile of mediapocket: the example of its document, member by member; what is in force of the
-- preferences; teams, roles.
.read setup/people.sql
.mode list
CREATE TABLE fixture (name TEXT PRIMARY KEY, body TEXT);
CREATE TABLE document (body TEXT);
.import --ascii setup/../../api/mediapocket/profile.json document
INSERT INTO fixture SELECT 'profile', body FROM document;
SELECT length(body), json_valid(body) FROM fixture;

-- The people of the document: user 73 is an admin, who signs in with a session.
INSERT INTO usher SELECT 'invite_create', json_array('admin-user-60@example.com', 'admin', json_object('account_id', '00000000-0000-4000-8000-0000000000aa', 'token', 'the_document_the_document_the_document_docA'));
SELECT invite_accept('the_document_the_document_the_document_docA', '{"id":"00000000-0000-4000-8000-000000000073"}');
SELECT session_create('00000000-0000-4000-8000-000000000073', '{"form":"opaque","token":"one_is_73_one_is_73_one_is_73_one_is_73_73A"}');
UPDATE usher_user SET number = 73, last_login_at = '2023-11-27T09:42:50.633Z', created_at = '2023-11-27T09:42:50.679Z', updated_at = '2023-11-27T09:42:51.000Z' WHERE id = '00000000-0000-4000-8000-000000000073';
CREATE TEMP VIEW mine AS SELECT status, headers, body FROM api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, '{"X-API-KEY":"one_is_73_one_is_73_one_is_73_one_is_73_73A"}');
CREATE TABLE answer AS SELECT * FROM mine;
SELECT status, headers FROM answer;

-- Keys, their order, and types: as in the document.
CREATE VIEW ours AS SELECT row_number() OVER (ORDER BY j.id) AS place, j.fullkey, CASE WHEN j.type IN ('true', 'false') THEN 'boolean' ELSE j.type END AS type, j.atom FROM answer, json_tree(body) AS j;
CREATE VIEW theirs AS SELECT row_number() OVER (ORDER BY j.id) AS place, j.fullkey, CASE WHEN j.type IN ('true', 'false') THEN 'boolean' ELSE j.type END AS type, j.atom FROM fixture, json_tree(body) AS j WHERE name = 'profile';
SELECT count(*) FROM theirs;
SELECT count(*), sum(o.fullkey IS t.fullkey AND o.type IS t.type) FROM ours AS o LEFT JOIN theirs AS t USING (place);
-- And their values, but for who and when.
SELECT replace(o.fullkey, '"', '') FROM ours AS o JOIN theirs AS t USING (place) WHERE o.atom IS NOT t.atom;

-- Once the role and the stored preferences have the times and numbers of the document, every byte is the document's.
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', '00000000-0000-4000-8000-000000000073', 'preferences', default_value FROM setting_definitions WHERE key = 'preferences';
UPDATE usher_setting SET number = 15, updated_at = '2023-11-27T09:42:50.679Z' WHERE key = 'preferences';
UPDATE usher_role SET number = -number WHERE number IN (1, 2);
UPDATE usher_role SET number = 1, description = 'System default', created_at = '2023-11-27T09:42:35.078Z', updated_at = '2023-11-27T09:42:35.260Z' WHERE name = 'admin';
UPDATE usher_role SET number = 2 WHERE name = 'owner';
SELECT status, (SELECT json(body) FROM fixture) = body FROM mine;
-- What user_json() gives is what stands there.
SELECT json_extract(body, '$.profile') = user_json('00000000-0000-4000-8000-000000000073', 'mediapocket') FROM mine;

-- Values: all that a profile can hold.
UPDATE users SET company = 'Acme', first_name = 'A "quoted"', last_name = 'Ünï', favorites = '[1,{"a":null}]', about = 'x', job_title = 'y', phone_number = '+1', avatar = 'a.png', terms_agreed = 1, authentication = 'sso' WHERE rowid = 73;
SELECT json_remove(body, '$.profile.preference', '$.profile.user_role') FROM mine;

-- Teams: those of the user's account, the first that counts first.
INSERT INTO teams (id, account_id, name, priority) VALUES ('00000000-0000-4000-8000-00000000f001', '00000000-0000-4000-8000-0000000000aa', 'red', 1), ('00000000-0000-4000-8000-00000000f002', '00000000-0000-4000-8000-0000000000aa', 'blue', 2);
INSERT INTO team_memberships (team_id, user_id) SELECT id, '00000000-0000-4000-8000-000000000073' FROM teams;
SELECT body -> '$.profile.user_groups' FROM mine;

-- A role of the account's own; the one of the same name elsewhere is another.
INSERT INTO roles (id, account_id, name, description, permissions) VALUES ('00000000-0000-4000-8000-00000000c0ab', '00000000-0000-4000-8000-0000000000ab', 'press', 'elsewhere', '[]'), ('00000000-0000-4000-8000-00000000c0aa', '00000000-0000-4000-8000-0000000000aa', 'press', 'here', '["users.read"]');
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000073', '00000000-0000-4000-8000-0000000000ab', 'user');
UPDATE users SET role = 'press' WHERE rowid = 73;
SELECT body ->> '$.profile.user_role.name', body ->> '$.profile.user_role.description', body ->> '$.profile.user_role.id' = (SELECT rowid FROM roles WHERE id = '00000000-0000-4000-8000-00000000c0aa') FROM mine;

INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name = 'bob';
INSERT INTO account_memberships (user_id, account_id, role) SELECT id, '00000000-0000-4000-8000-0000000000aa', 'press' FROM p WHERE name = 'bob';
UPDATE users SET role = 'press' WHERE name = 'bob';
SELECT body ->> '$.profile.user_role.name', body ->> '$.profile.user_role.description' FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, p.token) WHERE p.name = 'bob';

-- Preferences: the user's, what these lack as the default has it; a team's; what the account has locked. Their id and time
-- are those of what the user stored, or of the user.
CREATE TEMP VIEW preference AS SELECT json_remove(body -> '$.profile.preference', '$.table_preset.table_preset_columns', '$.search_options') AS value, json_array_length(body -> '$.profile.preference.search_options') AS options, json_array_length(body -> '$.profile.preference.table_preset.table_preset_columns') AS columns FROM mine;
UPDATE settings SET value = '{"results_per_page":10,"table_preset":{"name":"Mine","id":7,"table_preset_columns":[]},"search_options":[]}' WHERE key = 'preferences';
UPDATE usher_setting SET updated_at = '2023-11-28T00:00:00.000Z' WHERE key = 'preferences';
SELECT * FROM preference;
DELETE FROM settings WHERE key = 'preferences';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'preferences', '{"results_per_page":20}');
SELECT * FROM preference;
INSERT INTO settings (scope, scope_id, key, value, locked) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'preferences', '{"toggle_view":1,"search_attachments":true}', 1);
SELECT * FROM preference;

-- HEAD is GET without its body; a slash at the end, and what comes after the path, are nothing.
SELECT status, headers, body IS NULL FROM api('mediapocket', 'HEAD', '/api/v2/user/profile', NULL, 'Bearer one_is_73_one_is_73_one_is_73_one_is_73_73A');
SELECT status FROM api('mediapocket', 'GET', '/api/v2/user/profile/#top', NULL, 'one_is_73_one_is_73_one_is_73_one_is_73_73A');
SELECT status FROM api('mediapocket', 'GET', '/api/v2/user/profile?a=1&a=2', NULL, 'one_is_73_one_is_73_one_is_73_one_is_73_73A');

-- Whom whoever acts does not see whole: what is private is null, and whom they do not see is not there.
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT user_json('00000000-0000-4000-8000-000000000006', 'mediapocket') ->> '$.user_role.name', json_remove(user_json('00000000-0000-4000-8000-000000000006', 'mediapocket'), '$.user_role');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT user_json('00000000-0000-4000-8000-000000000005', 'mediapocket');
