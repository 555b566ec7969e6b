-- Files, rule by rule: what stands behind another rule, each limit from both sides, and what is logged of it.
.read setup/people.sql
.read setup/files.sql
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'none', '[]'), ('00000000-0000-4000-8000-0000000000aa', 'reads', '["files.read","files.upload"]'), ('00000000-0000-4000-8000-0000000000aa', 'brings', '["files.upload"]'),
    ('00000000-0000-4000-8000-0000000000aa', 'mends', '["files.read","files.update"]');
.print -- a checksum and a tree are text, whatever their bytes
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, CAST(:a AS BLOB), 1, 'mp4');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, 1, 1, 'mp4');
INSERT INTO files (user_id, checksum, size, format, tree) VALUES (:carl, :a, 1, 'mp4', CAST('main' AS BLOB));
SELECT storage_check(1, CAST(:a AS BLOB), :carl);
SELECT storage_check(1, '', :carl);
SELECT storage_check(1, NULL, :carl, 1);
SELECT storage_check(x'00', NULL, :carl);
SELECT storage_check(9007199254740992, NULL, :carl);
SELECT storage_check('x', NULL, :carl);
SELECT storage_check(1, 'x', 'x');
SELECT storage_check('y', 'x');
.print -- how long they are, and of which letters
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, substr(:a, 2), 1, 'mp4');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, substr(:a, 2) || 'g', 1, 'mp4');
INSERT INTO files (user_id, checksum, size, format, tree) VALUES (:carl, :a, 1, 'mp4', '');
INSERT INTO files (user_id, checksum, size, format, tree) VALUES (:carl, :a, 1, 'mp4', 'a b');
INSERT INTO files (user_id, checksum, size, format, tree) VALUES (:carl, :a, 1, 'mp4', printf('%.41c', 'a'));
INSERT INTO files (user_id, checksum, size, format, tree) VALUES (:carl, :a, 1, 'mp4', printf('%.40c', 'a')), (:carl, :a, 1, 'mp4', 'a');
DELETE FROM files;
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 101, 'mp4');
.print -- another content in the place of one of two: what still counts makes no room
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 60, 'mp4'), (:carl, :a, 60, 'mov');
UPDATE files SET checksum = :b WHERE format = 'mov';
UPDATE files SET checksum = :b, size = 41 WHERE format = 'mov';
UPDATE files SET checksum = :b, size = 40 WHERE format = 'mov';
SELECT storage_used(:carl), storage_available(:carl), storage_check(0, NULL, :carl), storage_check(60, :a, :carl);
DELETE FROM files WHERE format = 'mov';
SELECT storage_check(40, NULL, :carl);
SELECT storage_check(41, NULL, :carl);
UPDATE files SET checksum = :b, size = 100;
UPDATE files SET checksum = :a, size = 101;
DELETE FROM files;
SELECT * FROM kept;
.print -- who may take it out of a channel, and into another
INSERT INTO files (id, user_id, channel_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-00000000f001', :carl, :open, :a, 1, 'a'), ('00000000-0000-4000-8000-00000000f002', :carl, NULL, :b, 2, 'b'),
    ('00000000-0000-4000-8000-00000000f003', :carl, :viewed, :c, 3, 'c'), ('00000000-0000-4000-8000-00000000f004', :gina, :far, :d, 4, 'd');
INSERT INTO channel_members (channel_id, user_id, mode) VALUES (:open, :adam, 'edit'), (:viewed, :adam, 'edit'), (:open, :gina, 'edit');
INSERT INTO usher_file SELECT 5, '00000000-0000-4000-8000-00000000f005', account_id, user_id, :gone, checksum, 5, format, tree, created_at, updated_by, updated_at FROM usher_file WHERE format = 'a';
.print -- one's own, without files.upload: out of a channel, not into one
UPDATE users SET role = 'none' WHERE id = :carl;
SELECT act_as(:carl);
UPDATE files SET channel_id = :viewed WHERE format = 'a' AND size = 1;
UPDATE files SET channel_id = :open WHERE format = 'b';
UPDATE files SET format = 'cc' WHERE format = 'c';
UPDATE files SET channel_id = NULL WHERE format = 'a' AND size = 1;
UPDATE files SET channel_id = NULL WHERE format = 'cc';
UPDATE files SET channel_id = :open WHERE format = 'a' AND size = 1;
UPDATE files SET channel_id = NULL WHERE size = 5;
SELECT act_as(NULL);
UPDATE usher_file SET channel_id = :far WHERE id GLOB '*f005';
SELECT act_as(:carl);
UPDATE files SET channel_id = NULL WHERE size = 5;
SELECT act_as(NULL);
SELECT * FROM f;
.print -- one of another, which is only seen; and by files.upload alone from one channel that one edits to another
UPDATE usher_file SET channel_id = :open WHERE id GLOB '*f001';
UPDATE usher_file SET channel_id = :gone WHERE id GLOB '*f005';
UPDATE users SET role = 'reads' WHERE id = :adam;
SELECT act_as(:adam);
UPDATE files SET channel_id = :open WHERE format = 'b';
SELECT usher_error();
UPDATE files SET channel_id = :viewed WHERE size = 1;
UPDATE files SET channel_id = :open WHERE size = 1;
UPDATE files SET channel_id = NULL WHERE size = 1;
UPDATE files SET channel_id = :viewed WHERE size = 1;
UPDATE files SET size = 6 WHERE size = 1;
UPDATE files SET size = 1 WHERE size = 6;
SELECT act_as(NULL);
UPDATE users SET role = 'none' WHERE id = :adam;
SELECT act_as(:adam);
UPDATE files SET size = 6 WHERE size = 1;
UPDATE files SET format = 'aa' WHERE size = 1;
SELECT act_as(NULL);
UPDATE users SET role = 'mends' WHERE id = :adam;
SELECT act_as(:adam);
SELECT count(*) FROM channels WHERE id = :gone;
INSERT INTO channel_members (channel_id, user_id, mode) VALUES (:gone, :adam, 'view');
SELECT act_as(NULL);
INSERT INTO usher_channel_member SELECT 99, '00000000-0000-4000-8000-00000000d999', :gone, :adam, 'view', NULL, created_at, NULL, updated_at FROM usher_channel_member LIMIT 1;
SELECT act_as(:adam);
SELECT count(*) FROM channels WHERE id = :gone;
UPDATE files SET channel_id = NULL WHERE size = 5;
UPDATE files SET channel_id = NULL WHERE size = 1;
UPDATE files SET channel_id = :open WHERE size = 1;
SELECT act_as(NULL);
SELECT * FROM f;
.print -- into another account: it is logged there
SELECT act_as(:gina);
UPDATE files SET channel_id = :open, format = 'dd' WHERE format = 'd';
SELECT act_as(NULL);
SELECT * FROM log WHERE action = 'file.update';
.print -- whose it is: nobody's that is deleted, and first whether the channel is there
INSERT INTO files (user_id, checksum, size, format) VALUES (:dan, :a, 1, 'mp4');
INSERT INTO files (user_id, channel_id, checksum, size, format) VALUES (:dan, :none, :a, 1, 'mp4');
INSERT INTO files (user_id, channel_id, checksum, size, format) VALUES (:carl, :gone, :a, 1, 'mp4');
.print -- users who may ask about themselves and others
SELECT act_as(:carl);
SELECT storage_used(), storage_used(:carl), storage_available(NULL);
SELECT storage_used('x');
SELECT storage_used(:uma);
SELECT storage_available(:uma);
SELECT storage_check(1, NULL, :uma);
SELECT storage_used(:bert);
SELECT storage_refresh(:carl);
SELECT act_as(NULL);
SELECT storage_used();
SELECT storage_used('00000000-0000-4000-8000-00000000f999');
.print -- nor does a key that may not see its own user ask about them
CREATE TEMP TABLE made AS SELECT api_key_create('k', json_object('user_id', :carl, 'scopes', json('[]'))) AS key;
SELECT authenticate(key) FROM made;
SELECT storage_used();
SELECT usher_error();
SELECT storage_used(:carl);
SELECT storage_check(1);
SELECT act_as(NULL);
.print -- an editor of a channel may mend a file of it by channels.update, too; of another account's it may not
UPDATE users SET role = 'none' WHERE id = :carl;
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'channels', '["channels.update","files.read"]');
UPDATE users SET role = 'channels' WHERE id = :adam;
DELETE FROM channel_members WHERE user_id = :adam;
UPDATE usher_file SET channel_id = :open WHERE format IN ('aa', 'b');
SELECT act_as(:adam);
UPDATE files SET format = 'ch' WHERE format = 'aa';
SELECT act_as(NULL);
UPDATE usher_file SET channel_id = :far WHERE format = 'b';
SELECT act_as(:adam);
UPDATE files SET format = 'ch' WHERE format = 'b';
SELECT act_as(NULL);
.print -- what cannot be counted: a channel that comes back with too many bytes, a user that is not there, a view that is not
PRAGMA ignore_check_constraints = 1;
UPDATE usher_file SET size = 9223372036854775800, channel_id = NULL, format = 'x', user_id = :carl WHERE id GLOB '*f002';
UPDATE usher_file SET size = 7, format = 'y', user_id = :carl, channel_id = :gone WHERE id GLOB '*f005';
UPDATE usher_file SET format = NULL WHERE format NOT IN ('x', 'y');
INSERT INTO channel_members (channel_id, user_id, mode) SELECT :gone, :uma, 'edit';
SELECT storage_refresh(:carl);
SELECT channel_restore(:gone), storage_used(:carl);
DELETE FROM channels WHERE id = :gone;
SELECT storage_used(:carl);
UPDATE usher_file SET size = 8 WHERE format = 'y';
SELECT channel_restore(:gone);
SELECT usher_error();
SELECT discarded_at IS NULL FROM usher_channel WHERE id = :gone;
SELECT storage_used(:carl);
PRAGMA foreign_keys = OFF;
UPDATE usher_file SET user_id = '00000000-0000-4000-8000-00000000f999' WHERE format = 'y';
UPDATE files SET format = 'z' WHERE format = 'y';
SELECT usher_error();
