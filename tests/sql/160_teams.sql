-- The table teams: made, changed and deleted as rows of a plain table are; what a value must be; what goes along.
.read setup/people.sql
CREATE TEMP VIEW all_teams AS SELECT t.id, substr(t.account_id, -2) AS account, t.name, t.description, t.priority, t.members FROM teams AS t ORDER BY t.rowid;

.print -- made: with all that may be given, and with the least
INSERT INTO teams (id, account_id, name, description, priority) VALUES ('00000000-0000-4000-8000-0000000000E1', '00000000-0000-4000-8000-0000000000aa', 'Red', 'sees red', 7) RETURNING id;
INSERT INTO teams (rowid, account_id, name) VALUES (77, '00000000-0000-4000-8000-0000000000ab', 'Red');
SELECT last_insert_rowid();
SELECT id GLOB '????????-????-7???-????-????????????', name, description, priority, members, created_by, created_at = updated_at, length(created_at), updated_by FROM teams WHERE rowid = 77;
INSERT INTO teams (id, account_id, name) SELECT '00000000-0000-4000-8000-0000000000e' || column1, '00000000-0000-4000-8000-0000000000aa', column2 FROM (VALUES (2, 'Green'), (3, 'Blue'));
SELECT * FROM all_teams WHERE account = 'aa';
SELECT action, object_type, object_id LIKE '________-____-____-____-____________', substr(account_id, -2), before, after FROM audit_log WHERE object_type = 'teams' ORDER BY id;

.print -- a name: once in the account, without regard to case; 1 to 100 characters
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'rED');
SELECT usher_error();
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', '');
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', printf('%.*c', 101, 'x'));
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000ac', printf('%.*c', 100, 'x'));
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 5);
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'a' || char(10));
INSERT INTO teams (account_id) VALUES ('00000000-0000-4000-8000-0000000000aa');
SELECT usher_error();
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', NULL);
SELECT length(name) FROM teams WHERE name LIKE 'xx%';
.print -- a description: at most 1000 characters, line breaks allowed
INSERT INTO teams (account_id, name, description) VALUES ('00000000-0000-4000-8000-0000000000ac', 'long', printf('%.*c', 999, 'x') || char(10));
INSERT INTO teams (account_id, name, description) VALUES ('00000000-0000-4000-8000-0000000000ac', 'longer', printf('%.*c', 1001, 'x'));
SELECT usher_error();
UPDATE teams SET description = '' WHERE name = 'long';
UPDATE teams SET description = NULL WHERE name = 'long';
.print -- a priority: a whole number from -1000000 to 1000000, in any form that a driver binds
INSERT INTO teams (account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000ac', 'low', -1000000), ('00000000-0000-4000-8000-0000000000ac', 'high', 1000000.0),
    ('00000000-0000-4000-8000-0000000000ac', 'text', '12');
SELECT name, priority, typeof(priority) FROM teams WHERE name IN ('low', 'high', 'text') ORDER BY priority;
INSERT INTO teams (account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000ac', 'lower', -1000001);
INSERT INTO teams (account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000ac', 'higher', 1000001);
SELECT usher_error();
INSERT INTO teams (account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000ac', 'half', 0.5);
INSERT INTO teams (account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000ac', 'word', 'first');
INSERT INTO teams (account_id, name, priority) VALUES ('00000000-0000-4000-8000-0000000000ac', 'blob', x'31');
.print -- an id, a rowid, an account
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'twin');
INSERT INTO teams (id, account_id, name) VALUES ('e1', '00000000-0000-4000-8000-0000000000aa', 'twin');
INSERT INTO teams (rowid, account_id, name) VALUES (77, '00000000-0000-4000-8000-0000000000aa', 'twin');
INSERT INTO teams (name) VALUES ('whose');
SELECT usher_error();
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000af', 'nowhere');
SELECT usher_error();
.print -- what usher keeps
INSERT INTO teams (account_id, name, created_at) VALUES ('00000000-0000-4000-8000-0000000000aa', 'old', '2022-01-01T00:00:00Z');
INSERT INTO teams (account_id, name, members) VALUES ('00000000-0000-4000-8000-0000000000aa', 'full', 3);
UPDATE teams SET members = 3 WHERE rowid = 77;
UPDATE teams SET account_id = '00000000-0000-4000-8000-0000000000aa' WHERE rowid = 77;
UPDATE teams SET id = '00000000-0000-4000-8000-0000000000e9' WHERE rowid = 77;
UPDATE teams SET created_by = '00000000-0000-4000-8000-000000000001' WHERE rowid = 77;
UPDATE teams SET rowid = 78 WHERE rowid = 77;
UPDATE teams SET name = NULL WHERE rowid = 77;

.print -- changed: what differs, and no more
SELECT act_as(id) FROM p WHERE name = 'mia';
UPDATE teams SET name = 'RED', priority = 8, description = 'sees red' WHERE name = 'red';
UPDATE teams SET name = 'RED', priority = 8.0 WHERE name = 'red';
SELECT name, priority, created_by, updated_by = actor(), updated_at >= created_at FROM teams WHERE name = 'red';
UPDATE teams SET name = 'green' WHERE name = 'RED';
SELECT act_as(NULL);
SELECT substr(actor, -2), action, substr(object_id, -2), before, after FROM audit_log WHERE object_type = 'teams' AND actor <> 'system' ORDER BY id;

.print -- all or nothing: in one statement, in a transaction
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'one'), ('00000000-0000-4000-8000-0000000000aa', 'BLUE');
INSERT OR REPLACE INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'one'), ('00000000-0000-4000-8000-0000000000aa', 'BLUE');
INSERT OR FAIL INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'one'), ('00000000-0000-4000-8000-0000000000aa', 'BLUE');
SELECT count(*) FROM teams WHERE name IN ('one', 'blue');
INSERT OR IGNORE INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'one'), ('00000000-0000-4000-8000-0000000000aa', 'BLUE');
SELECT count(*) FROM teams WHERE name IN ('one', 'blue');
BEGIN;
UPDATE teams SET name = 'two' WHERE name = 'one';
INSERT INTO teams (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'two');
UPDATE teams SET name = 'blue' WHERE account_id LIKE '%0000aa';
COMMIT;
SELECT name FROM teams WHERE account_id LIKE '%0000aa' ORDER BY name;
BEGIN;
DELETE FROM teams;
SELECT count(*) FROM teams;
ROLLBACK;
SELECT count(*) > 3 FROM teams;

