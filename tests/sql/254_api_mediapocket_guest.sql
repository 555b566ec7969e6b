-- mediapocket: whoever asks is told of themself, in their own account, also who is a guest of another; by a JWT, too; a
-- session that was not used for long opens nothing.
.read setup/people.sql
.mode list
CREATE TEMP TABLE quiet AS SELECT usher_key('a master key of the tests, 32 bytes or more');
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name IN ('bert', 'gina', 'olga');
CREATE TEMP TABLE jwt AS SELECT session_create('00000000-0000-4000-8000-000000000023') AS token;
-- gina is a user at home and a manager here; teams of both.
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000f00a', '00000000-0000-4000-8000-0000000000aa', 'away'), ('00000000-0000-4000-8000-00000000f00b', '00000000-0000-4000-8000-0000000000ab', 'home');
INSERT INTO team_memberships (team_id, user_id) SELECT id, '00000000-0000-4000-8000-000000000023' FROM teams;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'preferences', '{"results_per_page":1}'), ('account', '00000000-0000-4000-8000-0000000000ab', 'preferences', '{"results_per_page":2}');
SELECT p.name, status, json_extract(body, '$.profile.email', '$.profile.user_role.name', '$.profile.user_groups', '$.profile.preference.results_per_page') AS shown
FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, p.token) WHERE p.name IN ('bert', 'gina', 'olga') ORDER BY p.rowid;
SELECT status, body ->> '$.profile.email' FROM jwt JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, json_object('X-API-KEY', token));
SELECT status, body ->> '$.profile.email' FROM jwt JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, json_object('X-API-KEY', substr(token, 1, length(token) - 3) || 'AAA'));
SELECT status FROM jwt JOIN api('mediapocket', 'GET', '/api/v2/user/profile/terms', NULL, token);
SELECT group_concat(name) FROM users WHERE terms_agreed = 1;

-- The owner of the account that she visits is not told of what is private of her, nor of what she is at home.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT json_remove(user_json('00000000-0000-4000-8000-000000000023', 'mediapocket'), '$.id');
SELECT act_as(NULL);

-- Time passes.
UPDATE usher_session SET expires_at = '2020-01-01T00:00:00.000Z';
SELECT DISTINCT status, body FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, p.token) WHERE p.name IN ('bert', 'gina', 'olga');
SELECT status FROM jwt JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, token);
