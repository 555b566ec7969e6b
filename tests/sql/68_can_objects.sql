-- can() of an object that is no user: which account it is of decides, and what everybody may of themself nobody may of it.
.read setup/people.sql
INSERT INTO roles (id, account_id, name, permissions) VALUES
    ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'helper', '["users.read"]'),
    ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000ab', 'helper', '["users.read"]');
INSERT INTO teams (id, account_id, name) VALUES
    ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000aa', 'red'),
    ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000ab', 'blue');
INSERT INTO channels (id, account_id, name) VALUES
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'one'),
    ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000ab', 'two');
INSERT INTO files (id, user_id, size, checksum) SELECT replace(id, '4000-8000', '4000-8004'), id, 1, substr(replace(id || id, '-', ''), 1, 32) FROM p WHERE name IN ('olga', 'bert', 'uma');
INSERT INTO invites (id, account_id, email) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'new@example.org'),
    ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-0000000000ab', 'uma@example.org');
CREATE TEMP TABLE o AS SELECT column1 AS kind, column2 AS permission, column3 AS id FROM (VALUES
    ('account aa', 'accounts.update', '00000000-0000-4000-8000-0000000000aa'), ('account ab', 'accounts.update', '00000000-0000-4000-8000-0000000000ab'), ('account ac', 'accounts.update', '00000000-0000-4000-8000-0000000000ac'),
    ('role aa', 'roles.update', '00000000-0000-4000-8000-0000000000c1'), ('role ab', 'roles.update', '00000000-0000-4000-8000-0000000000c2'),
    ('team aa', 'teams.update', '00000000-0000-4000-8000-0000000000d1'), ('team ab', 'teams.update', '00000000-0000-4000-8000-0000000000d2'),
    ('channel aa', 'channels.update', '00000000-0000-4000-8000-0000000000e1'), ('channel ab', 'channels.update', '00000000-0000-4000-8000-0000000000e2'),
    ('file of olga', 'files.read', '00000000-0000-4000-8004-000000000001'), ('file of bert', 'files.read', '00000000-0000-4000-8004-000000000021'), ('file of uma', 'files.read', '00000000-0000-4000-8004-000000000006'),
    ('invite aa', 'invites.revoke', '00000000-0000-4000-8000-0000000000b1'), ('invite ab', 'invites.revoke', '00000000-0000-4000-8000-0000000000b2'));
INSERT INTO o SELECT 'membership of ' || p.name, 'memberships.delete', m.id FROM account_memberships AS m JOIN p ON p.id = m.user_id WHERE p.name IN ('uma', 'olga', 'bert') ORDER BY p.name;

SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'olga';
SELECT kind, can(permission, id), can('users.update', id), can('self.read', id) FROM o ORDER BY kind;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'bert';
SELECT kind, can(permission, id), can('users.update', id), can('self.read', id) FROM o ORDER BY kind;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT kind, can(permission, id), can('users.update', id), can('self.read', id) FROM o ORDER BY kind;
SELECT o.kind, e.rule, e.granted FROM o JOIN can_explain(o.permission, o.id) AS e ORDER BY 1, 2, 3;
