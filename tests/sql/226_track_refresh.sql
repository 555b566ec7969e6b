-- storage_refresh() counts tracked tables together with files, each by itself; a drift is mended and logged. What a
-- tracked table counts for is part of what storage_used(), storage_available() and storage_check() say.
.read setup/people.sql
UPDATE users SET disk_space = 10000 WHERE name = 'uma';
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, sha256 TEXT);
CREATE TABLE pictures (owner_id TEXT, bytes INTEGER);
CREATE TEMP VIEW id AS SELECT max(id) FILTER (WHERE name = 'uma') AS uma, max(id) FILTER (WHERE name = 'carl') AS carl FROM p;
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}'), storage_track('pictures', '{"size":"bytes","user":"owner_id"}');
INSERT INTO uploads SELECT 1, uma, 100, 'd41d8cd98f00b204e9800998ecf8427e' FROM id;
INSERT INTO pictures SELECT uma, 10 FROM id UNION ALL SELECT uma, 10 FROM id;
INSERT INTO files (user_id, checksum, size, format) SELECT uma, 'd41d8cd98f00b204e9800998ecf8427e', 1000, 'png' FROM id;
SELECT storage_used(uma), storage_refresh(uma), storage_available(uma), storage_check(8880, NULL, uma) FROM id;
SELECT storage_check(8881, NULL, uma) FROM id;
INSERT INTO pictures SELECT uma, 8881 FROM id;
INSERT INTO files (user_id, checksum, size, format) SELECT uma, 'd41d8cd98f00b204e9800998ecf84270', 8881, 'png' FROM id;

-- Whoever writes with the triggers out of the way is found out.
UPDATE usher_user SET disk_space_used = 5 WHERE name = 'uma';
SELECT storage_refresh(uma) FROM id;
UPDATE usher_user SET disk_space_used = 5 WHERE name = 'uma';
DELETE FROM uploads;
SELECT storage_used(uma), storage_refresh(uma) FROM id;
SELECT before, after FROM audit_log WHERE action = 'storage.drift' ORDER BY rowid;
SELECT storage_refresh(carl) FROM id;
DROP TABLE pictures;
SELECT storage_used(uma), storage_refresh(uma) FROM id;
SELECT storage_untrack('pictures'), storage_untrack('uploads'), storage_used(uma) FROM id;
