-- An invite expires; nobody can make one that has expired already.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
SELECT invite_create('a@example.org', 'user', '{"expires_at":"2020-01-01T00:00:00Z"}');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
INSERT INTO invites (email, expires_at) VALUES ('a@example.org', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
INSERT INTO invites (id, email, expires_at, token) VALUES ('00000000-0000-4000-8000-0000000000b1', 'a@example.org',
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+1 hour'), 'a000000000000000000000000000000000000000000');
SELECT email, status FROM invites;
UPDATE invites SET expires_at = '2020-01-01T00:00:00Z';
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
UPDATE invites SET expires_at = NULL;
SELECT email, status FROM invites;

-- Time goes by.
UPDATE usher_invite SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour');
SELECT email, status FROM invites;
SELECT email FROM invites WHERE status = 'pending';
SELECT email FROM invites WHERE status = 'expired';
SELECT invite_accept('a000000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code', usher_error() ->> 'status';
SELECT count(*) FROM users;

-- It can be put off, by whoever may invite; the token is the same.
UPDATE invites SET expires_at = '2100-01-01T00:00:00Z';
SELECT status FROM invites WHERE token = 'a000000000000000000000000000000000000000000';
SELECT invite_accept('a000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT status FROM invites;
-- What was accepted does not expire.
UPDATE usher_invite SET expires_at = '2020-01-01T00:00:00.000Z';
SELECT status FROM invites;
UPDATE invites SET expires_at = '2101-01-01T00:00:00Z';
