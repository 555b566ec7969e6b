-- pulse: notification settings: one's own, got and changed, and each way in which that fails.
.read setup/pulse.sql
.parameter set @path "'/api/v1/users/00000000-0000-4000-8000-000000000006/notification_settings'"
.print ---- got, changed in part, whole, by PATCH
SELECT status, headers, body FROM api('pulse', 'GET', @path, NULL, @uma);
SELECT status, body FROM api('pulse', 'PUT', @path, '{"data":{"type":"notification_setting","attributes":{"email_notifications":false}}}', @uma);
SELECT status, body ->> '$.data.attributes' FROM api('pulse', 'PUT', @path, '{"data":{"type":"notification_setting","id":"00000000-0000-4000-8000-000000000006","attributes":{"notifications":["invite.accepted","x"],"email_notifications":true}}}', @uma);
SELECT status, body ->> '$.data' FROM api('pulse', 'PATCH', @path || '?fields[notification_setting]=notifications', '{"data":{"type":"notification_setting","attributes":{"notifications":[]}}}', @uma);
SELECT notifications, email_notifications FROM users WHERE name = 'uma';
.print ---- of nobody else, whatever one may
SELECT status, body FROM api('pulse', 'GET', @path, NULL, @olga);
SELECT status, body FROM api('pulse', 'PUT', @path, '{"data":{"type":"notification_setting","attributes":{"email_notifications":false}}}', @olga);
SELECT status, body FROM api('pulse', 'GET', replace(@path, '006', '001'), NULL, @uma);
SELECT status, body FROM api('pulse', 'GET', replace(@path, '006', '0ff'), NULL, @olga);
SELECT status, body FROM api('pulse', 'GET', @path);
.print ---- what cannot be
SELECT a.status, a.body FROM (VALUES ('{"email_notifications":"yes"}'), ('{"email_notifications":1}'), ('{"email_notifications":null}'), ('{"notifications":"x"}'), ('{"notifications":[1]}'), ('{"notifications":{}}'), ('{"name":"x"}')) AS t,
    api('pulse', 'PUT', @path, '{"data":{"type":"notification_setting","attributes":' || t.column1 || '}}', @uma) AS a;
SELECT status, body FROM api('pulse', 'PUT', @path, '{"data":{"type":"user","attributes":{"email_notifications":false}}}', @uma);
SELECT status, body FROM api('pulse', 'PUT', @path, '{"data":{"type":"notification_setting","id":"00000000-0000-4000-8000-000000000007"}}', @uma);
SELECT status, headers FROM api('pulse', 'DELETE', @path, NULL, @uma);
SELECT notifications, email_notifications FROM users WHERE name = 'uma';
.print ---- the id in other letters is the same
SELECT status FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","id":"00000000-0000-4000-8000-0000000000AB"}}', @olga);
SELECT status, body ->> '$.data.id' FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-0000000000Ab', '{"data":{"type":"user","id":"00000000-0000-4000-8000-0000000000aB"}}', @olga);
