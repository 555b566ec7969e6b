-- can() and can_explain(): each step of the judgement (actor, object, self, membership, role, setting, rank); what is seen and
-- what is not; in joins; bad input.
.read setup/people.sql
INSERT INTO roles (id, account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'helper', '["users.read","users.update","settings.read"]');
INSERT INTO invites (id, account_id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'new0000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-0000000000ab', 'uma@example.org', 'umab000000000000000000000000000000000000000');

.print -- actor: the system may everything, of nothing that there need be
SELECT can('users.delete'), can('users.delete', '00000000-0000-4000-8000-000000000099'), can('users.role', '00000000-0000-7000-8000-000000000001');
SELECT * FROM can_explain('users.delete', '00000000-0000-4000-8000-000000000001');
.print -- role: in one's own account
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT can('users.read'), can('users.update'), can('users.update', NULL);
SELECT can('users.read', NULL), can('notifications.send'), can('invites.create');
SELECT * FROM can_explain('users.read');
SELECT * FROM can_explain('users.update', NULL);
.print -- object: another user; who is not seen, or not there
SELECT * FROM can_explain('users.update', '00000000-0000-4000-8000-000000000006');
SELECT * FROM can_explain('users.read', '00000000-0000-4000-8000-000000000006');
SELECT * FROM can_explain('users.read', '00000000-0000-4000-8000-000000000021');
SELECT * FROM can_explain('users.read', '00000000-0000-4000-8000-000000000099');
.print -- membership: a guest is seen, their account is not one's own
SELECT * FROM can_explain('users.read', '00000000-0000-4000-8000-000000000023');
.print -- self
SELECT * FROM can_explain('users.update', (SELECT actor()));
SELECT * FROM can_explain('users.disable', (SELECT actor()));
SELECT * FROM can_explain('users.role', (SELECT actor()));
SELECT * FROM can_explain('users.erase', (SELECT actor()));
SELECT group_concat(name) AS "oneself may" FROM (SELECT name FROM usher_permission WHERE can(name, actor()) ORDER BY name);
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT group_concat(name) AS "an owner may not of themself" FROM usher_permission WHERE NOT can(name, actor());
.print -- rank
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT * FROM can_explain('users.update', '00000000-0000-4000-8000-000000000001');
SELECT * FROM can_explain('users.update', '00000000-0000-4000-8000-000000000006');
SELECT group_concat(name) AS "an admin may of an owner" FROM (SELECT name FROM usher_permission WHERE can(name, '00000000-0000-4000-8000-000000000001') ORDER BY name);
SELECT group_concat(name) AS "of a user" FROM (SELECT name FROM usher_permission WHERE can(name, '00000000-0000-4000-8000-000000000006') ORDER BY name);
.print -- objects of other kinds: account, invite, membership, role
SELECT * FROM can_explain('accounts.update', '00000000-0000-4000-8000-0000000000aa');
SELECT * FROM can_explain('accounts.update', '00000000-0000-4000-8000-0000000000ab');
SELECT * FROM can_explain('invites.revoke', '00000000-0000-4000-8000-0000000000b1');
SELECT * FROM can_explain('memberships.delete', (SELECT id FROM account_memberships WHERE user_id = actor()));
SELECT * FROM can_explain('memberships.delete', (SELECT id FROM account_memberships WHERE user_id LIKE '%000006'));
SELECT * FROM can_explain('users.role', (SELECT id FROM account_memberships WHERE user_id LIKE '%000001'));
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT * FROM can_explain('roles.update', '00000000-0000-4000-8000-0000000000c1');
SELECT * FROM can_explain('roles.update', '00000000-0000-7000-8000-000000000005');
SELECT * FROM can_explain('memberships.delete', (SELECT id FROM account_memberships WHERE user_id LIKE '%000023'));
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM can_explain('invites.read', '00000000-0000-4000-8000-0000000000b2');
SELECT * FROM can_explain('invites.read', '00000000-0000-4000-8000-0000000000b1');
.print -- in every account that one belongs to, by the object
SELECT act_as(id) FROM p WHERE name = 'hana';
SELECT * FROM can_explain('audit.read');
SELECT * FROM can_explain('audit.read', '00000000-0000-4000-8000-0000000000aa');
SELECT * FROM can_explain('users.disable', '00000000-0000-4000-8000-000000000006');
SELECT * FROM can_explain('users.disable', '00000000-0000-4000-8000-000000000024');
.print -- setting: administrators invite where the account says so
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT can('invites.create'), can('invites.revoke'), can('invites.create', '00000000-0000-4000-8000-0000000000aa');
SELECT * FROM can_explain('invites.create');
SELECT invite_create('x@example.org', 'user');
SELECT permission, role FROM permissions WHERE user_id = actor() AND permission LIKE 'invites.%';
-- Not by their own hand: it is for whoever gives rights to say.
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.by_admins', 'true');
SELECT act_as(id) FROM p WHERE name = 'olga';
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.by_admins', 'true');
SELECT act_as(id) FROM p WHERE name = 'adam';
UPDATE settings SET value = 'false' WHERE key = 'invites.by_admins';
DELETE FROM settings WHERE key = 'invites.by_admins';
SELECT can('invites.create'), can('invites.revoke'), can('invites.create', '00000000-0000-4000-8000-0000000000aa');
SELECT * FROM can_explain('invites.create');
SELECT * FROM can_explain('memberships.create');
SELECT permission, role FROM permissions WHERE user_id = actor() AND permission LIKE 'invites.%' ORDER BY 1;
SELECT name, value AS permission FROM users, json_each(permissions) WHERE name = 'adam' AND value LIKE 'invites.%';
SELECT length(invite_create('x@example.org', 'admin', '{"id":"00000000-0000-4000-8000-0000000000b3","token":"x000000000000000000000000000000000000000000"}'));
SELECT invite_create('y@example.org', 'owner');
UPDATE invites SET role = 'owner' WHERE email = 'x@example.org';
SELECT length(invite_resend('00000000-0000-4000-8000-0000000000b1'));
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT invite_create('y@example.org', 'user');
SELECT can('invites.create');
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT can('invites.create');
SELECT invite_create('y@example.org', 'user');
-- Off again: at once, and for the invites that are open.
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE settings SET value = 'false' WHERE key = 'invites.by_admins';
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT can('invites.create'), can('invites.revoke');
SELECT * FROM can_explain('invites.create');
SELECT invite_create('z@example.org', 'user');
SELECT act_as(NULL);
SELECT invite_accept('x000000000000000000000000000000000000000000');
UPDATE settings SET value = 'true' WHERE key = 'invites.by_admins';
SELECT invite_accept('x000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000031"}');
DELETE FROM settings WHERE key = 'invites.by_admins';

