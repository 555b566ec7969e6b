-- The outbox: mail is a row, written with its cause, gone with it; its token is sealed under the master key.
.read setup/passwords.sql
CREATE TEMP VIEW mails AS SELECT kind, email, name, locale, user_id IS NOT NULL AS user, invite_id IS NOT NULL AS invite, length(token) AS token FROM outbox ORDER BY email, kind;
.print -- without the master key there is none
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'early@example.org', 'early00000000000000000000000000000000000000');
SELECT password_reset_request('uma@example.org') IS NOT NULL;
SELECT count(*) FROM usher_outbox;
SELECT usher_key('0123456789abcdef0123456789abcdef');

.print -- an invite, as a row and as a function
INSERT INTO invites (id, account_id, email, first_name, last_name, token) VALUES ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'ann@example.org', 'Ann', 'Arbor', 'ann0000000000000000000000000000000000000000');
INSERT INTO users (email, account_id, locale) VALUES ('ben@example.org', '00000000-0000-4000-8000-0000000000aa', 'de');
SELECT length(invite_create('BEN@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","name":"Ben"}'));
INSERT INTO invites (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'nobody.knows@example.org');
SELECT * FROM mails;
SELECT token, account_id, invite_id, unixepoch(expires_at) - unixepoch(created_at) FROM outbox WHERE email = 'ann@example.org';
-- One that nobody was told is good.
SELECT count(*) FROM invites JOIN outbox ON invites.token = outbox.token;
SELECT typeof(token), length(token), count(DISTINCT token) FROM usher_outbox;

.print -- inviting again, and resending, replaces it
SELECT invite_create('ann@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"anna000000000000000000000000000000000000000"}');
SELECT email, token FROM outbox WHERE email = 'ann@example.org';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"token":"annb000000000000000000000000000000000000000"}');
SELECT email, token FROM outbox WHERE email = 'ann@example.org';
BEGIN;
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"token":"annc000000000000000000000000000000000000000"}');
SELECT email, token FROM outbox WHERE email = 'ann@example.org';
ROLLBACK;
SELECT email, token FROM outbox WHERE email = 'ann@example.org';
-- What the invite says otherwise, its mail does.
UPDATE invites SET name = 'Anna', expires_at = '2100-01-01T00:00:00Z' WHERE email = 'ann@example.org';
SELECT kind, name, expires_at, token FROM outbox WHERE email = 'ann@example.org';

