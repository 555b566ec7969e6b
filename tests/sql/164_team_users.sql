-- users.teams: which teams a user is in, in the order in which they count; who sees that. can() and can_explain() of teams.
.read setup/people.sql
INSERT INTO teams (id, account_id, name, priority) SELECT '00000000-0000-4000-8000-0000000000e' || column1, '00000000-0000-4000-8000-0000000000a' || column2, column3, column4
FROM (VALUES (1, 'a', 'low', -1), (2, 'a', 'high "est"', 9), (3, 'a', 'late', 0), (4, 'a', 'early', 0), (5, 'a', 'twin', 0), (6, 'b', 'elsewhere', 99), (7, 'b', 'home', 1));
INSERT INTO team_memberships (team_id, user_id, role) SELECT '00000000-0000-4000-8000-0000000000e' || column1, p.id, column3
FROM (VALUES (1, 'uma', 'member'), (2, 'uma', 'lead'), (3, 'uma', 'member'), (4, 'uma', 'member'), (5, 'uma', 'member'), (1, 'gina', 'lead'), (6, 'gina', 'member'), (7, 'gina', 'lead'), (1, 'dora', 'lead')) JOIN p ON p.name = column2;
UPDATE usher_team_membership SET created_at = '2022-01-0' || (SELECT iif(name = 'late', 2, 1) FROM usher_team WHERE id = team_id) || 'T00:00:00.000Z' WHERE user_id LIKE '%000006';

.print -- by priority, then by how long they are in it, then as they came in; only of the user's own account
SELECT teams FROM users WHERE name = 'uma';
SELECT name, teams FROM users WHERE name IN ('gina', 'olga');
UPDATE teams SET priority = 10 WHERE name = 'late';
SELECT json_extract(teams, '$[0].name', '$[1].name', '$[2].name', '$[3].name', '$[4].name') FROM users WHERE name = 'uma';
UPDATE users SET teams = '[]' WHERE name = 'uma';
INSERT INTO users (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', '[]');
SELECT usher_error();
SELECT name FROM users WHERE teams <> '[]' ORDER BY name;
.print -- seen of oneself, and with users.read; a guest's home is their own
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT json_array_length(teams) FROM users;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT name, json_array_length(teams) FROM users WHERE name IN ('uma', 'gina') ORDER BY name;
SELECT count(*) FROM users WHERE teams LIKE '%elsewhere%';
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT name, teams FROM users WHERE name = 'gina';
SELECT act_as(id) FROM p WHERE name = 'gina';
SELECT name, json_array_length(teams) FROM users WHERE name IN ('uma', 'gina') ORDER BY name;
SELECT substr(team_id, -2), count(*) FROM team_memberships GROUP BY team_id;

.print -- can(): by role in the team's account, or as a lead; what is not seen is not there
SELECT act_as(NULL);
SELECT can('teams.update', '00000000-0000-4000-8000-0000000000e1'), can('teams.update', '00000000-0000-4000-8000-0000000000e9');
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM can_explain('teams.update', '00000000-0000-4000-8000-0000000000e1');
SELECT * FROM can_explain('teams.update', '00000000-0000-4000-8000-0000000000e6');
SELECT can('teams.update'), can('users.read', '00000000-0000-4000-8000-0000000000e1'), can('users.update', '00000000-0000-4000-8000-0000000000e1');
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM can_explain('teams.update', '00000000-0000-4000-8000-0000000000e2');
SELECT * FROM can_explain('teams.update', '00000000-0000-4000-8000-0000000000e1');
SELECT can('teams.update'), can('teams.update', actor()), can('users.read', '00000000-0000-4000-8000-0000000000e2'), can('settings.update', '00000000-0000-4000-8000-0000000000e2');
SELECT act_as(id) FROM p WHERE name = 'gina';
SELECT * FROM can_explain('teams.update', '00000000-0000-4000-8000-0000000000e7');
SELECT can('teams.update', '00000000-0000-4000-8000-0000000000e6'), can('teams.update', '00000000-0000-4000-8000-0000000000e5');
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT * FROM can_explain('teams.update', '00000000-0000-4000-8000-0000000000e2');
