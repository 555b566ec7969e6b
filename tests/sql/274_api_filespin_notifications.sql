-- filespin: GET /api/v1/user/notifications: the latest 100; ON_READ is gone after that, ON_ACK stays until DELETE.
.read setup/filespin.sql
CREATE TEMP VIEW inbox AS SELECT p.name, a.status, (SELECT group_concat(value ->> 'message') FROM json_each(a.body, '$.notifications')) AS messages FROM p JOIN api('filespin', 'GET', '/api/v1/user/notifications', NULL, p.token) AS a;
INSERT INTO notifications (id, user_id, message, title, url, disposal, created_at) SELECT '00000000-0000-4000-8000-00000000f00' || column1, '00000000-0000-4000-8000-00000000000' || column2, column3, 'title', column4, column5, '2030-01-01T00:00:0' || column1 || '.000Z'
    FROM (VALUES (1, 6, 'read once', '/a', 'on_read'), (2, 6, 'acknowledge', 'https://example.org/b', 'on_ack'), (3, 6, 'kept "quoted"', NULL, 'keep'), (4, 5, 'to carl', NULL, 'on_ack'));
SELECT a.status, a.headers, a.body FROM p JOIN api('filespin', 'GET', '/api/v1/user/notifications', NULL, p.token) AS a WHERE p.name = 'uma';
SELECT * FROM inbox WHERE name = 'uma';
.print -- one broadcast is in everybody's inbox
INSERT INTO notifications (id, audience, account_id, audience_id, message, disposal, created_at) VALUES ('00000000-0000-4000-8000-00000000f00a', 'account', '00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000aa', 'to all', 'on_read', '2030-01-01T00:00:09.000Z');
SELECT * FROM inbox WHERE name IN ('uma', 'carl', 'bert');
SELECT * FROM inbox WHERE name IN ('uma', 'carl', 'mia');
.print -- DELETE: one's own, that is not to be kept
INSERT INTO ask (name, method, path) SELECT column1, 'DELETE', '/api/v1/user/notifications/' || column2 FROM (VALUES ('uma', '00000000-0000-4000-8000-00000000f004'), ('uma', '00000000-0000-4000-8000-00000000f003'), ('uma', '00000000-0000-4000-8000-00000000f001'), ('uma', '00000000-0000-4000-8000-00000000f002'), ('uma', '00000000-0000-4000-8000-00000000f002'), ('uma', 'x'), ('uma', '1'), ('adam', '00000000-0000-4000-8000-00000000f004'), (NULL, '00000000-0000-4000-8000-00000000f004'), ('carl', '00000000-0000-4000-8000-00000000F004'));
SELECT n, name, substr(path, -4), status, body FROM answers;
SELECT * FROM inbox WHERE name IN ('uma', 'carl');
.print -- the latest 100, in an order
INSERT INTO notifications (user_id, message, disposal, created_at) WITH RECURSIVE i (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM i WHERE n < 150) SELECT '00000000-0000-4000-8000-000000000005', 'm' || n, 'on_read', printf('2031-01-01T00:%02d:%02d.000Z', n / 60, n % 60) FROM i;
SELECT json_array_length(a.body, '$.notifications'), a.body ->> '$.notifications[0].message', a.body ->> '$.notifications[99].message' FROM p JOIN api('filespin', 'GET', '/api/v1/user/notifications', NULL, p.token) AS a WHERE p.name = 'carl';
SELECT json_array_length(a.body, '$.notifications'), a.body ->> '$.notifications[0].message', a.body ->> '$.notifications[50].message' FROM p JOIN api('filespin', 'GET', '/api/v1/user/notifications', NULL, p.token) AS a WHERE p.name = 'carl';
.print -- what was given out and could not be written down is not gone: all or nothing
INSERT INTO notifications (user_id, message, disposal) VALUES ('00000000-0000-4000-8000-000000000004', 'still there', 'on_read');
BEGIN;
SELECT * FROM inbox WHERE name = 'mia';
ROLLBACK;
SELECT * FROM inbox WHERE name = 'mia';
SELECT * FROM inbox WHERE name = 'mia';
.print -- a key needs scopes
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000003', 'scopes', json(column2))) AS key FROM (VALUES ('all', '["users.read_private","users.update"]'), ('none', '[]'));
SELECT k.name, a.status, a.body FROM keys AS k JOIN api('filespin', 'GET', '/api/v1/user/notifications', NULL, k.key) AS a;
