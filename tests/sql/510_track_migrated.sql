-- A tracked table that was made anew, as SQLite's own advice for ALTER TABLE has it: a new one is filled, takes the name, and gets the triggers
-- that the old one had, to the letter. If it cannot keep them, usher_doctor() says so; nothing is counted wrong.
.read setup/people.sql
.mode list
UPDATE users SET disk_space = 100000 WHERE name IN ('uma', 'carl');
CREATE TEMP VIEW faults AS SELECT subject, message, remedy FROM usher_doctor() WHERE code = 'storage';
CREATE TEMP VIEW used AS SELECT group_concat(name || ' ' || disk_space_used, ', ') FROM (SELECT name, disk_space_used FROM usher_user WHERE disk_space_used > 0 ORDER BY name);
CREATE TABLE upload (id INTEGER PRIMARY KEY, uid TEXT, bytes INTEGER, sum TEXT);
SELECT storage_track('upload', '{"size":"bytes","user":"uid","checksum":"sum"}');
INSERT INTO upload (uid, bytes, sum) SELECT id, 10, 'x' FROM p WHERE name IN ('uma', 'carl');
CREATE TEMP TABLE texts AS SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'upload';
.once again.sql
SELECT sql || ';' FROM texts;
SELECT * FROM used;
.print -- with a column more: all is as it was
CREATE TABLE made (id INTEGER PRIMARY KEY, uid TEXT, bytes INTEGER, sum TEXT, note TEXT);
INSERT INTO made SELECT *, 'n' FROM upload;
DROP TABLE upload;
ALTER TABLE made RENAME TO upload;
SELECT * FROM faults;
.read again.sql
SELECT * FROM faults;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
UPDATE upload SET bytes = 11;
SELECT * FROM used;
.print -- the key has another name: the triggers do not run, and are not those that it needs
CREATE TABLE made (number INTEGER PRIMARY KEY, uid TEXT, bytes INTEGER, sum TEXT);
INSERT INTO made SELECT id, uid, bytes, sum FROM upload;
DROP TABLE upload;
ALTER TABLE made RENAME TO upload;
.read again.sql
SELECT * FROM faults;
UPDATE upload SET bytes = 12;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
SELECT storage_track('upload', '{"size":"bytes","user":"uid","checksum":"sum"}');
SELECT * FROM faults;
UPDATE upload SET bytes = 12;
SELECT * FROM used;
.print -- without one of the columns
DELETE FROM texts;
INSERT INTO texts SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'upload';
.once again.sql
SELECT sql || ';' FROM texts;
DROP TABLE upload;
CREATE TABLE upload (number INTEGER PRIMARY KEY, uid TEXT, size INTEGER, sum TEXT);
.read again.sql
SELECT * FROM faults;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT storage_track('upload', '{"size":"size","user":"uid","checksum":"sum"}');
SELECT * FROM faults;
SELECT * FROM used;
.print -- WITHOUT ROWID, which cannot be tracked, whatever the key; nor with columns of all the names that a rowid has
CREATE TABLE loose (uid TEXT, bytes INTEGER);
SELECT storage_track('loose', '{"size":"bytes","user":"uid"}');
INSERT INTO loose SELECT id, 5 FROM p WHERE name = 'uma';
DELETE FROM texts;
INSERT INTO texts SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'loose';
.once again.sql
SELECT sql || ';' FROM texts;
CREATE TABLE made (uid TEXT PRIMARY KEY, bytes INTEGER) WITHOUT ROWID;
INSERT INTO made SELECT * FROM loose;
DROP TABLE loose;
ALTER TABLE made RENAME TO loose;
.read again.sql
SELECT * FROM faults;
INSERT INTO loose SELECT id, 5 FROM p WHERE name = 'carl';
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl') ORDER BY name;
SELECT * FROM used;
DROP TABLE loose;
CREATE TABLE loose (uid TEXT, bytes INTEGER, rowid, oid, _rowid_);
.once again.sql
SELECT replace(sql, '"rowid"', '"(NULL)"') || ';' FROM texts;
.read again.sql
SELECT * FROM faults;
SELECT storage_untrack('loose');
SELECT * FROM used;
.print -- a key of several numbers is none that a row goes by
CREATE TABLE pair (a INTEGER, b INTEGER, uid TEXT, bytes INTEGER, PRIMARY KEY (a, b));
SELECT storage_track('pair', '{"size":"bytes","user":"uid"}');
INSERT INTO pair SELECT 1, 1, id, 7 FROM p WHERE name = 'uma';
REPLACE INTO pair SELECT 1, 1, id, 8 FROM p WHERE name = 'carl';
SELECT * FROM used;
SELECT * FROM faults;
.print -- a trigger of somebody else's under the name, that quotes what begins as a list of columns and has no end
DROP TRIGGER storage_track_1_insert;
CREATE TRIGGER storage_track_1_insert AFTER INSERT ON upload BEGIN SELECT '
SELECT NEW."size'; END;
SELECT * FROM faults;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT storage_untrack('upload'), storage_untrack('pair');
SELECT * FROM used;
SELECT count(*) FROM faults;
