-- filespin: settings of the account, the group, the user; addons.
.read setup/filespin.sql
CREATE TEMP VIEW said AS SELECT n, name, status, body FROM answers;

.print -- the eight, in force; everybody who has settings.read
INSERT INTO ask (name, method, path) SELECT column1, 'GET', '/api/v1/user/settings' FROM (VALUES ('uma'), ('bert'), (NULL));
SELECT * FROM said;
.print -- changed: merged, but storage, auth and addons whole
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT 'adam', 'PATCH', '/api/v1/user/settings/update', json_object('key', column1, 'value', json(column2)) FROM (VALUES ('image', '{"quality":50}'), ('image', '{"format":"png","quality":null,"mine":[1,{"a":2}]}'), ('video', '{"poster":false}'), ('webhook', '{"url":"https://example.org/hook"}'), ('database', '{"port":5432}'), ('watermark', '{"scale":0.5,"placement":"center"}'),
    ('storage', '{"provider":"s3","bucket":"b","region":null,"path":"","key":"00112233445566778899aabbccddeeff"}'), ('auth', '{"authorized_domains":["example.org"],"signed_urls":true,"key":null}'), ('addons', '{"faces":{"added":true,"enabled":true}}'), ('addons', '{"text":{"added":true,"enabled":false}}'));
SELECT k.n, a.status, a.body ->> '$.status', k.body ->> 'key', a.body -> ('$.data.' || (k.body ->> 'key')) FROM ask AS k JOIN p ON p.name = k.name JOIN api('filespin', k.method, k.path, k.body, p.token) AS a ORDER BY k.n;
SELECT (SELECT group_concat(key) FROM json_each(a.body, '$.data')) FROM p JOIN api('filespin', 'GET', '/api/v1/user/settings', NULL, p.token) AS a WHERE p.name = 'uma';
.print -- not: who may not; unknown keys; what the definition refuses
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT column1, 'PATCH', '/api/v1/user/settings/update', column2 FROM (VALUES ('mia', '{"key":"image","value":{"quality":1}}'), ('uma', '{"key":"image","value":{"quality":1}}'), (NULL, '{"key":"image","value":{"quality":1}}'), ('adam', '{"key":"image","value":{"quality":101}}'), ('adam', '{"key":"image","value":{"format":"tiff"}}'), ('adam', '{"key":"storage","value":{"provider":"s3"}}'), ('adam', '{"key":"auth","value":{"authorized_domains":[],"signed_urls":true}}'),
    ('adam', '{"key":"auth","value":{"authorized_domains":["1.org","2.org","3.org","4.org","5.org","6.org","7.org","8.org","9.org","10.org","11.org"],"signed_urls":true,"key":null}}'), ('adam', '{"key":"auth","value":{"authorized_domains":[],"signed_urls":true,"key":"00112233-4455-6677-8899-aabbccddeeff"}}'), ('adam', '{"key":"watermark","value":{"scale":1.5}}'), ('adam', '{"key":"watermark","value":{"placement":"left"}}'), ('adam', '{"key":"watermark","value":{"image":"watermark.image"}}'), ('adam', '{"key":"addons","value":{"faces":{"added":true}}}'), ('adam', '{"key":"addons","value":{"faces":true}}'),
    ('adam', '{"key":"login.attempts","value":{}}'), ('adam', '{"key":"image\u0000","value":{}}'), ('adam', '{"key":"","value":{}}'), ('adam', '{"key":7,"value":{}}'), ('adam', '{"key":"image"}'), ('adam', '{"value":{}}'), ('adam', '{"key":"image","value":7}'), ('adam', '{"key":"image","value":"{}"}'), ('adam', '{"key":"image","value":null}'), ('adam', '{"key":"image","value":[]}'), ('adam', '{"key":"image","value":{},"scope":"user"}'), ('adam', '[]'), ('adam', NULL));
SELECT * FROM said;
SELECT key, substr(value, 1, 40) FROM settings WHERE key IN ('image', 'storage', 'auth', 'addons', 'watermark') ORDER BY key;

.print -- addons by themselves: the whole map
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) VALUES ('uma', 'GET', '/api/v1/user/settings/addons', NULL), ('adam', 'PATCH', '/api/v1/user/settings/addons', '{"faces":{"added":true,"enabled":true},"cut":{"added":false,"enabled":true}}'), ('uma', 'GET', '/api/v1/user/settings/addons', NULL), ('uma', 'PATCH', '/api/v1/user/settings/addons', '{}'), (NULL, 'PATCH', '/api/v1/user/settings/addons', '{}'), ('adam', 'PATCH', '/api/v1/user/settings/addons', '{"faces":{}}'), ('adam', 'PATCH', '/api/v1/user/settings/addons', '[]'), ('adam', 'PATCH', '/api/v1/user/settings/addons', NULL), (NULL, 'GET', '/api/v1/user/settings/addons', NULL);
SELECT * FROM said;
SELECT a.body -> '$.addons' FROM p JOIN api('filespin', 'GET', '/api/v1/user', NULL, p.token) AS a WHERE p.name = 'uma';
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) VALUES ('adam', 'PATCH', '/api/v1/user/settings/addons', '{}');
SELECT * FROM said;

