-- A forgotten password: a token for the address, good once and not for long. Who asks learns nothing.
.read setup/passwords.sql
.print -- the system gets the token
SELECT length(password_reset_request('uma@example.org')), password_reset_request('nobody@example.org') IS NULL;
SELECT * FROM tickets;
SELECT typeof(token_hash), length(token_hash), typeof(data), failures FROM usher_ticket;
-- Not for whoever cannot sign in with a password: sso, disabled, created, deleted, behind an API key.
UPDATE usher_user SET service = 1 WHERE name = 'adam';
SELECT column1, password_reset_request(column1 || '@example.org') FROM (VALUES ('sam'), ('dora'), ('cara'), ('adam'));
UPDATE usher_user SET service = 0 WHERE name = 'adam';
DELETE FROM users WHERE name = 'adam';
SELECT password_reset_request('adam@example.org');
SELECT * FROM tickets;
-- The token may be supplied, and asking again replaces it.
SELECT password_reset_request('UMA@Example.ORG', '{"token":"umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}');
SELECT password_reset_request('uma@example.org', '{"token":"umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0"}');
SELECT * FROM tickets;
SELECT password_reset('umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0', 'correct horse');
SELECT usher_error();

.print -- once
SELECT password_reset('umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0', '1234567');
SELECT password_reset('umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0', hex(zeroblob(128)) || '0');
SELECT password_reset('umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0', NULL);
SELECT password_reset('umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0', 12345678);
SELECT * FROM tickets;
SELECT password_reset('umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0', 'correct horse');
SELECT * FROM tickets;
SELECT * FROM hashes;
SELECT password_reset('umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0', 'correct horse');
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_set(actor(), 'battery staple', 'correct horse');
SELECT act_as(NULL);
-- What is rolled back was not used.
SELECT password_reset_request('uma@example.org', '{"token":"umccccccccccccccccccccccccccccccccccccccccb"}');
SELECT password_reset_request('uma@example.org', '{"token":"umcccccccccccccccccccccccccccccccccccccccc0"}');
BEGIN;
SELECT password_reset('umcccccccccccccccccccccccccccccccccccccccc0', 'in vain, alas');
SELECT password_reset('umcccccccccccccccccccccccccccccccccccccccc0', 'in vain, alas');
ROLLBACK;
INSERT INTO usher VALUES ('password_reset', '["umcccccccccccccccccccccccccccccccccccccccc0","not in vain"]');
SELECT * FROM tickets;
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_set(actor(), 'battery staple', 'in vain, alas');
SELECT password_set(actor(), 'battery staple', 'not in vain');
SELECT act_as(NULL);

.print -- malformed
SELECT password_reset(NULL, 'correct horse');
SELECT password_reset('', 'correct horse');
SELECT password_reset(1, 'correct horse');
SELECT password_reset('umdddddddddddddddddddddddddddddddddddddddd', 'correct horse');
SELECT password_reset('umddddddddddddddddddddddddddddddddddddddddd0', 'correct horse');
SELECT password_reset('umddddddddddddddddddddddddddddddddddddddd/0', 'correct horse');
SELECT password_reset('umddddddddddddddddddddddddddddddddddddddddd', 'correct horse');
SELECT password_reset('umdddddddddddddddddddddddddddddddddddddddd0', 'correct horse');
SELECT usher_error() LIKE '%umddd%';
SELECT password_reset_request(NULL);
SELECT password_reset_request('uma');
SELECT usher_error() ->> 'field';
SELECT password_reset_request(1);
SELECT password_reset_request('uma@example.org', '{"token":"short"}');
SELECT password_reset_request('uma@example.org', '{"token":1}');
SELECT password_reset_request('uma@example.org', '{"tokens":"x"}');
SELECT password_reset_request('uma@example.org', '{"account_id":"x"}');
SELECT password_reset_request('uma@example.org', '[]');
SELECT password_reset_request('uma@example.org', '{"token":"ummmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm0"}') IS NOT NULL;
SELECT password_reset_request('bob@example.org', '{"token":"ummmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm0"}');
SELECT usher_error() ->> 'field';
-- A token for something else is none.
SELECT email_verify('ummmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm0');

.print -- it runs out
UPDATE usher_ticket SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+5 seconds');
SELECT password_reset('ummmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm0', 'short');
UPDATE usher_ticket SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
SELECT password_reset('ummmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm0', 'short');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'passwords.reset_life', 60);
SELECT length(password_reset_request('uma@example.org')), length(password_reset_request('bob@example.org'));
SELECT * FROM tickets;

.print -- whoever cannot sign in any more
SELECT password_reset_request('uma@example.org', '{"token":"umeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee0"}') IS NOT NULL;
UPDATE usher_user SET disabled_at = created_at WHERE name = 'uma';
SELECT password_reset('umeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee0', 'correct horse');
UPDATE usher_user SET disabled_at = NULL, authentication = 'sso' WHERE name = 'uma';
SELECT password_reset('umeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee0', 'correct horse');
UPDATE usher_user SET authentication = 'password', discarded_at = created_at WHERE name = 'uma';
SELECT password_reset('umeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee0', 'correct horse');
UPDATE usher_user SET discarded_at = NULL WHERE name = 'uma';
-- Another password ends what was asked for.
SELECT password_set('00000000-0000-4000-8000-000000000003', 'correct horse');
SELECT password_reset('umeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee0', 'battery staple');

