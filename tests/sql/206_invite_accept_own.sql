-- UPDATE invites SET status = 'accepted': by whom the invite is for, who is a user already and whose address was shown to be
-- theirs, in person; of an invite into a channel, and of one that makes them a guest. The rule is that of invite_accept().
.read setup/people.sql
.read setup/channels.sql
INSERT INTO invites (id, account_id, email, role, channel_id, share_mode) SELECT '00000000-0000-4000-8000-0000000070' || column1, '00000000-0000-4000-8000-0000000000' || column2, column3 || '@example.org', 'user', '00000000-0000-4000-8000-00000000' || column4, column5
FROM (VALUES ('01', 'aa', 'mia', 'c001', 'edit'), ('02', 'aa', 'bob', NULL, NULL), ('03', 'aa', 'beth', 'c001', 'view'), ('04', 'aa', 'uma', 'c001', 'edit'), ('05', 'aa', 'uma', 'c002', 'edit'), ('06', 'ab', 'uma', NULL, NULL), ('07', 'aa', 'nora', 'c001', 'view'));
CREATE TEMP VIEW i AS SELECT substr(id, -2) AS id, email, substr(channel_id, -4) AS channel, status, substr(user_id, -2) AS user FROM invites WHERE id LIKE '%0000000070__' ORDER BY id;

.print -- not by the system, which may be anybody
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007001';
SELECT usher_error();
.print -- a member, into a channel
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM i;
UPDATE invites SET status = 'accepted', share_mode = 'view' WHERE id LIKE '%000000007001';
UPDATE invites SET status = 'Accepted' WHERE id LIKE '%000000007001';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007001';
SELECT * FROM i;
SELECT name, members FROM channels;
SELECT editable_channels FROM users WHERE id = actor();
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007001';
UPDATE invites SET status = 'declined' WHERE id LIKE '%000000007001';
SELECT usher_error();
.print -- a user of another account, as a guest; and into a channel as well
SELECT act_as(id) FROM p WHERE name = 'bob';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007002';
SELECT act_as(id) FROM p WHERE name = 'beth';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007003';
SELECT name FROM accounts ORDER BY name;
SELECT name FROM channels ORDER BY name;
.print -- several at once, or none of them
SELECT act_as(NULL);
DELETE FROM channels WHERE name = 'two';
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE invites SET status = 'accepted' WHERE status = 'pending';
SELECT usher_error();
SELECT * FROM i;
SELECT act_as(NULL);
SELECT channel_restore('00000000-0000-4000-8000-00000000c002');
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE invites SET status = 'accepted' WHERE status = 'pending';
SELECT * FROM i;
SELECT c.name, mode FROM channel_members JOIN channels AS c ON c.id = channel_id WHERE user_id = actor() ORDER BY 1;
SELECT act_as(NULL);
SELECT iif(actor = 'system', actor, substr(actor, -2)), substr(object_id, -2), after FROM audit_log WHERE action = 'invite.accept' AND object_id LIKE '%0000000070__' ORDER BY id;

.print -- not: what is another's; what is not open; what one was told of by an address that was not shown to be theirs; by an API key
INSERT INTO invites (id, email, channel_id) VALUES ('00000000-0000-4000-8000-000000007008', 'otto@example.org', '00000000-0000-4000-8000-00000000c001'), ('00000000-0000-4000-8000-000000007009', 'carl@example.org', '00000000-0000-4000-8000-00000000c002'),
    ('00000000-0000-4000-8000-000000007010', 'adam@example.org', '00000000-0000-4000-8000-00000000c001'), ('00000000-0000-4000-8000-000000007013', 'carl@example.org', '00000000-0000-4000-8000-00000000c001');
UPDATE usher_user SET verified_email = 0 WHERE id LIKE '%000005';
CREATE TEMP TABLE k AS SELECT api_key_create('adam', json_object('user_id', '00000000-0000-4000-8000-000000000003')) AS key;
SELECT act_as(id) FROM p WHERE name = 'mia';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007008';
SELECT usher_error();
SELECT act_as(id) FROM p WHERE name = 'carl';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007013';
SELECT usher_error();
SELECT act_as(NULL);
UPDATE usher_user SET verified_email = 1 WHERE id LIKE '%000005';
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007009';
SELECT status FROM i WHERE id = '09';
UPDATE invites SET status = 'revoked' WHERE id LIKE '%000000007009';
SELECT act_as(id) FROM p WHERE name = 'carl';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007009';
SELECT usher_error();
SELECT authenticate(key) FROM k;
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007010';
SELECT usher_error();
.print -- not: as another user of the same address
SELECT act_as(NULL);
INSERT INTO users (account_id, email, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'bert@example.org', 'another bert');
INSERT INTO invites (id, account_id, email, channel_id) VALUES ('00000000-0000-4000-8000-000000007011', '00000000-0000-4000-8000-0000000000aa', 'bert@example.org', '00000000-0000-4000-8000-00000000c001'), ('00000000-0000-4000-8000-000000007012', '00000000-0000-4000-8000-0000000000aa', 'bert@example.org', NULL);
SELECT act_as(id) FROM p WHERE name = 'bert';
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007011';
SELECT usher_error();
UPDATE invites SET status = 'accepted' WHERE id LIKE '%000000007012';
SELECT act_as(NULL);
SELECT name, status FROM users WHERE email = 'bert@example.org' ORDER BY rowid;
