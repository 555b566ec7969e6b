-- What merely bears the names of storage_track(), or of what it tracks, is not taken for it; nor do other triggers of the table
-- matter. What is written down of it is who did what; and a refresh that finds nothing wrong writes nothing.
.read setup/people.sql
CREATE TEMP VIEW used AS SELECT name, disk_space_used FROM users WHERE name IN ('uma', 'carl') ORDER BY name;
CREATE TEMP VIEW faults AS SELECT severity, subject, message, remedy FROM usher_doctor() WHERE code = 'storage';
UPDATE users SET disk_space = 1000000 WHERE name IN ('uma', 'carl');
.print -- a table, an index and triggers that are called so, before and after
CREATE TABLE storage_track_1_insert (a);
CREATE TABLE other (a);
CREATE TRIGGER storage_track_1_other AFTER INSERT ON other BEGIN SELECT 1; END;
CREATE TABLE upload (id INTEGER PRIMARY KEY, uid TEXT, bytes INTEGER, sum TEXT, note TEXT);
CREATE INDEX storage_track_1_index ON upload (note);
CREATE TRIGGER app AFTER UPDATE ON upload BEGIN SELECT 1; END;
CREATE UNIQUE INDEX low ON upload (lower(note));
CREATE TRIGGER low AFTER DELETE ON other BEGIN SELECT 1; END;
SELECT storage_track('upload', '{"size":"bytes","user":"uid"}');
INSERT INTO upload (uid, bytes, note) SELECT id, 100, name FROM p WHERE name IN ('uma', 'carl');
SELECT * FROM used;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
REPLACE INTO upload (uid, bytes, note) SELECT id, 7, 'UMA' FROM p WHERE name = 'uma';
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT * FROM faults;
.print -- renamed: it goes by its triggers
ALTER TABLE upload RENAME TO sent;
ALTER TABLE sent RENAME COLUMN bytes TO size;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT storage_track('sent', '{"size":"size","user":"uid","checksum":"sum"}');
SELECT * FROM faults;
SELECT action, object_id, before, after FROM audit_log WHERE action LIKE 'storage.%' ORDER BY id;
.print -- renamed, and one trigger is lost: it is told by the name that it has
ALTER TABLE sent RENAME TO received;
DROP TRIGGER storage_track_1_update;
SELECT * FROM faults;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT storage_track('received', '{"size":"size","user":"uid","checksum":"sum"}');
SELECT * FROM faults;
.print -- a refresh of what is right writes nothing
CREATE TABLE written (n);
CREATE TRIGGER written AFTER UPDATE ON usher_user BEGIN INSERT INTO written VALUES (new.disk_space_used); END;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT count(*) FROM written;
UPDATE usher_user SET disk_space_used = 1 WHERE id IN (SELECT id FROM p WHERE name = 'uma');
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT group_concat(n) FROM written;
DROP TRIGGER written;
.print -- rows with and without a checksum, of somebody, of nobody, of what is no text
INSERT INTO received (uid, size, sum, note) SELECT id, column1, column2, column3 FROM p, (VALUES (10, NULL, 'a'), (20, NULL, 'b'), (30, 'x', 'c'), (40, 'x', 'd'), (50, 'y', 'e')) WHERE name = 'carl';
INSERT INTO received (uid, size, note) VALUES (NULL, 1000, 'n');
SELECT * FROM used;
PRAGMA ignore_check_constraints = 1;
UPDATE usher_user SET disk_space_used = 0;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
SELECT * FROM used;
.print -- an altered trigger tells of columns what it lists, and no more
DROP TRIGGER storage_track_1_insert;
CREATE TRIGGER storage_track_1_insert AFTER INSERT ON received BEGIN
SELECT NEW."size"+ NEW."note"; END;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
SELECT subject, message FROM faults;
DROP TRIGGER storage_track_1_insert;
CREATE TRIGGER storage_track_1_insert AFTER INSERT ON received BEGIN
SELECT NEW.size, NEW."uid"; END;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
DROP TRIGGER storage_track_1_insert;
CREATE TRIGGER storage_track_1_insert AFTER INSERT ON received BEGIN SELECT NEW."note", NEW."note"; END;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
SELECT subject, message FROM faults;
SELECT storage_untrack('received');
.print -- a table that was dropped, and something else that has its name
SELECT storage_track('received', '{"size":"size","user":"uid"}');
DROP TABLE received;
CREATE INDEX received ON other (a);
CREATE TRIGGER received AFTER INSERT ON other BEGIN SELECT 1; END;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
SELECT subject, message, remedy FROM faults;
SELECT storage_untrack('received');
SELECT storage_untrack('received');
SELECT usher_error() ->> 'field', usher_error() ->> 'code';
SELECT action, object_id, before, after FROM audit_log WHERE action LIKE 'storage.%' ORDER BY id DESC LIMIT 1;
.print -- tables that are none of one's own
CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT, bytes INTEGER);
SELECT storage_track('sqlite_sequence', '{"size":"seq","user":"name"}');
SELECT storage_track('usher_user', '{"size":"disk_space","user":"id"}');
SELECT storage_track('nothing', '{"size":"seq","user":"name"}');
INSERT INTO counted (uid, bytes) VALUES ('who', 1), (NULL, -1);
SELECT storage_track('counted', '{"size":"bytes","user":"uid"}');
SELECT usher_error() ->> 'field';
UPDATE counted SET bytes = 1;
SELECT storage_track('counted', '{"size":"bytes","user":"uid"}');
SELECT usher_error() ->> 'field';
