-- storage_track() counts an application's table: what is there at once, then whatever comes, goes or changes. Of each
-- user and checksum the largest size; a row without a checksum by itself; without a user or a size for nothing.
.read setup/people.sql
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'carl');
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, sha256 TEXT, path TEXT UNIQUE);
CREATE TEMP VIEW used AS SELECT name, disk_space_used AS used FROM users WHERE disk_space_used > 0 ORDER BY name;
CREATE TEMP VIEW id AS SELECT max(id) FILTER (WHERE name = 'uma') AS uma, max(id) FILTER (WHERE name = 'carl') AS carl, max(id) FILTER (WHERE name = 'adam') AS adam FROM p;
INSERT INTO uploads SELECT 1, uma, 100, 'a', 'one' FROM id UNION ALL SELECT 2, uma, 300, 'a', 'two' FROM id UNION ALL SELECT 3, carl, 5000, 'a', 'three' FROM id;
SELECT storage_track('UPLOADS', '{"size":"Bytes","user":"owner_id","checksum":"sha256"}');
SELECT table_name, size_column, user_column, checksum_column FROM usher_tracked;
SELECT * FROM used;

-- In, out, changed, moved to somebody else; several rows at once.
INSERT INTO uploads SELECT 4, uma, 50, 'b', 'four' FROM id UNION ALL SELECT 5, uma, 20, NULL, 'five' FROM id UNION ALL SELECT 6, uma, 20, NULL, 'six' FROM id UNION ALL SELECT 7, NULL, 10, 'c', 'seven' UNION ALL SELECT 8, uma, NULL, 'd', 'eight' FROM id;
SELECT * FROM used;
DELETE FROM uploads WHERE id = 2;
SELECT * FROM used;
UPDATE uploads SET bytes = bytes + 1 WHERE owner_id = (SELECT uma FROM id);
SELECT * FROM used;
UPDATE uploads SET owner_id = (SELECT adam FROM id) WHERE owner_id IS (SELECT carl FROM id);
SELECT * FROM used;
UPDATE uploads SET sha256 = 'a' WHERE id IN (4, 5, 6);
SELECT * FROM used;
UPDATE uploads SET path = path || '.txt';
SELECT * FROM used;

-- What a REPLACE takes away, by whatever key; an UPSERT; what is passed over.
REPLACE INTO uploads SELECT 1, uma, 400, 'e', 'four.txt' FROM id;
SELECT * FROM used;
UPDATE OR REPLACE uploads SET id = 1, bytes = 30 WHERE id = 5;
SELECT * FROM used;
INSERT INTO uploads SELECT 1, uma, 60, 'f', 'nine' FROM id WHERE TRUE ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256;
SELECT * FROM used;
INSERT OR IGNORE INTO uploads SELECT 1, uma, 90, 'g', 'ten' FROM id;
SELECT * FROM used;
SELECT id, bytes, sha256, path FROM uploads ORDER BY id;

-- What is rolled back has not counted.
BEGIN;
DELETE FROM uploads;
SELECT * FROM used;
SAVEPOINT s;
INSERT INTO uploads SELECT 20, carl, 1000, 'h', NULL FROM id;
SELECT * FROM used;
ROLLBACK TO s;
SELECT * FROM used;
ROLLBACK;
SELECT * FROM used;

-- Told again, without the checksum; and let go, with every trace.
INSERT INTO uploads SELECT 9, uma, 60, 'f', NULL FROM id;
SELECT * FROM used;
INSERT INTO usher VALUES ('storage_track', '["uploads", {"size":"bytes","user":"owner_id"}]');
SELECT * FROM used;
SELECT count(*) FROM usher_tracked;
INSERT INTO usher VALUES ('storage_untrack', '["Uploads"]');
SELECT * FROM used;
SELECT (SELECT count(*) FROM usher_tracked), (SELECT count(*) FROM usher_tracked_doubt), (SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'usher%');
SELECT storage_untrack('uploads');
SELECT action, object_type, object_id, before, after FROM audit_log WHERE action LIKE 'storage.%' ORDER BY rowid;
