-- Who sees, makes, changes, deletes, restores, shares and leaves a channel: by role, as an editor, as a viewer, as somebody of
-- another account, as nobody. What may not be seen is not there: its name, its members, that it exists. can() says the same.
.read setup/people.sql
.read setup/channels.sql
CREATE TEMP VIEW c AS SELECT name, members, description FROM channels ORDER BY name;
CREATE TEMP VIEW m AS SELECT substr(channel_id, -4) AS channel, substr(user_id, -2) AS user, mode FROM channel_members ORDER BY 1, 2;

.print -- nobody, of those that are active, sees what is another account's; of their own: what they are in, or with channels.update all
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM c;
SELECT * FROM m;
SELECT count(*), count(*) FILTER (WHERE name = 'two') FROM channels;
SELECT 1 FROM channels WHERE id = '00000000-0000-4000-8000-00000000c002' OR rowid = 2;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM c;
SELECT * FROM m;
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT * FROM c;
SELECT * FROM m;
SELECT act_as(id) FROM p WHERE name = 'hana';
SELECT * FROM c;
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT * FROM c;
SELECT * FROM m;
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT * FROM c;
SELECT * FROM m;

.print -- a viewer: looks on, and leaves
SELECT act_as(id) FROM p WHERE name = 'uma';
INSERT INTO channels (name) VALUES ('mine');
SELECT usher_error();
UPDATE channels SET name = 'x' WHERE name = 'one';
SELECT usher_error();
DELETE FROM channels WHERE name = 'one';
UPDATE channel_members SET mode = 'edit' WHERE user_id = actor() AND channel_id LIKE '%-00000000c001';
DELETE FROM channel_members WHERE user_id LIKE '%000005';
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000024');
SELECT can('channels.update', '00000000-0000-4000-8000-00000000c001'), can('channels.update', '00000000-0000-4000-8000-00000000c003'), can('channels.update', '00000000-0000-4000-8000-00000000c002'), can('channels.create'), can('channels.update');
SELECT rule, granted, detail FROM can_explain('channels.update', '00000000-0000-4000-8000-00000000c001');
SELECT rule, granted, detail FROM can_explain('channels.update', '00000000-0000-4000-8000-00000000c003');
SELECT rule, granted, detail FROM can_explain('channels.update', '00000000-0000-4000-8000-00000000c002');
.print -- an editor of a deleted one restores it
SELECT channel_restore('00000000-0000-4000-8000-00000000c003');
SELECT name, discarded_at FROM channels ORDER BY name;
DELETE FROM channels WHERE name = 'gone';
.print -- what is hidden is not there, whatever is asked of it
UPDATE channels SET name = 'x' WHERE id LIKE '%-00000000c002';
DELETE FROM channels WHERE id LIKE '%-00000000c002';
SELECT channel_restore('00000000-0000-4000-8000-00000000c002');
SELECT remove_self('00000000-0000-4000-8000-00000000c002');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c002', actor());
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c008', actor());
SELECT usher_error();
UPDATE channel_members SET mode = 'edit' WHERE channel_id LIKE '%-00000000c002';
DELETE FROM channel_members WHERE channel_id LIKE '%-00000000c002';

.print -- an editor shares with whom they see, and only members of the account; changes, deletes, restores
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT name FROM users ORDER BY name;
UPDATE channels SET description = 'by its editor' WHERE name = 'one';
UPDATE channel_members SET mode = 'edit' WHERE channel_id LIKE '%-00000000c001' AND user_id LIKE '%000024';
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000004');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000099');
SELECT usher_error();
DELETE FROM channels WHERE name = 'one';
SELECT channel_restore('00000000-0000-4000-8000-00000000c001');
SELECT rule, granted, role, detail FROM can_explain('channels.update', '00000000-0000-4000-8000-00000000c001');
SELECT can('channels.create'), can('channels.update'), can('channels.create', '00000000-0000-4000-8000-0000000000ab');
.print -- who is taken out of it sees it no more; the last editor may leave
DELETE FROM channel_members WHERE channel_id LIKE '%-00000000c001' AND user_id LIKE '%000024';
SELECT remove_self('00000000-0000-4000-8000-00000000c001');
SELECT * FROM c;
UPDATE channels SET name = 'x' WHERE id LIKE '%-00000000c001';

.print -- by channels.update: all of it, also in what they are not in; it takes no one else in another account
SELECT act_as(id) FROM p WHERE name = 'hana';
UPDATE channels SET description = 'by an administrator who is a guest' WHERE name IN ('one', 'two', 'far');
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000004', 'edit'), ('00000000-0000-4000-8000-00000000c001', actor(), 'view');
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000026');
SELECT usher_error();
UPDATE channel_members SET mode = 'view' WHERE channel_id LIKE '%-00000000c002';
DELETE FROM channels WHERE name = 'two';
SELECT channel_restore('00000000-0000-4000-8000-00000000c002');
SELECT * FROM c;
SELECT * FROM m;
SELECT act_as(id) FROM p WHERE name = 'beth';
UPDATE channels SET name = 'mine' WHERE id LIKE '%-00000000c001';
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'there');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000024');
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c004', '00000000-0000-4000-8000-000000000006');
SELECT usher_error();
.print -- a guest makes channels where their role there says so
SELECT act_as(id) FROM p WHERE name = 'gina';
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000c005', '00000000-0000-4000-8000-0000000000aa', 'of a guest');
INSERT INTO channels (name) VALUES ('at home');
SELECT name, members FROM channels;

.print -- a demoted editor is a viewer; a disabled one does nothing
SELECT act_as(NULL);
UPDATE channel_members SET mode = 'view' WHERE user_id LIKE '%000023';
SELECT act_as(id) FROM p WHERE name = 'gina';
UPDATE channels SET name = 'x';
SELECT act_as(NULL);
UPDATE channel_members SET mode = 'edit' WHERE user_id LIKE '%000023';
SELECT act_as(id) FROM p WHERE name = 'gina';
UPDATE channels SET name = 'y';
SELECT act_as(NULL);
UPDATE users SET enabled = 0 WHERE name = 'gina';
SELECT name, members FROM channels WHERE name = 'y';

.print -- nobody
SELECT usher_lockdown();
SELECT count(*) FROM channels;
SELECT count(*) FROM channel_members;
INSERT INTO channels (name) VALUES ('x');
UPDATE channels SET name = 'x';
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000006');
SELECT channel_restore('00000000-0000-4000-8000-00000000c001');
SELECT remove_self('00000000-0000-4000-8000-00000000c001');
SELECT usher_error();
SELECT can('channels.update', '00000000-0000-4000-8000-00000000c001');
