-- One open invite per account and e-mail: inviting again reuses the row, kills the old token and
-- keeps whoever invited first, while the role stays the same.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES
    ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000'),
    ('otto@example.org', 'owner', 'otto000000000000000000000000000000000000000');
INSERT INTO usher VALUES
    ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001","name":"Olga"}]'),
    ('invite_accept', '["otto000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000002","name":"Otto"}]');
CREATE TEMP VIEW open AS
    SELECT i.id, i.email, i.role, i.name, i.status, u.name AS by, i.created_at, i.expires_at
    FROM invites AS i LEFT JOIN users AS u ON u.id = i.invited_by WHERE i.role <> 'owner';

SELECT act_as('00000000-0000-4000-8000-000000000001') IS NOT NULL;
INSERT INTO invites (id, email, role, name, expires_at, token) VALUES ('00000000-0000-4000-8000-0000000000b1',
    'uma@example.org', 'user', 'Uma', '2100-01-01T00:00:00Z', 'first00000000000000000000000000000000000000');
SELECT id, email, role, name, status, by, expires_at FROM open;

-- Another owner invites the same person, in other letters, into another role.
SELECT act_as('00000000-0000-4000-8000-000000000002') IS NOT NULL;
SELECT invite_create('UMA@example.org', 'creator',
    '{"expires_at":"2101-01-01T00:00:00Z","token":"second0000000000000000000000000000000000000"}');
SELECT id, email, role, name, status, by, expires_at FROM open;
SELECT count(*) FROM invites WHERE email = 'uma@example.org';
SELECT act_as(NULL);
SELECT invite_accept('first00000000000000000000000000000000000000');
SELECT count(*) FROM invites WHERE token = 'first00000000000000000000000000000000000000';

-- By INSERT as well; the id is the old one, or is refused.
INSERT INTO invites (email, name, token) VALUES ('uma@example.org', 'Uma U.', 'third00000000000000000000000000000000000000');
SELECT id, email, role, name, status, by FROM open;
INSERT INTO invites (id, email) VALUES ('00000000-0000-4000-8000-0000000000b2', 'uma@example.org');
SELECT usher_error() ->> 'field';
INSERT INTO invites (id, email, token) VALUES ('00000000-0000-4000-8000-0000000000b1', 'uma@example.org',
    'fourth0000000000000000000000000000000000000');
-- Several times in one statement: the last one counts.
INSERT INTO invites (email, role, token) VALUES
    ('uma@example.org', 'manager', 'fifth00000000000000000000000000000000000000'),
    ('Uma@Example.org', 'user', 'sixth00000000000000000000000000000000000000');
SELECT id, email, role, status FROM open;

-- An expired invite is brought back.
UPDATE usher_invite SET expires_at = '2020-01-01T00:00:00.000Z' WHERE email = 'uma@example.org';
SELECT status FROM open;
INSERT INTO invites (email, token) VALUES ('uma@example.org', 'seventh000000000000000000000000000000000000');
SELECT id, status FROM open;

-- A closed invite stays as it was: the next one is another row.
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
INSERT INTO invites (id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b2', 'uma@example.org', 'eighth0000000000000000000000000000000000000');
SELECT id, status FROM open ORDER BY id;
SELECT invite_decline('eighth0000000000000000000000000000000000000');
INSERT INTO invites (id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b3', 'uma@example.org', 'ninth00000000000000000000000000000000000000');
SELECT id, status FROM open ORDER BY id;

-- Two invites cannot have the same token.
INSERT INTO invites (email, token) VALUES ('x@example.org', 'ninth00000000000000000000000000000000000000');
SELECT usher_error() ->> 'field';
SELECT action, count(*) FROM audit_log WHERE object_type = 'invites' GROUP BY action ORDER BY action;
