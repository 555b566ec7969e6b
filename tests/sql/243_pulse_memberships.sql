-- pulse: members of accounts and of teams: made, got, and each way in which that fails.
.read setup/pulse.sql
INSERT INTO sqlite_parameters VALUES ('@m', '{"data":{"type":"%s","id":"00000000-0000-4000-8000-0000000000%s","attributes":{"role":"%s"},"relationships":{"%s":{"data":{"type":"%s","id":"00000000-0000-4000-8000-0000000000%s"}},"user":{"data":{"type":"user","id":"00000000-0000-4000-8000-0000000000%s"}}}}}');

.print ---- into an account: bob of ab, by an owner of both
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000ab', 'owner');
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a1', 'manager', 'account', 'account', 'aa', '26'), @olga);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/account_memberships/00000000-0000-4000-8000-0000000000a1', NULL, @olga);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/account_memberships/00000000-0000-4000-8000-0000000000a1?fields[account_membership]=user', NULL, @olga);
SELECT role FROM account_memberships WHERE id = '00000000-0000-4000-8000-0000000000a1';
.print ---- a role is user, an account one's own, unless it is said
SELECT status, body ->> '$.data.attributes.role', body ->> '$.data.relationships.account.data.id' FROM api('pulse', 'POST', '/api/v1/account_memberships', '{"data":{"type":"account_membership","relationships":{"user":{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000022"}}}}}', @olga);
.print ---- not: a member already, an unknown role, a role, an account or a user that is not there or not seen, no user, by whom may not
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a2', 'user', 'account', 'account', 'aa', '26'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a2', 'king', 'account', 'account', 'aa', '21'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a2', 'user', 'account', 'account', 'ac', '21'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a2', 'user', 'account', 'account', 'aa', 'ff'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', '{"data":{"type":"account_membership"}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a2', 'user', 'account', 'account', 'aa', '21'), @adam);
.print ---- nor of another form
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'team_membership', 'a2', 'user', 'account', 'account', 'aa', '21'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a2', 'user', 'account', 'team', 'aa', '21'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', format(@m, 'account_membership', 'a2', 'user', 'team', 'team', 'aa', '21'), @olga);
SELECT a.status, a.body FROM (VALUES ('{"user":[]}'), ('{"user":{}}'), ('{"user":{"data":null}}'), ('{"user":{"data":{"id":"x"}}}'), ('{"user":{"data":{"type":"user"}}}'), ('{"user":{"data":{"type":"user","id":7}}}'), ('{"user":{"data":{"type":"user","id":"x"}}}')) AS t,
    api('pulse', 'POST', '/api/v1/account_memberships', '{"data":{"type":"account_membership","relationships":' || t.column1 || '}}', @olga) AS a;
SELECT status, body FROM api('pulse', 'POST', '/api/v1/account_memberships', '{"data":{"type":"account_membership","attributes":{"role":null},"relationships":{}}}', @olga);
SELECT count(*) FROM account_memberships WHERE account_id LIKE '%0000aa';
.print ---- not got
SELECT status, body FROM api('pulse', 'GET', '/api/v1/account_memberships/00000000-0000-4000-8000-0000000000a1', NULL, @uma);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/account_memberships/x', NULL, @olga);
SELECT status, headers FROM api('pulse', 'GET', '/api/v1/account_memberships', NULL, @olga);

.print ---- into a team, by whoever may and by its lead
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/team_memberships', format(@m, 'team_membership', 'a3', 'lead', 'team', 'team', 'e1', '05'), @olga);
SELECT status, body ->> '$.data.attributes.role' FROM api('pulse', 'POST', '/api/v1/team_memberships', '{"data":{"type":"team_membership","relationships":{"team":{"data":{"type":"team","id":"00000000-0000-4000-8000-0000000000e1"}},"user":{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000009"}}}}}', @mia);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/team_memberships/00000000-0000-4000-8000-0000000000f2', NULL, @uma);
.print ---- not: in it already, a role that there is not, of another account, deleted, no team, a team that is not there, by whom may not
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships', format(@m, 'team_membership', 'a4', 'lead', 'team', 'team', 'e1', '05'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships', format(@m, 'team_membership', 'a4', 'boss', 'team', 'team', 'e1', '03'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships', format(@m, 'team_membership', 'a4', 'lead', 'team', 'team', 'e1', '21'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships', format(@m, 'team_membership', 'a4', 'lead', 'team', 'team', 'e1', '08'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships', '{"data":{"type":"team_membership","relationships":{"user":{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000003"}}}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships', format(@m, 'team_membership', 'a4', 'lead', 'team', 'team', 'ee', '03'), @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships', format(@m, 'team_membership', 'a4', 'lead', 'team', 'team', 'e1', '03'), @uma);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/team_memberships?include=team', format(@m, 'team_membership', 'a4', 'lead', 'team', 'team', 'e1', '03'), @olga);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/team_memberships/00000000-0000-4000-8000-0000000000f1', NULL, @uma);
SELECT count(*) FROM team_memberships;
