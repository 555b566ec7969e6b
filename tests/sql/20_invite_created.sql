-- A user who was created directly is activated by accepting an invite, in its role.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (id, email, name, role, locale, authentication, created_at) VALUES
    ('00000000-0000-4000-8000-000000000001', 'a@example.org', 'Ann', 'user', 'en', 'sso', '2020-01-01T00:00:00Z'),
    ('00000000-0000-4000-8000-000000000002', 'b@example.org', 'Ben', 'user', NULL, NULL, NULL),
    ('00000000-0000-4000-8000-000000000003', 'c@example.org', 'Cat', 'user', NULL, NULL, NULL);
SELECT email, status, verified_email FROM users ORDER BY id;
INSERT INTO invites (email, role, first_name, authentication, token) VALUES
    ('A@example.org', 'manager', 'Annie', NULL, 'a000000000000000000000000000000000000000000'),
    ('b@example.org', 'user', NULL, 'sso', 'b000000000000000000000000000000000000000000'),
    ('c@example.org', 'user', NULL, NULL, 'c000000000000000000000000000000000000000000');
SELECT email, status FROM users ORDER BY id;

-- The id stays; another one is refused. What the invite does not say stays as it was.
SELECT invite_accept('a000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000009"}');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT invite_accept('a000000000000000000000000000000000000000000', '{"last_name":"Ape"}');
SELECT invite_accept('b000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000002"}');
SELECT id, email, name, first_name, last_name, locale, role, status, authentication, verified_email, created_at < updated_at
FROM users ORDER BY id;
SELECT user_id, role FROM account_memberships ORDER BY user_id;
SELECT action, object_id, before, json_remove(after, '$.activated_at') FROM audit_log WHERE action = 'user.activate';

-- Who was disabled or deleted meanwhile is not.
UPDATE users SET enabled = 0 WHERE name = 'Cat';
SELECT invite_accept('c000000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code';
UPDATE users SET enabled = 1 WHERE name = 'Cat';
-- Deleting somebody revokes the invite that would bring them back.
DELETE FROM users WHERE name = 'Cat';
SELECT status FROM invites WHERE email = 'c@example.org';
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000004"}');
SELECT id, email, name, status FROM users WHERE email = 'c@example.org' ORDER BY id;

-- Another account cannot activate somebody who was created here: not by making them a member.
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'users.direct_creation', 'true');
INSERT INTO users (id, account_id, email) VALUES
    ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000aa', 'd@example.org'),
    ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', 'e@example.org');
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000ab');
SELECT invite_create('d@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}');
INSERT INTO invites (account_id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000ab', 'e@example.org', 'e000000000000000000000000000000000000000000');
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000ab');
SELECT invite_accept('e000000000000000000000000000000000000000000', '{"name":"Eve"}');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT email, name, status FROM users WHERE email IN ('d@example.org', 'e@example.org');