.print -- the group's: whatever else the account may have set
SELECT a.status, (SELECT group_concat(key || ' ' || type) FROM json_each(a.body, '$.data')) FROM p JOIN api('filespin', 'GET', '/api/v1/group/settings', NULL, p.token) AS a WHERE p.name = 'uma';
SELECT count(*), sum(d.key IN (SELECT key FROM json_each(a.body, '$.data'))) FROM setting_definitions AS d JOIN p JOIN api('filespin', 'GET', '/api/v1/group/settings', NULL, p.token) AS a WHERE p.name = 'uma';
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT column1, 'PATCH', '/api/v1/group/settings', column2 FROM (VALUES ('adam', '{"login.attempts":7,"users.email_change":true,"notifications.allowed_domains":["a.example"],"app.text":"a \"b\"","app.number":1.5,"app.null":null,"app.object":{"a":{"b":1},"c":[true]},"email_notifications":false,"preferences":{"results_per_page":20}}'), ('adam', '{"app.object":{"a":{"d":2},"c":null}}'), ('adam', '{}'));
SELECT n, status, body ->> '$.status', body -> '$.data."login.attempts"', body -> '$.data."users.email_change"', body -> '$.data."notifications.allowed_domains"', body -> '$.data."app.text"', body -> '$.data."app.number"', body -> '$.data."app.null"', body -> '$.data."app.object"', body -> '$.data.email_notifications', body -> '$.data.preferences.results_per_page' FROM answers;
SELECT key, value FROM settings WHERE scope = 'account' AND scope_id LIKE '%0000aa' AND key IN ('login.attempts', 'users.email_change', 'app.text', 'app.number', 'app.null', 'email_notifications') ORDER BY key;
.print -- all or nothing; not: who may not, the eight, unknown keys, values that are none
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT column1, 'PATCH', '/api/v1/group/settings', column2 FROM (VALUES ('adam', '{"login.attempts":9,"login.lockout":0}'), ('adam', '{"login.attempts":9,"image":{}}'), ('adam', '{"login.attempts":"9"}'), ('adam', '{"login.attempts":null}'), ('adam', '{"nonsense":1}'), ('adam', '{"app.":1}'), ('adam', '{"":1}'), ('adam', '{"watermark.image":"x"}'), ('adam', '{"invites.by_admins":true}'), ('adam', '[]'), ('adam', ''), ('mia', '{"login.attempts":9}'), ('uma', '{"login.attempts":9}'), (NULL, '{"login.attempts":9}'));
SELECT * FROM said;
SELECT value FROM settings WHERE key = 'login.attempts' AND scope_id LIKE '%0000aa';

.print -- preferences: one's own, merged into what is in force
CREATE TEMP VIEW liked AS SELECT n, name, status, iif(status = 200, json_remove(body, '$.data.table_preset', '$.data.search_options'), body) AS body FROM answers;
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) VALUES ('uma', 'GET', '/api/v1/user/preferences', NULL), ('uma', 'PATCH', '/api/v1/user/preferences', '{"toggle_view":1}'), ('uma', 'PATCH', '/api/v1/user/preferences', '{"results_per_page":15}'), ('carl', 'GET', '/api/v1/user/preferences', NULL), ('uma', 'GET', '/api/v1/user/preferences', NULL), ('uma', 'PATCH', '/api/v1/user/preferences', '{"toggle_view":"x"}'), ('uma', 'PATCH', '/api/v1/user/preferences', '{"colour":"red"}'), ('uma', 'PATCH', '/api/v1/user/preferences', '[1]'), ('uma', 'PATCH', '/api/v1/user/preferences', NULL), (NULL, 'PATCH', '/api/v1/user/preferences', '{}'), (NULL, 'GET', '/api/v1/user/preferences', NULL);
SELECT * FROM liked;
.print -- what the account has locked
UPDATE settings SET locked = 1 WHERE key = 'preferences' AND scope = 'account';
DELETE FROM ask WHERE n > 2;
SELECT * FROM liked;
.print -- a role, and a key, without settings.read
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'blind', '[]');
UPDATE users SET role = 'blind' WHERE name = 'carl';
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000003', 'scopes', json(column2))) AS key FROM (VALUES ('write', '["settings.update"]'), ('both', '["settings.update","settings.read"]'));
INSERT INTO keys SELECT name, token FROM p WHERE name = 'carl';
CREATE TEMP TABLE requests (method, path, body);
INSERT INTO requests VALUES ('GET', '/api/v1/user/settings', NULL), ('GET', '/api/v1/group/settings', NULL), ('GET', '/api/v1/user/settings/addons', NULL), ('PATCH', '/api/v1/user/settings/update', '{"key":"video","value":{"poster":true}}'), ('PATCH', '/api/v1/group/settings', '{"app.text":"changed"}'), ('GET', '/api/v1/user/preferences', NULL);
SELECT k.name, r.method, r.path, a.status, iif(a.status = 200, '', a.body) FROM keys AS k JOIN requests AS r JOIN api('filespin', r.method, r.path, r.body, k.key) AS a;
