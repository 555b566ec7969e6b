-- On a locked connection where nobody acts a forgotten password can be replaced, an address verified, an
-- invite accepted with a password; and nothing is learnt on the way.
.read setup/passwords.sql
UPDATE usher_user SET verified_email = 0 WHERE name = 'uma';
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT count(password_set(id, 'correct horse')) FROM users WHERE authentication = 'password';
INSERT INTO invites (id, account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'new0000000000000000000000000000000000000000');
SELECT length(password_reset_request('uma@example.org', '{"token":"umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}'));
SELECT length(email_verify_request('00000000-0000-4000-8000-000000000003', '{"token":"umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0"}'));
SELECT usher_lockdown();
-- Not without a token.
SELECT password_set('00000000-0000-4000-8000-000000000003', 'battery staple');
SELECT password_set('00000000-0000-4000-8000-000000000003', 'battery staple', 'correct horse');
SELECT password_import('00000000-0000-4000-8000-000000000003', '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
SELECT email_verify_request('00000000-0000-4000-8000-000000000003');
UPDATE users SET password = 'battery staple';
SELECT password FROM users;
SELECT count(*) FROM outbox;
DELETE FROM outbox;
SELECT count(*) FROM usher_outbox;
SELECT hash FROM usher_password;
SELECT token_hash FROM usher_ticket;
SELECT usher_unseal('usher_outbox.token', '', x'00');
-- Who asks is told the same of everybody.
SELECT password_reset_request('olga@example.org'), password_reset_request('nobody@example.org'), password_reset_request('sam@example.org'), password_reset_request('dora@example.org');
SELECT usher_error() ->> 'message';
SELECT password_reset_request('olga@example.org', '{"token":"umccccccccccccccccccccccccccccccccccccccccc0"}');
SELECT password_reset_request('nobody@example.org', '{"token":"umccccccccccccccccccccccccccccccccccccccccc0"}');
-- With one.
SELECT password_reset('umxaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0', 'battery staple');
SELECT password_reset('umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0', 'short');
SELECT email_verify('umbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0');
BEGIN;
SELECT password_reset('umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0', 'battery staple');
ROLLBACK;
INSERT INTO usher VALUES ('password_reset', '["umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0","battery staple"]');
SELECT password_reset('umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0', 'battery staple');
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000021","password":"short"}');
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000021","password":"correct horse"}');
SELECT actor();
.open test.db
.load dist/usher
SELECT name, verified_email, (SELECT count(*) FROM usher_password WHERE user_id = users.id) FROM users WHERE rowid > 2 ORDER BY rowid;
SELECT kind, email, token FROM outbox;
SELECT real_actor, actor, action, object_id FROM audit_log WHERE real_actor = 'nobody' ORDER BY id;
