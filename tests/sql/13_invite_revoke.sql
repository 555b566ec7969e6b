-- Revoking: the token is dead, the row stays. As a function, as an UPDATE of status.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'a000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', 'b@example.org', 'b000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', 'c@example.org', 'c000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b4', 'd@example.org', 'd000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b5', 'e@example.org', 'e000000000000000000000000000000000000000000');
CREATE TEMP VIEW state AS
    SELECT email, status, revoked_at IS NOT NULL AS revoked, revoked_at = updated_at AS now FROM invites ORDER BY id;

SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
SELECT invite_accept('a000000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code', usher_error() ->> 'status';
SELECT invite_decline('a000000000000000000000000000000000000000000');
UPDATE invites SET status = 'revoked' WHERE email = 'B@example.org';
SELECT * FROM state;

-- Twice is as good as once, and writes nothing.
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
UPDATE invites SET status = 'revoked' WHERE email IN ('a@example.org', 'b@example.org');
SELECT count(*) FROM audit_log WHERE action = 'invite.revoke';

-- An expired invite can be revoked; one that was accepted or declined cannot.
UPDATE usher_invite SET expires_at = '2020-01-01T00:00:00.000Z' WHERE email = 'c@example.org';
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b3');
SELECT invite_accept('d000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT invite_decline('e000000000000000000000000000000000000000000');
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b4');
SELECT usher_error() ->> 'code';
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b5');
UPDATE invites SET status = 'revoked';
SELECT * FROM state;

-- Bad input.
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b9');
SELECT invite_revoke('a@example.org');
SELECT invite_revoke(NULL);
SELECT usher_error();
