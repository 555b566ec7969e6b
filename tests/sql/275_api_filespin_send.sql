-- filespin: POST /api/v1/notifications/send: to addresses, by whom the role allows; who is accepted and who is not.
.read setup/filespin.sql
INSERT INTO ask (name, method, path, body) SELECT column1, 'POST', '/api/v1/notifications/send', column2 FROM (VALUES ('carl', '{"channels":["email"],"to":["uma@example.org","x","far@example.net","UMA@example.org"],"subject":"S","body":"two\nlines"}'), ('mia', '{"subject":"S","to":["mia@example.org"],"channels":["email"],"body":"B"}'));
CREATE TEMP TABLE sent AS SELECT * FROM answers;
SELECT name, status, headers, json_replace(body, '$.data.notification_id', 'ID', '$.data.queued_at', 'TIME'), length(body ->> '$.data.notification_id'), length(body ->> '$.data.queued_at') FROM sent;
SELECT email, kind, title, message FROM outbox WHERE kind = 'notification' ORDER BY rowid;
.print -- who may not; unknown channels; nobody who can be sent to; bodies
DELETE FROM ask;
DELETE FROM outbox;
INSERT INTO ask (name, method, path, body) SELECT column1, 'POST', '/api/v1/notifications/send', json_patch('{"channels":["email"],"to":["uma@example.org"],"subject":"S","body":"B"}', column2) FROM (VALUES ('uma', '{}'), (NULL, '{}'), ('carl', '{"channels":["sms"]}'), ('carl', '{"channels":[]}'), ('carl', '{"channels":["email","sms"]}'), ('carl', '{"channels":"email"}'), ('carl', '{"channels":null}'), ('carl', '{"to":["far@example.net","x"]}'), ('carl', '{"to":[]}'), ('carl', '{"to":"uma@example.org"}'), ('carl', '{"to":null}'), ('carl', '{"to":[7]}'),
    ('carl', '{"subject":null}'), ('carl', '{"subject":""}'), ('carl', '{"subject":7}'), ('carl', '{"subject":"a\nb"}'), ('carl', '{"body":""}'), ('carl', '{"body":null}'), ('carl', '{"body":["x"]}'), ('carl', '{"url":"/x"}'), ('carl', '{"from":"x"}'));
INSERT INTO ask (name, method, path, body) SELECT 'carl', 'POST', '/api/v1/notifications/send', json_set('{"channels":["email"],"to":["uma@example.org"],"subject":"S","body":"B"}', '$.' || column1, hex(zeroblob(3000))) FROM (VALUES ('subject'), ('body'));
SELECT n, name, status, body FROM answers;
SELECT count(*) FROM outbox WHERE kind = 'notification';
.print -- 50 at most, beyond that max_recipients_exceeded
CREATE TEMP TABLE many AS WITH RECURSIVE i (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM i WHERE n < 52) SELECT json_object('channels', json('["email"]'), 'to', json_group_array(printf('u%02d@friends.example', n)), 'subject', 'S', 'body', 'B') AS body FROM i;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'notifications.allowed_domains', '["friends.example"]');
SELECT a.status, json_array_length(a.body, '$.data.accepted_recipients'), a.body -> '$.data.rejected_recipients' FROM many JOIN p JOIN api('filespin', 'POST', '/api/v1/notifications/send', many.body, p.token) AS a WHERE p.name = 'carl';
.print -- any, if the account says so
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'notifications.allow_all_domains', 'true');
SELECT a.status, a.body -> '$.data.accepted_recipients' FROM p JOIN api('filespin', 'POST', '/api/v1/notifications/send', '{"channels":["email"],"to":["far@example.net"],"subject":"S","body":"B"}', p.token) AS a WHERE p.name = 'adam';
