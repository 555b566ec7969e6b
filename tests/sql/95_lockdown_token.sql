-- Who writes SQL on a connection that is locked down sees the tokens of their invites. That
-- somebody has such a token does not show that the address is theirs.
SELECT invite_accept(CASE WHEN usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL THEN invite_create('olga@example.org', 'owner') END, '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT invite_create('before@example.org', 'user', '{"token":"before000000000000000000000000000000000000A"}') IS NOT NULL;
SELECT usher_lockdown();
SELECT invite_create('after@example.org', 'user', '{"token":"after0000000000000000000000000000000000000A"}') IS NOT NULL;
SELECT invite_create('again@example.org', 'user', '{"token":"again0000000000000000000000000000000000000A","id":"00000000-0000-4000-8000-0000000000b1"}') IS NOT NULL;
.open test.db
.load dist/usher
SELECT email, disclosed FROM usher_invite ORDER BY email;
-- The host sends the third anew, by mail.
SELECT length(invite_resend('00000000-0000-4000-8000-0000000000b1', '{"token":"mailed000000000000000000000000000000000000A"}'));
SELECT length(invite_accept('before000000000000000000000000000000000000A'));
SELECT length(invite_accept('after0000000000000000000000000000000000000A'));
SELECT length(invite_accept('mailed000000000000000000000000000000000000A'));
SELECT email, status, verified_email FROM users ORDER BY email;
