-- A size, or a user, that is computed and cannot be: the table is not tracked as long as there is such a row, though it counts for nobody.
.read setup/people.sql
.mode list
CREATE TABLE doc (id INTEGER PRIMARY KEY, uid TEXT, j TEXT);
INSERT INTO doc (uid, j) SELECT id, '{"size":5}' FROM p WHERE name = 'uma';
INSERT INTO doc (uid, j) VALUES (NULL, '{');
ALTER TABLE doc ADD COLUMN bytes INTEGER AS (json_extract(j, '$.size'));
SELECT storage_track('doc', '{"size":"bytes","user":"uid"}');
SELECT usher_error();
UPDATE doc SET j = '{"size":-1}' WHERE uid IS NULL;
SELECT storage_track('doc', '{"size":"bytes","user":"uid"}');
UPDATE doc SET j = '{"size":7}' WHERE uid IS NULL;
SELECT storage_track('doc', '{"size":"bytes","user":"uid"}');
SELECT name, disk_space_used FROM usher_user WHERE disk_space_used > 0;
SELECT storage_untrack('doc');
CREATE TABLE doc2 (id INTEGER PRIMARY KEY, j TEXT, bytes INTEGER);
INSERT INTO doc2 (j) SELECT json_object('user', id) FROM p WHERE name = 'uma';
INSERT INTO doc2 (j) VALUES ('{');
ALTER TABLE doc2 ADD COLUMN uid TEXT AS (json_extract(j, '$.user'));
SELECT storage_track('doc2', '{"size":"bytes","user":"uid"}');
SELECT usher_error();
SELECT count(*) FROM usher_tracked;
SELECT storage_track('doc2', '{"size":"byts","user":"uid"}');
SELECT storage_track('doc2', '{"size":"bytes","user":"udi"}');
SELECT storage_track('doc2', '{"size":"bytes","user":"uid","checksum":"checksum"}');
CREATE TABLE doc3 (id INTEGER PRIMARY KEY, uid TEXT, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" INTEGER, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" INTEGER);
SELECT storage_track('doc3', '{"size":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac","user":"uid"}');
SELECT storage_track('doc3', '{"size":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd","user":"uid"}');
.print -- in a damaged store, files of less than nothing: they take from what the table's rows count for
UPDATE users SET disk_space = 1000 WHERE name = 'uma';
SELECT storage_track('doc', '{"size":"bytes","user":"uid"}');
INSERT INTO files (user_id, checksum, size, format) SELECT id, '00000000000000000000000000000001', 3, 'mp4' FROM p WHERE name = 'uma';
PRAGMA ignore_check_constraints = 1;
UPDATE usher_file SET size = -3;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
UPDATE usher_file SET size = -9223372036854775808, user_id = (SELECT id FROM p WHERE name = 'carl');
SELECT storage_refresh(id) FROM p WHERE name = 'carl';
