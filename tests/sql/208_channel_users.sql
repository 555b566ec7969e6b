-- Who shares a channel that is not deleted sees whom: that they are there, their name and e-mail; not what is private, nor what
-- concerns their account. By an API key nothing is shared. Whoever sees their account's users sees no others by a channel of it.
.read setup/people.sql
.read setup/channels.sql
.read setup/setting_teams.sql
CREATE TEMP VIEW who AS SELECT group_concat(name, ' ') FROM (SELECT name FROM users ORDER BY name);
CREATE TEMP VIEW shown AS SELECT name, email, status, phone_number, authentication, disk_space, last_login_at, role, permissions IS NULL AS p, addons IS NULL AS a, teams, created_by, updated_by, actions FROM users ORDER BY name;

SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT name, email, status, phone_number, disk_space > 0, role, p, a, json_array_length(teams), actions FROM shown;
SELECT name FROM users WHERE phone_number LIKE 'tel%' OR role IS NOT NULL OR disk_space_used > 0;
SELECT name FROM users WHERE q = 'gus@example.org';
SELECT can('users.read', '00000000-0000-4000-8000-000000000005'), can('users.read', '00000000-0000-4000-8000-000000000024'), can('users.read', '00000000-0000-4000-8000-000000000003'), can('users.read_private', '00000000-0000-4000-8000-000000000005'), can('users.update', '00000000-0000-4000-8000-000000000005');
SELECT rule, granted, detail FROM can_explain('users.read', '00000000-0000-4000-8000-000000000005');
UPDATE users SET company = 'X' WHERE name = 'carl';
SELECT usher_error();
DELETE FROM users WHERE name = 'gus';
SELECT user_erase('00000000-0000-4000-8000-000000000005');
SELECT setting('preferences', '00000000-0000-4000-8000-000000000005');
SELECT count(*) FROM account_memberships WHERE user_id <> actor();
SELECT count(*) FROM settings WHERE scope_id LIKE '%000005';
SELECT count(*) FROM sessions;
SELECT count(*) FROM audit_log;
INSERT INTO team_memberships (team_id, user_id) VALUES ('00000000-0000-4000-8000-00000000f001', '00000000-0000-4000-8000-000000000005');
SELECT user_id LIKE '%000005' FROM team_memberships WHERE team_id LIKE '%0000f001' AND user_id <> actor() ORDER BY 1;

.print -- a guest sees them, and is seen by them; of the other account nothing else
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT * FROM who;
SELECT name, role, p, actions FROM shown;
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT * FROM who;
.print -- whoever sees the account's users, and is in a channel of it: as before, with what is theirs to see
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT * FROM who;
SELECT name, phone_number, role FROM shown WHERE name IN ('carl', 'gus') ORDER BY name;
.print -- and in a channel elsewhere
SELECT act_as(NULL);
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-0000000000ab', 'user');
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM who;
SELECT act_as(NULL);
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c004', '00000000-0000-4000-8000-000000000004');
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM who;
SELECT name, phone_number, role, created_by FROM shown WHERE name IN ('bert', 'mia', 'uma') ORDER BY name;
.print -- the third account has no guests: who sees its users and shares a channel of it
SELECT act_as(NULL);
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000ac', 'solo@example.org', 'manager', 'solo000000000000000000000000000000000000000'), ('00000000-0000-4000-8000-0000000000ac', 'sue@example.org', 'user', 'sue0000000000000000000000000000000000000000');
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM (SELECT 'solo' AS name, 'solo000000000000000000000000000000000000000' AS token, '00000000-0000-4000-8000-000000000041' AS id UNION ALL SELECT 'sue', 'sue0000000000000000000000000000000000000000', '00000000-0000-4000-8000-000000000042');
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000c006', '00000000-0000-4000-8000-0000000000ac', 'alone');
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-00000000c006', id, 'edit' FROM users WHERE name IN ('solo', 'sue');
SELECT act_as('00000000-0000-4000-8000-000000000041');
SELECT * FROM who;
SELECT name, role FROM shown;
.print -- the same as a guest elsewhere, who shares a channel there
SELECT act_as(NULL);
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000041', '00000000-0000-4000-8000-0000000000ab');
SELECT act_as('00000000-0000-4000-8000-000000000041');
SELECT * FROM who;
SELECT act_as(NULL);
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c004', '00000000-0000-4000-8000-000000000041');
SELECT act_as('00000000-0000-4000-8000-000000000041');
SELECT name, role, phone_number IS NOT NULL FROM shown;
.print -- a user who is deleted is seen as long as they are in it; the channel once it is deleted shows nobody
SELECT act_as(NULL);
DELETE FROM users WHERE name = 'carl';
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT name, status FROM shown;
SELECT act_as(NULL);
DELETE FROM channels WHERE name = 'one';
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM who;
SELECT can('users.read', '00000000-0000-4000-8000-000000000024');
SELECT act_as(NULL);
SELECT channel_restore('00000000-0000-4000-8000-00000000c001');
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM who;
SELECT remove_self('00000000-0000-4000-8000-00000000c001');
SELECT * FROM who;
.print -- by an API key
SELECT act_as(NULL);
CREATE TEMP TABLE k AS SELECT api_key_create('gus', json_object('user_id', '00000000-0000-4000-8000-000000000024')) AS key;
SELECT authenticate(key) FROM k;
SELECT * FROM who;
SELECT can('users.read', '00000000-0000-4000-8000-000000000021');