.print -- the address is shown to be theirs
UPDATE usher_user SET verified_email = 0 WHERE name = 'uma';
SELECT password_reset_request('uma@example.org', '{"token":"umffffffffffffffffffffffffffffffffffffffff0"}') IS NOT NULL;
SELECT password_reset('umffffffffffffffffffffffffffffffffffffffff0', 'battery staple');
SELECT name, verified_email FROM users WHERE name = 'uma';

.print -- one address in several accounts
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000ab', 'uma@example.org', 'um20000000000000000000000000000000000000000');
SELECT invite_accept('um20000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000013","name":"uma of ab"}');
UPDATE usher_user SET created_at = '2020-01-01T00:00:00.000Z' WHERE name = 'uma of ab';
SELECT count(password_reset_request('uma@example.org'));
SELECT * FROM tickets;
UPDATE usher_user SET verified_email = 0 WHERE name = 'uma of ab';
SELECT count(password_reset_request('uma@example.org'));
SELECT * FROM tickets;
DELETE FROM usher_ticket;
SELECT count(password_reset_request('uma@example.org', '{"account_id":"00000000-0000-4000-8000-0000000000AB"}'));
SELECT * FROM tickets;
SELECT password_reset_request('olga@example.org', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT password_reset_request('olga@example.org', '{"account_id":"00000000-0000-4000-8000-0000000000ff"}');
DELETE FROM usher_ticket;

.print -- others: only by mail, so not without the master key
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_reset_request('uma@example.org');
SELECT password_reset_request('nobody@example.org');
SELECT act_as(NULL);
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_reset_request('olga@example.org', '{"token":"umgggggggggggggggggggggggggggggggggggggggg0"}');
SELECT usher_error();
SELECT password_reset_request('nobody@example.org', '{"token":"umgggggggggggggggggggggggggggggggggggggggg0"}');
-- The same answer, and the same number of rows, whoever it is.
CREATE TEMP TABLE written (total);
INSERT INTO written SELECT total_changes();
SELECT password_reset_request('olga@example.org');
SELECT total_changes() - max(total) FROM written;
DELETE FROM written; INSERT INTO written SELECT total_changes();
SELECT password_reset_request('nobody@example.org');
SELECT total_changes() - max(total) FROM written;
DELETE FROM written; INSERT INTO written SELECT total_changes();
SELECT password_reset_request('dora@example.org', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT total_changes() - max(total) FROM written;
-- Again within a minute: nothing happens, whoever it is.
DELETE FROM written; INSERT INTO written SELECT total_changes();
SELECT password_reset_request('OLGA@example.org'), password_reset_request('NOBODY@example.org'), password_reset_request('Dora@example.org');
SELECT total_changes() - max(total) FROM written;
SELECT act_as(NULL);
SELECT * FROM tickets;
SELECT kind, email, name, user_id, length(token) FROM outbox;
-- A minute later the mail that waits is replaced; and when the clock was set back.
UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', last_at, '-60 seconds');
CREATE TEMP TABLE first AS SELECT token FROM outbox;
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_reset_request('who.forgets.the.old.notes@example.org');
DELETE FROM written; INSERT INTO written SELECT total_changes();
SELECT password_reset_request('olga@example.org');
SELECT total_changes() - max(total) FROM written;
DELETE FROM written; INSERT INTO written SELECT total_changes();
SELECT password_reset_request('nobody@example.org');
SELECT total_changes() - max(total) FROM written;
SELECT act_as(NULL);
SELECT count(*), sum(token IN (SELECT token FROM first)) FROM outbox;
UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', last_at, '+1 hour');
CREATE TEMP TABLE second AS SELECT token FROM outbox;
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_reset_request('olga@example.org');
SELECT password_reset_request('olga@example.org');
SELECT act_as(NULL);
SELECT count(*), sum(token IN (SELECT token FROM second)) FROM outbox;
SELECT count(*), sum(failures), sum(typeof(subject) = 'blob') FROM usher_attempt;
-- What was noted is forgotten after two days.
UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-49 hours');
SELECT count(password_reset_request('uma@example.org'));
SELECT count(*) FROM usher_attempt;
SELECT count(password_reset((SELECT token FROM outbox WHERE email = 'olga@example.org'), 'from the mail'));
SELECT kind, email FROM outbox;
SELECT * FROM hashes;

.print -- what is logged
SELECT action, object_id, before, after FROM log WHERE action = 'password.reset' OR actor <> 'system';
SELECT count(*) FROM log WHERE action = 'password.reset_request';
SELECT count(*) FROM usher_audit WHERE after LIKE '%aaaaaaaa%' OR after LIKE '%bbbbbbbb%' OR after LIKE '%token%' OR before LIKE '%token%';

.print -- of two with one address, in two accounts, it is for whom login() lets in: were they made at once, too
INSERT INTO users (id, account_id, email, name) VALUES ('00000000-0000-4000-8000-000000000030', '00000000-0000-4000-8000-0000000000ab', 'twin@example.org', 'later'), ('00000000-0000-4000-8000-000000000029', '00000000-0000-4000-8000-0000000000aa', 'twin@example.org', 'earlier');
UPDATE usher_user SET activated_at = created_at, created_at = '2022-01-01T00:00:00.000Z' WHERE email = 'twin@example.org';
SELECT name FROM users WHERE id = password_reset(password_reset_request('twin@example.org'), 'of one of them');
UPDATE usher_user SET verified_email = 0 WHERE email = 'twin@example.org';
SELECT length(login('twin@example.org', 'of one of them'));
SELECT name FROM users WHERE id = actor();
