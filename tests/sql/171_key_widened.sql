-- Who acts by an API key does not get further by it: not to how people sign in, and not by giving others what it lacks.
.read setup/people.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.email_change', 'true');
CREATE TEMP TABLE k AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000001', 'scopes', json(column2))) AS key
FROM (VALUES ('nothing', '[]'), ('all', (SELECT json_group_array(permission) FROM permissions)), ('roles', '["roles.update","settings.update","settings.read"]'));
SELECT length(session_create('00000000-0000-4000-8000-000000000001', '{"form":"opaque","device":"at home"}'));
SELECT usher_lockdown();
.print -- an address is where a password's reset is sent: a key of an owner would become the owner, and outlive itself
SELECT authenticate(key) IS NOT NULL FROM k WHERE name = 'all';
UPDATE users SET email = 'thief@example.org' WHERE id = actor();
UPDATE users SET email = 'thief@example.org' WHERE name = 'uma';
UPDATE users SET about = 'edited' WHERE name = 'uma';
SELECT email, about FROM users WHERE name IN ('olga', 'uma');
.print -- what its user is signed in with is not the key's to see
SELECT authenticate(key) IS NOT NULL FROM k WHERE name = 'nothing';
SELECT count(*) FROM sessions;
.print -- a setting that gives administrators rights takes these rights
SELECT authenticate(key) IS NOT NULL FROM k WHERE name = 'roles';
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.by_admins', 'true');
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', '3600');
SELECT key FROM settings WHERE updated_by IS NOT NULL;
SELECT authenticate(key) IS NOT NULL FROM k WHERE name = 'all';
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.by_admins', 'true');
