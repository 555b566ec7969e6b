-- A tracked table without an INTEGER PRIMARY KEY: VACUUM numbers its rows anew, and what is noted of some by their
-- numbers is true no more. storage_track() forgets it.
.read setup/people.sql
UPDATE users SET disk_space = 100000 WHERE name IN ('uma', 'carl');
CREATE TEMP VIEW kept AS SELECT name, disk_space_used FROM usher_user WHERE name IN ('uma', 'carl') ORDER BY name;
CREATE TABLE uploads (owner_id TEXT, bytes INTEGER, path TEXT CHECK (path <> ''));
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
INSERT INTO uploads VALUES ('00000000-0000-4000-8000-000000000005', 1, 'a'), ('00000000-0000-4000-8000-000000000005', 10, 'b'), ('00000000-0000-4000-8000-000000000006', 100, 'c'), ('00000000-0000-4000-8000-000000000006', 1000, 'd');
DELETE FROM uploads WHERE path = 'a';
.print -- what an UPDATE passed over stays noted
UPDATE OR IGNORE uploads SET path = '', bytes = 5 WHERE path IN ('b', 'c');
SELECT row, substr(user_id, -2) AS user, size FROM usher_tracked_doubt;
SELECT rowid, path FROM uploads;
VACUUM;
SELECT rowid, path FROM uploads;
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
SELECT count(*) FROM usher_tracked_doubt;
SELECT * FROM kept;
INSERT INTO uploads VALUES ('00000000-0000-4000-8000-000000000006', 10000, 'e');
SELECT * FROM kept;
SELECT name, storage_refresh(id) FROM users WHERE name IN ('uma', 'carl') ORDER BY name;
SELECT count(*) FROM audit_log WHERE action = 'storage.drift';
