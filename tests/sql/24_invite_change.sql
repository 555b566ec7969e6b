-- UPDATE of an open invite: names, role, authentication, expiry; status to revoked, by itself.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, token, expires_at) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'a000000000000000000000000000000000000000000', '2100-01-01T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000b2', 'b@example.org', 'b000000000000000000000000000000000000000000', '2100-01-01T00:00:00Z');
UPDATE invites SET name = 'Ann', first_name = 'A', last_name = 'B', role = 'manager', authentication = 'sso',
    expires_at = '2100-01-02T01:00:00+01:00' WHERE email = 'a@example.org';
SELECT name, first_name, last_name, role, authentication, expires_at, status FROM invites
WHERE token = 'a000000000000000000000000000000000000000000';
UPDATE invites SET name = NULL, first_name = NULL WHERE id = '00000000-0000-4000-8000-0000000000b1';
SELECT name, first_name, last_name FROM invites WHERE email = 'a@example.org';
SELECT before, after FROM audit_log WHERE action = 'invite.update';

-- What changes nothing writes nothing, also when it is said in another way.
UPDATE invites SET role = 'manager', expires_at = '2100-01-02T00:00:00.000Z', email = email
WHERE email = 'a@example.org';
UPDATE invites SET expires_at = '2100-01-02T02:00:00+02:00' WHERE email = 'a@example.org';
SELECT count(*) FROM audit_log WHERE action = 'invite.update';

-- What cannot be set.
UPDATE invites SET id = '00000000-0000-4000-8000-0000000000b3' WHERE email = 'a@example.org';
UPDATE invites SET account_id = '00000000-0000-4000-8000-0000000000ab';
UPDATE invites SET email = 'c@example.org' WHERE email = 'a@example.org';
UPDATE invites SET user_id = '00000000-0000-4000-8000-000000000001';
UPDATE invites SET invited_by = '00000000-0000-4000-8000-000000000001';
UPDATE invites SET created_at = '2020-01-01T00:00:00Z';
UPDATE invites SET accepted_at = '2020-01-01T00:00:00Z';
UPDATE invites SET declined_at = '2020-01-01T00:00:00Z';
UPDATE invites SET revoked_at = '2020-01-01T00:00:00Z';
UPDATE invites SET updated_at = '2020-01-01T00:00:00Z';
UPDATE invites SET token = 'c000000000000000000000000000000000000000000';
UPDATE invites SET rowid = 7 WHERE email = 'a@example.org';
SELECT usher_error() ->> 'field';
UPDATE invites SET status = 'accepted';
SELECT usher_error() ->> 'field';
UPDATE invites SET status = 'expired';
UPDATE invites SET status = NULL;
UPDATE invites SET status = 'revoked', name = 'X' WHERE email = 'a@example.org';
SELECT usher_error() ->> 'field';
UPDATE invites SET role = 'boss';
SELECT usher_error() ->> 'field';
UPDATE invites SET role = NULL;
UPDATE invites SET role = 'Owner';
UPDATE invites SET authentication = 'magic';
UPDATE invites SET authentication = NULL;
UPDATE invites SET name = '';
UPDATE invites SET name = 5;
UPDATE invites SET expires_at = 5;
SELECT usher_error() ->> 'field';
SELECT status, name, role, authentication FROM invites ORDER BY email;
SELECT count(*) FROM audit_log;

-- A closed invite stays as it was.
UPDATE invites SET status = 'revoked' WHERE email = 'a@example.org';
UPDATE invites SET name = 'X' WHERE email = 'a@example.org';
UPDATE invites SET status = 'pending' WHERE email = 'a@example.org';
UPDATE invites SET status = 'declined' WHERE email = 'a@example.org';
SELECT usher_error() ->> 'code';
-- One of several rows that cannot be changed: none is.
UPDATE invites SET name = 'X';
SELECT email, status, name FROM invites ORDER BY email;
