-- A notification goes out as mail, too, to whoever asked for it: by the list of events, email_notifications, and the setting in force; in the same transaction.
.read setup/notifications.sql
CREATE TEMP VIEW mails AS SELECT o.kind, o.email, o.name, o.locale, substr(o.account_id, -2) AS account, substr(o.user_id, -2) AS user, token IS NULL AS plain, (SELECT substr(n.id, -2) FROM usher_outbox AS b JOIN usher_notification AS n ON n.id = b.notification_id WHERE b.id = o.id) AS notification
FROM outbox AS o WHERE o.kind = 'notification' ORDER BY notification, o.email;
UPDATE users SET notifications = '["report","message"]' WHERE name IN ('olga', 'uma', 'carl', 'dora', 'gus', 'bert', 'nora');
UPDATE users SET notifications = '["reports","re","\"report\\\"","x.report"]' WHERE name = 'mia';
UPDATE users SET locale = 'de' WHERE name = 'uma';
.print -- to one who asked; to one who did not, or for something else; not while it is off
INSERT INTO notifications (id, user_id, event, message) VALUES ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-000000000006', 'report', 'x'), ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-000000000002', 'report', 'x'),
    ('00000000-0000-4000-8000-0000000000d3', '00000000-0000-4000-8000-000000000006', 'repor', 'x'), ('00000000-0000-4000-8000-0000000000d4', '00000000-0000-4000-8000-000000000004', 'report', 'x');
INSERT INTO notifications (id, user_id, message) VALUES ('00000000-0000-4000-8000-0000000000d5', '00000000-0000-4000-8000-000000000006', 'the default event is message');
SELECT * FROM mails;
DELETE FROM outbox;
UPDATE users SET email_notifications = 0 WHERE name = 'uma';
INSERT INTO notifications (user_id, event, message) VALUES ('00000000-0000-4000-8000-000000000006', 'report', 'x');
SELECT count(*) FROM mails;
UPDATE users SET email_notifications = 1 WHERE name = 'uma';

.print -- to all: active users with an address that is theirs (not dora, who is disabled, nor nora, who was merely created)
INSERT INTO notifications (id, audience, audience_id, event, message) VALUES ('00000000-0000-4000-8000-0000000000e1', 'account', '00000000-0000-4000-8000-0000000000aa', 'report', 'x'), ('00000000-0000-4000-8000-0000000000e2', 'team', '00000000-0000-4000-8000-0000000000e2', 'report', 'x');
INSERT INTO notifications (id, audience, event, message) VALUES ('00000000-0000-4000-8000-0000000000e3', 'all', 'report', 'x');
SELECT notification, account, group_concat(user) FROM (SELECT * FROM mails ORDER BY notification, user) GROUP BY notification, account;
DELETE FROM outbox;
UPDATE usher_user SET verified_email = 0 WHERE name = 'olga';
INSERT INTO notifications (id, audience, audience_id, event, message) VALUES ('00000000-0000-4000-8000-0000000000e4', 'account', '00000000-0000-4000-8000-0000000000aa', 'report', 'x');
SELECT notification, group_concat(user) FROM (SELECT * FROM mails ORDER BY notification, user) GROUP BY notification;
DELETE FROM outbox;
UPDATE usher_user SET verified_email = 1 WHERE name = 'olga';
.print -- not to those who joined later: they do not have it in their inbox either
INSERT INTO notifications (audience, audience_id, event, message, created_at) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'report', 'x', '2000-01-01T00:00:00Z'), ('team', '00000000-0000-4000-8000-0000000000e1', 'report', 'x', '2000-01-01T00:00:00Z'), ('all', NULL, 'report', 'x', '2000-01-01T00:00:00Z');
SELECT count(*) FROM mails;

.print -- the setting: of the account, a team, the user; locked above
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'email_notifications', 'false'), ('team', '00000000-0000-4000-8000-0000000000e1', 'email_notifications', 'true'), ('user', '00000000-0000-4000-8000-000000000005', 'email_notifications', 'false');
INSERT INTO notifications (id, audience, audience_id, event, message) VALUES ('00000000-0000-4000-8000-0000000000e5', 'account', '00000000-0000-4000-8000-0000000000aa', 'report', 'x');
SELECT notification, group_concat(user) FROM (SELECT * FROM mails ORDER BY notification, user) GROUP BY notification;
DELETE FROM outbox;
UPDATE settings SET locked = 1 WHERE scope = 'account' AND key = 'email_notifications';
INSERT INTO notifications (id, audience, audience_id, event, message) VALUES ('00000000-0000-4000-8000-0000000000e6', 'account', '00000000-0000-4000-8000-0000000000aa', 'report', 'x');
SELECT notification, group_concat(user) FROM (SELECT * FROM mails ORDER BY notification, user) GROUP BY notification;
DELETE FROM outbox;
.print -- usher's own events cannot be switched off
INSERT INTO notifications (id, user_id, event, message) VALUES ('00000000-0000-4000-8000-0000000000e7', '00000000-0000-4000-8000-000000000002', 'password_reset', 'x'), ('00000000-0000-4000-8000-0000000000e8', '00000000-0000-4000-8000-000000000006', 'activation', 'x'), ('00000000-0000-4000-8000-0000000000e9', '00000000-0000-4000-8000-000000000007', 'invite', 'x');
SELECT notification, user FROM mails;
DELETE FROM outbox;
.print -- what is taken back is never sent
DELETE FROM settings WHERE key = 'email_notifications';
BEGIN;
INSERT INTO notifications (audience, audience_id, event, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'report', 'x');
SELECT count(*) FROM mails;
ROLLBACK;
SELECT count(*) FROM mails;
BEGIN;
INSERT INTO notifications (audience, audience_id, event, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'report', 'x'), ('account', '00000000-0000-4000-8000-0000000000aa', 'report', NULL);
COMMIT;
SELECT count(*) FROM mails;
