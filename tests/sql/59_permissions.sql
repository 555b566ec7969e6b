-- The table permissions: who holds what in which account, through which membership; so "who can do X" is a query. Users who are
-- not active hold nothing; the settings of the account count.
.read setup/people.sql
INSERT INTO roles (id, account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'helper', '["users.delete","settings.read"]');
UPDATE users SET role = 'helper' WHERE name = 'carl';
CREATE TEMP VIEW who AS SELECT substr(pm.account_id, -2) AS account, pm.permission, group_concat(u.name) AS names
    FROM (SELECT * FROM permissions ORDER BY user_id) AS pm JOIN users AS u ON u.id = pm.user_id GROUP BY pm.account_id, pm.permission ORDER BY pm.account_id, pm.permission;

.print -- who can do what, as the system sees it
SELECT * FROM who;
.print -- who can delete users in the first account, by which role and membership; guests among them
SELECT u.name, pm.role, m.role, substr(u.account_id, -2) <> substr(pm.account_id, -2) AS guest FROM permissions AS pm JOIN users AS u ON u.id = pm.user_id
    JOIN account_memberships AS m ON m.id = pm.membership_id AND m.user_id = pm.user_id AND m.account_id = pm.account_id
    WHERE pm.permission = 'users.delete' AND pm.account_id = '00000000-0000-4000-8000-0000000000aa' ORDER BY u.id;
.print -- what one may, account by account
SELECT substr(account_id, -2), role, group_concat(permission) FROM (SELECT * FROM permissions ORDER BY account_id, permission)
WHERE user_id = '00000000-0000-4000-8000-000000000023' GROUP BY account_id;
.print -- it agrees with can(), for everybody and every permission
SELECT count(*) FROM permissions;
SELECT count(*), count(DISTINCT rowid), min(rowid) > 0 FROM permissions;
SELECT permission FROM permissions WHERE rowid = (SELECT max(rowid) FROM permissions) AND user_id IS NOT NULL;
CREATE TEMP TABLE held AS SELECT user_id, account_id, permission FROM permissions;
CREATE TEMP TABLE asked (user_id, permission, may);
SELECT act_as(id) FROM p WHERE name = 'olga';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'adam';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'mia';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'bert';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'gina';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'gus';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(id) FROM p WHERE name = 'hana';
INSERT INTO asked SELECT actor(), name, can(name) FROM usher_permission;
SELECT count(*) FROM (SELECT permission FROM permissions WHERE user_id = actor() EXCEPT SELECT permission FROM held WHERE user_id = actor());
SELECT act_as(NULL);
SELECT count(*), sum(may) FROM asked WHERE permission IN ('self.read', 'self.update'); -- everybody's in person, and no role's
DELETE FROM asked WHERE permission IN ('self.read', 'self.update');
SELECT a.user_id, a.permission FROM asked AS a JOIN p ON p.id = a.user_id
WHERE a.may <> EXISTS (SELECT 1 FROM held AS h WHERE h.user_id = a.user_id AND h.account_id = p.account_id AND h.permission = a.permission);
SELECT count(*), sum(may) FROM asked;

.print -- who is disabled, deleted, or was only created, holds nothing; and holds it again
SELECT count(*) FROM permissions WHERE user_id IN (SELECT id FROM users WHERE name IN ('dora', 'dan', 'nora'));
SELECT name, permissions FROM users WHERE name IN ('dora', 'dan', 'nora') ORDER BY id;
UPDATE users SET enabled = 0 WHERE name = 'adam';
SELECT group_concat(names) FROM who WHERE account = 'aa' AND permission = 'users.disable';
UPDATE users SET enabled = 1 WHERE name = 'adam';
DELETE FROM users WHERE name = 'otto';
SELECT group_concat(names) FROM who WHERE account = 'aa' AND permission = 'users.disable';
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT group_concat(names) FROM who WHERE account = 'aa' AND permission = 'users.disable';
UPDATE users SET enabled = 1 WHERE name = 'otto';
SELECT group_concat(names) FROM who WHERE account = 'aa' AND permission = 'users.disable';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000025' AND account_id LIKE '%0000aa';
SELECT group_concat(names) FROM who WHERE account = 'aa' AND permission = 'users.disable';

.print -- the setting invites.by_admins: administrators of that account, not of another, nobody below
SELECT account, permission, names FROM who WHERE permission LIKE 'invites.%';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'invites.by_admins', 'true');
SELECT account, permission, names FROM who WHERE permission LIKE 'invites.%';
SELECT count(*), count(DISTINCT rowid) FROM permissions;
UPDATE users SET enabled = 0 WHERE name = 'adam';
SELECT account, permission, names FROM who WHERE permission LIKE 'invites.%';
UPDATE users SET enabled = 1, role = 'manager' WHERE name = 'adam';
SELECT account, permission, names FROM who WHERE permission LIKE 'invites.%' AND account = 'aa';
UPDATE users SET role = 'admin' WHERE name = 'adam';
UPDATE settings SET value = 'false' WHERE key = 'invites.by_admins';
SELECT names FROM who WHERE permission = 'invites.create' AND account = 'aa';

.print -- a role that changes, a member who changes
UPDATE roles SET permissions = '["users.erase"]' WHERE name = 'helper';
SELECT permission, role FROM permissions WHERE user_id = '00000000-0000-4000-8000-000000000005';
UPDATE users SET role = 'user' WHERE name = 'carl';
SELECT permission, role FROM permissions WHERE user_id = '00000000-0000-4000-8000-000000000005';
INSERT INTO usher_role_permission VALUES ('00000000-0000-7000-8000-000000000005', 'users.create');
SELECT permission, role FROM permissions WHERE user_id = '00000000-0000-4000-8000-000000000005' ORDER BY 1;
DELETE FROM usher_role_permission WHERE role_id = '00000000-0000-7000-8000-000000000005' AND permission = 'users.create';

.print -- it is read only, and seen by who sees users: else one's own
INSERT INTO permissions (user_id, permission) VALUES ('00000000-0000-4000-8000-000000000006', 'users.delete');
SELECT usher_error();
UPDATE permissions SET permission = 'users.delete';
DELETE FROM permissions;
SELECT act_as(id) FROM p WHERE name = 'uma';
DELETE FROM permissions;
UPDATE permissions SET user_id = NULL WHERE user_id = actor();
SELECT substr(user_id, -2), substr(account_id, -2), permission, role FROM permissions;
SELECT count(*) FROM permissions WHERE permission = 'users.delete' OR user_id <> actor();
SELECT act_as(id) FROM p WHERE name = 'gina';
SELECT substr(account_id, -2), count(DISTINCT user_id), max(user_id = actor()) FROM permissions GROUP BY 1;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT names FROM who WHERE permission = 'users.delete';
SELECT count(*) FROM permissions WHERE account_id <> '00000000-0000-4000-8000-0000000000aa';
-- Joined with the question itself.
SELECT DISTINCT pm.role, e.rule, e.granted FROM permissions AS pm JOIN can_explain(pm.permission) AS e WHERE pm.user_id = actor() ORDER BY e.step;
