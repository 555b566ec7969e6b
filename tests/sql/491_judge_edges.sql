-- can() and the rules at their edges: ids that two things bear, an address that nobody verified, what a setting permits, who is no
-- member; who acts by a key, or by a session of the same id; names that are almost permissions.
.read setup/people.sql
CREATE TEMP TABLE x AS SELECT '00000000-0000-4000-8000-0000000000d1' AS id;
INSERT INTO teams (id, account_id, name) SELECT id, '00000000-0000-4000-8000-0000000000aa', 'red' FROM x;
INSERT INTO team_memberships (team_id, user_id, role) SELECT x.id, p.id, 'lead' FROM x, p WHERE name = 'uma';

.print -- a role that has the id of a team: the role is meant, of which nobody is a lead
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT can('teams.update', id), can('roles.update', id) FROM x;
SELECT act_as(NULL);
INSERT INTO roles (id, account_id, name, permissions) SELECT id, '00000000-0000-4000-8000-0000000000aa', 'helper', '["users.read"]' FROM x;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT can('teams.update', id), can('roles.update', id) FROM x;
SELECT e.* FROM x, can_explain('teams.update', x.id) AS e;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'olga';
SELECT can('teams.update', id), can('roles.update', id), can('channels.update', id) FROM x;
SELECT e.* FROM x, can_explain('roles.update', x.id) AS e;

.print -- one's own invite is one to the address that one has verified
SELECT act_as(NULL);
INSERT INTO invites (id, account_id, email) VALUES ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000ab', 'uma@example.org');
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT can('invites.read', '00000000-0000-4000-8000-0000000000b1'), (SELECT count(*) FROM invites);
SELECT act_as(NULL);
UPDATE usher_user SET verified_email = 0 WHERE id IN (SELECT id FROM p WHERE name = 'uma');
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT can('invites.read', '00000000-0000-4000-8000-0000000000b1'), (SELECT count(*) FROM invites);

.print -- what the account's settings permit is not what the role holds
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'adam';
SELECT rule, granted, role, detail FROM can_explain('invites.create');
SELECT act_as(NULL);
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'invites.by_admins', 'true');
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'adam';
SELECT rule, granted, role, detail FROM can_explain('invites.create');
SELECT rule, granted, role, detail FROM can_explain('users.read');
SELECT rule, granted, role, detail FROM can_explain('accounts.update');
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'olga';
SELECT rule, granted, role, detail FROM can_explain('invites.create');

.print -- to erase oneself takes what it takes of others
SELECT rule, granted, detail FROM can_explain('users.erase', (SELECT actor()));
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT rule, granted, detail FROM can_explain('users.erase', (SELECT actor()));
SELECT user_erase(actor());

.print -- why one may not: no member of the account, a key that cannot, a scope that is missing
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'mia';
UPDATE users SET name = 'x' WHERE name = 'gina';
SELECT act_as(NULL);
CREATE TEMP TABLE k (name, credential);
INSERT INTO k SELECT 'all', api_key_create('all', json_object('user_id', id)) FROM p WHERE name = 'olga';
INSERT INTO k SELECT 'narrow', api_key_create('narrow', json_object('id', '00000000-0000-4000-8000-0000000000f1', 'user_id', id, 'scopes', json_array('self.read'))) FROM p WHERE name = 'olga';
INSERT INTO k SELECT 'session', session_create(id, json_object('id', '00000000-0000-4000-8000-0000000000f1')) FROM p WHERE name = 'olga';
SELECT authenticate(credential) IS NOT NULL FROM k WHERE name = 'all';
DELETE FROM api_keys WHERE name = 'narrow';
DELETE FROM sessions;
UPDATE users SET enabled = 0 WHERE id = actor();
SELECT authenticate(credential) IS NOT NULL FROM k WHERE name = 'narrow';
UPDATE users SET name = 'x' WHERE id = actor();
SELECT act_as(NULL);

.print -- a key that has the id of a session, in the same state of the file: each has its own rights
BEGIN;
SELECT count(*) FROM users;
SELECT k.name, a.status, json_array_length(a.body, '$.result') FROM (SELECT * FROM k WHERE name <> 'all' UNION ALL SELECT * FROM k WHERE name <> 'all') AS k, api('vidbeo', 'GET', '/v2/users', NULL, k.credential) AS a;
COMMIT;

.print -- permissions that there are not
SELECT can('accounts.updat');
SELECT can('users.writ');
SELECT * FROM can_explain();
SELECT * FROM can_explain(NULL);
SELECT count(*) FROM can_explain('users.read', NULL);

.print -- rights that end within a request end at once: of all that it asks nothing happens
CREATE TRIGGER fall AFTER UPDATE ON usher_user WHEN new.name = 'half' BEGIN
    UPDATE usher_membership SET role_id = (SELECT id FROM usher_role WHERE name = 'user') WHERE user_id = '00000000-0000-4000-8000-000000000001';
END;
SELECT status, body FROM k, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"half","role":"uploader"}', k.credential) WHERE k.name = 'session';
SELECT name, role FROM users WHERE id IN ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000006');
DROP TRIGGER fall;
SELECT status FROM k, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"half","role":"uploader"}', k.credential) WHERE k.name = 'session';
SELECT name, role FROM users WHERE id IN ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000006');

.print -- a file of somebody else's, by what one's role holds in its account
SELECT act_as(NULL);
INSERT INTO files (id, user_id, size, checksum, format) SELECT replace(id, '4000-8000', '4000-8004'), id, 1, substr(replace(id || id, '-', ''), 1, 32), 'mp4' FROM p WHERE name IN ('uma', 'gina');
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'olga';
UPDATE files SET format = 'png';
SELECT substr(user_id, -2), format FROM files ORDER BY 1;
