-- What a mailer says of a mail: DELETE, it was sent; SET error, why not; SET attempts = 0, try it all over.
.read setup/people.sql
CREATE TEMP VIEW mails AS SELECT email, status, attempts, attempts_most, unixepoch(next_at) - unixepoch('now') IN (59, 60) AS minute, leased_until IS NOT NULL AS lease, error FROM outbox ORDER BY rowid;
CREATE TEMP VIEW log AS SELECT actor, action, account_id, before, after FROM audit_log WHERE object_type = 'outbox' ORDER BY id;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'outbox.attempts', '2');
SELECT notification_send('["uma@example.org","carl@example.org","mia@example.org"]', 'Lunch', 'At noon.', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'accepted_recipients';
SELECT notification_send('["gina@example.org"]', 'Dinner', 'At eight.', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}') ->> 'accepted_recipients';
SELECT count(outbox_claim(4, 60));
SELECT * FROM mails;

.print -- why it could not be sent: it waits
UPDATE outbox SET error = '421 4.7.0 try again
later' WHERE email = 'uma@example.org';
UPDATE outbox SET error = 'no route' WHERE email IN ('mia@example.org', 'gina@example.org');
SELECT * FROM mails;
-- Saying the same again changes nothing.
UPDATE outbox SET error = 'no route' WHERE email = 'mia@example.org';
SELECT * FROM log;

.print -- the last attempt
UPDATE usher_outbox SET next_at = '2022-01-01T00:00:00.000Z' WHERE email <> 'carl@example.org';
SELECT value ->> 'email', value ->> 'attempts', value ->> 'error' FROM json_each(outbox_claim(4, 60));
SELECT * FROM mails;
UPDATE outbox SET error = '550 no such user' WHERE status = 'leased' AND attempts = attempts_most;
SELECT * FROM mails;
UPDATE usher_outbox SET next_at = '2022-01-01T00:00:00.000Z' WHERE attempts = attempts_most;
SELECT outbox_claim(4, 60);
UPDATE usher_outbox SET next_at = NULL WHERE attempts = attempts_most;
SELECT outbox_claim(4, 60);

.print -- brought back; what is being sent is not sent twice; both at once
UPDATE outbox SET attempts = 0 WHERE email IN ('uma@example.org', 'carl@example.org');
UPDATE outbox SET attempts = '0.0', error = 'mended' WHERE email = 'gina@example.org';
SELECT * FROM mails;
SELECT value ->> 'email' FROM json_each(outbox_claim(4, 60));
SELECT * FROM log;

.print -- sent
DELETE FROM outbox WHERE email = 'carl@example.org';
BEGIN;
DELETE FROM outbox;
SELECT count(*) FROM outbox;
ROLLBACK;
SELECT count(*) FROM outbox;
SELECT count(*) FROM log;

.print -- rolled back, and several rows of which one fails
BEGIN;
UPDATE outbox SET error = 'x';
ROLLBACK;
UPDATE outbox SET error = iif(email = 'gina@example.org', '', 'x');
UPDATE outbox SET attempts = iif(email = 'gina@example.org', 2, 0);
SELECT * FROM mails;

.print -- bad input; both sides of the limit
UPDATE outbox SET error = NULL WHERE email = 'mia@example.org';
UPDATE outbox SET error = '' WHERE email = 'mia@example.org';
UPDATE outbox SET error = 550 WHERE email = 'mia@example.org';
UPDATE outbox SET error = 'a' || char(0) WHERE email = 'mia@example.org';
UPDATE outbox SET error = CAST(x'ff' AS TEXT) WHERE email = 'mia@example.org';
UPDATE outbox SET error = char(7) WHERE email = 'mia@example.org';
UPDATE outbox SET error = printf('%.1001c', 'e') WHERE email = 'mia@example.org';
SELECT usher_error();
UPDATE outbox SET error = printf('%.999c', 'e') || 'é' WHERE email = 'mia@example.org';
SELECT length(error) FROM outbox WHERE email = 'mia@example.org';
UPDATE outbox SET attempts = -1 WHERE email = 'mia@example.org';
UPDATE outbox SET attempts = 1 WHERE email = 'mia@example.org';
UPDATE outbox SET attempts = NULL WHERE email = 'mia@example.org';
UPDATE outbox SET attempts = 'none' WHERE email = 'mia@example.org';
UPDATE outbox SET attempts_most = 5 WHERE email = 'mia@example.org';
UPDATE outbox SET status = 'dead' WHERE email = 'mia@example.org';
UPDATE outbox SET next_at = NULL, leased_until = '2100-01-01' WHERE email = 'mia@example.org';
UPDATE outbox SET leased_until = '2100-01-01T00:00:00Z' WHERE email = 'mia@example.org';
UPDATE outbox SET next_at = '2100-01-01T00:00:00Z' WHERE email = 'mia@example.org';
UPDATE outbox SET email = 'x@example.org' WHERE email = 'mia@example.org';
UPDATE outbox SET title = 'x' WHERE email = 'mia@example.org';
UPDATE outbox SET token = 'x' WHERE email = 'mia@example.org';
INSERT INTO outbox (email) VALUES ('x@example.org');
UPDATE OR IGNORE outbox SET error = '';
SELECT email, status, length(error) FROM outbox ORDER BY rowid;

.print -- an owner, a user, an owner of another account
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT count(*) FROM outbox;
UPDATE outbox SET error = 'x';
DELETE FROM outbox;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000006');
UPDATE outbox SET attempts = 0;
DELETE FROM outbox;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000021');
DELETE FROM outbox;
SELECT act_as(NULL);
SELECT email, status, length(error) FROM outbox ORDER BY rowid;
