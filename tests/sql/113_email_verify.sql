-- An address is somebody's who has shown a token that was sent there.
.read setup/passwords.sql
UPDATE usher_user SET verified_email = 0;
.print -- the system gets the token
SELECT length(email_verify_request('00000000-0000-4000-8000-000000000003'));
SELECT * FROM tickets;
SELECT email_verify_request('00000000-0000-4000-8000-000000000003', '{"token":"umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}');
SELECT email_verify('umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0');
SELECT name, verified_email FROM users WHERE name = 'uma';
SELECT email_verify('umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0');
SELECT email_verify_request('00000000-0000-4000-8000-000000000003');
SELECT usher_error();
-- Anybody's who is there: created, disabled, sso.
SELECT column1, length(email_verify_request('00000000-0000-4000-8000-00000000000' || column1)) FROM (VALUES (4), (5), (6));
SELECT email_verify_request('00000000-0000-4000-8000-000000000004', '{"token":"samaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}');
SELECT * FROM tickets;
DELETE FROM users WHERE name = 'cara';
SELECT email_verify_request('00000000-0000-4000-8000-000000000005');
UPDATE users SET email = NULL WHERE name = 'dora';
SELECT email_verify_request('00000000-0000-4000-8000-000000000006');
SELECT usher_error() ->> 'field';
SELECT * FROM tickets;

.print -- malformed
SELECT email_verify_request();
SELECT email_verify_request(NULL);
SELECT email_verify_request('uma');
SELECT email_verify_request('00000000-0000-4000-8000-000000000099');
SELECT email_verify_request('00000000-0000-4000-8000-000000000001', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT email_verify_request('00000000-0000-4000-8000-000000000001', '{"token":"x"}');
SELECT email_verify(NULL);
SELECT email_verify('');
SELECT email_verify(1);
SELECT email_verify('umzaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
SELECT email_verify('umzaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0');
SELECT password_reset_request('olga@example.org', '{"token":"olgaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}') IS NOT NULL;
SELECT email_verify('olgaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0');

.print -- it runs out
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'emails.verify_life', 61);
SELECT email_verify_request('00000000-0000-4000-8000-000000000002', '{"token":"adamaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}');
SELECT email_verify_request('00000000-0000-4000-8000-000000000002', '{"token":"adamaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}');
SELECT * FROM tickets WHERE name = 'adam';
UPDATE usher_ticket SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
SELECT email_verify('adamaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0');
SELECT name, verified_email FROM users WHERE name = 'adam';

.print -- another address ends it; the same in other letters does not
SELECT email_verify_request('00000000-0000-4000-8000-000000000002', '{"token":"adambbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0"}') IS NOT NULL;
UPDATE users SET email = 'ADAM@example.org' WHERE name = 'adam';
SELECT * FROM tickets WHERE name = 'adam';
UPDATE users SET email = 'adam2@example.org' WHERE name = 'adam';
SELECT * FROM tickets WHERE name = 'adam';
SELECT email_verify('adambbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0');
SELECT email_verify_request('00000000-0000-4000-8000-000000000002', '{"token":"adambbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0"}') IS NOT NULL;
UPDATE usher_user SET email = 'adam3@example.org' WHERE name = 'adam';
SELECT email_verify('adambbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0');
UPDATE usher_user SET email = 'ADAM2@example.org' WHERE name = 'adam';
SELECT email_verify('adambbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0');
SELECT name, verified_email FROM users WHERE name = 'adam';

.print -- oneself, by mail
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT email_verify_request();
SELECT act_as(NULL);
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT email_verify_request(actor(), '{"token":"olgabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0"}');
SELECT email_verify_request();
SELECT email_verify_request('00000000-0000-4000-8000-000000000002');
SELECT email_verify_request('00000000-0000-4000-8000-000000000007');
SELECT email_verify_request('00000000-0000-4000-8000-000000000099');
SELECT usher_error();
SELECT act_as(NULL);
CREATE TEMP TABLE first AS SELECT token FROM outbox;
SELECT kind, email, name, user_id, unixepoch(expires_at) - unixepoch(created_at) FROM outbox;
-- Again within a minute nothing happens.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT email_verify_request(actor());
SELECT act_as(NULL);
SELECT count(*), sum(token IN (SELECT token FROM first)) FROM outbox;
UPDATE usher_ticket SET created_at = strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '-60 seconds');
SELECT act_as('00000000-0000-4000-8000-000000000001');
INSERT INTO usher (call) VALUES ('email_verify_request');
SELECT act_as(NULL);
SELECT count(*), sum(token IN (SELECT token FROM first)) FROM outbox;
BEGIN;
SELECT email_verify((SELECT token FROM outbox));
SELECT name, verified_email FROM users WHERE name = 'olga';
ROLLBACK;
SELECT name, verified_email FROM users WHERE name = 'olga';
-- Whoever has it: the token counts, not who acts.
CREATE TEMP TABLE mail AS SELECT token FROM outbox;
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT email_verify((SELECT token FROM mail));
SELECT act_as(NULL);
SELECT name, verified_email FROM users WHERE name = 'olga';
SELECT count(*) FROM outbox;

.print -- what is logged
SELECT actor, action, object_id, before, after FROM log;
