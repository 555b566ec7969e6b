-- The teams that an invite leads into: what they must be, who may say them, and what becomes of them until it is accepted.
.read setup/people.sql
INSERT INTO roles (id, account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'inviter', '["invites.create","invites.read"]'),
    ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000aa', 'host', '["invites.create","invites.read","teams.update","users.read"]'),
    ('00000000-0000-4000-8000-0000000000c3', '00000000-0000-4000-8000-0000000000aa', 'guide', '["invites.create","invites.read","users.read"]'),
    ('00000000-0000-4000-8000-0000000000c4', '00000000-0000-4000-8000-0000000000aa', 'nothing', '[]');
INSERT INTO teams (id, account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'red', 3),
    ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000aa', 'green', 2), ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000aa', 'grey', 1),
    ('00000000-0000-4000-8000-0000000000e4', '00000000-0000-4000-8000-0000000000ab', 'blue', 0);
UPDATE users SET role = 'inviter' WHERE name = 'uma';
UPDATE users SET role = 'host' WHERE name = 'mia';
UPDATE users SET role = 'guide' WHERE name = 'carl';
INSERT INTO team_memberships (team_id, user_id, role) SELECT '00000000-0000-4000-8000-0000000000e' || column1, p.id, column3 FROM (VALUES (1, 'uma', 'lead'), (2, 'uma', 'member'), (2, 'carl', 'lead')) JOIN p ON p.name = column2;
CREATE TEMP VIEW who AS SELECT u.email, t.name, m.role, substr(m.created_by, -2) FROM usher_team_membership AS m JOIN usher_team AS t ON t.id = m.team_id JOIN usher_user AS u ON u.id = m.user_id
    WHERE u.email NOT IN (SELECT name || '@example.org' FROM p) ORDER BY m.number;

.print -- said on inviting, by function and by INSERT, and read back; none
SELECT length(invite_create('f@example.org', 'nothing', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"f000000000000000000000000000000000000000000","teams":["00000000-0000-4000-8000-0000000000E2", "00000000-0000-4000-8000-0000000000e1"]}'));
INSERT INTO invites (account_id, email, role, token, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'i@example.org', 'nothing', 'i000000000000000000000000000000000000000000', ' [ ] ');
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'n@example.org', 'nothing', 'n000000000000000000000000000000000000000000');
SELECT email, teams FROM invites WHERE email IN ('f@example.org', 'i@example.org', 'n@example.org') ORDER BY rowid;
SELECT after -> 'teams' FROM audit_log WHERE action = 'invite.create' AND after ->> 'email' IN ('f@example.org', 'i@example.org', 'n@example.org');

.print -- what it must be: a JSON list of at most 100 ids of teams of the account, none twice
CREATE TEMP VIEW bad AS SELECT column1 AS teams FROM (VALUES ('red'), ('{}'), ('"00000000-0000-4000-8000-0000000000e1"'), ('["red"]'), ('[1]'), ('[null]'), ('[["00000000-0000-4000-8000-0000000000e1"]]'),
    ('["00000000-0000-4000-8000-0000000000e1"'), ('["00000000-0000-4000-8000-0000000000e1","00000000-0000-4000-8000-0000000000E1"]'), (x'5b5d'), (5));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 0));
