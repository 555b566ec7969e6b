-- Renamed, a tracked table counts on, whatever its columns are called by now. What is dropped counts no more. If the
-- triggers are gone, or a column that storage_track() was told of, counting anew fails and says what mends it.
.read setup/people.sql
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, sha256 TEXT, path TEXT);
CREATE TABLE pictures (owner_id TEXT, bytes INTEGER);
CREATE TEMP VIEW used AS SELECT name, disk_space_used AS used FROM users WHERE disk_space_used > 0 ORDER BY name;
CREATE TEMP VIEW id AS SELECT max(id) FILTER (WHERE name = 'uma') AS uma, max(id) FILTER (WHERE name = 'olga') AS olga FROM p;
CREATE TEMP VIEW tracked AS SELECT number, table_name, size_column, user_column, checksum_column FROM usher_tracked ORDER BY number;
UPDATE users SET disk_space = 100000 WHERE name = 'uma';
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}'), storage_track('pictures', '{"size":"bytes","user":"owner_id"}');
INSERT INTO uploads SELECT 1, uma, 100, 'a', 'one' FROM id;
INSERT INTO pictures SELECT uma, 10 FROM id;
SELECT * FROM used;

-- The table, and its columns.
ALTER TABLE uploads RENAME COLUMN bytes TO "the ""size""";
ALTER TABLE uploads RENAME COLUMN id TO number;
ALTER TABLE uploads RENAME TO "my ""files""";
INSERT INTO "my ""files""" SELECT 2, uma, 50, 'b', 'two' FROM id;
REPLACE INTO "my ""files""" SELECT 1, uma, 60, 'a', 'one' FROM id;
SELECT * FROM used;
SELECT storage_track('pictures', '{"size":"bytes","user":"owner_id"}');
SELECT storage_track('my "files"', '{"size":"the \"size\"","user":"owner_id","checksum":"sha256"}');
SELECT * FROM tracked;
SELECT * FROM used;

-- Two that exchange their names.
ALTER TABLE pictures RENAME TO other;
ALTER TABLE "my ""files""" RENAME TO pictures;
ALTER TABLE other RENAME TO "my ""files""";
SELECT storage_track('MY "FILES"', '{"size":"bytes","user":"owner_id"}');
SELECT * FROM tracked;
SELECT * FROM used;

-- A key that comes later is known once storage_track() is called again.
CREATE UNIQUE INDEX pictures_path ON pictures (path);
SELECT storage_track('pictures', '{"size":"the \"size\"","user":"owner_id","checksum":"sha256"}');
REPLACE INTO pictures SELECT 9, uma, 1, 'c', 'two' FROM id;
SELECT * FROM used;

-- A table that was dropped.
DROP TABLE "my ""files""";
SELECT storage_track('pictures', '{"size":"the \"size\"","user":"owner_id","checksum":"sha256"}');
SELECT * FROM used;
SELECT storage_untrack('my "files"');
SELECT * FROM tracked;

-- One that was made anew, as ALTER TABLE cannot do it: without its triggers it is not kept, and says so. Another one
-- can be tracked and let go meanwhile.
CREATE TABLE made AS SELECT * FROM pictures;
DROP TABLE pictures;
ALTER TABLE made RENAME TO pictures;
CREATE TABLE more (owner_id TEXT, bytes INTEGER);
SELECT storage_refresh(uma) FROM id;
SELECT usher_error();
SELECT storage_track('more', '{"size":"bytes","user":"owner_id"}'), storage_untrack('more');
SELECT storage_track('pictures', '{"size":"the \"size\"","user":"owner_id","checksum":"sha256"}');
SELECT storage_refresh(uma) FROM id;
DROP TRIGGER storage_track_1_before_delete;
SELECT storage_refresh(uma) FROM id;
SELECT storage_track('pictures', '{"size":"the \"size\"","user":"owner_id","checksum":"sha256"}');
ALTER TABLE pictures RENAME COLUMN sha256 TO sum;
DELETE FROM pictures WHERE number = 9;
SELECT storage_refresh(uma), storage_used(uma) FROM id;
ALTER TABLE pictures DROP COLUMN sum;
SELECT storage_untrack('pictures');
SELECT * FROM used;
SELECT count(*) FROM usher_tracked;
SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'pictures';
