-- An invite does not make a user active who was raised above whoever invited, or shared a channel.
.read setup/people.sql
INSERT INTO roles (account_id, name, permissions) SELECT '00000000-0000-4000-8000-0000000000aa', 'recruiter', json_insert(permissions, '$[#]', 'invites.create') FROM roles WHERE name = 'user';
UPDATE users SET role = 'recruiter' WHERE name = 'mia';
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO invites (email, token, role) VALUES ('nora@example.org', 'nora000000000000000000000000000000000000000', 'recruiter');
SELECT act_as(NULL);
UPDATE users SET role = 'owner' WHERE name = 'nora';
SELECT invite_accept('nora000000000000000000000000000000000000000');
SELECT status, role FROM users WHERE name = 'nora';
.print -- into a channel
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'one');
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-000000000004', 'edit');
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO invites (email, channel_id, share_mode, token) VALUES ('nora@example.org', '00000000-0000-4000-8000-0000000000c1', 'edit', 'norb000000000000000000000000000000000000000');
SELECT act_as(NULL);
SELECT invite_accept('norb000000000000000000000000000000000000000');
UPDATE users SET role = 'user' WHERE name = 'nora';
SELECT invite_accept('nora000000000000000000000000000000000000000') IS NOT NULL;
SELECT status, role FROM users WHERE name = 'nora';
