-- pulse: include and fields[type]: linkage, each resource once, `included` even if empty, fields exact; what is
-- not seen is neither linked nor included.
.read setup/pulse.sql
.parameter set @uma_path "'/api/v1/users/00000000-0000-4000-8000-000000000006'"
.print ---- of one user
SELECT status, body FROM api('pulse', 'GET', @uma_path || '?include=account,account_memberships,teams,team_memberships', NULL, @olga);
.print ---- without include no relationships; an empty one, and one of nothing
SELECT group_concat(key) FROM api('pulse', 'GET', @uma_path, NULL, @olga) AS a, json_each(a.body);
SELECT body ->> '$.included', body ->> '$.data.relationships' FROM api('pulse', 'GET', @uma_path || '?include=', NULL, @olga);
SELECT body ->> '$.included', body ->> '$.data.relationships' FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000001?include=teams', NULL, @olga);
SELECT body FROM api('pulse', 'GET', '/api/v1/users?include=teams&filter[name]=eq:nobody', NULL, @olga);
.print ---- of many: each once, and all that is linked is there
CREATE TEMP TABLE answer AS SELECT body FROM api('pulse', 'GET', '/api/v1/users?include=teams,account,team_memberships,account_memberships', NULL, @olga);
SELECT r.value ->> '$.type' AS type, count(*), count(DISTINCT r.value ->> '$.id') FROM answer, json_each(body, '$.included') AS r GROUP BY 1;
SELECT count(*) FROM (SELECT DISTINCT l.value ->> '$.type' AS type, l.value ->> '$.id' AS id
    FROM answer, json_tree(body, '$.data') AS l WHERE l.type = 'object' AND l.path LIKE '%.relationships%' AND l.value ->> '$.id' IS NOT NULL) AS l
WHERE NOT EXISTS (SELECT 1 FROM answer, json_each(body, '$.included') AS r WHERE r.value ->> '$.type' = l.type AND r.value ->> '$.id' = l.id);
SELECT body ->> '$.data[0].relationships.teams', body ->> '$.data[3].relationships.teams' FROM answer;
.print ---- a guest: of the account that they are at home in nothing is seen
SELECT body ->> '$.data.relationships.account', body ->> '$.data.relationships.account_memberships', body ->> '$.included' FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000024?include=account,account_memberships', NULL, @otto) AS a;
.print ---- fields are exact, of the user and of what is included; meta stays
SELECT body FROM api('pulse', 'GET', @uma_path || '?fields[user]=name,email', NULL, @olga);
SELECT body FROM api('pulse', 'GET', @uma_path || '?fields[user]=', NULL, @olga);
SELECT body FROM api('pulse', 'GET', @uma_path || '?fields[user]=teams', NULL, @olga);
SELECT body FROM api('pulse', 'GET', @uma_path || '?fields[user]=name,teams&include=teams,account_memberships&fields[team]=name&fields[account_membership]=user', NULL, @olga);
SELECT body ->> '$.data[0]', body ->> '$.included' FROM api('pulse', 'GET', '/api/v1/users?fields%5Buser%5D=avatar&include=account&page[size]=1&fields[account]=', NULL, @olga);
.print ---- of what is written, too
SELECT body FROM api('pulse', 'PUT', @uma_path || '?include=teams&fields[user]=name,teams&fields[team]=description', '{"data":{"type":"user","attributes":{"name":"Uma"}}}', @olga);
.print ---- what there is not
SELECT a.status, a.body FROM (VALUES ('include=team'), ('include=teams.account'), ('include=teams,'), ('include=teams,,account'), ('include=teams&include=account'), ('fields[user]=nickname'), ('fields[users]=name'),
    ('fields[user]=name&fields[user]=email'), ('fields=name'), ('fields[]=name'), ('fields[user=name'), ('sort=name'), ('page[number]=1'), ('filter[name]=eq:x'), ('colour=red'),
    ('include=' || printf('%.*c', 60, 'x'))) AS t,
    api('pulse', 'GET', @uma_path || '?' || t.column1, NULL, @olga) AS a;
