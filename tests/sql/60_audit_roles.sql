-- The audit log of roles: role.create, role.update and role.delete with what changed, by whom, and in whose account; and who
-- reads it. What fails or changes nothing leaves no row.
.read setup/people.sql
CREATE TEMP TABLE mark AS SELECT max(id) AS id FROM audit_log;
CREATE TEMP VIEW log AS SELECT iif(real_actor = 'system', 'system', substr(real_actor, -2)) || ' as ' || iif(actor = 'system', 'system', substr(actor, -2)) AS who,
    action, object_type, object_id, substr(object_id, -2) AS object, substr(account_id, -2) AS account, before, after FROM audit_log WHERE id > (SELECT id FROM mark) ORDER BY id;

.print -- made by the system and by an owner; without permissions or description
INSERT INTO roles (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000ab', 'bare');
SELECT act_as(id) FROM p WHERE name = 'olga';
INSERT INTO roles (id, name, description, permissions) VALUES ('00000000-0000-4000-8000-0000000000c2', 'clerk', 'Files', '["users.read","files.upload"]'),
    ('00000000-0000-4000-8000-0000000000c3', 'other', '', '[ ]');
INSERT INTO roles (name) VALUES ('made') RETURNING id IS NULL;
.print -- changed: only what changes is in it; the list in the order that was there before, and as given after
UPDATE roles SET description = 'All files' WHERE name = 'clerk';
UPDATE roles SET name = 'filer', permissions = '["settings.read","files.upload"]' WHERE name = 'clerk';
UPDATE roles SET permissions = '[]', description = 'All files' WHERE name = 'filer';
UPDATE roles SET permissions = '[]', name = 'filer' WHERE name = 'filer';
UPDATE roles SET description = name || '!' WHERE name IN ('filer', 'other');
.print -- deleted
DELETE FROM roles WHERE name IN ('other', 'nobody');
UPDATE roles SET permissions = '["users.read","files.upload"]' WHERE name = 'filer';
DELETE FROM roles WHERE name = 'filer';
.print -- what fails, or is taken back
INSERT INTO roles (name) VALUES ('made');
INSERT OR IGNORE INTO roles (name) VALUES ('made'), ('kept');
UPDATE roles SET permissions = '["x"]' WHERE name = 'made';
UPDATE roles SET permissions = '[]' WHERE name = 'user';
DELETE FROM roles WHERE name = 'owner';
INSERT INTO roles (name) VALUES ('one'), ('owner');
UPDATE roles SET name = 'x' WHERE name = 'bare';
BEGIN;
INSERT INTO roles (name, permissions) VALUES ('brief', '["users.read"]');
SELECT action FROM log WHERE after LIKE '%brief%';
ROLLBACK;
SAVEPOINT s;
DELETE FROM roles WHERE name = 'made';
ROLLBACK TO s;
RELEASE s;
SELECT act_as(id) FROM p WHERE name = 'adam';
INSERT INTO roles (name) VALUES ('mine');
UPDATE roles SET description = 'x' WHERE name = 'made';
DELETE FROM roles WHERE name = 'made';
SELECT act_as(NULL);
SELECT who, action, object_type, iif(object_id LIKE '%-0000000000c_', object, '..') AS object, account, before, after FROM log;

.print -- what a role is given to and taken from is user.role; an invite names it
UPDATE mark SET id = (SELECT max(id) FROM audit_log);
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE users SET role = 'made' WHERE name = 'uma';
UPDATE users SET role = 'user' WHERE name = 'uma';
BEGIN;
SELECT act_as(id) FROM p WHERE name = 'otto';
INSERT INTO invites (id, email, role, expires_at, token) VALUES ('00000000-0000-4000-8000-0000000000b1', 'new@example.org', 'made', '2100-01-01T00:00:00Z', 'new0000000000000000000000000000000000000000');
COMMIT;
DELETE FROM invites WHERE email = 'new@example.org';
SELECT act_as(NULL);
SELECT who, action, object_type, object, account, before, after FROM log;

.print -- read by who holds audit.read there, of that account only
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT action, count(*) FROM audit_log WHERE object_type = 'roles' GROUP BY action ORDER BY action;
SELECT count(*) FROM audit_log WHERE object_id = '00000000-0000-4000-8000-0000000000c1';
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT count(*) FROM audit_log;
SELECT act_as(id) FROM p WHERE name = 'hana';
SELECT substr(account_id, -2), count(*) > 9 FROM audit_log GROUP BY 1;
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT action, after FROM audit_log WHERE object_type = 'roles';
SELECT act_as(id) FROM p WHERE name = 'bert';
INSERT INTO roles (name, permissions) VALUES ('auditor', '["audit.read"]');
UPDATE users SET role = 'auditor' WHERE name = 'bob';
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT action, after FROM audit_log WHERE object_type = 'roles';
SELECT count(*) FROM users;

.print -- what is private in users is private in the log, too, but one's own; roles that were given are not
SELECT act_as(NULL);
UPDATE mark SET id = (SELECT max(id) FROM audit_log);
UPDATE users SET phone_number = 'tel new' WHERE name IN ('beth', 'bob');
UPDATE users SET role = 'manager' WHERE name = 'beth';
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT action, object, before, after FROM log;
SELECT count(*) FROM audit_log WHERE object_type = 'users' AND (before LIKE '%tel b%' OR after LIKE '%tel b%') AND object_id <> actor();
SELECT act_as(NULL);
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT action, object, before, after FROM log;
