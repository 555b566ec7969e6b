-- Invites into a channel: who may invite, one open invite per account, channel and e-mail, what is said again, what accepting
-- does to a member, to who was merely created, to a newcomer, to a guest; what ends such an invite.
.read setup/people.sql
.read setup/channels.sql
CREATE TEMP VIEW i AS SELECT substr(id, -4) AS id, email, role, substr(channel_id, -4) AS channel, share_mode, status, substr(invited_by, -2) AS by, substr(user_id, -2) AS user FROM invites WHERE channel_id IS NOT NULL ORDER BY rowid;
CREATE TEMP VIEW m AS SELECT u.name, m.mode, u.status, u.role, substr(m.created_by, -2) AS by, u.disk_space_used AS used FROM channel_members AS m JOIN users AS u ON u.id = m.user_id WHERE m.channel_id LIKE '%-00000000c001' ORDER BY 1;
CREATE TEMP TABLE t (who, token);

.print -- inviting: the mode is view unless given; a mode needs a channel; the account is the channel's
SELECT length(invite_create('mia@example.org', 'user', '{"id":"00000000-0000-4000-8000-000000007001","channel_id":"00000000-0000-4000-8000-00000000C001"}'));
INSERT INTO invites (id, email, channel_id, share_mode) VALUES ('00000000-0000-4000-8000-000000007002', 'bert@example.org', '00000000-0000-4000-8000-00000000c004', 'edit');
SELECT * FROM i;
SELECT action, object_id LIKE '%000000007001', substr(account_id, -2), json_remove(after, '$.expires_at') FROM audit_log WHERE action = 'invite.create' AND after LIKE '%channel%' ORDER BY id LIMIT 1;
SELECT invite_create('x@example.org', 'user', '{"share_mode":"view"}');
SELECT usher_error();
INSERT INTO invites (account_id, email, share_mode) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', 'edit');
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"own"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"channel_id":"c001"}');
SELECT invite_create('x@example.org', 'user', '{"channel_id":["00000000-0000-4000-8000-00000000c001"]}');
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c009"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c003"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT usher_error();
UPDATE invites SET channel_id = '00000000-0000-4000-8000-00000000c002' WHERE id LIKE '%000000007001';
UPDATE invites SET channel_id = NULL WHERE id LIKE '%000000007001';
UPDATE invites SET share_mode = NULL WHERE id LIKE '%000000007001';
INSERT INTO invites (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'plain@example.org');
UPDATE invites SET share_mode = 'edit' WHERE email = 'plain@example.org';
SELECT usher_error();

.print -- again: the same row and id, another mode, who invited first stays; without a mode that stays, too; one for each channel
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO t SELECT 'first', invite_create('new@example.org', 'user', '{"id":"00000000-0000-4000-8000-000000007003","channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"edit"}');
SELECT act_as(id) FROM p WHERE name = 'adam';
INSERT INTO t SELECT 'again', invite_create('NEW@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"view"}');
SELECT * FROM i WHERE email LIKE 'new%';
SELECT length(invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","name":"Newt"}'));
SELECT length(invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c002","id":"00000000-0000-4000-8000-000000007004"}'));
SELECT invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","id":"00000000-0000-4000-8000-000000007009"}');
SELECT act_as(NULL);
SELECT length(invite_create('new@example.org', 'manager', '{"account_id":"00000000-0000-4000-8000-0000000000aa","id":"00000000-0000-4000-8000-000000007005"}'));
SELECT * FROM i WHERE email LIKE 'new%';
SELECT count(*) FROM invites WHERE email = 'new@example.org';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'first';
SELECT usher_error();
.print -- who may bring people in takes the place of an editor who may not
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE t SET token = invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001"}') WHERE who = 'again';
SELECT * FROM i WHERE email LIKE 'new%';
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT length(invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"edit"}')), (SELECT substr(invited_by, -2) FROM invites WHERE id LIKE '%000000007003');
UPDATE t SET token = invite_resend('00000000-0000-4000-8000-000000007003') WHERE who = 'again';
UPDATE invites SET share_mode = 'view', first_name = 'Newt', last_name = 'On' WHERE id LIKE '%000000007003';
SELECT share_mode, substr(invited_by, -2) FROM invites WHERE id LIKE '%000000007003';
UPDATE invites SET role = 'owner' WHERE id LIKE '%000000007003';
SELECT usher_error();

.print -- a newcomer becomes a user, in the role of the invite, and comes into the channel
SELECT act_as(NULL);
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', '00000000-0000-4000-8000-000000000031', 'company', 'C')) FROM t WHERE who = 'again';
SELECT * FROM m;
SELECT name, company, verified_email, view_only_channels FROM users WHERE id LIKE '%-000000000031';
SELECT action, substr(object_id, -4), json_remove(after, '$.expires_at') FROM audit_log WHERE object_id LIKE '%-000000000031' OR (object_id LIKE '%000000007003' AND action = 'invite.accept') ORDER BY id;
.print -- a member simply joins: with an account's own invite still open, nothing else of them changes; the row is kept
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO t SELECT 'mia', invite_create('mia@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","share_mode":"edit"}');
SELECT act_as(NULL);
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', '00000000-0000-4000-8000-000000000099')) FROM t WHERE who = 'mia';
SELECT usher_error();
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('password', 'a password of hers')) FROM t WHERE who = 'mia';
SELECT usher_error();
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('name', 'not Mia')) FROM t WHERE who = 'mia';
SELECT * FROM m WHERE name = 'mia';
SELECT * FROM i WHERE email LIKE 'mia%';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'mia';
SELECT usher_error();
.print -- an editor becomes a viewer, and the reverse
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO t SELECT column1, invite_create(column1 || '@example.org', 'user', json_object('channel_id', '00000000-0000-4000-8000-00000000c001', 'share_mode', column2)) FROM (VALUES ('uma', 'edit'), ('carl', 'view'));
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'carl';
SELECT usher_error();
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'uma';
SELECT act_as(NULL);
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'carl';
SELECT * FROM m WHERE name IN ('uma', 'carl');
.print -- a guest of the account; a user of another account, who becomes one: only by who may bring them in
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO t SELECT column1, invite_create(column1 || '@example.org', 'user', json_object('channel_id', '00000000-0000-4000-8000-00000000c001', 'share_mode', 'edit')) FROM (VALUES ('gus'), ('bob'));
SELECT act_as(id) FROM p WHERE name = 'gus';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'gus';
SELECT act_as(id) FROM p WHERE name = 'bob';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'bob';
SELECT usher_error();
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE t SET token = invite_create('bob@example.org', 'manager', json_object('channel_id', '00000000-0000-4000-8000-00000000c001')) WHERE who = 'bob';
SELECT act_as(id) FROM p WHERE name = 'bob';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'bob';
SELECT act_as(NULL);
SELECT * FROM m WHERE name IN ('gus', 'bob');
SELECT substr(account_id, -2), role FROM account_memberships WHERE user_id LIKE '%000026' ORDER BY 1;
.print -- who was merely created is activated, in the role that they have; a disabled one is not
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO t SELECT column1, invite_create(column1 || '@example.org', 'user', json_object('channel_id', '00000000-0000-4000-8000-00000000c001', 'id', '00000000-0000-4000-8000-00000000702' || column2)) FROM (VALUES ('nora', 1), ('dora', 2), ('dan', 3));
SELECT act_as(NULL);
UPDATE users SET role = 'creator' WHERE name = 'nora';
SELECT status FROM users WHERE name = 'nora';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'nora';
SELECT usher_error();
UPDATE t SET token = invite_create('nora@example.org', 'user', json_object('channel_id', '00000000-0000-4000-8000-00000000c001')) WHERE who = 'nora';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'nora';
SELECT * FROM m WHERE name = 'nora';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'dora';
SELECT usher_error();
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'dan';
SELECT usher_error();

