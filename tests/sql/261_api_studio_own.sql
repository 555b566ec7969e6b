-- What whoever asks does with what is their own, by studio: get_storage_used, refresh_storage_used, mark_notifications_read.
.read setup/studio.sql
CREATE TABLE document (name TEXT, body TEXT);
CREATE TABLE file (body TEXT);
.import --ascii setup/../../api/studio/get_storage_used.json file
.import --ascii setup/../../api/studio/refresh_storage_used.json file
.import --ascii setup/../../api/studio/mark_notifications_read.json file
.import --ascii setup/../../api/studio/timestamp_required.json file
CREATE TEMP VIEW log AS SELECT substr(actor, -2), action, substr(object_id, -2), before, after FROM audit_log WHERE action LIKE 'storage%' OR action LIKE 'notification%' ORDER BY id;

-- Storage: what is kept, as it stands; counted anew and kept, which is logged if it was otherwise. uma edits two channels now,
-- so that 20 bytes of hers count.
UPDATE usher_channel_member SET mode = 'edit' WHERE user_id LIKE '%-000000000006';
UPDATE usher_channel SET discarded_at = NULL;
UPDATE usher_file SET checksum = printf('%032d', 20 + number) WHERE number IN (1, 2);
UPDATE usher_user SET disk_space_used = 104857600 WHERE id LIKE '%-000000000006';
INSERT INTO request (n, who, method, path) VALUES (1, 'uma', 'GET', '/api/user/get_storage_used/'), (2, 'uma', 'GET', '/api/user/get_storage_used');
SELECT n, status, headers, body, typeof(body), json_type(body), body = (SELECT json(body) FROM file WHERE rowid = 1) FROM asked;
SELECT * FROM log;
DELETE FROM request;
INSERT INTO request (n, who, method, path) VALUES (1, 'uma', 'GET', '/api/user/refresh_storage_used/');
SELECT n, status, headers, body, json_type(body), body = (SELECT json(body) FROM file WHERE rowid = 2) FROM asked;
SELECT disk_space_used FROM users WHERE name = 'uma';
SELECT * FROM log;
SELECT status, body FROM asked;
SELECT count(*) FROM log;
UPDATE request SET path = '/api/user/get_storage_used';
SELECT status, body FROM asked;
-- Nobody else's; another method; a parameter and a body are not looked at.
DELETE FROM request;
INSERT INTO request (who, method, path, body) VALUES ('uma', 'POST', '/api/user/refresh_storage_used', NULL), ('uma', 'DELETE', '/api/user/get_storage_used', NULL), ('uma', 'GET', '/api/user/refresh_storage_used/x', NULL), ('carl', 'GET', '/api/user/get_storage_used?user_id=00000000-0000-4000-8000-000000000006', 'x'), ('adam', 'HEAD', '/api/user/get_storage_used', NULL);
SELECT n, request, status, body FROM shown;
SELECT headers ->> '$.Allow' FROM asked WHERE status = 405;

-- Notifications: up to the time, which never moves back.
INSERT INTO notifications (id, audience, audience_id, event, message, created_at) SELECT '00000000-0000-4000-8000-00000000a00' || column1, 'user', '00000000-0000-4000-8000-000000000006', 'x', 'm' || column1, column2 || ':00.000Z' FROM (VALUES (1, '2024-01-15T10:00'), (2, '2024-01-15T10:30'), (3, '2024-01-15T11:00'));
CREATE TEMP VIEW mine AS SELECT last_read_at, unread, has_new FROM users WHERE name = 'uma';
SELECT * FROM mine;
CREATE TEMP TABLE post (n INTEGER PRIMARY KEY, body);
CREATE TEMP VIEW marked AS SELECT post.n, a.status, a.headers, a.body FROM p JOIN post JOIN api('studio', 'POST', '/api/user/mark_notifications_read', post.body, p.token) AS a WHERE p.name = 'uma' ORDER BY post.n;
INSERT INTO post SELECT 1, body FROM file WHERE rowid = 3;
SELECT n, status, headers, body IS NULL FROM marked;
SELECT * FROM mine;
UPDATE post SET body = '{"timestamp":"2024-01-15T10:00:00.000Z"}';
SELECT n, status FROM marked;
SELECT * FROM mine;
UPDATE post SET body = CAST('{"timestamp":"2024-01-15T12:00:00.5+01:00"}' AS BLOB);
SELECT n, status FROM marked;
SELECT * FROM mine;

-- Missing: the document's words. Malformed: by the field's name. Nothing is changed.
DELETE FROM post;
INSERT INTO post (body) VALUES (NULL), (''), ('{}'), ('{"timestamp":null}'), ('{"time":"2025-01-01T00:00:00Z"}'), ('{"timestamp":"2025-01-01T00:00:00Z","x":1}'),
    ('{"timestamp":""}'), ('{"timestamp":"yesterday"}'), ('{"timestamp":"2025-01-01"}'), ('{"timestamp":"2025-02-30T00:00:00Z"}'), ('{"timestamp":"2025-01-01T00:00:00"}'), ('{"timestamp":1736000000}'), ('{"timestamp":1e3}'), ('{"timestamp":true}'), ('{"timestamp":["2025-01-01T00:00:00Z"]}'), ('{"timestamp":{}}'), ('{"timestamp":"' || hex(zeroblob(5000)) || '"}'), ('{"timestamp":"2025-01-01T00:00:00Z\u0000"}'),
    ('{"timestamp":"2025-01-01T00:00:00Z","timestamp":"2025-01-01T00:00:00Z"}'),
    ('[]'), ('"2025-01-01T00:00:00Z"'), ('null'), ('{"timestamp":"2025-01-01T00:00:00Z"'), ('{"timestamp":"2025-01-01T00:00:00Z"}x'), ('timestamp=2025-01-01T00:00:00Z'), (CAST(x'7b2274696d657374616d70223a22ff227d' AS TEXT)), ('{"a":' || replace(hex(zeroblob(200)), '0', '[') || replace(hex(zeroblob(200)), '0', ']') || '}'), ('{"timestamp":"2025-01-01T00:00:00Z"}' || replace(hex(zeroblob(500000)), '0', ' ')), ('  ');
SELECT n, status, body FROM marked;
SELECT count(*), sum(body = (SELECT json(body) FROM file WHERE rowid = 4)) FROM marked WHERE n < 5;
SELECT * FROM mine;
SELECT usher_error() ->> '$.status';
DELETE FROM request;
INSERT INTO request (who, method, path) VALUES ('uma', 'GET', '/api/user/mark_notifications_read'), ('uma', 'PUT', '/api/user/mark_notifications_read'), ('uma', 'OPTIONS', '/api/user/mark_notifications_read');
SELECT n, status, headers ->> '$.Allow', body FROM asked;

-- By an API key neither is one's own.
CREATE TEMP TABLE k AS SELECT api_key_create('uma', '{"user_id":"00000000-0000-4000-8000-000000000006","scopes":["settings.read"]}') AS key;
SELECT status, body FROM k JOIN api('studio', 'GET', '/api/user/get_storage_used', NULL, key);
SELECT status, body FROM k JOIN api('studio', 'GET', '/api/user/refresh_storage_used', NULL, key);
SELECT status, body FROM k JOIN api('studio', 'POST', '/api/user/mark_notifications_read', '{"timestamp":"2025-01-01T00:00:00Z"}', key);
SELECT * FROM mine;
