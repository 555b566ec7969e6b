-- pulse: a query that is refused where nothing but a body, or nothing at all, is expected; who may make what they may not see; lists whose first item is none.
.read setup/pulse.sql
.print ---- a parameter that there is not, at each resource; one that is given twice
SELECT t.column1, t.column2, a.status, a.body ->> '$.errors[0].source.parameter' FROM (VALUES ('POST', 'users?no=1'), ('GET', 'account_memberships/00000000-0000-4002-8000-000000000006?no=1'), ('GET', 'team_memberships/00000000-0000-4000-8000-0000000000f2?no=1'),
    ('POST', 'account_memberships?no=1'), ('POST', 'team_memberships?no=1'), ('GET', 'users/00000000-0000-4000-8000-000000000006/notification_settings?no=1'), ('PUT', 'users/00000000-0000-4000-8000-000000000006/notification_settings?no=1'),
    ('POST', 'auth/join/join-join-join-join-join-join-join-joA?no=1'), ('GET', 'users?page[size]=1&page[size]=2'), ('GET', 'users?page[number]=1&page[number]=1')) AS t, api('pulse', t.column1, '/api/v1/' || t.column2, NULL, @olga) AS a;
.print ---- an invite is revoked that there is not, with a body that says nothing: the path is at fault
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000005/invite', '{}', @olga);
.print ---- lists of times whose first item is none, and whose second is none
SELECT t.column1, a.status, a.body ->> '$.errors[0].detail' FROM (VALUES ('in:x,2022-01-01T00:00:05Z'), ('in:2022-01-01T00:00:05Z,x'), ('in:,')) AS t, api('pulse', 'GET', '/api/v1/users?filter[created_at]=' || t.column1, NULL, @olga) AS a;
.print ---- who may make memberships of those whom they see elsewhere, and not there: it is made, and not shown
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'none', '[]'), ('00000000-0000-4000-8000-0000000000aa', 'adder', '["memberships.create"]');
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-0000000000aa', 'adder');
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', '{"data":{"type":"account_membership","id":"00000000-0000-4000-8000-0000000000a1","attributes":{"role":"none"},"relationships":{"account":{"data":{"type":"account","id":"00000000-0000-4000-8000-0000000000aa"}},"user":{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000026"}}}}}', @bert);
SELECT count(*) FROM usher_membership WHERE id = '00000000-0000-4000-8000-0000000000a1';
.print ---- user_json() of what is no id, and in a format that there is not
SELECT user_json('x');
SELECT user_json('00000000-0000-4000-8000-000000000006', 'no');
