-- notifications_fetch(): the newest as JSON; those with disposal on_read are gone then, the others stay.
.read setup/notifications.sql
INSERT INTO notifications (id, audience, audience_id, event, title, message, url, data, disposal, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000d1', 'account', '00000000-0000-4000-8000-0000000000aa', 'message', NULL, 'kept', NULL, NULL, 'keep', '2099-01-01T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d2', 'user', '00000000-0000-4000-8000-000000000006', 'report', 'A "title"', 'say' || char(10) || '"hi"', '/r', '{"a":[1,null]}', 'on_ack', '2099-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d3', 'team', '00000000-0000-4000-8000-0000000000e1', 'message', NULL, 'once', NULL, '"x"', 'on_read', '2099-01-03T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d4', 'all', NULL, 'message', NULL, 'once, too', NULL, 'null', 'on_read', '2099-01-03T00:00:00Z');
INSERT INTO seen SELECT max(id) FROM audit_log;
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE notifications SET read = 1 WHERE id LIKE '0000%d1';
.print -- as many as are asked for; reading the table changes nothing
SELECT count(*) FROM notifications;
SELECT notifications_fetch(1);
SELECT * FROM mine;
BEGIN;
SELECT json_array_length(notifications_fetch());
SELECT * FROM mine;
ROLLBACK;
SELECT * FROM mine;
SELECT notifications_fetch();
SELECT notifications_fetch(NULL);
SELECT * FROM mine; SELECT unread FROM users WHERE id = actor();
.print -- others have theirs
SELECT act_as(id) FROM p WHERE name = 'gus'; SELECT * FROM mine;
.print -- as a row; an empty inbox
INSERT INTO usher (call, args) VALUES ('notifications_fetch', '[]');
SELECT * FROM mine;
SELECT act_as(id) FROM p WHERE name = 'bob'; SELECT json_array_length(notifications_fetch()), json_array_length(notifications_fetch('5')), notifications_fetch(2.0);
.print -- bad input
SELECT notifications_fetch(0);
SELECT notifications_fetch(101);
SELECT notifications_fetch(-1);
SELECT notifications_fetch(1.5);
SELECT notifications_fetch('all');
SELECT notifications_fetch(1, 'uma');
SELECT notifications_fetch(1, 2, 3);
SELECT notifications_fetch(100, actor());
.print -- nobody reads another's: an owner, who sees them, is told so; to others they are not there
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT notifications_fetch(1, '00000000-0000-4000-8000-000000000006');
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT notifications_fetch(1, '00000000-0000-4000-8000-000000000006');
SELECT notifications_fetch(1, '00000000-0000-4000-8000-0000000000ff');
.print -- the system names whose
SELECT act_as(NULL);
SELECT notifications_fetch();
SELECT notifications_fetch(1, '00000000-0000-4000-8000-000000000005');
SELECT notifications_fetch(1, '00000000-0000-4000-8000-000000000008');
.print -- a hundred at most
INSERT INTO notifications (audience, message, disposal, created_at) WITH RECURSIVE c(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM c WHERE i < 250) SELECT 'all', 'm' || i, 'on_read', format('2100-01-01T00:00:00.%03dZ', i) FROM c;
SELECT json_array_length(notifications_fetch(100, '00000000-0000-4000-8000-000000000026')), unread FROM users WHERE name = 'bob';
SELECT unread FROM users WHERE name = 'bob';
SELECT notifications_fetch(NULL, '00000000-0000-4000-8000-000000000026') ->> '$[0].message', unread FROM users WHERE name = 'bob';
SELECT json_array_length(notifications_fetch(100, '00000000-0000-4000-8000-000000000026')), json_array_length(notifications_fetch(100, '00000000-0000-4000-8000-000000000026'));
SELECT action, object_type, substr(object_id, -2), substr(account_id, -2), after FROM audit_log WHERE action = 'notification.fetch' ORDER BY id;
