-- filespin: creating and changing users: by an administrator, and oneself.
.read setup/filespin.sql
CREATE TEMP VIEW done AS SELECT n, name, status, iif(status = 200, json_remove(body, '$.access_id', '$.apikey', '$.uploadKey', '$.permissions', '$.addons', '$.group_id'), body) AS body FROM answers;

.print -- created: has no credentials yet; in the group of whoever creates
INSERT INTO ask (name, method, path, body) SELECT column1, 'POST', '/api/v1/user', column2 FROM (VALUES ('adam', '{"email":"new@example.org"}'), ('adam', '{"email":"All@example.org","first_name":"First","last_name":"Last","role_id":3,"enabled":false,"locale":"fr_FR","group_asset_access":false}'), ('olga', '{"email":"adm@example.org","role_id":1}'), ('bert', '{"email":"new@example.org","first_name":"","last_name":null,"locale":null}'));
SELECT * FROM done;
SELECT email, substr(account_id, -2), status, role, substr(created_by, -2) FROM users WHERE rowid > 15 AND discarded_at IS NULL ORDER BY rowid;
.print -- not: who may not; an address that is taken; what cannot be; direct creation off
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT column1, 'POST', '/api/v1/user', column2 FROM (VALUES ('mia', '{"email":"x@example.org"}'), ('carl', '{"email":"x@example.org"}'), ('uma', '{"email":"x@example.org"}'), (NULL, '{"email":"x@example.org"}'), ('adam', '{"email":"UMA@example.org"}'), ('adam', '{"email":"x"}'), ('adam', '{}'), ('adam', '{"email":null}'), ('adam', '{"email":""}'), ('adam', '{"email":7}'),
    ('adam', '{"email":"x@example.org","role_id":0}'), ('adam', '{"email":"x@example.org","role_id":5}'), ('adam', '{"email":"x@example.org","role_id":"4"}'), ('adam', '{"email":"x@example.org","role_id":4.5}'), ('adam', '{"email":"x@example.org","enabled":1}'), ('adam', '{"email":"x@example.org","locale":"English please"}'), ('adam', '{"email":"x@example.org","first_name":"' || hex(zeroblob(51)) || '"}'), ('adam', '{"email":"x@example.org","group_asset_access":"yes"}'));
INSERT INTO ask (name, method, path, body) SELECT 'adam', 'POST', '/api/v1/user', json_set('{"email":"x@example.org"}', '$.' || column1, column2) FROM (VALUES ('id', 99), ('access_id', 'x'), ('apikey', 'x'), ('invite_status', 'REGISTERED'), ('group_id', '00000000-0000-4000-8000-0000000000ab'), ('permissions', json('[]')), ('role_name', 'ADMIN'), ('uploadKey', 'x'), ('addons', json('[]')), ('password', 'correct horse'), ('Email', 'y'));
SELECT * FROM done;
UPDATE settings SET value = 'false' WHERE key = 'users.direct_creation';
INSERT INTO ask (n, name, method, path, body) VALUES (101, 'adam', 'POST', '/api/v1/user', '{"email":"x@example.org"}');
SELECT * FROM done WHERE n = 101;
SELECT count(*) FROM users WHERE email LIKE 'x%';