.print -- the first owner activates the account
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ac', 'third');
INSERT INTO invites (id, account_id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-0000000000ac', 'boss@example.org', 'owner', 'boss000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', '00000000-0000-4000-8000-0000000000ac', 'hand@example.org', 'user', 'hand000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b4', '00000000-0000-4000-8000-0000000000aa', 'otto@example.org', 'owner', 'otto000000000000000000000000000000000000000');
SELECT kind, email, token FROM outbox WHERE email IN ('boss@example.org', 'hand@example.org', 'otto@example.org') ORDER BY email;
UPDATE invites SET role = 'user' WHERE email = 'boss@example.org';
SELECT kind, email, token FROM outbox WHERE email = 'boss@example.org';
UPDATE invites SET role = 'owner' WHERE email = 'boss@example.org';
SELECT kind, email, token FROM outbox WHERE email = 'boss@example.org';
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ac', 'boss@example.org', 'admin', 'bosa000000000000000000000000000000000000000');
SELECT kind, email, token FROM outbox WHERE email = 'boss@example.org';
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ac', 'boss@example.org', 'owner', 'bosb000000000000000000000000000000000000000');
SELECT kind, email, token FROM outbox WHERE email = 'boss@example.org';
SELECT invite_accept((SELECT token FROM outbox WHERE email = 'boss@example.org'), '{"id":"00000000-0000-4000-8000-000000000031","name":"boss","password":"correct horse"}');
SELECT invite_resend('00000000-0000-4000-8000-0000000000b3') IS NOT NULL;
INSERT INTO invites (account_id, email, role) VALUES ('00000000-0000-4000-8000-0000000000ac', 'vice@example.org', 'owner');
SELECT kind, email, count(token) FROM outbox WHERE account_id = '00000000-0000-4000-8000-0000000000ac' GROUP BY email;

.print -- it goes with what it was about
SELECT * FROM mails;
SELECT count(invite_accept('annb000000000000000000000000000000000000000'));
UPDATE invites SET status = 'revoked' WHERE email = 'ben@example.org';
SELECT count(invite_decline(token)) FROM outbox WHERE email = 'otto@example.org';
DELETE FROM invites WHERE email = 'nobody.knows@example.org';
SELECT * FROM mails;
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b3');
SELECT * FROM mails;
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ad', 'fourth');
INSERT INTO invites (account_id, email, role) VALUES ('00000000-0000-4000-8000-0000000000ad', 'fourth@example.org', 'owner');
SELECT kind, email FROM outbox WHERE email = 'fourth@example.org';
DELETE FROM accounts WHERE name = 'fourth';
SELECT kind, email FROM outbox WHERE email = 'fourth@example.org';
DELETE FROM invites WHERE email = 'vice@example.org';

.print -- it is of no use when it has run out
SELECT count(password_reset_request('uma@example.org'));
SELECT * FROM mails;
UPDATE usher_outbox SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
SELECT * FROM mails;
SELECT count(password_reset_request('olga@example.org'));
SELECT * FROM mails;
UPDATE usher_outbox SET expires_at = NULL;
SELECT * FROM mails;

.print -- DELETE says that it was sent; nothing else may be written
SELECT id IS NOT NULL FROM outbox;
INSERT INTO outbox (kind, email) VALUES ('invite', 'x@example.org');
SELECT usher_error();
UPDATE outbox SET email = 'x@example.org';
DELETE FROM outbox WHERE kind = 'password_reset';
SELECT changes(), (SELECT count(*) FROM usher_outbox);
SELECT actor, action, object_type, length(object_id), account_id, before, after FROM audit_log WHERE action = 'mail.delete';
SELECT count(*) FROM usher_audit WHERE after LIKE '%ann000%' OR after LIKE '%boss00%' OR before LIKE '%token%' OR after LIKE '%token%';

.print -- for the system alone
INSERT INTO invites (id, account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000b5', '00000000-0000-4000-8000-0000000000aa', 'last@example.org', 'last000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT count(*) FROM outbox;
DELETE FROM outbox;
INSERT INTO outbox (kind, email) VALUES ('invite', 'x@example.org');
-- Nor does the function behind the column help anybody, the system included.
SELECT usher_unseal('usher_outbox.token', '', x'00');
SELECT act_as(NULL);
SELECT usher_unseal('usher_outbox.token', id, token) FROM usher_outbox;
SELECT usher_error();
CREATE VIEW peep AS SELECT usher_unseal('usher_outbox.token', id, token) AS token FROM usher_outbox;
SELECT * FROM peep;
DROP VIEW peep;
CREATE TABLE peeped (token);
CREATE TRIGGER peep AFTER UPDATE ON usher_invite BEGIN INSERT INTO peeped SELECT usher_unseal('usher_outbox.token', id, token) FROM usher_outbox; END;
UPDATE invites SET name = 'Last' WHERE email = 'last@example.org';
DROP TRIGGER peep;
SELECT count(*) FROM peeped;
-- What another row's was does not open.
SELECT count(password_reset_request('uma@example.org'));
SELECT email, length(token) FROM outbox WHERE email = 'uma@example.org';
UPDATE usher_outbox SET token = (SELECT token FROM usher_outbox WHERE email = 'last@example.org') WHERE email = 'uma@example.org';
SELECT email, token FROM outbox WHERE email = 'uma@example.org';
SELECT usher_error();
SELECT email FROM outbox ORDER BY email;
UPDATE usher_outbox SET token = x'00' WHERE email = 'uma@example.org';
SELECT email, token FROM outbox WHERE email = 'uma@example.org';
UPDATE usher_outbox SET token = NULL WHERE email = 'uma@example.org';
SELECT email, token FROM outbox ORDER BY email;
-- Another master key: the mail is sealed anew.
SELECT usher_key('0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210');
SELECT email, token FROM outbox ORDER BY email;
