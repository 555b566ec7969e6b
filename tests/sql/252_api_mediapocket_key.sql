-- mediapocket by an API key, which is its document's credential: it does what its scopes say. self.read shows what is
-- private, and self.update changes it, whatever the user's role. So does users.read_private, and users.update, of what the
-- user may do at that moment, if the key holds all that they do.
.read setup/people.sql
.mode list
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000003', 'preferences', '{"results_per_page":10}');
UPDATE usher_setting SET number = 500 WHERE key = 'preferences';
CREATE TEMP TABLE made AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-0000000000' || column2, 'scopes', json(column3))) AS key
FROM (VALUES ('none', '03', '[]'), ('read', '03', '["users.read"]'), ('private', '03', '["users.read_private"]'), ('both', '03', '["users.read","users.read_private"]'), ('update', '03', '["users.update"]'), ('uma', '06', '["settings.read"]'),
    ('uma sees', '06', '["self.read"]'), ('uma sets', '06', '["self.update"]'), ('uma does', '06', '["self.read","self.update"]'), ('adam does', '03', '["self.read","self.update"]'));
INSERT INTO made SELECT 'all of uma', api_key_create('all of uma', '{"user_id":"00000000-0000-4000-8000-000000000006"}');
INSERT INTO made SELECT 'whole', api_key_create('whole', '{"user_id":"00000000-0000-4000-8000-000000000003"}');
CREATE TEMP VIEW profile AS SELECT made.name, status, body FROM made JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, NULL, json_object('x-api-key', made.key)) ORDER BY made.rowid;
CREATE TEMP VIEW row AS SELECT terms_agreed, email_notifications, (SELECT count(*) FROM audit_log WHERE object_id = u.id AND action = 'user.update') AS changes FROM users AS u WHERE u.name = 'adam';

-- The profile: null is what the key does not show.
SELECT name, status, json_extract(body, '$.profile.email', '$.profile.last_login', '$.profile.phone_number', '$.profile.terms_agreed', '$.profile.sso', '$.profile.favorites', '$.profile.user_role.name', '$.profile.preference.id', '$.profile.preference.results_per_page') AS shown FROM profile;
SELECT name, (SELECT count(*) FROM json_each(body, '$.profile')) AS members FROM profile;
-- As the tables show it to the key.
SELECT authenticate(key) FROM made WHERE name = 'private';
SELECT key, value, setting('preferences') ->> '$.results_per_page' FROM settings;
SELECT authenticate(key) FROM made WHERE name = 'read';
SELECT count(*) FROM settings;
SELECT act_as(NULL);

-- E-mail notifications: the document has no null.
CREATE TEMP VIEW emails AS SELECT made.name, status, body FROM made JOIN api('mediapocket', 'GET', '/api/v2/user/profile/email_notifications', NULL, NULL, json_object('x-api-key', made.key)) ORDER BY made.rowid;
SELECT * FROM emails;

-- Without self.update or users.update nothing is agreed to, nor set: 401, the document's only word for it. With users.update
-- alone the key has less than adam has, which is the domain's rule: UPDATE says the same.
CREATE TEMP VIEW terms AS SELECT made.name, status, body FROM made JOIN api('mediapocket', 'GET', '/api/v2/user/profile/terms', NULL, NULL, json_object('x-api-key', made.key)) ORDER BY made.rowid;
CREATE TEMP VIEW off AS SELECT made.name, status, body FROM made JOIN api('mediapocket', 'POST', '/api/v2/user/profile/email_notifications', '{"email_notifications":"false"}', NULL, json_object('x-api-key', made.key)) ORDER BY made.rowid;
SELECT * FROM terms WHERE name NOT IN ('whole', 'adam does');
SELECT * FROM off WHERE name NOT IN ('whole', 'adam does');
SELECT * FROM row;
SELECT terms_agreed, email_notifications FROM users WHERE name = 'uma';
SELECT authenticate(key) FROM made WHERE name = 'update';
UPDATE users SET terms_agreed = 1 WHERE id = actor();
SELECT act_as(NULL);
-- With what is adam's own, although he holds more, and with all that he has.
SELECT * FROM terms WHERE name = 'adam does';
SELECT * FROM row;
SELECT * FROM terms WHERE name = 'whole';
SELECT * FROM off WHERE name = 'whole';
SELECT * FROM row;
-- What is so already is no change, as of the tables; only to who sees that it is.
SELECT * FROM terms;
SELECT * FROM row;

-- What the user may no longer do, the key does not either; what is their own it does, whatever their role.
UPDATE users SET role = 'user' WHERE name = 'adam';
SELECT status, body ->> '$.profile.terms_agreed', body ->> '$.profile.user_role.name' FROM profile WHERE name = 'whole';
SELECT * FROM off WHERE name = 'whole';
UPDATE users SET role = 'admin' WHERE name = 'adam';

-- The account's own key acts as its service user, who has a profile, and nothing to agree to.
CREATE TEMP TABLE bot AS SELECT api_key_create('bot', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000aa","user_id":"00000000-0000-4000-8000-0000000000b0","scopes":["users.read","users.read_private","users.update"]}') AS key;
SELECT status, body ->> '$.profile.email', body ->> '$.profile.user_role.name', body -> '$.profile.sso' FROM bot JOIN api('mediapocket', 'GET', '/api/v2/user/profile', NULL, key);
SELECT status, body FROM bot JOIN api('mediapocket', 'GET', '/api/v2/user/profile/terms', NULL, key);
SELECT status, body FROM bot JOIN api('mediapocket', 'POST', '/api/v2/user/profile/email_notifications', '{"email_notifications":"false"}', key);