.print -- not active: nothing, of themselves neither
SELECT act_as(id) FROM p WHERE name = 'otto';
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT * FROM can_explain('users.read');
SELECT * FROM can_explain('users.update', (SELECT actor()));
SELECT sum(can(name)) + sum(can(name, actor())) AS may FROM usher_permission;
UPDATE usher_user SET disabled_at = NULL WHERE id = actor();
SELECT sum(can(name)) AS may, count(*) FROM usher_permission;

.print -- joined, filtered, correlated; what is asked can be read back
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT p.name, e.step, e.rule, e.granted, e.role FROM usher_permission AS p JOIN can_explain(p.name) AS e WHERE p.name IN ('files.upload', 'users.read') ORDER BY p.number, e.step;
SELECT name FROM usher_permission WHERE can(name) ORDER BY name;
SELECT rule, granted FROM can_explain WHERE permission = 'files.upload' AND granted;
SELECT permission, object_id, count(*) FROM can_explain('files.upload', '00000000-0000-4000-8000-000000000005');
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT name, can('users.disable', id) AS "disable", can('users.erase', id) AS "erase" FROM users ORDER BY id LIMIT 4;
SELECT u.name, e.rule, e.detail FROM users AS u JOIN can_explain('users.update', u.id) AS e WHERE e.granted = 0 ORDER BY u.id, e.step;
SELECT (SELECT granted FROM can_explain('users.update', u.id) WHERE granted IS NOT NULL ORDER BY step DESC LIMIT 1) = can('users.update', u.id) AS same, count(*) FROM users AS u GROUP BY 1;
CREATE TEMP VIEW mine AS SELECT name FROM users WHERE can('users.delete', id);
SELECT count(*) FROM mine;
CREATE VIEW theirs AS SELECT name FROM usher_permission WHERE can(name);
SELECT count(*) FROM theirs;

.print -- bad input
SELECT can('users.fly');
SELECT usher_error() ->> 'field' AS field;
SELECT can('');
SELECT can(NULL);
SELECT can(NULL, actor());
SELECT can(5);
SELECT can('users.read', 'uma');
SELECT usher_error() ->> 'field' AS field;
SELECT can('users.read', 6);
SELECT can('users.read', '');
SELECT can('users.fly', 'uma');
SELECT can();
SELECT can('users.read', actor(), 1);
SELECT * FROM can_explain;
SELECT usher_error() ->> 'field' AS field;
SELECT * FROM can_explain(NULL);
SELECT * FROM can_explain('users.fly');
SELECT * FROM can_explain('users.read', 'uma');
SELECT * FROM can_explain('users.read', NULL, 1);
SELECT count(*) FROM can_explain('users.read', upper(actor()));
INSERT INTO can_explain (permission) VALUES ('users.read');
-- The system is asked for a permission that there is, too.
SELECT act_as(NULL);
SELECT can('users.fly');
SELECT can('users.read', 'uma');
