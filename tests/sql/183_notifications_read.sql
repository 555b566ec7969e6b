-- Single rows are read or unread, dismissed or kept: one's own, nothing else of them, and by the system; each change is logged.
.read setup/notifications.sql
INSERT INTO notifications (id, audience, audience_id, message, disposal, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000d1', 'account', '00000000-0000-4000-8000-0000000000aa', 'kept', 'keep', '2099-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d2', 'team', '00000000-0000-4000-8000-0000000000e1', 'acknowledged', 'on_ack', '2099-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d3', 'user', '00000000-0000-4000-8000-000000000006', 'read once', 'on_read', '2099-01-03T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d4', 'all', NULL, 'kept, too', 'keep', '2099-01-04T00:00:00Z');
INSERT INTO seen SELECT max(id) FROM audit_log;
SELECT act_as(id) FROM p WHERE name = 'uma';
.print -- read: in any form of 1; again is no change
UPDATE notifications SET read = 1 WHERE id LIKE '0000%d1';
UPDATE notifications SET read = '1' WHERE id LIKE '0000%d2';
UPDATE notifications SET read = 1.0 WHERE id LIKE '0000%d2';
UPDATE notifications SET read = 1 WHERE id LIKE '0000%d2';
SELECT * FROM mine; SELECT unread, has_new FROM users WHERE id = actor();
SELECT unixepoch('now') - unixepoch(read_at) BETWEEN 0 AND 60 FROM notifications WHERE id LIKE '0000%d1';
.print -- unread again; several rows; each its own way
UPDATE notifications SET read = 0 WHERE id LIKE '0000%d1';
SELECT * FROM mine;
UPDATE notifications SET read = id LIKE '0000%d3' OR id LIKE '0000%d4';
SELECT * FROM mine; SELECT unread, has_new FROM users WHERE id = actor();
.print -- others have theirs as it was
SELECT act_as(id) FROM p WHERE name = 'carl'; SELECT * FROM mine;
SELECT act_as(id) FROM p WHERE name = 'uma';
.print -- nothing else can be changed, nor to anything else
UPDATE notifications SET read = 2;
UPDATE notifications SET read = NULL;
UPDATE notifications SET read = 'yes';
UPDATE notifications SET message = 'x';
UPDATE notifications SET user_id = '00000000-0000-4000-8000-000000000005' WHERE id LIKE '0000%d1';
UPDATE notifications SET disposal = 'on_ack', read = 0;
UPDATE notifications SET audience_id = NULL WHERE id LIKE '0000%d1';
UPDATE notifications SET read_at = '2022-01-01T00:00:00Z' WHERE id LIKE '0000%d1';
UPDATE notifications SET created_at = '2022-01-01T00:00:00Z' WHERE id LIKE '0000%d1';
UPDATE notifications SET rowid = 5 WHERE id LIKE '0000%d1';
SELECT * FROM mine;
.print -- dismissed: what is to be acknowledged, or goes by being read; what is kept is not, and keeps the statement
DELETE FROM notifications WHERE id LIKE '0000%d1';
SELECT usher_error();
DELETE FROM notifications;
SELECT * FROM mine;
DELETE FROM notifications WHERE id LIKE '0000%d2';
BEGIN;
DELETE FROM notifications WHERE disposal <> 'keep';
SELECT * FROM mine;
ROLLBACK;
SELECT * FROM mine;
DELETE FROM notifications WHERE id LIKE '0000%d3';
SELECT * FROM mine; SELECT unread, has_new FROM users WHERE id = actor();
DELETE FROM notifications WHERE id LIKE '0000%d3'; SELECT changes();
.print -- of others, as if it was not there
UPDATE notifications SET read = 1 WHERE user_id = '00000000-0000-4000-8000-000000000005'; SELECT changes();
DELETE FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000005'; SELECT changes();
SELECT act_as(id) FROM p WHERE name = 'carl'; SELECT * FROM mine;
.print -- the system does so for anybody, and dismisses what is kept
SELECT act_as(NULL);
UPDATE notifications SET read = 1 WHERE user_id = '00000000-0000-4000-8000-000000000005';
DELETE FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000005' AND disposal = 'keep';
SELECT substr(id, -2), read FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000005' ORDER BY id;
SELECT count(*) FROM usher_notification;
SELECT substr(user_id, -2), notification, read, read_at IS NOT NULL, disposed_at IS NOT NULL FROM usher_notification_state ORDER BY user_id, notification;
SELECT * FROM logged;
