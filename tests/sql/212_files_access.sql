-- Who sees, adds, changes and deletes a file: its owner, editors and viewers of its channel, the account's administrators,
-- those of another account, nobody. What is not seen does not exist.
.read setup/people.sql
.read setup/files.sql
INSERT INTO files (id, user_id, channel_id, checksum, size, format)
SELECT '00000000-0000-4000-8000-00000000f' || column1, column2, column3, column4, 1, 'mp4' FROM (VALUES
    ('001', :carl, NULL, :a), ('002', :carl, :open, :b), ('003', :mia, :viewed, :c), ('004', :mia, NULL, :d), ('005', :bert, NULL, :a), ('006', :gina, :far, :b), ('007', :gina, NULL, :c), ('008', :uma, NULL, :e));
CREATE TEMP VIEW seen AS SELECT group_concat(substr(id, -3), ' ') FROM (SELECT id FROM files ORDER BY id);
CREATE TEMP TABLE cast AS SELECT id, name FROM users WHERE name IN ('olga', 'adam', 'mia', 'carl', 'uma', 'bert', 'beth', 'gina', 'gus') ORDER BY id;

.print -- seen: one's own; what is in channels that one edits or views; all of the account by files.read
SELECT * FROM seen;
SELECT act_as(:olga); SELECT * FROM seen;
SELECT act_as(:adam); SELECT * FROM seen;
SELECT act_as(:mia); SELECT * FROM seen;
SELECT act_as(:carl); SELECT * FROM seen;
SELECT act_as(:uma); SELECT * FROM seen;
SELECT act_as(:bert); SELECT * FROM seen;
SELECT act_as(:gina); SELECT * FROM seen;
SELECT act_as(NULL);
.print -- of a deleted channel no more than one's own
DELETE FROM channels WHERE name = 'open';
SELECT act_as(:mia); SELECT * FROM seen;
SELECT act_as(:carl); SELECT * FROM seen;
SELECT act_as(NULL);
SELECT channel_restore(:open);
.print -- group_asset_access 0: one's own assets only
UPDATE users SET group_asset_access = 0 WHERE name IN ('mia', 'adam');
SELECT act_as(:mia); SELECT * FROM seen;
SELECT act_as(:adam); SELECT * FROM seen;
SELECT act_as(NULL);
UPDATE users SET group_asset_access = 1;

.print -- added: by files.upload, for oneself, into a channel that one edits
SELECT act_as(:uma);
INSERT INTO files (checksum, size) VALUES (:a, 1);
SELECT usher_error();
INSERT INTO files (channel_id, checksum, size) VALUES (:open, :a, 1);
SELECT act_as(:carl);
INSERT INTO files (checksum, size) VALUES (:d, 1);
INSERT INTO files (user_id, channel_id, checksum, size) VALUES (:carl, :open, :d, 1);
INSERT INTO files (user_id, checksum, size) VALUES (:mia, :a, 1);
SELECT usher_error();
INSERT INTO files (user_id, checksum, size) VALUES (:none, :a, 1);
INSERT INTO files (checksum, size, created_at) VALUES (:a, 1, '2022-01-01T00:00:00Z');
SELECT usher_error();
INSERT INTO files (channel_id, checksum, size) VALUES (:viewed, :a, 1);
SELECT usher_error();
INSERT INTO files (channel_id, checksum, size) VALUES (:gone, :a, 1);
SELECT usher_error();
INSERT INTO files (channel_id, checksum, size) VALUES (:far, :a, 1);
SELECT usher_error();
INSERT INTO files (channel_id, checksum, size) VALUES (:none, :a, 1);
.print -- by channels.update into any of the account's; an administrator, too, for oneself only
SELECT act_as(:adam);
INSERT INTO files (channel_id, checksum, size) VALUES (:viewed, :a, 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :a, 1);
INSERT INTO files (channel_id, checksum, size) VALUES (:far, :a, 1);
.print -- a guest: what they are in the channel's account counts
SELECT act_as(:gina);
INSERT INTO files (channel_id, checksum, size) VALUES (:far, :a, 1);
INSERT INTO files (checksum, size) VALUES (:a, 1);
SELECT act_as(NULL);
SELECT user, channel, content, account FROM f WHERE id = 'made';

