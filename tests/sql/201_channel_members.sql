-- The table channel_members and remove_self(): taken in, given another mode, taken out, leaving; what a user's files in the
-- channel count for follows; who leaves the account, or is erased, leaves its channels.
.read setup/people.sql
.read setup/channels.sql
CREATE TEMP VIEW who AS SELECT c.name, u.name, m.mode, u.disk_space_used AS used FROM channel_members AS m JOIN channels AS c ON c.id = m.channel_id JOIN users AS u ON u.id = m.user_id ORDER BY c.name, u.name;
CREATE TEMP VIEW log AS SELECT iif(actor = 'system', actor, substr(actor, -2)) AS who, action, substr(object_id, -2) AS whom, substr(account_id, -2) AS account, replace(before, '00000000-0000-4000-8000-00000000', '') AS before, replace(after, '00000000-0000-4000-8000-00000000', '') AS after FROM audit_log WHERE object_type = 'channel_members' ORDER BY id;
SELECT * FROM who;

.print -- taken in: a member of the account, also a guest, a disabled user, one who was merely created
INSERT INTO channel_members (id, channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-0000000000F1', '00000000-0000-4000-8000-00000000C002', '00000000-0000-4000-8000-000000000006', 'edit') RETURNING id;
INSERT INTO channel_members (rowid, channel_id, user_id) VALUES (77, '00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000023');
SELECT last_insert_rowid();
SELECT id GLOB '????????-????-7???-????-????????????', substr(channel_id, -4), substr(user_id, -2), mode, created_by, length(created_at), updated_by, created_at = updated_at FROM channel_members WHERE rowid = 77;
INSERT INTO channel_members (channel_id, user_id) SELECT '00000000-0000-4000-8000-00000000c002', id FROM users WHERE name IN ('dora', 'nora') ORDER BY id;
SELECT * FROM who WHERE name = 'two';
SELECT name, members FROM channels ORDER BY name;
SELECT * FROM log;

.print -- not: who is no member of the account, who is deleted, who is in it already
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000021');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c004', '00000000-0000-4000-8000-000000000006');
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000008');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000006', 'view');
SELECT usher_error();
INSERT OR REPLACE INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000006', 'view');
.print -- what is missing or wrong
INSERT INTO channel_members (channel_id) VALUES ('00000000-0000-4000-8000-00000000c002');
INSERT INTO channel_members (user_id) VALUES ('00000000-0000-4000-8000-000000000006');
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c009', '00000000-0000-4000-8000-000000000005');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000099');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id) VALUES ('two', '00000000-0000-4000-8000-000000000005');
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c002', 5);
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000005', 'Edit');
SELECT usher_error();
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000005', 1);
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000005', 'edit' || char(0));
INSERT INTO channel_members (id, channel_id, user_id) VALUES ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000005');
INSERT INTO channel_members (rowid, channel_id, user_id) VALUES (77, '00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000005');
UPDATE channel_members SET channel_id = '00000000-0000-4000-8000-00000000c001' WHERE rowid = 77;
UPDATE channel_members SET user_id = '00000000-0000-4000-8000-000000000005' WHERE rowid = 77;
UPDATE channel_members SET created_by = '00000000-0000-4000-8000-000000000005' WHERE rowid = 77;
UPDATE channel_members SET mode = 'own' WHERE rowid = 77;
UPDATE channel_members SET mode = NULL WHERE rowid = 77;
.print -- all or nothing
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000005'), ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000021');
INSERT OR IGNORE INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000004'), ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000021');
SELECT "name:1" FROM who WHERE name = 'two';

