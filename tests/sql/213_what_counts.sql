-- What counts against a user's disk space (001): what they brought, in the main tree, without a channel or in one that
-- is not deleted and that they edit, of a format that is known and not excluded, each checksum once. What is kept, what
-- storage_refresh() counts, and what is left follow every change of files, channels and memberships.
.read setup/people.sql
.read setup/files.sql
.print -- a file without a channel
INSERT INTO files (id, user_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-00000000f001', :carl, :a, 10, 'mp4');
SELECT storage_used(:carl), storage_available(:carl);
.print -- the same content again counts once, the largest size that was given for it
INSERT INTO files (id, user_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-00000000f002', :carl, upper(:a), 10, 'mp4'), ('00000000-0000-4000-8000-00000000f003', :carl, :a, 11, 'pdf'), ('00000000-0000-4000-8000-00000000f004', :carl, :a, 4, 'pdf');
SELECT storage_used(:carl);
DELETE FROM files WHERE size = 11;
SELECT storage_used(:carl);
DELETE FROM files WHERE id LIKE '%0000f001';
SELECT storage_used(:carl);
DELETE FROM files WHERE id LIKE '%0000f002';
SELECT storage_used(:carl);
DELETE FROM files;
SELECT storage_used(:carl);
.print -- for each user who has it
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 10, 'mp4'), (:mia, :a, 10, 'mp4');
SELECT * FROM kept;
DELETE FROM files WHERE user_id = :carl;
SELECT * FROM kept;
DELETE FROM files;
.print -- not: another tree, no format, an excluded one; a file of no bytes is none too many
INSERT INTO files (id, user_id, checksum, size, format, tree) VALUES ('00000000-0000-4000-8000-00000000f001', :carl, :a, 10, 'mp4', 'staging'), ('00000000-0000-4000-8000-00000000f002', :carl, :b, 20, NULL, 'main'),
    ('00000000-0000-4000-8000-00000000f003', :carl, :c, 30, 'perseus', 'main'), ('00000000-0000-4000-8000-00000000f004', :carl, :d, 0, 'mp4', 'main');
SELECT * FROM kept;
.print -- until they are changed, one by one; and back
UPDATE files SET tree = 'main' WHERE id LIKE '%0000f001'; SELECT * FROM kept;
UPDATE files SET format = 'pdf' WHERE id LIKE '%0000f002'; SELECT * FROM kept;
UPDATE files SET format = 'exercise' WHERE id LIKE '%0000f003'; SELECT * FROM kept;
UPDATE files SET size = 40 WHERE id LIKE '%0000f004'; SELECT * FROM kept;
UPDATE files SET size = 1, format = NULL WHERE id LIKE '%0000f004'; SELECT * FROM kept;
UPDATE files SET format = 'perseus' WHERE id LIKE '%0000f003'; SELECT * FROM kept;
UPDATE files SET checksum = :a WHERE id LIKE '%0000f002'; SELECT * FROM kept;
UPDATE files SET checksum = :b WHERE id LIKE '%0000f002'; SELECT * FROM kept;
UPDATE files SET tree = 'trash'; SELECT count(*) FROM kept;
DELETE FROM files;
.print -- in channels: one that they edit counts, with what is in no channel; one that they view does not; others' files never
INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-00000000f001', :carl, :open, :a, 10, 'mp4'), ('00000000-0000-4000-8000-00000000f002', :carl, :viewed, :b, 20, 'mp4'),
    ('00000000-0000-4000-8000-00000000f003', :mia, :open, :c, 5, 'mp4'), ('00000000-0000-4000-8000-00000000f004', :mia, :viewed, :d, 7, 'mp4'), ('00000000-0000-4000-8000-00000000f005', :carl, NULL, :a, 10, 'mp4');
SELECT * FROM kept;
.print -- moved: between, out, in
UPDATE files SET channel_id = :viewed WHERE id LIKE '%0000f001'; SELECT * FROM kept;
DELETE FROM files WHERE id LIKE '%0000f005'; SELECT * FROM kept;
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f002'; SELECT * FROM kept;
UPDATE files SET channel_id = :open; SELECT * FROM kept;
.print -- the channel deleted, restored
DELETE FROM channels WHERE id = :open; SELECT * FROM kept;
SELECT channel_restore(:open); SELECT * FROM kept;
.print -- a membership changed, taken, given
UPDATE channel_members SET mode = 'view' WHERE channel_id = :open AND user_id = :carl; SELECT * FROM kept;
UPDATE channel_members SET mode = 'edit' WHERE channel_id = :open; SELECT * FROM kept;
DELETE FROM channel_members WHERE channel_id = :open AND user_id = :carl; SELECT * FROM kept;
INSERT INTO channel_members (channel_id, user_id, mode) VALUES (:open, :carl, 'edit'); SELECT * FROM kept;
SELECT act_as(:carl);
SELECT remove_self(:open);
SELECT act_as(NULL);
SELECT * FROM kept;
INSERT INTO channel_members (channel_id, user_id, mode) VALUES (:open, :carl, 'edit');
.print -- taken back: ROLLBACK, ROLLBACK TO
BEGIN;
DELETE FROM files WHERE user_id = :carl;
SAVEPOINT s;
DELETE FROM channels WHERE id = :open; SELECT count(*) FROM kept;
ROLLBACK TO s; SELECT * FROM kept;
ROLLBACK;
SELECT * FROM kept;
.print -- a user who is disabled or deleted keeps them; restored, too
UPDATE users SET enabled = 0 WHERE name = 'carl';
DELETE FROM users WHERE name = 'carl';
SELECT * FROM kept;
SELECT user_restore(:carl);
SELECT * FROM kept;
.print -- erased: the files stay, as what refers to the user does; out of all channels, only those in none count
INSERT INTO files (id, user_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-00000000f006', :carl, :e, 3, 'mp4');
SELECT user_erase(:carl);
SELECT substr(user_id, -2), substr(id, -4), size FROM files ORDER BY rowid;
SELECT disk_space_used FROM usher_user WHERE id = :carl;
.print -- nothing has drifted
SELECT storage_refresh(id) - disk_space_used FROM users WHERE disk_space_used > 0;
SELECT count(*) FROM audit_log WHERE action = 'storage.drift';