.print -- deleted: memberships and settings go along, invites lose it
INSERT INTO team_memberships (team_id, user_id, role) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000004', 'lead'),
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000006', 'member'), ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000006', 'member');
INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) SELECT s.column1, t.id, 'app.x', '1', t.created_at FROM (VALUES ('team'), ('user')) AS s, usher_team AS t WHERE t.id LIKE '0000%e1' OR t.id LIKE '0000%e2';
INSERT INTO invites (account_id, email, teams) VALUES ('00000000-0000-4000-8000-0000000000aa', 'one@example.org', '["00000000-0000-4000-8000-0000000000e1"]'),
    ('00000000-0000-4000-8000-0000000000aa', 'first@example.org', '["00000000-0000-4000-8000-0000000000e1","00000000-0000-4000-8000-0000000000e2"]'),
    ('00000000-0000-4000-8000-0000000000aa', 'last@example.org', '["00000000-0000-4000-8000-0000000000e2","00000000-0000-4000-8000-0000000000e1"]'),
    ('00000000-0000-4000-8000-0000000000aa', 'middle@example.org', '["00000000-0000-4000-8000-0000000000e2","00000000-0000-4000-8000-0000000000e1","00000000-0000-4000-8000-0000000000e3"]'),
    ('00000000-0000-4000-8000-0000000000aa', 'none@example.org', '["00000000-0000-4000-8000-0000000000e2"]');
SELECT name, members FROM teams WHERE members > 0;
DELETE FROM teams WHERE name = 'red' AND account_id LIKE '%0000aa';
SELECT count(*) FROM teams WHERE id LIKE '0000%e1';
SELECT substr(team_id, -2), substr(user_id, -2) FROM usher_team_membership;
SELECT scope, substr(scope_id, -2) FROM usher_setting WHERE key = 'app.x' ORDER BY rowid;
SELECT email, teams FROM invites WHERE email IN ('one@example.org', 'first@example.org', 'last@example.org', 'middle@example.org', 'none@example.org') ORDER BY rowid;
SELECT action, substr(object_id, -2), substr(account_id, -2), before, after FROM audit_log WHERE action LIKE 'team%.delete' ORDER BY id;

.print -- an account that nobody was in takes its teams along, and their settings
INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) SELECT s.column1, t.id, 'app.y', '1', t.created_at FROM (VALUES ('team'), ('user')) AS s, usher_team AS t WHERE t.name IN ('low', 'Green');
PRAGMA foreign_keys = 1;
DELETE FROM accounts WHERE name = 'third';
SELECT DISTINCT substr(account_id, -2) FROM teams;
SELECT scope, count(*) FROM usher_setting WHERE key = 'app.y' GROUP BY scope;
PRAGMA foreign_key_check;
