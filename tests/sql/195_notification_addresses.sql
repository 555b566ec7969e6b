-- Addresses by INSERT: the column recipients of notifications does what notification_send() does; and what neither takes.
.read setup/people.sql
CREATE TEMP VIEW stored AS SELECT id IS NOT NULL AS id, account_id, audience, event, title, message, url, data, created_by FROM usher_notification ORDER BY number;
CREATE TEMP VIEW mails AS SELECT email, title, user_id FROM outbox ORDER BY rowid;

.print -- several rows, of which each is one notification
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO notifications (id, recipients, title, message, url, data, event) VALUES
    ('00000000-0000-4000-8000-00000000e001', '["uma@example.org", "x@example.org"]', 'one', 'm', '/one', '{"n": 1}', 'numbers'),
    ('00000000-0000-4000-8000-00000000e002', '["uma@example.org","nobody","x@example.com"]', 'two', 'm', NULL, NULL, NULL);
SELECT last_insert_rowid(), changes();
INSERT INTO notifications (recipients, title, message, account_id) SELECT json_array('mia@example.org'), 'three', 'm', '00000000-0000-4000-8000-0000000000aa';
SELECT recipients FROM notifications;
SELECT count(*) FROM notifications WHERE recipients IS NOT NULL;
SELECT act_as(NULL);
SELECT * FROM stored;
SELECT * FROM mails;
SELECT actor, action, object_id IS NOT NULL, after FROM audit_log WHERE object_type = 'notifications' ORDER BY id;
SELECT count(*) FROM usher_audit WHERE before LIKE '%@example%' AND object_type = 'notifications' OR after LIKE '%@example%' AND object_type = 'notifications';

.print -- one row that fails takes all back
INSERT INTO notifications (account_id, recipients, title, message) VALUES ('00000000-0000-4000-8000-0000000000aa', '["uma@example.org"]', 'four', 'm'), ('00000000-0000-4000-8000-0000000000aa', '["x@example.com"]', 'five', 'm');
INSERT OR IGNORE INTO notifications (account_id, recipients, title, message) VALUES ('00000000-0000-4000-8000-0000000000aa', '["uma@example.org"]', 'four', 'm'), ('00000000-0000-4000-8000-0000000000aa', '["x@example.com"]', 'five', 'm');
BEGIN;
INSERT INTO notifications (account_id, recipients, title, message) VALUES ('00000000-0000-4000-8000-0000000000aa', '["x@example.com"]', 'five', 'm');
INSERT INTO notifications (account_id, recipients, title, message) VALUES ('00000000-0000-4000-8000-0000000000aa', '["uma@example.org"]', 'six', 'm');
ROLLBACK;
INSERT INTO notifications (id, account_id, recipients, title, message) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', '["uma@example.org"]', 'six', 'm');
SELECT title FROM stored;
SELECT count(*) FROM outbox;

.print -- what an inbox has, and an address has not
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO notifications (recipients, title, message, user_id) VALUES ('["uma@example.org"]', 't', 'm', '00000000-0000-4000-8000-000000000006');
INSERT INTO notifications (recipients, title, message, audience_id) VALUES ('["uma@example.org"]', 't', 'm', '00000000-0000-4000-8000-000000000006');
INSERT INTO notifications (recipients, title, message, audience) VALUES ('["uma@example.org"]', 't', 'm', 'account');
INSERT INTO notifications (recipients, title, message, disposal) VALUES ('["uma@example.org"]', 't', 'm', 'on_ack');
INSERT INTO notifications (recipients, title, message, created_at) VALUES ('["uma@example.org"]', 't', 'm', '2022-01-01T00:00:00Z');
INSERT INTO notifications (rowid, recipients, title, message) VALUES (7, '["uma@example.org"]', 't', 'm');
INSERT INTO notifications (recipients, title, message, event) VALUES ('["uma@example.org"]', 't', 'm', 'password_reset');
INSERT INTO notifications (recipients, message) VALUES ('["uma@example.org"]', 'm');
INSERT INTO notifications (recipients, title) VALUES ('["uma@example.org"]', 't');
UPDATE notifications SET recipients = '["uma@example.org"]';

.print -- bad lists, by both
INSERT INTO notifications (recipients, title, message) VALUES ('uma@example.org', 't', 'm');
INSERT INTO notifications (recipients, title, message) VALUES ('[]', 't', 'm');
SELECT notification_send(NULL, 's', 'b');
SELECT notification_send('', 's', 'b');
SELECT notification_send('uma@example.org', 's', 'b');
SELECT notification_send('"uma@example.org"', 's', 'b');
SELECT notification_send('{"to":"uma@example.org"}', 's', 'b');
SELECT notification_send('[]', 's', 'b');
SELECT notification_send('[1]', 's', 'b');
SELECT notification_send('[null]', 's', 'b');
SELECT notification_send('["uma@example.org",["uma@example.org"]]', 's', 'b');
SELECT notification_send('["uma@example.org\u0000"]', 's', 'b');
SELECT notification_send(x'5b5d', 's', 'b');
SELECT notification_send(7, 's', 'b');

.print -- subject and body: both sides of their limits
SELECT notification_send('["uma@example.org"]', NULL, 'b');
SELECT notification_send('["uma@example.org"]', 's', NULL);
SELECT notification_send('["uma@example.org"]', '', 'b');
SELECT notification_send('["uma@example.org"]', ' ', 'b');
SELECT notification_send('["uma@example.org"]', 'a' || char(10) || 'Bcc: all@example.org', 'b');
SELECT notification_send('["uma@example.org"]', 7, 'b');
SELECT notification_send('["uma@example.org"]', 's', '');
SELECT notification_send('["uma@example.org"]', 's', char(10));
SELECT notification_send('["uma@example.org"]', 's', 'b' || char(0));
SELECT notification_send('["uma@example.org"]', CAST(x'ff' AS TEXT), 'b');
SELECT notification_send('["uma@example.org"]', printf('%.201c', 's'), 'b');
SELECT usher_error();
SELECT notification_send('["uma@example.org"]', 's', printf('%.4001c', 'b'));
SELECT notification_send('["uma@example.org"]', printf('%.200c', 's'), printf('%.3999c', 'b') || 'é') ->> 'accepted_recipients';

.print -- options
SELECT notification_send('["uma@example.org"]', 's', 'b', '[]');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"channels":["sms"]}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"channels":["email","sms"]}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"channels":[]}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"channels":"email"}');
SELECT usher_error();
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"channel":["email"]}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"title":"t"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"recipients":["x@example.org"]}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"created_at":"2022-01-01T00:00:00Z"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"id":"1"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"id":"00000000-0000-4000-8000-00000000e001"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"event":"two words"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"event":"invite"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"url":"javascript:alert(1)"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"url":["/a"]}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"data":"{"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', json_object('data', json_array(printf('%.65533c', 'd'))));
SELECT notification_send('["uma@example.org"]', 's', 'b', json_object('data', json_array(printf('%.65532c', 'd')))) ->> 'accepted_recipients';
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"data":7}') ->> 'accepted_recipients';
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"account_id":"aa"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000ff"}');
SELECT notification_send('["uma@example.org"]', 's', 'b', '{}', 1);
SELECT act_as(NULL);
SELECT count(*), (SELECT count(*) FROM outbox) FROM usher_notification;
