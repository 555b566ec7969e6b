-- Mail goes with what it was about, claimed or not; one about a notification replaces no other; how often it is tried is the account's.
.read setup/people.sql
CREATE TEMP VIEW mails AS SELECT email, kind, user_id IS NOT NULL AS user, title, status, attempts_most FROM outbox ORDER BY rowid;
CREATE TEMP TABLE t AS SELECT '{"account_id":"00000000-0000-4000-8000-0000000000aa"}' AS aa, '{"account_id":"00000000-0000-4000-8000-0000000000ab"}' AS ab;
SELECT usher_key('0123456789abcdef0123456789abcdef');

.print -- the setting: both sides of its limits; what is queued keeps what it had
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'outbox.attempts', 0);
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'outbox.attempts', 101);
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'outbox.attempts', 5);
SELECT count(notification_send('["uma@example.org"]', 'one', 'm', aa)) FROM t;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'outbox.attempts', 1);
SELECT count(notification_send('["uma@example.org"]', 'two', 'm', aa)) FROM t;
UPDATE settings SET value = 100 WHERE key = 'outbox.attempts';
SELECT count(notification_send('["uma@example.org","mia@example.org","otto@example.org","bert@example.org"]', 'three', 'm', aa)) FROM t;
SELECT count(notification_send('["gina@example.org","bert@example.org"]', 'four', 'm', ab)) FROM t;
SELECT count(password_reset_request('uma@example.org', aa)) FROM t;
SELECT count(password_reset_request('uma@example.org', aa)) FROM t;
INSERT INTO invites (id, account_id, email) VALUES ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'ann@example.org');
SELECT * FROM mails;

.print -- an invite that is rolled back sends nothing; nor does one that fails
BEGIN;
INSERT INTO invites (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'gone@example.org');
SELECT email FROM outbox WHERE email = 'gone@example.org';
ROLLBACK;
INSERT INTO invites (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'gone@example.org'), ('00000000-0000-4000-8000-0000000000aa', 'uma@example.org');
SELECT email FROM outbox WHERE email = 'gone@example.org';

.print -- claimed, and gone: a token that was asked for anew, an invite that was revoked
SELECT json_array_length(outbox_claim(100, 3600));
SELECT count(password_reset_request('uma@example.org', aa)) FROM t;
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
SELECT * FROM mails;

.print -- a user who is deleted, one who is erased, an account
DELETE FROM users WHERE name = 'uma';
SELECT * FROM mails;
SELECT user_erase('00000000-0000-4000-8000-000000000004');
SELECT * FROM mails;
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ad', 'fourth');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ad', 'notifications.allow_all_domains', 1);
SELECT count(notification_send('["x@example.com"]', 'five', 'm', '{"account_id":"00000000-0000-4000-8000-0000000000ad"}'));
SELECT email, title FROM outbox WHERE account_id = '00000000-0000-4000-8000-0000000000ad';
DELETE FROM accounts WHERE name = 'fourth';
SELECT * FROM mails;
SELECT audience, title FROM usher_notification ORDER BY number;
PRAGMA foreign_key_check;

.print -- what is old
SELECT notifications_prune('2100-01-01T00:00:00Z');
SELECT * FROM mails;
SELECT count(*) FROM usher_notification;
