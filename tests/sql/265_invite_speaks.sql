-- Whoever holds channels.update in the account of an invite's channel accepts and declines it for an active member of the
-- account, whom they could take in or keep out by channel_members just as well. It brings nobody into the account, makes
-- nobody active, and shows no address to be anybody's; the log says who it was. An editor who does not hold it may not.
.read setup/people.sql
.read setup/channels.sql
INSERT INTO invites (id, account_id, email, role, channel_id, share_mode) SELECT '00000000-0000-4000-8000-0000000070' || column1, '00000000-0000-4000-8000-0000000000' || column2, column3 || '@example.org', 'user', '00000000-0000-4000-8000-00000000' || column4, column5
FROM (VALUES ('01', 'aa', 'uma', 'c001', 'edit'), ('02', 'aa', 'gus', 'c001', 'edit'), ('03', 'aa', 'mia', 'c001', 'view'), ('04', 'aa', 'nora', 'c001', 'view'), ('05', 'aa', 'dora', 'c001', 'view'), ('06', 'aa', 'beth', 'c001', 'view'), ('07', 'aa', 'new', 'c001', 'view'),
    ('08', 'aa', 'else', NULL, NULL), ('09', 'ab', 'bob', 'c004', 'view'), ('10', 'aa', 'otto', 'c001', 'view'), ('11', 'aa', 'mia', 'c002', 'edit'));
CREATE TEMP VIEW i AS SELECT substr(id, -2) AS id, email, status, substr(user_id, -2) AS user FROM invites WHERE id LIKE '%0000000070__' ORDER BY id;
UPDATE usher_user SET verified_email = 0 WHERE name = 'uma';

.print -- an editor is told that it is for somebody else
SELECT act_as(id) FROM p WHERE name = 'carl';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007001';
UPDATE invites SET status = 'declined' WHERE id LIKE '%000000007001';
.print -- an administrator accepts: the member comes into the channel, and nothing else of them changes
SELECT act_as(id) FROM p WHERE name = 'adam';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007001';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007002';
UPDATE invites SET status = 'declined' WHERE id LIKE '%000000007003';
SELECT * FROM i WHERE id < '04';
SELECT name, mode FROM channel_members AS m JOIN users AS u ON u.id = m.user_id WHERE channel_id LIKE '%0000c001' ORDER BY 1;
SELECT name, role, verified_email, updated_by IS NULL FROM users WHERE name IN ('uma', 'mia') ORDER BY 1;
.print -- once only
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007001';
UPDATE invites SET status = 'declined' WHERE id LIKE '%000000007001';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007003';
.print -- not for who is no active member: merely created, disabled, of another account, nobody yet
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007004';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007005';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007006';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007007';
UPDATE invites SET status = 'declined' WHERE id LIKE '%000000007007';
.print -- not an invite into the account; not one of another account, which is not seen
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007008';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007009';
SELECT changes();
.print -- not by an API key, whatever it holds; nor by who holds it no longer
SELECT act_as(NULL);
CREATE TEMP TABLE k AS SELECT api_key_create('adam', json_object('user_id', '00000000-0000-4000-8000-000000000003')) AS key;
SELECT authenticate(key) FROM k;
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007010';
SELECT act_as(NULL);
UPDATE users SET role = 'manager' WHERE name = 'adam';
SELECT act_as(id) FROM p WHERE name = 'adam';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007011';
SELECT usher_error();
.print -- nor for whom they do not see, whom they could not take in either: that would tell who is a member
SELECT act_as(NULL);
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'curator', '["channels.update"]');
UPDATE users SET role = 'curator' WHERE name = 'adam';
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY rowid);
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000002');
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007010';
UPDATE invites SET status = 'declined' WHERE id LIKE '%000000007010';
.print -- the channel, and the right of whoever invited, are looked at as ever
SELECT act_as(NULL);
DELETE FROM channels WHERE name = 'one';
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007010';
UPDATE invites SET status = 'declined' WHERE id LIKE '%000000007010';
SELECT act_as(NULL);
SELECT channel_restore('00000000-0000-4000-8000-00000000c001');
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO invites (id, email, channel_id) VALUES ('00000000-0000-4000-8000-000000007012', 'otto@example.org', '00000000-0000-4000-8000-00000000c001');
SELECT act_as(NULL);
DELETE FROM channel_members WHERE user_id LIKE '%000005' AND channel_id LIKE '%0000c001';
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007012';
SELECT act_as(NULL);
SELECT * FROM i;
SELECT substr(actor, -2), action, substr(object_id, -2), after FROM audit_log WHERE action IN ('invite.accept', 'invite.decline') AND object_id LIKE '%0000000070__' ORDER BY id;

.print -- inviter_name and channel_name: hidden; what the invite tells whom it is for, who does not see the channel yet
UPDATE invites SET expires_at = '2030-01-01T00:00:00Z' WHERE id LIKE '%000000007011';
UPDATE usher_invite SET invited_by = '00000000-0000-4000-8000-000000000003' WHERE id LIKE '%000000007011';
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT inviter_name, channel_name, (SELECT count(*) FROM channels WHERE name = 'two') FROM invites WHERE id LIKE '%000000007011';
SELECT act_as(NULL);
SELECT inviter_name IS NULL, channel_name IS NULL FROM invites WHERE id LIKE '%000000007008';
SELECT count(*) FROM pragma_table_info('invites') WHERE name IN ('inviter_name', 'channel_name');
INSERT INTO invites (email, inviter_name) VALUES ('x@example.org', 'x');
UPDATE invites SET channel_name = 'x' WHERE id LIKE '%000000007011';
