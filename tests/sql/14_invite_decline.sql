-- Declining: by the token, or by the system in its place. The row stays; the invite is closed.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'a000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', 'b@example.org', 'b000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', 'c@example.org', 'c000000000000000000000000000000000000000000');
SELECT invite_decline('a000000000000000000000000000000000000000000');
SELECT invite_accept('a000000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code', usher_error() ->> 'status';
SELECT invite_decline('a000000000000000000000000000000000000000000');
UPDATE invites SET status = 'declined' WHERE id = '00000000-0000-4000-8000-0000000000b2';
SELECT email, status, declined_at = updated_at, user_id FROM invites ORDER BY id;
SELECT count(*) FROM users;

-- Not what is closed, expired or unknown.
UPDATE invites SET status = 'declined' WHERE id = '00000000-0000-4000-8000-0000000000b2';
UPDATE usher_invite SET expires_at = '2020-01-01T00:00:00.000Z' WHERE email = 'c@example.org';
SELECT invite_decline('c000000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code', usher_error() ->> 'status';
SELECT invite_decline('d000000000000000000000000000000000000000000');
SELECT invite_decline('d');
SELECT invite_decline(NULL);
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT email, status FROM invites ORDER BY id;
SELECT action, count(*) FROM audit_log GROUP BY action ORDER BY action;
