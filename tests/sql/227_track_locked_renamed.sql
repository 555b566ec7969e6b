-- The triggers of a tracked table that was renamed, and its columns, are still those that storage_track() makes: the
-- connection can be locked, and usage is kept. Foreign keys are enforced: SQLite asks to read what they lead to.
.read setup/people.sql
CREATE TABLE uploads (owner_id TEXT, bytes INTEGER, sha256 TEXT, path TEXT UNIQUE, place TEXT);
CREATE UNIQUE INDEX uploads_place ON uploads (place COLLATE NOCASE, bytes DESC) WHERE place <> '' AND "bytes" > 0;
UPDATE users SET disk_space = 1000 WHERE name = 'uma';
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');
ALTER TABLE uploads RENAME COLUMN bytes TO "the ""size"" (it's)";
ALTER TABLE uploads RENAME COLUMN owner_id TO whose;
ALTER TABLE uploads RENAME COLUMN sha256 TO [select];
ALTER TABLE uploads RENAME COLUMN path TO way;
ALTER TABLE uploads RENAME TO "my ""files""";
PRAGMA foreign_keys = 1;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT usher_lockdown();
INSERT INTO "my ""files""" VALUES (actor(), 600, 'a', 'one', 'Here'), (actor(), 300, 'b', 'two', 'there');
REPLACE INTO "my ""files""" VALUES (actor(), 600, 'c', 'two', 'HERE');
SELECT storage_used(), storage_available();
INSERT INTO "my ""files""" VALUES (actor(), 401, 'd', 'three', NULL);
INSERT INTO "my ""files""" VALUES (actor(), 400, 'd', 'three', NULL);
SELECT storage_used(), storage_available();
