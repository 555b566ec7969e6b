-- What was sent to a team or an account is in nobody's inbox who has left it since; nor is the mail sent that waits.
.read setup/notifications.sql
UPDATE users SET notifications = '["news"]' WHERE name IN ('carl', 'uma', 'gus');
INSERT INTO notifications (audience, audience_id, event, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'news', 'to aa'), ('team', '00000000-0000-4000-8000-0000000000e1', 'news', 'to red'), ('team', '00000000-0000-4000-8000-0000000000e2', 'news', 'to blue');
INSERT INTO notifications (user_id, account_id, event, message) VALUES ('00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-0000000000aa', 'news', 'to gus');
SELECT notification_send('["gus@example.org"]', 'Lunch', 'by address', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'accepted_recipients';
CREATE TEMP VIEW mails AS SELECT substr(email, 1, instr(email, '@') - 1) AS name, group_concat(message, ', ') AS messages FROM (SELECT * FROM outbox ORDER BY rowid) GROUP BY 1 ORDER BY 1;
SELECT * FROM mails;
.print -- a team
BEGIN;
DELETE FROM team_memberships WHERE user_id LIKE '%000005';
SELECT * FROM mails;
ROLLBACK;
DELETE FROM team_memberships WHERE user_id LIKE '%000005';
SELECT * FROM mails;
.print -- an account, with its teams; what was sent to oneself is still sent
DELETE FROM account_memberships WHERE user_id LIKE '%000024' AND account_id LIKE '%0000aa';
SELECT * FROM mails;
SELECT message FROM notifications WHERE user_id LIKE '%000024' ORDER BY 1;
