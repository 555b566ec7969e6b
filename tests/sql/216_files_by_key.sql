-- Files by API keys: what the scopes say, of files.upload, files.read and files.update; one's own are shown by self.read;
-- a service user has files of its own. The quota is that of whoever the file is of.
.read setup/people.sql
.read setup/files.sql
CREATE TEMP TABLE made AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', column2, 'scopes', json(column3))) AS key
FROM (VALUES ('upload', :carl, '["files.upload"]'), ('none', :carl, '[]'), ('reader', :adam, '["files.read"]'),
    ('editor', :adam, '["files.read","files.update"]'), ('full', :adam, '["channels.update","files.read","files.update","files.upload"]'), ('self', :adam, '["users.read_private","users.update"]'));
INSERT INTO made SELECT 'all', api_key_create('all', json_object('user_id', :adam));
INSERT INTO made SELECT 'service', api_key_create('service', json_object('owner', 'account', 'account_id', '00000000-0000-4000-8000-0000000000aa', 'user_id', '00000000-0000-4000-8000-000000000091', 'scopes', json('["files.upload","storage.unlimited"]')));
INSERT INTO files (id, user_id, channel_id, checksum, size, format) SELECT '00000000-0000-4000-8000-00000000f' || column1, column2, column3, column4, 10, 'mp4'
FROM (VALUES ('001', :carl, NULL, :a), ('002', :carl, :open, :b), ('003', :adam, NULL, :c));
CREATE TEMP VIEW seen AS SELECT count(*), group_concat(substr(id, -3), ' ') FILTER (WHERE id GLOB '00000000-*') FROM (SELECT id FROM files ORDER BY id);

.print -- an upload key adds, sees nothing, changes nothing, and edits no channel
SELECT authenticate(key) FROM made WHERE name = 'upload';
SELECT * FROM seen;
INSERT INTO files (checksum, size, format) VALUES (:d, 20, 'mp4');
INSERT INTO files (checksum, size, format) VALUES (:e, 61, 'mp4');
SELECT usher_error();
INSERT INTO files (channel_id, checksum, size) VALUES (:open, :e, 1);
SELECT usher_error();
INSERT INTO files (user_id, checksum, size) VALUES (:adam, :e, 1);
UPDATE files SET size = 1;
DELETE FROM files;
SELECT storage_used();
SELECT usher_error();
SELECT storage_refresh();
SELECT storage_check(1);
.print -- one without scopes does nothing
SELECT authenticate(key) FROM made WHERE name = 'none';
SELECT * FROM seen;
INSERT INTO files (checksum, size) VALUES (:e, 1);
SELECT usher_error();
.print -- files.read
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT * FROM seen;
UPDATE files SET size = 1 WHERE id LIKE '%0000f003';
SELECT usher_error();
DELETE FROM files WHERE id LIKE '%0000f003';
INSERT INTO files (checksum, size) VALUES (:e, 1);
.print -- files.update: all files, but not into channels
SELECT authenticate(key) FROM made WHERE name = 'editor';
UPDATE files SET size = 11 WHERE id LIKE '%0000f003' OR id LIKE '%0000f001';
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f002';
SELECT usher_error();
UPDATE files SET channel_id = :open WHERE id LIKE '%0000f001';
SELECT usher_error();
SELECT authenticate(key) FROM made WHERE name = 'full';
UPDATE files SET channel_id = NULL WHERE id LIKE '%0000f002';
UPDATE files SET channel_id = :open WHERE id LIKE '%0000f001';
INSERT INTO files (channel_id, checksum, size, format) VALUES (:viewed, :e, 1, 'mp4');
.print -- their own storage by users.read_private; and by users.update as far as a key is not outranked
SELECT authenticate(key) FROM made WHERE name = 'self';
SELECT storage_used(), storage_available(), storage_check(1000);
SELECT storage_refresh();
SELECT authenticate(key) FROM made WHERE name = 'all';
SELECT storage_refresh();
.print -- a service user: files of its own; its key is no user, who has no quota
SELECT authenticate(key) FROM made WHERE name = 'service';
INSERT INTO files (checksum, size, format) VALUES (:a, 5, 'mp4');
SELECT * FROM seen;
SELECT act_as(NULL);
SELECT substr(user_id, -2), size FROM files WHERE size = 5;
UPDATE usher_user SET disk_space = 6 WHERE id = '00000000-0000-4000-8000-000000000091';
SELECT authenticate(key) FROM made WHERE name = 'service';
INSERT INTO files (checksum, size, format) VALUES (:b, 2, 'mp4');
SELECT usher_error();
SELECT act_as(NULL);
SELECT id, user, channel, content, size, account FROM f;
SELECT * FROM kept;
SELECT actor, action, id, account FROM log WHERE id GLOB 'f0*' AND action <> 'file.create';
