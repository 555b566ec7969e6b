-- Mail waits for an address: when its user has another one, it is not sent to the old one any more. In other letters
-- it is the same address.
.read setup/people.sql
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.email_change', 'true' FROM accounts;
UPDATE users SET notifications = '["news"]' WHERE name IN ('uma', 'carl');
INSERT INTO notifications (audience, audience_id, event, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'news', 'bread');
CREATE TEMP VIEW mails AS SELECT email, message FROM outbox ORDER BY email;
SELECT * FROM mails;
UPDATE users SET email = 'CARL@example.org' WHERE name = 'carl';
SELECT * FROM mails;
BEGIN;
UPDATE users SET email = 'uma@example.net' WHERE name = 'uma';
SELECT * FROM mails;
ROLLBACK;
SELECT * FROM mails;
UPDATE users SET email = 'uma@example.net' WHERE name = 'uma';
SELECT * FROM mails;
.print -- the inbox keeps it; the new address is not verified, so nothing goes there
SELECT message FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000006';
INSERT INTO notifications (user_id, event, message) VALUES ('00000000-0000-4000-8000-000000000006', 'news', 'cake');
SELECT * FROM mails;
