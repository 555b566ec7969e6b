-- Out of a channel that whoever acts does not see, the owner of a file takes it, and nobody can tell by that whether the
-- channel was deleted: a channel that is not seen is not there. Others need the right to see it.
.read setup/people.sql
.read setup/files.sql
INSERT INTO files (id, user_id, channel_id, checksum, size, format)
SELECT '00000000-0000-4000-8000-00000000f' || column1, column2, column3, column4, 1, 'mp4' FROM (VALUES
    ('001', :carl, :open, :a), ('002', :carl, :open, :b), ('003', :carl, :viewed, :c), ('004', :mia, :viewed, :d));

.print -- whoever sees the channel and does not edit it does not take their file out; whoever left it does
SELECT act_as(:carl);
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f003';
SELECT usher_error();
SELECT remove_self(:open);
SELECT can('channels.update', :open), can('files.update', '00000000-0000-4000-8000-00000000f001');
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f001';
.print -- it counts again, within the quota
SELECT storage_used();
.print -- the same if the channel is deleted
SELECT act_as(NULL);
DELETE FROM channels WHERE id = :open;
SELECT act_as(:carl);
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f002';
SELECT storage_used();
SELECT act_as(NULL);
SELECT id, user, channel, account FROM f;

.print -- files.update without a sight of the channel: refused, deleted or not
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'archivist', '["files.read","files.update","files.upload"]');
UPDATE users SET role = 'archivist' WHERE id = :uma;
SELECT act_as(:uma);
SELECT count(*) FROM channels WHERE id = :viewed;
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f004';
SELECT usher_error();
SELECT act_as(NULL);
DELETE FROM channels WHERE id = :viewed;
SELECT act_as(:uma);
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f004';
SELECT usher_error();
SELECT act_as(NULL);
SELECT id, user, channel, account FROM f;
