-- The table team_memberships: who is in which team, as what; who may be; leaving the account, deletion, erasing.
.read setup/people.sql
INSERT INTO teams (id, account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'red', 1),
    ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000aa', 'green', 2), ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000ab', 'blue', 3);
CREATE TEMP VIEW who AS SELECT t.name, u.name, m.role FROM team_memberships AS m JOIN teams AS t ON t.id = m.team_id JOIN users AS u ON u.id = m.user_id ORDER BY m.rowid;
CREATE TEMP VIEW log AS SELECT iif(actor = 'system', actor, substr(actor, -2)), action, substr(object_id, -2), substr(account_id, -2), before, after FROM audit_log WHERE object_type = 'team_memberships' ORDER BY id;

.print -- taken in: a member of the account, also a guest, a disabled user, one who was merely created
INSERT INTO team_memberships (id, team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000F1', '00000000-0000-4000-8000-0000000000E1', '00000000-0000-4000-8000-000000000006', 'lead') RETURNING id;
INSERT INTO team_memberships (rowid, team_id, user_id) VALUES (77, '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000023');
SELECT last_insert_rowid();
SELECT id GLOB '????????-????-7???-????-????????????', substr(team_id, -2), substr(user_id, -2), role, created_by, length(created_at), updated_by, created_at = updated_at FROM team_memberships WHERE rowid = 77;
INSERT INTO team_memberships (team_id, user_id) SELECT '00000000-0000-4000-8000-0000000000e1', id FROM users WHERE name IN ('dora', 'nora', 'olga') ORDER BY id;
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000023', 'lead'), ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-000000000023', 'member');
SELECT * FROM who;
SELECT name, members FROM teams ORDER BY name;
SELECT * FROM log;

.print -- not: who is no member of the account, who is deleted, who is in it already
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000021');
SELECT usher_error();
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-000000000006');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000008');
SELECT usher_error();
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000006');
SELECT usher_error();
.print -- what is missing or wrong
INSERT INTO team_memberships (team_id) VALUES ('00000000-0000-4000-8000-0000000000e1');
SELECT usher_error();
INSERT INTO team_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000006');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e9', '00000000-0000-4000-8000-000000000006');
SELECT usher_error();
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000099');
SELECT usher_error();
INSERT INTO team_memberships (team_id, user_id) VALUES ('red', '00000000-0000-4000-8000-000000000006');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e1', 6);
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000003', 'Lead');
SELECT usher_error();
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000003', 1);
INSERT INTO team_memberships (id, team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000003');
INSERT INTO team_memberships (rowid, team_id, user_id) VALUES (77, '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000003');
INSERT INTO team_memberships (team_id, user_id, created_at) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000003', '2022-01-01T00:00:00Z');
UPDATE team_memberships SET team_id = '00000000-0000-4000-8000-0000000000e2' WHERE rowid = 77;
UPDATE team_memberships SET user_id = '00000000-0000-4000-8000-000000000003' WHERE rowid = 77;
UPDATE team_memberships SET id = '00000000-0000-4000-8000-0000000000f9' WHERE rowid = 77;
UPDATE team_memberships SET created_by = '00000000-0000-4000-8000-000000000003' WHERE rowid = 77;
UPDATE team_memberships SET role = 'boss' WHERE rowid = 77;
UPDATE team_memberships SET role = NULL WHERE rowid = 77;
.print -- all or nothing
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000003'), ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000021');
INSERT OR REPLACE INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000003', 'lead'), ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000023', 'member');
SELECT * FROM who WHERE name = 'green';
INSERT OR IGNORE INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000003'), ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000021');
BEGIN;
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000004');
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000008');
COMMIT;
SELECT * FROM who WHERE name = 'green';

.print -- another role; nothing where nothing differs
SELECT act_as(id) FROM p WHERE name = 'adam';
UPDATE team_memberships SET role = 'lead' WHERE rowid = 77;
UPDATE team_memberships SET role = 'lead' WHERE rowid = 77;
SELECT role, created_by, updated_by = actor() FROM team_memberships WHERE rowid = 77;
.print -- out again
DELETE FROM team_memberships WHERE user_id LIKE '%000009';
SELECT act_as(NULL);
SELECT * FROM log WHERE "iif(actor = 'system', actor, substr(actor, -2))" = '03';

.print -- who leaves the account leaves its teams, and no others
DELETE FROM account_memberships WHERE user_id LIKE '%000023' AND account_id LIKE '%0000aa';
SELECT * FROM who;
SELECT action, before FROM audit_log WHERE object_id LIKE '%000023' AND action LIKE '%membership.delete' ORDER BY id;
.print -- who is deleted stays in them, uncounted, until they are erased
DELETE FROM users WHERE name = 'uma';
SELECT name, members FROM teams ORDER BY name;
SELECT * FROM who WHERE "name:1" = 'uma';
SELECT length(user_restore('00000000-0000-4000-8000-000000000006'));
SELECT name, members FROM teams WHERE name = 'red';
SELECT length(user_erase('00000000-0000-4000-8000-000000000006'));
SELECT count(*) FROM usher_team_membership WHERE user_id LIKE '%000006';
SELECT action, before, after FROM audit_log WHERE object_id LIKE '%000006' AND object_type = 'team_memberships' ORDER BY id;
SELECT name, members FROM teams WHERE name = 'red';
PRAGMA foreign_key_check;
.print -- a row whose team was lost
UPDATE usher_team_membership SET team_id = '00000000-0000-4000-8000-0000000000e9' WHERE user_id LIKE '%000007';
UPDATE team_memberships SET role = 'lead' WHERE user_id LIKE '%000007';
DELETE FROM team_memberships WHERE user_id LIKE '%000007';
SELECT usher_error();
