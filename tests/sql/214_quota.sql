-- The space check (001), the same for INSERT, UPDATE and storage_check(): what counts may grow by what is left, but for
-- whoever holds storage.unlimited in their own account. Both sides of the limit; nothing of what is refused stays.
.read setup/people.sql
.read setup/files.sql
.print -- to the last byte, and one more
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 101, 'mp4');
SELECT usher_error();
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 60, 'mp4');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :b, 41, 'mp4');
SELECT usher_error();
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :b, 40, 'mp4');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :c, 1, 'mp4');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :c, 0, 'mp4');
SELECT storage_used(:carl), storage_available(:carl), storage_check(0, NULL, :carl);
SELECT storage_check(1, NULL, :carl);
SELECT usher_error();
.print -- what counts already needs no more; larger under the same checksum, what it is larger by
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 60, 'mp4'), (:carl, :a, 59, 'mp4');
SELECT storage_check(60, upper(:a), :carl), storage_check(40, :b, :carl);
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 61, 'mp4');
SELECT usher_error();
SELECT storage_check(61, :a, :carl);
.print -- what does not count needs none: another tree, no format, a channel that they do not edit
INSERT INTO files (user_id, checksum, size, format, tree) VALUES (:carl, :d, 9007199254740991, 'mp4', 'staging'), (:carl, :d, 9007199254740991, NULL, 'main'), (:carl, :d, 9007199254740991, 'perseus', 'main');
INSERT INTO files (user_id, channel_id, checksum, size, format) VALUES (:carl, :viewed, :d, 9007199254740991, 'mp4');
SELECT * FROM kept;
.print -- until it would: by its tree, its format, its channel
UPDATE files SET tree = 'main' WHERE tree = 'staging';
SELECT usher_error();
UPDATE files SET format = 'pdf' WHERE format IS NULL;
UPDATE files SET format = 'mp4' WHERE format = 'perseus';
UPDATE files SET channel_id = NULL WHERE channel_id = :viewed;
UPDATE files SET channel_id = :open WHERE channel_id = :viewed;
.print -- larger, or another content: what goes makes room
UPDATE files SET size = 41 WHERE checksum = :b;
UPDATE files SET checksum = :e, size = 41 WHERE checksum = :b;
UPDATE files SET checksum = :e, size = 40 WHERE checksum = :b;
SELECT content, size, format FROM f WHERE size < 100;
UPDATE files SET size = 70 WHERE size = 59;
UPDATE files SET size = 30 WHERE checksum = :e;
UPDATE files SET size = 70 WHERE size = 59;
SELECT storage_used(:carl), storage_available(:carl);
SELECT * FROM log WHERE action = 'file.update';
.print -- several rows: all or none; in their order
DELETE FROM files;
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 50, 'mp4'), (:carl, :b, 50, 'mp4'), (:carl, :c, 1, 'mp4');
INSERT OR IGNORE INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 50, 'mp4'), (:carl, :b, 50, 'mp4'), (:carl, :c, 1, 'mp4');
BEGIN;
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 50, 'mp4'), (:carl, :b, 50, 'mp4'), (:carl, :c, 1, 'mp4');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 101, 'mp4');
COMMIT;
SELECT count(*) FROM files;
SELECT count(*) FROM kept;
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 50, 'mp4'), (:carl, :b, 49, 'mp4'), (:carl, :c, 1, 'mp4');
UPDATE files SET size = size + 1 WHERE checksum <> :c;
SELECT size FROM files ORDER BY rowid;
.print -- a quota that is lowered: nothing is left, never less; smaller is still taken
UPDATE users SET disk_space = 10 WHERE name = 'carl';
SELECT storage_used(:carl), storage_available(:carl);
UPDATE files SET size = 48 WHERE checksum = :b;
UPDATE files SET size = 49 WHERE checksum = :b;
UPDATE users SET disk_space = 0 WHERE name = 'carl';
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :d, 0, 'mp4');
.print -- none for storage.unlimited, whatever the role is called, of their own account
INSERT INTO files (user_id, checksum, size, format) VALUES (:adam, :a, 1000, 'mp4'), (:olga, :a, 1000, 'mp4');
SELECT storage_used(:adam), storage_available(:adam), storage_check(9007199254740991, NULL, :adam);
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'big', '["files.upload","storage.unlimited"]'), ('00000000-0000-4000-8000-0000000000aa', 'small', '["files.upload","files.update","users.update"]');
UPDATE users SET role = 'big' WHERE name = 'carl';
UPDATE users SET role = 'small' WHERE name = 'adam';
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :e, 1000, 'mp4');
INSERT INTO files (user_id, checksum, size, format) VALUES (:adam, :e, 1000, 'mp4');
SELECT usher_error();
SELECT storage_available(:carl), storage_available(:adam);
UPDATE account_memberships SET role = 'admin' WHERE user_id = :gina AND account_id = '00000000-0000-4000-8000-0000000000aa';
INSERT INTO channel_members (channel_id, user_id, mode) VALUES (:open, :gina, 'edit');
INSERT INTO files (user_id, channel_id, checksum, size, format) VALUES (:gina, :open, :e, 1000, 'mp4');
SELECT storage_available(:gina);
.print -- a disabled one has it no more
UPDATE users SET enabled = 0 WHERE name = 'carl';
SELECT storage_available(:carl);
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :d, 1, 'mp4');
UPDATE users SET enabled = 1 WHERE name = 'carl';
.print -- sums beyond 2^63 - 1, for them, too
UPDATE usher_user SET disk_space_used = 9223372036854775807 - 1000 WHERE id = :carl;
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, 'ffff0000000000000000000000000000', 1001, 'mp4');
SELECT usher_error();
SELECT storage_check(1001, NULL, :carl);
SELECT storage_check(1000, NULL, :carl);
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, 'ffff0000000000000000000000000000', 1000, 'mp4');
SELECT storage_used(:carl);
UPDATE files SET size = 1001 WHERE checksum GLOB 'ffff*';
SELECT storage_used(:carl), storage_refresh(:carl);
.print -- counted anew, 1025 files of the largest size are too many
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1024)
INSERT INTO usher_file (id, account_id, user_id, checksum, size, format, created_at, updated_at)
SELECT printf('00000000-0000-4000-8000-%012d', i), '00000000-0000-4000-8000-0000000000aa', :olga, printf('%032x', i), 9007199254740991, 'mp4', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z' FROM n;
SELECT storage_refresh(:olga);
INSERT INTO files (user_id, checksum, size, format) VALUES (:olga, :d, 24, 'mp4');
SELECT storage_used(:olga);
INSERT INTO usher_file (id, account_id, user_id, checksum, size, format, created_at, updated_at)
VALUES ('00000000-0000-4000-8000-00000000f999', '00000000-0000-4000-8000-0000000000aa', :olga, :e, 9007199254740991, 'mp4', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z');
SELECT storage_refresh(:olga);
SELECT usher_error();
SELECT storage_used(:olga);