.print -- changed by an administrator: only what is named
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT column1, 'PATCH', '/api/v1/user/' || column2, column3 FROM (VALUES ('adam', '6', '{"first_name":"Uma"}'), ('adam', '6', '{"last_name":"U","role_id":3,"locale":"de_DE","group_asset_access":false}'), ('adam', '6', '{"role_id":4}'), ('adam', '15', '{"enabled":false}'), ('adam', '15', '{"enabled":true}'), ('adam', '6', '{"first_name":null,"last_name":"","locale":null,"group_asset_access":true}'), ('adam', '6', '{}'), ('adam', '000006', '{"first_name":"Uma"}'));
SELECT * FROM done;
.print -- an owner is ADMIN: to say so again takes nothing away
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) VALUES ('olga', 'PATCH', '/api/v1/user/2', '{"role_id":1,"last_name":"O"}');
SELECT * FROM done;
SELECT name, role FROM users WHERE rowid = 2;
INSERT INTO ask (n, name, method, path, body) VALUES (2, 'olga', 'PATCH', '/api/v1/user/2', '{"role_id":2}'), (3, 'olga', 'PATCH', '/api/v1/user/2', '{"role_id":1}');
SELECT * FROM done WHERE n > 1;
SELECT name, role FROM users WHERE rowid = 2;
.print -- not: whom; who; what
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT column1, 'PATCH', '/api/v1/user/' || column2, json_object('first_name', 'X' || row_number() OVER ()) FROM (VALUES ('adam', '1'), ('adam', '8'), ('adam', '9999'), ('adam', '0'), ('adam', '-1'), ('adam', '6.0'), ('adam', '6x'), ('adam', '%36'), ('adam', '99999999999999999999'), ('adam', '00000000-0000-4000-8000-000000000006'), ('adam', '9'), ('adam', '10'), ('bert', '6'), ('mia', '6'), ('carl', '6'), ('uma', '7'), ('uma', '9999'), (NULL, '6'), ('gus', '6'));
INSERT INTO ask (name, method, path, body) SELECT 'adam', 'PATCH', '/api/v1/user/6', column1 FROM (VALUES (NULL), ('[]'), ('{"email":"uma2@example.org"}'), ('{"email":null}'), ('{"role_id":9}'), ('{"enabled":null}'), ('{"first_name":1}'), ('{"first_name":"Y","locale":"English please"}'), ('{"first_name":"Y","id":7}'), ('{"first_name":"Y","first_name":"Z"}'), ('{"first_name":"a\u0001b"}'));
SELECT n, name, path, status, iif(status = 200, body ->> '$.first_name', body) FROM answers;
SELECT count(*) FROM users WHERE first_name IN ('Y', 'Z');
.print -- an address, where the account lets it be changed; the last owner
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.email_change', 'true');
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) VALUES ('adam', 'PATCH', '/api/v1/user/6', '{"email":"uma2@example.org"}'), ('adam', 'PATCH', '/api/v1/user/6', '{"email":"adam@example.org"}'), ('olga', 'PATCH', '/api/v1/user/1', '{"enabled":false}'), ('olga', 'PATCH', '/api/v1/user/1', '{"role_id":2}');
SELECT n, name, path, status, iif(status = 200, body ->> '$.email', body) FROM answers;

.print -- a role of the account's own, by its number; nobody gives more than they have
INSERT INTO roles (rowid, account_id, name, permissions) VALUES (1001, '00000000-0000-4000-8000-0000000000aa', 'press', '["users.read"]'), (1002, '00000000-0000-4000-8000-0000000000aa', 'boss', '["users.erase"]'), (1003, '00000000-0000-4000-8000-0000000000ab', 'theirs', '[]');
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT 'adam', 'PATCH', '/api/v1/user/6', json_object('role_id', column1) FROM (VALUES (1001), (1002), (1003), (4), (1));
SELECT n, status, iif(status = 200, body ->> '$.role_id' || ' ' || (body ->> '$.role_name'), body) FROM answers;

.print -- oneself: what users may say of themselves
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT column1, 'PATCH', '/api/v1/user', column2 FROM (VALUES ('carl', '{"first_name":"Carl","last_name":"C","locale":"en-GB"}'), ('carl', '{"role_id":1}'), ('carl', '{"enabled":false}'), ('carl', '{"group_asset_access":true}'), ('carl', '{"email":"c@example.org"}'), ('carl', '{"role_id":3}'), ('olga', '{"role_id":1}'), ('carl', '{"id":3}'), ('carl', ''), ('adam', '{"group_asset_access":false,"first_name":"Adam"}'), ('gus', '{"first_name":"Gus"}'), (NULL, '{"first_name":"X"}'));
SELECT * FROM done;
SELECT rowid, first_name FROM users WHERE first_name IS NOT NULL ORDER BY rowid LIMIT 4;
.print -- a key needs scopes
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000003', 'scopes', json(column2))) AS key FROM (VALUES ('all', '["users.read","users.update"]'), ('none', '[]'));
SELECT k.name, r.path, a.status, iif(a.status = 200, a.body ->> '$.last_name', a.body) FROM keys AS k JOIN (SELECT '/api/v1/user' AS path UNION ALL SELECT '/api/v1/user/5') AS r JOIN api('filespin', 'PATCH', r.path, '{"last_name":"K"}', k.key) AS a ORDER BY 1, 2;
