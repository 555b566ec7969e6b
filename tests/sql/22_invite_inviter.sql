-- The inviter's right is checked again when the invite is accepted. The system's does not lapse.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE p AS SELECT column1 AS name, '00000000-0000-4000-8000-00000000000' || column2 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 1), ('otto', 2), ('osca', 3), ('opal', 4));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', 'owner', token FROM p;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM p;
INSERT INTO invites (id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b0', 's@example.org', 'owner', 's000000000000000000000000000000000000000000');

-- Three owners invite, then one is demoted, one disabled, one deleted.
SELECT act_as('00000000-0000-4000-8000-000000000002');
INSERT INTO invites (id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'user', 'a000000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000003');
INSERT INTO invites (id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b2', 'b@example.org', 'user', 'b000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', 'c@example.org', 'user', 'c000000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO invites (id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000b4', 'd@example.org', 'user', 'd000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b5', 'e@example.org', 'user', 'e000000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000001');
UPDATE users SET role = 'admin' WHERE name = 'otto';
UPDATE users SET enabled = 0 WHERE name = 'osca';
DELETE FROM users WHERE name = 'opal';

SELECT act_as(NULL);
SELECT invite_accept('a000000000000000000000000000000000000000000');
SELECT usher_error();
SELECT invite_accept('b000000000000000000000000000000000000000000');
SELECT invite_accept('d000000000000000000000000000000000000000000');
SELECT email, status FROM invites WHERE invited_by IS NOT NULL ORDER BY id;
SELECT invite_accept('s000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000005"}');

-- Declining needs no right of the inviter. Who is enabled again has it back.
SELECT invite_decline('b000000000000000000000000000000000000000000');
UPDATE users SET enabled = 1 WHERE name = 'osca';
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000006"}');

-- The right is to that role: who may still invite, but has less than it grants, no longer stands for it.
INSERT INTO usher_role (id, account_id, name, created_at, updated_at) VALUES
    ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'inviter', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z');
INSERT INTO usher_role_permission VALUES ('00000000-0000-4000-8000-0000000000c1', 'invites.create'), ('00000000-0000-4000-8000-0000000000c1', 'settings.read');
SELECT act_as('00000000-0000-4000-8000-000000000003');
INSERT INTO invites (email, role, token) VALUES
    ('h@example.org', 'user', 'h000000000000000000000000000000000000000000'), ('i@example.org', 'admin', 'i000000000000000000000000000000000000000000');
SELECT act_as(NULL);
UPDATE users SET role = 'inviter' WHERE name = 'osca';
SELECT invite_accept('i000000000000000000000000000000000000000000');
SELECT invite_accept('h000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000010"}');

-- Whoever resends, invites again or changes such an invite stands in for the first inviter.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT invite_resend('00000000-0000-4000-8000-0000000000b1', '{"token":"f000000000000000000000000000000000000000000"}');
INSERT INTO invites (email, role, token) VALUES ('d@example.org', 'creator', 'g000000000000000000000000000000000000000000');
UPDATE invites SET role = 'manager' WHERE email = 'e@example.org';
SELECT act_as(NULL);
SELECT invite_accept('f000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000007"}');
SELECT invite_accept('g000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000008"}');
SELECT invite_accept('e000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000009"}');
SELECT i.email, i.status, i.role, by.name FROM invites AS i JOIN users AS by ON by.id = i.invited_by ORDER BY i.id;
SELECT u.email, u.role, by.name AS created_by FROM users AS u JOIN users AS by ON by.id = u.created_by ORDER BY u.id;
