-- Who sees teams and who is in them, and who changes that: by role, as a lead, as a member, from another account, as nobody.
.read setup/people.sql
INSERT INTO roles (id, account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'blind', '["teams.update"]');
UPDATE users SET role = 'blind' WHERE name = 'nora';
SELECT invite_accept(invite_create('nora@example.org', 'blind', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}'));
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'red'),
    ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000aa', 'green'), ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000ab', 'blue'),
    ('00000000-0000-4000-8000-0000000000e4', '00000000-0000-4000-8000-0000000000ac', 'black');
INSERT INTO team_memberships (id, team_id, user_id, role) SELECT '00000000-0000-4000-8000-0000000000f' || column1, '00000000-0000-4000-8000-0000000000e' || column2, p.id, column4
FROM (VALUES (1, 1, 'uma', 'lead'), (2, 1, 'carl', 'member'), (3, 2, 'carl', 'member'), (4, 2, 'gus', 'lead'), (5, 3, 'gus', 'member'), (6, 3, 'bob', 'lead'), (7, 1, 'dora', 'lead')) JOIN p ON p.name = column3;
CREATE TEMP VIEW seen AS SELECT (SELECT group_concat(name || ' ' || members) FROM (SELECT name, members FROM teams ORDER BY id)) AS teams,
    (SELECT group_concat(substr(id, -2)) FROM (SELECT id FROM team_memberships ORDER BY id)) AS memberships;

.print -- seen: the teams that one is in, one's own memberships and those of teams that one leads; with users.read all of the account
SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'olga'; SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'mia'; SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'carl'; SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'uma'; SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'gus'; SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'hana'; SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'bert'; SELECT * FROM seen;
SELECT act_as('00000000-0000-4000-8000-000000000009'); SELECT * FROM seen;
SELECT id, name FROM teams WHERE id = '00000000-0000-4000-8000-0000000000e1';
SELECT act_as(NULL);

.print -- made, changed, deleted: with teams.update in the account; a lead is not enough
SELECT act_as(id) FROM p WHERE name = 'adam';
INSERT INTO teams (name) VALUES ('by adam');
UPDATE teams SET description = 'by adam' WHERE name = 'by adam';
DELETE FROM teams WHERE name = 'by adam';
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'by adam');
SELECT usher_error();
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO teams (name) VALUES ('by carl');
SELECT usher_error();
UPDATE teams SET description = 'by carl' WHERE name = 'red';
DELETE FROM teams WHERE name = 'red';
DELETE FROM teams WHERE account_id LIKE '%0000ab';
SELECT changes();
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE teams SET priority = 9 WHERE name = 'red';
DELETE FROM teams;
INSERT INTO teams (name) VALUES ('by uma');
.print -- a guest: as their role there permits
SELECT act_as(id) FROM p WHERE name = 'hana';
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'by hana'), ('00000000-0000-4000-8000-0000000000ab', 'by hana');
DELETE FROM teams WHERE name = 'by hana';
SELECT act_as(id) FROM p WHERE name = 'gus';
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'by gus');
.print -- who is forbidden learns nothing of the values
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'red');
SELECT act_as(id) FROM p WHERE name = 'bert';
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'red');
UPDATE teams SET name = 'seen' WHERE id = '00000000-0000-4000-8000-0000000000e1';
DELETE FROM teams WHERE id = '00000000-0000-4000-8000-0000000000e1';
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', actor());
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e9', actor());
UPDATE team_memberships SET role = 'member' WHERE team_id LIKE '%0000e1';
DELETE FROM team_memberships WHERE team_id LIKE '%0000e1';
SELECT changes();

.print -- taken in and out by a manager; of another account's teams nothing
SELECT act_as(id) FROM p WHERE name = 'mia';
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000001');
UPDATE team_memberships SET role = 'lead' WHERE user_id LIKE '%000001';
DELETE FROM team_memberships WHERE user_id LIKE '%000001';
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e3', actor());
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000021');
.print -- who may, but sees nobody and no team but those that they are in
SELECT act_as('00000000-0000-4000-8000-000000000009');
INSERT INTO teams (id, name) VALUES ('00000000-0000-4000-8000-0000000000e5', 'unseen');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e5', actor());
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', actor());
SELECT act_as(NULL);
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e5', '00000000-0000-4000-8000-000000000009');
SELECT act_as('00000000-0000-4000-8000-000000000009');
UPDATE team_memberships SET role = 'lead' WHERE team_id LIKE '%0000e5';
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e5', '00000000-0000-4000-8000-000000000006');
SELECT act_as(NULL);
DELETE FROM teams WHERE name = 'unseen';

.print -- a lead: out, in (such as they see), and who leads; no other team
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE team_memberships SET role = 'lead' WHERE user_id LIKE '%000005';
SELECT role FROM team_memberships WHERE id LIKE '%0000f2';
DELETE FROM team_memberships WHERE user_id LIKE '%000005';
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000005');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000099');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e2', actor());
SELECT act_as(NULL);
INSERT INTO team_memberships (id, team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000f2', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000005');
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'own', '["users.read"]');
UPDATE users SET role = 'own' WHERE name = 'uma';
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM seen;
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000003');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000003');
SELECT usher_error();
UPDATE team_memberships SET role = 'lead' WHERE team_id LIKE '%0000e2' AND user_id LIKE '%000005';
DELETE FROM team_memberships WHERE team_id LIKE '%0000e2';
SELECT usher_error();
.print -- a member: leaves, and no more
SELECT act_as(id) FROM p WHERE name = 'carl';
UPDATE team_memberships SET role = 'lead' WHERE team_id LIKE '%0000e1';
SELECT usher_error();
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', actor());
DELETE FROM team_memberships;
SELECT changes();
SELECT * FROM seen;
.print -- a lead who stops to be one, and one who leaves
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE team_memberships SET role = 'member' WHERE user_id = actor();
UPDATE team_memberships SET role = 'lead' WHERE user_id = actor();
DELETE FROM team_memberships WHERE user_id = actor();
SELECT count(*) FROM team_memberships WHERE user_id = actor();
.print -- a lead of another account's
SELECT act_as(id) FROM p WHERE name = 'gus';
DELETE FROM team_memberships WHERE id LIKE '%0000f6';
UPDATE team_memberships SET role = 'member' WHERE id LIKE '%0000f4';
SELECT * FROM seen;
.print -- disabled meanwhile; nobody on a locked connection
SELECT act_as(NULL);
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT * FROM seen;
UPDATE usher_user SET disabled_at = created_at WHERE name = 'bob';
SELECT * FROM seen;
INSERT INTO teams (name) VALUES ('by bob');
DELETE FROM team_memberships;
DELETE FROM teams;
SELECT usher_error();
SELECT act_as(NULL);
SELECT usher_lockdown();
SELECT * FROM seen;
SELECT count(*) FROM teams WHERE id = '00000000-0000-4000-8000-0000000000e1' OR name = 'red' OR rowid = 1;
INSERT INTO teams (name) VALUES ('by nobody');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000006');
UPDATE teams SET name = 'x';
UPDATE team_memberships SET role = 'lead';
DELETE FROM teams;
DELETE FROM team_memberships;
SELECT changes(), can('teams.update'), can('teams.update', '00000000-0000-4000-8000-0000000000e1');
SELECT count(*) FROM usher_team;
