-- The table files: what is given, what usher keeps, what may be changed; one audit row for each change.
.read setup/people.sql
.read setup/files.sql

.print -- the least, by the system and by a user
INSERT INTO files (id, user_id, checksum, size) VALUES ('00000000-0000-4000-8000-00000000F001', :carl, 'AAAA0000000000000000000000000000', 7) RETURNING id;
SELECT id, account_id, user_id, channel_id, checksum, size, format, tree, length(created_at), updated_by, created_at = updated_at FROM files;
SELECT act_as(:carl);
INSERT INTO files (rowid, checksum, size, format) VALUES (77, :b, 8.0, 'mp4');
SELECT last_insert_rowid();
SELECT id GLOB '????????-????-7???-????-????????????', account_id, user_id, channel_id, checksum, size, typeof(size), format, tree, updated_by FROM files WHERE rowid = 77;
.print -- all of it; the account is the channel's
SELECT act_as(NULL);
INSERT INTO files (id, user_id, channel_id, checksum, size, format, tree, created_at) VALUES ('00000000-0000-4000-8000-00000000f003', :gina, :far, :c, '9', 'pdf', 'staging', '2022-01-01T01:00:00+01:00');
INSERT INTO files (id, user_id, checksum, size) VALUES ('00000000-0000-4000-8000-00000000f004', :gina, :c, 9e0);
SELECT * FROM f;
SELECT created_at, length(updated_at) FROM files WHERE created_at LIKE '2022%';
SELECT * FROM kept;
.print -- by its keys, its owner, its channel, its account
SELECT size FROM files WHERE id = '00000000-0000-4000-8000-00000000F001';
SELECT count(*), sum(size) FROM files WHERE user_id = :gina;
SELECT size FROM files WHERE channel_id = :far;
SELECT count(*) FROM files WHERE account_id = '00000000-0000-4000-8000-0000000000aa';
SELECT size FROM files WHERE checksum IN (:a, :b) ORDER BY size DESC;
.print -- changed, and taken back to what it was; nothing where nothing differs
UPDATE files SET format = 'png', tree = 'staging', size = 17, checksum = 'DDDD0000000000000000000000000000', channel_id = :open WHERE id = '00000000-0000-4000-8000-00000000f001';
UPDATE files SET size = 17.0, checksum = 'DDDD0000000000000000000000000000', tree = 'staging' WHERE id = '00000000-0000-4000-8000-00000000f001';
UPDATE files SET format = NULL, channel_id = NULL WHERE id = '00000000-0000-4000-8000-00000000f001';
SELECT * FROM f;
SELECT act_as(:carl);
UPDATE files SET tree = 'main' WHERE rowid <> 77;
SELECT substr(id, -4), updated_by, updated_at > created_at FROM files WHERE rowid <> 77;
DELETE FROM files WHERE rowid <> 77;
DELETE FROM files WHERE rowid <> 77;
SELECT act_as(NULL);
SELECT count(*) FROM files;
.print -- one row in the log for each; of 77 the id is made
SELECT actor, action, id, account, iif(action = 'file.delete', json_remove(before, '$.created_at'), before), after FROM log;
.print -- what cannot be set
INSERT INTO files (user_id, checksum, size, account_id) VALUES (:carl, :a, 1, '00000000-0000-4000-8000-0000000000aa');
INSERT INTO files (user_id, checksum, size, updated_at) VALUES (:carl, :a, 1, '2022-01-01T00:00:00Z');
UPDATE files SET account_id = '00000000-0000-4000-8000-0000000000ab';
UPDATE files SET user_id = :uma;
UPDATE files SET id = '00000000-0000-4000-8000-00000000f009' WHERE rowid = 77;
UPDATE files SET created_at = '2022-01-01T00:00:00Z';
UPDATE files SET updated_by = NULL, updated_at = '2022-01-01T00:00:00Z';
UPDATE files SET rowid = 78 WHERE rowid = 77;
.print -- an id, and a rowid, once
INSERT INTO files (id, user_id, checksum, size) VALUES ('00000000-0000-4000-8000-00000000f003', :carl, :e, 1);
SELECT usher_error();
INSERT INTO files (rowid, user_id, checksum, size) VALUES (77, :carl, :e, 1);
INSERT OR REPLACE INTO files (id, user_id, checksum, size) VALUES ('00000000-0000-4000-8000-00000000f003', :carl, :e, 1);
INSERT OR IGNORE INTO files (id, user_id, checksum, size) VALUES ('00000000-0000-4000-8000-00000000f003', :carl, :e, 1), ('00000000-0000-4000-8000-00000000f005', :carl, :e, 1);
SELECT * FROM f WHERE content = 'eeee';
