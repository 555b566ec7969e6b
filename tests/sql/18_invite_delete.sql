-- Deleting an invite takes the row away. One that was accepted leaves the user; the token of a
-- pending one is dead.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'owner', 'a000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', 'b@example.org', 'user', 'b000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', 'c@example.org', 'user', 'c000000000000000000000000000000000000000000');
SELECT invite_accept('a000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001"}');

DELETE FROM invites WHERE token = 'a000000000000000000000000000000000000000000';
SELECT email, role, status FROM users;
SELECT email FROM invites;
DELETE FROM invites WHERE id = '00000000-0000-4000-8000-0000000000b2';
SELECT invite_accept('b000000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';

-- No row, no change.
DELETE FROM invites WHERE id = '00000000-0000-4000-8000-0000000000b2';
SELECT changes();
SELECT object_id, action, before, after FROM audit_log WHERE action = 'invite.delete';
-- The person can be invited anew, under the same id even.
INSERT INTO invites (id, email) VALUES ('00000000-0000-4000-8000-0000000000b2', 'b@example.org');
DELETE FROM invites;
SELECT changes(), (SELECT count(*) FROM invites);