SELECT usher_error();
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 1));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 2));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 3));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 4));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 5));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 6));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 7));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 8));
SELECT usher_error();
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 9));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', (SELECT teams FROM bad LIMIT 1 OFFSET 10));
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', '["00000000-0000-4000-8000-0000000000e1","00000000-0000-4000-8000-0000000000e9"]');
SELECT usher_error();
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', '["00000000-0000-4000-8000-0000000000e4"]');
SELECT usher_error();
INSERT INTO teams (id, account_id, name) WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 101) SELECT printf('00000000-0000-4000-8000-0000000d%04d', i), '00000000-0000-4000-8000-0000000000ac', 'team ' || i FROM n;
INSERT INTO invites (account_id, email, teams) SELECT '00000000-0000-4000-8000-0000000000ac', 'x@example.org', json_group_array(id) FROM usher_team WHERE name LIKE 'team %';
INSERT INTO invites (account_id, email, teams) SELECT '00000000-0000-4000-8000-0000000000ac', 'x@example.org', json_group_array(id) FROM usher_team WHERE name LIKE 'team %' AND name <> 'team 101';
SELECT email, json_array_length(teams) FROM invites WHERE email = 'x@example.org';
UPDATE invites SET teams = NULL WHERE email = 'i@example.org';

.print -- said by whoever may take people into each of them
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT invite_create('u@example.org', 'nothing', '{"teams":["00000000-0000-4000-8000-0000000000e1","00000000-0000-4000-8000-0000000000e2"]}');
SELECT usher_error();
SELECT invite_create('u@example.org', 'nothing', '{"teams":["00000000-0000-4000-8000-0000000000e3"]}');
SELECT usher_error();
SELECT invite_create('u@example.org', 'nothing', '{"teams":["00000000-0000-4000-8000-0000000000e4"]}');
SELECT length(invite_create('u@example.org', 'nothing', '{"token":"u000000000000000000000000000000000000000000","teams":["00000000-0000-4000-8000-0000000000e1"]}'));
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT length(invite_create('m@example.org', 'nothing', '{"token":"m000000000000000000000000000000000000000000","teams":["00000000-0000-4000-8000-0000000000e3","00000000-0000-4000-8000-0000000000e2"]}'));
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT invite_create('a@example.org', 'nothing', '{"teams":["00000000-0000-4000-8000-0000000000e3"]}');
.print -- changed the same way; what is not said stays
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE invites SET teams = '["00000000-0000-4000-8000-0000000000e2"]' WHERE email = 'u@example.org';
UPDATE invites SET name = 'Una' WHERE email = 'u@example.org';
SELECT name, teams FROM invites WHERE email = 'u@example.org';
SELECT act_as(NULL);
SELECT length(invite_create('m@example.org', 'nothing', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"m100000000000000000000000000000000000000000"}'));
SELECT teams, substr(invited_by, -2) FROM invites WHERE email = 'm@example.org';

.print -- accepted: in as members, by whoever invited
SELECT length(invite_accept('f000000000000000000000000000000000000000000'));
SELECT length(invite_accept('i000000000000000000000000000000000000000000')), length(invite_accept('n000000000000000000000000000000000000000000'));
SELECT length(invite_accept('u000000000000000000000000000000000000000000'));
SELECT length(invite_accept('m100000000000000000000000000000000000000000'));
SELECT * FROM who;
SELECT email, teams FROM users WHERE email IN ('f@example.org', 'n@example.org');
SELECT action, after FROM audit_log WHERE object_type IN ('users', 'team_memberships') AND object_id = (SELECT id FROM users WHERE email = 'u@example.org') ORDER BY id;

.print -- passed over: teams that are gone, and those that whoever invited may not take people into any more
CREATE TEMP TABLE made (email, token);
INSERT INTO made VALUES ('g@example.org', 'g000000000000000000000000000000000000000000'), ('h@example.org', 'h000000000000000000000000000000000000000000'),
    ('j@example.org', 'j000000000000000000000000000000000000000000'), ('k@example.org', 'k000000000000000000000000000000000000000000');
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e5', '00000000-0000-4000-8000-0000000000aa', 'gone');
SELECT act_as(id) FROM p WHERE name = 'mia';
INSERT INTO invites (email, role, token, teams) VALUES ('g@example.org', 'nothing', 'g000000000000000000000000000000000000000000', '["00000000-0000-4000-8000-0000000000e5","00000000-0000-4000-8000-0000000000e1"]');
INSERT INTO invites (email, role, token, teams) VALUES ('h@example.org', 'nothing', 'h000000000000000000000000000000000000000000', '["00000000-0000-4000-8000-0000000000e1","00000000-0000-4000-8000-0000000000e3"]');
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO invites (email, role, token, teams) VALUES ('j@example.org', 'nothing', 'j000000000000000000000000000000000000000000', '["00000000-0000-4000-8000-0000000000e2"]'),
    ('k@example.org', 'nothing', 'k000000000000000000000000000000000000000000', '["00000000-0000-4000-8000-0000000000e2"]');
SELECT act_as(NULL);
DELETE FROM teams WHERE name = 'gone';
SELECT length(invite_accept('g000000000000000000000000000000000000000000'));
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-000000000004', 'lead');
UPDATE users SET role = 'guide' WHERE name = 'mia';
SELECT length(invite_accept('h000000000000000000000000000000000000000000'));
UPDATE team_memberships SET role = 'member' WHERE user_id LIKE '%000005';
SELECT length(invite_accept('j000000000000000000000000000000000000000000'));
.print -- but whoever says the teams anew takes the place of whoever invited
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE invites SET teams = '["00000000-0000-4000-8000-0000000000e3"]' WHERE email = 'k@example.org';
SELECT act_as(NULL);
SELECT length(invite_accept('k000000000000000000000000000000000000000000'));
SELECT * FROM who LIMIT -1 OFFSET 5;

.print -- who was created before, or comes as a guest; in one of the teams already
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e6', '00000000-0000-4000-8000-0000000000aa', 'new');
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000e6', '00000000-0000-4000-8000-000000000009', 'lead');
SELECT length(invite_create('nora@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"o000000000000000000000000000000000000000000","teams":["00000000-0000-4000-8000-0000000000e6","00000000-0000-4000-8000-0000000000e1"]}'));
SELECT length(invite_accept('o000000000000000000000000000000000000000000'));
SELECT teams FROM users WHERE name = 'nora';
SELECT length(invite_create('bob@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"b000000000000000000000000000000000000000000","teams":["00000000-0000-4000-8000-0000000000e6"]}'));
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT length(invite_accept('b000000000000000000000000000000000000000000'));
SELECT name FROM teams ORDER BY name;
SELECT act_as(NULL);
.print -- a row that was mangled
INSERT INTO invites (id, account_id, email, token, teams) VALUES ('00000000-0000-4000-8000-0000000000b9', '00000000-0000-4000-8000-0000000000aa', 'z@example.org', 'z000000000000000000000000000000000000000000', '["00000000-0000-4000-8000-0000000000e6"]');
UPDATE usher_invite SET teams = '["' WHERE email = 'z@example.org';
SELECT teams FROM invites WHERE email = 'z@example.org';
SELECT invite_accept('z000000000000000000000000000000000000000000');
SELECT count(*) FROM users WHERE email = 'z@example.org';
UPDATE invites SET teams = '["00000000-0000-4000-8000-0000000000e6"]' WHERE email = 'z@example.org';
SELECT length(invite_accept('z000000000000000000000000000000000000000000'));
SELECT length(invite_create('y@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"y000000000000000000000000000000000000000000","teams":["00000000-0000-4000-8000-0000000000e6","00000000-0000-4000-8000-0000000000e1"]}'));
DELETE FROM usher_team_membership WHERE team_id LIKE '%0000e6';
DELETE FROM usher_team WHERE id LIKE '%0000e6';
SELECT length(invite_accept('y000000000000000000000000000000000000000000'));
SELECT name FROM who WHERE email = 'y@example.org';
SELECT count(*) FROM usher_team_membership WHERE team_id NOT IN (SELECT id FROM usher_team);
.print -- what it led into is past: nothing is changed any more
UPDATE invites SET teams = '[]' WHERE email = 'z@example.org';
SELECT teams FROM invites WHERE email = 'z@example.org';
