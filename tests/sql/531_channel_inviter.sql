-- An invite into a channel remains that of whoever invited first, while they may share the channel; else it
-- is that of whoever invites again.
.read setup/people.sql
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-0000000000aa', 'one');
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-00000000c001', id, 'edit' FROM p WHERE name IN ('uma', 'carl');
CREATE TEMP TABLE again AS SELECT json_array('otto@example.org', 'user', json_object('channel_id', '00000000-0000-4000-8000-00000000c001')) AS args;
CREATE TEMP VIEW inviter AS SELECT u.name FROM usher_invite AS i JOIN usher_user AS u ON u.id = i.invited_by WHERE i.email = 'otto@example.org' AND i.channel_id NOT NULL;
SELECT act_as('00000000-0000-4000-8000-000000000006');
INSERT INTO usher SELECT 'invite_create', args FROM temp.again;
SELECT act_as(NULL);
SELECT * FROM inviter;
.print -- invited again, by carl, who may no more than she: it is uma's still
SELECT act_as('00000000-0000-4000-8000-000000000005');
INSERT INTO usher SELECT 'invite_create', args FROM temp.again;
SELECT act_as(NULL);
SELECT * FROM inviter;
.print -- when uma may only view the channel, it is carl's
UPDATE channel_members SET mode = 'view' WHERE user_id = '00000000-0000-4000-8000-000000000006';
SELECT act_as('00000000-0000-4000-8000-000000000005');
INSERT INTO usher SELECT 'invite_create', args FROM temp.again;
SELECT act_as(NULL);
SELECT * FROM inviter;
