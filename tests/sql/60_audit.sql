-- Every change writes its row to the audit log: who really, who effectively, what, which, before and after.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
CREATE TEMP TABLE mark AS SELECT max(id) AS id FROM audit_log;
CREATE TEMP VIEW log AS SELECT iif(real_actor = 'system', 'system', '?') || ' as ' || iif(actor = 'system', 'system', (SELECT name FROM team WHERE team.id = actor)) AS who,
    action, object_type, substr(object_id, -2) AS object, substr(account_id, -2) AS account, before, after, length(hash) AS hash FROM audit_log WHERE id > (SELECT id FROM mark) ORDER BY id;
SELECT action, count(*) FROM audit_log GROUP BY action ORDER BY action;

SELECT act_as('00000000-0000-4000-8000-000000000001');
UPDATE users SET name = 'Uma', about = 'x' WHERE name = 'uma';
UPDATE users SET role = 'creator' WHERE name = 'Uma';
UPDATE users SET role = 'user', enabled = 0 WHERE name = 'Uma';
INSERT INTO invites (id, email, token, expires_at) VALUES ('00000000-0000-4000-8000-0000000000b1', 'x@example.org', 'x000000000000000000000000000000000000000000', '2100-01-01T00:00:00Z');
UPDATE invites SET role = 'manager' WHERE email = 'x@example.org';
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
DELETE FROM invites WHERE email = 'x@example.org';
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
UPDATE settings SET value = 'true', locked = 1;
INSERT INTO users (id, email, favorites) VALUES ('00000000-0000-4000-8000-000000000007', 'n@example.org', '[1]');
SELECT act_as(NULL);
DELETE FROM settings;
UPDATE accounts SET name = 'Us';
SELECT * FROM log;
SELECT count(*) = count(DISTINCT id), min(created_at GLOB '????-??-??T??:??:??.???Z') FROM audit_log;

-- Several rows: one each. What changes nothing: none.
UPDATE mark SET id = (SELECT max(id) FROM audit_log);
UPDATE users SET disk_space = 5 WHERE role = 'admin';
UPDATE users SET disk_space = 5 WHERE role = 'admin';
UPDATE users SET name = name, email = email;
SELECT who, action, object, before, after FROM log;

-- What fails leaves none, nor what is rolled back.
UPDATE mark SET id = (SELECT max(id) FROM audit_log);
UPDATE users SET disk_space = -1;
DELETE FROM users;
UPDATE users SET role = 'admin' WHERE role = 'owner';
SELECT invite_create('olga@example.org', 'user');
INSERT INTO invites (email) VALUES ('new@example.org'), ('olga@example.org');
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE users SET name = 'x';
DELETE FROM users;
SELECT act_as(NULL);
BEGIN;
INSERT INTO invites (email) VALUES ('olga@example.org');
COMMIT;
BEGIN;
UPDATE users SET about = 'x' WHERE name = 'adam';
SELECT count(*) FROM log;
ROLLBACK;
SELECT count(*) FROM log;
SAVEPOINT s;
SELECT length(invite_create('y@example.org', 'user'));
ROLLBACK TO s;
RELEASE s;
SELECT count(*) FROM log;
-- It is read like any table, by index where there is one.
SELECT action FROM audit_log WHERE object_id = '00000000-0000-4000-8000-000000000006' ORDER BY id DESC LIMIT 1;
SELECT id = rowid, action FROM audit_log WHERE id = 1;

-- Nobody writes it, whoever acts.
INSERT INTO audit_log (action) VALUES ('x');
SELECT usher_error();
UPDATE audit_log SET action = 'x';
DELETE FROM audit_log;
INSERT OR REPLACE INTO audit_log (id, action) VALUES (1, 'x');
SELECT act_as('00000000-0000-4000-8000-000000000001');
DELETE FROM audit_log WHERE id = 1;
UPDATE audit_log SET actor = 'system';
SELECT min(id) FROM audit_log;
