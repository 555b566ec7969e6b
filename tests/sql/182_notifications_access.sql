-- Who may send to whom, and who sees what: by role, from another account, as a guest, as nobody.
.read setup/notifications.sql
INSERT INTO notifications (id, audience, audience_id, message, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000d1', 'account', '00000000-0000-4000-8000-0000000000aa', 'to aa', '2099-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d2', 'account', '00000000-0000-4000-8000-0000000000ab', 'to ab', '2099-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d3', 'user', '00000000-0000-4000-8000-000000000006', 'to uma', '2099-01-03T00:00:00Z');
.print -- everybody sees what is theirs, and that only: an owner, too
SELECT * FROM counts;
SELECT act_as(id) FROM p WHERE name = 'olga'; SELECT * FROM mine; SELECT count(*) FROM notifications; SELECT count(*) FROM notifications WHERE user_id <> actor();
SELECT count(*) FROM notifications WHERE id LIKE '0000%d3';
SELECT name, unread, has_new FROM users WHERE name IN ('uma', 'dora', 'gus') ORDER BY name;
SELECT act_as(id) FROM p WHERE name = 'mia'; SELECT * FROM mine; SELECT name, unread, has_new FROM users WHERE name IN ('mia', 'uma') ORDER BY name;
SELECT act_as(id) FROM p WHERE name = 'uma'; SELECT * FROM mine; SELECT count(*) FROM notifications;
SELECT act_as(id) FROM p WHERE name = 'gus'; SELECT * FROM mine; SELECT count(*) FROM notifications;
SELECT act_as(id) FROM p WHERE name = 'bert'; SELECT * FROM mine; SELECT count(*) FROM notifications;

.print -- a user sends nothing
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO notifications (user_id, message) VALUES (actor(), 'to myself');
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000001', 'x');
INSERT INTO notifications (audience, message) VALUES ('account', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('team', '00000000-0000-4000-8000-0000000000e1', 'x');
INSERT INTO notifications (audience, message) VALUES ('all', 'x');
SELECT usher_error();
.print -- a creator does, to whom they see: themself, their teams, their account
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO notifications (id, user_id, message) VALUES ('00000000-0000-4000-8000-0000000000e1', actor(), 'to myself');
INSERT INTO notifications (id, audience, audience_id, message) VALUES ('00000000-0000-4000-8000-0000000000e2', 'team', '00000000-0000-4000-8000-0000000000e1', 'to my team');
INSERT INTO notifications (id, audience, message) VALUES ('00000000-0000-4000-8000-0000000000e3', 'account', 'to my account');
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000006', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('team', '00000000-0000-4000-8000-0000000000e2', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'x');
.print -- a manager sees all users; nobody sends to everybody, in usher's name, or in the past
SELECT act_as(id) FROM p WHERE name = 'mia';
INSERT INTO notifications (id, user_id, message) VALUES ('00000000-0000-4000-8000-0000000000e4', '00000000-0000-4000-8000-000000000006', 'from mia'), ('00000000-0000-4000-8000-0000000000e5', '00000000-0000-4000-8000-000000000024', 'to the guest');
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000021', 'x');
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000008', 'x');
INSERT INTO notifications (user_id, account_id, message) VALUES ('00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-0000000000ab', 'x');
INSERT INTO notifications (audience, message) VALUES ('all', 'x');
INSERT INTO notifications (user_id, event, message) VALUES ('00000000-0000-4000-8000-000000000006', 'password_reset', 'x');
INSERT INTO notifications (user_id, created_at, message) VALUES ('00000000-0000-4000-8000-000000000006', '2022-01-01T00:00:00Z', 'x');
.print -- an administrator of another account, a guest here: as the role here permits
SELECT act_as(id) FROM p WHERE name = 'hana';
INSERT INTO notifications (id, audience, account_id, message) VALUES ('00000000-0000-4000-8000-0000000000e6', 'account', '00000000-0000-4000-8000-0000000000aa', 'from hana');
INSERT INTO notifications (id, user_id, account_id, message) VALUES ('00000000-0000-4000-8000-0000000000e7', '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', 'from hana');
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000006', 'not a member of my own account');
SELECT act_as(id) FROM p WHERE name = 'beth';
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000006', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('team', '00000000-0000-4000-8000-0000000000e1', 'x');
UPDATE notifications SET read = 1 WHERE id LIKE '0000%d1'; SELECT changes();
DELETE FROM notifications WHERE id LIKE '0000%d1'; SELECT changes();
SELECT act_as(NULL);
SELECT id, account, audience, audience_id, message, created_by FROM sent;

.print -- nobody: sees nothing, sends nothing
SELECT usher_lockdown();
SELECT count(*) FROM notifications;
INSERT INTO notifications (audience, message) VALUES ('all', 'x');
SELECT mark_read('2099-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000006');
SELECT notifications_fetch(1, '00000000-0000-4000-8000-000000000006');
SELECT notifications_prune('2099-01-01T00:00:00Z');
SELECT count(*) FROM usher_notification;
