-- What a file may be: every limit of its columns on both sides; one clear error, and nothing changed.
.read setup/people.sql
.read setup/files.sql
UPDATE users SET disk_space = 9223372036854775807 WHERE name = 'carl';

.print -- sizes: whole numbers from 0 to 2^53 - 1, in any form
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :a, 0), (:carl, :a, 9007199254740991), (:carl, :a, '12'), (:carl, :a, 1e3), (:carl, :a, '5.0');
SELECT size, typeof(size) FROM files ORDER BY rowid;
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, -1);
SELECT usher_error();
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, 9007199254740992);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, 9223372036854775807);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, 9223372036854775808);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, 1e300);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, 1.5);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, 'much');
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, '');
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, x'31');
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, NULL);
SELECT usher_error();
UPDATE files SET size = -1 WHERE size = 12;
UPDATE files SET size = 0.5 WHERE size = 12;
UPDATE files SET size = NULL WHERE size = 12;
.print -- checksums: hexadecimal digits, 32, 40, 56, 64, 96 or 128 of them
INSERT INTO files (user_id, checksum, size) SELECT :carl, printf('%.*c', value, 'F'), value FROM json_each('[32,40,56,64,96,128]');
SELECT length(checksum), checksum = lower(checksum), size FROM files WHERE checksum LIKE 'ffff%' ORDER BY rowid;
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 31, 'f'), 1);
SELECT usher_error();
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 33, 'f'), 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 129, 'f'), 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 100000, 'f'), 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 31, 'f') || 'g', 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 31, 'f') || ' ', 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 16, 'f') || char(0) || printf('%.*c', 15, 'f'), 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, printf('%.*c', 16, 'é'), 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, '', 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, 11111111111111111111111111111111, 1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, zeroblob(32), 1);
INSERT INTO files (user_id, size) VALUES (:carl, 1);
UPDATE files SET checksum = 'no' WHERE size = 12;
UPDATE files SET checksum = NULL WHERE size = 12;
.print -- formats: 1 to 40 characters, or none
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :c, 1, printf('%.*c', 40, 'é')), (:carl, :c, 1, 'x'), (:carl, :c, 1, NULL), (:carl, :c, 1, 'application/pdf');
SELECT length(format) FROM files WHERE checksum = :c ORDER BY rowid;
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :b, 1, printf('%.*c', 41, 'é'));
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :b, 1, '');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :b, 1, CAST(x'ff' AS TEXT));
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :b, 1, 'a' || char(0) || 'b');
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :b, 1, 4);
UPDATE files SET format = '' WHERE size = 12;
.print -- trees: a word of 1 to 40 letters
INSERT INTO files (user_id, checksum, size, tree) VALUES (:carl, :d, 1, printf('%.*c', 40, 'x')), (:carl, :d, 1, 's'), (:carl, :d, 1, 'chef-tree_2');
SELECT length(tree) FROM files WHERE checksum = :d ORDER BY rowid;
INSERT INTO files (user_id, checksum, size, tree) VALUES (:carl, :b, 1, printf('%.*c', 41, 'x'));
INSERT INTO files (user_id, checksum, size, tree) VALUES (:carl, :b, 1, '');
INSERT INTO files (user_id, checksum, size, tree) VALUES (:carl, :b, 1, 'two words');
INSERT INTO files (user_id, checksum, size, tree) VALUES (:carl, :b, 1, 'bäume');
INSERT INTO files (user_id, checksum, size, tree) VALUES (:carl, :b, 1, 'main' || char(0));
INSERT INTO files (user_id, checksum, size, tree) VALUES (:carl, :b, 1, 1);
UPDATE files SET tree = NULL WHERE size = 12;
.print -- ids and times
INSERT INTO files (id, user_id, checksum, size) VALUES ('x', :carl, :b, 1);
INSERT INTO files (user_id, checksum, size) VALUES ('carl', :b, 1);
INSERT INTO files (user_id, channel_id, checksum, size) VALUES (:carl, 'open', :b, 1);
INSERT INTO files (user_id, checksum, size, created_at) VALUES (:carl, :b, 1, 'invalid-timestamp');
INSERT INTO files (rowid, user_id, checksum, size) VALUES (0, :carl, :b, 1);
.print -- who and where there is none
INSERT INTO files (checksum, size) VALUES (:b, 1);
SELECT usher_error();
INSERT INTO files (user_id, checksum, size) VALUES (:none, :b, 1);
SELECT usher_error();
INSERT INTO files (user_id, checksum, size) VALUES (:dan, :b, 1);
SELECT usher_error();
INSERT INTO files (user_id, channel_id, checksum, size) VALUES (:carl, :none, :b, 1);
SELECT usher_error();
INSERT INTO files (user_id, channel_id, checksum, size) VALUES (:carl, :gone, :b, 1);
SELECT usher_error();
UPDATE files SET channel_id = :none WHERE size = 12;
UPDATE files SET channel_id = :gone WHERE size = 12;
.print -- of all that failed nothing is left: within a transaction, of several rows
BEGIN;
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, -1);
INSERT INTO files (user_id, checksum, size) VALUES (:carl, :b, 1), (:carl, :b, 2), (:carl, :b, -1);
INSERT INTO files (user_id, checksum, size, format) SELECT :carl, :b, 3 - value, 'mp4' FROM json_each('[1,2,3,4]');
UPDATE files SET size = iif(checksum = :d, -1, size + 1);
COMMIT;
INSERT OR IGNORE INTO files (user_id, checksum, size) VALUES (:carl, :b, 1), (:carl, :b, -1), (:carl, :b, 2);
SELECT content, size FROM f WHERE content IN ('aaaa', 'bbbb', 'dddd');
SELECT count(*) FROM log WHERE action = 'file.create';
SELECT count(*) FROM files;
