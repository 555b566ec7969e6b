-- The story: set up, invite the first owner, accept, let the owner invite a team, list it.
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'created';

-- The system invites the first owner. The token is shown once; here the caller made it.
SELECT invite_create('olga@example.org', 'owner',
    '{"id":"00000000-0000-4000-8000-0000000000b1","token":"olga000000000000000000000000000000000000000"}');
SELECT email, role, status, invited_by FROM invites;
SELECT invite_accept('olga000000000000000000000000000000000000000',
    '{"id":"00000000-0000-4000-8000-000000000001","name":"Olga Owner","locale":"en-GB"}');
SELECT id, email, name, role, status, enabled, verified_email, locale FROM users;

-- She invites her team.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT actor();
INSERT INTO invites (email, role, first_name, token) VALUES
    ('adam@example.org', 'admin', 'Adam', 'adam000000000000000000000000000000000000000'),
    ('uma@example.org', 'user', NULL, 'uma0000000000000000000000000000000000000000'),
    ('late@example.org', 'creator', 'Lara', 'late000000000000000000000000000000000000000');
SELECT act_as(NULL);
SELECT actor();

-- Two of them accept, one as a write statement.
SELECT invite_accept('adam000000000000000000000000000000000000000',
    '{"id":"00000000-0000-4000-8000-000000000002","last_name":"Admin"}');
INSERT INTO usher (call, args) VALUES ('invite_accept', json_array(
    'uma0000000000000000000000000000000000000000',
    json_object('id', '00000000-0000-4000-8000-000000000003', 'name', 'Uma User')));

.mode box
SELECT email, name, role, status FROM users ORDER BY email;
SELECT i.email, i.role, i.status, by.name AS invited_by, u.name AS user
FROM invites AS i LEFT JOIN users AS by ON by.id = i.invited_by LEFT JOIN users AS u ON u.id = i.user_id
ORDER BY i.email;
SELECT iif(a.actor = 'system', a.actor, u.name) AS who, a.action
FROM audit_log AS a LEFT JOIN users AS u ON u.id = a.actor ORDER BY a.id;

-- It is all in plain tables.
.mode list
SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name;
SELECT email FROM usher_user ORDER BY email;
