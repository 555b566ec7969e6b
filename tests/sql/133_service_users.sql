-- The user behind an account's key: seen, but nobody signs in as one, and the key is all they have.
.read setup/people.sql
.mode list
CREATE TEMP TABLE made (key);
SELECT act_as('00000000-0000-4000-8000-000000000001');
-- It takes the permission, and scopes, which are the maker's own in that account.
SELECT api_key_create('bot', '{"owner":"account"}');
SELECT api_key_create('bot', '{"owner":"account","scopes":["users.read"],"account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT api_key_create('bot', '{"owner":"account","scopes":["users.read"],"user_id":"00000000-0000-4000-8000-000000000006"}');
INSERT INTO made SELECT api_key_create('bot', '{"owner":"account","id":"00000000-0000-4000-8000-00000000e0c1","user_id":"00000000-0000-4000-8000-00000000e0d1","scopes":["users.read","users.update","users.role","users.delete","users.disable","users.erase","invites.create","invites.read","settings.read"]}');
SELECT length(api_key_create('uploads', '{"owner":"account","kind":"upload","id":"00000000-0000-4000-8000-00000000e0c2"}'));
SELECT scopes, kind FROM api_keys WHERE name = 'uploads';
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT api_key_create('x', '{"owner":"account","scopes":["users.erase"]}');
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT api_key_create('x', '{"owner":"account","scopes":["users.read"]}');
-- A manager at home who is an admin here: what counts is here.
SELECT act_as('00000000-0000-4000-8000-000000000025');
SELECT length(api_key_create('hana''s', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000aa","scopes":["users.update"],"id":"00000000-0000-4000-8000-00000000e0c3"}'));
SELECT api_key_create('x', '{"owner":"account","scopes":["users.update"]}');
SELECT act_as(NULL);
-- The system gives what there is; an id that a key has is not a user's.
SELECT api_key_create('x', '{"owner":"account","scopes":["users.read"]}');
SELECT api_key_create('x', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000ab","scopes":["users.fly"]}');
SELECT api_key_create('x', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000ab","scopes":[],"user_id":"00000000-0000-4000-8000-00000000e0c1"}');
SELECT api_key_create('x', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000ab","scopes":[],"id":"00000000-0000-4000-8000-00000000e0d1"}');
SELECT api_key_create('x', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000ab","scopes":[],"id":"00000000-0000-4000-8000-00000000e0ff","user_id":"00000000-0000-4000-8000-00000000e0ff"}');

SELECT name, email, status, role, service, enabled, actions, permissions FROM users WHERE service = 1 ORDER BY name;
SELECT count(*) FROM permissions WHERE user_id = '00000000-0000-4000-8000-00000000e0d1';
SELECT length(access_id), verified_email FROM users WHERE name = 'bot';

-- Nobody acts as one, nobody changes one, whatever they may.
SELECT act_as('00000000-0000-4000-8000-00000000e0d1');
UPDATE users SET name = 'x' WHERE name = 'bot';
UPDATE users SET email = 'bot@example.org' WHERE name = 'bot';
UPDATE users SET role = 'owner' WHERE name = 'bot';
UPDATE users SET enabled = 0 WHERE name = 'bot';
UPDATE users SET service = 0 WHERE name = 'bot';
UPDATE users SET access_id = NULL WHERE name = 'bot';
UPDATE account_memberships SET role = 'owner' WHERE user_id = '00000000-0000-4000-8000-00000000e0d1';
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-00000000e0d1';
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-00000000e0d1', '00000000-0000-4000-8000-0000000000ab');
DELETE FROM users WHERE name = 'bot';
SELECT user_erase('00000000-0000-4000-8000-00000000e0d1');
SELECT api_key_create('x', '{"user_id":"00000000-0000-4000-8000-00000000e0d1"}');
INSERT INTO users (account_id, name, service) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x', 1);
-- Ownership is not handed over to one, alone or among others.
UPDATE users SET role = CASE name WHEN 'bot' THEN 'owner' ELSE 'manager' END WHERE name IN ('bot', 'olga', 'otto');
SELECT name, role FROM users WHERE name IN ('bot', 'olga', 'otto') ORDER BY name;
-- Whoever may not, is told so first.
SELECT act_as('00000000-0000-4000-8000-000000000004');
UPDATE users SET name = 'x' WHERE name = 'bot';
DELETE FROM users WHERE name = 'bot';
SELECT act_as(NULL);
-- Were one made an owner behind usher's back, it would not count as one.
UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000001' WHERE user_id = '00000000-0000-4000-8000-00000000e0d1';
UPDATE users SET role = 'manager' WHERE name IN ('olga', 'otto');
DELETE FROM users WHERE name IN ('olga', 'otto');
UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000005' WHERE user_id = '00000000-0000-4000-8000-00000000e0d1';
UPDATE usher_setting SET value = 'true' WHERE key = 'invites.by_admins';

-- By the key: what its scopes say, in its account, whatever becomes of who made it.
UPDATE users SET role = 'user' WHERE name = 'olga';
SELECT authenticate(key) FROM made;
SELECT actor(), can('users.read'), can('users.update'), can('users.read_private'), can('files.upload');
SELECT name, phone_number FROM users WHERE name IN ('bot', 'uma', 'bert') ORDER BY name;
UPDATE users SET about = 'by the bot' WHERE name = 'uma';
UPDATE users SET about = 'by the bot' WHERE name = 'mia';
UPDATE users SET role = 'user' WHERE name = 'uma';
UPDATE users SET role = 'creator' WHERE name = 'uma';
UPDATE users SET about = 'x' WHERE id = actor();
DELETE FROM users WHERE id = actor();
UPDATE users SET role = 'creator' WHERE id = actor();
DELETE FROM account_memberships WHERE user_id = actor();
SELECT user_erase(actor());
SELECT rule, granted, role, detail FROM can_explain('users.update', '00000000-0000-4000-8000-000000000006');
SELECT name, scopes FROM api_keys;
SELECT invite_create('by-bot@example.org', 'user', '{"token":"botbotbotbotbotbotbotbotbotbotbotbotbotbotA"}');
SELECT invite_create('by-bot2@example.org', 'user', '{"token":"b0tbotbotbotbotbotbotbotbotbotbotbotbotbotA"}');
SELECT invite_create('admin@example.org', 'admin');
SELECT act_as(NULL);
SELECT actor, action FROM audit_log WHERE after ->> 'about' = 'by the bot';
-- The invite of a key is good as long as the key.
SELECT length(invite_accept('botbotbotbotbotbotbotbotbotbotbotbotbotbotA'));
DELETE FROM api_keys WHERE name = 'bot';
SELECT invite_accept('b0tbotbotbotbotbotbotbotbotbotbotbotbotbotA');
SELECT name, status, actions FROM users WHERE name = 'bot';
SELECT user_restore('00000000-0000-4000-8000-00000000e0d1');
SELECT authenticate(key) FROM made;
SELECT act_as(NULL);
-- Renamed with its key.
UPDATE api_keys SET name = 'renamed' WHERE name = 'uploads';
SELECT name, service FROM users WHERE name IN ('uploads', 'renamed');
