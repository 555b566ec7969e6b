-- Who invited into a channel, and may share it no longer: the next who invites the same person is the inviter from then
-- on; nobody else's leaving matters. The store's row is lost: what goes by it says so, and is not lost for good.
.read setup/people.sql
.read setup/channels.sql
INSERT INTO roles (account_id, name, permissions) SELECT '00000000-0000-4000-8000-0000000000aa', 'inviter', json_insert(permissions, '$[#]', 'invites.create') FROM roles WHERE name = 'user';
UPDATE account_memberships SET role = 'inviter' WHERE user_id LIKE '%000006';
UPDATE channel_members SET mode = 'edit' WHERE user_id LIKE '%000006' AND channel_id LIKE '%0000c001';
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT length(invite_create('new@example.org', 'user', '{"id":"00000000-0000-4000-8000-0000000000f1","channel_id":"00000000-0000-4000-8000-00000000c001"}'));
SELECT act_as('00000000-0000-4000-8000-000000000001') IS NOT NULL;
.print -- she shares it still
SELECT length(invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001"}'));
SELECT substr(invited_by, -2) FROM invites WHERE email = 'new@example.org';
.print -- she only views it
UPDATE channel_members SET mode = 'view' WHERE user_id LIKE '%000006' AND channel_id LIKE '%0000c001';
SELECT length(invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001"}'));
SELECT substr(invited_by, -2) FROM invites WHERE email = 'new@example.org';
SELECT act_as(NULL) IS NULL;
.print -- the store's row
BEGIN;
DELETE FROM usher_store;
SELECT severity, code, message FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal');
SELECT count(*) FROM users;
SELECT can('users.read');
ROLLBACK;
SELECT count(*) > 9 FROM users;
SELECT can('users.read');
