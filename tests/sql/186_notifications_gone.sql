-- Who is a recipient follows from when they joined, and whether they left; what is pruned, of a team or account that is gone, or of a user who was erased, is gone with all that hangs on it.
.read setup/notifications.sql
PRAGMA foreign_keys = 1;
INSERT INTO notifications (id, audience, audience_id, message, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000d0', 'account', '00000000-0000-4000-8000-0000000000aa', 'before they joined', '2000-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d1', 'all', NULL, 'before they were there', '2000-01-01T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d2', 'team', '00000000-0000-4000-8000-0000000000e1', 'before they were in it', '2000-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d3', 'user', '00000000-0000-4000-8000-000000000006', 'to uma, before', '2000-01-01T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d4', 'account', '00000000-0000-4000-8000-0000000000aa', 'to aa', '2099-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d5', 'team', '00000000-0000-4000-8000-0000000000e1', 'to red', '2099-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d6', 'user', '00000000-0000-4000-8000-000000000006', 'to uma', '2099-01-03T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d7', 'all', NULL, 'to all', '2099-01-04T00:00:00Z');
.print -- what was sent before one joined is not there; what was sent to oneself is
SELECT * FROM counts;
SELECT message, count(*) FROM notifications GROUP BY id ORDER BY id;
.print -- who leaves loses it; who comes back begins anew
DELETE FROM team_memberships WHERE user_id = '00000000-0000-4000-8000-000000000005';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000024' AND account_id LIKE '%0000aa';
SELECT name, unread FROM users WHERE name IN ('carl', 'gus') ORDER BY name;
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-0000000000aa', 'user');
SELECT name, unread FROM users WHERE name IN ('carl', 'gus') ORDER BY name;
UPDATE usher_membership SET created_at = '2099-01-01T00:00:00.001Z' WHERE user_id LIKE '%000024' AND account_id LIKE '%0000aa';
SELECT name, unread FROM users WHERE name IN ('carl', 'gus') ORDER BY name;
UPDATE usher_membership SET created_at = '2099-01-01T00:00:00.000Z' WHERE user_id LIKE '%000024' AND account_id LIKE '%0000aa';
SELECT name, unread FROM users WHERE name IN ('carl', 'gus') ORDER BY name;

.print -- pruned: what was created before, with what was read and mail about it; only by the system
UPDATE notifications SET read = 1 WHERE user_id = '00000000-0000-4000-8000-000000000006' AND id <> '00000000-0000-4000-8000-0000000000d7';
INSERT INTO usher_outbox (id, kind, email, notification_id, created_at) SELECT replace(id, '-4000-', '-4001-'), 'notification', 'x@example.org', id, created_at FROM usher_notification;
SELECT count(*) FROM usher_notification_state;
SELECT notifications_prune('2000-01-01T00:00:00Z');
SELECT notifications_prune('2000-01-01T00:00:00.001Z');
SELECT (SELECT count(*) FROM usher_notification), (SELECT count(*) FROM usher_notification_state), (SELECT count(*) FROM usher_outbox WHERE kind = 'notification');
SELECT * FROM counts;
SELECT notifications_prune('invalid-timestamp');
SELECT notifications_prune(NULL);
SELECT notifications_prune();
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT notifications_prune('2100-01-01T00:00:00Z');
SELECT act_as(NULL);
BEGIN;
INSERT INTO usher (call, args) VALUES ('notifications_prune', '["2099-01-04T00:00:00+00:00"]');
SELECT id FROM sent;
SELECT * FROM counts;
ROLLBACK;
SELECT id FROM sent;

.print -- a team that is deleted takes along what was sent to it
DELETE FROM teams WHERE id LIKE '0000%e1';
SELECT id FROM sent;
SELECT (SELECT count(*) FROM usher_notification_state), (SELECT count(*) FROM usher_outbox WHERE kind = 'notification');
.print -- a user who is deleted has it still, for when they are restored; one who is erased has nothing but what all have
DELETE FROM users WHERE name = 'uma';
SELECT unread FROM users WHERE name = 'uma';
SELECT count(*) FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000006';
SELECT user_restore('00000000-0000-4000-8000-000000000006') IS NOT NULL, mark_read('2099-06-01T00:00:00Z', '00000000-0000-4000-8000-000000000006');
SELECT user_erase('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT id FROM sent;
SELECT (SELECT count(*) FROM usher_notification_state), (SELECT count(*) FROM usher_outbox WHERE kind = 'notification');
SELECT message, read FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000006' ORDER BY id;
.print -- who sent something and is erased: it stays, and names them by their id
SELECT act_as(id) FROM p WHERE name = 'mia';
INSERT INTO notifications (id, audience, message) VALUES ('00000000-0000-4000-8000-0000000000d8', 'account', 'from mia');
SELECT act_as(NULL);
SELECT user_erase('00000000-0000-4000-8000-000000000004') IS NOT NULL;
SELECT id, created_by FROM sent;
.print -- an account that nobody was in takes along what was sent there
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000ac', 'black');
INSERT INTO notifications (id, audience, audience_id, message) VALUES ('00000000-0000-4000-8000-0000000000d9', 'account', '00000000-0000-4000-8000-0000000000ac', 'x'), ('00000000-0000-4000-8000-0000000000da', 'team', '00000000-0000-4000-8000-0000000000e3', 'x');
DELETE FROM accounts WHERE name = 'third';
SELECT id FROM sent;
PRAGMA foreign_key_check;
SELECT action, substr(object_id, 1, 24), after FROM audit_log WHERE action = 'notification.prune' ORDER BY id;