.print -- the right of whoever invited is looked at again; so is whether the channel is there
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE t SET token = invite_create('otto@example.org', 'user', json_object('channel_id', '00000000-0000-4000-8000-00000000c001', 'id', '00000000-0000-4000-8000-000000007010')) WHERE who = 'dan';
SELECT act_as(NULL);
UPDATE channel_members SET mode = 'view' WHERE user_id LIKE '%000006' AND channel_id LIKE '%-00000000c001';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'dan';
SELECT usher_error();
UPDATE channel_members SET mode = 'edit' WHERE user_id LIKE '%000006' AND channel_id LIKE '%-00000000c001';
UPDATE users SET enabled = 0 WHERE name = 'uma';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'dan';
UPDATE users SET enabled = 1 WHERE name = 'uma';
DELETE FROM channels WHERE name = 'one';
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'dan';
SELECT usher_error();
SELECT invite_resend('00000000-0000-4000-8000-000000007010');
UPDATE invites SET share_mode = 'edit' WHERE id LIKE '%000000007010';
SELECT usher_error();
SELECT channel_restore('00000000-0000-4000-8000-00000000c001');
INSERT INTO usher SELECT 'invite_accept', json_array(token) FROM t WHERE who = 'dan';
SELECT * FROM m WHERE name = 'otto';

.print -- editors see the invites into their channel, and revoke them; viewers do not
SELECT act_as(NULL);
INSERT INTO invites (id, email, channel_id) VALUES ('00000000-0000-4000-8000-000000007011', 'p@example.org', '00000000-0000-4000-8000-00000000c001'), ('00000000-0000-4000-8000-000000007012', 'q@example.org', '00000000-0000-4000-8000-00000000c002');
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT * FROM i WHERE status = 'pending';
SELECT invite_revoke('00000000-0000-4000-8000-000000007011');
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM i WHERE status = 'pending';
SELECT can('invites.revoke', '00000000-0000-4000-8000-000000007011'), can('invites.revoke', '00000000-0000-4000-8000-000000007012'), can('invites.revoke');
SELECT rule, granted, detail FROM can_explain('invites.revoke', '00000000-0000-4000-8000-000000007011');
SELECT invite_revoke('00000000-0000-4000-8000-000000007012');
SELECT invite_revoke('00000000-0000-4000-8000-000000007011');
UPDATE invites SET status = 'revoked' WHERE email = 'dora@example.org';
DELETE FROM invites WHERE email = 'dora@example.org';
SELECT usher_error();
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT invite_revoke('00000000-0000-4000-8000-000000007012');
SELECT * FROM i WHERE channel = 'c002';
.print -- a deleted user's are all revoked: the account's, and each channel's; not another account's
SELECT act_as(NULL);
INSERT INTO invites (email, channel_id) VALUES ('nora@example.org', '00000000-0000-4000-8000-00000000c001'), ('nora@example.org', '00000000-0000-4000-8000-00000000c002'), ('nora@example.org', '00000000-0000-4000-8000-00000000c004');
DELETE FROM users WHERE name = 'nora';
SELECT email, channel, status FROM i WHERE email LIKE 'nora%';
