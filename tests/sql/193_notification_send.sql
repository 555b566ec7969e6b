-- notification_send(): one stored row, in nobody's inbox, and a mail for each address; who may, and what it says.
.read setup/people.sql
CREATE TEMP VIEW stored AS SELECT id, account_id, audience, audience_id, event, title, message, url, data, disposal, created_by FROM usher_notification ORDER BY number;
CREATE TEMP VIEW mails AS SELECT kind, email, name, locale, account_id, user_id, notification_id, title, length(token) AS token FROM outbox ORDER BY rowid;
CREATE TEMP VIEW log AS SELECT real_actor, actor, action, object_type, object_id, account_id, before, after FROM audit_log WHERE action GLOB 'notification.*' ORDER BY id;
UPDATE users SET locale = 'de' WHERE name = 'uma';

.print -- a creator
SELECT act_as('00000000-0000-4000-8000-000000000005');
CREATE TEMP TABLE answer AS SELECT notification_send('["uma@example.org","Guest@Example.org","UMA@EXAMPLE.ORG"]', 'Lunch', 'At noon,
in the "garden".', '{"id":"00000000-0000-4000-8000-00000000E001","channels":["email"],"url":"https://example.org/lunch","data":{"at":[12,0]},"event":"lunch.planned"}') AS a;
SELECT key, type, value FROM answer, json_each(a) WHERE key <> 'queued_at';
SELECT a ->> 'queued_at' = created_at FROM answer, usher_notification;
-- Its sender does not see it, and nobody has it in their inbox.
SELECT count(*) FROM notifications;
SELECT count(*) FROM outbox;
SELECT act_as(NULL);
SELECT count(*) FROM notifications;
SELECT * FROM stored;
SELECT * FROM mails;
SELECT * FROM log;

.print -- as little as it takes; by INSERT
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT notification_send('["carl@example.org"]', 's', 'b') ->> 'accepted_recipients';
SELECT notification_send('["carl@example.org"]', 's', 'b', NULL) ->> 'accepted_recipients';
SELECT notification_send('["carl@example.org"]', 's', 'b', '{"url":null,"channels":null}') ->> 'accepted_recipients';
INSERT INTO usher (call, args) VALUES ('notification_send', '[["carl@example.org"],"from a call","b"]');
SELECT act_as(NULL);
SELECT title, event, url, data FROM usher_notification ORDER BY number DESC LIMIT 1;
SELECT count(*), count(DISTINCT notification_id) FROM outbox;

.print -- who may: owner, admin, manager, creator; not a user, nor where one is no member or only a user
DELETE FROM outbox;
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT notification_send(json_array('x@example.org'), 's', 'b') ->> 'accepted_recipients';
SELECT notification_send(json_array('x@example.org'), 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT usher_error() ->> 'field';
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT notification_send(json_array('x@example.org'), 's', 'b') ->> 'accepted_recipients';
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT notification_send(json_array('x@example.org'), 's', 'b') ->> 'accepted_recipients';
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT notification_send(json_array('uma@example.org'), 's', 'b');
SELECT usher_error();
SELECT act_as(NULL);
-- A manager of one account, a guest in another.
SELECT act_as('00000000-0000-4000-8000-000000000025');
SELECT notification_send(json_array('x@example.org'), 's', 'b') ->> 'accepted_recipients';
SELECT notification_send(json_array('x@example.org'), 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'accepted_recipients';
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000023');
SELECT notification_send(json_array('x@example.org'), 's', 'b');
SELECT notification_send(json_array('x@example.org'), 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'accepted_recipients';
SELECT act_as(NULL);
SELECT account_id, email FROM outbox ORDER BY rowid;

.print -- an API key, with the scope and without
INSERT INTO usher SELECT 'api_key_create', json_array('sends', json_object('user_id', '00000000-0000-4000-8000-000000000005', 'scopes', json_array('notifications.send'), 'key', 'usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb'));
SELECT authenticate('usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb');
SELECT notification_send('["x@example.org"]', 's', 'b') ->> 'accepted_recipients';
SELECT act_as(NULL);
CREATE TEMP TABLE k AS SELECT api_key_create('looks', json_object('user_id', '00000000-0000-4000-8000-000000000005', 'scopes', json_array('files.upload'))) AS key;
SELECT authenticate(key) FROM k;
SELECT notification_send('["x@example.org"]', 's', 'b') ->> 'accepted_recipients';
SELECT act_as(NULL);

.print -- the system says for which account, and is bound by the list
DELETE FROM outbox;
SELECT notification_send('["uma@example.org"]', 's', 'b');
SELECT notification_send('["uma@example.org","gina@example.org","bert@example.org","x@example.org","dan@example.org","nora@example.org","dora@example.org"]', 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'rejected_recipients';
SELECT email, user_id, account_id FROM outbox ORDER BY rowid;

.print -- all or nothing
BEGIN;
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
ROLLBACK;
INSERT INTO usher (call, args) VALUES ('notification_send', '[["uma@example.org"],"s","b",{"account_id":"00000000-0000-4000-8000-0000000000aa"}]'), ('notification_send', '[["uma@example.com"],"s","b",{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa","id":"00000000-0000-4000-8000-00000000e001"}');
SELECT usher_error();
SELECT count(*) FROM outbox;

.print -- nobody
DROP TABLE temp.p; DROP TABLE temp.k; DROP TABLE temp.answer; DROP VIEW temp.stored; DROP VIEW temp.mails; DROP VIEW temp.log;
SELECT usher_lockdown();
SELECT notification_send('["uma@example.org"]', 's', 'b');
