-- Who acts by an API key may do what its scopes say, of what its user may do at that moment.
.read setup/people.sql
.mode list
CREATE TEMP TABLE made AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', column2, 'scopes', json(column3))) AS key
FROM (VALUES ('reader', '00000000-0000-4000-8000-000000000003', '["users.read"]'),
    ('editor', '00000000-0000-4000-8000-000000000003', '["users.read","users.read_private","users.update","channels.create","files.upload","notifications.send","settings.read","teams.update"]'),
    ('nothing', '00000000-0000-4000-8000-000000000003', '[]'),
    ('guest', '00000000-0000-4000-8000-000000000023', '["users.read"]'));
CREATE TEMP TABLE bad AS SELECT substr(key, 1, 52) || iif(key LIKE '%0', '1', '0') AS key FROM made WHERE name = 'reader';

-- The reader sees the account, masked, and does nothing; the log names the user.
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT actor(), can('users.read'), can('users.read_private'), can('users.update'), can('settings.read');
SELECT name, role, phone_number, disk_space, access_id, actions FROM users ORDER BY name LIMIT 4;
SELECT count(*) FROM users WHERE phone_number LIKE 'tel%' OR access_id IS NOT NULL;
SELECT name FROM users ORDER BY phone_number, name LIMIT 2;
UPDATE users SET about = 'x' WHERE name = 'uma';
UPDATE users SET about = 'x' WHERE id = actor();
DELETE FROM users WHERE id = actor();
SELECT user_erase('00000000-0000-4000-8000-000000000006');
SELECT invite_create('new@example.org', 'user');
INSERT INTO roles (name) VALUES ('mine');
SELECT count(*) FROM settings;
SELECT count(*) FROM audit_log;
SELECT count(*) FROM invites;
SELECT name, owner, scopes FROM api_keys;
SELECT rule, granted, role, detail FROM can_explain('users.update', '00000000-0000-4000-8000-000000000006');
SELECT rule, granted, role, detail FROM can_explain('users.update', actor());
SELECT rule, granted, role, detail FROM can_explain('users.disable', actor());
SELECT rule, granted, role, detail FROM can_explain('users.read', actor());
SELECT rule, granted, role, detail FROM can_explain('api_keys.delete', '00000000-0000-4000-8000-000000000006');

-- The editor sees all of them, and changes whom it outranks.
SELECT authenticate(key) FROM made WHERE name = 'editor';
SELECT name, phone_number, actions FROM users WHERE name IN ('uma', 'mia', 'adam', 'olga') ORDER BY name;
UPDATE users SET about = 'edited' WHERE name = 'mia';
UPDATE users SET about = 'edited' WHERE name = 'adam';
UPDATE users SET about = 'edited', authentication = 'sso' WHERE name = 'mia';
UPDATE users SET mfa_required = 1 WHERE name = 'mia';
SELECT usher_error();
-- Neither for oneself nor for others does it make or take a key.
SELECT api_key_create('more');
DELETE FROM api_keys WHERE user_id = actor();
UPDATE api_keys SET name = 'x';

-- A guest's key has the guest's rights.
SELECT authenticate(key) FROM made WHERE name = 'guest';
SELECT name, role FROM users ORDER BY name LIMIT 3;
SELECT count(*) FROM users;
-- Without scopes: one sees whom one acts as.
SELECT authenticate(key) FROM made WHERE name = 'nothing';
SELECT name, phone_number FROM users;
SELECT (SELECT count(*) FROM settings), (SELECT count(*) FROM invites), (SELECT group_concat(name) FROM accounts), (SELECT count(*) FROM account_memberships);

-- The user loses a right: so does the key.
SELECT act_as(NULL);
SELECT actor, action, object_id FROM audit_log WHERE action = 'user.update' AND after ->> 'about' = 'edited';
UPDATE users SET role = 'manager' WHERE name = 'adam';
SELECT authenticate(key) FROM made WHERE name = 'editor';
SELECT can('users.read'), can('users.read_private'), can('users.update'), can('settings.read');
SELECT count(*), count(phone_number) FROM users;
SELECT act_as(NULL);
UPDATE users SET role = 'admin' WHERE name = 'adam';

-- What is no key, or none that stands: NULL, and nobody acts.
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT authenticate(key) FROM bad;
SELECT actor();
SELECT authenticate(upper(key)) FROM made WHERE name = 'reader';
SELECT authenticate(key || ' ') FROM made WHERE name = 'reader';
SELECT authenticate('usk_00207zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz00yv5i');
SELECT act_as(NULL);
UPDATE users SET enabled = 0 WHERE name = 'adam';
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT act_as(NULL);
UPDATE users SET enabled = 1 WHERE name = 'adam';
UPDATE usher_api_key SET expires_at = '2020-01-01T00:00:00.000Z' WHERE name = 'reader';
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT act_as(NULL);
UPDATE usher_api_key SET expires_at = '2100-01-01T00:00:00.000Z' WHERE name = 'reader';
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT act_as(NULL);
DELETE FROM api_keys WHERE name = 'reader';
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT actor();
SELECT count(*) FROM users;

-- In a transaction it ends with it; a statement of many rows sees one actor.
SELECT act_as(NULL);
BEGIN;
SELECT authenticate(key) FROM made WHERE name = 'editor';
UPDATE users SET about = 'all' WHERE role IN ('user', 'creator') AND status = 'active';
SELECT changes() > 1;
UPDATE users SET about = 'too much' WHERE status = 'active';
SELECT count(*) FROM users WHERE about = 'too much';
ROLLBACK;
SELECT actor();
SELECT count(*) FROM users WHERE about IN ('all', 'too much');

-- Whom it acts as is signed in: that is nothing of the key's, nor is their address.
SELECT act_as(NULL);
SELECT session_create('00000000-0000-4000-8000-000000000003') IS NOT NULL;
SELECT authenticate(key) FROM made WHERE name = 'nothing';
SELECT count(*) FROM sessions;
DELETE FROM sessions;
SELECT email_verify_request();
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT count(*) FROM sessions;
SELECT act_as(NULL);

-- On a locked connection.
CREATE TABLE app_keys AS SELECT * FROM made;
SELECT usher_lockdown();
SELECT count(*) FROM users;
SELECT authenticate(key) FROM app_keys WHERE name = 'editor';
SELECT can('users.update'), can('users.delete');
SELECT name, phone_number FROM users WHERE name = 'uma';
SELECT count(*) FROM usher_api_key;
SELECT usher_unseal('usher_api_key.sealed', 'x', x'00');
SELECT authenticate(NULL);
SELECT actor();
SELECT count(*) FROM users;