.print -- another mode: what somebody edits counts, what they view does not; nothing where nothing differs
SELECT act_as(id) FROM p WHERE name = 'carl';
UPDATE channel_members SET mode = 'edit' WHERE channel_id LIKE '%-00000000c001' AND user_id LIKE '%000006';
UPDATE channel_members SET mode = 'edit' WHERE channel_id LIKE '%-00000000c001' AND user_id LIKE '%000006';
SELECT act_as(NULL);
SELECT * FROM who WHERE name = 'one';
.print -- a channel that is deleted counts for nobody; restored, it does again
DELETE FROM channels WHERE name = 'one';
SELECT name, disk_space_used FROM users WHERE name IN ('carl', 'uma') ORDER BY name;
BEGIN;
SELECT channel_restore('00000000-0000-4000-8000-00000000c001');
SELECT channel_restore('00000000-0000-4000-8000-00000000c003');
SELECT name, disk_space_used FROM users WHERE name IN ('carl', 'uma') ORDER BY name;
ROLLBACK;
SELECT name, disk_space_used FROM users WHERE name IN ('carl', 'uma') ORDER BY name;
SELECT channel_restore('00000000-0000-4000-8000-00000000c001');
SELECT * FROM who WHERE name = 'one';
.print -- taken out, and in again
DELETE FROM channel_members WHERE channel_id LIKE '%-00000000c001' AND user_id LIKE '%000006';
SELECT disk_space_used FROM users WHERE name = 'uma';
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000006', 'edit');
SELECT disk_space_used FROM users WHERE name = 'uma';
SELECT * FROM log WHERE account = 'aa' AND (before LIKE '%c001%' OR after LIKE '%c001%');

.print -- leaving: an editor, a viewer; a deleted channel, too; once
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT remove_self('00000000-0000-4000-8000-00000000C001');
SELECT remove_self('00000000-0000-4000-8000-00000000c001');
SELECT usher_error();
SELECT remove_self('00000000-0000-4000-8000-00000000c003');
SELECT remove_self('c003');
SELECT remove_self(NULL);
SELECT disk_space_used FROM users WHERE name = 'uma';
SELECT act_as(id) FROM p WHERE name = 'gus';
INSERT INTO usher VALUES ('remove_self', '["00000000-0000-4000-8000-00000000c004"]');
DELETE FROM channel_members WHERE user_id = actor();
SELECT count(*) FROM channels;
SELECT act_as(NULL);
SELECT remove_self('00000000-0000-4000-8000-00000000c001');
SELECT usher_error();
SELECT * FROM log WHERE who = whom;
SELECT * FROM who;

.print -- who leaves the account leaves its channels, and no others
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000024', 'edit'), ('00000000-0000-4000-8000-00000000c004', '00000000-0000-4000-8000-000000000024', 'edit');
INSERT INTO usher_file (id, account_id, user_id, channel_id, checksum, size, format, created_at, updated_at) VALUES ('00000000-0000-4000-8000-00000000b009', '00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-00000000c001', printf('%032d', 9), 5000, 'mp4', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z');
UPDATE channel_members SET mode = 'view' WHERE user_id LIKE '%000024' AND channel_id LIKE '%-00000000c001';
UPDATE channel_members SET mode = 'edit' WHERE user_id LIKE '%000024' AND channel_id LIKE '%-00000000c001';
SELECT * FROM who WHERE "name:1" = 'gus';
DELETE FROM account_memberships WHERE user_id LIKE '%000024' AND account_id LIKE '%0000aa';
SELECT * FROM who WHERE "name:1" = 'gus';
.print -- who is deleted stays in them, uncounted among the members, until they are erased
DELETE FROM users WHERE name = 'carl';
SELECT name, members FROM channels ORDER BY name;
SELECT * FROM who WHERE "name:1" = 'carl';
SELECT length(user_restore('00000000-0000-4000-8000-000000000005'));
SELECT length(user_erase('00000000-0000-4000-8000-000000000005'));
SELECT disk_space_used FROM users WHERE id LIKE '%000005';
SELECT count(*) FROM usher_channel_member WHERE user_id LIKE '%000005';
SELECT who, action, before, after FROM log WHERE whom = '05';
PRAGMA foreign_key_check;
.print -- a row whose channel was lost
UPDATE usher_channel_member SET channel_id = '00000000-0000-4000-8000-00000000c009' WHERE user_id LIKE '%000007';
UPDATE channel_members SET mode = 'edit' WHERE user_id LIKE '%000007';
SELECT usher_error();
DELETE FROM channel_members WHERE user_id LIKE '%000007';