.print -- changed and deleted: by the owner, an editor of the channel, files.update
SELECT act_as(:mia);
UPDATE files SET format = 'png' WHERE id LIKE '%0000f001';
UPDATE files SET format = 'png' WHERE id LIKE '%0000f002';
SELECT usher_error();
DELETE FROM files WHERE id LIKE '%0000f002';
UPDATE files SET format = 'png', size = 2 WHERE id LIKE '%0000f003' OR id LIKE '%0000f004';
SELECT act_as(:carl);
UPDATE files SET format = 'gif' WHERE id LIKE '%0000f003';
DELETE FROM files WHERE id LIKE '%0000f003';
UPDATE files SET format = 'gif', checksum = :e WHERE id LIKE '%0000f001' OR id LIKE '%0000f002' OR id LIKE '%0000f005';
SELECT act_as(:uma);
DELETE FROM files WHERE id LIKE '%0000f002';
UPDATE files SET format = 'txt' WHERE id LIKE '%0000f008';
.print -- another content is an upload: not for a user who may not
UPDATE files SET size = 2 WHERE id LIKE '%0000f008';
SELECT usher_error();
UPDATE files SET checksum = :a WHERE id LIKE '%0000f008';
DELETE FROM files WHERE id LIKE '%0000f008';
SELECT act_as(:adam);
UPDATE files SET tree = 'x', size = 3 WHERE id LIKE '%0000f004';
DELETE FROM files WHERE id LIKE '%0000f003' OR id LIKE '%0000f005';
SELECT act_as(:bert);
UPDATE files SET format = 'doc';
SELECT act_as(NULL);
SELECT id, user, channel, content, size, format, tree FROM f WHERE id <> 'made';

.print -- moved: by the rights in both channels
SELECT act_as(:carl);
UPDATE files SET channel_id = :open WHERE id LIKE '%0000f001';
UPDATE files SET channel_id = :viewed WHERE id LIKE '%0000f001';
SELECT usher_error();
UPDATE files SET channel_id = :far WHERE id LIKE '%0000f001';
SELECT usher_error();
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f002';
SELECT act_as(NULL);
UPDATE files SET channel_id = :viewed WHERE id LIKE '%0000f001';
SELECT act_as(:carl);
UPDATE files SET channel_id = :open WHERE id LIKE '%0000f001';
SELECT usher_error();
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f001';
.print -- an editor moves what others brought there, but not into another account
SELECT act_as(NULL);
INSERT INTO channel_members (channel_id, user_id, mode) VALUES (:open, :gina, 'edit');
INSERT INTO files (id, user_id, channel_id, checksum, size) VALUES ('00000000-0000-4000-8000-00000000f009', :gina, :open, :a, 1);
SELECT act_as(:carl);
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f009';
SELECT usher_error();
.print -- nor does its owner, who may add nothing there
SELECT act_as(:gina);
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f009';
SELECT usher_error();
UPDATE files SET channel_id = :far WHERE id LIKE '%0000f009';
SELECT act_as(NULL);
.print -- out of a channel that was deleted: by the owner
DELETE FROM channels WHERE name = 'open';
SELECT act_as(:gina);
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f009';
SELECT usher_error();
SELECT act_as(NULL);
UPDATE users SET role = 'creator' WHERE id = :gina;
SELECT act_as(:gina);
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f009';
SELECT act_as(NULL);
SELECT id, user, channel, account FROM f WHERE id <> 'made';
.print -- nobody
SELECT usher_lockdown();
SELECT count(*) FROM files;
INSERT INTO files (checksum, size) VALUES ('aaaa0000000000000000000000000000', 1);
UPDATE files SET size = 1;
DELETE FROM files;
SELECT storage_used();
SELECT storage_available();
SELECT storage_check(1);
SELECT storage_refresh('00000000-0000-4000-8000-000000000005');
SELECT usher_error();
