-- Resending makes a new token and kills the old one; the invite, its role and its inviter stay.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, role, name, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'olga@example.org', 'owner', 'Olga', 'first00000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', 'adam@example.org', 'admin', 'Adam', 'adam000000000000000000000000000000000000000');
CREATE TEMP VIEW state AS SELECT email, role, name, status, length(expires_at) FROM invites;

SELECT length(invite_resend('00000000-0000-4000-8000-0000000000b1'));
SELECT invite_accept('first00000000000000000000000000000000000000');
SELECT invite_resend('00000000-0000-4000-8000-0000000000B1',
    '{"token":"second0000000000000000000000000000000000000","expires_at":"2100-01-01T00:00:00+02:00"}');
SELECT id, email, role, name, status, expires_at FROM invites WHERE token = 'second0000000000000000000000000000000000000';

-- Anything else cannot be said; a token that is taken or is none, a time that is past: nothing changes.
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"role":"user"}');
SELECT usher_error() ->> 'field';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"token":"adam000000000000000000000000000000000000000"}');
SELECT usher_error() ->> 'field';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"token":"short"}');
SELECT usher_error() ->> 'field';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"expires_at":"2020-01-01T00:00:00Z"}');
SELECT usher_error() ->> 'field';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"expires_at":"tomorrow"}');
SELECT usher_error() ->> 'field';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', 'x');
SELECT usher_error() ->> 'field';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b3');
SELECT usher_error() ->> 'code';
SELECT invite_resend('b1');
SELECT invite_resend(NULL);
SELECT email, expires_at FROM invites WHERE token = 'second0000000000000000000000000000000000000';

-- The same token again is fine: a client that tries once more.
INSERT INTO usher VALUES ('invite_resend',
    '["00000000-0000-4000-8000-0000000000b1",{"token":"second0000000000000000000000000000000000000"}]');
SELECT email, julianday(expires_at) - julianday(updated_at) FROM invites
WHERE token = 'second0000000000000000000000000000000000000';

-- An expired invite is brought back.
UPDATE usher_invite SET expires_at = '2020-01-01T00:00:00.000Z' WHERE email = 'adam@example.org';
SELECT invite_resend('00000000-0000-4000-8000-0000000000b2', '{"token":"third00000000000000000000000000000000000000"}');
SELECT status FROM invites WHERE email = 'adam@example.org';

-- A closed one is not.
SELECT invite_accept('second0000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1');
SELECT invite_decline('third00000000000000000000000000000000000000');
SELECT invite_resend('00000000-0000-4000-8000-0000000000b2');
INSERT INTO invites (id, email) VALUES ('00000000-0000-4000-8000-0000000000b3', 'uma@example.org');
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b3');
SELECT invite_resend('00000000-0000-4000-8000-0000000000b3');
SELECT * FROM state;

SELECT action, count(*) FROM audit_log GROUP BY action ORDER BY action;
SELECT after FROM audit_log WHERE action = 'invite.resend' AND after LIKE '%2099%';
